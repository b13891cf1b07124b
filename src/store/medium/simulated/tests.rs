use super::pages::PAGE;
use super::*;

fn written(medium: &SimulatedMedium, bytes: &[u8]) -> Box<dyn WriteFile> {
    medium.create_dir_all(Path::new("/d")).unwrap();
    let mut file = medium.create(Path::new("/d/f")).unwrap();
    file.write_at(0, bytes).unwrap();
    file
}

fn states(medium: &SimulatedMedium) -> BTreeSet<Option<Vec<u8>>> {
    (0..200)
        .map(|seed| medium.power_cut(seed).contents(Path::new("/d/f")))
        .collect()
}

#[test]
fn only_what_was_synced_with_its_name_is_certain() {
    let medium = SimulatedMedium::new();
    let mut file = written(&medium, b"abc");
    assert!(states(&medium).contains(&None));
    medium.sync_dir(Path::new("/d")).unwrap();
    let expected = [b"".to_vec(), b"abc".to_vec(), vec![0; 3]].map(Some);
    assert_eq!(states(&medium), expected.into_iter().collect());
    file.sync_data().unwrap();
    assert_eq!(states(&medium), BTreeSet::from([Some(b"abc".to_vec())]));
}

#[test]
fn pages_arrive_in_any_order() {
    let medium = SimulatedMedium::new();
    let _file = written(&medium, &[7; 2 * PAGE]);
    let second_only: Vec<u8> = [vec![0; PAGE], vec![7; PAGE]].concat();
    assert!(states(&medium).contains(&Some(second_only)));
}

#[test]
fn a_failed_sync_is_not_made_good_by_the_next_one() {
    let medium = SimulatedMedium::new();
    let mut file = written(&medium, b"abc");
    medium.sync_dir(Path::new("/d")).unwrap();
    medium.fail_at(medium.calls(), Fault::Io);
    assert!(file.sync_data().is_err());
    file.sync_data().unwrap();
    assert!(states(&medium).contains(&Some(vec![0; 3])));
    file.write_at(0, b"abc").unwrap();
    file.sync_data().unwrap();
    assert_eq!(states(&medium), BTreeSet::from([Some(b"abc".to_vec())]));
}

#[test]
fn a_full_disk_takes_what_fits() {
    let medium = SimulatedMedium::new();
    medium.set_capacity(Some(5));
    let mut file = written(&medium, b"abc");
    let error = file.write_at(3, b"defg").unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    assert_eq!(medium.contents(Path::new("/d/f")), Some(b"abcde".to_vec()));
}
