//! A demo warehouse made from real orders, as plain rows: nothing here writes, asks a clock or rolls real dice, but
//! for [`open_demo`], which makes a data directory of them.
//!
//! Real: item codes, names and prices, order numbers, what was ordered together and how often, customers' numbers
//! and countries. Made up by fixed rules: barcodes and measures (by the source), building, stock, owners, lots,
//! channels, carriers, promises, names and addresses, workers.

mod building;
mod demand;
mod dice;
mod goods;
mod opening;
mod orders;
mod receipts;
mod retail;
mod roll;
mod slots;
mod staff;
mod stocking;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Serialize;

use super::rows::{CarrierRow, ItemRow, OrderRow, OwnerRow, PlaceRow, ReceiptRow, StockRow, WorkerRow};

pub use demand::{HistoryRow, Popularity};
pub use opening::{DemoOpenError, DemoOptions, DemoReport, open_demo};
pub use retail::{DemoError, DemoSource, Retail, RetailItem, RetailOrder};
pub use roll::roll;
pub use slots::{SlotsCase, SlotsError, SlotsSettings};
pub use staff::{CartonType, PrinterRow};

/// The attribution that goes with the sample wherever it is shown or passed on.
pub const ATTRIBUTION: &str = "Orders: UCI Online Retail (Chen, 2015), doi 10.24432/C5BW33, CC BY 4.0";

/// For which day and where a demo is made; the same settings always give the same plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoSettings {
    pub today: NaiveDate,
    /// The building's time zone: cut-offs and order times are local there.
    pub zone: Tz,
    pub seed: u64,
}

/// Everything that a demo warehouse begins with, in the order in which it can be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPlan {
    pub settings: DemoSettings,
    pub owners: Vec<OwnerRow>,
    pub carriers: Vec<CarrierRow>,
    pub cartons: Vec<CartonType>,
    pub workers: Vec<WorkerRow>,
    pub items: Vec<ItemRow>,
    pub places: Vec<PlaceRow>,
    pub printers: Vec<PrinterRow>,
    pub stock: Vec<StockRow>,
    /// Expected today and tomorrow.
    pub receipts: Vec<ReceiptRow>,
    /// How often each item was ordered before today; one entry an item, in the order of `items`.
    pub popularity: Vec<Popularity>,
    /// What was shipped on each day before today, per item.
    pub history: Vec<HistoryRow>,
    pub open_orders: Vec<OrderRow>,
    /// Items with too little stock for today's orders on purpose.
    pub short_items: Vec<String>,
    /// Order lines of today whose quantity was cut to what one pick can carry.
    pub capped_lines: usize,
}

/// What was made, in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DemoSummary {
    pub items: usize,
    pub places: usize,
    pub pick_faces: usize,
    pub stock_records: usize,
    pub units_on_hand: i64,
    pub owners: usize,
    pub workers: usize,
    pub open_orders: usize,
    pub open_lines: usize,
    pub open_units: i64,
    pub capped_lines: usize,
    pub history_lines: u64,
    pub expected_receipts: usize,
    pub short_items: usize,
}

impl DemoPlan {
    /// Counts of what was made.
    pub fn summary(&self) -> DemoSummary {
        let faces = self
            .places
            .iter()
            .filter(|place| place.kind == super::rows::PlaceKind::PickFace);
        let lines = || self.open_orders.iter().flat_map(|order| &order.lines);
        DemoSummary {
            items: self.items.len(),
            places: self.places.len(),
            pick_faces: faces.count(),
            stock_records: self.stock.len(),
            units_on_hand: self.stock.iter().map(|stock| stock.quantity).sum(),
            owners: self.owners.len(),
            workers: self.workers.len(),
            open_orders: self.open_orders.len(),
            open_lines: lines().count(),
            open_units: lines().map(|line| line.quantity).sum(),
            capped_lines: self.capped_lines,
            history_lines: self.popularity.iter().map(|item| item.lines).sum(),
            expected_receipts: self.receipts.len(),
            short_items: self.short_items.len(),
        }
    }
}

/// Plans a demo warehouse for a day.
pub fn build(retail: &Retail, settings: DemoSettings) -> DemoPlan {
    let dice = dice::Dice::new(settings.seed);
    let open_day = demand::open_day(retail, settings.today);
    let demand = demand::Demand::of(retail, open_day, settings.today);
    let items = goods::items(retail, dice);
    let places = building::places(items.len());
    let todays = orders::todays(retail, open_day, settings, dice);
    let mut wanted: BTreeMap<&str, (usize, i64)> = BTreeMap::new();
    for line in todays.orders.iter().flat_map(|order| &order.lines) {
        let entry = wanted.entry(&line.item).or_insert((0, 0));
        *entry = (entry.0 + 1, entry.1 + line.quantity);
    }
    let stocked = stocking::stock(&items, &places, &demand, &wanted, settings.today, dice);
    let receipts = receipts::expected(&items, &demand, &stocked.short_items, settings, dice);
    DemoPlan {
        settings,
        owners: staff::owners(),
        carriers: staff::carriers(),
        cartons: staff::cartons(),
        workers: staff::workers(),
        items,
        places,
        printers: staff::printers(),
        stock: stocked.rows,
        receipts,
        popularity: demand.popularity,
        history: demand.history,
        open_orders: todays.orders,
        short_items: stocked.short_items,
        capped_lines: todays.capped_lines,
    }
}

#[cfg(test)]
mod tests;
