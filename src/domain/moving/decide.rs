//! The rules of moving.

use super::events::*;
use super::{Command, Moving, Prompt, Refusal};
use crate::domain::command::Draft;
use crate::domain::ids::{ItemId, LpnId, PlaceId};
use crate::domain::lookup::Scan;
use crate::domain::people::Right;
use crate::domain::phrase::Phrase;
use crate::domain::places::{LpnKind, LpnMoved};
use crate::domain::putaway::source::{Found, find_item, find_lot, fits, free_lines};
use crate::domain::putaway::{MAX_LINES_A_SCAN, check_bin};
use crate::domain::relocating;
use crate::domain::stock::{Cause, Holder, StockKey, StockMoved};
use crate::domain::{Qty, Warehouse};
use std::sync::Arc;

type Outcome = Result<(), crate::domain::Refusal>;

/// Decides one command about moving.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Outcome {
    d.require(Right::Move)?;
    let worker = d.worker()?;
    let mine = d.w.moving_of(worker).cloned();
    match (command, mine) {
        (Command::Scan { code }, None) => {
            let scan = d.w.scan(code);
            begin(d, &scan)
        }
        (Command::Scan { code }, Some(mine)) => {
            let scan = d.w.scan(code);
            take_scan(d, &mine, &scan)
        }
        (Command::Choose { key }, _) => {
            usable(d, key.holder)?;
            free_of(d.w, key, Qty(1))?;
            let now = Moving {
                key: Some(*key),
                ..Moving::new(worker, key.holder)
            };
            step_to(d, Some(now))
        }
        (Command::Move { key, qty, to }, mine) => {
            usable(d, key.holder)?;
            shift(d, vec![(*key, *qty)], *to, mine)
        }
        (Command::MoveAll { from, to }, mine) => move_all(d, *from, *to, mine),
        (Command::SetDown { lpn, place }, mine) => set_down(d, *lpn, *place, mine),
        (_, None) => Err(Refusal::SourceFirst.into()),
        (Command::Quantity { qty }, Some(mine)) => quantity(d, mine, *qty),
        (Command::All, Some(mine)) => {
            free_lines(d.w, mine.from)
                .next()
                .ok_or(Refusal::Empty(mine.from))?;
            let now = Moving {
                all: true,
                ..Moving::new(worker, mine.from)
            };
            step_to(d, Some(now))
        }
        (Command::Leave, Some(_)) => step_to(d, None),
    }
}

fn step_to(d: &mut Draft<'_>, now: Option<Moving>) -> Outcome {
    let worker = d.worker()?;
    let was = d.w.movings.get(&worker).cloned();
    let now = now.map(Arc::new);
    d.emit(MovingStepped { worker, was, now });
    Ok(())
}

/// Begins with the place, tote, pallet or carton that was scanned.
fn begin(d: &mut Draft<'_>, scan: &Scan) -> Outcome {
    let worker = d.worker()?;
    let holder = scan.lpn().map(Holder::Lpn).or(scan.place().map(Holder::Place));
    match holder {
        // An order's tote can be carried elsewhere, as it stands.
        Some(from @ Holder::Lpn(_)) => step_to(d, Some(Moving::new(worker, from))),
        Some(from) => {
            usable(d, from)?;
            if d.w.stock_in(from).next().is_none() {
                return Err(Refusal::Empty(from).into());
            }
            step_to(d, Some(Moving::new(worker, from)))
        }
        None if scan.targets.is_empty() => {
            Err(Refusal::UnknownCode(scan.code.clone(), Box::new(Phrase::new("want-move-source"))).into())
        }
        None => Err(Refusal::SourceFirst.into()),
    }
}

/// Refuses a holder from which nothing may be taken by hand.
fn usable(d: &Draft<'_>, holder: Holder) -> Result<(), Refusal> {
    match holder {
        Holder::Place(id) => {
            let place = d.w.places.get(&id).ok_or(Refusal::NoHolder(holder))?;
            // Whoever may correct stock may also clear a blocked place.
            if place.blocked && d.require(Right::Adjust).is_err() {
                return Err(Refusal::Blocked(id));
            }
            Ok(())
        }
        Holder::Lpn(id) => match d.w.lpns.get(&id).ok_or(Refusal::NoHolder(holder))?.order {
            Some(order) => Err(Refusal::Picked(id, order)),
            None => Ok(()),
        },
        Holder::Parcel(_) | Holder::Account(_) => Err(Refusal::NoHolder(holder)),
    }
}

/// Checks that so much of a line is there and promised to nobody.
fn free_of(w: &Warehouse, key: &StockKey, qty: Qty) -> Result<(), Refusal> {
    let there = w.stock_at(key);
    if !qty.is_positive() {
        return Err(Refusal::NoQuantity);
    }
    if qty > there.on_hand {
        return Err(Refusal::TooMany {
            item: key.item,
            found: qty,
            there: there.on_hand,
        });
    }
    if qty > there.free() {
        let holder = w.reservations_on(key).find_map(|id| w.reservations.get(&id));
        let order = holder.map(|r| r.order).unwrap_or_default();
        return Err(Refusal::Held(key.item, order, there.reserved));
    }
    Ok(())
}

fn take_scan(d: &mut Draft<'_>, mine: &Moving, scan: &Scan) -> Outcome {
    let to = scan.lpn().map(Holder::Lpn).or(scan.place().map(Holder::Place));
    match (mine.prompt(d.w), to, scan.item()) {
        (Prompt::To(key, qty), Some(to), _) => shift(d, vec![(key, qty)], to, Some(mine.clone())),
        (Prompt::AllTo(from), Some(to), _) => move_all(d, from, to, Some(mine.clone())),
        (Prompt::What(Holder::Lpn(lpn)), Some(Holder::Place(place)), _) => {
            set_down(d, lpn, place, Some(mine.clone()))
        }
        (Prompt::What(_), Some(_), _) => begin(d, scan),
        (Prompt::To(key, _), None, item) => match scan.of_item(key.item).filter(|_| fits(d.w, &key, scan)) {
            Some(contents) => count_on(d, mine, key, contents),
            None => match item {
                Some((item, _)) => choose(d, mine, item, scan),
                None => by_lot(d, mine, scan),
            },
        },
        (_, None, Some((item, _))) => choose(d, mine, item, scan),
        (_, None, None) => by_lot(d, mine, scan),
    }
}

fn choose(d: &mut Draft<'_>, mine: &Moving, item: ItemId, scan: &Scan) -> Outcome {
    usable(d, mine.from)?;
    let key = match find_item(d.w, mine.from, item, scan) {
        Found::One(key, _) => key,
        Found::Several(item) => return Err(Refusal::WhichOne(item).into()),
        Found::Nothing => {
            let promised = d.w.stock_in(mine.from).find(|(key, _)| key.item == item);
            if let Some((key, _)) = promised {
                free_of(d.w, key, Qty(1))?;
            }
            let (from, lies) = (mine.from, d.w.home_of(item));
            return Err(Refusal::NotThere { item, from, lies }.into());
        }
    };
    let contents = scan.of_item(item).unwrap_or(Qty(1));
    let counted = (contents > Qty(1) || scan.count.is_some()).then_some(contents);
    free_of(d.w, &key, contents)?;
    let now = Moving {
        key: Some(key),
        seen: contents,
        counted,
        ..Moving::new(mine.worker, mine.from)
    };
    step_to(d, Some(now))
}

/// A code that stands for nothing may be the lot on one of the goods that are there.
fn by_lot(d: &mut Draft<'_>, mine: &Moving, scan: &Scan) -> Outcome {
    match find_lot(d.w, mine.from, &scan.code) {
        Found::One(key, _) => {
            usable(d, mine.from)?;
            let now = Moving {
                key: Some(key),
                ..Moving::new(mine.worker, mine.from)
            };
            step_to(d, Some(now))
        }
        Found::Several(item) => Err(Refusal::WhichOne(item).into()),
        Found::Nothing if scan.targets.is_empty() => {
            let wanted = match mine.key {
                Some(_) => Phrase::new("want-move-to"),
                None => Phrase::new("want-any-item"),
            };
            Err(Refusal::UnknownCode(scan.code.clone(), Box::new(wanted)).into())
        }
        Found::Nothing => Err(Refusal::ItemFirst(mine.from).into()),
    }
}

/// One scan of the item shows all that is free; further scans count it.
fn count_on(d: &mut Draft<'_>, mine: &Moving, key: StockKey, contents: Qty) -> Outcome {
    let mut now = mine.clone();
    if !now.typed {
        let seen = now.seen + contents;
        free_of(d.w, &key, seen)?;
        (now.seen, now.counted) = (seen, Some(seen));
    }
    step_to(d, Some(now))
}

fn quantity(d: &mut Draft<'_>, mine: Moving, qty: Qty) -> Outcome {
    let key = mine.key.ok_or(Refusal::ItemFirst(mine.from))?;
    free_of(d.w, &key, qty)?;
    let now = Moving {
        counted: Some(qty),
        typed: true,
        ..mine
    };
    step_to(d, Some(now))
}

fn move_all(d: &mut Draft<'_>, from: Holder, to: Holder, mine: Option<Moving>) -> Outcome {
    usable(d, from)?;
    let mut lines = Vec::new();
    for (key, stock) in d.w.stock_in(from) {
        free_of(d.w, key, stock.on_hand)?;
        lines.push((*key, stock.on_hand));
    }
    if lines.is_empty() {
        return Err(Refusal::Empty(from).into());
    }
    if lines.len() > MAX_LINES_A_SCAN {
        return Err(Refusal::TooManyLines(MAX_LINES_A_SCAN).into());
    }
    shift(d, lines, to, mine)
}

/// Moves goods whose source is checked.
fn shift(d: &mut Draft<'_>, lines: Vec<(StockKey, Qty)>, to: Holder, mine: Option<Moving>) -> Outcome {
    let worker = d.worker()?;
    for (key, qty) in &lines {
        free_of(d.w, key, *qty)?;
    }
    // What is left at the source may be moved on; with nothing in hand and nothing left, the worker is done.
    let now = mine.as_ref().filter(|mine| {
        let takes = |key: &StockKey| {
            lines
                .iter()
                .any(|(k, qty)| k == key && *qty >= d.w.stock_at(key).free())
        };
        free_lines(d.w, mine.from).any(|(key, _)| !takes(&key))
    });
    let now = now.map(|mine| Arc::new(Moving::new(worker, mine.from)));
    let keys: Vec<StockKey> = lines.iter().map(|(key, _)| *key).collect();
    d.emit(GoodsMoved {
        worker,
        lines: lines.clone(),
        to,
        was: mine.map(Arc::new),
        now,
    });
    for (from, qty) in lines {
        check_to(d.w, &from, qty, to)?;
        let since = d.w.stock_at(&from).since;
        d.emit(StockMoved {
            from,
            to: from.at(to),
            qty,
            since,
            cause: Cause::Moved,
        });
    }
    relocating::follow(d, worker, &keys, to);
    Ok(())
}

/// Whether a place, tote, pallet or carton takes goods that are moved by hand.
///
/// # Errors
/// Why not.
pub(super) fn check_to(w: &Warehouse, key: &StockKey, qty: Qty, to: Holder) -> Result<(), Refusal> {
    if key.holder == to {
        return Err(Refusal::SameHolder(to));
    }
    match to {
        Holder::Place(id) => {
            let place = w.places.get(&id).ok_or(Refusal::NoHolder(to))?;
            if place.kind.is_storage() {
                check_bin(w, id, key, qty).map_err(Refusal::Bin)
            } else if place.blocked {
                Err(Refusal::Blocked(id))
            } else {
                Ok(())
            }
        }
        Holder::Lpn(id) => {
            let lpn = w.lpns.get(&id).ok_or(Refusal::NoHolder(to))?;
            if lpn.kind == LpnKind::Cart {
                return Err(Refusal::NoHolder(to));
            }
            if let Some(order) = lpn.order {
                return Err(Refusal::Picked(id, order));
            }
            let mut owners = w.stock_in(to).map(|(there, _)| there.owner);
            match owners.find(|owner| *owner != key.owner) {
                Some(other) => Err(Refusal::OtherOwner(id, other)),
                None => Ok(()),
            }
        }
        Holder::Parcel(_) | Holder::Account(_) => Err(Refusal::NoHolder(to)),
    }
}

fn set_down(d: &mut Draft<'_>, lpn: LpnId, place: PlaceId, mine: Option<Moving>) -> Outcome {
    let worker = d.worker()?;
    let holder = Holder::Place(place);
    let from = d.w.lpns.get(&lpn).ok_or(Refusal::NoHolder(Holder::Lpn(lpn)))?.at;
    let at = d.w.places.get(&place).ok_or(Refusal::NoHolder(holder))?;
    if at.kind.is_storage() {
        return Err(Refusal::NotForLpns(lpn, place).into());
    }
    if at.blocked {
        return Err(Refusal::Blocked(place).into());
    }
    if from == Some(place) {
        return Err(Refusal::SameHolder(holder).into());
    }
    let now = mine.filter(|mine| mine.from != Holder::Lpn(lpn)).map(Arc::new);
    let to = Some(place);
    d.emit(LpnSetDown {
        worker,
        lpn,
        from,
        to,
        now,
    });
    d.emit(LpnMoved { lpn, at: to });
    Ok(())
}
