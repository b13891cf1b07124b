//! What goes into which carton at a bench, and how: in a moment, not perfectly.
//!
//! A carton is filled from the bottom up, grid after grid of equal pieces, in the lowest free space (maximal residual
//! spaces, see [`super::room`]). Every piece stands on the bottom or with at least three quarters of its base on
//! others, goods that have an upper side keep it up, nothing stands on fragile goods, and no carton bears more than it
//! may. Several greedy rules are tried on each carton, the smallest first; where no carton takes everything, the fullest
//! one is filled and the rest goes on.

use super::blocks::{Kind, Piece};
use super::cuboid::{Axis, Cuboid, Triple, fits, volume};
use super::room::Room;

/// Parcels that are worked out for one order; what is left after them is only counted.
pub const MAX_PARCELS: usize = 24;

/// How much of a piece's base rests on something, in per cent.
pub const SUPPORT_PERCENT: i64 = 75;

/// Goods of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goods {
    /// Length, width and height of a piece, in mm.
    pub sides: Triple,
    /// Its height stays upright.
    pub this_side_up: bool,
    /// Nothing may stand on it.
    pub fragile: bool,
    /// Weight of a piece.
    pub weight_g: i64,
    /// How many.
    pub count: u32,
}

impl Goods {
    fn stands(&self) -> Vec<Triple> {
        let side = !self.this_side_up;
        let upright = [side, side, true];
        let (sides, count) = (self.sides, self.count);
        Kind {
            sides,
            upright,
            count,
        }
        .stands()
    }
}

/// A type of carton, as many of it as it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carton {
    /// Inner sides, in mm.
    pub sides: Triple,
    /// What it bears.
    pub max_weight_g: i64,
    /// Its own weight.
    pub tare_g: i64,
}

/// One packed carton.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Index of its type.
    pub carton: usize,
    /// What lies where, from the bottom up; `kind` is the index of the goods.
    pub pieces: Vec<Piece>,
    /// Volume of the goods.
    pub goods_mm3: i64,
    /// Weight of goods and carton.
    pub weight_g: i64,
}

/// How an order is packed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parcels {
    /// In the order of packing.
    pub parcels: Vec<Parcel>,
    /// Pieces of each kind that no carton takes, or that come after [`MAX_PARCELS`].
    pub over: Vec<u32>,
}

/// Packs goods into cartons: all into the smallest one that takes them, else into several.
pub fn pack(goods: &[Goods], cartons: &[Carton]) -> Parcels {
    let mut left: Vec<u32> = goods.iter().map(|g| g.count).collect();
    let mut parcels = Vec::new();
    let stands: Vec<Vec<Triple>> = goods.iter().map(Goods::stands).collect();
    let bench = Bench { goods, stands };
    while parcels.len() < MAX_PARCELS {
        let Some(parcel) = bench.next(cartons, &left) else {
            break;
        };
        for piece in &parcel.pieces {
            if let Some(left) = left.get_mut(piece.kind) {
                *left = left.saturating_sub(1);
            }
        }
        parcels.push(parcel);
    }
    Parcels { parcels, over: left }
}

/// What is preferred when a space is filled.
#[derive(Clone, Copy, Debug)]
enum Rule {
    /// The largest grid.
    Grid,
    /// The largest piece.
    Piece,
    /// The widest base, so that much can stand on it.
    Base,
    /// The grid that leaves the least beside it.
    Tight,
    /// The tallest piece.
    Tall,
}

const RULES: [Rule; 5] = [Rule::Grid, Rule::Piece, Rule::Tight, Rule::Base, Rule::Tall];

struct Bench<'a> {
    goods: &'a [Goods],
    stands: Vec<Vec<Triple>>,
}

/// A carton being filled.
struct Filling {
    /// Where something may still stand.
    room: Room,
    /// The shortest side of all goods.
    least: Triple,
    blocks: Vec<(Cuboid, bool)>,
    pieces: Vec<Piece>,
    left: Vec<u32>,
    bears_g: i64,
    fresh: Vec<Cuboid>,
}

/// A grid of equal pieces in its place.
#[derive(Clone, Copy, Debug)]
struct Grid {
    kind: usize,
    stand: Triple,
    numbers: Triple,
    at: Triple,
}

impl Grid {
    fn hull(&self) -> Cuboid {
        let [a, b, c] = self.stand;
        let [nx, ny, nz] = self.numbers;
        Cuboid::new(self.at, &[a * nx, b * ny, c * nz])
    }

    fn count(&self) -> i64 {
        volume(&self.numbers)
    }
}

impl Bench<'_> {
    /// The next parcel: the smallest carton that takes all that is left, else the one that takes most.
    fn next(&self, cartons: &[Carton], left: &[u32]) -> Option<Parcel> {
        let of_left = |each: fn(&Goods) -> i64| -> i64 {
            let pairs = self.goods.iter().zip(left);
            pairs.map(|(g, n)| each(g).saturating_mul(i64::from(*n))).sum()
        };
        let all_mm3 = of_left(|g| volume(&g.sides));
        let all_g = of_left(|g| g.weight_g);
        let all: i64 = left.iter().map(|n| i64::from(*n)).sum();
        let mut order: Vec<(usize, &Carton)> = cartons.iter().enumerate().collect();
        order.sort_by_key(|(i, c)| (volume(&c.sides), c.tare_g, *i));
        let may_take_all = |c: &Carton| volume(&c.sides) >= all_mm3 && c.max_weight_g >= all_g;
        for (index, carton) in order.iter().filter(|(_, c)| may_take_all(c)) {
            let full = RULES
                .iter()
                .map(|rule| self.fill(carton, left, *rule))
                .find(|pieces| i64::try_from(pieces.len()).is_ok_and(|n| n == all));
            if let Some(pieces) = full {
                return self.parcel(*index, carton, pieces);
            }
        }
        // From the largest down; a smaller one is better only when it takes more, by its shape.
        let mut best: Option<Parcel> = None;
        for (index, carton) in order.iter().rev() {
            if best
                .as_ref()
                .is_some_and(|b| b.goods_mm3 >= volume(&carton.sides))
            {
                break;
            }
            for rule in RULES {
                let parcel = self.parcel(*index, carton, self.fill(carton, left, rule));
                let more = |p: &Parcel| best.as_ref().is_none_or(|b| p.goods_mm3 > b.goods_mm3);
                if let Some(parcel) = parcel.filter(more) {
                    best = Some(parcel);
                }
            }
        }
        best
    }

    fn parcel(&self, index: usize, carton: &Carton, mut pieces: Vec<Piece>) -> Option<Parcel> {
        if pieces.is_empty() {
            return None;
        }
        pieces.sort_by_key(|p| (p.place.lo[2], p.place.lo[1], p.place.lo[0]));
        let goods = || pieces.iter().filter_map(|p| self.goods.get(p.kind));
        Some(Parcel {
            carton: index,
            goods_mm3: goods().map(|g| volume(&g.sides)).sum(),
            weight_g: goods().map(|g| g.weight_g).sum::<i64>() + carton.tare_g,
            pieces,
        })
    }

    /// As much as the rule gets into a carton; fragile goods last, so that they come to lie on top.
    fn fill(&self, carton: &Carton, left: &[u32], rule: Rule) -> Vec<Piece> {
        let mut filling = Filling {
            room: Room::default(),
            least: [self.goods.iter().flat_map(|g| g.sides).min().unwrap_or(1); 3],
            blocks: Vec::new(),
            pieces: Vec::new(),
            left: left.to_vec(),
            bears_g: carton.max_weight_g,
            fresh: Vec::new(),
        };
        for fragile in [false, true] {
            filling.reopen(&carton.sides);
            while let Some(index) = filling.lowest() {
                let Some(space) = filling.room.spaces.get(index).copied() else {
                    break;
                };
                match self.best(&filling, &space, fragile, rule) {
                    Some(grid) => {
                        let weight_g = self.goods.get(grid.kind).map_or(0, |g| g.weight_g);
                        filling.put(&grid, fragile, weight_g);
                    }
                    None => drop(filling.room.spaces.swap_remove(index)),
                }
            }
        }
        filling.pieces
    }

    fn best(&self, filling: &Filling, space: &Cuboid, fragile: bool, rule: Rule) -> Option<Grid> {
        let sides = space.sides();
        let mut best: Option<([i64; 3], Grid)> = None;
        for (kind, (goods, stands)) in self.goods.iter().zip(&self.stands).enumerate() {
            let borne = filling.bears_g.checked_div(goods.weight_g).unwrap_or(i64::MAX);
            let left = filling.left.get(kind).map_or(0, |n| i64::from(*n).min(borne));
            if goods.fragile != fragile || left <= 0 {
                continue;
            }
            for stand in stands.iter().filter(|s| fits(s, &sides)) {
                // Fragile goods are not stacked on themselves either.
                let height = if fragile { stand[2] } else { sides[2] };
                for numbers in grids(stand, &[sides[0], sides[1], height], left) {
                    let grid = Grid {
                        kind,
                        stand: *stand,
                        numbers,
                        at: space.lo,
                    };
                    let score = score(&grid, &sides, rule);
                    if best.as_ref().is_some_and(|(most, _)| score <= *most) {
                        continue;
                    }
                    if let Some(grid) = filling.standing(space, grid) {
                        best = Some((score, grid));
                    }
                }
            }
        }
        best.map(|(_, grid)| grid)
    }
}

/// The grids worth a try: along the length first, along the width first, a stack, and one piece.
fn grids(stand: &Triple, space: &Triple, left: i64) -> [Triple; 4] {
    let left = i32::try_from(left).unwrap_or(i32::MAX);
    let room = |axis: Axis| axis.of(space) / axis.of(stand).max(1);
    let nx = room(Axis::X).min(left);
    let ny = room(Axis::Y).min(left / nx);
    let nz = room(Axis::Z).min(left / nx / ny);
    let my = room(Axis::Y).min(left);
    let mx = room(Axis::X).min(left / my);
    let mz = room(Axis::Z).min(left / mx / my);
    let stack = room(Axis::Z).min(left);
    [[nx, ny, nz], [mx, my, mz], [1, 1, stack], [1, 1, 1]]
}

fn score(grid: &Grid, space: &Triple, rule: Rule) -> [i64; 3] {
    let [a, b, c] = grid.stand.map(i64::from);
    let whole = volume(&grid.stand) * grid.count();
    let hull = grid.hull().sides();
    let gap = Axis::ALL.map(|axis| axis.of(space) - axis.of(&hull));
    let beside = -i64::from(gap[0].min(gap[1]));
    match rule {
        Rule::Grid => [whole, beside, -c],
        Rule::Piece => [a * b * c, whole, beside],
        Rule::Base => [a * b, whole, beside],
        Rule::Tight => [beside, whole, -c],
        Rule::Tall => [c, whole, beside],
    }
}

impl Filling {
    /// All free room, the spaces included that took nothing before.
    fn reopen(&mut self, carton: &Triple) {
        self.room = Room::empty(carton);
        for (block, _) in &self.blocks {
            self.room.take(block, &self.least, &mut self.fresh);
        }
    }

    /// The lowest space, the one farthest back and left of several, by index.
    fn lowest(&self) -> Option<usize> {
        let spaces = self.room.spaces.iter().enumerate();
        spaces
            .min_by_key(|(_, s)| (s.lo[2], s.lo[1], s.lo[0], -volume(&s.sides())))
            .map(|(index, _)| index)
    }

    /// The grid in the first corner of the space's floor where every piece of it stands.
    fn standing(&self, space: &Cuboid, grid: Grid) -> Option<Grid> {
        let hull = grid.hull().sides();
        let far = |axis: Axis| axis.of(&space.hi) - axis.of(&hull);
        let [x, y, z] = space.lo;
        let corners = [
            [x, y, z],
            [far(Axis::X), y, z],
            [x, far(Axis::Y), z],
            [far(Axis::X), far(Axis::Y), z],
        ];
        corners
            .into_iter()
            .map(|at| Grid { at, ..grid })
            .find(|grid| self.stands(grid))
    }

    fn stands(&self, grid: &Grid) -> bool {
        let [x, y, z] = grid.at;
        if z == 0 {
            return true;
        }
        let [a, b, _] = grid.stand;
        let base = i64::from(a) * i64::from(b);
        (0..grid.numbers[0]).all(|i| {
            (0..grid.numbers[1]).all(|j| {
                let at = [x + i * a, y + j * b, z];
                let mut rests = 0;
                for (below, fragile) in self.blocks.iter().filter(|(below, _)| below.hi[2] == z) {
                    let over = |k: usize, lo: i32, hi: i32, side: i32| {
                        let from = at.get(k).copied().unwrap_or(0);
                        i64::from((hi.min(from + side) - lo.max(from)).max(0))
                    };
                    let shared = over(0, below.lo[0], below.hi[0], a) * over(1, below.lo[1], below.hi[1], b);
                    if *fragile && shared > 0 {
                        return false;
                    }
                    rests += shared;
                }
                rests * 100 >= base * SUPPORT_PERCENT
            })
        })
    }

    fn put(&mut self, grid: &Grid, fragile: bool, weight_g: i64) {
        let [nx, ny, nz] = grid.numbers;
        for i in 0..nx {
            for j in 0..ny {
                for k in 0..nz {
                    let [a, b, c] = grid.stand;
                    let at = [grid.at[0] + i * a, grid.at[1] + j * b, grid.at[2] + k * c];
                    let place = Cuboid::new(at, &grid.stand);
                    self.pieces.push(Piece {
                        kind: grid.kind,
                        place,
                    });
                }
            }
        }
        if let Some(left) = self.left.get_mut(grid.kind) {
            *left = left.saturating_sub(u32::try_from(grid.count()).unwrap_or(u32::MAX));
        }
        self.bears_g -= weight_g.saturating_mul(grid.count());
        let hull = grid.hull();
        self.blocks.push((hull, fragile));
        self.room.take(&hull, &self.least, &mut self.fresh);
    }
}
