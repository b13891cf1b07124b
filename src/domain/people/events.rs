//! What happens to workers.

use super::Worker;
use crate::domain::event::{Fact, Topics};
use crate::domain::ids::{DeviceId, WorkerId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::{Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A worker was made known, or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerSaved {
    /// As they are from now on.
    pub worker: Arc<Worker>,
}

impl Fact for WorkerSaved {
    const TOPICS: Topics = Topics::PEOPLE;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_worker(self.worker.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-worker-saved").with("worker", Value::Worker(self.worker.id)))
    }
}

/// A worker has a new PIN. A lock is taken off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinSet {
    /// Whose.
    pub worker: WorkerId,
    /// Its Argon2 hash in PHC form.
    pub hash: Text,
}

impl Fact for PinSet {
    const TOPICS: Topics = Topics::PEOPLE;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_worker(self.worker, |worker| {
            worker.pin_hash = Some(self.hash.clone());
            (worker.failed, worker.locked_until) = (0, None);
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-pin-set").with("worker", Value::Worker(self.worker)))
    }
}

/// A worker may no longer sign in, or may again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerActivated {
    /// Who.
    pub worker: WorkerId,
    /// Whether they work here from now on.
    pub active: bool,
}

impl Fact for WorkerActivated {
    const TOPICS: Topics = Topics::PEOPLE;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_worker(self.worker, |worker| worker.inactive = !self.active);
    }

    fn phrase(&self) -> Option<Phrase> {
        let key = if self.active {
            "event-worker-reactivated"
        } else {
            "event-worker-deactivated"
        };
        Some(Phrase::new(key).with("worker", Value::Worker(self.worker)))
    }
}

/// A worker began to work at a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// Who.
    pub worker: WorkerId,
    /// Where.
    pub device: DeviceId,
    /// Since when.
    pub at: Timestamp,
}

impl Fact for SignedIn {
    const TOPICS: Topics = Topics::PEOPLE;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_worker(self.worker, |worker| {
            worker.signed_in = Some((self.device, self.at));
            (worker.failed, worker.locked_until) = (0, None);
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-signed-in").with("worker", Value::Worker(self.worker)))
    }
}

/// A worker stopped working at a device: signed out there, or signed in elsewhere, or somebody else took the device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedOut {
    /// Who.
    pub worker: WorkerId,
    /// Where they were.
    pub device: DeviceId,
    /// Since when they are not.
    pub at: Timestamp,
}

impl Fact for SignedOut {
    const TOPICS: Topics = Topics::PEOPLE;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_worker(self.worker, |worker| worker.signed_in = None);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-signed-out").with("worker", Value::Worker(self.worker)))
    }
}

/// Somebody tried to sign in and could not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInFailed {
    /// As whom; none when the badge or number is nobody's.
    pub worker: Option<WorkerId>,
    /// Where.
    pub device: DeviceId,
    /// When.
    pub at: Timestamp,
    /// Wrong PINs since the last right one, with this one.
    pub failed: u16,
    /// Until when no PIN is tried now.
    pub locked_until: Option<Timestamp>,
}

impl Fact for SignInFailed {
    const TOPICS: Topics = Topics::PEOPLE;

    fn evolve(&self, w: &mut Warehouse) {
        let Some(worker) = self.worker else { return };
        w.change_worker(worker, |worker| {
            (worker.failed, worker.locked_until) = (self.failed, self.locked_until);
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        let Some(worker) = self.worker else {
            return Some(Phrase::new("event-sign-in-unknown"));
        };
        let phrase = match self.locked_until {
            Some(until) => Phrase::new("event-sign-in-locked").with("until", Value::Time(until)),
            None => Phrase::new("event-sign-in-failed").with("failed", Value::Number(i64::from(self.failed))),
        };
        Some(phrase.with("worker", Value::Worker(worker)))
    }
}
