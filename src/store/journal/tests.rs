//! Journals written, reopened, damaged and cut off.

mod damage;
mod fuzz;
mod packed;
mod power;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::store::medium::{DiskMedium, SimulatedMedium};

const ROOT: &str = "/data";

type Group = Vec<Vec<u8>>;

fn small_segments() -> JournalOptions {
    JournalOptions {
        segment_bytes: 600,
        ..JournalOptions::default()
    }
}

fn open(medium: &SimulatedMedium, options: JournalOptions) -> Result<(Journal, OpenReport), JournalError> {
    Journal::open(Arc::new(medium.clone()), Path::new(ROOT), options, None)
}

fn open_knowing(medium: &SimulatedMedium, known: u64) -> Result<(Journal, OpenReport), JournalError> {
    Journal::open(
        Arc::new(medium.clone()),
        Path::new(ROOT),
        JournalOptions::default(),
        Some(known),
    )
}

fn append_all(journal: &mut Journal, groups: &[Group]) {
    for group in groups {
        let expected = journal.last_seq() + group.len() as u64;
        assert_eq!(journal.append(journal.last_seq() + 1, group).unwrap(), expected);
    }
}

fn written(options: JournalOptions, groups: &[Group]) -> SimulatedMedium {
    let medium = SimulatedMedium::new();
    append_all(&mut open(&medium, options).unwrap().0, groups);
    medium
}

fn numbered(groups: &[Group]) -> Vec<(u64, Vec<u8>)> {
    (1..).zip(groups.concat()).collect()
}

fn records(journal: &Journal) -> Vec<(u64, Vec<u8>)> {
    journal.reader().read_from(0).collect::<Result<_, _>>().unwrap()
}

fn verify(journal: &Journal) -> Result<VerifyReport, JournalError> {
    journal.reader().verify(&mut |_, _| ControlFlow::Continue(()))
}

fn segment(first_seq: u64) -> PathBuf {
    segments::segment_path(&Path::new(ROOT).join(JOURNAL_FOLDER), first_seq)
}

fn three_groups() -> Vec<Group> {
    let text = |word: &str| word.as_bytes().to_vec();
    vec![
        vec![text("pick A-01-01"), text("pick A-01-02")],
        vec![text("pack")],
        vec![text("ship"), text("load"), vec![]],
    ]
}

fn groups() -> impl Strategy<Value = Vec<(Group, bool)>> {
    let record = prop::collection::vec(any::<u8>(), 0..200);
    let group = prop::collection::vec(record, 1..6);
    prop::collection::vec((group, any::<bool>()), 0..24)
}

proptest! {
    #[test]
    fn what_was_appended_is_read_back(groups in groups(), segment_bytes in 100_u64..3000, from in 0_u64..80) {
        let medium = SimulatedMedium::new();
        let options = JournalOptions { segment_bytes, ..JournalOptions::default() };
        let (mut journal, _) = open(&medium, options).unwrap();
        let mut hashes = vec![(0, ChainHash::default())];
        for (group, mark) in &groups {
            append_all(&mut journal, std::slice::from_ref(group));
            hashes.push((journal.last_seq(), journal.head_hash()));
            if *mark {
                journal.mark().unwrap();
            }
        }
        let expected = numbered(&groups.iter().map(|(group, _)| group.clone()).collect::<Vec<_>>());
        prop_assert_eq!(&records(&journal), &expected);
        let (reopened, report) = open(&medium, options).unwrap();
        prop_assert_eq!(report.torn, None);
        prop_assert_eq!((report.last_seq, report.head_hash), *hashes.last().unwrap());
        prop_assert_eq!(reopened.head_hash(), verify(&reopened).unwrap().head_hash);

        let trusting = JournalOptions { trust_up_to: report.last_seq, ..options };
        let reader = open(&medium, trusting).unwrap().0.reader();
        let tail: Vec<_> = reader.read_from(from).collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(tail, expected.iter().filter(|(seq, _)| *seq >= from).cloned().collect::<Vec<_>>());
        for (seq, record) in &expected {
            prop_assert_eq!(reader.read_one(*seq).unwrap(), Some(record.clone()));
            let hash = hashes.iter().find(|(last, _)| last == seq).map(|(_, hash)| *hash);
            prop_assert_eq!(reader.hash_at(*seq).unwrap(), hash);
        }
        prop_assert_eq!(reader.read_one(expected.len() as u64 + 1).unwrap(), None);
    }
}

#[test]
fn a_real_folder_holds_a_journal() {
    let folder = tempfile::tempdir().unwrap();
    let medium: Arc<dyn Medium> = Arc::new(DiskMedium);
    let groups: Vec<Group> = (0..40_u8).map(|fill| vec![vec![fill; 100]; 3]).collect();
    let (mut journal, report) =
        Journal::open(Arc::clone(&medium), folder.path(), small_segments(), None).unwrap();
    assert!(report.created);
    append_all(&mut journal, &groups);
    let (journal, report) = Journal::open(medium, folder.path(), small_segments(), Some(120)).unwrap();
    assert!(report.segments > 10 && !report.created);
    assert_eq!(records(&journal), numbered(&groups));
    let unopened = verify_unopened(&DiskMedium, folder.path(), &small_segments()).unwrap();
    assert_eq!(unopened, verify(&journal).unwrap());
}

#[test]
fn writer_and_readers_go_to_other_threads() {
    fn goes<T: Send>() {}
    fn is_shared<T: Send + Sync>() {}
    goes::<Journal>();
    goes::<GroupBuilder>();
    goes::<Records>();
    is_shared::<JournalReader>();
}

#[test]
fn a_group_is_one_write_and_one_sync() {
    let medium = SimulatedMedium::new();
    let (mut journal, _) = open(&medium, JournalOptions::default()).unwrap();
    let before = medium.log().len();
    journal.append(1, &[vec![1; 5000], vec![2; 9000]]).unwrap();
    let calls = medium.log().split_off(before);
    let verbs: Vec<_> = calls.iter().filter_map(|call| call.split(' ').next()).collect();
    assert_eq!(verbs, ["write", "sync"]);
}

#[test]
fn readers_see_what_is_committed_meanwhile() {
    let medium = SimulatedMedium::new();
    let (mut journal, _) = open(&medium, small_segments()).unwrap();
    let reader = journal.reader();
    assert_eq!(reader.read_from(1).count(), 0);
    append_all(&mut journal, &three_groups());
    let mut reading = reader.read_from(2);
    assert_eq!(reading.next().unwrap().unwrap(), (2, b"pick A-01-02".to_vec()));
    append_all(&mut journal, &vec![vec![vec![9; 300]]; 8]);
    assert_eq!(
        reading.count(),
        4,
        "records committed after read_from are left to the next call"
    );
    assert_eq!(reader.read_from(2).count(), 13);
}

#[test]
fn groups_that_do_not_continue_the_journal_are_refused_and_harm_nothing() {
    let (mut journal, _) = open(&SimulatedMedium::new(), JournalOptions::default()).unwrap();
    let refused = journal.append(2, &[b"x"]);
    assert!(matches!(
        refused,
        Err(JournalError::OutOfOrder {
            offered: 2,
            expected: 1
        })
    ));
    assert!(matches!(
        journal.append::<&[u8]>(1, &[]),
        Err(JournalError::EmptyGroup)
    ));
    let large = vec![0; MAX_GROUP_BODY];
    assert!(matches!(
        journal.append(1, &[large]),
        Err(JournalError::GroupFull(_))
    ));
    assert_eq!(journal.append(1, &[b"x"]).unwrap(), 1);
}

#[test]
fn a_journal_can_begin_at_a_snapshot() {
    let base = JournalBase {
        seq: 41,
        hash: ChainHash([7; 32]),
    };
    let options = JournalOptions {
        base,
        ..JournalOptions::default()
    };
    let medium = SimulatedMedium::new();
    let (mut journal, _) = open(&medium, options).unwrap();
    assert_eq!(journal.append(42, &[b"x"]).unwrap(), 42);
    let reader = open(&medium, options).unwrap().0.reader();
    assert_eq!(reader.read_one(42).unwrap(), Some(b"x".to_vec()));
    assert_eq!(
        (reader.read_one(41).unwrap(), reader.hash_at(41).unwrap()),
        (None, Some(base.hash))
    );
    let other = JournalOptions {
        base: JournalBase {
            seq: 41,
            hash: ChainHash([8; 32]),
        },
        ..options
    };
    assert!(matches!(
        open(&medium, other),
        Err(JournalError::Damaged {
            damage: Damage::SegmentChain,
            ..
        })
    ));
    assert!(matches!(
        open(&medium, JournalOptions::default()),
        Err(JournalError::MissingSegment { .. })
    ));
}
