use std::borrow::Cow;
use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Look;
use super::cells::{columns as cell_count, cut_code, cut_name, fill, fit_number, put, row, width, wrap};
use super::filter::Progress;
use crate::keymap::Action;
use crate::ui::theme::Role;

/// Where a list's rows come from: only those on the screen are asked for.
pub trait Rows {
    fn len(&self) -> usize;

    /// The texts of a row, one a column.
    fn cells(&self, row: usize) -> Vec<Cow<'_, str>>;

    /// What a row is, whatever its number: marks and cursor stay on it when rows come and go.
    fn id(&self, row: usize) -> u64 {
        u64::try_from(row).unwrap_or(u64::MAX)
    }

    /// How a row is drawn: dim for what is over, an answer's colours for what needs a look.
    fn role(&self, _row: usize) -> Role {
        Role::Text
    }

    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What a column holds: how it is aligned, and cut where it has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Cut at its end.
    Name,
    /// Cut at its beginning.
    Code,
    /// Right-aligned, shown whole or not at all.
    Number,
}

/// A column of a list, widths in cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub title: String,
    pub kind: ColumnKind,
    pub min: u16,
    pub max: u16,
    /// 0 stays longest; on a narrow screen the highest goes first.
    pub priority: u8,
}

impl Column {
    #[must_use]
    pub fn name(title: impl Into<String>, min: u16, max: u16) -> Self {
        Self {
            title: title.into(),
            kind: ColumnKind::Name,
            min,
            max,
            priority: 0,
        }
    }

    #[must_use]
    pub fn code(title: impl Into<String>, width: u16) -> Self {
        Self {
            kind: ColumnKind::Code,
            ..Self::name(title, width, width)
        }
    }

    #[must_use]
    pub fn number(title: impl Into<String>, width: u16) -> Self {
        Self {
            kind: ColumnKind::Number,
            ..Self::name(title, width, width)
        }
    }

    #[must_use]
    pub fn priority(self, priority: u8) -> Self {
        Self { priority, ..self }
    }
}

/// Which rows of a list are shown, in order: all of them, or those a filter has found.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    hits: Option<&'a [usize]>,
    total: usize,
}

impl<'a> View<'a> {
    #[must_use]
    pub fn all(total: usize) -> Self {
        Self { hits: None, total }
    }

    #[must_use]
    pub fn hits(hits: &'a [usize], total: usize) -> Self {
        Self {
            hits: Some(hits),
            total,
        }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.hits.map_or(self.total, <[usize]>::len)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row shown at a place of the view.
    #[must_use]
    pub fn row(&self, place: usize) -> Option<usize> {
        match self.hits {
            Some(hits) => hits.get(place).copied(),
            None => (place < self.total).then_some(place),
        }
    }
}

/// Cursor and marks of a list. Kept by the screen; [`ListState::apply`] moves it, drawing only reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListState {
    /// Place in the view.
    cursor: usize,
    /// What stands under the cursor, to find it again.
    on: Option<u64>,
    marks: BTreeSet<u64>,
}

impl ListState {
    /// Moves or marks. `page` is the height of a page, [`list_page`]. False if the action does neither.
    pub fn apply(&mut self, action: Action, rows: &dyn Rows, view: &View<'_>, page: usize) -> bool {
        let last = view.len().saturating_sub(1);
        match action {
            Action::Up => self.go(self.cursor.saturating_sub(1), rows, view),
            Action::Down => self.go(self.cursor.saturating_add(1).min(last), rows, view),
            Action::PageUp => self.go(self.cursor.saturating_sub(page.max(1)), rows, view),
            Action::PageDown => self.go(self.cursor.saturating_add(page.max(1)).min(last), rows, view),
            Action::First => self.go(0, rows, view),
            Action::Last => self.go(last, rows, view),
            Action::Select => {
                if let Some(id) = self.selected(view).map(|row| rows.id(row))
                    && !self.marks.remove(&id)
                {
                    self.marks.insert(id);
                }
                self.go(self.cursor.saturating_add(1).min(last), rows, view);
            }
            Action::SelectAll => {
                let shown = (0..view.len()).filter_map(|place| view.row(place));
                self.marks.extend(shown.map(|row| rows.id(row)));
            }
            Action::SelectNone => self.marks.clear(),
            _ => return false,
        }
        true
    }

    /// The row under the cursor.
    #[must_use]
    pub fn selected(&self, view: &View<'_>) -> Option<usize> {
        view.row(self.cursor.min(view.len().saturating_sub(1)))
    }

    /// Ids of the marked rows.
    #[must_use]
    pub fn marks(&self) -> &BTreeSet<u64> {
        &self.marks
    }

    /// Place of the cursor in the view.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    pub fn go(&mut self, place: usize, rows: &dyn Rows, view: &View<'_>) {
        self.cursor = place.min(view.len().saturating_sub(1));
        self.on = view.row(self.cursor).map(|row| rows.id(row));
    }

    /// After rows came, went or were filtered: the cursor goes to where its row now is, or stays where it
    /// was when the row is gone.
    pub fn follow(&mut self, rows: &dyn Rows, view: &View<'_>) {
        let is_it = |place: &usize| view.row(*place).map(|row| rows.id(row)) == self.on;
        if self.on.is_some() && !is_it(&self.cursor) {
            // It mostly moved a little, so look outwards from where it was.
            let outwards = (1..=self.cursor.max(view.len())).flat_map(|step| {
                [self.cursor.checked_sub(step), self.cursor.checked_add(step)]
                    .into_iter()
                    .flatten()
            });
            if let Some(place) = outwards.filter(|place| *place < view.len()).find(is_it) {
                self.cursor = place;
                return;
            }
        }
        self.go(self.cursor, rows, view);
    }
}

/// All that is drawn of a list.
#[derive(Clone, Copy)]
pub struct List<'a> {
    pub columns: &'a [Column],
    pub rows: &'a dyn Rows,
    pub state: &'a ListState,
    pub view: View<'a>,
    /// The text that the view is filtered by, if any.
    pub filter: &'a str,
    pub progress: Progress,
    /// What to say when there is no row at all: what to do about it.
    pub empty: &'a str,
    /// Whether the keys go to it: only then is the cursor's row shown as such.
    pub focused: bool,
}

impl<'a> List<'a> {
    /// A list that shows all its rows and has the keys.
    #[must_use]
    pub fn new(columns: &'a [Column], rows: &'a dyn Rows, state: &'a ListState) -> Self {
        let view = View::all(rows.len());
        Self {
            columns,
            rows,
            state,
            view,
            filter: "",
            progress: Progress::Done,
            empty: "",
            focused: true,
        }
    }
}

/// Rows of a list that an area of this height shows: one line goes to the heads, one to the position.
#[must_use]
pub fn list_page(height: u16) -> usize {
    usize::from(if height >= 4 {
        height.saturating_sub(2)
    } else {
        height
    })
}

/// The page that the cursor is on, so that rows stand still while the cursor moves within it.
pub fn draw_list(buf: &mut Buffer, area: Rect, look: Look<'_>, list: &List<'_>) {
    if list.view.is_empty() {
        return draw_empty(buf, area, look, list);
    }
    let page = list_page(area.height).max(1);
    let framed = area.height >= 4;
    let marks = if list.state.marks.is_empty() { 0 } else { 2 };
    let widths = column_widths(list.columns, usize::from(area.width).saturating_sub(marks));
    if framed {
        let titles: Vec<Cow<'_, str>> = list
            .columns
            .iter()
            .map(|column| column.title.as_str().into())
            .collect();
        draw_cells(
            buf,
            row(area, 0),
            (list.columns, &widths),
            &titles,
            marks,
            look.style(Role::Dim),
        );
    }
    let cursor = list.state.cursor.min(list.view.len().saturating_sub(1));
    let top = cursor - cursor % page;
    for line in 0..page.min(usize::from(area.height)) {
        let Some(source) = list.view.row(top + line) else {
            break;
        };
        let place = row(area, line + usize::from(framed));
        let role = if list.focused && top + line == cursor {
            Role::Cursor
        } else {
            list.rows.role(source)
        };
        let style = look.style(role);
        if role != Role::Text {
            fill(buf, place, style);
        }
        draw_cells(
            buf,
            place,
            (list.columns, &widths),
            &list.rows.cells(source),
            marks,
            style,
        );
        if list.state.marks.contains(&list.rows.id(source)) {
            put(buf, place, 0, "*", style);
        }
    }
    if framed {
        let line = row(area, usize::from(area.height).saturating_sub(1));
        let status = status(look, list, cursor);
        put(
            buf,
            line,
            0,
            &cut_name(&status, usize::from(area.width)),
            look.style(Role::Dim),
        );
    }
}

fn draw_empty(buf: &mut Buffer, area: Rect, look: Look<'_>, list: &List<'_>) {
    let text = match list.progress {
        Progress::Looking { looked, total } => {
            let of = [("looked", looked.to_string()), ("total", total.to_string())];
            look.texts.say_text("list-filtering", &of)
        }
        Progress::Done if !list.filter.is_empty() && !list.rows.is_empty() => look
            .texts
            .say_text("list-none-match", &[("filter", list.filter.to_owned())]),
        Progress::Done if list.empty.is_empty() => look.texts.say("list-empty").into_owned(),
        Progress::Done => list.empty.to_owned(),
    };
    let lines = wrap(&text, usize::from(area.width), usize::from(area.height));
    for (index, line) in lines.iter().enumerate() {
        put(buf, row(area, index), 0, line, look.style(Role::Dim));
    }
}

fn status(look: Look<'_>, list: &List<'_>, cursor: usize) -> String {
    let total = list.rows.len().to_string();
    let place = ("row", (cursor + 1).to_string());
    let mut parts = vec![match list.view.hits {
        None => look.texts.say_text("list-position", &[place, ("total", total)]),
        Some(hits) => {
            let of = [place, ("matching", hits.len().to_string()), ("total", total)];
            look.texts.say_text("list-matching", &of)
        }
    }];
    if !list.state.marks.is_empty() {
        let count = [("count", list.state.marks.len().to_string())];
        parts.push(look.texts.say_text("list-marked", &count));
    }
    if let Progress::Looking { looked, total } = list.progress {
        let of = [("looked", looked.to_string()), ("total", total.to_string())];
        parts.push(look.texts.say_text("list-filtering", &of));
    }
    parts.join("  ")
}

fn draw_cells(
    buf: &mut Buffer,
    line: Rect,
    (columns, widths): (&[Column], &[usize]),
    cells: &[Cow<'_, str>],
    indent: usize,
    style: ratatui::style::Style,
) {
    let mut at = indent;
    for ((column, wide), text) in columns.iter().zip(widths).zip(cells) {
        if *wide == 0 {
            continue;
        }
        let shown = match column.kind {
            ColumnKind::Name => cut_name(text, *wide),
            ColumnKind::Code => cut_code(text, *wide),
            // A head over numbers is a name, but stands over their right edge.
            ColumnKind::Number if text.chars().any(char::is_alphabetic) && width(text) > *wide => {
                cut_name(text, *wide)
            }
            ColumnKind::Number => Cow::Owned(fit_number(text, *wide)),
        };
        put(
            buf,
            Rect {
                width: line.width.min(cell_count(at + wide)),
                ..line
            },
            at,
            &shown,
            style,
        );
        at += wide + 1;
    }
}

/// The width of each column, 0 for those left out: of the highest priority numbers first, until the rest
/// fit; then the room left over goes to the columns that can use it, from the left.
fn column_widths(columns: &[Column], across: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = columns.iter().map(|column| usize::from(column.min)).collect();
    let needed = |widths: &[usize]| {
        let kept = widths.iter().filter(|wide| **wide > 0);
        kept.map(|wide| wide + 1).sum::<usize>().saturating_sub(1)
    };
    while needed(&widths) > across {
        let kept = columns
            .iter()
            .zip(&widths)
            .enumerate()
            .filter(|(_, (_, wide))| **wide > 0);
        let Some((last, _)) = kept.max_by_key(|(at, (column, _))| (column.priority, *at)) else {
            break;
        };
        let alone = widths.iter().filter(|wide| **wide > 0).count() == 1;
        if let Some(wide) = widths.get_mut(last) {
            *wide = if alone { across } else { 0 };
        }
        if alone {
            break;
        }
    }
    let mut left = across.saturating_sub(needed(&widths));
    for (wide, column) in widths.iter_mut().zip(columns).filter(|(wide, _)| **wide > 0) {
        let more = usize::from(column.max).saturating_sub(*wide).min(left);
        *wide += more;
        left -= more;
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn columns() -> Vec<Column> {
        vec![
            Column::code("Order", 8),
            Column::name("Name", 6, 30).priority(1),
            Column::number("Qty", 4),
            Column::name("Carrier", 10, 10).priority(2),
        ]
    }

    #[test]
    fn narrow_screens_lose_the_columns_of_least_importance() {
        for (across, widths) in [
            (60, [8, 30, 4, 10]),
            (40, [8, 15, 4, 10]),
            (30, [8, 16, 4, 0]),
            (20, [8, 6, 4, 0]),
            (13, [8, 0, 4, 0]),
            (8, [8, 0, 0, 0]),
            (5, [5, 0, 0, 0]),
            (0, [0, 0, 0, 0]),
        ] {
            assert_eq!(column_widths(&columns(), across), widths, "{across}");
        }
    }

    proptest! {
        #[test]
        fn columns_never_need_more_than_there_is(across in 0usize..200) {
            let widths = column_widths(&columns(), across);
            let kept: Vec<usize> = widths.into_iter().filter(|wide| *wide > 0).collect();
            prop_assert!(kept.iter().sum::<usize>() + kept.len().saturating_sub(1) <= across);
        }
    }
}
