use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

const SSCC: &str = "340123450000000017"; // GS1 General Specifications' example

fn shelf() -> PrinterProfile {
    PrinterProfile::new(Media::SHELF)
}

fn parcel_printer() -> PrinterProfile {
    PrinterProfile::new(Media::PARCEL)
}

fn with_font(profile: PrinterProfile) -> PrinterProfile {
    PrinterProfile {
        font: PrinterFont::new("E:SIMSUN.TTF").map(LabelFont::Resident),
        language: Language::Chinese,
        ..profile
    }
}

fn parcel() -> ParcelLabel {
    ParcelLabel {
        ship_to: Consignee {
            name: "Anna Müller".into(),
            phone: "+49 30 123456".into(),
            address: vec!["Lange Straße 12".into(), "10115 Berlin".into(), "GERMANY".into()],
        },
        ship_from: "Pickface GmbH, Hafenstr. 1, 20457 Hamburg".into(),
        carrier: "DHL".into(),
        service: "Paket".into(),
        order: "536412".into(),
        tracking: Some("JJD000390007891234567".into()),
        sscc: Some(SSCC.into()),
        number: 2,
        of: Some(3),
        weight_g: Some(3420),
    }
}

/// Commands of a format: every `^` or `~` and the letters after it, with what follows up to the next.
fn commands(zpl: &str) -> Vec<(String, String)> {
    zpl.split(['^', '~'])
        .skip(1)
        .map(|c| {
            let cut = if c.starts_with("A@") || !c.starts_with('A') {
                2
            } else {
                1
            };
            let (name, rest) = c.split_at(cut);
            (name.to_owned(), rest.trim_end().to_owned())
        })
        .collect()
}

fn fields(zpl: &str) -> Vec<String> {
    commands(zpl)
        .into_iter()
        .filter(|(name, _)| name == "FD")
        .map(|(_, data)| data)
        .collect()
}

/// (module in dots, bar height in dots, y, data) of every Code 128.
fn bars(zpl: &str) -> Vec<(u32, u32, u32, String)> {
    let mut found = Vec::new();
    let (mut module, mut y) = (0, 0);
    let mut height = None;
    for (name, rest) in commands(zpl) {
        let number = |n: usize| {
            rest.split(',')
                .nth(n)
                .and_then(|s| s.parse::<u32>().ok())
                .unwrap_or(0)
        };
        match name.as_str() {
            "FO" => y = number(1),
            "BY" => module = number(0),
            "BC" => height = Some(number(1)),
            "FD" => {
                if let Some(height) = height.take() {
                    found.push((module, height, y, rest));
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn a_parcels_sscc_keeps_the_standards_sizes_and_stands_lowest() {
    for (dpi, dots_per_mm) in [(Dpi::D203, 8.0), (Dpi::D300, 300.0 / 25.4)] {
        let profile = PrinterProfile::new(Media { dpi, ..Media::PARCEL });
        let found = bars(&to_zpl(&parcel(), &profile).unwrap());
        let (module, height, y, data) = found.iter().find(|b| b.3.starts_with(">;>800")).unwrap();
        assert_eq!(data, ">;>800340123450000000017");
        let module_mm = f64::from(*module) / dots_per_mm;
        assert!((0.495..=0.94).contains(&module_mm), "{module_mm}");
        assert!(f64::from(*height) / dots_per_mm >= 31.75);
        assert!(found.iter().all(|other| other.2 <= *y), "{found:?}");
        assert!(f64::from(y + height) / dots_per_mm <= 150.0);
    }
}

#[test]
fn a_parcel_says_who_what_and_which_of_how_many() {
    let zpl = to_zpl(&parcel(), &parcel_printer()).unwrap();
    let fields = fields(&zpl);
    for expected in [
        "Anna Müller",
        "Lange Straße 12",
        "10115 Berlin",
        "536412",
        "2/3",
        "3.420 kg",
        "(00)340123450000000017",
    ] {
        assert!(
            fields.iter().any(|field| field == expected),
            "{expected} in {fields:?}"
        );
    }
}

#[test]
fn a_wrong_sscc_is_refused() {
    let wrong = ParcelLabel {
        sscc: Some("340123450000000018".into()),
        ..parcel()
    };
    assert_eq!(
        to_zpl(&wrong, &parcel_printer()),
        Err(LabelError::BadSscc("340123450000000018".into()))
    );
    let unit = HandlingUnitLabel {
        sscc: Some("1".into()),
        ..HandlingUnitLabel::default()
    };
    assert!(matches!(
        to_zpl(&unit, &parcel_printer()),
        Err(LabelError::BadSscc(_))
    ));
}

#[test]
fn media_too_small_for_an_sscc_says_what_it_needs() {
    let narrow = PrinterProfile::new(Media {
        width_mm: 76,
        height_mm: 130,
        dpi: Dpi::D203,
    });
    let refused = to_zpl(&parcel(), &narrow).unwrap_err();
    assert_eq!(
        refused,
        LabelError::MediaTooSmall {
            width_mm: 96,
            height_mm: 130
        }
    );
    let without = ParcelLabel {
        sscc: None,
        ..parcel()
    };
    assert!(
        to_zpl(&without, &narrow).is_ok(),
        "76 x 130 mm waybills carry a tracking number alone"
    );
}

#[test]
fn a_chinese_address_is_never_printed_with_holes() {
    let chinese = ParcelLabel {
        ship_to: Consignee {
            name: "王小明".into(),
            phone: "13800138000".into(),
            address: vec!["广东省深圳市南山区科技园路1号".into()],
        },
        ..parcel()
    };
    assert!(matches!(
        to_zpl(&chinese, &parcel_printer()),
        Err(LabelError::NeedsFont(_))
    ));
    let zpl = to_zpl(&chinese, &with_font(parcel_printer())).unwrap();
    assert!(zpl.contains("E:SIMSUN.TTF^FH_^FD王小明^FS"), "{zpl}");
    assert!(zpl.contains("收件"));
    assert!(zpl.contains("^CI28"));
}

#[test]
fn an_address_that_does_not_fit_is_refused_not_cut() {
    let with = |address: Vec<String>| ParcelLabel {
        ship_to: Consignee {
            address,
            ..parcel().ship_to
        },
        ..parcel()
    };
    let five = with(
        (1..=5)
            .map(|n| format!("Building {n}, Industrial Estate North, Gate {n}"))
            .collect(),
    );
    let fields = fields(&to_zpl(&five, &parcel_printer()).unwrap());
    for n in 1..=5 {
        assert!(
            fields.contains(&format!("Building {n}, Industrial Estate North, Gate {n}")),
            "{fields:?}"
        );
    }
    let endless = with(vec!["A very long street name indeed ".repeat(12)]);
    assert!(matches!(
        to_zpl(&endless, &parcel_printer()),
        Err(LabelError::TooLong(_))
    ));
    let many = with((0..40).map(|n| format!("Line {n}")).collect());
    assert!(matches!(
        to_zpl(&many, &parcel_printer()),
        Err(LabelError::TooLong(_))
    ));
}

#[test]
fn without_a_font_an_item_keeps_its_code_and_latin_words() {
    let item = ItemLabel {
        code: "85123A".into(),
        name: "白色心形蜡烛杯 T-LIGHT".into(),
        ..Default::default()
    };
    let latin = fields(&to_zpl(&item, &shelf()).unwrap());
    assert!(latin.contains(&"85123A".to_owned()));
    assert!(latin.contains(&"T-LIGHT".to_owned()), "{latin:?}");
    let only_chinese = ItemLabel {
        name: "白色".into(),
        ..item.clone()
    };
    assert!(to_zpl(&only_chinese, &shelf()).unwrap().is_ascii());
    let whole = fields(&to_zpl(&item, &with_font(shelf())).unwrap());
    assert!(whole.contains(&"白色心形蜡烛杯 T-LIGHT".to_owned()), "{whole:?}");
}

#[test]
fn an_items_barcode_carries_gtin_expiry_lot_and_serial() {
    let item = ItemLabel {
        code: "22752".into(),
        name: "SET 7 BABUSHKA NESTING BOXES".into(),
        gtin: Some("4006381333931".into()),
        lot: Some("A(1)".into()),
        expiry: NaiveDate::from_ymd_opt(2027, 3, 31),
        serial: Some("S9".into()),
        ..Default::default()
    };
    let profile = PrinterProfile::new(Media {
        width_mm: 130,
        height_mm: 50,
        dpi: Dpi::D203,
    });
    let zpl = to_zpl(&item, &profile).unwrap();
    let data = bars(&zpl).into_iter().map(|b| b.3).next().unwrap();
    assert_eq!(data, ">;>80104006381333931172703311".to_owned() + "0>6A(1)>821S9");
    assert!(fields(&zpl).contains(&"(01)04006381333931(17)270331(10)A(1)(21)S9".to_owned()));
}

#[test]
fn a_small_item_label_changes_to_a_data_matrix() {
    let item = ItemLabel {
        code: "22752".into(),
        gtin: Some("4006381333931".into()),
        lot: Some("LOT-2026-11".into()),
        ..Default::default()
    };
    let small = PrinterProfile::new(Media {
        width_mm: 50,
        height_mm: 30,
        dpi: Dpi::D203,
    });
    let zpl = to_zpl(&item, &small).unwrap();
    assert!(bars(&zpl).is_empty());
    assert!(zpl.contains("^FD|1010400638133393110LOT-2026-11^FS"), "{zpl}");
}

#[test]
fn a_logistic_label_separates_the_count_from_the_lot() {
    let unit = HandlingUnitLabel {
        lpn: SSCC.into(),
        sscc: Some(SSCC.into()),
        name: "WHITE METAL LANTERN".into(),
        contents: Some(Contents {
            gtin: "4006381333931".into(),
            count: 24,
            lot: Some("LOT7".into()),
            expiry: None,
        }),
    };
    let found = bars(&to_zpl(&unit, &parcel_printer()).unwrap());
    assert_eq!(found.len(), 2);
    let lowest = found.iter().max_by_key(|b| b.2).unwrap();
    assert_eq!(lowest.3, ">;>800340123450000000017");
    assert!(
        found.iter().any(|b| b.3 == ">;>802040063813339313724>810>6LOT7"),
        "{found:?}"
    );
}

#[test]
fn empty_fields_make_a_label_all_the_same() {
    let labels: [&dyn Label; 8] = [
        &PlaceLabel::default(),
        &ItemLabel::default(),
        &ToteLabel::default(),
        &Badge::default(),
        &ParcelLabel::default(),
        &PackingSlip::default(),
        &CommandSheet {
            title: String::new(),
            commands: vec![CommandCode::default()],
        },
        &HandlingUnitLabel::default(),
    ];
    for label in labels {
        let zpl = to_zpl(label, &parcel_printer()).unwrap();
        assert!(zpl.starts_with("^XA") && zpl.ends_with("^XZ\n"));
        assert!(!zpl.contains("^FD^FS"), "{zpl}");
        assert!(!to_text(label, &parcel_printer()).unwrap().is_empty());
    }
}

#[test]
fn a_huge_slip_breaks_into_pages_and_loses_no_line() {
    let slip = PackingSlip {
        shop: "B2B-North".into(),
        order: "536412".into(),
        ship_to: parcel().ship_to,
        lines: (0..5_000u64)
            .map(|n| SlipLine {
                code: format!("SKU{n:05}"),
                name: "LANTERN".into(),
                quantity: n,
                unit: "ea".into(),
            })
            .collect(),
        ..Default::default()
    };
    let zpl = to_zpl(&slip, &parcel_printer()).unwrap();
    let pages = zpl.matches("^XA").count();
    assert_eq!(pages, zpl.matches("^XZ").count());
    let codes: Vec<String> = fields(&zpl)
        .into_iter()
        .filter(|f| f.starts_with("SKU"))
        .collect();
    assert_eq!(
        codes,
        (0..5_000).map(|n| format!("SKU{n:05}")).collect::<Vec<_>>()
    );
    assert_eq!(
        fields(&zpl).iter().filter(|f| *f == "ORDER 536412").count(),
        pages
    );
    assert!(fields(&zpl).contains(&format!("PAGE {pages}/{pages}")));
    assert!(fields(&zpl).contains(&format!("TOTAL {} · LINES 5000", 4_999 * 5_000 / 2)));
    let text = to_text(&slip, &parcel_printer()).unwrap();
    assert_eq!(text.matches("SKU").count(), 5_000);
}

#[test]
fn a_short_code_on_a_fine_head_keeps_to_what_the_printer_takes() {
    let profile = PrinterProfile::new(Media {
        dpi: Dpi::D300,
        ..Media::SHELF
    });
    let tote = ToteLabel {
        code: "T1".into(),
        ..Default::default()
    };
    let found = bars(&to_zpl(&tote, &profile).unwrap());
    assert_eq!(found.iter().map(|b| b.0).collect::<Vec<_>>(), [10]); // ^BY takes 1 to 10
}

#[test]
fn every_command_of_a_sheet_has_its_bars() {
    let sheet = CommandSheet {
        title: "Commands".into(),
        commands: (0..20)
            .map(|n| CommandCode {
                code: format!("/short{n}"),
                doc: "Short pick".into(),
            })
            .collect(),
    };
    let zpl = to_zpl(&sheet, &parcel_printer()).unwrap();
    assert_eq!(bars(&zpl).len(), 20);
    assert_eq!(zpl.matches("^XA").count(), 4); // 6 rows of 21 mm on 150 mm
}

#[test]
fn a_place_code_too_long_for_bars_becomes_a_qr_code() {
    let small = PrinterProfile::new(Media {
        width_mm: 50,
        height_mm: 30,
        dpi: Dpi::D203,
    });
    let place = PlaceLabel {
        code: "SOUTH-HALL-AISLE-07-BAY-12-L2".into(),
        ..Default::default()
    };
    let zpl = to_zpl(&place, &small).unwrap();
    assert!(zpl.contains("^FDMA,SOUTH-HALL-AISLE-07-BAY-12-L2^FS"), "{zpl}");
    let printed: String = fields(&zpl)
        .into_iter()
        .filter(|field| !field.starts_with("MA,"))
        .collect();
    assert_eq!(printed, place.code, "a code is never cut");
    let chinese = PlaceLabel {
        code: "货架一".into(),
        ..Default::default()
    };
    assert!(to_zpl(&chinese, &shelf()).unwrap().contains("^FDMA,货架一^FS"));
}

#[test]
fn text_shows_what_the_paper_shows_in_its_order() {
    let text = to_text(&parcel(), &parcel_printer()).unwrap();
    let at = |needle: &str| text.find(needle).unwrap_or_else(|| panic!("{needle} in\n{text}"));
    assert!(at("DHL") < at("SHIP TO"));
    assert!(at("SHIP TO") < at("Anna Müller"));
    assert!(at("10115 Berlin") < at("536412"));
    assert!(at("JJD000390007891234567") < at("(00)340123450000000017"));
    assert_eq!(text.matches("(00)340123450000000017").count(), 1);
    let chinese = to_text(
        &PlaceLabel {
            code: "A-1".into(),
            name: "二层".into(),
            check: Some("47".into()),
        },
        &shelf(),
    );
    assert!(chinese.unwrap().contains("二层"), "text needs no printer font");
}

/// Everything that is a command in these formats; anything else would have come out of a name.
const OURS: [&str; 16] = [
    "XA", "XZ", "CI", "LH", "PW", "LL", "FO", "A@", "A", "FH", "FD", "FS", "BY", "BC", "BQ", "GB",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_name_becomes_a_command(
        hostile in "(\\^XZ|~JR|\\^FS|~HS|_5E|\\\\&|\\^|~|_|\\PC|[\\x00-\\x1f]){0,12}",
        font in any::<bool>(),
    ) {
        let profile = if font { with_font(parcel_printer()) } else { parcel_printer() };
        let h = || hostile.clone();
        let labels: [&dyn Label; 7] = [
            &PlaceLabel { code: h(), name: h(), check: Some(h()) },
            &ItemLabel { code: h(), name: h(), lot: Some(h()), barcode: Some(h()), ..Default::default() },
            &ToteLabel { code: h(), name: h() },
            &Badge { name: h(), code: h(), role: h() },
            &CommandSheet { title: h(), commands: vec![CommandCode { code: h(), doc: h() }] },
            &HandlingUnitLabel { lpn: h(), name: h(), ..Default::default() },
            &PackingSlip {
                shop: h(),
                order: h(),
                date: h(),
                ship_to: Consignee { name: h(), phone: h(), address: vec![h()] },
                lines: vec![SlipLine { code: h(), name: h(), quantity: 1, unit: h() }],
                note: h(),
            },
        ];
        for label in labels {
            // A barcode that does not fit is refused, which is no escape either.
            let Ok(zpl) = to_zpl(label, &profile) else { continue };
            prop_assert!(!zpl.contains('~'), "{}", zpl);
            prop_assert!(!zpl.chars().any(|c| c.is_control() && c != '\n'));
            for (name, _) in commands(&zpl) {
                prop_assert!(OURS.contains(&name.as_str()), "{name} in {zpl}");
            }
            prop_assert!(zpl.starts_with("^XA") && zpl.matches("^XZ").count() == 1);
            prop_assert!(!to_text(label, &profile).unwrap().chars().any(|c| c.is_control() && c != '\n'));
        }
    }
}
