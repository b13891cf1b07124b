//! A scratch data directory, and files given to it as text.

use pickface::domain::{Actor, Warehouse};
use pickface::exchange::import::{ImportOptions, ImportReport, Input, Kind, import};
use pickface::hub::{Limits, Site, SiteOptions};
use pickface::store::directory::DirectoryKind;
use pickface::store::medium::DiskMedium;
use pickface::store::verify::{Against, Proof, prove};
use std::ops::ControlFlow;
use tempfile::TempDir;

pub struct Bench {
    pub site: Site,
    _folder: TempDir,
}

pub const OWNERS: &str = "code,name\nACME,Acme Ltd\nBOLT,Bolt and Sons\n";
pub const CARRIERS: &str = "code,name,cutoffs\nROBIN,Robin Post,12:00;17:00\nHERON,Heron Parcels,19:00\n";
pub const ITEMS: &str = "code,name,barcodes,packagings,weight_g,lot_tracked,expiry_tracked\n\
    85123A,WHITE HANGING HEART T-LIGHT HOLDER,5000000851234;15000000851231@case,case=24,120,,\n\
    22423,REGENCY CAKESTAND 3 TIER,5000000224230,,900,,\n\
    SOUP,TOMATO SOUP,5000000000017,,400,yes,yes\n";
pub const PLACES: &str = "code,kind,zone,x_mm,y_mm,level,sequence,max_volume_ml\n\
    A-01-01-1,pick_face,A,1000,2000,1,1,160000\n\
    A-01-02-1,pick_face,A,1000,3000,1,2,160000\n\
    A-01-01-3,reserve,A,1000,2000,3,3,\n\
    D1,dock,,0,0,1,9,\n";

impl Bench {
    /// An empty warehouse.
    pub fn new() -> Bench {
        Bench::at(Limits::default())
    }

    /// The same with a clock of its own.
    pub fn at(limits: Limits) -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let options = SiteOptions {
            kind: Some(DirectoryKind::Scratch),
            limits,
            ..SiteOptions::default()
        };
        let site = Site::open(&folder.path().join("data"), options).unwrap();
        Bench {
            site,
            _folder: folder,
        }
    }

    /// Two owners, two carriers, three items and four places.
    pub fn filled() -> Bench {
        Bench::new().fill()
    }

    /// The same in a bench that is at hand.
    pub fn fill(self) -> Bench {
        let bench = self;
        for (kind, text) in [
            (Kind::Owners, OWNERS),
            (Kind::Carriers, CARRIERS),
            (Kind::Items, ITEMS),
            (Kind::Places, PLACES),
        ] {
            let report = bench.import(kind, text);
            assert_eq!(problems(&report), Vec::<String>::new());
        }
        bench
    }

    pub fn import(&self, kind: Kind, text: &str) -> ImportReport {
        self.import_with(kind, text, ImportOptions::default())
    }

    pub fn import_with(&self, kind: Kind, text: &str, options: ImportOptions) -> ImportReport {
        self.import_bytes(kind, text.as_bytes(), options)
    }

    pub fn import_bytes(&self, kind: Kind, bytes: &[u8], options: ImportOptions) -> ImportReport {
        let name = format!("{}.csv", kind.word());
        let input = Input::Bytes { name: &name, bytes };
        let go_on = &mut |_| ControlFlow::Continue(());
        import(&self.site, Actor::System, kind, input, options, go_on).unwrap()
    }

    pub fn w(&self) -> Warehouse {
        self.site.warehouse()
    }

    /// The whole directory proved: journal, ledger, store behind.
    pub fn prove(&self) -> Proof {
        self.site.settle();
        let site = &self.site;
        let (root, journal) = (site.directory().root(), site.journal());
        let against = Against {
            history: Some(site.history()),
            is_sound: Some(&|sealed| site.keys().open_sealed(sealed).is_ok()),
            ..Against::default()
        };
        let proof = prove(&DiskMedium, root, journal, against).unwrap();
        assert!(proof.ok, "{:?}", proof.problems);
        proof
    }
}

/// A report's errors as `line field | problem | hint`.
pub fn problems(report: &ImportReport) -> Vec<String> {
    let told = report.errors.iter();
    told.map(|e| format!("{} {} | {} | {}", e.line, e.field, e.problem, e.hint))
        .collect()
}

/// Counts as (read, imported, unchanged, errors).
pub fn counts(report: &ImportReport) -> (usize, u64, u64, usize) {
    (
        report.read,
        report.imported,
        report.unchanged,
        report.errors.len(),
    )
}
