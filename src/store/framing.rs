//! Little-endian fields in fixed-size headers, shared by every file format of this room.

/// Reads consecutive fields from the front of a byte slice; `None` once the slice is used up.
pub(super) struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (field, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*field)
    }

    pub(super) fn bytes(&mut self, len: usize) -> Option<&'a [u8]> {
        let (field, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(field)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    pub(super) fn i64(&mut self) -> Option<i64> {
        self.array().map(i64::from_le_bytes)
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

/// Appends the CRC-32 of everything in `bytes`; [`ends_with_own_crc`] checks it.
pub(super) fn push_own_crc(bytes: &mut Vec<u8>) {
    let crc = crc32fast::hash(bytes);
    bytes.extend_from_slice(&crc.to_le_bytes());
}

/// Whether the last four bytes are the CRC-32 of all bytes before them.
pub(super) fn ends_with_own_crc(bytes: &[u8]) -> bool {
    bytes
        .split_last_chunk::<4>()
        .is_some_and(|(body, crc)| crc32fast::hash(body) == u32::from_le_bytes(*crc))
}

/// A byte count as a file offset. Cannot lose anything: `usize` has at most 64 bits on every target.
pub(super) fn offset(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}
