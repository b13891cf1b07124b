//! Why loading or shipping is refused.

use crate::domain::ids::{CarrierId, ItemId, LoadId, OrderId, ParcelId, PlaceId, WorkerId};
use crate::domain::orders::HoldReason;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::refusal::{Class, Explain};
use crate::domain::{Qty, Text, Timestamp};

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such carrier.
    UnknownCarrier(CarrierId),
    /// Not a dock or lane where loads are filled.
    NotADock(PlaceId),
    /// The load has left, or never was.
    UnknownLoad(LoadId),
    /// The load is leaving: nothing comes in or goes out any longer.
    Leaving(LoadId),
    /// The load is being voided: nothing comes in any longer.
    BeingVoided(LoadId),
    /// The parcel left the building before.
    AlreadyGone(Text),
    /// The label is void: the parcel was packed anew and has another one.
    LabelVoid(Text),
    /// The code stands for nothing here.
    UnknownCode(Text, Box<Phrase>),
    /// Known, but no parcel.
    NotAParcel(Text, Box<Phrase>),
    /// The order has several parcels, or none: scan the parcel.
    WhichParcel(OrderId, usize),
    /// No such parcel is in the building.
    UnknownParcel(ParcelId),
    /// The parcel is still being packed.
    NotClosed(OrderId, PlaceId),
    /// The order was called off: its parcel stays here.
    CalledOff(OrderId, ParcelId),
    /// The order is kept back: why, and since when. Its parcel stays here.
    OnHold(OrderId, HoldReason, Timestamp),
    /// The order was lessened after it was packed: so much of an item comes out of the parcel first; where it belongs.
    TakeOut {
        /// Whose parcel.
        order: OrderId,
        /// Which.
        parcel: ParcelId,
        /// Too much of this.
        item: ItemId,
        /// How much too much.
        qty: Qty,
        /// Where that belongs.
        home: Option<PlaceId>,
    },
    /// It stands in a load already.
    AlreadyLoaded {
        /// Which.
        parcel: ParcelId,
        /// Where.
        load: LoadId,
        /// Who loaded it.
        by: WorkerId,
        /// When.
        at: Timestamp,
    },
    /// Another carrier takes it.
    WrongCarrier {
        /// Whose load this is.
        expected: CarrierId,
        /// Whose parcel this is.
        found: CarrierId,
    },
    /// The order leaves whole, and goods of it are still missing or not packed.
    NotWhole(OrderId),
    /// The parcel stands in no load.
    NotLoaded(ParcelId),
    /// The load is empty.
    Empty(LoadId),
    /// The order leaves whole, and so many of its parcels are not in this load.
    Torn(OrderId, usize),
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        use Refusal::*;
        match self {
            CalledOff(..) | OnHold(..) | TakeOut { .. } | NotClosed(..) | LabelVoid(_) => Class::Stop,
            WrongCarrier { .. } | NotWhole(_) | Torn(..) | WhichParcel(..) | Empty(_) => Class::Check,
            _ => Class::No,
        }
    }

    fn phrase(&self) -> Phrase {
        let load_of = |key, load: &LoadId| Phrase::new(key).with("load", Value::Load(*load));
        let order_of = |key, order: &OrderId| Phrase::new(key).with("order", Value::Order(*order));
        let code_of = |key, code: &Text| Phrase::new(key).with("code", Value::Text(code.clone()));
        let number = |n: &usize| Value::Number(i64::try_from(*n).unwrap_or(i64::MAX));
        match self {
            Refusal::UnknownCarrier(_) => Phrase::new("no-load-carrier"),
            Refusal::NotADock(place) => Phrase::new("no-load-dock").with("place", Value::Place(*place)),
            Refusal::UnknownLoad(_) => Phrase::new("no-load-unknown"),
            Refusal::Leaving(load) => load_of("no-load-leaving", load),
            Refusal::BeingVoided(load) => load_of("no-load-being-voided", load),
            Refusal::AlreadyGone(code) => code_of("no-load-gone", code),
            Refusal::LabelVoid(code) => code_of("stop-load-label-void", code),
            Refusal::UnknownCode(code, wanted) => {
                code_of("no-unknown-code", code).with("wanted", Value::Phrase(wanted.clone()))
            }
            Refusal::NotAParcel(code, wanted) => {
                code_of("no-load-not-a-parcel", code).with("wanted", Value::Phrase(wanted.clone()))
            }
            Refusal::WhichParcel(order, count) => {
                order_of("no-load-which-parcel", order).with("count", number(count))
            }
            Refusal::UnknownParcel(parcel) => {
                Phrase::new("no-pack-parcel-unknown").with("parcel", Value::Parcel(*parcel))
            }
            Refusal::NotClosed(order, bench) => {
                order_of("stop-load-not-closed", order).with("bench", Value::Place(*bench))
            }
            Refusal::CalledOff(order, parcel) => {
                order_of("stop-load-called-off", order).with("parcel", Value::Parcel(*parcel))
            }
            Refusal::OnHold(order, reason, since) => order_of("stop-order-on-hold", order)
                .with("reason", reason.value())
                .with("since", Value::Time(*since)),
            Refusal::TakeOut {
                order,
                parcel,
                item,
                qty,
                home,
            } => {
                let phrase = match home {
                    Some(home) => order_of("stop-load-take-out", order).with("home", Value::Place(*home)),
                    None => order_of("stop-load-take-out-homeless", order),
                };
                phrase
                    .with("parcel", Value::Parcel(*parcel))
                    .with("item", Value::Item(*item))
                    .with("qty", Value::Qty(*item, *qty))
            }
            Refusal::AlreadyLoaded { parcel, load, by, at } => load_of("no-load-twice", load)
                .with("parcel", Value::Parcel(*parcel))
                .with("worker", Value::Worker(*by))
                .with("at", Value::Time(*at)),
            Refusal::WrongCarrier { expected, found } => Phrase::new("no-load-wrong-carrier")
                .with("expected", Value::Carrier(*expected))
                .with("found", Value::Carrier(*found)),
            Refusal::NotWhole(order) => order_of("no-load-not-whole", order),
            Refusal::NotLoaded(parcel) => {
                Phrase::new("no-load-not-loaded").with("parcel", Value::Parcel(*parcel))
            }
            Refusal::Empty(load) => load_of("no-load-empty", load),
            Refusal::Torn(order, count) => order_of("no-load-torn", order).with("count", number(count)),
        }
    }
}
