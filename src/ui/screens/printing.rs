//! The print queue: what waits for a printer, what failed, and what nobody knows; and behind it the printers.

mod printers;

mod sheet;

pub use sheet::PrintSheet;

use crate::domain::ids::OutboxId;
use crate::domain::outbox::{Command, Outbox, State};
use crate::domain::parcels::bare_sscc;
use crate::domain::{Class, Text, Topics, Warehouse};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wish};
use crate::ui::theme::Role;
use crate::ui::widgets::{Answer, Column, Hint, List, ListState, Look, Rows, View, draw_list, list_page};
use crate::ui::words::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Rows of the terminal that are no list: first line, answer, keys.
const FRAME: u16 = 3;

/// The print queue. It keeps the cursor alone.
#[derive(Debug, Default)]
pub struct Printing {
    state: ListState,
}

/// The queue's entries: what somebody has to look at first, then by age.
struct Entries<'a> {
    here: Here<'a>,
    all: Vec<&'a Outbox>,
}

impl<'a> Entries<'a> {
    fn of(here: Here<'a>) -> Entries<'a> {
        let mut all: Vec<&Outbox> = here.w.outbox.values().map(AsRef::as_ref).collect();
        all.sort_by_key(|entry| (!needs_a_look(entry), entry.id));
        Entries { here, all }
    }

    fn chosen(&self, state: &ListState) -> Option<&'a Outbox> {
        let row = state.selected(&View::all(self.all.len()))?;
        self.all.get(row).copied()
    }
}

fn needs_a_look(entry: &Outbox) -> bool {
    matches!(entry.state, State::Unknown | State::Failed)
}

/// How long ago, without seconds.
fn age(words: Words<'_>, entry: &Outbox, here: Here<'_>) -> String {
    words.time_left(here.now, entry.made_at)
}

/// The printer that an entry goes to, as people call it.
fn printer(words: Words<'_>, w: &Warehouse, entry: &Outbox) -> String {
    let place = entry.place.map(|place| words.place(place)).unwrap_or_default();
    match (w.printer_of(entry), entry.printer.is_empty()) {
        (None, _) => words.say("print-no-printer"),
        (Some(_), true) => place,
        (Some(named), false) => named.to_string(),
    }
}

impl Rows for Entries<'_> {
    fn len(&self) -> usize {
        self.all.len()
    }

    fn cells(&self, row: usize) -> Vec<Cow<'_, str>> {
        let Some(entry) = self.all.get(row) else {
            return Vec::new();
        };
        let words = self.here.words;
        vec![
            words.say(entry.state.key()).into(),
            entry.kind.code().to_string().into(),
            words.say(&entry.kind.key()).into(),
            age(words, entry, self.here).into(),
            printer(words, self.here.w, entry).into(),
            entry.by.map(|by| words.worker(by)).unwrap_or_default().into(),
            entry.note.to_string().into(),
        ]
    }

    fn id(&self, row: usize) -> u64 {
        self.all.get(row).map_or(0, |entry| entry.id.0)
    }

    fn role(&self, row: usize) -> Role {
        match self.all.get(row).map(|entry| entry.state) {
            Some(State::Unknown) => Role::Answer(Class::Check),
            Some(State::Failed) => Role::Answer(Class::No),
            _ => Role::Text,
        }
    }
}

impl Printing {
    fn chosen<'a>(&self, here: Here<'a>) -> Option<&'a Outbox> {
        Entries::of(here).chosen(&self.state)
    }

    fn on_chosen(&self, cx: &mut Cx<'_>, command: impl FnOnce(&Outbox) -> Result<Command, &'static str>) {
        match self.chosen(cx.here).map(command) {
            Some(Ok(command)) => cx.ask_by_key(command),
            Some(Err(why)) => cx.say(Class::Check, why),
            None => cx.say(Class::Check, "print-choose"),
        }
    }
}

/// Once more: what is unknown gets a new copy, which voids the one before; what failed or waits is tried at once.
fn again(entry: &Outbox) -> Result<Command, &'static str> {
    let id = entry.id;
    match entry.state {
        State::Unknown => Ok(Command::Answer { id, printed: false }),
        State::Sending => Err("print-being-sent"),
        _ => Ok(Command::Retry { id, printer: None }),
    }
}

fn printed(entry: &Outbox) -> Result<Command, &'static str> {
    let id = entry.id;
    match entry.state {
        State::Unknown => Ok(Command::Answer { id, printed: true }),
        State::Sending => Err("print-being-sent"),
        _ => Err("print-not-unknown"),
    }
}

impl Screen for Printing {
    fn contexts(&self) -> &[Context] {
        &[Context::List, Context::Printing]
    }

    fn topics(&self) -> Topics {
        Topics::OUTBOX
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let looks = here.w.outbox.values().filter(|entry| needs_a_look(entry)).count();
        Picture::Own {
            title: here.words.say("print-title"),
            progress: format!("{looks}/{}", here.w.outbox.len()),
            right: here.words.say("print-enter-printers"),
        }
    }

    fn hints(&self, here: Here<'_>) -> Vec<Hint> {
        let state = self.chosen(here).map(|entry| entry.state);
        let still = state.is_some_and(|state| state != State::Sending);
        vec![
            Hint::new(Action::PrintAgain, still),
            Hint::new(
                Action::PrintOther,
                matches!(state, Some(State::Failed | State::Pending)),
            ),
            Hint::new(Action::PrintDone, state == Some(State::Unknown)),
            Hint::new(Action::Why, true),
            Hint::new(Action::PrintDrop, still),
            Hint::new(Action::PrintSheet, true),
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::PrintAgain => self.on_chosen(cx, again),
            Action::PrintDone => self.on_chosen(cx, printed),
            Action::PrintDrop => self.on_chosen(cx, |entry| Ok(Command::Void { id: entry.id })),
            Action::PrintOther => match self.chosen(cx.here).map(|entry| entry.id) {
                Some(entry) => cx.open(OtherPrinter { entry }),
                None => cx.say(Class::Check, "print-choose"),
            },
            Action::PrintSheet => cx.open(PrintSheet::default()),
            Action::Confirm => cx.open(printers::Printers),
            other => {
                let rows = Entries::of(cx.here);
                let view = View::all(rows.len());
                return self.state.apply(
                    other,
                    &rows,
                    &view,
                    list_page(cx.here.size.1.saturating_sub(FRAME)),
                );
            }
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let rows = Entries::of(cx.here);
        let code = bare_sscc(&entry.text);
        let found = rows
            .all
            .iter()
            .position(|e| e.kind.code().eq_ignore_ascii_case(code));
        match found {
            Some(row) => self.state.go(row, &rows, &View::all(rows.len())),
            None => cx.say(Class::No, "print-not-there"),
        }
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        let rows = Entries::of(cx.here);
        self.state.follow(&rows, &View::all(rows.len()));
    }

    fn why(&self, here: Here<'_>) -> Vec<String> {
        let words = here.words;
        let Some(entry) = self.chosen(here) else {
            return Vec::new();
        };
        let mut told = vec![words.say_with(
            "print-why",
            &[
                ("what", words.say(&entry.kind.key())),
                ("code", entry.kind.code().to_string()),
                ("note", words.say(entry.state.key())),
            ],
        )];
        if !entry.note.is_empty() {
            told.push(entry.note.to_string());
        }
        if entry.state == State::Unknown {
            told.push(words.say("print-why-unknown"));
        }
        told
    }

    fn help(&self) -> &'static str {
        "help-printing"
    }

    fn paint(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, here: Here<'_>) {
        let words = here.words;
        let columns = [
            Column::name(words.say("print-col-state"), 8, 10),
            Column::code(words.say("print-col-code"), 11).priority(1),
            Column::name(words.say("print-col-kind"), 12, 14).priority(2),
            Column::number(words.say("print-col-age"), 13).priority(3),
            Column::name(words.say("print-col-printer"), 8, 24).priority(4),
            Column::name(words.say("print-col-by"), 6, 16).priority(5),
            Column::name(words.say("print-col-note"), 16, 60).priority(6),
        ];
        let rows = Entries::of(here);
        let empty = words.say("print-none");
        let list = List {
            empty: &empty,
            ..List::new(&columns, &rows, &self.state)
        };
        draw_list(buf, area, look, &list);
    }
}

/// Asks which printer takes an entry instead.
#[derive(Debug)]
struct OtherPrinter {
    entry: OutboxId,
}

/// Printers that are known: their addresses, each once, with the places that have them.
fn known(here: Here<'_>) -> Vec<(Text, String)> {
    let addresses: BTreeSet<&Text> = here.w.printers.values().collect();
    let places = |address: &Text| {
        let of = here.w.printers.iter().filter(|(_, printer)| *printer == address);
        of.map(|(place, _)| here.words.place(*place))
            .collect::<Vec<_>>()
            .join(" ")
    };
    addresses
        .into_iter()
        .map(|address| (address.clone(), places(address)))
        .collect()
}

/// The printer that was meant: by its number in the list, its place, or its address.
fn meant(here: Here<'_>, text: &str) -> Option<Text> {
    let by_number = || {
        let index = text.parse::<usize>().ok()?.checked_sub(1)?;
        known(here).into_iter().nth(index).map(|(address, _)| address)
    };
    let place = here.w.scan(text).place();
    let by_place = place.and_then(|place| here.w.printers.get(&place)).cloned();
    let address = || (text.starts_with("file:") || text.starts_with("tcp:")).then(|| text.into());
    by_place.or_else(by_number).or_else(address)
}

impl Screen for OtherPrinter {
    fn contexts(&self) -> &[Context] {
        &[Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::OUTBOX
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        let code = here.w.outbox.get(&self.entry).map(|e| e.kind.code().to_string());
        let row = |(number, (address, places)): (usize, (Text, String))| {
            (Role::Text, format!("{number} {places}  {address}"))
        };
        Picture::Prompt(PromptView {
            title: words.say("print-title"),
            lines: vec![
                Line::new(LineKind::Code, code.unwrap_or_default()),
                Line::new(LineKind::Strong, words.say("print-which-printer")),
            ],
            panel: (1..).zip(known(here)).map(row).collect(),
            ask: words.say("print-ask-printer"),
            ..PromptView::default()
        })
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::Back])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Back => cx.close(),
            Action::Confirm => {}
            _ => return false,
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        match meant(cx.here, &entry.text) {
            Some(printer) => {
                let command = Command::Retry {
                    id: self.entry,
                    printer: Some(printer),
                };
                cx.ask(command, entry);
            }
            None => {
                let of = [("printer", entry.text.clone())];
                let text = cx.here.words.say_with("print-no-such-printer", &of);
                cx.wishes.push(Wish::Say(Answer::new(Class::No, text)));
            }
        }
    }

    fn done(&mut self, _accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        cx.close();
        None
    }

    fn help(&self) -> &'static str {
        "help-printing"
    }
}
