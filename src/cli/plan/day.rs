//! `pickface plan day`: what the waiting orders come to in metres, walked in the old ways and as planned.

use super::clock::Until;
use crate::cli::{Failure, Shell, Status};
use crate::domain::ids::OrderId;
use crate::domain::release::waiting;
use crate::plan::day::{Day, Walks};
use serde::Serialize;
use std::fmt;

/// Arguments of `plan day`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only so many of the waiting orders, the most urgent first.
    #[arg(long, value_name = "N")]
    orders: Option<usize>,
    /// How long batches are searched for, after savings.
    #[arg(long, default_value_t = 5.0, value_name = "S")]
    seconds: f64,
    /// With so many pickers; else with those who are signed in or have a list.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pickers: Option<u16>,
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
    /// Orders that miss their cut-off.
    late: u32,
}

/// The three that are compared, each with the shortest walks.
#[derive(Serialize)]
struct Metres {
    planned: i64,
    savings: i64,
    single: i64,
    /// How much less the planned walks are than those by savings, in per cent.
    below_savings: f64,
    /// How much less than those of single orders.
    below_single: f64,
}

#[derive(Serialize)]
struct Answer {
    orders: usize,
    /// Of these, orders for which there is something to pick.
    picked: usize,
    /// Places to stop at, summed over the orders.
    stops: usize,
    /// Orders on one cart.
    cart: u8,
    /// Time of planning.
    seconds: f64,
    threads: u8,
    /// Who picks, after the lists that are there already.
    pickers: usize,
    /// Minutes, summed over the orders of the planned walks, after their cut-offs.
    late_minutes: i64,
    metres: Metres,
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
            "{:<9} {:<9} {:>6} {:>10} {:>8} {:>6}",
            "orders", "walk", "lists", "metres", "saved", "late"
        )?;
        for way in &self.ways {
            writeln!(
                f,
                "{:<9} {:<9} {:>6} {:>10} {:>7.1}% {:>6}",
                way.batches, way.walk, way.lists, way.metres, way.saved, way.late
            )?;
        }
        let metres = &self.metres;
        writeln!(
            f,
            "planned {} m: {:.1} % below savings ({} m), {:.1} % below single orders ({} m)",
            metres.planned, metres.below_savings, metres.savings, metres.below_single, metres.single
        )?;
        let late = self.ways.last().map_or(0, |way| way.late);
        writeln!(
            f,
            "with {} pickers {late} orders miss their cut-off, by {} minutes in all",
            self.pickers, self.late_minutes
        )?;
        write!(f, "planned in {:.1} s, one thread", self.seconds)
    }
}

/// Plans the waiting orders, and prints what it would come to. Nothing is released.
///
/// # Errors
/// When the directory cannot be opened.
pub(super) fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let view = shell.site()?.hub().view();
    let w = &view.warehouse;
    let clock = Until::seconds(args.seconds);
    let orders: Vec<OrderId> = waiting(w)
        .map(|order| order.id)
        .take(args.orders.unwrap_or(usize::MAX))
        .collect();
    let mut day = Day::of(w, &orders);
    if let Some(pickers) = args.pickers {
        day = day.with_pickers(usize::from(pickers));
    }
    let (single, queue) = (day.singly(), day.by_queue(w));
    let [planned, savings] = day.batches(w, &mut Until::seconds(args.seconds));
    let base = day.by_sequence(w, &single);
    let mut ways = Vec::new();
    let mut shortest = Vec::new();
    for (batches, groups) in [
        ("single", &single),
        ("queue", &queue),
        ("savings", &savings),
        ("planned", &planned),
    ] {
        for walk in ["sequence", "planned"] {
            let planned = walk == "planned";
            let (walks, late) = if planned {
                day.as_planned(groups)
            } else {
                day.by_sequence(w, groups)
            };
            if planned {
                shortest.push((walks, late));
            }
            ways.push(Way {
                batches,
                walk,
                lists: walks.lists,
                metres: walks.mm / 1000,
                saved: below(walks, base.0),
                late: late.orders,
            });
        }
    }
    let of = |number: usize| shortest.get(number).copied().unwrap_or_default();
    let ((single, _), (savings, _), (planned, late)) = (of(0), of(2), of(3));
    let (picked, stops) = day.size();
    let answer = Answer {
        orders: orders.len(),
        picked,
        stops,
        cart: w.settings.cluster_size,
        seconds: clock.elapsed(),
        threads: 1,
        pickers: day.pickers(),
        late_minutes: late.ms / 60_000,
        metres: Metres {
            planned: planned.mm / 1000,
            savings: savings.mm / 1000,
            single: single.mm / 1000,
            below_savings: below(planned, savings),
            below_single: below(planned, single),
        },
        ways,
    };
    shell.answer(&answer, &answer)?;
    Ok(Status::Done)
}

/// How much shorter some walks are than others, in per cent, to a tenth.
fn below(walks: Walks, than: Walks) -> f64 {
    if than.mm == 0 {
        return 0.0;
    }
    let share = walks.mm as f64 / than.mm as f64;
    (1000.0 * (1.0 - share)).round() / 10.0
}
