//! The published test vectors of the GS1 syntax engine, its linters and of decoders, row by row.

use serde_json::Value;

use super::*;
use crate::codes::{Gtin, Sscc};

/// The rows of all vector files with that tier.
fn rows(tier: &str) -> Vec<Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/scan");
    let Ok(files) = std::fs::read_dir(folder) else {
        eprintln!("skipped: {folder} is absent");
        return Vec::new();
    };
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.retain(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with("vectors-") && name.ends_with(".jsonl")
    });
    paths.sort();
    let rows: Vec<Value> = paths
        .iter()
        .flat_map(|path| {
            std::fs::read_to_string(path)
                .unwrap()
                .lines()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .map(|line| serde_json::from_str(&line).unwrap())
        .filter(|row: &Value| row["tier"] == tier)
        .collect();
    assert!(!rows.is_empty(), "no rows of tier {tier}");
    rows
}

fn text<'a>(row: &'a Value, field: &str) -> &'a str {
    row[field].as_str().unwrap_or_default()
}

fn option(row: &Value, name: &str) -> bool {
    row["opts"][name] == true
}

/// Runs `answer` over the rows it has one for and fails with every row it answers otherwise than the vector.
fn hold(rows: &[Value], least: usize, answer: impl Fn(&Value) -> Option<Result<(), String>>) {
    if rows.is_empty() {
        return;
    }
    let (mut tried, mut failed) = (0, Vec::new());
    for row in rows {
        if let Some(answer) = answer(row) {
            tried += 1;
            if let Err(reason) = answer {
                failed.push(format!("{} {:?}: {reason}", text(row, "id"), text(row, "in")));
            }
        }
    }
    assert!(
        failed.is_empty(),
        "{} of {tried} rows differ:\n{}",
        failed.len(),
        failed.join("\n")
    );
    assert!(tried >= least, "only {tried} rows were tried");
}

fn compare<T: std::fmt::Debug + PartialEq>(ours: T, theirs: T) -> Result<(), String> {
    if ours == theirs {
        Ok(())
    } else {
        Err(format!("we say {ours:?}, the vector {theirs:?}"))
    }
}

/// Compares success, and the elements where the vector gives them. In the raw rows the vectors carry on the elements of
/// the rows before them, so there ours are the last of theirs.
fn compare_message(row: &Value, ours: Result<Message, Gs1Error>) -> Result<(), String> {
    let ok = row["expect"]["ok"] == true;
    let message = match ours {
        Err(error) => return if ok { Err(error.to_string()) } else { Ok(()) },
        Ok(message) if !ok => return Err(format!("accepted: {}", to_bracketed(&message.elements))),
        Ok(message) => message,
    };
    let Some(theirs) = row["expect"]["elements"].as_array() else {
        return Ok(());
    };
    let theirs: Vec<(&str, &str)> = theirs.iter().map(|e| (text(e, "ai"), text(e, "value"))).collect();
    let ours: Vec<(&str, &str)> = message
        .elements
        .iter()
        .map(|element| (element.ai.as_str(), element.value.as_str()))
        .collect();
    let carried_on = if row["form"] == "raw" {
        theirs.len().saturating_sub(ours.len())
    } else {
        0
    };
    compare(&ours[..], &theirs[carried_on..])
}

fn checks(row: &Value) -> Checks {
    let rule = text(&row["opts"], "rule");
    Checks {
        repeats: rule == "repeats",
        exclusions: rule == "mutex",
        requirements: matches!(rule, "requisites" | "digsigSerialKey"),
        unknown_ais: option(row, "permit_unknown_ais") || option(row, "permitUnknownAIs"),
        zero_suppressed_gtin: option(row, "permitZeroSuppressedGTIN"),
        convenience_words: option(row, "permitConvenienceAlphas"),
        ..Checks::ELEMENTS
    }
}

#[test]
fn messages_of_the_syntax_engine() {
    hold(&rows("normative"), 250, |row| {
        match (text(row, "cat"), text(row, "form")) {
            ("dl-generate", _) => None,
            (_, "raw" | "bracketed" | "uri") => {
                let ours = match text(row, "form") {
                    "uri" => digital_link::parse(text(row, "in"), &checks(row)),
                    "bracketed" => bracketed::parse(text(row, "in"), &checks(row)),
                    _ => element_string::parse(text(row, "in"), &checks(row)),
                };
                let raw = row["expect"]["raw"].as_str();
                Some(
                    compare_message(row, ours.clone()).and_then(|()| match (ours, raw) {
                        (Ok(message), Some(raw)) => {
                            compare(to_element_string(&message.elements).as_str(), raw)
                        }
                        _ => Ok(()),
                    }),
                )
            }
            (_, "scan") => Some(compare_message(
                row,
                parse_scan(text(row, "in"), &checks(row)).map(|scan| scan.message),
            )),
            _ => None,
        }
    });
}

#[test]
fn links_are_composed_as_the_syntax_engine_does() {
    hold(&rows("normative"), 10, |row| {
        if row["cat"] != "dl-generate" {
            return None;
        }
        let message = bracketed::parse(text(row, "in"), &Checks::ELEMENTS);
        let stem = row["opts"]["stem"].as_str().unwrap_or("https://id.gs1.org");
        let ours = message
            .ok()
            .and_then(|message| digital_link::compose(&message.elements, stem).ok());
        Some(compare(ours.as_deref(), row["expect"]["uri"].as_str()))
    });
}

#[test]
fn addresses_are_escaped_as_the_syntax_engine_does() {
    hold(&rows("normative"), 20, |row| {
        let input = text(row, "in");
        let ours = match text(row, "cat") {
            "uriEscape" => (
                digital_link::escape_path(input),
                digital_link::escape_query(input),
            ),
            "uriUnescape" => (
                digital_link::unescape_path(input),
                digital_link::unescape_query(input),
            ),
            _ => return None,
        };
        let theirs = (
            text(&row["expect"], "path").to_owned(),
            text(&row["expect"], "query").to_owned(),
        );
        Some(compare(ours, theirs))
    });
}

#[test]
fn linters_of_the_syntax_dictionary() {
    hold(&rows("normative"), 1_000, |row| {
        if row["cat"] != "lint" {
            return None;
        }
        let name = text(&row["opts"], "linter");
        // Which company prefixes are allocated is a database of GS1's; the dictionary's own test has a stand-in for it.
        if matches!(name, "gcppos1" | "gcppos2") && text(row, "in").ends_with("1234567") {
            return None;
        }
        let Some(linter) = Linter::named(name) else {
            return Some(Err(format!("no linter {name}")));
        };
        Some(compare(
            linter.check(text(row, "in")).is_ok(),
            row["expect"]["ok"] == true,
        ))
    });
}

#[test]
fn numbers_and_centuries() {
    hold(&rows("normative"), 200, |row| {
        let (input, expect) = (text(row, "in"), &row["expect"]);
        let ok = expect["ok"] == true;
        Some(match text(row, "cat") {
            "gtin" => {
                let gtin = Gtin::parse(input);
                let check_digit = expect["expected_check_digit"]
                    .as_str()
                    .map(|digit| digit.parse().unwrap());
                match gtin {
                    Ok(gtin) if ok => compare(gtin.as_str(), text(expect, "gtin14")),
                    Err(crate::codes::GtinError::CheckDigit { expected }) => {
                        compare(Some(expected), check_digit)
                    }
                    other => Err(format!("we say {other:?}")),
                }
            }
            "sscc" => {
                let sscc = Sscc::parse(input);
                let extension = expect["extension"].as_str().map(|digit| digit.parse().unwrap());
                match (&sscc, extension) {
                    (Ok(sscc), Some(extension)) => compare(sscc.extension(), extension),
                    _ => compare(sscc.is_ok(), ok),
                }
            }
            "upc-encode" => compare(
                Gtin::from_upc_e(input).map(|gtin| gtin.short().to_owned()),
                Ok(text(expect, "upca").into()),
            ),
            "ai-date-century" => {
                let current = i32::try_from(row["opts"]["current_year"].as_i64().unwrap()).unwrap();
                let year = date::full_year(input.parse().unwrap(), current);
                compare(i64::from(year), expect["year"].as_i64().unwrap())
            }
            _ => return None,
        })
    });
}

#[test]
fn decoders_split_alike() {
    hold(&rows("split-only"), 200, |row| {
        match (text(row, "cat"), text(row, "form")) {
            ("ai", "raw") => Some(compare_message(row, parse(text(row, "in"), &Checks::LENGTHS))),
            ("ai", "bracketed") => {
                let elements = split_only(text(row, "in"), Form::Bracketed, &Checks::LENGTHS);
                Some(compare_message(row, Ok(Message { elements })))
            }
            ("ean13" | "ean8" | "upca" | "upce" | "databar-omni" | "upcean-ext", "digits") => {
                let reading = crate::codes::read(text(row, "in"));
                Some(compare(!reading.gtins.is_empty(), row["expect"]["ok"] == true))
            }
            _ => None,
        }
    });
}

/// The date or number an element means, as libraries write it; its value where we give it no meaning.
fn meaning(element: &Element) -> String {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let ai = element.ai.as_str();
    let date = ["11", "12", "13", "15", "16", "17"].contains(&ai);
    let date = date
        .then(|| date::parse_yymmdd(&element.value, today))
        .flatten()
        .map(|date| date.to_string());
    let count = ["30", "37"]
        .contains(&ai)
        .then(|| element.value.trim_start_matches('0').to_owned());
    let number = element.decimal().map(|decimal| decimal.to_string());
    date.or(number).or(count).unwrap_or_else(|| element.value.clone())
}

#[test]
fn dates_and_measures_as_other_libraries_read_them() {
    hold(&rows("library-behaviour"), 20, |row| {
        if row["expect"]["ok"] != true || row["xcheck_gs1_engine_1_4_1"]["ok"] == false {
            return None;
        }
        if row["cat"] == "ai-date" {
            let today = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
            let ours = date::parse_yymmdd(text(row, "in"), today).map(|date| date.to_string());
            return Some(compare(ours.as_deref(), row["expect"]["date"].as_str()));
        }
        // Values padded with spaces, which one library strips, are no GS1 data.
        let message = parse(&normalise_separators(text(row, "in")).text, &Checks::ELEMENTS).ok()?;
        let find = |ai: &str| {
            message
                .elements
                .iter()
                .find(|element| element.ai == ai)
                .ok_or("missing")
        };
        if let Some(theirs) = row["expect"]["elements"].as_array() {
            return Some(theirs.iter().try_for_each(|theirs| {
                let ours = find(text(theirs, "ai"))?;
                let meant = ["date", "decimal"]
                    .iter()
                    .find_map(|field| theirs[field].as_str());
                let value = theirs["value"].as_str();
                value.map_or(Ok(()), |value| compare(ours.value.as_str(), value))?;
                meant.map_or(Ok(()), |meant| compare(meaning(ours).as_str(), meant))
            }));
        }
        // AIs of dates with times have no accessor but for the day.
        let theirs = row["expect"]["values"]
            .as_object()?
            .iter()
            .filter(|(ai, _)| !ai.starts_with(['7', '8']));
        Some(theirs.clone().try_for_each(|(ai, theirs)| match theirs {
            Value::Array(parts) => compare(meaning(find(ai)?).as_str(), parts[1].as_str().unwrap()),
            Value::String(theirs) => compare(meaning(find(ai)?).as_str(), theirs),
            theirs => compare(meaning(find(ai)?), theirs.to_string()),
        }))
    });
}
