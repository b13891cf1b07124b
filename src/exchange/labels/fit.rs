//! Fitting text into a box when the printer, not we, has the font: widths are estimates that lean wide.

/// Which end of a text that is too long survives: a name keeps its head, a code its tail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    Head,
    Tail,
}

/// Lines and the font height, in dots, at which they fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fitted {
    pub height: u32,
    pub lines: Vec<String>,
    /// Some of the text is missing.
    pub cut: bool,
}

/// What a text may occupy, in dots.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    pub width: u32,
    pub height: u32,
    /// Largest and smallest font height.
    pub largest: u32,
    pub smallest: u32,
    pub most_lines: usize,
    pub keep: Keep,
}

/// Height of a line with its leading.
pub fn line_pitch(font_height: u32) -> u32 {
    font_height + font_height / 6
}

/// The largest font at which the text fits; at the smallest one, the text is cut and the cut is marked `..`.
/// A code is broken over lines only when one line would make it less than a third of its size.
pub fn fit(text: &str, room: Room) -> Fitted {
    if room.keep == Keep::Tail && room.most_lines > 1 {
        let smallest = room.smallest.max(room.largest / 3);
        let one_line = fit_lines(
            text,
            Room {
                most_lines: 1,
                smallest,
                ..room
            },
        );
        if !one_line.cut {
            return one_line;
        }
    }
    fit_lines(text, room)
}

fn fit_lines(text: &str, room: Room) -> Fitted {
    let smallest = room.smallest.max(1);
    let mut height = room.largest.max(smallest);
    loop {
        let by_height = usize::try_from(room.height / line_pitch(height).max(1)).unwrap_or(usize::MAX);
        let most = room.most_lines.min(by_height.max(1));
        let lines = wrap(text, room.width, height);
        let whole = lines.len() <= most && lines.iter().all(|line| width(line, height) <= room.width);
        if whole && (line_pitch(height) <= line_pitch(room.height) || height == smallest) {
            return Fitted {
                height,
                lines,
                cut: false,
            };
        }
        if height <= smallest {
            return Fitted {
                height,
                lines: cut(lines, most, room, height),
                cut: true,
            };
        }
        height -= (height / 16).max(1).min(height - smallest);
    }
}

/// Estimated width in dots, rounded up, of a line in the printer's font 0 at this height.
pub fn width(line: &str, height: u32) -> u32 {
    let thousandths: u64 = line.chars().map(advance).sum();
    u32::try_from((thousandths * u64::from(height)).div_ceil(1000)).unwrap_or(u32::MAX)
}

/// Whether font 0 has the character under `^CI28`: Latin, Greek, Cyrillic and common punctuation.
pub fn in_latin_font(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{24f}' | '\u{370}'..='\u{4ff}' | '\u{1e00}'..='\u{1eff}')
        || "–—‘’‚“”„†‡•…‰‹›€™".contains(c)
}

/// Advance width in thousandths of the font height, a little above those of a condensed bold Helvetica, which
/// font 0 is. CJK is as wide as high, twice a Latin letter.
fn advance(c: char) -> u64 {
    match c {
        '\'' | '|' | '{' | '}' | ' ' => 280,
        'f' | 'i' | 'j' | 'l' | 't' | 'I' | '/' | ':' | ';' => 340,
        'r' | '!' | '"' | '(' | ')' | ',' | '.' | '[' | ']' | '`' | '·' => 380,
        'W' | '%' | '@' => 880,
        // The hyphen of font 0 is as wide as an M, and place codes are full of them.
        '-' | 'm' | 'M' => 820,
        'w' | '&' => 700,
        'A'..='Z' => 630,
        ' '..='~' => 540,
        c if in_latin_font(c) => 680,
        _ => 1000,
    }
}

/// Breaks at spaces, and inside a word (or between Han characters) only where a word is wider than the box.
fn wrap(text: &str, most: u32, height: u32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let joined = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if width(&joined, height) <= most {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            line.push(c);
            if width(&line, height) > most && line.chars().count() > 1 {
                line.pop();
                let hyphen = line.rfind('-').map_or(line.len(), |at| at + 1);
                let rest = format!("{}{c}", line.get(hyphen..).unwrap_or_default());
                line.truncate(hyphen);
                lines.push(std::mem::replace(&mut line, rest));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

fn cut(lines: Vec<String>, most: usize, room: Room, height: u32) -> Vec<String> {
    match room.keep {
        Keep::Head => {
            let mut kept: Vec<String> = lines.iter().take(most).cloned().collect();
            if lines.len() > most
                && let Some(last) = kept.last_mut()
            {
                while !last.is_empty() && width(last, height) + width("..", height) > room.width {
                    last.pop();
                }
                last.push_str("..");
            }
            kept
        }
        Keep::Tail => {
            let whole = lines.concat();
            let mut tail: &str = &whole;
            while !tail.is_empty() && width(tail, height) + width("..", height) > room.width {
                let mut chars = tail.chars();
                chars.next();
                tail = chars.as_str();
            }
            vec![format!("..{tail}")]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn room(width: u32, most_lines: usize, keep: Keep) -> Room {
        Room {
            width,
            height: 200,
            largest: 60,
            smallest: 20,
            most_lines,
            keep,
        }
    }

    #[test]
    fn a_short_text_takes_the_largest_font() {
        let fitted = fit("A-07-12", room(800, 1, Keep::Tail));
        assert_eq!(
            fitted,
            Fitted {
                height: 60,
                lines: vec!["A-07-12".into()],
                cut: false
            }
        );
    }

    #[test]
    fn a_name_loses_its_end_and_a_code_its_start() {
        let name = fit("WHITE HANGING HEART T-LIGHT HOLDER", room(150, 1, Keep::Head));
        assert!(
            name.lines[0].starts_with("WHITE") && name.lines[0].ends_with(".."),
            "{name:?}"
        );
        let code = fit("WAREHOUSE-SOUTH-AISLE-07-BAY-12", room(150, 1, Keep::Tail));
        assert!(
            code.lines[0].starts_with("..") && code.lines[0].ends_with("BAY-12"),
            "{code:?}"
        );
    }

    #[test]
    fn a_long_code_breaks_at_its_hyphens_before_it_is_cut() {
        let fitted = fit(
            "SOUTH-HALL-AISLE-07-BAY-12-L2",
            Room {
                height: 100,
                ..room(260, 3, Keep::Tail)
            },
        );
        assert_eq!(fitted.lines.concat(), "SOUTH-HALL-AISLE-07-BAY-12-L2");
        assert!(
            fitted.lines.len() > 1 && fitted.lines[0].ends_with('-'),
            "{fitted:?}"
        );
        assert_eq!(
            fit("A-07-12", room(200, 3, Keep::Tail)).lines,
            ["A-07-12"],
            "a short one stays whole"
        );
    }

    #[test]
    fn han_counts_double() {
        assert_eq!(width("货", 100), 100, "as wide as high");
        assert!(width("货", 100) > width("a", 100) * 9 / 5);
        assert_eq!(fit("白色心形蜡烛杯", room(140, 1, Keep::Head)).height, 20);
    }

    #[test]
    fn nothing_stays_nothing() {
        assert_eq!(fit("  ", room(100, 1, Keep::Head)).lines, Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_its_box(text in "[A-Za-z0-9 \\-货架名]{0,120}", box_width in 60u32..900, tail in any::<bool>()) {
            let keep = if tail { Keep::Tail } else { Keep::Head };
            let room = room(box_width, 2, keep);
            let fitted = fit(&text, room);
            prop_assert!(fitted.lines.len() <= 2);
            prop_assert!((20..=60).contains(&fitted.height));
            for line in &fitted.lines {
                prop_assert!(width(line, fitted.height) <= box_width);
            }
        }
    }
}
