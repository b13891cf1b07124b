//! Integer quantities, and the packagings people hold them in.

use super::Text;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// A quantity in the item's base unit. Negative only in accounts and differences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Qty(pub i64);

impl Qty {
    /// Nothing.
    pub const ZERO: Qty = Qty(0);
    /// The largest quantity that one command may name, far below any overflow of sums.
    pub const MAX: Qty = Qty(1_000_000_000);

    /// True for one or more.
    pub fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// True for exactly nothing.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// This many times `n`, held at the ends of the range.
    pub fn times(self, n: i64) -> Qty {
        Qty(self.0.saturating_mul(n))
    }

    /// The difference to zero, whichever side it is on.
    pub fn abs(self) -> Qty {
        Qty(self.0.saturating_abs())
    }
}

impl Add for Qty {
    type Output = Qty;
    fn add(self, other: Qty) -> Qty {
        Qty(self.0.saturating_add(other.0))
    }
}

impl Sub for Qty {
    type Output = Qty;
    fn sub(self, other: Qty) -> Qty {
        Qty(self.0.saturating_sub(other.0))
    }
}

impl Neg for Qty {
    type Output = Qty;
    fn neg(self) -> Qty {
        Qty(self.0.saturating_neg())
    }
}

impl AddAssign for Qty {
    fn add_assign(&mut self, other: Qty) {
        *self = *self + other;
    }
}

impl SubAssign for Qty {
    fn sub_assign(&mut self, other: Qty) {
        *self = *self - other;
    }
}

impl Sum for Qty {
    fn sum<I: Iterator<Item = Qty>>(all: I) -> Qty {
        all.fold(Qty::ZERO, Add::add)
    }
}

impl fmt::Display for Qty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A way an item comes packed, above the base unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packaging {
    /// What people call it: "case", "pallet".
    pub name: Text,
    /// Base units inside, at least 2.
    pub contents: Qty,
}

/// One term of a quantity as people hold it: "2 cases".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The packaging's name, or none for the base unit.
    pub packaging: Option<Text>,
    /// How many of it.
    pub count: i64,
}

/// A quantity in the packagings people hold, largest first: 51 at 24 a case is `[2 case, 3]`.
///
/// Zero gives one term of no base units, so there is always something to show.
pub fn held(quantity: Qty, packagings: &[Packaging]) -> Vec<Held> {
    let mut sizes: Vec<&Packaging> = packagings.iter().filter(|p| p.contents.0 > 1).collect();
    sizes.sort_by_key(|p| std::cmp::Reverse(p.contents));
    let mut rest = quantity.0;
    let mut terms = Vec::new();
    for size in sizes {
        let count = rest / size.contents.0;
        if count > 0 {
            terms.push(Held {
                packaging: Some(size.name.clone()),
                count,
            });
            rest -= count * size.contents.0;
        }
    }
    if rest != 0 || terms.is_empty() {
        terms.push(Held {
            packaging: None,
            count: rest,
        });
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case_and_pallet() -> Vec<Packaging> {
        vec![
            Packaging {
                name: "case".into(),
                contents: Qty(24),
            },
            Packaging {
                name: "pallet".into(),
                contents: Qty(480),
            },
        ]
    }

    fn shown(quantity: i64) -> String {
        let terms = held(Qty(quantity), &case_and_pallet());
        let words = terms.iter().map(|t| match &t.packaging {
            Some(name) => format!("{} {name}", t.count),
            None => t.count.to_string(),
        });
        words.collect::<Vec<_>>().join(" + ")
    }

    #[test]
    fn a_quantity_is_told_in_what_people_hold() {
        assert_eq!(shown(51), "2 case + 3");
        assert_eq!(shown(24), "1 case");
        assert_eq!(shown(480 + 24 + 1), "1 pallet + 1 case + 1");
        assert_eq!(shown(7), "7");
        assert_eq!(shown(0), "0");
        assert_eq!(shown(-5), "-5");
    }
}
