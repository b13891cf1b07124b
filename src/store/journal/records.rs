//! Committed records one after the other, as they stand in the segments.

use super::cursor::{Cursor, Step};
use super::format::{RECORD_HEADER_LEN, split_record};
use super::read::{cursor_at, damaged};
use super::segments::Shared;
use super::{Damage, JournalError};
use std::sync::Arc;

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
    /// From record `next` to record `until`.
    pub(super) fn new(shared: Arc<Shared>, next: u64, until: u64) -> Records {
        Records {
            shared,
            next,
            until,
            at: None,
            notes: Vec::new(),
        }
    }

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
