//! Owners, carriers and workers, and printers.

use super::check::{Importable, Look, Resolved};
use crate::domain::Text;
use crate::domain::lookup::Target;
use crate::domain::masters::{Carrier, Command, Owner};
use crate::domain::outbox;
use crate::domain::people::{self, Role, Worker};
use crate::exchange::rows::{
    CarrierRow, Fault, OwnerRow, PrinterRow, WorkerLanguage, WorkerRole, WorkerRow, shown,
};
use crate::exchange::sentence::say;
use chrono::Timelike;
use std::sync::Arc;

impl Importable for OwnerRow {
    fn resolve(&self, look: &mut Look<'_>) -> Option<Resolved> {
        let known = look.w.owner_by_code(&self.code);
        let owner = Owner {
            code: known.map_or_else(|| self.code.as_str().into(), |known| known.code.clone()),
            name: self.name.as_str().into(),
            ..Owner::default()
        };
        Some(Resolved::Command(Command::SaveOwner(owner).into()))
    }
}

impl Importable for CarrierRow {
    fn resolve(&self, look: &mut Look<'_>) -> Option<Resolved> {
        let known = look.w.carrier_by_code(&self.code);
        let minutes = self.cutoffs.iter().map(|time| time.hour() * 60 + time.minute());
        let carrier = Carrier {
            code: known.map_or_else(|| self.code.as_str().into(), |known| known.code.clone()),
            name: self.name.as_str().into(),
            cutoffs: minutes.filter_map(|minute| u16::try_from(minute).ok()).collect(),
            ..Carrier::default()
        };
        Some(Resolved::Command(Command::SaveCarrier(carrier).into()))
    }
}

impl Importable for WorkerRow {
    fn resolve(&self, look: &mut Look<'_>) -> Option<Resolved> {
        let known = look.w.worker_by_number(&self.number).cloned().unwrap_or_default();
        let badge = match &self.badge {
            None => Arc::clone(&known.badge),
            Some(badge) => {
                let targets = look.w.scan(badge).targets;
                let holder = targets.into_iter().find_map(|target| match target {
                    Target::Worker(id) => look
                        .w
                        .workers
                        .get(&id)
                        .filter(|w| w.number.as_ref() != self.number),
                    _ => None,
                });
                if let Some(holder) = holder.map(|holder| holder.number.clone()) {
                    let problem = say!("`{}` is the badge of worker {}", shown(badge), holder);
                    look.fault(
                        "badge",
                        Fault::Taken,
                        badge,
                        problem,
                        say!("give each worker a badge of their own"),
                    );
                    return None;
                }
                badge.as_str().into()
            }
        };
        let worker = Worker {
            number: self.number.as_str().into(),
            name: self.name.as_str().into(),
            badge,
            roles: self.roles.iter().map(|role| role_of(*role)).collect(),
            language: self
                .language
                .map_or_else(|| Arc::clone(&known.language), language_tag),
            ..known
        };
        Some(Resolved::Command(people::Command::Save(worker).into()))
    }
}

impl Importable for PrinterRow {
    fn resolve(&self, look: &mut Look<'_>) -> Option<Resolved> {
        let place = look.place("place", &self.place)?;
        let printer = self.setting.as_ref().map(ToString::to_string).unwrap_or_default();
        let printer = printer.into();
        Some(Resolved::Command(
            outbox::Command::SetPrinter { place, printer }.into(),
        ))
    }
}

fn role_of(role: WorkerRole) -> Role {
    match role {
        WorkerRole::Picker => Role::Picker,
        WorkerRole::Packer => Role::Packer,
        WorkerRole::Receiver => Role::Receiver,
        WorkerRole::Counter => Role::Counter,
        WorkerRole::Lead => Role::Lead,
        WorkerRole::Admin => Role::Admin,
    }
}

fn language_tag(language: WorkerLanguage) -> Text {
    match language {
        WorkerLanguage::English => "en".into(),
        WorkerLanguage::SimplifiedChinese => "zh-Hans".into(),
    }
}
