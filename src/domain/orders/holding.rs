//! Orders that are kept back: not picked while nothing of them is, and stopped at the bench and the dock otherwise.

use super::{Refusal, changing};
use crate::domain::command::Draft;
use crate::domain::event::{Fact, Topics};
use crate::domain::ids::{OrderId, WorkerId};
use crate::domain::jobs::Work;
use crate::domain::people::Right;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::{Text, Timestamp, Warehouse, shipping};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

type Outcome = Result<(), crate::domain::Refusal>;

/// Why an order is kept back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum HoldReason {
    /// It is not paid.
    Payment,
    /// Nobody can deliver there.
    Address,
    /// The customer asked to wait.
    Customer,
    /// It looks wrong, or like fraud.
    Check,
    /// Its goods are doubted: a recall, a bad lot.
    Goods,
    /// Something else, told in words.
    Other,
}

impl HoldReason {
    /// Every reason, in the order of menus.
    pub const ALL: [HoldReason; 6] = [
        HoldReason::Payment,
        HoldReason::Address,
        HoldReason::Customer,
        HoldReason::Check,
        HoldReason::Goods,
        HoldReason::Other,
    ];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            HoldReason::Payment => "hold-payment",
            HoldReason::Address => "hold-address",
            HoldReason::Customer => "hold-customer",
            HoldReason::Check => "hold-check",
            HoldReason::Goods => "hold-goods",
            HoldReason::Other => "hold-other",
        }
    }

    /// The message as a value of another.
    pub fn value(self) -> Value {
        Value::Phrase(Box::new(Phrase::new(self.key())))
    }
}

/// That an order is kept back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderHold {
    /// Which.
    pub order: OrderId,
    /// Why.
    pub reason: HoldReason,
    /// Why, in words.
    pub note: Text,
    /// By whom; none when another system asked.
    pub by: Option<WorkerId>,
    /// Since when.
    pub at: Timestamp,
}

/// Keeps an order back. Where nothing of it is out of its bins yet, it comes off its pick lists and waits again; what
/// is in totes already goes to the bench with them and is stopped there.
pub(super) fn hold(d: &mut Draft<'_>, id: OrderId, reason: HoldReason, note: &Text) -> Outcome {
    d.require(Right::ChangeOrders)?;
    let order = d.w.order(id).ok_or(Refusal::Unknown)?;
    if order.is_over() {
        return Err(Refusal::Over(id, order.stage).into());
    }
    if shipping::is_leaving(d.w, id) {
        return Err(Refusal::Gone(id).into());
    }
    if let Some(held) = d.w.hold_of(id) {
        return Err(Refusal::Held(id, held.by, held.at).into());
    }
    if reason == HoldReason::Other && note.trim().is_empty() {
        return Err(Refusal::NeedReason.into());
    }
    let total = d.w.reservations_of(id).count();
    d.emit(OrderHeld {
        hold: Arc::new(OrderHold {
            order: id,
            reason,
            note: note.clone(),
            by: d.ctx.worker(),
            at: d.ctx.now,
        }),
    });
    let going = changing::take_off_some(d, id);
    changing::follow(d, Work::TakeOff { order: id }, total, going);
    Ok(())
}

/// Lets a held order go on.
pub(super) fn let_go(d: &mut Draft<'_>, id: OrderId) -> Outcome {
    d.require(Right::ChangeOrders)?;
    d.w.order(id).ok_or(Refusal::Unknown)?;
    if d.w.hold_of(id).is_none() {
        return Err(Refusal::NotHeld(id).into());
    }
    d.emit(OrderLetGo {
        order: id,
        by: d.ctx.worker(),
        at: d.ctx.now,
    });
    Ok(())
}

/// An order is kept back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderHeld {
    /// Which, why, by whom and since when.
    pub hold: Arc<OrderHold>,
}

impl Fact for OrderHeld {
    const TOPICS: Topics = Topics::ORDERS;

    fn evolve(&self, w: &mut Warehouse) {
        w.held_orders.insert(self.hold.order, self.hold.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-order-held")
                .with("order", Value::Order(self.hold.order))
                .with("reason", self.hold.reason.value()),
        )
    }
}

/// A held order goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLetGo {
    /// Which.
    pub order: OrderId,
    /// By whom; none when another system asked.
    pub by: Option<WorkerId>,
    /// When.
    pub at: Timestamp,
}

impl Fact for OrderLetGo {
    const TOPICS: Topics = Topics::ORDERS;

    fn evolve(&self, w: &mut Warehouse) {
        w.held_orders.remove(&self.order);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-order-let-go").with("order", Value::Order(self.order)))
    }
}

impl Warehouse {
    /// Why an order is kept back, where it is.
    pub fn hold_of(&self, order: OrderId) -> Option<&OrderHold> {
        self.held_orders.get(&order).map(Arc::as_ref)
    }
}
