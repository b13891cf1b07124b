//! One line a sample: number, name, bytes in hexadecimal, and what they say. The bytes must be read as what they say
//! and be written as they stand.

use crate::sampler::Sampler;
use crate::{folder, is_adding};
use pickface::domain::command::{Actor, CommandId, Record, Via};
use pickface::domain::event::PayloadCodec;
use pickface::domain::ids::{DeviceId, WorkerId};
use pickface::domain::warehouse::Row;
use pickface::domain::{Event, Timestamp, Warehouse};
use pickface::store::codec::{Bincode, CodecError, decode_record, decode_row, encode_record, encode_row};
use pickface::ui::locale::{Lang, Texts};
use pickface::ui::words::Words;
use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

/// A table of numbers.
trait Table: Sized {
    /// The file of its lines.
    const FILE: &str;
    /// A sample, invented; none for a number that is not in the table.
    fn invent(tag: u16, sampler: &Sampler) -> Option<Self>;
    /// Its name.
    fn name(&self) -> String;
    fn read(tag: u16, bytes: &[u8]) -> Result<Self, CodecError>;
    /// Its number and bytes.
    fn write(&self) -> (u16, Vec<u8>);
    /// What it says: fields and variants by their names.
    fn told(&self) -> String;
}

impl Table for Event {
    const FILE: &str = "events.txt";

    fn invent(tag: u16, sampler: &Sampler) -> Option<Event> {
        Event::decode(tag, &[], sampler).unwrap_or_else(|why| panic!("event {tag}: {why}"))
    }

    fn name(&self) -> String {
        Event::name(self).to_owned()
    }

    fn read(tag: u16, bytes: &[u8]) -> Result<Event, CodecError> {
        Event::decode(tag, bytes, &Bincode)?.ok_or(CodecError::Unknown {
            what: "event",
            number: u32::from(tag),
        })
    }

    fn write(&self) -> (u16, Vec<u8>) {
        (self.tag(), self.encode(&Bincode).unwrap())
    }

    fn told(&self) -> String {
        String::from_utf8(self.encode(&Json).unwrap()).unwrap()
    }
}

impl Table for Row {
    const FILE: &str = "rows.txt";

    fn invent(tag: u16, sampler: &Sampler) -> Option<Row> {
        Row::decode(tag, &[], sampler).unwrap_or_else(|why| panic!("row {tag}: {why}"))
    }

    fn name(&self) -> String {
        Row::name(self).to_owned()
    }

    fn read(tag: u16, bytes: &[u8]) -> Result<Row, CodecError> {
        decode_row(tag, bytes)
    }

    fn write(&self) -> (u16, Vec<u8>) {
        encode_row(self).unwrap()
    }

    fn told(&self) -> String {
        String::from_utf8(self.encode(&Json).unwrap()).unwrap()
    }
}

/// Tells a payload by the names of its fields.
struct Json;

impl PayloadCodec for Json {
    type Error = serde_json::Error;

    fn encode<T: Serialize>(&self, payload: &T) -> Result<Vec<u8>, Self::Error> {
        serde_json::to_vec(payload)
    }

    fn decode<T: DeserializeOwned>(&self, _: &[u8]) -> Result<T, Self::Error> {
        Err(serde_json::Error::custom("only told"))
    }
}

/// The lines of a file by number, as they stand.
fn lines<T: Table>() -> BTreeMap<u16, Vec<String>> {
    let text = fs::read_to_string(folder().join(T::FILE)).unwrap_or_default();
    let mut all: BTreeMap<u16, Vec<String>> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let tag = line.split('\t').next().unwrap().parse().unwrap();
        all.entry(tag).or_default().push(line.to_owned());
    }
    all
}

fn line(sample: &impl Table) -> String {
    let (tag, bytes) = sample.write();
    format!("{tag}\t{}\t{}\t{}", sample.name(), hex(&bytes), sample.told())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn unhex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// Samples of a number: every variant of every enum in it, lists full and empty, optional values there and not.
fn samples<T: Table>(tag: u16) -> Vec<T> {
    let mut seen = BTreeSet::new();
    let mut kept = Vec::new();
    let mut round = 0;
    let mut rounds = 3;
    while round < rounds {
        let sampler = Sampler::new(round);
        let Some(sample) = T::invent(tag, &sampler) else {
            return Vec::new();
        };
        rounds = rounds.max(sampler.most_variants());
        let variants = sampler.variants();
        if round < 3 || !variants.is_subset(&seen) {
            seen.extend(variants);
            kept.push(sample);
        }
        round += 1;
    }
    kept
}

/// Checks the lines that are there; then that none is missing, or adds what is.
fn check<T: Table>() {
    let mut all = lines::<T>();
    for (tag, lines) in &all {
        for line in lines {
            check_line::<T>(*tag, line);
        }
    }
    let mut missing = Vec::new();
    for tag in 0..=u16::MAX {
        let known = all.entry(tag).or_default();
        for sample in samples::<T>(tag) {
            let line = line(&sample);
            let (number_name, rest) = line.split_at(line.match_indices('\t').nth(1).unwrap().0);
            let is_new = !known.iter().any(|known| known.ends_with(rest));
            if is_new {
                missing.push(number_name.replace('\t', " "));
                known.push(line.clone());
            }
        }
    }
    if missing.is_empty() {
        return;
    }
    missing.dedup();
    assert!(
        is_adding(),
        "no line in {} for: {}. Add them with PICKFACE_NEW_FORMATS=1 cargo test --test formats",
        T::FILE,
        missing.join(", ")
    );
    let mut text = String::from("# number, name, bytes, what they say. Lines are added, never changed.\n");
    for line in all.values().flatten() {
        writeln!(text, "{line}").unwrap();
    }
    fs::write(folder().join(T::FILE), text).unwrap();
}

fn check_line<T: Table>(tag: u16, line: &str) {
    let parts: Vec<&str> = line.splitn(4, '\t').collect();
    let [_, name, bytes, told] = parts[..] else {
        panic!("{}: {line:?} has no four parts", T::FILE);
    };
    let frozen = format!(
        "{tag} {name} in {}: a released layout is frozen; give the new one a new number",
        T::FILE
    );
    let sample = T::read(tag, &unhex(bytes)).unwrap_or_else(|why| panic!("{frozen} ({why})"));
    assert_eq!(sample.told(), told, "{frozen}");
    assert_eq!(hex(&sample.write().1), bytes, "{frozen}");
}

#[test]
fn every_event_is_read_and_written_as_it_was_released() {
    check::<Event>();
}

/// The journal tells every event in words, in both languages.
#[test]
fn every_event_has_a_sentence() {
    let w = Warehouse::default();
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        for tag in 0..=u16::MAX {
            for event in samples::<Event>(tag).iter().take(1) {
                let told = Words::new(&w, &texts).event(event);
                assert!(
                    !told.contains("plain-") && !told.contains("event-"),
                    "{}: {told}",
                    event.name()
                );
            }
        }
    }
}

#[test]
fn every_row_is_read_and_written_as_it_was_released() {
    check::<Row>();
}

/// The record round the events: who, where, when, how.
#[test]
fn a_record_is_read_and_written_as_it_was_released() {
    let actors = [
        (Actor::Nobody, "00000000"),
        (Actor::System, "01000000"),
        (Actor::Worker(WorkerId(0x0102)), "020000000201000000000000"),
    ];
    let vias = [
        (Via::Scanned, "00000000"),
        (Via::Typed, "01000000"),
        (Via::CommandLine, "02000000"),
        (Via::Job, "03000000"),
    ];
    for (actor, actor_hex) in actors {
        for (via, via_hex) in vias {
            let record = Record {
                seq: 0x0a0b,
                id: CommandId {
                    client: 0x0c,
                    counter: 0x0d,
                },
                actor,
                device: DeviceId(0x0e),
                via,
                at: Timestamp(0x0f),
                input: "A-7".into(),
                events: vec![],
            };
            // Layout 1; the head's length; then number, client, counter, actor, device, how, when, input, events.
            let head = [
                "0b0a000000000000",
                "0c00000000000000",
                "0d00000000000000",
                actor_hex,
                "0e00000000000000",
                via_hex,
                "0f00000000000000",
                "0300000000000000412d37",
                "00000000",
            ]
            .concat();
            let len = hex(&u32::try_from(head.len() / 2).unwrap().to_le_bytes());
            let written = format!("01{len}{head}");
            assert_eq!(hex(&encode_record(&record).unwrap()), written);
            assert_eq!(decode_record(&unhex(&written)).unwrap(), record);
        }
    }
}
