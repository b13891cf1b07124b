//! Lengths of walks in one block, for sets of orders: bit sets of places.

use super::Tours;
use crate::plan::route::{AisleNeed, OneBlock};

/// Optimal walks of sets of orders in one block.
///
/// Of an order only its places are kept, as a bit set for each aisle in which a place is its rank among all the places
/// of the aisle that any order needs. Several orders together need the union of their bits, and the largest gap of an
/// aisle falls out of one pass over the bits that are set.
#[derive(Clone, Debug)]
pub struct BlockTours {
    block: OneBlock,
    /// Words of bits for each aisle.
    words: usize,
    /// A row of `aisles * words` for each order.
    bits: Vec<u64>,
    /// Positions by aisle, word and bit.
    positions: Vec<i32>,
    union: Vec<u64>,
    needs: Vec<AisleNeed>,
}

impl BlockTours {
    /// Orders by the places that they need: aisle, and position from the front cross-aisle. What lies beyond an end
    /// of the block is taken to that end.
    pub fn new(block: OneBlock, orders: &[Vec<(usize, i32)>]) -> BlockTours {
        let aisles = block.aisles.max(1);
        let inside = |(aisle, at): (usize, i32)| (aisle.min(aisles - 1), at.clamp(0, block.depth()));
        let mut needed: Vec<(usize, i32)> = orders.iter().flatten().copied().map(inside).collect();
        needed.sort_unstable();
        needed.dedup();
        let most = needed.chunk_by(|a, b| a.0 == b.0).map(<[_]>::len).max();
        let words = most.unwrap_or(0).div_ceil(64).max(1);
        let mut positions = vec![0; aisles * words * 64];
        for places in needed.chunk_by(|a, b| a.0 == b.0) {
            let aisle = places.first().map_or(0, |place| place.0);
            let slots = positions.iter_mut().skip(aisle * words * 64);
            slots.zip(places).for_each(|(slot, place)| *slot = place.1);
        }
        let mut bits = vec![0_u64; orders.len() * aisles * words];
        for (row, order) in bits.chunks_exact_mut(aisles * words).zip(orders) {
            for place in order.iter().copied().map(inside) {
                let before = needed.partition_point(|other| other.0 < place.0);
                let rank = needed.partition_point(|other| *other < place) - before;
                if let Some(word) = row.get_mut(place.0 * words + rank / 64) {
                    *word |= 1 << (rank % 64);
                }
            }
        }
        BlockTours {
            block,
            words,
            bits,
            positions,
            union: vec![0; aisles * words],
            needs: vec![AisleNeed::NONE; aisles],
        }
    }

    fn row(&self, order: u32) -> &[u64] {
        let row = self.union.len();
        let from = order as usize * row;
        self.bits.get(from..from + row).unwrap_or_default()
    }
}

impl Tours for BlockTours {
    fn length(&mut self, orders: &[u32]) -> i64 {
        self.union.fill(0);
        for order in orders {
            let row = self.union.len();
            let from = *order as usize * row;
            let bits = self.bits.get(from..from + row).unwrap_or_default();
            for (all, one) in self.union.iter_mut().zip(bits) {
                *all |= one;
            }
        }
        let bits = self.union.chunks_exact(self.words);
        let positions = self.positions.chunks_exact(self.words * 64);
        for (need, (bits, positions)) in self.needs.iter_mut().zip(bits.zip(positions)) {
            *need = needed(bits, positions);
        }
        i64::from(self.block.length(&self.needs))
    }

    /// The farthest aisle and the nearest one, then how far into them on average.
    fn lies(&self, order: u32) -> u64 {
        let row = self.row(order);
        let used = |aisle: &[u64]| aisle.iter().any(|word| *word != 0);
        let aisles = || row.chunks_exact(self.words).map(used);
        let first = aisles().position(|used| used).unwrap_or(0);
        let last = aisles().rposition(|used| used).unwrap_or(0);
        let depot = self.block.depot_aisle;
        let reach = first.abs_diff(depot).max(last.abs_diff(depot)) as u64;
        let other = first.abs_diff(depot).min(last.abs_diff(depot)) as u64;
        let side = u64::from(last.abs_diff(depot) < first.abs_diff(depot));
        (side << 48) | (reach << 32) | (other << 16)
    }
}

/// What the tour has to fetch from an aisle whose bits and positions these are.
fn needed(bits: &[u64], positions: &[i32]) -> AisleNeed {
    let mut need = AisleNeed::NONE;
    for (word, positions) in bits.iter().zip(positions.chunks_exact(64)) {
        let mut left = *word;
        while left != 0 {
            let at = positions
                .get(left.trailing_zeros() as usize)
                .copied()
                .unwrap_or(0);
            left &= left - 1;
            if need.is_none() {
                need.first = at;
            } else {
                need.gap = need.gap.max(at - need.last);
            }
            need.last = at;
        }
    }
    need
}
