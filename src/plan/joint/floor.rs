//! The building of the joint task.

/// Where something lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Along the cross-aisles, 0 at the conveyor.
    pub aisle: i32,
    /// Along the aisle: above 0 between the middle cross-aisle and the last one, below 0 between it and the first.
    pub row: i32,
}

/// Three cross-aisles: the middle one at row 0, and one at either end of the aisles.
///
/// As the benchmark defines it, from one pick to the next a walk always goes by a cross-aisle, also within an aisle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Floor {
    /// Row of the cross-aisle below, below 0.
    pub first_row: i32,
    /// Row of the cross-aisle above, above 0.
    pub last_row: i32,
}

impl Floor {
    /// From one spot to another.
    #[must_use]
    pub fn distance(&self, a: Spot, b: Spot) -> i64 {
        let middle = i64::from(a.row.unsigned_abs()) + i64::from(b.row.unsigned_abs());
        let round = |end: i32| 2 * i64::from(end.unsigned_abs()) - middle;
        let rows = if a.row.min(b.row) < 0 && a.row.max(b.row) > 0 {
            middle
        } else if a.row.min(b.row) < 0 {
            middle.min(round(self.first_row))
        } else {
            middle.min(round(self.last_row))
        };
        rows + i64::from(a.aisle.abs_diff(b.aisle))
    }

    /// Of a walk through these spots, from the conveyor and back to it.
    #[must_use]
    pub fn length(&self, spots: &[Spot]) -> i64 {
        let mut at = Spot::default();
        let mut length = 0;
        for next in spots
            .iter()
            .chain(spots.first().map(|_| &Spot { aisle: 0, row: 0 }))
        {
            length += self.distance(at, *next);
            at = *next;
        }
        length
    }
}
