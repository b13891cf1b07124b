//! What happens while relocating.

use super::Relocation;
use crate::domain::Warehouse;
use crate::domain::event::{Fact, Topics};
use crate::domain::ids::{ItemId, PlaceId, RelocationId, WorkerId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::stock::StockKey;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How an order to move ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RelocationEnd {
    /// The goods lie where they were to lie.
    Done,
    /// Somebody put them down elsewhere.
    Elsewhere,
    /// Nothing is left of the goods where they lay.
    Gone,
    /// It was called off.
    CalledOff,
}

/// Moves were ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelocationsOrdered {
    /// As ordered.
    pub relocations: Vec<Arc<Relocation>>,
    /// What was asked for and did not fit the present any more: what, and from where.
    pub dropped: Vec<(ItemId, PlaceId)>,
}

impl Fact for RelocationsOrdered {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        for relocation in &self.relocations {
            w.put_relocation(Arc::clone(relocation));
        }
    }

    fn phrase(&self) -> Option<Phrase> {
        let number = |n: usize| Value::Number(i64::try_from(n).unwrap_or(i64::MAX));
        let count = number(self.relocations.len());
        Some(match self.dropped.first() {
            None => Phrase::new("event-relocations-ordered").with("count", count),
            Some((item, from)) => Phrase::new("event-relocations-ordered-dropped")
                .with("count", count)
                .with("dropped", number(self.dropped.len()))
                .with("item", Value::Item(*item))
                .with("from", Value::Place(*from)),
        })
    }
}

/// A worker took an order to move, or gave it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelocationClaimed {
    /// Which.
    pub id: RelocationId,
    /// Who has it now.
    pub worker: Option<WorkerId>,
    /// Of what.
    pub item: ItemId,
    /// From where.
    pub from: PlaceId,
    /// Where to.
    pub to: PlaceId,
}

impl Fact for RelocationClaimed {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_relocation(self.id, |relocation| relocation.worker = self.worker);
    }

    fn phrase(&self) -> Option<Phrase> {
        let phrase = match self.worker {
            Some(worker) => Phrase::new("event-relocation-taken").with("worker", Value::Worker(worker)),
            None => Phrase::new("event-relocation-given-back"),
        };
        Some(
            phrase
                .with("item", Value::Item(self.item))
                .with("from", Value::Place(self.from))
                .with("to", Value::Place(self.to)),
        )
    }
}

/// The goods of an order to move are on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelocationFollowed {
    /// Which.
    pub id: RelocationId,
    /// Where its goods were.
    pub was: StockKey,
    /// Where they are.
    pub now: StockKey,
}

impl Fact for RelocationFollowed {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_relocation(self.id, |relocation| relocation.key = self.now);
    }
}

/// An order to move is no longer open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelocationClosed {
    /// As it was.
    pub relocation: Arc<Relocation>,
    /// How it ended.
    pub end: RelocationEnd,
}

impl Fact for RelocationClosed {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.relocations.remove(&self.relocation.id);
    }

    fn phrase(&self) -> Option<Phrase> {
        let key = match self.end {
            // The move itself is told by its own event.
            RelocationEnd::Done => return None,
            RelocationEnd::Elsewhere => "event-relocation-elsewhere",
            RelocationEnd::Gone => "event-relocation-gone",
            RelocationEnd::CalledOff => "event-relocation-called-off",
        };
        Some(
            Phrase::new(key)
                .with("item", Value::Item(self.relocation.key.item))
                .with("from", Value::Place(self.relocation.from))
                .with("to", Value::Place(self.relocation.to)),
        )
    }
}

/// An undo opened an order to move again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelocationReopened {
    /// As it was.
    pub relocation: Arc<Relocation>,
}

impl Fact for RelocationReopened {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_relocation(Arc::clone(&self.relocation));
    }
}
