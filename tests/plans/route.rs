//! Tours: their length from place to place, whether everything is fetched, and the published optimum.

use super::{instances, plan};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// An instance, read without the program's help.
struct Instance {
    numbers: BTreeMap<String, i64>,
    depot_at_top: bool,
    /// By aisle and cell: article and quantity.
    cells: BTreeMap<(i64, i64), Vec<(i64, i64)>>,
    wanted: BTreeMap<i64, i64>,
}

impl Instance {
    fn read(path: &Path) -> Instance {
        let text: String = fs::read(path).unwrap().iter().map(|byte| *byte as char).collect();
        let mut instance = Instance {
            numbers: BTreeMap::new(),
            depot_at_top: text.contains("DEPOT_LOCATION : top"),
            cells: BTreeMap::new(),
            wanted: BTreeMap::new(),
        };
        for line in text.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words[..] {
                [key, ":", value] => {
                    if let Ok(value) = value.parse() {
                        instance.numbers.insert(key.to_owned(), value);
                    }
                }
                ["ID", id, "AISLE", aisle, "CELL", cell, "QUANTITY", quantity, ..] => {
                    let at = (aisle.parse().unwrap(), cell.parse().unwrap());
                    let held = (id.parse().unwrap(), quantity.parse().unwrap());
                    instance.cells.entry(at).or_default().push(held);
                }
                ["ID", id, "QUANTITY", quantity] => {
                    instance
                        .wanted
                        .insert(id.parse().unwrap(), quantity.parse().unwrap());
                }
                _ => {}
            }
        }
        instance
    }

    fn walk(&self, a: (i64, i64), b: (i64, i64), blocks: u8) -> i64 {
        // Cells are one apart, and every cross-aisle is one from the cells next to it.
        let cells = self.numbers["NUM_CELLS"];
        let y = |cell: i64| {
            let middle = i64::from(blocks == 2 && cell >= cells / 2 && cell < cells);
            cell + 1 + middle + i64::from(blocks == 2 && cell == cells)
        };
        let (ya, yb) = (y(a.1), y(b.1));
        if a.0 == b.0 {
            return (ya - yb).abs();
        }
        let mut crosses = vec![0, y(cells)];
        if blocks == 2 {
            crosses.push(cells / 2 + 1);
        }
        let along = crosses
            .iter()
            .map(|cross| (ya - cross).abs() + (yb - cross).abs())
            .min();
        along.unwrap() + 3 * (a.0 - b.0).abs()
    }

    /// Walks the visits, and takes what is wanted as it comes past.
    fn check(&self, told: &serde_json::Value, blocks: u8) {
        let depot_cell = if self.depot_at_top {
            -1
        } else {
            self.numbers["NUM_CELLS"]
        };
        let depot = (self.numbers["DEPOT_AISLE"], depot_cell);
        let mut wanted = self.wanted.clone();
        let mut length = 0;
        let mut at = depot;
        for visit in told["visits"].as_array().unwrap() {
            let next = (visit[0].as_i64().unwrap(), visit[1].as_i64().unwrap());
            length += self.walk(at, next, blocks);
            at = next;
            for (article, quantity) in &self.cells[&next] {
                wanted.entry(*article).and_modify(|left| *left -= quantity);
            }
        }
        length += self.walk(at, depot, blocks);
        assert_eq!(told["length"].as_i64().unwrap(), length, "{told}");
        assert!(
            wanted.values().all(|left| *left <= 0),
            "not everything is fetched: {told}"
        );
        assert!(told["micros"].as_f64().unwrap() >= 0.0);
    }
}

/// Name and known optima of every `step`th instance of a list.
fn listed(list: &Path, step: usize) -> Vec<(String, Vec<f64>)> {
    let text = fs::read_to_string(list).unwrap();
    let rows = text.lines().skip(1).step_by(step).map(|line| {
        let mut cells = line.split(',');
        let name = cells.next().unwrap().to_owned();
        (name, cells.map(|cell| cell.parse().unwrap_or(f64::NAN)).collect())
    });
    rows.collect()
}

#[test]
#[allow(clippy::float_cmp, reason = "whole numbers")]
fn tours_in_one_and_in_two_blocks_are_optimal() {
    let Some(folder) = instances("routing") else {
        return;
    };
    let rows = listed(&folder.join("optima.csv"), 7);
    let files: Vec<PathBuf> = rows
        .iter()
        .map(|(name, _)| folder.join("instances").join(name))
        .collect();
    for blocks in [1, 2] {
        let told = plan(&["route", "--blocks", &blocks.to_string()], &files);
        assert_eq!(told.len(), rows.len());
        for ((told, file), (name, optima)) in told.iter().zip(&files).zip(&rows) {
            Instance::read(file).check(told, blocks);
            assert_eq!(
                told["length"].as_f64().unwrap(),
                optima[usize::from(blocks) - 1],
                "{name}"
            );
        }
    }
}

#[test]
fn scattered_storage_is_chosen_from_well() {
    let Some(folder) = instances("routing") else {
        return;
    };
    let rows = listed(&folder.join("scattered.csv"), 25);
    let files: Vec<PathBuf> = rows
        .iter()
        .map(|(name, _)| folder.join("scattered").join(name))
        .collect();
    // A debug build is some twenty times as slow.
    let told = plan(&["route-scattered", "--millis", "200"], &files);
    assert_eq!(told.len(), rows.len());
    let mut above = 0.0;
    for ((told, file), (name, optima)) in told.iter().zip(&files).zip(&rows) {
        Instance::read(file).check(told, 1);
        let (length, optimum) = (told["length"].as_f64().unwrap(), optima[0]);
        assert!(length >= optimum, "{name}: shorter than the optimum");
        above += length / optimum - 1.0;
    }
    let count = f64::from(u32::try_from(rows.len()).unwrap());
    // Far from what a release build reaches, so that a busy machine passes.
    assert!(above / count < 0.1, "{above} in {count}");
}
