//! Why goods are not moved.

use crate::domain::ids::{ItemId, LpnId, OrderId, OwnerId, PlaceId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::putaway::BadBin;
use crate::domain::refusal::{Class, Explain};
use crate::domain::stock::Holder;
use crate::domain::{Qty, Text};

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The code stands for nothing here.
    UnknownCode(Text, Box<Phrase>),
    /// Nothing is being moved: scan where the goods are.
    SourceFirst,
    /// Nothing may be taken from there, or put there.
    Blocked(PlaceId),
    /// It holds picked goods of an order: pack them, or put them away when the order was called off.
    Picked(LpnId, OrderId),
    /// It holds nothing that can be moved.
    Empty(Holder),
    /// The item is not there; it lies elsewhere, if anywhere.
    NotThere {
        /// What was scanned.
        item: ItemId,
        /// Where the worker is moving from.
        from: Holder,
        /// Where some of it lies.
        lies: Option<PlaceId>,
    },
    /// Several lots or owners of the item are there: scan the lot, or choose from the list.
    WhichOne(ItemId),
    /// The item comes before where it goes.
    ItemFirst(Holder),
    /// A quantity below one.
    NoQuantity,
    /// More than is there.
    TooMany {
        /// Of what.
        item: ItemId,
        /// What was asked for.
        found: Qty,
        /// What is there.
        there: Qty,
    },
    /// Promised to an order, so much of it.
    Held(ItemId, OrderId, Qty),
    /// It is there already.
    SameHolder(Holder),
    /// No such place, tote or pallet, or nothing that holds loose goods.
    NoHolder(Holder),
    /// It holds the goods of another owner.
    OtherOwner(LpnId, OwnerId),
    /// The bin cannot take the goods.
    Bin(BadBin),
    /// Nothing stands in a bin: its goods are put away into it.
    NotForLpns(LpnId, PlaceId),
    /// More lines than one command moves.
    TooManyLines(usize),
    /// An undo comes too late: the goods went on, or are promised.
    GoneOn(ItemId, Holder),
    /// An undo comes too late: it stands elsewhere by now.
    LpnGoneOn(LpnId, Option<PlaceId>),
    /// An undo comes too late: the worker has gone on.
    SteppedOn,
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        match self {
            Refusal::Bin(bad) => bad.class(),
            Refusal::OtherOwner(..) => Class::Stop,
            Refusal::WhichOne(_) | Refusal::SourceFirst => Class::Check,
            _ => Class::No,
        }
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::UnknownCode(code, wanted) => Phrase::new("no-unknown-code")
                .with("code", Value::Text(code.clone()))
                .with("wanted", Value::Phrase(wanted.clone())),
            Refusal::SourceFirst => Phrase::new("no-move-source-first"),
            Refusal::Blocked(place) => Phrase::new("no-place-blocked").with("place", Value::Place(*place)),
            Refusal::Picked(lpn, order) => Phrase::new("no-move-picked")
                .with("lpn", Value::Lpn(*lpn))
                .with("order", Value::Order(*order)),
            Refusal::Empty(holder) => Phrase::new("no-holder-empty").with("holder", Value::Holder(*holder)),
            Refusal::NotThere { item, from, lies } => not_there(*item, *from, *lies),
            Refusal::WhichOne(item) => Phrase::new("no-move-which-one").with("item", Value::Item(*item)),
            Refusal::ItemFirst(from) => Phrase::new("no-move-item-first").with("from", Value::Holder(*from)),
            Refusal::NoQuantity => Phrase::new("no-quantity"),
            Refusal::TooMany { item, found, there } => Phrase::new("no-move-too-many")
                .with("found", Value::Qty(*item, *found))
                .with("there", Value::Qty(*item, *there)),
            Refusal::Held(item, order, qty) => Phrase::new("no-stock-held")
                .with("order", Value::Order(*order))
                .with("qty", Value::Qty(*item, *qty)),
            Refusal::SameHolder(holder) => {
                Phrase::new("no-move-same-place").with("holder", Value::Holder(*holder))
            }
            Refusal::NoHolder(holder) => {
                Phrase::new("no-move-no-holder").with("holder", Value::Holder(*holder))
            }
            Refusal::OtherOwner(lpn, owner) => Phrase::new("stop-lpn-other-owner")
                .with("lpn", Value::Lpn(*lpn))
                .with("owner", Value::Owner(*owner)),
            Refusal::Bin(bad) => bad.phrase(),
            Refusal::NotForLpns(lpn, place) => Phrase::new("no-move-not-for-lpns")
                .with("lpn", Value::Lpn(*lpn))
                .with("place", Value::Place(*place)),
            Refusal::TooManyLines(most) => Phrase::new("no-move-too-many-lines")
                .with("most", Value::Number(i64::try_from(*most).unwrap_or(i64::MAX))),
            Refusal::GoneOn(item, holder) => Phrase::new("no-move-gone-on")
                .with("item", Value::Item(*item))
                .with("holder", Value::Holder(*holder)),
            Refusal::LpnGoneOn(lpn, at) => lpn_gone_on(*lpn, *at),
            Refusal::SteppedOn => Phrase::new("no-undo-stepped-on"),
        }
    }
}

fn not_there(item: ItemId, from: Holder, lies: Option<PlaceId>) -> Phrase {
    let phrase = match lies {
        Some(lies) => Phrase::new("no-not-there").with("lies", Value::Holder(Holder::Place(lies))),
        None => Phrase::new("no-not-there-nowhere"),
    };
    phrase
        .with("item", Value::Item(item))
        .with("from", Value::Holder(from))
}

fn lpn_gone_on(lpn: LpnId, at: Option<PlaceId>) -> Phrase {
    let phrase = match at {
        Some(place) => Phrase::new("no-move-lpn-gone-on").with("place", Value::Place(place)),
        None => Phrase::new("no-move-lpn-carried"),
    };
    phrase.with("lpn", Value::Lpn(lpn))
}
