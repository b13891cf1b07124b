//! A small typed writer of ZPL II (Zebra Programming Guide): the only place that spells a printer command.
//!
//! Everything that came from outside passes [`field_data`], so no name can become a command: every field is
//! written after `^FH_` and the characters `^ ~ _ \` as `_XX`. Lines are broken by us, never by `^FB`, whose
//! own escapes (`\&`) are read after the hexadecimal ones.

use std::fmt::Write as _;

use super::raster::Bitmap;
use super::symbol::{Code128, DataMatrix, Qr};

/// A printer-resident font for text beyond Latin, e.g. `E:SIMSUN.TTF`. Checked on construction, because the
/// name is written into a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrinterFont(String);

impl PrinterFont {
    /// Accepts `D:NAME.EXT` with a drive letter, up to 16 letters, digits or `_ -`, and a 3-letter extension.
    pub fn new(name: &str) -> Option<PrinterFont> {
        let (drive, rest) = name.split_once(':')?;
        let (stem, extension) = rest.split_once('.')?;
        let word = |s: &str, most: usize| {
            (1..=most).contains(&s.len())
                && s.chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        };
        let drive_letter = drive.len() == 1 && drive.chars().all(|c| c.is_ascii_alphabetic());
        (drive_letter && word(stem, 16) && word(extension, 3) && extension.len() == 3)
            .then(|| PrinterFont(name.to_ascii_uppercase()))
    }

    /// The name as the printer knows it.
    pub fn name(&self) -> &str {
        &self.0
    }
}

/// Builds one label format, `^XA` to `^XZ`. All positions and sizes are dots.
#[derive(Debug)]
pub struct Zpl {
    out: String,
}

impl Zpl {
    /// Starts a format of this size, origin top left, text in UTF-8.
    pub fn begin(width: u32, height: u32) -> Zpl {
        let mut zpl = Zpl { out: String::new() };
        zpl.put(format_args!("^XA^CI28^LH0,0^PW{width}^LL{height}\n"));
        zpl
    }

    /// One line of text with its top left corner at (x, y); the scalable font 0 unless a font is named.
    pub fn text(&mut self, x: u32, y: u32, height: u32, font: Option<&PrinterFont>, line: &str) {
        match font {
            Some(font) => {
                self.put(format_args!("^FO{x},{y}^A@N,{height},{height},{}", font.name()));
            }
            None => self.put(format_args!("^FO{x},{y}^A0N,{height},{height}")),
        }
        self.field(line);
    }

    /// A picture with its top left corner at (x, y), its dots in hexadecimal.
    pub fn picture(&mut self, x: u32, y: u32, picture: &Bitmap) {
        let (row, total) = (picture.row_bytes(), picture.bytes().len());
        if total == 0 {
            return;
        }
        self.put(format_args!("^FO{x},{y}^GFA,{total},{total},{row},"));
        for byte in picture.bytes() {
            self.put(format_args!("{byte:02X}"));
        }
        self.out.push_str("^FS\n");
    }

    /// A Code 128 symbol without its human-readable line. Mode N: the subsets are ours (see [`Code128`]).
    pub fn code128(&mut self, x: u32, y: u32, module: u32, height: u32, symbol: &Code128) {
        self.put(format_args!(
            "^FO{x},{y}^BY{module},3,{height}^BCN,{height},N,N,N,N"
        ));
        self.field(symbol.zpl_data());
    }

    /// A QR code, error correction M, character mode chosen by the printer.
    pub fn qr(&mut self, x: u32, y: u32, magnification: u32, symbol: &Qr) {
        self.put(format_args!("^FO{x},{y}^BQN,2,{}", magnification.clamp(1, 10)));
        self.field(&format!("MA,{}", symbol.data()));
    }

    /// A Data Matrix ECC 200; `|` is its escape character, so `|1` is FNC1.
    pub fn data_matrix(&mut self, x: u32, y: u32, module: u32, symbol: &DataMatrix) {
        self.put(format_args!("^FO{x},{y}^BXN,{module},200,,,,|"));
        self.field(symbol.zpl_data());
    }

    /// A rectangle's border; a rule when its height equals the thickness.
    pub fn rectangle(&mut self, x: u32, y: u32, width: u32, height: u32, thickness: u32) {
        let thickness = thickness.max(1);
        let (width, height) = (width.max(thickness), height.max(thickness));
        self.put(format_args!("^FO{x},{y}^GB{width},{height},{thickness}^FS\n"));
    }

    /// Ends the format.
    pub fn finish(mut self) -> String {
        self.out.push_str("^XZ\n");
        self.out
    }

    fn field(&mut self, data: &str) {
        self.out.push_str("^FH_^FD");
        self.out.push_str(&field_data(data));
        self.out.push_str("^FS\n");
    }

    fn put(&mut self, command: std::fmt::Arguments<'_>) {
        // Writing into a String does not fail.
        let _ = self.out.write_fmt(command);
    }
}

/// Field data as it stands between `^FH_^FD` and `^FS`: `^ ~ _ \` and control characters hexadecimal.
pub fn field_data(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '^' | '~' | '_' | '\\') || c.is_control() {
            let mut bytes = [0u8; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(out, "_{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The printer's side of `^FH_`.
    fn unescape(data: &str) -> String {
        let mut bytes = Vec::new();
        let mut rest = data.as_bytes();
        while let Some((&first, tail)) = rest.split_first() {
            if first == b'_' {
                let hex = std::str::from_utf8(&tail[..2]).unwrap();
                bytes.push(u8::from_str_radix(hex, 16).unwrap());
                rest = &tail[2..];
            } else {
                bytes.push(first);
                rest = tail;
            }
        }
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_reset_command_in_a_name_is_only_text() {
        assert_eq!(field_data("~JR"), "_7EJR");
        assert_eq!(field_data("^XZ^XA_\\\n"), "_5EXZ_5EXA_5F_5C_0A");
        assert_eq!(field_data("拣货 é"), "拣货 é");
    }

    #[test]
    fn a_font_name_cannot_smuggle_a_command() {
        assert!(PrinterFont::new("E:SIMSUN.TTF").is_some());
        for bad in [
            "",
            "SIMSUN",
            "E:^XZ.TTF",
            "E:A,B.TTF",
            "E:SIMSUN.TTF^XZ",
            "EE:A.TTF",
            "E:.TTF",
        ] {
            assert_eq!(PrinterFont::new(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_text_holds_a_command_prefix_and_all_of_it_comes_back(text in "\\PC*|[\\x00-\\x7f]*|[\\^~_\\\\JRXAZ]*") {
            let data = field_data(&text);
            prop_assert!(!data.contains(['^', '~', '\\']));
            prop_assert!(!data.chars().any(char::is_control));
            prop_assert_eq!(unescape(&data), text);
        }
    }
}
