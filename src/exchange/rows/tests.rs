use std::io::Write;

use chrono_tz::{Asia::Shanghai, Europe::London, Tz};
use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;

use super::*;

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

#[test]
fn one_mistake_in_an_items_file() {
    let table = [
        (
            "",
            "0  empty | the file is empty | the first line of a CSV file names the columns: code, name, barcodes, packagings, length_mm, width_mm, height_mm, weight_g, lot_tracked, expiry_tracked, price_minor, owner, this_side_up, fragile",
        ),
        (
            "code,nam\nA,b\n",
            "1 name missing_column | the column `name` is missing | rename `nam` to `name`",
        ),
        (
            "name\nb\n",
            "1 code missing_column | the column `code` is missing | add it: the item's code, at most 48 characters, no spaces",
        ),
        (
            "code,name,Code\nA,b,C\n",
            "1 code duplicate_column | the column `code` stands there twice | keep one of them",
        ),
        (
            "code,name\n,b\n",
            "2 code required | this is empty | fill in the item's code, at most 48 characters, no spaces",
        ),
        (
            "code,name\nA B,b\n",
            "2 code bad_character | `A B` is not a code | codes have no spaces and no control characters",
        ),
        (
            "code,name\nA,b,c\n",
            "2  field_count | 3 fields where the header has 2 | put a text that holds the separator in double quotes",
        ),
        (
            "code,name\nA\n",
            "2  field_count | 1 fields where the header has 2 | put a text that holds the separator in double quotes",
        ),
        (
            "code,name\nA,b\n\nA,c\n",
            "4 code duplicate | `A` is already on line 2 | keep one of the lines",
        ),
        (
            "code,name,barcodes\nA,b,77\nB,c,66;77\n",
            "3 barcodes duplicate | `77` is already on line 2 | keep one of the lines",
        ),
        (
            "code,name,barcodes\nA,b,77;77\n",
            "2 barcodes duplicate | `77` stands there twice | keep one of them",
        ),
        (
            "code,name,barcodes\nA,b,7 7\n",
            "2 barcodes bad_form | `7 7` is not a barcode | a barcode is 1 to 90 ASCII characters without spaces; separate several by ;",
        ),
        (
            "code,name,barcodes\nA,b,77*x\n",
            "2 barcodes not_a_number | `x` is not a whole number | write plain digits, as 24",
        ),
        (
            "code,name,packagings,barcodes\nA,b,case=24,77@casse\n",
            "2 barcodes unknown_packaging | `casse` is not a packaging of this item | did you mean `@case`?",
        ),
        (
            "code,name,packagings\nA,b,case\n",
            "2 packagings bad_form | `case` is not a packaging | write name=units, as case=24;pallet=480",
        ),
        (
            "code,name,packagings\nA,b,case=1\n",
            "2 packagings out_of_range | 1 is out of range | give a whole number from 2 to 1000000000",
        ),
        (
            "code,name,weight_g\nA,b,\"1,250\"\n",
            "2 weight_g not_a_number | `1,250` is not a whole number | write 1250",
        ),
        (
            "code,name,weight_g\nA,b,67.0\n",
            "2 weight_g not_a_number | `67.0` is not a whole number | write 67",
        ),
        (
            "code,name,weight_g\nA,b,-5\n",
            "2 weight_g out_of_range | -5 is too small | give a whole number from 0 to 20000000",
        ),
        (
            "code,name,length_mm\nA,b,99999999999999999999\n",
            "2 length_mm not_a_number | 99999999999999999999 is too large | give fewer digits",
        ),
        (
            "code,name,lot_tracked\nA,b,maybe\n",
            "2 lot_tracked not_yes_or_no | `maybe` is neither yes nor no | write yes or no",
        ),
        (
            "code,name,expiry_tracked\nA,b,yes\n",
            "2 expiry_tracked inconsistent | an expiry date belongs to a lot, but lot_tracked is not yes | set lot_tracked to yes, or expiry_tracked to no",
        ),
        (
            "code,name\nA,b\u{7}c\n",
            "2 name bad_character | this holds a line break or another control character | write it on one line",
        ),
        (
            "code,name\nA,\"b\nB,c\n",
            "2  quote_not_closed | a quote opened here is not closed before the end of the file | close it, or double a quote that belongs to the text",
        ),
    ];
    for (text, expected) in table {
        one_fault(&csv::<ItemRow>(text), expected);
    }
    let long = format!("code,name\nA,{}\n", "x".repeat(201));
    one_fault(
        &csv::<ItemRow>(&long),
        "2 name too_long | this has 201 characters | shorten it to 200",
    );
    let huge = format!("code,name\nA,{}\nB,c\n", "x".repeat(9000));
    let report = csv::<ItemRow>(&huge);
    one_fault(
        &report,
        "2  line_too_long | a field over 8192 bytes or a line over 65536 | look for a quote that is not closed on this line",
    );
    assert_eq!(report.rows.len(), 1);
}

#[test]
fn one_mistake_in_the_other_files() {
    one_fault(
        &csv::<PlaceRow>("code,kind\nA 1,reserve\n"),
        "2 code bad_character | ` ` is not allowed in a place's code | use letters, digits and - . _ / as in A-07-12-1",
    );
    one_fault(
        &csv::<PlaceRow>("code,kind\nA-1,pick face\na-1,reserve\n"),
        "3 code duplicate | `A-1` is already on line 2 | keep one of the lines",
    );
    one_fault(
        &csv::<PlaceRow>("code,kind\nA-1,reserv\n"),
        "2 kind not_a_choice | `reserv` is not known here | did you mean `reserve`? It is one of pick_face, reserve, dock, bench, staging, quarantine, returns",
    );
    one_fault(
        &csv::<StockRow>("place,item,quantity\nA-1,X,0\n"),
        "2 quantity out_of_range | 0 is too small | give a whole number from 1 to 1000000000",
    );
    one_fault(
        &csv::<StockRow>("place,item,quantity\nA-1,X,1000000001\n"),
        "2 quantity out_of_range | 1000000001 is too large | give a whole number from 1 to 1000000000",
    );
    one_fault(
        &csv::<StockRow>("place,item,quantity\nA-1,X,5\nA-1,Y,5\nA-1,X,6\n"),
        "4 place duplicate | `A-1 X    available ` is already on line 2 | keep one of the lines",
    );
    one_fault(
        &csv::<StockRow>("place,item,quantity,expiry\nA-1,X,5,31.12.2026\n"),
        "2 expiry not_a_date | `31.12.2026` is not a date | write it as 2026-11-22",
    );
    one_fault(
        &csv::<StockRow>("place,item,quantity,expiry\nA-1,X,5,2026-02-30\n"),
        "2 expiry not_a_date | `2026-02-30` is not a date | write it as 2026-11-22",
    );
    one_fault(
        &csv::<WorkerRow>("number,name,roles,badge\n1,Mei,picker,w01\n"),
        "2 badge bad_form | a badge has 4 to 24 capitals and digits | write it as W0107K",
    );
    one_fault(
        &csv::<WorkerRow>("number,name,roles\n1,Mei,picker;boss\n"),
        "2 roles not_a_choice | `boss` is not known here | it is one of picker, packer, receiver, counter, lead, admin",
    );
    one_fault(
        &csv::<WorkerRow>("number,name,roles,PIN\n1,Mei,picker,1234\n"),
        "1 pin secret_column | PINs and passwords are never imported | remove it: workers and leads set PINs on a screen",
    );
    one_fault(
        &csv::<CarrierRow>("code,name,cutoffs\nROBIN,Robin,12:00;25:00\n"),
        "2 cutoffs not_a_time | `25:00` is not a time of day | write it as 17:00",
    );
    one_fault(
        &csv::<OwnerRow>("code,name\nN,North\nN,North again\n"),
        "3 code duplicate | `N` is already on line 2 | keep one of the lines",
    );
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
fn one_mistake_in_an_orders_file() {
    let table = [
        (
            "order,item,quantity,channel\n1,A,6,b2b\n2,A,1,shop\n1,B,1,shop\n",
            "4 channel conflict | `shop` here, but `b2b` on line 2 of 1 | give the same on every line, or leave it empty on all but one",
        ),
        (
            "order,item,quantity,placed_at\n1,A,6,yesterday\n",
            "2 placed_at not_a_time | `yesterday` is not a time | write it as 2026-11-22T08:26:00+00:00, or 2026-11-22 08:26 for local time",
        ),
        (
            "order,item,quantity,cutoff_at\n1,A,6,2026-11-22\n",
            "2 cutoff_at not_a_time | `2026-11-22` is not a time | write it as 2026-11-22T08:26:00+00:00, or 2026-11-22 08:26 for local time",
        ),
        (
            "order,item,quantity,placed_at\n1,A,6,2026-03-29 01:30\n",
            "2 placed_at no_such_time | `2026-03-29 01:30` does not exist in Europe/London: clocks went forward | move it by an hour, or write it with its offset",
        ),
        (
            "order,item,quantity,placed_at\n1,A,6,1926-03-29 01:30\n",
            "2 placed_at out_of_range | the year 1926 is out of range | give a year from 2000 to 2099",
        ),
        (
            "order,item,quantity,priority\n1,A,6,10\n",
            "2 priority out_of_range | 10 is too large | give a whole number from 1 to 9",
        ),
        (
            "order,item,qty\n1,A,6\n",
            "1 quantity missing_column | the column `quantity` is missing | add it: whole base units, 1 or more",
        ),
        (
            "order,item,quantiy\n1,A,6\n",
            "1 quantity missing_column | the column `quantity` is missing | rename `quantiy` to `quantity`",
        ),
    ];
    for (text, expected) in table {
        one_fault(&orders(text), expected);
    }
}

#[test]
fn an_order_with_a_bad_line_is_left_out_whole() {
    let report = orders("order,item,quantity\n1,A,6\n2,A,1\n1,B,x\n3,C,x\n");
    let kept: Vec<&str> = report
        .rows
        .iter()
        .map(|(_, order)| order.order.as_str())
        .collect();
    assert_eq!(kept, ["2"]);
    assert_eq!(report.errors.len(), 2);
    let warned: Vec<_> = report
        .warnings
        .iter()
        .map(|warning| (warning.line, warning.code, &*warning.value))
        .collect();
    assert_eq!(warned, [(4, Fault::Incomplete, "1")]);
}

#[test]
fn a_line_with_three_mistakes_is_reported_with_three() {
    let report = orders("order,item,quantity,priority\n1,,none,0\n");
    let fields: Vec<&str> = report.errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["priority", "item", "quantity"]);
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
fn unknown_columns_are_warned_about_once() {
    let report: ReadReport<ItemRow> = csv("code,name,colour,wieght_g\nA,b,red,5\n");
    assert_eq!(report.rows.len(), 1);
    let told: Vec<_> = report
        .warnings
        .iter()
        .map(|warning| (&*warning.field, warning.hint.to_string()))
        .collect();
    assert_eq!(told[1].0, "wieght_g");
    assert_eq!(told[1].1, "did you mean `weight_g`? It is not read");
    assert_eq!(told.len(), 2);
    assert!(
        told[0]
            .1
            .starts_with("it is not read; the columns are code, name")
    );
    let lines = "{\"code\":\"A\",\"name\":\"b\",\"tint\":1}\n{\"code\":\"B\",\"name\":\"b\",\"tint\":1}\n";
    assert_eq!(
        read_bytes::<ItemRow>("", lines.as_bytes(), &options(London))
            .warnings
            .len(),
        1
    );
}

#[test]
fn line_numbers_are_physical_ones() {
    for end in ["\n", "\r\n", "\r"] {
        let text = [
            "\u{feff}code,name",
            "",
            "A,b",
            "B,\"c\"\"d\"",
            "",
            "C,",
            "D,e",
            "D,f",
        ]
        .join(end);
        let report: ReadReport<ItemRow> = csv(&text);
        let lines: Vec<u64> = report.rows.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [3, 4, 7], "{end:?}");
        let bad: Vec<(u64, Fault)> = report
            .errors
            .iter()
            .map(|error| (error.line, error.code))
            .collect();
        assert_eq!(bad, [(6, Fault::Required), (8, Fault::Duplicate)], "{end:?}");
    }
}

#[test]
fn quoted_newlines_belong_to_the_cell_and_count_as_lines() {
    let report = orders(
        "order,item,quantity,consignee_address\r\n1,A,6,\"1 Mill Row\r\nLeeds\"\r\n2,B,x,\r\n3,C,1,\"say \"\"hi\"\"\"\r\n",
    );
    assert_eq!(
        report.rows[0].1.consignee_address.as_deref(),
        Some("1 Mill Row\nLeeds")
    );
    assert_eq!(report.rows[1].1.consignee_address.as_deref(), Some("say \"hi\""));
    assert_eq!(report.rows[1].0, 5);
    assert_eq!(report.errors[0].line, 4);
}

#[test]
fn chinese_text_in_utf8_gb18030_and_utf16() {
    let text = "code,name\r\nA,\u{7ea2}\u{8272}\u{706f}\u{7b3c}\r\nB,\u{9f98}\u{20000}\r\n";
    let gb18030 = encoding_rs::GB18030.encode(text).0.into_owned();
    assert!(std::str::from_utf8(&gb18030).is_err());
    let utf16: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let with_mark = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    let forced = ReadOptions {
        encoding: Encoding::Gb18030,
        ..options(London)
    };
    for (bytes, options) in [
        (text.as_bytes(), &options(London)),
        (&with_mark, &options(London)),
        (&gb18030, &options(London)),
        (&gb18030, &forced),
        (&utf16, &options(London)),
    ] {
        let report: ReadReport<ItemRow> = read_bytes("items.csv", bytes, options);
        assert_eq!(faults(&report), Vec::<String>::new());
        let names: Vec<&str> = report.rows.iter().map(|(_, item)| item.name.as_str()).collect();
        assert_eq!(names, ["\u{7ea2}\u{8272}\u{706f}\u{7b3c}", "\u{9f98}\u{20000}"]);
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_line() {
    // Latin-1: e acute before a line end is neither UTF-8 nor GB18030.
    let report: ReadReport<ItemRow> =
        read_bytes("items.csv", b"code,name\nA,b\nB,caf\xe9\n", &options(London));
    one_fault(
        &report,
        "3  encoding | this is not UTF-8 or GB18030 text | save the file as CSV in UTF-8, or name its encoding",
    );
    let forced = ReadOptions {
        encoding: Encoding::Utf8,
        ..options(London)
    };
    let report: ReadReport<ItemRow> = read_bytes("items.csv", b"code,name\nA,\xba\xec\n", &forced);
    one_fault(
        &report,
        "2  encoding | this is not UTF-8 text | save the file as CSV in UTF-8, or name its encoding",
    );
}

#[test]
fn json_lines_give_the_same_rows_as_csv() {
    let lines = "{\"Code\": \"A\", \"name\": \"b\", \"barcodes\": [\"77\", \"88*6\"], \"weight_g\": 67, \"lot_tracked\": true}\n\n\
                 {\"code\": \"B\", \"name\": \"c\", \"owner\": null}\n";
    let table = "code;name;barcodes;weight_g;lot_tracked;owner\nA;b;\"77;88*6\";67;yes;\n\nB;c;;;;\n";
    let from_json: ReadReport<ItemRow> = read_bytes("items.jsonl", lines.as_bytes(), &options(London));
    assert_eq!(faults(&from_json), Vec::<String>::new());
    let items =
        |report: ReadReport<ItemRow>| report.rows.into_iter().map(|(_, item)| item).collect::<Vec<_>>();
    assert_eq!(items(from_json.clone()), items(csv(table)));
    assert_eq!(
        from_json.rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
        [1, 3]
    );
    assert_eq!(
        read_bytes::<ItemRow>("-", lines.as_bytes(), &options(London)).rows,
        from_json.rows
    );
}

#[test]
fn one_mistake_in_a_json_file() {
    let read = |text: &str| read_bytes::<ItemRow>("items.jsonl", text.as_bytes(), &options(London));
    let form = "write one object a line, as {\"code\": \"A-07-12-1\"}, without brackets round the file";
    one_fault(
        &read("{\"code\":\"A\",\"name\":\"b\"}\n[1]\n"),
        &format!("2  not_json | this is not a JSON object | {form}"),
    );
    let broken = read("{\"code\":\"A\",\"name\":\"b\"\n");
    assert_eq!(
        (broken.errors[0].line, broken.errors[0].code),
        (1, Fault::NotJson)
    );
    one_fault(
        &read("{\"code\":\"A\",\"name\":\"b\",\"weight_g\":1.5}\n"),
        "1 weight_g not_a_number | `1.5` is not a whole number | write plain digits, as 24",
    );
    one_fault(
        &read("{\"code\":\"A\",\"name\":{\"en\":\"b\"}}\n"),
        "1 name bad_form | an object is not a cell | give a text, a number, true or false, or a list of texts",
    );
    one_fault(
        &read("{\"name\":\"b\"}\n"),
        "1 code required | this is empty | fill in the item's code, at most 48 characters, no spaces",
    );
}

#[test]
fn gzip_is_unpacked_and_a_missing_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("items.jsonl.gz");
    let mut packer = GzEncoder::new(std::fs::File::create(&path).unwrap(), Compression::default());
    packer.write_all(b"{\"code\":\"A\",\"name\":\"b\"}").unwrap();
    packer.finish().unwrap();
    assert_eq!(
        read_file::<ItemRow>(&path, &options(London)).unwrap().rows.len(),
        1
    );
    let missing = folder.path().join("none.csv");
    let told = read_file::<ItemRow>(&missing, &options(London))
        .unwrap_err()
        .to_string();
    assert!(told.contains("none.csv"), "{told}");
    std::fs::write(folder.path().join("cut.csv.gz"), b"\x1f\x8bnonsense").unwrap();
    assert!(read_file::<ItemRow>(&folder.path().join("cut.csv.gz"), &options(London)).is_err());
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
