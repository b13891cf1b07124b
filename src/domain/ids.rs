//! Typed ids. They come from counters in the warehouse, so replay gives the same ones.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A record's number, counted up per kind from 1.
pub trait Id: Copy + Ord {
    /// Which counter of [`Counters`] numbers this kind. Part of the snapshot's format: never renumber.
    const KIND: usize;
    /// The id with this number.
    fn from_raw(raw: u64) -> Self;
    /// The number of this id.
    fn raw(self) -> u64;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $kind:literal $name:ident)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
            pub struct $name(pub u64);

            impl Id for $name {
                const KIND: usize = $kind;
                fn from_raw(raw: u64) -> Self { Self(raw) }
                fn raw(self) -> u64 { self.0 }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
            }
        )*
    };
}

/// How many kinds of ids there are, with room for those to come: the length of [`Counters`].
pub const KINDS: usize = 32;

ids! {
    /// A stock keeping unit.
    0 ItemId
    /// A bin, dock, bench or lane.
    1 PlaceId
    /// A tote, cart, pallet or carton with an identity of its own (licence plate number).
    2 LpnId
    /// Whose goods they are.
    3 OwnerId
    /// A production lot of one item.
    4 LotId
    /// A person who works here.
    5 WorkerId
    /// A terminal or scanner gun.
    6 DeviceId
    /// Who takes parcels away.
    7 CarrierId
    /// A type of carton to pack in.
    8 CartonId
    /// A customer's order.
    9 OrderId
    /// A pick list.
    10 TaskId
    /// Stock promised to one order line.
    11 ReservationId
    /// A packed carton on its way out.
    12 ParcelId
    /// A trailer or cage being filled for a carrier.
    13 LoadId
    /// An expected or blind goods receipt.
    14 ReceiptId
    /// A stock count of one place.
    15 CountId
    /// Bulk work done in chunks.
    16 JobId
    /// Something that leaves the building: a label, a notification.
    17 OutboxId
    /// A second person's decision that is waited for.
    18 ApprovalId
    /// Something about codes that a lead is to approve.
    19 ProposalId
    /// Goods that are to be moved to a better place.
    24 RelocationId
}

/// The next number of every kind of id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters(pub [u64; KINDS]);

impl Counters {
    /// The id that the next new record of this kind gets.
    pub fn next<I: Id>(&self) -> I {
        I::from_raw(self.0.get(I::KIND).copied().unwrap_or(0) + 1)
    }

    /// Notes that an id is in use.
    pub fn used<I: Id>(&mut self, id: I) {
        if let Some(last) = self.0.get_mut(I::KIND) {
            *last = (*last).max(id.raw());
        }
    }
}
