//! Why goods are not taken in.

use crate::domain::ids::{ItemId, LpnId, OrderId, OwnerId, PlaceId, ReceiptId, WorkerId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::refusal::{Class, Explain};
use crate::domain::time::Day;
use crate::domain::{Qty, Text};

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The receipt is closed or was never open.
    Unknown(ReceiptId),
    /// No such owner.
    NoSuchOwner,
    /// The number is taken by a receipt with other contents.
    NumberTaken(ReceiptId),
    /// The number belongs to a receipt that is closed already.
    NumberClosed(Text),
    /// A line must be of a known item and of at least one piece.
    BadLine(u16),
    /// The worker has goods of another receipt in hand.
    OtherReceipt(ReceiptId),
    /// The code stands for nothing here.
    UnknownCode(Text, Box<Phrase>),
    /// The item comes before anything else.
    ItemFirst,
    /// The lot comes before the place.
    LotFirst(ItemId),
    /// The lot's code is empty.
    NoLot(ItemId),
    /// The goods in hand are of one lot, and these of another: put the first down first.
    OtherLotInHand(ItemId, Text, Text),
    /// The lot is known with another expiry date.
    OtherExpiry(Text, Day, Day),
    /// Not a date.
    BadDate(Text),
    /// The goods in hand come down before the next item.
    PutFirst(ItemId),
    /// A quantity below one or beyond all measure.
    NoQuantity,
    /// More damaged than there is in hand.
    TooManyDamaged(ItemId, Qty, Qty),
    /// More than may be taken in at all.
    TooMany {
        /// Of what.
        item: ItemId,
        /// What was announced.
        expected: Qty,
        /// What would have come.
        found: Qty,
        /// The most that may come.
        most: Qty,
    },
    /// Not a place where goods come in.
    NotADock(PlaceId),
    /// Nothing may be put there.
    Blocked(PlaceId),
    /// Not something that goods come in on.
    NotACarrier(LpnId),
    /// It holds the goods of an order.
    LpnTaken(LpnId, OrderId),
    /// It holds the goods of another owner.
    OtherOwner(LpnId, OwnerId),
    /// It stands elsewhere, with goods on it.
    LpnElsewhere(LpnId, PlaceId),
    /// Nothing waits for an answer.
    NothingAsked,
    /// Somebody still has goods of it in hand.
    InHand(WorkerId),
    /// Less came than was announced, of so many lines: why?
    NeedReason(usize),
    /// An undo comes too late: the goods went on, or are promised.
    GoneOn(ItemId, Qty),
    /// An undo comes too late: the receiver has gone on.
    SteppedOn,
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        match self {
            Refusal::OtherOwner(..) => Class::Stop,
            Refusal::NeedReason(_) | Refusal::Unknown(_) => Class::Check,
            _ => Class::No,
        }
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::Unknown(receipt) => {
                Phrase::new("no-receive-unknown").with("receipt", Value::Receipt(*receipt))
            }
            Refusal::NoSuchOwner => Phrase::new("no-receive-owner"),
            Refusal::NumberTaken(receipt) => {
                Phrase::new("no-receive-number-taken").with("receipt", Value::Receipt(*receipt))
            }
            Refusal::NumberClosed(number) => {
                Phrase::new("no-receive-number-closed").with("number", Value::Text(number.clone()))
            }
            Refusal::BadLine(line) => {
                Phrase::new("no-receive-bad-line").with("line", Value::Number(i64::from(*line) + 1))
            }
            Refusal::OtherReceipt(receipt) => {
                Phrase::new("no-receive-other-receipt").with("receipt", Value::Receipt(*receipt))
            }
            Refusal::UnknownCode(code, wanted) => Phrase::new("no-unknown-code")
                .with("code", Value::Text(code.clone()))
                .with("wanted", Value::Phrase(wanted.clone())),
            Refusal::ItemFirst => Phrase::new("no-receive-item-first"),
            Refusal::LotFirst(item) => Phrase::new("no-receive-lot-first").with("item", Value::Item(*item)),
            Refusal::NoLot(item) => Phrase::new("no-need-lot").with("item", Value::Item(*item)),
            Refusal::BadDate(code) => {
                Phrase::new("no-receive-bad-date").with("code", Value::Text(code.clone()))
            }
            Refusal::PutFirst(item) => Phrase::new("no-receive-put-first").with("item", Value::Item(*item)),
            Refusal::NoQuantity => Phrase::new("no-quantity"),
            Refusal::NotADock(place) => {
                Phrase::new("no-receive-not-a-dock").with("place", Value::Place(*place))
            }
            Refusal::Blocked(place) => Phrase::new("no-place-blocked").with("place", Value::Place(*place)),
            Refusal::NothingAsked => Phrase::new("no-nothing-asked"),
            Refusal::InHand(worker) => {
                Phrase::new("no-receive-in-hand").with("worker", Value::Worker(*worker))
            }
            Refusal::NeedReason(lines) => Phrase::new("no-receive-need-reason")
                .with("lines", Value::Number(i64::try_from(*lines).unwrap_or(i64::MAX))),
            Refusal::GoneOn(item, qty) => {
                Phrase::new("no-receive-gone-on").with("qty", Value::Qty(*item, *qty))
            }
            Refusal::SteppedOn => Phrase::new("no-undo-stepped-on"),
            other => other.compared(),
        }
    }
}

impl Refusal {
    /// Those that set what was expected against what was found.
    fn compared(&self) -> Phrase {
        match self {
            Refusal::OtherLotInHand(item, expected, found) => Phrase::new("no-receive-other-lot-in-hand")
                .with("item", Value::Item(*item))
                .with("expected", Value::Text(expected.clone()))
                .with("found", Value::Text(found.clone())),
            Refusal::OtherExpiry(lot, expected, found) => Phrase::new("no-receive-other-expiry")
                .with("lot", Value::Text(lot.clone()))
                .with("expected", Value::Day(*expected))
                .with("found", Value::Day(*found)),
            Refusal::TooManyDamaged(item, found, wanted) => Phrase::new("no-receive-too-many-damaged")
                .with("found", Value::Qty(*item, *found))
                .with("wanted", Value::Qty(*item, *wanted)),
            Refusal::TooMany {
                item,
                expected,
                found,
                most,
            } => Phrase::new("no-receive-too-many")
                .with("expected", Value::Qty(*item, *expected))
                .with("found", Value::Qty(*item, *found))
                .with("most", Value::Qty(*item, *most)),
            Refusal::NotACarrier(lpn) => {
                Phrase::new("no-receive-not-a-carrier").with("lpn", Value::Lpn(*lpn))
            }
            Refusal::LpnTaken(lpn, order) => Phrase::new("no-lpn-taken")
                .with("lpn", Value::Lpn(*lpn))
                .with("order", Value::Order(*order)),
            Refusal::OtherOwner(lpn, owner) => Phrase::new("stop-lpn-other-owner")
                .with("lpn", Value::Lpn(*lpn))
                .with("owner", Value::Owner(*owner)),
            Refusal::LpnElsewhere(lpn, place) => Phrase::new("no-receive-lpn-elsewhere")
                .with("lpn", Value::Lpn(*lpn))
                .with("place", Value::Place(*place)),
            _ => Phrase::new("no-receive"),
        }
    }
}
