//! Sets of places that hold what is wanted, each valued by its shortest tour.

use super::Supply;
use crate::plan::route::{AisleNeed, OneBlock};

/// Places chosen, and what a tour through them needs of every aisle.
pub(super) struct Cover<'a> {
    block: &'a OneBlock,
    supplies: Vec<Supply>,
    /// Numbers of the supplies as the caller has them.
    numbers: Vec<usize>,
    /// By aisle: its first supply, and the one after its last.
    aisles: Vec<(usize, usize)>,
    /// By article: its supplies.
    articles: Vec<Vec<usize>>,
    wanted: &'a [u64],
    chosen: Vec<bool>,
    held: Vec<u64>,
    needs: Vec<AisleNeed>,
}

impl<'a> Cover<'a> {
    /// Nothing chosen yet. `None` when there is not enough of something.
    pub(super) fn new(block: &'a OneBlock, supplies: &[Supply], wanted: &'a [u64]) -> Option<Cover<'a>> {
        let mut numbers: Vec<usize> = (0..supplies.len()).collect();
        numbers.sort_by_key(|number| supplies.get(*number));
        let sorted: Vec<Supply> = numbers.iter().filter_map(|n| supplies.get(*n)).copied().collect();
        let mut articles = vec![Vec::new(); wanted.len()];
        let mut aisles = vec![(0, 0); block.aisles];
        for (number, supply) in sorted.iter().enumerate() {
            articles.get_mut(supply.article)?.push(number);
            let aisle = aisles.get_mut(supply.aisle)?;
            if aisle.1 == 0 {
                aisle.0 = number;
            }
            aisle.1 = number + 1;
        }
        for (places, wanted) in articles.iter().zip(wanted) {
            let there = places.iter().filter_map(|n| sorted.get(*n)).map(|s| s.quantity);
            if there.fold(0_u64, u64::saturating_add) < *wanted {
                return None;
            }
        }
        Some(Cover {
            block,
            numbers,
            aisles,
            articles,
            wanted,
            chosen: vec![false; sorted.len()],
            held: vec![0; wanted.len()],
            needs: vec![AisleNeed::NONE; block.aisles],
            supplies: sorted,
        })
    }

    /// The supplies, by aisle and position: everything here counts them in this order.
    pub(super) fn supplies(&self) -> &[Supply] {
        &self.supplies
    }

    /// The supplies of an article.
    pub(super) fn places_of(&self, article: usize) -> &[usize] {
        self.articles.get(article).map_or(&[], Vec::as_slice)
    }

    /// Length of the shortest tour through what is chosen.
    pub(super) fn length(&self) -> i32 {
        self.block.length(&self.needs)
    }

    /// What is chosen, by the caller's numbers, ascending.
    pub(super) fn chosen_now(&self) -> Vec<usize> {
        let chosen = self
            .numbers
            .iter()
            .zip(&self.chosen)
            .filter(|(_, chosen)| **chosen);
        let mut chosen: Vec<usize> = chosen.map(|(number, _)| *number).collect();
        chosen.sort_unstable();
        chosen
    }

    /// Chooses exactly these.
    pub(super) fn set_all(&mut self, to: &[bool]) {
        for (number, to) in to.iter().enumerate() {
            if self.chosen.get(number) != Some(to) {
                self.set(number, *to);
            }
        }
    }

    /// Takes what lengthens the tour least until nothing is lacking, then gives up what is more than enough.
    pub(super) fn complete(&mut self) {
        let mut open: Vec<usize> = (0..self.wanted.len())
            .filter(|article| self.lacks(*article))
            .collect();
        open.sort_by_key(|article| self.places_of(*article).len());
        for article in open {
            while self.lacks(article) {
                let offers = (0..self.places_of(article).len()).filter_map(|n| {
                    let place = self.places_of(article).get(n).copied()?;
                    if self.chosen.get(place) != Some(&false) {
                        return None;
                    }
                    let much = self.supplies.get(place)?.quantity;
                    Some((self.length_changed(place, true), std::cmp::Reverse(much), place))
                });
                let Some((_, _, place)) = offers.min() else { break };
                self.set(place, true);
            }
        }
        self.prune();
    }

    /// Gives up what is not needed: whole aisles first, then places, what lengthens the tour most before the rest.
    fn prune(&mut self) {
        let mut aisles: Vec<(i32, usize)> = (0..self.needs.len())
            .filter(|aisle| self.needs.get(*aisle).is_some_and(|need| !need.is_none()))
            .map(|aisle| {
                (
                    self.block.length_with(&self.needs, (aisle, AisleNeed::NONE)),
                    aisle,
                )
            })
            .collect();
        aisles.sort_unstable();
        for (_, aisle) in aisles {
            self.leave(aisle);
        }
        let spare = (0..self.chosen.len()).filter(|place| self.is_spare(*place));
        let mut spare: Vec<(i32, usize)> = spare
            .map(|place| (self.length_changed(place, false), place))
            .collect();
        spare.sort_unstable();
        for (_, place) in spare {
            if self.is_spare(place) {
                self.set(place, false);
            }
        }
    }

    /// Gives up an aisle, if nothing in it is needed.
    fn leave(&mut self, aisle: usize) {
        let (from, until) = self.aisles.get(aisle).copied().unwrap_or_default();
        let mut given: Vec<usize> = Vec::new();
        for place in from..until {
            if self.chosen.get(place) != Some(&true) {
                continue;
            }
            if !self.is_spare(place) {
                for place in given {
                    self.set(place, true);
                }
                return;
            }
            self.set(place, false);
            given.push(place);
        }
    }

    fn is_spare(&self, place: usize) -> bool {
        if self.chosen.get(place) != Some(&true) {
            return false;
        }
        self.supplies.get(place).is_some_and(|supply| {
            let held = self.held.get(supply.article).copied().unwrap_or(0);
            let wanted = self.wanted.get(supply.article).copied().unwrap_or(0);
            held >= wanted.saturating_add(supply.quantity)
        })
    }

    fn set(&mut self, number: usize, to: bool) {
        let Some(supply) = self.supplies.get(number) else {
            return;
        };
        if let Some(chosen) = self.chosen.get_mut(number) {
            *chosen = to;
        }
        if let Some(held) = self.held.get_mut(supply.article) {
            *held = if to {
                *held + supply.quantity
            } else {
                held.saturating_sub(supply.quantity)
            };
        }
        let need = self.need(supply.aisle, (usize::MAX, false));
        if let Some(slot) = self.needs.get_mut(supply.aisle) {
            *slot = need;
        }
    }

    /// What is needed of an aisle when one place is chosen, or is not.
    fn need(&self, aisle: usize, (place, to): (usize, bool)) -> AisleNeed {
        let (from, until) = self.aisles.get(aisle).copied().unwrap_or_default();
        let supplies = self.supplies.get(from..until).unwrap_or_default();
        let chosen = self.chosen.get(from..until).unwrap_or_default();
        let inside = (from..).zip(supplies.iter().zip(chosen));
        let wanted = inside.filter(|(number, (_, chosen))| if *number == place { to } else { **chosen });
        AisleNeed::of(wanted.map(|(_, (supply, _))| supply.position))
    }

    /// The tour's length when one place is chosen, or is not.
    fn length_changed(&self, place: usize, to: bool) -> i32 {
        let Some(aisle) = self.supplies.get(place).map(|supply| supply.aisle) else {
            return i32::MAX;
        };
        let need = self.need(aisle, (place, to));
        self.block.length_with(&self.needs, (aisle, need))
    }

    fn lacks(&self, article: usize) -> bool {
        let (held, wanted) = (self.held.get(article), self.wanted.get(article));
        held.zip(wanted).is_some_and(|(held, wanted)| held < wanted)
    }
}
