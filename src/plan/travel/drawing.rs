//! From the places' coordinates to aisles and cross-aisles.
//!
//! Bins face an aisle from both sides, and coordinates alone do not tell which two rows of bins face each other and
//! which stand back to back. The pick sequence does: it goes from side to side along an aisle again and again, and
//! from aisle to aisle only at their ends.

use crate::domain::ids::PlaceId;
use crate::domain::places::Place;
use crate::plan::route::{Grid, Spot};
use std::collections::{BTreeMap, BTreeSet};

/// Half a cross-aisle, where none lies between bins to be measured.
const HALF_CROSS_MM: i32 = 1_500;
/// Rows of bins this near to each other stand on one line.
const SAME_ROW_MM: i32 = 150;
/// A gap between bins is a cross-aisle from this on, and from that many times the distance between neighbouring bins.
const CROSS_MM: i32 = 1_500;
const CROSS_BINS: i32 = 2;
/// How many bins apart the walk's direction is looked at.
const STRIDE: usize = 8;

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
    /// It stands among the bins, but in none of their aisles.
    InNoAisle(PlaceId),
    /// There are more cross-aisles than walks can be planned on.
    TooManyCrossAisles(usize),
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

    /// Gives every place its spot: bins in their aisle, and floor places on a way of their own from a cross-aisle.
    fn place(&mut self, bins: &[Site], floor: &[Site], rows: &[i32], aisles: &[(i32, usize)]) {
        let (first, last) = (
            self.grid.crosses.first().copied(),
            self.grid.crosses.last().copied(),
        );
        let (first, last) = (first.unwrap_or(0), last.unwrap_or(0));
        let between = |site: &&Site| site.y > first && site.y < last;
        let outside = floor.iter().filter(|site| !between(site));
        let ways: BTreeSet<i32> = outside.map(|site| site.x).collect();
        // By where they lie: aisles of bins, then ways that only lead off a cross-aisle.
        let centres: BTreeSet<i32> = aisles.iter().map(|(centre, _)| *centre).collect();
        let mut lines: Vec<(i32, bool)> = centres.iter().map(|centre| (*centre, true)).collect();
        lines.extend(ways.difference(&centres).map(|way| (*way, false)));
        lines.sort_unstable();
        self.grid.dead_ends = (0..lines.len())
            .filter(|n| lines.get(*n).is_some_and(|(_, through)| !through))
            .collect();
        self.grid.aisles = lines.iter().map(|(x, _)| *x).collect();
        let line_at = |x: i32| lines.binary_search_by_key(&x, |(at, _)| *at).ok();
        for site in bins {
            let row = row_of(rows, site.x);
            let centre = aisles
                .iter()
                .find(|(_, of)| row == Some(*of))
                .map(|(centre, _)| *centre);
            if let Some(aisle) = centre.and_then(line_at) {
                self.spots.insert(
                    site.place,
                    Spot {
                        aisle,
                        position: site.y,
                    },
                );
            }
        }
        for site in floor {
            if between(&site) {
                self.problems.push(Problem::InNoAisle(site.place));
            } else if let Some(aisle) = line_at(site.x) {
                self.spots.insert(
                    site.place,
                    Spot {
                        aisle,
                        position: site.y,
                    },
                );
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
    let pairs = || spots.iter().zip(spots.iter().skip(STRIDE));
    let along_x: i64 = pairs().map(|(a, b)| (a.0 - b.0).abs()).sum();
    let along_y: i64 = pairs().map(|(a, b)| (a.1 - b.1).abs()).sum();
    along_x > along_y
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

/// Each row's aisle: where its centre line lies, and the row.
fn aisles(bins: &[Site], rows: &[i32]) -> Vec<(i32, usize)> {
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
    let mut found = Vec::new();
    let mut row = 0;
    while let Some(x) = rows.get(row) {
        // A row faces the next one when the walk changes sides there at least as often as one beyond.
        let across = |row: usize| changes.get(&row).copied().unwrap_or(0);
        let facing = rows
            .get(row + 1)
            .filter(|_| across(row) >= 3 && across(row) >= across(row + 1));
        if let Some(other) = facing {
            let centre = x + (other - x) / 2;
            found.extend([(centre, row), (centre, row + 1)]);
            row += 2;
        } else {
            found.push((*x, row));
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

    #[test]
    fn a_bench_among_the_bins_is_named() {
        let mut sites = sites();
        sites.push(Site {
            sequence: 99,
            x: 2_000,
            y: 2_000,
            place: PlaceId(99),
            is_bin: false,
        });
        assert_eq!(Layout::of(sites).problems, [Problem::InNoAisle(PlaceId(99))]);
    }

    #[test]
    fn a_building_without_bins_has_a_layout() {
        let layout = Layout::of([]);
        assert!(layout.spots.is_empty());
    }
}
