use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::cells::{columns, cut_name, pad, put, row, width};
use super::popup::framed;
use super::{Look, NARROW};
use crate::keymap::{Action, Binding, Key, describe};
use crate::ui::theme::Role;

/// What may follow the keys pressed so far: one key, and what it does or leads to.
struct Follows<'a> {
    key: String,
    keys: &'a [Key],
    action: Action,
    /// More keys follow, and this is but the first of what they do.
    leads_on: bool,
    enabled: bool,
}

/// After the first key of a sequence: what may follow, in columns over the bottom of `area`. `more` comes
/// with [`Resolution::Pending`](crate::keymap::Resolution::Pending), each with whether it can be done now. Keys that
/// lead on to several stand there once. Where the height does not do there are more columns, and shorter names.
pub fn draw_which_key(
    buf: &mut Buffer,
    area: Rect,
    look: Look<'_>,
    pressed: &[Key],
    more: &[(Binding, bool)],
) {
    let follows = follows(more);
    let key_wide = follows
        .iter()
        .map(|next| width(&next.key))
        .max()
        .unwrap_or_default();
    let inner = usize::from(area.width).saturating_sub(2);
    let high = usize::from(area.height).saturating_sub(2).max(1);
    let roomy = inner.checked_div(key_wide + 12).unwrap_or_default().max(1);
    let across = roomy.max(follows.len().div_ceil(high));
    let cell = if across == roomy {
        key_wide + 12
    } else {
        inner / across
    };
    let lines = follows.len().div_ceil(across);
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
    for (index, next) in follows.iter().enumerate() {
        // Down, then across, so that neighbours in the table stay neighbours.
        let (column, line) = (
            index.checked_div(lines).unwrap_or_default(),
            index.checked_rem(lines).unwrap_or_default(),
        );
        if line >= usize::from(inside.height) {
            continue;
        }
        let at = column * cell;
        let (key, text) = if next.enabled {
            (Role::Accent, Role::Text)
        } else {
            (Role::Dim, Role::Dim)
        };
        let place = row(inside, line);
        // Each column has keys of its own width, so that one long name does not push all the others out.
        let key_wide = follows.iter().skip(column * lines).take(lines);
        let key_wide = key_wide.map(|next| width(&next.key)).max().unwrap_or_default();
        put(buf, place, at, &pad(&next.key, key_wide), look.style(key));
        let room = if across == 1 {
            inner
        } else {
            cell.saturating_sub(1)
        };
        let mut name = if across == 1 && area.width >= NARROW {
            look.doc_of(next.action)
        } else {
            look.label_of(next.action)
        };
        if next.leads_on {
            name.push('…');
        }
        let room = room.saturating_sub(key_wide + 1);
        put(
            buf,
            place,
            at + key_wide + 1,
            &cut_name(&name, room),
            look.style(text),
        );
    }
}

/// The keys that may come next, in the order of keyboards. A lone sequence is shown whole.
fn follows(more: &[(Binding, bool)]) -> Vec<Follows<'_>> {
    let mut follows: Vec<Follows<'_>> = Vec::new();
    for (Binding { keys, action }, enabled) in more {
        let begun = |next: &&mut Follows<'_>| next.keys.first() == keys.first();
        if let Some(next) = follows.iter_mut().find(begun) {
            next.key = describe(keys.get(..1).unwrap_or_default());
            next.leads_on = true;
            next.enabled |= enabled;
            continue;
        }
        follows.push(Follows {
            key: describe(keys),
            keys,
            action: *action,
            leads_on: false,
            enabled: *enabled,
        });
    }
    follows.sort_by_key(|next| as_on_keyboards(next.keys));
    follows
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
