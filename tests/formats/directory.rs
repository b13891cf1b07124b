//! Whole data directories, as each version wrote them: `directories/VERSION.gz` is an archive of every file of one,
//! the store behind too, and `VERSION.json` says what must be found in it.

use crate::{folder, is_adding};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use pickface::domain::masters::{self, Owner};
use pickface::domain::{Actor, Via};
use pickface::hub::{Site, SiteOptions};
use pickface::store::archive::{ArchiveSource, restore_archive, write_archive};
use pickface::store::medium::DiskMedium;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn directories() -> PathBuf {
    folder().join("directories")
}

/// Runs the program on a directory; it must succeed and print one JSON object.
fn json_of(data: &Path, arguments: &[&str], input: &str) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pickface"));
    command.arg("--json").arg("--data").arg(data).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut running = command.spawn().unwrap();
    running.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = running.wait_with_output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Every file of a folder, with its name from `root`.
fn files(root: &Path, folder: &Path) -> Vec<ArchiveSource> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            all.extend(files(root, &path));
            continue;
        }
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        if !["LOCK", "RESERVE"].contains(&name.as_str()) {
            let len = entry.metadata().unwrap().len();
            all.push(ArchiveSource { name, path, len });
        }
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

const OWNERS: &str = "code,name\nACME,Acme Ltd\n";
const ORDERS: &str = "owner,order,channel,carrier,item,quantity,consignee_name,consignee_phone,consignee_address,country\n\
    SIM,F-1,web,SIM-CARRIER,SIM-00001,2,Mei Lin,+86 21 5555 0100,1 Long Road,CN\n\
    SIM,F-1,web,SIM-CARRIER,SIM-00002,1,Mei Lin,+86 21 5555 0100,1 Long Road,CN\n\
    SIM,F-2,b2b,SIM-CARRIER,SIM-00003,40,Jan Kowalski,,5 Short Street,PL\n";

/// Lets virtual workers work, people's orders come in, a snapshot be taken and more work be done behind it.
fn write_directory(version: &str) {
    let scratch = tempfile::tempdir().unwrap();
    let data = scratch.path().join("data");
    let work = ["simulate", "--workers", "3", "--seconds", "1"];
    json_of(&data, &work, "");
    json_of(&data, &["--worker", "SIM0001", "import", "owners", "-"], OWNERS);
    json_of(&data, &["--worker", "SIM0001", "import", "orders", "-"], ORDERS);
    json_of(&data, &["snapshot"], "");
    json_of(&data, &work, "");
    let proof = json_of(&data, &["verify"], "");
    let plain = scratch.path().join("archive");
    write_archive(&DiskMedium, &plain, 0, &files(&data, &data)).unwrap();
    fs::create_dir_all(directories()).unwrap();
    let packed = File::create(directories().join(format!("{version}.gz"))).unwrap();
    let mut packed = GzEncoder::new(packed, Compression::best());
    io::copy(&mut File::open(plain).unwrap(), &mut packed).unwrap();
    packed.finish().unwrap();
    let known = json!({
        "journal_records": proof["journal_records"],
        "digest": proof["digest"],
        "consignee": {"order": "F-1", "name": "Mei Lin"},
    });
    let text = serde_json::to_string_pretty(&known).unwrap();
    fs::write(directories().join(format!("{version}.json")), text + "\n").unwrap();
}

#[test]
fn a_directory_of_every_version_opens_is_proved_and_works_on() {
    let version = env!("CARGO_PKG_VERSION");
    let is_there = directories().join(format!("{version}.gz")).exists();
    if is_adding() && !is_there {
        write_directory(version);
    }
    let mut checked = 0;
    for entry in fs::read_dir(directories()).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "gz") {
            check(&path);
            checked += 1;
        }
    }
    assert!(checked > 0);
}

fn check(packed: &Path) {
    let what = packed.display();
    let scratch = tempfile::tempdir().unwrap();
    let (plain, data) = (scratch.path().join("archive"), scratch.path().join("data"));
    let mut unpacked = GzDecoder::new(File::open(packed).unwrap());
    io::copy(&mut unpacked, &mut File::create(&plain).unwrap()).unwrap();
    restore_archive(&DiskMedium, &plain, &data).unwrap();
    let known: Value = serde_json::from_slice(&fs::read(packed.with_extension("json")).unwrap()).unwrap();

    let proof = json_of(&data, &["verify"], "");
    assert_eq!(proof["ok"], true, "{what}: {proof}");
    assert_eq!(proof["journal_records"], known["journal_records"], "{what}");
    // Of the rows as this version writes them: a kind of row that got a new number since changes it, and then it is
    // written down anew, after everything else was found as it was.
    assert_eq!(proof["digest"], known["digest"], "{what}");

    // By the journal alone, as it leads to the same.
    fs::remove_dir_all(data.join("snapshots")).unwrap();
    fs::remove_dir_all(data.join("sled")).unwrap();
    let site = Site::open(&data, SiteOptions::default()).unwrap();
    assert!(site.findings().notes.is_empty(), "{what}: {:?}", site.findings());
    let warehouse = site.warehouse();
    let wanted = known["consignee"]["order"].as_str().unwrap();
    let order = warehouse.orders.values().find(|order| &*order.number == wanted);
    let sealed = order.and_then(|order| order.consignee.clone()).unwrap();
    let person = site.keys().open_sealed(&sealed).unwrap().unwrap();
    assert_eq!(
        person.name,
        known["consignee"]["name"].as_str().unwrap(),
        "{what}"
    );
    let owner = Owner {
        code: "NEW".into(),
        ..Owner::default()
    };
    let accepted = site.ask(
        Actor::System,
        Via::CommandLine,
        masters::Command::SaveOwner(owner),
    );
    assert!(accepted.is_ok(), "{what}: {accepted:?}");
    site.close();
    drop(site);
    let proof = json_of(&data, &["verify"], "");
    assert_eq!(proof["ok"], true, "{what}, worked on: {proof}");
}
