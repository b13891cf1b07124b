//! How much of a block's surface would touch walls or other blocks.

use super::cuboid::{Axis, Cuboid, Triple};

/// One side of a space: what lies behind it, as seen from the corner that blocks go into.
#[derive(Clone, Debug, Default)]
struct Side {
    /// How far the container's wall is.
    wall: i32,
    /// Faces of blocks: how far behind, and from where to where along the two other axes.
    faces: Vec<(i32, [i32; 2], [i32; 2])>,
}

/// The surroundings of one space.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// Behind the corner, by axis.
    near: [Side; 3],
    /// Opposite to it.
    far: [Side; 3],
    within: Triple,
}

impl Contact {
    /// Looks round a space: walls and blocks no further away than `within` count as touching.
    pub fn look<'a>(
        &mut self,
        space: &Cuboid,
        container: &Triple,
        within: &Triple,
        placed: impl Iterator<Item = &'a Cuboid> + Clone,
    ) {
        self.within = *within;
        for ((axis, near), far) in Axis::ALL.into_iter().zip(&mut self.near).zip(&mut self.far) {
            let (lo, hi, wall) = (axis.of(&space.lo), axis.of(&space.hi), axis.of(container));
            let from_lo = lo <= wall - hi;
            let (low, high) = if from_lo { (near, far) } else { (far, near) };
            low.wall = lo;
            high.wall = wall - hi;
            low.faces.clear();
            high.faces.clear();
            for block in placed.clone() {
                let behind_low = lo - axis.of(&block.hi);
                let behind_high = axis.of(&block.lo) - hi;
                let within = axis.of(within);
                if (0..=within).contains(&behind_low) {
                    push(low, behind_low, axis, space, block, container);
                } else if (0..=within).contains(&behind_high) {
                    push(high, behind_high, axis, space, block, container);
                }
            }
        }
    }

    /// The share of its surface that a block in the corner of the space touches with, 0 to 1.
    #[inline]
    pub fn share(&self, block: &Triple, space: &Triple) -> f64 {
        let mut touching = 0;
        let mut whole = 0;
        for ((axis, near), far) in Axis::ALL.into_iter().zip(&self.near).zip(&self.far) {
            let [u, v] = axis.others();
            let face = [u.of(block), v.of(block)];
            let area = face[0] * face[1];
            let within = axis.of(&self.within);
            whole += 2 * area;
            touching += touched(near, 0, within, face, area);
            let gap = axis.of(space) - axis.of(block);
            if gap <= within {
                touching += touched(far, gap, within, face, area);
            }
        }
        f64::from(touching) / f64::from(whole.max(1))
    }
}

fn push(side: &mut Side, behind: i32, axis: Axis, space: &Cuboid, block: &Cuboid, container: &Triple) {
    // Along the two other axes, measured from the corner that blocks go into.
    let from_corner = |axis: Axis| {
        let (lo, hi) = (axis.of(&space.lo), axis.of(&space.hi));
        let (a, b) = (axis.of(&block.lo), axis.of(&block.hi));
        let (from, to) = if lo <= axis.of(container) - hi {
            (a - lo, b - lo)
        } else {
            (hi - b, hi - a)
        };
        (from.max(0), to)
    };
    let [u, v] = axis.others();
    let ((u0, u1), (v0, v1)) = (from_corner(u), from_corner(v));
    if u0 < u1 && v0 < v1 {
        side.faces.push((behind, [u0, v0], [u1, v1]));
    }
}

#[inline]
fn touched(side: &Side, gap: i32, within: i32, face: [i32; 2], area: i32) -> i32 {
    if side.wall + gap <= within {
        return area;
    }
    let mut sum = 0;
    for (behind, from, to) in &side.faces {
        if behind + gap <= within {
            let u = to[0].min(face[0]) - from[0];
            let v = to[1].min(face[1]) - from[1];
            if u > 0 && v > 0 {
                sum += u * v;
            }
        }
    }
    sum.min(area)
}
