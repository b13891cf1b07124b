//! Orders.

use crate::bench::*;
use pickface::domain::jobs::{self, Work};
use pickface::domain::masters::{Carrier, Command};
use pickface::domain::orders::{self, Order};
use pickface::domain::settings::Settings;
use pickface::domain::time::{DAY_MS, HOUR_MS};
use pickface::domain::{Actor, Qty, Timestamp, Via, Warehouse, receiving};
use pickface::exchange::import::{ImportOptions, Kind, next_cutoff};
use pickface::hub::{Clock, Limits};
use pickface::store::closed_numbers::keep_closed_numbers;
use pickface::store::medium::DiskMedium;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

const ORDERS: &str = "order,owner,channel,carrier,placed_at,item,quantity,note\n\
    536412,ACME,live,ROBIN,2026-11-22T08:26:00Z,85123A,6,\n\
    536413,BOLT,,HERON,,22423,1,gift note inside\n\
    536412,,,,,22423,2,\n";

fn order<'w>(w: &'w Warehouse, number: &str) -> &'w Order {
    w.orders
        .values()
        .find(|order| order.number.as_ref() == number)
        .unwrap()
}

#[test]
fn orders_are_grouped_and_what_is_left_open_is_filled_in() {
    let bench = Bench::filled();
    let report = bench.import(Kind::Orders, ORDERS);
    assert_eq!(counts(&report), (3, 3, 0, 0));
    let w = bench.w();
    let first = order(&w, "536412");
    let lines: Vec<Qty> = first.lines.iter().map(|line| line.qty).collect();
    assert_eq!(lines, [Qty(6), Qty(2)]);
    // 2026-11-22 08:26 UTC; the carrier leaves at 12:00, and the building's clock is UTC.
    let placed = Timestamp(1_795_335_960_000);
    assert_eq!(first.placed_at, placed);
    assert_eq!(first.promise, placed + 48 * HOUR_MS);
    assert_eq!(first.cutoff, Timestamp(1_795_348_800_000));
    assert_eq!(
        (first.priority, first.split, first.channel.as_ref()),
        (5, false, "live")
    );
    assert_eq!(order(&w, "536413").lines[0].note.as_ref(), "gift note inside");
    bench.prove();
}

#[test]
fn the_same_orders_again_change_nothing_even_when_they_are_closed() {
    let bench = Bench::filled();
    bench.import(Kind::Orders, ORDERS);
    assert_eq!(counts(&bench.import(Kind::Orders, ORDERS)), (3, 0, 3, 0));
    let id = order(&bench.w(), "536412").id;
    let cancel = orders::Command::Cancel { order: id };
    bench.site.ask(Actor::System, Via::CommandLine, cancel).unwrap();
    assert!(!bench.w().orders.contains_key(&id), "it is closed");
    assert_eq!(counts(&bench.import(Kind::Orders, ORDERS)), (3, 0, 3, 0));
    assert_eq!(bench.w().orders.len(), 1);
}

#[test]
fn orders_and_receipts_that_only_the_history_knows_change_nothing_either() {
    // 2026-11-22 08:00 UTC, and half a year later.
    let time = Arc::new(AtomicI64::new(1_795_334_400_000));
    let clock: Clock = {
        let time = Arc::clone(&time);
        Arc::new(move || Timestamp(time.load(Ordering::Relaxed)))
    };
    let clock = Some(clock);
    let bench = Bench::at(Limits {
        clock,
        ..Limits::default()
    })
    .fill();
    let inbound = "receipt,owner,item,quantity\nPO-1,ACME,85123A,24\n";
    bench.import(Kind::Orders, ORDERS);
    assert_eq!(
        problems(&bench.import(Kind::Inbound, inbound)),
        Vec::<String>::new()
    );
    let ask = |command: pickface::domain::Command| bench.site.ask(Actor::System, Via::Job, command).unwrap();
    let w = bench.w();
    ask(orders::Command::Cancel {
        order: order(&w, "536412").id,
    }
    .into());
    let receipt = *w.receipts.keys().next().unwrap();
    let reason = "not sent".into();
    ask(receiving::Command::Close { receipt, reason }.into());
    for days in [0, 100] {
        time.fetch_add(days * DAY_MS, Ordering::Relaxed);
        ask(jobs::Command::Start(Work::Housekeeping).into());
        while let Some(job) = jobs::next_job(&bench.w()) {
            ask(jobs::Command::Continue(job).into());
        }
    }
    assert!(bench.w().receipts.is_empty());
    let forgotten = orders::closed_key(order(&w, "536412").owner, "536412");
    assert!(!bench.w().numbers.knows(&forgotten), "the core has forgotten it");
    let before = bench.w().seq;
    assert_eq!(counts(&bench.import(Kind::Orders, ORDERS)), (3, 0, 3, 0));
    assert_eq!(counts(&bench.import(Kind::Inbound, inbound)), (1, 0, 1, 0));
    assert_eq!(bench.w().seq, before, "nothing was written");
    bench.prove();
    // What was archived and removed left its number.
    let owner = w.owner_by_code("ACME").unwrap().id;
    let root = bench.site.directory().root();
    let archived = vec![
        orders::closed_key(owner, "400001"),
        receiving::closed_key(owner, "PO-0"),
    ];
    keep_closed_numbers(&DiskMedium, root, archived).unwrap();
    let orders = "order,owner,carrier,item,quantity\n400001,ACME,ROBIN,22423,1\n400002,ACME,ROBIN,22423,1\n";
    assert_eq!(counts(&bench.import(Kind::Orders, orders)), (2, 1, 1, 0));
    let inbound = "receipt,owner,item,quantity\nPO-0,ACME,85123A,24\n";
    assert_eq!(counts(&bench.import(Kind::Inbound, inbound)), (1, 0, 1, 0));
}

#[test]
fn a_known_number_with_other_lines_is_refused() {
    let bench = Bench::filled();
    bench.import(Kind::Orders, ORDERS);
    let text = "order,owner,carrier,item,quantity\n536413,BOLT,HERON,22423,2\n536413,ACME,HERON,22423,2\n";
    // The number is known per owner; but within one file it names one order.
    assert_eq!(bench.import(Kind::Orders, text).errors[0].field, "owner");
    let text = "order,owner,carrier,item,quantity\n536413,BOLT,HERON,22423,2\n";
    assert_eq!(
        problems(&bench.import(Kind::Orders, text)),
        [
            "2 order | order 536413 is known with other lines | an import never changes an order: change or cancel it on a screen"
        ]
    );
}

#[test]
fn the_only_owner_and_carrier_need_no_naming() {
    let bench = Bench::new();
    let text = "order,item,quantity\n1,LAMP,1\n";
    bench.import(Kind::Items, "code,name\nLAMP,Lamp\n");
    assert_eq!(
        problems(&bench.import(Kind::Orders, text)),
        [
            "2 owner | no owner is known yet | make one known first: pickface import owners FILE",
            "2 carrier | no carrier is known yet | make one known first: pickface import carriers FILE",
        ]
    );
    bench.import(Kind::Owners, "code,name\nACME,Acme\n");
    bench.import(Kind::Carriers, "code,name\nROBIN,Robin\n");
    assert_eq!(counts(&bench.import(Kind::Orders, text)), (1, 1, 0, 0));
    let w = bench.w();
    let order = order(&w, "1");
    assert_eq!(
        order.cutoff, order.promise,
        "a carrier without cut-offs takes it by the promise"
    );
}

#[test]
fn a_cut_off_is_the_next_one_by_the_buildings_clock() {
    let carrier = |cutoffs: &[u16]| Carrier {
        cutoffs: cutoffs.to_vec(),
        ..Carrier::default()
    };
    let utc = |text: &str| {
        Timestamp(
            chrono::DateTime::parse_from_rfc3339(text)
                .unwrap()
                .timestamp_millis(),
        )
    };
    let next =
        |cutoffs: &[u16], zone: chrono_tz::Tz, after: &str| next_cutoff(&carrier(cutoffs), zone, utc(after));
    use chrono_tz::{Asia::Shanghai, Europe::Berlin};
    let noon_and_five = &[12 * 60, 17 * 60];
    assert_eq!(
        next(noon_and_five, Shanghai, "2026-11-22T03:59:59Z"),
        Some(utc("2026-11-22T04:00:00Z"))
    );
    assert_eq!(
        next(noon_and_five, Shanghai, "2026-11-22T04:00:00Z"),
        Some(utc("2026-11-22T09:00:00Z"))
    );
    assert_eq!(
        next(noon_and_five, Shanghai, "2026-11-22T09:00:00Z"),
        Some(utc("2026-11-23T04:00:00Z"))
    );
    // Clocks go forward on 2026-03-29 at 02:00 in Berlin: 02:30 is an hour later; and back on 2026-10-25 at 03:00.
    assert_eq!(
        next(&[150], Berlin, "2026-03-29T00:00:00Z"),
        Some(utc("2026-03-29T01:30:00Z"))
    );
    assert_eq!(
        next(&[150], Berlin, "2026-10-24T23:00:00Z"),
        Some(utc("2026-10-25T00:30:00Z"))
    );
    assert_eq!(next(&[], Berlin, "2026-10-24T23:00:00Z"), None);
}

#[test]
fn local_times_are_meant_in_the_buildings_zone() {
    let bench = Bench::filled();
    let settings = Settings {
        time_zone: "Asia/Shanghai".into(),
        ..Settings::default()
    };
    bench
        .site
        .ask(Actor::System, Via::CommandLine, Command::SaveSettings(settings))
        .unwrap();
    let text = "order,owner,carrier,placed_at,item,quantity\n1,ACME,ROBIN,2026-11-22 16:26,22423,1\n";
    bench.import(Kind::Orders, text);
    let w = bench.w();
    assert_eq!(order(&w, "1").placed_at, Timestamp(1_795_335_960_000));
    assert_eq!(
        order(&w, "1").cutoff,
        Timestamp(1_795_338_000_000),
        "17:00 in Shanghai"
    );
}

#[test]
fn a_hundred_thousand_lines() {
    let bench = Bench::filled();
    let mut text = String::from("order,owner,carrier,item,quantity\n");
    for line in 0..100_000 {
        let item = if line % 2 == 0 { "85123A" } else { "22423" };
        writeln!(text, "S{},ACME,ROBIN,{item},{}", line / 20, line % 7 + 1).unwrap();
    }
    assert_eq!(
        counts(&bench.import(Kind::Orders, &text)),
        (100_000, 100_000, 0, 0)
    );
    let w = bench.w();
    assert_eq!(w.orders.len(), 5_000);
    let units: Qty = w
        .orders
        .values()
        .flat_map(|order| &order.lines)
        .map(|line| line.qty)
        .sum();
    assert_eq!(units, Qty((0..100_000).map(|line| line % 7 + 1).sum()));
    let ids: Vec<u64> = w
        .orders
        .values()
        .map(|order| order.number[1..].parse().unwrap())
        .collect();
    assert!(ids.is_sorted(), "orders keep the file's order");
    let again = bench.import_with(
        Kind::Orders,
        &text,
        ImportOptions {
            dry_run: true,
            ..ImportOptions::default()
        },
    );
    assert_eq!(counts(&again), (100_000, 0, 100_000, 0));
    bench.prove();
}
