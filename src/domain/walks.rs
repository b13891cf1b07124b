//! Walks: the order in which a pick list is gone through, as a planner found it.
//!
//! A plan is made on a picture of the warehouse that may be old by the time it arrives. So it says on which record it
//! was made, and every line is looked at anew: lines that were fetched meanwhile keep their place, the line that a
//! picker stands at stays the next, and places of the plan where nothing is wanted any longer are dropped by name.

use super::Warehouse;
use super::command::Draft;
use super::event::{Fact, Topics};
use super::ids::{PlaceId, ReservationId, TaskId};
use super::people::Right;
use super::phrase::{Phrase, Value};
use super::picking::{LineState, PickLine, PickTask};
use super::refusal::{Class, Explain};
use serde::{Deserialize, Serialize};

/// Most pick lists that one command takes: its events stay a bounded group of the journal.
pub const MAX_WALKS: usize = 50;

/// One pick list's walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// Whose.
    pub task: TaskId,
    /// The places in walking order.
    pub places: Vec<PlaceId>,
}

/// What somebody asks about walks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Go through these pick lists in this order.
    Follow {
        /// The record up to which the warehouse was known to the planner.
        made_on: u64,
        /// The walks, [`MAX_WALKS`] at most.
        walks: Vec<Walk>,
    },
}

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Too many at once.
    TooMany(usize),
    /// It was made on a record that is not written yet: on another warehouse.
    FromElsewhere(u64),
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        Class::No
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::TooMany(count) => {
                let count = i64::try_from(*count).unwrap_or(i64::MAX);
                Phrase::new("no-walks-too-many").with("count", Value::Number(count))
            }
            Refusal::FromElsewhere(seq) => {
                let seq = i64::try_from(*seq).unwrap_or(i64::MAX);
                Phrase::new("no-walks-from-elsewhere").with("seq", Value::Number(seq))
            }
        }
    }
}

/// A pick list is gone through in another order from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalkPlanned {
    /// Which.
    pub task: TaskId,
    /// The record that the plan was made on.
    pub made_on: u64,
    /// The promises that its lines fulfil, in their new order.
    pub lines: Vec<ReservationId>,
    /// Places of the plan where nothing was wanted any longer.
    pub dropped: Vec<PlaceId>,
}

impl Fact for WalkPlanned {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_task(self.task, |task| {
            let turn = |reservation: ReservationId| self.lines.iter().position(|line| *line == reservation);
            task.lines
                .sort_by_key(|line| turn(line.reservation).unwrap_or(usize::MAX));
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-walk-planned").with("task", Value::Task(self.task)))
    }
}

/// Decides one command about walks. Pick lists that are gone are left out.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Result<(), super::Refusal> {
    let Command::Follow { made_on, walks } = command;
    d.require(Right::Plan)?;
    if walks.len() > MAX_WALKS {
        return Err(Refusal::TooMany(walks.len()).into());
    }
    if *made_on > d.w.seq {
        return Err(Refusal::FromElsewhere(*made_on).into());
    }
    for walk in walks {
        if let Some(planned) = d.w.task(walk.task).and_then(|task| follow(task, walk, *made_on)) {
            d.emit(planned);
        }
    }
    Ok(())
}

/// The list's new order when its picker has gone to another of its places first: what is open there comes before what
/// they were sent to. None where nothing changes.
pub fn gone_to(task: &PickTask, place: PlaceId, made_on: u64) -> Option<WalkPlanned> {
    let current = task.current()?;
    let is_here = |line: &&PickLine| line.place() == place && line.state == LineState::Open;
    let (done, rest) = task.lines.split_at_checked(current)?;
    let here = rest.iter().filter(is_here);
    let others = rest.iter().filter(|line| !is_here(line));
    let lines: Vec<ReservationId> = done
        .iter()
        .chain(here)
        .chain(others)
        .map(|line| line.reservation)
        .collect();
    let same = task
        .lines
        .iter()
        .map(|line| line.reservation)
        .eq(lines.iter().copied());
    (!same).then_some(WalkPlanned {
        task: task.id,
        made_on,
        lines,
        dropped: Vec::new(),
    })
}

/// The list's new order; none where it stays as it is.
///
/// Open lines change places among themselves; all others keep theirs, by which what was picked can be taken back.
fn follow(task: &PickTask, walk: &Walk, made_on: u64) -> Option<WalkPlanned> {
    let standing_at = task.step.at.and_then(|_| task.current());
    let moves = |index: usize| {
        let open = task
            .lines
            .get(index)
            .is_some_and(|line| line.state == LineState::Open);
        open && standing_at != Some(index)
    };
    let turn = |index: &usize| {
        let place = task.lines.get(*index).map(|line| line.place());
        let turn = walk.places.iter().position(|stop| Some(*stop) == place);
        turn.unwrap_or(usize::MAX)
    };
    let slots: Vec<usize> = (0..task.lines.len()).filter(|index| moves(*index)).collect();
    let mut order = slots.clone();
    order.sort_by_key(turn);
    if order == slots {
        return None;
    }
    let mut from: Vec<usize> = (0..task.lines.len()).collect();
    for (slot, line) in slots.iter().zip(&order) {
        if let Some(at) = from.get_mut(*slot) {
            *at = *line;
        }
    }
    let lines = from.iter().filter_map(|index| task.lines.get(*index));
    let wanted = |place: &PlaceId| {
        slots
            .iter()
            .any(|n| task.lines.get(*n).is_some_and(|l| l.place() == *place))
    };
    Some(WalkPlanned {
        task: task.id,
        made_on,
        lines: lines.map(|line| line.reservation).collect(),
        dropped: walk
            .places
            .iter()
            .filter(|place| !wanted(place))
            .copied()
            .collect(),
    })
}
