//! Booking the goods in hand: how much may come, what they are put onto, and which of the receipt's lines they are.

use super::decide::sure;
use super::events::{GoodsReceived, Part};
use super::lots::named_lot;
use super::{Doubt, Receipt, ReceiptLine, Receiving, Refusal, Step};
use crate::domain::command::Draft;
use crate::domain::ids::{ItemId, LpnId, PlaceId};
use crate::domain::masters::lot_for;
use crate::domain::places::{LpnKind, LpnMoved, PlaceKind};
use crate::domain::stock::{Account, Cause, Holder, Status, StockKey, StockMoved};
use crate::domain::{Qty, Text};

/// Books what is in hand. False when it was asked about instead.
pub(super) fn put(
    d: &mut Draft<'_>,
    mine: &Receiving,
    shown: Qty,
    to: Holder,
    reason: Option<&Text>,
) -> Result<bool, crate::domain::Refusal> {
    let step = &mine.step;
    let item = step.item.ok_or(Refusal::ItemFirst)?;
    if step.damaged > shown {
        return Err(Refusal::TooManyDamaged(item, step.damaged, shown).into());
    }
    let receipt =
        d.w.receipts
            .get(&mine.receipt)
            .ok_or(Refusal::Unknown(mine.receipt))?
            .clone();
    let status = check_onto(d, &receipt, to)?;
    let mut over = false;
    if let Some(doubt) = over_receipt(d, &receipt, item, shown, to)? {
        over = true;
        if reason.is_none() && !sure(d, mine, doubt, step.clone()) {
            return Ok(false);
        }
    }
    bring_carrier(d, &receipt, to);
    let expired = step.expiry.is_some_and(|day| day < d.ctx.now.day());
    let lot = named_lot(step);
    let lot = lot_for(d, item, lot.as_ref())?;
    let key = StockKey {
        holder: to,
        item,
        owner: receipt.owner,
        lot,
        status: if expired { Status::Quarantine } else { status },
    };
    d.emit(GoodsReceived {
        receipt: receipt.id,
        worker: mine.worker,
        key,
        parts: spread(&receipt, step, shown),
        over,
        reason: reason.cloned().unwrap_or_else(|| "".into()),
        step: step.clone(),
    });
    let sides = [
        (key, shown - step.damaged),
        (key.with_status(Status::Damaged), step.damaged),
    ];
    for (key, qty) in sides.into_iter().filter(|(_, qty)| qty.is_positive()) {
        d.emit(StockMoved {
            from: key.at(Holder::Account(Account::Supplier)),
            to: key,
            qty,
            since: d.ctx.now,
            cause: Cause::Received,
        });
    }
    Ok(true)
}

/// Whether more comes than was announced, and whether that is too much by the building's two percentages.
fn over_receipt(
    d: &Draft<'_>,
    receipt: &Receipt,
    item: ItemId,
    qty: Qty,
    to: Holder,
) -> Result<Option<Doubt>, Refusal> {
    let (expected, came) = receipt.of_item(item);
    if receipt.blind || expected.is_zero() {
        return Ok(None);
    }
    let found = came + qty;
    let with = |percent: i64| Qty(expected.0.saturating_mul(percent.max(0).saturating_add(100)) / 100);
    let most = with(d.w.settings.over_receipt_refuse_percent);
    if found > most {
        return Err(Refusal::TooMany {
            item,
            expected,
            found,
            most,
        });
    }
    let warn = with(d.w.settings.over_receipt_warn_percent);
    Ok((found > warn).then_some(Doubt::Over(item, expected, found, to)))
}

/// Checks what the goods are put onto. Returns the status they have there.
fn check_onto(d: &Draft<'_>, receipt: &Receipt, to: Holder) -> Result<Status, crate::domain::Refusal> {
    match to {
        Holder::Place(place) => Ok(match dock_place(d, place)? {
            PlaceKind::Quarantine => Status::Quarantine,
            _ => Status::Available,
        }),
        Holder::Lpn(lpn) => {
            check_carrier(d, receipt, lpn)?;
            Ok(Status::Available)
        }
        Holder::Parcel(_) | Holder::Account(_) => Err(Refusal::ItemFirst.into()),
    }
}

pub(super) fn dock_place(d: &Draft<'_>, id: PlaceId) -> Result<PlaceKind, Refusal> {
    let place = d.w.places.get(&id).ok_or(Refusal::NotADock(id))?;
    if !matches!(
        place.kind,
        PlaceKind::Dock | PlaceKind::Staging | PlaceKind::Quarantine
    ) {
        Err(Refusal::NotADock(id))
    } else if place.blocked {
        Err(Refusal::Blocked(id))
    } else {
        Ok(place.kind)
    }
}

fn check_carrier(d: &Draft<'_>, receipt: &Receipt, id: LpnId) -> Result<(), Refusal> {
    let lpn = d.w.lpns.get(&id).ok_or(Refusal::NotACarrier(id))?;
    if lpn.kind == LpnKind::Cart {
        return Err(Refusal::NotACarrier(id));
    }
    if let Some(order) = lpn.order {
        return Err(Refusal::LpnTaken(id, order));
    }
    let owners = || d.w.stock_in(Holder::Lpn(id)).map(|(key, _)| key.owner);
    if let Some(other) = owners().find(|owner| *owner != receipt.owner) {
        return Err(Refusal::OtherOwner(id, other));
    }
    match (lpn.at, receipt.dock) {
        (Some(at), Some(dock)) if at != dock && owners().next().is_some() => {
            Err(Refusal::LpnElsewhere(id, at))
        }
        _ => Ok(()),
    }
}

/// A free pallet or carton stands at the receipt's dock from now on.
fn bring_carrier(d: &mut Draft<'_>, receipt: &Receipt, to: Holder) {
    let (Holder::Lpn(lpn), Some(dock)) = (to, receipt.dock) else {
        return;
    };
    if d.w.lpns.get(&lpn).is_some_and(|l| l.at != Some(dock)) {
        d.emit(LpnMoved { lpn, at: Some(dock) });
    }
}

/// How what came spreads over the receipt's lines: the announced lot first, then what is outstanding; what is more
/// goes to the last line of the item, or makes a new one.
fn spread(receipt: &Receipt, step: &Step, shown: Qty) -> Vec<Part> {
    let mut lines: Vec<(u16, &ReceiptLine)> = (0u16..)
        .zip(&receipt.lines)
        .filter(|(_, line)| Some(line.item) == step.item)
        .collect();
    let fits = |line: &ReceiptLine| match &line.lot {
        Some(lot) if Some(lot) == step.lot.as_ref() => 0,
        None => 1,
        Some(_) => 2,
    };
    lines.sort_by_key(|(index, line)| (fits(line), *index));
    let last = lines
        .first()
        .map_or(u16::try_from(receipt.lines.len()).unwrap_or(u16::MAX), |l| l.0);
    let (mut good, mut damaged) = (shown - step.damaged, step.damaged);
    let mut parts: Vec<Part> = Vec::new();
    for (line, room) in lines.iter().map(|(index, line)| (*index, line.outstanding())) {
        let fit = good.min(room);
        let broken = damaged.min(room - fit);
        if (fit + broken).is_positive() {
            parts.push(Part {
                line,
                good: fit,
                damaged: broken,
            });
        }
        good -= fit;
        damaged -= broken;
    }
    if (good + damaged).is_positive() {
        match parts.iter_mut().find(|part| part.line == last) {
            Some(part) => {
                part.good += good;
                part.damaged += damaged;
            }
            None => parts.push(Part {
                line: last,
                good,
                damaged,
            }),
        }
    }
    parts
}
