//! `--calibrate`: two scans of the calibration sheet, and the settings that follow from them.

use super::terminal::Keyboard;
use crate::cli::{Failure, Shell, Status};
use crate::exchange::labels::{self, CalibrationSheet, Media, PrinterProfile};
use crate::scan::calibration::{self, Host, Separator};
use crate::scan::{Millis, Scanners};
use std::path::Path;

/// How the sheet is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum SheetForm {
    /// For a label printer of 100 mm by 150 mm.
    Zpl,
    /// What to encode, for any other way to print bar codes.
    Text,
}

/// A scanner that is silent for so long has sent everything, in milliseconds.
const QUIET: Millis = 700;

/// Writes the sheet.
///
/// # Errors
/// When nobody reads.
pub(super) fn sheet(form: SheetForm, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let sheet = CalibrationSheet;
    let text = match form {
        SheetForm::Zpl => {
            labels::to_zpl(&sheet, &PrinterProfile::new(Media::PARCEL)).map_err(Failure::new)?
        }
        SheetForm::Text => sheet.to_text(),
    };
    write!(shell.out, "{text}")?;
    shell.out.flush()?;
    Ok(Status::Done)
}

/// Takes two scans, tells what they show, and writes the device's settings.
///
/// # Errors
/// When a scan tells nothing, or the file cannot be read or written.
pub(super) fn run(device: &str, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let file = shell.root()?.join(Scanners::FILE);
    let before = read(&file)?;
    let scanners = parsed(&file, &before)?;
    let (host, separator) = {
        let mut keyboard = Keyboard::open()?;
        say(shell, "Scan label 1 of the calibration sheet.")?;
        let host = calibration::first(&keyboard.one_scan(QUIET)?).map_err(Failure::new)?;
        say(shell, "Scan label 2.")?;
        let separator = calibration::second(&keyboard.one_scan(QUIET)?, &host).map_err(Failure::new)?;
        (host, separator)
    };
    for line in findings(&host, &separator) {
        say(shell, &line)?;
    }
    let profile = host.profile(&separator, scanners.of_device(device));
    let after = Scanners::with_device(&before, device, &profile);
    parsed(&file, &after)?;
    write_whole(&file, &after).map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
    say(
        shell,
        &format!("{} holds the settings of {device:?} now.", file.display()),
    )?;
    Ok(Status::Done)
}

/// The settings of a device, from the data directory's file.
///
/// # Errors
/// When the file has a mistake in it.
pub(super) fn settings(shell: &Shell<'_>) -> Result<Scanners, Failure> {
    let file = shell.root()?.join(Scanners::FILE);
    parsed(&file, &read(&file)?)
}

fn read(file: &Path) -> Result<String, Failure> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(Failure::new(format!("{}: {error}", file.display()))),
    }
}

fn parsed(file: &Path, text: &str) -> Result<Scanners, Failure> {
    Scanners::read(&file.display().to_string(), text).map_err(|problems| {
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Failure::refused(told.join("\n"))
    })
}

/// Beside the old file first, so that a full disk leaves the old one.
fn write_whole(file: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let beside = file.with_extension("toml.new");
    std::fs::write(&beside, text)?;
    std::fs::rename(&beside, file)
}

fn say(shell: &mut Shell<'_>, line: &str) -> Result<(), Failure> {
    write!(shell.out, "{line}\r\n")?;
    Ok(shell.out.flush()?)
}

/// What was found, in sentences, each with what to do about it.
fn findings(host: &Host, separator: &Separator) -> Vec<String> {
    let names: Vec<String> = host
        .layouts
        .iter()
        .map(|layout| format!("{} ({})", layout.0.title(), layout.0.name()))
        .collect();
    let mut lines = vec![format!("The host's keyboard layout: {}.", names.join(" or "))];
    let lost = host.layout().map_or("", |layout| layout.0.lost());
    if !lost.is_empty() {
        lines.push(format!(
            "Dead keys swallow {lost}: set the scanner to this layout if codes hold them."
        ));
    }
    if host.caps_lock {
        lines.push("Caps Lock is on: it is undone, but better switched off.".to_owned());
    }
    if host.full_width {
        lines.push(
            "An input method makes full-width characters: they are folded; better switch it off.".to_owned(),
        );
    }
    let keys: Vec<String> = host.terminators.iter().map(ToString::to_string).collect();
    lines.push(match keys.as_slice() {
        [] => "No terminator: set the scanner to send CR after each code.".to_owned(),
        keys => format!("After each code comes {}.", keys.join(" ")),
    });
    let aim = if host.sends_aim {
        "sent"
    } else {
        "not sent; they make every code certain"
    };
    lines.push(format!("Symbology identifiers are {aim}."));
    lines.push(match separator {
        Separator::Kept => "GS arrives as it is.".to_owned(),
        Separator::AsKey(key) => format!("GS arrives as {key}."),
        Separator::AsText(text) => format!("GS arrives as {text:?}."),
        Separator::AsBracket => "GS arrives as the layout's character for ].".to_owned(),
        Separator::Lost => {
            "GS is lost: set the scanner to send FNC1 as {GS} or |, else lots must be asked about.".to_owned()
        }
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::calibration::PLAIN;

    #[test]
    fn findings_say_what_to_do() {
        let host = calibration::first(PLAIN.as_bytes()).unwrap();
        let told = findings(&host, &Separator::Lost).join("\n");
        for part in ["US English (us)", "set the scanner to send CR", "GS is lost"] {
            assert!(told.contains(part), "{told}");
        }
    }
}
