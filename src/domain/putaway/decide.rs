//! The rules of putting away.

use super::events::*;
use super::source::{Found, find_item, find_lot, fits, free_lines};
use super::{Command, MAX_LINES_A_SCAN, Prompt, Putaway, Refusal, check_bin, suggest_for};
use crate::domain::command::Draft;
use crate::domain::ids::{ItemId, LpnId, OrderId, PlaceId};
use crate::domain::lookup::Scan;
use crate::domain::orders::{self, Order};
use crate::domain::packing;
use crate::domain::people::Right;
use crate::domain::phrase::Phrase;
use crate::domain::places::LpnBound;
use crate::domain::stock::{Cause, Holder, StockKey, StockMoved};
use crate::domain::{Event, Qty, Warehouse};
use std::sync::Arc;

type Outcome = Result<(), crate::domain::Refusal>;

/// Decides one command about putting away.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Outcome {
    d.require(Right::PutAway)?;
    let worker = d.worker()?;
    let mine = d.w.putaway_of(worker).cloned();
    match (command, mine) {
        (Command::Start { code }, _) | (Command::Scan { code }, None) => {
            let scan = d.w.scan(code);
            begin(d, &scan)
        }
        (Command::Scan { code }, Some(mine)) => {
            let scan = d.w.scan(code);
            take_scan(d, &mine, &scan)
        }
        (Command::Choose { key }, mine) => {
            let from = usable(d, key.holder)?;
            let mine = mine
                .filter(|mine| mine.from == from)
                .unwrap_or_else(|| Putaway::new(worker, from));
            if !d.w.stock_at(key).free().is_positive() {
                return Err(Refusal::Empty(from).into());
            }
            take_in_hand(d, &mine, *key, Qty::ZERO, None);
            Ok(())
        }
        (_, None) => Err(Refusal::SourceFirst.into()),
        (Command::Quantity { qty }, Some(mine)) => quantity(d, mine, *qty),
        (Command::All, Some(mine)) => all(d, mine),
        (Command::Leave, Some(_)) => {
            step_to(d, None)?;
            Ok(())
        }
    }
}

fn step_to(d: &mut Draft<'_>, now: Option<Putaway>) -> Outcome {
    let worker = d.worker()?;
    let was = d.w.putaways.get(&worker).cloned();
    let now = now.map(Arc::new);
    d.emit(PutawayStepped { worker, was, now });
    Ok(())
}

/// Begins with what was scanned: a pallet, carton, tote or dock place, or goods that lie there.
fn begin(d: &mut Draft<'_>, scan: &Scan) -> Outcome {
    let worker = d.worker()?;
    let holder = scan.lpn().map(Holder::Lpn).or(scan.place().map(Holder::Place));
    if let Some(holder) = holder {
        let from = usable(d, holder)?;
        let mine = next_in(d.w, Putaway::new(worker, from)).ok_or(Refusal::Empty(from))?;
        return step_to(d, Some(mine));
    }
    if let Some((item, _)) = scan.item() {
        let from = waits_at(d, item).ok_or(Refusal::NothingWaits(item))?;
        return choose(d, &Putaway::new(worker, from), item, scan);
    }
    if scan.targets.is_empty() {
        Err(Refusal::UnknownCode(scan.code.clone(), Box::new(Phrase::new("want-putaway-source"))).into())
    } else {
        Err(Refusal::SourceFirst.into())
    }
}

/// A holder from which goods may be put away: not a bin, not a tote whose order goes on.
fn usable(d: &Draft<'_>, holder: Holder) -> Result<Holder, Refusal> {
    match holder {
        Holder::Place(id) if d.w.places.get(&id).is_none_or(|p| p.kind.is_storage()) => {
            Err(Refusal::IsABin(id))
        }
        Holder::Lpn(id) => match goes_on(d, id) {
            Some(order) => Err(Refusal::OrderGoesOn(id, order)),
            None => Ok(holder),
        },
        Holder::Place(_) => Ok(holder),
        Holder::Parcel(_) | Holder::Account(_) => Err(Refusal::SourceFirst),
    }
}

/// The order that a tote's goods wait for, unless it was called off or wants none of them any more.
fn goes_on(d: &Draft<'_>, lpn: LpnId) -> Option<OrderId> {
    let order = d.w.lpns.get(&lpn)?.order?;
    d.w.order(order).filter(|o| wants_its_totes(d, o)).map(|o| o.id)
}

/// Something of the order is still to be fetched or packed: its totes are in use.
fn wants_its_totes(d: &Draft<'_>, order: &Order) -> bool {
    let fetched = d.w.tasks_with(order.id).next().is_some();
    let in_hand = d.w.open_parcel_of(order.id).is_some();
    !order.is_over() && (fetched || in_hand || packing::left_to_pack(order).is_positive())
}

/// The dock place, or else the pallet, where goods of an item wait to be put away.
fn waits_at(d: &Draft<'_>, item: ItemId) -> Option<Holder> {
    d.w.stock_of(item)
        .filter(|(key, stock)| key.holder.is_real() && stock.free().is_positive())
        .map(|(key, _)| key.holder)
        .find(|holder| usable(d, *holder).is_ok())
}

/// What comes next at a source: its one kind of goods is in hand at once; of several, one is scanned. None when
/// nothing is left there.
fn next_in(w: &Warehouse, mine: Putaway) -> Option<Putaway> {
    let mut lines = free_lines(w, mine.from);
    let (first, free) = lines.next()?;
    let fresh = Putaway::new(mine.worker, mine.from);
    Some(if lines.next().is_none() {
        Putaway {
            key: Some(first),
            suggested: suggest_for(w, Some(mine.worker), &first, free),
            ..fresh
        }
    } else {
        fresh
    })
}

fn take_in_hand(d: &mut Draft<'_>, mine: &Putaway, key: StockKey, seen: Qty, counted: Option<Qty>) {
    let qty = counted.unwrap_or_else(|| d.w.stock_at(&key).free());
    let now = Putaway {
        key: Some(key),
        seen,
        counted,
        suggested: suggest_for(d.w, Some(mine.worker), &key, qty),
        ..Putaway::new(mine.worker, mine.from)
    };
    let was = d.w.putaways.get(&mine.worker).cloned();
    d.emit(PutawayStepped {
        worker: mine.worker,
        was,
        now: Some(Arc::new(now)),
    });
}

fn take_scan(d: &mut Draft<'_>, mine: &Putaway, scan: &Scan) -> Outcome {
    let unasked = Putaway {
        asked: None,
        ..mine.clone()
    };
    if scan.lpn().is_some() {
        return begin(d, scan);
    }
    match (unasked.prompt(d.w), scan.place(), scan.item()) {
        (Prompt::Bin(key, qty, _), Some(place), _) => put(d, mine, vec![(key, qty)], place),
        (Prompt::AllToBin(from, _), Some(place), _) => {
            let lines = free_lines(d.w, from).take(MAX_LINES_A_SCAN).collect();
            put(d, mine, lines, place)
        }
        (_, Some(place), _) if usable(d, Holder::Place(place)).is_ok() => begin(d, scan),
        (_, Some(_), _) => Err(Refusal::ItemFirst(mine.from).into()),
        (Prompt::Bin(key, ..), None, item) => {
            match scan.of_item(key.item).filter(|_| fits(d.w, &key, scan)) {
                Some(contents) => count_on(d, mine, key, contents),
                None => match item {
                    Some((item, _)) => choose(d, mine, item, scan),
                    None => by_lot(d, mine, scan),
                },
            }
        }
        (_, None, Some((item, _))) => choose(d, mine, item, scan),
        (_, None, None) => by_lot(d, mine, scan),
    }
}

/// One scan of the item shows all of it; further scans count it.
fn count_on(d: &mut Draft<'_>, mine: &Putaway, key: StockKey, contents: Qty) -> Outcome {
    let mut now = Putaway {
        asked: None,
        ..mine.clone()
    };
    if !now.typed {
        let seen = now.seen + contents;
        if !seen.is_positive() || seen > d.w.stock_at(&key).free() {
            return Err(Refusal::NoQuantity.into());
        }
        (now.seen, now.counted) = (seen, Some(seen));
    }
    step_to(d, Some(now))
}

/// An item of the source is taken in hand.
fn choose(d: &mut Draft<'_>, mine: &Putaway, item: ItemId, scan: &Scan) -> Outcome {
    let (key, free) = match find_item(d.w, mine.from, item, scan) {
        Found::One(key, free) => (key, free),
        Found::Several(item) => return Err(Refusal::WhichOne(item).into()),
        Found::Nothing => {
            let (from, lies) = (mine.from, waits_at(d, item));
            return Err(Refusal::NotThere { item, from, lies }.into());
        }
    };
    let contents = scan.of_item(item).unwrap_or(Qty(1));
    let counted = (contents > Qty(1) || scan.count.is_some()).then_some(contents);
    if counted.is_some_and(|counted| counted > free || !counted.is_positive()) {
        return Err(Refusal::NoQuantity.into());
    }
    take_in_hand(d, mine, key, contents, counted);
    Ok(())
}

/// A code that stands for nothing may be the lot on one of the goods that are there.
fn by_lot(d: &mut Draft<'_>, mine: &Putaway, scan: &Scan) -> Outcome {
    match find_lot(d.w, mine.from, &scan.code) {
        Found::One(key, _) => {
            take_in_hand(d, mine, key, Qty::ZERO, None);
            Ok(())
        }
        Found::Several(item) => Err(Refusal::WhichOne(item).into()),
        Found::Nothing if scan.targets.is_empty() => {
            let wanted = match mine.key {
                Some(_) => Phrase::new("want-bin"),
                None => Phrase::new("want-any-item"),
            };
            Err(Refusal::UnknownCode(scan.code.clone(), Box::new(wanted)).into())
        }
        Found::Nothing => Err(Refusal::ItemFirst(mine.from).into()),
    }
}

fn quantity(d: &mut Draft<'_>, mine: Putaway, qty: Qty) -> Outcome {
    let key = mine.key.ok_or(Refusal::ItemFirst(mine.from))?;
    if !qty.is_positive() || qty > d.w.stock_at(&key).free() {
        return Err(Refusal::NoQuantity.into());
    }
    let now = Putaway {
        counted: Some(qty),
        typed: true,
        asked: None,
        suggested: suggest_for(d.w, Some(mine.worker), &key, qty),
        ..mine
    };
    step_to(d, Some(now))
}

fn all(d: &mut Draft<'_>, mine: Putaway) -> Outcome {
    let (first, free) = free_lines(d.w, mine.from)
        .next()
        .ok_or(Refusal::Empty(mine.from))?;
    let now = Putaway {
        all: true,
        suggested: suggest_for(d.w, Some(mine.worker), &first, free),
        ..Putaway::new(mine.worker, mine.from)
    };
    step_to(d, Some(now))
}

/// Books goods into a bin; asks first when another bin was suggested.
fn put(d: &mut Draft<'_>, mine: &Putaway, lines: Vec<(StockKey, Qty)>, to: PlaceId) -> Outcome {
    let suggested = mine.suggested.map(|(place, _)| place);
    let other = suggested.filter(|place| *place != to);
    let usable = usable(d, mine.from)?;
    if lines.is_empty() {
        return Err(Refusal::Empty(usable).into());
    }
    let mut after = d.w.clone();
    let mut moves = Vec::new();
    for (from, qty) in &lines {
        check_bin(&after, to, from, *qty).map_err(|bad| Refusal::Bin(bad, other))?;
        let moved = StockMoved {
            from: *from,
            to: from.at(Holder::Place(to)),
            qty: *qty,
            since: after.stock_at(from).since,
            cause: Cause::PutAway,
        };
        after.evolve(&Event::from(moved.clone()));
        moves.push(moved);
    }
    if other.is_some() && mine.asked != Some(to) {
        let now = Putaway {
            asked: Some(to),
            ..mine.clone()
        };
        return step_to(d, Some(now));
    }
    // What is left of a part goes on; otherwise the next goods of the same source.
    let rest = mine
        .key
        .filter(|key| after.stock_at(key).free().is_positive() && !mine.all);
    let now = match rest {
        Some(key) => Some(Putaway {
            key: Some(key),
            suggested: suggest_for(&after, Some(mine.worker), &key, after.stock_at(&key).free()),
            ..Putaway::new(mine.worker, mine.from)
        }),
        None => next_in(&after, mine.clone()),
    };
    let was = d.w.putaways.get(&mine.worker).cloned();
    let order = match mine.from {
        Holder::Lpn(lpn) => d.w.lpns.get(&lpn).and_then(|l| l.order),
        _ => None,
    };
    d.emit(PutAway {
        worker: mine.worker,
        lines: lines.clone(),
        to,
        order,
        instead_of: other,
        was,
        now: now.map(Arc::new),
    });
    for moved in moves {
        d.emit(moved);
    }
    if let Holder::Lpn(lpn) = mine.from {
        for (key, qty) in lines {
            give_back_to_order(d, lpn, key.item, qty);
        }
        free_tote(d, lpn);
    }
    Ok(())
}

/// Goods left the tote of an order that was called off or lessened: its lines no longer count them as picked.
fn give_back_to_order(d: &mut Draft<'_>, lpn: LpnId, item: ItemId, qty: Qty) {
    let order = d.w.lpns.get(&lpn).and_then(|l| l.order);
    let Some(order) = order
        .and_then(|id| d.w.order(id))
        .filter(|o| !wants_its_totes(d, o))
    else {
        return;
    };
    let id = order.id;
    let picked: Vec<(u16, Qty)> = (0u16..)
        .zip(&order.lines)
        .filter(|(_, line)| line.item == item && line.picked.is_positive())
        .map(|(index, line)| (index, line.picked))
        .collect();
    let mut left = qty;
    for (line, picked) in picked {
        let qty = left.min(picked);
        if qty.is_positive() {
            d.emit(PickGivenBack { order: id, line, qty });
            left -= qty;
        }
    }
}

/// An empty tote of an order that wants it no more is free again, and the order closes with the last one.
fn free_tote(d: &mut Draft<'_>, lpn: LpnId) {
    let order = d.w.lpns.get(&lpn).and_then(|l| l.order);
    if let Some(order) = order.filter(|_| d.w.stock_in(Holder::Lpn(lpn)).next().is_none()) {
        d.emit(LpnBound { lpn, order: None });
        orders::close_if_over(d, order);
    }
}
