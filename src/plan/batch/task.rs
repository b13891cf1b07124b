//! What may go together.

use std::ops::{Add, Sub};

/// What orders ask of a cart, and what a cart has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Totes or other compartments.
    pub totes: i64,
    /// Articles, in whatever unit they are counted for the limit: lines or pieces.
    pub articles: i64,
    /// Cubic millimetres.
    pub volume_mm3: i64,
    /// Grams.
    pub weight_g: i64,
}

impl Load {
    /// More than any cart is asked for.
    pub const UNLIMITED: Load = Load {
        totes: i64::MAX,
        articles: i64::MAX,
        volume_mm3: i64::MAX,
        weight_g: i64::MAX,
    };

    /// Whether it goes into what a cart has.
    #[must_use]
    pub const fn within(&self, has: &Load) -> bool {
        self.totes <= has.totes
            && self.articles <= has.articles
            && self.volume_mm3 <= has.volume_mm3
            && self.weight_g <= has.weight_g
    }
}

impl Add for Load {
    type Output = Load;

    fn add(self, other: Load) -> Load {
        Load {
            totes: self.totes.saturating_add(other.totes),
            articles: self.articles.saturating_add(other.articles),
            volume_mm3: self.volume_mm3.saturating_add(other.volume_mm3),
            weight_g: self.weight_g.saturating_add(other.weight_g),
        }
    }
}

impl Sub for Load {
    type Output = Load;

    fn sub(self, other: Load) -> Load {
        Load {
            totes: self.totes.saturating_sub(other.totes),
            articles: self.articles.saturating_sub(other.articles),
            volume_mm3: self.volume_mm3.saturating_sub(other.volume_mm3),
            weight_g: self.weight_g.saturating_sub(other.weight_g),
        }
    }
}

impl std::iter::Sum for Load {
    fn sum<I: Iterator<Item = Load>>(loads: I) -> Load {
        loads.fold(Load::default(), Add::add)
    }
}

/// An order, as far as it matters with which others it goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// What it asks of a cart.
    pub load: Load,
    /// The zones that it needs, a bit each.
    pub zones: u64,
    /// Orders of different kinds never go together: carriers, cut-offs, priorities that must not mix.
    pub kind: u32,
}

/// What a batch may come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// What a cart has.
    pub load: Load,
    /// Most zones on one walk.
    pub zones: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            load: Load::UNLIMITED,
            zones: u64::BITS,
        }
    }
}

/// Orders to be batched, and the limits. An order that breaks the limits by itself gets a batch of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Task {
    /// The orders; everywhere else they are named by their index here.
    pub orders: Vec<Order>,
    /// What a batch may come to.
    pub limits: Limits,
}

impl Task {
    /// An order by its index; the empty order for an index of none.
    pub(super) fn order(&self, order: u32) -> Order {
        self.orders.get(order as usize).copied().unwrap_or_default()
    }

    /// Whether these orders may go together. A single order always may.
    #[must_use]
    pub fn allows(&self, batch: &[u32]) -> bool {
        if batch.len() < 2 {
            return true;
        }
        let orders = || batch.iter().map(|order| self.order(*order));
        let load: Load = orders().map(|order| order.load).sum();
        let zones = orders().fold(0, |all, order| all | order.zones);
        let first = orders().next().map(|order| order.kind);
        load.within(&self.limits.load)
            && zones.count_ones() <= self.limits.zones
            && orders().all(|order| Some(order.kind) == first)
    }
}
