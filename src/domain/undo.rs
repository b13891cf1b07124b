//! Taking back one's own last scans.
//!
//! An undo is an ordinary command about a record of the journal, decided against the present: each workflow states
//! the inverse of its events in a hook, and until when. When the goods went on, it says who has them, since when, and
//! the way back.
//!
//! A hook is asked about each event of the record, the last one first. It answers `None` for an event that has no
//! inverse (or is another workflow's), and otherwise emits the inverse or says why that is too late. For events that
//! need no inverse of their own, because the inverse of another covers them, it answers `Some(Ok(()))`.

use super::command::{Actor, Context, Draft, Record, Via, decide as decide_command};
use super::event::{Event, Fact, Topics};
use super::ids::{DeviceId, LpnId, OrderId, PlaceId, TaskId, WorkerId};
use super::orders::Stage;
use super::people::Right;
use super::phrase::{Phrase, Value};
use super::refusal::{Class, Explain};
use super::time::HOUR_MS;
use super::{Timestamp, Warehouse};
use serde::{Deserialize, Serialize};

/// For how long a record can be undone.
pub const UNDO_MS: i64 = 12 * HOUR_MS;
/// For how long it is remembered that a record was undone: beyond [`UNDO_MS`], so that none is undone twice.
pub const REMEMBER_MS: i64 = 24 * HOUR_MS;

/// A workflow's inverse of one event; see the head of this file.
type Hook = fn(&mut Draft<'_>, &Event) -> Option<Result<(), super::Refusal>>;

/// Every workflow that can take something back. A new one is added here and nowhere else.
const HOOKS: &[Hook] = &[
    super::picking::undo,
    super::packing::undo,
    super::shipping::undo,
    super::receiving::undo,
    super::putaway::undo,
    super::moving::undo,
    super::adjusting::undo,
    super::counting::undo,
    super::relocating::undo,
    super::aliases::undo,
];

/// Whether the inverse of another event of the same record covers this one: the ledger's side, the stage of the
/// order, a tote that became free, the label of a parcel, a proposal that another one answered.
fn is_covered(event: &Event) -> bool {
    matches!(
        event,
        Event::StockMoved(_)
            | Event::LpnMoved(_)
            | Event::LpnBound(_)
            | Event::OrderStaged(_)
            | Event::OrderShorted(_)
            | Event::PackStepped(_)
            | Event::WeightLearned(_)
            | Event::OutboxMade(_)
            | Event::ZeroChecked(_)
            | Event::ZeroAnswered(_)
            | Event::LineResumed(_)
            | Event::WalkPlanned(_)
            | Event::LessonRejected(_)
    )
}

/// Take back what this record of the journal did. The hub brings the record in the context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    /// Which record.
    pub seq: u64,
}

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such record.
    Unknown(u64),
    /// Somebody else did it: they, or a lead, may undo it. None for what the program did.
    NotYours(Option<WorkerId>),
    /// It is too long ago.
    TooOld(Timestamp),
    /// It was undone already.
    Already(Timestamp),
    /// Something of it has no inverse.
    CannotUndo,
    /// Work went on from there: nothing of it stands any more.
    WentOn,
    /// The order's goods are somewhere else by now.
    GoneOn {
        /// Whose goods.
        order: OrderId,
        /// How far it has come.
        stage: Stage,
        /// Since when; none once the order is closed.
        since: Option<Timestamp>,
    },
    /// Somebody else goes on with the pick list.
    InHands(TaskId, WorkerId, Timestamp),
    /// The tote does not hold the goods any more.
    NotInTote(LpnId),
    /// Another tote is in the order's slot.
    OtherTote(LpnId),
    /// Nothing may be put back there.
    PlaceBlocked(PlaceId),
    /// The place was counted meanwhile: the book follows that count.
    Counted(PlaceId),
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        match self {
            Refusal::GoneOn { .. } | Refusal::InHands(..) | Refusal::NotInTote(_) => Class::Check,
            _ => Class::No,
        }
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::Unknown(seq) => Phrase::new("no-undo-unknown").with("record", number(*seq)),
            Refusal::NotYours(Some(worker)) => {
                Phrase::new("no-undo-not-yours").with("worker", Value::Worker(*worker))
            }
            Refusal::NotYours(None) => Phrase::new("no-undo-of-the-program"),
            Refusal::TooOld(at) => Phrase::new("no-undo-too-old").with("at", Value::Time(*at)),
            Refusal::Already(at) => Phrase::new("no-undo-already").with("at", Value::Time(*at)),
            Refusal::CannotUndo => Phrase::new("no-undo-cannot"),
            Refusal::WentOn => Phrase::new("no-undo-went-on"),
            Refusal::GoneOn { order, stage, since } => tell_gone_on(*order, *stage, *since),
            Refusal::InHands(task, worker, since) => Phrase::new("no-undo-in-hands")
                .with("task", Value::Task(*task))
                .with("worker", Value::Worker(*worker))
                .with("since", Value::Time(*since)),
            Refusal::NotInTote(tote) => Phrase::new("no-undo-not-in-tote").with("tote", Value::Lpn(*tote)),
            Refusal::OtherTote(tote) => Phrase::new("no-undo-other-tote").with("tote", Value::Lpn(*tote)),
            Refusal::PlaceBlocked(place) => {
                Phrase::new("no-undo-place-blocked").with("place", Value::Place(*place))
            }
            Refusal::Counted(place) => Phrase::new("no-undo-counted").with("place", Value::Place(*place)),
        }
    }
}

/// That an order's goods are somewhere else by now.
pub(super) fn gone_on(d: &Draft<'_>, id: OrderId) -> Refusal {
    let order = d.w.order(id);
    Refusal::GoneOn {
        order: id,
        stage: order.map_or(Stage::Shipped, |o| o.stage),
        since: order.map(|o| o.staged_at),
    }
}

fn tell_gone_on(order: OrderId, stage: Stage, since: Option<Timestamp>) -> Phrase {
    let phrase = match since {
        Some(since) => Phrase::new("no-undo-gone-on").with("since", Value::Time(since)),
        None => Phrase::new("no-undo-gone"),
    };
    let inner = |key| Value::Phrase(Box::new(Phrase::new(key)));
    phrase
        .with("order", Value::Order(order))
        .with("stage", inner(stage.key()))
        .with("way", inner(way_back(stage)))
}

/// The message that tells how goods come back that have come this far.
fn way_back(stage: Stage) -> &'static str {
    match stage {
        Stage::Packing | Stage::Packed => "way-back-reopen-parcel",
        Stage::Loaded => "way-back-unload",
        Stage::Shipped => "way-back-return",
        _ => "way-back-put-back",
    }
}

fn number(n: u64) -> Value {
    Value::Number(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Decides an undo.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Result<(), super::Refusal> {
    let seq = command.seq;
    let record = d.ctx.record.as_ref().filter(|record| record.seq == seq);
    let record = record.ok_or(Refusal::Unknown(seq))?;
    let by = match record.actor {
        Actor::Worker(by) => Some(by),
        Actor::Nobody | Actor::System => None,
    };
    let worker = d.worker()?;
    if by != Some(worker) && (by.is_none() || d.require(Right::Plan).is_err()) {
        return Err(Refusal::NotYours(by).into());
    }
    if d.ctx.now.since(record.at) >= UNDO_MS {
        return Err(Refusal::TooOld(record.at).into());
    }
    if let Some(at) = d.w.undone.get(&seq) {
        return Err(Refusal::Already(*at).into());
    }
    let mut inverse = false;
    for event in record.events.iter().rev() {
        match HOOKS.iter().find_map(|hook| hook(d, event)) {
            Some(done) => {
                done?;
                inverse = true;
            }
            None if is_covered(event) => {}
            None => return Err(Refusal::CannotUndo.into()),
        }
    }
    if !inverse {
        return Err(Refusal::CannotUndo.into());
    }
    if d.events.is_empty() {
        return Err(Refusal::WentOn.into());
    }
    d.emit(Undone { seq, at: d.ctx.now });
    Ok(())
}

/// Whether a screen offers to undo this record: it is the worker's own, recent, not undone yet, and has an inverse.
/// That the goods went on does not count, since the answer then tells the way back.
pub fn undoable(w: &Warehouse, record: &Record, worker: WorkerId, now: Timestamp) -> bool {
    let ctx = Context {
        now: now.max(w.clock),
        actor: Actor::Worker(worker),
        device: DeviceId(0),
        via: Via::Typed,
        record: Some(record.clone()),
    };
    match decide_command(w, &Command { seq: record.seq }.into(), &ctx) {
        Ok(_) => true,
        Err(super::Refusal::Undo(why)) => !matches!(
            why,
            Refusal::Unknown(_)
                | Refusal::NotYours(_)
                | Refusal::TooOld(_)
                | Refusal::Already(_)
                | Refusal::CannotUndo
                | Refusal::WentOn
        ),
        Err(super::Refusal::Access(_) | super::Refusal::Broken(_)) => false,
        Err(_) => true,
    }
}

/// A record was undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// Which record.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
}

impl Fact for Undone {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.undone.insert(self.seq, self.at);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-undone").with("record", number(self.seq)))
    }
}

/// It is no longer remembered that these records were undone: they are too old to be undone again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoneForgotten {
    /// Which records.
    pub seqs: Vec<u64>,
}

impl Fact for UndoneForgotten {
    const TOPICS: Topics = Topics::NONE;

    fn evolve(&self, w: &mut Warehouse) {
        for seq in &self.seqs {
            w.undone.remove(seq);
        }
    }
}
