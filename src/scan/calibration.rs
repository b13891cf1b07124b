//! What a scanner and its host do to codes, found out from scans of two known labels.
//!
//! The first label holds letters, digits and signs that keyboard layouts move about: it tells the host's layout, Caps
//! Lock, the prefix and the terminator. The second is GS1 data with a separator in it: it tells what becomes of GS.

use super::decoder::{Decoder, Token};
use super::evidence;
use super::layout::{HostLayout, Layout, fold_full_width, swap_case};
use super::profile::{self, Profile};
use crate::keymap::{Key, KeyCode, Modifiers};

/// The data of the first label.
pub const PLAIN: &str = "AQYZMaqyzm012-/_:;()&@#<>?'";
/// The elements of the second label: a number kept free for examples, a lot of variable length, a serial number.
pub const ELEMENTS: [(&str, &str); 3] = [("01", "09506000134352"), ("10", "CAL"), ("21", "1")];

/// What the first label told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// The layouts that fit equally well, the likeliest first.
    pub layouts: Vec<HostLayout>,
    /// Caps Lock is on.
    pub caps_lock: bool,
    /// An input method makes full-width characters.
    pub full_width: bool,
    /// The scanner sends symbology identifiers.
    pub sends_aim: bool,
    /// Keys before the code.
    pub prefixes: Vec<Key>,
    /// Keys after the code.
    pub terminators: Vec<Key>,
    /// Characters that came otherwise than the layout has it: dead keys swallow or join some.
    pub unlike: usize,
}

/// What becomes of GS between the host and us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Separator {
    /// It arrives as GS.
    Kept,
    /// As another key.
    AsKey(Key),
    /// As text.
    AsText(String),
    /// As the layout's own character for `]`.
    AsBracket,
    /// Nothing arrives, or nothing that a setting could name: lots cannot be told from what follows them.
    Lost,
}

/// Why a scan told nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unclear {
    /// Nothing came.
    #[error("nothing was scanned")]
    Nothing,
    /// It is not the label that was asked for, or no layout explains it.
    #[error("this does not look like the calibration label")]
    OtherCode,
}

impl Unclear {
    /// Message key of its sentence.
    #[must_use]
    pub fn text_key(self) -> &'static str {
        match self {
            Unclear::Nothing => "calibrate-nothing",
            Unclear::OtherCode => "calibrate-other-code",
        }
    }
}

/// The text of a scan as it came, full-width characters folded, without what stands before and after it.
#[must_use]
pub fn text(bytes: &[u8]) -> String {
    let (_, middle, _) = parts(bytes);
    let typed: String = middle
        .iter()
        .filter_map(|key| key.text())
        .map(fold_full_width)
        .collect();
    evidence::aim(&typed).map_or(typed.clone(), |(_, data, _)| data.to_owned())
}

/// Whether any of it is text: else only keys were pressed.
#[must_use]
pub fn holds_text(bytes: &[u8]) -> bool {
    let (_, middle, _) = parts(bytes);
    !middle.is_empty()
}

/// Reads the first label.
///
/// # Errors
/// [`Unclear`].
pub fn first(bytes: &[u8]) -> Result<Host, Unclear> {
    let (prefixes, middle, terminators) = parts(bytes);
    if middle.is_empty() {
        return Err(Unclear::Nothing);
    }
    let typed: String = middle.iter().filter_map(|key| key.text()).collect();
    let folded: String = typed.chars().map(fold_full_width).collect();
    let mut fits = Vec::new();
    for sends_aim in [false, true] {
        let label = if sends_aim {
            format!("]C0{PLAIN}")
        } else {
            PLAIN.to_owned()
        };
        for caps_lock in [false, true] {
            for layout in Layout::all() {
                let expected = delivered(&label, layout, caps_lock);
                fits.push((distance(&expected, &folded), sends_aim, caps_lock, layout));
            }
        }
    }
    let best = fits
        .iter()
        .min_by_key(|(unlike, ..)| *unlike)
        .ok_or(Unclear::Nothing)?;
    let (unlike, sends_aim, caps_lock, _) = *best;
    if unlike * 4 > PLAIN.len() {
        return Err(Unclear::OtherCode);
    }
    let layouts = fits
        .iter()
        .filter(|fit| (fit.0, fit.1, fit.2) == (unlike, sends_aim, caps_lock))
        .map(|(.., layout)| HostLayout(layout));
    Ok(Host {
        layouts: layouts.collect(),
        caps_lock,
        full_width: folded != typed,
        sends_aim,
        prefixes,
        terminators,
        unlike,
    })
}

/// Reads the second label on the host that the first one told of.
///
/// # Errors
/// [`Unclear`].
pub fn second(bytes: &[u8], host: &Host) -> Result<Separator, Unclear> {
    let (_, middle, _) = parts(bytes);
    if middle.is_empty() {
        return Err(Unclear::Nothing);
    }
    let profile = host.profile(&Separator::Kept, &Profile::default());
    let text = |keys: &[Key]| -> String {
        let meant = keys.iter().filter_map(|key| key.text());
        meant.map(|c| profile.meant(fold_full_width(c))).collect()
    };
    let [(gtin_ai, gtin), (lot_ai, lot), (serial_ai, serial)] = ELEMENTS;
    let head = format!("{gtin_ai}{gtin}{lot_ai}{lot}");
    let tail = format!("{serial_ai}{serial}");
    let ends = (0..=middle.len()).filter(|at| {
        let (before, _) = middle.split_at_checked(*at).unwrap_or_default();
        text(before).ends_with(&head) && before.last().is_some_and(|key| key.text().is_some())
    });
    let end = ends.min().ok_or(Unclear::OtherCode)?;
    let (_, rest) = middle.split_at_checked(end).ok_or(Unclear::OtherCode)?;
    let between = rest.len().checked_sub(tail.len()).ok_or(Unclear::OtherCode)?;
    let (between, after) = rest.split_at_checked(between).ok_or(Unclear::OtherCode)?;
    if text(after) != tail {
        return Err(Unclear::OtherCode);
    }
    Ok(separator(between, &profile, text(between)))
}

/// What keys between the lot and the serial number say of the separator; `text` is what they type. What no setting can
/// name is as good as lost: keys that end a scan, several keys without text, and text that may be part of a lot.
fn separator(between: &[Key], profile: &Profile, text: String) -> Separator {
    let ends = [&profile.terminators, &profile.prefixes, &profile.suffixes];
    match between {
        [] => Separator::Lost,
        keys if keys.iter().all(|key| *key == GS) => Separator::Kept,
        [key] if key.text().is_some_and(|c| profile.meant(c) == ']') => Separator::AsBracket,
        [key] if key.text().is_none() => match ends.iter().any(|keys| keys.contains(key)) {
            true => Separator::Lost,
            false => Separator::AsKey(*key),
        },
        _ if profile::can_stand_for_gs(&text) => Separator::AsText(text),
        _ => Separator::Lost,
    }
}

impl Host {
    /// The likeliest layout.
    pub fn layout(&self) -> Option<HostLayout> {
        self.layouts.first().copied()
    }

    /// The same host with one of its layouts chosen.
    #[must_use]
    pub fn with_layout(self, index: usize) -> Host {
        let chosen = self.layouts.get(index).copied();
        Host {
            layouts: chosen.into_iter().collect(),
            ..self
        }
    }

    /// The settings that suit the scanner on this host, beginning with `base`.
    pub fn profile(&self, separator: &Separator, base: &Profile) -> Profile {
        let mut profile = base.clone();
        profile.layout = self.layout().filter(|layout| layout.0.name() != "us");
        profile.caps_lock = self.caps_lock;
        if !self.prefixes.is_empty() {
            profile.prefixes.clone_from(&self.prefixes);
        }
        let (ends, frames): (Vec<Key>, Vec<Key>) = self
            .terminators
            .iter()
            .partition(|key| matches!(key.code, KeyCode::Enter | KeyCode::Tab));
        if !ends.is_empty() {
            profile.terminators = distinct(ends);
        }
        if !frames.is_empty() {
            profile.suffixes = distinct(frames);
        }
        match separator {
            Separator::AsKey(key) if !profile.gs_keys.contains(key) => profile.gs_keys.push(*key),
            Separator::AsText(text) if !profile.gs_texts.contains(text) => {
                profile.gs_texts.insert(0, text.clone())
            }
            _ => {}
        }
        profile
    }
}

const GS: Key = Key::ctrl(']');

fn distinct(keys: Vec<Key>) -> Vec<Key> {
    let mut once = Vec::new();
    for key in keys {
        if !once.contains(&key) {
            once.push(key);
        }
    }
    once
}

/// Keys before the first character, the code, and keys after the last character.
fn parts(bytes: &[u8]) -> (Vec<Key>, Vec<Key>, Vec<Key>) {
    let (mut decoder, mut tokens) = (Decoder::default(), Vec::new());
    for byte in bytes {
        decoder.byte(*byte, 0, &mut tokens);
    }
    decoder.flush(&mut tokens);
    let mut keys: Vec<Key> = Vec::new();
    for token in tokens {
        match token {
            // Esc directly before a character is read as Alt; here it is two keys.
            Token::Key(press) if press.key.modifiers.alt => {
                let modifiers = Modifiers {
                    alt: false,
                    ..press.key.modifiers
                };
                keys.extend([Key::plain(KeyCode::Esc), Key::new(press.key.code, modifiers)]);
            }
            Token::Key(press) => keys.push(press.key),
            Token::Paste { bytes, .. } => keys.extend(String::from_utf8_lossy(&bytes).chars().map(Key::char)),
        }
    }
    let is_text = |key: &Key| key.text().is_some();
    let from = keys.iter().position(is_text).unwrap_or(keys.len());
    let to = keys.iter().rposition(is_text).map_or(from, |last| last + 1);
    let terminators = keys.split_off(to.min(keys.len()));
    let middle = keys.split_off(from.min(keys.len()));
    (keys, middle, terminators)
}

/// What a host with this layout delivers for a label.
fn delivered(label: &str, layout: &Layout, caps_lock: bool) -> String {
    let delivered = label.chars().filter_map(|meant| layout.delivers(meant));
    delivered
        .map(|c| if caps_lock { swap_case(c) } else { c })
        .collect()
}

/// How many characters must be put in, left out or changed to make one text of the other.
fn distance(a: &str, b: &str) -> usize {
    strsim::levenshtein(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::{Detector, Event, Scanners};

    /// What the label becomes on such a host.
    fn on(name: &str, caps: bool, label: &str) -> String {
        delivered(label, Layout::named(name).unwrap(), caps)
    }

    fn gs1(separator: &str) -> String {
        let [(a, gtin), (b, lot), (c, serial)] = ELEMENTS;
        format!("{a}{gtin}{b}{lot}{separator}{c}{serial}")
    }

    #[test]
    fn layouts_and_caps_lock_are_named_from_the_first_label() {
        for layout in Layout::all() {
            for caps in [false, true] {
                let scan = format!("{}\r", on(layout.name(), caps, PLAIN));
                let host = first(scan.as_bytes()).unwrap();
                let names: Vec<_> = host.layouts.iter().map(|layout| layout.0.name()).collect();
                assert!(
                    names.contains(&layout.name()),
                    "{} {caps}: {names:?}",
                    layout.name()
                );
                // A script without capitals does not show Caps Lock, and is not garbled by it.
                let shows = on(layout.name(), true, PLAIN) != on(layout.name(), false, PLAIN);
                assert!(names.len() <= 6, "{} {caps}: {names:?}", layout.name());
                assert!(!shows || host.caps_lock == caps, "{} {caps}", layout.name());
                assert_eq!(host.terminators, [Key::plain(KeyCode::Enter)]);
            }
        }
        // The four that are asked for most are told from all others.
        for name in ["fr", "es", "it"] {
            let host = first(on(name, false, PLAIN).as_bytes()).unwrap();
            assert_eq!(host.layouts.len(), 1, "{name}: {:?}", host.layouts);
        }
    }

    #[test]
    fn scans_are_right_after_the_calibration() {
        for name in ["fr", "de", "es", "it", "be", "cz", "ru", "ch", "br"] {
            for caps in [false, true] {
                let layout = Layout::named(name).unwrap();
                let host = first(format!("\x02{}\t", on(name, caps, PLAIN)).as_bytes()).unwrap();
                let type_out = |c: char| match c {
                    '\u{1d}' => layout.gs().to_owned(),
                    '\t' => "\t".to_owned(),
                    _ => on(name, caps, &c.to_string()),
                };
                let label = format!("{}\t", gs1("\x1d"));
                let second_label: String = label.chars().map(type_out).collect();
                let found = second(second_label.as_bytes(), &host).unwrap();
                let profile = host.profile(&found, &Profile::default());
                assert_eq!(profile.terminators, [Key::plain(KeyCode::Tab)]);
                if found != Separator::Lost {
                    let mut detector = Detector::new(profile.clone());
                    let events = detector.feed(second_label.as_bytes(), 1_000);
                    let meant = gs1("\x1d");
                    assert!(
                        matches!(&events[..], [Event::Scan(scan)] if scan.code() == meant),
                        "{name} {caps} {found:?}: {events:?}"
                    );
                }
                let code = on(name, caps, "A-01/Zy_8");
                let mut detector = Detector::new(profile);
                let events = detector.feed(format!("{code}\t").as_bytes(), 1_000);
                let meant: String = "A-01/Zy_8"
                    .chars()
                    .filter(|c| !layout.lost().contains(*c))
                    .collect();
                assert!(
                    matches!(&events[..], [Event::Scan(scan)] if scan.data == meant),
                    "{name} {caps}: {events:?}"
                );
            }
        }
    }

    #[test]
    fn the_second_label_tells_what_becomes_of_gs() {
        let host = first(PLAIN.as_bytes()).unwrap();
        for (separator, found) in [
            ("\x1d", Separator::Kept),
            ("\x1b[93;5u", Separator::Kept),
            ("\x1b[19~", Separator::AsKey(Key::f(8))),
            ("{GS}", Separator::AsText("{GS}".to_owned())),
            ("|", Separator::AsText("|".to_owned())),
            ("\x1b", Separator::AsKey(Key::plain(KeyCode::Esc))),
            ("", Separator::Lost),
            ("\x1d\x1d", Separator::Kept),
            // What could be part of a lot, what ends a scan, and keys that type nothing.
            ("+", Separator::Lost),
            ("\t", Separator::Lost),
            ("\x1b[19~\x1b[20~", Separator::Lost),
        ] {
            let scan = format!("]C1{}\r", gs1(separator));
            let read = second(scan.as_bytes(), &host);
            assert_eq!(read, Ok(found), "{separator:?}");
            // Whatever was found can be written and is read again.
            let profile = host.profile(&read.unwrap(), &Profile::default());
            let file = Scanners::with_device("", "gun", &profile);
            assert_eq!(
                Scanners::read("x", &file)
                    .as_ref()
                    .map(|read| read.of_device("gun")),
                Ok(&profile),
                "{file}"
            );
        }
        assert_eq!(second(b"4006381333931\r", &host), Err(Unclear::OtherCode));
        assert_eq!(second(b"\r", &host), Err(Unclear::Nothing));
    }

    #[test]
    fn full_width_digits_and_other_codes_are_told() {
        let wide: String = PLAIN
            .chars()
            .map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap())
            .collect();
        let host = first(format!("{wide}\r").as_bytes()).unwrap();
        assert!(host.full_width && host.layouts[0].0.name() == "us");
        assert_eq!(first(b"4006381333931\r"), Err(Unclear::OtherCode));
        assert_eq!(first(b"\r"), Err(Unclear::Nothing));
        assert!(first(format!("]C0{PLAIN}\r").as_bytes()).unwrap().sends_aim);
    }
}
