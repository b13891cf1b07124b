//! Picking: from bins to totes along a pick list, one prompt at a time.
//!
//! For each line the picker confirms the place, then the item, then puts the goods into the order's tote. The prompt
//! is derived from the task, so a dropped terminal finds it again on any other. Scanning on is accepting: once the
//! quantity is shown, the next place or item takes it as shown and goes on, except on a cart of several totes, where only
//! the tote tells whose goods these are.

mod decide;
mod events;
mod handing;
mod refusal;
mod short;
mod undo;
mod zero_check;

pub use decide::decide;
pub use events::*;
pub use handing::{call_off, take_off_lists};
pub use refusal::Refusal;
pub use short::{find_elsewhere, lessen_line, take_back};
pub use undo::undo;
pub use zero_check::{ZeroAnswered, ZeroAsked};

use super::allocation::Reservation;
use super::ids::{LpnId, OrderId, PlaceId, ReservationId, TaskId, WorkerId};
use super::stock::{Holder, StockKey};
use super::{Qty, Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Whether a line still has to be fetched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineState {
    /// To be fetched.
    #[default]
    Open,
    /// Passed over; comes back after the open ones.
    Skipped,
    /// In its tote.
    Done,
    /// Not there; what was missing is looked for elsewhere.
    Short,
    /// No longer wanted.
    Cancelled,
}

/// One fetch: so much of one stock line for one order line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickLine {
    /// The promise it fulfils.
    pub reservation: ReservationId,
    /// For which order.
    pub order: OrderId,
    /// For which of its lines, from 0.
    pub line: u16,
    /// What, and where it lies.
    pub key: StockKey,
    /// How much.
    pub qty: Qty,
    /// Of that, in the tote already.
    pub picked: Qty,
    /// Whether it still has to be fetched.
    pub state: LineState,
}

impl PickLine {
    /// The line that fulfils a promise.
    pub fn of(reservation: &Reservation) -> PickLine {
        PickLine {
            reservation: reservation.id,
            order: reservation.order,
            line: reservation.line,
            key: reservation.key,
            qty: reservation.qty,
            picked: Qty::ZERO,
            state: LineState::Open,
        }
    }

    /// The place it lies in.
    pub fn place(&self) -> PlaceId {
        match self.key.holder {
            Holder::Place(id) => id,
            _ => PlaceId(0),
        }
    }

    /// How much is still to be fetched.
    pub fn left(&self) -> Qty {
        self.qty - self.picked
    }

    fn is_to_do(&self) -> bool {
        matches!(self.state, LineState::Open | LineState::Skipped)
    }
}

/// The slot of one order on a walk, and its tote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskTote {
    /// Whose goods.
    pub order: OrderId,
    /// Its slot on the cart, from 1.
    pub slot: u8,
    /// The tote in use; none until the first is scanned, and after one is full.
    pub lpn: Option<LpnId>,
    /// The picker has been told that this order was called off with goods in its tote.
    pub told: bool,
}

/// How far the current line has come. Kept in the task, so that it outlives the terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The place that was confirmed last.
    pub at: Option<PlaceId>,
    /// The item was confirmed at that place.
    pub item: bool,
    /// The quantity counted or typed; none shows the whole line.
    pub counted: Option<Qty>,
    /// The quantity was typed: it stands, whatever is scanned.
    pub typed: bool,
}

/// A pick list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickTask {
    /// Its number.
    pub id: TaskId,
    /// Of its most urgent order.
    pub priority: u8,
    /// Of its most urgent order.
    pub cutoff: Timestamp,
    /// When it was made.
    pub made_at: Timestamp,
    /// Who picks it.
    pub worker: Option<WorkerId>,
    /// Since when.
    pub claimed_at: Timestamp,
    /// Its orders' slots.
    pub totes: Vec<TaskTote>,
    /// Its lines, along the walk.
    pub lines: Vec<PickLine>,
    /// How far the current line has come.
    pub step: Step,
}

/// What the picker has to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Go to the line's place and scan it.
    Place(usize),
    /// Scan the line's item.
    Item(usize),
    /// Put this much into the order's tote and scan the tote.
    Put(usize, Qty),
    /// An order was called off: set its tote aside, and scan the tote or acknowledge.
    SetAside(OrderId),
    /// Everything is fetched: bring the totes to a bench or lane and scan it.
    Deposit,
}

impl PickTask {
    /// A new task that nobody has claimed.
    pub fn new(
        id: TaskId,
        priority: u8,
        cutoff: Timestamp,
        made_at: Timestamp,
        totes: Vec<TaskTote>,
        lines: Vec<PickLine>,
    ) -> PickTask {
        let (worker, claimed_at, step) = (None, Timestamp::default(), Step::default());
        PickTask {
            id,
            priority,
            cutoff,
            made_at,
            worker,
            claimed_at,
            totes,
            lines,
            step,
        }
    }

    /// The line to fetch now: the first open one along the walk, then the first that was skipped.
    pub fn current(&self) -> Option<usize> {
        let first = |state| self.lines.iter().position(|line| line.state == state);
        first(LineState::Open).or_else(|| first(LineState::Skipped))
    }

    /// What comes after the current line.
    pub fn after(&self, index: usize) -> Option<&PickLine> {
        let others = || {
            self.lines
                .iter()
                .enumerate()
                .filter(|(i, _)| *i != index)
                .map(|(_, line)| line)
        };
        others()
            .find(|line| line.state == LineState::Open)
            .or_else(|| others().find(|line| line.state == LineState::Skipped))
    }

    /// Lines done or given up, and all.
    pub fn progress(&self) -> (usize, usize) {
        (
            self.lines.iter().filter(|line| !line.is_to_do()).count(),
            self.lines.len(),
        )
    }

    /// The slot of an order.
    pub fn tote(&self, order: OrderId) -> Option<&TaskTote> {
        self.totes.iter().find(|tote| tote.order == order)
    }

    /// What the picker has to do next.
    pub fn prompt(&self, w: &Warehouse) -> Prompt {
        if let Some(order) = self.called_off(w) {
            return Prompt::SetAside(order);
        }
        let Some((index, line)) = self.current().and_then(|i| Some((i, self.lines.get(i)?))) else {
            return Prompt::Deposit;
        };
        if self.step.at != Some(line.place()) {
            Prompt::Place(index)
        } else if !self.step.item {
            Prompt::Item(index)
        } else {
            Prompt::Put(index, self.step.counted.unwrap_or(line.left()))
        }
    }

    /// An order that was called off after some of it was picked, of which the picker does not know yet.
    fn called_off(&self, w: &Warehouse) -> Option<OrderId> {
        let over = |order: &OrderId| w.order(*order).is_none_or(super::orders::Order::is_over);
        self.totes
            .iter()
            .find(|t| t.lpn.is_some() && !t.told && over(&t.order))
            .map(|t| t.order)
    }
}

/// What somebody asks about picking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Take a task: this one, or the most urgent that nobody has. Who has one already keeps it.
    Claim {
        /// Which; none for the most urgent.
        task: Option<TaskId>,
    },
    /// Something was scanned or typed at the prompt.
    Scan {
        /// The task on the screen.
        task: TaskId,
        /// The code.
        code: Text,
    },
    /// A quantity was typed at the prompt. It is absolute.
    Quantity {
        /// The task on the screen.
        task: TaskId,
        /// How much the picker holds.
        qty: Qty,
    },
    /// Come back to the current line at the end.
    Skip {
        /// The task on the screen.
        task: TaskId,
    },
    /// There is less than the line wants.
    Short {
        /// The task on the screen.
        task: TaskId,
        /// How much of it is there; it goes into the tote in use.
        found: Qty,
    },
    /// The tote in use is full; the next scan names another.
    FullTote {
        /// The task on the screen.
        task: TaskId,
    },
    /// The picker knows that the order was called off and set its tote aside.
    Acknowledge {
        /// The task on the screen.
        task: TaskId,
    },
    /// The bin that should be empty after the last pick is not.
    NotEmpty {
        /// The task on the screen.
        task: TaskId,
    },
    /// Put the task back for others, as far as it has come.
    Park {
        /// Which.
        task: TaskId,
    },
    /// Give the task to somebody else, or take it over.
    HandOver {
        /// Which.
        task: TaskId,
        /// Who goes on with it.
        to: WorkerId,
        /// Why, for the journal.
        reason: Text,
    },
}

impl Warehouse {
    /// An open pick list.
    pub fn task(&self, id: TaskId) -> Option<&PickTask> {
        self.tasks.get(&id).map(Arc::as_ref)
    }

    /// Pick lists that nobody has, the most urgent first.
    pub fn open_tasks(&self) -> impl Iterator<Item = TaskId> {
        self.open_tasks.iter().map(|(.., id)| *id)
    }

    /// The pick list that a worker has, if any.
    pub fn task_of(&self, worker: WorkerId) -> Option<TaskId> {
        let first = self.tasks_by_worker.range((worker, TaskId(0))..).next();
        first.filter(|(of, _)| *of == worker).map(|(_, id)| *id)
    }

    /// The pick lists that workers have, by worker.
    pub fn tasks_in_work(&self) -> impl Iterator<Item = TaskId> {
        self.tasks_by_worker.iter().map(|(_, id)| *id)
    }

    /// The open pick lists with goods of an order.
    pub fn tasks_with(&self, order: OrderId) -> impl Iterator<Item = TaskId> {
        self.tasks_by_order
            .range((order, TaskId(0))..)
            .take_while(move |(of, _)| *of == order)
            .map(|(_, id)| *id)
    }

    pub(super) fn put_task(&mut self, task: Arc<PickTask>) {
        self.counters.used(task.id);
        if let Some(old) = self.tasks.get(&task.id).cloned() {
            self.unlist_task(&old);
        }
        match task.worker {
            Some(worker) => self.tasks_by_worker.insert((worker, task.id)).is_some(),
            None => self
                .open_tasks
                .insert((task.priority, task.cutoff, task.id))
                .is_some(),
        };
        for tote in &task.totes {
            self.tasks_by_order.insert((tote.order, task.id));
        }
        self.tasks.insert(task.id, task);
    }

    /// Changes a task's lines and steps, on which no index depends.
    pub(super) fn change_task(&mut self, id: TaskId, change: impl FnOnce(&mut PickTask)) {
        if let Some(task) = self.tasks.get_mut(&id) {
            change(Arc::make_mut(task));
        }
    }

    pub(super) fn remove_task(&mut self, id: TaskId) {
        if let Some(task) = self.tasks.remove(&id) {
            self.zero_asked.remove(&id);
            self.unlist_task(&task);
        }
    }

    fn unlist_task(&mut self, task: &PickTask) {
        match task.worker {
            Some(worker) => self.tasks_by_worker.remove(&(worker, task.id)).is_some(),
            None => self
                .open_tasks
                .remove(&(task.priority, task.cutoff, task.id))
                .is_some(),
        };
        for tote in &task.totes {
            self.tasks_by_order.remove(&(tote.order, task.id));
        }
    }
}
