//! The rules about orders.

use super::{
    Command, Order, OrderClosed, OrderLine, OrderSaved, Refusal, Stage, changing, closed_key, erasing,
    holding,
};
use crate::domain::Qty;
use crate::domain::command::Draft;
use crate::domain::ids::OrderId;
use crate::domain::people::Right;
use crate::domain::places::LpnBound;
use crate::domain::stock::Holder;
use std::sync::Arc;

type Outcome = Result<(), crate::domain::Refusal>;

/// Decides one command about orders.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Outcome {
    match command {
        Command::Save(order) => save(d, order),
        Command::Change { order, line, qty } => changing::change(d, *order, *line, *qty),
        Command::Cancel { order } => changing::cancel(d, *order),
        Command::SetPriority { order, priority } => changing::prioritize(d, *order, *priority),
        Command::Hold { order, reason, note } => holding::hold(d, *order, *reason, note),
        Command::LetGo { order } => holding::let_go(d, *order),
        Command::Erase { order, keys } => erasing::erase(d, *order, keys),
    }
}

fn save(d: &mut Draft<'_>, order: &Order) -> Outcome {
    d.require(Right::ImportData)?;
    if let Some(known) = d.w.order_by_number(order.owner, &order.number) {
        let same = known.lines.len() == order.lines.len()
            && known
                .lines
                .iter()
                .zip(&order.lines)
                .all(|(a, b)| a.item == b.item && a.qty == b.qty);
        return if same {
            Ok(())
        } else {
            Err(Refusal::NumberTaken(known.id).into())
        };
    }
    if d.w.numbers.knows(&closed_key(order.owner, &order.number)) {
        return Err(Refusal::NumberClosed(order.number.clone()).into());
    }
    let good = |line: &OrderLine| {
        line.qty.is_positive() && line.qty <= Qty::MAX && d.w.items.contains_key(&line.item)
    };
    if let Some(bad) = order.lines.iter().position(|line| !good(line)) {
        return Err(Refusal::BadLine(u16::try_from(bad).unwrap_or(u16::MAX)).into());
    }
    if order.lines.is_empty() || order.lines.len() > usize::from(u16::MAX) {
        return Err(Refusal::BadLine(0).into());
    }
    let mut order = order.clone();
    order.id = d.w.counters.next();
    order.stage = Stage::Waiting;
    order.staged_at = d.ctx.now;
    order.lines = order
        .lines
        .iter()
        .map(|l| OrderLine {
            note: l.note.clone(),
            ..OrderLine::new(l.item, l.qty)
        })
        .collect();
    d.emit(OrderSaved {
        order: Arc::new(order),
    });
    Ok(())
}

/// Takes an order out of the open work once it is over and nothing of it is left in the building.
pub fn close_if_over(d: &mut Draft<'_>, id: OrderId) {
    let Some(order) = d.w.order(id) else { return };
    let left = order.total(|l| l.reserved + l.picked + l.packed).is_positive();
    let in_totes =
        d.w.totes_of(id)
            .any(|tote| d.w.stock_in(Holder::Lpn(tote)).next().is_some());
    if order.is_over() && !left && !in_totes {
        let totes: Vec<_> = d.w.totes_of(id).collect();
        for lpn in totes {
            d.emit(LpnBound { lpn, order: None });
        }
        let order = d.w.orders.get(&id).cloned();
        if let Some(order) = order {
            d.emit(OrderClosed { order });
        }
    }
}
