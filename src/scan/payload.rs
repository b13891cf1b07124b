//! From the keys of a candidate to the text of a scan.

use crate::keymap::{Key, KeyCode};

use super::layout::{fold_full_width, swap_case};
use super::{decoder::Press, detector::Note, evidence, profile::Profile};

/// A candidate's text with what was found in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Payload {
    /// Without AIM identifier, framing and stray control characters; separators are GS (0x1D), RS and EOT.
    pub data: String,
    /// The data as bytes before decoding; other than `data` where the scanner sent no UTF-8 or a layout was undone.
    pub raw: Vec<u8>,
    pub aim: Option<String>,
    pub notes: Vec<Note>,
}

impl Payload {
    pub(super) fn of_presses(presses: &[Press], profile: &Profile) -> Payload {
        let mut text = Text::default();
        for press in presses {
            text.press(press, profile);
        }
        text.finish(profile)
    }

    pub(super) fn of_text(line: &str, profile: &Profile) -> Payload {
        let mut text = Text::default();
        for c in line.chars() {
            text.char(c, None);
        }
        text.finish(profile)
    }

    /// Whether the text itself, whatever its pace, looks like a code.
    pub(super) fn is_convincing(&self) -> bool {
        if self.aim.is_some() {
            return true;
        }
        let folded = meaning(&self.data, false);
        let text = folded.as_deref().unwrap_or(&self.data);
        evidence::has_check_digit(text) || evidence::begins_gs1(text)
    }
}

#[derive(Default)]
struct Text {
    data: String,
    raw: Vec<u8>,
    stripped: bool,
}

impl Text {
    fn press(&mut self, press: &Press, profile: &Profile) {
        let Press { key, byte, .. } = press;
        if profile.prefixes.contains(key) || profile.suffixes.contains(key) {
            return;
        }
        match key.text() {
            Some(c) => self.char(profile.meant(c), *byte),
            None if profile.gs_keys.contains(key) => self.char('\u{1d}', None),
            None if key.code == KeyCode::Esc && profile.layout.is_some_and(|l| l.0.makes_esc_of_gs()) => {
                self.char('\u{1d}', None);
            }
            None => match separator(key) {
                Some(c) => self.char(c, None),
                None => self.stripped = true,
            },
        }
    }

    fn char(&mut self, c: char, byte: Option<u8>) {
        if c.is_control() && !SEPARATORS.contains(&c) {
            self.stripped = true;
            return;
        }
        self.data.push(c);
        match byte {
            Some(byte) => self.raw.push(byte),
            None => self.raw.extend(c.encode_utf8(&mut [0; 4]).bytes()),
        }
    }

    fn finish(self, profile: &Profile) -> Payload {
        let Text {
            mut data,
            raw,
            stripped,
        } = self;
        let (mut aim, mut notes) = (None, Vec::new());
        if let Some((identifier, rest, inverted)) = evidence::aim(&data) {
            if inverted {
                notes.push(Note::CaseInverted);
            }
            (aim, data) = (Some(identifier), rest.to_owned());
        }
        let raw = if aim.is_some() {
            raw.into_iter().skip(3).collect()
        } else {
            raw
        };
        if aim.as_deref().is_some_and(evidence::is_gs1_aim) || evidence::begins_gs1(&data) {
            let mut stand_ins: Vec<&str> = profile.gs_texts.iter().map(String::as_str).collect();
            if profile.layout.is_some() {
                // The key that Ctrl makes a GS of lost its Ctrl on the way; no AI value holds this bracket.
                stand_ins.push("]");
            }
            let replaced = stand_ins
                .into_iter()
                .filter(|text| !text.is_empty() && data.contains(text))
                .fold(data.clone(), |data, text| data.replace(text, "\u{1d}"));
            if replaced != data {
                notes.push(Note::SeparatorReplaced);
                data = replaced;
            }
        }
        if stripped {
            notes.push(Note::ControlsStripped);
        }
        if data.chars().any(|c| fold_full_width(c) != c) {
            notes.push(Note::FullWidth);
        }
        Payload {
            data,
            raw,
            aim,
            notes,
        }
    }
}

/// What was meant where it is not what came: full-width characters folded, and, with `inverted`, the letters' case
/// swapped back.
pub(super) fn meaning(data: &str, inverted: bool) -> Option<String> {
    let fold = |c: char| {
        let folded = fold_full_width(c);
        if inverted { swap_case(folded) } else { folded }
    };
    data.chars()
        .any(|c| fold(c) != c)
        .then(|| data.chars().map(fold).collect())
}

/// EOT, FS, GS, RS, US: ISO/IEC 15434 and GS1 use them within data.
const SEPARATORS: [char; 5] = ['\u{4}', '\u{1c}', '\u{1d}', '\u{1e}', '\u{1f}'];

fn separator(key: &Key) -> Option<char> {
    if !key.modifiers.ctrl || key.modifiers.alt {
        return None;
    }
    match key.code {
        KeyCode::Char('d') => Some('\u{4}'),
        KeyCode::Char('\\') => Some('\u{1c}'),
        KeyCode::Char(']') => Some('\u{1d}'),
        KeyCode::Char('^') => Some('\u{1e}'),
        KeyCode::Char('_') => Some('\u{1f}'),
        _ => None,
    }
}
