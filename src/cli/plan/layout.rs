//! `pickface plan layout`: aisles and cross-aisles as walks are planned on them, and the places that no walk reaches.

use crate::cli::{Failure, Shell, Status};
use crate::domain::Warehouse;
use crate::domain::ids::PlaceId;
use crate::plan::travel::{Problem, Walker};
use serde::Serialize;
use std::fmt;

/// Arguments of `plan layout`.
#[derive(Debug, clap::Args)]
pub struct Args {}

#[derive(Serialize)]
struct Answer {
    /// Centre lines of the aisles with bins, in millimetres.
    aisles: Vec<i32>,
    /// Centre lines of the cross-aisles, in millimetres.
    cross_aisles: Vec<i32>,
    /// The aisles run along x, and the cross-aisles along y.
    turned: bool,
    /// Places on it.
    places: usize,
    /// Codes of places that cannot be walked to.
    unreachable: Vec<String>,
    /// Why walks cannot be planned at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} aisles and {} cross-aisles, {} places",
            self.aisles.len(),
            self.cross_aisles.len(),
            self.places
        )?;
        self.problem
            .iter()
            .try_for_each(|problem| write!(f, "\n{problem}"))?;
        self.unreachable
            .iter()
            .try_for_each(|code| write!(f, "\nno way to {code}"))
    }
}

/// Draws the layout of the warehouse's places.
///
/// # Errors
/// When the directory cannot be opened. Places without a way are no error: they are named, with status 1.
pub fn run(_: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let site = shell.site()?;
    let view = site.hub().view();
    let w = &view.warehouse;
    let walker = Walker::of(w);
    let layout = walker.layout();
    let code = |id: &PlaceId| code(w, *id);
    let mut answer = Answer {
        aisles: layout.grid.aisles.clone(),
        cross_aisles: layout.grid.crosses.clone(),
        turned: layout.turned,
        places: layout.spots.len(),
        unreachable: Vec::new(),
        problem: None,
    };
    let through = (0..answer.aisles.len()).filter(|n| layout.grid.dead_ends.binary_search(n).is_err());
    answer.aisles = through.filter_map(|n| answer.aisles.get(n).copied()).collect();
    for problem in &layout.problems {
        match problem {
            Problem::InNoAisle(place) => answer.unreachable.push(code(place)),
            Problem::TooManyCrossAisles(count) => {
                answer.problem = Some(format!(
                    "{count} cross-aisles are more than walks can be planned on"
                ));
            }
        }
    }
    let status = if layout.problems.is_empty() {
        Status::Done
    } else {
        Status::Wrong
    };
    shell.answer(&answer, &answer)?;
    Ok(status)
}

fn code(w: &Warehouse, id: PlaceId) -> String {
    w.places
        .get(&id)
        .map_or_else(String::new, |place| place.code.to_string())
}
