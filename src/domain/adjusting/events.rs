//! What happens to the book by hand.

use super::{Approval, Change, Correction};
use crate::domain::event::{Fact, Topics};
use crate::domain::ids::{ApprovalId, PlaceId, WorkerId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::places::Place;
use crate::domain::{Text, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A correction waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalAsked {
    /// What waits.
    pub approval: Arc<Approval>,
}

impl Fact for ApprovalAsked {
    const TOPICS: Topics = Topics::STOCK;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_approval(self.approval.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        let correction = self.approval.correction.phrase();
        Some(Phrase::new("check-adjust-second-person").with("what", Value::Phrase(Box::new(correction))))
    }
}

/// A correction that waited is not booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalRejected {
    /// What waited.
    pub approval: Arc<Approval>,
    /// Who decided so: a second person, or who had asked.
    pub by: WorkerId,
    /// Why, in words.
    pub note: Text,
}

impl Fact for ApprovalRejected {
    const TOPICS: Topics = Topics::STOCK;

    fn evolve(&self, w: &mut Warehouse) {
        w.approvals.remove(&self.approval.id);
    }

    fn phrase(&self) -> Option<Phrase> {
        let correction = self.approval.correction.phrase();
        Some(Phrase::new("event-adjust-rejected").with("what", Value::Phrase(Box::new(correction))))
    }
}

/// A correction was booked. The ledger's side is a `StockMoved` of the same command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockCorrected {
    /// What was booked.
    pub correction: Correction,
    /// Who asked for it.
    pub by: WorkerId,
    /// Which approval it had waited for, and who agreed.
    pub approved: Option<(ApprovalId, WorkerId)>,
}

impl Fact for StockCorrected {
    const TOPICS: Topics = Topics::STOCK;

    fn evolve(&self, w: &mut Warehouse) {
        if let Some((approval, _)) = self.approved {
            w.approvals.remove(&approval);
        }
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(self.correction.phrase())
    }
}

impl Correction {
    /// What is done, as the answer band and the list of approvals tell it.
    pub fn phrase(&self) -> Phrase {
        let (name, qty) = match self.change {
            Change::Adjust(by) => ("event-adjusted", by),
            Change::Scrap(qty) => ("event-scrapped", qty),
            Change::Hold(qty) => ("event-held", qty),
            Change::Release(qty) => ("event-released", qty),
        };
        Phrase::new(name)
            .with("item", Value::Item(self.key.item))
            .with("qty", Value::Qty(self.key.item, qty))
            .with("where", Value::Holder(self.key.holder))
            .with("reason", Value::Phrase(Box::new(Phrase::new(self.reason.key()))))
    }
}

/// A correction was taken back. The ledger's side is a `StockMoved` of the same command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionUndone {
    /// What is taken back.
    pub corrected: Arc<StockCorrected>,
}

impl Fact for CorrectionUndone {
    const TOPICS: Topics = Topics::STOCK;

    fn evolve(&self, _: &mut Warehouse) {}

    fn phrase(&self) -> Option<Phrase> {
        let correction = self.corrected.correction.phrase();
        Some(Phrase::new("event-correction-undone").with("what", Value::Phrase(Box::new(correction))))
    }
}

/// A place was blocked, or freed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceBlocked {
    /// Which.
    pub place: PlaceId,
    /// Nothing may be put there or taken from there.
    pub blocked: bool,
    /// Why, in words.
    pub note: Text,
}

impl Fact for PlaceBlocked {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        if let Some(place) = w.places.get(&self.place) {
            let mut place = Place::clone(place);
            place.blocked = self.blocked;
            w.put_place(Arc::new(place));
        }
    }

    fn phrase(&self) -> Option<Phrase> {
        let name = if self.blocked {
            "event-place-blocked"
        } else {
            "event-place-freed"
        };
        Some(Phrase::new(name).with("place", Value::Place(self.place)))
    }
}
