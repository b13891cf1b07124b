//! A place's label: the code large enough to read from a truck, check characters, a barcode.

use super::page::{Align, Bars, Element, Frame, Split};
use super::{Label, LabelError, Language, Media, Page, require};

/// What stands on a bin, dock, bench or staging place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceLabel {
    pub code: String,
    /// Zone, level or use, in words.
    pub name: String,
    /// Characters a picker reads out or types to prove where they stand.
    pub check: Option<String>,
}

impl Label for PlaceLabel {
    fn pages(&self, media: Media, language: Language) -> Result<Vec<Page>, LabelError> {
        require(media, 40, 20)?;
        let mut page = Page::new(media);
        let all = Frame::inside(media, 20);
        let barcode = Bars::Plain(self.code.clone());
        let band = all.part(if self.name.is_empty() { 55 } else { 45 });
        let split = Split::new(media, all, &barcode, band);
        let top = split.words;
        let (code_row, name_row) = match self.name.is_empty() {
            true => (top, None),
            false => {
                let (code, name) = top.cut_top(top.part(72));
                (code, Some(name))
            }
        };
        let code_frame = match &self.check {
            Some(check) => {
                let (code, box_) = code_row.cut_left(code_row.width * 3 / 4);
                let box_ = box_.inset(5);
                page.elements.push(Element::Border(box_));
                let (caption, characters) = box_.inset(10).cut_top(25);
                page.name(caption, 25, 1, language.captions().check);
                page.code(characters, 200, Align::Centre, check);
                code
            }
            None => code_row,
        };
        page.main_code(code_frame, 400, Align::Left, &self.code);
        if let Some(frame) = name_row {
            page.name(frame, 50, 1, &self.name);
        }
        page.bars(split.bars, 0, barcode);
        Ok(vec![page])
    }
}
