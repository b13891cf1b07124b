//! The lists of leads' screens: a frozen set of rows that is narrowed as one types, marked, jumped about in.
//!
//! Rows are small values (an id); what a row shows is looked up in the warehouse when it is drawn, so 100,000 rows
//! cost no more than the ones on the screen. Narrowing is done in bits between keys ([`Table::work`]).

use crate::keymap::Action;
use crate::ui::screen::{Cx, Here, Wish, Work};
use crate::ui::theme::Role;
use crate::ui::widgets::{
    Column, Filter, FilterKeys, List, ListState, Look, Progress, Rows, View, draw_list, list_page, put, row,
    wrap,
};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::borrow::Cow;
use std::fmt::Debug;

/// Rows whose searched text is made in one bit of work: a few milliseconds.
const READ: usize = 2_000;
/// Rows that are looked through in one bit of work.
const LOOKED: usize = 20_000;
/// Rows of the terminal that are no list: first line, answer, keys.
const FRAME: u16 = 3;

/// A row of a table: what it is of, looked up when it is shown.
pub trait TableRow: Clone + Debug + Send {
    /// What it is, whatever its place in the list.
    fn id(&self) -> u64;

    /// Its texts, one a column.
    fn cells(&self, here: Here<'_>) -> Vec<String>;

    /// How it is drawn.
    fn role(&self, _here: Here<'_>) -> Role {
        Role::Text
    }

    /// What a filter looks through: all that a person may type to find it.
    fn search(&self, here: Here<'_>) -> String {
        self.cells(here).join(" ")
    }
}

/// Rows, and what a filter has found among them.
#[derive(Clone, Debug)]
struct Found<R> {
    rows: Vec<R>,
    keys: FilterKeys,
    filter: Filter,
    progress: Progress,
}

impl<R: TableRow> Found<R> {
    fn new(rows: Vec<R>, text: &str) -> Found<R> {
        let mut filter = Filter::default();
        filter.look_for(text);
        Found {
            rows,
            keys: FilterKeys::default(),
            filter,
            progress: Progress::Done,
        }
    }

    fn view(&self) -> View<'_> {
        self.filter.view(self.rows.len())
    }

    /// Looks a bit further. True when all is looked through.
    fn step(&mut self, here: Here<'_>) -> bool {
        let searched = Searched {
            rows: &self.rows,
            here,
        };
        let total = self.rows.len();
        if self.filter.is_done() {
            self.progress = Progress::Done;
        } else if self.keys.read(&searched, READ) {
            self.progress = self.filter.step(&self.keys, LOOKED);
        } else {
            let looked = self.keys.len();
            self.progress = Progress::Looking { looked, total };
        }
        self.progress == Progress::Done
    }
}

/// A list on a screen: its rows, cursor, marks and filter.
#[derive(Clone, Debug)]
pub struct Table<R> {
    shown: Found<R>,
    /// Newer rows that are still being looked through for the filter's text.
    next: Option<Found<R>>,
    /// Rows newer than those.
    newest: Option<Vec<R>>,
    text: String,
    filtering: bool,
    state: ListState,
}

impl<R: TableRow> Default for Table<R> {
    fn default() -> Self {
        Table {
            shown: Found::new(Vec::new(), ""),
            next: None,
            newest: None,
            text: String::new(),
            filtering: false,
            state: ListState::default(),
        }
    }
}

impl<R: TableRow> Table<R> {
    /// Shows these rows from now on. The cursor and the marks stay on theirs; with a filter the rows before are shown
    /// until these are looked through.
    pub fn set(&mut self, rows: Vec<R>, here: Here<'_>) {
        if self.text.is_empty() {
            (self.next, self.newest) = (None, None);
            self.shown = Found::new(rows, "");
            self.follow(here);
        } else if self.next.is_none() {
            self.next = Some(Found::new(rows, &self.text));
            self.work(here);
        } else {
            // A filter that never comes to its end would never show anything: these are next in line.
            self.newest = Some(rows);
        }
    }

    /// Whether the line that narrows the list is open: the screen's contexts then end in `Filter`.
    pub fn is_filtering(&self) -> bool {
        self.filtering
    }

    /// Whether there is no row at all.
    pub fn is_empty(&self) -> bool {
        self.shown.rows.is_empty()
    }

    /// Every row, filtered or not.
    pub fn rows(&self) -> &[R] {
        &self.shown.rows
    }

    /// The row under the cursor.
    pub fn selected(&self) -> Option<&R> {
        let at = self.state.selected(&self.shown.view())?;
        self.shown.rows.get(at)
    }

    /// The marked rows that are still there, in the list's order.
    pub fn marked(&self) -> impl Iterator<Item = &R> {
        let marks = self.state.marks();
        self.shown.rows.iter().filter(|row| marks.contains(&row.id()))
    }

    /// How many rows are marked.
    pub fn marks(&self) -> usize {
        self.state.marks().len()
    }

    /// Takes all marks off.
    pub fn unmark(&mut self, here: Here<'_>) {
        self.move_by(Action::SelectNone, here);
    }

    /// Moves, marks, opens and closes the filter. False if the action does nothing in a list.
    pub fn apply(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Filter => {
                self.filtering = true;
                cx.wishes.push(Wish::Fill(self.text.clone()));
            }
            Action::Confirm if self.filtering => self.filtering = false,
            Action::Back if self.filtering || !self.text.is_empty() => {
                self.filtering = false;
                self.typed("", cx.here);
            }
            other => return self.move_by(other, cx.here),
        }
        true
    }

    /// Narrows the list to the rows that hold these words.
    pub fn typed(&mut self, text: &str, here: Here<'_>) {
        if text.trim() == self.text {
            return;
        }
        text.trim().clone_into(&mut self.text);
        let next = self.next.take().map(|next| next.rows);
        match self.newest.take().or(next) {
            Some(rows) => self.shown = Found::new(rows, &self.text),
            None => self.shown.filter.look_for(&self.text),
        }
        self.work(here);
        self.follow(here);
    }

    /// Looks a bit further through long lists.
    pub fn work(&mut self, here: Here<'_>) -> Work {
        if let Some(next) = &mut self.next {
            if !next.step(here) {
                return Work::More;
            }
            if let Some(next) = self.next.take() {
                self.shown = next;
            }
            self.follow(here);
            self.next = self.newest.take().map(|rows| Found::new(rows, &self.text));
            return if self.next.is_some() {
                Work::More
            } else {
                Work::Done
            };
        }
        if self.shown.progress == Progress::Done && self.shown.filter.is_done() {
            return Work::None;
        }
        let done = self.shown.step(here);
        self.follow(here);
        if done { Work::Done } else { Work::More }
    }

    /// Puts the cursor on a row, and ends the filter. False if there is no such row.
    pub fn jump(&mut self, id: u64, here: Here<'_>) -> bool {
        let Some(at) = self.shown.rows.iter().position(|row| row.id() == id) else {
            return false;
        };
        self.filtering = false;
        self.typed("", here);
        let rows = Shown {
            rows: &self.shown.rows,
            here,
        };
        self.state.go(at, &rows, &self.shown.view());
        true
    }

    /// Draws it. `empty` says what to do when there is no row at all.
    pub fn draw(
        &self,
        buf: &mut Buffer,
        area: Rect,
        (look, here): (Look<'_>, Here<'_>),
        columns: &[Column],
        empty: &str,
    ) {
        let rows = Shown {
            rows: &self.shown.rows,
            here,
        };
        let list = List {
            view: self.shown.view(),
            filter: &self.text,
            progress: self.shown.progress,
            empty,
            ..List::new(columns, &rows, &self.state)
        };
        draw_list(buf, area, look, &list);
    }

    fn move_by(&mut self, action: Action, here: Here<'_>) -> bool {
        let page = list_page(here.size.1.saturating_sub(FRAME));
        let rows = Shown {
            rows: &self.shown.rows,
            here,
        };
        self.state.apply(action, &rows, &self.shown.view(), page)
    }

    fn follow(&mut self, here: Here<'_>) {
        let rows = Shown {
            rows: &self.shown.rows,
            here,
        };
        self.state.follow(&rows, &self.shown.view());
    }
}

/// Rows as the list widget asks for them.
struct Shown<'a, R> {
    rows: &'a [R],
    here: Here<'a>,
}

impl<R: TableRow> Rows for Shown<'_, R> {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn cells(&self, row: usize) -> Vec<Cow<'_, str>> {
        let cells = self.rows.get(row).map(|row| row.cells(self.here));
        cells.unwrap_or_default().into_iter().map(Cow::Owned).collect()
    }

    fn id(&self, row: usize) -> u64 {
        self.rows.get(row).map_or(0, TableRow::id)
    }

    fn role(&self, row: usize) -> Role {
        self.rows.get(row).map_or(Role::Text, |row| row.role(self.here))
    }
}

/// Rows as the filter looks through them.
struct Searched<'a, R> {
    rows: &'a [R],
    here: Here<'a>,
}

impl<R: TableRow> Rows for Searched<'_, R> {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn cells(&self, row: usize) -> Vec<Cow<'_, str>> {
        let text = self.rows.get(row).map(|row| row.search(self.here));
        vec![Cow::Owned(text.unwrap_or_default())]
    }
}

/// A page of lines that may be longer than the screen: what a row opens into.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sheet {
    top: usize,
}

impl Sheet {
    /// Scrolls. False if the action does not.
    pub fn apply(&mut self, action: Action, lines: &[(Role, String)], here: Here<'_>) -> bool {
        let page = usize::from(here.size.1.saturating_sub(FRAME)).max(1);
        let last = wrapped(lines, here.size.0).len().saturating_sub(page);
        self.top = match action {
            Action::Up => self.top.min(last).saturating_sub(1),
            Action::Down => self.top.saturating_add(1),
            Action::PageUp => self.top.min(last).saturating_sub(page),
            Action::PageDown => self.top.saturating_add(page),
            Action::First => 0,
            Action::Last => last,
            _ => return false,
        }
        .min(last);
        true
    }

    /// Draws what fits from where it is scrolled to.
    pub fn draw(self, buf: &mut Buffer, area: Rect, look: Look<'_>, lines: &[(Role, String)]) {
        let wrapped = wrapped(lines, area.width);
        let room = usize::from(area.height);
        let top = self.top.min(wrapped.len().saturating_sub(room));
        for (index, (role, text)) in wrapped.iter().skip(top).take(room).enumerate() {
            put(buf, row(area, index), 0, text, look.style(*role));
        }
    }
}

fn wrapped(lines: &[(Role, String)], columns: u16) -> Vec<(Role, String)> {
    let of = |(role, text): &(Role, String)| {
        let role = *role;
        let cut = wrap(text, usize::from(columns), usize::MAX);
        let cut = if cut.is_empty() { vec![String::new()] } else { cut };
        cut.into_iter().map(move |line| (role, line))
    };
    lines.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::DeviceId;
    use crate::domain::{Timestamp, Warehouse};
    use crate::keymap::Keymaps;
    use crate::ui::locale::{Lang, Texts};
    use crate::ui::words::Words;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[derive(Clone, Debug)]
    struct Number(u64);

    impl TableRow for Number {
        fn id(&self) -> u64 {
            self.0
        }

        fn cells(&self, _here: Here<'_>) -> Vec<String> {
            vec![format!("ORDER-{:06}", self.0)]
        }
    }

    fn here<'a>((w, texts, keymaps): &'a (Warehouse, Texts, Keymaps)) -> Here<'a> {
        Here {
            w,
            words: Words::new(w, texts),
            who: None,
            device: DeviceId(1),
            now: Timestamp(0),
            open_house: true,
            size: (80, 24),
            keymaps,
        }
    }

    fn building() -> (Warehouse, Texts, Keymaps) {
        (Warehouse::default(), Texts::new(Lang::En), Keymaps::default())
    }

    fn numbers(n: u64) -> Vec<Number> {
        (0..n).map(Number).collect()
    }

    fn found(table: &Table<Number>) -> Vec<u64> {
        let view = table.shown.view();
        let rows = (0..view.len()).filter_map(|at| view.row(at));
        rows.map(|row| table.shown.rows[row].0).collect()
    }

    #[test]
    fn a_hundred_thousand_rows_are_narrowed_in_bits_and_shown_meanwhile() {
        let building = building();
        let here = here(&building);
        let mut table = Table::default();
        table.set(numbers(100_000), here);
        table.typed("order-099", here);
        let mut bits = 0;
        while table.work(here) == Work::More {
            bits += 1;
        }
        assert!(bits >= 50, "{bits}");
        assert_eq!(found(&table), (99_000..100_000).collect::<Vec<_>>());
        // What adds to it looks at these alone: one bit, done within the key.
        table.typed("order-0999 7", here);
        assert_eq!(table.work(here), Work::None);
        assert_eq!(found(&table).len(), 19);
    }

    /// A row that counts how often anybody asks for its texts, and for what a filter looks through.
    #[derive(Clone, Debug)]
    struct Counted(u64, Arc<AtomicUsize>, Arc<AtomicUsize>);

    impl TableRow for Counted {
        fn id(&self) -> u64 {
            self.0
        }

        fn cells(&self, _here: Here<'_>) -> Vec<String> {
            self.1.fetch_add(1, Ordering::Relaxed);
            vec![format!("ORDER-{:06}", self.0)]
        }

        fn search(&self, _here: Here<'_>) -> String {
            self.2.fetch_add(1, Ordering::Relaxed);
            format!("ORDER-{:06}", self.0)
        }
    }

    #[test]
    fn of_a_hundred_thousand_rows_only_those_on_the_screen_are_made() {
        let building = building();
        let here = here(&building);
        let texts = &building.1;
        let (shown, searched) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let mut table = Table::default();
        let rows = (0..100_000).map(|n| Counted(n, Arc::clone(&shown), Arc::clone(&searched)));
        table.set(rows.collect(), here);
        let keymap = crate::keymap::Keymap::shipped(crate::keymap::Shipped::Default);
        let look = Look {
            theme: crate::ui::theme::Theme::default(),
            texts,
            keymap: &keymap,
            stack: &[],
        };
        let area = Rect::new(0, 0, 80, 24);
        let columns = [Column::code("Order", 12)];
        let moves = [
            Action::Down,
            Action::PageDown,
            Action::Last,
            Action::PageUp,
            Action::First,
        ];
        for action in moves {
            shown.store(0, Ordering::Relaxed);
            table.move_by(action, here);
            let mut buffer = Buffer::empty(area);
            table.draw(&mut buffer, area, (look, here), &columns, "");
            let made = shown.load(Ordering::Relaxed);
            assert!((1..=24).contains(&made), "{action:?}: {made} rows made");
        }
        // Each key looks through one bit, the rest waits for idle moments; what was read once is not read again.
        table.typed("order-09", here);
        assert!(searched.load(Ordering::Relaxed) <= READ);
        while table.work(here) == Work::More {}
        assert_eq!(searched.load(Ordering::Relaxed), 100_000);
        table.typed("order-099", here);
        while table.work(here) == Work::More {}
        assert_eq!(searched.load(Ordering::Relaxed), 100_000);
    }

    #[test]
    fn rows_that_come_while_a_filter_looks_are_shown_in_the_end() {
        let building = building();
        let here = here(&building);
        let mut table = Table::default();
        table.set(numbers(10), here);
        table.typed("9", here);
        for more in [20_000, 20_001, 20_010] {
            table.set(numbers(more), here);
        }
        // The rows before stand until the newer ones are looked through.
        assert_eq!(found(&table), [9]);
        while table.work(here) == Work::More {}
        assert_eq!(table.rows().len(), 20_010);
        assert_eq!(found(&table).last(), Some(&20_009));
    }

    #[test]
    fn the_cursor_stays_on_its_row_and_marks_of_rows_that_went_are_forgotten() {
        let building = building();
        let here = here(&building);
        let mut table = Table::default();
        table.set(numbers(10), here);
        assert!(table.jump(7, here) && !table.jump(77, here));
        table.move_by(Action::Select, here);
        table.jump(4, here);
        table.move_by(Action::Select, here);
        table.jump(6, here);
        table.set(vec![Number(6), Number(7), Number(8)], here);
        assert_eq!(table.selected().map(TableRow::id), Some(6));
        assert_eq!(table.marked().map(TableRow::id).collect::<Vec<_>>(), [7]);
    }
}
