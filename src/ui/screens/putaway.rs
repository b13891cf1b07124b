//! Putaway: from where goods wait to the bin that the core suggests, or another one that takes them.

use super::floor::{
    chosen, code_of, goods, held, item_lines, level_line, lot_line, number, numbered, question, refuse,
    status_line, typed_number,
};
use crate::domain::ids::PlaceId;
use crate::domain::places::PlaceKind;
use crate::domain::putaway::source::free_lines;
use crate::domain::putaway::{Command, Prompt, Putaway as Mine};
use crate::domain::stock::{Holder, StockKey};
use crate::domain::{Class, Event, Qty, Topics};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wanted};
use crate::ui::theme::Role;
use crate::ui::widgets::{Answer, Hint};
use crate::ui::words::Words;

/// The putaway screen. It keeps nothing but whether the next entry is a quantity: how far somebody has come is in
/// the warehouse.
#[derive(Debug, Default)]
pub struct Putaway {
    /// The next entry is how much the worker takes.
    quantity: bool,
}

/// Docks, and the pallets, cartons and totes on them, from which goods can be put away.
pub fn waiting(here: Here<'_>) -> Vec<Holder> {
    let docks = here
        .w
        .places
        .values()
        .filter(|place| place.kind == PlaceKind::Dock);
    let on_it = |place: PlaceId| {
        let free = |lpn: &_| here.w.lpns.get(lpn).is_some_and(|lpn| lpn.order.is_none());
        here.w.lpns_at(place).filter(free).map(Holder::Lpn)
    };
    docks
        .flat_map(|dock| std::iter::once(Holder::Place(dock.id)).chain(on_it(dock.id)))
        .filter(|holder| free_lines(here.w, *holder).next().is_some())
        .collect()
}

impl Putaway {
    fn mine<'a>(here: Here<'a>) -> Option<&'a Mine> {
        here.who.and_then(|who| here.w.putaway_of(who))
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

    fn back(&mut self, mine: &Mine, cx: &mut Cx<'_>) {
        if self.quantity {
            self.quantity = false;
            return;
        }
        let shown = mine.shown(cx.here.w);
        cx.ask_by_key(match mine.asked {
            // Saying the same again drops the question.
            Some(_) if mine.all => Command::All,
            Some(_) => Command::Quantity { qty: shown },
            None => Command::Leave,
        });
    }
}

impl Screen for Putaway {
    fn contexts(&self) -> &[Context] {
        &[Context::Putaway, Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::TASKS | Topics::STOCK | Topics::RECEIPTS | Topics::MASTER
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let mut view = match Self::mine(here) {
            Some(mine) => show(here, mine),
            None => sources(here),
        };
        if self.quantity {
            view.ask = here.words.say("ask-quantity");
        }
        Picture::Prompt(view)
    }

    fn hints(&self, here: Here<'_>) -> Vec<Hint> {
        let Some(prompt) = Self::mine(here).map(|mine| mine.prompt(here.w)) else {
            return Hint::all(&[Action::Undo, Action::Find]);
        };
        let in_hand = matches!(prompt, Prompt::Bin(..) | Prompt::Confirm { .. });
        vec![
            Hint::new(Action::MoveEntire, true),
            Hint::new(Action::Undo, true),
            Hint::new(Action::Why, true),
            Hint::new(Action::Find, true),
            Hint::new(Action::Quantity, in_hand),
            Hint::new(Action::Park, true),
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        let Some(mine) = Self::mine(cx.here) else {
            return false;
        };
        match action {
            Action::Confirm => match mine.asked {
                Some(found) => cx.ask_by_key(Command::Scan {
                    code: code_of(cx.here.words, Holder::Place(found)),
                }),
                None => return false,
            },
            Action::Back => self.back(mine, cx),
            Action::MoveEntire => cx.ask_by_key(Command::All),
            Action::Quantity if mine.key.is_some() => self.quantity = true,
            Action::Quantity => refuse(cx, "want-any-item"),
            Action::Park => cx.ask_by_key(Command::Leave),
            _ => return false,
        }
        true
    }

    fn wanted(&self, here: Here<'_>) -> Wanted {
        match Self::mine(here).map(|mine| mine.prompt(here.w)) {
            None | Some(Prompt::Item(_)) => Wanted::Item,
            Some(_) => Wanted::Code,
        }
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let here = cx.here;
        let code = entry.text.as_str().into();
        let Some(mine) = Self::mine(here) else {
            let code = match chosen(entry, here, waiting(here).into_iter()) {
                Some(holder) => code_of(here.words, holder),
                None => code,
            };
            return cx.ask(Command::Start { code }, entry);
        };
        if self.quantity {
            return self.enter_quantity(entry, cx);
        }
        match mine.prompt(here.w) {
            Prompt::Item(from) => match chosen(entry, here, free_lines(here.w, from)) {
                Some((key, _)) => cx.ask(Command::Choose { key }, entry),
                None => cx.ask(Command::Scan { code }, entry),
            },
            Prompt::Bin(..) => match typed_number(entry, here) {
                Some(qty) => cx.ask(Command::Quantity { qty }, entry),
                None => cx.ask(Command::Scan { code }, entry),
            },
            Prompt::AllToBin(..) | Prompt::Confirm { .. } => cx.ask(Command::Scan { code }, entry),
        }
    }

    fn done(&mut self, accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        let words = cx.here.words;
        if let Some(asked) = question(accepted, words) {
            return Some(asked);
        }
        // With nothing in hand any more, these were the last goods of their source.
        let put = accepted.events.iter().find_map(|event| match event {
            Event::PutAway(_) => event.phrase(),
            _ => None,
        });
        let put = put.filter(|_| Self::mine(cx.here).is_none())?;
        Some(Answer::new(Class::Last, words.phrase(&put)))
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        self.quantity &= Self::mine(cx.here).is_some_and(|mine| mine.key.is_some());
    }

    fn why(&self, here: Here<'_>) -> Vec<String> {
        let Some(mine) = Self::mine(here) else {
            return Vec::new();
        };
        let words = here.words;
        let mut told = vec![match mine.suggested {
            Some((place, why)) => format!("{}: {}", words.place(place), words.phrase(&why.phrase())),
            None => words.say("why-putaway-none"),
        }];
        if let Some(key) = mine.key {
            let free = here.w.stock_at(&key).free();
            let args = [
                ("item", words.item(key.item)),
                ("qty", words.qty(key.item, free)),
                ("from", words.holder(mine.from)),
            ];
            told.push(words.say_with("why-putaway-item", &args));
        }
        told.push(words.say("why-putaway-other"));
        told
    }

    fn help(&self) -> &'static str {
        "help-putaway"
    }
}

/// Where goods wait, numbered.
fn sources(here: Here<'_>) -> PromptView {
    let words = here.words;
    let waiting = waiting(here);
    let lines = if waiting.is_empty() {
        vec![Line::new(LineKind::Strong, words.say("putaway-none"))]
    } else {
        numbered(waiting.iter().map(|holder| source(here, *holder)))
    };
    PromptView {
        title: words.say("putaway-title"),
        progress: waiting.len().to_string(),
        right: here.worker().map(|w| w.name.to_string()).unwrap_or_default(),
        lines,
        ask: words.say("putaway-ask-source"),
        ..PromptView::default()
    }
}

/// One place, pallet, carton or tote where goods wait: its first goods, and how many lines more.
fn source(here: Here<'_>, holder: Holder) -> String {
    let mut lines = free_lines(here.w, holder);
    let first = lines.next();
    let told = first.map(|(key, qty)| goods(here.words, &key, qty));
    let mut args = vec![
        ("from", here.words.holder(holder)),
        ("goods", told.unwrap_or_default()),
    ];
    match lines.count() {
        0 => here.words.say_with("putaway-source", &args),
        more => {
            args.push(("more", more.to_string()));
            here.words.say_with("putaway-source-more", &args)
        }
    }
}

/// The prompt of goods that are being put away.
fn show(here: Here<'_>, mine: &Mine) -> PromptView {
    let words = here.words;
    let from = words.holder(mine.from);
    let all = free_lines(here.w, mine.from);
    let mut view = PromptView {
        title: words.say_with("putaway-title-from", &[("from", from.clone())]),
        right: here.worker().map(|w| w.name.to_string()).unwrap_or_default(),
        panel: panel(words, all, mine.key),
        ..PromptView::default()
    };
    let ask_bin = |bin: Option<PlaceId>| match bin {
        Some(bin) => words.say_with("putaway-ask-bin", &[("place", words.place(bin))]),
        None => words.say("putaway-ask-any-bin"),
    };
    match mine.prompt(here.w) {
        Prompt::Item(holder) => {
            let listed = free_lines(here.w, holder).map(|(key, qty)| goods(words, &key, qty));
            view.lines = numbered(listed);
            view.panel = Vec::new();
            view.ask = words.say("putaway-ask-item");
        }
        Prompt::Bin(key, qty, bin) => {
            view.lines = bin_lines(here, bin);
            view.lines.extend(goods_lines(here, &key, qty));
            view.ask = ask_bin(bin);
        }
        Prompt::AllToBin(_, bin) => {
            view.lines = bin_lines(here, bin);
            view.lines.push(all_line(here, mine));
            view.ask = ask_bin(bin);
        }
        Prompt::Confirm { expected, found } => {
            let found = words.place(found);
            let instead = words.say_with("putaway-instead", &[("place", words.place(expected))]);
            view.lines = vec![
                Line::new(LineKind::Big, found.clone()),
                Line::new(LineKind::Strong, instead),
            ];
            match mine.key {
                Some(key) => view.lines.extend(goods_lines(here, &key, mine.shown(here.w))),
                None => view.lines.push(all_line(here, mine)),
            }
            view.ask = words.say_with("putaway-ask-confirm", &[("found", found)]);
        }
    }
    view
}

fn all_line(here: Here<'_>, mine: &Mine) -> Line {
    let lines = free_lines(here.w, mine.from).count().to_string();
    let args = [("lines", lines), ("from", here.words.holder(mine.from))];
    Line::new(LineKind::Strong, here.words.say_with("putaway-all", &args))
}

fn bin_lines(here: Here<'_>, bin: Option<PlaceId>) -> Vec<Line> {
    match bin {
        Some(bin) => vec![
            Line::new(LineKind::Big, here.words.place(bin)),
            level_line(here, bin),
        ],
        None => vec![Line::new(LineKind::Big, here.words.say("putaway-no-bin"))],
    }
}

fn goods_lines(here: Here<'_>, key: &StockKey, qty: Qty) -> Vec<Line> {
    let mut lines = item_lines(here.words, key.item).to_vec();
    lines.push(lot_line(here, key.lot));
    lines.push(status_line(here.words, key.status));
    lines.push(Line::new(LineKind::Strong, held(here.words, key.item, qty)));
    lines
}

/// What else is there, for screens that have room.
fn panel(
    words: Words<'_>,
    lines: impl Iterator<Item = (StockKey, Qty)>,
    at: Option<StockKey>,
) -> Vec<(Role, String)> {
    let told = lines.take(usize::from(u8::MAX)).map(|(key, qty)| {
        let role = if Some(key) == at { Role::Strong } else { Role::Text };
        (role, goods(words, &key, qty))
    });
    told.collect()
}
