//! The free room of a container as maximal residual spaces (Parreno, Alvarez-Valdes, Tamarit and Oliveira 2008,
//! INFORMS Journal on Computing 20(3)): every largest empty cuboid, so they overlap one another.

use super::cuboid::{Cuboid, Triple, fits, volume};

/// The free spaces of one container, none inside another.
#[derive(Clone, Debug, Default)]
pub struct Room {
    /// The spaces, in no particular order.
    pub spaces: Vec<Cuboid>,
}

impl Room {
    /// An empty container.
    pub fn empty(sides: &Triple) -> Room {
        Room {
            spaces: vec![Cuboid::new([0; 3], sides)],
        }
    }

    /// Becomes a copy of another, keeping its memory.
    pub fn copy_from(&mut self, other: &Room) {
        self.spaces.clear();
        self.spaces.extend_from_slice(&other.spaces);
    }

    /// Takes the box out of the free room. Spaces with a side below `least` are of no use and are left out; `fresh`
    /// is memory to work in.
    pub fn take(&mut self, taken: &Cuboid, least: &Triple, fresh: &mut Vec<Cuboid>) {
        fresh.clear();
        let mut kept = 0;
        for i in 0..self.spaces.len() {
            let Some(space) = self.spaces.get(i).copied() else {
                break;
            };
            if space.overlaps(taken) {
                space.around(taken, |rest| {
                    if fits(least, &rest.sides()) {
                        fresh.push(rest);
                    }
                });
            } else {
                if let Some(slot) = self.spaces.get_mut(kept) {
                    *slot = space;
                }
                kept += 1;
            }
        }
        self.spaces.truncate(kept);
        // What was not touched was maximal before, so it lies in none of the fresh ones.
        for (i, rest) in fresh.iter().enumerate() {
            let inside = |s: &Cuboid| s.contains(rest);
            let covered = self.spaces.iter().take(kept).any(inside)
                || fresh
                    .iter()
                    .enumerate()
                    .any(|(j, other)| j != i && inside(other) && (other != rest || j < i));
            if !covered {
                self.spaces.push(*rest);
            }
        }
    }

    /// The space to fill next, by index: nearest to a corner of the container by Manhattan distance, the larger one
    /// of two. A corner pocket filled early cannot become a hole later.
    pub fn nearest_corner(&self, container: &Triple) -> Option<usize> {
        self.spaces
            .iter()
            .enumerate()
            .min_by_key(|(_, s)| (corner_distance(s, container), -volume(&s.sides())))
            .map(|(index, _)| index)
    }
}

/// How far a space lies from the corner of the container that is nearest to it, along the axes.
#[inline]
pub fn corner_distance(space: &Cuboid, container: &Triple) -> i32 {
    let near = |lo: i32, hi: i32, side: i32| lo.min(side - hi);
    near(space.lo[0], space.hi[0], container[0])
        + near(space.lo[1], space.hi[1], container[1])
        + near(space.lo[2], space.hi[2], container[2])
}
