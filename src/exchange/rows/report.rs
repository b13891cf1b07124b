//! What reading a file gives: rows, and every fault with its line.

use std::fmt;

use serde::Serialize;

use crate::exchange::labels::Language;
use crate::exchange::sentence::{Sentence, say};

/// The outcome of reading one file.
#[derive(Debug, Clone)]
pub struct ReadReport<R> {
    /// The good rows with the physical line (from 1) on which each began.
    pub rows: Vec<(u64, R)>,
    /// Every fault, by line. A line with several bad fields has several entries.
    pub errors: Vec<RowError>,
    /// What was noticed but does not stop the import: unknown columns, orders left out for a bad line.
    pub warnings: Vec<RowError>,
    /// Data lines read, good and bad, without the header and blank lines.
    pub read: usize,
}

impl<R> ReadReport<R> {
    /// True when nothing was refused.
    pub fn is_clean(&self) -> bool {
        self.errors.is_empty()
    }
}

impl<R> Default for ReadReport<R> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            errors: Vec::new(),
            warnings: Vec::new(),
            read: 0,
        }
    }
}

/// One fault in an import file, in words for a person and a stable code for translation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowError {
    /// Physical line in the file, from 1; 0 when the file as a whole is meant.
    pub line: u64,
    /// The column, empty when the whole line is meant.
    pub field: String,
    pub code: Fault,
    /// What was found, cut to 60 characters; empty when nothing was.
    pub value: String,
    pub problem: Sentence,
    /// What would be right.
    pub hint: Sentence,
}

impl RowError {
    /// The same in another language. What scripts read (field, code, value) stays as it is.
    #[must_use]
    pub fn told_in(self, language: Language) -> RowError {
        RowError {
            problem: self.problem.told_in(language),
            hint: self.hint.told_in(language),
            ..self
        }
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.field.is_empty() {
            say!("line {}", self.line)
        } else {
            say!("line {}, {}", self.line, self.field)
        };
        let place = place.told_in(self.problem.language());
        write!(f, "{place}: {}; {}", self.problem, self.hint)
    }
}

/// The kinds of fault; their serialised names are stable, so that scripts and translations can rely on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    Empty,
    Encoding,
    MissingColumn,
    DuplicateColumn,
    UnknownColumn,
    SecretColumn,
    FieldCount,
    QuoteNotClosed,
    LineTooLong,
    NotJson,
    Required,
    TooLong,
    BadCharacter,
    BadForm,
    NotANumber,
    OutOfRange,
    NotYesOrNo,
    NotADate,
    NotATime,
    NoSuchTime,
    NotAChoice,
    UnknownPackaging,
    Inconsistent,
    Duplicate,
    Conflict,
    Incomplete,
    /// The code is not known in the warehouse.
    Unknown,
    /// The warehouse knows the code, as something else.
    Taken,
    /// The warehouse refused it for another reason.
    Refused,
}

/// At most 60 characters of a cell, for showing it in a message.
pub(in crate::exchange) fn shown(value: &str) -> String {
    let mut text: String = value
        .chars()
        .take(60)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if value.chars().nth(60).is_some() {
        text.push_str("...");
    }
    text
}
