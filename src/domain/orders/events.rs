//! What happens to orders.

pub use super::holding::{OrderHeld, OrderLetGo};
use super::{Order, Stage};
use crate::domain::event::{Fact, Topics};
use crate::domain::ids::{OrderId, WorkerId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::{Qty, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// An order was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderSaved {
    /// As taken.
    pub order: Arc<Order>,
}

impl Fact for OrderSaved {
    const TOPICS: Topics = Topics::ORDERS;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_order(self.order.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-order-saved").with("order", Value::Text(self.order.number.clone())))
    }
}

/// An order came to another stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderStaged {
    /// Which.
    pub order: OrderId,
    /// The stage it is in now.
    pub stage: Stage,
    /// Since when.
    pub at: Timestamp,
}

impl Fact for OrderStaged {
    const TOPICS: Topics = Topics::ORDERS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_order(self.order, |order| {
            order.stage = self.stage;
            order.staged_at = self.at;
        });
    }
}

/// An order could not be filled as its rule wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderShorted {
    /// Which.
    pub order: OrderId,
    /// By line, what is missing.
    pub missing: Vec<(u16, Qty)>,
    /// When it was found.
    pub at: Timestamp,
}

impl Fact for OrderShorted {
    const TOPICS: Topics = Topics::ORDERS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_order(self.order, |order| {
            order.stage = Stage::Short;
            order.staged_at = self.at;
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        let missing = self.missing.iter().map(|(_, qty)| qty.0).sum();
        Some(
            Phrase::new("event-order-shorted")
                .with("order", Value::Order(self.order))
                .with("missing", Value::Number(missing)),
        )
    }
}

/// The ordered quantity of a line was set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLineChanged {
    /// Of which order.
    pub order: OrderId,
    /// Which line.
    pub line: u16,
    /// What is wanted now.
    pub qty: Qty,
}

impl Fact for OrderLineChanged {
    const TOPICS: Topics = Topics::ORDERS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_order_line(self.order, self.line, |line| line.qty = self.qty);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-order-line-changed")
                .with("order", Value::Order(self.order))
                .with("line", Value::Number(i64::from(self.line) + 1))
                .with("qty", Value::Number(self.qty.0)),
        )
    }
}

/// An order is more or less urgent from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPrioritized {
    /// Which.
    pub order: OrderId,
    /// 1 is the most urgent, 9 the least.
    pub priority: u8,
}

impl Fact for OrderPrioritized {
    const TOPICS: Topics = Topics::ORDERS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_order(self.order, |order| order.priority = self.priority);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-order-prioritized")
                .with("order", Value::Order(self.order))
                .with("priority", Value::Number(i64::from(self.priority))),
        )
    }
}

/// An order was called off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCancelled {
    /// Which.
    pub order: OrderId,
    /// By whom; none when another system did.
    pub by: Option<WorkerId>,
    /// When.
    pub at: Timestamp,
}

impl Fact for OrderCancelled {
    const TOPICS: Topics = Topics::ORDERS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_order(self.order, |order| {
            order.stage = Stage::Cancelled;
            order.staged_at = self.at;
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-order-cancelled").with("order", Value::Order(self.order)))
    }
}

/// An order left the open work: shipped, or called off and put back. Its history lies in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderClosed {
    /// As it was at the end.
    pub order: Arc<Order>,
}

impl Fact for OrderClosed {
    const TOPICS: Topics = Topics::ORDERS;

    fn evolve(&self, w: &mut Warehouse) {
        w.close_order(self.order.id);
    }

    fn phrase(&self) -> Option<Phrase> {
        let stage = Value::Phrase(Box::new(Phrase::new(self.order.stage.key())));
        Some(
            Phrase::new("event-order-closed")
                .with("order", Value::Order(self.order.id))
                .with("stage", stage),
        )
    }
}
