//! What suppliers will bring: what is short first, then what sells, and one delivery of goods with lots.

use chrono::{Days, NaiveTime};

use crate::exchange::rows::{ItemRow, ReceiptLine, ReceiptRow};

use super::{
    DemoSettings,
    demand::Demand,
    dice::Dice,
    orders::moment,
    staff::{OWNER, SEASONAL_OWNER},
    stocking::lot,
};

struct Delivery {
    number: &'static str,
    supplier: &'static str,
    owner: &'static str,
    /// Days from today, and the hour.
    days: u64,
    hour: u32,
    lines: usize,
    /// Only goods with lots.
    lots: bool,
}

const DELIVERIES: [Delivery; 5] = [
    Delivery {
        number: "PO-4501",
        supplier: "Willow Works",
        owner: OWNER,
        days: 0,
        hour: 8,
        lines: 8,
        lots: false,
    },
    Delivery {
        number: "PO-4502",
        supplier: "Evergreen Makers",
        owner: SEASONAL_OWNER,
        days: 0,
        hour: 9,
        lines: 5,
        lots: false,
    },
    Delivery {
        number: "PO-4503",
        supplier: "Saltmarsh Scents",
        owner: OWNER,
        days: 0,
        hour: 11,
        lines: 4,
        lots: true,
    },
    Delivery {
        number: "PO-4504",
        supplier: "Tinware Brothers",
        owner: OWNER,
        days: 0,
        hour: 14,
        lines: 6,
        lots: false,
    },
    Delivery {
        number: "PO-4505",
        supplier: "Paper Lantern Press",
        owner: OWNER,
        days: 1,
        hour: 8,
        lines: 6,
        lots: false,
    },
];

/// The expected receipts; no item stands in two of them.
pub(super) fn expected(
    items: &[ItemRow],
    demand: &Demand,
    short: &[String],
    settings: DemoSettings,
    dice: Dice,
) -> Vec<ReceiptRow> {
    let mut ranked: Vec<(&ItemRow, u64)> = items
        .iter()
        .zip(&demand.popularity)
        .map(|(i, p)| (i, p.lines))
        .collect();
    ranked.sort_by_key(|(item, lines)| {
        let urgent = !short.contains(&item.code);
        (
            urgent,
            !item.lot_tracked && dice.below(12, "receipt", &item.code) > 0,
            std::cmp::Reverse(*lines),
        )
    });
    let mut left: Vec<&ItemRow> = ranked.into_iter().map(|(item, _)| item).collect();
    let mut receipts = Vec::new();
    for Delivery {
        number,
        supplier,
        owner,
        days,
        hour,
        lines,
        lots,
    } in DELIVERIES
    {
        let mut taken = Vec::new();
        left.retain(|item| {
            let fits = item.owner.as_deref() == Some(owner) && (!lots || item.lot_tracked);
            let take = taken.len() < lines && fits;
            if take {
                taken.push(*item);
            }
            !take
        });
        if taken.is_empty() {
            continue;
        }
        let day = settings
            .today
            .checked_add_days(Days::new(days))
            .unwrap_or(settings.today);
        let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
        receipts.push(ReceiptRow {
            receipt: number.to_owned(),
            supplier: Some(supplier.to_owned()),
            owner: Some(owner.to_owned()),
            expected_at: Some(moment(day.and_time(time), settings.zone)),
            lines: taken.into_iter().map(|item| line(item, settings, dice)).collect(),
        });
    }
    receipts
}

fn line(item: &ItemRow, settings: DemoSettings, dice: Dice) -> ReceiptLine {
    let cases = i64::try_from(dice.below(4, "cases", &item.code)).unwrap_or(0) + 1;
    let case = item.packagings.first().map_or(1, |packaging| packaging.quantity);
    let lot = item.lot_tracked.then(|| lot(&item.code, 3, settings.today, dice));
    ReceiptLine {
        item: item.code.clone(),
        quantity: cases * case,
        lot: lot.as_ref().map(|(code, _)| code.clone()),
        expiry: lot.map(|(_, expiry)| expiry),
    }
}
