//! What is asked for: how often each item, on which days, and which real day stands for today.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::{goods::line_limit, retail::Retail};

/// Today is taken from the source's last days (its busiest season) with at least three quarters of the orders of
/// the busiest among them.
const LAST_DAYS: i64 = 14;

/// How often an item was ordered before today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Popularity {
    pub item: String,
    pub lines: u64,
    /// Pieces as really ordered, not cut.
    pub quantity: i64,
}

/// What was shipped of an item on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryRow {
    pub day: NaiveDate,
    /// Index into the plan's items.
    pub item: usize,
    pub lines: u32,
    pub quantity: i64,
}

/// The demand on each item, in the order of the source's items.
pub(super) struct Demand {
    pub(super) popularity: Vec<Popularity>,
    pub(super) history: Vec<HistoryRow>,
    /// Pieces a week of five and a half days, and of the busiest day that may stand for today, lines cut as in orders.
    pub(super) weekly: Vec<i64>,
    pub(super) busiest_day: Vec<i64>,
}

/// The real days that may stand for today, in order.
fn busy_days(retail: &Retail) -> Vec<NaiveDate> {
    let days = retail.days();
    let Some(last) = days.keys().next_back().copied() else {
        return Vec::new();
    };
    let recent = || {
        days.iter()
            .filter(|(day, _)| (last - **day).num_days() < LAST_DAYS)
    };
    let busiest = recent().map(|(_, orders)| *orders).max().unwrap_or(0);
    recent()
        .filter(|(_, orders)| **orders * 4 >= busiest * 3)
        .map(|(day, _)| *day)
        .collect()
}

/// The real day that stands for `today`: they take turns, so that a demo rolled to another day has other orders.
pub(super) fn open_day(retail: &Retail, today: NaiveDate) -> NaiveDate {
    let days = busy_days(retail);
    let count = i32::try_from(days.len()).unwrap_or(i32::MAX).max(1);
    let turn = usize::try_from(today.num_days_from_ce().rem_euclid(count)).unwrap_or(0);
    days.get(turn).copied().unwrap_or(today)
}

impl Demand {
    /// Counts the source's orders but those of the open day.
    ///
    /// Their days are moved so that the open day falls on `today`; days after it come before the source's first,
    /// as if the year began anew, so that nothing is lost.
    pub(super) fn of(retail: &Retail, open_day: NaiveDate, today: NaiveDate) -> Self {
        let days = retail.days();
        let count = retail.items.len();
        let first = days.keys().next().copied().unwrap_or(open_day);
        let last = days.keys().next_back().copied().unwrap_or(open_day);
        let span = (last - first).num_days() + 1;
        let busy = busy_days(retail);
        let mut lines = vec![0u64; count];
        let mut pieces = vec![0i64; count];
        let mut cut = vec![0i64; count];
        let mut by_day: BTreeMap<(NaiveDate, usize), (u32, i64)> = BTreeMap::new();
        let mut on_busy: BTreeMap<(NaiveDate, usize), i64> = BTreeMap::new();
        for order in &retail.orders {
            let day = order.placed_at.date();
            let before = u64::try_from((open_day - day).num_days().rem_euclid(span)).unwrap_or(0);
            let shipped = today.checked_sub_days(Days::new(before)).unwrap_or(today);
            for (item, quantity) in &order.lines {
                let limit = retail.items.get(*item).map_or(1, line_limit);
                let carried = (*quantity).min(limit);
                add(&mut cut, *item, carried);
                if busy.contains(&day) {
                    *on_busy.entry((day, *item)).or_insert(0) += carried;
                }
                if day != open_day {
                    add(&mut lines, *item, 1);
                    add(&mut pieces, *item, *quantity);
                    let row = by_day.entry((shipped, *item)).or_insert((0, 0));
                    *row = (row.0.saturating_add(1), row.1 + quantity);
                }
            }
        }
        let mut busiest_day = vec![0i64; count];
        for ((_, item), quantity) in on_busy {
            if let Some(most) = busiest_day.get_mut(item) {
                *most = quantity.max(*most);
            }
        }
        let worked = i64::try_from(days.len()).unwrap_or(i64::MAX).max(1);
        let popular = retail.items.iter().zip(lines).zip(pieces);
        let row = |((day, item), (lines, quantity))| HistoryRow {
            day,
            item,
            lines,
            quantity,
        };
        Self {
            popularity: popular
                .map(|((item, lines), quantity)| Popularity {
                    item: item.item.clone(),
                    lines,
                    quantity,
                })
                .collect(),
            history: by_day.into_iter().map(row).collect(),
            weekly: cut
                .into_iter()
                .map(|pieces| (pieces * 11 + worked * 2 - 1) / (worked * 2))
                .collect(),
            busiest_day,
        }
    }
}

fn add<T: std::ops::AddAssign>(counts: &mut [T], item: usize, more: T) {
    if let Some(count) = counts.get_mut(item) {
        *count += more;
    }
}
