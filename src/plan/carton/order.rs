//! The cartons for an order at a bench, from what the warehouse knows of its goods.

use super::bench::{Carton, Goods, Parcels, pack};
use super::blocks::Piece;
use super::cuboid::{Triple, volume};
use crate::domain::ids::{CartonId, ItemId, OrderId};
use crate::domain::items::Item;
use crate::domain::packing::to_pack;
use crate::domain::{Qty, Warehouse};

/// Orders of more pieces are not laid out piece by piece: a carton by volume must do for them.
pub const MAX_PIECES: i64 = 600;

/// How an order should be packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The goods, in the order of their items; pieces name them by index.
    pub goods: Vec<(ItemId, Qty)>,
    /// The parcels, in the order of packing.
    pub parcels: Vec<Parcel>,
    /// What no carton takes: it goes in its own packaging.
    pub over: Vec<(ItemId, Qty)>,
}

/// One parcel of a suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// The carton to take.
    pub carton: CartonId,
    /// Its inner sides, in mm.
    pub sides: Triple,
    /// Its own weight: the material used.
    pub tare_g: i64,
    /// What lies where, from the bottom up; `kind` is the index of the goods.
    pub pieces: Vec<Piece>,
    /// Volume of the goods.
    pub goods_mm3: i64,
    /// Weight of goods and carton.
    pub weight_g: i64,
}

impl Parcel {
    /// What is left to fill with paper or air.
    pub fn void_mm3(&self) -> i64 {
        volume(&self.sides) - self.goods_mm3
    }

    /// How full it is.
    pub fn fill_percent(&self) -> i64 {
        self.goods_mm3.saturating_mul(100) / volume(&self.sides).max(1)
    }
}

/// The cartons for what is in an order's open parcel and what still waits in its totes. None where there is nothing to
/// pack, no carton with measures, an item without any, or more than [`MAX_PIECES`].
pub fn suggest(w: &Warehouse, order: OrderId) -> Option<Suggestion> {
    let mut goods: Vec<(ItemId, Qty)> = Vec::new();
    for line in to_pack(w, order) {
        let waits = line.picked.min(line.wanted - line.packed).max(Qty::ZERO);
        match goods.iter_mut().find(|(item, _)| *item == line.item) {
            Some((_, qty)) => *qty += waits + line.here,
            None => goods.push((line.item, waits + line.here)),
        }
    }
    goods.retain(|(_, qty)| qty.is_positive());
    suggest_for(w, goods)
}

/// The same for any goods.
pub fn suggest_for(w: &Warehouse, mut goods: Vec<(ItemId, Qty)>) -> Option<Suggestion> {
    goods.sort_unstable_by_key(|(item, _)| *item);
    let pieces = goods
        .iter()
        .fold(0_i64, |sum, (_, qty)| sum.saturating_add(qty.0));
    if !(1..=MAX_PIECES).contains(&pieces) {
        return None;
    }
    let kinds = goods
        .iter()
        .map(|(item, qty)| kind(w, w.items.get(item)?, *qty))
        .collect::<Option<Vec<Goods>>>()?;
    let ids: Vec<CartonId> = w
        .cartons
        .values()
        .filter(|c| c.volume_mm3() > 0)
        .map(|c| c.id)
        .collect();
    let cartons: Vec<Carton> = ids.iter().filter_map(|id| carton(w, *id)).collect();
    let Parcels { parcels, over } = pack(&kinds, &cartons);
    let parcels: Vec<Parcel> = parcels
        .into_iter()
        .filter_map(|parcel| {
            let (id, carton) = (ids.get(parcel.carton)?, cartons.get(parcel.carton)?);
            Some(Parcel {
                carton: *id,
                sides: carton.sides,
                tare_g: carton.tare_g,
                pieces: parcel.pieces,
                goods_mm3: parcel.goods_mm3,
                weight_g: parcel.weight_g,
            })
        })
        .collect();
    let over = goods
        .iter()
        .zip(over)
        .map(|((item, _), n)| (*item, Qty(i64::from(n))));
    let over: Vec<(ItemId, Qty)> = over.filter(|(_, qty)| qty.is_positive()).collect();
    (!parcels.is_empty()).then_some(Suggestion { goods, parcels, over })
}

fn kind(w: &Warehouse, item: &Item, qty: Qty) -> Option<Goods> {
    Some(Goods {
        sides: sides([item.length_mm, item.width_mm, item.height_mm])?,
        this_side_up: item.this_side_up,
        fragile: item.fragile,
        weight_g: w.piece_weight_g(item.id).unwrap_or(0),
        count: u32::try_from(qty.0).ok()?,
    })
}

fn carton(w: &Warehouse, id: CartonId) -> Option<Carton> {
    let carton = w.cartons.get(&id)?;
    Some(Carton {
        sides: sides([carton.length_mm, carton.width_mm, carton.height_mm])?,
        max_weight_g: i64::from(carton.max_weight_g),
        tare_g: i64::from(carton.tare_g),
    })
}

/// Sides that are known, as the planner reckons with them.
fn sides(measures: [u32; 3]) -> Option<Triple> {
    let [a, b, c] = measures.map(|side| {
        i32::try_from(side)
            .ok()
            .filter(|side| (1..=20_000).contains(side))
    });
    Some([a?, b?, c?])
}
