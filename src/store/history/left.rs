//! What the orders that left held, for planners that learn from them.

use super::{HistoryError, latest};
use crate::domain::Event;
use crate::domain::ids::ItemId;
use crate::domain::orders::Order;
use crate::store::journal::JournalReader;

/// Records read at a time.
const PAGE: usize = 2_048;
/// Records looked through at most: a second or two.
const RECORDS: u64 = 500_000;

/// By order that left the building, the latest first, its items in the order of its lines: at most so many orders, of
/// the last half million records. Straight from the journal, which keeps every order as it was when it was closed: so
/// nothing is kept for planners beside it, and what they learn from reaches as far back as the journal does.
///
/// # Errors
/// When a record cannot be read.
pub fn items_that_left(reader: &JournalReader, most: usize) -> Result<Vec<Vec<ItemId>>, HistoryError> {
    let mut found = Vec::new();
    let mut before = reader.last_seq() + 1;
    let end = before.saturating_sub(RECORDS);
    while before > end && found.len() < most {
        let page = latest(reader, before, PAGE)?;
        let Some(first) = page.last() else { break };
        before = first.seq;
        for record in &page {
            let closed = record.events.iter().filter_map(|event| match event {
                Event::OrderClosed(closed) => Some(shipped(&closed.order)),
                _ => None,
            });
            found.extend(closed.filter(|items| !items.is_empty()));
        }
    }
    found.truncate(most);
    Ok(found)
}

/// What of an order left.
fn shipped(order: &Order) -> Vec<ItemId> {
    let lines = order.lines.iter().filter(|line| line.shipped.is_positive());
    lines.map(|line| line.item).collect()
}
