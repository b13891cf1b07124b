//! Random work of two people from bench to dock, with cancels, changes and undos in between: the ledger, the orders
//! and the parcels agree at every moment, and a snapshot makes the same lists again.

use crate::world::*;
use pickface::domain::ids::*;
use pickface::domain::orders;
use pickface::domain::packing;
use pickface::domain::shipping;
use pickface::domain::stock::Holder;
use pickface::domain::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const CODES: [&str; 14] = [
    "T-01", "T-02", "T-03", "T-04", "T-05", "1001", "1002", "1003", "LAMP", "CUP", "LAMP", "CUP", "PFBOX1",
    "PFBOX2",
];

#[derive(Clone, Debug)]
enum Step {
    Scan(usize),
    Quantity(i64),
    Close(Option<i64>, bool),
    Reopen(usize),
    Void(usize, Option<usize>),
    Park(usize),
    TakeOver(usize),
    Load(usize),
    Unload(usize),
    VoidLoad,
    CloseLoad,
    Cancel(usize),
    Change(usize, i64),
    Undo,
}

fn step() -> impl Strategy<Value = Step> {
    let parcel = 0..6_usize;
    prop_oneof![
        24 => (0..CODES.len()).prop_map(Step::Scan),
        2 => (-1..6_i64).prop_map(Step::Quantity),
        2 => (proptest::option::of(0..3000_i64), any::<bool>()).prop_map(|(w, c)| Step::Close(w, c)),
        1 => parcel.clone().prop_map(Step::Reopen),
        1 => (parcel.clone(), proptest::option::of(0..5_usize)).prop_map(|(p, t)| Step::Void(p, t)),
        1 => parcel.clone().prop_map(Step::Park),
        1 => parcel.clone().prop_map(Step::TakeOver),
        8 => parcel.clone().prop_map(Step::Load),
        1 => parcel.prop_map(Step::Unload),
        1 => Just(Step::VoidLoad),
        3 => Just(Step::CloseLoad),
        1 => (0..3_usize).prop_map(Step::Cancel),
        1 => (0..3_usize, 0..6_i64).prop_map(|(o, q)| Step::Change(o, q)),
        2 => Just(Step::Undo),
    ]
}

fn command(world: &World, step: &Step, who: &str) -> Option<Command> {
    let bench = world.place("B1");
    let nth = |n: usize| world.w.parcels.keys().nth(n).copied();
    let load = world.w.loads.keys().next_back().copied();
    let order = |n: usize| world.w.orders.keys().nth(n).copied();
    let actor = world.w.worker_by_number(who)?.id;
    let in_hand = world.w.parcel_in_hand(actor).map(|p| p.id);
    Some(match step {
        Step::Scan(code) => {
            let code = CODES[*code].into();
            packing::Command::Scan {
                bench,
                order: None,
                code,
            }
            .into()
        }
        Step::Quantity(qty) => {
            let (parcel, qty) = (in_hand?, Qty(*qty));
            packing::Command::Quantity { parcel, qty }.into()
        }
        Step::Close(weight_g, confirm) => {
            let (parcel, weight_g, confirm) = (in_hand?, *weight_g, *confirm);
            let carton = world.w.scan("PFBOX2").carton();
            packing::Command::Close {
                parcel,
                carton,
                weight_g,
                confirm,
            }
            .into()
        }
        Step::Reopen(n) => packing::Command::Reopen {
            parcel: nth(*n)?,
            bench,
        }
        .into(),
        Step::Void(n, tote) => {
            let tote = tote.map(|t| CODES[t].into());
            packing::Command::Void {
                parcel: nth(*n)?,
                tote,
            }
            .into()
        }
        Step::Park(n) => packing::Command::Park { parcel: nth(*n)? }.into(),
        Step::TakeOver(n) => {
            let (parcel, reason) = (nth(*n)?, "break".into());
            packing::Command::TakeOver {
                parcel,
                bench,
                reason,
            }
            .into()
        }
        Step::Load(n) => {
            let seal = world.w.parcel(nth(*n)?)?.seal.as_ref()?;
            let code = seal.sscc.clone();
            shipping::Command::Scan { load: load?, code }.into()
        }
        Step::Unload(n) => shipping::Command::Unload { parcel: nth(*n)? }.into(),
        Step::VoidLoad => shipping::Command::VoidLoad { load: load? }.into(),
        Step::CloseLoad => shipping::Command::CloseLoad { load: load? }.into(),
        Step::Cancel(n) => orders::Command::Cancel { order: order(*n)? }.into(),
        Step::Change(n, qty) => {
            let (order, line, qty) = (order(*n)?, 0, Qty(*qty));
            orders::Command::Change { order, line, qty }.into()
        }
        Step::Undo => return None,
    })
}

/// What orders say is picked and packed is what lies in their totes and parcels, item by item.
fn orders_agree_with_the_ledger(world: &World) {
    for order in world.w.orders.values() {
        let mut totes: BTreeMap<ItemId, i64> = BTreeMap::new();
        let mut parcels: BTreeMap<ItemId, i64> = BTreeMap::new();
        for line in &order.lines {
            *totes.entry(line.item).or_default() -= line.picked.0;
            *parcels.entry(line.item).or_default() -= line.packed.0;
        }
        for tote in world.w.totes_of(order.id) {
            for (key, stock) in world.w.stock_in(Holder::Lpn(tote)) {
                *totes.entry(key.item).or_default() += stock.on_hand.0;
            }
        }
        for parcel in world.w.parcels_of(order.id) {
            for (key, stock) in world.w.stock_in(Holder::Parcel(parcel.id)) {
                *parcels.entry(key.item).or_default() += stock.on_hand.0;
            }
            for (item, qty) in parcel.contents() {
                let held: i64 = held(world, parcel.id, item);
                assert_eq!(qty.0, held, "parcel {} says and holds", parcel.id);
            }
        }
        assert!(
            totes.values().all(|n| *n == 0),
            "order {} and its totes: {totes:?}",
            order.id
        );
        assert!(
            parcels.values().all(|n| *n == 0),
            "order {} and its parcels: {parcels:?}",
            order.id
        );
    }
}

fn held(world: &World, parcel: ParcelId, item: ItemId) -> i64 {
    let stock = world.w.stock_in(Holder::Parcel(parcel));
    stock
        .filter(|(key, _)| key.item == item)
        .map(|(_, s)| s.on_hand.0)
        .sum()
}

/// Everything that screens list about parcels and loads.
fn lists(w: &Warehouse) -> Vec<String> {
    let mut told: Vec<String> = shipping::ship_queue(w)
        .map(|p| format!("to ship {}", p.id))
        .collect();
    told.extend(shipping::to_take_apart(w).map(|p| format!("apart {}", p.id)));
    for worker in w.workers.keys() {
        told.push(format!("{worker} {:?}", w.parcel_in_hand(*worker).map(|p| p.id)));
    }
    for load in w.loads.values() {
        let rows = shipping::manifest(w, load.id);
        assert_eq!(usize::try_from(load.parcels).unwrap(), rows.len(), "{load:?}");
        let weight: i64 = rows.iter().filter_map(|row| row.weight_g).sum();
        assert_eq!(load.weight_g, weight, "{load:?}");
        told.push(format!(
            "{} {rows:?} {:?}",
            load.number,
            w.scan(&load.number).targets
        ));
    }
    for parcel in w.parcels.values() {
        let seal = parcel.seal.as_ref().map(|s| w.scan(&s.sscc).targets);
        told.push(format!("{} {seal:?}", parcel.id));
    }
    for order in w.orders.keys() {
        told.push(format!(
            "{order} {:?}",
            w.parcels_of(*order).map(|p| p.id).collect::<Vec<_>>()
        ));
    }
    told
}

fn start() -> World {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 20).stock("A-02", "CUP", 20);
    let wanted = [("1001", false, 2), ("1002", true, 1), ("1003", false, 1)];
    for (n, (number, split, lamps)) in wanted.into_iter().enumerate() {
        let order = world.order_of("ACME", number, split, &[("LAMP", lamps), ("CUP", 1)]);
        world.picked(order, &format!("T-0{}", n + 1));
    }
    world.load_for("DASH");
    world
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn orders_parcels_and_the_ledger_agree_whatever_people_do(
        steps in proptest::collection::vec((step(), any::<bool>()), 1..160),
    ) {
        let mut world = start();
        let mut last: Vec<Event> = Vec::new();
        for (step, lead) in &steps {
            let who = if *lead { LEA } else { MEI };
            if let Some(command) = command(&world, step, who) {
                let actor = world.actor(if matches!(step, Step::CloseLoad | Step::Cancel(_) | Step::Change(..)) { LEA } else { who });
                match world.ask(actor, command) {
                    Ok(events) => last = events,
                    Err(refusal) => prop_assert!(!matches!(refusal, Refusal::Broken(_)), "{refusal:?}"),
                }
            } else if matches!(step, Step::Undo) && world.undo(who, &last).is_ok() {
                last = Vec::new();
            }
            if world.w.loads.is_empty() {
                world.load_for("DASH");
            }
            orders_agree_with_the_ledger(&world);
        }
        let mut again = Warehouse::default();
        for row in world.w.rows() {
            again.put_row(row);
        }
        prop_assert_eq!(lists(&world.w), lists(&again));
    }
}
