//! Text in cells: measured by display width, cut by what it is, written inside its area or not at all.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Look;
use crate::ui::theme::Role;

/// Columns that `text` takes: a Han character takes two.
#[must_use]
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(grapheme_width).sum()
}

/// A name cut to `columns`, its end left out: `WHITE HANGI..`.
#[must_use]
pub fn cut_name(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let dots = if columns >= 4 { ".." } else { "" };
    let (head, _) = split_at_width(text, columns.saturating_sub(dots.len()));
    Cow::Owned(format!("{}{dots}", head.trim_end()))
}

/// As much of a name as stands in `columns`, without a mark for what is left out.
#[must_use]
pub(super) fn head(text: &str, columns: usize) -> &str {
    split_at_width(text, columns).0.trim_end()
}

/// A code cut to `columns`, its beginning left out, since codes differ at their ends: `..000471`.
#[must_use]
pub fn cut_code(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let dots = if columns >= 6 { ".." } else { "" };
    let mut left = columns.saturating_sub(dots.len());
    let mut start = text.len();
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        match left.checked_sub(grapheme_width(grapheme)) {
            Some(rest) => left = rest,
            None => break,
        }
        start = at;
    }
    Cow::Owned(format!("{dots}{}", text.get(start..).unwrap_or_default()))
}

/// A number right-aligned in `columns`. One that does not fit is shown as `#`, since part of it would be
/// another number.
#[must_use]
pub fn fit_number(text: &str, columns: usize) -> String {
    if width(text) > columns {
        "#".repeat(columns)
    } else {
        pad_left(text, columns)
    }
}

/// Left-aligned in exactly `columns`, if it fits.
#[must_use]
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Right-aligned in exactly `columns`, if it fits.
#[must_use]
pub fn pad_left(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Lines of at most `columns`, broken at spaces and between Han characters, and within a word only where
/// it is longer than a line. Line breaks of the text are kept. No more than `most` lines; what is left
/// out is shown by two dots.
#[must_use]
pub fn wrap(text: &str, columns: usize, most: usize) -> Vec<String> {
    if columns == 0 || most == 0 {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        if lines.len() > most {
            break;
        }
        wrap_paragraph(paragraph, columns, &mut lines);
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            let room = columns.saturating_sub(2);
            let (head, _) = split_at_width(last, room);
            *last = format!("{}{}", head.trim_end(), &".."[..columns.min(2)]);
        }
    }
    lines
}

fn wrap_paragraph(paragraph: &str, columns: usize, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut used = 0;
    for piece in pieces(paragraph) {
        let needed = width(piece.trim_end());
        if used > 0 && used + needed > columns {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0;
        }
        let mut rest = if used == 0 && !line.is_empty() {
            piece.trim_start()
        } else {
            piece
        };
        while used == 0 && width(rest.trim_end()) > columns {
            let (head, tail) = split_at_width(rest, columns);
            // A character wider than the whole line is left out.
            let tail = if head.is_empty() { after_first(rest) } else { tail };
            if !head.is_empty() {
                lines.push(head.to_owned());
            }
            rest = tail;
        }
        line.push_str(rest);
        used += width(rest);
    }
    lines.push(line.trim_end().to_owned());
}

/// Pieces between which a line may break: words with the spaces after them, and single wide characters
/// with the punctuation after them.
fn pieces(paragraph: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<&str> = None;
    for (at, grapheme) in paragraph.grapheme_indices(true) {
        let breaks = before.is_some_and(|before| {
            let wide = grapheme_width(grapheme) == 2 || grapheme_width(before) == 2;
            let after_space = before == " " && grapheme != " ";
            after_space || (wide && grapheme != " " && !closes(grapheme) && !opens(before))
        });
        if breaks {
            pieces.push(paragraph.get(start..at).unwrap_or_default());
            start = at;
        }
        before = Some(grapheme);
    }
    pieces.push(paragraph.get(start..).unwrap_or_default());
    pieces
}

/// Punctuation that may not begin a line.
fn closes(grapheme: &str) -> bool {
    matches!(
        grapheme,
        "，" | "。" | "、" | "；" | "：" | "？" | "！" | "）" | "”" | "》" | "," | "." | ")" | ":"
    )
}

/// Punctuation that may not end one.
fn opens(grapheme: &str) -> bool {
    matches!(grapheme, "（" | "“" | "《" | "(")
}

/// `text` in two, the first at most `columns` wide.
fn split_at_width(text: &str, columns: usize) -> (&str, &str) {
    let mut left = columns;
    let end = text.grapheme_indices(true).find_map(|(at, grapheme)| {
        match left.checked_sub(grapheme_width(grapheme)) {
            Some(rest) => {
                left = rest;
                None
            }
            None => Some(at),
        }
    });
    text.split_at_checked(end.unwrap_or(text.len()))
        .unwrap_or((text, ""))
}

fn after_first(text: &str) -> &str {
    let first = text.graphemes(true).next().map_or(0, str::len);
    text.get(first..).unwrap_or_default()
}

/// As the buffer counts: a control character is not drawn at all.
fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) {
        0
    } else {
        grapheme.width()
    }
}

/// Writes one line at a column of `area`, clipped to it. Gives the columns used.
pub fn put(buf: &mut Buffer, area: Rect, column: usize, text: &str, style: impl Into<Style>) -> usize {
    let area = area.intersection(buf.area);
    let left = usize::from(area.width).saturating_sub(column);
    if area.is_empty() || left == 0 {
        return 0;
    }
    let x = area.x.saturating_add(columns(column));
    let (end, _) = buf.set_stringn(x, area.y, text, left, style);
    usize::from(end.saturating_sub(x))
}

/// Blanks `area` in one style.
pub fn fill(buf: &mut Buffer, area: Rect, style: impl Into<Style>) {
    let style = style.into();
    let area = area.intersection(buf.area);
    for position in area.positions() {
        if let Some(cell) = buf.cell_mut(position) {
            cell.reset();
            cell.set_style(style);
        }
    }
}

/// The `index`th line of `area`, of no height where there is none.
#[must_use]
pub fn row(area: Rect, index: usize) -> Rect {
    let index = columns(index);
    if index >= area.height {
        return Rect { height: 0, ..area };
    }
    Rect {
        y: area.y.saturating_add(index),
        height: 1,
        ..area
    }
}

/// A line across `area`.
pub fn rule(buf: &mut Buffer, area: Rect, look: Look<'_>) {
    let line = look.theme.rule().repeat(usize::from(area.width));
    put(buf, row(area, 0), 0, &line, look.style(Role::Dim));
}

/// A count as columns or rows of a terminal.
pub(super) fn columns(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_lose_their_end_and_codes_their_beginning() {
        for (text, columns, name, code) in [
            ("WHITE HANGING HEART", 10, "WHITE HA..", "..NG HEART"),
            ("LOT-2024-000471", 8, "LOT-20..", "..000471"),
            ("T-0031", 6, "T-0031", "T-0031"),
            ("T-0031", 4, "T-..", "0031"),
            ("T-0031", 2, "T-", "31"),
            ("白色心形蜡烛杯", 7, "白色..", "..烛杯"),
            ("白色", 1, "", ""),
            ("x", 0, "", ""),
        ] {
            assert_eq!(
                (&*cut_name(text, columns), &*cut_code(text, columns)),
                (name, code),
                "{text} {columns}"
            );
        }
    }

    #[test]
    fn a_number_is_shown_whole_or_not_at_all() {
        assert_eq!(fit_number("42", 4), "  42");
        assert_eq!(fit_number("12345", 4), "####");
    }

    #[test]
    fn text_breaks_at_words_and_between_han_characters() {
        assert_eq!(
            wrap("This is A-07-21. Go to A-07-12", 16, 9),
            ["This is A-07-21.", "Go to A-07-12"]
        );
        assert_eq!(
            wrap("请扫描库位，A-07-12。", 10, 9),
            ["请扫描库", "位，", "A-07-12。"]
        );
        assert_eq!(wrap("one\n\ntwo", 9, 9), ["one", "", "two"]);
        assert_eq!(wrap("ABCDEFGHIJ", 4, 9), ["ABCD", "EFGH", "IJ"]);
        assert_eq!(wrap("one two three four", 9, 1), ["one two.."]);
        assert_eq!(wrap("白色", 1, 9), [""]);
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_asked(text in "[a-zA-Z0-9 白色心形，。()\u{301}\n-]{0,60}", columns in 0usize..24, most in 0usize..5) {
            prop_assert!(width(&cut_name(&text, columns)) <= columns);
            prop_assert!(width(&cut_code(&text, columns)) <= columns);
            let lines = wrap(&text, columns, most);
            prop_assert!(lines.len() <= most);
            for line in &lines {
                prop_assert!(width(line) <= columns, "{line:?}");
            }
        }

        #[test]
        fn wrapping_loses_only_spaces(text in "[a-z白色，]{1,9}( [a-z白色，]{1,9}){0,6}", columns in 2usize..24) {
            let kept: String = wrap(&text, columns, 99).concat().replace(' ', "");
            prop_assert_eq!(kept, text.replace(' ', ""));
        }

        #[test]
        fn a_cut_code_keeps_its_end(text in "[A-Z0-9-]{1,30}", columns in 1usize..20) {
            let cut = cut_code(&text, columns);
            prop_assert!(text.ends_with(cut.trim_start_matches('.')));
        }
    }
}
