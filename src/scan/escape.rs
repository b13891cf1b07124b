//! Escape sequences to keys: xterm, VT, Linux console, rxvt, xterm's modifyOtherKeys and kitty's `CSI u`.
//!
//! The decoder frames the sequences, so that time and splits are its business alone; what they mean is here.

use crate::keymap::{Key, KeyCode, Modifiers};

/// What a whole CSI sequence says, `body` being all after `ESC [`, final byte included.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Csi {
    Key(Key),
    PasteStart,
    /// Reports, focus, mouse: nothing a session asked for.
    Ignored,
}

pub(super) fn csi(body: &[u8]) -> Csi {
    let Some((last, params)) = body.split_last() else {
        return Csi::Ignored;
    };
    if let [b'[', letter] = body {
        return function_key(letter.wrapping_sub(b'A').saturating_add(1), 1..=5);
    }
    let Some(params) = numbers(params) else {
        return Csi::Ignored;
    };
    let first = params.first().copied().unwrap_or(1);
    let mods = mods_of(params.get(1).copied().unwrap_or(1));
    match last {
        b'~' => tilde(first, &params, mods),
        b'u' => key_or_ignored(unicode_key(first, mods)),
        b'Z' => Csi::Key(Key::plain(KeyCode::BackTab)),
        letter => match cursor(*letter) {
            Some(code) => Csi::Key(Key::new(code, mods)),
            None => Csi::Ignored,
        },
    }
}

/// The key of `ESC O letter`.
pub(super) fn ss3(letter: u8) -> Option<Key> {
    match letter {
        b'M' => Some(Key::plain(KeyCode::Enter)),
        letter => cursor(letter).map(Key::plain),
    }
}

/// The key of one control byte, 0x00 to 0x1F and 0x7F.
pub(super) fn control(byte: u8) -> Key {
    match byte {
        b'\r' | b'\n' => Key::plain(KeyCode::Enter),
        b'\t' => Key::plain(KeyCode::Tab),
        0x08 | 0x7F => Key::plain(KeyCode::Backspace),
        0x1B => Key::plain(KeyCode::Esc),
        0 => Key::ctrl(' '),
        letter => Key::ctrl(char::from(letter | 0x40).to_ascii_lowercase()),
    }
}

fn tilde(first: u16, params: &[u16], mods: Modifiers) -> Csi {
    let code = match first {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        // xterm's modifyOtherKeys: CSI 27 ; modifiers ; code ~
        27 => return key_or_ignored(params.get(2).and_then(|code| unicode_key(*code, mods))),
        200 => return Csi::PasteStart,
        // VT220 left a hole after every block of keys.
        16 | 22 | 30 => return Csi::Ignored,
        n => {
            let hole = u16::from(n > 16) + u16::from(n > 22) + u16::from(n > 27) + u16::from(n > 30);
            match u8::try_from(n.saturating_sub(10).saturating_sub(hole)) {
                Ok(n @ 1..=20) => KeyCode::F(n),
                _ => return Csi::Ignored,
            }
        }
    };
    Csi::Key(Key::new(code, mods))
}

fn cursor(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'P'..=b'S' => KeyCode::F(letter.saturating_sub(b'P').saturating_add(1)),
        _ => return None,
    })
}

/// A key by its Unicode number, as kitty's protocol and modifyOtherKeys give it.
fn unicode_key(number: u16, mods: Modifiers) -> Option<Key> {
    let code = match number {
        13 | 10 => KeyCode::Enter,
        9 => KeyCode::Tab,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        // kitty's functional keys F13 to F35.
        n @ 57376..=57387 => KeyCode::F(u8::try_from(n.saturating_sub(57363)).ok()?),
        n => {
            let c = char::from_u32(u32::from(n)).filter(|c| !c.is_control())?;
            return Some(Key::new(KeyCode::Char(c), mods));
        }
    };
    Some(Key::new(code, mods))
}

fn function_key(n: u8, range: std::ops::RangeInclusive<u8>) -> Csi {
    if range.contains(&n) {
        Csi::Key(Key::plain(KeyCode::F(n)))
    } else {
        Csi::Ignored
    }
}

fn key_or_ignored(key: Option<Key>) -> Csi {
    key.map_or(Csi::Ignored, Csi::Key)
}

/// xterm's modifier parameter: one more than a sum of shift 1, alt 2, ctrl 4.
fn mods_of(parameter: u16) -> Modifiers {
    let bits = parameter.saturating_sub(1);
    Modifiers {
        shift: bits & 1 != 0,
        alt: bits & 2 != 0,
        ctrl: bits & 4 != 0,
    }
}

/// `1;5` to numbers; an empty field is 1, a sub-field after a colon is dropped. `None` for private sequences, and
/// for releases (kitty's `;1:3`), which are no presses.
fn numbers(params: &[u8]) -> Option<Vec<u16>> {
    if params.is_empty() {
        return Some(Vec::new());
    }
    params
        .split(|byte| *byte == b';')
        .map(|field| {
            let mut parts = field.split(|byte| *byte == b':');
            let number = parts.next().unwrap_or_default();
            if parts.next() == Some(b"3".as_slice()) {
                return None;
            }
            if number.is_empty() {
                Some(1)
            } else {
                std::str::from_utf8(number).ok()?.parse().ok()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_of_the_common_terminals() {
        // xterm's ctlseqs, "PC-Style Function Keys" and "VT220-Style Function Keys".
        let rows: [(&[u8], &str); 26] = [
            (b"A", "up"),
            (b"1;5C", "ctrl-right"),
            (b"H", "home"),
            (b"1~", "home"),
            (b"4~", "end"),
            (b"2~", "insert"),
            (b"3~", "delete"),
            (b"3;3~", "alt-delete"),
            (b"5~", "pageup"),
            (b"6~", "pagedown"),
            (b"Z", "backtab"),
            (b"11~", "f1"),
            (b"15~", "f5"),
            (b"17~", "f6"),
            (b"19~", "f8"),
            (b"21~", "f10"),
            (b"23~", "f11"),
            (b"24~", "f12"),
            (b"25~", "f13"),
            (b"29~", "f16"),
            (b"34~", "f20"),
            (b"1;2P", "shift-f1"),
            (b"[A", "f1"),
            (b"93;5u", "ctrl-]"),
            (b"27;5;93~", "ctrl-]"),
            (b"13u", "enter"),
        ];
        for (body, name) in rows {
            assert_eq!(
                csi(body),
                Csi::Key(name.parse().unwrap()),
                "{}",
                body.escape_ascii()
            );
        }
        for body in [
            b"?1u".as_slice(),
            b"<0;1;1M",
            b"I",
            b"99~",
            b"16~",
            b"",
            b"97;1:3u",
            b"999999999~",
        ] {
            assert_eq!(csi(body), Csi::Ignored, "{}", body.escape_ascii());
        }
        assert_eq!(ss3(b'P'), Some(Key::plain(KeyCode::F(1))));
    }

    #[test]
    fn control_bytes() {
        for (byte, name) in [
            (0x1D, "ctrl-]"),
            (0x1E, "ctrl-^"),
            (0x03, "ctrl-c"),
            (0x04, "ctrl-d"),
            (0x0A, "enter"),
        ] {
            assert_eq!(control(byte), name.parse().unwrap());
        }
    }
}
