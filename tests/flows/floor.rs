//! How long walks are: planned ones against every order of the places, on a floor that is measured square by square.
//!
//! The checker knows the building as a carpenter would: where aisles and cross-aisles are, in half metres. It shares
//! nothing with the planners, which see places with their coordinates and their turn in the pick sequence alone.

use fastrand::Rng;
use pickface::domain::floor::Passage;
use pickface::domain::ids::PlaceId;
use pickface::domain::places::{Place, PlaceKind};
use pickface::domain::warehouse::Row;
use pickface::domain::{Event, Warehouse};
use pickface::plan::travel::Walker;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

const HALF: i32 = 500;

/// A square of half a metre of the floor.
type Square = (i32, i32);

/// A building: two-sided aisles in blocks, cross-aisles of 3 m before, between and behind them, and benches.
struct Building {
    w: Warehouse,
    floor: BTreeSet<Square>,
    /// Where one stands at each place.
    at: BTreeMap<PlaceId, Square>,
    benches: Vec<PlaceId>,
    bins: Vec<PlaceId>,
    /// By aisle: its bins, from the front on.
    aisles: Vec<Vec<PlaceId>>,
    /// Steps from square to square that nobody may take.
    barred: BTreeSet<(Square, Square)>,
}

const CROSS_MM: i32 = 3_000;
const PITCH_MM: i32 = 4_000;
const REACH_MM: i32 = 1_000;

impl Building {
    fn new(dice: &mut Rng) -> Building {
        let (aisles, blocks, bays) = (dice.i32(1..=4), dice.i32(1..=3), dice.i32(2..=4));
        let bay_mm = 1_000;
        let block_mm = bays * bay_mm;
        let mut building = Building {
            w: Warehouse::default(),
            floor: BTreeSet::new(),
            at: BTreeMap::new(),
            benches: Vec::new(),
            bins: Vec::new(),
            aisles: Vec::new(),
            barred: BTreeSet::new(),
        };
        // The front cross-aisle's centre lies at 0.
        let depth = blocks * (block_mm + CROSS_MM);
        for aisle in 0..aisles {
            let x = aisle * PITCH_MM;
            let mut rows: Vec<i32> = (0..blocks)
                .flat_map(|block| {
                    let front = CROSS_MM / 2 + block * (block_mm + CROSS_MM);
                    (0..bays).map(move |bay| front + bay * bay_mm + bay_mm / 2)
                })
                .collect();
            if aisle % 2 == 1 {
                rows.reverse();
            }
            let mut own = Vec::new();
            for y in rows {
                for side in [-REACH_MM, REACH_MM] {
                    own.push(building.add(PlaceKind::PickFace, (x + side, y), (x, y)));
                }
            }
            own.sort_by_key(|id| building.at[id]);
            building.aisles.push(own);
            building.pave((x, 0), (x, depth));
        }
        let right = (aisles - 1) * PITCH_MM;
        let crosses: Vec<i32> = (0..=blocks).map(|block| block * (block_mm + CROSS_MM)).collect();
        for y in &crosses {
            building.pave((0, *y), (right, *y));
        }
        while building.benches.is_empty() || (building.benches.len() < 3 && dice.bool()) {
            building.bench(dice, right, &crosses);
        }
        building
    }

    /// A bench before the front cross-aisle, behind the back one, in an aisle, or beside all of them.
    fn bench(&mut self, dice: &mut Rng, right: i32, crosses: &[i32]) {
        let depth = *crosses.last().unwrap();
        let x = dice.i32(0..=right / 1_000) * 1_000;
        let y = dice.i32(0..=depth / 1_000) * 1_000;
        let (x, y) = match dice.u8(0..4) {
            0 => (x, -3_000),
            1 => (x, depth + 2_000),
            2 => (x / PITCH_MM * PITCH_MM, y),
            _ => (right + 4_000, y),
        };
        if self
            .benches
            .iter()
            .any(|bench| self.at[bench] == (x / HALF, y / HALF))
        {
            return;
        }
        let bench = self.add(PlaceKind::Bench, (x, y), (x, y));
        self.benches.push(bench);
        if y < 0 {
            self.pave((x, y), (x, 0));
        } else if y > depth {
            self.pave((x, depth), (x, y));
        } else if x > right {
            // Open floor beside the aisles, to which every cross-aisle leads.
            self.pave((x, 0), (x, depth));
            for y in crosses {
                self.pave((right, *y), (x, *y));
            }
        }
    }

    fn pave(&mut self, from: (i32, i32), to: (i32, i32)) {
        for x in from.0 / HALF..=to.0 / HALF {
            self.floor.extend((from.1 / HALF..=to.1 / HALF).map(|y| (x, y)));
        }
    }

    fn add(&mut self, kind: PlaceKind, at: (i32, i32), stands: (i32, i32)) -> PlaceId {
        let number = u32::try_from(self.w.places.len()).unwrap() + 1;
        let id = PlaceId(u64::from(number));
        let place = Place {
            id,
            code: format!("P-{number}").as_str().into(),
            kind,
            x_mm: at.0,
            y_mm: at.1,
            level: 1,
            sequence: number,
            ..Place::default()
        };
        self.w.put_row(Row::Place(Arc::new(place)));
        self.at.insert(id, (stands.0 / HALF, stands.1 / HALF));
        if kind == PlaceKind::PickFace {
            self.bins.push(id);
        }
        id
    }

    /// An aisle between two of its bins becomes one-way, or is closed.
    fn restrict(&mut self, dice: &mut Rng) {
        let aisle = dice.usize(0..self.aisles.len());
        let own = self.aisles[aisle].clone();
        let (from, to) = (own[dice.usize(0..own.len())], own[dice.usize(0..own.len())]);
        let (a, b) = (self.at[&from], self.at[&to]);
        if a == b {
            return;
        }
        let passage = if dice.bool() {
            Passage::OneWay
        } else {
            Passage::Closed
        };
        let set = pickface::domain::floor::PassageSet {
            from,
            to,
            passage: Some(passage),
        };
        self.w.evolve(&Event::from(set));
        for y in a.1.min(b.1)..a.1.max(b.1) {
            let (low, high) = ((a.0, y), (a.0, y + 1));
            if passage == Passage::Closed || a.1 > b.1 {
                self.barred.insert((low, high));
            }
            if passage == Passage::Closed || a.1 < b.1 {
                self.barred.insert((high, low));
            }
        }
    }

    /// Millimetres from a place to every other one, walked square by square.
    fn from(&self, place: PlaceId) -> BTreeMap<PlaceId, i64> {
        let mut steps = BTreeMap::from([(self.at[&place], 0_i64)]);
        let mut open = VecDeque::from([self.at[&place]]);
        while let Some((x, y)) = open.pop_front() {
            let here = steps[&(x, y)];
            for next in [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)] {
                if self.floor.contains(&next)
                    && !self.barred.contains(&((x, y), next))
                    && !steps.contains_key(&next)
                {
                    steps.insert(next, here + 1);
                    open.push_back(next);
                }
            }
        }
        let length = |at: &Square| steps.get(at).map(|steps| steps * i64::from(HALF));
        self.at
            .iter()
            .filter_map(|(place, at)| Some((*place, length(at)?)))
            .collect()
    }

    fn walks(&self) -> Lengths {
        Lengths(self.at.keys().map(|place| (*place, self.from(*place))).collect())
    }
}

struct Lengths(BTreeMap<PlaceId, BTreeMap<PlaceId, i64>>);

impl Lengths {
    fn way(&self, a: PlaceId, b: PlaceId) -> Option<i64> {
        self.0[&a].get(&b).copied()
    }

    /// The walk through places as they come.
    fn along(&self, stops: impl IntoIterator<Item = PlaceId>) -> Option<i64> {
        let stops: Vec<PlaceId> = stops.into_iter().collect();
        stops.windows(2).map(|pair| self.way(pair[0], pair[1])).sum()
    }

    /// The shortest walk from one place through others to a third, by trying every order.
    fn shortest(&self, from: PlaceId, left: &mut Vec<PlaceId>, to: PlaceId) -> Option<i64> {
        if left.is_empty() {
            return self.way(from, to);
        }
        let mut best = None;
        for i in 0..left.len() {
            let next = left.remove(i);
            let rest = self.shortest(next, left, to);
            left.insert(i, next);
            let length = self.way(from, next).zip(rest).map(|(way, rest)| way + rest);
            best = best.into_iter().chain(length).min();
        }
        best
    }

    fn round(&self, benches: &[PlaceId], stops: &[PlaceId]) -> Option<i64> {
        let rounds = benches
            .iter()
            .map(|bench| self.shortest(*bench, &mut stops.to_vec(), *bench));
        rounds.flatten().min()
    }
}

fn some_bins(building: &Building, dice: &mut Rng, most: usize) -> Vec<PlaceId> {
    let mut bins = building.bins.clone();
    dice.shuffle(&mut bins);
    bins.truncate(dice.usize(1..=most));
    bins.sort_unstable();
    bins
}

#[test]
fn walks_are_as_long_as_the_shortest_of_all_orders_measured_on_the_floor() {
    for seed in 0..60 {
        let mut dice = Rng::with_seed(seed);
        let building = Building::new(&mut dice);
        let lengths = building.walks();
        let mut walker = Walker::of(&building.w);
        assert_eq!(walker.unreachable(), [], "{seed}");
        let stops = some_bins(&building, &mut dice, 5);
        let walk = walker.round(stops.iter().copied());
        assert_eq!(
            Some(walk.mm),
            lengths.round(&building.benches, &stops),
            "{seed}: {stops:?}"
        );
        // The places as they are told come to that length.
        let told =
            |bench: &PlaceId| lengths.along([*bench].into_iter().chain(walk.places.clone()).chain([*bench]));
        assert_eq!(
            building.benches.iter().filter_map(told).min(),
            Some(walk.mm),
            "{seed}"
        );
        // Never less than there and back to the farthest place, never more than in the pick sequence.
        let sequence =
            |bench: &PlaceId| lengths.along([*bench].into_iter().chain(stops.clone()).chain([*bench]));
        assert!(
            Some(walk.mm) <= building.benches.iter().filter_map(sequence).min(),
            "{seed}"
        );
        let nearest = |stop: &PlaceId| {
            building
                .benches
                .iter()
                .filter_map(|bench| lengths.way(*bench, *stop))
                .min()
        };
        assert!(
            walk.mm >= 2 * stops.iter().filter_map(nearest).max().unwrap(),
            "{seed}"
        );

        let from = building.bins[dice.usize(0..building.bins.len())];
        let rest = walker.onward(from, stops.iter().map(|stop| (*stop, 0))).unwrap();
        let ends = building.benches.iter();
        let expected = ends
            .filter_map(|bench| lengths.shortest(from, &mut stops.clone(), *bench))
            .min();
        assert_eq!(Some(rest.mm), expected, "{seed}: from {from:?} {stops:?}");
    }
}

#[test]
fn one_way_and_closed_aisles_are_walked_round_and_what_they_cut_off_is_named() {
    let mut cut_off = 0;
    for seed in 0..60 {
        let mut dice = Rng::with_seed(seed);
        let mut building = Building::new(&mut dice);
        building.restrict(&mut dice);
        building.restrict(&mut dice);
        let lengths = building.walks();
        let mut walker = Walker::of(&building.w);
        let both_ways = |a: PlaceId, b: PlaceId| lengths.way(a, b).is_some() && lengths.way(b, a).is_some();
        let serves = |bench: PlaceId| {
            building
                .at
                .keys()
                .copied()
                .filter(|place| both_ways(bench, *place))
                .collect()
        };
        // Where the floor falls apart, the part in which a bench serves most is walked.
        let parts: BTreeSet<Vec<PlaceId>> = building.benches.iter().map(|bench| serves(*bench)).collect();
        let most = parts.iter().map(Vec::len).max().unwrap();
        let mut largest = parts.iter().filter(|part| part.len() == most);
        let (Some(part), None) = (largest.next(), largest.next()) else {
            continue;
        };
        let benches: Vec<PlaceId> = building
            .benches
            .iter()
            .copied()
            .filter(|bench| part.contains(bench))
            .collect();
        let lost: Vec<PlaceId> = building
            .at
            .keys()
            .copied()
            .filter(|place| !part.contains(place))
            .collect();
        assert_eq!(walker.unreachable(), lost, "{seed}");
        cut_off += lost.len();
        let mut stops = some_bins(&building, &mut dice, 5);
        stops.retain(|bin| !lost.contains(bin));
        if let Some(expected) = lengths.round(&benches, &stops)
            && !stops.is_empty()
        {
            let walk = walker.round(stops.iter().copied());
            assert_eq!(walk.mm, expected, "{seed}: {stops:?}");
            assert_eq!(walk.bound_mm, walk.mm, "{seed}: few stops are exact");
        }
    }
    assert!(cut_off > 0, "closed stretches should have cut something off");
}
