//! The two labels that tell what a scanner and its host do to codes.

use super::page::{Align, Bars, Frame};
use super::symbol::{Gs1Element, human_readable};
use super::{Label, LabelError, Language, Media, Page, require};
use crate::scan::calibration::{ELEMENTS, PLAIN};

/// Two codes with what to do with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CalibrationSheet;

impl CalibrationSheet {
    /// What to encode, for any other way to print bar codes.
    pub fn to_text(self) -> String {
        format!(
            "Label 1, Code 128:\n  {PLAIN}\nLabel 2, GS1-128, FNC1 first and after the lot:\n  {}\n\
             Print both without anything added and scan them one after the other.\n",
            readable()
        )
    }
}

/// Higher bars are no easier to hit.
const BAR_HEIGHT: u32 = 350;

fn readable() -> String {
    ELEMENTS
        .iter()
        .map(|(ai, value)| format!("({ai}){value}"))
        .collect()
}

pub(super) fn elements() -> Result<Vec<Gs1Element>, LabelError> {
    ELEMENTS
        .iter()
        .map(|(ai, value)| Gs1Element::new(ai, value))
        .collect()
}

impl Label for CalibrationSheet {
    fn pages(&self, media: Media, language: Language) -> Result<Vec<Page>, LabelError> {
        require(media, 95, 60)?;
        let mut page = Page::new(media);
        let all = Frame::inside(media, 20);
        let (head, rest) = all.cut_top(all.part(10));
        page.name(head, 50, 1, language.captions().calibration);
        let (first, second) = rest.cut_top(rest.part(50));
        let gs1 = elements()?;
        let labels = [
            (first, "1", Bars::Plain(PLAIN.to_owned()), PLAIN.to_owned()),
            (second, "2", Bars::Gs1(gs1.clone()), human_readable(&gs1)),
        ];
        for (frame, number, bars, text) in labels {
            let (caption, below) = frame.cut_top(frame.part(22));
            let (place, words) = caption.cut_left(caption.width / 8);
            page.code(place, 60, Align::Left, number);
            page.code(words, 30, Align::Left, &text);
            let (below, _) = below.inset(15).cut_top(BAR_HEIGHT);
            page.bars(below, 0, bars);
        }
        Ok(vec![page])
    }
}
