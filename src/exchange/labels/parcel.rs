//! A parcel's label: who gets it, who carries it, which parcel of how many, and its SSCC lowest.

use super::page::{Align, Bars, Frame, LOGISTIC_BAR_HEIGHT};
use super::symbol::Gs1Element;
use super::{Label, LabelError, Language, Media, Page, require};

/// A person or firm with an address, in the order their country writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consignee {
    pub name: String,
    pub phone: String,
    pub address: Vec<String>,
}

/// What stands on a parcel that leaves the building.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParcelLabel {
    pub ship_to: Consignee,
    pub ship_from: String,
    pub carrier: String,
    pub service: String,
    pub order: String,
    /// The carrier's number, as a Code 128.
    pub tracking: Option<String>,
    /// 18 digits, check digit included.
    pub sscc: Option<String>,
    /// This parcel, from 1.
    pub number: u32,
    /// How many parcels the order has, when that is known.
    pub of: Option<u32>,
    pub weight_g: Option<u64>,
}

const READABLE: u32 = 55;
const TRACKING_BAND: u32 = 200;

impl Label for ParcelLabel {
    fn pages(&self, media: Media, language: Language) -> Result<Vec<Page>, LabelError> {
        let height = 70 + self.tracking.iter().len() * 20 + self.sscc.iter().len() * 40;
        let width = if self.sscc.is_some() { 96 } else { 70 };
        require(media, width, u16::try_from(height).unwrap_or(u16::MAX))?;
        let words = language.captions();
        let mut page = Page::new(media);
        let mut rest = Frame::inside(media, 30);
        if let Some(sscc) = &self.sscc {
            let (above, bars) = rest.cut_bottom(LOGISTIC_BAR_HEIGHT + READABLE);
            let bars = Frame {
                x: 10,
                width: media.width().saturating_sub(20),
                ..bars
            };
            page.bars(bars, READABLE, Bars::Logistic(Gs1Element::sscc(sscc)?));
            rest = above;
        }
        if let Some(tracking) = &self.tracking {
            let (above, band) = rest.cut_bottom(TRACKING_BAND + 40);
            page.rule(band);
            let (caption, bars) = band.inset(10).cut_top(30);
            page.name(caption, 28, 1, words.tracking);
            page.bars(
                Frame {
                    height: bars.height.saturating_sub(10),
                    ..bars
                },
                READABLE,
                Bars::Plain(tracking.clone()),
            );
            rest = above;
        }
        let (rest, order_row) = rest.cut_bottom(130);
        self.order_row(&mut page, order_row, language);
        let (carrier_row, rest) = rest.cut_top(110);
        self.carrier_row(&mut page, carrier_row, language);
        self.ship_to_block(&mut page, rest, language);
        Ok(vec![page])
    }
}

impl ParcelLabel {
    fn carrier_row(&self, page: &mut Page, row: Frame, language: Language) {
        let (carrier, from) = row.cut_left(row.width * 55 / 100);
        let (name, service) = carrier.cut_top(75);
        page.name(name, 75, 1, &self.carrier);
        page.name(service, 30, 1, &self.service);
        if !self.ship_from.is_empty() {
            page.name(
                from,
                28,
                3,
                &format!("{} {}", language.captions().from, self.ship_from),
            );
        }
    }

    fn ship_to_block(&self, page: &mut Page, block: Frame, language: Language) {
        page.rule(block);
        let (caption, rest) = block.inset(10).cut_top(35);
        page.name(caption, 28, 1, language.captions().ship_to);
        let (name, rest) = rest.cut_top(rest.part(26));
        page.essential(name, 80, 1, &self.ship_to.name);
        let (phone, address) = match self.ship_to.phone.is_empty() {
            true => (None, rest),
            false => {
                let (address, phone) = rest.cut_bottom(rest.part(20));
                (Some(phone), address)
            }
        };
        let lines = u32::try_from(self.ship_to.address.len()).unwrap_or(1).max(1);
        let pitch = (address.height / lines).min(75);
        let mut below = address;
        for line in &self.ship_to.address {
            let (frame, next) = below.cut_top(pitch);
            page.essential(frame, 60.min(pitch * 6 / 7), 2, line);
            below = next;
        }
        if let Some(phone) = phone {
            page.code(phone, 50, Align::Left, &self.ship_to.phone);
        }
    }

    fn order_row(&self, page: &mut Page, row: Frame, language: Language) {
        let words = language.captions();
        page.rule(row);
        let row = row.inset(12);
        let third = row.width / 4;
        let (order, rest) = row.cut_left(row.width / 2);
        let (parcel, weight) = rest.cut_left(third);
        let of = self.of.map_or_else(String::new, |of| format!("/{of}"));
        let kilograms = self
            .weight_g
            .map(|g| format!("{}.{:03} kg", g / 1000, g % 1000))
            .unwrap_or_default();
        let cells = [
            (order, words.order, self.order.clone()),
            (parcel, words.parcel, format!("{}{of}", self.number)),
            (weight, words.weight, kilograms),
        ];
        for (cell, caption, value) in cells {
            if value.is_empty() {
                continue;
            }
            let (head, body) = cell.cut_top(35);
            page.name(head, 28, 1, caption);
            let body = Frame {
                width: body.width.saturating_sub(10),
                ..body
            };
            page.code(body, 65, Align::Left, &value);
        }
    }
}
