//! Whatever happens to a journal's files: opening, verifying and reading give the records that were written, or refuse.

use super::damage::many_segments;
use super::*;
use crate::store::soak;

/// One way to spoil a file: bytes from `from` overwritten, zeroed, taken out, doubled, cut off, put in, or nothing but
/// these.
fn spoil(bytes: &[u8], way: u8, from: usize, len: usize, fill: &[u8]) -> Vec<u8> {
    let from = from % bytes.len();
    let until = (from + len).min(bytes.len());
    let (before, piece, behind) = (&bytes[..from], &bytes[from..until], &bytes[until..]);
    let overwritten: Vec<u8> = fill.iter().copied().cycle().take(piece.len()).collect();
    match way {
        0 => [before, &overwritten, behind].concat(),
        1 => [before, &vec![0; piece.len()], behind].concat(),
        2 => [before, behind].concat(),
        3 => [before, piece, piece, behind].concat(),
        4 => before.to_vec(),
        5 => [before, fill, piece, behind].concat(),
        _ => fill.to_vec(),
    }
}

/// What is read of a journal whose files were spoilt is the beginning of what was written, and where all of it is, it is
/// whole. The same for whoever knows how far the journal went.
fn judge(medium: &SimulatedMedium, options: JournalOptions, last_was_spoilt: bool) {
    let expected: Vec<_> = (1..).zip((0..24_u8).map(|at| vec![at / 2; 150])).collect();
    let copy = Arc::new(medium.duplicate());
    if let Ok((journal, report)) = Journal::open(copy, Path::new(ROOT), options, Some(24)) {
        assert_eq!(report.last_seq, 24);
        if !last_was_spoilt {
            assert!(
                verify(&journal).is_err(),
                "damage to a trusted segment is found by verify"
            );
        }
    }
    if let Ok((journal, _)) = open(medium, options) {
        let read: Result<Vec<_>, _> = journal.reader().read_from(0).collect();
        let verified = verify(&journal);
        match read {
            Ok(read) => {
                assert_eq!(read, expected[..read.len()]);
                assert!(read.len() == 24 || (last_was_spoilt && read.len() >= 20 && verified.is_ok()));
            }
            Err(_) => assert!(verified.is_err()),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn whatever_happens_to_a_file_no_other_records_are_given(
        which in 0_usize..6,
        way in 0_u8..7,
        from in any::<usize>(),
        len in 1_usize..700,
        fill in prop::collection::vec(any::<u8>(), 1..40),
        cut in any::<bool>(),
        trust_up_to in 0_u64..25,
    ) {
        let (medium, starts) = many_segments();
        let path = segment(starts[which]);
        let bytes = medium.contents(&path).unwrap();
        let spoilt = spoil(&bytes, way, from, len, &fill);
        prop_assume!(spoilt != bytes);
        medium.put(&path, spoilt);
        let unexplained_tail = if cut { UnexplainedTail::Cut } else { UnexplainedTail::Refuse };
        judge(&medium, JournalOptions { unexplained_tail, trust_up_to, ..small_segments() }, which == 5);
    }
}

/// Several files spoilt several times: no panic, and never another record.
fn rage(dice: &mut fastrand::Rng) {
    let (medium, starts) = many_segments();
    for _ in 0..dice.usize(1..=4) {
        let path = segment(starts[dice.usize(..starts.len())]);
        // What another segment holds is the likeliest to be taken for this one's.
        let other = medium
            .contents(&segment(starts[dice.usize(..starts.len())]))
            .unwrap();
        let noise: Vec<u8> = (0..dice.usize(1..900)).map(|_| dice.u8(..)).collect();
        let fill = if dice.bool() { other } else { noise };
        let bytes = medium.contents(&path).filter(|bytes| !bytes.is_empty());
        let Some(bytes) = bytes else { continue };
        let spoilt = spoil(&bytes, dice.u8(..7), dice.usize(..), dice.usize(1..700), &fill);
        medium.put(&path, spoilt);
    }
    let expected: Vec<_> = (1..).zip((0..24_u8).map(|at| vec![at / 2; 150])).collect();
    let unexplained_tail = if dice.bool() {
        UnexplainedTail::Cut
    } else {
        UnexplainedTail::Refuse
    };
    let trust_up_to = dice.u64(..25);
    let options = JournalOptions {
        unexplained_tail,
        trust_up_to,
        ..small_segments()
    };
    if let Ok((journal, _)) = open(&medium, options) {
        // A snapshot stands for what is trusted: that is read by each record's own checksum, and a record of another
        // place has a good one. The proof tells it, so that up to where it is good, too, nothing else may be read.
        let proved = match verify(&journal) {
            Ok(_) => u64::MAX,
            Err(JournalError::Damaged { last_good, .. }) => last_good,
            Err(_) => 0,
        };
        let read = journal.reader().read_from(0).map_while(Result::ok);
        for (read, expected) in read.zip(&expected) {
            if read.0 <= proved || read.0 > trust_up_to {
                assert_eq!(&read, expected);
            }
        }
    }
}

#[test]
fn files_spoilt_over_and_over_give_no_other_records() {
    let mut dice = fastrand::Rng::with_seed(20_261_128);
    for _ in 0..300 {
        rage(&mut dice);
    }
}

/// A stretch as long as a group stands twice, so that the second record of the group behind it is that of the group before.
#[test]
fn a_record_of_another_place_is_told_by_the_proof() {
    let (medium, starts) = many_segments();
    let path = segment(starts[0]);
    let bytes = medium.contents(&path).unwrap();
    let group = (bytes.len() - SEGMENT_HEADER_LEN - SEAL_LEN) / 2;
    medium.put(&path, spoil(&bytes, 3, SEGMENT_HEADER_LEN + 194, group, &[]));
    let trusting = JournalOptions {
        trust_up_to: 16,
        ..small_segments()
    };
    let (journal, _) = open(&medium, trusting).unwrap();
    assert!(matches!(
        verify(&journal),
        Err(JournalError::Damaged {
            damage: Damage::Chain,
            last_good: 2,
            ..
        })
    ));
    assert!(matches!(
        open(&medium, small_segments()),
        Err(JournalError::Damaged { .. })
    ));
}

/// With another seed every time.
#[test]
#[ignore = "runs as long as PICKFACE_SOAK_SECONDS says, an hour by default"]
fn spoilt_journals_for_long() {
    let (until, seed) = (soak::until(), fastrand::u64(..));
    let mut dice = fastrand::Rng::with_seed(seed);
    while std::time::Instant::now() < until {
        let round = dice.u64(..);
        let outcome = std::panic::catch_unwind(|| rage(&mut fastrand::Rng::with_seed(round)));
        assert!(outcome.is_ok(), "seed {round}");
    }
}
