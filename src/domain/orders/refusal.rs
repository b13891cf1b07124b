//! Why something about an order is refused.

use super::Stage;
use crate::domain::ids::{ItemId, OrderId, WorkerId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::refusal::{Class, Explain};
use crate::domain::{Qty, Text, Timestamp};

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such order is open.
    Unknown,
    /// The number is taken by an order with other contents.
    NumberTaken(OrderId),
    /// The number belongs to an order that is closed already.
    NumberClosed(Text),
    /// An order must have lines, each of a known item and at least one piece.
    BadLine(u16),
    /// Nothing can be changed on an order that is gone or called off.
    Over(OrderId, Stage),
    /// So much of the line has left, or is leaving in a closed load: it cannot be lessened further.
    LeftAlready(OrderId, ItemId, Qty),
    /// Its parcels stand in a closed load.
    Gone(OrderId),
    /// A priority lies between 1 and 9.
    BadPriority(u8),
    /// It is packed already: nothing goes by its priority any more.
    TooLate(OrderId, Stage),
    /// It is held already: by whom, and since when.
    Held(OrderId, Option<WorkerId>, Timestamp),
    /// It is not held.
    NotHeld(OrderId),
    /// This reason wants words.
    NeedReason,
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        Class::No
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::Unknown => Phrase::new("no-order-unknown"),
            Refusal::NumberTaken(order) => {
                Phrase::new("no-order-number-taken").with("order", Value::Order(*order))
            }
            Refusal::NumberClosed(number) => {
                Phrase::new("no-order-number-closed").with("number", Value::Text(number.clone()))
            }
            Refusal::BadLine(line) => {
                Phrase::new("no-order-bad-line").with("line", Value::Number(i64::from(*line) + 1))
            }
            Refusal::Over(order, stage) => staged("no-order-over", *order, *stage),
            Refusal::LeftAlready(order, item, qty) => Phrase::new("no-order-left-already")
                .with("order", Value::Order(*order))
                .with("item", Value::Item(*item))
                .with("qty", Value::Qty(*item, *qty)),
            Refusal::Gone(order) => Phrase::new("no-order-gone").with("order", Value::Order(*order)),
            Refusal::BadPriority(priority) => {
                Phrase::new("no-order-priority").with("priority", Value::Number(i64::from(*priority)))
            }
            Refusal::TooLate(order, stage) => staged("no-order-too-late", *order, *stage),
            Refusal::Held(order, by, since) => held(*order, *by, *since),
            Refusal::NotHeld(order) => Phrase::new("no-order-not-held").with("order", Value::Order(*order)),
            Refusal::NeedReason => Phrase::new("no-need-reason"),
        }
    }
}

fn staged(key: &'static str, order: OrderId, stage: Stage) -> Phrase {
    Phrase::new(key)
        .with("order", Value::Order(order))
        .with("stage", Value::Phrase(Box::new(Phrase::new(stage.key()))))
}

fn held(order: OrderId, by: Option<WorkerId>, since: Timestamp) -> Phrase {
    let phrase = match by {
        Some(by) => Phrase::new("no-order-held").with("worker", Value::Worker(by)),
        None => Phrase::new("no-order-held-by-system"),
    };
    phrase
        .with("order", Value::Order(order))
        .with("since", Value::Time(since))
}
