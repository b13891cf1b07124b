//! Layouts of any other kind: ways between points, one-way or both ways, and maps of a floor with obstacles.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Points and the ways between them. Lengths are in millimetres.
#[derive(Clone, Debug, Default)]
pub struct Network {
    ways: Vec<Vec<(u32, i32)>>,
}

/// No way leads there.
pub(super) const NOWHERE: i32 = i32::MAX;

impl Network {
    /// So many points without ways.
    #[must_use]
    pub fn of(points: usize) -> Network {
        Network {
            ways: vec![Vec::new(); points],
        }
    }

    /// How many points there are.
    #[must_use]
    pub fn points(&self) -> usize {
        self.ways.len()
    }

    /// A way that is walked in one direction only. Points that are not there have none.
    pub fn one_way(&mut self, from: u32, to: u32, length: i32) {
        if index(to) < self.ways.len()
            && let Some(ways) = self.ways.get_mut(index(from))
        {
            ways.push((to, length.max(0)));
        }
    }

    /// A way that is walked in both directions.
    pub fn both_ways(&mut self, a: u32, b: u32, length: i32) {
        self.one_way(a, b, length);
        self.one_way(b, a, length);
    }

    /// How far it is from a point to another; `None` when no way leads there.
    #[must_use]
    pub fn distance(&self, from: u32, to: u32) -> Option<i32> {
        let lengths = self.lengths(from);
        lengths.get(index(to)).copied().filter(|length| *length < NOWHERE)
    }

    /// How far it is from a point to each of them, by number; `i32::MAX` where no way leads.
    #[must_use]
    pub fn lengths(&self, from: u32) -> Vec<i32> {
        shortest(&self.ways, from)
    }

    /// Which of these points cannot be walked to from one, or from which there is no way back.
    #[must_use]
    pub fn cut_off(&self, from: u32, points: &[u32]) -> Vec<u32> {
        let mut back = vec![Vec::new(); self.ways.len()];
        for (point, ways) in (0_u32..).zip(&self.ways) {
            for (next, length) in ways {
                if let Some(ways) = back.get_mut(index(*next)) {
                    ways.push((point, *length));
                }
            }
        }
        let (there, back) = (self.lengths(from), shortest(&back, from));
        let leads =
            |lengths: &[i32], point: u32| lengths.get(index(point)).is_some_and(|length| *length < NOWHERE);
        let points = points.iter().copied();
        points
            .filter(|point| !leads(&there, *point) || !leads(&back, *point))
            .collect()
    }
}

pub(super) fn index(point: u32) -> usize {
    usize::try_from(point).unwrap_or(usize::MAX)
}

/// How far it is from a point to every other: Dijkstra 1959.
fn shortest(ways: &[Vec<(u32, i32)>], from: u32) -> Vec<i32> {
    let mut lengths = vec![NOWHERE; ways.len()];
    let mut open = BinaryHeap::from([Reverse((0, from))]);
    if let Some(length) = lengths.get_mut(index(from)) {
        *length = 0;
    }
    while let Some(Reverse((length, point))) = open.pop() {
        if lengths.get(index(point)).is_none_or(|known| *known < length) {
            continue;
        }
        for (next, way) in ways.get(index(point)).into_iter().flatten() {
            let longer = length.saturating_add(*way);
            if let Some(known) = lengths.get_mut(index(*next)).filter(|known| longer < **known) {
                *known = longer;
                open.push(Reverse((longer, *next)));
            }
        }
    }
    lengths
}

/// A floor drawn in characters, the first line farthest to the north.
///
/// `#` is a rack, a wall or whatever else stands in the way; `^`, `v`, `<` and `>` are floor that is left only in that
/// direction; everything else is floor. Steps go to the four neighbours.
#[derive(Clone, Debug)]
pub struct FloorMap {
    network: Network,
    width: usize,
    height: usize,
    floor: Vec<bool>,
    cell_mm: i32,
}

/// Most squares of a map.
pub const MOST_SQUARES: usize = 4_000_000;

impl FloorMap {
    /// Reads a map whose south-west corner is the building's. `None` when it is empty, larger than [`MOST_SQUARES`],
    /// or its squares have no size.
    #[must_use]
    pub fn read(text: &str, cell_mm: i32) -> Option<FloorMap> {
        let lines: Vec<Vec<char>> = text.lines().map(|line| line.chars().collect()).collect();
        let (height, width) = (lines.len(), lines.iter().map(Vec::len).max()?);
        if width == 0 || cell_mm <= 0 || width.saturating_mul(height) > MOST_SQUARES {
            return None;
        }
        let mut map = FloorMap {
            network: Network::of(width * height),
            width,
            height,
            floor: Vec::with_capacity(width * height),
            cell_mm,
        };
        // Squares count from the south-west corner.
        let square = |column: usize, row: usize| {
            let line = lines.get(height - 1 - row);
            line.and_then(|line| line.get(column)).copied().unwrap_or('#')
        };
        for row in 0..height {
            map.floor
                .extend((0..width).map(|column| square(column, row) != '#'));
        }
        for row in 0..height {
            for column in 0..width {
                map.steps_from(column, row, square(column, row));
            }
        }
        Some(map)
    }

    fn steps_from(&mut self, column: usize, row: usize, square: char) {
        let ways = [('^', 0, 1), ('v', 0, -1), ('>', 1, 0), ('<', -1, 0)];
        let one_way = ways.iter().any(|(arrow, ..)| *arrow == square);
        let Some(from) = self.point(column, row) else {
            return;
        };
        for (arrow, right, up) in ways {
            let next = column.checked_add_signed(right).zip(row.checked_add_signed(up));
            if (!one_way || arrow == square)
                && let Some(to) = next.and_then(|(column, row)| self.point(column, row))
            {
                self.network.one_way(from, to, self.cell_mm);
            }
        }
    }

    /// The point of a square, where it is floor.
    fn point(&self, column: usize, row: usize) -> Option<u32> {
        if column >= self.width || row >= self.height {
            return None;
        }
        let at = row * self.width + column;
        self.floor.get(at).copied().unwrap_or(false).then_some(())?;
        u32::try_from(at).ok()
    }

    /// The point from which a spot of the building is reached: its own square, or else the nearest floor within two
    /// squares.
    #[must_use]
    pub fn point_at(&self, x_mm: i32, y_mm: i32) -> Option<u32> {
        let square = |mm: i32| isize::try_from(mm.div_euclid(self.cell_mm)).ok();
        let (column, row) = (square(x_mm)?, square(y_mm)?);
        let around = (-2..=2_isize).flat_map(|right| (-2..=2_isize).map(move |up| (right, up)));
        let near = around.filter_map(|(right, up)| {
            let column = usize::try_from(column + right).ok()?;
            let row = usize::try_from(row + up).ok()?;
            Some((right.abs() + up.abs(), self.point(column, row)?))
        });
        near.min().map(|(_, point)| point)
    }

    /// Its squares and steps.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.network
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_is_walked_round() {
        let map = "......\n.####.\n......\n";
        let map = FloorMap::read(map, 1000).unwrap();
        let (below, above) = (
            map.point_at(2_500, 500).unwrap(),
            map.point_at(2_500, 2_500).unwrap(),
        );
        assert_eq!(map.network().distance(below, above), Some(6_000));
        assert_eq!(map.network().distance(below, below), Some(0));
    }

    #[test]
    fn a_one_way_aisle_is_walked_one_way() {
        let map = "...\n^#.\n^#.\n...\n";
        let map = FloorMap::read(map, 1000).unwrap();
        let (south, north) = (map.point_at(0, 0).unwrap(), map.point_at(0, 3_500).unwrap());
        assert_eq!(map.network().distance(south, north), Some(3_000));
        assert_eq!(map.network().distance(north, south), Some(7_000));
    }

    #[test]
    fn what_is_walled_in_is_named() {
        let map = "..#.\n..#.\n..##\n";
        let map = FloorMap::read(map, 1000).unwrap();
        let (here, cell) = (map.point_at(0, 0).unwrap(), map.point_at(3_500, 2_500).unwrap());
        assert_eq!(map.network().cut_off(here, &[here, cell]), [cell]);
        assert_eq!(map.network().distance(here, cell), None);
    }

    #[test]
    fn a_bin_is_reached_from_the_floor_beside_it() {
        let map = FloorMap::read("###.\n###.\n", 500).unwrap();
        assert_eq!(map.point_at(1_250, 250), map.point_at(1_750, 250));
        assert_eq!(map.point_at(250, 250), None, "three squares from the floor");
    }

    #[test]
    fn an_empty_map_is_none() {
        assert!(FloorMap::read("", 500).is_none());
        assert!(FloorMap::read(".", 0).is_none());
    }
}
