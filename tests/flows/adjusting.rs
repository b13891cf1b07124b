use crate::world::*;
use pickface::domain::adjusting::{Command, Reason, Refusal};
use pickface::domain::ids::ApprovalId;
use pickface::domain::people::{self, Role, Worker};
use pickface::domain::stock::{Account, Holder, Status, StockKey};
use pickface::domain::{Actor, Qty, Refusal as Any};

const ZOE: &str = "8";

/// A hundred lamps (339 each) in A-01, and a second lead. The limit is 10,000: 29 lamps are below it, 30 above.
fn world() -> World {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let zoe = Worker {
        number: ZOE.into(),
        name: "Zoe".into(),
        badge: "W8".into(),
        roles: vec![Role::Lead],
        ..Worker::default()
    };
    world.ask(Actor::System, people::Command::Save(zoe)).unwrap();
    world
}

fn lamps(world: &World) -> StockKey {
    StockKey {
        status: Status::Available,
        ..world.key(Holder::Place(world.place("A-01")), "LAMP")
    }
}

fn adjust(key: StockKey, counted: i64) -> Command {
    Command::Adjust {
        key,
        counted: Qty(counted),
        reason: Reason::Miscounted,
        note: "".into(),
    }
}

fn scrap(key: StockKey, qty: i64) -> Command {
    Command::Scrap {
        key,
        qty: Qty(qty),
        reason: Reason::Broken,
        note: "".into(),
    }
}

fn hold(key: StockKey, qty: i64) -> Command {
    Command::Hold {
        key,
        qty: Qty(qty),
        reason: Reason::Recall,
        note: "".into(),
    }
}

fn release(key: StockKey, qty: i64) -> Command {
    Command::Release {
        key,
        qty: Qty(qty),
        reason: Reason::Quality,
        note: "".into(),
    }
}

fn waiting(world: &World) -> ApprovalId {
    *world.w.approvals.keys().next_back().unwrap()
}

fn on_hand(world: &World, key: StockKey) -> i64 {
    world.w.stock_at(&key).on_hand.0
}

#[test]
fn a_small_difference_is_booked_at_once_in_double_entry() {
    let mut world = world();
    let key = lamps(&world);
    world.when(LEA, adjust(key, 98));
    assert_eq!(on_hand(&world, key), 98);
    // The hundred of the opening stock came out of the same account.
    assert_eq!(on_hand(&world, key.at(Holder::Account(Account::Difference))), -98);
    world.when(LEA, adjust(key, 101));
    assert_eq!(on_hand(&world, key), 101);
    assert_eq!(
        world.when(LEA, adjust(key, 101)),
        [],
        "no difference, nothing to book"
    );
}

#[test]
fn beyond_the_limit_it_waits_for_another_person() {
    let mut world = world();
    let key = lamps(&world);
    world.when(LEA, scrap(key, 29));
    assert_eq!(on_hand(&world, key), 71, "9,831 is within 10,000");
    world.when(LEA, scrap(key, 30));
    assert_eq!(on_hand(&world, key), 71, "10,170 waits");
    let approval = waiting(&world);
    assert_eq!(world.w.approvals[&approval].value_minor, 10_170);
    let lea = world.worker(LEA);
    let same = world.refused(LEA, Command::Approve { approval });
    assert_eq!(same, Refusal::SamePerson(lea).into());
    assert_eq!(
        world.refused(ZOE, scrap(key, 31)),
        Refusal::Waits(approval, lea).into()
    );
    assert!(matches!(
        world.refused(BEN, Command::Approve { approval }),
        Any::Access(_)
    ));
    world.when(ZOE, Command::Approve { approval });
    assert_eq!(on_hand(&world, key), 41);
    assert!(world.w.approvals.is_empty());
    let gone = world.refused(ZOE, Command::Approve { approval });
    assert_eq!(gone, Refusal::NoApproval(approval).into());
}

#[test]
fn a_rejected_correction_is_not_booked() {
    let mut world = world();
    let key = lamps(&world);
    world.when(LEA, adjust(key, 10));
    let approval = waiting(&world);
    let note = "count again".into();
    world.when(ZOE, Command::Reject { approval, note });
    assert_eq!((on_hand(&world, key), world.w.approvals.len()), (100, 0));
}

#[test]
fn an_approved_difference_is_booked_against_the_stock_of_that_moment() {
    let mut world = world();
    let key = lamps(&world);
    world.when(LEA, adjust(key, 60));
    world.when(LEA, scrap(key, 5));
    let approval = waiting(&world);
    world.when(ZOE, Command::Approve { approval });
    assert_eq!(on_hand(&world, key), 55, "forty were missing, five went since");
    world.when(LEA, adjust(key, 10));
    let approval = waiting(&world);
    let order = world.order("1001", &[("LAMP", 50)]);
    world.picking(BEN, &[order]);
    let told = world.refused(ZOE, Command::Approve { approval });
    let held = Refusal::Held(world.item("LAMP"), order, Qty(50));
    assert_eq!(told, held.into(), "fifty are promised by now");
}

#[test]
fn held_goods_are_not_allocated_until_they_are_released() {
    let mut world = world();
    let key = lamps(&world);
    world.when(LEA, hold(key, 100));
    let held = key.with_status(Status::Hold);
    assert_eq!(
        (on_hand(&world, key), on_hand(&world, held)),
        (0, 100),
        "a hold never waits"
    );
    assert_eq!(
        world.refused(LEA, hold(held, 1)),
        Refusal::NotForSale(Status::Hold).into()
    );
    world.when(LEA, release(held, 10));
    assert_eq!((on_hand(&world, key), on_hand(&world, held)), (10, 90));
    assert_eq!(world.refused(LEA, release(key, 1)), Refusal::ForSale.into());
    world.when(LEA, release(held, 90));
    assert_eq!(on_hand(&world, held), 90, "a large release waits");
}

#[test]
fn what_is_promised_or_picked_is_not_touched() {
    let mut world = world();
    let key = lamps(&world);
    let order = world.order("1001", &[("LAMP", 95)]);
    let task = world.picking(BEN, &[order]);
    let told = world.refused(LEA, scrap(key, 6));
    assert_eq!(told, Refusal::Held(world.item("LAMP"), order, Qty(95)).into());
    world.scans(BEN, task, &["A-01", "LAMP", "T-01", "B1"]);
    let tote = world.tote("T-01");
    let picked = key.at(Holder::Lpn(tote));
    assert_eq!(
        world.refused(LEA, scrap(picked, 1)),
        Refusal::Picked(tote, order).into()
    );
}

#[test]
fn every_nonsense_has_its_own_answer() {
    let mut world = world();
    let key = lamps(&world);
    let other = Command::Scrap {
        key,
        qty: Qty(1),
        reason: Reason::Other,
        note: " ".into(),
    };
    assert_eq!(world.refused(LEA, other), Refusal::NeedReason.into());
    let supplier = key.at(Holder::Account(Account::Supplier));
    assert_eq!(world.refused(LEA, scrap(supplier, 1)), Refusal::Unknown.into());
    let soup = StockKey {
        item: world.item("SOUP"),
        ..key
    };
    assert_eq!(
        world.refused(LEA, adjust(soup, 5)),
        Refusal::NeedLot(soup.item).into()
    );
    assert_eq!(world.refused(LEA, scrap(key, 0)), Refusal::NoQuantity.into());
    assert_eq!(world.refused(LEA, adjust(key, -1)), Refusal::NoQuantity.into());
    let more = Refusal::TooMany(key.item, Qty(101), Qty(100));
    assert_eq!(world.refused(LEA, scrap(key, 101)), more.into());
    assert!(matches!(world.refused(ADA, scrap(key, 1)), Any::Access(_)));
}

#[test]
fn a_place_is_blocked_with_a_reason_and_freed() {
    let mut world = world();
    let place = world.place("A-01");
    let block = |blocked, note: &str| Command::Block {
        place,
        blocked,
        note: note.into(),
    };
    assert_eq!(world.refused(LEA, block(true, "")), Refusal::NeedReason.into());
    let blocked = world.when(LEA, block(true, "broken beam"));
    assert!(world.w.places[&place].blocked);
    world.undo(LEA, &blocked).unwrap();
    assert!(!world.w.places[&place].blocked);
    assert_eq!(
        world.undo(LEA, &blocked).unwrap_err(),
        Refusal::DecidedSince.into()
    );
}

#[test]
fn a_correction_is_undone_unless_two_have_agreed_or_the_goods_went_on() {
    let mut world = world();
    let key = lamps(&world);
    let scrapped = world.when(LEA, scrap(key, 5));
    world.undo(LEA, &scrapped).unwrap();
    assert_eq!(on_hand(&world, key), 100);
    let asked = world.when(LEA, scrap(key, 50));
    let approval = waiting(&world);
    let agreed = world.when(ZOE, Command::Approve { approval });
    let told = world.undo(ZOE, &agreed).unwrap_err();
    assert_eq!(told, Refusal::Agreed(world.worker(ZOE)).into());
    let told = world.undo(LEA, &asked).unwrap_err();
    assert_eq!(told, Refusal::NoApproval(approval).into());
    let held = world.when(LEA, hold(key, 50));
    world.when(LEA, scrap(key.with_status(Status::Hold), 20));
    let told = world.undo(LEA, &held).unwrap_err();
    assert_eq!(told, Refusal::GoneOn(key.item, Qty(20)).into());
}
