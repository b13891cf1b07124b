//! The figures of a crowd.

use super::guest::Scans;
use super::server::Measure;
use crate::hub::presence::Line;
use anyhow::Result;
use hdrhistogram::Histogram;
use serde::Serialize;
use std::fmt;
use std::time::Duration;

/// What was measured.
pub(super) struct Run {
    pub(super) line: Line,
    pub(super) sessions: u32,
    pub(super) seconds: u64,
    pub(super) pace: Duration,
    /// How long all but the first took to come in.
    pub(super) arrived: Duration,
    /// The first worker's scans while nobody else was there.
    pub(super) alone: Scans,
    pub(super) scans: Scans,
    /// Before anybody came, when all were there, and at the end.
    pub(super) server: [Measure; 3],
}

/// The figures, as `--json` prints them.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// "ssh" or "local".
    line: &'static str,
    sessions: u32,
    seconds: u64,
    pace_ms: u128,
    scans: u64,
    /// From the scan that is sent to the last byte of the frame that answers it.
    p50_ms: f64,
    p99_ms: f64,
    max_ms: f64,
    /// The same of one worker alone at the same server.
    alone_p50_ms: f64,
    /// How many times longer half of the scans took in the crowd.
    p50_against_alone: f64,
    log_ins_per_s: f64,
    server_memory_mb: f64,
    /// Memory that the sessions added to the empty server's, shared out.
    server_memory_a_session_kb: f64,
    /// Processors' time of the server a second of the run: 1 is one processor busy.
    server_processors: f64,
    server_cpu_us_a_scan: f64,
}

impl Report {
    pub(super) fn new(run: &Run) -> Result<Report> {
        let (all, alone) = (run.scans.histogram()?, run.alone.histogram()?);
        let ms = |of: &Histogram<u64>, quantile| number(of.value_at_quantile(quantile)) / 1000.0;
        let [empty, full, after] = run.server;
        let added = (full.memory.max(after.memory) - empty.memory).max(0.0);
        let cpu = after.cpu.saturating_sub(full.cpu).as_secs_f64();
        let (p50, alone_p50) = (ms(&all, 0.5), ms(&alone, 0.5));
        Ok(Report {
            line: run.line.name(),
            sessions: run.sessions,
            seconds: run.seconds,
            pace_ms: run.pace.as_millis(),
            scans: all.len(),
            p50_ms: p50,
            p99_ms: ms(&all, 0.99),
            max_ms: number(all.max()) / 1000.0,
            alone_p50_ms: alone_p50,
            p50_against_alone: p50 / alone_p50.max(0.001),
            log_ins_per_s: f64::from(run.sessions.saturating_sub(1)) / run.arrived.as_secs_f64().max(0.001),
            server_memory_mb: full.memory.max(after.memory) / 1e6,
            server_memory_a_session_kb: added / f64::from(run.sessions.max(1)) / 1000.0,
            server_processors: cpu / number(run.seconds.max(1)),
            server_cpu_us_a_scan: cpu * 1e6 / number(all.len().max(1)),
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report {
            line,
            sessions,
            seconds,
            pace_ms,
            scans,
            ..
        } = self;
        writeln!(
            f,
            "{sessions} sessions ({line}), one scan each every {pace_ms} ms for {seconds} s: {scans} scans"
        )?;
        writeln!(
            f,
            "scan to finished frame: p50 {:.2} ms, p99 {:.2} ms, at most {:.1} ms; p50 alone {:.2} ms (1 : {:.1})",
            self.p50_ms, self.p99_ms, self.max_ms, self.alone_p50_ms, self.p50_against_alone
        )?;
        write!(
            f,
            "server: {:.0} MB, {:.0} kB a session; {:.2} processors, {:.0} us a scan; {:.0} log-ins/s",
            self.server_memory_mb,
            self.server_memory_a_session_kb,
            self.server_processors,
            self.server_cpu_us_a_scan,
            self.log_ins_per_s
        )
    }
}

/// Counts are far below what a double holds exactly.
#[expect(clippy::cast_precision_loss, reason = "figures of a report")]
fn number(count: u64) -> f64 {
    count as f64
}
