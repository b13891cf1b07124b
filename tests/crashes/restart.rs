use crate::program::*;
use pickface::domain::ids::DeviceId;
use pickface::domain::masters::{self, Owner};
use pickface::domain::orders::Stage;
use pickface::domain::{Actor, CommandId, Via};
use pickface::hub::{Lane, Request, Site, SiteOptions};
use pickface::store::state::digest;

#[test]
fn another_process_replays_to_the_digest_of_the_live_value() {
    let folder = finished().copy();
    let site = Site::open(folder.path(), SiteOptions::default()).unwrap();
    let live = digest(&site.warehouse()).unwrap().to_hex().to_string();
    let refused = run(folder.path(), &["verify"]);
    assert_eq!(refused.status.code(), Some(75), "the directory is in use");
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(
        told.contains(&format!("process {}", std::process::id())),
        "{told}"
    );
    site.close();
    drop(site);
    let proof = verify(folder.path(), &finished().acks).unwrap();
    assert_eq!(proof["digest"], live.as_str());
}

fn save_owner(id: CommandId, code: &str) -> Request {
    let command = masters::Command::SaveOwner(Owner {
        code: code.into(),
        ..Owner::default()
    });
    Request {
        id,
        actor: Actor::System,
        device: DeviceId(0),
        via: Via::CommandLine,
        input: "".into(),
        command: command.into(),
        record: None,
        lane: Lane::Interactive,
    }
}

#[test]
fn the_same_id_is_applied_once_across_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let id = CommandId {
        client: 77,
        counter: 1,
    };
    let ask = |snapshot: bool| {
        let site = Site::open(folder.path(), SiteOptions::default()).unwrap();
        let accepted = site.hub().ask_blocking(save_owner(id, "ACME")).unwrap();
        let owners = site.warehouse().owners.len();
        if snapshot {
            site.snapshot().unwrap();
        }
        site.close();
        (accepted.seq, accepted.events.len(), owners)
    };
    assert_eq!(ask(false), (Some(1), 1, 1));
    assert_eq!(ask(true), (Some(1), 0, 1), "known from the journal");
    assert_eq!(ask(false), (Some(1), 0, 1), "known from the snapshot");
    let site = Site::open(folder.path(), SiteOptions::default()).unwrap();
    assert_eq!(site.journal().last_seq(), 1);
}

#[test]
fn virtual_workers_stay_out_of_a_live_directory() {
    let folder = tempfile::tempdir().unwrap();
    Site::open(folder.path(), SiteOptions::default()).unwrap().close();
    let refused = run(folder.path(), &["simulate", "--seconds", "1"]);
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("live") && told.contains("--data"), "{told}");
}

#[test]
fn looking_at_a_directory_that_is_not_there_makes_none() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("nowhere");
    for command in ["verify", "snapshot"] {
        let refused = run(&data, &[command]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(String::from_utf8(refused.stderr).unwrap().contains("hint: "));
        assert!(!data.exists());
    }
}

#[test]
fn virtual_workers_do_every_kind_of_work() {
    let folder = tempfile::tempdir().unwrap();
    let kinds = ["pick", "pack", "load", "inbound", "count"];
    // On a slow machine the first parcels may be packed in a later run.
    let all_done = (1..=10).any(|_| {
        let report = json(folder.path(), &["simulate", "--workers", "4", "--seconds", "2"]);
        let of = |kind: &str| report["commands_by_kind"][kind].as_u64().unwrap_or(0);
        assert_eq!(
            report["commands"].as_u64().unwrap(),
            kinds.into_iter().map(of).sum::<u64>()
        );
        let refused: u64 = report["refusals"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(why, n)| {
                assert!(why.ends_with(".NoWork"), "nobody here errs: {report}");
                n.as_u64().unwrap()
            })
            .sum();
        refused <= of("pick") && kinds.into_iter().all(|kind| of(kind) > 0)
    });
    assert!(all_done);
}

#[test]
fn both_latencies_are_told_when_other_work_is_done_beside() {
    let folder = tempfile::tempdir().unwrap();
    for work in ["snapshot", "release"] {
        let arguments = ["simulate", "--workers", "2", "--seconds", "1", "--beside", work];
        let report = json(folder.path(), &arguments);
        let beside = &report["beside"];
        assert_eq!(beside["work"], work, "{report}");
        assert!(beside["p99_ratio"].as_f64().unwrap() > 0.0, "{report}");
        if work == "release" {
            assert!(beside["answers"].as_u64().unwrap() > 0, "{report}");
        }
    }
    let site = Site::open(folder.path(), SiteOptions::default()).unwrap();
    let w = site.warehouse();
    assert!(w.jobs.is_empty(), "the release is through");
    let mut beside = w.orders.values().filter(|order| &*order.channel == "beside");
    assert!(beside.all(|order| order.stage >= Stage::Released));
}

#[test]
fn a_year_passes_with_the_work_and_what_should_stay_flat_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = [
        "simulate",
        "--workers",
        "4",
        "--seconds",
        "2",
        "--lines-a-day",
        "1",
    ];
    let report = json(folder.path(), &arguments);
    let (lines, days) = (
        report["lines"].as_u64().unwrap(),
        report["days"].as_u64().unwrap(),
    );
    assert!(days > 0 && days <= lines, "a line a day: {report}");
    let moments = report["moments"].as_array().unwrap();
    assert!(moments.len() > 1, "{report}");
    assert!(
        moments
            .iter()
            .any(|moment| moment["open_records"].as_u64().unwrap() > 0)
    );
    assert!(report["store_lag_most"].as_u64().unwrap() >= report["store_lag"].as_u64().unwrap());
    assert_eq!(json(folder.path(), &["verify"])["ok"], true);
}
