//! How whoever runs a planner follows and ends it.

/// How far a planner is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Rounds of its search so far.
    pub rounds: u64,
    /// Value of the best plan so far, in the planner's own unit; `None` until there is one.
    pub best: Option<i64>,
}

/// Asked by a planner again and again, at least every few milliseconds: may it go on?
///
/// Any closure `FnMut(Progress) -> bool` is one. The clock, the screen and the key that cancels are behind it.
pub trait Watch {
    /// `false` ends the search; the planner then returns the best plan it has.
    fn go_on(&mut self, progress: Progress) -> bool;
}

impl<F: FnMut(Progress) -> bool> Watch for F {
    fn go_on(&mut self, progress: Progress) -> bool {
        self(progress)
    }
}

/// Ends a search after a number of rounds: the same plan on every machine.
#[derive(Clone, Copy, Debug)]
pub struct Rounds(pub u64);

impl Watch for Rounds {
    fn go_on(&mut self, progress: Progress) -> bool {
        progress.rounds < self.0
    }
}
