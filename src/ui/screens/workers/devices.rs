//! The shared guns and benches: which may come in over SSH, and with what.

use super::access::Keys;
use crate::domain::access::{Access, Principal};
use crate::domain::devices::{Command, Device};
use crate::domain::ids::DeviceId;
use crate::domain::{Class, Topics};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wish, Work};
use crate::ui::screens::table::{Table, TableRow};
use crate::ui::theme::Role;
use crate::ui::widgets::{Answer, Column, Hint, Look};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A line of the list: a device.
#[derive(Clone, Copy, Debug)]
struct DeviceRow(DeviceId);

impl DeviceRow {
    fn access<'a>(&self, here: Here<'a>) -> Option<&'a Access> {
        here.w.access.get(&Principal::Device(self.0)).map(AsRef::as_ref)
    }
}

impl TableRow for DeviceRow {
    fn id(&self) -> u64 {
        self.0.0
    }

    fn cells(&self, here: Here<'_>) -> Vec<String> {
        let Some(device) = here.w.devices.get(&self.0) else {
            return vec![self.0.to_string()];
        };
        let name = Some(&device.name).filter(|name| **name != device.code);
        let access = self.access(here);
        let keys = access.map_or(0, |access| access.keys.len());
        let password = access.is_some_and(|access| access.password_hash.is_some());
        let shown = |told: bool, text: String| Some(text).filter(|_| told).unwrap_or_default();
        vec![
            device.code.to_string(),
            shown(keys > 0, keys.to_string()),
            shown(password, here.words.say("devices-yes")),
            name.map(ToString::to_string).unwrap_or_default(),
            here.words.time(device.last_seen),
        ]
    }

    fn role(&self, here: Here<'_>) -> Role {
        match self.access(here) {
            Some(access) if access.locked(here.now).is_some() => Role::Answer(Class::Check),
            Some(access) if !access.keys.is_empty() || access.password_hash.is_some() => Role::Strong,
            _ => Role::Text,
        }
    }
}

/// The devices' screen.
#[derive(Debug, Default)]
pub struct Devices {
    table: Table<DeviceRow>,
}

impl Screen for Devices {
    fn contexts(&self) -> &[Context] {
        if self.table.is_filtering() {
            &[Context::Devices, Context::List, Context::Filter]
        } else {
            &[Context::Devices, Context::List]
        }
    }

    fn topics(&self) -> Topics {
        Topics::PEOPLE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let count = [("count", self.table.rows().len().to_string())];
        Picture::Own {
            title: here.words.say("devices-title"),
            progress: here.words.say_with("devices-known", &count),
            right: String::new(),
        }
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        vec![
            Hint::new(Action::DeviceAdd, true),
            Hint::new(Action::WorkerAccess, self.table.selected().is_some()),
            Hint::new(Action::Filter, true),
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        if self.table.apply(action, cx) {
            return true;
        }
        match action {
            Action::DeviceAdd => cx.open(AddDevice),
            Action::WorkerAccess | Action::Confirm => match self.table.selected() {
                Some(DeviceRow(id)) => cx.open(Keys::of(Principal::Device(*id))),
                None => cx.say(Class::Check, "devices-none"),
            },
            _ => return false,
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let found = cx
            .here
            .w
            .device_by_code(entry.text.trim())
            .map(|device| device.id);
        if !found.is_some_and(|id| self.table.jump(id.0, cx.here)) {
            cx.say(Class::No, "devices-no-such");
        }
    }

    fn typed(&mut self, text: &str, here: Here<'_>) {
        self.table.typed(text, here);
    }

    fn work(&mut self, here: Here<'_>) -> Work {
        self.table.work(here)
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        let mut known: Vec<&Device> = cx.here.w.devices.values().map(AsRef::as_ref).collect();
        known.sort_by(|a, b| (&a.code, a.id).cmp(&(&b.code, b.id)));
        let rows = known.into_iter().map(|device| DeviceRow(device.id)).collect();
        self.table.set(rows, cx.here);
    }

    fn help(&self) -> &'static str {
        "help-devices"
    }

    fn paint(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, here: Here<'_>) {
        let title = |key: &str| here.words.say(key);
        let columns = [
            Column {
                max: 20,
                ..Column::code(title("devices-col-code"), 12)
            },
            Column::number(title("devices-col-keys"), 4),
            Column::name(title("devices-col-password"), 8, 8).priority(1),
            Column::name(title("devices-col-name"), 8, 20).priority(3),
            Column::name(title("devices-col-seen"), 11, 12).priority(2),
        ];
        self.table
            .draw(buf, area, (look, here), &columns, &title("devices-none"));
    }
}

/// Asks for the code of a device that never came yet.
#[derive(Debug)]
struct AddDevice;

impl Screen for AddDevice {
    fn contexts(&self) -> &[Context] {
        &[Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::NONE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        Picture::Prompt(PromptView {
            title: words.say("devices-add-title"),
            lines: vec![Line::new(LineKind::Dim, words.say("devices-add-about")).drop(1)],
            ask: words.say("devices-add-ask"),
            ..PromptView::default()
        })
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::Confirm, Action::Back])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        if action == Action::Back {
            cx.close();
        }
        action == Action::Back
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let code = entry.text.trim();
        if cx.here.w.principal_by_name(code).is_some() {
            let told = cx
                .here
                .words
                .say_with("devices-code-taken", &[("code", code.to_owned())]);
            return cx.wishes.push(Wish::Say(Answer::new(Class::No, told)));
        }
        cx.ask_by_key(Command::Save(Device {
            code: code.into(),
            name: code.into(),
            ..Device::default()
        }));
    }

    fn done(&mut self, accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        cx.close();
        let saved = accepted.events.iter().find_map(|event| match event {
            crate::domain::Event::DeviceSaved(saved) => Some(saved.device.id),
            _ => None,
        });
        // It was made known to let it in: its keys are next, and Esc leaves them for later.
        if let Some(id) = saved {
            cx.open(Keys::of(Principal::Device(id)));
        }
        None
    }

    fn help(&self) -> &'static str {
        "help-devices"
    }
}
