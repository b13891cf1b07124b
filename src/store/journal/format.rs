//! The bytes of a segment. All numbers are little-endian.
//!
//! ```text
//! segment  = header (64) group* [seal (64)]
//! header   = "PICKJRNL" format u32  flags u32  first_seq u64  previous_hash [32]  reserved u32  crc u32
//! group    = header (32)  record*  hash [32]
//!   header = "PKGP"  flags u32  body_len u32  count u32  first_seq u64  reserved u32  crc u32
//!   record = length u32  crc u32 (of length and bytes)  bytes
//!   hash   = BLAKE3(hash of the group before, or the segment's previous_hash | group header | records)
//! seal     = "PKSL"  flags u32  last_seq u64  hash [32]  reserved u64  reserved u32  crc u32
//! ```
//!
//! A seal closes a full segment, so that an earlier segment which lost its end is known for it without reading
//! it through. A group of no records is a *mark*: written at rest, it proves that the group before it was whole. A
//! mark's hash is made like any other, but the next group's is made from the one before the mark.

use std::fmt;

use crate::store::framing::{Fields, ends_with_own_crc, push_own_crc};

pub(super) const FORMAT: u32 = 1;
pub(super) const SEGMENT_HEADER_LEN: usize = 64;
pub(super) const GROUP_HEADER_LEN: usize = 32;
pub(super) const RECORD_HEADER_LEN: usize = 8;
pub(super) const HASH_LEN: usize = 32;
pub(super) const SEAL_LEN: usize = 64;
/// The smallest group that holds a record; anything shorter at a journal's end has cost nobody anything.
pub(super) const SMALLEST_GROUP: usize = GROUP_HEADER_LEN + RECORD_HEADER_LEN + HASH_LEN;
pub(super) const GROUP_MAGIC: [u8; 4] = *b"PKGP";
pub(super) const SEAL_MAGIC: [u8; 4] = *b"PKSL";
const SEGMENT_MAGIC: [u8; 8] = *b"PICKJRNL";

/// The most bytes that the records of one group may take, framing included. Readers allocate no more than this.
pub const MAX_GROUP_BODY: usize = 16 << 20;

/// The BLAKE3 hash that ends a group and covers every record from the journal's base to that group's last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct ChainHash(pub [u8; HASH_LEN]);

impl fmt::Display for ChainHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for ChainHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ChainHash({self})")
    }
}

/// The hash of a group, from the one before it and its header and records.
pub(super) fn chain(previous: ChainHash, header_and_body: &[u8]) -> ChainHash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&previous.0);
    hasher.update(header_and_body);
    ChainHash(*hasher.finalize().as_bytes())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SegmentHeader {
    pub(super) format: u32,
    pub(super) first_seq: u64,
    pub(super) previous_hash: ChainHash,
}

impl SegmentHeader {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = SEGMENT_MAGIC.to_vec();
        bytes.extend(self.format.to_le_bytes());
        bytes.extend(0_u32.to_le_bytes());
        bytes.extend(self.first_seq.to_le_bytes());
        bytes.extend(self.previous_hash.0);
        bytes.extend(0_u32.to_le_bytes());
        push_own_crc(&mut bytes);
        bytes
    }

    /// `None` where magic or checksum do not fit. Any format number is returned: the caller says "too new".
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes
            .get(..SEGMENT_HEADER_LEN)
            .filter(|bytes| ends_with_own_crc(bytes))?;
        let mut fields = Fields::new(bytes);
        let magic = fields.array::<8>()?;
        let format = fields.u32()?;
        fields.u32()?;
        let header = Self {
            format,
            first_seq: fields.u64()?,
            previous_hash: ChainHash(fields.array()?),
        };
        (magic == SEGMENT_MAGIC).then_some(header)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GroupHeader {
    pub(super) body_len: u32,
    pub(super) count: u32,
    pub(super) first_seq: u64,
}

impl GroupHeader {
    fn encode(&self) -> Vec<u8> {
        let mut bytes = GROUP_MAGIC.to_vec();
        bytes.extend(0_u32.to_le_bytes());
        bytes.extend(self.body_len.to_le_bytes());
        bytes.extend(self.count.to_le_bytes());
        bytes.extend(self.first_seq.to_le_bytes());
        bytes.extend(0_u32.to_le_bytes());
        push_own_crc(&mut bytes);
        bytes
    }

    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes
            .get(..GROUP_HEADER_LEN)
            .filter(|bytes| ends_with_own_crc(bytes))?;
        let mut fields = Fields::new(bytes);
        let magic = fields.array::<4>()?;
        let flags = fields.u32()?;
        let header = Self {
            body_len: fields.u32()?,
            count: fields.u32()?,
            first_seq: fields.u64()?,
        };
        let body = usize::try_from(header.body_len).ok()?;
        (magic == GROUP_MAGIC && flags == 0 && body <= MAX_GROUP_BODY).then_some(header)
    }

    pub(super) fn body_len(&self) -> usize {
        usize::try_from(self.body_len).unwrap_or(usize::MAX)
    }

    /// Bytes of the whole group with header and hash.
    pub(super) fn group_len(&self) -> usize {
        GROUP_HEADER_LEN + HASH_LEN + self.body_len()
    }

    /// The sequence number after this group's last.
    pub(super) fn next_seq(&self) -> u64 {
        self.first_seq.saturating_add(u64::from(self.count))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seal {
    pub(super) last_seq: u64,
    pub(super) hash: ChainHash,
}

impl Seal {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = SEAL_MAGIC.to_vec();
        bytes.extend(0_u32.to_le_bytes());
        bytes.extend(self.last_seq.to_le_bytes());
        bytes.extend(self.hash.0);
        bytes.extend([0; 12]);
        push_own_crc(&mut bytes);
        bytes
    }

    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.get(..SEAL_LEN).filter(|bytes| ends_with_own_crc(bytes))?;
        let mut fields = Fields::new(bytes);
        let magic = fields.array::<4>()?;
        fields.u32()?;
        let seal = Self {
            last_seq: fields.u64()?,
            hash: ChainHash(fields.array()?),
        };
        (magic == SEAL_MAGIC).then_some(seal)
    }
}

/// Takes the next record's bytes off the front of a group's body; `None` where its frame or checksum is bad.
pub(super) fn split_record(body: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut fields = Fields::new(body);
    let len = fields.u32()?;
    let crc = fields.u32()?;
    let record = fields.bytes(usize::try_from(len).ok()?)?;
    let rest = body.get(RECORD_HEADER_LEN + record.len()..)?;
    (record_crc(len, record) == crc).then_some((record, rest))
}

fn record_crc(len: u32, record: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&len.to_le_bytes());
    hasher.update(record);
    hasher.finalize()
}

/// A record was not taken, because its group would grow past [`MAX_GROUP_BODY`]. The group is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a record of {record} bytes does not fit a group of {group} bytes (limit {MAX_GROUP_BODY})")]
pub struct GroupFull {
    /// Bytes of the record that was refused.
    pub record: usize,
    /// Bytes of the group as it stands.
    pub group: usize,
}

/// Collects and frames the records of one group, on any thread; [`super::Journal::append_group`] writes it.
/// After the append it is empty and can be filled again, keeping its memory.
#[derive(Debug, Clone)]
pub struct GroupBuilder {
    bytes: Vec<u8>,
    count: u32,
}

impl Default for GroupBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl GroupBuilder {
    /// An empty group.
    pub fn new() -> Self {
        Self {
            bytes: vec![0; GROUP_HEADER_LEN],
            count: 0,
        }
    }

    /// Adds a record; records get consecutive sequence numbers in the order of their pushes.
    pub fn push(&mut self, record: &[u8]) -> Result<(), GroupFull> {
        let full = GroupFull {
            record: record.len(),
            group: self.len_bytes(),
        };
        let body = full
            .group
            .saturating_add(RECORD_HEADER_LEN)
            .saturating_add(record.len());
        let len = u32::try_from(record.len()).map_err(|_| full)?;
        if body > MAX_GROUP_BODY {
            return Err(full);
        }
        self.bytes.extend(len.to_le_bytes());
        self.bytes.extend(record_crc(len, record).to_le_bytes());
        self.bytes.extend_from_slice(record);
        self.count += 1;
        Ok(())
    }

    /// Bytes of the framed records so far; the group on disk has 64 more.
    pub fn len_bytes(&self) -> usize {
        self.bytes.len().saturating_sub(GROUP_HEADER_LEN)
    }

    /// Number of records so far.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Whether no record was pushed.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Drops the records, keeping the memory.
    pub fn clear(&mut self) {
        self.bytes.truncate(GROUP_HEADER_LEN);
        self.count = 0;
    }

    /// Completes header and hash, and gives the whole group as it goes to the file.
    pub(super) fn close(&mut self, first_seq: u64, previous: ChainHash) -> (&[u8], ChainHash) {
        let body_len = u32::try_from(self.len_bytes()).unwrap_or(u32::MAX);
        let header = GroupHeader {
            body_len,
            count: self.count,
            first_seq,
        }
        .encode();
        self.bytes.splice(..GROUP_HEADER_LEN, header);
        let hash = chain(previous, &self.bytes);
        self.bytes.extend(hash.0);
        (&self.bytes, hash)
    }
}
