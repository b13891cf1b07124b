//! What happens while putting away.

use super::Putaway;
use crate::domain::event::{Fact, Topics};
use crate::domain::ids::{OrderId, PlaceId, WorkerId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::stock::{Holder, StockKey};
use crate::domain::{Qty, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A worker's next step at putting away: a source, an item, a quantity, or a bin that is asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutawayStepped {
    /// Who.
    pub worker: WorkerId,
    /// How far they had come.
    pub was: Option<Arc<Putaway>>,
    /// How far they have come; none when they stopped.
    pub now: Option<Arc<Putaway>>,
}

impl Fact for PutawayStepped {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_putaway(self.worker, self.now.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        let now = self.now.as_ref()?;
        Some(
            Phrase::new("check-putaway-other-bin")
                .with("expected", Value::Place(now.suggested?.0))
                .with("found", Value::Place(now.asked?)),
        )
    }
}

/// Goods lie in a bin. The ledger's side are `StockMoved` of the same command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutAway {
    /// Who.
    pub worker: WorkerId,
    /// What, from where, and how much of it.
    pub lines: Vec<(StockKey, Qty)>,
    /// Into which bin.
    pub to: PlaceId,
    /// The order that was called off, whose tote they were in.
    pub order: Option<OrderId>,
    /// The bin that had been suggested, where another was taken.
    pub instead_of: Option<PlaceId>,
    /// How far the worker had come; an undo gives it back.
    pub was: Option<Arc<Putaway>>,
    /// How far they have come.
    pub now: Option<Arc<Putaway>>,
}

impl Fact for PutAway {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_putaway(self.worker, self.now.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        let to = Value::Place(self.to);
        match self.lines.as_slice() {
            [(key, qty)] => Some(
                Phrase::new("event-put-away")
                    .with("item", Value::Item(key.item))
                    .with("qty", Value::Qty(key.item, *qty))
                    .with("place", to),
            ),
            lines => {
                let from = lines.first().map(|(key, _)| key.holder)?;
                Some(told_lines("event-put-away-all", from, lines.len()).with("place", to))
            }
        }
    }
}

/// A message about several lines of one holder.
fn told_lines(name: &'static str, from: Holder, lines: usize) -> Phrase {
    Phrase::new(name)
        .with("from", Value::Holder(from))
        .with("lines", Value::Number(i64::try_from(lines).unwrap_or(i64::MAX)))
}

/// Goods that had been put away are back where they were. The ledger's side are `StockMoved` of the same command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutAwayUndone {
    /// Who had put them away.
    pub worker: WorkerId,
    /// What, and where it is again.
    pub lines: Vec<(StockKey, Qty)>,
    /// How far that worker has come now.
    pub now: Option<Arc<Putaway>>,
}

impl Fact for PutAwayUndone {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_putaway(self.worker, self.now.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        let from = self.lines.first().map(|(key, _)| key.holder)?;
        Some(told_lines("event-put-away-undone", from, self.lines.len()))
    }
}

/// Picked goods of an order that was called off lie in a bin again, or (below zero) in its tote again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickGivenBack {
    /// Of which order.
    pub order: OrderId,
    /// Of which of its lines, from 0.
    pub line: u16,
    /// How much is no longer in its totes.
    pub qty: Qty,
}

impl Fact for PickGivenBack {
    const TOPICS: Topics = Topics::ORDERS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_order_line(self.order, self.line, |line| line.picked -= self.qty);
    }
}
