//! Boxes in space, as a checker sees them.

use serde_json::Value;

/// A box: lowest corner and sides.
#[derive(Clone, Copy, Debug)]
pub struct Solid {
    pub at: [i64; 3],
    pub sides: [i64; 3],
}

impl Solid {
    pub fn volume(&self) -> i64 {
        self.sides.iter().product()
    }

    /// Two boxes overlap where their intervals share an inner point on all three axes.
    pub fn overlaps(&self, other: &Solid) -> bool {
        (0..3).all(|axis| {
            let from = self.at[axis].max(other.at[axis]);
            let to = (self.at[axis] + self.sides[axis]).min(other.at[axis] + other.sides[axis]);
            from < to
        })
    }
}

/// All lie inside, none overlap.
pub fn check_inside_and_apart(container: [i64; 3], solids: &[Solid]) {
    for (i, solid) in solids.iter().enumerate() {
        for (axis, wall) in container.iter().enumerate() {
            assert!(solid.sides[axis] > 0, "{solid:?}");
            assert!(solid.at[axis] >= 0, "{solid:?} sticks out");
            assert!(
                solid.at[axis] + solid.sides[axis] <= *wall,
                "{solid:?} sticks out"
            );
        }
        for other in &solids[..i] {
            assert!(!solid.overlaps(other), "{solid:?} and {other:?} overlap");
        }
    }
}

/// A whole number of a JSON object.
pub fn number(value: &Value, field: &str) -> i64 {
    value[field]
        .as_i64()
        .unwrap_or_else(|| panic!("{field} in {value}"))
}

/// The whole numbers of a file.
pub fn numbers(text: &str) -> impl Iterator<Item = i64> {
    text.split_whitespace().map(|word| word.parse().unwrap())
}
