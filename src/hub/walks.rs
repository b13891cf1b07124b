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
use std::collections::{BTreeMap, BTreeSet};
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
    let planner = Planner::new(hub, views);
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
    /// The lists in work, as they stood when they were looked at last.
    followed: BTreeMap<TaskId, Arc<PickTask>>,
    /// Of these, the ones to be planned anew, since the floor is another one.
    anew: BTreeSet<TaskId>,
}

/// Whether the way through a list is still the same: its lines in their order, and how many were passed over.
fn is_same_way(a: &PickTask, b: &PickTask) -> bool {
    fn lines(task: &PickTask) -> impl Iterator<Item = ReservationId> {
        task.lines.iter().map(|line| line.reservation)
    }
    let passed = |task: &PickTask| {
        let lines = task.lines.iter();
        lines.filter(|line| line.state == LineState::Skipped).count()
    };
    lines(a).eq(lines(b)) && passed(a) == passed(b)
}

impl Planner {
    fn new(hub: Weak<Inner>, views: watch::Receiver<Arc<View>>) -> Planner {
        Planner {
            hub,
            views,
            places: OrdMap::new(),
            floor: Floor::default(),
            walker: None,
            planned: TaskId(0),
            followed: BTreeMap::new(),
            anew: BTreeSet::new(),
        }
    }

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
        self.look_at_floor(w);
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
        (walks, more || !self.anew.is_empty())
    }

    /// An aisle was closed or opened, or the floor drawn anew: every list is planned anew, those in work from where
    /// their pickers stand.
    fn look_at_floor(&mut self, w: &Warehouse) {
        if self.floor != w.floor {
            self.floor = w.floor.clone();
            self.walker = None;
            self.planned = TaskId(0);
            self.anew = self.followed.keys().copied().collect();
        }
    }

    /// Walks of pickers who passed over a line, went to another place first, or got one more: from where they stand.
    fn left(&mut self, w: &Warehouse) -> Vec<Walk> {
        let mut in_work: Vec<TaskId> = w.tasks_in_work().collect();
        in_work.sort_unstable();
        let is_in_work = |task: &TaskId| in_work.binary_search(task).is_ok();
        self.followed.retain(|task, _| is_in_work(task));
        self.anew.retain(is_in_work);
        let mut walks = Vec::new();
        for id in in_work {
            let Some(task) = w.tasks.get(&id) else { continue };
            let before = self.followed.get(&id);
            // Of the many lists in work, hardly any changed since the view before.
            let is_as_before = before.is_some_and(|before| Arc::ptr_eq(before, task));
            if (is_as_before && !self.anew.contains(&id)) || walks.len() == MAX_WALKS {
                continue;
            }
            let is_anew = self.anew.remove(&id);
            let has_left = is_anew || before.is_some_and(|before| !is_same_way(before, task));
            self.followed.insert(id, Arc::clone(task));
            if !has_left {
                continue;
            }
            let stops = open_stops(w, task);
            if stops.len() < 2 {
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
        if !self.places.ptr_eq(&w.places) {
            self.places = w.places.clone();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::floor::Passage;
    use crate::domain::ids::{ItemId, OrderId, OwnerId, WorkerId};
    use crate::domain::picking::PickLine;
    use crate::domain::places::PlaceKind;
    use crate::domain::stock::{Holder, Status, StockKey};
    use crate::domain::warehouse::Row;
    use crate::domain::{Qty, Timestamp};
    use crate::hub::publish::Board;
    use crate::store::journal::ChainHash;

    /// Three aisles of five bays, a metre apart: bins 1 to 5 stand along the first one, 11 to 15 along the second, 21 to
    /// 25 along the third. The bench stands before the first. Four bins are on a pick list.
    fn warehouse() -> Warehouse {
        let mut w = Warehouse::default();
        let mut add = |id: u64, kind: PlaceKind, (x_mm, y_mm): (i32, i32)| {
            w.put_row(Row::Place(Arc::new(Place {
                id: PlaceId(id),
                code: format!("P-{id}").as_str().into(),
                kind,
                x_mm,
                y_mm,
                sequence: u32::try_from(id).unwrap(),
                ..Place::default()
            })));
        };
        for (aisle, x) in [(0, 0), (10, 4_000), (20, 8_000)] {
            for bay in 1..=5 {
                add(
                    aisle + bay,
                    PlaceKind::PickFace,
                    (x, i32::try_from(bay).unwrap() * 1_000),
                );
            }
        }
        add(99, PlaceKind::Bench, (0, -3_000));
        put_list(&mut w, None, &[1, 5, 13, 23]);
        w
    }

    fn put_list(w: &mut Warehouse, worker: Option<WorkerId>, places: &[u64]) {
        let line = |place: &u64| PickLine {
            reservation: ReservationId(*place),
            order: OrderId(1),
            line: 0,
            key: StockKey {
                holder: Holder::Place(PlaceId(*place)),
                item: ItemId(*place),
                owner: OwnerId(1),
                lot: None,
                status: Status::Available,
            },
            qty: Qty(1),
            picked: Qty::ZERO,
            state: LineState::Open,
        };
        let lines = places.iter().map(line).collect();
        let mut task = PickTask::new(TaskId(1), 5, Timestamp(0), Timestamp(0), Vec::new(), lines);
        task.worker = worker;
        task.step.at = worker.and(places.first()).map(|place| PlaceId(*place));
        w.put_row(Row::Task(Arc::new(task)));
    }

    fn planner() -> Planner {
        let board = Board::new(View::new(Warehouse::default(), ChainHash::default()));
        Planner::new(Weak::new(), board.watch())
    }

    /// The walks asked for until there is no more to look at.
    fn settled(planner: &mut Planner, w: &Warehouse) -> Vec<Walk> {
        let mut all = Vec::new();
        loop {
            let (walks, more) = planner.next(w);
            all.extend(walks);
            if !more {
                return all;
            }
        }
    }

    fn numbers(walk: &Walk) -> Vec<u64> {
        walk.places.iter().map(|place| place.0).collect()
    }

    #[test]
    fn when_an_aisle_is_closed_or_opened_every_list_is_planned_anew_at_once() {
        let mut w = warehouse();
        let mut planner = planner();
        let first = settled(&mut planner, &w);
        if let [walk] = first.as_slice() {
            put_list(&mut w, None, &numbers(walk));
        }
        assert!(settled(&mut planner, &w).is_empty(), "it is planned");
        let open = w.clone();
        w.floor
            .stretches
            .insert((PlaceId(1), PlaceId(5)), Passage::Closed);
        let walks = settled(&mut planner, &w);
        let [walk] = walks.as_slice() else {
            panic!("{walks:?}")
        };
        let before: Vec<PlaceId> = w.tasks[&TaskId(1)].lines.iter().map(PickLine::place).collect();
        let mut walker = Walker::of(&w);
        assert!(walker.length(&walk.places) < walker.length(&before), "{walk:?}");
        put_list(&mut w, None, &numbers(walk));
        assert!(settled(&mut planner, &w).is_empty(), "and planned once");
        w.floor = open.floor;
        assert_eq!(
            settled(&mut planner, &w).len(),
            1,
            "open again, it is shorter another way"
        );
    }

    #[test]
    fn a_picker_under_way_is_led_round_a_closed_aisle_from_where_they_stand() {
        let mut w = warehouse();
        put_list(&mut w, Some(WorkerId(7)), &[1, 5, 13, 23]);
        let mut planner = planner();
        assert!(settled(&mut planner, &w).is_empty(), "nobody has left the walk");
        w.floor
            .stretches
            .insert((PlaceId(1), PlaceId(5)), Passage::Closed);
        let walks = settled(&mut planner, &w);
        // By another aisle to the back, where the last bin of the first one is reached: both ways round are as long.
        let led = walks.iter().map(numbers).collect::<Vec<_>>();
        assert!(
            [[[1, 13, 5, 23]], [[1, 23, 5, 13]]].iter().any(|way| led == *way),
            "{led:?}"
        );
        assert!(settled(&mut planner, &w).is_empty());
    }
}
