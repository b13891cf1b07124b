use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Look;
use super::cells::{columns, cut_name, fill, pad_left, put, row, width};
use crate::keymap::Action;
use crate::ui::theme::Role;

/// One digit an entry.
pub const MENU_PAGE: usize = 9;

/// A line of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuEntry {
    pub label: String,
    /// What stands at the right: how many wait, a key.
    pub note: String,
    pub enabled: bool,
}

impl MenuEntry {
    #[must_use]
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            note: String::new(),
            enabled: true,
        }
    }

    #[must_use]
    pub fn note(self, note: impl Into<String>) -> Self {
        Self {
            note: note.into(),
            ..self
        }
    }

    #[must_use]
    pub fn enabled(self, enabled: bool) -> Self {
        Self { enabled, ..self }
    }
}

/// Where the cursor of a menu is. The page follows from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MenuState {
    pub cursor: usize,
}

impl MenuState {
    /// Moves about in `count` entries. False if the action moves nothing in a menu.
    pub fn apply(&mut self, action: Action, count: usize) -> bool {
        let last = count.saturating_sub(1);
        self.cursor = match action {
            Action::Up if self.cursor == 0 => last,
            Action::Up => self.cursor - 1,
            Action::Down if self.cursor >= last => 0,
            Action::Down => self.cursor + 1,
            Action::PageUp => self.cursor.saturating_sub(MENU_PAGE),
            Action::PageDown => self.cursor.saturating_add(MENU_PAGE),
            Action::First => 0,
            Action::Last => last,
            _ => return false,
        }
        .min(last);
        true
    }

    /// The entry that a digit chooses on this page. The caller looks whether it is enabled.
    #[must_use]
    pub fn digit(self, letter: char, count: usize) -> Option<usize> {
        let digit = usize::try_from(letter.to_digit(10)?).ok()?.checked_sub(1)?;
        let entry = self.page() * MENU_PAGE + digit;
        (digit < MENU_PAGE && entry < count).then_some(entry)
    }

    fn page(self) -> usize {
        self.cursor / MENU_PAGE
    }
}

/// The page of the cursor, entries numbered 1 to 9. Two columns where the height does not do; scrolled by
/// the cursor where that does not either.
pub fn draw_menu(buf: &mut Buffer, area: Rect, look: Look<'_>, entries: &[MenuEntry], state: MenuState) {
    let state = MenuState {
        cursor: state.cursor.min(entries.len().saturating_sub(1)),
    };
    let page: Vec<(usize, &MenuEntry)> = entries
        .iter()
        .enumerate()
        .skip(state.page() * MENU_PAGE)
        .take(MENU_PAGE)
        .collect();
    let pages = entries.len().div_ceil(MENU_PAGE);
    let mut body = area;
    if pages > 1 && area.height > 2 {
        body.height = area.height.saturating_sub(1);
        let of = [
            ("page", (state.page() + 1).to_string()),
            ("pages", pages.to_string()),
        ];
        let text = look.texts.say_text("menu-page", &of);
        put(
            buf,
            row(area, usize::from(body.height)),
            0,
            &text,
            look.style(Role::Dim),
        );
    }
    let height = usize::from(body.height);
    let across = if page.len() > height && body.width >= 30 {
        2
    } else {
        1
    };
    let wide = body.width.checked_div(across).unwrap_or_default();
    let shown = height * usize::from(across);
    let at = state.cursor % MENU_PAGE;
    let skipped = (at + 1).saturating_sub(shown);
    for (place, (index, entry)) in page.iter().skip(skipped).take(shown).enumerate() {
        let column = columns(place.checked_div(height).unwrap_or_default());
        let x = body.x.saturating_add(wide.saturating_mul(column));
        let cell = Rect {
            x,
            width: wide.saturating_sub(across.saturating_sub(1)),
            ..body
        };
        let line = row(cell, place.checked_rem(height).unwrap_or_default());
        draw_entry(
            buf,
            line,
            look,
            (index % MENU_PAGE + 1, entry),
            *index == state.cursor,
        );
    }
}

fn draw_entry(buf: &mut Buffer, line: Rect, look: Look<'_>, numbered: (usize, &MenuEntry), cursor: bool) {
    let (digit, entry) = numbered;
    let across = usize::from(line.width);
    let base = match (cursor, entry.enabled) {
        (true, _) => Role::Cursor,
        (false, true) => Role::Text,
        (false, false) => Role::Dim,
    };
    if cursor {
        fill(buf, line, look.style(base));
    }
    let key = if cursor { Role::Cursor } else { Role::Accent };
    let at = put(buf, line, 0, &format!("{digit} "), look.style(key));
    let note = if entry.note.is_empty() {
        0
    } else {
        width(&entry.note) + 1
    };
    let room = across.saturating_sub(at);
    let note_room = if room >= note + 8 { note } else { 0 };
    let label = cut_name(&entry.label, room.saturating_sub(note_room));
    put(buf, line, at, &label, look.style(base));
    if note_room > 0 {
        let note = pad_left(&entry.note, note_room);
        put(
            buf,
            line,
            across.saturating_sub(note_room),
            &note,
            look.style(base),
        );
    }
}
