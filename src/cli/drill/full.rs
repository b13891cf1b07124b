//! The disk fills up under a working hub; then somebody makes room.

use super::report::{Outcome, Round};
use super::yard::{ROOT, command, id, judge};
use crate::cli::Failure;
use crate::domain::ids::DeviceId;
use crate::domain::{Actor, Via, Warehouse};
use crate::hub::{Hub, Lane, Limits, Rejection, Request};
use crate::store::journal::{Journal, JournalOptions};
use crate::store::medium::SimulatedMedium;
use crate::store::state;
use fastrand::Rng;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::oneshot;

/// Commands under way at once.
const AT_ONCE: u64 = 16;

/// A run into a full disk, a snapshot tried on it, and the directory as it is opened with room again.
///
/// # Errors
/// When the drill itself goes wrong.
pub fn round(dice: &mut Rng) -> Result<Round, Failure> {
    let medium = SimulatedMedium::new();
    let room = dice.u64(600..200_000);
    let start = |medium: &SimulatedMedium| {
        Journal::open(
            Arc::new(medium.clone()),
            Path::new(ROOT),
            JournalOptions::default(),
            None,
        )
    };
    let (journal, _) = start(&medium)?;
    medium.set_capacity(Some(room));
    let hub = Hub::start(journal, Warehouse::default(), Limits::default()).map_err(Failure::new)?;
    let (acknowledged, why) = work(&hub, 1)?;
    let view = hub.view();
    let snapshot = state::save(
        Arc::new(medium.clone()),
        Path::new(ROOT),
        &view.warehouse,
        view.hash,
    );
    hub.close();
    medium.set_capacity(None);
    let tried = if snapshot.is_ok() { "taken" } else { "not taken" };
    let done = format!("the disk was full at {room} bytes, a snapshot was {tried}");
    if !why.contains("free space") {
        return Ok(Round {
            done,
            acknowledged,
            outcome: Outcome::Wrong,
            found: format!("the way out was not told: {why}"),
        });
    }
    Ok(judge(&medium, done, acknowledged))
}

/// Asks for one command after the other, some at once, until nothing is accepted any more; gives the last one that was
/// acknowledged, and why there were no more.
pub fn work(hub: &Hub, first: u64) -> Result<(u64, Arc<str>), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| Failure::new(format!("no threads for the drill: {error}")))?;
    let mut acknowledged = first - 1;
    loop {
        let numbers = acknowledged + 1..=acknowledged + AT_ONCE;
        let mut asked: Vec<oneshot::Receiver<_>> = Vec::new();
        for number in numbers {
            asked.push(runtime.block_on(hub.submit(request(number))));
        }
        for answer in asked {
            match answer.blocking_recv() {
                Ok(Ok(_)) => acknowledged += 1,
                Ok(Err(Rejection::Stopped(why))) => return Ok((acknowledged, why)),
                Ok(Err(Rejection::Refused(refusal))) => {
                    return Err(Failure::new(format!("the drill was refused: {refusal:?}")));
                }
                Err(_) => {
                    let why = hub.stopped().unwrap_or_else(|| "nobody said why".into());
                    return Ok((acknowledged, why));
                }
            }
        }
    }
}

fn request(number: u64) -> Request {
    Request {
        id: id(number),
        actor: Actor::System,
        device: DeviceId(0),
        via: Via::Job,
        input: "".into(),
        command: command(number),
        record: None,
        lane: Lane::Interactive,
    }
}
