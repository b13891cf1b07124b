//! Slotting: how full each place is and how often its goods are picked, better places, and the floor from above.

mod aisles;
mod compare;
mod map;

use super::find::Find;
use super::stock::Stock;
use crate::domain::Topics;
use crate::domain::ids::PlaceId;
use crate::domain::lookup::Target;
use crate::domain::relocating;
use crate::domain::slotting::{AbcClass, SlotItem, SlotMove, SlotRow, suggest_moves, view};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::screen::{Cx, Entry, Here, Picture, Question, Screen, Told};
use crate::ui::theme::Role;
use crate::ui::widgets::{Answer, Column, Hint, List, ListState, Look, Rows, View, draw_list, list_page};
use aisles::Aisles;
use compare::Compare;
use map::{Figure, FloorMap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::borrow::Cow;

/// Most moves that one plan has: what one night carries out.
pub const MOST_MOVES: usize = 100;
/// Rows of the terminal that are no list: first line, keys.
const FRAME: u16 = 2;

/// What is on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Seen {
    /// Every storage place along the walk.
    #[default]
    Places,
    /// The moves that would pay.
    Plan,
    /// The floor from above.
    Map(Figure),
    /// The floor now and as a search for better slots has it.
    Compare,
}

/// The slotting screen. Its figures are those of the moment it was opened or last told to read them again.
#[derive(Debug, Default)]
pub struct Slotting {
    rows: Option<Vec<SlotRow>>,
    moves: Vec<SlotMove>,
    /// The last record that the moves were made on.
    made_on: u64,
    compare: Compare,
    map: FloorMap,
    seen: Seen,
    places: ListState,
    plan: ListState,
}

/// What one thing in a place is picked.
pub(super) fn best(row: &SlotRow) -> Option<&SlotItem> {
    row.items.iter().min_by_key(|item| item.rank.unwrap_or(u32::MAX))
}

/// How full a place is, by what is scarcer.
pub(super) fn fullest(row: &SlotRow) -> Option<i64> {
    row.volume_percent.max(row.weight_percent)
}

fn letter(class: AbcClass) -> char {
    match class {
        AbcClass::A => 'A',
        AbcClass::B => 'B',
        AbcClass::C => 'C',
    }
}

/// How many moves are ordered and not done.
fn ordered(here: Here<'_>) -> String {
    match here.w.relocations.len() {
        0 => String::new(),
        count => here
            .words
            .say_with("slot-ordered", &[("count", count.to_string())]),
    }
}

fn tenths(n: i64) -> String {
    format!("{}.{}", n / 10, n.abs() % 10)
}

/// The places, as the list asks for them: only the rows on the screen are made.
struct Places<'a>(&'a [SlotRow], Here<'a>);

impl Rows for Places<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn id(&self, row: usize) -> u64 {
        self.0.get(row).map_or(0, |row| row.place.0)
    }

    fn cells(&self, row: usize) -> Vec<Cow<'_, str>> {
        let (Some(row), words) = (self.0.get(row), self.1.words) else {
            return Vec::new();
        };
        let best = best(row);
        let rank = best.and_then(|item| item.rank);
        let percent = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        let cells = [
            words.place(row.place),
            percent(row.volume_percent),
            percent(row.weight_percent),
            rank.map(|rank| rank.to_string()).unwrap_or_default(),
            best.map(|item| letter(item.class).to_string())
                .unwrap_or_default(),
            best.map(|item| words.item(item.item)).unwrap_or_default(),
            best.map(|item| tenths(item.picks_a_week_tenths))
                .unwrap_or_default(),
            row.distance_mm
                .map(|mm| (mm / 1000).to_string())
                .unwrap_or_default(),
            best.map(|item| words.item_name(item.item)).unwrap_or_default(),
        ];
        cells.into_iter().map(Cow::Owned).collect()
    }

    fn role(&self, row: usize) -> Role {
        match self.0.get(row) {
            Some(row) if row.items.is_empty() => Role::Dim,
            Some(row) if fullest(row).is_some_and(|percent| percent > 100) => {
                Role::Answer(crate::domain::Class::Check)
            }
            _ => Role::Text,
        }
    }
}

/// The moves of the plan, as the list asks for them.
struct Moves<'a>(&'a [SlotMove], Here<'a>);

impl Rows for Moves<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn cells(&self, row: usize) -> Vec<Cow<'_, str>> {
        let (Some(one), words) = (self.0.get(row), self.1.words) else {
            return Vec::new();
        };
        let cells = [
            words.place(one.from),
            words.place(one.to),
            words.item(one.item),
            one.qty.to_string(),
            words.phrase(&one.why),
        ];
        cells.into_iter().map(Cow::Owned).collect()
    }
}

impl Slotting {
    fn known(&self) -> &[SlotRow] {
        self.rows.as_deref().unwrap_or_default()
    }

    fn read(&mut self, here: Here<'_>) {
        let rows = view(here.w);
        self.map = FloorMap::of(&rows, here.w);
        self.rows = Some(rows);
        self.moves = suggest_moves(here.w, MOST_MOVES);
        self.made_on = here.w.seq;
        self.compare = Compare::default();
    }

    /// The place under the cursor.
    fn place(&self) -> Option<PlaceId> {
        match self.seen {
            Seen::Places => {
                let at = self.places.selected(&View::all(self.known().len()))?;
                self.known().get(at).map(|row| row.place)
            }
            Seen::Plan => {
                let at = self.plan.selected(&View::all(self.moves.len()))?;
                self.moves.get(at).map(|one| one.from)
            }
            Seen::Map(_) => self.map.place(),
            Seen::Compare => None,
        }
    }

    /// The moves to have carried out: the marked ones and what changes places with them; without marks all of them.
    fn chosen_moves(&self) -> Vec<SlotMove> {
        let marks = self.plan.marks();
        let marked = |one: &SlotMove| {
            let index = self.moves.iter().position(|other| other == one);
            index.is_some_and(|index| u64::try_from(index).is_ok_and(|id| marks.contains(&id)))
        };
        let partner = |one: &SlotMove| {
            let of = |other: &&SlotMove| other.from == one.to && other.to == one.from;
            self.moves.iter().find(of).is_some_and(marked)
        };
        let wanted = |one: &&SlotMove| marks.is_empty() || marked(one) || partner(one);
        self.moves.iter().filter(wanted).cloned().collect()
    }

    fn walk(&mut self, action: Action, here: Here<'_>) -> bool {
        let page = list_page(here.size.1.saturating_sub(FRAME));
        match self.seen {
            Seen::Places => {
                let rows = Places(self.rows.as_deref().unwrap_or_default(), here);
                self.places.apply(action, &rows, &View::all(rows.len()), page)
            }
            Seen::Plan => {
                let rows = Moves(&self.moves, here);
                self.plan.apply(action, &rows, &View::all(rows.len()), page)
            }
            Seen::Map(_) => self.map.walk(action),
            Seen::Compare => false,
        }
    }
}

impl Screen for Slotting {
    fn contexts(&self) -> &[Context] {
        match self.seen {
            Seen::Plan => &[Context::List, Context::Slotting],
            Seen::Places | Seen::Map(_) | Seen::Compare => &[Context::Slotting],
        }
    }

    fn topics(&self) -> Topics {
        // The figures stand still until they are read again; what is ordered is told live.
        Topics::TASKS
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        let (key, count) = match self.seen {
            Seen::Places => ("slot-title", self.known().len()),
            Seen::Plan => ("slot-title-plan", self.moves.len()),
            Seen::Compare => (
                "slot-title-compare",
                self.compare.found().map_or(0, |plan| plan.best.moves.len()),
            ),
            Seen::Map(Figure::Load) => ("slot-title-load", self.known().len()),
            Seen::Map(Figure::Popularity) => ("slot-title-popularity", self.known().len()),
        };
        Picture::Own {
            title: words.say(key),
            progress: count.to_string(),
            right: ordered(here),
        }
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        let place = self.place().is_some();
        let plan = self.seen == Seen::Plan;
        let apply = Hint::new(Action::SlotApply, plan && !self.moves.is_empty());
        let mut hints = vec![apply].into_iter().filter(|_| plan).collect::<Vec<_>>();
        hints.extend([
            Hint::new(Action::SlotPlan, true),
            Hint::new(Action::SlotCompare, !self.compare.searches()),
            Hint::new(Action::SlotColour, !self.known().is_empty()),
            Hint::new(Action::Back, true),
            Hint::new(Action::Refresh, true),
            Hint::new(Action::StockBlock, place),
            Hint::new(Action::StockUnblock, place),
            Hint::new(Action::SlotAisles, true),
        ]);
        hints
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Back if self.compare.searches() => self.compare.end(),
            Action::Back if self.seen != Seen::Places => self.seen = Seen::Places,
            Action::Back => return false,
            Action::Refresh => self.read(cx.here),
            Action::SlotPlan => {
                self.seen = match self.seen {
                    Seen::Plan => Seen::Places,
                    _ => Seen::Plan,
                }
            }
            Action::SlotCompare => {
                self.seen = Seen::Compare;
                self.compare.go(cx);
            }
            Action::SlotColour => {
                self.seen = match self.seen {
                    Seen::Map(Figure::Load) => Seen::Map(Figure::Popularity),
                    _ => Seen::Map(Figure::Load),
                }
            }
            Action::SlotApply if self.seen == Seen::Plan => {
                let moves = self.chosen_moves();
                let made_on = self.made_on;
                cx.ask_by_key(relocating::Command::Order { moves, made_on });
            }
            // The moves are looked at before they are ordered.
            Action::SlotApply => self.seen = Seen::Plan,
            // Blocking wants a reason in words: the stock screen asks for it.
            Action::StockBlock | Action::StockUnblock => {
                if let Some(place) = self.place() {
                    cx.open(Stock::of(Target::Place(place)));
                }
            }
            Action::SlotAisles => cx.open(Aisles::at(self.place())),
            Action::Confirm => {
                if let Some(place) = self.place() {
                    let code = cx.here.words.place(place);
                    let find = Find::of(&code, cx.here);
                    cx.open(find);
                }
            }
            other => return self.walk(other, cx.here),
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        // Another screen may come on top, and would be told the answers.
        self.compare.end();
        let here = cx.here;
        let place = here.w.scan(&entry.text).place();
        let at = place.and_then(|place| self.known().iter().position(|row| row.place == place));
        match (at, place) {
            (Some(_), Some(place)) if matches!(self.seen, Seen::Map(_)) => self.map.go(place),
            (Some(at), _) => {
                self.seen = Seen::Places;
                let rows = Places(self.rows.as_deref().unwrap_or_default(), here);
                self.places.go(at, &rows, &View::all(rows.len()));
            }
            (None, _) => {
                let find = Find::of(&entry.text, here);
                cx.open(find);
            }
        }
    }

    fn done(&mut self, _accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        self.plan = ListState::default();
        self.read(cx.here);
        None
    }

    fn told(&mut self, asked: &Question, told: Told, cx: &mut Cx<'_>) {
        let (Question::Slots(search), Told::Slots(found)) = (asked, told) else {
            return;
        };
        self.compare.told(search, found, cx);
        if let Some(plan) = self.compare.found() {
            self.moves.clone_from(&plan.best.moves);
            self.made_on = plan.seq;
            self.plan = ListState::default();
        }
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        if self.rows.is_none() {
            self.read(cx.here);
        }
    }

    fn help(&self) -> &'static str {
        "help-slotting"
    }

    fn paint(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, here: Here<'_>) {
        let say = |key: &str| here.words.say(key);
        match self.seen {
            Seen::Places => {
                let columns = [
                    Column::code(say("find-kind-place"), 9),
                    Column::number(say("slot-volume"), 4),
                    Column::number(say("slot-weight"), 4).priority(4),
                    Column::number(say("slot-rank"), 5).priority(1),
                    Column::name(say("slot-class"), 3, 4).priority(5),
                    Column::code(say("find-kind-item"), 8).priority(2),
                    Column::number(say("slot-picks"), 6).priority(3),
                    Column::number(say("slot-metres"), 5).priority(6),
                    Column::name(say("stock-name"), 10, 40).priority(7),
                ];
                let rows = Places(self.known(), here);
                let empty = say("slot-none");
                let list = List {
                    empty: &empty,
                    ..List::new(&columns, &rows, &self.places)
                };
                draw_list(buf, area, look, &list);
            }
            Seen::Plan => {
                let columns = [
                    Column::code(say("slot-from"), 9),
                    Column::code(say("slot-to"), 9),
                    Column::code(say("find-kind-item"), 8).priority(1),
                    Column::number(say("stock-qty"), 6).priority(2),
                    Column::name(say("slot-why"), 20, 80).priority(3),
                ];
                let rows = Moves(&self.moves, here);
                let empty = say(match here.w.relocations.is_empty() {
                    true => "slot-plan-none",
                    false => "slot-plan-ordered",
                });
                let list = List {
                    empty: &empty,
                    ..List::new(&columns, &rows, &self.plan)
                };
                draw_list(buf, area, look, &list);
            }
            Seen::Compare => self.compare.draw(buf, area, look, (&self.map, here)),
            Seen::Map(figure) => self.map.draw(buf, area, look, (figure, self.known(), here)),
        }
    }
}
