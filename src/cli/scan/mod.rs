//! `pickface scan`: what a scanner sent, and what codes are, for scripts, tests and whoever sets up a scanner.

mod calibrate;
mod lines;
mod opts;
mod terminal;
mod traces;
mod vectors;
mod watch;

use super::{Failure, Shell, Status};
use std::io::BufReader;

/// Arguments of `scan`. Needs no data directory, but for what is printed through its queue.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub struct Args {
    /// Read JSON lines with `form`, `in` and perhaps `opts` from standard input, and write for each what the code is.
    #[arg(long, group = "what")]
    vectors: bool,
    /// Read JSON lines with `stream` ([[ms since the last read, hex bytes], ...]) and perhaps `profile` from standard
    /// input, and write for each the scans and the typing in it.
    #[arg(long, group = "what")]
    traces: bool,
    /// Show what comes from this terminal's scanner, byte by byte, and what is made of it.
    #[arg(long, group = "what")]
    watch: bool,
    /// Print the two labels of the calibration.
    #[arg(long, group = "what", value_name = "FORM")]
    sheet: Option<calibrate::SheetForm>,
    /// Take two scans of the calibration sheet and write the settings of this device into the data directory.
    #[arg(long, group = "what")]
    calibrate: bool,
    /// Print the shipped rules of carriers' parcel numbers, to be edited as carriers.toml in the data directory.
    #[arg(long, group = "what")]
    carriers: bool,
    /// Check the data directory's file of scanners' settings.
    #[arg(long, group = "what")]
    check: bool,
    /// The device that is meant; by default this one, as PICKFACE_DEVICE or its terminal names it.
    #[arg(long, value_name = "NAME")]
    device: Option<String>,
    /// Put the sheet into the print queue for this printer instead: tcp:HOST, file:FOLDER or a name.
    #[arg(long, value_name = "PRINTER", requires = "sheet")]
    printer: Option<String>,
}

impl Args {
    /// Whether it needs no data directory opened.
    #[must_use]
    pub fn stands_alone(&self) -> bool {
        self.printer.is_none()
    }
}

/// Answers every line of standard input with one line.
///
/// # Errors
/// When standard input cannot be read or nobody reads the answers.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    if args.traces {
        return stream(shell, traces::answer);
    }
    if let Some(printer) = &args.printer {
        return calibrate::queue(args.sheet, printer, shell);
    }
    if let Some(form) = args.sheet {
        return calibrate::sheet(form, shell);
    }
    if args.carriers {
        write!(shell.out, "{}", crate::codes::carriers::Carriers::SHIPPED)?;
        return Ok(Status::Done);
    }
    let device = || args.device.clone().unwrap_or_else(super::device);
    if args.watch {
        let profile = calibrate::settings(shell)?.of_device(&device()).clone();
        return watch::run(shell, profile);
    }
    if args.calibrate {
        return calibrate::run(&device(), shell);
    }
    if args.check {
        calibrate::settings(shell)?;
        writeln!(shell.out, "the scanners' settings can be used")?;
        return Ok(Status::Done);
    }
    let reader = vectors::Vectors::new()?;
    stream(shell, |row| reader.answer(row))
}

fn stream<A: serde::Serialize>(
    shell: &mut Shell<'_>,
    answer: impl Fn(Result<&serde_json::Value, String>) -> A,
) -> Result<Status, Failure> {
    let mut lines = lines::Lines::new(BufReader::new(&mut shell.input));
    while let Some(line) = lines.next_row()? {
        let told =
            serde_json::to_string(&answer(line.as_ref().map_err(Clone::clone))).map_err(Failure::new)?;
        writeln!(shell.out, "{told}")?;
        // One answer a question, at once: a script may wait for it before it asks again.
        shell.out.flush()?;
    }
    Ok(Status::Done)
}
