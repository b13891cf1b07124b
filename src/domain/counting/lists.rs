//! Where counts are found: by urgency, worker, place and what a lead has to judge.

use super::{Count, CountState, Goods};
use crate::domain::ids::{CountId, PlaceId, WorkerId};
use crate::domain::places::{Place, PlaceKind};
use crate::domain::settings::ZeroCheck;
use crate::domain::stock::{Holder, Status};
use crate::domain::{Qty, Timestamp, Warehouse};
use std::sync::Arc;

impl Warehouse {
    /// An open count.
    pub fn count(&self, id: CountId) -> Option<&Count> {
        self.counts.get(&id).map(Arc::as_ref)
    }

    /// The open count of a place.
    pub fn count_at(&self, place: PlaceId) -> Option<CountId> {
        self.counts_by_place.get(&place).copied()
    }

    /// Counts that nobody has, the most urgent first, then along the walk.
    pub fn open_counts(&self) -> impl Iterator<Item = CountId> {
        self.open_counts.iter().map(|(.., id)| *id)
    }

    /// The count that a worker has, if any.
    pub fn count_of(&self, worker: WorkerId) -> Option<CountId> {
        let first = self.counts_by_worker.range((worker, CountId(0))..).next();
        first.filter(|(of, _)| *of == worker).map(|(_, id)| *id)
    }

    /// Counts that wait for a lead, the longest waiting first.
    pub fn counts_to_review(&self) -> impl Iterator<Item = CountId> {
        self.counts_to_review.iter().map(|(_, id)| *id)
    }

    /// Storage places that were last counted before a moment or never, and are not being counted, along the walk: what
    /// an interval count takes next.
    pub fn not_counted_since(&self, moment: Timestamp, limit: usize) -> Vec<PlaceId> {
        let due = |place: &PlaceId| self.last_counted.get(place).is_none_or(|at| *at < moment);
        let mut places: Vec<(u32, PlaceId)> = self
            .places
            .values()
            .filter(|p| p.kind.is_storage() && due(&p.id) && self.count_at(p.id).is_none())
            .map(|p| (p.sequence, p.id))
            .collect();
        places.sort_unstable();
        places.into_iter().take(limit).map(|(_, id)| id).collect()
    }

    /// True where a picker should be asked "bin empty?": a bin of the kind for which the settings ask it, that the book
    /// says is empty, and that nobody is about to count.
    pub fn zero_check(&self, place: PlaceId) -> bool {
        let asked = |p: &Arc<Place>| match self.zero_check {
            ZeroCheck::Never => false,
            ZeroCheck::PickFaces => p.kind == PlaceKind::PickFace,
            ZeroCheck::Bins => p.kind.is_storage(),
        };
        self.places.get(&place).is_some_and(asked)
            && self.stock_in(Holder::Place(place)).next().is_none()
            && self.count_at(place).is_none()
    }

    /// What the book has of some goods in a place, in every status.
    pub(in crate::domain) fn booked(&self, place: PlaceId, goods: Goods) -> Qty {
        Status::ALL
            .iter()
            .map(|status| self.stock_at(&goods.in_place(place, *status)).on_hand)
            .sum()
    }

    pub(in crate::domain) fn put_count(&mut self, count: Arc<Count>) {
        self.counters.used(count.id);
        if let Some(old) = self.counts.get(&count.id).cloned() {
            self.unlist_count(&old);
        }
        self.counts_by_place.insert(count.place, count.id);
        match (count.state, count.worker) {
            (CountState::Review, _) => {
                self.counts_to_review.insert((count.since, count.id));
            }
            (_, Some(worker)) => {
                self.counts_by_worker.insert((worker, count.id));
            }
            (_, None) => {
                self.open_counts
                    .insert((count.priority, count.sequence, count.id));
            }
        }
        self.counts.insert(count.id, count);
    }

    /// Changes a count and keeps the lists by urgency, worker and place.
    pub(in crate::domain) fn change_count(&mut self, id: CountId, change: impl FnOnce(&mut Count)) {
        if let Some(count) = self.counts.get(&id) {
            let mut count = Count::clone(count);
            change(&mut count);
            self.put_count(Arc::new(count));
        }
    }

    /// Changes what was counted, on which no index depends.
    pub(in crate::domain) fn change_counted(&mut self, id: CountId, change: impl FnOnce(&mut Count)) {
        if let Some(count) = self.counts.get_mut(&id) {
            change(Arc::make_mut(count));
        }
    }

    pub(in crate::domain) fn remove_count(&mut self, id: CountId) {
        if let Some(count) = self.counts.remove(&id) {
            self.unlist_count(&count);
        }
    }

    fn unlist_count(&mut self, count: &Count) {
        self.counts_by_place.remove(&count.place);
        self.counts_to_review.remove(&(count.since, count.id));
        self.open_counts
            .remove(&(count.priority, count.sequence, count.id));
        if let Some(worker) = count.worker {
            self.counts_by_worker.remove(&(worker, count.id));
        }
    }
}
