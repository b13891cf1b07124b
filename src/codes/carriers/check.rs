//! The check digits of carriers' numbers.

use serde::Deserialize;

/// How the check character of a parcel number is reckoned from its serial number.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, tag = "method", rename_all = "lowercase")]
pub enum Check {
    /// What is missing to the next ten of the weighted sum.
    Mod10 {
        /// Weights from the left, again from the start.
        weights: Vec<u32>,
        /// Put before the serial number unless it begins so.
        #[serde(default)]
        lead: String,
    },
    /// ISO/IEC 7812-1.
    Luhn,
    /// The number modulo 7.
    Mod7,
    /// The weighted sum, modulo each in turn.
    Sum {
        /// Weights from the left, again from the start.
        weights: Vec<u32>,
        /// Moduli, each applied to what the one before left.
        moduli: Vec<u32>,
    },
    /// UPU S10-12.
    S10,
    /// ISO/IEC 7064 MOD 37,36.
    Mod37,
}

impl Check {
    /// Whether the check character is the one of the serial number.
    pub fn holds(&self, serial: &str, check: &str) -> bool {
        self.of(serial)
            .is_some_and(|expected| check.chars().eq(std::iter::once(expected)))
    }

    fn of(&self, serial: &str) -> Option<char> {
        let digit = |number: u32| char::from_digit(number, 10);
        match self {
            Check::Mod10 { weights, lead } => {
                let lead = if serial.starts_with(lead.as_str()) {
                    ""
                } else {
                    lead
                };
                let sum = weighted(&format!("{lead}{serial}"), weights)?;
                digit((10 - sum % 10) % 10)
            }
            Check::Luhn => {
                let sum: u32 = values(serial)?
                    .rev()
                    .enumerate()
                    .map(|(at, value)| {
                        if at % 2 == 0 {
                            value * 2 / 10 + value * 2 % 10
                        } else {
                            value
                        }
                    })
                    .sum();
                digit((10 - sum % 10) % 10)
            }
            Check::Mod7 => digit(values(serial)?.fold(0, |rest, value| (rest * 10 + value) % 7)),
            Check::Sum { weights, moduli } => {
                let sum = weighted(serial, weights)?;
                let rest = moduli
                    .iter()
                    .try_fold(sum, |rest, modulus| rest.checked_rem(*modulus))?;
                digit(rest)
            }
            Check::S10 => {
                let sum = weighted(serial, &[8, 6, 4, 2, 3, 5, 9, 7])?;
                digit(match 11 - sum % 11 {
                    10 => 0,
                    11 => 5,
                    rest => rest,
                })
            }
            Check::Mod37 => {
                let rest = serial.chars().try_fold(36u32, |rest, letter| {
                    let sum = (rest + letter.to_digit(36)?) % 36;
                    Some(if sum == 0 { 36 } else { sum } * 2 % 37)
                })?;
                char::from_digit((37 - rest) % 36, 36).map(|letter| letter.to_ascii_uppercase())
            }
        }
    }
}

/// Digits as they are; letters as carriers count them, A as 2, B as 3, J as 1 again.
fn values(serial: &str) -> Option<impl DoubleEndedIterator<Item = u32> + ExactSizeIterator> {
    let values = serial.bytes().map(|byte| match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'A'..=b'Z' => Some(u32::from(byte - 3) % 10),
        _ => None,
    });
    Some(values.collect::<Option<Vec<_>>>()?.into_iter())
}

fn weighted(serial: &str, weights: &[u32]) -> Option<u32> {
    let mut sum = 0u32;
    for (value, weight) in values(serial)?.zip(weights.iter().cycle()) {
        sum = sum.checked_add(value.checked_mul(*weight)?)?;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_examples() {
        // UPU S10-12, annex; ISO/IEC 7812-1; ISO/IEC 7064.
        assert!(Check::S10.holds("47312482", "9"));
        assert!(Check::Luhn.holds("7992739871", "3"));
        assert!(!Check::Luhn.holds("7992739871", "4"));
        assert!(Check::Mod37.holds("A12425GABC1234002", "M"));
        assert!(!Check::Mod7.holds("12a", "1"));
    }

    #[test]
    fn impossible_weights_are_no_check() {
        let check = Check::Sum {
            weights: vec![u32::MAX],
            moduli: vec![0],
        };
        assert!(!check.holds("99", "0"));
        assert!(!check.holds("", "0"));
    }
}
