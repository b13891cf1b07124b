//! How long it takes to work out the cartons of an order of fifteen lines, and how to pack them, as the pack screen asks
//! for it when an order comes to a bench. Run with `cargo bench --bench carton`.
//!
//! Processor time is told, where the system tells it: on a busy machine a clock measures the neighbours.
#![allow(
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot run should say so loudly"
)]

#[path = "figures/processor.rs"]
mod processor;

use pickface::plan::carton::bench::{Carton, Goods, pack};
use processor::Time;
use std::hint::black_box;

/// Orders, and lines of each.
const ORDERS: usize = 500;
const LINES: usize = 15;

/// How often each is packed: the system counts a thread's time in steps of some milliseconds.
const TIMES: u32 = 40;

/// A warehouse's list: from a book's carton to one that two people carry.
const CARTONS: [[i32; 3]; 5] = [
    [200, 150, 100],
    [300, 200, 150],
    [380, 280, 190],
    [450, 350, 300],
    [600, 400, 400],
];

fn main() {
    let mut dice = fastrand::Rng::with_seed(15);
    let cartons = CARTONS.map(|sides| Carton {
        sides,
        max_weight_g: 20_000,
        tare_g: 100,
    });
    let mut line = || Goods {
        sides: [dice.i32(40..200), dice.i32(40..150), dice.i32(20..120)],
        this_side_up: dice.u8(0..5) == 0,
        fragile: dice.u8(0..6) == 0,
        weight_g: dice.i64(50..600),
        count: dice.u32(1..4),
    };
    let orders: Vec<Vec<Goods>> = (0..ORDERS)
        .map(|_| (0..LINES).map(|_| line()).collect())
        .collect();
    let mut micros = Vec::with_capacity(ORDERS);
    let (mut pieces, mut parcels) = (0, 0);
    for order in &orders {
        let packed = pack(order, &cartons);
        let began = Time::now();
        for _ in 0..TIMES {
            black_box(pack(order, &cartons));
        }
        micros.push(began.elapsed().as_micros() / u128::from(TIMES));
        pieces += order.iter().map(|goods| goods.count).sum::<u32>();
        parcels += packed.parcels.len();
    }
    micros.sort_unstable();
    let part = |thousandths: usize| micros[(ORDERS * thousandths / 1_000).min(ORDERS - 1)];
    println!("{ORDERS} orders of {LINES} lines, {pieces} pieces, {parcels} parcels, by processor time:");
    println!(
        "  mean {} us, median {} us, 99 % {} us, most {} us",
        micros.iter().sum::<u128>() / ORDERS as u128,
        part(500),
        part(990),
        part(1_000)
    );
}
