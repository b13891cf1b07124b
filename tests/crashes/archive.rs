use crate::program::*;
use std::fs;
use std::path::Path;

fn backup(to: &Path) {
    let folder = finished().copy();
    json(folder.path(), &["backup", to.to_str().unwrap()]);
}

#[test]
fn a_backup_restores_to_the_same_warehouse_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (file, data) = (folder.path().join("backup.pf"), folder.path().join("restored"));
    backup(&file);
    json(&data, &["restore", file.to_str().unwrap()]);
    let proof = verify(&data, &finished().acks).unwrap();
    assert_eq!(
        (&proof["ok"], &proof["missing_acks"], &proof["digest"]),
        (&true.into(), &0.into(), &finished().digest.as_str().into()),
        "{proof}"
    );
    let again = run(&data, &["restore", file.to_str().unwrap()]);
    assert!(!again.status.success());
    assert!(
        String::from_utf8(again.stderr)
            .unwrap()
            .contains("nothing was overwritten")
    );
    let again = run(&data, &["backup", file.to_str().unwrap()]);
    assert!(!again.status.success(), "a backup overwrites nothing either");
}

#[test]
fn the_buildings_keys_and_scanners_come_back_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let (file, data) = (folder.path().join("backup.pf"), folder.path().join("restored"));
    let from = finished().copy();
    let own = [
        ("scanners.toml", "[device.\"dock-2\"]\nlayout = \"fr\"\n"),
        ("keymaps/mei.toml", "base = 'vim'\n"),
    ];
    fs::create_dir(from.path().join("keymaps")).unwrap();
    for (name, text) in own {
        fs::write(from.path().join(name), text).unwrap();
    }
    json(from.path(), &["backup", file.to_str().unwrap()]);
    json(&data, &["restore", file.to_str().unwrap()]);
    for (name, text) in own {
        assert_eq!(fs::read_to_string(data.join(name)).unwrap(), text, "{name}");
    }
    assert!(run(&data, &["scan", "--check"]).status.success());
}

#[test]
fn a_damaged_backup_is_refused_and_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let (file, data) = (folder.path().join("backup.pf"), folder.path().join("restored"));
    backup(&file);
    let whole = fs::read(&file).unwrap();
    let len = u64::try_from(whole.len()).unwrap();
    let flipped = spread(len, 8).map(|at| {
        let mut bytes = whole.clone();
        bytes[usize::try_from(at).unwrap()] ^= 4;
        bytes
    });
    let cut = spread(len, 6).map(|at| whole[..usize::try_from(at).unwrap()].to_vec());
    for (n, bytes) in flipped.chain(cut).enumerate() {
        fs::write(&file, bytes).unwrap();
        let refused = run(&data, &["restore", file.to_str().unwrap()]);
        let told = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(1), "{n}: {told}");
        assert!(told.contains("backup.pf"), "{n}: {told}");
        assert!(!data.exists(), "{n}");
    }
}
