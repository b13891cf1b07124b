//! Blocks: pieces stacked into cuboids with next to no gaps, which are then placed as one.
//!
//! Simple blocks are grids of one type in one orientation; compound ones are two blocks side by side along an axis
//! (general blocks of Fanslau and Bortfeldt 2010, INFORMS Journal on Computing 22(2)).

use super::choice::TYPES;
use super::cuboid::{Axis, Cuboid, Triple, fits, volume};
use std::collections::BTreeSet;

/// A type of piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its sides.
    pub sides: Triple,
    /// Which of its sides may stand upright.
    pub upright: [bool; 3],
    /// How many there are.
    pub count: u32,
}

impl Kind {
    /// Every way it may stand, each once.
    pub fn stands(&self) -> Vec<Triple> {
        let mut stands = BTreeSet::new();
        for up in Axis::ALL {
            if up.of(&self.upright) {
                let [a, b] = up.others();
                let (a, b, z) = (a.of(&self.sides), b.of(&self.sides), up.of(&self.sides));
                stands.insert([a, b, z]);
                stands.insert([b, a, z]);
            }
        }
        stands.into_iter().collect()
    }
}

/// One piece inside a block or a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Piece {
    /// Index of its type.
    pub kind: usize,
    /// Where it stands.
    pub place: Cuboid,
}

/// How a block is made.
#[derive(Clone, Copy, Debug)]
enum Make {
    /// A grid of pieces: the sides of one, and how many along each axis.
    Grid(Triple, Triple),
    /// Two earlier blocks side by side.
    Pair(usize, usize, Axis),
}

/// A block.
#[derive(Clone, Debug)]
pub struct Block {
    /// Sides of its hull.
    pub sides: Triple,
    /// Volume of its pieces.
    pub volume: i64,
    /// How many pieces of which type, by type.
    pub needs: Vec<(u16, u16)>,
    make: Make,
}

impl Block {
    /// How many pieces it has.
    pub fn pieces(&self) -> u32 {
        self.needs.iter().map(|(_, n)| u32::from(*n)).sum()
    }
}

/// How many blocks are made, and how tight.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// At most so many blocks.
    pub blocks: usize,
    /// Pieces fill at least this share of a block's hull, in thousandths.
    pub fill: i64,
}

/// The blocks of a problem.
#[derive(Clone, Debug, Default)]
pub struct Blocks {
    made: Vec<Block>,
}

impl Blocks {
    /// Makes blocks: simple ones up to half of the limit, then compound ones.
    pub fn make(container: &Triple, kinds: &[Kind], limits: Limits) -> Blocks {
        let mut blocks = Blocks::default();
        let mut known = BTreeSet::new();
        blocks.grids(container, kinds, limits, &mut known);
        blocks.pairs(container, kinds, limits, &mut known);
        blocks
    }

    /// All of them.
    pub fn all(&self) -> &[Block] {
        &self.made
    }

    fn grids(&mut self, container: &Triple, kinds: &[Kind], limits: Limits, known: &mut BTreeSet<Known>) {
        let mut grids = Vec::new();
        for (index, kind) in kinds.iter().enumerate() {
            let Ok(id) = u16::try_from(index) else { break };
            for stand in kind.stands().iter().filter(|s| fits(s, container)) {
                grids_of(id, kind.count, stand, container, &mut grids);
            }
        }
        // Every single piece, and of larger grids as many as there is room for, of all sizes.
        grids.sort_by_key(|b| (b.pieces(), b.sides));
        let single = grids.partition_point(|b| b.pieces() == 1);
        let room = (limits.blocks / 2).saturating_sub(single).max(1);
        let stride = (grids.len() - single).div_ceil(room).max(1);
        for (index, block) in grids.into_iter().enumerate() {
            let wanted = index < single || (index - single).is_multiple_of(stride);
            if wanted && known.insert(Known::of(&block)) {
                self.made.push(block);
            }
        }
    }

    fn pairs(&mut self, container: &Triple, kinds: &[Kind], limits: Limits, known: &mut BTreeSet<Known>) {
        let counts: Vec<u32> = kinds.iter().map(|k| k.count).collect();
        let mut second = 0;
        while let Some(b) = self.made.get(second).cloned() {
            for first in 0..=second {
                let Some(a) = self.made.get(first) else { break };
                let mut fresh = Vec::new();
                for axis in Axis::ALL {
                    if let Some(sides) = joined(a, &b, axis, container, limits.fill)
                        && let Some(needs) = sum_of_needs(&a.needs, &b.needs, &counts)
                    {
                        fresh.push(Block {
                            sides,
                            volume: a.volume + b.volume,
                            needs,
                            make: Make::Pair(first, second, axis),
                        });
                    }
                }
                for block in fresh {
                    if known.insert(Known::of(&block)) {
                        self.made.push(block);
                    }
                }
                if self.made.len() >= limits.blocks {
                    return;
                }
            }
            second += 1;
        }
    }

    /// The pieces of a block that stands there.
    pub fn unpack(&self, block: usize, at: Triple, out: &mut Vec<Piece>) {
        let Some(b) = self.made.get(block) else { return };
        match b.make {
            Make::Grid(stand, [nx, ny, nz]) => {
                let kind = b.needs.first().map_or(0, |(kind, _)| usize::from(*kind));
                for x in 0..nx {
                    for y in 0..ny {
                        for z in 0..nz {
                            let at = [at[0] + x * stand[0], at[1] + y * stand[1], at[2] + z * stand[2]];
                            let place = Cuboid::new(at, &stand);
                            out.push(Piece { kind, place });
                        }
                    }
                }
            }
            Make::Pair(first, second, axis) => {
                let along = self.made.get(first).map_or(0, |a| axis.of(&a.sides));
                self.unpack(first, at, out);
                self.unpack(second, axis.with(&at, axis.of(&at) + along), out);
            }
        }
    }
}

/// Every grid of pieces that stand like this, up to their number.
fn grids_of(kind: u16, count: u32, stand: &Triple, container: &Triple, grids: &mut Vec<Block>) {
    let count = i32::try_from(count).unwrap_or(i32::MAX).min(i32::from(u16::MAX));
    let most = |axis: Axis, left: i32| left.min(axis.of(container) / axis.of(stand).max(1));
    for nx in numbers(most(Axis::X, count)) {
        for ny in numbers(most(Axis::Y, count / nx)) {
            for nz in numbers(most(Axis::Z, count / nx / ny)) {
                let n = u16::try_from(nx * ny * nz).unwrap_or(u16::MAX);
                let sides = [stand[0] * nx, stand[1] * ny, stand[2] * nz];
                grids.push(Block {
                    sides,
                    volume: volume(&sides),
                    needs: vec![(kind, n)],
                    make: Make::Grid(*stand, [nx, ny, nz]),
                });
            }
        }
    }
}

/// The numbers up to one: all to begin with, then with growing gaps, and the last. Thousands of small pieces would
/// make millions of grids otherwise.
fn numbers(most: i32) -> impl Iterator<Item = i32> {
    let next = move |n: &i32| (*n < most).then(|| (n + 1 + (n / 32) * (n / 8)).min(most));
    std::iter::successors((most > 0).then_some(1), next)
}

/// What makes two blocks the same: hull and contents.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Known(Triple, Vec<(u16, u16)>);

impl Known {
    fn of(block: &Block) -> Known {
        Known(block.sides, block.needs.clone())
    }
}

fn joined(a: &Block, b: &Block, axis: Axis, container: &Triple, fill: i64) -> Option<Triple> {
    let [u, v] = axis.others();
    let mut sides = axis.with(&a.sides, axis.of(&a.sides) + axis.of(&b.sides));
    sides = u.with(&sides, u.of(&a.sides).max(u.of(&b.sides)));
    sides = v.with(&sides, v.of(&a.sides).max(v.of(&b.sides)));
    let tight = (a.volume + b.volume) * 1000 >= volume(&sides) * fill;
    (tight && fits(&sides, container)).then_some(sides)
}

fn sum_of_needs(a: &[(u16, u16)], b: &[(u16, u16)], counts: &[u32]) -> Option<Vec<(u16, u16)>> {
    let mut sum = a.to_vec();
    for (kind, n) in b {
        match sum.iter_mut().find(|(k, _)| k == kind) {
            Some((_, m)) => *m = m.checked_add(*n)?,
            None => sum.push((*kind, *n)),
        }
    }
    sum.sort_unstable();
    if sum.len() > TYPES {
        return None;
    }
    let enough = |(kind, n): &(u16, u16)| {
        counts
            .get(usize::from(*kind))
            .is_some_and(|c| u32::from(*n) <= *c)
    };
    sum.iter().all(enough).then_some(sum)
}
