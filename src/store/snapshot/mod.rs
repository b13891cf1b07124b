//! Snapshots: the whole value at one record of the journal, as one sequential file, so that opening need not replay
//! the journal from its start. A snapshot is only ever a short cut: when none is whole, the journal has it all.
//!
//! ```text
//! file   = header (72) block* footer (60)                     numbers are little-endian
//! header = "PICKSNAP" format u32  flags u32  seq u64  time_ms i64  chain_hash [32]  reserved u32  crc u32
//! block  = "PKBL"  payload_len u32  count u32  payload_crc u32  crc u32 (of these four)  record*
//! record = kind u16  length u32  bytes
//! footer = "PKSE"  reserved u32  records u64  blocks u64  digest [32]  crc u32
//! digest = BLAKE3 of everything before the footer
//! ```

mod read;
#[cfg(test)]
mod tests;
mod write;

use std::io;
use std::path::{Path, PathBuf};

pub use read::{
    Newest, Skipped, SnapshotRecords, VerifiedSnapshot, newest_verified, verified_snapshots, verify_snapshot,
};
pub use write::{SnapshotWriter, keep_newest};

use super::framing::{Fields, ends_with_own_crc, push_own_crc};
use super::journal::ChainHash;

/// Folder of the snapshots in a data directory.
pub const SNAPSHOT_FOLDER: &str = "snapshots";
/// The largest record that is written or read, in bytes.
pub const MAX_SNAPSHOT_RECORD: usize = 16 << 20;
/// How many snapshots are worth keeping: the newest, and two to fall back on.
pub const SNAPSHOTS_KEPT: usize = 3;

const FORMAT: u32 = 1;
const EXTENSION: &str = ".snapshot";
const HEADER_LEN: usize = 72;
const HEADER_MAGIC: [u8; 8] = *b"PICKSNAP";
const BLOCK_HEADER_LEN: usize = 20;
const BLOCK_MAGIC: [u8; 4] = *b"PKBL";
const RECORD_HEADER_LEN: usize = 6;
const FOOTER_LEN: usize = 60;
const FOOTER_MAGIC: [u8; 4] = *b"PKSE";

/// Where and when a snapshot was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SnapshotHeader {
    /// The last record of the journal that is in it.
    pub seq: u64,
    /// The journal's chain hash at that record: a snapshot fits one journal only.
    pub chain_hash: ChainHash,
    /// When it was taken: UTC milliseconds since 1970.
    pub time_ms: i64,
}

/// A snapshot file that was read through and found whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotInfo {
    /// The file.
    pub path: PathBuf,
    /// What it says of itself.
    pub header: SnapshotHeader,
    /// Number of records.
    pub records: u64,
    /// Length of the file.
    pub bytes: u64,
}

/// Why a snapshot could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The file layer failed.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried: "open", "write", "sync" ...
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// The file is not as it was written.
    #[error("{} is damaged at byte {offset}: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where, in bytes.
        offset: u64,
        /// What is wrong there.
        what: &'static str,
    },
    /// The file was written by a newer program.
    #[error("{} has format {found}, this program reads up to {FORMAT}: use the newer program", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format number.
        found: u32,
    },
    /// A record was larger than [`MAX_SNAPSHOT_RECORD`].
    #[error("a record of {len} bytes is too large for a snapshot (limit {MAX_SNAPSHOT_RECORD})")]
    RecordTooLarge {
        /// Its length in bytes.
        len: usize,
    },
}

impl SnapshotError {
    fn io<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Self + 'a {
        move |source| Self::Io {
            action,
            path: path.to_owned(),
            source,
        }
    }
}

fn snapshot_path(folder: &Path, seq: u64) -> PathBuf {
    folder.join(format!("{seq:020}{EXTENSION}"))
}

/// The sequence number in a snapshot's file name; `None` for other files.
fn seq_of(name: &str) -> Option<u64> {
    let seq = name.strip_suffix(EXTENSION)?.parse().ok()?;
    (format!("{seq:020}{EXTENSION}") == name).then_some(seq)
}

impl SnapshotHeader {
    fn encode(&self) -> Vec<u8> {
        let mut bytes = HEADER_MAGIC.to_vec();
        bytes.extend(FORMAT.to_le_bytes());
        bytes.extend(0_u32.to_le_bytes());
        bytes.extend(self.seq.to_le_bytes());
        bytes.extend(self.time_ms.to_le_bytes());
        bytes.extend(self.chain_hash.0);
        bytes.extend(0_u32.to_le_bytes());
        push_own_crc(&mut bytes);
        bytes
    }

    /// Format number and header; `None` where magic or checksum do not fit.
    fn decode(bytes: &[u8]) -> Option<(u32, Self)> {
        let bytes = bytes.get(..HEADER_LEN).filter(|bytes| ends_with_own_crc(bytes))?;
        let mut fields = Fields::new(bytes);
        let magic = fields.array::<8>()?;
        let format = fields.u32()?;
        fields.u32()?;
        let seq = fields.u64()?;
        let time_ms = fields.i64()?;
        let header = Self {
            seq,
            time_ms,
            chain_hash: ChainHash(fields.array()?),
        };
        (magic == HEADER_MAGIC).then_some((format, header))
    }
}

#[derive(Debug, Clone, Copy)]
struct BlockHeader {
    payload_len: u32,
    count: u32,
    payload_crc: u32,
}

impl BlockHeader {
    fn encode(&self) -> Vec<u8> {
        let mut bytes = BLOCK_MAGIC.to_vec();
        bytes.extend(self.payload_len.to_le_bytes());
        bytes.extend(self.count.to_le_bytes());
        bytes.extend(self.payload_crc.to_le_bytes());
        push_own_crc(&mut bytes);
        bytes
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes
            .get(..BLOCK_HEADER_LEN)
            .filter(|bytes| ends_with_own_crc(bytes))?;
        let mut fields = Fields::new(bytes);
        let magic = fields.array::<4>()?;
        let header = Self {
            payload_len: fields.u32()?,
            count: fields.u32()?,
            payload_crc: fields.u32()?,
        };
        (magic == BLOCK_MAGIC).then_some(header)
    }
}

#[derive(Debug, Clone, Copy)]
struct Footer {
    records: u64,
    blocks: u64,
    digest: [u8; 32],
}

impl Footer {
    fn encode(&self) -> Vec<u8> {
        let mut bytes = FOOTER_MAGIC.to_vec();
        bytes.extend(0_u32.to_le_bytes());
        bytes.extend(self.records.to_le_bytes());
        bytes.extend(self.blocks.to_le_bytes());
        bytes.extend(self.digest);
        push_own_crc(&mut bytes);
        bytes
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.get(..FOOTER_LEN).filter(|bytes| ends_with_own_crc(bytes))?;
        let mut fields = Fields::new(bytes);
        let magic = fields.array::<4>()?;
        fields.u32()?;
        let footer = Self {
            records: fields.u64()?,
            blocks: fields.u64()?,
            digest: fields.array()?,
        };
        (magic == FOOTER_MAGIC).then_some(footer)
    }
}

/// Takes the next record off the front of a block's payload: kind, bytes, and the rest.
fn split_record(payload: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let mut fields = Fields::new(payload);
    let kind = fields.u16()?;
    let len = usize::try_from(fields.u32()?).ok()?;
    let record = fields.bytes(len)?;
    Some((kind, record, fields.rest()))
}
