//! From an entry of the outbox to paper: the label as ZPL for a printer and as text for people, and the printer
//! that its place names.

use super::labels::{
    Badge, CommandCode, CommandSheet, Consignee, ItemLabel, Label, LabelError, Media, PackingSlip,
    ParcelLabel, PlaceLabel, PrinterProfile, SlipLine, ToteLabel, to_text, to_zpl,
};
use super::printer::PrinterTarget;
use crate::domain::Warehouse;
use crate::domain::ids::OrderId;
use crate::domain::outbox::{self, Kind, Outbox};
use crate::hub::seal::{self, KeyFile, SealError};
use crate::store::medium::DiskMedium;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::path::{Path, PathBuf};

/// Folder of the data directory in which a printer that is only a name has its own.
pub const PRINT_FOLDER: &str = "print";

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
}

/// Lays out an entry of the outbox. Consignees are opened with the keys of the data directory `root`; one whose key
/// was forgotten leaves the label without a name.
///
/// # Errors
/// The data cannot be printed as they are, or the consignee cannot be opened.
pub fn paper(w: &Warehouse, entry: &Outbox, root: &Path) -> Result<Paper, PaperError> {
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
    };
    let profile = PrinterProfile::new(media);
    Ok(Paper {
        name,
        zpl: to_zpl(label.as_ref(), &profile),
        text: to_text(label.as_ref(), &profile)?,
    })
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

/// Why a printer's text is no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no printer: write file:FOLDER, tcp:HOST or tcp:HOST:PORT, or a plain name")]
pub struct BadPrinter(pub String);

/// Where a printer's jobs go: `file:FOLDER`, `tcp:HOST[:PORT]`, or a plain name, which is a folder `print/NAME` of
/// the data directory `root`. Folders that are not absolute lie in the data directory too.
///
/// # Errors
/// The text is none of these.
pub fn target(printer: &str, root: &Path) -> Result<PrinterTarget, BadPrinter> {
    let bad = || BadPrinter(printer.to_owned());
    let text = printer.trim();
    if let Some(folder) = text.strip_prefix("file:") {
        let dir = root.join(PathBuf::from(folder));
        return (!folder.is_empty())
            .then_some(PrinterTarget::File { dir })
            .ok_or_else(bad);
    }
    if let Some(address) = text.strip_prefix("tcp:") {
        return tcp(address).ok_or_else(bad);
    }
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    if text.is_empty() || text.len() > 80 || !text.chars().all(plain) {
        return Err(bad());
    }
    let dir = root.join(PRINT_FOLDER).join(text);
    Ok(PrinterTarget::File { dir })
}

/// `HOST`, `HOST:PORT`, or an IPv6 address in brackets with or without a port.
fn tcp(address: &str) -> Option<PrinterTarget> {
    let (host, port) = match address.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, "")) => (host, None),
        Some((host, rest)) => (host, Some(rest.strip_prefix(':')?)),
        None => match address.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (address, None),
        },
    };
    if host.is_empty() || host.chars().any(char::is_whitespace) {
        return None;
    }
    match port {
        None => Some(PrinterTarget::tcp(host)),
        Some(port) => Some(PrinterTarget::Tcp {
            host: host.to_owned(),
            port: port.parse().ok().filter(|port| *port > 0)?,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folder(path: &str) -> PrinterTarget {
        PrinterTarget::File { dir: path.into() }
    }

    #[test]
    fn a_printer_is_a_folder_a_host_or_a_name() {
        let host = |host: &str, port| PrinterTarget::Tcp {
            host: host.into(),
            port,
        };
        for (text, expected) in [
            ("labels", folder("/data/print/labels")),
            ("bench 3", folder("/data/print/bench 3")),
            ("file:/srv/labels", folder("/srv/labels")),
            ("file:out", folder("/data/out")),
            ("tcp:10.0.0.9", host("10.0.0.9", 9100)),
            ("tcp:zebra.local:6101", host("zebra.local", 6101)),
            ("tcp:[::1]:9100", host("::1", 9100)),
            ("tcp:[fe80::2]", host("fe80::2", 9100)),
        ] {
            assert_eq!(target(text, Path::new("/data")), Ok(expected), "{text}");
        }
        for text in [
            "",
            "..",
            "a/b",
            "../etc",
            "tcp:",
            "tcp:host:",
            "tcp:host:0",
            "tcp:host:99999",
            "tcp:a b",
            "file:",
            "http://x",
        ] {
            assert!(target(text, Path::new("/data")).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_plain_name_never_leaves_the_print_folder(name in "\\PC{1,40}") {
            let root = Path::new("/data");
            let plain = !name.trim().starts_with("file:") && !name.trim().starts_with("tcp:");
            if let (true, Ok(PrinterTarget::File { dir })) = (plain, target(&name, root)) {
                let folder = root.join(PRINT_FOLDER);
                prop_assert_eq!(dir.parent(), Some(folder.as_path()));
            }
        }
    }
}
