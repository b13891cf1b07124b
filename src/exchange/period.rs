//! Stretches of time as people type them: a day, or hours of one.

use crate::domain::Timestamp;
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;

/// From a moment up to another, by the building's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first moment.
    pub since: Timestamp,
    /// The first moment behind it.
    pub until: Timestamp,
}

impl Period {
    /// Reads `2026-11-28`, `11-28` (of this year), `09:00-10:30` (today), `09:00` (that minute on), or a day and
    /// hours: `11-28 09:00-10:30`. Hours that end before they begin run past midnight. None for anything else.
    ///
    /// # Shapes
    /// `now` says what day it is in `zone`. Where the clock is set back, the earlier of the two hours is meant; an
    /// hour that the clock leaves out has no moment.
    pub fn parse(text: &str, now: Timestamp, zone: Tz) -> Option<Period> {
        let today = zone.timestamp_millis_opt(now.0).earliest()?.date_naive();
        let (day, hours) = match text.trim().split_once(char::is_whitespace) {
            Some((day, hours)) => (date(day, today)?, Some(hours.trim())),
            None if text.contains(':') => (today, Some(text.trim())),
            None => (date(text.trim(), today)?, None),
        };
        let at = |day: NaiveDate, time: NaiveTime| moment(zone, day.and_time(time));
        let next = day.checked_add_days(Days::new(1))?;
        let (since, until) = match hours {
            None => (at(day, NaiveTime::MIN)?, at(next, NaiveTime::MIN)?),
            Some(hours) => match hours.split_once('-') {
                Some((from, to)) => {
                    let (from, to) = (hour(from)?, hour(to)?);
                    let last = if to <= from { next } else { day };
                    (at(day, from)?, at(last, to)?)
                }
                None => (at(day, hour(hours)?)?, at(next, NaiveTime::MIN)?),
            },
        };
        Some(Period { since, until })
    }
}

fn date(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let whole = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let short = || {
        let (month, day) = text.split_once('-')?;
        NaiveDate::from_ymd_opt(today.year(), month.parse().ok()?, day.parse().ok()?)
    };
    whole().or_else(short)
}

fn hour(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text.trim(), "%H:%M").ok()
}

fn moment(zone: Tz, local: NaiveDateTime) -> Option<Timestamp> {
    let at = zone.from_local_datetime(&local).earliest()?;
    Some(Timestamp(at.timestamp_millis()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-03-02 06:00 UTC: 14:00 in Shanghai.
    const NOW: Timestamp = Timestamp(1_772_431_200_000);
    const HOUR: i64 = 3_600_000;

    /// Hours from now of a period's ends.
    fn hours(text: &str) -> Option<(i64, i64)> {
        let period = Period::parse(text, NOW, chrono_tz::Asia::Shanghai)?;
        let from_now = |at: Timestamp| at.since(NOW) / HOUR;
        Some((from_now(period.since), from_now(period.until)))
    }

    #[test]
    fn days_and_hours_by_the_buildings_clock() {
        assert_eq!(hours("2026-03-02"), Some((-14, 10)));
        assert_eq!(hours("03-01"), Some((-38, -14)));
        assert_eq!(hours("09:00-11:00"), Some((-5, -3)));
        assert_eq!(hours("13:00"), Some((-1, 10)));
        assert_eq!(hours("03-01 22:00-06:00"), Some((-16, -8)), "a night shift");
        for text in ["", "LAMP", "13", "25:00", "02-30", "09:00-", "A-01-02"] {
            assert_eq!(hours(text), None, "{text}");
        }
    }
}
