use crate::desk::{Desk, SIZES};
use crate::world::{ADA, BEN, LEA, World};
use pickface::domain::Class;
use pickface::domain::time::HOUR_MS;
use pickface::ui::locale::Lang;

/// Ada picks one list, another waits, one order is not released; a second cut-off later in the day.
fn floor() -> World {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 50);
    let now = world.now;
    let mut order = |number, lines: &[(&str, i64)], later: i64| {
        world.now = pickface::domain::Timestamp(now.0 + later * HOUR_MS);
        world.order(number, lines)
    };
    let first = order("536365", &[("LAMP", 6), ("CUP", 2)], 0);
    let second = order("536366", &[("LAMP", 24)], 0);
    order("536367", &[("CUP", 1)], 0);
    order("536368", &[("CUP", 1)], 2);
    world.now = now;
    world.picking(ADA, &[first]);
    world.scans(
        ADA,
        *world.w.tasks.keys().next().unwrap(),
        &["A-01", "LAMP", "T-01"],
    );
    world.when(
        LEA,
        pickface::domain::release::Command::Release {
            groups: vec![vec![second]],
        },
    );
    world
}

fn lead(size: (u16, u16), lang: Lang) -> Desk {
    let mut desk = Desk::of(floor(), LEA, size, lang);
    desk.scan("PFTOLINE");
    desk
}

#[test]
fn the_queues_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let name = format!("queues-{}-{}x{}", lang.tag(), size.0, size.1);
            let mut desk = lead(size, lang);
            insta::assert_snapshot!(name.clone(), desk.screen());
            if size == SIZES[2] {
                desk.survives_every_size();
            }
            desk.press("f1");
            insta::assert_snapshot!(format!("{name}-assign"), desk.screen());
        }
    }
}

#[test]
fn a_list_in_somebodys_hands_is_freed_and_given_to_another() {
    let mut desk = lead((80, 24), Lang::En);
    desk.scans(&["T-01", "PFLETGO"]);
    let ada = desk.w().worker_by_number(ADA).unwrap().id;
    let ben = desk.w().worker_by_number(BEN).unwrap().id;
    assert_eq!(desk.w().task_of(ada), None, "{}", desk.screen());
    desk.scans(&["T-01", "PFFORUSER", "W2"]);
    assert!(desk.w().task_of(ben).is_some(), "{}", desk.screen());
    assert!(desk.screen().contains("Ben"), "{}", desk.screen());
}

#[test]
fn a_list_is_handed_over_by_keys_alone_and_only_to_who_may_pick() {
    let mut desk = lead((40, 8), Lang::En);
    desk.press("f1").type_line("3");
    assert_eq!(desk.bells.last(), Some(&Class::No), "{}", desk.screen());
    desk.press("f1").type_line("2");
    let ben = desk.w().worker_by_number(BEN).unwrap().id;
    assert!(desk.w().task_of(ben).is_some(), "{}", desk.screen());
}

#[test]
fn an_unknown_code_and_an_unknown_badge_are_refused() {
    let mut desk = lead((80, 24), Lang::En);
    desk.scan("NO-SUCH");
    assert_eq!(desk.bells.last(), Some(&Class::No));
    desk.press("f1").scan("NO-SUCH");
    assert!(
        desk.screen().contains("Nobody has this badge"),
        "{}",
        desk.screen()
    );
}

#[test]
fn the_bars_follow_what_the_floor_does() {
    let mut desk = lead((120, 40), Lang::En);
    let before = desk.screen();
    let mut ada = desk.beside(ADA);
    ada.press("1").scans(&["A-02", "CUP", "T-01", "B1"]);
    desk.look_up();
    // The order went from picking to picked, and its list is done.
    assert_ne!(before, desk.screen());
    assert!(desk.screen().contains("0 in work, 1 wait"), "{}", desk.screen());
}
