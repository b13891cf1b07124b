//! Branch and bound over the places: visited, or left.

use super::Choice;
use super::cover::Cover;
use super::priced::{Priced, Rule};
use crate::plan::route::OneBlock;
use crate::plan::{Progress, Watch};

/// Rounds of prices at the root and at every other node.
const ROOT_ROUNDS: u32 = 300;
const ROUNDS: u32 = 15;
/// A bound that is short of a whole step by less than this is that step.
const SLACK: f64 = 1e-6;

/// An open node.
struct Node {
    rules: Vec<Rule>,
    bound: f64,
    prices: Prices,
}

/// Prices of the articles: for having enough, and for visiting enough places for it.
#[derive(Clone, Debug)]
struct Prices {
    amount: Vec<f64>,
    places: Vec<f64>,
}

/// What an article still lacks at a node.
#[derive(Clone, Copy, Debug, Default)]
struct Lack {
    /// How much.
    quantity: u64,
    /// In how many places at least.
    places: u32,
}

pub(super) struct Tree<'a> {
    cover: Cover<'a>,
    wanted: &'a [u64],
    priced: Priced,
    best: Choice,
    /// All tours' lengths are whole multiples of it.
    step: i32,
    lacks: Vec<Lack>,
    /// By place: what is taken off when it is visited.
    off: Vec<f64>,
    /// By place: how much of what its article lacks it holds.
    share: Vec<f64>,
    visited: Vec<bool>,
    /// By place: how often it was visited lately.
    often: Vec<f64>,
    got: Vec<(f64, f64)>,
    rounds: u64,
}

impl<'a> Tree<'a> {
    pub(super) fn new(block: &OneBlock, mut cover: Cover<'a>, wanted: &'a [u64]) -> Tree<'a> {
        let priced = Priced::new(block, cover.supplies());
        cover.complete();
        let best = Choice {
            length: cover.length(),
            chosen: cover.chosen_now(),
            proved: false,
        };
        let positions = cover.supplies().iter().map(|supply| supply.position);
        let unit = positions.fold(gcd(block.aisle_pitch, block.depth()), gcd);
        Tree {
            priced,
            best,
            step: 2 * unit.max(1),
            lacks: vec![Lack::default(); wanted.len()],
            off: vec![0.0; cover.supplies().len()],
            share: vec![0.0; cover.supplies().len()],
            visited: Vec::new(),
            often: vec![0.0; cover.supplies().len()],
            got: vec![(0.0, 0.0); wanted.len()],
            rounds: 0,
            cover,
            wanted,
        }
    }

    /// Searches until nothing shorter can be there, or `watch` ends it.
    pub(super) fn search(mut self, watch: &mut impl Watch) -> Choice {
        let none = vec![0.0; self.wanted.len()];
        let mut open = vec![Node {
            rules: vec![Rule::Free; self.off.len()],
            bound: 0.0,
            prices: Prices {
                amount: none.clone(),
                places: none,
            },
        }];
        let mut rounds = ROOT_ROUNDS;
        let mut ended = false;
        while let Some(mut node) = open.pop() {
            if self.is_beaten(node.bound) {
                continue;
            }
            let Some(place) = self.bound(&mut node, rounds, watch) else {
                continue;
            };
            rounds = ROUNDS;
            if !watch.go_on(self.progress()) {
                ended = true;
                break;
            }
            let first = if self.often.get(place).is_some_and(|often| *often > 0.5) {
                [Rule::Leave, Rule::Visit]
            } else {
                [Rule::Visit, Rule::Leave]
            };
            // The last one pushed is looked at first.
            for rule in first {
                let mut rules = node.rules.clone();
                if let Some(slot) = rules.get_mut(place) {
                    *slot = rule;
                }
                open.push(Node {
                    rules,
                    bound: node.bound,
                    prices: node.prices.clone(),
                });
            }
        }
        self.best.proved = !ended;
        self.best
    }

    fn progress(&self) -> Progress {
        Progress {
            rounds: self.rounds,
            best: Some(i64::from(self.best.length)),
        }
    }

    /// Whether no tour as long as that bound, or longer, can be shorter than the best.
    fn is_beaten(&self, bound: f64) -> bool {
        bound > f64::from(self.best.length - self.step) + SLACK
    }

    /// Finds prices with a high bound, trying the tours met on the way. Returns the place to decide next; none when the
    /// node is done with.
    fn bound(&mut self, node: &mut Node, rounds: u32, watch: &mut impl Watch) -> Option<usize> {
        if !self.take_stock(&node.rules) {
            return None;
        }
        let mut prices = node.prices.clone();
        let mut stride = if rounds == ROOT_ROUNDS { 1.0 } else { 0.5 };
        let mut stale = 0;
        self.often.fill(0.0);
        for round in 0..rounds {
            self.rounds += 1;
            let all = self.price(&prices);
            let tour = self.priced.least(&self.off, &node.rules, &mut self.visited);
            let bound = tour + all;
            if bound > node.bound + SLACK {
                node.bound = bound;
                node.prices = prices.clone();
                stale = 0;
            } else {
                stale += 1;
                if stale >= 8 {
                    stride *= 0.6;
                    stale = 0;
                }
            }
            if self.is_beaten(node.bound) {
                return None;
            }
            if round % 8 == 0 || round + 1 == rounds {
                self.try_tour();
                if self.is_beaten(node.bound) {
                    return None;
                }
                if !watch.go_on(self.progress()) {
                    break;
                }
            }
            for (often, visited) in self.often.iter_mut().zip(&self.visited) {
                *often += 0.15 * (f64::from(u8::from(*visited)) - *often);
            }
            if !self.walk_prices(&mut prices, stride, bound) {
                // Everything is fetched, and nothing dear twice: this tour is the best of the node.
                self.try_tour();
                return None;
            }
        }
        self.next_place(&node.rules)
    }

    /// What every article lacks beside the places that are visited by rule. False when there is not enough.
    fn take_stock(&mut self, rules: &[Rule]) -> bool {
        let supplies = self.cover.supplies();
        for (article, (wanted, lack)) in self.wanted.iter().zip(&mut self.lacks).enumerate() {
            let places = || {
                self.cover
                    .places_of(article)
                    .iter()
                    .filter_map(|n| supplies.get(*n).zip(rules.get(*n)))
            };
            let of = |rule: Rule| {
                places()
                    .filter(move |(_, r)| **r == rule)
                    .map(|(supply, _)| supply.quantity)
            };
            lack.quantity = wanted.saturating_sub(of(Rule::Visit).fold(0, u64::saturating_add));
            let mut free: Vec<u64> = of(Rule::Free).collect();
            free.sort_unstable();
            let mut left = lack.quantity;
            lack.places = 0;
            while left > 0 {
                let Some(most) = free.pop() else { return false };
                left = left.saturating_sub(most);
                lack.places += 1;
            }
        }
        for ((share, supply), rule) in self.share.iter_mut().zip(supplies).zip(rules) {
            let lack = self.lacks.get(supply.article).map_or(0, |lack| lack.quantity);
            *share = if *rule == Rule::Free && lack > 0 {
                float(supply.quantity.min(lack)) / float(lack)
            } else {
                0.0
            };
        }
        true
    }

    /// Prices every place; the sum of what all articles together would bring.
    fn price(&mut self, prices: &Prices) -> f64 {
        let supplies = self.cover.supplies();
        for ((off, share), supply) in self.off.iter_mut().zip(&self.share).zip(supplies) {
            let amount = prices.amount.get(supply.article).copied().unwrap_or(0.0);
            let places = prices.places.get(supply.article).copied().unwrap_or(0.0);
            *off = if *share > 0.0 {
                amount * share + places
            } else {
                0.0
            };
        }
        let lacks = self.lacks.iter().zip(prices.amount.iter().zip(&prices.places));
        let brought = lacks.filter(|(lack, _)| lack.quantity > 0);
        brought
            .map(|(lack, (amount, places))| amount + places * f64::from(lack.places))
            .sum()
    }

    /// Moves the prices towards what is lacking. False when nothing is.
    fn walk_prices(&mut self, prices: &mut Prices, stride: f64, bound: f64) -> bool {
        self.got.fill((0.0, 0.0));
        let supplies = self.cover.supplies();
        for ((supply, share), visited) in supplies.iter().zip(&self.share).zip(&self.visited) {
            if *visited
                && *share > 0.0
                && let Some(got) = self.got.get_mut(supply.article)
            {
                got.0 += share;
                got.1 += 1.0;
            }
        }
        let mut square = 0.0;
        for ((got, lack), (amount, places)) in self
            .got
            .iter_mut()
            .zip(&self.lacks)
            .zip(prices.amount.iter().zip(&prices.places))
        {
            if lack.quantity == 0 {
                *got = (0.0, 0.0);
                continue;
            }
            // What is too much of something that has no price weighs nothing.
            got.0 = 1.0 - got.0;
            got.1 = if lack.places > 1 {
                f64::from(lack.places) - got.1
            } else {
                0.0
            };
            if *amount <= 0.0 {
                got.0 = got.0.max(0.0);
            }
            if *places <= 0.0 {
                got.1 = got.1.max(0.0);
            }
            square += got.0 * got.0 + got.1 * got.1;
        }
        if square < SLACK {
            return false;
        }
        let way = stride * (f64::from(self.best.length) - bound).max(1.0) / square;
        for (got, (amount, places)) in self
            .got
            .iter()
            .zip(prices.amount.iter_mut().zip(&mut prices.places))
        {
            *amount = (*amount + way * got.0).max(0.0);
            *places = (*places + way * got.1).max(0.0);
        }
        true
    }

    /// Completes the last tour to a choice.
    fn try_tour(&mut self) {
        self.cover.set_all(&self.visited);
        self.cover.complete();
        let length = self.cover.length();
        if length < self.best.length {
            self.best = Choice {
                length,
                chosen: self.cover.chosen_now(),
                proved: false,
            };
        }
    }

    /// The place whose visit is the least certain.
    fn next_place(&self, rules: &[Rule]) -> Option<usize> {
        let free = self.often.iter().zip(&self.share).zip(rules).enumerate();
        let free = free.filter(|(_, ((_, share), rule))| **rule == Rule::Free && **share > 0.0);
        let doubt = free.map(|(place, ((often, share), _))| ((often - 0.5).abs() - 0.001 * share, place));
        doubt.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, place)| place)
    }
}

fn float(number: u64) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

fn gcd(a: i32, b: i32) -> i32 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}
