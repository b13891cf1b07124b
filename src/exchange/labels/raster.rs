//! Lines of text as pictures, for printers without a font beyond Latin: outlines of a TrueType or OpenType file, filled
//! to black dots and sent with `^GFA`.

use ab_glyph::{Font as _, FontVec, Glyph, PxScale, point};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// Largest font file, in bytes: those of all Chinese characters have some 20 MB.
const MOST_BYTES: u64 = 64 << 20;
/// Where the baseline lies below the top of a line, in hundredths of the font's height: Han characters stand in their
/// square, which reaches a little below it.
const BASELINE: f32 = 0.88;
/// A dot is black when so much of it is covered.
const BLACK: f32 = 0.5;
/// Widest line, in dots: 400 mm at 300 dpi.
const WIDEST: u32 = 4_800;

/// Why a font file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    /// It cannot be read.
    #[error("the font {path} cannot be read: {source}")]
    Read {
        /// Which.
        path: String,
        /// The system's answer.
        source: std::io::Error,
    },
    /// It is none.
    #[error("{0} is no TrueType or OpenType font")]
    NoFont(String),
}

/// A font whose characters are drawn here.
#[derive(Clone)]
pub struct RasterFont {
    font: Arc<FontVec>,
    name: String,
}

impl RasterFont {
    /// Reads a font file; of a collection its first font.
    ///
    /// # Errors
    /// The file cannot be read, or is no font.
    pub fn open(path: &Path) -> Result<RasterFont, FontError> {
        let name = path.display().to_string();
        let read = |source| FontError::Read {
            path: name.clone(),
            source,
        };
        if std::fs::metadata(path).map_err(read)?.len() > MOST_BYTES {
            return Err(FontError::NoFont(name));
        }
        let bytes = std::fs::read(path).map_err(read)?;
        let font = FontVec::try_from_vec(bytes).map_err(|_| FontError::NoFont(name.clone()))?;
        Ok(RasterFont {
            font: Arc::new(font),
            name,
        })
    }

    /// Whether it has the character.
    pub fn has(&self, c: char) -> bool {
        c == ' ' || self.font.glyph_id(c).0 != 0
    }

    /// A line at this font height in dots, at most `width` dots wide: drawn smaller where it would be wider.
    pub fn line(&self, text: &str, height: u32, width: u32) -> Bitmap {
        let (glyphs, advance) = self.lay_out(text, height);
        let wide = whole(advance.ceil());
        if wide > width && width > 0 {
            let smaller = height.saturating_mul(width) / wide;
            let (glyphs, advance) = self.lay_out(text, smaller.max(1));
            return self.fill(&glyphs, whole(advance.ceil()).min(width), smaller.max(1));
        }
        self.fill(&glyphs, wide, height)
    }

    /// The glyphs side by side on their baseline, and how far they reach.
    fn lay_out(&self, text: &str, height: u32) -> (Vec<Glyph>, f32) {
        let font = self.font.as_ref();
        let em = dots(height);
        // The scale of the library is from ascent to descent; ours is the em, the square of a Han character.
        let upem = font.units_per_em().unwrap_or(1000.0);
        let scale = PxScale::from(em * font.height_unscaled() / upem);
        let mut x = 0.0;
        let mut glyphs = Vec::new();
        for c in text.chars() {
            let id = font.glyph_id(c);
            let advance = font.h_advance_unscaled(id) / upem * em;
            if id.0 != 0 {
                glyphs.push(id.with_scale_and_position(scale, point(x, em * BASELINE)));
            }
            x += advance;
        }
        (glyphs, x)
    }

    fn fill(&self, glyphs: &[Glyph], width: u32, height: u32) -> Bitmap {
        let mut bitmap = Bitmap::empty(width.min(WIDEST), height + height / 6);
        for glyph in glyphs {
            let Some(outline) = self.font.outline_glyph(glyph.clone()) else {
                continue;
            };
            let bounds = outline.px_bounds();
            outline.draw(|x, y, coverage| {
                if coverage >= BLACK {
                    bitmap.set(bounds.min.x + dots(x), bounds.min.y + dots(y));
                }
            });
        }
        bitmap
    }
}

impl fmt::Debug for RasterFont {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RasterFont({})", self.name)
    }
}

impl PartialEq for RasterFont {
    fn eq(&self, other: &RasterFont) -> bool {
        self.name == other.name
    }
}

impl Eq for RasterFont {}

#[allow(
    clippy::cast_precision_loss,
    reason = "dots of a label are some thousands: exact in f32"
)]
fn dots(n: u32) -> f32 {
    n as f32
}

/// The whole dots of a length; nothing below zero or beyond the widest label.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "kept between zero and the widest label"
)]
fn whole(length: f32) -> u32 {
    length.clamp(0.0, dots(WIDEST)) as u32
}

/// A picture of black and white dots, rows from the top, eight dots a byte, the leftmost in the highest bit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bitmap {
    /// Dots across.
    pub width: u32,
    /// Dots down.
    pub height: u32,
    bytes: Vec<u8>,
}

impl Bitmap {
    fn empty(width: u32, height: u32) -> Bitmap {
        let bytes = usize::try_from(width.div_ceil(8) * height).unwrap_or(0);
        Bitmap {
            width,
            height,
            bytes: vec![0; bytes],
        }
    }

    /// Bytes a row.
    pub fn row_bytes(&self) -> u32 {
        self.width.div_ceil(8)
    }

    /// All rows.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether a dot is black; none is outside.
    pub fn is_black(&self, x: u32, y: u32) -> bool {
        let inside = x < self.width && y < self.height;
        let at = usize::try_from(y * self.row_bytes() + x / 8).unwrap_or(usize::MAX);
        inside
            && self
                .bytes
                .get(at)
                .is_some_and(|byte| byte & (0x80 >> (x % 8)) != 0)
    }

    fn set(&mut self, x: f32, y: f32) {
        if x < 0.0 || y < 0.0 || x >= dots(self.width) || y >= dots(self.height) {
            return;
        }
        let (x, y) = (whole(x), whole(y));
        let at = usize::try_from(y * self.row_bytes() + x / 8).unwrap_or(usize::MAX);
        if let Some(byte) = self.bytes.get_mut(at) {
            *byte |= 0x80 >> (x % 8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn font() -> RasterFont {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/papers/han.ttf");
        RasterFont::open(Path::new(path)).unwrap()
    }

    /// Black dots of each quarter of a picture: upper left, upper right, lower left, lower right.
    fn quarters(bitmap: &Bitmap) -> [u32; 4] {
        let mut black = [0; 4];
        for y in 0..bitmap.height {
            for x in 0..bitmap.width {
                let quarter = usize::from(x >= bitmap.width / 2) + 2 * usize::from(y >= bitmap.height / 2);
                black[quarter] += u32::from(bitmap.is_black(x, y));
            }
        }
        black
    }

    #[test]
    fn a_han_character_fills_its_square() {
        let drawn = font().line("\u{767d}", 48, 400);
        assert_eq!((drawn.width, drawn.height), (48, 56));
        let black = quarters(&drawn);
        assert!(black.iter().all(|dots| *dots > 20), "{black:?}");
        // The character is left and right alike but for its first stroke.
        assert!(black[2].abs_diff(black[3]) < 20, "{black:?}");
    }

    #[test]
    fn a_line_stays_in_its_room_and_lacks_nothing_it_has() {
        let font = font();
        let wide = font.line("\u{4e0a}\u{6d77}", 60, 90);
        assert!(wide.width <= 90 && wide.height < 60, "{wide:?}");
        assert!(font.has('\u{738b}') && !font.has('\u{9f98}'));
        assert_eq!(font.line("", 40, 100).bytes().len(), 0);
    }

    #[test]
    fn what_is_no_font_is_told() {
        let bad = RasterFont::open(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")));
        assert!(matches!(bad, Err(FontError::NoFont(_))));
        let gone = RasterFont::open(Path::new("/nowhere/han.ttf"));
        assert!(matches!(gone, Err(FontError::Read { .. })));
    }
}
