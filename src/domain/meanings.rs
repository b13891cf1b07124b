//! Which of several items a label means: chosen once, approved by a lead, and from then on not asked again on labels
//! like it.
//!
//! Items share no code, but one text may be two: eight digits are a GTIN-8 and the short form of a UPC-A, and what one
//! supplier prints as a trade item number is another item's own code. Which it is depends on who printed it. So a label
//! is like another when it carries the same number in the same shape (the same application identifiers, or the number
//! alone), and where goods are received, when they are of the same owner. Work that asks for an item by name never looks
//! here: there a code is right that can stand for the item.

use super::ids::{ItemId, OwnerId};
use super::lookup::{Scan, Target};
use super::phrase::{Phrase, Value};
use super::{Text, Warehouse};
use crate::codes::gs1::Message;
use crate::codes::{self, Reading};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Labels that are alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Likeness {
    /// The number on them, as [`number`] tells it.
    pub number: Text,
    /// Their application identifiers in order, `01 10 17`; empty for a number that stands alone.
    pub shape: Text,
    /// Whose goods are received; none in all other work.
    pub owner: Option<OwnerId>,
}

/// What labels that are alike mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meaning {
    /// Which labels.
    pub of: Likeness,
    /// The items that the number could stand for when it was chosen, in the order of their ids. With one more or less
    /// it is asked again.
    pub among: Vec<ItemId>,
    /// Which of them it is; none where a lead wants it asked each time.
    pub item: Option<ItemId>,
}

impl Meaning {
    /// What it says, for the answer band and the lead's list.
    pub fn phrase(&self) -> Phrase {
        let phrase = match self.item {
            Some(item) => Phrase::new("lesson-meaning").with("item", Value::Item(item)),
            None => Phrase::new("lesson-meaning-asked"),
        };
        let number = phrase.with("code", Value::Text(self.of.number.clone()));
        let shape = match self.of.shape.is_empty() {
            true => Phrase::new("lesson-bare"),
            false => Phrase::new("lesson-shaped").with("shape", Value::Text(self.of.shape.clone())),
        };
        let owner = match self.of.owner {
            Some(owner) => Phrase::new("lesson-for-owner").with("owner", Value::Owner(owner)),
            None => Phrase::new("lesson-for-all"),
        };
        number
            .with("shape", Value::Phrase(Box::new(shape)))
            .with("where", Value::Phrase(Box::new(owner)))
    }
}

/// The part of a scan that is the item's and not the piece's or the lot's: the trade item number in 14 digits, the
/// customer's own number on a supplier's label, or the whole text where it is neither or could be two numbers.
pub(super) fn number(reading: &Reading) -> Text {
    let own = |message: &Message| {
        ["240", "241"]
            .iter()
            .find_map(|ai| message.get(ai).map(Text::from))
    };
    let one = reading.any_gtin().filter(|_| reading.gtins.len() < 2);
    match (one, reading.message.as_ref().and_then(own)) {
        (Some(gtin), _) => gtin.as_str().into(),
        (None, Some(own)) => own,
        (None, None) => reading.text.as_str().into(),
    }
}

fn likeness(reading: &Reading, owner: Option<OwnerId>) -> Likeness {
    let elements = reading.message.iter().flat_map(|message| &message.elements);
    let shape: Vec<&str> = elements.map(|element| element.ai.as_str()).collect();
    Likeness {
        number: number(reading),
        shape: shape.join(" ").into(),
        owner,
    }
}

/// The items in what a code stands for, in the order of their ids.
fn items(targets: &[Target]) -> Vec<ItemId> {
    let items = targets.iter().filter_map(|target| match target {
        Target::Item(id, _) => Some(*id),
        _ => None,
    });
    let mut items: Vec<ItemId> = items.collect();
    items.sort_unstable();
    items.dedup();
    items
}

impl Scan {
    /// What would be remembered if this of its items were chosen on its label; none where nothing need be, or where a
    /// lead wants it asked each time.
    pub fn choice(&self, w: &Warehouse, item: ItemId, owner: Option<OwnerId>) -> Option<Meaning> {
        let among = items(&self.targets);
        let of = likeness(&codes::read(&self.code), owner);
        let is_asked = w
            .meanings
            .get(&of)
            .is_some_and(|known| known.item.is_none() && known.among == among);
        let meaning = Meaning {
            of,
            among,
            item: Some(item),
        };
        (!is_asked && w.is_choice(&meaning)).then_some(meaning)
    }
}

impl Warehouse {
    /// Which of several items a label means, where that was learned; none where there are not several.
    pub(super) fn meant(
        &self,
        reading: &Reading,
        targets: &[Target],
        owner: Option<OwnerId>,
    ) -> Option<ItemId> {
        let among = items(targets);
        if among.len() < 2 || self.meanings.is_empty() {
            return None;
        }
        let known = self.meanings.get(&likeness(reading, owner))?;
        known.item.filter(|_| known.among == among)
    }

    /// Whether a meaning's number still can stand for the items that it was chosen among, all of them and no others.
    pub(super) fn is_choice(&self, meaning: &Meaning) -> bool {
        let now = items(&self.scan(&meaning.of.number).targets);
        now.len() > 1 && now == meaning.among && meaning.item.is_none_or(|item| now.contains(&item))
    }

    pub(super) fn put_meaning(&mut self, meaning: Arc<Meaning>) {
        self.meanings.insert(meaning.of.clone(), meaning);
    }
}
