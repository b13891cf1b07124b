//! What happens at a bench.

use crate::domain::event::{Fact, Topics};
use crate::domain::ids::{CartonId, ItemId, OrderId, ParcelId, PlaceId, WorkerId};
use crate::domain::parcels::{self, PackStep, Parcel, ParcelLine, Seal};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::stock::StockKey;
use crate::domain::{Qty, Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A parcel was begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelOpened {
    /// As begun, empty.
    pub parcel: Arc<Parcel>,
}

impl Fact for ParcelOpened {
    const TOPICS: Topics = Topics::PARCELS;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_parcel(self.parcel.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-parcel-opened")
                .with("order", Value::Order(self.parcel.order))
                .with("number", Value::Number(i64::from(self.parcel.number))),
        )
    }
}

/// Somebody else packs it from now on, or nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelHanded {
    /// Which.
    pub parcel: ParcelId,
    /// Of which order.
    pub order: OrderId,
    /// Who packs it; none while it is set aside.
    pub packer: Option<WorkerId>,
    /// Where.
    pub bench: PlaceId,
    /// Since when.
    pub at: Timestamp,
    /// Why it was taken over, when it was.
    pub reason: Text,
}

impl Fact for ParcelHanded {
    const TOPICS: Topics = Topics::PARCELS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_parcel(self.parcel, |parcel| {
            (parcel.packer, parcel.bench) = (self.packer, self.bench);
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        let phrase = match self.packer {
            Some(packer) => Phrase::new("event-parcel-taken").with("worker", Value::Worker(packer)),
            None => Phrase::new("event-parcel-parked"),
        };
        Some(phrase.with("order", Value::Order(self.order)))
    }
}

/// The packer scanned a tote, or confirmed a quantity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackStepped {
    /// Which parcel.
    pub parcel: ParcelId,
    /// What the packer did last.
    pub step: PackStep,
}

impl Fact for PackStepped {
    const TOPICS: Topics = Topics::PARCELS;

    fn evolve(&self, w: &mut Warehouse) {
        w.fill_parcel(self.parcel, |parcel| parcel.step = self.step.clone());
    }
}

/// Goods went from a tote into a parcel. The ledger's side is a `StockMoved` of the same command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed {
    /// Into which parcel.
    pub parcel: ParcelId,
    /// Of which order.
    pub order: OrderId,
    /// For which of its lines, from 0.
    pub line: u16,
    /// What, and from which tote.
    pub from: StockKey,
    /// How much.
    pub qty: Qty,
}

impl Fact for Packed {
    const TOPICS: Topics = Topics::PARCELS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_order_line(self.order, self.line, |line| {
            line.picked -= self.qty;
            line.packed += self.qty;
        });
        w.fill_parcel(self.parcel, |parcel| {
            parcel.step.item = Some(self.from.item);
            parcel.step.typed = false;
            let same = |l: &&mut ParcelLine| l.line == self.line && l.from == self.from;
            match parcel.lines.iter_mut().find(same) {
                Some(line) => line.qty += self.qty,
                None => parcel.lines.push(ParcelLine {
                    line: self.line,
                    from: self.from,
                    qty: self.qty,
                }),
            }
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        let item = self.from.item;
        Some(
            Phrase::new("event-packed")
                .with("item", Value::Item(item))
                .with("qty", Value::Qty(item, self.qty))
                .with("order", Value::Order(self.order)),
        )
    }
}

/// Goods went back from a parcel into a tote. The ledger's side is a `StockMoved` of the same command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unpacked {
    /// Out of which parcel.
    pub parcel: ParcelId,
    /// Of which order.
    pub order: OrderId,
    /// For which of its lines, from 0.
    pub line: u16,
    /// What, and the tote it had come from.
    pub from: StockKey,
    /// How much.
    pub qty: Qty,
}

impl Fact for Unpacked {
    const TOPICS: Topics = Topics::PARCELS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_order_line(self.order, self.line, |line| {
            line.packed -= self.qty;
            line.picked += self.qty;
        });
        w.fill_parcel(self.parcel, |parcel| {
            parcel.step.item = Some(self.from.item);
            parcel.step.typed = false;
            for line in &mut parcel.lines {
                if line.line == self.line && line.from == self.from {
                    line.qty -= self.qty;
                }
            }
            parcel.lines.retain(|line| line.qty.is_positive());
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        let item = self.from.item;
        Some(
            Phrase::new("event-unpacked")
                .with("item", Value::Item(item))
                .with("qty", Value::Qty(item, self.qty))
                .with("order", Value::Order(self.order)),
        )
    }
}

/// A parcel was closed and got its label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelClosed {
    /// Which.
    pub parcel: ParcelId,
    /// Of which order.
    pub order: OrderId,
    /// What is on its label, who closed it and when.
    pub seal: Seal,
    /// The serial number in its SSCC: the next one is higher.
    pub serial: u64,
    /// The weight lay outside the tolerance and the packer confirmed it.
    pub confirmed: bool,
}

impl Fact for ParcelClosed {
    const TOPICS: Topics = Topics::PARCELS;

    fn evolve(&self, w: &mut Warehouse) {
        w.sscc_serial = w.sscc_serial.max(self.serial);
        w.change_parcel(self.parcel, |parcel| {
            parcel.seal = Some(self.seal.clone());
            parcel.packer = None;
            parcel.step = PackStep::default();
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-parcel-closed")
                .with("order", Value::Order(self.order))
                .with("sscc", Value::Text(self.seal.sscc.clone())),
        )
    }
}

/// A closed parcel is being packed again; its label is void.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelReopened {
    /// Which.
    pub parcel: ParcelId,
    /// Of which order.
    pub order: OrderId,
    /// The label that is void.
    pub sscc: Text,
    /// Who packs it.
    pub packer: WorkerId,
    /// Where.
    pub bench: PlaceId,
    /// Since when.
    pub at: Timestamp,
}

impl Fact for ParcelReopened {
    const TOPICS: Topics = Topics::PARCELS;

    fn evolve(&self, w: &mut Warehouse) {
        w.numbers.note(parcels::voided_key(&self.sscc));
        w.change_parcel(self.parcel, |parcel| {
            parcel.seal = None;
            (parcel.packer, parcel.bench) = (Some(self.packer), self.bench);
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-parcel-reopened")
                .with("order", Value::Order(self.order))
                .with("sscc", Value::Text(self.sscc.clone())),
        )
    }
}

/// A parcel is no more: what was in it lies in totes again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelVoided {
    /// Which.
    pub parcel: ParcelId,
    /// Of which order.
    pub order: OrderId,
    /// The label that is void, where it had one.
    pub sscc: Option<Text>,
    /// By whom.
    pub by: Option<WorkerId>,
    /// When.
    pub at: Timestamp,
}

impl Fact for ParcelVoided {
    const TOPICS: Topics = Topics::PARCELS;

    fn evolve(&self, w: &mut Warehouse) {
        if let Some(sscc) = &self.sscc {
            w.numbers.note(parcels::voided_key(sscc));
        }
        w.remove_parcel(self.parcel);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-parcel-voided").with("order", Value::Order(self.order)))
    }
}

/// A weighed parcel of one item told what a piece of it weighs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightLearned {
    /// Of what.
    pub item: ItemId,
    /// One piece in grams.
    pub weight_g: i64,
    /// From a parcel in this carton.
    pub carton: CartonId,
    /// With so many pieces.
    pub pieces: Qty,
}

impl Fact for WeightLearned {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.learned_weights.insert(self.item, self.weight_g);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-weight-learned")
                .with("item", Value::Item(self.item))
                .with("weight", Value::Grams(self.weight_g)),
        )
    }
}
