//! Which carton takes the goods, and what they weigh.

use super::super::ids::{CartonId, ItemId, OrderId};
use super::super::items::Item;
use super::super::masters::Carton;
use super::super::phrase::{Phrase, Value};
use super::super::{Qty, Warehouse};
use super::room;

/// How full a carton gets by volume, in per cent: goods never fill every corner, and some padding goes in.
pub const FILL_PERCENT: i64 = 85;

/// The smallest carton that takes the goods by volume, weight and longest sides, with the reason. Where none takes
/// all, the largest one that takes the bulkiest piece: the goods go into several. None without cartons.
pub fn suggest_carton(w: &Warehouse, contents: &[(ItemId, Qty)]) -> Option<(CartonId, Phrase)> {
    let goods = Goods::of(w, contents);
    let fits = |c: &&Carton| goods.sides_fit(c);
    let cartons = || w.cartons.values().map(AsRef::as_ref);
    let rank = |c: &&Carton| (c.volume_mm3(), c.tare_g, c.id);
    if let Some(carton) = cartons()
        .filter(fits)
        .filter(|c| goods.all_fit(c))
        .min_by_key(rank)
    {
        let fill = goods.volume_mm3.saturating_mul(100) / carton.volume_mm3().max(1);
        let phrase = Phrase::new("carton-fits")
            .with("fill", Value::Number(fill))
            .with("weight", Value::Grams(goods.weight_g));
        return Some((carton.id, phrase));
    }
    let carton = cartons()
        .filter(fits)
        .max_by_key(rank)
        .or_else(|| cartons().max_by_key(rank))?;
    let full = (carton.volume_mm3().saturating_mul(FILL_PERCENT) / 100).max(1);
    let several = goods.volume_mm3.saturating_add(full - 1) / full;
    let phrase = Phrase::new("carton-several").with("cartons", Value::Number(several.max(2)));
    Some((carton.id, phrase))
}

/// The carton for an order at a bench: for what is in its open parcel and what still waits in its totes.
pub fn suggest_for(w: &Warehouse, order: OrderId) -> Option<(CartonId, Phrase)> {
    let mut contents = w.open_parcel_of(order).map(|p| p.contents()).unwrap_or_default();
    let lines = w.order(order).map_or(&[][..], |o| o.lines.as_slice());
    contents.extend(
        lines
            .iter()
            .map(|l| (l.item, room(l)))
            .filter(|(_, qty)| qty.is_positive()),
    );
    suggest_carton(w, &contents)
}

/// What goods and their carton should weigh in grams; none where an item's weight is not known.
pub fn expected_weight_g(w: &Warehouse, contents: &[(ItemId, Qty)], carton: Option<CartonId>) -> Option<i64> {
    let tare = carton
        .and_then(|id| w.cartons.get(&id))
        .map_or(0, |c| i64::from(c.tare_g));
    contents.iter().try_fold(tare, |sum, (item, qty)| {
        let piece = w.piece_weight_g(*item)?;
        Some(sum.saturating_add(piece.saturating_mul(qty.0)))
    })
}

struct Goods {
    volume_mm3: i64,
    weight_g: i64,
    /// The longest, middle and shortest side of any piece: each side by itself, so that a carton which takes them
    /// takes every piece.
    sides: [u32; 3],
}

impl Goods {
    fn of(w: &Warehouse, contents: &[(ItemId, Qty)]) -> Goods {
        let mut goods = Goods {
            volume_mm3: 0,
            weight_g: 0,
            sides: [0; 3],
        };
        for (item, qty) in contents {
            let Some(master) = w.items.get(item) else { continue };
            let volume = master.volume_mm3().saturating_mul(qty.0);
            goods.volume_mm3 = goods.volume_mm3.saturating_add(volume);
            let weight = w.piece_weight_g(*item).unwrap_or(0).saturating_mul(qty.0);
            goods.weight_g = goods.weight_g.saturating_add(weight);
            for (most, side) in goods.sides.iter_mut().zip(item_sides(master)) {
                *most = (*most).max(side);
            }
        }
        goods
    }

    fn sides_fit(&self, carton: &Carton) -> bool {
        let inner = sorted([carton.length_mm, carton.width_mm, carton.height_mm]);
        self.sides.iter().zip(inner).all(|(side, inner)| *side <= inner)
    }

    fn all_fit(&self, carton: &Carton) -> bool {
        let room = carton.volume_mm3().saturating_mul(FILL_PERCENT) / 100;
        self.volume_mm3 <= room && self.weight_g <= i64::from(carton.max_weight_g)
    }
}

fn item_sides(item: &Item) -> [u32; 3] {
    sorted([item.length_mm, item.width_mm, item.height_mm])
}

fn sorted(mut sides: [u32; 3]) -> [u32; 3] {
    sides.sort_unstable_by(|a, b| b.cmp(a));
    sides
}
