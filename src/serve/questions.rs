//! Answers to what screens ask of the journal, the store behind it, the data directory, and of planners. They read and
//! write files and reckon for seconds: call them where waiting is fine.

use crate::cli::plan::Until;
use crate::domain::ids::OrderId;
use crate::domain::{Timestamp, Warehouse};
use crate::exchange::export::{ExportFormat, export_journal};
use crate::exchange::scanners::set_scanner;
use crate::exchange::settings::carriers;
use crate::hub::Site;
use crate::plan::day::Day;
use crate::plan::slots::TRIPS;
use crate::scan::Profile;
use crate::store::history::{LookBack, gone_by_code, items_that_left, look_back};
use crate::ui::screen::{Calibrated, Effort, Question, Told};
use crate::ui::screens::slotting::MOST_MOVES;
use anyhow::Context;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Records in one answer.
const PAGE: usize = 200;
/// How long a lead waits for a better release.
const RELEASE_SECONDS: f64 = 1.5;
/// Folder of the data directory that files made on a screen are written to.
const EXPORT_FOLDER: &str = "exports";

/// Finds the answer.
pub(super) fn answer(site: &Site, question: &Question, now: Timestamp) -> Told {
    let told = match question {
        Question::Records(asked) => look_back(site.history(), site.journal(), asked, PAGE)
            .map(Told::Records)
            .map_err(Into::into),
        Question::Proof(seq) => site.journal().prove(*seq).map(Told::Proof).map_err(Into::into),
        Question::Gone(code) => gone_by_code(site.history(), site.journal(), &site.warehouse(), code)
            .map(Told::Gone)
            .map_err(Into::into),
        Question::Pulse => Ok(Told::Pulse(Box::new(site.pulse()))),
        Question::Export(asked, format) => export(site, asked, *format, now),
        Question::Release(orders, effort) => Ok(release(&site.warehouse(), orders, *effort)),
        Question::Slots(search) => {
            let left = || {
                let left = items_that_left(site.journal(), TRIPS);
                // Open orders and popularity are learned from all the same.
                left.unwrap_or_else(|error| {
                    tracing::error!("cannot look back at the orders that left: {error:#}");
                    Vec::new()
                })
            };
            let found = search.step(&site.warehouse(), left, MOST_MOVES);
            Ok(Told::Slots(found.map(Box::new)))
        }
        Question::SetScanner(found) => set(site, found),
        Question::CarrierRules => carriers(site.directory().root())
            .map(|rules| Told::CarrierRules(Box::new(rules)))
            .map_err(Into::into),
    };
    told.unwrap_or_else(|error: anyhow::Error| {
        tracing::error!("cannot look back: {error:#}");
        Told::Failed(format!("{error:#}"))
    })
}

fn release(w: &Warehouse, orders: &[OrderId], effort: Effort) -> Told {
    let seconds = match effort {
        Effort::First => 0.0,
        Effort::Wait => RELEASE_SECONDS,
    };
    let release = Day::of(w, orders).plan(w, &mut Until::seconds(seconds));
    Told::Release(Box::new(release))
}

fn set(site: &Site, found: &Calibrated) -> anyhow::Result<Told> {
    let w = site.warehouse();
    let device = w
        .devices
        .get(&found.device)
        .context("the device is not known here")?;
    let change = |base: &Profile| found.host.profile(&found.separator, base);
    let (path, profile) = set_scanner(site.directory().root(), &device.code, change)?;
    tracing::info!("the scanner of {} was set up in {}", device.code, path.display());
    Ok(Told::ScannerSet(path.display().to_string(), Box::new(profile)))
}

fn export(site: &Site, asked: &LookBack, format: ExportFormat, now: Timestamp) -> anyhow::Result<Told> {
    let w = site.warehouse();
    let folder = site.directory().root().join(EXPORT_FOLDER);
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let path = folder.join(file_name(
        format,
        now,
        w.settings.time_zone.parse().unwrap_or(Tz::UTC),
    ));
    let written =
        write(site, asked, format, &path).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(Told::Exported(path.display().to_string(), written))
}

fn write(site: &Site, asked: &LookBack, format: ExportFormat, path: &PathBuf) -> anyhow::Result<u64> {
    let mut file = BufWriter::new(File::create(path)?);
    let report = export_journal(&site.warehouse(), site.journal(), asked, format, &mut file)?;
    file.flush()?;
    Ok(report.written)
}

/// Named by the building's clock, to the millisecond: two exports never share a file.
fn file_name(format: ExportFormat, now: Timestamp, zone: Tz) -> String {
    let at = DateTime::<Utc>::from_timestamp_millis(now.0).unwrap_or_default();
    let at = at.with_timezone(&zone).format("%Y%m%d-%H%M%S-%3f");
    let ending = match format {
        ExportFormat::Csv => "csv",
        ExportFormat::JsonLines => "jsonl",
    };
    format!("journal-{at}.{ending}")
}
