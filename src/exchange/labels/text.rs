//! Labels as readable text, for a building without a printer and for people's eyes: the same boxes, in rows
//! and columns of characters, whole even where the paper cuts them.

use unicode_width::UnicodeWidthStr as _;

use super::Page;
use super::page::{Align, Element, Frame};

/// Characters across a label, whatever its width: a line should fit a bench terminal.
const COLUMNS: u32 = 76;
/// Boxes that begin within 2 mm of each other share a row.
const SAME_ROW: u32 = 20;

/// All pages, each framed by a line of `=`.
pub(super) fn of_pages(pages: &[Page]) -> String {
    let edge = rule('=');
    let mut out = String::new();
    for page in pages {
        out.push_str(&edge);
        out.push_str(&of_page(page));
    }
    out.push_str(&edge);
    out
}

struct Cell {
    frame: Frame,
    align: Align,
    /// `None` is a rule across the label.
    text: Option<String>,
}

fn of_page(page: &Page) -> String {
    let mut cells = cells(page);
    cells.sort_by_key(|cell| (cell.frame.y, cell.frame.x));
    let mut out = String::new();
    let mut row: Vec<Cell> = Vec::new();
    for cell in cells {
        let starts_row = row.first().is_some_and(|first| {
            cell.text.is_none() || first.text.is_none() || cell.frame.y >= first.frame.y + SAME_ROW
        });
        if starts_row {
            write_row(&mut out, &mut row, page.media.width());
        }
        row.push(cell);
    }
    write_row(&mut out, &mut row, page.media.width());
    out
}

fn cells(page: &Page) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut last_bars = None;
    for element in &page.elements {
        match element {
            Element::Text(text) => {
                // The line below the bars repeats them.
                if last_bars.take().is_some_and(|bars: String| bars == text.text) {
                    continue;
                }
                let clean: String = text
                    .text
                    .chars()
                    .map(|c| if c.is_control() { ' ' } else { c })
                    .collect();
                cells.push(Cell {
                    frame: text.frame,
                    align: text.align,
                    text: Some(clean),
                });
            }
            Element::Bars { frame, bars } => {
                let readable = bars.readable();
                cells.push(Cell {
                    frame: *frame,
                    align: Align::Left,
                    text: Some(format!("||| {} |||", readable.replace(char::is_control, " "))),
                });
                last_bars = Some(readable);
            }
            Element::Border(frame) if frame.height == 0 => {
                cells.push(Cell {
                    frame: *frame,
                    align: Align::Left,
                    text: None,
                });
            }
            Element::Border(_) => {}
        }
    }
    cells
}

fn write_row(out: &mut String, row: &mut Vec<Cell>, label_width: u32) {
    row.sort_by_key(|cell| cell.frame.x);
    let mut line = String::new();
    for cell in row.drain(..) {
        let Some(text) = cell.text else {
            out.push_str(&rule('-'));
            continue;
        };
        let left = column(cell.frame.x, label_width);
        let right = column(cell.frame.x + cell.frame.width, label_width);
        let spare = right.saturating_sub(left).saturating_sub(text.width());
        let start = match cell.align {
            Align::Left => left,
            Align::Centre => left + spare / 2,
            Align::Right => left + spare,
        };
        let gap = if line.is_empty() { 0 } else { 2 };
        let start = start.max(line.width() + gap);
        line.push_str(&" ".repeat(start - line.width()));
        line.push_str(&text);
    }
    if !line.is_empty() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

fn column(x: u32, label_width: u32) -> usize {
    usize::try_from(u64::from(x) * u64::from(COLUMNS) / u64::from(label_width.max(1))).unwrap_or(0)
}

fn rule(c: char) -> String {
    let mut line: String = (0..COLUMNS).map(|_| c).collect();
    line.push('\n');
    line
}
