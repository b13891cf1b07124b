//! Opening a demo on a later day: stock stays as people left it, only a new day of orders comes in.

use crate::exchange::rows::OrderRow;
use chrono::NaiveDate;

use super::{DemoSettings, Retail, demand, dice::Dice, orders};

/// The open orders for another day than the demo was built for, with that day's promises and cut-offs.
///
/// Their numbers carry the day (`581475-261122`), so that a real order can come back another day. Rolling to the
/// day of building gives no orders: those are in the plan.
pub fn roll(retail: &Retail, built_for: NaiveDate, settings: DemoSettings) -> Vec<OrderRow> {
    if settings.today == built_for {
        return Vec::new();
    }
    let open_day = demand::open_day(retail, settings.today);
    let mut todays = orders::todays(retail, open_day, settings, Dice::new(settings.seed)).orders;
    let day = settings.today.format("%y%m%d").to_string();
    for order in &mut todays {
        order.order = format!("{}-{day}", order.order);
    }
    todays
}
