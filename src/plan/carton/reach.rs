//! Which lengths sides of pieces add up to: how much of a gap can still be used (the knapsack of sides behind the
//! volume loss of Zhu and Lim 2012, European Journal of Operational Research 222(3)).

use super::blocks::Kind;
use super::cuboid::{Axis, Triple};

/// For each axis, the sums of sides as bits.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    bits: [Vec<u64>; 3],
    shifted: Vec<u64>,
}

/// The distinct sides that each type can turn to each axis.
#[derive(Clone, Debug, Default)]
pub struct Turns {
    /// By axis: type and side.
    by_axis: [Vec<(usize, i32)>; 3],
}

impl Turns {
    /// Those of some types.
    pub fn of(kinds: &[Kind]) -> Turns {
        let by_axis = Axis::ALL.map(|axis| {
            let mut turns: Vec<(usize, i32)> = Vec::new();
            for (kind, k) in kinds.iter().enumerate() {
                let mut sides: Vec<i32> = k.stands().iter().map(|s| axis.of(s)).collect();
                sides.sort_unstable();
                sides.dedup();
                turns.extend(sides.into_iter().filter(|s| *s > 0).map(|s| (kind, s)));
            }
            turns
        });
        Turns { by_axis }
    }

    /// The shortest side on each axis among the types that are left.
    pub fn least(&self, left: &[u16]) -> Triple {
        let least = |turns: &[(usize, i32)]| {
            turns
                .iter()
                .filter(|(kind, _)| left.get(*kind).is_some_and(|n| *n > 0))
                .map(|(_, side)| *side)
                .min()
                .unwrap_or(i32::MAX)
        };
        [
            least(&self.by_axis[0]),
            least(&self.by_axis[1]),
            least(&self.by_axis[2]),
        ]
    }
}

impl Reach {
    /// Works the sums out anew, up to the container's sides, with so many pieces left of each type.
    pub fn rebuild(&mut self, container: &Triple, turns: &Turns, left: &[u16]) {
        let Reach { bits, shifted } = self;
        for ((bits, turns), side) in bits.iter_mut().zip(&turns.by_axis).zip(container) {
            let words = usize::try_from(*side).unwrap_or(0) / 64 + 1;
            bits.clear();
            bits.resize(words, 0);
            if let Some(first) = bits.first_mut() {
                *first = 1;
            }
            for (kind, length) in turns {
                let count = left.get(*kind).map_or(0, |n| i32::from(*n)).min(side / length);
                add_up(bits, shifted, *length, count);
            }
        }
    }

    /// The longest sum that is not above a length.
    #[inline]
    pub fn below(&self, axis: Axis, length: i32) -> i32 {
        let bits = match axis {
            Axis::X => &self.bits[0],
            Axis::Y => &self.bits[1],
            Axis::Z => &self.bits[2],
        };
        let Ok(length) = usize::try_from(length) else {
            return 0;
        };
        let (mut word, keep) = (length / 64, 63 - length % 64);
        let mut rest = bits.get(word).map_or(0, |w| (w << keep) >> keep);
        while rest == 0 && word > 0 {
            word -= 1;
            rest = bits.get(word).copied().unwrap_or(0);
        }
        if rest == 0 {
            return 0;
        }
        i32::try_from(word * 64 + 63).unwrap_or(i32::MAX) - i32::try_from(rest.leading_zeros()).unwrap_or(0)
    }
}

/// Adds up to `count` copies of a length to every sum, by powers of two.
fn add_up(bits: &mut [u64], shifted: &mut Vec<u64>, length: i32, count: i32) {
    let (mut left, mut copies) = (count, 1);
    while left > 0 {
        let now = copies.min(left);
        let shift = usize::try_from(length).unwrap_or(0) * usize::try_from(now).unwrap_or(0);
        let (words, rest) = (shift / 64, shift % 64);
        shifted.clear();
        shifted.extend_from_slice(bits);
        let mut below = 0;
        for (to, from) in bits.iter_mut().skip(words).zip(shifted.iter()) {
            *to |= (from << rest) | below;
            below = if rest == 0 { 0 } else { from >> (64 - rest) };
        }
        left -= now;
        copies *= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_sides_are_found_up_to_the_pieces_left() {
        let kind = |a, count| Kind {
            sides: [a, a, a],
            upright: [true; 3],
            count,
        };
        let turns = Turns::of(&[kind(30, 3), kind(70, 1)]);
        let mut reach = Reach::default();
        reach.rebuild(&[200, 200, 200], &turns, &[3, 1]);
        // 0 30 60 90, and 70 100 130 160.
        let found: Vec<i32> = [29, 30, 69, 99, 129, 159, 200]
            .into_iter()
            .map(|length| reach.below(Axis::Y, length))
            .collect();
        assert_eq!(found, [0, 30, 60, 90, 100, 130, 160]);
    }
}
