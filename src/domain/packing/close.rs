//! Closing, reopening and voiding parcels.

use super::decide::{bind_empty, hands_free, live, mine};
use super::events::*;
use super::fill::{put_back, put_into};
use super::{Refusal, expected_weight_g, left_to_pack};
use crate::domain::command::Draft;
use crate::domain::ids::{CartonId, ItemId, OrderId, ParcelId, PlaceId};
use crate::domain::orders::{self, Order, OrderShorted, OrderStaged, Stage};
use crate::domain::outbox;
use crate::domain::parcels::{self, Parcel, Seal};
use crate::domain::places::LpnBound;
use crate::domain::putaway::belongs;
use crate::domain::stock::Holder;
use crate::domain::{Qty, Text, Warehouse};

type Outcome = Result<(), crate::domain::Refusal>;

/// How many serial numbers are tried when one is in use already, after the company prefix was changed.
const SERIALS_TRIED: u64 = 1000;

pub(super) fn close(
    d: &mut Draft<'_>,
    id: ParcelId,
    carton: Option<CartonId>,
    weight_g: Option<i64>,
    confirm: bool,
) -> Outcome {
    let worker = d.worker()?;
    let parcel = mine(d, id)?;
    // The hard check before the label: nothing is labelled for an order that was called off.
    let order = live(d, parcel.order)?;
    if parcel.lines.is_empty() {
        return Err(Refusal::Empty(order.id).into());
    }
    if let Some((item, qty)) = too_much(&order, &parcel) {
        return Err(Refusal::TakeOut(item, qty, home_of(d.w, &parcel, item, qty)).into());
    }
    let expected_g = expected_weight_g(d.w, &parcel.contents(), carton);
    let outside = check_weight(d, carton, weight_g, expected_g, confirm)?;
    let (sscc, serial) = next_sscc(d)?;
    let seal = Seal {
        sscc,
        carton,
        weight_g,
        expected_g,
        by: worker,
        at: d.ctx.now,
        copy: 1,
    };
    d.emit(ParcelClosed {
        parcel: id,
        order: order.id,
        seal,
        serial,
        confirmed: outside,
    });
    learn_weight(d, &parcel, carton, weight_g, outside);
    outbox::parcel_papers(d, id);
    free_totes(d, order.id);
    settle(d, order.id);
    Ok(())
}

/// The first item of which more is in parcels than the order wants now, and how much of it this parcel can give back.
pub(in crate::domain) fn too_much(order: &Order, parcel: &Parcel) -> Option<(ItemId, Qty)> {
    parcel.by_order_line().into_iter().find_map(|(index, here)| {
        let line = order.lines.get(usize::from(index))?;
        let excess = (line.packed + line.shipped - line.qty).min(here);
        excess.is_positive().then_some((line.item, excess))
    })
}

/// Where goods belong that come out of a parcel.
pub(in crate::domain) fn home_of(w: &Warehouse, parcel: &Parcel, item: ItemId, qty: Qty) -> Option<PlaceId> {
    let line = parcel.lines.iter().find(|line| line.from.item == item)?;
    belongs(w, &line.from, qty)
}

/// Checks the carton and the weight. Returns whether the weight lies outside the tolerance and was confirmed.
fn check_weight(
    d: &Draft<'_>,
    carton: Option<CartonId>,
    weight_g: Option<i64>,
    expected_g: Option<i64>,
    confirm: bool,
) -> Result<bool, Refusal> {
    if let Some(id) = carton {
        let master = d.w.cartons.get(&id).ok_or(Refusal::UnknownCarton(id))?;
        let bears = i64::from(master.max_weight_g);
        let found = weight_g.or(expected_g).unwrap_or(0) - i64::from(master.tare_g);
        if bears > 0 && found > bears && !confirm {
            return Err(Refusal::TooHeavy {
                carton: id,
                found,
                bears,
            });
        }
    }
    let (Some(found), Some(expected)) = (weight_g, expected_g) else {
        return Ok(false);
    };
    let percent = d.w.settings.weight_tolerance_percent;
    let off = found
        .saturating_sub(expected)
        .saturating_abs()
        .saturating_mul(100);
    let outside = off > expected.saturating_mul(percent);
    if outside && !confirm {
        return Err(Refusal::WrongWeight { found, expected });
    }
    Ok(outside)
}

/// The next SSCC that is not in use, and its serial number.
fn next_sscc(d: &Draft<'_>) -> Result<(Text, u64), Refusal> {
    let prefix = &d.w.settings.company_prefix;
    let bad = || Refusal::BadPrefix(prefix.clone());
    let from = d.w.sscc_serial.saturating_add(1);
    let serials = parcels::serials(prefix).ok_or_else(bad)?;
    let used_up = || Refusal::SerialsUsedUp(prefix.clone(), serials);
    // They begin anew: whether one is still under way is known for as long as numbers are kept.
    if from >= serials && d.w.numbers.keeping.days < parcels::KEPT_APART_DAYS {
        return Err(used_up());
    }
    for serial in from..from.saturating_add(SERIALS_TRIED) {
        let sscc = parcels::sscc(prefix, serial).ok_or_else(bad)?;
        let used = d.w.numbers.knows(&parcels::parcel_key(&sscc))
            || d.w.numbers.knows(&parcels::voided_key(&sscc))
            || d.w.scan(&sscc).parcel().is_some();
        if !used {
            return Ok((sscc, serial));
        }
    }
    Err(used_up())
}

/// A weighed parcel of one item tells what a piece weighs, where nobody knew or the packer says that it is right.
fn learn_weight(
    d: &mut Draft<'_>,
    parcel: &Parcel,
    carton: Option<CartonId>,
    weight_g: Option<i64>,
    confirmed: bool,
) {
    let contents = parcel.contents();
    let ([(item, pieces)], Some(carton), Some(weight)) = (contents.as_slice(), carton, weight_g) else {
        return;
    };
    let (item, pieces) = (*item, *pieces);
    let tare = d.w.cartons.get(&carton).map_or(0, |c| i64::from(c.tare_g));
    let piece = weight.saturating_sub(tare) / pieces.0.max(1);
    let news = confirmed || d.w.piece_weight_g(item).is_none();
    if news && piece > 0 && d.w.piece_weight_g(item) != Some(piece) {
        d.emit(WeightLearned {
            item,
            weight_g: piece,
            carton,
            pieces,
        });
    }
}

/// The order's empty totes are free for others.
fn free_totes(d: &mut Draft<'_>, order: OrderId) {
    let empty = |lpn: &_| d.w.stock_in(Holder::Lpn(*lpn)).next().is_none();
    let totes: Vec<_> = d.w.totes_of(order).filter(empty).collect();
    for lpn in totes {
        d.emit(LpnBound { lpn, order: None });
    }
}

/// The stage of an order of which a parcel was closed: packed, waiting for goods, or still being packed.
fn settle(d: &mut Draft<'_>, id: OrderId) {
    let Some(order) = d.w.order(id) else { return };
    let busy = left_to_pack(order).is_positive() || order.total(|l| l.reserved).is_positive();
    let at_bench = matches!(order.stage, Stage::Picked | Stage::Packing);
    if !at_bench || busy || d.w.open_parcel_of(id).is_some() {
        return;
    }
    let missing = missing(order);
    let at = d.ctx.now;
    if missing.is_empty() || order.split {
        let stage = Stage::Packed;
        d.emit(OrderStaged { order: id, stage, at });
    } else {
        d.emit(OrderShorted {
            order: id,
            missing,
            at,
        });
    }
}

/// By line, what is ordered and neither promised nor taken.
pub(in crate::domain) fn missing(order: &Order) -> Vec<(u16, Qty)> {
    let lines = (0_u16..)
        .zip(&order.lines)
        .map(|(index, line)| (index, line.outstanding()));
    lines.filter(|(_, qty)| qty.is_positive()).collect()
}

/// The parcel, if it may be changed: closed or not, it stands in no load.
fn in_reach(d: &Draft<'_>, id: ParcelId) -> Result<Parcel, Refusal> {
    let parcel = d.w.parcel(id).ok_or(Refusal::UnknownParcel(id))?;
    match parcel.loaded {
        Some(loaded) => Err(Refusal::Loaded {
            parcel: id,
            load: loaded.load,
            by: loaded.by,
            at: loaded.at,
        }),
        None => Ok(parcel.clone()),
    }
}

pub(super) fn reopen(d: &mut Draft<'_>, id: ParcelId, bench: PlaceId) -> Outcome {
    let packer = d.worker()?;
    let parcel = in_reach(d, id)?;
    let Some(seal) = parcel.seal else {
        return Err(Refusal::Open(id).into());
    };
    live(d, parcel.order)?;
    if let Some(open) = d.w.open_parcel_of(parcel.order).cloned() {
        match open.packer {
            Some(other) if other != packer => {
                return Err(Refusal::Taken(parcel.order, other, open.bench).into());
            }
            _ if open.lines.is_empty() => {
                let event = voided(d, &open);
                d.emit(event);
            }
            _ => return Err(Refusal::InHand(parcel.order).into()),
        }
    }
    hands_free(d, parcel.order)?;
    outbox::void_of(d, id);
    d.emit(ParcelReopened {
        parcel: id,
        order: parcel.order,
        sscc: seal.sscc,
        packer,
        bench,
        at: d.ctx.now,
    });
    restage(d, parcel.order, Stage::Packing);
    Ok(())
}

pub(super) fn void(d: &mut Draft<'_>, id: ParcelId, tote: Option<&Text>) -> Outcome {
    let parcel = in_reach(d, id)?;
    if parcel.is_open() && parcel.packer.is_some() {
        mine(d, id)?;
    }
    if let Some(code) = tote {
        let lpn = d.w.scan(code).lpn().ok_or(Refusal::NeedTote(parcel.order))?;
        bind_empty(d, parcel.order, parcel.bench, lpn)?;
        for line in &parcel.lines {
            put_into(d, &parcel, line, line.qty, lpn);
        }
    } else {
        for line in &parcel.lines {
            put_back(d, &parcel, line, line.qty)?;
        }
    }
    outbox::void_of(d, id);
    drop_parcel(d, &parcel);
    Ok(())
}

/// Takes a parcel that holds nothing out of the warehouse; an order without goods in any parcel waits for a bench
/// again.
pub(super) fn drop_parcel(d: &mut Draft<'_>, parcel: &Parcel) {
    let event = voided(d, parcel);
    d.emit(event);
    restage(d, parcel.order, Stage::Picked);
    orders::restage(d, parcel.order);
}

fn voided(d: &Draft<'_>, parcel: &Parcel) -> ParcelVoided {
    ParcelVoided {
        parcel: parcel.id,
        order: parcel.order,
        sscc: parcel.seal.as_ref().map(|s| s.sscc.clone()),
        by: d.ctx.worker(),
        at: d.ctx.now,
    }
}

/// Puts an order back to a stage of the bench, unless it is being picked again or is over.
fn restage(d: &mut Draft<'_>, id: OrderId, stage: Stage) {
    let now = d.w.order(id).map(|o| o.stage);
    let benches = matches!(
        now,
        Some(Stage::Picked | Stage::Packing | Stage::Packed | Stage::Loaded | Stage::Short)
    );
    if benches && now != Some(stage) {
        d.emit(OrderStaged {
            order: id,
            stage,
            at: d.ctx.now,
        });
    }
}
