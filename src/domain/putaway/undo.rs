//! Taking putaway scans back.

use super::Refusal;
use super::events::{PickGivenBack, PutAway, PutAwayUndone, PutawayStepped};
use crate::domain::Event;
use crate::domain::command::Draft;
use crate::domain::stock::{Cause, Holder, StockMoved};

/// The inverse of an event of this workflow, decided against the present; none for events of others.
///
/// # Errors
/// (inside) The goods went on, their order is closed, or the worker has gone on.
pub fn undo(d: &mut Draft<'_>, event: &Event) -> Option<Result<(), crate::domain::Refusal>> {
    match event {
        Event::PutAway(put) => Some(take_back(d, put)),
        Event::PickGivenBack(given) => Some(pick_again(d, given)),
        Event::PutawayStepped(stepped) => Some(step_back(d, stepped)),
        _ => None,
    }
}

fn take_back(d: &mut Draft<'_>, put: &PutAway) -> Result<(), crate::domain::Refusal> {
    let bin = Holder::Place(put.to);
    for (key, qty) in &put.lines {
        if *qty > d.w.stock_at(&key.at(bin)).free() {
            return Err(Refusal::GoneOn(key.item, put.to).into());
        }
        // A tote that was freed, and perhaps taken for another order, cannot take the goods of the old one back.
        if let Holder::Lpn(lpn) = key.holder
            && d.w
                .lpns
                .get(&lpn)
                .is_none_or(|l| l.order.is_some_and(|o| d.w.order(o).is_none_or(|o| !o.is_over())))
        {
            return Err(Refusal::OrderClosed.into());
        }
    }
    let mine = d.w.putaways.get(&put.worker).cloned();
    let now = if mine == put.now { put.was.clone() } else { mine };
    d.emit(PutAwayUndone {
        worker: put.worker,
        lines: put.lines.clone(),
        now,
    });
    for (key, qty) in &put.lines {
        let from = key.at(bin);
        let since = d.w.stock_at(&from).since;
        d.emit(StockMoved {
            from,
            to: *key,
            qty: *qty,
            since,
            cause: Cause::Undone,
        });
    }
    Ok(())
}

fn pick_again(d: &mut Draft<'_>, given: &PickGivenBack) -> Result<(), crate::domain::Refusal> {
    if d.w.order(given.order).is_none() {
        return Err(Refusal::OrderClosed.into());
    }
    d.emit(PickGivenBack {
        qty: -given.qty,
        ..*given
    });
    Ok(())
}

fn step_back(d: &mut Draft<'_>, stepped: &PutawayStepped) -> Result<(), crate::domain::Refusal> {
    let now = d.w.putaways.get(&stepped.worker).cloned();
    if now != stepped.now {
        return Err(Refusal::SteppedOn.into());
    }
    d.emit(PutawayStepped {
        worker: stepped.worker,
        was: now,
        now: stepped.was.clone(),
    });
    Ok(())
}
