//! Files damaged behind the journal's back: what opening cuts, and what it refuses.

use super::*;

fn only_segment(medium: &SimulatedMedium) -> Vec<u8> {
    medium.contents(&segment(1)).unwrap()
}

fn with_bytes(medium: &SimulatedMedium, first_seq: u64, bytes: Vec<u8>) -> SimulatedMedium {
    let damaged = medium.duplicate();
    damaged.put(&segment(first_seq), bytes);
    damaged
}

/// The journal of three groups, its bytes, and where the last group begins.
fn three_written() -> (SimulatedMedium, Vec<u8>, usize) {
    let before = only_segment(&written(JournalOptions::default(), &three_groups()[..2])).len();
    let medium = written(JournalOptions::default(), &three_groups());
    let bytes = only_segment(&medium);
    (medium, bytes, before)
}

#[test]
fn a_journal_that_ends_anywhere_in_its_last_group_is_cut_before_it() {
    let (medium, bytes, last) = three_written();
    for len in last + 1..bytes.len() {
        let torn_medium = with_bytes(&medium, 1, bytes[..len].to_vec());
        assert!(matches!(
            open_knowing(&torn_medium, 4),
            Err(JournalError::EndsTooEarly { known: 4, .. })
        ));
        assert_eq!(
            only_segment(&torn_medium),
            bytes[..len],
            "a refusal changes nothing"
        );
        let found = verify_unopened(&torn_medium, Path::new(ROOT), &JournalOptions::default()).unwrap();
        assert_eq!(found.torn.map(|(offset, _)| offset), Some(last as u64));

        let (mut journal, report) = open_knowing(&torn_medium, 3).unwrap();
        let torn = report.torn.unwrap();
        assert_eq!(
            (torn.offset, torn.len, torn.explained),
            (last as u64, (len - last) as u64, true)
        );
        assert_eq!(torn_medium.contents(&torn.saved_to).unwrap(), bytes[last..len]);
        assert_eq!(records(&journal), numbered(&three_groups()[..2]));
        append_all(&mut journal, &three_groups()[2..]);
        assert_eq!(
            only_segment(&torn_medium),
            bytes,
            "the journal goes on as if nothing had been written there"
        );
    }
}

#[test]
fn zeros_behind_the_last_group_are_cut() {
    let (medium, bytes, _) = three_written();
    for zeros in [1, 31, 64, 100, 5000] {
        let long = with_bytes(&medium, 1, [bytes.clone(), vec![0; zeros]].concat());
        let (journal, report) = open_knowing(&long, 6).unwrap();
        assert_eq!(
            report.torn.map(|torn| (torn.damage, torn.len)),
            Some((Damage::Zeros, zeros as u64))
        );
        assert_eq!(records(&journal), numbered(&three_groups()));
    }
}

#[test]
fn no_single_flipped_bit_changes_records_unseen() {
    let (medium, bytes, last) = three_written();
    let cutting = JournalOptions {
        unexplained_tail: UnexplainedTail::Cut,
        ..JournalOptions::default()
    };
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let damaged = with_bytes(&medium, 1, flipped);
        assert!(
            open_knowing(&damaged, 6).is_err(),
            "bit {bit} of a committed group"
        );
        match open(&damaged, JournalOptions::default()) {
            Err(_) => {}
            // The length of the last group has grown: told by its checksum, so its end is not known.
            Ok((_, report)) => panic!("bit {bit} was accepted: {report:?}"),
        }
        match open(&damaged, cutting) {
            Err(_) => assert!(
                bit / 8 < last,
                "bit {bit}: only damage before the last group is refused now"
            ),
            Ok((journal, report)) => {
                assert!(bit / 8 >= last, "bit {bit}");
                assert!(!report.torn.unwrap().explained);
                assert_eq!(records(&journal), numbered(&three_groups()[..2]));
            }
        }
    }
}

#[test]
fn after_a_mark_no_flipped_bit_costs_a_record() {
    let medium = SimulatedMedium::new();
    let (mut journal, _) = open(&medium, JournalOptions::default()).unwrap();
    append_all(&mut journal, &three_groups());
    let last = only_segment(&medium).len();
    journal.mark().unwrap();
    let bytes = only_segment(&medium);
    assert_eq!(bytes.len(), last + 64);
    journal.mark().unwrap();
    assert_eq!(only_segment(&medium).len(), bytes.len(), "one mark is enough");
    let cutting = JournalOptions {
        unexplained_tail: UnexplainedTail::Cut,
        ..JournalOptions::default()
    };
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        match open(&with_bytes(&medium, 1, flipped), cutting) {
            Err(_) => assert!(bit / 8 < last, "bit {bit}"),
            Ok((journal, _)) => assert_eq!(records(&journal), numbered(&three_groups()), "bit {bit}"),
        }
    }
}

#[test]
fn a_lost_sector_in_the_last_group_is_torn_and_in_an_earlier_one_is_damage() {
    let groups: Vec<Group> = vec![vec![vec![1; 6000]], vec![vec![2; 6000]], vec![vec![3; 6000]]];
    let medium = written(JournalOptions::default(), &groups);
    let bytes = only_segment(&medium);
    let last = only_segment(&written(JournalOptions::default(), &groups[..2])).len();
    for sector in 1..bytes.len().div_ceil(512) {
        let range = sector * 512..bytes.len().min(sector * 512 + 512);
        let torn = range.start >= last;
        let mut zeroed = bytes.clone();
        zeroed[range].fill(0);
        match open(&with_bytes(&medium, 1, zeroed), JournalOptions::default()) {
            Ok((journal, report)) => {
                assert!(torn && report.torn.unwrap().explained, "sector {sector}");
                assert_eq!(records(&journal), numbered(&groups[..2]));
            }
            Err(error) => assert!(
                !torn && matches!(error, JournalError::Damaged { .. }),
                "sector {sector}: {error}"
            ),
        }
    }
}

/// Six segments of one or more groups.
pub(super) fn many_segments() -> (SimulatedMedium, Vec<u64>) {
    let groups: Vec<Group> = (0..12_u8)
        .map(|fill| vec![vec![fill; 150], vec![fill; 150]])
        .collect();
    let medium = written(small_segments(), &groups);
    let listed = segments::list_segments(&medium, &Path::new(ROOT).join(JOURNAL_FOLDER)).unwrap();
    let starts: Vec<_> = listed.into_iter().map(|(first_seq, _)| first_seq).collect();
    assert_eq!(starts, [1, 5, 9, 13, 17, 21]);
    (medium, starts)
}

#[test]
fn a_missing_segment_is_named() {
    let (medium, starts) = many_segments();
    for (at, first_seq) in starts.iter().enumerate() {
        let damaged = medium.duplicate();
        damaged.take(&segment(*first_seq));
        match starts.get(at + 1) {
            Some(_) => match open(&damaged, small_segments()) {
                Err(JournalError::MissingSegment { expected, .. }) => assert_eq!(expected, *first_seq),
                other => panic!("{other:?}"),
            },
            None => {
                assert!(matches!(
                    open_knowing(&damaged, 24),
                    Err(JournalError::EndsTooEarly { .. })
                ));
                assert_eq!(
                    open_knowing(&damaged, 20).unwrap().1.last_seq,
                    20,
                    "nobody has seen what followed"
                );
            }
        }
    }
    let empty = SimulatedMedium::new();
    assert!(matches!(
        open_knowing(&empty, 1),
        Err(JournalError::EndsTooEarly { last_good: 0, .. })
    ));
}

#[test]
fn an_earlier_segment_cut_anywhere_is_refused_even_when_trusted() {
    let (medium, _) = many_segments();
    let bytes = medium.contents(&segment(9)).unwrap();
    for len in 0..bytes.len() {
        let damaged = with_bytes(&medium, 9, bytes[..len].to_vec());
        let trusting = JournalOptions {
            trust_up_to: 24,
            ..small_segments()
        };
        for options in [small_segments(), trusting] {
            match open(&damaged, options) {
                Err(JournalError::Damaged { path, .. }) => assert_eq!(path, segment(9)),
                other => panic!("cut to {len}: {other:?}"),
            }
        }
    }
    let longer = with_bytes(&medium, 9, [bytes, vec![0]].concat());
    assert!(matches!(
        open(&longer, small_segments()),
        Err(JournalError::Damaged { .. })
    ));
}

#[test]
fn renamed_and_foreign_files_are_refused() {
    let (medium, _) = many_segments();
    let stranger = medium.duplicate();
    stranger.put(
        &Path::new(ROOT).join("journal/00000000000000000021.journal.bak"),
        vec![],
    );
    assert!(matches!(
        open(&stranger, small_segments()),
        Err(JournalError::Stranger { .. })
    ));

    let renamed = medium.duplicate();
    let bytes = renamed.take(&segment(21)).unwrap();
    renamed.put(&segment(22), bytes.clone());
    assert!(matches!(
        open(&renamed, small_segments()),
        Err(JournalError::MissingSegment { expected: 21, .. })
    ));

    let copied = with_bytes(&medium, 21, medium.contents(&segment(17)).unwrap());
    let refused = open(&copied, small_segments());
    assert!(
        matches!(
            refused,
            Err(JournalError::Damaged {
                damage: Damage::SegmentOrder,
                ..
            })
        ),
        "{refused:?}"
    );
}

#[test]
fn a_tail_from_another_journal_is_refused() {
    let ours = written(
        JournalOptions::default(),
        &[vec![b"aaaa".to_vec()], vec![b"bbbb".to_vec()]],
    );
    let theirs = written(
        JournalOptions::default(),
        &[vec![b"cccc".to_vec()], vec![b"dddd".to_vec()]],
    );
    let (ours_bytes, theirs_bytes) = (only_segment(&ours), only_segment(&theirs));
    let middle = 64 + (ours_bytes.len() - 64) / 2;
    let spliced = with_bytes(
        &ours,
        1,
        [&ours_bytes[..middle], &theirs_bytes[middle..]].concat(),
    );
    let refused = open(&spliced, JournalOptions::default());
    assert!(
        matches!(
            refused,
            Err(JournalError::Damaged {
                damage: Damage::Chain,
                ..
            })
        ),
        "{refused:?}"
    );
    let doubled = with_bytes(&ours, 1, [&ours_bytes[..], &ours_bytes[middle..]].concat());
    let refused = open(&doubled, JournalOptions::default());
    assert!(
        matches!(
            refused,
            Err(JournalError::Damaged {
                damage: Damage::GroupOrder,
                ..
            })
        ),
        "{refused:?}"
    );
    let cutting = JournalOptions {
        unexplained_tail: UnexplainedTail::Cut,
        ..JournalOptions::default()
    };
    assert!(
        open(&doubled, cutting).is_err(),
        "a whole group in the wrong place is nothing that was torn"
    );
}

#[test]
fn a_seal_that_tells_other_records_is_refused() {
    let (medium, _) = many_segments();
    let bytes = medium.contents(&segment(9)).unwrap();
    let records_end = bytes.len() - SEAL_LEN;
    let own = Seal::decode(&bytes[records_end..]).unwrap();
    let trusting = JournalOptions {
        trust_up_to: 24,
        ..small_segments()
    };
    let resealed = |seal: Seal, options| {
        let bytes = [&bytes[..records_end], &seal.encode()].concat();
        open(&with_bytes(&medium, 9, bytes), options).map(|(journal, _)| journal.last_seq())
    };
    assert_eq!(resealed(own, trusting).unwrap(), 24);
    let (other_record, other_hash) = (
        Seal {
            last_seq: own.last_seq - 1,
            ..own
        },
        Seal {
            hash: ChainHash([1; 32]),
            ..own
        },
    );
    let damage = |seal, options| match resealed(seal, options) {
        Err(JournalError::Damaged { damage, path, .. }) => (damage, path),
        other => panic!("{other:?}"),
    };
    assert_eq!(damage(other_record, small_segments()), (Damage::Seal, segment(9)));
    assert_eq!(damage(other_hash, small_segments()), (Damage::Seal, segment(9)));
    assert_eq!(damage(other_record, trusting), (Damage::Unsealed, segment(9)));
    assert_eq!(damage(other_hash, trusting), (Damage::SegmentChain, segment(13)));
}

#[test]
fn a_trusted_segment_is_found_out_by_verify_and_by_reading() {
    let (medium, _) = many_segments();
    let mut bytes = medium.contents(&segment(5)).unwrap();
    bytes[200] ^= 1;
    let damaged = with_bytes(&medium, 5, bytes);
    let (journal, report) = open(
        &damaged,
        JournalOptions {
            trust_up_to: 20,
            ..small_segments()
        },
    )
    .unwrap();
    assert!(report.checked_bytes < 1000);
    match verify(&journal) {
        Err(JournalError::Damaged { path, damage, .. }) => {
            assert_eq!((path, damage), (segment(5), Damage::Record));
        }
        other => panic!("{other:?}"),
    }
    let mut reading = journal.reader().read_from(5);
    assert!(matches!(reading.next(), Some(Err(JournalError::Damaged { .. }))));
    assert!(reading.next().is_none(), "nothing is given after an error");
    assert_eq!(journal.reader().read_from(9).count(), 16);
}

#[test]
fn a_newer_format_is_named() {
    let (medium, mut bytes, _) = three_written();
    let header = SegmentHeader {
        format: 2,
        first_seq: 1,
        previous_hash: ChainHash::default(),
    };
    bytes.splice(..64, header.encode());
    let refused = open(&with_bytes(&medium, 1, bytes), JournalOptions::default());
    assert!(matches!(refused, Err(JournalError::Newer { found: 2, .. })));
}
