//! The warehouse as a value: master data, stock and open work.
//!
//! It is built of persistent maps, so a copy is a few pointers and a snapshot costs nothing. Records are written only
//! through the `put_` and `change_` methods that stand beside each kind's events: these keep the indexes. The indexes
//! themselves are not part of the snapshot; loading the records makes them again.

use super::access::{Access, AccessRules, Principal};
use super::adjusting::Approval;
use super::aliases::Proposal;
use super::allocation::Reservation;
use super::answers::Answers;
use super::counting::Count;
use super::devices::Device;
use super::event::Event;
use super::floor::{Floor, FloorMap, Passage, Turns};
use super::ids::*;
use super::items::{Item, ItemV1, Lot};
use super::jobs::Job;
use super::keymaps::Whose;
use super::lookup::Codes;
use super::masters::{Carrier, Carton, Owner};
use super::meanings::{Likeness, Meaning};
use super::moving::Moving;
use super::numbers::{Keeping, Numbers};
use super::orders::{Order, OrderHold, Stage};
use super::outbox::Outbox;
use super::parcels::Parcel;
use super::people::Worker;
use super::picking::PickTask;
use super::places::{Lpn, Place, PlaceKind};
use super::popularity::Popularity;
use super::putaway::Putaway;
use super::receiving::{Receipt, Receiving};
use super::relocating::Relocation;
use super::settings::{Settings, ZeroCheck};
use super::shipping::Load;
use super::stock::{Stock, StockKey};
use super::time::{Day, HOUR_MS};
use super::totals::OrderTotals;
use super::{CommandId, Qty, Text, Timestamp};
use imbl::{OrdMap, OrdSet};
use std::sync::Arc;

/// Everything that is open, and the master data, at one moment.
#[derive(Clone, Debug, Default)]
pub struct Warehouse {
    /// The last record applied.
    pub seq: u64,
    /// The moment of the last record applied.
    pub clock: Timestamp,
    /// The next id of every kind.
    pub counters: Counters,
    /// The building's own data.
    pub settings: Settings,
    /// Which bins are checked when a pick should have emptied them.
    pub zero_check: ZeroCheck,
    /// How one walks.
    pub floor: Floor,

    /// Whose goods lie here.
    pub owners: OrdMap<OwnerId, Arc<Owner>>,
    /// Who takes parcels away.
    pub carriers: OrdMap<CarrierId, Arc<Carrier>>,
    /// What to pack in.
    pub cartons: OrdMap<CartonId, Arc<Carton>>,
    /// What the stock is of.
    pub items: OrdMap<ItemId, Arc<Item>>,
    /// Production lots.
    pub lots: OrdMap<LotId, Arc<Lot>>,
    /// Bins, docks, benches, lanes.
    pub places: OrdMap<PlaceId, Arc<Place>>,
    /// Totes, carts, pallets.
    pub lpns: OrdMap<LpnId, Arc<Lpn>>,
    /// Who works here.
    pub workers: OrdMap<WorkerId, Arc<Worker>>,
    /// What they work at.
    pub devices: OrdMap<DeviceId, Arc<Device>>,
    /// How workers and devices may come in from outside.
    pub access: OrdMap<Principal, Arc<Access>>,
    /// What the building allows of that.
    pub access_rules: AccessRules,
    /// The keymap that a worker or a device has chosen, by its name.
    pub keymaps: OrdMap<Whose, Text>,

    /// The ledger.
    pub stock: OrdMap<StockKey, Stock>,
    /// What is promised to orders.
    pub reservations: OrdMap<ReservationId, Reservation>,
    /// Open orders.
    pub orders: OrdMap<OrderId, Arc<Order>>,
    /// Orders that are kept back.
    pub held_orders: OrdMap<OrderId, Arc<OrderHold>>,
    /// Open pick lists.
    pub tasks: OrdMap<TaskId, Arc<PickTask>>,
    /// Of which bin a picker was asked whether it is empty, where they have not answered yet.
    pub zero_asked: OrdMap<TaskId, PlaceId>,
    /// Parcels being packed, waiting or loaded.
    pub parcels: OrdMap<ParcelId, Arc<Parcel>>,
    /// What a piece of an item weighs in grams, as learned at the benches.
    pub learned_weights: OrdMap<ItemId, i64>,
    /// The last serial number that an SSCC was made of.
    pub sscc_serial: u64,
    /// Loads that have not left.
    pub loads: OrdMap<LoadId, Arc<Load>>,
    /// The printer of a place, where it has one.
    pub printers: OrdMap<PlaceId, Text>,
    /// What is to be printed.
    pub outbox: OrdMap<OutboxId, Arc<Outbox>>,
    /// Open receipts.
    pub receipts: OrdMap<ReceiptId, Arc<Receipt>>,
    /// How far each receiver has come.
    pub receivings: OrdMap<WorkerId, Arc<Receiving>>,
    /// How far each worker has come at putting away.
    pub putaways: OrdMap<WorkerId, Arc<Putaway>>,
    /// How far each worker has come at moving.
    pub movings: OrdMap<WorkerId, Arc<Moving>>,
    /// Goods that are to be moved to better places.
    pub relocations: OrdMap<RelocationId, Arc<Relocation>>,
    /// Corrections that wait for a second person.
    pub approvals: OrdMap<ApprovalId, Arc<Approval>>,
    /// What the floor proposes about codes.
    pub proposals: OrdMap<ProposalId, Arc<Proposal>>,
    /// How labels without separators are read: supplier and pattern.
    pub readings: OrdSet<(Text, Text)>,
    /// Which of several items labels mean whose number can stand for each.
    pub meanings: OrdMap<Likeness, Arc<Meaning>>,
    /// Open counts.
    pub counts: OrdMap<CountId, Arc<Count>>,
    /// When each place was last counted.
    pub last_counted: OrdMap<PlaceId, Timestamp>,
    /// How often each item is picked.
    pub popularity: OrdMap<ItemId, Popularity>,
    /// Bulk work under way.
    pub jobs: OrdMap<JobId, Arc<Job>>,
    /// Numbers of closed orders, receipts and parcels, so that they are known again.
    pub numbers: Numbers,
    /// The answers to each client's last commands: at which record each was accepted.
    pub answered: Answers,
    /// When each of these clients was last heard, to the hour.
    pub clients: OrdMap<u64, Timestamp>,
    /// Records that were undone lately, and when.
    pub undone: OrdMap<u64, Timestamp>,

    // Indexes, made again from the records above.
    pub(super) codes: Codes,
    pub(super) lots_by_code: OrdMap<(ItemId, Text), LotId>,
    pub(super) lpns_by_order: OrdSet<(OrderId, LpnId)>,
    pub(super) lpns_by_place: OrdSet<(PlaceId, LpnId)>,
    pub(super) free_bins: OrdSet<(PlaceKind, u32, PlaceId)>,
    pub(super) stock_by_item: OrdSet<(ItemId, StockKey)>,
    pub(super) reserved_by_key: OrdSet<(StockKey, ReservationId)>,
    pub(super) reserved_by_order: OrdSet<(OrderId, ReservationId)>,
    pub(super) orders_by_stage: OrdSet<(Stage, Timestamp, u8, OrderId)>,
    pub(super) open_tasks: OrdSet<(u8, Timestamp, TaskId)>,
    pub(super) tasks_by_worker: OrdSet<(WorkerId, TaskId)>,
    pub(super) tasks_by_order: OrdSet<(OrderId, TaskId)>,
    pub(super) parcels_by_order: OrdSet<(OrderId, ParcelId)>,
    pub(super) parcels_by_packer: OrdSet<(WorkerId, ParcelId)>,
    pub(super) parcels_by_load: OrdSet<(LoadId, ParcelId)>,
    pub(super) parcels_to_ship: OrdSet<(CarrierId, Timestamp, ParcelId)>,
    pub(super) counts_by_place: OrdMap<PlaceId, CountId>,
    pub(super) counts_by_worker: OrdSet<(WorkerId, CountId)>,
    pub(super) counts_to_review: OrdSet<(Timestamp, CountId)>,
    pub(super) open_counts: OrdSet<(u8, u32, CountId)>,
    /// Open orders by carrier, cut-off and stage.
    pub order_totals: OrderTotals,
}

impl Warehouse {
    /// Applies one event.
    pub fn evolve(&mut self, event: &Event) {
        event.apply(self);
    }

    /// Notes that a command was accepted as this record, and forgets its client's answers of long ago.
    pub fn accept(&mut self, id: CommandId, seq: u64, at: Timestamp) {
        self.seq = seq;
        self.clock = self.clock.max(at);
        if id.client == 0 {
            return;
        }
        self.answered.note(id, seq);
        if self
            .clients
            .get(&id.client)
            .is_none_or(|seen| self.clock.since(*seen) >= HOUR_MS)
        {
            self.clients.insert(id.client, self.clock);
        }
    }

    /// Checks the ledger where the events touched it: nothing real below zero, nothing promised that is not there,
    /// both sides of every movement of one kind.
    ///
    /// # Errors
    /// What is broken, in words for the log.
    pub(super) fn check(&self, events: &[Event]) -> Result<(), String> {
        for event in events {
            match event {
                Event::StockMoved(moved) => {
                    let (from, to) = (moved.from, moved.to);
                    if (from.item, from.owner, from.lot) != (to.item, to.owner, to.lot)
                        || !moved.qty.is_positive()
                    {
                        return Err(format!("{moved:?} is no movement of one kind of stock"));
                    }
                    self.check_key(&from)?;
                    self.check_key(&to)?;
                }
                Event::Reserved(made) => self.check_key(&made.reservation.key)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn check_key(&self, key: &StockKey) -> Result<(), String> {
        let stock = self.stock_at(key);
        let sound =
            stock.on_hand >= Qty::ZERO && stock.reserved >= Qty::ZERO && stock.reserved <= stock.on_hand;
        if !key.holder.is_real() || sound {
            Ok(())
        } else {
            Err(format!("{key:?} would hold {stock:?}"))
        }
    }
}

macro_rules! sections {
    ($($tag:literal $name:ident($body:ty) from |$w:ident| $all:expr, into |$v:ident, $row:pat_param| $put:expr;)*) => {
        /// One record of the warehouse, as snapshots hold it: everything but the indexes.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Row {
            $($name($body),)*
        }

        impl Row {
            /// Its kind's number in a snapshot. Never reuse one.
            pub fn tag(&self) -> u16 {
                match self { $(Row::$name(..) => $tag,)* }
            }

            /// Its kind's name, as exports show it.
            pub fn name(&self) -> &'static str {
                match self { $(Row::$name(..) => stringify!($name),)* }
            }

            /// Writes its payload with a codec.
            ///
            /// # Errors
            /// What the codec says.
            pub fn encode<C: super::event::PayloadCodec>(&self, codec: &C) -> Result<Vec<u8>, C::Error> {
                match self { $(Row::$name(row) => codec.encode(row),)* }
            }

            /// Reads the payload of a row with this number; none for a number that no release has used.
            ///
            /// # Errors
            /// What the codec says of bytes that are not such a payload.
            pub fn decode<C: super::event::PayloadCodec>(
                tag: u16, bytes: &[u8], codec: &C,
            ) -> Result<Option<Row>, C::Error> {
                match tag {
                    $($tag => codec.decode::<$body>(bytes).map(|row| Some(Row::$name(row))),)*
                    _ => Ok(None),
                }
            }
        }

        impl Warehouse {
            /// Every record, in an order that is the same in every process.
            pub fn rows(&self) -> impl Iterator<Item = Row> + '_ {
                std::iter::empty()$(.chain({
                    let $w = self;
                    $all.map(Row::$name)
                }))*
            }

            /// Puts a record where it belongs, and into the indexes.
            pub fn put_row(&mut self, row: Row) {
                match row {
                    $(Row::$name($row) => { let $v = &mut *self; $put; })*
                }
            }
        }
    };
}

sections! {
    1 Head((u64, Timestamp, Counters)) from |w| std::iter::once((w.seq, w.clock, w.counters.clone())),
        into |w, (seq, clock, counters)| (w.seq, w.clock, w.counters) = (seq, clock, counters);
    2 Settings(Settings) from |w| std::iter::once(w.settings.clone()), into |w, settings| w.settings = settings;
    3 Owner(Arc<Owner>) from |w| w.owners.values().cloned(), into |w, owner| w.put_owner(owner);
    4 Carrier(Arc<Carrier>) from |w| w.carriers.values().cloned(), into |w, carrier| w.put_carrier(carrier);
    5 Carton(Arc<Carton>) from |w| w.cartons.values().cloned(), into |w, carton| w.put_carton(carton);
    6 ItemV1(Arc<ItemV1>) from |_w| std::iter::empty::<Arc<ItemV1>>(),
        into |w, item| w.put_item(Arc::new(Item::from(item.as_ref())));
    70 Item(Arc<Item>) from |w| w.items.values().cloned(), into |w, item| w.put_item(item);
    7 Lot(Arc<Lot>) from |w| w.lots.values().cloned(), into |w, lot| w.put_lot(lot);
    8 Place(Arc<Place>) from |w| w.places.values().cloned(), into |w, place| w.put_place(place);
    9 Lpn(Arc<Lpn>) from |w| w.lpns.values().cloned(), into |w, lpn| w.put_lpn(lpn);
    10 Worker(Arc<Worker>) from |w| w.workers.values().cloned(), into |w, worker| w.put_worker(worker);
    11 Stock((StockKey, Stock)) from |w| w.stock.iter().map(|(key, stock)| (*key, *stock)),
        into |w, (key, stock)| w.put_stock(key, stock);
    12 Order(Arc<Order>) from |w| w.orders.values().cloned(), into |w, order| w.put_order(order);
    13 Reservation(Reservation) from |w| w.reservations.values().cloned(), into |w, reservation| {
        w.index_reservation(&reservation);
        w.reservations.insert(reservation.id, reservation)
    };
    14 Task(Arc<PickTask>) from |w| w.tasks.values().cloned(), into |w, task| w.put_task(task);
    15 Closed(u128) from |w| w.numbers.present.iter().copied(), into |w, key| w.numbers.note(key);
    38 ClosedEarlier((Day, u128)) from |w| w.numbers.earlier.iter().flat_map(|(day, numbers)| numbers.iter().map(|key| (*day, *key))),
        into |w, (day, key)| w.numbers.put_earlier(day, key);
    39 NumberKeeping(Keeping) from |w| Some(w.numbers.keeping).filter(|keeping| *keeping != Keeping::default()).into_iter(),
        into |w, keeping| w.numbers.keeping = keeping;
    16 Answered((CommandId, u64)) from |w| w.answered.iter(), into |w, (id, seq)| w.answered.note(id, seq);
    17 Parcel(Arc<Parcel>) from |w| w.parcels.values().cloned(), into |w, parcel| w.put_parcel(parcel);
    18 LearnedWeight((ItemId, i64)) from |w| w.learned_weights.iter().map(|(item, grams)| (*item, *grams)),
        into |w, (item, grams)| w.learned_weights.insert(item, grams);
    19 SsccSerial(u64) from |w| std::iter::once(w.sscc_serial), into |w, serial| w.sscc_serial = serial;
    20 Load(Arc<Load>) from |w| w.loads.values().cloned(), into |w, load| w.put_load(load);
    21 Printer((PlaceId, Text)) from |w| w.printers.iter().map(|(place, printer)| (*place, printer.clone())),
        into |w, (place, printer)| w.printers.insert(place, printer);
    22 Outbox(Arc<Outbox>) from |w| w.outbox.values().cloned(), into |w, entry| w.put_outbox(entry);
    23 Receipt(Arc<Receipt>) from |w| w.receipts.values().cloned(), into |w, receipt| w.put_receipt(receipt);
    24 Receiving(Arc<Receiving>) from |w| w.receivings.values().cloned(),
        into |w, receiving| w.receivings.insert(receiving.worker, receiving);
    32 Putaway(Arc<Putaway>) from |w| w.putaways.values().cloned(),
        into |w, putaway| w.putaways.insert(putaway.worker, putaway);
    33 Moving(Arc<Moving>) from |w| w.movings.values().cloned(),
        into |w, moving| w.movings.insert(moving.worker, moving);
    34 Approval(Arc<Approval>) from |w| w.approvals.values().cloned(),
        into |w, approval| w.put_approval(approval);
    40 Relocation(Arc<Relocation>) from |w| w.relocations.values().cloned(),
        into |w, relocation| w.put_relocation(relocation);
    50 Proposal(Arc<Proposal>) from |w| w.proposals.values().cloned(),
        into |w, proposal| w.put_proposal(proposal);
    52 Meaning(Arc<Meaning>) from |w| w.meanings.values().cloned(), into |w, meaning| w.put_meaning(meaning);
    51 Reading((Text, Text)) from |w| w.readings.iter().cloned(), into |w, reading| w.readings.insert(reading);
    25 Count(Arc<Count>) from |w| w.counts.values().cloned(), into |w, count| w.put_count(count);
    26 LastCounted((PlaceId, Timestamp)) from |w| w.last_counted.iter().map(|(place, at)| (*place, *at)),
        into |w, (place, at)| w.last_counted.insert(place, at);
    27 Popularity((ItemId, Popularity)) from |w| w.popularity.iter().map(|(item, figures)| (*item, *figures)),
        into |w, (item, figures)| w.popularity.insert(item, figures);
    28 Job(Arc<Job>) from |w| w.jobs.values().cloned(), into |w, job| w.put_job(job);
    29 Device(Arc<Device>) from |w| w.devices.values().cloned(), into |w, device| w.put_device(device);
    80 Access(Arc<Access>) from |w| w.access.values().cloned(),
        into |w, access| w.access.insert(access.principal, access);
    81 AccessRules(AccessRules) from |w| Some(w.access_rules).filter(|rules| *rules != AccessRules::default()).into_iter(), into |w, rules| w.access_rules = rules;
    30 Undone((u64, Timestamp)) from |w| w.undone.iter().map(|(seq, at)| (*seq, *at)),
        into |w, (seq, at)| w.undone.insert(seq, at);
    31 Client((u64, Timestamp)) from |w| w.clients.iter().map(|(client, seen)| (*client, *seen)),
        into |w, (client, seen)| w.clients.insert(client, seen);
    60 Keymap((Whose, Text)) from |w| w.keymaps.iter().map(|(whose, name)| (*whose, name.clone())),
        into |w, (whose, name)| w.keymaps.insert(whose, name);
    35 HeldOrder(Arc<OrderHold>) from |w| w.held_orders.values().cloned(),
        into |w, hold| w.held_orders.insert(hold.order, hold);
    36 ZeroCheck(ZeroCheck) from |w| Some(w.zero_check).filter(|kind| *kind != ZeroCheck::default()).into_iter(),
        into |w, kind| w.zero_check = kind;
    37 ZeroAsked((TaskId, PlaceId)) from |w| w.zero_asked.iter().map(|(task, place)| (*task, *place)),
        into |w, (task, place)| w.zero_asked.insert(task, place);
    45 Passage(((PlaceId, PlaceId), Passage)) from |w| w.floor.stretches.iter().map(|(ends, passage)| (*ends, *passage)),
        into |w, (ends, passage)| w.floor.stretches.insert(ends, passage);
    46 FloorMap(Arc<FloorMap>) from |w| w.floor.map.iter().cloned(), into |w, map| w.floor.map = Some(map);
    47 Turns(Arc<Turns>) from |w| Some(w.floor.turns.clone()).filter(|turns| **turns != Turns::default()).into_iter(),
        into |w, turns| w.floor.turns = turns;
}
