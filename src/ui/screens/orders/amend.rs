//! Asks what is needed to hold an order, to set its priority or to change a line of it.

use crate::domain::ids::OrderId;
use crate::domain::orders::{Command, HoldReason, Order};
use crate::domain::{Class, Qty, Topics};
use crate::keymap::{Action, Context};
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen};
use crate::ui::widgets::{Hint, MenuEntry, MenuState};

/// Most urgent and least urgent.
const PRIORITIES: std::ops::RangeInclusive<u8> = 1..=9;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Why it is held.
    Reason,
    /// The same, in words.
    Note,
    /// How urgent it is.
    Priority,
    /// Which of its lines: its item, or its number on the page.
    Line,
    /// How much of that line is wanted now.
    Quantity(u16),
}

/// One question about an order, and what its answer asks of the hub.
#[derive(Debug)]
pub struct Amend {
    order: OrderId,
    step: Step,
    state: MenuState,
}

impl Amend {
    fn new(order: OrderId, step: Step, cursor: usize) -> Amend {
        let state = MenuState { cursor };
        Amend { order, step, state }
    }

    /// Asks why an order is held, and holds it.
    pub fn hold(order: OrderId) -> Amend {
        Amend::new(order, Step::Reason, 0)
    }

    /// Asks how urgent an order is. The cursor stands on what it is now.
    pub fn priority(order: &Order) -> Amend {
        let now = usize::from(order.priority.saturating_sub(1));
        Amend::new(order.id, Step::Priority, now.min(PRIORITIES.count() - 1))
    }

    /// Asks which line of an order is changed, and to what.
    pub fn line(order: OrderId) -> Amend {
        Amend::new(order, Step::Line, 0)
    }

    fn is_menu(&self) -> bool {
        matches!(self.step, Step::Reason | Step::Priority)
    }

    fn entries(&self, here: Here<'_>) -> Vec<MenuEntry> {
        let words = here.words;
        match self.step {
            Step::Priority => PRIORITIES
                .map(|priority| {
                    let key = match priority {
                        1 => "orders-most-urgent",
                        9 => "orders-least-urgent",
                        _ => "orders-urgent",
                    };
                    MenuEntry::new(words.say_with(key, &[("priority", priority.to_string())]))
                })
                .collect(),
            _ => HoldReason::ALL
                .map(|reason| MenuEntry::new(words.say(reason.key())))
                .into_iter()
                .collect(),
        }
    }

    fn choose(&mut self, index: usize, cx: &mut Cx<'_>) {
        let order = self.order;
        let reason = HoldReason::ALL.get(index).copied();
        let priority = u8::try_from(index + 1).ok();
        match (self.step, reason, priority) {
            (Step::Reason, Some(HoldReason::Other), _) => self.step = Step::Note,
            (Step::Reason, Some(reason), _) => {
                cx.close();
                let note = "".into();
                cx.ask_by_key(Command::Hold { order, reason, note });
            }
            (Step::Priority, _, Some(priority)) => {
                cx.close();
                cx.ask_by_key(Command::SetPriority { order, priority });
            }
            _ => {}
        }
    }

    /// The line that an entry means: of this item, or by its number from 1.
    fn line_of(&self, entry: &Entry, here: Here<'_>) -> Option<u16> {
        let order = here.w.order(self.order)?;
        let scan = here.w.scan(&entry.text);
        let of_item = order
            .lines
            .iter()
            .position(|line| scan.of_item(line.item).is_some());
        let number = || entry.text.parse::<usize>().ok()?.checked_sub(1);
        let index = of_item.or_else(number)?;
        order.lines.get(index)?;
        u16::try_from(index).ok()
    }

    fn view(&self, here: Here<'_>) -> PromptView {
        let words = here.words;
        let order = here.w.order(self.order);
        let mut view = PromptView {
            title: words.say("orders-amend-title"),
            lines: vec![Line::new(LineKind::Big, words.order(self.order))],
            ..PromptView::default()
        };
        view.ask = match self.step {
            Step::Note => words.say("orders-ask-note"),
            Step::Quantity(index) => {
                if let Some(line) = order.and_then(|order| order.lines.get(usize::from(index))) {
                    let taken = [("qty", words.qty(line.item, line.taken()))];
                    view.lines.extend([
                        Line::new(LineKind::Code, words.item(line.item)),
                        Line::new(LineKind::Name, words.item_name(line.item)).drop(2),
                        Line::new(LineKind::Strong, words.qty(line.item, line.qty)),
                        Line::new(LineKind::Dim, words.say_with("orders-line-taken", &taken)).drop(1),
                    ]);
                }
                words.say("orders-ask-quantity")
            }
            _ => {
                let lines = order.map_or(&[][..], |order| order.lines.as_slice());
                let told = lines.iter().enumerate().map(|(index, line)| {
                    let text = format!("{} {} {}", index + 1, words.item(line.item), line.qty);
                    Line::new(LineKind::Name, text).drop(u8::try_from(index).unwrap_or(u8::MAX))
                });
                view.lines.extend(told);
                words.say("orders-ask-line")
            }
        };
        view
    }
}

impl Screen for Amend {
    fn contexts(&self) -> &[Context] {
        if self.is_menu() {
            &[Context::Menu]
        } else {
            &[Context::Prompt]
        }
    }

    fn topics(&self) -> Topics {
        Topics::ORDERS
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        if !self.is_menu() {
            return Picture::Prompt(self.view(here));
        }
        let title = match self.step {
            Step::Priority => "orders-priority-title",
            _ => "orders-hold-title",
        };
        Picture::Menu {
            title: here.words.say(title),
            right: here.words.order(self.order),
            entries: self.entries(here),
            state: self.state,
            about: Vec::new(),
        }
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        if self.is_menu() {
            Hint::all(&[Action::Confirm, Action::Back])
        } else {
            Hint::all(&[Action::Back])
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Confirm if self.is_menu() => self.choose(self.state.cursor, cx),
            Action::Back => match self.step {
                Step::Note => self.step = Step::Reason,
                Step::Quantity(_) => self.step = Step::Line,
                _ => cx.close(),
            },
            other if self.is_menu() => {
                let count = self.entries(cx.here).len();
                return self.state.apply(other, count);
            }
            _ => return false,
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let order = self.order;
        match self.step {
            Step::Reason | Step::Priority => cx.say(Class::Check, "orders-choose-one"),
            Step::Note => {
                cx.close();
                let (reason, note) = (HoldReason::Other, entry.text.as_str().into());
                cx.ask(Command::Hold { order, reason, note }, entry);
            }
            Step::Line => match self.line_of(entry, cx.here) {
                Some(line) => self.step = Step::Quantity(line),
                None => cx.say(Class::No, "orders-no-such-line"),
            },
            Step::Quantity(line) => match entry
                .text
                .parse()
                .ok()
                .filter(|qty| (0..=9_999_999).contains(qty))
            {
                Some(qty) => {
                    cx.close();
                    let qty = Qty(qty);
                    cx.ask(Command::Change { order, line, qty }, entry);
                }
                None => cx.say(Class::No, "no-number"),
            },
        }
    }

    fn letter(&mut self, letter: char, cx: &mut Cx<'_>) {
        let count = self.entries(cx.here).len();
        if let Some(index) = self.state.digit(letter, count) {
            self.choose(index, cx);
        }
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        if cx.here.w.order(self.order).is_none() {
            cx.close();
        }
    }

    fn help(&self) -> &'static str {
        "help-orders-amend"
    }
}
