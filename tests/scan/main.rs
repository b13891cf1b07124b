//! `pickface scan` over all published vectors and traces, through the program itself.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a row that goes wrong should say so loudly"
)]

mod decisions;
mod random;

use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// The folder of published vectors and traces, which is not part of the project; `None` where it is absent.
fn folder() -> Option<&'static Path> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/scan"));
    if !folder.is_dir() {
        eprintln!("skipped: {} is absent", folder.display());
        return None;
    }
    Some(folder)
}

fn rows(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn vectors() -> Vec<Value> {
    let Some(folder) = folder() else { return Vec::new() };
    let mut files: Vec<_> = folder
        .read_dir()
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.retain(|file| {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with("vectors-") && name.ends_with(".jsonl")
    });
    files.sort();
    let rows: Vec<Value> = files.iter().flat_map(|file| rows(file)).collect();
    assert!(rows.len() > 3_000, "{} rows", rows.len());
    rows
}

/// What the program answers to these lines, one each.
pub fn ask(kind: &str, lines: &[String]) -> Vec<Value> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pickface"));
    command
        .args(["scan", kind])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let text = lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let writing = std::thread::spawn(move || input.write_all(text.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap();
    assert!(output.status.success());
    let answers = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Value> = answers
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), lines.len(), "one answer a line");
    answers
}

/// The fields of a row that a caller gives.
fn question(row: &Value) -> String {
    let mut asked = json!({"form": row["form"], "in": row["in"]});
    if let Some(opts) = row.get("opts") {
        asked["opts"] = opts.clone();
    }
    asked.to_string()
}

/// Asks about all rows of a tier and form, and fails with all whose answer is wrong.
fn hold(least: usize, wanted: impl Fn(&Value) -> bool, right: impl Fn(&Value, &Value) -> bool) {
    let rows: Vec<Value> = vectors().into_iter().filter(wanted).collect();
    if rows.is_empty() {
        return;
    }
    let answers = ask("--vectors", &rows.iter().map(question).collect::<Vec<_>>());
    let wrong: Vec<String> = rows
        .iter()
        .zip(&answers)
        .filter(|(row, answer)| !right(row, answer))
        .map(|(row, answer)| {
            format!(
                "{} {} -> {answer}, not {}",
                row["id"],
                question(row),
                row["expect"]
            )
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} are wrong:\n{}",
        wrong.len(),
        rows.len(),
        wrong.join("\n")
    );
    assert!(rows.len() >= least, "only {} rows", rows.len());
}

/// Every field that the row expects and the answer gives under the same name, and `ok`.
fn agrees(row: &Value, answer: &Value) -> bool {
    let expect = &row["expect"];
    let is_ok = expect["ok"].as_bool().is_none_or(|ok| answer["ok"] == ok);
    let fields = [
        "gtin14",
        "format",
        "upca",
        "uri",
        "extension",
        "year",
        "expected_check_digit",
    ];
    is_ok
        && fields.iter().all(|field| match expect.get(*field) {
            // A link that cannot be made is null.
            Some(Value::Null) | None => true,
            Some(expected) => answer[*field] == *expected,
        })
        && (expect["ok"] != true || splits_alike(row, answer))
}

/// In raw rows of the syntax engine the elements of the rows before are carried on, so there ours are the last ones.
fn splits_alike(row: &Value, answer: &Value) -> bool {
    let Some(theirs) = row["expect"]["elements"].as_array() else {
        return true;
    };
    let pair = |element: &Value| (element["ai"].clone(), element["value"].clone());
    let ours: Vec<_> = answer["elements"].as_array().unwrap().iter().map(pair).collect();
    let theirs: Vec<_> = theirs.iter().map(pair).collect();
    let carried_on = if row["form"] == "raw" {
        theirs.len().saturating_sub(ours.len())
    } else {
        0
    };
    !ours.is_empty() && ours[..] == theirs[carried_on..]
}

#[test]
fn normative_rows_hold() {
    hold(
        450,
        |row| {
            let form = row["form"].as_str().unwrap();
            row["tier"] == "normative" && ["raw", "bracketed", "scan", "uri", "digits"].contains(&form)
        },
        agrees,
    );
}

#[test]
fn every_check_that_the_table_names_holds_row_by_row() {
    // Which company prefixes are allocated is a database of GS1's; the dictionary's own test has a stand-in for it.
    let is_stand_in = |row: &Value| {
        ["gcppos1", "gcppos2"].contains(&row["opts"]["linter"].as_str().unwrap_or_default())
            && row["in"].as_str().unwrap().ends_with("1234567")
    };
    hold(
        1_700,
        |row| row["tier"] == "normative" && row["form"] == "field" && !is_stand_in(row),
        agrees,
    );
}

#[test]
fn split_only_rows_split_alike() {
    hold(
        250,
        |row| row["tier"] == "split-only" && ["raw", "bracketed"].contains(&row["form"].as_str().unwrap()),
        |row, answer| {
            if row["expect"]["ok"] == true {
                splits_alike(row, answer)
            } else {
                answer["ok"] == false && answer["elements"] == json!([])
            }
        },
    );
}

#[test]
fn printed_numbers_of_decoders_are_numbers_here() {
    // Code 128 and ITF hold any digits: of those the ones with a length of trade item numbers may fail the check digit.
    let kinds = ["ean13", "ean8", "upca", "upce", "databar-omni", "upcean-ext"];
    hold(
        100,
        |row| row["tier"] == "split-only" && kinds.contains(&row["cat"].as_str().unwrap()),
        |_, answer| answer["ok"] == true && answer["gtin14"].is_string(),
    );
}

#[test]
fn parcel_numbers_name_their_carrier() {
    // Digits alone prove no carrier, and near misses of one carrier's form may be another's number.
    hold(
        100,
        |row| row["cat"] == "waybill" && row["expect"]["ok"] == true,
        |row, answer| {
            answer["couriers"]
                .as_array()
                .is_some_and(|all| all.contains(&row["expect"]["courier"]))
        },
    );
    hold(
        40,
        |row| row["cat"] == "waybill" && row["expect"]["ok"] == false,
        |row, answer| {
            let all = answer["couriers"].as_array().cloned().unwrap_or_default();
            !all.contains(&row["expect"]["courier"])
        },
    );
    hold(
        5,
        |row| row["cat"] == "waybill-cn-validate",
        |row, answer| answer["ok"] == row["expect"]["ok"],
    );
}

#[test]
fn required_and_recommended_traces_hold() {
    let Some(folder) = folder() else { return };
    let traces = rows(&folder.join("wedge-traces.jsonl"));
    let lines: Vec<String> = traces
        .iter()
        .map(|row| json!({"stream": row["stream"]}).to_string())
        .collect();
    let answers = ask("--traces", &lines);
    let data = |scans: &Value| -> Vec<Value> {
        let scans = scans.as_array().unwrap().iter();
        scans
            .flat_map(|scan| [scan["data"].clone(), scan["aim"].clone()])
            .collect()
    };
    let wrong: Vec<String> = traces
        .iter()
        .zip(&answers)
        .filter(|(row, answer)| {
            let expect = &row["expect"];
            data(&expect["scans"]) != data(&answer["scans"]) || expect["typed"] != answer["typed"]
        })
        .map(|(row, answer)| format!("{} {} {answer}", row["id"], row["title"]))
        .collect();
    assert!(traces.len() >= 50 && wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn lines_that_are_no_rows_are_answered_too() {
    let lines = [
        "",
        "nonsense",
        "[]",
        "{}",
        "{\"form\": \"raw\"}",
        "{\"form\": \"raw\", \"in\": 5}",
        "{\"form\": \"cooked\", \"in\": \"10A\"}",
        "{\"form\": \"field\", \"in\": \"10A\", \"opts\": {\"linter\": \"no such\"}}",
        "{\"form\": \"raw\", \"in\": \"10A\", \"opts\": 7}",
    ];
    let answers = ask("--vectors", &lines.map(str::to_owned));
    let (last, faulty) = answers.split_last().unwrap();
    assert_eq!(last["ok"], true);
    for answer in faulty {
        assert!(answer["ok"] == false && answer["error"].is_string(), "{answer}");
    }
    let answers = ask(
        "--traces",
        &lines[..4].iter().map(|line| line.to_string()).collect::<Vec<_>>(),
    );
    assert!(answers.iter().all(|answer| answer["error"].is_string()));
}
