//! The people who work here: who is where, who may what, who may come in.

mod access;
mod devices;
pub(super) mod form;
mod secret;

pub use secret::NewSecret;

use super::confirm::Confirm;
use super::printing::PrintSheet;
use super::table::{Table, TableRow};
use crate::domain::access::Principal;
use crate::domain::ids::WorkerId;
use crate::domain::outbox::{self, Labelled};
use crate::domain::people::{Command, Role as PeopleRole, Worker};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::{Class, Topics};
use crate::keymap::{Action, Context};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Work};
use crate::ui::theme::Role;
use crate::ui::widgets::{Column, Hint, Look};
use form::Form;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Roles in the reader's words.
fn roles(here: Here<'_>, roles: &[PeopleRole]) -> String {
    let names = roles.iter().map(|role| here.words.say(role.key()));
    names.collect::<Vec<_>>().join(", ")
}

/// A line of the list: a worker.
#[derive(Clone, Copy, Debug)]
struct WorkerRow(WorkerId);

impl WorkerRow {
    fn worker<'a>(&self, here: Here<'a>) -> Option<&'a Worker> {
        here.w.workers.get(&self.0).map(AsRef::as_ref)
    }
}

/// Where somebody is signed in and since when; or why they cannot be.
fn whereabouts(here: Here<'_>, worker: &Worker) -> String {
    let words = here.words;
    if worker.inactive {
        return words.say("workers-inactive");
    }
    if let Some(until) = worker.locked(here.now) {
        return words.say_with("workers-locked", &[("until", words.time(until))]);
    }
    match worker.signed_in {
        Some((device, since)) => {
            let known = here.w.devices.get(&device);
            let name = known.map(|d| if d.name.is_empty() { &d.code } else { &d.name });
            let name = name.map_or_else(|| device.to_string(), ToString::to_string);
            format!("{} {name}", words.time(since))
        }
        None if worker.pin_hash.is_none() => words.say("workers-no-pin"),
        None => String::new(),
    }
}

impl TableRow for WorkerRow {
    fn id(&self) -> u64 {
        self.0.0
    }

    fn cells(&self, here: Here<'_>) -> Vec<String> {
        let Some(worker) = self.worker(here) else {
            return vec![self.0.to_string()];
        };
        let task = here.w.task_of(worker.id).map(|task| here.words.task(task));
        vec![
            worker.number.to_string(),
            worker.name.to_string(),
            roles(here, &worker.roles),
            whereabouts(here, worker),
            task.unwrap_or_default(),
        ]
    }

    fn role(&self, here: Here<'_>) -> Role {
        match self.worker(here) {
            Some(worker) if worker.inactive => Role::Dim,
            Some(worker) if worker.locked(here.now).is_some() => Role::Answer(Class::Check),
            Some(worker) if worker.signed_in.is_some() => Role::Strong,
            _ => Role::Text,
        }
    }
}

/// The workers' screen.
#[derive(Debug, Default)]
pub struct Workers {
    table: Table<WorkerRow>,
}

impl Workers {
    fn one(&self, action: Action, worker: &Worker, cx: &mut Cx<'_>) -> bool {
        let id = worker.id;
        match action {
            Action::Confirm => cx.open(Form::change(worker)),
            Action::WorkerRole => cx.open(Form::roles_of(worker)),
            Action::WorkerPin => cx.open(NewSecret::pin(id)),
            Action::WorkerAccess => cx.open(access::Keys::of(Principal::Worker(id))),
            Action::WorkerDisable => {
                let (key, command) = if worker.inactive {
                    ("workers-reactivate-sure", Command::Reactivate { worker: id })
                } else {
                    ("workers-deactivate-sure", Command::Deactivate { worker: id })
                };
                let question = Phrase::new(key).with("worker", Value::Worker(id));
                cx.open(Confirm::new(question, command));
            }
            Action::WorkerSignOut => cx.ask_by_key(Command::SignedOut { worker: id }),
            Action::WorkerBadge => {
                let device = cx.here.w.devices.get(&cx.here.device);
                cx.ask_by_key(outbox::Command::Print {
                    labels: vec![Labelled::Worker(id)],
                    place: device.and_then(|device| device.place),
                    printer: "".into(),
                });
            }
            _ => return false,
        }
        true
    }
}

impl Screen for Workers {
    fn contexts(&self) -> &[Context] {
        if self.table.is_filtering() {
            &[Context::Workers, Context::List, Context::Filter]
        } else {
            &[Context::Workers, Context::List]
        }
    }

    fn topics(&self) -> Topics {
        Topics::PEOPLE | Topics::TASKS
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let w = here.w;
        let floor = w.workers.values().filter(|worker| worker.signed_in.is_some());
        let count = [("count", floor.count().to_string())];
        Picture::Own {
            title: here.words.say("workers-title"),
            progress: here.words.say_with("workers-on-floor", &count),
            right: String::new(),
        }
    }

    fn hints(&self, here: Here<'_>) -> Vec<Hint> {
        let worker = self.table.selected().and_then(|row| row.worker(here));
        let any = worker.is_some();
        vec![
            Hint::new(Action::WorkerAdd, true),
            Hint::new(Action::WorkerPin, any),
            Hint::new(Action::WorkerRole, any),
            Hint::new(Action::Filter, true),
            Hint::new(Action::WorkerBadge, any),
            Hint::new(Action::WorkerAccess, any),
            Hint::new(Action::WorkerDisable, any),
            Hint::new(
                Action::WorkerSignOut,
                worker.is_some_and(|w| w.signed_in.is_some()),
            ),
            Hint::new(Action::PrintSheet, true),
            Hint::new(Action::WorkerDevices, true),
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        if self.table.apply(action, cx) {
            return true;
        }
        if action == Action::WorkerAdd {
            cx.open(Form::add());
            return true;
        }
        if action == Action::PrintSheet {
            cx.open(PrintSheet::default());
            return true;
        }
        if action == Action::WorkerDevices {
            cx.open(devices::Devices::default());
            return true;
        }
        if action == Action::Refresh {
            self.refresh(cx);
            return true;
        }
        let worker = self.table.selected().and_then(|row| row.worker(cx.here));
        match worker.cloned() {
            Some(worker) => self.one(action, &worker, cx),
            None => false,
        }
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let found = cx.here.w.worker_by_code(&entry.text).map(|worker| worker.id);
        if !found.is_some_and(|id| self.table.jump(id.0, cx.here)) {
            cx.say(Class::No, "no-such-worker");
        }
    }

    fn typed(&mut self, text: &str, here: Here<'_>) {
        self.table.typed(text, here);
    }

    fn work(&mut self, here: Here<'_>) -> Work {
        self.table.work(here)
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        let mut keys: Vec<_> = cx
            .here
            .w
            .workers
            .values()
            .map(|worker| (worker.inactive, worker.number.len(), &worker.number, worker.id))
            .collect();
        keys.sort_unstable();
        let rows = keys.into_iter().map(|(.., id)| WorkerRow(id)).collect();
        self.table.set(rows, cx.here);
    }

    fn help(&self) -> &'static str {
        "help-workers"
    }

    fn paint(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, here: Here<'_>) {
        let title = |key: &str| here.words.say(key);
        let columns = [
            Column {
                max: 10,
                ..Column::code(title("workers-col-number"), 3)
            },
            Column::name(title("workers-col-name"), 8, 24),
            Column::name(title("workers-col-roles"), 8, 28).priority(2),
            Column::name(title("workers-col-where"), 7, 24).priority(1),
            Column::name(title("workers-col-task"), 7, 14).priority(3),
        ];
        self.table.draw(buf, area, (look, here), &columns, "");
    }
}
