//! Check digits, GTIN, SSCC, GS1 element strings, symbology identifiers, carriers' parcel numbers. Floor 0: uses nothing of ours.
//!
//! Everything here is pure: a scanned text goes in, what it can be comes out. [`read`] is the front door for a text of
//! unknown kind; [`gs1::parse`] for one that is known to be GS1 data.

pub mod carriers;
pub mod check_digit;
pub mod decisions;
pub mod gs1;
mod gtin;
mod reading;
mod sscc;
mod symbology;

pub use gtin::{Gtin, GtinError, GtinFormat};
pub use reading::{Evidence, GtinReading, Reading, read};
pub use sscc::{Sscc, SsccError};
pub use symbology::{AimId, Symbology};
