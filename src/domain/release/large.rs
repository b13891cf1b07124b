//! Orders with so many lines that one command cannot release them: a job makes several pick lists of such an order, one
//! a chunk, each no longer than a walk.

use super::{MAX_LINES_A_RELEASE, is_waiting, make_list};
use crate::domain::command::Draft;
use crate::domain::ids::{ItemId, OrderId};
use crate::domain::orders::{Order, OrderShorted, Stage};
use crate::domain::picking::{PickLine, TaskTote};
use crate::domain::{Qty, Warehouse, allocation};
use std::collections::BTreeMap;

/// What one chunk did for a large order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A pick list was made, and there is more of the order to promise.
    More,
    /// All of it is done that can be done now.
    Last,
}

/// Whether an order is released in parts.
pub fn is_large(order: &Order) -> bool {
    order.lines.len() > MAX_LINES_A_RELEASE
}

/// The same groups, with every large order in one of its own.
pub fn with_large_alone(w: &Warehouse, groups: &[Vec<OrderId>]) -> Vec<Vec<OrderId>> {
    let large = |id: &OrderId| w.order(*id).is_some_and(is_large);
    let mut all = Vec::with_capacity(groups.len());
    for group in groups {
        let (alone, together): (Vec<_>, Vec<_>) = group.iter().copied().partition(|id| large(id));
        all.extend(Some(together).filter(|together| !together.is_empty()));
        all.extend(alone.into_iter().map(|id| vec![id]));
    }
    all
}

/// Makes the next pick list of a large order: of the first lines that wait and for which there is stock. An order that
/// leaves whole or not at all is looked through before its first list is made; what others take between two lists is
/// missing at the end of the walk, as after a short pick.
pub fn release_part(d: &mut Draft<'_>, id: OrderId) -> Part {
    let Some(order) = d.w.orders.get(&id).cloned() else {
        return Part::Last;
    };
    let going = matches!(order.stage, Stage::Released | Stage::Picking);
    if d.w.hold_of(id).is_some() || !(is_waiting(&order) || going) {
        return Part::Last;
    }
    if is_waiting(&order) {
        let missing = missing(d, &order);
        let nothing = order.lines.iter().all(|line| !line.outstanding().is_positive());
        let short: Qty = missing.iter().map(|(_, qty)| *qty).sum();
        let none_there = short == order.lines.iter().map(|line| line.outstanding()).sum();
        if !missing.is_empty() && (!order.split || none_there) {
            let at = d.ctx.now;
            d.emit(OrderShorted {
                order: id,
                missing,
                at,
            });
            return Part::Last;
        }
        if nothing {
            return Part::Last;
        }
    }
    let mut lines: Vec<PickLine> = Vec::new();
    let mut part = Part::Last;
    for (index, line) in (0..).zip(&order.lines) {
        if lines.len() >= MAX_LINES_A_RELEASE {
            part = Part::More;
            break;
        }
        if line.outstanding().is_positive() {
            let promises = allocation::reserve(d, id, index, line.outstanding());
            lines.extend(promises.iter().map(PickLine::of));
        }
    }
    if lines.is_empty() {
        return Part::Last;
    }
    let tote = TaskTote {
        order: id,
        slot: 1,
        lpn: None,
        told: false,
    };
    make_list(d, vec![tote], lines);
    part
}

/// By line, what the stock that is free now does not fill: lines of the same item fill up one after the other.
fn missing(d: &Draft<'_>, order: &Order) -> Vec<(u16, Qty)> {
    let mut free: BTreeMap<ItemId, Qty> = BTreeMap::new();
    let mut missing = Vec::new();
    for (index, line) in (0..).zip(&order.lines) {
        let left = free.entry(line.item).or_insert_with(|| {
            let candidates = allocation::candidates(d.w, line.item, order.owner, d.ctx.now.day());
            candidates.iter().map(|candidate| candidate.free).sum()
        });
        let taken = line.outstanding().min(*left);
        *left -= taken;
        if taken < line.outstanding() {
            missing.push((index, line.outstanding() - taken));
        }
    }
    missing
}
