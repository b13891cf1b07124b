//! The demo's data directory: made once from the plan, opened again later, with a new day's orders on a new day.

use super::{DemoError, DemoPlan, DemoSettings, DemoSource, Retail, build, roll};
use crate::domain::ids::OrderId;
use crate::domain::masters::{self, Carton};
use crate::domain::places::{Lpn, LpnKind, PlaceKind};
use crate::domain::settings::Settings;
use crate::domain::{Actor, Command, Text, Warehouse, outbox, popularity};
use crate::exchange::import::{ImportError, ImportReport, import_rows, item_by_code, pipeline, zone_of};
use crate::hub::{Rejection, Site, SiteError, SiteOptions};
use crate::store::directory::DirectoryKind;
use crate::store::medium::{DiskMedium, write_small};
use chrono::{NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

/// Totes that stand ready, `T-0001` and on.
const TOTES: u32 = 120;
/// GS1 prefixes beginning with 952 are kept for examples.
const COMPANY_PREFIX: &str = "9521234";
/// In the data directory: what the demo was made from, and for which days.
const NOTE_FILE: &str = "demo.json";

/// How to make or open a demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoOptions {
    /// Where its orders come from, when it is made. An older demo keeps what it was made from.
    pub source: DemoSource,
    /// The day it is to be; none for the building's own today.
    pub today: Option<NaiveDate>,
    /// The building's time zone.
    pub zone: Tz,
    /// The same seed makes the same demo.
    pub seed: u64,
}

impl Default for DemoOptions {
    fn default() -> DemoOptions {
        DemoOptions {
            source: DemoSource::Sample,
            today: None,
            zone: Tz::Europe__London,
            seed: 7,
        }
    }
}

/// What is in a demo, in figures, and what opening it did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DemoReport {
    /// The day it is for.
    pub today: Option<NaiveDate>,
    /// It was made by this opening.
    pub made: bool,
    /// Orders that a new day brought.
    pub rolled_orders: u64,
    pub items: usize,
    pub places: usize,
    pub pick_faces: usize,
    pub stock_records: usize,
    pub units_on_hand: i64,
    pub owners: usize,
    pub carriers: usize,
    pub cartons: usize,
    pub workers: usize,
    pub totes: usize,
    pub printers: usize,
    pub open_orders: usize,
    pub open_lines: usize,
    pub open_units: i64,
    pub expected_receipts: usize,
    pub popular_items: usize,
    /// Records in the journal.
    pub records: u64,
    /// What somebody should know.
    pub notes: Vec<String>,
}

/// Why a demo could not be made or opened.
#[derive(Debug, thiserror::Error)]
pub enum DemoOpenError {
    /// Its orders.
    #[error(transparent)]
    Source(#[from] DemoError),
    /// Its data directory.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// Its rows.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// Part of the plan was refused.
    #[error("the demo could not be made: {0}")]
    Refused(String),
    /// Its note.
    #[error("cannot keep {NOTE_FILE} in the data directory: {0}")]
    Note(#[from] io::Error),
}

/// What a demo remembers of its making.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    built_for: NaiveDate,
    /// The last day whose orders came in.
    rolled_to: NaiveDate,
    seed: u64,
    /// The folder that its orders come from; none for the sample.
    folder: Option<std::path::PathBuf>,
    /// It was made to the end.
    made: bool,
}

/// Opens the demo at `root`, making it first where there is none yet or its making was cut off; and brings in a new
/// day's orders where it is a later day than the last.
///
/// # Errors
/// The directory is no demo's or in use, or the source of orders cannot be read.
pub fn open_demo(root: &Path, options: &DemoOptions) -> Result<(Site, DemoReport), DemoOpenError> {
    let kind = Some(DirectoryKind::Demo);
    let site = Site::open(
        root,
        SiteOptions {
            kind,
            ..SiteOptions::default()
        },
    )?;
    let mut report = DemoReport::default();
    let mut note = match read_note(root)? {
        Some(note) => note,
        None => Note::new(&site.warehouse(), options),
    };
    if !note.made {
        let settings = DemoSettings {
            today: note.built_for,
            zone: options.zone,
            seed: note.seed,
        };
        // Kept before the first command, so that a making that is cut off is taken up as it was begun.
        write_note(root, &note)?;
        make(&site, &build(&note.source().load()?, settings))?;
        note.made = true;
        write_note(root, &note)?;
        report.made = true;
        // The next start need not replay the making.
        if let Err(error) = site.snapshot() {
            report.notes.push(error.to_string());
        }
    }
    roll_to_today(&site, note, options.today, &mut report)?;
    report.count(&site.warehouse());
    Ok((site, report))
}

impl Note {
    fn new(w: &Warehouse, options: &DemoOptions) -> Note {
        let today = options
            .today
            .unwrap_or_else(|| Utc::now().with_timezone(&options.zone).date_naive());
        // Orders without a note: a demo brought back from a backup. It is not made again, and gets a new day.
        let made = w.counters.next::<OrderId>() > OrderId(1);
        let day = if made {
            today.pred_opt().unwrap_or(today)
        } else {
            today
        };
        Note {
            built_for: day,
            rolled_to: day,
            seed: options.seed,
            folder: match &options.source {
                DemoSource::Sample => None,
                DemoSource::Folder(folder) => {
                    Some(fs::canonicalize(folder).unwrap_or_else(|_| folder.clone()))
                }
            },
            made,
        }
    }

    fn source(&self) -> DemoSource {
        self.folder.clone().map_or(DemoSource::Sample, DemoSource::Folder)
    }
}

fn roll_to_today(
    site: &Site,
    mut note: Note,
    today: Option<NaiveDate>,
    report: &mut DemoReport,
) -> Result<(), DemoOpenError> {
    let zone = zone_of(&site.warehouse());
    let today = today.unwrap_or_else(|| Utc::now().with_timezone(&zone).date_naive());
    report.today = Some(note.rolled_to.max(today));
    if today <= note.rolled_to {
        return Ok(());
    }
    let source = note.source();
    let retail: Retail = match source.load() {
        Ok(retail) => retail,
        Err(error) => {
            report.today = Some(note.rolled_to);
            report.notes.push(format!("no new orders came in: {error}"));
            return Ok(());
        }
    };
    let settings = DemoSettings {
        today,
        zone,
        seed: note.seed,
    };
    let orders = roll(&retail, note.built_for, settings);
    let came = import_rows(site, "demo orders", &orders)?;
    refuse(&came)?;
    report.rolled_orders = u64::try_from(orders.len()).unwrap_or(u64::MAX);
    note.rolled_to = today;
    Ok(write_note(site.directory().root(), &note)?)
}

/// Enters the whole plan. Entering it again where it was cut off changes nothing that is there.
fn make(site: &Site, plan: &DemoPlan) -> Result<(), DemoOpenError> {
    send(site, "demo building", building(plan, &site.warehouse()))?;
    let reports = [
        import_rows(site, "demo owners", &plan.owners)?,
        import_rows(site, "demo carriers", &plan.carriers)?,
        import_rows(site, "demo workers", &plan.workers)?,
        import_rows(site, "demo items", &plan.items)?,
        import_rows(site, "demo places", &plan.places)?,
        import_rows(site, "demo stock", &plan.stock)?,
        import_rows(site, "demo receipts", &plan.receipts)?,
    ];
    reports.iter().try_for_each(refuse)?;
    let w = site.warehouse();
    send(site, "demo history", popularity_of(plan, &w))?;
    send(site, "demo printers", printers(plan, &w))?;
    // Last: a demo with orders was made to the end.
    refuse(&import_rows(site, "demo orders", &plan.open_orders)?)
}

fn building(plan: &DemoPlan, w: &Warehouse) -> Vec<Command> {
    let settings = Settings {
        name: "Pickface demo".into(),
        time_zone: plan.settings.zone.name().into(),
        company_prefix: COMPANY_PREFIX.into(),
        ..w.settings.clone()
    };
    let carton = |row: &super::CartonType| {
        masters::Command::SaveCarton(Carton {
            code: row.code.as_str().into(),
            length_mm: row.length_mm,
            width_mm: row.width_mm,
            height_mm: row.height_mm,
            max_weight_g: row.max_weight_g,
            tare_g: row.tare_g,
            ..Carton::default()
        })
        .into()
    };
    let tote = |number: u32| {
        masters::Command::SaveLpn(Lpn {
            code: format!("T-{number:04}").into(),
            kind: LpnKind::Tote,
            ..Lpn::default()
        })
        .into()
    };
    let first = std::iter::once(masters::Command::SaveSettings(settings).into());
    first
        .chain(plan.cartons.iter().map(carton))
        .chain((1..=TOTES).map(tote))
        .collect()
}

fn popularity_of(plan: &DemoPlan, w: &Warehouse) -> Vec<Command> {
    let days = || plan.history.iter().map(|row| row.day);
    let span = days()
        .max()
        .zip(days().min())
        .map_or(1, |(last, first)| (last - first).num_days() + 1);
    // Rounded to the nearest: what is asked for less than every second week counts as never.
    let a_week = |whole: i64| whole.saturating_mul(7).saturating_add(span / 2) / span;
    let asked = plan.popularity.iter().filter(|item| item.lines > 0);
    let set = asked.filter_map(|row| {
        let (item, picks) = (item_by_code(w, &row.item)?, i64::try_from(row.lines).ok()?);
        let (picks, units) = (a_week(picks), a_week(row.quantity));
        (picks > 0 || units > 0).then(|| popularity::Command::Set { item, picks, units }.into())
    });
    set.collect()
}

fn printers(plan: &DemoPlan, w: &Warehouse) -> Vec<Command> {
    let set = plan.printers.iter().filter_map(|row| {
        let place = w.scan(&row.place).place()?;
        let printer = Text::from(format!("file:{}", row.folder));
        Some(outbox::Command::SetPrinter { place, printer }.into())
    });
    set.collect()
}

fn send(site: &Site, name: &str, commands: Vec<Command>) -> Result<(), DemoOpenError> {
    let mut refused = None;
    let input = Text::from(name);
    let numbered = commands.into_iter().map(|command| (Arc::clone(&input), command));
    let sent = pipeline(
        site.hub(),
        Actor::System,
        numbered,
        &mut |_, answer| match answer {
            Ok(_) => ControlFlow::Continue(()),
            Err(rejection) => {
                refused.get_or_insert(rejection);
                ControlFlow::Break(())
            }
        },
    );
    sent.map_err(ImportError::Runtime)?;
    match refused {
        None => Ok(()),
        Some(Rejection::Stopped(why)) => Err(DemoOpenError::Refused(why.to_string())),
        Some(Rejection::Refused(refusal)) => Err(DemoOpenError::Refused(format!("{name}: {refusal:?}"))),
    }
}

/// A demo's rows are all good, whatever their source.
fn refuse(report: &ImportReport) -> Result<(), DemoOpenError> {
    match report.errors.first() {
        None => Ok(()),
        Some(error) => {
            let count = report.errors.len();
            Err(DemoOpenError::Refused(format!(
                "{count} rows were refused, the first: {error}"
            )))
        }
    }
}

fn read_note(root: &Path) -> io::Result<Option<Note>> {
    match fs::read(root.join(NOTE_FILE)) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn write_note(root: &Path, note: &Note) -> io::Result<()> {
    write_small(&DiskMedium, &root.join(NOTE_FILE), &serde_json::to_vec(note)?)
}

impl DemoReport {
    fn count(&mut self, w: &Warehouse) {
        let faces = w
            .places
            .values()
            .filter(|place| place.kind == PlaceKind::PickFace);
        let real = || w.stock.iter().filter(|(key, _)| key.holder.is_real());
        let open = || w.orders.values().filter(|order| !order.is_over());
        let lines = || open().flat_map(|order| &order.lines);
        self.items = w.items.len();
        self.places = w.places.len();
        self.pick_faces = faces.count();
        self.stock_records = real().count();
        self.units_on_hand = real().map(|(_, stock)| stock.on_hand.0).sum();
        self.owners = w.owners.len();
        self.carriers = w.carriers.len();
        self.cartons = w.cartons.len();
        self.workers = w.workers.len();
        self.totes = w.lpns.values().filter(|lpn| lpn.kind == LpnKind::Tote).count();
        self.printers = w.printers.len();
        self.open_orders = open().count();
        self.open_lines = lines().count();
        self.open_units = lines().map(|line| line.qty.0).sum();
        self.expected_receipts = w.receipts.len();
        self.popular_items = w.popularity.len();
        self.records = w.seq;
    }
}
