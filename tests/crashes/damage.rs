use crate::program::*;
use std::fs;
use std::path::Path;

/// Opened with everything in it, or refused by the name of a file: the damaged folder's.
#[track_caller]
fn whole_or_refused(data: &Path, folder: &str, what: &str) -> bool {
    let intact = finished();
    match verify(data, &intact.acks) {
        Ok(proof) => {
            assert_eq!(proof["ok"], true, "{what}: {proof}");
            assert_eq!(proof["missing_acks"], 0, "{what}: {proof}");
            assert_eq!(proof["digest"], intact.digest.as_str(), "{what}: {proof}");
            true
        }
        Err(why) => {
            assert!(
                why.starts_with("error: ") && why.contains(folder),
                "{what}: {why}"
            );
            false
        }
    }
}

#[test]
fn a_flipped_bit_in_the_journal_is_refused_by_name() {
    let folder = finished().copy();
    let segment = files_in(&folder.path().join("journal")).remove(0);
    let original = fs::read(&segment).unwrap();
    let mut refused = 0;
    for at in spread(u64::try_from(original.len()).unwrap(), 12) {
        flip(&segment, at, u8::try_from(at % 8).unwrap());
        refused += u32::from(!whole_or_refused(
            folder.path(),
            "journal",
            &format!("bit at {at}"),
        ));
        fs::write(&segment, &original).unwrap();
    }
    assert!(refused > 6, "most of the journal cannot be spared: {refused}");
    assert!(whole_or_refused(folder.path(), "journal", "mended"));
}

#[test]
fn a_shortened_journal_is_refused_since_others_know_what_followed() {
    let folder = finished().copy();
    let segment = files_in(&folder.path().join("journal")).pop().unwrap();
    let original = fs::read(&segment).unwrap();
    for len in spread(u64::try_from(original.len()).unwrap(), 8) {
        fs::write(&segment, &original[..usize::try_from(len).unwrap()]).unwrap();
        whole_or_refused(folder.path(), "journal", &format!("cut to {len}"));
        let _ = fs::remove_dir_all(folder.path().join("torn"));
        fs::write(&segment, &original).unwrap();
    }
    fs::remove_file(&segment).unwrap();
    assert!(!whole_or_refused(folder.path(), "journal", "no segment at all"));
}

#[test]
fn an_unfinished_write_behind_the_last_group_is_cut_and_kept() {
    let folder = finished().copy();
    let segment = files_in(&folder.path().join("journal")).pop().unwrap();
    let original = fs::read(&segment).unwrap();
    fs::write(&segment, [original.as_slice(), &[0; 5000]].concat()).unwrap();
    assert!(whole_or_refused(folder.path(), "journal", "zeros behind"));
    let kept = files_in(&folder.path().join("torn"));
    assert_eq!(fs::read(&kept[0]).unwrap(), [0; 5000]);
}

#[test]
fn a_damaged_snapshot_is_passed_over_and_named() {
    let folder = finished().copy();
    for snapshot in files_in(&folder.path().join("snapshots")) {
        let len = fs::metadata(&snapshot).unwrap().len();
        flip(&snapshot, len / 2, 3);
    }
    let proof = verify(folder.path(), &finished().acks).unwrap();
    assert_eq!(
        (&proof["ok"], &proof["digest"]),
        (&true.into(), &finished().digest.as_str().into())
    );
    assert!(proof["notes"].to_string().contains("snapshots"), "{proof}");
}

#[test]
fn a_damaged_history_is_told_or_set_aside_and_the_warehouse_is_whole() {
    let sled = |root: &Path| root.join("sled");
    let len = fs::metadata(sled(&finished().data).join("db")).unwrap().len();
    for at in spread(len, 6) {
        let folder = finished().copy();
        flip(&sled(folder.path()).join("db"), at, 5);
        check_history(folder.path(), &format!("bit at {at}"));
    }
    let folder = finished().copy();
    fs::write(sled(folder.path()).join("db"), b"").unwrap();
    check_history(folder.path(), "emptied");
    let folder = finished().copy();
    fs::write(sled(folder.path()).join("conf"), b"nonsense").unwrap();
    check_history(folder.path(), "its settings spoilt");
}

/// The open state never depends on it: what is wrong in it shows, and rebuilding it mends all.
fn check_history(root: &Path, what: &str) {
    match verify(root, &finished().acks) {
        Ok(proof) => {
            assert_eq!(proof["digest"], finished().digest.as_str(), "{what}: {proof}");
            let differs = proof["store_differences"].as_u64().unwrap() > 0;
            assert_eq!(proof["ok"] == true, !differs, "{what}: {proof}");
        }
        Err(why) => assert!(why.contains("sled"), "{what}: {why}"),
    }
    let _ = fs::remove_dir_all(root.join("sled"));
    let proof = verify(root, &finished().acks).unwrap();
    assert_eq!(proof["ok"], true, "{what}, rebuilt: {proof}");
}

#[test]
fn a_lost_format_file_is_refused() {
    let folder = finished().copy();
    fs::remove_file(folder.path().join("FORMAT")).unwrap();
    let why = verify(folder.path(), &finished().acks).unwrap_err();
    assert!(why.contains("no data directory"), "{why}");
}
