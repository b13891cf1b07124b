//! Bytes to keys, streaming: UTF-8, escape sequences and bracketed pastes may be split over reads anywhere.
//!
//! Own rather than `termina::Parser` or crossterm's: both turn GS into Ctrl+5 and know no modifyOtherKeys, neither
//! knows how long ago the first half of a sequence came, and a paste of theirs has no bound.

use crate::keymap::{Key, KeyCode};

use super::{
    Millis,
    escape::{self, Csi},
};

/// Bytes of one bracketed paste that are kept; more are counted and dropped.
pub const MAX_PASTE: usize = 64 * 1024;
/// Bytes of one CSI sequence; a longer one is swallowed up to its end.
const MAX_CSI: usize = 64;
/// How long the rest of a sequence or of a character may take, in milliseconds.
const SEQUENCE_MS: Millis = 500;
/// How long a bracketed paste may stall before it is taken as it is, in milliseconds.
const PASTE_MS: Millis = 3_000;
const PASTE_END: &[u8; 6] = b"\x1b[201~";

/// What the bytes said, with the time at which it was complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    Key(Press),
    Paste {
        bytes: Vec<u8>,
        dropped: usize,
        at: Millis,
    },
}

/// One key press and when it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Press {
    pub key: Key,
    pub at: Millis,
    /// The byte itself where `key` does not tell: LF, which is `enter`, and a byte that is no UTF-8.
    pub byte: Option<u8>,
    /// Its Alt came as an Esc directly before it, which may have been a key of its own.
    pub after_esc: bool,
}

impl Press {
    /// The Esc before it.
    pub(super) fn esc(self) -> Press {
        Press {
            key: Key::plain(KeyCode::Esc),
            byte: None,
            after_esc: false,
            ..self
        }
    }

    /// The key alone, as if the Esc before it had been pressed by itself.
    pub(super) fn without_esc(mut self) -> Press {
        if std::mem::take(&mut self.after_esc) {
            self.key.modifiers.alt = false;
        }
        self
    }
}

/// The state between two bytes. Memory is bounded by [`MAX_PASTE`].
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    state: State,
    /// The next key came with Esc directly before it.
    alt: bool,
    /// When the last byte came.
    last: Millis,
}

#[derive(Clone, Debug, Default)]
enum State {
    #[default]
    Ground,
    Utf8(Vec<u8>),
    Esc,
    Ss3,
    Csi(Vec<u8>),
    CsiTooLong,
    Paste {
        bytes: Vec<u8>,
        dropped: usize,
        matched: usize,
    },
}

impl Decoder {
    /// Takes one byte. Call [`Decoder::flush`] first when [`Decoder::deadline`] has passed.
    pub fn byte(&mut self, byte: u8, now: Millis, out: &mut Vec<Token>) {
        let before = std::mem::replace(&mut self.last, now);
        match std::mem::take(&mut self.state) {
            State::Ground => self.ground(byte, out),
            State::Utf8(mut bytes) => {
                bytes.push(byte);
                self.utf8(&bytes, out);
            }
            State::Esc => self.escape(byte, before, out),
            State::Ss3 => match escape::ss3(byte) {
                Some(key) => self.press(key, None, out),
                None => {
                    self.alt = true;
                    self.press(Key::char('O'), None, out);
                    self.ground(byte, out);
                }
            },
            State::Csi(body) => self.csi(body, byte, out),
            State::CsiTooLong => match byte {
                0x40..=0x7E => {}
                0x20..=0x3F => self.state = State::CsiTooLong,
                _ => self.ground(byte, out),
            },
            State::Paste {
                bytes,
                dropped,
                matched,
            } => self.paste(bytes, dropped, matched, byte, out),
        }
    }

    /// When, at the latest, what is pending is complete as it is; `esc_ms` is how long a lone Esc waits.
    pub fn deadline(&self, esc_ms: Millis) -> Option<Millis> {
        let wait = match self.state {
            State::Ground => return None,
            State::Esc => esc_ms,
            State::Paste { .. } => PASTE_MS,
            _ => SEQUENCE_MS,
        };
        Some(self.last.saturating_add(wait))
    }

    /// Whether a sequence or character has begun that no lone key press begins.
    pub fn is_mid_sequence(&self) -> bool {
        !matches!(self.state, State::Ground | State::Esc)
    }

    /// Gives out what is pending as it is: the rest will not come.
    pub fn flush(&mut self, out: &mut Vec<Token>) {
        match std::mem::take(&mut self.state) {
            State::Ground | State::CsiTooLong => {}
            State::Esc => self.press(Key::plain(KeyCode::Esc), None, out),
            State::Utf8(bytes) => bytes.iter().for_each(|byte| self.invalid(*byte, out)),
            State::Ss3 => {
                self.alt = true;
                self.press(Key::char('O'), None, out);
            }
            State::Csi(body) => {
                self.alt = true;
                self.press(Key::char('['), None, out);
                body.iter()
                    .for_each(|byte| self.press(Key::char(char::from(*byte)), None, out));
            }
            State::Paste { bytes, dropped, .. } => out.push(Token::Paste {
                bytes,
                dropped,
                at: self.last,
            }),
        }
    }

    fn ground(&mut self, byte: u8, out: &mut Vec<Token>) {
        match byte {
            0x1B => self.state = State::Esc,
            b'\n' => self.press(Key::plain(KeyCode::Enter), Some(byte), out),
            0..=0x1F | 0x7F => self.press(escape::control(byte), None, out),
            0x20..=0x7E => self.press(Key::char(char::from(byte)), None, out),
            _ => self.utf8(&[byte], out),
        }
    }

    /// `bytes` began as one character of several bytes, and its last byte is new.
    fn utf8(&mut self, bytes: &[u8], out: &mut Vec<Token>) {
        match std::str::from_utf8(bytes) {
            Ok(text) => text
                .chars()
                .filter(|c| !c.is_control())
                .for_each(|c| self.press(Key::char(c), None, out)),
            Err(error) if error.error_len().is_none() => self.state = State::Utf8(bytes.to_vec()),
            Err(_) => match bytes.split_last() {
                Some((last, [])) => self.invalid(*last, out),
                Some((last, head)) => {
                    head.iter().for_each(|byte| self.invalid(*byte, out));
                    self.ground(*last, out);
                }
                None => {}
            },
        }
    }

    fn escape(&mut self, byte: u8, since: Millis, out: &mut Vec<Token>) {
        match byte {
            b'[' => self.state = State::Csi(Vec::new()),
            b'O' => self.state = State::Ss3,
            0x1B => {
                out.push(Token::Key(Press {
                    key: Key::plain(KeyCode::Esc),
                    at: since,
                    byte: None,
                    after_esc: false,
                }));
                self.state = State::Esc;
            }
            _ => {
                self.alt = true;
                self.ground(byte, out);
            }
        }
    }

    fn csi(&mut self, mut body: Vec<u8>, byte: u8, out: &mut Vec<Token>) {
        let linux_console = byte == b'[' && body.is_empty();
        match byte {
            0x20..=0x3F if body.len() >= MAX_CSI => self.state = State::CsiTooLong,
            0x20..=0x7E => {
                body.push(byte);
                if linux_console || byte < 0x40 {
                    self.state = State::Csi(body);
                    return;
                }
                match escape::csi(&body) {
                    Csi::Key(key) => self.press(key, None, out),
                    Csi::PasteStart => {
                        self.state = State::Paste {
                            bytes: Vec::new(),
                            dropped: 0,
                            matched: 0,
                        }
                    }
                    Csi::Ignored => {}
                }
            }
            _ => self.ground(byte, out),
        }
    }

    fn paste(
        &mut self,
        mut bytes: Vec<u8>,
        mut dropped: usize,
        matched: usize,
        byte: u8,
        out: &mut Vec<Token>,
    ) {
        let mut keep = |byte: u8| {
            if bytes.len() < MAX_PASTE {
                bytes.push(byte)
            } else {
                dropped += 1
            }
        };
        let mut matched = matched;
        if PASTE_END.get(matched) == Some(&byte) {
            matched += 1;
        } else {
            // The end mark's first byte occurs in it once, so a failed match can only restart at this byte.
            PASTE_END.iter().take(matched).for_each(|byte| keep(*byte));
            matched = usize::from(byte == 0x1B);
            if matched == 0 {
                keep(byte);
            }
        }
        if matched == PASTE_END.len() {
            out.push(Token::Paste {
                bytes,
                dropped,
                at: self.last,
            });
        } else {
            self.state = State::Paste {
                bytes,
                dropped,
                matched,
            };
        }
    }

    fn invalid(&mut self, byte: u8, out: &mut Vec<Token>) {
        self.press(Key::char(char::REPLACEMENT_CHARACTER), Some(byte), out);
    }

    fn press(&mut self, mut key: Key, byte: Option<u8>, out: &mut Vec<Token>) {
        let after_esc = std::mem::take(&mut self.alt);
        key.modifiers.alt |= after_esc;
        out.push(Token::Key(Press {
            key,
            at: self.last,
            byte,
            after_esc,
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(bytes: &[u8]) -> String {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        bytes.iter().for_each(|byte| decoder.byte(*byte, 0, &mut out));
        decoder.flush(&mut out);
        let names = out.into_iter().map(|token| match token {
            Token::Key(press) => press.key.notation(),
            Token::Paste { bytes, dropped, .. } => format!("paste<{}>{dropped}", bytes.escape_ascii()),
        });
        names.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn bytes_become_keys() {
        for (bytes, expected) in [
            (b"a\r".as_slice(), "a enter"),
            ("货é".as_bytes(), "货 é"),
            (
                b"\x1d\x1e\x04\x02\x03\0",
                "ctrl-] ctrl-^ ctrl-d ctrl-b ctrl-c ctrl-space",
            ),
            (b"\x1b[19~B", "f8 B"),
            (b"\x1bOAx\x1bOz", "up x alt-O z"),
            (b"\x1b", "esc"),
            (b"\x1b\x1b[A", "esc up"),
            (b"\x1bx", "alt-x"),
            ("\x1b货".as_bytes(), "alt-货"),
            (b"\x1b[19", "alt-[ 1 9"),
            (b"\x1b[1\x1b[A", "up"),
            (b"\xe8\xb4a\xff", "\u{fffd} \u{fffd} a \u{fffd}"),
            (b"\x1b[200~a\x1b[20\x1b[201~b", "paste<a\\x1b[20>0 b"),
            (b"\x1b[200~never ends", "paste<never ends>0"),
            (b"\x1b[<0;10;10M\x1b[Ix", "x"),
        ] {
            assert_eq!(keys(bytes), expected, "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn endless_input_is_bounded() {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        b"\x1b[200~"
            .iter()
            .chain([b'x'; MAX_PASTE + 10].iter())
            .for_each(|b| decoder.byte(*b, 0, &mut out));
        decoder.flush(&mut out);
        assert!(matches!(&out[..], [Token::Paste { bytes, dropped: 10, .. }] if bytes.len() == MAX_PASTE));
        assert_eq!(keys(&[b"\x1b[".as_slice(), &[b'1'; 1000], b"~z"].concat()), "z");
    }
}
