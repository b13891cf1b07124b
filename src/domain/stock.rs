//! The ledger: where every unit is, whose it is, of which lot and in which status.
//!
//! Stock moves in double entry. A quantity only ever goes from one key to another of the same item, owner and lot,
//! and the world outside (supplier, customer, scrap, count difference) is made of accounts, so the sum over all
//! keys of an item is zero at every moment. [`StockMoved`] is the only event that touches a quantity on hand.

use super::event::{Fact, Topics};
use super::ids::{ItemId, LotId, LpnId, OwnerId, ParcelId, PlaceId, ReservationId};
use super::phrase::{Phrase, Value};
use super::{Qty, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};

/// What can hold stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Holder {
    /// A place of the building.
    Place(PlaceId),
    /// A tote, pallet or carton.
    Lpn(LpnId),
    /// A parcel being packed or waiting to leave.
    Parcel(ParcelId),
    /// The other side of the books.
    Account(Account),
}

impl Holder {
    /// False for the accounts, which alone may be negative.
    pub fn is_real(self) -> bool {
        !matches!(self, Holder::Account(_))
    }
}

/// The world outside the building, and what was lost in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Account {
    /// Where receipts come from.
    Supplier,
    /// Where loads go.
    Customer,
    /// What was thrown away.
    Scrap,
    /// What counts found too much or too little.
    Difference,
}

/// Whether stock may be sold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Status {
    /// Free to allocate and pick.
    #[default]
    Available,
    /// Kept back by a person, a short pick or a recall.
    Hold,
    /// Not fit to sell.
    Damaged,
    /// Waiting for a check after receipt or return.
    Quarantine,
}

impl Status {
    /// Every status, in the order of menus.
    pub const ALL: [Status; 4] = [
        Status::Available,
        Status::Hold,
        Status::Damaged,
        Status::Quarantine,
    ];
}

/// One line of the ledger. Ordered by holder first, so that a place's stock lies together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StockKey {
    /// Where it is.
    pub holder: Holder,
    /// What it is.
    pub item: ItemId,
    /// Whose it is.
    pub owner: OwnerId,
    /// Its lot, when the item is tracked by lots.
    pub lot: Option<LotId>,
    /// Whether it may be sold.
    pub status: Status,
}

impl StockKey {
    /// The same goods somewhere else.
    pub fn at(self, holder: Holder) -> StockKey {
        StockKey { holder, ..self }
    }

    /// The same goods in another status.
    pub fn with_status(self, status: Status) -> StockKey {
        StockKey { status, ..self }
    }
}

/// What the ledger holds under one key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// Base units there now.
    pub on_hand: Qty,
    /// Of these, promised to orders. Never more than on hand.
    pub reserved: Qty,
    /// When the oldest of it came into the building.
    pub since: Timestamp,
}

impl Stock {
    /// What is there and promised to nobody.
    pub fn free(self) -> Qty {
        self.on_hand - self.reserved
    }
}

/// Why stock moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Cause {
    /// Came in from a supplier.
    Received,
    /// From receiving to its bin.
    PutAway,
    /// From a bin to a tote.
    Picked,
    /// From a tote to a parcel.
    Packed,
    /// Out of the building.
    Shipped,
    /// By hand, from place to place.
    Moved,
    /// A counted difference was booked.
    Counted,
    /// A person corrected the book.
    Adjusted,
    /// Thrown away.
    Scrapped,
    /// Its status changed where it lies.
    StatusChanged,
    /// Missing at a short pick, kept back until counted.
    Missing,
    /// A last scan was undone.
    Undone,
    /// Taken over from another system.
    Opening,
    /// From reserve to a pick face.
    Replenished,
}

/// A quantity went from one key to another. The ledger's one door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockMoved {
    /// Where from.
    pub from: StockKey,
    /// Where to: the same item, owner and lot.
    pub to: StockKey,
    /// How much, at least 1.
    pub qty: Qty,
    /// Since when the goods are in the building.
    pub since: Timestamp,
    /// Why.
    pub cause: Cause,
}

impl Fact for StockMoved {
    const TOPICS: Topics = Topics::STOCK;

    fn evolve(&self, w: &mut Warehouse) {
        w.add_stock(self.from, -self.qty, self.since);
        w.add_stock(self.to, self.qty, self.since);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-stock-moved")
                .with("item", Value::Item(self.from.item))
                .with("qty", Value::Qty(self.from.item, self.qty))
                .with("from", Value::Holder(self.from.holder))
                .with("to", Value::Holder(self.to.holder)),
        )
    }
}

impl Warehouse {
    /// What the ledger holds under a key; nothing where it has no line.
    pub fn stock_at(&self, key: &StockKey) -> Stock {
        self.stock.get(key).copied().unwrap_or_default()
    }

    /// Every line of one holder, by item.
    pub fn stock_in(&self, holder: Holder) -> impl Iterator<Item = (&StockKey, &Stock)> {
        self.stock
            .range(first_key(holder)..)
            .take_while(move |(key, _)| key.holder == holder)
    }

    /// Every line of one item that lies in the building or goes through it, by holder.
    pub fn stock_of(&self, item: ItemId) -> impl Iterator<Item = (StockKey, Stock)> {
        let first = StockKey {
            item,
            ..first_key(Holder::Place(PlaceId(0)))
        };
        self.stock_by_item
            .range((item, first)..)
            .take_while(move |(of, _)| *of == item)
            .map(|(_, key)| (*key, self.stock_at(key)))
    }

    /// Who holds promised stock of a key: reservations in the order they were made.
    pub fn reservations_on(&self, key: &StockKey) -> impl Iterator<Item = ReservationId> {
        let key = *key;
        self.reserved_by_key
            .range((key, ReservationId(0))..)
            .take_while(move |(of, _)| *of == key)
            .map(|(_, id)| *id)
    }

    /// Adds to a line of the ledger, removing it when nothing is left. [`StockMoved`] alone calls it.
    fn add_stock(&mut self, key: StockKey, qty: Qty, since: Timestamp) {
        let mut stock = self.stock_at(&key);
        if stock.on_hand.is_zero() && qty.is_positive() {
            stock.since = since;
        } else if qty.is_positive() {
            stock.since = stock.since.min(since);
        }
        stock.on_hand += qty;
        self.put_stock(key, stock);
    }

    /// Adds to what is promised of a line; negative to give it back.
    pub(super) fn add_reserved(&mut self, key: StockKey, qty: Qty) {
        let mut stock = self.stock_at(&key);
        stock.reserved += qty;
        self.put_stock(key, stock);
    }

    /// Sets a line of the ledger, keeping the index by item. Accounts are not in it: nobody looks for goods there, and
    /// every item has some.
    pub(super) fn put_stock(&mut self, key: StockKey, stock: Stock) {
        if stock.on_hand.is_zero() && stock.reserved.is_zero() {
            self.stock.remove(&key);
            self.stock_by_item.remove(&(key.item, key));
            self.note_bin(key.holder);
        } else if self.stock.insert(key, stock).is_none() {
            if key.holder.is_real() {
                self.stock_by_item.insert((key.item, key));
            }
            self.note_bin(key.holder);
        }
    }
}

/// The least key of a holder.
fn first_key(holder: Holder) -> StockKey {
    StockKey {
        holder,
        item: ItemId(0),
        owner: OwnerId(0),
        lot: None,
        status: Status::Available,
    }
}
