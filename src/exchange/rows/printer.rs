//! `import printers`: which printer a place's labels come out of, with its paper and font.

use super::{
    cells::{Cells, Column},
    reader::Row,
    report::Fault,
    writer::cell,
};
use crate::exchange::printer::PrinterSetting;
use crate::exchange::printer::setting::{BadPrinter, dpi, font, paper, words};

/// The printer of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterRow {
    pub place: String,
    /// As the cell has it; empty takes the printer away.
    pub setting: Option<PrinterSetting>,
}

impl Row for PrinterRow {
    const KIND: &'static str = "printers";
    const COLUMNS: &'static [Column] = &[
        Column::required("place", "the bench's, dock's or lane's code"),
        Column::optional(
            "printer",
            "tcp:HOST, tcp:HOST:PORT, file:FOLDER or a name; empty for none",
        ),
        Column::optional(
            "paper",
            "its paper in millimetres, as 100x150; empty for each label's usual",
        ),
        Column::optional("dpi", "203 or 300"),
        Column::optional(
            "font",
            "a font of the printer, as E:SIMSUN.TTF, or a font file of this machine",
        ),
        Column::optional("words", "en or zh-Hans: the language of the fixed words"),
    ];

    fn parse(cells: &mut Cells<'_>) -> Self {
        let place = cells.place_code("place");
        let address = cells.text("printer", 200);
        let mut setting = PrinterSetting::at(&address);
        setting.paper_mm = part(cells, "paper", paper);
        setting.dpi = part(cells, "dpi", |text| dpi(text).map(Some)).unwrap_or(setting.dpi);
        setting.font = part(cells, "font", font);
        setting.words = part(cells, "words", |text| words(text).map(Some)).unwrap_or(setting.words);
        if !address.is_empty() {
            // Where folders lie is of no matter here.
            part(cells, "printer", |text| {
                PrinterSetting::at(text)
                    .target(std::path::Path::new(""))
                    .map(Some)
            });
        }
        PrinterRow {
            place,
            setting: Some(setting).filter(|setting| !setting.address.is_empty()),
        }
    }

    fn cells(&self) -> Vec<String> {
        let Some(setting) = &self.setting else {
            return vec![
                self.place.clone(),
                String::new(),
                String::new(),
                String::new(),
                String::new(),
                String::new(),
            ];
        };
        // The words of the set-up's own line, one a column.
        let line = setting.to_string();
        let part = |name: &str| {
            let named = |part: &str| part.strip_prefix(name)?.strip_prefix('=').map(str::to_owned);
            cell(&line.split(';').skip(1).find_map(named))
        };
        vec![
            self.place.clone(),
            setting.address.clone(),
            part("paper"),
            part("dpi"),
            part("font"),
            part("words"),
        ]
    }

    fn unique_keys(&self) -> Vec<(&'static str, String)> {
        vec![("place", self.place.clone())]
    }
}

/// A cell read by one of the set-up's own readers; what it says of a bad one is told.
fn part<T>(
    cells: &mut Cells<'_>,
    name: &'static str,
    read: impl FnOnce(&str) -> Result<Option<T>, BadPrinter>,
) -> Option<T> {
    let text = cells.text(name, 200);
    match read(&text) {
        Ok(value) => value,
        Err(bad) => {
            cells.fault(name, Fault::BadForm, &text, bad.problem(), bad.hint());
            None
        }
    }
}
