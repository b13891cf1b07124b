//! Floors that are walked as a network: aisles of which some are one-way or closed, and drawn maps.

use super::drawing::Layout;
use super::network::{FloorMap, NOWHERE, Network, index};
use crate::domain::Warehouse;
use crate::domain::floor::Passage;
use crate::domain::ids::PlaceId;
use std::collections::{BTreeMap, BTreeSet};

/// Lengths that are kept at most: some 64 MB.
const KEPT: usize = 16_000_000;

/// A network, where each place stands in it, and the lengths that were asked for.
#[derive(Clone, Debug)]
pub(super) struct Ways {
    network: Network,
    /// By standpoint: its point in the network.
    points: Vec<u32>,
    /// By standpoint: how far it is to every other one.
    rows: BTreeMap<u32, Vec<i32>>,
}

impl Ways {
    /// The aisles of a layout, with what is said of them; and each place's standpoint.
    pub(super) fn of_aisles(w: &Warehouse, layout: &Layout) -> (Ways, BTreeMap<PlaceId, u32>) {
        let mut nodes: BTreeSet<(usize, i32)> = layout
            .spots
            .values()
            .map(|spot| (spot.aisle, spot.position))
            .collect();
        let grid = &layout.grid;
        let meetings =
            (0..grid.aisles.len()).flat_map(|aisle| grid.crosses.iter().map(move |cross| (aisle, *cross)));
        nodes.extend(meetings);
        let nodes: Vec<(usize, i32)> = nodes.into_iter().collect();
        let number = |node: (usize, i32)| u32::try_from(nodes.binary_search(&node).ok()?).ok();
        let stretches = stretches(w, layout);
        let mut network = Network::of(nodes.len());
        for (before, after) in nodes.iter().zip(nodes.iter().skip(1)) {
            let (aisle, from, to) = (before.0, before.1, after.1);
            let first = grid.crosses.first().is_some_and(|cross| from >= *cross);
            let last = grid.crosses.last().is_some_and(|cross| to <= *cross);
            let is_way = after.0 == aisle && !(first && last && grid.dead_ends.binary_search(&aisle).is_ok());
            if let (true, Some(a), Some(b)) = (is_way, number(*before), number(*after)) {
                let told = stretches
                    .iter()
                    .filter(|stretch| stretch.aisle == aisle && stretch.covers(from, to));
                let may_go = |up: bool| told.clone().all(|stretch| stretch.allows(up));
                if may_go(true) {
                    network.one_way(a, b, to - from);
                }
                if may_go(false) {
                    network.one_way(b, a, to - from);
                }
            }
        }
        for (aisle, (x, next)) in grid.aisles.iter().zip(grid.aisles.iter().skip(1)).enumerate() {
            for cross in &grid.crosses {
                if let (Some(a), Some(b)) = (number((aisle, *cross)), number((aisle + 1, *cross))) {
                    network.both_ways(a, b, next - x);
                }
            }
        }
        let stand = layout.spots.iter();
        let stand = stand.filter_map(|(place, spot)| Some((*place, number((spot.aisle, spot.position))?)));
        Ways::with(network, stand)
    }

    /// A drawn map; none when it cannot be read.
    pub(super) fn of_map(w: &Warehouse, map: &FloorMap) -> (Ways, BTreeMap<PlaceId, u32>) {
        let places = w.places.values();
        let stand = places.filter_map(|place| Some((place.id, map.point_at(place.x_mm, place.y_mm)?)));
        Ways::with(map.network().clone(), stand)
    }

    fn with(network: Network, stand: impl Iterator<Item = (PlaceId, u32)>) -> (Ways, BTreeMap<PlaceId, u32>) {
        let stand: BTreeMap<PlaceId, u32> = stand.collect();
        let points: BTreeSet<u32> = stand.values().copied().collect();
        let points: Vec<u32> = points.into_iter().collect();
        let standpoint = |point: u32| u32::try_from(points.binary_search(&point).ok()?).ok();
        let stand = stand
            .into_iter()
            .filter_map(|(place, point)| Some((place, standpoint(point)?)));
        let stand = stand.collect();
        let rows = BTreeMap::new();
        let ways = Ways {
            network,
            points,
            rows,
        };
        (ways, stand)
    }

    /// How far it is from a standpoint to another; `None` when no way leads there.
    pub(super) fn distance(&mut self, from: u32, to: u32) -> Option<i32> {
        if !self.rows.contains_key(&from) {
            if self.rows.len().saturating_mul(self.points.len()) > KEPT {
                self.rows.clear();
            }
            let lengths = self.network.lengths(*self.points.get(index(from))?);
            let points = self.points.iter();
            let row = points.map(|point| lengths.get(index(*point)).copied().unwrap_or(NOWHERE));
            self.rows.insert(from, row.collect());
        }
        let length = self.rows.get(&from)?.get(index(to)).copied()?;
        (length < NOWHERE).then_some(length)
    }

    /// The standpoints of these that cannot be walked to from one, or from which there is no way back.
    pub(super) fn cut_off(&self, from: u32, stands: &BTreeSet<u32>) -> BTreeSet<u32> {
        let point = |stand: u32| self.points.get(index(stand)).copied();
        let Some(start) = point(from) else {
            return stands.clone();
        };
        let points: Vec<u32> = stands.iter().filter_map(|stand| point(*stand)).collect();
        let lost = self.network.cut_off(start, &points);
        let stand = |point: &u32| u32::try_from(self.points.binary_search(point).ok()?).ok();
        lost.iter().filter_map(stand).collect()
    }
}

/// What is said of a part of an aisle.
struct Stretch {
    aisle: usize,
    from: i32,
    to: i32,
    passage: Passage,
}

impl Stretch {
    /// Whether the way between two neighbouring spots lies in it.
    fn covers(&self, from: i32, to: i32) -> bool {
        self.from.min(self.to) <= from && to <= self.from.max(self.to)
    }

    /// Whether it is walked towards the back, or towards the front.
    fn allows(&self, up: bool) -> bool {
        self.passage == Passage::OneWay && (self.from < self.to) == up
    }
}

/// Stretches between two places of one aisle; others say nothing.
fn stretches(w: &Warehouse, layout: &Layout) -> Vec<Stretch> {
    let told = w.floor.stretches.iter();
    let stretch = |((from, to), passage): (&(PlaceId, PlaceId), &Passage)| {
        let (from, to) = (layout.spots.get(from)?, layout.spots.get(to)?);
        (from.aisle == to.aisle).then_some(Stretch {
            aisle: from.aisle,
            from: from.position,
            to: to.position,
            passage: *passage,
        })
    };
    told.filter_map(stretch).collect()
}
