//! Check digits and check character pairs of the GS1 General Specifications, section 7.9.

/// The characters a check character pair is written in: digits and capitals without 0, 1, I and O.
const PAIR_ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// GS1 character set 82 in the order of its values, 0 to 81.
const CSET82: &[u8; 82] =
    b"!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

/// The weights of a check character pair from right to left: the first 97 primes, since an AI value has at most 99 characters.
const PAIR_WEIGHTS: [u32; 97] = [
    2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103,
    107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167, 173, 179, 181, 191, 193, 197, 199, 211, 223,
    227, 229, 233, 239, 241, 251, 257, 263, 269, 271, 277, 281, 283, 293, 307, 311, 313, 317, 331, 337, 347,
    349, 353, 359, 367, 373, 379, 383, 389, 397, 401, 409, 419, 421, 431, 433, 439, 443, 449, 457, 461, 463,
    467, 479, 487, 491, 499, 503, 509,
];

/// The modulo-10 check digit (0 to 9) that follows `digits`, weights 3 1 3 1 ... from the right.
///
/// `None` when `digits` is empty or holds anything but ASCII digits.
pub fn mod10(digits: &str) -> Option<u8> {
    if digits.is_empty() {
        return None;
    }
    let mut sum: u32 = 0;
    for (place, byte) in digits.bytes().rev().enumerate() {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        sum = (sum + digit * if place % 2 == 0 { 3 } else { 1 }) % 10;
    }
    u8::try_from((10 - sum) % 10).ok()
}

/// Whether the last digit of `digits` is the modulo-10 check digit of those before it.
pub fn is_mod10_valid(digits: &str) -> bool {
    let Some(body_len) = digits.len().checked_sub(1) else {
        return false;
    };
    let Some((body, check)) = digits.split_at_checked(body_len) else {
        return false;
    };
    mod10(body).is_some_and(|expected| check.bytes().eq([b'0' + expected]))
}

/// The check character pair that follows `body` in a GMN (8013) or a MUDI (8014): modulo 1021, prime weights.
///
/// `None` when `body` is longer than 97 characters or leaves GS1 character set 82.
pub fn pair(body: &str) -> Option<[char; 2]> {
    if body.len() > PAIR_WEIGHTS.len() {
        return None;
    }
    let mut sum: u32 = 0;
    for (byte, weight) in body.bytes().rev().zip(PAIR_WEIGHTS) {
        let value = CSET82.iter().position(|&c| c == byte)?;
        sum += u32::try_from(value).ok()? * weight;
    }
    let sum = usize::try_from(sum % 1021).ok()?;
    let letter = |value: usize| PAIR_ALPHABET.get(value).copied().map(char::from);
    Some([letter(sum / 32)?, letter(sum % 32)?])
}

/// Whether the last two characters of `text` are the check character pair of those before them.
pub fn is_pair_valid(text: &str) -> bool {
    let Some(body_len) = text.len().checked_sub(2) else {
        return false;
    };
    let Some((body, check)) = text.split_at_checked(body_len) else {
        return false;
    };
    pair(body).is_some_and(|expected| check.chars().eq(expected))
}

/// Whether `text` is in GS1 character set 82, the characters an AI value may hold. True for an empty text.
pub(crate) fn is_cset82(text: &str) -> bool {
    text.bytes().all(|byte| CSET82.contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn check_digits_of_the_general_specifications() {
        // The GTIN-13 and SSCC worked in section 7.9.1 of the General Specifications.
        assert_eq!(mod10("629104150021"), Some(3));
        assert_eq!(mod10("37610425002123456"), Some(9));
        assert_eq!(mod10(""), None);
        assert_eq!(mod10("12a"), None);
        assert!(!is_mod10_valid(""));
        assert!(!is_mod10_valid("é"));
    }

    #[test]
    fn check_pair_of_the_general_specifications() {
        // The Global Model Number worked in section 7.9.5 of the General Specifications.
        assert_eq!(pair("1987654Ad4X4bL5ttr2310c"), Some(['2', 'K']));
        assert!(is_pair_valid("1987654Ad4X4bL5ttr2310c2K"));
        assert!(!is_pair_valid("2"));
        assert!(is_pair_valid("22"));
    }

    proptest! {
        #[test]
        fn any_single_wrong_digit_is_found(body in "[0-9]{1,30}", at in any::<prop::sample::Index>(), by in 1u8..10) {
            let mut digits = format!("{body}{}", mod10(&body).unwrap()).into_bytes();
            prop_assert!(is_mod10_valid(std::str::from_utf8(&digits).unwrap()));
            let at = at.index(digits.len());
            digits[at] = b'0' + (digits[at] - b'0' + by) % 10;
            prop_assert!(!is_mod10_valid(std::str::from_utf8(&digits).unwrap()));
        }
    }
}
