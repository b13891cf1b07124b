//! A candidate while it is being collected, and the verdict over it: a scan, typing, or typing with a scan behind it.

use crate::keymap::{Key, KeyCode};

use super::{Millis, decoder::Press, payload::Payload, profile::Profile};

/// Presses of one candidate that are kept; a longer one is dropped as a whole. QR holds 7,089 digits.
pub const MAX_BURST: usize = 8_192;
/// Presses this close came in one read: the machine that sent them did not wait between them, in milliseconds.
const ONE_READ_MS: Millis = 3;
/// Characters in one read that no hand types.
const LUMP: usize = 4;
/// A key held down repeats at 25 to 50 ms; a scanner that is faster may send equal characters.
const AUTO_REPEAT_MS: Millis = 15;

/// Characters that might become a scan; they go nowhere else until the verdict.
#[derive(Clone, Debug, Default)]
pub(super) struct Burst {
    presses: Vec<Press>,
    framed: bool,
    /// The first came with an Esc directly before it: a chord of Alt, or an Esc and a scan in one read.
    after_esc: bool,
    /// The most characters that came in one read.
    lump: usize,
    run: usize,
    last: Millis,
    /// Presses dropped beyond [`MAX_BURST`].
    dropped: usize,
}

/// What a closed burst was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Typing(Vec<Press>),
    Scan {
        typed_before: Vec<Press>,
        payload: Payload,
        framed: bool,
        started: Millis,
        pace: Millis,
    },
    TooLong(usize),
}

impl Verdict {
    /// The same where an Esc came directly before the first press. Typed, the two were a chord of Alt. Before a scan it
    /// was a key of its own, or what the layout makes of the scanner's leading separator, where the profile says so.
    fn after_esc(mut self, profile: &Profile) -> Verdict {
        const ESC: Key = Key::plain(KeyCode::Esc);
        match &mut self {
            Verdict::Typing(typed) => hold_alt(typed),
            Verdict::Scan { typed_before, .. } if !typed_before.is_empty() => hold_alt(typed_before),
            Verdict::Scan {
                typed_before,
                started,
                ..
            } if !profile.gs_keys.contains(&ESC) => typed_before.push(Press {
                key: ESC,
                at: *started,
                byte: None,
                after_esc: false,
            }),
            Verdict::Scan { .. } | Verdict::TooLong(_) => {}
        }
        self
    }
}

impl Burst {
    pub(super) fn is_open(&self) -> bool {
        !self.presses.is_empty() || self.dropped > 0
    }

    pub(super) fn is_framed(&self) -> bool {
        self.framed
    }

    pub(super) fn push(&mut self, mut press: Press, profile: &Profile) {
        if !self.is_open() {
            self.after_esc = press.after_esc;
            press = press.without_esc();
            self.framed = profile.prefixes.contains(&press.key);
        }
        self.run = if self.is_open() && press.at.saturating_sub(self.last) <= ONE_READ_MS {
            self.run + 1
        } else {
            1
        };
        self.lump = self.lump.max(self.run);
        self.last = press.at;
        if self.presses.len() >= MAX_BURST || self.dropped > 0 {
            self.dropped = self.dropped.saturating_add(1).saturating_add(self.presses.len());
            self.presses.clear();
        } else {
            self.presses.push(press);
        }
    }

    /// When the pause is too long for one scan.
    pub(super) fn deadline(&self, profile: &Profile) -> Option<Millis> {
        let flag = self
            .presses
            .first()
            .and_then(|press| press.key.text())
            .is_some_and(|c| profile.meant(c) == ']');
        let wait = match self {
            burst if !burst.is_open() => return None,
            // Alone in its read it was a chord, which should not wait.
            burst if burst.after_esc && burst.presses.len() == 1 => ONE_READ_MS + 1,
            Burst { framed: true, .. } => profile.frame_ms,
            // Two at once were sent by a machine or bundled by a network, and the rest may be on its way.
            Burst { lump: 2.., .. } => profile.jitter_ms,
            _ if flag => profile.jitter_ms,
            _ => profile.gap_ms,
        };
        Some(self.last.saturating_add(wait))
    }

    /// Whether the pace so far, the next press at `at` included, is a machine's.
    pub(super) fn is_fast(&self, at: Millis, profile: &Profile) -> bool {
        self.presses.len() >= profile.min_length.max(2)
            && (pace(&self.presses, at) < profile.typing_ms || is_one_read(&self.presses))
    }

    /// Characters to show in an input line, in grey if one likes: they came at a human pace and are not yet decided.
    pub(super) fn echo(&self) -> String {
        let human = self.presses.len() < 2 || pace(&self.presses, self.last) >= ECHO_MS;
        if self.framed || self.after_esc || self.lump > 2 || !human {
            return String::new();
        }
        self.presses.iter().filter_map(|press| press.key.text()).collect()
    }

    /// Ends the candidate. `terminated` is when the terminator came; `None` after a pause or another key.
    pub(super) fn close(&mut self, terminated: Option<Millis>, profile: &Profile) -> Verdict {
        let burst = std::mem::take(self);
        match burst.after_esc {
            true => burst.judge(terminated, profile).after_esc(profile),
            false => burst.judge(terminated, profile),
        }
    }

    fn judge(self, terminated: Option<Millis>, profile: &Profile) -> Verdict {
        let Burst {
            presses,
            framed,
            dropped,
            last,
            ..
        } = self;
        if dropped > 0 {
            return Verdict::TooLong(dropped);
        }
        let end = terminated.unwrap_or(last);
        let scan = |presses: &[Press], typed_before: &[Press]| Verdict::Scan {
            typed_before: typed_before.to_vec(),
            payload: Payload::of_presses(presses, profile),
            framed,
            started: presses.first().map_or(end, |press| press.at),
            pace: pace(presses, end),
        };
        let whole = Payload::of_presses(&presses, profile);
        if framed {
            return if whole.data.is_empty() {
                Verdict::Typing(presses)
            } else {
                scan(&presses, &[])
            };
        }
        if let Some((typed, rest)) = typed_lead(&presses, end, &whole, profile) {
            return scan(rest, typed);
        }
        let is_scan = match terminated {
            Some(_) => is_scan(&presses, end, &whole, profile),
            None => profile.unterminated && is_scan_without_end(&presses, end, &whole, profile),
        };
        if is_scan {
            scan(&presses, &[])
        } else {
            Verdict::Typing(presses)
        }
    }
}

fn hold_alt(typed: &mut [Press]) {
    if let Some(first) = typed.first_mut() {
        first.key.modifiers.alt = true;
    }
}

/// Mean milliseconds a character from which on the characters of a candidate are shown at once.
const ECHO_MS: Millis = 30;

fn is_scan(presses: &[Press], end: Millis, payload: &Payload, profile: &Profile) -> bool {
    if payload.aim.is_some() {
        return !payload.data.is_empty();
    }
    let length = payload.data.chars().count();
    if length < profile.min_length.max(1) || is_auto_repeat(presses, end) {
        return false;
    }
    payload.is_convincing() || is_one_read(presses) || pace(presses, end) < profile.typing_ms
}

/// Without a terminator a pace proves too little: the text must convince, and no hand must have written it.
fn is_scan_without_end(presses: &[Press], end: Millis, payload: &Payload, profile: &Profile) -> bool {
    let machine = is_one_read(presses) || pace(presses, end).saturating_mul(2) < profile.typing_ms;
    machine && payload.is_convincing() && payload.data.chars().count() >= profile.min_length.max(1)
}

/// A few keys by hand and, without a pause, a scan: "2" and then a whole barcode 120 ms later. They are parted where
/// the pace changes for good, unless the whole convinces by itself; where the rest came in one lump the network may
/// have made the pause, so then the rest must convince.
fn typed_lead<'a>(
    presses: &'a [Press],
    end: Millis,
    whole: &Payload,
    profile: &Profile,
) -> Option<(&'a [Press], &'a [Press])> {
    let gaps = || {
        presses
            .iter()
            .zip(presses.iter().skip(1))
            .map(|(a, b)| b.at.saturating_sub(a.at))
    };
    let slow = gaps().take_while(|gap| *gap >= profile.typing_ms).count();
    let (typed, rest) = presses.split_at_checked(slow)?;
    if typed.is_empty() || rest.len() < profile.min_length || whole.is_convincing() {
        return None;
    }
    let smallest_pause = gaps().take(slow).min()?;
    let widest = gaps().skip(slow).max()?;
    let payload = Payload::of_presses(rest, profile);
    let steady = widest.saturating_mul(3) <= smallest_pause && !is_one_read(rest);
    let sure = payload.is_convincing() && pace(rest, end) < profile.typing_ms;
    ((steady || sure) && is_scan(rest, end, &payload, profile)).then_some((typed, rest))
}

/// Characters that were collected and then found to be typed by hand, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typing {
    /// How many.
    pub characters: usize,
    /// Mean milliseconds a character.
    pub pace: Millis,
    /// What spoke against a scan.
    pub why: WhyTyping,
}

/// What speaks against a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyTyping {
    /// Fewer characters than the profile's least.
    TooShort(usize),
    /// One key, held down.
    HeldKey,
    /// No machine is so slow: the profile's pace in milliseconds, and neither identifier, check digit nor GS1 number.
    TooSlow(Millis),
    /// Nothing ended it, and the text itself does not convince.
    Unended,
}

impl Typing {
    /// Why these presses were typing; `None` for a single key, of which there is nothing to tell.
    pub(super) fn of(presses: &[Press], terminated: Option<Millis>, profile: &Profile) -> Option<Typing> {
        let last = presses.last().filter(|_| presses.len() > 1)?;
        let end = terminated.unwrap_or(last.at);
        let pace = pace(presses, end);
        let why = if presses.len() < profile.min_length {
            WhyTyping::TooShort(profile.min_length)
        } else if is_auto_repeat(presses, end) {
            WhyTyping::HeldKey
        } else if pace >= profile.typing_ms {
            WhyTyping::TooSlow(profile.typing_ms)
        } else {
            WhyTyping::Unended
        };
        let characters = presses.len();
        Some(Typing {
            characters,
            pace,
            why,
        })
    }
}

/// Whether at least half of the characters came in reads of [`LUMP`] or more.
fn is_one_read(presses: &[Press]) -> bool {
    let mut lumped = 0usize;
    let mut rest = presses;
    while let Some(first) = rest.first() {
        let mut before = first.at;
        let run = rest.iter().take_while(|press| {
            press.at.saturating_sub(std::mem::replace(&mut before, press.at)) <= ONE_READ_MS
        });
        let run = run.count().max(1);
        lumped = lumped.saturating_add(if run >= LUMP { run } else { 0 });
        rest = rest.split_at_checked(run).map_or(&[], |(_, tail)| tail);
    }
    lumped > 0 && lumped.saturating_mul(2) >= presses.len()
}

fn is_auto_repeat(presses: &[Press], end: Millis) -> bool {
    let first = presses.first().map(|press| press.key);
    presses.iter().all(|press| Some(press.key) == first) && pace(presses, end) >= AUTO_REPEAT_MS
}

/// Mean milliseconds a press up to `end`.
fn pace(presses: &[Press], end: Millis) -> Millis {
    let Some(first) = presses.first() else { return 0 };
    let steps = match presses.last() {
        Some(last) if last.at == end => presses.len().saturating_sub(1),
        _ => presses.len(),
    };
    let steps = Millis::try_from(steps.max(1)).unwrap_or(Millis::MAX);
    end.saturating_sub(first.at).checked_div(steps).unwrap_or(0)
}

/// Whether this key may begin a candidate: text, a frame's prefix, or a separator.
pub(super) fn begins(key: &Key, profile: &Profile) -> bool {
    key.text().is_some() || profile.prefixes.contains(key) || *key == Key::ctrl(']')
}

/// Whether this key may stand within a candidate. Control characters may, and so may Esc, which is what some keyboard
/// layouts make of GS: it cancels nothing there.
pub(super) fn belongs(key: &Key, profile: &Profile) -> bool {
    begins(key, profile)
        || profile.gs_keys.contains(key)
        || key.code == KeyCode::Esc
        || (key.modifiers.ctrl && !key.modifiers.alt && matches!(key.code, KeyCode::Char(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn presses(text: &str, at: impl Fn(u64) -> u64) -> Vec<Press> {
        text.chars()
            .zip(0..)
            .map(|(c, i)| Press {
                key: Key::char(c),
                at: at(i),
                byte: None,
                after_esc: false,
            })
            .collect()
    }

    #[test]
    fn one_read_is_told_from_single_keys() {
        assert!(is_one_read(&presses("4006", |_| 7)));
        assert!(is_one_read(&presses("40061234", |i| if i < 4 { 0 } else { 180 })));
        assert!(!is_one_read(&presses("4006", |i| i * 5)));
        assert!(!is_one_read(&presses("abc", |_| 7)));
        assert!(!is_one_read(&[]));
    }

    #[test]
    fn a_held_key_is_no_scan() {
        let profile = Profile::default();
        for (text, step, scan) in [
            ("jjjjjjjj", 33, false),
            ("11111111", 33, false),
            ("11111111", 5, true),
        ] {
            let mut burst = Burst::default();
            presses(text, |i| i * step)
                .into_iter()
                .for_each(|press| burst.push(press, &profile));
            let verdict = burst.close(Some(step * 8), &profile);
            assert_eq!(matches!(verdict, Verdict::Scan { .. }), scan, "{text} {step}");
        }
    }
}
