//! The kinds of work, and the stated mix of them.

use serde::Serialize;

/// A kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// From bins to totes.
    Pick,
}

impl Kind {
    /// Every kind with its share of the commands, in per cent.
    pub const MIX: [(Kind, u64); 1] = [(Kind::Pick, 60)];
}
