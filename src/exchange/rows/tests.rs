mod forms;
mod mistakes;
mod round_trip;

use super::*;
use chrono_tz::{Asia::Shanghai, Europe::London, Tz};
use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;
use std::io::Write;

fn options(zone: Tz) -> ReadOptions {
    ReadOptions::new(zone)
}

fn csv<R: Row>(text: &str) -> ReadReport<R> {
    read_bytes("file.csv", text.as_bytes(), &options(London))
}

/// Every fault as `line field code | problem | hint`.
fn faults<R>(report: &ReadReport<R>) -> Vec<String> {
    let code = |error: &RowError| {
        serde_json::to_value(error.code)
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned()
    };
    let told = |error: &RowError| {
        format!(
            "{} {} {} | {} | {}",
            error.line,
            error.field,
            code(error),
            error.problem,
            error.hint
        )
    };
    report.errors.iter().map(told).collect()
}

#[track_caller]
fn one_fault<R>(report: &ReadReport<R>, expected: &str) {
    assert_eq!(faults(report), vec![expected.to_owned()]);
}

#[test]
fn items_with_all_columns() {
    let report: ReadReport<ItemRow> = csv(
        "Code,NAME,barcodes,Packagings,length-mm,width_mm,height_mm,weight_g,lot_tracked,expiry_tracked,price_minor,owner,this_side_up,fragile\n\
         10002,\"GLOBE, INFLATABLE\",2999119839015;1999119839018@case;X9*6,pallet=480;case=24,85,103,93,67,yes,no,85,NORTH,yes,\n",
    );
    assert_eq!(faults(&report), Vec::<String>::new());
    let barcode = |code: &str, quantity, packaging: Option<&str>| BarcodeRow {
        code: code.to_owned(),
        quantity,
        packaging: packaging.map(str::to_owned),
    };
    let expected = ItemRow {
        code: "10002".to_owned(),
        name: "GLOBE, INFLATABLE".to_owned(),
        barcodes: vec![
            barcode("2999119839015", 1, None),
            barcode("1999119839018", 24, Some("case")),
            barcode("X9", 6, None),
        ],
        packagings: vec![
            PackagingRow {
                name: "case".to_owned(),
                quantity: 24,
            },
            PackagingRow {
                name: "pallet".to_owned(),
                quantity: 480,
            },
        ],
        length_mm: Some(85),
        width_mm: Some(103),
        height_mm: Some(93),
        weight_g: Some(67),
        lot_tracked: true,
        expiry_tracked: false,
        price_minor: Some(85),
        owner: Some("NORTH".to_owned()),
        this_side_up: Some(true),
        fragile: None,
    };
    assert_eq!(report.rows, vec![(2, expected)]);
    assert_eq!(report.read, 1);
}

fn orders(text: &str) -> ReadReport<OrderRow> {
    read_orders_bytes("orders.csv", text.as_bytes(), &options(London))
}

#[test]
fn order_lines_are_grouped_wherever_they_stand() {
    let report = orders(
        "order,item,quantity,channel,placed_at\n\
         536365,A,6,B2B,2026-07-01 08:26\n\
         536366,B,1,shop,2026-07-01T08:26:00Z\n\
         536365,A,2,,\n\
         536365,C,3,b2b,2026-07-01T07:26:00+00:00\n",
    );
    assert_eq!(faults(&report), Vec::<String>::new());
    let line = |item: &str, quantity| OrderLine {
        item: item.to_owned(),
        quantity,
        note: None,
    };
    let order = |number: &str, channel: &str, placed_at, lines| OrderRow {
        order: number.to_owned(),
        channel: Some(channel.to_owned()),
        placed_at: Some(placed_at),
        lines,
        ..OrderRow::default()
    };
    // 2026-07-01T07:26:00Z, for London keeps summer time; `date -u -d 2026-07-01T07:26:00Z +%s`.
    let first = order(
        "536365",
        "b2b",
        1_782_890_760_000,
        vec![line("A", 6), line("A", 2), line("C", 3)],
    );
    let second = order("536366", "shop", 1_782_894_360_000, vec![line("B", 1)]);
    assert_eq!(report.rows, vec![(2, first), (3, second)]);
    assert_eq!(report.read, 4);
}

#[test]
fn receipts_take_a_day_or_a_time() {
    let text = "receipt,supplier,expected_at,item,quantity,lot,expiry\n\
                R1,Mill,2026-11-22,A,48,L1,20270131\nR1,,,B,12,,\nR2,,2026/11/22 08:30,A,1,,\n";
    let report = read_receipts_bytes("inbound.csv", text.as_bytes(), &options(Shanghai));
    assert_eq!(faults(&report), Vec::<String>::new());
    let times: Vec<Option<i64>> = report
        .rows
        .iter()
        .map(|(_, receipt)| receipt.expected_at)
        .collect();
    // 2026-11-21T16:00Z and 2026-11-22T00:30Z: Shanghai is eight hours ahead.
    assert_eq!(times, [Some(1_795_276_800_000), Some(1_795_307_400_000)]);
    let first = &report.rows[0].1;
    assert_eq!(first.lines.len(), 2);
    assert_eq!(
        first.lines[0].expiry,
        chrono::NaiveDate::from_ymd_opt(2027, 1, 31)
    );
}

#[test]
fn a_doubled_hour_means_its_first() {
    let report = orders("order,item,quantity,placed_at\n1,A,6,2026-10-25 01:30\n");
    assert_eq!(report.rows[0].1.placed_at, Some(1_792_888_200_000));
}

#[test]
fn column_tables_name_each_column_once() {
    fn check<R: Row>() {
        let mut names: Vec<&str> = R::COLUMNS.iter().map(|column| column.name).collect();
        names.sort_unstable();
        let before = names.len();
        names.dedup();
        assert_eq!(names.len(), before, "{}", R::KIND);
    }
    check::<ItemRow>();
    check::<PlaceRow>();
    check::<StockRow>();
    check::<OrderLineRow>();
    check::<ReceiptLineRow>();
    check::<WorkerRow>();
    check::<OwnerRow>();
    check::<CarrierRow>();
}

#[test]
fn a_hundred_thousand_order_lines() {
    let mut text = String::from("order,owner,channel,placed_at,promise_at,consignee_address,item,quantity\n");
    for line in 0..100_000 {
        let order = line / 20;
        text.push_str(&format!(
            "{order},NORTH,shop,2026-11-22T08:26:00Z,2026-11-24 08:26,\"{order} Mill Row, Leeds\",I{line},{}\n",
            line % 50 + 1
        ));
    }
    let report = orders(&text);
    assert_eq!(
        (report.read, report.rows.len(), report.errors.len()),
        (100_000, 5_000, 0)
    );
}
