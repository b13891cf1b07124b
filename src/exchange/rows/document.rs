//! Lines to documents: orders and expected receipts come one line a row, with the head repeated or left empty.

use crate::exchange::sentence::say;
use std::collections::{BTreeMap, BTreeSet};

use super::{
    reader::{Row, read_each},
    report::{Fault, ReadReport, RowError, shown},
    source::ReadOptions,
};

/// A row that is one line of a larger document.
pub(super) trait DocumentLine: Row {
    type Document;

    /// The document's number, empty when the cell was.
    fn number(&self) -> &str;

    /// The head's fields as (column, text); empty ones mean "as on the other lines".
    fn head(&self) -> Vec<(&'static str, String)>;

    /// Begins a document with its first line.
    fn open(self) -> Self::Document;

    /// The document as lines, each with the whole head.
    fn split(document: &Self::Document) -> Vec<Self>;

    /// Adds a further line, and whatever of the head was empty so far.
    fn join(self, document: &mut Self::Document);
}

struct Group<L: DocumentLine> {
    line: u64,
    document: L::Document,
    /// Each head field that was filled, with the line that filled it.
    head: BTreeMap<&'static str, (String, u64)>,
}

/// Reads lines and groups them by document number, in the order in which the documents begin.
pub(super) fn read_documents<L: DocumentLine>(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> ReadReport<L::Document> {
    let mut broken: BTreeMap<String, u64> = BTreeMap::new();
    let lines = read_each::<L>(name, bytes, options, |line, row| {
        broken.entry(row.number().to_owned()).or_insert(line);
    });
    let mut report = ReadReport {
        rows: Vec::new(),
        errors: lines.errors,
        warnings: lines.warnings,
        read: lines.read,
    };
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut groups: Vec<Group<L>> = Vec::new();
    for (line, row) in lines.rows {
        let number = row.number().to_owned();
        let mut conflicts = Vec::new();
        let found = places.get(&number).and_then(|place| groups.get_mut(*place));
        match found {
            None => {
                places.insert(number.clone(), groups.len());
                groups.push(begin(line, row));
            }
            Some(group) => {
                conflicts = add(group, line, row, &number);
            }
        }
        if !conflicts.is_empty() {
            broken.entry(number).or_insert(line);
            report.errors.append(&mut conflicts);
        }
    }
    let left_out: BTreeSet<usize> = broken
        .keys()
        .filter_map(|number| places.get(number).copied())
        .collect();
    for (number, line) in broken.iter().filter(|(number, _)| places.contains_key(*number)) {
        report.warnings.push(incomplete(number, *line, L::KIND));
    }
    let whole = groups
        .into_iter()
        .enumerate()
        .filter(|(place, _)| !left_out.contains(place));
    report.rows = whole.map(|(_, group)| (group.line, group.document)).collect();
    report.errors.sort_by_key(|error| error.line);
    report
}

fn begin<L: DocumentLine>(line: u64, row: L) -> Group<L> {
    let filled = row.head().into_iter().filter(|(_, value)| !value.is_empty());
    let head = filled.map(|(field, value)| (field, (value, line))).collect();
    Group {
        line,
        document: row.open(),
        head,
    }
}

fn add<L: DocumentLine>(group: &mut Group<L>, line: u64, row: L, number: &str) -> Vec<RowError> {
    let mut conflicts = Vec::new();
    for (field, value) in row.head().into_iter().filter(|(_, value)| !value.is_empty()) {
        match group.head.get(field) {
            Some((first, at)) if *first != value => conflicts.push(RowError {
                line,
                field: field.to_owned(),
                code: Fault::Conflict,
                value: shown(&value),
                problem: say!(
                    "`{}` here, but `{}` on line {} of {}",
                    shown(&value),
                    shown(first),
                    at,
                    number
                ),
                hint: say!("give the same on every line, or leave it empty on all but one"),
            }),
            Some(_) => {}
            None => {
                group.head.insert(field, (value, line));
            }
        }
    }
    if conflicts.is_empty() {
        row.join(&mut group.document);
    }
    conflicts
}

fn incomplete(number: &str, line: u64, kind: &str) -> RowError {
    RowError {
        line,
        field: String::new(),
        code: Fault::Incomplete,
        value: shown(number),
        problem: say!(
            "`{}` is left out of the {}, for this line of it is wrong",
            shown(number),
            kind
        ),
        hint: say!("put the line right and import the file again"),
    }
}
