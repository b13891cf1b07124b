//! `pickface journal`: who did what, when, where and how; and what it changed.

mod told;

use super::{Failure, Shell, Status};
use crate::domain::ids::WorkerId;
use crate::domain::lookup::Target;
use crate::domain::{Actor, Event, Record, Timestamp, Warehouse};
use crate::hub::Site;
use crate::store::codec::decode_record;
use crate::store::history::{Subject, subjects};
use crate::store::medium::DiskMedium;
use crate::store::snapshot::verified_snapshots;
use crate::store::state::{apply, load};
use chrono::{NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use told::Teller;

/// Arguments of `journal`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only what names this: the code of an item, place, tote, parcel or worker, or an order's number.
    about: Option<String>,
    /// Only what this worker asked for, by number; "system" for the program itself.
    #[arg(long, value_name = "NUMBER")]
    by: Option<String>,
    /// Only records with an event of this name, as "GoodsMoved".
    #[arg(long, value_name = "EVENT")]
    event: Option<String>,
    /// From this day or minute of the building's clock, as 2026-11-22 or 2026-11-22T08:26.
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Before this day or minute.
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// From this record's number.
    #[arg(long, default_value_t = 1, value_name = "SEQ")]
    from: u64,
    /// To this record's number.
    #[arg(long, default_value_t = u64::MAX, value_name = "SEQ")]
    to: u64,
    /// At most so many, the latest; 0 for all.
    #[arg(long, default_value_t = 50)]
    limit: usize,
    /// With every record of the warehouse that changed, before and after.
    #[arg(long)]
    changes: bool,
    /// Write JSON lines to this file (- for standard output): one object a record, with its changes; no limit.
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
}

/// Prints or exports it, in the order in which it happened.
///
/// # Errors
/// When the directory cannot be read, or what is asked about is not known.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let site = shell.site()?;
    let now = site.warehouse();
    let filter = Filter::new(args, &site, &now)?;
    let changes = args.changes || args.export.is_some();
    let teller = Teller::new(&now);
    let json = shell.global.json || args.export.is_some();
    let mut told = 0_u64;
    let mut print = |to: &mut dyn Write, record: &Record, states: Option<(&Warehouse, &Warehouse)>| {
        told += 1;
        if json {
            writeln!(to, "{}", teller.object(record, states))
        } else {
            teller.sentences(to, record, states)
        }
    };
    match args.export.as_deref().filter(|file| *file != Path::new("-")) {
        Some(file) => {
            let path = shell.path(file)?;
            let cannot = |error| Failure::new(format!("{} cannot be written: {error}", path.display()));
            let mut file = BufWriter::new(File::create(&path).map_err(cannot)?);
            each(&site, &filter, changes, &mut |record, states| {
                print(&mut file, record, states).map_err(cannot)
            })?;
            file.flush().map_err(cannot)?;
            let answer = serde_json::json!({ "written": told, "file": path });
            shell.answer(&answer, format!("{told} records written to {}", path.display()))?;
        }
        None if args.limit == 0 || args.export.is_some() => {
            each(&site, &filter, changes, &mut |record, states| {
                Ok(print(shell.out, record, states)?)
            })?;
        }
        None => {
            // The latest ones are known only at the end. A state costs a pointer.
            let mut latest: VecDeque<(Record, Option<(Warehouse, Warehouse)>)> = VecDeque::new();
            each(&site, &filter, changes, &mut |record, states| {
                if latest.len() == args.limit {
                    latest.pop_front();
                }
                let states = states.map(|(before, after)| (before.clone(), after.clone()));
                latest.push_back((record.clone(), states));
                Ok(())
            })?;
            for (record, states) in &latest {
                let states = states.as_ref().map(|(before, after)| (before, after));
                print(shell.out, record, states)?;
            }
        }
    }
    Ok(Status::Done)
}

/// Which records are wanted.
#[derive(Debug)]
struct Filter {
    about: Vec<Subject>,
    by: Option<Actor>,
    event: Option<String>,
    since: Timestamp,
    until: Timestamp,
    from: u64,
    to: u64,
}

impl Filter {
    fn new(args: &Args, site: &Site, w: &Warehouse) -> Result<Filter, Failure> {
        let zone: Tz = w.settings.time_zone.parse().unwrap_or(Tz::UTC);
        let time = |text: &Option<String>, otherwise: i64| match text {
            Some(text) => moment(text, zone),
            None => Ok(Timestamp(otherwise)),
        };
        Ok(Filter {
            about: args
                .about
                .as_deref()
                .map(|code| about(code, site, w))
                .transpose()?
                .unwrap_or_default(),
            by: args.by.as_deref().map(|number| by(number, w)).transpose()?,
            event: args.event.clone(),
            since: time(&args.since, i64::MIN)?,
            until: time(&args.until, i64::MAX)?,
            from: args.from.max(1),
            to: args.to,
        })
    }

    fn wants(&self, record: &Record) -> bool {
        let named = || {
            let subjects = subjects(record);
            self.about.iter().any(|subject| subjects.contains(subject))
        };
        let is_event = |name: &String| {
            let mut events = record.events.iter().map(Event::name);
            events.any(|event| event.eq_ignore_ascii_case(name))
        };
        record.at >= self.since
            && record.at < self.until
            && self.by.is_none_or(|by| by == record.actor)
            && self.event.as_ref().is_none_or(is_event)
            && (self.about.is_empty() || named())
    }
}

/// What a code stands for, orders that are closed too.
fn about(code: &str, site: &Site, w: &Warehouse) -> Result<Vec<Subject>, Failure> {
    let mut subjects: Vec<Subject> = w
        .scan(code)
        .targets
        .iter()
        .filter_map(|target| match target {
            Target::Item(id, ..) => Some(Subject::Item(id.0)),
            Target::Place(id) => Some(Subject::Place(id.0)),
            Target::Lpn(id) => Some(Subject::Lpn(id.0)),
            Target::Order(id) => Some(Subject::Order(id.0)),
            Target::Parcel(id) => Some(Subject::Parcel(id.0)),
            Target::Worker(id) => Some(Subject::Worker(id.0)),
            _ => None,
        })
        .collect();
    subjects.extend(
        w.worker_by_number(code)
            .map(|worker| Subject::Worker(worker.id.0)),
    );
    for owner in w.owners.keys() {
        let closed = site.history().closed_orders(*owner, code)?;
        subjects.extend(closed.iter().map(|order| Subject::Order(order.id.0)));
    }
    if subjects.is_empty() {
        return Err(Failure::refused(format!("nothing here has the code {code:?}")));
    }
    Ok(subjects)
}

fn by(number: &str, w: &Warehouse) -> Result<Actor, Failure> {
    if number == "system" {
        return Ok(Actor::System);
    }
    let worker: Option<WorkerId> = w.worker_by_number(number).map(|worker| worker.id);
    worker
        .map(Actor::Worker)
        .ok_or_else(|| Failure::refused(format!("no worker here has the number {number:?}")))
}

/// A day or a minute of the building's clock. Where the clock jumps, the earlier of two moments.
fn moment(text: &str, zone: Tz) -> Result<Timestamp, Failure> {
    let day = |text: &str| {
        let day = text.parse::<NaiveDate>().ok()?;
        day.and_hms_opt(0, 0, 0)
    };
    let minute = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok();
    day(text)
        .or_else(|| minute(text))
        .and_then(|local| zone.from_local_datetime(&local).earliest())
        .map(|at| Timestamp(at.timestamp_millis()))
        .ok_or_else(|| {
            Failure::refused(format!("{text:?} is no time"))
                .hint("a day as 2026-11-22, or a minute as 2026-11-22T08:26")
        })
}

/// What is done with a record, and the warehouse before and after it where changes are wanted.
type Take<'t> = dyn FnMut(&Record, Option<(&Warehouse, &Warehouse)>) -> Result<(), Failure> + 't;

/// Every wanted record, in order. For the changes the warehouse is replayed along, from the newest snapshot that lies
/// before them.
fn each(site: &Site, filter: &Filter, changes: bool, take: &mut Take<'_>) -> Result<(), Failure> {
    let mut warehouse = Warehouse::default();
    if changes {
        let before = verified_snapshots(&DiskMedium, site.directory().root())?;
        let newest = before.into_iter().rfind(|s| s.info().header.seq < filter.from);
        if let Some(snapshot) = newest {
            warehouse = load(snapshot)?;
        }
    }
    let first = if changes { warehouse.seq + 1 } else { filter.from };
    let mut records = site.journal().read_from(first);
    while let Some((seq, bytes)) = records.next_record()? {
        if seq > filter.to {
            break;
        }
        let record = decode_record(bytes).map_err(|error| Failure::new(format!("record {seq}: {error}")))?;
        let wanted = seq >= filter.from && filter.wants(&record);
        if !changes {
            if wanted {
                take(&record, None)?;
            }
            continue;
        }
        let before = warehouse.clone();
        apply(&mut warehouse, &record);
        if wanted {
            take(&record, Some((&before, &warehouse)))?;
        }
    }
    Ok(())
}
