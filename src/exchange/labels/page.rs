//! A label as boxes on paper, in tenths of a millimetre: what every label is laid out as, and what both the
//! printer's language and the readable text are written from.

use super::fit::{self, Keep, Room};
use super::symbol::{Code128, DataMatrix, Gs1Element, Qr, human_readable};
use super::zpl::Zpl;
use super::{Dpi, LabelError, LabelFont, Media};

/// A box on the label, from its top left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

impl Frame {
    /// The whole label inside a margin.
    pub fn inside(media: Media, margin: u32) -> Frame {
        Frame {
            x: margin,
            y: margin,
            width: media.width().saturating_sub(2 * margin),
            height: media.height().saturating_sub(2 * margin),
        }
    }

    /// Cuts a band from the top: (band, rest). The band is at most as high as the frame.
    pub fn cut_top(self, height: u32) -> (Frame, Frame) {
        let height = height.min(self.height);
        let rest = Frame {
            y: self.y + height,
            height: self.height - height,
            ..self
        };
        (Frame { height, ..self }, rest)
    }

    /// Cuts a band from the bottom: (rest, band).
    pub fn cut_bottom(self, height: u32) -> (Frame, Frame) {
        let (rest, band) = self.cut_top(self.height.saturating_sub(height));
        (rest, band)
    }

    /// Cuts a column from the left: (column, rest).
    pub fn cut_left(self, width: u32) -> (Frame, Frame) {
        let width = width.min(self.width);
        let rest = Frame {
            x: self.x + width,
            width: self.width - width,
            ..self
        };
        (Frame { width, ..self }, rest)
    }

    /// The frame less a margin on all sides.
    pub fn inset(self, margin: u32) -> Frame {
        Frame {
            x: self.x + margin,
            y: self.y + margin,
            width: self.width.saturating_sub(2 * margin),
            height: self.height.saturating_sub(2 * margin),
        }
    }

    /// Height as a part of the whole, in hundredths.
    pub fn part(self, hundredths: u32) -> u32 {
        self.height * hundredths / 100
    }
}

/// Where a line stands in its frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
}

/// Text in a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub frame: Frame,
    pub text: String,
    /// Largest font height; the smallest is 2 mm, below which nobody reads.
    pub largest: u32,
    pub lines: usize,
    pub keep: Keep,
    pub align: Align,
    /// The label is worthless without every character: a printer without the font is refused.
    pub essential: bool,
}

/// What a barcode holds and how strictly it must be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bars {
    /// Code 128; a QR code where it does not fit.
    Plain(String),
    /// GS1-128; a GS1 Data Matrix where it does not fit.
    Gs1(Vec<Gs1Element>),
    /// An SSCC by the rules for logistic labels: bars, module and height within the limits, or refused.
    Logistic(Gs1Element),
}

impl Bars {
    fn fits_linear(&self, dpi: Dpi, width: u32) -> bool {
        let symbol = match self {
            Bars::Plain(code) => Code128::plain(code),
            Bars::Gs1(elements) => Code128::gs1(elements),
            Bars::Logistic(_) => return true,
        };
        symbol.is_some_and(|symbol| module_for(dpi, width, &symbol) >= dpi.dots_at_least(SMALLEST_MODULE_UM))
    }

    /// What people read below the bars.
    pub fn readable(&self) -> String {
        match self {
            Bars::Plain(code) => code.clone(),
            Bars::Gs1(elements) => human_readable(elements),
            Bars::Logistic(element) => human_readable(std::slice::from_ref(element)),
        }
    }
}

/// Words and a barcode side by side or one above the other.
#[derive(Clone, Copy, Debug)]
pub struct Split {
    pub words: Frame,
    pub bars: Frame,
    /// Only a square symbol fits; it stands to the right of the words.
    pub square: bool,
}

impl Split {
    /// Gives the bars a band of this height along the bottom, or, where they would be too dense to read, a
    /// square on the right.
    pub fn new(media: Media, all: Frame, bars: &Bars, band: u32) -> Split {
        if bars.fits_linear(media.dpi, all.width) {
            let (words, bars) = all.cut_bottom(band);
            return Split {
                words,
                bars,
                square: false,
            };
        }
        let side = all.height.min(all.width * 45 / 100);
        let (words, bars) = all.cut_left(all.width - side);
        let words = Frame {
            width: words.width.saturating_sub(15),
            ..words
        };
        Split {
            words,
            bars,
            square: true,
        }
    }
}

/// A thing on the label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    Text(Text),
    /// The frame includes the quiet zones.
    Bars {
        frame: Frame,
        bars: Bars,
    },
    /// A rectangle's border, half a millimetre thick; a rule when its height is 0.
    Border(Frame),
}

/// One sheet of label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub media: Media,
    pub elements: Vec<Element>,
}

/// Bar height that GS1 asks of an SSCC on a logistic label, in tenths of a millimetre: 31.75, and a little.
pub const LOGISTIC_BAR_HEIGHT: u32 = 320;

/// Smallest print, in tenths of a millimetre.
pub(super) const SMALLEST_TEXT: u32 = 20;
const QUIET_MODULES: u32 = 20;
/// A module of a quarter millimetre is read by every gun at arm's length.
const SMALLEST_MODULE_UM: u32 = 250;
const LARGEST_MODULE_UM: u32 = 940;
const LOGISTIC_MODULE_UM: u32 = 495;
/// `^BY` takes a module of 1 to 10 dots.
const WIDEST_BY: u32 = 10;

impl Page {
    /// An empty page.
    pub fn new(media: Media) -> Page {
        Page {
            media,
            elements: Vec::new(),
        }
    }

    /// A name or sentence: wraps over `lines`, loses its end.
    pub fn name(&mut self, frame: Frame, largest: u32, lines: usize, text: &str) {
        self.put_text(Text {
            lines,
            ..text_in(frame, largest, Keep::Head, text)
        });
    }

    /// A code: one line, never loses its tail.
    pub fn code(&mut self, frame: Frame, largest: u32, align: Align, text: &str) {
        self.put_text(Text {
            align,
            ..text_in(frame, largest, Keep::Tail, text)
        });
    }

    /// The code that a label is for: over up to three lines rather than cut.
    pub fn main_code(&mut self, frame: Frame, largest: u32, align: Align, text: &str) {
        let largest = largest.min(frame.height);
        self.put_text(Text {
            align,
            lines: 3,
            ..text_in(frame, largest, Keep::Tail, text)
        });
    }

    /// A text the label is worthless without, such as an address.
    pub fn essential(&mut self, frame: Frame, largest: u32, lines: usize, text: &str) {
        self.put_text(Text {
            lines,
            essential: true,
            ..text_in(frame, largest, Keep::Head, text)
        });
    }

    /// A barcode with what it says below it, `readable` tenths of a millimetre high (0: not written).
    pub fn bars(&mut self, frame: Frame, readable: u32, bars: Bars) {
        let (symbol, line) = frame.cut_bottom(readable);
        let text = bars.readable();
        self.elements.push(Element::Bars { frame: symbol, bars });
        if readable > 0 {
            // A millimetre of white keeps the line out of the bars.
            let line = Frame {
                y: line.y + 10,
                height: line.height.saturating_sub(10),
                ..line
            };
            self.code(line, line.height, Align::Centre, &text);
        }
    }

    /// A rule along the top of the frame.
    pub fn rule(&mut self, frame: Frame) {
        self.elements.push(Element::Border(Frame { height: 0, ..frame }));
    }

    /// The page in ZPL II; `font` is for text beyond Latin.
    pub fn to_zpl(&self, font: Option<&LabelFont>) -> Result<String, LabelError> {
        let dpi = self.media.dpi;
        let mut zpl = Zpl::begin(dpi.dots(self.media.width()), dpi.dots(self.media.height()));
        for element in &self.elements {
            match element {
                Element::Text(text) => draw_text(&mut zpl, dpi, font, text)?,
                Element::Bars { frame, bars } => draw_bars(&mut zpl, dpi, *frame, bars)?,
                Element::Border(frame) => zpl.rectangle(
                    dpi.dots(frame.x),
                    dpi.dots(frame.y),
                    dpi.dots(frame.width),
                    dpi.dots(frame.height),
                    dpi.dots(4),
                ),
            }
        }
        Ok(zpl.finish())
    }

    fn put_text(&mut self, text: Text) {
        if !text.text.trim().is_empty() {
            self.elements.push(Element::Text(text));
        }
    }
}

fn text_in(frame: Frame, largest: u32, keep: Keep, text: &str) -> Text {
    Text {
        frame,
        text: text.to_owned(),
        largest,
        lines: 1,
        keep,
        align: Align::Left,
        essential: false,
    }
}

fn draw_text(zpl: &mut Zpl, dpi: Dpi, font: Option<&LabelFont>, text: &Text) -> Result<(), LabelError> {
    let (line, font) = printable(text, font)?;
    let room = Room {
        width: dpi.dots(text.frame.width),
        height: dpi.dots(text.frame.height),
        largest: dpi.dots(text.largest.min(text.frame.height.max(SMALLEST_TEXT))),
        smallest: dpi.dots(SMALLEST_TEXT),
        most_lines: text.lines,
        keep: text.keep,
    };
    let fitted = fit::fit(&line, room);
    let lines = u32::try_from(fitted.lines.len()).unwrap_or(u32::MAX);
    let too_high = lines.saturating_mul(fitted.height) > room.height;
    if text.essential && (fitted.cut || too_high) {
        return Err(LabelError::TooLong(text.text.clone()));
    }
    let mut y = dpi.dots(text.frame.y);
    for line in &fitted.lines {
        let spare = room.width.saturating_sub(fit::width(line, fitted.height));
        let shift = match text.align {
            Align::Left => 0,
            Align::Centre => spare / 2,
            Align::Right => spare,
        };
        let x = dpi.dots(text.frame.x) + shift;
        match font {
            None => zpl.text(x, y, fitted.height, None, line),
            Some(LabelFont::Resident(font)) => zpl.text(x, y, fitted.height, Some(font), line),
            Some(LabelFont::Raster(font)) => {
                zpl.picture(
                    x,
                    y,
                    &font.line(line, fitted.height, room.width.saturating_sub(shift)),
                );
            }
        }
        y += fit::line_pitch(fitted.height);
    }
    Ok(())
}

/// The text as this printer can print it, and the font for it. Without a font for it, what is beyond Latin is
/// left out (or the label refused, when it is essential); control characters are spaces.
fn printable<'f>(
    text: &Text,
    font: Option<&'f LabelFont>,
) -> Result<(String, Option<&'f LabelFont>), LabelError> {
    use unicode_normalization::UnicodeNormalization as _;
    let clean: String = text
        .text
        .nfc()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if clean.chars().all(fit::in_latin_font) {
        return Ok((clean, None));
    }
    match font {
        Some(LabelFont::Raster(raster)) if text.essential && !clean.chars().all(|c| raster.has(c)) => {
            return Err(LabelError::NeedsFont(text.text.clone()));
        }
        Some(_) => return Ok((clean, font)),
        None => {}
    }
    let folded: String = clean.nfkc().collect();
    let latin: String = folded
        .chars()
        .map(|c| if fit::in_latin_font(c) { c } else { ' ' })
        .collect();
    if text.essential && folded.chars().any(|c| !fit::in_latin_font(c)) {
        return Err(LabelError::NeedsFont(text.text.clone()));
    }
    let words = latin.split_whitespace().collect::<Vec<_>>().join(" ");
    let says_something = words.chars().any(char::is_alphanumeric);
    Ok((if says_something { words } else { String::new() }, None))
}

fn draw_bars(zpl: &mut Zpl, dpi: Dpi, frame: Frame, bars: &Bars) -> Result<(), LabelError> {
    match bars {
        Bars::Plain(code) if code.is_empty() => Ok(()),
        Bars::Plain(code) => {
            let linear = Code128::plain(code);
            if linear.is_some_and(|symbol| draw_code128(zpl, dpi, frame, SMALLEST_MODULE_UM, &symbol)) {
                return Ok(());
            }
            let qr = Qr::new(code);
            let module = qr.side().and_then(|side| square_module(dpi, frame, side + 8, 2));
            let (Some(module), Some(side)) = (module, qr.side()) else {
                return Err(LabelError::DoesNotFit(code.clone()));
            };
            let (x, y) = centred(dpi, frame, side * module.min(10));
            zpl.qr(x, y, module, &qr);
            Ok(())
        }
        Bars::Gs1(elements) => {
            let linear = Code128::gs1(elements);
            if linear.is_some_and(|symbol| draw_code128(zpl, dpi, frame, SMALLEST_MODULE_UM, &symbol)) {
                return Ok(());
            }
            let matrix = DataMatrix::gs1(elements);
            let module = matrix
                .side()
                .and_then(|side| square_module(dpi, frame, side + 2, 3));
            let (Some(module), Some(side)) = (module, matrix.side()) else {
                return Err(LabelError::DoesNotFit(bars.readable()));
            };
            let (x, y) = centred(dpi, frame, side * module);
            zpl.data_matrix(x, y, module, &matrix);
            Ok(())
        }
        Bars::Logistic(element) => {
            let symbol = Code128::gs1(std::slice::from_ref(element));
            let high = frame.height >= LOGISTIC_BAR_HEIGHT;
            if high && symbol.is_some_and(|symbol| draw_code128(zpl, dpi, frame, LOGISTIC_MODULE_UM, &symbol))
            {
                return Ok(());
            }
            Err(LabelError::DoesNotFit(bars.readable()))
        }
    }
}

/// Draws the bars with the widest module that fits, centred; false when even the smallest does not.
fn draw_code128(zpl: &mut Zpl, dpi: Dpi, frame: Frame, smallest_um: u32, symbol: &Code128) -> bool {
    let room = dpi.dots(frame.width);
    let module = module_for(dpi, frame.width, symbol);
    if module < dpi.dots_at_least(smallest_um) || frame.height < SMALLEST_TEXT {
        return false;
    }
    let x = dpi.dots(frame.x) + (room - symbol.modules() * module) / 2;
    zpl.code128(x, dpi.dots(frame.y), module, dpi.dots(frame.height), symbol);
    true
}

/// The widest module in dots at which the bars and their quiet zones fit; 0 when none does.
fn module_for(dpi: Dpi, width: u32, symbol: &Code128) -> u32 {
    (dpi.dots(width) / (symbol.modules() + QUIET_MODULES))
        .min(dpi.dots_at_most(LARGEST_MODULE_UM))
        .min(WIDEST_BY)
}

/// The module in dots at which a square of so many modules fills the frame, if at least `least`.
fn square_module(dpi: Dpi, frame: Frame, side: u32, least: u32) -> Option<u32> {
    let module = dpi.dots(frame.width.min(frame.height)) / side;
    (module >= least).then_some(module.min(12))
}

fn centred(dpi: Dpi, frame: Frame, side: u32) -> (u32, u32) {
    let x = dpi.dots(frame.x) + dpi.dots(frame.width).saturating_sub(side) / 2;
    let y = dpi.dots(frame.y) + dpi.dots(frame.height).saturating_sub(side) / 2;
    (x, y)
}
