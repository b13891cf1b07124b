//! Differences: beside passing picks, counted again, judged.

use super::*;

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
