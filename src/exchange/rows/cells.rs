//! One line's cells by column name, turned into typed values; faults are collected, never returned early, so
//! that a line with three mistakes is reported with three.

use crate::exchange::sentence::{Sentence, say};
use chrono::{DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;

use super::{
    MAX_QUANTITY,
    report::{Fault, RowError, shown},
};

/// A column of an import file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub required: bool,
    /// One line of documentation: content, unit, form.
    pub about: &'static str,
}

impl Column {
    /// A column that every file of the kind must have, filled on every line.
    pub const fn required(name: &'static str, about: &'static str) -> Self {
        Self {
            name,
            required: true,
            about,
        }
    }

    /// A column that may be missing or empty.
    pub const fn optional(name: &'static str, about: &'static str) -> Self {
        Self {
            name,
            required: false,
            about,
        }
    }
}

/// The cells of one line. Each reading gives a value even where the cell is wrong; a line with a fault is
/// discarded by the reader.
pub struct Cells<'r> {
    columns: &'static [Column],
    values: &'r [&'r str],
    line: u64,
    zone: Tz,
    faults: &'r mut Vec<RowError>,
}

impl<'r> Cells<'r> {
    /// `values` in the order of `columns`, absent ones empty.
    pub(super) fn new(
        columns: &'static [Column],
        values: &'r [&'r str],
        line: u64,
        zone: Tz,
        faults: &'r mut Vec<RowError>,
    ) -> Self {
        Self {
            columns,
            values,
            line,
            zone,
            faults,
        }
    }

    /// The trimmed text of a cell; a fault when it is required and empty.
    fn raw(&mut self, name: &'static str) -> &'r str {
        let found = self
            .columns
            .iter()
            .zip(self.values)
            .find(|(column, _)| column.name == name);
        let Some((column, value)) = found else { return "" };
        let value = value.trim();
        if value.is_empty() && column.required {
            let hint = say!("fill in {}", column.about);
            self.fault(name, Fault::Required, "", say!("this is empty"), hint);
        }
        value
    }

    /// Notes what is wrong with a cell.
    pub fn fault(&mut self, field: &str, code: Fault, value: &str, problem: Sentence, hint: Sentence) {
        let field = field.to_owned();
        self.faults.push(RowError {
            line: self.line,
            field,
            code,
            value: shown(value),
            problem,
            hint,
        });
    }

    /// An identifier: printable, no spaces, at most 48 characters. Empty when the cell is.
    pub fn code(&mut self, name: &'static str) -> String {
        let value = self.raw(name);
        self.check_length(name, value, 48);
        if value.chars().any(|c| c.is_control() || c.is_whitespace()) {
            let hint = say!("codes have no spaces and no control characters");
            self.fault(
                name,
                Fault::BadCharacter,
                value,
                say!("`{}` is not a code", shown(value)),
                hint,
            );
        }
        value.to_owned()
    }

    /// As [`Cells::code`], `None` when empty.
    pub fn optional_code(&mut self, name: &'static str) -> Option<String> {
        Some(self.code(name)).filter(|code| !code.is_empty())
    }

    /// A code that people scan and type: ASCII letters, digits and `- . _ /`, at most 24 characters, as written.
    pub fn place_code(&mut self, name: &'static str) -> String {
        let value = self.raw(name);
        self.check_length(name, value, 24);
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '/');
        if let Some(wrong) = value.chars().find(|c| !allowed(*c)) {
            let problem = say!("`{}` is not allowed in a place's code", shown(&wrong.to_string()));
            let hint = say!("use letters, digits and - . _ / as in A-07-12-1");
            self.fault(name, Fault::BadCharacter, value, problem, hint);
        }
        value.to_owned()
    }

    /// One line of text of at most `limit` characters.
    pub fn text(&mut self, name: &'static str, limit: usize) -> String {
        let value = self.raw(name);
        self.check_length(name, value, limit);
        if value.chars().any(char::is_control) {
            let problem = say!("this holds a line break or another control character");
            self.fault(
                name,
                Fault::BadCharacter,
                value,
                problem,
                say!("write it on one line"),
            );
        }
        value.to_owned()
    }

    /// Text that may hold line breaks (notes, addresses), `\r\n` made `\n`.
    pub fn long_text(&mut self, name: &'static str, limit: usize) -> String {
        let value = self.raw(name).replace("\r\n", "\n");
        self.check_length(name, &value, limit);
        if value.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            let problem = say!("this holds a control character");
            self.fault(name, Fault::BadCharacter, &value, problem, say!("remove it"));
        }
        value
    }

    /// The parts of a cell separated by `;`, trimmed, without empty ones.
    pub fn list(&mut self, name: &'static str) -> Vec<&'r str> {
        self.raw(name)
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect()
    }

    /// A quantity in base units, 1 to a thousand million.
    pub fn quantity(&mut self, name: &'static str) -> i64 {
        self.number(name, 1, MAX_QUANTITY).unwrap_or(0)
    }

    /// A whole number within a range, `None` when the cell is empty or wrong.
    pub fn number(&mut self, name: &'static str, least: i64, most: i64) -> Option<i64> {
        let value = self.raw(name);
        if value.is_empty() {
            return None;
        }
        match whole(value) {
            Ok(number) => self.in_range(name, value, number, least, most),
            Err((problem, hint)) => {
                self.fault(name, Fault::NotANumber, value, problem, hint);
                None
            }
        }
    }

    /// As [`Cells::number`], for counts of millimetres, grams and the like.
    pub fn measure(&mut self, name: &'static str, most: u32) -> Option<u32> {
        self.number(name, 0, i64::from(most))
            .and_then(|number| u32::try_from(number).ok())
    }

    /// A coordinate or level, which may be negative.
    pub fn coordinate(&mut self, name: &'static str, most: i32) -> Option<i32> {
        let most = i64::from(most);
        self.number(name, -most, most)
            .and_then(|number| i32::try_from(number).ok())
    }

    fn in_range(
        &mut self,
        name: &'static str,
        value: &str,
        number: i64,
        least: i64,
        most: i64,
    ) -> Option<i64> {
        if (least..=most).contains(&number) {
            return Some(number);
        }
        let problem = if number < least {
            say!("{} is too small", number)
        } else {
            say!("{} is too large", number)
        };
        let hint = say!("give a whole number from {} to {}", least, most);
        self.fault(name, Fault::OutOfRange, value, problem, hint);
        None
    }

    /// `yes`/`no`, `true`/`false`, `1`/`0`, `y`/`n`; `None` when empty.
    pub fn yes_no(&mut self, name: &'static str) -> Option<bool> {
        let value = self.raw(name);
        match value.to_ascii_lowercase().as_str() {
            "" => None,
            "yes" | "y" | "true" | "1" | "\u{662f}" => Some(true),
            "no" | "n" | "false" | "0" | "\u{5426}" => Some(false),
            _ => {
                let problem = say!("`{}` is neither yes nor no", shown(value));
                self.fault(name, Fault::NotYesOrNo, value, problem, say!("write yes or no"));
                None
            }
        }
    }

    /// One of a closed list of words, in any case; `None` when empty or wrong.
    pub fn choice<T: Copy>(&mut self, name: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let value = self.raw(name);
        self.chosen(name, value, choices)
    }

    /// As [`Cells::choice`] for each part of a `;` list; repeated parts count once.
    pub fn choices<T: Copy + PartialEq>(&mut self, name: &'static str, choices: &[(&str, T)]) -> Vec<T> {
        let mut chosen = Vec::new();
        for part in self.list(name) {
            if let Some(choice) = self.chosen(name, part, choices)
                && !chosen.contains(&choice)
            {
                chosen.push(choice);
            }
        }
        chosen
    }

    fn chosen<T: Copy>(&mut self, name: &'static str, value: &str, choices: &[(&str, T)]) -> Option<T> {
        if value.is_empty() {
            return None;
        }
        let wanted = value.to_lowercase().replace([' ', '-'], "_");
        if let Some((_, choice)) = choices.iter().find(|(word, _)| *word == wanted) {
            return Some(*choice);
        }
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        let hint = match nearest(&wanted, words.iter().copied()) {
            Some(word) => say!("did you mean `{}`? It is one of {}", word, words.join(", ")),
            None => say!("it is one of {}", words.join(", ")),
        };
        self.fault(
            name,
            Fault::NotAChoice,
            value,
            say!("`{}` is not known here", shown(value)),
            hint,
        );
        None
    }

    /// A calendar date: `2026-11-22`, `2026/11/22` or `20261122`.
    pub fn date(&mut self, name: &'static str) -> Option<NaiveDate> {
        let value = self.raw(name);
        if value.is_empty() {
            return None;
        }
        match calendar_date(value) {
            Some(date) => self.in_century(name, value, date).then_some(date),
            None => {
                let problem = say!("`{}` is not a date", shown(value));
                self.fault(
                    name,
                    Fault::NotADate,
                    value,
                    problem,
                    say!("write it as 2026-11-22"),
                );
                None
            }
        }
    }

    /// A moment in UTC milliseconds: ISO 8601 with an offset, or local time in the building's zone
    /// (`2026-11-22T08:26`, `2026-11-22 08:26:00`, `2026/11/22 08:26`). Of a doubled hour the first is meant.
    pub fn moment(&mut self, name: &'static str) -> Option<i64> {
        let value = self.raw(name);
        self.moment_of(name, value, None)
    }

    /// As [`Cells::moment`], where a date alone means the start of that day.
    pub fn moment_or_day(&mut self, name: &'static str) -> Option<i64> {
        let value = self.raw(name);
        self.moment_of(name, value, calendar_date(value))
    }

    fn moment_of(&mut self, name: &'static str, value: &str, day: Option<NaiveDate>) -> Option<i64> {
        if value.is_empty() {
            return None;
        }
        let day = day.map(|date| date.and_time(NaiveTime::MIN));
        let local = match DateTime::parse_from_rfc3339(value) {
            Ok(moment) if self.in_century(name, value, moment.date_naive()) => {
                return Some(moment.timestamp_millis());
            }
            Ok(_) => return None,
            Err(_) => local_time(value).or(day),
        };
        let Some(local) = local else {
            let problem = say!("`{}` is not a time", shown(value));
            let hint = say!("write it as 2026-11-22T08:26:00+00:00, or 2026-11-22 08:26 for local time");
            self.fault(name, Fault::NotATime, value, problem, hint);
            return None;
        };
        if !self.in_century(name, value, local.date()) {
            return None;
        }
        match self.zone.from_local_datetime(&local) {
            LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => {
                Some(moment.timestamp_millis())
            }
            LocalResult::None => {
                let problem = say!(
                    "`{}` does not exist in {}: clocks went forward",
                    shown(value),
                    self.zone
                );
                let hint = say!("move it by an hour, or write it with its offset");
                self.fault(name, Fault::NoSuchTime, value, problem, hint);
                None
            }
        }
    }

    fn in_century(&mut self, name: &'static str, value: &str, date: NaiveDate) -> bool {
        let good = (2000..2100).contains(&date.year());
        if !good {
            let problem = say!("the year {} is out of range", date.year());
            self.fault(
                name,
                Fault::OutOfRange,
                value,
                problem,
                say!("give a year from 2000 to 2099"),
            );
        }
        good
    }

    fn check_length(&mut self, name: &'static str, value: &str, limit: usize) {
        let length = value.chars().count();
        if length > limit {
            let hint = say!("shorten it to {}", limit);
            self.fault(
                name,
                Fault::TooLong,
                value,
                say!("this has {} characters", length),
                hint,
            );
        }
    }
}

/// A whole number in plain digits, or the problem and what would be right.
pub(super) fn whole(value: &str) -> Result<i64, (Sentence, Sentence)> {
    let (sign, digits) = match value.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", value.strip_prefix('+').unwrap_or(value)),
    };
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = format!("{sign}{digits}").parse::<i64>();
        return number.map_err(|_| (say!("{} is too large", shown(value)), say!("give fewer digits")));
    }
    let problem = say!("`{}` is not a whole number", shown(value));
    let plain: String = digits
        .chars()
        .filter(|c| !matches!(c, ',' | ' ' | '\u{a0}' | '\''))
        .collect();
    let plain = plain
        .trim_end_matches('0')
        .strip_suffix('.')
        .map_or(plain.clone(), str::to_owned);
    let readable = !plain.is_empty() && plain.len() < 19 && plain.bytes().all(|byte| byte.is_ascii_digit());
    let hint = if readable {
        say!("write {}{}", sign, plain)
    } else {
        say!("write plain digits, as 24")
    };
    Err((problem, hint))
}

/// The nearest known word to one that was not understood, if any is near.
pub(in crate::exchange) fn nearest<'w>(value: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let value: String = value.chars().take(40).collect();
    let scored = words.map(|word| {
        let part =
            value.len() >= 3 && word.len() >= 3 && (word.contains(value.as_str()) || value.contains(word));
        let typing = strsim::osa_distance(&value, word);
        let letters = word.chars().count().max(value.chars().count());
        (typing, letters, part, word)
    });
    let near = scored.filter(|(typing, letters, part, _)| *part || typing * 3 <= *letters);
    near.min_by_key(|(typing, ..)| *typing).map(|(.., word)| word)
}

fn calendar_date(value: &str) -> Option<NaiveDate> {
    let forms = ["%Y-%m-%d", "%Y/%m/%d"];
    if value.len() == 8 && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return NaiveDate::parse_from_str(value, "%Y%m%d").ok();
    }
    forms
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(value, form).ok())
}

fn local_time(value: &str) -> Option<NaiveDateTime> {
    let forms = [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M",
        "%Y/%m/%d %H:%M:%S",
        "%Y/%m/%d %H:%M",
    ];
    forms
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(value, form).ok())
}
