//! What happens while counting.

use super::{Count, CountLine, CountState, CountStep, Difference, Goods, Reason, RootCause, Round};
use crate::domain::event::{Fact, Topics};
use crate::domain::ids::{CountId, PlaceId, WorkerId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::{Qty, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A place is to be counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountMade {
    /// As made.
    pub count: Arc<Count>,
}

impl Fact for CountMade {
    const TOPICS: Topics = Topics::COUNTS;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_count(self.count.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-count-made")
                .with("place", Value::Place(self.count.place))
                .with(
                    "reason",
                    Value::Phrase(Box::new(Phrase::new(self.count.reason.key()))),
                ),
        )
    }
}

/// A count that waits already has one more cause: it is more urgent, or more stock is kept back until it is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountUrged {
    /// Which.
    pub count: CountId,
    /// The further cause.
    pub reason: Reason,
    /// How urgent it is now.
    pub priority: u8,
    /// What a short pick keeps back.
    pub phantom: Option<(Goods, Qty)>,
}

impl Fact for CountUrged {
    const TOPICS: Topics = Topics::COUNTS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_count(self.count, |count| {
            count.priority = self.priority;
            count.phantom.extend(self.phantom);
        });
    }
}

/// What a short pick kept back until this count is closed was found after all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhantomFound {
    /// Which count.
    pub count: CountId,
    /// Of what.
    pub goods: Goods,
    /// How much.
    pub qty: Qty,
}

impl Fact for PhantomFound {
    const TOPICS: Topics = Topics::COUNTS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_count(self.count, |count| {
            count.phantom.push((self.goods, -self.qty));
        });
    }
}

/// Somebody counts it from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountClaimed {
    /// Which.
    pub count: CountId,
    /// Of which place.
    pub place: PlaceId,
    /// Who.
    pub worker: WorkerId,
    /// Since when.
    pub at: Timestamp,
}

impl Fact for CountClaimed {
    const TOPICS: Topics = Topics::COUNTS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_count(self.count, |count| {
            count.restart(CountState::Counting, Some(self.worker), self.at);
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-count-claimed")
                .with("place", Value::Place(self.place))
                .with("worker", Value::Worker(self.worker)),
        )
    }
}

/// It waits for others again, from its beginning: given back, or judged to need another round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountReopened {
    /// Which.
    pub count: CountId,
    /// Of which place.
    pub place: PlaceId,
    /// How urgent it is now.
    pub priority: u8,
    /// Since when.
    pub at: Timestamp,
}

impl Fact for CountReopened {
    const TOPICS: Topics = Topics::COUNTS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_count(self.count, |count| {
            count.restart(CountState::Open, None, self.at);
            count.priority = self.priority;
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-count-reopened").with("place", Value::Place(self.place)))
    }
}

/// The counter stands at the place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountBegun {
    /// Which.
    pub count: CountId,
    /// When.
    pub at: Timestamp,
    /// What the book has there now, in every status.
    pub(super) book: Vec<(Goods, Qty)>,
}

impl Fact for CountBegun {
    const TOPICS: Topics = Topics::COUNTS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_counted(self.count, |count| {
            count.begun = Some(self.at);
            count.book = self.book.clone();
        });
    }
}

/// An item was scanned whose lot is still asked for, or the counter said whose goods come next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountStepped {
    /// Which.
    pub count: CountId,
    /// What the counter is at now.
    pub step: CountStep,
}

impl Fact for CountStepped {
    const TOPICS: Topics = Topics::COUNTS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_counted(self.count, |count| count.step = self.step.clone());
    }
}

/// Goods were counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineCounted {
    /// Which count.
    pub count: CountId,
    /// The line as it was; none when these goods are counted for the first time.
    pub before: Option<CountLine>,
    /// The line as it is now.
    pub line: CountLine,
    /// What the counter is at now.
    pub step: CountStep,
}

impl Fact for LineCounted {
    const TOPICS: Topics = Topics::COUNTS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_counted(self.count, |count| {
            count.step = self.step.clone();
            match count.lines.iter_mut().find(|l| l.goods == self.line.goods) {
                Some(line) => *line = self.line.clone(),
                None => count.lines.push(self.line.clone()),
            }
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        let item = self.line.goods.item;
        Some(
            Phrase::new("event-line-counted")
                .with("item", Value::Item(item))
                .with("qty", Value::Qty(item, self.line.counted)),
        )
    }
}

/// The last scan of some goods was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineUncounted {
    /// Which count.
    pub count: CountId,
    /// Of what.
    pub goods: Goods,
    /// The line as it was before the scan; none when that was the first.
    pub line: Option<CountLine>,
}

impl Fact for LineUncounted {
    const TOPICS: Topics = Topics::COUNTS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_counted(self.count, |count| {
            count.lines.retain(|line| line.goods != self.goods);
            count.lines.extend(self.line.clone());
            count.step = CountStep {
                item: self.line.is_some().then_some(self.goods.item),
                lot: self.goods.lot,
                waiting: Qty::ZERO,
                owner: count.step.owner,
            };
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        let qty = self.line.as_ref().map_or(Qty::ZERO, |line| line.counted);
        Some(
            Phrase::new("event-line-uncounted")
                .with("item", Value::Item(self.goods.item))
                .with("qty", Value::Qty(self.goods.item, qty)),
        )
    }
}

/// A round is done and does not agree with the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountFinished {
    /// Which.
    pub count: CountId,
    /// Of which place.
    pub place: PlaceId,
    /// Who counted.
    pub worker: WorkerId,
    /// When.
    pub at: Timestamp,
    /// All goods that were counted or are on the books.
    pub(super) result: Vec<Difference>,
    /// Another round by somebody else comes first; otherwise a lead judges.
    pub recount: bool,
}

impl Fact for CountFinished {
    const TOPICS: Topics = Topics::COUNTS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_count(self.count, |count| {
            count.rounds.push(Round {
                worker: self.worker,
                at: self.at,
                result: self.result.clone(),
            });
            if self.recount {
                count.restart(CountState::Open, None, self.at);
                count.priority = Reason::Recount.priority();
            } else {
                (count.state, count.worker, count.since) = (CountState::Review, None, self.at);
            }
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        let key = if self.recount {
            "event-count-to-recount"
        } else {
            "event-count-to-review"
        };
        Some(Phrase::new(key).with("place", Value::Place(self.place)))
    }
}

/// How a count ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Everything is as the book says.
    Agreed,
    /// The differences were booked.
    Booked {
        /// Who judged; none for the program itself.
        by: Option<WorkerId>,
        /// What is behind them.
        cause: RootCause,
    },
}

/// A count is done. What it changes in the ledger are `StockMoved`s of the same command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountClosed {
    /// As it was at the end.
    pub count: Arc<Count>,
    /// Who counted last.
    pub worker: Option<WorkerId>,
    /// When the place was counted.
    pub counted_at: Timestamp,
    /// When it was closed.
    pub at: Timestamp,
    /// How it ended.
    pub outcome: Outcome,
    /// What differed.
    pub(super) differences: Vec<Difference>,
}

impl CountClosed {
    /// What differed; nothing where all agreed.
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }
}

impl Fact for CountClosed {
    const TOPICS: Topics = Topics::COUNTS;

    fn evolve(&self, w: &mut Warehouse) {
        w.remove_count(self.count.id);
        w.last_counted.insert(self.count.place, self.counted_at);
    }

    fn phrase(&self) -> Option<Phrase> {
        let place = Value::Place(self.count.place);
        Some(match self.outcome {
            Outcome::Agreed => Phrase::new("event-count-agreed").with("place", place),
            Outcome::Booked { cause, .. } => Phrase::new("event-count-booked")
                .with("place", place)
                .with("cause", Value::Phrase(Box::new(Phrase::new(cause.key())))),
        })
    }
}

/// "Bin empty?" was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZeroChecked {
    /// Which place.
    pub place: PlaceId,
    /// What was seen.
    pub empty: bool,
    /// The book says the same: the place counts as counted.
    pub agreed: bool,
    /// By whom.
    pub worker: Option<WorkerId>,
    /// When.
    pub at: Timestamp,
}

impl Fact for ZeroChecked {
    const TOPICS: Topics = Topics::COUNTS;

    fn evolve(&self, w: &mut Warehouse) {
        if self.agreed {
            w.last_counted.insert(self.place, self.at);
        }
    }

    fn phrase(&self) -> Option<Phrase> {
        let key = if self.empty {
            "event-bin-empty"
        } else {
            "event-bin-not-empty"
        };
        Some(Phrase::new(key).with("place", Value::Place(self.place)))
    }
}

impl Count {
    /// Begins a round anew.
    fn restart(&mut self, state: CountState, worker: Option<WorkerId>, at: Timestamp) {
        (self.state, self.worker, self.since, self.begun) = (state, worker, at, None);
        self.lines = Vec::new();
        self.book = Vec::new();
        self.step = CountStep::default();
    }
}
