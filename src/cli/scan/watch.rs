//! `--watch`: what comes from the scanner, byte by byte, and what is made of it.

use super::terminal::Keyboard;
use crate::cli::{Failure, Shell, Status};
use crate::codes::carriers::Carriers;
use crate::exchange::settings::{CarriersError, carriers};
use crate::keymap::{Key, KeyCode};
use crate::scan::{Millis, Profile};
use crate::ui::input::{Input, InputReader, Listen};
use crate::ui::locale::Texts;
use crate::ui::scan_report::ScanReport;

/// At the end of the input so much time passes at once: what waits for more is decided.
const LONG: Millis = 60_000;

/// Shows everything until Esc or q is pressed by hand, or the input ends.
///
/// # Errors
/// When the terminal cannot be read or written.
pub(super) fn run(shell: &mut Shell<'_>, profile: Profile) -> Result<Status, Failure> {
    let texts = Texts::new(shell.language()?);
    let carriers = rules(shell)?;
    let report = ScanReport::new(&texts, Some(&carriers));
    let mut keyboard = Keyboard::open()?;
    let mut reader = InputReader::new(profile);
    reader.listen(Listen::Beside);
    say(shell, &texts.say("watch-begins"))?;
    loop {
        let heard = keyboard.wait(reader.next_deadline())?;
        let (inputs, ended) = match &heard.bytes {
            Some(bytes) if bytes.is_empty() => (reader.tick(heard.at.saturating_add(LONG)), true),
            Some(bytes) => (reader.feed(bytes, heard.at), false),
            None => (reader.tick(heard.at), false),
        };
        if tell(shell, &inputs, report)? || ended {
            return Ok(Status::Done);
        }
    }
}

/// The carriers' rules of the data directory, or the shipped ones where it has none.
fn rules(shell: &Shell<'_>) -> Result<Carriers, Failure> {
    carriers(&shell.root()?).map_err(|error| match error {
        CarriersError::Mistake(_) => Failure::refused(error),
        CarriersError::File { .. } => Failure::new(error),
    })
}

fn say(shell: &mut Shell<'_>, line: &str) -> Result<(), Failure> {
    // In raw mode a line's end does not return to the first column.
    write!(shell.out, "{line}\r\n")?;
    Ok(shell.out.flush()?)
}

/// Whether somebody asked to end.
fn tell(shell: &mut Shell<'_>, inputs: &[Input], report: ScanReport<'_>) -> Result<bool, Failure> {
    let mut ends = false;
    for input in inputs {
        if let Input::Key(key) = input {
            ends |= *key == Key::char('q') || key.code == KeyCode::Esc || *key == Key::ctrl('c');
        }
        let indent = if matches!(input, Input::Read { .. }) {
            ""
        } else {
            "          "
        };
        for line in report.lines(input) {
            say(shell, &format!("{indent}{line}"))?;
        }
    }
    Ok(ends)
}
