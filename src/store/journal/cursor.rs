//! Walks the groups of one segment, checking what it passes.

use std::io;
use std::path::{Path, PathBuf};

use super::format::{
    ChainHash, GROUP_HEADER_LEN, GROUP_MAGIC, GroupHeader, HASH_LEN, SEAL_LEN, SEAL_MAGIC,
    SEGMENT_HEADER_LEN, Seal, chain, split_record,
};
use super::packed::open_segment;
use super::{Damage, JournalError};
use crate::store::framing::offset as as_offset;
use crate::store::medium::{Medium, ReadFile};

/// A window reads this much at first, for a look at one record, and twice as much each time, for a walk.
const FIRST_READ: usize = 8 << 10;
const READ_AHEAD: usize = 256 << 10;
/// The smallest piece that a disk writes whole or not at all.
const SECTOR: u64 = 512;

/// One step of a [`Cursor`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A group; its records are in [`Cursor::body`] until the next step.
    Group(GroupHeader),
    /// The segment's seal; only [`Step::End`] follows.
    Seal,
    /// The end of the segment, or of its committed part.
    End,
    /// Something is wrong at [`Cursor::offset`]; the cursor does not go on.
    Bad(Damage),
}

/// A place in a segment, with what must come next.
#[derive(Debug)]
pub(super) struct Cursor {
    window: Window,
    path: PathBuf,
    offset: u64,
    next_seq: u64,
    /// The hash so far, where groups are checked whole; `None` only looks at their headers.
    hash: Option<ChainHash>,
    body: (u64, usize),
}

impl Cursor {
    /// Opens the segment at `path` up to `limit` (its length where `None`), standing behind its header.
    pub(super) fn open(
        medium: &dyn Medium,
        path: &Path,
        limit: Option<u64>,
        next_seq: u64,
        hash: Option<ChainHash>,
    ) -> Result<Self, JournalError> {
        let open = || {
            let file = open_segment(medium, path)?;
            let limit = limit.map_or_else(|| file.len(), Ok)?;
            Ok(Window {
                file,
                limit,
                start: 0,
                buffer: Vec::new(),
                ahead: FIRST_READ,
            })
        };
        let window = open().map_err(JournalError::io("open", path))?;
        let offset = as_offset(SEGMENT_HEADER_LEN);
        Ok(Self {
            window,
            path: path.to_owned(),
            offset,
            next_seq,
            hash,
            body: (offset, 0),
        })
    }

    /// Goes to a place known to begin a group.
    pub(super) fn seek(&mut self, next_seq: u64, offset: u64) {
        (self.next_seq, self.offset) = (next_seq, offset);
    }

    /// Bytes from the segment's start to the next step.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Where the segment, or its committed part, ends.
    pub(super) fn limit(&self) -> u64 {
        self.window.limit
    }

    pub(super) fn next_seq(&self) -> u64 {
        self.next_seq
    }

    pub(super) fn hash(&self) -> Option<ChainHash> {
        self.hash
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The segment's first bytes, as many as there are of a header.
    pub(super) fn segment_header(&mut self) -> Result<&[u8], JournalError> {
        let len = self.window.limit.min(as_offset(SEGMENT_HEADER_LEN));
        self.read(0, usize::try_from(len).unwrap_or_default())
            .map(Option::unwrap_or_default)
    }

    /// The framed records of the group stepped on last; `None` where the file has become shorter.
    pub(super) fn body(&mut self) -> Result<Option<&[u8]>, JournalError> {
        let (offset, len) = self.body;
        self.read(offset, len)
    }

    /// The hash stored behind the group stepped on last.
    pub(super) fn stored_hash(&mut self) -> Result<Option<ChainHash>, JournalError> {
        let (offset, len) = self.body;
        let stored = self.read(offset + as_offset(len), HASH_LEN)?;
        Ok(stored.and_then(|bytes| Some(ChainHash(*bytes.first_chunk()?))))
    }

    pub(super) fn step(&mut self) -> Result<Step, JournalError> {
        let offset = self.offset;
        let remaining = self.window.limit.saturating_sub(offset);
        if remaining == 0 {
            return Ok(Step::End);
        }
        let Some(magic) = self.read(offset, GROUP_MAGIC.len())? else {
            return Ok(Step::Bad(Damage::Short));
        };
        if magic == SEAL_MAGIC {
            return self.step_on_seal();
        }
        let Some(header) = self.read(offset, GROUP_HEADER_LEN)? else {
            return Ok(Step::Bad(Damage::Short));
        };
        let Some(header) = GroupHeader::decode(header) else {
            return Ok(Step::Bad(Damage::GroupHeader));
        };
        if header.first_seq != self.next_seq {
            return Ok(Step::Bad(Damage::GroupOrder));
        }
        if as_offset(header.group_len()) > remaining {
            return Ok(Step::Bad(Damage::Short));
        }
        if let Some(previous) = self.hash {
            match self.check_group(&header, previous)? {
                Ok(hash) if header.count > 0 => self.hash = Some(hash),
                // A mark stands beside the chain.
                Ok(_) => {}
                Err(damage) => return Ok(Step::Bad(damage)),
            }
        }
        self.body = (offset + as_offset(GROUP_HEADER_LEN), header.body_len());
        self.offset += as_offset(header.group_len());
        self.next_seq = header.next_seq();
        Ok(Step::Group(header))
    }

    fn step_on_seal(&mut self) -> Result<Step, JournalError> {
        let offset = self.offset;
        let Some(seal) = self.read(offset, SEAL_LEN)? else {
            return Ok(Step::Bad(Damage::Short));
        };
        let Some(seal) = Seal::decode(seal) else {
            return Ok(Step::Bad(Damage::GroupHeader));
        };
        let fits = seal.last_seq.checked_add(1) == Some(self.next_seq)
            && self.hash.is_none_or(|hash| hash == seal.hash);
        if !fits {
            return Ok(Step::Bad(Damage::Seal));
        }
        if offset + as_offset(SEAL_LEN) != self.window.limit {
            return Ok(Step::Bad(Damage::AfterSeal));
        }
        self.offset = self.window.limit;
        Ok(Step::Seal)
    }

    fn check_group(
        &mut self,
        header: &GroupHeader,
        previous: ChainHash,
    ) -> Result<Result<ChainHash, Damage>, JournalError> {
        let Some(group) = self.read(self.offset, header.group_len())? else {
            return Ok(Err(Damage::Short));
        };
        let Some((hashed, stored)) = group.split_last_chunk::<HASH_LEN>() else {
            return Ok(Err(Damage::Short));
        };
        let mut body = hashed.get(GROUP_HEADER_LEN..).unwrap_or_default();
        for _ in 0..header.count {
            match split_record(body) {
                Some((_, rest)) => body = rest,
                None => return Ok(Err(Damage::Record)),
            }
        }
        let hash = chain(previous, hashed);
        Ok(match (body.is_empty(), hash.0 == *stored) {
            (false, _) => Err(Damage::Record),
            (true, false) => Err(Damage::Chain),
            (true, true) => Ok(hash),
        })
    }

    /// The first place behind the present one where a whole group header or seal stands.
    pub(super) fn find_valid_behind(&mut self) -> Result<Option<u64>, JournalError> {
        let mut at = self.offset + 1;
        loop {
            let left = self.window.limit.saturating_sub(at).min(as_offset(READ_AHEAD));
            let len = usize::try_from(left).unwrap_or_default();
            let magic_len = GROUP_MAGIC.len();
            let Some(piece) = self.read(at, len)?.filter(|piece| piece.len() >= magic_len) else {
                return Ok(None);
            };
            let found = piece
                .windows(magic_len)
                .position(|magic| magic == GROUP_MAGIC || magic == SEAL_MAGIC);
            let Some(found) = found else {
                at += as_offset(len - magic_len + 1);
                continue;
            };
            at += as_offset(found);
            let group = self
                .read(at, GROUP_HEADER_LEN)?
                .is_some_and(|bytes| GroupHeader::decode(bytes).is_some());
            if group
                || self
                    .read(at, SEAL_LEN)?
                    .is_some_and(|bytes| Seal::decode(bytes).is_some())
            {
                return Ok(Some(at));
            }
            at += 1;
        }
    }

    /// What stands from the present place to the end of the file, where a step was bad.
    pub(super) fn tail(&mut self) -> Result<Tail, JournalError> {
        let start = self.offset;
        let header = self.read(start, GROUP_HEADER_LEN)?.and_then(GroupHeader::decode);
        let group_end = header.map(|header| start + as_offset(header.group_len()));
        let mut tail = Tail {
            group_end,
            lost_sector: false,
            zeros: true,
            beyond_group: false,
        };
        let mut at = start;
        while at < self.window.limit {
            let end = ((at / SECTOR + 1) * SECTOR).min(self.window.limit);
            let piece_len = usize::try_from(end - at).unwrap_or_default();
            let inside = group_end.map_or(piece_len, |group_end| {
                usize::try_from(group_end.saturating_sub(at))
                    .unwrap_or(usize::MAX)
                    .min(piece_len)
            });
            let piece = self.read(at, piece_len)?.unwrap_or_default();
            let (group, beyond) = piece.split_at_checked(inside).unwrap_or((piece, &[]));
            let group_is_zero = group.iter().all(|byte| *byte == 0);
            tail.lost_sector |= !group.is_empty() && group_is_zero;
            tail.beyond_group |= beyond.iter().any(|byte| *byte != 0);
            tail.zeros &= group_is_zero && beyond.iter().all(|byte| *byte == 0);
            at = end;
        }
        Ok(tail)
    }

    /// All bytes from the present place to the end of the file.
    pub(super) fn tail_bytes(&mut self) -> Result<Vec<u8>, JournalError> {
        let len = self.window.limit.saturating_sub(self.offset);
        let bytes = self.read(self.offset, usize::try_from(len).unwrap_or(usize::MAX))?;
        Ok(bytes.unwrap_or_default().to_vec())
    }

    /// The bytes of a range already passed.
    pub(super) fn passed_bytes(&mut self, from: u64) -> Result<Vec<u8>, JournalError> {
        let len = usize::try_from(self.offset.saturating_sub(from)).unwrap_or_default();
        Ok(self.read(from, len)?.unwrap_or_default().to_vec())
    }

    fn read(&mut self, offset: u64, len: usize) -> Result<Option<&[u8]>, JournalError> {
        self.window
            .get(offset, len)
            .map_err(JournalError::io("read", &self.path))
    }
}

/// The bytes behind the last whole group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tail {
    /// Where the broken group would end, if its header is whole.
    pub(super) group_end: Option<u64>,
    /// Whether a disk sector within the group reads as zeros, as one does that a lost write never reached.
    pub(super) lost_sector: bool,
    /// Whether there is nothing but zeros.
    pub(super) zeros: bool,
    /// Whether something other than zeros stands behind the broken group.
    pub(super) beyond_group: bool,
}

/// A sliding piece of a file in memory.
#[derive(Debug)]
struct Window {
    file: Box<dyn ReadFile>,
    limit: u64,
    start: u64,
    buffer: Vec<u8>,
    ahead: usize,
}

impl Window {
    /// `len` bytes from `offset`; `None` where they reach past the limit or the file's end.
    fn get(&mut self, offset: u64, len: usize) -> io::Result<Option<&[u8]>> {
        let left = self.limit.saturating_sub(offset);
        if as_offset(len) > left {
            return Ok(None);
        }
        let held =
            offset >= self.start && offset + as_offset(len) <= self.start + as_offset(self.buffer.len());
        if !held {
            let ahead = usize::try_from(left)
                .unwrap_or(usize::MAX)
                .min(self.ahead.max(len));
            self.buffer.resize(ahead, 0);
            self.start = offset;
            self.ahead = (self.ahead * 2).min(READ_AHEAD);
            let got = self.file.read_at(offset, &mut self.buffer)?;
            self.buffer.truncate(got);
        }
        let from = usize::try_from(offset - self.start).map_err(io::Error::other)?;
        Ok(self.buffer.get(from..from.saturating_add(len)))
    }
}
