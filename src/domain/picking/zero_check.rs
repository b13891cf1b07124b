//! "Bin empty?": asked where a pick should have emptied a bin, and never in the way of the next scan.
//!
//! The question stands beside the next prompt. Scanning on says yes; a key or command code says no, and then the bin is
//! counted. No scan is asked for that was not asked for before.

use super::Refusal;
use super::decide::mine;
use crate::domain::Warehouse;
use crate::domain::command::Draft;
use crate::domain::counting;
use crate::domain::event::{Fact, Topics};
use crate::domain::ids::{PlaceId, TaskId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::stock::Holder;
use serde::{Deserialize, Serialize};

type Outcome = Result<(), crate::domain::Refusal>;

/// Asks about a bin after a pick from it, where the book says that it is empty now and the settings want to know.
pub(super) fn ask(d: &mut Draft<'_>, task: TaskId, place: PlaceId) {
    if d.w.zero_check(place) {
        d.emit(ZeroAsked { task, place });
    }
}

/// The picker scanned on: the bin that was asked about before is empty. Nothing is noted where somebody has filled it
/// meanwhile, since the picker saw it before that.
pub(super) fn scanned_on(d: &mut Draft<'_>, task: TaskId, asked: Option<PlaceId>) -> Outcome {
    let Some(place) = asked else { return Ok(()) };
    withdraw(d, task, place);
    if d.w.stock_in(Holder::Place(place)).next().is_none() {
        counting::bin_empty(d, place, true)?;
    }
    Ok(())
}

/// The picker sees goods in a bin that the book says is empty: it is counted.
pub(super) fn not_empty(d: &mut Draft<'_>, id: TaskId) -> Outcome {
    mine(d, id)?;
    let place = d.w.zero_asked.get(&id).copied().ok_or(Refusal::NotAsked)?;
    withdraw(d, id, place);
    counting::bin_empty(d, place, false)
}

/// Takes a question back, where it still stands.
pub(super) fn withdraw(d: &mut Draft<'_>, task: TaskId, place: PlaceId) {
    if d.w.zero_asked.get(&task) == Some(&place) {
        d.emit(ZeroAnswered { task, place });
    }
}

/// A picker was asked whether a bin is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZeroAsked {
    /// On which pick list.
    pub task: TaskId,
    /// Which bin.
    pub place: PlaceId,
}

impl Fact for ZeroAsked {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.zero_asked.insert(self.task, self.place);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-zero-asked").with("place", Value::Place(self.place)))
    }
}

/// The question stands no longer. What was answered is a `ZeroChecked` of the same command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZeroAnswered {
    /// On which pick list.
    pub task: TaskId,
    /// Which bin.
    pub place: PlaceId,
}

impl Fact for ZeroAnswered {
    const TOPICS: Topics = Topics::TASKS;

    fn evolve(&self, w: &mut Warehouse) {
        w.zero_asked.remove(&self.task);
    }
}
