//! Counting: what really lies in a place, found blind and reconciled with the ledger.
//!
//! Nothing is frozen while somebody counts. A counted line remembers between which bounds the book moved from the
//! moment the place was confirmed to the line's last scan, lessened by what pickers at the place hold in their hands
//! just then; a count within these bounds proves no difference, and one beyond them differs by its distance to the
//! nearer bound. What moves after the line's last scan changes nothing. Goods that were never counted are compared the
//! same way when the count is finished.
//!
//! A count covers every status of the goods that lie in the place itself; totes and pallets that stand there are
//! counted by their own codes elsewhere. A counter never sees what the book says: the fields that know it are private
//! to this room, and [`review_view`] shows them to those who may review.

mod booking;
mod decide;
mod events;
mod hints;
mod lists;
mod reconcile;
mod refusal;
mod review;

pub use decide::{bin_empty, decide, doubt, keeping_back, raise, undo};
pub use events::*;
pub use hints::hints;
pub use refusal::Refusal;
pub use review::{ReviewLine, ReviewView, review_view};

use super::ids::{CountId, ItemId, LotId, OwnerId, PlaceId, WorkerId};
use super::stock::{Holder, Status, StockKey};
use super::time::Day;
use super::{Qty, Text, Timestamp};
use serde::{Deserialize, Serialize};

/// Why a place is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reason {
    /// Somebody chose it.
    #[default]
    Chosen,
    /// A picker found less than the book has.
    ShortPick,
    /// The answer to "bin empty?" was not what the book says.
    BinEmpty,
    /// Its turn has come.
    Interval,
    /// An earlier count of it is doubted.
    Recount,
}

impl Reason {
    /// 1 is the most urgent, 9 the least.
    pub fn priority(self) -> u8 {
        match self {
            Reason::Recount => 1,
            Reason::ShortPick => 2,
            Reason::BinEmpty => 3,
            Reason::Chosen => 5,
            Reason::Interval => 7,
        }
    }

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Reason::Chosen => "count-reason-chosen",
            Reason::ShortPick => "count-reason-short-pick",
            Reason::BinEmpty => "count-reason-bin-empty",
            Reason::Interval => "count-reason-interval",
            Reason::Recount => "count-reason-recount",
        }
    }
}

/// What a lead found behind a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RootCause {
    /// An earlier count or quantity was wrong.
    Miscount,
    /// The goods lie in another place.
    Misplaced,
    /// Somebody moved goods and booked nothing.
    Unbooked,
    /// Broken and thrown away.
    Damaged,
    /// Stolen or lost.
    Loss,
    /// Nobody knows.
    Unknown,
}

impl RootCause {
    /// Every root cause, in the order of menus.
    pub const ALL: [RootCause; 6] = [
        RootCause::Miscount,
        RootCause::Misplaced,
        RootCause::Unbooked,
        RootCause::Damaged,
        RootCause::Loss,
        RootCause::Unknown,
    ];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            RootCause::Miscount => "count-cause-miscount",
            RootCause::Misplaced => "count-cause-misplaced",
            RootCause::Unbooked => "count-cause-unbooked",
            RootCause::Damaged => "count-cause-damaged",
            RootCause::Loss => "count-cause-loss",
            RootCause::Unknown => "count-cause-unknown",
        }
    }
}

/// How far a count has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CountState {
    /// Waits for a counter.
    #[default]
    Open,
    /// Somebody counts.
    Counting,
    /// Waits for a lead to judge its differences.
    Review,
}

/// What a counter tells apart in a place: the status cannot be seen, so it is not asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Goods {
    /// What.
    pub item: ItemId,
    /// Whose.
    pub owner: OwnerId,
    /// Of which lot, when the item has lots.
    pub lot: Option<LotId>,
}

impl Goods {
    /// What a line of the ledger is of.
    pub fn of(key: &StockKey) -> Goods {
        Goods {
            item: key.item,
            owner: key.owner,
            lot: key.lot,
        }
    }

    /// The line of the ledger for these goods in a place.
    pub fn in_place(self, place: PlaceId, status: Status) -> StockKey {
        StockKey {
            holder: Holder::Place(place),
            item: self.item,
            owner: self.owner,
            lot: self.lot,
            status,
        }
    }
}

/// How many of some goods were counted in a place so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountLine {
    /// Of what.
    pub goods: Goods,
    /// How many.
    pub counted: Qty,
    /// The quantity was typed: it stands, whatever is scanned.
    pub typed: bool,
    /// The moment of its last scan.
    pub at: Timestamp,
    /// The least that could lie there without any difference, since the place was confirmed.
    least: Qty,
    /// The most that could lie there without any difference.
    most: Qty,
}

impl CountLine {
    /// Counted too much (above zero) or too little: the distance to what could lie there without a difference.
    fn variance(&self) -> Qty {
        self.counted - self.counted.clamp(self.least.min(self.most), self.most)
    }
}

/// What the counter is at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountStep {
    /// The item that was scanned last.
    pub item: Option<ItemId>,
    /// Its lot, once it is known.
    pub lot: Option<LotId>,
    /// Scanned base units that wait for their lot.
    pub waiting: Qty,
    /// Whose goods the next scans are, where the counter said so.
    pub owner: Option<OwnerId>,
}

/// How one counter's finished round compares with the book, for one kind of goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Of what.
    pub goods: Goods,
    /// How many were counted.
    pub counted: Qty,
    /// What the book had at that moment, in every status.
    pub book: Qty,
    /// Found too much (above zero) or too little.
    pub variance: Qty,
    /// The book moved while the place was being counted.
    pub moved: bool,
}

/// One counter's finished round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Who counted.
    pub worker: WorkerId,
    /// When it was finished.
    pub at: Timestamp,
    /// All goods that were counted or are on the books.
    result: Vec<Difference>,
}

/// A stock count of one place. A place has at most one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Its number.
    pub id: CountId,
    /// What is counted.
    pub place: PlaceId,
    /// The place's turn on the walk, as it was when the count was made.
    pub sequence: u32,
    /// Why.
    pub reason: Reason,
    /// 1 is the most urgent, 9 the least.
    pub priority: u8,
    /// When it was made.
    pub made_at: Timestamp,
    /// How far it has come.
    pub state: CountState,
    /// Who counts.
    pub worker: Option<WorkerId>,
    /// Since when it is in this state.
    pub since: Timestamp,
    /// When the counter confirmed the place.
    pub begun: Option<Timestamp>,
    /// What was counted so far.
    pub lines: Vec<CountLine>,
    /// What the counter is at.
    pub step: CountStep,
    /// Finished rounds, the latest last.
    pub rounds: Vec<Round>,
    /// What the book had when the place was confirmed.
    book: Vec<(Goods, Qty)>,
    /// What short picks keep back on hold until this count is closed.
    phantom: Vec<(Goods, Qty)>,
}

/// What the counter has to do next. It never tells what the book has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Go to the place and scan it.
    Place(PlaceId),
    /// Scan items; or say that the place is empty.
    Items,
    /// Scan or type the lot of this item.
    Lot(ItemId),
    /// So many of these were counted: scan on, type the quantity, or scan the place to finish.
    More(Goods, Qty),
}

impl Count {
    /// What the counter has to do next.
    pub fn prompt(&self) -> Prompt {
        if self.begun.is_none() {
            return Prompt::Place(self.place);
        }
        match self.step.item {
            None => Prompt::Items,
            Some(item) if self.step.waiting.is_positive() => Prompt::Lot(item),
            Some(item) => {
                let at = |line: &&CountLine| line.goods.item == item && line.goods.lot == self.step.lot;
                let newest = self.lines.iter().filter(at).max_by_key(|line| line.at);
                newest.map_or(Prompt::Items, |line| Prompt::More(line.goods, line.counted))
            }
        }
    }

    /// The line of some goods.
    pub fn line(&self, goods: Goods) -> Option<&CountLine> {
        self.lines.iter().find(|line| line.goods == goods)
    }

    /// Whoever counted last does not recount.
    pub fn excludes(&self, worker: WorkerId) -> bool {
        self.rounds.last().is_some_and(|round| round.worker == worker)
    }

    fn booked_at_start(&self, goods: Goods) -> Qty {
        let found = self.book.iter().find(|(of, _)| *of == goods);
        found.map_or(Qty::ZERO, |(_, qty)| *qty)
    }

    fn phantom_of(&self, goods: Goods) -> Qty {
        let of = self.phantom.iter().filter(|(of, _)| *of == goods);
        of.map(|(_, qty)| *qty).sum()
    }
}

/// What somebody asks about counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Have places counted. Places that are being counted already are left out.
    MakeCounts {
        /// Which, at most [`MAX_PLACES`].
        places: Vec<PlaceId>,
        /// Why.
        reason: Reason,
    },
    /// The answer to "bin empty?" after a pick. Whatever the book does not bear out is counted.
    BinEmpty {
        /// Which place.
        place: PlaceId,
        /// What the picker sees.
        empty: bool,
    },
    /// Take a count: this one, or the most urgent that nobody has. Who has one already keeps it.
    Claim {
        /// Which; none for the most urgent.
        count: Option<CountId>,
    },
    /// Give a count back to others. What was counted so far is forgotten.
    Park {
        /// Which.
        count: CountId,
    },
    /// Something was scanned or typed at the prompt.
    Scan {
        /// The count on the screen.
        count: CountId,
        /// The code.
        code: Text,
    },
    /// The quantity of the item that was scanned last. It is absolute, and stands.
    Quantity {
        /// The count on the screen.
        count: CountId,
        /// How many lie there.
        qty: Qty,
    },
    /// The lot of the item that was scanned last.
    Lot {
        /// The count on the screen.
        count: CountId,
        /// As printed on the goods.
        code: Text,
        /// Its last day, asked for when the lot is new.
        expiry: Option<Day>,
    },
    /// Whose goods the next scans are, where the place holds goods of several owners.
    Owner {
        /// The count on the screen.
        count: CountId,
        /// Whose.
        owner: OwnerId,
    },
    /// Nothing lies in the place. Finishes the count.
    Empty {
        /// The count on the screen.
        count: CountId,
    },
    /// Everything in the place is counted.
    Finish {
        /// The count on the screen.
        count: CountId,
    },
    /// Book the differences.
    Accept {
        /// Which.
        count: CountId,
        /// What is behind them.
        cause: RootCause,
    },
    /// Have it counted again by somebody else.
    Reject {
        /// Which.
        count: CountId,
    },
}

/// Most places that one command has counted.
pub const MAX_PLACES: usize = 200;
