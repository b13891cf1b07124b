//! `pickface export`: what is in the warehouse into a file.

use super::{Failure, Shell, Status};
use crate::domain::{Timestamp, Warehouse};
use crate::exchange::export::{ExportError, ExportFormat, ExportKind, ExportReport, export, export_journal};
use crate::exchange::period::Period;
use crate::hub::Site;
use crate::store::history::{LookBack, Subject};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to write: a kind that `import` reads, or movements, manifests or journal.
    kind: ExportKind,
    /// The file, overwritten where it is there; standard output otherwise.
    file: Option<PathBuf>,
    /// csv or jsonl.
    #[arg(long, default_value = "csv")]
    format: ExportFormat,
    /// Of the journal, only what concerns this item, place, tote, order, parcel or worker; several are all of them.
    #[arg(long, value_name = "CODE")]
    about: Vec<String>,
    /// Of the journal, only a day or hours: `2026-11-28`, `09:00-10:30`, `11-28 22:00-06:00`.
    #[arg(long, value_name = "WHEN")]
    during: Option<String>,
}

/// Writes the file.
///
/// # Errors
/// When it cannot be written.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let site = shell.site()?;
    let asked = asked(args, &site.warehouse())?;
    let path = args
        .file
        .as_deref()
        .filter(|path| *path != Path::new("-"))
        .map(|path| shell.path(path))
        .transpose()?;
    let Some(path) = path.as_deref() else {
        write(&site, args, &asked, shell.out).map_err(Failure::new)?;
        return Ok(Status::Done);
    };
    let cannot = |error| Failure::new(format!("{} cannot be written: {error}", path.display()));
    let mut file = BufWriter::new(File::create(path).map_err(cannot)?);
    let report = write(&site, args, &asked, &mut file).map_err(Failure::new)?;
    file.flush().map_err(cannot)?;
    let said = match report.left_out {
        0 => format!("{} lines written to {}", report.written, path.display()),
        some => format!(
            "{} lines written to {}; {some} records that such a file cannot tell are left out",
            report.written,
            path.display()
        ),
    };
    shell.answer(&report, said)?;
    Ok(Status::Done)
}

fn write(
    site: &Site,
    args: &Args,
    asked: &LookBack,
    to: &mut dyn Write,
) -> Result<ExportReport, ExportError> {
    match args.kind {
        ExportKind::Journal => export_journal(&site.warehouse(), site.journal(), asked, args.format, to),
        kind => export(site, kind, args.format, to),
    }
}

/// Which records of the journal are wanted.
fn asked(args: &Args, w: &Warehouse) -> Result<LookBack, Failure> {
    if args.kind != ExportKind::Journal && (!args.about.is_empty() || args.during.is_some()) {
        return Err(Failure::new(
            "--about and --during narrow the journal: `export journal`",
        ));
    }
    let subject = |code: &String| {
        let worker = w
            .worker_by_number(code)
            .map(|worker| Subject::Worker(worker.id.0));
        let known = w.scan(code).targets.into_iter().find_map(Subject::of).or(worker);
        known.ok_or_else(|| Failure::new(format!("nothing here is called {code}")))
    };
    let during = match &args.during {
        None => None,
        Some(text) => {
            let zone = w.settings.time_zone.parse().unwrap_or(chrono_tz::Tz::UTC);
            let now = Timestamp(chrono::Utc::now().timestamp_millis());
            let period = Period::parse(text, now, zone);
            let wrong = || Failure::new(format!("`{text}` is no day or hours: 2026-11-28, 09:00-10:30"));
            Some(period.ok_or_else(wrong)?)
        }
    };
    Ok(LookBack {
        about: args.about.iter().map(subject).collect::<Result<_, _>>()?,
        since: during.map(|period| period.since),
        until: during.map(|period| period.until),
        ..LookBack::default()
    })
}
