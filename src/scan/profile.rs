//! What one kind of scanner sends, and how patient to be with it.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::keymap::{Key, KeyCode};

use super::Millis;
use super::layout::{HostLayout, swap_case};

/// Settings of one device. The defaults suit keyboard wedges from 1 to 128 ms a character, on a local line or over SSH.
///
/// Other products average 30 ms (onScan.js), 55 then 100 then 150 ms (Odoo), 100 then 200 ms (WooCommerce) between
/// characters; a Bluetooth scanner reaches 128 ms, so the gap is 150 ms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// Keys that end a candidate. CR and LF are both `enter`.
    pub terminators: Vec<Key>,
    /// Keys that open a frame: what follows is a scan whatever its pace. STX is `ctrl-b`.
    pub prefixes: Vec<Key>,
    /// Keys that end a frame, and are never data. ETX is `ctrl-c`.
    pub suffixes: Vec<Key>,
    /// Fewest characters of a scan without a frame or an AIM identifier.
    pub min_length: usize,
    /// Longest pause between two characters of one scan, in milliseconds.
    pub gap_ms: Millis,
    /// Longest pause once characters came several at a time, as networks deliver them, in milliseconds.
    pub jitter_ms: Millis,
    /// Longest pause within a frame, in milliseconds.
    pub frame_ms: Millis,
    /// Mean pace a character from which on, without further evidence, a candidate is typing; in milliseconds.
    pub typing_ms: Millis,
    /// How long an Esc waits for the rest of an escape sequence, in milliseconds.
    pub esc_ms: Millis,
    /// The same code in a separate read within this time is flagged as a repeat; 0 turns it off, for batch upload.
    pub duplicate_ms: Millis,
    /// Whether a fast candidate without a terminator is a scan when it carries an AIM identifier, a check digit or AIs.
    pub unterminated: bool,
    /// Keys that stand for GS within a scan, besides 0x1D itself.
    pub gs_keys: Vec<Key>,
    /// Texts that stand for GS within a GS1 message. None of their signs can occur in an AI's value.
    pub gs_texts: Vec<String>,
    /// The keyboard the host believes to have, where the scanner types on a US one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<HostLayout>,
    /// Caps Lock is on there, always.
    pub caps_lock: bool,
}

/// What each setting may be. A pause of 0 would cut codes and arrow keys to pieces.
pub const MIN_LENGTH: RangeInclusive<u64> = 1..=64;
pub const GAP_MS: RangeInclusive<Millis> = 20..=2_000;
pub const JITTER_MS: RangeInclusive<Millis> = 20..=5_000;
pub const FRAME_MS: RangeInclusive<Millis> = 20..=10_000;
pub const TYPING_MS: RangeInclusive<Millis> = 5..=1_000;
pub const ESC_MS: RangeInclusive<Millis> = 5..=1_000;
pub const DUPLICATE_MS: RangeInclusive<Millis> = 0..=10_000;

/// Whether a text may stand for GS: it holds a character that no AI value holds, or is a word in angle brackets.
pub fn can_stand_for_gs(text: &str) -> bool {
    let is_safe = text.chars().any(|c| "|~#^{}[]\\$@`".contains(c) || !c.is_ascii());
    is_safe || (text.len() >= 3 && text.starts_with('<'))
}

impl Default for Profile {
    fn default() -> Profile {
        Profile {
            terminators: vec![Key::plain(KeyCode::Enter), Key::plain(KeyCode::Tab)],
            prefixes: vec![Key::ctrl('b')],
            suffixes: vec![Key::ctrl('c')],
            min_length: 4,
            gap_ms: 150,
            jitter_ms: 500,
            frame_ms: 1_000,
            typing_ms: 60,
            esc_ms: 50,
            duplicate_ms: 400,
            unterminated: true,
            gs_keys: vec![Key::ctrl(']'), Key::plain(KeyCode::F(8))],
            gs_texts: ["{GS}", "<GS>", "^]", "|", "~", "#"].map(str::to_owned).to_vec(),
            layout: None,
            caps_lock: false,
        }
    }
}

impl Profile {
    /// The character the scanner meant by what the host delivered.
    pub fn meant(&self, host: char) -> char {
        let host = if self.caps_lock { swap_case(host) } else { host };
        self.layout.map_or(host, |layout| layout.0.meant(host))
    }

    /// These settings with every number within its bounds and each pause at least as long as the one it extends.
    #[must_use]
    pub fn within_limits(self) -> Profile {
        let within = |value: u64, range: RangeInclusive<u64>| value.clamp(*range.start(), *range.end());
        let gap_ms = within(self.gap_ms, GAP_MS);
        let min_length = u64::try_from(self.min_length).unwrap_or(u64::MAX);
        Profile {
            min_length: usize::try_from(within(min_length, MIN_LENGTH)).unwrap_or(1),
            gap_ms,
            jitter_ms: within(self.jitter_ms, JITTER_MS).max(gap_ms),
            frame_ms: within(self.frame_ms, FRAME_MS).max(gap_ms),
            typing_ms: within(self.typing_ms, TYPING_MS),
            esc_ms: within(self.esc_ms, ESC_MS),
            duplicate_ms: within(self.duplicate_ms, DUPLICATE_MS),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_written_as_words() {
        let text = "terminators = [\"tab\"]\nprefixes = [\"f9\"]\nmin_length = 3\nduplicate_ms = 0\n";
        let profile: Profile = toml::from_str(text).unwrap();
        assert_eq!(profile.terminators, vec![Key::plain(KeyCode::Tab)]);
        assert_eq!(profile.prefixes, vec![Key::plain(KeyCode::F(9))]);
        assert_eq!(profile.gap_ms, Profile::default().gap_ms);
        let written = toml::to_string(&profile).unwrap();
        assert_eq!(toml::from_str::<Profile>(&written).unwrap(), profile);
        assert!(toml::from_str::<Profile>("gap = 3").is_err());
    }
}
