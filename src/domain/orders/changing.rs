//! What becomes of an order whose quantities or urgency change while it is under way.

use super::{
    Order, OrderCancelled, OrderLineChanged, OrderPrioritized, OrderShorted, OrderStaged, Refusal, Stage,
};
use crate::domain::command::Draft;
use crate::domain::ids::{OrderId, TaskId};
use crate::domain::jobs::{self, Going, Work};
use crate::domain::people::Right;
use crate::domain::shipping::{self, LoadState};
use crate::domain::{Qty, Warehouse, allocation, packing, picking};

type Outcome = Result<(), crate::domain::Refusal>;

/// How much of an order line stands in loads that are leaving: it is as good as gone.
pub fn leaving(w: &Warehouse, order: OrderId, line: u16) -> Qty {
    let closing = |load| w.load(load).is_some_and(|l| l.state == LoadState::Closing);
    w.parcels_of(order)
        .filter(|parcel| parcel.loaded.is_some_and(|loaded| closing(loaded.load)))
        .flat_map(|parcel| parcel.by_order_line())
        .filter(|(of, _)| *of == line)
        .map(|(_, qty)| qty)
        .sum()
}

/// Sets the ordered quantity of a line. Promises beyond it are given back at once; goods beyond it, in totes or
/// parcels, are caught at the bench or the dock. More than before is looked for at once where the order is on a list.
pub(super) fn change(d: &mut Draft<'_>, id: OrderId, line: u16, qty: Qty) -> Outcome {
    d.require(Right::ChangeOrders)?;
    let order = d.w.order(id).ok_or(Refusal::Unknown)?;
    if order.is_over() {
        return Err(Refusal::Over(id, order.stage).into());
    }
    let now = order
        .lines
        .get(usize::from(line))
        .ok_or(Refusal::BadLine(line))?
        .clone();
    if qty < Qty::ZERO || qty > Qty::MAX {
        return Err(Refusal::BadLine(line).into());
    }
    let gone = now.shipped + leaving(d.w, id, line);
    if qty < gone {
        return Err(Refusal::LeftAlready(id, now.item, gone).into());
    }
    if qty == now.qty {
        return Ok(());
    }
    let too_much = (now.reserved + now.taken() - qty).min(now.reserved);
    if too_much.is_positive() {
        allocation::give_back(d, id, Some(line), too_much);
    }
    d.emit(OrderLineChanged { order: id, line, qty });
    let fetched =
        d.w.order(id)
            .is_some_and(|o| matches!(o.stage, Stage::Released | Stage::Picking));
    let more =
        d.w.order(id)
            .and_then(|o| o.lines.get(usize::from(line)))
            .map(|l| l.outstanding());
    if let Some(more) = more.filter(|more| fetched && more.is_positive() && qty > now.qty) {
        picking::find_elsewhere(d, id, line, more);
    }
    if d.w.order(id).is_some_and(|o| o.total(|l| l.qty).is_zero()) {
        call_off(d, id);
    } else {
        picking::call_off(d, id);
        restage(d, id);
    }
    Ok(())
}

/// Calls an order off. Of one that has left in part, what has not left is no longer wanted.
pub(super) fn cancel(d: &mut Draft<'_>, id: OrderId) -> Outcome {
    d.require(Right::ChangeOrders)?;
    let order = d.w.order(id).ok_or(Refusal::Unknown)?;
    if order.is_over() {
        return Err(Refusal::Over(id, order.stage).into());
    }
    if shipping::is_leaving(d.w, id) {
        return Err(Refusal::Gone(id).into());
    }
    if !order.total(|l| l.shipped).is_positive() {
        call_off(d, id);
        return Ok(());
    }
    let unwanted = order.lines.iter().filter(|l| l.qty != l.shipped).count();
    let total = d.w.reservations_of(id).count() + unwanted;
    let going = call_off_some(d, id);
    follow(d, Work::CallOff { order: id }, total, going);
    Ok(())
}

/// Promises that one command takes back, and lines that it changes: three events each, and the lists' ends.
const MOST_AT_ONCE: usize = 100;

/// Calls off an order of which nothing has left. From then on it is stopped at the next scan, wherever it is; what is
/// promised to it is taken back in as many commands as that takes.
fn call_off(d: &mut Draft<'_>, id: OrderId) {
    let total = d.w.reservations_of(id).count();
    let count = allocation::give_back_some(d, id, MOST_AT_ONCE);
    d.emit(OrderCancelled {
        order: id,
        by: d.ctx.worker(),
        at: d.ctx.now,
    });
    let last = count == total;
    if last {
        picking::call_off(d, id);
        super::close_if_over(d, id);
    }
    let going = Going {
        count: small(count),
        last,
    };
    follow(d, Work::CallOff { order: id }, total, going);
}

/// Takes back promises of an order that was called off until the command is full; then, of one that has left in part,
/// lessens its lines to what has left. Its pick lists end with the last.
pub(in crate::domain) fn call_off_some(d: &mut Draft<'_>, id: OrderId) -> Going {
    let mut count = allocation::give_back_some(d, id, MOST_AT_ONCE);
    let promised = d.w.reservations_of(id).next().is_some();
    let room = MOST_AT_ONCE - count.min(MOST_AT_ONCE);
    let Some(order) = d.w.orders.get(&id).cloned() else {
        let count = small(count);
        return Going { count, last: true };
    };
    let is_whole = order.stage == Stage::Cancelled;
    let unwanted = (0_u16..)
        .zip(&order.lines)
        .filter(|(_, l)| !is_whole && l.qty != l.shipped);
    let mut unwanted = unwanted.map(|(line, l)| (line, l.shipped));
    if !promised {
        for (line, qty) in unwanted.by_ref().take(room) {
            d.emit(OrderLineChanged { order: id, line, qty });
            count += 1;
        }
    }
    let last = !promised && unwanted.next().is_none();
    if last {
        picking::call_off(d, id);
        if is_whole {
            super::close_if_over(d, id);
        } else {
            restage(d, id);
        }
    }
    let count = small(count);
    Going { count, last }
}

/// Takes an order that is kept back, and of which nothing is out of its bins, off its pick lists, until the command is
/// full. Where a picker was faster, the rest stays on the lists and is stopped at the bench.
pub(in crate::domain) fn take_off_some(d: &mut Draft<'_>, id: OrderId) -> Going {
    let still = |order: &Order| {
        matches!(order.stage, Stage::Released | Stage::Picking) && !order.total(|l| l.taken()).is_positive()
    };
    if !d.w.order(id).is_some_and(still) {
        return Going { count: 0, last: true };
    }
    let count = small(allocation::give_back_some(d, id, MOST_AT_ONCE));
    let last = d.w.reservations_of(id).next().is_none();
    if last {
        picking::take_off_lists(d, id);
        restage(d, id);
    }
    Going { count, last }
}

pub(super) fn follow(d: &mut Draft<'_>, work: Work, total: usize, going: Going) {
    jobs::follow(d, work, small(total), going);
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Brings an order to the stage that its quantities mean, after what is wanted or packed of it has changed. One that is
/// being fetched stays until its list ends; one with goods in an open parcel is being packed until that is closed.
pub fn restage(d: &mut Draft<'_>, id: OrderId) {
    let Some(order) = d.w.order(id).filter(|order| !order.is_over()) else {
        return;
    };
    let in_hand =
        d.w.open_parcel_of(id)
            .is_some_and(|parcel| !parcel.lines.is_empty());
    let fetched = order.total(|l| l.reserved).is_positive() || is_on_list(d.w, id);
    let packing = in_hand && !matches!(order.stage, Stage::Released | Stage::Picking);
    if packing || fetched {
        return;
    }
    let (now, split) = (order.stage, order.split);
    let missing = packing::missing(order);
    let whole = missing.is_empty() || split;
    let stage = if in_hand {
        // Its list ended while a parcel of it, reopened meanwhile, is being packed.
        Stage::Packing
    } else if packing::left_to_pack(order).is_positive() {
        match now {
            // What lies at the bench is packed first, and what is missing then is seen at its end.
            Stage::Picked | Stage::Packing => now,
            _ if whole => Stage::Picked,
            _ => Stage::Short,
        }
    } else if order.total(|l| l.packed).is_positive() {
        match whole {
            true if d.w.parcels_of(id).all(|parcel| parcel.loaded.is_some()) => Stage::Loaded,
            true => Stage::Packed,
            false => Stage::Short,
        }
    } else if order.total(|l| l.shipped).is_positive() {
        if missing.is_empty() {
            Stage::Shipped
        } else {
            Stage::Short
        }
    } else {
        Stage::Waiting
    };
    let at = d.ctx.now;
    match stage {
        _ if stage == now => {}
        Stage::Short => d.emit(OrderShorted {
            order: id,
            missing,
            at,
        }),
        _ => d.emit(OrderStaged { order: id, stage, at }),
    }
    super::close_if_over(d, id);
}

/// A pick list has it in a slot: somebody fetches it, or has its totes on a cart.
fn is_on_list(w: &Warehouse, id: OrderId) -> bool {
    w.tasks_with(id).next().is_some()
}

/// Sets how urgent an order is; its pick lists take the urgency of their most urgent order.
pub(super) fn prioritize(d: &mut Draft<'_>, id: OrderId, priority: u8) -> Outcome {
    d.require(Right::ChangeOrders)?;
    if !(1..=9).contains(&priority) {
        return Err(Refusal::BadPriority(priority).into());
    }
    let order = d.w.order(id).ok_or(Refusal::Unknown)?;
    match order.stage {
        stage @ (Stage::Shipped | Stage::Cancelled) => return Err(Refusal::Over(id, stage).into()),
        stage @ (Stage::Packed | Stage::Loaded) => return Err(Refusal::TooLate(id, stage).into()),
        _ if order.priority == priority => return Ok(()),
        _ => {}
    }
    d.emit(OrderPrioritized { order: id, priority });
    let tasks: Vec<TaskId> = d.w.tasks_with(id).collect();
    for id in tasks {
        let Some(task) = d.w.task(id) else { continue };
        let orders = task.totes.iter().filter_map(|tote| d.w.order(tote.order));
        let most = orders.filter(|o: &&Order| !o.is_over()).map(|o| o.priority).min();
        if let Some(priority) = most.filter(|most| *most != task.priority) {
            d.emit(picking::TaskPrioritized { task: id, priority });
        }
    }
    Ok(())
}
