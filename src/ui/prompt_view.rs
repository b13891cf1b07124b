//! The picture of a floor prompt: one decision, drawn the same way at 20x16 and at 120x40.
//!
//! Three things have fixed homes: where one is (first line), the one thing to do now (the largest block), what just
//! happened (the band above the prompt). Lines that do not fit are left out from the least wanted up. Wide screens
//! show a panel beside the lines; they never have other steps.

use super::theme::Role;
use super::widgets::{Look, cut_code, cut_name, put, row, width};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// How a line of a prompt is cut and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// The place or tote to go to: stands out, never cut at its tail.
    Big,
    /// A code.
    Code,
    /// A name.
    Name,
    /// A quantity or what else to act on.
    Strong,
    /// Context.
    Dim,
}

/// One line of a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How it is shown.
    pub kind: LineKind,
    /// What it says.
    pub text: String,
    /// Lines with the highest number are left out first; 0 never is while any line fits.
    pub drop: u8,
}

impl Line {
    /// A line that stays as long as any does.
    pub fn new(kind: LineKind, text: impl Into<String>) -> Line {
        Line {
            kind,
            text: text.into(),
            drop: 0,
        }
    }

    /// The same, left out earlier the higher the number.
    #[must_use]
    pub fn drop(self, drop: u8) -> Line {
        Line { drop, ..self }
    }
}

/// What a floor prompt shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PromptView {
    /// Where one is: "Pick 412".
    pub title: String,
    /// How far: "3/14".
    pub progress: String,
    /// Who, which bench, the cut-off.
    pub right: String,
    /// The one thing to do now and what it needs, from the top.
    pub lines: Vec<Line>,
    /// What stands beside on wide screens and below on high ones: the rest of the list.
    pub panel: Vec<(Role, String)>,
    /// On wide screens the panel stands at the left: it is looked at with every scan.
    pub panel_first: bool,
    /// A drawing below the lines, on screens as wide as for a panel and only where all of it fits.
    pub picture: Vec<String>,
    /// What to scan, by name.
    pub ask: String,
}

/// Columns from which the panel stands beside the lines.
const BESIDE: u16 = 72;

/// Draws lines and panel into the middle of the screen.
pub fn draw_middle(buf: &mut Buffer, area: Rect, look: Look<'_>, view: &PromptView) {
    let wide = area.width >= BESIDE && !view.panel.is_empty();
    let left = Rect {
        width: if wide { area.width / 2 } else { area.width },
        ..area
    };
    let right = Rect {
        x: area.x.saturating_add(left.width),
        width: area.width.saturating_sub(left.width),
        ..area
    };
    let (lines, beside) = if wide && view.panel_first {
        // A column stays free between what is cut at the left's edge and the lines.
        let width = left.width.saturating_sub(2);
        (right, Rect { width, ..left })
    } else {
        (left, right)
    };
    let used = draw_lines(buf, lines, look, &view.lines);
    if wide {
        draw_picture(buf, lines, used, look, &view.picture);
    }
    let panel = if wide {
        beside
    } else {
        let skip = used.saturating_add(1).min(area.height);
        Rect {
            y: area.y.saturating_add(skip),
            height: area.height.saturating_sub(skip),
            ..area
        }
    };
    if wide || panel.height > 1 {
        for (index, (role, text)) in view.panel.iter().enumerate().take(usize::from(panel.height)) {
            put(
                buf,
                row(panel, index),
                0,
                &cut_name(text, usize::from(panel.width)),
                look.style(*role),
            );
        }
    }
}

/// Draws a picture a blank row below the lines. Part of one would mislead.
fn draw_picture(buf: &mut Buffer, area: Rect, used: u16, look: Look<'_>, picture: &[String]) {
    let top = used.saturating_add(1);
    let height = usize::from(area.height.saturating_sub(top));
    if picture.len() > height {
        return;
    }
    for (index, text) in picture.iter().enumerate() {
        let at = row(area, usize::from(top) + index);
        put(
            buf,
            at,
            0,
            &cut_name(text, usize::from(area.width)),
            look.style(Role::Text),
        );
    }
}

/// Draws what fits and says how many rows it took. Roomy areas get a blank row between the blocks.
fn draw_lines(buf: &mut Buffer, area: Rect, look: Look<'_>, lines: &[Line]) -> u16 {
    let room = usize::from(area.height);
    let mut kept: Vec<&Line> = lines.iter().filter(|line| !line.text.is_empty()).collect();
    while kept.len() > room {
        let Some(least) = kept.iter().map(|line| line.drop).max() else {
            break;
        };
        let Some(at) = kept.iter().rposition(|line| line.drop == least) else {
            break;
        };
        kept.remove(at);
    }
    let blocks = kept.windows(2).filter(|pair| is_break(pair)).count();
    let airy = kept.len() + blocks <= room;
    let mut at = 0;
    for (index, line) in kept.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|i| kept.get(i));
        if airy && before.is_some_and(|before| is_break(&[before, line])) {
            at += 1;
        }
        draw_line(buf, row(area, at), look, line);
        at += 1;
    }
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// A blank row belongs before a place, and between a name and the quantity.
fn is_break(pair: &[&Line]) -> bool {
    let [before, line] = pair else { return false };
    match line.kind {
        LineKind::Big => before.kind != LineKind::Big,
        LineKind::Strong => before.kind != LineKind::Strong,
        LineKind::Name => before.kind == LineKind::Big || before.kind == LineKind::Dim,
        LineKind::Code | LineKind::Dim => false,
    }
}

fn draw_line(buf: &mut Buffer, area: Rect, look: Look<'_>, line: &Line) {
    let across = usize::from(area.width);
    let (text, role) = match line.kind {
        LineKind::Big => (cut_code(&line.text, across), Role::Accent),
        LineKind::Code => (cut_code(&line.text, across), Role::Strong),
        LineKind::Name => (cut_name(&line.text, across), Role::Text),
        LineKind::Strong => (cut_name(&line.text, across), Role::Strong),
        LineKind::Dim => (cut_name(&line.text, across), Role::Dim),
    };
    // On a handheld the place stands in the middle of the line, where a glance falls first.
    let indent = match line.kind {
        LineKind::Big if area.width < 60 => across.saturating_sub(width(&text)) / 2,
        LineKind::Strong if area.width < 40 => across.min(2),
        _ => 0,
    };
    put(buf, area, indent, &text, look.style(role));
}
