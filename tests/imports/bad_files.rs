//! One bad line, and nothing is imported; unless it is to be skipped.

use crate::bench::*;
use pickface::domain::masters::{Command, Owner};
use pickface::domain::{Actor, Via};
use pickface::exchange::import::{ImportOptions, Kind};

/// For each kind: a file whose first line is good and whose second is not, and what is told of it.
const FILES: [(Kind, &str, &str); 10] = [
    (
        Kind::Owners,
        "code,name\nCORN,Corn Ltd\nC D,Space\n",
        "3 code | `C D` is not a code | codes have no spaces and no control characters",
    ),
    (
        Kind::Carriers,
        "code,name,cutoffs\nFOX,Fox Post,12:00\nELK,Elk Post,half past\n",
        "3 cutoffs | `half past` is not a time of day | write it as 17:00",
    ),
    (
        Kind::Items,
        "code,name,weight_g\nNEW1,One,5\nNEW2,Two,heavy\n",
        "3 weight_g | `heavy` is not a whole number | write plain digits, as 24",
    ),
    (
        Kind::Items,
        "code,name,owner\nNEW1,One,ACME\nNEW2,Two,ACNE\n",
        "3 owner | `ACNE` is not a known owner | did you mean `ACME`?",
    ),
    (
        Kind::Places,
        "code,kind,level\nZ-1,dock,1\nZ-2,dock,-1\n",
        "3 level | -1 is no level | give 1 for the floor, 2 for the shelf above it, and so on",
    ),
    (
        Kind::Printers,
        "place,printer,paper\nD1,labels,100x150\nA-01-01-1,labels,4x6\n",
        "3 paper | `4x6` is no paper | write width and height in millimetres, 20 to 400 each, as in 100x150",
    ),
    (
        Kind::Stock,
        "place,item,owner,quantity\nA-01-01-1,22423,ACME,5\nA-01-O2-1,22423,ACME,5\n",
        "3 place | `A-01-O2-1` is not a known place | did you mean `A-01-02-1`?",
    ),
    (
        Kind::Stock,
        "place,item,owner,quantity\nA-01-01-1,22423,ACME,5\nA-01-02-1,22423,,5\n",
        "3 owner | there are 2 owners, and none is named | write one of ACME, BOLT",
    ),
    (
        Kind::Orders,
        "order,owner,carrier,item,quantity\n1,ACME,ROBIN,22423,2\n2,ACME,ROBIN,85123a,1\n2,ACME,ROBIN,22432,1\n",
        "4 item | `22432` is not a known item | did you mean `22423`?",
    ),
    (
        Kind::Workers,
        "number,name,roles\n1,Ann,picker\n2,Ben,pickr\n",
        "3 roles | `pickr` is not known here | did you mean `picker`? It is one of picker, packer, receiver, counter, lead, admin",
    ),
];

#[test]
fn a_file_with_a_bad_line_imports_nothing() {
    for (kind, text, told) in FILES {
        let bench = Bench::filled();
        let seq = bench.w().seq;
        let report = bench.import(kind, text);
        assert_eq!(problems(&report), [told]);
        assert_eq!((report.imported, report.unchanged), (0, 0), "{told}");
        assert_eq!(bench.w().seq, seq, "{told}");
    }
}

#[test]
fn bad_lines_are_skipped_when_told_to() {
    let options = ImportOptions {
        skip_bad: true,
        ..ImportOptions::default()
    };
    for (kind, text, told) in FILES {
        let bench = Bench::filled();
        let seq = bench.w().seq;
        let report = bench.import_with(kind, text, options);
        assert_eq!(problems(&report), [told]);
        assert_eq!((report.imported, bench.w().seq), (1, seq + 1), "{told}");
        bench.prove();
    }
}

#[test]
fn a_dry_run_tells_all_and_changes_nothing() {
    let options = ImportOptions {
        dry_run: true,
        ..ImportOptions::default()
    };
    let bench = Bench::new();
    let report = bench.import_with(Kind::Items, ITEMS, options);
    assert_eq!(counts(&report), (3, 3, 0, 0));
    assert!(report.dry_run);
    assert_eq!(bench.w().seq, 0);
    bench.import(Kind::Items, ITEMS);
    assert_eq!(
        counts(&bench.import_with(Kind::Items, ITEMS, options)),
        (3, 0, 3, 0)
    );
}

#[test]
fn every_bad_line_is_told() {
    let bench = Bench::filled();
    let text = "order,owner,carrier,item,quantity\n\
        1,NOBODY,ROBBIN,22424,1\n\
        1,,,SOAP,1\n\
        2,ACME,ROBIN,5000000224230,1\n";
    let report = bench.import(Kind::Orders, text);
    let mut told: Vec<(u64, &str)> = report.errors.iter().map(|e| (e.line, e.field.as_str())).collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            (2, "carrier"),
            (2, "item"),
            (2, "owner"),
            (3, "item"),
            (4, "item")
        ]
    );
    let barcode = report.errors.iter().find(|e| e.line == 4).unwrap();
    assert_eq!(barcode.hint, "write 22423");
}

#[test]
fn who_may_not_import_is_refused_as_a_whole() {
    let bench = Bench::filled();
    let owner = Owner {
        code: "X".into(),
        ..Owner::default()
    };
    assert!(
        bench
            .site
            .ask(Actor::Nobody, Via::CommandLine, Command::SaveOwner(owner))
            .is_err()
    );
    let name = "items.csv";
    let input = pickface::exchange::import::Input::Bytes {
        name,
        bytes: ITEMS.as_bytes(),
    };
    let refused = pickface::exchange::import::import(
        &bench.site,
        Actor::Nobody,
        Kind::Items,
        input,
        ImportOptions::default(),
        &mut |_| std::ops::ControlFlow::Continue(()),
    );
    assert!(matches!(
        refused,
        Err(pickface::exchange::import::ImportError::Access(_))
    ));
}

/// What the command line says of a file on its standard input, and its exit status.
fn on_the_command_line(bench: &Bench, arguments: &[&str], text: &'static str) -> (String, u8) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = ["pickface"].iter().chain(arguments).map(std::ffi::OsString::from);
    let line = pickface::cli::read(arguments, &mut Vec::new(), &mut err).unwrap();
    let input = Box::new(text.as_bytes());
    let folder = std::path::PathBuf::new();
    let mut shell =
        pickface::cli::Shell::in_owner(line.global.clone(), &mut out, input, bench.site.clone(), folder);
    let status = pickface::cli::run(line.command.as_ref().unwrap(), &mut shell, &mut err);
    drop(shell);
    (
        String::from_utf8(out).unwrap() + &String::from_utf8(err).unwrap(),
        status,
    )
}

#[test]
fn bad_lines_are_told_in_the_language_that_is_asked_for_and_scripts_read_the_same_names() {
    let bench = Bench::filled();
    let text = "place,item,quantity\nA-01-01-1,22424,zero\n";
    let (english, status) = on_the_command_line(&bench, &["import", "stock", "-"], text);
    assert_eq!(status, 2, "{english}");
    assert!(
        english.contains("line 2, quantity: `zero` is not a whole number; write plain digits"),
        "{english}"
    );
    let (chinese, _) = on_the_command_line(&bench, &["import", "stock", "-", "--lang", "zh-Hans"], text);
    assert!(
        chinese.contains("第 2 行 quantity: `zero` 不是整数; 请写纯数字"),
        "{chinese}"
    );
    let (json, _) = on_the_command_line(&bench, &["import", "stock", "-", "--lang", "zh", "--json"], text);
    let told: serde_json::Value = serde_json::from_str(&json).unwrap();
    let error = &told["errors"][0];
    assert_eq!((&error["line"], &error["field"]), (&2.into(), &"quantity".into()));
    assert_eq!(
        (&error["code"], &error["problem"]),
        (&"not_a_number".into(), &"`zero` 不是整数".into())
    );
    let (told, status) = on_the_command_line(&bench, &["import", "stock", "-", "--lang", "de"], text);
    assert!(told.contains("en or zh-Hans") && status == 2, "{told}");
}

#[test]
fn the_journal_is_exported_as_far_as_it_is_asked_for() {
    let bench = Bench::filled();
    let (all, status) = on_the_command_line(&bench, &["export", "journal"], "");
    assert_eq!(status, 0, "{all}");
    assert!(all.lines().count() > 2, "{all}");
    let (one, _) = on_the_command_line(&bench, &["export", "journal", "--about", "22423"], "");
    let lines: Vec<&str> = one.lines().collect();
    assert!(
        lines.len() < all.lines().count() && lines.iter().skip(1).all(|line| line.contains("22423")),
        "{one}"
    );
    let (none, _) = on_the_command_line(&bench, &["export", "journal", "--during", "2001-01-01"], "");
    assert_eq!(none.lines().count(), 1, "{none}");
    for bad in [
        &["export", "journal", "--about", "NOWHERE"],
        &["export", "journal", "--during", "noon"],
        &["export", "items", "--about", "22423"],
    ] {
        assert_eq!(on_the_command_line(&bench, bad, "").1, 1, "{bad:?}");
    }
}
