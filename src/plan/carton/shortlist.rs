//! The blocks that can still be placed, laid out for a fast look at which of them fit a space.

use super::cuboid::Triple;

/// How many blocks are looked at in one stroke.
const STROKE: usize = 16;

/// Blocks by descending worth: their sides, column by column, and which they are.
#[derive(Clone, Debug, Default)]
pub struct Shortlist {
    x: Vec<i16>,
    y: Vec<i16>,
    z: Vec<i16>,
    which: Vec<usize>,
}

impl Shortlist {
    /// Forgets all.
    pub fn clear(&mut self) {
        self.x.clear();
        self.y.clear();
        self.z.clear();
        self.which.clear();
    }

    /// Adds a block behind the others.
    pub fn push(&mut self, sides: &Triple, which: usize) {
        let short = |side: i32| i16::try_from(side).unwrap_or(i16::MAX);
        self.x.push(short(sides[0]));
        self.y.push(short(sides[1]));
        self.z.push(short(sides[2]));
        self.which.push(which);
    }

    /// The blocks on it.
    pub fn which(&self) -> &[usize] {
        &self.which
    }

    /// Calls for every block that fits the space, the worthiest first, until told to stop. Sides are below 32,768
    /// here, and sixteen bits each, so that the compiler compares many at once.
    #[inline]
    pub fn fitting(&self, space: &Triple, mut each: impl FnMut(usize) -> bool) {
        let short = |side: i32| i16::try_from(side).unwrap_or(i16::MAX);
        let (sx, sy, sz) = (short(space[0]), short(space[1]), short(space[2]));
        let columns = self
            .x
            .chunks(STROKE)
            .zip(self.y.chunks(STROKE))
            .zip(self.z.chunks(STROKE));
        for (((x, y), z), which) in columns.zip(self.which.chunks(STROKE)) {
            let mut hits = [0_i16; STROKE];
            for (((hit, x), y), z) in hits.iter_mut().zip(x).zip(y).zip(z) {
                *hit = i16::from((*x <= sx) & (*y <= sy) & (*z <= sz));
            }
            if hits.iter().fold(0, |any, hit| any | hit) == 0 {
                continue;
            }
            for (hit, which) in hits.iter().zip(which) {
                if *hit != 0 && !each(*which) {
                    return;
                }
            }
        }
    }
}
