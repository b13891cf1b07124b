//! Places of the building, and the totes, carts and pallets that stand on them.

use super::event::{Fact, Topics};
use super::ids::{LpnId, OrderId, PlaceId};
use super::lookup::Target;
use super::stock::Holder;
use super::{Text, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a place is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PlaceKind {
    /// Where pickers take from.
    #[default]
    PickFace,
    /// Stock that refills pick faces; picked from when no face holds enough.
    Reserve,
    /// Where goods come in and parcels go out.
    Dock,
    /// A packing bench.
    Bench,
    /// A lane where totes or parcels wait.
    Staging,
    /// Goods that wait for a check.
    Quarantine,
    /// Goods that came back.
    Returns,
}

impl PlaceKind {
    /// True where stock lies in bins, from which it is allocated and to which it is put away.
    pub fn is_storage(self) -> bool {
        matches!(self, PlaceKind::PickFace | PlaceKind::Reserve)
    }
}

/// A place with a code on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its number, set when it is saved first.
    pub id: PlaceId,
    /// The code on its label; unique in the building.
    pub code: Text,
    /// What it is for.
    pub kind: PlaceKind,
    /// The part of the building, when it has parts.
    pub zone: Text,
    /// Where it stands, from the building's south-west corner.
    pub x_mm: i32,
    /// See `x_mm`.
    pub y_mm: i32,
    /// Level above the floor, 1 the lowest.
    pub level: u8,
    /// Its turn on the walk through the building.
    pub sequence: u32,
    /// What fits by volume in cubic millimetres; 0 when nobody measured it.
    pub max_volume_mm3: i64,
    /// What it bears in grams; 0 when nobody knows.
    pub max_weight_g: i64,
    /// Nothing may be put there or taken from there.
    pub blocked: bool,
}

/// What a licence plate is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LpnKind {
    /// A box for the picks of one order.
    #[default]
    Tote,
    /// A cart with room for totes.
    Cart,
    /// A pallet.
    Pallet,
    /// A carton as it came from the supplier.
    Carton,
}

/// Something that holds stock and moves about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lpn {
    /// Its number, set when it is saved first.
    pub id: LpnId,
    /// The code on it; unique in the building.
    pub code: Text,
    /// What it is.
    pub kind: LpnKind,
    /// Where it stands; none while somebody carries it about.
    pub at: Option<PlaceId>,
    /// The one order whose goods it may hold, while it holds any.
    pub order: Option<OrderId>,
}

/// A place was made known, or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceSaved {
    /// As it is from now on.
    pub place: Arc<Place>,
}

impl Fact for PlaceSaved {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_place(self.place.clone());
    }
}

/// A tote, cart or pallet was made known, or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LpnSaved {
    /// As it is from now on.
    pub lpn: Arc<Lpn>,
}

impl Fact for LpnSaved {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_lpn(self.lpn.clone());
    }
}

/// A tote, cart or pallet stands somewhere else, with all it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LpnMoved {
    /// Which.
    pub lpn: LpnId,
    /// Where it stands now; none while somebody carries it about.
    pub at: Option<PlaceId>,
}

impl Fact for LpnMoved {
    const TOPICS: Topics = Topics::STOCK;

    fn evolve(&self, w: &mut Warehouse) {
        w.set_lpn_place(self.lpn, self.at);
    }
}

/// A tote holds the goods of this order from now on, or of none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LpnBound {
    /// Which.
    pub lpn: LpnId,
    /// Whose goods.
    pub order: Option<OrderId>,
}

impl Fact for LpnBound {
    const TOPICS: Topics = Topics::ORDERS;

    fn evolve(&self, w: &mut Warehouse) {
        w.bind_lpn(self.lpn, self.order);
    }
}

impl Warehouse {
    /// The totes that hold, or are bound to hold, an order's goods.
    pub fn totes_of(&self, order: OrderId) -> impl Iterator<Item = LpnId> {
        self.lpns_by_order
            .range((order, LpnId(0))..)
            .take_while(move |(of, _)| *of == order)
            .map(|(_, id)| *id)
    }

    /// The totes, carts and pallets that stand on a place.
    pub fn lpns_at(&self, place: PlaceId) -> impl Iterator<Item = LpnId> {
        self.lpns_by_place
            .range((place, LpnId(0))..)
            .take_while(move |(at, _)| *at == place)
            .map(|(_, id)| *id)
    }

    pub(super) fn put_place(&mut self, place: Arc<Place>) {
        self.counters.used(place.id);
        if let Some(old) = self.places.get(&place.id) {
            self.codes.forget(&old.code, Target::Place(old.id));
        }
        self.forget_bin(place.id);
        self.codes.learn(&place.code, Target::Place(place.id));
        let holder = Holder::Place(place.id);
        self.places.insert(place.id, place);
        self.note_bin(holder);
    }

    pub(super) fn put_lpn(&mut self, lpn: Arc<Lpn>) {
        self.counters.used(lpn.id);
        if let Some(old) = self.lpns.get(&lpn.id) {
            self.codes.forget(&old.code, Target::Lpn(old.id));
            if let Some(place) = old.at {
                self.lpns_by_place.remove(&(place, old.id));
            }
            if let Some(order) = old.order {
                self.lpns_by_order.remove(&(order, old.id));
            }
        }
        self.codes.learn(&lpn.code, Target::Lpn(lpn.id));
        if let Some(order) = lpn.order {
            self.lpns_by_order.insert((order, lpn.id));
        }
        if let Some(place) = lpn.at {
            self.lpns_by_place.insert((place, lpn.id));
        }
        self.lpns.insert(lpn.id, lpn);
    }

    /// Sets where a tote, cart or pallet stands, and keeps the list by place.
    fn set_lpn_place(&mut self, id: LpnId, at: Option<PlaceId>) {
        let Some(lpn) = self.lpns.get_mut(&id) else { return };
        if let Some(place) = lpn.at {
            self.lpns_by_place.remove(&(place, id));
        }
        if let Some(place) = at {
            self.lpns_by_place.insert((place, id));
        }
        Arc::make_mut(lpn).at = at;
    }

    pub(super) fn bind_lpn(&mut self, id: LpnId, order: Option<OrderId>) {
        let Some(lpn) = self.lpns.get(&id) else { return };
        let mut lpn = Lpn::clone(lpn);
        lpn.order = order;
        self.put_lpn(Arc::new(lpn));
    }
}
