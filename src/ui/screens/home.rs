//! What waits for the one who signed in: a numbered menu by role, with counts.

use super::{DOORS, Door, may};
use crate::domain::Topics;
use crate::keymap::{Action, Context};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen};
use crate::ui::widgets::{Hint, MenuEntry, MenuState};

/// The home menu.
#[derive(Debug, Default)]
pub struct Home {
    state: MenuState,
}

impl Home {
    fn doors(here: Here<'_>) -> Vec<&'static Door> {
        DOORS
            .iter()
            .filter(|door| may(here.worker(), door.right))
            .collect()
    }

    fn open(index: usize, cx: &mut Cx<'_>) {
        if let Some(door) = Self::doors(cx.here).get(index) {
            cx.wishes.push(crate::ui::screen::Wish::Open((door.open)()));
        }
    }
}

impl Screen for Home {
    fn contexts(&self) -> &[Context] {
        &[Context::Menu]
    }

    fn topics(&self) -> Topics {
        Topics::ALL
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let entries = Self::doors(here).into_iter().map(|door| {
            let waiting = (door.waiting)(here);
            let note = if waiting == 0 {
                String::new()
            } else {
                waiting.to_string()
            };
            MenuEntry::new(here.words.say(&format!("{}.label", door.action.doc_key()))).note(note)
        });
        Picture::Menu {
            title: here.w.settings.name.to_string(),
            right: here
                .worker()
                .map(|worker| worker.name.to_string())
                .unwrap_or_default(),
            entries: entries.collect(),
            state: self.state,
            about: Vec::new(),
        }
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::Find, Action::Language, Action::SignOff])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        let count = Self::doors(cx.here).len();
        match action {
            Action::Confirm => Self::open(self.state.cursor, cx),
            Action::Back => {}
            other => return self.state.apply(other, count),
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        // Work has to be chosen first; until then a scan only looks things up.
        let find = super::find::Find::of(&entry.text, cx.here);
        cx.open(find);
    }

    fn letter(&mut self, letter: char, cx: &mut Cx<'_>) {
        if let Some(index) = self.state.digit(letter, Self::doors(cx.here).len()) {
            self.state.cursor = index;
            Self::open(index, cx);
        }
    }

    fn help(&self) -> &'static str {
        "help-home"
    }
}
