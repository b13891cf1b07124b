//! The figures of a run.

use super::beside::Beside;
use super::kind::Kind;
use super::raw::Raw;
use super::tally::Tally;
use super::watch::{Moment, Watched};
use crate::hub::Stats;
use hdrhistogram::Histogram;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::time::Duration;

/// What was committed during a run.
#[derive(Clone, Copy, Debug)]
pub struct Groups(Stats);

/// What was committed between two readings.
pub fn since(before: Stats, after: Stats) -> Groups {
    Groups(Stats {
        groups: after.groups - before.groups,
        records: after.records - before.records,
        bytes: after.bytes - before.bytes,
    })
}

impl Groups {
    /// Bytes of a group, on average.
    pub fn mean_bytes(&self) -> usize {
        usize::try_from(self.0.bytes / self.0.groups.max(1))
            .unwrap_or(usize::MAX)
            .max(1)
    }

    /// Records of a group, on average.
    pub fn mean_records(&self) -> f64 {
        number(self.0.records) / number(self.0.groups.max(1))
    }
}

/// What a run measured.
pub struct Run {
    /// How many worked.
    pub workers: u32,
    /// For how long.
    pub elapsed: Duration,
    /// What they got done.
    pub tally: Tally,
    /// What was done beside, and for how long.
    pub beside: Option<(Beside, Duration)>,
    /// Commands that fed them.
    pub fed: u64,
    /// What was committed.
    pub groups: Groups,
    /// What a plain file carries.
    pub raw: Raw,
    /// Records that the store behind was late at the end.
    pub lag: u64,
    /// How long it took to catch up.
    pub drain_s: Option<f64>,
    /// What should stay flat.
    pub watched: Watched,
    /// Days that went by on the building's clock.
    pub days: i64,
}

/// The figures, as `--json` prints them.
#[derive(Debug, Serialize)]
pub struct Report {
    workers: u32,
    seconds: f64,
    /// Accepted commands with at least one event.
    commands: u64,
    commands_per_s: f64,
    commands_by_kind: BTreeMap<Kind, u64>,
    /// Time from asking to the durable answer.
    p50_ms: f64,
    p99_ms: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    beside: Option<WhileBeside>,
    syncs_per_s: f64,
    records_per_sync: f64,
    bytes_per_sync: usize,
    /// Records a second that a plain file carries, in groups of the same size.
    raw_append_per_s: f64,
    raw_p50_ms: f64,
    raw_p99_ms: f64,
    /// Records that the store behind was late at the end, and the seconds it took to catch up; none when it did not
    /// in time.
    store_lag: u64,
    drain_s: Option<f64>,
    /// How late it was at most during the run.
    store_lag_most: u64,
    store_lag_most_s: f64,
    /// Order lines that were picked, and the days that went by on the building's clock.
    lines: u64,
    days: i64,
    refusals: BTreeMap<String, u64>,
    /// Accepted commands that changed nothing; not counted above.
    unchanged: u64,
    /// Commands that fed the workers; not counted above.
    feeder_commands: u64,
    memory_start_mb: u64,
    memory_end_mb: u64,
    /// Memory and the open state in between.
    moments: Vec<Moment>,
}

/// How long answers took while other work was done beside.
#[derive(Debug, Serialize)]
struct WhileBeside {
    work: Beside,
    seconds: f64,
    answers: u64,
    p50_ms: f64,
    p99_ms: f64,
    /// Against the time before.
    p99_ratio: f64,
}

impl Report {
    /// The figures of a run.
    pub fn new(run: Run) -> Report {
        let seconds = run.elapsed.as_secs_f64().max(f64::MIN_POSITIVE);
        let (commands, lines) = (run.tally.commands(), run.tally.lines);
        let round = |figure: f64| (figure * 1000.0).round() / 1000.0;
        let beside = run.beside.map(|(work, took)| {
            let (alone, times) = (at(&run.tally.times, 0.99), &run.tally.times_beside);
            WhileBeside {
                work,
                seconds: round(took.as_secs_f64()),
                answers: times.len(),
                p50_ms: at(times, 0.5),
                p99_ms: at(times, 0.99),
                p99_ratio: round(at(times, 0.99) / alone.max(0.001)),
            }
        });
        let Watched {
            lag_most,
            lag_most_s,
            moments,
        } = run.watched;
        let memory = |moment: Option<&Moment>| moment.map_or(0, |moment| moment.memory_mb);
        Report {
            workers: run.workers,
            seconds: round(seconds),
            commands,
            commands_per_s: round(number(commands) / seconds),
            p50_ms: at(&run.tally.times, 0.5),
            p99_ms: at(&run.tally.times, 0.99),
            beside,
            syncs_per_s: round(number(run.groups.0.groups) / seconds),
            records_per_sync: round(run.groups.mean_records()),
            bytes_per_sync: run.groups.mean_bytes(),
            raw_append_per_s: round(run.raw.append_per_s),
            raw_p50_ms: at(&run.raw.times, 0.5),
            raw_p99_ms: at(&run.raw.times, 0.99),
            store_lag: run.lag,
            drain_s: run.drain_s.map(round),
            commands_by_kind: run.tally.accepted,
            refusals: run.tally.refused,
            unchanged: run.tally.unchanged,
            feeder_commands: run.fed,
            store_lag_most: lag_most,
            store_lag_most_s: round(lag_most_s),
            lines,
            days: run.days,
            memory_start_mb: memory(moments.first()),
            memory_end_mb: memory(moments.last()),
            moments,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} workers, {:.1} s", self.workers, self.seconds)?;
        writeln!(
            f,
            "commands      {}, {:.0} a second",
            self.commands, self.commands_per_s
        )?;
        for (kind, n) in &self.commands_by_kind {
            writeln!(f, "  {:<12}{n}", format!("{kind:?}").to_lowercase())?;
        }
        writeln!(
            f,
            "answered in   p50 {:.2} ms, p99 {:.2} ms",
            self.p50_ms, self.p99_ms
        )?;
        if let Some(beside) = &self.beside {
            writeln!(
                f,
                "beside {:<7}{:.2} s, {} answers: p50 {:.2} ms, p99 {:.2} ms ({:.2} times)",
                format!("{:?}", beside.work).to_lowercase(),
                beside.seconds,
                beside.answers,
                beside.p50_ms,
                beside.p99_ms,
                beside.p99_ratio
            )?;
        }
        writeln!(
            f,
            "syncs         {:.0} a second, {:.1} records each",
            self.syncs_per_s, self.records_per_sync
        )?;
        writeln!(
            f,
            "raw append    {:.0} a second, p50 {:.2} ms, p99 {:.2} ms",
            self.raw_append_per_s, self.raw_p50_ms, self.raw_p99_ms
        )?;
        let drained = self.drain_s.map_or("not caught up in time".into(), |s| {
            format!("caught up in {s:.1} s")
        });
        writeln!(f, "history lag   {} records, {drained}", self.store_lag)?;
        writeln!(
            f,
            "  at most     {} records, {:.1} s",
            self.store_lag_most, self.store_lag_most_s
        )?;
        writeln!(f, "lines         {} in {} days", self.lines, self.days)?;
        for moment in &self.moments {
            writeln!(
                f,
                "after {:<8}{} MB, {} records open, {} numbers of closed ones",
                format!("{} s", moment.at_s),
                moment.memory_mb,
                moment.open_records,
                moment.closed_numbers
            )?;
        }
        write!(f, "refusals      {}", self.refusals.values().sum::<u64>())?;
        self.refusals
            .iter()
            .try_for_each(|(why, n)| write!(f, "\n  {why:<24}{n}"))
    }
}

/// Memory of this process in MB, where the system tells it.
pub fn resident_mb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kb = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kb.unwrap_or(0) / 1024
}

/// Milliseconds at a quantile of microseconds.
fn at(times: &Histogram<u32>, quantile: f64) -> f64 {
    number(times.value_at_quantile(quantile)) / 1000.0
}

/// Counts here stay far below 2^53.
#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn number(n: u64) -> f64 {
    n as f64
}
