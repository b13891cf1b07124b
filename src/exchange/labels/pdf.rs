//! The same boxes as PDF, for an office printer: text in fonts that every reader has, bars as rectangles.

use super::fit::{self, Room};
use super::page::{Align, Bars, Element, Frame, Page, SMALLEST_TEXT, Text};
use super::symbol::Code128;
use super::{LabelError, Media};
use encoding_rs::WINDOWS_1252;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo};
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};

/// Points in a tenth of a millimetre.
const POINTS: f32 = 72.0 / 254.0;
/// A module is a whole number of these, in micrometres: dots of 300 dpi, which every office printer makes.
const DOT_UM: u32 = 85;
/// Narrower modules are not read from office paper at arm's length.
const SMALLEST_MODULE_UM: u32 = 250;
const LARGEST_MODULE_UM: u32 = 940;
/// Modules of white on both sides together.
const QUIET_MODULES: u32 = 20;
/// Size of Helvetica at which a line is no wider than [`fit::width`] has it, in hundredths of the height.
const HELVETICA: u32 = 84;
/// Where the base line is below the top of a line, in hundredths of its height.
const BASE_LINE: u32 = 80;

const CATALOG: Ref = Ref::new(1);
const PAGES: Ref = Ref::new(2);
const LATIN: Ref = Ref::new(3);
const CHINESE: Ref = Ref::new(4);
const CHINESE_GLYPHS: Ref = Ref::new(5);
const CHINESE_LOOKS: Ref = Ref::new(6);
/// The first number of the pages and their contents.
const FIRST_PAGE: i32 = 7;

const LATIN_NAME: Name<'_> = Name(b"L");
const CHINESE_NAME: Name<'_> = Name(b"C");

/// One file with all the pages.
///
/// # Errors
/// [`LabelError::DoesNotFit`] where the bars would be too narrow to be read.
pub(super) fn of_pages(pages: &[Page]) -> Result<Vec<u8>, LabelError> {
    let mut pdf = Pdf::new();
    pdf.catalog(CATALOG).pages(PAGES);
    let numbers: Vec<(Ref, Ref)> = (FIRST_PAGE..)
        .step_by(2)
        .map(|number| (Ref::new(number), Ref::new(number + 1)))
        .take(pages.len())
        .collect();
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    pdf.pages(PAGES)
        .kids(numbers.iter().map(|(page, _)| *page))
        .count(count);
    fonts(&mut pdf);
    for (page, (number, content)) in pages.iter().zip(&numbers) {
        let mut written = pdf.page(*number);
        let (width, height) = (page.media.width(), page.media.height());
        written.media_box(Rect::new(0.0, 0.0, points(width), points(height)));
        written.parent(PAGES).contents(*content);
        let mut resources = written.resources();
        resources
            .fonts()
            .pair(LATIN_NAME, LATIN)
            .pair(CHINESE_NAME, CHINESE);
        resources.finish();
        written.finish();
        pdf.stream(*content, &drawn(page)?);
    }
    Ok(pdf.finish())
}

/// Helvetica, which every reader has, and a Song face of the Adobe-GB1 collection, for which every reader takes its own
/// where it has not that one (ISO 32000-1, 9.6.2.2 and 9.7.5.2): nothing is embedded.
fn fonts(pdf: &mut Pdf) {
    pdf.type1_font(LATIN)
        .base_font(Name(b"Helvetica"))
        .encoding_predefined(Name(b"WinAnsiEncoding"));
    pdf.type0_font(CHINESE)
        .base_font(Name(b"STSong-Light-UniGB-UTF16-H"))
        .encoding_predefined(Name(b"UniGB-UTF16-H"))
        .descendant_font(CHINESE_GLYPHS);
    let mut glyphs = pdf.cid_font(CHINESE_GLYPHS);
    glyphs
        .subtype(CidFontType::Type0)
        .base_font(Name(b"STSong-Light"))
        .system_info(SystemInfo {
            registry: Str(b"Adobe"),
            ordering: Str(b"GB1"),
            supplement: 4,
        })
        .font_descriptor(CHINESE_LOOKS)
        .default_width(1000.0);
    // The Latin letters of the collection.
    glyphs.widths().same(1, 95, 500.0);
    glyphs.finish();
    pdf.font_descriptor(CHINESE_LOOKS)
        .name(Name(b"STSong-Light"))
        .flags(FontFlags::SERIF | FontFlags::SYMBOLIC)
        .bbox(Rect::new(-25.0, -254.0, 1000.0, 880.0))
        .italic_angle(0.0)
        .ascent(880.0)
        .descent(-120.0)
        .cap_height(880.0)
        .stem_v(93.0);
}

fn drawn(page: &Page) -> Result<Vec<u8>, LabelError> {
    let mut content = Content::new();
    for element in &page.elements {
        match element {
            Element::Text(text) => write(&mut content, page.media, text),
            Element::Bars { frame, bars } => bar(&mut content, page.media, *frame, bars)?,
            Element::Border(frame) => border(&mut content, page.media, *frame),
        }
    }
    Ok(content.finish().into_vec())
}

fn write(content: &mut Content, media: Media, text: &Text) {
    let clean: String = text
        .text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let room = Room {
        width: text.frame.width,
        height: text.frame.height,
        largest: text.largest.min(text.frame.height.max(SMALLEST_TEXT)),
        smallest: SMALLEST_TEXT,
        most_lines: text.lines,
        keep: text.keep,
    };
    let fitted = fit::fit(&clean, room);
    let mut top = text.frame.y;
    for line in &fitted.lines {
        let spare = room.width.saturating_sub(fit::width(line, fitted.height));
        let shift = match text.align {
            Align::Left => 0,
            Align::Centre => spare / 2,
            Align::Right => spare,
        };
        let base = top.saturating_add(fitted.height * BASE_LINE / 100);
        let at = (points(text.frame.x + shift), from_bottom(media, base));
        let (latin, _, is_lossy) = WINDOWS_1252.encode(line);
        content.begin_text();
        if is_lossy {
            content.set_font(CHINESE_NAME, points(fitted.height) * 0.9);
            content.next_line(at.0, at.1);
            let wide: Vec<u8> = line.encode_utf16().flat_map(u16::to_be_bytes).collect();
            content.show(Str(&wide));
        } else {
            content.set_font(LATIN_NAME, points(fitted.height * HELVETICA) / 100.0);
            content.next_line(at.0, at.1);
            content.show(Str(&latin));
        }
        content.end_text();
        top = top.saturating_add(fit::line_pitch(fitted.height));
    }
}

/// Draws the bars with the widest module that fits, centred.
fn bar(content: &mut Content, media: Media, frame: Frame, bars: &Bars) -> Result<(), LabelError> {
    let symbol = match bars {
        Bars::Plain(code) if code.is_empty() => return Ok(()),
        Bars::Plain(code) => Code128::plain(code),
        Bars::Gs1(elements) => Code128::gs1(elements),
        Bars::Logistic(element) => Code128::gs1(std::slice::from_ref(element)),
    };
    let does_not_fit = || LabelError::DoesNotFit(bars.readable());
    let pattern = symbol
        .and_then(|symbol| symbol.pattern())
        .ok_or_else(does_not_fit)?;
    let modules = u32::try_from(pattern.len()).map_err(|_| does_not_fit())?;
    let widest = (frame.width * 100) / modules.saturating_add(QUIET_MODULES);
    let module_um = widest.min(LARGEST_MODULE_UM) / DOT_UM * DOT_UM;
    if module_um < SMALLEST_MODULE_UM || frame.height < SMALLEST_TEXT {
        return Err(does_not_fit());
    }
    let module = points(module_um) / 100.0;
    let left = points(frame.x) + (points(frame.width) - module * modules as f32) / 2.0;
    let bottom = from_bottom(media, frame.y.saturating_add(frame.height));
    let mut at = 0usize;
    while let Some(rest) = pattern.get(at..).filter(|rest| !rest.is_empty()) {
        let dark = rest.iter().take_while(|module| **module).count();
        if dark > 0 {
            let x = left + module * at as f32;
            content.rect(x, bottom, module * dark as f32, points(frame.height));
        }
        at = at.saturating_add(dark.max(1));
    }
    content.fill_nonzero();
    Ok(())
}

fn border(content: &mut Content, media: Media, frame: Frame) {
    content.set_line_width(points(4));
    let (left, top) = (points(frame.x), from_bottom(media, frame.y));
    if frame.height == 0 {
        content.move_to(left, top);
        content.line_to(left + points(frame.width), top);
    } else {
        let bottom = from_bottom(media, frame.y.saturating_add(frame.height));
        content.rect(left, bottom, points(frame.width), points(frame.height));
    }
    content.stroke();
}

/// Tenths of a millimetre in points.
fn points(tenths_mm: u32) -> f32 {
    tenths_mm as f32 * POINTS
}

/// PDF counts from the bottom of the page.
fn from_bottom(media: Media, y: u32) -> f32 {
    points(media.height().saturating_sub(y))
}

#[cfg(test)]
mod tests {
    use super::super::{CalibrationSheet, CommandCode, CommandSheet, Language, to_pdf};
    use super::*;

    /// The rectangles of a page, from left to right: x and width.
    fn rectangles(pdf: &[u8]) -> Vec<(f32, f32)> {
        let text = String::from_utf8_lossy(pdf);
        let lines = text.lines().filter_map(|line| line.strip_suffix(" re"));
        lines
            .map(|line| {
                let numbers: Vec<f32> = line.split(' ').map(|n| n.parse().unwrap()).collect();
                (numbers[0], numbers[2])
            })
            .collect()
    }

    #[test]
    fn the_calibration_sheet_is_one_page_with_both_symbols() {
        let pdf = to_pdf(&CalibrationSheet, Media::A4, Language::English).unwrap();
        let text = String::from_utf8_lossy(&pdf).into_owned();
        assert!(text.starts_with("%PDF-") && text.contains("/Count 1"), "{text}");
        assert!(text.contains("SCANNER CALIBRATION"), "{text}");
        // A symbol has three bars a character and four in the stop.
        let bars: u32 = [
            Code128::plain(crate::scan::calibration::PLAIN).unwrap(),
            Code128::gs1(&super::super::calibration_sheet::elements().unwrap()).unwrap(),
        ]
        .iter()
        .map(|symbol| (symbol.modules() - 13) / 11 * 3 + 4)
        .sum();
        let found = rectangles(&pdf);
        assert_eq!(found.len(), usize::try_from(bars).unwrap());
        // Nothing narrower than a quarter of a millimetre, nothing in the margin of a printer.
        assert!(
            found.iter().all(|(_, width)| *width >= 0.25 / 25.4 * 72.0),
            "{found:?}"
        );
        assert!(
            found.iter().all(|(x, width)| *x >= 28.0 && x + width <= 567.0),
            "{found:?}"
        );
    }

    #[test]
    fn words_beyond_latin_are_in_the_other_font() {
        let sheet = CommandSheet {
            title: "拣货".to_owned(),
            commands: vec![CommandCode {
                code: "PFOK".to_owned(),
                doc: "Größe".to_owned(),
            }],
        };
        let pdf = to_pdf(&sheet, Media::A4, Language::Chinese).unwrap();
        let has = |bytes: &[u8]| pdf.windows(bytes.len()).any(|window| window == bytes);
        // UTF-16 for the collection's encoding, and Windows' for Helvetica (ISO 32000-1, annex D).
        assert!(
            has(&[0x62, 0xe3, 0x8d, 0x27]) || has(b"<62E38D27>"),
            "{}",
            String::from_utf8_lossy(&pdf)
        );
        assert!(
            has(b"Gr\xf6\xdfe") || has(b"<4772F6DF65>"),
            "{}",
            String::from_utf8_lossy(&pdf)
        );
    }

    #[test]
    fn what_no_bars_hold_is_refused() {
        let sheet = CommandSheet {
            title: String::new(),
            commands: vec![CommandCode {
                code: "x".repeat(70),
                doc: String::new(),
            }],
        };
        let refused = to_pdf(&sheet, Media::A4, Language::English);
        assert!(matches!(refused, Err(LabelError::DoesNotFit(_))), "{refused:?}");
    }
}
