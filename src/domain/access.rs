//! Who may come in from outside: SSH keys and passwords of workers and of shared devices, and what the building allows.
//!
//! Keys and passwords are checked outside; the core sees a key's public line, a password's hash, and what came of a
//! try. What somebody may *do* is for their roles alone ([`super::people`]): coming in gives no right.

mod decide;
mod events;
mod refusal;

pub use decide::decide;
pub use events::*;
pub use refusal::Refusal;

use super::ids::{DeviceId, WorkerId};
use super::{Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Whose log-in it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Principal {
    /// A person: whoever logs in so is signed in.
    Worker(WorkerId),
    /// A shared gun or bench: whoever stands there still signs in with badge and PIN.
    Device(DeviceId),
}

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SshKey {
    /// Algorithm and key in OpenSSH's notation, without a comment: `ssh-ed25519 AAAA...`.
    pub key: Text,
    /// What its file says it is: `mei@laptop`.
    pub comment: Text,
    /// Since when it is known here.
    pub added: Timestamp,
}

/// How one principal may log in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// Whose.
    pub principal: Principal,
    /// Their keys, in the order in which they came.
    pub keys: Vec<SshKey>,
    /// Argon2 hash of the password; none where keys alone open.
    pub password_hash: Option<Text>,
    /// Wrong passwords since the last log-in.
    pub failed: u16,
    /// Until when no password is tried, after too many wrong ones. Keys open all the same.
    pub locked_until: Option<Timestamp>,
}

impl Access {
    /// Nothing opens.
    pub fn none(principal: Principal) -> Access {
        Access {
            principal,
            keys: Vec::new(),
            password_hash: None,
            failed: 0,
            locked_until: None,
        }
    }

    /// Whether this key opens. `key` is written as in [`SshKey::key`].
    pub fn knows(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known.key.as_ref() == key)
    }

    /// Until when no password is tried, if that is after `now`.
    pub fn locked(&self, now: Timestamp) -> Option<Timestamp> {
        self.locked_until.filter(|until| *until > now)
    }
}

/// What the building allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessRules {
    /// Minutes without a key or scan after which a worker is signed off; 0 for never.
    pub idle_minutes: u16,
    /// Sessions of one principal over SSH at a time.
    pub sessions_each: u16,
    /// Sessions over SSH at a time in all.
    pub sessions_all: u16,
}

impl Default for AccessRules {
    fn default() -> AccessRules {
        AccessRules {
            idle_minutes: 30,
            sessions_each: 4,
            sessions_all: 1000,
        }
    }
}

/// How somebody tried to log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Means {
    /// With a key.
    Key,
    /// With a password.
    Password,
}

/// What somebody asks about coming in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Let this key open.
    AddKey {
        /// For whom.
        principal: Principal,
        /// As in [`SshKey::key`].
        key: Text,
        /// As in [`SshKey::comment`].
        comment: Text,
    },
    /// It opens no more.
    RemoveKey {
        /// Whose.
        principal: Principal,
        /// As in [`SshKey::key`].
        key: Text,
    },
    /// Set a password, or take it away.
    SetPassword {
        /// Whose.
        principal: Principal,
        /// Its Argon2 hash in PHC form; none for no password.
        hash: Option<Text>,
    },
    /// Change what the building allows.
    SetRules(AccessRules),
    /// Somebody came in. The program alone asks this.
    LoggedIn {
        /// Who.
        principal: Principal,
        /// The address they came from.
        source: Text,
        /// How.
        means: Means,
    },
    /// Somebody could not come in. The program alone asks this. The name they gave is kept only where it is one of
    /// ours: it may be a password in the wrong field.
    LogInFailed {
        /// As whom; none when the name is nobody's.
        principal: Option<Principal>,
        /// The address they came from.
        source: Text,
        /// How.
        means: Means,
    },
    /// End a session at a terminal.
    EndSession {
        /// Its number: the client of its command ids.
        session: u64,
        /// Who is signed in at it.
        worker: Option<WorkerId>,
        /// Where it is.
        device: DeviceId,
        /// It is the worker's last: they are signed out with it.
        last: bool,
    },
    /// Somebody asked what none of their roles allows. The program alone asks this, when it has refused.
    RightDenied {
        /// Who.
        worker: WorkerId,
        /// Of which workflow.
        workflow: Text,
    },
}

impl Warehouse {
    /// Who is meant by the name that an SSH client gives: a worker's number or badge, or a device's code.
    pub fn principal_by_name(&self, name: &str) -> Option<Principal> {
        let worker = self
            .worker_by_code(name)
            .map(|worker| Principal::Worker(worker.id));
        worker.or_else(|| {
            self.device_by_code(name)
                .map(|device| Principal::Device(device.id))
        })
    }

    /// Whether there is such a worker or device, and they may come in.
    pub fn may_come_in(&self, principal: Principal) -> bool {
        match principal {
            Principal::Worker(id) => self.workers.get(&id).is_some_and(|worker| !worker.inactive),
            Principal::Device(id) => self.devices.contains_key(&id),
        }
    }

    fn change_access(&mut self, principal: Principal, change: impl FnOnce(&mut Access)) {
        let mut access = self
            .access
            .get(&principal)
            .cloned()
            .unwrap_or_else(|| Arc::new(Access::none(principal)));
        change(Arc::make_mut(&mut access));
        self.access.insert(principal, access);
    }
}
