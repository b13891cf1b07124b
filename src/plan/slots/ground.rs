//! The warehouse's own floor for slotting: its layout as walks know it, seen from the bench that they start at.

use super::task::Floor;
use crate::domain::Warehouse;
use crate::domain::ids::PlaceId;
use crate::domain::places::PlaceKind;
use crate::plan::route::Spot;
use crate::plan::travel::{Layout, Site};
use std::collections::BTreeMap;

/// Where walks go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ground {
    pub(super) floor: Floor,
    /// Where each place is reached.
    pub(super) spots: BTreeMap<PlaceId, Spot>,
}

impl Ground {
    /// The layout, with the bench in the middle of the row as the one depot. `None` without a bench that can be walked
    /// to.
    ///
    /// A [`Floor`]'s depot stands at its first cross-aisle. Where the bench stands nearer to the last one, the floor is
    /// looked at from there, so that its first cross-aisle is the one at the bench.
    pub(super) fn of(w: &Warehouse) -> Option<Ground> {
        let Layout {
            mut grid, mut spots, ..
        } = Layout::of(w.places.values().map(|place| Site::from(place.as_ref())));
        let benches = w.places.values().filter(|place| place.kind == PlaceKind::Bench);
        let mut benches: Vec<Spot> = benches
            .filter_map(|bench| spots.get(&bench.id))
            .copied()
            .collect();
        benches.sort_unstable();
        let mut depot = benches.get(benches.len().saturating_sub(1) / 2).copied()?;
        let (first, last) = (grid.crosses.first()?, grid.crosses.last()?);
        if depot.position - first > last - depot.position {
            let turned = |spot: Spot| Spot {
                position: -spot.position,
                ..spot
            };
            grid.crosses = grid.crosses.iter().rev().map(|cross| -cross).collect();
            spots.values_mut().for_each(|spot| *spot = turned(*spot));
            depot = turned(depot);
        }
        Some(Ground {
            floor: Floor { grid, depot },
            spots,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::places::Place;
    use crate::domain::warehouse::Row;
    use std::sync::Arc;

    /// Two aisles along x of six bays, bins on both sides, and benches.
    fn warehouse(benches: &[(i32, i32)]) -> Warehouse {
        let mut w = Warehouse::default();
        let mut add = |kind: PlaceKind, (x_mm, y_mm): (i32, i32)| {
            let n = u32::try_from(w.places.len()).unwrap() + 1;
            w.put_row(Row::Place(Arc::new(Place {
                id: PlaceId(u64::from(n)),
                code: format!("P-{n}").as_str().into(),
                kind,
                x_mm,
                y_mm,
                sequence: n,
                ..Place::default()
            })));
        };
        for aisle in [0, 4_000] {
            for bay in 1..=6 {
                for side in [-1_000, 1_000] {
                    add(PlaceKind::PickFace, (bay * 1_000, aisle + side));
                }
            }
        }
        for bench in benches {
            add(PlaceKind::Bench, *bench);
        }
        w
    }

    /// From the depot to each place, in the order of their numbers.
    fn ways(w: &Warehouse) -> Vec<i32> {
        let Ground { floor, spots } = Ground::of(w).unwrap();
        let near = (floor.grid.crosses[0] - floor.depot.position).abs();
        let others = floor.grid.crosses[1..].iter();
        let mut others = others.map(|cross| (cross - floor.depot.position).abs());
        assert!(
            others.all(|other| near < other),
            "the depot stands at the first cross-aisle"
        );
        spots
            .values()
            .map(|spot| floor.grid.distance(floor.depot, *spot))
            .collect()
    }

    #[test]
    fn aisles_along_x_are_walked_like_any_other() {
        let w = warehouse(&[(-3_000, 0)]);
        let ways = ways(&w);
        assert_eq!(ways[0], 4_000, "up the aisle that the bench stands before");
        assert_eq!(ways[12], 4_000 + 4_000, "and over to the other one");
    }

    #[test]
    fn a_bench_behind_the_bins_is_as_near_as_one_in_front_of_them() {
        let (front, behind) = (warehouse(&[(-3_000, 0)]), warehouse(&[(10_000, 0)]));
        let mut reversed = ways(&behind);
        reversed.truncate(24);
        for aisle in reversed.chunks_mut(12) {
            aisle.reverse();
        }
        assert_eq!(ways(&front)[..24], reversed);
    }

    #[test]
    fn a_bench_in_an_aisle_is_walked_from_where_it_stands() {
        // Between the fifth bay and the sixth.
        let ways = ways(&warehouse(&[(5_500, 0)]));
        assert_eq!((ways[0], ways[11]), (4_500, 500));
    }

    #[test]
    fn of_several_benches_the_one_in_the_middle_counts_and_without_one_there_is_no_ground() {
        let w = warehouse(&[(-3_000, -4_000), (-3_000, 0), (-3_000, 8_000)]);
        assert_eq!(ways(&w)[0], 4_000);
        assert_eq!(Ground::of(&warehouse(&[])), None);
    }
}
