//! The floor from above: a cell a bay, coloured and lettered by one figure. The cursor walks bay by bay.

use super::{best, fullest, letter};
use crate::domain::Warehouse;
use crate::domain::ids::PlaceId;
use crate::domain::slotting::SlotRow;
use crate::keymap::Action;
use crate::ui::screen::Here;
use crate::ui::theme::Role;
use crate::ui::widgets::{Look, put, row, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::{BTreeMap, BTreeSet};

/// By what the bays are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// How full the fullest place of the bay is.
    Load,
    /// The class of its most popular item.
    Popularity,
}

/// How often is picked where.
#[derive(Clone, Copy, Debug)]
pub struct Heat<'h> {
    /// Picks at each place.
    pub picks: &'h BTreeMap<PlaceId, i64>,
    /// The most at any bay of all the maps that are looked at together.
    pub hottest: i64,
}

/// The bay under the cursor, where one is, and what is drawn for a bay.
type Marks<'s> = (Option<usize>, &'s dyn Fn(&Bay) -> (char, Role));

impl Heat<'_> {
    fn of(&self, bay: &Bay) -> i64 {
        bay.places
            .iter()
            .filter_map(|(_, place)| self.picks.get(place))
            .sum()
    }
}

/// Places that stand above each other.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Bay {
    /// Counted from the west.
    column: usize,
    /// Counted from the north.
    line: usize,
    /// Its places, by their rows in the list, the lowest level first.
    places: Vec<(usize, PlaceId)>,
}

/// All bays, along the walk.
#[derive(Clone, Debug, Default)]
pub struct FloorMap {
    bays: Vec<Bay>,
    columns: usize,
    lines: usize,
    cursor: usize,
}

impl FloorMap {
    /// The map of these places, in the order of the walk.
    pub fn of(rows: &[SlotRow], w: &Warehouse) -> FloorMap {
        let at = |row: &SlotRow| w.places.get(&row.place).map(|place| (place.x_mm, place.y_mm));
        let spots: Vec<(i32, i32)> = rows.iter().filter_map(at).collect();
        let number = |all: BTreeSet<i32>| -> BTreeMap<i32, usize> {
            all.into_iter().enumerate().map(|(n, mm)| (mm, n)).collect()
        };
        let xs = number(spots.iter().map(|(x, _)| *x).collect());
        let ys = number(spots.iter().map(|(_, y)| *y).collect());
        let mut known: BTreeMap<(i32, i32), usize> = BTreeMap::new();
        let mut bays: Vec<Bay> = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let Some((x, y)) = at(row) else { continue };
            let bay = *known.entry((x, y)).or_insert(bays.len());
            if bay == bays.len() {
                let column = xs.get(&x).copied().unwrap_or_default();
                let from_south = ys.get(&y).copied().unwrap_or_default();
                let line = ys.len().saturating_sub(from_south + 1);
                let places = Vec::new();
                bays.push(Bay { column, line, places });
            }
            if let Some(bay) = bays.get_mut(bay) {
                bay.places.push((index, row.place));
            }
        }
        FloorMap {
            bays,
            columns: xs.len(),
            lines: ys.len(),
            cursor: 0,
        }
    }

    /// The lowest place of the bay under the cursor.
    pub fn place(&self) -> Option<PlaceId> {
        let bay = self.bays.get(self.cursor)?;
        bay.places.first().map(|(_, place)| *place)
    }

    /// Puts the cursor on the bay of a place.
    pub fn go(&mut self, place: PlaceId) {
        let of = |bay: &Bay| bay.places.iter().any(|(_, id)| *id == place);
        if let Some(at) = self.bays.iter().position(of) {
            self.cursor = at;
        }
    }

    /// Walks to the nearest bay in a direction, or along the walk. False if the action walks nowhere.
    pub fn walk(&mut self, action: Action) -> bool {
        let last = self.bays.len().saturating_sub(1);
        let Some(here) = self.bays.get(self.cursor) else {
            return false;
        };
        let (column, line) = (here.column, here.line);
        let ahead = |bay: &Bay| match action {
            Action::Left => bay.column < column,
            Action::Right => bay.column > column,
            Action::Up => bay.line < line,
            _ => bay.line > line,
        };
        match action {
            Action::Left | Action::Right | Action::Up | Action::Down => {
                let aside = matches!(action, Action::Up | Action::Down);
                let far = |bay: &Bay| {
                    let (dx, dy) = (bay.column.abs_diff(column), bay.line.abs_diff(line));
                    if aside {
                        (dx * 4 + dy, dx)
                    } else {
                        (dy * 4 + dx, dy)
                    }
                };
                let bays = self.bays.iter().enumerate().filter(|(_, bay)| ahead(bay));
                if let Some((at, _)) = bays.min_by_key(|(_, bay)| far(bay)) {
                    self.cursor = at;
                }
            }
            Action::PageUp => self.cursor = self.cursor.saturating_sub(1),
            Action::PageDown => self.cursor = (self.cursor + 1).min(last),
            Action::First => self.cursor = 0,
            Action::Last => self.cursor = last,
            _ => return false,
        }
        true
    }

    /// Columns that the map has.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Picks at the bay that is picked at most.
    pub fn hottest(&self, picks: &BTreeMap<PlaceId, i64>) -> i64 {
        let heat = Heat { picks, hottest: 0 };
        self.bays.iter().map(|bay| heat.of(bay)).max().unwrap_or(0)
    }

    /// Draws how often is picked at each bay, in tenths of the most.
    pub fn draw_heat(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, heat: Heat<'_>) {
        let sign = |bay: &Bay| match heat.of(bay) {
            ..=0 => ('.', Role::Dim),
            picks => {
                let tenth = picks.saturating_mul(10).checked_div(heat.hottest).unwrap_or(0);
                let tenth = u8::try_from(tenth.clamp(0, 9)).unwrap_or(9);
                (char::from(b'0' + tenth), Role::Stage(tenth / 2))
            }
        };
        self.draw_bays(buf, area, look, (None, &sign));
    }

    /// Draws the bays, and below them what is in the bay under the cursor.
    pub fn draw(
        &self,
        buf: &mut Buffer,
        area: Rect,
        look: Look<'_>,
        (figure, rows, here): (Figure, &[SlotRow], Here<'_>),
    ) {
        let card = self.card(rows, here, usize::from(area.width));
        let below = card.len().min(usize::from(area.height / 2));
        let height = usize::from(area.height).saturating_sub(below + 1);
        let upper = Rect {
            height: u16::try_from(height).unwrap_or(area.height),
            ..area
        };
        let sign = |bay: &Bay| sign(bay, figure, rows);
        self.draw_bays(buf, upper, look, (Some(self.cursor), &sign));
        for (index, text) in card.iter().take(below).enumerate() {
            let role = if index == 0 { Role::Strong } else { Role::Dim };
            put(buf, row(area, height + 1 + index), 0, text, look.style(role));
        }
    }

    fn draw_bays(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, (cursor, sign): Marks<'_>) {
        let (wide, height) = (usize::from(area.width), usize::from(area.height));
        let cell = if self.columns * 2 <= wide { 2 } else { 1 };
        let fit = |n: usize, of: usize, room: usize| {
            if of <= room {
                n
            } else {
                (n * room).checked_div(of).unwrap_or_default()
            }
        };
        let spot = |bay: &Bay| {
            let across = wide.checked_div(cell).unwrap_or_default();
            (
                fit(bay.column, self.columns, across) * cell,
                fit(bay.line, self.lines, height),
            )
        };
        let current = cursor.and_then(|cursor| Some((cursor, self.bays.get(cursor)?)));
        // The bay under the cursor comes last, so that no neighbour in the same cell hides it.
        let others = self.bays.iter().enumerate().filter(|(at, _)| Some(*at) != cursor);
        for (index, bay) in others.chain(current) {
            let (column, line) = spot(bay);
            if line >= height {
                continue;
            }
            let (letter, role) = sign(bay);
            let role = if Some(index) == cursor { Role::Cursor } else { role };
            let text = letter.to_string().repeat(cell);
            put(buf, row(area, line), column, &text, look.style(role));
        }
    }

    /// The places of the bay under the cursor, a line each.
    fn card(&self, rows: &[SlotRow], here: Here<'_>, wide: usize) -> Vec<String> {
        let Some(bay) = self.bays.get(self.cursor) else {
            return vec![here.words.say("slot-none")];
        };
        let words = here.words;
        let told = bay.places.iter().filter_map(|(index, _)| rows.get(*index));
        let told = told.map(|row| {
            let load = fullest(row).map(|percent| format!("{percent} %"));
            let best = best(row);
            let rank = best
                .and_then(|item| item.rank)
                .map(|rank| words.say_with("slot-number", &[("rank", rank.to_string())]));
            let parts = [
                Some(words.place(row.place)),
                load,
                best.map(|item| words.item(item.item)),
                rank,
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
        });
        told.flat_map(|line| wrap(&line, wide, 2)).collect()
    }
}

/// The letter of a bay, and how it is coloured: the letter alone tells the same as the colour.
fn sign(bay: &Bay, figure: Figure, rows: &[SlotRow]) -> (char, Role) {
    let places = || bay.places.iter().filter_map(|(index, _)| rows.get(*index));
    match figure {
        Figure::Load => match places().filter_map(fullest).max() {
            None | Some(..=0) => ('.', Role::Dim),
            Some(percent @ 1..=99) => {
                let tenth = u8::try_from(percent / 10).unwrap_or(9);
                (char::from(b'0' + tenth), Role::Stage(tenth / 3))
            }
            Some(_) => ('#', Role::Stage(4)),
        },
        Figure::Popularity => match places()
            .filter_map(best)
            .min_by_key(|item| item.rank.unwrap_or(u32::MAX))
        {
            None => ('.', Role::Dim),
            Some(item) if item.rank.is_none() => ('-', Role::Dim),
            Some(item) => {
                let class = letter(item.class);
                let stage = match class {
                    'A' => 3,
                    'B' => 2,
                    _ => 1,
                };
                (class, Role::Stage(stage))
            }
        },
    }
}
