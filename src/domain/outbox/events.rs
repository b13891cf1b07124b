//! What happens to things to print.

use super::{Outbox, State};
use crate::domain::event::{Fact, Topics};
use crate::domain::ids::{OrderId, OutboxId, ParcelId, PlaceId, WorkerId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::{Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Something is to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxMade {
    /// As made.
    pub entry: Arc<Outbox>,
}

impl Fact for OutboxMade {
    const TOPICS: Topics = Topics::OUTBOX;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_outbox(self.entry.clone());
    }
}

/// Something to print came to another state. What is sent or void leaves the open state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxChanged {
    /// Which.
    pub id: OutboxId,
    /// What it is: the message that names its kind.
    pub what: Text,
    /// What it is of: an SSCC or another code.
    pub code: Text,
    /// How far it has come.
    pub state: State,
    /// How often it was handed to a printer.
    pub attempts: u16,
    /// A printer named by hand; empty for the place's own.
    pub printer: Text,
    /// When.
    pub at: Timestamp,
    /// What the printer said, where it failed.
    pub note: Text,
}

impl Fact for OutboxChanged {
    const TOPICS: Topics = Topics::OUTBOX;

    fn evolve(&self, w: &mut Warehouse) {
        if matches!(self.state, State::Sent | State::Voided) {
            w.outbox.remove(&self.id);
        } else if let Some(entry) = w.outbox.get_mut(&self.id).map(Arc::make_mut) {
            entry.state = self.state;
            entry.attempts = self.attempts;
            entry.printer = self.printer.clone();
            entry.note = self.note.clone();
        }
    }

    fn phrase(&self) -> Option<Phrase> {
        let told = match self.state {
            State::Pending => return None,
            State::Sending => "event-print-sending",
            State::Sent => "event-print-sent",
            State::Unknown => "event-print-unknown",
            State::Failed => "event-print-failed",
            State::Voided => "event-print-voided",
        };
        Some(
            Phrase::new(told)
                .with("code", Value::Text(self.code.clone()))
                .with("note", Value::Text(self.note.clone())),
        )
    }
}

/// A parcel got another label; the copies before it are void.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelReprinted {
    /// Of which parcel.
    pub parcel: ParcelId,
    /// Of which order.
    pub order: OrderId,
    /// Its SSCC, which stays.
    pub sscc: Text,
    /// Which copy is the valid one from now on.
    pub copy: u16,
    /// Who asked for it.
    pub by: Option<WorkerId>,
    /// When.
    pub at: Timestamp,
}

impl Fact for LabelReprinted {
    const TOPICS: Topics = Topics::PARCELS;

    fn evolve(&self, w: &mut Warehouse) {
        w.fill_parcel(self.parcel, |parcel| {
            if let Some(seal) = &mut parcel.seal {
                seal.copy = self.copy;
            }
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-label-reprinted")
                .with("sscc", Value::Text(self.sscc.clone()))
                .with("copy", Value::Number(i64::from(self.copy))),
        )
    }
}

/// A place's labels come out of this printer from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrinterSet {
    /// Which place.
    pub place: PlaceId,
    /// The printer; empty for none.
    pub printer: Text,
}

impl Fact for PrinterSet {
    const TOPICS: Topics = Topics::OUTBOX;

    fn evolve(&self, w: &mut Warehouse) {
        if self.printer.is_empty() {
            w.printers.remove(&self.place);
        } else {
            w.printers.insert(self.place, self.printer.clone());
        }
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-printer-set")
                .with("place", Value::Place(self.place))
                .with("printer", Value::Text(self.printer.clone())),
        )
    }
}
