//! Tells scans from typing. A pure type: bytes come with the time of their read, and timers are asked for.
//!
//! A printable key opens a burst, and while a burst is open its characters go nowhere else. It ends
//! - by a terminator: a scan if it was framed, carries an AIM identifier, a check digit or GS1's first identifiers, came
//!   in one read, or was faster than [`Profile::typing_ms`] a character; never below [`Profile::min_length`], and never
//!   by a terminator alone;
//! - by a pause or by a key that no scanner sends (an arrow, Backspace): typing, unless a machine's pace and the text
//!   itself both say scan.
//!
//! Typing is delivered as keys, in order. So a menu's digit acts once the pause has passed, and an input line shows
//! [`Detector::echo`] behind its text at once: nothing acts on it, and it is gone when it turns out to be a scan.
//!
//! Bytes of the same time count as one read, however they were split, so splits change nothing.

use crate::keymap::{Key, KeyCode};

use super::{
    Millis,
    burst::{self, Burst, Typing, Verdict},
    decoder::{Decoder, Press, Token},
    payload::{Payload, meaning},
    profile::Profile,
};

/// What a terminal's bytes turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Key(Key),
    Scan(RawScan),
    /// Pasted text that is no code: it belongs into a line.
    Paste(String),
    /// Input beyond every bound was dropped: so many characters or bytes.
    Dropped(usize),
}

/// One finished scan, before anybody asked what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawScan {
    /// The code without AIM identifier and framing; GS1's separator is 0x1D whatever the scanner sent for it, and a
    /// layout that the profile names is undone.
    pub data: String,
    /// What was meant, where it is not `data`: full-width characters folded, Caps Lock undone.
    pub canonical: Option<String>,
    /// The bytes of `data` as they came; they differ if the scanner sent no UTF-8 (GBK, Latin-1).
    pub raw: Vec<u8>,
    /// AIM symbology identifier, `]C1`.
    pub aim: Option<String>,
    pub via: Via,
    /// When its first and its last byte came.
    pub started: Millis,
    pub at: Millis,
    /// The same code came in a read before, within the device's window: most likely one unit read twice.
    pub repeat: bool,
    pub notes: Vec<Note>,
}

impl RawScan {
    /// The code to look up.
    pub fn code(&self) -> &str {
        self.canonical.as_deref().unwrap_or(&self.data)
    }
}

/// How a scan came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// Characters like those of a keyboard, recognised by evidence.
    Burst,
    /// Between a configured prefix (STX) and suffix or terminator.
    Framed,
    /// In a bracketed paste.
    Paste,
}

impl Via {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Via::Burst => "burst",
            Via::Framed => "framed",
            Via::Paste => "paste",
        }
    }
}

/// What was noticed on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// `]c1` for `]C1`: Caps Lock is on, and the data's letters are swapped too.
    CaseInverted,
    /// Control characters that are no separators were left out of the data.
    ControlsStripped,
    /// Full-width characters of an input method were folded.
    FullWidth,
    /// A text such as `{GS}` or `~` was read as GS.
    SeparatorReplaced,
    /// No terminator followed: it may be incomplete, and the scanner's suffix should be set.
    Unterminated,
}

impl Note {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Note::CaseInverted => "case inverted",
            Note::ControlsStripped => "control characters stripped",
            Note::FullWidth => "full-width characters folded",
            Note::SeparatorReplaced => "separator replaced",
            Note::Unterminated => "no terminator",
        }
    }
}

/// Terminators after a scan's own that are swallowed (CR CR, CR LF, CR ETX).
const MAX_TRAILING: u8 = 3;
/// How soon, at least, a further terminator still belongs to the scan before, in milliseconds.
const TRAILING_MS: Millis = 30;

/// The detector of one terminal. Memory is bounded by [`burst::MAX_BURST`] and [`super::decoder::MAX_PASTE`].
#[derive(Clone, Debug, Default)]
pub struct Detector {
    profile: Profile,
    decoder: Decoder,
    burst: Burst,
    trailing: Option<Trailing>,
    last_scan: Option<RawScan>,
    /// Of the candidate that closed last, where it was typing.
    typing: Option<Typing>,
}

/// A scan or a line has just ended: what may still follow of its terminator.
#[derive(Clone, Copy, Debug)]
struct Trailing {
    until: Millis,
    window: Millis,
    left: u8,
    /// After a typed CR only LF is swallowed.
    only_lf: bool,
}

impl Detector {
    /// A detector for one device; its settings are brought [within limits](Profile::within_limits).
    pub fn new(profile: Profile) -> Detector {
        Detector {
            profile: profile.within_limits(),
            ..Detector::default()
        }
    }

    /// Takes what one read gave at `now`, and gives what is decided by it.
    pub fn feed(&mut self, bytes: &[u8], now: Millis) -> Vec<Event> {
        let (mut out, mut tokens) = (Vec::new(), Vec::new());
        for byte in bytes {
            self.let_pass(now, &mut out);
            self.decoder.byte(*byte, now, &mut tokens);
            for token in tokens.drain(..) {
                self.token(token, &mut out);
            }
        }
        out
    }

    /// Lets time pass: what has waited long enough is decided.
    pub fn tick(&mut self, now: Millis) -> Vec<Event> {
        let mut out = Vec::new();
        self.let_pass(now, &mut out);
        out
    }

    fn let_pass(&mut self, now: Millis, out: &mut Vec<Event>) {
        while self.next_deadline().is_some_and(|deadline| deadline <= now) {
            let decoding = self.decoding_deadline();
            if decoding.is_some() && decoding == self.next_deadline() {
                let mut tokens = Vec::new();
                self.decoder.flush(&mut tokens);
                tokens.into_iter().for_each(|token| self.token(token, out));
            } else {
                self.close(None, out);
            }
        }
    }

    /// When [`Detector::tick`] should be called next, if nothing comes before.
    pub fn next_deadline(&self) -> Option<Millis> {
        let burst = self.burst.deadline(&self.profile);
        match (self.decoding_deadline(), burst) {
            // The rest of a sequence may belong to the burst.
            (Some(decoding), Some(_)) if self.decoder.is_mid_sequence() => Some(decoding),
            (Some(decoding), Some(burst)) => Some(decoding.min(burst)),
            (decoding, burst) => decoding.or(burst),
        }
    }

    /// Undecided characters that came at a human pace, for an input line to show behind its text; never to act on.
    pub fn echo(&self) -> String {
        self.burst.echo()
    }

    /// Why what was collected last was typing, told once; `None` where it was a scan or a single key.
    pub fn take_typing(&mut self) -> Option<Typing> {
        self.typing.take()
    }

    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Changes the device's settings; what is open goes on under the new ones.
    pub fn set_profile(&mut self, profile: Profile) {
        self.profile = profile.within_limits();
    }

    fn decoding_deadline(&self) -> Option<Millis> {
        // Within a burst an Esc is a separator gone wrong or the head of a split F8, so it waits as long as the burst.
        let patience = if self.burst.is_open() {
            self.profile.jitter_ms
        } else {
            self.profile.esc_ms
        };
        self.decoder.deadline(patience)
    }

    fn token(&mut self, token: Token, out: &mut Vec<Event>) {
        match token {
            Token::Key(press) => self.press(press, out),
            Token::Paste { bytes, dropped, at } => {
                if self.burst.is_open() {
                    self.close(None, out);
                }
                if dropped > 0 {
                    out.push(Event::Dropped(bytes.len().saturating_add(dropped)));
                } else {
                    self.paste(&bytes, at, out);
                }
            }
        }
    }

    fn press(&mut self, press: Press, out: &mut Vec<Event>) {
        if !self.burst.is_open() {
            return self.first_press(press, out);
        }
        let key = press.key;
        let profile = &self.profile;
        if press.after_esc {
            // Esc and the next character of a burst, not a chord.
            self.burst.push(press.esc(), profile);
            return self.press(press.without_esc(), out);
        }
        let ends_frame = profile.suffixes.contains(&key)
            && (self.burst.is_framed() || self.burst.is_fast(press.at, profile));
        if ends_frame || profile.terminators.contains(&key) {
            self.close(Some(press), out);
        } else if self.burst.is_framed() || burst::belongs(&key, profile) {
            self.burst.push(press, profile);
        } else {
            self.close(None, out);
            self.press(press, out);
        }
    }

    fn first_press(&mut self, press: Press, out: &mut Vec<Event>) {
        if self.is_trailing(&press) {
            return;
        }
        // A slow line brings an Esc and the scan after it in one read: then its first character looks like Alt and that
        // character, and the burst settles which it was.
        if burst::begins(&press.without_esc().key, &self.profile) {
            self.burst.push(press, &self.profile);
        } else {
            self.emit_key(press, out);
        }
    }

    /// Whether the key is the rest of the last terminator. Any other key ends the wait.
    fn is_trailing(&mut self, press: &Press) -> bool {
        let Some(trailing) = self.trailing.take() else {
            return false;
        };
        let key = press.key;
        let fits = if trailing.only_lf {
            press.byte == Some(b'\n')
        } else {
            self.profile.terminators.contains(&key) || self.profile.suffixes.contains(&key) || key == ENTER
        };
        if !fits || press.at > trailing.until || trailing.left == 0 {
            return false;
        }
        let until = press.at.saturating_add(trailing.window);
        self.trailing = Some(Trailing {
            until,
            left: trailing.left.saturating_sub(1),
            ..trailing
        });
        true
    }

    fn emit_key(&mut self, press: Press, out: &mut Vec<Event>) {
        if press.key == ENTER && press.byte.is_none() {
            let until = press.at.saturating_add(TRAILING_MS);
            self.trailing = Some(Trailing {
                until,
                window: TRAILING_MS,
                left: 1,
                only_lf: true,
            });
        }
        out.push(Event::Key(press.key));
    }

    /// Ends the open burst by its terminator, or without one.
    fn close(&mut self, terminator: Option<Press>, out: &mut Vec<Event>) {
        let deadline = self.burst.deadline(&self.profile);
        match self.burst.close(terminator.map(|press| press.at), &self.profile) {
            Verdict::Typing(presses) => {
                let ended = terminator.map(|press| press.at);
                self.typing = Typing::of(&presses, ended, &self.profile);
                presses
                    .into_iter()
                    .chain(terminator)
                    .for_each(|press| self.emit_key(press, out));
            }
            Verdict::TooLong(presses) => {
                out.push(Event::Dropped(presses));
                let until = terminator.map_or(0, |press| press.at.saturating_add(TRAILING_MS));
                self.trailing = Some(Trailing {
                    until,
                    window: TRAILING_MS,
                    left: MAX_TRAILING,
                    only_lf: false,
                });
            }
            Verdict::Scan {
                typed_before,
                payload,
                framed,
                started,
                pace,
            } => {
                typed_before
                    .into_iter()
                    .for_each(|press| self.emit_key(press, out));
                let via = if framed { Via::Framed } else { Via::Burst };
                let at = terminator.map_or(started, |press| press.at);
                self.scan(payload, via, started, at, terminator.is_some(), out);
                let window = pace
                    .saturating_mul(2)
                    .clamp(TRAILING_MS, self.profile.gap_ms.max(TRAILING_MS));
                let until = match terminator {
                    Some(press) => press.at.saturating_add(window),
                    None => deadline.unwrap_or(at).saturating_add(self.profile.jitter_ms),
                };
                self.trailing = Some(Trailing {
                    until,
                    window,
                    left: MAX_TRAILING,
                    only_lf: false,
                });
            }
        }
    }

    fn paste(&mut self, bytes: &[u8], at: Millis, out: &mut Vec<Event>) {
        let text = String::from_utf8_lossy(bytes);
        let framed = |c: char| c == '\u{2}' || c == '\u{3}';
        let lines = text
            .split(['\r', '\n'])
            .map(|line| line.trim_matches(framed))
            .filter(|line| !line.is_empty());
        let terminated = text.ends_with(['\r', '\n', '\u{3}']);
        let payloads: Vec<Payload> = lines.map(|line| Payload::of_text(line, &self.profile)).collect();
        match payloads.as_slice() {
            [] => {}
            [one] if !terminated && !one.is_convincing() => out.push(Event::Paste(text.into_owned())),
            _ => payloads
                .into_iter()
                .filter(|payload| !payload.data.is_empty())
                .for_each(|payload| self.scan(payload, Via::Paste, at, at, true, out)),
        }
    }

    fn scan(
        &mut self,
        payload: Payload,
        via: Via,
        started: Millis,
        at: Millis,
        ended: bool,
        out: &mut Vec<Event>,
    ) {
        let Payload {
            data,
            raw,
            aim,
            mut notes,
        } = payload;
        if !ended {
            notes.push(Note::Unterminated);
        }
        let repeat = self.last_scan.as_ref().is_some_and(|last| {
            let pause = started.saturating_sub(last.at);
            (&last.data, &last.aim) == (&data, &aim) && pause > 0 && pause <= self.profile.duplicate_ms
        });
        let canonical = meaning(&data, notes.contains(&Note::CaseInverted));
        let scan = RawScan {
            canonical,
            data,
            raw,
            aim,
            via,
            started,
            at,
            repeat,
            notes,
        };
        self.last_scan = Some(scan.clone());
        out.push(Event::Scan(scan));
    }
}

const ENTER: Key = Key::plain(KeyCode::Enter);
