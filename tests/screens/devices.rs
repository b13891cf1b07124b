use crate::access::{KEY, OTHER};
use crate::desk::{Desk, SIZES};
use crate::world::{LEA, World};
use pickface::domain::access::{self, Principal};
use pickface::domain::devices::{self, Device};
use pickface::domain::{Timestamp, Warehouse};
use pickface::ui::input::Input;
use pickface::ui::locale::Lang;

fn of(w: &Warehouse, code: &str) -> Principal {
    Principal::Device(w.device_by_code(code).unwrap().id)
}

/// A gun with a key, and a bench that is used on the host alone.
fn given() -> World {
    let mut world = World::new();
    for (code, name) in [("gun-07", "Gun 7"), ("bench-3", "Bench 3")] {
        world.when_system(devices::Command::Save(Device {
            code: code.into(),
            name: name.into(),
            last_seen: Timestamp(world.now.0),
            ..Device::default()
        }));
    }
    let principal = of(&world.w, "gun-07");
    world.when(
        LEA,
        access::Command::AddKey {
            principal,
            key: OTHER.into(),
            comment: "gun 7".into(),
        },
    );
    world
}

fn lead(size: (u16, u16), lang: Lang) -> Desk {
    let mut desk = Desk::of(given(), LEA, size, lang);
    desk.scans(&["PFTOPEOPLE", "PFDEVICES"]);
    desk
}

fn knows(desk: &Desk, code: &str, key: &str) -> bool {
    let w = desk.w();
    w.access
        .get(&of(&w, code))
        .is_some_and(|access| access.knows(key))
}

#[test]
fn devices_and_their_keys_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let name = format!("devices-{}-{}x{}", lang.tag(), size.0, size.1);
            let mut desk = lead(size, lang);
            insta::assert_snapshot!(name.clone(), desk.screen());
            if size == SIZES[2] {
                desk.survives_every_size();
            }
            desk.press("f1");
            insta::assert_snapshot!(format!("{name}-add"), desk.screen());
            desk.press("esc").scans(&["gun-07", "PFDOOR"]);
            insta::assert_snapshot!(format!("{name}-keys"), desk.screen());
        }
    }
}

#[test]
fn a_new_gun_is_made_known_and_let_in_by_scans_alone() {
    let mut desk = lead((20, 16), Lang::En);
    desk.scans(&["PFJOIN", "gun-08"]);
    // Its keys are next. The line of its .pub file may be printed as a code, too.
    desk.scans(&[KEY]);
    assert!(knows(&desk, "gun-08", KEY), "{}", desk.screen());
    // A lost gun: its key opens no more.
    desk.scans(&["PFBCK", "gun-07", "PFDOOR", "PFLOCKOUT", "PFDUO"]);
    assert!(!knows(&desk, "gun-07", OTHER), "{}", desk.screen());
}

#[test]
fn a_new_gun_is_made_known_and_let_in_by_keys_alone() {
    let mut desk = Desk::of(given(), LEA, (80, 24), Lang::En);
    desk.scans(&["PFTOPEOPLE"]);
    desk.press("f9 5 f1").type_line("gun-08");
    desk.press("f1");
    desk.input(Input::Paste(format!("{KEY} gun 8")));
    desk.press("enter");
    assert!(knows(&desk, "gun-08", KEY), "{}", desk.screen());
    desk.press("esc");
    let shown = desk.screen();
    let line = shown.lines().find(|line| line.starts_with("gun-08"));
    assert!(line.is_some_and(|line| line.contains(" 1 ")), "{shown}");
    // The bench is the first of the list; the gun that was lost is below it.
    desk.press("home down enter f2 2");
    assert!(!knows(&desk, "gun-07", OTHER), "{}", desk.screen());
    assert!(desk.screen().contains("No key yet"), "{}", desk.screen());
}

#[test]
fn a_code_that_is_taken_or_unknown_is_said_so() {
    let mut desk = lead((80, 24), Lang::En);
    desk.scans(&["gun-99"]);
    assert!(
        desk.screen().contains("No device has this code"),
        "{}",
        desk.screen()
    );
    desk.press("f1").type_line("bench-3");
    assert!(desk.screen().contains("taken"), "{}", desk.screen());
    desk.type_line("W1");
    assert!(desk.screen().contains("taken"), "{}", desk.screen());
    assert_eq!(
        desk.w()
            .devices
            .values()
            .filter(|d| d.code.starts_with("gun"))
            .count(),
        1
    );
}
