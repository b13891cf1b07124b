use crate::program::*;
use pickface::hub::{Site, SiteOptions};
use std::fs;
use std::path::Path;
use std::process::Command;

const ORDERS: &str = "owner,order,channel,carrier,item,quantity,consignee_name,consignee_phone,consignee_address\n\
    SIM,E-1,web,SIM-CARRIER,SIM-00001,1,Mei Lin,+86 21 5555 0100,1 Long Road\n\
    SIM,E-2,web,SIM-CARRIER,SIM-00002,1,Jan Kowalski,,5 Short Street\n";

/// Who an order goes to, as the directory tells; none when it is forgotten.
fn consignee(root: &Path, number: &str) -> Option<String> {
    let site = Site::open(root, SiteOptions::default()).unwrap();
    let w = site.warehouse();
    let order = w.orders.values().find(|order| &*order.number == number).unwrap();
    let sealed = order.consignee.clone()?;
    let person = site.keys().open_sealed(&sealed).unwrap();
    site.close();
    person.map(|person| person.name)
}

fn as_lead(root: &Path, arguments: &[&str]) -> serde_json::Value {
    json(root, &[&["--worker", "SIM0001"], arguments].concat())
}

#[test]
fn a_person_is_forgotten_in_journal_snapshots_and_backups_and_nobody_else() {
    let folder = finished().copy();
    let root = folder.path();
    let outside = tempfile::tempdir().unwrap();
    let orders = outside.path().join("orders.csv");
    fs::write(&orders, ORDERS).unwrap();
    as_lead(root, &["import", "orders", orders.to_str().unwrap()]);
    json(root, &["snapshot"]);
    let backup = outside.path().join("backup");
    json(root, &["backup", backup.to_str().unwrap()]);
    assert_eq!(consignee(root, "E-1").as_deref(), Some("Mei Lin"));

    let erased = as_lead(root, &["erase", "E-1", "--backup", backup.to_str().unwrap()]);
    assert_eq!(
        (&erased["keys"], &erased["in_journal"]),
        (&1.into(), &1.into()),
        "{erased}"
    );
    assert!(erased["in_snapshots"].as_u64().unwrap() >= 1, "{erased}");
    assert_eq!(erased["backups"][0]["keys"], 1, "{erased}");
    assert_eq!(consignee(root, "E-1"), None);
    assert_eq!(consignee(root, "E-2").as_deref(), Some("Jan Kowalski"));
    let proof = verify(root, &finished().acks).unwrap();
    assert_eq!(
        (&proof["ok"], &proof["damaged_keys"]),
        (&true.into(), &0.into()),
        "{proof}"
    );

    let restored = outside.path().join("restored");
    json(&restored, &["restore", backup.to_str().unwrap()]);
    assert_eq!(consignee(&restored, "E-1"), None);
    assert_eq!(consignee(&restored, "E-2").as_deref(), Some("Jan Kowalski"));
    assert_eq!(prove_ok(&restored), serde_json::Value::Bool(true));
    let left: Vec<_> = files_in(outside.path());
    assert_eq!(left, [backup, orders], "nothing is left beside the backup");

    // Who did it, and when, is in the journal.
    let output = Command::new(env!("CARGO_BIN_EXE_pickface"))
        .arg("--data")
        .arg(root)
        .args(["journal", "--event", "ConsigneeErased"])
        .output()
        .unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("SIM0001") && told.contains("erased"), "{told}");
    assert!(!told.contains("Mei Lin"), "{told}");

    let again = run(root, &["--worker", "SIM0001", "erase", "E-3"]);
    assert_eq!(again.status.code(), Some(2));
}

fn prove_ok(root: &Path) -> serde_json::Value {
    json(root, &["verify"])["ok"].clone()
}

#[test]
fn damaged_keys_are_found() {
    let folder = finished().copy();
    let orders = folder.path().join("orders.csv");
    fs::write(&orders, ORDERS).unwrap();
    as_lead(folder.path(), &["import", "orders", orders.to_str().unwrap()]);
    let keys = folder.path().join("keys");
    flip(&keys, 16 + 20, 3);
    let proof = verify(folder.path(), &finished().acks).unwrap();
    assert_eq!(
        (&proof["ok"], &proof["damaged_keys"]),
        (&false.into(), &1.into()),
        "{proof}"
    );
}
