//! Lines of pick lists: confirmed, picked, taken back, passed over, short.

use crate::domain::allocation::Reservation;
use crate::domain::event::{Fact, Topics};
use crate::domain::ids::{LpnId, ReservationId, TaskId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::picking::{LineState, PickLine, Step};
use crate::domain::{Qty, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};

/// The picker confirmed a place, an item or a quantity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickStepped {
    /// Which task.
    pub task: TaskId,
    /// How far its current line has come.
    pub step: Step,
}

impl Fact for PickStepped {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_task(self.task, |task| task.step = self.step.clone());
    }
}

/// Goods went into a tote. The ledger's side is a `StockMoved` of the same command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked {
    /// Which task.
    pub task: TaskId,
    /// Which of its lines.
    pub index: u16,
    /// The line as it was: what, from where, for which promise.
    pub line: PickLine,
    /// How much.
    pub qty: Qty,
    /// Into which tote.
    pub lpn: LpnId,
    /// How the line stands now.
    pub state: LineState,
    /// How far the next line has come.
    pub next: Step,
    /// When.
    pub at: Timestamp,
}

impl Fact for Picked {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.note_pick(self.line.key.item, self.qty, self.at);
        w.cut_reservation(self.line.reservation, self.qty);
        w.change_order_line(self.line.order, self.line.line, |line| line.picked += self.qty);
        w.change_task(self.task, |task| {
            task.step = self.next.clone();
            if let Some(line) = task.lines.get_mut(usize::from(self.index)) {
                line.picked += self.qty;
                line.state = self.state;
            }
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        let item = self.line.key.item;
        Some(
            Phrase::new("event-picked")
                .with("item", Value::Item(item))
                .with("qty", Value::Qty(item, self.qty))
                .with("tote", Value::Lpn(self.lpn)),
        )
    }
}

/// A pick was taken back. The ledger's side is a `StockMoved` of the same command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unpicked {
    /// Which task.
    pub task: TaskId,
    /// Which of its lines.
    pub index: u16,
    /// How much.
    pub qty: Qty,
    /// The promise that holds again.
    pub reservation: Reservation,
}

impl Fact for Unpicked {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        let (order, line) = (self.reservation.order, self.reservation.line);
        w.note_unpick(self.reservation.key.item, self.qty);
        w.change_order_line(order, line, |line| line.picked -= self.qty);
        w.put_reservation(self.reservation.clone());
        w.change_task(self.task, |task| {
            task.step = Step::default();
            if let Some(line) = task.lines.get_mut(usize::from(self.index)) {
                line.picked -= self.qty;
                line.reservation = self.reservation.id;
                line.state = LineState::Open;
            }
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        let item = self.reservation.key.item;
        Some(
            Phrase::new("event-unpicked")
                .with("item", Value::Item(item))
                .with("qty", Value::Qty(item, self.qty)),
        )
    }
}

/// A line was passed over for now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineSkipped {
    /// Which task.
    pub task: TaskId,
    /// Which of its lines.
    pub index: u16,
    /// The promise that the line fulfils: by it the line is found again, wherever it stands by then.
    pub reservation: ReservationId,
}

impl Fact for LineSkipped {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_task(self.task, |task| {
            task.step = Step::default();
            let index = usize::from(self.index);
            if index < task.lines.len() {
                let mut line = task.lines.remove(index);
                line.state = LineState::Skipped;
                task.lines.push(line);
            }
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-line-skipped"))
    }
}

/// A line that was passed over is to be fetched in its turn after all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineResumed {
    /// Which task.
    pub task: TaskId,
    /// Which of its lines.
    pub index: u16,
    /// Before which of the others it comes.
    pub to: u16,
}

impl Fact for LineResumed {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_task(self.task, |task| {
            task.step = Step::default();
            let index = usize::from(self.index);
            if index < task.lines.len() {
                let mut line = task.lines.remove(index);
                line.state = LineState::Open;
                task.lines
                    .insert(usize::from(self.to).min(task.lines.len()), line);
            }
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-line-resumed"))
    }
}

/// A line's wanted quantity was lessened: goods were missing, or are no longer wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineClosed {
    /// Which task.
    pub task: TaskId,
    /// Which of its lines.
    pub index: u16,
    /// By how much.
    pub by: Qty,
    /// How it stands now.
    pub state: LineState,
}

impl Fact for LineClosed {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_task(self.task, |task| {
            task.step.counted = None;
            task.step.typed = false;
            if let Some(line) = task.lines.get_mut(usize::from(self.index)) {
                line.qty -= self.by;
                line.state = self.state;
            }
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        (self.state == LineState::Short)
            .then(|| Phrase::new("event-line-short").with("by", Value::Number(self.by.0)))
    }
}

/// What was missing at one place will be fetched from another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineAdded {
    /// Which task.
    pub task: TaskId,
    /// Before which of its lines.
    pub index: u16,
    /// The new line.
    pub line: PickLine,
}

impl Fact for LineAdded {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        if let Some(reservation) = w.reservations.get_mut(&self.line.reservation) {
            reservation.task = Some(self.task);
        }
        w.change_task(self.task, |task| {
            let index = usize::from(self.index).min(task.lines.len());
            task.lines.insert(index, self.line.clone());
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        let item = self.line.key.item;
        Some(
            Phrase::new("event-line-added")
                .with("qty", Value::Qty(item, self.line.qty))
                .with("place", Value::Place(self.line.place())),
        )
    }
}
