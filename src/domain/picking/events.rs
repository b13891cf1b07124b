//! What happens while picking.

use super::{LineState, PickLine, PickTask, Step, TaskTote};
use crate::domain::allocation::Reservation;
use crate::domain::event::{Fact, Topics};
use crate::domain::ids::{LpnId, OrderId, ReservationId, TaskId, WorkerId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::{Qty, Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A pick list was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskMade {
    /// As made.
    pub task: Arc<PickTask>,
}

impl Fact for TaskMade {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        for line in &self.task.lines {
            if let Some(reservation) = w.reservations.get_mut(&line.reservation) {
                reservation.task = Some(self.task.id);
            }
        }
        w.put_task(self.task.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        let lines = i64::try_from(self.task.lines.len()).unwrap_or(i64::MAX);
        Some(
            Phrase::new("event-task-made")
                .with("task", Value::Task(self.task.id))
                .with("lines", Value::Number(lines)),
        )
    }
}

/// Somebody picks it from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskClaimed {
    /// Which.
    pub task: TaskId,
    /// Who.
    pub worker: WorkerId,
    /// Since when.
    pub at: Timestamp,
    /// Why it was handed over, when it was.
    pub reason: Text,
}

impl Fact for TaskClaimed {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        reassign(w, self.task, Some(self.worker), self.at);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-task-claimed")
                .with("task", Value::Task(self.task))
                .with("worker", Value::Worker(self.worker)),
        )
    }
}

/// Nobody picks it any longer; it waits for others as far as it has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskParked {
    /// Which.
    pub task: TaskId,
    /// Since when.
    pub at: Timestamp,
}

impl Fact for TaskParked {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        reassign(w, self.task, None, self.at);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-task-parked").with("task", Value::Task(self.task)))
    }
}

/// Sets who picks a task; whoever comes next confirms the place anew, and was not asked about any bin.
fn reassign(w: &mut Warehouse, task: TaskId, worker: Option<WorkerId>, at: Timestamp) {
    w.zero_asked.remove(&task);
    let Some(task) = w.tasks.get(&task) else { return };
    let mut task = PickTask::clone(task);
    (task.worker, task.claimed_at, task.step) = (worker, at, Step::default());
    w.put_task(Arc::new(task));
}

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

/// A pick list is more or less urgent from now on, with its most urgent order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskPrioritized {
    /// Which.
    pub task: TaskId,
    /// 1 is the most urgent, 9 the least.
    pub priority: u8,
}

impl Fact for TaskPrioritized {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        if let Some(task) = w.tasks.get(&self.task) {
            let mut task = PickTask::clone(task);
            task.priority = self.priority;
            w.put_task(Arc::new(task));
        }
    }
}

/// An order of which nothing was picked came off a pick list: it has no slot there any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderTakenOff {
    /// Which order.
    pub order: OrderId,
    /// Off which list.
    pub task: TaskId,
}

impl Fact for OrderTakenOff {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        if let Some(task) = w.tasks.get(&self.task) {
            let mut task = PickTask::clone(task);
            task.totes.retain(|tote| tote.order != self.order);
            w.put_task(Arc::new(task));
        }
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-order-taken-off")
                .with("order", Value::Order(self.order))
                .with("task", Value::Task(self.task)),
        )
    }
}

/// An order came onto a pick list that was made without it: it has a slot there. Its lines are `LineAdded`s of the same
/// command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPutOn {
    /// Which order.
    pub order: OrderId,
    /// Onto which list.
    pub task: TaskId,
    /// Its slot on the cart.
    pub slot: u8,
    /// Of the list's most urgent order from now on.
    pub priority: u8,
    /// Of the list's most urgent order from now on.
    pub cutoff: Timestamp,
}

impl Fact for OrderPutOn {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        if let Some(task) = w.tasks.get(&self.task) {
            let mut task = PickTask::clone(task);
            task.totes.push(TaskTote {
                order: self.order,
                slot: self.slot,
                lpn: None,
                told: false,
            });
            (task.priority, task.cutoff) = (self.priority, self.cutoff);
            w.put_task(Arc::new(task));
        }
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-order-put-on")
                .with("order", Value::Order(self.order))
                .with("task", Value::Task(self.task)),
        )
    }
}

/// A tote was put into an order's slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToteBound {
    /// Which task.
    pub task: TaskId,
    /// Whose slot.
    pub order: OrderId,
    /// Which tote.
    pub lpn: LpnId,
}

impl Fact for ToteBound {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.bind_lpn(self.lpn, Some(self.order));
        change_slot(w, self.task, self.order, |slot| slot.lpn = Some(self.lpn));
    }
}

/// A tote is full: the order's slot waits for another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToteFilled {
    /// Which task.
    pub task: TaskId,
    /// Whose slot.
    pub order: OrderId,
    /// Which tote.
    pub lpn: LpnId,
}

impl Fact for ToteFilled {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        change_slot(w, self.task, self.order, |slot| slot.lpn = None);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-tote-filled").with("tote", Value::Lpn(self.lpn)))
    }
}

/// A tote was taken out of its slot again. That it is no order's is an `LpnBound` of the same command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToteFreed {
    /// Which task.
    pub task: TaskId,
    /// Whose slot.
    pub order: OrderId,
    /// Which tote.
    pub lpn: LpnId,
}

impl Fact for ToteFreed {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        change_slot(w, self.task, self.order, |slot| slot.lpn = None);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-tote-freed").with("tote", Value::Lpn(self.lpn)))
    }
}

/// The picker knows that an order was called off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToteSetAside {
    /// Which task.
    pub task: TaskId,
    /// Whose slot.
    pub order: OrderId,
}

impl Fact for ToteSetAside {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        change_slot(w, self.task, self.order, |slot| slot.told = true);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-tote-set-aside").with("order", Value::Order(self.order)))
    }
}

fn change_slot(w: &mut Warehouse, task: TaskId, order: OrderId, change: impl FnOnce(&mut TaskTote)) {
    w.change_task(task, |task| {
        if let Some(slot) = task.totes.iter_mut().find(|tote| tote.order == order) {
            change(slot);
        }
    });
}

/// A pick list is done, or nothing of it is left to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskClosed {
    /// Which.
    pub task: TaskId,
    /// By whom.
    pub worker: Option<WorkerId>,
    /// When.
    pub at: Timestamp,
}

impl Fact for TaskClosed {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.remove_task(self.task);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-task-closed").with("task", Value::Task(self.task)))
    }
}
