//! One write or sync fails under a working hub; the machine lives on, or its power goes too.

use super::full::work;
use super::report::{Outcome, Round};
use super::yard::{ROOT, judge};
use crate::cli::Failure;
use crate::domain::Warehouse;
use crate::hub::{Hub, Limits};
use crate::store::journal::{Journal, JournalOptions};
use crate::store::medium::{Fault, SimulatedMedium};
use fastrand::Rng;
use std::path::Path;
use std::sync::Arc;

/// Calls of the file layer among which one fails.
const CALLS: u64 = 400;

/// A run into one failing call. The first opening happens on the machine that lived on, where pages that the failed
/// sync left behind read well and are not certain; then its power goes.
///
/// # Errors
/// When the drill itself goes wrong.
pub fn round(dice: &mut Rng) -> Result<Round, Failure> {
    let medium = SimulatedMedium::new();
    let (journal, _) = Journal::open(
        Arc::new(medium.clone()),
        Path::new(ROOT),
        JournalOptions::default(),
        None,
    )?;
    let call = medium.calls() + dice.u64(0..CALLS);
    medium.fail_at(call, Fault::Io);
    let hub = Hub::start(journal, Warehouse::default(), Limits::default()).map_err(Failure::new)?;
    let (acknowledged, _) = work(&hub, 1)?;
    hub.close();
    let failed = medium.log();
    let failed = usize::try_from(call)
        .ok()
        .and_then(|call| failed.get(call))
        .map_or("none", |call| call.split(' ').next().unwrap_or_default());
    let done = format!("call {call} failed, a {failed}");
    let living = judge(&medium, format!("{done}; the machine lived on"), acknowledged);
    if living.outcome != Outcome::Whole {
        return Ok(living);
    }
    let after = medium.power_cut(dice.u64(..));
    Ok(judge(
        &after,
        format!("{done}; it was opened again, and the power went"),
        acknowledged,
    ))
}
