//! Things by a part of their name or code.

use crate::domain::Qty;
use crate::domain::Warehouse;
use crate::domain::lookup::Target;
use crate::ui::widgets::fold;

/// Most things that one search shows: five pages of nine.
const MOST: usize = 45;

/// Everything whose code or name holds every word of a text, items first; at most [`MOST`].
pub fn named(w: &Warehouse, text: &str) -> Vec<Target> {
    let text = fold(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let holds = |parts: &[&str]| {
        let folded = fold(&parts.join(" "));
        words.iter().all(|word| folded.contains(word))
    };
    let items = w.items.values().filter(|item| holds(&[&item.code, &item.name]));
    let items = items.map(|item| Target::Item(item.id, Qty(1)));
    let places = w.places.values().filter(|place| holds(&[&place.code]));
    let places = places.map(|place| Target::Place(place.id));
    let lpns = w.lpns.values().filter(|lpn| holds(&[&lpn.code]));
    let lpns = lpns.map(|lpn| Target::Lpn(lpn.id));
    let workers = w.workers.values().filter(|worker| holds(&[&worker.name]));
    let workers = workers.map(|worker| Target::Worker(worker.id));
    let orders = w.orders.values().filter(|order| holds(&[&order.number]));
    let orders = orders.map(|order| Target::Order(order.id));
    let all = items.chain(places).chain(lpns).chain(workers).chain(orders);
    all.take(MOST).collect()
}
