//! `pickface plan day`: what the waiting orders come to in metres, walked in the old ways and as planned.

use crate::cli::{Failure, Shell, Status};
use crate::domain::Warehouse;
use crate::domain::ids::{OrderId, PlaceId};
use crate::domain::release::{Estimate, plain_groups, waiting};
use crate::plan::Progress;
use crate::plan::batch::{self, Limits, Load, Order, Task, Tours, by_savings};
use crate::plan::travel::Walker;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt;
use std::time::{Duration, Instant};

/// Arguments of `plan day`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only so many of the waiting orders, the most urgent first.
    #[arg(long, value_name = "N")]
    orders: Option<usize>,
    /// How long batches are searched for.
    #[arg(long, default_value_t = 5, value_name = "S")]
    seconds: u64,
}

/// One way of walking.
#[derive(Serialize)]
struct Way {
    /// Orders of a walk: `single`, `queue` (carts filled in the order of the queue), `savings` or `planned`.
    batches: &'static str,
    /// Order of the places: `sequence` or `planned`.
    walk: &'static str,
    lists: usize,
    metres: i64,
    /// Less than single orders in the pick sequence, in per cent.
    saved: f64,
}

#[derive(Serialize)]
struct Answer {
    orders: usize,
    /// Of these, orders for which there is something to pick.
    picked: usize,
    /// Places to stop at, summed over the orders.
    stops: usize,
    /// Orders on one cart.
    cart: usize,
    seconds: f64,
    ways: Vec<Way>,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} orders, {} of them with goods, {} stops, carts of {}",
            self.orders, self.picked, self.stops, self.cart
        )?;
        writeln!(
            f,
            "{:<9} {:<9} {:>6} {:>10} {:>8}",
            "orders", "walk", "lists", "metres", "saved"
        )?;
        for way in &self.ways {
            writeln!(
                f,
                "{:<9} {:<9} {:>6} {:>10} {:>7.1}%",
                way.batches, way.walk, way.lists, way.metres, way.saved
            )?;
        }
        write!(f, "planned in {:.1} s, one thread", self.seconds)
    }
}

/// Plans the waiting orders, and prints what it would come to. Nothing is released.
///
/// # Errors
/// When the directory cannot be opened.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let view = shell.site()?.hub().view();
    let w = &view.warehouse;
    let started = Instant::now();
    let orders: Vec<OrderId> = waiting(w)
        .map(|order| order.id)
        .take(args.orders.unwrap_or(usize::MAX))
        .collect();
    let mut day = Day::of(w, &orders);
    let cart = usize::from(w.settings.cluster_size).max(1);
    let single: Vec<Vec<u32>> = (0..day.numbers()).map(|n| vec![n]).collect();
    let queue = day.queue(w, &orders, cart);
    let task = day.task(w, cart);
    let savings = by_savings(&task, &mut day).batches;
    let limit = Duration::from_secs(args.seconds);
    let searching = Instant::now();
    let planned = batch::plan(&task, &mut day, 1, &mut |_: Progress| searching.elapsed() < limit).batches;
    let base = day.by_sequence(w, &single);
    let mut ways = Vec::new();
    for (batches, groups) in [
        ("single", &single),
        ("queue", &queue),
        ("savings", &savings),
        ("planned", &planned),
    ] {
        let walks = [
            ("sequence", day.by_sequence(w, groups)),
            ("planned", day.by_plan(groups)),
        ];
        for (walk, mm) in walks {
            let saved = if base > 0 {
                100.0 - 100.0 * ratio(mm, base)
            } else {
                0.0
            };
            ways.push(Way {
                batches,
                walk,
                lists: groups.len(),
                metres: mm / 1000,
                saved,
            });
        }
    }
    let answer = Answer {
        orders: orders.len(),
        picked: day.stops.len(),
        stops: day.stops.iter().map(Vec::len).sum(),
        cart,
        seconds: started.elapsed().as_secs_f64(),
        ways,
    };
    shell.answer(&answer, &answer)?;
    Ok(Status::Done)
}

fn ratio(mm: i64, base: i64) -> f64 {
    let whole = |mm: i64| f64::from(i32::try_from(mm / 1000).unwrap_or(i32::MAX));
    whole(mm) / whole(base).max(1.0)
}

/// The orders with goods, and where these lie.
struct Day {
    walker: Walker,
    orders: Vec<OrderId>,
    stops: Vec<Vec<PlaceId>>,
    /// Where each lies, as one number.
    lies: Vec<u64>,
}

impl Day {
    fn of(w: &Warehouse, orders: &[OrderId]) -> Day {
        let walker = Walker::of(w);
        let mut estimate = Estimate::new(Vec::new(), w.clock.day());
        let mut day = Day {
            walker,
            orders: Vec::new(),
            stops: Vec::new(),
            lies: Vec::new(),
        };
        for order in orders {
            let stops: Vec<PlaceId> = estimate.take(w, *order).into_iter().collect();
            if !stops.is_empty() {
                let spots = stops
                    .iter()
                    .filter_map(|stop| day.walker.layout().spots.get(stop));
                let (count, sum) = spots.fold((0_u64, 0_u64), |(count, sum), spot| {
                    (count + 1, sum + u64::try_from(spot.aisle).unwrap_or(0) * 1000)
                });
                day.lies.push(sum / count.max(1));
                day.orders.push(*order);
                day.stops.push(stops);
            }
        }
        day
    }

    fn numbers(&self) -> u32 {
        u32::try_from(self.stops.len()).unwrap_or(u32::MAX)
    }

    /// Carts as the release screen fills them.
    fn queue(&self, w: &Warehouse, orders: &[OrderId], cart: usize) -> Vec<Vec<u32>> {
        let number = |id: &OrderId| u32::try_from(self.orders.iter().position(|o| o == id)?).ok();
        plain_groups(w, orders.iter().copied(), cart)
            .iter()
            .map(|group| group.iter().filter_map(number).collect::<Vec<u32>>())
            .filter(|group| !group.is_empty())
            .collect()
    }

    /// What may go together: as many orders as a cart has totes for, of one carrier, cut-off and priority.
    fn task(&self, w: &Warehouse, cart: usize) -> Task {
        let kind = |id: &OrderId| {
            w.order(*id)
                .map(|order| (order.cutoff, order.carrier, order.priority))
        };
        let kinds: BTreeSet<_> = self.orders.iter().filter_map(kind).collect();
        let order = |id: &OrderId| {
            let kind = kind(id).map_or(0, |kind| kinds.range(..kind).count());
            let load = Load {
                totes: 1,
                ..Load::default()
            };
            Order {
                load,
                kind: u32::try_from(kind).unwrap_or(u32::MAX),
                ..Order::default()
            }
        };
        let load = Load {
            totes: i64::try_from(cart).unwrap_or(i64::MAX),
            ..Load::UNLIMITED
        };
        Task {
            orders: self.orders.iter().map(order).collect(),
            limits: Limits {
                load,
                ..Limits::default()
            },
        }
    }

    fn together(&self, orders: &[u32]) -> BTreeSet<PlaceId> {
        let stops = orders
            .iter()
            .filter_map(|n| self.stops.get(usize::try_from(*n).ok()?));
        stops.flatten().copied().collect()
    }

    /// Length of the walks through the places in their pick sequence.
    fn by_sequence(&self, w: &Warehouse, groups: &[Vec<u32>]) -> i64 {
        let walks = groups.iter().map(|group| {
            let mut places: Vec<PlaceId> = self.together(group).into_iter().collect();
            places.sort_by_key(|id| (w.places.get(id).map(|place| place.sequence), *id));
            self.walker.length(&places)
        });
        walks.sum()
    }

    /// Length of the shortest walks.
    fn by_plan(&mut self, groups: &[Vec<u32>]) -> i64 {
        groups.iter().map(|group| self.length(group)).sum()
    }
}

impl Tours for Day {
    fn length(&mut self, orders: &[u32]) -> i64 {
        let places = self.together(orders);
        self.walker.round(places).mm
    }

    fn lies(&self, order: u32) -> u64 {
        let number = usize::try_from(order).unwrap_or(usize::MAX);
        self.lies.get(number).copied().unwrap_or(0)
    }
}
