use crate::desk::{Desk, SIZES};
use crate::world::{ADA, LEA, World};
use pickface::domain::people::Role;
use pickface::domain::{Class, Warehouse};
use pickface::hub::sign_in::verify_secret;
use pickface::ui::locale::Lang;

fn lead(size: (u16, u16), lang: Lang) -> Desk {
    let mut desk = Desk::of(World::new(), LEA, size, lang);
    desk.scan("PFTOPEOPLE");
    desk
}

/// A terminal in a building that nobody has told anything yet.
fn fresh(size: (u16, u16), lang: Lang) -> Desk {
    let mut world = World::new();
    world.w = Warehouse::default();
    Desk::new(world, size, lang)
}

/// The screen without the moment of the sign-in, which the hub's own clock tells.
fn timeless(desk: &Desk) -> String {
    let w = desk.w();
    let (_, since) = w.worker_by_number(LEA).unwrap().signed_in.unwrap();
    let since = chrono::DateTime::from_timestamp_millis(since.0).unwrap();
    desk.screen().replace(&since.format("%H:%M").to_string(), "HH:MM")
}

#[test]
fn list_form_and_pin_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let name = format!("workers-{}-{}x{}", lang.tag(), size.0, size.1);
            let mut desk = Desk::of(World::new(), LEA, size, lang);
            desk.scan("PFTOPEOPLE");
            insta::assert_snapshot!(name.clone(), timeless(&desk));
            if size == SIZES[2] {
                desk.survives_every_size();
            }
            desk.press("f3");
            insta::assert_snapshot!(format!("{name}-roles"), desk.screen());
            desk.press("esc f2").type_text("1234");
            insta::assert_snapshot!(format!("{name}-pin"), desk.screen());
        }
    }
}

#[test]
fn the_list_says_who_is_here_and_what_they_may() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 9);
    let order = world.order("1", &[("LAMP", 1)]);
    world.picking(ADA, &[order]);
    let mut desk = Desk::of(world, LEA, (120, 40), Lang::En);
    desk.scan("PFTOPEOPLE");
    let screen = desk.screen();
    let line = |name: &str| screen.lines().find(|line| line.contains(name)).unwrap();
    assert!(
        line("Ada").contains("picker") && line("Ada").contains("Pick 1"),
        "{screen}"
    );
    assert!(line("Mei").contains("packer, counter"), "{screen}");
    assert!(screen.contains("1 signed in"), "{screen}");
}

#[test]
fn a_worker_is_added_with_a_pin_by_keys_alone() {
    let mut desk = lead((80, 24), Lang::En);
    desk.press("f1");
    for line in ["12", "Zoe", "W12", "13", "2", "4711", "4711"] {
        desk.type_line(line);
    }
    let w = desk.w();
    let zoe = w.worker_by_number("12").unwrap();
    assert_eq!(zoe.name.as_ref(), "Zoe");
    assert_eq!(zoe.roles, [Role::Picker, Role::Receiver]);
    assert_eq!(zoe.language.as_ref(), "zh-Hans");
    assert!(verify_secret(zoe.pin_hash.as_ref().unwrap(), "4711"));
    assert!(desk.screen().contains("New PIN for Zoe"), "{}", desk.screen());
}

#[test]
fn a_number_in_use_is_refused_at_once() {
    let mut desk = lead((40, 8), Lang::En);
    desk.press("f1").type_line("1");
    assert!(desk.screen().contains("in use"), "{}", desk.screen());
}

#[test]
fn a_lead_cannot_make_an_admin_and_the_form_stays() {
    let mut desk = lead((80, 24), Lang::En);
    desk.scan("W1").press("f3").type_line("6");
    assert!(desk.screen().contains("role admin"), "{}", desk.screen());
    desk.type_line("12");
    let w = desk.w();
    assert_eq!(
        w.worker_by_number(ADA).unwrap().roles,
        [Role::Picker, Role::Packer]
    );
}

#[test]
fn a_record_is_changed_with_what_is_known_in_the_line() {
    let mut desk = lead((80, 24), Lang::En);
    desk.scan("W1").press("enter").type_line(" Smith");
    desk.press("enter enter enter");
    let w = desk.w();
    let ada = w.worker_by_number(ADA).unwrap();
    assert_eq!(ada.name.as_ref(), "Ada Smith", "{}", desk.screen());
    assert_eq!(ada.badge.as_ref(), "W1");
}

#[test]
fn two_different_pins_set_none_and_too_short_a_one_is_told() {
    let mut desk = lead((80, 24), Lang::En);
    desk.scan("W1").press("f2").type_line("12");
    assert!(desk.screen().contains("4 to 12 digits"), "{}", desk.screen());
    desk.type_line("1234").type_line("1235");
    assert!(desk.screen().contains("differ"), "{}", desk.screen());
    assert!(desk.w().worker_by_number(ADA).unwrap().pin_hash.is_none());
    assert!(!desk.screen().contains("1235"), "{}", desk.screen());
}

#[test]
fn who_is_deactivated_is_asked_about_first_and_can_come_back() {
    let mut desk = lead((80, 24), Lang::En);
    desk.scan("W1").press("f9 1 enter");
    assert!(!desk.w().worker_by_number(ADA).unwrap().inactive);
    desk.scans(&["W1", "PFOUT"]).press("2");
    assert!(desk.w().worker_by_number(ADA).unwrap().inactive);
    desk.scans(&["W1", "PFOUT"]).press("2");
    assert!(!desk.w().worker_by_number(ADA).unwrap().inactive);
}

#[test]
fn a_worker_is_signed_off_from_afar() {
    let mut desk = lead((80, 24), Lang::En);
    desk.beside(ADA);
    desk.look_up().scans(&["W1", "PFUSEROUT"]);
    assert_eq!(
        desk.w().worker_by_number(ADA).unwrap().signed_in,
        None,
        "{}",
        desk.screen()
    );
}

#[test]
fn an_unknown_badge_is_refused() {
    let mut desk = lead((80, 24), Lang::En);
    desk.scan("NO-SUCH");
    assert_eq!(desk.bells.last(), Some(&Class::No));
}

#[test]
fn a_new_building_asks_who_is_there_and_ends_at_the_home_menu() {
    let mut desk = fresh((80, 24), Lang::En);
    desk.type_line("1");
    assert!(desk.screen().contains("2 The demo"), "{}", desk.screen());
    desk.survives_every_size();
    desk.type_line("1");
    desk.press("ctrl-u").type_line("North");
    desk.press("ctrl-u").type_line("Nowhere/Land");
    assert!(desk.screen().contains("No such time zone"), "{}", desk.screen());
    desk.press("ctrl-u").type_line("Asia/Shanghai");
    for line in ["Wu", "100", "W100", "2468", "2468"] {
        desk.type_line(line);
    }
    let w = desk.w();
    let wu = w.worker_by_number("100").unwrap();
    assert_eq!(desk.session.who(), Some(wu.id), "{}", desk.screen());
    assert_eq!(
        (wu.roles.as_slice(), wu.name.as_ref()),
        (&[Role::Admin][..], "Wu")
    );
    assert!(verify_secret(wu.pin_hash.as_ref().unwrap(), "2468"));
    assert_eq!(w.settings.name.as_ref(), "North");
    assert_eq!(w.settings.time_zone.as_ref(), "Asia/Shanghai");
    assert!(desk.screen().starts_with("North"), "{}", desk.screen());
}

#[test]
fn whoever_would_rather_try_the_demo_leaves_nothing_behind() {
    let mut desk = fresh((20, 16), Lang::ZhHans);
    let before = desk.w().seq;
    desk.press("enter").type_line("2");
    assert_eq!(desk.bye.as_deref(), Some("demo"), "{}", desk.screen());
    assert_eq!(desk.w().seq, before);
}

#[test]
fn the_first_start_speaks_the_chosen_language_at_every_size() {
    for size in SIZES {
        let mut desk = fresh(size, Lang::En);
        let name = format!("first-start-{}x{}", size.0, size.1);
        insta::assert_snapshot!(name.clone(), desk.screen());
        desk.survives_every_size();
        desk.type_line("2");
        insta::assert_snapshot!(format!("{name}-zh-Hans"), desk.screen());
    }
}

#[test]
fn another_terminal_that_was_slower_comes_to_the_sign_in() {
    let mut desk = fresh((80, 24), Lang::En);
    let mut other = fresh_beside(&desk);
    desk.press("enter enter enter enter");
    for line in ["Wu", "100", "W100", "2468", "2468"] {
        desk.type_line(line);
    }
    other.look_up();
    assert!(other.screen().contains("Scan your badge"), "{}", other.screen());
}

/// Another terminal in the same building, where nobody can sign in yet.
fn fresh_beside(desk: &Desk) -> Desk {
    desk.beside("")
}
