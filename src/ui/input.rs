//! A session's input: the terminal's bytes, sizes and the passing of time become [`Input`].
//!
//! [`InputReader`] is the one path for every terminal, local or remote. It reads no clock and no terminal: the shell
//! round a session calls it and sleeps until [`InputReader::next_deadline`].

use crate::keymap::Key;
use crate::scan::{Detector, Event, Millis, Profile, RawScan, Typing, calibration};

/// What a person or a scanner did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    Key(Key),
    /// A finished scan. Its characters reached nothing else.
    Scan(RawScan),
    /// Pasted text that is no code: it belongs into the input line.
    Paste(String),
    Resize {
        columns: u16,
        rows: u16,
    },
    /// So many characters at once were more than any code has; they were dropped, and the screen should say so.
    Dropped(usize),
    /// What one read gave and how many milliseconds after the one before, undecided: to look at.
    Read {
        bytes: Vec<u8>,
        pause: Millis,
    },
    /// Why the keys that come next are none of a scanner's: to look at.
    Typing(Typing),
    /// A whole scan as bytes, undecided: to find out what the scanner and its host do to codes.
    Bytes(Vec<u8>),
}

/// What a screen wants of the bytes that come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Listen {
    /// What they were decided to be.
    #[default]
    Decided,
    /// The same, and each read before it.
    Beside,
    /// Whole scans as bytes, undecided. Keys without text are keys all the same.
    Whole,
}

/// Bytes, sizes and time to [`Input`], for one terminal.
#[derive(Clone, Debug, Default)]
pub struct InputReader {
    detector: Detector,
    listen: Listen,
    last_read: Millis,
    /// What came of a scan that is wanted whole.
    whole: Vec<u8>,
}

/// A scanner that is silent for so long has sent everything, in milliseconds.
const QUIET: Millis = 700;
/// The same where no text came yet: a key pressed by hand should not have to wait, and a prefix is not alone for long.
const KEY_QUIET: Millis = 250;
/// Bytes of a scan wanted whole that are kept.
const MOST_WHOLE: usize = 4096;

impl InputReader {
    pub fn new(profile: Profile) -> InputReader {
        InputReader {
            detector: Detector::new(profile),
            ..InputReader::default()
        }
    }

    /// From now on what comes is wanted so.
    pub fn listen(&mut self, listen: Listen) {
        self.listen = listen;
    }

    /// What one read gave, at `now` milliseconds of a monotonic clock.
    pub fn feed(&mut self, bytes: &[u8], now: Millis) -> Vec<Input> {
        let pause = now.saturating_sub(self.last_read);
        self.last_read = now;
        if self.listen == Listen::Whole {
            let room = MOST_WHOLE.saturating_sub(self.whole.len());
            self.whole.extend(bytes.iter().take(room));
            return Vec::new();
        }
        let mut inputs = self.hand_back(now);
        if self.listen == Listen::Beside {
            let bytes = bytes.to_vec();
            inputs.push(Input::Read { bytes, pause });
        }
        let decided = self.detector.feed(bytes, now);
        inputs.extend(self.told(decided));
        inputs
    }

    /// Lets time pass; due at [`InputReader::next_deadline`], harmless at any time.
    pub fn tick(&mut self, now: Millis) -> Vec<Input> {
        let mut inputs = match self.is_whole(now) {
            true if self.listen == Listen::Whole && calibration::holds_text(&self.whole) => {
                vec![Input::Bytes(std::mem::take(&mut self.whole))]
            }
            true => self.hand_back(now),
            false => Vec::new(),
        };
        let decided = self.detector.tick(now);
        inputs.extend(self.told(decided));
        inputs
    }

    /// What was decided, for whoever looks on with the reason why keys are keys.
    fn told(&mut self, decided: Vec<Event>) -> impl Iterator<Item = Input> + use<> {
        let typing = self.detector.take_typing();
        let typing = typing.filter(|_| self.listen == Listen::Beside);
        let typing = typing.map(Input::Typing);
        typing.into_iter().chain(decided.into_iter().map(Input::from))
    }

    /// When `tick` decides something if nothing comes before; `None` while nothing is open.
    pub fn next_deadline(&self) -> Option<Millis> {
        let decided = self.detector.next_deadline();
        [self.whole_at(), decided].into_iter().flatten().min()
    }

    /// When what was collected is all there is.
    fn whole_at(&self) -> Option<Millis> {
        let quiet = match calibration::holds_text(&self.whole) {
            true => QUIET,
            false => KEY_QUIET,
        };
        (!self.whole.is_empty()).then(|| self.last_read.saturating_add(quiet))
    }

    fn is_whole(&self, now: Millis) -> bool {
        self.whole_at().is_some_and(|at| at <= now)
    }

    /// What was collected goes the usual way: nobody listens any more, or it was no scan.
    fn hand_back(&mut self, now: Millis) -> Vec<Input> {
        let whole = std::mem::take(&mut self.whole);
        self.detector
            .feed(&whole, now)
            .into_iter()
            .map(Input::from)
            .collect()
    }

    /// Undecided characters at a human pace, for an input line to show behind its text at once. Never to act on: they
    /// arrive as keys, or as part of a scan.
    pub fn echo(&self) -> String {
        self.detector.echo()
    }

    /// Changes the device's profile, as after a calibration.
    pub fn set_profile(&mut self, profile: Profile) {
        self.detector.set_profile(profile);
    }
}

impl From<Event> for Input {
    fn from(event: Event) -> Input {
        match event {
            Event::Key(key) => Input::Key(key),
            Event::Scan(scan) => Input::Scan(scan),
            Event::Paste(text) => Input::Paste(text),
            Event::Dropped(characters) => Input::Dropped(characters),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keymap::KeyCode;
    use crate::scan::WhyTyping;

    #[test]
    fn keys_scans_and_echo_pass_through() {
        let mut reader = InputReader::default();
        assert_eq!(reader.feed(b"\x1b[A", 0), [Input::Key(Key::plain(KeyCode::Up))]);
        assert!(
            matches!(&reader.feed(b"4006381333931\r", 10)[..], [Input::Scan(scan)] if scan.data == "4006381333931")
        );
        assert_eq!(reader.feed(b"2", 1_000), []);
        assert_eq!(
            (reader.echo().as_str(), reader.next_deadline()),
            ("2", Some(1_150))
        );
        assert_eq!(reader.tick(1_150), [Input::Key(Key::char('2'))]);
    }

    #[test]
    fn whoever_looks_on_sees_each_read_before_what_it_was() {
        let mut reader = InputReader::default();
        reader.listen(Listen::Beside);
        assert_eq!(
            reader.feed(b"400", 1_000),
            [Input::Read {
                bytes: b"400".to_vec(),
                pause: 1_000
            }]
        );
        let inputs = reader.feed(b"6381333931\r", 1_020);
        assert!(
            matches!(&inputs[..], [Input::Read { pause: 20, .. }, Input::Scan(scan)] if scan.data == "4006381333931"),
            "{inputs:?}"
        );
    }

    #[test]
    fn whoever_looks_on_is_told_why_keys_are_keys() {
        for (text, pause, why) in [
            ("12", 20, WhyTyping::TooShort(4)),
            ("jjjjjj", 33, WhyTyping::HeldKey),
            ("shelf", 90, WhyTyping::TooSlow(60)),
            ("shelf", 20, WhyTyping::Unended),
        ] {
            let mut reader = InputReader::default();
            reader.listen(Listen::Beside);
            for (letter, n) in text.bytes().zip(0..) {
                reader.feed(&[letter], n * pause);
            }
            let inputs = reader.tick(10_000);
            let told = matches!(&inputs[..], [Input::Typing(typing), Input::Key(_), ..] if typing.why == why);
            assert!(told, "{text} {pause}: {inputs:?}");
            assert_eq!(inputs.len(), text.len() + 1, "{inputs:?}");
        }
    }

    #[test]
    fn a_scan_is_given_whole_and_undecided_once_it_is_quiet() {
        let mut reader = InputReader::default();
        reader.listen(Listen::Whole);
        // Esc within it is what some layouts make of GS: no key.
        assert_eq!(reader.feed(b"010950\x1b", 0), []);
        assert_eq!(reader.feed(b"211\r", 120), []);
        assert_eq!(reader.next_deadline(), Some(820));
        assert_eq!(reader.tick(819), []);
        assert_eq!(reader.tick(820), [Input::Bytes(b"010950\x1b211\r".to_vec())]);
        assert_eq!(reader.next_deadline(), None);
    }

    #[test]
    fn keys_by_hand_are_keys_while_scans_are_collected() {
        let mut reader = InputReader::default();
        reader.listen(Listen::Whole);
        assert_eq!(reader.feed(b"\x1b[A", 0), []);
        assert_eq!(reader.tick(250), [Input::Key(Key::plain(KeyCode::Up))]);
        assert_eq!(reader.feed(b"\x1b", 1_000), []);
        let mut keys = reader.tick(1_250);
        keys.extend(reader.tick(reader.next_deadline().unwrap_or(1_300)));
        assert_eq!(keys, [Input::Key(Key::plain(KeyCode::Esc))]);
        // What was collected when the screen closed goes to the one below.
        reader.feed(b"400", 2_000);
        reader.listen(Listen::Decided);
        let inputs = reader.feed(b"6381333931\r", 2_010);
        assert!(
            matches!(&inputs[..], [Input::Scan(scan)] if scan.data == "4006381333931"),
            "{inputs:?}"
        );
    }

    #[test]
    fn a_flood_is_bounded() {
        let mut reader = InputReader::default();
        reader.listen(Listen::Whole);
        for now in 0..100 {
            reader.feed(&[b'7'; 1_000], now);
        }
        assert!(matches!(&reader.tick(10_000)[..], [Input::Bytes(bytes)] if bytes.len() == MOST_WHOLE));
    }
}
