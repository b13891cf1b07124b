//! What one scan costs: finding it in the bytes that came, and telling what it is, against the full retail set. Run with
//! `cargo bench --bench scan`; the set is `../shared/data/retail`, or the shipped sample where that is absent.
//!
//! Processor time is told, where the system tells it: on a busy machine a clock measures the neighbours.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot run should say so loudly"
)]

#[path = "figures/processor.rs"]
mod processor;

use pickface::domain::ids::ItemId;
use pickface::domain::items::{Barcode, Item, ItemSaved};
use pickface::domain::{Event, Qty, Timestamp, Warehouse};
use pickface::scan::{Detector, Event as Scanned, Profile};
use processor::Time;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

/// Scans of one measurement.
const SCANS: usize = 100_000;
/// 2026-03-02 06:00 UTC: from here the century of a label's date is seen.
const NOW: Timestamp = Timestamp(1_772_431_200_000);

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let full = root.join("../shared/data/retail/items.csv");
    let sample = root.join("src/exchange/sample/items.csv");
    let file = if full.is_file() { full } else { sample };
    let rows: Vec<(String, String)> = csv::Reader::from_path(&file)
        .unwrap()
        .records()
        .map(|row| {
            let row = row.unwrap();
            (row[0].to_owned(), row[2].to_owned())
        })
        .collect();
    let codes: Vec<String> = rows.iter().map(|(_, code)| code.clone()).collect();
    for lots in [false, true] {
        let w = warehouse(&rows, lots);
        let kept = if lots {
            "with lots and dates"
        } else {
            "without lots"
        };
        println!("{} items {kept}", w.items.len());
        measure("the code on a piece", &w, &codes);
        let label = |code: &String| format!("]C1010{code}10LOT7\u{1d}17280131");
        measure(
            "GS1 data with lot and date",
            &w,
            &codes.iter().map(label).collect::<Vec<_>>(),
        );
        let lost = |code: &String| format!("]C1010{code}10LOT717280131");
        measure(
            "the same, its separator lost",
            &w,
            &codes.iter().map(lost).collect::<Vec<_>>(),
        );
        let last = |code: &String| format!("]C1010{code}1728013110L2109-0042");
        measure(
            "the lot last, as labels have it",
            &w,
            &codes.iter().map(last).collect::<Vec<_>>(),
        );
        let unknown: Vec<String> = (0..1_000).map(|n| format!("TRACK{n:010}")).collect();
        measure("a code that nobody knows", &w, &unknown);
    }
}

/// Every item with its barcode.
fn warehouse(rows: &[(String, String)], lots: bool) -> Warehouse {
    let mut w = Warehouse::default();
    w.clock = NOW;
    for (number, (code, barcode)) in (1..).zip(rows) {
        let item = Item {
            id: ItemId(number),
            code: code.as_str().into(),
            barcodes: vec![Barcode {
                code: barcode.as_str().into(),
                contents: Qty(1),
            }],
            lot_tracked: lots,
            expiry_tracked: lots,
            ..Item::default()
        };
        w.evolve(&Event::from(ItemSaved { item: Arc::new(item) }));
    }
    w
}

/// Mean nanoseconds of finding a scan in its bytes and of telling what it is.
fn measure(what: &str, w: &Warehouse, codes: &[String]) {
    let bytes: Vec<Vec<u8>> = codes
        .iter()
        .map(|code| format!("{code}\r").into_bytes())
        .collect();
    let mut detector = Detector::new(Profile::default());
    let mut known = 0usize;
    let began = Time::now();
    for (now, bytes) in (0..).step_by(1_000).zip(bytes.iter().cycle()).take(SCANS) {
        for event in detector.feed(bytes, now) {
            if let Scanned::Scan(scan) = event {
                let text = match &scan.aim {
                    Some(aim) => format!("{aim}{}", scan.code()),
                    None => scan.code().to_owned(),
                };
                known += usize::from(!black_box(w.scan(&text)).targets.is_empty());
            }
        }
    }
    let each = began.elapsed().as_nanos() / SCANS as u128;
    println!("  {what}: {each} ns a scan, {known} of {SCANS} known");
}
