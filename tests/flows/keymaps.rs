use crate::world::*;
use pickface::domain::devices::{self, Device, DeviceKind};
use pickface::domain::ids::DeviceId;
use pickface::domain::keymaps::{Command, Refusal, Whose};
use pickface::domain::{Actor, Context, Event, Refusal as Any, Via, decide};

fn choose(whose: Whose, name: &str) -> Command {
    Command::Choose {
        whose,
        name: name.into(),
    }
}

/// A device of this kind, as the program makes it known.
fn device(world: &mut World, code: &str, kind: DeviceKind) -> DeviceId {
    let device = Device {
        code: code.into(),
        kind,
        ..Device::default()
    };
    world.ask(Actor::System, devices::Command::Save(device)).unwrap();
    world.w.device_by_code(code).unwrap().id
}

/// Somebody asks at a device.
fn at(world: &mut World, device: DeviceId, who: &str, command: Command) -> Result<Vec<Event>, Any> {
    let ctx = Context {
        now: world.now,
        actor: world.actor(who),
        device,
        via: Via::Typed,
        record: None,
    };
    let decision = decide(&world.w, &command.into(), &ctx)?;
    world.w = decision.after;
    Ok(decision.events)
}

fn holds(world: &World, who: &str, device: DeviceId) -> Option<String> {
    let name = world.w.keymap_for(Some(world.worker(who)), device);
    name.map(ToString::to_string)
}

#[test]
fn everybody_chooses_for_themselves_and_a_lead_for_others() {
    let mut world = World::new();
    let (ada, ben) = (world.worker(ADA), world.worker(BEN));
    assert_eq!(world.when(ADA, choose(Whose::Worker(ada), "vim")).len(), 1);
    assert_eq!(world.when(ADA, choose(Whose::Worker(ada), "vim")), [], "no news");
    assert_eq!(holds(&world, ADA, DeviceId(0)).as_deref(), Some("vim"));
    assert!(matches!(
        world.refused(ADA, choose(Whose::Worker(ben), "vim")),
        Any::Access(_)
    ));
    world.when(LEA, choose(Whose::Worker(ben), "as400"));
    assert_eq!(holds(&world, BEN, DeviceId(0)).as_deref(), Some("as400"));
    world.when(BEN, choose(Whose::Worker(ben), ""));
    assert_eq!(holds(&world, BEN, DeviceId(0)), None);
}

#[test]
fn the_device_decides_in_the_hand_and_the_worker_at_a_bench() {
    let mut world = World::new();
    let gun = device(&mut world, "gun-7", DeviceKind::Handheld);
    let bench = device(&mut world, "bench-3", DeviceKind::Bench);
    let ada = world.worker(ADA);
    world.when(ADA, choose(Whose::Worker(ada), "vim"));
    for there in [gun, bench] {
        assert_eq!(holds(&world, ADA, there).as_deref(), Some("vim"));
        at(&mut world, there, ADA, choose(Whose::Device(there), "handheld")).unwrap();
    }
    assert_eq!(holds(&world, ADA, gun).as_deref(), Some("handheld"));
    assert_eq!(holds(&world, ADA, bench).as_deref(), Some("vim"));
    assert_eq!(holds(&world, BEN, bench).as_deref(), Some("handheld"));
    assert_eq!(
        world.w.keymap_for(None, bench).map(AsRef::as_ref),
        Some("handheld"),
        "before anybody signs in"
    );
}

#[test]
fn who_stands_elsewhere_does_not_change_a_device() {
    let mut world = World::new();
    let gun = device(&mut world, "gun-7", DeviceKind::Handheld);
    let other = device(&mut world, "gun-8", DeviceKind::Handheld);
    assert!(matches!(
        at(&mut world, other, ADA, choose(Whose::Device(gun), "vim")),
        Err(Any::Access(_))
    ));
    at(&mut world, other, LEA, choose(Whose::Device(gun), "handheld")).unwrap();
    assert_eq!(holds(&world, ADA, gun).as_deref(), Some("handheld"));
}

#[test]
fn nobody_and_nonsense_are_refused() {
    let mut world = World::new();
    let told = |why: Any| match why {
        Any::Keymaps(why) => why,
        other => panic!("{other:?}"),
    };
    let nobody = Whose::Device(DeviceId(77_777));
    assert_eq!(told(world.refused(LEA, choose(nobody, "vim"))), Refusal::Unknown);
    let lea = Whose::Worker(world.worker(LEA));
    let long = "x".repeat(33);
    assert_eq!(
        told(world.refused(LEA, choose(lea, &long))),
        Refusal::TooLong(long.as_str().into())
    );
    let ada = Whose::Worker(world.worker(ADA));
    assert!(world.ask(Actor::Nobody, choose(ada, "vim")).is_err());
}

#[test]
fn choices_are_in_the_rows_that_snapshots_hold() {
    let mut world = World::new();
    let ada = world.worker(ADA);
    world.when(ADA, choose(Whose::Worker(ada), "vim"));
    let mut copy = pickface::domain::Warehouse::default();
    world.w.rows().for_each(|row| copy.put_row(row));
    assert_eq!(copy.keymaps, world.w.keymaps);
    assert_eq!(copy.keymaps.len(), 1);
}
