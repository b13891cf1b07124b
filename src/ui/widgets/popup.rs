use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Widget};
use unicode_width::UnicodeWidthStr;

use super::cells::{cut_name, fill, put, row};
use super::{Look, NARROW};
use crate::ui::theme::Role;

/// How large a popup would like to be, its border not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PopupSize {
    pub width: u16,
    pub height: u16,
}

/// Clears room for a popup in the middle of `area` and gives its inside. On a small screen it takes all of
/// `area`, with its title as the first line and no border.
pub fn popup(buf: &mut Buffer, area: Rect, look: Look<'_>, title: &str, size: PopupSize) -> Rect {
    let area = area.intersection(buf.area);
    if area.width < NARROW || area.height < 10 {
        clear(buf, area, look);
        put(
            buf,
            row(area, 0),
            0,
            &cut_name(title, usize::from(area.width)),
            look.style(Role::Heading),
        );
        return Rect {
            y: area.y.saturating_add(1).min(area.bottom()),
            height: area.height.saturating_sub(1),
            ..area
        };
    }
    let width = size.width.saturating_add(2).min(area.width);
    let height = size.height.saturating_add(2).min(area.height);
    let outside = Rect {
        x: area.x.saturating_add(area.width.saturating_sub(width) / 2),
        y: area.y.saturating_add(area.height.saturating_sub(height) / 2),
        width,
        height,
    };
    framed(buf, outside, look, title)
}

/// Clears `outside`, draws its border and title, and gives its inside.
pub(super) fn framed(buf: &mut Buffer, outside: Rect, look: Look<'_>, title: &str) -> Rect {
    let outside = outside.intersection(buf.area);
    clear(buf, outside, look);
    let block = Block::bordered()
        .border_set(look.theme.border())
        .border_style(look.style(Role::Dim));
    let inside = block.inner(outside);
    block.render(outside, buf);
    let title = format!(
        " {} ",
        cut_name(title, usize::from(inside.width).saturating_sub(4))
    );
    let top = Rect {
        x: inside.x,
        width: inside.width,
        ..row(outside, 0)
    };
    put(buf, top, 1, &title, look.style(Role::Heading));
    inside
}

/// Blanks an area that lies over others. A wide character that reaches into it from the left would keep
/// its second half (ratatui#2526), so its first half goes too.
fn clear(buf: &mut Buffer, area: Rect, look: Look<'_>) {
    if let Some(before) = area.x.checked_sub(1) {
        for y in area.top()..area.bottom() {
            let cell = buf.cell_mut((before, y)).filter(|cell| cell.symbol().width() > 1);
            if let Some(cell) = cell {
                cell.set_symbol(" ");
            }
        }
    }
    fill(buf, area, look.theme.base());
}
