//! Rectangular blocks of aisles with any number of cross-aisles: the shortest tour, exactly, in walking order.
//!
//! The dynamic programme of Ratliff and Rosenthal 1983 (one block) and Roodbergen and de Koster 2001 (two), for as many
//! cross-aisles as there are classes for (see [`classes`](super::classes)): aisle by aisle, block by block, then along
//! the cross-aisles one by one. Aisles where nothing is fetched are passed over: a walk through one can be moved to
//! its neighbours without getting longer. A tour may end elsewhere than it starts, and both may lie inside an aisle.

use super::classes::{Classes, End, NO_CLASS};
use super::one_block::OneBlock;
use super::passage::{Passage, Point};
use super::walk::Walk;

/// Longer than any tour, and far enough from the end of the numbers to be added to.
const NEVER: i32 = i32::MAX / 4;

/// Where aisles and cross-aisles lie. Lengths are in one unit of the caller's choice, millimetres as a rule; a tour has
/// to stay below 500 million of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Where each aisle's centre line lies along the cross-aisles, ascending.
    pub aisles: Vec<i32>,
    /// Where each cross-aisle's centre line lies along the aisles, ascending: one at least. Aisles may go on beyond
    /// the outermost ones, as dead ends.
    pub crosses: Vec<i32>,
    /// Aisles that are no way through, by number, ascending: only what lies before the first cross-aisle or behind the
    /// last one can be reached in them. Benches and docks stand in such ones.
    pub dead_ends: Vec<usize>,
}

/// A spot in an aisle. The side of the aisle is ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Which aisle, from 0.
    pub aisle: usize,
    /// How far along it, measured as the cross-aisles are.
    pub position: i32,
}

impl From<&OneBlock> for Grid {
    fn from(block: &OneBlock) -> Grid {
        let aisles = (0_i32..).take(block.aisles);
        Grid {
            aisles: aisles.map(|aisle| aisle * block.aisle_pitch).collect(),
            crosses: vec![0, block.depth()],
            dead_ends: Vec::new(),
        }
    }
}

impl Grid {
    fn is_through(&self, aisle: usize) -> bool {
        self.dead_ends.binary_search(&aisle).is_err()
    }

    /// Whether a spot lies behind the last cross-aisle.
    fn outside(&self, spot: Spot) -> bool {
        self.crosses.last().is_some_and(|cross| spot.position > *cross)
    }

    /// The shortest walk from a spot to another.
    #[must_use]
    pub fn distance(&self, a: Spot, b: Spot) -> i32 {
        if a.aisle == b.aisle && (self.is_through(a.aisle) || self.outside(a) == self.outside(b)) {
            return (a.position - b.position).abs();
        }
        let x = |spot: Spot| self.aisles.get(spot.aisle).copied().unwrap_or(0);
        let by = |cross: &i32| (a.position - cross).abs() + (b.position - cross).abs();
        let along = self.crosses.iter().map(by).min().unwrap_or(NEVER);
        along + (x(a) - x(b)).abs()
    }
}

/// One thing after another on the way through the classes.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Along a cross-aisle from the aisle before.
    Along { node: usize, distance: i32 },
    /// Something at the meeting of aisle and cross-aisle alone.
    Node { node: usize, end: End, cost: i32 },
    /// Through the stretch of aisle between two cross-aisles, in one of several ways.
    Block { block: usize, passage: usize },
}

/// Plans tours on one grid, with memory that it keeps from tour to tour.
#[derive(Clone, Debug)]
pub struct Tours {
    grid: Grid,
    closed: Classes,
    open: Option<Classes>,
    steps: Vec<Step>,
    columns: Vec<Column>,
    passages: Vec<Passage>,
    points: Vec<Point>,
    now: Vec<i32>,
    next: Vec<i32>,
    /// By step and class: the class before, and what was done.
    back: Vec<(u16, u8)>,
    walk: Walk,
}

/// One aisle that the tour has to do with.
#[derive(Clone, Copy, Debug)]
struct Column {
    /// Its first passage: the dead end before the first cross-aisle; then the blocks, then the dead end behind.
    passage: usize,
}

impl Tours {
    /// Plans tours on this grid. `None` when it has more cross-aisles than there are classes for, or none.
    #[must_use]
    pub fn new(grid: Grid) -> Option<Tours> {
        let closed = Classes::find(grid.crosses.len(), false)?;
        Some(Tours {
            grid,
            closed,
            open: None,
            steps: Vec::new(),
            columns: Vec::new(),
            passages: Vec::new(),
            points: Vec::new(),
            now: Vec::new(),
            next: Vec::new(),
            back: Vec::new(),
            walk: Walk::default(),
        })
    }

    /// Plans on another grid from now on. One with as many cross-aisles keeps the classes.
    ///
    /// Leaves everything as it is and returns `false` when there are more cross-aisles than classes are found for.
    pub fn move_to(&mut self, grid: Grid) -> bool {
        if grid.crosses.len() != self.grid.crosses.len() {
            match Tours::new(grid) {
                Some(tours) => *self = tours,
                None => return false,
            }
        } else {
            self.grid = grid;
        }
        true
    }

    /// The grid.
    #[must_use]
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The stops of the tour planned last, by their numbers in `stops`, in walking order.
    #[must_use]
    pub fn order(&self) -> &[u32] {
        self.walk.order()
    }

    /// Length of the shortest walk from `start` through all stops to `end`; [`Tours::order`] then tells the order.
    ///
    /// `stops` have to be ascending; equal ones may repeat.
    pub fn plan(&mut self, stops: &[Spot], start: Spot, end: Spot) -> i32 {
        if stops.is_empty() {
            self.walk.clear();
            return self.grid.distance(start, end);
        }
        match self.find(stops, start, end) {
            (length, Some(last)) => {
                self.trace(last, start, end);
                length
            }
            (length, None) => {
                self.walk.straight(stops, start, end);
                length
            }
        }
    }

    /// Length of the same walk as [`Tours::plan`]'s, without its order.
    pub fn length(&mut self, stops: &[Spot], start: Spot, end: Spot) -> i32 {
        self.walk.clear();
        if stops.is_empty() {
            return self.grid.distance(start, end);
        }
        self.find(stops, start, end).0
    }

    /// The shortest length, and the class in which the tour ends that has it; without one, the walk is straight.
    fn find(&mut self, stops: &[Spot], start: Spot, end: Spot) -> (i32, Option<u16>) {
        let straight = self.straight(stops, start, end);
        if start != end && self.open.is_none() {
            self.open = Classes::find(self.grid.crosses.len(), true);
        }
        self.lay_out(stops, start, end);
        match self.sweep(start != end) {
            Some((length, last)) if straight.is_none_or(|straight| length < straight) => (length, Some(last)),
            _ => (straight.unwrap_or(NEVER), None),
        }
    }

    /// The length of the walk without leaving the aisle, when everything lies in one.
    fn straight(&self, stops: &[Spot], start: Spot, end: Spot) -> Option<i32> {
        let (first, last) = (stops.first()?, stops.last()?);
        if [first.aisle, last.aisle, end.aisle]
            .iter()
            .any(|aisle| *aisle != start.aisle)
        {
            return None;
        }
        let (from, to) = (start.position.min(end.position), start.position.max(end.position));
        let before = (from - first.position).max(0);
        let behind = (last.position - to).max(0);
        Some(to - from + 2 * (before + behind))
    }

    /// Writes the steps of this tour: aisles with something in them, and what can be done in each.
    fn lay_out(&mut self, stops: &[Spot], start: Spot, end: Spot) {
        self.steps.clear();
        self.columns.clear();
        self.points.clear();
        let mut used = 0;
        let mut rest = (0_u32..).zip(stops).peekable();
        let mut x_before = None;
        for aisle in 0..self.grid.aisles.len() {
            let from = self.points.len();
            while let Some((number, spot)) = rest.next_if(|(_, spot)| spot.aisle <= aisle) {
                self.points.push(Point::stop(spot.position, number));
            }
            for (spot, at_end) in [(start, false), (end, true)] {
                if spot.aisle == aisle && (!at_end || start != end) {
                    self.points
                        .push(Point::terminal(spot.position, at_end, start != end));
                }
            }
            let points = self.points.get_mut(from..).unwrap_or_default();
            if points.is_empty() {
                continue;
            }
            if start.aisle == aisle || end.aisle == aisle {
                points.sort_by_key(|point| point.position);
            }
            let x = self.grid.aisles.get(aisle).copied().unwrap_or(0);
            if let Some(before) = x_before {
                for node in 0..self.grid.crosses.len() {
                    self.steps.push(Step::Along {
                        node,
                        distance: x - before,
                    });
                }
            }
            x_before = Some(x);
            self.columns.push(Column { passage: used });
            self.lay_out_aisle(from, self.grid.is_through(aisle), &mut used);
        }
    }

    fn lay_out_aisle(&mut self, from: usize, through: bool, used: &mut usize) {
        let crosses = &self.grid.crosses;
        let mut at = from;
        for part in 0..=crosses.len() {
            let until = match crosses.get(part) {
                Some(cross) => {
                    let points = self.points.get(at..).unwrap_or_default();
                    at + points.partition_point(|point| point.position < *cross)
                }
                None => self.points.len(),
            };
            if self.passages.len() <= *used {
                self.passages.push(Passage::default());
            }
            if let Some(passage) = self.passages.get_mut(*used) {
                let before = part.checked_sub(1).and_then(|n| crosses.get(n)).copied();
                let points = self.points.get(at..until).unwrap_or_default();
                passage.find((at, points), before, crosses.get(part).copied());
                match (before, crosses.get(part)) {
                    (Some(_), Some(_)) if !through => {}
                    (Some(_), Some(_)) => {
                        self.steps.push(Step::Block {
                            block: part - 1,
                            passage: *used,
                        });
                    }
                    _ => {
                        if let Some((end, cost)) = passage.dead_end() {
                            let node = part.saturating_sub(1);
                            self.steps.push(Step::Node { node, end, cost });
                        }
                    }
                }
            }
            *used += 1;
            at = until;
        }
    }

    /// Goes through the steps; the length of the shortest tour, and the class in which it ends.
    fn sweep(&mut self, open: bool) -> Option<(i32, u16)> {
        let classes = match &self.open {
            Some(classes) if open => classes,
            _ => &self.closed,
        };
        let count = classes.count();
        self.now.clear();
        self.now.resize(count, NEVER);
        if let Some(empty) = self.now.first_mut() {
            *empty = 0;
        }
        self.back.clear();
        self.back.resize(count * self.steps.len(), (NO_CLASS, 0));
        self.next.resize(count, NEVER);
        for (step, back) in self.steps.iter().zip(self.back.chunks_exact_mut(count)) {
            self.next.fill(NEVER);
            let (now, next) = (self.now.as_slice(), self.next.as_mut_slice());
            match *step {
                Step::Along { node, distance } => {
                    stay(now, next, back, classes.along(node), distance);
                    relax(now, next, back, classes.cut(node), (1, 0));
                }
                Step::Node { node, end, cost } => {
                    relax(now, next, back, classes.node(node, end), (0, cost));
                }
                Step::Block { block, passage } => {
                    let ways = self.passages.get(passage).map_or(&[][..], Passage::ways);
                    for (number, way) in (0_u8..).zip(ways) {
                        let table = classes.deed(block, usize::from(way.deed));
                        relax(now, next, back, table, (number, way.cost));
                    }
                }
            }
            std::mem::swap(&mut self.now, &mut self.next);
        }
        let costs = classes.closed().iter().filter_map(|class| {
            let cost = self.now.get(usize::from(*class))?;
            (*cost < NEVER).then_some((*cost, *class))
        });
        costs.min()
    }

    /// Follows the steps back from the last class, and walks what was chosen.
    fn trace(&mut self, last: u16, start: Spot, end: Spot) {
        let count = self.now.len();
        let crosses = self.grid.crosses.len();
        self.walk.lay_out(self.columns.len(), crosses, &self.points);
        let mut class = last;
        let mut column = self.columns.len().saturating_sub(1);
        for (step, back) in self.steps.iter().zip(self.back.chunks_exact(count)).rev() {
            let Some((before, choice)) = back.get(usize::from(class)).copied() else {
                return;
            };
            match *step {
                Step::Along { node, .. } => {
                    // Steps are met last first, so that the last cross-aisle leads to the aisle before.
                    if node + 1 == crosses {
                        column = column.saturating_sub(1);
                    }
                    let classes = if start == end {
                        Some(&self.closed)
                    } else {
                        self.open.as_ref()
                    };
                    let along = classes.and_then(|c| c.along(node).get(usize::from(before)));
                    if choice == 0
                        && let Some(times) = along
                    {
                        self.walk.along(column, node, *times);
                    }
                }
                Step::Block { block, passage } => {
                    if let Some(passage) = self.passages.get(passage)
                        && let Some(way) = passage.ways().get(usize::from(choice))
                    {
                        self.walk.block(column, block, passage, *way);
                    }
                }
                Step::Node { .. } => {}
            }
            class = before;
        }
        self.walk_dead_ends();
        self.walk.go();
    }

    fn walk_dead_ends(&mut self) {
        let crosses = self.grid.crosses.len();
        for (number, column) in self.columns.iter().enumerate() {
            for (part, node) in [(0, 0), (crosses, crosses - 1)] {
                if let Some(passage) = self.passages.get(column.passage + part) {
                    self.walk.dead_end(number, node, passage, part == 0);
                }
            }
        }
    }
}

fn relax(now: &[i32], next: &mut [i32], back: &mut [(u16, u8)], table: &[u16], (choice, cost): (u8, i32)) {
    for ((from, length), to) in (0_u16..).zip(now).zip(table) {
        let to = usize::from(*to);
        if let (Some(slot), Some(back)) = (next.get_mut(to), back.get_mut(to))
            && length + cost < *slot
        {
            *slot = length + cost;
            *back = (from, choice);
        }
    }
}

/// Walks a cross-aisle on as often as the class has it.
fn stay(now: &[i32], next: &mut [i32], back: &mut [(u16, u8)], times: &[u8], distance: i32) {
    let slots = next.iter_mut().zip(back);
    for (((class, length), times), (slot, back)) in (0_u16..).zip(now).zip(times).zip(slots) {
        *slot = length + i32::from(*times) * distance;
        *back = (class, 0);
    }
}

#[cfg(test)]
mod tests;
