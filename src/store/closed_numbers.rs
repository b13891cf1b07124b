//! Numbers of orders and receipts that were closed in the part of the journal that was archived and removed. Without
//! them an old file that comes in again would be taken for a new one, since the history is made from what is left.
//!
//! ```text
//! .closed = header (32) block*                                  numbers are little-endian
//! header  = "PICKCLSD" format u32  flags u32  keys u64  reserved u32  crc u32
//! block   = key u128 (255 of them, fewer in the last)  crc u32 (of the block's number u64 and its keys)
//! ```
//!
//! The keys ascend over the whole file; they are the compact ones of [`orders::closed_key`] and
//! [`receiving::closed_key`], 16 bytes a number. A number is looked for in some twenty blocks, whose checksums are
//! compared each time. The file lies among the segments, is written before any of them goes, and only ever grows.

#[cfg(test)]
mod tests;

use super::codec::{CodecError, decode_record};
use super::framing::{Fields, ends_with_own_crc, offset, push_own_crc};
use super::journal::{JOURNAL_FOLDER, JournalError, JournalReader};
use super::medium::{Medium, ReadFile, write_small};
use crate::domain::{Event, orders, receiving};
use std::io;
use std::path::{Path, PathBuf};

const NAME: &str = ".closed";
const MAGIC: [u8; 8] = *b"PICKCLSD";
const FORMAT: u32 = 1;
const HEADER: usize = 32;
const KEY: usize = 16;
const KEYS_A_BLOCK: usize = 255;
const BLOCK: usize = KEYS_A_BLOCK * KEY + 4;

/// Why they could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ClosedNumbersError {
    /// The file layer failed.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// The file is not as it was written.
    #[error("{} is damaged at byte {offset}: bring it back from a backup; or copy the archived segments to its folder, and remove it, .base and the folder sled", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where, in bytes.
        offset: u64,
    },
    /// The journal, which the numbers are gathered from.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A record of it.
    #[error("record {seq}: {source}")]
    Record {
        /// Which.
        seq: u64,
        /// What is wrong with it.
        source: CodecError,
    },
}

/// The numbers, as they lie in their file.
#[derive(Debug)]
pub struct ClosedNumbers {
    path: PathBuf,
    /// None where nothing was ever removed.
    file: Option<Box<dyn ReadFile>>,
    keys: u64,
}

/// The file's path in the data directory `root`.
pub fn closed_numbers_file(root: &Path) -> PathBuf {
    root.join(JOURNAL_FOLDER).join(NAME)
}

/// The keys of all orders and receipts that were closed up to this record, ascending.
///
/// # Errors
/// When the journal cannot be read.
pub fn closed_until(reader: &JournalReader, until: u64) -> Result<Vec<u128>, ClosedNumbersError> {
    let mut keys = Vec::new();
    let mut records = reader.read_from(1);
    while let Some((seq, bytes)) = records.next_record()? {
        if seq > until {
            break;
        }
        let record = decode_record(bytes).map_err(|source| ClosedNumbersError::Record { seq, source })?;
        keys.extend(record.events.iter().filter_map(|event| match event {
            Event::OrderClosed(closed) => Some(orders::closed_key(closed.order.owner, &closed.order.number)),
            Event::ReceiptClosed(closed) => Some(receiving::closed_key(
                closed.receipt.owner,
                &closed.receipt.number,
            )),
            _ => None,
        }));
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(keys)
}

/// Adds keys to those that are kept.
///
/// # Errors
/// When the file cannot be read or written; then it is as before.
pub fn keep_closed_numbers(
    medium: &dyn Medium,
    root: &Path,
    keys: Vec<u128>,
) -> Result<(), ClosedNumbersError> {
    let known = ClosedNumbers::open(medium, root)?;
    let mut all = known.all()?;
    all.extend(keys);
    all.sort_unstable();
    all.dedup();
    if offset(all.len()) == known.keys {
        return Ok(());
    }
    let mut bytes = MAGIC.to_vec();
    bytes.extend(FORMAT.to_le_bytes());
    bytes.extend(0_u32.to_le_bytes());
    bytes.extend(offset(all.len()).to_le_bytes());
    bytes.extend(0_u32.to_le_bytes());
    push_own_crc(&mut bytes);
    for (number, keys) in all.chunks(KEYS_A_BLOCK).enumerate() {
        let begin = bytes.len();
        bytes.extend(keys.iter().flat_map(|key| key.to_le_bytes()));
        let crc = crc(offset(number), bytes.get(begin..).unwrap_or_default());
        bytes.extend(crc.to_le_bytes());
    }
    let path = closed_numbers_file(root);
    write_small(medium, &path, &bytes).map_err(|source| ClosedNumbersError::Io {
        action: "write",
        path,
        source,
    })
}

fn crc(block: u64, keys: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&block.to_le_bytes());
    hasher.update(keys);
    hasher.finalize()
}

impl ClosedNumbers {
    /// Those of the data directory `root`; none where there is no such file.
    ///
    /// # Errors
    /// When the file cannot be read, or its head is not as it was written.
    pub fn open(medium: &dyn Medium, root: &Path) -> Result<ClosedNumbers, ClosedNumbersError> {
        let path = closed_numbers_file(root);
        let io = |action| {
            let path = path.clone();
            move |source| ClosedNumbersError::Io { action, path, source }
        };
        if !medium.exists(&path).map_err(io("look for"))? {
            let (file, keys) = (None, 0);
            return Ok(ClosedNumbers { path, file, keys });
        }
        let file = medium.open_read(&path).map_err(io("open"))?;
        let mut head = [0; HEADER];
        let got = file.read_at(0, &mut head).map_err(io("read"))?;
        let len = file.len().map_err(io("read"))?;
        let keys = read_head(head.get(..got).unwrap_or_default()).filter(|keys| len_of(*keys) == Some(len));
        match keys {
            Some(keys) => Ok(ClosedNumbers {
                path,
                file: Some(file),
                keys,
            }),
            None => Err(ClosedNumbersError::Damaged { path, offset: 0 }),
        }
    }

    /// Whether the order or receipt with this key was closed in what was removed.
    ///
    /// # Errors
    /// When a block cannot be read, or is not as it was written.
    pub fn knows(&self, key: u128) -> Result<bool, ClosedNumbersError> {
        let (mut from, mut to) = (0, self.blocks());
        while from < to {
            let middle = from + (to - from) / 2;
            let keys = self.block(middle)?;
            match (keys.first(), keys.last()) {
                (Some(first), _) if key < *first => to = middle,
                (_, Some(last)) if key > *last => from = middle + 1,
                _ => return Ok(keys.binary_search(&key).is_ok()),
            }
        }
        Ok(false)
    }

    /// Reads all of them, ascending.
    ///
    /// # Errors
    /// When a block cannot be read, or is not as it was written.
    pub fn all(&self) -> Result<Vec<u128>, ClosedNumbersError> {
        let mut all = Vec::new();
        for block in 0..self.blocks() {
            all.extend(self.block(block)?);
        }
        if !all.is_sorted_by(|a, b| a < b) {
            return Err(self.damaged(0));
        }
        Ok(all)
    }

    fn blocks(&self) -> u64 {
        self.keys.div_ceil(offset(KEYS_A_BLOCK))
    }

    fn block(&self, number: u64) -> Result<Vec<u128>, ClosedNumbersError> {
        let Some(file) = &self.file else {
            return Ok(Vec::new());
        };
        let at = offset(HEADER) + number * offset(BLOCK);
        let before = number * offset(KEYS_A_BLOCK);
        let here = usize::try_from(self.keys.saturating_sub(before)).unwrap_or(usize::MAX);
        let mut bytes = vec![0; here.min(KEYS_A_BLOCK) * KEY + 4];
        let got = file
            .read_at(at, &mut bytes)
            .map_err(|source| ClosedNumbersError::Io {
                action: "read",
                path: self.path.clone(),
                source,
            })?;
        let split = bytes.split_last_chunk::<4>().filter(|_| got == bytes.len());
        let (keys, sum) = split.ok_or_else(|| self.damaged(at))?;
        if crc(number, keys) != u32::from_le_bytes(*sum) {
            return Err(self.damaged(at));
        }
        let (keys, _) = keys.as_chunks::<KEY>();
        Ok(keys.iter().map(|key| u128::from_le_bytes(*key)).collect())
    }

    fn damaged(&self, offset: u64) -> ClosedNumbersError {
        let path = self.path.clone();
        ClosedNumbersError::Damaged { path, offset }
    }
}

/// How many keys there are, from the head.
fn read_head(bytes: &[u8]) -> Option<u64> {
    let whole = bytes.len() == HEADER && ends_with_own_crc(bytes);
    let mut fields = Fields::new(Some(bytes).filter(|_| whole)?);
    let magic = fields.array::<8>()?;
    let format = fields.u32()?;
    fields.u32()?;
    let keys = fields.u64()?;
    (magic == MAGIC && format == FORMAT).then_some(keys)
}

/// How long a file of so many keys is.
fn len_of(keys: u64) -> Option<u64> {
    let blocks = keys.div_ceil(offset(KEYS_A_BLOCK));
    let body = keys
        .checked_mul(offset(KEY))?
        .checked_add(blocks.checked_mul(4)?)?;
    body.checked_add(offset(HEADER))
}
