//! `--vectors`: what a code is, row by row.

use super::opts::Opts;
use crate::cli::Failure;
use crate::codes::carriers::Carriers;
use crate::codes::gs1::{
    self, Checks, Element, Form, Gs1Error, LintError, Linter, Message, date, digital_link,
};
use crate::codes::{AimId, Gtin, GtinError, Sscc, SsccError, read};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use serde_json::Value;

/// Answers rows.
pub(super) struct Vectors {
    carriers: Carriers,
    today: NaiveDate,
}

/// What a code is. A field that does not apply is left out.
#[derive(Debug, Default, Serialize)]
pub(super) struct Answer {
    ok: bool,
    /// As they are split, also where their contents are refused.
    elements: Vec<Told>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gtin14: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    /// The twelve digits that eight may abbreviate.
    #[serde(skip_serializing_if = "Option::is_none")]
    upca: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    add_on: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    in_store: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected_check_digit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sscc: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extension: Option<String>,
    /// ISO 8601: of the value, or the use by, best before or other date of a message.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aim: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    courier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    courier_code: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    couriers: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_class: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Debug, Serialize)]
struct Told {
    ai: String,
    value: String,
}

impl Vectors {
    /// With the shipped carriers' rules and today's date, which tells centuries.
    pub(super) fn new() -> Result<Vectors, Failure> {
        Ok(Vectors {
            carriers: Carriers::shipped().map_err(Failure::new)?,
            today: chrono::Utc::now().date_naive(),
        })
    }

    pub(super) fn answer(&self, row: Result<&Value, String>) -> Answer {
        let row = match row {
            Ok(row) => row,
            Err(error) => return Answer::refused("malformed", error),
        };
        let (Some(form), Some(text)) = (row["form"].as_str(), row["in"].as_str()) else {
            return Answer::refused("malformed", "a row needs the texts \"form\" and \"in\"");
        };
        let opts = Opts(&row["opts"]);
        match form {
            "raw" => self.elements(&separated(text, opts), Form::ElementString, opts),
            "bracketed" if opts.has("stem") => self.link(text, opts),
            "bracketed" => self.elements(trimmed(text), Form::Bracketed, opts),
            "uri" => self.elements(trimmed(text), Form::Link, opts),
            "scan" => self.scan(text, opts),
            "digits" => digits(text),
            "text" => self.text(text, opts),
            "field" => self.field(text, opts),
            _ => Answer::refused("form", format!("no form is called {form:?}")),
        }
    }

    fn elements(&self, text: &str, form: Form, opts: Opts<'_>) -> Answer {
        let checks = opts.checks();
        match gs1::parse_form(text, form, &checks) {
            Ok(message) => self.message(&message, opts),
            Err(error) => {
                let split = gs1::split_only(text, form, &checks);
                Answer {
                    elements: told(&split),
                    ..Answer::of_gs1(&error)
                }
            }
        }
    }

    fn message(&self, message: &Message, opts: Opts<'_>) -> Answer {
        let today = self.today(opts);
        let gtin = message.any_gtin();
        let sscc = message.sscc();
        let dates = ["17", "7003", "15", "16", "13", "11", "12"];
        Answer {
            ok: true,
            elements: told(&message.elements),
            gtin14: gtin.map(|gtin| gtin.as_str().to_owned()),
            in_store: gtin.is_some_and(|gtin| gtin.is_in_store()),
            sscc: sscc.map(|sscc| sscc.as_str().to_owned()),
            extension: sscc.map(|sscc| sscc.extension().to_string()),
            date: dates
                .iter()
                .find_map(|ai| message.date(ai, today))
                .map(|date| date.to_string()),
            ..Answer::default()
        }
    }

    /// A link of bracketed text.
    fn link(&self, text: &str, opts: Opts<'_>) -> Answer {
        let checks = Checks {
            repeats: false,
            exclusions: false,
            ..opts.checks()
        };
        let stem = opts.text("stem").unwrap_or("https://id.gs1.org");
        let composed = gs1::parse_form(text, Form::Bracketed, &checks).and_then(|message| {
            let uri = digital_link::compose(&message.elements, stem)?;
            Ok((message, uri))
        });
        match composed {
            Ok((message, uri)) => Answer {
                uri: Some(uri),
                ..self.message(&message, opts)
            },
            Err(error) => Answer::of_gs1(&error),
        }
    }

    fn scan(&self, text: &str, opts: Opts<'_>) -> Answer {
        let checks = opts.checks();
        let aim = AimId::strip(text).map(|(aim, _)| aim.to_string());
        match gs1::parse_scan(text, &checks) {
            Ok(scan) => {
                let primary = scan.gtin.map(of_gtin).unwrap_or_default();
                let answer = self.message(&scan.message, opts);
                Answer {
                    gtin14: primary.gtin14.or(answer.gtin14),
                    format: primary.format,
                    in_store: primary.in_store || answer.in_store,
                    aim,
                    ..answer
                }
            }
            Err(error) => {
                let lengths = Checks {
                    content: false,
                    ..checks
                };
                let split = gs1::parse_scan(text, &lengths).map(|scan| scan.message.elements);
                Answer {
                    elements: told(&split.unwrap_or_default()),
                    aim,
                    ..Answer::of_gs1(&error)
                }
            }
        }
    }

    fn text(&self, text: &str, opts: Opts<'_>) -> Answer {
        let mut guesses = self.carriers.guess(text);
        if let Some(asked) = opts.text("courier") {
            guesses.retain(|guess| guess.code == Some(asked) || guess.carrier == asked);
        }
        let best = guesses.first();
        let reading = read(text);
        let shape = match reading.message.as_ref().filter(|_| best.is_none()) {
            Some(message) => self.message(message, opts),
            None => Answer::default(),
        };
        Answer {
            ok: best.is_some() || shape.ok,
            courier: best.map(|guess| guess.carrier.to_owned()),
            courier_code: best.and_then(|guess| guess.code).map(str::to_owned),
            couriers: guesses.iter().map(|guess| guess.carrier.to_owned()).collect(),
            ..shape
        }
    }

    /// One value under one check, or a two-digit year in the year of the vector.
    fn field(&self, text: &str, opts: Opts<'_>) -> Answer {
        let Some(name) = opts.text("linter") else {
            return self.year(text, opts);
        };
        let Some(linter) = Linter::named(name) else {
            return Answer::refused("linter", format!("no check is called {name:?}"));
        };
        match linter.check(text) {
            Ok(()) => Answer {
                ok: true,
                date: is_date(linter)
                    .then(|| date::parse(text, self.today(opts)))
                    .flatten()
                    .map(|date| date.to_string()),
                ..Answer::default()
            },
            Err(error) => Answer::refused(class_of(error), error),
        }
    }

    fn year(&self, text: &str, opts: Opts<'_>) -> Answer {
        let two_digits = text
            .parse::<i32>()
            .ok()
            .filter(|_| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()));
        match two_digits {
            Some(year) => Answer {
                ok: true,
                year: Some(date::full_year(year, self.today(opts).year())),
                ..Answer::default()
            },
            None => Answer::refused("linter", "a field needs the name of its check, opts.linter"),
        }
    }

    /// The day of the vector's year, or of this one.
    fn today(&self, opts: Opts<'_>) -> NaiveDate {
        let year = opts
            .number("current_year")
            .and_then(|year| i32::try_from(year).ok());
        year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1))
            .unwrap_or(self.today)
    }
}

impl Answer {
    fn refused(class: &'static str, error: impl ToString) -> Answer {
        Answer {
            error_class: Some(class),
            error: Some(error.to_string()),
            ..Answer::default()
        }
    }

    fn of_gs1(error: &Gs1Error) -> Answer {
        let class = match error {
            Gs1Error::Empty => "empty",
            Gs1Error::UnknownAi(_) => "unknown_ai",
            Gs1Error::Brackets => "syntax",
            Gs1Error::TooShort(_) | Gs1Error::TooLong(_) | Gs1Error::Length(_) => "length",
            Gs1Error::Content { reason, .. } => class_of(*reason),
            Gs1Error::Repeated(_) => "repeated_ai",
            Gs1Error::Excluded { .. } => "excluded_ai",
            Gs1Error::Missing { .. } | Gs1Error::SerialComponent(_) => "missing_ai",
            Gs1Error::Link(_) => "link",
            Gs1Error::Symbology => "symbology",
            Gs1Error::Primary(error) => class_of_gtin(error),
        };
        Answer::refused(class, error)
    }
}

/// Digits as they stand in an EAN/UPC, ITF or Code 128 symbol. A check digit is asked for at the lengths that have one;
/// digits of other lengths claim nothing, so there is nothing wrong with them.
fn digits(text: &str) -> Answer {
    let text = trimmed(text);
    if text.is_empty() {
        return Answer::refused("empty", "nothing there");
    }
    let reading = read(text);
    if let Some(printed) = reading.gtins.first() {
        let short = reading.gtins.iter().find(|reading| reading.is_upc_e);
        return Answer {
            format: Some(if printed.is_upc_e {
                "UPC-E"
            } else {
                printed.format.name()
            }),
            upca: short.map(|reading| reading.gtin.as_str().chars().skip(2).collect()),
            add_on: reading.add_on,
            ..of_gtin(printed.gtin)
        };
    }
    match (Sscc::parse(text), Gtin::parse(text)) {
        (Ok(sscc), _) => Answer {
            ok: true,
            sscc: Some(sscc.as_str().to_owned()),
            extension: Some(sscc.extension().to_string()),
            format: Some("SSCC"),
            ..Answer::default()
        },
        (Err(error @ SsccError::CheckDigit { expected }), _) => Answer {
            expected_check_digit: Some(expected.to_string()),
            ..Answer::refused("check_digit", error)
        },
        (_, Err(error @ GtinError::CheckDigit { expected })) => Answer {
            expected_check_digit: Some(expected.to_string()),
            ..Answer::refused("check_digit", error)
        },
        _ => Answer {
            ok: true,
            ..Answer::default()
        },
    }
}

fn of_gtin(gtin: Gtin) -> Answer {
    Answer {
        ok: true,
        gtin14: Some(gtin.as_str().to_owned()),
        format: Some(gtin.format().name()),
        in_store: gtin.is_in_store(),
        ..Answer::default()
    }
}

fn told(elements: &[Element]) -> Vec<Told> {
    let told = elements.iter().map(|element| Told {
        ai: element.ai.as_str().to_owned(),
        value: element.value.clone(),
    });
    told.collect()
}

/// White space round a code is the transport's; GS is no white space.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace())
}

/// An element string with GS for every separator the vector names.
fn separated(text: &str, opts: Opts<'_>) -> String {
    let replace = |text: String, separator: &str| text.replace(separator, "\u{1d}");
    opts.separators()
        .into_iter()
        .fold(trimmed(text).to_owned(), replace)
}

fn is_date(linter: Linter) -> bool {
    matches!(
        linter,
        Linter::Yymmdd | Linter::Yymmd0 | Linter::Yyyymmdd | Linter::Yyyymmd0
    )
}

fn class_of(error: LintError) -> &'static str {
    match error {
        LintError::CheckDigit | LintError::CheckPair => "check_digit",
        LintError::NotDigits | LintError::Charset | LintError::Padding => "charset",
        LintError::Length => "length",
        LintError::Month | LintError::Day | LintError::Time => "date",
        _ => "content",
    }
}

fn class_of_gtin(error: &GtinError) -> &'static str {
    match error {
        GtinError::CheckDigit { .. } => "check_digit",
        GtinError::Length(_) => "length",
        GtinError::NotDigits | GtinError::NotUpcE => "charset",
    }
}
