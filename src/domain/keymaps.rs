//! Which keymap each worker and each device has chosen. The keymaps themselves are files of the screens; the core keeps
//! the names alone.

use super::command::Draft;
use super::devices::DeviceKind;
use super::event::{Fact, Topics};
use super::ids::{DeviceId, WorkerId};
use super::people::Right;
use super::phrase::{Phrase, Value};
use super::refusal::{Class, Explain};
use super::{Text, Warehouse};
use serde::{Deserialize, Serialize};

/// Who presses the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Whose {
    /// A worker, wherever they sign in.
    Worker(WorkerId),
    /// Whoever stands at a device.
    Device(DeviceId),
}

/// What somebody asks about keymaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Choose a keymap: everybody for themselves and for the device they work at; whoever looks after workers or
    /// printers for the others.
    Choose {
        /// For whom.
        whose: Whose,
        /// Its name; empty for no choice of one's own.
        name: Text,
    },
}

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such worker or device.
    Unknown,
    /// A name longer than any keymap's.
    TooLong(Text),
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        Class::No
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::Unknown => Phrase::new("no-keymap-whose"),
            Refusal::TooLong(name) => {
                Phrase::new("no-keymap-too-long").with("name", Value::Text(name.clone()))
            }
        }
    }
}

/// Longest name, in characters.
const LONGEST: usize = 32;

/// Decides one command about keymaps.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Result<(), super::Refusal> {
    let Command::Choose { whose, name } = command;
    let (known, own, right) = match whose {
        Whose::Worker(id) => {
            let worker = d.w.workers.get(id);
            let own = d.ctx.worker() == Some(*id) && worker.is_some_and(|worker| !worker.inactive);
            (worker.is_some(), own, Right::ManageWorkers)
        }
        Whose::Device(id) => {
            let own = d.ctx.device == *id && d.ctx.worker().is_some();
            (d.w.devices.contains_key(id), own, Right::ManagePrinters)
        }
    };
    if !own {
        d.require(right)?;
    }
    if !known {
        return Err(Refusal::Unknown.into());
    }
    if name.chars().count() > LONGEST {
        return Err(Refusal::TooLong(name.clone()).into());
    }
    let chosen = d.w.keymaps.get(whose).map_or("", AsRef::as_ref);
    if chosen != name.as_ref() {
        let (whose, name) = (*whose, name.clone());
        d.emit(KeymapChosen { whose, name });
    }
    Ok(())
}

/// A keymap was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeymapChosen {
    /// For whom.
    pub whose: Whose,
    /// Its name; empty when the choice was taken back.
    pub name: Text,
}

impl Fact for KeymapChosen {
    const TOPICS: Topics = Topics::PEOPLE;

    fn evolve(&self, w: &mut Warehouse) {
        if self.name.is_empty() {
            w.keymaps.remove(&self.whose);
        } else {
            w.keymaps.insert(self.whose, self.name.clone());
        }
    }

    fn phrase(&self) -> Option<Phrase> {
        let phrase = match (self.whose, self.name.is_empty()) {
            (Whose::Worker(worker), false) => {
                Phrase::new("event-keymap-worker").with("worker", Value::Worker(worker))
            }
            (Whose::Worker(worker), true) => {
                Phrase::new("event-keymap-worker-none").with("worker", Value::Worker(worker))
            }
            (Whose::Device(_), false) => Phrase::new("event-keymap-device"),
            (Whose::Device(_), true) => Phrase::new("event-keymap-device-none"),
        };
        Some(phrase.with("name", Value::Text(self.name.clone())))
    }
}

impl Warehouse {
    /// The name of the keymap that holds for this worker at this device; none where neither has chosen.
    ///
    /// In the hand and on a vehicle the keyboard decides what can be pressed at all, so the device's choice comes
    /// first; at a bench or desk the worker's habit does.
    pub fn keymap_for(&self, worker: Option<WorkerId>, device: DeviceId) -> Option<&Text> {
        let own = worker.and_then(|id| self.keymaps.get(&Whose::Worker(id)));
        let here = self.keymaps.get(&Whose::Device(device));
        let kind = self.devices.get(&device).map(|device| device.kind);
        match kind {
            Some(DeviceKind::Bench | DeviceKind::Lead) => own.or(here),
            Some(DeviceKind::Handheld | DeviceKind::Vehicle) | None => here.or(own),
        }
    }
}
