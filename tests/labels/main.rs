//! Proof by other people's code: labels rendered by an independent ZPL renderer and read by an independent
//! barcode reader. Skipped where they are not installed. To run it:
//!
//! ```sh
//! npm install --prefix "$DIR" zpl-renderer-js@3.4.0
//! python3 -m venv "$DIR/venv" && "$DIR/venv/bin/pip" install zxing-cpp==3.1.1 pillow pypdfium2
//! NODE_PATH="$DIR/node_modules" PYTHON="$DIR/venv/bin/python" cargo test --test labels
//! ```
//!
//! With `LABEL_PROOF_DIR` set, the labels, their text and their pictures are left there to be looked at.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test's helpers fail by panicking and say aloud what was read or skipped"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::NaiveDate;
use pickface::exchange::labels::{
    Badge, CalibrationSheet, CommandCode, CommandSheet, Consignee, Contents, Dpi, HandlingUnitLabel,
    ItemLabel, Label, Language, Media, PackingSlip, ParcelLabel, PlaceLabel, PrinterProfile, SlipLine,
    ToteLabel, to_pdf, to_text, to_zpl,
};
use pickface::scan::calibration::PLAIN;

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/labels");
/// The example of the GS1 General Specifications.
const SSCC: &str = "340123450000000017";

/// A symbol as the reader found it.
#[derive(Debug)]
struct Found {
    format: String,
    /// AIM symbology identifier: `]C1` is GS1-128, `]C0` Code 128, `]d2` GS1 Data Matrix, `]Q1` QR.
    aim: String,
    text: String,
    top: u32,
}

struct Proof {
    dir: PathBuf,
    _temporary: Option<tempfile::TempDir>,
    python: String,
}

impl Proof {
    /// `None`, said aloud, where the renderer or the reader is missing.
    fn new() -> Option<Proof> {
        let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
        let works = |program: &str, arguments: &[&str]| {
            Command::new(program)
                .args(arguments)
                .output()
                .is_ok_and(|output| output.status.success())
        };
        if !works("node", &["-e", "require('zpl-renderer-js')"])
            || !works(&python, &["-c", "import zxingcpp, PIL"])
        {
            eprintln!("skipped: zpl-renderer-js or zxing-cpp is not installed; see the head of this file");
            return None;
        }
        let (dir, temporary) = match std::env::var_os("LABEL_PROOF_DIR") {
            Some(dir) => (PathBuf::from(dir), None),
            None => {
                let temporary = tempfile::tempdir().unwrap();
                (temporary.path().to_owned(), Some(temporary))
            }
        };
        std::fs::create_dir_all(&dir).unwrap();
        Some(Proof {
            dir,
            _temporary: temporary,
            python,
        })
    }

    fn read(&self, name: &str, label: &dyn Label, media: Media) -> Vec<Found> {
        let profile = PrinterProfile::new(media);
        let zpl = format!("{name}.zpl");
        std::fs::write(self.dir.join(&zpl), to_zpl(label, &profile).unwrap()).unwrap();
        std::fs::write(
            self.dir.join(format!("{name}.txt")),
            to_text(label, &profile).unwrap(),
        )
        .unwrap();
        let dots_per_mm = match media.dpi {
            Dpi::D203 => "8",
            Dpi::D300 => "12",
        };
        let size = [media.width_mm.to_string(), media.height_mm.to_string()];
        run(Command::new("node")
            .arg(format!("{SCRIPTS}/render.cjs"))
            .arg(&self.dir)
            .args(size)
            .args([dots_per_mm, &zpl]));
        let mut pictures: Vec<PathBuf> = (1..)
            .map(|page| self.dir.join(format!("{name}-{page}.png")))
            .take_while(|path| path.exists())
            .collect();
        pictures.sort();
        assert!(!pictures.is_empty(), "{name} was not rendered");
        let lines = run(Command::new(&self.python)
            .arg(format!("{SCRIPTS}/decode.py"))
            .args(&pictures));
        let found: Vec<Found> = lines.lines().map(parse).collect();
        println!("{name}: {found:#?}");
        found
    }
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn parse(line: &str) -> Found {
    let cells: Vec<&str> = line.split('\t').collect();
    assert!(Path::new(cells[0]).exists());
    Found {
        format: cells[1].to_owned(),
        aim: cells[2].to_owned(),
        text: serde_json::from_str(cells[3]).unwrap(),
        top: cells[4].parse().unwrap(),
    }
}

fn texts(found: &[Found]) -> Vec<(&str, &str)> {
    let mut texts: Vec<_> = found.iter().map(|f| (f.aim.as_str(), f.text.as_str())).collect();
    texts.sort_unstable();
    texts
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

#[test]
fn a_parcels_sscc_and_tracking_number_are_read() {
    let Some(proof) = Proof::new() else { return };
    for (name, dpi) in [("parcel-203", Dpi::D203), ("parcel-300", Dpi::D300)] {
        let found = proof.read(name, &parcel(), Media { dpi, ..Media::PARCEL });
        assert_eq!(
            texts(&found),
            [("]C0", "JJD000390007891234567"), ("]C1", "00340123450000000017")],
            "{name}"
        );
        let lowest = found.iter().max_by_key(|f| f.top).unwrap();
        assert_eq!(lowest.text, format!("00{SSCC}"), "the SSCC stands lowest");
    }
}

/// An office printer's sheet, rendered by PDFium. Both labels are what the calibration waits for.
#[test]
fn the_calibration_sheet_of_an_office_printer_is_read() {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
    let there = Command::new(&python)
        .args(["-c", "import zxingcpp, PIL, pypdfium2"])
        .output();
    if !there.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: pypdfium2 or zxing-cpp is not installed; see the head of this file");
        return;
    }
    for language in [Language::English, Language::Chinese] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sheet.pdf");
        std::fs::write(&path, to_pdf(&CalibrationSheet, Media::A4, language).unwrap()).unwrap();
        let lines = run(Command::new(&python)
            .arg(format!("{SCRIPTS}/decode.py"))
            .arg(&path));
        let found: Vec<Found> = lines.lines().map(parse).collect();
        assert_eq!(
            texts(&found),
            [("]C0", PLAIN), ("]C1", "010950600013435210CAL\u{1d}211")],
            "{language:?}"
        );
    }
}

#[test]
fn a_variable_length_element_is_separated_from_the_next() {
    let Some(proof) = Proof::new() else { return };
    let unit = HandlingUnitLabel {
        lpn: "LPN-004711".into(),
        sscc: Some(SSCC.into()),
        name: "WHITE HANGING HEART T-LIGHT HOLDER".into(),
        contents: Some(Contents {
            gtin: "4006381333931".into(),
            count: 24,
            lot: Some("LOT7".into()),
            expiry: NaiveDate::from_ymd_opt(2027, 3, 31),
        }),
    };
    let found = proof.read("logistic", &unit, Media::PARCEL);
    assert_eq!(
        texts(&found),
        [
            ("]C1", "00340123450000000017"),
            ("]C1", "0204006381333931172703313724\u{1d}10LOT7")
        ]
    );
}

#[test]
fn items_are_read_with_lot_expiry_and_serial() {
    let Some(proof) = Proof::new() else { return };
    let item = ItemLabel {
        code: "22752".into(),
        name: "SET 7 BABUSHKA NESTING BOXES".into(),
        gtin: Some("4006381333931".into()),
        lot: Some("A(1)".into()),
        expiry: NaiveDate::from_ymd_opt(2027, 3, 31),
        serial: Some("S9".into()),
        ..ItemLabel::default()
    };
    let expected = "01040063813339311727033110A(1)\u{1d}21S9";
    let wide = proof.read("item-wide", &item, Media::SHELF);
    assert_eq!(texts(&wide), [("]C1", expected)]);
    let small = proof.read(
        "item-small",
        &item,
        Media {
            width_mm: 50,
            height_mm: 30,
            dpi: Dpi::D203,
        },
    );
    assert_eq!(texts(&small), [("]d2", expected)]);
    let plain = ItemLabel {
        code: "85123A".into(),
        name: "WHITE METAL LANTERN".into(),
        ..ItemLabel::default()
    };
    assert_eq!(
        texts(&proof.read("item-plain", &plain, Media::SHELF)),
        [("]C0", "85123A")]
    );
}

#[test]
fn places_totes_badges_and_units_are_read() {
    let Some(proof) = Proof::new() else { return };
    let place = PlaceLabel {
        code: "A-07-12".into(),
        name: "Level 2, fast movers".into(),
        check: Some("47".into()),
    };
    assert_eq!(
        texts(&proof.read("place", &place, Media::SHELF)),
        [("]C0", "A-07-12")]
    );
    let small = Media {
        width_mm: 50,
        height_mm: 30,
        dpi: Dpi::D203,
    };
    let long = PlaceLabel {
        code: "SOUTH-HALL-AISLE-07-BAY-12-L2".into(),
        ..PlaceLabel::default()
    };
    let found = proof.read("place-long", &long, small);
    assert_eq!(
        found.iter().map(|f| f.text.as_str()).collect::<Vec<_>>(),
        ["SOUTH-HALL-AISLE-07-BAY-12-L2"]
    );
    assert!(found.iter().all(|f| f.format.contains("QR")), "{found:?}");
    let tote = ToteLabel {
        code: "T-0031".into(),
        name: "60x40x32".into(),
    };
    assert_eq!(
        texts(&proof.read("tote", &tote, Media::SHELF)),
        [("]C0", "T-0031")]
    );
    assert_eq!(
        texts(&proof.read("tote-small", &tote, small)),
        [("]C0", "T-0031")]
    );
    let badge = Badge {
        name: "Mei Lin".into(),
        code: "W0042".into(),
        role: "Bench 3".into(),
    };
    assert_eq!(
        texts(&proof.read("badge", &badge, Media::SHELF)),
        [("]C0", "W0042")]
    );
    let unit = HandlingUnitLabel {
        lpn: "LPN-004711".into(),
        ..HandlingUnitLabel::default()
    };
    assert_eq!(
        texts(&proof.read("lpn", &unit, Media::SHELF)),
        [("]C0", "LPN-004711")]
    );
}

#[test]
fn hostile_codes_are_read_as_they_are() {
    let Some(proof) = Proof::new() else { return };
    for (n, code) in ["~JR", "^XZ", "A_5E>8\\&", "100>2<3", "C12345D678901"]
        .into_iter()
        .enumerate()
    {
        let tote = ToteLabel {
            code: code.into(),
            ..ToteLabel::default()
        };
        let found = proof.read(&format!("hostile-{n}"), &tote, Media::SHELF);
        assert_eq!(texts(&found), [("]C0", code)]);
    }
    let qr = ToteLabel {
        code: "^XZ~JR_5E\\&,货架".into(),
        ..ToteLabel::default()
    };
    let found = proof.read("hostile-qr", &qr, Media::SHELF);
    assert_eq!(
        found.iter().map(|f| f.text.as_str()).collect::<Vec<_>>(),
        ["^XZ~JR_5E\\&,货架"]
    );
}

#[test]
fn a_sheets_commands_are_all_read() {
    let Some(proof) = Proof::new() else { return };
    let docs = [
        ("/short", "Short pick: less is here than asked"),
        ("/skip", "Skip this place, come back at the end"),
        ("/full", "The tote is full"),
        ("/undo", "Undo the last scan"),
        ("/why", "Why this place, why this order"),
        ("/label", "Print the label again"),
        ("/quantity", "Type a quantity"),
    ];
    let sheet = CommandSheet {
        title: "Picking commands".into(),
        commands: docs
            .iter()
            .map(|(code, doc)| CommandCode {
                code: (*code).into(),
                doc: (*doc).into(),
            })
            .collect(),
    };
    let found = proof.read("commands", &sheet, Media::PARCEL);
    let mut expected: Vec<(&str, &str)> = docs.iter().map(|(code, _)| ("]C0", *code)).collect();
    expected.sort_unstable();
    assert_eq!(texts(&found), expected);
}

#[test]
fn a_slip_has_no_bars_to_mislead_a_gun() {
    let Some(proof) = Proof::new() else { return };
    let slip = PackingSlip {
        shop: "B2B-North".into(),
        order: "536412".into(),
        date: "2026-11-22".into(),
        ship_to: parcel().ship_to,
        lines: (1..=24)
            .map(|n| SlipLine {
                code: format!("85123{n:02}"),
                name: "WHITE HANGING HEART T-LIGHT HOLDER, SET OF 12".into(),
                quantity: n * 6,
                unit: "ea".into(),
            })
            .collect(),
        note: "Thank you. Two items follow in a second parcel.".into(),
    };
    assert_eq!(texts(&proof.read("slip", &slip, Media::PARCEL)), []);
}
