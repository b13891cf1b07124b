//! The first start of a live warehouse: its name, its clock, whose goods, and the first admin.

use crate::domain::masters::{self, Owner};
use crate::domain::people::{self, Role, Worker};
use crate::domain::settings::Settings;
use crate::domain::{Actor, Command, Text, Via};
use crate::hub::{Rejection, Site};
use chrono_tz::Tz;

/// What the first person at a new warehouse says about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstStart {
    /// The building's name, on screens and labels.
    pub building: Text,
    /// Its time zone.
    pub zone: Tz,
    /// GS1 company prefix; empty when there is none yet.
    pub company_prefix: Text,
    /// The first owner's code and name.
    pub owner: (Text, Text),
    /// The first admin's number, name and badge (may be empty).
    pub admin: (Text, Text, Text),
    /// The admin's language: a tag like "en" or "zh-Hans".
    pub language: Text,
    /// The Argon2 hash of the admin's PIN.
    pub pin_hash: Option<Text>,
}

/// Why a first start was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FirstStartError {
    /// Somebody works here already.
    #[error("this warehouse has workers already: sign in as one of them")]
    NotTheFirst,
    /// The warehouse says no.
    #[error("the warehouse refuses it")]
    Rejected(Rejection),
}

/// Whether a warehouse waits for its first start.
pub fn is_new(w: &crate::domain::Warehouse) -> bool {
    w.workers.is_empty()
}

/// Sets up a warehouse that nobody works in yet. The admin comes last: while there is none, it can be tried again.
///
/// # Errors
/// When it is no first start, or a code is not one.
pub fn first_start(site: &Site, start: &FirstStart) -> Result<(), FirstStartError> {
    let w = site.warehouse();
    if !is_new(&w) {
        return Err(FirstStartError::NotTheFirst);
    }
    let mut settings = Settings {
        name: start.building.clone(),
        time_zone: start.zone.name().into(),
        ..w.settings
    };
    if !start.company_prefix.is_empty() {
        settings.company_prefix = start.company_prefix.clone();
    }
    let (code, name) = start.owner.clone();
    let owner = Owner {
        code,
        name,
        ..Owner::default()
    };
    let (number, name, badge) = start.admin.clone();
    let admin = Worker {
        number,
        name,
        badge,
        roles: vec![Role::Admin, Role::Lead],
        language: start.language.clone(),
        pin_hash: start.pin_hash.clone(),
        ..Worker::default()
    };
    let commands: [Command; 3] = [
        masters::Command::SaveSettings(settings).into(),
        masters::Command::SaveOwner(owner).into(),
        people::Command::FirstAdmin(admin).into(),
    ];
    for command in commands {
        site.ask(Actor::System, Via::Typed, command)
            .map_err(FirstStartError::Rejected)?;
    }
    Ok(())
}
