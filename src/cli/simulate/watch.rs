//! What is to stay flat while work goes on: how late the store behind is, the memory, the open state.

use super::hands::Floor;
use super::report::resident_mb;
use crate::domain::Warehouse;
use crate::hub::Site;
use serde::Serialize;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often it is looked.
const EVERY: Duration = Duration::from_millis(250);
/// Moments that are kept; when there are more, every second one is dropped.
const KEPT: usize = 24;

/// One look.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Moment {
    /// Seconds since the beginning.
    pub at_s: u64,
    /// Memory of the process.
    pub memory_mb: u64,
    /// Records of the open state: orders, pick lists, parcels, loads, receipts, counts, promises, papers.
    pub open_records: usize,
    /// Numbers of closed orders and receipts that are remembered.
    pub closed_numbers: usize,
}

/// What was seen in a run.
#[derive(Clone, Debug, Default)]
pub struct Watched {
    /// The largest lag of the store behind, in records.
    pub lag_most: u64,
    /// The largest lag in seconds: how old the oldest record was that it had not taken in.
    pub lag_most_s: f64,
    /// Looks, evenly spread.
    pub moments: Vec<Moment>,
}

/// Looks until the time is up.
#[derive(Debug)]
pub struct Watch {
    floor: Arc<Floor>,
    site: Site,
    began: Instant,
    /// When the journal had come to which record, from the last one that the store behind has taken in.
    written: VecDeque<(Instant, u64)>,
    looks: u64,
    /// Only every so manieth look is kept.
    step: u64,
    watched: Watched,
}

impl Watch {
    /// Begins.
    pub fn new(floor: Arc<Floor>, site: Site) -> Watch {
        Watch {
            floor,
            site,
            began: Instant::now(),
            written: VecDeque::new(),
            looks: 0,
            step: 1,
            watched: Watched::default(),
        }
    }

    /// Goes on until the time is up.
    pub async fn run(mut self) -> Watched {
        while !self.floor.is_over() {
            self.look();
            tokio::time::sleep(EVERY).await;
        }
        self.look();
        self.watched
    }

    fn look(&mut self) {
        let (applied, last) = (self.site.history().applied(), self.site.journal().last_seq());
        self.written.push_back((Instant::now(), last));
        while self.written.front().is_some_and(|(_, seq)| *seq <= applied) {
            self.written.pop_front();
        }
        let late = self
            .written
            .front()
            .map_or(0.0, |(at, _)| at.elapsed().as_secs_f64());
        self.watched.lag_most_s = self.watched.lag_most_s.max(late);
        self.watched.lag_most = self.watched.lag_most.max(last.saturating_sub(applied));
        if self.looks.is_multiple_of(self.step) {
            let view = self.site.hub().view();
            self.keep(self.moment(&view.warehouse));
        }
        self.looks += 1;
    }

    fn moment(&self, w: &Warehouse) -> Moment {
        Moment {
            at_s: self.began.elapsed().as_secs(),
            memory_mb: resident_mb(),
            open_records: w.orders.len()
                + w.tasks.len()
                + w.parcels.len()
                + w.loads.len()
                + w.receipts.len()
                + w.counts.len()
                + w.reservations.len()
                + w.outbox.len(),
            closed_numbers: w.numbers.len(),
        }
    }

    fn keep(&mut self, moment: Moment) {
        self.watched.moments.push(moment);
        if self.watched.moments.len() > KEPT {
            let mut turn = 0;
            self.watched.moments.retain(|_| {
                turn += 1;
                turn % 2 == 1
            });
            self.step *= 2;
        }
    }
}
