//! `pickface demo`: a warehouse of real orders to try things on.

use super::{Failure, Shell, Status};
use crate::exchange::demo::{ATTRIBUTION, DemoOpenError, DemoOptions, DemoReport, DemoSource, open_demo};
use chrono::NaiveDate;
use serde::Serialize;
use std::fmt;
use std::path::PathBuf;

/// Arguments of `demo`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Make or open it, print what is in it, and end.
    #[arg(long)]
    pub no_open: bool,
    /// The day it is to be, as 2026-11-22. A later day than the last brings that day's orders.
    #[arg(long, value_name = "DATE")]
    today: Option<NaiveDate>,
    /// A folder with items.csv, orders.csv and order_lines.csv (each may be .gz), instead of the sample in the program.
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
}

#[derive(Serialize)]
struct Answer {
    data: PathBuf,
    attribution: &'static str,
    #[serde(flatten)]
    report: DemoReport,
}

/// Makes or opens the demo in its own data directory, and prints what is in it.
///
/// # Errors
/// When it cannot be made or opened.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let data = shell.root_or("pickface-demo")?;
    let options = DemoOptions {
        source: args.from.clone().map_or(DemoSource::Sample, DemoSource::Folder),
        today: args.today,
        ..DemoOptions::default()
    };
    let (site, report) = open_demo(&data, &options).map_err(|error| match error {
        DemoOpenError::Site(error) => error.into(),
        other => Failure::new(other),
    })?;
    let answer = Answer {
        data,
        attribution: ATTRIBUTION,
        report,
    };
    shell.answer(&answer, &answer)?;
    site.close();
    Ok(Status::Done)
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = &self.report;
        let day = report.today.map(|day| day.to_string()).unwrap_or_default();
        writeln!(f, "demo for {day} in {}", self.data.display())?;
        if report.rolled_orders > 0 {
            writeln!(f, "new orders came in  {}", report.rolled_orders)?;
        }
        let faces = report.pick_faces;
        writeln!(f, "items               {}", report.items)?;
        writeln!(f, "places              {} ({faces} pick faces)", report.places)?;
        writeln!(
            f,
            "stock               {} units in {} records",
            report.units_on_hand, report.stock_records
        )?;
        writeln!(
            f,
            "open orders         {} with {} lines",
            report.open_orders, report.open_lines
        )?;
        writeln!(f, "expected receipts   {}", report.expected_receipts)?;
        writeln!(f, "owners              {}", report.owners)?;
        writeln!(f, "workers             {}", report.workers)?;
        writeln!(f, "totes               {}", report.totes)?;
        for note in &report.notes {
            writeln!(f, "note: {note}")?;
        }
        f.write_str(self.attribution)
    }
}
