use std::process::Command;

/// `PICKFACE_DRILL_ROUNDS=200 cargo test --test crashes drill` does more of each than the short set of a plain run.
fn rounds(short: u32) -> String {
    let wanted = std::env::var("PICKFACE_DRILL_ROUNDS").ok();
    wanted.unwrap_or_else(|| short.to_string())
}

fn drill(which: &str, short: u32) -> serde_json::Value {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_pickface"))
        .arg("--json")
        .arg("--data")
        .arg(folder.path().join("drill"))
        .args(["drill", which, "--rounds", &rounds(short)])
        .output()
        .unwrap();
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    assert!(output.status.success(), "{answer}");
    assert_eq!(
        (&answer["ok"], &answer["wrong"]),
        (&true.into(), &0.into()),
        "{answer}"
    );
    assert_eq!(answer["rounds"].to_string(), rounds(short));
    assert!(answer["acknowledged"].as_u64().unwrap() > 0, "{answer}");
    assert!(
        !folder.path().join("drill").exists(),
        "it cleans up behind itself"
    );
    answer
}

#[test]
fn the_power_goes_over_group_sizes_from_one_to_4096() {
    let answer = drill("power", 26);
    assert_eq!(
        answer["refused"], 0,
        "a power cut is always recovered from: {answer}"
    );
    let text = answer.to_string();
    assert!(
        text.contains("groups of 1,") && text.contains("groups of 4096,"),
        "{text}"
    );
    assert!(text.contains("bytes cut"), "some ends were torn: {text}");
}

#[test]
fn the_disk_fills_up_at_any_moment() {
    assert_eq!(drill("full", 8)["refused"], 0);
}

#[test]
fn one_write_or_sync_fails() {
    let answer = drill("fsync", 12);
    assert_eq!(answer["refused"], 0, "{answer}");
    let text = answer.to_string();
    assert!(text.contains("a write") && text.contains("a sync"), "{text}");
}

#[test]
fn files_are_damaged_one_after_the_other() {
    let answer = drill("damage", 16);
    let found = answer["refused"].as_u64().unwrap() + answer["told"].as_u64().unwrap();
    assert!(found >= 8, "most damage hits something that is read: {answer}");
}

#[test]
fn the_power_goes_while_the_history_is_written() {
    assert_eq!(drill("history", 10)["refused"], 0);
}

#[test]
fn a_busy_program_is_killed() {
    drill("kill", 1);
}
