//! Where a journal begins whose first segments were removed. The file is hidden among the segments:
//!
//! ```text
//! .base = "PICKBASE" format u32  flags u32  seq u64  hash [32]  reserved u32  crc u32     numbers are little-endian
//! ```
//!
//! It is written before anything is removed. Segments before it that are still there are passed over.

use std::io;
use std::path::{Path, PathBuf};

use super::{ChainHash, JOURNAL_FOLDER, JournalBase, JournalError};
use crate::store::framing::{Fields, ends_with_own_crc, push_own_crc};
use crate::store::medium::{Medium, read_small, write_small};

const NAME: &str = ".base";
const MAGIC: [u8; 8] = *b"PICKBASE";
const FORMAT: u32 = 1;
const LEN: usize = 64;

/// The file's path in the data directory `root`.
pub fn base_file(root: &Path) -> PathBuf {
    root.join(JOURNAL_FOLDER).join(NAME)
}

/// Where the journal of the data directory `root` begins: at nothing, where the file is not there.
///
/// # Errors
/// When the file cannot be read, or is not as it was written.
pub fn read_base(medium: &dyn Medium, root: &Path) -> Result<JournalBase, JournalError> {
    let path = base_file(root);
    if !medium
        .exists(&path)
        .map_err(JournalError::io("look for", &path))?
    {
        return Ok(JournalBase::default());
    }
    let bytes = read_small(medium, &path, LEN).map_err(JournalError::io("read", &path))?;
    decode(&bytes).ok_or_else(|| {
        let what = "it is damaged: bring it back from a backup, or the archived segments to their place and remove it";
        JournalError::io("read", &path)(io::Error::new(io::ErrorKind::InvalidData, what))
    })
}

/// From now on the journal begins behind this record.
///
/// # Errors
/// When the file cannot be written.
pub fn write_base(medium: &dyn Medium, root: &Path, base: JournalBase) -> Result<(), JournalError> {
    let path = base_file(root);
    let mut bytes = MAGIC.to_vec();
    bytes.extend(FORMAT.to_le_bytes());
    bytes.extend(0_u32.to_le_bytes());
    bytes.extend(base.seq.to_le_bytes());
    bytes.extend(base.hash.0);
    bytes.extend(0_u32.to_le_bytes());
    push_own_crc(&mut bytes);
    write_small(medium, &path, &bytes).map_err(JournalError::io("write", &path))
}

fn decode(bytes: &[u8]) -> Option<JournalBase> {
    let mut fields = Fields::new(Some(bytes).filter(|bytes| bytes.len() == LEN && ends_with_own_crc(bytes))?);
    let magic = fields.array::<8>()?;
    let format = fields.u32()?;
    fields.u32()?;
    let base = JournalBase {
        seq: fields.u64()?,
        hash: ChainHash(fields.array()?),
    };
    (magic == MAGIC && format == FORMAT).then_some(base)
}
