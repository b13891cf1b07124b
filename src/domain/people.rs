//! Workers: what each may do, and who is signed in where.
//!
//! A PIN never comes this far: it is hashed and checked outside, and the core sees the hash and what came of it.

mod decide;
mod events;
mod refusal;

pub use decide::decide;
pub(super) use decide::{administers, is_argon2_hash, leave, lock_ms};
pub use events::*;
pub use refusal::Refusal;

use super::command::{Actor, Draft};
use super::ids::{DeviceId, TaskId, WorkerId};
use super::lookup::Target;
use super::{Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Wrong PINs after which a worker's sign-in is locked for a while.
pub const FREE_TRIES: u16 = 5;

/// What a worker is here for. Somebody may have several. Ordered by rank: who administers others never raises them
/// above themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    Picker,
    Packer,
    Receiver,
    Counter,
    Lead,
    Admin,
}

/// What a role allows. Every command asks for one of these, in the core and nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Right {
    Pick,
    Pack,
    Load,
    Receive,
    PutAway,
    Move,
    Count,
    /// Scrap, hold, release from hold, adjust.
    Adjust,
    /// Make and release pick lists, take work from others.
    Plan,
    ChangeOrders,
    CloseLoads,
    ReviewCounts,
    ImportData,
    ManagePrinters,
    ManageWorkers,
    ChangeSettings,
}

impl Role {
    /// Every role, in the order of menus.
    pub const ALL: [Role; 6] = [
        Role::Picker,
        Role::Packer,
        Role::Receiver,
        Role::Counter,
        Role::Lead,
        Role::Admin,
    ];

    /// Whether the role allows it.
    pub fn may(self, right: Right) -> bool {
        use Right::*;
        match self {
            Role::Picker => matches!(right, Pick | Move | PutAway),
            Role::Packer => matches!(right, Pack | Load),
            Role::Receiver => matches!(right, Receive | PutAway | Move),
            Role::Counter => matches!(right, Count | Move),
            Role::Lead => !matches!(right, ChangeSettings),
            Role::Admin => true,
        }
    }

    /// The role's name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Role::Picker => "picker",
            Role::Packer => "packer",
            Role::Receiver => "receiver",
            Role::Counter => "counter",
            Role::Lead => "lead",
            Role::Admin => "admin",
        }
    }
}

/// Somebody who works here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worker {
    /// Their number here.
    pub id: WorkerId,
    /// What they type to sign in; unique.
    pub number: Text,
    /// Their name on screens.
    pub name: Text,
    /// The code on their badge; unique.
    pub badge: Text,
    /// What they are here for.
    pub roles: Vec<Role>,
    /// The language they read: a tag like "en" or "zh-Hans".
    pub language: Text,
    /// May no longer sign in.
    pub inactive: bool,
    /// Argon2 hash of the PIN; none until one is set.
    pub pin_hash: Option<Text>,
    /// Where they are signed in now, and since when.
    pub signed_in: Option<(DeviceId, Timestamp)>,
    /// Wrong PINs since the last right one.
    pub failed: u16,
    /// Until when no PIN is tried, after too many wrong ones.
    pub locked_until: Option<Timestamp>,
}

/// What somebody asks about people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Make a worker known, or change number, name, badge, roles and language. The number tells who it is; PIN,
    /// sign-in and whether they are active stay as they are.
    Save(Worker),
    /// The first worker of all, with the hash of their PIN in the record: an admin. Anybody may ask while nobody is
    /// known.
    FirstAdmin(Worker),
    /// Set a PIN: one's own, or that of somebody one administers. Takes a lock off.
    SetPin {
        /// Whose.
        worker: WorkerId,
        /// Its Argon2 hash in PHC form (`$argon2id$...`).
        hash: Text,
    },
    /// They no longer work here. They are signed out and their pick list goes back to the others.
    Deactivate {
        /// Who.
        worker: WorkerId,
    },
    /// They work here again.
    Reactivate {
        /// Who.
        worker: WorkerId,
    },
    /// Their PIN was right. The program alone asks this, at the device where they stand.
    SignedIn {
        /// Who.
        worker: WorkerId,
    },
    /// They leave: asked by themselves, by whoever administers them, or by the program.
    SignedOut {
        /// Who.
        worker: WorkerId,
    },
    /// A PIN was wrong. The program alone asks this. What was typed is not kept: it may be a PIN in the wrong field.
    SignInFailed {
        /// Whose; none when the badge or number is nobody's.
        worker: Option<WorkerId>,
    },
}

/// A worker on the floor now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnFloor<'w> {
    /// Who.
    pub worker: &'w Worker,
    /// Where they are signed in.
    pub device: DeviceId,
    /// Since when.
    pub since: Timestamp,
    /// The pick list they have.
    pub task: Option<TaskId>,
}

/// Who is signed in now, by worker.
pub fn workers_on_floor(w: &Warehouse) -> impl Iterator<Item = OnFloor<'_>> {
    w.workers.values().filter_map(|worker| {
        let (device, since) = worker.signed_in?;
        let task = w.task_of(worker.id);
        Some(OnFloor {
            worker,
            device,
            since,
            task,
        })
    })
}

impl Worker {
    /// Whether one of the worker's roles allows it.
    pub fn may(&self, right: Right) -> bool {
        self.roles.iter().any(|role| role.may(right))
    }

    /// Whether they are an admin who may still sign in.
    pub fn is_active_admin(&self) -> bool {
        !self.inactive && self.roles.contains(&Role::Admin)
    }

    /// The highest of their roles.
    pub fn rank(&self) -> Option<Role> {
        self.roles.iter().copied().max()
    }

    /// Until when no PIN is tried, if that is after `now`.
    pub fn locked(&self, now: Timestamp) -> Option<Timestamp> {
        self.locked_until.filter(|until| *until > now)
    }
}

impl Draft<'_> {
    /// Refuses unless the one who asks may do it.
    ///
    /// # Errors
    /// Nobody is signed in, or they may not.
    pub fn require(&self, right: Right) -> Result<(), Refusal> {
        match self.ctx.actor {
            Actor::System => Ok(()),
            Actor::Nobody => Err(Refusal::NotSignedIn),
            Actor::Worker(id) => match self.w.workers.get(&id) {
                None => Err(Refusal::NotSignedIn),
                Some(worker) if worker.inactive => Err(Refusal::Inactive(id)),
                Some(worker) if !worker.may(right) => Err(Refusal::NotAllowed(id)),
                Some(_) => Ok(()),
            },
        }
    }

    /// Refuses unless the program itself asks.
    ///
    /// # Errors
    /// A person asks.
    pub fn require_system(&self) -> Result<(), Refusal> {
        match self.ctx.actor {
            Actor::System => Ok(()),
            Actor::Nobody => Err(Refusal::NotSignedIn),
            Actor::Worker(id) => Err(Refusal::NotAllowed(id)),
        }
    }

    /// The worker who asks.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub fn worker(&self) -> Result<WorkerId, Refusal> {
        self.ctx.worker().ok_or(Refusal::NotSignedIn)
    }
}

impl Warehouse {
    /// The worker with this number.
    pub fn worker_by_number(&self, number: &str) -> Option<&Worker> {
        self.workers
            .values()
            .map(Arc::as_ref)
            .find(|w| w.number.as_ref() == number)
    }

    /// The worker with this badge or number: what somebody scans or types to sign in.
    pub fn worker_by_code(&self, code: &str) -> Option<&Worker> {
        let badge = self.codes.find(code).into_iter().find_map(|target| match target {
            Target::Worker(id) => Some(id),
            _ => None,
        });
        match badge {
            Some(id) => self.workers.get(&id).map(Arc::as_ref),
            None => self.worker_by_number(code.trim()),
        }
    }

    /// Who is signed in at a device.
    pub fn worker_at(&self, device: DeviceId) -> Option<&Worker> {
        let here = |worker: &&Worker| worker.signed_in.is_some_and(|(at, _)| at == device);
        self.workers.values().map(Arc::as_ref).find(here)
    }

    fn change_worker(&mut self, id: WorkerId, change: impl FnOnce(&mut Worker)) {
        if let Some(worker) = self.workers.get_mut(&id) {
            change(Arc::make_mut(worker));
        }
    }

    pub(super) fn put_worker(&mut self, worker: Arc<Worker>) {
        self.counters.used(worker.id);
        if let Some(old) = self.workers.get(&worker.id) {
            self.codes.forget(&old.badge, Target::Worker(old.id));
        }
        self.codes.learn(&worker.badge, Target::Worker(worker.id));
        self.workers.insert(worker.id, worker);
    }
}
