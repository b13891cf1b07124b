//! Where the opposite of a difference may hide.

use super::{Count, CountState, Difference};
use crate::domain::Warehouse;
use crate::domain::ids::{CountId, PlaceId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::stock::Holder;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Most hints for one count.
pub const MAX_HINTS: usize = 9;
/// How far apart two places are neighbours, in millimetres along the aisles.
pub const NEIGHBOUR_MM: i64 = 3_000;

/// Where the opposite of a count's differences may hide, the likeliest first: another count that found the opposite of
/// the same item, neighbour bins with the same item, and then any other place with it. They tell what the book knows:
/// for leads alone.
pub fn hints(w: &Warehouse, count: CountId) -> Vec<Phrase> {
    let Some(count) = w.count(count) else {
        return Vec::new();
    };
    let latest = count.rounds.last().map(|round| round.result.as_slice());
    let differing = latest
        .unwrap_or_default()
        .iter()
        .filter(|found| !found.variance.is_zero());
    let mut told = Vec::new();
    for found in differing {
        told.extend(opposites(w, count, found));
        told.extend(bins(w, count, found));
    }
    told.truncate(MAX_HINTS);
    told
}

fn opposites(w: &Warehouse, count: &Count, found: &Difference) -> Vec<Phrase> {
    let others = w.counts_to_review().filter_map(|id| w.count(id));
    let mut told = Vec::new();
    for other in others.filter(|other| other.id != count.id && other.state == CountState::Review) {
        let result = other.rounds.last().map(|round| round.result.as_slice());
        let opposite = result.unwrap_or_default().iter().find(|theirs| {
            theirs.goods.item == found.goods.item && theirs.variance.0.signum() == -found.variance.0.signum()
        });
        told.extend(opposite.map(|theirs| {
            Phrase::new("hint-opposite")
                .with("item", Value::Item(found.goods.item))
                .with("place", Value::Place(other.place))
                .with("qty", Value::Number(theirs.variance.0))
        }));
    }
    told
}

fn bins(w: &Warehouse, count: &Count, found: &Difference) -> Vec<Phrase> {
    let places: BTreeSet<PlaceId> = w
        .stock_of(found.goods.item)
        .filter_map(|(key, _)| match key.holder {
            Holder::Place(id) if id != count.place => Some(id),
            _ => None,
        })
        .collect();
    let mut near: Vec<(i64, PlaceId)> = places
        .into_iter()
        .map(|id| (distance(w, count.place, id), id))
        .collect();
    near.sort_unstable();
    let told = near.into_iter().map(|(mm, id)| {
        let key = if mm <= NEIGHBOUR_MM {
            "hint-neighbour"
        } else {
            "hint-same-item"
        };
        Phrase::new(key)
            .with("item", Value::Item(found.goods.item))
            .with("place", Value::Place(id))
    });
    told.take(MAX_HINTS).collect()
}

fn distance(w: &Warehouse, a: PlaceId, b: PlaceId) -> i64 {
    let at = |id| w.places.get(&id).map(Arc::as_ref);
    match (at(a), at(b)) {
        (Some(a), Some(b)) => {
            (i64::from(a.x_mm) - i64::from(b.x_mm)).abs() + (i64::from(a.y_mm) - i64::from(b.y_mm)).abs()
        }
        _ => i64::MAX,
    }
}
