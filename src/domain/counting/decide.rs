//! The rules of counting, as far as the counter goes.

use super::events::*;
use super::reconcile::{bounds, compare};
use super::review;
use super::{Command, Count, CountLine, CountState, CountStep, Goods, MAX_PLACES, Reason, Refusal};
use crate::domain::command::Draft;
use crate::domain::event::Event;
use crate::domain::ids::{CountId, ItemId, LotId, OwnerId, PlaceId};
use crate::domain::lookup::Scan;
use crate::domain::masters::lot_for;
use crate::domain::people::Right;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::stock::{Holder, StockKey};
use crate::domain::time::Day;
use crate::domain::{Qty, Text, Warehouse};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

type Outcome = Result<(), crate::domain::Refusal>;

/// Decides one command about counts.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Outcome {
    match command {
        Command::MakeCounts { .. } | Command::Accept { .. } | Command::Reject { .. } => {
            d.require(Right::ReviewCounts)?;
        }
        Command::BinEmpty { .. } => d.require(Right::Pick).or_else(|_| d.require(Right::Count))?,
        _ => d.require(Right::Count)?,
    }
    match command {
        Command::MakeCounts { places, reason } => make_counts(d, places, *reason),
        Command::BinEmpty { place, empty } => bin_empty(d, *place, *empty),
        Command::Claim { count } => claim(d, *count),
        Command::Park { count } => park(d, *count),
        Command::Scan { count, code } => scan(d, *count, code),
        Command::Quantity { count, qty } => quantity(d, *count, *qty),
        Command::Lot { count, code, expiry } => {
            let count = begun(d, *count)?.clone();
            lot(d, &count, code, *expiry)
        }
        Command::Owner { count, owner } => choose_owner(d, *count, *owner),
        Command::Empty { count } => empty(d, *count),
        Command::Finish { count } => {
            let count = begun(d, *count)?.clone();
            finish(d, &count)
        }
        Command::Accept { count, cause } => review::accept(d, *count, *cause),
        Command::Reject { count } => review::reject(d, *count),
    }
}

fn make_counts(d: &mut Draft<'_>, places: &[PlaceId], reason: Reason) -> Outcome {
    if places.is_empty() || places.len() > MAX_PLACES {
        return Err(Refusal::TooManyPlaces(places.len()).into());
    }
    if let Some(unknown) = places.iter().find(|id| !d.w.places.contains_key(*id)) {
        return Err(Refusal::UnknownPlace(*unknown).into());
    }
    for place in places {
        if d.w.count_at(*place).is_none() {
            make(d, *place, reason, None);
        }
    }
    if d.events.is_empty() {
        Err(Refusal::AlreadyOpen.into())
    } else {
        Ok(())
    }
}

fn make(d: &mut Draft<'_>, place: PlaceId, reason: Reason, phantom: Option<(Goods, Qty)>) {
    let count = Count {
        id: d.w.counters.next(),
        place,
        sequence: d.w.places.get(&place).map_or(u32::MAX, |p| p.sequence),
        reason,
        priority: reason.priority(),
        made_at: d.ctx.now,
        state: CountState::Open,
        worker: None,
        since: d.ctx.now,
        begun: None,
        lines: Vec::new(),
        step: CountStep::default(),
        rounds: Vec::new(),
        book: Vec::new(),
        phantom: phantom.into_iter().collect(),
    };
    d.emit(CountMade {
        count: Arc::new(count),
    });
}

/// Sees to it that a place is counted: makes a count, or makes the open one more urgent. What a short pick keeps back
/// there goes along, as the line of the ledger it was kept back from and how much: it is freed when the count is
/// closed. A count that waits for a lead begins anew, since its differences may lie in what happened now.
pub fn raise(d: &mut Draft<'_>, place: PlaceId, reason: Reason, phantom: Option<(StockKey, Qty)>) {
    let phantom = phantom.map(|(key, qty)| (Goods::of(&key), qty));
    let Some(open) = d.w.count_at(place).and_then(|id| d.w.count(id)) else {
        make(d, place, reason, phantom);
        return;
    };
    let count = open.id;
    let priority = open.priority.min(reason.priority());
    if priority < open.priority || phantom.is_some() {
        d.emit(CountUrged {
            count,
            reason,
            priority,
            phantom,
        });
    }
    doubt(d, place);
}

/// The open count of a place that keeps so much of these goods back on hold for short picks.
pub fn keeping_back(w: &Warehouse, place: PlaceId, key: &StockKey, qty: Qty) -> Option<CountId> {
    let count = w.count_at(place).and_then(|id| w.count(id))?;
    (count.phantom_of(Goods::of(key)) >= qty).then_some(count.id)
}

/// A count of this place that waits for a lead begins anew, because what it found may have been booked otherwise: by
/// an adjustment, or kept back by a short pick.
pub fn doubt(d: &mut Draft<'_>, place: PlaceId) {
    let Some(count) = d.w.count_at(place).and_then(|id| d.w.count(id)) else {
        return;
    };
    if count.state == CountState::Review {
        let (count, priority) = (count.id, count.priority);
        d.emit(CountReopened {
            count,
            place,
            priority,
            at: d.ctx.now,
        });
    }
}

/// The answer to "bin empty?": noted, and whatever the book does not bear out is counted.
///
/// # Errors
/// There is no such place.
pub fn bin_empty(d: &mut Draft<'_>, place: PlaceId, empty: bool) -> Outcome {
    if !d.w.places.contains_key(&place) {
        return Err(Refusal::UnknownPlace(place).into());
    }
    let by_book = d.w.stock_in(Holder::Place(place)).next().is_none();
    d.emit(ZeroChecked {
        place,
        empty,
        agreed: empty && by_book,
        worker: d.ctx.worker(),
        at: d.ctx.now,
    });
    if empty != by_book {
        raise(d, place, Reason::BinEmpty, None);
    }
    Ok(())
}

fn claim(d: &mut Draft<'_>, wanted: Option<CountId>) -> Outcome {
    let worker = d.worker()?;
    if let Some(has) = d.w.count_of(worker) {
        let place = d.w.count(has).map_or(PlaceId(0), |count| count.place);
        return if wanted.is_none_or(|count| count == has) {
            Ok(())
        } else {
            Err(Refusal::HasCount(worker, place).into())
        };
    }
    let fit = |id: &CountId| d.w.count(*id).is_some_and(|count| !count.excludes(worker));
    let id = match wanted {
        Some(id) => id,
        None => d.w.open_counts().find(fit).ok_or(Refusal::NoWork)?,
    };
    let count = d.w.count(id).ok_or(Refusal::Unknown(id))?;
    let place = count.place;
    if let Some(other) = count.worker {
        return Err(Refusal::Taken(place, other).into());
    }
    if count.state == CountState::Review {
        return Err(Refusal::InReview(place).into());
    }
    if count.excludes(worker) {
        return Err(Refusal::SamePerson(place).into());
    }
    d.emit(CountClaimed {
        count: id,
        place,
        worker,
        at: d.ctx.now,
    });
    Ok(())
}

fn park(d: &mut Draft<'_>, id: CountId) -> Outcome {
    let lead = d.require(Right::ReviewCounts).is_ok();
    let count = d.w.count(id).ok_or(Refusal::Unknown(id))?;
    let (place, priority) = (count.place, count.priority);
    match count.worker {
        None => Err(Refusal::NotYours(place).into()),
        Some(other) if Some(other) != d.ctx.worker() && !lead => Err(Refusal::Taken(place, other).into()),
        Some(_) => {
            d.emit(CountReopened {
                count: id,
                place,
                priority,
                at: d.ctx.now,
            });
            Ok(())
        }
    }
}

/// The count, if the one who asks is its counter.
fn mine<'d>(d: &'d Draft<'_>, id: CountId) -> Result<&'d Count, crate::domain::Refusal> {
    let worker = d.worker()?;
    let count = d.w.count(id).ok_or(Refusal::Unknown(id))?;
    match count.worker {
        Some(other) if other != worker => Err(Refusal::Taken(count.place, other).into()),
        None if count.state == CountState::Review => Err(Refusal::InReview(count.place).into()),
        None => Err(Refusal::NotYours(count.place).into()),
        Some(_) => Ok(count),
    }
}

/// The same, once the place is confirmed.
fn begun<'d>(d: &'d Draft<'_>, id: CountId) -> Result<&'d Count, crate::domain::Refusal> {
    let count = mine(d, id)?;
    match count.begun {
        Some(_) => Ok(count),
        None => Err(Refusal::PlaceFirst(count.place).into()),
    }
}

fn scan(d: &mut Draft<'_>, id: CountId, code: &Text) -> Outcome {
    let count = mine(d, id)?.clone();
    let scan = d.w.scan(code);
    if count.begun.is_none() {
        return at_place(d, &count, &scan);
    }
    let waiting = count.step.item.filter(|_| count.step.waiting.is_positive());
    if waiting.is_some_and(|item| d.w.lot_by_code(item, &scan.code).is_some()) {
        return lot(d, &count, &scan.code, scan.expiry);
    }
    if let Some((item, contents)) = scan.item() {
        let contents = scan.of_item(item).unwrap_or(contents);
        return at_item(d, &count, item, contents, &scan);
    }
    if let Some(item) = waiting {
        // A label whose separators are lost names no lot until somebody says how it is read.
        let plain = scan.targets.is_empty() && scan.readings.is_empty();
        return match (&scan.lot, plain) {
            (Some(code), _) => lot(d, &count, code, scan.expiry),
            (None, true) => lot(d, &count, &scan.code, scan.expiry),
            (None, false) => Err(Refusal::LotFirst(item).into()),
        };
    }
    match scan.place() {
        Some(found) if found == count.place => finish(d, &count),
        Some(found) => Err(Refusal::WrongPlace {
            expected: count.place,
            found,
        }
        .into()),
        None if scan.targets.is_empty() => {
            Err(Refusal::UnknownCode(scan.code, Box::new(Phrase::new("want-count-item"))).into())
        }
        None => Err(Refusal::ItemsOnly(count.place).into()),
    }
}

fn at_place(d: &mut Draft<'_>, count: &Count, scan: &Scan) -> Outcome {
    let expected = count.place;
    match scan.place() {
        Some(found) if found == expected => {
            let mut book: BTreeMap<Goods, Qty> = BTreeMap::new();
            for (key, stock) in d.w.stock_in(Holder::Place(expected)) {
                *book.entry(Goods::of(key)).or_default() += stock.on_hand;
            }
            d.emit(CountBegun {
                count: count.id,
                at: d.ctx.now,
                book: book.into_iter().collect(),
            });
            Ok(())
        }
        Some(found) => Err(Refusal::WrongPlace { expected, found }.into()),
        None if scan.targets.is_empty() => {
            let wanted = Phrase::new("want-place").with("place", Value::Place(expected));
            Err(Refusal::UnknownCode(scan.code.clone(), Box::new(wanted)).into())
        }
        None => Err(Refusal::PlaceFirst(expected).into()),
    }
}

fn at_item(d: &mut Draft<'_>, count: &Count, item: ItemId, contents: Qty, scan: &Scan) -> Outcome {
    let owner = owner_of(d.w, count, item)?;
    let tracked =
        d.w.items
            .get(&item)
            .is_some_and(|i| i.lot_tracked || i.expiry_tracked);
    let named = d.w.items.get(&item).and_then(|item| scan.named_lot(item));
    let lot = match named {
        Some((code, expiry)) if tracked => Some(lot_known(d, item, &code, expiry)?),
        _ if tracked && count.step.item == Some(item) => count.step.lot,
        _ => None,
    };
    if tracked && lot.is_none() {
        let step = CountStep {
            item: Some(item),
            lot: None,
            waiting: contents,
            owner: count.step.owner,
        };
        d.emit(CountStepped {
            count: count.id,
            step,
        });
        return Ok(());
    }
    let goods = Goods { item, owner, lot };
    let line = count.line(goods);
    let typed = line.is_some_and(|line| line.typed);
    let so_far = line.map_or(Qty::ZERO, |line| line.counted);
    let counted = if typed { so_far } else { so_far + contents };
    put_line(d, count, goods, counted, typed)
}

/// Whose goods of an item the counter holds: as the counter said; else as the place's book has it, or the building's,
/// where there is just one answer.
fn owner_of(w: &Warehouse, count: &Count, item: ItemId) -> Result<OwnerId, Refusal> {
    if let Some(owner) = count.step.owner {
        return Ok(owner);
    }
    let all = || w.stock_of(item).filter(|(key, _)| key.holder.is_real());
    let here: BTreeSet<OwnerId> = all()
        .filter(|(key, _)| key.holder == Holder::Place(count.place))
        .map(|(key, _)| key.owner)
        .collect();
    let owners = if here.is_empty() {
        all().map(|(key, _)| key.owner).collect()
    } else {
        here
    };
    match (owners.len(), owners.first(), w.owners.len()) {
        (1, Some(owner), _) => Ok(*owner),
        (0, _, 1) => Ok(w.owners.keys().next().copied().unwrap_or_default()),
        _ => Err(Refusal::WhichOwner(item)),
    }
}

/// Notes how many of some goods were counted, with the bounds between which no difference shows.
fn put_line(d: &mut Draft<'_>, count: &Count, goods: Goods, counted: Qty, typed: bool) -> Outcome {
    if counted < Qty::ZERO || counted > Qty::MAX {
        return Err(Refusal::BadQuantity.into());
    }
    let before = count.line(goods).cloned();
    let (least, most) = bounds(d.w, count, goods);
    let line = CountLine {
        goods,
        counted,
        typed,
        at: d.ctx.now,
        least,
        most,
    };
    let step = CountStep {
        item: Some(goods.item),
        lot: goods.lot,
        waiting: Qty::ZERO,
        owner: count.step.owner,
    };
    d.emit(LineCounted {
        count: count.id,
        before,
        line,
        step,
    });
    Ok(())
}

fn quantity(d: &mut Draft<'_>, id: CountId, qty: Qty) -> Outcome {
    let count = begun(d, id)?.clone();
    let item = count.step.item.ok_or(Refusal::NoItem)?;
    if count.step.waiting.is_positive() {
        return Err(Refusal::LotFirst(item).into());
    }
    let owner = owner_of(d.w, &count, item)?;
    let lot = count.step.lot;
    put_line(d, &count, Goods { item, owner, lot }, qty, true)
}

fn lot(d: &mut Draft<'_>, count: &Count, code: &Text, expiry: Option<Day>) -> Outcome {
    let item = count.step.item.ok_or(Refusal::NoItem)?;
    let lot = lot_known(d, item, code, expiry)?;
    let owner = owner_of(d.w, count, item)?;
    let goods = Goods {
        item,
        owner,
        lot: Some(lot),
    };
    let line = count.line(goods);
    let typed = line.is_some_and(|line| line.typed);
    let so_far = line.map_or(Qty::ZERO, |line| line.counted);
    let counted = if typed {
        so_far
    } else {
        so_far + count.step.waiting
    };
    put_line(d, count, goods, counted, typed)
}

/// The lot of an item by its code, made known where it is new.
fn lot_known(
    d: &mut Draft<'_>,
    item: ItemId,
    code: &Text,
    expiry: Option<Day>,
) -> Result<LotId, crate::domain::Refusal> {
    let dated = d.w.items.get(&item).is_some_and(|i| i.expiry_tracked);
    let known = d.w.lot_by_code(item, code);
    if dated && expiry.is_none() && known.is_none() {
        return Err(Refusal::NeedExpiry(item, code.clone()).into());
    }
    if let Some((known, given)) = known.and_then(|lot| lot.expiry).zip(expiry)
        && known != given
    {
        return Err(Refusal::OtherExpiry(code.clone(), known, given).into());
    }
    lot_for(d, item, Some(&(code.clone(), expiry)))?.ok_or_else(|| Refusal::NoItem.into())
}

fn choose_owner(d: &mut Draft<'_>, id: CountId, owner: OwnerId) -> Outcome {
    let count = begun(d, id)?;
    if let Some(item) = count.step.item.filter(|_| count.step.waiting.is_positive()) {
        return Err(Refusal::LotFirst(item).into());
    }
    let step = CountStep {
        owner: Some(owner),
        ..CountStep::default()
    };
    if !d.w.owners.contains_key(&owner) {
        return Err(Refusal::UnknownOwner.into());
    }
    let count = count.id;
    d.emit(CountStepped { count, step });
    Ok(())
}

fn empty(d: &mut Draft<'_>, id: CountId) -> Outcome {
    let count = begun(d, id)?.clone();
    let full = count.step.waiting.is_positive() || count.lines.iter().any(|l| l.counted.is_positive());
    if full {
        return Err(Refusal::NotEmpty(count.place).into());
    }
    compare(d, &count)
}

fn finish(d: &mut Draft<'_>, count: &Count) -> Outcome {
    if let Some(item) = count.step.item.filter(|_| count.step.waiting.is_positive()) {
        return Err(Refusal::LotFirst(item).into());
    }
    if count.lines.is_empty() {
        return Err(Refusal::NothingCounted(count.place).into());
    }
    compare(d, count)
}

/// Takes back the last scan of a count's line. None when the event is not one of counting's that can be taken back.
pub fn undo(d: &mut Draft<'_>, event: &Event) -> Option<Outcome> {
    match event {
        Event::LineCounted(counted) => Some(uncount(d, counted)),
        _ => None,
    }
}

fn uncount(d: &mut Draft<'_>, counted: &LineCounted) -> Outcome {
    d.require(Right::Count)?;
    let count = mine(d, counted.count)?;
    let place = count.place;
    if count.line(counted.line.goods) != Some(&counted.line) {
        return Err(Refusal::CannotUndo(place).into());
    }
    d.emit(LineUncounted {
        count: counted.count,
        goods: counted.line.goods,
        line: counted.before.clone(),
    });
    Ok(())
}
