//! Two threads that write: the decider fills groups, the committer makes them durable, publishes and answers.

use super::meter::{Meter, Outcome};
use super::presence::Presence;
use super::publish::Board;
use super::queue::{Queue, Waiting};
use super::request::{Accepted, Answer, Lane, Rejection};
use crate::domain::people::Refusal as Access;
use crate::domain::{
    Actor, Command, CommandId, Context, Event, Explain, Record, Refusal, Timestamp, Warehouse, access,
    decide_in_place,
};
use crate::store::codec::{CodecError, encode_record};
use crate::store::journal::{GroupBuilder, Journal};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::oneshot;

#[cfg(test)]
mod tests;

/// How much a group may hold, and who is told of committed records.
#[derive(Clone)]
pub struct Limits {
    /// Interactive requests that may wait in line.
    pub queue: usize,
    /// A group is closed when its records have this many bytes.
    pub group_bytes: usize,
    /// A group is closed when deciding it has taken this long.
    pub group_time: Duration,
    /// Of these bytes, what jobs may take.
    pub job_bytes: usize,
    /// Of this time, what jobs may take.
    pub job_time: Duration,
    /// Takes committed records on to the store behind. It may block: then commands slow down, which is wanted.
    pub behind: Option<Behind>,
    /// What time it is; the machine's clock where there is none. Simulations let it run fast.
    pub clock: Option<Clock>,
}

/// Where committed records go on to.
pub type Behind = Arc<dyn Fn(&[Arc<Record>]) + Send + Sync>;
/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            queue: 16_384,
            group_bytes: 256 << 10,
            group_time: Duration::from_millis(2),
            job_bytes: 16 << 10,
            job_time: Duration::from_micros(500),
            behind: None,
            clock: None,
        }
    }
}

impl std::fmt::Debug for Limits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limits")
            .field("queue", &self.queue)
            .field("group_bytes", &self.group_bytes)
            .finish()
    }
}

/// Why writing could not start.
#[derive(Debug, thiserror::Error)]
#[error("no thread for the writer: {0}")]
pub struct WriterError(#[from] std::io::Error);

/// An answer that goes out when its group is durable.
struct Due {
    to: oneshot::Sender<Answer>,
    answer: Answer,
    /// When its command came.
    since: Instant,
}

/// Commands decided together, to be synced together.
struct Group {
    bytes: GroupBuilder,
    first_seq: u64,
    records: Vec<Arc<Record>>,
    answers: Vec<Due>,
    /// The warehouse as the group found it, and from the handing over on as it leaves it.
    w: Warehouse,
    /// When its first command came to be decided.
    began: Instant,
    /// What its jobs took of it.
    jobs: Share,
}

/// A part of a group.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    bytes: usize,
    time: Duration,
}

impl Group {
    fn is_full(&self, limits: &Limits) -> bool {
        self.bytes.len_bytes() >= limits.group_bytes || self.began.elapsed() >= limits.group_time
    }

    /// Whether bulk work has room left in it. Whoever scans waits for the group before theirs and for their own, so a
    /// job that filled them would be felt in every scan.
    fn takes_jobs(&self, limits: &Limits) -> bool {
        self.jobs.bytes < limits.job_bytes && self.jobs.time < limits.job_time
    }
}

/// Starts both threads.
pub fn start(
    queue: Arc<Queue>,
    board: Board,
    (meter, presence): (Arc<Meter>, Presence),
    journal: Journal,
    limits: Limits,
) -> Result<Vec<JoinHandle<()>>, WriterError> {
    // No buffer between them: a group is handed over when the one before it is durable, and until then it may grow.
    let (to_committer, from_decider) = sync_channel::<Group>(0);
    let committer = Committer {
        journal,
        board: board.clone(),
        meter: Arc::clone(&meter),
        presence,
        queue: Arc::clone(&queue),
        behind: limits.behind.clone(),
    };
    let decider = Decider {
        working: board.view().warehouse.clone(),
        queue,
        meter,
        limits,
    };
    let guard = board.clone();
    let committing = thread::Builder::new().name("committer".into()).spawn(move || {
        let _stop = StopOnExit(guard);
        committer.run(&from_decider);
    })?;
    let deciding = thread::Builder::new().name("decider".into()).spawn(move || {
        let _stop = StopOnExit(board);
        decider.run(&to_committer);
    })?;
    Ok(vec![deciding, committing])
}

/// However a thread ends, nobody waits for it in vain.
struct StopOnExit(Board);

impl Drop for StopOnExit {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop(
                "the writer met a fault in the program; nothing was half written; start pickface again",
            );
        }
    }
}

struct Decider {
    working: Warehouse,
    queue: Arc<Queue>,
    meter: Arc<Meter>,
    limits: Limits,
}

impl Decider {
    fn run(mut self, out: &SyncSender<Group>) {
        while let Some(first) = self.queue.next() {
            let mut group = self.open_group();
            self.decide(first, &mut group);
            while !group.is_full(&self.limits)
                && let Some(next) = self.queue.try_next(group.takes_jobs(&self.limits))
            {
                self.decide(next, &mut group);
            }
            let Some(()) = self.hand_over(group, out) else {
                return self.queue.abandon();
            };
        }
    }

    fn open_group(&self) -> Group {
        let (records, answers) = (Vec::new(), Vec::new());
        let first_seq = self.working.seq + 1;
        Group {
            bytes: GroupBuilder::new(),
            first_seq,
            records,
            answers,
            w: self.working.clone(),
            began: Instant::now(),
            jobs: Share::default(),
        }
    }

    /// Gives a group to the committer, which takes it when the one before is durable. None when there is none left.
    fn hand_over(&self, mut group: Group, out: &SyncSender<Group>) -> Option<()> {
        group.w = self.working.clone();
        match out.try_send(group) {
            Ok(()) => Some(()),
            Err(TrySendError::Full(group)) => out.send(group).ok(),
            Err(TrySendError::Disconnected(_)) => None,
        }
    }

    fn decide(&mut self, waiting: Waiting, group: &mut Group) {
        if waiting.request.lane != Lane::Job {
            return self.answer(waiting, group);
        }
        let (began, bytes) = (Instant::now(), group.bytes.len_bytes());
        self.answer(waiting, group);
        group.jobs.time += began.elapsed();
        group.jobs.bytes += group.bytes.len_bytes() - bytes;
    }

    fn answer(&mut self, waiting: Waiting, group: &mut Group) {
        let Waiting {
            request,
            answer: to,
            since,
            ..
        } = waiting;
        let workflow = request.command.workflow();
        if let Some(seq) = self.working.answered.get(&request.id) {
            let repeated = Accepted {
                seq: Some(seq),
                at: self.working.clock,
                events: Arc::new([]),
            };
            self.meter.decided(workflow, Outcome::Repeated);
            let answer = Ok(repeated);
            return group.answers.push(Due { to, answer, since });
        }
        let ctx = Context {
            now: self
                .limits
                .clock
                .as_ref()
                .map_or_else(now, |clock| clock())
                .max(self.working.clock),
            actor: request.actor,
            device: request.device,
            via: request.via,
            record: request.record,
        };
        let outcome = match self.decide_one(&request.command, &ctx, group) {
            Err(refusal) => {
                if let Refusal::Access(Access::NotAllowed(worker)) = &refusal {
                    let workflow = workflow.into();
                    self.note_denied(
                        &ctx,
                        access::Command::RightDenied {
                            worker: *worker,
                            workflow,
                        },
                        group,
                    );
                }
                Err(Rejection::Refused(refusal))
            }
            Ok(events) if events.is_empty() => Ok(Accepted {
                seq: None,
                at: ctx.now,
                events: Arc::new([]),
            }),
            Ok(events) => {
                let record = Record {
                    seq: self.working.seq + 1,
                    id: request.id,
                    actor: ctx.actor,
                    device: ctx.device,
                    via: ctx.via,
                    at: ctx.now,
                    input: request.input,
                    events,
                };
                self.take(record, group)
            }
        };
        self.count(workflow, &outcome);
        group.answers.push(Due {
            to,
            answer: outcome,
            since,
        });
    }

    fn count(&self, workflow: &'static str, answer: &Answer) {
        let outcome = match answer {
            Ok(Accepted { seq: Some(_), .. }) => Outcome::Accepted,
            Ok(Accepted { seq: None, .. }) => Outcome::Unchanged,
            Err(Rejection::Refused(refusal)) => {
                self.meter.refused(refusal.phrase().key);
                Outcome::Refused
            }
            Err(Rejection::Stopped(_)) => Outcome::Refused,
        };
        self.meter.decided(workflow, outcome);
    }

    /// A right that was denied is in the journal, in the same group as its refusal.
    fn note_denied(&mut self, asked: &Context, command: access::Command, group: &mut Group) {
        let ctx = Context {
            actor: Actor::System,
            record: None,
            ..asked.clone()
        };
        let Ok(events) = self.decide_one(&command.into(), &ctx, group) else {
            return;
        };
        let record = Record {
            seq: self.working.seq + 1,
            id: CommandId::default(),
            actor: ctx.actor,
            device: ctx.device,
            via: ctx.via,
            at: ctx.now,
            input: "".into(),
            events,
        };
        // A record that cannot be written is met by the next command again.
        let _ = self.take(record, group);
    }

    /// Decides a command and changes the working copy with it, or leaves it as it was.
    fn decide_one(&mut self, command: &Command, ctx: &Context, group: &Group) -> Result<Vec<Event>, Refusal> {
        decide_in_place(&mut self.working, command, ctx).map_err(|undecided| {
            if undecided.spoiled {
                self.make_again(group);
            }
            undecided.why
        })
    }

    /// The working copy as the group's records leave it. They are few, and commands that are refused after something
    /// happened already are rare; that the others change it in place saves most copies of the maps' nodes.
    fn make_again(&mut self, group: &Group) {
        self.working = group.w.clone();
        for record in &group.records {
            for event in &record.events {
                self.working.evolve(event);
            }
            self.working.accept(record.id, record.seq, record.at);
        }
    }

    /// Takes a record into the group when its events have changed the working copy.
    fn take(&mut self, record: Record, group: &mut Group) -> Answer {
        let encoded = encode_record(&record).map_err(|e: CodecError| e.to_string());
        let pushed = encoded.and_then(|bytes| group.bytes.push(&bytes).map_err(|e| e.to_string()));
        if let Err(why) = pushed {
            self.make_again(group);
            return Err(Rejection::Refused(crate::domain::Refusal::Broken(why)));
        }
        self.working.accept(record.id, record.seq, record.at);
        let accepted = Accepted {
            seq: Some(record.seq),
            at: record.at,
            events: record.events.as_slice().into(),
        };
        group.records.push(Arc::new(record));
        Ok(accepted)
    }
}

/// A write that takes so long is worth a line in the log.
const SLOW_SYNC: Duration = Duration::from_millis(500);

struct Committer {
    journal: Journal,
    board: Board,
    meter: Arc<Meter>,
    presence: Presence,
    queue: Arc<Queue>,
    behind: Option<Behind>,
}

impl Committer {
    fn run(mut self, groups: &Receiver<Group>) {
        while let Ok(mut group) = groups.recv() {
            if !group.bytes.is_empty() {
                let (bytes, began) = (group.bytes.len_bytes(), Instant::now());
                if let Err(error) = self.journal.append_group(group.first_seq, &mut group.bytes) {
                    return self.fail(group, &error.to_string());
                }
                let took = began.elapsed();
                self.meter.committed(group.records.len(), bytes, took);
                if took >= SLOW_SYNC {
                    tracing::warn!(
                        records = group.records.len(),
                        bytes,
                        ?took,
                        "the journal's disk was slow"
                    );
                }
            }
            self.publish(&mut group);
            self.presence.carry_out(&group.records);
            self.meter.answered(group.answers.iter().map(|due| due.since));
            for Due { to, answer, .. } in group.answers {
                // Whoever no longer waits has hung up; the command is done all the same.
                let _ = to.send(answer);
            }
            if let Some(behind) = self.behind.as_ref().filter(|_| !group.records.is_empty()) {
                behind(&group.records);
            }
        }
        if let Err(error) = self.journal.mark() {
            self.board
                .stop(&format!("the journal could not be closed in order: {error}"));
        } else {
            self.board.stop("the program is ending");
        }
    }

    fn publish(&self, group: &mut Group) {
        if group.records.is_empty() {
            return;
        }
        let after = std::mem::take(&mut group.w);
        let mut view = self.board.view().next(after, self.journal.head_hash());
        for record in &group.records {
            view.touch(record.seq, &record.events);
        }
        self.board.publish(view);
    }

    /// The first storage error ends the work: what is on the disk is not known any more.
    fn fail(&self, group: Group, error: &str) {
        let why = format!(
            "the journal cannot be written: {error}. Nothing that was confirmed is lost; free space or change the disk, then start pickface again"
        );
        self.board.stop(&why);
        for Due { to, answer, .. } in group.answers {
            let stopped = if matches!(answer, Err(Rejection::Refused(_))) {
                answer
            } else {
                Err(Rejection::Stopped(why.as_str().into()))
            };
            let _ = to.send(stopped);
        }
        self.queue.abandon();
    }
}

/// The machine's clock. The warehouse's own never runs backwards; see `decide`.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
