//! `pickface plan layout`: aisles and cross-aisles as walks are planned on them, and the places that no walk reaches;
//! and what is said of the floor beside the places' coordinates.

use crate::cli::{Failure, Shell, Status};
use crate::domain::floor::{Command, FloorMap, Passage};
use crate::domain::ids::PlaceId;
use crate::domain::{Explain, Via, Warehouse};
use crate::hub::Rejection;
use crate::plan::travel::Walker;
use crate::ui::locale::{Lang, Texts};
use crate::ui::words::Words;
use serde::Serialize;
use std::fmt;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

/// Arguments of `plan layout`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// From the first of these places to the second one, in one aisle, one walks in this direction only.
    #[arg(long, num_args = 2, value_names = ["FROM", "TO"])]
    one_way: Option<Vec<String>>,
    /// Between these two places of one aisle nobody can walk.
    #[arg(long, num_args = 2, value_names = ["FROM", "TO"])]
    closed: Option<Vec<String>>,
    /// Between these two places one walks both ways again.
    #[arg(long, num_args = 2, value_names = ["FROM", "TO"])]
    open: Option<Vec<String>>,
    /// A map of the floor, its first line the farthest north: `#` stands in the way, `^`, `v`, `<` and `>` are left only
    /// in that direction, everything else is floor. Without --keep it is only looked at.
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// How large a square of the map is.
    #[arg(long, value_name = "MILLIMETRES", default_value_t = 500)]
    square: u32,
    /// Walk by the map from now on.
    #[arg(long, requires = "map")]
    keep: bool,
    /// Walk by the aisles again, without a map.
    #[arg(long, conflicts_with = "map")]
    no_map: bool,
}

#[derive(Serialize)]
struct Answer {
    /// Centre lines of the aisles with bins, in millimetres.
    aisles: Vec<i32>,
    /// Centre lines of the cross-aisles, in millimetres.
    cross_aisles: Vec<i32>,
    /// The aisles run along x, and the cross-aisles along y.
    turned: bool,
    /// Places that can be walked to.
    places: usize,
    /// Codes of places that cannot be walked to, or from which there is no way back.
    unreachable: Vec<String>,
    /// Ends of stretches that are walked in one direction only.
    one_way: Vec<(String, String)>,
    /// Ends of stretches where nobody walks.
    closed: Vec<(String, String)>,
    /// Walks go by a map, not by the aisles.
    by_map: bool,
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
        if self.by_map {
            write!(f, "\nwalked by a map")?;
        }
        for (from, to) in &self.one_way {
            write!(f, "\none-way from {from} to {to}")?;
        }
        for (from, to) in &self.closed {
            write!(f, "\nclosed between {from} and {to}")?;
        }
        let lost = &self.unreachable;
        lost.iter().try_for_each(|code| write!(f, "\nno way to {code}"))
    }
}

/// Says what is new of the floor, then draws the layout.
///
/// # Errors
/// When the directory cannot be opened, there is no such place, or the one who asks may not. Places without a way are
/// no error: they are named, with status 1.
pub(super) fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let map = read_map(args, shell)?;
    let site = shell.site()?;
    let mut w = site.warehouse();
    let actor = shell.actor(&w)?;
    let (commands, tried) = commands(&w, args, map)?;
    for command in commands {
        match site.ask(actor, Via::CommandLine, command) {
            Ok(_) => {}
            Err(Rejection::Refused(why)) => {
                let texts = Texts::new(Lang::En);
                return Err(Failure::refused(Words::new(&w, &texts).phrase(&why.phrase())));
            }
            Err(Rejection::Stopped(why)) => return Err(Failure::new(why)),
        }
    }
    w = site.warehouse();
    if let Some(map) = tried {
        w.floor.map = Some(Arc::new(map));
    }
    let answer = Answer::of(&w);
    let status = if answer.unreachable.is_empty() {
        Status::Done
    } else {
        Status::Wrong
    };
    shell.answer(&answer, &answer)?;
    Ok(status)
}

impl Answer {
    fn of(w: &Warehouse) -> Answer {
        let walker = Walker::of(w);
        let layout = walker.layout();
        let through = (0..).zip(&layout.grid.aisles);
        let through = through.filter(|(n, _)| layout.grid.dead_ends.binary_search(n).is_err());
        let stretches = |passage: Passage| -> Vec<(String, String)> {
            let told = w.floor.stretches.iter().filter(|(_, is)| **is == passage);
            told.map(|((from, to), _)| (code(w, *from), code(w, *to)))
                .collect()
        };
        let unreachable = walker.unreachable();
        Answer {
            aisles: through.map(|(_, x)| *x).collect(),
            cross_aisles: layout.grid.crosses.clone(),
            turned: layout.turned,
            places: w.places.len().saturating_sub(unreachable.len()),
            unreachable: unreachable.iter().map(|place| code(w, *place)).collect(),
            one_way: stretches(Passage::OneWay),
            closed: stretches(Passage::Closed),
            by_map: w.floor.map.is_some(),
        }
    }
}

fn read_map(args: &Args, shell: &Shell<'_>) -> Result<Option<FloorMap>, Failure> {
    let Some(file) = &args.map else { return Ok(None) };
    let file = shell.path(file)?;
    let squares = fs::read_to_string(&file)
        .map_err(|error| Failure::refused(format!("{} cannot be read: {error}", file.display())))?;
    let map = FloorMap {
        square_mm: args.square,
        squares: squares.as_str().into(),
    };
    if !map.is_one() {
        let problem = format!(
            "{} is no map: nothing on it is floor, or it is too large",
            file.display()
        );
        return Err(Failure::refused(problem).hint("squares are 100 to 5000 mm, 120000 at most"));
    }
    Ok(Some(map))
}

/// What to ask, and a map that is only looked at.
fn commands(
    w: &Warehouse,
    args: &Args,
    map: Option<FloorMap>,
) -> Result<(Vec<Command>, Option<FloorMap>), Failure> {
    let mut commands = Vec::new();
    for (ends, passage) in [
        (&args.one_way, Some(Passage::OneWay)),
        (&args.closed, Some(Passage::Closed)),
        (&args.open, None),
    ] {
        if let Some([from, to]) = ends.as_deref() {
            let (from, to) = (place(w, from)?, place(w, to)?);
            commands.push(Command::SetPassage { from, to, passage });
        }
    }
    if args.no_map {
        commands.push(Command::Draw(None));
    }
    match map {
        Some(map) if args.keep => {
            commands.push(Command::Draw(Some(map)));
            Ok((commands, None))
        }
        tried => Ok((commands, tried)),
    }
}

fn place(w: &Warehouse, code: &str) -> Result<PlaceId, Failure> {
    let found = w.scan(code).place();
    found.ok_or_else(|| Failure::refused(format!("there is no place {code:?}")))
}

fn code(w: &Warehouse, id: PlaceId) -> String {
    w.places
        .get(&id)
        .map_or_else(String::new, |place| place.code.to_string())
}
