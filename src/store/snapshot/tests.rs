use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::store::medium::{DiskMedium, Fault, Medium, SimulatedMedium};

const ROOT: &str = "/data";

type Record = (u16, Vec<u8>);

fn header(seq: u64) -> SnapshotHeader {
    SnapshotHeader {
        seq,
        chain_hash: ChainHash([5; 32]),
        time_ms: 1_700_000_000_000,
    }
}

fn write(
    medium: Arc<dyn Medium>,
    root: &Path,
    seq: u64,
    records: &[Record],
) -> Result<SnapshotInfo, SnapshotError> {
    let mut writer = SnapshotWriter::create(medium, root, header(seq))?;
    for (kind, record) in records {
        writer.push(*kind, record)?;
    }
    writer.finish()
}

fn write_simulated(
    medium: &SimulatedMedium,
    seq: u64,
    records: &[Record],
) -> Result<SnapshotInfo, SnapshotError> {
    write(Arc::new(medium.clone()), Path::new(ROOT), seq, records)
}

fn read(snapshot: &mut VerifiedSnapshot) -> Vec<Record> {
    let mut found = Vec::new();
    let mut records = snapshot.records();
    while let Some((kind, record)) = records.next_record().unwrap() {
        found.push((kind, record.to_vec()));
    }
    found
}

fn newest(medium: &SimulatedMedium) -> (Option<(u64, Vec<Record>)>, usize) {
    let newest = newest_verified(medium, Path::new(ROOT)).unwrap();
    let read = newest
        .snapshot
        .map(|mut snapshot| (snapshot.info().header.seq, read(&mut snapshot)));
    (read, newest.skipped.len())
}

fn few() -> Vec<Record> {
    vec![(1, b"item".to_vec()), (2, vec![]), (u16::MAX, vec![9; 40])]
}

proptest! {
    #[test]
    fn records_come_back_in_order(
        records in prop::collection::vec((any::<u16>(), prop::collection::vec(any::<u8>(), 0..3000)), 0..40),
        large in prop::option::of(200_000_usize..700_000),
    ) {
        let medium = SimulatedMedium::new();
        let mut records = records;
        records.extend(large.map(|len| (3, vec![3; len])));
        records.push((4, vec![4; 10]));
        let info = write_simulated(&medium, 7, &records).unwrap();
        prop_assert_eq!((info.records, info.header), (records.len() as u64, header(7)));
        let mut snapshot = newest_verified(&medium, Path::new(ROOT)).unwrap().snapshot.unwrap();
        prop_assert_eq!(snapshot.info(), &info);
        prop_assert_eq!(read(&mut snapshot), records.clone());
        prop_assert_eq!(read(&mut snapshot), records);
    }
}

#[test]
fn every_flipped_bit_and_every_cut_is_found_and_the_older_snapshot_is_taken() {
    let medium = SimulatedMedium::new();
    write_simulated(&medium, 5, &few()[..1]).unwrap();
    let path = write_simulated(&medium, 9, &few()).unwrap().path;
    assert_eq!(newest(&medium), (Some((9, few())), 0));
    let bytes = medium.contents(&path).unwrap();
    let flips = (0..bytes.len() * 8).map(|bit| {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        flipped
    });
    let cuts = (0..bytes.len()).map(|len| bytes[..len].to_vec());
    let longer = [
        [bytes.clone(), vec![0]].concat(),
        [bytes.clone(), bytes.clone()].concat(),
    ];
    for damaged in flips.chain(cuts).chain(longer) {
        medium.put(&path, damaged);
        assert_eq!(newest(&medium), (Some((5, few()[..1].to_vec())), 1));
    }
}

#[test]
fn a_whole_block_from_another_snapshot_is_found_by_the_digest() {
    let medium = SimulatedMedium::new();
    let path = write_simulated(&medium, 5, &[(1, b"10 pieces".to_vec())])
        .unwrap()
        .path;
    let other = write_simulated(&medium, 4, &[(1, b"11 pieces".to_vec())])
        .unwrap()
        .path;
    let (mut bytes, other) = (medium.contents(&path).unwrap(), medium.contents(&other).unwrap());
    let block = HEADER_LEN..bytes.len() - FOOTER_LEN;
    bytes[block.clone()].copy_from_slice(&other[block]);
    medium.put(&path, bytes);
    let found = verify_snapshot(&medium, &path);
    assert!(
        matches!(found, Err(SnapshotError::Damaged { what, .. }) if what.contains("digest")),
        "{found:?}"
    );
}

#[test]
fn a_snapshot_under_another_name_or_of_a_newer_program_is_passed_over() {
    let medium = SimulatedMedium::new();
    let path = write_simulated(&medium, 5, &few()).unwrap().path;
    let mut bytes = medium.take(&path).unwrap();
    medium.put(&snapshot_path(path.parent().unwrap(), 6), bytes.clone());
    assert_eq!(newest(&medium), (None, 1));

    bytes[8] = 2;
    let crc = crc32fast::hash(&bytes[..HEADER_LEN - 4]);
    bytes.splice(HEADER_LEN - 4..HEADER_LEN, crc.to_le_bytes());
    medium.put(&path, bytes);
    assert!(matches!(
        verify_snapshot(&medium, &path),
        Err(SnapshotError::Newer { found: 2, .. })
    ));
}

#[test]
fn a_power_cut_at_any_call_leaves_a_whole_snapshot() {
    let run = |medium: &SimulatedMedium| {
        let first = write_simulated(medium, 5, &few()[..2]);
        let second = first.is_ok().then(|| write_simulated(medium, 9, &few()));
        (first.is_ok(), second.is_some_and(|second| second.is_ok()))
    };
    let whole = SimulatedMedium::new();
    assert_eq!(run(&whole), (true, true));
    for call in 0..whole.calls() {
        for fault in [Fault::Stop, Fault::Io, Fault::NoSpace] {
            let medium = SimulatedMedium::new();
            medium.fail_at(call, fault);
            let (first, second) = run(&medium);
            assert!(!second);
            for seed in 0..16 {
                let (found, _) = newest(&medium.power_cut(seed));
                let possible = match found {
                    None => !first,
                    Some((5, records)) => records == few()[..2],
                    Some((seq, records)) => first && seq == 9 && records == few(),
                };
                assert!(possible, "call {call}, {fault:?}, seed {seed}");
            }
        }
    }
}

#[test]
fn a_left_over_is_removed_and_only_the_newest_are_kept() {
    let medium = SimulatedMedium::new();
    let root = Path::new(ROOT);
    drop(SnapshotWriter::create(Arc::new(medium.clone()), root, header(1)).unwrap());
    for seq in [2, 30, 4, 500, 6] {
        write_simulated(&medium, seq, &few()).unwrap();
    }
    assert_eq!(keep_newest(&medium, root, SNAPSHOTS_KEPT, 0).unwrap().len(), 2);
    let names = medium.list(&root.join(SNAPSHOT_FOLDER)).unwrap();
    let seqs: Vec<_> = names.iter().map(|name| seq_of(name)).collect();
    assert_eq!(seqs, [Some(6), Some(30), Some(500)]);
    assert!(
        keep_newest(&medium, root, 0, 0).unwrap().len() == 2,
        "the newest always stays"
    );
}

#[test]
fn a_real_folder_holds_snapshots() {
    let folder = tempfile::tempdir().unwrap();
    let info = write(Arc::new(DiskMedium), folder.path(), 7, &few()).unwrap();
    let mut snapshot = newest_verified(&DiskMedium, folder.path())
        .unwrap()
        .snapshot
        .unwrap();
    assert_eq!(snapshot.info(), &info);
    assert_eq!(read(&mut snapshot), few());
}

#[test]
fn a_record_beyond_the_limit_is_refused() {
    let medium = Arc::new(SimulatedMedium::new());
    let mut writer = SnapshotWriter::create(medium, Path::new(ROOT), header(1)).unwrap();
    let refused = writer.push(1, &vec![0; MAX_SNAPSHOT_RECORD + 1]);
    assert!(matches!(refused, Err(SnapshotError::RecordTooLarge { .. })));
    writer.push(1, &vec![0; MAX_SNAPSHOT_RECORD]).unwrap();
    assert_eq!(writer.finish().unwrap().records, 1);
}
