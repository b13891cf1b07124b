//! Journal, snapshots and the sled store: everything that touches the data directory. Floor 2.
//!
//! The lower half works on opaque record bytes with a sequence number and knows nothing of the domain:
//! [`medium`] is the file layer (real, or simulated with faults and power cuts), [`directory`] owns and locks
//! the data directory, [`journal`] is the commit point, [`snapshot`] its short cut on opening, and [`archive`]
//! puts a directory into one file and back.
//!
//! The upper half knows the domain: [`codec`] turns records and rows into bytes, [`state`] opens a warehouse as its
//! newest snapshot plus the journal, [`history`] keeps what is over in sled and
//! [`closed_numbers`] what is known of orders that were archived away, [`verify`] proves it all.

pub mod archive;
pub mod closed_numbers;
pub mod codec;
pub mod directory;
mod framing;
pub mod history;
pub mod journal;
pub mod medium;
pub mod snapshot;
#[cfg(test)]
pub(crate) mod soak;
pub mod state;
pub mod verify;
