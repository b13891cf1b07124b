//! What can go wrong with a journal, told so that a person can act on it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why the journal could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
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
    /// A file of the journal is not as it was written. Nothing was changed on disk.
    #[error(
        "{} is damaged at byte {offset}: {damage}. Records up to {last_good} are whole. \
         Nothing was changed. Way out: restore the latest backup into a new data directory, \
         or bring back this file from one; keep this directory for examination",
        path.display()
    )]
    Damaged {
        /// The damaged segment.
        path: PathBuf,
        /// Where in it the damage begins, in bytes.
        offset: u64,
        /// What is wrong there.
        damage: Damage,
        /// The last sequence number before the damage.
        last_good: u64,
    },
    /// A segment between others, or the first one, is not there. Nothing was changed on disk.
    #[error(
        "the journal has no segment that begins with record {expected}: {} comes next. \
         Way out: bring the missing file back under its own name, or restore the latest backup into a new data directory",
        found.display()
    )]
    MissingSegment {
        /// The sequence number that a segment should begin with.
        expected: u64,
        /// The segment found in its place.
        found: PathBuf,
    },
    /// Something else (a snapshot, sled) has seen records that the journal does not hold. Nothing was changed on disk.
    #[error(
        "{} ends with record {last_good} (byte {offset}), but record {known} was already committed{}. Nothing was changed. \
         Way out: bring back the missing end of the journal, or restore the latest backup into a new data directory",
        path.display(),
        torn.map_or_else(String::new, |torn| format!("; what follows there: {torn}"))
    )]
    EndsTooEarly {
        /// The last segment, or the journal's folder when there is none.
        path: PathBuf,
        /// Where its whole part ends, in bytes.
        offset: u64,
        /// The last whole record.
        last_good: u64,
        /// The record that is known to have been committed.
        known: u64,
        /// The broken tail, where there is one.
        torn: Option<Damage>,
    },
    /// A file in the journal's folder whose name is none of a segment.
    #[error("{} is no segment of the journal: move it out of this folder, or give it its own name back", path.display())]
    Stranger {
        /// The file.
        path: PathBuf,
    },
    /// The journal was written by a newer program.
    #[error("{} has format {found}, this program reads up to {}: use the newer program", path.display(), super::format::FORMAT)]
    Newer {
        /// The segment.
        path: PathBuf,
        /// Its format number.
        found: u32,
    },
    /// An earlier write failed; nothing is written any more until the journal is opened again.
    #[error("the journal stopped after a storage error: {first}")]
    Failed {
        /// The first error, as it was told.
        first: Arc<str>,
    },
    /// A group was offered that does not continue the journal.
    #[error("record {offered} was offered where record {expected} comes next")]
    OutOfOrder {
        /// First sequence number offered.
        offered: u64,
        /// The one that comes next.
        expected: u64,
    },
    /// A group without records was offered.
    #[error("a group needs at least one record")]
    EmptyGroup,
    /// A group was too large.
    #[error(transparent)]
    GroupFull(#[from] super::GroupFull),
    /// A verification was called off by its caller.
    #[error("verification was called off")]
    Cancelled,
}

impl JournalError {
    pub(super) fn io<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Self + 'a {
        move |source| Self::Io {
            action,
            path: path.to_owned(),
            source,
        }
    }
}

/// What is wrong at one place of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// The segment's header is incomplete or fails its checksum.
    SegmentHeader,
    /// The segment's header names another first record than its file name or its place.
    SegmentOrder,
    /// The segment does not continue the hash of the one before it.
    SegmentChain,
    /// Only zeros follow: space that was set aside but never written.
    Zeros,
    /// A group or seal begins, and the file ends before it does.
    Short,
    /// A group header or seal fails its checksum.
    GroupHeader,
    /// A group's header is whole, but it does not begin with the next record.
    GroupOrder,
    /// A record fails its checksum or its frame, or the group holds another number of them.
    Record,
    /// All records are whole, but the group's hash does not continue the chain.
    Chain,
    /// The seal does not tell the records before it.
    Seal,
    /// Something follows the seal.
    AfterSeal,
    /// The segment is followed by another, but has no seal: its end is missing.
    Unsealed,
}

impl fmt::Display for Damage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::SegmentHeader => "the segment's header is incomplete or fails its checksum",
            Self::SegmentOrder => "the segment's header names another first record than its file name",
            Self::SegmentChain => "the segment does not continue the hash chain of the one before it",
            Self::Zeros => "only zeros follow",
            Self::Short => "a group begins and the file ends before it does",
            Self::GroupHeader => "a group's header fails its checksum",
            Self::GroupOrder => "a group does not begin with the next record",
            Self::Record => "a record fails its checksum",
            Self::Chain => "a group does not continue the hash chain",
            Self::Seal => "the segment's seal does not fit the records before it",
            Self::AfterSeal => "bytes follow the segment's seal",
            Self::Unsealed => "the segment's end is missing, and another segment follows",
        })
    }
}
