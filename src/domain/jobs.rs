//! Bulk work: too much for one command, so it is done in chunks, and scans go in between.
//!
//! A job's state is in the warehouse, so that it goes on after a stop where it was. The hub asks [`Command::Continue`]
//! until no job is open; what each kind does in one chunk stands in [`decide`]'s `chunk`.

mod events;
mod housekeeping;

pub use events::*;
pub use housekeeping::{CLIENT_KEPT_MS, housekeeping_due};

use super::command::{Actor, Draft};
use super::ids::{JobId, LoadId, OrderId};
use super::people::Right;
use super::phrase::{Phrase, Value};
use super::refusal::{Class, Explain};
use super::release::{self, MAX_LINES_A_RELEASE, MAX_ORDERS_A_TASK, Part};
use super::{Text, Timestamp, Warehouse};
use super::{orders, shipping};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Most jobs open at once.
pub const MAX_JOBS: usize = 16;
/// Most orders that one release takes: its events stay a bounded group of the journal.
pub const MAX_ORDERS_A_JOB: usize = 20_000;
/// Most answers, or undone records, that one chunk forgets.
const FORGOTTEN_A_CHUNK: usize = 2_000;

/// What a job does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Work {
    /// Makes pick lists of groups of orders, one each. It counts orders.
    Release {
        /// All its groups, as they were planned. How many are done stands in the job.
        groups: Arc<[Vec<OrderId>]>,
    },
    /// Forgets clients that were not heard for a day, undone records too old to be undone again, and the numbers of
    /// what was closed long ago. It counts clients and records, and a generation of numbers as one.
    Housekeeping,
    /// Ships the parcels of a load that leaves. It counts parcels, begins with the load's closing and is never stopped.
    Ship {
        /// Which load.
        load: LoadId,
    },
    /// Takes the parcels out of a load that is voided. It counts parcels, begins with the voiding and is never stopped.
    Void {
        /// Which load.
        load: LoadId,
    },
    /// Takes back what is promised to an order that was called off, and what is no longer wanted of one that has left in
    /// part. It counts promises and lines, begins with the calling off and is never stopped.
    CallOff {
        /// Which order.
        order: OrderId,
    },
    /// Takes an order that is kept back off its pick lists. It counts promises, begins with the hold and is never stopped.
    TakeOff {
        /// Which order.
        order: OrderId,
    },
}

/// Bulk work under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// What it does.
    pub work: Work,
    /// How far it has come, in what its work counts.
    pub done: u32,
    /// How far it will go.
    pub total: u32,
    /// How many parts of its work (groups of a release) are done: where it goes on.
    pub next: u32,
    /// Who started it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// All of it is done.
    Done,
    /// Somebody stopped it; what was done stays.
    Cancelled,
    /// A chunk could not be done; what was done stays.
    Failed,
}

/// What somebody asks about jobs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Start one.
    Start(Work),
    /// Do one chunk of it. The program alone asks this.
    Continue(JobId),
    /// Stop it. What was done stays.
    Cancel {
        /// Which.
        job: JobId,
        /// Why.
        reason: Text,
    },
}

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such job is open.
    Unknown(JobId),
    /// A group of a release is empty or holds too many orders.
    BadGroup(usize),
    /// More orders than one release takes.
    TooLarge(usize),
    /// There is nothing to do.
    Nothing,
    /// So many jobs are open already; wait for one to end.
    TooMany(usize),
    /// One of its kind is under way.
    UnderWay(JobId),
    /// It is part of a worker's act, which begins it and is not left half done.
    NotByHand,
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        match self {
            Refusal::Unknown(_) | Refusal::Nothing => Class::Check,
            _ => Class::No,
        }
    }

    fn phrase(&self) -> Phrase {
        let count = |key, n: usize| Phrase::new(key).with("count", number(n));
        let job = |key, id: &JobId| Phrase::new(key).with("job", job_number(*id));
        match self {
            Refusal::Unknown(id) => job("no-job-unknown", id),
            Refusal::BadGroup(size) => Phrase::new("no-release-bad-group").with("size", number(*size)),
            Refusal::TooLarge(orders) => {
                count("no-job-too-large", *orders).with("most", number(MAX_ORDERS_A_JOB))
            }
            Refusal::Nothing => Phrase::new("no-job-nothing"),
            Refusal::TooMany(open) => count("no-job-too-many", *open),
            Refusal::UnderWay(id) => job("no-job-under-way", id),
            Refusal::NotByHand => Phrase::new("no-job-by-hand"),
        }
    }
}

fn number(n: usize) -> Value {
    Value::Number(i64::try_from(n).unwrap_or(i64::MAX))
}

fn job_number(id: JobId) -> Value {
    Value::Number(i64::try_from(id.0).unwrap_or(i64::MAX))
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Work {
    /// What one must be allowed to do in order to start or stop it.
    pub fn right(&self) -> Right {
        match self {
            Work::Release { .. } => Right::Plan,
            Work::Housekeeping => Right::ChangeSettings,
            Work::Ship { .. } => Right::CloseLoads,
            Work::Void { .. } => Right::Load,
            Work::CallOff { .. } | Work::TakeOff { .. } => Right::ChangeOrders,
        }
    }

    /// The message that names it.
    pub fn key(&self) -> &'static str {
        match self {
            Work::Release { .. } => "job-release",
            Work::Housekeeping => "job-housekeeping",
            Work::Ship { .. } => "job-ship",
            Work::Void { .. } => "job-void",
            Work::CallOff { .. } => "job-call-off",
            Work::TakeOff { .. } => "job-take-off",
        }
    }

    /// Whether it goes on with what a worker did in one act: before all bulk work, and never stopped by hand.
    fn is_an_act(&self) -> bool {
        match self {
            Work::Ship { .. } | Work::Void { .. } | Work::CallOff { .. } | Work::TakeOff { .. } => true,
            Work::Release { .. } | Work::Housekeeping => false,
        }
    }
}

/// How far one command came with an act that may be too much for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Going {
    /// How much it did, in what the work counts.
    pub count: u32,
    /// That was all.
    pub last: bool,
}

/// What one chunk came to: parts and counts done, and whether that was all.
struct Chunk {
    parts: usize,
    count: usize,
    last: bool,
}

/// Decides one command about jobs.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Result<(), super::Refusal> {
    match command {
        Command::Start(work) => start(d, work),
        Command::Continue(job) => go_on(d, *job),
        Command::Cancel { job, reason } => cancel(d, *job, reason),
    }
}

fn start(d: &mut Draft<'_>, work: &Work) -> Result<(), super::Refusal> {
    d.require(work.right())?;
    let total = size(d, work)?;
    if total == 0 {
        return Err(Refusal::Nothing.into());
    }
    if d.w.jobs.len() >= MAX_JOBS {
        return Err(Refusal::TooMany(d.w.jobs.len()).into());
    }
    let same = |job: &&Arc<Job>| job.work == Work::Housekeeping && job.work == *work;
    if let Some(job) = d.w.jobs.values().find(same) {
        return Err(Refusal::UnderWay(job.id).into());
    }
    let work = match work {
        Work::Release { groups } => Work::Release {
            groups: release::with_large_alone(d.w, groups).into(),
        },
        other => other.clone(),
    };
    let job = Job {
        id: d.w.counters.next(),
        work,
        done: 0,
        total: small(total),
        next: 0,
        by: d.ctx.actor,
        at: d.ctx.now,
    };
    d.emit(JobStarted { job: Arc::new(job) });
    Ok(())
}

/// How much there is to do, in what the work counts.
fn size(d: &Draft<'_>, work: &Work) -> Result<usize, Refusal> {
    match work {
        Work::Release { groups } => {
            let bad = |group: &&Vec<OrderId>| group.is_empty() || group.len() > MAX_ORDERS_A_TASK;
            if let Some(bad) = groups.iter().find(bad) {
                return Err(Refusal::BadGroup(bad.len()));
            }
            let orders = groups.iter().map(Vec::len).sum();
            if orders > MAX_ORDERS_A_JOB {
                return Err(Refusal::TooLarge(orders));
            }
            Ok(orders)
        }
        Work::Housekeeping => Ok(housekeeping::size(d)),
        Work::Ship { .. } | Work::Void { .. } | Work::CallOff { .. } | Work::TakeOff { .. } => {
            Err(Refusal::NotByHand)
        }
    }
}

/// Goes on as a job with what one command could not hold of an act. There is always room for it: the worker has done
/// their part.
pub(super) fn follow(d: &mut Draft<'_>, work: Work, total: u32, going: Going) {
    if going.last || under_way(d.w, &work).is_some() {
        return;
    }
    let job = Job {
        id: d.w.counters.next(),
        work,
        done: going.count,
        total,
        next: 0,
        by: d.ctx.actor,
        at: d.ctx.now,
    };
    d.emit(JobStarted { job: Arc::new(job) });
}

/// The job that does this work, where one is open.
pub fn under_way(w: &Warehouse, work: &Work) -> Option<JobId> {
    w.jobs.values().find(|job| job.work == *work).map(|job| job.id)
}

fn go_on(d: &mut Draft<'_>, id: JobId) -> Result<(), super::Refusal> {
    d.require_system()?;
    let job = d.w.jobs.get(&id).cloned().ok_or(Refusal::Unknown(id))?;
    let by = match job.by {
        Actor::Worker(worker) => Some(worker),
        Actor::Nobody | Actor::System => None,
    };
    let chunk = match &job.work {
        Work::Release { groups } => release_some(d, groups, usize::try_from(job.next).unwrap_or(usize::MAX))?,
        Work::Housekeeping => housekeeping::forget_some(d),
        Work::Ship { load } => of_act(shipping::ship_some(d, *load, by)),
        Work::Void { load } => of_act(shipping::take_some_off(d, *load, by)),
        Work::CallOff { order } => of_act(orders::call_off_some(d, *order)),
        Work::TakeOff { order } => of_act(orders::take_off_some(d, *order)),
    };
    d.emit(JobProgressed {
        job: id,
        parts: small(chunk.parts),
        count: small(chunk.count),
    });
    if chunk.last {
        d.emit(JobEnded {
            job: id,
            end: End::Done,
            done: job.done.saturating_add(small(chunk.count)),
            at: d.ctx.now,
            reason: "".into(),
        });
    }
    Ok(())
}

fn cancel(d: &mut Draft<'_>, id: JobId, reason: &Text) -> Result<(), super::Refusal> {
    let job = d.w.jobs.get(&id).cloned();
    // Without a job there is no right to ask for, and no harm in saying so.
    let job = job.ok_or(Refusal::Unknown(id))?;
    d.require(job.work.right())?;
    if job.work.is_an_act() && d.ctx.actor != Actor::System {
        return Err(Refusal::NotByHand.into());
    }
    let end = match d.ctx.actor {
        Actor::System => End::Failed,
        Actor::Nobody | Actor::Worker(_) => End::Cancelled,
    };
    d.emit(JobEnded {
        job: id,
        end,
        done: job.done,
        at: d.ctx.now,
        reason: reason.clone(),
    });
    Ok(())
}

fn of_act(going: Going) -> Chunk {
    Chunk {
        parts: 1,
        count: usize::try_from(going.count).unwrap_or(usize::MAX),
        last: going.last,
    }
}

/// Releases the next groups: as many as one command takes, and one at least. Orders that no longer wait are left out.
fn release_some(d: &mut Draft<'_>, groups: &[Vec<OrderId>], next: usize) -> Result<Chunk, super::Refusal> {
    let rest = groups.get(next..).unwrap_or_default();
    let large = |group: &[OrderId]| match group {
        [one] => d.w.order(*one).is_some_and(release::is_large).then_some(*one),
        _ => None,
    };
    if let Some(order) = rest.first().and_then(|group| large(group)) {
        return Ok(match release::release_part(d, order) {
            Part::More => Chunk {
                parts: 0,
                count: 0,
                last: false,
            },
            Part::Last => Chunk {
                parts: 1,
                count: 1,
                last: rest.len() == 1,
            },
        });
    }
    let mut lines = 0;
    let mut parts = 0;
    for group in rest {
        let orders = group.iter().filter_map(|id| d.w.order(*id));
        lines += orders.map(|order| order.lines.len().max(1)).sum::<usize>();
        if parts > 0 && (lines > MAX_LINES_A_RELEASE || large(group).is_some()) {
            break;
        }
        parts += 1;
        // Groups of orders that are gone cost nothing but the look.
        if parts >= FORGOTTEN_A_CHUNK {
            break;
        }
    }
    let chosen = rest.get(..parts).unwrap_or_default();
    let command = release::Command::Release {
        groups: chosen.to_vec(),
    };
    match release::decide(d, &command) {
        Ok(()) | Err(super::Refusal::Release(release::Refusal::NothingWaits)) => {}
        Err(other) => return Err(other),
    }
    Ok(Chunk {
        parts,
        count: chosen.iter().map(Vec::len).sum(),
        last: parts == rest.len(),
    })
}

/// The job that the program goes on with: what a worker waits for, else the one that was started first.
pub fn next_job(w: &Warehouse) -> Option<JobId> {
    let act = w.jobs.values().find(|job| job.work.is_an_act());
    act.map(|job| job.id).or_else(|| w.jobs.keys().next().copied())
}

impl Warehouse {
    pub(super) fn put_job(&mut self, job: Arc<Job>) {
        self.counters.used(job.id);
        self.jobs.insert(job.id, job);
    }
}
