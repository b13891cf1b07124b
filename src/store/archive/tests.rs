use std::fs;

use super::*;
use crate::store::medium::{DiskMedium, Fault, SimulatedMedium};

fn source(name: &str, path: &Path, len: u64) -> ArchiveSource {
    ArchiveSource {
        name: name.to_owned(),
        path: path.to_owned(),
        len,
    }
}

fn packed(folder: &Path) -> PathBuf {
    let (long, short, empty) = (folder.join("long"), folder.join("short"), folder.join("empty"));
    fs::write(&long, vec![3; PIECE + 1000]).unwrap();
    fs::write(&short, b"committed, and a group under way").unwrap();
    fs::write(&empty, b"").unwrap();
    let sources = [
        source("journal/1.journal", &short, 9),
        source("snapshots/2.snapshot", &long, (PIECE + 1000) as u64),
        source("keys", &empty, 0),
    ];
    let archive = folder.join("backup.pickface");
    let info = write_archive(&DiskMedium, &archive, 77, &sources).unwrap();
    assert_eq!((info.time_ms, info.files.len()), (77, 3));
    archive
}

#[test]
fn what_was_packed_is_restored() {
    let folder = tempfile::tempdir().unwrap();
    let archive = packed(folder.path());
    let target = folder.path().join("new/data");
    let info = restore_archive(&DiskMedium, &archive, &target).unwrap();
    assert_eq!(info, verify_archive(&DiskMedium, &archive).unwrap());
    assert_eq!(fs::read(target.join("journal/1.journal")).unwrap(), b"committed");
    assert_eq!(
        fs::read(target.join("snapshots/2.snapshot")).unwrap(),
        vec![3; PIECE + 1000]
    );
    assert_eq!(fs::read(target.join("keys")).unwrap(), b"");
    assert_eq!(DiskMedium.list(&folder.path().join("new")).unwrap(), ["data"]);
}

#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let archive = packed(folder.path());
    let again = write_archive(&DiskMedium, &archive, 78, &[]);
    assert!(matches!(again, Err(ArchiveError::InTheWay { .. })));
    let target = folder.path().join("data");
    fs::create_dir(&target).unwrap();
    fs::write(target.join("LOCK"), b"").unwrap();
    let refused = restore_archive(&DiskMedium, &archive, &target);
    assert!(matches!(refused, Err(ArchiveError::InTheWay { path }) if path == target));
    fs::remove_file(target.join("LOCK")).unwrap();
    restore_archive(&DiskMedium, &archive, &target).unwrap();
}

#[test]
fn a_damaged_archive_leaves_nothing_visible() {
    let folder = tempfile::tempdir().unwrap();
    let archive = packed(folder.path());
    let bytes = fs::read(&archive).unwrap();
    let medium = SimulatedMedium::new();
    let (path, target) = (Path::new("/in/backup"), Path::new("/out/data"));
    let refuse = |damaged: Vec<u8>, what: &str| {
        medium.put(path, damaged);
        assert!(restore_archive(&medium, path, target).is_err(), "{what}");
        assert!(
            !medium.exists(target).unwrap() && !medium.exists(Path::new("/out")).unwrap(),
            "{what}"
        );
    };
    // The frames at both ends, and a sample of the contents.
    let inner = (120..bytes.len() - 120).step_by(9973);
    for at in (0..120).chain(inner).chain(bytes.len() - 120..bytes.len()) {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            refuse(flipped, &format!("byte {at}, bit {bit}"));
        }
    }
    for len in (0..bytes.len())
        .step_by(4099)
        .chain(bytes.len() - 100..bytes.len())
    {
        refuse(bytes[..len].to_vec(), &format!("cut to {len}"));
    }
    refuse([bytes.clone(), vec![0]].concat(), "longer");
}

#[test]
fn names_stay_in_their_folder() {
    for name in ["../x", "/etc/x", "a/../../x", "", "a//b", "./a", "a\\b"] {
        let refused = write_archive(
            &SimulatedMedium::new(),
            Path::new("/b"),
            0,
            &[source(name, Path::new("/x"), 0)],
        );
        assert!(matches!(refused, Err(ArchiveError::BadName { .. })), "{name}");
    }
    assert!(is_name("journal/00000000000000000001.journal"));
}

#[test]
fn a_backup_broken_off_at_any_call_has_no_name() {
    let source_path = Path::new("/d/f");
    let archive = Path::new("/b/backup");
    let run = |fault: Option<u64>| {
        let medium = SimulatedMedium::new();
        medium.put(source_path, vec![1; 10_000]);
        medium.create_dir_all(Path::new("/b")).unwrap();
        fault
            .into_iter()
            .for_each(|call| medium.fail_at(call, Fault::Stop));
        let done = write_archive(&medium, archive, 0, &[source("f", source_path, 10_000)]).is_ok();
        (medium, done)
    };
    let (whole, done) = run(None);
    assert!(done);
    for call in 0..whole.calls() {
        let (medium, done) = run(Some(call));
        assert!(!done);
        for seed in 0..8 {
            let after = medium.power_cut(seed);
            if after.exists(archive).unwrap() {
                verify_archive(&after, archive).unwrap();
            }
        }
    }
    verify_archive(&whole.power_cut(1), archive).unwrap();
}
