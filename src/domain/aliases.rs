//! What the floor teaches the warehouse about codes: another code of an item, how a supplier's labels are read whose
//! separators are lost, and which of several items a label means. Whoever meets one proposes it; from a lead's approval on it holds for everybody.

use super::command::Draft;
use super::event::{Event, Fact, Topics};
use super::ids::{ItemId, ProposalId, WorkerId};
use super::items::{Barcode, Item};
use super::masters::MAX_CODE;
use super::meanings::{Meaning, number};
use super::people::Right;
use super::phrase::{Phrase, Value};
use super::refusal::{Class, Explain};
use super::{Qty, Text, Timestamp, Warehouse};
use crate::codes;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What is to be learned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lesson {
    /// The code is printed on this item.
    Alias {
        /// The code: of a trade item number its 14 digits.
        code: Text,
        /// The item.
        item: ItemId,
        /// Base units that one scan of it stands for.
        contents: Qty,
    },
    /// A supplier's labels come without separators, and are to be read so.
    Reading {
        /// The first digits of its trade item numbers, see [`super::readings::supplier`].
        supplier: Text,
        /// The elements and their lengths, see [`super::readings::pattern`].
        pattern: Text,
        /// The label it was met on, as read.
        example: Text,
    },
    /// Of several items that its number can stand for, labels like this mean this one.
    Meaning(Meaning),
}

/// A lesson that waits for a lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Its number.
    pub id: ProposalId,
    /// What is proposed.
    pub lesson: Lesson,
    /// Who met it.
    pub by: WorkerId,
    /// When.
    pub at: Timestamp,
}

/// What somebody asks about codes that are to be learned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Propose it; proposed before, nothing happens.
    Propose(Lesson),
    /// From now on it holds.
    Approve {
        /// Which.
        proposal: ProposalId,
    },
    /// It is wrong.
    Reject {
        /// Which.
        proposal: ProposalId,
    },
    /// Neither this item nor that is always meant: from now on it is asked each time, and nobody proposes it.
    AskEachTime {
        /// Which.
        proposal: ProposalId,
    },
    /// What was learned no longer holds: how a supplier's labels are read, or which item is meant.
    Forget(Lesson),
}

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such proposal: somebody else judged it.
    NoProposal,
    /// There is no code, or one longer than any label holds.
    BadCode,
    /// The code stands for something already.
    CodeKnown(Text),
    /// No such item.
    UnknownItem,
    /// The contents are below one or beyond all measure.
    BadContents,
    /// Too many proposals wait.
    TooMany,
    /// The number does not stand for these items any more, or for others too.
    OtherItems,
    /// There is nothing to ask about: the proposal is about one item.
    NoChoice,
    /// It was not learned, or somebody has forgotten it already.
    NotLearned,
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        match self {
            Refusal::NoProposal | Refusal::NotLearned => Class::Check,
            _ => Class::No,
        }
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::NoProposal => Phrase::new("no-alias-proposal"),
            Refusal::BadCode => Phrase::new("no-alias-code"),
            Refusal::CodeKnown(code) => Phrase::new("no-alias-known").with("code", Value::Text(code.clone())),
            Refusal::UnknownItem => Phrase::new("no-alias-item"),
            Refusal::BadContents => Phrase::new("no-quantity"),
            Refusal::TooMany => Phrase::new("no-alias-too-many"),
            Refusal::OtherItems => Phrase::new("no-alias-other-items"),
            Refusal::NoChoice => Phrase::new("no-alias-no-choice"),
            Refusal::NotLearned => Phrase::new("no-alias-not-learned"),
        }
    }
}

/// Proposals that may wait.
const MOST: usize = 1_000;

/// Decides one command about codes that are to be learned.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Result<(), super::Refusal> {
    match command {
        Command::Propose(lesson) => propose(d, lesson),
        Command::Approve { proposal } => approve(d, *proposal),
        Command::Reject { proposal } => {
            let by = d.worker()?;
            let proposal = waiting(d, *proposal)?;
            if proposal.by != by {
                d.require(Right::ImportData)?;
            }
            d.emit(LessonRejected { proposal, by });
            Ok(())
        }
        Command::AskEachTime { proposal } => ask_each_time(d, *proposal),
        Command::Forget(lesson) => {
            d.require(Right::ImportData)?;
            forget(d, lesson)
        }
    }
}

fn approve(d: &mut Draft<'_>, id: ProposalId) -> Result<(), super::Refusal> {
    d.require(Right::ImportData)?;
    let by = d.worker()?;
    let proposal = waiting(d, id)?;
    let item = match &proposal.lesson {
        Lesson::Alias { code, item, contents } => {
            check_alias(d.w, code, *item, *contents)?;
            Some(with_barcode(d, *item, code, *contents)?)
        }
        Lesson::Reading { .. } => None,
        Lesson::Meaning(meaning) => {
            check_meaning(d.w, meaning)?;
            None
        }
    };
    learn(d, proposal, by, item);
    Ok(())
}

fn ask_each_time(d: &mut Draft<'_>, id: ProposalId) -> Result<(), super::Refusal> {
    d.require(Right::ImportData)?;
    let by = d.worker()?;
    let proposal = waiting(d, id)?;
    let Lesson::Meaning(meaning) = &proposal.lesson else {
        return Err(Refusal::NoChoice.into());
    };
    check_meaning(d.w, meaning)?;
    let lesson = Lesson::Meaning(Meaning {
        item: None,
        ..meaning.clone()
    });
    let proposal = Arc::new(Proposal {
        lesson,
        ..Proposal::clone(&proposal)
    });
    learn(d, proposal, by, None);
    Ok(())
}

/// Learns a lesson; other proposals about the same labels are answered by it.
fn learn(d: &mut Draft<'_>, proposal: Arc<Proposal>, by: WorkerId, item: Option<Arc<Item>>) {
    let others: Vec<Arc<Proposal>> = match &proposal.lesson {
        Lesson::Meaning(meaning) => {
            let same = |lesson: &Lesson| matches!(lesson, Lesson::Meaning(other) if other.of == meaning.of);
            let waiting = d.w.proposals.values();
            waiting
                .filter(|waiting| waiting.id != proposal.id && same(&waiting.lesson))
                .cloned()
                .collect()
        }
        Lesson::Alias { .. } | Lesson::Reading { .. } => Vec::new(),
    };
    d.emit(LessonLearned { proposal, by, item });
    for proposal in others {
        d.emit(LessonRejected { proposal, by });
    }
}

fn forget(d: &mut Draft<'_>, lesson: &Lesson) -> Result<(), super::Refusal> {
    let by = d.worker()?;
    if !d.w.is_learned(lesson) {
        return Err(Refusal::NotLearned.into());
    }
    let lesson = lesson.clone();
    d.emit(LessonForgotten { lesson, by });
    Ok(())
}

fn propose(d: &mut Draft<'_>, lesson: &Lesson) -> Result<(), super::Refusal> {
    let by = d.worker()?;
    let lesson = match lesson {
        Lesson::Alias { code, item, contents } => Lesson::Alias {
            code: number(&codes::read(code)),
            item: *item,
            contents: *contents,
        },
        other @ (Lesson::Reading { .. } | Lesson::Meaning(_)) => other.clone(),
    };
    match &lesson {
        Lesson::Alias { code, item, contents } => check_alias(d.w, code, *item, *contents)?,
        Lesson::Meaning(meaning) => check_meaning(d.w, meaning)?,
        Lesson::Reading { .. } => {}
    }
    if d.w.proposals.values().any(|waiting| waiting.lesson == lesson) || d.w.is_learned(&lesson) {
        return Ok(());
    }
    if d.w.proposals.len() >= MOST {
        return Err(Refusal::TooMany.into());
    }
    let proposal = Arc::new(Proposal {
        id: d.w.counters.next(),
        lesson,
        by,
        at: d.ctx.now,
    });
    d.emit(LessonProposed { proposal });
    Ok(())
}

/// Takes a proposal back that still waits, and forgets what was learned where that has no code of an item. None when
/// the event is not one that can be taken back.
pub fn undo(d: &mut Draft<'_>, event: &Event) -> Option<Result<(), super::Refusal>> {
    match event {
        Event::LessonProposed(proposed) => Some(take_back(d, proposed.proposal.id)),
        Event::LessonLearned(learned) => match &learned.proposal.lesson {
            Lesson::Alias { .. } => None,
            lesson @ (Lesson::Reading { .. } | Lesson::Meaning(_)) => Some(forget(d, lesson)),
        },
        _ => None,
    }
}

fn take_back(d: &mut Draft<'_>, id: ProposalId) -> Result<(), super::Refusal> {
    let by = d.worker()?;
    let proposal = waiting(d, id)?;
    d.emit(LessonRejected { proposal, by });
    Ok(())
}

fn waiting(d: &Draft<'_>, id: ProposalId) -> Result<Arc<Proposal>, Refusal> {
    d.w.proposals.get(&id).cloned().ok_or(Refusal::NoProposal)
}

fn check_alias(w: &Warehouse, code: &Text, item: ItemId, contents: Qty) -> Result<(), Refusal> {
    if code.is_empty() || code.chars().count() > MAX_CODE {
        return Err(Refusal::BadCode);
    }
    if !w.scan(code).targets.is_empty() {
        return Err(Refusal::CodeKnown(code.clone()));
    }
    if !w.items.contains_key(&item) {
        return Err(Refusal::UnknownItem);
    }
    if !contents.is_positive() || contents > Qty::MAX {
        return Err(Refusal::BadContents);
    }
    Ok(())
}

/// Only what a choice can be between is chosen, as the codes are now.
fn check_meaning(w: &Warehouse, meaning: &Meaning) -> Result<(), Refusal> {
    match w.is_choice(meaning) {
        true => Ok(()),
        false => Err(Refusal::OtherItems),
    }
}

fn with_barcode(d: &Draft<'_>, item: ItemId, code: &Text, contents: Qty) -> Result<Arc<Item>, Refusal> {
    let mut item =
        d.w.items
            .get(&item)
            .map(|item| Item::clone(item))
            .ok_or(Refusal::UnknownItem)?;
    item.barcodes.push(Barcode {
        code: code.clone(),
        contents,
    });
    Ok(Arc::new(item))
}

impl Lesson {
    /// What it says, for the answer band and the lead's list.
    pub fn phrase(&self) -> Phrase {
        match self {
            Lesson::Alias { code, item, contents } => Phrase::new("lesson-alias")
                .with("code", Value::Text(code.clone()))
                .with("item", Value::Item(*item))
                .with("qty", Value::Qty(*item, *contents)),
            Lesson::Reading {
                supplier, example, ..
            } => Phrase::new("lesson-reading")
                .with("supplier", Value::Text(supplier.clone()))
                .with("example", Value::Text(example.clone())),
            Lesson::Meaning(meaning) => meaning.phrase(),
        }
    }

    fn told(&self, key: &'static str) -> Phrase {
        Phrase::new(key).with("what", Value::Phrase(Box::new(self.phrase())))
    }
}

/// A lesson waits for a lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonProposed {
    /// What waits.
    pub proposal: Arc<Proposal>,
}

impl Fact for LessonProposed {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_proposal(self.proposal.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(self.proposal.lesson.told("event-lesson-proposed"))
    }
}

/// A lesson holds from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonLearned {
    /// What waited.
    pub proposal: Arc<Proposal>,
    /// Who approved it.
    pub by: WorkerId,
    /// The item as it is from now on, where it got a code.
    pub item: Option<Arc<Item>>,
}

impl Fact for LessonLearned {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.proposals.remove(&self.proposal.id);
        if let Some(item) = &self.item {
            w.put_item(item.clone());
        }
        if let Lesson::Reading {
            supplier, pattern, ..
        } = &self.proposal.lesson
        {
            w.readings.insert((supplier.clone(), pattern.clone()));
        }
        if let Lesson::Meaning(meaning) = &self.proposal.lesson {
            w.put_meaning(Arc::new(meaning.clone()));
        }
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(self.proposal.lesson.told("event-lesson-learned"))
    }
}

/// A lesson was wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonRejected {
    /// What waited.
    pub proposal: Arc<Proposal>,
    /// Who said so.
    pub by: WorkerId,
}

impl Fact for LessonRejected {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.proposals.remove(&self.proposal.id);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(self.proposal.lesson.told("event-lesson-rejected"))
    }
}

/// What was learned no longer holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonForgotten {
    /// What.
    pub lesson: Lesson,
    /// Who said so.
    pub by: WorkerId,
}

impl Fact for LessonForgotten {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        match &self.lesson {
            Lesson::Alias { .. } => {}
            Lesson::Reading {
                supplier, pattern, ..
            } => {
                w.readings.remove(&(supplier.clone(), pattern.clone()));
            }
            Lesson::Meaning(meaning) => {
                w.meanings.remove(&meaning.of);
            }
        }
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(self.lesson.told("event-lesson-forgotten"))
    }
}

impl Warehouse {
    pub(super) fn put_proposal(&mut self, proposal: Arc<Proposal>) {
        self.counters.used(proposal.id);
        self.proposals.insert(proposal.id, proposal);
    }

    fn is_learned(&self, lesson: &Lesson) -> bool {
        match lesson {
            Lesson::Alias { .. } => false,
            Lesson::Reading {
                supplier, pattern, ..
            } => self.readings.contains(&(supplier.clone(), pattern.clone())),
            Lesson::Meaning(meaning) => {
                let known = self.meanings.get(&meaning.of);
                known.is_some_and(|known| known.as_ref() == meaning)
            }
        }
    }
}
