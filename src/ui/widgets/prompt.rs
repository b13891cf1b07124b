use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Look;
use super::cells::{columns, put, row, wrap};
use crate::ui::theme::Role;

/// Lines that a prompt needs in `width` columns, at most `most`.
#[must_use]
pub fn prompt_height(text: &str, width: u16, most: u16) -> u16 {
    columns(wrap(text, usize::from(width), usize::from(most)).len())
}

/// The one thing to do now, by name: `Scan place A-07-12`.
pub fn draw_prompt(buf: &mut Buffer, area: Rect, look: Look<'_>, text: &str) {
    let lines = wrap(text, usize::from(area.width), usize::from(area.height));
    for (index, line) in lines.iter().enumerate() {
        put(buf, row(area, index), 0, line, look.style(Role::Strong));
    }
}
