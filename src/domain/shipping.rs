//! Shipping: parcels are scanned into a load for a carrier, and leave when the load is closed.

mod decide;
mod events;
mod refusal;

pub use decide::{decide, no_parcel, undo};
pub(super) use decide::{ship_some, take_some_off};
pub use events::*;
pub use refusal::Refusal;

use super::ids::{CarrierId, LoadId, OrderId, ParcelId, PlaceId, WorkerId};
use super::lookup::Target;
use super::orders::{Order, Stage};
use super::parcels::Parcel;
use super::{Qty, Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Whether parcels may still come and go. A closed load leaves the open state with the event that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LoadState {
    /// Being filled.
    Open,
    /// Leaving: its parcels are being booked out, a chunk at a time.
    Closing,
}

/// A trailer or cage being filled for a carrier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    /// Its number.
    pub id: LoadId,
    /// The code on its sheet, like L-000123.
    pub number: Text,
    /// Who takes it away.
    pub carrier: CarrierId,
    /// Where it stands.
    pub dock: PlaceId,
    /// Whether parcels may still come and go.
    pub state: LoadState,
    /// Who opened it.
    pub opened_by: Option<WorkerId>,
    /// When.
    pub opened_at: Timestamp,
    /// Parcels in it now.
    pub parcels: u32,
    /// What these weigh, as far as it is known.
    pub weight_g: i64,
    /// Parcels of it that are booked out already.
    pub shipped: u32,
    /// What those weighed.
    pub shipped_g: i64,
}

/// What somebody asks at a dock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Begin a load. Where one of the same carrier is open at the dock already, that one goes on.
    OpenLoad {
        /// For which carrier.
        carrier: CarrierId,
        /// At which dock or lane.
        dock: PlaceId,
    },
    /// A parcel was scanned into a load; an order's number stands for its one parcel.
    Scan {
        /// The load on the screen.
        load: LoadId,
        /// The code.
        code: Text,
    },
    /// Take a parcel out again.
    Unload {
        /// Which.
        parcel: ParcelId,
    },
    /// Take every parcel out of an open load; the empty load is no more. What one command cannot hold goes on as a job.
    VoidLoad {
        /// Which.
        load: LoadId,
    },
    /// The load leaves with all its parcels. What one command cannot hold goes on as a job.
    CloseLoad {
        /// Which.
        load: LoadId,
    },
}

/// One parcel as a manifest lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestRow {
    /// Which parcel.
    pub parcel: ParcelId,
    /// Its SSCC.
    pub sscc: Text,
    /// Its order.
    pub order: OrderId,
    /// The order's number as the customer knows it.
    pub order_number: Text,
    /// Where it goes.
    pub country: Text,
    /// As weighed or expected.
    pub weight_g: Option<i64>,
    /// Base units in it.
    pub pieces: Qty,
    /// Who loaded it.
    pub loaded_by: Option<WorkerId>,
    /// When.
    pub loaded_at: Timestamp,
}

/// What stands in a load that has not left, by parcel. What has left is in the `ParcelShipped` events.
pub fn manifest(w: &Warehouse, load: LoadId) -> Vec<ManifestRow> {
    let row = |parcel: &Parcel| {
        let (seal, order) = (parcel.seal.as_ref()?, w.order(parcel.order)?);
        Some(ManifestRow {
            parcel: parcel.id,
            sscc: seal.sscc.clone(),
            order: order.id,
            order_number: order.number.clone(),
            country: order.country.clone(),
            weight_g: seal.best_weight_g(),
            pieces: parcel.lines.iter().map(|l| l.qty).sum(),
            loaded_by: parcel.loaded.map(|l| l.by),
            loaded_at: parcel.loaded.map_or(Timestamp::default(), |l| l.at),
        })
    };
    w.parcels_in(load).filter_map(row).collect()
}

/// Closed parcels that stand in no load, by carrier and cut-off, without those of orders that were called off or are
/// kept back.
pub fn ship_queue(w: &Warehouse) -> impl Iterator<Item = &Parcel> {
    closed_parcels(w).filter(|p| may_leave(w, p.order))
}

/// Nobody called the order off or keeps it back.
fn may_leave(w: &Warehouse, order: OrderId) -> bool {
    w.hold_of(order).is_none() && w.order(order).is_some_and(|o| !o.is_over())
}

/// The ship queue of one carrier, by cut-off.
pub fn ship_queue_of(w: &Warehouse, carrier: CarrierId) -> impl Iterator<Item = &Parcel> {
    let first = (carrier, Timestamp(i64::MIN), ParcelId(0));
    w.parcels_to_ship
        .range(first..)
        .take_while(move |(of, ..)| *of == carrier)
        .filter_map(|(.., id)| w.parcel(*id))
        .filter(|p| may_leave(w, p.order))
}

/// Closed parcels of orders that were called off: they are to be taken apart and put back.
pub fn to_take_apart(w: &Warehouse) -> impl Iterator<Item = &Parcel> {
    closed_parcels(w).filter(|p| w.order(p.order).is_some_and(Order::is_over))
}

fn closed_parcels(w: &Warehouse) -> impl Iterator<Item = &Parcel> {
    w.parcels_to_ship.iter().filter_map(|(.., id)| w.parcel(*id))
}

/// The load that is being filled for a carrier at a dock.
pub fn open_load_at(w: &Warehouse, carrier: CarrierId, dock: PlaceId) -> Option<LoadId> {
    let open = |l: &&Arc<Load>| l.carrier == carrier && l.dock == dock && l.state == LoadState::Open;
    w.loads.values().find(open).map(|l| l.id)
}

/// Part of the order is in a load that is leaving: it can no longer be called off.
pub fn is_leaving(w: &Warehouse, order: OrderId) -> bool {
    w.parcels_of(order).any(|p| {
        let load = p.loaded.and_then(|l| w.load(l.load));
        load.is_some_and(|l| l.state == LoadState::Closing)
    })
}

/// Nothing of the order is left to pack or to load.
fn all_loaded(w: &Warehouse, order: &Order) -> bool {
    order.stage == Stage::Packed && w.parcels_of(order.id).all(|p| p.loaded.is_some())
}

impl Warehouse {
    /// A load that has not left.
    pub fn load(&self, id: LoadId) -> Option<&Load> {
        self.loads.get(&id).map(Arc::as_ref)
    }

    pub(super) fn put_load(&mut self, load: Arc<Load>) {
        self.counters.used(load.id);
        self.codes.learn(&load.number, Target::Load(load.id));
        self.loads.insert(load.id, load);
    }

    pub(super) fn change_load(&mut self, id: LoadId, change: impl FnOnce(&mut Load)) {
        if let Some(load) = self.loads.get_mut(&id) {
            change(Arc::make_mut(load));
        }
    }

    pub(super) fn remove_load(&mut self, id: LoadId) {
        if let Some(load) = self.loads.remove(&id) {
            self.codes.forget(&load.number, Target::Load(id));
        }
    }
}
