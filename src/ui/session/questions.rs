//! What is asked about a code before any screen gets it: how it is read, which of several items it is, which item an
//! unknown one is on. A question at a time; the answer goes on as a code that leaves none open.

use super::{Effect, Session};
use crate::codes;
use crate::domain::{Class, Via};
use crate::ui::screen::{Entry, Screen, Wanted};
use crate::ui::screens::choice::Choice;
use crate::ui::screens::which_item::WhichItem;

impl Session {
    /// Whether the screen on top has a question that only keys and command codes answer.
    pub(super) fn holds_scans(&self) -> bool {
        self.screens.last().is_some_and(|screen| screen.holds_scans())
    }

    /// Gives an entry to the screen on top, or asks about it first.
    pub(super) fn take_entry(&mut self, entry: Entry) {
        match self.question(&entry) {
            Some(question) => {
                self.open(question);
                if self.bell {
                    self.effects.push(Effect::Bell(Class::Check));
                }
            }
            None => self.enter(&entry),
        }
    }

    fn question(&self, entry: &Entry) -> Option<Box<dyn Screen>> {
        let here = self.here();
        let screen = self.screens.last()?;
        let (wanted, owner) = (screen.wanted(here), screen.owner(here));
        if wanted == Wanted::AsItStands || self.who.is_none() {
            return None;
        }
        let scan = here.w.scan_for(&entry.text, owner);
        if !scan.readings.is_empty() {
            return Some(Box::new(Choice::of_readings(&scan, entry, here)));
        }
        if matches!(wanted, Wanted::Item | Wanted::NewItem)
            && let Some(choice) = Choice::of_items(&scan, entry, owner, here)
        {
            return Some(Box::new(choice));
        }
        // A typed code that nobody knows is likelier mistyped than new.
        let scanned = entry.via == Via::Scanned;
        let is_new = scan.targets.is_empty() && scanned && !names_a_logistic_unit(&entry.text);
        (is_new && wanted == Wanted::NewItem)
            .then(|| Box::new(WhichItem::new(&entry.text)) as Box<dyn Screen>)
    }
}

/// Whether a code names a pallet or parcel and no item.
fn names_a_logistic_unit(text: &str) -> bool {
    let reading = codes::read(text);
    reading.sscc.is_some() && reading.any_gtin().is_none()
}
