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
    let grid = Grid::of(&follows, look, inner, high);
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
        let seen = grid
            .place(index)
            .filter(|(_, line)| *line < usize::from(inside.height));
        let Some((column, line)) = seen else {
            continue;
        };
        let (key, text) = if next.enabled {
            (Role::Accent, Role::Text)
        } else {
            (Role::Dim, Role::Dim)
        };
        let place = row(inside, line);
        put(
            buf,
            place,
            column.at,
            &pad(&next.key, column.key),
            look.style(key),
        );
        let name = grid.name(next, look, column, area.width);
        put(buf, place, column.at + column.key + 1, &name, look.style(text));
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
#[derive(Clone, Debug)]
struct Grid {
    /// Rows of a column.
    lines: usize,
    columns: Vec<Column>,
}

/// One column: where it begins, and how wide its keys and names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Column {
    at: usize,
    key: usize,
    name: usize,
}

impl Grid {
    fn of(follows: &[Follows<'_>], look: Look<'_>, inner: usize, high: usize) -> Grid {
        let key_wide = follows.iter().map(|next| width(&next.key)).max();
        let whole = key_wide.unwrap_or_default() + 12;
        let roomy = inner.checked_div(whole).unwrap_or_default().max(1);
        let across = roomy.max(follows.len().div_ceil(high));
        let lines = follows.len().div_ceil(across).max(1);
        // Each column has keys of its own width, so that one long key does not push all names out.
        let keys = follows
            .chunks(lines)
            .map(|column| widest(column, |next| width(&next.key)));
        let columns = if across == roomy {
            let at = |(index, key): (usize, usize)| {
                let end = if index + 1 == across {
                    inner
                } else {
                    (index + 1) * whole - 1
                };
                let at = index * whole;
                let name = end.saturating_sub(at + key + 1);
                Column { at, key, name }
            };
            keys.enumerate().map(at).collect()
        } else {
            let names = follows
                .chunks(lines)
                .map(|column| widest(column, |next| label_wide(next, look)));
            shared(&keys.zip(names).collect::<Vec<_>>(), inner)
        };
        Grid { lines, columns }
    }

    /// The column and the line of an entry.
    fn place(&self, index: usize) -> Option<(Column, usize)> {
        let column = self.columns.get(index.checked_div(self.lines)?)?;
        Some((*column, index.checked_rem(self.lines)?))
    }

    /// What a key does, as far as there is room.
    fn name(&self, next: &Follows<'_>, look: Look<'_>, column: Column, screen: u16) -> String {
        if self.columns.len() == 1 && screen >= NARROW {
            return cut_name(&look.doc_of(next.action), column.name).into_owned();
        }
        let on = if next.leads_on { "…" } else { "" };
        let label = look.label_of(next.action);
        // No dots for what is left out: two more letters tell more.
        format!("{}{on}", head(&label, column.name.saturating_sub(width(on))))
    }
}

fn widest(column: &[Follows<'_>], wide: impl Fn(&Follows<'_>) -> usize) -> usize {
    column.iter().map(wide).max().unwrap_or_default()
}

fn label_wide(next: &Follows<'_>, look: Look<'_>) -> usize {
    width(&look.label_of(next.action)) + usize::from(next.leads_on)
}

/// Columns for keys and names of these widths where there is no room for all: each takes its part of the width, with a
/// blank between key and name and between columns, and what one does not need goes to those that want more.
fn shared(wanted: &[(usize, usize)], inner: usize) -> Vec<Column> {
    let count = wanted.len();
    let part = inner.checked_div(count).unwrap_or_default();
    let room = |(index, (key, _)): (usize, &(usize, usize))| match index + 1 == count {
        true => inner.saturating_sub(part * index + key + 1),
        false => part.saturating_sub(key + 2),
    };
    let rooms: Vec<usize> = wanted.iter().enumerate().map(room).collect();
    let unneeded = |(room, (_, name)): (&usize, &(usize, usize))| room.saturating_sub(*name);
    let mut spare: usize = rooms.iter().zip(wanted).map(unneeded).sum();
    let mut at = 0;
    let column = |((key, wanted), room): (&(usize, usize), usize)| {
        let more = wanted.saturating_sub(room).min(spare);
        spare -= more;
        let column = Column {
            at,
            key: *key,
            name: room.min(*wanted) + more,
        };
        at += key + 1 + column.name + 1;
        column
    };
    wanted.iter().zip(rooms).map(column).collect()
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
    fn columns_share_what_there_is() {
        let of = |wanted: &[(usize, usize)], inner| {
            let columns = shared(wanted, inner);
            columns
                .iter()
                .map(|column| (column.at, column.key, column.name))
                .collect::<Vec<_>>()
        };
        // As wide as they are: 1 + 1 + 6, a blank, 4 + 1 + 6.
        assert_eq!(of(&[(1, 6), (4, 6)], 20), [(0, 1, 6), (9, 4, 6)]);
        // What one does not need goes to the other; else each has its half.
        assert_eq!(of(&[(1, 10), (1, 4)], 17), [(0, 1, 8), (11, 1, 4)]);
        assert_eq!(of(&[(1, 10), (1, 10)], 20), [(0, 1, 7), (10, 1, 8)]);
        assert_eq!(of(&[(3, 10), (3, 10)], 5), [(0, 3, 0), (5, 3, 0)]);
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
                        let grid = Grid::of(&follows, look, inner, high);
                        let mut names: BTreeMap<String, Action> = BTreeMap::new();
                        for (index, next) in follows.iter().enumerate() {
                            let (column, line) = grid.place(index).unwrap();
                            assert!(line < high, "{} is not seen after {}", next.key, describe(&keys));
                            let name = grid.name(next, look, column, 20);
                            assert!(
                                column.at + column.key + 1 + width(&name) <= inner,
                                "{name:?} {column:?}"
                            );
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
