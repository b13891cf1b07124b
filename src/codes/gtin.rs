//! Trade item numbers: GTIN-8, -12, -13 and -14 and the zero-suppressed UPC-E.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::check_digit;

/// A Global Trade Item Number, its check digit verified.
///
/// Held as 14 digits padded with zeros on the left, the form in which numbers of all four lengths compare equal
/// (GS1 General Specifications, section 3.3.2). It is text of digits, never an amount. Serialised as that text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Gtin([u8; 14]);

/// The lengths a GTIN is printed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GtinFormat {
    /// Eight digits, on small packages.
    Gtin8,
    /// Twelve digits, the UPC of North America.
    Gtin12,
    /// Thirteen digits, the EAN of the rest of the world.
    Gtin13,
    /// Fourteen digits, with an indicator for the packaging level.
    Gtin14,
}

/// Why a text is no GTIN.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GtinError {
    /// Something other than the digits 0 to 9.
    #[error("a GTIN holds digits only")]
    NotDigits,
    /// None of the four lengths.
    #[error("a GTIN has 8, 12, 13 or 14 digits, not {0}")]
    Length(usize),
    /// The last digit does not fit the others.
    #[error("the check digit should be {expected}")]
    CheckDigit {
        /// The digit that would fit.
        expected: u8,
    },
    /// Not a zero-suppressed UPC: it begins with 0 or 1 and has eight digits.
    #[error("not a UPC-E number")]
    NotUpcE,
}

impl Gtin {
    /// Reads 8, 12, 13 or 14 digits and verifies the check digit.
    ///
    /// # Errors
    /// [`GtinError`] says whether characters, length or check digit are wrong.
    pub fn parse(digits: &str) -> Result<Self, GtinError> {
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(GtinError::NotDigits);
        }
        if !matches!(digits.len(), 8 | 12 | 13 | 14) {
            return Err(GtinError::Length(digits.len()));
        }
        let mut padded = [b'0'; 14];
        for (slot, byte) in padded.iter_mut().rev().zip(digits.bytes().rev()) {
            *slot = byte;
        }
        let gtin = Gtin(padded);
        let body = gtin.as_str().get(..13).unwrap_or_default();
        match check_digit::mod10(body) {
            Some(expected) if padded.last() != Some(&(b'0' + expected)) => {
                Err(GtinError::CheckDigit { expected })
            }
            _ => Ok(gtin),
        }
    }

    /// Completes 7, 11, 12 or 13 digits with their check digit.
    ///
    /// # Errors
    /// [`GtinError`] when characters or length are wrong.
    pub fn with_check_digit(body: &str) -> Result<Self, GtinError> {
        let check = check_digit::mod10(body).ok_or(GtinError::NotDigits)?;
        Self::parse(&format!("{body}{check}"))
    }

    /// Reads an eight-digit UPC-E (number system, six digits, check digit) as the GTIN-12 it abbreviates.
    ///
    /// # Errors
    /// [`GtinError::NotUpcE`] for other lengths and number systems, otherwise as [`Gtin::parse`].
    pub fn from_upc_e(digits: &str) -> Result<Self, GtinError> {
        Self::parse(&expand_upc_e(digits).ok_or(GtinError::NotUpcE)?)
    }

    /// The number as 14 digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The shortest of the four lengths that holds the number.
    pub fn format(&self) -> GtinFormat {
        match self.0.iter().take_while(|&&byte| byte == b'0').count() {
            0 => GtinFormat::Gtin14,
            1 => GtinFormat::Gtin13,
            2..=5 => GtinFormat::Gtin12,
            _ => GtinFormat::Gtin8,
        }
    }

    /// The digits in the shortest of the four lengths that holds the number, as a person knows them from the package.
    pub fn short(&self) -> &str {
        self.as_str()
            .get(14 - self.format().digits()..)
            .unwrap_or_default()
    }

    /// The first of the 14 digits: 0 for the base unit, 1 to 8 for a packaging level, 9 for a variable measure.
    pub fn indicator(&self) -> u8 {
        self.0.first().map_or(0, |byte| byte - b'0')
    }

    /// Whether the item is sold by measure, so that the weight or price travels beside the number (indicator 9).
    pub fn is_variable_measure(&self) -> bool {
        self.indicator() == 9
    }

    /// Whether the number is from a range for use inside one company: the same number is another item elsewhere, and
    /// it may carry a weight or a price (General Specifications, section 1.4.2: prefixes 02, 04, 20 to 29; GTIN-8 0 and 2).
    pub fn is_in_store(&self) -> bool {
        let digits = self.short();
        match self.format() {
            GtinFormat::Gtin8 => digits.starts_with(['0', '2']),
            GtinFormat::Gtin12 => digits.starts_with(['2', '4']),
            GtinFormat::Gtin13 => digits.starts_with('2'),
            GtinFormat::Gtin14 => false,
        }
    }
}

impl GtinFormat {
    /// How many digits are printed.
    pub fn digits(self) -> usize {
        match self {
            GtinFormat::Gtin8 => 8,
            GtinFormat::Gtin12 => 12,
            GtinFormat::Gtin13 => 13,
            GtinFormat::Gtin14 => 14,
        }
    }

    /// Its name: `GTIN-13`.
    pub fn name(self) -> &'static str {
        match self {
            GtinFormat::Gtin8 => "GTIN-8",
            GtinFormat::Gtin12 => "GTIN-12",
            GtinFormat::Gtin13 => "GTIN-13",
            GtinFormat::Gtin14 => "GTIN-14",
        }
    }

    /// The format printed with that many digits.
    pub fn of_length(digits: usize) -> Option<Self> {
        match digits {
            8 => Some(GtinFormat::Gtin8),
            12 => Some(GtinFormat::Gtin12),
            13 => Some(GtinFormat::Gtin13),
            14 => Some(GtinFormat::Gtin14),
            _ => None,
        }
    }
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Gtin({})", self.as_str())
    }
}

impl std::str::FromStr for Gtin {
    type Err = GtinError;

    fn from_str(digits: &str) -> Result<Self, GtinError> {
        Self::parse(digits)
    }
}

impl TryFrom<String> for Gtin {
    type Error = GtinError;

    fn try_from(digits: String) -> Result<Self, GtinError> {
        Self::parse(&digits)
    }
}

impl From<Gtin> for String {
    fn from(gtin: Gtin) -> String {
        gtin.as_str().to_owned()
    }
}

/// The twelve digits a UPC-E abbreviates, by its last data digit (General Specifications, section 5.2.2.4.2).
fn expand_upc_e(digits: &str) -> Option<String> {
    if digits.len() != 8
        || !digits.bytes().all(|byte| byte.is_ascii_digit())
        || !digits.starts_with(['0', '1'])
    {
        return None;
    }
    let (system, rest) = digits.split_at_checked(1)?;
    let (data, check) = rest.split_at_checked(6)?;
    let (five, last) = data.split_at_checked(5)?;
    let (two, three) = five.split_at_checked(2)?;
    let body = match last {
        "0" | "1" | "2" => format!("{two}{last}0000{three}"),
        "3" => format!("{}00000{}", five.get(..3)?, five.get(3..)?),
        "4" => format!("{}00000{}", five.get(..4)?, five.get(4..)?),
        _ => format!("{five}0000{last}"),
    };
    Some(format!("{system}{body}{check}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_compare_equal_when_padded() {
        let upc = Gtin::parse("036000291452").unwrap();
        assert_eq!(upc, Gtin::parse("0036000291452").unwrap());
        assert_eq!(upc, Gtin::parse("00036000291452").unwrap());
        assert_eq!((upc.format(), upc.short()), (GtinFormat::Gtin12, "036000291452"));
        assert_eq!(
            Gtin::parse("036000291453"),
            Err(GtinError::CheckDigit { expected: 2 })
        );
        assert_eq!(Gtin::parse("12345"), Err(GtinError::Length(5)));
        assert_eq!(Gtin::parse("1234567x"), Err(GtinError::NotDigits));
    }

    #[test]
    fn restricted_ranges_are_known() {
        let in_store = |body: &str| Gtin::with_check_digit(body).unwrap().is_in_store();
        for body in [
            "021234500000",
            "041234500000",
            "201234500000",
            "291234500000",
            "21234500000",
            "2123456",
        ] {
            assert!(in_store(body), "{body}");
        }
        for body in [
            "011234500000",
            "301234500000",
            "951234500000",
            "4012345",
            "1021234500000",
        ] {
            assert!(!in_store(body), "{body}");
        }
    }

    #[test]
    fn serde_keeps_the_digits_and_refuses_others() {
        let gtin = Gtin::parse("4006381333931").unwrap();
        let json = serde_json::to_string(&gtin).unwrap();
        assert_eq!(json, "\"04006381333931\"");
        assert_eq!(serde_json::from_str::<Gtin>(&json).unwrap(), gtin);
        assert!(serde_json::from_str::<Gtin>("\"04006381333930\"").is_err());
    }

    proptest! {
        #[test]
        fn the_short_form_reads_back(body in "0{0,13}[0-9]{0,13}") {
            let body = format!("{body:0>13}");
            let body = &body[body.len() - 13..];
            let gtin = Gtin::with_check_digit(body).unwrap();
            prop_assert_eq!(Gtin::parse(gtin.short()).unwrap(), gtin);
        }
    }
}
