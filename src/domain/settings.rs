//! What is true of the whole building.

use super::event::{Fact, Topics};
use super::{Text, Warehouse};
use serde::{Deserialize, Serialize};

/// Which bins are checked when a pick should have emptied them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ZeroCheck {
    /// None.
    Never,
    /// Pick faces.
    #[default]
    PickFaces,
    /// Pick faces and reserve bins.
    Bins,
}

/// The building's own data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The building's name, on screens and labels.
    pub name: Text,
    /// Its IANA time zone: times are shown and days begin by it, whatever the terminal's own zone is.
    pub time_zone: Text,
    /// GS1 company prefix (4 to 12 digits) from which SSCCs are made.
    pub company_prefix: Text,
    /// A counted difference of more units than this wants a recount by somebody else.
    pub recount_units: i64,
    /// A counted or adjusted difference of more value than this (minor units) wants a second person.
    pub second_person_value: i64,
    /// How far a parcel's weight may lie from what is expected, in per cent.
    pub weight_tolerance_percent: i64,
    /// How much more than expected a receipt may bring, in per cent, before a reason is asked for.
    pub over_receipt_warn_percent: i64,
    /// How much more than expected a receipt may bring at all, in per cent.
    pub over_receipt_refuse_percent: i64,
    /// Orders on one cart of a cluster pick.
    pub cluster_size: u8,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            name: "pickface".into(),
            time_zone: "UTC".into(),
            company_prefix: "0000000".into(),
            recount_units: 5,
            second_person_value: 10_000,
            weight_tolerance_percent: 10,
            over_receipt_warn_percent: 0,
            over_receipt_refuse_percent: 10,
            cluster_size: 8,
        }
    }
}

/// The building's data were set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsChanged {
    /// As they are from now on.
    pub settings: Settings,
}

impl Fact for SettingsChanged {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.settings = self.settings.clone();
    }
}

/// It was set which bins are checked when a pick should have emptied them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZeroCheckSet {
    /// Which, from now on.
    pub zero_check: ZeroCheck,
}

impl Fact for ZeroCheckSet {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.zero_check = self.zero_check;
    }
}
