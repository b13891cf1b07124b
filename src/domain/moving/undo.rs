//! Taking moves back.

use super::Refusal;
use super::decide::check_to;
use super::events::{GoodsMoved, GoodsMovedBack, LpnSetDown, MovingStepped};
use crate::domain::Event;
use crate::domain::command::Draft;
use crate::domain::places::LpnMoved;
use crate::domain::stock::{Cause, StockMoved};

/// The inverse of an event of this workflow, decided against the present; none for events of others.
///
/// # Errors
/// (inside) The goods or the pallet went on, where they were cannot take them back, or the worker has gone on.
pub fn undo(d: &mut Draft<'_>, event: &Event) -> Option<Result<(), crate::domain::Refusal>> {
    match event {
        Event::GoodsMoved(moved) => Some(take_back(d, moved)),
        Event::LpnSetDown(set) => Some(take_up(d, set)),
        Event::MovingStepped(stepped) => Some(step_back(d, stepped)),
        _ => None,
    }
}

fn take_back(d: &mut Draft<'_>, moved: &GoodsMoved) -> Result<(), crate::domain::Refusal> {
    let mine = d.w.movings.get(&moved.worker).cloned();
    let now = if mine == moved.now {
        moved.was.clone()
    } else {
        mine
    };
    d.emit(GoodsMovedBack {
        worker: moved.worker,
        lines: moved.lines.clone(),
        now,
    });
    for (key, qty) in &moved.lines {
        let from = key.at(moved.to);
        let there = d.w.stock_at(&from);
        if *qty > there.free() {
            return Err(Refusal::GoneOn(key.item, moved.to).into());
        }
        check_to(d.w, &from, *qty, key.holder)?;
        d.emit(StockMoved {
            from,
            to: *key,
            qty: *qty,
            since: there.since,
            cause: Cause::Undone,
        });
    }
    Ok(())
}

fn take_up(d: &mut Draft<'_>, set: &LpnSetDown) -> Result<(), crate::domain::Refusal> {
    let at = d.w.lpns.get(&set.lpn).and_then(|lpn| lpn.at);
    if at != set.to {
        return Err(Refusal::LpnGoneOn(set.lpn, at).into());
    }
    d.emit(LpnSetDown {
        from: set.to,
        to: set.from,
        now: d.w.movings.get(&set.worker).cloned(),
        ..set.clone()
    });
    d.emit(LpnMoved {
        lpn: set.lpn,
        at: set.from,
    });
    Ok(())
}

fn step_back(d: &mut Draft<'_>, stepped: &MovingStepped) -> Result<(), crate::domain::Refusal> {
    let now = d.w.movings.get(&stepped.worker).cloned();
    if now != stepped.now {
        return Err(Refusal::SteppedOn.into());
    }
    d.emit(MovingStepped {
        worker: stepped.worker,
        was: now,
        now: stepped.was.clone(),
    });
    Ok(())
}
