//! One stretch of aisle between two cross-aisles, or beyond the last one: the ways of fetching all that lies in it.

use super::classes::{Deed, End};

/// No segment is left out.
const WHOLE: u16 = u16::MAX;

/// Something in an aisle that the tour has to come to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    /// Where along the aisle.
    pub(super) position: i32,
    /// What.
    pub(super) what: What,
}

/// What a point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A stop, by its number.
    Stop(u32),
    /// Where the tour starts and ends.
    Depot,
    /// Where it starts, and does not end.
    Start,
    /// Where it ends, and did not start.
    End,
}

impl Point {
    pub(super) fn stop(position: i32, number: u32) -> Point {
        Point {
            position,
            what: What::Stop(number),
        }
    }

    pub(super) fn terminal(position: i32, at_end: bool, open: bool) -> Point {
        let what = match (open, at_end) {
            (false, _) => What::Depot,
            (true, false) => What::Start,
            (true, true) => What::End,
        };
        Point { position, what }
    }

    /// Whether an odd number of steps meets here.
    fn turns(self) -> bool {
        matches!(self.what, What::Start | What::End)
    }
}

/// One way through a passage: every segment between neighbouring points is walked once or twice, and one of those
/// walked twice may be left out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    /// What it does at the ends, by the deed's number.
    pub(super) deed: u8,
    /// Whether the first segment, from the front end on, is walked once.
    once: bool,
    /// The segment left out, or [`WHOLE`].
    out: u16,
    /// How long it is.
    pub(super) cost: i32,
}

/// The ways through one stretch of aisle, the cheapest of each deed.
#[derive(Clone, Debug, Default)]
pub(super) struct Passage {
    /// Its points' numbers among all of the tour's.
    first: usize,
    points: usize,
    turns: bool,
    ways: Vec<Way>,
    /// What a dead end does to its one end, when there is anything in it.
    dead_end: Option<(End, i32)>,
}

impl Passage {
    /// Finds the ways through the points, which are ascending, between a front and a back end. A dead end lacks one of
    /// them.
    pub(super) fn find(&mut self, points: (usize, &[Point]), front: Option<i32>, back: Option<i32>) {
        let (first, points) = points;
        self.first = first;
        self.points = points.len();
        self.turns = points.iter().any(|point| point.turns());
        self.ways.clear();
        self.dead_end = None;
        match (front, back) {
            (Some(front), Some(back)) if self.turns => self.with_terminals(points, front, back),
            (Some(front), Some(back)) => self.plain(points, front, back),
            (Some(from), None) => self.stub(points.iter(), from),
            (None, Some(from)) => self.stub(points.iter().rev(), from),
            (None, None) => {}
        }
    }

    /// The numbers of its points among all of the tour's.
    pub(super) fn points(&self) -> std::ops::Range<usize> {
        self.first..self.first + self.points
    }

    /// The ways through it, if it has two ends.
    pub(super) fn ways(&self) -> &[Way] {
        &self.ways
    }

    /// What it does to its one end, if it is a dead end with anything in it.
    pub(super) fn dead_end(&self) -> Option<(End, i32)> {
        self.dead_end
    }

    fn plain(&mut self, points: &[Point], front: i32, back: i32) {
        let depth = back - front;
        let mut add = |deed: u8, once: bool, out: usize, cost: i32| {
            let out = u16::try_from(out).unwrap_or(WHOLE);
            self.ways.push(Way {
                deed,
                once,
                out,
                cost,
            });
        };
        add(4, true, usize::MAX, depth);
        add(5, false, usize::MAX, 2 * depth);
        let (Some(first), Some(last)) = (points.first(), points.last()) else {
            add(0, false, 0, 0);
            return;
        };
        add(1, false, points.len(), 2 * (last.position - front));
        add(2, false, 0, 2 * (back - first.position));
        let gaps = points.iter().zip(points.iter().skip(1)).zip(1..);
        let widest = gaps
            .map(|((a, b), segment)| (b.position - a.position, segment))
            .max();
        if let Some((gap, segment)) = widest {
            add(3, false, segment, 2 * (depth - gap));
        }
    }

    /// Where the tour starts or ends inside, the steps before and behind that point differ by one.
    fn with_terminals(&mut self, points: &[Point], front: i32, back: i32) {
        let ends = || {
            let inner = points.iter().map(|point| point.position);
            std::iter::once(front).chain(inner).chain(std::iter::once(back))
        };
        for once in [false, true] {
            let times = || segment_times(points, once);
            let lengths = || ends().zip(ends().skip(1)).map(|(a, b)| b - a);
            let whole: i32 = lengths().zip(times()).map(|(length, times)| length * times).sum();
            let last = times().last().unwrap_or(0);
            let first = times().next().unwrap_or(0);
            self.offer(
                (first, last),
                true,
                Way {
                    deed: 0,
                    once,
                    out: WHOLE,
                    cost: whole,
                },
            );
            for (segment, (length, times)) in (0_u16..).zip(lengths().zip(times())) {
                if times == 2 {
                    let first = if segment == 0 { 0 } else { first };
                    let last = if usize::from(segment) == points.len() {
                        0
                    } else {
                        last
                    };
                    let way = Way {
                        deed: 0,
                        once,
                        out: segment,
                        cost: whole - 2 * length,
                    };
                    self.offer((first, last), false, way);
                }
            }
        }
    }

    fn offer(&mut self, (first, last): (i32, i32), joins: bool, mut way: Way) {
        let end = |times: i32| match times {
            0 => End::Free,
            1 => End::Turn,
            _ => End::Touch,
        };
        let deed = Deed {
            front: end(first),
            back: end(last),
            joins,
        };
        let Some(number) = deed.number().and_then(|n| u8::try_from(n).ok()) else {
            return;
        };
        way.deed = number;
        match self.ways.iter_mut().find(|known| known.deed == number) {
            Some(known) if known.cost <= way.cost => {}
            Some(known) => *known = way,
            None => self.ways.push(way),
        }
    }

    fn stub<'a>(&mut self, outward: impl DoubleEndedIterator<Item = &'a Point>, from: i32) {
        let mut odd = false;
        let mut cost = 0;
        let mut outer: Option<i32> = None;
        for point in outward.rev() {
            if let Some(outer) = outer {
                cost += (outer - point.position).abs() * if odd { 1 } else { 2 };
            }
            odd ^= point.turns();
            outer = Some(point.position);
        }
        if let Some(outer) = outer {
            cost += (outer - from).abs() * if odd { 1 } else { 2 };
            self.dead_end = Some((if odd { End::Turn } else { End::Touch }, cost));
        }
    }

    /// How often each segment is walked on a way, from the front to the back; one more than there are points.
    pub(super) fn times<'a>(&self, points: &'a [Point], way: Way) -> impl Iterator<Item = u8> + 'a {
        let out = way.out;
        (0_u16..)
            .zip(segment_times(points, way.once))
            .map(move |(segment, times)| {
                if segment == out {
                    0
                } else {
                    u8::try_from(times).unwrap_or(0)
                }
            })
    }
}

/// How often the segments are walked when the first one is walked once, or twice.
fn segment_times(points: &[Point], once: bool) -> impl Iterator<Item = i32> {
    let rest = points.iter().scan(once, |once, point| {
        *once ^= point.turns();
        Some(*once)
    });
    std::iter::once(once)
        .chain(rest)
        .map(|once| if once { 1 } else { 2 })
}
