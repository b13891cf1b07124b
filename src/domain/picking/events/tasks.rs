//! Pick lists: made, claimed, parked, closed.

use crate::domain::event::{Fact, Topics};
use crate::domain::ids::{OrderId, TaskId, WorkerId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::picking::{PickTask, Step};
use crate::domain::{Text, Timestamp, Warehouse};
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
