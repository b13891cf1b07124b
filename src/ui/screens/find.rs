//! Look-up: scan or type anything, and read what the warehouse knows of it, or what the journal knows of what has left.
//! Opens over any screen, which waits below.

pub(super) mod card;
mod flow;
mod goods;
mod life;
mod people;
pub(super) mod search;

use super::which_item::WhichItem;
use crate::domain::Record;
use crate::domain::Topics;
use crate::domain::lookup::{Scan, Target};
use crate::domain::parcels::bare_sscc;
use crate::keymap::{Action, Context};
use crate::store::history::{Gone, LookBack, Subject};
use crate::ui::screen::{Cx, Entry, Here, Picture, Question, Screen, Told, Wish};
use crate::ui::theme::Role;
use crate::ui::widgets::{Hint, Look, MenuEntry, MenuState, draw_menu, put, row, wrap};
use card::{Card, Fact, Scroll};
pub(super) use goods::is_blind;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What the last entry led to.
#[derive(Clone, Debug, Default)]
enum Shown {
    /// Nothing was entered yet.
    #[default]
    Nothing,
    /// Nothing here is called so.
    Unknown(String),
    /// It left the building.
    Left(String, Vec<Gone>),
    /// It means several things, or is a part of several names.
    Several {
        entered: String,
        targets: Vec<Target>,
        state: MenuState,
    },
    /// This is it.
    One(Target, Said),
}

/// What a code says beside which thing it is on.
#[derive(Clone, Debug, Default)]
struct Said(Vec<(&'static str, String)>);

/// The look-up screen. Cards are made from the warehouse of the moment; only what was asked is kept.
#[derive(Debug, Default)]
pub struct Find {
    shown: Shown,
    scroll: Scroll,
    /// What was asked of the journal about what is shown.
    asked: Option<Question>,
    /// The journal has answered.
    answered: bool,
    /// What the journal tells of it, latest first.
    life: Vec<Record>,
    /// The choice that a card was chosen from: there Esc goes back to.
    before: Option<Shown>,
}

impl Find {
    /// The look-up of a code, already done.
    pub fn of(code: &str, here: Here<'_>) -> Find {
        let mut find = Find::default();
        find.look_up(code, here);
        find
    }

    fn look_up(&mut self, code: &str, here: Here<'_>) {
        let scan = here.w.scan(code);
        let said = said(&scan, here);
        let mut targets = distinct(scan.targets);
        if targets.is_empty() {
            targets = search::named(here.w, code);
        }
        self.scroll = Scroll::default();
        self.before = None;
        self.forget();
        self.shown = match targets.as_slice() {
            [] => Shown::Unknown(code.to_owned()),
            [one] => Shown::One(*one, said),
            _ => Shown::Several {
                entered: code.to_owned(),
                targets,
                state: MenuState::default(),
            },
        };
    }

    /// Chooses among several things by the number on the screen.
    fn choose(&mut self, digit: Option<char>) -> bool {
        let Shown::Several { targets, state, .. } = &mut self.shown else {
            return false;
        };
        let chosen = match digit {
            Some(digit) => state.digit(digit, targets.len()),
            None => Some(state.cursor),
        };
        let Some(index) = chosen else { return false };
        let Some(target) = targets.get(index).copied() else {
            return false;
        };
        state.cursor = index;
        self.forget();
        self.before = Some(std::mem::take(&mut self.shown));
        self.shown = Shown::One(target, Said::default());
        self.scroll = Scroll::default();
        true
    }

    /// Nobody here knows the code, nor does the journal: it can be said which item it is on.
    fn may_teach(&self) -> bool {
        self.answered && matches!(self.shown, Shown::Unknown(_))
    }

    /// Something else is shown: what the journal told of the one before is no more of interest.
    fn forget(&mut self) {
        (self.asked, self.answered) = (None, false);
        self.life.clear();
    }

    /// Asks the journal about what is shown, once.
    fn ask_back(&mut self, cx: &mut Cx<'_>) {
        if self.asked.is_some() {
            return;
        }
        let about = |subject: Subject| Question::Records(LookBack::of(subject));
        let question = match &self.shown {
            Shown::Unknown(code) => Some(Question::Gone(bare_sscc(code).into())),
            Shown::One(target, _) => life::subject(*target).map(about),
            Shown::Left(_, gone) => gone.iter().find_map(life::subject_of_gone).map(about),
            Shown::Nothing | Shown::Several { .. } => None,
        };
        if let Some(question) = question {
            self.asked = Some(question.clone());
            cx.wishes.push(Wish::Look(question));
        }
    }

    fn card(&self, here: Here<'_>) -> Option<Card> {
        let words = here.words;
        match &self.shown {
            Shown::Nothing => {
                let about = ["find-about", "find-about-name"].map(|key| Fact::dim(words.say(key)));
                Some(Card::new(words.say("find-title")).with(about))
            }
            Shown::Unknown(code) => {
                let nothing = words.say_with("find-nothing", &[("code", code.clone())]);
                let card = Card::new(words.say("find-title"));
                let why = words.say(if self.answered {
                    "find-nothing-why"
                } else {
                    "find-looking-back"
                });
                let teach = self.answered.then(|| Fact::dim(words.say("find-teach")));
                Some(card.with([Fact::strong(nothing), Fact::dim(why)]).with(teach))
            }
            Shown::Left(code, gone) => {
                let card = gone.iter().find_map(|gone| life::gone(gone, code, here))?;
                Some(card.beside(life::facts(&self.life, here)))
            }
            Shown::Several { .. } => None,
            Shown::One(target, said) => {
                let mut card = card_of(*target, here).unwrap_or_else(|| {
                    Card::new(words.say("find-title")).with([Fact::strong(words.say("find-gone"))])
                });
                card.said(
                    said.0
                        .iter()
                        .map(|(key, value)| Fact::pair(words.say(key), value.clone())),
                );
                Some(card.beside(life::facts(&self.life, here)))
            }
        }
    }
}

/// What is known of one thing; none when it has left the books.
pub(super) fn card_of(target: Target, here: Here<'_>) -> Option<Card> {
    match target {
        Target::Place(id) => goods::place(id, here),
        Target::Lpn(id) => goods::lpn(id, here),
        Target::Item(id, contents) => goods::item(id, contents, here),
        Target::Parcel(id) => flow::parcel(id, here),
        Target::Order(id) => flow::order(id, here),
        Target::Task(id) => flow::task(id, here),
        Target::Load(id) => flow::load(id, here),
        Target::Receipt(id) => flow::receipt(id, here),
        Target::Worker(id) => people::worker(id, here),
        Target::Carton(id) => goods::carton(id, here),
        Target::Carrier(id) => flow::carrier(id, here),
    }
}

/// A code that stands for an item's piece and its case means one thing.
pub(super) fn distinct(targets: Vec<Target>) -> Vec<Target> {
    let mut found: Vec<Target> = Vec::new();
    for target in targets {
        let same = |known: &Target| match (known, &target) {
            (Target::Item(a, _), Target::Item(b, _)) => a == b,
            (a, b) => a == b,
        };
        if !found.iter().any(same) {
            found.push(target);
        }
    }
    found
}

fn said(scan: &Scan, here: Here<'_>) -> Said {
    let lot = scan.lot.as_ref().map(|lot| ("find-said-lot", lot.to_string()));
    let expiry = scan.expiry.map(|day| ("find-said-expiry", here.words.day(day)));
    let count = scan.count.map(|count| ("find-said-count", count.to_string()));
    let serial = scan.serial.as_ref();
    let serial = serial.map(|serial| ("find-said-serial", serial.to_string()));
    Said([lot, expiry, count, serial].into_iter().flatten().collect())
}

/// A choice's line: what it is called, and what kind of thing it is.
pub(super) fn entry(target: Target, here: Here<'_>) -> MenuEntry {
    let words = here.words;
    let (label, kind) = match target {
        Target::Place(id) => (words.place(id), "find-kind-place"),
        Target::Lpn(id) => (words.lpn(id), "find-kind-lpn"),
        Target::Item(id, _) => {
            let label = format!("{} {}", words.item(id), words.item_name(id));
            return MenuEntry::new(label);
        }
        Target::Parcel(id) => (
            words.value(&crate::domain::phrase::Value::Parcel(id)),
            "find-kind-parcel",
        ),
        Target::Order(id) => {
            let owner = here.w.order(id).map(|order| order.owner);
            let owner = owner.and_then(|id| here.w.owners.get(&id));
            let code = owner.map(|owner| owner.code.to_string()).unwrap_or_default();
            let label = words.say_with("find-order-of", &[("order", words.order(id)), ("owner", code)]);
            return MenuEntry::new(label);
        }
        Target::Worker(id) => (words.worker(id), "find-kind-worker"),
        Target::Carton(id) => (
            words.value(&crate::domain::phrase::Value::Carton(id)),
            "find-kind-carton",
        ),
        Target::Carrier(id) => (words.carrier(id), "find-kind-carrier"),
        Target::Load(id) => (
            words.value(&crate::domain::phrase::Value::Load(id)),
            "find-kind-load",
        ),
        Target::Receipt(id) => (
            words.value(&crate::domain::phrase::Value::Receipt(id)),
            "find-kind-receipt",
        ),
        Target::Task(id) => (words.task(id), "find-kind-task"),
    };
    MenuEntry::new(label).note(words.say(kind))
}

impl Screen for Find {
    fn contexts(&self) -> &[Context] {
        &[Context::Filter]
    }

    fn topics(&self) -> Topics {
        Topics::ALL
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        let choice = matches!(self.shown, Shown::Several { .. });
        Picture::Asking {
            title: self
                .card(here)
                .map_or_else(|| words.say("find-title"), |card| card.kind),
            progress: String::new(),
            right: String::new(),
            ask: words.say(if choice { "find-ask-choice" } else { "find-ask" }),
        }
    }

    fn hints(&self, here: Here<'_>) -> Vec<Hint> {
        let more = self.card(here).is_some_and(|card| card.is_longer(here.size));
        let pages = [Action::PageDown, Action::PageUp].map(|action| Hint::new(action, true));
        let mut hints = vec![Hint::new(Action::Back, true)];
        hints.extend(self.may_teach().then(|| Hint::new(Action::Confirm, true)));
        hints.extend(pages.into_iter().filter(|_| more));
        hints
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Confirm if self.may_teach() => {
                if let Shown::Unknown(code) = &self.shown {
                    cx.open(WhichItem::new(code));
                }
            }
            Action::Confirm => {
                let chosen = self.choose(None);
                self.ask_back(cx);
                return chosen;
            }
            Action::Find => *self = Find::default(),
            Action::Back => match self.before.take() {
                Some(before) => {
                    self.forget();
                    self.shown = before;
                }
                None => cx.close(),
            },
            other => {
                if let Shown::Several { targets, state, .. } = &mut self.shown {
                    return state.apply(other, targets.len());
                }
                let card = self.card(cx.here);
                return card.is_some_and(|card| self.scroll.apply(other, &card, cx.here.size));
            }
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let mut letters = entry.text.chars();
        let digit = letters.next().filter(|_| letters.next().is_none());
        let typed = entry.via == crate::domain::Via::Typed;
        if !(typed && digit.is_some_and(|digit| self.choose(Some(digit)))) {
            self.look_up(&entry.text, cx.here);
        }
        self.ask_back(cx);
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        self.ask_back(cx);
    }

    fn told(&mut self, asked: &Question, told: Told, cx: &mut Cx<'_>) {
        if self.asked.as_ref() != Some(asked) {
            return;
        }
        self.answered = true;
        match told {
            Told::Records(looked) => self.life = looked.records,
            Told::Gone(gone) if !gone.is_empty() => {
                if let (Shown::Unknown(_), Question::Gone(code)) = (&self.shown, asked) {
                    self.shown = Shown::Left(code.to_string(), gone);
                    self.asked = None;
                    self.ask_back(cx);
                }
            }
            _ => {}
        }
    }

    fn help(&self) -> &'static str {
        "help-find"
    }

    fn paint(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, here: Here<'_>) {
        if let Shown::Several {
            entered,
            targets,
            state,
        } = &self.shown
        {
            let title = here.words.say_with("find-several", &[("code", entered.clone())]);
            let most = usize::from(area.height)
                .saturating_sub(targets.len().min(9))
                .clamp(1, 2);
            let lines = wrap(&title, usize::from(area.width), most);
            for (index, line) in lines.iter().enumerate() {
                put(buf, row(area, index), 0, line, look.style(Role::Dim));
            }
            let used = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height);
            let body = Rect {
                y: area.y.saturating_add(used),
                height: area.height.saturating_sub(used),
                ..area
            };
            let entries: Vec<MenuEntry> = targets.iter().map(|target| entry(*target, here)).collect();
            return draw_menu(buf, body, look, &entries, *state);
        }
        if let Some(card) = self.card(here) {
            card.draw(buf, area, look, self.scroll);
        }
    }
}
