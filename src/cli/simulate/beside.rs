//! Heavy work beside the scans: does anybody notice it?

use super::world::{self, CARRIER, OWNER};
use crate::cli::Failure;
use crate::domain::ids::OrderId;
use crate::domain::jobs::{self, Work};
use crate::domain::orders::{self, Order, OrderLine, Stage};
use crate::domain::{Actor, Command, Qty};
use crate::exchange::import::{ImportOptions, Input, Kind, import};
use crate::hub::{Hub, Site, at_leisure};
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

/// What is done beside the scans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Beside {
    /// Pick lists are made of 500 orders with 10,000 lines in all.
    Release,
    /// A file of 5,000 orders with 100,000 lines in all is imported.
    Import,
    /// A snapshot is taken.
    Snapshot,
}

/// Lines of each order that is released or imported.
const LINES: u32 = 20;
const RELEASED: u32 = 500;
const IMPORTED: u32 = 5_000;
/// The channel of the orders to be released, which the feeder leaves alone.
pub const CHANNEL: &str = "beside";

/// Work that is ready to be begun.
#[derive(Debug)]
pub enum Ready {
    /// These orders wait.
    Release(Vec<OrderId>),
    /// This file lies there.
    Import(String),
    /// Nothing is needed.
    Snapshot,
}

/// Makes what the work needs, before anything is measured.
///
/// # Errors
/// When a command is refused.
pub async fn prepare(beside: Beside, site: &Site) -> Result<Ready, Failure> {
    Ok(match beside {
        Beside::Release => Ready::Release(waiting_orders(site.hub()).await?),
        Beside::Import => Ready::Import(orders_file(site.hub().view().warehouse.seq)),
        Beside::Snapshot => Ready::Snapshot,
    })
}

/// Does the work; returns when it is done.
///
/// # Errors
/// When it is refused.
pub async fn run(ready: Ready, site: &Site) -> Result<(), Failure> {
    match ready {
        Ready::Release(orders) => release(site.hub(), orders).await,
        Ready::Import(file) => {
            let site = site.clone();
            let importing = at_leisure("command", move || {
                let (name, bytes) = ("orders.csv", file.as_bytes());
                let (input, options) = (Input::Bytes { name, bytes }, ImportOptions::default());
                let go_on = &mut |_| ControlFlow::Continue(());
                import(&site, Actor::System, Kind::Orders, input, options, go_on)
            });
            let report = importing.await.map_err(Failure::new)?.map_err(Failure::new)?;
            match report.errors.first() {
                Some(error) => Err(Failure::new(error)),
                None => Ok(()),
            }
        }
        Ready::Snapshot => {
            let site = site.clone();
            let taking = at_leisure("command", move || site.snapshot());
            taking.await.map_err(Failure::new)?.map_err(Failure::new)?;
            Ok(())
        }
    }
}

async fn waiting_orders(hub: &Hub) -> Result<Vec<OrderId>, Failure> {
    let view = hub.view();
    let w = &view.warehouse;
    let owner = w.owner_by_code(OWNER).map(|owner| owner.id).unwrap_or_default();
    let carrier = w
        .carrier_by_code(CARRIER)
        .map(|carrier| carrier.id)
        .unwrap_or_default();
    let line = |n: u32| {
        let item = w.scan(&world::item_code(world::item_number(n))).item()?.0;
        Some(OrderLine::new(item, Qty(2)))
    };
    let order = |n: u32| Order {
        id: OrderId(0),
        number: format!("R{}-{n}", w.seq).into(),
        owner,
        channel: CHANNEL.into(),
        carrier,
        priority: 5,
        placed_at: w.clock,
        promise: w.clock,
        cutoff: w.clock,
        split: true,
        country: "".into(),
        consignee: None,
        stage: Stage::Waiting,
        staged_at: w.clock,
        lines: (n * LINES..(n + 1) * LINES).filter_map(line).collect(),
    };
    let save = |n| Command::from(orders::Command::Save(Box::new(order(n))));
    world::ask_all(hub, (0..RELEASED).map(save).collect()).await?;
    let view = hub.view();
    let w = &view.warehouse;
    let mine = |id: &OrderId| {
        w.orders
            .get(id)
            .is_some_and(|order| order.channel.as_ref() == CHANNEL)
    };
    Ok(w.orders_in(Stage::Waiting).filter(mine).collect())
}

async fn release(hub: &Hub, orders: Vec<OrderId>) -> Result<(), Failure> {
    let groups: Vec<Vec<OrderId>> = orders.into_iter().map(|order| vec![order]).collect();
    let groups: Arc<[_]> = groups.into();
    let start = jobs::Command::Start(Work::Release { groups });
    world::ask_all(hub, vec![start.into()]).await?;
    let mut views = hub.watch();
    while !hub.view().warehouse.jobs.is_empty() && hub.stopped().is_none() {
        let _ = tokio::time::timeout(Duration::from_millis(20), views.changed()).await;
    }
    Ok(())
}

fn orders_file(run: u64) -> String {
    let mut file = String::from("owner,order,channel,carrier,item,quantity\n");
    for n in 0..IMPORTED {
        for line in 0..LINES {
            let item = world::item_code(world::item_number(n * LINES + line));
            // Writing into a string does not fail.
            let _ = writeln!(file, "{OWNER},I{run}-{n},{CHANNEL},{CARRIER},{item},1");
        }
    }
    file
}
