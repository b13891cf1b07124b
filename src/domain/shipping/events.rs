//! What happens at a dock.

use super::{Load, LoadState};
use crate::domain::event::{Fact, Topics};
use crate::domain::ids::{CarrierId, LoadId, OrderId, ParcelId, WorkerId};
use crate::domain::parcels::{self, Loaded};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::{Qty, Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A load was begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadOpened {
    /// As begun, empty.
    pub load: Arc<Load>,
}

impl Fact for LoadOpened {
    const TOPICS: Topics = Topics::LOADS;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_load(self.load.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-load-opened")
                .with("load", Value::Text(self.load.number.clone()))
                .with("carrier", Value::Carrier(self.load.carrier)),
        )
    }
}

/// A parcel was scanned into a load.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelLoaded {
    /// Which.
    pub parcel: ParcelId,
    /// Of which order.
    pub order: OrderId,
    /// Its SSCC.
    pub sscc: Text,
    /// What it weighs, as far as it is known.
    pub weight_g: i64,
    /// Where, by whom and when.
    pub loaded: Loaded,
}

impl Fact for ParcelLoaded {
    const TOPICS: Topics = Topics(Topics::PARCELS.0 | Topics::LOADS.0);

    fn evolve(&self, w: &mut Warehouse) {
        w.change_parcel(self.parcel, |parcel| parcel.loaded = Some(self.loaded));
        w.change_load(self.loaded.load, |load| {
            load.parcels = load.parcels.saturating_add(1);
            load.weight_g = load.weight_g.saturating_add(self.weight_g);
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-parcel-loaded")
                .with("sscc", Value::Text(self.sscc.clone()))
                .with("order", Value::Order(self.order))
                .with("load", Value::Load(self.loaded.load)),
        )
    }
}

/// A parcel was taken out of a load.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelUnloaded {
    /// Which.
    pub parcel: ParcelId,
    /// Of which order.
    pub order: OrderId,
    /// Its SSCC.
    pub sscc: Text,
    /// What it weighs, as far as it is known.
    pub weight_g: i64,
    /// Out of which load.
    pub load: LoadId,
    /// By whom.
    pub by: Option<WorkerId>,
    /// When.
    pub at: Timestamp,
}

impl Fact for ParcelUnloaded {
    const TOPICS: Topics = Topics(Topics::PARCELS.0 | Topics::LOADS.0);

    fn evolve(&self, w: &mut Warehouse) {
        w.change_parcel(self.parcel, |parcel| parcel.loaded = None);
        w.change_load(self.load, |load| {
            load.parcels = load.parcels.saturating_sub(1);
            load.weight_g = load.weight_g.saturating_sub(self.weight_g);
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-parcel-unloaded")
                .with("sscc", Value::Text(self.sscc.clone()))
                .with("order", Value::Order(self.order)),
        )
    }
}

/// A load is no more; its parcels wait for another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadVoided {
    /// Which.
    pub load: LoadId,
    /// Its code.
    pub number: Text,
    /// By whom.
    pub by: Option<WorkerId>,
    /// When.
    pub at: Timestamp,
}

impl Fact for LoadVoided {
    const TOPICS: Topics = Topics::LOADS;

    fn evolve(&self, w: &mut Warehouse) {
        w.remove_load(self.load);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-load-voided").with("load", Value::Text(self.number.clone())))
    }
}

/// A load is leaving: nothing comes in or goes out any longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadClosing {
    /// Which.
    pub load: LoadId,
    /// By whom.
    pub by: Option<WorkerId>,
    /// When.
    pub at: Timestamp,
}

impl Fact for LoadClosing {
    const TOPICS: Topics = Topics::LOADS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_load(self.load, |load| load.state = LoadState::Closing);
    }
}

/// A parcel left the building: what a manifest and the history need of it. The ledger's side is a `StockMoved` of the
/// same command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelShipped {
    /// Which.
    pub parcel: ParcelId,
    /// In which load.
    pub load: LoadId,
    /// The load's code.
    pub load_number: Text,
    /// Who took it.
    pub carrier: CarrierId,
    /// Of which order.
    pub order: OrderId,
    /// The order's number as the customer knows it.
    pub order_number: Text,
    /// Its SSCC.
    pub sscc: Text,
    /// As weighed or expected, in grams.
    pub weight_g: Option<i64>,
    /// Where it goes.
    pub country: Text,
    /// By order line, what is in it.
    pub lines: Vec<(u16, Qty)>,
    /// Who closed the load.
    pub by: Option<WorkerId>,
    /// When.
    pub at: Timestamp,
}

impl Fact for ParcelShipped {
    const TOPICS: Topics = Topics(Topics::PARCELS.0 | Topics::LOADS.0 | Topics::ORDERS.0);

    fn evolve(&self, w: &mut Warehouse) {
        for (line, qty) in &self.lines {
            w.change_order_line(self.order, *line, |line| {
                line.packed -= *qty;
                line.shipped += *qty;
            });
        }
        let weight = self.weight_g.unwrap_or(0);
        w.remove_parcel(self.parcel);
        w.numbers.note(parcels::parcel_key(&self.sscc));
        w.change_load(self.load, |load| {
            load.parcels = load.parcels.saturating_sub(1);
            load.weight_g = load.weight_g.saturating_sub(weight);
            load.shipped = load.shipped.saturating_add(1);
            load.shipped_g = load.shipped_g.saturating_add(weight);
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-parcel-shipped")
                .with("sscc", Value::Text(self.sscc.clone()))
                .with("order", Value::Text(self.order_number.clone()))
                .with("load", Value::Text(self.load_number.clone())),
        )
    }
}

/// A load has left with all its parcels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadClosed {
    /// Which.
    pub load: LoadId,
    /// Its code.
    pub number: Text,
    /// Who took it.
    pub carrier: CarrierId,
    /// How many parcels.
    pub parcels: u32,
    /// What they weighed, as far as it was known, in grams.
    pub weight_g: i64,
    /// By whom.
    pub by: Option<WorkerId>,
    /// When.
    pub at: Timestamp,
}

impl Fact for LoadClosed {
    const TOPICS: Topics = Topics::LOADS;

    fn evolve(&self, w: &mut Warehouse) {
        w.remove_load(self.load);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-load-closed")
                .with("load", Value::Text(self.number.clone()))
                .with("parcels", Value::Number(i64::from(self.parcels)))
                .with("weight", Value::Grams(self.weight_g)),
        )
    }
}
