//! Orders and settings changed from the command line.

use crate::bench::*;
use pickface::cli::{self, Shell};
use pickface::exchange::import::Kind;
use std::ffi::OsString;

const ORDERS: &str = "order,owner,channel,carrier,placed_at,item,quantity,note\n\
    536412,ACME,live,ROBIN,2026-11-22T08:26:00Z,85123A,6,\n\
    536413,BOLT,,HERON,,22423,1,\n";
/// Another owner's order of a number that is in use.
const SAME_NUMBER: &str = "order,owner,channel,carrier,placed_at,item,quantity,note\n\
    536413,ACME,,HERON,2026-11-22T08:26:00Z,22423,1,\n";

/// Runs it as the owner of the directory does, and tells status and what was said.
fn run(bench: &Bench, line: &str) -> (u8, String) {
    let words = ["pickface"]
        .into_iter()
        .chain(line.split(' '))
        .map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let read = cli::read(words, &mut Vec::new(), &mut Vec::new()).unwrap();
    let site = bench.site.clone();
    let mut shell = Shell::in_owner(
        read.global,
        &mut out,
        Box::new(std::io::empty()),
        site,
        ".".into(),
    );
    let status = cli::run(&read.command.unwrap(), &mut shell, &mut err);
    drop(shell);
    out.extend(err);
    (status, String::from_utf8(out).unwrap())
}

#[test]
fn an_order_is_changed_hurried_held_let_go_and_called_off() {
    let bench = Bench::filled();
    bench.import(Kind::Orders, ORDERS);
    let told = |line: &str| run(&bench, line);
    assert_eq!(
        told("order change 536412 5000000851234 4"),
        (0, "Order 536412 line 1: now 4\n".into())
    );
    assert_eq!(
        told("order priority 536412 1"),
        (0, "Order 536412 has priority 1\n".into())
    );
    assert_eq!(
        told("order priority 536412 1"),
        (0, "order 536412 was so already\n".into())
    );
    assert_eq!(
        told("order hold 536412 --reason payment"),
        (0, "Order 536412 held: not paid\n".into())
    );
    let (status, said) = told("order hold 536412 --reason address");
    assert!(status == 2 && said.contains("is held since"), "{said}");
    assert_eq!(told("order let-go 536412"), (0, "Order 536412 goes on\n".into()));
    let (status, said) = told("--json order cancel 536412");
    assert!(status == 0 && said.contains("\"stage\":\"closed\""), "{said}");
    let (status, said) = told("order cancel 536412");
    assert!(status == 2 && said.contains("no open order"), "{said}");
    bench.prove();
}

#[test]
fn a_number_of_two_owners_wants_to_know_whose() {
    let bench = Bench::filled();
    bench.import(Kind::Orders, ORDERS);
    bench.import(Kind::Orders, SAME_NUMBER);
    let (status, said) = run(&bench, "order cancel 536413");
    assert!(status == 2 && said.contains("--owner"), "{said}");
    let (status, _) = run(&bench, "order cancel 536413 --owner BOLT");
    assert_eq!(status, 0);
    let left: Vec<String> = bench.w().orders.values().map(|o| o.number.to_string()).collect();
    assert_eq!(left, ["536412", "536413"], "ACME's stays");
}

#[test]
fn settings_are_shown_and_set_one_by_one() {
    let bench = Bench::filled();
    let (status, said) = run(&bench, "settings zero_check bins");
    assert!(
        status == 0 && said.contains("zero_check") && said.contains("bins"),
        "{said}"
    );
    let (status, _) = run(&bench, "settings recount_units 2");
    assert_eq!((status, bench.w().settings.recount_units), (0, 2));
    let (status, said) = run(&bench, "settings zero_check sometimes");
    assert!(status == 2 && said.contains("pick-faces"), "{said}");
    let (status, said) = run(&bench, "settings no_such 1");
    assert!(status == 2 && said.contains("recount_units"), "{said}");
}
