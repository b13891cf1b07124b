//! The whole program: a real pseudo-terminal, a real owner process, a real data directory.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story that goes wrong should say so loudly"
)]

mod day;
mod scans;
mod served;
mod ssh;
mod stopping;
mod terminal;

use day::{Hand, load, pack, pick, release, sign_in};
use std::path::Path;
use std::process::{Command, Output};
use terminal::{Terminal, environment};

const BENCH: (u16, u16) = (80, 24);
/// Ada Brook, admin and lead of the demo.
const ADA: &str = "100";

fn pickface(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pickface"));
    command.args(arguments).envs(environment(home));
    command.output().unwrap()
}

/// A demo, opened on its first terminal.
fn demo(home: &Path) -> Terminal {
    let made = pickface(home, &["demo", "--no-open", "--json"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    Terminal::open(home, &["demo"], BENCH)
}

/// The journal proves itself, through the running owner.
fn proved(home: &Path) -> serde_json::Value {
    let data = home.join("data/pickface-demo");
    let told = pickface(home, &["--data", data.to_str().unwrap(), "--json", "verify"]);
    let proof: serde_json::Value = serde_json::from_slice(&told.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&told.stderr)));
    assert_eq!(proof["ok"], true, "{proof}");
    proof
}

/// Ends the owner of the demo as an orderly stop does, and waits until it has gone.
fn stop(home: &Path, terminal: Terminal) {
    terminal.close();
    let data = home.join("data/pickface-demo");
    let lock = std::fs::read_to_string(data.join("LOCK")).unwrap();
    let owner: String = lock.chars().filter(char::is_ascii_digit).collect();
    let signalled = Command::new("kill").args(["-TERM", &owner]).status().unwrap();
    assert!(signalled.success(), "no owner {owner:?}");
    let began = std::time::Instant::now();
    while Path::new("/proc").join(&owner).join("exe").exists() {
        assert!(began.elapsed().as_secs() < 20, "the owner does not end");
        std::thread::yield_now();
    }
}

#[test]
fn an_order_from_release_to_the_closed_load_by_scans_and_another_by_keys() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = demo(home.path());
    sign_in(&mut terminal, ADA);
    release(&mut terminal);
    for hand in [Hand::Scanner, Hand::Keys] {
        let totes = pick(&mut terminal, hand);
        let packed = pack(&mut terminal, hand, &totes[0]);
        load(&mut terminal, hand, &packed);
    }
    assert_eq!(proved(home.path())["negative_places"], 0);
    let printed = home.path().join("data/pickface-demo/printers/B1");
    assert!(
        printed.read_dir().unwrap().count() >= 2,
        "label and slip of a parcel"
    );
    stop(home.path(), terminal);
}

#[test]
fn the_first_terminal_closes_and_the_second_works_on_at_the_same_prompt() {
    let home = tempfile::tempdir().unwrap();
    let mut first = demo(home.path());
    sign_in(&mut first, ADA);
    release(&mut first);
    first.send(b"1");
    let prompt = first.wait_for("Scan place ");
    let mut second = Terminal::open(home.path(), &["demo"], (20, 16));
    second.wait_for("badge");
    second.scan(ADA);
    second.wait_for("it over?");
    second.send(b"3");
    second.wait_for("1 Pick");
    second.send(b"1");
    let place = day::after(&prompt, "Scan place ");
    let tail = place
        .chars()
        .rev()
        .take(6)
        .collect::<String>()
        .chars()
        .rev()
        .collect::<String>();
    second.wait_for(&tail);
    first.close();
    second.scan(&place);
    second.wait_for("Scan item");
    proved(home.path());
    stop(home.path(), second);
}

#[test]
fn an_owner_that_is_killed_comes_back_with_everything_confirmed() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = demo(home.path());
    sign_in(&mut terminal, ADA);
    release(&mut terminal);
    terminal.send(b"1");
    let prompt = terminal.wait_for("Scan place ");
    terminal.scan(&day::after(&prompt, "Scan place "));
    let prompt = terminal.wait_for("Scan item ");
    let item = day::after(&prompt, "Scan item ");
    let before = proved(home.path())["journal_records"].as_u64().unwrap();
    let lock = std::fs::read_to_string(home.path().join("data/pickface-demo/LOCK")).unwrap();
    let owner: String = lock.chars().filter(char::is_ascii_digit).collect();
    assert!(
        Command::new("kill")
            .args(["-KILL", &owner])
            .status()
            .unwrap()
            .success()
    );
    drop(terminal);
    let mut again = Terminal::open(home.path(), &["demo"], BENCH);
    sign_in(&mut again, ADA);
    again.send(b"1");
    again.wait_for(&format!("Scan item {item}"));
    assert!(proved(home.path())["journal_records"].as_u64().unwrap() >= before);
    stop(home.path(), again);
}
