//! The rules of packing, up to the closed parcel.

use super::close;
use super::events::*;
use super::fill::{quantity, scanned_item};
use super::{Command, Refusal};
use crate::domain::Text;
use crate::domain::command::Draft;
use crate::domain::ids::{ItemId, LpnId, OrderId, ParcelId, PlaceId, WorkerId};
use crate::domain::lookup::Scan;
use crate::domain::orders::{Order, OrderStaged, Stage};
use crate::domain::parcels::{PackStep, Parcel};
use crate::domain::people::{Right, Worker};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::places::{LpnBound, LpnMoved, PlaceKind};
use crate::domain::stock::Holder;
use std::sync::Arc;

type Outcome = Result<(), crate::domain::Refusal>;

/// Decides one command about packing.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Outcome {
    d.require(Right::Pack)?;
    match command {
        Command::Scan { bench, order, code } => {
            is_bench(d, *bench)?;
            let scan = d.w.scan(code);
            take_scan(d, *bench, *order, &scan)
        }
        Command::Quantity { parcel, qty } => quantity(d, *parcel, *qty),
        Command::Close {
            parcel,
            carton,
            weight_g,
            confirm,
        } => close::close(d, *parcel, *carton, *weight_g, *confirm),
        Command::Reopen { parcel, bench } => {
            is_bench(d, *bench)?;
            close::reopen(d, *parcel, *bench)
        }
        Command::Void { parcel, tote } => close::void(d, *parcel, tote.as_ref()),
        Command::Park { parcel } => park(d, *parcel),
        Command::HandOver {
            parcel,
            to,
            bench,
            reason,
        } => hand_over(d, *parcel, *to, *bench, reason),
        Command::TakeOver {
            parcel,
            bench,
            reason,
        } => take_over(d, *parcel, *bench, reason),
    }
}

fn is_bench(d: &Draft<'_>, place: PlaceId) -> Result<(), Refusal> {
    let kind = d.w.places.get(&place).map(|p| p.kind);
    if kind == Some(PlaceKind::Bench) {
        Ok(())
    } else {
        Err(Refusal::NotABench(place))
    }
}

/// The open parcel, if the one who asks packs it.
pub(super) fn mine(d: &Draft<'_>, id: ParcelId) -> Result<Parcel, crate::domain::Refusal> {
    let worker = d.worker()?;
    let parcel = d.w.parcel(id).ok_or(Refusal::UnknownParcel(id))?;
    if let Some(seal) = &parcel.seal {
        let (by, at) = (seal.by, seal.at);
        return Err(Refusal::Closed { parcel: id, by, at }.into());
    }
    match parcel.packer {
        Some(packer) if packer == worker => Ok(parcel.clone()),
        Some(other) => Err(Refusal::Taken(parcel.order, other, parcel.bench).into()),
        None => Err(Refusal::NotYours(id).into()),
    }
}

/// The order, unless it is gone, called off or kept back.
pub(super) fn live(d: &Draft<'_>, id: OrderId) -> Result<Order, Refusal> {
    let order = d.w.order(id).ok_or(Refusal::UnknownOrder(id))?;
    if order.stage == Stage::Cancelled {
        Err(Refusal::CalledOff(id))
    } else if let Some(hold) = d.w.hold_of(id) {
        Err(Refusal::OnHold(id, hold.reason, hold.at))
    } else {
        Ok(order.clone())
    }
}

fn take_scan(d: &mut Draft<'_>, bench: PlaceId, order: Option<OrderId>, scan: &Scan) -> Outcome {
    let worker = d.worker()?;
    let current = order.or_else(|| d.w.parcel_in_hand(worker).map(|p| p.order));
    // An order that is done on the screen is no reason to refuse the next one's item.
    let done = |o: &&Order| {
        matches!(o.stage, Stage::Packed | Stage::Loaded | Stage::Shipped)
            && d.w.open_parcel_of(o.id).is_none()
    };
    let current = current.and_then(|id| d.w.order(id)).filter(|o| !done(o));
    let Some(order) = current.cloned() else {
        return begin(d, bench, scan);
    };
    if order.stage == Stage::Cancelled {
        return called_off(d, bench, &order, scan);
    }
    if let Some(tote) = scan.lpn() {
        return scanned_tote(d, bench, &order, tote);
    }
    let line = order
        .lines
        .iter()
        .find_map(|l| Some((l.item, scan.of_item(l.item)?)));
    if let Some((item, qty)) = line {
        let parcel = take_up(d, &order, bench)?;
        return scanned_item(d, parcel, item, qty, scan);
    }
    if let Some(carton) = scan.carton() {
        let open = d.w.open_parcel_of(order.id).map(|p| p.id);
        let parcel = open.ok_or(Refusal::Empty(order.id))?;
        return close::close(d, parcel, Some(carton), None, false);
    }
    match scan.order() {
        Some(other) if other != order.id => start(d, bench, other, None),
        Some(_) => take_up(d, &order, bench).map(|_| ()),
        None => Err(not_wanted(d, &order, scan).into()),
    }
}

/// Nothing is in hand: a tote, an order's number or an item that a picked order waits for begins.
fn begin(d: &mut Draft<'_>, bench: PlaceId, scan: &Scan) -> Outcome {
    if let Some(tote) = scan.lpn() {
        return match d.w.lpns.get(&tote).and_then(|lpn| lpn.order) {
            Some(order) => start(d, bench, order, Some(tote)),
            None => Err(unbound(d, tote).into()),
        };
    }
    if let Some(order) = scan.order() {
        return start(d, bench, order, None);
    }
    if let Some((item, qty)) = scan.item() {
        let home = d.w.home_of(item);
        let order = waiting_for(d, bench, item).ok_or(Refusal::NobodyWants(item, home))?;
        let order = live(d, order)?;
        let parcel = take_up(d, &order, bench)?;
        return scanned_item(d, parcel, item, qty, scan);
    }
    Err(strange(scan, Phrase::new("want-tote-or-order")).into())
}

fn strange(scan: &Scan, wanted: Phrase) -> Refusal {
    if scan.targets.is_empty() {
        Refusal::UnknownCode(scan.code.clone(), Box::new(wanted))
    } else {
        Refusal::Unexpected(scan.code.clone(), Box::new(wanted))
    }
}

fn unbound(d: &Draft<'_>, tote: LpnId) -> Refusal {
    if d.w.stock_in(Holder::Lpn(tote)).next().is_some() {
        Refusal::LooseTote(tote)
    } else {
        Refusal::EmptyTote(tote)
    }
}

/// The picked order with the earliest cut-off that has the item in a tote at this bench.
fn waiting_for(d: &Draft<'_>, bench: PlaceId, item: ItemId) -> Option<OrderId> {
    let in_totes = d.w.stock_of(item).filter_map(|(key, _)| match key.holder {
        Holder::Lpn(lpn) => d.w.lpns.get(&lpn).filter(|l| l.at == Some(bench))?.order,
        _ => None,
    });
    in_totes
        .filter_map(|id| d.w.order(id))
        .filter(|o| o.stage == Stage::Picked && d.w.hold_of(o.id).is_none())
        .map(|o| (o.cutoff, o.priority, o.id))
        .min()
        .map(|(.., id)| id)
}

fn start(d: &mut Draft<'_>, bench: PlaceId, id: OrderId, tote: Option<LpnId>) -> Outcome {
    let order = live(d, id)?;
    let parcel = take_up(d, &order, bench)?;
    if tote.is_some() {
        let step = PackStep {
            tote,
            ..PackStep::default()
        };
        d.emit(PackStepped { parcel, step });
    }
    Ok(())
}

/// The goods of an order that was called off go back: the scanned tote takes what is in its parcel. A tote or number
/// of another order goes on with that one, when nothing is in hand.
fn called_off(d: &mut Draft<'_>, bench: PlaceId, order: &Order, scan: &Scan) -> Outcome {
    let open = d.w.open_parcel_of(order.id).cloned();
    let empty = open.as_ref().is_none_or(|p| p.lines.is_empty());
    let others = |lpn: LpnId| {
        d.w.lpns
            .get(&lpn)
            .and_then(|l| l.order)
            .is_some_and(|o| o != order.id)
    };
    let elsewhere = scan.lpn().is_some_and(others) || scan.order().is_some_and(|o| o != order.id);
    match open {
        Some(parcel) if !empty && scan.lpn().is_some() && !elsewhere => {
            close::void(d, parcel.id, Some(&scan.code))
        }
        _ if empty && elsewhere => begin(d, bench, scan),
        _ => Err(Refusal::CalledOff(order.id).into()),
    }
}

fn scanned_tote(d: &mut Draft<'_>, bench: PlaceId, order: &Order, tote: LpnId) -> Outcome {
    let bound = d.w.lpns.get(&tote).and_then(|lpn| lpn.order);
    match bound {
        Some(other) if other != order.id => {
            let busy = d.w.open_parcel_of(order.id).is_some_and(|p| !p.lines.is_empty());
            if !busy {
                return start(d, bench, other, Some(tote));
            }
            let owner = d.w.order(other).map_or(order.owner, |o| o.owner);
            if owner != order.owner {
                let (found, expected) = (owner, order.owner);
                return Err(Refusal::OtherOwnersTote {
                    tote,
                    found,
                    expected,
                }
                .into());
            }
            let (found, expected) = (other, order.id);
            Err(Refusal::WrongTote {
                tote,
                found,
                expected,
            }
            .into())
        }
        Some(_) => start(d, bench, order.id, Some(tote)),
        // An empty tote is of use only where the order has none that goods could go back into.
        None if d.w.totes_of(order.id).next().is_none() && d.w.open_parcel_of(order.id).is_some() => {
            bind_empty(d, order.id, bench, tote)
        }
        None => Err(unbound(d, tote).into()),
    }
}

/// Binds an empty tote to an order, at the bench.
pub(super) fn bind_empty(d: &mut Draft<'_>, order: OrderId, bench: PlaceId, tote: LpnId) -> Outcome {
    let lpn = d.w.lpns.get(&tote).ok_or(Refusal::NeedTote(order))?;
    if let Some(found) = lpn.order {
        return if found == order {
            Ok(())
        } else {
            let expected = order;
            Err(Refusal::WrongTote {
                tote,
                found,
                expected,
            }
            .into())
        };
    }
    if d.w.stock_in(Holder::Lpn(tote)).next().is_some() {
        return Err(Refusal::LooseTote(tote).into());
    }
    if lpn.at != Some(bench) {
        d.emit(LpnMoved {
            lpn: tote,
            at: Some(bench),
        });
    }
    d.emit(LpnBound {
        lpn: tote,
        order: Some(order),
    });
    Ok(())
}

/// The order's open parcel in the hands of the one who asks; a new one where it has none.
fn take_up(d: &mut Draft<'_>, order: &Order, bench: PlaceId) -> Result<ParcelId, crate::domain::Refusal> {
    let worker = d.worker()?;
    let open = d.w.open_parcel_of(order.id).map(|p| (p.id, p.packer, p.bench));
    if open.is_none() && !matches!(order.stage, Stage::Picked | Stage::Packing) {
        return Err(match order.stage {
            Stage::Packed | Stage::Loaded | Stage::Shipped => Refusal::AlreadyPacked(order.id),
            stage => Refusal::NotReady(order.id, stage),
        }
        .into());
    }
    if let Some((_, Some(other), at)) = open.filter(|(_, packer, _)| packer.is_some_and(|p| p != worker)) {
        return Err(Refusal::Taken(order.id, other, at).into());
    }
    hands_free(d, order.id)?;
    match open {
        Some((id, packer, at)) => {
            if packer.is_none() || at != bench {
                hand(d, id, order.id, Some(bench), "".into());
            }
            Ok(id)
        }
        None => Ok(open_parcel(d, order, bench)),
    }
}

/// Lets go of an empty parcel of another order; goods of another order in hand refuse.
pub(super) fn hands_free(d: &mut Draft<'_>, order: OrderId) -> Outcome {
    let worker = d.worker()?;
    let Some(held) = d.w.parcel_in_hand(worker).filter(|p| p.order != order) else {
        return Ok(());
    };
    if !held.lines.is_empty() {
        return Err(Refusal::InHand(held.order).into());
    }
    let held = held.clone();
    close::drop_parcel(d, &held);
    Ok(())
}

fn open_parcel(d: &mut Draft<'_>, order: &Order, bench: PlaceId) -> ParcelId {
    let id: ParcelId = d.w.counters.next();
    let last = d.w.parcels_of(order.id).map(|p| p.number).max();
    let parcel = Parcel {
        id,
        order: order.id,
        number: last.unwrap_or(0).saturating_add(1),
        carrier: order.carrier,
        cutoff: order.cutoff,
        bench,
        packer: d.ctx.worker(),
        opened_at: d.ctx.now,
        lines: Vec::new(),
        step: PackStep::default(),
        seal: None,
        loaded: None,
    };
    d.emit(ParcelOpened {
        parcel: Arc::new(parcel),
    });
    if order.stage != Stage::Packing {
        d.emit(OrderStaged {
            order: order.id,
            stage: Stage::Packing,
            at: d.ctx.now,
        });
    }
    id
}

/// The one who asks packs it from now on, at this bench; without a bench, nobody does.
fn hand(d: &mut Draft<'_>, parcel: ParcelId, order: OrderId, bench: Option<PlaceId>, reason: Text) {
    let stays = d.w.parcel(parcel).map_or(PlaceId(0), |p| p.bench);
    d.emit(ParcelHanded {
        parcel,
        order,
        packer: d.ctx.worker().filter(|_| bench.is_some()),
        bench: bench.unwrap_or(stays),
        at: d.ctx.now,
        reason,
    });
}

fn not_wanted(d: &Draft<'_>, order: &Order, scan: &Scan) -> Refusal {
    let Some((item, _)) = scan.item() else {
        return strange(
            scan,
            Phrase::new("want-item-or-carton").with("order", Value::Order(order.id)),
        );
    };
    let mut owners =
        d.w.stock_of(item)
            .filter(|(key, _)| key.holder.is_real())
            .map(|(key, _)| key.owner);
    let first = owners.next();
    let own = first == Some(order.owner) || owners.any(|owner| owner == order.owner);
    match first {
        Some(found) if !own => Refusal::OtherOwner {
            item,
            found,
            expected: order.owner,
        },
        _ => Refusal::NotInOrder {
            order: order.id,
            item,
            home: d.w.home_of(item),
        },
    }
}

fn park(d: &mut Draft<'_>, id: ParcelId) -> Outcome {
    let parcel = mine(d, id)?;
    if parcel.lines.is_empty() {
        close::drop_parcel(d, &parcel);
    } else {
        hand(d, id, parcel.order, None, "".into());
    }
    Ok(())
}

/// The one who packs it gives it away. Nobody gets a parcel who has goods of another order in hand.
fn hand_over(
    d: &mut Draft<'_>,
    id: ParcelId,
    to: Option<WorkerId>,
    bench: Option<PlaceId>,
    reason: &Text,
) -> Outcome {
    let parcel = mine(d, id)?;
    if let Some(bench) = bench {
        is_bench(d, bench)?;
    }
    if let Some(to) = to {
        let packs = |worker: &Worker| !worker.inactive && worker.may(Right::Pack);
        if !d.w.workers.get(&to).is_some_and(|worker| packs(worker)) {
            return Err(Refusal::NoSuchPacker(to).into());
        }
        if let Some(held) = d.w.parcel_in_hand(to).filter(|held| held.id != id) {
            return Err(Refusal::Busy(to, held.order).into());
        }
    }
    d.emit(ParcelHanded {
        parcel: id,
        order: parcel.order,
        packer: to,
        bench: bench.unwrap_or(parcel.bench),
        at: d.ctx.now,
        reason: reason.clone(),
    });
    Ok(())
}

fn take_over(d: &mut Draft<'_>, id: ParcelId, bench: PlaceId, reason: &Text) -> Outcome {
    let worker = d.worker()?;
    is_bench(d, bench)?;
    let parcel = d.w.parcel(id).ok_or(Refusal::UnknownParcel(id))?.clone();
    if let Some(seal) = &parcel.seal {
        let (by, at) = (seal.by, seal.at);
        return Err(Refusal::Closed { parcel: id, by, at }.into());
    }
    if parcel.packer.is_some_and(|p| p != worker) && reason.trim().is_empty() {
        return Err(Refusal::NeedReason.into());
    }
    hands_free(d, parcel.order)?;
    hand(d, id, parcel.order, Some(bench), reason.clone());
    Ok(())
}
