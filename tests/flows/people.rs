use crate::world::*;
use pickface::domain::devices::{self, Device, DeviceKind};
use pickface::domain::ids::{DeviceId, WorkerId};
use pickface::domain::people::{Command, Refusal, Role, Worker, workers_on_floor};
use pickface::domain::{
    Actor, Class, Context, Event, Explain, Refusal as Any, Timestamp, Via, Warehouse, decide,
};

const HASH: &str = "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21l$wWKIMhR9lyDFvRz9YTZweHKfbftvj";
const BOSS: &str = "0";

fn worker(number: &str, name: &str, roles: &[Role]) -> Worker {
    Worker {
        number: number.into(),
        name: name.into(),
        badge: format!("W{number}").into(),
        roles: roles.to_vec(),
        ..Worker::default()
    }
}

/// The world with an admin in it.
fn world() -> World {
    let mut world = World::new();
    let boss = worker(BOSS, "Bo", &[Role::Admin]);
    world.ask(Actor::System, Command::Save(boss)).unwrap();
    world
}

fn id(world: &World, number: &str) -> WorkerId {
    world.w.worker_by_number(number).unwrap().id
}

#[track_caller]
fn refused(world: &mut World, who: &str, command: Command) -> Refusal {
    match world.refused(who, command) {
        Any::Access(why) => why,
        other => panic!("{other:?}"),
    }
}

/// The program asks at a device.
fn system_at(world: &mut World, device: u64, command: Command) -> Result<Vec<Event>, Any> {
    world.now = world.now + 1000;
    let ctx = Context {
        now: world.now,
        actor: Actor::System,
        device: DeviceId(device),
        via: Via::Scanned,
        record: None,
    };
    let decision = decide(&world.w, &command.into(), &ctx)?;
    world.w = decision.after;
    Ok(decision.events)
}

fn on_floor(world: &World) -> Vec<(Box<str>, u64)> {
    let who = workers_on_floor(&world.w);
    who.map(|on| (on.worker.number.as_ref().into(), on.device.0))
        .collect()
}

#[test]
fn a_lead_makes_a_picker_known_and_changes_the_name() {
    let mut world = world();
    world.when(LEA, Command::Save(worker("4", "Dan", &[Role::Picker])));
    let dan = id(&world, "4");
    world.when(
        LEA,
        Command::SetPin {
            worker: dan,
            hash: HASH.into(),
        },
    );
    world.when(
        LEA,
        Command::Save(worker("4", "Daniel", &[Role::Picker, Role::Packer])),
    );
    let known = &world.w.workers[&dan];
    assert_eq!((known.name.as_ref(), known.roles.len()), ("Daniel", 2));
    assert_eq!(known.pin_hash.as_deref(), Some(HASH), "a change leaves the PIN");
    let same = world.when(
        LEA,
        Command::Save(worker("4", "Daniel", &[Role::Picker, Role::Packer])),
    );
    assert!(same.is_empty(), "saving what is known changes nothing");
}

#[test]
fn who_may_not_manage_workers_does_not() {
    let mut world = world();
    let ada = id(&world, ADA);
    let why = refused(
        &mut world,
        ADA,
        Command::Save(worker("4", "Dan", &[Role::Picker])),
    );
    assert_eq!(why, Refusal::NotAllowed(ada));
    let mei = id(&world, MEI);
    let why = refused(
        &mut world,
        ADA,
        Command::SetPin {
            worker: mei,
            hash: HASH.into(),
        },
    );
    assert_eq!(why, Refusal::NotAllowed(ada));
}

#[test]
fn nobody_raises_anybody_above_themselves() {
    let mut world = world();
    let above = Refusal::Above(Role::Admin);
    let why = refused(&mut world, LEA, Command::Save(worker("4", "Dan", &[Role::Admin])));
    assert_eq!(why, above, "a lead makes no admin");
    let why = refused(
        &mut world,
        LEA,
        Command::Save(worker("9", "Lea", &[Role::Lead, Role::Admin])),
    );
    assert_eq!(why, above, "nor becomes one");
    let boss = id(&world, BOSS);
    let why = refused(
        &mut world,
        LEA,
        Command::Save(worker(BOSS, "Bo", &[Role::Picker])),
    );
    assert_eq!(why, above, "nor takes an admin's role away");
    let why = refused(
        &mut world,
        LEA,
        Command::SetPin {
            worker: boss,
            hash: HASH.into(),
        },
    );
    assert_eq!(why, above, "nor takes an admin's PIN, and so their place");
    let why = refused(&mut world, LEA, Command::Deactivate { worker: boss });
    assert_eq!(why, above);
    world.when(LEA, Command::Save(worker("4", "Dan", &[Role::Lead])));
    world.when(BOSS, Command::Save(worker("5", "Eve", &[Role::Admin])));
}

#[test]
fn the_last_admin_stays() {
    let mut world = world();
    let boss = id(&world, BOSS);
    let why = refused(&mut world, BOSS, Command::Deactivate { worker: boss });
    assert_eq!(why, Refusal::LastAdmin(boss));
    let why = refused(&mut world, BOSS, Command::Save(worker(BOSS, "Bo", &[Role::Lead])));
    assert_eq!(why, Refusal::LastAdmin(boss));
    world.when(BOSS, Command::Save(worker("5", "Eve", &[Role::Admin])));
    world.when("5", Command::Deactivate { worker: boss });
    let eve = id(&world, "5");
    let why = refused(
        &mut world,
        "5",
        Command::Save(worker("5", "Eve", &[Role::Picker])),
    );
    assert_eq!(why, Refusal::LastAdmin(eve), "an inactive admin does not count");
}

#[test]
fn the_first_admin_is_made_once_by_anybody() {
    let mut world = World {
        w: Warehouse::default(),
        now: SIX_IN_THE_MORNING,
        told: Vec::new(),
    };
    let mut first = worker("1", "Ada", &[]);
    first.pin_hash = Some("1234".into());
    let why = world
        .ask(Actor::Nobody, Command::FirstAdmin(first.clone()))
        .unwrap_err();
    assert_eq!(why, Refusal::BadHash.into(), "a PIN is no hash");
    first.pin_hash = Some(HASH.into());
    world.ask(Actor::Nobody, Command::FirstAdmin(first)).unwrap();
    assert!(world.w.worker_by_number("1").unwrap().is_active_admin());
    let second = worker("2", "Eve", &[]);
    let why = world.ask(Actor::Nobody, Command::FirstAdmin(second)).unwrap_err();
    assert_eq!(why, Refusal::NotTheFirst.into());
}

#[test]
fn a_badge_stands_for_one_worker_and_nothing_else() {
    let mut world = world();
    let mut dan = worker("4", "Dan", &[Role::Picker]);
    for taken in ["W1", "w1", "A-01", "LAMP", "4006381333931", "T-01", "3"] {
        dan.badge = taken.into();
        let why = refused(&mut world, LEA, Command::Save(dan.clone()));
        assert_eq!(why, Refusal::CodeTaken(taken.into()));
    }
    let number_is_a_badge = worker("W1", "Dan", &[Role::Picker]);
    let why = refused(&mut world, LEA, Command::Save(number_is_a_badge));
    assert_eq!(why, Refusal::CodeTaken("W1".into()));
    dan.badge = "".into();
    world.when(LEA, Command::Save(dan.clone()));
    dan.badge = "W4".into();
    world.when(LEA, Command::Save(dan));
    assert_eq!(world.w.worker_by_code("w4").map(|w| w.name.as_ref()), Some("Dan"));
    assert_eq!(world.w.worker_by_code("4").map(|w| w.name.as_ref()), Some("Dan"));
}

#[test]
fn a_worker_without_number_name_or_role_is_none() {
    let mut world = world();
    for bad in [
        worker("", "Dan", &[Role::Picker]),
        worker("4", " ", &[Role::Picker]),
        worker("4", "Dan", &[]),
    ] {
        assert_eq!(refused(&mut world, LEA, Command::Save(bad)), Refusal::Incomplete);
    }
    let long = "x".repeat(81);
    let why = refused(
        &mut world,
        LEA,
        Command::Save(worker("4", &long, &[Role::Picker])),
    );
    assert_eq!(why, Refusal::TooLong(long.as_str().into()));
}

#[test]
fn everybody_sets_their_own_pin() {
    let mut world = world();
    let ada = id(&world, ADA);
    world.when(
        ADA,
        Command::SetPin {
            worker: ada,
            hash: HASH.into(),
        },
    );
    assert_eq!(world.w.workers[&ada].pin_hash.as_deref(), Some(HASH));
    for bad in [
        "",
        "1234",
        "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21l$wWKIMhR9lyDFvRz9YTZweHKfbftvj",
    ] {
        let why = refused(
            &mut world,
            ADA,
            Command::SetPin {
                worker: ada,
                hash: bad.into(),
            },
        );
        assert_eq!(why, Refusal::BadHash);
    }
    let why = refused(
        &mut world,
        LEA,
        Command::SetPin {
            worker: WorkerId(99),
            hash: HASH.into(),
        },
    );
    assert_eq!(why, Refusal::Unknown);
}

#[test]
fn who_signs_in_elsewhere_is_signed_out_there_and_a_device_has_one_worker() {
    let mut world = world();
    let (ada, ben) = (id(&world, ADA), id(&world, BEN));
    system_at(&mut world, 1, Command::SignedIn { worker: ada }).unwrap();
    system_at(&mut world, 2, Command::SignedIn { worker: ada }).unwrap();
    assert_eq!(on_floor(&world), [("1".into(), 2)]);
    let again = system_at(&mut world, 2, Command::SignedIn { worker: ada }).unwrap();
    assert!(again.is_empty(), "she is there already");
    let events = system_at(&mut world, 2, Command::SignedIn { worker: ben }).unwrap();
    assert!(
        matches!(&events[..], [Event::SignedOut(out), Event::SignedIn(_)] if out.worker == ada),
        "{events:?}"
    );
    assert_eq!(on_floor(&world), [("2".into(), 2)]);
    world.when(BEN, Command::SignedOut { worker: ben });
    assert!(on_floor(&world).is_empty());
}

#[test]
fn only_the_program_says_that_a_pin_was_right_or_wrong() {
    let mut world = world();
    let (ada, lea) = (id(&world, ADA), id(&world, LEA));
    let why = refused(&mut world, LEA, Command::SignedIn { worker: ada });
    assert_eq!(why, Refusal::NotAllowed(lea));
    let why = refused(&mut world, LEA, Command::SignInFailed { worker: Some(ada) });
    assert_eq!(why, Refusal::NotAllowed(lea));
    let why = world
        .ask(Actor::Nobody, Command::SignedIn { worker: ada })
        .unwrap_err();
    assert_eq!(why, Refusal::NotSignedIn.into());
}

#[test]
fn wrong_pins_lock_for_longer_and_longer_and_say_until_when() {
    let mut world = world();
    let ada = id(&world, ADA);
    let fail = Command::SignInFailed { worker: Some(ada) };
    for _ in 0..4 {
        system_at(&mut world, 1, fail.clone()).unwrap();
        assert_eq!(world.w.workers[&ada].locked_until, None);
    }
    let mut lasted = Vec::new();
    for _ in 0..9 {
        system_at(&mut world, 1, fail.clone()).unwrap();
        let until = world.w.workers[&ada].locked_until.unwrap();
        lasted.push(until.since(world.now) / 60_000);
        let why = system_at(&mut world, 1, Command::SignedIn { worker: ada }).unwrap_err();
        assert_eq!(
            why,
            Refusal::Locked(ada, until).into(),
            "the right PIN does not help now"
        );
        assert_eq!(why.class(), Class::Check);
        let why = system_at(&mut world, 1, fail.clone()).unwrap_err();
        assert_eq!(why, Refusal::Locked(ada, until).into(), "nor is it counted");
        world.now = Timestamp(until.0);
    }
    assert_eq!(lasted, [1, 2, 4, 8, 16, 32, 60, 60, 60], "minutes");
    system_at(&mut world, 1, Command::SignedIn { worker: ada }).unwrap();
    assert_eq!(
        (world.w.workers[&ada].failed, world.w.workers[&ada].locked_until),
        (0, None)
    );
    let unknown = system_at(&mut world, 1, Command::SignInFailed { worker: None }).unwrap();
    assert_eq!(unknown.len(), 1, "a strange badge is noted");
}

#[test]
fn who_leaves_is_signed_out_and_their_pick_list_waits_for_others() {
    let mut world = world();
    world.stock("A-01", "LAMP", 10);
    let order = world.order("1001", &[("LAMP", 2)]);
    let task = world.picking(ADA, &[order]);
    let ada = id(&world, ADA);
    system_at(&mut world, 1, Command::SignedIn { worker: ada }).unwrap();
    assert_eq!(workers_on_floor(&world.w).next().unwrap().task, Some(task));
    world.when(LEA, Command::Deactivate { worker: ada });
    assert!(on_floor(&world).is_empty());
    assert_eq!(world.w.open_tasks().collect::<Vec<_>>(), [task]);
    let why = system_at(&mut world, 1, Command::SignedIn { worker: ada }).unwrap_err();
    assert_eq!(why, Refusal::Inactive(ada).into());
    world.when(LEA, Command::Save(worker(ADA, "Ada L", &[Role::Picker])));
    assert!(
        world.w.workers[&ada].inactive,
        "a change does not bring them back"
    );
    world.when(LEA, Command::Reactivate { worker: ada });
    system_at(&mut world, 1, Command::SignedIn { worker: ada }).unwrap();
}

#[test]
fn a_device_is_known_when_it_connects_and_its_worker_sets_its_bench() {
    let mut world = world();
    let gun = Device {
        code: "gun-7".into(),
        name: "Gun 7".into(),
        kind: DeviceKind::Handheld,
        ..Device::default()
    };
    let connects = devices::Command::Save(gun.clone());
    let first = world.ask(Actor::System, connects.clone()).unwrap();
    assert_eq!(first.len(), 1);
    let again = world.ask(Actor::System, connects.clone()).unwrap();
    assert!(again.is_empty(), "within the hour that is no news");
    world.now = world.now + 3_600_000;
    assert_eq!(world.ask(Actor::System, connects).unwrap().len(), 1);
    assert_eq!(world.w.device_by_code("gun-7").unwrap().last_seen, world.now);

    let at_bench = Device {
        place: Some(world.place("B1")),
        ..gun.clone()
    };
    // The stories' people stand at device 1, which this is.
    world.when(MEI, devices::Command::Save(at_bench.clone()));
    let other = Device {
        code: "gun-8".into(),
        ..at_bench
    };
    let why = world.refused(MEI, devices::Command::Save(other.clone()));
    assert_eq!(why, Refusal::NotAllowed(id(&world, MEI)).into());
    world.when(LEA, devices::Command::Save(other));
    let nameless = Device::default();
    let why = world.refused(LEA, devices::Command::Save(nameless));
    assert_eq!(why, devices::Refusal::NoCode.into());
    let nowhere = Device {
        place: Some(pickface::domain::ids::PlaceId(999)),
        ..gun
    };
    let why = world.refused(LEA, devices::Command::Save(nowhere));
    assert_eq!(why, devices::Refusal::UnknownPlace.into());
}
