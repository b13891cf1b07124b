//! What happens at the door.

use super::{AccessRules, Means, Principal, SshKey};
use crate::domain::event::{Fact, Topics};
use crate::domain::ids::{DeviceId, WorkerId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::{Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};

/// The sentence about a principal: there is one for workers and one for devices.
fn about(principal: Principal, worker: &'static str, device: &'static str) -> Phrase {
    match principal {
        Principal::Worker(id) => Phrase::new(worker).with("worker", Value::Worker(id)),
        Principal::Device(id) => Phrase::new(device).with("device", Value::Device(id)),
    }
}

/// A key opens from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyAdded {
    /// For whom.
    pub principal: Principal,
    /// Which.
    pub key: SshKey,
}

impl Fact for KeyAdded {
    const TOPICS: Topics = Topics::PEOPLE;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_access(self.principal, |access| access.keys.push(self.key.clone()));
    }

    fn phrase(&self) -> Option<Phrase> {
        let phrase = about(self.principal, "event-key-added", "event-device-key-added");
        Some(phrase.with("comment", Value::Text(self.key.comment.clone())))
    }
}

/// A key opens no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRemoved {
    /// Whose.
    pub principal: Principal,
    /// As in [`SshKey::key`].
    pub key: Text,
}

impl Fact for KeyRemoved {
    const TOPICS: Topics = Topics::PEOPLE;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_access(self.principal, |access| {
            access.keys.retain(|known| known.key != self.key)
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(about(
            self.principal,
            "event-key-removed",
            "event-device-key-removed",
        ))
    }
}

/// A password was set or taken away. A lock is taken off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordSet {
    /// Whose.
    pub principal: Principal,
    /// Its Argon2 hash in PHC form.
    pub hash: Option<Text>,
}

impl Fact for PasswordSet {
    const TOPICS: Topics = Topics::PEOPLE;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_access(self.principal, |access| {
            access.password_hash = self.hash.clone();
            (access.failed, access.locked_until) = (0, None);
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(about(
            self.principal,
            "event-password-set",
            "event-device-password-set",
        ))
    }
}

/// What the building allows was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessRulesSet {
    /// As it is from now on.
    pub rules: AccessRules,
}

impl Fact for AccessRulesSet {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.access_rules = self.rules;
    }

    fn phrase(&self) -> Option<Phrase> {
        let number = |n: u16| Value::Number(i64::from(n));
        Some(
            Phrase::new("event-access-rules")
                .with("idle", number(self.rules.idle_minutes))
                .with("each", number(self.rules.sessions_each))
                .with("all", number(self.rules.sessions_all)),
        )
    }
}

/// Somebody came in over SSH.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedIn {
    /// Who.
    pub principal: Principal,
    /// The address they came from.
    pub source: Text,
    /// How.
    pub means: Means,
    /// When.
    pub at: Timestamp,
}

impl Fact for LoggedIn {
    const TOPICS: Topics = Topics::PEOPLE;

    fn evolve(&self, w: &mut Warehouse) {
        if w.access.contains_key(&self.principal) {
            w.change_access(self.principal, |access| {
                (access.failed, access.locked_until) = (0, None)
            });
        }
    }

    fn phrase(&self) -> Option<Phrase> {
        let phrase = about(self.principal, "event-logged-in", "event-device-logged-in");
        Some(phrase.with("source", Value::Text(self.source.clone())))
    }
}

/// Somebody could not come in over SSH.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogInFailed {
    /// As whom; none when the name was nobody's.
    pub principal: Option<Principal>,
    /// The address they came from.
    pub source: Text,
    /// How.
    pub means: Means,
    /// When.
    pub at: Timestamp,
    /// Wrong passwords of the principal since the last log-in, with this one.
    pub failed: u16,
    /// Until when no password of theirs is tried now.
    pub locked_until: Option<Timestamp>,
}

impl Fact for LogInFailed {
    const TOPICS: Topics = Topics::PEOPLE;

    fn evolve(&self, w: &mut Warehouse) {
        let Some(principal) = self.principal else { return };
        if self.means == Means::Password && w.access.contains_key(&principal) {
            w.change_access(principal, |access| {
                (access.failed, access.locked_until) = (self.failed, self.locked_until);
            });
        }
    }

    fn phrase(&self) -> Option<Phrase> {
        let phrase = match self.principal {
            Some(principal) => about(principal, "event-log-in-failed", "event-device-log-in-failed"),
            None => Phrase::new("event-log-in-unknown"),
        };
        Some(phrase.with("source", Value::Text(self.source.clone())))
    }
}

/// Somebody asked what none of their roles allows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightDenied {
    /// Who.
    pub worker: WorkerId,
    /// Of which workflow.
    pub workflow: Text,
}

impl Fact for RightDenied {
    const TOPICS: Topics = Topics::PEOPLE;

    fn evolve(&self, _: &mut Warehouse) {}

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-right-denied")
                .with("worker", Value::Worker(self.worker))
                .with("workflow", Value::Text(self.workflow.clone())),
        )
    }
}

/// A session was ended by somebody else. Sessions are no part of the warehouse: whoever serves them carries it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionEnded {
    /// Its number: the client of its command ids.
    pub session: u64,
    /// Who was signed in at it.
    pub worker: Option<WorkerId>,
    /// Where it was.
    pub device: DeviceId,
    /// Who ended it; none where the program did.
    pub by: Option<WorkerId>,
}

impl Fact for SessionEnded {
    const TOPICS: Topics = Topics::PEOPLE;

    fn evolve(&self, _: &mut Warehouse) {}

    fn phrase(&self) -> Option<Phrase> {
        let device = Value::Device(self.device);
        Some(match self.worker {
            Some(worker) => Phrase::new("event-session-ended")
                .with("worker", Value::Worker(worker))
                .with("device", device),
            None => Phrase::new("event-session-ended-nobody").with("device", device),
        })
    }
}
