//! The rules of picking.

use super::events::*;
use super::{Command, LineState, PickLine, PickTask, Prompt, Refusal, Step, TaskTote};
use crate::domain::allocation::{self, Reservation, ReservationCut};
use crate::domain::command::Draft;
use crate::domain::counting;
use crate::domain::ids::{LpnId, OrderId, PlaceId, TaskId, WorkerId};
use crate::domain::lookup::Scan;
use crate::domain::orders::{self, OrderStaged, Stage};
use crate::domain::people::Right;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::places::{LpnKind, LpnMoved, PlaceKind};
use crate::domain::release::walk_order;
use crate::domain::stock::{Cause, Holder, Status, StockKey, StockMoved};
use crate::domain::{Qty, Text};

type Outcome = Result<(), crate::domain::Refusal>;

/// Decides one command about picking.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Outcome {
    d.require(Right::Pick)?;
    match command {
        Command::Claim { task } => claim(d, *task),
        Command::Scan { task, code } => {
            mine(d, *task)?;
            let scan = d.w.scan(code);
            take_scan(d, *task, &scan)
        }
        Command::Quantity { task, qty } => quantity(d, *task, *qty),
        Command::Skip { task } => skip(d, *task),
        Command::Short { task, found } => short(d, *task, *found),
        Command::FullTote { task } => full_tote(d, *task),
        Command::Acknowledge { task } => acknowledge(d, *task),
        Command::Park { task } => park(d, *task),
        Command::HandOver { task, to, reason } => hand_over(d, *task, *to, reason),
    }
}

/// The task, if the one who asks is its picker.
fn mine<'d>(d: &'d Draft<'_>, id: TaskId) -> Result<&'d PickTask, crate::domain::Refusal> {
    let worker = d.worker()?;
    let task = d.w.task(id).ok_or(Refusal::Unknown(id))?;
    match task.worker {
        Some(other) if other != worker => Err(Refusal::Taken(id, other).into()),
        None => Err(Refusal::NotYours(id).into()),
        Some(_) => Ok(task),
    }
}

fn claim(d: &mut Draft<'_>, wanted: Option<TaskId>) -> Outcome {
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

/// Takes what was scanned at the task's prompt. Calls itself once when the scan accepts the shown quantity and is
/// then meant for the next line.
fn take_scan(d: &mut Draft<'_>, id: TaskId, scan: &Scan) -> Outcome {
    let task = d.w.task(id).ok_or(Refusal::Unknown(id))?.clone();
    let line = |index: usize| task.lines.get(index).cloned().ok_or(Refusal::NoLine);
    match task.prompt(&d.w) {
        Prompt::SetAside(order) => {
            let tote = task.tote(order).and_then(|t| t.lpn);
            if tote.is_some() && scan.lpn() == tote {
                acknowledge(d, id)
            } else {
                Err(Refusal::CalledOff(order, tote).into())
            }
        }
        Prompt::Place(index) => at_place(d, &task, &line(index)?, scan),
        Prompt::Item(index) => at_item(d, &task, &line(index)?, scan),
        Prompt::Put(index, shown) => at_put(d, &task, index, &line(index)?, shown, scan),
        Prompt::Deposit => match scan.place() {
            Some(place) => deposit(d, &task, place),
            None if scan.targets.is_empty() => Err(unknown(scan, Phrase::new("want-drop"))),
            None => Err(Refusal::DepositFirst.into()),
        },
    }
}

fn unknown(scan: &Scan, wanted: Phrase) -> crate::domain::Refusal {
    Refusal::UnknownCode(scan.code.clone(), Box::new(wanted)).into()
}

fn at_place(d: &mut Draft<'_>, task: &PickTask, line: &PickLine, scan: &Scan) -> Outcome {
    let expected = line.place();
    match scan.place() {
        Some(found) if found == expected => {
            let step = Step {
                at: Some(expected),
                ..Step::default()
            };
            d.emit(PickStepped { task: task.id, step });
            Ok(())
        }
        Some(found) => Err(Refusal::WrongPlace { expected, found }.into()),
        None if scan.targets.is_empty() => Err(unknown(
            scan,
            Phrase::new("want-place").with("place", Value::Place(expected)),
        )),
        None => Err(Refusal::PlaceFirst(expected).into()),
    }
}

fn at_item(d: &mut Draft<'_>, task: &PickTask, line: &PickLine, scan: &Scan) -> Outcome {
    let contents = right_item(d, line, scan)?;
    if contents > line.left() {
        return Err(Refusal::TooMany {
            item: line.key.item,
            found: contents,
            wanted: line.left(),
        }
        .into());
    }
    // One scan of a piece stands for the line as shown; one scan of a case has counted what is in it.
    let counted = (contents > Qty(1)).then_some(contents);
    let step = Step {
        at: Some(line.place()),
        item: true,
        counted,
        typed: false,
    };
    d.emit(PickStepped { task: task.id, step });
    Ok(())
}

/// Checks item and lot, and returns the base units that the scan stands for.
fn right_item(d: &Draft<'_>, line: &PickLine, scan: &Scan) -> Result<Qty, crate::domain::Refusal> {
    let item = line.key.item;
    let Some(contents) = scan.of_item(item) else {
        return Err(match scan.item() {
            Some((found, _)) => Refusal::WrongItem {
                expected: item,
                found,
                home: d.w.home_of(found),
            }
            .into(),
            None if scan.targets.is_empty() => {
                unknown(scan, Phrase::new("want-item").with("item", Value::Item(item)))
            }
            None => Refusal::ItemFirst(item).into(),
        });
    };
    let expected = line.key.lot.and_then(|id| d.w.lots.get(&id));
    if let (Some(expected), Some(found)) = (expected, &scan.lot)
        && expected.code != *found
    {
        let home = d.w.lot_by_code(item, found).and_then(|lot| {
            let places = d.w.stock_of(item).filter(|(key, _)| key.lot == Some(lot.id));
            places
                .filter_map(|(key, _)| {
                    if let Holder::Place(id) = key.holder {
                        Some(id)
                    } else {
                        None
                    }
                })
                .next()
        });
        return Err(Refusal::WrongLot {
            expected: expected.id,
            found: found.clone(),
            home,
        }
        .into());
    }
    Ok(contents)
}

fn at_put(
    d: &mut Draft<'_>,
    task: &PickTask,
    index: usize,
    line: &PickLine,
    shown: Qty,
    scan: &Scan,
) -> Outcome {
    if let Some(lpn) = scan.lpn() {
        return put(d, task, index, shown, lpn);
    }
    let bound = task.tote(line.order).and_then(|tote| tote.lpn);
    if let Some(contents) = scan.of_item(line.key.item) {
        let step = count_on(task, line, contents)?;
        d.emit(PickStepped { task: task.id, step });
        return Ok(());
    }
    let next = task.after(index);
    let goes_on = match (scan.place(), next) {
        (Some(place), Some(next)) => place != line.place() && place == next.place(),
        (Some(place), None) => shown >= line.left() && is_drop(d, place),
        (None, Some(next)) => next.place() == line.place() && scan.of_item(next.key.item).is_some(),
        (None, None) => false,
    };
    match bound {
        Some(lpn) if goes_on => {
            put(d, task, index, shown, lpn)?;
            take_scan(d, task.id, scan)
        }
        None if goes_on => Err(need_tote(task, line.order).into()),
        _ if scan.place().is_some_and(|found| found != line.place()) => {
            let found = scan.place().unwrap_or_default();
            let expected = next.map_or(line.place(), PickLine::place);
            Err(Refusal::WrongPlace { expected, found }.into())
        }
        _ if scan.targets.is_empty() => Err(unknown(
            scan,
            Phrase::new("want-tote").with("order", Value::Order(line.order)),
        )),
        _ => match scan.item() {
            Some((found, _)) => {
                let home = d.w.home_of(found);
                Err(Refusal::WrongItem {
                    expected: line.key.item,
                    found,
                    home,
                }
                .into())
            }
            None => Err(need_tote(task, line.order).into()),
        },
    }
}

/// The step after one more scan of the line's item: a typed quantity stands, a counted one grows.
fn count_on(task: &PickTask, line: &PickLine, contents: Qty) -> Result<Step, Refusal> {
    let mut step = task.step.clone();
    if !step.typed {
        // The scan that confirmed the item was the first piece.
        let counted = step.counted.unwrap_or(Qty(1)) + contents;
        if counted > line.left() {
            return Err(Refusal::TooMany {
                item: line.key.item,
                found: counted,
                wanted: line.left(),
            });
        }
        step.counted = Some(counted);
    }
    Ok(step)
}

fn need_tote(task: &PickTask, order: OrderId) -> Refusal {
    Refusal::NeedTote(order, task.tote(order).map_or(0, |tote| tote.slot))
}

fn is_drop(d: &Draft<'_>, place: PlaceId) -> bool {
    let kind = d.w.places.get(&place).map(|p| p.kind);
    matches!(
        kind,
        Some(PlaceKind::Bench | PlaceKind::Staging | PlaceKind::Dock)
    )
}

fn quantity(d: &mut Draft<'_>, id: TaskId, qty: Qty) -> Outcome {
    let task = mine(d, id)?.clone();
    let line = match task.prompt(&d.w) {
        Prompt::Put(index, _) | Prompt::Item(index) | Prompt::Place(index) => task.lines.get(index),
        Prompt::SetAside(_) | Prompt::Deposit => None,
    };
    let line = line.ok_or(Refusal::NoLine)?;
    if task.step.at != Some(line.place()) {
        return Err(Refusal::PlaceFirst(line.place()).into());
    }
    if !task.step.item {
        return Err(Refusal::ItemFirst(line.key.item).into());
    }
    if !qty.is_positive() {
        return Err(Refusal::NoQuantity.into());
    }
    if qty > line.left() {
        return Err(Refusal::TooMany {
            item: line.key.item,
            found: qty,
            wanted: line.left(),
        }
        .into());
    }
    let step = Step {
        counted: Some(qty),
        typed: true,
        ..task.step.clone()
    };
    d.emit(PickStepped { task: id, step });
    Ok(())
}

/// Puts goods of a line into a tote: the pick itself.
fn put(d: &mut Draft<'_>, task: &PickTask, index: usize, qty: Qty, lpn: LpnId) -> Outcome {
    let line = task.lines.get(index).ok_or(Refusal::NoLine)?;
    if !qty.is_positive() {
        return Err(Refusal::NoQuantity.into());
    }
    if qty > line.left() {
        return Err(Refusal::TooMany {
            item: line.key.item,
            found: qty,
            wanted: line.left(),
        }
        .into());
    }
    let slot = task.tote(line.order).ok_or(Refusal::NoLine)?;
    bind(d, task.id, slot, lpn)?;

    let state = if qty == line.left() {
        LineState::Done
    } else {
        LineState::Open
    };
    // Two orders of one cluster often want the same goods from one bin: the item is confirmed once.
    let next = task.after(index).filter(|_| state == LineState::Done);
    let same_goods = next.is_some_and(|next| next.key == line.key) || state == LineState::Open;
    let step = Step {
        at: Some(line.place()),
        item: same_goods,
        counted: None,
        typed: false,
    };
    let index = u16::try_from(index).unwrap_or(u16::MAX);
    d.emit(Picked {
        task: task.id,
        index,
        line: line.clone(),
        qty,
        lpn,
        state,
        next: step,
        at: d.ctx.now,
    });
    let since = d.w.stock_at(&line.key).since;
    let to = line.key.at(Holder::Lpn(lpn));
    d.emit(StockMoved {
        from: line.key,
        to,
        qty,
        since,
        cause: Cause::Picked,
    });
    Ok(())
}

/// Sees to it that the tote is the order's: the one in its slot, or a new empty one.
fn bind(d: &mut Draft<'_>, task: TaskId, slot: &TaskTote, lpn: LpnId) -> Result<(), Refusal> {
    let tote =
        d.w.lpns
            .get(&lpn)
            .ok_or(Refusal::NeedTote(slot.order, slot.slot))?;
    if slot.lpn == Some(lpn) {
        return Ok(());
    }
    if let Some(other) = tote.order.filter(|order| *order != slot.order) {
        return Err(Refusal::ToteTaken(lpn, other));
    }
    if let Some(expected) = slot.lpn {
        return Err(Refusal::WrongTote { expected, found: lpn });
    }
    if matches!(tote.kind, LpnKind::Cart) {
        return Err(Refusal::NeedTote(slot.order, slot.slot));
    }
    let fresh = tote.order.is_none();
    if fresh && d.w.stock_in(Holder::Lpn(lpn)).next().is_some() {
        return Err(Refusal::ToteNotEmpty(lpn));
    }
    if tote.at.is_some() {
        d.emit(LpnMoved { lpn, at: None });
    }
    d.emit(ToteBound {
        task,
        order: slot.order,
        lpn,
    });
    Ok(())
}

fn skip(d: &mut Draft<'_>, id: TaskId) -> Outcome {
    let task = mine(d, id)?;
    let index = task.current().ok_or(Refusal::NoLine)?;
    let reservation = task.lines.get(index).ok_or(Refusal::NoLine)?.reservation;
    let index = u16::try_from(index).unwrap_or(u16::MAX);
    d.emit(LineSkipped {
        task: id,
        index,
        reservation,
    });
    Ok(())
}

fn full_tote(d: &mut Draft<'_>, id: TaskId) -> Outcome {
    let task = mine(d, id)?;
    let line = task
        .current()
        .and_then(|index| task.lines.get(index))
        .ok_or(Refusal::NoLine)?;
    let order = line.order;
    let lpn = task
        .tote(order)
        .and_then(|tote| tote.lpn)
        .ok_or_else(|| need_tote(task, order))?;
    d.emit(ToteFilled { task: id, order, lpn });
    Ok(())
}

fn acknowledge(d: &mut Draft<'_>, id: TaskId) -> Outcome {
    let task = mine(d, id)?;
    let Prompt::SetAside(order) = task.prompt(&d.w) else {
        return Err(Refusal::NoLine.into());
    };
    d.emit(ToteSetAside { task: id, order });
    Ok(())
}

fn park(d: &mut Draft<'_>, id: TaskId) -> Outcome {
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
fn hand_over(d: &mut Draft<'_>, id: TaskId, to: WorkerId, reason: &Text) -> Outcome {
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

/// There is less than the line wants. What is there is picked; the rest is looked for elsewhere at once; what the
/// book still shows in the bin is kept back until it has been counted.
fn short(d: &mut Draft<'_>, id: TaskId, found: Qty) -> Outcome {
    let task = mine(d, id)?.clone();
    let (index, line) = match task.prompt(&d.w) {
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
    Ok(())
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

/// Promises other stock to an order line and adds it to the order's pick list, where there is one.
pub fn find_elsewhere(d: &mut Draft<'_>, order: OrderId, line: u16, qty: Qty) {
    let promises = allocation::reserve(d, order, line, qty);
    let Some(task) = d.w.tasks_with(order).next() else {
        return;
    };
    for promise in promises {
        let line = PickLine::of(&promise);
        let rank = walk_order(&d.w, &line);
        let lines = d.w.task(task).map(|t| t.lines.as_slice()).unwrap_or_default();
        // Behind the current line: the walk goes on from here and comes by, or comes back.
        let passed = lines
            .iter()
            .position(|l| l.state == LineState::Open)
            .unwrap_or(lines.len());
        let ahead = lines.iter().enumerate().skip(passed);
        let index = ahead
            .filter(|(_, l)| l.state == LineState::Skipped || walk_order(&d.w, l) > rank)
            .map(|(i, _)| i)
            .next()
            .unwrap_or(lines.len());
        d.emit(LineAdded {
            task,
            index: u16::try_from(index).unwrap_or(u16::MAX),
            line,
        });
    }
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
    d.emit(LineClosed {
        task,
        index,
        by,
        state,
    });
}

/// Closes the pick lists of an order that was called off where nothing is left to fetch and nothing was picked.
pub fn call_off(d: &mut Draft<'_>, order: OrderId) {
    let tasks: Vec<TaskId> = d.w.tasks_with(order).collect();
    for id in tasks {
        let Some(task) = d.w.task(id) else { continue };
        let idle = task.current().is_none()
            && task
                .totes
                .iter()
                .all(|tote| d.w.totes_of(tote.order).next().is_none());
        if idle {
            let worker = task.worker;
            d.emit(TaskClosed {
                task: id,
                worker,
                at: d.ctx.now,
            });
        }
    }
}

/// Sets the totes of a finished task down.
fn deposit(d: &mut Draft<'_>, task: &PickTask, place: PlaceId) -> Outcome {
    if !is_drop(d, place) {
        return Err(Refusal::NotADrop(place).into());
    }
    let orders: Vec<OrderId> = task.totes.iter().map(|tote| tote.order).collect();
    for order in &orders {
        let totes: Vec<LpnId> =
            d.w.totes_of(*order)
                .filter(|id| d.w.lpns.get(id).is_some_and(|l| l.at.is_none()))
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

/// The stage of an order whose pick list is done: picked, or short when its rule says so.
fn finish_order(d: &mut Draft<'_>, id: OrderId) {
    let Some(order) = d.w.order(id) else { return };
    if order.is_over() {
        orders::close_if_over(d, id);
        return;
    }
    let missing: Vec<(u16, Qty)> = order
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.outstanding().is_positive())
        .map(|(index, line)| (u16::try_from(index).unwrap_or(u16::MAX), line.outstanding()))
        .collect();
    let picked = order.total(|line| line.picked).is_positive();
    if missing.is_empty() || (order.split && picked) {
        d.emit(OrderStaged {
            order: id,
            stage: Stage::Picked,
            at: d.ctx.now,
        });
    } else {
        d.emit(orders::OrderShorted {
            order: id,
            missing,
            at: d.ctx.now,
        });
    }
}
