//! Opening a journal: reads the segments, judges damage, cuts a torn tail, and makes what is left certain.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::format::{ChainHash, GroupBuilder};
use super::segments::{Segment, Shared, State};
use super::tail::Ending;
use super::walk::{Found, Walk};
use super::{Damage, JOURNAL_FOLDER, Journal, JournalBase, JournalError, JournalOptions, create_segment};
use crate::store::medium::Medium;

/// What opening found and did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenReport {
    /// Number of segments.
    pub segments: usize,
    /// Bytes that were read through and checked; the rest was trusted by its seals.
    pub checked_bytes: u64,
    /// The last committed record.
    pub last_seq: u64,
    /// The chain hash there.
    pub head_hash: ChainHash,
    /// Whether there was no journal, and one was begun.
    pub created: bool,
    /// What was cut off, if anything.
    pub torn: Option<TornTail>,
}

/// The end of a journal that was cut off on opening: a group that was never acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TornTail {
    /// The segment it was cut from.
    pub segment: PathBuf,
    /// Where it began, in bytes.
    pub offset: u64,
    /// How long it was, in bytes.
    pub len: u64,
    /// What was wrong there.
    pub damage: Damage,
    /// Whether a torn write explains it; otherwise it was cut because [`super::UnexplainedTail::Cut`] was asked for.
    pub explained: bool,
    /// Where its bytes are kept.
    pub saved_to: PathBuf,
}

pub(super) fn open(
    medium: Arc<dyn Medium>,
    root: &Path,
    options: JournalOptions,
    known_seq: Option<u64>,
) -> Result<(Journal, OpenReport), JournalError> {
    let folder = root.join(JOURNAL_FOLDER);
    medium
        .create_dir_all(&folder)
        .map_err(JournalError::io("create", &folder))?;
    let walk = Walk::through(medium.as_ref(), &folder, options.base, options.trust_up_to)?;
    let (mut found, ending) = walk.finish(&options)?;
    let (next_seq, hash) = (found.next_seq, found.hash);
    check_known(&folder, &found, ending.as_ref(), known_seq)?;

    let created = found.segments.is_empty();
    let checked_bytes = found.checked_bytes;
    let mut at_rest = false;
    let mut torn = None;
    if let Some(ending) = ending {
        at_rest = ending.at_rest;
        torn = ending.settle(medium.as_ref(), root)?;
        if torn.as_ref().is_some_and(|torn| torn.offset == 0) {
            found.segments.pop();
            found.sealed = true;
        }
    }
    if created || found.sealed {
        let base = JournalBase {
            seq: next_seq - 1,
            hash,
        };
        let (path, _) = create_segment(medium.as_ref(), &folder, base)?;
        found.segments.push(Segment::new(next_seq, path, hash));
        at_rest = true;
    }
    medium
        .sync_dir(&folder)
        .map_err(JournalError::io("sync", &folder))?;
    let Some((path, end)) = found
        .segments
        .last()
        .map(|segment| (segment.path.clone(), segment.end))
    else {
        return Err(JournalError::MissingSegment {
            expected: next_seq,
            found: folder,
        });
    };
    let file = medium
        .open_write(&path)
        .map_err(JournalError::io("open", &path))?;
    let report = OpenReport {
        segments: found.segments.len(),
        checked_bytes,
        last_seq: next_seq - 1,
        head_hash: hash,
        created,
        torn,
    };
    let state = State {
        segments: found.segments,
        next_seq,
        hash,
    };
    let shared = Arc::new(Shared::new(medium, root, options.base, state));
    let scratch = GroupBuilder::new();
    Ok((
        Journal {
            shared,
            options,
            file,
            path,
            end,
            at_rest,
            failed: None,
            scratch,
        },
        report,
    ))
}

fn check_known(
    folder: &Path,
    found: &Found,
    ending: Option<&Ending>,
    known_seq: Option<u64>,
) -> Result<(), JournalError> {
    let last_good = found.next_seq.saturating_sub(1);
    match known_seq {
        Some(known) if known > last_good => Err(JournalError::EndsTooEarly {
            path: ending.map_or(folder, |ending| ending.cursor.path()).to_owned(),
            offset: ending.map_or(0, |ending| ending.whole_end),
            last_good,
            known,
            torn: ending.and_then(|ending| ending.cut.map(|cut| cut.damage)),
        }),
        _ => Ok(()),
    }
}
