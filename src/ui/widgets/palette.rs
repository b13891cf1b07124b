use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::cells::{cut_name, fill, pad, put, row, width};
use super::filter::fold;
use super::input::{InputLine, draw_input};
use super::popup::{PopupSize, popup};
use super::{Hint, Look};
use crate::keymap::Action;
use crate::ui::theme::Role;

/// Any command by a part of its name, id or doc.
#[derive(Clone, Debug)]
pub struct Palette {
    pub input: InputLine,
    cursor: usize,
}

impl Default for Palette {
    fn default() -> Self {
        Self {
            input: InputLine::new(40),
            cursor: 0,
        }
    }
}

impl Palette {
    /// Edits the line or moves among the matches. False if the action does neither.
    pub fn apply(&mut self, action: Action, look: Look<'_>, offered: &[Hint]) -> bool {
        if self.input.apply(action) {
            self.cursor = 0;
            return true;
        }
        let last = self.matches(look, offered).len().saturating_sub(1);
        self.cursor = match action {
            Action::Up => self.cursor.saturating_sub(1),
            Action::Down => self.cursor.saturating_add(1),
            Action::PageUp => self.cursor.saturating_sub(10),
            Action::PageDown => self.cursor.saturating_add(10),
            Action::First => 0,
            Action::Last => last,
            _ => return false,
        }
        .min(last);
        true
    }

    /// A character typed into the line.
    pub fn insert(&mut self, letter: char) {
        self.input.insert(letter);
        self.cursor = 0;
    }

    /// What Enter would do now.
    #[must_use]
    pub fn chosen(&self, look: Look<'_>, offered: &[Hint]) -> Option<Hint> {
        self.matches(look, offered).get(self.cursor).copied()
    }

    /// The offered actions that hold every typed word; those whose name begins with it come first.
    fn matches(&self, look: Look<'_>, offered: &[Hint]) -> Vec<Hint> {
        let text = fold(&self.input.text());
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut found: Vec<(bool, Hint)> = Vec::new();
        for hint in offered {
            let label = fold(&look.label_of(hint.action));
            let all = format!("{label} {} {}", hint.action.id(), fold(&look.doc_of(hint.action)));
            if words.iter().all(|word| all.contains(word)) {
                let begins = words.first().is_some_and(|word| label.starts_with(word));
                found.push((!begins, *hint));
            }
        }
        found.sort_by_key(|(late, _)| *late);
        found.into_iter().map(|(_, hint)| hint).collect()
    }
}

/// The palette over `area`; gives where the terminal's cursor belongs.
pub fn draw_palette(
    buf: &mut Buffer,
    area: Rect,
    look: Look<'_>,
    (palette, offered): (&Palette, &[Hint]),
) -> Option<Position> {
    let size = PopupSize {
        width: 64,
        height: 16,
    };
    let inside = popup(buf, area, look, &look.texts.say("palette-title"), size);
    let cursor = draw_input(buf, inside, look, &palette.input);
    if palette.input.is_empty() {
        let hint = look.texts.say("palette-prompt");
        let room = usize::from(inside.width).saturating_sub(4);
        put(
            buf,
            row(inside, 0),
            4,
            &cut_name(&hint, room),
            look.style(Role::Dim),
        );
    }
    let found = palette.matches(look, offered);
    let height = usize::from(inside.height).saturating_sub(1);
    if found.is_empty() {
        let none = look.texts.say("palette-none");
        put(
            buf,
            row(inside, 1),
            0,
            &cut_name(&none, usize::from(inside.width)),
            look.style(Role::Dim),
        );
    }
    let skipped = (palette.cursor + 1).saturating_sub(height);
    for (line, (index, hint)) in found.iter().enumerate().skip(skipped).take(height).enumerate() {
        draw_match(buf, row(inside, line + 1), look, *hint, index == palette.cursor);
    }
    cursor
}

fn draw_match(buf: &mut Buffer, line: Rect, look: Look<'_>, hint: Hint, cursor: bool) {
    let role = match (cursor, hint.enabled) {
        (true, _) => Role::Cursor,
        (false, true) => Role::Text,
        (false, false) => Role::Dim,
    };
    let style = look.style(role);
    if cursor {
        fill(buf, line, style);
    }
    let across = usize::from(line.width);
    let note = if hint.enabled {
        look.key_of(hint.action).unwrap_or_default()
    } else {
        look.texts.say("palette-not-now").into_owned()
    };
    let note_room = if across >= 30 { width(&note) + 1 } else { 0 };
    let text = format!(
        "{} {}",
        pad(&look.label_of(hint.action), 10),
        look.doc_of(hint.action)
    );
    put(
        buf,
        line,
        0,
        &cut_name(&text, across.saturating_sub(note_room)),
        style,
    );
    if note_room > 0 {
        put(buf, line, across.saturating_sub(width(&note)), &note, style);
    }
}
