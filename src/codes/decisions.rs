//! Where readers of codes differ from each other, and what we do about each class of difference.
//!
//! The standard settles most of them; the rest are judged by one question: can a wrong item, lot or date be booked?
//! A reading that can is refused or asked about; one that cannot is taken and noted. `tests/scan` holds every example,
//! and every published disagreement of its class, to the decision.

/// One class of difference and our decision.
#[derive(Clone, Copy, Debug)]
pub struct Decision {
    /// Its name in tests.
    pub class: &'static str,
    /// What is seen differently.
    pub question: &'static str,
    /// What we do, and why.
    pub decision: &'static str,
    /// Examples: form, code, options as JSON, and whether we accept it.
    pub examples: &'static [(&'static str, &'static str, &'static str, bool)],
}

/// Every class that was met.
pub const DECISIONS: [Decision; 14] = [
    Decision {
        class: "short-gtin-in-link",
        question: "A Digital Link whose /01/ holds 8, 12 or 13 digits.",
        decision: "The standard asks for 14 since 2022, older printed links have fewer: strict parsing refuses unless \
                   asked to permit it; a scan on the floor permits it, because zeros on the left change no number.",
        examples: &[
            ("uri", "https://example.com/01/9520123456788", "{}", false),
            (
                "uri",
                "https://example.com/01/9520123456788",
                "{\"permit_zero_suppressed_gtin\": true}",
                true,
            ),
        ],
    },
    Decision {
        class: "no-link",
        question: "A text without http:// or https:// given as a Digital Link.",
        decision: "Refused as a link. A scan on the floor is read as what it is: a number, or plain text.",
        examples: &[
            ("uri", "614141123452", "{}", false),
            ("uri", "mailto:alice@example.com", "{}", false),
            ("uri", "", "{}", false),
        ],
    },
    Decision {
        class: "check-digit",
        question: "A key with a wrong check digit or check pair.",
        decision: "Refused, and the split still shown: a misread digit is the one fault the digit is there to find.",
        examples: &[
            ("raw", "0112345678901234", "{}", false),
            ("raw", "00123456789012345678", "{}", false),
            ("scan", "]Q30112345678901234", "{}", false),
        ],
    },
    Decision {
        class: "no-such-date",
        question: "A date that the calendar does not have.",
        decision: "Refused; the day 00 is the month's last where the AI allows it. 000000 is no date either: a label \
                   without expiry leaves the AI out.",
        examples: &[("raw", "15000000", "{}", false), ("raw", "16123456", "{}", false)],
    },
    Decision {
        class: "content-lists",
        question: "Values outside the lists and formats the dictionary names: countries, currencies, IBAN, coupons.",
        decision: "As the GS1 syntax dictionary of the release we follow.",
        examples: &[
            ("bracketed", "(01)90012345678908(422)123", "{}", false),
            ("raw", "430712", "{}", false),
        ],
    },
    Decision {
        class: "company-prefix",
        question: "A value that begins with fewer than four digits of a GS1 company prefix, or a zero where none may \
                   lead.",
        decision: "Refused: the dictionary asks for at least four digits there, newer than the readers that accept it.",
        examples: &[
            ("bracketed", "(401)12", "{}", false),
            ("bracketed", "(8010)12345ABC(8011)0", "{}", false),
        ],
    },
    Decision {
        class: "stand-ins",
        question: "Something else where GS should be: {GS}, |, #, ^].",
        decision: "An element string proper has GS, or what the source names as its separator. On the floor what no \
                   value may hold is taken for GS where the text is no GS1 data as it stands, and noted; a hyphen or a \
                   plus is a character of lots and never is.",
        examples: &[
            ("raw", "107473020{GS}217473020-000", "{}", false),
            ("raw", "107473020{GS}217473020-000", "{\"fnc\": \"{GS}\"}", true),
            ("raw", "10222--15210526", "{}", true),
        ],
    },
    Decision {
        class: "extra-separators",
        question: "GS before the first AI, after the last value, or twice.",
        decision: "Accepted: no value can be misread by it.",
        examples: &[("raw", "\u{1d}0112345678901231\u{1d}\u{1d}10A\u{1d}", "{}", true)],
    },
    Decision {
        class: "white-space",
        question: "White space before and after the code.",
        decision: "Cut, it is the transport's. Within the code it is data, and no AI value may hold it.",
        examples: &[
            ("bracketed", "  \t (17)221231 \n  ", "{}", true),
            ("bracketed", "(10)1098 1234", "{}", false),
        ],
    },
    Decision {
        class: "associations",
        question: "An AI without the AIs it needs, such as (02) without (37) and (00).",
        decision: "A label spreads its data over several symbols, so one scan is not held to it: only what excludes \
                   each other in any symbol is refused. Asked to, all of it is checked.",
        examples: &[
            ("bracketed", "(02)12345678901231", "{}", true),
            (
                "bracketed",
                "(02)12345678901231",
                "{\"associations\": true}",
                false,
            ),
            ("bracketed", "(01)12345678901231(37)5", "{}", false),
            (
                "bracketed",
                "(01)12345678901231(37)5",
                "{\"associations\": false}",
                true,
            ),
        ],
    },
    Decision {
        class: "percent",
        question: "A percent sign in a link that no two hexadecimal digits follow.",
        decision: "It is itself, as in the reference engine: lots do hold percent signs, and printers forget to escape \
                   them.",
        examples: &[(
            "uri",
            "https://id.gs1.org/01/12312312312333/22/ABC%2x123",
            "{}",
            true,
        )],
    },
    Decision {
        class: "length",
        question: "A value shorter or longer than its AI allows, often because the separator after it was lost.",
        decision: "Refused; where separators may have been lost, the floor lists the possible splits and asks.",
        examples: &[
            ("raw", "0194019097685457300000001713170119", "{}", false),
            ("raw", "81111234430712", "{}", false),
        ],
    },
    Decision {
        class: "brackets",
        question: "An opening bracket within a value of bracketed text.",
        decision: "It opens an AI unless it is escaped, \\(: cutting the value there, as some do, would book a short \
                   lot.",
        examples: &[
            ("bracketed", "(8110))2345672(1*813", "{}", false),
            ("bracketed", "(10)12345\\(", "{}", true),
        ],
    },
    Decision {
        class: "other-lengths",
        question: "Digits of a length that no trade item number has, or letters, from a linear symbol.",
        decision: "Nothing claims to be checked, so nothing is wrong: the warehouse knows them or asks. At 8, 12, 13, \
                   14 and 18 digits a wrong check digit is told.",
        examples: &[
            ("digits", "0053611912", "{}", true),
            ("digits", "Code 128", "{}", true),
            ("digits", "4006381333930", "{}", false),
        ],
    },
];
