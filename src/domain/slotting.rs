//! Slotting: what lies in each place, how full it is and how often it is picked, and the moves that a simple
//! popularity rule would make. The rule is the trade's ABC: what is picked most goes nearest to the benches.

use super::ids::{ItemId, OwnerId, PlaceId};
use super::items::Item;
use super::phrase::{Phrase, Value};
use super::places::{Place, PlaceKind};
use super::stock::{Holder, Status, StockKey};
use super::{Qty, Warehouse};
use std::collections::{BTreeMap, BTreeSet};

/// An item's class by popularity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AbcClass {
    /// The most popular items, which make the first 80 % of all picks.
    A,
    /// The next 15 %.
    B,
    /// The rest.
    C,
}

/// Every item that is picked at all, ranked by popularity at one moment.
#[derive(Clone, Debug, Default)]
pub struct Ranks(BTreeMap<ItemId, (u32, AbcClass, i64)>);

impl Ranks {
    /// Ranks all items as they stand at the warehouse's last record.
    pub fn of(w: &Warehouse) -> Ranks {
        let weigh = |(item, popularity): (&ItemId, &super::popularity::Popularity)| {
            let weight = popularity.weight(w.clock);
            (weight > 0).then_some((std::cmp::Reverse(weight), *item))
        };
        let mut items: Vec<_> = w.popularity.iter().filter_map(weigh).collect();
        items.sort_unstable();
        let total = items.iter().map(|(weight, _)| i128::from(weight.0)).sum::<i128>();
        let mut before = 0;
        let mut ranks = BTreeMap::new();
        for (rank, (weight, item)) in (1..).zip(items) {
            let class = match before * 100 {
                share if share < total * 80 => AbcClass::A,
                share if share < total * 95 => AbcClass::B,
                _ => AbcClass::C,
            };
            ranks.insert(item, (rank, class, weight.0));
            before += i128::from(weight.0);
        }
        Ranks(ranks)
    }

    /// An item's rank, 1 for the most popular; none when it is not picked.
    pub fn rank(&self, item: ItemId) -> Option<u32> {
        self.0.get(&item).map(|(rank, ..)| *rank)
    }

    /// An item's class.
    pub fn class(&self, item: ItemId) -> AbcClass {
        self.0.get(&item).map_or(AbcClass::C, |(_, class, _)| *class)
    }

    fn weight(&self, item: ItemId) -> i64 {
        self.0.get(&item).map_or(0, |(.., weight)| *weight)
    }
}

/// One item in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotItem {
    /// What.
    pub item: ItemId,
    /// How much of it, in every status.
    pub qty: Qty,
    /// Picks a week in tenths.
    pub picks_a_week_tenths: i64,
    /// 1 for the most popular; none when it is not picked.
    pub rank: Option<u32>,
    /// Its class.
    pub class: AbcClass,
}

/// A place and how it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotRow {
    /// Which.
    pub place: PlaceId,
    /// What it is for.
    pub kind: PlaceKind,
    /// Millimetres along the aisles to the nearest bench or lane; none where the building has none.
    pub distance_mm: Option<i64>,
    /// What lies there, by item.
    pub items: Vec<SlotItem>,
    /// How full it is by volume, in per cent; none when nobody measured it.
    pub volume_percent: Option<i64>,
    /// How much of what it bears lies on it, in per cent; none when nobody knows.
    pub weight_percent: Option<i64>,
}

/// Every storage place along the walk.
pub fn view(w: &Warehouse) -> Vec<SlotRow> {
    let (ranks, drops) = (Ranks::of(w), drops(w));
    let mut places: Vec<&Place> = w
        .places
        .values()
        .map(AsRef::as_ref)
        .filter(|p| p.kind.is_storage())
        .collect();
    places.sort_by_key(|p| (p.sequence, p.id));
    places
        .into_iter()
        .map(|place| row(w, &ranks, &drops, place))
        .collect()
}

fn row(w: &Warehouse, ranks: &Ranks, drops: &[(i64, i64)], place: &Place) -> SlotRow {
    let mut held: BTreeMap<ItemId, Qty> = BTreeMap::new();
    for (key, stock) in w.stock_in(Holder::Place(place.id)) {
        *held.entry(key.item).or_default() += stock.on_hand;
    }
    let (volume_percent, weight_percent) = load(w, place);
    SlotRow {
        place: place.id,
        kind: place.kind,
        distance_mm: distance(drops, place),
        volume_percent,
        weight_percent,
        items: held
            .iter()
            .map(|(item, qty)| SlotItem {
                item: *item,
                qty: *qty,
                picks_a_week_tenths: w.popularity_of(*item).picks_a_week_tenths(w.clock),
                rank: ranks.rank(*item),
                class: ranks.class(*item),
            })
            .collect(),
    }
}

/// How full a place is by volume and by weight, in per cent; none where nobody measured it.
pub fn load(w: &Warehouse, place: &Place) -> (Option<i64>, Option<i64>) {
    let sum = |of: fn(&Item) -> i64| -> i64 {
        let each = w.stock_in(Holder::Place(place.id)).map(|(key, stock)| {
            let item = w.items.get(&key.item);
            item.map_or(0, |item| stock.on_hand.times(of(item)).0)
        });
        each.fold(0, i64::saturating_add)
    };
    let percent = |load: i64, most: i64| (most > 0).then(|| load.saturating_mul(100) / most);
    (
        percent(sum(Item::volume_mm3), place.max_volume_mm3),
        percent(sum(weight_g), place.max_weight_g),
    )
}

fn weight_g(item: &Item) -> i64 {
    i64::from(item.weight_g)
}

/// Where totes are set down.
fn drops(w: &Warehouse) -> Vec<(i64, i64)> {
    let drop = |p: &&std::sync::Arc<Place>| matches!(p.kind, PlaceKind::Bench | PlaceKind::Staging);
    let at = |p: &std::sync::Arc<Place>| (i64::from(p.x_mm), i64::from(p.y_mm));
    w.places.values().filter(drop).map(at).collect()
}

fn distance(drops: &[(i64, i64)], place: &Place) -> Option<i64> {
    let to = |(x, y): &(i64, i64)| (i64::from(place.x_mm) - x).abs() + (i64::from(place.y_mm) - y).abs();
    drops.iter().map(to).min()
}

/// One move that the rule would make. Two items that change places are two moves, each with the other's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotMove {
    /// What.
    pub item: ItemId,
    /// Whose.
    pub owner: OwnerId,
    /// How much lies there now.
    pub qty: Qty,
    /// From where.
    pub from: PlaceId,
    /// Where to.
    pub to: PlaceId,
    /// How many millimetres it lies nearer to a bench then; zero for goods that only make room.
    pub nearer_mm: i64,
    /// Why.
    pub why: Phrase,
}

/// What a pick face holds, for a planner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaceContent {
    /// Nothing, and goods may be put there.
    Empty,
    /// One owner's goods of one item and lot at most, which may be moved.
    Alone {
        /// What.
        item: ItemId,
        /// Whose.
        owner: OwnerId,
        /// How much.
        qty: Qty,
    },
    /// What stays there for now: several goods, promised ones, or in a place that is blocked, about to be counted or
    /// in an order to move already.
    Stays(Vec<ItemId>),
}

/// A pick face as a planner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickFace {
    /// Which.
    pub place: PlaceId,
    /// What lies there.
    pub content: FaceContent,
}

/// All pick faces along the walk, by the same rules as [`suggest_moves`] uses.
pub fn pick_faces(w: &Warehouse) -> Vec<PickFace> {
    let (ranks, ordered) = (Ranks::default(), w.relocated_places());
    let mut places: Vec<&Place> = w.places.values().map(AsRef::as_ref).collect();
    places.retain(|place| place.kind == PlaceKind::PickFace);
    places.sort_by_key(|place| (place.sequence, place.id));
    let face = |place: &Place| {
        let usable = !place.blocked && w.count_at(place.id).is_none() && !ordered.contains(&place.id);
        let content = match content(w, &ranks, place.id).filter(|_| usable) {
            Some(None) => FaceContent::Empty,
            Some(Some(Content { item, owner, qty, .. })) => FaceContent::Alone { item, owner, qty },
            None => {
                let held = w.stock_in(Holder::Place(place.id)).map(|(key, _)| key.item);
                let items: BTreeSet<ItemId> = held.collect();
                FaceContent::Stays(items.into_iter().collect())
            }
        };
        PickFace {
            place: place.id,
            content,
        }
    };
    places.into_iter().map(face).collect()
}

/// A planned move of what lies in a face, so many millimetres nearer to where walks start. Goods that are taken
/// farther away only make room for another item, where two change places. None where nothing may move.
pub fn planned_move(
    face: &PickFace,
    to: PlaceId,
    nearer_mm: i64,
    makes_room_for: Option<ItemId>,
) -> Option<SlotMove> {
    let FaceContent::Alone { item, owner, qty } = face.content else {
        return None;
    };
    let why = match makes_room_for {
        Some(other) => Phrase::new("slot-makes-room").with("item", Value::Item(other)),
        None => Phrase::new("slot-planned"),
    };
    Some(SlotMove {
        item,
        owner,
        qty,
        from: face.place,
        to,
        nearer_mm: nearer_mm.max(0),
        why,
    })
}

/// What one pick face holds while the rule tries moves: nothing, or one owner's goods of one item that may move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Content {
    item: ItemId,
    owner: OwnerId,
    qty: Qty,
    weight: i64,
}

#[derive(Debug)]
struct Face<'w> {
    place: &'w Place,
    distance: i64,
    content: Option<Content>,
}

/// The moves that the popularity rule would make, the most popular item first, at most `limit`.
///
/// Each item goes to the nearest pick face where it fits by volume and weight and that is either empty or holds an
/// item at most half as popular, which then takes the place that becomes free. Only faces with available stock of one
/// item, one owner and one lot at most take part, so that neither owners nor lots get mixed; what is promised to
/// orders, blocked, about to be counted or ordered to move already stays where it is. Pure, and the same for the same warehouse.
pub fn suggest_moves(w: &Warehouse, limit: usize) -> Vec<SlotMove> {
    let ranks = Ranks::of(w);
    let mut faces = faces(w, &ranks);
    let mut movers: Vec<(i64, usize)> = faces
        .iter()
        .enumerate()
        .filter_map(|(index, face)| face.content.map(|content| (content.weight, index)))
        .filter(|(weight, _)| *weight > 0)
        .collect();
    movers.sort_by_key(|(weight, index)| (std::cmp::Reverse(*weight), *index));
    let mut moves = Vec::new();
    let mut settled = BTreeSet::new();
    for (_, from) in movers {
        if moves.len() >= limit {
            break;
        }
        if settled.contains(&from) {
            continue;
        }
        let better = better_face(w, &faces, &settled, from);
        settled.insert(from);
        if let Some(to) = better {
            settled.insert(to);
            let exchanged = exchange(&mut faces, &ranks, from, to);
            // Half an exchange would fill a place for nothing.
            if moves.len() + exchanged.len() > limit {
                break;
            }
            moves.extend(exchanged);
        }
    }
    moves
}

/// The pick faces that take part, the nearest to a bench first.
fn faces<'w>(w: &'w Warehouse, ranks: &Ranks) -> Vec<Face<'w>> {
    let drops = drops(w);
    let ordered = w.relocated_places();
    let usable = |p: &&Place| {
        p.kind == PlaceKind::PickFace && !p.blocked && w.count_at(p.id).is_none() && !ordered.contains(&p.id)
    };
    let mut faces: Vec<Face<'w>> = w
        .places
        .values()
        .map(AsRef::as_ref)
        .filter(usable)
        .filter_map(|place| {
            Some(Face {
                place,
                distance: distance(&drops, place)?,
                content: content(w, ranks, place.id)?,
            })
        })
        .collect();
    faces.sort_by_key(|face| (face.distance, face.place.sequence, face.place.id));
    faces
}

/// What a face holds, as far as it may move: `Some(None)` when it is empty, `None` when it takes no part.
fn content(w: &Warehouse, ranks: &Ranks, place: PlaceId) -> Option<Option<Content>> {
    let mut held = w.stock_in(Holder::Place(place));
    let Some((key, stock)) = held.next() else {
        return Some(None);
    };
    let StockKey {
        item, owner, status, ..
    } = *key;
    let alone = held.next().is_none() && status == Status::Available && stock.reserved.is_zero();
    alone.then_some(Some(Content {
        item,
        owner,
        qty: stock.on_hand,
        weight: ranks.weight(item),
    }))
}

/// The nearest face that is better for what lies in the face `from`.
fn better_face(w: &Warehouse, faces: &[Face<'_>], settled: &BTreeSet<usize>, from: usize) -> Option<usize> {
    let here = faces.get(from)?;
    let mover = here.content?;
    let nearer = faces.iter().take_while(|face| face.distance < here.distance);
    let good = |(index, face): &(usize, &Face<'_>)| {
        let free = match face.content {
            None => true,
            Some(other) => other.weight <= mover.weight / 2 && fits(w, here.place, other),
        };
        free && !settled.contains(index) && fits(w, face.place, mover)
    };
    nearer.enumerate().find(good).map(|(index, _)| index)
}

fn fits(w: &Warehouse, place: &Place, content: Content) -> bool {
    let Some(item) = w.items.get(&content.item) else {
        return false;
    };
    let within = |load: i64, most: i64| most == 0 || load <= most;
    within(content.qty.times(item.volume_mm3()).0, place.max_volume_mm3)
        && within(content.qty.times(weight_g(item)).0, place.max_weight_g)
}

/// Exchanges what two faces hold, and tells it as moves.
fn exchange(faces: &mut [Face<'_>], ranks: &Ranks, from: usize, to: usize) -> Vec<SlotMove> {
    let (Some(old), Some(new)) = (faces.get(from), faces.get(to)) else {
        return Vec::new();
    };
    let (up, down) = (old.content, new.content);
    let (old, new, saved) = (old.place.id, new.place.id, old.distance - new.distance);
    if let Some(face) = faces.get_mut(from) {
        face.content = down;
    }
    if let Some(face) = faces.get_mut(to) {
        face.content = up;
    }
    let tell = |content: Content, from, to, nearer_mm, why| SlotMove {
        item: content.item,
        owner: content.owner,
        qty: content.qty,
        from,
        to,
        nearer_mm,
        why,
    };
    let nearer = |content: &Content| {
        let rank = ranks.rank(content.item).map_or(0, i64::from);
        Phrase::new("slot-nearer")
            .with("item", Value::Item(content.item))
            .with("rank", Value::Number(rank))
            .with("metres", Value::Number(saved / 1000))
    };
    let room = |up: &Content| Phrase::new("slot-makes-room").with("item", Value::Item(up.item));
    let makes_room = down.zip(up).map(|(down, up)| tell(down, new, old, 0, room(&up)));
    let moved = up.map(|up| tell(up, old, new, saved, nearer(&up)));
    makes_room.into_iter().chain(moved).collect()
}
