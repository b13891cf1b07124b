//! Lot and expiry of the goods in hand.

use super::decide::{Outcome, again, step_to, sure};
use super::{Doubt, Receiving, Refusal, SHORT_DATED_DAYS, Step};
use crate::domain::Text;
use crate::domain::command::Draft;
use crate::domain::ids::{ItemId, ReceiptId};
use crate::domain::lookup::Scan;
use crate::domain::time::Day;

pub(super) fn at_lot(d: &mut Draft<'_>, mine: &Receiving, item: ItemId, scan: &Scan) -> Outcome {
    let this_item = scan.of_item(item).is_some();
    if this_item && (scan.lot.is_some() || scan.expiry.is_some()) {
        take_lot(d, mine, mine.step.clone(), scan.lot.as_ref(), scan.expiry)
    } else if this_item {
        again(d, mine, item, scan)
    } else if !scan.readings.is_empty() {
        // Its separators are lost: which part of it is the lot, nobody here can tell.
        Err(Refusal::LotFirst(item).into())
    } else if scan.targets.is_empty() && !scan.code.is_empty() {
        let code = scan.lot.as_ref().unwrap_or(&scan.code);
        take_lot(d, mine, mine.step.clone(), Some(code), scan.expiry)
    } else {
        Err(Refusal::LotFirst(item).into())
    }
}

/// Notes lot and expiry; what is expired, short-dated or not the announced lot is asked about first.
pub(super) fn take_lot(
    d: &mut Draft<'_>,
    mine: &Receiving,
    mut step: Step,
    lot: Option<&Text>,
    expiry: Option<Day>,
) -> Outcome {
    let item = step.item.ok_or(Refusal::ItemFirst)?;
    if let Some(code) = lot {
        let code: Text = code.trim().into();
        if let Some(known) = d.w.lot_by_code(item, &code) {
            if let (Some(known), Some(given)) = (known.expiry, expiry)
                && known != given
            {
                return Err(Refusal::OtherExpiry(code, known, given).into());
            }
            step.expiry = known.expiry;
        }
        step.lot = Some(code);
    }
    step.expiry = expiry.or(step.expiry);
    let doubt = lot_doubt(d, mine.receipt, item, &step);
    if let Some(doubt) = doubt
        && !sure(d, mine, doubt, step.clone())
    {
        return Ok(());
    }
    step_to(d, mine, step);
    Ok(())
}

/// The gravest doubt about a lot.
fn lot_doubt(d: &Draft<'_>, receipt: ReceiptId, item: ItemId, step: &Step) -> Option<Doubt> {
    let lot = step.lot.clone().unwrap_or_else(|| "".into());
    let today = d.ctx.now.day();
    if let Some(expiry) = step.expiry {
        if expiry < today {
            return Some(Doubt::Expired(item, lot, expiry));
        }
        if expiry.0 < today.0.saturating_add(SHORT_DATED_DAYS) {
            return Some(Doubt::ShortDated(item, lot, expiry));
        }
    }
    let receipt = d.w.receipt(receipt)?;
    let lines = || receipt.lines.iter().filter(|line| line.item == item);
    let announced = lines().find_map(|line| line.lot.clone())?;
    let fits = lot.is_empty() || lines().any(|line| line.lot.as_ref().is_none_or(|l| *l == lot));
    (!fits).then_some(Doubt::OtherLot(item, announced, lot))
}

/// The lot in hand; goods that have an expiry date and no lot are one lot a date.
pub(super) fn named_lot(step: &Step) -> Option<(Text, Option<Day>)> {
    let code = step
        .lot
        .clone()
        .or_else(|| Some(step.expiry?.date().to_string().into()))?;
    Some((code, step.expiry))
}
