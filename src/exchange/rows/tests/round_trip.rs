//! What is written is read again, and whatever is read never panics.

use super::*;

#[test]
fn an_exported_item_is_imported_again() {
    let barcode = |code: &str, quantity, packaging: Option<&str>| BarcodeRow {
        code: code.to_owned(),
        quantity,
        packaging: packaging.map(str::to_owned),
    };
    let item = ItemRow {
        code: "A".to_owned(),
        name: "say \"hi\", \u{706f}".to_owned(),
        barcodes: vec![
            barcode("77", 1, None),
            barcode("8*8", 1, None),
            barcode("a@b", 1, None),
            barcode("9*9", 24, Some("case")),
            barcode("x", 6, None),
        ],
        packagings: vec![PackagingRow {
            name: "case".to_owned(),
            quantity: 24,
        }],
        lot_tracked: true,
        weight_g: Some(0),
        ..ItemRow::default()
    };
    let mut file = Vec::new();
    write_csv([&item], &mut file).unwrap();
    let report: ReadReport<ItemRow> = read_bytes("items.csv", &file, &options(London));
    assert_eq!(faults(&report), Vec::<String>::new());
    assert_eq!(report.rows, vec![(2, item)]);
}

proptest! {
    #[test]
    fn exported_orders_are_imported_again(
        numbers in proptest::collection::btree_set("[0-9A-Z-]{1,12}", 1..6),
        moment in proptest::option::of(946_684_800_000i64..4_102_444_800_000),
        priority in proptest::option::of(1u8..=9),
        split_allowed in proptest::option::of(any::<bool>()),
        address in proptest::option::of("[a-z\",;\u{4e00}-\u{4e10}]([a-z\", ;\n]{0,20}[a-z\"])?"),
        lines in proptest::collection::vec(("[0-9A-Z]{1,8}", 1..=MAX_QUANTITY), 1..6),
    ) {
        let line = |(item, quantity): &(String, i64)| OrderLine { item: item.clone(), quantity: *quantity, note: None };
        let order = |number: &String| OrderRow {
            order: number.clone(),
            placed_at: moment,
            cutoff_at: moment,
            priority,
            split_allowed,
            consignee_address: address.clone(),
            lines: lines.iter().map(line).collect(),
            ..OrderRow::default()
        };
        let orders: Vec<OrderRow> = numbers.iter().map(order).collect();
        let mut file = Vec::new();
        write_orders(&orders, &mut file).unwrap();
        let report = read_orders_bytes("orders.csv", &file, &options(Shanghai));
        prop_assert_eq!(faults(&report), Vec::<String>::new());
        let read: Vec<OrderRow> = report.rows.into_iter().map(|(_, order)| order).collect();
        prop_assert_eq!(read, orders);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for name in ["a.csv", "a.jsonl", ""] {
            read_bytes::<ItemRow>(name, &bytes, &options(London));
            read_orders_bytes(name, &bytes, &options(Shanghai));
        }
    }

    #[test]
    fn arbitrary_cells_never_panic_and_are_kept_or_refused(
        cells in proptest::collection::vec("[-+0-9A-Za-z*@=;:/ .\u{4e00}-\u{4e10}\u{0}\u{7}]{0,24}", 14),
        extra in "[\"\r\n,;\\{\\}0-9]{0,12}",
    ) {
        let header = "code,name,barcodes,packagings,length_mm,width_mm,height_mm,weight_g,lot_tracked,expiry_tracked,price_minor,owner,this_side_up,fragile";
        let report: ReadReport<ItemRow> = csv(&format!("{header}\n{}{extra}", cells.join(",")));
        let refused: std::collections::BTreeSet<u64> = report.errors.iter().map(|error| error.line).collect();
        prop_assert_eq!(report.rows.len() + refused.len(), report.read);
        for error in &report.errors {
            prop_assert!(error.line >= 2 && !error.problem.is_empty() && !error.hint.is_empty());
        }
        let mut moments = String::from("order,item,quantity,placed_at\n");
        for cell in &cells {
            moments.push_str(&format!("1,A,1,{cell}\n"));
        }
        orders(&moments);
    }
}
