//! Lines of cells as CSV or JSON lines.

use super::ExportError;
use serde_json::{Map, Value};
use std::io::Write;
use std::str::FromStr;

/// How a file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportFormat {
    /// A header and one line a record, `\n`, quotes where needed.
    #[default]
    Csv,
    /// One JSON object a line; every value a text, empty ones left out.
    JsonLines,
}

impl FromStr for ExportFormat {
    type Err = String;

    fn from_str(word: &str) -> Result<ExportFormat, String> {
        match word {
            "csv" => Ok(ExportFormat::Csv),
            "jsonl" => Ok(ExportFormat::JsonLines),
            _ => Err(format!("`{word}` is no format: it is csv or jsonl")),
        }
    }
}

/// A file being written.
pub(super) struct Table<'t> {
    columns: Vec<&'static str>,
    to: To<'t>,
    written: u64,
}

enum To<'t> {
    Csv(Box<csv::Writer<&'t mut dyn Write>>),
    JsonLines(&'t mut dyn Write),
}

impl<'t> Table<'t> {
    pub(super) fn new(format: ExportFormat, to: &'t mut dyn Write) -> Table<'t> {
        Table {
            columns: Vec::new(),
            to: match format {
                ExportFormat::Csv => To::Csv(Box::new(csv::Writer::from_writer(to))),
                ExportFormat::JsonLines => To::JsonLines(to),
            },
            written: 0,
        }
    }

    /// Names the columns, before the first line.
    pub(super) fn columns(
        &mut self,
        columns: impl IntoIterator<Item = &'static str>,
    ) -> Result<(), ExportError> {
        self.columns = columns.into_iter().collect();
        if let To::Csv(writer) = &mut self.to {
            writer.write_record(&self.columns)?;
        }
        Ok(())
    }

    /// One line, its cells in the order of the columns.
    pub(super) fn line(&mut self, cells: Vec<String>) -> Result<(), ExportError> {
        match &mut self.to {
            To::Csv(writer) => writer.write_record(&cells)?,
            To::JsonLines(to) => {
                let filled = self
                    .columns
                    .iter()
                    .zip(cells)
                    .filter(|(_, cell)| !cell.is_empty());
                let object: Map<String, Value> = filled
                    .map(|(column, cell)| ((*column).to_owned(), Value::String(cell)))
                    .collect();
                writeln!(to, "{}", Value::Object(object))?;
            }
        }
        self.written += 1;
        Ok(())
    }

    /// Ends the file; gives its number of lines.
    pub(super) fn finish(self) -> Result<u64, ExportError> {
        match self.to {
            To::Csv(mut writer) => writer.flush()?,
            To::JsonLines(to) => to.flush()?,
        }
        Ok(self.written)
    }
}
