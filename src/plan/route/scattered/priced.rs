//! The shortest tour when every place visited is paid for: the bound of the search for scattered storage.
//!
//! The same dynamic programme as in [`one_block`](super::super::one_block), in which an aisle may also be left out or
//! entered less far than to its last place, wherever what is paid for the rest is less than the way.

use super::Supply;
use crate::plan::route::OneBlock;

const NEVER: f64 = 1e15;

/// What is decided about a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Rule {
    /// Nothing.
    #[default]
    Free,
    /// It is visited.
    Visit,
    /// It is not visited, or at least nothing is taken there.
    Leave,
}

/// How an aisle is walked: that many of its places from the front, and all from the second number on from the back.
#[derive(Clone, Copy, Debug, Default)]
struct Way {
    cost: f64,
    until: usize,
    from: usize,
}

impl Way {
    const NONE: Way = Way {
        cost: NEVER,
        until: 0,
        from: usize::MAX,
    };

    fn or(self, other: Way) -> Way {
        if other.cost < self.cost { other } else { self }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Ways {
    out: f64,
    pass: f64,
    front: Way,
    back: Way,
    both: Way,
}

/// Classes of partial tours: nothing yet; odd at both ends; at the back alone; at the front alone; even at both ends in
/// one piece; in two; over.
const EMPTY: usize = 0;
const ODD: usize = 1;
const BACK: usize = 2;
const FRONT: usize = 3;
const ONE: usize = 4;
const TWO: usize = 5;
const OVER: usize = 6;
const CLASSES: usize = 7;

/// What is done in an aisle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Deed {
    #[default]
    Out,
    Pass,
    Front,
    Back,
    Both,
}

#[derive(Clone, Debug)]
struct Column {
    distance: f64,
    depot: bool,
    /// The depot was met before or is met here: a tour may be over.
    may_end: bool,
    first: usize,
    last: usize,
    ways: Ways,
    trace: [(u8, Deed); CLASSES],
}

/// Prices tours in one block.
#[derive(Clone, Debug)]
pub(super) struct Priced {
    depth: f64,
    columns: Vec<Column>,
    positions: Vec<f64>,
}

impl Priced {
    /// For supplies that are sorted by aisle and position.
    pub(super) fn new(block: &OneBlock, supplies: &[Supply]) -> Priced {
        let mut columns: Vec<Column> = Vec::new();
        let mut at = 0;
        let mut before = 0;
        for aisle in 0..block.aisles {
            let rest = supplies.get(at..).unwrap_or_default();
            let count = rest.iter().take_while(|supply| supply.aisle == aisle).count();
            let depot = aisle == block.depot_aisle;
            if count == 0 && !depot {
                continue;
            }
            let steps = i32::try_from(aisle - before).unwrap_or(0);
            columns.push(Column {
                distance: f64::from(steps * block.aisle_pitch),
                depot,
                may_end: aisle >= block.depot_aisle,
                first: at,
                last: at + count,
                ways: Ways::default(),
                trace: [(0, Deed::Out); CLASSES],
            });
            before = aisle;
            at += count;
        }
        Priced {
            depth: f64::from(block.depth()),
            columns,
            positions: supplies.iter().map(|supply| f64::from(supply.position)).collect(),
        }
    }

    /// The least that a tour costs when each place visited takes its price off; `visited` is then what it visits.
    ///
    /// Prices and rules are one a supply. More than any length when the rules cannot be kept.
    pub(super) fn least(&mut self, prices: &[f64], rules: &[Rule], visited: &mut Vec<bool>) -> f64 {
        let mut costs = [NEVER; CLASSES];
        if let Some(empty) = costs.first_mut() {
            *empty = 0.0;
        }
        for column in &mut self.columns {
            let range = column.first..column.last;
            let positions = self.positions.get(range.clone()).unwrap_or_default();
            let prices = prices.get(range.clone()).unwrap_or_default();
            let rules = rules.get(range).unwrap_or_default();
            column.ways = ways(self.depth, positions, prices, rules);
            costs = column.step(costs, self.depth);
        }
        self.trace(visited);
        costs.get(OVER).copied().unwrap_or(NEVER)
    }

    fn trace(&self, visited: &mut Vec<bool>) {
        visited.clear();
        visited.resize(self.positions.len(), false);
        let mut class = OVER;
        for column in self.columns.iter().rev() {
            let mut at = column.trace.get(class).copied().unwrap_or_default();
            if class == OVER && usize::from(at.0) != OVER {
                // The tour was over at this column: in which class is noted in place of the one before.
                class = usize::from(at.0);
                at = column.trace.get(class).copied().unwrap_or_default();
            }
            let (until, from) = match at.1 {
                Deed::Out => (0, usize::MAX),
                Deed::Pass => (usize::MAX, 0),
                Deed::Front => (column.ways.front.until, usize::MAX),
                Deed::Back => (0, column.ways.back.from),
                Deed::Both => (column.ways.both.until, column.ways.both.from),
            };
            let places = visited.get_mut(column.first..column.last).unwrap_or_default();
            for (number, place) in places.iter_mut().enumerate() {
                *place = number < until || number >= from;
            }
            class = usize::from(at.0);
        }
    }
}

/// The cheapest ways through an aisle under its rules.
fn ways(depth: f64, positions: &[f64], prices: &[f64], rules: &[Rule]) -> Ways {
    let must = rules.contains(&Rule::Visit);
    let mut found = Ways {
        out: if must { NEVER } else { 0.0 },
        pass: depth,
        front: Way::NONE,
        back: Way::NONE,
        both: Way::NONE,
    };
    if !rules.contains(&Rule::Leave) {
        found.pass -= prices.iter().sum::<f64>();
    } else {
        found.pass = NEVER;
    }
    // From the back: all places from number `count - taken` on.
    let mut paid = 0.0;
    let last_must = rules.iter().rposition(|rule| *rule == Rule::Visit);
    let first_must = rules.iter().position(|rule| *rule == Rule::Visit);
    let places = positions.iter().zip(prices).zip(rules).enumerate();
    for (number, ((position, price), rule)) in places.clone().rev() {
        if *rule == Rule::Leave {
            break;
        }
        paid += price;
        let way = Way {
            cost: 2.0 * (depth - position) - paid,
            until: 0,
            from: number,
        };
        if first_must.is_none_or(|must| number <= must) {
            found.back = found.back.or(way);
        }
    }
    paid = 0.0;
    // The best of the ways in from the front that may be joined with one from the back beyond.
    let left: usize = rules
        .iter()
        .rposition(|rule| *rule == Rule::Leave)
        .map_or(0, |n| n + 1);
    let mut behind: f64 = prices.iter().sum();
    let mut joinable = Way {
        cost: 0.0,
        until: 0,
        from: usize::MAX,
    };
    let mut blocked = false;
    for (number, ((position, price), rule)) in places {
        // Taking from this place on from the back.
        if number >= left && joinable.cost < NEVER {
            let cost = joinable.cost + 2.0 * (depth - position) - behind;
            let way = Way {
                cost,
                until: joinable.until,
                from: number,
            };
            if number > 0 {
                found.both = found.both.or(way);
            }
        }
        behind -= price;
        if *rule == Rule::Visit {
            joinable = Way::NONE;
        }
        blocked |= *rule == Rule::Leave;
        if !blocked {
            paid += price;
            let way = Way {
                cost: 2.0 * position - paid,
                until: number + 1,
                from: usize::MAX,
            };
            joinable = joinable.or(way);
            if last_must.is_none_or(|must| number >= must) {
                found.front = found.front.or(way);
            }
        }
    }
    found
}

impl Column {
    fn step(&mut self, before: [f64; CLASSES], depth: f64) -> [f64; CLASSES] {
        let [empty, odd, back, front, one, two, over] = before;
        let there_and_back = 2.0 * self.distance;
        let ways = self.ways;
        let out = (ways.out, Deed::Out);
        let pass = (ways.pass, Deed::Pass);
        let in_front = (ways.front.cost, Deed::Front);
        let at_back = (ways.back.cost, Deed::Back);
        let both = (ways.both.cost, Deed::Both);
        let double = (ways.pass + depth, Deed::Pass);
        let least = lesser(lesser(out, in_front), lesser(at_back, both));
        let odd = odd + there_and_back;
        let (back, from_back) = pick((back, BACK), (one, ONE), there_and_back);
        let (front, from_front) = pick((front, FRONT), (one, ONE), there_and_back);
        let one = one + 2.0 * there_and_back;
        let two = two + 2.0 * there_and_back;
        let mut next = Next {
            costs: [NEVER; CLASSES],
            trace: [(0, Deed::Out); CLASSES],
        };
        if self.depot {
            next.offer(FRONT, empty, EMPTY, lesser(out, in_front));
            next.offer(TWO, empty, EMPTY, lesser(at_back, both));
            next.offer(TWO, back, from_back, least);
        } else {
            next.offer(EMPTY, empty, EMPTY, out);
            next.offer(FRONT, empty, EMPTY, in_front);
            next.offer(BACK, empty, EMPTY, at_back);
            next.offer(TWO, empty, EMPTY, both);
            next.offer(BACK, back, from_back, lesser(out, at_back));
            next.offer(TWO, back, from_back, lesser(in_front, both));
            next.offer(OVER, over, OVER, out);
        }
        next.offer(ODD, empty, EMPTY, pass);
        next.offer(ONE, empty, EMPTY, double);
        next.offer(ODD, odd, ODD, least);
        next.offer(ONE, odd, ODD, pass);
        next.offer(FRONT, front, from_front, lesser(out, in_front));
        next.offer(TWO, front, from_front, lesser(at_back, both));
        next.offer(TWO, two, TWO, least);
        next.offer(ONE, one, ONE, least);
        for (cost, from) in [(back, from_back), (front, from_front), (one, ONE), (two, TWO)] {
            next.offer(ODD, cost, from, pass);
            next.offer(ONE, cost, from, double);
        }
        if self.may_end {
            // In which class it ends is noted.
            let [_, _, back, front, one, _, _] = next.costs;
            for (cost, class) in [(back, BACK), (front, FRONT), (one, ONE)] {
                next.offer(OVER, cost, class, (0.0, Deed::Out));
            }
        }
        self.trace = next.trace;
        next.costs
    }
}

struct Next {
    costs: [f64; CLASSES],
    trace: [(u8, Deed); CLASSES],
}

impl Next {
    fn offer(&mut self, to: usize, before: f64, from: usize, (cost, deed): (f64, Deed)) {
        let cost = before + cost;
        if let (Some(slot), Some(trace)) = (self.costs.get_mut(to), self.trace.get_mut(to))
            && cost < *slot
        {
            *slot = cost;
            *trace = (u8::try_from(from).unwrap_or(0), deed);
        }
    }
}

fn lesser(a: (f64, Deed), b: (f64, Deed)) -> (f64, Deed) {
    if b.0 < a.0 { b } else { a }
}

fn pick(a: (f64, usize), b: (f64, usize), more: f64) -> (f64, usize) {
    if b.0 < a.0 {
        (b.0 + more, b.1)
    } else {
        (a.0 + more, a.1)
    }
}
