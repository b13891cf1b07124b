//! Labels and slips: each a pure function of plain data to pages, written as ZPL II for a printer or as text
//! for people without one.

mod badge;
mod calibration_sheet;
mod captions;
mod command_sheet;
mod fit;
mod handling_unit;
mod item;
mod media;
mod packing_slip;
mod page;
mod parcel;
mod pdf;
mod place;
mod raster;
mod symbol;
mod text;
mod tote;
mod zpl;

pub use badge::Badge;
pub use calibration_sheet::CalibrationSheet;
pub use captions::Language;
pub use command_sheet::{CommandCode, CommandSheet};
pub use handling_unit::{Contents, HandlingUnitLabel};
pub use item::ItemLabel;
pub use media::{Dpi, Media};
pub use packing_slip::{PackingSlip, SlipLine};
pub use page::Page;
pub use parcel::{Consignee, ParcelLabel};
pub use place::PlaceLabel;
pub use raster::{Bitmap, FontError, RasterFont};
pub use tote::ToteLabel;
pub use zpl::{PrinterFont, field_data};

/// Why a label cannot be printed as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    /// Not 18 digits, or a wrong check digit.
    #[error("SSCC {0:?} is not 18 digits with a right check digit")]
    BadSscc(String),
    /// Not 8, 12, 13 or 14 digits, or a wrong check digit.
    #[error("GTIN {0:?} has a wrong length or check digit")]
    BadGtin(String),
    /// GS1 barcodes hold letters, digits and some punctuation only.
    #[error("({ai}){value} cannot be written in a GS1 barcode")]
    NotGs1 { ai: String, value: String },
    /// The barcode would be too dense, or too low, to be read.
    #[error("the barcode of {0} does not fit the label; use wider or higher media")]
    DoesNotFit(String),
    /// The address or name cannot be printed without losing characters.
    #[error("the printer has no font for {0:?}; set one in its profile")]
    NeedsFont(String),
    /// The address or name does not fit its place on the label, even in the smallest print.
    #[error("{0:?} is too long for the label; use larger media or shorten it")]
    TooLong(String),
    /// The media has no room for what the label must show.
    #[error("the label needs media at least {width_mm} x {height_mm} mm")]
    MediaTooSmall { width_mm: u16, height_mm: u16 },
}

/// A font for text beyond Latin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LabelFont {
    /// One in the printer's memory.
    Resident(PrinterFont),
    /// One of this machine: its lines are sent as pictures.
    Raster(RasterFont),
}

/// What is known of a printer: its paper, its font beyond Latin (if there is one), and the language of the fixed
/// words. Chinese words are used only with a font for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrinterProfile {
    pub media: Media,
    pub font: Option<LabelFont>,
    pub language: Language,
}

impl PrinterProfile {
    /// English words, no font beyond Latin.
    pub fn new(media: Media) -> PrinterProfile {
        PrinterProfile {
            media,
            font: None,
            language: Language::English,
        }
    }

    /// The words this printer can print.
    fn language_printed(&self) -> Language {
        if self.font.is_some() {
            self.language
        } else {
            Language::English
        }
    }
}

/// Something that can be laid out on paper.
pub trait Label {
    /// The pages, in printing order.
    fn pages(&self, media: Media, language: Language) -> Result<Vec<Page>, LabelError>;
}

/// The label in ZPL II, one format a page.
pub fn to_zpl(label: &dyn Label, profile: &PrinterProfile) -> Result<String, LabelError> {
    let pages = label.pages(profile.media, profile.language_printed())?;
    pages
        .iter()
        .map(|page| page.to_zpl(profile.font.as_ref()))
        .collect()
}

/// The label as readable text: nothing left out for want of a font or of room.
pub fn to_text(label: &dyn Label, profile: &PrinterProfile) -> Result<String, LabelError> {
    let pages = label.pages(profile.media, profile.language)?;
    Ok(text::of_pages(&pages))
}

/// The label as PDF, one page a page, for an office printer; nothing of it is left out for want of a font.
///
/// # Errors
/// [`LabelError::DoesNotFit`] where a barcode would be too narrow.
pub fn to_pdf(label: &dyn Label, media: Media, language: Language) -> Result<Vec<u8>, LabelError> {
    pdf::of_pages(&label.pages(media, language)?)
}

/// A label of this size holds it, or the size it needs.
fn require(media: Media, width_mm: u16, height_mm: u16) -> Result<(), LabelError> {
    if media.width_mm < width_mm || media.height_mm < height_mm {
        return Err(LabelError::MediaTooSmall { width_mm, height_mm });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
