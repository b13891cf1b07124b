//! A tour made shorter step by step.
//!
//! Steps are 2-opt (G. A. Croes 1958), moves of short segments (I. Or 1976) and exchanges of two neighbouring segments
//! (the 3-opt step that turns nothing round, S. Lin 1965: the only kind that helps much where ways are one-way).

use super::Matrix;
use fastrand::Rng;

/// Longest segment that is moved as a whole, as it is or turned round.
const SEGMENT: usize = 3;
/// Longest of two segments that change places.
const EXCHANGED: usize = 16;

/// A tour being improved.
pub(super) struct Tour<'a> {
    matrix: &'a Matrix,
    /// By number: its rank. The start has the lowest and the end the highest.
    ranks: Vec<u16>,
    path: Vec<usize>,
    /// Length from the start up to each place of the path, and of the same steps walked backwards.
    there: Vec<i64>,
    back: Vec<i64>,
}

impl<'a> Tour<'a> {
    /// Always on to the nearest stop of those whose turn it is.
    pub(super) fn nearest(matrix: &'a Matrix, ranks: &[u8]) -> Tour<'a> {
        let rank = |stop: usize| ranks.get(stop).map_or(1, |rank| u16::from(*rank) + 1);
        let mut all: Vec<u16> = vec![0];
        all.extend((0..matrix.stops()).map(rank));
        all.push(u16::MAX);
        let mut left: Vec<usize> = (1..=matrix.stops()).collect();
        let mut path = vec![0];
        let mut at = 0;
        let turn = |n: usize| all.get(n).copied().unwrap_or(0);
        while let Some(place) =
            (0..left.len()).min_by_key(|i| left.get(*i).map(|n| (turn(*n), matrix.at(at, *n), *n)))
        {
            at = left.swap_remove(place);
            path.push(at);
        }
        path.push(matrix.size - 1);
        let mut tour = Tour {
            matrix,
            ranks: all,
            path,
            there: Vec::new(),
            back: Vec::new(),
        };
        tour.sum();
        tour
    }

    fn sum(&mut self) {
        self.there.clear();
        self.back.clear();
        let (mut there, mut back) = (0, 0);
        let mut before = None;
        for n in &self.path {
            if let Some(before) = before {
                there += self.matrix.at(before, *n);
                back += self.matrix.at(*n, before);
            }
            before = Some(*n);
            self.there.push(there);
            self.back.push(back);
        }
    }

    pub(super) fn length(&self) -> i64 {
        self.there.last().copied().unwrap_or(0)
    }

    pub(super) fn path(&self) -> &[usize] {
        &self.path
    }

    /// Goes back to a path that was good.
    pub(super) fn set(&mut self, path: &[usize]) {
        self.path.clear();
        self.path.extend_from_slice(path);
        self.sum();
    }

    fn at(&self, place: usize) -> usize {
        self.path.get(place).copied().unwrap_or(0)
    }

    fn rank(&self, place: usize) -> u16 {
        self.ranks.get(self.at(place)).copied().unwrap_or(0)
    }

    fn step(&self, from: usize, to: usize) -> i64 {
        self.matrix.at(self.at(from), self.at(to))
    }

    /// Length of a part of the path, walked as it is or backwards.
    fn part(&self, from: usize, to: usize, backwards: bool) -> i64 {
        let sums = if backwards { &self.back } else { &self.there };
        sums.get(to).copied().unwrap_or(0) - sums.get(from).copied().unwrap_or(0)
    }

    /// Until no step helps. Each kind goes through the whole path before it begins at its start again: most of what is
    /// before a step that helped was in vain a moment ago.
    pub(super) fn improve(&mut self) {
        while self.turn_some() || self.move_some() || self.exchange_some() {}
    }

    /// 2-opt: turns parts of the path round, where that is shorter.
    fn turn_some(&mut self) -> bool {
        let mut helped = false;
        for from in 1..self.path.len().saturating_sub(2) {
            for to in from + 1..self.path.len() - 1 {
                if self.rank(to) != self.rank(from) {
                    break;
                }
                let now = self.step(from - 1, from) + self.part(from, to, false) + self.step(to, to + 1);
                let then = self.step(from - 1, to) + self.part(from, to, true) + self.step(from, to + 1);
                if then < now {
                    self.path.get_mut(from..=to).unwrap_or_default().reverse();
                    self.sum();
                    helped = true;
                }
            }
        }
        helped
    }

    /// Or-opt: moves short parts of the path elsewhere, as they are or turned round.
    fn move_some(&mut self) -> bool {
        let inner = self.path.len().saturating_sub(1);
        let mut helped = false;
        for from in 1..inner {
            helped |= self.move_from(from, inner);
        }
        helped
    }

    /// The same for the first part from here that is better elsewhere.
    fn move_from(&mut self, from: usize, inner: usize) -> bool {
        for to in from..(from + SEGMENT).min(inner) {
            if self.rank(to) != self.rank(from) {
                break;
            }
            let off = self.step(from - 1, from) + self.step(to, to + 1) - self.step(from - 1, to + 1);
            for after in (0..inner).filter(|after| *after + 1 < from || *after > to) {
                if self.rank(after) > self.rank(from) || self.rank(after + 1) < self.rank(from) {
                    continue;
                }
                let gap = self.step(after, after + 1);
                for backwards in [false, true] {
                    let (first, last) = if backwards { (to, from) } else { (from, to) };
                    let on = self.step(after, first) + self.step(last, after + 1) - gap;
                    let turned = self.part(from, to, backwards) - self.part(from, to, false);
                    if on + turned < off {
                        self.carry((from, to), after, backwards);
                        return true;
                    }
                }
            }
        }
        false
    }

    /// 3-opt without turning: two neighbouring parts of the path change places.
    fn exchange_some(&mut self) -> bool {
        let mut helped = false;
        let inner = self.path.len().saturating_sub(1);
        for from in 1..inner {
            for middle in from + 1..(from + 1 + EXCHANGED).min(inner) {
                if self.rank(middle) != self.rank(from) {
                    break;
                }
                for to in middle + 1..=(middle + EXCHANGED).min(inner) {
                    if self.rank(to - 1) != self.rank(from) {
                        break;
                    }
                    let now =
                        self.step(from - 1, from) + self.step(middle - 1, middle) + self.step(to - 1, to);
                    let then =
                        self.step(from - 1, middle) + self.step(to - 1, from) + self.step(middle - 1, to);
                    if then < now {
                        let parts = self.path.get_mut(from..to).unwrap_or_default();
                        parts.rotate_left(middle - from);
                        self.sum();
                        helped = true;
                    }
                }
            }
        }
        helped
    }

    fn carry(&mut self, (from, to): (usize, usize), after: usize, backwards: bool) {
        let mut part: Vec<usize> = self.path.drain(from..=to).collect();
        if backwards {
            part.reverse();
        }
        let at = if after > to {
            after + 1 - part.len()
        } else {
            after + 1
        };
        self.path.splice(at..at, part);
        self.sum();
    }

    /// Changes the path at random: neighbouring parts of one rank change places, one of them turned
    /// round now and then.
    pub(super) fn kick(&mut self, dice: &mut Rng) {
        let stops = self.matrix.stops();
        if stops < 3 {
            return;
        }
        let longest = (stops / 2).clamp(1, 12);
        for _ in 0..dice.u8(1..=3) {
            let from = dice.usize(1..=stops);
            let middle = from + dice.usize(1..=longest);
            let to = middle + dice.usize(1..=longest);
            if to <= stops + 1 && self.rank(from) == self.rank(to - 1) {
                let parts = self.path.get_mut(from..to).unwrap_or_default();
                parts.rotate_left(middle - from);
                if dice.bool() {
                    parts.get_mut(..to - middle).unwrap_or_default().reverse();
                }
            }
        }
        self.sum();
    }
}
