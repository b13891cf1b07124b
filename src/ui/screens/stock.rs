//! Stock by place, tote or item: correct it, hold it, release it, scrap it; and the corrections that wait for a second
//! person. What is done is chosen first, then why, then how much.

mod rows;

use super::find::Find;
use super::journal::Journal;
use super::list::Lines;
use crate::domain::adjusting::{Command, Reason};
use crate::domain::aliases::{self, Lesson};
use crate::domain::counting;
use crate::domain::ids::{ApprovalId, PlaceId, ProposalId};
use crate::domain::lookup::Target;
use crate::domain::stock::{Holder, StockKey};
use crate::domain::{Class, Command as Any, Qty, Topics, Via};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen};
use crate::ui::widgets::{Answer, Hint, ListState, Look, MenuEntry, MenuState};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rows::RowOf;

/// What a lead may do to a line of stock or a place, in the order of the menu.
const DEEDS: [Action; 8] = [
    Action::StockAdjust,
    Action::StockHold,
    Action::StockRelease,
    Action::StockScrap,
    Action::StockBlock,
    Action::StockUnblock,
    Action::StockCount,
    Action::StockMoves,
];

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Step {
    /// A line of the list.
    #[default]
    Lines,
    /// What to do with the line under the cursor.
    Deed(MenuState),
    /// Whether to agree to a correction.
    Judge(ApprovalId, MenuState),
    /// Whether a code is learned.
    Learn(ProposalId, MenuState),
    /// Whether what was learned still holds.
    Forget(Lesson, MenuState),
    /// Why.
    Reason(Action, StockKey, MenuState),
    /// How much.
    Quantity(Action, StockKey, Reason),
    /// Why, in words.
    Note(Action, StockKey, Reason, Qty),
    /// Why a place is blocked, in words.
    Block(PlaceId),
}

impl Step {
    /// The menu that stands on the screen.
    fn menu(&mut self) -> Option<&mut MenuState> {
        match self {
            Step::Deed(state)
            | Step::Judge(_, state)
            | Step::Learn(_, state)
            | Step::Forget(_, state)
            | Step::Reason(_, _, state) => Some(state),
            Step::Lines | Step::Quantity(..) | Step::Note(..) | Step::Block(_) => None,
        }
    }
}

/// The stock screen.
#[derive(Debug, Default)]
pub struct Stock {
    /// Whose lines are shown; none shows what waits for a second person.
    of: Option<Target>,
    state: ListState,
    step: Step,
}

impl Stock {
    /// The stock of one place, tote or item.
    pub fn of(target: Target) -> Stock {
        Stock {
            of: Some(target),
            ..Stock::default()
        }
    }

    fn rows(&self, here: Here<'_>) -> Vec<RowOf> {
        rows::of(self.of, here)
    }

    fn lines(&self, here: Here<'_>) -> Lines {
        rows::lines(self.of, &self.rows(here), here)
    }

    fn row(&self, here: Here<'_>) -> Option<RowOf> {
        let at = self.lines(here).selected(&self.state)?;
        self.rows(here).get(at).copied()
    }

    fn key(&self, here: Here<'_>) -> Option<StockKey> {
        match self.row(here)? {
            RowOf::Stock(key) => Some(key),
            RowOf::Approval(_) | RowOf::Proposal(_) | RowOf::Learned(_) => None,
        }
    }

    /// The place on the screen, or that of the line under the cursor.
    fn place(&self, here: Here<'_>) -> Option<PlaceId> {
        match self.of {
            Some(Target::Place(id)) => Some(id),
            _ => match self.key(here)?.holder {
                Holder::Place(id) => Some(id),
                _ => None,
            },
        }
    }

    /// Begins one of the deeds. What it is about must be there.
    fn begin(&mut self, deed: Action, cx: &mut Cx<'_>) {
        let here = cx.here;
        let place = self.place(here);
        match (deed, self.key(here), place) {
            (Action::StockBlock, _, Some(place)) => self.step = Step::Block(place),
            (Action::StockUnblock, _, Some(place)) => cx.ask_by_key(Command::Block {
                place,
                blocked: false,
                note: "".into(),
            }),
            (Action::StockCount, _, Some(place)) => cx.ask_by_key(counting::Command::MakeCounts {
                places: vec![place],
                reason: counting::Reason::Chosen,
            }),
            (Action::StockMoves, key, _) => {
                let of_line = key.map(|key| Target::Item(key.item, Qty(1)));
                match self.of.filter(|_| place.is_some()).or(of_line) {
                    Some(target) => cx.open(Journal::of(target)),
                    None => cx.say(Class::Check, "stock-choose-line"),
                }
            }
            (
                Action::StockAdjust | Action::StockHold | Action::StockRelease | Action::StockScrap,
                Some(key),
                _,
            ) => self.step = Step::Reason(deed, key, MenuState::default()),
            _ => cx.say(Class::Check, "stock-choose-line"),
        }
    }

    /// The entry of a menu was chosen.
    fn choose(&mut self, index: usize, cx: &mut Cx<'_>) {
        match self.step.clone() {
            Step::Deed(_) => {
                if let Some(deed) = DEEDS.get(index).copied() {
                    self.step = Step::Lines;
                    self.begin(deed, cx);
                }
            }
            Step::Reason(deed, key, _) => {
                if let Some(reason) = Reason::ALL.get(index).copied() {
                    self.step = Step::Quantity(deed, key, reason);
                }
            }
            Step::Learn(proposal, _) => cx.ask_by_key(match index {
                0 => aliases::Command::Approve { proposal },
                1 => aliases::Command::Reject { proposal },
                _ => aliases::Command::AskEachTime { proposal },
            }),
            Step::Forget(lesson, _) => match index {
                0 => self.step = Step::Lines,
                _ => cx.ask_by_key(aliases::Command::Forget(lesson)),
            },
            Step::Judge(approval, _) => {
                cx.ask_by_key(match index {
                    0 => Command::Approve { approval },
                    _ => Command::Reject {
                        approval,
                        note: "".into(),
                    },
                });
            }
            _ => {}
        }
    }

    /// Entries of the menu on the screen.
    fn entries(&self, here: Here<'_>) -> Vec<MenuEntry> {
        let label = |key: &str| MenuEntry::new(here.words.say(key));
        match &self.step {
            Step::Deed(_) => DEEDS
                .iter()
                .map(|deed| label(&deed.label_key()).enabled(self.can(*deed, here)))
                .collect(),
            Step::Reason(..) => Reason::ALL.iter().map(|reason| label(reason.key())).collect(),
            Step::Judge(..) => vec![label("stock-approve"), label("stock-reject")],
            Step::Learn(id, _) => {
                let mut entries = vec![label("stock-approve"), label("stock-reject")];
                let proposal = here.w.proposals.get(id);
                if proposal.is_some_and(|proposal| matches!(proposal.lesson, Lesson::Meaning(_))) {
                    entries.push(label("stock-ask-each-time"));
                }
                entries
            }
            Step::Forget(..) => vec![label("stock-keep"), label("stock-forget")],
            _ => Vec::new(),
        }
    }

    /// Whether a deed makes sense for what is under the cursor.
    fn can(&self, deed: Action, here: Here<'_>) -> bool {
        use crate::domain::stock::Status;
        let key = self.key(here);
        let blocked = self.place(here).and_then(|id| here.w.places.get(&id));
        let blocked = blocked.map(|place| place.blocked);
        match deed {
            Action::StockAdjust | Action::StockScrap => key.is_some(),
            Action::StockHold => key.is_some_and(|key| key.status == Status::Available),
            Action::StockRelease => key.is_some_and(|key| key.status != Status::Available),
            Action::StockBlock => blocked == Some(false),
            Action::StockUnblock => blocked == Some(true),
            Action::StockCount => blocked.is_some(),
            _ => self.of.is_some(),
        }
    }

    /// The quantity that Enter alone means: all that is promised to nobody.
    fn usual(deed: Action, key: &StockKey, here: Here<'_>) -> Option<Qty> {
        (deed != Action::StockAdjust).then(|| here.w.stock_at(key).free())
    }

    fn quantity(&mut self, qty: Qty, cx: &mut Cx<'_>) {
        let Step::Quantity(deed, key, reason) = self.step else {
            return;
        };
        if reason == Reason::Other {
            self.step = Step::Note(deed, key, reason, qty);
        } else if let Some(command) = correction(deed, key, qty, (reason, "")) {
            cx.ask_by_key(command);
        }
    }

    /// Shows something that was scanned or typed.
    fn show(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let targets = cx.here.w.scan(&entry.text).targets;
        let kept = |t: &Target| matches!(t, Target::Place(_) | Target::Item(..) | Target::Lpn(_));
        match targets.into_iter().find(kept) {
            Some(target) => *self = Stock::of(target),
            None => {
                let find = Find::of(&entry.text, cx.here);
                cx.open(find);
            }
        }
    }

    fn ask(&self, here: Here<'_>) -> String {
        let words = here.words;
        match &self.step {
            Step::Quantity(deed, key, _) => {
                let usual = Self::usual(*deed, key, here);
                let (name, qty) = match usual {
                    Some(free) => ("stock-ask-quantity", words.qty(key.item, free)),
                    None => (
                        "stock-ask-counted",
                        words.qty(key.item, here.w.stock_at(key).on_hand),
                    ),
                };
                let deed = words.say(&deed.label_key());
                words.say_with(
                    name,
                    &[("deed", deed), ("qty", qty), ("item", words.item(key.item))],
                )
            }
            Step::Note(..) | Step::Block(_) => words.say("stock-ask-note"),
            _ => words.say("stock-ask"),
        }
    }
}

/// The command for a deed.
fn correction(deed: Action, key: StockKey, qty: Qty, (reason, note): (Reason, &str)) -> Option<Any> {
    let note = note.into();
    Some(Any::from(match deed {
        Action::StockAdjust => Command::Adjust {
            key,
            counted: qty,
            reason,
            note,
        },
        Action::StockHold => Command::Hold {
            key,
            qty,
            reason,
            note,
        },
        Action::StockRelease => Command::Release {
            key,
            qty,
            reason,
            note,
        },
        Action::StockScrap => Command::Scrap {
            key,
            qty,
            reason,
            note,
        },
        _ => return None,
    }))
}

impl Screen for Stock {
    fn contexts(&self) -> &[Context] {
        match self.step {
            Step::Deed(_) | Step::Reason(..) | Step::Judge(..) | Step::Learn(..) | Step::Forget(..) => {
                &[Context::Stock, Context::Menu]
            }
            _ => &[Context::Stock, Context::Filter],
        }
    }

    fn topics(&self) -> Topics {
        Topics::STOCK | Topics::MASTER | Topics::COUNTS
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        let name = self.of.map(|of| rows::name(of, here));
        let title = name.unwrap_or_else(|| words.say("stock-title"));
        match &self.step {
            Step::Deed(state)
            | Step::Judge(_, state)
            | Step::Learn(_, state)
            | Step::Forget(_, state)
            | Step::Reason(_, _, state) => Picture::Menu {
                title,
                right: String::new(),
                entries: self.entries(here),
                state: *state,
                about: self
                    .row(here)
                    .map(|row| rows::about(self.of, row, here))
                    .unwrap_or_default(),
            },
            _ => Picture::Asking {
                title,
                progress: String::new(),
                right: rows::note(self.of, self.row(here), here),
                ask: self.ask(here),
            },
        }
    }

    fn hints(&self, here: Here<'_>) -> Vec<Hint> {
        let deeds = [Action::StockAdjust, Action::StockBlock, Action::StockHold];
        let mut hints: Vec<Hint> = deeds
            .into_iter()
            .map(|deed| Hint::new(deed, self.can(deed, here)))
            .collect();
        hints.push(Hint::new(Action::Back, true));
        let others = DEEDS.into_iter().filter(|deed| !deeds.contains(deed));
        hints.extend(others.map(|deed| Hint::new(deed, self.can(deed, here))));
        hints
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        if DEEDS.contains(&action) {
            self.begin(action, cx);
            return true;
        }
        let count = self.entries(cx.here).len();
        match (action, &mut self.step) {
            (Action::Back, Step::Lines) if self.of.is_some() => *self = Stock::default(),
            (Action::Back, Step::Lines) => return false,
            (Action::Back, _) => self.step = Step::Lines,
            (Action::Confirm, Step::Lines) => {
                self.step = match self.row(cx.here) {
                    Some(RowOf::Approval(id)) => Step::Judge(id, MenuState::default()),
                    Some(RowOf::Proposal(id)) => Step::Learn(id, MenuState::default()),
                    Some(RowOf::Learned(index)) => rows::learned(cx.here)
                        .into_iter()
                        .nth(index)
                        .map_or(Step::Lines, |lesson| Step::Forget(lesson, MenuState::default())),
                    Some(RowOf::Stock(_)) => Step::Deed(MenuState::default()),
                    None if self.place(cx.here).is_some() => Step::Deed(MenuState::default()),
                    None => Step::Lines,
                }
            }
            (Action::Confirm, Step::Quantity(deed, key, _)) => match Self::usual(*deed, key, cx.here) {
                Some(qty) => self.quantity(qty, cx),
                None => cx.say(Class::No, "no-number"),
            },
            (other, Step::Lines) => {
                let lines = self.lines(cx.here);
                return lines.apply(&mut self.state, other, cx.here.size);
            }
            (other, step) => match (other, step.menu()) {
                (Action::Confirm, Some(state)) => {
                    let index = state.cursor;
                    self.choose(index, cx);
                }
                (other, Some(state)) => return state.apply(other, count),
                (_, None) => return false,
            },
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        if entry.via == Via::Scanned {
            return self.show(entry, cx);
        }
        match self.step {
            Step::Quantity(..) => match entry.text.parse::<i64>() {
                Ok(n) if n >= 0 => self.quantity(Qty(n), cx),
                _ => cx.say(Class::No, "no-number"),
            },
            Step::Note(deed, key, reason, qty) => {
                if let Some(command) = correction(deed, key, qty, (reason, &entry.text)) {
                    cx.ask(command, entry);
                }
            }
            Step::Block(place) => cx.ask(
                Command::Block {
                    place,
                    blocked: true,
                    note: entry.text.as_str().into(),
                },
                entry,
            ),
            _ => self.show(entry, cx),
        }
    }

    fn letter(&mut self, letter: char, cx: &mut Cx<'_>) {
        let entries = self.entries(cx.here);
        let Some(state) = self.step.menu() else {
            return;
        };
        if let Some(index) = state.digit(letter, entries.len()) {
            state.cursor = index;
            self.choose(index, cx);
        }
    }

    fn done(&mut self, accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        self.step = Step::Lines;
        let text = cx.here.words.say("stock-unchanged");
        accepted
            .events
            .is_empty()
            .then(|| Answer::new(Class::Check, text))
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        self.lines(cx.here).follow(&mut self.state);
        let gone = match &self.step {
            Step::Judge(id, _) => !cx.here.w.approvals.contains_key(id),
            Step::Learn(id, _) => !cx.here.w.proposals.contains_key(id),
            Step::Forget(lesson, _) => !rows::learned(cx.here).contains(lesson),
            Step::Reason(_, key, _) | Step::Quantity(_, key, _) | Step::Note(_, key, ..) => {
                !cx.here.w.stock.contains_key(key)
            }
            _ => false,
        };
        if gone {
            self.step = Step::Lines;
        }
    }

    fn help(&self) -> &'static str {
        "help-stock"
    }

    fn paint(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, here: Here<'_>) {
        let empty = here.words.say(match self.of {
            Some(_) => "stock-empty",
            None => "stock-none-waits",
        });
        let columns = rows::columns(self.of, here);
        self.lines(here)
            .draw(buf, area, look, (&columns, &self.state, &empty));
    }
}
