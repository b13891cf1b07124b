use crate::program::*;
use pickface::domain::ids::{CarrierId, OrderId, OwnerId};
use pickface::domain::masters::{self, Owner};
use pickface::domain::orders::{self, Order, OrderClosed, Stage};
use pickface::domain::{Actor, Timestamp, Via};
use pickface::hub::{Site, SiteOptions};
use pickface::store::closed_numbers::ClosedNumbers;
use pickface::store::journal::{Journal, JournalOptions, read_base};
use pickface::store::medium::DiskMedium;
use pickface::store::state::digest;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// A directory whose journal has several sealed segments.
fn in_segments(root: &Path) -> String {
    let site = Site::open(root, SiteOptions::default()).unwrap();
    site.close();
    drop(site);
    let mut last = String::new();
    for n in 0..6 {
        // Small segments are a matter of the options alone: the first append of each opening finds a full one.
        let options = JournalOptions {
            segment_bytes: 1,
            ..JournalOptions::default()
        };
        let opened = pickface::store::state::open(Arc::new(DiskMedium), root, None).unwrap();
        let (mut warehouse, head) = (opened.warehouse, opened.journal.last_seq());
        drop(opened.journal);
        let (mut journal, _) = Journal::open(Arc::new(DiskMedium), root, options, Some(head)).unwrap();
        let record = save_owner(&warehouse, n);
        let bytes = pickface::store::codec::encode_record(&record).unwrap();
        journal.append(record.seq, &[bytes]).unwrap();
        pickface::store::state::apply(&mut warehouse, &record);
        last = digest(&warehouse).unwrap().to_hex().to_string();
    }
    last
}

fn save_owner(w: &pickface::domain::Warehouse, n: u64) -> pickface::domain::Record {
    let owner = Owner {
        code: format!("OWNER-{n}").into(),
        name: "A name that takes some room in the journal".into(),
        ..Owner::default()
    };
    let ctx = pickface::domain::Context {
        now: pickface::domain::Timestamp(1_772_431_200_000),
        actor: Actor::System,
        device: Default::default(),
        via: Via::CommandLine,
        record: None,
    };
    let command = masters::Command::SaveOwner(owner).into();
    let decision = pickface::domain::decide(w, &command, &ctx).unwrap();
    let mut events = decision.events;
    if n == 0 {
        // Whatever else is in it: with this record an order was closed.
        let order = Arc::new(closed_order());
        events.push(OrderClosed { order }.into());
    }
    pickface::domain::Record {
        seq: w.seq + 1,
        id: Default::default(),
        actor: ctx.actor,
        device: ctx.device,
        via: ctx.via,
        at: ctx.now,
        input: "".into(),
        events,
    }
}

fn closed_order() -> Order {
    Order {
        id: OrderId(900),
        number: "536412".into(),
        owner: OwnerId(1),
        channel: "".into(),
        carrier: CarrierId(1),
        priority: 5,
        placed_at: Timestamp(0),
        promise: Timestamp(0),
        cutoff: Timestamp(0),
        split: false,
        country: "".into(),
        consignee: None,
        stage: Stage::Shipped,
        staged_at: Timestamp(0),
        lines: Vec::new(),
    }
}

/// Whether that order's number is known after its record was removed.
fn knows_the_closed_order(root: &Path) -> bool {
    let order = closed_order();
    let key = orders::closed_key(order.owner, &order.number);
    let numbers = ClosedNumbers::open(&DiskMedium, root).unwrap();
    numbers.knows(key).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let name = |path: std::path::PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    files_in(folder).into_iter().map(name).collect()
}

fn prove(root: &Path) -> serde_json::Value {
    json(root, &["verify"])
}

#[test]
fn sealed_segments_are_packed_behind_a_snapshot_and_read_as_before() {
    let folder = tempfile::tempdir().unwrap();
    let whole = in_segments(folder.path());
    let plain = names(&folder.path().join("journal"));
    assert!(
        plain.len() > 4 && plain.iter().all(|name| name.ends_with(".journal")),
        "{plain:?}"
    );
    json(folder.path(), &["snapshot"]);
    let packed = names(&folder.path().join("journal"));
    let (last, sealed) = packed.split_last().unwrap();
    assert!(
        sealed.iter().all(|name| name.ends_with(".journal.z")),
        "{packed:?}"
    );
    assert!(last.ends_with(".journal"), "{packed:?}");
    let proof = prove(folder.path());
    assert_eq!(
        (&proof["ok"], &proof["digest"]),
        (&true.into(), &whole.as_str().into())
    );
    assert_eq!(proof["journal_records"], 6);

    // A backup of it restores to the same.
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("backup");
    json(folder.path(), &["backup", file.to_str().unwrap()]);
    let restored = elsewhere.path().join("restored");
    json(&restored, &["restore", file.to_str().unwrap()]);
    assert_eq!(prove(&restored)["digest"], whole.as_str());

    // Damage in a packed segment is named.
    let victim = folder.path().join("journal").join(&sealed[1]);
    let len = fs::metadata(&victim).unwrap().len();
    let intact = fs::read(&victim).unwrap();
    for at in spread(len, 9) {
        flip(&victim, at, 2);
        let refused = run(folder.path(), &["verify"]);
        let told = String::from_utf8(refused.stderr).unwrap();
        assert!(!refused.status.success(), "byte {at}");
        assert!(told.contains(&sealed[1]), "byte {at}: {told}");
        fs::write(&victim, &intact).unwrap();
    }
    for len in spread(len, 5).filter(|shorter| *shorter < len) {
        fs::write(&victim, &intact[..usize::try_from(len).unwrap()]).unwrap();
        let refused = run(folder.path(), &["verify"]);
        assert!(!refused.status.success(), "cut to {len}");
        fs::write(&victim, &intact).unwrap();
    }
    assert_eq!(prove(folder.path())["ok"], true);
}

#[test]
fn what_is_old_goes_to_the_archive_and_comes_back_from_there() {
    let folder = tempfile::tempdir().unwrap();
    let whole = in_segments(folder.path());
    let archive = tempfile::tempdir().unwrap();
    let to = archive.path().to_str().unwrap();
    let copied = json(folder.path(), &["archive", to]);
    assert!(
        copied["copied"].as_u64().unwrap() >= 4 && copied["removed"] == 0,
        "{copied}"
    );
    let again = json(folder.path(), &["archive", to]);
    assert_eq!(
        (&again["copied"], &again["known"]),
        (&0.into(), &copied["copied"])
    );

    let retained = json(folder.path(), &["archive", to, "--retain", "30"]);
    assert_eq!(retained["removed"], copied["copied"], "{retained}");
    let base = read_base(&DiskMedium, folder.path()).unwrap().seq;
    assert!(base > 0 && retained["begins_behind"] == base);
    let proof = prove(folder.path());
    assert_eq!(
        (&proof["ok"], &proof["digest"]),
        (&true.into(), &whole.as_str().into())
    );
    assert_eq!(proof["journal_records"], 6 - base);
    assert!(knows_the_closed_order(folder.path()));
    assert!(!knows_the_closed_order(archive.path()));

    // A backup takes them along, and a flipped bit in them is found.
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("backup");
    json(folder.path(), &["backup", file.to_str().unwrap()]);
    let restored = elsewhere.path().join("restored");
    json(&restored, &["restore", file.to_str().unwrap()]);
    assert!(knows_the_closed_order(&restored));
    flip(&restored.join("journal/.closed"), 40, 1);
    let told = run(&restored, &["--json", "verify"]);
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.contains(".closed is damaged"), "{told}");

    // Work goes on, and the snapshot that the journal begins with outlives every rotation.
    for n in 0..5 {
        let site = Site::open(folder.path(), SiteOptions::default()).unwrap();
        let owner = Owner {
            code: format!("LATER-{n}").into(),
            ..Owner::default()
        };
        site.ask(
            Actor::System,
            Via::CommandLine,
            masters::Command::SaveOwner(owner),
        )
        .unwrap();
        site.snapshot().unwrap();
        site.close();
    }
    let proof = prove(folder.path());
    assert_eq!(
        (&proof["ok"], &proof["store_differences"]),
        (&true.into(), &0.into()),
        "{proof}"
    );
    let digest = proof["digest"].clone();

    // Without any snapshot it cannot be opened from what is left, and says so.
    fs::rename(folder.path().join("snapshots"), folder.path().join("kept")).unwrap();
    let refused = run(folder.path(), &["verify"]);
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(
        !refused.status.success() && told.contains("snapshots") && told.contains("archived"),
        "{told}"
    );
    let _ = fs::remove_dir_all(folder.path().join("snapshots"));

    // With the archive it can.
    for file in files_in(archive.path()) {
        fs::copy(
            &file,
            folder.path().join("journal").join(file.file_name().unwrap()),
        )
        .unwrap();
    }
    fs::remove_file(folder.path().join("journal/.base")).unwrap();
    fs::remove_dir_all(folder.path().join("sled")).unwrap();
    let proof = prove(folder.path());
    assert_eq!(
        (&proof["ok"], &proof["digest"]),
        (&true.into(), &digest),
        "{proof}"
    );
    assert_eq!(proof["journal_records"], 11);
}

#[test]
fn the_newest_whole_snapshot_and_the_journal_behind_it_are_enough() {
    let folder = finished().copy();
    json(folder.path(), &["snapshot"]);
    let snapshots = files_in(&folder.path().join("snapshots"));
    let newest = snapshots.last().unwrap();
    let len = fs::metadata(newest).unwrap().len();
    flip(newest, len / 3, 1);
    let proof = verify(folder.path(), &finished().acks).unwrap();
    assert_eq!(
        (&proof["ok"], &proof["digest"]),
        (&true.into(), &finished().digest.as_str().into())
    );
    let notes = proof["notes"].to_string();
    assert!(
        notes.contains(newest.file_name().unwrap().to_str().unwrap()),
        "{notes}"
    );
    let site = Site::open(folder.path(), SiteOptions::default()).unwrap();
    let journal = site.journal().last_seq();
    let replayed = site.findings().replayed;
    assert!(replayed > 0 && replayed < journal, "{replayed} of {journal}");
}

#[test]
fn snapshots_are_rotated() {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..6 {
        let site = Site::open(folder.path(), SiteOptions::default()).unwrap();
        let owner = Owner {
            code: format!("OWNER-{n}").into(),
            ..Owner::default()
        };
        site.ask(
            Actor::System,
            Via::CommandLine,
            masters::Command::SaveOwner(owner),
        )
        .unwrap();
        site.snapshot().unwrap();
        site.close();
    }
    let kept = names(&folder.path().join("snapshots"));
    let record = |n: u64| format!("{n:020}.snapshot");
    assert_eq!(kept, [record(4), record(5), record(6)]);
}
