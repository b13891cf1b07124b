//! Asks once more before something that cannot be taken back.

use crate::domain::phrase::Phrase;
use crate::domain::{Command, Topics};
use crate::keymap::{Action, Context};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen};
use crate::ui::widgets::{Hint, MenuEntry, MenuState, wrap};

/// A question with yes and no. Yes asks the hub; either closes it.
#[derive(Debug)]
pub struct Confirm {
    question: Phrase,
    command: Command,
    state: MenuState,
}

/// Yes and no, as the menu has them.
const ANSWERS: [&str; 2] = ["confirm-no", "confirm-yes"];

impl Confirm {
    /// Asks this before it asks that of the hub.
    pub fn new(question: Phrase, command: impl Into<Command>) -> Confirm {
        Confirm {
            question,
            command: command.into(),
            state: MenuState::default(),
        }
    }

    fn answer(&self, index: usize, cx: &mut Cx<'_>) {
        cx.close();
        if index == 1 {
            cx.ask_by_key(self.command.clone());
        }
    }
}

impl Screen for Confirm {
    fn contexts(&self) -> &[Context] {
        &[Context::Menu]
    }

    fn topics(&self) -> Topics {
        Topics::NONE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let question = here.words.phrase(&self.question);
        Picture::Menu {
            title: here.words.say("confirm-title"),
            right: String::new(),
            entries: ANSWERS
                .map(|key| MenuEntry::new(here.words.say(key)))
                .into_iter()
                .collect(),
            state: self.state,
            about: wrap(&question, usize::from(here.size.0), 8),
        }
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::Confirm, Action::Back])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Confirm => self.answer(self.state.cursor, cx),
            Action::Back => cx.close(),
            other => return self.state.apply(other, ANSWERS.len()),
        }
        true
    }

    fn enter(&mut self, _entry: &Entry, cx: &mut Cx<'_>) {
        cx.say(crate::domain::Class::Check, "confirm-first");
    }

    fn letter(&mut self, letter: char, cx: &mut Cx<'_>) {
        if let Some(index) = self.state.digit(letter, ANSWERS.len()) {
            self.answer(index, cx);
        }
    }

    fn help(&self) -> &'static str {
        "help-confirm"
    }
}
