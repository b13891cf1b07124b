//! Which keymap holds, and what is wrong with the one that was chosen.

use super::{Popup, Session};
use crate::domain::Class;
use crate::keymap::{Action, Context, Keymap, Keymaps, describe};
use crate::ui::widgets::{Answer, TextPanel};
use std::sync::Arc;

/// The keys in force.
#[derive(Debug)]
pub(super) struct Keys {
    /// What there is to choose from.
    pub all: Arc<Keymaps>,
    pub keymap: Arc<Keymap>,
    /// The name that was chosen; empty where nobody has.
    name: String,
    /// Why the shipped keymap runs instead of what was chosen, a line a mistake; empty where it does not.
    pub mistakes: Vec<String>,
}

impl Keys {
    pub(super) fn new(all: Arc<Keymaps>) -> Keys {
        Keys {
            all,
            keymap: Arc::default(),
            name: String::new(),
            mistakes: Vec::new(),
        }
    }
}

impl Session {
    /// A sentence with the keys in force: each `<action>` in it becomes the key that does it on this screen, or the word
    /// that is typed for it where no key does.
    pub(super) fn with_keys(&self, sentence: &str) -> String {
        let mut stack = vec![Context::Global];
        if let Some(screen) = self.screens.last() {
            stack.extend(screen.contexts());
        }
        fill_in(sentence, |action| {
            let keys = self.keymaps.keymap.keys_for(&stack, action);
            keys.map_or_else(|| format!("/{}", action.word()), describe)
        })
    }

    /// The building's keymap files were read anew, as before a sign-in: they hold at once.
    pub fn set_keymaps(&mut self, keymaps: Arc<Keymaps>) {
        self.keymaps.all = keymaps;
        self.follow_keymap(true);
    }

    /// Takes up the keymap that holds now for who is here; `anew` also where its name is the one in force. A mistake in
    /// its file is shown over the screen until a key or a scan.
    pub(super) fn follow_keymap(&mut self, anew: bool) {
        let chosen = self.view.warehouse.keymap_for(self.who, self.device);
        let name = chosen.map_or("", AsRef::as_ref).to_owned();
        if name == self.keymaps.name && !anew {
            return;
        }
        let all = self.keymaps.all.clone();
        let found = all.get(if name.is_empty() { "default" } else { &name });
        self.keymaps.mistakes = match found {
            Some(found) if found.problems.is_empty() => Vec::new(),
            Some(found) => {
                let count = i32::try_from(found.problems.len()).unwrap_or(i32::MAX);
                let head = self
                    .texts
                    .say_with("keymap-default-runs", &[("count", count.into())]);
                let told = found.problems.iter();
                let told = told.map(|problem| self.texts.say_text(problem.text_key(), &problem.arguments()));
                std::iter::once(head).chain(told).collect()
            }
            None => vec![self.texts.say_text("keymaps-missing", &[("name", name.clone())])],
        };
        self.keymaps.keymap = found.map(|found| found.keymap.clone()).unwrap_or_default();
        self.keymaps.name = name;
        self.keys.clear();
        self.stale = true;
        if self.who.is_some() && !self.keymaps.mistakes.is_empty() {
            self.popup = Some(Popup::Keymap(TextPanel::default()));
            let text = self.keymaps.mistakes.first().cloned().unwrap_or_default();
            self.tell(Answer::new(Class::Check, text));
        }
    }
}

/// A sentence with each `<id>` of an action replaced; what is no action stays as it is.
fn fill_in(sentence: &str, key: impl Fn(Action) -> String) -> String {
    let mut parts = sentence.split('<');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let named = part.split_once('>');
        match named.and_then(|(id, after)| Some((Action::by_id(id)?, after))) {
            Some((action, after)) => {
                filled.push_str(&key(action));
                filled.push_str(after);
            }
            None => {
                filled.push('<');
                filled.push_str(part);
            }
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_become_keys_and_all_else_stays() {
        let key = |action: Action| format!("[{}]", action.word());
        for (sentence, told) in [
            ("Scan it. <work.empty>: empty", "Scan it. [empty]: empty"),
            ("<app.back>", "[back]"),
            ("a < b, <no.action> and <", "a < b, <no.action> and <"),
            ("<<app.back>>", "<[back]>"),
            ("", ""),
        ] {
            assert_eq!(fill_in(sentence, key), told);
        }
    }
}
