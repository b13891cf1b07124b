use crate::desk::{Desk, SIZES};
use crate::world::{ADA, LEA, World};
use pickface::domain::access::{self, Access, Principal};
use pickface::domain::people::Role;
use pickface::hub::sign_in::verify_secret;
use pickface::ui::input::Input;
use pickface::ui::locale::Lang;

// Public keys of RFC 8032's first test vectors, in OpenSSH's notation.
pub const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
pub const OTHER: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAID1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM";

fn of(world: &World, number: &str) -> Principal {
    Principal::Worker(world.w.worker_by_number(number).unwrap().id)
}

fn given() -> World {
    let mut world = World::new();
    let principal = of(&world, ADA);
    world.when(
        LEA,
        access::Command::AddKey {
            principal,
            key: OTHER.into(),
            comment: "ada@gun".into(),
        },
    );
    world
}

fn lead(size: (u16, u16), lang: Lang) -> Desk {
    let mut desk = Desk::of(given(), LEA, size, lang);
    desk.scans(&["PFTOPEOPLE", "W1", "PFDOOR"]);
    desk
}

fn access(desk: &Desk) -> Access {
    let w = desk.w();
    let principal = Principal::Worker(w.worker_by_number(ADA).unwrap().id);
    w.access
        .get(&principal)
        .map(|access| Access::clone(access))
        .unwrap()
}

#[test]
fn keys_and_password_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let name = format!("access-{}-{}x{}", lang.tag(), size.0, size.1);
            let mut desk = lead(size, lang);
            insta::assert_snapshot!(name.clone(), desk.screen());
            if size == SIZES[2] {
                desk.survives_every_size();
            }
            desk.press("f1");
            insta::assert_snapshot!(format!("{name}-add"), desk.screen());
            desk.press("esc f3").type_text("right horse");
            insta::assert_snapshot!(format!("{name}-password"), desk.screen());
        }
    }
}

#[test]
fn a_pasted_key_opens_and_a_removed_one_does_not() {
    let mut desk = lead((80, 24), Lang::En);
    desk.press("f1");
    desk.input(Input::Paste(format!("{KEY} ada@laptop")));
    desk.press("enter");
    assert!(access(&desk).knows(KEY), "{}", desk.screen());
    assert!(desk.screen().contains("ada@laptop"), "{}", desk.screen());
    // By its last characters on the screen, the cursor is on the first: the gun's.
    desk.press("f2 2");
    assert!(
        !access(&desk).knows(OTHER) && access(&desk).knows(KEY),
        "{}",
        desk.screen()
    );
}

#[test]
fn a_private_key_an_rsa_key_and_rubbish_are_refused_with_the_way_out() {
    for (pasted, why) in [
        ("-----BEGIN OPENSSH PRIVATE KEY-----", "private key"),
        ("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ", "public key"),
        ("hello", "public key"),
    ] {
        let mut desk = lead((80, 24), Lang::En);
        desk.press("f1");
        desk.input(Input::Paste(pasted.to_owned()));
        desk.press("enter");
        assert!(desk.screen().contains(why), "{pasted}: {}", desk.screen());
        assert_eq!(access(&desk).keys.len(), 1);
    }
}

#[test]
fn a_password_is_typed_twice_never_shown_and_taken_away_again() {
    let mut desk = lead((80, 24), Lang::En);
    desk.press("f3").type_line("short");
    assert!(desk.screen().contains("10 characters"), "{}", desk.screen());
    desk.type_text("right horse battery");
    assert!(!desk.screen().contains("horse"), "{}", desk.screen());
    desk.press("enter").type_line("right horse battery");
    assert!(verify_secret(
        &access(&desk).password_hash.unwrap(),
        "right horse battery"
    ));
    assert!(desk.screen().contains("Has a password"), "{}", desk.screen());
    desk.press("f9 1 2");
    assert!(access(&desk).password_hash.is_none(), "{}", desk.screen());
}

#[test]
fn a_lead_opens_no_door_for_an_admin() {
    let mut world = given();
    let boss = pickface::domain::people::Worker {
        number: "0".into(),
        name: "Bo".into(),
        badge: "W0".into(),
        roles: vec![Role::Admin],
        ..pickface::domain::people::Worker::default()
    };
    world.when_system(pickface::domain::people::Command::Save(boss));
    let mut desk = Desk::of(world, LEA, (80, 24), Lang::En);
    desk.scans(&["PFTOPEOPLE", "W0", "PFDOOR"]);
    desk.press("f1");
    desk.input(Input::Paste(KEY.to_owned()));
    desk.press("enter");
    assert!(desk.screen().contains("admin"), "{}", desk.screen());
    assert!(desk.w().access.values().all(|access| !access.knows(KEY)));
}
