//! The demo's people, owners, carriers, cartons and printers: all made up, no real company meant.

use chrono::NaiveTime;

use crate::exchange::rows::{CarrierRow, OwnerRow, WorkerLanguage, WorkerRole, WorkerRow};

/// A carton to pack in; the sides are inside measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CartonType {
    pub code: String,
    pub length_mm: u32,
    pub width_mm: u32,
    pub height_mm: u32,
    /// Heaviest content.
    pub max_weight_g: u32,
    /// Weight of the empty carton.
    pub tare_g: u32,
}

/// A label printer and the place that it serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterRow {
    pub code: String,
    pub place: String,
    /// A folder inside the data directory: each label is a file there.
    pub folder: String,
}

pub(super) const BENCHES: [&str; 6] = ["B1", "B2", "B3", "B4", "B5", "B6"];

/// Everyday gifts belong to the first owner, seasonal goods to the second.
pub(super) const OWNER: &str = "HEARTH";
pub(super) const SEASONAL_OWNER: &str = "TINSEL";

/// Carriers by use: letters and small parcels, larger parcels, freight, abroad.
pub(super) const SMALL: &str = "ROBIN";
pub(super) const PARCEL: &str = "HERON";
pub(super) const FREIGHT: &str = "OAKCART";
pub(super) const EXPORT: &str = "FARSEA";

pub(super) fn owners() -> Vec<OwnerRow> {
    let owner = |code: &str, name: &str| OwnerRow {
        code: code.to_owned(),
        name: name.to_owned(),
    };
    vec![
        owner(OWNER, "Hearth and Hall Gifts"),
        owner(SEASONAL_OWNER, "Tinsel Seasonal Goods"),
    ]
}

pub(super) fn carriers() -> Vec<CarrierRow> {
    let carrier = |code: &str, name: &str, hour: u32| CarrierRow {
        code: code.to_owned(),
        name: name.to_owned(),
        cutoffs: NaiveTime::from_hms_opt(hour, 0, 0).into_iter().collect(),
        export: code == EXPORT,
        staging: Some(format!("S-{code}")),
    };
    vec![
        carrier(EXPORT, "Farsea Export", 12),
        carrier(FREIGHT, "Oakcart Freight", 15),
        carrier(SMALL, "Robin Post", 17),
        carrier(PARCEL, "Heron Parcels", 19),
    ]
}

pub(super) fn cartons() -> Vec<CartonType> {
    let carton = |code: &str, [length_mm, width_mm, height_mm, max_weight_g, tare_g]: [u32; 5]| CartonType {
        code: code.to_owned(),
        length_mm,
        width_mm,
        height_mm,
        max_weight_g,
        tare_g,
    };
    vec![
        carton("C1", [200, 150, 100, 5_000, 70]),
        carton("C2", [300, 200, 150, 10_000, 160]),
        carton("C3", [400, 300, 200, 15_000, 320]),
        carton("C4", [500, 400, 300, 25_000, 600]),
        carton("C5", [600, 500, 450, 30_000, 980]),
        carton("C6", [1_000, 700, 600, 60_000, 2_400]),
    ]
}

pub(super) fn printers() -> Vec<PrinterRow> {
    let places = BENCHES.into_iter().chain(["D1"]);
    let printer = |place: &str| PrinterRow {
        code: format!("P-{place}"),
        place: place.to_owned(),
        folder: format!("printers/{place}"),
    };
    places.map(printer).collect()
}

pub(super) fn workers() -> Vec<WorkerRow> {
    use WorkerLanguage::{English, SimplifiedChinese};
    use WorkerRole::{Admin, Counter, Lead, Packer, Picker, Receiver};
    let people: [(&str, &str, &[WorkerRole], WorkerLanguage); 14] = [
        ("100", "Ada Brook", &[Admin, Lead], English),
        ("101", "Mei Lin", &[Picker, Counter], SimplifiedChinese),
        ("102", "Tom Ashby", &[Picker], English),
        ("103", "Iris Novak", &[Picker, Packer], English),
        ("104", "Wei Chen", &[Picker, Receiver], SimplifiedChinese),
        ("105", "Sam Otieno", &[Picker], English),
        ("106", "Rosa Duarte", &[Picker, Counter], English),
        ("110", "Hana Sato", &[Packer], English),
        ("111", "Li Na", &[Packer], SimplifiedChinese),
        ("112", "Owen Pryce", &[Packer, Receiver], English),
        ("120", "Karl Lund", &[Receiver], English),
        ("121", "Zoe Marsh", &[Receiver, Counter], English),
        ("130", "Nora Quill", &[Lead], English),
        ("131", "Zhang Tao", &[Lead], SimplifiedChinese),
    ];
    let worker = |(number, name, roles, language): (&str, &str, &[WorkerRole], WorkerLanguage)| WorkerRow {
        number: number.to_owned(),
        name: name.to_owned(),
        badge: Some(format!("W0{number}")),
        roles: roles.to_vec(),
        language: Some(language),
    };
    people.into_iter().map(worker).collect()
}
