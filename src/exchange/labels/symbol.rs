//! What the bars say: Code 128 and GS1-128 (ISO/IEC 15417, GS1 General Specifications), QR and Data Matrix.
//!
//! Code 128 is written in the printer's mode N with every subset chosen here, not in its GS1 mode D: D drops
//! parentheses and spaces from the values it is given, so a lot `A(1)` would become `A1` in silence; and only
//! with our own subsets is the symbol's width known before it is printed.

use super::LabelError;
use crate::codes::check_digit::is_mod10_valid;

/// A Code 128 symbol: its data in the printer's notation, and its width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code128 {
    zpl: String,
    symbols: u32,
}

impl Code128 {
    /// Encodes printable ASCII; `None` when empty, longer than 80 or with other characters.
    pub fn plain(data: &str) -> Option<Code128> {
        let units: Vec<Unit> = data.bytes().map(Unit::Byte).collect();
        Code128::encode(&units)
    }

    /// Encodes GS1 element strings: FNC1 first, and after each value of no predefined length but the last.
    pub fn gs1(elements: &[Gs1Element]) -> Option<Code128> {
        let mut units = vec![Unit::Fnc1];
        for (element, separated) in with_separators(elements) {
            units.extend(element.ai.bytes().chain(element.value.bytes()).map(Unit::Byte));
            if separated {
                units.push(Unit::Fnc1);
            }
        }
        Code128::encode(&units)
    }

    /// Modules from the first bar to the last, without the quiet zones (10 modules on each side).
    pub fn modules(&self) -> u32 {
        // Start, data and check symbol have 11 modules each, the stop pattern 13.
        self.symbols
            .saturating_add(2)
            .saturating_mul(11)
            .saturating_add(13)
    }

    /// Field data for `^BC` mode N, before hexadecimal escaping.
    pub fn zpl_data(&self) -> &str {
        &self.zpl
    }

    /// Its modules from the first bar to the last, true for dark, for whoever draws them; `None` for what no symbol
    /// holds, which [`Code128::plain`] and [`Code128::gs1`] refuse before.
    pub fn pattern(&self) -> Option<Vec<bool>> {
        let drawn = barcoders::sym::code128::Code128::new(in_letters(&self.zpl)).ok()?;
        Some(drawn.encode().into_iter().map(|module| module == 1).collect())
    }

    fn encode(units: &[Unit]) -> Option<Code128> {
        let printable = units.iter().all(|unit| match unit {
            Unit::Byte(byte) => (0x20..=0x7e).contains(byte),
            Unit::Fnc1 => true,
        });
        if units.is_empty() || units.len() > 80 || !printable {
            return None;
        }
        let mut encoder = Encoder {
            zpl: String::new(),
            symbols: 0,
            subset: None,
        };
        let mut rest = units;
        while let Some((&unit, tail)) = rest.split_first() {
            rest = encoder.next(unit, rest, tail);
        }
        Some(Code128 {
            zpl: encoder.zpl,
            symbols: encoder.symbols,
        })
    }
}

/// An application identifier with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gs1Element {
    ai: String,
    value: String,
}

impl Gs1Element {
    /// `ai` is 2 to 4 digits; the value is of GS1's character set 82 and at most 90 characters. The meaning of
    /// the value (check digits, dates) is the caller's.
    pub fn new(ai: &str, value: &str) -> Result<Gs1Element, LabelError> {
        let ai_is_good = (2..=4).contains(&ai.len()) && ai.bytes().all(|b| b.is_ascii_digit());
        let value_is_good = (1..=90).contains(&value.len()) && value.bytes().all(in_character_set_82);
        if !ai_is_good || !value_is_good {
            return Err(LabelError::NotGs1 {
                ai: ai.to_owned(),
                value: value.to_owned(),
            });
        }
        Ok(Gs1Element {
            ai: ai.to_owned(),
            value: value.to_owned(),
        })
    }

    /// (00): a serial shipping container code, 18 digits with a right check digit.
    pub fn sscc(sscc: &str) -> Result<Gs1Element, LabelError> {
        if sscc.len() != 18 || !is_mod10_valid(sscc) {
            return Err(LabelError::BadSscc(sscc.to_owned()));
        }
        Gs1Element::new("00", sscc)
    }

    /// (01) or (02): a GTIN of 8, 12, 13 or 14 digits, written with 14.
    pub fn gtin(ai: &str, gtin: &str) -> Result<Gs1Element, LabelError> {
        if !matches!(gtin.len(), 8 | 12..=14) || !is_mod10_valid(gtin) {
            return Err(LabelError::BadGtin(gtin.to_owned()));
        }
        Gs1Element::new(ai, &format!("{gtin:0>14}"))
    }

    /// Prefixes whose elements have a length fixed by the standard and so need no separator (GS1 General
    /// Specifications, figure "predefined length of element strings").
    fn has_predefined_length(&self) -> bool {
        matches!(
            self.ai.get(..2),
            Some(
                "00" | "01"
                    | "02"
                    | "03"
                    | "04"
                    | "11"
                    | "12"
                    | "13"
                    | "14"
                    | "15"
                    | "16"
                    | "17"
                    | "18"
                    | "19"
                    | "20"
                    | "31"
                    | "32"
                    | "33"
                    | "34"
                    | "35"
                    | "36"
                    | "41"
            )
        )
    }
}

/// `(00)340123450000000017`: the elements as people read them.
pub fn human_readable(elements: &[Gs1Element]) -> String {
    elements
        .iter()
        .map(|e| format!("({}){}", e.ai, e.value))
        .collect()
}

/// A GS1 Data Matrix, for labels too narrow for the bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataMatrix {
    zpl: String,
    codewords: u32,
}

impl DataMatrix {
    /// Encodes GS1 element strings, FNC1 first.
    pub fn gs1(elements: &[Gs1Element]) -> DataMatrix {
        let mut data = String::from("|1");
        let mut codewords = 1;
        for (element, separated) in with_separators(elements) {
            let text = format!("{}{}", element.ai, element.value);
            codewords += ascii_codewords(&text);
            data.push_str(&text);
            if separated {
                data.push_str("|1");
                codewords += 1;
            }
        }
        DataMatrix { zpl: data, codewords }
    }

    /// Field data for `^BX` with the escape character `|` (not in character set 82).
    pub fn zpl_data(&self) -> &str {
        &self.zpl
    }

    /// Modules on a side (ISO/IEC 16022, square symbols), assuming the plain ASCII encodation: printers may
    /// find a denser one, never a larger symbol.
    pub fn side(&self) -> Option<u32> {
        const SIDE_AND_CAPACITY: [(u32, u32); 17] = [
            (10, 3),
            (12, 5),
            (14, 8),
            (16, 12),
            (18, 18),
            (20, 22),
            (22, 30),
            (24, 36),
            (26, 44),
            (32, 62),
            (36, 86),
            (40, 114),
            (44, 144),
            (48, 174),
            (52, 204),
            (64, 280),
            (72, 368),
        ];
        SIDE_AND_CAPACITY
            .iter()
            .find(|(_, capacity)| self.codewords <= *capacity)
            .map(|(side, _)| *side)
    }
}

/// A QR code, for codes that Code 128 cannot hold or the label is too narrow for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr(String);

impl Qr {
    /// Any text; control characters become spaces.
    pub fn new(data: &str) -> Qr {
        Qr(data
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect())
    }

    /// The text it holds.
    pub fn data(&self) -> &str {
        &self.0
    }

    /// Modules on a side (ISO/IEC 18004, byte mode, level M); `None` past version 13, which no label needs.
    pub fn side(&self) -> Option<u32> {
        const BYTES_AT_M: [usize; 13] = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331];
        let version = BYTES_AT_M.iter().position(|bytes| self.0.len() <= *bytes)?;
        u32::try_from(version).ok().map(|version| 21 + 4 * version)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Byte(u8),
    Fnc1,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Subset {
    B,
    C,
}

struct Encoder {
    zpl: String,
    symbols: u32,
    subset: Option<Subset>,
}

impl Encoder {
    /// Writes the next unit (or pair of digits) and answers what is left.
    fn next<'u>(&mut self, unit: Unit, rest: &'u [Unit], tail: &'u [Unit]) -> &'u [Unit] {
        let digits = digits_ahead(rest);
        let run_ends_data = rest.iter().skip(digits).all(|unit| *unit == Unit::Fnc1);
        match unit {
            Unit::Fnc1 => {
                if self.subset.is_none() {
                    self.switch(if digits_ahead(tail) >= 2 {
                        Subset::C
                    } else {
                        Subset::B
                    });
                }
                self.push(">8");
                tail
            }
            Unit::Byte(byte) if self.worth_pairs(digits, run_ends_data) => {
                self.switch(Subset::C);
                let second = match tail.first() {
                    Some(Unit::Byte(second)) => *second,
                    _ => b'0',
                };
                self.push(&format!("{}{}", char::from(byte), char::from(second)));
                tail.get(1..).unwrap_or_default()
            }
            Unit::Byte(byte) => {
                self.switch(Subset::B);
                match byte {
                    b'>' => self.push(">0"),
                    b'^' => self.push("><"),
                    b'~' => self.push(">="),
                    other => self.push(char::from(other).encode_utf8(&mut [0; 4])),
                }
                tail
            }
        }
    }

    /// Whether the digits ahead are shorter as pairs (ISO/IEC 15417, annex E: 4 at either end, 6 between; an
    /// odd run switches after its first digit).
    fn worth_pairs(&self, digits: usize, run_ends_data: bool) -> bool {
        match self.subset {
            Some(Subset::C) => digits >= 2,
            None => digits >= 4 || (digits == 2 && run_ends_data),
            Some(Subset::B) => digits.is_multiple_of(2) && digits >= if run_ends_data { 4 } else { 6 },
        }
    }

    fn switch(&mut self, to: Subset) {
        match (self.subset, to) {
            (Some(from), to) if from == to => return,
            (None, Subset::B) => self.zpl.push_str(">:"),
            (None, Subset::C) => self.zpl.push_str(">;"),
            (Some(_), Subset::B) => self.push(">6"),
            (Some(_), Subset::C) => self.push(">5"),
        }
        self.subset = Some(to);
    }

    fn push(&mut self, symbol: &str) {
        self.zpl.push_str(symbol);
        self.symbols += 1;
    }
}

/// The printer's notation in that of the crate that draws: letters outside ASCII for subsets and FNC1.
fn in_letters(zpl: &str) -> String {
    let (subset_b, subset_c, fnc1) = ('\u{181}', '\u{106}', '\u{179}');
    let (mut letters, mut rest) = (String::new(), zpl.chars());
    while let Some(letter) = rest.next() {
        let escaped = if letter == '>' { rest.next() } else { None };
        letters.push(match escaped {
            None => letter,
            Some(':' | '6') => subset_b,
            Some(';' | '5') => subset_c,
            Some('8') => fnc1,
            Some('<') => '^',
            Some('=') => '~',
            Some(_) => '>',
        });
    }
    letters
}

fn digits_ahead(units: &[Unit]) -> usize {
    units
        .iter()
        .take_while(|unit| matches!(unit, Unit::Byte(byte) if byte.is_ascii_digit()))
        .count()
}

fn with_separators(elements: &[Gs1Element]) -> impl Iterator<Item = (&Gs1Element, bool)> {
    let last = elements.len().saturating_sub(1);
    elements
        .iter()
        .enumerate()
        .map(move |(n, element)| (element, n < last && !element.has_predefined_length()))
}

fn ascii_codewords(text: &str) -> u32 {
    let mut codewords = 0;
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        codewords += 1;
        rest = match tail.split_first() {
            Some((second, after)) if first.is_ascii_digit() && second.is_ascii_digit() => after,
            _ => tail,
        };
    }
    codewords
}

fn in_character_set_82(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!\"%&'()*+,-./_:;<=>?".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn gs1(pairs: &[(&str, &str)]) -> Vec<Gs1Element> {
        pairs
            .iter()
            .map(|(ai, value)| Gs1Element::new(ai, value).unwrap())
            .collect()
    }

    #[test]
    fn an_sscc_is_all_pairs() {
        // GS1's own example: (00)340123450000000017.
        let symbol = Code128::gs1(&[Gs1Element::sscc("340123450000000017").unwrap()]).unwrap();
        assert_eq!(symbol.zpl_data(), ">;>800340123450000000017");
        // Start C, FNC1, 10 pairs, check symbol: 13 of 11 modules, and the stop pattern of 13.
        assert_eq!(symbol.modules(), 13 * 11 + 13);
    }

    #[test]
    fn a_separator_follows_only_what_has_no_predefined_length() {
        let symbol = Code128::gs1(&gs1(&[("02", "04012345000009"), ("37", "24"), ("10", "LOT7")])).unwrap();
        assert_eq!(symbol.zpl_data(), ">;>802040123450000093724>810>6LOT7");
        let ends_in_count = Code128::gs1(&gs1(&[("10", "LOT7"), ("37", "24")])).unwrap();
        assert_eq!(ends_in_count.zpl_data(), ">;>810>6LOT7>8>53724");
        let fixed = Code128::gs1(&gs1(&[("01", "04012345000009"), ("17", "271231"), ("10", "A")])).unwrap();
        assert_eq!(fixed.zpl_data(), ">;>801040123450000091727123110>6A");
    }

    #[test]
    fn a_four_digit_identifier_outside_the_list_is_separated() {
        // (422) has a fixed length, but its prefix is not in the list.
        let symbol = DataMatrix::gs1(&gs1(&[("422", "276"), ("21", "S1")]));
        assert_eq!(symbol.zpl_data(), "|1422276|121S1");
        let weight = DataMatrix::gs1(&gs1(&[("3103", "001250"), ("21", "S1")]));
        assert_eq!(weight.zpl_data(), "|1310300125021S1");
    }

    #[test]
    fn the_printers_own_escapes_in_a_code_are_spelled_out() {
        assert_eq!(Code128::plain("A>8^~").unwrap().zpl_data(), ">:A>08><>=");
        assert_eq!(Code128::plain("货架"), None);
        assert_eq!(Code128::plain(""), None);
        assert_eq!(Code128::plain("A\u{1d}B"), None);
    }

    #[test]
    fn digits_are_paired_where_that_is_shorter() {
        assert_eq!(Code128::plain("12345").unwrap().zpl_data(), ">;1234>65");
        assert_eq!(Code128::plain("A1234").unwrap().zpl_data(), ">:A>51234");
        assert_eq!(Code128::plain("A-07-12").unwrap().zpl_data(), ">:A-07-12");
    }

    /// The characters of ISO/IEC 15417, table 1: start B, "A" (33), check symbol 34, stop; and start C with FNC1.
    #[test]
    fn modules_are_those_of_the_standard() {
        let drawn = |symbol: Code128| -> String {
            let modules = symbol.pattern().unwrap();
            modules.iter().map(|dark| if *dark { '1' } else { '0' }).collect()
        };
        assert_eq!(
            drawn(Code128::plain("A").unwrap()),
            ["11010010000", "10100011000", "10001011000", "1100011101011"].concat()
        );
        let gs1 = drawn(Code128::gs1(&[Gs1Element::sscc("340123450000000017").unwrap()]).unwrap());
        assert!(gs1.starts_with("1101001110011110101110"), "{gs1}");
    }

    #[test]
    fn wrong_numbers_are_refused() {
        assert_eq!(
            Gs1Element::sscc("340123450000000018"),
            Err(LabelError::BadSscc("340123450000000018".into()))
        );
        assert!(Gs1Element::sscc("34012345000000001").is_err());
        assert!(Gs1Element::sscc("3401234500000000１7").is_err());
        assert!(Gs1Element::gtin("01", "4006381333931").is_ok());
        assert!(Gs1Element::gtin("01", "4006381333932").is_err());
        assert!(
            Gs1Element::new("10", "LOT 1").is_err(),
            "no space in character set 82"
        );
        assert!(Gs1Element::new("1", "X").is_err());
    }

    #[test]
    fn symbol_sizes_follow_the_standards() {
        assert_eq!(Qr::new("A-07-12").side(), Some(21)); // version 1 holds 14 bytes at level M
        assert_eq!(Qr::new("A-07-12-LEVEL-2").side(), Some(25));
        assert_eq!(
            DataMatrix::gs1(&gs1(&[("01", "04012345000009")])).side(),
            Some(16)
        ); // 9 of 12 codewords
    }

    /// The printer's side of mode N, from the ZPL II programming guide's table of invocation codes: what the
    /// symbol says (FNC1 as GS) and how many symbol characters it has between start and check.
    fn interpret(zpl: &str) -> (String, u32) {
        let mut subset_c = match zpl.get(..2) {
            Some(">:") => false,
            Some(">;") => true,
            other => panic!("starts with {other:?}"),
        };
        let (mut text, mut symbols) = (String::new(), 0);
        let mut rest = &zpl[2..];
        while !rest.is_empty() {
            symbols += 1;
            let (taken, said) = match (rest.get(..2), subset_c) {
                (Some(">8"), _) => (2, "\u{1d}"),
                (Some(">5"), false) | (Some(">6"), true) => {
                    subset_c = !subset_c;
                    (2, "")
                }
                (Some(">0"), false) => (2, ">"),
                (Some("><"), false) => (2, "^"),
                (Some(">="), false) => (2, "~"),
                (Some(pair), true) if pair.bytes().all(|b| b.is_ascii_digit()) => (2, pair),
                (_, false) if !rest.starts_with('>') => (1, &rest[..1]),
                _ => panic!("{rest} in {zpl}"),
            };
            text.push_str(said);
            rest = &rest[taken..];
        }
        (text, symbols)
    }

    proptest! {
        #[test]
        fn the_notation_says_the_code(code in "[ -~]{1,40}|[0-9]{1,30}|[A-Z]{0,3}[0-9]{1,20}[A-Z^~>]{0,3}[0-9]{0,9}") {
            let symbol = Code128::plain(&code).unwrap();
            let (text, symbols) = interpret(symbol.zpl_data());
            prop_assert_eq!(text, code);
            prop_assert_eq!(symbols, symbol.symbols);
            let drawn = symbol.pattern().unwrap();
            prop_assert_eq!(u32::try_from(drawn.len()).unwrap(), symbol.modules());
        }

        #[test]
        fn gs1_notation_says_the_elements(lot in "[A-Z0-9()<>_-]{1,20}", count in 1u32..99_999_999) {
            let elements = gs1(&[("10", &lot), ("37", &count.to_string()), ("00", "340123450000000017")]);
            let symbol = Code128::gs1(&elements).unwrap();
            let (text, symbols) = interpret(symbol.zpl_data());
            let expected = format!("\u{1d}10{lot}\u{1d}37{count}\u{1d}00340123450000000017");
            prop_assert_eq!(text, expected);
            prop_assert_eq!(symbols, symbol.symbols);
        }

        #[test]
        fn pairs_are_never_longer_than_single_characters(code in "[A-Z]{0,4}[0-9]{1,20}[A-Z]{0,4}") {
            let length = u32::try_from(code.len()).unwrap();
            prop_assert!(Code128::plain(&code).unwrap().symbols <= length);
        }
    }
}
