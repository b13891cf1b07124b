//! Correcting the book by hand: adjust, scrap, hold, release, and blocking places.
//!
//! Every correction has a reason. One of more value than the building's limit waits for a second person before it is
//! booked. Holding goods back never waits: it takes nothing out of the book, and goods that may be unsafe must not be
//! picked while somebody looks for a second lead.

mod events;
mod refusal;

pub use events::*;
pub use refusal::Refusal;

use super::command::Draft;
use super::ids::{ApprovalId, PlaceId, WorkerId};
use super::people::Right;
use super::stock::{Account, Cause, Holder, Status, StockKey, StockMoved};
use super::{Event, Qty, Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

type Outcome = Result<(), super::Refusal>;

/// Why stock is corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reason {
    /// It was counted or booked wrongly.
    Miscounted,
    /// Goods turned up.
    Found,
    /// Goods are gone.
    Lost,
    /// Broken here.
    Broken,
    /// Past its date.
    Expired,
    /// Called back by its maker.
    Recall,
    /// Waits for a check, or passed one.
    Quality,
    /// Taken as a sample, or used up here.
    Sample,
    /// As the note says.
    Other,
}

impl Reason {
    /// Every reason, in the order of menus.
    pub const ALL: [Reason; 9] = [
        Reason::Miscounted,
        Reason::Found,
        Reason::Lost,
        Reason::Broken,
        Reason::Expired,
        Reason::Recall,
        Reason::Quality,
        Reason::Sample,
        Reason::Other,
    ];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Reason::Miscounted => "reason-miscounted",
            Reason::Found => "reason-found",
            Reason::Lost => "reason-lost",
            Reason::Broken => "reason-broken",
            Reason::Expired => "reason-expired",
            Reason::Recall => "reason-recall",
            Reason::Quality => "reason-quality",
            Reason::Sample => "reason-sample",
            Reason::Other => "reason-other",
        }
    }
}

/// What is done to a line of stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// So much more (or, below zero, less) is there than the book says.
    Adjust(Qty),
    /// So much is thrown away.
    Scrap(Qty),
    /// So much is kept back.
    Hold(Qty),
    /// So much of what was kept back may be sold again.
    Release(Qty),
}

/// One correction of one line of stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// What, and where it lies.
    pub key: StockKey,
    /// What is done to it.
    pub change: Change,
    /// Why.
    pub reason: Reason,
    /// Why, in words; needed where the reason is [`Reason::Other`].
    pub note: Text,
}

impl Correction {
    /// The movement that books it: from, to, how much, why.
    pub fn movement(&self) -> (StockKey, StockKey, Qty, Cause) {
        let key = self.key;
        let account = |account| key.at(Holder::Account(account));
        match self.change {
            Change::Adjust(by) if by < Qty::ZERO => {
                (key, account(Account::Difference), by.abs(), Cause::Adjusted)
            }
            Change::Adjust(by) => (account(Account::Difference), key, by, Cause::Adjusted),
            Change::Scrap(qty) => (key, account(Account::Scrap), qty, Cause::Scrapped),
            Change::Hold(qty) => (key, key.with_status(Status::Hold), qty, Cause::StatusChanged),
            Change::Release(qty) => (key, key.with_status(Status::Available), qty, Cause::StatusChanged),
        }
    }

    /// What it is worth in minor units of the building's money.
    pub fn value_minor(&self, w: &Warehouse) -> i64 {
        let price = w.items.get(&self.key.item).map_or(0, |item| item.price_minor);
        let (.., qty, _) = self.movement();
        qty.0.saturating_mul(price)
    }
}

/// A correction that waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Its number.
    pub id: ApprovalId,
    /// What is to be booked.
    pub correction: Correction,
    /// What it is worth, in minor units of the building's money.
    pub value_minor: i64,
    /// Who asked for it.
    pub by: WorkerId,
    /// Since when it waits.
    pub at: Timestamp,
}

/// What somebody asks about the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// So much is there, whatever the book says.
    Adjust {
        /// What, and where it lies.
        key: StockKey,
        /// What was counted.
        counted: Qty,
        /// Why.
        reason: Reason,
        /// Why, in words.
        note: Text,
    },
    /// Throw goods away.
    Scrap {
        /// What, and where it lies.
        key: StockKey,
        /// How much.
        qty: Qty,
        /// Why.
        reason: Reason,
        /// Why, in words.
        note: Text,
    },
    /// Keep goods back: they are not picked until they are released.
    Hold {
        /// What, and where it lies.
        key: StockKey,
        /// How much.
        qty: Qty,
        /// Why.
        reason: Reason,
        /// Why, in words.
        note: Text,
    },
    /// Goods that were kept back, damaged or in quarantine may be sold again.
    Release {
        /// What, and where it lies.
        key: StockKey,
        /// How much.
        qty: Qty,
        /// Why.
        reason: Reason,
        /// Why, in words.
        note: Text,
    },
    /// A second person agrees: it is booked.
    Approve {
        /// What.
        approval: ApprovalId,
    },
    /// A second person does not agree, or who asked thinks better of it.
    Reject {
        /// What.
        approval: ApprovalId,
        /// Why, in words.
        note: Text,
    },
    /// Block a place, or free it again.
    Block {
        /// Which.
        place: PlaceId,
        /// Nothing may be put there or taken from there.
        blocked: bool,
        /// Why, in words.
        note: Text,
    },
}

/// Decides one command about the book.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Outcome {
    d.require(Right::Adjust)?;
    let ask = |key: &StockKey, change, reason: &Reason, note: &Text| Correction {
        key: *key,
        change,
        reason: *reason,
        note: note.clone(),
    };
    match command {
        Command::Adjust {
            key,
            counted,
            reason,
            note,
        } => {
            if *counted < Qty::ZERO || *counted > Qty::MAX {
                return Err(Refusal::NoQuantity.into());
            }
            let by = *counted - d.w.stock_at(key).on_hand;
            if by.is_zero() {
                return Ok(());
            }
            correct(d, ask(key, Change::Adjust(by), reason, note))
        }
        Command::Scrap {
            key,
            qty,
            reason,
            note,
        } => correct(d, ask(key, Change::Scrap(*qty), reason, note)),
        Command::Hold {
            key,
            qty,
            reason,
            note,
        } => correct(d, ask(key, Change::Hold(*qty), reason, note)),
        Command::Release {
            key,
            qty,
            reason,
            note,
        } => correct(d, ask(key, Change::Release(*qty), reason, note)),
        Command::Approve { approval } => approve(d, *approval),
        Command::Reject { approval, note } => reject(d, *approval, note),
        Command::Block { place, blocked, note } => block(d, *place, *blocked, note),
    }
}

/// Books a correction, or has it wait for a second person.
fn correct(d: &mut Draft<'_>, correction: Correction) -> Outcome {
    let by = d.worker()?;
    if correction.reason == Reason::Other && correction.note.trim().is_empty() {
        return Err(Refusal::NeedReason.into());
    }
    check(d.w, &correction)?;
    let value_minor = correction.value_minor(d.w);
    let at_once = matches!(correction.change, Change::Hold(_));
    if at_once || value_minor <= d.w.settings.second_person_value {
        book(d, correction, by, None);
        return Ok(());
    }
    let same = |a: &&Arc<Approval>| a.correction.key == correction.key;
    if let Some(waits) = d.w.approvals.values().find(same) {
        return Err(Refusal::Waits(waits.id, waits.by).into());
    }
    let approval = Arc::new(Approval {
        id: d.w.counters.next(),
        correction,
        value_minor,
        by,
        at: d.ctx.now,
    });
    d.emit(ApprovalAsked { approval });
    Ok(())
}

/// Whether a correction can be booked now.
fn check(w: &Warehouse, correction: &Correction) -> Result<(), Refusal> {
    let key = &correction.key;
    match key.holder {
        Holder::Place(id) if w.places.contains_key(&id) => {}
        Holder::Lpn(id) => match w.lpns.get(&id).map(|lpn| lpn.order) {
            Some(Some(order)) => return Err(Refusal::Picked(id, order)),
            Some(None) => {}
            None => return Err(Refusal::Unknown),
        },
        _ => return Err(Refusal::Unknown),
    }
    let item = w.items.get(&key.item).ok_or(Refusal::Unknown)?;
    if !w.owners.contains_key(&key.owner) {
        return Err(Refusal::Unknown);
    }
    let tracked = item.lot_tracked || item.expiry_tracked;
    if tracked
        && key
            .lot
            .and_then(|lot| w.lots.get(&lot))
            .is_none_or(|lot| lot.item != key.item)
    {
        return Err(Refusal::NeedLot(key.item));
    }
    match correction.change {
        Change::Hold(_) if key.status != Status::Available => return Err(Refusal::NotForSale(key.status)),
        Change::Release(_) if key.status == Status::Available => return Err(Refusal::ForSale),
        _ => {}
    }
    let (from, _, qty, _) = correction.movement();
    if !qty.is_positive() || qty > Qty::MAX {
        return Err(Refusal::NoQuantity);
    }
    if from.holder.is_real() {
        let there = w.stock_at(&from);
        if qty > there.on_hand {
            return Err(Refusal::TooMany(key.item, qty, there.on_hand));
        }
        if qty > there.free() {
            let holder = w.reservations_on(&from).find_map(|id| w.reservations.get(&id));
            let order = holder.map(|r| r.order).unwrap_or_default();
            return Err(Refusal::Held(key.item, order, there.reserved));
        }
    }
    Ok(())
}

fn book(d: &mut Draft<'_>, correction: Correction, by: WorkerId, approved: Option<(ApprovalId, WorkerId)>) {
    let (from, to, qty, cause) = correction.movement();
    let since = if from.holder.is_real() {
        d.w.stock_at(&from).since
    } else {
        d.ctx.now
    };
    d.emit(StockCorrected {
        correction,
        by,
        approved,
    });
    d.emit(StockMoved {
        from,
        to,
        qty,
        since,
        cause,
    });
    // A count of the place that waits for its review was judged against another book.
    for holder in [from.holder, to.holder] {
        if let Holder::Place(place) = holder {
            super::counting::doubt(d, place);
        }
    }
}

fn approve(d: &mut Draft<'_>, id: ApprovalId) -> Outcome {
    let worker = d.worker()?;
    let approval = d.w.approvals.get(&id).ok_or(Refusal::NoApproval(id))?.clone();
    if approval.by == worker {
        return Err(Refusal::SamePerson(worker).into());
    }
    check(d.w, &approval.correction)?;
    book(d, approval.correction.clone(), approval.by, Some((id, worker)));
    Ok(())
}

fn reject(d: &mut Draft<'_>, id: ApprovalId, note: &Text) -> Outcome {
    let by = d.worker()?;
    let approval = d.w.approvals.get(&id).ok_or(Refusal::NoApproval(id))?.clone();
    let note = note.clone();
    d.emit(ApprovalRejected { approval, by, note });
    Ok(())
}

fn block(d: &mut Draft<'_>, id: PlaceId, blocked: bool, note: &Text) -> Outcome {
    let place = d.w.places.get(&id).ok_or(Refusal::Unknown)?;
    if place.blocked == blocked {
        return Ok(());
    }
    if blocked && note.trim().is_empty() {
        return Err(Refusal::NeedReason.into());
    }
    d.emit(PlaceBlocked {
        place: id,
        blocked,
        note: note.clone(),
    });
    Ok(())
}

/// The inverse of an event of this workflow, decided against the present; none for events of others.
///
/// # Errors
/// (inside) The goods went on, a second person had agreed, or somebody decided otherwise since.
pub fn undo(d: &mut Draft<'_>, event: &Event) -> Option<Outcome> {
    match event {
        Event::StockCorrected(corrected) => Some(take_back(d, corrected)),
        Event::ApprovalAsked(asked) => Some(reject(d, asked.approval.id, &"".into())),
        Event::PlaceBlocked(done) => Some(match d.w.places.get(&done.place) {
            Some(place) if place.blocked == done.blocked => {
                d.emit(PlaceBlocked {
                    blocked: !done.blocked,
                    ..done.clone()
                });
                Ok(())
            }
            _ => Err(Refusal::DecidedSince.into()),
        }),
        _ => None,
    }
}

fn take_back(d: &mut Draft<'_>, corrected: &StockCorrected) -> Outcome {
    if let Some((_, by)) = corrected.approved {
        return Err(Refusal::Agreed(by).into());
    }
    let (to, from, qty, _) = corrected.correction.movement();
    let there = d.w.stock_at(&from);
    if from.holder.is_real() && qty > there.free() {
        return Err(Refusal::GoneOn(from.item, qty - there.free()).into());
    }
    let since = if from.holder.is_real() {
        there.since
    } else {
        d.ctx.now
    };
    d.emit(CorrectionUndone {
        corrected: Arc::new(corrected.clone()),
    });
    d.emit(StockMoved {
        from,
        to,
        qty,
        since,
        cause: Cause::Undone,
    });
    Ok(())
}

impl Warehouse {
    pub(super) fn put_approval(&mut self, approval: Arc<Approval>) {
        self.counters.used(approval.id);
        self.approvals.insert(approval.id, approval);
    }
}
