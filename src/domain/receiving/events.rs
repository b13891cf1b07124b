//! What happens while receiving.

use super::{Doubt, Receipt, ReceiptLine, Receiving, Step};
use crate::domain::event::{Fact, Topics};
use crate::domain::ids::{ReceiptId, WorkerId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::stock::StockKey;
use crate::domain::{Qty, Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A receipt was announced, or opened blind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptSaved {
    /// As taken in.
    pub receipt: Arc<Receipt>,
}

impl Fact for ReceiptSaved {
    const TOPICS: Topics = Topics::RECEIPTS;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_receipt(self.receipt.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-receipt-saved").with("receipt", Value::Text(self.receipt.number.clone())))
    }
}

/// A worker's next step at a receipt: an item, a quantity, a lot, or a question that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivingStepped {
    /// Who.
    pub worker: WorkerId,
    /// How far they had come; none when they were at no receipt.
    pub was: Option<Arc<Receiving>>,
    /// How far they have come; none when they left.
    pub now: Option<Arc<Receiving>>,
}

impl Fact for ReceivingStepped {
    const TOPICS: Topics = Topics::RECEIPTS;

    fn evolve(&self, w: &mut Warehouse) {
        match &self.now {
            Some(now) => w.receivings.insert(self.worker, now.clone()),
            None => w.receivings.remove(&self.worker),
        };
    }

    fn phrase(&self) -> Option<Phrase> {
        self.now.as_ref()?.asked.as_ref().map(|asked| asked.why.phrase())
    }
}

impl Doubt {
    /// The question, as the answer band puts it.
    pub fn phrase(&self) -> Phrase {
        match self {
            Doubt::NotExpected(item) => {
                Phrase::new("check-receive-not-expected").with("item", Value::Item(*item))
            }
            Doubt::Expired(item, lot, day) => Phrase::new("check-receive-expired")
                .with("item", Value::Item(*item))
                .with("lot", Value::Text(lot.clone()))
                .with("expiry", Value::Day(*day)),
            Doubt::ShortDated(item, lot, day) => Phrase::new("check-receive-short-dated")
                .with("item", Value::Item(*item))
                .with("lot", Value::Text(lot.clone()))
                .with("expiry", Value::Day(*day)),
            Doubt::OtherLot(item, expected, found) => Phrase::new("check-receive-other-lot")
                .with("item", Value::Item(*item))
                .with("expected", Value::Text(expected.clone()))
                .with("found", Value::Text(found.clone())),
            Doubt::Over(item, expected, found, _) => Phrase::new("check-receive-over")
                .with("expected", Value::Qty(*item, *expected))
                .with("found", Value::Qty(*item, *found)),
        }
    }
}

/// How much of a receipt came on one of its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which line, from 0; one past the last makes a line for goods that were not announced.
    pub line: u16,
    /// Fit to sell.
    pub good: Qty,
    /// Damaged.
    pub damaged: Qty,
}

/// Goods came in. The ledger's side are `StockMoved` of the same command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoodsReceived {
    /// On which receipt.
    pub receipt: ReceiptId,
    /// Who took them in.
    pub worker: WorkerId,
    /// What, and where it was put, in the status of the good part.
    pub key: StockKey,
    /// How it spreads over the receipt's lines.
    pub parts: Vec<Part>,
    /// It is more than was announced.
    pub over: bool,
    /// Why it was taken in all the same.
    pub reason: Text,
    /// What the receiver had in hand: an undo gives it back.
    pub step: Step,
}

impl GoodsReceived {
    /// Fit to sell.
    pub fn good(&self) -> Qty {
        self.parts.iter().map(|part| part.good).sum()
    }

    /// Damaged.
    pub fn damaged(&self) -> Qty {
        self.parts.iter().map(|part| part.damaged).sum()
    }
}

impl Fact for GoodsReceived {
    const TOPICS: Topics = Topics::RECEIPTS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_receipt(self.receipt, |receipt| {
            for part in &self.parts {
                let index = usize::from(part.line);
                if index >= receipt.lines.len() {
                    receipt.lines.push(ReceiptLine::new(self.key.item, Qty::ZERO));
                }
                if let Some(line) = receipt.lines.get_mut(index) {
                    line.received += part.good;
                    line.damaged += part.damaged;
                }
            }
        });
        let step = Step {
            onto: Some(self.key.holder),
            ..Step::default()
        };
        put_step(w, self.worker, self.receipt, step);
    }

    fn phrase(&self) -> Option<Phrase> {
        let item = self.key.item;
        let damaged = self.damaged();
        let name = if damaged.is_positive() {
            "event-received-damaged"
        } else {
            "event-received"
        };
        let phrase = Phrase::new(name)
            .with("item", Value::Item(item))
            .with("qty", Value::Qty(item, self.good() + damaged))
            .with("to", Value::Holder(self.key.holder));
        Some(if damaged.is_positive() {
            phrase.with("damaged", Value::Qty(item, damaged))
        } else {
            phrase
        })
    }
}

/// Goods that had come in were taken off the receipt again. The ledger's side are `StockMoved` of the same command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiveUndone {
    /// What is taken back.
    pub received: Arc<GoodsReceived>,
}

impl Fact for ReceiveUndone {
    const TOPICS: Topics = Topics::RECEIPTS;

    fn evolve(&self, w: &mut Warehouse) {
        let received = &self.received;
        w.change_receipt(received.receipt, |receipt| {
            for part in &received.parts {
                if let Some(line) = receipt.lines.get_mut(usize::from(part.line)) {
                    line.received -= part.good;
                    line.damaged -= part.damaged;
                }
            }
        });
        put_step(w, received.worker, received.receipt, received.step.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        let item = self.received.key.item;
        let qty = self.received.good() + self.received.damaged();
        Some(
            Phrase::new("event-receive-undone")
                .with("item", Value::Item(item))
                .with("qty", Value::Qty(item, qty)),
        )
    }
}

fn put_step(w: &mut Warehouse, worker: WorkerId, receipt: ReceiptId, step: Step) {
    let receiving = Receiving {
        step,
        ..Receiving::new(worker, receipt)
    };
    w.receivings.insert(worker, Arc::new(receiving));
}

/// A receipt is complete, or nothing more of it comes. It leaves the open work with this outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptClosed {
    /// As it stood at the end: what was announced, what came.
    pub receipt: Arc<Receipt>,
    /// By whom.
    pub worker: Option<WorkerId>,
    /// When.
    pub at: Timestamp,
    /// Why less came than was announced.
    pub reason: Text,
}

impl Fact for ReceiptClosed {
    const TOPICS: Topics = Topics::RECEIPTS;

    fn evolve(&self, w: &mut Warehouse) {
        w.close_receipt(self.receipt.id);
    }

    fn phrase(&self) -> Option<Phrase> {
        let short = self
            .receipt
            .lines
            .iter()
            .filter(|l| l.outstanding().is_positive());
        let short = i64::try_from(short.count()).unwrap_or(i64::MAX);
        Some(
            Phrase::new("event-receipt-closed")
                .with("receipt", Value::Text(self.receipt.number.clone()))
                .with("short", Value::Number(short)),
        )
    }
}
