//! Element strings that lost their separators: what they can have been.

use std::collections::BTreeSet;

use super::ai_table::{Ai, AiEntry, predefined_length};
use super::element_string::{available, begin, check_value};
use super::message::{Element, Message};
use super::{Checks, associations};

/// The readings of an element string in which separators may be missing, likeliest first, at most `limit`: few elements
/// before many, everyday AIs before rare ones.
///
/// A value of variable length may end anywhere its format allows, not only at a separator; every element must pass its
/// content checks, and no AI may occur with two values or beside one it excludes. Several readings mean that the text
/// alone does not tell: ask, and never book a guessed lot. The search is bounded, so of a long text of many possible
/// readings only some are found.
pub fn splits(text: &str, limit: usize) -> Vec<Message> {
    let mut search = Search {
        dead: BTreeSet::new(),
        found: Vec::new(),
        steps: MAX_STEPS,
    };
    search.from(text.trim_start_matches(super::GS), &mut Vec::new());
    search.found.sort_by_key(|message| {
        message
            .elements
            .iter()
            .map(|element| surprise(element.ai))
            .sum::<u32>()
    });
    search.found.truncate(limit);
    search.found
}

/// How little one expects an AI on a case or pallet: the everyday ones 1, others 4.
fn surprise(ai: Ai) -> u32 {
    match ai.as_str() {
        "10" | "21" | "30" | "37" | "240" | "400" => 1,
        other if predefined_length(other).is_some() => 1,
        _ => 4,
    }
}

/// How many values the search tries before it gives up; a text of 48 characters needs some hundreds.
const MAX_STEPS: usize = 50_000;

/// How many readings the search keeps to choose from.
const MAX_FOUND: usize = 1_000;

/// More elements than this are no label.
const MAX_ELEMENTS: usize = 12;

struct Search {
    /// Lengths of the remainders that cannot be read in any way.
    dead: BTreeSet<usize>,
    found: Vec<Message>,
    steps: usize,
}

impl Search {
    /// Reads the rest of the text in every way; whether there was any, or the bounds cut the search.
    fn from(&mut self, rest: &str, elements: &mut Vec<Element>) -> bool {
        if rest.is_empty() {
            self.keep(elements);
            return true;
        }
        if self.found.len() >= MAX_FOUND || elements.len() >= MAX_ELEMENTS {
            return true;
        }
        if self.dead.contains(&rest.len()) {
            return false;
        }
        let mut alive = false;
        if let Ok((ai, entry)) = begin(rest, &Checks::ELEMENTS) {
            let after = rest.get(ai.as_str().len()..).unwrap_or_default();
            for length in lengths(ai, entry, available(ai, after).len()) {
                if self.steps == 0 {
                    return true;
                }
                self.steps -= 1;
                let Some((value, next)) = after.split_at_checked(length) else {
                    continue;
                };
                // Most places are ruled out by what follows, which costs less to see than whether the value is one.
                let next = next.trim_start_matches(super::GS);
                if !next.is_empty() && begin(next, &Checks::ELEMENTS).is_err() {
                    continue;
                }
                if check_value(ai, entry, value, &Checks::ELEMENTS).is_err() {
                    continue;
                }
                elements.push(Element {
                    ai,
                    value: value.to_owned(),
                });
                alive |= self.from(next, elements);
                elements.pop();
            }
        }
        if !alive {
            self.dead.insert(rest.len());
        }
        alive
    }

    fn keep(&mut self, elements: &[Element]) {
        let checks = Checks {
            requirements: false,
            ..Checks::MESSAGE
        };
        let twice = elements
            .iter()
            .enumerate()
            .any(|(at, element)| elements.iter().take(at).any(|e| e.ai == element.ai));
        if self.found.len() < MAX_FOUND
            && !elements.is_empty()
            && !twice
            && associations::check(elements, &checks).is_ok()
        {
            self.found.push(Message {
                elements: elements.to_vec(),
            });
        }
    }
}

/// The lengths a value may have, longest first.
fn lengths(ai: Ai, entry: &AiEntry, available: usize) -> impl Iterator<Item = usize> {
    let least = predefined_length(ai.as_str()).unwrap_or(entry.min_length().max(1));
    (least..=entry.max_length().min(available)).rev()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::gs1::to_bracketed;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<String> {
        splits(text, 20)
            .iter()
            .map(|message| to_bracketed(&message.elements))
            .collect()
    }

    #[test]
    fn a_lot_may_have_swallowed_what_follows() {
        let readings = texts("011234567890123110ABC17251231");
        assert_eq!(readings.first().unwrap(), "(01)12345678901231(10)ABC17251231");
        assert!(
            readings.contains(&"(01)12345678901231(10)ABC(17)251231".to_owned()),
            "{readings:?}"
        );
    }

    #[test]
    fn checks_leave_few_readings() {
        // 17 991332 is no date, so the digits stay in the lot.
        let readings = texts("10ABC17991332");
        assert!(
            !readings.iter().any(|reading| reading.contains("(17)")),
            "{readings:?}"
        );
        assert_eq!(texts("0112345678901231"), ["(01)12345678901231"]);
        assert_eq!(texts("0112345678901232"), [""; 0]);
        assert_eq!(texts(""), [""; 0]);
    }

    #[test]
    fn separators_that_are_left_hold() {
        let readings = texts("10ABC\u{1d}21XYZ");
        assert_eq!(readings, ["(10)ABC(21)XYZ"]);
    }

    proptest! {
        #[test]
        fn the_search_is_bounded(text in "(10|21|37|30|9[0-9]|[0-9]{1,6}|\u{1d}|\\PC){0,40}", limit in 0usize..30) {
            let readings = splits(&text, limit);
            prop_assert!(readings.len() <= limit);
            let without: String = text.replace('\u{1d}', "");
            for reading in readings {
                let all: String = reading.elements.iter().map(|e| format!("{}{}", e.ai, e.value)).collect();
                prop_assert_eq!(&all, &without);
            }
        }
    }
}
