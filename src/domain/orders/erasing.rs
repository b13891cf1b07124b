//! Forgetting to whom an order goes: the keys under which its consignee was sealed are destroyed outside; the journal
//! says which, when and by whom.

use super::{Refusal, Warehouse};
use crate::domain::command::Draft;
use crate::domain::event::{Fact, Topics};
use crate::domain::ids::OrderId;
use crate::domain::people::Right;
use crate::domain::phrase::{Phrase, Value};
use serde::{Deserialize, Serialize};

/// An order's consignee can be read no more, here or in any copy of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsigneeErased {
    /// Whose: open, or closed long ago.
    pub order: OrderId,
    /// The key that was destroyed.
    pub key: u64,
}

impl Fact for ConsigneeErased {
    const TOPICS: Topics = Topics::ORDERS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_order(self.order, |order| {
            order.consignee.take_if(|sealed| sealed.key == self.key);
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-consignee-erased").with("order", Value::Order(self.order)))
    }
}

/// Notes that these keys are to be destroyed. The order may be closed already: its keys are in the journal.
pub(super) fn erase(d: &mut Draft<'_>, order: OrderId, keys: &[u64]) -> Result<(), crate::domain::Refusal> {
    d.require(Right::ManageWorkers)?;
    if order == OrderId(0) || keys.is_empty() {
        return Err(Refusal::Unknown.into());
    }
    for key in keys {
        d.emit(ConsigneeErased { order, key: *key });
    }
    Ok(())
}
