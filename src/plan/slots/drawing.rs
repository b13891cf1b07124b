//! Aisles and cross-aisles of a building, drawn from where its pick faces stand and in which order they are walked.

use crate::domain::Warehouse;
use crate::domain::ids::PlaceId;
use crate::domain::places::{Place, PlaceKind};
use crate::plan::route::{Grid, Spot};
use std::collections::{BTreeMap, BTreeSet};

/// Bins face each other across an aisle where the walk goes from one to the other and they stand no farther apart along
/// it than this.
const BESIDE_MM: i32 = 2_000;
/// A gap between bins along the aisles is a cross-aisle from this on, and from twice the bins' own distance.
const CROSS_MM: i32 = 1_500;

/// Where walks go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Drawing {
    pub(super) grid: Grid,
    /// The bench in the middle of the row, on a way of its own.
    pub(super) depot: Spot,
    /// Where each pick face is picked from.
    pub(super) spots: BTreeMap<PlaceId, Spot>,
}

impl Drawing {
    /// Draws the building; aisles run along y. `None` without a bench or a pick face.
    pub(super) fn of(w: &Warehouse) -> Option<Drawing> {
        let of_kind = |kind: PlaceKind| {
            let places = w.places.values().map(AsRef::as_ref);
            places.filter(move |place: &&Place| place.kind == kind)
        };
        let mut faces: Vec<&Place> = of_kind(PlaceKind::PickFace).collect();
        faces.sort_by_key(|place| (place.sequence, place.id));
        let mut benches: Vec<(i32, i32)> = of_kind(PlaceKind::Bench)
            .map(|place| (place.x_mm, place.y_mm))
            .collect();
        benches.sort_unstable();
        let (bench_x, bench_y) = benches.get(benches.len().saturating_sub(1) / 2).copied()?;
        let centres = centres(&faces);
        let centre = |place: &Place| centres.get(&place.x_mm).copied().unwrap_or(place.x_mm);
        let aisles: BTreeSet<i32> = centres.values().copied().chain([bench_x]).collect();
        let aisles: Vec<i32> = aisles.into_iter().collect();
        let at = |x: i32, position: i32| Spot {
            aisle: aisles.partition_point(|aisle| *aisle < x),
            position,
        };
        let crosses = crosses(&faces)?;
        let front = crosses.first().copied().unwrap_or(0);
        Some(Drawing {
            // A bench among the bins is walked to from the front.
            depot: at(bench_x, bench_y.min(front)),
            spots: faces
                .iter()
                .map(|face| (face.id, at(centre(face), face.y_mm)))
                .collect(),
            grid: Grid {
                aisles,
                crosses,
                dead_ends: Vec::new(),
            },
        })
    }
}

/// For each row of bins, by its x, the centre line of the aisle that it stands on.
///
/// Coordinates alone do not tell which rows face each other and which stand back to back: the walk does, which goes
/// from side to side along an aisle.
fn centres(faces: &[&Place]) -> BTreeMap<i32, i32> {
    let mut changes: BTreeMap<(i32, i32), usize> = BTreeMap::new();
    for (a, b) in faces.iter().zip(faces.iter().skip(1)) {
        if a.x_mm != b.x_mm && (a.y_mm - b.y_mm).abs() <= BESIDE_MM {
            *changes
                .entry((a.x_mm.min(b.x_mm), a.x_mm.max(b.x_mm)))
                .or_default() += 1;
        }
    }
    let mut pairs: Vec<(usize, (i32, i32))> =
        changes.into_iter().map(|(pair, count)| (count, pair)).collect();
    pairs.sort_by_key(|(count, pair)| (std::cmp::Reverse(*count), *pair));
    let mut centres: BTreeMap<i32, i32> = BTreeMap::new();
    for (count, (left, right)) in pairs {
        if count > 1 && !centres.contains_key(&left) && !centres.contains_key(&right) {
            let centre = left + (right - left) / 2;
            centres.extend([(left, centre), (right, centre)]);
        }
    }
    for face in faces {
        centres.entry(face.x_mm).or_insert(face.x_mm);
    }
    centres
}

/// Where cross-aisles lie along y: before the first bins, in every gap that all aisles share, and behind the last bins.
fn crosses(faces: &[&Place]) -> Option<Vec<i32>> {
    let along: BTreeSet<i32> = faces.iter().map(|face| face.y_mm).collect();
    let (first, last) = (along.first()?, along.last()?);
    let gaps = || along.iter().zip(along.iter().skip(1)).map(|(a, b)| (*a, b - a));
    let mut sorted: Vec<i32> = gaps().map(|(_, gap)| gap).collect();
    sorted.sort_unstable();
    let bin = sorted.get(sorted.len() / 2).copied().unwrap_or(0);
    let wide: Vec<(i32, i32)> = gaps().filter(|(_, gap)| *gap >= CROSS_MM.max(2 * bin)).collect();
    let half = wide.first().map_or(CROSS_MM, |(_, gap)| gap / 2);
    let middle = wide.iter().map(|(from, gap)| from + gap / 2);
    Some(
        [first - half]
            .into_iter()
            .chain(middle)
            .chain([last + half])
            .collect(),
    )
}
