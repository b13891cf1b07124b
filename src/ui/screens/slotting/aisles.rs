//! The aisles of the floor: which are open, and closing and reopening one. A scanned place is its aisle.

use super::super::table::{Table, TableRow};
use crate::domain::floor::{Command, Passage};
use crate::domain::ids::PlaceId;
use crate::domain::picking::LineState;
use crate::domain::{Class, Topics, Warehouse};
use crate::keymap::{Action, Context};
use crate::plan::travel::{Aisle, aisles};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Work};
use crate::ui::theme::Role;
use crate::ui::widgets::{Column, Hint, Look};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeMap;

/// An aisle, and how much is to be picked in it.
#[derive(Clone, Debug)]
struct AisleRow {
    aisle: Aisle,
    to_pick: usize,
}

impl AisleRow {
    fn first(&self) -> PlaceId {
        self.aisle.places.first().copied().unwrap_or_default()
    }

    fn passage(&self) -> Option<Passage> {
        self.aisle.told.iter().map(|(_, passage)| *passage).max()
    }
}

impl TableRow for AisleRow {
    fn id(&self) -> u64 {
        self.first().0
    }

    fn cells(&self, here: Here<'_>) -> Vec<String> {
        let words = here.words;
        let last = self.aisle.places.last().copied().unwrap_or_default();
        let way = match self.passage() {
            None => "aisle-both-ways",
            Some(Passage::OneWay) => "aisle-one-way",
            Some(Passage::Closed) => "aisle-closed",
        };
        vec![
            words.place(self.first()),
            words.place(last),
            words.say(way),
            self.to_pick.to_string(),
            self.aisle.places.len().to_string(),
        ]
    }

    fn role(&self, _here: Here<'_>) -> Role {
        match self.passage() {
            Some(Passage::Closed) => Role::Answer(Class::Check),
            _ => Role::Text,
        }
    }

    fn search(&self, here: Here<'_>) -> String {
        self.cells(here).join(" ")
    }
}

/// Every aisle, with the lines on pick lists that lie in it.
fn rows(w: &Warehouse) -> Vec<AisleRow> {
    let mut lines: BTreeMap<PlaceId, usize> = BTreeMap::new();
    for line in w.tasks.values().flat_map(|task| &task.lines) {
        if matches!(line.state, LineState::Open | LineState::Skipped) {
            *lines.entry(line.place()).or_default() += 1;
        }
    }
    let row = |aisle: Aisle| AisleRow {
        to_pick: aisle.places.iter().filter_map(|place| lines.get(place)).sum(),
        aisle,
    };
    aisles(w).into_iter().map(row).collect()
}

/// The aisles' screen.
#[derive(Debug, Default)]
pub struct Aisles {
    table: Table<AisleRow>,
    /// The place whose aisle the cursor is to stand on at first.
    at: Option<PlaceId>,
}

impl Aisles {
    /// With the cursor on the aisle of this place.
    pub fn at(at: Option<PlaceId>) -> Aisles {
        Aisles {
            at,
            ..Aisles::default()
        }
    }

    /// Puts the cursor on the aisle of a place. False where it lies in none.
    fn go(&mut self, place: PlaceId, here: Here<'_>) -> bool {
        let of = |row: &&AisleRow| row.aisle.places.contains(&place);
        let row = self.table.rows().iter().find(of).map(AisleRow::id);
        row.is_some_and(|id| self.table.jump(id, here))
    }
}

impl Screen for Aisles {
    fn contexts(&self) -> &[Context] {
        if self.table.is_filtering() {
            &[Context::Aisles, Context::List, Context::Filter]
        } else {
            &[Context::Aisles, Context::List]
        }
    }

    fn topics(&self) -> Topics {
        Topics::MASTER | Topics::TASKS
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let closed = self
            .table
            .rows()
            .iter()
            .filter(|row| row.aisle.closed().is_some());
        let closed = match closed.count() {
            0 => String::new(),
            count => here
                .words
                .say_with("aisle-count-closed", &[("count", count.to_string())]),
        };
        Picture::Own {
            title: here.words.say("aisle-title"),
            progress: self.table.rows().len().to_string(),
            right: closed,
        }
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        let row = self.table.selected();
        let closed = row.is_some_and(|row| row.aisle.closed().is_some());
        let may_close = row.is_some_and(|row| row.aisle.ends.is_some());
        vec![
            Hint::new(Action::AisleClose, may_close && !closed),
            Hint::new(Action::AisleOpen, closed),
            Hint::new(Action::Filter, true),
            Hint::new(Action::Back, true),
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        if self.table.apply(action, cx) {
            return true;
        }
        let row = self.table.selected();
        let (ends, closed) = row.map_or((None, None), |row| (row.aisle.ends, row.aisle.closed()));
        let mut set = |(from, to): (PlaceId, PlaceId), passage: Option<Passage>| {
            cx.ask_by_key(Command::SetPassage { from, to, passage });
        };
        match (action, ends, closed) {
            (Action::AisleClose, _, Some(_)) => cx.say(Class::Check, "aisle-is-closed"),
            (Action::AisleClose, Some(ends), None) => set(ends, Some(Passage::Closed)),
            (Action::AisleClose, None, None) => cx.say(Class::Check, "aisle-choose"),
            (Action::AisleOpen, _, Some(ends)) => set(ends, None),
            (Action::AisleOpen, _, None) => cx.say(Class::Check, "aisle-is-open"),
            (Action::Refresh, ..) => self.refresh(cx),
            (Action::Confirm, ..) => {}
            _ => return false,
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let place = cx.here.w.scan(&entry.text).place();
        if !place.is_some_and(|place| self.go(place, cx.here)) {
            cx.say(Class::No, "aisle-no-such-place");
        }
    }

    fn typed(&mut self, text: &str, here: Here<'_>) {
        self.table.typed(text, here);
    }

    fn work(&mut self, here: Here<'_>) -> Work {
        self.table.work(here)
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        self.table.set(rows(cx.here.w), cx.here);
        if let Some(place) = self.at.take() {
            self.go(place, cx.here);
        }
    }

    fn help(&self) -> &'static str {
        "help-aisles"
    }

    fn paint(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, here: Here<'_>) {
        let say = |key: &str| here.words.say(key);
        let columns = [
            Column::code(say("slot-from"), 9),
            Column::code(say("slot-to"), 9).priority(1),
            Column::name(say("aisle-way"), 8, 14),
            Column::number(say("aisle-to-pick"), 7).priority(2),
            Column::number(say("aisle-places"), 6).priority(3),
        ];
        let empty = match here.w.floor.map {
            Some(_) => say("aisle-by-map"),
            None => say("aisle-none"),
        };
        self.table.draw(buf, area, (look, here), &columns, &empty);
    }
}
