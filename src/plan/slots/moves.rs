//! From one assignment to another, one move after the other, each into a place that is free by then.

use super::task::{EMPTY, Task};
use crate::plan::route::Spot;

/// Of the items that go round in a circle, so many are looked at for the one that makes way.
const LOOKED_AT: usize = 40;

/// What lies in one place goes to another, which is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// Which item.
    pub item: u32,
    /// From which place.
    pub from: u32,
    /// To which place.
    pub to: u32,
}

/// Moves in an order in which they can be carried out, and what comes of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// In turn.
    pub moves: Vec<Move>,
    /// Where each item lies afterwards.
    pub lies: Vec<u32>,
}

/// What lies in each place.
pub(super) fn contents(places: usize, lies: &[u32]) -> Vec<u32> {
    let mut contents = vec![EMPTY; places];
    for (item, place) in (0_u32..).zip(lies) {
        if let Some(content) = contents.get_mut(*place as usize) {
            *content = item;
        }
    }
    contents
}

/// Moves that lead from where items lie to where they are wanted.
///
/// Whatever leads into a free place goes first, and what wanted the place that becomes free goes next. Items that
/// then still wait for each other go round in circles: one of each circle waits in a free place near by, which is one
/// move more. Where none of a circle fits into any free place, it stays as it is.
#[must_use]
pub fn carry(task: &Task, from: &[u32], wanted: &[u32]) -> Carried {
    let mut carrier = Carrier {
        task,
        wanted,
        holds: contents(task.places.len(), from),
        wanted_by: contents(task.places.len(), wanted),
        lies: from.to_vec(),
        moves: Vec::new(),
    };
    for place in (0_u32..).take(task.places.len()) {
        carrier.chain(place);
    }
    let mut seen = vec![false; from.len()];
    for item in (0_u32..).take(from.len()) {
        let circle = carrier.circle(item, &mut seen);
        if !circle.is_empty() {
            carrier.go_round(&circle);
        }
    }
    Carried {
        moves: carrier.moves,
        lies: carrier.lies,
    }
}

/// How many moves [`carry`] would need, if every circle finds a free place.
pub(super) fn count(from: &[u32], wanted: &[u32], holds: &[u32]) -> usize {
    let mut seen = vec![false; from.len()];
    let mut count = 0;
    for first in 0..from.len() {
        if seen.get(first) != Some(&false) || from.get(first) == wanted.get(first) {
            continue;
        }
        let (mut at, mut ends) = (first, false);
        // Along what has to make way, until a free place or the beginning.
        while !ends && seen.get(at) == Some(&false) {
            if let Some(seen) = seen.get_mut(at) {
                *seen = true;
            }
            count += 1;
            let next = wanted.get(at).and_then(|place| holds.get(*place as usize));
            let next = next.copied().unwrap_or(EMPTY);
            ends = next == EMPTY;
            at = if ends { at } else { next as usize };
        }
        if !ends && at == first {
            count += 1;
        }
    }
    count
}

struct Carrier<'t> {
    task: &'t Task,
    wanted: &'t [u32],
    holds: Vec<u32>,
    wanted_by: Vec<u32>,
    lies: Vec<u32>,
    moves: Vec<Move>,
}

impl Carrier<'_> {
    fn go(&mut self, item: u32, to: u32) {
        let Some(lies) = self.lies.get_mut(item as usize) else {
            return;
        };
        let from = std::mem::replace(lies, to);
        if let Some(content) = self.holds.get_mut(from as usize) {
            *content = EMPTY;
        }
        if let Some(content) = self.holds.get_mut(to as usize) {
            *content = item;
        }
        self.moves.push(Move { item, from, to });
    }

    fn at(&self, item: u32) -> u32 {
        self.lies.get(item as usize).copied().unwrap_or(EMPTY)
    }

    fn goal(&self, item: u32) -> u32 {
        self.wanted.get(item as usize).copied().unwrap_or(EMPTY)
    }

    /// Fills a free place with what is wanted there, then the place that this leaves, and so on.
    fn chain(&mut self, place: u32) {
        let mut free = place;
        while self.holds.get(free as usize) == Some(&EMPTY) {
            let item = self.wanted_by.get(free as usize).copied().unwrap_or(EMPTY);
            let from = self.at(item);
            if item == EMPTY || from == free || from == EMPTY {
                return;
            }
            self.go(item, free);
            free = from;
        }
    }

    /// The items that wait for each other, beginning with this one: each for the place of the next.
    fn circle(&self, item: u32, seen: &mut [bool]) -> Vec<u32> {
        let mut circle = Vec::new();
        let mut at = item;
        while self.at(at) != self.goal(at) && seen.get(at as usize) == Some(&false) {
            if let Some(seen) = seen.get_mut(at as usize) {
                *seen = true;
            }
            circle.push(at);
            let next = self.holds.get(self.goal(at) as usize).copied();
            at = next.unwrap_or(EMPTY);
        }
        if at == item { circle } else { Vec::new() }
    }

    fn go_round(&mut self, circle: &[u32]) {
        let Some((turn, waits_in)) = self.makes_way(circle) else {
            return;
        };
        let (before, after) = circle.split_at(turn);
        let Some((first, rest)) = after.split_first() else {
            return;
        };
        self.go(*first, waits_in);
        // The one that wanted its place stands before it in the circle: backwards.
        for item in before.iter().rev().chain(rest.iter().rev()) {
            self.go(*item, self.goal(*item));
        }
        self.go(*first, self.goal(*first));
    }

    /// One of the circle, and the nearest free place that takes it.
    fn makes_way(&self, circle: &[u32]) -> Option<(usize, u32)> {
        let spot = |place: u32| -> Option<Spot> { Some(self.task.places.get(place as usize)?.spot) };
        let free: Vec<(u32, Spot)> = (0_u32..)
            .zip(&self.holds)
            .filter(|(_, content)| **content == EMPTY)
            .filter_map(|(place, _)| Some((place, spot(place)?)))
            .collect();
        let near = |(turn, item): (usize, &u32)| {
            let here = spot(self.at(*item))?;
            let fitting = free.iter().filter(|(place, _)| self.task.fits(*item, *place));
            let far = |at: Spot| self.task.floor.grid.distance(here, at);
            let nearest = fitting.map(|(place, at)| (far(*at), *place)).min()?;
            Some((nearest, turn))
        };
        let looked_at = circle.iter().enumerate().take(LOOKED_AT).filter_map(near).min();
        let found = looked_at.or_else(|| circle.iter().enumerate().skip(LOOKED_AT).find_map(near));
        found.map(|((_, place), turn)| (turn, place))
    }
}
