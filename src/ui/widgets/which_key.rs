use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::cells::{columns, cut_name, pad, put, row, width};
use super::popup::framed;
use super::{Look, NARROW};
use crate::keymap::{Binding, Key, describe};
use crate::ui::theme::Role;

/// After the first key of a sequence: what may follow, in columns over the bottom of `area`. `more` comes
/// with [`Resolution::Pending`](crate::keymap::Resolution::Pending).
pub fn draw_which_key(buf: &mut Buffer, area: Rect, look: Look<'_>, pressed: &[Key], more: &[Binding]) {
    let mut more: Vec<&Binding> = more.iter().collect();
    more.sort_by_key(|binding| as_on_keyboards(&binding.keys));
    let keys: Vec<String> = more.iter().map(|binding| describe(&binding.keys)).collect();
    let key_wide = keys.iter().map(|key| width(key)).max().unwrap_or_default();
    let cell = key_wide + 12;
    let inner = usize::from(area.width).saturating_sub(2);
    let across = inner.checked_div(cell).unwrap_or_default().max(1);
    let lines = more.len().div_ceil(across);
    let height = columns(lines + 2).min(area.height);
    let outside = Rect {
        y: area.bottom().saturating_sub(height),
        height,
        ..area
    };
    let title = look
        .texts
        .say_text("which-key-title", &[("keys", describe(pressed))]);
    let inside = framed(buf, outside, look, &title);
    let shown = usize::from(inside.height);
    for (index, (binding, key)) in more.iter().zip(&keys).enumerate() {
        // Down, then across, so that neighbours in the table stay neighbours.
        let (column, line) = (
            index.checked_div(lines).unwrap_or_default(),
            index.checked_rem(lines).unwrap_or_default(),
        );
        if line >= shown {
            continue;
        }
        let place = row(inside, line);
        let at = column * cell;
        put(buf, place, at, &pad(key, key_wide), look.style(Role::Accent));
        let name = if across == 1 && area.width >= NARROW {
            look.doc_of(binding.action)
        } else {
            look.label_of(binding.action)
        };
        let room = if across == 1 {
            inner.saturating_sub(key_wide + 1)
        } else {
            10
        };
        put(
            buf,
            place,
            at + key_wide + 1,
            &cut_name(&name, room),
            look.style(Role::Text),
        );
    }
}

/// The order of the keys on a keyboard: 1 to 9, then 0, then letters.
fn as_on_keyboards(keys: &[Key]) -> (bool, bool, Vec<Key>) {
    let first = keys.first().and_then(|key| key.text());
    (
        !first.is_some_and(|letter| letter.is_ascii_digit()),
        first == Some('0'),
        keys.to_vec(),
    )
}
