//! What a scanned text can be, judged by its shape alone. What it *is*, the warehouse knows.

use super::gs1::digital_link::LinkError;
use super::gs1::{self, Ai, Checks, GS, Gs1Error, Message, normalise_separators};
use super::{AimId, Gtin, GtinFormat, Sscc, Symbology};

/// Everything one scanned text can be read as. Several answers may stand side by side: eight digits may be a GTIN-8 and
/// a UPC-E, and any text may be a place or an order as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The text as it was scanned.
    pub scanned: String,
    /// The symbology identifier the scanner put before the data.
    pub aim: Option<AimId>,
    /// The data: without identifier, white space at the ends, separators before and after, and add-on.
    pub text: String,
    /// The two or five digits of an EAN add-on beside the number.
    pub add_on: Option<String>,
    /// The trade item numbers the whole text can be, likeliest first.
    pub gtins: Vec<GtinReading>,
    /// The logistic unit, as 18 digits or in the message.
    pub sscc: Option<Sscc>,
    /// The GS1 elements.
    pub message: Option<Message>,
    /// Why the text was taken for GS1 data, where there is a message.
    pub evidence: Option<Evidence>,
    /// Why a text that claims to be GS1 data is none.
    pub fault: Option<Gs1Error>,
    /// What stood in the place of the separators, where it was not GS.
    pub replaced_separators: Vec<&'static str>,
}

/// A trade item number and the form it was printed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GtinReading {
    /// The number.
    pub gtin: Gtin,
    /// The length it was printed in.
    pub format: GtinFormat,
    /// Whether it was printed as a zero-suppressed UPC-E.
    pub is_upc_e: bool,
}

/// Why a text is taken for GS1 data, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// The symbology identifier says so.
    Aim,
    /// It is bracketed text.
    Bracketed,
    /// It is a Digital Link.
    Link,
    /// It has GS between its elements.
    Separator,
    /// It begins with a key whose check digit fits.
    CheckDigit,
    /// It only looks like it: its elements are parted by something that can stand for GS.
    Shape,
}

/// Classifies one scanned text. Never fails: what fits nothing is plain text.
pub fn read(scanned: &str) -> Reading {
    let trimmed = scanned.trim_matches(|c: char| c.is_whitespace() && c != GS);
    let (aim, data) = AimId::strip(trimmed).map_or((None, trimmed), |(aim, data)| (Some(aim), data));
    let (text, add_on) = split_add_on(aim, data.trim_matches(GS));
    let mut reading = Reading {
        scanned: scanned.to_owned(),
        aim,
        text: text.to_owned(),
        add_on: add_on.map(str::to_owned),
        gtins: gtins(aim, text),
        sscc: Sscc::parse(text).ok(),
        message: None,
        evidence: None,
        fault: None,
        replaced_separators: Vec::new(),
    };
    reading.read_gs1();
    if let Some(message) = &reading.message {
        reading.sscc = message.sscc().or(reading.sscc);
    }
    reading
}

impl Reading {
    /// The trade item: of the message, or the likeliest of the numbers.
    pub fn gtin(&self) -> Option<Gtin> {
        let of_message = self.message.as_ref().and_then(Message::gtin);
        of_message.or_else(|| self.gtins.first().map(|reading| reading.gtin))
    }

    /// The trade item that it is about: [`Reading::gtin`], or the one inside a logistic unit.
    pub fn any_gtin(&self) -> Option<Gtin> {
        let content = || self.message.as_ref().and_then(Message::content_gtin);
        self.gtin().or_else(content)
    }

    /// Whether nothing but plain text was found.
    pub fn is_plain(&self) -> bool {
        self.gtins.is_empty() && self.sscc.is_none() && self.message.is_none()
    }

    /// The other ways to read the message if its separators were lost, at most `limit` in all; one or none when the text
    /// is certain. See [`gs1::splits`].
    pub fn possible_splits(&self, limit: usize) -> Vec<Message> {
        match self.evidence {
            Some(Evidence::Aim | Evidence::CheckDigit) => gs1::splits(&self.text, limit),
            // With a separator lost a value may be longer than its AI allows: then it is no message as it stands.
            None if self.fault.is_some() && self.aim.is_some_and(AimId::carries_gs1) => {
                gs1::splits(&self.text, limit)
            }
            None if begins_with_key(&self.text) => gs1::splits(&self.text, limit),
            _ => Vec::new(),
        }
    }

    fn read_gs1(&mut self) {
        let text = self.text.clone();
        if self.aim.is_some_and(AimId::carries_gs1) {
            self.take_elements(&text, Evidence::Aim);
        } else if let Some((_, composite)) = self.composite() {
            self.take_elements(&composite, Evidence::Aim);
        } else if begins_with_bracketed_ai(&text) {
            self.take(gs1::parse(&text, &Checks::ELEMENTS), Evidence::Bracketed);
        } else if gs1::digital_link::has_scheme(&text) {
            let checks = Checks {
                zero_suppressed_gtin: true,
                convenience_words: true,
                ..Checks::ELEMENTS
            };
            self.take(gs1::parse(&text, &checks), Evidence::Link);
        } else if text.contains(GS) {
            self.take_elements(&text, Evidence::Separator);
        } else if !text.starts_with(']') {
            self.guess_elements(&text);
        }
    }

    /// The primary number and the data of a composite component, which some scanners send as one text.
    fn composite(&self) -> Option<(String, String)> {
        self.aim.filter(|aim| aim.symbology == Symbology::EanUpc)?;
        self.text
            .split_once("|]e0")
            .map(|(primary, rest)| (primary.to_owned(), rest.to_owned()))
    }

    fn take(&mut self, parsed: Result<Message, Gs1Error>, evidence: Evidence) {
        match parsed {
            Ok(message) => {
                self.message = Some(message);
                self.evidence = Some(evidence);
            }
            // An address without a key is a plain address.
            Err(Gs1Error::Link(LinkError::NoKey)) => {}
            Err(error) => self.fault = Some(error),
        }
    }

    /// Reads elements as they stand, and if that fails with stand-ins for separators replaced. A stand-in in words such as
    /// `<GS>` is made of characters a value may hold, so there the replaced text goes first.
    fn take_elements(&mut self, text: &str, evidence: Evidence) {
        let normal = normalise_separators(text);
        let replaced = (!normal.replaced.is_empty()).then(|| parse_elements(&normal.text));
        let is_in_words = normal.replaced.iter().any(|stand_in| stand_in.starts_with('<'));
        match (parse_elements(text), replaced) {
            (as_it_stands, Some(Ok(message))) if is_in_words || as_it_stands.is_err() => {
                self.replaced_separators = normal.replaced;
                self.take(Ok(message), evidence);
            }
            (as_it_stands, _) => self.take(as_it_stands, evidence),
        }
    }

    /// Without identifier, brackets or separators only a verified key makes a text GS1 data.
    fn guess_elements(&mut self, text: &str) {
        let mut guess = self.clone();
        guess.take_elements(text, Evidence::Shape);
        let Some(message) = &guess.message else { return };
        if message
            .elements
            .first()
            .is_some_and(|first| matches!(first.ai.as_str(), "00" | "01" | "02"))
        {
            guess.evidence = Some(Evidence::CheckDigit);
        } else if guess.replaced_separators.is_empty() {
            return;
        }
        *self = guess;
    }
}

/// Whether a key of fixed length begins the text and more follows it. Its check digit is for the parser to judge.
fn begins_with_key(text: &str) -> bool {
    let length = match text.get(..2) {
        Some("00") => 20,
        Some("01" | "02") => 16,
        _ => return false,
    };
    text.len() > length
        && text
            .get(..length)
            .is_some_and(|key| key.bytes().all(|b| b.is_ascii_digit()))
}

fn begins_with_bracketed_ai(text: &str) -> bool {
    text.strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
        .is_some_and(|(name, _)| Ai::new(name).is_some())
}

fn parse_elements(text: &str) -> Result<Message, Gs1Error> {
    if text.starts_with(['(', ']']) || gs1::digital_link::has_scheme(text) {
        return Err(Gs1Error::UnknownAi(text.chars().take(4).collect()));
    }
    gs1::parse(text, &Checks::ELEMENTS)
}

/// Parts an EAN/UPC number from its add-on: after a space, or in the 15 or 18 digits of `]E3`.
fn split_add_on(aim: Option<AimId>, data: &str) -> (&str, Option<&str>) {
    let is_combined =
        aim.is_some_and(|aim| (aim.symbology, aim.modifier) == (Symbology::EanUpc, '3')) && data.len() > 13;
    let parted = if is_combined {
        data.split_at_checked(13)
    } else {
        data.split_once(' ')
            .map(|(number, add_on)| (number, add_on.trim_start()))
    };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match parted {
        Some((number, add_on))
            if is_digits(add_on) && matches!(add_on.len(), 2 | 5) && !gtins(aim, number).is_empty() =>
        {
            (number, Some(add_on))
        }
        _ => (data, None),
    }
}

fn gtins(aim: Option<AimId>, text: &str) -> Vec<GtinReading> {
    let text = text.split_once("|]e0").map_or(text, |(primary, _)| primary);
    let ean_upc = aim
        .filter(|aim| aim.symbology == Symbology::EanUpc)
        .map(|aim| aim.modifier);
    let as_printed = match ean_upc {
        // ]E0 is never an EAN-8: eight digits behind it are a UPC-E some scanner did not expand.
        Some('0') if text.len() == 8 => None,
        // ]E1 and ]E2 are add-ons alone.
        Some('1' | '2') => None,
        _ => Gtin::parse(text).ok(),
    };
    let printed = as_printed.and_then(|gtin| {
        let format = GtinFormat::of_length(text.len())?;
        Some(GtinReading {
            gtin,
            format,
            is_upc_e: false,
        })
    });
    let may_be_upc_e = !matches!(ean_upc, Some('1' | '2' | '4'));
    let upc_e = Gtin::from_upc_e(text).ok().filter(|_| may_be_upc_e);
    let expanded = upc_e.map(|gtin| GtinReading {
        gtin,
        format: GtinFormat::Gtin12,
        is_upc_e: true,
    });
    printed.into_iter().chain(expanded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn eight_digits_have_two_readings_until_the_identifier_tells() {
        let both = read("01234565");
        assert_eq!(
            both.gtins.iter().map(|r| r.is_upc_e).collect::<Vec<_>>(),
            [false, true]
        );
        assert_eq!(both.gtins[1].gtin.short(), "012345000065");
        assert!(read("]E401234565").gtins.iter().all(|r| !r.is_upc_e));
        assert!(read("]E001234565").gtins.iter().all(|r| r.is_upc_e));
    }

    #[test]
    fn add_ons_stand_apart() {
        let spaced = read("8413000065504 51299");
        assert_eq!(
            (spaced.text.as_str(), spaced.add_on.as_deref()),
            ("8413000065504", Some("51299"))
        );
        assert_eq!(spaced.gtin().unwrap().short(), "8413000065504");
        let combined = read("]E3841300006550412");
        assert_eq!(
            (combined.gtin(), combined.add_on.as_deref()),
            (spaced.gtin(), Some("12"))
        );
        let upc_e = read("04963406 01");
        assert_eq!(
            (upc_e.gtins[0].is_upc_e, upc_e.add_on.as_deref()),
            (true, Some("01"))
        );
        assert_eq!(read("PALLET 12").add_on, None);
    }

    #[test]
    fn gs1_data_are_found_by_their_evidence() {
        let evidence = |text: &str| read(text).evidence;
        assert_eq!(evidence("]C110ABC"), Some(Evidence::Aim));
        assert_eq!(evidence("(10)ABC"), Some(Evidence::Bracketed));
        assert_eq!(
            evidence("https://id.gs1.org/01/09506000134352/10/ABC"),
            Some(Evidence::Link)
        );
        assert_eq!(evidence("10ABC\u{1d}2112"), Some(Evidence::Separator));
        assert_eq!(evidence("010950600013435210ABC"), Some(Evidence::CheckDigit));
        assert_eq!(evidence("10ABC{GS}2112"), Some(Evidence::Shape));
        for plain in [
            "10ABC",
            "A-12-03",
            "",
            "0109506000134353",
            "SO-2024-001",
            "https://example.com/",
            "]C0ABC",
        ] {
            assert_eq!(evidence(plain), None, "{plain}");
        }
        assert!(read("A-12-03").is_plain());
    }

    #[test]
    fn a_pallet_is_known_from_either_form() {
        let bare = read("376104250021234569");
        assert!(bare.sscc.is_some());
        assert_eq!(read("00376104250021234569").sscc, bare.sscc);
        assert_eq!(read("]C100376104250021234569\r\n").sscc, bare.sscc);
    }

    #[test]
    fn faults_are_told_of_texts_that_claim_to_be_gs1() {
        assert!(matches!(
            read("]C10109506000134353").fault,
            Some(Gs1Error::Content { .. })
        ));
        assert!(matches!(
            read("(01)0950600013435").fault,
            Some(Gs1Error::TooShort(_))
        ));
        for plain in ["A-12-03", "(spare) shelf", "https://example.com/help"] {
            assert_eq!(read(plain).fault, None, "{plain}");
        }
    }

    #[test]
    fn composite_components_come_with_their_number() {
        let reading = read("]E402345673|]e099COMPOSITE\u{1d}98XYZ");
        assert_eq!(reading.gtin().unwrap().short(), "02345673");
        assert_eq!(reading.message.unwrap().get("98"), Some("XYZ"));
    }

    #[test]
    fn stand_ins_for_separators_are_told() {
        for scan in ["]C110ABC<GS>2112", "]C110ABC|2112", "]d210ABC{GS}2112"] {
            let reading = read(scan);
            assert_eq!(reading.message.unwrap().lot(), Some("ABC"), "{scan}");
            assert_eq!(reading.replaced_separators.len(), 1);
        }
        // The hash is a character of component numbers.
        let component = read("]C180100952#A");
        assert_eq!(component.message.unwrap().get("8010"), Some("0952#A"));
        assert!(component.replaced_separators.is_empty());
    }

    #[test]
    fn lost_separators_give_several_readings() {
        let reading = read("]C1010950600013435210ABC17251231");
        assert!(reading.possible_splits(10).len() > 1);
        assert_eq!(read("]C10109506000134352").possible_splits(10).len(), 1);
        // A lot of thirty characters is none: the text is no message as it stands, and still says something.
        for long in [
            "]C10109506000134352101234567890ABCDEFGHIJ17251231",
            "0109506000134352101234567890ABCDEFGHIJ17251231",
        ] {
            let reading = read(long);
            assert_eq!(reading.message, None, "{long}");
            let splits = reading.possible_splits(10);
            assert_eq!(splits[0].lot(), Some("1234567890ABCDEFGHIJ"), "{splits:?}");
        }
        assert_eq!(read("0109506000134353 10AB").possible_splits(10), [], "no key");
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_keeps_the_scan(
            text in "\\PC*|.{0,40}|[\\]CEdeQ0-4]{0,4}([0-9]{0,20}|(00|01|10|17|21|37|\u{1d}|\\||é| )*|https://[a-z./0-9?=&%]{0,40})",
        ) {
            let reading = read(&text);
            prop_assert_eq!(&reading.scanned, &text);
            prop_assert!(text.contains(&reading.text));
            prop_assert_eq!(reading.message.is_some(), reading.evidence.is_some());
            let _ = reading.possible_splits(5);
        }
    }
}
