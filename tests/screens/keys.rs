use crate::desk::{Desk, SIZES, with_a_pick_list};
use crate::world::{ADA, LEA};
use pickface::domain::ids::DeviceId;
use pickface::domain::keymaps::Whose;
use pickface::keymap::Keymaps;
use pickface::ui::locale::Lang;
use std::sync::Arc;

/// The building's own keymaps: one that is right, one with a mistake.
fn own() -> Arc<Keymaps> {
    let mut keymaps = Keymaps::default();
    keymaps.add(
        "mei",
        "keymaps/mei.toml",
        "base = 'handheld'\n[picking]\nwork.skip = ['f1']\npick.short = ['f2']\n",
    );
    keymaps.add(
        "bad",
        "keymaps/bad.toml",
        "[picking]\npick.shrot = ['f1']\nwork.skip = ['f1']\n",
    );
    Arc::new(keymaps)
}

/// Everything up to this keymap's entry is pressed on the screen of keys; then "for me".
fn choose(desk: &mut Desk, entry: &str) {
    desk.scan("PFBUTTONS").press(entry).press("1");
}

#[test]
fn the_screen_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut desk = Desk::of(with_a_pick_list(), ADA, size, lang);
            desk.session.set_keymaps(own());
            let name = |what: &str| format!("keys-{}-{}x{}-{what}", lang.tag(), size.0, size.1);
            desk.scan("PFBUTTONS").press("down down");
            insta::assert_snapshot!(name("which"), desk.screen());
            desk.survives_every_size();
            desk.press("enter");
            insta::assert_snapshot!(name("whose"), desk.screen());
            desk.survives_every_size();
        }
    }
}

#[test]
fn a_chosen_keymap_holds_at_once_in_footer_help_and_fingers() {
    let mut desk = Desk::of(with_a_pick_list(), ADA, (80, 24), Lang::En);
    choose(&mut desk, "4");
    assert!(desk.screen().contains("OK"), "{}", desk.screen());
    let ada = desk.session.who().unwrap();
    assert_eq!(
        desk.w().keymaps.get(&Whose::Worker(ada)).map(AsRef::as_ref),
        Some("as400")
    );
    desk.press("1");
    let screen = desk.screen();
    assert!(
        screen.contains("F2 Short") && screen.contains("F6 Skip") && screen.contains("F1 Help"),
        "{screen}"
    );
    desk.press("f1");
    assert!(desk.screen().contains("Help"), "{}", desk.screen());
    desk.press("f12 f3");
    assert!(
        desk.screen().contains("Put away"),
        "home again\n{}",
        desk.screen()
    );
}

#[test]
fn everybody_has_their_own_and_the_next_one_at_the_device_has_not() {
    let mut desk = Desk::of(with_a_pick_list(), ADA, (80, 24), Lang::En);
    choose(&mut desk, "4");
    desk.scan("PFSIGNOFF").type_line(LEA);
    desk.scan("PFTOPICK");
    assert!(desk.screen().contains("F10 Help"), "{}", desk.screen());
    desk.scan("PFSIGNOFF").type_line(ADA);
    desk.scan("PFTOPICK");
    assert!(desk.screen().contains("F1 Help"), "{}", desk.screen());
}

#[test]
fn a_devices_keymap_holds_for_whoever_comes() {
    let mut world = with_a_pick_list();
    let gun = pickface::domain::devices::Device {
        code: "gun-7".into(),
        ..Default::default()
    };
    let saved = pickface::domain::devices::Command::Save(gun);
    world.ask(pickface::domain::Actor::System, saved).unwrap();
    let gun = world.w.device_by_code("gun-7").unwrap().id;
    let mut desk = Desk::at(world, gun, (20, 16), Lang::En);
    desk.type_line(ADA);
    // Keymap handheld, for this device.
    desk.scan("PFBUTTONS").press("2 2");
    assert_eq!(desk.w().keymaps.len(), 1, "{}", desk.screen());
    desk.scan("PFSIGNOFF").type_line(LEA).scan("PFTOPICK");
    // F9 twice goes back, as only the handheld keymap has it.
    desk.press("f9 f9");
    assert!(desk.screen().contains("Orders"), "{}", desk.screen());
    assert_ne!(gun, DeviceId(0));
}

#[test]
fn a_file_with_mistakes_is_told_and_the_shipped_keys_run() {
    let mut desk = Desk::of(with_a_pick_list(), ADA, (80, 24), Lang::En);
    desk.session.set_keymaps(own());
    choose(&mut desk, "5");
    let screen = desk.screen();
    assert!(screen.contains("2 mistakes"), "{screen}");
    for told in ["bad.toml, line 2", "no action pick.shrot", "bad.toml, line 3"] {
        assert!(screen.contains(told), "{told} in\n{screen}");
    }
    desk.survives_every_size();
    // A scan goes on with the work, and F1 means what it means in the shipped keymap.
    desk.scan("PFTOPICK").scan("A-01").press("f1");
    assert!(desk.screen().contains("How many are there"), "{}", desk.screen());
    // At the next sign-in it is told again.
    desk.scan("PFSIGNOFF").type_line(ADA);
    assert!(desk.screen().contains("bad.toml, line 2"), "{}", desk.screen());
    desk.press("esc");
    assert!(!desk.screen().contains("bad.toml, line 3"), "{}", desk.screen());
}

#[test]
fn a_file_that_is_gone_is_told() {
    let mut desk = Desk::of(with_a_pick_list(), ADA, (80, 24), Lang::En);
    desk.session.set_keymaps(own());
    choose(&mut desk, "6");
    desk.scan("PFTOPICK").scan("A-01").press("f2");
    assert!(desk.screen().contains("How many are there"), "{}", desk.screen());
    desk.session.set_keymaps(Arc::default());
    assert!(desk.screen().contains("no keymap \"mei\""), "{}", desk.screen());
    desk.press("esc").press("f1");
    assert!(desk.screen().contains("How many are there"), "{}", desk.screen());
}

#[test]
fn the_keys_that_may_follow_are_shown_at_every_size() {
    for lang in Lang::ALL {
        for size in SIZES {
            for (entry, keys) in [("1", "f9"), ("2", "f9"), ("2", "f9 f6")] {
                let mut desk = Desk::of(with_a_pick_list(), ADA, size, lang);
                choose(&mut desk, entry);
                desk.press("1").press(keys);
                let keys = keys.replace(' ', "-");
                let name = format!("which-key-{}-{}x{}-{entry}-{keys}", lang.tag(), size.0, size.1);
                insta::assert_snapshot!(name, desk.screen());
                desk.survives_every_size();
            }
        }
    }
}

#[test]
fn back_and_a_letter_that_come_as_one_are_two_keys_unless_something_lies_on_alt() {
    let mut desk = Desk::of(with_a_pick_list(), LEA, (80, 24), Lang::En);
    desk.press("3");
    let load = desk.screen();
    desk.press("alt-8");
    let orders = desk.screen();
    assert!(load.contains("Load") && orders.starts_with("Orders"), "{orders}");
    desk.press("alt-l");
    assert!(desk.screen().starts_with("订单"), "{}", desk.screen());
}
