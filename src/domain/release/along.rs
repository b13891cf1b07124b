//! An urgent order goes along with a walk that is under way, where it lies ahead of the picker and a slot is free.

use super::{MAX_ORDERS_A_TASK, walk_order};
use crate::domain::Warehouse;
use crate::domain::command::Draft;
use crate::domain::ids::{CarrierId, OrderId, PlaceId, TaskId};
use crate::domain::orders::{OrderStaged, Stage};
use crate::domain::picking::{LineAdded, LineState, OrderPutOn, PickLine, PickTask};
use std::collections::BTreeSet;

/// The priority whose orders go along with others.
pub const URGENT: u8 = 1;

/// The walk under way on which these lines would cost the fewest stops more; among equals the one that is done first.
/// Only where all of them lie ahead of its picker, there are slots free, and the carrier is the same.
pub(super) fn passing_by(w: &Warehouse, orders: &[OrderId], lines: &[PickLine]) -> Option<TaskId> {
    let under_way = w.tasks.values().filter(|task| task.worker.is_some());
    let fit = under_way.filter(|task| has_room(w, task, orders) && lies_ahead(w, task, lines));
    let cost = |task: &PickTask| {
        let open: BTreeSet<PlaceId> = to_fetch(task).map(PickLine::place).collect();
        let new: BTreeSet<PlaceId> = lines.iter().map(PickLine::place).collect();
        (new.difference(&open).count(), open.len(), task.id)
    };
    // What is as long as the rest of the walk is no longer on its way.
    let on_its_way = fit.map(|task| cost(task)).filter(|(new, left, _)| new <= left);
    on_its_way.min().map(|(.., task)| task)
}

fn to_fetch(task: &PickTask) -> impl Iterator<Item = &PickLine> {
    task.lines.iter().filter(|line| line.state == LineState::Open)
}

/// Slots for all of them, on a cart: a walk for a single order has none. All go with one carrier.
fn has_room(w: &Warehouse, task: &PickTask, orders: &[OrderId]) -> bool {
    let slots = usize::from(w.settings.cluster_size).min(MAX_ORDERS_A_TASK);
    let carrier = |order: OrderId| w.order(order).map(|order| order.carrier);
    let on_cart = task.totes.iter().map(|tote| tote.order);
    let carriers: BTreeSet<Option<CarrierId>> = on_cart.chain(orders.iter().copied()).map(carrier).collect();
    task.totes.len() > 1 && task.totes.len() + orders.len() <= slots && carriers.len() == 1
}

/// Of the places on the walk, the one nearest to each of these by the turns of the building is still to come.
fn lies_ahead(w: &Warehouse, task: &PickTask, lines: &[PickLine]) -> bool {
    let turn = |line: &PickLine| {
        w.places
            .get(&line.place())
            .map_or(u32::MAX, |place| place.sequence)
    };
    let ahead = |line: &PickLine| {
        let apart = |other: &PickLine| turn(line).abs_diff(turn(other));
        let nearest = task
            .lines
            .iter()
            .min_by_key(|other| (apart(other), other.state != LineState::Open));
        nearest.is_some_and(|other| other.state == LineState::Open)
    };
    lines.iter().all(ahead)
}

/// Puts orders and their lines on a walk under way.
pub(super) fn put_on(d: &mut Draft<'_>, task: TaskId, orders: &[OrderId], lines: &[PickLine]) {
    for order in orders {
        let (Some(onto), Some(asked)) = (d.w.task(task), d.w.order(*order)) else {
            continue;
        };
        let taken = |slot: &u8| onto.totes.iter().any(|tote| tote.slot == *slot);
        let put_on = OrderPutOn {
            order: *order,
            task,
            slot: (1..=u8::MAX).find(|slot| !taken(slot)).unwrap_or(u8::MAX),
            priority: onto.priority.min(asked.priority),
            cutoff: onto.cutoff.min(asked.cutoff),
        };
        d.emit(put_on);
        for line in lines.iter().filter(|line| line.order == *order) {
            let index = d.w.task(task).map_or(0, |onto| turn_of(d.w, onto, line));
            d.emit(LineAdded {
                task,
                index: u16::try_from(index).unwrap_or(u16::MAX),
                line: line.clone(),
            });
        }
        d.emit(OrderStaged {
            order: *order,
            stage: Stage::Picking,
            at: d.ctx.now,
        });
    }
}

/// Before which line another one comes: never before the one that is fetched now, whose place or goods may be
/// confirmed already.
fn turn_of(w: &Warehouse, task: &PickTask, line: &PickLine) -> usize {
    let rank = walk_order(w, line);
    let numbered = || task.lines.iter().enumerate();
    let open = numbered().filter(|(_, other)| other.state == LineState::Open);
    let later = open.skip(1).find(|(_, other)| walk_order(w, other) > rank);
    let skipped = numbered().find(|(_, other)| other.state == LineState::Skipped);
    later.or(skipped).map_or(task.lines.len(), |(index, _)| index)
}
