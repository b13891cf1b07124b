//! The walker: plans the walk of every new pick list, and anew for a picker who left theirs.
//!
//! It works on published views, on a thread of its own, and asks for its plans like anybody else: what has changed
//! meanwhile is seen to by [`walks::decide`](crate::domain::walks::decide).

use super::publish::View;
use super::writer::WriterError;
use super::{Hub, Inner, Rejection, Request};
use crate::domain::floor::{Floor, turn};
use crate::domain::ids::{PlaceId, ReservationId, TaskId};
use crate::domain::picking::{LineState, PickTask};
use crate::domain::places::Place;
use crate::domain::walks::{Command, MAX_WALKS, Walk};
use crate::domain::{Via, Warehouse};
use crate::plan::travel::Walker;
use imbl::OrdMap;
use std::collections::BTreeMap;
use std::sync::{Arc, Weak};
use std::thread::{self, JoinHandle};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;

/// Starts it. It holds the hub weakly: it ends when the hub stops, and does not keep it going.
pub(super) fn start(
    hub: Weak<Inner>,
    views: watch::Receiver<Arc<View>>,
) -> Result<JoinHandle<()>, WriterError> {
    let runtime = Builder::new_current_thread().build()?;
    let planner = Planner {
        hub,
        views,
        places: OrdMap::new(),
        floor: Floor::default(),
        walker: None,
        planned: TaskId(0),
        followed: BTreeMap::new(),
    };
    Ok(thread::Builder::new()
        .name("walks".into())
        .spawn(move || planner.run(&runtime))?)
}

struct Planner {
    hub: Weak<Inner>,
    views: watch::Receiver<Arc<View>>,
    /// The places and the floor that the walker was made for.
    places: OrdMap<PlaceId, Arc<Place>>,
    floor: Floor,
    walker: Option<Walker>,
    /// The last pick list that was looked at.
    planned: TaskId,
    /// How the lists in work stood when they were looked at last.
    followed: BTreeMap<TaskId, Way>,
}

/// The way through a list: its lines in their order, and how many were passed over.
#[derive(PartialEq, Eq)]
struct Way {
    lines: Vec<ReservationId>,
    passed: usize,
}

impl Way {
    fn of(task: &PickTask) -> Way {
        let passed = task.lines.iter().filter(|line| line.state == LineState::Skipped);
        Way {
            lines: task.lines.iter().map(|line| line.reservation).collect(),
            passed: passed.count(),
        }
    }
}

impl Planner {
    fn run(mut self, runtime: &Runtime) {
        loop {
            let view = Arc::clone(&self.views.borrow_and_update());
            let (walks, more) = self.next(&view.warehouse);
            let made_on = view.warehouse.seq;
            drop(view);
            let going = walks.is_empty() || self.ask(Command::Follow { made_on, walks });
            let going = going && (more || (self.is_open() && runtime.block_on(self.views.changed()).is_ok()));
            if !going {
                return;
            }
        }
    }

    /// Some walks that should change, and whether there is more to look at.
    fn next(&mut self, w: &Warehouse) -> (Vec<Walk>, bool) {
        let mut walks = self.left(w);
        let room = MAX_WALKS - walks.len().min(MAX_WALKS);
        let fresh = w.tasks.range(TaskId(self.planned.0 + 1)..).take(room);
        let fresh: Vec<(TaskId, Arc<PickTask>)> = fresh.map(|(id, task)| (*id, Arc::clone(task))).collect();
        for (id, task) in fresh {
            self.planned = id;
            // Claimed before it was looked at: planned all the same, as long as nobody stands at its first place.
            if stands_at(&task).is_some() {
                continue;
            }
            let stops = open_stops(w, &task);
            if stops.len() > 1 {
                let walk = self.walker(w).round_in_turns(stops.iter().copied());
                walks.extend(changed(id, &stops, walk.places));
            }
        }
        let more = w.tasks.range(TaskId(self.planned.0 + 1)..).next().is_some();
        (walks, more)
    }

    /// Walks of pickers who passed over a line, went to another place first, or got one more: from where they stand.
    fn left(&mut self, w: &Warehouse) -> Vec<Walk> {
        let mut in_work: Vec<TaskId> = w.tasks_in_work().collect();
        in_work.sort_unstable();
        self.followed
            .retain(|task, _| in_work.binary_search(task).is_ok());
        let mut walks = Vec::new();
        for id in in_work {
            let Some(task) = w.task(id) else { continue };
            let now = Way::of(task);
            let before = self.followed.get(&id);
            if before == Some(&now) || walks.len() == MAX_WALKS {
                continue;
            }
            let has_left = before.is_some();
            self.followed.insert(id, now);
            let stops = open_stops(w, task);
            if !has_left || stops.len() < 2 {
                continue;
            }
            let walk = match stands_at(task) {
                Some(from) => self.walker(w).onward(from, stops.iter().copied()),
                // Claimed and not begun: the whole walk is still to come.
                None => Some(self.walker(w).round_in_turns(stops.iter().copied())),
            };
            walks.extend(walk.and_then(|walk| changed(id, &stops, walk.places)));
        }
        walks
    }

    /// The walker for the building as it is.
    fn walker(&mut self, w: &Warehouse) -> &mut Walker {
        if !self.places.ptr_eq(&w.places) || self.floor != w.floor {
            self.places = w.places.clone();
            self.floor = w.floor.clone();
            self.walker = None;
        }
        self.walker.get_or_insert_with(|| Walker::of(w))
    }

    fn ask(&self, command: Command) -> bool {
        let Some(inner) = self.hub.upgrade() else {
            return false;
        };
        match (Hub { inner }).ask_blocking(Request::by_system(command, Via::Job)) {
            Ok(_) => true,
            Err(Rejection::Stopped(_)) => false,
            Err(Rejection::Refused(why)) => {
                tracing::error!(?why, "walks were refused");
                true
            }
        }
    }

    fn is_open(&self) -> bool {
        self.hub
            .upgrade()
            .is_some_and(|inner| inner.board.stopped().is_none())
    }
}

/// The places still to go to as the list has them, each once, with the first turn of what is fetched there.
fn open_stops(w: &Warehouse, task: &PickTask) -> Vec<(PlaceId, u8)> {
    let mut stops: Vec<(PlaceId, u8)> = Vec::new();
    for line in task.lines.iter().filter(|line| line.state == LineState::Open) {
        let turn = turn(w, line);
        match stops.iter_mut().find(|(place, _)| *place == line.place()) {
            Some((_, first)) => *first = turn.min(*first),
            None => stops.push((line.place(), turn)),
        }
    }
    stops
}

/// The walk, if it is another one.
fn changed(task: TaskId, before: &[(PlaceId, u8)], places: Vec<PlaceId>) -> Option<Walk> {
    let same = before.iter().map(|(place, _)| place).eq(&places);
    (!same).then_some(Walk { task, places })
}

/// Where its picker is: at the place confirmed, else at the one just passed over, else at the last one done.
fn stands_at(task: &PickTask) -> Option<PlaceId> {
    let last = |state: LineState| task.lines.iter().rfind(|line| line.state == state);
    let line = || last(LineState::Skipped).or_else(|| last(LineState::Done));
    task.step.at.or_else(|| line().map(|line| line.place()))
}
