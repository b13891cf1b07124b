//! The joint plan: enough articles, every order whole and once, limits, and the walks' length by the published distance.

use super::{instances, plan};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn json(folder: &Path, name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join(name)).unwrap()).unwrap()
}

/// Records of a file by their id.
fn by_id(folder: &Path, name: &str) -> BTreeMap<String, Value> {
    let records = json(folder, name);
    let records = records.as_array().unwrap().iter();
    records
        .map(|record| (record["id"].as_str().unwrap().to_owned(), record.clone()))
        .collect()
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|text| text.as_str().unwrap())
        .collect()
}

/// From row and aisle to row and aisle, as the paper defines it: by the middle cross-aisle, or by the one at the end of
/// the half in which both lie.
fn distance(from: (i64, i64), to: (i64, i64), rows: (i64, i64)) -> i64 {
    let by_middle = from.0.abs() + to.0.abs();
    let half = if from.0.min(to.0) < 0 {
        rows.0.abs()
    } else {
        rows.1
    };
    let across = from.0.min(to.0) < 0 && from.0.max(to.0) > 0;
    let by_end = if across {
        i64::MAX
    } else {
        (half - from.0.abs()) + (half - to.0.abs())
    };
    by_middle.min(by_end) + (from.1 - to.1).abs()
}

#[test]
fn a_joint_plan_is_whole_within_its_limits_and_as_long_as_it_says() {
    let Some(folder) = instances("joint") else { return };
    // The authors' greedy comes to these.
    for (name, greedy) in [("small-0", 8720), ("small-1", 8452)] {
        let folder = folder.join(name);
        let told = plan(&["joint", "--seconds", "8"], std::slice::from_ref(&folder));
        let told = &told[0];
        let parameters = json(&folder, "parameters.json");
        let limit = |key: &str| parameters[key].as_i64().unwrap();
        let rows = (limit("first_row"), limit("last_row"));
        let volumes = by_id(&folder, "articles.json");
        let orders = by_id(&folder, "orders.json");
        let items = by_id(&folder, "warehouse_items.json");
        let (mut chosen, mut picked) = (BTreeSet::new(), BTreeSet::new());
        let (mut count, mut length) = (0, 0);
        for batch in told["batches"].as_array().unwrap() {
            let batch_orders = texts(&batch["orders"]);
            assert!(batch_orders.len() as i64 <= limit("max_orders_per_batch"));
            let mut wanted: Vec<&str> = batch_orders
                .iter()
                .flat_map(|order| texts(&orders[*order]["positions"]))
                .collect();
            assert!(
                batch_orders
                    .iter()
                    .all(|order| chosen.insert((*order).to_owned())),
                "an order twice"
            );
            let mut got = Vec::new();
            for (list, zone) in batch["picklists"]
                .as_array()
                .unwrap()
                .iter()
                .zip(texts(&batch["zones"]))
            {
                let mut at = (0, 0);
                let mut volume = 0;
                for id in texts(list) {
                    let item = &items[id];
                    assert!(picked.insert(id.to_owned()), "a place twice");
                    assert_eq!(item["zone"].as_str().unwrap(), zone);
                    got.push(item["article"].as_str().unwrap());
                    volume += volumes[item["article"].as_str().unwrap()]["volume"]
                        .as_i64()
                        .unwrap();
                    let next = (item["row"].as_i64().unwrap(), item["aisle"].as_i64().unwrap());
                    length += distance(at, next, rows);
                    at = next;
                }
                length += distance(at, (0, 0), rows);
                assert!(volume <= limit("max_container_volume"));
            }
            wanted.sort_unstable();
            got.sort_unstable();
            assert_eq!(wanted, got, "a batch picks what its orders want");
            count += got.len() as i64;
        }
        assert!(count >= limit("min_number_requested_items"));
        assert_eq!(told["objective"].as_i64().unwrap(), length);
        assert!(length < greedy, "{length} is no better than the published greedy");
    }
}
