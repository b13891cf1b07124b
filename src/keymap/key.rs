//! Keys as terminals report them and files name them: of keymaps and of scanner profiles alike.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What was pressed, without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyCode {
    Char(char),
    Enter,
    Tab,
    BackTab,
    Esc,
    Backspace,
    Delete,
    Insert,
    Home,
    End,
    PageUp,
    PageDown,
    Up,
    Down,
    Left,
    Right,
    /// Function keys, 1 to 24.
    F(u8),
}

/// The modifiers held with a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Modifiers {
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
}

impl Modifiers {
    pub const NONE: Self = Self {
        ctrl: false,
        alt: false,
        shift: false,
    };

    pub const CTRL: Self = Self {
        ctrl: true,
        ..Self::NONE
    };
}

/// One key press, in the one form in which keys are compared: build it with [`Key::new`].
///
/// Bytes that a terminal cannot tell apart are one key: LF is [`KeyCode::Enter`], BS is [`KeyCode::Backspace`], 0x1D
/// is `ctrl-]`. Serialised as its [notation](Key::notation).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Key {
    pub code: KeyCode,
    pub modifiers: Modifiers,
}

impl Key {
    /// Folds what terminals cannot tell apart: the case of a character is its shift, Ctrl has no case,
    /// Shift+Tab is BackTab.
    #[must_use]
    pub const fn new(code: KeyCode, modifiers: Modifiers) -> Self {
        let mut key = Self { code, modifiers };
        match code {
            KeyCode::Char(letter) => {
                key.modifiers.shift = false;
                if modifiers.ctrl {
                    key.code = KeyCode::Char(letter.to_ascii_lowercase());
                } else if modifiers.shift {
                    key.code = KeyCode::Char(letter.to_ascii_uppercase());
                }
            }
            KeyCode::Tab if modifiers.shift => {
                key.code = KeyCode::BackTab;
                key.modifiers.shift = false;
            }
            KeyCode::BackTab => key.modifiers.shift = false,
            _ => {}
        }
        key
    }

    #[must_use]
    pub const fn plain(code: KeyCode) -> Self {
        Self::new(code, Modifiers::NONE)
    }

    #[must_use]
    pub const fn char(letter: char) -> Self {
        Self::plain(KeyCode::Char(letter))
    }

    #[must_use]
    pub const fn ctrl(letter: char) -> Self {
        Self::new(KeyCode::Char(letter), Modifiers::CTRL)
    }

    #[must_use]
    pub const fn f(number: u8) -> Self {
        Self::plain(KeyCode::F(number))
    }

    /// The character this key types into an input line, if it types one.
    #[must_use]
    pub fn text(self) -> Option<char> {
        match self.code {
            KeyCode::Char(letter) if !self.modifiers.ctrl && !self.modifiers.alt && !letter.is_control() => {
                Some(letter)
            }
            _ => None,
        }
    }

    /// The key without Alt, where Alt is all that is held: terminals send Alt and a letter as Esc and that letter, and
    /// a slow line brings two quick presses as one.
    #[must_use]
    pub fn after_esc(self) -> Option<Key> {
        let plain = Modifiers {
            alt: false,
            ..self.modifiers
        };
        let letter = matches!(self.code, KeyCode::Char(_));
        (letter && self.modifiers.alt && plain == Modifiers::NONE).then(|| Key::plain(self.code))
    }

    /// The key as files write it, which [`Key::parse`] reads back: `ctrl-k`, `alt-enter`, `minus`.
    #[must_use]
    pub fn notation(self) -> String {
        let held = self.modifiers;
        let held = [(held.ctrl, "ctrl-"), (held.alt, "alt-"), (held.shift, "shift-")];
        let mut notation: String = held
            .iter()
            .filter(|(down, _)| *down)
            .map(|(_, name)| *name)
            .collect();
        match (NAMED.iter().find(|(_, _, code)| *code == self.code), self.code) {
            (Some((name, ..)), _) => notation.push_str(name),
            (None, KeyCode::F(number)) => notation.push_str(&format!("f{number}")),
            (None, KeyCode::Char(letter)) => notation.push(letter),
            (None, _) => {}
        }
        notation
    }

    /// Reads the notation of keymap files: `f1`, `ctrl-k`, `alt-enter`, `g`, `G`, `space`.
    ///
    /// # Errors
    /// [`KeyError`] when no key has that name.
    pub fn parse(notation: &str) -> Result<Self, KeyError> {
        let mut modifiers = Modifiers::NONE;
        let mut rest = notation;
        while let Some((word, after)) = rest.split_once('-').filter(|(_, after)| !after.is_empty()) {
            let held = match word.to_ascii_lowercase().as_str() {
                "ctrl" => &mut modifiers.ctrl,
                "alt" => &mut modifiers.alt,
                "shift" => &mut modifiers.shift,
                _ => return Err(KeyError::Unknown),
            };
            if std::mem::replace(held, true) {
                return Err(KeyError::Unknown);
            }
            rest = after;
        }
        Ok(Self::new(code_named(rest)?, modifiers))
    }
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(notation: &str) -> Result<Self, KeyError> {
        Self::parse(notation)
    }
}

impl TryFrom<String> for Key {
    type Error = String;

    fn try_from(notation: String) -> Result<Self, String> {
        Self::parse(&notation).map_err(|error| format!("{notation:?}: {error}"))
    }
}

impl From<Key> for String {
    fn from(key: Key) -> String {
        key.notation()
    }
}

/// Why a notation is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    #[error("no key has this name")]
    Unknown,
    #[error("modifiers are joined with '-', as in ctrl-k")]
    PlusSign,
    #[error("a binding needs at least one key")]
    Empty,
    #[error("a sequence has at most {MAX_SEQUENCE} keys")]
    TooLong,
}

/// The longest sequence of keys a binding may have.
pub const MAX_SEQUENCE: usize = 4;

/// Reads a sequence: keys with spaces between, as in `"g g"`.
///
/// # Errors
/// [`KeyError`] of the first key that is none, or of the sequence's length.
pub fn parse_keys(notation: &str) -> Result<Vec<Key>, KeyError> {
    let keys = notation
        .split_whitespace()
        .map(Key::parse)
        .collect::<Result<Vec<_>, _>>()?;
    match keys.len() {
        0 => Err(KeyError::Empty),
        1..=MAX_SEQUENCE => Ok(keys),
        _ => Err(KeyError::TooLong),
    }
}

/// A sequence as footers and help show it: `F9 1`, `Ctrl+K`.
#[must_use]
pub fn describe(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}

/// Shows a key as it is printed on keyboards: `F1`, `Ctrl+K`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = self.modifiers;
        for (down, name) in [(held.ctrl, "Ctrl+"), (held.alt, "Alt+"), (held.shift, "Shift+")] {
            if down {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(letter) if held.ctrl => write!(f, "{}", letter.to_ascii_uppercase()),
            KeyCode::Char(letter) => write!(f, "{letter}"),
            KeyCode::F(number) => write!(f, "F{number}"),
            named => f.write_str(
                NAMED
                    .iter()
                    .find(|(_, _, code)| *code == named)
                    .map_or("?", |row| row.1),
            ),
        }
    }
}

/// Name in files, name on screens, key. The first row of a key is the one shown.
const NAMED: [(&str, &str, KeyCode); 20] = [
    ("enter", "Enter", KeyCode::Enter),
    ("return", "Enter", KeyCode::Enter),
    ("tab", "Tab", KeyCode::Tab),
    ("backtab", "Shift+Tab", KeyCode::BackTab),
    ("esc", "Esc", KeyCode::Esc),
    ("escape", "Esc", KeyCode::Esc),
    ("backspace", "Backspace", KeyCode::Backspace),
    ("delete", "Del", KeyCode::Delete),
    ("insert", "Ins", KeyCode::Insert),
    ("home", "Home", KeyCode::Home),
    ("end", "End", KeyCode::End),
    ("pageup", "PgUp", KeyCode::PageUp),
    ("pagedown", "PgDn", KeyCode::PageDown),
    ("up", "Up", KeyCode::Up),
    ("down", "Down", KeyCode::Down),
    ("left", "Left", KeyCode::Left),
    ("right", "Right", KeyCode::Right),
    ("space", "Space", KeyCode::Char(' ')),
    ("minus", "-", KeyCode::Char('-')),
    ("plus", "+", KeyCode::Char('+')),
];

fn code_named(name: &str) -> Result<KeyCode, KeyError> {
    let mut letters = name.chars();
    if let (Some(only), None) = (letters.next(), letters.next()) {
        return if only.is_control() {
            Err(KeyError::Unknown)
        } else {
            Ok(KeyCode::Char(only))
        };
    }
    let lower = name.to_ascii_lowercase();
    if let Some((_, _, code)) = NAMED.iter().find(|(file_name, ..)| *file_name == lower) {
        return Ok(*code);
    }
    if let Some(number) = lower
        .strip_prefix('f')
        .and_then(|digits| digits.parse::<u8>().ok())
        && (1..=24).contains(&number)
    {
        return Ok(KeyCode::F(number));
    }
    Err(if name.contains('+') {
        KeyError::PlusSign
    } else {
        KeyError::Unknown
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn notations_and_how_they_are_shown() {
        for (notation, shown) in [
            ("f1", "F1"),
            ("F10", "F10"),
            ("ctrl-k", "Ctrl+K"),
            ("CTRL-K", "Ctrl+K"),
            ("ctrl-shift-k", "Ctrl+K"),
            ("alt-enter", "Alt+Enter"),
            ("shift-f3", "Shift+F3"),
            ("shift-tab", "Shift+Tab"),
            ("backtab", "Shift+Tab"),
            ("g g", "g g"),
            ("G", "G"),
            ("shift-g", "G"),
            ("-", "-"),
            ("ctrl--", "Ctrl+-"),
            ("/", "/"),
            ("space", "Space"),
            ("f9  1", "F9 1"),
            ("return", "Enter"),
            ("pagedown", "PgDn"),
        ] {
            let keys = parse_keys(notation).unwrap_or_else(|error| panic!("{notation}: {error}"));
            assert_eq!(describe(&keys), shown, "{notation}");
        }
    }

    #[test]
    fn what_is_no_key() {
        for (notation, error) in [
            ("", KeyError::Empty),
            ("   ", KeyError::Empty),
            ("f0", KeyError::Unknown),
            ("f25", KeyError::Unknown),
            ("f300", KeyError::Unknown),
            ("entr", KeyError::Unknown),
            ("hyper-k", KeyError::Unknown),
            ("ctrl-ctrl-k", KeyError::Unknown),
            ("ctrl+k", KeyError::PlusSign),
            ("a b c d e", KeyError::TooLong),
        ] {
            assert_eq!(parse_keys(notation), Err(error), "{notation:?}");
        }
    }

    #[test]
    fn notations_are_read_back() {
        let named = NAMED.iter().map(|(_, _, code)| *code);
        let codes = named
            .chain((1..=24).map(KeyCode::F))
            .chain("az]^~货F".chars().map(KeyCode::Char));
        for code in codes {
            for bits in 0..8u8 {
                let key = Key::new(
                    code,
                    Modifiers {
                        ctrl: bits & 1 != 0,
                        alt: bits & 2 != 0,
                        shift: bits & 4 != 0,
                    },
                );
                assert_eq!(key.notation().parse(), Ok(key), "{}", key.notation());
            }
        }
    }

    #[test]
    fn only_unmodified_characters_are_text() {
        assert_eq!(Key::char('x').text(), Some('x'));
        assert_eq!(Key::ctrl('x').text(), None);
        assert_eq!(Key::plain(KeyCode::Enter).text(), None);
    }

    proptest! {
        #[test]
        fn any_notation_is_a_key_or_an_error(notation in "\\PC{0,12}") {
            if let Ok(keys) = parse_keys(&notation) {
                prop_assert!(!keys.is_empty() && keys.len() <= MAX_SEQUENCE);
                for key in keys {
                    prop_assert_eq!(Key::new(key.code, key.modifiers), key);
                }
            }
        }
    }
}
