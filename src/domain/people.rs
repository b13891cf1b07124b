//! Workers, what each may do, and the devices they work at.

use super::command::{Actor, Draft};
use super::event::{Fact, Topics};
use super::ids::{DeviceId, WorkerId};
use super::lookup::Target;
use super::phrase::{Phrase, Value};
use super::refusal::{Class, Explain};
use super::{Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a worker is here for. Somebody may have several.
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
}

/// What somebody asks about people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Make a worker known, or change them. The number tells who it is; PIN and sign-in stay as they are.
    Save(Worker),
}

/// Decides one command about people.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Result<(), super::Refusal> {
    d.require(Right::ManageWorkers)?;
    let Command::Save(worker) = command;
    let known = d.w.worker_by_number(&worker.number);
    let id = known.map_or_else(|| d.w.counters.next(), |w| w.id);
    let (pin_hash, signed_in) = known.map_or((None, None), |w| (w.pin_hash.clone(), w.signed_in));
    let worker = Arc::new(Worker {
        id,
        pin_hash,
        signed_in,
        ..worker.clone()
    });
    if d.w.workers.get(&id) != Some(&worker) {
        d.emit(WorkerSaved { worker });
    }
    Ok(())
}

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
}

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody is signed in.
    NotSignedIn,
    /// The worker may no longer work here.
    Inactive(WorkerId),
    /// None of the worker's roles allows it.
    NotAllowed(WorkerId),
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        Class::No
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::NotSignedIn => Phrase::new("no-not-signed-in"),
            Refusal::Inactive(worker) => Phrase::new("no-inactive").with("worker", Value::Worker(*worker)),
            Refusal::NotAllowed(worker) => {
                Phrase::new("no-not-allowed").with("worker", Value::Worker(*worker))
            }
        }
    }
}

impl Worker {
    /// Whether one of the worker's roles allows it.
    pub fn may(&self, right: Right) -> bool {
        self.roles.iter().any(|role| role.may(right))
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

    pub(super) fn put_worker(&mut self, worker: Arc<Worker>) {
        self.counters.used(worker.id);
        if let Some(old) = self.workers.get(&worker.id) {
            self.codes.forget(&old.badge, Target::Worker(old.id));
        }
        self.codes.learn(&worker.badge, Target::Worker(worker.id));
        self.workers.insert(worker.id, worker);
    }
}
