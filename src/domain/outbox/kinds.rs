//! What is printed, with the data as they were when it was asked for. No consignee: names and addresses are looked up
//! under their key at the moment of printing.

use super::Labelled;
use crate::domain::ids::{ItemId, LpnId, OrderId, ParcelId, PlaceId, WorkerId};
use crate::domain::{Qty, Text, Warehouse};
use serde::{Deserialize, Serialize};

/// What is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// The label on a parcel.
    ParcelLabel(Box<ParcelLabel>),
    /// The paper in a parcel.
    PackingSlip(Box<PackingSlip>),
    /// The label of a place.
    PlaceLabel {
        /// Which.
        place: PlaceId,
        /// Its code.
        code: Text,
    },
    /// The label of an item.
    ItemLabel {
        /// Which.
        item: ItemId,
        /// Its code.
        code: Text,
        /// What it is.
        name: Text,
        /// The first barcode of a single piece; its code where it has none.
        barcode: Text,
    },
    /// The label of a tote, cart or pallet.
    LpnLabel {
        /// Which.
        lpn: LpnId,
        /// Its code.
        code: Text,
    },
    /// A worker's badge.
    Badge {
        /// Whose.
        worker: WorkerId,
        /// Their name.
        name: Text,
        /// The code that signs them in.
        badge: Text,
    },
    /// A role's command barcodes.
    CommandSheet(Box<CommandSheet>),
    /// The two labels that a scanner is set up with.
    CalibrationSheet,
}

impl Kind {
    /// The parcel whose paper it is.
    pub fn parcel(&self) -> Option<ParcelId> {
        match self {
            Kind::ParcelLabel(label) => Some(label.parcel),
            Kind::PackingSlip(slip) => Some(slip.parcel),
            _ => None,
        }
    }

    /// The message that names it.
    pub fn key(&self) -> Text {
        match self {
            Kind::ParcelLabel(_) => "print-parcel-label",
            Kind::PackingSlip(_) => "print-packing-slip",
            Kind::PlaceLabel { .. } => "print-place-label",
            Kind::ItemLabel { .. } => "print-item-label",
            Kind::LpnLabel { .. } => "print-tote-label",
            Kind::Badge { .. } => "print-badge",
            Kind::CommandSheet(_) => "print-command-sheet",
            Kind::CalibrationSheet => "print-calibration-sheet",
        }
        .into()
    }

    /// What it is of: an SSCC or another code.
    pub fn code(&self) -> Text {
        match self {
            Kind::ParcelLabel(label) => label.sscc.clone(),
            Kind::PackingSlip(slip) => slip.sscc.clone(),
            Kind::PlaceLabel { code, .. } | Kind::ItemLabel { code, .. } | Kind::LpnLabel { code, .. } => {
                code.clone()
            }
            Kind::Badge { name, .. } => name.clone(),
            Kind::CommandSheet(sheet) => sheet.title.clone(),
            Kind::CalibrationSheet => "CALIBRATION".into(),
        }
    }
}

/// The label on a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelLabel {
    /// Of which parcel.
    pub parcel: ParcelId,
    /// Of which order: its consignee is looked up when the label is printed.
    pub order: OrderId,
    /// Serial shipping container code, 18 digits.
    pub sscc: Text,
    /// Which copy this is, from 1.
    pub copy: u16,
    /// The order's number as the customer knows it.
    pub order_number: Text,
    /// Whose goods, by name.
    pub owner: Text,
    /// Which parcel of the order, from 1.
    pub number: u16,
    /// The carrier's name.
    pub carrier: Text,
    /// Where it goes.
    pub country: Text,
    /// As weighed or expected, in grams.
    pub weight_g: Option<i64>,
    /// The carton's code; empty for the goods' own packaging.
    pub carton: Text,
}

/// The paper in a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackingSlip {
    /// Of which parcel.
    pub parcel: ParcelId,
    /// Of which order: its consignee is looked up when the slip is printed.
    pub order: OrderId,
    /// The parcel's SSCC.
    pub sscc: Text,
    /// The order's number as the customer knows it.
    pub order_number: Text,
    /// Whose goods, by name.
    pub owner: Text,
    /// Which parcel of the order, from 1.
    pub number: u16,
    /// What is in it, by order line.
    pub lines: Vec<SlipLine>,
}

/// One line of a packing slip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipLine {
    /// The item's code.
    pub code: Text,
    /// What it is.
    pub name: Text,
    /// How much is in the parcel.
    pub qty: Qty,
    /// What the customer asked for beside.
    pub note: Text,
}

/// A role's command barcodes, as the screens offer them: the core knows no keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandSheet {
    /// Whose: the role, in the reader's language.
    pub title: Text,
    /// Part by part.
    pub sections: Vec<SheetSection>,
}

/// One part of a sheet of command barcodes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetSection {
    /// What it is for.
    pub title: Text,
    /// Its barcodes.
    pub commands: Vec<SheetCommand>,
}

/// One command barcode.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetCommand {
    /// What it says.
    pub code: Text,
    /// What it asks for.
    pub doc: Text,
}

/// The label of a closed parcel as it would be printed now.
pub(super) fn parcel_label(w: &Warehouse, id: ParcelId) -> Option<ParcelLabel> {
    let parcel = w.parcel(id)?;
    let (seal, order) = (parcel.seal.as_ref()?, w.order(parcel.order)?);
    let carton = seal.carton.and_then(|id| w.cartons.get(&id));
    Some(ParcelLabel {
        parcel: id,
        order: order.id,
        sscc: seal.sscc.clone(),
        copy: seal.copy,
        order_number: order.number.clone(),
        owner: w.owners.get(&order.owner).map_or("".into(), |o| o.name.clone()),
        number: parcel.number,
        carrier: w
            .carriers
            .get(&parcel.carrier)
            .map_or("".into(), |c| c.name.clone()),
        country: order.country.clone(),
        weight_g: seal.best_weight_g(),
        carton: carton.map_or("".into(), |c| c.code.clone()),
    })
}

/// The packing slip of a closed parcel as it would be printed now.
pub(super) fn packing_slip(w: &Warehouse, id: ParcelId) -> Option<PackingSlip> {
    let parcel = w.parcel(id)?;
    let (seal, order) = (parcel.seal.as_ref()?, w.order(parcel.order)?);
    let lines = parcel.by_order_line().into_iter().filter_map(|(index, qty)| {
        let line = order.lines.get(usize::from(index))?;
        let item = w.items.get(&line.item)?;
        Some(SlipLine {
            code: item.code.clone(),
            name: item.name.clone(),
            qty,
            note: line.note.clone(),
        })
    });
    Some(PackingSlip {
        parcel: id,
        order: order.id,
        sscc: seal.sscc.clone(),
        order_number: order.number.clone(),
        owner: w.owners.get(&order.owner).map_or("".into(), |o| o.name.clone()),
        number: parcel.number,
        lines: lines.collect(),
    })
}

/// The label of a thing that has a code of its own.
pub(super) fn label_of(w: &Warehouse, labelled: Labelled) -> Option<Kind> {
    Some(match labelled {
        Labelled::Place(place) => Kind::PlaceLabel {
            place,
            code: w.places.get(&place)?.code.clone(),
        },
        Labelled::Item(item) => {
            let master = w.items.get(&item)?;
            let piece = master.barcodes.iter().find(|b| b.contents == Qty(1));
            Kind::ItemLabel {
                item,
                code: master.code.clone(),
                name: master.name.clone(),
                barcode: piece.map_or_else(|| master.code.clone(), |b| b.code.clone()),
            }
        }
        Labelled::Lpn(lpn) => Kind::LpnLabel {
            lpn,
            code: w.lpns.get(&lpn)?.code.clone(),
        },
        Labelled::Worker(worker) => {
            let person = w.workers.get(&worker)?;
            Kind::Badge {
                worker,
                name: person.name.clone(),
                badge: person.badge.clone(),
            }
        }
    })
}
