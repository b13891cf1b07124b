//! Master data: owners of stock, carriers and their cut-offs, cartons to pack in; and the commands by which these,
//! items, places and opening stock come in. Saving what is known already, unchanged, is accepted and does nothing.

use super::command::Draft;
use super::event::{Fact, Topics};
use super::ids::{CarrierId, CartonId, Id, ItemId, LotId, OwnerId};
use super::items::{Item, ItemSaved, Lot, LotSaved};
use super::lookup::Target;
use super::numbers::NumbersKeptSet;
use super::people::Right;
use super::phrase::{Phrase, Value};
use super::places::{Lpn, LpnSaved, Place, PlaceSaved};
use super::refusal::{Class, Explain};
use super::settings::{Settings, SettingsChanged, ZeroCheck, ZeroCheckSet};
use super::stock::{Account, Cause, Holder, Status, StockKey, StockMoved};
use super::time::Day;
use super::{Qty, Text, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Whose goods lie here. Stock of two owners is never mixed silently.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Its number.
    pub id: OwnerId,
    /// A short code; unique in the building.
    pub code: Text,
    /// The name on papers.
    pub name: Text,
}

/// Who takes parcels away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carrier {
    /// Its number.
    pub id: CarrierId,
    /// A short code; unique in the building.
    pub code: Text,
    /// The name on labels.
    pub name: Text,
    /// When its vehicles leave, in minutes after midnight by the building's clock.
    pub cutoffs: Vec<u16>,
}

/// A type of carton on the shelf at the bench. Scanning its code at a bench closes the parcel in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carton {
    /// Its number.
    pub id: CartonId,
    /// The code on the shelf; unique in the building.
    pub code: Text,
    /// Inner measures.
    pub length_mm: u32,
    /// See `length_mm`.
    pub width_mm: u32,
    /// See `length_mm`.
    pub height_mm: u32,
    /// What it bears.
    pub max_weight_g: u32,
    /// Its own weight.
    pub tare_g: u32,
}

impl Carton {
    /// Inner volume in cubic millimetres.
    pub fn volume_mm3(&self) -> i64 {
        i64::from(self.length_mm) * i64::from(self.width_mm) * i64::from(self.height_mm)
    }
}

/// What somebody asks about master data. Records are known by their codes; the id in a record that is saved is not
/// read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Set the building's own data.
    SaveSettings(Settings),
    /// Set which bins are checked when a pick should have emptied them.
    SetZeroCheck(ZeroCheck),
    /// Keep the numbers of what is closed for so many days.
    KeepNumbers(u16),
    /// Make an owner known, or change them.
    SaveOwner(Owner),
    /// Make a carrier known, or change it.
    SaveCarrier(Carrier),
    /// Make a carton type known, or change it.
    SaveCarton(Carton),
    /// Make an item known, or change it.
    SaveItem(Box<Item>),
    /// Make a place known, or change it.
    SavePlace(Place),
    /// Make a tote, cart or pallet known. What it holds and where it stands stay as they are.
    SaveLpn(Lpn),
    /// Set what lies under one key, as another system or a first count says. The difference is booked.
    SetStock(OpeningStock),
}

/// Stock taken over from another system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningStock {
    /// Where it lies: a place, tote or pallet.
    pub holder: Holder,
    /// What.
    pub item: ItemId,
    /// Whose.
    pub owner: OwnerId,
    /// Its lot's code and expiry, where the item has lots.
    pub lot: Option<(Text, Option<Day>)>,
    /// In which status.
    pub status: Status,
    /// How much lies there.
    pub qty: Qty,
}

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A record needs a code.
    NoCode,
    /// The code is longer than any label holds.
    CodeTooLong(Text),
    /// The code stands for something else already.
    CodeTaken(Text),
    /// No such item, owner or place.
    Unknown,
    /// The quantity is below zero or beyond all measure.
    BadQuantity,
    /// The item wants a lot, or an expiry date.
    NeedLot(ItemId),
    /// More of it is promised to orders.
    Promised(ItemId, Qty),
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        Class::No
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::NoCode => Phrase::new("no-master-code"),
            Refusal::CodeTooLong(code) => {
                Phrase::new("no-master-code-too-long").with("code", Value::Text(code.clone()))
            }
            Refusal::CodeTaken(code) => {
                Phrase::new("no-master-code-taken").with("code", Value::Text(code.clone()))
            }
            Refusal::Unknown => Phrase::new("no-master-unknown"),
            Refusal::BadQuantity => Phrase::new("no-quantity"),
            Refusal::NeedLot(item) => Phrase::new("no-need-lot").with("item", Value::Item(*item)),
            Refusal::Promised(item, qty) => Phrase::new("no-stock-promised")
                .with("item", Value::Item(*item))
                .with("qty", Value::Qty(*item, *qty)),
        }
    }
}

/// Longest code in characters.
pub const MAX_CODE: usize = 48;

/// Decides one command about master data.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Result<(), super::Refusal> {
    d.require(Right::ImportData)?;
    match command {
        Command::SaveSettings(settings) => {
            d.require(Right::ChangeSettings)?;
            if d.w.settings != *settings {
                d.emit(SettingsChanged {
                    settings: settings.clone(),
                });
            }
        }
        Command::SetZeroCheck(zero_check) => {
            d.require(Right::ChangeSettings)?;
            if d.w.zero_check != *zero_check {
                d.emit(ZeroCheckSet {
                    zero_check: *zero_check,
                });
            }
        }
        Command::KeepNumbers(days) => {
            d.require(Right::ChangeSettings)?;
            if d.w.numbers.keeping.days != *days {
                d.emit(NumbersKeptSet { days: *days });
            }
        }
        Command::SaveOwner(owner) => {
            check_code(&owner.code)?;
            let known = d.w.owner_by_code(&owner.code).map(|o| o.id);
            let id = known.unwrap_or_else(|| d.w.counters.next());
            let owner = Arc::new(Owner { id, ..owner.clone() });
            if d.w.owners.get(&id) != Some(&owner) {
                d.emit(OwnerSaved { owner });
            }
        }
        Command::SaveCarrier(carrier) => {
            let id = known_as(d, &carrier.code, |t| {
                if let Target::Carrier(id) = t {
                    Some(id)
                } else {
                    None
                }
            })?;
            let carrier = Arc::new(Carrier {
                id,
                ..carrier.clone()
            });
            if d.w.carriers.get(&id) != Some(&carrier) {
                d.emit(CarrierSaved { carrier });
            }
        }
        Command::SaveCarton(carton) => {
            let id = known_as(d, &carton.code, |t| {
                if let Target::Carton(id) = t {
                    Some(id)
                } else {
                    None
                }
            })?;
            let carton = Arc::new(Carton { id, ..carton.clone() });
            if d.w.cartons.get(&id) != Some(&carton) {
                d.emit(CartonSaved { carton });
            }
        }
        Command::SaveItem(item) => save_item(d, item)?,
        Command::SavePlace(place) => {
            let id = known_as(d, &place.code, |t| {
                if let Target::Place(id) = t { Some(id) } else { None }
            })?;
            let place = Arc::new(Place { id, ..place.clone() });
            if d.w.places.get(&id) != Some(&place) {
                d.emit(PlaceSaved { place });
            }
        }
        Command::SaveLpn(lpn) => {
            let id = known_as(d, &lpn.code, |t| {
                if let Target::Lpn(id) = t { Some(id) } else { None }
            })?;
            let (at, order) =
                d.w.lpns
                    .get(&id)
                    .map_or((lpn.at, None), |old| (old.at, old.order));
            let lpn = Arc::new(Lpn {
                id,
                at,
                order,
                ..lpn.clone()
            });
            if d.w.lpns.get(&id) != Some(&lpn) {
                d.emit(LpnSaved { lpn });
            }
        }
        Command::SetStock(opening) => set_stock(d, opening)?,
    }
    Ok(())
}

fn check_code(code: &str) -> Result<(), Refusal> {
    if code.trim().is_empty() {
        Err(Refusal::NoCode)
    } else if code.chars().count() > MAX_CODE {
        Err(Refusal::CodeTooLong(code.into()))
    } else {
        Ok(())
    }
}

/// The id of the record with this code: its own where it is known, the next one where it is new.
fn known_as<I: Id>(d: &Draft<'_>, code: &str, of: impl Fn(Target) -> Option<I>) -> Result<I, Refusal> {
    check_code(code)?;
    Ok(d.w
        .scan(code)
        .targets
        .into_iter()
        .find_map(of)
        .unwrap_or_else(|| d.w.counters.next()))
}

/// An item is known by its own code, not by its barcodes, and shares no code with another item: a scan of it would
/// have two answers.
fn save_item(d: &mut Draft<'_>, item: &Item) -> Result<(), Refusal> {
    check_code(&item.code)?;
    let known =
        d.w.scan(&item.code)
            .targets
            .into_iter()
            .find_map(|target| match target {
                Target::Item(id, _) => d.w.items.get(&id).filter(|i| i.code == item.code).map(|i| i.id),
                _ => None,
            });
    let id = known.unwrap_or_else(|| d.w.counters.next());
    let codes = std::iter::once(&item.code).chain(item.barcodes.iter().map(|b| &b.code));
    for code in codes {
        check_code(code)?;
        let taken = |t: &Target| matches!(t, Target::Item(other, _) if *other != id);
        if d.w.scan(code).targets.iter().any(taken) {
            return Err(Refusal::CodeTaken(code.clone()));
        }
    }
    let item = Arc::new(Item { id, ..item.clone() });
    if d.w.items.get(&id) != Some(&item) {
        d.emit(ItemSaved { item });
    }
    Ok(())
}

/// The lot of an item with this code, made known where it is new. Items without lots have none.
///
/// # Errors
/// The item wants a lot or an expiry that is not given.
pub fn lot_for(
    d: &mut Draft<'_>,
    item: ItemId,
    lot: Option<&(Text, Option<Day>)>,
) -> Result<Option<LotId>, super::Refusal> {
    let master = d.w.items.get(&item).ok_or(Refusal::Unknown)?.clone();
    if !master.lot_tracked && !master.expiry_tracked {
        return Ok(None);
    }
    let (code, expiry) = lot.ok_or(Refusal::NeedLot(item))?;
    if let Some(known) = d.w.lot_by_code(item, code) {
        return Ok(Some(known.id));
    }
    if code.trim().is_empty() || (master.expiry_tracked && expiry.is_none()) {
        return Err(Refusal::NeedLot(item).into());
    }
    let id = d.w.counters.next();
    d.emit(LotSaved {
        lot: Arc::new(Lot {
            id,
            item,
            code: code.clone(),
            expiry: *expiry,
        }),
    });
    Ok(Some(id))
}

fn set_stock(d: &mut Draft<'_>, opening: &OpeningStock) -> Result<(), super::Refusal> {
    let known = match opening.holder {
        Holder::Place(id) => d.w.places.contains_key(&id),
        Holder::Lpn(id) => d.w.lpns.contains_key(&id),
        Holder::Parcel(_) | Holder::Account(_) => false,
    };
    if !known || !d.w.owners.contains_key(&opening.owner) {
        return Err(Refusal::Unknown.into());
    }
    if opening.qty < Qty::ZERO || opening.qty > Qty::MAX {
        return Err(Refusal::BadQuantity.into());
    }
    let (item, owner, status) = (opening.item, opening.owner, opening.status);
    let lot = lot_for(d, item, opening.lot.as_ref())?;
    let key = StockKey {
        holder: opening.holder,
        item,
        owner,
        lot,
        status,
    };
    let stock = d.w.stock_at(&key);
    if opening.qty < stock.reserved {
        return Err(Refusal::Promised(item, stock.reserved).into());
    }
    let more = opening.qty - stock.on_hand;
    let books = key.at(Holder::Account(Account::Difference));
    let (from, to) = if more.is_positive() {
        (books, key)
    } else {
        (key, books)
    };
    if !more.is_zero() {
        d.emit(StockMoved {
            from,
            to,
            qty: more.abs(),
            since: d.ctx.now,
            cause: Cause::Opening,
        });
    }
    Ok(())
}

/// An owner was made known, or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnerSaved {
    /// As it is from now on.
    pub owner: Arc<Owner>,
}

impl Fact for OwnerSaved {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_owner(self.owner.clone());
    }
}

/// A carrier was made known, or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarrierSaved {
    /// As it is from now on.
    pub carrier: Arc<Carrier>,
}

impl Fact for CarrierSaved {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_carrier(self.carrier.clone());
    }
}

/// A carton type was made known, or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartonSaved {
    /// As it is from now on.
    pub carton: Arc<Carton>,
}

impl Fact for CartonSaved {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_carton(self.carton.clone());
    }
}

impl Warehouse {
    /// The owner with this code.
    pub fn owner_by_code(&self, code: &str) -> Option<&Owner> {
        self.owners
            .values()
            .map(Arc::as_ref)
            .find(|o| o.code.eq_ignore_ascii_case(code))
    }

    /// The carrier with this code.
    pub fn carrier_by_code(&self, code: &str) -> Option<&Carrier> {
        self.carriers
            .values()
            .map(Arc::as_ref)
            .find(|c| c.code.eq_ignore_ascii_case(code))
    }

    pub(super) fn put_owner(&mut self, owner: Arc<Owner>) {
        self.counters.used(owner.id);
        self.owners.insert(owner.id, owner);
    }

    pub(super) fn put_carrier(&mut self, carrier: Arc<Carrier>) {
        self.counters.used(carrier.id);
        if let Some(old) = self.carriers.get(&carrier.id) {
            self.codes.forget(&old.code, Target::Carrier(old.id));
        }
        self.codes.learn(&carrier.code, Target::Carrier(carrier.id));
        self.carriers.insert(carrier.id, carrier);
    }

    pub(super) fn put_carton(&mut self, carton: Arc<Carton>) {
        self.counters.used(carton.id);
        if let Some(old) = self.cartons.get(&carton.id) {
            self.codes.forget(&old.code, Target::Carton(old.id));
        }
        self.codes.learn(&carton.code, Target::Carton(carton.id));
        self.cartons.insert(carton.id, carton);
    }
}
