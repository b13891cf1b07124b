//! Why a count is refused.

use crate::domain::Text;
use crate::domain::ids::{CountId, ItemId, PlaceId, WorkerId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::refusal::{Class, Explain};
use crate::domain::time::Day;

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No place was named, or more than one command takes.
    TooManyPlaces(usize),
    /// No such place.
    UnknownPlace(PlaceId),
    /// Every place that was named is being counted already.
    AlreadyOpen,
    /// No count waits for this worker.
    NoWork,
    /// The count is done or gone.
    Unknown(CountId),
    /// The worker has another count.
    HasCount(WorkerId, PlaceId),
    /// Somebody else counts it.
    Taken(PlaceId, WorkerId),
    /// The worker counted it last: somebody else counts it again.
    SamePerson(PlaceId),
    /// It waits for a lead and is not counted now.
    InReview(PlaceId),
    /// Claim it first.
    NotYours(PlaceId),
    /// The code stands for nothing; what was wanted.
    UnknownCode(Text, Box<Phrase>),
    /// Another place.
    WrongPlace {
        /// Where the counter should be.
        expected: PlaceId,
        /// What was scanned.
        found: PlaceId,
    },
    /// The place comes before its items.
    PlaceFirst(PlaceId),
    /// Only items are counted here.
    ItemsOnly(PlaceId),
    /// Goods of several owners lie there: say whose these are.
    WhichOwner(ItemId),
    /// No such owner.
    UnknownOwner,
    /// The lot of the last item comes first.
    LotFirst(ItemId),
    /// The lot is new: its last day is asked for.
    NeedExpiry(ItemId, Text),
    /// The lot is known with another last day: as known, and as given now.
    OtherExpiry(Text, Day, Day),
    /// No item was scanned to which it could belong.
    NoItem,
    /// The quantity is below zero or beyond all measure.
    BadQuantity,
    /// Something was counted there: it is not empty.
    NotEmpty(PlaceId),
    /// Nothing was counted: scan items, or say that the place is empty.
    NothingCounted(PlaceId),
    /// The count does not wait for a lead.
    NotInReview(PlaceId),
    /// A difference of this value is judged by somebody who did not count it.
    SecondPerson(PlaceId),
    /// The scan is not the last of its goods, or the round is done.
    CannotUndo(PlaceId),
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        match self {
            Refusal::NoWork | Refusal::Unknown(_) | Refusal::NothingCounted(_) | Refusal::AlreadyOpen => {
                Class::Check
            }
            _ => Class::No,
        }
    }

    fn phrase(&self) -> Phrase {
        let of_place = |key, place: &PlaceId| Phrase::new(key).with("place", Value::Place(*place));
        let of_item = |key, item: &ItemId| Phrase::new(key).with("item", Value::Item(*item));
        match self {
            Refusal::TooManyPlaces(n) => {
                let n = i64::try_from(*n).unwrap_or(i64::MAX);
                Phrase::new("no-count-places").with("n", Value::Number(n))
            }
            Refusal::UnknownPlace(_) => Phrase::new("no-count-unknown-place"),
            Refusal::AlreadyOpen => Phrase::new("no-count-already-open"),
            Refusal::NoWork => Phrase::new("no-count-work"),
            Refusal::Unknown(_) => Phrase::new("no-count-unknown"),
            Refusal::HasCount(worker, place) => {
                of_place("no-count-has-count", place).with("worker", Value::Worker(*worker))
            }
            Refusal::Taken(place, worker) => {
                of_place("no-count-taken", place).with("worker", Value::Worker(*worker))
            }
            Refusal::SamePerson(place) => of_place("no-count-same-person", place),
            Refusal::InReview(place) => of_place("no-count-in-review", place),
            Refusal::NotYours(place) => of_place("no-count-not-yours", place),
            Refusal::UnknownCode(code, wanted) => Phrase::new("no-unknown-code")
                .with("code", Value::Text(code.clone()))
                .with("wanted", Value::Phrase(wanted.clone())),
            Refusal::WrongPlace { expected, found } => Phrase::new("no-count-wrong-place")
                .with("expected", Value::Place(*expected))
                .with("found", Value::Place(*found)),
            Refusal::PlaceFirst(place) => of_place("no-count-place-first", place),
            Refusal::ItemsOnly(place) => of_place("no-count-items-only", place),
            Refusal::WhichOwner(item) => of_item("no-count-which-owner", item),
            Refusal::UnknownOwner => Phrase::new("no-count-unknown-owner"),
            Refusal::LotFirst(item) => of_item("no-count-lot-first", item),
            Refusal::NeedExpiry(item, lot) => {
                of_item("no-count-need-expiry", item).with("lot", Value::Text(lot.clone()))
            }
            Refusal::OtherExpiry(lot, expected, found) => Phrase::new("no-count-other-expiry")
                .with("lot", Value::Text(lot.clone()))
                .with("expected", Value::Day(*expected))
                .with("found", Value::Day(*found)),
            Refusal::NoItem => Phrase::new("no-count-no-item"),
            Refusal::BadQuantity => Phrase::new("no-quantity"),
            Refusal::NotEmpty(place) => of_place("no-count-not-empty", place),
            Refusal::NothingCounted(place) => of_place("no-count-nothing-counted", place),
            Refusal::NotInReview(place) => of_place("no-count-not-in-review", place),
            Refusal::SecondPerson(place) => of_place("no-count-second-person", place),
            Refusal::CannotUndo(place) => of_place("no-count-cannot-undo", place),
        }
    }
}
