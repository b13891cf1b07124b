//! The rules of receiving.

use super::events::*;
use super::lots::{at_lot, named_lot, take_lot};
use super::put::{dock_place, put};
use super::{Asked, Command, Doubt, Prompt, Receipt, ReceiptLine, Receiving, Refusal, Step, closed_key};
use crate::domain::command::Draft;
use crate::domain::ids::{ItemId, OwnerId, PlaceId, ReceiptId};
use crate::domain::lookup::Scan;
use crate::domain::people::Right;
use crate::domain::phrase::Phrase;
use crate::domain::stock::Holder;
use crate::domain::time::Day;
use crate::domain::{Qty, Text, Timestamp};
use std::sync::Arc;

pub(super) type Outcome = Result<(), crate::domain::Refusal>;

/// Decides one command about receiving.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Outcome {
    if let Command::Save(receipt) = command {
        return save(d, receipt);
    }
    d.require(Right::Receive)?;
    match command {
        Command::Save(_) => Ok(()),
        Command::OpenBlind { owner, dock } => open_blind(d, *owner, *dock),
        Command::Start { receipt } => start(d, *receipt),
        Command::Scan { receipt, code } => {
            let mine = at(d, *receipt)?;
            let owner = d.w.receipt(*receipt).map(|receipt| receipt.owner);
            let scan = d.w.scan_for(code, owner);
            take_scan(d, &mine, &scan)
        }
        Command::Quantity { receipt, qty } => quantity(d, *receipt, *qty),
        Command::Lot {
            receipt,
            code,
            expiry,
        } => {
            let mine = at(d, *receipt)?;
            let item = mine.step.item.ok_or(Refusal::ItemFirst)?;
            if code.trim().is_empty() {
                return Err(Refusal::NoLot(item).into());
            }
            take_lot(d, &mine, mine.step.clone(), Some(code), *expiry)
        }
        Command::Damaged { receipt, qty } => damaged(d, *receipt, *qty),
        Command::Confirm { receipt, reason } => confirm(d, *receipt, reason),
        Command::Clear { receipt } => {
            let mine = at(d, *receipt)?;
            let onto = mine.step.onto;
            step_to(
                d,
                &mine,
                Step {
                    onto,
                    ..Step::default()
                },
            );
            Ok(())
        }
        Command::Leave { receipt } => {
            let mine = at(d, *receipt)?;
            d.emit(ReceivingStepped {
                worker: mine.worker,
                was: Some(Arc::new(mine)),
                now: None,
            });
            Ok(())
        }
        Command::Close { receipt, reason } => close(d, *receipt, reason),
    }
}

fn save(d: &mut Draft<'_>, receipt: &Receipt) -> Outcome {
    d.require(Right::ImportData)?;
    if let Some(known) = d.w.receipt_by_number(receipt.owner, &receipt.number) {
        let announced = |r: &Receipt| -> Vec<(ItemId, Qty)> {
            let lines = r.lines.iter().filter(|l| l.expected.is_positive());
            lines.map(|l| (l.item, l.expected)).collect()
        };
        return if announced(known) == announced(receipt) {
            Ok(())
        } else {
            Err(Refusal::NumberTaken(known.id).into())
        };
    }
    if d.w.numbers.knows(&closed_key(receipt.owner, &receipt.number)) {
        return Err(Refusal::NumberClosed(receipt.number.clone()).into());
    }
    if !d.w.owners.contains_key(&receipt.owner) {
        return Err(Refusal::NoSuchOwner.into());
    }
    let good = |line: &ReceiptLine| {
        line.expected.is_positive() && line.expected <= Qty::MAX && d.w.items.contains_key(&line.item)
    };
    if let Some(bad) = receipt.lines.iter().position(|line| !good(line)) {
        return Err(Refusal::BadLine(u16::try_from(bad).unwrap_or(u16::MAX)).into());
    }
    if receipt.lines.is_empty() || receipt.lines.len() >= usize::from(u16::MAX) {
        return Err(Refusal::BadLine(0).into());
    }
    let lines = receipt.lines.iter().map(|line| ReceiptLine {
        lot: line.lot.clone(),
        expiry: line.expiry,
        ..ReceiptLine::new(line.item, line.expected)
    });
    let receipt = Receipt {
        id: d.w.counters.next(),
        blind: false,
        lines: lines.collect(),
        ..receipt.clone()
    };
    d.emit(ReceiptSaved {
        receipt: Arc::new(receipt),
    });
    Ok(())
}

fn open_blind(d: &mut Draft<'_>, owner: OwnerId, dock: PlaceId) -> Outcome {
    let worker = d.worker()?;
    if !d.w.owners.contains_key(&owner) {
        return Err(Refusal::NoSuchOwner.into());
    }
    dock_place(d, dock)?;
    let id: ReceiptId = d.w.counters.next();
    let receipt = Receipt {
        id,
        number: format!("R-{id}").into(),
        supplier: "".into(),
        owner,
        expected_at: Timestamp::default(),
        dock: Some(dock),
        blind: true,
        lines: Vec::new(),
    };
    empty_handed(d)?;
    d.emit(ReceiptSaved {
        receipt: Arc::new(receipt),
    });
    let was = d.w.receivings.get(&worker).cloned();
    let now = Some(Arc::new(Receiving::new(worker, id)));
    d.emit(ReceivingStepped { worker, was, now });
    Ok(())
}

fn start(d: &mut Draft<'_>, receipt: ReceiptId) -> Outcome {
    let worker = d.worker()?;
    let mine = at(d, receipt)?;
    let was = d.w.receivings.get(&worker).cloned();
    if was.as_deref() != Some(&mine) {
        let now = Some(Arc::new(mine));
        d.emit(ReceivingStepped { worker, was, now });
    }
    Ok(())
}

/// How far the one who asks has come at a receipt; the beginning, when they are at none.
fn at(d: &Draft<'_>, receipt: ReceiptId) -> Result<Receiving, crate::domain::Refusal> {
    let worker = d.worker()?;
    d.w.receipt(receipt).ok_or(Refusal::Unknown(receipt))?;
    match d.w.receiving_of(worker) {
        Some(mine) if mine.receipt == receipt => Ok(mine.clone()),
        _ => {
            empty_handed(d)?;
            Ok(Receiving::new(worker, receipt))
        }
    }
}

/// Refuses while the one who asks has goods of a receipt in hand.
fn empty_handed(d: &Draft<'_>) -> Result<(), crate::domain::Refusal> {
    let worker = d.worker()?;
    match d.w.receiving_of(worker) {
        Some(other) if other.step.item.is_some() => Err(Refusal::OtherReceipt(other.receipt).into()),
        _ => Ok(()),
    }
}

fn emit_step(d: &mut Draft<'_>, now: Receiving) {
    let worker = now.worker;
    let was = d.w.receivings.get(&worker).cloned();
    let now = Some(Arc::new(now));
    d.emit(ReceivingStepped { worker, was, now });
}

pub(super) fn step_to(d: &mut Draft<'_>, mine: &Receiving, step: Step) {
    let now = Receiving {
        step,
        asked: None,
        ..mine.clone()
    };
    emit_step(d, now);
}

/// True when the same was asked already, so that the same scan again is the answer. Otherwise asks.
pub(super) fn sure(d: &mut Draft<'_>, mine: &Receiving, why: Doubt, then: Step) -> bool {
    let asked = Some(Asked { why, then });
    if mine.asked == asked {
        return true;
    }
    let now = Receiving {
        asked,
        ..mine.clone()
    };
    emit_step(d, now);
    false
}

/// Takes what was scanned at the prompt. A question that stands is answered by the same scan again; any other scan is
/// taken as if nothing had been asked.
fn take_scan(d: &mut Draft<'_>, mine: &Receiving, scan: &Scan) -> Outcome {
    let unasked = Receiving {
        asked: None,
        ..mine.clone()
    };
    match unasked.prompt(d.w) {
        Prompt::Item(_) | Prompt::Finish | Prompt::Confirm(_) => match scan.item() {
            Some((item, _)) => choose(d, mine, item, scan),
            None if scan.targets.is_empty() => Err(unknown(scan, Phrase::new("want-any-item"))),
            None => Err(Refusal::ItemFirst.into()),
        },
        Prompt::Lot(item) => at_lot(d, mine, item, scan),
        Prompt::Expiry(item) => {
            if scan.of_item(item).is_some() {
                return again(d, mine, item, scan);
            }
            let day = scan.expiry.or_else(|| Day::parse(&scan.code));
            let day = day.ok_or_else(|| Refusal::BadDate(scan.code.clone()))?;
            take_lot(d, mine, mine.step.clone(), None, Some(day))
        }
        Prompt::Put(item, shown) => at_put(d, mine, item, shown, scan),
    }
}

fn unknown(scan: &Scan, wanted: Phrase) -> crate::domain::Refusal {
    Refusal::UnknownCode(scan.code.clone(), Box::new(wanted)).into()
}

/// An item is taken in hand.
fn choose(d: &mut Draft<'_>, mine: &Receiving, item: ItemId, scan: &Scan) -> Outcome {
    let receipt = d.w.receipt(mine.receipt).ok_or(Refusal::Unknown(mine.receipt))?;
    let announced = receipt.blind || receipt.lines.iter().any(|line| line.item == item);
    let contents = scan.of_item(item).unwrap_or(Qty(1));
    if !contents.is_positive() || contents > Qty::MAX {
        return Err(Refusal::NoQuantity.into());
    }
    let step = Step {
        item: Some(item),
        counted: (contents > Qty(1) || scan.count.is_some()).then_some(contents),
        onto: mine.step.onto,
        ..Step::default()
    };
    // The answer to a question about this item: what was asked first is not asked again.
    let told = mine
        .asked
        .as_ref()
        .is_some_and(|asked| asked.then.item == Some(item));
    if !announced && !told && !sure(d, mine, Doubt::NotExpected(item), step.clone()) {
        return Ok(());
    }
    if scan.lot.is_some() || scan.expiry.is_some() {
        take_lot(d, mine, step, scan.lot.as_ref(), scan.expiry)
    } else {
        step_to(d, mine, step);
        Ok(())
    }
}

/// The same item again: it counts on, unless the quantity was typed. Goods of another lot are another hand.
pub(super) fn again(d: &mut Draft<'_>, mine: &Receiving, item: ItemId, scan: &Scan) -> Outcome {
    other_lot(d, mine, item, scan)?;
    let mut step = mine.step.clone();
    if !step.typed {
        // The scan that took the item in hand was the first piece.
        let contents = scan.of_item(item).unwrap_or(Qty(1));
        let counted = step.counted.unwrap_or(Qty(1)) + contents;
        if counted > Qty::MAX {
            return Err(Refusal::NoQuantity.into());
        }
        step.counted = Some(counted);
    }
    step_to(d, mine, step);
    Ok(())
}

/// Refuses a code that names another lot or another expiry date than the goods in hand have, where the item has them.
fn other_lot(d: &Draft<'_>, mine: &Receiving, item: ItemId, scan: &Scan) -> Result<(), Refusal> {
    let Some(master) = d.w.items.get(&item) else {
        return Ok(());
    };
    let lots = mine.step.lot.as_ref().zip(scan.lot.as_ref());
    if let Some((expected, found)) = lots.filter(|(expected, found)| master.lot_tracked && expected != found)
    {
        return Err(Refusal::OtherLotInHand(item, expected.clone(), found.clone()));
    }
    let days = mine.step.expiry.zip(scan.expiry);
    match days.filter(|(expected, found)| master.expiry_tracked && expected != found) {
        Some((expected, found)) => {
            let lot = named_lot(&mine.step).map(|(lot, _)| lot).unwrap_or_default();
            Err(Refusal::OtherExpiry(lot, expected, found))
        }
        None => Ok(()),
    }
}

fn at_put(d: &mut Draft<'_>, mine: &Receiving, item: ItemId, shown: Qty, scan: &Scan) -> Outcome {
    if let Some(lpn) = scan.lpn() {
        return put(d, mine, shown, Holder::Lpn(lpn), None).map(|_| ());
    }
    if scan.of_item(item).is_some() {
        return again(d, mine, item, scan);
    }
    if let Some(place) = scan.place() {
        return put(d, mine, shown, Holder::Place(place), None).map(|_| ());
    }
    match (scan.item(), mine.step.onto) {
        // Scanning on is accepting: what is in hand goes where the goods before went.
        (Some(_), Some(onto)) => {
            if put(d, mine, shown, onto, None)? {
                let mine = at(d, mine.receipt)?;
                take_scan(d, &mine, scan)?;
            }
            Ok(())
        }
        (Some(_), None) => Err(Refusal::PutFirst(item).into()),
        (None, _) if scan.targets.is_empty() => Err(unknown(scan, Phrase::new("want-dock-or-lpn"))),
        (None, _) => Err(Refusal::PutFirst(item).into()),
    }
}

fn quantity(d: &mut Draft<'_>, receipt: ReceiptId, qty: Qty) -> Outcome {
    let mine = at(d, receipt)?;
    mine.step.item.ok_or(Refusal::ItemFirst)?;
    if !qty.is_positive() || qty > Qty::MAX {
        return Err(Refusal::NoQuantity.into());
    }
    let step = Step {
        counted: Some(qty),
        typed: true,
        ..mine.step.clone()
    };
    step_to(d, &mine, step);
    Ok(())
}

fn damaged(d: &mut Draft<'_>, receipt: ReceiptId, qty: Qty) -> Outcome {
    let mine = at(d, receipt)?;
    let item = mine.step.item.ok_or(Refusal::ItemFirst)?;
    let shown = mine.shown(d.w);
    if qty < Qty::ZERO {
        return Err(Refusal::NoQuantity.into());
    }
    if qty > shown {
        return Err(Refusal::TooManyDamaged(item, qty, shown).into());
    }
    let step = Step {
        damaged: qty,
        ..mine.step.clone()
    };
    step_to(d, &mine, step);
    Ok(())
}

fn confirm(d: &mut Draft<'_>, receipt: ReceiptId, reason: &Text) -> Outcome {
    let mine = at(d, receipt)?;
    let asked = mine.asked.clone().ok_or(Refusal::NothingAsked)?;
    match asked.why {
        Doubt::Over(.., to) => {
            let shown = mine.shown(d.w);
            put(d, &mine, shown, to, Some(reason)).map(|_| ())
        }
        _ => {
            step_to(d, &mine, asked.then);
            Ok(())
        }
    }
}

fn close(d: &mut Draft<'_>, id: ReceiptId, reason: &Text) -> Outcome {
    let receipt = d.w.receipts.get(&id).ok_or(Refusal::Unknown(id))?.clone();
    let busy =
        d.w.receivers_of(id)
            .find(|worker| d.w.receiving_of(*worker).is_some_and(|r| r.step.item.is_some()));
    if let Some(worker) = busy {
        return Err(Refusal::InHand(worker).into());
    }
    let short = receipt
        .lines
        .iter()
        .filter(|line| line.outstanding().is_positive())
        .count();
    if short > 0 && reason.trim().is_empty() {
        return Err(Refusal::NeedReason(short).into());
    }
    d.emit(ReceiptClosed {
        receipt,
        worker: d.ctx.worker(),
        at: d.ctx.now,
        reason: reason.clone(),
    });
    Ok(())
}
