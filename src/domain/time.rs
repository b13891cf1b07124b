//! Moments and days.

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::ops::Add;

/// A moment in UTC, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Milliseconds from `earlier` to this moment, negative when it lies before.
    pub fn since(self, earlier: Timestamp) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The calendar day in UTC.
    pub fn day(self) -> Day {
        Day(i32::try_from(self.0.div_euclid(DAY_MS)).unwrap_or(i32::MAX))
    }
}

impl Add<i64> for Timestamp {
    type Output = Timestamp;
    fn add(self, ms: i64) -> Timestamp {
        Timestamp(self.0.saturating_add(ms))
    }
}

/// A day's length in milliseconds.
pub const DAY_MS: i64 = 86_400_000;
/// An hour's length in milliseconds.
pub const HOUR_MS: i64 = 3_600_000;

/// A calendar day, in days since 1970-01-01: an expiry date is a day, never a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Day(pub i32);

/// 1970-01-01 in chrono's count of days.
const EPOCH_FROM_CE: i32 = 719_163;

impl Day {
    /// The calendar date. It prints as ISO 8601 writes it: `2026-12-31`.
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0.saturating_add(EPOCH_FROM_CE)).unwrap_or(NaiveDate::MAX)
    }

    /// A date as people type it or a label prints it: `2026-12-31`, `20261231`, or `261231` as in GS1 element
    /// strings, where day 00 is the last of the month. None for anything else.
    pub fn parse(text: &str) -> Option<Day> {
        let digits: String = text
            .trim()
            .chars()
            .filter(|c| !matches!(c, '-' | '.' | '/'))
            .collect();
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let (year, rest) = match digits.len() {
            8 => digits.split_at_checked(4)?,
            6 => digits.split_at_checked(2)?,
            _ => return None,
        };
        let (month, day) = rest.split_at_checked(2)?;
        let (year, month, day): (i32, u32, u32) =
            (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        let year = if year < 100 { year + 2000 } else { year };
        let date = if day == 0 {
            let first = NaiveDate::from_ymd_opt(year, month, 1)?;
            first.checked_add_months(Months::new(1))?.pred_opt()?
        } else {
            NaiveDate::from_ymd_opt(year, month, day)?
        };
        Some(Day::from(date))
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Day {
        Day(date.num_days_from_ce() - EPOCH_FROM_CE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_and_labels_write_them() {
        // 2026-03-02 is day 20,514: `date -d 2026-03-02 +%s` / 86,400.
        for text in ["2026-03-02", "20260302", "260302", "2026/03/02"] {
            assert_eq!(Day::parse(text), Some(Day(20_514)), "{text}");
        }
        assert_eq!(
            Day::parse("260200"),
            Day::parse("2026-02-28"),
            "day 00 is the last of the month"
        );
        assert_eq!(Day::parse("261331"), None);
        assert_eq!(Day::parse("L-12"), None);
        assert_eq!(Day(20_514).date().to_string(), "2026-03-02");
    }
}
