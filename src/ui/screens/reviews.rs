//! Counts that wait for a lead: what was found, where the opposite may hide, and the judgement.

use super::find::Find;
use super::find::card::{Card, Fact, Scroll};
use super::list::{Line, Lines};
use crate::domain::counting::{Command, CountState, ReviewLine, ReviewView, RootCause, hints, review_view};
use crate::domain::ids::CountId;
use crate::domain::{Qty, Topics};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen};
use crate::ui::theme::Role;
use crate::ui::widgets::{Answer, Column, Hint, ListState, Look, MenuEntry, MenuState};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What is on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Step {
    /// All counts that wait.
    #[default]
    List,
    /// One of them.
    Count(CountId, Scroll),
    /// What is behind its differences.
    Cause(CountId, MenuState),
}

/// The review screen.
#[derive(Debug, Default)]
pub struct Reviews {
    state: ListState,
    step: Step,
}

impl Reviews {
    fn lines(here: Here<'_>) -> Lines {
        let line = |id: CountId| {
            let count = here.w.count(id)?;
            let view = here.who.and_then(|who| review_view(here.w, who, id))?;
            let counted = view.rounds.last().map(|(worker, _)| here.words.worker(*worker));
            Some(Line {
                id: id.0,
                role: if view.second_person {
                    Role::Answer(crate::domain::Class::Check)
                } else {
                    Role::Text
                },
                cells: vec![
                    here.words.place(count.place),
                    signed(view.lines.iter().map(|line| line.variance).sum()),
                    money(view.value),
                    counted.unwrap_or_default(),
                    here.words.time(count.since),
                ],
            })
        };
        Lines(here.w.counts_to_review().filter_map(line).collect())
    }

    /// The count that an action is about: the open one, or the one under the cursor.
    fn count(&self, here: Here<'_>) -> Option<CountId> {
        match self.step {
            Step::Count(id, _) | Step::Cause(id, _) => Some(id),
            Step::List => {
                let lines = Self::lines(here);
                let at = lines.selected(&self.state)?;
                lines.0.get(at).map(|line| CountId(line.id))
            }
        }
    }

    fn accept(&mut self, index: usize, id: CountId, cx: &mut Cx<'_>) {
        if let Some(cause) = RootCause::ALL.get(index).copied() {
            cx.ask_by_key(Command::Accept { count: id, cause });
        }
    }
}

/// A difference with its sign.
fn signed(qty: Qty) -> String {
    if qty.is_positive() {
        format!("+{qty}")
    } else {
        qty.to_string()
    }
}

/// Minor units as people write them.
fn money(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    format!(
        "{sign}{}.{:02}",
        minor.unsigned_abs() / 100,
        minor.unsigned_abs() % 100
    )
}

fn card(id: CountId, here: Here<'_>) -> Option<Card> {
    let words = here.words;
    let count = here.w.count(id)?;
    let view = here.who.and_then(|who| review_view(here.w, who, id))?;
    let mut facts = vec![
        Fact::name(words.place(count.place)),
        Fact::pair(words.say(count.reason.key()), money(view.value)),
    ];
    if view.second_person {
        facts.push(Fact::warn(words.say("review-second-person")));
    }
    let differs = |line: &&ReviewLine| !line.variance.is_zero();
    for line in view.lines.iter().filter(differs) {
        facts.extend(difference(line, here));
    }
    let told = hints(here.w, id);
    if !told.is_empty() {
        facts.push(Fact::head(words.say("review-hints")));
        facts.extend(told.iter().map(|hint| Fact::text(words.phrase(hint))));
    }
    Some(
        Card::new(words.say("review-title"))
            .with(facts)
            .beside(rounds(&view, here))
            .beside(
                view.lines
                    .iter()
                    .filter(|line| line.variance.is_zero())
                    .map(|line| {
                        Fact::pair(
                            words.item(line.goods.item),
                            words.qty(line.goods.item, line.counted),
                        )
                    }),
            ),
    )
}

fn difference(line: &ReviewLine, here: Here<'_>) -> Vec<Fact> {
    let words = here.words;
    let qty = |qty| words.qty(line.goods.item, qty);
    let mut facts = vec![
        Fact::warn(format!(
            "{} {}",
            words.item(line.goods.item),
            signed(line.variance)
        )),
        Fact::dim(words.item_name(line.goods.item)).under(),
        Fact::pair(words.say("review-counted"), qty(line.counted)).under(),
        Fact::pair(words.say("review-book"), qty(line.book)).under(),
        Fact::pair(words.say("review-value"), money(line.value)).under(),
    ];
    if let Some(lot) = line.goods.lot.and_then(|id| here.w.lots.get(&id)) {
        let lot = words.say_with("find-lot", &[("lot", lot.code.to_string())]);
        facts.push(Fact::dim(lot).under());
    }
    if let Some(earlier) = line.earlier {
        facts.push(Fact::pair(words.say("review-earlier"), qty(earlier)).under());
    }
    if line.moved {
        facts.push(Fact::dim(words.say("review-moved")).under());
    }
    facts
}

/// Who counted, and when.
fn rounds(view: &ReviewView, here: Here<'_>) -> Vec<Fact> {
    let words = here.words;
    let mut facts = vec![Fact::head(words.say("review-rounds"))];
    let told = view.rounds.iter();
    facts.extend(told.map(|(worker, at)| Fact::pair(words.worker(*worker), words.time(*at))));
    if view.lines.iter().any(|line| line.variance.is_zero()) {
        facts.push(Fact::head(words.say("review-agree")));
    }
    facts
}

impl Screen for Reviews {
    fn contexts(&self) -> &[Context] {
        match self.step {
            Step::List | Step::Count(..) => &[Context::Reviews, Context::List],
            Step::Cause(..) => &[Context::Reviews, Context::Menu],
        }
    }

    fn topics(&self) -> Topics {
        Topics::COUNTS | Topics::STOCK | Topics::PEOPLE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        match self.step {
            Step::List | Step::Count(..) => Picture::Own {
                title: words.say("review-title"),
                progress: here.w.counts_to_review().count().to_string(),
                right: String::new(),
            },
            Step::Cause(id, state) => Picture::Menu {
                title: here
                    .w
                    .count(id)
                    .map(|count| words.place(count.place))
                    .unwrap_or_default(),
                right: String::new(),
                entries: RootCause::ALL
                    .iter()
                    .map(|cause| MenuEntry::new(words.say(cause.key())))
                    .collect(),
                state,
                about: vec![words.say("review-ask-cause")],
            },
        }
    }

    fn hints(&self, here: Here<'_>) -> Vec<Hint> {
        let some = self.count(here).is_some();
        vec![
            Hint::new(Action::ReviewAccept, some),
            Hint::new(Action::ReviewReject, some),
            Hint::new(Action::Back, true),
            Hint::new(Action::Find, true),
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match (action, self.step) {
            (Action::ReviewAccept, _) => {
                if let Some(id) = self.count(cx.here) {
                    self.step = Step::Cause(id, MenuState::default());
                }
            }
            (Action::ReviewReject | Action::Recount, _) => {
                if let Some(count) = self.count(cx.here) {
                    cx.ask_by_key(Command::Reject { count });
                }
            }
            (Action::Back, Step::List) => return false,
            (Action::Back, Step::Count(..)) => self.step = Step::List,
            (Action::Back, Step::Cause(id, _)) => self.step = Step::Count(id, Scroll::default()),
            (Action::Confirm, Step::List) => {
                if let Some(id) = self.count(cx.here) {
                    self.step = Step::Count(id, Scroll::default());
                }
            }
            (Action::Confirm, Step::Cause(id, state)) => self.accept(state.cursor, id, cx),
            (Action::Confirm, Step::Count(..)) => {}
            (other, Step::List) => {
                return Self::lines(cx.here).apply(&mut self.state, other, cx.here.size);
            }
            (other, Step::Count(id, mut scroll)) => {
                let moved = card(id, cx.here).is_some_and(|card| scroll.apply(other, &card, cx.here.size));
                self.step = Step::Count(id, scroll);
                return moved;
            }
            (other, Step::Cause(id, mut state)) => {
                let moved = state.apply(other, RootCause::ALL.len());
                self.step = Step::Cause(id, state);
                return moved;
            }
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let here = cx.here;
        let place = here.w.scan(&entry.text).place();
        let count = place.and_then(|place| here.w.count_at(place));
        let waits = |id: &CountId| {
            let count = here.w.count(*id);
            count.is_some_and(|count| count.state == CountState::Review)
        };
        match count.filter(waits) {
            Some(id) => self.step = Step::Count(id, Scroll::default()),
            // Anything else is looked up: whoever judges a count walks about and asks.
            None => {
                let find = Find::of(&entry.text, here);
                cx.open(find);
            }
        }
    }

    fn letter(&mut self, letter: char, cx: &mut Cx<'_>) {
        if let Step::Cause(id, state) = self.step
            && let Some(index) = state.digit(letter, RootCause::ALL.len())
        {
            self.accept(index, id, cx);
        }
    }

    fn done(&mut self, _accepted: &Accepted, _cx: &mut Cx<'_>) -> Option<Answer> {
        self.step = Step::List;
        None
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        Self::lines(cx.here).follow(&mut self.state);
        let open = match self.step {
            Step::Count(id, _) | Step::Cause(id, _) => cx.here.w.count(id),
            Step::List => return,
        };
        // Somebody else judged it, or it is counted again.
        if open.is_none_or(|count| count.state != CountState::Review) {
            self.step = Step::List;
        }
    }

    fn help(&self) -> &'static str {
        "help-reviews"
    }

    fn paint(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, here: Here<'_>) {
        if let Step::Count(id, scroll) = self.step
            && let Some(card) = card(id, here)
        {
            return card.draw(buf, area, look, scroll);
        }
        let words = here.words;
        let columns = [
            Column::code(words.say("review-place"), 9),
            Column::number(words.say("review-difference"), 6),
            Column::number(words.say("review-value"), 9).priority(1),
            Column::name(words.say("review-who"), 8, 16).priority(2),
            Column::code(words.say("review-since"), 11).priority(3),
        ];
        let empty = words.say("review-none");
        Self::lines(here).draw(buf, area, look, (&columns, &self.state, &empty));
    }
}
