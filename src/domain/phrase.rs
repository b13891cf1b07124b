//! What the core has to say, without words: a message's name and its typed arguments.
//!
//! Refusals, reasons and events say what they mean as a [`Phrase`]; the screens turn it into a sentence of the
//! reader's language, with names, packagings and times of the building looked up at that moment.

use super::ids::{
    CarrierId, CartonId, DeviceId, ItemId, LoadId, LotId, LpnId, OrderId, OwnerId, ParcelId, PlaceId,
    ReceiptId, TaskId, WorkerId,
};
use super::stock::{Holder, Status};
use super::time::Day;
use super::{Qty, Text, Timestamp};

/// A message's name in the language files, with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The message's name, the same in every language.
    pub key: &'static str,
    /// Its arguments by name.
    pub args: Vec<(&'static str, Value)>,
}

impl Phrase {
    /// A message without arguments yet.
    pub fn new(key: &'static str) -> Phrase {
        Phrase {
            key,
            args: Vec::new(),
        }
    }

    /// The same with one argument more.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Value) -> Phrase {
        self.args.push((name, value));
        self
    }
}

/// One argument of a [`Phrase`], told in the reader's words when it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(Text),
    Number(i64),
    /// A quantity of an item, told in its packagings.
    Qty(ItemId, Qty),
    Item(ItemId),
    Place(PlaceId),
    Lpn(LpnId),
    Parcel(ParcelId),
    Holder(Holder),
    Order(OrderId),
    Owner(OwnerId),
    Lot(LotId),
    Worker(WorkerId),
    Device(DeviceId),
    Carrier(CarrierId),
    Carton(CartonId),
    Load(LoadId),
    Receipt(ReceiptId),
    Task(TaskId),
    Status(Status),
    Day(Day),
    /// Told as the building's clock shows it.
    Time(Timestamp),
    /// Told in kilograms.
    Grams(i64),
    /// Another message, inside this one.
    Phrase(Box<Phrase>),
}
