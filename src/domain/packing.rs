//! Packing: from totes to parcels at a bench, every item checked.
//!
//! Scanning a tote or an order's number begins a parcel; every item scan moves what was scanned from a tote into it;
//! scanning a carton closes it. The prompt is derived from the order and its parcel, so a dropped terminal finds it
//! again on any other.

mod carton;
mod close;
mod decide;
mod events;
mod fill;
mod refusal;
mod undo;

pub use carton::{expected_weight_g, suggest_carton, suggest_for};
pub(super) use close::{home_of, missing, too_much};
pub use decide::decide;
pub use events::*;
pub use refusal::Refusal;
pub use undo::undo;

use super::ids::{CartonId, ItemId, OrderId, ParcelId, PlaceId, WorkerId};
use super::orders::{Order, OrderLine, Stage};
use super::{Qty, Text, Warehouse};

/// Most different lines of stock that one parcel takes: closing, voiding and shipping it stay bounded groups of events.
pub const MAX_LINES_A_PARCEL: usize = 150;

/// What somebody asks at a bench.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Something was scanned or typed at the prompt. A tote or order number begins or goes on with an order, an item
    /// goes into the parcel, a carton closes it.
    Scan {
        /// The bench.
        bench: PlaceId,
        /// The order on the screen; none to go on with the parcel in hand, or to begin.
        order: Option<OrderId>,
        /// The code.
        code: Text,
    },
    /// How many of the item scanned last are in the parcel now. It is absolute; less than before goes back to its tote.
    Quantity {
        /// The parcel on the screen.
        parcel: ParcelId,
        /// How much is in it.
        qty: Qty,
    },
    /// The parcel is full, or the order's last: label it.
    Close {
        /// The parcel on the screen.
        parcel: ParcelId,
        /// What it is packed in; none for the goods' own packaging.
        carton: Option<CartonId>,
        /// As weighed, where somebody weighed it.
        weight_g: Option<i64>,
        /// A weight that was refused is right, and the carton bears it.
        confirm: bool,
    },
    /// Pack a closed parcel again. Its label becomes void.
    Reopen {
        /// Which.
        parcel: ParcelId,
        /// At which bench.
        bench: PlaceId,
    },
    /// Put everything back into totes. Its label, if it has one, becomes void.
    Void {
        /// Which.
        parcel: ParcelId,
        /// The code of the order's tote or an empty one; none for the totes that the goods came from.
        tote: Option<Text>,
    },
    /// Set the parcel aside as it is; whoever scans its tote or order goes on with it.
    Park {
        /// Which.
        parcel: ParcelId,
    },
    /// Give the parcel in hand to somebody else, or to whoever packs at another bench.
    HandOver {
        /// Which.
        parcel: ParcelId,
        /// Who goes on with it; none for whoever scans its tote or order there.
        to: Option<WorkerId>,
        /// The bench where it goes on; none for where it is.
        bench: Option<PlaceId>,
        /// Why, for the journal.
        reason: Text,
    },
    /// Go on with a parcel that somebody else packs.
    TakeOver {
        /// Which.
        parcel: ParcelId,
        /// At which bench.
        bench: PlaceId,
        /// Why, for the journal.
        reason: Text,
    },
}

/// What the packer has to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Scan a tote or an order's number.
    Begin,
    /// The order was called off: scan a tote to put the goods of its parcel back into it.
    CalledOff(OrderId),
    /// The order was lessened: take so much of an item out of the parcel.
    TakeOut(ItemId, Qty),
    /// Scan the next item; so many base units are still in the totes.
    Item(Qty),
    /// Everything is in: scan the carton.
    Close(ParcelId),
    /// Nothing is left to pack.
    Done(OrderId),
}

/// What the packer has to do next with an order; none asks for one.
pub fn prompt(w: &Warehouse, order: Option<OrderId>) -> Prompt {
    let Some(order) = order.and_then(|id| w.order(id)) else {
        return Prompt::Begin;
    };
    let open = w.open_parcel_of(order.id);
    if order.stage == Stage::Cancelled {
        return Prompt::CalledOff(order.id);
    }
    if let Some((item, qty)) = open.and_then(|parcel| close::too_much(order, parcel)) {
        return Prompt::TakeOut(item, qty);
    }
    let left = left_to_pack(order);
    match open {
        _ if left.is_positive() => Prompt::Item(left),
        Some(parcel) if !parcel.lines.is_empty() => Prompt::Close(parcel.id),
        _ => Prompt::Done(order.id),
    }
}

/// One order line as the bench shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToPack {
    /// Which line of the order, from 0.
    pub line: u16,
    /// What.
    pub item: ItemId,
    /// Ordered and not gone yet.
    pub wanted: Qty,
    /// In totes.
    pub picked: Qty,
    /// In parcels, the open one included.
    pub packed: Qty,
    /// In the open parcel.
    pub here: Qty,
    /// What the customer asked for beside: "gift note inside".
    pub note: Text,
}

/// Every line of an order as the bench shows it; empty for an order that is no longer open.
pub fn to_pack(w: &Warehouse, order: OrderId) -> Vec<ToPack> {
    let open = w.open_parcel_of(order).map(|p| p.by_order_line());
    let here = |line: u16| {
        let found = open.iter().flatten().find(|(of, _)| *of == line);
        found.map_or(Qty::ZERO, |(_, qty)| *qty)
    };
    let lines = w.order(order).map_or(&[][..], |o| o.lines.as_slice());
    (0_u16..)
        .zip(lines)
        .map(|(line, l)| ToPack {
            line,
            item: l.item,
            wanted: l.qty - l.shipped,
            picked: l.picked,
            packed: l.packed,
            here: here(line),
            note: l.note.clone(),
        })
        .collect()
}

/// Orders whose totes wait for a bench, the earliest cut-off and the most urgent first, without those kept back.
pub fn pack_queue(w: &Warehouse) -> impl Iterator<Item = &Order> {
    w.orders_in(Stage::Picked)
        .filter(|id| w.hold_of(*id).is_none())
        .filter_map(|id| w.order(id))
}

/// How much of a line may still go into parcels: picked, and wanted.
fn room(line: &OrderLine) -> Qty {
    line.picked
        .min(line.qty - line.packed - line.shipped)
        .max(Qty::ZERO)
}

/// How much of an order is in totes and wanted.
pub(super) fn left_to_pack(order: &Order) -> Qty {
    order.total(room)
}
