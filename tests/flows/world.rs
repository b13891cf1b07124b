//! A small warehouse to tell stories in: two owners, a few items, an aisle of bins, a cart of totes, four people.
//!
//! `when` decides and applies a command as somebody; every accepted command is checked against the invariants of the
//! ledger, so that each story tests them too.

use pickface::domain::counting;
use pickface::domain::ids::*;
use pickface::domain::items::{Barcode, Item};
use pickface::domain::masters::{self, Carrier, Carton, OpeningStock, Owner};
use pickface::domain::orders::{self, Order, OrderLine, Stage};
use pickface::domain::packing;
use pickface::domain::people::{self, Role, Worker};
use pickface::domain::picking::{self, Prompt};
use pickface::domain::places::{Lpn, LpnKind, Place, PlaceKind};
use pickface::domain::quantity::Packaging;
use pickface::domain::release;
use pickface::domain::shipping;
use pickface::domain::stock::{Holder, Status, StockKey};
use pickface::domain::time::{DAY_MS, Day, HOUR_MS};
use pickface::domain::*;
use pickface::domain::{adjusting, moving, putaway, receiving, relocating};
use std::collections::BTreeMap;

/// 2026-03-02 06:00 UTC, a Monday.
pub const SIX_IN_THE_MORNING: Timestamp = Timestamp(1_772_431_200_000);

pub struct World {
    pub w: Warehouse,
    pub now: Timestamp,
    /// Every event so far, for replay.
    pub told: Vec<Event>,
}

pub const ADA: &str = "1";
pub const BEN: &str = "2";
pub const MEI: &str = "3";
pub const LEA: &str = "9";
pub const LEO: &str = "8";

impl World {
    /// Owners ACME and BOLT; items LAMP (case of 24), CUP, and SOUP with lots and expiry; bins A-01 to A-06 (A-05 and
    /// A-06 reserve), bench B1, lane S1, dock D1, quarantine Q1; totes T-01 to T-08; pickers Ada and Ben, packer Mei,
    /// lead Lea. No stock, no orders.
    pub fn new() -> World {
        let mut world = World {
            w: Warehouse::default(),
            now: SIX_IN_THE_MORNING,
            told: Vec::new(),
        };
        for code in ["ACME", "BOLT"] {
            world.set(masters::Command::SaveOwner(Owner {
                code: code.into(),
                name: code.into(),
                ..Owner::default()
            }));
        }
        let carrier = Carrier {
            code: "DASH".into(),
            name: "Dash".into(),
            cutoffs: vec![17 * 60],
            ..Carrier::default()
        };
        world.set(masters::Command::SaveCarrier(carrier));
        for (code, side) in [("PFBOX1", 200), ("PFBOX2", 400)] {
            let carton = Carton {
                code: code.into(),
                length_mm: side,
                width_mm: side,
                height_mm: side,
                max_weight_g: 20_000,
                tare_g: side,
                ..Carton::default()
            };
            world.set(masters::Command::SaveCarton(carton));
        }
        world.items();
        world.places();
        let people = [
            (ADA, "Ada", vec![Role::Picker]),
            (BEN, "Ben", vec![Role::Picker, Role::Receiver]),
            (MEI, "Mei", vec![Role::Packer, Role::Counter]),
            (LEA, "Lea", vec![Role::Lead]),
        ];
        for (number, name, roles) in people {
            let badge = format!("W{number}");
            let worker = Worker {
                number: number.into(),
                name: name.into(),
                badge: badge.into(),
                roles,
                ..Worker::default()
            };
            world.set(people::Command::Save(worker));
        }
        world
    }

    fn items(&mut self) {
        let lamp = Item {
            code: "LAMP".into(),
            name: "WHITE METAL LANTERN".into(),
            barcodes: vec![
                Barcode {
                    code: "4006381333931".into(),
                    contents: Qty(1),
                },
                Barcode {
                    code: "14006381333938".into(),
                    contents: Qty(24),
                },
            ],
            packagings: vec![Packaging {
                name: "case".into(),
                contents: Qty(24),
            }],
            length_mm: 100,
            width_mm: 100,
            height_mm: 100,
            weight_g: 250,
            price_minor: 339,
            ..Item::default()
        };
        let cup = Item {
            code: "CUP".into(),
            name: "CREAM CUPID HEARTS".into(),
            length_mm: 60,
            width_mm: 60,
            height_mm: 80,
            weight_g: 120,
            price_minor: 275,
            ..Item::default()
        };
        let soup = Item {
            code: "SOUP".into(),
            name: "TOMATO SOUP".into(),
            length_mm: 70,
            width_mm: 70,
            height_mm: 110,
            weight_g: 400,
            price_minor: 150,
            lot_tracked: true,
            expiry_tracked: true,
            ..Item::default()
        };
        for item in [lamp, cup, soup] {
            self.set(masters::Command::SaveItem(Box::new(item)));
        }
    }

    fn places(&mut self) {
        let kinds = [
            ("A-01", PlaceKind::PickFace),
            ("A-02", PlaceKind::PickFace),
            ("A-03", PlaceKind::PickFace),
            ("A-04", PlaceKind::PickFace),
            ("A-05", PlaceKind::Reserve),
            ("A-06", PlaceKind::Reserve),
            ("B1", PlaceKind::Bench),
            ("S1", PlaceKind::Staging),
            ("D1", PlaceKind::Dock),
            ("Q1", PlaceKind::Quarantine),
        ];
        for (sequence, (code, kind)) in kinds.into_iter().enumerate() {
            let sequence = u32::try_from(sequence).unwrap() + 1;
            let x_mm = i32::try_from(sequence).unwrap() * 1000;
            let place = Place {
                code: code.into(),
                kind,
                x_mm,
                level: 1,
                sequence,
                ..Place::default()
            };
            self.set(masters::Command::SavePlace(place));
        }
        for n in 1..=8 {
            let code = format!("T-{n:02}");
            self.set(masters::Command::SaveLpn(Lpn {
                code: code.into(),
                kind: LpnKind::Tote,
                ..Lpn::default()
            }));
        }
    }

    // Given.

    /// So much of an item of ACME's lies in a bin.
    pub fn stock(&mut self, place: &str, item: &str, qty: i64) -> &mut World {
        self.stock_of(place, item, "ACME", None, qty)
    }

    /// So much of an item lies in a bin: whose, and of which lot.
    pub fn stock_of(
        &mut self,
        place: &str,
        item: &str,
        owner: &str,
        lot: Option<(&str, Day)>,
        qty: i64,
    ) -> &mut World {
        let opening = OpeningStock {
            holder: Holder::Place(self.place(place)),
            item: self.item(item),
            owner: self.w.owner_by_code(owner).unwrap().id,
            lot: lot.map(|(code, day)| (code.into(), Some(day))),
            status: Status::Available,
            qty: Qty(qty),
        };
        self.set(masters::Command::SetStock(opening));
        self
    }

    /// An order of ACME's waits, to be sent whole.
    pub fn order(&mut self, number: &str, lines: &[(&str, i64)]) -> OrderId {
        self.order_of("ACME", number, false, lines)
    }

    /// An order waits: whose, and whether it may be split.
    pub fn order_of(&mut self, owner: &str, number: &str, split: bool, lines: &[(&str, i64)]) -> OrderId {
        let lines = lines
            .iter()
            .map(|(item, qty)| OrderLine::new(self.item(item), Qty(*qty)))
            .collect();
        let order = Order {
            id: OrderId(0),
            number: number.into(),
            owner: self.w.owner_by_code(owner).unwrap().id,
            channel: "shop".into(),
            carrier: self.w.carrier_by_code("DASH").unwrap().id,
            priority: 5,
            placed_at: self.now,
            promise: self.now + 2 * DAY_MS,
            cutoff: self.now + 11 * HOUR_MS,
            split,
            country: "United Kingdom".into(),
            consignee: None,
            stage: Stage::Waiting,
            staged_at: self.now,
            lines,
        };
        let id = self.w.counters.next();
        self.set(orders::Command::Save(Box::new(order)));
        id
    }

    /// The orders are released together as one pick list, and a worker has claimed it.
    pub fn picking(&mut self, worker: &str, orders: &[OrderId]) -> TaskId {
        self.when(
            LEA,
            release::Command::Release {
                groups: vec![orders.to_vec()],
            },
        );
        let task = *self.w.tasks.keys().next_back().unwrap();
        self.when(worker, picking::Command::Claim { task: Some(task) });
        task
    }

    // When.

    /// Somebody asks, and it is accepted.
    #[track_caller]
    pub fn when(&mut self, worker: &str, command: impl Into<Command>) -> Vec<Event> {
        let actor = self.actor(worker);
        match self.ask(actor, command) {
            Ok(events) => events,
            Err(refusal) => panic!("refused: {refusal:?}"),
        }
    }

    /// Somebody asks, and it is refused.
    #[track_caller]
    pub fn refused(&mut self, worker: &str, command: impl Into<Command>) -> Refusal {
        let actor = self.actor(worker);
        match self.ask(actor, command) {
            Ok(events) => panic!("accepted: {events:?}"),
            Err(refusal) => refusal,
        }
    }

    /// Scans codes at a pick list, one after the other; all are accepted.
    #[track_caller]
    pub fn scans(&mut self, worker: &str, task: TaskId, codes: &[&str]) {
        for code in codes {
            self.when(
                worker,
                picking::Command::Scan {
                    task,
                    code: (*code).into(),
                },
            );
        }
    }

    pub fn ask(&mut self, actor: Actor, command: impl Into<Command>) -> Result<Vec<Event>, Refusal> {
        self.ask_about(actor, command, None)
    }

    /// Somebody asks something about a record of the journal.
    pub fn ask_about(
        &mut self,
        actor: Actor,
        command: impl Into<Command>,
        record: Option<Record>,
    ) -> Result<Vec<Event>, Refusal> {
        self.now = self.now + 1000;
        let ctx = Context {
            now: self.now,
            actor,
            device: DeviceId(1),
            via: Via::Scanned,
            record,
        };
        let mut after = self.w.clone();
        let events = decide_in_place(&mut after, &command.into(), &ctx).map_err(|undecided| {
            let whole = undecided.spoiled || after.rows().eq(self.w.rows());
            assert!(whole, "changed without an event: {:?}", undecided.why);
            undecided.why
        })?;
        // The draft's own warehouse must be what the events alone lead to.
        let mut replayed = self.w.clone();
        for event in &events {
            replayed.evolve(event);
        }
        assert!(
            replayed.rows().eq(after.rows()),
            "events do not replay to the decision"
        );
        self.w = replayed;
        self.told.extend(events.iter().cloned());
        self.check_invariants();
        Ok(events)
    }

    fn set(&mut self, command: impl Into<Command>) {
        self.ask(Actor::System, command).unwrap();
    }

    /// Places are to be counted, because a lead chose them; the count of the last one.
    pub fn counts(&mut self, places: &[&str]) -> CountId {
        let places: Vec<PlaceId> = places.iter().map(|code| self.place(code)).collect();
        let last = *places.last().unwrap();
        let reason = counting::Reason::Chosen;
        self.when(LEA, counting::Command::MakeCounts { places, reason });
        self.w.count_at(last).unwrap()
    }

    /// Scans codes at a count, one after the other; all are accepted.
    #[track_caller]
    pub fn count_scans(&mut self, worker: &str, count: CountId, codes: &[&str]) {
        for code in codes {
            let code = (*code).into();
            self.when(worker, counting::Command::Scan { count, code });
        }
    }

    // Then.

    pub fn prompt(&self, task: TaskId) -> Prompt {
        self.w.task(task).unwrap().prompt(&self.w)
    }

    pub fn stage(&self, order: OrderId) -> Stage {
        self.w.order(order).map_or(Stage::Shipped, |o| o.stage)
    }

    /// On hand under a holder, over all lots, owners and statuses.
    pub fn holds(&self, holder: Holder, item: &str) -> i64 {
        let item = self.item(item);
        self.w
            .stock_in(holder)
            .filter(|(key, _)| key.item == item)
            .map(|(_, stock)| stock.on_hand.0)
            .sum()
    }

    pub fn in_bin(&self, place: &str, item: &str) -> i64 {
        self.holds(Holder::Place(self.place(place)), item)
    }

    pub fn in_tote(&self, tote: &str, item: &str) -> i64 {
        self.holds(Holder::Lpn(self.tote(tote)), item)
    }

    /// Nothing real below zero; promised at most on hand, and just what the reservations say; every item's sum zero;
    /// every order line's parts within what was ordered.
    pub fn check_invariants(&self) {
        let mut sums: BTreeMap<(ItemId, OwnerId, Option<LotId>), i64> = BTreeMap::new();
        let mut promised: BTreeMap<StockKey, i64> = BTreeMap::new();
        for reservation in self.w.reservations.values() {
            assert!(reservation.qty.is_positive(), "{reservation:?}");
            *promised.entry(reservation.key).or_default() += reservation.qty.0;
        }
        for (key, stock) in &self.w.stock {
            *sums.entry((key.item, key.owner, key.lot)).or_default() += stock.on_hand.0;
            assert!(
                !key.holder.is_real() || stock.on_hand >= Qty::ZERO,
                "{key:?} holds {stock:?}"
            );
            assert!(
                !key.holder.is_real() || stock.reserved <= stock.on_hand,
                "{key:?} promises {stock:?}"
            );
            assert_eq!(stock.reserved.0, promised.remove(key).unwrap_or(0), "{key:?}");
        }
        assert!(promised.is_empty(), "promised without stock: {promised:?}");
        assert!(
            sums.values().all(|sum| *sum == 0),
            "the ledger does not balance: {sums:?}"
        );
        for order in self.w.orders.values() {
            for line in &order.lines {
                let promised = line.reserved.is_zero() || line.reserved + line.taken() <= line.qty;
                assert!(promised, "promised beyond what is wanted: {order:?}");
            }
        }
    }

    // Names.

    pub fn actor(&self, number: &str) -> Actor {
        Actor::Worker(self.w.worker_by_number(number).unwrap().id)
    }

    pub fn item(&self, code: &str) -> ItemId {
        self.w.scan(code).item().unwrap().0
    }

    pub fn place(&self, code: &str) -> PlaceId {
        self.w.scan(code).place().unwrap()
    }

    pub fn tote(&self, code: &str) -> LpnId {
        self.w.scan(code).lpn().unwrap()
    }
}

impl World {
    /// An order was picked into a tote, which stands at bench B1. Its lines' items lie in bins already.
    pub fn picked(&mut self, order: OrderId, tote: &str) {
        let task = self.picking(ADA, &[order]);
        self.picks(task, tote);
    }

    /// Ada picks a list to its end into a tote, and sets it down at bench B1.
    pub fn picks(&mut self, task: TaskId, tote: &str) {
        loop {
            match self.prompt(task) {
                Prompt::Place(i) => self.scan_line(task, i, true),
                Prompt::Item(i) => self.scan_line(task, i, false),
                Prompt::Put(..) => self.scans(ADA, task, &[tote]),
                _ => break,
            }
        }
        self.scans(ADA, task, &["B1"]);
    }

    fn scan_line(&mut self, task: TaskId, line: usize, place: bool) {
        let line = &self.w.task(task).unwrap().lines[line];
        let code = if place {
            self.w.places[&line.place()].code.clone()
        } else {
            self.w.items[&line.key.item].code.clone()
        };
        self.scans(ADA, task, &[&code]);
    }

    /// What Mei scans at bench B1, with nothing but the codes to go by; all are accepted.
    #[track_caller]
    pub fn packs(&mut self, codes: &[&str]) {
        for code in codes {
            let command = self.at_bench(code);
            self.when(MEI, command);
        }
    }

    pub fn at_bench(&self, code: &str) -> packing::Command {
        packing::Command::Scan {
            bench: self.place("B1"),
            order: None,
            code: code.into(),
        }
    }

    /// The parcel that was begun last.
    pub fn parcel(&self) -> ParcelId {
        *self.w.parcels.keys().next_back().unwrap()
    }

    pub fn sscc(&self, parcel: ParcelId) -> String {
        self.w
            .parcel(parcel)
            .unwrap()
            .seal
            .as_ref()
            .unwrap()
            .sscc
            .to_string()
    }

    /// So many lamps are picked, packed and closed as one parcel of a new order.
    pub fn packed(&mut self, number: &str, lamps: i64) -> (OrderId, ParcelId) {
        let order = self.order(number, &[("LAMP", lamps)]);
        self.picked(order, "T-08");
        self.packs(&["T-08"]);
        for _ in 0..lamps {
            self.packs(&["LAMP"]);
        }
        self.packs(&["PFBOX2"]);
        (order, self.parcel())
    }

    /// Mei begins a load for a carrier at dock D1.
    pub fn load_for(&mut self, carrier: &str) -> LoadId {
        let command = shipping::Command::OpenLoad {
            carrier: self.w.carrier_by_code(carrier).unwrap().id,
            dock: self.place("D1"),
        };
        self.when(MEI, command);
        *self.w.loads.keys().next_back().unwrap()
    }
}

/// So many days after the stories' day.
pub fn day(offset: i32) -> Day {
    Day(SIX_IN_THE_MORNING.day().0 + offset)
}

impl World {
    /// The program itself asks, and it is accepted.
    #[track_caller]
    pub fn when_system(&mut self, command: impl Into<Command>) -> Vec<Event> {
        self.ask(Actor::System, command).unwrap()
    }

    /// Takes a command's events back as an undo does: each event's inverse, the last first.
    pub fn undo(&mut self, worker: &str, events: &[Event]) -> Result<Vec<Event>, Refusal> {
        self.now = self.now + 1000;
        let ctx = Context {
            now: self.now,
            actor: self.actor(worker),
            device: DeviceId(1),
            via: Via::Typed,
            record: None,
        };
        let mut draft = Draft {
            w: &mut self.w.clone(),
            events: Vec::new(),
            ctx: &ctx,
        };
        let hooks = [
            packing::undo,
            shipping::undo,
            receiving::undo,
            putaway::undo,
            moving::undo,
            adjusting::undo,
            relocating::undo,
        ];
        for event in events.iter().rev() {
            for hook in hooks {
                if let Some(outcome) = hook(&mut draft, event) {
                    outcome?;
                }
            }
        }
        let events = draft.events;
        for event in &events {
            self.w.evolve(event);
        }
        assert!(self.w.rows().eq(draft.w.rows()));
        self.told.extend(events.iter().cloned());
        self.check_invariants();
        Ok(events)
    }

    /// A pallet is made known.
    pub fn pallet(&mut self, code: &str) -> LpnId {
        self.set(masters::Command::SaveLpn(Lpn {
            code: code.into(),
            kind: LpnKind::Pallet,
            ..Lpn::default()
        }));
        self.tote(code)
    }

    /// Sets a place's measures and whether it is blocked.
    pub fn change_place(&mut self, code: &str, change: impl FnOnce(&mut Place)) {
        let mut place = Place::clone(&self.w.places[&self.place(code)]);
        change(&mut place);
        self.set(masters::Command::SavePlace(place));
    }

    pub fn worker(&self, number: &str) -> WorkerId {
        self.w.worker_by_number(number).unwrap().id
    }

    /// The one line of an item under a holder.
    pub fn key(&self, holder: Holder, item: &str) -> StockKey {
        let item = self.item(item);
        let keys: Vec<_> = self
            .w
            .stock_in(holder)
            .filter(|(key, _)| key.item == item)
            .collect();
        assert_eq!(keys.len(), 1, "{keys:?}");
        *keys[0].0
    }
}
