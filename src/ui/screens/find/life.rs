//! What the journal tells: the life of an order or parcel step by step, and cards of what left the building.

use super::super::journal::{what, who};
use super::card::{Card, Fact};
use super::flow;
use crate::domain::ids::OrderId;
use crate::domain::lookup::Target;
use crate::domain::phrase::Value;
use crate::domain::{Event, Record};
use crate::store::history::{Gone, GoneKind, Subject};
use crate::ui::screen::Here;

/// What has a life that its card tells.
pub fn subject(target: Target) -> Option<Subject> {
    match target {
        Target::Order(_) | Target::Parcel(_) | Target::Load(_) | Target::Receipt(_) | Target::Task(_) => {
            Subject::of(target)
        }
        _ => None,
    }
}

/// The life that belongs to what is gone.
pub fn subject_of_gone(gone: &Gone) -> Option<Subject> {
    match &gone.what {
        GoneKind::Order(order) => Some(Subject::Order(order.id.0)),
        GoneKind::Parcel | GoneKind::Load => gone.record.events.iter().find_map(|event| match event {
            Event::ParcelShipped(shipped) if gone.what == GoneKind::Parcel => {
                Some(Subject::Parcel(shipped.parcel.0))
            }
            Event::LoadClosed(closed) if gone.what == GoneKind::Load => Some(Subject::Load(closed.load.0)),
            _ => None,
        }),
    }
}

/// Each step with when and who, the oldest first. `records` come latest first.
pub fn facts(records: &[Record], here: Here<'_>) -> Vec<Fact> {
    if records.is_empty() {
        return Vec::new();
    }
    let words = here.words;
    let step = |record: &Record| {
        let when = format!("{} {}", words.time(record.at), who(record, here));
        [Fact::dim(when), Fact::text(what(record, here)).under()]
    };
    let mut facts = vec![Fact::head(words.say("find-life"))];
    facts.extend(records.iter().rev().flat_map(step));
    facts
}

/// What is known of something that left.
pub fn gone(gone: &Gone, code: &str, here: Here<'_>) -> Option<Card> {
    let words = here.words;
    match &gone.what {
        GoneKind::Order(order) => Some(flow::order_card(order, here)),
        GoneKind::Parcel => gone.record.events.iter().find_map(|event| match event {
            Event::ParcelShipped(shipped) if shipped.sscc.as_ref() == code => {
                let order = order_number(shipped.order, &shipped.order_number, here);
                let facts = [
                    Fact::name(shipped.sscc.to_string()),
                    Fact::strong(words.say_with("find-left", &[("at", words.time(shipped.at))])),
                    Fact::text(words.say_with("find-for-order", &[("order", order)])),
                    Fact::pair(words.carrier(shipped.carrier), shipped.country.to_string()),
                    Fact::pair(words.say("find-kind-load"), shipped.load_number.to_string()),
                    Fact::pair(
                        words.say("find-weight"),
                        shipped.weight_g.map(|g| words.grams(g)).unwrap_or_default(),
                    ),
                ];
                Some(Card::new(words.say("find-kind-parcel")).with(facts))
            }
            _ => None,
        }),
        GoneKind::Load => gone.record.events.iter().find_map(|event| match event {
            Event::LoadClosed(closed) if closed.number.as_ref() == code => {
                let by = closed.by.map(|by| words.value(&Value::Worker(by)));
                let facts = [
                    Fact::name(closed.number.to_string()),
                    Fact::strong(words.say_with("find-left", &[("at", words.time(closed.at))])),
                    Fact::pair(words.carrier(closed.carrier), by.unwrap_or_default()),
                    Fact::pair(words.say("find-parcels"), closed.parcels.to_string()),
                    Fact::pair(words.say("find-weight"), words.grams(closed.weight_g)),
                ];
                Some(Card::new(words.say("find-kind-load")).with(facts))
            }
            _ => None,
        }),
    }
}

fn order_number(id: OrderId, number: &str, here: Here<'_>) -> String {
    match number.is_empty() {
        true => here.words.order(id),
        false => number.to_owned(),
    }
}
