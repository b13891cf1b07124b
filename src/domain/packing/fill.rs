//! Goods into a parcel and out of it again.

use super::decide::{bind_empty, live, mine};
use super::events::*;
use super::{MAX_LINES_A_PARCEL, Refusal, room, too_much};
use crate::domain::Qty;
use crate::domain::command::Draft;
use crate::domain::ids::{ItemId, LpnId, OrderId, ParcelId};
use crate::domain::lookup::{Misfit, Scan};
use crate::domain::orders::Order;
use crate::domain::parcels::{PackStep, Parcel, ParcelLine};
use crate::domain::putaway::belongs;
use crate::domain::stock::{Cause, Holder, Status, StockKey, StockMoved};

type Outcome = Result<(), crate::domain::Refusal>;

/// An item was scanned: so much of it goes in.
pub(super) fn scanned_item(d: &mut Draft<'_>, id: ParcelId, item: ItemId, qty: Qty, scan: &Scan) -> Outcome {
    let parcel = mine(d, id)?;
    if parcel.step.typed && parcel.step.item == Some(item) {
        // A typed quantity is never added to by accident: the first scan after it confirms it.
        let step = PackStep {
            typed: false,
            ..parcel.step
        };
        d.emit(PackStepped { parcel: id, step });
        return Ok(());
    }
    let order = live(d, parcel.order)?;
    match too_much(&order, &parcel) {
        Some((unwanted, excess)) if unwanted == item => scanned_out(d, &parcel, item, qty.min(excess)),
        _ => add(d, &parcel, item, qty, Some(scan)),
    }
}

/// The order was lessened: an item of which too much is in the parcel comes out by the same scan.
fn scanned_out(d: &mut Draft<'_>, parcel: &Parcel, item: ItemId, qty: Qty) -> Outcome {
    take_out(d, parcel, item, qty)?;
    let step = PackStep {
        item: Some(item),
        typed: false,
        ..parcel.step
    };
    d.emit(PackStepped {
        parcel: parcel.id,
        step,
    });
    Ok(())
}

/// How many of the item scanned last are in the parcel now.
pub(super) fn quantity(d: &mut Draft<'_>, id: ParcelId, qty: Qty) -> Outcome {
    let parcel = mine(d, id)?;
    live(d, parcel.order)?;
    let item = parcel.step.item.ok_or(Refusal::ItemFirst)?;
    if qty < Qty::ZERO || qty > Qty::MAX {
        return Err(Refusal::NoQuantity.into());
    }
    let more = qty - parcel.holds(item);
    if more.is_positive() {
        add(d, &parcel, item, more, None)?;
    } else if more < Qty::ZERO {
        take_out(d, &parcel, item, -more)?;
    }
    let step = PackStep {
        item: Some(item),
        typed: true,
        ..parcel.step
    };
    d.emit(PackStepped { parcel: id, step });
    Ok(())
}

/// Puts more of an item into the parcel, from the tote in hand first.
pub(super) fn add(
    d: &mut Draft<'_>,
    parcel: &Parcel,
    item: ItemId,
    qty: Qty,
    scan: Option<&Scan>,
) -> Outcome {
    let order = live(d, parcel.order)?;
    let lines = (0_u16..).zip(&order.lines).filter(|(_, l)| l.item == item);
    let picked: Qty = lines.clone().map(|(_, l)| l.picked).sum();
    let wanted: Qty = lines.clone().map(|(_, l)| room(l)).sum();
    let here = parcel.holds(item);
    if picked.is_zero() && here.is_zero() {
        return Err(Refusal::NotPicked(order.id, item).into());
    }
    if qty > picked || (qty > wanted && picked == wanted) {
        let (found, wanted) = (here + qty, here + wanted);
        return Err(Refusal::TooMany { item, found, wanted }.into());
    }
    if qty > wanted {
        let excess = picked - wanted;
        let goods = in_totes(d, &order, parcel.step.tote, item, None)?;
        let home = goods.first().and_then(|(key, _)| belongs(d.w, key, excess));
        return Err(Refusal::LeaveOut(item, excess, home).into());
    }
    let mut sources = in_totes(d, &order, parcel.step.tote, item, scan)?;
    let mut left = qty;
    for (line, l) in lines {
        let mut want = left.min(room(l));
        while want.is_positive() {
            let Some((from, has)) = sources.first_mut() else {
                return Err(Refusal::NotPicked(order.id, item).into());
            };
            let take = want.min(*has);
            let from = *from;
            *has -= take;
            if has.is_zero() {
                sources.remove(0);
            }
            pack(d, parcel.id, order.id, line, from, take);
            (want, left) = (want - take, left - take);
        }
    }
    let lines = d.w.parcel(parcel.id).map_or(0, |p| p.lines.len());
    if lines > MAX_LINES_A_PARCEL {
        return Err(Refusal::Full(parcel.id).into());
    }
    Ok(())
}

/// What lies of an item in an order's totes and may be packed, the tote in hand first.
fn in_totes(
    d: &Draft<'_>,
    order: &Order,
    first: Option<LpnId>,
    item: ItemId,
    scan: Option<&Scan>,
) -> Result<Vec<(StockKey, Qty)>, Refusal> {
    let mut totes: Vec<LpnId> = d.w.totes_of(order.id).collect();
    totes.sort_by_key(|tote| (Some(*tote) != first, *tote));
    let all: Vec<(StockKey, Qty)> = totes
        .into_iter()
        .flat_map(|tote| d.w.stock_in(Holder::Lpn(tote)))
        .filter(|(key, stock)| key.item == item && key.owner == order.owner && stock.on_hand.is_positive())
        .map(|(key, stock)| (*key, stock.on_hand))
        .collect();
    let Some((scan, master)) = scan.zip(d.w.items.get(&item)) else {
        return sellable(all, item);
    };
    let misfit = |key: &StockKey| {
        let lot = key.lot.and_then(|id| d.w.lots.get(&id))?;
        Some((lot.id, scan.misfit(master, lot)?))
    };
    let fits: Vec<(StockKey, Qty)> = all
        .iter()
        .filter(|(key, _)| misfit(key).is_none())
        .copied()
        .collect();
    // Nothing fits: the lot that was picked is named, one of them where there are several.
    match all.iter().find_map(|(key, _)| misfit(key)) {
        Some((lot, why)) if fits.is_empty() => Err(match why {
            Misfit::Lot(found) => Refusal::WrongLot {
                item,
                expected: lot,
                found,
            },
            Misfit::Expiry { expected, found } => Refusal::WrongExpiry {
                item,
                lot,
                expected,
                found,
            },
        }),
        _ => sellable(fits, item),
    }
}

/// Goods that were put on hold after they were picked are stopped here.
fn sellable(all: Vec<(StockKey, Qty)>, item: ItemId) -> Result<Vec<(StockKey, Qty)>, Refusal> {
    let held = all
        .iter()
        .map(|(key, _)| key.status)
        .find(|s| *s != Status::Available);
    match held {
        Some(status) => Err(Refusal::Held(item, status)),
        None => Ok(all),
    }
}

fn pack(d: &mut Draft<'_>, parcel: ParcelId, order: OrderId, line: u16, from: StockKey, qty: Qty) {
    let since = d.w.stock_at(&from).since;
    d.emit(Packed {
        parcel,
        order,
        line,
        from,
        qty,
    });
    d.emit(StockMoved {
        from,
        to: from.at(Holder::Parcel(parcel)),
        qty,
        since,
        cause: Cause::Packed,
    });
}

/// Takes some of an item out of the parcel, what came last first.
fn take_out(d: &mut Draft<'_>, parcel: &Parcel, item: ItemId, qty: Qty) -> Outcome {
    let mut left = qty;
    for line in parcel.lines.iter().rev().filter(|l| l.from.item == item) {
        let take = left.min(line.qty);
        if take.is_positive() {
            put_back(d, parcel, line, take)?;
            left -= take;
        }
    }
    Ok(())
}

/// Puts goods back: into the tote they came from where it still is the order's, else into another tote of the order,
/// else into the tote they came from if that is free again.
pub(super) fn put_back(d: &mut Draft<'_>, parcel: &Parcel, line: &ParcelLine, qty: Qty) -> Outcome {
    let Holder::Lpn(source) = line.from.holder else {
        return Err(Refusal::NeedTote(parcel.order).into());
    };
    let same =
        d.w.lpns
            .get(&source)
            .is_some_and(|l| l.order == Some(parcel.order));
    let first = d.w.totes_of(parcel.order).next();
    let tote = match first {
        _ if same => source,
        Some(other) => other,
        None => {
            bind_empty(d, parcel.order, parcel.bench, source).map_err(|_| Refusal::NeedTote(parcel.order))?;
            source
        }
    };
    put_into(d, parcel, line, qty, tote);
    Ok(())
}

/// Moves goods of a parcel into a tote.
pub(super) fn put_into(d: &mut Draft<'_>, parcel: &Parcel, line: &ParcelLine, qty: Qty, tote: LpnId) {
    let key = line.from.at(Holder::Parcel(parcel.id));
    let since = d.w.stock_at(&key).since;
    d.emit(Unpacked {
        parcel: parcel.id,
        order: parcel.order,
        line: line.line,
        from: line.from,
        qty,
    });
    d.emit(StockMoved {
        from: key,
        to: key.at(Holder::Lpn(tote)),
        qty,
        since,
        cause: Cause::Packed,
    });
}
