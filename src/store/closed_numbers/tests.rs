use super::*;
use crate::store::medium::SimulatedMedium;

fn root() -> &'static Path {
    Path::new("/d")
}

fn kept(keys: Vec<u128>) -> SimulatedMedium {
    let medium = SimulatedMedium::default();
    medium.create_dir_all(&root().join(JOURNAL_FOLDER)).unwrap();
    keep_closed_numbers(&medium, root(), keys).unwrap();
    medium
}

/// Every third number, so that there are some between.
fn some(count: u128) -> Vec<u128> {
    (0..count).map(|n| n * 3 + 1).collect()
}

#[test]
fn what_was_kept_is_known_and_nothing_else_at_every_length() {
    for count in [0, 1, 2, 254, 255, 256, 510, 511, 2_000] {
        let medium = kept(some(count));
        let numbers = ClosedNumbers::open(&medium, root()).unwrap();
        assert_eq!(numbers.all().unwrap(), some(count));
        for key in 0..count * 3 + 3 {
            assert_eq!(
                numbers.knows(key).unwrap(),
                key % 3 == 1 && key < count * 3,
                "{count}: {key}"
            );
        }
        assert!(!numbers.knows(u128::MAX).unwrap());
    }
}

#[test]
fn more_are_added_and_the_same_again_change_nothing() {
    let medium = kept(some(300));
    keep_closed_numbers(&medium, root(), vec![5, 4, 2, 2]).unwrap();
    let numbers = ClosedNumbers::open(&medium, root()).unwrap();
    assert!([1, 2, 4, 5, 898].iter().all(|key| numbers.knows(*key).unwrap()));
    assert_eq!(numbers.all().unwrap().len(), 302);
    keep_closed_numbers(&medium, root(), vec![2, 898]).unwrap();
    assert_eq!(
        ClosedNumbers::open(&medium, root()).unwrap().all().unwrap().len(),
        302
    );
}

#[test]
fn any_flipped_bit_and_any_cut_is_found() {
    let path = closed_numbers_file(root());
    let medium = kept(some(600));
    let file = medium.open_read(&path).unwrap();
    let mut whole = vec![0; usize::try_from(file.len().unwrap()).unwrap()];
    file.read_at(0, &mut whole).unwrap();
    let is_found = |bytes: &[u8]| {
        let medium = kept(Vec::new());
        write_small(&medium, &path, bytes).unwrap();
        let all = ClosedNumbers::open(&medium, root()).and_then(|numbers| numbers.all());
        matches!(all, Err(ClosedNumbersError::Damaged { .. }))
    };
    assert!(!is_found(&whole));
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 1 << (at % 8);
        assert!(is_found(&damaged), "byte {at}");
    }
    for len in (0..whole.len()).step_by(97) {
        assert!(is_found(&whole[..len]), "cut to {len}");
    }
}
