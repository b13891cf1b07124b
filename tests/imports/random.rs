//! Files that are no files: whatever stands in one, an import refuses what it does not understand and goes on.
//!
//! `PICKFACE_SOAK_SECONDS=3600 cargo test --release --test imports -- --ignored random_files_for_long`.

use crate::bench::*;
use pickface::domain::Actor;
use pickface::exchange::import::{ImportOptions, Input, Kind, import};
use std::io::Write;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// A good file of each kind, to be spoilt.
const GOOD: [(Kind, &str); 9] = [
    (Kind::Owners, OWNERS),
    (Kind::Carriers, CARRIERS),
    (Kind::Items, ITEMS),
    (Kind::Places, PLACES),
    (
        Kind::Workers,
        "number,name,badge,roles,language\n100,Ada,W100,lead;packer,en\n101,Mei,,picker,zh-Hans\n",
    ),
    (Kind::Printers, "place,target\nD1,file:labels\n"),
    (
        Kind::Stock,
        "place,item,owner,quantity,lot,expiry\nA-01-01-1,85123A,ACME,24,,\nA-01-02-1,SOUP,BOLT,7,L1,2027-05-01\n",
    ),
    (
        Kind::Inbound,
        "receipt,owner,supplier,expected_at,item,quantity,lot,expiry\nPO-1,ACME,Mill,2026-11-30,85123A,24,,\nPO-1,,,,SOUP,6,L2,2027-06-01\n",
    ),
    (
        Kind::Orders,
        "order,owner,channel,carrier,placed_at,item,quantity,note,consignee_name\n1,ACME,live,ROBIN,2026-11-22T08:26:00Z,85123A,6,,Li Lei\n1,,,,,22423,2,gift,\n",
    ),
];

/// Pieces that files go wrong with: quotes, separators, marks of encodings, numbers beyond all measure, other lines.
const PIECES: [&[u8]; 24] = [
    b"\"",
    b",",
    b";",
    b"\t",
    b"\r\n",
    b"\n\n",
    b"\0",
    b"\x1d",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\x81\x30\x81\x30",
    b"\xd6\xd0\xce\xc4",
    b"-1",
    b"9223372036854775807",
    b"99999999999999999999",
    b"1e9",
    b"NaN",
    b"2026-13-45",
    b"0001-01-01",
    b"{\"code\":",
    b"[1,2,",
    b"=SUM(A1)",
    b"\xe4\xb8\xad\xe6\x96\x87",
];

/// A good file spoilt in some places, or nothing but noise.
fn spoilt(dice: &mut fastrand::Rng, good: &str) -> Vec<u8> {
    if dice.u8(..16) == 0 {
        return (0..dice.usize(..2_000)).map(|_| dice.u8(..)).collect();
    }
    let mut bytes = if dice.u8(..6) == 0 {
        as_json_lines(good)
    } else {
        good.as_bytes().to_vec()
    };
    for _ in 0..dice.usize(1..=6) {
        let at = dice.usize(..=bytes.len());
        let until = (at + dice.usize(..40)).min(bytes.len());
        match dice.u8(..6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..until)),
            2 => {
                let piece = bytes[at..until].to_vec();
                bytes.splice(at..at, piece);
            }
            3 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = dice.u8(..);
                }
            }
            _ => {
                let piece = PIECES[dice.usize(..PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
        }
    }
    bytes
}

fn as_json_lines(csv: &str) -> Vec<u8> {
    let mut lines = csv.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let object = |line: &str| {
        let cells = names.iter().zip(line.split(','));
        let cells = cells.filter(|(_, cell)| !cell.is_empty());
        let cells = cells.map(|(name, cell)| ((*name).to_owned(), cell.into()));
        serde_json::Value::Object(cells.collect()).to_string()
    };
    lines.map(object).collect::<Vec<_>>().join("\n").into_bytes()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// Imports spoilt files until it is enough. How many.
fn storm(seed: u64, enough: impl Fn(u64) -> bool) -> u64 {
    let bench = Bench::filled();
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut files = 0;
    while !enough(files) {
        files += 1;
        let (kind, good) = GOOD[dice.usize(..GOOD.len())];
        let mut bytes = spoilt(&mut dice, good);
        let mut name = ["file.csv", "file.jsonl", "file", "file.txt"][dice.usize(..4)].to_owned();
        if dice.u8(..10) == 0 {
            bytes = packed(&bytes);
            if dice.bool() {
                let at = dice.usize(..bytes.len());
                bytes[at] ^= 1 << dice.u8(..8);
            }
            name.push_str(".gz");
        }
        let options = ImportOptions {
            dry_run: dice.u8(..4) != 0,
            skip_bad: dice.bool(),
            ..ImportOptions::default()
        };
        let (name, bytes) = (name.as_str(), bytes.as_slice());
        let go_on = &mut |_| ControlFlow::Continue(());
        let input = Input::Bytes { name, bytes };
        if let Ok(report) = import(&bench.site, Actor::System, kind, input, options, go_on) {
            assert!(options.skip_bad || report.errors.is_empty() || report.imported == 0);
        }
        assert_eq!(bench.site.hub().stopped(), None, "seed {seed}, file {files}");
    }
    bench.prove();
    files
}

#[test]
fn random_files_for_a_moment() {
    storm(20_261_128, |files| files >= 400);
}

/// With another seed every time.
#[test]
#[ignore = "runs as long as PICKFACE_SOAK_SECONDS says, an hour by default"]
fn random_files_for_long() {
    let seconds = std::env::var("PICKFACE_SOAK_SECONDS");
    let seconds = seconds.ok().and_then(|text| text.parse().ok());
    let until = Instant::now() + Duration::from_secs(seconds.unwrap_or(3_600));
    let mut seed = fastrand::u64(..);
    while Instant::now() < until {
        seed = seed.wrapping_add(1);
        // A fresh warehouse now and then, so that not everything is known already.
        storm(seed, |files| files >= 2_000 || Instant::now() > until);
    }
}
