//! The kinds of work, and the stated mix of them.

use serde::Serialize;

/// A kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// From bins to totes.
    Pick,
    /// From totes to parcels.
    Pack,
    /// Parcels into a load, and the load away.
    Load,
    /// From the supplier to the dock, and from there to a bin.
    Inbound,
    /// What really lies in a bin.
    Count,
}

impl Kind {
    /// Every kind with its share of the commands, in per cent.
    pub const MIX: [(Kind, u64); 5] = [
        (Kind::Pick, 60),
        (Kind::Pack, 10),
        (Kind::Load, 5),
        (Kind::Inbound, 15),
        (Kind::Count, 10),
    ];

    /// The same where lines are picked as shown and not piece by piece: what is picked is packed and loaded as it comes.
    pub const MIX_OF_LINES: [(Kind, u64); 5] = [
        (Kind::Pick, 30),
        (Kind::Pack, 35),
        (Kind::Load, 15),
        (Kind::Inbound, 15),
        (Kind::Count, 5),
    ];
}
