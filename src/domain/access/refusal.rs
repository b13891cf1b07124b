//! Why something about coming in is refused.

use crate::domain::Text;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::refusal::{Class, Explain};

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such worker or device.
    Unknown,
    /// What should be a public key is none.
    NoKey,
    /// A comment longer than a screen holds.
    TooLong,
    /// They have as many keys as anybody may have.
    TooManyKeys(u16),
    /// The key opens for somebody else: a key tells who comes.
    KeyTaken(Text),
    /// They have no such key.
    UnknownKey,
    /// What should be the hash of a password is none.
    BadHash,
    /// At least one session must be possible.
    NoSessions,
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        Class::No
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::Unknown => Phrase::new("no-access-unknown"),
            Refusal::NoKey => Phrase::new("no-access-no-key"),
            Refusal::TooLong => Phrase::new("no-access-too-long"),
            Refusal::TooManyKeys(most) => {
                Phrase::new("no-access-too-many-keys").with("most", Value::Number(i64::from(*most)))
            }
            Refusal::KeyTaken(by) => Phrase::new("no-access-key-taken").with("by", Value::Text(by.clone())),
            Refusal::UnknownKey => Phrase::new("no-access-unknown-key"),
            Refusal::BadHash => Phrase::new("no-access-bad-hash"),
            Refusal::NoSessions => Phrase::new("no-access-no-sessions"),
        }
    }
}
