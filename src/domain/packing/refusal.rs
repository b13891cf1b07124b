//! Why packing is refused.

use crate::domain::ids::{
    CartonId, ItemId, LoadId, LotId, LpnId, OrderId, OwnerId, ParcelId, PlaceId, WorkerId,
};
use crate::domain::orders::{HoldReason, Stage};
use crate::domain::parcels::KEPT_APART_DAYS;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::refusal::{Class, Explain};
use crate::domain::stock::Status;
use crate::domain::time::Day;
use crate::domain::{Qty, Text, Timestamp};

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The place is no packing bench.
    NotABench(PlaceId),
    /// No such parcel is in the building.
    UnknownParcel(ParcelId),
    /// No such order is open.
    UnknownOrder(OrderId),
    /// The order was called off: put its goods back.
    CalledOff(OrderId),
    /// The order is kept back: by whom, and since when.
    OnHold(OrderId, HoldReason, Timestamp),
    /// The order is not picked yet, or waits for goods.
    NotReady(OrderId, Stage),
    /// All of it is packed.
    AlreadyPacked(OrderId),
    /// Somebody else packs it, at that bench.
    Taken(OrderId, WorkerId, PlaceId),
    /// The parcel was set aside: scan its tote or order to take it up.
    NotYours(ParcelId),
    /// The packer has goods of another order in hand: close or park that parcel first.
    InHand(OrderId),
    /// The code stands for nothing here.
    UnknownCode(Text, Box<Phrase>),
    /// Known, but nothing that a bench waits for.
    Unexpected(Text, Box<Phrase>),
    /// The tote holds another owner's goods.
    OtherOwnersTote {
        /// This tote.
        tote: LpnId,
        /// Whose goods it holds.
        found: OwnerId,
        /// Whose order is being packed.
        expected: OwnerId,
    },
    /// The tote holds the goods of another order.
    WrongTote {
        /// This tote.
        tote: LpnId,
        /// Whose goods it holds.
        found: OrderId,
        /// The order being packed.
        expected: OrderId,
    },
    /// The tote is empty.
    EmptyTote(LpnId),
    /// The tote holds goods of no order.
    LooseTote(LpnId),
    /// Only another owner has goods of this item.
    OtherOwner {
        /// What was scanned.
        item: ItemId,
        /// Whose it is.
        found: OwnerId,
        /// Whose order is being packed.
        expected: OwnerId,
    },
    /// The order has no line of this item.
    NotInOrder {
        /// The order being packed.
        order: OrderId,
        /// What was scanned.
        item: ItemId,
        /// Where it belongs.
        home: Option<PlaceId>,
    },
    /// No picked order at this bench waits for the item.
    NobodyWants(ItemId, Option<PlaceId>),
    /// Ordered, but none of it is in the order's totes.
    NotPicked(OrderId, ItemId),
    /// The right item of another lot than was picked.
    WrongLot {
        /// What was scanned.
        item: ItemId,
        /// A lot that was picked.
        expected: LotId,
        /// The lot on the goods.
        found: Text,
    },
    /// The right item with another expiry date than that of the lot that was picked.
    WrongExpiry {
        /// What was scanned.
        item: ItemId,
        /// A lot that was picked.
        lot: LotId,
        /// Its date.
        expected: Day,
        /// The date on the goods.
        found: Day,
    },
    /// The goods in the tote may not be sold.
    Held(ItemId, Status),
    /// More than was picked.
    TooMany {
        /// Of what.
        item: ItemId,
        /// What would be in the parcel.
        found: Qty,
        /// What may be.
        wanted: Qty,
    },
    /// The order was lessened: so much more than wanted was picked, and goes back to where it belongs.
    LeaveOut(ItemId, Qty, Option<PlaceId>),
    /// The parcel holds as many different lines as it may.
    Full(ParcelId),
    /// Scan the item first: the quantity is meant for the last one scanned.
    ItemFirst,
    /// A quantity below zero.
    NoQuantity,
    /// The goods need a tote to go back into: scan an empty one.
    NeedTote(OrderId),
    /// Nothing of the order is in a parcel yet.
    Empty(OrderId),
    /// The order was lessened: take so much out of the parcel; where it belongs.
    TakeOut(ItemId, Qty, Option<PlaceId>),
    /// No such carton.
    UnknownCarton(CartonId),
    /// The carton does not bear the weight.
    TooHeavy {
        /// Which carton.
        carton: CartonId,
        /// What it would hold, in grams.
        found: i64,
        /// What it bears, in grams.
        bears: i64,
    },
    /// The scale shows something else than the goods should weigh. Closing again confirms it.
    WrongWeight {
        /// As weighed, in grams.
        found: i64,
        /// By items and carton, in grams.
        expected: i64,
    },
    /// The company prefix in the settings makes no SSCC.
    BadPrefix(Text),
    /// All serial numbers beside the company prefix, so many, are used up.
    SerialsUsedUp(Text, u64),
    /// The parcel is closed: reopen it first.
    Closed {
        /// Which.
        parcel: ParcelId,
        /// Who closed it.
        by: WorkerId,
        /// When.
        at: Timestamp,
    },
    /// The parcel is being packed already.
    Open(ParcelId),
    /// The parcel stands in a load: unload it first.
    Loaded {
        /// Which.
        parcel: ParcelId,
        /// Where.
        load: LoadId,
        /// Who loaded it.
        by: WorkerId,
        /// When.
        at: Timestamp,
    },
    /// The parcel is no longer in the building, or was packed anew.
    Gone(OrderId),
    /// Taking over wants a reason.
    NeedReason,
    /// Who is to go on with it may not pack.
    NoSuchPacker(WorkerId),
    /// Who is to go on with it has goods of another order in hand.
    Busy(WorkerId, OrderId),
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        use Refusal::*;
        match self {
            CalledOff(_)
            | OnHold(..)
            | OtherOwnersTote { .. }
            | OtherOwner { .. }
            | Held(..)
            | TakeOut(..) => Class::Stop,
            NotReady(..)
            | AlreadyPacked(_)
            | InHand(_)
            | LeaveOut(..)
            | NeedTote(_)
            | Empty(_)
            | ItemFirst
            | TooHeavy { .. }
            | WrongWeight { .. } => Class::Check,
            _ => Class::No,
        }
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::UnknownCode(code, wanted) => coded("no-unknown-code", code, wanted),
            Refusal::Unexpected(code, wanted) => coded("no-pack-unexpected", code, wanted),
            Refusal::NotABench(place) => Phrase::new("no-pack-bench").with("place", Value::Place(*place)),
            Refusal::UnknownParcel(parcel) => {
                Phrase::new("no-pack-parcel-unknown").with("parcel", Value::Parcel(*parcel))
            }
            Refusal::BadPrefix(prefix) => {
                Phrase::new("no-pack-prefix").with("prefix", Value::Text(prefix.clone()))
            }
            Refusal::SerialsUsedUp(prefix, serials) => Phrase::new("no-pack-serials")
                .with("prefix", Value::Text(prefix.clone()))
                .with(
                    "serials",
                    Value::Number(i64::try_from(*serials).unwrap_or(i64::MAX)),
                )
                .with("days", Value::Number(i64::from(KEPT_APART_DAYS))),
            Refusal::NeedReason => Phrase::new("no-need-reason"),
            Refusal::NoSuchPacker(worker) => {
                Phrase::new("no-pack-no-such-packer").with("worker", Value::Worker(*worker))
            }
            Refusal::NoQuantity => Phrase::new("no-quantity"),
            Refusal::ItemFirst => Phrase::new("no-pack-item-first"),
            _ => self
                .about_orders()
                .or_else(|| self.about_goods())
                .unwrap_or_else(|| self.about_parcels()),
        }
    }
}

fn coded(key: &'static str, code: &Text, wanted: &Phrase) -> Phrase {
    Phrase::new(key)
        .with("code", Value::Text(code.clone()))
        .with("wanted", Value::Phrase(Box::new(wanted.clone())))
}

impl Refusal {
    fn about_orders(&self) -> Option<Phrase> {
        let of = |key, order: &OrderId| Phrase::new(key).with("order", Value::Order(*order));
        Some(match self {
            Refusal::UnknownOrder(_) => Phrase::new("no-order-unknown"),
            Refusal::CalledOff(order) => of("stop-pack-called-off", order),
            Refusal::OnHold(order, reason, since) => of("stop-order-on-hold", order)
                .with("reason", reason.value())
                .with("since", Value::Time(*since)),
            Refusal::NotReady(order, stage) => of("no-pack-not-ready", order)
                .with("stage", Value::Phrase(Box::new(Phrase::new(stage.key())))),
            Refusal::AlreadyPacked(order) => of("no-pack-already", order),
            Refusal::Taken(order, worker, bench) => of("no-pack-taken", order)
                .with("worker", Value::Worker(*worker))
                .with("bench", Value::Place(*bench)),
            Refusal::InHand(order) => of("no-pack-in-hand", order),
            Refusal::Busy(worker, order) => of("no-pack-busy", order).with("worker", Value::Worker(*worker)),
            Refusal::NeedTote(order) => of("no-pack-need-tote", order),
            Refusal::Empty(order) => of("no-pack-empty", order),
            Refusal::Gone(order) => of("no-pack-gone", order),
            Refusal::NotPicked(order, item) => {
                of("no-pack-not-picked", order).with("item", Value::Item(*item))
            }
            Refusal::NotInOrder { order, item, home } => {
                homed("no-pack-not-in-order", "no-pack-not-in-order-homeless", *home)
                    .with("order", Value::Order(*order))
                    .with("item", Value::Item(*item))
            }
            _ => return None,
        })
    }

    fn about_goods(&self) -> Option<Phrase> {
        Some(match self {
            Refusal::OtherOwnersTote {
                tote,
                found,
                expected,
            } => Phrase::new("stop-pack-other-owners-tote")
                .with("tote", Value::Lpn(*tote))
                .with("found", Value::Owner(*found))
                .with("expected", Value::Owner(*expected)),
            Refusal::WrongTote {
                tote,
                found,
                expected,
            } => Phrase::new("no-pack-wrong-tote")
                .with("tote", Value::Lpn(*tote))
                .with("found", Value::Order(*found))
                .with("expected", Value::Order(*expected)),
            Refusal::EmptyTote(tote) => Phrase::new("no-pack-empty-tote").with("tote", Value::Lpn(*tote)),
            Refusal::LooseTote(tote) => Phrase::new("no-pack-loose-tote").with("tote", Value::Lpn(*tote)),
            Refusal::OtherOwner {
                item,
                found,
                expected,
            } => Phrase::new("stop-pack-other-owner")
                .with("item", Value::Item(*item))
                .with("found", Value::Owner(*found))
                .with("expected", Value::Owner(*expected)),
            Refusal::NobodyWants(item, home) => {
                homed("no-pack-nobody-wants", "no-pack-nobody-wants-homeless", *home)
                    .with("item", Value::Item(*item))
            }
            Refusal::WrongLot {
                item,
                expected,
                found,
            } => Phrase::new("no-pack-wrong-lot")
                .with("item", Value::Item(*item))
                .with("expected", Value::Lot(*expected))
                .with("found", Value::Text(found.clone())),
            Refusal::WrongExpiry {
                item,
                lot,
                expected,
                found,
            } => Phrase::new("no-pack-wrong-expiry")
                .with("item", Value::Item(*item))
                .with("lot", Value::Lot(*lot))
                .with("expected", Value::Day(*expected))
                .with("found", Value::Day(*found)),
            Refusal::Held(item, status) => Phrase::new("stop-pack-held")
                .with("item", Value::Item(*item))
                .with("status", Value::Status(*status)),
            Refusal::TooMany { item, found, wanted } => Phrase::new("no-pack-too-many")
                .with("item", Value::Item(*item))
                .with("found", Value::Qty(*item, *found))
                .with("wanted", Value::Qty(*item, *wanted)),
            Refusal::LeaveOut(item, qty, home) => {
                homed("no-pack-leave-out", "no-pack-leave-out-homeless", *home)
                    .with("item", Value::Item(*item))
                    .with("qty", Value::Qty(*item, *qty))
            }
            Refusal::TakeOut(item, qty, home) => {
                homed("stop-pack-take-out", "stop-pack-take-out-homeless", *home)
                    .with("item", Value::Item(*item))
                    .with("qty", Value::Qty(*item, *qty))
            }
            _ => return None,
        })
    }

    fn about_parcels(&self) -> Phrase {
        match self {
            Refusal::NotYours(parcel) => of_parcel("no-pack-not-yours", *parcel),
            Refusal::Full(parcel) => of_parcel("no-pack-full", *parcel),
            Refusal::Open(parcel) => of_parcel("no-pack-open", *parcel),
            Refusal::Closed { parcel, by, at } => of_parcel("no-pack-closed", *parcel)
                .with("worker", Value::Worker(*by))
                .with("at", Value::Time(*at)),
            Refusal::Loaded { parcel, load, by, at } => of_parcel("no-pack-loaded", *parcel)
                .with("load", Value::Load(*load))
                .with("worker", Value::Worker(*by))
                .with("at", Value::Time(*at)),
            Refusal::UnknownCarton(carton) => {
                Phrase::new("no-pack-carton-unknown").with("carton", Value::Carton(*carton))
            }
            Refusal::TooHeavy { carton, found, bears } => Phrase::new("no-pack-too-heavy")
                .with("carton", Value::Carton(*carton))
                .with("found", Value::Grams(*found))
                .with("bears", Value::Grams(*bears)),
            Refusal::WrongWeight { found, expected } => Phrase::new("no-pack-wrong-weight")
                .with("found", Value::Grams(*found))
                .with("expected", Value::Grams(*expected)),
            _ => Phrase::new("no-pack-parcel-unknown"),
        }
    }
}

fn of_parcel(key: &'static str, parcel: ParcelId) -> Phrase {
    Phrase::new(key).with("parcel", Value::Parcel(parcel))
}

fn homed(key: &'static str, homeless: &'static str, home: Option<PlaceId>) -> Phrase {
    match home {
        Some(home) => Phrase::new(key).with("home", Value::Place(home)),
        None => Phrase::new(homeless),
    }
}
