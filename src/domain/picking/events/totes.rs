//! The totes in the slots of a pick list.

use crate::domain::event::{Fact, Topics};
use crate::domain::ids::{LpnId, OrderId, TaskId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::picking::{PickTask, TaskTote};
use crate::domain::{Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

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
