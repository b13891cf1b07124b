//! The terminals, scanner guns and vehicles that people work at.

use super::command::{Actor, Draft};
use super::event::{Fact, Topics};
use super::ids::{DeviceId, PlaceId};
use super::people::Right;
use super::phrase::{Phrase, Value};
use super::refusal::{Class, Explain};
use super::time::HOUR_MS;
use super::{Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a device is like, and so how its screens are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DeviceKind {
    /// A scanner gun in the hand: a few lines of twenty columns.
    #[default]
    Handheld,
    /// A terminal on a forklift.
    Vehicle,
    /// A terminal at a packing bench or dock.
    Bench,
    /// A desk from which the floor is led.
    Lead,
}

/// A terminal, scanner gun or vehicle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Its number, set when it is saved first.
    pub id: DeviceId,
    /// What it calls itself when it connects; unique.
    pub code: Text,
    /// What people call it.
    pub name: Text,
    /// What it is like.
    pub kind: DeviceKind,
    /// The bench or dock it stands at: whose printer its labels come from.
    pub place: Option<PlaceId>,
    /// The language of its sign-in screen: a tag like "en" or "zh-Hans"; empty for the building's.
    pub language: Text,
    /// When it last connected, to the hour.
    pub last_seen: Timestamp,
}

/// What somebody asks about devices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Make a device known, or change it; its code tells which it is. The program asks it whenever one connects, a
    /// worker for the device they work at, and whoever looks after printers for any.
    Save(Device),
}

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A device needs a code.
    NoCode,
    /// A code or name longer than any screen holds.
    TooLong(Text),
    /// No such place.
    UnknownPlace,
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        Class::No
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::NoCode => Phrase::new("no-device-code"),
            Refusal::TooLong(code) => {
                Phrase::new("no-device-too-long").with("code", Value::Text(code.clone()))
            }
            Refusal::UnknownPlace => Phrase::new("no-device-place"),
        }
    }
}

/// Longest code or name, in characters.
const LONGEST: usize = 80;

/// Decides one command about devices.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Result<(), super::Refusal> {
    let Command::Save(given) = command;
    let known = d.w.device_by_code(&given.code).cloned();
    let own = known.as_ref().is_some_and(|known| known.id == d.ctx.device);
    if !(own && matches!(d.ctx.actor, Actor::Worker(_))) {
        d.require(Right::ManagePrinters)?;
    }
    if given.code.trim().is_empty() {
        return Err(Refusal::NoCode.into());
    }
    for text in [&given.code, &given.name, &given.language] {
        if text.chars().count() > LONGEST {
            return Err(Refusal::TooLong(text.clone()).into());
        }
    }
    if given.place.is_some_and(|place| !d.w.places.contains_key(&place)) {
        return Err(Refusal::UnknownPlace.into());
    }
    let id = known
        .as_ref()
        .map_or_else(|| d.w.counters.next(), |known| known.id);
    // Connecting again within the hour is no news.
    let seen = known.as_ref().map(|known| known.last_seen);
    let last_seen = seen
        .filter(|seen| d.ctx.now.since(*seen) < HOUR_MS)
        .unwrap_or(d.ctx.now);
    let device = Device {
        id,
        last_seen,
        ..given.clone()
    };
    if known.as_ref() != Some(&device) {
        let device = Arc::new(device);
        d.emit(DeviceSaved { device });
    }
    Ok(())
}

/// A device was made known, or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceSaved {
    /// As it is from now on.
    pub device: Arc<Device>,
}

impl Fact for DeviceSaved {
    const TOPICS: Topics = Topics::PEOPLE;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_device(self.device.clone());
    }
}

impl Warehouse {
    /// The device that calls itself so.
    pub fn device_by_code(&self, code: &str) -> Option<&Device> {
        self.devices
            .values()
            .map(Arc::as_ref)
            .find(|device| device.code.as_ref() == code)
    }

    pub(super) fn put_device(&mut self, device: Arc<Device>) {
        self.counters.used(device.id);
        self.devices.insert(device.id, device);
    }
}
