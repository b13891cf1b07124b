//! How the house is doing at one moment: for a monitor that fetches it, and for a lead's screen.

use super::meter::Figures;
use super::presence::{Line, Present};
use super::{Hub, Site};

/// What there is to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pulse {
    /// What was counted.
    pub figures: Figures,
    /// Who is at which terminal.
    pub present: Vec<Present>,
    /// By line: sessions that are there, and sessions that ever began.
    pub sessions: Vec<(Line, u64, u64)>,
    /// Commands that wait to be decided.
    pub waiting: usize,
    /// The last record that was published.
    pub seq: u64,
    /// Records that the store behind has not taken in yet.
    pub lag: u64,
    /// What is wrong, when something is: with the store behind or the snapshots, or why nothing is taken any more.
    pub trouble: Option<String>,
}

impl Hub {
    /// How it is doing; of the store behind it knows nothing.
    pub fn pulse(&self) -> Pulse {
        Pulse {
            figures: self.meter().figures(),
            present: self.presence().list(),
            sessions: self.presence().counts(),
            waiting: self.waiting(),
            seq: self.view().warehouse.seq,
            lag: 0,
            trouble: self.stopped().map(|why| why.to_string()),
        }
    }
}

impl Site {
    /// How it is doing.
    pub fn pulse(&self) -> Pulse {
        let pulse = self.hub().pulse();
        Pulse {
            lag: self.lag(),
            trouble: pulse.trouble.or_else(|| self.trouble()),
            ..pulse
        }
    }
}
