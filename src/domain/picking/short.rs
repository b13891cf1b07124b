//! Short picks: what is missing in one place is looked for elsewhere at once, and the place is counted. And their
//! inverse: it was there after all.

use super::decide::{mine, need_tote, put};
use super::events::*;
use super::{LineState, PickLine, PickTask, Prompt, Refusal, Step};
use crate::domain::allocation::{self, Reservation, ReservationCut, Reserved};
use crate::domain::command::Draft;
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, ReservationId, TaskId};
use crate::domain::release::walk_order;
use crate::domain::stock::{Cause, Status, StockKey, StockMoved};
use crate::domain::{Qty, Warehouse, counting, undo};

type Outcome = Result<(), crate::domain::Refusal>;

/// There is less than the line wants. What is there is picked; the rest is looked for elsewhere at once; what the
/// book still shows in the bin is kept back until it has been counted.
pub(super) fn short(d: &mut Draft<'_>, id: TaskId, found: Qty) -> Outcome {
    let task = mine(d, id)?.clone();
    let (index, line) = match task.prompt(d.w) {
        Prompt::Put(index, _) | Prompt::Item(index) => {
            (index, task.lines.get(index).ok_or(Refusal::NoLine)?.clone())
        }
        Prompt::Place(index) => {
            let place = task.lines.get(index).ok_or(Refusal::NoLine)?.place();
            return Err(Refusal::PlaceFirst(place).into());
        }
        Prompt::SetAside(_) | Prompt::Deposit => return Err(Refusal::NoLine.into()),
    };
    if found < Qty::ZERO || found >= line.left() {
        return Err(Refusal::TooMany {
            item: line.key.item,
            found,
            wanted: line.left() - Qty(1),
        }
        .into());
    }
    if found.is_positive() {
        let lpn = task
            .tote(line.order)
            .and_then(|tote| tote.lpn)
            .ok_or_else(|| need_tote(&task, line.order))?;
        put(d, &task, index, found, lpn)?;
    }
    let missing = line.left() - found;
    let at = u16::try_from(index).unwrap_or(u16::MAX);
    d.emit(LineClosed {
        task: id,
        index: at,
        by: missing,
        state: LineState::Short,
    });
    d.emit(ReservationCut {
        reservation: line.reservation,
        qty: missing,
    });
    let mut homeless = vec![(line.order, line.line, missing)];
    homeless.extend(free_phantom(d, &line));
    for (order, order_line, qty) in homeless {
        find_elsewhere(d, order, order_line, qty);
    }
    go_on(d, id, Some(line.reservation));
    Ok(())
}

/// The promise that a pick list fetches now.
fn fetched(w: &Warehouse, task: TaskId) -> Option<ReservationId> {
    let task = w.task(task)?;
    Some(task.lines.get(task.current()?)?.reservation)
}

/// Where a pick list came to another line than was fetched before, its goods are confirmed anew: the same place may
/// hold others.
fn go_on(d: &mut Draft<'_>, id: TaskId, before: Option<ReservationId>) {
    let Some(step) = d.w.task(id).map(|task| task.step.clone()) else {
        return;
    };
    if fetched(d.w, id) != before && (step.item || step.counted.is_some()) {
        let step = Step {
            at: step.at,
            ..Step::default()
        };
        d.emit(PickStepped { task: id, step });
    }
}

/// Takes back every other promise on stock that is not there, keeps the stock back until it is counted, and has it
/// counted. Returns what those promises were for.
fn free_phantom(d: &mut Draft<'_>, line: &PickLine) -> Vec<(OrderId, u16, Qty)> {
    let homeless = take_back(d, &line.key, Qty::MAX);
    let phantom = d.w.stock_at(&line.key);
    if phantom.on_hand.is_positive() {
        let to = line.key.with_status(Status::Hold);
        let (qty, since) = (phantom.on_hand, phantom.since);
        d.emit(StockMoved {
            from: line.key,
            to,
            qty,
            since,
            cause: Cause::Missing,
        });
        counting::raise(
            d,
            line.place(),
            counting::Reason::ShortPick,
            Some((line.key, qty)),
        );
    }
    homeless
}

/// Takes back promises of up to `qty` on a line of the ledger, the latest first, and lessens the pick lines that wait
/// for them. Returns what they were for, in the order in which they were made.
pub fn take_back(d: &mut Draft<'_>, key: &StockKey, qty: Qty) -> Vec<(OrderId, u16, Qty)> {
    let promises: Vec<Reservation> =
        d.w.reservations_on(key)
            .filter_map(|id| d.w.reservations.get(&id).cloned())
            .collect();
    let mut left = qty;
    let mut taken = Vec::new();
    for promise in promises.iter().rev() {
        let cut = promise.qty.min(left);
        if cut.is_positive() {
            lessen_line(d, promise, cut);
            d.emit(ReservationCut {
                reservation: promise.id,
                qty: cut,
            });
            taken.push((promise.order, promise.line, cut));
            left -= cut;
        }
    }
    taken.reverse();
    taken
}

/// Promises other stock to an order line and adds it to a pick list of the order, where there is one: to that of the
/// worker who asks, who is on the way with the order's tote, else to the first. Large orders are on several.
pub fn find_elsewhere(d: &mut Draft<'_>, order: OrderId, line: u16, qty: Qty) {
    let promises = allocation::reserve(d, order, line, qty);
    let Some(task) = list_for(d, order) else { return };
    let before = fetched(d.w, task);
    for promise in promises {
        let line = PickLine::of(&promise);
        let rank = walk_order(d.w, &line);
        let lines = d.w.task(task).map(|t| t.lines.as_slice()).unwrap_or_default();
        // Behind the current line: the walk goes on from here and comes by, or comes back.
        let passed = lines
            .iter()
            .position(|l| l.state == LineState::Open)
            .unwrap_or(lines.len());
        let ahead = lines.iter().enumerate().skip(passed);
        let index = ahead
            .filter(|(_, l)| l.state == LineState::Skipped || walk_order(d.w, l) > rank)
            .map(|(i, _)| i)
            .next()
            .unwrap_or(lines.len());
        d.emit(LineAdded {
            task,
            index: u16::try_from(index).unwrap_or(u16::MAX),
            line,
        });
    }
    go_on(d, task, before);
}

/// The pick list of an order that more of it is added to.
fn list_for(d: &Draft<'_>, order: OrderId) -> Option<TaskId> {
    let own = d.ctx.worker().and_then(|worker| d.w.task_of(worker));
    let of_own = own.filter(|own| d.w.tasks_with(order).any(|list| list == *own));
    of_own.or_else(|| d.w.tasks_with(order).next())
}

/// Lessens the pick line that waits to fulfil a promise, before the promise is cut.
pub fn lessen_line(d: &mut Draft<'_>, promise: &Reservation, cut: Qty) {
    let Some(task) = promise.task.and_then(|id| d.w.task(id)) else {
        return;
    };
    let found = task
        .lines
        .iter()
        .position(|line| line.reservation == promise.id && line.left().is_positive());
    let Some((index, line)) = found.and_then(|i| Some((i, task.lines.get(i)?))) else {
        return;
    };
    let state = match (line.left() > cut, line.picked.is_positive()) {
        (true, _) => line.state,
        (false, true) => LineState::Done,
        (false, false) => LineState::Cancelled,
    };
    let index = u16::try_from(index).unwrap_or(u16::MAX);
    let by = cut.min(line.left());
    let task = task.id;
    let before = fetched(d.w, task);
    d.emit(LineClosed {
        task,
        index,
        by,
        state,
    });
    go_on(d, task, before);
}

/// The events of a record that called a line short: what it closed, and the promise that was cut for it. None for any
/// other record.
pub(super) fn called_short(events: &[Event]) -> Option<(&LineClosed, &ReservationCut)> {
    let closed =
        |event: &Event| matches!(event, Event::LineClosed(closed) if closed.state == LineState::Short);
    let at = events.iter().position(closed)?;
    match events.get(at..at + 2)? {
        [Event::LineClosed(closed), Event::ReservationCut(cut)] => Some((closed, cut)),
        _ => None,
    }
}

/// The goods that a line was called short of are there after all: what was kept back of them is free again, the line
/// waits for them anew, and what was to be fetched from elsewhere instead is not fetched. Promises of other orders that
/// went elsewhere stay there, and the place is still counted, since somebody doubted it.
pub(super) fn found_after_all(
    d: &mut Draft<'_>,
    task: &PickTask,
    events: &[Event],
    (closed, cut): (&LineClosed, &ReservationCut),
) -> Result<(), undo::Refusal> {
    let short = |line: &&PickLine| line.state == LineState::Short && line.reservation == cut.reservation;
    let line = task.lines.iter().find(short).ok_or(undo::Refusal::WentOn)?;
    if d.w
        .order(line.order)
        .is_none_or(crate::domain::orders::Order::is_over)
    {
        return Err(undo::gone_on(d, line.order));
    }
    if d.w.places.get(&line.place()).is_none_or(|place| place.blocked) {
        return Err(undo::Refusal::PlaceBlocked(line.place()));
    }
    free_again(d, line, events)?;
    let before = fetched(d.w, task.id);
    for event in events {
        if let Event::Reserved(made) = event
            && (made.reservation.order, made.reservation.line) == (line.order, line.line)
            && let Some(promise) = d.w.reservations.get(&made.reservation.id).cloned()
        {
            lessen_line(d, &promise, promise.qty);
            d.emit(ReservationCut {
                reservation: promise.id,
                qty: promise.qty,
            });
        }
    }
    let wanted =
        d.w.order(line.order)
            .and_then(|order| order.lines.get(usize::from(line.line)));
    let wanted = wanted.map_or(Qty::ZERO, |wanted| wanted.outstanding());
    let qty = closed.by.min(wanted).min(d.w.stock_at(&line.key).free());
    if !qty.is_positive() {
        return Err(undo::Refusal::WentOn);
    }
    let reservation = Reservation {
        id: d.w.counters.next(),
        order: line.order,
        line: line.line,
        key: line.key,
        qty,
        task: Some(task.id),
    };
    let added = PickLine::of(&reservation);
    d.emit(Reserved { reservation });
    let now = d.w.task(task.id);
    let index = now.map_or(0, |now| now.current().unwrap_or(now.lines.len()));
    d.emit(LineAdded {
        task: task.id,
        index: u16::try_from(index).unwrap_or(u16::MAX),
        line: added,
    });
    go_on(d, task.id, before);
    Ok(())
}

/// What the short pick kept back is free again, unless somebody has counted the place since or taken of it.
fn free_again(d: &mut Draft<'_>, line: &PickLine, events: &[Event]) -> Result<(), undo::Refusal> {
    let kept_back = events.iter().find_map(|event| match event {
        Event::StockMoved(moved) if moved.cause == Cause::Missing && moved.from == line.key => Some(moved),
        _ => None,
    });
    let Some(moved) = kept_back else { return Ok(()) };
    let held = d.w.stock_at(&moved.to);
    let counted = undo::Refusal::Counted(line.place());
    let count = counting::keeping_back(d.w, line.place(), &line.key, moved.qty).ok_or(counted.clone())?;
    if held.free() < moved.qty {
        return Err(counted);
    }
    d.emit(StockMoved {
        from: moved.to,
        to: moved.from,
        qty: moved.qty,
        since: held.since,
        cause: Cause::Undone,
    });
    d.emit(counting::PhantomFound {
        count,
        goods: counting::Goods::of(&line.key),
        qty: moved.qty,
    });
    Ok(())
}
