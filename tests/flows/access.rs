use crate::world::*;
use pickface::domain::access::{AccessRules, Command, Means, Principal, Refusal};
use pickface::domain::devices::{self, Device};
use pickface::domain::people::{self, Refusal as People, Role, Worker};
use pickface::domain::{Actor, Event, Refusal as Any};

const HASH: &str = "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21l$wWKIMhR9lyDFvRz9YTZweHKfbftvj";
const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ";
const OTHER: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA6rWI3G1sz07DnfFlrouTcysQlj2P+jpNSOEWD9OJ3X";

fn of(world: &World, number: &str) -> Principal {
    Principal::Worker(world.w.worker_by_number(number).unwrap().id)
}

fn add(principal: Principal, key: &str) -> Command {
    Command::AddKey {
        principal,
        key: key.into(),
        comment: "at home".into(),
    }
}

fn password(principal: Principal) -> Command {
    Command::SetPassword {
        principal,
        hash: Some(HASH.into()),
    }
}

fn failed(principal: Option<Principal>, means: Means) -> Command {
    Command::LogInFailed {
        principal,
        source: "10.0.0.7".into(),
        means,
    }
}

fn gun(world: &mut World) -> Principal {
    world.when_system(devices::Command::Save(Device {
        code: "gun-07".into(),
        ..Device::default()
    }));
    Principal::Device(world.w.device_by_code("gun-07").unwrap().id)
}

#[test]
fn a_key_opens_for_one_person_until_it_is_taken_away() {
    let mut world = World::new();
    let (ada, ben) = (of(&world, ADA), of(&world, BEN));
    world.when(ADA, add(ada, KEY));
    assert!(world.w.access[&ada].knows(KEY));
    assert!(world.when(ADA, add(ada, KEY)).is_empty(), "it opens already");
    let told = world.refused(LEA, add(ben, KEY));
    assert_eq!(told, Any::Door(Refusal::KeyTaken(ADA.into())));
    let key = KEY.into();
    world.when(LEA, Command::RemoveKey { principal: ada, key });
    assert!(!world.w.access[&ada].knows(KEY));
    world.when(LEA, add(ben, KEY));
}

#[test]
fn who_may_not_manage_people_gives_no_key_to_others_and_nobody_to_those_above() {
    let mut world = World::new();
    let boss = Worker {
        number: "0".into(),
        name: "Bo".into(),
        badge: "W0".into(),
        roles: vec![Role::Admin],
        ..Worker::default()
    };
    world.ask(Actor::System, people::Command::Save(boss)).unwrap();
    let (ada, ben, boss, gun) = (of(&world, ADA), of(&world, BEN), of(&world, "0"), gun(&mut world));
    let Principal::Worker(id) = ada else {
        unreachable!()
    };
    for principal in [ben, gun] {
        let told = world.refused(ADA, add(principal, KEY));
        assert_eq!(told, Any::Access(People::NotAllowed(id)));
    }
    for command in [add(boss, KEY), password(boss)] {
        assert_eq!(
            world.refused(LEA, command),
            Any::Access(People::Above(Role::Admin))
        );
    }
    world.when(LEA, add(gun, KEY));
    let told = world.refused(LEA, Command::SetRules(AccessRules::default()));
    assert!(matches!(told, Any::Access(People::NotAllowed(_))));
}

#[test]
fn what_is_no_key_or_no_hash_is_refused() {
    let mut world = World::new();
    let ada = of(&world, ADA);
    let private = "-----BEGIN OPENSSH PRIVATE KEY-----";
    for bad in [
        "",
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        &format!("{KEY} mei@home"),
        private,
    ] {
        assert_eq!(
            world.refused(ADA, add(ada, bad)),
            Any::Door(Refusal::NoKey),
            "{bad:?}"
        );
    }
    let hash = Some("right horse battery".into());
    let told = world.refused(ADA, Command::SetPassword { principal: ada, hash });
    assert_eq!(told, Any::Door(Refusal::BadHash), "a password never comes in");
    for n in 0..16 {
        world.when(ADA, add(ada, &format!("{OTHER}{n:02}")));
    }
    assert_eq!(
        world.refused(ADA, add(ada, KEY)),
        Any::Door(Refusal::TooManyKeys(16))
    );
}

#[test]
fn wrong_passwords_lock_passwords_and_wrong_keys_do_not() {
    let mut world = World::new();
    let ada = of(&world, ADA);
    world.when(ADA, password(ada));
    let program = Actor::System;
    for _ in 0..10 {
        world.ask(program, failed(Some(ada), Means::Key)).unwrap();
    }
    assert_eq!(world.w.access[&ada].failed, 0, "a key cannot be guessed");
    let mut locked = Vec::new();
    for _ in 0..8 {
        world.ask(program, failed(Some(ada), Means::Password)).unwrap();
        locked.push(
            world.w.access[&ada]
                .locked(world.now)
                .map(|until| until.since(world.now)),
        );
    }
    assert_eq!(locked[..4], [None; 4]);
    assert!(locked[4..].is_sorted() && locked[4].is_some(), "{locked:?}");
    let source = "10.0.0.7".into();
    let came = Command::LoggedIn {
        principal: ada,
        source,
        means: Means::Key,
    };
    world.ask(program, came).unwrap();
    assert_eq!(
        world.w.access[&ada].locked(world.now),
        None,
        "who came in is no stranger"
    );
}

#[test]
fn a_new_password_takes_the_lock_off_and_no_password_is_no_password() {
    let mut world = World::new();
    let ada = of(&world, ADA);
    world.when(ADA, password(ada));
    for _ in 0..5 {
        world
            .ask(Actor::System, failed(Some(ada), Means::Password))
            .unwrap();
    }
    assert!(world.w.access[&ada].locked(world.now).is_some());
    world.when(LEA, password(ada));
    assert_eq!(world.w.access[&ada].locked(world.now), None);
    world.when(
        ADA,
        Command::SetPassword {
            principal: ada,
            hash: None,
        },
    );
    assert_eq!(world.w.access[&ada].password_hash, None);
}

#[test]
fn only_the_program_says_who_came_in_and_what_a_stranger_said_is_kept_short() {
    let mut world = World::new();
    let ada = of(&world, ADA);
    for command in [failed(None, Means::Password), failed(Some(ada), Means::Key)] {
        assert!(matches!(
            world.refused(LEA, command),
            Any::Access(People::NotAllowed(_))
        ));
    }
    let long = Command::LogInFailed {
        principal: None,
        source: "x".repeat(10_000).as_str().into(),
        means: Means::Key,
    };
    let told = world.ask(Actor::System, long).unwrap();
    let [Event::LogInFailed(told)] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert_eq!(told.source.len(), 80);
}

#[test]
fn a_name_is_a_workers_number_or_badge_or_a_devices_code() {
    let mut world = World::new();
    let gun = gun(&mut world);
    let ada = of(&world, ADA);
    let cases = [
        (ADA, Some(ada)),
        ("W1", Some(ada)),
        ("gun-07", Some(gun)),
        ("root", None),
        ("", None),
    ];
    for (name, who) in cases {
        assert_eq!(world.w.principal_by_name(name), who, "{name:?}");
    }
    let Principal::Worker(worker) = ada else {
        unreachable!()
    };
    world.when(LEA, people::Command::Deactivate { worker });
    assert!(!world.w.may_come_in(ada));
    assert!(world.w.may_come_in(gun));
}

#[test]
fn a_lead_ends_a_session_and_with_the_last_one_its_worker_is_signed_out() {
    let mut world = World::new();
    let Principal::Device(device) = gun(&mut world) else {
        unreachable!()
    };
    let worker = world.w.worker_by_number(ADA).unwrap().id;
    let end = |last| Command::EndSession {
        session: 11,
        worker: Some(worker),
        device,
        last,
    };
    world.when_system(people::Command::SignedIn { worker });
    let ended = world.when(LEA, end(false));
    let [Event::SessionEnded(told)] = &*ended else {
        panic!()
    };
    let lea = world.w.worker_by_number(LEA).unwrap().id;
    assert_eq!(
        (told.session, told.worker, told.by),
        (11, Some(worker), Some(lea))
    );
    assert!(world.w.workers[&worker].signed_in.is_some(), "another is open");
    world.when(LEA, end(true));
    assert!(world.w.workers[&worker].signed_in.is_none());
    // One's own is everybody's; another's, and one where nobody is signed in, is for those who look after people.
    world.when(ADA, end(false));
    let told = world.refused(BEN, end(false));
    assert!(matches!(told, Any::Access(People::NotAllowed(_))), "{told:?}");
    let nobodys = Command::EndSession {
        session: 12,
        worker: None,
        device,
        last: true,
    };
    let told = world.refused(BEN, nobodys.clone());
    assert!(matches!(told, Any::Access(People::NotAllowed(_))), "{told:?}");
    world.when(LEA, nobodys);
}
