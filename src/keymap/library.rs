use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Keymap, Problem, Shipped};

/// The keymaps that can be chosen here: the shipped ones, and the building's own files.
#[derive(Clone, Debug)]
pub struct Keymaps {
    by_name: BTreeMap<String, Chosen>,
}

/// A keymap by its name, and what is wrong with its file: with any mistake the shipped keymap that it changes runs.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub keymap: Arc<Keymap>,
    /// The shipped keymap that runs, or that the file changes.
    pub base: Shipped,
    pub problems: Vec<Problem>,
    /// From a file of the building's own.
    pub own: bool,
}

impl Default for Keymaps {
    fn default() -> Self {
        let shipped = Shipped::ALL.map(|shipped| {
            let chosen = Chosen {
                keymap: Arc::new(Keymap::shipped(shipped)),
                base: shipped,
                problems: Vec::new(),
                own: false,
            };
            (shipped.name().to_owned(), chosen)
        });
        Self {
            by_name: shipped.into(),
        }
    }
}

impl Keymaps {
    /// Bytes of a file; a larger one is no keymap.
    pub const MOST_BYTES: usize = 64 * 1024;

    /// With one more file: `name` is what it is chosen by, `file` what mistakes call it. Under the name of a shipped
    /// keymap it changes that one.
    pub fn add(&mut self, name: &str, file: &str, text: &str) {
        let (keymap, base, problems) =
            Keymap::of_file(file, text, Shipped::by_name(name).unwrap_or_default());
        let chosen = Chosen {
            keymap: Arc::new(keymap),
            base,
            problems,
            own: true,
        };
        self.by_name.insert(name.to_owned(), chosen);
    }

    /// The names to choose from: the shipped ones first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let own = self.by_name.keys().map(String::as_str);
        let own = own.filter(|name| Shipped::by_name(name).is_none());
        let shipped = Shipped::ALL.map(|shipped| -> &str { shipped.name() });
        shipped.into_iter().chain(own)
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Chosen> {
        self.by_name.get(name)
    }
}

/// Longest name of a keymap, in characters.
pub const MAX_NAME: usize = 32;

/// Whether a keymap may be called so: letters, digits, `-` and `_`, as a file can be called anywhere.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    !name.is_empty() && name.chars().count() <= MAX_NAME && name.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keymap::{Action, Context, Resolution, parse_keys};

    const PICKING: [Context; 3] = [Context::Global, Context::Picking, Context::Prompt];

    fn press(chosen: &Chosen, keys: &str) -> Resolution {
        chosen.keymap.resolve(&PICKING, &parse_keys(keys).unwrap())
    }

    #[test]
    fn a_file_changes_the_keymap_of_its_name_or_of_its_base() {
        let mut keymaps = Keymaps::default();
        keymaps.add(
            "as400",
            "as400.toml",
            "[picking]\npick.short = ['f9 3']\nwork.damaged = []\n",
        );
        keymaps.add(
            "mei",
            "mei.toml",
            "base = 'handheld'\n[global]\napp.help = ['f6 f6']\n[picking]\nwork.label = []\n",
        );
        let names: Vec<&str> = keymaps.names().collect();
        assert_eq!(names, ["default", "handheld", "vim", "as400", "mei"]);
        let as400 = keymaps.get("as400").unwrap();
        assert_eq!((as400.problems.as_slice(), as400.base), (&[][..], Shipped::As400));
        assert_eq!(press(as400, "f9 3"), Resolution::Action(Action::PickShort));
        assert_eq!(press(as400, "f12"), Resolution::Action(Action::Back));
        let mei = keymaps.get("mei").unwrap();
        assert_eq!((mei.problems.as_slice(), mei.base), (&[][..], Shipped::Handheld));
        assert_eq!(press(mei, "f6 f6"), Resolution::Action(Action::Help));
        assert_eq!(press(mei, "f9 f9"), Resolution::Action(Action::Back));
    }

    #[test]
    fn with_a_mistake_the_shipped_keymap_below_runs() {
        let mut keymaps = Keymaps::default();
        keymaps.add(
            "mei",
            "mei.toml",
            "base = 'as400'\n[picking]\npick.short = ['f6']\n",
        );
        let mei = keymaps.get("mei").unwrap();
        assert_eq!(mei.problems.len(), 1, "{:?}", mei.problems);
        assert_eq!(press(mei, "f2"), Resolution::Action(Action::PickShort));
        keymaps.add("ben", "ben.toml", "base = 'emacs'\n");
        let ben = keymaps.get("ben").unwrap();
        assert_eq!(ben.problems.len(), 1);
        assert_eq!(press(ben, "f1"), Resolution::Action(Action::PickShort));
    }

    #[test]
    fn names_are_file_names_anywhere() {
        for good in ["mei", "bench-3", "夜班", "a_b"] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", "..", "a/b", "a b", "a.b", &"x".repeat(33)] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
