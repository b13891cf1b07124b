use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::cells::{cut_code, put, row, width};
use super::{Look, NARROW};
use crate::ui::theme::Role;

/// The first line of every screen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Header<'a> {
    /// Where one is: `Pick C-0412`.
    pub place: &'a str,
    /// How far: `3/14`. The last part to be left out.
    pub progress: &'a str,
    /// Who, which bench, the cut-off. The first part to be left out.
    pub right: &'a str,
}

/// Where, how far, and the rest if there is room: on narrow screens the progress stands at the right edge,
/// on wide ones after the place.
pub fn draw_header(buf: &mut Buffer, area: Rect, look: Look<'_>, header: Header<'_>) {
    let line = row(area, 0);
    let across = usize::from(area.width);
    let progress = cut_code(header.progress, across);
    let gap = if area.width < NARROW { 1 } else { 3 };
    let beside = |text: &str| if text.is_empty() { 0 } else { width(text) + gap };
    let place = cut_code(header.place, across.saturating_sub(beside(&progress)));
    let used = put(buf, line, 0, &place, look.style(Role::Heading));
    let right_fits = used + beside(&progress) + beside(header.right) <= across && !header.right.is_empty();
    let at_edge = !right_fits || area.width < NARROW;
    let progress_at = if at_edge {
        across.saturating_sub(width(&progress))
    } else {
        used + gap
    };
    if right_fits {
        let at = across.saturating_sub(width(header.right));
        if area.width < NARROW {
            // Place, right and progress from the left, the progress at the edge.
            put(buf, line, used + gap, header.right, look.style(Role::Dim));
        } else {
            put(buf, line, at, header.right, look.style(Role::Dim));
        }
    }
    put(buf, line, progress_at, &progress, look.style(Role::Text));
}
