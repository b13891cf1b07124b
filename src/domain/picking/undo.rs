//! Taking picks back: until the pick list is deposited, and while the goods lie in their tote.

use super::events::*;
use super::{LineState, PickTask, Step, handing, short, zero_check};
use crate::domain::Qty;
use crate::domain::allocation::{self, Reservation, ReservationCut};
use crate::domain::command::Draft;
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, TaskId};
use crate::domain::people::Right;
use crate::domain::places::LpnBound;
use crate::domain::stock::{Cause, Holder, StockMoved};
use crate::domain::undo::{Refusal, gone_on};
use std::sync::Arc;

type Outcome = Result<(), Refusal>;

/// The inverse of an event of picking.
pub fn undo(d: &mut Draft<'_>, event: &Event) -> Option<Result<(), crate::domain::Refusal>> {
    let ctx = d.ctx;
    let record = ctx
        .record
        .as_ref()
        .map_or(&[][..], |record| record.events.as_slice());
    if let Some(called) = short::called_short(record) {
        match event {
            Event::LineClosed(closed) if closed == called.0 => {
                let task = open_task(d, closed.task, None);
                let found = task.and_then(|task| short::found_after_all(d, &task, record, called));
                return Some(found.map_err(crate::domain::Refusal::from));
            }
            // All that it led to is taken back with it, or stands.
            Event::LineClosed(_)
            | Event::ReservationCut(_)
            | Event::PickStepped(_)
            | Event::Reserved(_)
            | Event::LineAdded(_)
            | Event::CountMade(_)
            | Event::CountUrged(_)
            | Event::CountReopened(_) => return Some(Ok(())),
            _ => {}
        }
    }
    let outcome = match event {
        Event::TaskClosed(_) => return handing::take_up_again(d, record),
        // The scan that set the tote down took its last goods too: they stay in it, and it is in hand again.
        Event::Picked(picked) if was_set_down(record, picked.task) => Ok(()),
        Event::Picked(picked) => unpick(d, picked),
        Event::PickStepped(stepped) => step_back(d, stepped),
        Event::LineSkipped(skipped) => resume(d, skipped),
        Event::ToteFilled(filled) => use_again(d, filled),
        Event::ToteBound(bound) => free(d, bound),
        Event::ZeroAsked(asked) => {
            zero_check::withdraw(d, asked.task, asked.place);
            Ok(())
        }
        _ => return None,
    };
    Some(outcome.map_err(crate::domain::Refusal::from))
}

fn was_set_down(record: &[Event], task: TaskId) -> bool {
    record
        .iter()
        .any(|event| matches!(event, Event::TaskClosed(closed) if closed.task == task))
}

/// The pick list, if it is open and the one who asks has it, nobody has, or the one who asks leads.
fn open_task(d: &Draft<'_>, id: TaskId, order: Option<OrderId>) -> Result<Arc<PickTask>, Refusal> {
    let Some(task) = d.w.tasks.get(&id).cloned() else {
        return Err(order.map_or(Refusal::WentOn, |order| gone_on(d, order)));
    };
    match task.worker {
        Some(other) if d.ctx.worker() != Some(other) && d.require(Right::Plan).is_err() => {
            Err(Refusal::InHands(id, other, task.claimed_at))
        }
        _ => Ok(task),
    }
}

/// Puts picked goods back into their bin, where they are promised to the order again.
fn unpick(d: &mut Draft<'_>, picked: &Picked) -> Outcome {
    let was = &picked.line;
    let task = open_task(d, picked.task, Some(was.order))?;
    if d.w
        .order(was.order)
        .is_none_or(crate::domain::orders::Order::is_over)
    {
        return Err(gone_on(d, was.order));
    }
    // Lines wander when others are skipped or added: the same fetch is the one of the same goods for the same line.
    let same = |line: &super::PickLine| {
        (line.key, line.order, line.line) == (was.key, was.order, was.line) && line.picked >= picked.qty
    };
    let at = usize::from(picked.index);
    let index = match task.lines.get(at) {
        Some(line) if same(line) => Some(at),
        _ => task.lines.iter().position(same),
    };
    let (index, line) = index
        .and_then(|i| Some((i, task.lines.get(i)?)))
        .ok_or(Refusal::NotInTote(picked.lpn))?;
    let in_tote = was.key.at(Holder::Lpn(picked.lpn));
    let there = d.w.stock_at(&in_tote);
    if there.free() < picked.qty {
        return Err(Refusal::NotInTote(picked.lpn));
    }
    if d.w.places.get(&was.place()).is_none_or(|place| place.blocked) {
        return Err(Refusal::PlaceBlocked(was.place()));
    }
    let (qty, since) = (picked.qty, there.since);
    d.emit(StockMoved {
        from: in_tote,
        to: was.key,
        qty,
        since,
        cause: Cause::Undone,
    });
    // What the line still waited for and what comes back are one promise again.
    let rest = d.w.reservations.get(&line.reservation).map(|r| (r.id, r.qty));
    if let Some((reservation, qty)) = rest {
        d.emit(ReservationCut { reservation, qty });
    }
    let reservation = Reservation {
        id: d.w.counters.next(),
        order: was.order,
        line: was.line,
        key: was.key,
        qty: rest.map_or(qty, |(_, rest)| rest + qty),
        task: Some(picked.task),
    };
    d.emit(Unpicked {
        task: picked.task,
        index: u16::try_from(index).unwrap_or(u16::MAX),
        qty,
        reservation,
    });
    give_back_unwanted(d, was.order, was.line);
    Ok(())
}

/// The order may have been lessened since: no more is promised again than it wants.
fn give_back_unwanted(d: &mut Draft<'_>, order: OrderId, index: u16) {
    let line = d.w.order(order).and_then(|o| o.lines.get(usize::from(index)));
    let unwanted = line.map_or(Qty::ZERO, |l| (l.reserved + l.taken() - l.qty).min(l.reserved));
    if unwanted.is_positive() {
        allocation::give_back(d, order, Some(index), unwanted);
    }
}

/// Goes one confirmation back: from the counted quantity to the item, from the item to the place, from there to
/// nothing. Where the picker went on already, the step stands for nothing any more.
fn step_back(d: &mut Draft<'_>, stepped: &PickStepped) -> Outcome {
    let task = open_task(d, stepped.task, None)?;
    let was = &stepped.step;
    if task.step != *was || *was == Step::default() {
        return Ok(());
    }
    let step = Step {
        at: if was.item { was.at } else { None },
        item: was.counted.is_some(),
        counted: None,
        typed: false,
    };
    let task = stepped.task;
    d.emit(PickStepped { task, step });
    Ok(())
}

/// Takes a line up again where it was passed over.
fn resume(d: &mut Draft<'_>, skipped: &LineSkipped) -> Outcome {
    let task = open_task(d, skipped.task, None)?;
    let index = task
        .lines
        .iter()
        .position(|line| line.state == LineState::Skipped && line.reservation == skipped.reservation);
    if let Some(index) = index {
        d.emit(LineResumed {
            task: skipped.task,
            index: u16::try_from(index).unwrap_or(u16::MAX),
            to: skipped.index,
        });
    }
    Ok(())
}

/// Goes on with a tote that was called full.
fn use_again(d: &mut Draft<'_>, filled: &ToteFilled) -> Outcome {
    let ToteFilled { task, order, lpn } = *filled;
    let open = open_task(d, task, Some(order))?;
    let Some(slot) = open.tote(order) else {
        return Ok(());
    };
    match slot.lpn {
        Some(same) if same == lpn => return Ok(()),
        Some(other) => return Err(Refusal::OtherTote(other)),
        None => {}
    }
    if d.w.lpns.get(&lpn).is_none_or(|tote| tote.order != Some(order)) {
        return Err(Refusal::NotInTote(lpn));
    }
    d.emit(ToteBound { task, order, lpn });
    Ok(())
}

/// Takes a tote out of its slot, which was empty before. With goods in it, it stays the order's.
fn free(d: &mut Draft<'_>, bound: &ToteBound) -> Outcome {
    let ToteBound { task, order, lpn } = *bound;
    let open = open_task(d, task, Some(order))?;
    if open.tote(order).is_none_or(|slot| slot.lpn != Some(lpn)) {
        return Ok(());
    }
    d.emit(ToteFreed { task, order, lpn });
    if d.w.stock_in(Holder::Lpn(lpn)).next().is_none() {
        d.emit(LpnBound { lpn, order: None });
    }
    Ok(())
}
