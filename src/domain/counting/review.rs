//! A lead judges what a count found.

use super::events::*;
use super::{Count, CountState, Difference, Goods, Outcome, Reason, Refusal, RootCause, booking};
use crate::domain::command::Draft;
use crate::domain::ids::{CountId, WorkerId};
use crate::domain::people::Right;
use crate::domain::{Qty, Timestamp, Warehouse};
use std::sync::Arc;

/// One kind of goods in a finished round, as a lead sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewLine {
    /// Of what.
    pub goods: Goods,
    /// How many were counted.
    pub counted: Qty,
    /// What the book had at that moment, in every status.
    pub book: Qty,
    /// Found too much (above zero) or too little.
    pub variance: Qty,
    /// The variance's value in minor units.
    pub value: i64,
    /// The book moved while the place was being counted.
    pub moved: bool,
    /// What the round before found, where there was one.
    pub earlier: Option<Qty>,
}

/// A finished round, as a lead sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewView {
    /// Who counted, and when, the latest last.
    pub rounds: Vec<(WorkerId, Timestamp)>,
    /// All goods of the place.
    pub lines: Vec<ReviewLine>,
    /// Value of all variances, whichever side they are on, in minor units.
    pub value: i64,
    /// Whoever counted may not accept it: the value asks for a second person.
    pub second_person: bool,
}

/// What a lead judges; none for a worker who may not review, or a count that no one has finished yet.
pub fn review_view(w: &Warehouse, worker: WorkerId, count: CountId) -> Option<ReviewView> {
    w.workers
        .get(&worker)
        .filter(|lead| !lead.inactive && lead.may(Right::ReviewCounts))?;
    let count = w.count(count)?;
    let last = count.rounds.last()?;
    let before = count.rounds.iter().rev().nth(1);
    let earlier = |goods| {
        let line = before?.result.iter().find(|line| line.goods == goods);
        Some(line.map_or(Qty::ZERO, |line| line.counted))
    };
    let lines: Vec<ReviewLine> = last
        .result
        .iter()
        .map(|found| ReviewLine {
            goods: found.goods,
            counted: found.counted,
            book: found.book,
            variance: found.variance,
            value: value_of(w, found),
            moved: found.moved,
            earlier: earlier(found.goods),
        })
        .collect();
    let value = total(w, &last.result);
    Some(ReviewView {
        rounds: count.rounds.iter().map(|r| (r.worker, r.at)).collect(),
        lines,
        value,
        second_person: value > w.settings.second_person_value,
    })
}

fn value_of(w: &Warehouse, found: &Difference) -> i64 {
    let price = w.items.get(&found.goods.item).map_or(0, |item| item.price_minor);
    found.variance.times(price).0
}

fn total(w: &Warehouse, result: &[Difference]) -> i64 {
    let values = result.iter().map(|found| value_of(w, found).saturating_abs());
    values.fold(0, i64::saturating_add)
}

fn to_judge<'d>(d: &'d Draft<'_>, id: CountId) -> Result<&'d Count, crate::domain::Refusal> {
    let count = d.w.count(id).ok_or(Refusal::Unknown(id))?;
    if count.state == CountState::Review {
        Ok(count)
    } else {
        Err(Refusal::NotInReview(count.place).into())
    }
}

pub(super) fn accept(d: &mut Draft<'_>, id: CountId, cause: RootCause) -> Result<(), crate::domain::Refusal> {
    let count = to_judge(d, id)?.clone();
    let last = count.rounds.last().ok_or(Refusal::NotInReview(count.place))?;
    let by = d.ctx.worker();
    let counted = |worker| count.rounds.iter().any(|round| round.worker == worker);
    let dear = total(d.w, &last.result) > d.w.settings.second_person_value;
    if dear && by.is_some_and(counted) {
        return Err(Refusal::SecondPerson(count.place).into());
    }
    let differing = last.result.iter().filter(|found| !found.variance.is_zero());
    let differences: Vec<Difference> = differing.cloned().collect();
    d.emit(CountClosed {
        count: Arc::new(count.clone()),
        worker: Some(last.worker),
        counted_at: last.at,
        at: d.ctx.now,
        outcome: Outcome::Booked { by, cause },
        differences: differences.clone(),
    });
    booking::book(d, &count, &differences);
    Ok(())
}

pub(super) fn reject(d: &mut Draft<'_>, id: CountId) -> Result<(), crate::domain::Refusal> {
    let count = to_judge(d, id)?;
    let (place, priority) = (count.place, Reason::Recount.priority());
    d.emit(CountReopened {
        count: id,
        place,
        priority,
        at: d.ctx.now,
    });
    Ok(())
}
