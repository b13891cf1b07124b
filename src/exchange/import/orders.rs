//! Customers' orders, with what an order system leaves open filled in by the building's rules.

use super::check::{Importable, Look, Resolved};
use crate::domain::ids::{CarrierId, OrderId};
use crate::domain::masters::Carrier;
use crate::domain::orders::{Command, Order, OrderLine, Stage};
use crate::domain::time::HOUR_MS;
use crate::domain::{Qty, Text, Timestamp};
use crate::exchange::rows::{Fault, OrderRow};
use crate::exchange::sentence::say;
use crate::hub::seal::Consignee;
use chrono::{DateTime, Days, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// The promise where an order names none: handed over so long after it was placed.
const PROMISE_MS: i64 = 48 * HOUR_MS;
/// The priority where an order names none.
const PRIORITY: u8 = 5;

impl Importable for OrderRow {
    fn lines(&self) -> u64 {
        u64::try_from(self.lines.len()).unwrap_or(u64::MAX)
    }

    fn consignee(&self) -> Option<Consignee> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let consignee = Consignee {
            name: text(&self.consignee_name),
            phone: text(&self.consignee_phone),
            address: text(&self.consignee_address),
        };
        Some(consignee).filter(|consignee| *consignee != Consignee::default())
    }

    fn resolve(&self, look: &mut Look<'_>) -> Option<Resolved> {
        let owner = look.owner(self.owner.as_deref());
        let carrier = look.carrier(self.carrier.as_deref());
        let lines = lines(self, look);
        if self.lines.len() > usize::from(u16::MAX) {
            let problem = say!("{} lines are more than an order can have", self.lines.len());
            let hint = say!("split it into orders of at most {}", u16::MAX);
            look.fault("order", Fault::TooLong, &self.order, problem, hint);
            return None;
        }
        let (owner, carrier, lines) = (owner?, carrier?, lines?);
        let placed_at = self.placed_at.map_or(look.now, Timestamp);
        let promise = self.promise_at.map_or(placed_at + PROMISE_MS, Timestamp);
        let cutoff = match self.cutoff_at {
            Some(at) => Timestamp(at),
            None => next_cutoff_of(look, carrier, placed_at).unwrap_or(promise),
        };
        let text = |value: &Option<String>| Text::from(value.as_deref().unwrap_or_default());
        let order = Order {
            id: OrderId(0),
            number: self.order.as_str().into(),
            owner,
            channel: text(&self.channel),
            carrier,
            priority: self.priority.unwrap_or(PRIORITY),
            placed_at,
            promise,
            cutoff,
            split: self.split_allowed.unwrap_or(false),
            country: text(&self.country),
            consignee: None,
            stage: Stage::Waiting,
            staged_at: look.now,
            lines,
        };
        Some(Resolved::Command(Command::Save(Box::new(order)).into()))
    }
}

fn lines(row: &OrderRow, look: &mut Look<'_>) -> Option<Vec<OrderLine>> {
    let before = look.mark();
    let mut lines = Vec::with_capacity(row.lines.len());
    for (index, line) in row.lines.iter().enumerate() {
        let mark = look.mark();
        match look.item(&line.item) {
            Some(item) => lines.push(OrderLine {
                note: line.note.as_deref().unwrap_or_default().into(),
                ..OrderLine::new(item, Qty(line.quantity))
            }),
            None => look.within_since(mark, &row.order, index),
        }
    }
    (look.mark() == before).then_some(lines)
}

fn next_cutoff_of(look: &Look<'_>, carrier: CarrierId, after: Timestamp) -> Option<Timestamp> {
    let carrier = look.w.carriers.get(&carrier)?;
    next_cutoff(carrier, look.zone, after)
}

/// When a carrier leaves next after a moment, by the building's clock; none for one without cut-offs. A cut-off in
/// the hour that a change of clocks leaves out comes an hour later, one in a doubled hour the first time.
pub fn next_cutoff(carrier: &Carrier, zone: Tz, after: Timestamp) -> Option<Timestamp> {
    let today = DateTime::from_timestamp_millis(after.0)?
        .with_timezone(&zone)
        .date_naive();
    // A day more than needed on both sides: midnight is not everywhere the day's first moment.
    let days = (0..=2).filter_map(|day| today.checked_add_days(Days::new(day)));
    let moments = days.flat_map(|day| {
        carrier.cutoffs.iter().filter_map(move |minutes| {
            let time = day.and_hms_opt(u32::from(minutes / 60), u32::from(minutes % 60), 0)?;
            let moment = zone.from_local_datetime(&time).earliest();
            let moment =
                moment.or_else(|| zone.from_local_datetime(&(time + TimeDelta::hours(1))).earliest());
            moment.map(|moment| Timestamp(moment.timestamp_millis()))
        })
    });
    moments.filter(|moment| *moment > after).min()
}
