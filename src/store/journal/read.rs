//! Reading committed records, and checking the whole journal.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, MutexGuard};

use super::cursor::{Cursor, Step};
use super::format::{ChainHash, RECORD_HEADER_LEN, split_record};
use super::packed::{is_packed, pack};
use super::segments::{Location, Segment, Shared};
use super::walk::Walk;
use super::{Damage, JOURNAL_FOLDER, JournalBase, JournalError, JournalOptions};
use crate::store::medium::Medium;

/// Reads what is committed, on any thread, while the journal goes on being written. Clones are cheap.
#[derive(Debug, Clone)]
pub struct JournalReader {
    shared: Arc<Shared>,
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
        Records {
            shared: Arc::clone(&self.shared),
            next: seq,
            until: self.last_seq(),
            at: None,
            notes: Vec::new(),
        }
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

/// What proves that a record stands in the journal as it was committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordProof {
    /// The record.
    pub seq: u64,
    /// The first and the last record of the group that was committed with it.
    pub group: (u64, u64),
    /// The chain hash over everything up to that group.
    pub hash: ChainHash,
    /// The last record of the journal.
    pub last_seq: u64,
    /// The chain hash there, which follows from the group's own.
    pub head_hash: ChainHash,
}

impl JournalReader {
    /// Proves a record: from the segment that holds it to the journal's end every checksum and every link of the
    /// chain is made anew and compared. None for a record that the journal does not hold. Whoever has noted a chain
    /// hash elsewhere can compare it.
    ///
    /// # Errors
    /// Where the chain does not hold.
    pub fn prove(&self, seq: u64) -> Result<Option<RecordProof>, JournalError> {
        let (segments, last_seq, head_hash) = {
            let state = self.shared.state();
            (
                state.segments.clone(),
                state.next_seq.saturating_sub(1),
                state.hash,
            )
        };
        if seq <= self.shared.base().seq || seq > last_seq {
            return Ok(None);
        }
        let holds = segments.partition_point(|segment| segment.first_seq <= seq);
        let mut group = None;
        let mut reached: Option<(u64, ChainHash)> = None;
        for segment in segments.iter().skip(holds.saturating_sub(1)) {
            let (path, end) = (&segment.path, Some(segment.end));
            let (first, hash) = (segment.first_seq, segment.previous_hash);
            let mut cursor = Cursor::open(self.shared.medium(), path, end, first, Some(hash))?;
            if reached.is_some_and(|reached| reached != (first, hash)) {
                return Err(damaged(&cursor, Damage::SegmentChain));
            }
            loop {
                match cursor.step()? {
                    Step::Group(header) if header.first_seq <= seq && seq < header.next_seq() => {
                        let hash = cursor.hash().unwrap_or_default();
                        group = Some((header.first_seq, header.next_seq().saturating_sub(1), hash));
                    }
                    Step::Group(_) | Step::Seal => {}
                    Step::End => break,
                    Step::Bad(damage) => return Err(damaged(&cursor, damage)),
                }
            }
            reached = Some((cursor.next_seq(), cursor.hash().unwrap_or_default()));
        }
        let known = reached == Some((last_seq.saturating_add(1), head_hash));
        let proof = group.filter(|_| known).map(|(first, last, hash)| RecordProof {
            seq,
            group: (first, last),
            hash,
            last_seq,
            head_hash,
        });
        match proof {
            Some(proof) => Ok(Some(proof)),
            None => Err(JournalError::EndsTooEarly {
                path: self.shared.folder().to_owned(),
                offset: 0,
                last_good: reached.map_or(0, |(next, _)| next.saturating_sub(1)),
                known: last_seq,
                torn: None,
            }),
        }
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

/// Records in order; see [`JournalReader::read_from`]. As an iterator it gives owned bytes and ends after an error;
/// [`Records::next_record`] lends them instead.
#[derive(Debug)]
pub struct Records {
    shared: Arc<Shared>,
    next: u64,
    until: u64,
    at: Option<Place>,
    notes: Vec<(u64, u64)>,
}

/// Where [`Records`] stands: a group of a segment, and its records still to give.
#[derive(Debug)]
struct Place {
    cursor: Cursor,
    segment: u64,
    record_seq: u64,
    group_end_seq: u64,
    /// Bytes of the group's body already given.
    given: usize,
}

impl Records {
    /// The next record and its number, valid until the next call; `None` behind the last one.
    pub fn next_record(&mut self) -> Result<Option<(u64, &[u8])>, JournalError> {
        if self.next > self.until {
            return Ok(None);
        }
        if let Err(error) = self.advance() {
            self.until = 0;
            return Err(error);
        }
        let seq = self.next;
        self.next += 1;
        let Some(place) = &mut self.at else {
            return Ok(None);
        };
        let given = place.given;
        let body = place.cursor.body()?.unwrap_or_default();
        let Some((record, _)) = body.get(given..).and_then(split_record) else {
            return Ok(None);
        };
        place.given += RECORD_HEADER_LEN + record.len();
        place.record_seq += 1;
        Ok(Some((seq, record)))
    }

    /// Goes to record `self.next`, so that it is the next of the place's group, and checks its frame.
    fn advance(&mut self) -> Result<(), JournalError> {
        loop {
            let next = self.next;
            let Some(place) = &mut self.at else {
                self.at = Some(self.enter()?);
                continue;
            };
            if place.record_seq == place.group_end_seq {
                self.next_group()?;
                continue;
            }
            if next >= place.group_end_seq {
                place.record_seq = place.group_end_seq;
                continue;
            }
            let given = place.given;
            let body = place.cursor.body()?.unwrap_or_default();
            let frame = body
                .get(given..)
                .and_then(split_record)
                .map(|(record, _)| RECORD_HEADER_LEN + record.len());
            let Some(frame) = frame else {
                return Err(damaged(&place.cursor, Damage::Record));
            };
            if place.record_seq == next {
                return Ok(());
            }
            place.record_seq += 1;
            place.given += frame;
        }
    }

    fn enter(&self) -> Result<Place, JournalError> {
        let gone = || JournalError::MissingSegment {
            expected: self.next,
            found: self.shared.folder().to_owned(),
        };
        let location = self.shared.locate(self.next).ok_or_else(gone)?;
        let cursor = cursor_at(&self.shared, &location)?;
        let seq = location.group_seq;
        Ok(Place {
            cursor,
            segment: location.segment,
            record_seq: seq,
            group_end_seq: seq,
            given: 0,
        })
    }

    fn next_group(&mut self) -> Result<(), JournalError> {
        let Some(place) = &mut self.at else { return Ok(()) };
        let offset = place.cursor.offset();
        match place.cursor.step()? {
            Step::Group(header) => {
                self.notes.push((header.first_seq, offset));
                place.record_seq = header.first_seq;
                place.group_end_seq = header.next_seq();
                place.given = 0;
                Ok(())
            }
            Step::Seal | Step::End => {
                let segment = place.segment;
                // Either the next segment goes on, or this one has grown since it was entered.
                let goes_on = self.shared.locate(self.next).is_some_and(|location| {
                    location.segment != segment || location.end > place.cursor.limit()
                });
                if place.cursor.next_seq() != self.next || !goes_on {
                    return Err(damaged(&place.cursor, Damage::Short));
                }
                self.shared.learn(segment, &self.notes);
                self.notes.clear();
                self.at = None;
                Ok(())
            }
            Step::Bad(damage) => Err(damaged(&place.cursor, damage)),
        }
    }
}

impl Iterator for Records {
    type Item = Result<(u64, Vec<u8>), JournalError>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = self
            .next_record()
            .map(|found| found.map(|(seq, record)| (seq, record.to_vec())));
        record.transpose()
    }
}

impl Drop for Records {
    fn drop(&mut self) {
        if let Some(place) = self.at.as_ref().filter(|_| !self.notes.is_empty()) {
            self.shared.learn(place.segment, &self.notes);
        }
    }
}

fn cursor_at(shared: &Shared, location: &Location) -> Result<Cursor, JournalError> {
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

fn damaged(cursor: &Cursor, damage: Damage) -> JournalError {
    JournalError::Damaged {
        path: cursor.path().to_owned(),
        offset: cursor.offset(),
        damage,
        last_good: cursor.next_seq().saturating_sub(1),
    }
}
