//! The content checks ("linters") the table of application identifiers names, one function of a value each.
//!
//! Source: the linters of the GS1 Barcode Syntax Dictionary, whose names are kept.

use super::code_lists::{COUNTRIES_ALPHA2, COUNTRIES_NUMERIC, CURRENCIES_NUMERIC, PACKAGE_TYPES, contains};
use super::{coupon, date};
use crate::codes::check_digit;

/// A content check of one part of an AI's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Linter {
    /// Digits only.
    Csetnumeric,
    /// GS1 character set 82.
    Cset82,
    /// GS1 character set 39.
    Cset39,
    /// File-safe URI-safe base 64, padded with `=` to a multiple of three or not at all.
    Cset64,
    /// A check digit in the last place.
    Csum,
    /// A check character pair in the last two places.
    Csumalpha,
    /// A GS1 company prefix from the first place.
    Gcppos1,
    /// A GS1 company prefix from the second place.
    Gcppos2,
    /// A date of six digits.
    Yymmdd,
    /// A date of six digits whose day may be 00.
    Yymmd0,
    /// A date of eight digits.
    Yyyymmdd,
    /// A date of eight digits whose day may be 00.
    Yyyymmd0,
    /// Hours and minutes.
    Hhmi,
    /// Hours.
    Hh,
    /// Minutes.
    Mi,
    /// Seconds.
    Ss,
    /// An ISO 3166 country number.
    Iso3166,
    /// An ISO 3166 country number, or 999 for several.
    Iso3166999,
    /// An ISO 3166 two-letter country code.
    Iso3166alpha2,
    /// An ISO 4217 currency number.
    Iso4217,
    /// An ISO/IEC 5218 sex code.
    Iso5218,
    /// An international bank account number.
    Iban,
    /// Percent-encoded text.
    Pcenc,
    /// 0 or 1.
    Yesno,
    /// Hyphens only.
    Hyphen,
    /// A number other than zero.
    Nonzero,
    /// Zeros only.
    Zero,
    /// A number without leading zeros.
    Nozeroprefix,
    /// Piece number and total, of equal lengths.
    Pieceoftotal,
    /// Position and end with a slash between them.
    Posinseqslash,
    /// Not digits alone.
    Hasnondigit,
    /// A winding direction.
    Winding,
    /// An importer index.
    Importeridx,
    /// An AIDC media type.
    Mediatype,
    /// A package type.
    Packagetype,
    /// A latitude in ten-millionths of a degree from the South Pole.
    Latitude,
    /// A longitude in ten-millionths of a degree.
    Longitude,
    /// A North American coupon.
    Couponcode,
    /// A North American positive offer file coupon.
    Couponposoffer,
}

/// Why a content check refuses a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LintError {
    /// Something other than a digit.
    #[error("holds something other than digits")]
    NotDigits,
    /// A character no AI value may hold.
    #[error("holds a character that GS1 data cannot have")]
    Charset,
    /// Base 64 padding of the wrong length.
    #[error("has wrong base 64 padding")]
    Padding,
    /// The check digit does not fit.
    #[error("has a wrong check digit")]
    CheckDigit,
    /// The check character pair does not fit.
    #[error("has a wrong check character pair")]
    CheckPair,
    /// Too short or too long for what it is.
    #[error("has the wrong length")]
    Length,
    /// It has no GS1 company prefix where it should.
    #[error("has no company prefix")]
    CompanyPrefix,
    /// The calendar has no such month.
    #[error("has a month that does not exist")]
    Month,
    /// The month has no such day.
    #[error("has a day that does not exist")]
    Day,
    /// The clock has no such time.
    #[error("has a time that does not exist")]
    Time,
    /// Not a code of the list it is taken from.
    #[error("is not a known {0}")]
    NotListed(&'static str),
    /// Out of its range.
    #[error("is out of its range")]
    Range,
    /// Not in the form it should have.
    #[error("should be {0}")]
    Form(&'static str),
    /// A coupon with a part missing, cut off or out of its range.
    #[error("is not a well-formed coupon: {0}")]
    Coupon(&'static str),
}

/// The linters and their names in the dictionary.
pub const ALL: [(&str, Linter); 39] = [
    ("csetnumeric", Linter::Csetnumeric),
    ("cset82", Linter::Cset82),
    ("cset39", Linter::Cset39),
    ("cset64", Linter::Cset64),
    ("csum", Linter::Csum),
    ("csumalpha", Linter::Csumalpha),
    ("gcppos1", Linter::Gcppos1),
    ("gcppos2", Linter::Gcppos2),
    ("yymmdd", Linter::Yymmdd),
    ("yymmd0", Linter::Yymmd0),
    ("yyyymmdd", Linter::Yyyymmdd),
    ("yyyymmd0", Linter::Yyyymmd0),
    ("hhmi", Linter::Hhmi),
    ("hh", Linter::Hh),
    ("mi", Linter::Mi),
    ("ss", Linter::Ss),
    ("iso3166", Linter::Iso3166),
    ("iso3166999", Linter::Iso3166999),
    ("iso3166alpha2", Linter::Iso3166alpha2),
    ("iso4217", Linter::Iso4217),
    ("iso5218", Linter::Iso5218),
    ("iban", Linter::Iban),
    ("pcenc", Linter::Pcenc),
    ("yesno", Linter::Yesno),
    ("hyphen", Linter::Hyphen),
    ("nonzero", Linter::Nonzero),
    ("zero", Linter::Zero),
    ("nozeroprefix", Linter::Nozeroprefix),
    ("pieceoftotal", Linter::Pieceoftotal),
    ("posinseqslash", Linter::Posinseqslash),
    ("hasnondigit", Linter::Hasnondigit),
    ("winding", Linter::Winding),
    ("importeridx", Linter::Importeridx),
    ("mediatype", Linter::Mediatype),
    ("packagetype", Linter::Packagetype),
    ("latitude", Linter::Latitude),
    ("longitude", Linter::Longitude),
    ("couponcode", Linter::Couponcode),
    ("couponposoffer", Linter::Couponposoffer),
];

impl Linter {
    /// The linter of that name in the dictionary.
    pub fn named(name: &str) -> Option<Self> {
        ALL.iter().find(|(n, _)| *n == name).map(|(_, linter)| *linter)
    }

    /// Its name in the dictionary.
    pub fn name(self) -> &'static str {
        ALL.iter()
            .find(|(_, linter)| *linter == self)
            .map_or("", |(name, _)| *name)
    }

    /// Checks one value.
    ///
    /// # Errors
    /// [`LintError`] for the first fault.
    pub fn check(self, value: &str) -> Result<(), LintError> {
        match self {
            Linter::Csetnumeric => digits(value),
            Linter::Cset82 => holds(check_digit::is_cset82(value), LintError::Charset),
            Linter::Cset39 => holds(value.bytes().all(is_cset39), LintError::Charset),
            Linter::Cset64 => cset64(value),
            Linter::Csum => csum(value),
            Linter::Csumalpha => csumalpha(value),
            Linter::Gcppos1 => company_prefix(value, 0),
            Linter::Gcppos2 => company_prefix(value, 1),
            Linter::Yymmdd => date::lint(value, 6, false),
            Linter::Yymmd0 => date::lint(value, 6, true),
            Linter::Yyyymmdd => date::lint(value, 8, false),
            Linter::Yyyymmd0 => date::lint(value, 8, true),
            Linter::Hhmi => date::lint_time(value, &[23, 59]),
            Linter::Hh => date::lint_time(value, &[23]),
            Linter::Mi | Linter::Ss => date::lint_time(value, &[59]),
            Linter::Iban => iban(value),
            Linter::Pcenc => percent_encoded(value),
            Linter::Pieceoftotal => piece_of_total(value),
            Linter::Posinseqslash => position_in_sequence(value),
            Linter::Couponcode => coupon::lint_coupon(value),
            Linter::Couponposoffer => coupon::lint_positive_offer(value),
            _ => self.check_code(value),
        }
    }

    /// The checks that are a list, a range or a single form.
    fn check_code(self, value: &str) -> Result<(), LintError> {
        use LintError::{Form, NotListed};
        match self {
            Linter::Iso3166 => holds(contains(COUNTRIES_NUMERIC, value), NotListed("country number")),
            Linter::Iso3166999 => holds(
                value == "999" || contains(COUNTRIES_NUMERIC, value),
                NotListed("country number"),
            ),
            Linter::Iso3166alpha2 => holds(contains(COUNTRIES_ALPHA2, value), NotListed("country code")),
            Linter::Iso4217 => holds(contains(CURRENCIES_NUMERIC, value), NotListed("currency number")),
            Linter::Packagetype => holds(contains(PACKAGE_TYPES, value), NotListed("package type")),
            Linter::Iso5218 => holds(matches!(value, "0" | "1" | "2" | "9"), NotListed("sex code")),
            Linter::Winding => holds(matches!(value, "0" | "1" | "9"), NotListed("winding direction")),
            Linter::Mediatype => holds(is_media_type(value), NotListed("media type")),
            Linter::Importeridx => holds(
                value.len() == 1 && value.bytes().all(is_cset64),
                Form("one importer index character"),
            ),
            Linter::Yesno => holds(matches!(value, "0" | "1"), Form("0 or 1")),
            Linter::Hyphen => holds(
                !value.is_empty() && value.bytes().all(|c| c == b'-'),
                Form("hyphens"),
            ),
            Linter::Zero => holds(
                !value.is_empty() && value.bytes().all(|c| c == b'0'),
                Form("zero"),
            ),
            Linter::Nonzero => {
                digits(value)?;
                holds(value.bytes().any(|c| c != b'0'), Form("other than zero"))
            }
            Linter::Nozeroprefix => {
                digits(value)?;
                holds(!value.starts_with('0'), Form("without leading zeros"))
            }
            Linter::Hasnondigit => holds(
                value.bytes().any(|c| !c.is_ascii_digit()),
                Form("more than digits"),
            ),
            Linter::Latitude => up_to(value, "1800000000"),
            Linter::Longitude => up_to(value, "3600000000"),
            _ => Ok(()),
        }
    }
}

fn holds(condition: bool, otherwise: LintError) -> Result<(), LintError> {
    if condition { Ok(()) } else { Err(otherwise) }
}

pub(super) fn digits(value: &str) -> Result<(), LintError> {
    holds(
        value.bytes().all(|byte| byte.is_ascii_digit()),
        LintError::NotDigits,
    )
}

fn is_cset39(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_uppercase() || matches!(byte, b'#' | b'-' | b'/')
}

fn is_cset64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn cset64(value: &str) -> Result<(), LintError> {
    let body = value.trim_end_matches('=');
    let pads = value.len() - body.len();
    holds(
        pads == 0 || (pads <= 2 && value.len().is_multiple_of(3)),
        LintError::Padding,
    )?;
    holds(body.bytes().all(is_cset64), LintError::Charset)
}

fn csum(value: &str) -> Result<(), LintError> {
    digits(value)?;
    holds(!value.is_empty(), LintError::Length)?;
    holds(check_digit::is_mod10_valid(value), LintError::CheckDigit)
}

fn csumalpha(value: &str) -> Result<(), LintError> {
    holds((2..=99).contains(&value.len()), LintError::Length)?;
    holds(check_digit::is_cset82(value), LintError::Charset)?;
    holds(check_digit::is_pair_valid(value), LintError::CheckPair)
}

/// The shortest company prefix has four digits; which prefixes are allocated is not public.
pub(super) fn company_prefix(value: &str, at: usize) -> Result<(), LintError> {
    let start = value.as_bytes().get(at..at + 4).ok_or(LintError::CompanyPrefix)?;
    holds(start.iter().all(u8::is_ascii_digit), LintError::CompanyPrefix)
}

/// ISO 13616: country, two check digits, account; the number read with country and check digits last is 1 modulo 97.
fn iban(value: &str) -> Result<(), LintError> {
    let too_short = LintError::Length;
    let (head, account) = value.split_at_checked(4).ok_or(too_short)?;
    let country = head.get(..2).ok_or(too_short)?;
    holds(
        contains(COUNTRIES_ALPHA2, country),
        LintError::NotListed("country code"),
    )?;
    holds((11..=34).contains(&value.len()), LintError::Length)?;
    let mut remainder: u32 = 0;
    for character in account.chars().chain(head.chars()) {
        let number = match character {
            '0'..='9' | 'A'..='Z' => character.to_digit(36).ok_or(LintError::Charset)?,
            _ => return Err(LintError::Charset),
        };
        remainder = (remainder * if number < 10 { 10 } else { 100 } + number) % 97;
    }
    holds(remainder == 1, LintError::CheckDigit)
}

fn percent_encoded(value: &str) -> Result<(), LintError> {
    let well_formed = value.split('%').skip(1).all(|after| {
        after
            .as_bytes()
            .get(..2)
            .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit))
    });
    holds(well_formed, LintError::Form("percent-encoded"))
}

fn piece_of_total(value: &str) -> Result<(), LintError> {
    digits(value)?;
    holds(
        !value.is_empty() && value.len().is_multiple_of(2),
        LintError::Length,
    )?;
    let (piece, total) = value.split_at_checked(value.len() / 2).ok_or(LintError::Length)?;
    let is_zero = |number: &str| number.bytes().all(|byte| byte == b'0');
    holds(
        !is_zero(piece) && !is_zero(total) && piece <= total,
        LintError::Range,
    )
}

fn position_in_sequence(value: &str) -> Result<(), LintError> {
    let form = LintError::Form("position/end");
    let (position, end) = value.split_once('/').ok_or(form)?;
    for number in [position, end] {
        holds(!number.is_empty() && digits(number).is_ok(), form)?;
        holds(!number.starts_with('0'), LintError::Form("without leading zeros"))?;
    }
    holds((position.len(), position) <= (end.len(), end), LintError::Range)
}

/// Assigned by ICCBBA (01 to 10) or free for local and national use (80 to 99).
fn is_media_type(value: &str) -> bool {
    value.len() == 2
        && digits(value).is_ok()
        && (("01"..="10").contains(&value) || ("80"..="99").contains(&value))
}

fn up_to(value: &str, max: &str) -> Result<(), LintError> {
    holds(value.len() == max.len(), LintError::Length)?;
    digits(value)?;
    holds(value <= max, LintError::Range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_linter_has_one_name() {
        let names: std::collections::BTreeSet<&str> = ALL.iter().map(|(name, _)| *name).collect();
        let linters: std::collections::BTreeSet<Linter> = ALL.iter().map(|(_, linter)| *linter).collect();
        assert_eq!((names.len(), linters.len()), (ALL.len(), ALL.len()));
        assert!(
            ALL.iter()
                .all(|(name, linter)| Linter::named(name) == Some(*linter) && linter.name() == *name)
        );
    }

    #[test]
    fn account_numbers_of_the_iban_registry() {
        for right in [
            "GB82WEST12345698765432",
            "DE89370400440532013000",
            "NO9386011117947",
            "MT84MALT011000012345MTLCAST001S",
        ] {
            assert_eq!(Linter::Iban.check(right), Ok(()), "{right}");
        }
        for wrong in [
            "GB83WEST12345698765432",
            "XX82WEST12345698765432",
            "GB82west12345698765432",
            "GB",
            "",
            "é",
        ] {
            assert!(Linter::Iban.check(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn codes_of_the_lists() {
        for (linter, right, wrong) in [
            (Linter::Iso3166, "156", "999"),
            (Linter::Iso3166999, "999", "998"),
            (Linter::Iso3166alpha2, "CN", "cn"),
            (Linter::Iso4217, "978", "000"),
            (Linter::Packagetype, "PX", "PX "),
            (Linter::Mediatype, "10", "11"),
            (Linter::Iso5218, "9", "3"),
            (Linter::Importeridx, "_", "="),
            (Linter::Hasnondigit, "1A", "11"),
            (Linter::Winding, "1", "2"),
        ] {
            assert_eq!(linter.check(right), Ok(()), "{linter:?} {right}");
            assert!(linter.check(wrong).is_err(), "{linter:?} {wrong}");
            assert!(linter.check("").is_err(), "{linter:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_linter_panics(value in "\\PC*|[0-9]{0,40}|[A-Z]{2}[0-9]{2}[0-9A-Z]{7,30}|[0-9/%=é-]{0,12}") {
            for (_, linter) in ALL {
                let _ = linter.check(&value);
            }
        }
    }
}
