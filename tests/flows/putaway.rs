use crate::world::*;
use pickface::domain::ids::{OrderId, PlaceId, WorkerId};
use pickface::domain::orders::{self, Stage};
use pickface::domain::places::Place;
use pickface::domain::putaway::{BadBin, Command, Prompt, Refusal, Why, load_of, suggest_bin};
use pickface::domain::receiving;
use pickface::domain::stock::{Holder, Status};
use pickface::domain::{Class, Explain, Qty, masters};

fn scan(code: &str) -> Command {
    Command::Scan { code: code.into() }
}

fn scans(world: &mut World, codes: &[&str]) {
    for code in codes {
        world.when(BEN, scan(code));
    }
}

fn ben(world: &World) -> WorkerId {
    world.w.worker_by_number(BEN).unwrap().id
}

fn suggested(world: &World) -> Option<(PlaceId, Why)> {
    world.w.putaway_of(ben(world)).unwrap().suggested
}

#[test]
fn received_blind_and_put_away() {
    let mut world = World::new();
    let owner = world.w.owner_by_code("ACME").unwrap().id;
    let dock = world.place("D1");
    world.when(BEN, receiving::Command::OpenBlind { owner, dock });
    let receipt = *world.w.receipts.keys().last().unwrap();
    for code in ["14006381333938", "D1"] {
        let code = code.into();
        world.when(BEN, receiving::Command::Scan { receipt, code });
    }
    world.when(BEN, Command::Start { code: "LAMP".into() });
    assert_eq!(suggested(&world), Some((world.place("A-01"), Why::FreeFace)));
    scans(&mut world, &["A-01"]);
    assert_eq!(
        (world.in_bin("A-01", "LAMP"), world.in_bin("D1", "LAMP")),
        (24, 0)
    );
    assert!(world.w.putaway_of(ben(&world)).is_none(), "nothing is left there");
}
