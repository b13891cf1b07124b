use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Look;
use super::cells::{cut_name, put, row, wrap};
use super::popup::{PopupSize, popup};
use crate::keymap::Action;
use crate::ui::theme::Role;

/// A paragraph of a text panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextLine {
    pub role: Role,
    pub text: String,
}

impl TextLine {
    #[must_use]
    pub fn new(role: Role, text: impl Into<String>) -> Self {
        Self {
            role,
            text: text.into(),
        }
    }
}

/// How far a panel of text ("why", help) is scrolled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextPanel {
    top: usize,
}

impl TextPanel {
    /// Scrolls; `count` is of lines, `page` of lines shown: [`text_panel_page`] gives both. False if the
    /// action scrolls nothing.
    pub fn apply(&mut self, action: Action, (count, page): (usize, usize)) -> bool {
        let last = count.saturating_sub(page.max(1));
        let top = self.top.min(last);
        self.top = match action {
            Action::Up => top.saturating_sub(1),
            Action::Down => top.saturating_add(1),
            Action::PageUp => top.saturating_sub(page.max(1)),
            Action::PageDown => top.saturating_add(page.max(1)),
            Action::First => 0,
            Action::Last => last,
            _ => return false,
        }
        .min(last);
        true
    }
}

/// The panel's size on a screen of `area`: (wrapped lines, lines shown).
#[must_use]
pub fn text_panel_page(area: Rect, lines: &[TextLine]) -> (usize, usize) {
    let inside = inside_of(area);
    let count = wrapped(lines, usize::from(inside.width)).len();
    (count, usize::from(inside.height).saturating_sub(1).min(count))
}

/// A popup with a title and scrolled text; the position stands on its last line when it does not fit.
pub fn draw_text_panel(
    buf: &mut Buffer,
    area: Rect,
    look: Look<'_>,
    title: &str,
    (lines, state): (&[TextLine], TextPanel),
) {
    let all = wrapped(lines, usize::from(inside_of(area).width));
    let size = PopupSize {
        width: inside_of(area).width,
        height: super::cells::columns(all.len() + 1),
    };
    let inside = popup(buf, area, look, title, size);
    let page = usize::from(inside.height).saturating_sub(1);
    let top = state.top.min(all.len().saturating_sub(page.max(1)));
    for (index, line) in all.iter().skip(top).take(page).enumerate() {
        put(buf, row(inside, index), 0, &line.text, look.style(line.role));
    }
    if all.len() > page {
        let of = [
            ("line", (top + page).min(all.len()).to_string()),
            ("lines", all.len().to_string()),
        ];
        let text = look.texts.say_text("text-position", &of);
        let shown = cut_name(&text, usize::from(inside.width));
        put(buf, row(inside, page), 0, &shown, look.style(Role::Dim));
    }
}

/// The inside that [`popup`] gives to the largest panel.
fn inside_of(area: Rect) -> Rect {
    if area.width < super::NARROW || area.height < 10 {
        return Rect {
            height: area.height.saturating_sub(1),
            ..area
        };
    }
    // Long lines are hard to read: 72 columns is a page of a book.
    Rect {
        width: area.width.saturating_sub(2).min(72),
        height: area.height.saturating_sub(2),
        ..area
    }
}

fn wrapped(lines: &[TextLine], across: usize) -> Vec<TextLine> {
    let pieces = |line: &TextLine| {
        let mut parts = wrap(&line.text, across, 1000);
        if parts.is_empty() && across > 0 {
            parts.push(String::new());
        }
        parts
            .into_iter()
            .map(|text| TextLine::new(line.role, text))
            .collect::<Vec<_>>()
    };
    lines.iter().flat_map(pieces).collect()
}
