//! The keys to work with: which keymap, and for whom.

use crate::domain::Topics;
use crate::domain::keymaps::{Command, Whose};
use crate::hub::Accepted;
use crate::keymap::{Action, Context, Shipped};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen};
use crate::ui::widgets::{Answer, Hint, MenuEntry, MenuState, wrap};

/// What is asked for.
#[derive(Clone, Debug, Default)]
enum Step {
    /// Which keymap.
    #[default]
    Which,
    /// For whom this one is.
    For(String),
}

/// Chooses a keymap for the worker or the device.
#[derive(Debug, Default)]
pub struct Keys {
    step: Step,
    state: MenuState,
}

/// For whom a keymap can be, in the order of the menu: set, or no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    Me,
    Device,
    NotMine,
    NotDevice,
}

const FOR: [For; 4] = [For::Me, For::Device, For::NotMine, For::NotDevice];

impl For {
    fn key(self) -> &'static str {
        match self {
            For::Me => "keymaps-for-me",
            For::Device => "keymaps-for-device",
            For::NotMine => "keymaps-not-mine",
            For::NotDevice => "keymaps-not-device",
        }
    }

    /// Whose choice it is; none where nobody is signed in.
    fn whose(self, here: Here<'_>) -> Option<Whose> {
        match self {
            For::Me | For::NotMine => here.who.map(Whose::Worker),
            For::Device | For::NotDevice => Some(Whose::Device(here.device)),
        }
    }

    fn chosen<'a>(self, here: Here<'a>) -> Option<&'a str> {
        let whose = self.whose(here)?;
        here.w.keymaps.get(&whose).map(AsRef::as_ref)
    }

    /// Nothing can be taken back that was not chosen.
    fn enabled(self, here: Here<'_>) -> bool {
        match self {
            For::Me | For::Device => true,
            For::NotMine | For::NotDevice => self.chosen(here).is_some(),
        }
    }
}

impl Keys {
    fn names(here: Here<'_>) -> Vec<String> {
        here.keymaps.names().map(str::to_owned).collect()
    }

    fn count(&self, here: Here<'_>) -> usize {
        match self.step {
            Step::Which => here.keymaps.names().count(),
            Step::For(_) => FOR.len(),
        }
    }

    fn choose(&mut self, index: usize, cx: &mut Cx<'_>) {
        match &self.step {
            Step::Which => {
                if let Some(name) = Self::names(cx.here).get(index) {
                    self.step = Step::For(name.clone());
                    self.state = MenuState::default();
                }
            }
            Step::For(name) => {
                let Some(chosen) = FOR.get(index).copied().filter(|of| of.enabled(cx.here)) else {
                    return;
                };
                let name = match chosen {
                    For::Me | For::Device => name.as_str().into(),
                    For::NotMine | For::NotDevice => "".into(),
                };
                if let Some(whose) = chosen.whose(cx.here) {
                    cx.ask_by_key(Command::Choose { whose, name });
                }
            }
        }
    }

    fn entries(&self, here: Here<'_>) -> Vec<MenuEntry> {
        let words = here.words;
        match &self.step {
            Step::Which => {
                let in_use = here.w.keymap_for(here.who, here.device);
                let in_use = in_use.map_or(Shipped::Default.name(), AsRef::as_ref);
                let entry = |name: &str| {
                    let note = if name == in_use {
                        words.say("keymaps-in-use")
                    } else {
                        String::new()
                    };
                    MenuEntry::new(name).note(note)
                };
                here.keymaps.names().map(entry).collect()
            }
            Step::For(_) => {
                let entry = |of: For| {
                    let note = of.chosen(here).unwrap_or_default();
                    MenuEntry::new(words.say(of.key()))
                        .note(note)
                        .enabled(of.enabled(here))
                };
                FOR.map(entry).into()
            }
        }
    }

    /// What the keymap under the cursor is for, or what is wrong with it.
    fn about(&self, here: Here<'_>) -> Vec<String> {
        let names = Self::names(here);
        let name = match &self.step {
            Step::Which => names.get(self.state.cursor),
            Step::For(name) => Some(name),
        };
        let Some((name, chosen)) = name.and_then(|name| Some((name, here.keymaps.get(name)?))) else {
            return Vec::new();
        };
        let words = here.words;
        let told = match (chosen.problems.first(), Shipped::by_name(name)) {
            (Some(problem), _) => words.say_with(problem.text_key(), &problem.arguments()),
            (None, Some(shipped)) if !chosen.own => words.say(shipped.about_key()),
            (None, _) => {
                let base = chosen.base.name().to_owned();
                words.say_with("keymaps-about-own", &[("name", name.clone()), ("base", base)])
            }
        };
        wrap(&told, usize::from(here.size.0), 8)
    }
}

impl Screen for Keys {
    fn contexts(&self) -> &[Context] {
        &[Context::Menu]
    }

    fn topics(&self) -> Topics {
        Topics::PEOPLE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        let title = match &self.step {
            Step::Which => words.say("keymaps-title"),
            Step::For(name) => words.say_with("keymaps-whose-title", &[("name", name.clone())]),
        };
        Picture::Menu {
            title,
            right: String::new(),
            entries: self.entries(here),
            state: self.state,
            about: self.about(here),
        }
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::Confirm, Action::Back])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match (action, &self.step) {
            (Action::Confirm, _) => self.choose(self.state.cursor, cx),
            (Action::Back, Step::Which) => cx.close(),
            (Action::Back, Step::For(_)) => *self = Keys::default(),
            (other, _) => {
                let count = self.count(cx.here);
                return self.state.apply(other, count);
            }
        }
        true
    }

    fn enter(&mut self, _entry: &Entry, cx: &mut Cx<'_>) {
        cx.say(crate::domain::Class::Check, "choose-a-number");
    }

    fn letter(&mut self, letter: char, cx: &mut Cx<'_>) {
        if let Some(index) = self.state.digit(letter, self.count(cx.here)) {
            self.choose(index, cx);
        }
    }

    fn done(&mut self, _accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        cx.close();
        None
    }

    fn help(&self) -> &'static str {
        "help-keys-screen"
    }
}
