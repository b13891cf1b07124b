//! What goes into the hub, and what comes back.

use crate::domain::ids::DeviceId;
use crate::domain::{Actor, Command, CommandId, Event, Record, Refusal, Text, Timestamp, Via};
use std::sync::Arc;

/// Which line a request waits in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lane {
    /// Somebody waits at a screen.
    #[default]
    Interactive,
    /// A job, an import: goes when nobody waits.
    Job,
}

/// One command with who asks it, where and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// The client's number for it; the same id is applied once. `client` 0 asks for no memory.
    pub id: CommandId,
    /// Who asks.
    pub actor: Actor,
    /// Where they stand.
    pub device: DeviceId,
    /// How it came.
    pub via: Via,
    /// What was scanned or typed, for the journal.
    pub input: Text,
    /// What is asked.
    pub command: Command,
    /// The record an undo is about.
    pub record: Option<Record>,
    /// Which line it waits in.
    pub lane: Lane,
}

impl Request {
    /// A command by the program itself.
    pub fn by_system(command: impl Into<Command>, via: Via) -> Request {
        Request {
            id: CommandId::default(),
            actor: Actor::System,
            device: DeviceId(0),
            via,
            input: "".into(),
            command: command.into(),
            record: None,
            lane: Lane::Job,
        }
    }
}

/// A durable yes.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// Its record in the journal; none when the command changed nothing.
    pub seq: Option<u64>,
    /// When it was decided.
    pub at: Timestamp,
    /// What happened; empty for a repeated id, whose first answer told it.
    pub events: Arc<[Event]>,
}

/// A no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// The rules say no.
    Refused(Refusal),
    /// Nothing is accepted any more, and why: a storage error, or the program is ending.
    Stopped(Arc<str>),
}

/// What comes back.
pub type Answer = Result<Accepted, Rejection>;
