//! Why a pick is refused.

use crate::domain::ids::{ItemId, LotId, LpnId, OrderId, PlaceId, TaskId, WorkerId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::refusal::{Class, Explain};
use crate::domain::time::Day;
use crate::domain::{Qty, Text};

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No pick list waits for anybody.
    NoWork,
    /// The pick list is done or gone.
    Unknown(TaskId),
    /// Somebody else has it.
    Taken(TaskId, WorkerId),
    /// Nobody has it; claim it first.
    NotYours(TaskId),
    /// The order was called off: set its tote aside and scan the tote, or acknowledge.
    CalledOff(OrderId, Option<LpnId>),
    /// The code stands for nothing here.
    UnknownCode(Text, Box<Phrase>),
    /// Another place than the line's.
    WrongPlace {
        /// Where to go.
        expected: PlaceId,
        /// Where this is.
        found: PlaceId,
    },
    /// The place comes before the item.
    PlaceFirst(PlaceId),
    /// Another item than the line's.
    WrongItem {
        /// What to pick.
        expected: ItemId,
        /// What this is.
        found: ItemId,
        /// Where that belongs.
        home: Option<PlaceId>,
    },
    /// The right item of another lot.
    WrongLot {
        /// The lot to pick.
        expected: LotId,
        /// The lot on the goods.
        found: Text,
        /// Where that lot belongs.
        home: Option<PlaceId>,
    },
    /// The right item with another expiry date on it.
    WrongExpiry {
        /// The lot to pick.
        lot: LotId,
        /// Its date.
        expected: Day,
        /// The date on the goods.
        found: Day,
    },
    /// The item comes before the tote.
    ItemFirst(ItemId),
    /// More than the line wants.
    TooMany {
        /// Of what.
        item: ItemId,
        /// What would be in hand.
        found: Qty,
        /// What is wanted.
        wanted: Qty,
    },
    /// A quantity below one.
    NoQuantity,
    /// Another tote than the order's.
    WrongTote {
        /// The order's tote.
        expected: LpnId,
        /// This one.
        found: LpnId,
    },
    /// The tote holds the goods of another order.
    ToteTaken(LpnId, OrderId),
    /// The tote holds goods already.
    ToteNotEmpty(LpnId),
    /// The order has no tote yet: scan one.
    NeedTote(OrderId, u8),
    /// One of several totes on the cart, and only its scan shows that the goods went into it.
    ToteFirst(LpnId),
    /// Not a place where totes are set down.
    NotADrop(PlaceId),
    /// Everything is fetched: scan the bench or lane where the totes go.
    DepositFirst,
    /// Nothing is left to skip or to be short of.
    NoLine,
    /// No bin was asked about.
    NotAsked,
    /// The worker has another pick list.
    HasTask(WorkerId, TaskId),
    /// The worker to hand over to is not known, or may not pick.
    NoSuchPicker(WorkerId),
    /// Handing over wants a reason.
    NeedReason,
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        match self {
            Refusal::CalledOff(..) => Class::Stop,
            Refusal::NoWork
            | Refusal::NeedTote(..)
            | Refusal::ToteFirst(_)
            | Refusal::DepositFirst
            | Refusal::Unknown(_) => Class::Check,
            _ => Class::No,
        }
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::NoWork => Phrase::new("no-pick-work"),
            Refusal::Unknown(task) => Phrase::new("no-pick-unknown").with("task", Value::Task(*task)),
            Refusal::Taken(task, worker) => Phrase::new("no-pick-taken")
                .with("task", Value::Task(*task))
                .with("worker", Value::Worker(*worker)),
            Refusal::NotYours(task) => Phrase::new("no-pick-not-yours").with("task", Value::Task(*task)),
            Refusal::CalledOff(order, tote) => called_off(*order, *tote),
            Refusal::UnknownCode(code, wanted) => Phrase::new("no-unknown-code")
                .with("code", Value::Text(code.clone()))
                .with("wanted", Value::Phrase(wanted.clone())),
            Refusal::WrongPlace { expected, found } => Phrase::new("no-pick-wrong-place")
                .with("expected", Value::Place(*expected))
                .with("found", Value::Place(*found)),
            Refusal::PlaceFirst(place) => {
                Phrase::new("no-pick-place-first").with("place", Value::Place(*place))
            }
            Refusal::WrongItem {
                expected,
                found,
                home,
            } => wrong_item(*expected, *found, *home),
            Refusal::WrongLot {
                expected,
                found,
                home,
            } => wrong_lot(*expected, found, *home),
            Refusal::WrongExpiry { lot, expected, found } => Phrase::new("no-pick-wrong-expiry")
                .with("lot", Value::Lot(*lot))
                .with("expected", Value::Day(*expected))
                .with("found", Value::Day(*found)),
            Refusal::ItemFirst(item) => Phrase::new("no-pick-item-first").with("item", Value::Item(*item)),
            Refusal::TooMany { item, found, wanted } => Phrase::new("no-pick-too-many")
                .with("found", Value::Qty(*item, *found))
                .with("wanted", Value::Qty(*item, *wanted)),
            Refusal::NoQuantity => Phrase::new("no-quantity"),
            Refusal::WrongTote { expected, found } => Phrase::new("no-pick-wrong-tote")
                .with("expected", Value::Lpn(*expected))
                .with("found", Value::Lpn(*found)),
            Refusal::ToteTaken(tote, order) => Phrase::new("no-pick-tote-taken")
                .with("tote", Value::Lpn(*tote))
                .with("order", Value::Order(*order)),
            Refusal::ToteNotEmpty(tote) => {
                Phrase::new("no-pick-tote-not-empty").with("tote", Value::Lpn(*tote))
            }
            Refusal::NeedTote(order, slot) => Phrase::new("no-pick-need-tote")
                .with("order", Value::Order(*order))
                .with("slot", Value::Number(i64::from(*slot))),
            Refusal::ToteFirst(tote) => Phrase::new("no-pick-tote-first").with("tote", Value::Lpn(*tote)),
            Refusal::NotADrop(place) => Phrase::new("no-pick-not-a-drop").with("place", Value::Place(*place)),
            Refusal::DepositFirst => Phrase::new("no-pick-deposit-first"),
            Refusal::NoLine => Phrase::new("no-pick-no-line"),
            Refusal::NotAsked => Phrase::new("no-pick-not-asked"),
            Refusal::HasTask(worker, task) => Phrase::new("no-pick-has-task")
                .with("worker", Value::Worker(*worker))
                .with("task", Value::Task(*task)),
            Refusal::NoSuchPicker(worker) => {
                Phrase::new("no-pick-no-such-picker").with("worker", Value::Worker(*worker))
            }
            Refusal::NeedReason => Phrase::new("no-need-reason"),
        }
    }
}

fn called_off(order: OrderId, tote: Option<LpnId>) -> Phrase {
    match tote {
        Some(tote) => Phrase::new("stop-pick-called-off")
            .with("order", Value::Order(order))
            .with("tote", Value::Lpn(tote)),
        None => Phrase::new("stop-order-called-off").with("order", Value::Order(order)),
    }
}

fn wrong_item(expected: ItemId, found: ItemId, home: Option<PlaceId>) -> Phrase {
    let phrase = match home {
        Some(home) => Phrase::new("no-pick-wrong-item").with("home", Value::Place(home)),
        None => Phrase::new("no-pick-wrong-item-homeless"),
    };
    phrase
        .with("expected", Value::Item(expected))
        .with("found", Value::Item(found))
}

fn wrong_lot(expected: LotId, found: &Text, home: Option<PlaceId>) -> Phrase {
    let phrase = match home {
        Some(home) => Phrase::new("no-pick-wrong-lot").with("home", Value::Place(home)),
        None => Phrase::new("no-pick-wrong-lot-homeless"),
    };
    phrase
        .with("expected", Value::Lot(expected))
        .with("found", Value::Text(found.clone()))
}
