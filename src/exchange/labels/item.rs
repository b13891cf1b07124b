//! An item's label: code, name, and a barcode with lot and expiry when they are known.

use chrono::NaiveDate;

use super::page::{Align, Bars, Frame, Split};
use super::symbol::Gs1Element;
use super::{Label, LabelError, Language, Media, Page, require};

/// What stands on a unit, inner pack or carton of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemLabel {
    pub code: String,
    pub name: String,
    /// With a GTIN the barcode is GS1-128 with lot, expiry and serial; without, it is `barcode` or the code.
    pub gtin: Option<String>,
    pub barcode: Option<String>,
    pub lot: Option<String>,
    pub expiry: Option<NaiveDate>,
    pub serial: Option<String>,
}

impl ItemLabel {
    /// The barcode's contents. Elements of predefined length come first, so at most one separator is needed.
    fn bars(&self) -> Result<Bars, LabelError> {
        let Some(gtin) = &self.gtin else {
            return Ok(Bars::Plain(
                self.barcode.clone().unwrap_or_else(|| self.code.clone()),
            ));
        };
        let mut elements = vec![Gs1Element::gtin("01", gtin)?];
        if let Some(expiry) = self.expiry {
            elements.push(Gs1Element::new("17", &expiry.format("%y%m%d").to_string())?);
        }
        for (ai, value) in [("10", &self.lot), ("21", &self.serial)] {
            if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
                elements.push(Gs1Element::new(ai, value)?);
            }
        }
        Ok(Bars::Gs1(elements))
    }
}

impl Label for ItemLabel {
    fn pages(&self, media: Media, language: Language) -> Result<Vec<Page>, LabelError> {
        require(media, 40, 25)?;
        let words = language.captions();
        let mut page = Page::new(media);
        let all = Frame::inside(media, 20);
        let barcode = self.bars()?;
        let split = Split::new(media, all, &barcode, all.part(44));
        let (code, rest) = split.words.cut_top(split.words.part(39));
        page.main_code(code, 100, Align::Left, &self.code);
        let (name, details_frame) = rest.cut_top(split.words.part(39));
        page.name(name, 45, 2, &self.name);
        let expiry = self.expiry.map(|date| date.format("%Y-%m-%d").to_string());
        let details: Vec<String> = [
            (words.lot, &self.lot),
            (words.expiry, &expiry),
            (words.serial, &self.serial),
        ]
        .into_iter()
        .filter_map(|(word, value)| value.as_ref().map(|value| format!("{word} {value}")))
        .collect();
        page.name(
            details_frame,
            45,
            if split.square { 3 } else { 1 },
            &details.join(" · "),
        );
        let readable = if split.square || barcode.readable() == self.code {
            0
        } else {
            38.min(all.part(14))
        };
        page.bars(split.bars, readable, barcode);
        Ok(vec![page])
    }
}
