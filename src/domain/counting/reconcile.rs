//! What was counted against what the book had while it was counted.

use super::events::*;
use super::{Count, CountLine, Difference, Goods, booking};
use crate::domain::command::Draft;
use crate::domain::ids::PlaceId;
use crate::domain::stock::{Holder, Status};
use crate::domain::{Qty, Warehouse};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Compares a finished round with the book: closed where all agrees, counted again by somebody else where a first
/// round differs by many units, and else for a lead to judge.
pub(super) fn compare(d: &mut Draft<'_>, count: &Count) -> Result<(), crate::domain::Refusal> {
    let worker = d.worker()?;
    let result = differences(d.w, count);
    let place = count.place;
    if result.iter().all(|difference| difference.variance.is_zero()) {
        d.emit(CountClosed {
            count: Arc::new(count.clone()),
            worker: Some(worker),
            counted_at: d.ctx.now,
            at: d.ctx.now,
            outcome: super::Outcome::Agreed,
            differences: Vec::new(),
        });
        booking::free_phantom(d, count, &[]);
        return Ok(());
    }
    let many = d.w.settings.recount_units;
    let far = result.iter().any(|difference| difference.variance.abs().0 > many);
    d.emit(CountFinished {
        count: count.id,
        place,
        worker,
        at: d.ctx.now,
        result,
        recount: far && count.rounds.is_empty(),
    });
    Ok(())
}

/// Every kind of goods that was counted, or was on the books of the place while it was counted.
fn differences(w: &Warehouse, count: &Count) -> Vec<Difference> {
    let here = w.stock_in(Holder::Place(count.place));
    let mut all: BTreeSet<Goods> = here.map(|(key, _)| Goods::of(key)).collect();
    all.extend(count.book.iter().map(|(goods, _)| *goods));
    all.extend(count.lines.iter().map(|line| line.goods));
    let of = |goods: Goods| {
        let line = count.line(goods).cloned().unwrap_or_else(|| {
            let (least, most) = bounds(w, count, goods);
            CountLine {
                goods,
                counted: Qty::ZERO,
                typed: false,
                at: count.since,
                least,
                most,
            }
        });
        let variance = line.variance();
        Difference {
            goods,
            counted: line.counted,
            book: line.counted - variance,
            variance,
            moved: line.least != line.most,
        }
    };
    all.into_iter().map(of).collect()
}

/// Between which quantities a count of some goods shows no difference now: all that the book had since the place was
/// confirmed, and below that what pickers at the place hold in their hands and have not put into a tote yet.
pub(super) fn bounds(w: &Warehouse, count: &Count, goods: Goods) -> (Qty, Qty) {
    let now = w.booked(count.place, goods);
    let start = count.booked_at_start(goods);
    let (least, most) = count
        .line(goods)
        .map_or((start, start), |line| (line.least, line.most));
    (
        least.min(now - in_hand(w, count.place, goods)).max(Qty::ZERO),
        most.max(now),
    )
}

/// What pickers who confirmed these goods at this place may have lifted already.
fn in_hand(w: &Warehouse, place: PlaceId, goods: Goods) -> Qty {
    let key = goods.in_place(place, Status::Available);
    let lifted = |id| {
        let reservation = w.reservations.get(&id)?;
        let task = w.task(reservation.task?)?;
        let line = task.lines.get(task.current()?)?;
        (task.step.at == Some(place) && task.step.item && line.reservation == id).then_some(line.left())
    };
    w.reservations_on(&key).filter_map(lifted).sum()
}
