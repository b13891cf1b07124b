//! Element strings: AIs and values one after the other, FNC1 after the values whose length is not fixed.

use super::ai_table::{self, Ai, AiEntry, Charset, Part, ai_length, predefined_length};
use super::associations;
use super::linters::{LintError, Linter};
use super::message::{Element, Message};
use super::{Checks, GS, Gs1Error};

/// What stands for FNC1 where a keyboard wedge or a printer's text could not send GS. None of them can occur in an AI
/// value, but for `<GS>` (no lot is called that) and `#` (in CPID, 8010, alone).
const STAND_INS: [&str; 11] = [
    "{GS}", "<GS>", "[GS]", "{FNC1}", "<FNC1>", "^]", "\u{241d}", "|", "~", "#", "^",
];

/// A text whose separators are [`GS`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Separators {
    /// The text with every stand-in replaced.
    pub text: String,
    /// The stand-ins that were found, as written, in no particular order.
    pub replaced: Vec<&'static str>,
}

/// Replaces what stands for a separator (`{GS}`, `<GS>`, `^]`, `|`, `~`, `#`, `^` ...) by [`GS`].
///
/// Parse the text as it is first: only a text that is not GS1 data as it stands can have lost its separators this way.
pub fn normalise_separators(text: &str) -> Separators {
    let mut text = text.to_owned();
    let mut replaced = Vec::new();
    for stand_in in STAND_INS {
        if text.contains(stand_in) {
            text = text.replace(stand_in, "\u{1d}");
            replaced.push(stand_in);
        }
    }
    Separators { text, replaced }
}

/// Writes elements as the data of a symbol, after its leading FNC1: [`GS`] where a separator is needed.
pub fn to_element_string(elements: &[Element]) -> String {
    let mut text = String::new();
    let mut separator = false;
    for element in elements {
        if separator {
            text.push(GS);
        }
        text.push_str(element.ai.as_str());
        text.push_str(&element.value);
        separator = predefined_length(element.ai.as_str()).is_none();
    }
    text
}

pub(super) fn parse(text: &str, checks: &Checks) -> Result<Message, Gs1Error> {
    let mut elements = Vec::new();
    let mut rest = text.trim_start_matches(GS);
    while !rest.is_empty() {
        let (ai, entry) = begin(rest, checks)?;
        let after = rest.get(ai.as_str().len()..).unwrap_or_default();
        let value = take_value(ai, entry, available(ai, after), checks)?;
        rest = after.get(value.len()..).unwrap_or_default();
        if !rest.is_empty() && !rest.starts_with(GS) && needs_separator(ai, entry, checks) {
            return Err(Gs1Error::TooLong(ai));
        }
        elements.push(Element {
            ai,
            value: value.to_owned(),
        });
        rest = rest.trim_start_matches(GS);
    }
    if elements.is_empty() {
        return Err(Gs1Error::Empty);
    }
    associations::check(&elements, checks)?;
    Ok(Message { elements })
}

/// The AI a text begins with. An AI that is not in the table is taken only where its prefix tells its length.
pub(super) fn begin(text: &str, checks: &Checks) -> Result<(Ai, &'static AiEntry), Gs1Error> {
    ai_length(text)
        .and_then(|length| Ai::new(text.get(..length)?))
        .and_then(|ai| Some((ai, look_up(ai, checks)?)))
        .ok_or_else(|| Gs1Error::UnknownAi(text.chars().take(4).collect()))
}

pub(super) fn look_up(ai: Ai, checks: &Checks) -> Option<&'static AiEntry> {
    if checks.unknown_ais {
        ai_table::find_or_unknown(ai)
    } else {
        ai_table::find(ai)
    }
}

/// Where contents are not checked, a faulty label is read: there a fixed length is end enough.
fn needs_separator(ai: Ai, entry: &AiEntry, checks: &Checks) -> bool {
    let is_fixed = entry.min_length() == entry.max_length();
    predefined_length(ai.as_str()).is_none() && (checks.content || !is_fixed)
}

/// The text a value may be taken from: up to the next separator, and no further than a predefined length.
pub(super) fn available(ai: Ai, after: &str) -> &str {
    let upto = after.split(GS).next().unwrap_or_default();
    predefined_length(ai.as_str())
        .and_then(|length| upto.get(..length))
        .unwrap_or(upto)
}

/// Checks that all of `value` is a value of the AI.
pub(super) fn check_value(ai: Ai, entry: &AiEntry, value: &str, checks: &Checks) -> Result<(), Gs1Error> {
    if value.len() > entry.max_length() {
        return Err(Gs1Error::TooLong(ai));
    }
    let taken = take_value(ai, entry, value, checks)?;
    if taken.len() == value.len() {
        Ok(())
    } else {
        Err(Gs1Error::Length(ai))
    }
}

/// The longest value of the AI that `available` begins with, checked part by part.
fn take_value<'a>(ai: Ai, entry: &AiEntry, available: &'a str, checks: &Checks) -> Result<&'a str, Gs1Error> {
    if available.len() < entry.min_length().max(1) {
        return Err(Gs1Error::TooShort(ai));
    }
    let unreadable = Gs1Error::Content {
        ai,
        reason: LintError::Charset,
    };
    if !checks.content {
        return available
            .get(..entry.max_length().min(available.len()))
            .ok_or(unreadable);
    }
    let mut rest = available;
    for part in entry.parts {
        let length = part.max.min(rest.len());
        if part.optional && length == 0 {
            continue;
        }
        if length < part.min {
            return Err(Gs1Error::Length(ai));
        }
        let Some((value, after)) = rest.split_at_checked(length) else {
            return Err(unreadable);
        };
        check_part(part, value).map_err(|reason| Gs1Error::Content { ai, reason })?;
        rest = after;
    }
    available.get(..available.len() - rest.len()).ok_or(unreadable)
}

fn check_part(part: &Part, value: &str) -> Result<(), LintError> {
    let charset = match part.charset {
        Charset::N => Linter::Csetnumeric,
        Charset::X => Linter::Cset82,
        Charset::Y => Linter::Cset39,
        Charset::Z => Linter::Cset64,
    };
    charset.check(value)?;
    part.linters.iter().try_for_each(|linter| linter.check(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::gs1::parse;
    use proptest::prelude::*;

    #[test]
    fn separators_are_accepted_anywhere() {
        let plain = parse("0112345678901231\u{1d}10ABC\u{1d}2112", &Checks::ELEMENTS).unwrap();
        let spaced = "\u{1d}\u{1d}0112345678901231\u{1d}10ABC\u{1d}\u{1d}2112\u{1d}";
        assert_eq!(parse(spaced, &Checks::ELEMENTS).unwrap(), plain);
        assert_eq!(
            to_element_string(&plain.elements),
            "011234567890123110ABC\u{1d}2112"
        );
        assert_eq!(parse("\u{1d}", &Checks::ELEMENTS), Err(Gs1Error::Empty));
    }

    #[test]
    fn stand_ins_become_separators() {
        for stand_in in STAND_INS {
            let text = format!("10ABC{stand_in}2112");
            let normal = normalise_separators(&text);
            assert_eq!(normal.text, "10ABC\u{1d}2112", "{stand_in}");
            assert_eq!(normal.replaced, [stand_in]);
        }
        // A plus sign is a character of AI values.
        assert!(normalise_separators("10A+B").replaced.is_empty());
    }

    #[test]
    fn unknown_ais_take_the_length_of_their_prefix() {
        let checks = Checks {
            unknown_ais: true,
            ..Checks::ELEMENTS
        };
        assert_eq!(
            parse("419123456789012810A", &Checks::ELEMENTS).unwrap_err(),
            Gs1Error::UnknownAi("4191".into())
        );
        let message = parse("419123456789012810A", &checks).unwrap();
        assert_eq!(message.get("419"), Some("1234567890128"));
        assert_eq!(message.lot(), Some("A"));
        // Nothing tells how long an AI beginning with 89 is.
        assert!(parse("891234", &checks).is_err());
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "\\PC*|[0-9\u{1d}(){}/?]{0,60}|(00|01|10|21|310[0-9]|8003|\u{1d}|é|[0-9A-Z]{1,8}){0,8}") {
            for checks in [Checks::ELEMENTS, Checks::LENGTHS, Checks { unknown_ais: true, ..Checks::MESSAGE }] {
                let _ = parse(&text, &checks);
            }
        }

        #[test]
        fn what_parses_reads_back(lot in "[!\"%-?A-Z_a-z]{1,20}", serial in "[0-9A-Za-z]{1,20}", count in 1u32..99_999_999) {
            let text = format!("021234567890123110{lot}\u{1d}21{serial}\u{1d}37{count}");
            let message = parse(&text, &Checks::ELEMENTS).unwrap();
            prop_assert_eq!(to_element_string(&message.elements), text);
            let bracketed = crate::codes::gs1::to_bracketed(&message.elements);
            prop_assert_eq!(parse(&bracketed, &Checks::ELEMENTS), Ok(message));
        }
    }
}
