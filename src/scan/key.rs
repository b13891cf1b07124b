//! Keys as a terminal reports them, and their names in profiles ("ctrl-b", "f9", "enter").

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// One key press: what was pressed, and what was held with it.
///
/// Printable characters carry no `shift`: the character itself tells. Bytes that a terminal cannot tell apart are one
/// key: LF is [`Code::Enter`], BS is [`Code::Backspace`], 0x1D is `ctrl-]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Key {
    pub code: Code,
    pub mods: Mods,
}

/// The key itself, without what was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    Char(char),
    Enter,
    Tab,
    BackTab,
    Esc,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    /// F1 to F24.
    F(u8),
}

/// Modifier keys held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mods {
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
}

impl Mods {
    pub const NONE: Mods = Mods {
        ctrl: false,
        alt: false,
        shift: false,
    };
    pub const CTRL: Mods = Mods {
        ctrl: true,
        alt: false,
        shift: false,
    };
    pub const ALT: Mods = Mods {
        ctrl: false,
        alt: true,
        shift: false,
    };
}

impl Key {
    pub const fn plain(code: Code) -> Key {
        Key {
            code,
            mods: Mods::NONE,
        }
    }

    pub const fn char(c: char) -> Key {
        Key::plain(Code::Char(c))
    }

    /// `ctrl` and a character, in lower case as terminals report it.
    pub const fn ctrl(c: char) -> Key {
        Key {
            code: Code::Char(c),
            mods: Mods::CTRL,
        }
    }

    /// The character this key writes into a line, if it writes one.
    pub fn text(&self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.mods.ctrl && !self.mods.alt && !c.is_control() => Some(c),
            _ => None,
        }
    }
}

/// Names of the keys that are not characters. `LF` and `CR` both arrive as `enter`.
const NAMES: [(&str, Code); 17] = [
    ("enter", Code::Enter),
    ("tab", Code::Tab),
    ("backtab", Code::BackTab),
    ("esc", Code::Esc),
    ("backspace", Code::Backspace),
    ("delete", Code::Delete),
    ("insert", Code::Insert),
    ("up", Code::Up),
    ("down", Code::Down),
    ("left", Code::Left),
    ("right", Code::Right),
    ("home", Code::Home),
    ("end", Code::End),
    ("pageup", Code::PageUp),
    ("pagedown", Code::PageDown),
    ("space", Code::Char(' ')),
    ("minus", Code::Char('-')),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.mods.ctrl {
            f.write_str("ctrl-")?;
        }
        if self.mods.alt {
            f.write_str("alt-")?;
        }
        if self.mods.shift {
            f.write_str("shift-")?;
        }
        match (NAMES.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, Code::F(n)) => write!(f, "f{n}"),
            (None, Code::Char(c)) => write!(f, "{c}"),
            (None, other) => write!(f, "{other:?}"),
        }
    }
}

/// A key's name that says nothing known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no key; write one like \"enter\", \"tab\", \"f9\", \"ctrl-b\" or \"x\"")]
pub struct ParseKeyError(pub String);

impl FromStr for Key {
    type Err = ParseKeyError;

    fn from_str(text: &str) -> Result<Key, ParseKeyError> {
        let mut mods = Mods::NONE;
        let mut rest = text;
        loop {
            if let Some(tail) = rest.strip_prefix("ctrl-") {
                (mods.ctrl, rest) = (true, tail);
            } else if let Some(tail) = rest.strip_prefix("alt-") {
                (mods.alt, rest) = (true, tail);
            } else if let Some(tail) = rest.strip_prefix("shift-") {
                (mods.shift, rest) = (true, tail);
            } else {
                break;
            }
        }
        code_named(rest)
            .map(|code| Key { code, mods })
            .ok_or_else(|| ParseKeyError(text.to_owned()))
    }
}

fn code_named(name: &str) -> Option<Code> {
    if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*code);
    }
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return Some(Code::Char(c));
    }
    let n: u8 = name.strip_prefix('f')?.parse().ok()?;
    (1..=24).contains(&n).then_some(Code::F(n))
}

impl TryFrom<String> for Key {
    type Error = ParseKeyError;

    fn try_from(text: String) -> Result<Key, ParseKeyError> {
        text.parse()
    }
}

impl From<Key> for String {
    fn from(key: Key) -> String {
        key.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        let codes = NAMES
            .iter()
            .map(|(_, code)| *code)
            .chain((1..=24).map(Code::F))
            .chain("az]^~货F".chars().map(Code::Char));
        for code in codes {
            for bits in 0..8u8 {
                let key = Key {
                    code,
                    mods: Mods {
                        ctrl: bits & 1 != 0,
                        alt: bits & 2 != 0,
                        shift: bits & 4 != 0,
                    },
                };
                assert_eq!(key.to_string().parse(), Ok(key), "{key}");
            }
        }
        for bad in ["", "f0", "f25", "ctrl-", "return key", "hyper-x"] {
            assert!(bad.parse::<Key>().is_err(), "{bad}");
        }
    }
}
