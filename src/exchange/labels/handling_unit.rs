//! A handling unit's label: the GS1 logistic label with its SSCC, or a plain LPN for inside the building.

use chrono::NaiveDate;

use super::page::{Align, Bars, Frame, LOGISTIC_BAR_HEIGHT, Split};
use super::symbol::Gs1Element;
use super::{Label, LabelError, Language, Media, Page, require};

/// What a homogeneous unit holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    pub gtin: String,
    /// Trade items in the unit.
    pub count: u32,
    pub lot: Option<String>,
    pub expiry: Option<NaiveDate>,
}

/// What stands on a pallet, carton or cage with an identity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandlingUnitLabel {
    /// The number that the building knows it by; the SSCC itself where there is one.
    pub lpn: String,
    /// 18 digits, check digit included.
    pub sscc: Option<String>,
    /// What is in it, in words; empty for mixed contents.
    pub name: String,
    /// Written as a second barcode above the SSCC: (02), (37), (15 or 17), (10).
    pub contents: Option<Contents>,
}

impl Contents {
    /// (02) needs (37) and (00); elements of predefined length come first, the lot last.
    fn elements(&self) -> Result<Vec<Gs1Element>, LabelError> {
        let mut elements = vec![Gs1Element::gtin("02", &self.gtin)?];
        if let Some(expiry) = self.expiry {
            elements.push(Gs1Element::new("17", &expiry.format("%y%m%d").to_string())?);
        }
        elements.push(Gs1Element::new("37", &self.count.to_string())?);
        if let Some(lot) = self.lot.as_deref().filter(|lot| !lot.is_empty()) {
            elements.push(Gs1Element::new("10", lot)?);
        }
        Ok(elements)
    }

    fn in_words(&self, language: Language) -> [String; 2] {
        let words = language.captions();
        let lot = self.lot.iter().map(|lot| format!("{} {lot}", words.lot));
        let expiry = self
            .expiry
            .iter()
            .map(|date| format!("{} {}", words.expiry, date.format("%Y-%m-%d")));
        [
            format!("GTIN {} · {} {}", self.gtin, words.count, self.count),
            lot.chain(expiry).collect::<Vec<_>>().join(" · "),
        ]
    }
}

impl Label for HandlingUnitLabel {
    fn pages(&self, media: Media, language: Language) -> Result<Vec<Page>, LabelError> {
        let words = language.captions();
        let mut page = Page::new(media);
        let mut rest = Frame::inside(media, 30);
        let Some(sscc) = &self.sscc else {
            require(media, 50, 30)?;
            let barcode = Bars::Plain(self.lpn.clone());
            let split = Split::new(media, rest, &barcode, rest.part(48));
            let (head, code) = split.words.cut_top(rest.part(12));
            page.name(
                head,
                45,
                1,
                if self.name.is_empty() {
                    words.handling_unit
                } else {
                    &self.name
                },
            );
            page.main_code(code.cut_top(10).1, 250, Align::Centre, &self.lpn);
            page.bars(split.bars, 0, barcode);
            return Ok(vec![page]);
        };
        require(media, 96, if self.contents.is_some() { 100 } else { 70 })?;
        let sscc = Gs1Element::sscc(sscc)?;
        let readable = 55;
        let (above, bars) = rest.cut_bottom(LOGISTIC_BAR_HEIGHT + readable);
        page.bars(
            Frame {
                x: 10,
                width: media.width() - 20,
                ..bars
            },
            readable,
            Bars::Logistic(sscc),
        );
        rest = above;
        if let Some(contents) = &self.contents {
            let (above, bars) = rest.cut_bottom((LOGISTIC_BAR_HEIGHT + 65).min(rest.part(45)));
            page.bars(bars.inset(10), 45, Bars::Gs1(contents.elements()?));
            rest = above;
        }
        page.rule(Frame {
            y: rest.y + rest.height,
            ..rest
        });
        let (head, rest) = rest.cut_top(60);
        page.name(head, 40, 1, &format!("{} · {}", words.handling_unit, self.lpn));
        let (name, rest) = rest.cut_top(rest.part(60));
        page.name(
            name,
            90,
            3,
            if self.name.is_empty() {
                words.mixed
            } else {
                &self.name
            },
        );
        let mut rest = rest;
        for line in self
            .contents
            .iter()
            .flat_map(|contents| contents.in_words(language))
        {
            let (frame, below) = rest.cut_top(55);
            page.name(frame, 45, 1, &line);
            rest = below;
        }
        Ok(vec![page])
    }
}
