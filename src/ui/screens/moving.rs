//! Moving: where the goods are, which of them, where they go; or a pallet, carton or tote as it stands. Moves that a
//! lead ordered are prompted one by one.

use super::floor::{
    chosen, goods, held, item_lines, lot_line, number, numbered, refuse, status_line, typed_number,
};
use crate::domain::moving::{Command, Moving as Mine, Prompt};
use crate::domain::putaway::source::free_lines;
use crate::domain::relocating::{self, Relocation};
use crate::domain::stock::Holder;
use crate::domain::{Class, Event, Topics};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wanted};
use crate::ui::widgets::{Answer, Hint};

/// The moving screen. It keeps nothing but whether the next entry is a quantity: how far somebody has come is in the
/// warehouse.
#[derive(Debug, Default)]
pub struct Moving {
    /// The next entry is how much the worker takes.
    quantity: bool,
}

impl Moving {
    fn mine<'a>(here: Here<'a>) -> Option<&'a Mine> {
        here.who.and_then(|who| here.w.moving_of(who))
    }

    /// The ordered move that the worker carries out.
    fn ordered<'a>(here: Here<'a>) -> Option<&'a Relocation> {
        here.who.and_then(|who| here.w.relocation_of(who))
    }

    fn enter_quantity(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        match number(&entry.text) {
            Some(qty) => {
                self.quantity = false;
                cx.ask(Command::Quantity { qty }, entry);
            }
            None => refuse(cx, "no-number"),
        }
    }
}

impl Screen for Moving {
    fn contexts(&self) -> &[Context] {
        &[Context::Moving, Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::TASKS | Topics::STOCK | Topics::MASTER
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let ordered = Self::ordered(here);
        let mut view = match (Self::mine(here), ordered) {
            (Some(mine), _) => show(here, mine, ordered.filter(|one| one.key.holder == mine.from)),
            (None, Some(one)) => go_there(here, one),
            (None, None) => idle(here),
        };
        if self.quantity {
            view.ask = here.words.say("ask-quantity");
        }
        Picture::Prompt(view)
    }

    fn hints(&self, here: Here<'_>) -> Vec<Hint> {
        let Some(prompt) = Self::mine(here).map(|mine| mine.prompt(here.w)) else {
            let ordered = Self::ordered(here).is_some();
            let waits = here.w.relocations_waiting().next().is_some();
            let mut hints = vec![Hint::new(Action::Park, true)];
            hints.retain(|_| ordered);
            hints.extend(Hint::all(&[Action::Undo, Action::Find]));
            if waits || ordered {
                hints.insert(0, Hint::new(Action::Next, waits && !ordered));
                hints.insert(1, Hint::new(Action::Why, ordered));
            }
            return hints;
        };
        vec![
            Hint::new(Action::Quantity, matches!(prompt, Prompt::To(..))),
            Hint::new(Action::MoveEntire, true),
            Hint::new(Action::Undo, true),
            Hint::new(Action::Why, true),
            Hint::new(Action::Find, true),
            Hint::new(Action::Park, true),
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        let Some(mine) = Self::mine(cx.here) else {
            match action {
                Action::Next => cx.ask_by_key(relocating::Command::Next),
                Action::Park if Self::ordered(cx.here).is_some() => {
                    cx.ask_by_key(relocating::Command::GiveBack);
                }
                _ => return false,
            }
            return true;
        };
        match action {
            Action::Back if self.quantity => self.quantity = false,
            Action::Back | Action::Park => cx.ask_by_key(Command::Leave),
            Action::MoveEntire => cx.ask_by_key(Command::All),
            Action::Quantity if mine.key.is_some() => self.quantity = true,
            Action::Quantity => refuse(cx, "want-any-item"),
            _ => return false,
        }
        true
    }

    fn wanted(&self, here: Here<'_>) -> Wanted {
        match Self::mine(here).map(|mine| mine.prompt(here.w)) {
            Some(Prompt::What(_)) => Wanted::Item,
            _ => Wanted::Code,
        }
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let here = cx.here;
        if self.quantity {
            return self.enter_quantity(entry, cx);
        }
        let code = entry.text.as_str().into();
        let command = match Self::mine(here).map(|mine| mine.prompt(here.w)) {
            Some(Prompt::What(from)) => match chosen(entry, here, free_lines(here.w, from)) {
                Some((key, _)) => Command::Choose { key },
                None => Command::Scan { code },
            },
            Some(Prompt::To(..)) => match typed_number(entry, here) {
                Some(qty) => Command::Quantity { qty },
                None => Command::Scan { code },
            },
            Some(Prompt::AllTo(_)) | None => Command::Scan { code },
        };
        cx.ask(command, entry);
    }

    fn done(&mut self, accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        // With nothing in hand any more, nothing is left to move where these goods were.
        let moved = accepted.events.iter().find_map(|event| match event {
            Event::GoodsMoved(_) => event.phrase(),
            _ => None,
        });
        let moved = moved.filter(|_| Self::mine(cx.here).is_none())?;
        Some(Answer::new(Class::Last, cx.here.words.phrase(&moved)))
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        self.quantity &= Self::mine(cx.here).is_some_and(|mine| mine.key.is_some());
    }

    fn why(&self, here: Here<'_>) -> Vec<String> {
        let words = here.words;
        let mine = Self::mine(here);
        let ordered = Self::ordered(here);
        let about = ordered.filter(|one| mine.is_none_or(|mine| mine.from == one.key.holder));
        let mut told: Vec<String> = about.map(|one| why_ordered(here, one)).into_iter().collect();
        let Some(key) = mine.and_then(|mine| mine.key) else {
            return told;
        };
        let stock = here.w.stock_at(&key);
        let args = [
            ("place", words.holder(key.holder)),
            ("free", words.qty(key.item, stock.free())),
            ("qty", words.qty(key.item, stock.on_hand)),
        ];
        told.push(words.say_with("why-moving-free", &args));
        told
    }

    fn help(&self) -> &'static str {
        "help-moving"
    }
}

fn idle(here: Here<'_>) -> PromptView {
    let mut lines = vec![Line::new(LineKind::Name, here.words.say("moving-about"))];
    let waiting = here.w.relocations_waiting().count();
    if waiting > 0 {
        let count = [("count", waiting.to_string())];
        let told = here.words.say_with("moving-ordered", &count);
        lines.push(Line::new(LineKind::Strong, told));
    }
    PromptView {
        title: here.words.say("moving-title"),
        right: here.worker().map(|w| w.name.to_string()).unwrap_or_default(),
        lines,
        ask: here.words.say("moving-ask-source"),
        ..PromptView::default()
    }
}

/// The prompt of an ordered move whose worker still has to go where the goods are.
fn go_there(here: Here<'_>, one: &Relocation) -> PromptView {
    let words = here.words;
    let from = words.holder(one.key.holder);
    let waiting = here.w.relocations_waiting().count();
    let mut lines = vec![Line::new(LineKind::Big, from.clone())];
    lines.extend(item_lines(words, one.key.item));
    lines.push(lot_line(here, one.key.lot));
    let qty = held(words, one.key.item, one.qty(here.w));
    lines.push(Line::new(LineKind::Strong, qty));
    lines.push(Line::new(LineKind::Dim, bring(here, one)).drop(4));
    let more = [("count", waiting.to_string())];
    PromptView {
        title: words.say("moving-title-ordered"),
        progress: match waiting {
            0 => String::new(),
            _ => words.say_with("moving-more", &more),
        },
        right: here.worker().map(|w| w.name.to_string()).unwrap_or_default(),
        lines,
        ask: words.say_with("moving-ask-ordered", &[("from", from)]),
        ..PromptView::default()
    }
}

/// Where the goods of an ordered move go: what lies where they go comes out first.
fn bring(here: Here<'_>, one: &Relocation) -> String {
    let to = [("to", here.words.place(one.to))];
    here.words.say_with(
        match one.has_room(here.w) {
            true => "moving-bring",
            false => "moving-bring-tote",
        },
        &to,
    )
}

fn why_ordered(here: Here<'_>, one: &Relocation) -> String {
    let words = here.words;
    let args = [
        ("by", words.worker(one.by)),
        ("at", words.time(one.at)),
        ("why", words.phrase(&one.why())),
    ];
    words.say_with("why-moving-ordered", &args)
}

/// The prompt of goods that are being moved; `ordered` when a lead asked for it.
fn show(here: Here<'_>, mine: &Mine, ordered: Option<&Relocation>) -> PromptView {
    let words = here.words;
    let from = words.holder(mine.from);
    let mut view = PromptView {
        title: words.say_with("moving-title-from", &[("from", from.clone())]),
        right: here.worker().map(|w| w.name.to_string()).unwrap_or_default(),
        ..PromptView::default()
    };
    match mine.prompt(here.w) {
        Prompt::What(holder) => {
            view.lines = vec![Line::new(LineKind::Big, from)];
            view.lines.extend(what_lines(here, holder));
            view.ask = words.say(match holder {
                Holder::Lpn(_) => "moving-ask-item-or-place",
                _ => "moving-ask-item",
            });
            if let Some(one) = ordered {
                view.lines.truncate(1);
                view.lines.extend(item_lines(words, one.key.item));
                view.lines
                    .push(Line::new(LineKind::Dim, bring(here, one)).drop(4));
                let item = [("item", words.item(one.key.item))];
                view.ask = words.say_with("moving-ask-ordered-item", &item);
            }
        }
        Prompt::To(key, qty) => {
            view.lines = item_lines(words, key.item).to_vec();
            view.lines.push(lot_line(here, key.lot));
            view.lines.push(status_line(words, key.status));
            view.lines
                .push(Line::new(LineKind::Strong, held(words, key.item, qty)));
            let told = words.say_with("moving-from", &[("from", from)]);
            view.lines.push(Line::new(LineKind::Dim, told).drop(4));
            view.ask = words.say("moving-ask-to");
            if let Some(one) = ordered.filter(|one| one.key == key) {
                let to = words.place(one.to);
                view.lines.insert(0, Line::new(LineKind::Big, to.clone()));
                view.ask = match one.has_room(here.w) {
                    true => words.say_with("moving-ask-ordered-to", &[("to", to)]),
                    false => words.say_with("moving-ask-ordered-tote", &[("to", to)]),
                };
            }
        }
        Prompt::AllTo(holder) => {
            let lines = here.w.stock_in(holder).count().to_string();
            view.lines = vec![
                Line::new(LineKind::Big, from),
                Line::new(
                    LineKind::Strong,
                    words.say_with("moving-all", &[("lines", lines)]),
                ),
            ];
            view.ask = words.say("moving-ask-to");
        }
    }
    view
}

/// What can be taken: the free goods, numbered; of an order's tote, whose it is.
fn what_lines(here: Here<'_>, holder: Holder) -> Vec<Line> {
    let words = here.words;
    let order = match holder {
        Holder::Lpn(lpn) => here.w.lpns.get(&lpn).and_then(|lpn| lpn.order),
        _ => None,
    };
    if let Some(order) = order {
        let told = words.say_with("moving-order", &[("order", words.order(order))]);
        return vec![Line::new(LineKind::Strong, told)];
    }
    let lines = numbered(free_lines(here.w, holder).map(|(key, qty)| goods(words, &key, qty)));
    if lines.is_empty() && here.w.stock_in(holder).next().is_none() {
        return vec![Line::new(LineKind::Dim, words.say("moving-empty"))];
    }
    lines
}
