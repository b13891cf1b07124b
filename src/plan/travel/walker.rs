//! Walks through the warehouse's own places.

use super::drawing::{Layout, Problem, Site};
use super::network::FloorMap;
use super::ways::Ways;
use crate::domain::Warehouse;
use crate::domain::ids::PlaceId;
use crate::domain::places::PlaceKind;
use crate::plan::route::local::{Matrix, NO_WAY, quick, search};
use crate::plan::route::{Grid, Spot, Tours};
use crate::plan::watch::Rounds;
use std::collections::{BTreeMap, BTreeSet};

/// Rounds of the search where tours are not planned exactly.
const ROUNDS: Rounds = Rounds(60);

/// A walk that was planned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// Its length in millimetres, without places that cannot be walked to.
    pub mm: i64,
    /// No walk is shorter than this; as long as the walk where it is proved to be the shortest.
    pub bound_mm: i64,
    /// The places in walking order. Places that cannot be walked to are at its end.
    pub places: Vec<PlaceId>,
}

/// Aisles as they are, or a network where they are not all open both ways.
#[derive(Clone, Debug)]
enum Ground {
    Blocks {
        grid: Grid,
        /// None where there are more cross-aisles than tours are planned exactly on.
        tours: Option<Box<Tours>>,
        /// By standpoint, ascending.
        spots: Vec<Spot>,
    },
    Ways(Box<Ways>),
}

/// Plans walks on the warehouse's own floor.
#[derive(Clone, Debug)]
pub struct Walker {
    layout: Layout,
    ground: Ground,
    /// Where each place is reached, by its standpoint's number. Places of one bay share one.
    stands: BTreeMap<PlaceId, u32>,
    /// Places that cannot be walked to.
    unreachable: Vec<PlaceId>,
    /// Where walks start and end: standpoints.
    depots: Vec<u32>,
    spots: Vec<Spot>,
}

impl Walker {
    /// For the warehouse's places as they are now: walks start and end at benches, or where there are none at staging
    /// lanes, or else at docks.
    #[must_use]
    pub fn of(w: &Warehouse) -> Walker {
        let layout = Layout::of(w.places.values().map(|place| Site::from(place.as_ref())));
        let of_kind = |kind: PlaceKind| -> Vec<PlaceId> {
            let places = w.places.values().filter(|place| place.kind == kind);
            places.map(|place| place.id).collect()
        };
        let kinds = [PlaceKind::Bench, PlaceKind::Staging, PlaceKind::Dock];
        let depots = kinds.into_iter().map(of_kind).find(|places| !places.is_empty());
        let depots = depots.unwrap_or_default();
        let map = w.floor.map.as_ref();
        let map = map.and_then(|map| FloorMap::read(&map.squares, i32::try_from(map.square_mm).ok()?));
        if let Some(map) = map {
            let (ways, stands) = Ways::of_map(w, &map);
            let all = w.places.values().map(|place| place.id);
            Walker::on_ways(layout, ways, stands, all, &depots)
        } else if w.floor.stretches.is_empty() {
            Walker::on(layout, &depots)
        } else {
            let (ways, stands) = Ways::of_aisles(w, &layout);
            let all = w.places.values().map(|place| place.id);
            Walker::on_ways(layout, ways, stands, all, &depots)
        }
    }

    /// On a layout, with the places where walks start and end.
    #[must_use]
    pub fn on(layout: Layout, depots: &[PlaceId]) -> Walker {
        let spots: BTreeSet<Spot> = layout.spots.values().copied().collect();
        let spots: Vec<Spot> = spots.into_iter().collect();
        let stand = |spot: &Spot| u32::try_from(spots.binary_search(spot).ok()?).ok();
        let stands = layout.spots.iter();
        let stands = stands.filter_map(|(place, spot)| Some((*place, stand(spot)?)));
        let stands: BTreeMap<PlaceId, u32> = stands.collect();
        let named = layout.problems.iter();
        let unreachable = named.map(|Problem::InNoAisle(place)| *place).collect();
        let ground = Ground::Blocks {
            grid: layout.grid.clone(),
            tours: Tours::new(layout.grid.clone()).map(Box::new),
            spots,
        };
        Walker {
            depots: standpoints(&stands, depots),
            layout,
            ground,
            stands,
            unreachable,
            spots: Vec::new(),
        }
    }

    fn on_ways(
        layout: Layout,
        ways: Ways,
        mut stands: BTreeMap<PlaceId, u32>,
        all: impl Iterator<Item = PlaceId>,
        depots: &[PlaceId],
    ) -> Walker {
        let mut depots = standpoints(&stands, depots);
        // Of several parts of a floor without a way between them, the one where a depot serves most is walked.
        let every: BTreeSet<u32> = stands.values().copied().collect();
        let first = every.first().copied().filter(|_| depots.is_empty());
        let cut_off = |depot: u32| ways.cut_off(depot, &every);
        let lost = depots.iter().copied().chain(first).map(cut_off);
        let lost = lost.min_by_key(BTreeSet::len).unwrap_or_default();
        stands.retain(|_, stand| !lost.contains(stand));
        depots.retain(|depot| !lost.contains(depot));
        Walker {
            layout,
            ground: Ground::Ways(Box::new(ways)),
            unreachable: all.filter(|place| !stands.contains_key(place)).collect(),
            stands,
            depots,
            spots: Vec::new(),
        }
    }

    /// The layout that the places' coordinates tell.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Whether walks without turns are planned exactly: where all aisles are open both ways, and not too many cross-aisles.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        matches!(self.ground, Ground::Blocks { tours: Some(_), .. })
    }

    /// Places that cannot be walked to, or from which there is no way back.
    #[must_use]
    pub fn unreachable(&self) -> &[PlaceId] {
        &self.unreachable
    }

    /// The standpoint of a place: places of one bay share one. `None` when it cannot be walked to.
    #[must_use]
    pub fn stand(&self, place: PlaceId) -> Option<u32> {
        self.stands.get(&place).copied()
    }

    /// The shortest walk between two places, in millimetres; `None` when one of them cannot be walked to.
    pub fn distance(&mut self, a: PlaceId, b: PlaceId) -> Option<i64> {
        let (a, b) = (self.stand(a)?, self.stand(b)?);
        Some(self.way(a, b)).filter(|way| *way < NO_WAY)
    }

    /// The shortest walk through places, from the depot that lies best for them and back to it.
    pub fn round(&mut self, places: impl IntoIterator<Item = PlaceId>) -> Walk {
        self.round_in_turns(places.into_iter().map(|place| (place, 0)))
    }

    /// The same where places have turns: all those with a lower one come before any with a higher one.
    pub fn round_in_turns(&mut self, places: impl IntoIterator<Item = (PlaceId, u8)>) -> Walk {
        let stops = Stops::of(&self.stands, places);
        let Some(first) = stops.stands.first().copied() else {
            return stops.walk((0, 0), &[]);
        };
        // Without a depot, a walk starts and ends at its first place.
        let depots = if self.depots.is_empty() {
            vec![first]
        } else {
            self.depots.clone()
        };
        let mut best: Option<Found> = None;
        for depot in depots {
            let there_and_back = stops
                .stands
                .iter()
                .map(|stand| self.way(depot, *stand) + self.way(*stand, depot));
            let farthest = there_and_back.max().unwrap_or(0);
            if best.as_ref().is_none_or(|best| farthest < best.mm) {
                let found = self.plan(&stops, depot, depot);
                let bound = best
                    .as_ref()
                    .map_or(found.bound, |best| best.bound.min(found.bound));
                if best.as_ref().is_none_or(|best| found.mm < best.mm) {
                    best = Some(Found { bound, ..found });
                } else if let Some(best) = &mut best {
                    best.bound = bound;
                }
            }
        }
        let best = best.unwrap_or_default();
        stops.walk((best.mm, best.bound), &best.order)
    }

    /// The shortest walk through places from where somebody stands, to the depot that lies best for that. `None` when
    /// that place cannot be walked from.
    pub fn onward(&mut self, from: PlaceId, places: impl IntoIterator<Item = (PlaceId, u8)>) -> Option<Walk> {
        let start = self.stand(from)?;
        let stops = Stops::of(&self.stands, places);
        let depots = if self.depots.is_empty() {
            vec![start]
        } else {
            self.depots.clone()
        };
        let plans: Vec<Found> = depots
            .iter()
            .map(|depot| self.plan(&stops, start, *depot))
            .collect();
        let bound = plans.iter().map(|plan| plan.bound).min()?;
        let best = plans.into_iter().min_by_key(|plan| plan.mm)?;
        Some(stops.walk((best.mm, bound), &best.order))
    }

    /// Length of the walk through places in the order given, from the depot that lies best for that and back to it.
    /// Places that cannot be walked to are left out.
    pub fn length(&mut self, places: &[PlaceId]) -> i64 {
        let stands: Vec<u32> = places.iter().filter_map(|place| self.stand(*place)).collect();
        let (Some(first), Some(last)) = (stands.first().copied(), stands.last().copied()) else {
            return 0;
        };
        let between: i64 = stands
            .iter()
            .zip(stands.iter().skip(1))
            .map(|(a, b)| self.way(*a, *b))
            .sum();
        let without = self.way(last, first);
        let depots = self.depots.clone();
        let ends = depots
            .iter()
            .map(|depot| self.way(*depot, first) + self.way(last, *depot));
        between + ends.min().unwrap_or(without)
    }

    /// Length of a short walk through standpoints, for searches that ask often: from the depot that lies least beside
    /// them, and back to it. `stands` have to be ascending.
    pub fn quick(&mut self, stands: &[u32]) -> i64 {
        let Some(first) = stands.first().copied() else {
            return 0;
        };
        let depot = self.near_depot(stands).unwrap_or(first);
        if let Ground::Blocks {
            tours: Some(tours),
            spots,
            ..
        } = &mut self.ground
        {
            let spot = |stand: u32| usize::try_from(stand).ok().and_then(|n| spots.get(n)).copied();
            self.spots.clear();
            self.spots.extend(stands.iter().filter_map(|stand| spot(*stand)));
            let depot = spot(depot).unwrap_or_default();
            return i64::from(tours.plan(&self.spots, depot, depot));
        }
        let matrix = self.matrix(stands, depot, depot);
        quick(&matrix)
    }

    /// The depot that lies least beside these standpoints.
    fn near_depot(&mut self, stands: &[u32]) -> Option<u32> {
        if self.depots.len() < 2 {
            return self.depots.first().copied();
        }
        if let Ground::Blocks { grid, spots, .. } = &self.ground {
            let spot = |stand: u32| usize::try_from(stand).ok().and_then(|n| spots.get(n)).copied();
            let x = |spot: Spot| grid.aisles.get(spot.aisle).copied().unwrap_or(0);
            // Standpoints ascend by aisle.
            let (first, last) = (spot(*stands.first()?)?, spot(*stands.last()?)?);
            let beside = |depot: &u32| {
                let spot = spot(*depot).unwrap_or_default();
                let off = grid
                    .crosses
                    .iter()
                    .map(|cross| (cross - spot.position).abs())
                    .min();
                (x(first) - x(spot)).max(x(spot) - x(last)).max(0) + off.unwrap_or(0)
            };
            return self.depots.iter().copied().min_by_key(beside);
        }
        let middle = stands.get(stands.len() / 2).copied()?;
        let depots = self.depots.clone();
        depots
            .into_iter()
            .min_by_key(|depot| self.way(*depot, middle) + self.way(middle, *depot))
    }

    /// How far it is from a standpoint to another.
    fn way(&mut self, from: u32, to: u32) -> i64 {
        match &mut self.ground {
            Ground::Blocks { grid, spots, .. } => {
                let spot = |stand: u32| usize::try_from(stand).ok().and_then(|n| spots.get(n)).copied();
                let ends = spot(from).zip(spot(to));
                ends.map_or(NO_WAY, |(from, to)| i64::from(grid.distance(from, to)))
            }
            Ground::Ways(ways) => ways.distance(from, to).map_or(NO_WAY, i64::from),
        }
    }

    fn matrix(&mut self, stands: &[u32], start: u32, end: u32) -> Matrix {
        let stand = |number: usize| match number {
            0 => start,
            _ => stands.get(number - 1).copied().unwrap_or(end),
        };
        Matrix::of(stands.len(), |a, b| self.way(stand(a), stand(b)))
    }

    /// Plans a walk. The order given stays where it is as short, so that nobody is sent another way for nothing.
    fn plan(&mut self, stops: &Stops, start: u32, end: u32) -> Found {
        let found = self.shortest(stops, start, end);
        let given = [start]
            .into_iter()
            .chain(stops.given.iter().filter_map(|n| stops.stands.get(*n)).copied());
        let given: Vec<u32> = given.chain([end]).collect();
        let mm: i64 = given
            .iter()
            .zip(given.iter().skip(1))
            .map(|(a, b)| self.way(*a, *b))
            .sum();
        if mm <= found.mm && stops.is_given_in_turn() {
            return Found {
                mm,
                order: stops.given.clone(),
                ..found
            };
        }
        found
    }

    fn shortest(&mut self, stops: &Stops, start: u32, end: u32) -> Found {
        if stops.is_free()
            && let Ground::Blocks {
                tours: Some(tours),
                spots,
                ..
            } = &mut self.ground
        {
            let spot = |stand: u32| usize::try_from(stand).ok().and_then(|n| spots.get(n)).copied();
            self.spots.clear();
            self.spots
                .extend(stops.stands.iter().filter_map(|stand| spot(*stand)));
            let (start, end) = (spot(start).unwrap_or_default(), spot(end).unwrap_or_default());
            let mm = i64::from(tours.plan(&self.spots, start, end));
            let order = tours
                .order()
                .iter()
                .filter_map(|number| usize::try_from(*number).ok());
            return Found {
                mm,
                bound: mm,
                order: order.collect(),
            };
        }
        let matrix = self.matrix(&stops.stands, start, end);
        let found = search(&matrix, &stops.turns, 1, &mut ROUNDS.clone());
        Found {
            mm: found.length,
            bound: found.bound,
            order: found.order,
        }
    }
}

fn standpoints(stands: &BTreeMap<PlaceId, u32>, places: &[PlaceId]) -> Vec<u32> {
    let all: BTreeSet<u32> = places
        .iter()
        .filter_map(|place| stands.get(place).copied())
        .collect();
    all.into_iter().collect()
}

/// A tour through stops, by their numbers.
#[derive(Clone, Debug, Default)]
struct Found {
    mm: i64,
    bound: i64,
    order: Vec<usize>,
}

/// Where a walk has to stop: standpoints, ascending, each with its turn and the places that are reached from it.
#[derive(Debug, Default)]
struct Stops {
    stands: Vec<u32>,
    turns: Vec<u8>,
    places: Vec<Vec<PlaceId>>,
    /// The stops in the order in which their places were given.
    given: Vec<usize>,
    /// Places that cannot be walked to.
    stray: Vec<PlaceId>,
}

impl Stops {
    fn of(stands: &BTreeMap<PlaceId, u32>, places: impl IntoIterator<Item = (PlaceId, u8)>) -> Stops {
        let mut stops = Stops::default();
        let mut known: BTreeMap<(u32, u8), (usize, Vec<PlaceId>)> = BTreeMap::new();
        for (at, (place, turn)) in places.into_iter().enumerate() {
            match stands.get(&place) {
                Some(stand) => {
                    let (_, here) = known.entry((*stand, turn)).or_insert((at, Vec::new()));
                    if !here.contains(&place) {
                        here.push(place);
                    }
                }
                None => stops.stray.push(place),
            }
        }
        let mut given: Vec<(usize, usize)> = Vec::new();
        for (number, ((stand, turn), (at, places))) in known.into_iter().enumerate() {
            stops.stands.push(stand);
            stops.turns.push(turn);
            stops.places.push(places);
            given.push((at, number));
        }
        given.sort_unstable();
        stops.given = given.into_iter().map(|(_, number)| number).collect();
        stops
    }

    /// Whether all have one turn.
    fn is_free(&self) -> bool {
        self.turns.iter().all(|turn| Some(turn) == self.turns.first())
    }

    fn is_given_in_turn(&self) -> bool {
        let turns = self.given.iter().map(|stop| self.turns.get(*stop));
        turns.is_sorted()
    }

    fn walk(self, (mm, bound_mm): (i64, i64), order: &[usize]) -> Walk {
        let stop = |number: &usize| self.places.get(*number).map(Vec::as_slice).unwrap_or_default();
        let places = order.iter().flat_map(stop).chain(&self.stray).copied();
        Walk {
            mm,
            bound_mm,
            places: places.collect(),
        }
    }
}

#[cfg(test)]
mod tests;
