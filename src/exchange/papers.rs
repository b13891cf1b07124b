//! From an entry of the outbox to paper: the label as ZPL for a printer and as text for people, and the printer
//! that its place names, with its paper and font.

use super::labels::{
    Badge, CalibrationSheet, CommandCode, CommandSheet, Consignee, FontError, ItemLabel, Label, LabelError,
    LabelFont, Media, PackingSlip, ParcelLabel, PlaceLabel, PrinterProfile, RasterFont, SlipLine, ToteLabel,
    to_text, to_zpl,
};
use super::printer::{FontChoice, PrinterSetting};
use crate::domain::Warehouse;
use crate::domain::ids::OrderId;
use crate::domain::outbox::{self, Kind, Outbox};
use crate::hub::seal::{self, KeyFile, SealError};
use crate::store::medium::DiskMedium;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::path::Path;

/// An entry of the outbox, laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Names the job, the same for the same entry: sending it twice to a folder is one file.
    pub name: String,
    /// For a label printer; an error where this one cannot print it as it is.
    pub zpl: Result<String, LabelError>,
    /// The same for people's eyes.
    pub text: String,
}

/// Why an entry cannot be laid out.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The label.
    #[error(transparent)]
    Label(#[from] LabelError),
    /// The consignee.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The printer's font file.
    #[error(transparent)]
    Font(#[from] FontError),
}

/// Lays out an entry of the outbox for a printer. Consignees are opened with the keys of the data directory `root`; one whose key
/// was forgotten leaves the label without a name.
///
/// # Errors
/// The data cannot be printed as they are, or the consignee cannot be opened.
pub fn paper(
    w: &Warehouse,
    entry: &Outbox,
    setting: &PrinterSetting,
    root: &Path,
) -> Result<Paper, PaperError> {
    let name = format!(
        "{:08}-{}-{}",
        entry.id.0,
        kind_name(&entry.kind),
        entry.kind.code()
    );
    let (label, media): (Box<dyn Label>, Media) = match &entry.kind {
        Kind::ParcelLabel(label) => {
            let ship_to = consignee(w, label.order, &label.country, root)?;
            (Box::new(parcel_label(w, label, ship_to)), Media::PARCEL)
        }
        Kind::PackingSlip(slip) => {
            let ship_to = consignee(w, slip.order, "", root)?;
            (Box::new(packing_slip(w, entry, slip, ship_to)), Media::PARCEL)
        }
        Kind::PlaceLabel { code, .. } => (
            Box::new(PlaceLabel {
                code: code.to_string(),
                ..PlaceLabel::default()
            }),
            Media::SHELF,
        ),
        Kind::ItemLabel {
            code, name, barcode, ..
        } => (
            Box::new(ItemLabel {
                code: code.to_string(),
                name: name.to_string(),
                barcode: Some(barcode.to_string()),
                ..ItemLabel::default()
            }),
            Media::SHELF,
        ),
        Kind::LpnLabel { code, .. } => (
            Box::new(ToteLabel {
                code: code.to_string(),
                ..ToteLabel::default()
            }),
            Media::SHELF,
        ),
        Kind::Badge { name, badge, .. } => (
            Box::new(Badge {
                name: name.to_string(),
                code: badge.to_string(),
                ..Badge::default()
            }),
            Media::SHELF,
        ),
        Kind::CommandSheet(sheet) => (Box::new(command_sheet(sheet)), Media::PARCEL),
        Kind::CalibrationSheet => (Box::new(CalibrationSheet), Media::PARCEL),
    };
    let profile = PrinterProfile {
        media: setting.media(media),
        font: font(setting, root)?,
        language: setting.words,
    };
    Ok(Paper {
        name,
        zpl: to_zpl(label.as_ref(), &profile),
        text: to_text(label.as_ref(), &profile)?,
    })
}

/// A printer's font beyond Latin; a file that is not absolute lies in the data directory.
fn font(setting: &PrinterSetting, root: &Path) -> Result<Option<LabelFont>, FontError> {
    match &setting.font {
        None => Ok(None),
        Some(FontChoice::Resident(font)) => Ok(Some(LabelFont::Resident(font.clone()))),
        Some(FontChoice::File(path)) => RasterFont::open(&root.join(path))
            .map(LabelFont::Raster)
            .map(Some),
    }
}

/// A role's command barcodes, each part on labels of its own.
#[must_use]
pub fn command_sheet(sheet: &outbox::CommandSheet) -> Vec<CommandSheet> {
    let section = |section: &outbox::SheetSection| CommandSheet {
        title: format!("{}: {}", sheet.title, section.title),
        commands: section
            .commands
            .iter()
            .map(|command| CommandCode {
                code: command.code.to_string(),
                doc: command.doc.to_string(),
            })
            .collect(),
    };
    sheet.sections.iter().map(section).collect()
}

fn kind_name(kind: &Kind) -> String {
    let key = kind.key();
    key.strip_prefix("print-").unwrap_or(&key).to_owned()
}

fn parcel_label(w: &Warehouse, label: &outbox::ParcelLabel, ship_to: Consignee) -> ParcelLabel {
    ParcelLabel {
        ship_to,
        ship_from: w.settings.name.to_string(),
        carrier: label.carrier.to_string(),
        service: String::new(),
        order: label.order_number.to_string(),
        tracking: None,
        sscc: Some(label.sscc.to_string()),
        number: u32::from(label.number),
        of: None,
        weight_g: label.weight_g.and_then(|g| u64::try_from(g).ok()),
    }
}

fn packing_slip(
    w: &Warehouse,
    entry: &Outbox,
    slip: &outbox::PackingSlip,
    ship_to: Consignee,
) -> PackingSlip {
    let zone: Tz = w.settings.time_zone.parse().unwrap_or(Tz::UTC);
    let made = DateTime::<Utc>::from_timestamp_millis(entry.made_at.0);
    let notes = slip.lines.iter().filter(|line| !line.note.is_empty());
    let notes: Vec<String> = notes
        .map(|line| format!("{}: {}", line.code, line.note))
        .collect();
    let line = |line: &outbox::SlipLine| SlipLine {
        code: line.code.to_string(),
        name: line.name.to_string(),
        quantity: u64::try_from(line.qty.0).unwrap_or(0),
        unit: String::new(),
    };
    PackingSlip {
        shop: slip.owner.to_string(),
        order: slip.order_number.to_string(),
        date: made
            .map(|at| at.with_timezone(&zone).format("%Y-%m-%d").to_string())
            .unwrap_or_default(),
        ship_to,
        lines: slip.lines.iter().map(line).collect(),
        note: notes.join("; "),
    }
}

/// To whom an order goes, with the country as the last line where the address does not end with it.
fn consignee(w: &Warehouse, order: OrderId, country: &str, root: &Path) -> Result<Consignee, SealError> {
    let sealed = w.order(order).and_then(|order| order.consignee.as_ref());
    let opened = match sealed {
        // The file is opened anew for each paper: keys were added since, perhaps by an import of another handle.
        Some(sealed) => KeyFile::open(&DiskMedium, root)?.open_sealed(sealed)?,
        None => None,
    };
    let seal::Consignee { name, phone, address } = opened.unwrap_or_default();
    let mut address: Vec<String> = address
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect();
    let ends = |line: &String| line.to_lowercase().ends_with(&country.to_lowercase());
    if !country.is_empty() && !address.last().is_some_and(ends) {
        address.push(country.to_owned());
    }
    Ok(Consignee { name, phone, address })
}
