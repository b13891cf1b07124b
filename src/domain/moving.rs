//! Moving: goods from place to place, into or out of totes, pallets and cartons, or one of these as it stands.
//!
//! The worker scans where the goods are, then the item (or says that all of it goes), then where they go: that scan
//! books them. A pallet followed by a place sets the pallet down there. What is promised to an order stays where the
//! order's picker will look for it.

mod decide;
mod events;
mod refusal;
mod undo;

pub use decide::decide;
pub use events::*;
pub use refusal::Refusal;
pub use undo::undo;

use super::ids::{LpnId, PlaceId, WorkerId};
use super::stock::{Holder, StockKey};
use super::{Qty, Text, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One worker moving goods. Kept in the warehouse, so that it outlives the terminal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moving {
    /// Who.
    pub worker: WorkerId,
    /// Where the goods are.
    pub from: Holder,
    /// Which of them are in hand; none until an item is scanned.
    pub key: Option<StockKey>,
    /// All of them go.
    pub all: bool,
    /// Base units scanned so far: the scan that took them in hand is the first piece.
    pub seen: Qty,
    /// The quantity counted or typed; none shows all that is free.
    pub counted: Option<Qty>,
    /// The quantity was typed: it stands, whatever is scanned.
    pub typed: bool,
}

/// What the worker has to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Scan an item of what is there, or ask for all; a tote, pallet or carton can be set down by scanning a place.
    What(Holder),
    /// Bring this much to where it goes and scan that.
    To(StockKey, Qty),
    /// Bring all that is there to where it goes and scan that.
    AllTo(Holder),
}

impl Moving {
    /// Nothing in hand yet.
    pub fn new(worker: WorkerId, from: Holder) -> Moving {
        Moving {
            worker,
            from,
            key: None,
            all: false,
            seen: Qty::ZERO,
            counted: None,
            typed: false,
        }
    }

    /// The quantity on the screen.
    pub fn shown(&self, w: &Warehouse) -> Qty {
        let there = self.key.map_or(Qty::ZERO, |key| w.stock_at(&key).free());
        self.counted.map_or(there, |counted| counted.min(there))
    }

    /// What the worker has to do next.
    pub fn prompt(&self, w: &Warehouse) -> Prompt {
        match self.key {
            _ if self.all => Prompt::AllTo(self.from),
            Some(key) if self.shown(w).is_positive() => Prompt::To(key, self.shown(w)),
            _ => Prompt::What(self.from),
        }
    }
}

/// What somebody asks about moving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Something was scanned or typed at the prompt.
    Scan {
        /// The code.
        code: Text,
    },
    /// These goods, chosen from a list.
    Choose {
        /// Which.
        key: StockKey,
    },
    /// A quantity was typed at the prompt. It is absolute.
    Quantity {
        /// How much the worker has in hand.
        qty: Qty,
    },
    /// All that is there goes.
    All,
    /// Stop; the goods stay where they are.
    Leave,
    /// Move goods in one go.
    Move {
        /// What, and where it lies.
        key: StockKey,
        /// How much of it.
        qty: Qty,
        /// Where it goes.
        to: Holder,
    },
    /// Move all the goods of a place, tote, pallet or carton in one go.
    MoveAll {
        /// Where they are.
        from: Holder,
        /// Where they go.
        to: Holder,
    },
    /// Set a tote, cart, pallet or carton down with all it holds.
    SetDown {
        /// Which.
        lpn: LpnId,
        /// Where.
        place: PlaceId,
    },
}

impl Warehouse {
    /// What a worker is moving, if anything.
    pub fn moving_of(&self, worker: WorkerId) -> Option<&Moving> {
        self.movings.get(&worker).map(Arc::as_ref)
    }

    fn put_moving(&mut self, worker: WorkerId, now: Option<Arc<Moving>>) {
        match now {
            Some(now) => self.movings.insert(worker, now),
            None => self.movings.remove(&worker),
        };
    }
}
