//! `import owners` and `import carriers`: whose goods these are, and who takes them away.

use crate::exchange::sentence::say;
use chrono::NaiveTime;

use super::{
    cells::{Cells, Column},
    reader::Row,
    report::{Fault, shown},
    writer::{cell, yes_no},
};

/// An owner of stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerRow {
    pub code: String,
    pub name: String,
}

/// A carrier with its daily cut-offs in the building's time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarrierRow {
    pub code: String,
    pub name: String,
    pub cutoffs: Vec<NaiveTime>,
    /// Whether it takes parcels over a customs border.
    pub export: bool,
    /// The staging lane where its parcels wait.
    pub staging: Option<String>,
}

impl Row for OwnerRow {
    const KIND: &'static str = "owners";
    const COLUMNS: &'static [Column] = &[
        Column::required("code", "the owner's code"),
        Column::required("name", "at most 120 characters"),
    ];

    fn parse(cells: &mut Cells<'_>) -> Self {
        Self {
            code: cells.code("code"),
            name: cells.text("name", 120),
        }
    }

    fn cells(&self) -> Vec<String> {
        vec![self.code.clone(), self.name.clone()]
    }

    fn unique_keys(&self) -> Vec<(&'static str, String)> {
        vec![("code", self.code.clone())]
    }
}

impl Row for CarrierRow {
    const KIND: &'static str = "carriers";
    const COLUMNS: &'static [Column] = &[
        Column::required("code", "the carrier's code"),
        Column::required("name", "at most 120 characters"),
        Column::optional("cutoffs", "local times of day, as 12:00;17:00"),
        Column::optional("export", "yes or no"),
        Column::optional("staging", "the code of its staging lane"),
    ];

    fn parse(cells: &mut Cells<'_>) -> Self {
        let mut cutoffs = Vec::new();
        for part in cells.list("cutoffs") {
            match NaiveTime::parse_from_str(part, "%H:%M") {
                Ok(time) => cutoffs.push(time),
                Err(_) => {
                    let problem = say!("`{}` is not a time of day", shown(part));
                    cells.fault(
                        "cutoffs",
                        Fault::NotATime,
                        part,
                        problem,
                        say!("write it as 17:00"),
                    );
                }
            }
        }
        cutoffs.sort_unstable();
        cutoffs.dedup();
        let staging = Some(cells.place_code("staging")).filter(|code| !code.is_empty());
        Self {
            code: cells.code("code"),
            name: cells.text("name", 120),
            cutoffs,
            export: cells.yes_no("export").unwrap_or(false),
            staging,
        }
    }

    fn cells(&self) -> Vec<String> {
        let cutoffs: Vec<String> = self
            .cutoffs
            .iter()
            .map(|time| time.format("%H:%M").to_string())
            .collect();
        vec![
            self.code.clone(),
            self.name.clone(),
            cutoffs.join(";"),
            yes_no(self.export),
            cell(&self.staging),
        ]
    }

    fn unique_keys(&self) -> Vec<(&'static str, String)> {
        vec![("code", self.code.clone())]
    }
}
