//! From the places' coordinates to aisles and cross-aisles.
//!
//! Bins face an aisle from both sides, and coordinates alone do not tell which two rows of bins face each other and
//! which stand back to back. The pick sequence does: it goes from side to side along an aisle again and again, and
//! from aisle to aisle only at their ends. Where it does not, since each side is gone along by itself, rows face each
//! other across the wider gaps.
//!
//! One walks along the centre lines of aisles and cross-aisles; the reach to either side is not counted. Before the
//! first bins and behind the last ones lies a cross-aisle, and beyond that, and beside the outermost rows, open floor.

use crate::domain::ids::PlaceId;
use crate::domain::places::Place;
use crate::plan::route::{Grid, Spot};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// Half a cross-aisle, where none lies between bins to be measured.
const HALF_CROSS_MM: i32 = 1_500;
/// Rows of bins this near to each other stand on one line.
const SAME_ROW_MM: i32 = 150;
/// A gap between bins is a cross-aisle from this on, and from that many times the distance between neighbouring bins.
const CROSS_MM: i32 = 1_500;
const CROSS_BINS: i32 = 2;
/// How many bins apart the walk's direction is looked at. Even, so that changes of side do not count.
const STRIDE: usize = 8;
/// From more bins on than this.
const MANY: usize = 48;
/// Rows face each other across a gap of this, where the pick sequence does not tell.
const FACING_MM: i32 = 1_200;
/// How far from a single row of bins one still stands in its aisle.
const BESIDE_ROW_MM: i32 = 1_500;

/// What of a place matters to a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Site {
    /// Its turn in the pick sequence.
    pub sequence: u32,
    /// Where it stands, in millimetres.
    pub x: i32,
    /// See `x`.
    pub y: i32,
    /// Which place.
    pub place: PlaceId,
    /// Whether it is a bin along an aisle; else it stands on the open floor.
    pub is_bin: bool,
}

impl From<&Place> for Site {
    fn from(place: &Place) -> Site {
        Site {
            sequence: place.sequence,
            x: place.x_mm,
            y: place.y_mm,
            place: place.id,
            is_bin: place.kind.is_storage(),
        }
    }
}

/// Why there is no walk to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Problem {
    /// It stands among the bins, but in none of their aisles: between two rows that stand back to back.
    InNoAisle(PlaceId),
}

/// Aisles and cross-aisles of a building, and where each place lies in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Aisles and cross-aisles, in millimetres.
    pub grid: Grid,
    /// Where each place lies.
    pub spots: BTreeMap<PlaceId, Spot>,
    /// The aisles run along x, not along y.
    pub turned: bool,
    /// Places that cannot be walked to.
    pub problems: Vec<Problem>,
}

impl Layout {
    /// Draws the layout of these places.
    #[must_use]
    pub fn of(sites: impl IntoIterator<Item = Site>) -> Layout {
        let mut sites: Vec<Site> = sites.into_iter().collect();
        sites.sort_unstable();
        let turned = runs_along_x(&sites);
        if turned {
            for site in &mut sites {
                (site.x, site.y) = (site.y, site.x);
            }
        }
        let (bins, floor): (Vec<Site>, Vec<Site>) = sites.into_iter().partition(|site| site.is_bin);
        let rows = rows(&bins);
        let aisles = aisles(&bins, &rows);
        let crosses = crosses(&bins);
        let mut layout = Layout {
            grid: Grid {
                aisles: Vec::new(),
                crosses,
                dead_ends: Vec::new(),
            },
            spots: BTreeMap::new(),
            turned,
            problems: Vec::new(),
        };
        layout.place(&bins, &floor, &rows, &aisles);
        layout
    }

    /// The shortest walk between two places, in millimetres; `None` when one of them cannot be walked to.
    #[must_use]
    pub fn distance(&self, a: PlaceId, b: PlaceId) -> Option<i32> {
        let (a, b) = (self.spots.get(&a)?, self.spots.get(&b)?);
        Some(self.grid.distance(*a, *b))
    }

    /// Gives every place its spot: bins in their aisle; floor places in the aisle that they stand in, or else on a way
    /// of their own: past the bins when they stand beside all rows, off a cross-aisle when they stand before or behind.
    fn place(&mut self, bins: &[Site], floor: &[Site], rows: &[i32], aisles: &[Aisle]) {
        let first = self.grid.crosses.first().copied().unwrap_or(0);
        let last = self.grid.crosses.last().copied().unwrap_or(0);
        let among = |site: &Site| site.y > first && site.y < last;
        let beside = |site: &Site| {
            let left = aisles.iter().all(|aisle| site.x < aisle.from);
            let right = aisles.iter().all(|aisle| site.x > aisle.to);
            (left || right) && site.y >= first && site.y <= last
        };
        let stands = |site: &Site| -> Option<i32> {
            if beside(site) || !among(site) {
                return Some(site.x);
            }
            let within = aisles.iter().find(|aisle| aisle.holds(site.x));
            within.map(|aisle| aisle.centre)
        };
        // By where they lie: whether one can walk on a line from the first cross-aisle to the last.
        let mut lines: BTreeMap<i32, bool> = aisles.iter().map(|aisle| (aisle.centre, true)).collect();
        for site in floor {
            if let Some(x) = stands(site) {
                *lines.entry(x).or_default() |= beside(site);
            }
        }
        self.grid.dead_ends = (0..)
            .zip(lines.values())
            .filter(|(_, through)| !**through)
            .map(|(n, _)| n)
            .collect();
        self.grid.aisles = lines.keys().copied().collect();
        let line_at = |x: i32| self.grid.aisles.binary_search(&x).ok();
        for site in bins {
            let row = row_of(rows, site.x);
            let aisle = aisles
                .iter()
                .find(|aisle| row.is_some_and(|row| aisle.rows.contains(&row)));
            if let Some(aisle) = aisle.and_then(|aisle| line_at(aisle.centre)) {
                let position = site.y;
                self.spots.insert(site.place, Spot { aisle, position });
            }
        }
        for site in floor {
            match stands(site).and_then(line_at) {
                Some(aisle) => {
                    let position = site.y;
                    self.spots.insert(site.place, Spot { aisle, position });
                }
                None => self.problems.push(Problem::InNoAisle(site.place)),
            }
        }
    }
}

/// Whether the walk along the bins goes along x.
fn runs_along_x(sites: &[Site]) -> bool {
    let mut spots: Vec<(i64, i64)> = sites
        .iter()
        .filter(|site| site.is_bin)
        .map(|site| (i64::from(site.x), i64::from(site.y)))
        .collect();
    spots.dedup();
    let steps = |stride: usize| {
        let pairs = spots.iter().zip(spots.iter().skip(stride));
        pairs.map(|(a, b)| ((a.0 - b.0).abs(), (a.1 - b.1).abs()))
    };
    if spots.len() > MANY {
        let (x, y) = steps(STRIDE).fold((0, 0), |(x, y), step| (x + step.0, y + step.1));
        return x > y;
    }
    // In a small building the way from aisle to aisle is as long as an aisle: steps count, not their lengths.
    let stride = if spots.len() > 2 { 2 } else { 1 };
    let x = steps(stride).filter(|(x, y)| *x > 0 && *y == 0).count();
    let y = steps(stride).filter(|(x, y)| *x == 0 && *y > 0).count();
    x > y
}

/// Where rows of bins stand, ascending.
fn rows(bins: &[Site]) -> Vec<i32> {
    let all: BTreeSet<i32> = bins.iter().map(|bin| bin.x).collect();
    let mut rows: Vec<i32> = Vec::new();
    for x in all {
        if rows.last().is_none_or(|last| x - last > SAME_ROW_MM) {
            rows.push(x);
        }
    }
    rows
}

fn row_of(rows: &[i32], x: i32) -> Option<usize> {
    rows.partition_point(|row| *row <= x).checked_sub(1)
}

/// An aisle: its centre line, from where to where one stands in it, and the rows of bins that face it.
struct Aisle {
    centre: i32,
    from: i32,
    to: i32,
    rows: RangeInclusive<usize>,
}

impl Aisle {
    fn holds(&self, x: i32) -> bool {
        x >= self.from && x <= self.to
    }
}

/// The aisles that the rows face, ascending.
fn aisles(bins: &[Site], rows: &[i32]) -> Vec<Aisle> {
    let mut spots: Vec<(usize, i32)> = bins
        .iter()
        .filter_map(|bin| Some((row_of(rows, bin.x)?, bin.y)))
        .collect();
    spots.dedup();
    // How often the walk changes between two neighbouring rows.
    let mut changes: BTreeMap<usize, usize> = BTreeMap::new();
    for ((a, _), (b, _)) in spots.iter().zip(spots.iter().skip(1)) {
        if a.abs_diff(*b) == 1 {
            *changes.entry(*a.min(b)).or_default() += 1;
        }
    }
    let sequence_tells = changes.values().any(|changes| *changes >= 3);
    let across = |row: usize| changes.get(&row).copied().unwrap_or(0);
    let gap = |row: usize| Some(rows.get(row + 1)? - rows.get(row)?);
    let is_wide = |row: usize| {
        let neighbours = [row.checked_sub(1).and_then(gap), gap(row + 1)];
        let narrower = |other: i32| gap(row).is_some_and(|gap| gap >= FACING_MM && gap * 2 >= other * 3);
        neighbours.iter().any(Option::is_some) && neighbours.into_iter().flatten().all(narrower)
    };
    // A row faces the next one when the walk changes sides there at least as often as one beyond.
    let faces = |row: usize| {
        if sequence_tells {
            across(row) >= 3 && across(row) >= across(row + 1)
        } else {
            is_wide(row)
        }
    };
    let mut found = Vec::new();
    let mut row = 0;
    while let Some(x) = rows.get(row) {
        if let Some(other) = rows.get(row + 1).filter(|_| faces(row)) {
            found.push(Aisle {
                centre: x + (other - x) / 2,
                from: *x,
                to: *other,
                rows: row..=row + 1,
            });
            row += 2;
        } else {
            found.push(Aisle {
                centre: *x,
                from: x - BESIDE_ROW_MM,
                to: x + BESIDE_ROW_MM,
                rows: row..=row,
            });
            row += 1;
        }
    }
    found
}

/// Where cross-aisles lie: before the first bins, in every gap that all aisles share, and behind the last bins.
fn crosses(bins: &[Site]) -> Vec<i32> {
    let along: BTreeSet<i32> = bins.iter().map(|bin| bin.y).collect();
    let (Some(first), Some(last)) = (along.first(), along.last()) else {
        return vec![0];
    };
    let gaps = || along.iter().zip(along.iter().skip(1)).map(|(a, b)| (*a, b - a));
    let mut sorted: Vec<i32> = gaps().map(|(_, gap)| gap).collect();
    sorted.sort_unstable();
    let bin = sorted.get(sorted.len() / 2).copied().unwrap_or(0);
    let is_cross = |gap: i32| gap >= CROSS_MM.max(CROSS_BINS * bin);
    let wide: Vec<(i32, i32)> = gaps().filter(|(_, gap)| is_cross(*gap)).collect();
    let half = wide.first().map_or(HALF_CROSS_MM, |(_, gap)| (gap - bin) / 2);
    let mut crosses = vec![first - bin / 2 - half];
    crosses.extend(wide.iter().map(|(from, gap)| from + gap / 2));
    crosses.push(last + bin / 2 + half);
    crosses
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two aisles of two blocks of four bays, walked up the first and down the second; bins stand back to back
    /// between the aisles, nearer to each other than across an aisle. A bench stands in front.
    fn sites() -> Vec<Site> {
        let mut sites = Vec::new();
        let mut add = |x: i32, y: i32, is_bin: bool| {
            let number = u32::try_from(sites.len()).unwrap() + 1;
            sites.push(Site {
                sequence: number,
                x,
                y,
                place: PlaceId(u64::from(number)),
                is_bin,
            });
        };
        let bays = [500, 1_500, 2_500, 3_500, 7_500, 8_500, 9_500, 10_500];
        for y in bays {
            add(0, y, true);
            add(3_000, y, true);
        }
        for y in bays.into_iter().rev() {
            add(4_000, y, true);
            add(7_000, y, true);
        }
        add(2_000, -5_000, false);
        sites
    }

    #[test]
    fn the_pick_sequence_tells_which_rows_face_each_other() {
        let layout = Layout::of(sites());
        assert_eq!(layout.grid.aisles, [1_500, 2_000, 5_500]);
        assert_eq!(layout.grid.dead_ends, [1]);
        assert_eq!(layout.grid.crosses, [-1_500, 5_500, 12_500]);
        assert!(!layout.turned);
        assert!(layout.problems.is_empty());
        assert_eq!(
            layout.spots[&PlaceId(1)],
            Spot {
                aisle: 0,
                position: 500
            }
        );
        assert_eq!(
            layout.spots[&PlaceId(32)],
            Spot {
                aisle: 2,
                position: 500
            }
        );
        // From the bench to the first bin: up to the front cross-aisle, along it, and into the aisle.
        assert_eq!(
            layout.distance(PlaceId(33), PlaceId(1)),
            Some(3_500 + 500 + 2_000)
        );
    }

    #[test]
    fn aisles_may_run_along_the_other_axis() {
        let turned = sites().into_iter().map(|site| Site {
            x: site.y,
            y: site.x,
            ..site
        });
        let layout = Layout::of(turned);
        assert!(layout.turned);
        assert_eq!(layout.grid, Layout::of(sites()).grid);
    }

    fn with_bench_at(x: i32, y: i32) -> Layout {
        let bench = Site {
            sequence: 99,
            x,
            y,
            place: PlaceId(99),
            is_bin: false,
        };
        Layout::of(sites().into_iter().chain([bench]))
    }

    #[test]
    fn a_bench_between_rows_that_stand_back_to_back_is_named() {
        assert_eq!(
            with_bench_at(3_500, 2_000).problems,
            [Problem::InNoAisle(PlaceId(99))]
        );
    }

    #[test]
    fn a_bench_in_an_aisle_is_reached_along_it() {
        let layout = with_bench_at(2_000, 2_000);
        assert!(layout.problems.is_empty());
        assert_eq!(layout.distance(PlaceId(99), PlaceId(1)), Some(1_500));
    }

    #[test]
    fn a_bench_beside_all_rows_is_reached_by_either_cross_aisle() {
        let layout = with_bench_at(-3_000, 5_000);
        assert!(layout.problems.is_empty());
        // To the bay at 500: by the front cross-aisle, 6,500 down, 4,500 along, 2,000 up; by the middle one 10,000.
        assert_eq!(
            layout.distance(PlaceId(99), PlaceId(1)),
            Some(500 + 4_500 + 5_000)
        );
    }

    #[test]
    fn a_few_bins_on_one_line_are_one_aisle_and_the_bench_at_its_end_is_in_it() {
        let sites = (1..=7).map(|n| Site {
            sequence: n,
            x: i32::try_from(n).unwrap() * 1_000,
            y: 0,
            place: PlaceId(u64::from(n)),
            is_bin: n < 7,
        });
        let layout = Layout::of(sites);
        assert!(layout.turned);
        assert_eq!(layout.grid.aisles, [0]);
        assert!(layout.problems.is_empty());
        assert_eq!(layout.distance(PlaceId(7), PlaceId(1)), Some(6_000));
    }

    #[test]
    fn rows_face_each_other_across_the_wide_gaps_where_each_side_is_gone_along_by_itself() {
        let mut sites = Vec::new();
        for (row, x) in [(0, 0), (1, 3_000), (2, 3_500), (3, 6_500)] {
            for bay in 0..5 {
                let y = if row % 2 == 0 { bay } else { 4 - bay } * 1_000;
                let sequence = u32::try_from(sites.len()).unwrap();
                sites.push(Site {
                    sequence,
                    x,
                    y,
                    place: PlaceId(u64::from(sequence)),
                    is_bin: true,
                });
            }
        }
        assert_eq!(Layout::of(sites).grid.aisles, [1_500, 5_000]);
    }

    #[test]
    fn a_building_without_bins_has_a_layout() {
        let layout = Layout::of([]);
        assert!(layout.spots.is_empty());
    }
}
