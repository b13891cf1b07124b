//! `--watch`: what comes from the scanner, byte by byte, and what is made of it.

use super::terminal::Keyboard;
use crate::cli::{Failure, Shell, Status};
use crate::codes::carriers::Carriers;
use crate::codes::{Evidence, gs1, read};
use crate::keymap::{Key, KeyCode};
use crate::scan::layout::suspects;
use crate::scan::{Detector, Event, Millis, Profile, RawScan, evidence};

/// Shows everything until Esc or q is pressed by hand, or the input ends.
///
/// # Errors
/// When the terminal cannot be read or written.
pub(super) fn run(shell: &mut Shell<'_>, profile: Profile) -> Result<Status, Failure> {
    let carriers = rules(shell)?;
    let mut keyboard = Keyboard::open()?;
    let mut detector = Detector::new(profile);
    say(shell, "Scan something. q or Esc ends.")?;
    loop {
        let wait = detector.next_deadline();
        let heard = keyboard.wait(wait)?;
        let now = heard.at;
        let events = match &heard.bytes {
            Some(bytes) if bytes.is_empty() => {
                tell(shell, &detector.tick(now.saturating_add(60_000)), &carriers)?;
                return Ok(Status::Done);
            }
            Some(bytes) => {
                say(shell, &format!("{:>6} ms  {}", heard.pause, dump(bytes)))?;
                detector.feed(bytes, now)
            }
            None => detector.tick(now),
        };
        if tell(shell, &events, &carriers)? {
            return Ok(Status::Done);
        }
    }
}

/// The carriers' rules of the data directory, or the shipped ones where it has none.
fn rules(shell: &Shell<'_>) -> Result<Carriers, Failure> {
    let file = shell.root()?.join(Carriers::FILE);
    match std::fs::read_to_string(&file) {
        Ok(text) => Carriers::read(&file.display().to_string(), &text).map_err(Failure::refused),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Carriers::shipped().map_err(Failure::new)
        }
        Err(error) => Err(Failure::new(format!("{}: {error}", file.display()))),
    }
}

fn say(shell: &mut Shell<'_>, line: &str) -> Result<(), Failure> {
    // In raw mode a line's end does not return to the first column.
    write!(shell.out, "{line}\r\n")?;
    Ok(shell.out.flush()?)
}

/// Whether somebody asked to end.
fn tell(shell: &mut Shell<'_>, events: &[Event], carriers: &Carriers) -> Result<bool, Failure> {
    let mut ends = false;
    for event in events {
        match event {
            Event::Key(key) => {
                ends |= *key == Key::char('q') || key.code == KeyCode::Esc || *key == Key::ctrl('c');
                say(shell, &format!("           key {key}"))?;
            }
            Event::Paste(text) => say(shell, &format!("           pasted text {text:?}"))?,
            Event::Dropped(count) => say(shell, &format!("           {count} characters at once: dropped"))?,
            Event::Scan(scan) => {
                for line in explain(scan, carriers) {
                    say(shell, &format!("           {line}"))?;
                }
            }
        }
    }
    Ok(ends)
}

/// Bytes as they came: printable ones as they are, others by name or number.
fn dump(bytes: &[u8]) -> String {
    let name = |byte: u8| match byte {
        0x02 => "<STX>".to_owned(),
        0x03 => "<ETX>".to_owned(),
        0x04 => "<EOT>".to_owned(),
        b'\t' => "<TAB>".to_owned(),
        b'\n' => "<LF>".to_owned(),
        b'\r' => "<CR>".to_owned(),
        0x1b => "<ESC>".to_owned(),
        0x1d => "<GS>".to_owned(),
        0x1e => "<RS>".to_owned(),
        0x20..=0x7e => char::from(byte).to_string(),
        _ => format!("<{byte:02X}>"),
    };
    bytes.iter().map(|byte| name(*byte)).collect()
}

/// What a scan is, why it was taken for one, and what is odd about it.
pub(super) fn explain(scan: &RawScan, carriers: &Carriers) -> Vec<String> {
    let code = scan.code();
    let mut lines = vec![format!("scan {:?}, {}", code, why(scan))];
    let mut odd: Vec<&str> = scan.notes.iter().map(|note| note.name()).collect();
    if scan.repeat {
        odd.push("the same code as just before: ignored at a prompt");
    }
    if !odd.is_empty() {
        lines.push(format!("note: {}", odd.join(", ")));
    }
    let whole = format!("{}{code}", scan.aim.as_deref().unwrap_or_default());
    let reading = read(&whole);
    if let Some(message) = &reading.message {
        let how = reading.evidence.map_or("", described);
        lines.push(format!(
            "GS1 data, {how}: {}",
            gs1::to_bracketed(&message.elements)
        ));
        let splits = reading.possible_splits(4);
        if splits.len() > 1 {
            lines.push("a separator may be missing; it can be read as".to_owned());
            lines.extend(
                splits
                    .iter()
                    .map(|split| format!("  {}", gs1::to_bracketed(&split.elements))),
            );
        }
    }
    if let Some(fault) = &reading.fault {
        lines.push(format!("faulty GS1 data: {fault}"));
    }
    for number in &reading.gtins {
        let kind = if number.is_upc_e {
            "UPC-E"
        } else {
            number.format.name()
        };
        lines.push(format!("{kind}: trade item {}", number.gtin));
    }
    if let Some(sscc) = &reading.sscc {
        lines.push(format!("SSCC {sscc}"));
    }
    let guesses = carriers.guess(code);
    if !guesses.is_empty() {
        let names: Vec<&str> = guesses.iter().map(|guess| guess.carrier).collect();
        lines.push(format!("a parcel number of {}, perhaps", names.join(" or ")));
    }
    let layouts: Vec<&str> = suspects(code).iter().map(|layout| layout.name()).collect();
    if !layouts.is_empty() {
        lines.push(format!(
            "the host's keyboard layout seems to be {}: run pickface scan --calibrate",
            layouts.join(" or ")
        ));
    }
    lines
}

fn described(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Aim => "as its symbology identifier says",
        Evidence::Bracketed => "by its brackets",
        Evidence::Link => "by its link",
        Evidence::Separator => "by its separators",
        Evidence::CheckDigit => "by its first key's check digit",
        Evidence::Shape => "by its shape",
    }
}

fn why(scan: &RawScan) -> String {
    let span: Millis = scan.at.saturating_sub(scan.started);
    let steps = Millis::try_from(scan.data.chars().count()).unwrap_or(1).max(1);
    let mut why = vec![format!("{} ms a character", span / steps)];
    why.push(format!("via {}", scan.via.name()));
    if let Some(aim) = &scan.aim {
        why.push(format!("identifier {aim}"));
    }
    if evidence::has_check_digit(scan.code()) {
        why.push("check digit right".to_owned());
    }
    why.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(bytes: &[u8]) -> String {
        let carriers = Carriers::shipped().unwrap();
        let events = Detector::default().feed(bytes, 5);
        let lines = events.iter().flat_map(|event| match event {
            Event::Scan(scan) => explain(scan, &carriers),
            _ => Vec::new(),
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_scan_is_explained() {
        let told = explained(b"]C1010400638133393110LOT\x1d21A\r");
        assert!(
            told.contains("(01)04006381333931(10)LOT(21)A") && told.contains("identifier ]C1"),
            "{told}"
        );
        let told = explained("４００６３８１３３３９３１\r".as_bytes());
        assert!(
            told.contains("\"4006381333931\"") && told.contains("full-width"),
            "{told}"
        );
        let told = explained("'àà-\"_&\"\"\"ç\"&\r".as_bytes());
        assert!(
            told.contains("layout seems to be") && told.contains("fr"),
            "{told}"
        );
        let told = explained(b"010400638133393110LOT21A\r");
        assert!(
            told.contains("(10)LOT(21)A") && told.contains("(10)LOT21A"),
            "{told}"
        );
        assert_eq!(dump(b"A\x1d\xff\r"), "A<GS><FF><CR>");
    }
}
