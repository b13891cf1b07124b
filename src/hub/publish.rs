//! The warehouse as everybody else sees it.

use crate::domain::{Event, Topics, Warehouse};
use crate::store::journal::ChainHash;
use std::sync::{Arc, OnceLock};
use tokio::sync::watch;

/// A published warehouse: durable, and never changing again.
#[derive(Clone, Debug)]
pub struct View {
    /// The value.
    pub warehouse: Warehouse,
    /// The journal's chain hash behind its last record.
    pub hash: ChainHash,
    /// By topic bit, the last record that touched it.
    touched: [u64; 32],
}

impl View {
    /// A view of a warehouse as opened.
    pub fn new(warehouse: Warehouse, hash: ChainHash) -> View {
        let touched = [warehouse.seq; 32];
        View {
            warehouse,
            hash,
            touched,
        }
    }

    /// The view that follows this one.
    pub fn next(&self, warehouse: Warehouse, hash: ChainHash) -> View {
        View {
            warehouse,
            hash,
            touched: self.touched,
        }
    }

    /// Notes what a record touched.
    pub fn touch(&mut self, seq: u64, events: &[Event]) {
        let topics = events
            .iter()
            .fold(Topics::NONE, |all, event| all | event.topics());
        for (bit, touched) in self.touched.iter_mut().enumerate() {
            if topics.0 >> bit & 1 == 1 {
                *touched = seq;
            }
        }
    }

    /// Whether any of these topics was touched behind this record: whether a screen that was drawn at it is stale.
    pub fn touched_since(&self, seq: u64, topics: Topics) -> bool {
        let of = |bit: usize| topics.0 >> bit & 1 == 1;
        self.touched
            .iter()
            .enumerate()
            .any(|(bit, touched)| of(bit) && *touched > seq)
    }
}

/// Where views are put up.
#[derive(Clone, Debug)]
pub struct Board {
    latest: Arc<watch::Sender<Arc<View>>>,
    stopped: Arc<OnceLock<Arc<str>>>,
}

impl Board {
    /// A board with its first view.
    pub fn new(first: View) -> Board {
        Board {
            latest: Arc::new(watch::Sender::new(Arc::new(first))),
            stopped: Arc::default(),
        }
    }

    /// Puts up the next view.
    pub fn publish(&self, view: View) {
        self.latest.send_replace(Arc::new(view));
    }

    /// The latest view.
    pub fn view(&self) -> Arc<View> {
        Arc::clone(&self.latest.borrow())
    }

    /// Wakes at every publication.
    pub fn watch(&self) -> watch::Receiver<Arc<View>> {
        self.latest.subscribe()
    }

    /// Nothing is accepted any more: the first reason stands.
    pub fn stop(&self, why: &str) {
        let _ = self.stopped.set(why.into());
        // Wakes whoever waits for news: this is some.
        self.latest.send_modify(|_| {});
    }

    /// Why nothing is accepted any more, when that is so.
    pub fn stopped(&self) -> Option<Arc<str>> {
        self.stopped.get().cloned()
    }

    pub(super) fn why_stopped(&self) -> Arc<str> {
        self.stopped().unwrap_or_else(|| "the program is ending".into())
    }
}
