//! Why something about the outbox is refused.

use super::State;
use crate::domain::ids::{OrderId, OutboxId, ParcelId};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::refusal::{Class, Explain};

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is printed, void or was never there.
    Unknown(OutboxId),
    /// That cannot be done with it as far as it has come.
    WrongState(OutboxId, State),
    /// No such parcel is in the building.
    NoParcel(ParcelId),
    /// The parcel is open and has no label yet.
    NoLabel(ParcelId),
    /// The order was called off: its parcel gets no label.
    CalledOff(OrderId),
    /// No labels, or more than one command makes.
    TooMany(usize),
    /// No such place, item, tote or worker.
    NothingToLabel,
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        match self {
            Refusal::CalledOff(_) => Class::Stop,
            Refusal::Unknown(_) | Refusal::WrongState(..) => Class::Check,
            _ => Class::No,
        }
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::Unknown(_) => Phrase::new("no-print-unknown"),
            Refusal::WrongState(_, state) => {
                Phrase::new("no-print-state").with("state", Value::Phrase(Box::new(Phrase::new(state.key()))))
            }
            Refusal::NoParcel(parcel) => {
                Phrase::new("no-pack-parcel-unknown").with("parcel", Value::Parcel(*parcel))
            }
            Refusal::NoLabel(parcel) => {
                Phrase::new("no-print-no-label").with("parcel", Value::Parcel(*parcel))
            }
            Refusal::CalledOff(order) => {
                Phrase::new("stop-print-called-off").with("order", Value::Order(*order))
            }
            Refusal::TooMany(count) => Phrase::new("no-print-too-many")
                .with("count", Value::Number(i64::try_from(*count).unwrap_or(i64::MAX))),
            Refusal::NothingToLabel => Phrase::new("no-print-nothing"),
        }
    }
}

impl State {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            State::Pending => "print-pending",
            State::Sending => "print-sending",
            State::Sent => "print-sent",
            State::Unknown => "print-unknown",
            State::Failed => "print-failed",
            State::Voided => "print-voided",
        }
    }
}
