//! A GS1 message: its elements, and what they mean to a warehouse.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ai_table::{Ai, find};
use super::date::parse_yymmdd;
use crate::codes::{Gtin, Sscc};

/// An application identifier and its value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Element {
    /// The application identifier.
    pub ai: Ai,
    /// The value as encoded, without separators.
    pub value: String,
}

/// The elements of one or more symbols, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The elements in the order they were read.
    pub elements: Vec<Element>,
}

/// A decimal number without rounding: `units` divided by ten to the power of `scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Decimal {
    /// The digits.
    pub units: u64,
    /// How many of them stand behind the point.
    pub scale: u8,
}

impl Message {
    /// The value of the first element with that AI.
    pub fn get(&self, ai: &str) -> Option<&str> {
        self.elements
            .iter()
            .find(|element| element.ai == ai)
            .map(|element| element.value.as_str())
    }

    /// The trade item itself, (01).
    pub fn gtin(&self) -> Option<Gtin> {
        Gtin::parse(self.get("01")?).ok()
    }

    /// The trade item inside a logistic unit, (02).
    pub fn content_gtin(&self) -> Option<Gtin> {
        Gtin::parse(self.get("02")?).ok()
    }

    /// The trade item that it is about: itself, (01), or inside a logistic unit, (02).
    pub fn any_gtin(&self) -> Option<Gtin> {
        self.gtin().or_else(|| self.content_gtin())
    }

    /// The logistic unit, (00).
    pub fn sscc(&self) -> Option<Sscc> {
        Sscc::parse(self.get("00")?).ok()
    }

    /// Batch or lot, (10).
    pub fn lot(&self) -> Option<&str> {
        self.get("10")
    }

    /// Serial number, (21).
    pub fn serial(&self) -> Option<&str> {
        self.get("21")
    }

    /// The date of an AI, its day 00 read as the last of the month and its century seen from `today`.
    pub fn date(&self, ai: &str, today: NaiveDate) -> Option<NaiveDate> {
        parse_yymmdd(self.get(ai)?.get(..6)?, today)
    }

    /// Use by, (17), or the date of expiry with time, (7003).
    pub fn expiry(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.date("17", today).or_else(|| self.date("7003", today))
    }

    /// Best before, (15).
    pub fn best_before(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.date("15", today)
    }

    /// Production date, (11).
    pub fn production_date(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.date("11", today)
    }

    /// How many trade items: the count inside a logistic unit, (37), or the count of a variable measure item, (30).
    pub fn count(&self) -> Option<u32> {
        self.get("37").or_else(|| self.get("30"))?.parse().ok()
    }

    /// Net weight in grams, (310n) or (320n), rounded to the nearest gram.
    pub fn net_weight_g(&self) -> Option<u64> {
        self.measure("310")
            .and_then(kilograms_to_g)
            .or_else(|| self.measure("320").and_then(pounds_to_g))
    }

    /// Gross weight of a logistic unit in grams, (330n) or (340n), rounded to the nearest gram.
    pub fn gross_weight_g(&self) -> Option<u64> {
        self.measure("330")
            .and_then(kilograms_to_g)
            .or_else(|| self.measure("340").and_then(pounds_to_g))
    }

    /// The measure or amount whose AI begins with these three digits.
    pub fn measure(&self, prefix: &str) -> Option<Decimal> {
        self.elements
            .iter()
            .find(|element| element.ai.as_str().starts_with(prefix))?
            .decimal()
    }
}

impl Element {
    /// The data title of the AI as labels print it, empty where there is none.
    pub fn title(&self) -> &'static str {
        find(self.ai).map_or("", |entry| entry.title)
    }

    /// The number of a measure, (31nn) to (36nn), or an amount, (390n) to (395n), with the decimal places its AI gives;
    /// the currency of (391n) and (393n) is left out. `None` for other AIs.
    pub fn decimal(&self) -> Option<Decimal> {
        let ai = self.ai.as_str();
        if ai.len() != 4 || !matches!(ai.get(..2)?, "31" | "32" | "33" | "34" | "35" | "36" | "39") {
            return None;
        }
        let has_currency = matches!(ai.get(..3)?, "391" | "393");
        let digits = if has_currency {
            self.value.get(3..)?
        } else {
            self.value.as_str()
        };
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Some(Decimal {
            units: digits.parse().ok()?,
            scale: self.ai.last_digit(),
        })
    }
}

impl Decimal {
    /// The number times `factor`, rounded half up to an integer. `None` on overflow.
    pub fn times(self, factor: u64) -> Option<u64> {
        let divisor = 10u64.checked_pow(u32::from(self.scale))?;
        let product = self.units.checked_mul(factor)?;
        product.checked_add(divisor / 2).map(|sum| sum / divisor)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = usize::from(self.scale);
        let digits = format!("{:0>width$}", self.units, width = scale + 1);
        match digits.split_at_checked(digits.len().saturating_sub(scale)) {
            Some((whole, fraction)) if scale > 0 => write!(f, "{whole}.{fraction}"),
            _ => f.write_str(&digits),
        }
    }
}

fn kilograms_to_g(weight: Decimal) -> Option<u64> {
    weight.times(1_000)
}

/// A pound is 453.592 37 g exactly.
fn pounds_to_g(weight: Decimal) -> Option<u64> {
    Decimal {
        scale: weight.scale.checked_add(5)?,
        ..weight
    }
    .times(45_359_237)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::gs1::{Checks, parse};

    #[test]
    fn what_a_pallet_label_says() {
        let text = "(00)376104250021234569(02)09506000134352(37)24(10)AB-1(17)260400(3302)001250(21)S7";
        let message = parse(text, &Checks::ELEMENTS).unwrap();
        let today = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        assert_eq!(message.sscc().unwrap().as_str(), "376104250021234569");
        assert_eq!(message.content_gtin().unwrap().short(), "9506000134352");
        assert_eq!((message.gtin(), message.count()), (None, Some(24)));
        assert_eq!((message.lot(), message.serial()), (Some("AB-1"), Some("S7")));
        assert_eq!(message.expiry(today), NaiveDate::from_ymd_opt(2026, 4, 30));
        assert_eq!(
            (message.gross_weight_g(), message.net_weight_g()),
            (Some(12_500), None)
        );
    }

    #[test]
    fn measures_keep_their_decimal_places() {
        let decimal = |ai: &str, value: &str| {
            Element {
                ai: Ai::new(ai).unwrap(),
                value: value.to_owned(),
            }
            .decimal()
            .map(|number| number.to_string())
        };
        assert_eq!(decimal("3102", "002004").unwrap(), "20.04");
        assert_eq!(decimal("3105", "033333").unwrap(), "0.33333");
        assert_eq!(decimal("3100", "033333").unwrap(), "33333");
        assert_eq!(decimal("3913", "123123456").unwrap(), "123.456");
        assert_eq!(decimal("3922", "795").unwrap(), "7.95");
        assert_eq!(decimal("10", "123"), None);
        let pounds = parse("3201000010", &Checks::ELEMENTS).unwrap();
        assert_eq!(pounds.net_weight_g(), Some(454));
    }
}
