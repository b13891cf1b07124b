//! What the scanner sends, looked at; and its setting up, through the bytes that a terminal gives.

use crate::desk::{Desk, SIZES};
use crate::world::{ADA, World};
use pickface::codes::carriers::Carriers;
use pickface::domain::devices::{self, Device};
use pickface::domain::outbox;
use pickface::scan::calibration::{ELEMENTS, PLAIN};
use pickface::scan::layout::{Layout, fold_full_width, swap_case};
use pickface::ui::input::Listen;
use pickface::ui::locale::Lang;

fn floor() -> World {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    world
}

/// What a host with this layout delivers for what a scanner types on a US keyboard.
fn typed(layout: &str, caps_lock: bool, meant: &str) -> Vec<u8> {
    let layout = Layout::named(layout).unwrap();
    let mut host = String::new();
    for letter in meant.chars() {
        match letter {
            '\u{1d}' => host.push_str(layout.gs()),
            other => host.extend(
                layout
                    .delivers(other)
                    .map(|c| if caps_lock { swap_case(c) } else { c }),
            ),
        }
    }
    host.push('\r');
    host.into_bytes()
}

/// The second label's data.
fn elements() -> String {
    let [(a, gtin), (b, lot), (c, serial)] = ELEMENTS;
    format!("{a}{gtin}{b}{lot}\u{1d}{c}{serial}")
}

fn at_the_scanner(size: (u16, u16), lang: Lang) -> Desk {
    let mut desk = Desk::of(floor(), ADA, size, lang);
    desk.scan("PFGUN");
    desk
}

#[test]
fn the_screen_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut desk = at_the_scanner(size, lang);
            let name = |what: &str| format!("scanner-{}-{}x{}-{what}", lang.tag(), size.0, size.1);
            desk.bytes(b"]C1010400638133393110LOT\x1d21A\r").bytes(b"2");
            insta::assert_snapshot!(name("watch"), desk.screen());
            desk.survives_every_size();
            desk.scan("PFTUNE");
            insta::assert_snapshot!(name("first"), desk.screen());
            desk.survives_every_size();
            desk.bytes(&typed("de", true, PLAIN));
            insta::assert_snapshot!(name("second"), desk.screen());
            desk.bytes(&typed("de", true, &elements()));
            insta::assert_snapshot!(name("found"), desk.screen());
            desk.survives_every_size();
            desk.press("1");
            insta::assert_snapshot!(name("written"), desk.screen());
        }
    }
}

#[test]
fn what_comes_is_shown_and_books_nothing() {
    let mut desk = at_the_scanner((80, 24), Lang::En);
    desk.bytes(b"LAMP\r");
    let screen = desk.screen();
    for told in ["LAMP<CR>", "scan \"LAMP\"", "because: ", "here: LAMP"] {
        assert!(screen.contains(told), "{told} in\n{screen}");
    }
    // The same code twice is shown twice: here nothing is a mistake.
    desk.bytes(b"no-such-thing\r");
    assert!(
        desk.screen().contains("nothing here is called so"),
        "{}",
        desk.screen()
    );
    // Keys act, and are shown; the page turns back to what has gone by.
    for _ in 0..30 {
        desk.bytes(b"A-01\r");
    }
    assert!(!desk.screen().contains("LAMP<CR>"), "{}", desk.screen());
    desk.press("home");
    assert!(desk.screen().contains("LAMP<CR>"), "{}", desk.screen());
    desk.press("esc");
    assert!(!desk.screen().contains("because: "), "{}", desk.screen());
}

#[test]
fn full_width_digits_of_an_input_method_are_put_right_and_told() {
    let wide: String = "4006381333931"
        .chars()
        .map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap())
        .collect();
    assert!(wide.chars().all(|c| fold_full_width(c).is_ascii_digit()));
    let mut desk = at_the_scanner((80, 24), Lang::En);
    desk.bytes(format!("{wide}\r").as_bytes());
    let screen = desk.screen();
    assert!(screen.contains(&format!("{wide}<CR>")), "as it came\n{screen}");
    for told in ["scan \"4006381333931\"", "switch the input method off"] {
        assert!(screen.contains(told), "{told} in\n{screen}");
    }
    // And where work is done.
    let wide = "\u{ff2c}\u{ff21}\u{ff2d}\u{ff30}\r";
    desk.press("esc").scan("PFFIND").bytes(wide.as_bytes());
    assert!(desk.screen().contains("LAMP"), "{}", desk.screen());
}

#[test]
fn two_scans_set_up_a_gun_on_a_foreign_keyboard() {
    for (layout, title) in [
        ("fr", "French"),
        ("de", "German"),
        ("es", "Spanish"),
        ("it", "Italian"),
    ] {
        for caps_lock in [false, true] {
            let mut desk = at_the_scanner((80, 24), Lang::En);
            desk.press("f1");
            assert_eq!(desk.session.listens(), Listen::Whole);
            desk.bytes(&typed(layout, caps_lock, PLAIN));
            let screen = desk.screen();
            assert!(
                screen.contains(title) && screen.contains("2/2"),
                "{layout}\n{screen}"
            );
            desk.bytes(&typed(layout, caps_lock, &elements()));
            let screen = desk.screen();
            assert!(screen.contains(&format!("Use it: {title}")), "{layout}\n{screen}");
            assert_eq!(
                screen.contains("Caps Lock is on"),
                caps_lock,
                "{layout}\n{screen}"
            );
            assert!(
                screen.contains("After each code comes Enter"),
                "{layout}\n{screen}"
            );
            desk.scan("PFOK");
            assert!(desk.screen().contains("is set up"), "{layout}\n{}", desk.screen());
            // From now on the gun says what is printed.
            desk.bytes(&typed(layout, caps_lock, "A-01"));
            assert!(
                desk.screen().contains("here: Place A-01"),
                "{layout} {caps_lock}\n{}",
                desk.screen()
            );
            desk.press("esc")
                .scan("PFFIND")
                .bytes(&typed(layout, caps_lock, "A-01"));
            assert!(
                desk.screen().contains("A-01"),
                "{layout} {caps_lock}\n{}",
                desk.screen()
            );
        }
    }
}

#[test]
fn the_wrong_label_is_refused_and_every_way_out_is_open() {
    let mut desk = at_the_scanner((20, 16), Lang::En);
    desk.scan("PFTUNE").bytes(b"4006381333931\r");
    let screen = desk.screen();
    assert!(screen.contains("1/2") && screen.contains("NO"), "{screen}");
    // By a command barcode among the bytes, by a key, and by a word.
    desk.bytes(b"PFBCK\r");
    assert_eq!(desk.session.listens(), Listen::Beside, "{}", desk.screen());
    desk.press("f1").bytes(b"\x1b");
    assert_eq!(desk.session.listens(), Listen::Beside, "{}", desk.screen());
    desk.press("f1").bytes(b"/back\r");
    assert_eq!(desk.session.listens(), Listen::Beside, "{}", desk.screen());
    // Both read, and left as it was.
    desk.press("f1")
        .bytes(&typed("us", false, PLAIN))
        .bytes(&typed("us", false, &elements()));
    desk.press("end enter");
    assert!(!desk.screen().contains("is set up"), "{}", desk.screen());
    assert_eq!(desk.session.listens(), Listen::Beside);
    desk.bytes(b"\x1b");
    assert_eq!(desk.session.listens(), Listen::Decided);
}

#[test]
fn before_anybody_signs_in_it_is_looked_at_and_not_set_up() {
    let mut desk = Desk::new(floor(), (80, 24), Lang::En);
    desk.scan("PFGUN").bytes(b"W1\r");
    assert!(desk.screen().contains("W1<CR>"), "{}", desk.screen());
    assert!(desk.session.who().is_none());
    desk.scan("PFTUNE");
    assert!(desk.screen().contains("Nobody is signed in"), "{}", desk.screen());
    desk.press("esc").scan("W1");
    assert!(desk.session.who().is_some(), "{}", desk.screen());
}

#[test]
fn parcel_numbers_are_guessed_at_by_the_buildings_own_rules() {
    let mut desk = Desk::of(floor(), ADA, (80, 24), Lang::En);
    let own = "[[rule]]\ncarrier = \"Our van\"\npattern = \"VAN-[0-9]{4}\"\n";
    desk.rules = Carriers::read("carriers.toml", own).unwrap();
    desk.scan("PFGUN").bytes(b"VAN-0042\r");
    assert!(
        desk.screen().contains("perhaps a parcel number of Our van"),
        "{}",
        desk.screen()
    );
}

#[test]
fn what_is_wrong_with_a_label_is_told_in_the_readers_language() {
    for (lang, told) in [
        (Lang::En, "(01) has a wrong check digit"),
        (Lang::ZhHans, "(01) 校验位错误"),
    ] {
        let mut desk = at_the_scanner((80, 24), lang);
        desk.bytes(b"]C10109506000134353\r");
        assert!(desk.screen().contains(told), "{}", desk.screen());
    }
}

#[test]
fn the_sheet_is_printed_from_here_by_whoever_is_here() {
    let world = floor();
    let place = world.place("B1");
    let mut desk = Desk::of(world, ADA, (80, 24), Lang::En);
    desk.scan("PFGUN").scan("PFGUNSHEET");
    assert!(desk.screen().contains("no printer"), "{}", desk.screen());
    assert_eq!(desk.w().outbox.len(), 1);
    // The device stands at a bench with a printer; by a key, while the first label is waited for.
    let mut world = floor();
    let printer = "labels".into();
    world.when_system(outbox::Command::SetPrinter { place, printer });
    world.when_system(devices::Command::Save(Device {
        code: "bench-1".into(),
        place: Some(place),
        ..Device::default()
    }));
    let device = *world.w.devices.keys().next_back().unwrap();
    let mut desk = Desk::at(world, device, (80, 24), Lang::ZhHans);
    desk.type_line(ADA).scan("PFGUN").press("f1 f6");
    let shown = desk.screen();
    assert!(
        shown.contains("校准页在等 B1 的打印机") && shown.contains("1/2"),
        "{shown}"
    );
    let entry = desk.w().outbox.values().next().unwrap().clone();
    assert_eq!(
        (&entry.kind, entry.place),
        (&outbox::Kind::CalibrationSheet, Some(place))
    );
    // Before anybody signs in nothing is printed.
    let mut desk = Desk::new(floor(), (80, 24), Lang::En);
    desk.scans(&["PFGUN", "PFGUNSHEET"]);
    assert!(desk.w().outbox.is_empty(), "{}", desk.screen());
}
