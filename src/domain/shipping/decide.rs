//! The rules of loading and shipping.

use super::events::*;
use super::{Command, Load, LoadState, Refusal, all_loaded, open_load_at};
use crate::domain::command::Draft;
use crate::domain::event::Event;
use crate::domain::ids::{CarrierId, LoadId, OrderId, ParcelId, PlaceId, WorkerId};
use crate::domain::jobs::{self, Going, Work};
use crate::domain::lookup::Scan;
use crate::domain::orders::{self, Order, OrderShorted, OrderStaged, Stage};
use crate::domain::packing;
use crate::domain::parcels::{self, Loaded, Parcel, Seal};
use crate::domain::people::Right;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::places::PlaceKind;
use crate::domain::stock::{Account, Cause, Holder, StockKey, StockMoved};
use crate::domain::{Qty, Warehouse};
use std::sync::Arc;

type Outcome = Result<(), crate::domain::Refusal>;

/// Most events of one command that ships or unloads parcels; the largest parcel stays below what is left of 500.
const MAX_EVENTS: usize = 300;

/// Decides one command about loads.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Outcome {
    match command {
        Command::OpenLoad { carrier, dock } => open(d, *carrier, *dock),
        Command::Scan { load, code } => {
            d.require(Right::Load)?;
            let scan = d.w.scan(code);
            take_scan(d, *load, &scan)
        }
        Command::Unload { parcel } => unload(d, *parcel),
        Command::VoidLoad { load } => void(d, *load),
        Command::CloseLoad { load } => close(d, *load),
    }
}

/// The inverse of one event of shipping, decided against the present: a loaded parcel is unloaded, an empty load is
/// no more. None for events that are not shipping's or need no inverse.
pub fn undo(d: &mut Draft<'_>, event: &Event) -> Option<Outcome> {
    match event {
        Event::ParcelLoaded(loaded) => {
            let parcel = d.w.parcel(loaded.parcel);
            let Some(parcel) = parcel else {
                return Some(Err(Refusal::AlreadyGone(loaded.sscc.clone()).into()));
            };
            Some(if parcel.loaded == Some(loaded.loaded) {
                unload(d, loaded.parcel)
            } else {
                Err(Refusal::NotLoaded(loaded.parcel).into())
            })
        }
        Event::LoadOpened(opened) => {
            let id = opened.load.id;
            let empty = d.w.load(id).is_some_and(|l| l.parcels == 0);
            Some(if empty { void(d, id) } else { Ok(()) })
        }
        _ => None,
    }
}

fn open(d: &mut Draft<'_>, carrier: CarrierId, dock: PlaceId) -> Outcome {
    d.require(Right::Load)?;
    if !d.w.carriers.contains_key(&carrier) {
        return Err(Refusal::UnknownCarrier(carrier).into());
    }
    let kind = d.w.places.get(&dock).map(|p| p.kind);
    if !matches!(kind, Some(PlaceKind::Dock | PlaceKind::Staging)) {
        return Err(Refusal::NotADock(dock).into());
    }
    if open_load_at(d.w, carrier, dock).is_some() {
        return Ok(());
    }
    let id: LoadId = d.w.counters.next();
    let load = Load {
        id,
        number: format!("L-{:06}", id.0).into(),
        carrier,
        dock,
        state: LoadState::Open,
        opened_by: d.ctx.worker(),
        opened_at: d.ctx.now,
        parcels: 0,
        weight_g: 0,
        shipped: 0,
        shipped_g: 0,
    };
    d.emit(LoadOpened { load: Arc::new(load) });
    Ok(())
}

fn open_load(d: &Draft<'_>, id: LoadId) -> Result<Load, Refusal> {
    let load = d.w.load(id).ok_or(Refusal::UnknownLoad(id))?;
    match load.state {
        LoadState::Open => Ok(load.clone()),
        LoadState::Closing => Err(Refusal::Leaving(id)),
    }
}

fn take_scan(d: &mut Draft<'_>, id: LoadId, scan: &Scan) -> Outcome {
    let by = d.worker()?;
    let load = open_load(d, id)?;
    if jobs::under_way(d.w, &Work::Void { load: id }).is_some() {
        return Err(Refusal::BeingVoided(id).into());
    }
    let parcel = which_parcel(d, &load, scan)?;
    let seal = may_load(d, &load, &parcel)?;
    d.emit(ParcelLoaded {
        parcel: parcel.id,
        order: parcel.order,
        sscc: seal.sscc.clone(),
        weight_g: seal.best_weight_g().unwrap_or(0),
        loaded: Loaded {
            load: id,
            by,
            at: d.ctx.now,
        },
    });
    if d.w.order(parcel.order).is_some_and(|o| all_loaded(d.w, o)) {
        stage(d, parcel.order, Stage::Loaded);
    }
    Ok(())
}

/// The parcel that a code stands for: its SSCC, or the number of an order with one parcel that waits.
fn which_parcel(d: &Draft<'_>, load: &Load, scan: &Scan) -> Result<Parcel, Refusal> {
    if let Some(id) = scan.parcel() {
        return d.w.parcel(id).cloned().ok_or(Refusal::UnknownParcel(id));
    }
    if let Some(order) = scan.order() {
        if d.w.order(order).is_some_and(|o| o.stage == Stage::Cancelled) {
            let first = d.w.parcels_of(order).next().map_or(ParcelId(0), |p| p.id);
            return Err(Refusal::CalledOff(order, first));
        }
        let all: Vec<&Parcel> = d.w.parcels_of(order).collect();
        let waiting: Vec<&&Parcel> = all.iter().filter(|p| p.loaded.is_none()).collect();
        return match (waiting.as_slice(), all.as_slice()) {
            ([one], _) => Ok(Parcel::clone(one)),
            ([], [one]) => Ok(Parcel::clone(one)),
            _ => Err(Refusal::WhichParcel(order, waiting.len())),
        };
    }
    Err(no_parcel(d.w, load, scan))
}

/// What a code is refused with that stands for no parcel here, as far as the open state remembers.
pub fn no_parcel(w: &Warehouse, load: &Load, scan: &Scan) -> Refusal {
    let sscc = parcels::bare_sscc(&scan.code);
    if w.numbers.knows(&parcels::parcel_key(sscc)) {
        return Refusal::AlreadyGone(scan.code.clone());
    }
    if w.numbers.knows(&parcels::voided_key(sscc)) {
        return Refusal::LabelVoid(scan.code.clone());
    }
    let wanted = Box::new(Phrase::new("want-parcel").with("carrier", Value::Carrier(load.carrier)));
    if scan.targets.is_empty() {
        Refusal::UnknownCode(scan.code.clone(), wanted)
    } else {
        Refusal::NotAParcel(scan.code.clone(), wanted)
    }
}

/// The parcel's label, if the parcel may go into the load.
fn may_load<'p>(d: &Draft<'_>, load: &Load, parcel: &'p Parcel) -> Result<&'p Seal, Refusal> {
    let order = d.w.order(parcel.order).ok_or(Refusal::UnknownParcel(parcel.id))?;
    if order.stage == Stage::Cancelled {
        return Err(Refusal::CalledOff(order.id, parcel.id));
    }
    held_back(d, order, parcel)?;
    let seal = parcel
        .seal
        .as_ref()
        .ok_or(Refusal::NotClosed(order.id, parcel.bench))?;
    if let Some(loaded) = parcel.loaded {
        return Err(Refusal::AlreadyLoaded {
            parcel: parcel.id,
            load: loaded.load,
            by: loaded.by,
            at: loaded.at,
        });
    }
    if parcel.carrier != load.carrier {
        return Err(Refusal::WrongCarrier {
            expected: load.carrier,
            found: parcel.carrier,
        });
    }
    if !order.split && order.stage != Stage::Packed {
        return Err(Refusal::NotWhole(order.id));
    }
    Ok(seal)
}

fn stage(d: &mut Draft<'_>, order: OrderId, stage: Stage) {
    d.emit(OrderStaged {
        order,
        stage,
        at: d.ctx.now,
    });
}

fn unload(d: &mut Draft<'_>, id: ParcelId) -> Outcome {
    d.require(Right::Load)?;
    let parcel = d.w.parcel(id).ok_or(Refusal::UnknownParcel(id))?.clone();
    let loaded = parcel.loaded.ok_or(Refusal::NotLoaded(id))?;
    open_load(d, loaded.load)?;
    take_off(d, &parcel, loaded.load, d.ctx.worker());
    Ok(())
}

fn take_off(d: &mut Draft<'_>, parcel: &Parcel, load: LoadId, by: Option<WorkerId>) {
    let seal = parcel.seal.as_ref();
    d.emit(ParcelUnloaded {
        parcel: parcel.id,
        order: parcel.order,
        sscc: seal.map_or("".into(), |s| s.sscc.clone()),
        weight_g: seal.and_then(Seal::best_weight_g).unwrap_or(0),
        load,
        by,
        at: d.ctx.now,
    });
    if d.w.order(parcel.order).is_some_and(|o| o.stage == Stage::Loaded) {
        stage(d, parcel.order, Stage::Packed);
    }
}

/// Refuses a parcel whose order is kept back, or was lessened after it was packed.
fn held_back(d: &Draft<'_>, order: &Order, parcel: &Parcel) -> Result<(), Refusal> {
    if let Some(hold) = d.w.hold_of(order.id) {
        return Err(Refusal::OnHold(order.id, hold.reason, hold.at));
    }
    match packing::too_much(order, parcel) {
        Some((item, qty)) => Err(Refusal::TakeOut {
            order: order.id,
            parcel: parcel.id,
            item,
            qty,
            home: packing::home_of(d.w, parcel, item, qty),
        }),
        None => Ok(()),
    }
}

fn void(d: &mut Draft<'_>, id: LoadId) -> Outcome {
    d.require(Right::Load)?;
    let load = open_load(d, id)?;
    let going = take_some_off(d, id, d.ctx.worker());
    jobs::follow(d, Work::Void { load: id }, load.parcels, going);
    Ok(())
}

fn close(d: &mut Draft<'_>, id: LoadId) -> Outcome {
    d.require(Right::CloseLoads)?;
    let load = d.w.load(id).ok_or(Refusal::UnknownLoad(id))?.clone();
    if load.state == LoadState::Open {
        may_close(d, &load)?;
        d.emit(LoadClosing {
            load: id,
            by: d.ctx.worker(),
            at: d.ctx.now,
        });
    } else if jobs::under_way(d.w, &Work::Ship { load: id }).is_some() {
        return Err(Refusal::Leaving(id).into());
    }
    // A load whose job was stopped by a failure is closed again, and goes on where it was.
    let going = ship_some(d, id, d.ctx.worker());
    jobs::follow(d, Work::Ship { load: id }, load.parcels, going);
    Ok(())
}

/// Refuses a load with a parcel that must not leave, or without the rest of an order that leaves whole.
fn may_close(d: &Draft<'_>, load: &Load) -> Result<(), Refusal> {
    if jobs::under_way(d.w, &Work::Void { load: load.id }).is_some() {
        return Err(Refusal::BeingVoided(load.id));
    }
    if d.w.parcels_in(load.id).next().is_none() {
        return Err(Refusal::Empty(load.id));
    }
    for parcel in d.w.parcels_in(load.id) {
        let Some(order) = d.w.order(parcel.order) else {
            continue;
        };
        if order.stage == Stage::Cancelled {
            return Err(Refusal::CalledOff(order.id, parcel.id));
        }
        held_back(d, order, parcel)?;
        let elsewhere = |p: &&Parcel| p.loaded.is_none_or(|l| l.load != load.id);
        let left = d.w.parcels_of(order.id).filter(elsewhere).count();
        if !order.split && left > 0 {
            return Err(Refusal::Torn(order.id, left));
        }
        if !order.split && !packing::missing(order).is_empty() {
            return Err(Refusal::NotWhole(order.id));
        }
    }
    Ok(())
}

/// Takes parcels out of a load until the command is full, and voids the load when none is left.
pub(in crate::domain) fn take_some_off(d: &mut Draft<'_>, id: LoadId, by: Option<WorkerId>) -> Going {
    let parcels: Vec<Parcel> = d.w.parcels_in(id).take(MAX_EVENTS / 2).cloned().collect();
    for parcel in &parcels {
        take_off(d, parcel, id, by);
    }
    if d.w.parcels_in(id).next().is_none()
        && let Some(number) = d.w.load(id).map(|load| load.number.clone())
    {
        d.emit(LoadVoided {
            load: id,
            number,
            by,
            at: d.ctx.now,
        });
    }
    Going {
        count: u32::try_from(parcels.len()).unwrap_or(u32::MAX),
        last: d.w.load(id).is_none(),
    }
}

/// Ships parcels of a load that is leaving until the command is full, and closes the load when none is left.
pub(in crate::domain) fn ship_some(d: &mut Draft<'_>, id: LoadId, by: Option<WorkerId>) -> Going {
    let mut parcels = 0;
    while d.events.len() < MAX_EVENTS {
        let Some(parcel) = d.w.parcels_in(id).next().cloned() else {
            break;
        };
        parcels += 1;
        let cancelled =
            d.w.order(parcel.order)
                .is_none_or(|o| o.stage == Stage::Cancelled);
        if cancelled {
            // Called off while the load was leaving: it stays, and is found among the parcels to take apart.
            take_off(d, &parcel, id, by);
        } else {
            ship(d, id, &parcel, by);
        }
    }
    if d.w.parcels_in(id).next().is_none()
        && let Some(load) = d.w.load(id).cloned()
    {
        d.emit(LoadClosed {
            load: id,
            number: load.number,
            carrier: load.carrier,
            parcels: load.shipped,
            weight_g: load.shipped_g,
            by,
            at: d.ctx.now,
        });
    }
    Going {
        count: parcels,
        last: d.w.load(id).is_none(),
    }
}

fn ship(d: &mut Draft<'_>, id: LoadId, parcel: &Parcel, by: Option<WorkerId>) {
    let goods: Vec<(StockKey, Qty, _)> =
        d.w.stock_in(Holder::Parcel(parcel.id))
            .map(|(key, stock)| (*key, stock.on_hand, stock.since))
            .collect();
    for (from, qty, since) in goods {
        d.emit(StockMoved {
            from,
            to: from.at(Holder::Account(Account::Customer)),
            qty,
            since,
            cause: Cause::Shipped,
        });
    }
    let (seal, order) = (parcel.seal.as_ref(), d.w.order(parcel.order));
    let load_number = d.w.load(id).map_or("".into(), |l| l.number.clone());
    let shipped = ParcelShipped {
        parcel: parcel.id,
        load: id,
        load_number,
        carrier: parcel.carrier,
        order: parcel.order,
        order_number: order.map_or("".into(), |o| o.number.clone()),
        sscc: seal.map_or("".into(), |s| s.sscc.clone()),
        weight_g: seal.and_then(Seal::best_weight_g),
        country: order.map_or("".into(), |o| o.country.clone()),
        lines: parcel.by_order_line(),
        by,
        at: d.ctx.now,
    };
    d.emit(shipped);
    after_shipping(d, parcel.order);
}

/// The order of a parcel that left: shipped when nothing is left of it, and waiting for goods when part of it is
/// still outstanding and nothing more is under way.
fn after_shipping(d: &mut Draft<'_>, id: OrderId) {
    let Some(order) = d.w.order(id) else { return };
    let under_way = order.total(|l| l.reserved + l.packed).is_positive()
        || order
            .lines
            .iter()
            .any(|l| l.picked.is_positive() && l.qty > l.packed + l.shipped);
    if under_way {
        return;
    }
    let missing = packing::missing(order);
    if missing.is_empty() {
        stage(d, id, Stage::Shipped);
        orders::close_if_over(d, id);
    } else {
        d.emit(OrderShorted {
            order: id,
            missing,
            at: d.ctx.now,
        });
    }
}
