//! `--traces`: bytes with their times to scans and typing, as a terminal's session would see them.

use crate::keymap::{Key, KeyCode};
use crate::scan::{Detector, Event, Millis, Profile, RawScan};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Deserialize)]
struct Row {
    stream: Vec<(Millis, String)>,
    #[serde(default)]
    profile: Profile,
}

/// The scans and the typing of one trace.
#[derive(Debug, Default, Serialize)]
pub(super) struct Answer {
    scans: Vec<Scan>,
    typed: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Debug, Serialize)]
struct Scan {
    data: String,
    /// What was meant, where it is not what came.
    #[serde(skip_serializing_if = "Option::is_none")]
    canonical: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aim: Option<String>,
    via: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    repeat: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<&'static str>,
}

/// How long after its last byte a trace is over, in milliseconds: longer than anything waits.
const AFTERWARDS: Millis = 60_000;

pub(super) fn answer(row: Result<&Value, String>) -> Answer {
    match row.and_then(events) {
        Ok(events) => events.into_iter().fold(Answer::default(), Answer::with),
        Err(error) => Answer {
            error: Some(error),
            ..Answer::default()
        },
    }
}

fn events(row: &Value) -> Result<Vec<Event>, String> {
    let row = Row::deserialize(row).map_err(|error| error.to_string())?;
    let mut detector = Detector::new(row.profile);
    let (mut now, mut events) = (0, Vec::new());
    for (pause, hex) in &row.stream {
        now = Millis::saturating_add(now, *pause);
        let bytes = bytes_of(hex).ok_or_else(|| format!("{hex:?} are no hexadecimal bytes"))?;
        events.extend(detector.feed(&bytes, now));
    }
    events.extend(detector.tick(now.saturating_add(AFTERWARDS)));
    Ok(events)
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes().chunks(2);
    digits
        .map(|pair| {
            let pair = std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2)?;
            // A sign is taken for part of a number otherwise.
            let is_hex = pair.bytes().all(|byte| byte.is_ascii_hexdigit());
            u8::from_str_radix(pair, 16).ok().filter(|_| is_hex)
        })
        .collect()
}

impl Answer {
    fn with(mut self, event: Event) -> Answer {
        match event {
            Event::Key(key) => self.typed.push_str(&typed(key)),
            Event::Paste(text) => self.typed.push_str(&text),
            Event::Scan(scan) => self.scans.push(Scan::of(scan)),
            Event::Dropped(count) => self.error = Some(format!("{count} characters at once were dropped")),
        }
        self
    }
}

impl Scan {
    fn of(scan: RawScan) -> Scan {
        Scan {
            via: scan.via.name(),
            repeat: scan.repeat,
            notes: scan.notes.iter().map(|note| note.name()).collect(),
            data: scan.data,
            canonical: scan.canonical,
            aim: scan.aim,
        }
    }
}

/// A key as the byte a terminal sends for it; keys that send several, by name.
fn typed(key: Key) -> String {
    match (key.text(), key.code) {
        (Some(letter), _) => letter.to_string(),
        (None, KeyCode::Enter) => "\r".to_owned(),
        (None, KeyCode::Tab) => "\t".to_owned(),
        (None, KeyCode::Esc) => "\u{1b}".to_owned(),
        (None, KeyCode::Backspace) => "\u{7f}".to_owned(),
        (None, KeyCode::Char(letter)) if key.modifiers.ctrl && !key.modifiers.alt && letter.is_ascii() => {
            char::from(letter.to_ascii_uppercase() as u8 & 0x1f).to_string()
        }
        _ => format!("<{}>", key.notation()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_trace_is_told_and_a_faulty_one_explained() {
        let told = |row: Value| serde_json::to_value(answer(Ok(&row))).unwrap();
        let hex: String = "A-01-02\r".bytes().map(|byte| format!("{byte:02x}")).collect();
        let whole = told(json!({"stream": [[5, hex], [400, "1d"], [900, "320d"]]}));
        assert_eq!(whole["scans"][0]["data"], "A-01-02");
        assert_eq!(whole["typed"], "\u{1d}2\r");
        for wrong in [
            json!({}),
            json!({"stream": [[1, "4"]]}),
            json!({"stream": [[1, "+4"]]}),
            json!({"stream": [[-1, "41"]]}),
            json!({"stream": [], "profile": {"gap": 3}}),
        ] {
            let told = told(wrong.clone());
            assert_eq!(
                (&told["scans"], &told["typed"]),
                (&json!([]), &json!("")),
                "{wrong}"
            );
            assert!(told["error"].is_string(), "{wrong}");
        }
    }

    #[test]
    fn a_profile_of_its_own_counts() {
        let row = json!({
            "stream": [[5, "41310d"], [100, "41310d"]],
            "profile": {"min_length": 2, "duplicate_ms": 0},
        });
        let told = serde_json::to_value(answer(Ok(&row))).unwrap();
        assert_eq!(told["scans"].as_array().unwrap().len(), 2);
    }
}
