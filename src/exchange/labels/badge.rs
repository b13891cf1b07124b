//! A worker's badge: a name and the code that signs them in. It never carries a PIN.

use super::page::{Align, Bars, Frame, Split};
use super::{Label, LabelError, Language, Media, Page, require};

/// What a worker wears.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Badge {
    pub name: String,
    pub code: String,
    /// Team or role, in words.
    pub role: String,
}

impl Label for Badge {
    fn pages(&self, media: Media, language: Language) -> Result<Vec<Page>, LabelError> {
        require(media, 40, 20)?;
        let mut page = Page::new(media);
        let all = Frame::inside(media, 20);
        let barcode = Bars::Plain(self.code.clone());
        let split = Split::new(media, all, &barcode, all.part(54));
        let (head, rest) = split.words.cut_top(all.part(14));
        let caption = match self.role.is_empty() {
            true => language.captions().badge.to_owned(),
            false => format!("{} · {}", language.captions().badge, self.role),
        };
        page.name(head, 40, 1, &caption);
        let (name, below) = rest.cut_top(all.part(32));
        page.name(name, 150, if split.square { 2 } else { 1 }, &self.name);
        if split.square {
            page.code(below.cut_top(40).0, 40, Align::Left, &self.code);
        }
        page.bars(
            split.bars,
            if split.square { 0 } else { 45.min(all.part(16)) },
            barcode,
        );
        Ok(vec![page])
    }
}
