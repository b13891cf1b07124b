//! `pickface simulate`: virtual workers through the real hub and journal, and the machine's raw limit in the same run.
//!
//! A worker does one job after the other (a pick list, a parcel, ...) and scans what a screen would ask for: each
//! scan follows from the prompt of the task in the published warehouse. Which job comes next is whatever kind the
//! worker is most behind with, measured against the stated mix. Behind them a feeder takes in orders, releases pick
//! lists and brings what the mix uses up; its commands go as jobs and are counted apart.

mod acks;
mod beside;
mod clock;
mod counting;
mod feeder;
mod hands;
mod inbound;
mod kind;
mod packing;
mod picking;
mod raw;
mod report;
mod shipping;
mod tally;
mod watch;
mod world;

use super::{Failure, Shell, Status};
use crate::domain::CommandId;
use crate::domain::time::DAY_MS;
use crate::hub::presence::Line;
use crate::hub::{Limits, Site, SiteOptions};
use crate::store::directory::{DirectoryKind, read_kind};
use beside::Beside;
use clock::LineClock;
use hands::{Floor, Hands};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tally::Tally;

/// How often each of a crowd scans, in milliseconds.
const CROWD_PACE: u64 = 2_000;

/// Arguments of `simulate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many work at once.
    #[arg(long, default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..=4096))]
    workers: u32,
    /// Instead, so many workers in sessions of their own over SSH, at a server that is started for it: one scan each
    /// every two seconds, or as --pace says.
    #[arg(long, value_name = "SESSIONS", value_parser = clap::value_parser!(u32).range(1..=4000))]
    ssh: Option<u32>,
    /// The same over the local socket.
    #[arg(long, value_name = "SESSIONS", conflicts_with = "ssh", value_parser = clap::value_parser!(u32).range(1..=4000))]
    socket: Option<u32>,
    /// For how long, in seconds.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Append the id of every accepted command to this file once it is acknowledged.
    #[arg(long, value_name = "FILE")]
    acks: Option<PathBuf>,
    /// How long each takes from an answer to the next scan, in milliseconds.
    #[arg(long, default_value_t = 0, value_name = "MILLISECONDS")]
    pace: u64,
    /// Then work on while this is done beside, and tell both latencies.
    #[arg(long, value_name = "WORK")]
    beside: Option<Beside>,
    /// Let the clock run so fast that so many lines are picked a day.
    #[arg(long, value_name = "LINES", value_parser = clap::value_parser!(u32).range(1..))]
    lines_a_day: Option<u32>,
    /// End sooner, when so many days have passed on that clock.
    #[arg(long, requires = "lines_a_day", value_name = "DAYS")]
    days: Option<u32>,
    /// Which invented orders come.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Wait at most so many seconds for the history to catch up at the end.
    #[arg(long, default_value_t = 120, value_name = "SECONDS")]
    drain: u64,
}

/// Sessions of virtual workers at a real server.
#[derive(Clone, Copy, Debug)]
pub struct Crowd {
    /// How they come.
    pub line: Line,
    /// How many.
    pub sessions: u32,
    /// For how long, in seconds.
    pub seconds: u64,
    /// From one scan of a worker to the next, in milliseconds.
    pub pace: u64,
}

impl Args {
    /// The crowd that is wanted instead of workers at the hub.
    pub fn crowd(&self) -> Option<Crowd> {
        let (line, sessions) = match (self.ssh, self.socket) {
            (Some(sessions), _) => (Line::Ssh, sessions),
            (None, Some(sessions)) => (Line::Local, sessions),
            (None, None) => return None,
        };
        let pace = if self.pace == 0 { CROWD_PACE } else { self.pace };
        Some(Crowd {
            line,
            sessions,
            seconds: self.seconds,
            pace,
        })
    }
}

/// Runs it: in a directory that is marked as demo or scratch, or in a new scratch directory.
///
/// # Errors
/// When the directory is a live one, or cannot be opened.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    if shell.owner().is_some() {
        return Err(Failure::refused("this directory is in use: people work in it")
            .hint("name another directory with --data, or close the pickface that works there"));
    }
    let root = shell.root_or("pickface-scratch")?;
    let kind = match read_kind(&root)? {
        Some(DirectoryKind::Live) => {
            let what = format!(
                "{} is a live directory: virtual workers would move real stock",
                root.display()
            );
            return Err(Failure::refused(what).hint("name a demo or a new directory with --data"));
        }
        Some(kind) => kind,
        None => DirectoryKind::Scratch,
    };
    let clock = args.lines_a_day.map(clock::LineClock::new);
    let limits = Limits {
        clock: clock.as_ref().map(clock::LineClock::ticking),
        ..Limits::default()
    };
    let options = SiteOptions {
        kind: Some(kind),
        limits,
        ..SiteOptions::default()
    };
    let site = Site::open(&root, options)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_time()
        .build()
        .map_err(|error| Failure::new(format!("no threads for the workers: {error}")))?;
    let report = runtime.block_on(work(args, &site, clock))?;
    site.close();
    let said = report.to_string();
    shell.answer(&report, said)?;
    Ok(Status::Done)
}

async fn work(args: &Args, site: &Site, clock: Option<LineClock>) -> Result<report::Report, Failure> {
    site.hub().run_jobs().map_err(Failure::new)?;
    let staff = world::prepare(site, args.workers).await?;
    let acks = args.acks.as_deref().map(acks::Acks::create).transpose()?;
    let beside = match args.beside {
        Some(what) => Some((what, beside::prepare(what, site).await?)),
        None => None,
    };
    let pace = Duration::from_millis(args.pace);
    let floor = Arc::new(Floor::new(site.hub().clone(), pace, clock));
    let feeding = tokio::spawn(feeder::Feeder::new(Arc::clone(&floor), args.seed, args.workers).run());
    floor.wait_for_work(args.workers).await;

    let before = site.hub().stats();
    let day_before = site.hub().view().warehouse.clock;
    let watching = tokio::spawn(watch::Watch::new(Arc::clone(&floor), site.clone()).run());
    let began = Instant::now();
    let mut working = Vec::new();
    for (turn, (worker, dock)) in (0..).zip(staff) {
        let id = CommandId {
            client: site.new_client(),
            counter: 0,
        };
        let acks = acks.as_ref().map(acks::Acks::sender);
        let hands = Hands::new(Arc::clone(&floor), worker, dock, id, acks);
        working.push(tokio::spawn(hands.work(turn)));
    }
    let days_since = |from| site.hub().view().warehouse.clock.since(from) / DAY_MS;
    while began.elapsed() < Duration::from_secs(args.seconds)
        && args
            .days
            .is_none_or(|days| days_since(day_before) < i64::from(days))
        && !floor.is_over()
    {
        let left = Duration::from_secs(args.seconds).saturating_sub(began.elapsed());
        tokio::time::sleep(left.min(Duration::from_millis(100))).await;
    }
    let beside = match beside {
        Some((what, ready)) => {
            let began_beside = Instant::now();
            floor.mark_beside(true);
            beside::run(ready, site).await?;
            floor.mark_beside(false);
            Some((what, began_beside.elapsed()))
        }
        None => None,
    };
    floor.end();
    let mut tally = Tally::default();
    for one in working {
        tally.add(&one.await.map_err(Failure::new)?);
    }
    let elapsed = began.elapsed();
    let watched = watching.await.map_err(Failure::new)?;
    let days = days_since(day_before);
    let stats = site.hub().stats();
    let fed = feeding.await.map_err(Failure::new)?;
    if let Some(acks) = acks {
        acks.finish()?;
    }
    if let Some(why) = site.hub().stopped() {
        return Err(Failure::new(why));
    }

    let lag = site.lag();
    let drain_s = drain(site, Duration::from_secs(args.drain)).await;
    let groups = report::since(before, stats);
    let raw = raw::measure(
        site.directory().root(),
        &groups,
        Duration::from_secs(args.seconds.clamp(1, 3)),
    )?;
    Ok(report::Report::new(report::Run {
        workers: args.workers,
        elapsed,
        tally,
        beside,
        fed,
        groups,
        raw,
        lag,
        drain_s,
        watched,
        days,
    }))
}

/// Waits until the store behind has caught up; returns after how many seconds, or none when it did not in time.
async fn drain(site: &Site, most: Duration) -> Option<f64> {
    let began = Instant::now();
    while site.lag() > 0 && site.trouble().is_none() {
        if began.elapsed() > most {
            return None;
        }
        site.hurry();
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Some(began.elapsed().as_secs_f64())
}
