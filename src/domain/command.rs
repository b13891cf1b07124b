//! What somebody asks of the warehouse, and how it is decided.

use super::event::Event;
use super::ids::{DeviceId, WorkerId};
use super::{Refusal, Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Actor {
    /// A terminal where nobody is signed in.
    Nobody,
    /// The program itself: jobs, housekeeping, the first start.
    System,
    /// A worker.
    Worker(WorkerId),
}

/// How a command came in. The journal keeps it: a typed code is weaker proof than a scanned one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Via {
    /// By a scanner.
    Scanned,
    /// By keys.
    Typed,
    /// From the command line or a file.
    CommandLine,
    /// By a job.
    Job,
}

/// What a decision may know beside the warehouse.
#[derive(Clone, Debug)]
pub struct Context {
    /// The moment of the decision. Never before the warehouse's last event.
    pub now: Timestamp,
    /// Who asks.
    pub actor: Actor,
    /// Where they stand.
    pub device: DeviceId,
    /// How it came.
    pub via: Via,
    /// The record that an undo is about, fetched from the journal before the decision.
    pub record: Option<Record>,
}

impl Context {
    /// The worker who asks, when one does.
    pub fn worker(&self) -> Option<WorkerId> {
        match self.actor {
            Actor::Worker(id) => Some(id),
            Actor::Nobody | Actor::System => None,
        }
    }
}

/// A client's number for one of its commands: the same id is applied once, however often it arrives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CommandId {
    /// Which client: a random number drawn when it connects.
    pub client: u64,
    /// Counted up by the client from 1.
    pub counter: u64,
}

/// One accepted command, as the journal keeps it: who, where, when, how, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its place in the journal, from 1 without gaps.
    pub seq: u64,
    /// The client's number for it.
    pub id: CommandId,
    /// Who asked.
    pub actor: Actor,
    /// Where they stood.
    pub device: DeviceId,
    /// How it came.
    pub via: Via,
    /// When it was decided.
    pub at: Timestamp,
    /// What was scanned or typed, as it came.
    pub input: Text,
    /// What happened.
    pub events: Vec<Event>,
}

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident($module:ident);)*) => {
        /// What somebody asks of the warehouse.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Command {
            $($(#[$doc])* $name(super::$module::Command),)*
        }

        impl Command {
            fn decide(&self, d: &mut Draft<'_>) -> Result<(), Refusal> {
                match self { $(Command::$name(command) => super::$module::decide(d, command),)* }
            }

            /// Its workflow's name, as statistics show it.
            pub fn workflow(&self) -> &'static str {
                match self { $(Command::$name(_) => stringify!($module),)* }
            }
        }

        $(impl From<super::$module::Command> for Command {
            fn from(command: super::$module::Command) -> Command { Command::$name(command) }
        })*
    };
}

commands! {
    /// Master data and opening stock.
    Masters(masters);
    /// Workers.
    People(people);
    /// Coming in from outside.
    Access(access);
    /// Terminals and scanner guns.
    Devices(devices);
    /// Keys that workers and devices have chosen.
    Keymaps(keymaps);
    /// Orders: take in, change, cancel.
    Orders(orders);
    /// Make pick lists from orders.
    Release(release);
    /// Aisles that are one-way or closed, a map, what is fetched first.
    Floor(floor);
    /// Go through pick lists in a planned order.
    Walks(walks);
    /// Pick.
    Picking(picking);
    /// Pack.
    Packing(packing);
    /// Load and ship.
    Shipping(shipping);
    /// Print what leaves the building.
    Outbox(outbox);
    /// Take goods in.
    Receiving(receiving);
    /// Put goods away.
    Putaway(putaway);
    /// Move goods by hand.
    Moving(moving);
    /// Goods to better places.
    Relocating(relocating);
    /// Correct, scrap, hold and release stock; block places.
    Adjusting(adjusting);
    /// Count.
    Counting(counting);
    /// Codes that the floor teaches.
    Aliases(aliases);
    /// How often items are picked.
    Popularity(popularity);
    /// Take back one's own last scans.
    Undo(undo);
    /// Bulk work in chunks.
    Jobs(jobs);
}

/// A decision in the making: the events so far, and the warehouse as they leave it.
///
/// Rules read `w`, change it by [`Draft::emit`] alone, and each event is applied at once, so that the next rule sees it.
/// When the command is refused after something happened, that warehouse is thrown away.
#[derive(Debug)]
pub struct Draft<'c> {
    /// The warehouse as the events so far leave it.
    pub w: &'c mut Warehouse,
    /// What happened so far.
    pub events: Vec<Event>,
    /// What the decision may know beside.
    pub ctx: &'c Context,
}

impl Draft<'_> {
    /// It happened: notes the event and applies it.
    pub fn emit(&mut self, event: impl Into<Event>) {
        let event = event.into();
        self.w.evolve(&event);
        self.events.push(event);
    }
}

/// An accepted command: its events, and the warehouse they lead to.
#[derive(Debug)]
pub struct Decision {
    /// What happens, in order. Empty when the command changes nothing.
    pub events: Vec<Event>,
    /// The warehouse after them.
    pub after: Warehouse,
}

/// Decides one command against a warehouse. Pure: the same three arguments give the same answer in every process.
///
/// # Errors
/// Why not; then nothing changes.
pub fn decide(w: &Warehouse, command: &Command, ctx: &Context) -> Result<Decision, Refusal> {
    let mut after = w.clone();
    match decide_in_place(&mut after, command, ctx) {
        Ok(events) => Ok(Decision { events, after }),
        Err(undecided) => Err(undecided.why),
    }
}

/// A command that was refused by [`decide_in_place`].
#[derive(Debug)]
pub struct Undecided {
    /// Why.
    pub why: Refusal,
    /// Whether something had happened by then: the warehouse is of no use any more.
    pub spoiled: bool,
}

/// The same for whoever has the warehouse to themselves, and how to make it again: what nobody else holds of its maps
/// is changed where it lies, of which [`decide`] copies every node on the way to a change.
///
/// # Errors
/// Why not, and whether the warehouse is spoiled by it.
pub fn decide_in_place(w: &mut Warehouse, command: &Command, ctx: &Context) -> Result<Vec<Event>, Undecided> {
    let mut draft = Draft {
        w,
        events: Vec::new(),
        ctx,
    };
    let decided = command
        .decide(&mut draft)
        .and_then(|()| draft.w.check(&draft.events).map_err(Refusal::Broken));
    let spoiled = !draft.events.is_empty();
    match decided {
        Ok(()) => Ok(draft.events),
        Err(why) => Err(Undecided { why, spoiled }),
    }
}
