use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use chrono::{DateTime, Days, TimeZone};
use chrono_tz::Europe::London;

use super::*;
use crate::exchange::rows::{
    PlaceKind, PlaceRow, ReadOptions, ReadReport, Row, StockStatus, read_bytes, read_orders_bytes,
    read_receipts_bytes, write_csv, write_orders, write_receipts,
};

/// The full set beside the project, where it is.
pub(super) fn full_set() -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/retail"));
    if !folder.is_dir() {
        eprintln!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

fn settings() -> DemoSettings {
    DemoSettings {
        today: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        zone: London,
        seed: 7,
    }
}

fn on(days: u64) -> DemoSettings {
    let today = settings().today.checked_add_days(Days::new(days)).unwrap();
    DemoSettings { today, ..settings() }
}

fn sample() -> Retail {
    DemoSource::Sample.load().unwrap()
}

#[track_caller]
fn all_different<'a>(what: &str, codes: impl Iterator<Item = &'a str>) {
    let mut seen = BTreeSet::new();
    for code in codes {
        assert!(seen.insert(code), "{what} {code} stands there twice");
    }
    assert!(!seen.is_empty(), "no {what}");
}

fn codes_are_unique(plan: &DemoPlan) {
    all_different("item", plan.items.iter().map(|item| item.code.as_str()));
    let barcodes = plan
        .items
        .iter()
        .flat_map(|item| &item.barcodes)
        .map(|barcode| barcode.code.as_str());
    let badges = plan.workers.iter().filter_map(|worker| worker.badge.as_deref());
    let places = plan.places.iter().map(|place| place.code.as_str());
    // Whatever is scanned on the floor must mean one thing.
    all_different("code", barcodes.chain(badges).chain(places));
    all_different("order", plan.open_orders.iter().map(|order| order.order.as_str()));
    all_different("worker", plan.workers.iter().map(|worker| worker.number.as_str()));
    all_different(
        "receipt",
        plan.receipts.iter().map(|receipt| receipt.receipt.as_str()),
    );
    for place in &plan.places {
        let good = place
            .code
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-');
        assert!(good && place.code.len() <= 10, "{}", place.code);
    }
}

fn positions_are_distinct(plan: &DemoPlan) {
    let mut seen = BTreeSet::new();
    let mut sequence = BTreeSet::new();
    for place in &plan.places {
        assert!(
            seen.insert((place.x_mm, place.y_mm, place.level)),
            "{} stands in another",
            place.code
        );
        assert!(
            sequence.insert(place.sequence),
            "{} has another's sequence",
            place.code
        );
    }
}

/// The walk by pick sequence goes along neighbouring bays, and from aisle to aisle at the same end.
fn sequence_is_a_walk(plan: &DemoPlan) {
    let mut bins: Vec<&PlaceRow> = plan.places.iter().filter(|place| place.aisle.is_some()).collect();
    bins.sort_by_key(|place| place.sequence);
    for pair in bins.windows(2) {
        let step = (pair[0].y_mm - pair[1].y_mm).abs();
        assert!(step <= 3_900, "{} to {} is {step} mm", pair[0].code, pair[1].code);
        assert!(
            (pair[0].x_mm - pair[1].x_mm).abs() <= 4_800,
            "{} to {}",
            pair[0].code,
            pair[1].code
        );
    }
}

fn stock_fits_its_places(plan: &DemoPlan) {
    let items: BTreeMap<&str, &ItemRow> = plan.items.iter().map(|item| (item.code.as_str(), item)).collect();
    let places: BTreeMap<&str, &PlaceRow> = plan
        .places
        .iter()
        .map(|place| (place.code.as_str(), place))
        .collect();
    let mut load: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    let mut keys = BTreeSet::new();
    let mut faces = BTreeSet::new();
    for stock in &plan.stock {
        let item = items[stock.item.as_str()];
        let place = places[stock.place.as_str()];
        assert!(stock.quantity > 0 && stock.status == StockStatus::Available);
        assert_eq!(stock.owner, item.owner, "{}", stock.item);
        assert_eq!(
            stock.lot.is_some() && stock.expiry.is_some(),
            item.lot_tracked,
            "{}",
            stock.item
        );
        assert!(stock.expiry.is_none_or(|expiry| expiry > plan.settings.today));
        assert!(
            keys.insert((&stock.place, &stock.item, &stock.lot)),
            "{stock:?} stands there twice"
        );
        match place.kind {
            PlaceKind::PickFace => {
                faces.insert(stock.item.as_str());
            }
            PlaceKind::Reserve => {
                let case = item.packagings.first().map_or(1, |packaging| packaging.quantity);
                assert_eq!(
                    stock.quantity % case,
                    0,
                    "{stock:?} is not in full cases of {case}"
                );
            }
            other => panic!("{stock:?} lies in {other:?}"),
        }
        let quantity = u64::try_from(stock.quantity).unwrap();
        let entry = load.entry(stock.place.as_str()).or_insert((0, 0));
        entry.0 += quantity * item.volume_mm3().unwrap();
        entry.1 += quantity * u64::from(item.weight_g.unwrap());
    }
    for (code, (mm3, grams)) in load {
        assert!(
            mm3 <= places[code].max_volume_ml.unwrap() * 1_000,
            "{code} holds {mm3} mm3"
        );
        assert!(
            grams <= places[code].max_weight_g.unwrap(),
            "{code} holds {grams} g"
        );
    }
    assert_eq!(faces.len(), plan.items.len(), "every item has a pick face");
}

fn open_orders_can_be_filled(plan: &DemoPlan) {
    let items: BTreeMap<&str, &ItemRow> = plan.items.iter().map(|item| (item.code.as_str(), item)).collect();
    let mut on_hand: BTreeMap<&str, i64> = BTreeMap::new();
    plan.stock
        .iter()
        .for_each(|stock| *on_hand.entry(stock.item.as_str()).or_insert(0) += stock.quantity);
    let carriers: BTreeMap<&str, &CarrierRow> = plan.carriers.iter().map(|c| (c.code.as_str(), c)).collect();
    let mut asked: BTreeMap<&str, i64> = BTreeMap::new();
    for order in &plan.open_orders {
        assert!(!order.lines.is_empty());
        for line in &order.lines {
            let item = items[line.item.as_str()];
            assert_eq!(item.owner, order.owner, "{} in {}", line.item, order.order);
            assert!((1..=144).contains(&line.quantity));
            let grams = line.quantity * i64::from(item.weight_g.unwrap());
            assert!(
                line.quantity == 1 || grams <= 20_000,
                "{} of {} weigh {grams} g",
                line.quantity,
                line.item
            );
            *asked.entry(line.item.as_str()).or_insert(0) += line.quantity;
        }
        let carrier = carriers[order.carrier.as_deref().unwrap()];
        assert_eq!(carrier.export, order.country.as_deref() != Some("United Kingdom"));
        let at = |moment: Option<i64>| London.timestamp_millis_opt(moment.unwrap()).unwrap();
        assert_eq!(at(order.cutoff_at).date_naive(), plan.settings.today);
        assert_eq!(at(order.cutoff_at).time(), carrier.cutoffs[0]);
        assert_eq!((at(order.promise_at) - at(order.placed_at)).num_hours(), 48);
        assert!(at(order.placed_at).date_naive() < plan.settings.today);
    }
    let short: BTreeSet<&str> = plan.short_items.iter().map(String::as_str).collect();
    let lacking: BTreeSet<&str> = asked
        .iter()
        .filter(|(item, asked)| on_hand.get(*item).unwrap_or(&0) < asked)
        .map(|(item, _)| *item)
        .collect();
    assert_eq!(lacking, short);
    assert!((2..=8).contains(&short.len()));
    let fillable = |order: &&OrderRow| !order.lines.iter().any(|line| short.contains(line.item.as_str()));
    let filled = plan.open_orders.iter().filter(fillable).count();
    assert!(
        filled * 10 >= plan.open_orders.len() * 8,
        "{filled} of {}",
        plan.open_orders.len()
    );
}

fn receipts_bring_known_goods(plan: &DemoPlan) {
    let items: BTreeMap<&str, &ItemRow> = plan.items.iter().map(|item| (item.code.as_str(), item)).collect();
    for receipt in &plan.receipts {
        let expected = DateTime::from_timestamp_millis(receipt.expected_at.unwrap()).unwrap();
        assert!((expected.date_naive() - plan.settings.today).num_days() <= 1);
        for line in &receipt.lines {
            let item = items[line.item.as_str()];
            assert_eq!(item.owner, receipt.owner);
            assert_eq!(line.lot.is_some() && line.expiry.is_some(), item.lot_tracked);
            assert!(line.quantity > 0);
        }
    }
    let lines = || plan.receipts.iter().flat_map(|receipt| &receipt.lines);
    assert!(lines().any(|line| line.lot.is_some()) && lines().any(|line| line.lot.is_none()));
    for short in &plan.short_items {
        assert!(
            lines().any(|line| line.item == *short),
            "{short} is short and nobody brings it"
        );
    }
}

fn history_is_the_past(plan: &DemoPlan) {
    assert!(plan.history.iter().all(|row| row.day < plan.settings.today));
    let mut lines = vec![0u64; plan.items.len()];
    let mut pieces = vec![0i64; plan.items.len()];
    for row in &plan.history {
        lines[row.item] += u64::from(row.lines);
        pieces[row.item] += row.quantity;
    }
    for ((item, popular), (lines, pieces)) in plan
        .items
        .iter()
        .zip(&plan.popularity)
        .zip(lines.iter().zip(pieces))
    {
        assert_eq!(
            (&item.code, *lines, pieces),
            (&popular.item, popular.lines, popular.quantity)
        );
    }
}

fn check(plan: &DemoPlan) {
    codes_are_unique(plan);
    positions_are_distinct(plan);
    sequence_is_a_walk(plan);
    stock_fits_its_places(plan);
    open_orders_can_be_filled(plan);
    receipts_bring_known_goods(plan);
    history_is_the_past(plan);
    rows_are_what_an_import_accepts(plan);
    let owners: BTreeSet<_> = plan
        .open_orders
        .iter()
        .filter_map(|order| order.owner.as_deref())
        .collect();
    assert_eq!(
        owners,
        plan.owners.iter().map(|owner| owner.code.as_str()).collect()
    );
    let channels: BTreeSet<_> = plan
        .open_orders
        .iter()
        .filter_map(|order| order.channel.as_deref())
        .collect();
    assert_eq!(channels, ["b2b", "live", "marketplace", "shop"].into());
    let used: BTreeSet<_> = plan
        .open_orders
        .iter()
        .filter_map(|order| order.carrier.as_deref())
        .collect();
    assert_eq!(
        used,
        plan.carriers
            .iter()
            .map(|carrier| carrier.code.as_str())
            .collect()
    );
    for carrier in &plan.carriers {
        let lane = carrier.staging.as_deref().unwrap();
        assert!(
            plan.places
                .iter()
                .any(|place| place.code == lane && place.kind == PlaceKind::Staging)
        );
    }
    for printer in &plan.printers {
        assert!(
            plan.places.iter().any(|place| place.code == printer.place),
            "{}",
            printer.place
        );
    }
}

/// Everything in the plan could also have come from files.
fn rows_are_what_an_import_accepts(plan: &DemoPlan) {
    fn same<R: Row + Clone + PartialEq + std::fmt::Debug>(rows: &[R]) {
        let mut file = Vec::new();
        write_csv(rows, &mut file).unwrap();
        unchanged(rows, read_bytes("rows.csv", &file, &ReadOptions::new(London)));
    }
    fn unchanged<R: PartialEq + std::fmt::Debug>(rows: &[R], report: ReadReport<R>) {
        assert_eq!((report.errors, report.warnings), (Vec::new(), Vec::new()));
        assert!(report.rows.iter().map(|(_, row)| row).eq(rows));
    }
    same(&plan.owners);
    same(&plan.carriers);
    same(&plan.workers);
    same(&plan.items);
    same(&plan.places);
    same(&plan.stock);
    let mut file = Vec::new();
    write_orders(&plan.open_orders, &mut file).unwrap();
    unchanged(
        &plan.open_orders,
        read_orders_bytes("orders.csv", &file, &ReadOptions::new(London)),
    );
    let mut file = Vec::new();
    write_receipts(&plan.receipts, &mut file).unwrap();
    unchanged(
        &plan.receipts,
        read_receipts_bytes("inbound.csv", &file, &ReadOptions::new(London)),
    );
}

#[test]
fn the_sample_makes_a_sound_warehouse_on_any_day() {
    let sample = sample();
    for days in 0..7 {
        check(&build(&sample, on(days)));
    }
}

#[test]
fn the_full_set_makes_a_sound_warehouse() {
    let Some(folder) = full_set() else { return };
    let full = DemoSource::Folder(folder).load().unwrap();
    let plan = build(&full, settings());
    eprintln!("{:?}", plan.summary());
    check(&plan);
    let summary = plan.summary();
    assert_eq!(summary.items, 3_808);
    assert!(
        (7_500..=8_500).contains(&summary.places),
        "{} places",
        summary.places
    );
    assert!(summary.open_orders >= 100);
    // What is not open today is history, every line of it.
    let today: BTreeSet<&str> = plan
        .open_orders
        .iter()
        .map(|order| order.order.trim_end_matches("-2"))
        .collect();
    let past = full
        .orders
        .iter()
        .filter(|order| !today.contains(order.order.as_str()));
    assert_eq!(
        summary.history_lines,
        past.map(|order| order.lines.len() as u64).sum::<u64>()
    );
}

#[test]
fn no_order_line_is_dropped() {
    let sample = sample();
    let plan = build(&sample, settings());
    let numbers: BTreeSet<&str> = plan
        .open_orders
        .iter()
        .map(|order| order.order.trim_end_matches("-2"))
        .collect();
    let real = sample
        .orders
        .iter()
        .filter(|order| numbers.contains(order.order.as_str()));
    let lines: usize = real.map(|order| order.lines.len()).sum();
    assert_eq!(
        plan.open_orders
            .iter()
            .map(|order| order.lines.len())
            .sum::<usize>(),
        lines
    );
    eprintln!("{:?}", plan.summary());
}

#[test]
fn the_same_settings_give_the_same_plan_and_another_seed_another() {
    let sample = sample();
    let plan = build(&sample, settings());
    assert!(plan == build(&sample, settings()));
    let other = build(
        &sample,
        DemoSettings {
            seed: 8,
            ..settings()
        },
    );
    assert!(plan.stock != other.stock);
    assert_eq!(plan.open_orders.len(), other.open_orders.len());
}

#[test]
fn a_later_day_has_orders_of_its_own_for_the_same_items() {
    let sample = sample();
    let plan = build(&sample, settings());
    assert_eq!(roll(&sample, settings().today, settings()), Vec::new());
    let mut numbers: BTreeSet<String> = plan.open_orders.iter().map(|order| order.order.clone()).collect();
    let items: BTreeMap<&str, &ItemRow> = plan.items.iter().map(|item| (item.code.as_str(), item)).collect();
    for days in 1..15 {
        let orders = roll(&sample, settings().today, on(days));
        assert!(orders.len() > 50);
        for order in orders {
            let cutoff = London.timestamp_millis_opt(order.cutoff_at.unwrap()).unwrap();
            assert_eq!(cutoff.date_naive(), on(days).today);
            assert!(
                order
                    .lines
                    .iter()
                    .all(|line| items[line.item.as_str()].owner == order.owner)
            );
            assert!(numbers.insert(order.order.clone()), "{} came twice", order.order);
        }
    }
}

#[test]
fn times_are_right_when_clocks_change() {
    let sample = sample();
    for (month, day) in [(3, 29), (3, 30), (10, 25), (10, 26)] {
        let today = NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        for order in build(&sample, DemoSettings { today, ..settings() }).open_orders {
            let cutoff = London.timestamp_millis_opt(order.cutoff_at.unwrap()).unwrap();
            assert_eq!(cutoff.date_naive(), today);
            assert!(
                ["12:00", "15:00", "17:00", "19:00"].contains(&cutoff.format("%H:%M").to_string().as_str())
            );
        }
    }
}
