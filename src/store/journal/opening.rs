//! Opening a journal: reads the segments, judges damage, cuts a torn tail, and makes what is left certain.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cursor::{Cursor, Step};
use super::format::{
    ChainHash, FORMAT, GroupBuilder, SEAL_LEN, SEGMENT_HEADER_LEN, SMALLEST_GROUP, Seal, SegmentHeader,
};
use super::segments::{Segment, Shared, State, list_segments};
use super::{
    Damage, JOURNAL_FOLDER, Journal, JournalBase, JournalError, JournalOptions, TORN_FOLDER, UnexplainedTail,
    create_segment, write_and_sync,
};
use crate::store::framing::offset as as_offset;
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
    /// Whether a torn write explains it; otherwise it was cut because [`UnexplainedTail::Cut`] was asked for.
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

/// The whole part of a journal.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) segments: Vec<Segment>,
    pub(super) next_seq: u64,
    pub(super) hash: ChainHash,
    pub(super) checked_bytes: u64,
    /// Whether the last segment ends with a seal, so that another must be begun.
    pub(super) sealed: bool,
}

/// A journal read from its first segment to its last, with the last one's state still to be judged.
#[derive(Debug)]
pub(super) struct Walk {
    found: Found,
    last: Option<Scan>,
}

impl Walk {
    /// Reads all segments; segments that end at or before `trust_up_to` by their seals alone.
    pub(super) fn through(
        medium: &dyn Medium,
        folder: &Path,
        base: JournalBase,
        trust_up_to: u64,
    ) -> Result<Self, JournalError> {
        let listed = list_segments(medium, folder)?;
        let (mut next_seq, mut hash) = (base.seq + 1, base.hash);
        let mut found = Found {
            segments: Vec::new(),
            next_seq,
            hash,
            checked_bytes: 0,
            sealed: false,
        };
        let mut last = None;
        let followers = listed.iter().skip(1).map(|(first, _)| Some(*first)).chain([None]);
        for ((first_seq, path), follower) in listed.iter().zip(followers) {
            if *first_seq != next_seq {
                return Err(JournalError::MissingSegment {
                    expected: next_seq,
                    found: path.clone(),
                });
            }
            let previous = JournalBase {
                seq: next_seq - 1,
                hash,
            };
            if let Some(follower) = follower.filter(|follower| *follower <= trust_up_to.saturating_add(1)) {
                let (segment, seal) = trust(medium, path, previous, follower)?;
                (next_seq, hash) = (follower, seal.hash);
                found.segments.push(segment);
                continue;
            }
            let scan = Scan::segment(medium, path, previous)?;
            if follower.is_some() {
                scan.require_whole()?;
            }
            (next_seq, hash) = (scan.cursor.next_seq(), scan.cursor.hash().unwrap_or_default());
            found.checked_bytes += scan.cursor.offset();
            found.segments.push(scan.segment.clone());
            last = Some(scan).filter(|_| follower.is_none());
        }
        (found.next_seq, found.hash) = (next_seq, hash);
        Ok(Self { found, last })
    }

    /// Judges the end of the last segment. An error when it is damaged beyond what may be cut.
    pub(super) fn finish(self, options: &JournalOptions) -> Result<(Found, Option<Ending>), JournalError> {
        let Self { mut found, last } = self;
        let Some(scan) = last else {
            return Ok((found, None));
        };
        found.sealed = scan.sealed;
        let ending = Ending::judge(scan, options.unexplained_tail)?;
        Ok((found, Some(ending)))
    }
}

/// One segment read through, with every group checked, up to its end or the first damage.
#[derive(Debug)]
struct Scan {
    cursor: Cursor,
    segment: Segment,
    damage: Option<Damage>,
    sealed: bool,
    /// Where the last whole group begins; the segment's start where there is none.
    last_group: u64,
    /// Whether that group is a mark, or there is none.
    at_rest: bool,
}

impl Scan {
    fn segment(medium: &dyn Medium, path: &Path, base: JournalBase) -> Result<Self, JournalError> {
        let next_seq = base.seq + 1;
        let mut cursor = Cursor::open(medium, path, None, next_seq, Some(base.hash))?;
        let segment = Segment::new(next_seq, path.to_owned(), base.hash);
        let damage = check_header(cursor.segment_header()?, path, base)?;
        if damage.is_some() {
            cursor.seek(next_seq, 0);
        }
        let mut scan = Self {
            cursor,
            segment,
            damage,
            sealed: false,
            last_group: 0,
            at_rest: true,
        };
        while scan.damage.is_none() {
            let (seq, offset) = (scan.cursor.next_seq(), scan.cursor.offset());
            match scan.cursor.step()? {
                Step::Group(header) => {
                    scan.segment.note(seq, offset);
                    scan.last_group = offset;
                    scan.at_rest = header.count == 0;
                }
                Step::Seal => scan.sealed = true,
                Step::End => break,
                Step::Bad(damage) => scan.damage = Some(damage),
            }
        }
        scan.segment.end = scan.cursor.offset();
        Ok(scan)
    }

    /// For a segment that another one follows: nothing may be wrong with it.
    fn require_whole(&self) -> Result<(), JournalError> {
        match self.damage.or_else(|| (!self.sealed).then_some(Damage::Unsealed)) {
            Some(damage) => Err(self.damaged(damage)),
            None => Ok(()),
        }
    }

    fn damaged(&self, damage: Damage) -> JournalError {
        JournalError::Damaged {
            path: self.cursor.path().to_owned(),
            offset: self.cursor.offset(),
            damage,
            last_good: self.cursor.next_seq().saturating_sub(1),
        }
    }
}

/// The damage of a segment's header, if any.
fn check_header(bytes: &[u8], path: &Path, base: JournalBase) -> Result<Option<Damage>, JournalError> {
    let Some(header) = SegmentHeader::decode(bytes) else {
        return Ok(Some(Damage::SegmentHeader));
    };
    if header.format > FORMAT {
        return Err(JournalError::Newer {
            path: path.to_owned(),
            found: header.format,
        });
    }
    Ok(if header.first_seq != base.seq + 1 {
        Some(Damage::SegmentOrder)
    } else if header.previous_hash != base.hash {
        Some(Damage::SegmentChain)
    } else {
        None
    })
}

/// Takes a segment on the word of its header and its seal.
fn trust(
    medium: &dyn Medium,
    path: &Path,
    base: JournalBase,
    follower: u64,
) -> Result<(Segment, Seal), JournalError> {
    let mut cursor = Cursor::open(medium, path, None, base.seq + 1, None)?;
    let damaged = |damage, offset| JournalError::Damaged {
        path: path.to_owned(),
        offset,
        damage,
        last_good: base.seq,
    };
    if let Some(damage) = check_header(cursor.segment_header()?, path, base)? {
        return Err(damaged(damage, 0));
    }
    let end = cursor.limit();
    let seal_at = end
        .saturating_sub(as_offset(SEAL_LEN))
        .max(as_offset(SEGMENT_HEADER_LEN));
    cursor.seek(follower, seal_at);
    let seal = Seal::decode(&cursor.tail_bytes()?);
    let seal = seal.filter(|seal| seal.last_seq.checked_add(1) == Some(follower));
    let seal = seal.ok_or_else(|| damaged(Damage::Unsealed, end))?;
    let mut segment = Segment::new(base.seq + 1, path.to_owned(), base.hash);
    segment.end = end;
    Ok((segment, seal))
}

/// The end of the last segment after judgement: whole, or with a tail that may be cut.
#[derive(Debug)]
pub(super) struct Ending {
    cursor: Cursor,
    /// Where the whole part ends.
    pub(super) whole_end: u64,
    last_group: u64,
    at_rest: bool,
    pub(super) cut: Option<Cut>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    pub(super) damage: Damage,
    explained: bool,
}

impl Ending {
    fn judge(mut scan: Scan, unexplained: UnexplainedTail) -> Result<Self, JournalError> {
        let cut = match scan.damage {
            None => None,
            Some(damage) => Some(judge_tail(&mut scan, damage, unexplained)?),
        };
        let Scan {
            cursor,
            last_group,
            at_rest,
            ..
        } = scan;
        Ok(Self {
            whole_end: cursor.offset(),
            cursor,
            last_group,
            at_rest,
            cut,
        })
    }

    /// Cuts what is torn, keeping its bytes, and makes the last group certain by writing it again.
    fn settle(mut self, medium: &dyn Medium, root: &Path) -> Result<Option<TornTail>, JournalError> {
        let path = self.cursor.path().to_owned();
        let torn = match self.cut {
            None => None,
            Some(cut) => {
                let bytes = self.cursor.tail_bytes()?;
                let saved_to = save_torn(medium, root, &path, self.whole_end, &bytes)?;
                let (offset, len) = (self.whole_end, as_offset(bytes.len()));
                let (damage, explained) = (cut.damage, cut.explained);
                Some(TornTail {
                    segment: path.clone(),
                    offset,
                    len,
                    damage,
                    explained,
                    saved_to,
                })
            }
        };
        if self.whole_end == 0 {
            medium.remove(&path).map_err(JournalError::io("remove", &path))?;
            return Ok(torn);
        }
        let last_group = self.cursor.passed_bytes(self.last_group)?;
        let mut file = medium
            .open_write(&path)
            .map_err(JournalError::io("open", &path))?;
        if torn.is_some() {
            file.set_len(self.whole_end)
                .map_err(JournalError::io("cut", &path))?;
        }
        write_and_sync(file.as_mut(), &path, self.last_group, &last_group)?;
        Ok(torn)
    }
}

/// The rules of the journal's module documentation: whether this tail may be cut.
fn judge_tail(scan: &mut Scan, damage: Damage, unexplained: UnexplainedTail) -> Result<Cut, JournalError> {
    let cursor = &mut scan.cursor;
    let tail = cursor.tail()?;
    let len = cursor.limit().saturating_sub(cursor.offset());
    let possible = match damage {
        // A header goes to the disk before any group follows it.
        Damage::SegmentHeader => len <= as_offset(SEGMENT_HEADER_LEN),
        Damage::Short | Damage::Zeros | Damage::GroupHeader | Damage::Record | Damage::Chain => true,
        // Whole by their checksums, and yet in the wrong place: no torn write makes these.
        Damage::SegmentOrder
        | Damage::SegmentChain
        | Damage::GroupOrder
        | Damage::Seal
        | Damage::AfterSeal
        | Damage::Unsealed => false,
    };
    let torn = possible && !tail.beyond_group && cursor.find_valid_behind()?.is_none();
    let short = len < as_offset(SMALLEST_GROUP) || tail.group_end.is_some_and(|end| end > cursor.limit());
    let explained = short || tail.lost_sector || damage == Damage::SegmentHeader;
    if !torn || !(explained || unexplained == UnexplainedTail::Cut) {
        return Err(scan.damaged(damage));
    }
    let damage = if tail.zeros { Damage::Zeros } else { damage };
    Ok(Cut { damage, explained })
}

/// Keeps the bytes that are to be cut, under a name that says from where; durable before anything is cut.
fn save_torn(
    medium: &dyn Medium,
    root: &Path,
    segment: &Path,
    offset: u64,
    bytes: &[u8],
) -> Result<PathBuf, JournalError> {
    let folder = root.join(TORN_FOLDER);
    medium
        .create_dir_all(&folder)
        .map_err(JournalError::io("create", &folder))?;
    let taken = medium.list(&folder).map_err(JournalError::io("list", &folder))?;
    let stem = segment.file_stem().unwrap_or_default().to_string_lossy();
    let name = format!("{stem}-{offset}");
    let free = (1_u64..)
        .map(|again| format!("{name}.{again}"))
        .find(|name| !taken.contains(name));
    let name = if taken.contains(&name) {
        free.unwrap_or(name)
    } else {
        name
    };
    let path = folder.join(name);
    let mut file = medium.create(&path).map_err(JournalError::io("create", &path))?;
    write_and_sync(file.as_mut(), &path, 0, bytes)?;
    medium
        .sync_dir(&folder)
        .map_err(JournalError::io("sync", &folder))?;
    Ok(path)
}
