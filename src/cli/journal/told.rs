//! One record in sentences, or as a JSON object.

use crate::domain::changes::{Change, changes};
use crate::domain::event::PayloadCodec;
use crate::domain::warehouse::Row;
use crate::domain::{Actor, Record, Timestamp, Via, Warehouse};
use crate::ui::locale::{Lang, Texts};
use crate::ui::words::Words;
use chrono::{DateTime, SecondsFormat};
use chrono_tz::Tz;
use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Fields that are nobody's business: hashes of PINs, and ciphertext, of which the key's number says enough.
const HIDDEN: [&str; 2] = ["pin_hash", "bytes"];

/// Tells records in English, with the names that things have now.
pub struct Teller<'w> {
    w: &'w Warehouse,
    texts: Texts,
    zone: Tz,
}

impl<'w> Teller<'w> {
    /// A teller of this warehouse's names.
    pub fn new(w: &'w Warehouse) -> Teller<'w> {
        Teller {
            w,
            texts: Texts::new(Lang::En),
            zone: w.settings.time_zone.parse().unwrap_or(Tz::UTC),
        }
    }

    /// One line for who, when, where and how; one for everything that happened; one for every change.
    ///
    /// # Errors
    /// When nobody reads.
    pub fn sentences(
        &self,
        to: &mut dyn Write,
        record: &Record,
        states: Option<(&Warehouse, &Warehouse)>,
    ) -> io::Result<()> {
        let when = DateTime::from_timestamp_millis(record.at.0).unwrap_or_default();
        let when = when.with_timezone(&self.zone).format("%Y-%m-%d %H:%M:%S");
        let input = match record.input.is_empty() {
            true => String::new(),
            false => format!(" {:?}", record.input),
        };
        writeln!(
            to,
            "{:>8}  {when}  {}, {}, {}{input}",
            record.seq,
            self.who(record),
            self.device(record),
            how(record.via)
        )?;
        for event in &record.events {
            writeln!(to, "          {}", self.words().event(event))?;
        }
        for change in states.iter().flat_map(|(before, after)| changes(before, after)) {
            let Changed {
                kind,
                before,
                after,
                fields,
            } = Changed::new(&change);
            match (before.is_null(), after.is_null()) {
                (true, _) => writeln!(to, "          + {kind} {after}")?,
                (_, true) => writeln!(to, "          - {kind} {before}")?,
                _ => writeln!(to, "          ~ {kind} {fields}")?,
            }
        }
        Ok(())
    }

    /// The same for other programs.
    pub fn object(&self, record: &Record, states: Option<(&Warehouse, &Warehouse)>) -> Value {
        let events = record.events.iter().map(|event| {
            let mut told = Map::new();
            told.insert("event".into(), event.name().into());
            told.insert("what".into(), self.words().event(event).into());
            told.insert("as".into(), plain(event.encode(&Json)));
            Value::Object(told)
        });
        let mut object = json!({
            "seq": record.seq,
            "time": moment(record.at),
            "who": self.who(record),
            "where": self.device(record),
            "how": how(record.via),
            "input": &*record.input,
            "client": record.id.client.to_string(),
            "counter": record.id.counter,
            "events": events.collect::<Vec<_>>(),
        });
        if let (Some((before, after)), Some(object)) = (states, object.as_object_mut()) {
            let changes = changes(before, after);
            let told = changes.iter().map(|change| {
                let Changed {
                    kind, before, after, ..
                } = Changed::new(change);
                json!({"record": kind, "before": before, "after": after})
            });
            object.insert("changes".into(), told.collect());
        }
        object
    }

    fn who(&self, record: &Record) -> String {
        match record.actor {
            Actor::Worker(id) => match self.w.workers.get(&id) {
                Some(worker) => format!("{} ({})", worker.name, worker.number),
                None => format!("worker {id}"),
            },
            Actor::System => "the program".to_owned(),
            Actor::Nobody => "nobody signed in".to_owned(),
        }
    }

    fn device(&self, record: &Record) -> String {
        match self.w.devices.get(&record.device) {
            Some(device) => device.name.to_string(),
            None if record.device.0 == 0 => "no terminal".to_owned(),
            None => format!("terminal {}", record.device),
        }
    }

    fn words(&self) -> Words<'_> {
        Words::new(self.w, &self.texts)
    }
}

fn how(via: Via) -> &'static str {
    match via {
        Via::Scanned => "scanned",
        Via::Typed => "typed",
        Via::CommandLine => "command line",
        Via::Job => "job",
    }
}

fn moment(at: Timestamp) -> String {
    let at = DateTime::from_timestamp_millis(at.0).unwrap_or_default();
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// A change as JSON.
struct Changed {
    kind: String,
    before: Value,
    after: Value,
    /// The fields that differ, as `[before, after]`.
    fields: Value,
}

impl Changed {
    fn new(change: &Change) -> Changed {
        let row = |row: &Option<Row>| row.as_ref().map_or(Value::Null, |row| plain(row.encode(&Json)));
        let (before, after) = (row(&change.before), row(&change.after));
        let fields = match (&before, &after) {
            (Value::Object(old), Value::Object(new)) => {
                let is_name = |name: &str| matches!(name, "id" | "code" | "number");
                let told = new.iter().filter_map(|(name, value)| match old.get(name) {
                    Some(known) if known == value && is_name(name) => Some((name.clone(), value.clone())),
                    Some(known) if known != value => Some((name.clone(), json!([known, value]))),
                    _ => None,
                });
                Value::Object(told.collect())
            }
            _ => json!([before, after]),
        };
        let kind = change.after.as_ref().or(change.before.as_ref());
        Changed {
            kind: kind.map(Row::name).unwrap_or_default().to_owned(),
            before,
            after,
            fields,
        }
    }
}

/// A payload by the names of its fields.
struct Json;

impl PayloadCodec for Json {
    type Error = serde_json::Error;

    fn encode<T: Serialize>(&self, payload: &T) -> Result<Vec<u8>, Self::Error> {
        serde_json::to_vec(payload)
    }

    fn decode<T: DeserializeOwned>(&self, _: &[u8]) -> Result<T, Self::Error> {
        Err(serde_json::Error::custom("it is only told"))
    }
}

/// A payload without what is hidden.
fn plain(bytes: Result<Vec<u8>, serde_json::Error>) -> Value {
    let mut value = bytes
        .and_then(|bytes| serde_json::from_slice(&bytes))
        .unwrap_or(Value::Null);
    hide(&mut value);
    value
}

fn hide(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !HIDDEN.contains(&name.as_str()));
            fields.values_mut().for_each(hide);
        }
        Value::Array(values) => values.iter_mut().for_each(hide),
        _ => {}
    }
}
