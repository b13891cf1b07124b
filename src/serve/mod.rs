//! The owner process of a data directory, its local socket, and terminals as bytes. Floor 7.
//!
//! One process owns a data directory; everybody else reaches it over a Unix socket. [`listen`] is the owner's side and
//! knows nothing of what it serves ([`Service`]); [`attach`] and [`command`] are the client's; [`owner`] finds or
//! starts the owner. [`wire`] is the protocol between them.

pub mod attach;
pub mod command;
mod crowd;
mod house;
pub mod io;
pub mod listen;
pub mod metrics;
pub mod owner;
pub mod program;
mod questions;
pub mod socket;
pub mod ssh;
pub mod terminal;
pub mod wire;

#[cfg(test)]
mod tests;

pub use attach::{AttachError, attach};
pub use command::{CommandError, run_command};
pub use io::{CommandIo, Gone, Output, Service, SessionIo, Stream, TermEvent};
pub use listen::{Ended, Options, listen, terminated};
pub use owner::{ConnectError, LOST_RACE, connect_or_start, detach, start_owner};
pub use socket::{Door, SocketError};
pub use wire::{Bye, CommandHello, SessionHello, Size};
