//! Counting: go to a place and say what lies there. What the book has is never shown.

use super::floor::{item_lines, level_line, lot_line, number, refuse, typed_number};
use super::receiving::split_date;
use crate::domain::counting::{Command, Count, Goods, Prompt};
use crate::domain::ids::{CountId, ItemId, OwnerId};
use crate::domain::lookup::Scan;
use crate::domain::time::Day;
use crate::domain::{Class, Event, Qty, Text, Topics};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wanted};
use crate::ui::theme::Role;
use crate::ui::widgets::{Answer, Hint};
use crate::ui::words::Words;

/// What the next entry is taken for, when it is no scan at the prompt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Mode {
    /// The prompt's own.
    #[default]
    Scan,
    /// How many lie there.
    Quantity,
    /// The lot of what was counted last.
    Lot,
    /// The last day of a lot that nobody knows yet.
    Expiry(Text),
    /// Whether really nothing lies there.
    Empty,
    /// Whether what was counted may be forgotten.
    Park,
}

/// The counting screen. It keeps nothing but how the next entry is meant: what was counted is in the warehouse.
#[derive(Debug, Default)]
pub struct Counting {
    mode: Mode,
    /// A count was asked for once since the screen was opened.
    asked: bool,
}

/// Counts that the one at the screen may take.
pub fn waiting<'a>(here: Here<'a>) -> impl Iterator<Item = CountId> + 'a {
    here.w.open_counts().filter(move |id| {
        let count = here.w.count(*id);
        count.is_some_and(|count| here.who.is_none_or(|who| !count.excludes(who)))
    })
}

impl Counting {
    fn mine<'a>(here: Here<'a>) -> Option<&'a Count> {
        let id = here.who.and_then(|who| here.w.count_of(who))?;
        here.w.count(id)
    }

    /// With no count in hand: the one of the place that was scanned.
    fn claim(entry: &Entry, cx: &mut Cx<'_>) {
        let here = cx.here;
        let place = here.w.scan(&entry.text).place();
        match place.and_then(|place| here.w.count_at(place)) {
            Some(count) => cx.ask(Command::Claim { count: Some(count) }, entry),
            None => refuse(cx, "counting-not-a-count"),
        }
    }

    /// An entry that is meant as the mode says. False when it is none of it.
    fn in_mode(&mut self, entry: &Entry, count: &Count, cx: &mut Cx<'_>) -> bool {
        let id = count.id;
        match self.mode.clone() {
            Mode::Scan | Mode::Park => {
                self.mode = Mode::Scan;
                false
            }
            Mode::Quantity => {
                match number(&entry.text) {
                    Some(qty) => self.ask(Command::Quantity { count: id, qty }, entry, cx),
                    None => refuse(cx, "no-number"),
                }
                true
            }
            Mode::Lot => {
                let (code, expiry) = split_date(&entry.text);
                self.lot(count, code.into(), expiry, entry, cx);
                true
            }
            Mode::Expiry(code) => {
                let expiry = cx.here.w.scan(&entry.text).expiry;
                let expiry = expiry.or_else(|| Day::parse(&entry.text));
                match expiry {
                    Some(_) => self.lot(count, code, expiry, entry, cx),
                    None => refuse(cx, "counting-ask-date"),
                }
                true
            }
            Mode::Empty => {
                self.mode = Mode::Scan;
                let here = cx.here.w.scan(&entry.text).place() == Some(count.place);
                if here {
                    cx.ask(Command::Empty { count: id }, entry);
                }
                here
            }
        }
    }

    fn ask(&mut self, command: Command, entry: &Entry, cx: &mut Cx<'_>) {
        self.mode = Mode::Scan;
        cx.ask(command, entry);
    }

    /// A lot that nobody knows needs its expiry date, where the item has them.
    fn lot(&mut self, count: &Count, code: Text, expiry: Option<Day>, entry: &Entry, cx: &mut Cx<'_>) {
        let w = cx.here.w;
        let item = count.step.item.unwrap_or_default();
        let dated = w.items.get(&item).is_some_and(|item| item.expiry_tracked);
        if dated && expiry.is_none() && w.lot_by_code(item, &code).is_none() {
            self.mode = Mode::Expiry(code);
            return;
        }
        let count = count.id;
        self.ask(Command::Lot { count, code, expiry }, entry, cx);
    }

    fn scan(&mut self, entry: &Entry, count: &Count, cx: &mut Cx<'_>) {
        let here = cx.here;
        let scan = here.w.scan(&entry.text);
        let prompt = count.prompt();
        if let Some(item) = lot_asked(prompt)
            && let Some((code, expiry)) = lot_read(here, item, &scan)
        {
            return self.lot(count, code, expiry, entry, cx);
        }
        let id = count.id;
        let at_items = matches!(prompt, Prompt::Items | Prompt::More(..));
        let owner = at_items.then(|| owner(here, &scan)).flatten();
        let command = match (owner, prompt, typed_number(entry, here)) {
            (Some(owner), ..) => Command::Owner { count: id, owner },
            (None, Prompt::More(..), Some(qty)) => Command::Quantity { count: id, qty },
            _ => Command::Scan {
                count: id,
                code: scan.code,
            },
        };
        cx.ask(command, entry);
    }
}

fn lot_asked(prompt: Prompt) -> Option<ItemId> {
    match prompt {
        Prompt::Lot(item) => Some(item),
        _ => None,
    }
}

/// The lot that an entry names where one is asked for: in its own code, or as a text that stands for nothing else.
fn lot_read(here: Here<'_>, item: ItemId, scan: &Scan) -> Option<(Text, Option<Day>)> {
    if here.w.lot_by_code(item, &scan.code).is_some() {
        return Some((scan.code.clone(), None));
    }
    if let (Some(lot), Some(_)) = (&scan.lot, scan.of_item(item)) {
        return Some((lot.clone(), scan.expiry));
    }
    let (code, expiry) = split_date(&scan.code);
    let free = scan.targets.is_empty() && scan.readings.is_empty() && !code.is_empty();
    free.then(|| (code.into(), expiry.or(scan.expiry)))
}

/// The owner whose code was entered, where the code stands for nothing else.
fn owner(here: Here<'_>, scan: &Scan) -> Option<OwnerId> {
    let known = |code: &str| here.w.owner_by_code(code).map(|owner| owner.id);
    let owner = known(&scan.code).or_else(|| known(&scan.code.to_uppercase()));
    owner.filter(|_| scan.targets.is_empty())
}

impl Screen for Counting {
    fn contexts(&self) -> &[Context] {
        &[Context::Counting, Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::COUNTS | Topics::MASTER
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        let Some(count) = Self::mine(here) else {
            return Picture::Prompt(idle(here));
        };
        let mut view = show(here, count);
        let place = || words.place(count.place);
        match &self.mode {
            Mode::Scan => {}
            Mode::Quantity => view.ask = words.say("counting-ask-quantity"),
            Mode::Lot => view.ask = words.say("receive-ask-lot-date"),
            Mode::Expiry(lot) => {
                view.ask = words.say_with("counting-ask-expiry", &[("lot", lot.to_string())]);
            }
            Mode::Empty => view.ask = words.say_with("counting-ask-empty", &[("place", place())]),
            Mode::Park => view.ask = words.say("counting-ask-park"),
        }
        Picture::Prompt(view)
    }

    fn hints(&self, here: Here<'_>) -> Vec<Hint> {
        let Some(count) = Self::mine(here) else {
            let mut hints = vec![Hint::new(Action::Next, waiting(here).next().is_some())];
            hints.extend(Hint::all(&[Action::Undo, Action::Find]));
            return hints;
        };
        let (begun, counted) = (count.begun.is_some(), !count.lines.is_empty());
        vec![
            Hint::new(Action::Empty, begun && !counted),
            Hint::new(Action::Undo, true),
            Hint::new(Action::Why, true),
            Hint::new(Action::Find, true),
            Hint::new(Action::CountDone, counted),
            Hint::new(Action::Quantity, matches!(count.prompt(), Prompt::More(..))),
            Hint::new(Action::LotDate, lot_asked(count.prompt()).is_some()),
            Hint::new(Action::Park, true),
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        let Some(count) = Self::mine(cx.here) else {
            let next = matches!(action, Action::Confirm | Action::Next);
            if next {
                cx.ask_by_key(Command::Claim { count: None });
            }
            return next;
        };
        let id = count.id;
        match (action, &self.mode) {
            (Action::Confirm, Mode::Empty) => {
                self.mode = Mode::Scan;
                cx.ask_by_key(Command::Empty { count: id });
            }
            (Action::Confirm, Mode::Park) => {
                self.mode = Mode::Scan;
                cx.ask_by_key(Command::Park { count: id });
            }
            (Action::Back, mode) if *mode != Mode::Scan => self.mode = Mode::Scan,
            (Action::Empty, _) if count.begun.is_some() && count.lines.is_empty() => self.mode = Mode::Empty,
            // Not confirmed yet, or not empty: the core says which.
            (Action::Empty, _) => cx.ask_by_key(Command::Empty { count: id }),
            (Action::CountDone, _) => cx.ask_by_key(Command::Finish { count: id }),
            (Action::Quantity, _) => self.mode = Mode::Quantity,
            (Action::LotDate, _) if lot_asked(count.prompt()).is_some() => self.mode = Mode::Lot,
            (Action::Park, _) if !count.lines.is_empty() => self.mode = Mode::Park,
            (Action::Park, _) => cx.ask_by_key(Command::Park { count: id }),
            _ => return false,
        }
        true
    }

    fn wanted(&self, here: Here<'_>) -> Wanted {
        match Self::mine(here).map(Count::prompt) {
            Some(Prompt::Items | Prompt::More(..)) if self.mode == Mode::Scan => Wanted::NewItem,
            _ => Wanted::Code,
        }
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        match Self::mine(cx.here) {
            None => Self::claim(entry, cx),
            Some(count) => {
                if !self.in_mode(entry, count, cx) {
                    self.scan(entry, count, cx);
                }
            }
        }
    }

    fn done(&mut self, accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        let finished = accepted
            .events
            .iter()
            .any(|e| matches!(e, Event::CountFinished(_) | Event::CountClosed(_)));
        let told = |event: &Event| match event {
            Event::StockMoved(_) => None,
            other => other.phrase(),
        };
        let phrase = accepted.events.iter().find_map(told).filter(|_| finished)?;
        Some(Answer::new(Class::Last, cx.here.words.phrase(&phrase)))
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        let here = cx.here;
        if Self::mine(here).is_none() {
            self.mode = Mode::Scan;
            // Who opens the screen wants work: the place they had, or the next one.
            if !self.asked && waiting(here).next().is_some() {
                cx.ask_by_key(Command::Claim { count: None });
            }
        }
        self.asked = true;
    }

    fn why(&self, here: Here<'_>) -> Vec<String> {
        let Some(count) = Self::mine(here) else {
            return Vec::new();
        };
        let words = here.words;
        let reason = words.say(count.reason.key());
        let mut told = vec![
            words.say_with("why-counting-reason", &[("reason", reason)]),
            words.say("why-counting-blind"),
            words.say("why-counting-nothing-stops"),
        ];
        if !count.rounds.is_empty() {
            told.push(words.say("why-counting-recount"));
        }
        told
    }

    fn help(&self) -> &'static str {
        "help-counting"
    }
}

/// Nothing to count yet: what waits, and how to get it.
fn idle(here: Here<'_>) -> PromptView {
    let words = here.words;
    let waiting = waiting(here).count();
    let (told, ask) = if waiting == 0 {
        ("counting-idle", "counting-ask-idle")
    } else {
        ("counting-waiting", "counting-ask-next")
    };
    let told = words.say_with(told, &[("count", waiting.to_string())]);
    PromptView {
        title: words.say("counting-title"),
        right: here.worker().map(|w| w.name.to_string()).unwrap_or_default(),
        lines: vec![Line::new(LineKind::Strong, told)],
        ask: words.say(ask),
        ..PromptView::default()
    }
}

/// The prompt of a count.
fn show(here: Here<'_>, count: &Count) -> PromptView {
    let words = here.words;
    let place = words.place(count.place);
    let note = if count.rounds.is_empty() {
        words.say(count.reason.key())
    } else {
        words.say("counting-recount")
    };
    let mut view = PromptView {
        title: words.say_with("counting-title-at", &[("place", place.clone())]),
        right: here.worker().map(|w| w.name.to_string()).unwrap_or_default(),
        panel: panel(words, count),
        ..PromptView::default()
    };
    match count.prompt() {
        Prompt::Place(id) => {
            view.lines = vec![
                Line::new(LineKind::Big, place.clone()),
                level_line(here, id),
                Line::new(LineKind::Name, note).drop(2),
            ];
            view.ask = words.say_with("counting-ask-place", &[("place", place)]);
        }
        Prompt::Items => {
            view.lines = vec![Line::new(LineKind::Big, place)];
            view.lines.extend(whose(words, count.step.owner));
            view.ask = words.say("counting-ask-items");
        }
        Prompt::Lot(item) => {
            view.lines = item_lines(words, item).to_vec();
            view.lines.extend(whose(words, count.step.owner));
            view.ask = words.say_with("counting-ask-lot", &[("item", words.item(item))]);
        }
        Prompt::More(goods, qty) => {
            view.lines = more(here, goods, qty);
            view.lines.extend(whose(words, count.step.owner));
            view.ask = words.say_with("counting-ask-more", &[("place", place)]);
        }
    }
    view
}

fn more(here: Here<'_>, goods: Goods, qty: Qty) -> Vec<Line> {
    let mut lines = item_lines(here.words, goods.item).to_vec();
    lines.push(lot_line(here, goods.lot));
    let counted = super::floor::held(here.words, goods.item, qty);
    lines.push(Line::new(LineKind::Strong, counted));
    lines
}

/// Whose goods are counted, where the counter said so.
fn whose(words: Words<'_>, owner: Option<OwnerId>) -> Option<Line> {
    let owner = owner.and_then(|id| words.w.owners.get(&id))?;
    Some(Line::new(LineKind::Name, owner.code.to_string()).drop(2))
}

/// What this counter counted so far, the latest first.
fn panel(words: Words<'_>, count: &Count) -> Vec<(Role, String)> {
    if count.lines.is_empty() {
        return Vec::new();
    }
    let mut lines: Vec<_> = count.lines.iter().collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.at));
    let told = lines.into_iter().map(|line| {
        let lot = line.goods.lot.and_then(|lot| words.w.lots.get(&lot));
        let lot = lot.map(|lot| format!(" {}", lot.code)).unwrap_or_default();
        let item = words.item(line.goods.item);
        (Role::Text, format!("{:>5}  {item}{lot}", line.counted.0))
    });
    std::iter::once((Role::Dim, words.say("counting-counted")))
        .chain(told)
        .collect()
}
