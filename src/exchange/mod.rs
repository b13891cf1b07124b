//! Files, labels and printers: what comes into the building and what leaves it. Floor 4.

pub mod demo;
pub mod export;
pub mod import;
pub mod keymaps;
pub mod labels;
pub mod outbox;
pub mod papers;
pub mod period;
pub mod printer;
pub mod rows;
pub mod scanners;
pub mod sentence;
pub mod settings;
