//! What speaks for a text being a scan, besides its pace: AIM identifiers, check digits, GS1's leading identifiers.

use crate::codes::check_digit::is_mod10_valid;

/// An AIM symbology identifier (ISO/IEC 15424) at the head of `text`: identifier as scanned, the rest, and whether
/// upper and lower case were swapped on the way (`]c1` does not exist, so Caps Lock is on).
pub fn aim(text: &str) -> Option<(String, &str, bool)> {
    let mut chars = text.chars();
    let (flag, code, modifier) = (chars.next()?, chars.next()?, chars.next()?);
    if flag != ']' || !modifier.is_ascii_alphanumeric() {
        return None;
    }
    let swapped = if code.is_ascii_lowercase() {
        code.to_ascii_uppercase()
    } else {
        code.to_ascii_lowercase()
    };
    let (code, inverted) = match (AIM_CODES.contains(code), AIM_CODES.contains(swapped)) {
        (true, _) => (code, false),
        (false, true) => (swapped, true),
        (false, false) => return None,
    };
    Some((format!("]{code}{modifier}"), chars.as_str(), inverted))
}

/// The code characters in use, by case.
const AIM_CODES: &str = "ABCDEFGHIJKLMNOPQRSTUVXZdehjz";

/// Whether digits end in a right mod 10 check digit at one of GS1's lengths: GTIN-8, -12, -13, -14, and SSCC.
/// All the same digit is a key held down, not a code.
pub fn has_check_digit(text: &str) -> bool {
    let first = text.chars().next();
    matches!(text.len(), 8 | 12 | 13 | 14 | 18)
        && text.chars().any(|c| Some(c) != first)
        && is_mod10_valid(text)
}

/// Whether a GS1 message begins here: (00), (01) or (02) with a right check digit.
pub fn begins_gs1(text: &str) -> bool {
    let text = text.trim_start_matches('\u{1d}');
    let element = match text.get(..2) {
        Some("00") => text.get(2..20),
        Some("01" | "02") => text.get(2..16),
        _ => None,
    };
    element.is_some_and(is_mod10_valid)
}

/// Whether the AIM identifier says that FNC1 opened the symbol: GS1-128, DataBar, DataMatrix, QR, DotCode.
pub fn is_gs1_aim(aim: &str) -> bool {
    aim.starts_with("]e") || matches!(aim, "]C1" | "]d2" | "]Q3" | "]J1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aim_identifiers() {
        assert_eq!(aim("]C10104"), Some(("]C1".to_owned(), "0104", false)));
        assert_eq!(aim("]c10104"), Some(("]C1".to_owned(), "0104", true)));
        assert_eq!(aim("]d2x"), Some(("]d2".to_owned(), "x", false)));
        for text in ["", "]", "]C", "]?1x", "]C-", "C10", "]y1"] {
            assert_eq!(aim(text), None, "{text}");
        }
    }

    #[test]
    fn check_digits() {
        for good in [
            "4006381333931",
            "036000291452",
            "96385074",
            "14006381333938",
            "340123450000000017",
        ] {
            assert!(has_check_digit(good), "{good}");
        }
        for bad in [
            "4006381333930",
            "10024567",
            "00000000",
            "4006381",
            "４００６３８１３３３９３１",
            "",
        ] {
            assert!(!has_check_digit(bad), "{bad}");
        }
        assert!(begins_gs1("010400638133393117"));
        assert!(begins_gs1("00340123450000000017"));
        assert!(!begins_gs1("010400638133393217"));
        assert!(!begins_gs1("01货货货货货货"));
    }
}
