//! The forms in which the same rows come: quotes, encodings, JSON lines, packed.

use super::*;

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
