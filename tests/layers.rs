//! The floors of the house: a room uses the floors below its own and nothing above.
//!
//! Reads every `use crate::` and every `crate::room` path of the sources, re-exports and tests in them included.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot read the sources should say so loudly"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms with their floor. Rooms of one floor may not use each other, but for what `MAY_USE` names.
const FLOORS: &[(&str, u8)] = &[
    ("codes", 0),
    ("keymap", 0),
    ("domain", 1),
    ("scan", 1),
    ("plan", 2),
    ("store", 2),
    ("hub", 3),
    ("exchange", 4),
    ("ui", 5),
    ("cli", 6),
    ("serve", 7),
];

fn floor(room: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(name, _)| *name == room)
        .map(|(_, floor)| *floor)
}

/// The core knows codes alone, and a scan's bytes are told from typing, key by key, without knowing a warehouse.
fn may_use(room: &str, other: &str) -> bool {
    match room {
        "domain" => other == "codes",
        "scan" => matches!(other, "codes" | "keymap"),
        _ => floor(other) < floor(room),
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Every room that a source names as `crate::room`.
fn rooms_named(text: &str) -> Vec<(usize, String)> {
    let mut named = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap();
        for part in code.split("crate::").skip(1) {
            let group = part.strip_prefix('{').map(|g| g.split('}').next().unwrap());
            let names: Vec<&str> = match group {
                Some(group) => group.split(',').map(str::trim).collect(),
                None => vec![part],
            };
            for name in names {
                let room: String = name
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                    .collect();
                named.push((number + 1, room));
            }
        }
    }
    named
}

#[test]
fn no_room_uses_one_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut upward = Vec::new();
    let mut seen = 0;
    for (room, _) in FLOORS {
        let mut files = Vec::new();
        let folder = root.join(room);
        if folder.is_dir() {
            sources(&folder, &mut files);
        }
        for file in files {
            seen += 1;
            let text = fs::read_to_string(&file).unwrap();
            for (line, other) in rooms_named(&text) {
                if other != *room && floor(&other).is_some() && !may_use(room, &other) {
                    upward.push(format!(
                        "{}:{line} uses {other}",
                        file.strip_prefix(&root).unwrap().display()
                    ));
                }
            }
        }
    }
    assert!(seen > 50, "the sources were not found");
    assert!(upward.is_empty(), "upward arrows:\n{}", upward.join("\n"));
}

#[test]
fn the_reader_of_paths_finds_groups_and_plain_paths() {
    let text = "use crate::ui::x;\nlet a = crate::store::b(); // crate::serve\nuse crate::{hub::Hub, plan};";
    let rooms: Vec<String> = rooms_named(text).into_iter().map(|(_, room)| room).collect();
    assert_eq!(rooms, ["ui", "store", "hub", "plan"]);
}
