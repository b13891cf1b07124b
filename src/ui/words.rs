//! From what the core says to a sentence: phrases, quantities, times and names in the reader's language.

use super::locale::{FluentValue, Texts};
use crate::domain::ids::*;
use crate::domain::orders::Stage;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::quantity::held;
use crate::domain::stock::{Account, Holder, Status};
use crate::domain::time::Day;
use crate::domain::{Event, Qty, Timestamp, Warehouse};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::sync::Arc;

/// A reader: one warehouse, one language, the building's clock.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// Where names are looked up.
    pub w: &'a Warehouse,
    /// In which language.
    pub texts: &'a Texts,
    zone: Tz,
}

impl<'a> Words<'a> {
    /// A reader of this language; times are told by the building's zone, never by the process's.
    pub fn new(w: &'a Warehouse, texts: &'a Texts) -> Words<'a> {
        Words {
            w,
            texts,
            zone: w.settings.time_zone.parse().unwrap_or(Tz::UTC),
        }
    }

    /// The building's time zone.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// A message without arguments.
    pub fn say(&self, key: &str) -> String {
        self.texts.say(key).into_owned()
    }

    /// A message with text arguments.
    pub fn say_with(&self, key: &str, args: &[(&str, String)]) -> String {
        self.texts.say_text(key, args)
    }

    /// What the core says.
    pub fn phrase(&self, phrase: &Phrase) -> String {
        let args: Vec<(&str, FluentValue<'_>)> = phrase
            .args
            .iter()
            .map(|(name, value)| match value {
                Value::Number(n) => (*name, FluentValue::from(*n)),
                other => (*name, FluentValue::from(self.value(other))),
            })
            .collect();
        self.texts.say_with(phrase.key, &args)
    }

    /// What happened, in a sentence; also what no answer tells, since another event of its command tells it better.
    pub fn event(&self, event: &Event) -> String {
        match event.phrase() {
            Some(phrase) => self.phrase(&phrase),
            None => self.say(&format!("plain-{}", event.name())),
        }
    }

    /// One argument, in the reader's words. A record that is gone is told by its number.
    pub fn value(&self, value: &Value) -> String {
        match value {
            Value::Text(text) => text.to_string(),
            Value::Number(n) => n.to_string(),
            Value::Qty(item, qty) => self.qty(*item, *qty),
            Value::Item(id) => self.item(*id),
            Value::Place(id) => self.place(*id),
            Value::Lpn(id) => self.lpn(*id),
            Value::Parcel(id) => self.say_with("name-parcel", &[("id", id.to_string())]),
            Value::Holder(holder) => self.holder(*holder),
            Value::Order(id) => self.order(*id),
            Value::Owner(id) => self
                .w
                .owners
                .get(id)
                .map_or_else(|| id.to_string(), |o| o.code.to_string()),
            Value::Lot(id) => self
                .w
                .lots
                .get(id)
                .map_or_else(|| id.to_string(), |l| l.code.to_string()),
            Value::Worker(id) => self.worker(*id),
            Value::Device(id) => {
                let code = |device: &std::sync::Arc<crate::domain::devices::Device>| device.code.to_string();
                self.w.devices.get(id).map_or_else(|| id.to_string(), code)
            }
            Value::Carrier(id) => self.carrier(*id),
            Value::Carton(id) => self
                .w
                .cartons
                .get(id)
                .map_or_else(|| id.to_string(), |c| c.code.to_string()),
            Value::Load(id) => self.say_with("name-load", &[("id", id.to_string())]),
            Value::Receipt(id) => self.say_with("name-receipt", &[("id", id.to_string())]),
            Value::Task(id) => self.task(*id),
            Value::Status(status) => self.status(*status),
            Value::Day(day) => self.day(*day),
            Value::Time(at) => self.time(*at),
            Value::Grams(g) => self.grams(*g),
            Value::Phrase(inner) => self.phrase(inner),
        }
    }

    /// A quantity in the packagings people hold: "2 case + 3".
    pub fn qty(&self, item: ItemId, qty: Qty) -> String {
        let packagings = self
            .w
            .items
            .get(&item)
            .map_or(&[][..], |item| item.packagings.as_slice());
        let terms = held(qty, packagings)
            .into_iter()
            .map(|term| match term.packaging {
                Some(name) => {
                    let name = self.packaging(&name, term.count);
                    format!("{} {name}", term.count)
                }
                None => term.count.to_string(),
            });
        terms.collect::<Vec<_>>().join(" + ")
    }

    /// A packaging's name: translated where it is one of the trade's, as the data have it otherwise.
    fn packaging(&self, name: &str, count: i64) -> String {
        match name {
            "case" | "pallet" | "inner" => self.texts.say_with(
                &format!("packaging-{name}"),
                &[("count", FluentValue::from(count))],
            ),
            other => other.to_owned(),
        }
    }

    /// An item's code.
    pub fn item(&self, id: ItemId) -> String {
        self.w
            .items
            .get(&id)
            .map_or_else(|| id.to_string(), |item| item.code.to_string())
    }

    /// An item's name.
    pub fn item_name(&self, id: ItemId) -> String {
        self.w
            .items
            .get(&id)
            .map_or_else(String::new, |item| item.name.to_string())
    }

    /// A place's code.
    pub fn place(&self, id: PlaceId) -> String {
        self.w
            .places
            .get(&id)
            .map_or_else(|| id.to_string(), |place| place.code.to_string())
    }

    /// The code of a tote, cart or pallet.
    pub fn lpn(&self, id: LpnId) -> String {
        self.w
            .lpns
            .get(&id)
            .map_or_else(|| id.to_string(), |lpn| lpn.code.to_string())
    }

    /// An order's number.
    pub fn order(&self, id: OrderId) -> String {
        self.w
            .order(id)
            .map_or_else(|| format!("#{id}"), |order| order.number.to_string())
    }

    /// A worker's name.
    pub fn worker(&self, id: WorkerId) -> String {
        self.w
            .workers
            .get(&id)
            .map_or_else(|| id.to_string(), |worker| worker.name.to_string())
    }

    /// A carrier's name.
    pub fn carrier(&self, id: CarrierId) -> String {
        self.w
            .carriers
            .get(&id)
            .map_or_else(|| id.to_string(), |carrier| carrier.name.to_string())
    }

    /// A pick list's number as people call it.
    pub fn task(&self, id: TaskId) -> String {
        self.say_with("name-task", &[("id", id.to_string())])
    }

    /// Where stock lies.
    pub fn holder(&self, holder: Holder) -> String {
        match holder {
            Holder::Place(id) => self.place(id),
            Holder::Lpn(id) => self.lpn(id),
            Holder::Parcel(id) => self.value(&Value::Parcel(id)),
            Holder::Account(Account::Supplier) => self.say("account-supplier"),
            Holder::Account(Account::Customer) => self.say("account-customer"),
            Holder::Account(Account::Scrap) => self.say("account-scrap"),
            Holder::Account(Account::Difference) => self.say("account-difference"),
        }
    }

    /// A status of stock.
    pub fn status(&self, status: Status) -> String {
        self.say(match status {
            Status::Available => "status-available",
            Status::Hold => "status-hold",
            Status::Damaged => "status-damaged",
            Status::Quarantine => "status-quarantine",
        })
    }

    /// A stage of an order.
    pub fn stage(&self, stage: Stage) -> String {
        self.say(stage.key())
    }

    /// A calendar day.
    pub fn day(&self, day: Day) -> String {
        day.date().format("%Y-%m-%d").to_string()
    }

    /// A moment by the building's clock: the hour alone today, with the date on other days.
    pub fn time(&self, at: Timestamp) -> String {
        let local =
            |t: Timestamp| DateTime::<Utc>::from_timestamp_millis(t.0).map(|t| t.with_timezone(&self.zone));
        match (local(at), local(self.w.clock)) {
            (Some(at), Some(now)) if at.date_naive() == now.date_naive() => at.format("%H:%M").to_string(),
            (Some(at), _) => at.format("%m-%d %H:%M").to_string(),
            (None, _) => at.0.to_string(),
        }
    }

    /// The time left until a moment: "1 h 12", or how long ago it was.
    pub fn time_left(&self, until: Timestamp, now: Timestamp) -> String {
        let minutes = until.since(now) / 60_000;
        let (h, m) = (minutes.abs() / 60, minutes.abs() % 60);
        let key = if minutes < 0 { "time-late" } else { "time-left" };
        self.say_with(key, &[("h", h.to_string()), ("m", format!("{m:02}"))])
    }

    /// A weight in kilograms.
    pub fn grams(&self, grams: i64) -> String {
        format!("{}.{:02} kg", grams / 1000, (grams.abs() % 1000) / 10)
    }
}

/// A language's texts, parsed once a process and shared.
pub type SharedTexts = Arc<Texts>;
