//! Storage errors, full disks and power cuts at every call.

use super::*;
use crate::store::medium::Fault;

/// Groups of one to three pages, with rotations between.
fn workload() -> Vec<Group> {
    (1..=8_u8)
        .map(|fill| vec![vec![fill; 700 * usize::from(fill)], vec![fill; 300], vec![]])
        .collect()
}

fn options() -> JournalOptions {
    JournalOptions {
        segment_bytes: 9000,
        ..JournalOptions::default()
    }
}

/// Appends until something fails; gives the last record that was acknowledged.
fn run(medium: &SimulatedMedium) -> u64 {
    let Ok((mut journal, _)) = open(medium, options()) else {
        return 0;
    };
    let mut acknowledged = 0;
    for (at, group) in workload().iter().enumerate() {
        match journal.append(acknowledged + 1, group) {
            Ok(last) => acknowledged = last,
            Err(_) => {
                let again = journal.append(acknowledged + 1, group);
                assert!(
                    matches!(again, Err(JournalError::Failed { .. })),
                    "the first error is the last"
                );
                assert!(matches!(journal.mark(), Err(JournalError::Failed { .. })));
                assert!(journal.failure().is_some());
                break;
            }
        }
        if at % 3 == 2 && journal.mark().is_err() {
            break;
        }
    }
    acknowledged
}

/// Opens and checks: no error, all that was acknowledged, nothing that was not sent, whole groups alone.
fn reopen(medium: &SimulatedMedium, acknowledged: u64, what: &str) -> Journal {
    let root = Path::new(ROOT);
    let (journal, _) = Journal::open(Arc::new(medium.clone()), root, options(), Some(acknowledged))
        .unwrap_or_else(|error| panic!("{what}: {error}"));
    let found = records(&journal);
    assert_eq!(found, numbered(&workload())[..found.len()], "{what}");
    assert_eq!(found.len() % 3, 0, "{what}");
    verify(&journal).unwrap_or_else(|error| panic!("{what}: {error}"));
    journal
}

#[test]
fn what_was_acknowledged_survives_a_power_cut_at_every_call() {
    let whole = SimulatedMedium::new();
    assert_eq!(run(&whole), 24);
    let calls = whole.calls();
    assert!(calls > 30);
    for call in 0..calls {
        let medium = SimulatedMedium::new();
        medium.fail_at(call, Fault::Stop);
        let acknowledged = run(&medium);
        for seed in 0..24 {
            let after = medium.power_cut(seed);
            let what = format!("call {call}, seed {seed}");
            let journal = reopen(&after, acknowledged, &what);
            let shown = journal.last_seq();
            reopen(
                &after.power_cut(seed),
                shown,
                &format!("{what}, cut again after opening"),
            );
        }
    }
}

/// The number of a call that writes a group in the middle of the workload.
fn a_group_write() -> u64 {
    let whole = SimulatedMedium::new();
    run(&whole);
    let log = whole.log();
    let mut writes = (0..).zip(&log).filter(|(_, call)| call.starts_with("write"));
    writes.nth(4).unwrap().0
}

#[test]
fn opening_survives_a_power_cut_at_every_call() {
    let torn = SimulatedMedium::new();
    torn.fail_at(a_group_write(), Fault::Io);
    let acknowledged = run(&torn);
    let first_call = torn.calls();
    reopen(&torn, acknowledged, "whole opening");
    let group_write = a_group_write();
    for call in 0..torn.calls() - first_call {
        for seed in 0..24 {
            let medium = SimulatedMedium::new();
            medium.fail_at(group_write, Fault::Io);
            assert_eq!((run(&medium), medium.calls()), (acknowledged, first_call));
            medium.fail_at(first_call + call, Fault::Stop);
            assert!(
                open(&medium, options()).is_err(),
                "call {call} is part of opening"
            );
            reopen(
                &medium.power_cut(seed),
                acknowledged,
                &format!("call {call} of opening, seed {seed}"),
            );
        }
    }
}

#[test]
fn what_is_cut_is_certain_elsewhere_before_it_is_cut() {
    let medium = SimulatedMedium::new();
    medium.fail_at(a_group_write(), Fault::Io);
    run(&medium);
    let before = medium.log().len();
    let torn = open(&medium, options()).unwrap().1.torn.unwrap();
    let calls = medium.log().split_off(before);
    let at = |call: String| calls.iter().position(|made| *made == call);
    let saved = torn.saved_to.display();
    let order = [
        at(format!("write {saved} 0+{}", torn.len)),
        at(format!("sync {saved}")),
        at(format!("sync-dir {ROOT}/{TORN_FOLDER}")),
        at(format!("set-len {} {}", torn.segment.display(), torn.offset)),
    ];
    assert!(order.is_sorted() && order[0].is_some(), "{calls:?}");
}

#[test]
fn a_failed_call_stops_the_journal_and_opening_again_makes_the_rest_certain() {
    let whole = SimulatedMedium::new();
    run(&whole);
    for call in 0..whole.calls() {
        for fault in [Fault::Io, Fault::NoSpace] {
            let medium = SimulatedMedium::new();
            medium.fail_at(call, fault);
            let acknowledged = run(&medium);
            assert!(
                acknowledged < 24 || call + 1 >= whole.calls() - 4,
                "call {call} was noticed"
            );
            let what = format!("call {call}, {fault:?}");
            // The same machine, still running: pages that a failed sync left behind read well.
            let mut journal = reopen(&medium, acknowledged, &what);
            let shown = journal.last_seq();
            for seed in 0..16 {
                reopen(&medium.power_cut(seed), shown, &format!("{what}, seed {seed}"));
            }
            let group = usize::try_from(shown / 3).unwrap();
            append_all(&mut journal, workload().get(group..=group).unwrap_or_default());
            for seed in 0..16 {
                let after = medium.power_cut(seed);
                reopen(
                    &after,
                    journal.last_seq(),
                    &format!("{what}, one more group, seed {seed}"),
                );
            }
        }
    }
}

#[test]
fn a_full_disk_stops_the_journal_at_every_size() {
    let total: u64 = workload().concat().iter().map(|record| record.len() as u64).sum();
    for capacity in (0..total).step_by(97) {
        let medium = SimulatedMedium::new();
        medium.set_capacity(Some(capacity));
        let acknowledged = run(&medium);
        assert!(acknowledged < 24, "capacity {capacity}");
        medium.set_capacity(None);
        let mut journal = reopen(&medium, acknowledged, &format!("capacity {capacity}"));
        let rest = journal.last_seq();
        append_all(&mut journal, &workload()[usize::try_from(rest / 3).unwrap()..]);
        assert_eq!(records(&journal), numbered(&workload()));
    }
}
