//! Guests with a plain OpenSSH client.

use crate::day::{self, Hand, after, release};
use crate::served::{HANDHELD, PICKER, Served, run};
use crate::terminal::Terminal;
use crate::{ADA, BENCH};
use std::process::Command;

const PASSWORD: &str = "right horse battery";

#[test]
fn a_worker_comes_in_by_key_is_cut_off_and_goes_on_elsewhere_by_password() {
    let Some(served) = Served::start() else { return };
    served.fed(&["access", "password", ADA], &format!("{PASSWORD}\n"));
    let mut first = served.terminal(ADA, Some("ada"), BENCH);
    // No badge, no PIN: the key tells who it is.
    first.wait_for("1 Pick");
    release(&mut first);
    first.send(b"1");
    let prompt = first.wait_for("Scan place ");
    first.scan(&after(&prompt, "Scan place "));
    let prompt = first.wait_for("Scan item ");
    let item = after(&prompt, "Scan item ");
    // The link is cut.
    first.close();
    let mut second = served.terminal(ADA, None, (80, 24));
    second.wait_for("password:");
    second.type_line(PASSWORD);
    // Where the server has not seen yet that the link is gone, it asks.
    let shown = second.wait("the menu or the question", |shown| {
        shown.contains("1 Pick") || shown.contains("Go on here")
    });
    if !shown.contains("1 Pick") {
        second.scan("PFOK");
    }
    second.wait_for("1 Pick");
    second.send(b"1");
    second.wait_for(&format!("Scan item {item}"));
    let totes = day::pick(&mut second, Hand::Scanner);
    assert!(!totes.is_empty());
    second.send(b"\x11");
    let told = served.command(&["--json", "verify"]);
    assert!(String::from_utf8_lossy(&told.stdout).contains("\"ok\":true"));
    served.stop();
}

#[test]
fn a_shared_gun_comes_in_as_itself_and_its_worker_by_badge() {
    let Some(served) = Served::start() else { return };
    let gun_key = served.key("gun.pub");
    let unknown = served.remote("gun-07", "gun", "verify", "");
    assert_eq!(unknown.status.code(), Some(255), "nobody knows this device yet");
    // A device is known once it has been seen: here by a terminal on the host.
    let program = env!("CARGO_BIN_EXE_pickface");
    let local = Terminal::run(
        "env",
        served.home(),
        &["PICKFACE_DEVICE=gun-07", program, "demo"],
        HANDHELD,
    );
    local.wait_for("badge");
    served.command(&["access", "add-key", "gun-07", gun_key.to_str().unwrap()]);
    let mut gun = served.terminal("gun-07", Some("gun"), HANDHELD);
    gun.wait_for("badge");
    gun.scan(PICKER);
    gun.wait_for("1 Pick");
    let told = served.remote("gun-07", "gun", "export owners -", "");
    assert!(String::from_utf8_lossy(&told.stderr).contains("log in as yourself"));
    served.stop();
}

#[test]
fn whoever_is_at_two_terminals_is_asked_and_the_other_session_ends_and_says_why() {
    let Some(served) = Served::start() else { return };
    let mut first = served.terminal(PICKER, Some("tom"), HANDHELD);
    first.wait_for("1 Pick");
    let mut second = served.terminal(PICKER, Some("tom"), BENCH);
    let shown = second.wait_for("Go on here");
    assert!(
        shown.contains("Leave it there") && !shown.contains("Work at both"),
        "{shown}"
    );
    // Left there, nothing changes; asked again, the work comes here.
    second.scan("PFDUO");
    second.wait_for("badge");
    second.close();
    let mut third = served.terminal(PICKER, Some("tom"), BENCH);
    third.wait_for("Go on here");
    third.scan("PFOK");
    third.wait_for("1 Pick");
    first.wait_for("Your work goes on at");
    assert_eq!(first.ended(), 0);
    third.send(b"\x11");
    served.stop();
}

#[test]
fn a_lead_ends_one_session_and_nobody_elses() {
    let Some(served) = Served::start() else { return };
    let mut tom = served.terminal(PICKER, Some("tom"), HANDHELD);
    tom.wait_for("1 Pick");
    let mut ada = served.terminal(ADA, Some("ada"), (120, 40));
    ada.wait_for("1 Pick");
    ada.scan("PFTOLOGINS");
    ada.wait("both sessions", |shown| {
        shown.contains("Tom Ashby") && shown.contains("127.0.0.1")
    });
    ada.scan(PICKER);
    ada.scan("PFCUTOFF");
    ada.wait_for("End the session of Tom Ashby");
    ada.scan("PFDUO");
    tom.wait_for("ended this session");
    assert_eq!(tom.ended(), 0);
    ada.wait("the list without it", |shown| shown.contains("1 open"));
    let told = served.command(&["journal", "--event", "SessionEnded"]);
    assert!(String::from_utf8_lossy(&told.stdout).contains("Session of Tom Ashby"));
    served.stop();
}

#[test]
fn strangers_wrong_keys_and_wrong_passwords_stay_outside_and_a_user_is_locked() {
    let Some(served) = Served::start() else { return };
    served.fed(&["access", "password", PICKER], &format!("{PASSWORD}\n"));
    for (name, key) in [(ADA, "stranger"), ("nobody", "ada"), (PICKER, "ada")] {
        let told = served.remote(name, key, "verify", "");
        assert_eq!(told.status.code(), Some(255), "{name} with the key of {key}");
    }
    // Three prompts a connection, five tries in all.
    for tries in [3, 2] {
        let mut terminal = served.terminal(PICKER, None, BENCH);
        for n in 1..=tries {
            terminal.wait("the next prompt", |shown| shown.matches("password:").count() >= n);
            terminal.send(b"wrong horse battery\r");
        }
        if tries == 3 {
            assert_eq!(terminal.ended(), 255);
        } else {
            terminal.wait("the next prompt", |shown| {
                shown.matches("password:").count() > tries
            });
            // Right, and too late.
            terminal.type_line(PASSWORD);
            terminal.wait("another refusal", |shown| {
                shown.matches("denied").count() >= 3 || shown.contains("(publickey")
            });
        }
    }
    // A key opens all the same.
    let tom = served.terminal(PICKER, Some("tom"), BENCH);
    tom.wait_for("1 Pick");
    tom.close();
    served.stop();
}

#[test]
fn commands_over_ssh_are_a_leads_and_touch_no_file_of_the_host() {
    let Some(served) = Served::start() else { return };
    let told = served.remote(ADA, "ada", "pickface export owners -", "");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let owners = String::from_utf8(told.stdout).unwrap();
    assert!(owners.lines().count() >= 3, "{owners}");
    let told = served.remote(ADA, "ada", "import owners - --json", &owners);
    let report: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!(
        (
            report["imported"].as_u64(),
            report["errors"].as_array().map(Vec::len)
        ),
        (Some(0), Some(0))
    );
    assert_eq!(report["unchanged"], report["read"]);
    for (name, key, line, why) in [
        (PICKER, "tom", "export owners -", "role"),
        (ADA, "ada", "import owners /etc/passwd", "no file of this host"),
        (
            ADA,
            "ada",
            "export owners /tmp/owners.csv",
            "no file of this host",
        ),
        (ADA, "ada", "simulate --workers 1", "on the host"),
        (
            ADA,
            "ada",
            "pickface --worker 100 export owners /etc/owners",
            "no file of this host",
        ),
        (ADA, "ada", "export 'owners", "quotation"),
        (ADA, "ada", "sh -c id", "sh"),
    ] {
        let told = served.remote(name, key, line, "");
        let said = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(!told.status.success() && said.contains(why), "{line}: {said}");
        assert!(told.stdout.is_empty(), "{line}");
    }
    served.stop();
}

#[test]
fn a_picker_gets_at_no_leads_command_by_any_route() {
    let Some(served) = Served::start() else { return };
    let mut tom = served.terminal(PICKER, Some("tom"), BENCH);
    tom.wait_for("1 Pick");
    // By command barcodes, by words, by the palette.
    for code in [
        "PFTOORDERS",
        "PFTOPEOPLE",
        "PFTOLOGINS",
        "PFTOSTOCK",
        "PFTODIFFS",
        "PFTOLOG",
    ] {
        tom.scan(code);
        tom.wait("the refusal", |shown| {
            shown.contains("may not") || shown.contains("not allow")
        });
        // Another screen, and back: the next refusal is the next code's own.
        tom.scan("PFTOPICK");
        tom.wait_for("No pick list waits");
        tom.scan("PFTOP");
        tom.wait("the menu without it", |shown| {
            shown.contains("1 Pick") && !shown.contains("may not") && !shown.contains("not allow")
        });
    }
    // By commands in their own name or a lead's.
    for line in [
        "export orders -",
        "import workers -",
        "verify",
        "access add-key 102 -",
        "access rules --sessions-each 60000",
        "--worker 100 export orders -",
        "journal",
        "settings",
        "order cancel 1",
    ] {
        let told = served.remote(PICKER, "tom", line, "");
        assert!(
            !told.status.success() && told.stdout.is_empty(),
            "{line}: {told:?}"
        );
    }
    tom.send(b"\x11");
    let told = served.command(&["journal", "--event", "RightDenied"]);
    assert!(String::from_utf8_lossy(&told.stdout).contains("role does not allow"));
    served.stop();
}

#[test]
fn two_guests_work_on_what_one_released_see_each_others_work_and_no_line_is_picked_twice() {
    let Some(served) = Served::start() else { return };
    let mut ada = served.terminal(ADA, Some("ada"), BENCH);
    ada.wait_for("1 Pick");
    let mut tom = served.terminal(PICKER, Some("tom"), BENCH);
    let before = tom.wait_for("1 Pick");
    release(&mut ada);
    // Nobody touches Tom's terminal, and it shows the lists that another made.
    tom.wait("the lists that wait", |shown| {
        line_of(shown, "1 Pick") != line_of(&before, "1 Pick")
    });
    // Nor hers, and it shows that Tom has begun: the hub wakes every session, whose screen then looks.
    ada.scan("PFTOLINE");
    ada.wait("the queue without Tom", |shown| {
        shown.contains("Queues") && !shown.contains("Tom")
    });
    let picking = std::thread::spawn(move || {
        let totes = day::pick(&mut tom, Hand::Keys);
        tom.send(b"\x11");
        totes
    });
    ada.wait_for("Tom");
    let totes = day::pick(&mut ada, Hand::Scanner);
    let others = picking.join().unwrap();
    assert!(!totes.is_empty() && !others.is_empty());
    ada.send(b"\x11");
    let told = served.command(&["journal", "--event", "TaskClaimed", "--export", "-"]);
    let mut claims = std::collections::BTreeMap::<u64, usize>::new();
    for line in String::from_utf8(told.stdout).unwrap().lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        for event in record["events"].as_array().unwrap() {
            if event["event"] == "TaskClaimed" {
                *claims.entry(event["as"]["task"].as_u64().unwrap()).or_default() += 1;
            }
        }
    }
    assert!(
        claims.len() >= 2 && claims.values().all(|times| *times == 1),
        "{claims:?}"
    );
    let told = served.command(&["journal", "--event", "Picked", "--export", "-"]);
    let mut pickers = std::collections::BTreeMap::<(u64, u64), std::collections::BTreeSet<String>>::new();
    for line in String::from_utf8(told.stdout).unwrap().lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        for event in record["events"].as_array().unwrap() {
            if event["event"] == "Picked" {
                let place = |name: &str| event["as"][name].as_u64().unwrap();
                let who = record["who"].to_string();
                pickers
                    .entry((place("task"), place("index")))
                    .or_default()
                    .insert(who);
            }
        }
    }
    let everybody: std::collections::BTreeSet<&String> = pickers.values().flatten().collect();
    assert!(
        everybody.len() == 2 && pickers.values().all(|who| who.len() == 1),
        "{pickers:?}"
    );
    let told = served.command(&["--json", "verify"]);
    assert!(String::from_utf8_lossy(&told.stdout).contains("\"ok\":true"));
    served.stop();
}

fn line_of(shown: &str, text: &str) -> String {
    shown
        .lines()
        .find(|line| line.contains(text))
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn there_is_no_forwarding_no_subsystem_and_no_screen_without_a_terminal() {
    let Some(served) = Served::start() else { return };
    let ssh = |more: &[&str]| {
        let mut command = Command::new("ssh");
        command.args(served.ssh(ADA, Some("ada"))).args(more);
        run(command, "")
    };
    let forwarded = ssh(&["-W", "127.0.0.1:22", "127.0.0.1"]);
    assert!(!forwarded.status.success());
    let remote = ssh(&[
        "-o",
        "ExitOnForwardFailure=yes",
        "-N",
        "-R",
        "0:127.0.0.1:22",
        "127.0.0.1",
    ]);
    assert!(!remote.status.success());
    let files = ssh(&["-s", "127.0.0.1", "sftp"]);
    assert!(!files.status.success());
    let blind = ssh(&["-T", "127.0.0.1"]);
    assert!(!blind.status.success());
    assert!(String::from_utf8_lossy(&blind.stderr).contains("terminal"));
    served.stop();
}
