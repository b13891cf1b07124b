//! The floor now and as it would be: a search for better slots, how far it is, and what it has found.

use super::map::{FloorMap, Heat};
use crate::ui::screen::{Cx, Here, Question, SlotPlan, SlotSearch, Wish};
use crate::ui::theme::Role;
use crate::ui::widgets::{Look, put, row, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// From so many rows and columns on there is room for a map.
const MAP: (u16, u16) = (12, 40);
/// Columns between the two maps.
const BETWEEN: u16 = 3;

/// A search and its findings.
#[derive(Clone, Debug, Default)]
pub struct Compare {
    search: Option<SlotSearch>,
    found: Option<Box<SlotPlan>>,
    /// The search was answered that there is nothing to plan.
    nothing: bool,
    /// The floor as it would be is on the screen, where there is room for one map.
    after: bool,
}

impl Compare {
    /// What was found, as soon as there is anything.
    pub fn found(&self) -> Option<&SlotPlan> {
        self.found.as_deref()
    }

    /// Whether it searches.
    pub fn searches(&self) -> bool {
        self.search.is_some()
    }

    /// Begins to search, or shows the other floor.
    pub fn go(&mut self, cx: &mut Cx<'_>) {
        if self.found.is_some() {
            self.after = !self.after;
        } else if self.search.is_none() {
            let search = SlotSearch::default();
            cx.wishes.push(Wish::Look(Question::Slots(search.clone())));
            *self = Compare {
                search: Some(search),
                ..Compare::default()
            };
        }
    }

    /// Ends the search. What it has found so far stays.
    pub fn end(&mut self) {
        self.search = None;
    }

    /// The next part of a search was done; one that was ended is not asked for more.
    pub fn told(&mut self, search: &SlotSearch, found: Option<Box<SlotPlan>>, cx: &mut Cx<'_>) {
        if self.search.as_ref() != Some(search) {
            return;
        }
        self.nothing = found.is_none();
        if found.as_ref().is_some_and(|plan| plan.percent < 100) {
            cx.wishes.push(Wish::Look(Question::Slots(search.clone())));
        } else {
            self.search = None;
            self.after = true;
        }
        self.found = found;
    }

    /// Draws both floors, or one of them, and what the plan comes to.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, (map, here): (&FloorMap, Here<'_>)) {
        let lines: Vec<String> = self
            .lines(here)
            .iter()
            .flat_map(|line| wrap(line, usize::from(area.width), 4))
            .collect();
        let told = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height);
        let room = area.height.saturating_sub(told + 1);
        let mut below = 0;
        if let Some(plan) = self.found()
            && area.height >= MAP.0
            && area.width >= MAP.1
        {
            let upper = Rect { height: room, ..area };
            self.maps(buf, upper, look, (map, plan, here));
            below = room + 1;
        }
        for (index, line) in lines.iter().take(usize::from(told)).enumerate() {
            let role = if index == 0 { Role::Strong } else { Role::Text };
            put(
                buf,
                row(area, usize::from(below) + index),
                0,
                line,
                look.style(role),
            );
        }
    }

    fn maps(
        &self,
        buf: &mut Buffer,
        area: Rect,
        look: Look<'_>,
        (map, plan, here): (&FloorMap, &SlotPlan, Here<'_>),
    ) {
        let [before, after] = &plan.best.heat;
        let hottest = map.hottest(before).max(map.hottest(after));
        let half = area.width.saturating_sub(BETWEEN) / 2;
        let both = map.columns() <= usize::from(half);
        let shown = [
            (before, "slot-before", !self.after),
            (after, "slot-after", self.after),
        ];
        let shown = shown.into_iter().filter(|(.., wanted)| both || *wanted);
        for (index, (heat, title, _)) in (0_u16..).zip(shown) {
            let part = if both {
                Rect {
                    x: area.x.saturating_add(index * (half + BETWEEN)),
                    width: half,
                    ..area
                }
            } else {
                area
            };
            put(
                buf,
                row(part, 0),
                0,
                &here.words.say(title),
                look.style(Role::Strong),
            );
            let floor = Rect {
                y: part.y.saturating_add(1),
                height: part.height.saturating_sub(1),
                ..part
            };
            map.draw_heat(buf, floor, look, Heat { picks: heat, hottest });
        }
    }

    fn lines(&self, here: Here<'_>) -> Vec<String> {
        let words = here.words;
        let mut lines = Vec::new();
        if let Some(plan) = self.found() {
            let (before, after) = (plan.best.figures.before_mm, plan.best.figures.after_mm);
            let metres = |mm: i64| (mm / 1_000).to_string();
            let saved = before - after;
            let percent = saved.saturating_mul(100).checked_div(before).unwrap_or(0);
            lines.push(words.say_with(
                "slot-saves",
                &[
                    ("before", metres(before)),
                    ("after", metres(after)),
                    ("saved", metres(saved)),
                    ("percent", percent.to_string()),
                ],
            ));
            lines.push(words.say_with(
                "slot-found-moves",
                &[("count", plan.best.moves.len().to_string())],
            ));
            let (learned, judged) = plan.walks;
            let walks = [("learned", learned.to_string()), ("judged", judged.to_string())];
            lines.push(match learned {
                0 => words.say("slot-learned-nothing"),
                _ => words.say_with("slot-learned", &walks),
            });
        }
        if self.searches() {
            let percent = self.found().map_or(0, |plan| plan.percent);
            lines.push(words.say_with("slot-searching", &[("percent", percent.to_string())]));
        }
        if self.nothing {
            lines.push(words.say("slot-search-none"));
        }
        lines
    }
}
