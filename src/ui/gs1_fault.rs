//! What is wrong with GS1 data, in the reader's language.

use super::locale::Texts;
use crate::codes::GtinError;
use crate::codes::gs1::digital_link::LinkError;
use crate::codes::gs1::{Gs1Error, LintError};

/// The sentence about a fault, without a full stop: it stands behind a colon.
#[must_use]
pub fn told(fault: &Gs1Error, texts: &Texts) -> String {
    let plain = |key: &str| texts.say(key).into_owned();
    let of = |key: &str, ai: String| texts.say_text(key, &[("ai", ai)]);
    match fault {
        Gs1Error::Empty => plain("fault-empty"),
        Gs1Error::UnknownAi(begins) => texts.say_text("fault-unknown-ai", &[("text", begins.clone())]),
        Gs1Error::Brackets => plain("fault-brackets"),
        Gs1Error::TooShort(ai) => of("fault-too-short", ai.to_string()),
        Gs1Error::TooLong(ai) => of("fault-too-long", ai.to_string()),
        Gs1Error::Length(ai) => of("fault-length", ai.to_string()),
        Gs1Error::Content { ai, reason } => {
            let told = [("ai", ai.to_string()), ("what", content(*reason, texts))];
            texts.say_text("fault-content", &told)
        }
        Gs1Error::Repeated(ai) => of("fault-repeated", ai.to_string()),
        Gs1Error::Excluded { ai, other } => {
            let told = [("ai", ai.to_string()), ("other", other.to_string())];
            texts.say_text("fault-excluded", &told)
        }
        Gs1Error::Missing { ai, wanted } => {
            let told = [("ai", ai.to_string()), ("wanted", (*wanted).to_owned())];
            texts.say_text("fault-missing", &told)
        }
        Gs1Error::SerialComponent(ai) => of("fault-serial-component", ai.to_string()),
        Gs1Error::Link(fault) => link(fault, texts),
        Gs1Error::Symbology => plain("fault-symbology"),
        Gs1Error::Primary(fault) => texts.say_text("fault-primary", &[("what", gtin(fault, texts))]),
    }
}

fn content(reason: LintError, texts: &Texts) -> String {
    let key = match reason {
        LintError::NotDigits => "fault-not-digits".to_owned(),
        LintError::Charset => "fault-charset".to_owned(),
        LintError::Padding => "fault-padding".to_owned(),
        LintError::CheckDigit => "fault-check-digit".to_owned(),
        LintError::CheckPair => "fault-check-pair".to_owned(),
        LintError::Length => "fault-value-length".to_owned(),
        LintError::CompanyPrefix => "fault-company-prefix".to_owned(),
        LintError::Month => "fault-month".to_owned(),
        LintError::Day => "fault-day".to_owned(),
        LintError::Time => "fault-time".to_owned(),
        LintError::Range => "fault-range".to_owned(),
        LintError::NotListed(list) => keyed("fault-list", list),
        LintError::Form(form) => keyed("fault-form", form),
        LintError::Coupon(_) => "fault-coupon".to_owned(),
    };
    texts.say(&key).into_owned()
}

/// The message key of a name in the table of checks: `fault-form-0-or-1`.
fn keyed(head: &str, name: &str) -> String {
    let words: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    format!("{head}-{}", words.join("-"))
}

fn gtin(fault: &GtinError, texts: &Texts) -> String {
    match fault {
        GtinError::NotDigits => texts.say("fault-not-digits").into_owned(),
        GtinError::Length(digits) => texts.say_text("fault-gtin-length", &[("digits", digits.to_string())]),
        GtinError::CheckDigit { expected } => {
            texts.say_text("fault-gtin-check-digit", &[("expected", expected.to_string())])
        }
        GtinError::NotUpcE => texts.say("fault-not-upc-e").into_owned(),
    }
}

fn link(fault: &LinkError, texts: &Texts) -> String {
    let plain = |key: &str| texts.say(key).into_owned();
    let of = |key: &str, ai: String| texts.say_text(key, &[("ai", ai)]);
    match fault {
        LinkError::Scheme => plain("fault-link-scheme"),
        LinkError::Character => plain("fault-link-character"),
        LinkError::Domain => plain("fault-link-domain"),
        LinkError::NoKey => plain("fault-link-no-key"),
        LinkError::EmptyValue(ai) => of("fault-link-empty", ai.to_string()),
        LinkError::Qualifiers(ai) => of("fault-link-qualifiers", ai.to_string()),
        LinkError::UnknownAttribute(name) => of("fault-link-unknown", name.clone()),
        LinkError::NotAnAttribute(ai) => of("fault-link-not-in-query", ai.to_string()),
        LinkError::BelongsInPath(ai) => of("fault-link-in-path", ai.to_string()),
        LinkError::Twice(ai) => of("fault-link-twice", ai.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::gs1::{Linter, linters};
    use crate::codes::read;
    use crate::ui::locale::Lang;

    fn faults(code: &str) -> [String; 2] {
        let fault = read(code).fault.unwrap();
        Lang::ALL.map(|lang| told(&fault, &Texts::new(lang)))
    }

    #[test]
    fn faults_of_labels_are_told_in_both_languages() {
        for (code, english, chinese) in [
            (
                "]C10109506000134353",
                "(01) has a wrong check digit",
                "(01) 校验位错误",
            ),
            ("(01)0950600013435", "(01) is too short", "(01) 太短"),
            (
                "(17)271341",
                "(17) has a month that does not exist",
                "(17) 没有这个月份",
            ),
            (
                "(05)12",
                "no application identifier begins 05",
                "05 不是应用标识符的开头",
            ),
        ] {
            assert_eq!(faults(code), [english, chinese], "{code}");
        }
    }

    /// Whatever a content check may say has a sentence: every check is tried with values that are wrong for most.
    #[test]
    fn every_reason_of_a_content_check_has_a_sentence() {
        let wrong = [
            "",
            "0",
            "00",
            "000",
            "5",
            "x",
            "A1",
            "-",
            "%",
            "%4",
            "=",
            "a=",
            "/",
            "0/1",
            "1/0",
            "2/1",
            "ZZ",
            "999",
            "!",
            "123456",
            "991399",
            "990230",
            "9999",
            "1800000001",
            "99999999999",
            "GB00WEST",
            "0000000",
            "货",
        ];
        let mut reasons = Vec::new();
        for (_, linter) in linters::ALL {
            for value in wrong {
                if let Err(reason) = Linter::check(linter, value)
                    && !reasons.contains(&reason)
                {
                    reasons.push(reason);
                }
            }
        }
        let named = |reason: &&LintError| matches!(reason, LintError::NotListed(_) | LintError::Form(_));
        assert!(reasons.iter().filter(named).count() > 10, "{reasons:?}");
        for lang in Lang::ALL {
            let texts = Texts::new(lang);
            for reason in &reasons {
                let told = content(*reason, &texts);
                assert!(!told.contains("fault-"), "{reason:?}: {told}");
            }
        }
    }
}
