//! Cartons and containers: what fits in which, and where it lies.
//!
//! | file | answers |
//! |---|---|
//! | [`container`] | one container, as much volume as possible (beam search over blocks) |
//! | [`bench`], [`order`] | which cartons for an order at a bench, and how, in a moment |
//! | [`picture`] | a packed carton in characters |
//! | [`bins`] | as few equal bins as possible for everything |
//!
//! Under them: [`cuboid`] and [`room`] for free spaces; [`blocks`], [`choice`], [`contact`], [`reach`] and
//! [`shortlist`] for what goes into them; [`bound`] for how few bins there can be.

pub mod bench;
pub mod bins;
pub mod blocks;
pub mod bound;
pub mod choice;
pub mod contact;
pub mod container;
pub mod cuboid;
pub mod order;
pub mod picture;
pub mod reach;
pub mod room;
pub mod shortlist;
