//! Lists whose rows are made ready before they are drawn: short ones, or one page of a long one.

use crate::keymap::Action;
use crate::ui::theme::Role;
use crate::ui::widgets::{Column, List, ListState, Look, Rows, View, draw_list, list_page};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::borrow::Cow;

/// Rows of the terminal that are no list: first line, prompt, input, keys.
const FRAME: u16 = 4;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is, whatever its place.
    pub id: u64,
    /// How it is drawn.
    pub role: Role,
    /// Its texts, one a column.
    pub cells: Vec<String>,
}

/// All rows of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines(pub Vec<Line>);

impl Lines {
    /// Moves the cursor on a terminal of this size. False if the action moves nothing.
    pub fn apply(&self, state: &mut ListState, action: Action, size: (u16, u16)) -> bool {
        let moves = [
            Action::Up,
            Action::Down,
            Action::PageUp,
            Action::PageDown,
            Action::First,
            Action::Last,
        ];
        let page = list_page(size.1.saturating_sub(FRAME));
        moves.contains(&action) && state.apply(action, self, &View::all(self.0.len()), page)
    }

    /// After rows came or went, the cursor stays on its own.
    pub fn follow(&self, state: &mut ListState) {
        state.follow(self, &View::all(self.0.len()));
    }

    /// The place of the row under the cursor.
    pub fn selected(&self, state: &ListState) -> Option<usize> {
        state.selected(&View::all(self.0.len()))
    }

    /// Draws the page of the cursor. `empty` is said when there is no row.
    pub fn draw(
        &self,
        buf: &mut Buffer,
        area: Rect,
        look: Look<'_>,
        (columns, state, empty): (&[Column], &ListState, &str),
    ) {
        let list = List {
            empty,
            ..List::new(columns, self, state)
        };
        draw_list(buf, area, look, &list);
    }
}

impl Rows for Lines {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn cells(&self, row: usize) -> Vec<Cow<'_, str>> {
        let cells = self
            .0
            .get(row)
            .map(|line| line.cells.as_slice())
            .unwrap_or_default();
        cells.iter().map(|cell| Cow::Borrowed(cell.as_str())).collect()
    }

    fn id(&self, row: usize) -> u64 {
        self.0.get(row).map_or(0, |line| line.id)
    }

    fn role(&self, row: usize) -> Role {
        self.0.get(row).map_or(Role::Text, |line| line.role)
    }
}
