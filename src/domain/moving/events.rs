//! What happens while moving.

use super::Moving;
use crate::domain::event::{Fact, Topics};
use crate::domain::ids::{LpnId, PlaceId, WorkerId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::stock::{Holder, StockKey};
use crate::domain::{Qty, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A worker's next step at moving: a source, an item or a quantity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovingStepped {
    /// Who.
    pub worker: WorkerId,
    /// How far they had come.
    pub was: Option<Arc<Moving>>,
    /// How far they have come; none when they stopped.
    pub now: Option<Arc<Moving>>,
}

impl Fact for MovingStepped {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_moving(self.worker, self.now.clone());
    }
}

/// Goods were moved by hand. The ledger's side are `StockMoved` of the same command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoodsMoved {
    /// Who.
    pub worker: WorkerId,
    /// What, from where, and how much of it.
    pub lines: Vec<(StockKey, Qty)>,
    /// Where to.
    pub to: Holder,
    /// How far the worker had come; an undo gives it back.
    pub was: Option<Arc<Moving>>,
    /// How far they have come.
    pub now: Option<Arc<Moving>>,
}

impl Fact for GoodsMoved {
    const TOPICS: Topics = Topics::STOCK;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_moving(self.worker, self.now.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        let (key, qty) = self.lines.first()?;
        let phrase = match self.lines.len() {
            1 => Phrase::new("event-moved")
                .with("item", Value::Item(key.item))
                .with("qty", Value::Qty(key.item, *qty)),
            lines => Phrase::new("event-moved-all")
                .with("lines", Value::Number(i64::try_from(lines).unwrap_or(i64::MAX))),
        };
        Some(
            phrase
                .with("from", Value::Holder(key.holder))
                .with("to", Value::Holder(self.to)),
        )
    }
}

/// Goods that had been moved are back. The ledger's side are `StockMoved` of the same command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoodsMovedBack {
    /// Who had moved them.
    pub worker: WorkerId,
    /// What, and where it is again.
    pub lines: Vec<(StockKey, Qty)>,
    /// How far that worker has come now.
    pub now: Option<Arc<Moving>>,
}

impl Fact for GoodsMovedBack {
    const TOPICS: Topics = Topics::STOCK;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_moving(self.worker, self.now.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        let (key, _) = self.lines.first()?;
        let lines = i64::try_from(self.lines.len()).unwrap_or(i64::MAX);
        Some(
            Phrase::new("event-moved-back")
                .with("lines", Value::Number(lines))
                .with("to", Value::Holder(key.holder)),
        )
    }
}

/// A tote, cart, pallet or carton was set down. The move itself is an `LpnMoved` of the same command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LpnSetDown {
    /// Who carried it.
    pub worker: WorkerId,
    /// Which.
    pub lpn: LpnId,
    /// Where it stood; none when it was carried about.
    pub from: Option<PlaceId>,
    /// Where it stands now; none when an undo took it up again.
    pub to: Option<PlaceId>,
    /// How far the worker has come now.
    pub now: Option<Arc<Moving>>,
}

impl Fact for LpnSetDown {
    const TOPICS: Topics = Topics::STOCK;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_moving(self.worker, self.now.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        let phrase = match self.to {
            Some(place) => Phrase::new("event-lpn-set-down").with("place", Value::Place(place)),
            None => Phrase::new("event-lpn-taken-up"),
        };
        Some(phrase.with("lpn", Value::Lpn(self.lpn)))
    }
}
