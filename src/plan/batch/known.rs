//! Lengths that were asked for before.

use super::Tours;

/// Slots of the table: it stays in a core's own cache, where an answer costs a tenth of reckoning it.
const SLOTS: usize = 1 << 16;

/// Lengths by sets of orders. A set is known by the exclusive or of its orders' random names (Zobrist 1970), so that
/// the set that differs by an order is named in one step; a slot forgets when another set comes to it.
#[derive(Debug)]
pub(super) struct Known<T> {
    tours: T,
    names: Vec<u64>,
    slots: Vec<(u64, i64)>,
    asked: Vec<u32>,
    reckoned: u64,
}

impl<T: Tours> Known<T> {
    /// For this many orders.
    pub(super) fn new(tours: T, orders: usize, seed: u64) -> Known<T> {
        let mut dice = fastrand::Rng::with_seed(seed);
        Known {
            tours,
            names: (0..orders).map(|_| dice.u64(1..)).collect(),
            slots: vec![(0, 0); SLOTS],
            asked: Vec::new(),
            reckoned: 0,
        }
    }

    /// Name of the set of one order.
    pub(super) fn name(&self, order: u32) -> u64 {
        self.names.get(order as usize).copied().unwrap_or(0)
    }

    /// Length of the set with this name.
    pub(super) fn length(&mut self, name: u64, orders: impl Iterator<Item = u32>) -> i64 {
        if name == 0 {
            return 0;
        }
        // The low bits alone: the remainder is below the number of slots.
        let slot = usize::try_from(name % SLOTS as u64).unwrap_or(0);
        if let Some((known, length)) = self.slots.get(slot)
            && *known == name
        {
            return *length;
        }
        self.asked.clear();
        self.asked.extend(orders);
        self.reckoned += 1;
        let length = self.tours.length(&self.asked);
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = (name, length);
        }
        length
    }

    /// Length of a set.
    pub(super) fn of(&mut self, orders: &[u32]) -> i64 {
        let name = orders.iter().fold(0, |name, order| name ^ self.name(*order));
        self.length(name, orders.iter().copied())
    }

    /// Walks that were not at hand so far: what a search's time goes into.
    pub(super) fn reckoned(&self) -> u64 {
        self.reckoned
    }

    /// See [`Tours::lies`].
    pub(super) fn lies(&self, order: u32) -> u64 {
        self.tours.lies(order)
    }
}
