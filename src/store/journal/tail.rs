//! The end of the last segment: what may be cut there, and how that is done.

use std::path::{Path, PathBuf};

use super::cursor::Cursor;
use super::format::{SEGMENT_HEADER_LEN, SMALLEST_GROUP};
use super::opening::TornTail;
use super::walk::Scan;
use super::{Damage, JournalError, TORN_FOLDER, UnexplainedTail, write_and_sync};
use crate::store::framing::offset as as_offset;
use crate::store::medium::Medium;

/// The end of the last segment after judgement: whole, or with a tail that may be cut.
#[derive(Debug)]
pub(super) struct Ending {
    pub(super) cursor: Cursor,
    /// Where the whole part ends.
    pub(super) whole_end: u64,
    last_group: u64,
    pub(super) at_rest: bool,
    pub(super) cut: Option<Cut>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    pub(super) damage: Damage,
    explained: bool,
}

impl Ending {
    pub(super) fn judge(mut scan: Scan, unexplained: UnexplainedTail) -> Result<Self, JournalError> {
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
    pub(super) fn settle(
        mut self,
        medium: &dyn Medium,
        root: &Path,
    ) -> Result<Option<TornTail>, JournalError> {
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
