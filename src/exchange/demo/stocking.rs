//! Stock for every item: some weeks' demand in a pick face, the rest in full cases on reserve levels.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::exchange::rows::{ItemRow, PlaceKind, PlaceRow, StockRow, StockStatus};

use super::{building::BULK_ZONE, demand::Demand, dice::Dice};

/// A bin is filled to this share of its volume and load, in per cent.
pub(super) const FILL: u64 = 85;
/// Weeks of demand in the pick face, and in all.
pub(super) const FACE_WEEKS: i64 = 2;
const ALL_WEEKS: i64 = 4;

pub(super) struct Stocked {
    pub(super) rows: Vec<StockRow>,
    pub(super) short_items: Vec<String>,
}

/// Fills the bins. `wanted` is today's lines and pieces per item.
pub(super) fn stock(
    items: &[ItemRow],
    places: &[PlaceRow],
    demand: &Demand,
    wanted: &BTreeMap<&str, (usize, i64)>,
    today: NaiveDate,
    dice: Dice,
) -> Stocked {
    let short_items = short_items(items.len(), wanted, dice);
    let mut bins = Bins::of(places);
    let homes = homes(items, &mut bins, demand, dice);
    let mut rows = Vec::new();
    for (item, face) in homes {
        let Some(row) = items.get(item) else { continue };
        let asked = wanted.get(row.code.as_str()).map_or(0, |(_, pieces)| *pieces);
        let weekly = demand.weekly.get(item).copied().unwrap_or(0);
        let busiest = demand.busiest_day.get(item).copied().unwrap_or(0).max(asked);
        let room = capacity(row, face);
        if short_items.contains(&row.code) {
            let stocked = Shelf {
                face: (asked / 2).clamp(1, room),
                reserve: Vec::new(),
            };
            rows.extend(stocked.rows(row, face, today, dice));
            continue;
        }
        let on_hand = (ALL_WEEKS * weekly).max(busiest + busiest / 3).max(6);
        let in_face = (FACE_WEEKS * weekly).max(busiest).max(6).min(room);
        let mut shelf = Shelf {
            face: in_face,
            reserve: Vec::new(),
        };
        let mut rest = on_hand - in_face;
        while rest > 0 {
            let bulk = face.zone.as_deref() == Some(BULK_ZONE);
            let Some(bin) = bins.reserve(bulk) else { break };
            let case = row
                .packagings
                .first()
                .map_or(1, |packaging| packaging.quantity)
                .max(1);
            let most = capacity(row, bin) / case;
            let cases = ((rest + case - 1) / case).min(most.max(0));
            if cases == 0 {
                break;
            }
            shelf.reserve.push((bin, cases * case));
            rest -= cases * case;
        }
        // No reserve left: the face takes what it can.
        shelf.face += rest.clamp(0, room - in_face);
        rows.extend(shelf.rows(row, face, today, dice));
    }
    rows.sort_by(|a, b| (&a.place, &a.item, &a.lot).cmp(&(&b.place, &b.item, &b.lot)));
    Stocked { rows, short_items }
}

/// Pieces of an item that a bin holds, at the stated fill; at least 1.
fn capacity(item: &ItemRow, place: &PlaceRow) -> i64 {
    let each = item.volume_mm3().unwrap_or(1).max(1);
    let weight = u64::from(item.weight_g.unwrap_or(1)).max(1);
    let room = place.max_volume_ml.unwrap_or(0).saturating_mul(1_000) / 100 * FILL / each;
    let load = place.max_weight_g.unwrap_or(0) / 100 * FILL / weight;
    i64::try_from(room.min(load)).unwrap_or(i64::MAX).max(1)
}

/// The lot `number` (1 is the oldest) of an item, with its expiry date.
pub(super) fn lot(item: &str, number: u64, today: NaiveDate, dice: Dice) -> (String, NaiveDate) {
    let days = 20 + number * 90 + dice.below(80, "expiry", item);
    let expiry = today.checked_add_days(Days::new(days)).unwrap_or(today);
    let serial = dice.below(900, &format!("lot {number}"), item) + 100;
    (format!("L{}{number}{serial}", expiry.format("%y%m")), expiry)
}

/// Free bins, in the order of the walk.
struct Bins<'p> {
    faces: Vec<&'p PlaceRow>,
    bulk_faces: Vec<&'p PlaceRow>,
    reserve: std::vec::IntoIter<&'p PlaceRow>,
    bulk_reserve: std::vec::IntoIter<&'p PlaceRow>,
}

impl<'p> Bins<'p> {
    fn of(places: &'p [PlaceRow]) -> Self {
        let chosen = |kind: PlaceKind, bulk: bool| {
            let fits =
                |place: &&PlaceRow| place.kind == kind && (place.zone.as_deref() == Some(BULK_ZONE)) == bulk;
            places.iter().filter(fits).collect::<Vec<_>>()
        };
        Self {
            faces: chosen(PlaceKind::PickFace, false),
            bulk_faces: chosen(PlaceKind::PickFace, true),
            reserve: chosen(PlaceKind::Reserve, false).into_iter(),
            bulk_reserve: chosen(PlaceKind::Reserve, true).into_iter(),
        }
    }

    fn reserve(&mut self, bulk: bool) -> Option<&'p PlaceRow> {
        if bulk {
            self.bulk_reserve.next()
        } else {
            self.reserve.next()
        }
    }
}

/// A pick face for each item, by item in the order of popularity.
///
/// The largest goods go to the bulk aisle. The others lie half by popularity and half by chance, as in a building
/// that grew: there is something for slotting to find.
fn homes<'p>(
    items: &[ItemRow],
    bins: &mut Bins<'p>,
    demand: &Demand,
    dice: Dice,
) -> Vec<(usize, &'p PlaceRow)> {
    let mut by_size: Vec<usize> = (0..items.len()).collect();
    let volume = |item: &usize| items.get(*item).and_then(ItemRow::volume_mm3).unwrap_or(0);
    by_size.sort_by_key(|item| (std::cmp::Reverse(volume(item)), *item));
    let spill = items.len().saturating_sub(bins.faces.len() * 49 / 50);
    let bulky = (items.len() / 25).max(spill).min(bins.bulk_faces.len());
    let (bulk, ordinary) = by_size.split_at_checked(bulky).unwrap_or((&by_size, &[]));
    let lines = |item: usize| demand.popularity.get(item).map_or(0, |popular| popular.lines);
    let mut ranked = ordinary.to_vec();
    ranked.sort_by_key(|item| (std::cmp::Reverse(lines(*item)), *item));
    let mut walk: Vec<(u64, usize)> = (0u64..)
        .zip(&ranked)
        .map(|(rank, item)| {
            let code = items.get(*item).map_or("", |row| row.code.as_str());
            let count = u64::try_from(ranked.len()).unwrap_or(1);
            (rank + dice.below(count, "slot", code), *item)
        })
        .collect();
    walk.sort_unstable();
    let ordinary_homes = walk
        .into_iter()
        .map(|(_, item)| item)
        .zip(std::mem::take(&mut bins.faces));
    let bulk_homes = bulk.iter().copied().zip(std::mem::take(&mut bins.bulk_faces));
    let mut homes: Vec<(usize, &PlaceRow)> = ordinary_homes.chain(bulk_homes).collect();
    homes.sort_by_key(|(item, _)| (std::cmp::Reverse(lines(*item)), *item));
    homes
}

/// A few items of today's orders, asked for on several lines, of which there will be half of what is asked.
fn short_items(items: usize, wanted: &BTreeMap<&str, (usize, i64)>, dice: Dice) -> Vec<String> {
    let mut asked: Vec<(u64, &str)> = wanted
        .iter()
        .filter(|(_, (lines, pieces))| *lines >= 2 && *lines <= 6 && *pieces >= 6)
        .map(|(item, _)| (dice.below(u64::MAX, "short", item), *item))
        .collect();
    asked.sort_unstable();
    let count = (items / 600).clamp(2, 8);
    asked
        .into_iter()
        .take(count)
        .map(|(_, item)| item.to_owned())
        .collect()
}

/// What lies where of one item.
struct Shelf<'p> {
    face: i64,
    reserve: Vec<(&'p PlaceRow, i64)>,
}

impl Shelf<'_> {
    /// As stock rows: the oldest lot in the face, newer ones in reserve; without reserve the face has two lots.
    fn rows(&self, item: &ItemRow, face: &PlaceRow, today: NaiveDate, dice: Dice) -> Vec<StockRow> {
        let row = |place: &PlaceRow, quantity: i64, number: u64| {
            let lot = item.lot_tracked.then(|| lot(&item.code, number, today, dice));
            StockRow {
                place: place.code.clone(),
                item: item.code.clone(),
                owner: item.owner.clone(),
                lot: lot.as_ref().map(|(code, _)| code.clone()),
                expiry: lot.map(|(_, expiry)| expiry),
                status: StockStatus::Available,
                quantity,
                lpn: None,
            }
        };
        let mut rows = Vec::new();
        if item.lot_tracked && self.reserve.is_empty() && self.face >= 2 {
            let old = (self.face * 2 / 5).max(1);
            rows.push(row(face, old, 1));
            rows.push(row(face, self.face - old, 2));
        } else {
            rows.push(row(face, self.face, 1));
        }
        let later = self.reserve.iter().zip([2u64, 3].into_iter().cycle());
        rows.extend(later.map(|((place, quantity), number)| row(place, *quantity, number)));
        rows
    }
}
