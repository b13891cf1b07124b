//! pickface: a terminal user interface for warehouse operations.
//!
//! One log, a pure core, thin shells: scans become commands, one writer decides them in order against a
//! [`domain`] value, appends the events to a durable journal in [`store`], and publishes a new value through
//! [`hub`]; screens, files and wires are shells round that. `ARCHITECTURE.md` shows the whole house.

pub mod cli;
pub mod codes;
pub mod domain;
pub mod exchange;
pub mod hub;
pub mod keymap;
pub mod plan;
pub mod scan;
pub mod serve;
pub mod store;
pub mod ui;

/// A record is made on one thread and freed on whichever looks at it last. Here, so that tests and benchmarks run as the
/// program does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
