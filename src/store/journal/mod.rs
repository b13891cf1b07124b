//! The journal: append-only segments of records, the commit point of everything.
//!
//! A *group* of records is one write and one `fdatasync`; when [`Journal::append`] has returned `Ok`, the group
//! survives `kill -9` and power loss. Records are opaque bytes with consecutive sequence numbers, the first being
//! one above the journal's base (0 for a whole journal). The format module draws the bytes.
//!
//! # Damage
//! A power cut may leave the one group that was being written in part: nobody was told that it was committed, and
//! it may be cut. Damage to anything that *was* committed must never be mended by forgetting it. Both look alike at
//! the end of the last segment, so opening cuts a broken tail only where all of this holds:
//! - it is the end of the last segment, and no whole group header or seal stands anywhere behind it, nor anything
//!   but zeros behind the end that its own header states: there is never more than one group under way;
//! - nobody outside knows a later record (`known_seq`: the highest number in a snapshot or in sled);
//! - a torn write explains it: the file ends early, or a disk sector in the group reads as zeros. A flipped bit in
//!   a committed last group leaves all sectors filled; it is refused, unless the caller says
//!   [`UnexplainedTail::Cut`] (a person decided). What remains possible is damage that zeroes a whole sector of the
//!   very last group before anyone has noted its number; so [`Journal::mark`] appends an empty group when work
//!   rests or ends, and then even that is seen: something whole follows.
//!
//! What is cut is kept in `torn/` first, and reported. Everything else refuses to open and changes nothing.
//!
//! A process that died after a failed sync may have left pages that read well and are not on the disk, and that a
//! second sync would not write (they count as clean). Opening therefore writes the last group again, in place and
//! unchanged, before it syncs and trusts it.
//!
//! # Failure
//! After the first storage error every append answers [`JournalError::Failed`]: what is on the disk is not known
//! any more, and only opening again finds out.

mod base;
mod cursor;
mod error;
mod format;
mod opening;
mod packed;
mod proof;
mod read;
mod records;
mod segments;
mod tail;
#[cfg(test)]
mod tests;
mod walk;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use base::{base_file, read_base, write_base};
pub use error::{Damage, JournalError};
pub use format::{ChainHash, GroupBuilder, GroupFull, MAX_GROUP_BODY};
pub use opening::{OpenReport, TornTail};
pub use proof::RecordProof;
pub use read::{JournalReader, SealedSegment, VerifyReport, verify_unopened};
pub use records::Records;

use crate::store::framing::offset as as_offset;
use crate::store::medium::{Medium, WriteFile};
use format::{FORMAT, SEAL_LEN, SEGMENT_HEADER_LEN, Seal, SegmentHeader};
use segments::{Segment, Shared, segment_path};

/// Folder of the segments in a data directory.
pub const JOURNAL_FOLDER: &str = "journal";
/// Folder of what was cut off torn journals.
pub const TORN_FOLDER: &str = "torn";

/// How a journal is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JournalOptions {
    /// A segment is closed by the first append that finds it at least this large, in bytes.
    pub segment_bytes: u64,
    /// Segments that end at or before this record are not read through on opening: only their headers and seals are
    /// checked. A caller that loads a snapshot gives its sequence number, and runs [`JournalReader::verify`] behind.
    pub trust_up_to: u64,
    /// Where the journal begins. It is part of the journal: opening with another base is refused.
    pub base: JournalBase,
    /// What to do with a broken tail that no torn write explains.
    pub unexplained_tail: UnexplainedTail,
}

impl Default for JournalOptions {
    fn default() -> Self {
        Self {
            segment_bytes: 64 << 20,
            trust_up_to: 0,
            base: JournalBase::default(),
            unexplained_tail: UnexplainedTail::Refuse,
        }
    }
}

/// The point before a journal's first record: zero, or that of the snapshot which a new journal starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JournalBase {
    /// The sequence number before the first record.
    pub seq: u64,
    /// The chain hash there.
    pub hash: ChainHash,
}

/// See the module's part on damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnexplainedTail {
    /// Refuse to open: the tail may be a committed group in which a bit has flipped.
    Refuse,
    /// Cut it all the same, keeping its bytes. For a repair that a person has asked for.
    Cut,
}

/// An open journal: its only writer. Dropping it loses nothing; see [`Journal::mark`] for an orderly end.
#[derive(Debug)]
pub struct Journal {
    shared: Arc<Shared>,
    options: JournalOptions,
    file: Box<dyn WriteFile>,
    path: PathBuf,
    /// Bytes of the current segment.
    end: u64,
    /// Whether a mark or a fresh header is the last thing written.
    at_rest: bool,
    failed: Option<Arc<str>>,
    scratch: GroupBuilder,
}

impl Journal {
    /// Opens the journal of the data directory `root`, or begins one where there is none. The caller holds the
    /// directory's lock. `known_seq` is the highest sequence number that anything outside the journal has seen
    /// committed. See the module for what is cut and what is refused.
    pub fn open(
        medium: Arc<dyn Medium>,
        root: &Path,
        options: JournalOptions,
        known_seq: Option<u64>,
    ) -> Result<(Self, OpenReport), JournalError> {
        opening::open(medium, root, options, known_seq)
    }

    /// Commits `records` as one group, the first of them with number `first_seq`; returns the last one's number.
    pub fn append<R: AsRef<[u8]>>(&mut self, first_seq: u64, records: &[R]) -> Result<u64, JournalError> {
        let mut group = std::mem::take(&mut self.scratch);
        group.clear();
        let pushed = records.iter().try_for_each(|record| group.push(record.as_ref()));
        let outcome = pushed
            .map_err(JournalError::from)
            .and_then(|()| self.append_group(first_seq, &mut group));
        self.scratch = group;
        outcome
    }

    /// Commits a group that was framed before, perhaps on another thread; returns its last record's number. The
    /// group is empty afterwards, except where it was refused untouched ([`JournalError::OutOfOrder`],
    /// [`JournalError::EmptyGroup`], or [`JournalError::Failed`] by an earlier error).
    pub fn append_group(&mut self, first_seq: u64, group: &mut GroupBuilder) -> Result<u64, JournalError> {
        let expected = self.next_seq();
        if group.is_empty() {
            return Err(JournalError::EmptyGroup);
        }
        if first_seq != expected {
            return Err(JournalError::OutOfOrder {
                offered: first_seq,
                expected,
            });
        }
        self.guarded(|journal| journal.write_group(group))?;
        Ok(self.last_seq())
    }

    /// Writes an empty group, so that damage to the group before it can be told from a torn write. Called when work
    /// rests or ends; does nothing where one stands already. Costs one sync and 64 bytes.
    pub fn mark(&mut self) -> Result<(), JournalError> {
        if self.at_rest && self.failed.is_none() {
            return Ok(());
        }
        self.guarded(|journal| journal.write_group(&mut GroupBuilder::new()))
    }

    /// A handle for reading, for any thread, of what is committed at the time of each call.
    pub fn reader(&self) -> JournalReader {
        JournalReader::new(Arc::clone(&self.shared))
    }

    /// The number of the last committed record (the base's where there is none).
    pub fn last_seq(&self) -> u64 {
        self.next_seq().saturating_sub(1)
    }

    /// The chain hash over everything committed.
    pub fn head_hash(&self) -> ChainHash {
        self.shared.state().hash
    }

    /// Whether a storage error has stopped this journal, and which.
    pub fn failure(&self) -> Option<&str> {
        self.failed.as_deref()
    }

    fn next_seq(&self) -> u64 {
        self.shared.state().next_seq
    }

    /// Runs a writing step; its error is the journal's last.
    fn guarded(
        &mut self,
        step: impl FnOnce(&mut Self) -> Result<(), JournalError>,
    ) -> Result<(), JournalError> {
        if let Some(first) = &self.failed {
            return Err(JournalError::Failed {
                first: Arc::clone(first),
            });
        }
        step(self).inspect_err(|error| self.failed = Some(error.to_string().into()))
    }

    fn write_group(&mut self, group: &mut GroupBuilder) -> Result<(), JournalError> {
        let count = group.count();
        // A mark goes to the segment of the group it stands for, and a segment without records is never sealed: its
        // successor would have the same name.
        if count > 0 && self.end >= self.options.segment_bytes && self.shared.last_segment_has_records() {
            self.rotate()?;
        }
        let (first_seq, previous) = (self.next_seq(), self.head_hash());
        let (bytes, hash) = group.close(first_seq, previous);
        let len = as_offset(bytes.len());
        let written = write_and_sync(self.file.as_mut(), &self.path, self.end, bytes);
        group.clear();
        written?;
        let hash = if count == 0 { previous } else { hash };
        self.shared
            .commit(self.end, len, first_seq + u64::from(count), hash);
        self.end += len;
        self.at_rest = count == 0;
        Ok(())
    }

    /// Seals the current segment and begins the next.
    fn rotate(&mut self) -> Result<(), JournalError> {
        let hash = self.head_hash();
        let seal = Seal {
            last_seq: self.last_seq(),
            hash,
        }
        .encode();
        write_and_sync(self.file.as_mut(), &self.path, self.end, &seal)?;
        self.shared.seal(self.end + as_offset(SEAL_LEN));
        let base = JournalBase {
            seq: self.last_seq(),
            hash,
        };
        let (path, file) = create_segment(self.shared.medium(), self.shared.folder(), base)?;
        self.shared.add(Segment::new(base.seq + 1, path.clone(), hash));
        (self.path, self.file, self.end) = (path, file, as_offset(SEGMENT_HEADER_LEN));
        Ok(())
    }
}

/// Makes the segment that continues from `base`, durable with its header and its name.
fn create_segment(
    medium: &dyn Medium,
    folder: &Path,
    base: JournalBase,
) -> Result<(PathBuf, Box<dyn WriteFile>), JournalError> {
    let path = segment_path(folder, base.seq + 1);
    let header = SegmentHeader {
        format: FORMAT,
        first_seq: base.seq + 1,
        previous_hash: base.hash,
    };
    let mut file = medium.create(&path).map_err(JournalError::io("create", &path))?;
    write_and_sync(file.as_mut(), &path, 0, &header.encode())?;
    medium
        .sync_dir(folder)
        .map_err(JournalError::io("sync", folder))?;
    Ok((path, file))
}

fn write_and_sync(file: &mut dyn WriteFile, path: &Path, at: u64, bytes: &[u8]) -> Result<(), JournalError> {
    file.write_at(at, bytes)
        .map_err(JournalError::io("write", path))?;
    file.sync_data().map_err(JournalError::io("sync", path))
}
