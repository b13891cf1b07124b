//! One block of parallel aisles between a front and a back cross-aisle: the shortest tour, exactly.
//!
//! H. D. Ratliff and A. S. Rosenthal, "Order-picking in a rectangular warehouse: a solvable case of the traveling
//! salesman problem", Operations Research 31 (1983): aisle after aisle, only five kinds of partial tour have to be told
//! apart, by the parity of the steps at the aisle's two ends and by whether these hang together.
//!
//! [`OneBlock::length`] needs no memory and some three nanoseconds an aisle, so that a search over batches can ask it
//! millions of times a second. It reads one [`AisleNeed`] an aisle: a search that moves an order renews only those of
//! the aisles it touches.

/// Longer than any tour, and far enough from the end of the numbers to be added to.
const NEVER: i32 = i32::MAX / 4;

/// Where the aisles and the depot lie. Lengths are in one unit of the caller's choice, millimetres as a rule; a tour
/// has to stay below 500 million of them.
///
/// Aisle `n` runs from the front cross-aisle to the back one at `n * aisle_pitch`; the depot stands on the front
/// cross-aisle at the foot of `depot_aisle`. A place's position is its distance from the front cross-aisle's centre
/// line along the aisle; the side of the aisle is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OneBlock {
    /// How many aisles there are, 1 at least.
    pub aisles: usize,
    /// From one aisle's centre line to the next one's.
    pub aisle_pitch: i32,
    /// Cells along one aisle.
    pub cells: usize,
    /// From one cell's centre to the next one's.
    pub cell_pitch: i32,
    /// From the front cross-aisle to the first cell's centre.
    pub front_to_cell: i32,
    /// From the last cell's centre to the back cross-aisle.
    pub back_to_cell: i32,
    /// The aisle at whose front end the tour starts and ends, from 0.
    pub depot_aisle: usize,
}

/// What a tour has to fetch from one aisle, as far as its length depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AisleNeed {
    /// Position of the pick next to the front; more than [`AisleNeed::last`] where there is none.
    pub first: i32,
    /// Position of the pick farthest from the front.
    pub last: i32,
    /// The largest distance between two neighbouring picks; 0 for a single one.
    pub gap: i32,
}

impl AisleNeed {
    /// Nothing to fetch.
    pub const NONE: AisleNeed = AisleNeed {
        first: i32::MAX,
        last: i32::MIN,
        gap: 0,
    };

    /// Of positions from the front to the back; equal ones may repeat.
    pub fn of(ascending: impl IntoIterator<Item = i32>) -> AisleNeed {
        let mut need = AisleNeed::NONE;
        for position in ascending {
            if need.is_none() {
                need.first = position;
            } else {
                need.gap = need.gap.max(position.saturating_sub(need.last));
            }
            need.last = position;
        }
        need
    }

    /// Whether there is nothing to fetch.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        self.first > self.last
    }
}

/// Costs of the ways through one aisle.
#[derive(Clone, Copy)]
pub(in crate::plan) struct Ways {
    /// From one end to the other.
    pub(in crate::plan) pass: i32,
    /// In at the front, to the last pick, and back.
    pub(in crate::plan) front: i32,
    /// In at the back, to the first pick, and back.
    pub(in crate::plan) back: i32,
    /// In at both ends, leaving out the largest gap.
    pub(in crate::plan) gap: i32,
}

/// The cheapest partial tours up to an aisle, by class: what they have done in the aisles so far, and how it ends at
/// the current one. Ratliff and Rosenthal's names in brackets.
#[derive(Clone, Copy, Debug)]
pub(in crate::plan) struct Classes {
    /// Odd at both ends, one piece (U, U, 1C).
    pub(in crate::plan) odd: i32,
    /// At the back alone (E, 0, 1C).
    pub(in crate::plan) back: i32,
    /// At the front alone (0, E, 1C).
    pub(in crate::plan) front: i32,
    /// Even at both ends, one piece (E, E, 1C).
    pub(in crate::plan) one: i32,
    /// Even at both ends, two pieces (E, E, 2C).
    pub(in crate::plan) two: i32,
}

impl Classes {
    /// Before the first aisle: nothing walked yet. Whatever is done in that aisle starts from here.
    pub(in crate::plan) fn first(ways: Ways, depot: bool) -> Classes {
        Classes {
            odd: ways.pass,
            back: if depot { NEVER } else { ways.back },
            front: ways.front,
            one: 2 * ways.pass,
            two: if depot { ways.gap.min(ways.back) } else { ways.gap },
        }
    }

    /// On to an aisle at a distance: along both cross-aisles once, along one of them there and back, or both.
    pub(in crate::plan) fn along(self, distance: i32) -> Classes {
        let there_and_back = 2 * distance;
        Classes {
            odd: self.odd + there_and_back,
            back: self.back.min(self.one) + there_and_back,
            front: self.front.min(self.one) + there_and_back,
            one: self.one + 2 * there_and_back,
            two: self.two + 2 * there_and_back,
        }
    }

    /// Through the aisle. At the depot's aisle the front end has to belong to the tour.
    pub(in crate::plan) fn through(self, ways: Ways, depot: bool) -> Classes {
        let least = ways.front.min(ways.back).min(ways.gap);
        let touching = self.back.min(self.front).min(self.two);
        Classes {
            odd: (self.odd + least).min(touching.min(self.one) + ways.pass),
            back: if depot { NEVER } else { self.back + ways.back },
            front: self.front + ways.front,
            one: (self.one + least)
                .min(self.odd + ways.pass)
                .min(touching + 2 * ways.pass),
            two: (self.two + least)
                .min(self.back + if depot { least } else { ways.front.min(ways.gap) })
                .min(self.front + ways.back.min(ways.gap)),
        }
    }

    /// The shortest whole tour, when this was the last aisle.
    pub(in crate::plan) fn closed(self) -> i32 {
        self.back.min(self.front).min(self.one)
    }
}

impl OneBlock {
    /// Length of an aisle, from cross-aisle to cross-aisle.
    #[must_use]
    pub fn depth(&self) -> i32 {
        let steps = i32::try_from(self.cells.saturating_sub(1)).unwrap_or(NEVER);
        self.front_to_cell
            .saturating_add(steps.saturating_mul(self.cell_pitch))
            .saturating_add(self.back_to_cell)
    }

    /// Position of a cell, counted from the front.
    #[must_use]
    pub fn position(&self, cell: usize) -> i32 {
        let steps = i32::try_from(cell).unwrap_or(NEVER);
        self.front_to_cell
            .saturating_add(steps.saturating_mul(self.cell_pitch))
    }

    pub(in crate::plan) fn ways(depth: i32, need: AisleNeed) -> Ways {
        if need.is_none() {
            return Ways {
                pass: depth,
                front: 0,
                back: 0,
                gap: 0,
            };
        }
        Ways {
            pass: depth,
            front: 2 * need.last,
            back: 2 * (depth - need.first),
            gap: 2 * (depth - need.gap),
        }
    }

    /// Length of the shortest tour from the depot through everything that is needed, and back to the depot; 0 when
    /// nothing is needed.
    ///
    /// `needs` has one entry an aisle, from aisle 0; aisles beyond its end need nothing.
    #[must_use]
    pub fn length(&self, needs: &[AisleNeed]) -> i32 {
        self.length_with(needs, (usize::MAX, AisleNeed::NONE))
    }

    /// The same when one aisle needs something else.
    #[must_use]
    pub fn length_with(&self, needs: &[AisleNeed], instead: (usize, AisleNeed)) -> i32 {
        let depth = self.depth();
        let mut classes: Option<Classes> = None;
        let mut distance = 0;
        let mut needed = false;
        for aisle in 0..self.aisles.max(needs.len()) {
            distance += self.aisle_pitch;
            let need = if aisle == instead.0 {
                instead.1
            } else {
                needs.get(aisle).copied().unwrap_or(AisleNeed::NONE)
            };
            let depot = aisle == self.depot_aisle;
            needed |= !need.is_none();
            if need.is_none() && !depot {
                continue;
            }
            let ways = OneBlock::ways(depth, need);
            classes = Some(match classes {
                None => Classes::first(ways, depot),
                Some(before) => before.along(distance).through(ways, depot),
            });
            distance = 0;
        }
        if needed {
            classes.map_or(0, Classes::closed)
        } else {
            0
        }
    }
}

#[cfg(test)]
mod tests;
