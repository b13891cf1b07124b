//! Scans as guns send them: in bursts, in pieces, behind open panels, by two people at once. None is lost, merged,
//! split or booked twice. The first five reports of what goes wrong elsewhere, end to end.

use crate::day::sign_in;
use crate::terminal::Terminal;
use crate::{ADA, BENCH, demo, pickface, proved, stop};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// Owen Pryce, who receives.
const OWEN: &str = "112";

/// What the demo exports, as rows by column.
fn export(home: &Path, kind: &str) -> Vec<BTreeMap<String, String>> {
    let data = home.join("data/pickface-demo");
    let told = pickface(home, &["--data", data.to_str().unwrap(), "export", kind]);
    let mut reader = csv::Reader::from_reader(told.stdout.as_slice());
    let rows = reader.deserialize().map(Result::unwrap);
    rows.collect()
}

/// Items of the demo without lots, and the code on one piece of each.
fn items(home: &Path, count: usize) -> Vec<(String, String)> {
    let rows = export(home, "items");
    let plain = rows.iter().filter(|row| row["lot_tracked"] != "yes");
    let coded = plain.filter_map(|row| {
        let mut codes = row["barcodes"].split(';');
        let piece = codes.find(|code| !code.is_empty() && !code.contains(['*', '@']))?;
        Some((row["code"].clone(), piece.to_owned()))
    });
    let items: Vec<(String, String)> = coded.take(count).collect();
    assert_eq!(items.len(), count);
    items
}

/// What was received, in the order of the journal: item and quantity.
fn received(home: &Path) -> Vec<(String, i64)> {
    let rows = export(home, "movements");
    let received = rows.iter().filter(|row| row["cause"] == "received");
    received
        .map(|row| (row["item"].clone(), row["qty"].parse().unwrap()))
        .collect()
}

/// Ada stands at a receipt that nobody announced.
fn at_the_dock(home: &Path) -> Terminal {
    let mut terminal = demo(home);
    sign_in(&mut terminal, ADA);
    terminal.scan("PFTORECV");
    terminal.wait_for("PO-4501");
    terminal.scan("PFEXTRE");
    terminal.wait_for("Whose goods?");
    terminal.scan("HEARTH");
    terminal.wait_for("Scan the dock");
    terminal.scan("D1");
    terminal.wait_for("Scan an item");
    terminal
}

/// Waits until the journal has all of it, in this order.
fn wait_received(home: &Path, wanted: &[(String, i64)]) {
    let began = Instant::now();
    let mut shown = received(home);
    while shown.len() < wanted.len() && began.elapsed() < Duration::from_secs(60) {
        shown = received(home);
    }
    assert_eq!(shown, wanted);
}

fn once_each(items: &[(String, String)]) -> Vec<(String, i64)> {
    items.iter().map(|(item, _)| (item.clone(), 1)).collect()
}

#[test]
fn fifty_scans_twenty_milliseconds_apart_and_two_hundred_at_once_are_applied_in_order() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = at_the_dock(home.path());
    let items = items(home.path(), 251);
    // The first one says where goods go; from then on every scan puts down what the scan before took up.
    terminal.send(format!("{}\rD1\r", items[0].1).as_bytes());
    for (_, code) in &items[1..51] {
        terminal.scan(code);
        // A gun that is triggered this fast is what the test is about.
        thread::sleep(Duration::from_millis(20));
    }
    wait_received(home.path(), &once_each(&items[..50]));
    let mut at_once = String::new();
    for (_, code) in &items[51..] {
        write!(at_once, "{code}\r").unwrap();
    }
    terminal.send(at_once.as_bytes());
    terminal.scan("D1");
    wait_received(home.path(), &once_each(&items));
    proved(home.path());
    stop(home.path(), terminal);
}

#[test]
fn one_code_without_a_window_counts_every_time() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data/pickface-demo");
    let made = pickface(home.path(), &["demo", "--no-open", "--json"]);
    assert!(made.status.success());
    std::fs::write(data.join("scanners.toml"), "[default]\nduplicate_ms = 0\n").unwrap();
    let mut terminal = at_the_dock(home.path());
    let items = items(home.path(), 1);
    let (item, code) = &items[0];
    for _ in 0..50 {
        terminal.scan(code);
        thread::sleep(Duration::from_millis(20));
    }
    terminal.send(format!("{code}\r").repeat(200).as_bytes());
    terminal.scan("D1");
    wait_received(home.path(), &[(item.clone(), 250)]);
    stop(home.path(), terminal);
}

#[test]
fn one_code_in_two_pieces_and_its_terminator_late_is_one_scan() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = at_the_dock(home.path());
    let items = items(home.path(), 1);
    let (item, code) = &items[0];
    let (head, tail) = code.split_at(6);
    terminal.send(head.as_bytes());
    // The pause of a slow link is what the test is about.
    thread::sleep(Duration::from_millis(300));
    terminal.send(tail.as_bytes());
    thread::sleep(Duration::from_millis(50));
    terminal.send(b"\r");
    terminal.wait_for("Put 1 ");
    terminal.scan("D1");
    wait_received(home.path(), &[(item.clone(), 1)]);
    stop(home.path(), terminal);
}

#[test]
fn a_scan_behind_a_panel_a_list_or_a_number_presses_nothing_and_is_glued_to_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = at_the_dock(home.path());
    let items = items(home.path(), 4);
    let codes: Vec<&str> = items.iter().map(|(_, code)| code.as_str()).collect();
    // Behind a page of help.
    terminal.scan("PFHELP");
    terminal.wait_for("Explain this screen");
    terminal.scan(codes[0]);
    terminal.wait_for("Put 1 ");
    terminal.scan("D1");
    wait_received(home.path(), &once_each(&items[..1]));
    // Behind the list of last steps, where Enter would undo the one under the cursor.
    terminal.scan("PFUNDOLIST");
    terminal.wait_for("Your last steps");
    terminal.scan(codes[1]);
    terminal.wait_for("Put 1 ");
    terminal.scan("D1");
    wait_received(home.path(), &once_each(&items[..2]));
    // What stands half typed in the line is not glued to a scan.
    terminal.wait_for("Scan an item");
    terminal.send(b"9");
    terminal.wait_for("> 9");
    // A gun that is triggered at once would be one burst with it, as one code in two pieces is.
    terminal.take_aim();
    terminal.scan(codes[2]);
    terminal.wait_for("Put 1 ");
    terminal.scan("D1");
    wait_received(home.path(), &once_each(&items[..3]));
    // Where a number is asked for, a code is no number: it is refused, and the question stands.
    terminal.scan(codes[3]);
    terminal.wait_for("Put 1 ");
    terminal.scan("PFUNITS");
    terminal.wait_for("How many");
    terminal.scan(codes[2]);
    terminal.wait_for("a number");
    terminal.scan("PFBCK");
    terminal.wait_for("Put 1 ");
    terminal.scan("D1");
    wait_received(home.path(), &once_each(&items));
    stop(home.path(), terminal);
}

#[test]
fn a_typed_twelve_stays_twelve_when_the_item_is_scanned_again() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = at_the_dock(home.path());
    let items = items(home.path(), 1);
    let (item, code) = &items[0];
    terminal.scan(code);
    terminal.wait_for("Put 1 ");
    terminal.scan("PFUNITS");
    terminal.wait_for("How many");
    terminal.type_line("12");
    terminal.wait("the quantity", |shown| !shown.contains("How many"));
    terminal.take_aim();
    terminal.scan(code);
    terminal.scan("D1");
    wait_received(home.path(), &[(item.clone(), 12)]);
    stop(home.path(), terminal);
}

#[test]
fn two_people_on_the_same_forty_lines_take_none_twice_and_see_each_other() {
    let home = tempfile::tempdir().unwrap();
    let made = pickface(home.path(), &["demo", "--no-open", "--json"]);
    assert!(made.status.success());
    let lines = items(home.path(), 40);
    let mut file = "receipt,owner,item,quantity\n".to_owned();
    for (item, _) in &lines {
        writeln!(file, "PO-40,HEARTH,{item},2").unwrap();
    }
    let path = home.path().join("inbound.csv");
    std::fs::write(&path, file).unwrap();
    let data = home.path().join("data/pickface-demo");
    let (data, path) = (data.to_str().unwrap(), path.to_str().unwrap());
    let told = pickface(
        home.path(),
        &["--data", data, "--worker", ADA, "import", "inbound", path],
    );
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let mut people = [ADA, OWEN].map(|number| {
        let mut terminal = Terminal::open(home.path(), &["demo"], BENCH);
        terminal.wait_for("badge");
        terminal.scan(number);
        terminal.wait_for("1 ");
        terminal.scan("PFTORECV");
        terminal.wait_for("PO-40");
        terminal.scan("PO-40");
        terminal.wait_for("Scan an item");
        terminal
    });
    // Thirty-nine in turn, as fast as both can; the last one both at the same moment.
    let (last, shared) = lines.split_last().unwrap();
    for (turn, (_, code)) in shared.iter().enumerate() {
        people[turn % 2].send(format!("{code}\rD1\r").as_bytes());
    }
    for terminal in &people {
        terminal.wait("the other's work", |shown| shown.contains("39/40"));
    }
    for terminal in &mut people {
        terminal.send(format!("{}\rD1\r", last.1).as_bytes());
    }
    // One has it; the other is refused, puts the goods aside and sees that all is here.
    let refused = "At most 2";
    let began = Instant::now();
    let second = loop {
        let shown = people.iter().position(|terminal| terminal.shows(refused));
        if let Some(second) = shown {
            break second;
        }
        assert!(began.elapsed().as_secs() < 60, "nobody was refused");
        thread::yield_now();
    };
    people[second].scan("PFBCK");
    people[second].wait_for("All that was announced is here");
    let mut came = received(home.path());
    came.sort();
    let mut wanted: Vec<(String, i64)> = lines.iter().map(|(item, _)| (item.clone(), 2)).collect();
    wanted.sort();
    assert_eq!(came, wanted);
    proved(home.path());
    let [ada, owen] = people;
    owen.close();
    stop(home.path(), ada);
}
