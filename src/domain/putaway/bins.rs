//! Which bin takes which goods: what a bin holds, what still fits, what may lie together, and where goods go best.

use crate::domain::ids::{ItemId, LotId, OwnerId, PlaceId, WorkerId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::places::{Place, PlaceKind};
use crate::domain::refusal::{Class, Explain};
use crate::domain::stock::{Holder, Status, StockKey};
use crate::domain::{Qty, Warehouse};
use serde::{Deserialize, Serialize};

/// How many free bins on either side of the wanted spot are compared by distance.
const NEIGHBOURS: usize = 8;
/// How many free bins are looked at in one direction: where so many are too small, goods wait for a person's choice
/// rather than the warehouse for a search.
const LOOKED_AT: usize = 256;

/// Why a bin is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// The same goods lie there.
    SameGoods,
    /// A free pick face for an item that has none.
    FreeFace,
    /// A free reserve bin near the item's pick face.
    NearFace,
    /// A free bin.
    FreeBin,
    /// Goods that may not be sold wait there.
    Quarantine,
}

impl Why {
    /// The reason, as the "why" panel tells it.
    pub fn phrase(self) -> Phrase {
        Phrase::new(match self {
            Why::SameGoods => "why-bin-same-goods",
            Why::FreeFace => "why-bin-free-face",
            Why::NearFace => "why-bin-near-face",
            Why::FreeBin => "why-bin-free",
            Why::Quarantine => "why-bin-quarantine",
        })
    }
}

/// Why a bin cannot take goods, in the order in which it is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadBin {
    /// Not a place where goods are stored.
    NotABin(PlaceId),
    /// Nothing may be put there.
    Blocked(PlaceId),
    /// Goods of another owner lie there.
    OtherOwner(PlaceId, OwnerId),
    /// Another lot of the item lies there.
    OtherLot(PlaceId, ItemId, LotId),
    /// So much more of the item fits, and no more.
    Full(PlaceId, ItemId, Qty),
}

impl Explain for BadBin {
    fn class(&self) -> Class {
        match self {
            BadBin::OtherOwner(..) => Class::Stop,
            _ => Class::No,
        }
    }

    fn phrase(&self) -> Phrase {
        match self {
            BadBin::NotABin(place) => Phrase::new("no-bin-not-a-bin").with("place", Value::Place(*place)),
            BadBin::Blocked(place) => Phrase::new("no-place-blocked").with("place", Value::Place(*place)),
            BadBin::OtherOwner(place, owner) => Phrase::new("stop-bin-other-owner")
                .with("place", Value::Place(*place))
                .with("owner", Value::Owner(*owner)),
            BadBin::OtherLot(place, item, lot) => Phrase::new("no-bin-other-lot")
                .with("place", Value::Place(*place))
                .with("item", Value::Item(*item))
                .with("lot", Value::Lot(*lot)),
            BadBin::Full(place, item, room) => Phrase::new("no-bin-full")
                .with("place", Value::Place(*place))
                .with("room", Value::Qty(*item, *room)),
        }
    }
}

/// What a place holds by the item master, with all that stands on it: (cubic millimetres, grams).
pub fn load_of(w: &Warehouse, place: PlaceId) -> (i64, i64) {
    let on_it = w.lpns_at(place).map(Holder::Lpn);
    let lines = std::iter::once(Holder::Place(place))
        .chain(on_it)
        .flat_map(|holder| w.stock_in(holder));
    lines.fold((0, 0), |(volume, weight), (key, stock)| {
        let Some(item) = w.items.get(&key.item) else {
            return (volume, weight);
        };
        let qty = stock.on_hand.0;
        (
            item.volume_mm3().saturating_mul(qty).saturating_add(volume),
            i64::from(item.weight_g)
                .saturating_mul(qty)
                .saturating_add(weight),
        )
    })
}

/// How much more of an item fits by volume and weight; [`Qty::MAX`] where nobody measured.
pub fn room_for(w: &Warehouse, place: &Place, item: ItemId) -> Qty {
    let Some(item) = w.items.get(&item) else {
        return Qty::ZERO;
    };
    let (volume, weight) = load_of(w, place.id);
    let fits = |max: i64, load: i64, each: i64| {
        if max <= 0 || each <= 0 {
            Qty::MAX
        } else {
            Qty((max.saturating_sub(load) / each).max(0))
        }
    };
    fits(place.max_volume_mm3, volume, item.volume_mm3()).min(fits(
        place.max_weight_g,
        weight,
        i64::from(item.weight_g),
    ))
}

/// Whether a place may take goods: a bin that is not blocked, with room, and with nothing in it that must be kept
/// apart. Goods that may not be sold may also go where such goods wait.
///
/// # Errors
/// Why not.
pub fn check_bin(w: &Warehouse, to: PlaceId, key: &StockKey, qty: Qty) -> Result<(), BadBin> {
    let place = w.places.get(&to).ok_or(BadBin::NotABin(to))?;
    let apart = matches!(place.kind, PlaceKind::Quarantine | PlaceKind::Returns);
    let for_sale = key.status == Status::Available;
    if !place.kind.is_storage() && (for_sale || !apart) {
        return Err(BadBin::NotABin(to));
    }
    if place.blocked {
        return Err(BadBin::Blocked(to));
    }
    if !apart {
        for (there, _) in w.stock_in(Holder::Place(to)) {
            if there.owner != key.owner {
                return Err(BadBin::OtherOwner(to, there.owner));
            }
            if let Some(lot) = there
                .lot
                .filter(|lot| there.item == key.item && Some(*lot) != key.lot)
            {
                return Err(BadBin::OtherLot(to, key.item, lot));
            }
        }
    }
    let room = room_for(w, place, key.item);
    if qty > room {
        return Err(BadBin::Full(to, key.item, room));
    }
    Ok(())
}

/// The best bin for goods, and why: where the same goods lie; a free pick face for an item that has none; the free
/// reserve bin nearest to the item's pick face; any free bin. All of the quantity fits there, or, where no bin takes
/// all of it, some of it does.
pub fn suggest_bin(w: &Warehouse, key: &StockKey, qty: Qty) -> Option<(PlaceId, Why)> {
    suggest_for(w, None, key, qty)
}

/// The best bin for goods in a worker's hand. Free bins on other workers' screens are not suggested again.
pub fn suggest_for(
    w: &Warehouse,
    worker: Option<WorkerId>,
    key: &StockKey,
    qty: Qty,
) -> Option<(PlaceId, Why)> {
    let some = || best_bin(w, worker, key, Qty(1)).filter(|_| qty > Qty(1));
    best_bin(w, worker, key, qty).or_else(some)
}

/// Where goods belong that somebody is told to put back: where they would be put away, else where others of the item lie.
pub fn belongs(w: &Warehouse, key: &StockKey, qty: Qty) -> Option<PlaceId> {
    let bin = suggest_for(w, None, key, qty).map(|(place, _)| place);
    bin.or_else(|| w.home_of(key.item))
}

fn best_bin(w: &Warehouse, worker: Option<WorkerId>, key: &StockKey, qty: Qty) -> Option<(PlaceId, Why)> {
    let fits = |id: PlaceId| Holder::Place(id) != key.holder && check_bin(w, id, key, qty).is_ok();
    if key.status != Status::Available {
        let apart = w.places.values().filter(|p| p.kind == PlaceKind::Quarantine);
        let best = apart.filter(|p| fits(p.id)).map(|p| (p.sequence, p.id)).min();
        return best.map(|(_, id)| (id, Why::Quarantine));
    }
    if let Some(id) = same_goods(w, key).into_iter().find(|id| fits(*id)) {
        return Some((id, Why::SameGoods));
    }
    let promised: Vec<PlaceId> = w
        .putaways
        .values()
        .filter(|p| Some(p.worker) != worker)
        .filter_map(|p| Some(p.suggested?.0))
        .collect();
    let free = |id: &PlaceId| !promised.contains(id) && fits(*id);
    let face = face_of(w, key);
    if face.is_none()
        && let Some(id) = w
            .free_bins_from(PlaceKind::PickFace, 0)
            .take(LOOKED_AT)
            .find(free)
    {
        return Some((id, Why::FreeFace));
    }
    let near = face.or_else(|| match key.holder {
        Holder::Place(id) => w.places.get(&id).map(|p| p.as_ref()),
        Holder::Lpn(id) => w.places.get(&w.lpns.get(&id)?.at?).map(|p| p.as_ref()),
        Holder::Parcel(_) | Holder::Account(_) => None,
    });
    let reserve = nearest_free(w, PlaceKind::Reserve, near, free);
    let why = if face.is_some() {
        Why::NearFace
    } else {
        Why::FreeBin
    };
    reserve
        .map(|id| (id, why))
        .or_else(|| nearest_free(w, PlaceKind::PickFace, near, free).map(|id| (id, Why::FreeBin)))
}

/// The bins that hold the same goods, pick faces first, along the walk.
fn same_goods(w: &Warehouse, key: &StockKey) -> Vec<PlaceId> {
    let same = w
        .stock_of(key.item)
        .take_while(|(there, _)| matches!(there.holder, Holder::Place(_)))
        .filter(|(there, _)| *there == key.at(there.holder));
    let mut bins: Vec<_> = same
        .filter_map(|(there, _)| storage(w, there.holder))
        .map(|place| (place.kind, place.sequence, place.id))
        .collect();
    bins.sort_unstable();
    bins.into_iter().map(|(.., id)| id).collect()
}

/// The item's pick face: the first along the walk that holds any of it for this owner.
fn face_of<'w>(w: &'w Warehouse, key: &StockKey) -> Option<&'w Place> {
    w.stock_of(key.item)
        .take_while(|(there, _)| matches!(there.holder, Holder::Place(_)))
        .filter(|(there, _)| there.owner == key.owner)
        .filter_map(|(there, _)| storage(w, there.holder))
        .filter(|place| place.kind == PlaceKind::PickFace)
        .min_by_key(|place| (place.sequence, place.id))
}

fn storage(w: &Warehouse, holder: Holder) -> Option<&Place> {
    let Holder::Place(id) = holder else { return None };
    w.places
        .get(&id)
        .map(|p| p.as_ref())
        .filter(|p| p.kind.is_storage())
}

/// The free bin nearest to a place, among its neighbours on the walk; the first on the walk where there is none to be
/// near to.
fn nearest_free(
    w: &Warehouse,
    kind: PlaceKind,
    near: Option<&Place>,
    free: impl Fn(&PlaceId) -> bool,
) -> Option<PlaceId> {
    let Some(near) = near else {
        return w.free_bins_from(kind, 0).take(LOOKED_AT).find(free);
    };
    let after = w
        .free_bins_from(kind, near.sequence)
        .take(LOOKED_AT)
        .filter(&free)
        .take(NEIGHBOURS);
    let before = w
        .free_bins_before(kind, near.sequence)
        .take(LOOKED_AT)
        .filter(&free)
        .take(NEIGHBOURS);
    let distance = |place: &Place| {
        i64::from(place.x_mm.abs_diff(near.x_mm))
            + i64::from(place.y_mm.abs_diff(near.y_mm))
            + i64::from(place.level) * LEVEL_MM
    };
    after
        .chain(before)
        .filter_map(|id| w.places.get(&id))
        .map(|place| (distance(place), place.sequence, place.id))
        .min()
        .map(|(.., id)| id)
}

/// What one level higher costs, in millimetres of walking.
const LEVEL_MM: i64 = 2_000;

impl Warehouse {
    /// Free bins of a kind along the walk, from this turn on.
    pub fn free_bins_from(&self, kind: PlaceKind, sequence: u32) -> impl Iterator<Item = PlaceId> {
        self.free_bins
            .range((kind, sequence, PlaceId(0))..)
            .take_while(move |(of, ..)| *of == kind)
            .map(|(.., id)| *id)
    }

    /// Free bins of a kind against the walk, from before this turn.
    fn free_bins_before(&self, kind: PlaceKind, sequence: u32) -> impl Iterator<Item = PlaceId> {
        self.free_bins
            .range((kind, 0, PlaceId(0))..(kind, sequence, PlaceId(0)))
            .rev()
            .map(|(.., id)| *id)
    }

    /// Keeps the list of free bins after a holder's first line came or its last one went.
    pub(in crate::domain) fn note_bin(&mut self, holder: Holder) {
        let Some((kind, sequence, id)) = storage(self, holder).map(|p| (p.kind, p.sequence, p.id)) else {
            return;
        };
        if self.stock_in(holder).next().is_none() {
            self.free_bins.insert((kind, sequence, id));
        } else {
            self.free_bins.remove(&(kind, sequence, id));
        }
    }

    /// Takes a place off the list of free bins, before it is changed.
    pub(in crate::domain) fn forget_bin(&mut self, id: PlaceId) {
        if let Some(place) = self.places.get(&id) {
            self.free_bins.remove(&(place.kind, place.sequence, id));
        }
    }
}
