//! Which block goes into a space.
//!
//! The VCS function of Araya, Guerrero and Nunez (2017, Computers & Operations Research 82): a block is worth its
//! **V**olume, times the share of the space that stays usable beside it, times the share of its surface in
//! **C**ontact with walls and other blocks, to a power, times a penalty on **S**mall pieces, since those are wanted
//! later, for the gaps.

use super::blocks::Block;
use super::contact::Contact;
use super::cuboid::{Axis, Cuboid, Triple, fits, volume};
use super::reach::{Reach, Turns};
use super::room::Room;
use super::shortlist::Shortlist;

/// How many types of piece a block may hold.
pub const TYPES: usize = 4;

/// Power of the number of pieces in a block's worth.
const FEW_PIECES: f64 = -0.2;

/// Surfaces nearer than this share of the container's side, in thousandths, count as touching.
const NEAR: i32 = 40;

/// A block as the inner loop sees it.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// Sides of its hull.
    pub sides: Triple,
    /// Index of the block.
    pub block: usize,
    /// What its worth cannot exceed.
    bound: f64,
    needs: [(u16, u16); TYPES],
}

/// A block in its place.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Index of the block.
    pub block: usize,
    /// Where it goes.
    pub place: Cuboid,
}

/// Chooses blocks for spaces.
#[derive(Debug)]
pub struct Chooser {
    container: Triple,
    near: Triple,
    /// By bound, highest first.
    candidates: Vec<Candidate>,
    turns: Turns,
    reach: Reach,
    contact: Contact,
    found: Vec<(f64, usize)>,
}

impl Chooser {
    /// For the blocks of a problem.
    pub fn new(container: &Triple, blocks: &[Block], turns: Turns) -> Chooser {
        let mut candidates: Vec<Candidate> = blocks.iter().enumerate().filter_map(candidate).collect();
        candidates.sort_by(|a, b| b.bound.total_cmp(&a.bound).then(a.block.cmp(&b.block)));
        Chooser {
            container: *container,
            near: container.map(|side| side * NEAR / 1000),
            candidates,
            turns,
            reach: Reach::default(),
            contact: Contact::default(),
            found: Vec::new(),
        }
    }

    /// The shortest sides of what is left.
    pub fn least(&self, left: &[u16]) -> Triple {
        self.turns.least(left)
    }

    /// Begins with a state: which lengths its remaining sides add up to, and which blocks its pieces still allow.
    /// Completions of the state keep the lengths: working them out anew at each step costs more than it tells.
    pub fn begin(&mut self, left: &[u16], open: &mut Shortlist) {
        self.reach.rebuild(&self.container, &self.turns, left);
        open.clear();
        for (index, c) in self.candidates.iter().enumerate() {
            if enough(left, &c.needs) {
                open.push(&c.sides, index);
            }
        }
    }

    /// Those of a list that still fit somewhere.
    pub fn shorten(&self, room: &Room, left: &[u16], from: &Shortlist, to: &mut Shortlist) {
        to.clear();
        let largest = room.spaces.iter().fold([0; 3], |most: Triple, s| {
            let sides = s.sides();
            [
                most[0].max(sides[0]),
                most[1].max(sides[1]),
                most[2].max(sides[2]),
            ]
        });
        for which in from.which() {
            if let Some(c) = self.candidates.get(*which)
                && fits(&c.sides, &largest)
                && enough(left, &c.needs)
            {
                to.push(&c.sides, *which);
            }
        }
    }

    /// The best block for the next space that takes one; spaces that take none are dropped.
    pub fn favourite<'p>(
        &mut self,
        room: &mut Room,
        left: &[u16],
        placed: impl Iterator<Item = &'p Cuboid> + Clone,
        open: &Shortlist,
    ) -> Option<Choice> {
        loop {
            let index = room.nearest_corner(&self.container)?;
            let space = *room.spaces.get(index)?;
            self.contact
                .look(&space, &self.container, &self.near, placed.clone());
            let sides = space.sides();
            let scale = scale(&sides);
            let mut best: Option<&Candidate> = None;
            let mut threshold = 0.0;
            open.fitting(&sides, |which| {
                let Some(c) = self.candidates.get(which) else {
                    return false;
                };
                if c.bound <= threshold {
                    return false;
                }
                if enough(left, &c.needs) && fits(&c.sides, &sides) {
                    let worth = self.worth(c, &sides, scale, threshold);
                    if worth > threshold {
                        threshold = worth;
                        best = Some(c);
                    }
                }
                true
            });
            if let Some(c) = best {
                return Some(self.at_corner(c, &space));
            }
            room.spaces.swap_remove(index);
        }
    }

    /// The best blocks for the next space that takes one, best first, at most so many.
    pub fn options<'p>(
        &mut self,
        room: &mut Room,
        placed: impl Iterator<Item = &'p Cuboid> + Clone,
        open: &Shortlist,
        wanted: usize,
        out: &mut Vec<Choice>,
    ) {
        out.clear();
        let mut found = std::mem::take(&mut self.found);
        found.clear();
        while let Some(index) = room.nearest_corner(&self.container) {
            let Some(space) = room.spaces.get(index).copied() else {
                break;
            };
            self.contact
                .look(&space, &self.container, &self.near, placed.clone());
            let sides = space.sides();
            let scale = scale(&sides);
            open.fitting(&sides, |which| {
                if let Some(c) = self.candidates.get(which).filter(|c| fits(&c.sides, &sides)) {
                    found.push((self.worth(c, &sides, scale, 0.0), which));
                }
                true
            });
            if found.is_empty() {
                room.spaces.swap_remove(index);
                continue;
            }
            found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            found.truncate(wanted);
            let chosen = found.iter().filter_map(|(_, which)| self.candidates.get(*which));
            out.extend(chosen.map(|c| self.at_corner(c, &space)));
            break;
        }
        self.found = found;
    }

    /// What a block is worth in the corner of a space; something at or below the threshold where it cannot beat it.
    #[inline]
    fn worth(&self, c: &Candidate, space: &Triple, scale: f64, threshold: f64) -> f64 {
        let used = |axis: Axis| {
            let side = axis.of(&c.sides);
            f64::from(side + self.reach.below(axis, axis.of(space) - side))
        };
        let usable = used(Axis::X) * used(Axis::Y) * used(Axis::Z) * scale;
        let worth = c.bound * usable;
        if worth <= threshold {
            return worth;
        }
        let touching = self.contact.share(&c.sides, space);
        let squared = touching * touching;
        worth * squared * squared
    }

    /// A block goes into the corner of the space that is nearest to the container's walls.
    fn at_corner(&self, c: &Candidate, space: &Cuboid) -> Choice {
        let at = Axis::ALL.map(|axis| {
            let (lo, hi) = (axis.of(&space.lo), axis.of(&space.hi));
            if lo <= axis.of(&self.container) - hi {
                lo
            } else {
                hi - axis.of(&c.sides)
            }
        });
        Choice {
            block: c.block,
            place: Cuboid::new(at, &c.sides),
        }
    }
}

fn candidate((index, block): (usize, &Block)) -> Option<Candidate> {
    let mut needs = [(0, 0); TYPES];
    if block.needs.len() > needs.len() {
        return None;
    }
    for (slot, need) in needs.iter_mut().zip(&block.needs) {
        *slot = *need;
    }
    Some(Candidate {
        sides: block.sides,
        block: index,
        bound: block.volume as f64 * f64::from(block.pieces()).powf(FEW_PIECES),
        needs,
    })
}

fn scale(space: &Triple) -> f64 {
    1.0 / volume(space).max(1) as f64
}

#[inline]
fn enough(left: &[u16], needs: &[(u16, u16); TYPES]) -> bool {
    needs
        .iter()
        .all(|(kind, n)| left.get(usize::from(*kind)).is_some_and(|l| n <= l))
}
