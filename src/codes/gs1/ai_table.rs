//! The table of GS1 application identifiers and the rules of their prefixes.
//!
//! Source: GS1 Barcode Syntax Dictionary, release 2026-01-27 (a test compares every row with it).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ai_rows::{TABLE, UNKNOWN, UNKNOWN_6, UNKNOWN_13};
use super::linters::Linter;
use Rule::LinkKey;

/// An application identifier: two to four digits. Ordered and compared as its digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Ai([u8; 4]);

/// One row of the table: an AI or a range of AIs that differ in their last digit.
#[derive(Debug)]
pub struct AiEntry {
    /// `3100-3105`, or `01` alone.
    pub(super) range: &'static str,
    pub(super) flags: Flags,
    /// The parts of the value, in order; only the last one varies in length.
    pub parts: &'static [Part],
    /// What this AI asks of the others in the message.
    pub rules: &'static [Rule],
    /// The data title printed on labels, empty where the standard has none.
    pub title: &'static str,
}

/// A part of an AI's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The characters allowed.
    pub charset: Charset,
    /// The shortest length.
    pub min: usize,
    /// The longest length.
    pub max: usize,
    /// Whether the value may end before this part.
    pub optional: bool,
    /// The content checks, in order.
    pub linters: &'static [Linter],
}

/// The character sets of AI values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// Digits.
    N,
    /// GS1 character set 82.
    X,
    /// GS1 character set 39.
    Y,
    /// File-safe URI-safe base 64.
    Z,
}

/// What an AI asks of the other AIs of its message, in the notation of the Syntax Dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// One of these groups must be there: alternatives by comma, members by plus, `n` for any digit.
    Requires(&'static str),
    /// None of these may be there.
    Excludes(&'static str),
    /// It is a primary key of Digital Link URIs, with these qualifiers in this order; alternatives by `|`.
    LinkKey(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flags {
    pub(super) fixed: bool,
    pub(super) link: bool,
}

impl Ai {
    /// Reads two to four digits.
    pub fn new(digits: &str) -> Option<Self> {
        if !(2..=4).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let mut held = [0; 4];
        for (slot, byte) in held.iter_mut().zip(digits.bytes()) {
            *slot = byte;
        }
        Some(Ai(held))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0)
            .unwrap_or_default()
            .trim_end_matches('\0')
    }

    /// The last digit: for measures and amounts, the number of decimal places.
    pub fn last_digit(&self) -> u8 {
        self.as_str().bytes().last().map_or(0, |byte| byte - b'0')
    }
}

impl AiEntry {
    /// The first AI of the row.
    pub fn first(&self) -> &'static str {
        self.range.split_once('-').map_or(self.range, |(first, _)| first)
    }

    /// The last AI of the row.
    pub fn last(&self) -> &'static str {
        self.range.split_once('-').map_or(self.range, |(_, last)| last)
    }

    /// Whether the value has a length fixed by the AI's first two digits, so that no separator follows it.
    pub fn is_predefined_length(&self) -> bool {
        self.flags.fixed
    }

    /// Whether it may be an attribute in the query of a Digital Link URI.
    pub fn is_link_attribute(&self) -> bool {
        self.flags.link
    }

    /// The qualifier sequences, when it is a primary key of Digital Link URIs.
    pub fn link_key(&self) -> Option<&'static str> {
        self.rules.iter().find_map(|rule| match rule {
            LinkKey(qualifiers) => Some(*qualifiers),
            _ => None,
        })
    }

    /// The shortest value.
    pub fn min_length(&self) -> usize {
        self.parts
            .iter()
            .filter(|part| !part.optional)
            .map(|part| part.min)
            .sum()
    }

    /// The longest value.
    pub fn max_length(&self) -> usize {
        self.parts.iter().map(|part| part.max).sum()
    }
}

/// Finds the row of an AI.
pub fn find(ai: Ai) -> Option<&'static AiEntry> {
    let ai = ai.as_str();
    let after = TABLE.partition_point(|entry| entry.first() <= ai);
    let entry = TABLE.get(after.checked_sub(1)?)?;
    (entry.first().len() == ai.len() && ai <= entry.last()).then_some(entry)
}

/// Finds the row of an AI, or the stand-in the standard's prefix rules give to an AI that is not allocated.
pub fn find_or_unknown(ai: Ai) -> Option<&'static AiEntry> {
    find(ai).or_else(|| {
        if ai_length(ai.as_str()).is_some_and(|length| length != ai.as_str().len()) {
            return None;
        }
        Some(match predefined_length(ai.as_str()) {
            Some(6) => &UNKNOWN_6,
            Some(13) => &UNKNOWN_13,
            _ => &UNKNOWN,
        })
    })
}

/// How many digits an AI has, by its first two (General Specifications, figure 7.8.1-1): `None` when no AI begins so.
pub fn ai_length(text: &str) -> Option<usize> {
    match text.get(..2)? {
        "00" | "01" | "02" | "03" | "10" | "11" | "12" | "13" | "15" | "16" | "17" | "20" | "21" | "22"
        | "30" | "37" | "90" | "91" | "92" | "93" | "94" | "95" | "96" | "97" | "98" | "99" => Some(2),
        "23" | "24" | "25" | "40" | "41" | "42" | "71" => Some(3),
        "31" | "32" | "33" | "34" | "35" | "36" | "39" | "43" | "70" | "72" | "80" | "81" | "82" => Some(4),
        _ => None,
    }
}

/// The length of the value when the first two digits of the AI fix it, so that no separator is needed after it
/// (General Specifications, figure 7.8.5-2). `None` for all others: they end at a separator or with the data.
pub fn predefined_length(ai: &str) -> Option<usize> {
    match ai.get(..2)? {
        "00" => Some(18),
        "01" | "02" | "03" => Some(14),
        "04" => Some(16),
        "11" | "12" | "13" | "14" | "15" | "16" | "17" | "18" | "19" => Some(6),
        "20" => Some(2),
        "31" | "32" | "33" | "34" | "35" | "36" => Some(6),
        "41" => Some(13),
        _ => None,
    }
}

/// Every row of the table, in the order of the AIs.
pub fn all() -> &'static [AiEntry] {
    &TABLE
}

impl fmt::Display for Ai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Ai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ai({})", self.as_str())
    }
}

impl PartialEq<str> for Ai {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Ai {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl From<Ai> for String {
    fn from(ai: Ai) -> String {
        ai.as_str().to_owned()
    }
}

impl TryFrom<String> for Ai {
    type Error = String;

    fn try_from(digits: String) -> Result<Self, String> {
        Ai::new(&digits).ok_or_else(|| format!("not an application identifier: {digits:?}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Rule::{Excludes, Requires};

    /// A part as the dictionary writes it: `[N..12],csum`.
    fn written(part: &Part) -> String {
        let range = if part.min == part.max {
            part.max.to_string()
        } else {
            format!("..{}", part.max)
        };
        let spec = format!("{:?}{range}", part.charset);
        let spec = if part.optional { format!("[{spec}]") } else { spec };
        part.linters
            .iter()
            .fold(spec, |spec, linter| format!("{spec},{}", linter.name()))
    }

    /// A row as the dictionary writes it, white space reduced.
    fn line(entry: &AiEntry) -> String {
        let mut words = vec![entry.range.to_owned()];
        let flags = format!(
            "{}{}",
            if entry.flags.fixed { "*" } else { "" },
            if entry.flags.link { "?" } else { "" }
        );
        words.extend((!flags.is_empty()).then_some(flags));
        words.extend(entry.parts.iter().map(written));
        words.extend(entry.rules.iter().map(|rule| match rule {
            Requires(ais) => format!("req={ais}"),
            Excludes(ais) => format!("ex={ais}"),
            LinkKey("") => "dlpkey".to_owned(),
            LinkKey(ais) => format!("dlpkey={ais}"),
        }));
        if !entry.title.is_empty() {
            words.push(format!("# {}", entry.title));
        }
        words.join(" ")
    }

    #[test]
    fn the_table_is_the_dictionary() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../shared/data/scan/gs1-syntax-dictionary-2026-01-27.txt"
        );
        let Ok(dictionary) = std::fs::read_to_string(path) else {
            eprintln!("skipped: {path} is absent");
            return;
        };
        let theirs: Vec<String> = dictionary
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        let ours: Vec<String> = TABLE.iter().map(line).collect();
        assert_eq!(ours, theirs);
    }

    #[test]
    fn rows_are_in_order_and_follow_their_prefix() {
        assert!(TABLE.windows(2).all(|pair| pair[0].last() < pair[1].first()));
        for entry in &TABLE {
            let ai = entry.first();
            assert_eq!(ai_length(ai), Some(ai.len()), "({ai})");
            assert_eq!(
                predefined_length(ai).is_some(),
                entry.is_predefined_length(),
                "({ai})"
            );
            if let Some(length) = predefined_length(ai) {
                assert_eq!(
                    (entry.min_length(), entry.max_length()),
                    (length, length),
                    "({ai})"
                );
            }
        }
    }

    #[test]
    fn an_ai_is_found_in_its_range_only() {
        let title = |ai: &str| find(Ai::new(ai).unwrap()).map(|entry| entry.title);
        assert_eq!(title("01"), Some("GTIN"));
        assert_eq!(title("3105"), Some("NET WEIGHT (kg)"));
        assert_eq!(title("95"), Some("INTERNAL"));
        for unallocated in ["04", "3106", "310", "9", "89", "8100", "010"] {
            assert_eq!(
                Ai::new(unallocated).and_then(find).map(|entry| entry.title),
                None,
                "{unallocated}"
            );
        }
        assert_eq!(Ai::new("12345"), None);
        assert_eq!(Ai::new("1A"), None);
    }
}
