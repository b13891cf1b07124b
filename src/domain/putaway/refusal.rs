//! Why goods are not put away.

use super::BadBin;
use crate::domain::Text;
use crate::domain::ids::{ItemId, LpnId, OrderId, PlaceId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::refusal::{Class, Explain};
use crate::domain::stock::Holder;

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The code stands for nothing here.
    UnknownCode(Text, Box<Phrase>),
    /// Nothing is being put away: scan what the goods are on, or the goods.
    SourceFirst,
    /// It is a bin, and what lies there is put away already.
    IsABin(PlaceId),
    /// It holds nothing.
    Empty(Holder),
    /// The tote holds the goods of an order that goes on.
    OrderGoesOn(LpnId, OrderId),
    /// Nothing of the item waits to be put away.
    NothingWaits(ItemId),
    /// The item is not there; it waits elsewhere, if anywhere.
    NotThere {
        /// What was scanned.
        item: ItemId,
        /// Where the worker is putting away from.
        from: Holder,
        /// Where some of it lies.
        lies: Option<Holder>,
    },
    /// Several lots or owners of the item are there: scan the lot, or choose from the list.
    WhichOne(ItemId),
    /// The item comes before the bin.
    ItemFirst(Holder),
    /// A quantity below one, or more than is there.
    NoQuantity,
    /// The bin cannot take the goods; the suggested one can.
    Bin(BadBin, Option<PlaceId>),
    /// An undo comes too late: the goods went on, or are promised.
    GoneOn(ItemId, PlaceId),
    /// An undo comes too late: the order is closed.
    OrderClosed,
    /// An undo comes too late: the tote or pallet is taken for something else.
    TakenSince(LpnId),
    /// An undo comes too late: the worker has gone on.
    SteppedOn,
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        match self {
            Refusal::Bin(bad, _) => bad.class(),
            Refusal::WhichOne(_) | Refusal::SourceFirst => Class::Check,
            _ => Class::No,
        }
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::UnknownCode(code, wanted) => Phrase::new("no-unknown-code")
                .with("code", Value::Text(code.clone()))
                .with("wanted", Value::Phrase(wanted.clone())),
            Refusal::SourceFirst => Phrase::new("no-putaway-source-first"),
            Refusal::IsABin(place) => Phrase::new("no-putaway-is-a-bin").with("place", Value::Place(*place)),
            Refusal::Empty(holder) => Phrase::new("no-holder-empty").with("holder", Value::Holder(*holder)),
            Refusal::OrderGoesOn(lpn, order) => Phrase::new("no-putaway-order-goes-on")
                .with("lpn", Value::Lpn(*lpn))
                .with("order", Value::Order(*order)),
            Refusal::NothingWaits(item) => {
                Phrase::new("no-putaway-nothing-waits").with("item", Value::Item(*item))
            }
            Refusal::NotThere { item, from, lies } => not_there(*item, *from, *lies),
            Refusal::WhichOne(item) => Phrase::new("no-putaway-which-one").with("item", Value::Item(*item)),
            Refusal::ItemFirst(from) => {
                Phrase::new("no-putaway-item-first").with("from", Value::Holder(*from))
            }
            Refusal::NoQuantity => Phrase::new("no-quantity"),
            Refusal::Bin(bad, None) => bad.phrase(),
            Refusal::Bin(bad, Some(expected)) => Phrase::new("no-putaway-bin")
                .with("why", Value::Phrase(Box::new(bad.phrase())))
                .with("expected", Value::Place(*expected)),
            Refusal::GoneOn(item, place) => Phrase::new("no-putaway-gone-on")
                .with("item", Value::Item(*item))
                .with("place", Value::Place(*place)),
            Refusal::OrderClosed => Phrase::new("no-putaway-order-closed"),
            Refusal::TakenSince(lpn) => Phrase::new("no-putaway-taken-since").with("lpn", Value::Lpn(*lpn)),
            Refusal::SteppedOn => Phrase::new("no-undo-stepped-on"),
        }
    }
}

fn not_there(item: ItemId, from: Holder, lies: Option<Holder>) -> Phrase {
    let phrase = match lies {
        Some(lies) => Phrase::new("no-not-there").with("lies", Value::Holder(lies)),
        None => Phrase::new("no-not-there-nowhere"),
    };
    phrase
        .with("item", Value::Item(item))
        .with("from", Value::Holder(from))
}
