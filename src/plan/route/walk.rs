//! From what a tour walks to the order in which it comes past the stops: an Eulerian walk, after Hierholzer 1873.

use super::blocks::Spot;
use super::passage::{Passage, Point, Way, What};

const FRONT: usize = 0;
const BACK: usize = 1;
const LEFT: usize = 2;
const RIGHT: usize = 3;

/// A meeting of aisle and cross-aisle, or a point in an aisle, with the steps from it not yet walked.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    next: [u32; 4],
    steps: [u8; 4],
    stop: Option<u32>,
}

/// The walk being put together, with memory that is kept from tour to tour.
#[derive(Clone, Debug, Default)]
pub(super) struct Walk {
    crosses: usize,
    first_point: usize,
    nodes: Vec<Node>,
    points: Vec<Point>,
    path: Vec<u32>,
    order: Vec<u32>,
}

impl Walk {
    pub(super) fn order(&self) -> &[u32] {
        &self.order
    }

    pub(super) fn clear(&mut self) {
        self.order.clear();
    }

    /// A walk of no steps on that many aisles and cross-aisles.
    pub(super) fn lay_out(&mut self, columns: usize, crosses: usize, points: &[Point]) {
        self.crosses = crosses;
        self.first_point = columns * crosses;
        self.points.clear();
        self.points.extend_from_slice(points);
        self.nodes.clear();
        self.nodes
            .resize(self.first_point + points.len(), Node::default());
        let nodes = self.nodes.iter_mut().skip(self.first_point);
        for (node, point) in nodes.zip(points) {
            if let What::Stop(number) = point.what {
                node.stop = Some(number);
            }
        }
    }

    fn link(&mut self, (from, to): (usize, usize), (way, back): (usize, usize), times: u8) {
        for (at, other, side) in [(from, to, way), (to, from, back)] {
            if let Some(node) = self.nodes.get_mut(at)
                && let Some(next) = node.next.get_mut(side)
                && let Some(steps) = node.steps.get_mut(side)
            {
                *next = u32::try_from(other).unwrap_or(u32::MAX);
                *steps = times;
            }
        }
    }

    /// Along a cross-aisle from a column to the next one.
    pub(super) fn along(&mut self, column: usize, cross: usize, times: u8) {
        let from = column * self.crosses + cross;
        self.link((from, from + self.crosses), (RIGHT, LEFT), times);
    }

    /// Through a block of a column.
    pub(super) fn block(&mut self, column: usize, block: usize, passage: &Passage, way: Way) {
        let front = column * self.crosses + block;
        let points = std::mem::take(&mut self.points);
        let range = passage.points();
        let inner = points.get(range.clone()).unwrap_or_default();
        let mut before = front;
        let first = self.first_point;
        let behind = range.map(|point| first + point).chain([front + 1]);
        for (next, times) in behind.zip(passage.times(inner, way)) {
            self.link((before, next), (BACK, FRONT), times);
            before = next;
        }
        self.points = points;
    }

    /// Into a dead end and back, or out of it, or into it.
    pub(super) fn dead_end(&mut self, column: usize, cross: usize, passage: &Passage, in_front: bool) {
        let end = column * self.crosses + cross;
        let sides = if in_front { (BACK, FRONT) } else { (FRONT, BACK) };
        let range = passage.points();
        let mut odd = false;
        // From the outermost point to the cross-aisle.
        for step in 0..range.len() {
            let (point, towards) = if in_front {
                (range.start + step, range.start + step + 1)
            } else {
                let point = range.end - 1 - step;
                (point, point.wrapping_sub(1))
            };
            let last = step + 1 == range.len();
            let what = self.points.get(point).map(|point| point.what);
            odd ^= matches!(what, Some(What::Start | What::End));
            let next = if last { end } else { self.first_point + towards };
            self.link((self.first_point + point, next), sides, if odd { 1 } else { 2 });
        }
    }

    /// Walks every step, from the start to the end, and notes the stops as they come.
    pub(super) fn go(&mut self) {
        self.order.clear();
        self.path.clear();
        // Found from the end: Hierholzer's walk comes out backwards.
        let ends = |what: What| matches!(what, What::Depot | What::End);
        let Some(last) = self.points.iter().position(|point| ends(point.what)) else {
            return;
        };
        self.path
            .push(u32::try_from(self.first_point + last).unwrap_or(0));
        while let Some(at) = self.path.last().and_then(|at| usize::try_from(*at).ok()) {
            if let Some((next, side)) = self.take_step(at) {
                let back = side ^ 1;
                let other = usize::try_from(next).ok().and_then(|n| self.nodes.get_mut(n));
                if let Some(steps) = other.and_then(|node| node.steps.get_mut(back)) {
                    *steps = steps.saturating_sub(1);
                }
                self.path.push(next);
            } else {
                self.path.pop();
                let stop = self.nodes.get_mut(at).and_then(|node| node.stop.take());
                self.order.extend(stop);
            }
        }
    }

    fn take_step(&mut self, at: usize) -> Option<(u32, usize)> {
        let node = self.nodes.get_mut(at)?;
        let side = node.steps.iter().position(|steps| *steps > 0)?;
        *node.steps.get_mut(side)? -= 1;
        Some((node.next.get(side).copied()?, side))
    }

    /// The order when everything lies in one aisle and the walk does not leave it.
    pub(super) fn straight(&mut self, stops: &[Spot], start: Spot, end: Spot) {
        self.order.clear();
        let split = stops.partition_point(|spot| spot.position < start.position);
        let numbers = 0..u32::try_from(stops.len()).unwrap_or(u32::MAX);
        let split = u32::try_from(split).unwrap_or(u32::MAX);
        // First away from the end, then past the start to the other side, and back.
        if start.position <= end.position {
            self.order.extend((numbers.start..split).rev());
            self.order.extend(split..numbers.end);
        } else {
            self.order.extend(split..numbers.end);
            self.order.extend((numbers.start..split).rev());
        }
    }
}
