//! A tote's label: its code, large, and its barcode.

use super::page::{Align, Bars, Frame, Split};
use super::{Label, LabelError, Language, Media, Page, require};

/// What stands on a tote, cart or cage that is used again and again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToteLabel {
    pub code: String,
    /// Kind or size, in words.
    pub name: String,
}

impl Label for ToteLabel {
    fn pages(&self, media: Media, language: Language) -> Result<Vec<Page>, LabelError> {
        require(media, 40, 20)?;
        let mut page = Page::new(media);
        let all = Frame::inside(media, 20);
        let barcode = Bars::Plain(self.code.clone());
        let split = Split::new(media, all, &barcode, all.part(48));
        let (head, code) = split.words.cut_top(all.part(12));
        let caption = match self.name.is_empty() {
            true => language.captions().tote.to_owned(),
            false => format!("{} · {}", language.captions().tote, self.name),
        };
        page.name(head, 50, 1, &caption);
        page.main_code(code.cut_top(10).1, 300, Align::Centre, &self.code);
        page.bars(split.bars, 0, barcode);
        Ok(vec![page])
    }
}
