//! What comes from outside the floor, so that the mix never runs dry: orders, pick lists, totes, receipts, counts; and
//! the papers that go out, of which there is no printer here.

use super::beside;
use super::hands::Floor;
use super::world::{self, CARRIER, ITEMS, OWNER};
use crate::domain::counting::{self, Reason};
use crate::domain::ids::{CarrierId, ItemId, OrderId, OwnerId, PlaceId, ReceiptId};
use crate::domain::orders::{self, Order, OrderLine, Stage};
use crate::domain::receiving::{self, Receipt, ReceiptLine};
use crate::domain::time::{DAY_MS, HOUR_MS};
use crate::domain::{Command, Qty, Warehouse, outbox, release};
use std::sync::Arc;
use std::time::Duration;

/// Pick lists that wait for each worker.
const LISTS_A_WORKER: usize = 3;
/// Orders taken in together.
const ORDERS_A_TIME: usize = 128;
/// Pick lists made by one command.
const LISTS_A_RELEASE: usize = 32;
/// Receipts and counts made together.
const PAPERS_A_TIME: usize = 64;
/// Pieces that a receipt announces.
const RECEIVED: Qty = Qty(24);

/// Feeds the floor.
pub struct Feeder {
    floor: Arc<Floor>,
    dice: u64,
    enough: usize,
    orders: u64,
    receipts: u64,
    totes: u64,
    run: u64,
    commands: u64,
}

impl Feeder {
    /// A feeder for so many workers; the same seed brings the same orders.
    pub fn new(floor: Arc<Floor>, seed: u64, workers: u32) -> Feeder {
        let enough = usize::try_from(workers)
            .unwrap_or(usize::MAX)
            .saturating_mul(LISTS_A_WORKER);
        // Numbers of an earlier run in the same directory are never used again.
        let run = floor.hub.view().warehouse.seq;
        Feeder {
            floor,
            dice: seed,
            enough: enough.max(16),
            orders: 0,
            receipts: 0,
            totes: 0,
            run,
            commands: 0,
        }
    }

    /// Feeds until the time is up; returns how many commands that took.
    pub async fn run(mut self) -> u64 {
        self.collect_totes();
        while !self.floor.is_over() {
            let fed = self.feed().await;
            if fed.is_none_or(|commands| commands == 0) {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        }
        self.commands
    }

    /// One round: what is missing is asked for. None when something was refused, so that nobody asks in circles.
    async fn feed(&mut self) -> Option<usize> {
        let view = self.floor.hub.view();
        let w = &view.warehouse;
        let mine = |id: &OrderId| {
            w.orders
                .get(id)
                .is_some_and(|order| *order.channel != *beside::CHANNEL)
        };
        let waiting: Vec<OrderId> = w
            .orders_in(Stage::Waiting)
            .chain(w.orders_in(Stage::Short))
            .filter(mine)
            .take(ORDERS_A_TIME)
            .collect();
        let mut wanted = self.totes();
        if w.open_tasks().take(self.enough).count() < self.enough {
            wanted.extend(release(&waiting));
            if waiting.len() < ORDERS_A_TIME {
                wanted.extend(self.new_orders(w));
            }
        }
        wanted.extend(self.receipts(w));
        wanted.extend(self.counts(w));
        wanted.extend(papers(w));
        drop(view);
        let asked = world::ask_all(&self.floor.hub, wanted).await.ok()?;
        self.commands += u64::try_from(asked).unwrap_or(u64::MAX);
        Some(asked)
    }

    /// Totes that stand empty from an earlier run.
    fn collect_totes(&self) {
        let view = self.floor.hub.view();
        let w = &view.warehouse;
        for lpn in w.lpns.values() {
            let holder = crate::domain::stock::Holder::Lpn(lpn.id);
            if lpn.order.is_none() && w.stock_in(holder).next().is_none() && lpn.code.starts_with("SIM-T") {
                self.floor.leave_tote(lpn.code.clone());
            }
        }
    }

    fn totes(&mut self) -> Vec<Command> {
        let missing = self.enough.saturating_sub(self.floor.totes());
        let make = |_| {
            self.totes += 1;
            let code = format!("SIM-T-{}-{}", self.run, self.totes);
            let command = world::tote(&code);
            self.floor.leave_tote(code.into());
            command
        };
        (0..missing).map(make).collect()
    }

    fn new_orders(&mut self, w: &Warehouse) -> Vec<Command> {
        let owner = w.owner_by_code(OWNER).map(|owner| owner.id);
        let carrier = w.carrier_by_code(CARRIER).map(|carrier| carrier.id);
        let (Some(owner), Some(carrier)) = (owner, carrier) else {
            return Vec::new();
        };
        (0..ORDERS_A_TIME)
            .filter_map(|_| self.new_order(w, owner, carrier))
            .collect()
    }

    /// An order for two inner packs of an item: picked piece by piece, packed into two parcels.
    fn new_order(&mut self, w: &Warehouse, owner: OwnerId, carrier: CarrierId) -> Option<Command> {
        self.orders += 1;
        let code = world::item_code(self.one_of_the_items());
        let item: ItemId = w.scan(&code).item()?.0;
        let qty = world::inner_contents(&code).times(2);
        let order = Order {
            id: OrderId(0),
            number: format!("S{}-{}", self.run, self.orders).into(),
            owner,
            channel: "simulated".into(),
            carrier,
            priority: 5,
            placed_at: w.clock,
            promise: w.clock + 2 * DAY_MS,
            cutoff: w.clock + 11 * HOUR_MS,
            split: true,
            country: "".into(),
            consignee: None,
            stage: Stage::Waiting,
            staged_at: w.clock,
            lines: vec![OrderLine::new(item, qty)],
        };
        Some(orders::Command::Save(Box::new(order)).into())
    }

    fn receipts(&mut self, w: &Warehouse) -> Vec<Command> {
        let Some(owner) = w.owner_by_code(OWNER).map(|owner| owner.id) else {
            return Vec::new();
        };
        let missing = self.enough.saturating_sub(w.receipts.len()).min(PAPERS_A_TIME);
        let announce = |_| {
            self.receipts += 1;
            let item = w.scan(&world::item_code(self.one_of_the_items())).item()?.0;
            let receipt = Receipt {
                id: ReceiptId(0),
                number: format!("SR{}-{}", self.run, self.receipts).into(),
                supplier: "Simulated".into(),
                owner,
                expected_at: w.clock,
                dock: None,
                blind: false,
                lines: vec![ReceiptLine::new(item, RECEIVED)],
            };
            Some(receiving::Command::Save(Box::new(receipt)).into())
        };
        (0..missing).filter_map(announce).collect()
    }

    fn counts(&mut self, w: &Warehouse) -> Option<Command> {
        if w.open_counts().take(self.enough).count() >= self.enough {
            return None;
        }
        let mut places: Vec<PlaceId> = (0..PAPERS_A_TIME)
            .filter_map(|_| w.scan(&world::bin_code(self.one_of_the_items())).place())
            .filter(|place| w.count_at(*place).is_none())
            .collect();
        places.sort_unstable();
        places.dedup();
        let reason = Reason::Chosen;
        (!places.is_empty()).then(|| counting::Command::MakeCounts { places, reason }.into())
    }

    fn one_of_the_items(&mut self) -> u32 {
        u32::try_from(self.below(ITEMS.into())).unwrap_or(0) + 1
    }

    /// A number below `sides`, by SplitMix64 (Steele, Lea, Flood 2014).
    fn below(&mut self, sides: u64) -> u64 {
        self.dice = self.dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.dice;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)).checked_rem(sides).unwrap_or(0)
    }
}

/// Single-order pick lists for orders that wait.
fn release(waiting: &[OrderId]) -> Vec<Command> {
    waiting
        .chunks(LISTS_A_RELEASE)
        .map(|orders| {
            let groups = orders.iter().map(|order| vec![*order]).collect();
            release::Command::Release { groups }.into()
        })
        .collect()
}

/// Labels and slips that wait for a printer are no longer wanted.
fn papers(w: &Warehouse) -> Vec<Command> {
    let waiting = w.outbox.keys().take(PAPERS_A_TIME * 4);
    waiting
        .map(|id| outbox::Command::Void { id: *id }.into())
        .collect()
}
