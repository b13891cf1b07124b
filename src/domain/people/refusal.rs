//! Why something about people, or something they ask, is refused.

use super::Role;
use crate::domain::ids::WorkerId;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::refusal::{Class, Explain};
use crate::domain::{Text, Timestamp};

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody is signed in.
    NotSignedIn,
    /// The worker may no longer work here.
    Inactive(WorkerId),
    /// None of the worker's roles allows it.
    NotAllowed(WorkerId),
    /// Workers are known already: an admin makes further ones.
    NotTheFirst,
    /// No such worker.
    Unknown,
    /// The other stands above the one who asks, or would.
    Above(Role),
    /// A worker needs a number and a name, and at least one role.
    Incomplete,
    /// A number, name or badge longer than any screen or badge holds.
    TooLong(Text),
    /// The badge or number stands for somebody or something else already.
    CodeTaken(Text),
    /// Somebody must remain who may do everything.
    LastAdmin(WorkerId),
    /// What should be the hash of a PIN is none.
    BadHash,
    /// Too many wrong PINs: wait, or ask a lead for a new PIN.
    Locked(WorkerId, Timestamp),
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        match self {
            Refusal::Locked(..) => Class::Check,
            _ => Class::No,
        }
    }

    fn phrase(&self) -> Phrase {
        let of = |key, worker: &WorkerId| Phrase::new(key).with("worker", Value::Worker(*worker));
        let text = |key, text: &Text| Phrase::new(key).with("code", Value::Text(text.clone()));
        match self {
            Refusal::NotSignedIn => Phrase::new("no-not-signed-in"),
            Refusal::Inactive(worker) => of("no-inactive", worker),
            Refusal::NotAllowed(worker) => of("no-not-allowed", worker),
            Refusal::NotTheFirst => Phrase::new("no-worker-not-the-first"),
            Refusal::Unknown => Phrase::new("no-worker-unknown"),
            Refusal::Above(role) => {
                let role = Phrase::new(role.key());
                Phrase::new("no-worker-above").with("role", Value::Phrase(Box::new(role)))
            }
            Refusal::Incomplete => Phrase::new("no-worker-incomplete"),
            Refusal::TooLong(code) => text("no-worker-too-long", code),
            Refusal::CodeTaken(code) => text("no-worker-code-taken", code),
            Refusal::LastAdmin(worker) => of("no-worker-last-admin", worker),
            Refusal::BadHash => Phrase::new("no-worker-bad-hash"),
            Refusal::Locked(worker, until) => {
                of("no-sign-in-locked", worker).with("until", Value::Time(*until))
            }
        }
    }
}

impl Role {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Role::Picker => "role-picker",
            Role::Packer => "role-packer",
            Role::Receiver => "role-receiver",
            Role::Counter => "role-counter",
            Role::Lead => "role-lead",
            Role::Admin => "role-admin",
        }
    }
}
