//! Which role's command barcodes to print.

use crate::domain::outbox::Command;
use crate::domain::people::Role;
use crate::domain::{Class, Topics};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen};
use crate::ui::sheet;
use crate::ui::widgets::{Answer, Hint, MenuEntry, MenuState, wrap};

/// Asks for a role, and prints its sheet at this device's place.
#[derive(Debug, Default)]
pub struct PrintSheet {
    state: MenuState,
}

impl PrintSheet {
    fn print(index: usize, cx: &mut Cx<'_>) {
        let Some(role) = Role::ALL.get(index) else {
            return;
        };
        let here = cx.here;
        let device = here.w.devices.get(&here.device);
        cx.ask_by_key(Command::PrintSheet {
            sheet: sheet::of(*role, here.words.texts),
            place: device.and_then(|device| device.place),
            printer: "".into(),
        });
    }
}

impl Screen for PrintSheet {
    fn contexts(&self) -> &[Context] {
        &[Context::Menu]
    }

    fn topics(&self) -> Topics {
        Topics::NONE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let entry = |role: Role| MenuEntry::new(here.words.say(role.key()));
        Picture::Menu {
            title: here.words.say("sheet-title"),
            right: String::new(),
            entries: Role::ALL.map(entry).into(),
            state: self.state,
            about: wrap(&here.words.say("sheet-which-role"), usize::from(here.size.0), 2),
        }
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::Confirm, Action::Back])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Confirm => Self::print(self.state.cursor, cx),
            Action::Back => cx.close(),
            other => return self.state.apply(other, Role::ALL.len()),
        }
        true
    }

    fn enter(&mut self, _entry: &Entry, cx: &mut Cx<'_>) {
        cx.say(Class::Check, "choose-a-number");
    }

    fn letter(&mut self, letter: char, cx: &mut Cx<'_>) {
        if let Some(index) = self.state.digit(letter, Role::ALL.len()) {
            Self::print(index, cx);
        }
    }

    fn done(&mut self, _accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        cx.close();
        None
    }

    fn help(&self) -> &'static str {
        "help-sheet"
    }
}
