//! Relocating: goods that are to lie in a better place. A lead orders the moves, whoever moves goods takes them one by
//! one, and moving the goods by hand ([`super::moving`]) is what carries them out.
//!
//! An order to move follows its goods: carried in a tote on the way, it waits for that tote to be emptied where it
//! leads. Two items that change places are two orders that one worker takes together: what lies in the better place
//! goes into a tote first wherever the two would not lie together.

mod decide;
mod events;

pub(super) use decide::follow;
pub use decide::{decide, undo};
pub use events::*;

use super::ids::{ItemId, PlaceId, RelocationId, WorkerId};
use super::phrase::{Phrase, Value};
use super::putaway::check_bin;
use super::refusal::{Class, Explain};
use super::slotting::SlotMove;
use super::stock::{Holder, StockKey};
use super::{Qty, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Most orders to move that are open at once: more would be stale before anybody came to them.
pub const MAX_OPEN: usize = 500;

/// Goods that are to be moved to a better place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relocation {
    /// Its number.
    pub id: RelocationId,
    /// What, and where it is now: in its old place, or in a tote on the way.
    pub key: StockKey,
    /// Where it lay when the move was ordered.
    pub from: PlaceId,
    /// Where it goes.
    pub to: PlaceId,
    /// How many millimetres it lies nearer to a bench then; zero for goods that only make room.
    pub nearer_mm: i64,
    /// The one that changes places with it.
    pub partner: Option<RelocationId>,
    /// Who carries it out.
    pub worker: Option<WorkerId>,
    /// Who ordered it.
    pub by: WorkerId,
    /// When.
    pub at: Timestamp,
}

impl Relocation {
    /// How much there is to move: what is there and promised to nobody.
    pub fn qty(&self, w: &Warehouse) -> Qty {
        w.stock_at(&self.key).free()
    }

    /// Whether its goods fit where they go as things are.
    pub fn has_room(&self, w: &Warehouse) -> bool {
        check_bin(w, self.to, &self.key, self.qty(w)).is_ok()
    }

    /// Why it pays.
    pub fn why(&self) -> Phrase {
        match self.nearer_mm {
            0 => Phrase::new("relocate-makes-room"),
            mm => Phrase::new("relocate-nearer").with("metres", Value::Number(mm / 1000)),
        }
    }
}

/// What somebody asks about relocating.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Have these moves carried out. Those that do not fit the present any more are dropped and told.
    Order {
        /// As [`super::slotting::suggest_moves`] gave them: goods that make room come right before those they make
        /// room for.
        moves: Vec<SlotMove>,
        /// The last record that the plan knew.
        made_on: u64,
    },
    /// Take the next one, and what changes places with it.
    Next,
    /// Give back those in hand whose goods still lie where they lay.
    GiveBack,
}

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No move was given.
    Nothing,
    /// None of the moves fits the present any more.
    AllStale(usize),
    /// So many are open already.
    TooMany(usize),
    /// None waits.
    NoneWaits,
    /// Its goods are in a tote: they have to be put down first.
    OnTheWay(ItemId, Holder),
    /// An undo comes too late: somebody goes on with it.
    WentOn(ItemId),
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        match self {
            Refusal::NoneWaits | Refusal::AllStale(_) => Class::Check,
            _ => Class::No,
        }
    }

    fn phrase(&self) -> Phrase {
        let count = |key, n: &usize| {
            let n = Value::Number(i64::try_from(*n).unwrap_or(i64::MAX));
            Phrase::new(key).with("count", n)
        };
        match self {
            Refusal::Nothing => Phrase::new("no-relocation-nothing"),
            Refusal::AllStale(moves) => count("no-relocation-stale", moves),
            Refusal::TooMany(open) => count("no-relocation-too-many", open),
            Refusal::NoneWaits => Phrase::new("no-relocation-waits"),
            Refusal::OnTheWay(item, holder) => Phrase::new("no-relocation-on-the-way")
                .with("item", Value::Item(*item))
                .with("holder", Value::Holder(*holder)),
            Refusal::WentOn(item) => Phrase::new("no-relocation-went-on").with("item", Value::Item(*item)),
        }
    }
}

impl Warehouse {
    /// The orders to move that a worker has taken.
    pub fn relocations_of(&self, worker: WorkerId) -> impl Iterator<Item = &Relocation> {
        let mine = move |relocation: &&Relocation| relocation.worker == Some(worker);
        self.relocations.values().map(Arc::as_ref).filter(mine)
    }

    /// The orders to move that nobody has taken and that have goods to move, the oldest first.
    pub fn relocations_waiting(&self) -> impl Iterator<Item = &Relocation> {
        let waits = |r: &&Relocation| r.worker.is_none() && r.qty(self).is_positive();
        self.relocations.values().map(Arc::as_ref).filter(waits)
    }

    /// What a worker does next: of those in hand the first whose goods fit where they go, else the first that still
    /// lies in its place (it goes into a tote), else any.
    pub fn relocation_of(&self, worker: WorkerId) -> Option<&Relocation> {
        let mine = || self.relocations_of(worker).filter(|r| r.qty(self).is_positive());
        let lies = |r: &&Relocation| matches!(r.key.holder, Holder::Place(_));
        let fits = mine().find(|r| r.has_room(self));
        fits.or_else(|| mine().find(lies)).or_else(|| mine().next())
    }

    /// The places that orders to move take goods from or bring them to.
    pub fn relocated_places(&self) -> BTreeSet<PlaceId> {
        self.relocations.values().flat_map(|r| [r.from, r.to]).collect()
    }

    pub(super) fn put_relocation(&mut self, relocation: Arc<Relocation>) {
        self.counters.used(relocation.id);
        self.relocations.insert(relocation.id, relocation);
    }

    pub(super) fn change_relocation(&mut self, id: RelocationId, change: impl FnOnce(&mut Relocation)) {
        if let Some(relocation) = self.relocations.get_mut(&id) {
            change(Arc::make_mut(relocation));
        }
    }
}
