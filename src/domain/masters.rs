//! Master data: owners of stock, carriers and their cut-offs, cartons to pack in; and the commands by which these,
//! items, places and opening stock come in. Saving what is known already, unchanged, is accepted and does nothing.

use super::command::Draft;
use super::event::{Fact, Topics};
use super::ids::{CarrierId, CartonId, Id, ItemId, LotId, OwnerId};
use super::items::{Item, ItemSaved, Lot, LotSaved};
use super::lookup::Target;
use super::numbers::NumbersKeptSet;
use super::parcels;
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
    /// Numbers are kept for a day at least.
    NoDays,
    /// A company prefix has 4 to 12 digits.
    BadPrefix(Text),
    /// Beside this company prefix there are only so many serial numbers for parcels, and they would come round while
    /// those that had them before are forgotten.
    FewSerials(Text, u64),
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
            Refusal::NoDays => Phrase::new("no-keep-days"),
            Refusal::BadPrefix(prefix) => {
                Phrase::new("no-pack-prefix").with("prefix", Value::Text(prefix.clone()))
            }
            Refusal::FewSerials(prefix, serials) => Phrase::new("no-prefix-few-serials")
                .with("prefix", Value::Text(prefix.clone()))
                .with(
                    "serials",
                    Value::Number(i64::try_from(*serials).unwrap_or(i64::MAX)),
                )
                .with("days", Value::Number(i64::from(parcels::KEPT_APART_DAYS))),
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

type Outcome = Result<(), super::Refusal>;

/// Longest code in characters.
pub const MAX_CODE: usize = 48;

/// Decides one command about master data.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Outcome {
    d.require(Right::ImportData)?;
    match command {
        Command::SaveSettings(settings) => save_settings(d, settings),
        Command::SetZeroCheck(zero_check) => {
            d.require(Right::ChangeSettings)?;
            let zero_check = *zero_check;
            if d.w.zero_check != zero_check {
                d.emit(ZeroCheckSet { zero_check });
            }
            Ok(())
        }
        Command::KeepNumbers(days) => keep_numbers(d, *days),
        Command::SaveOwner(owner) => save_owner(d, owner),
        Command::SaveCarrier(carrier) => save_carrier(d, carrier),
        Command::SaveCarton(carton) => save_carton(d, carton),
        Command::SaveItem(item) => Ok(save_item(d, item)?),
        Command::SavePlace(place) => save_place(d, place),
        Command::SaveLpn(lpn) => save_lpn(d, lpn),
        Command::SetStock(opening) => set_stock(d, opening),
    }
}

fn save_settings(d: &mut Draft<'_>, settings: &Settings) -> Outcome {
    d.require(Right::ChangeSettings)?;
    if d.w.settings == *settings {
        return Ok(());
    }
    if d.w.settings.company_prefix != settings.company_prefix {
        check_serials(&settings.company_prefix, d.w.numbers.keeping.days)?;
    }
    d.emit(SettingsChanged {
        settings: settings.clone(),
    });
    Ok(())
}

fn keep_numbers(d: &mut Draft<'_>, days: u16) -> Outcome {
    d.require(Right::ChangeSettings)?;
    if days == 0 {
        return Err(Refusal::NoDays.into());
    }
    if days < d.w.numbers.keeping.days {
        check_serials(&d.w.settings.company_prefix, days)?;
    }
    if d.w.numbers.keeping.days != days {
        d.emit(NumbersKeptSet { days });
    }
    Ok(())
}

/// A company prefix of so many digits or more leaves few serial numbers, which come round again while parcels with them
/// may be under way: ten million with ten digits, a hundred thousand with twelve.
const FEW_SERIALS: u64 = 10_000_000;

/// Refuses a company prefix beside which serial numbers may come round before the parcels that had them are a year
/// away, as [`parcels::KEPT_APART_DAYS`] has it, and are forgotten by then.
fn check_serials(prefix: &Text, days: u16) -> Result<(), Refusal> {
    let serials = parcels::serials(prefix).ok_or_else(|| Refusal::BadPrefix(prefix.clone()))?;
    if serials <= FEW_SERIALS && days < parcels::KEPT_APART_DAYS {
        return Err(Refusal::FewSerials(prefix.clone(), serials));
    }
    Ok(())
}

fn save_owner(d: &mut Draft<'_>, owner: &Owner) -> Outcome {
    check_code(&owner.code)?;
    let known = d.w.owner_by_code(&owner.code).map(|o| o.id);
    let id = known.unwrap_or_else(|| d.w.counters.next());
    let owner = Arc::new(Owner { id, ..owner.clone() });
    if d.w.owners.get(&id) != Some(&owner) {
        d.emit(OwnerSaved { owner });
    }
    Ok(())
}

fn save_carrier(d: &mut Draft<'_>, carrier: &Carrier) -> Outcome {
    let id = known_as(d, &carrier.code, |target| match target {
        Target::Carrier(id) => Some(id),
        _ => None,
    })?;
    let carrier = Arc::new(Carrier {
        id,
        ..carrier.clone()
    });
    if d.w.carriers.get(&id) != Some(&carrier) {
        d.emit(CarrierSaved { carrier });
    }
    Ok(())
}

fn save_carton(d: &mut Draft<'_>, carton: &Carton) -> Outcome {
    let id = known_as(d, &carton.code, |target| match target {
        Target::Carton(id) => Some(id),
        _ => None,
    })?;
    let carton = Arc::new(Carton { id, ..carton.clone() });
    if d.w.cartons.get(&id) != Some(&carton) {
        d.emit(CartonSaved { carton });
    }
    Ok(())
}

fn save_place(d: &mut Draft<'_>, place: &Place) -> Outcome {
    let id = known_as(d, &place.code, |target| match target {
        Target::Place(id) => Some(id),
        _ => None,
    })?;
    let place = Arc::new(Place { id, ..place.clone() });
    if d.w.places.get(&id) != Some(&place) {
        d.emit(PlaceSaved { place });
    }
    Ok(())
}

fn save_lpn(d: &mut Draft<'_>, lpn: &Lpn) -> Outcome {
    let id = known_as(d, &lpn.code, |target| match target {
        Target::Lpn(id) => Some(id),
        _ => None,
    })?;
    let old = d.w.lpns.get(&id);
    let (at, order) = old.map_or((lpn.at, None), |old| (old.at, old.order));
    let lpn = Arc::new(Lpn {
        id,
        at,
        order,
        ..lpn.clone()
    });
    if d.w.lpns.get(&id) != Some(&lpn) {
        d.emit(LpnSaved { lpn });
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
