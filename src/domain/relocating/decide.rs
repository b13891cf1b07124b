//! The rules of relocating.

use super::events::*;
use super::{Command, MAX_OPEN, Refusal, Relocation};
use crate::domain::command::Draft;
use crate::domain::ids::{ItemId, PlaceId, RelocationId, WorkerId};
use crate::domain::people::Right;
use crate::domain::slotting::SlotMove;
use crate::domain::stock::{Holder, StockKey};
use crate::domain::{Event, Qty, Warehouse};
use std::sync::Arc;

type Outcome = Result<(), crate::domain::Refusal>;

/// Decides one command about relocating.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Outcome {
    match command {
        Command::Order { moves, made_on } => order(d, moves, *made_on),
        Command::Next => {
            d.require(Right::Move)?;
            let worker = d.worker()?;
            drop_stale(d);
            if d.w.relocation_of(worker).is_some() {
                return Ok(());
            }
            match claim_next(d, worker) {
                true => Ok(()),
                false => Err(Refusal::NoneWaits.into()),
            }
        }
        Command::GiveBack => {
            d.require(Right::Move)?;
            let worker = d.worker()?;
            if d.w.relocations_of(worker).next().is_none() {
                return Err(Refusal::NoneWaits.into());
            }
            give_back(d, worker)
        }
    }
}

/// Gives a worker's orders back, unless their goods are in a tote already: they would be forgotten there.
fn give_back(d: &mut Draft<'_>, worker: WorkerId) -> Outcome {
    let mine: Vec<(RelocationId, StockKey)> = d.w.relocations_of(worker).map(|r| (r.id, r.key)).collect();
    let carried = mine.iter().find(|(_, key)| matches!(key.holder, Holder::Lpn(_)));
    if let Some((_, key)) = carried.filter(|(_, key)| d.w.stock_at(key).on_hand.is_positive()) {
        return Err(Refusal::OnTheWay(key.item, key.holder).into());
    }
    for (id, _) in mine {
        claim(d, id, None);
    }
    Ok(())
}

fn order(d: &mut Draft<'_>, moves: &[SlotMove], made_on: u64) -> Outcome {
    d.require(Right::Plan)?;
    let by = d.worker()?;
    if moves.is_empty() {
        return Err(Refusal::Nothing.into());
    }
    // A plan of what has not happened here: the warehouse was set back since.
    if made_on > d.w.seq {
        return Err(Refusal::AllStale(moves.len()).into());
    }
    drop_stale(d);
    if d.w.relocations.len() + moves.len() > MAX_OPEN {
        return Err(Refusal::TooMany(d.w.relocations.len()).into());
    }
    let taken = d.w.relocated_places();
    let first: RelocationId = d.w.counters.next();
    let mut made: Vec<Relocation> = Vec::new();
    let mut dropped = Vec::new();
    for one in moves {
        let Some(key) = goods_of(d.w, one).filter(|_| !taken.contains(&one.from) && !taken.contains(&one.to))
        else {
            dropped.push((one.item, one.from));
            continue;
        };
        let number = u64::try_from(made.len()).unwrap_or(u64::MAX);
        let id = RelocationId(first.0.saturating_add(number));
        let partner = made
            .last_mut()
            .filter(|last| last.from == one.to && last.to == one.from);
        let partner = partner.map(|last| {
            last.partner = Some(id);
            last.id
        });
        made.push(Relocation {
            id,
            key,
            from: one.from,
            to: one.to,
            nearer_mm: one.nearer_mm,
            partner,
            worker: None,
            by,
            at: d.ctx.now,
        });
    }
    unmake_halves(&mut made, &mut dropped, moves);
    if made.is_empty() {
        return Err(Refusal::AllStale(moves.len()).into());
    }
    let relocations = made.into_iter().map(Arc::new).collect();
    d.emit(RelocationsOrdered { relocations, dropped });
    Ok(())
}

/// Drops goods whose partner in an exchange was dropped: their place is not free then.
fn unmake_halves(made: &mut Vec<Relocation>, dropped: &mut Vec<(ItemId, PlaceId)>, moves: &[SlotMove]) {
    let exchanged = |r: &Relocation| moves.iter().any(|m| m.from == r.to && m.to == r.from);
    made.retain(|relocation| {
        let whole = relocation.partner.is_some() || !exchanged(relocation);
        if !whole {
            dropped.push((relocation.key.item, relocation.from));
        }
        whole
    });
}

/// The goods that a move is about, if they still lie there alone of their kind and the place takes goods.
fn goods_of(w: &Warehouse, one: &SlotMove) -> Option<StockKey> {
    let to = w
        .places
        .get(&one.to)
        .filter(|place| place.kind.is_storage() && !place.blocked)?;
    let mut there = w
        .stock_in(Holder::Place(one.from))
        .filter(|(key, stock)| key.item == one.item && key.owner == one.owner && stock.free().is_positive());
    let (key, _) = there.next()?;
    (there.next().is_none() && to.id != one.from).then_some(*key)
}

/// Forgets orders whose goods are gone: picked, or moved by somebody who was not asked.
fn drop_stale(d: &mut Draft<'_>) {
    let gone = |r: &&Arc<Relocation>| d.w.stock_at(&r.key).on_hand == Qty::ZERO;
    let stale: Vec<Arc<Relocation>> = d.w.relocations.values().filter(gone).cloned().collect();
    for relocation in stale {
        let end = RelocationEnd::Gone;
        d.emit(RelocationClosed { relocation, end });
    }
}

/// Takes the oldest that waits and its partner. False when none waits.
fn claim_next(d: &mut Draft<'_>, worker: WorkerId) -> bool {
    let next = d.w.relocations_waiting().next().map(|r| (r.id, r.partner));
    let Some((id, partner)) = next else {
        return false;
    };
    let free = |id: &RelocationId| d.w.relocations.get(id).is_some_and(|r| r.worker.is_none());
    let partner = partner.filter(free);
    for id in [Some(id), partner].into_iter().flatten() {
        claim(d, id, Some(worker));
    }
    true
}

/// A worker has an order from now on, or nobody.
fn claim(d: &mut Draft<'_>, id: RelocationId, worker: Option<WorkerId>) {
    if let Some(relocation) = d.w.relocations.get(&id).cloned() {
        let (item, from, to) = (relocation.key.item, relocation.from, relocation.to);
        d.emit(RelocationClaimed {
            id,
            worker,
            item,
            from,
            to,
        });
    }
}

/// Goods were moved: orders about them follow, or are done. A worker who has done all of theirs gets the next.
pub(in crate::domain) fn follow(d: &mut Draft<'_>, worker: WorkerId, lines: &[StockKey], to: Holder) {
    let had = d.w.relocations_of(worker).next().is_some();
    for key in lines {
        let all_gone = d.w.stock_at(key).on_hand == Qty::ZERO;
        let about = d.w.relocations.values().find(|r| r.key == *key).cloned();
        let Some(relocation) = about.filter(|_| all_gone) else {
            continue;
        };
        match to {
            Holder::Lpn(_) => d.emit(RelocationFollowed {
                id: relocation.id,
                was: relocation.key,
                now: relocation.key.at(to),
            }),
            _ => {
                let end = if to == Holder::Place(relocation.to) {
                    RelocationEnd::Done
                } else {
                    RelocationEnd::Elsewhere
                };
                d.emit(RelocationClosed { relocation, end });
            }
        }
    }
    if had && d.w.relocations_of(worker).next().is_none() {
        claim_next(d, worker);
    }
}

/// The inverse of an event of this workflow, decided against the present; none for events of others.
///
/// # Errors
/// (inside) Somebody goes on with it.
pub fn undo(d: &mut Draft<'_>, event: &Event) -> Option<Outcome> {
    match event {
        Event::RelocationsOrdered(ordered) => Some(call_off(d, ordered)),
        Event::RelocationClaimed(claimed) => {
            let now = d.w.relocations.get(&claimed.id).and_then(|r| r.worker);
            if claimed.worker.is_some() && now == claimed.worker {
                claim(d, claimed.id, None);
            }
            Some(Ok(()))
        }
        Event::RelocationFollowed(followed) => {
            if d.w
                .relocations
                .get(&followed.id)
                .is_some_and(|r| r.key == followed.now)
            {
                d.emit(RelocationFollowed {
                    id: followed.id,
                    was: followed.now,
                    now: followed.was,
                });
            }
            Some(Ok(()))
        }
        Event::RelocationClosed(closed) => {
            if !d.w.relocations.contains_key(&closed.relocation.id) {
                let relocation = Arc::clone(&closed.relocation);
                d.emit(RelocationReopened { relocation });
            }
            Some(Ok(()))
        }
        _ => None,
    }
}

/// Calls off what was ordered, as far as nobody has begun with it.
fn call_off(d: &mut Draft<'_>, ordered: &RelocationsOrdered) -> Outcome {
    for relocation in &ordered.relocations {
        let Some(now) = d.w.relocations.get(&relocation.id).cloned() else {
            continue;
        };
        if now.worker.is_some() {
            return Err(Refusal::WentOn(now.key.item).into());
        }
        let end = RelocationEnd::CalledOff;
        d.emit(RelocationClosed { relocation: now, end });
    }
    Ok(())
}
