//! Why the book is not corrected.

use crate::domain::Qty;
use crate::domain::ids::{ApprovalId, ItemId, LpnId, OrderId, WorkerId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::refusal::{Class, Explain};
use crate::domain::stock::Status;

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It wants a reason in words.
    NeedReason,
    /// No such item, owner, place or pallet.
    Unknown,
    /// It lies in a tote, picked for an order.
    Picked(LpnId, OrderId),
    /// The item wants a lot.
    NeedLot(ItemId),
    /// It is kept back already.
    NotForSale(Status),
    /// It may be sold already.
    ForSale,
    /// A quantity below one or beyond all measure.
    NoQuantity,
    /// More than is there: what was asked for, what is there.
    TooMany(ItemId, Qty, Qty),
    /// Promised to an order, so much of it.
    Held(ItemId, OrderId, Qty),
    /// A correction of it waits for a second person already.
    Waits(ApprovalId, WorkerId),
    /// Nothing waits under this number.
    NoApproval(ApprovalId),
    /// Who asked cannot be the second person.
    SamePerson(WorkerId),
    /// An undo comes too late: a second person has agreed. Book a new correction.
    Agreed(WorkerId),
    /// An undo comes too late: the goods went on, or are promised.
    GoneOn(ItemId, Qty),
    /// An undo comes too late: somebody decided otherwise since.
    DecidedSince,
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        match self {
            Refusal::NeedReason | Refusal::Waits(..) | Refusal::NoApproval(_) => Class::Check,
            _ => Class::No,
        }
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::NeedReason => Phrase::new("no-need-reason"),
            Refusal::Unknown => Phrase::new("no-adjust-unknown"),
            Refusal::Picked(lpn, order) => Phrase::new("no-adjust-picked")
                .with("lpn", Value::Lpn(*lpn))
                .with("order", Value::Order(*order)),
            Refusal::NeedLot(item) => Phrase::new("no-need-lot").with("item", Value::Item(*item)),
            Refusal::NotForSale(status) => {
                Phrase::new("no-adjust-not-for-sale").with("status", Value::Status(*status))
            }
            Refusal::ForSale => Phrase::new("no-adjust-for-sale"),
            Refusal::NoQuantity => Phrase::new("no-quantity"),
            Refusal::TooMany(item, found, there) => Phrase::new("no-adjust-too-many")
                .with("found", Value::Qty(*item, *found))
                .with("there", Value::Qty(*item, *there)),
            Refusal::Held(item, order, qty) => Phrase::new("no-stock-held")
                .with("order", Value::Order(*order))
                .with("qty", Value::Qty(*item, *qty)),
            Refusal::Waits(_, by) => Phrase::new("no-adjust-waits").with("worker", Value::Worker(*by)),
            Refusal::NoApproval(_) => Phrase::new("no-adjust-no-approval"),
            Refusal::SamePerson(worker) => {
                Phrase::new("no-adjust-same-person").with("worker", Value::Worker(*worker))
            }
            Refusal::Agreed(worker) => Phrase::new("no-adjust-agreed").with("worker", Value::Worker(*worker)),
            Refusal::GoneOn(item, qty) => {
                Phrase::new("no-adjust-gone-on").with("qty", Value::Qty(*item, *qty))
            }
            Refusal::DecidedSince => Phrase::new("no-adjust-decided-since"),
        }
    }
}
