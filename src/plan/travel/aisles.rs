//! Aisles as they are closed and opened: stretch by stretch, each from one cross-aisle to the next.

use super::drawing::{Layout, Site};
use crate::domain::Warehouse;
use crate::domain::floor::Passage;
use crate::domain::ids::PlaceId;
use crate::domain::places::Place;
use std::collections::BTreeMap;

/// A stretch of aisle between two cross-aisles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aisle {
    /// Its bins, from the first to the last along it.
    pub places: Vec<PlaceId>,
    /// The two bins between which it is closed: at either end. `None` where all stand at one spot.
    pub ends: Option<(PlaceId, PlaceId)>,
    /// What is said of it, or of a part of it, by the ends of what it is said of.
    pub told: Vec<((PlaceId, PlaceId), Passage)>,
}

impl Aisle {
    /// The ends of what is closed of it, where anything is.
    #[must_use]
    pub fn closed(&self) -> Option<(PlaceId, PlaceId)> {
        let mut closed = self
            .told
            .iter()
            .filter(|(_, passage)| *passage == Passage::Closed);
        closed.next().map(|(ends, _)| *ends)
    }
}

/// All aisles, each cut at the cross-aisles, in the order in which they lie. None where walks go by a map.
#[must_use]
pub fn aisles(w: &Warehouse) -> Vec<Aisle> {
    if w.floor.map.is_some() {
        return Vec::new();
    }
    let layout = Layout::of(w.places.values().map(|place| Site::from(place.as_ref())));
    let mut stretches: BTreeMap<(usize, usize), Vec<(i32, &Place)>> = BTreeMap::new();
    for place in w.places.values().filter(|place| place.kind.is_storage()) {
        if let Some(spot) = layout.spots.get(&place.id) {
            let crosses = &layout.grid.crosses;
            let block = crosses.partition_point(|cross| *cross <= spot.position);
            let bins = stretches.entry((spot.aisle, block)).or_default();
            bins.push((spot.position, place.as_ref()));
        }
    }
    let aisle = |((aisle, _), mut bins): ((usize, usize), Vec<(i32, &Place)>)| {
        bins.sort_by_key(|(position, place)| (*position, place.level, place.sequence, place.id));
        let first = bins.first().map_or(0, |(position, _)| *position);
        let last = bins.last().map_or(0, |(position, _)| *position);
        let lies_in = |ends: &(PlaceId, PlaceId)| {
            let (Some(a), Some(b)) = (layout.spots.get(&ends.0), layout.spots.get(&ends.1)) else {
                return false;
            };
            let (low, high) = (a.position.min(b.position), a.position.max(b.position));
            a.aisle == aisle && b.aisle == aisle && low < last && high > first
        };
        let told = w.floor.stretches.iter().filter(|(ends, _)| lies_in(ends));
        Aisle {
            ends: ends(w, &bins, (first, last)),
            told: told.map(|(ends, passage)| (*ends, *passage)).collect(),
            places: bins.iter().map(|(_, place)| place.id).collect(),
        }
    };
    stretches.into_iter().map(aisle).collect()
}

/// Two bins at either end of which nothing else is said: what is told of a pair takes the place of what was told before.
fn ends(w: &Warehouse, bins: &[(i32, &Place)], (first, last): (i32, i32)) -> Option<(PlaceId, PlaceId)> {
    let at = |position: i32| {
        bins.iter()
            .filter(move |(at, _)| *at == position)
            .map(|(_, bin)| bin.id)
    };
    let is_one_way = |ends: (PlaceId, PlaceId)| w.floor.stretches.get(&ends) == Some(&Passage::OneWay);
    let mut pairs = at(first).flat_map(|from| at(last).map(move |to| (from, to)));
    let free = |(from, to): &(PlaceId, PlaceId)| !is_one_way((*from, *to)) && !is_one_way((*to, *from));
    pairs.find(|pair| first < last && free(pair))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::places::PlaceKind;
    use crate::domain::warehouse::Row;
    use crate::plan::travel::Walker;
    use std::sync::Arc;

    /// One aisle of two blocks, three bays a block, bins on both sides: numbers go along it. A bench before it.
    fn warehouse() -> Warehouse {
        let mut w = Warehouse::default();
        let bays = [500, 1_500, 2_500, 6_500, 7_500, 8_500];
        let bins = bays.iter().flat_map(|y| [(0, *y), (2_000, *y)]);
        for (n, (x_mm, y_mm)) in (1..).zip(bins.chain([(1_000, -3_000)])) {
            let kind = if n == 13 {
                PlaceKind::Bench
            } else {
                PlaceKind::PickFace
            };
            w.put_row(Row::Place(Arc::new(Place {
                id: PlaceId(n),
                code: format!("P-{n}").as_str().into(),
                kind,
                x_mm,
                y_mm,
                sequence: u32::try_from(n).unwrap(),
                ..Place::default()
            })));
        }
        w
    }

    fn numbers(aisle: &Aisle) -> Vec<u64> {
        aisle.places.iter().map(|place| place.0).collect()
    }

    #[test]
    fn an_aisle_is_cut_at_cross_aisles_and_closed_between_its_outermost_bins() {
        let mut w = warehouse();
        let found = aisles(&w);
        assert_eq!(
            found.iter().map(numbers).collect::<Vec<_>>(),
            [(1..=6).collect::<Vec<u64>>(), (7..=12).collect()]
        );
        assert_eq!(found[0].ends, Some((PlaceId(1), PlaceId(5))));
        let ends = found[0].ends.unwrap();
        w.floor.stretches.insert(ends, Passage::Closed);
        // Whoever closes it cuts off the bay in the middle, and the block behind: there is no other aisle.
        let lost: Vec<u64> = Walker::of(&w).unreachable().iter().map(|place| place.0).collect();
        assert_eq!(lost, [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        assert_eq!(aisles(&w)[0].closed(), Some(ends));
        assert_eq!(aisles(&w)[1].closed(), None);
    }

    #[test]
    fn what_is_told_of_a_part_is_told_of_its_aisle_and_one_way_outlives_a_closing() {
        let mut w = warehouse();
        w.floor
            .stretches
            .insert((PlaceId(9), PlaceId(11)), Passage::Closed);
        w.floor
            .stretches
            .insert((PlaceId(5), PlaceId(1)), Passage::OneWay);
        let found = aisles(&w);
        assert_eq!(found[1].closed(), Some((PlaceId(9), PlaceId(11))));
        assert_eq!(found[0].told, [((PlaceId(5), PlaceId(1)), Passage::OneWay)]);
        assert_eq!(
            found[0].ends,
            Some((PlaceId(1), PlaceId(6))),
            "another bin of the last bay"
        );
    }

    #[test]
    fn where_walks_go_by_a_map_there_are_no_aisles() {
        let mut w = warehouse();
        w.floor.map = Some(Arc::new(crate::domain::floor::FloorMap {
            square_mm: 500,
            squares: "....".into(),
        }));
        assert!(aisles(&w).is_empty());
    }
}
