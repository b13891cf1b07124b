//! Putaway: from a dock place, pallet or carton to a bin, with a bin suggested and a reason for it.
//!
//! The worker scans where the goods are (or the goods themselves), then the item where there are several, then the
//! bin: that scan books them. Another bin than the suggested one is asked about once and accepted when it is scanned
//! again, unless it cannot take the goods. Totes of orders that were called off go back the same way.

mod bins;
mod decide;
mod events;
mod refusal;
pub mod source;
mod undo;

pub use bins::{BadBin, Why, belongs, check_bin, load_of, room_for, suggest_bin, suggest_for};
pub use decide::decide;
pub use events::*;
pub use refusal::Refusal;
pub use undo::undo;

use super::ids::{PlaceId, WorkerId};
use super::stock::{Holder, StockKey};
use super::{Qty, Text, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Most ledger lines that one scan of a bin moves out of a pallet or place; the next scan goes on.
pub const MAX_LINES_A_SCAN: usize = 100;

/// One worker putting goods away. Kept in the warehouse, so that it outlives the terminal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Putaway {
    /// Who.
    pub worker: WorkerId,
    /// Where the goods are.
    pub from: Holder,
    /// Which of them are in hand; none until an item is scanned.
    pub key: Option<StockKey>,
    /// All of them go into one bin.
    pub all: bool,
    /// Base units scanned of them so far: the scan that took them in hand is the first piece.
    pub seen: Qty,
    /// The quantity counted or typed; none shows all there is.
    pub counted: Option<Qty>,
    /// The quantity was typed: it stands, whatever is scanned.
    pub typed: bool,
    /// The bin on the screen, and why that one.
    pub suggested: Option<(PlaceId, Why)>,
    /// Another bin that was scanned once.
    pub asked: Option<PlaceId>,
}

/// What the worker has to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Scan an item of what is there.
    Item(Holder),
    /// Bring this much to the suggested bin and scan it; any free bin where none is suggested.
    Bin(StockKey, Qty, Option<PlaceId>),
    /// Bring all that is there to the suggested bin and scan it.
    AllToBin(Holder, Option<PlaceId>),
    /// Another bin than the suggested one: scan it again to put the goods there.
    Confirm {
        /// The suggested bin.
        expected: PlaceId,
        /// The one that was scanned.
        found: PlaceId,
    },
}

impl Putaway {
    /// Nothing in hand yet.
    pub fn new(worker: WorkerId, from: Holder) -> Putaway {
        Putaway {
            worker,
            from,
            key: None,
            all: false,
            seen: Qty::ZERO,
            counted: None,
            typed: false,
            suggested: None,
            asked: None,
        }
    }

    /// The quantity on the screen.
    pub fn shown(&self, w: &Warehouse) -> Qty {
        let there = self.key.map_or(Qty::ZERO, |key| w.stock_at(&key).free());
        self.counted.map_or(there, |counted| counted.min(there))
    }

    /// What the worker has to do next.
    pub fn prompt(&self, w: &Warehouse) -> Prompt {
        let suggested = self.suggested.map(|(place, _)| place);
        if let (Some(expected), Some(found)) = (suggested, self.asked) {
            return Prompt::Confirm { expected, found };
        }
        match self.key {
            _ if self.all => Prompt::AllToBin(self.from, suggested),
            Some(key) if self.shown(w).is_positive() => Prompt::Bin(key, self.shown(w), suggested),
            _ => Prompt::Item(self.from),
        }
    }
}

/// What somebody asks about putting away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Begin with the goods of a pallet, carton, tote or dock place, or with an item that lies at the dock.
    Start {
        /// Its code.
        code: Text,
    },
    /// Something was scanned or typed at the prompt.
    Scan {
        /// The code.
        code: Text,
    },
    /// These goods of what is there, chosen from a list.
    Choose {
        /// Which.
        key: StockKey,
    },
    /// A quantity was typed at the prompt. It is absolute.
    Quantity {
        /// How much the worker has in hand.
        qty: Qty,
    },
    /// All that is there goes into one bin.
    All,
    /// Stop; the goods stay where they are.
    Leave,
}

impl Warehouse {
    /// What a worker is putting away, if anything.
    pub fn putaway_of(&self, worker: WorkerId) -> Option<&Putaway> {
        self.putaways.get(&worker).map(Arc::as_ref)
    }

    pub(super) fn put_putaway(&mut self, worker: WorkerId, now: Option<Arc<Putaway>>) {
        match now {
            Some(now) => self.putaways.insert(worker, now),
            None => self.putaways.remove(&worker),
        };
    }
}
