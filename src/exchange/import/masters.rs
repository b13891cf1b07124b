//! Items and places. An empty cell keeps what is known already: a file of codes and weights sets weights alone.

use super::check::{Importable, Look, Resolved};
use super::known::item_by_code;
use crate::domain::items::{Barcode, Item};
use crate::domain::lookup::Target;
use crate::domain::masters::Command;
use crate::domain::places::{Place, PlaceKind};
use crate::domain::quantity::Packaging;
use crate::domain::{Qty, Text};
use crate::exchange::rows::{self, Fault, ItemRow, PlaceRow, shown};
use crate::exchange::sentence::say;
use std::sync::Arc;

impl Importable for ItemRow {
    fn resolve(&self, look: &mut Look<'_>) -> Option<Resolved> {
        let known = item_by_code(look.w, &self.code).and_then(|id| look.w.items.get(&id).cloned());
        let owner = self.owner.as_deref().map(|owner| look.owner(Some(owner)));
        let barcodes = self.check_barcodes(look, known.as_deref());
        let lots = self.check_lots(look, known.as_deref());
        if owner == Some(None) || !barcodes || !lots {
            return None;
        }
        let mut item = known.map_or_else(Item::default, |known| Item::clone(&known));
        if item.code.is_empty() {
            item.code = self.code.as_str().into();
        }
        item.name = self.name.as_str().into();
        if !self.barcodes.is_empty() {
            let barcode = |row: &rows::BarcodeRow| Barcode {
                code: row.code.as_str().into(),
                contents: Qty(row.quantity),
            };
            item.barcodes = self.barcodes.iter().map(barcode).collect();
        }
        if !self.packagings.is_empty() {
            let packaging = |row: &rows::PackagingRow| Packaging {
                name: row.name.as_str().into(),
                contents: Qty(row.quantity),
            };
            item.packagings = self.packagings.iter().map(packaging).collect();
        }
        item.length_mm = self.length_mm.unwrap_or(item.length_mm);
        item.width_mm = self.width_mm.unwrap_or(item.width_mm);
        item.height_mm = self.height_mm.unwrap_or(item.height_mm);
        item.weight_g = self.weight_g.unwrap_or(item.weight_g);
        item.price_minor = self.price_minor.unwrap_or(item.price_minor);
        item.lot_tracked = self.lot_tracked;
        item.expiry_tracked = self.expiry_tracked;
        item.this_side_up = self.this_side_up.unwrap_or(item.this_side_up);
        item.fragile = self.fragile.unwrap_or(item.fragile);
        Some(Resolved::Command(Command::SaveItem(Box::new(item)).into()))
    }
}

/// What a code is called by when it cannot be used again.
trait Coded {
    fn check_barcodes(&self, look: &mut Look<'_>, known: Option<&Item>) -> bool;
    fn check_lots(&self, look: &mut Look<'_>, known: Option<&Item>) -> bool;
}

impl Coded for ItemRow {
    /// False when one of the codes is another item's.
    fn check_barcodes(&self, look: &mut Look<'_>, known: Option<&Item>) -> bool {
        let mut good = true;
        let own = std::iter::once(("code", &self.code));
        for (field, code) in own.chain(self.barcodes.iter().map(|b| ("barcodes", &b.code))) {
            let targets = look.w.scan(code).targets;
            let other = targets.into_iter().find_map(|target| match target {
                Target::Item(id, _) if known.map(|k| k.id) != Some(id) => look.w.items.get(&id),
                _ => None,
            });
            if let Some(other) = other.map(|item| item.code.clone()) {
                let problem = say!("`{}` is a code of item {}", shown(code), other);
                let hint = say!("give another code, or take it from {} first", other);
                look.fault(field, Fault::Taken, code, problem, hint);
                good = false;
            }
        }
        good
    }

    /// False when tracking by lot would change under stock that lies here.
    fn check_lots(&self, look: &mut Look<'_>, known: Option<&Item>) -> bool {
        let Some(known) = known else { return true };
        let fields = [
            ("lot_tracked", known.lot_tracked, self.lot_tracked),
            ("expiry_tracked", known.expiry_tracked, self.expiry_tracked),
        ];
        let changed = fields.into_iter().find(|(_, before, after)| before != after);
        let Some((field, before, _)) = changed else {
            return true;
        };
        let stock = look.w.stock_of(known.id).any(|(key, _)| key.holder.is_real());
        if stock {
            let word = if before { "yes" } else { "no" };
            let problem = say!("{} has stock, kept with {}={}", known.code, field, word);
            let hint = say!("write {}, or change it when no stock of it is left", word);
            look.fault(field, Fault::Inconsistent, "", problem, hint);
        }
        !stock
    }
}

impl Importable for PlaceRow {
    fn resolve(&self, look: &mut Look<'_>) -> Option<Resolved> {
        let Ok(level) = u8::try_from(self.level) else {
            let problem = say!("{} is no level", self.level);
            let hint = say!("give 1 for the floor, 2 for the shelf above it, and so on");
            look.fault("level", Fault::OutOfRange, &self.level.to_string(), problem, hint);
            return None;
        };
        let known = look.w.scan(&self.code).place();
        let known = known.and_then(|id| look.w.places.get(&id).cloned());
        let known = known.map_or_else(Place::default, |known| Place::clone(&known));
        let kept =
            |new: &Option<String>, old: &Text| new.as_deref().map_or_else(|| Arc::clone(old), Text::from);
        let limit = |new: Option<u64>, factor: i64, old: i64| match new {
            Some(new) => i64::try_from(new).unwrap_or(i64::MAX).saturating_mul(factor),
            None => old,
        };
        let place = Place {
            code: if known.code.is_empty() {
                self.code.as_str().into()
            } else {
                known.code.clone()
            },
            kind: place_kind(self.kind),
            zone: kept(&self.zone, &known.zone),
            x_mm: self.x_mm,
            y_mm: self.y_mm,
            level,
            sequence: self.sequence,
            max_volume_mm3: limit(self.max_volume_ml, MM3_IN_ML, known.max_volume_mm3),
            max_weight_g: limit(self.max_weight_g, 1, known.max_weight_g),
            ..known
        };
        Some(Resolved::Command(Command::SavePlace(place).into()))
    }
}

/// Cubic millimetres in a millilitre.
pub const MM3_IN_ML: i64 = 1_000;

fn place_kind(kind: rows::PlaceKind) -> PlaceKind {
    match kind {
        rows::PlaceKind::PickFace => PlaceKind::PickFace,
        rows::PlaceKind::Reserve => PlaceKind::Reserve,
        rows::PlaceKind::Dock => PlaceKind::Dock,
        rows::PlaceKind::Bench => PlaceKind::Bench,
        rows::PlaceKind::Staging => PlaceKind::Staging,
        rows::PlaceKind::Quarantine => PlaceKind::Quarantine,
        rows::PlaceKind::Returns => PlaceKind::Returns,
    }
}
