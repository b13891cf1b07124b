//! `--calibrate`: two scans of the calibration sheet, and the settings that follow from them.

use super::terminal::Keyboard;
use crate::cli::print_sheet::enqueue;
use crate::cli::{Failure, Shell, Status};
use crate::domain::{Text, outbox};
use crate::exchange::labels::{self, CalibrationSheet, Language, Media, PrinterProfile};
use crate::exchange::scanners::{ScannersError, scanners, set_scanner};
use crate::scan::calibration::{self, Unclear};
use crate::scan::{Millis, Scanners};
use crate::ui::locale::{Lang, Texts};
use crate::ui::scan_report::ScanReport;

/// How the sheet is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum SheetForm {
    /// For a label printer of 100 mm by 150 mm.
    Zpl,
    /// For an office printer, A4.
    Pdf,
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
    let bytes = match form {
        SheetForm::Zpl => {
            let zpl = labels::to_zpl(&sheet, &PrinterProfile::new(Media::PARCEL));
            zpl.map_err(Failure::new)?.into_bytes()
        }
        SheetForm::Pdf => {
            let language = match shell.language()? {
                Lang::En => Language::English,
                Lang::ZhHans => Language::Chinese,
            };
            labels::to_pdf(&sheet, Media::A4, language).map_err(Failure::new)?
        }
        SheetForm::Text => sheet.to_text().into_bytes(),
    };
    shell.out.write_all(&bytes)?;
    shell.out.flush()?;
    Ok(Status::Done)
}

/// Puts the sheet into a printer's queue.
///
/// # Errors
/// When there is no such printer, or the sheet is wanted in a form that label printers do not take.
pub(super) fn queue(
    form: Option<SheetForm>,
    printer: &str,
    shell: &mut Shell<'_>,
) -> Result<Status, Failure> {
    if form != Some(SheetForm::Zpl) {
        return Err(Failure::refused(
            "the print queue takes labels: write --sheet zpl",
        ));
    }
    let texts = Texts::new(shell.language()?);
    let command = outbox::Command::PrintCalibration {
        place: None,
        printer: Text::from(printer),
    };
    enqueue(shell, printer, &texts, command)?;
    let said = format!("the calibration sheet waits for the printer {printer}");
    shell.answer(&serde_json::json!({ "printer": printer }), said)?;
    Ok(Status::Done)
}

/// Takes two scans, tells what they show, and writes the device's settings.
///
/// # Errors
/// When a scan tells nothing, or the file cannot be read or written.
pub(super) fn run(device: &str, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let (root, texts) = (shell.root()?, Texts::new(shell.language()?));
    // A mistake in the file is told before anybody scans in vain.
    settings(shell)?;
    let unclear = |why: Unclear| Failure::new(texts.say(why.text_key()));
    let (host, separator) = {
        let mut keyboard = Keyboard::open()?;
        say(shell, &texts.say("calibrate-first"))?;
        let host = calibration::first(&keyboard.one_scan(QUIET)?).map_err(unclear)?;
        say(shell, &texts.say("calibrate-second"))?;
        let separator = calibration::second(&keyboard.one_scan(QUIET)?, &host).map_err(unclear)?;
        (host, separator)
    };
    for line in ScanReport::new(&texts, None).findings(&host, Some(&separator)) {
        say(shell, &line)?;
    }
    let (file, _) = set_scanner(&root, device, |base| host.profile(&separator, base)).map_err(failed)?;
    let told = [
        ("device", device.to_owned()),
        ("file", file.display().to_string()),
    ];
    say(shell, &texts.say_text("calibrate-written", &told))?;
    Ok(Status::Done)
}

/// The settings of every device, from the data directory's file.
///
/// # Errors
/// When the file has a mistake in it.
pub(super) fn settings(shell: &Shell<'_>) -> Result<Scanners, Failure> {
    scanners(&shell.root()?).map_err(failed)
}

fn failed(error: ScannersError) -> Failure {
    match error {
        ScannersError::Mistakes(_) => Failure::refused(error),
        ScannersError::File { .. } => Failure::new(error),
    }
}

fn say(shell: &mut Shell<'_>, line: &str) -> Result<(), Failure> {
    write!(shell.out, "{line}\r\n")?;
    Ok(shell.out.flush()?)
}
