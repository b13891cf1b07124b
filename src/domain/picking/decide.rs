//! The rules of picking.

use super::events::*;
use super::handing::{claim, deposit, hand_over, park};
use super::short::short;
use super::{Command, LineState, PickLine, PickTask, Prompt, Refusal, Step, TaskTote, zero_check};
use crate::domain::Qty;
use crate::domain::command::Draft;
use crate::domain::ids::{LpnId, OrderId, PlaceId, TaskId};
use crate::domain::lookup::{Misfit, Scan};
use crate::domain::people::Right;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::places::{LpnKind, LpnMoved, PlaceKind};
use crate::domain::stock::{Cause, Holder, StockMoved};
use crate::domain::walks::gone_to;

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
            let (scan, asked) = (d.w.scan(code), d.w.zero_asked.get(task).copied());
            take_scan(d, *task, &scan)?;
            zero_check::scanned_on(d, *task, asked)
        }
        Command::Quantity { task, qty } => quantity(d, *task, *qty),
        Command::Skip { task } => skip(d, *task),
        Command::Short { task, found } => short(d, *task, *found),
        Command::FullTote { task } => full_tote(d, *task),
        Command::Acknowledge { task } => acknowledge(d, *task),
        Command::NotEmpty { task } => zero_check::not_empty(d, *task),
        Command::Park { task } => park(d, *task),
        Command::HandOver { task, to, reason } => hand_over(d, *task, *to, reason),
    }
}

/// The task, if the one who asks is its picker.
pub(super) fn mine<'d>(d: &'d Draft<'_>, id: TaskId) -> Result<&'d PickTask, crate::domain::Refusal> {
    let worker = d.worker()?;
    let task = d.w.task(id).ok_or(Refusal::Unknown(id))?;
    match task.worker {
        Some(other) if other != worker => Err(Refusal::Taken(id, other).into()),
        None => Err(Refusal::NotYours(id).into()),
        Some(_) => Ok(task),
    }
}

/// Takes what was scanned at the task's prompt. Calls itself once when the scan accepts the shown quantity and is
/// then meant for the next line.
fn take_scan(d: &mut Draft<'_>, id: TaskId, scan: &Scan) -> Outcome {
    let task = d.w.task(id).ok_or(Refusal::Unknown(id))?.clone();
    let line = |index: usize| task.lines.get(index).cloned().ok_or(Refusal::NoLine);
    match task.prompt(d.w) {
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
        Some(found) if go_there_first(d, task, found) => {
            let step = Step {
                at: Some(found),
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

/// Whether something of the list is still to be fetched at a place, beside a line of it.
fn wanted_at(task: &PickTask, place: PlaceId, beside: Option<usize>) -> bool {
    let lines = task.lines.iter().enumerate();
    let mut others = lines.filter(|(index, _)| Some(*index) != beside);
    others.any(|(_, line)| line.place() == place && line.is_to_do())
}

/// The picker stands at another place of the list than they were sent to: they fetch there first, and the rest is
/// planned from here. False where nothing is wanted.
fn go_there_first(d: &mut Draft<'_>, task: &PickTask, place: PlaceId) -> bool {
    if !wanted_at(task, place, None) {
        return false;
    }
    let to = u16::try_from(task.current().unwrap_or(0)).unwrap_or(u16::MAX);
    let passed_over = |task: &PickTask| {
        let is_one = |line: &PickLine| line.place() == place && line.state == LineState::Skipped;
        task.lines.iter().position(is_one)
    };
    while let Some(index) = d.w.task(task.id).and_then(passed_over) {
        let index = u16::try_from(index).unwrap_or(u16::MAX);
        d.emit(LineResumed {
            task: task.id,
            index,
            to,
        });
    }
    let seq = d.w.seq;
    if let Some(planned) = d.w.task(task.id).and_then(|task| gone_to(task, place, seq)) {
        d.emit(planned);
    }
    true
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
    right_lot(d, line, scan)?;
    Ok(contents)
}

/// Checks lot and expiry, where the code names them, against the lot that is to be picked.
fn right_lot(d: &Draft<'_>, line: &PickLine, scan: &Scan) -> Result<(), Refusal> {
    let item = line.key.item;
    let lot = line.key.lot.and_then(|id| d.w.lots.get(&id));
    let Some((master, lot)) = d.w.items.get(&item).zip(lot) else {
        return Ok(());
    };
    match scan.misfit(master, lot) {
        None => Ok(()),
        Some(Misfit::Expiry { expected, found }) => Err(Refusal::WrongExpiry {
            lot: lot.id,
            expected,
            found,
        }),
        Some(Misfit::Lot(found)) => {
            let lies = d.w.lot_by_code(item, &found).and_then(|lot| {
                let mut places = d.w.stock_of(item).filter(|(key, _)| key.lot == Some(lot.id));
                places.find_map(|(key, _)| match key.holder {
                    Holder::Place(id) => Some(id),
                    _ => None,
                })
            });
            Err(Refusal::WrongLot {
                expected: lot.id,
                found,
                home: lies,
            })
        }
    }
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
        right_lot(d, line, scan)?;
        let step = count_on(task, line, contents)?;
        d.emit(PickStepped { task: task.id, step });
        return Ok(());
    }
    let next = task.after(index);
    let goes_on = match (scan.place(), next) {
        (Some(place), Some(_)) => place != line.place() && wanted_at(task, place, Some(index)),
        (Some(place), None) => shown >= line.left() && is_drop(d, place),
        (None, Some(next)) => next.place() == line.place() && scan.of_item(next.key.item).is_some(),
        (None, None) => false,
    };
    match bound {
        // On a cart of several totes the tote's own scan is all that tells whose goods these are.
        Some(lpn) if goes_on && task.totes.len() > 1 => Err(Refusal::ToteFirst(lpn).into()),
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

pub(super) fn need_tote(task: &PickTask, order: OrderId) -> Refusal {
    Refusal::NeedTote(order, task.tote(order).map_or(0, |tote| tote.slot))
}

pub(super) fn is_drop(d: &Draft<'_>, place: PlaceId) -> bool {
    let kind = d.w.places.get(&place).map(|p| p.kind);
    matches!(
        kind,
        Some(PlaceKind::Bench | PlaceKind::Staging | PlaceKind::Dock)
    )
}

fn quantity(d: &mut Draft<'_>, id: TaskId, qty: Qty) -> Outcome {
    let task = mine(d, id)?.clone();
    let line = match task.prompt(d.w) {
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
pub(super) fn put(d: &mut Draft<'_>, task: &PickTask, index: usize, qty: Qty, lpn: LpnId) -> Outcome {
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
    zero_check::ask(d, task.id, line.place());
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
    let Prompt::SetAside(order) = task.prompt(d.w) else {
        return Err(Refusal::NoLine.into());
    };
    d.emit(ToteSetAside { task: id, order });
    Ok(())
}
