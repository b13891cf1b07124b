//! Which carton to take at a bench, why, and what the layer being packed looks like.

use super::Packing;
use crate::domain::ids::{CartonId, ItemId, OrderId};
use crate::domain::packing;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::{Qty, Warehouse};
use crate::plan::carton::blocks::Piece;
use crate::plan::carton::order::{Parcel, Suggestion, suggest};
use crate::plan::carton::picture::{Layer, draw, layers, letter};
use crate::ui::prompt_view::{Line, LineKind};
use crate::ui::screen::Here;

/// Most rows of a layer's picture; its columns follow from the carton, two to a row's height.
const ROWS: i64 = 6;
/// Most columns of a layer's picture.
const COLUMNS: i64 = 24;

/// The carton for the parcel in hand, or for the next one.
#[derive(Clone, Debug)]
pub(super) struct Advice {
    /// Which.
    pub(super) carton: CartonId,
    why: Phrase,
    /// How the goods lie in it; none where their measures are not known, or they are too many.
    layout: Option<Suggestion>,
}

impl Advice {
    /// For what is in an order's open parcel and what waits in its totes.
    pub(super) fn of(w: &Warehouse, order: OrderId) -> Option<Advice> {
        let laid_out = suggest(w, order);
        if let Some((layout, first)) = laid_out.and_then(|s| s.parcels.first().cloned().map(|p| (s, p))) {
            let alone = layout.parcels.len() == 1 && layout.over.is_empty();
            let why = if alone {
                Phrase::new("carton-fits")
            } else {
                let cartons = layout.parcels.len() + layout.over.len();
                let cartons = Value::Number(i64::try_from(cartons).unwrap_or(i64::MAX));
                Phrase::new("carton-first-of").with("cartons", cartons)
            };
            return Some(Advice {
                carton: first.carton,
                why: why
                    .with("fill", Value::Number(first.fill_percent()))
                    .with("weight", Value::Grams(first.weight_g - first.tare_g)),
                layout: Some(layout),
            });
        }
        let (carton, why) = packing::suggest_for(w, order)?;
        Some(Advice {
            carton,
            why,
            layout: None,
        })
    }

    /// The carton's code.
    pub(super) fn code(&self, here: Here<'_>) -> Option<String> {
        Some(here.w.cartons.get(&self.carton)?.code.to_string())
    }

    /// The carton, and why, on the prompt.
    pub(super) fn lines(&self, here: Here<'_>, kind: LineKind) -> Vec<Line> {
        let Some(carton) = self.code(here) else {
            return Vec::new();
        };
        let carton = here.words.say_with("pack-carton", &[("carton", carton)]);
        vec![
            Line::new(kind, carton).drop(5),
            Line::new(LineKind::Dim, here.words.phrase(&self.why)).drop(7),
        ]
    }

    /// Everything there is to say about it: why, and each parcel's air and material.
    pub(super) fn why(&self, here: Here<'_>) -> Vec<String> {
        let words = here.words;
        let Some(carton) = self.code(here) else {
            return Vec::new();
        };
        let why = words.phrase(&self.why);
        let key = if self.why.key == "carton-fits" {
            "why-pack-carton"
        } else {
            "why-pack-cartons"
        };
        let mut told = vec![words.say_with(key, &[("carton", carton), ("why", why)])];
        let Some(layout) = &self.layout else { return told };
        told.extend(layout.parcels.iter().filter_map(|parcel| air(here, parcel)));
        told.extend(layout.over.iter().map(|(item, qty)| {
            let of = [("item", words.item(*item)), ("qty", qty.0.to_string())];
            words.say_with("why-pack-over", &of)
        }));
        told
    }

    /// The layer that is being packed, seen from above, with what its letters mean.
    pub(super) fn picture(&self, here: Here<'_>) -> Vec<String> {
        let first = self.layout.as_ref().and_then(|s| Some((s, s.parcels.first()?)));
        let Some((layout, parcel)) = first else {
            return Vec::new();
        };
        let layers = layers(&parcel.pieces);
        let packed = Packing::in_hand(here).map(|p| p.contents()).unwrap_or_default();
        let at = current(layout, parcel, &layers, packed);
        let Some(layer) = layers.get(at) else {
            return Vec::new();
        };
        let (columns, rows) = size(parcel);
        let drawn = draw(&parcel.sides, &parcel.pieces, layer, columns, rows);
        let of = [
            ("layer", (at + 1).to_string()),
            ("layers", layers.len().to_string()),
        ];
        let edge = format!("+{}+", "-".repeat(columns));
        let mut legend = legend(here, layout, &parcel.pieces, layer).into_iter();
        let mut picture = vec![here.words.say_with("pack-layer", &of), edge.clone()];
        picture.extend(drawn.into_iter().map(|row| {
            let meaning = legend.next().unwrap_or_default();
            format!("|{row}| {meaning}").trim_end().to_owned()
        }));
        picture.push(edge);
        picture
    }
}

fn air(here: Here<'_>, parcel: &Parcel) -> Option<String> {
    let words = here.words;
    let tenths = parcel.void_mm3() / 100_000;
    Some(words.say_with(
        "why-pack-air",
        &[
            ("carton", here.w.cartons.get(&parcel.carton)?.code.to_string()),
            ("fill", parcel.fill_percent().to_string()),
            ("litres", format!("{}.{}", tenths / 10, tenths % 10)),
            ("material", words.grams(parcel.tare_g)),
        ],
    ))
}

/// The lowest layer of which something is not in the parcel yet, else the highest.
fn current(layout: &Suggestion, parcel: &Parcel, layers: &[Layer], mut packed: Vec<(ItemId, Qty)>) -> usize {
    for (index, layer) in layers.iter().enumerate() {
        for piece in layer.pieces.iter().filter_map(|p| parcel.pieces.get(*p)) {
            let item = layout.goods.get(piece.kind).map(|(item, _)| *item);
            let held = packed
                .iter_mut()
                .find(|(of, qty)| Some(*of) == item && qty.is_positive());
            match held {
                Some((_, qty)) => *qty -= Qty(1),
                None => return index,
            }
        }
    }
    layers.len().saturating_sub(1)
}

fn size(parcel: &Parcel) -> (usize, usize) {
    let [length, width, _] = parcel.sides.map(i64::from);
    let (length, width) = (length.max(1), width.max(1));
    let columns = (2 * ROWS * length / width).clamp(4, COLUMNS);
    let rows = (columns * width / (2 * length)).clamp(2, ROWS);
    (
        usize::try_from(columns).unwrap_or(4),
        usize::try_from(rows).unwrap_or(2),
    )
}

/// "a 2 85123A" for each kind of goods in the layer.
fn legend(here: Here<'_>, layout: &Suggestion, pieces: &[Piece], layer: &Layer) -> Vec<String> {
    let kinds: Vec<usize> = layer
        .pieces
        .iter()
        .filter_map(|p| pieces.get(*p))
        .map(|p| p.kind)
        .collect();
    let lines = layout.goods.iter().enumerate().filter_map(|(kind, (item, _))| {
        let count = kinds.iter().filter(|k| **k == kind).count();
        (count > 0).then(|| format!("{} {count} {}", letter(kind), here.words.item(*item)))
    });
    lines.collect()
}
