//! Serial shipping container codes: the identity of a pallet, carton or tote.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::check_digit;

/// A Serial Shipping Container Code of 18 digits, its check digit verified. Serialised as its digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Sscc([u8; 18]);

/// Why a text is no SSCC, or why one cannot be composed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SsccError {
    /// Something other than the digits 0 to 9.
    #[error("an SSCC holds digits only")]
    NotDigits,
    /// Not 18 digits.
    #[error("an SSCC has 18 digits, not {0}")]
    Length(usize),
    /// The last digit does not fit the others.
    #[error("the check digit should be {expected}")]
    CheckDigit {
        /// The digit that would fit.
        expected: u8,
    },
    /// The extension digit is 0 to 9.
    #[error("the extension digit is 0 to 9, not {0}")]
    Extension(u8),
    /// A company prefix has 4 to 12 digits.
    #[error("a company prefix has 4 to 12 digits: {0:?}")]
    CompanyPrefix(String),
    /// The serial reference does not fit beside this company prefix: the number range is used up.
    #[error("the serial {serial} needs more than the {digits} digits left beside the company prefix")]
    Serial {
        /// The serial reference asked for.
        serial: u64,
        /// The digits there are for it.
        digits: usize,
    },
}

impl Sscc {
    /// Composes an SSCC: extension digit (0 to 9), GS1 company prefix (4 to 12 digits), serial reference padded with
    /// zeros to fill 17 digits, check digit (General Specifications, section 2.2.1).
    ///
    /// # Errors
    /// [`SsccError`] when a part is out of its range; the serial never wraps round.
    pub fn compose(extension: u8, company_prefix: &str, serial: u64) -> Result<Self, SsccError> {
        if extension > 9 {
            return Err(SsccError::Extension(extension));
        }
        let is_prefix = (4..=12).contains(&company_prefix.len())
            && company_prefix.bytes().all(|byte| byte.is_ascii_digit());
        if !is_prefix {
            return Err(SsccError::CompanyPrefix(company_prefix.to_owned()));
        }
        let digits = 16 - company_prefix.len();
        let reference = format!("{serial:0>digits$}");
        if reference.len() > digits {
            return Err(SsccError::Serial { serial, digits });
        }
        let body = format!("{extension}{company_prefix}{reference}");
        let check = check_digit::mod10(&body).ok_or(SsccError::NotDigits)?;
        Self::parse(&format!("{body}{check}"))
    }

    /// Reads 18 digits and verifies the check digit.
    ///
    /// # Errors
    /// [`SsccError`] says whether characters, length or check digit are wrong.
    pub fn parse(digits: &str) -> Result<Self, SsccError> {
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(SsccError::NotDigits);
        }
        let held: [u8; 18] = digits
            .as_bytes()
            .try_into()
            .map_err(|_| SsccError::Length(digits.len()))?;
        match digits.get(..17).and_then(check_digit::mod10) {
            Some(expected) if held.last() != Some(&(b'0' + expected)) => {
                Err(SsccError::CheckDigit { expected })
            }
            _ => Ok(Sscc(held)),
        }
    }

    /// The 18 digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The first digit, which the company sets to widen its number range.
    pub fn extension(&self) -> u8 {
        self.0.first().map_or(0, |byte| byte - b'0')
    }

    /// The text printed below the bar code: `(00)` and the digits.
    pub fn human(&self) -> String {
        format!("(00){self}")
    }

    /// The data of a GS1-128 symbol: AI 00 and the digits.
    pub fn element_string(&self) -> String {
        format!("00{self}")
    }
}

impl fmt::Display for Sscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Sscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sscc({})", self.as_str())
    }
}

impl std::str::FromStr for Sscc {
    type Err = SsccError;

    fn from_str(digits: &str) -> Result<Self, SsccError> {
        Self::parse(digits)
    }
}

impl TryFrom<String> for Sscc {
    type Error = SsccError;

    fn try_from(digits: String) -> Result<Self, SsccError> {
        Self::parse(&digits)
    }
}

impl From<Sscc> for String {
    fn from(sscc: Sscc) -> String {
        sscc.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn composes_prefix_serial_and_check_digit() {
        let sscc = Sscc::compose(3, "0952110", 123_456_789).unwrap();
        assert_eq!(sscc.as_str().get(..17), Some("30952110123456789"));
        assert_eq!(sscc.human(), format!("(00){sscc}"));
        assert_eq!(
            Sscc::compose(3, "7610425", 2_123_456).unwrap().as_str(),
            "376104250021234569"
        );
    }

    #[test]
    fn parts_out_of_range_are_refused() {
        assert_eq!(Sscc::compose(10, "7610425", 1), Err(SsccError::Extension(10)));
        assert_eq!(
            Sscc::compose(1, "761", 1),
            Err(SsccError::CompanyPrefix("761".into()))
        );
        assert_eq!(
            Sscc::compose(1, "76104a5", 1),
            Err(SsccError::CompanyPrefix("76104a5".into()))
        );
        assert_eq!(
            Sscc::compose(1, "7610425", 1_000_000_000),
            Err(SsccError::Serial {
                serial: 1_000_000_000,
                digits: 9
            })
        );
        assert_eq!(Sscc::parse("37610425002123456"), Err(SsccError::Length(17)));
    }

    proptest! {
        #[test]
        fn composed_codes_read_back(extension in 0u8..10, prefix in "[0-9]{4,12}", serial in any::<u64>()) {
            match Sscc::compose(extension, &prefix, serial) {
                Ok(sscc) => {
                    prop_assert_eq!(Sscc::parse(sscc.as_str()), Ok(sscc));
                    prop_assert_eq!(sscc.extension(), extension);
                    let (start, _) = sscc.as_str().split_at(1 + prefix.len());
                    prop_assert_eq!(start, format!("{extension}{prefix}"));
                }
                Err(SsccError::Serial { digits, .. }) => prop_assert!(serial.to_string().len() > digits),
                Err(error) => prop_assert!(false, "{error}"),
            }
        }
    }
}
