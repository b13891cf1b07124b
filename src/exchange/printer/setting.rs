//! How a printer is set up, as one line of text: where its jobs go, the paper in it, its dots, its font beyond Latin
//! and the language of the fixed words.
//!
//! ```text
//! tcp:10.0.0.9;paper=100x150;dpi=300;font=E:SIMSUN.TTF;words=zh-Hans
//! file:printers/B1;font=/usr/share/fonts/NotoSansSC-Regular.ttf
//! ```
//!
//! The address comes first; what follows may be left out and stands in any order. The line is what the warehouse keeps
//! of a printer, so that it means the same in every release.

use super::PrinterTarget;
use crate::exchange::labels::{Dpi, Language, Media, PrinterFont};
use crate::exchange::sentence::{Sentence, say};
use std::fmt;
use std::path::{Path, PathBuf};

/// Folder of the data directory in which a printer that is only a name has its own.
pub const PRINT_FOLDER: &str = "print";
/// Smallest and largest side of paper, in millimetres.
const SIDES_MM: std::ops::RangeInclusive<u16> = 20..=400;

/// The font that a printer writes what is beyond Latin in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FontChoice {
    /// One in the printer's memory, as `E:SIMSUN.TTF`.
    Resident(PrinterFont),
    /// A TrueType or OpenType file on this machine: lines are sent to the printer as pictures.
    File(PathBuf),
}

/// A printer's set-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrinterSetting {
    /// Where its jobs go: `tcp:HOST[:PORT]`, `file:FOLDER`, or a plain name.
    pub address: String,
    /// Width and height of its paper in millimetres; none for each label's usual paper.
    pub paper_mm: Option<(u16, u16)>,
    /// Its print head.
    pub dpi: Dpi,
    /// Its font beyond Latin; none where it has none.
    pub font: Option<FontChoice>,
    /// The language of the fixed words. Chinese ones want a font.
    pub words: Language,
}

/// Why a printer's text is no set-up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}; {}", self.problem(), self.hint())]
pub enum BadPrinter {
    /// The address.
    Address(String),
    /// The paper.
    Paper(String),
    /// The dots.
    Dpi(String),
    /// The font.
    Font(String),
    /// The language.
    Words(String),
    /// Another word.
    Unknown(String),
}

impl BadPrinter {
    /// What is wrong.
    pub fn problem(&self) -> Sentence {
        match self {
            BadPrinter::Address(text) => say!("`{}` is no printer", text),
            BadPrinter::Paper(text) => say!("`{}` is no paper", text),
            BadPrinter::Dpi(text) => say!("`{}` is no print head", text),
            BadPrinter::Font(text) => say!("`{}` is no font", text),
            BadPrinter::Words(text) => say!("`{}` is no language of labels", text),
            BadPrinter::Unknown(text) => say!("a printer has no `{}`", text),
        }
    }

    /// What would be right.
    pub fn hint(&self) -> Sentence {
        match self {
            BadPrinter::Address(_) => say!("write file:FOLDER, tcp:HOST or tcp:HOST:PORT, or a plain name"),
            BadPrinter::Paper(_) => {
                say!("write width and height in millimetres, 20 to 400 each, as in 100x150")
            }
            BadPrinter::Dpi(_) => say!("write 203 or 300"),
            BadPrinter::Font(_) => {
                say!("write E:NAME.TTF for a font in the printer, or a .ttf or .otf file of this machine")
            }
            BadPrinter::Words(_) => say!("write en or zh-Hans"),
            BadPrinter::Unknown(_) => say!("it has paper, dpi, font and words"),
        }
    }
}

impl PrinterSetting {
    /// A printer at this address with nothing else known.
    pub fn at(address: &str) -> PrinterSetting {
        PrinterSetting {
            address: address.trim().to_owned(),
            paper_mm: None,
            dpi: Dpi::D203,
            font: None,
            words: Language::English,
        }
    }

    /// Reads the line that the warehouse keeps. The address is not looked at; see [`PrinterSetting::target`].
    ///
    /// # Errors
    /// What is wrong with a part of it.
    pub fn parse(text: &str) -> Result<PrinterSetting, BadPrinter> {
        let mut parts = text.split(';');
        let mut setting = PrinterSetting::at(parts.next().unwrap_or_default());
        for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) = part
                .split_once('=')
                .ok_or_else(|| BadPrinter::Unknown(part.to_owned()))?;
            match name.trim() {
                "paper" => setting.paper_mm = paper(value)?,
                "dpi" => setting.dpi = dpi(value)?,
                "font" => setting.font = font(value)?,
                "words" => setting.words = words(value)?,
                other => return Err(BadPrinter::Unknown(other.to_owned())),
            }
        }
        Ok(setting)
    }

    /// Where its jobs go. Folders that are not absolute lie in the data directory `root`, a plain name in its folder
    /// `print`.
    ///
    /// # Errors
    /// The address is none.
    pub fn target(&self, root: &Path) -> Result<PrinterTarget, BadPrinter> {
        let text = self.address.as_str();
        let bad = || BadPrinter::Address(text.to_owned());
        if let Some(folder) = text.strip_prefix("file:") {
            let dir = root.join(PathBuf::from(folder));
            return (!folder.is_empty())
                .then_some(PrinterTarget::File { dir })
                .ok_or_else(bad);
        }
        if let Some(address) = text.strip_prefix("tcp:") {
            return tcp(address).ok_or_else(bad);
        }
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
        if text.is_empty() || text.len() > 80 || !text.chars().all(plain) {
            return Err(bad());
        }
        let dir = root.join(PRINT_FOLDER).join(text);
        Ok(PrinterTarget::File { dir })
    }

    /// The paper of a label that usually goes on `usual`.
    pub fn media(&self, usual: Media) -> Media {
        let (width_mm, height_mm) = self.paper_mm.unwrap_or((usual.width_mm, usual.height_mm));
        Media {
            width_mm,
            height_mm,
            dpi: self.dpi,
        }
    }
}

/// The line that [`PrinterSetting::parse`] reads; what is usual is left out.
impl fmt::Display for PrinterSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address)?;
        if let Some((width, height)) = self.paper_mm {
            write!(f, ";paper={width}x{height}")?;
        }
        if self.dpi == Dpi::D300 {
            f.write_str(";dpi=300")?;
        }
        match &self.font {
            None => {}
            Some(FontChoice::Resident(font)) => write!(f, ";font={}", font.name())?,
            Some(FontChoice::File(path)) => write!(f, ";font={}", path.display())?,
        }
        match self.words {
            Language::English => Ok(()),
            Language::Chinese => f.write_str(";words=zh-Hans"),
        }
    }
}

/// `100x150`; nothing for each label's own.
///
/// # Errors
/// When it is neither.
pub fn paper(text: &str) -> Result<Option<(u16, u16)>, BadPrinter> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let side = |side: &str| side.trim().parse::<u16>().ok().filter(|mm| SIDES_MM.contains(mm));
    let (width, height) = text
        .split_once(['x', 'X', '\u{d7}', '*'])
        .ok_or_else(|| BadPrinter::Paper(text.to_owned()))?;
    let sides = side(width).zip(side(height));
    sides.map(Some).ok_or_else(|| BadPrinter::Paper(text.to_owned()))
}

/// `203` or `300`; nothing is 203.
///
/// # Errors
/// When it is neither.
pub fn dpi(text: &str) -> Result<Dpi, BadPrinter> {
    match text.trim() {
        "" | "203" => Ok(Dpi::D203),
        "300" => Ok(Dpi::D300),
        other => Err(BadPrinter::Dpi(other.to_owned())),
    }
}

/// `E:NAME.TTF`, or the path of a font file; nothing for none.
///
/// # Errors
/// When it is neither.
pub fn font(text: &str) -> Result<Option<FontChoice>, BadPrinter> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(font) = PrinterFont::new(text) {
        return Ok(Some(FontChoice::Resident(font)));
    }
    let lower = text.to_ascii_lowercase();
    let is_file = [".ttf", ".otf", ".ttc", ".otc"]
        .iter()
        .any(|ending| lower.ends_with(ending));
    if is_file && !text.contains(';') {
        return Ok(Some(FontChoice::File(text.into())));
    }
    Err(BadPrinter::Font(text.to_owned()))
}

/// `en` or `zh-Hans`; nothing is English.
///
/// # Errors
/// When it is neither.
pub fn words(text: &str) -> Result<Language, BadPrinter> {
    match text.trim() {
        "" | "en" => Ok(Language::English),
        "zh-Hans" | "zh" => Ok(Language::Chinese),
        other => Err(BadPrinter::Words(other.to_owned())),
    }
}

/// `HOST`, `HOST:PORT`, or an IPv6 address in brackets with or without a port.
fn tcp(address: &str) -> Option<PrinterTarget> {
    let (host, port) = match address.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, "")) => (host, None),
        Some((host, rest)) => (host, Some(rest.strip_prefix(':')?)),
        None => match address.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (address, None),
        },
    };
    if host.is_empty() || host.chars().any(char::is_whitespace) {
        return None;
    }
    match port {
        None => Some(PrinterTarget::tcp(host)),
        Some(port) => Some(PrinterTarget::Tcp {
            host: host.to_owned(),
            port: port.parse().ok().filter(|port| *port > 0)?,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folder(path: &str) -> PrinterTarget {
        PrinterTarget::File { dir: path.into() }
    }

    #[test]
    fn a_printer_is_a_folder_a_host_or_a_name() {
        let host = |host: &str, port| PrinterTarget::Tcp {
            host: host.into(),
            port,
        };
        for (text, expected) in [
            ("labels", folder("/data/print/labels")),
            ("bench 3", folder("/data/print/bench 3")),
            ("file:/srv/labels", folder("/srv/labels")),
            ("file:out", folder("/data/out")),
            ("tcp:10.0.0.9", host("10.0.0.9", 9100)),
            ("tcp:zebra.local:6101", host("zebra.local", 6101)),
            ("tcp:[::1]:9100", host("::1", 9100)),
            ("tcp:[fe80::2]", host("fe80::2", 9100)),
        ] {
            assert_eq!(
                PrinterSetting::at(text).target(Path::new("/data")),
                Ok(expected),
                "{text}"
            );
        }
        for text in [
            "",
            "..",
            "a/b",
            "../etc",
            "tcp:",
            "tcp:host:",
            "tcp:host:0",
            "tcp:host:99999",
            "tcp:a b",
            "file:",
            "http://x",
        ] {
            assert!(
                PrinterSetting::at(text).target(Path::new("/data")).is_err(),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_plain_name_never_leaves_the_print_folder(name in "\\PC{1,40}") {
            let root = Path::new("/data");
            let plain = !name.trim().starts_with("file:") && !name.trim().starts_with("tcp:");
            if let (true, Ok(PrinterTarget::File { dir })) = (plain, PrinterSetting::at(&name).target(root)) {
                let folder = root.join(PRINT_FOLDER);
                prop_assert_eq!(dir.parent(), Some(folder.as_path()));
            }
        }
    }

    #[test]
    fn a_set_up_is_one_line_and_what_is_usual_is_left_out() {
        let line = "tcp:10.0.0.9;paper=100x150;dpi=300;font=E:SIMSUN.TTF;words=zh-Hans";
        let setting = PrinterSetting::parse(line).unwrap();
        assert_eq!(setting.to_string(), line);
        let media = setting.media(Media::SHELF);
        assert_eq!(
            (media.width_mm, media.height_mm, media.dpi),
            (100, 150, Dpi::D300)
        );
        let plain = PrinterSetting::parse("labels").unwrap();
        assert_eq!(plain, PrinterSetting::at("labels"));
        assert_eq!(plain.media(Media::SHELF), Media::SHELF);
        let file = PrinterSetting::parse("tcp:zebra; font = fonts/Noto Sans.otf ").unwrap();
        assert_eq!(file.font, Some(FontChoice::File("fonts/Noto Sans.otf".into())));
    }

    #[test]
    fn a_bad_part_says_what_would_be_right() {
        for (line, told) in [
            ("p;paper=10x150", "20 to 400"),
            ("p;paper=100", "100x150"),
            ("p;dpi=600", "203 or 300"),
            ("p;font=SIMSUN", "E:NAME.TTF"),
            ("p;words=de", "zh-Hans"),
            ("p;speed=4", "paper, dpi, font and words"),
            ("p;fast", "paper, dpi, font and words"),
        ] {
            let error = PrinterSetting::parse(line).unwrap_err().to_string();
            assert!(error.contains(told), "{line}: {error}");
        }
    }
}
