//! Reads the segments in their order, up to the first damage.

use std::path::Path;

use super::cursor::{Cursor, Step};
use super::format::{ChainHash, FORMAT, SEAL_LEN, SEGMENT_HEADER_LEN, Seal, SegmentHeader};
use super::segments::{Segment, list_segments};
use super::tail::Ending;
use super::{Damage, JournalBase, JournalError, JournalOptions};
use crate::store::framing::offset as as_offset;
use crate::store::medium::Medium;

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
        let mut listed = list_segments(medium, folder)?;
        // Removed, but for a crash.
        listed.retain(|(first_seq, _)| *first_seq > base.seq);
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
pub(super) struct Scan {
    pub(super) cursor: Cursor,
    segment: Segment,
    pub(super) damage: Option<Damage>,
    sealed: bool,
    /// Where the last whole group begins; the segment's start where there is none.
    pub(super) last_group: u64,
    /// Whether that group is a mark, or there is none.
    pub(super) at_rest: bool,
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

    pub(super) fn damaged(&self, damage: Damage) -> JournalError {
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
