//! What came from a scanner and what was made of it, in sentences: for the scanner's screen and for whoever watches on
//! the command line.

use super::gs1_fault;
use super::input::Input;
use super::locale::Texts;
use crate::codes::carriers::Carriers;
use crate::codes::{Evidence, GtinReading, Reading, gs1, read};
use crate::keymap::Action;
use crate::scan::calibration::{Host, Separator};
use crate::scan::layout::suspects;
use crate::scan::{Millis, Note, RawScan, Typing, Via, WhyTyping, evidence};

/// Most readings that are listed where a separator may be missing.
const SPLITS: usize = 4;

/// Tells in one language, with these rules of parcel numbers.
#[derive(Clone, Copy, Debug)]
pub struct ScanReport<'r> {
    texts: &'r Texts,
    carriers: Option<&'r Carriers>,
}

impl<'r> ScanReport<'r> {
    /// A report in the language of `texts`; without carriers no parcel number is guessed at.
    #[must_use]
    pub fn new(texts: &'r Texts, carriers: Option<&'r Carriers>) -> Self {
        Self { texts, carriers }
    }

    /// What came, as lines: a read's bytes with the pause before it, or a decision and its reasons.
    #[must_use]
    pub fn lines(&self, input: &Input) -> Vec<String> {
        match input {
            Input::Read { bytes, pause } => vec![format!("{pause:>5} ms  {}", dump(bytes))],
            Input::Bytes(bytes) => vec![dump(bytes)],
            Input::Typing(typing) => vec![self.typing(typing)],
            Input::Key(key) => {
                let how = if key.text().is_some() {
                    "heard-typed"
                } else {
                    "heard-key"
                };
                vec![self.say(how, &[("key", key.to_string())])]
            }
            Input::Paste(text) => vec![self.say("heard-paste", &[("text", format!("{text:?}"))])],
            Input::Dropped(count) => vec![self.say("heard-dropped", &[("count", count.to_string())])],
            Input::Scan(scan) => self.scan(scan),
            Input::Resize { .. } => Vec::new(),
        }
    }

    fn say(&self, key: &str, told: &[(&str, String)]) -> String {
        self.texts.say_text(key, told)
    }

    fn plain(&self, key: &str) -> String {
        self.texts.say(key).into_owned()
    }

    /// Why the keys that follow are keys.
    fn typing(&self, typing: &Typing) -> String {
        let told = |least: u64| {
            [
                ("count", typing.characters.to_string()),
                ("ms", typing.pace.to_string()),
                ("least", least.to_string()),
            ]
        };
        match typing.why {
            WhyTyping::TooShort(least) => {
                let least = u64::try_from(least).unwrap_or(u64::MAX);
                self.say("heard-too-short", &told(least))
            }
            WhyTyping::TooSlow(pace) => self.say("heard-too-slow", &told(pace)),
            WhyTyping::HeldKey => self.say("heard-held-key", &told(0)),
            WhyTyping::Unended => self.say("heard-unended", &told(0)),
        }
    }

    /// What a scan is, why it was taken for one, and what is odd about it.
    fn scan(&self, scan: &RawScan) -> Vec<String> {
        let code = scan.code();
        let mut lines = vec![
            self.say("heard-scan", &[("code", format!("{code:?}"))]),
            self.say("heard-why", &[("why", self.why(scan))]),
        ];
        lines.extend(scan.notes.iter().map(|note| self.plain(note_key(*note))));
        if scan.repeat {
            lines.push(self.plain("heard-repeat"));
        }
        if let Some(action) = Action::by_code(code.trim()) {
            lines.push(self.say("heard-command", &[("command", self.plain(&action.doc_key()))]));
            return lines;
        }
        lines.extend(self.reading(&read(&format!(
            "{}{code}",
            scan.aim.as_deref().unwrap_or_default()
        ))));
        let guesses = self
            .carriers
            .map(|carriers| carriers.guess(code))
            .unwrap_or_default();
        if !guesses.is_empty() {
            let names: Vec<&str> = guesses.iter().map(|guess| guess.carrier).collect();
            lines.push(self.say("heard-carriers", &[("carriers", names.join(", "))]));
        }
        let layouts: Vec<&str> = suspects(code).iter().map(|layout| layout.name()).collect();
        if !layouts.is_empty() {
            lines.push(self.say("heard-layouts", &[("layouts", layouts.join(", "))]));
        }
        lines
    }

    /// What speaks for its being a scan.
    fn why(&self, scan: &RawScan) -> String {
        let span: Millis = scan.at.saturating_sub(scan.started);
        let steps = Millis::try_from(scan.data.chars().count()).unwrap_or(1).max(1);
        let pace = (span / steps).to_string();
        let mut why = vec![self.say("heard-pace", &[("ms", pace)])];
        why.push(self.plain(match scan.via {
            Via::Burst => "heard-via-burst",
            Via::Framed => "heard-via-framed",
            Via::Paste => "heard-via-paste",
        }));
        if let Some(aim) = &scan.aim {
            why.push(self.say("heard-aim", &[("aim", aim.clone())]));
        }
        if evidence::has_check_digit(scan.code()) {
            why.push(self.plain("heard-check-digit"));
        }
        why.join(", ")
    }

    /// What the code is by its shape.
    fn reading(&self, reading: &Reading) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(message) = &reading.message {
            let how = reading
                .evidence
                .map(|evidence| self.plain(evidence_key(evidence)));
            let told = [
                ("how", how.unwrap_or_default()),
                ("elements", gs1::to_bracketed(&message.elements)),
            ];
            lines.push(self.say("heard-gs1", &told));
            let splits = reading.possible_splits(SPLITS);
            if splits.len() > 1 {
                lines.push(self.plain("heard-splits"));
                let told = splits.iter().map(|split| gs1::to_bracketed(&split.elements));
                lines.extend(told);
            }
        }
        if let Some(fault) = &reading.fault {
            lines.push(self.say("heard-fault", &[("fault", gs1_fault::told(fault, self.texts))]));
        }
        lines.extend(reading.gtins.iter().map(|number| self.gtin(number)));
        if let Some(sscc) = &reading.sscc {
            lines.push(format!("SSCC {sscc}"));
        }
        lines
    }

    fn gtin(&self, number: &GtinReading) -> String {
        let kind = if number.is_upc_e {
            "UPC-E"
        } else {
            number.format.name()
        };
        let told = [("kind", kind.to_owned()), ("gtin", number.gtin.to_string())];
        self.say("heard-gtin", &told)
    }

    /// What a calibration found, each with what to do about it: what needs doing first.
    #[must_use]
    pub fn findings(&self, host: &Host, separator: Option<&Separator>) -> Vec<String> {
        let names: Vec<String> = host
            .layouts
            .iter()
            .map(|layout| format!("{} ({})", layout.0.title(), layout.0.name()))
            .collect();
        let layout = match names.as_slice() {
            [one] => self.say("found-layout", &[("layout", one.clone())]),
            several => self.say("found-layouts", &[("layouts", several.join(", "))]),
        };
        let mut lines = vec![layout];
        lines.extend(separator.map(|separator| self.separator(separator)));
        lines.push(match keys(&host.terminators) {
            None => self.plain("found-no-terminator"),
            Some(keys) => self.say("found-terminator", &[("keys", keys)]),
        });
        if let Some(keys) = keys(&host.prefixes) {
            lines.push(self.say("found-prefix", &[("keys", keys)]));
        }
        if host.caps_lock {
            lines.push(self.plain("found-caps-lock"));
        }
        if host.full_width {
            lines.push(self.plain("found-full-width"));
        }
        let lost = host.layout().map_or("", |layout| layout.0.lost());
        if !lost.is_empty() {
            lines.push(self.say("found-dead-keys", &[("lost", lost.to_owned())]));
        }
        lines.push(self.plain(if host.sends_aim {
            "found-aim"
        } else {
            "found-no-aim"
        }));
        lines
    }

    fn separator(&self, separator: &Separator) -> String {
        match separator {
            Separator::Kept => self.plain("found-gs-kept"),
            Separator::AsKey(key) => self.say("found-gs-key", &[("key", key.to_string())]),
            Separator::AsText(text) => self.say("found-gs-text", &[("text", text.clone())]),
            Separator::AsBracket => self.plain("found-gs-bracket"),
            Separator::Lost => self.say("found-gs-lost", &[("word", "{GS}".to_owned())]),
        }
    }
}

/// Keys by their names; none where there are none.
fn keys(keys: &[crate::keymap::Key]) -> Option<String> {
    let names: Vec<String> = keys.iter().map(ToString::to_string).collect();
    (!names.is_empty()).then(|| names.join(" "))
}

fn note_key(note: Note) -> &'static str {
    match note {
        Note::CaseInverted => "heard-note-case",
        Note::ControlsStripped => "heard-note-controls",
        Note::FullWidth => "heard-note-full-width",
        Note::SeparatorReplaced => "heard-note-separator",
        Note::Unterminated => "heard-note-unterminated",
    }
}

fn evidence_key(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Aim => "heard-by-aim",
        Evidence::Bracketed => "heard-by-brackets",
        Evidence::Link => "heard-by-link",
        Evidence::Separator => "heard-by-separator",
        Evidence::CheckDigit => "heard-by-check-digit",
        Evidence::Shape => "heard-by-shape",
    }
}

/// Bytes as they came: printable ones as they are, text beyond ASCII too, the rest by name or number.
fn dump(bytes: &[u8]) -> String {
    let mut told = String::new();
    for chunk in bytes.utf8_chunks() {
        told.extend(chunk.valid().chars().map(named));
        told.extend(chunk.invalid().iter().map(|byte| format!("<{byte:02X}>")));
    }
    told
}

fn named(letter: char) -> String {
    match letter {
        '\u{2}' => "<STX>".to_owned(),
        '\u{3}' => "<ETX>".to_owned(),
        '\u{4}' => "<EOT>".to_owned(),
        '\t' => "<TAB>".to_owned(),
        '\n' => "<LF>".to_owned(),
        '\r' => "<CR>".to_owned(),
        '\u{1b}' => "<ESC>".to_owned(),
        '\u{1d}' => "<GS>".to_owned(),
        '\u{1e}' => "<RS>".to_owned(),
        other if other.is_control() => format!("<{:02X}>", u32::from(other)),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::Detector;
    use crate::scan::calibration::{self, PLAIN};
    use crate::ui::locale::Lang;

    fn explained(bytes: &[u8], lang: Lang) -> String {
        let (texts, carriers) = (Texts::new(lang), Carriers::shipped().unwrap());
        let report = ScanReport::new(&texts, Some(&carriers));
        let events = Detector::default().feed(bytes, 5);
        let lines = events
            .into_iter()
            .flat_map(|event| report.lines(&Input::from(event)));
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_scan_is_told_with_its_reasons_in_both_languages() {
        for (bytes, parts) in [
            (
                &b"]C1010400638133393110LOT\x1d21A\r"[..],
                &["(01)04006381333931(10)LOT(21)A", "]C1"][..],
            ),
            (
                "\u{ff14}\u{ff10}\u{ff10}\u{ff16}381333931\r".as_bytes(),
                &["\"4006381333931\"", "GTIN-13"],
            ),
            ("'àà-\"_&\"\"\"ç\"&\r".as_bytes(), &["fr"]),
            // FNC1 was lost: both readings, no guess.
            (b"010400638133393110LOT21A\r", &["(10)LOT(21)A", "(10)LOT21A"]),
        ] {
            for lang in Lang::ALL {
                let told = explained(bytes, lang);
                for part in parts {
                    assert!(told.contains(part), "{part} in {told}");
                }
            }
        }
        assert!(explained(b"PFHELP\r", Lang::En).contains("Explain this screen"));
        let wide = explained("\u{ff14}006381333931\r".as_bytes(), Lang::ZhHans);
        assert!(wide.contains("全角"), "{wide}");
    }

    #[test]
    fn bytes_are_shown_as_they_came() {
        assert_eq!(dump(b"A\x1d\xff\r"), "A<GS><FF><CR>");
        assert_eq!(dump("é\u{ff11}\u{7f}".as_bytes()), "é\u{ff11}<7F>");
    }

    #[test]
    fn findings_say_what_to_do() {
        let texts = Texts::new(Lang::En);
        let report = ScanReport::new(&texts, None);
        let host = calibration::first(PLAIN.as_bytes()).unwrap();
        let told = report.findings(&host, Some(&Separator::Lost)).join("\n");
        for part in ["US English (us)", "set the scanner to send Enter", "GS is lost"] {
            assert!(told.contains(part), "{told}");
        }
    }
}
