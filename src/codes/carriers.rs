//! Which carriers a parcel number may belong to, by rules that are data.
//!
//! Carriers' numbers overlap each other and trade item numbers, so a rule only ever says what a number may be: nothing
//! is refused by one, and what the warehouse knows comes first. The shipped rules are `carriers.toml`; a file of the
//! same form replaces them.

mod check;

use std::borrow::Cow;
use std::ops::RangeInclusive;

use regex_lite::Regex;
use serde::Deserialize;

pub use check::Check;

/// Rules of carriers' parcel numbers, surest first.
#[derive(Clone, Debug)]
pub struct Carriers {
    rules: Vec<Rule>,
}

#[derive(Clone, Debug)]
struct Rule {
    carrier: String,
    code: Option<String>,
    kind: Option<String>,
    length: RangeInclusive<usize>,
    pattern: Regex,
    check: Option<Check>,
}

/// One carrier that a number may belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CarrierGuess<'r> {
    /// Its name.
    pub carrier: &'r str,
    /// Its code in the trade, where the rule has one: `SF`.
    pub code: Option<&'r str>,
    /// Which of its numbers it is.
    pub kind: Option<&'r str>,
    /// Whether more than digits and their count speak for it: letters of its own, or a check digit.
    pub is_sure: bool,
}

/// A rules file that cannot be used: where, what, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, {place}: {what}")]
pub struct RulesError {
    /// The file as it was named.
    pub file: String,
    /// The line, or the rule by its number.
    pub place: String,
    /// What is wrong and what to do about it.
    pub what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    rule: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    carrier: String,
    code: Option<String>,
    kind: Option<String>,
    pattern: String,
    length: Option<(usize, usize)>,
    check: Option<Check>,
}

/// Longest parcel number that rules are tried on.
const LONGEST: usize = 64;
/// Most rules of a file.
const MOST_RULES: usize = 500;

impl Carriers {
    /// The name of a file of rules in a data directory, which takes the place of the shipped ones.
    pub const FILE: &str = "carriers.toml";

    /// Bytes of a file; a larger one is no file of rules.
    pub const MOST_BYTES: usize = 256 * 1024;

    /// The rules that come with the program.
    pub const SHIPPED: &str = include_str!("carriers.toml");

    /// The shipped rules, read.
    ///
    /// # Errors
    /// Never: a test reads them.
    pub fn shipped() -> Result<Carriers, RulesError> {
        Carriers::read("carriers.toml", Carriers::SHIPPED)
    }

    /// Reads a rules file.
    ///
    /// # Errors
    /// [`RulesError`] for what is too large, is no TOML, has an unknown key, or a pattern that cannot be one.
    pub fn read(file: &str, text: &str) -> Result<Carriers, RulesError> {
        let fault = |place: String, what: String| RulesError {
            file: file.to_owned(),
            place,
            what,
        };
        if text.len() > Carriers::MOST_BYTES {
            let what = "it is larger than a file of rules can be".to_owned();
            return Err(fault("file".to_owned(), what));
        }
        let parsed: File = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| {
                1 + text.get(..span.start).unwrap_or_default().matches('\n').count()
            });
            fault(format!("line {line}"), error.message().to_owned())
        })?;
        if parsed.rule.len() > MOST_RULES {
            return Err(fault(
                format!("rule {}", MOST_RULES + 1),
                format!("more than {MOST_RULES} rules; leave out what you never meet"),
            ));
        }
        let rules = parsed.rule.into_iter().enumerate().map(|(at, row)| {
            let place = format!("rule {} ({})", at + 1, row.carrier);
            Rule::of(row).map_err(|what| fault(place, what))
        });
        Ok(Carriers {
            rules: rules.collect::<Result<_, _>>()?,
        })
    }

    /// The carriers that a number may belong to, likeliest first, each once.
    pub fn guess(&self, number: &str) -> Vec<CarrierGuess<'_>> {
        let number = compact(number);
        let mut found: Vec<CarrierGuess<'_>> = Vec::new();
        if number.len() > LONGEST {
            return found;
        }
        for rule in self.rules.iter().filter(|rule| rule.fits(&number)) {
            if !found.iter().any(|guess| guess.carrier == rule.carrier) {
                let letters = number.bytes().any(|byte| byte.is_ascii_alphabetic());
                found.push(CarrierGuess {
                    carrier: &rule.carrier,
                    code: rule.code.as_deref(),
                    kind: rule.kind.as_deref(),
                    is_sure: letters || rule.check.is_some(),
                });
            }
        }
        found
    }
}

impl Rule {
    fn of(row: Row) -> Result<Rule, String> {
        let pattern = Regex::new(&format!("^(?:{})$", row.pattern))
            .map_err(|error| format!("the pattern is none: {error}"))?;
        let named = |name: &str| pattern.capture_names().flatten().any(|known| known == name);
        if row.check.is_some() && !(named("serial") && named("check")) {
            return Err("a check needs (?<serial>...) and (?<check>...) in the pattern".to_owned());
        }
        let (least, most) = row.length.unwrap_or((1, LONGEST));
        Ok(Rule {
            carrier: row.carrier,
            code: row.code,
            kind: row.kind,
            length: least..=most,
            pattern,
            check: row.check,
        })
    }

    fn fits(&self, number: &str) -> bool {
        if !self.length.contains(&number.len()) {
            return false;
        }
        let Some(check) = &self.check else {
            return self.pattern.is_match(number);
        };
        self.pattern.captures(number).is_some_and(|found| {
            let part = |name| found.name(name).map_or("", |part| part.as_str());
            check.holds(part("serial"), part("check"))
        })
    }
}

/// Capitals without blanks, as rules are written.
fn compact(number: &str) -> Cow<'_, str> {
    if number
        .bytes()
        .any(|byte| byte.is_ascii_lowercase() || byte == b' ')
    {
        Cow::Owned(number.split_whitespace().collect::<String>().to_ascii_uppercase())
    } else {
        Cow::Borrowed(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn carriers(number: &str) -> Vec<String> {
        let rules = Carriers::shipped().unwrap();
        rules
            .guess(number)
            .iter()
            .map(|guess| guess.carrier.to_owned())
            .collect()
    }

    #[test]
    fn numbers_with_letters_or_check_digits_of_their_own_are_known() {
        for (number, carrier) in [
            // The examples of UPU S10 and of the carriers' own pages.
            ("1Z 999 AA1 01 2345 6784", "UPS"),
            ("RB123456785GB", "S10 International Standard"),
            ("SF1385628716739", "顺丰"),
            ("yt8962646785389", "圆通"),
            ("9400 1112 0108 0805 4830 16", "United States Postal Service"),
        ] {
            assert_eq!(
                carriers(number).first().map(String::as_str),
                Some(carrier),
                "{number}"
            );
        }
        assert_eq!(carriers("RB123456786GB"), [""; 0], "a wrong check digit");
        assert_eq!(carriers("A-12-03"), [""; 0]);
    }

    #[test]
    fn digits_alone_may_be_several_carriers_and_are_said_to_be_unsure() {
        let rules = Carriers::shipped().unwrap();
        let guesses = rules.guess("925153711389");
        assert!(
            guesses
                .iter()
                .any(|guess| guess.carrier == "顺丰" && !guess.is_sure)
        );
        assert_eq!(rules.guess(&"9".repeat(1_000)), []);
    }

    #[test]
    fn a_rules_file_is_refused_with_its_place() {
        for (text, place, what) in [
            ("[[rule]]\ncarrier = \"X\"\npatern = \"A\"", "line 3", "patern"),
            (
                "[[rule]]\ncarrier = \"X\"\npattern = \"(\"",
                "rule 1 (X)",
                "pattern",
            ),
            (
                "[[rule]]\ncarrier = \"X\"\npattern = \"A[0-9]\"\ncheck = { method = \"luhn\" }",
                "rule 1 (X)",
                "serial",
            ),
        ] {
            let error = Carriers::read("rules.toml", text).unwrap_err();
            assert_eq!(error.place, place, "{error}");
            assert!(
                error.to_string().starts_with("rules.toml, ") && error.what.contains(what),
                "{error}"
            );
        }
    }

    proptest! {
        #[test]
        fn guessing_never_panics(number in "\\PC*|[A-Z]{0,3}[0-9]{0,34}[A-Z]{0,2}") {
            let _ = carriers(&number);
        }
    }
}
