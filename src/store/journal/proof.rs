//! Proving that one record stands in the journal as it was committed.

use super::cursor::{Cursor, Step};
use super::format::ChainHash;
use super::read::{JournalReader, damaged};
use super::{Damage, JournalError};

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
