//! Reading committed records, and checking the whole journal.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, MutexGuard};

use super::cursor::{Cursor, Step};
use super::format::ChainHash;
use super::packed::{is_packed, pack};
use super::records::Records;
use super::segments::{Location, Segment, Shared};
use super::walk::Walk;
use super::{Damage, JOURNAL_FOLDER, JournalBase, JournalError, JournalOptions};
use crate::store::medium::Medium;

/// Reads what is committed, on any thread, while the journal goes on being written. Clones are cheap.
#[derive(Debug, Clone)]
pub struct JournalReader {
    pub(super) shared: Arc<Shared>,
}

/// What a verification found: everything whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifyReport {
    /// Number of segments.
    pub segments: usize,
    /// Bytes checked.
    pub bytes: u64,
    /// The last record.
    pub last_seq: u64,
    /// The chain hash there.
    pub head_hash: ChainHash,
    /// Where and how the end is torn, if it is: opening would cut there. Only for a journal that is not open.
    pub torn: Option<(u64, Damage)>,
}

/// A segment that nothing is added to any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedSegment {
    /// Its file.
    pub path: PathBuf,
    /// Its first record.
    pub first_seq: u64,
    /// Its last record.
    pub last_seq: u64,
    /// The chain hash there.
    pub hash: ChainHash,
}

impl JournalReader {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// The number of the last committed record (the base's where there is none).
    pub fn last_seq(&self) -> u64 {
        self.shared.state().next_seq.saturating_sub(1)
    }

    /// The chain hash over everything committed.
    pub fn head_hash(&self) -> ChainHash {
        self.shared.state().hash
    }

    /// The records from number `seq` (or the first there is) to the last one committed now, in order, read as they
    /// are asked for. Frames and checksums of records are checked; the hash chain is not (see [`Self::verify`]).
    pub fn read_from(&self, seq: u64) -> Records {
        let seq = seq.max(self.shared.base().seq + 1);
        Records::new(Arc::clone(&self.shared), seq, self.last_seq())
    }

    /// The record of this number; `None` when it is not committed or before the base.
    pub fn read_one(&self, seq: u64) -> Result<Option<Vec<u8>>, JournalError> {
        if seq <= self.shared.base().seq {
            return Ok(None);
        }
        let mut records = self.read_from(seq);
        Ok(records.next_record()?.map(|(_, record)| record.to_vec()))
    }

    /// The chain hash behind record `seq`, where a group ends with it: what a snapshot of that record carries.
    /// `None` in the middle of a group, and for records that the journal does not hold.
    pub fn hash_at(&self, seq: u64) -> Result<Option<ChainHash>, JournalError> {
        let base = self.shared.base();
        if seq == base.seq {
            return Ok(Some(base.hash));
        }
        if seq < base.seq || seq > self.last_seq() {
            return Ok(None);
        }
        let Some(location) = self.shared.locate(seq) else {
            return Ok(None);
        };
        let mut cursor = cursor_at(&self.shared, &location)?;
        loop {
            match cursor.step()? {
                Step::Group(header) if header.next_seq() == seq + 1 && header.count > 0 => {
                    return cursor.stored_hash();
                }
                Step::Group(header) if header.next_seq() > seq => return Ok(None),
                Step::Group(_) => {}
                Step::Seal | Step::End => return Ok(None),
                Step::Bad(damage) => return Err(damaged(&cursor, damage)),
            }
        }
    }

    /// Where the journal begins: at nothing, or behind what was archived and removed.
    pub fn base(&self) -> JournalBase {
        self.shared.base()
    }

    /// The segment files with the bytes of each that are committed now: what a backup takes. Hold
    /// [`Self::hold_files`] while they are read.
    ///
    /// # Errors
    /// When the length of a packed one cannot be read.
    pub fn committed_files(&self) -> Result<Vec<(PathBuf, u64)>, JournalError> {
        let segments: Vec<_> = {
            let state = self.shared.state();
            let file = |segment: &Segment| (segment.path.clone(), segment.end);
            state.segments.iter().map(file).collect()
        };
        let files = segments.into_iter().map(|(path, end)| {
            if !is_packed(&path) {
                return Ok((path, end));
            }
            let file = self.shared.medium().open_read(&path);
            let len = file.and_then(|file| file.len());
            let len = len.map_err(JournalError::io("read", &path))?;
            Ok((path, len))
        });
        files.collect()
    }

    /// While it is held, no segment changes its file.
    pub fn hold_files(&self) -> MutexGuard<'_, ()> {
        self.shared.hold_files()
    }

    /// The sealed segments, oldest first.
    pub fn sealed(&self) -> Vec<SealedSegment> {
        let state = self.shared.state();
        let behind = state.segments.iter().skip(1);
        let pairs = state.segments.iter().zip(behind);
        pairs
            .map(|(segment, next)| SealedSegment {
                path: segment.path.clone(),
                first_seq: segment.first_seq,
                last_seq: next.first_seq.saturating_sub(1),
                hash: next.previous_hash,
            })
            .collect()
    }

    /// Compresses the sealed segments that end at or before record `seq`; gives their new files. Whoever reads them
    /// meanwhile reads on.
    ///
    /// # Errors
    /// When one cannot be written; the plain one stays then.
    pub fn pack(&self, seq: u64) -> Result<Vec<PathBuf>, JournalError> {
        let _held = self.shared.hold_files();
        let medium = self.shared.medium();
        let mut packed = Vec::new();
        for segment in self.sealed() {
            if segment.last_seq > seq || is_packed(&segment.path) {
                continue;
            }
            let path = pack(medium, &segment.path)?;
            self.shared.moved(segment.first_seq, path.clone());
            medium
                .remove(&segment.path)
                .map_err(JournalError::io("remove", &segment.path))?;
            packed.push(path);
        }
        if !packed.is_empty() {
            let folder = self.shared.folder();
            medium
                .sync_dir(folder)
                .map_err(JournalError::io("sync", folder))?;
        }
        Ok(packed)
    }

    /// Checks every committed byte: checksums, sequence and the whole hash chain. `progress` gets the bytes done and
    /// the bytes in all after every segment, and may call it off.
    pub fn verify(
        &self,
        progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<VerifyReport, JournalError> {
        let (segments, last_seq, head_hash) = {
            let state = self.shared.state();
            let segments: Vec<_> = state
                .segments
                .iter()
                .map(|segment| {
                    (
                        segment.first_seq,
                        segment.path.clone(),
                        segment.previous_hash,
                        segment.end,
                    )
                })
                .collect();
            (segments, state.next_seq.saturating_sub(1), state.hash)
        };
        let total: u64 = segments.iter().map(|(_, _, _, end)| end).sum();
        let JournalBase { seq, mut hash } = self.shared.base();
        let mut next_seq = seq + 1;
        let mut bytes = 0;
        for (first_seq, path, previous_hash, end) in &segments {
            let mut cursor = Cursor::open(self.shared.medium(), path, Some(*end), next_seq, Some(hash))?;
            if *first_seq != next_seq || *previous_hash != hash {
                return Err(damaged(&cursor, Damage::SegmentChain));
            }
            walk_to_end(&mut cursor)?;
            (next_seq, hash) = (cursor.next_seq(), cursor.hash().unwrap_or_default());
            bytes += end;
            if progress(bytes, total).is_break() {
                return Err(JournalError::Cancelled);
            }
        }
        if (next_seq.saturating_sub(1), hash) != (last_seq, head_hash) {
            let path = self.shared.folder().to_owned();
            let last_good = next_seq.saturating_sub(1);
            return Err(JournalError::EndsTooEarly {
                path,
                offset: bytes,
                last_good,
                known: last_seq,
                torn: None,
            });
        }
        Ok(VerifyReport {
            segments: segments.len(),
            bytes,
            last_seq,
            head_hash,
            torn: None,
        })
    }
}

/// Checks the journal of a data directory that nobody has open, and changes nothing: for the command line, and for
/// a journal that refuses to open. A torn end that opening would cut is reported, all other damage is an error.
pub fn verify_unopened(
    medium: &dyn Medium,
    root: &Path,
    options: &JournalOptions,
) -> Result<VerifyReport, JournalError> {
    let folder = root.join(JOURNAL_FOLDER);
    let (found, ending) = Walk::through(medium, &folder, options.base, 0)?.finish(options)?;
    Ok(VerifyReport {
        segments: found.segments.len(),
        bytes: found.checked_bytes,
        last_seq: found.next_seq.saturating_sub(1),
        head_hash: found.hash,
        torn: ending.and_then(|ending| ending.cut.map(|cut| (ending.whole_end, cut.damage))),
    })
}

pub(super) fn cursor_at(shared: &Shared, location: &Location) -> Result<Cursor, JournalError> {
    let mut cursor = Cursor::open(
        shared.medium(),
        &location.path,
        Some(location.end),
        location.group_seq,
        None,
    )?;
    cursor.seek(location.group_seq, location.offset);
    Ok(cursor)
}

fn walk_to_end(cursor: &mut Cursor) -> Result<(), JournalError> {
    loop {
        match cursor.step()? {
            Step::Group(_) | Step::Seal => {}
            Step::End => return Ok(()),
            Step::Bad(damage) => return Err(damaged(cursor, damage)),
        }
    }
}

pub(super) fn damaged(cursor: &Cursor, damage: Damage) -> JournalError {
    JournalError::Damaged {
        path: cursor.path().to_owned(),
        offset: cursor.offset(),
        damage,
        last_good: cursor.next_seq().saturating_sub(1),
    }
}
