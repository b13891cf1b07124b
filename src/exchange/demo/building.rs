//! The demo's building: two blocks of parallel aisles between a front, a middle and a back cross-aisle, docks and
//! benches before the front one. All of it is made up.
//!
//! A bin's code is `block-aisle-bay-level`, as `A-07-12-1`: block A before the middle cross-aisle and B behind it,
//! odd bays on the left of the aisle and even ones on the right, level 1 on the floor. Levels 1 and 2 are pick
//! faces, 3 and 4 reserve; the last aisle has deep places for bulky goods. The pick sequence runs up the first
//! aisle through both blocks, down the next, and so on.

use crate::exchange::rows::{PlaceKind, PlaceRow};

use super::staff::{BENCHES, carriers};

const BAYS: u32 = 50;
const PICK_LEVELS: i32 = 2;
const LEVELS: i32 = 4;
/// Pick faces in one aisle, both blocks and both sides.
const FACES_PER_AISLE: usize = 200;
const BAY_MM: i32 = 900;
const AISLE_PITCH_MM: i32 = 3_600;
const CROSS_AISLE_MM: i32 = 3_000;
/// From the middle of an aisle to the front of its bins.
const REACH_MM: i32 = 600;

/// Usable volume and load of the kinds of bin: (millilitres, grams).
pub(super) const FACE: (u64, u64) = (160_000, 250_000);
const RESERVE: (u64, u64) = (480_000, 600_000);
pub(super) const BULK_FACE: (u64, u64) = (900_000, 800_000);
const BULK_RESERVE: (u64, u64) = (1_500_000, 1_200_000);

/// The zone of the last aisle.
pub(super) const BULK_ZONE: &str = "BULK";

/// How many aisles there are for a number of items.
fn aisles(items: usize) -> u32 {
    let wanted = items + items / 33;
    u32::try_from(wanted.div_ceil(FACES_PER_AISLE))
        .unwrap_or(99)
        .clamp(2, 99)
}

/// Centre lines of the aisles, along x, and of the cross-aisles, along y, for a number of items.
pub(super) fn ways(items: usize) -> (Vec<i32>, Vec<i32>) {
    let block_mm = BAY_MM * number(BAYS / 2) + CROSS_AISLE_MM;
    let aisles = (1..=number(aisles(items))).map(|aisle| aisle * AISLE_PITCH_MM);
    let crosses = (0..3).map(|cross| CROSS_AISLE_MM / 2 + cross * block_mm);
    (aisles.collect(), crosses.collect())
}

/// All places for a number of items, bins first: a pick face for each item and some to spare.
pub(super) fn places(items: usize) -> Vec<PlaceRow> {
    let aisles = aisles(items);
    let mut places: Vec<PlaceRow> = (1..=aisles)
        .flat_map(|aisle| bins(aisle, aisle == aisles))
        .collect();
    for (place, sequence) in places.iter_mut().zip(1u32..) {
        place.sequence = sequence;
    }
    places.extend(floor_places(aisles));
    places
}

/// The bins of one aisle in the order of the walk.
fn bins(aisle: u32, bulk: bool) -> Vec<PlaceRow> {
    let mut bins = Vec::new();
    for (block, letter) in [(0, "A"), (1, "B")] {
        for bay in 1..=BAYS {
            bins.extend((1..=LEVELS).map(|level| bin(aisle, block, letter, bay, level, bulk)));
        }
    }
    if aisle.is_multiple_of(2) {
        // Down the aisle: the bays backwards, each still left before right and from the floor up.
        bins.sort_by_key(|bin| (-bin.y_mm, bin.x_mm, bin.level));
    }
    bins
}

fn number(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(0)
}

fn bin(aisle: u32, block: i32, letter: &str, bay: u32, level: i32, bulk: bool) -> PlaceRow {
    let block_mm = BAY_MM * number(BAYS / 2);
    let depth = number(bay.saturating_sub(1) / 2) * BAY_MM + BAY_MM / 2;
    let side = if bay % 2 == 1 { -REACH_MM } else { REACH_MM };
    let kind = if level <= PICK_LEVELS {
        PlaceKind::PickFace
    } else {
        PlaceKind::Reserve
    };
    let (volume, weight) = match (bulk, kind) {
        (false, PlaceKind::PickFace) => FACE,
        (false, _) => RESERVE,
        (true, PlaceKind::PickFace) => BULK_FACE,
        (true, _) => BULK_RESERVE,
    };
    PlaceRow {
        code: format!("{letter}-{aisle:02}-{bay:02}-{level}"),
        kind,
        zone: Some(if bulk { BULK_ZONE } else { letter }.to_owned()),
        aisle: Some(format!("{aisle:02}")),
        x_mm: number(aisle) * AISLE_PITCH_MM + side,
        y_mm: CROSS_AISLE_MM + block * (block_mm + CROSS_AISLE_MM) + depth,
        level,
        sequence: 0,
        max_volume_ml: Some(volume),
        max_weight_g: Some(weight),
    }
}

/// Docks, benches, staging lanes, quarantine and returns, before the front cross-aisle.
fn floor_places(aisles: u32) -> Vec<PlaceRow> {
    let named = |prefix: &str, count: usize| (1..=count).map(|n| format!("{prefix}{n}")).collect::<Vec<_>>();
    let lanes: Vec<String> = carriers()
        .into_iter()
        .filter_map(|carrier| carrier.staging)
        .collect();
    let rows = [
        (
            PlaceKind::Bench,
            "PACK",
            BENCHES.map(str::to_owned).to_vec(),
            -3_000,
        ),
        (PlaceKind::Staging, "SHIP", lanes, -6_000),
        (PlaceKind::Dock, "DOCK", named("D", 4), -9_000),
        (PlaceKind::Staging, "RECEIVE", named("IN", 2), -12_000),
        (PlaceKind::Quarantine, "QUARANTINE", named("Q", 2), -15_000),
        (PlaceKind::Returns, "RETURNS", named("R", 1), -18_000),
    ];
    let start = aisles
        .saturating_mul(BAYS * 2)
        .saturating_mul(LEVELS.unsigned_abs());
    let placed = rows.into_iter().flat_map(|(kind, zone, codes, y_mm)| {
        codes
            .into_iter()
            .zip(1i32..)
            .map(move |(code, column)| (kind, zone, code, column, y_mm))
    });
    let numbered = placed.zip(start.saturating_add(1)..);
    let place =
        |((kind, zone, code, column, y_mm), sequence): ((PlaceKind, &str, String, i32, i32), u32)| PlaceRow {
            code,
            kind,
            zone: Some(zone.to_owned()),
            aisle: None,
            x_mm: column * 4_000,
            y_mm,
            level: 1,
            sequence,
            max_volume_ml: None,
            max_weight_g: None,
        };
    numbered.map(place).collect()
}
