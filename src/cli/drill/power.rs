//! The power goes while groups of one size are written, segments sealed and snapshots taken.

use super::report::{Outcome, Round};
use super::yard::{ROOT, judge, record};
use crate::cli::Failure;
use crate::domain::Warehouse;
use crate::store::journal::{GroupBuilder, Journal, JournalOptions};
use crate::store::medium::{Fault, SimulatedMedium};
use crate::store::snapshot::{SNAPSHOTS_KEPT, keep_newest};
use crate::store::state;
use fastrand::Rng;
use std::path::Path;
use std::sync::Arc;

/// The largest group is two to this power.
const LARGEST: u32 = 12;
/// Groups of a run, fewer where they are large.
const GROUPS: u64 = 40;
/// Commands that one run has at most.
const COMMANDS: u64 = 20_000;
/// Small segments, so that some are sealed in every run.
const SEGMENT: u64 = 24 << 10;

/// A run that is stopped at a call chosen by the dice, the disk as it may be found then, and once more after opening.
///
/// # Errors
/// When the drill itself goes wrong.
pub fn round(turn: u32, dice: &mut Rng) -> Result<Round, Failure> {
    let size = 1_u64 << (turn % (LARGEST + 1));
    let whole = SimulatedMedium::new();
    write(&whole, size)?;
    let call = dice.u64(0..whole.calls());
    let medium = SimulatedMedium::new();
    medium.fail_at(call, Fault::Stop);
    let acknowledged = write(&medium, size)?;
    let done = format!(
        "groups of {size}, the power went at call {call} of {}",
        whole.calls()
    );
    let found = medium.power_cut(dice.u64(..));
    let first = judge(&found, done.clone(), acknowledged);
    if first.outcome != Outcome::Whole {
        return Ok(first);
    }
    let again = judge(
        &found.power_cut(dice.u64(..)),
        format!("{done}, and again after opening"),
        acknowledged,
    );
    Ok(Round {
        found: format!("{}; then {}", first.found, again.found),
        ..again
    })
}

/// Writes until something fails; gives the number of the last command that was acknowledged.
fn write(medium: &SimulatedMedium, size: u64) -> Result<u64, Failure> {
    let medium = Arc::new(medium.clone());
    let root = Path::new(ROOT);
    let options = JournalOptions {
        segment_bytes: SEGMENT,
        ..JournalOptions::default()
    };
    let Ok((mut journal, _)) = Journal::open(medium.clone(), root, options, None) else {
        return Ok(0);
    };
    let mut warehouse = Warehouse::default();
    let mut acknowledged = 0;
    let groups = GROUPS.min(COMMANDS / size).max(3);
    for turn in 0..groups {
        let mut group = GroupBuilder::new();
        for number in acknowledged + 1..=acknowledged + size {
            group
                .push(&record(&mut warehouse, number)?)
                .map_err(Failure::new)?;
        }
        if journal.append_group(acknowledged + 1, &mut group).is_err() {
            break;
        }
        acknowledged += size;
        if turn % 7 == 6 && journal.mark().is_err() {
            break;
        }
        if turn % 9 == 8 {
            // A snapshot that cannot be written costs nothing but time at the next start.
            let saved = state::save(medium.clone(), root, &warehouse, journal.head_hash());
            if saved.is_ok() {
                let _ = keep_newest(medium.as_ref(), root, SNAPSHOTS_KEPT, 0);
            }
        }
    }
    Ok(acknowledged)
}
