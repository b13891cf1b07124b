//! Every class of disagreement has a decision, and the decision holds.

use super::{ask, folder, rows};
use pickface::codes::decisions::DECISIONS;
use serde_json::{Value, json};

#[test]
fn every_decision_holds_on_its_examples() {
    for decision in &DECISIONS {
        let lines: Vec<String> = decision
            .examples
            .iter()
            .map(|(form, code, opts, _)| {
                let opts: Value = serde_json::from_str(opts).unwrap();
                json!({"form": form, "in": code, "opts": opts}).to_string()
            })
            .collect();
        for (answer, (form, code, opts, ok)) in ask("--vectors", &lines).iter().zip(decision.examples) {
            assert_eq!(
                answer["ok"], *ok,
                "{}: {form} {code:?} {opts}: {answer}",
                decision.class
            );
        }
    }
}

/// The published disagreements by class, and whether ours is to accept them.
const CLASSES: [(&str, bool, &[&str]); 17] = [
    (
        "short-gtin-in-link",
        false,
        &["biip-0318", "biip-0322", "biip-0331", "biip-0340", "biip-0348"],
    ),
    (
        "short-gtin-in-link",
        true,
        &[
            "bwipp-0463",
            "bwipp-0464",
            "bwipp-0490",
            "bwipp-0491",
            "bwipp-0497",
            "bwipp-0498",
            "bwipp-0499",
            "bwipp-0504",
        ],
    ),
    (
        "no-link",
        false,
        &["biip-0323", "biip-0324", "bwipp-0448", "bwipp-0449"],
    ),
    (
        "check-digit",
        false,
        &[
            "biip-0426",
            "biip-0447",
            "zxingcpp-0001",
            "zxingcpp-0023",
            "zxingcpp-0024",
            "zxingcpp-0026",
            "zxingcpp-0027",
            "zxingcpp-0029",
            "zxingcpp-0032",
            "zxingcpp-0125",
            "zxingcpp-0126",
            "zxingcpp-0128",
            "zxingcpp-0134",
            "barkjs-0001",
            "barkjs-0002",
            "barkjs-0003",
            "barkjs-0004",
        ],
    ),
    (
        "no-such-date",
        false,
        &["biip-0437", "zxingcpp-0004", "zxingcpp-0092", "zxingcpp-0098"],
    ),
    (
        "content-lists",
        false,
        &[
            "zxing-0007",
            "zxing-0008",
            "zxing-0011",
            "zxing-0027",
            "zxing-0188",
            "zxing-0189",
            "zxing-0190",
            "zxingcpp-0035",
            "zxingcpp-0036",
            "zxingcpp-0038",
            "zxingcpp-0039",
            "zxingcpp-0077",
            "zxingcpp-0083",
            "zxingcpp-0119",
            "zxingcpp-0120",
            "zxingcpp-0140",
            "zxingcpp-0141",
            "zxingcpp-0146",
            "zxingcpp-0147",
        ],
    ),
    (
        "company-prefix",
        false,
        &["bwipp-0192", "bwipp-0304", "bwipp-0305", "bwipp-0308"],
    ),
    (
        "stand-ins",
        true,
        &[
            "biip-0433",
            "biip-0435",
            "odoo-0011",
            "barkjs-0005",
            "barkjs-0006",
            "biip-0438",
        ],
    ),
    ("extra-separators", true, &["biip-0445", "odoo-0005"]),
    ("white-space", true, &["biip-0452"]),
    ("white-space", false, &["zxing-0145"]),
    (
        "associations",
        false,
        &[
            "bwipp-0392",
            "bwipp-0393",
            "bwipp-0394",
            "bwipp-0395",
            "bwipp-0396",
            "bwipp-0399",
            "bwipp-0402",
            "bwipp-0404",
        ],
    ),
    ("percent", true, &["bwipp-0487", "bwipp-0488"]),
    ("length", false, &["zxing-0048", "zxing-0161", "zxingcpp-0152"]),
    ("length", false, &["odoo-0008", "odoo-0009"]),
    ("brackets", false, &["zxing-0191"]),
    ("other-lengths", true, &[]),
];

#[test]
fn every_published_disagreement_is_decided() {
    for decision in &DECISIONS {
        assert!(
            CLASSES.iter().any(|(class, ..)| *class == decision.class),
            "{} is not held to the published rows",
            decision.class
        );
    }
    let Some(folder) = folder() else { return };
    let rows = rows(&folder.join("disagreements.jsonl"));
    let lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let code = row["in"].as_str().unwrap();
            let is_link =
                code.contains("://") || row["opts"]["fn"] == "GS1DigitalLinkURI.parse" || code.is_empty();
            let form = match code.trim_start() {
                _ if is_link => "uri",
                code if code.starts_with('(') => "bracketed",
                code if code.starts_with(']') => "scan",
                _ => "raw",
            };
            json!({"form": form, "in": code, "opts": row["opts"]}).to_string()
        })
        .collect();
    for ((row, answer), line) in rows.iter().zip(ask("--vectors", &lines)).zip(&lines) {
        let id = row["id"].as_str().unwrap();
        let (class, ok, _) = CLASSES
            .iter()
            .find(|(_, _, ids)| ids.contains(&id))
            .unwrap_or_else(|| panic!("no class for {row}"));
        assert!(
            DECISIONS.iter().any(|decision| decision.class == *class),
            "{class}"
        );
        assert_eq!(answer["ok"], *ok, "{class}: {line}: {answer}");
    }
}
