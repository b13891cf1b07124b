//! The warehouse as a value, and the rules of the floor: one file a workflow. Floor 1: uses `codes` alone and cannot
//! fail on I/O.
//!
//! [`decide`] holds the rules and returns events or a [`Refusal`]; [`Warehouse::evolve`] applies events and holds
//! none. Times come in the [`Context`], ids from counters in the state, and nothing iterates over a hash map, so two
//! processes that replay one journal reach the same value.

pub mod access;
pub mod adjusting;
pub mod aliases;
pub mod allocation;
pub mod answers;
pub mod changes;
pub mod command;
pub mod counting;
pub mod devices;
pub mod event;
pub mod floor;
pub mod ids;
pub mod items;
pub mod jobs;
pub mod keymaps;
pub mod lookup;
pub mod masters;
pub mod meanings;
pub mod moving;
pub mod numbers;
pub mod orders;
pub mod outbox;
pub mod packing;
pub mod parcels;
pub mod people;
pub mod phrase;
pub mod picking;
pub mod places;
pub mod popularity;
pub mod putaway;
pub mod quantity;
pub mod readings;
pub mod receiving;
pub mod refusal;
pub mod release;
pub mod relocating;
pub mod settings;
pub mod shipping;
pub mod slotting;
pub mod stock;
pub mod time;
pub mod totals;
pub mod undo;
pub mod walks;
pub mod warehouse;

pub use command::{
    Actor, Command, CommandId, Context, Decision, Draft, Record, Undecided, Via, decide, decide_in_place,
};
pub use event::{Event, Topics};
pub use quantity::Qty;
pub use refusal::{Class, Explain, Refusal};
pub use time::Timestamp;
pub use warehouse::Warehouse;

/// Text that many records share: cloning it is counting.
pub type Text = std::sync::Arc<str>;
