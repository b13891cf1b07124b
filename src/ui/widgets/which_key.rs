use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::cells::{columns, cut_name, head, pad, put, row, width};
use super::popup::{PopupSize, framed, popup};
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
/// lead on to several stand there once. Where the height does not do there are more columns, and shorter names; on a
/// small screen no border either, so that names are told apart all the same.
pub fn draw_which_key(
    buf: &mut Buffer,
    area: Rect,
    look: Look<'_>,
    pressed: &[Key],
    more: &[(Binding, bool)],
) {
    let follows = follows(more);
    let small = area.width < NARROW || area.height < 10;
    let edge = if small { 0 } else { 2 };
    let inner = usize::from(area.width).saturating_sub(edge);
    // The border, or the title alone.
    let frame = if small { 1 } else { edge };
    let high = usize::from(area.height).saturating_sub(frame).max(1);
    let grid = Grid::of(&follows, inner, high);
    let height = columns(grid.lines + frame).min(area.height);
    let outside = Rect {
        y: area.bottom().saturating_sub(height),
        height,
        ..area
    };
    let title = look
        .texts
        .say_text("which-key-title", &[("keys", describe(pressed))]);
    let inside = if small {
        bare(buf, outside, look, &title)
    } else {
        framed(buf, outside, look, &title)
    };
    for (index, next) in follows.iter().enumerate() {
        let (column, line) = grid.place(index);
        if line >= usize::from(inside.height) {
            continue;
        }
        let (key, text) = if next.enabled {
            (Role::Accent, Role::Text)
        } else {
            (Role::Dim, Role::Dim)
        };
        let (at, key_wide) = (column * grid.cell, grid.key_wide(&follows, column));
        let place = row(inside, line);
        put(buf, place, at, &pad(&next.key, key_wide), look.style(key));
        let name = grid.name(next, look, column, key_wide, area.width);
        put(buf, place, at + key_wide + 1, &name, look.style(text));
    }
}

/// The title as the first line, no border.
fn bare(buf: &mut Buffer, area: Rect, look: Look<'_>, title: &str) -> Rect {
    // What `popup` gives where there is no room for a border.
    let size = PopupSize {
        width: area.width,
        height: area.height,
    };
    popup(buf, area, look, title, size)
}

/// How keys and names stand: down, then across, so that neighbours in the table stay neighbours.
#[derive(Clone, Copy, Debug)]
struct Grid {
    across: usize,
    /// Rows of a column.
    lines: usize,
    /// Columns of the screen that one takes.
    cell: usize,
    /// All of them together.
    inner: usize,
}

impl Grid {
    fn of(follows: &[Follows<'_>], inner: usize, high: usize) -> Grid {
        let key_wide = follows.iter().map(|next| width(&next.key)).max();
        let whole = key_wide.unwrap_or_default() + 12;
        let roomy = inner.checked_div(whole).unwrap_or_default().max(1);
        let across = roomy.max(follows.len().div_ceil(high));
        Grid {
            across,
            lines: follows.len().div_ceil(across),
            cell: if across == roomy { whole } else { inner / across },
            inner,
        }
    }

    fn place(self, index: usize) -> (usize, usize) {
        let column = index.checked_div(self.lines).unwrap_or_default();
        (column, index.checked_rem(self.lines).unwrap_or_default())
    }

    /// Each column has keys of its own width, so that one long name does not push all the others out.
    fn key_wide(self, follows: &[Follows<'_>], column: usize) -> usize {
        let own = follows.iter().skip(column * self.lines).take(self.lines);
        own.map(|next| width(&next.key)).max().unwrap_or_default()
    }

    /// What a key does, as far as there is room.
    fn name(self, next: &Follows<'_>, look: Look<'_>, column: usize, key_wide: usize, screen: u16) -> String {
        let last = column + 1 == self.across;
        let end = if last {
            self.inner
        } else {
            ((column + 1) * self.cell).saturating_sub(1)
        };
        let room = end.saturating_sub(column * self.cell + key_wide + 1);
        if self.across == 1 && screen >= NARROW {
            return cut_name(&look.doc_of(next.action), room).into_owned();
        }
        let on = if next.leads_on { "…" } else { "" };
        let label = look.label_of(next.action);
        // No dots for what is left out: two more letters tell more.
        format!("{}{on}", head(&label, room.saturating_sub(width(on))))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keymap::{Context, Keymap, Resolution, Shipped};
    use crate::ui::locale::{Lang, Texts};
    use crate::ui::theme::Theme;
    use std::collections::BTreeMap;

    /// What may follow in this context, prefix by prefix.
    fn prefixes(keymap: &Keymap, stack: &[Context]) -> BTreeMap<Vec<Key>, Vec<(Binding, bool)>> {
        let bindings = stack.iter().flat_map(|context| keymap.bindings(*context));
        let begun = bindings.flat_map(|binding| {
            (1..binding.keys.len()).filter_map(move |length| binding.keys.get(..length).map(<[Key]>::to_vec))
        });
        begun
            .filter_map(|keys| match keymap.resolve(stack, &keys) {
                Resolution::Pending(more) => {
                    Some((keys, more.into_iter().map(|binding| (binding, true)).collect()))
                }
                _ => None,
            })
            .collect()
    }

    #[test]
    fn on_the_smallest_screens_names_are_told_apart() {
        let mut seen = 0;
        for (lang, shipped) in Lang::ALL
            .into_iter()
            .flat_map(|lang| Shipped::ALL.map(|s| (lang, s)))
        {
            let (texts, keymap) = (Texts::new(lang), Keymap::shipped(shipped));
            for context in Context::ALL {
                let inner = if context.has_prompt() {
                    Context::Prompt
                } else {
                    context
                };
                let stack = [Context::Global, context, inner];
                let look = Look {
                    theme: Theme::default(),
                    texts: &texts,
                    keymap: &keymap,
                    stack: &stack,
                };
                for (keys, more) in prefixes(&keymap, &stack) {
                    for (inner, high) in [(20, 15), (40, 7)] {
                        let follows = follows(&more);
                        let grid = Grid::of(&follows, inner, high);
                        let mut names: BTreeMap<String, Action> = BTreeMap::new();
                        for (index, next) in follows.iter().enumerate() {
                            let (column, line) = grid.place(index);
                            assert!(line < high, "{} is not seen after {}", next.key, describe(&keys));
                            let key_wide = grid.key_wide(&follows, column);
                            let name = grid.name(next, look, column, key_wide, 20);
                            let same = names.insert(name.clone(), next.action);
                            assert!(
                                same.is_none_or(|same| same == next.action),
                                "{name:?} twice after {} in {} of {}, {inner} wide, {}",
                                describe(&keys),
                                context.id(),
                                shipped.name(),
                                lang.tag()
                            );
                            seen += 1;
                        }
                    }
                }
            }
        }
        assert!(seen > 500, "{seen}");
    }
}
