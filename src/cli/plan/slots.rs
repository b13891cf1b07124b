//! `pickface plan slots`: where each item should lie.

use super::clock::Until;
use crate::cli::{Failure, Shell, Status};
use crate::exchange::demo::{DemoSource, Retail, SlotsCase, SlotsSettings};
use crate::plan::slots::{Move, Plan, by_popularity, length, plan};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::thread;

/// How much longer than the first the last reckoning of all walks may take.
const SLOWER: f64 = 1.5;

/// Arguments of `plan slots`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A folder with items.csv, orders.csv and order_lines.csv (each may be .gz).
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// Time for everything, reading and judging too.
    #[arg(long, value_name = "S", default_value_t = 60.0)]
    seconds: f64,
    /// Moves at most, for the plan and for its rival. Without it, as many as they want.
    #[arg(long, value_name = "N")]
    moves: Option<usize>,
    /// The last day to learn from.
    #[arg(long, value_name = "DATE", default_value = "2011-08-31")]
    learn_until: NaiveDate,
    /// The last day to be judged on; the first is the day after those to learn from.
    #[arg(long, value_name = "DATE", default_value = "2011-12-09")]
    judge_until: NaiveDate,
    /// Searches side by side, each with another seed; the best of their plans is printed.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=64))]
    threads: u64,
    /// Seed of where everything lies before, and of the first search.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// What lies where, and how far orders are walked then. Everything is told by codes of items and places.
#[derive(Serialize)]
struct Answer<'c> {
    /// As it was named.
    dir: PathBuf,
    /// Of all walks to be judged on, as everything lay.
    metres_before: f64,
    /// As the plan has it.
    metres_after: f64,
    /// As popularity alone has it.
    metres_abc: f64,
    /// What a day of walks is shorter by than before.
    metres_saved_a_day: f64,
    /// Walks judged on.
    walks: usize,
    /// Days on which these were ordered.
    days: usize,
    /// Time of everything.
    seconds: f64,
    threads: u64,
    seed: u64,
    /// Where walks start and end, from the building's corner.
    depot_mm: (i32, i32),
    /// In an order in which they can be carried out: each goes into a free place.
    moves: Vec<Told<'c>>,
    /// Moves that popularity alone takes.
    moves_abc: usize,
    /// Where each item lies after the moves.
    assignment: BTreeMap<&'c str, &'c str>,
    /// Where popularity alone puts it.
    assignment_abc: BTreeMap<&'c str, &'c str>,
    /// Pieces that lie in each item's pick face.
    pieces: BTreeMap<&'c str, i64>,
}

/// A move, told by codes.
#[derive(Serialize)]
struct Told<'c> {
    item: &'c str,
    from: &'c str,
    to: &'c str,
}

/// Plans a folder's slots, and prints the plan and what it comes to.
///
/// # Errors
/// When the folder cannot be read, or has no orders to learn from or to judge on.
pub(super) fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let until = Until::seconds(args.seconds);
    let folder = DemoSource::Folder(shell.path(&args.dir)?);
    let retail = folder.load().map_err(Failure::refused)?;
    let settings = SlotsSettings {
        learn_until: args.learn_until,
        judge_until: args.judge_until,
        seed: args.seed,
        moves: args.moves,
    };
    let case = SlotsCase::new(&retail, settings).map_err(|error| {
        Failure::refused(format!("{}: {error}", args.dir.display()))
            .hint("say other days with --learn-until and --judge-until")
    })?;
    let started = until.elapsed();
    let metres_before = metres(&case, &case.task.start)?;
    let judging = until.elapsed() - started;
    let rival = by_popularity(&case.task, &case.lines);
    let metres_abc = metres(&case, &rival.lies)?;
    let left = args.seconds - until.elapsed() - judging * SLOWER;
    let plan = search(&case, args, left);
    let metres_after = metres(&case, &plan.lies)?;
    let answer = Answer {
        dir: args.dir.clone(),
        metres_before,
        metres_after,
        metres_abc,
        metres_saved_a_day: ((metres_before - metres_after) / case.days.max(1) as f64).round(),
        walks: case.judged.len(),
        days: case.days,
        threads: args.threads,
        seed: args.seed,
        depot_mm: case.depot,
        moves: told(&retail, &case, &plan.moves),
        moves_abc: rival.moves.len(),
        assignment: assignment(&retail, &case, &plan.lies),
        assignment_abc: assignment(&retail, &case, &rival.lies),
        pieces: codes(&retail).zip(case.pieces.iter().copied()).collect(),
        seconds: until.elapsed(),
    };
    shell.answer(&answer, &answer)?;
    Ok(Status::Done)
}

/// Metres of the walks to be judged on, to the millimetre.
fn metres(case: &SlotsCase, lies: &[u32]) -> Result<f64, Failure> {
    let task = &case.task;
    let mm = length(&task.floor, &task.places, lies, &case.judged);
    let mm = mm.ok_or_else(|| Failure::new("there are more cross-aisles than can be planned exactly"))?;
    Ok(mm as f64 / 1000.0)
}

fn search(case: &SlotsCase, args: &Args, seconds: f64) -> Plan {
    let until = Until::seconds(seconds);
    let one = |seed| plan(&case.task, seed, &mut { until });
    thread::scope(|scope| {
        let more: Vec<_> = (1..args.threads)
            .map(|n| scope.spawn(move || one(args.seed.wrapping_add(n))))
            .collect();
        let first = one(args.seed);
        let plans = more.into_iter().filter_map(|thread| thread.join().ok());
        plans.fold(
            first,
            |best, plan| if plan.saved > best.saved { plan } else { best },
        )
    })
}

fn codes(retail: &Retail) -> impl Iterator<Item = &str> {
    retail.items.iter().map(|item| item.item.as_str())
}

fn code(case: &SlotsCase, place: u32) -> &str {
    case.places.get(place as usize).map_or("", String::as_str)
}

fn assignment<'c>(retail: &'c Retail, case: &'c SlotsCase, lies: &[u32]) -> BTreeMap<&'c str, &'c str> {
    codes(retail)
        .zip(lies)
        .map(|(item, place)| (item, code(case, *place)))
        .collect()
}

fn told<'c>(retail: &'c Retail, case: &'c SlotsCase, moves: &[Move]) -> Vec<Told<'c>> {
    let item = |item: u32| {
        retail
            .items
            .get(item as usize)
            .map_or("", |item| item.item.as_str())
    };
    let told = |one: &Move| Told {
        item: item(one.item),
        from: code(case, one.from),
        to: code(case, one.to),
    };
    moves.iter().map(told).collect()
}

impl fmt::Display for Answer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let less = |than: f64| 100.0 - 100.0 * self.metres_after / than.max(1.0);
        writeln!(
            f,
            "{}: {} walks on {} days, judged after what was learned",
            self.dir.display(),
            self.walks,
            self.days
        )?;
        writeln!(f, "as it lay         {:>12.0} m", self.metres_before)?;
        writeln!(
            f,
            "by popularity     {:>12.0} m, {} moves",
            self.metres_abc, self.moves_abc
        )?;
        writeln!(
            f,
            "as planned        {:>12.0} m, {} moves",
            self.metres_after,
            self.moves.len()
        )?;
        writeln!(
            f,
            "{:.1} % less than by popularity, {:.1} % less than before: {:.0} m a day",
            less(self.metres_abc),
            less(self.metres_before),
            self.metres_saved_a_day
        )?;
        write!(f, "planned in {:.1} s, threads: {}", self.seconds, self.threads)
    }
}
