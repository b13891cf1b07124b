use crate::world::*;
use pickface::domain::counting::{
    Command, CountState, Outcome, Prompt, Reason, Refusal, RootCause, hints, review_view,
};
use pickface::domain::ids::CountId;
use pickface::domain::people::{Role, Worker};
use pickface::domain::stock::{Account, Holder, Status};
use pickface::domain::{Class, Event, Explain, Qty, Refusal as Any, people, picking};

const LAMP_CODE: &str = "4006381333931";
const LAMP_CASE: &str = "14006381333938";

fn claim(count: CountId) -> Command {
    Command::Claim { count: Some(count) }
}

fn scan(count: CountId, code: &str) -> Command {
    let code = code.into();
    Command::Scan { count, code }
}

/// Mei stands at the place and begins its count.
fn begun(world: &mut World, place: &str) -> CountId {
    let count = world.counts(&[place]);
    world.when(MEI, claim(count));
    world.count_scans(MEI, count, &[place]);
    count
}

/// Ivo, a second counter, is known from now on.
const IVO: &str = "4";
fn hire_ivo(world: &mut World) {
    let worker = Worker {
        number: IVO.into(),
        name: "Ivo".into(),
        badge: "W4".into(),
        roles: vec![Role::Counter],
        ..Worker::default()
    };
    world.when("9", people::Command::Save(worker));
}

fn closed(events: &[Event]) -> Option<&pickface::domain::counting::CountClosed> {
    events.iter().find_map(|event| match event {
        Event::CountClosed(closed) => Some(closed),
        _ => None,
    })
}

#[test]
fn place_items_place_again_and_a_count_that_agrees_is_closed() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 26).stock("A-01", "CUP", 1);
    let count = world.counts(&["A-01"]);
    world.when(MEI, Command::Claim { count: None });
    let place = world.place("A-01");
    assert_eq!(world.w.count(count).unwrap().prompt(), Prompt::Place(place));
    world.count_scans(MEI, count, &["A-01"]);
    assert_eq!(world.w.count(count).unwrap().prompt(), Prompt::Items);
    world.count_scans(MEI, count, &[LAMP_CASE, LAMP_CODE, LAMP_CODE]);
    assert!(matches!(
        world.w.count(count).unwrap().prompt(),
        Prompt::More(_, Qty(26))
    ));
    world.count_scans(MEI, count, &["CUP"]);
    let events = world.when(MEI, scan(count, "A-01"));
    assert_eq!(closed(&events).unwrap().outcome, Outcome::Agreed);
    assert!(world.w.count(count).is_none());
    assert_eq!(world.w.last_counted.get(&place), Some(&world.now));
}

/// Ada has a list of six lanterns from A-01 and stands there with the item confirmed.
fn ada_picks(world: &mut World) -> pickface::domain::ids::TaskId {
    let order = world.order("1001", &[("LAMP", 6)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "LAMP"]);
    task
}

fn pick_two(world: &mut World, task: pickface::domain::ids::TaskId) {
    world.when(ADA, picking::Command::Quantity { task, qty: Qty(2) });
    world.scans(ADA, task, &["T-01"]);
}

#[test]
fn three_picks_during_a_count_leave_no_difference_whenever_they_pass() {
    // Ada lifts two at every even step and confirms them at the next odd one. Mei looks, types what she saw and is
    // finished at any three moments between these six steps.
    for looked in 0..=6 {
        for typed in looked..=6 {
            for finished in typed..=6 {
                let outcome = count_beside_three_picks(looked, typed, finished);
                let when = format!("looked {looked}, typed {typed}, finished {finished}");
                assert_eq!(outcome, Some(Outcome::Agreed), "{when}");
            }
        }
    }
}

fn count_beside_three_picks(looked: usize, typed: usize, finished: usize) -> Option<Outcome> {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 20);
    let task = ada_picks(&mut world);
    let count = begun(&mut world, "A-01");
    let (mut there, mut seen, mut events) = (20, 0, Vec::new());
    for step in 0..=6 {
        if looked == step {
            seen = there;
        }
        if typed == step {
            world.count_scans(MEI, count, &[LAMP_CODE]);
            world.when(
                MEI,
                Command::Quantity {
                    count,
                    qty: Qty(seen),
                },
            );
        }
        if finished == step {
            events = world.when(MEI, Command::Finish { count });
        }
        match step {
            0 | 2 | 4 => there -= 2,
            1 | 3 | 5 => pick_two(&mut world, task),
            _ => {}
        }
    }
    assert_eq!(world.in_bin("A-01", "LAMP"), there, "the count booked nothing");
    closed(&events).map(|closed| closed.outcome)
}

#[test]
fn a_bin_picked_empty_before_the_counter_came_to_it_is_empty() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 6).stock("A-01", "CUP", 1);
    let count = begun(&mut world, "A-01");
    let task = ada_picks(&mut world);
    for _ in 0..3 {
        pick_two(&mut world, task);
    }
    world.count_scans(MEI, count, &["CUP"]);
    let events = world.when(MEI, Command::Finish { count });
    assert_eq!(closed(&events).unwrap().outcome, Outcome::Agreed);
}

#[test]
fn a_true_difference_shows_in_spite_of_passing_picks_and_is_booked_as_it_was() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 20);
    let count = begun(&mut world, "A-01");
    let task = ada_picks(&mut world);
    for _ in 0..3 {
        pick_two(&mut world, task);
    }
    world.count_scans(MEI, count, &[LAMP_CODE]);
    world.when(MEI, Command::Quantity { count, qty: Qty(11) });
    world.when(MEI, Command::Finish { count });
    let lea = world.w.worker_by_number(LEA).unwrap().id;
    let seen = review_view(&world.w, lea, count).unwrap();
    assert_eq!((seen.lines[0].book, seen.lines[0].variance), (Qty(14), Qty(-3)));
    assert!(seen.lines[0].moved);
    world.stock("A-01", "LAMP", 40);
    let cause = RootCause::Loss;
    world.when(LEA, Command::Accept { count, cause });
    assert_eq!(world.in_bin("A-01", "LAMP"), 37, "what came since is untouched");
}

#[test]
fn a_large_difference_is_counted_again_by_somebody_else_and_then_judged() {
    let mut world = World::new();
    hire_ivo(&mut world);
    world.stock("A-01", "LAMP", 20);
    let place = world.place("A-01");
    let count = begun(&mut world, "A-01");
    world.count_scans(MEI, count, &[LAMP_CODE]);
    world.when(MEI, Command::Quantity { count, qty: Qty(10) });
    world.when(MEI, Command::Finish { count });
    assert_eq!(world.w.count(count).unwrap().state, CountState::Open);
    assert_eq!(
        world.refused(MEI, claim(count)),
        Refusal::SamePerson(place).into()
    );
    assert_eq!(
        world.refused(MEI, Command::Claim { count: None }),
        Refusal::NoWork.into()
    );
    let cause = RootCause::Misplaced;
    assert_eq!(
        world.refused(LEA, Command::Accept { count, cause }),
        Refusal::NotInReview(place).into()
    );

    world.when(IVO, Command::Claim { count: None });
    world.count_scans(IVO, count, &["A-01", LAMP_CODE]);
    world.when(IVO, Command::Quantity { count, qty: Qty(12) });
    world.when(IVO, Command::Finish { count });
    assert_eq!(world.w.counts_to_review().collect::<Vec<_>>(), [count]);
    assert_eq!(world.refused(IVO, claim(count)), Refusal::InReview(place).into());
    let lea = world.w.worker_by_number(LEA).unwrap().id;
    let seen = review_view(&world.w, lea, count).unwrap();
    assert_eq!(seen.lines[0].earlier, Some(Qty(10)));
    assert_eq!((seen.lines[0].variance, seen.value), (Qty(-8), 8 * 339));

    let events = world.when(LEA, Command::Accept { count, cause });
    let booked = closed(&events).unwrap();
    assert_eq!(booked.outcome, Outcome::Booked { by: Some(lea), cause });
    assert_eq!(booked.differences()[0].variance, Qty(-8));
    assert_eq!(world.in_bin("A-01", "LAMP"), 12);
    assert!(world.w.last_counted.contains_key(&place));
}

#[test]
fn a_recount_that_agrees_closes_the_count() {
    let mut world = World::new();
    hire_ivo(&mut world);
    world.stock("A-01", "LAMP", 24);
    let count = begun(&mut world, "A-01");
    world.when(MEI, Command::Empty { count });
    world.when(IVO, claim(count));
    world.count_scans(IVO, count, &["A-01", LAMP_CASE]);
    let events = world.when(IVO, scan(count, "A-01"));
    assert_eq!(closed(&events).unwrap().outcome, Outcome::Agreed);
}

#[test]
fn a_small_difference_goes_to_review_at_once_and_a_rejected_one_is_counted_again() {
    let mut world = World::new();
    hire_ivo(&mut world);
    world.stock("A-01", "CUP", 2);
    let count = begun(&mut world, "A-01");
    world.count_scans(MEI, count, &["CUP", "CUP", "CUP", "A-01"]);
    assert_eq!(world.w.count(count).unwrap().state, CountState::Review);
    world.when(LEA, Command::Reject { count });
    assert_eq!(
        world.refused(MEI, claim(count)),
        Refusal::SamePerson(world.place("A-01")).into()
    );
    world.when(IVO, claim(count));
    world.count_scans(IVO, count, &["A-01", "CUP", "CUP", "CUP", "A-01"]);
    let cause = RootCause::Unbooked;
    world.when(LEA, Command::Accept { count, cause });
    assert_eq!(world.in_bin("A-01", "CUP"), 3);
}

#[test]
fn nobody_judges_a_dear_difference_that_they_counted_themselves() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let count = begun(&mut world, "A-01");
    world.count_scans(MEI, count, &[LAMP_CASE, "A-01"]);
    world.when(LEA, claim(count));
    world.count_scans(LEA, count, &["A-01", LAMP_CASE, "A-01"]);
    let cause = RootCause::Loss;
    let told = world.refused(LEA, Command::Accept { count, cause });
    assert_eq!(told, Refusal::SecondPerson(world.place("A-01")).into());
    assert!(matches!(
        world.refused(MEI, Command::Accept { count, cause }),
        Any::Access(_)
    ));
    let second = Worker {
        number: "8".into(),
        name: "Noor".into(),
        badge: "W8".into(),
        roles: vec![Role::Lead],
        ..Worker::default()
    };
    world.when(LEA, people::Command::Save(second));
    world.when("8", Command::Accept { count, cause });
    assert_eq!(world.in_bin("A-01", "LAMP"), 24);
}

#[test]
fn the_book_is_shown_to_leads_alone() {
    let mut world = World::new();
    world.stock("A-01", "CUP", 2);
    let count = begun(&mut world, "A-01");
    let id = |world: &World, number| world.w.worker_by_number(number).unwrap().id;
    assert_eq!(
        review_view(&world.w, id(&world, LEA), count),
        None,
        "nothing is finished"
    );
    world.count_scans(MEI, count, &["CUP", "A-01"]);
    assert_eq!(review_view(&world.w, id(&world, MEI), count), None);
    assert!(review_view(&world.w, id(&world, LEA), count).is_some());
}

#[test]
fn a_place_adjusted_while_a_lead_judges_is_counted_again() {
    let mut world = World::new();
    world.stock("A-01", "CUP", 4).stock("A-02", "CUP", 1);
    for place in ["A-01", "A-02"] {
        let count = begun(&mut world, place);
        world.count_scans(MEI, count, &["CUP", "CUP", place]);
    }
    let ctx = pickface::domain::Context {
        now: world.now,
        actor: pickface::domain::Actor::System,
        device: pickface::domain::ids::DeviceId(1),
        via: pickface::domain::Via::Job,
        record: None,
    };
    let mut draft = pickface::domain::Draft {
        w: &mut world.w.clone(),
        events: Vec::new(),
        ctx: &ctx,
    };
    for code in ["A-01", "A-03"] {
        pickface::domain::counting::doubt(&mut draft, world.place(code));
    }
    let counts = ["A-01", "A-02"].map(|code| world.w.count_at(world.place(code)).unwrap());
    assert_eq!(draft.w.open_counts().collect::<Vec<_>>(), [counts[0]]);
    assert_eq!(draft.w.counts_to_review().collect::<Vec<_>>(), [counts[1]]);
}

/// Ada wants six lanterns of the ten in A-01 and finds none.
fn short_pick(world: &mut World) -> CountId {
    world.stock("A-01", "LAMP", 10);
    let order = world.order("1001", &[("LAMP", 6)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "LAMP"]);
    world.when(ADA, picking::Command::Short { task, found: Qty(0) });
    world.w.count_at(world.place("A-01")).unwrap()
}

fn status_of(world: &World, place: &str) -> Vec<(Status, i64)> {
    let held = world.w.stock_in(Holder::Place(world.place(place)));
    held.map(|(key, stock)| (key.status, stock.on_hand.0)).collect()
}

#[test]
fn a_short_pick_has_its_place_counted_before_anything_chosen() {
    let mut world = World::new();
    let chosen = world.counts(&["A-02"]);
    let short = short_pick(&mut world);
    assert_eq!(world.w.count(short).unwrap().reason, Reason::ShortPick);
    assert_eq!(world.w.open_counts().collect::<Vec<_>>(), [short, chosen]);
    let more = Command::MakeCounts {
        places: vec![world.place("A-01")],
        reason: Reason::Chosen,
    };
    assert_eq!(
        world.refused(LEA, more),
        Refusal::AlreadyOpen.into(),
        "a place has one count"
    );
}

#[test]
fn stock_kept_back_that_is_there_after_all_is_freed() {
    let mut world = World::new();
    let count = short_pick(&mut world);
    assert_eq!(status_of(&world, "A-01"), [(Status::Hold, 10)]);
    world.when(MEI, claim(count));
    world.count_scans(MEI, count, &["A-01", LAMP_CODE]);
    world.when(MEI, Command::Quantity { count, qty: Qty(10) });
    world.when(MEI, Command::Finish { count });
    assert_eq!(status_of(&world, "A-01"), [(Status::Available, 10)]);
}

#[test]
fn stock_kept_back_that_is_missing_is_booked_off_and_the_rest_freed() {
    let mut world = World::new();
    let count = short_pick(&mut world);
    world.when(MEI, claim(count));
    world.count_scans(MEI, count, &["A-01", LAMP_CODE]);
    world.when(MEI, Command::Quantity { count, qty: Qty(7) });
    world.when(MEI, Command::Finish { count });
    let cause = RootCause::Unknown;
    world.when(LEA, Command::Accept { count, cause });
    assert_eq!(status_of(&world, "A-01"), [(Status::Available, 7)]);
    // Ten came from the account at the opening, and three went back to it.
    let lost = world.holds(Holder::Account(Account::Difference), "LAMP");
    assert_eq!(lost, -7);
}

#[test]
fn a_short_pick_while_a_lead_judges_has_the_place_counted_again() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 10);
    let count = begun(&mut world, "A-01");
    world.count_scans(MEI, count, &[LAMP_CODE]);
    world.when(MEI, Command::Quantity { count, qty: Qty(8) });
    world.when(MEI, Command::Finish { count });
    assert_eq!(world.w.count(count).unwrap().state, CountState::Review);
    let same = short_pick(&mut world);
    assert_eq!(same, count);
    let reopened = world.w.count(count).unwrap();
    assert_eq!(
        (reopened.state, reopened.priority),
        (CountState::Open, Reason::ShortPick.priority())
    );
}

#[test]
fn a_difference_that_cuts_promised_stock_finds_it_elsewhere() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 10).stock("A-05", "LAMP", 50);
    let order = world.order("1001", &[("LAMP", 8)]);
    let task = world.picking(ADA, &[order]);
    let count = begun(&mut world, "A-01");
    world.count_scans(MEI, count, &[LAMP_CODE]);
    world.when(MEI, Command::Quantity { count, qty: Qty(5) });
    world.when(MEI, Command::Finish { count });
    let cause = RootCause::Loss;
    world.when(LEA, Command::Accept { count, cause });
    assert_eq!(world.in_bin("A-01", "LAMP"), 5);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01", "A-05", "LAMP", "T-01", "B1"]);
    assert_eq!(world.in_tote("T-01", "LAMP"), 8);
    assert_eq!(world.in_bin("A-05", "LAMP"), 47);
}

#[test]
fn lots_are_asked_for_and_counted_apart() {
    let mut world = World::new();
    world.stock_of("A-01", "SOUP", "ACME", Some(("L1", day(90))), 2);
    let soup = world.item("SOUP");
    let count = begun(&mut world, "A-01");
    world.count_scans(MEI, count, &["SOUP"]);
    assert_eq!(world.w.count(count).unwrap().prompt(), Prompt::Lot(soup));
    let told = world.refused(MEI, Command::Quantity { count, qty: Qty(2) });
    assert_eq!(told, Refusal::LotFirst(soup).into());
    assert_eq!(
        world.refused(MEI, scan(count, "A-01")),
        Refusal::LotFirst(soup).into()
    );
    world.count_scans(MEI, count, &["L1", "SOUP"]);
    assert!(matches!(
        world.w.count(count).unwrap().prompt(),
        Prompt::More(_, Qty(2))
    ));
    let new = |expiry| Command::Lot {
        count,
        code: "L2".into(),
        expiry,
    };
    let told = world.refused(MEI, new(None));
    assert_eq!(told, Refusal::NeedExpiry(soup, "L2".into()).into());
    world.when(MEI, new(Some(day(120))));
    world.count_scans(MEI, count, &["SOUP", "A-01"]);
    let cause = RootCause::Misplaced;
    world.when(LEA, Command::Accept { count, cause });
    assert_eq!(
        world.in_bin("A-01", "SOUP"),
        3,
        "found stock of a lot that was not on the books"
    );
    assert_eq!(world.w.stock_in(Holder::Place(world.place("A-01"))).count(), 2);
}

#[test]
fn goods_of_two_owners_in_one_place_are_told_apart_by_the_counter() {
    let mut world = World::new();
    world
        .stock("A-01", "LAMP", 1)
        .stock_of("A-01", "LAMP", "BOLT", None, 1);
    let count = begun(&mut world, "A-01");
    let told = world.refused(MEI, scan(count, LAMP_CODE));
    assert_eq!(told, Refusal::WhichOwner(world.item("LAMP")).into());
    for code in ["ACME", "BOLT"] {
        let owner = world.w.owner_by_code(code).unwrap().id;
        world.when(MEI, Command::Owner { count, owner });
        world.count_scans(MEI, count, &[LAMP_CODE]);
    }
    let nobody = pickface::domain::ids::OwnerId(77);
    let told = world.refused(MEI, Command::Owner { count, owner: nobody });
    assert_eq!(told, Refusal::UnknownOwner.into());
    let events = world.when(MEI, Command::Finish { count });
    assert_eq!(closed(&events).unwrap().outcome, Outcome::Agreed);
}

#[test]
fn a_typed_quantity_stands_and_an_empty_place_wants_to_be_called_empty() {
    let mut world = World::new();
    let place = world.place("A-01");
    world.stock("A-02", "LAMP", 1);
    let count = begun(&mut world, "A-01");
    let told = world.refused(MEI, scan(count, "A-01"));
    assert_eq!(told, Refusal::NothingCounted(place).into());
    assert_eq!(told.class(), Class::Check);
    let told = world.refused(MEI, Command::Quantity { count, qty: Qty(12) });
    assert_eq!(told, Refusal::NoItem.into());
    world.count_scans(MEI, count, &[LAMP_CODE]);
    let told = world.refused(MEI, Command::Quantity { count, qty: Qty(-1) });
    assert_eq!(told, Refusal::BadQuantity.into());
    world.when(MEI, Command::Quantity { count, qty: Qty(12) });
    world.count_scans(MEI, count, &[LAMP_CODE]);
    assert!(matches!(
        world.w.count(count).unwrap().prompt(),
        Prompt::More(_, Qty(12))
    ));
    let told = world.refused(MEI, Command::Empty { count });
    assert_eq!(told, Refusal::NotEmpty(place).into());
    world.when(MEI, Command::Quantity { count, qty: Qty(0) });
    let events = world.when(MEI, Command::Empty { count });
    assert_eq!(closed(&events).unwrap().outcome, Outcome::Agreed);
}

#[test]
fn wrong_codes_are_told_apart() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 1);
    let count = world.counts(&["A-01"]);
    let (expected, found) = (world.place("A-01"), world.place("A-02"));
    assert_eq!(
        world.refused(MEI, scan(count, "A-01")),
        Refusal::NotYours(expected).into()
    );
    world.when(MEI, claim(count));
    assert_eq!(
        world.refused(MEI, scan(count, "A-02")),
        Refusal::WrongPlace { expected, found }.into()
    );
    assert_eq!(
        world.refused(MEI, scan(count, "LAMP")),
        Refusal::PlaceFirst(expected).into()
    );
    assert_eq!(
        world.refused(MEI, Command::Empty { count }),
        Refusal::PlaceFirst(expected).into()
    );
    world.count_scans(MEI, count, &["A-01"]);
    assert_eq!(
        world.refused(MEI, scan(count, "A-02")),
        Refusal::WrongPlace { expected, found }.into()
    );
    assert_eq!(
        world.refused(MEI, scan(count, "T-01")),
        Refusal::ItemsOnly(expected).into()
    );
    let told = world.refused(MEI, scan(count, "NOPE"));
    assert!(matches!(&told, Any::Counting(Refusal::UnknownCode(code, _)) if code.as_ref() == "NOPE"));
}

#[test]
fn one_counter_a_count_and_a_parked_one_begins_anew() {
    let mut world = World::new();
    hire_ivo(&mut world);
    world.stock("A-01", "CUP", 2);
    let other = world.counts(&["A-02"]);
    let count = begun(&mut world, "A-01");
    world.count_scans(MEI, count, &["CUP"]);
    let place = world.place("A-01");
    let mei = world.w.worker_by_number(MEI).unwrap().id;
    for taken in [claim(count), scan(count, "CUP"), Command::Park { count }] {
        assert_eq!(world.refused(IVO, taken), Refusal::Taken(place, mei).into());
    }
    assert_eq!(
        world.refused(MEI, claim(other)),
        Refusal::HasCount(mei, place).into()
    );
    assert!(
        world.when(MEI, Command::Claim { count: None }).is_empty(),
        "she keeps the one she has"
    );
    world.when(LEA, Command::Park { count });
    assert_eq!(world.w.count_of(mei), None);
    world.when(IVO, claim(count));
    world.count_scans(IVO, count, &["A-01", "CUP", "CUP"]);
    let events = world.when(IVO, Command::Finish { count });
    assert_eq!(closed(&events).unwrap().outcome, Outcome::Agreed);
    let told = world.refused(IVO, Command::Finish { count });
    assert_eq!(told, Refusal::Unknown(count).into());
}

#[test]
fn bin_empty_agrees_with_the_book_or_has_the_bin_counted() {
    let mut world = World::new();
    world.stock("A-02", "CUP", 2);
    let (bare, full) = (world.place("A-01"), world.place("A-02"));
    assert!(world.w.zero_check(bare) && !world.w.zero_check(full));
    assert!(
        !world.w.zero_check(world.place("A-05")),
        "asked at pick faces alone"
    );
    let answer = |place, empty| Command::BinEmpty { place, empty };
    world.when(ADA, answer(bare, true));
    assert_eq!(world.w.last_counted.get(&bare), Some(&world.now));
    assert_eq!(world.w.count_at(bare), None);
    world.when(ADA, answer(bare, false));
    let raised = world.w.count_at(bare).unwrap();
    assert_eq!(world.w.count(raised).unwrap().reason, Reason::BinEmpty);
    assert!(!world.w.zero_check(bare), "it is counted anyway");
    world.when(ADA, answer(full, true));
    assert!(world.w.count_at(full).is_some());
    let nowhere = pickface::domain::ids::PlaceId(99);
    let told = world.refused(ADA, answer(nowhere, true));
    assert_eq!(told, Refusal::UnknownPlace(nowhere).into());
}

#[test]
fn counts_are_made_by_leads_for_known_places_in_bounded_numbers() {
    let mut world = World::new();
    let make = |places| Command::MakeCounts {
        places,
        reason: Reason::Interval,
    };
    let place = world.place("A-01");
    assert!(matches!(world.refused(MEI, make(vec![place])), Any::Access(_)));
    assert!(matches!(
        world.refused(ADA, Command::Claim { count: None }),
        Any::Access(_)
    ));
    assert_eq!(world.refused(LEA, make(vec![])), Refusal::TooManyPlaces(0).into());
    let many = vec![place; 201];
    assert_eq!(world.refused(LEA, make(many)), Refusal::TooManyPlaces(201).into());
    let nowhere = pickface::domain::ids::PlaceId(99);
    assert_eq!(
        world.refused(LEA, make(vec![place, nowhere])),
        Refusal::UnknownPlace(nowhere).into()
    );
    let due = world.w.not_counted_since(world.now, 3);
    assert_eq!(due, ["A-01", "A-02", "A-03"].map(|code| world.place(code)));
    world.when(LEA, make(due));
    let due = world.w.not_counted_since(world.now, 9);
    assert_eq!(due, ["A-04", "A-05", "A-06"].map(|code| world.place(code)));
}

#[test]
fn hints_name_the_opposite_difference_then_neighbours() {
    let mut world = World::new();
    world
        .stock("A-01", "CUP", 4)
        .stock("A-02", "CUP", 4)
        .stock("A-06", "CUP", 4);
    for (place, cups) in [("A-01", 2), ("A-06", 6)] {
        let count = begun(&mut world, place);
        world.count_scans(MEI, count, &["CUP"]);
        world.when(
            MEI,
            Command::Quantity {
                count,
                qty: Qty(cups),
            },
        );
        world.when(MEI, Command::Finish { count });
    }
    let short = world.w.count_at(world.place("A-01")).unwrap();
    let told: Vec<&str> = hints(&world.w, short).iter().map(|hint| hint.key).collect();
    assert_eq!(told, ["hint-opposite", "hint-neighbour", "hint-same-item"]);
}

/// What undo does with the last event of its kind.
fn undone(world: &mut World, events: &[Event]) -> Option<Result<(), Any>> {
    let ctx = pickface::domain::Context {
        now: world.now,
        actor: world.actor(MEI),
        device: pickface::domain::ids::DeviceId(1),
        via: pickface::domain::Via::Typed,
        record: None,
    };
    let mut draft = pickface::domain::Draft {
        w: &mut world.w,
        events: Vec::new(),
        ctx: &ctx,
    };
    pickface::domain::counting::undo(&mut draft, events.last().unwrap())
}

#[test]
fn the_last_scan_of_some_goods_can_be_taken_back() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 24).stock("A-01", "CUP", 1);
    let count = begun(&mut world, "A-01");
    let case = world.when(MEI, scan(count, LAMP_CASE));
    let piece = world.when(MEI, scan(count, LAMP_CODE));
    let place = world.place("A-01");
    assert_eq!(
        undone(&mut world, &case),
        Some(Err(Refusal::CannotUndo(place).into())),
        "a later scan stands on it"
    );
    assert_eq!(undone(&mut world, &piece), Some(Ok(())));
    assert!(matches!(
        world.w.count(count).unwrap().prompt(),
        Prompt::More(_, Qty(24))
    ));
    let cup = world.when(MEI, scan(count, "CUP"));
    assert_eq!(undone(&mut world, &cup), Some(Ok(())));
    assert_eq!(world.w.count(count).unwrap().lines.len(), 1);
    let begin = vec![world.told.first().unwrap().clone()];
    assert_eq!(undone(&mut world, &begin), None);
    world.count_scans(MEI, count, &["CUP"]);
    let done = world.when(MEI, scan(count, "A-01"));
    assert_eq!(closed(&done).unwrap().outcome, Outcome::Agreed);
    assert_eq!(
        undone(&mut world, &case),
        Some(Err(Refusal::Unknown(count).into()))
    );
}

#[test]
fn the_lists_of_counts_are_made_again_from_a_snapshots_rows() {
    let mut world = World::new();
    hire_ivo(&mut world);
    world.stock("A-01", "CUP", 2);
    let count = begun(&mut world, "A-01");
    world.count_scans(MEI, count, &["CUP", "A-01"]);
    let mine = begun(&mut world, "A-02");
    let open = world.counts(&["A-03"]);
    let mut again = pickface::domain::Warehouse::default();
    world.w.rows().for_each(|row| again.put_row(row));
    let mei = world.w.worker_by_number(MEI).unwrap().id;
    for w in [&world.w, &again] {
        assert_eq!(w.counts_to_review().collect::<Vec<_>>(), [count]);
        assert_eq!(w.open_counts().collect::<Vec<_>>(), [open]);
        assert_eq!(w.count_of(mei), Some(mine));
        assert_eq!(w.count_at(world.place("A-03")), Some(open));
    }
}
