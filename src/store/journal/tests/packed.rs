//! Sealed segments that are compressed while others read, cut off at every call, and damaged.

use super::*;
use crate::store::medium::Fault;

/// Twelve groups in six segments, the records of a compressible kind and long enough for several blocks.
fn many() -> Vec<Group> {
    (1..=12_u8)
        .map(|turn| {
            let record = |n: usize| format!("record {n} of group {turn} ").repeat(4_000).into_bytes();
            vec![record(1), record(2)]
        })
        .collect()
}

fn options() -> JournalOptions {
    JournalOptions {
        segment_bytes: 300_000,
        ..JournalOptions::default()
    }
}

#[test]
fn whoever_reads_while_segments_are_packed_reads_on() {
    let medium = written(options(), &many());
    let (mut journal, _) = open(&medium, options()).unwrap();
    let reader = journal.reader();
    let plain: u64 = reader.committed_files().unwrap().iter().map(|(_, len)| len).sum();
    let mut reading = reader.read_from(1);
    let mut read = vec![reading.next().unwrap().unwrap()];
    let sealed = reader.sealed();
    assert!(sealed.len() >= 4, "{sealed:?}");
    assert_eq!(
        reader.pack(sealed[1].last_seq).unwrap().len(),
        2,
        "no more than was asked for"
    );
    assert_eq!(reader.pack(u64::MAX).unwrap().len(), sealed.len() - 2);
    assert_eq!(reader.pack(u64::MAX).unwrap(), [] as [PathBuf; 0]);
    read.extend(reading.map(Result::unwrap));
    assert_eq!(read, numbered(&many()));
    let packed: u64 = reader.committed_files().unwrap().iter().map(|(_, len)| len).sum();
    assert!(packed * 5 < plain, "{packed} of {plain}");

    append_all(&mut journal, &three_groups());
    let all = numbered(&[many(), three_groups()].concat());
    assert_eq!(records(&journal), all);
    verify(&journal).unwrap();
    for (seq, record) in all.iter().rev() {
        assert_eq!(reader.read_one(*seq).unwrap().as_ref(), Some(record));
    }
    let (reopened, _) = open(&medium, options()).unwrap();
    assert_eq!(records(&reopened), all);
}

#[test]
fn packing_survives_a_power_cut_at_every_call() {
    let mut calls = 0;
    loop {
        let medium = written(options(), &many());
        let (journal, _) = open(&medium, options()).unwrap();
        medium.fail_at(medium.calls() + calls, Fault::Stop);
        let packed = journal.reader().pack(u64::MAX);
        let after = medium.power_cut(calls);
        let (reopened, report) = open_knowing(&after, 24).unwrap();
        assert_eq!(report.torn, None, "call {calls}");
        assert_eq!(records(&reopened), numbered(&many()), "call {calls}");
        verify(&reopened).unwrap();
        reopened.reader().pack(u64::MAX).unwrap();
        assert_eq!(
            records(&reopened),
            numbered(&many()),
            "call {calls}, packed to the end"
        );
        if packed.is_ok() {
            break;
        }
        calls += 1;
    }
    assert!(calls > 20, "{calls}");
}

#[test]
fn a_packed_segment_that_is_damaged_anywhere_is_named() {
    let medium = written(options(), &many());
    let (journal, _) = open(&medium, options()).unwrap();
    let files = journal.reader().pack(u64::MAX).unwrap();
    let victim = &files[1];
    let whole = medium.contents(victim).unwrap();
    for at in (0..whole.len()).step_by(13) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        medium.put(victim, bytes);
        let told = open(&medium, options()).map(|_| ()).unwrap_err().to_string();
        assert!(told.contains(&*victim.to_string_lossy()), "byte {at}: {told}");
    }
    for len in [0, 10, 40, whole.len() / 2, whole.len() - 1] {
        medium.put(victim, whole[..len].to_vec());
        assert!(open(&medium, options()).is_err(), "cut to {len}");
    }
    medium.put(victim, whole);
    open(&medium, options()).unwrap();
}

#[test]
fn a_journal_that_begins_behind_a_record_needs_its_base() {
    let medium = written(options(), &many());
    let (journal, _) = open(&medium, options()).unwrap();
    let reader = journal.reader();
    let first = &reader.sealed()[0];
    let base = JournalBase {
        seq: first.last_seq,
        hash: first.hash,
    };
    let root = Path::new(ROOT);
    assert_eq!(read_base(&medium, root).unwrap(), JournalBase::default());
    write_base(&medium, root, base).unwrap();
    assert_eq!(read_base(&medium, root).unwrap(), base);
    let based = || JournalOptions {
        base: read_base(&medium, root).unwrap(),
        ..options()
    };
    // A crash came before the segment was removed: it is passed over.
    let behind: Vec<_> = numbered(&many())
        .into_iter()
        .filter(|(seq, _)| *seq > base.seq)
        .collect();
    assert_eq!(records(&open(&medium, based()).unwrap().0), behind);
    medium.take(&first.path);
    let (begun, _) = open(&medium, based()).unwrap();
    assert_eq!((records(&begun), begun.reader().base()), (behind, base));
    verify(&begun).unwrap();
    assert!(matches!(
        open(&medium, options()),
        Err(JournalError::MissingSegment { expected: 1, .. })
    ));
    let whole = medium.contents(&base_file(root)).unwrap();
    for bit in 0..whole.len() * 8 {
        let mut bytes = whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        medium.put(&base_file(root), bytes);
        assert!(read_base(&medium, root).is_err(), "bit {bit}");
    }
}
