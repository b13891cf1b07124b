//! From text to rows: header, lines, duplicates. CSV and JSON lines go through the same column check.

use crate::exchange::sentence::{Sentence, say};
use std::{borrow::Cow, collections::BTreeMap};

use csv::{ReaderBuilder, StringRecord};
use serde_json::Value;

use super::{
    cells::{Cells, Column, nearest},
    report::{Fault, ReadReport, RowError, shown},
    source::{ReadOptions, decode, is_json},
};

/// The longest cell and the longest line, in bytes; past them a quote was most likely not closed.
const MAX_FIELD_BYTES: usize = 8 * 1024;
const MAX_LINE_BYTES: usize = 64 * 1024;

/// A kind of row: its columns, and how cells become a value.
pub trait Row: Sized {
    /// What the rows are called on the command line.
    const KIND: &'static str;
    const COLUMNS: &'static [Column];

    /// Reads every cell; faults go to `cells`, and a row with any is discarded.
    fn parse(cells: &mut Cells<'_>) -> Self;

    /// The row as cells in the order of the columns, such that `parse` gives the same row again.
    fn cells(&self) -> Vec<String>;

    /// What must be unique within one file, each with the column to name when it is not.
    fn unique_keys(&self) -> Vec<(&'static str, String)>;
}

/// Reads rows of one kind from memory; `name` (without `.gz`) decides the format where its ending says so.
pub fn read_bytes<R: Row>(name: &str, bytes: &[u8], options: &ReadOptions) -> ReadReport<R> {
    read_each(name, bytes, options, |_, _| {})
}

/// As [`read_bytes`], handing each row with a fault to `on_bad` before it is dropped.
pub(super) fn read_each<R: Row>(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
    on_bad: impl FnMut(u64, R),
) -> ReadReport<R> {
    let text = match decode(bytes, options.encoding) {
        Ok(text) => text,
        Err(error) => {
            return ReadReport {
                errors: vec![*error],
                ..ReadReport::default()
            };
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut reading = Reading {
        options,
        report: ReadReport::default(),
        seen: BTreeMap::new(),
        on_bad,
    };
    if text.trim().is_empty() {
        let hint = say!(
            "the first line of a CSV file names the columns: {}",
            column_names(R::COLUMNS)
        );
        reading.fault(0, "", Fault::Empty, "", say!("the file is empty"), hint);
    } else if is_json(name, text, options.format) {
        reading.json_lines(text);
    } else {
        reading.csv(text);
    }
    let mut report = reading.report;
    report.errors.sort_by_key(|error| error.line);
    report
}

struct Reading<'o, R, F> {
    options: &'o ReadOptions,
    report: ReadReport<R>,
    /// Column and value of what must be unique, with the line that had it first.
    seen: BTreeMap<(&'static str, String), u64>,
    on_bad: F,
}

impl<R: Row, F: FnMut(u64, R)> Reading<'_, R, F> {
    fn fault(&mut self, line: u64, field: &str, code: Fault, value: &str, problem: Sentence, hint: Sentence) {
        let field = field.to_owned();
        self.report.errors.push(RowError {
            line,
            field,
            code,
            value: shown(value),
            problem,
            hint,
        });
    }

    fn csv(&mut self, text: &str) {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter(text))
            .from_reader(text.as_bytes());
        let mut record = StringRecord::new();
        let mut lines = LineCounter {
            text: text.as_bytes(),
            at: 0,
            line: 1,
        };
        let mut header: Option<Header> = None;
        loop {
            match reader.read_record(&mut record) {
                Ok(false) => return,
                Ok(true) => {}
                Err(error) => {
                    let hint = say!("save the file again as CSV in UTF-8");
                    self.fault(
                        lines.line,
                        "",
                        Fault::Encoding,
                        "",
                        say!("this is not CSV: {}", error),
                        hint,
                    );
                    return;
                }
            }
            let begin = record.position().map_or(0, csv::Position::byte);
            let line = lines.line_at(begin);
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            match &header {
                None => match self.header(&record, line) {
                    Some(found) => header = Some(found),
                    None => return,
                },
                Some(header) => {
                    self.report.read += 1;
                    let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
                    let last = end >= text.len();
                    if self.well_formed(&record, line, lines.raw(end), header, last) {
                        let cells = header.places.iter();
                        let cells = cells.map(|place| place.and_then(|at| record.get(at)).unwrap_or(""));
                        let values: Vec<&str> = cells.collect();
                        self.row(line, &values);
                    }
                }
            }
        }
    }

    /// Maps the columns; `None` when a required one is missing or one stands there twice.
    fn header(&mut self, record: &StringRecord, line: u64) -> Option<Header> {
        let found: Vec<String> = record.iter().map(column_name).collect();
        let before = self.report.errors.len();
        for (at, name) in found.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            if found.iter().take(at).any(|earlier| earlier == name) {
                let problem = say!("the column `{}` stands there twice", shown(name));
                self.fault(
                    line,
                    name,
                    Fault::DuplicateColumn,
                    name,
                    problem,
                    say!("keep one of them"),
                );
            }
        }
        let places: Vec<Option<usize>> = R::COLUMNS
            .iter()
            .map(|column| found.iter().position(|name| name == column.name))
            .collect();
        let unknown: Vec<&String> = found
            .iter()
            .filter(|name| !R::COLUMNS.iter().any(|column| column.name == name.as_str()))
            .collect();
        for (column, place) in R::COLUMNS.iter().zip(&places) {
            if column.required && place.is_none() {
                let near = nearest(column.name, unknown.iter().map(|name| name.as_str()));
                let hint = match near {
                    Some(near) => say!("rename `{}` to `{}`", shown(near), column.name),
                    None => say!("add it: {}", column.about),
                };
                let problem = say!("the column `{}` is missing", column.name);
                self.fault(line, column.name, Fault::MissingColumn, "", problem, hint);
            }
        }
        let mut header = Header {
            places,
            width: found.len(),
            unknown: Vec::new(),
        };
        for name in unknown.into_iter().filter(|name| !name.is_empty()) {
            self.unknown_column(line, name, &mut header.unknown);
        }
        (self.report.errors.len() == before).then_some(header)
    }

    fn unknown_column(&mut self, line: u64, name: &str, told: &mut Vec<String>) {
        if told.iter().any(|known| known == name) {
            return;
        }
        told.push(name.to_owned());
        if matches!(name, "pin" | "pins" | "password" | "passwd") {
            let hint = say!("remove it: workers and leads set PINs on a screen");
            let problem = say!("PINs and passwords are never imported");
            self.fault(line, name, Fault::SecretColumn, "", problem, hint);
            return;
        }
        let near = nearest(name, R::COLUMNS.iter().map(|column| column.name));
        let hint = match near {
            Some(near) => say!("did you mean `{}`? It is not read", near),
            None => say!("it is not read; the columns are {}", column_names(R::COLUMNS)),
        };
        let problem = say!("the column `{}` is not known", shown(name));
        let (field, value) = (name.to_owned(), String::new());
        self.report.warnings.push(RowError {
            line,
            field,
            code: Fault::UnknownColumn,
            value,
            problem,
            hint,
        });
    }

    /// Checks a CSV line's shape before its cells are looked at.
    fn well_formed(
        &mut self,
        record: &StringRecord,
        line: u64,
        raw: &[u8],
        header: &Header,
        last: bool,
    ) -> bool {
        let quotes = raw.iter().filter(|byte| **byte == b'"').count();
        let open = last && quotes % 2 == 1 && raw.trim_ascii_end().contains(&b'\n');
        if open {
            let problem = say!("a quote opened here is not closed before the end of the file");
            let hint = say!("close it, or double a quote that belongs to the text");
            self.fault(line, "", Fault::QuoteNotClosed, "", problem, hint);
            return false;
        }
        if record.as_slice().len() > MAX_LINE_BYTES || record.iter().any(|cell| cell.len() > MAX_FIELD_BYTES)
        {
            self.too_long(line);
            return false;
        }
        let extra = record
            .iter()
            .skip(header.width)
            .any(|cell| !cell.trim().is_empty());
        if record.len() < header.width || extra {
            let problem = say!("{} fields where the header has {}", record.len(), header.width);
            let hint = say!("put a text that holds the separator in double quotes");
            self.fault(line, "", Fault::FieldCount, "", problem, hint);
            return false;
        }
        true
    }

    fn too_long(&mut self, line: u64) {
        let problem = say!(
            "a field over {} bytes or a line over {}",
            MAX_FIELD_BYTES,
            MAX_LINE_BYTES
        );
        let hint = say!("look for a quote that is not closed on this line");
        self.fault(line, "", Fault::LineTooLong, "", problem, hint);
    }

    fn json_lines(&mut self, text: &str) {
        let mut told = Vec::new();
        for (line, source) in (1u64..).zip(text.split('\n')) {
            let source = source.trim();
            if source.is_empty() {
                continue;
            }
            self.report.read += 1;
            if source.len() > MAX_LINE_BYTES {
                self.too_long(line);
                continue;
            }
            match serde_json::from_str::<Value>(source) {
                Ok(Value::Object(object)) => self.json_object(line, &object, &mut told),
                Ok(_) => self.not_json(line, source, say!("this is not a JSON object")),
                Err(error) => self.not_json(line, source, say!("this is not JSON: {}", error)),
            }
        }
    }

    fn not_json(&mut self, line: u64, source: &str, problem: Sentence) {
        let hint =
            say!("write one object a line, as {\"code\": \"A-07-12-1\"}, without brackets round the file");
        self.fault(line, "", Fault::NotJson, source, problem, hint);
    }

    fn json_object(&mut self, line: u64, object: &serde_json::Map<String, Value>, told: &mut Vec<String>) {
        let mut texts: Vec<Cow<'_, str>> = vec![Cow::Borrowed(""); R::COLUMNS.len()];
        let before = self.report.errors.len();
        for (key, value) in object {
            let name = column_name(key);
            let place = R::COLUMNS.iter().position(|column| column.name == name);
            let Some(slot) = place.and_then(|at| texts.get_mut(at)) else {
                self.unknown_column(line, &name, told);
                continue;
            };
            match json_text(value) {
                Some(text) if text.len() <= MAX_FIELD_BYTES => *slot = text,
                Some(_) => self.too_long(line),
                None => {
                    let hint = say!("give a text, a number, true or false, or a list of texts");
                    let problem = say!("an object is not a cell");
                    self.fault(line, &name, Fault::BadForm, "", problem, hint);
                }
            }
        }
        if self.report.errors.len() == before {
            let values: Vec<&str> = texts.iter().map(Cow::as_ref).collect();
            self.row(line, &values);
        }
    }

    /// Parses one line's cells, and keeps the row if it is good and new.
    fn row(&mut self, line: u64, values: &[&str]) {
        let before = self.report.errors.len();
        let mut cells = Cells::new(
            R::COLUMNS,
            values,
            line,
            self.options.zone,
            &mut self.report.errors,
        );
        let row = R::parse(&mut cells);
        if self.report.errors.len() == before {
            for (field, key) in row.unique_keys() {
                match self.seen.get(&(field, key.clone())) {
                    Some(first) => {
                        let problem = say!("`{}` is already on line {}", shown(&key), first);
                        let hint = say!("keep one of the lines");
                        self.fault(line, field, Fault::Duplicate, &key, problem, hint);
                    }
                    None => {
                        self.seen.insert((field, key), line);
                    }
                }
            }
        }
        if self.report.errors.len() == before {
            self.report.rows.push((line, row));
        } else {
            (self.on_bad)(line, row);
        }
    }
}

struct Header {
    /// For each column of the kind, its index in the file.
    places: Vec<Option<usize>>,
    width: usize,
    unknown: Vec<String>,
}

/// Physical lines by byte offset, counted as the reader moves on: `\n`, `\r\n` and a lone `\r` end a line.
struct LineCounter<'t> {
    text: &'t [u8],
    at: usize,
    line: u64,
}

impl LineCounter<'_> {
    /// The line on which the record that the reader places at `offset` really begins: line ends and blank lines
    /// before it belong to the reader's position, not to the record.
    fn line_at(&mut self, offset: u64) -> u64 {
        let target = usize::try_from(offset).unwrap_or(usize::MAX);
        while let Some(byte) = self.text.get(self.at) {
            if self.at >= target && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            let lone = *byte == b'\r' && self.text.get(self.at + 1) != Some(&b'\n');
            if *byte == b'\n' || lone {
                self.line = self.line.saturating_add(1);
            }
            self.at += 1;
        }
        self.line
    }

    /// The bytes from the last record's beginning to `end`.
    fn raw(&self, end: usize) -> &[u8] {
        self.text.get(self.at..end.min(self.text.len())).unwrap_or(&[])
    }
}

/// The separator that the first line uses most: comma, semicolon or tab.
fn delimiter(text: &str) -> u8 {
    let first = text.trim_start().lines().next().unwrap_or("");
    let count = |mark: u8| first.bytes().filter(|byte| *byte == mark).count();
    let mut best = b',';
    for mark in [b';', b'\t'] {
        if count(mark) > count(best) {
            best = mark;
        }
    }
    best
}

fn column_name(header: &str) -> String {
    header.trim().to_lowercase().replace([' ', '-'], "_")
}

fn column_names(columns: &[Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    names.join(", ")
}

/// A JSON value as a cell's text; a list of plain values becomes a `;` list.
fn json_text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Null => Some(Cow::Borrowed("")),
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Bool(true) => Some(Cow::Borrowed("yes")),
        Value::Bool(false) => Some(Cow::Borrowed("no")),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Array(parts) => {
            let parts: Option<Vec<Cow<'_, str>>> = parts
                .iter()
                .map(|part| if part.is_array() { None } else { json_text(part) })
                .collect();
            parts.map(|parts| Cow::Owned(parts.join(";")))
        }
        Value::Object(_) => None,
    }
}
