//! Customers' orders: taken in, changed, held, cancelled, closed.
//!
//! An order may be changed or called off until its parcels leave. What is out of its bins by then is caught at the next
//! scan wherever it is: at the walk, at the bench before its label, at the dock before its load.

mod changing;
mod decide;
mod erasing;
mod events;
mod holding;
mod refusal;

pub(super) use changing::{call_off_some, take_off_some};
pub use changing::{leaving, restage};
pub use decide::{close_if_over, decide};
pub use erasing::ConsigneeErased;
pub use events::*;
pub use holding::{HoldReason, OrderHold};
pub use refusal::Refusal;

use super::ids::{CarrierId, ItemId, OrderId, OwnerId, ReservationId};
use super::lookup::Target;
use super::{Qty, Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How far an order has come. Ordered as work proceeds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    /// Nothing promised yet.
    #[default]
    Waiting,
    /// Could not be filled as its rule wants; a person decides or stock arrives.
    Short,
    /// On a pick list that nobody has begun.
    Released,
    /// Being picked.
    Picking,
    /// Picked; its totes wait for a bench.
    Picked,
    /// Being packed.
    Packing,
    /// Packed; its parcels wait to be loaded.
    Packed,
    /// All parcels stand in a load.
    Loaded,
    /// Out of the building.
    Shipped,
    /// Called off; what was picked of it goes back to its bins.
    Cancelled,
}

impl Stage {
    /// Every stage, as work proceeds.
    pub const ALL: [Stage; 10] = [
        Stage::Waiting,
        Stage::Short,
        Stage::Released,
        Stage::Picking,
        Stage::Picked,
        Stage::Packing,
        Stage::Packed,
        Stage::Loaded,
        Stage::Shipped,
        Stage::Cancelled,
    ];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Stage::Waiting => "stage-waiting",
            Stage::Short => "stage-short",
            Stage::Released => "stage-released",
            Stage::Picking => "stage-picking",
            Stage::Picked => "stage-picked",
            Stage::Packing => "stage-packing",
            Stage::Packed => "stage-packed",
            Stage::Loaded => "stage-loaded",
            Stage::Shipped => "stage-shipped",
            Stage::Cancelled => "stage-cancelled",
        }
    }
}

/// A person's name, phone and address, readable only with a key that is kept apart: forgetting the key erases them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Which key opens it.
    pub key: u64,
    /// The ciphertext.
    pub bytes: Vec<u8>,
}

/// One line of an order. What was ordered is always reserved, picked, packed, shipped or still outstanding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// What.
    pub item: ItemId,
    /// How much was ordered.
    pub qty: Qty,
    /// Promised from bins.
    pub reserved: Qty,
    /// In totes.
    pub picked: Qty,
    /// In parcels.
    pub packed: Qty,
    /// Gone.
    pub shipped: Qty,
    /// Light customisation: "gift note inside".
    pub note: Text,
}

impl OrderLine {
    /// A new line, of which nothing is done.
    pub fn new(item: ItemId, qty: Qty) -> OrderLine {
        let zero = Qty::ZERO;
        OrderLine {
            item,
            qty,
            reserved: zero,
            picked: zero,
            packed: zero,
            shipped: zero,
            note: "".into(),
        }
    }

    /// Ordered and neither promised nor taken.
    pub fn outstanding(&self) -> Qty {
        (self.qty - self.reserved - self.taken()).max(Qty::ZERO)
    }

    /// Out of its bin and no longer wanted: the order was lessened after the pick.
    pub fn excess(&self) -> Qty {
        (self.taken() - self.qty).max(Qty::ZERO)
    }

    /// Out of its bin already.
    pub fn taken(&self) -> Qty {
        self.picked + self.packed + self.shipped
    }
}

/// A customer's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its number here.
    pub id: OrderId,
    /// The number that the customer and the channel know; unique per owner.
    pub number: Text,
    /// Whose goods it takes. It never takes another owner's.
    pub owner: OwnerId,
    /// Where it was sold.
    pub channel: Text,
    /// Who takes it away.
    pub carrier: CarrierId,
    /// 1 is the most urgent, 9 the least.
    pub priority: u8,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// When it was promised to be handed over.
    pub promise: Timestamp,
    /// When its carrier leaves.
    pub cutoff: Timestamp,
    /// It may leave in several parts; otherwise it leaves whole or waits.
    pub split: bool,
    /// Where it goes.
    pub country: Text,
    /// To whom.
    pub consignee: Option<Sealed>,
    /// How far it has come.
    pub stage: Stage,
    /// When it came to that stage.
    pub staged_at: Timestamp,
    /// What is ordered.
    pub lines: Vec<OrderLine>,
}

impl Order {
    /// Sum over the lines of one of their quantities.
    pub fn total(&self, of: impl Fn(&OrderLine) -> Qty) -> Qty {
        self.lines.iter().map(of).sum()
    }

    /// Called off or gone.
    pub fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Cancelled | Stage::Shipped)
    }
}

/// What somebody asks about orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Take an order in. The id is given when it is taken; a number that is known already changes nothing.
    Save(Box<Order>),
    /// Set the ordered quantity of a line, however far the order has come. What is out of its bin and no longer wanted
    /// is caught at the next scan.
    Change {
        /// Which order.
        order: OrderId,
        /// Which line, from 0.
        line: u16,
        /// The new quantity; 0 takes the line out, and with the last one the order is called off.
        qty: Qty,
    },
    /// Call it off, however far it has come. Of an order that has left in part, the rest is called off.
    Cancel {
        /// Which.
        order: OrderId,
    },
    /// Set how urgent it is. Its pick lists follow.
    SetPriority {
        /// Which.
        order: OrderId,
        /// 1 is the most urgent, 9 the least.
        priority: u8,
    },
    /// Keep it back: it is not picked, and what is picked of it gets no label, until it is let go.
    Hold {
        /// Which.
        order: OrderId,
        /// Why.
        reason: HoldReason,
        /// Why, in words; wanted for [`HoldReason::Other`].
        note: Text,
    },
    /// Let a held order go on.
    LetGo {
        /// Which.
        order: OrderId,
    },
    /// Forget to whom it goes. Whoever asks destroys the keys once this is durable.
    Erase {
        /// Which, open or closed.
        order: OrderId,
        /// The keys under which its consignee was sealed.
        keys: Vec<u64>,
    },
}

/// Under which compact key a closed order is remembered: enough to know its number again, and no more.
pub fn closed_key(owner: OwnerId, number: &str) -> u128 {
    let mut hash = blake3::Hasher::new();
    hash.update(b"order");
    hash.update(&owner.0.to_le_bytes());
    hash.update(number.as_bytes());
    let mut key = [0; 16];
    hash.finalize_xof().fill(&mut key);
    u128::from_le_bytes(key)
}

impl Warehouse {
    /// An open order.
    pub fn order(&self, id: OrderId) -> Option<&Order> {
        self.orders.get(&id).map(Arc::as_ref)
    }

    /// An open order by the number that the customer knows.
    pub fn order_by_number(&self, owner: OwnerId, number: &str) -> Option<&Order> {
        let targets = self.codes.find(number);
        targets.iter().find_map(|target| match target {
            Target::Order(id) => self
                .order(*id)
                .filter(|o| o.owner == owner && o.number.as_ref() == number),
            _ => None,
        })
    }

    /// The open orders of a stage, the earliest cut-off and the most urgent first.
    pub fn orders_in(&self, stage: Stage) -> impl Iterator<Item = OrderId> {
        self.orders_by_stage
            .range((stage, Timestamp(i64::MIN), 0, OrderId(0))..)
            .take_while(move |(of, ..)| *of == stage)
            .map(|(.., id)| *id)
    }

    /// What is promised to an order.
    pub fn reservations_of(&self, order: OrderId) -> impl Iterator<Item = ReservationId> {
        self.reserved_by_order
            .range((order, ReservationId(0))..)
            .take_while(move |(of, _)| *of == order)
            .map(|(_, id)| *id)
    }

    pub(super) fn put_order(&mut self, order: Arc<Order>) {
        self.counters.used(order.id);
        if let Some(old) = self.orders.get(&order.id).cloned() {
            self.unlist_order(&old);
        } else {
            self.codes.learn(&order.number, Target::Order(order.id));
        }
        self.orders_by_stage
            .insert((order.stage, order.cutoff, order.priority, order.id));
        self.order_totals.add(order.carrier, order.cutoff, order.stage, 1);
        self.orders.insert(order.id, order);
    }

    /// Changes an order and keeps the lists by stage.
    pub(super) fn change_order(&mut self, id: OrderId, change: impl FnOnce(&mut Order)) {
        if let Some(order) = self.orders.get(&id) {
            let mut order = Order::clone(order);
            change(&mut order);
            self.put_order(Arc::new(order));
        }
    }

    /// Changes a line's quantities; the lists by stage do not depend on them.
    pub(super) fn change_order_line(&mut self, id: OrderId, line: u16, change: impl FnOnce(&mut OrderLine)) {
        let order = self.orders.get_mut(&id).map(Arc::make_mut);
        if let Some(line) = order.and_then(|order| order.lines.get_mut(usize::from(line))) {
            change(line);
        }
    }

    fn close_order(&mut self, id: OrderId) {
        if let Some(order) = self.orders.remove(&id) {
            self.unlist_order(&order);
            self.codes.forget(&order.number, Target::Order(id));
            self.held_orders.remove(&id);
            self.numbers.note(closed_key(order.owner, &order.number));
        }
    }

    fn unlist_order(&mut self, order: &Order) {
        self.orders_by_stage
            .remove(&(order.stage, order.cutoff, order.priority, order.id));
        self.order_totals
            .add(order.carrier, order.cutoff, order.stage, -1);
    }
}
