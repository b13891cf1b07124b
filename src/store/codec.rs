//! How records and rows become bytes: bincode with fixed integers, a limit on every read, and no byte left over.
//!
//! An event is its number, its length and its payload, so a reader can name an event of a later release that it does
//! not know, and a released payload can keep its own struct for ever.

use crate::domain::event::PayloadCodec;
use crate::domain::ids::DeviceId;
use crate::domain::warehouse::Row;
use crate::domain::{Actor, CommandId, Event, Record, Text, Timestamp, Via};
use bincode::Options;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Version of the record's own layout.
const RECORD_VERSION: u8 = 1;
/// Largest record or row that is read.
pub const MAX_PAYLOAD: u64 = 16 << 20;

/// What can be wrong with bytes that should be a record or a row.
#[derive(Debug, thiserror::Error)]
pub enum CodecError {
    /// The bytes are not what they should be.
    #[error("not a valid {what}: {source}")]
    Bincode {
        /// What was read or written.
        what: &'static str,
        /// What bincode says.
        source: bincode::Error,
    },
    /// The bytes end early.
    #[error("the record ends early")]
    Short,
    /// The bytes go on.
    #[error("bytes follow the record's end")]
    Trailing,
    /// Written by a later release.
    #[error("{what} {number} is unknown to this release; open the directory with the release that wrote it")]
    Unknown {
        /// Which table it is missing from.
        what: &'static str,
        /// Its number.
        number: u32,
    },
}

/// The one codec of payloads.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bincode;

fn options() -> impl Options {
    bincode::DefaultOptions::new()
        .with_fixint_encoding()
        .reject_trailing_bytes()
        .with_limit(MAX_PAYLOAD)
}

impl PayloadCodec for Bincode {
    type Error = CodecError;

    fn encode<T: Serialize>(&self, payload: &T) -> Result<Vec<u8>, CodecError> {
        options()
            .serialize(payload)
            .map_err(|source| CodecError::Bincode {
                what: "payload",
                source,
            })
    }

    fn decode<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, CodecError> {
        options()
            .deserialize(bytes)
            .map_err(|source| CodecError::Bincode {
                what: "payload",
                source,
            })
    }
}

#[derive(Serialize, Deserialize)]
struct Head {
    seq: u64,
    id: CommandId,
    actor: Actor,
    device: DeviceId,
    via: Via,
    at: Timestamp,
    input: Text,
    events: u32,
}

/// The journal's bytes of a record.
///
/// # Errors
/// When a payload is beyond [`MAX_PAYLOAD`].
pub fn encode_record(record: &Record) -> Result<Vec<u8>, CodecError> {
    let head = Head {
        seq: record.seq,
        id: record.id,
        actor: record.actor,
        device: record.device,
        via: record.via,
        at: record.at,
        input: record.input.clone(),
        events: u32::try_from(record.events.len()).unwrap_or(u32::MAX),
    };
    let head = Bincode.encode(&head)?;
    let mut bytes = Vec::with_capacity(head.len() + 256);
    bytes.push(RECORD_VERSION);
    put_part(&mut bytes, &head);
    for event in &record.events {
        bytes.extend(event.tag().to_le_bytes());
        put_part(&mut bytes, &event.encode(&Bincode)?);
    }
    Ok(bytes)
}

/// A record from the journal's bytes.
///
/// # Errors
/// The bytes are no record, or one of a later release.
pub fn decode_record(bytes: &[u8]) -> Result<Record, CodecError> {
    let mut rest = bytes;
    let [version] = take::<1>(&mut rest)?;
    if version != RECORD_VERSION {
        return Err(CodecError::Unknown {
            what: "record layout",
            number: u32::from(version),
        });
    }
    let head: Head = Bincode.decode(take_part(&mut rest)?)?;
    let mut events = Vec::with_capacity(usize::try_from(head.events.min(512)).unwrap_or(0));
    for _ in 0..head.events {
        let tag = u16::from_le_bytes(take::<2>(&mut rest)?);
        let event = Event::decode(tag, take_part(&mut rest)?, &Bincode)?;
        events.push(event.ok_or(CodecError::Unknown {
            what: "event",
            number: u32::from(tag),
        })?);
    }
    if !rest.is_empty() {
        return Err(CodecError::Trailing);
    }
    let Head {
        seq,
        id,
        actor,
        device,
        via,
        at,
        input,
        ..
    } = head;
    Ok(Record {
        seq,
        id,
        actor,
        device,
        via,
        at,
        input,
        events,
    })
}

/// A row's number in a snapshot and its bytes.
///
/// # Errors
/// When the row is beyond [`MAX_PAYLOAD`].
pub fn encode_row(row: &Row) -> Result<(u16, Vec<u8>), CodecError> {
    Ok((row.tag(), row.encode(&Bincode)?))
}

/// A row from a snapshot's number and bytes.
///
/// # Errors
/// The bytes are no row, or one of a later release.
pub fn decode_row(tag: u16, bytes: &[u8]) -> Result<Row, CodecError> {
    Row::decode(tag, bytes, &Bincode)?.ok_or(CodecError::Unknown {
        what: "row",
        number: u32::from(tag),
    })
}

fn put_part(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend_from_slice(part);
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], CodecError> {
    let (first, behind) = rest.split_first_chunk::<N>().ok_or(CodecError::Short)?;
    *rest = behind;
    Ok(*first)
}

fn take_part<'b>(rest: &mut &'b [u8]) -> Result<&'b [u8], CodecError> {
    let len = usize::try_from(u32::from_le_bytes(take::<4>(rest)?)).map_err(|_| CodecError::Short)?;
    let (part, behind) = rest.split_at_checked(len).ok_or(CodecError::Short)?;
    *rest = behind;
    Ok(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{OrderId, ReservationId, TaskId};
    use crate::domain::orders::{OrderStaged, Stage};
    use crate::domain::picking::LineSkipped;
    use proptest::prelude::*;

    fn record() -> Record {
        Record {
            seq: 7,
            id: CommandId {
                client: 3,
                counter: 9,
            },
            actor: Actor::System,
            device: DeviceId(2),
            via: Via::Scanned,
            at: Timestamp(1_772_431_200_000),
            input: "A-07-12".into(),
            events: vec![
                OrderStaged {
                    order: OrderId(5),
                    stage: Stage::Picked,
                    at: Timestamp(1),
                }
                .into(),
                LineSkipped {
                    task: TaskId(1),
                    index: 2,
                    reservation: ReservationId(4),
                }
                .into(),
            ],
        }
    }

    #[test]
    fn a_record_comes_back_as_it_was() {
        let bytes = encode_record(&record()).unwrap();
        assert_eq!(decode_record(&bytes).unwrap(), record());
    }

    #[test]
    fn a_record_cut_anywhere_is_refused() {
        let bytes = encode_record(&record()).unwrap();
        for end in 0..bytes.len() {
            assert!(decode_record(&bytes[..end]).is_err(), "cut at {end}");
        }
        let longer = [bytes.as_slice(), &[0]].concat();
        assert!(matches!(decode_record(&longer), Err(CodecError::Trailing)));
    }

    #[test]
    fn an_event_of_a_later_release_is_named() {
        let mut bytes = encode_record(&Record {
            events: vec![],
            ..record()
        })
        .unwrap();
        let count = bytes.len() - 4;
        bytes[count] = 1;
        bytes.extend([0xff, 0x7f, 0, 0, 0, 0]);
        let told = decode_record(&bytes).unwrap_err().to_string();
        assert!(told.starts_with("event 32767 is unknown"), "{told}");
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_are_refused_without_panic_or_greed(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = decode_record(&bytes);
            let with_version = [&[RECORD_VERSION], bytes.as_slice()].concat();
            let _ = decode_record(&with_version);
        }
    }
}
