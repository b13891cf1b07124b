//! Cards of items, places, totes and cartons.

use super::card::{Card, Fact};
use crate::domain::ids::{CartonId, ItemId, LpnId, PlaceId};
use crate::domain::items::Item;
use crate::domain::people::Right;
use crate::domain::places::{LpnKind, Place, PlaceKind};
use crate::domain::stock::{Holder, Status, Stock, StockKey};
use crate::domain::{Qty, counting::CountState, slotting};
use crate::ui::screen::Here;

/// Most orders that are named as waiting for one line of stock.
const MOST_ORDERS: usize = 9;

/// What is known of an item. `contents` are the base units that the code stood for.
pub fn item(id: ItemId, contents: Qty, here: Here<'_>) -> Option<Card> {
    let item = here.w.items.get(&id)?;
    let words = here.words;
    let lines: Vec<(StockKey, Stock)> = here
        .w
        .stock_of(id)
        .filter(|(key, _)| key.holder.is_real())
        .collect();
    let mut facts = vec![
        Fact::name(item.code.to_string()),
        Fact::text(item.name.to_string()),
    ];
    if contents.0 > 1 {
        let qty = words.qty(id, contents);
        facts.push(Fact::pair(words.say("find-code-holds"), qty));
    }
    if item.retired {
        facts.push(Fact::warn(words.say("find-retired")));
    }
    let hidden = lines.iter().any(|(key, _)| is_blind(key.holder, here));
    if !hidden {
        let sum = |of: fn(&Stock) -> Qty| lines.iter().map(|(_, stock)| of(stock)).sum::<Qty>();
        let (here_now, promised) = (sum(|stock| stock.on_hand), sum(|stock| stock.reserved));
        facts.push(Fact::pair(words.say("find-in-building"), words.qty(id, here_now)));
        if promised.is_positive() {
            facts.push(Fact::pair(
                words.say("find-promised-sum"),
                words.qty(id, promised),
            ));
        }
    }
    let mixed = is_mixed(lines.iter().map(|(key, _)| key));
    for (key, stock) in &lines {
        facts.extend(stock_line(key, stock, words.holder(key.holder), (here, mixed)));
    }
    Some(
        Card::new(words.say("find-kind-item"))
            .with(facts)
            .beside(item_details(item, here))
            .beside(promised(&lines, here)),
    )
}

fn item_details(item: &Item, here: Here<'_>) -> Vec<Fact> {
    let words = here.words;
    let popularity = here.w.popularity_of(item.id);
    let picks = popularity.picks_a_week_tenths(here.now);
    let mut facts = vec![Fact::head(words.say("find-details"))];
    facts.push(Fact::pair(
        words.say("find-picks-a-week"),
        format!("{}.{}", picks / 10, picks % 10),
    ));
    facts.push(Fact::pair(
        words.say("find-units-a-week"),
        popularity.units_a_week(here.now).to_string(),
    ));
    for packaging in &item.packagings {
        facts.push(Fact::pair(
            words.qty(item.id, packaging.contents),
            packaging.contents.to_string(),
        ));
    }
    for barcode in &item.barcodes {
        facts.push(Fact::pair(
            barcode.code.to_string(),
            words.qty(item.id, barcode.contents),
        ));
    }
    if item.volume_mm3() > 0 {
        let size = format!("{}x{}x{} mm", item.length_mm, item.width_mm, item.height_mm);
        facts.push(Fact::pair(words.say("find-size"), size));
    }
    if item.weight_g > 0 {
        let weight = words.grams(i64::from(item.weight_g));
        facts.push(Fact::pair(words.say("find-weight"), weight));
    }
    if item.lot_tracked || item.expiry_tracked {
        facts.push(Fact::dim(words.say("find-lots-kept")));
    }
    facts
}

/// The orders that some lines of stock are promised to.
fn promised(lines: &[(StockKey, Stock)], here: Here<'_>) -> Vec<Fact> {
    let words = here.words;
    let reservations = lines
        .iter()
        .flat_map(|(key, _)| here.w.reservations_on(key))
        .filter_map(|id| here.w.reservations.get(&id));
    let mut facts: Vec<Fact> = reservations
        .take(MOST_ORDERS)
        .map(|r| Fact::pair(words.order(r.order), words.qty(r.key.item, r.qty)))
        .collect();
    if !facts.is_empty() {
        facts.insert(0, Fact::head(words.say("find-promised-to")));
    }
    facts
}

/// Whether the book's quantities of a holder are hidden from who looks: somebody counts it blind.
pub fn is_blind(holder: Holder, here: Here<'_>) -> bool {
    let Holder::Place(place) = holder else {
        return false;
    };
    let Some(count) = here.w.count_at(place).and_then(|id| here.w.count(id)) else {
        return false;
    };
    let lead = here
        .worker()
        .is_some_and(|worker| worker.may(Right::ReviewCounts));
    count.state != CountState::Review && (!lead || (count.worker.is_some() && count.worker == here.who))
}

/// Whether goods of several owners are among these: then each line names its own.
fn is_mixed<'k>(mut keys: impl Iterator<Item = &'k StockKey>) -> bool {
    let first = keys.next().map(|key| key.owner);
    keys.any(|key| Some(key.owner) != first)
}

/// One line of the ledger: what is asked about it at the left, its quantity, and what is special about it below.
fn stock_line(key: &StockKey, stock: &Stock, what: String, (here, mixed): (Here<'_>, bool)) -> Vec<Fact> {
    let words = here.words;
    if is_blind(key.holder, here) {
        return vec![Fact::pair(what, words.say("find-blind"))];
    }
    let mut facts = vec![Fact::pair(what, words.qty(key.item, stock.on_hand))];
    let mut notes = Vec::new();
    if let Some(lot) = key.lot.and_then(|id| here.w.lots.get(&id)) {
        notes.push(words.say_with("find-lot", &[("lot", lot.code.to_string())]));
        if let Some(expiry) = lot.expiry {
            notes.push(words.say_with("find-expiry", &[("day", words.day(expiry))]));
        }
    }
    if stock.reserved.is_positive() {
        notes.push(words.say_with("find-promised", &[("qty", words.qty(key.item, stock.reserved))]));
    }
    if mixed && let Some(owner) = here.w.owners.get(&key.owner) {
        notes.push(owner.code.to_string());
    }
    if !notes.is_empty() {
        facts.push(Fact::dim(notes.join(", ")).under());
    }
    if key.status != Status::Available {
        facts.push(Fact::warn(words.status(key.status)).under());
    }
    facts
}

/// What lies under a holder, by item.
fn content(holder: Holder, here: Here<'_>) -> Vec<Fact> {
    let words = here.words;
    let mixed = is_mixed(here.w.stock_in(holder).map(|(key, _)| key));
    let mut facts: Vec<Fact> = here
        .w
        .stock_in(holder)
        .flat_map(|(key, stock)| {
            let mut lines = stock_line(key, stock, words.item(key.item), (here, mixed));
            let name = Fact::dim(words.item_name(key.item)).under();
            lines.insert(1.min(lines.len()), name);
            lines
        })
        .collect();
    if facts.is_empty() {
        facts.push(Fact::dim(words.say("find-empty")));
    }
    facts
}

/// What is known of a place.
pub fn place(id: PlaceId, here: Here<'_>) -> Option<Card> {
    let place = here.w.places.get(&id)?;
    let words = here.words;
    let mut facts = vec![
        Fact::name(place.code.to_string()),
        Fact::dim(whereabouts(place, here)),
    ];
    if place.blocked {
        facts.push(Fact::warn(words.say("find-blocked")));
    }
    facts.extend(content(Holder::Place(id), here));
    let totes: Vec<LpnId> = here.w.lpns_at(id).collect();
    let mut beside = vec![Fact::head(words.say("find-details"))];
    let owners: Vec<_> = here
        .w
        .stock_in(Holder::Place(id))
        .map(|(key, _)| key.owner)
        .collect();
    if let Some(owner) = owners
        .first()
        .filter(|first| owners.iter().all(|owner| owner == *first))
    {
        let owner = words.value(&crate::domain::phrase::Value::Owner(*owner));
        beside.push(Fact::pair(words.say("find-owner"), owner));
    }
    if !is_blind(Holder::Place(id), here) {
        let (volume, weight) = slotting::load(here.w, place);
        let percent = |key: &str, load: Option<i64>| {
            load.map(|percent| Fact::pair(words.say(key), format!("{percent} %")))
        };
        beside.extend(percent("find-load-volume", volume));
        beside.extend(percent("find-load-weight", weight));
    }
    let counted = here.w.last_counted.get(&id);
    let counted = counted.map_or_else(|| words.say("find-never"), |at| words.time(*at));
    beside.push(Fact::pair(words.say("find-last-counted"), counted));
    beside.extend(count(id, here));
    if !totes.is_empty() {
        beside.push(Fact::head(words.say("find-totes-here")));
        beside.extend(totes.into_iter().map(|tote| {
            let order = here.w.lpns.get(&tote).and_then(|lpn| lpn.order);
            Fact::pair(
                words.lpn(tote),
                order.map(|id| words.order(id)).unwrap_or_default(),
            )
        }));
    }
    Some(Card::new(words.say("find-kind-place")).with(facts).beside(beside))
}

/// How far an open count of a place has come.
fn count(place: PlaceId, here: Here<'_>) -> Option<Fact> {
    let count = here.w.count_at(place).and_then(|id| here.w.count(id))?;
    let words = here.words;
    Some(Fact::warn(match (count.state, count.worker) {
        (CountState::Review, _) => words.say("find-count-review"),
        (_, Some(worker)) => words.say_with("find-count-by", &[("worker", words.worker(worker))]),
        (_, None) => words.say("find-count-open"),
    }))
}

/// What a place is for, in which zone and on which level.
fn whereabouts(place: &Place, here: Here<'_>) -> String {
    let words = here.words;
    let mut parts = vec![words.say(match place.kind {
        PlaceKind::PickFace => "find-place-pick-face",
        PlaceKind::Reserve => "find-place-reserve",
        PlaceKind::Dock => "find-place-dock",
        PlaceKind::Bench => "find-place-bench",
        PlaceKind::Staging => "find-place-staging",
        PlaceKind::Quarantine => "find-place-quarantine",
        PlaceKind::Returns => "find-place-returns",
    })];
    if !place.zone.is_empty() {
        parts.push(words.say_with("find-zone", &[("zone", place.zone.to_string())]));
    }
    if place.kind.is_storage() {
        parts.push(words.say_with("find-level", &[("level", place.level.to_string())]));
    }
    parts.join(", ")
}

/// What is known of a tote, cart or pallet.
pub fn lpn(id: LpnId, here: Here<'_>) -> Option<Card> {
    let lpn = here.w.lpns.get(&id)?;
    let words = here.words;
    let mut facts = vec![Fact::name(lpn.code.to_string())];
    let place = lpn.at.map(|at| words.place(at));
    let carried = lpn.order.and_then(|order| {
        here.w
            .tasks_with(order)
            .find_map(|task| here.w.task(task)?.worker)
    });
    facts.push(match (place, carried) {
        (Some(place), _) => Fact::strong(words.say_with("find-stands-at", &[("place", place)])),
        (None, Some(worker)) => {
            Fact::strong(words.say_with("find-carried-by", &[("worker", words.worker(worker))]))
        }
        (None, None) => Fact::dim(words.say("find-nowhere")),
    });
    if let Some(order) = lpn.order {
        let stage = here.w.order(order).map(|order| words.stage(order.stage));
        facts.push(Fact::pair(
            words.say_with("find-for-order", &[("order", words.order(order))]),
            stage.unwrap_or_default(),
        ));
    }
    facts.extend(content(Holder::Lpn(id), here));
    let kind = words.say(match lpn.kind {
        LpnKind::Tote => "find-lpn-tote",
        LpnKind::Cart => "find-lpn-cart",
        LpnKind::Pallet => "find-lpn-pallet",
        LpnKind::Carton => "find-lpn-carton",
    });
    Some(Card::new(kind).with(facts))
}

/// What is known of a carton type.
pub fn carton(id: CartonId, here: Here<'_>) -> Option<Card> {
    let carton = here.w.cartons.get(&id)?;
    let words = here.words;
    let size = format!("{}x{}x{} mm", carton.length_mm, carton.width_mm, carton.height_mm);
    Some(Card::new(words.say("find-kind-carton")).with([
        Fact::name(carton.code.to_string()),
        Fact::pair(words.say("find-size"), size),
        Fact::pair(words.say("find-tare"), words.grams(i64::from(carton.tare_g))),
        Fact::pair(
            words.say("find-bears"),
            words.grams(i64::from(carton.max_weight_g)),
        ),
    ]))
}
