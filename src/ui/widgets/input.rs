use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use unicode_segmentation::UnicodeSegmentation;

use super::Look;
use super::cells::{columns, put, row, width};
use crate::keymap::Action;
use crate::ui::theme::Role;

/// A line being typed: bounded, edited by [`Action`]s of the keymap, never holding a control character.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputLine {
    /// The text before and after the cursor.
    before: String,
    after: String,
    /// Most characters it takes.
    most: usize,
    masked: bool,
}

impl InputLine {
    /// An empty line for at most `most` characters; more are not taken.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self {
            before: String::new(),
            after: String::new(),
            most,
            masked: false,
        }
    }

    /// The same for a secret: drawn as stars.
    #[must_use]
    pub fn masked(most: usize) -> Self {
        Self {
            masked: true,
            ..Self::new(most)
        }
    }

    #[must_use]
    pub fn text(&self) -> String {
        format!("{}{}", self.before, self.after)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// Puts a character at the cursor. False if the line is full or it is a control character.
    pub fn insert(&mut self, letter: char) -> bool {
        let taken = !letter.is_control() && self.len() < self.most;
        if taken {
            self.before.push(letter);
        }
        taken
    }

    /// Puts as much of a text as fits at the cursor. False if something was left out.
    pub fn insert_text(&mut self, text: &str) -> bool {
        let mut all = true;
        for letter in text.chars() {
            all &= self.insert(letter);
        }
        all
    }

    /// Replaces the whole line, with the cursor at its end.
    pub fn set(&mut self, text: &str) {
        self.clear();
        self.insert_text(text);
    }

    pub fn clear(&mut self) {
        self.before.clear();
        self.after.clear();
    }

    /// The text, leaving the line empty: what Enter does.
    pub fn take(&mut self) -> String {
        let text = self.text();
        self.clear();
        text
    }

    /// Does an editing action. False if the action is none: it is then for the screen.
    pub fn apply(&mut self, action: Action) -> bool {
        match action {
            Action::EditLeft => {
                let last = last_grapheme(&self.before);
                let moved = self.before.split_off(last);
                self.after.insert_str(0, &moved);
            }
            Action::EditRight => {
                let rest = self.after.split_off(first_grapheme(&self.after));
                self.before.push_str(&std::mem::replace(&mut self.after, rest));
            }
            Action::EditStart => {
                self.after.insert_str(0, &self.before);
                self.before.clear();
            }
            Action::EditEnd => self.before.push_str(&std::mem::take(&mut self.after)),
            Action::EditErase => self.before.truncate(last_grapheme(&self.before)),
            Action::EditDelete => self.after = self.after.split_off(first_grapheme(&self.after)),
            Action::EditEraseWord => {
                let words = self.before.trim_end();
                self.before
                    .truncate(words.rfind(' ').map_or(0, |space| space + 1));
            }
            Action::EditKill => self.after.clear(),
            Action::EditClear => self.clear(),
            _ => return false,
        }
        true
    }

    fn len(&self) -> usize {
        self.before.chars().count() + self.after.chars().count()
    }

    fn shown(&self, text: &str) -> String {
        if self.masked {
            "*".repeat(text.graphemes(true).count())
        } else {
            text.to_owned()
        }
    }
}

fn last_grapheme(text: &str) -> usize {
    text.grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
}

fn first_grapheme(text: &str) -> usize {
    text.graphemes(true).next().map_or(0, str::len)
}

/// Draws `> text` on the first line of `area`, scrolled so that the cursor is in it. Gives where the
/// terminal's cursor belongs, if there is room for one.
pub fn draw_input(buf: &mut Buffer, area: Rect, look: Look<'_>, input: &InputLine) -> Option<Position> {
    let line = row(area, 0).intersection(buf.area);
    let mut at = put(buf, line, 0, "> ", look.style(Role::Accent));
    let room = usize::from(line.width).saturating_sub(at);
    if line.is_empty() || room == 0 {
        return None;
    }
    // The cursor's own cell is kept free; what does not fit leaves at the left.
    let before = input.shown(&input.before);
    let after = input.shown(&input.after);
    let mut shown = before.as_str();
    while width(shown) >= room {
        let (_, rest) = shown
            .split_at_checked(first_grapheme(shown))
            .unwrap_or((shown, ""));
        shown = rest;
    }
    at += put(buf, line, at, shown, look.style(Role::Text));
    put(buf, line, at, &after, look.style(Role::Text));
    let cursor = Position::new(line.x.saturating_add(columns(at)), line.y);
    if let Some(cell) = buf.cell_mut(cursor) {
        cell.modifier.insert(Modifier::REVERSED);
    }
    Some(cursor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(text: &str, actions: &[Action]) -> InputLine {
        let mut line = InputLine::new(20);
        line.insert_text(text);
        for action in actions {
            assert!(line.apply(*action));
        }
        line
    }

    #[test]
    fn editing() {
        use Action::*;
        for (text, actions, left) in [
            ("A-07", &[EditErase][..], "A-0"),
            ("A-07", &[EditLeft, EditErase], "A-7"),
            ("A-07", &[EditStart, EditDelete], "-07"),
            ("A-07", &[EditStart, EditErase], "A-07"),
            ("A-07", &[EditStart, EditRight, EditKill], "A"),
            ("A-07", &[EditEnd, EditRight, EditDelete], "A-07"),
            ("one two ", &[EditEraseWord], "one "),
            ("one two", &[EditEraseWord, EditEraseWord], ""),
            ("白色心", &[EditLeft, EditErase], "白心"),
            ("A-07", &[EditLeft, EditClear], ""),
        ] {
            assert_eq!(typed(text, actions).text(), left, "{text} {actions:?}");
        }
    }

    #[test]
    fn a_full_line_takes_no_more_and_says_so() {
        let mut line = InputLine::new(3);
        assert!(line.insert_text("123"));
        assert!(!line.insert('4'));
        assert!(!line.insert('\u{1d}'));
        assert_eq!(line.take(), "123");
        assert!(line.is_empty());
    }

    #[test]
    fn other_actions_are_left_to_the_screen() {
        assert!(!InputLine::new(3).apply(Action::Confirm));
    }

    proptest! {
        #[test]
        fn no_editing_breaks_the_line(steps in proptest::collection::vec((0usize..Action::ALL.len(), proptest::char::any()), 0..80)) {
            let mut line = InputLine::new(12);
            for (action, letter) in steps {
                line.insert(letter);
                line.apply(Action::ALL[action]);
                prop_assert!(line.text().chars().count() <= 12);
                prop_assert!(!line.text().contains(char::is_control));
            }
        }
    }
}
