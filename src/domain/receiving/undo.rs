//! Taking receiving scans back.

use super::events::{GoodsReceived, ReceiveUndone, ReceivingStepped};
use super::{Receiving, Refusal};
use crate::domain::Event;
use crate::domain::command::Draft;
use crate::domain::stock::{Account, Cause, Holder, Status, StockMoved};
use std::sync::Arc;

/// The inverse of an event of this workflow, decided against the present; none for events of others.
///
/// # Errors
/// (inside) The goods went on, the receipt is closed, or the receiver has gone on.
pub fn undo(d: &mut Draft<'_>, event: &Event) -> Option<Result<(), crate::domain::Refusal>> {
    match event {
        Event::GoodsReceived(received) => Some(take_back(d, received)),
        Event::ReceivingStepped(stepped) => Some(step_back(d, stepped)),
        _ => None,
    }
}

fn take_back(d: &mut Draft<'_>, received: &GoodsReceived) -> Result<(), crate::domain::Refusal> {
    if d.w.receipt(received.receipt).is_none() {
        return Err(Refusal::Unknown(received.receipt).into());
    }
    if d.w
        .receiving_of(received.worker)
        .is_some_and(|now| now.receipt != received.receipt || now.step.item.is_some())
    {
        return Err(Refusal::SteppedOn.into());
    }
    let sides = [
        (received.key, received.good()),
        (received.key.with_status(Status::Damaged), received.damaged()),
    ];
    let item = received.key.item;
    for (key, qty) in sides {
        let free = d.w.stock_at(&key).free();
        if qty > free {
            return Err(Refusal::GoneOn(item, qty - free).into());
        }
    }
    d.emit(ReceiveUndone {
        received: Arc::new(received.clone()),
    });
    for (from, qty) in sides.into_iter().filter(|(_, qty)| qty.is_positive()) {
        let since = d.w.stock_at(&from).since;
        d.emit(StockMoved {
            from,
            to: from.at(Holder::Account(Account::Supplier)),
            qty,
            since,
            cause: Cause::Undone,
        });
    }
    Ok(())
}

fn step_back(d: &mut Draft<'_>, stepped: &ReceivingStepped) -> Result<(), crate::domain::Refusal> {
    let now = d.w.receivings.get(&stepped.worker).cloned();
    let open = |r: &Arc<Receiving>| d.w.receipt(r.receipt).is_some();
    if now != stepped.now || !stepped.was.as_ref().is_none_or(open) {
        return Err(Refusal::SteppedOn.into());
    }
    d.emit(ReceivingStepped {
        worker: stepped.worker,
        was: now,
        now: stepped.was.clone(),
    });
    Ok(())
}
