//! The packing slip that goes into the box: for whom, which order, and every line with its quantity.

use super::page::{Align, Frame};
use super::{Consignee, Label, LabelError, Language, Media, Page, require};

/// A line of the slip.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlipLine {
    pub code: String,
    pub name: String,
    /// In the item's base unit.
    pub quantity: u64,
    pub unit: String,
}

/// What goes into a parcel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackingSlip {
    pub shop: String,
    pub order: String,
    pub date: String,
    pub ship_to: Consignee,
    pub lines: Vec<SlipLine>,
    /// A greeting or a note of what follows separately.
    pub note: String,
}

const HEAD: u32 = 130;
const CONSIGNEE: u32 = 170;
const ROW: u32 = 90;
const FOOT: u32 = 110;

impl Label for PackingSlip {
    fn pages(&self, media: Media, language: Language) -> Result<Vec<Page>, LabelError> {
        require(media, 60, 70)?;
        let all = Frame::inside(media, 30);
        let rows = |used: u32| {
            usize::try_from(all.height.saturating_sub(used) / ROW)
                .unwrap_or(1)
                .max(1)
        };
        let first = self.lines.len().min(rows(HEAD + CONSIGNEE + FOOT));
        let (on_first, others) = self.lines.split_at_checked(first).unwrap_or((&self.lines, &[]));
        let mut chunks = vec![on_first];
        chunks.extend(others.chunks(rows(HEAD + FOOT)));
        let count = chunks.len();
        let mut pages = Vec::with_capacity(count);
        for (n, lines) in chunks.into_iter().enumerate() {
            let mut page = Page::new(media);
            let (head, mut rest) = all.cut_top(HEAD);
            self.head(&mut page, head, language, n + 1, count);
            if n == 0 {
                let (block, below) = rest.cut_top(CONSIGNEE);
                self.consignee(&mut page, block, language);
                rest = below;
            }
            for line in lines {
                let (row, below) = rest.cut_top(ROW);
                draw_line(&mut page, row, line);
                rest = below;
            }
            if n + 1 == count {
                let (_, foot) = all.cut_bottom(FOOT);
                self.foot(&mut page, foot, language);
            }
            pages.push(page);
        }
        Ok(pages)
    }
}

impl PackingSlip {
    fn head(&self, page: &mut Page, frame: Frame, language: Language, number: usize, count: usize) {
        let words = language.captions();
        let (top, bottom) = frame.cut_top(60);
        let (title, number_frame) = top.cut_left(top.width * 3 / 4);
        let title_text = match self.shop.is_empty() {
            true => words.packing_slip.to_owned(),
            false => format!("{} · {}", self.shop, words.packing_slip),
        };
        page.name(title, 45, 1, &title_text);
        page.code(
            number_frame,
            30,
            Align::Right,
            &format!("{} {number}/{count}", words.page),
        );
        let (order, date) = bottom.cut_left(bottom.width * 3 / 4);
        page.code(order, 55, Align::Left, &format!("{} {}", words.order, self.order));
        page.code(date, 35, Align::Right, &self.date);
    }

    fn consignee(&self, page: &mut Page, frame: Frame, language: Language) {
        page.rule(frame);
        let (caption, rest) = Frame {
            y: frame.y + 10,
            height: frame.height - 10,
            ..frame
        }
        .cut_top(30);
        page.name(caption, 25, 1, language.captions().ship_to);
        let (name, address) = rest.cut_top(45);
        page.name(name, 40, 1, &self.ship_to.name);
        page.name(address, 30, 2, &self.ship_to.address.join(", "));
    }

    fn foot(&self, page: &mut Page, frame: Frame, language: Language) {
        let words = language.captions();
        let units: u64 = self
            .lines
            .iter()
            .map(|line| line.quantity)
            .fold(0, u64::saturating_add);
        page.rule(frame);
        let (total, note) = Frame {
            y: frame.y + 10,
            height: frame.height - 10,
            ..frame
        }
        .cut_top(45);
        let text = format!("{} {units} · {} {}", words.total, words.lines, self.lines.len());
        page.name(total, 38, 1, &text);
        page.name(note, 28, 2, &self.note);
    }
}

fn draw_line(page: &mut Page, row: Frame, line: &SlipLine) {
    page.rule(row);
    let (quantity, rest) = row.inset(12).cut_left(row.width * 22 / 100);
    let number = Frame {
        width: quantity.width.saturating_sub(20),
        ..quantity
    };
    page.code(
        number,
        42,
        Align::Right,
        format!("{} {}", line.quantity, line.unit).trim_end(),
    );
    let (code, name) = rest.cut_top(rest.part(52));
    page.code(code, 34, Align::Left, &line.code);
    page.name(name, 28, 1, &line.name);
}
