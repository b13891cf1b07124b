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

    /// Share of what the search may take that is gone, 0 to 1, where that is known beforehand: a search that cools
    /// down does so along it. `None` where somebody just waits until it is good enough.
    fn spent(&self, progress: Progress) -> Option<f64> {
        let _ = progress;
        None
    }
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

    fn spent(&self, progress: Progress) -> Option<f64> {
        Some(progress.rounds as f64 / self.0.max(1) as f64)
    }
}
