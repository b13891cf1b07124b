//! In whose hands a pick list is: claimed, parked, handed over, taken over, and set down at its end.

use super::decide::is_drop;
use super::events::*;
use super::{PickTask, Refusal, TaskTote};
use crate::domain::command::Draft;
use crate::domain::event::Event;
use crate::domain::ids::{LpnId, OrderId, PlaceId, TaskId, WorkerId};
use crate::domain::orders::{self, OrderStaged, Stage};
use crate::domain::people::Right;
use crate::domain::places::{LpnBound, LpnMoved};
use crate::domain::{Text, packing, undo};
use std::sync::Arc;

type Outcome = Result<(), crate::domain::Refusal>;

pub(super) fn claim(d: &mut Draft<'_>, wanted: Option<TaskId>) -> Outcome {
    let worker = d.worker()?;
    if let Some(has) = d.w.task_of(worker) {
        return if wanted.is_none_or(|task| task == has) {
            Ok(())
        } else {
            Err(Refusal::HasTask(worker, has).into())
        };
    }
    let id = match wanted {
        Some(id) => id,
        None => d.w.open_tasks().next().ok_or(Refusal::NoWork)?,
    };
    let task = d.w.task(id).ok_or(Refusal::Unknown(id))?;
    if let Some(other) = task.worker {
        return Err(Refusal::Taken(id, other).into());
    }
    let orders: Vec<OrderId> = task.totes.iter().map(|t| t.order).collect();
    d.emit(TaskClaimed {
        task: id,
        worker,
        at: d.ctx.now,
        reason: "".into(),
    });
    for order in orders {
        if d.w.order(order).is_some_and(|o| o.stage == Stage::Released) {
            d.emit(OrderStaged {
                order,
                stage: Stage::Picking,
                at: d.ctx.now,
            });
        }
    }
    Ok(())
}

pub(super) fn park(d: &mut Draft<'_>, id: TaskId) -> Outcome {
    let lead = d.require(Right::Plan).is_ok();
    let task = d.w.task(id).ok_or(Refusal::Unknown(id))?;
    match task.worker {
        None => Err(Refusal::NotYours(id).into()),
        Some(other) if Some(other) != d.ctx.worker() && !lead => Err(Refusal::Taken(id, other).into()),
        Some(_) => {
            d.emit(TaskParked {
                task: id,
                at: d.ctx.now,
            });
            Ok(())
        }
    }
}

/// Gives a task to somebody: its picker may give it away, anybody who may pick may take it over, a lead may do both.
pub(super) fn hand_over(d: &mut Draft<'_>, id: TaskId, to: WorkerId, reason: &Text) -> Outcome {
    let worker = d.worker()?;
    let task = d.w.task(id).ok_or(Refusal::Unknown(id))?;
    let own = task.worker == Some(worker) || task.worker.is_none();
    if !own && to != worker {
        d.require(Right::Plan)?;
    }
    if !own && reason.trim().is_empty() {
        return Err(Refusal::NeedReason.into());
    }
    if !d
        .w
        .workers
        .get(&to)
        .is_some_and(|w| !w.inactive && w.may(Right::Pick))
    {
        return Err(Refusal::NoSuchPicker(to).into());
    }
    if let Some(has) = d.w.task_of(to).filter(|has| *has != id) {
        return Err(Refusal::HasTask(to, has).into());
    }
    d.emit(TaskClaimed {
        task: id,
        worker: to,
        at: d.ctx.now,
        reason: reason.clone(),
    });
    Ok(())
}

/// Closes the pick lists of an order that was called off or lessened where nothing is left to fetch and nothing was
/// picked.
pub fn call_off(d: &mut Draft<'_>, order: OrderId) {
    let tasks: Vec<TaskId> = d.w.tasks_with(order).collect();
    for id in tasks {
        close_if_idle(d, id);
    }
}

/// Takes an order of which nothing was picked off its pick lists; a list without any other order is closed.
pub fn take_off_lists(d: &mut Draft<'_>, order: OrderId) {
    let tasks: Vec<TaskId> = d.w.tasks_with(order).collect();
    let totes: Vec<LpnId> = d.w.totes_of(order).collect();
    for lpn in totes {
        d.emit(LpnBound { lpn, order: None });
    }
    for task in tasks {
        d.emit(OrderTakenOff { order, task });
        close_if_idle(d, task);
    }
}

fn close_if_idle(d: &mut Draft<'_>, id: TaskId) {
    let Some(task) = d.w.task(id).cloned() else { return };
    // Of an order on several lists, another list's tote is no reason to keep this one.
    let untouched = |tote: &TaskTote| {
        let of_it = |line: &super::PickLine| line.order == tote.order && line.picked.is_positive();
        tote.lpn.is_none() && !task.lines.iter().any(of_it)
    };
    let no_tote = |tote: &TaskTote| untouched(tote) || d.w.totes_of(tote.order).next().is_none();
    if task.current().is_some() || !task.totes.iter().all(no_tote) {
        return;
    }
    let worker = task.worker;
    d.emit(TaskClosed {
        task: id,
        worker,
        at: d.ctx.now,
    });
    for tote in task.totes {
        finish_order(d, tote.order);
    }
}

/// Sets the totes of a finished task down.
pub(super) fn deposit(d: &mut Draft<'_>, task: &PickTask, place: PlaceId) -> Outcome {
    if !is_drop(d, place) {
        return Err(Refusal::NotADrop(place).into());
    }
    let orders: Vec<OrderId> = task.totes.iter().map(|tote| tote.order).collect();
    for order in &orders {
        // A large order is on several lists: another picker's tote of it is not here.
        let elsewhere: Vec<LpnId> =
            d.w.tasks_with(*order)
                .filter(|id| *id != task.id)
                .filter_map(|id| d.w.task(id)?.tote(*order)?.lpn)
                .collect();
        let totes: Vec<LpnId> =
            d.w.totes_of(*order)
                .filter(|id| !elsewhere.contains(id) && d.w.lpns.get(id).is_some_and(|l| l.at.is_none()))
                .collect();
        for lpn in totes {
            d.emit(LpnMoved { lpn, at: Some(place) });
        }
    }
    let worker = d.worker()?;
    d.emit(TaskClosed {
        task: task.id,
        worker: Some(worker),
        at: d.ctx.now,
    });
    for order in orders {
        finish_order(d, order);
    }
    Ok(())
}

/// Takes totes up again that a record set down: they are a pick list of their own with nothing left to fetch, in the
/// hands of the one who asks. None where the record set none down. Until somebody packs of them or moves them.
pub(super) fn take_up_again(d: &mut Draft<'_>, events: &[Event]) -> Option<Outcome> {
    let set_down = events.iter().filter_map(|event| match event {
        Event::LpnMoved(LpnMoved { lpn, at: Some(place) }) => Some((*lpn, *place)),
        _ => None,
    });
    let set_down: Vec<(LpnId, PlaceId)> = set_down.collect();
    (!set_down.is_empty()).then(|| take_up(d, &set_down, staged_by(events)))
}

/// The orders whose stage a record set, with that stage.
fn staged_by(events: &[Event]) -> Vec<(OrderId, Stage)> {
    let staged = events.iter().filter_map(|event| match event {
        Event::OrderStaged(staged) => Some((staged.order, staged.stage)),
        Event::OrderShorted(shorted) => Some((shorted.order, Stage::Short)),
        _ => None,
    });
    staged.collect()
}

fn take_up(d: &mut Draft<'_>, set_down: &[(LpnId, PlaceId)], staged: Vec<(OrderId, Stage)>) -> Outcome {
    let worker = d.worker()?;
    if let Some(has) = d.w.task_of(worker) {
        return Err(Refusal::HasTask(worker, has).into());
    }
    for (order, stage) in &staged {
        let now = d.w.order(*order);
        if now.is_none_or(|now| now.stage != *stage) || d.w.open_parcel_of(*order).is_some() {
            return Err(undo::gone_on(d, *order).into());
        }
    }
    let mut slots: Vec<TaskTote> = Vec::new();
    for (lpn, place) in set_down {
        let tote = d.w.lpns.get(lpn).filter(|tote| tote.at == Some(*place));
        let order = tote
            .and_then(|tote| tote.order)
            .ok_or(undo::Refusal::NotInTote(*lpn))?;
        match slots.iter_mut().find(|slot| slot.order == order) {
            Some(slot) => slot.lpn = Some(*lpn),
            None => slots.push(TaskTote {
                order,
                slot: u8::try_from(slots.len() + 1).unwrap_or(u8::MAX),
                lpn: Some(*lpn),
                told: d.w.order(order).is_none_or(orders::Order::is_over),
            }),
        }
    }
    let urgent = slots.iter().filter_map(|slot| d.w.order(slot.order));
    let (priority, cutoff) = urgent.map(|o| (o.priority, o.cutoff)).min().unwrap_or_default();
    let task: TaskId = d.w.counters.next();
    let list = PickTask::new(task, priority, cutoff, d.ctx.now, slots, Vec::new());
    d.emit(TaskMade { task: Arc::new(list) });
    d.emit(TaskClaimed {
        task,
        worker,
        at: d.ctx.now,
        reason: "".into(),
    });
    for (lpn, _) in set_down {
        d.emit(LpnMoved { lpn: *lpn, at: None });
    }
    for (order, _) in staged {
        d.emit(OrderStaged {
            order,
            stage: Stage::Picking,
            at: d.ctx.now,
        });
    }
    Ok(())
}

/// The stage of an order whose pick list is done: picked, or short when its rule says so.
fn finish_order(d: &mut Draft<'_>, id: OrderId) {
    let Some(order) = d.w.order(id) else { return };
    if order.is_over() {
        orders::close_if_over(d, id);
        return;
    }
    if d.w.tasks_with(id).next().is_some() {
        // Another list fetches the rest of it.
        return;
    }
    let missing = packing::missing(order);
    let picked = order.total(|line| line.picked).is_positive();
    if missing.is_empty() || (order.split && picked) {
        orders::restage(d, id);
    } else {
        d.emit(orders::OrderShorted {
            order: id,
            missing,
            at: d.ctx.now,
        });
    }
}
