//! GS1 data: element strings of application identifiers (AIs), bracketed text, Digital Link URIs, and their checks.
//!
//! The table of AIs, the formats and the checks follow the GS1 Barcode Syntax Dictionary, release 2026-01-27.

mod ai_rows;
pub mod ai_table;
mod associations;
mod bracketed;
mod code_lists;
mod coupon;
pub mod date;
pub mod digital_link;
mod element_string;
pub mod linters;
mod message;
mod splits;

#[cfg(test)]
mod vector_tests;

pub use ai_table::{Ai, AiEntry};
pub use bracketed::to_bracketed;
pub use element_string::{Separators, normalise_separators, to_element_string};
pub use linters::{LintError, Linter};
pub use message::{Decimal, Element, Message};
pub use splits::splits;

use super::AimId;

/// FNC1 between two elements, as scanners send it: the control character GS.
pub const GS: char = '\u{1d}';

/// How much of a message [`parse`] checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checks {
    /// Character sets, check digits, dates and the other content checks of the AI table; off, only lengths are checked.
    pub content: bool,
    /// The same AI twice has the same value twice.
    pub repeats: bool,
    /// AIs that exclude each other, such as (01) and (37).
    pub exclusions: bool,
    /// AIs that need others, such as (02) needing (37) and (00). Judge this over all symbols of a label together.
    pub requirements: bool,
    /// AIs that are not in the table are taken for what the rule of their first two digits says.
    pub unknown_ais: bool,
    /// Digital Link: a GTIN of 8, 12 or 13 digits after `/01/`.
    pub zero_suppressed_gtin: bool,
    /// Digital Link: the withdrawn words `gtin`, `lot`, `ser` ... in place of AIs.
    pub convenience_words: bool,
}

impl Checks {
    /// Every element by itself, nothing between elements: what one symbol of several on a label can be held to.
    pub const ELEMENTS: Checks = Checks {
        content: true,
        repeats: false,
        exclusions: false,
        requirements: false,
        unknown_ais: false,
        zero_suppressed_gtin: false,
        convenience_words: false,
    };

    /// Everything, also between the elements: for the symbols of one label taken together.
    pub const MESSAGE: Checks = Checks {
        repeats: true,
        exclusions: true,
        requirements: true,
        ..Checks::ELEMENTS
    };

    /// Lengths alone, a separator after values of fixed length not asked for: to show what a faulty label says.
    pub const LENGTHS: Checks = Checks {
        content: false,
        ..Checks::ELEMENTS
    };
}

/// Why a text is not GS1 data. The first fault found is told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Gs1Error {
    /// Nothing there.
    #[error("there is no GS1 data")]
    Empty,
    /// No AI of the table begins here.
    #[error("no application identifier begins {0:?}")]
    UnknownAi(String),
    /// A bracket that does not open or close an AI.
    #[error("the brackets do not enclose application identifiers")]
    Brackets,
    /// The value ended before its shortest length.
    #[error("({0}) is too short")]
    TooShort(Ai),
    /// The value goes on past its longest length: it is wrong, or the separator after it was lost.
    #[error("({0}) is too long, or the separator after it is missing")]
    TooLong(Ai),
    /// A length between shortest and longest that the parts of the value do not add up to.
    #[error("({0}) has a length its format does not allow")]
    Length(Ai),
    /// A content check refuses the value.
    #[error("({ai}) {reason}")]
    Content {
        /// The element.
        ai: Ai,
        /// What is wrong with its value.
        reason: LintError,
    },
    /// One AI with two values.
    #[error("({0}) occurs with different values")]
    Repeated(Ai),
    /// Two AIs that must not stand together.
    #[error("({ai}) must not stand beside ({other})")]
    Excluded {
        /// The AI whose rule it is.
        ai: Ai,
        /// The AI it excludes.
        other: Ai,
    },
    /// An AI without the AIs it needs.
    #[error("({ai}) needs {wanted}")]
    Missing {
        /// The AI whose rule it is.
        ai: Ai,
        /// The needed AIs as the table gives them: alternatives by comma, groups by plus, n for any digit.
        wanted: &'static str,
    },
    /// A digital signature (8030) beside a key without its serial component.
    #[error("({0}) needs its serial component beside a digital signature")]
    SerialComponent(Ai),
    /// Not a well-formed GS1 Digital Link URI.
    #[error(transparent)]
    Link(#[from] digital_link::LinkError),
    /// A scan without a symbology identifier, or with one that does not announce GS1 data or an EAN/UPC number.
    #[error("no known symbology identifier")]
    Symbology,
    /// The primary message of an EAN/UPC symbol has a fixed length and a check digit.
    #[error("the main symbol does not hold a GTIN: {0}")]
    Primary(#[from] super::GtinError),
}

/// Reads GS1 data of any form: bracketed text, a Digital Link URI, a scan with its symbology identifier, or a raw
/// element string whose inner FNC1 are [`GS`] (leading, doubled and trailing ones are accepted).
///
/// # Errors
/// [`Gs1Error`] for the first fault. A scan without GS1 data (say `]Q1` and plain text) gives a message of no elements.
pub fn parse(text: &str, checks: &Checks) -> Result<Message, Gs1Error> {
    if text.starts_with('(') {
        bracketed::parse(text, checks)
    } else if text.starts_with(']') {
        Ok(parse_scan(text, checks)?.message)
    } else if digital_link::has_scheme(text) {
        digital_link::parse(text, checks)
    } else {
        element_string::parse(text, checks)
    }
}

/// The written forms of GS1 data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// AIs and values, [`GS`] between them.
    ElementString,
    /// AIs in brackets.
    Bracketed,
    /// A Digital Link URI.
    Link,
}

/// Reads GS1 data known to be of one form.
///
/// # Errors
/// [`Gs1Error`] for the first fault.
pub fn parse_form(text: &str, form: Form, checks: &Checks) -> Result<Message, Gs1Error> {
    match form {
        Form::ElementString => element_string::parse(text, checks),
        Form::Bracketed => bracketed::parse(text, checks),
        Form::Link => digital_link::parse(text, checks),
    }
}

/// The elements a text is split into by lengths and separators, or by brackets, whatever is in them; none where even
/// that cannot be done. For showing a faulty label, never for booking.
pub fn split_only(text: &str, form: Form, checks: &Checks) -> Vec<Element> {
    let lengths = Checks {
        unknown_ais: checks.unknown_ais,
        ..Checks::LENGTHS
    };
    match (parse_form(text, form, &lengths), form) {
        (Ok(message), _) => message.elements,
        (Err(_), Form::Bracketed) => bracketed::split(text),
        (Err(_), _) => Vec::new(),
    }
}

/// A scan with its symbology identifier, read as that identifier asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// The identifier.
    pub aim: AimId,
    /// The number in the main symbol of an EAN/UPC code.
    pub gtin: Option<super::Gtin>,
    /// The elements, of the symbol itself, of a composite component, or of a Digital Link; none in a plain text.
    pub message: Message,
}

/// Reads a scan that begins with a symbology identifier, holding it to what that identifier promises.
///
/// # Errors
/// As [`parse`]; also when the identifier is missing.
pub fn parse_scan(scan: &str, checks: &Checks) -> Result<Scan, Gs1Error> {
    let (aim, data) = AimId::strip(scan).ok_or(Gs1Error::Symbology)?;
    if let Some(length) = aim.primary_length() {
        let (primary, composite) = match data.split_once("|]e0") {
            Some((primary, composite)) => (primary, Some(composite)),
            None => (data, None),
        };
        let gtin = super::Gtin::parse(primary)?;
        if primary.len() != length {
            return Err(super::GtinError::Length(primary.len()).into());
        }
        let message = composite.map_or(Ok(Message::default()), |text| element_string::parse(text, checks))?;
        return Ok(Scan {
            aim,
            gtin: Some(gtin),
            message,
        });
    }
    let message = if aim.carries_gs1() {
        element_string::parse(data, checks)?
    } else if digital_link::has_scheme(data) {
        digital_link::parse(data, checks)?
    } else {
        Message::default()
    };
    Ok(Scan {
        aim,
        gtin: None,
        message,
    })
}
