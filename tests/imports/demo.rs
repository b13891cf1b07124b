//! The demo's data directory.

use chrono::NaiveDate;
use pickface::domain::ids::{DeviceId, OrderId};
use pickface::domain::jobs::{self, Work};
use pickface::domain::orders::Stage;
use pickface::domain::{Actor, Context, Via, Warehouse, decide, release};
use pickface::exchange::demo::{DemoOptions, DemoReport, open_demo};
use pickface::hub::Site;
use pickface::store::medium::DiskMedium;
use pickface::store::verify::{Against, prove};
use std::path::Path;

fn on(day: u32) -> DemoOptions {
    DemoOptions {
        today: NaiveDate::from_ymd_opt(2026, 11, day),
        ..DemoOptions::default()
    }
}

fn open(root: &Path, day: u32) -> (Site, DemoReport) {
    open_demo(root, &on(day)).unwrap()
}

/// Releases all that waits, on a copy; gives how many orders came onto a pick list, and how many not.
fn releasable(w: &Warehouse) -> (usize, usize) {
    let ctx = Context {
        now: w.clock,
        actor: Actor::System,
        device: DeviceId(0),
        via: Via::Job,
        record: None,
    };
    let mut w = w.clone();
    let waiting: Vec<OrderId> = release::waiting(&w).map(|order| order.id).collect();
    // As a job: some of the real orders have more lines than one command takes.
    let groups = waiting.iter().map(|order| vec![*order]).collect();
    let mut next = Some(jobs::Command::Start(Work::Release { groups }));
    while let Some(command) = next {
        w = decide(&w, &command.into(), &ctx).unwrap().after;
        next = jobs::next_job(&w).map(jobs::Command::Continue);
    }
    let released = w.orders_in(Stage::Released).count();
    assert_eq!(released + w.orders_in(Stage::Short).count(), waiting.len());
    (released, waiting.len() - released)
}

#[test]
fn the_sample_makes_a_warehouse_that_can_be_worked_in() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("demo");
    let (site, report) = open(&root, 22);
    assert!(report.made && report.notes.is_empty(), "{:?}", report.notes);
    assert_eq!(
        (report.items, report.owners, report.totes, report.printers),
        (2_402, 2, 120, 7)
    );
    assert!(report.places > 2_402 && report.open_orders > 50 && report.expected_receipts > 0);
    assert!(report.popular_items > 1_000);
    let w = site.warehouse();
    let (released, short) = releasable(&w);
    assert!(
        short * 10 < released,
        "{short} of {released} orders could not be filled"
    );
    assert!(short > 0, "some are short on purpose");
    assert!(w.orders.values().all(|order| order.consignee.is_some()));
    site.settle();
    let against = Against {
        history: Some(site.history()),
        ..Against::default()
    };
    let proof = prove(&DiskMedium, site.directory().root(), site.journal(), against).unwrap();
    assert!(proof.ok, "{:?}", proof.problems);

    // The same day again: opened, not made.
    let seq = w.seq;
    drop(w);
    site.close();
    drop(site);
    let (site, again) = open(&root, 22);
    assert_eq!((again.made, again.rolled_orders, again.records), (false, 0, seq));
    assert_eq!(again.units_on_hand, report.units_on_hand);
    site.close();
    drop(site);

    // A day later: new orders beside those still open, and nothing else.
    let (site, later) = open(&root, 23);
    assert!(later.rolled_orders > 50);
    assert_eq!(
        later.open_orders,
        report.open_orders + usize::try_from(later.rolled_orders).unwrap()
    );
    assert_eq!(
        (later.units_on_hand, later.items),
        (report.units_on_hand, report.items)
    );
    site.close();
    drop(site);
    let (_site, twice) = open(&root, 23);
    assert_eq!((twice.rolled_orders, twice.open_orders), (0, later.open_orders));
}

#[test]
fn two_demos_of_one_day_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let made = |name: &str| {
        let (site, report) = open(&folder.path().join(name), 22);
        let w = site.warehouse();
        let stock: Vec<_> = w.stock.iter().map(|(key, stock)| (*key, stock.on_hand)).collect();
        let orders: Vec<_> = w
            .orders
            .values()
            .map(|o| (o.id, o.number.clone(), o.lines.clone(), o.cutoff))
            .collect();
        (report, stock, orders, w.items.clone(), w.places.clone())
    };
    assert_eq!(made("one"), made("two"));
}

#[test]
fn a_demo_is_only_made_where_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let live = Site::open(folder.path(), pickface::hub::SiteOptions::default()).unwrap();
    live.close();
    drop(live);
    assert!(open_demo(folder.path(), &on(22)).is_err());
}
