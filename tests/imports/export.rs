//! Out, and in again.

use crate::bench::*;
use pickface::domain::masters::{Command, OpeningStock};
use pickface::domain::stock::{Holder, Status};
use pickface::domain::{Actor, Qty, Via};
use pickface::exchange::export::{ExportFormat, ExportKind, export};
use pickface::exchange::import::{ImportOptions, Kind};
use pickface::exchange::rows::Format;

fn out(bench: &Bench, kind: ExportKind, format: ExportFormat) -> String {
    let mut bytes = Vec::new();
    export(&bench.site, kind, format, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn worked_in() -> Bench {
    let bench = Bench::filled();
    let stock = "place,item,owner,lot,expiry,status,quantity,lpn\n\
        A-01-02-1,SOUP,ACME,L2,2027-05-31,,12,\n\
        A-01-01-1,SOUP,ACME,L2,2027-05-31,,3,\n\
        A-01-01-1,SOUP,ACME,L1,2027-04-30,damaged,1,\n\
        A-01-01-3,22423,BOLT,,,,30,PAL-1\n";
    let orders = "order,owner,carrier,placed_at,consignee_name,consignee_address,country,item,quantity,note\n\
        7,ACME,ROBIN,2026-11-22T08:26:00Z,\u{738b}\u{82b3},\"1 Mill Row\nLeeds\",China,SOUP,2,gift\n\
        7,,,,,,,22423,1,\n\
        8,BOLT,HERON,2026-11-22T09:26:00Z,,,,22423,4,\n";
    let inbound = "receipt,supplier,owner,expected_at,item,quantity,lot,expiry\n\
        PO-1,Willow Works,ACME,2026-11-23T08:00:00Z,SOUP,48,L9,2027-10-31\n\
        PO-1,,,,85123A,24,,\n";
    let workers =
        "number,name,badge,roles,language\n101,Mei Lin,W0101,picker;counter,zh\n100,Ada,,admin,en\n";
    let printers = "place,printer,paper,dpi,font,words\n\
        A-01-01-1,tcp:10.0.0.9:6101,100x150,300,E:SIMSUN.TTF,zh-Hans\n\
        D1,dock labels,,,fonts/NotoSansSC.otf,\n";
    for (kind, text) in [
        (Kind::Printers, printers),
        (Kind::Stock, stock),
        (Kind::Orders, orders),
        (Kind::Inbound, inbound),
        (Kind::Workers, workers),
    ] {
        let report = bench.import(kind, text);
        assert_eq!(problems(&report), Vec::<String>::new());
        assert_eq!(report.imported, report.read as u64);
    }
    bench
}

#[test]
fn what_is_exported_can_be_imported_and_exports_the_same() {
    for (format, reading) in [
        (ExportFormat::Csv, Format::Csv),
        (ExportFormat::JsonLines, Format::JsonLines),
    ] {
        let (from, to) = (worked_in(), Bench::new());
        for kind in Kind::ALL {
            let text = out(&from, ExportKind::Of(kind), format);
            assert!(text.lines().count() > 1, "{}", kind.word());
            let options = ImportOptions {
                format: reading,
                ..ImportOptions::default()
            };
            let report = to.import_with(kind, &text, options);
            assert_eq!(problems(&report), Vec::<String>::new(), "{}", kind.word());
            assert_eq!(out(&to, ExportKind::Of(kind), format), text);
            assert_eq!(
                to.import_with(kind, &text, options).imported,
                0,
                "{}",
                kind.word()
            );
        }
        to.prove();
    }
}

#[test]
fn a_consignee_is_in_the_file_and_not_in_the_journal() {
    let bench = worked_in();
    let orders = out(&bench, ExportKind::Of(Kind::Orders), ExportFormat::Csv);
    assert!(
        orders.contains("\u{738b}\u{82b3}") && orders.contains("1 Mill Row\nLeeds"),
        "{orders}"
    );
    let w = bench.w();
    let sealed = w
        .orders
        .values()
        .find(|o| o.number.as_ref() == "7")
        .unwrap()
        .consignee
        .clone()
        .unwrap();
    assert_eq!(
        bench.site.keys().open_sealed(&sealed).unwrap().unwrap().name,
        "\u{738b}\u{82b3}"
    );
    let mut records = bench.site.journal().read_from(1);
    let name = "\u{738b}\u{82b3}".as_bytes();
    while let Some((_, bytes)) = records.next_record().unwrap() {
        assert!(!bytes.windows(name.len()).any(|part| part == name));
    }
    bench.site.keys().forget(sealed.key).unwrap();
    assert!(!out(&bench, ExportKind::Of(Kind::Orders), ExportFormat::Csv).contains("Mill Row"));
}

#[test]
fn inbound_again_changes_nothing_and_a_bad_line_is_named() {
    let bench = worked_in();
    let text = out(&bench, ExportKind::Of(Kind::Inbound), ExportFormat::Csv);
    assert_eq!(counts(&bench.import(Kind::Inbound, &text)), (2, 0, 2, 0));
    let other = text.replace(",48,", ",49,");
    assert_eq!(
        problems(&bench.import(Kind::Inbound, &other)),
        [
            "2 receipt | receipt PO-1 is known with other lines | an import never changes a receipt: close it on a screen, or give another number"
        ]
    );
    let unknown = "receipt,owner,item,quantity\nPO-2,ACME,85123A,1\nPO-3,ACME,85123A,1\nPO-2,ACME,85123B,1\n";
    assert_eq!(
        problems(&bench.import(Kind::Inbound, unknown)),
        ["4 item | `85123B` is not a known item | did you mean `85123A`?"]
    );
}

#[test]
fn movements_tell_from_where_to_where_and_why() {
    let bench = worked_in();
    let w = bench.w();
    let stand = w.scan("22423").item().unwrap().0;
    let opening = OpeningStock {
        holder: Holder::Lpn(w.scan("PAL-1").lpn().unwrap()),
        item: stand,
        owner: w.owner_by_code("BOLT").unwrap().id,
        lot: None,
        status: Status::Available,
        qty: Qty(25),
    };
    let ada = w.worker_by_number("100").unwrap().id;
    bench
        .site
        .ask(Actor::Worker(ada), Via::Typed, Command::SetStock(opening))
        .unwrap();
    let text = out(&bench, ExportKind::Movements, ExportFormat::Csv);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "seq,time,worker,item,lot,owner,qty,from,to,cause,from_status,to_status"
    );
    assert_eq!(lines.len(), 1 + 5);
    let last: Vec<&str> = lines[5].split(',').collect();
    assert_eq!(last[0], bench.w().seq.to_string());
    assert_eq!(
        last[2..],
        [
            "100",
            "22423",
            "",
            "BOLT",
            "5",
            "PAL-1",
            "(difference)",
            "opening",
            "available",
            "available"
        ]
    );
    assert_eq!(
        out(&bench, ExportKind::Manifests, ExportFormat::Csv)
            .lines()
            .count(),
        1,
        "nothing was loaded"
    );
}
