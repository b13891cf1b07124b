//! What AIs ask of the others in their message.

use super::ai_table::{Ai, Rule, find};
use super::message::Element;
use super::{Checks, Gs1Error};

/// Keys with an optional serial component, which a digital signature (8030) makes mandatory.
const SERIALISED_KEYS: [&str; 3] = ["253", "255", "8003"];

pub(super) fn check(elements: &[Element], checks: &Checks) -> Result<(), Gs1Error> {
    if checks.repeats {
        repeats(elements)?;
    }
    for element in elements {
        let rules = find(element.ai).map_or(&[][..], |entry| entry.rules);
        for rule in rules {
            match rule {
                Rule::Excludes(patterns) if checks.exclusions => excludes(element.ai, patterns, elements)?,
                Rule::Requires(groups) if checks.requirements => requires(element.ai, groups, elements)?,
                _ => {}
            }
        }
    }
    if checks.requirements {
        signed_keys(elements)
    } else {
        Ok(())
    }
}

fn repeats(elements: &[Element]) -> Result<(), Gs1Error> {
    for (at, element) in elements.iter().enumerate() {
        if elements
            .iter()
            .take(at)
            .any(|before| before.ai == element.ai && before.value != element.value)
        {
            return Err(Gs1Error::Repeated(element.ai));
        }
    }
    Ok(())
}

fn excludes(ai: Ai, patterns: &str, elements: &[Element]) -> Result<(), Gs1Error> {
    let found = patterns
        .split(',')
        .find_map(|pattern| matching(pattern, ai, elements));
    found.map_or(Ok(()), |other| Err(Gs1Error::Excluded { ai, other }))
}

fn requires(ai: Ai, wanted: &'static str, elements: &[Element]) -> Result<(), Gs1Error> {
    let holds = |group: &str| {
        group
            .split('+')
            .all(|pattern| matching(pattern, ai, elements).is_some())
    };
    if wanted.split(',').any(holds) {
        Ok(())
    } else {
        Err(Gs1Error::Missing { ai, wanted })
    }
}

fn signed_keys(elements: &[Element]) -> Result<(), Gs1Error> {
    if !elements.iter().any(|element| element.ai == "8030") {
        return Ok(());
    }
    for element in elements
        .iter()
        .filter(|element| SERIALISED_KEYS.contains(&element.ai.as_str()))
    {
        if find(element.ai).is_some_and(|entry| element.value.len() == entry.min_length()) {
            return Err(Gs1Error::SerialComponent(element.ai));
        }
    }
    Ok(())
}

/// The first AI other than `except` that fits a pattern such as `37`, `310n` or `35nn`.
fn matching(pattern: &str, except: Ai, elements: &[Element]) -> Option<Ai> {
    let digits = pattern.trim_end_matches('n');
    let fits = |ai: Ai| ai.as_str().len() == pattern.len() && ai.as_str().starts_with(digits);
    elements
        .iter()
        .map(|element| element.ai)
        .find(|ai| *ai != except && fits(*ai))
}
