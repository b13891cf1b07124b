//! A session's input: the terminal's bytes, sizes and the passing of time become [`Input`].
//!
//! [`InputReader`] is the one path for every terminal, local or remote. It reads no clock and no terminal: the shell
//! round a session calls it and sleeps until [`InputReader::next_deadline`].

use crate::keymap::Key;
use crate::scan::{Detector, Event, Millis, Profile, RawScan};

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
}

/// Bytes, sizes and time to [`Input`], for one terminal.
#[derive(Clone, Debug, Default)]
pub struct InputReader {
    detector: Detector,
}

impl InputReader {
    pub fn new(profile: Profile) -> InputReader {
        InputReader {
            detector: Detector::new(profile),
        }
    }

    /// What one read gave, at `now` milliseconds of a monotonic clock.
    pub fn feed(&mut self, bytes: &[u8], now: Millis) -> Vec<Input> {
        self.detector
            .feed(bytes, now)
            .into_iter()
            .map(Input::from)
            .collect()
    }

    /// Lets time pass; due at [`InputReader::next_deadline`], harmless at any time.
    pub fn tick(&mut self, now: Millis) -> Vec<Input> {
        self.detector.tick(now).into_iter().map(Input::from).collect()
    }

    /// When `tick` decides something if nothing comes before; `None` while nothing is open.
    pub fn next_deadline(&self) -> Option<Millis> {
        self.detector.next_deadline()
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
}
