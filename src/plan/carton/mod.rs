//! Cartons and containers: what fits in which, and where it lies.
//!
//! | file | answers |
//! |---|---|
//! | [`container`] | one container, as much volume as possible (beam search over blocks) |
//! | [`bins`] | as few equal bins as possible for everything |
//!
//! Under them: [`cuboid`] and [`room`] for free spaces; [`blocks`], [`choice`], [`contact`], [`reach`] and
//! [`shortlist`] for what goes into them; [`bound`] for how few bins there can be.

pub mod bins;
pub mod blocks;
pub mod bound;
pub mod choice;
pub mod contact;
pub mod container;
pub mod cuboid;
pub mod reach;
pub mod room;
pub mod shortlist;
