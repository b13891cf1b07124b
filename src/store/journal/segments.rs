//! What is known of the segments: shared by the writer and all readers.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::format::{ChainHash, SEGMENT_HEADER_LEN};
use super::packed::PACKED;
use super::{JOURNAL_FOLDER, JournalBase, JournalError};
use crate::store::framing::offset as as_offset;
use crate::store::medium::Medium;

const EXTENSION: &str = ".journal";
/// Groups are noted in a segment's index this far apart, in bytes: 1,024 notes for a full segment.
const INDEX_STEP: u64 = 64 << 10;

/// The file that begins with record `first_seq`: twenty digits, as many as the largest number has.
pub(super) fn segment_path(folder: &Path, first_seq: u64) -> PathBuf {
    folder.join(format!("{first_seq:020}{EXTENSION}"))
}

/// The segments in a folder with the first record that their names state, in order: the plain one where a crash came
/// between packing it and removing it. Hidden files are passed over.
pub(super) fn list_segments(medium: &dyn Medium, folder: &Path) -> Result<Vec<(u64, PathBuf)>, JournalError> {
    let names = medium.list(folder).map_err(JournalError::io("list", folder))?;
    let segments = names
        .into_iter()
        .filter(|name| !name.starts_with('.'))
        .map(|name| {
            let path = folder.join(&name);
            let plain = name.strip_suffix(PACKED).unwrap_or(&name);
            let first_seq = plain
                .strip_suffix(EXTENSION)
                .and_then(|digits| digits.parse::<u64>().ok());
            match first_seq.filter(|first_seq| segment_path(folder, *first_seq) == folder.join(plain)) {
                Some(first_seq) => Ok((first_seq, path)),
                None => Err(JournalError::Stranger { path }),
            }
        });
    let mut segments = segments.collect::<Result<Vec<_>, _>>()?;
    // In the order of names the plain one comes first.
    segments.dedup_by_key(|(first_seq, _)| *first_seq);
    Ok(segments)
}

/// One segment, as far as it is committed.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) first_seq: u64,
    pub(super) path: PathBuf,
    pub(super) previous_hash: ChainHash,
    /// Committed bytes, the seal included.
    pub(super) end: u64,
    /// Some of its groups: first record and offset, ascending. The first group is always there.
    index: Vec<(u64, u64)>,
}

impl Segment {
    pub(super) fn new(first_seq: u64, path: PathBuf, previous_hash: ChainHash) -> Self {
        let start = as_offset(SEGMENT_HEADER_LEN);
        Self {
            first_seq,
            path,
            previous_hash,
            end: start,
            index: vec![(first_seq, start)],
        }
    }

    /// Takes note of a group where the last note is far enough behind.
    pub(super) fn note(&mut self, first_seq: u64, offset: u64) {
        let far = self
            .index
            .last()
            .is_none_or(|(seq, at)| *seq < first_seq && at + INDEX_STEP <= offset);
        if far {
            self.index.push((first_seq, offset));
        }
    }

    /// The noted group at or before the one that holds `seq`: its first record and offset.
    pub(super) fn nearest(&self, seq: u64) -> (u64, u64) {
        let behind = self.index.partition_point(|(first, _)| *first <= seq);
        let start = (self.first_seq, as_offset(SEGMENT_HEADER_LEN));
        behind
            .checked_sub(1)
            .and_then(|at| self.index.get(at))
            .copied()
            .unwrap_or(start)
    }
}

/// A noted group in a segment.
#[derive(Debug, Clone)]
pub(super) struct Location {
    /// First record of the segment.
    pub(super) segment: u64,
    pub(super) path: PathBuf,
    /// Committed bytes of the segment.
    pub(super) end: u64,
    /// First record of the group.
    pub(super) group_seq: u64,
    /// Where the group begins.
    pub(super) offset: u64,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) segments: Vec<Segment>,
    pub(super) next_seq: u64,
    pub(super) hash: ChainHash,
}

/// The journal's files and how far they are committed.
#[derive(Debug)]
pub(super) struct Shared {
    medium: Arc<dyn Medium>,
    folder: PathBuf,
    base: JournalBase,
    state: RwLock<State>,
    /// Held while segments change their files.
    packing: Mutex<()>,
}

impl Shared {
    pub(super) fn new(medium: Arc<dyn Medium>, root: &Path, base: JournalBase, state: State) -> Self {
        Self {
            medium,
            folder: root.join(JOURNAL_FOLDER),
            base,
            state: RwLock::new(state),
            packing: Mutex::default(),
        }
    }

    pub(super) fn medium(&self) -> &dyn Medium {
        self.medium.as_ref()
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn base(&self) -> JournalBase {
        self.base
    }

    pub(super) fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn last_segment_has_records(&self) -> bool {
        let state = self.state();
        state
            .segments
            .last()
            .is_some_and(|segment| segment.first_seq < state.next_seq)
    }

    /// While it is held, no segment changes its file.
    pub(super) fn hold_files(&self) -> MutexGuard<'_, ()> {
        self.packing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A sealed segment lies in another file from now on.
    pub(super) fn moved(&self, first_seq: u64, path: PathBuf) {
        let mut state = self.state_mut();
        if let Some(segment) = state
            .segments
            .iter_mut()
            .find(|segment| segment.first_seq == first_seq)
        {
            segment.path = path;
        }
    }

    /// Publishes a group that is on the disk.
    pub(super) fn commit(&self, offset: u64, len: u64, next_seq: u64, hash: ChainHash) {
        let mut state = self.state_mut();
        let first_seq = state.next_seq;
        if let Some(segment) = state.segments.last_mut() {
            segment.note(first_seq, offset);
            segment.end = offset + len;
        }
        state.next_seq = next_seq;
        state.hash = hash;
    }

    pub(super) fn seal(&self, end: u64) {
        if let Some(segment) = self.state_mut().segments.last_mut() {
            segment.end = end;
        }
    }

    pub(super) fn add(&self, segment: Segment) {
        self.state_mut().segments.push(segment);
    }

    /// Keeps notes that a reader made on its way through a segment.
    pub(super) fn learn(&self, first_seq: u64, notes: &[(u64, u64)]) {
        let mut state = self.state_mut();
        if let Some(segment) = state
            .segments
            .iter_mut()
            .find(|segment| segment.first_seq == first_seq)
        {
            notes.iter().for_each(|(seq, offset)| segment.note(*seq, *offset));
        }
    }

    /// Where to look for record `seq`: in the segment that holds it, or the last one.
    pub(super) fn locate(&self, seq: u64) -> Option<Location> {
        let state = self.state();
        let behind = state.segments.partition_point(|segment| segment.first_seq <= seq);
        let segment = state.segments.get(behind.checked_sub(1)?)?;
        let (group_seq, offset) = segment.nearest(seq);
        Some(Location {
            segment: segment.first_seq,
            path: segment.path.clone(),
            end: segment.end,
            group_seq,
            offset,
        })
    }

    fn state_mut(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}
