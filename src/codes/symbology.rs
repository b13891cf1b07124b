//! Symbology identifiers: the three characters a scanner may send before the data (ISO/IEC 15424).

use serde::{Deserialize, Serialize};

/// A symbology identifier such as `]C1`: a code character for the symbology and a modifier for its options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AimId {
    /// The kind of symbol.
    pub symbology: Symbology,
    /// The code character, as sent: `C` in `]C1`.
    pub code: char,
    /// The option, as sent: `1` in `]C1`.
    pub modifier: char,
}

/// The kinds of symbol ISO/IEC 15424 names that a warehouse meets, and [`Symbology::Other`] for the rest of its letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Symbology {
    /// `]A`
    Code39,
    /// `]C`; `]C1` is GS1-128.
    Code128,
    /// `]D`
    CodeOne,
    /// `]E`: EAN-13, UPC-A, UPC-E (`]E0`, always 13 digits), EAN-8 (`]E4`), add-ons (`]E1`, `]E2`).
    EanUpc,
    /// `]F`
    Codabar,
    /// `]G`
    Code93,
    /// `]H`
    Code11,
    /// `]I`: interleaved 2 of 5, ITF-14 among them.
    Interleaved2of5,
    /// `]J`
    DotCode,
    /// `]K`
    Code16K,
    /// `]L`
    Pdf417,
    /// `]M`
    Msi,
    /// `]Q`
    QrCode,
    /// `]R` and `]S`
    Straight2of5,
    /// `]T`
    Code49,
    /// `]U`
    MaxiCode,
    /// `]X`, `]Y` and `]Z`: not a bar code, or one the scanner's maker names.
    Other,
    /// `]d`
    DataMatrix,
    /// `]e`: GS1 DataBar and GS1 composite.
    DataBar,
    /// `]h`
    HanXin,
    /// `]z`
    Aztec,
}

impl AimId {
    /// Takes a symbology identifier off the front of a scan: the identifier and what follows it.
    ///
    /// `None` when there is none or its code character is not assigned to a symbology known here.
    pub fn strip(scan: &str) -> Option<(AimId, &str)> {
        let mut rest = scan.strip_prefix(']')?.chars();
        let code = rest.next()?;
        let symbology = Symbology::of_code(code)?;
        let modifier = rest.next().filter(char::is_ascii_alphanumeric)?;
        let id = AimId {
            symbology,
            code,
            modifier,
        };
        id.is_plausible().then_some((id, rest.as_str()))
    }

    /// Whether the data behind this identifier are GS1 element strings.
    pub fn carries_gs1(self) -> bool {
        matches!(
            (self.symbology, self.modifier),
            (
                Symbology::Code128 | Symbology::CodeOne | Symbology::Code16K | Symbology::Code49,
                '1'
            ) | (Symbology::DotCode | Symbology::Aztec, '1' | '4')
                | (Symbology::QrCode, '3' | '4')
                | (Symbology::DataMatrix, '2' | '5')
                | (Symbology::DataBar, '0')
        )
    }

    /// The length of the primary message, for the identifiers that fix it: 13 for `]E0`, 8 for `]E4`.
    pub fn primary_length(self) -> Option<usize> {
        match (self.symbology, self.modifier) {
            (Symbology::EanUpc, '0' | '3') => Some(13),
            (Symbology::EanUpc, '4') => Some(8),
            _ => None,
        }
    }

    /// Modifiers are hexadecimal in the standard; letters beyond are a coincidence of ordinary text.
    fn is_plausible(self) -> bool {
        self.modifier.is_ascii_hexdigit() && !self.modifier.is_ascii_lowercase()
    }
}

impl std::fmt::Display for AimId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "]{}{}", self.code, self.modifier)
    }
}

/// The code characters and their symbologies.
const CODES: [(char, Symbology); 24] = [
    ('A', Symbology::Code39),
    ('C', Symbology::Code128),
    ('D', Symbology::CodeOne),
    ('E', Symbology::EanUpc),
    ('F', Symbology::Codabar),
    ('G', Symbology::Code93),
    ('H', Symbology::Code11),
    ('I', Symbology::Interleaved2of5),
    ('J', Symbology::DotCode),
    ('K', Symbology::Code16K),
    ('L', Symbology::Pdf417),
    ('M', Symbology::Msi),
    ('Q', Symbology::QrCode),
    ('S', Symbology::Straight2of5),
    ('R', Symbology::Straight2of5),
    ('T', Symbology::Code49),
    ('U', Symbology::MaxiCode),
    ('X', Symbology::Other),
    ('Y', Symbology::Other),
    ('Z', Symbology::Other),
    ('d', Symbology::DataMatrix),
    ('e', Symbology::DataBar),
    ('h', Symbology::HanXin),
    ('z', Symbology::Aztec),
];

impl Symbology {
    fn of_code(code: char) -> Option<Self> {
        CODES
            .iter()
            .find(|(c, _)| *c == code)
            .map(|(_, symbology)| *symbology)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_taken_off_and_shown_again() {
        let (id, rest) = AimId::strip("]C10112345678901231").unwrap();
        assert_eq!(
            (id.symbology, id.carries_gs1(), rest),
            (Symbology::Code128, true, "0112345678901231")
        );
        assert_eq!(id.to_string(), "]C1");
        assert!(!AimId::strip("]C0ABC").unwrap().0.carries_gs1());
        assert_eq!(
            AimId::strip("]E02112345678900").unwrap().0.primary_length(),
            Some(13)
        );
        for other in ["", "]", "]C", "]XX", "]c1ABC", "C1ABC", "]é1", "]Cé"] {
            assert_eq!(AimId::strip(other), None, "{other}");
        }
    }

    #[test]
    fn every_code_is_listed_once() {
        let codes: std::collections::BTreeSet<char> = CODES.iter().map(|(c, _)| *c).collect();
        assert_eq!(codes.len(), CODES.len());
    }
}
