//! Dates and times in AI values: the century a two-digit year means, and the day 00.

use chrono::{Datelike, NaiveDate};

use super::linters::{LintError, digits};

/// The year a two-digit year means, seen from `current_year`: 51 to 99 years ahead is the century before, 50 to 99 years
/// back is the century after, anything else the present one (General Specifications, section 7.12).
pub fn full_year(two_digits: i32, current_year: i32) -> i32 {
    let century = current_year - current_year.rem_euclid(100);
    let year = century + two_digits;
    match two_digits - current_year.rem_euclid(100) {
        51..=99 => year - 100,
        -99..=-50 => year + 100,
        _ => year,
    }
}

/// The date written `YYMMDD`; the day 00 means the last one of the month.
///
/// `None` when there is no such date.
pub fn parse_yymmdd(value: &str, today: NaiveDate) -> Option<NaiveDate> {
    if value.len() != 6 || digits(value).is_err() {
        return None;
    }
    let year = full_year(value.get(..2)?.parse().ok()?, today.year());
    let month = value.get(2..4)?.parse().ok()?;
    match value.get(4..)?.parse().ok()? {
        0 => last_day(year, month),
        day => NaiveDate::from_ymd_opt(year, month, day),
    }
}

/// The date written `YYMMDD` or `YYYYMMDD`; the day 00 means the last one of the month.
///
/// `None` when there is no such date.
pub fn parse(value: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (century, rest) = value.split_at_checked(value.len().checked_sub(6)?)?;
    match century {
        "" => parse_yymmdd(rest, today),
        _ if century.len() == 2 && digits(value).is_ok() => {
            let year: i32 = value.get(..4)?.parse().ok()?;
            let within = parse_yymmdd(rest, NaiveDate::from_ymd_opt(year, 1, 1)?)?;
            Some(within).filter(|date| date.year() == year)
        }
        _ => None,
    }
}

/// The last day of a month, `None` when there is no such month.
pub fn last_day(year: i32, month: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, 1)?
        .checked_add_months(chrono::Months::new(1))?
        .pred_opt()
}

/// `YYMMDD` as data carriers write it.
pub fn format_yymmdd(date: NaiveDate) -> String {
    date.format("%y%m%d").to_string()
}

/// Checks a date of six or eight digits. A two-digit year is taken for one whose leap days are those of 2000 to 2099.
pub(super) fn lint(value: &str, length: usize, day_may_be_zero: bool) -> Result<(), LintError> {
    if value.len() != length {
        return Err(LintError::Length);
    }
    digits(value)?;
    let (year, rest) = value.split_at_checked(length - 4).ok_or(LintError::Length)?;
    let (month, day) = rest.split_at_checked(2).ok_or(LintError::Length)?;
    let number = |text: &str| text.parse::<u32>().map_err(|_| LintError::NotDigits);
    let year = number(year)? + if length == 6 { 2000 } else { 0 };
    let year = i32::try_from(year).map_err(|_| LintError::Length)?;
    let longest = last_day(year, number(month)?).ok_or(LintError::Month)?.day();
    let day = number(day)?;
    if day > longest || (day == 0 && !day_may_be_zero) {
        return Err(LintError::Day);
    }
    Ok(())
}

/// Checks pairs of digits against the greatest value of each.
pub(super) fn lint_time(value: &str, greatest: &[u8]) -> Result<(), LintError> {
    if value.len() != 2 * greatest.len() {
        return Err(LintError::Length);
    }
    digits(value)?;
    for (pair, greatest) in value.as_bytes().chunks(2).zip(greatest) {
        let number = pair.iter().fold(0, |number, byte| number * 10 + (byte - b'0'));
        if number > *greatest {
            return Err(LintError::Time);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn the_century_is_the_nearest() {
        let today = day(2026, 7, 1);
        assert_eq!(parse_yymmdd("760101", today), Some(day(2076, 1, 1)));
        assert_eq!(parse_yymmdd("770101", today), Some(day(1977, 1, 1)));
        assert_eq!(parse_yymmdd("000101", today), Some(day(2000, 1, 1)));
        assert_eq!(parse_yymmdd("010203", day(2099, 1, 1)), Some(day(2101, 2, 3)));
    }

    #[test]
    fn day_zero_is_the_last_of_the_month() {
        let today = day(2024, 1, 1);
        assert_eq!(parse_yymmdd("240200", today), Some(day(2024, 2, 29)));
        assert_eq!(parse_yymmdd("251200", today), Some(day(2025, 12, 31)));
        for wrong in ["241300", "240230", "24010", "2401011", "24+101", "240é1"] {
            assert_eq!(parse_yymmdd(wrong, today), None, "{wrong}");
        }
        assert_eq!(parse("20240200", today), Some(day(2024, 2, 29)));
        assert_eq!(parse("19991231", today), Some(day(1999, 12, 31)));
        for wrong in ["", "2", "2024", "+0240201", "20241301", "é40201"] {
            assert_eq!(parse(wrong, today), None, "{wrong}");
        }
        assert_eq!(format_yymmdd(day(2024, 2, 9)), "240209");
    }
}
