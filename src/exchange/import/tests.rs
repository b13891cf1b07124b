//! What an import refuses as a whole, because a part of the past is missing.

use super::*;
use crate::domain::jobs::{self, Work};
use crate::domain::time::DAY_MS;
use crate::domain::{Timestamp, Via, orders};
use crate::hub::{Clock, Limits, SiteOptions};
use crate::store::directory::DirectoryKind;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

const ORDERS: &str = "order,item,quantity\n536412,LAMP,6\n";

fn given(site: &Site, kind: Kind, text: &str) -> Result<ImportReport, ImportError> {
    let (name, bytes) = ("file.csv", text.as_bytes());
    let go_on = &mut |_| ControlFlow::Continue(());
    let input = Input::Bytes { name, bytes };
    import(site, Actor::System, kind, input, ImportOptions::default(), go_on)
}

fn keep_house(site: &Site) {
    let ask = |command| site.ask(Actor::System, Via::Job, command).unwrap();
    ask(jobs::Command::Start(Work::Housekeeping));
    while let Some(job) = jobs::next_job(&site.warehouse()) {
        ask(jobs::Command::Continue(job));
    }
}

#[test]
fn nothing_is_imported_while_numbers_closed_long_ago_cannot_be_looked_up() {
    let home = tempfile::tempdir().unwrap();
    let time = Arc::new(AtomicI64::new(1_795_334_400_000));
    let clock: Clock = {
        let time = Arc::clone(&time);
        Arc::new(move || Timestamp(time.load(Ordering::Relaxed)))
    };
    let limits = Limits {
        clock: Some(clock),
        ..Limits::default()
    };
    let options = SiteOptions {
        kind: Some(DirectoryKind::Scratch),
        limits,
        ..SiteOptions::default()
    };
    let site = Site::open(&home.path().join("data"), options).unwrap();
    site.lose_history();
    for (kind, text) in [
        (Kind::Owners, "code,name\nACME,Acme\n"),
        (Kind::Carriers, "code,name,cutoffs\nROBIN,Robin,12:00\n"),
        (Kind::Items, "code,name\nLAMP,Lamp\n"),
        // The warehouse itself knows what was closed lately.
        (Kind::Orders, ORDERS),
        (Kind::Orders, ORDERS),
    ] {
        given(&site, kind, text).unwrap();
    }
    let order = *site.warehouse().orders.keys().next().unwrap();
    let cancel = orders::Command::Cancel { order };
    site.ask(Actor::System, Via::CommandLine, cancel).unwrap();
    keep_house(&site);
    time.fetch_add(100 * DAY_MS, Ordering::Relaxed);
    keep_house(&site);
    let before = site.warehouse().seq;
    let told = given(&site, Kind::Orders, ORDERS).unwrap_err();
    assert!(matches!(told, ImportError::PastUnknown(_)), "{told:?}");
    assert!(told.to_string().contains("the history's disk gives up"), "{told}");
    assert_eq!(site.warehouse().seq, before);
    // What no past matters for goes on.
    let report = given(&site, Kind::Items, "code,name\nCUP,Cup\n").unwrap();
    assert_eq!(report.imported, 1);
    site.close();
}
