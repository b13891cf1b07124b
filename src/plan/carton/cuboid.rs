//! Boxes in space: corners, overlap, and what is left of a room when a box is put into it.

/// Three numbers, one an axis: x along the length, y along the width, z up.
pub type Triple = [i32; 3];

/// One of the three axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Axis {
    /// Along the length.
    X,
    /// Along the width.
    Y,
    /// Upwards.
    Z,
}

impl Axis {
    /// All of them.
    pub const ALL: [Axis; 3] = [Axis::X, Axis::Y, Axis::Z];

    /// The two others.
    pub fn others(self) -> [Axis; 2] {
        match self {
            Axis::X => [Axis::Y, Axis::Z],
            Axis::Y => [Axis::X, Axis::Z],
            Axis::Z => [Axis::X, Axis::Y],
        }
    }

    /// The number on this axis.
    #[inline]
    pub fn of<T: Copy>(self, triple: &[T; 3]) -> T {
        match self {
            Axis::X => triple[0],
            Axis::Y => triple[1],
            Axis::Z => triple[2],
        }
    }

    /// The triple with another number on this axis.
    #[inline]
    pub fn with<T: Copy>(self, triple: &[T; 3], value: T) -> [T; 3] {
        let mut changed = *triple;
        match self {
            Axis::X => changed[0] = value,
            Axis::Y => changed[1] = value,
            Axis::Z => changed[2] = value,
        }
        changed
    }
}

/// Volume of a box with these sides.
#[inline]
pub fn volume(sides: &Triple) -> i64 {
    i64::from(sides[0]) * i64::from(sides[1]) * i64::from(sides[2])
}

/// `a` fits into `b`, side by side, as it stands.
#[inline]
pub fn fits(a: &Triple, b: &Triple) -> bool {
    (a[0] <= b[0]) & (a[1] <= b[1]) & (a[2] <= b[2])
}

/// A box with its sides along the axes: its lowest and its highest corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cuboid {
    /// The corner nearest to the origin.
    pub lo: Triple,
    /// The corner opposite to it.
    pub hi: Triple,
}

impl Cuboid {
    /// A box of these sides with its lowest corner there.
    #[inline]
    pub fn new(at: Triple, sides: &Triple) -> Cuboid {
        let hi = [at[0] + sides[0], at[1] + sides[1], at[2] + sides[2]];
        Cuboid { lo: at, hi }
    }

    /// Its sides.
    #[inline]
    pub fn sides(&self) -> Triple {
        [
            self.hi[0] - self.lo[0],
            self.hi[1] - self.lo[1],
            self.hi[2] - self.lo[2],
        ]
    }

    /// The two share room, not only a face.
    #[inline]
    pub fn overlaps(&self, other: &Cuboid) -> bool {
        (self.lo[0] < other.hi[0])
            & (other.lo[0] < self.hi[0])
            & (self.lo[1] < other.hi[1])
            & (other.lo[1] < self.hi[1])
            & (self.lo[2] < other.hi[2])
            & (other.lo[2] < self.hi[2])
    }

    /// The other lies inside this one, faces included.
    #[inline]
    pub fn contains(&self, other: &Cuboid) -> bool {
        (self.lo[0] <= other.lo[0])
            & (self.lo[1] <= other.lo[1])
            & (self.lo[2] <= other.lo[2])
            & (other.hi[0] <= self.hi[0])
            & (other.hi[1] <= self.hi[1])
            & (other.hi[2] <= self.hi[2])
    }

    /// What is left of this room round a box that overlaps it: up to six rooms, each as large as it can be, so they
    /// overlap one another (the difference process of maximal residual spaces, Lai and Chan 1997).
    #[inline]
    pub fn around(&self, taken: &Cuboid, mut each: impl FnMut(Cuboid)) {
        for axis in Axis::ALL {
            if axis.of(&self.lo) < axis.of(&taken.lo) {
                each(Cuboid {
                    lo: self.lo,
                    hi: axis.with(&self.hi, axis.of(&taken.lo)),
                });
            }
            if axis.of(&taken.hi) < axis.of(&self.hi) {
                each(Cuboid {
                    lo: axis.with(&self.lo, axis.of(&taken.hi)),
                    hi: self.hi,
                });
            }
        }
    }
}
