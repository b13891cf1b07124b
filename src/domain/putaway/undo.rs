//! Taking putaway scans back.

use super::Refusal;
use super::events::{PickGivenBack, PutAway, PutAwayUndone, PutawayStepped};
use crate::domain::Event;
use crate::domain::command::Draft;
use crate::domain::ids::{LpnId, OwnerId};
use crate::domain::places::LpnBound;
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
    }
    if let Some((key, _)) = put.lines.first()
        && let Holder::Lpn(lpn) = key.holder
    {
        take_tote_again(d, put, lpn, key.owner)?;
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

/// The tote or pallet that the goods come back into must still be free for them; an order's tote is its own again.
fn take_tote_again(
    d: &mut Draft<'_>,
    put: &PutAway,
    lpn: LpnId,
    owner: OwnerId,
) -> Result<(), crate::domain::Refusal> {
    if put.order.is_some_and(|order| d.w.order(order).is_none()) {
        return Err(Refusal::OrderClosed.into());
    }
    let now = d.w.lpns.get(&lpn).and_then(|l| l.order);
    let mixed =
        d.w.stock_in(Holder::Lpn(lpn))
            .any(|(key, _)| key.owner != owner || now != put.order);
    if mixed || (now.is_some() && now != put.order) {
        return Err(Refusal::TakenSince(lpn).into());
    }
    if now != put.order {
        d.emit(LpnBound {
            lpn,
            order: put.order,
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
