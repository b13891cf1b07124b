use crate::desk::{Desk, SIZES};
use crate::world::{ADA, BEN, LEA, World};
use pickface::domain::devices::{self, Device};
use pickface::domain::{Class, Timestamp};
use pickface::hub::meter::{Figures, Outcome, Times, Took};
use pickface::hub::presence::{Arrival, Ending, Line, Present};
use pickface::hub::pulse::Pulse;
use pickface::ui::locale::Lang;

const MINUTE: i64 = 60_000;

fn device(world: &mut World, code: &str, name: &str) -> pickface::domain::ids::DeviceId {
    world.when_system(devices::Command::Save(Device {
        code: code.into(),
        name: name.into(),
        ..Device::default()
    }));
    world.w.device_by_code(code).unwrap().id
}

/// 99 of 100 within this bucket of [`pickface::hub::meter::BOUNDS_US`].
fn took(bucket: usize) -> Took {
    let mut recent = Times::default();
    recent.buckets[2] = 500;
    recent.buckets[bucket] = 500;
    Took { all: recent, recent }
}

/// Ada at a gun over SSH, Ben at a bench for hours, nobody at a second gun; answers within 10 ms.
fn given() -> (World, Pulse) {
    let mut world = World::new();
    let (gun, bench, other) = (
        device(&mut world, "gun-07", "Gun 7"),
        device(&mut world, "bench-3", "Bench 3"),
        device(&mut world, "gun-08", ""),
    );
    let now = world.now.0;
    let who = |number: &str| Some(world.w.worker_by_number(number).unwrap().id);
    let there = |session, device, line, source: &str, who, idle: i64| Present {
        arrival: Arrival {
            session,
            device,
            line,
            source: source.into(),
            began: Timestamp(now - 90 * MINUTE),
        },
        who,
        touched: Timestamp(now - idle * MINUTE),
    };
    let present = vec![
        there(11, gun, Line::Ssh, "10.1.0.57", who(ADA), 0),
        there(12, bench, Line::Local, "", who(BEN), 47),
        there(13, other, Line::Ssh, "10.1.0.58", None, 3),
    ];
    let figures = Figures {
        commands: [
            (("picking", Outcome::Accepted), 18_204),
            (("picking", Outcome::Refused), 311),
        ]
        .into(),
        refusals: [("no-pick-other-item", 300), ("no-not-allowed", 11)].into(),
        log_ins: [(("key", "came"), 52), (("password", "wrong"), 3)].into(),
        answers: took(6),
        syncs: took(7),
        frames: took(3),
        ..Figures::default()
    };
    let pulse = Pulse {
        figures,
        present,
        waiting: 2,
        lag: 40,
        ..Pulse::default()
    };
    (world, pulse)
}

fn lead(size: (u16, u16), lang: Lang) -> Desk {
    let (world, pulse) = given();
    let mut desk = Desk::of(world, LEA, size, lang);
    desk.pulse = Some(pulse);
    desk.scan("PFTOLOGINS");
    desk
}

#[test]
fn the_sessions_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let name = format!("sessions-{}-{}x{}", lang.tag(), size.0, size.1);
            let mut desk = lead(size, lang);
            insta::assert_snapshot!(name.clone(), desk.screen());
            if size == SIZES[2] {
                desk.survives_every_size();
            }
            desk.scan("PFTELL");
            insta::assert_snapshot!(format!("{name}-why"), desk.screen());
            desk.press("esc f1");
            insta::assert_snapshot!(format!("{name}-end"), desk.screen());
        }
    }
}

#[test]
fn trouble_comes_first() {
    let (world, mut pulse) = given();
    pulse.trouble = Some("no snapshot could be taken".to_owned());
    let mut desk = Desk::of(world, LEA, (40, 8), Lang::En);
    desk.pulse = Some(pulse);
    desk.scan("PFTOLOGINS");
    assert!(desk.screen().contains("no snapshot"), "{}", desk.screen());
}

#[test]
fn a_lead_ends_one_session_by_scans_alone_and_it_is_told() {
    let (world, pulse) = given();
    let ada = world.w.worker_by_number(ADA).unwrap().id;
    let mut desk = Desk::of(world, LEA, (20, 16), Lang::En);
    desk.pulse = Some(pulse.clone());
    let mut seat = desk.hub.presence().enter(pulse.present[0].arrival.clone());
    seat.note(Some(ada), Timestamp(0));
    desk.scans(&["PFTOLOGINS", "W1", "PFCUTOFF", "PFDUO"]);
    let lea = desk.w().worker_by_number(LEA).unwrap().id;
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(runtime.block_on(seat.ending()), Ending::Ended(Some(lea)));
    assert!(desk.screen().contains("ended"), "{}", desk.screen());
    assert!(
        desk.hub.presence().others_of(ada, 0).is_empty(),
        "it is on its way out"
    );
}

#[test]
fn who_may_not_manage_people_does_not_come_in_here() {
    let mut desk = Desk::of(World::new(), ADA, (80, 24), Lang::En);
    desk.scan("PFTOLOGINS");
    assert_eq!(desk.bells.last(), Some(&Class::No), "{}", desk.screen());
    assert!(!desk.screen().contains("Sessions"), "{}", desk.screen());
}
