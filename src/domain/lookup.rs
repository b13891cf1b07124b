//! What a scanned or typed code stands for, as far as the warehouse knows.
//!
//! A code is resolved by what the warehouse knows before its shape. One code may stand for several things (an order
//! and an item with the same number); every workflow takes the one that fits its prompt, and asks when two do.

use super::ids::{
    CarrierId, CartonId, ItemId, LoadId, LpnId, OrderId, OwnerId, ParcelId, PlaceId, ReceiptId, TaskId,
    WorkerId,
};
use super::items::{Item, Lot};
use super::readings::{self, Said};
use super::time::Day;
use super::{Qty, Text, Warehouse};
use crate::codes;
use imbl::OrdSet;
use std::borrow::Cow;

/// One thing that a code stands for. Ordered so that what a prompt most often waits for comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A place.
    Place(PlaceId),
    /// A tote, cart or pallet.
    Lpn(LpnId),
    /// An item, and the base units that one scan stands for.
    Item(ItemId, Qty),
    /// A parcel, by its SSCC or tracking number.
    Parcel(ParcelId),
    /// An order, by its number.
    Order(OrderId),
    /// A worker, by badge.
    Worker(WorkerId),
    /// A carton type.
    Carton(CartonId),
    /// A carrier.
    Carrier(CarrierId),
    /// A load.
    Load(LoadId),
    /// A receipt.
    Receipt(ReceiptId),
    /// A pick list.
    Task(TaskId),
}

impl Target {
    fn is_item(&self) -> bool {
        matches!(self, Target::Item(..))
    }
}

/// Every code that the warehouse knows.
///
/// A code that is compared as it is written shares its text with the record that it names: a million items would
/// otherwise keep each of their codes twice.
#[derive(Clone, Debug, Default)]
pub struct Codes(OrdSet<(Text, Target)>);

impl Codes {
    /// From now on the code stands for this (too).
    pub(super) fn learn(&mut self, code: &Text, target: Target) {
        if !code.is_empty() {
            self.0.insert((shared(code), target));
        }
    }

    /// From now on the code no longer stands for this.
    pub(super) fn forget(&mut self, code: &str, target: Target) {
        self.0.remove(&(normal(code).as_ref().into(), target));
    }

    /// Everything that the code stands for.
    pub fn find(&self, code: &str) -> Vec<Target> {
        let code = normal(code);
        let from = (Text::from(code.as_ref()), Target::Place(PlaceId(0)));
        self.0
            .range(from..)
            .take_while(|(known, _)| **known == *code)
            .map(|(_, target)| *target)
            .collect()
    }
}

/// A code as it is compared, in the text it came in where that is the same.
fn shared(code: &Text) -> Text {
    match normal(code) {
        Cow::Borrowed(same) if same.len() == code.len() => Text::clone(code),
        other => other.as_ref().into(),
    }
}

/// A code as it is compared: without surrounding blanks, letters in capitals, and a trade item number in its shortest
/// form of 8, 12, 13 or 14 digits, since the same number is printed in all these lengths, filled up with zeros.
fn normal(code: &str) -> Cow<'_, str> {
    let code = code.trim();
    let digits = code.bytes().all(|b| b.is_ascii_digit());
    if digits {
        let mut shortest = code;
        for (len, zeros) in [(14, "0"), (13, "0"), (12, "0000")] {
            if let Some(rest) = shortest.strip_prefix(zeros).filter(|_| shortest.len() == len) {
                shortest = rest;
            }
        }
        Cow::Borrowed(shortest)
    } else {
        let capitals = code.to_uppercase();
        if capitals == code {
            Cow::Borrowed(code)
        } else {
            Cow::Owned(capitals)
        }
    }
}

/// A code as it came in, with everything it stands for. Commands carry it, so that a refusal can name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// As scanned or typed.
    pub code: Text,
    /// What it can stand for, best first.
    pub targets: Vec<Target>,
    /// A lot that the code names beside the item.
    pub lot: Option<Text>,
    /// An expiry date that the code names beside the item.
    pub expiry: Option<Day>,
    /// A count that the code names beside the item.
    pub count: Option<Qty>,
    /// A serial number that the code names beside the item.
    pub serial: Option<Text>,
    /// The codes it may have been where its separators were lost, likeliest first; none where it is certain. Then lot,
    /// expiry, count and serial are told only where all of them agree.
    pub readings: Vec<Text>,
    /// Which of several items is meant, where that was learned of labels like it.
    pub meant: Option<ItemId>,
}

/// What a code says of a lot that is not so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// It names another lot.
    Lot(Text),
    /// It names another expiry date than the lot has.
    Expiry {
        /// The lot's.
        expected: Day,
        /// The label's.
        found: Day,
    },
}

impl Scan {
    /// What the code says of lot and expiry that does not fit this lot of the item; none where it fits or says nothing.
    /// Where lots are told apart by their dates alone, a lot's name on the label does not count.
    pub fn misfit(&self, item: &Item, lot: &Lot) -> Option<Misfit> {
        let named = self.lot.as_ref().filter(|_| item.lot_tracked);
        if let Some(named) = named.filter(|named| **named != lot.code) {
            return Some(Misfit::Lot(named.clone()));
        }
        let expiry = self.expiry.filter(|_| item.expiry_tracked);
        let (expected, found) = lot.expiry.zip(expiry)?;
        (expected != found).then_some(Misfit::Expiry { expected, found })
    }

    /// The lot that the code names, and its expiry where that is on it. Goods whose lots are told apart by their dates
    /// alone are one lot a date, which is its name where the label has no other.
    pub fn named_lot(&self, item: &Item) -> Option<(Text, Option<Day>)> {
        let by_date = self.expiry.filter(|_| item.expiry_tracked && !item.lot_tracked);
        let named = self.lot.clone();
        let code = named.or_else(|| Some(by_date?.date().to_string().into()))?;
        Some((code, self.expiry))
    }

    /// The place it stands for.
    pub fn place(&self) -> Option<PlaceId> {
        self.targets.iter().find_map(|t| {
            if let Target::Place(id) = t {
                Some(*id)
            } else {
                None
            }
        })
    }

    /// The tote, cart or pallet it stands for.
    pub fn lpn(&self) -> Option<LpnId> {
        self.targets
            .iter()
            .find_map(|t| if let Target::Lpn(id) = t { Some(*id) } else { None })
    }

    /// The base units it stands for of this item: the packaging's contents, or the count that the code names.
    pub fn of_item(&self, item: ItemId) -> Option<Qty> {
        let contents = self.targets.iter().find_map(|t| match t {
            Target::Item(id, contents) if *id == item => Some(*contents),
            _ => None,
        })?;
        Some(self.count.map_or(contents, |count| contents.times(count.0)))
    }

    /// The item it stands for, when it stands for just one, or when it was learned which of several is meant.
    pub fn item(&self) -> Option<(ItemId, Qty)> {
        let is_it = |id: ItemId| self.meant.is_none_or(|meant| meant == id);
        let mut items = self.targets.iter().filter_map(|t| match t {
            Target::Item(id, contents) if is_it(*id) => Some((*id, *contents)),
            _ => None,
        });
        items.next().filter(|_| items.next().is_none())
    }

    /// The order it stands for.
    pub fn order(&self) -> Option<OrderId> {
        self.targets.iter().find_map(|t| {
            if let Target::Order(id) = t {
                Some(*id)
            } else {
                None
            }
        })
    }

    /// The parcel it stands for.
    pub fn parcel(&self) -> Option<ParcelId> {
        self.targets.iter().find_map(|t| {
            if let Target::Parcel(id) = t {
                Some(*id)
            } else {
                None
            }
        })
    }

    /// The carton type it stands for.
    pub fn carton(&self) -> Option<CartonId> {
        self.targets.iter().find_map(|t| {
            if let Target::Carton(id) = t {
                Some(*id)
            } else {
                None
            }
        })
    }
}

impl Warehouse {
    /// What a scanned or typed code stands for: what the warehouse knows under the code as it stands, and under the
    /// numbers that it carries when it is a trade item number, an SSCC or GS1 data.
    pub fn scan(&self, code: &str) -> Scan {
        self.scan_with(code, None, None)
    }

    /// The same where goods of this owner are received, if any are: which of several items a label means may depend on
    /// it.
    pub fn scan_for(&self, code: &str, owner: Option<OwnerId>) -> Scan {
        self.scan_with(code, None, owner)
    }

    /// The same, as if the code were printed on this item and one scan of it stood for so many base units: what it will
    /// say once the warehouse has learned it.
    pub fn scan_as(&self, code: &str, item: ItemId, contents: Qty) -> Scan {
        self.scan_with(code, Some(Target::Item(item, contents)), None)
    }

    fn scan_with(&self, code: &str, learned: Option<Target>, owner: Option<OwnerId>) -> Scan {
        let code = code.trim();
        let reading = codes::read(code);
        let mut targets = self.codes.find(code);
        let known_as_it_stands = !targets.is_empty();
        let also = |targets: &mut Vec<Target>, text: &str, wanted: fn(&Target) -> bool| {
            for target in self.codes.find(text).into_iter().filter(wanted) {
                if !targets.contains(&target) {
                    targets.push(target);
                }
            }
        };
        if reading.aim.is_some() {
            also(&mut targets, &reading.text, |_| true);
        }
        for number in &reading.gtins {
            also(&mut targets, number.gtin.as_str(), |_| true);
        }
        if let Some(sscc) = &reading.sscc {
            also(&mut targets, sscc.as_str(), |_| true);
        }
        let message = readings::message(&reading).filter(|_| !known_as_it_stands);
        if let Some(message) = &message {
            for gtin in [message.gtin(), message.content_gtin()].into_iter().flatten() {
                also(&mut targets, gtin.as_str(), |_| true);
            }
            if let Some(sscc) = message.sscc() {
                also(&mut targets, sscc.as_str(), |_| true);
            }
            // Additional identifications: suppliers fill them with their customer's own code of the item.
            if !targets.iter().any(Target::is_item) {
                for code in ["240", "241"].iter().filter_map(|ai| message.get(ai)) {
                    also(&mut targets, code, Target::is_item);
                }
            }
        }
        targets.extend(learned);
        let said = message.map_or_else(Said::default, |message| {
            readings::settle(self, &reading, message, &targets).said(self.clock.day())
        });
        Scan {
            code: code.into(),
            meant: self.meant(&reading, &targets, owner),
            targets,
            lot: said.lot,
            expiry: said.expiry,
            count: said.count,
            serial: said.serial,
            readings: said.readings,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_in_all_its_lengths_is_one_code() {
        let mut codes = Codes::default();
        codes.learn(&"4006381333931".into(), Target::Item(ItemId(1), Qty(1)));
        assert_eq!(codes.find("04006381333931"), codes.find("4006381333931"));
        assert_eq!(codes.find("4006381333931").len(), 1);
        // A UPC-A of twelve digits, an EAN-8, and what is no trade item number though it has the same last digits.
        codes.learn(&"00036000291452".into(), Target::Item(ItemId(2), Qty(6)));
        codes.learn(&"96385074".into(), Target::Item(ItemId(3), Qty(1)));
        for (code, item) in [
            ("036000291452", 2),
            ("0036000291452", 2),
            ("00000096385074", 3),
            ("000096385074", 3),
        ] {
            assert!(
                matches!(codes.find(code).as_slice(), [Target::Item(ItemId(id), _)] if *id == item),
                "{code}"
            );
        }
        for code in ["36000291452", "6385074", "096385074", "0000096385074963"] {
            assert_eq!(codes.find(code), vec![], "{code}");
        }
        codes.forget("000096385074", Target::Item(ItemId(3), Qty(1)));
        assert_eq!(codes.find("96385074"), vec![]);
    }

    #[test]
    fn a_code_that_is_compared_as_written_is_kept_once() {
        let kept = |code: &str| {
            let code = Text::from(code);
            let shared = shared(&code);
            (Text::ptr_eq(&shared, &code), shared)
        };
        for code in ["SKU-1", "4006381333931", "036000291452", "7", "轴承-7"] {
            assert_eq!(kept(code), (true, code.into()));
        }
        assert_eq!(kept("sku-1"), (false, "SKU-1".into()));
        assert_eq!(kept(" A-1 "), (false, "A-1".into()));
        assert_eq!(kept("04006381333931"), (false, "4006381333931".into()));
    }

    #[test]
    fn letters_are_compared_in_capitals_and_blanks_cut() {
        let mut codes = Codes::default();
        codes.learn(&"A-07-12".into(), Target::Place(PlaceId(4)));
        assert_eq!(codes.find(" a-07-12 "), vec![Target::Place(PlaceId(4))]);
        assert_eq!(codes.find("A-07-1"), vec![]);
    }

    #[test]
    fn a_code_may_stand_for_several_things() {
        let mut codes = Codes::default();
        codes.learn(&"22138".into(), Target::Order(OrderId(9)));
        codes.learn(&"22138".into(), Target::Item(ItemId(2), Qty(1)));
        assert_eq!(
            codes.find("22138"),
            vec![Target::Item(ItemId(2), Qty(1)), Target::Order(OrderId(9))]
        );
        codes.forget("22138", Target::Order(OrderId(9)));
        assert_eq!(codes.find("22138"), vec![Target::Item(ItemId(2), Qty(1))]);
    }

    #[test]
    fn gs1_data_names_the_item_its_lot_expiry_and_count() {
        let mut w = Warehouse {
            clock: crate::domain::Timestamp(1_772_431_200_000),
            ..Warehouse::default()
        };
        w.codes
            .learn(&"4006381333931".into(), Target::Item(ItemId(1), Qty(1)));
        let scan = w.scan("]C101040063813339311727033110LOT7\u{1d}3012");
        assert_eq!(scan.item(), Some((ItemId(1), Qty(1))));
        assert_eq!(scan.lot.as_deref(), Some("LOT7"));
        assert_eq!(
            scan.expiry.map(|day| day.date().to_string()).as_deref(),
            Some("2027-03-31")
        );
        assert_eq!(scan.of_item(ItemId(1)), Some(Qty(12)));
        assert_eq!(w.scan("(240)4006381333931").item(), Some((ItemId(1), Qty(1))));
        assert_eq!(
            w.scan("]E04006381333931").item(),
            Some((ItemId(1), Qty(1))),
            "by symbology identifier"
        );
    }
}
