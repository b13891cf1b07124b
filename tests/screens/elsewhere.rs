use crate::desk::{Desk, SIZES};
use crate::world::{ADA, LEA, World};
use pickface::domain::devices::{self, Device};
use pickface::domain::ids::DeviceId;
use pickface::domain::people;
use pickface::hub::Request;
use pickface::hub::presence::{Arrival, Ending, Line, Present};
use pickface::ui::locale::Lang;

/// Ada has a pick list at gun 7, and has just shown her badge and PIN at another terminal.
fn asked(worker: &str, size: (u16, u16), lang: Lang) -> Desk {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 9);
    let order = world.order("1", &[("LAMP", 1)]);
    world.picking(worker, &[order]);
    // The other terminal is the second device that is known.
    for code in ["bench-1", "gun-07"] {
        world.when_system(devices::Command::Save(Device {
            code: code.into(),
            ..Device::default()
        }));
    }
    let gun = world.w.device_by_code("gun-07").unwrap().id;
    let known = world.w.worker_by_number(worker).unwrap().clone();
    let changed = people::Worker {
        language: lang.tag().into(),
        ..known.clone()
    };
    world.when_system(people::Command::Save(changed));
    let there = Present {
        arrival: Arrival {
            session: 11,
            device: gun,
            line: Line::Ssh,
            source: "10.1.0.57".into(),
            began: world.now,
        },
        who: Some(known.id),
        touched: world.now,
    };
    let mut desk = Desk::new(world, size, lang);
    desk.elsewhere = Some((known.id, None));
    desk.session.elsewhere(known.id, there);
    desk
}

#[test]
fn the_question_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let name = format!("elsewhere-{}-{}x{}", lang.tag(), size.0, size.1);
            let desk = asked(ADA, size, lang);
            insta::assert_snapshot!(name.clone(), desk.screen());
            if size == SIZES[2] {
                desk.survives_every_size();
            }
            insta::assert_snapshot!(format!("{name}-lead"), asked(LEA, size, lang).screen());
        }
    }
}

#[test]
fn who_goes_on_here_is_signed_in_and_finds_their_work() {
    let mut desk = asked(ADA, (20, 16), Lang::En);
    assert!(
        desk.session.who().is_none(),
        "nobody is signed in before they say so"
    );
    desk.scan("PFOK");
    assert_eq!(desk.elsewhere.unwrap().1, Some(false));
    assert!(desk.session.who().is_some());
    desk.scan("PFTOPICK");
    assert!(desk.screen().contains("A-01"), "{}", desk.screen());
}

#[test]
fn who_leaves_it_there_is_at_the_sign_in_screen_and_nothing_was_asked() {
    for leave in ["PFDUO", "PFBCK"] {
        let mut desk = asked(ADA, (40, 8), Lang::En);
        let before = desk.w().seq;
        desk.scan(leave);
        assert_eq!(desk.elsewhere.unwrap().1, None);
        assert!(
            desk.session.who().is_none() && desk.screen().contains("badge"),
            "{}",
            desk.screen()
        );
        assert_eq!(desk.w().seq, before);
    }
}

#[test]
fn a_lead_may_stay_at_both_and_a_picker_may_not() {
    let mut desk = asked(LEA, (80, 24), Lang::En);
    desk.press("3");
    assert_eq!(desk.elsewhere.unwrap().1, Some(true));
    let mut desk = asked(ADA, (80, 24), Lang::En);
    desk.press("3");
    assert_eq!(desk.elsewhere.unwrap().1, None, "{}", desk.screen());
}

#[test]
fn the_session_that_was_left_says_where_the_work_goes_on() {
    let mut world = World::new();
    world.when_system(devices::Command::Save(Device {
        code: "bench-1".into(),
        ..Device::default()
    }));
    let bench = world.w.device_by_code("bench-1").unwrap().id;
    let mut desk = Desk::of(world, ADA, (20, 16), Lang::En);
    let said = desk.session.ended(Ending::TakenOver(bench));
    assert!(said.contains("bench-1"), "{said}");
    assert!(desk.session.who().is_none());
    let screen = desk.screen();
    assert!(screen.contains("on at bench-1"), "{screen}");
    // The gun is free for the next one.
    desk.scan("W2");
    assert!(desk.session.who().is_some(), "{}", desk.screen());
}

#[test]
fn a_wish_that_comes_too_late_begins_again() {
    let mut desk = asked(ADA, (40, 8), Lang::En);
    desk.session
        .signed_in(Err(pickface::hub::sign_in::SignInError::TooLate));
    assert!(desk.screen().contains("badge again"), "{}", desk.screen());
    assert!(desk.session.who().is_none());
    let request = Request::by_system(
        people::Command::SignInFailed { worker: None },
        pickface::domain::Via::Scanned,
    );
    assert!(
        desk.hub
            .ask_blocking(Request {
                device: DeviceId(1),
                ..request
            })
            .is_ok()
    );
}
