//! Parcel numbers beside a company prefix: none twice within a year.

use crate::world::*;
use pickface::domain::masters::{self, Command};
use pickface::domain::packing::Refusal;
use pickface::domain::parcels::{self, KEPT_APART_DAYS};
use pickface::domain::settings::{Settings, SettingsChanged};
use pickface::domain::{Actor, Refusal as Any};

/// Room for a hundred thousand parcels.
const LONG: &str = "401234567890";

/// A tote with two lamps of an order stands at bench B1.
fn at_the_bench() -> World {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 50);
    let order = world.order("1001", &[("LAMP", 2)]);
    world.picked(order, "T-01");
    world.packs(&["T-01", "LAMP"]);
    world
}

fn with_prefix(world: &World, prefix: &str) -> Settings {
    let company_prefix = prefix.into();
    Settings {
        company_prefix,
        ..world.w.settings.clone()
    }
}

/// The building has had this prefix since before prefixes were looked at.
fn has_always_had(world: &mut World, prefix: &str) {
    let settings = with_prefix(world, prefix);
    world.w.evolve(&SettingsChanged { settings }.into());
}

fn set(world: &mut World, command: Command) -> Result<(), masters::Refusal> {
    match world.ask(Actor::System, command) {
        Ok(_) => Ok(()),
        Err(Any::Masters(why)) => Err(why),
        Err(other) => panic!("{other:?}"),
    }
}

#[track_caller]
fn closing_is_refused(world: &mut World) -> Refusal {
    let close = world.at_bench("PFBOX1");
    match world.refused(MEI, close) {
        Any::Packing(why) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_prefix_leaves_the_rest_of_seventeen_digits_to_its_parcels() {
    // GS1 General Specifications, section 3.2: extension digit, company prefix and serial reference are 17 digits.
    for (prefix, serials) in [
        ("4012", 10_u64.pow(13)),
        ("4012345", 10_u64.pow(10)),
        (LONG, 100_000),
    ] {
        assert_eq!(parcels::serials(prefix), Some(serials), "{prefix}");
    }
    for prefix in ["401", "4012345678901", "40123x5", ""] {
        assert_eq!(parcels::serials(prefix), None, "{prefix}");
    }
}

#[test]
fn a_prefix_that_makes_no_sscc_is_refused_where_it_is_set_and_at_the_bench() {
    let mut world = at_the_bench();
    let settings = Command::SaveSettings(with_prefix(&world, "40"));
    assert_eq!(
        set(&mut world, settings),
        Err(masters::Refusal::BadPrefix("40".into()))
    );
    has_always_had(&mut world, "40");
    assert_eq!(closing_is_refused(&mut world), Refusal::BadPrefix("40".into()));
}

#[test]
fn a_prefix_with_few_numbers_wants_them_remembered_for_a_year() {
    let mut world = World::new();
    let few = Err(masters::Refusal::FewSerials(LONG.into(), 100_000));
    let settings = Command::SaveSettings(with_prefix(&world, LONG));
    assert_eq!(set(&mut world, settings.clone()), few);
    assert_eq!(set(&mut world, Command::KeepNumbers(KEPT_APART_DAYS)), Ok(()));
    assert_eq!(set(&mut world, settings), Ok(()));
    assert_eq!(set(&mut world, Command::KeepNumbers(92)), few);
    // The prefix of most companies is shorter, and nothing is asked of them.
    let short = Command::SaveSettings(with_prefix(&world, "401234567"));
    assert_eq!(set(&mut world, short), Ok(()));
    assert_eq!(set(&mut world, Command::KeepNumbers(92)), Ok(()));
}

#[test]
fn numbers_that_come_round_are_used_only_where_a_year_is_remembered_and_not_while_they_are_under_way() {
    let mut world = at_the_bench();
    has_always_had(&mut world, LONG);
    let first = parcels::sscc(LONG, 0).unwrap();
    world.w.sscc_serial = 99_999;
    assert_eq!(
        closing_is_refused(&mut world),
        Refusal::SerialsUsedUp(LONG.into(), 100_000)
    );
    assert_eq!(set(&mut world, Command::KeepNumbers(KEPT_APART_DAYS)), Ok(()));
    world.packs(&["PFBOX1"]);
    let parcel = world.parcel();
    assert_eq!(world.sscc(parcel), first.as_ref(), "they begin anew");
    // The same number once more, as after a hundred thousand parcels: it is in the building still.
    let order = world.order("1002", &[("LAMP", 1)]);
    world.picked(order, "T-02");
    world.packs(&["T-02", "LAMP"]);
    world.w.sscc_serial = 199_999;
    world.packs(&["PFBOX1"]);
    let parcel = world.parcel();
    assert_eq!(world.sscc(parcel), parcels::sscc(LONG, 1).unwrap().as_ref());
}
