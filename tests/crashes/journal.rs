use crate::program::*;
use serde_json::Value;
use std::path::Path;

fn lines(root: &Path, arguments: &[&str]) -> Vec<Value> {
    let output = run(root, &[&["journal"], arguments].concat());
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn the_journal_says_who_when_where_and_what_was_before_and_after() {
    let folder = finished().copy();
    let all = lines(folder.path(), &["--export", "-"]);
    let proof = verify(folder.path(), &finished().acks).unwrap();
    assert_eq!(all.len() as u64, proof["journal_records"].as_u64().unwrap());
    for (record, seq) in all.iter().zip(1_u64..) {
        assert_eq!(record["seq"], seq);
        for field in ["time", "who", "where", "how", "events", "changes"] {
            assert!(!record[field].is_null(), "{field} of {record}");
        }
    }
    // What a stock line held after one record, it holds before the next one that changes it.
    let mut held = std::collections::BTreeMap::new();
    let mut compared = 0;
    for change in all
        .iter()
        .flat_map(|record| record["changes"].as_array().unwrap())
    {
        let row = |side: &str| Some(change[side].clone()).filter(|value| !value.is_null());
        if change["record"] == "Stock" {
            let key = row("before").or(row("after")).unwrap()[0].to_string();
            let before = row("before").map(|row| row[1].clone());
            compared += u32::from(before.is_some());
            assert_eq!(
                held.insert(key, row("after").map(|row| row[1].clone())).flatten(),
                before
            );
        }
    }
    assert!(compared > 50, "{compared}");
    let hidden = serde_json::to_string(&all).unwrap();
    assert!(!hidden.contains("pin_hash"));

    let half = all.len() as u64 / 2;
    let from = half.to_string();
    let later = lines(folder.path(), &["--export", "-", "--from", &from]);
    assert_eq!(
        later,
        all[usize::try_from(half - 1).unwrap()..],
        "whatever snapshot it begins with"
    );
}

#[test]
fn it_is_filtered_by_who_by_what_and_by_event() {
    let folder = finished().copy();
    let by = lines(folder.path(), &["--export", "-", "--by", "SIM0002"]);
    assert!(!by.is_empty() && by.iter().all(|record| record["who"] == "Virtual 2 (SIM0002)"));
    let item = lines(folder.path(), &["SIM-00007", "--export", "-"]);
    assert!(
        !item.is_empty()
            && item
                .iter()
                .all(|record| record["events"].to_string().contains("SIM-00007"))
    );
    let picked = lines(folder.path(), &["--export", "-", "--event", "picked"]);
    assert!(!picked.is_empty());
    assert!(picked.iter().all(|record| {
        let events = record["events"].as_array().unwrap();
        events.iter().any(|event| event["event"] == "Picked")
    }));
    assert_eq!(
        lines(folder.path(), &["--export", "-", "--since", "2999-01-01"]),
        [0; 0].map(Value::from)
    );
    let refused = run(folder.path(), &["journal", "NO-SUCH-CODE"]);
    assert_eq!(refused.status.code(), Some(2));

    let text = run(folder.path(), &["journal", "--limit", "3", "--changes"]);
    let text = String::from_utf8(text.stdout).unwrap();
    let heads = text
        .lines()
        .filter(|line| !line.starts_with("          "))
        .count();
    assert_eq!(heads, 3, "{text}");
}
