//! Receiving: from the supplier onto a dock place, pallet or carton, against an expected receipt or blind.
//!
//! The receiver scans an item, counts it, names lot and expiry where the item asks for them, and scans what the goods
//! are put onto: that scan books them. Several workers may receive one receipt at once; how far each has come is kept
//! in the warehouse by worker, and the prompt is derived from it. What is doubtful is asked once and answered by
//! scanning the same again.

mod decide;
mod events;
mod lots;
mod put;
mod refusal;
mod undo;

pub use decide::decide;
pub use events::*;
pub use refusal::Refusal;
pub use undo::undo;

use super::ids::{ItemId, OwnerId, PlaceId, ReceiptId, WorkerId};
use super::lookup::Target;
use super::stock::Holder;
use super::time::Day;
use super::{Qty, Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A lot that expires within so many days is short-dated: the receiver is asked before it is taken in.
pub const SHORT_DATED_DAYS: i32 = 30;

/// What is expected, and what came, of one item (and lot, where the supplier named it).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    /// What.
    pub item: ItemId,
    /// How much the supplier announced; nothing where the goods were not announced.
    pub expected: Qty,
    /// How much came in fit to sell.
    pub received: Qty,
    /// How much came in damaged.
    pub damaged: Qty,
    /// The lot that was announced.
    pub lot: Option<Text>,
    /// Its expiry as announced.
    pub expiry: Option<Day>,
}

impl ReceiptLine {
    /// A line of which nothing has come yet.
    pub fn new(item: ItemId, expected: Qty) -> ReceiptLine {
        let zero = Qty::ZERO;
        ReceiptLine {
            item,
            expected,
            received: zero,
            damaged: zero,
            lot: None,
            expiry: None,
        }
    }

    /// All that came, damaged or not.
    pub fn came(&self) -> Qty {
        self.received + self.damaged
    }

    /// What was announced and has not come.
    pub fn outstanding(&self) -> Qty {
        (self.expected - self.came()).max(Qty::ZERO)
    }
}

/// A goods receipt that is open: announced by a supplier, or opened blind at the dock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its number here.
    pub id: ReceiptId,
    /// The number on the supplier's papers; unique per owner.
    pub number: Text,
    /// Who sends it.
    pub supplier: Text,
    /// Whose goods they are from now on.
    pub owner: OwnerId,
    /// When it was announced for.
    pub expected_at: Timestamp,
    /// The dock place it comes in at, when one is set.
    pub dock: Option<PlaceId>,
    /// Nothing was announced: whatever comes is taken in without comparing.
    pub blind: bool,
    /// What is expected and what came.
    pub lines: Vec<ReceiptLine>,
}

impl Receipt {
    /// Announced, and come so far, of one item over all lines.
    pub fn of_item(&self, item: ItemId) -> (Qty, Qty) {
        let lines = || self.lines.iter().filter(|line| line.item == item);
        (
            lines().map(|l| l.expected).sum(),
            lines().map(ReceiptLine::came).sum(),
        )
    }

    /// What of an item was announced and has not come.
    pub fn outstanding(&self, item: ItemId) -> Qty {
        let lines = self.lines.iter().filter(|line| line.item == item);
        lines.map(ReceiptLine::outstanding).sum()
    }

    /// The first line of which something has not come.
    pub fn next(&self) -> Option<&ReceiptLine> {
        self.lines.iter().find(|line| line.outstanding().is_positive())
    }
}

/// What a receiver has in hand. Kept in the warehouse, so that it outlives the terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What was scanned.
    pub item: Option<ItemId>,
    /// The quantity counted or typed; none shows what is outstanding.
    pub counted: Option<Qty>,
    /// The quantity was typed: it stands, whatever is scanned.
    pub typed: bool,
    /// Of the quantity, this much is damaged.
    pub damaged: Qty,
    /// The lot on the goods.
    pub lot: Option<Text>,
    /// The last day it may be sold.
    pub expiry: Option<Day>,
    /// What the goods before were put onto: the next item is put there too, unless another is scanned.
    pub onto: Option<Holder>,
}

/// Why a receiver is asked to scan the same again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doubt {
    /// The item was not announced.
    NotExpected(ItemId),
    /// The lot may no longer be sold; it comes in under quarantine.
    Expired(ItemId, Text, Day),
    /// The lot expires within [`SHORT_DATED_DAYS`].
    ShortDated(ItemId, Text, Day),
    /// Another lot was announced.
    OtherLot(ItemId, Text, Text),
    /// More came than was announced: item, announced, come with this.
    Over(ItemId, Qty, Qty, Holder),
}

/// A question that waits for its answer: the same scan again, or [`Command::Confirm`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What is doubtful.
    pub why: Doubt,
    /// What the receiver has in hand once it is confirmed.
    pub then: Step,
}

/// One worker receiving one receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receiving {
    /// Who.
    pub worker: WorkerId,
    /// Which receipt.
    pub receipt: ReceiptId,
    /// What they have in hand.
    pub step: Step,
    /// What they were asked and have not answered.
    pub asked: Option<Asked>,
}

/// What the receiver has to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Scan an item; this one is outstanding, if any is known.
    Item(Option<ItemId>),
    /// Scan or type the lot on the goods.
    Lot(ItemId),
    /// Scan or type the expiry date on the goods.
    Expiry(ItemId),
    /// Put this much onto a dock place, pallet or carton and scan it.
    Put(ItemId, Qty),
    /// Something is doubtful: scan the same again to confirm, or something else.
    Confirm(Doubt),
    /// All that was announced has come: close the receipt, or scan on.
    Finish,
}

impl Receiving {
    /// Nothing in hand yet.
    pub fn new(worker: WorkerId, receipt: ReceiptId) -> Receiving {
        Receiving {
            worker,
            receipt,
            step: Step::default(),
            asked: None,
        }
    }

    /// The quantity on the screen: counted, typed, or what is outstanding.
    pub fn shown(&self, w: &Warehouse) -> Qty {
        let outstanding = || {
            let receipt = w.receipt(self.receipt)?;
            Some(receipt.outstanding(self.step.item?)).filter(|qty| qty.is_positive())
        };
        self.step.counted.or_else(outstanding).unwrap_or(Qty(1))
    }

    /// What the receiver has to do next.
    pub fn prompt(&self, w: &Warehouse) -> Prompt {
        if let Some(asked) = &self.asked {
            return Prompt::Confirm(asked.why.clone());
        }
        let Some(item) = self.step.item else {
            let receipt = w.receipt(self.receipt);
            let next = receipt.and_then(Receipt::next).map(|line| line.item);
            let open = next.is_some() || receipt.is_none_or(|r| r.blind);
            return if open { Prompt::Item(next) } else { Prompt::Finish };
        };
        let (lots, dates) = w
            .items
            .get(&item)
            .map_or((false, false), |i| (i.lot_tracked, i.expiry_tracked));
        if lots && self.step.lot.is_none() {
            Prompt::Lot(item)
        } else if dates && self.step.expiry.is_none() {
            Prompt::Expiry(item)
        } else {
            Prompt::Put(item, self.shown(w))
        }
    }
}

/// What somebody asks about receiving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Take an announced receipt in. The id is given when it is taken; a number that is known already changes nothing.
    Save(Box<Receipt>),
    /// Open a receipt at the dock for goods that nobody announced.
    OpenBlind {
        /// Whose goods.
        owner: OwnerId,
        /// Where they stand.
        dock: PlaceId,
    },
    /// Begin, or go on, receiving a receipt.
    Start {
        /// Which.
        receipt: ReceiptId,
    },
    /// Something was scanned or typed at the prompt.
    Scan {
        /// The receipt on the screen.
        receipt: ReceiptId,
        /// The code.
        code: Text,
    },
    /// A quantity was typed at the prompt. It is absolute and counts the damaged too.
    Quantity {
        /// The receipt on the screen.
        receipt: ReceiptId,
        /// How much the receiver has in hand.
        qty: Qty,
    },
    /// The lot on the goods was typed.
    Lot {
        /// The receipt on the screen.
        receipt: ReceiptId,
        /// As printed.
        code: Text,
        /// The last day it may be sold, where it is printed.
        expiry: Option<Day>,
    },
    /// So much of what is in hand is damaged.
    Damaged {
        /// The receipt on the screen.
        receipt: ReceiptId,
        /// How much.
        qty: Qty,
    },
    /// The question on the screen is answered with yes.
    Confirm {
        /// The receipt on the screen.
        receipt: ReceiptId,
        /// Why, for the journal; may be empty.
        reason: Text,
    },
    /// Forget what is in hand: it was scanned by mistake.
    Clear {
        /// The receipt on the screen.
        receipt: ReceiptId,
    },
    /// Stop receiving; the receipt stays open for others.
    Leave {
        /// The receipt on the screen.
        receipt: ReceiptId,
    },
    /// Nothing more comes.
    Close {
        /// Which.
        receipt: ReceiptId,
        /// Why less came than was announced; may be empty when all came.
        reason: Text,
    },
}

impl Warehouse {
    /// An open receipt.
    pub fn receipt(&self, id: ReceiptId) -> Option<&Receipt> {
        self.receipts.get(&id).map(Arc::as_ref)
    }

    /// An open receipt by the number on the supplier's papers.
    pub fn receipt_by_number(&self, owner: OwnerId, number: &str) -> Option<&Receipt> {
        let targets = self.codes.find(number);
        targets.iter().find_map(|target| match target {
            Target::Receipt(id) => self
                .receipt(*id)
                .filter(|r| r.owner == owner && r.number.as_ref() == number),
            _ => None,
        })
    }

    /// What a worker is receiving, if anything.
    pub fn receiving_of(&self, worker: WorkerId) -> Option<&Receiving> {
        self.receivings.get(&worker).map(Arc::as_ref)
    }

    /// Who is receiving a receipt now.
    pub fn receivers_of(&self, receipt: ReceiptId) -> impl Iterator<Item = WorkerId> {
        let on_it = move |r: &&Arc<Receiving>| r.receipt == receipt;
        self.receivings.values().filter(on_it).map(|r| r.worker)
    }

    pub(super) fn put_receipt(&mut self, receipt: Arc<Receipt>) {
        self.counters.used(receipt.id);
        self.codes.learn(&receipt.number, Target::Receipt(receipt.id));
        self.receipts.insert(receipt.id, receipt);
    }

    /// Changes a receipt's lines, on which no index depends.
    pub(super) fn change_receipt(&mut self, id: ReceiptId, change: impl FnOnce(&mut Receipt)) {
        if let Some(receipt) = self.receipts.get_mut(&id) {
            change(Arc::make_mut(receipt));
        }
    }

    fn close_receipt(&mut self, id: ReceiptId) {
        if let Some(receipt) = self.receipts.remove(&id) {
            self.codes.forget(&receipt.number, Target::Receipt(id));
            self.numbers.note(closed_key(receipt.owner, &receipt.number));
        }
        let here: Vec<WorkerId> = self.receivers_of(id).collect();
        for worker in here {
            self.receivings.remove(&worker);
        }
    }
}

/// Under which compact key a closed receipt is remembered.
pub fn closed_key(owner: OwnerId, number: &str) -> u128 {
    let mut hash = blake3::Hasher::new();
    hash.update(b"receipt");
    hash.update(&owner.0.to_le_bytes());
    hash.update(number.as_bytes());
    let mut key = [0; 16];
    hash.finalize_xof().fill(&mut key);
    u128::from_le_bytes(key)
}
