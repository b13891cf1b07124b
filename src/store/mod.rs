//! Journal, snapshots and the sled store: everything that touches the data directory. Floor 2.
//!
//! The lower half works on opaque record bytes with a sequence number and knows nothing of the domain:
//! [`medium`] is the file layer (real, or simulated with faults and power cuts), [`directory`] owns and locks
//! the data directory, [`journal`] is the commit point, [`snapshot`] its short cut on opening, and [`archive`]
//! puts a directory into one file and back.

pub mod archive;
pub mod codec;
pub mod directory;
mod framing;
pub mod journal;
pub mod medium;
pub mod snapshot;
