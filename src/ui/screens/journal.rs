//! The journal: who did what and when, latest first; of all, or of one thing that is scanned.

use super::find::card::{Card, Fact, Scroll};
use super::list::{Line, Lines};
use crate::domain::lookup::Target;
use crate::domain::{Actor, Class, Event, Record, Topics, Via};
use crate::keymap::{Action, Context};
use crate::store::history::Subject;
use crate::ui::screen::{Cx, Entry, Here, LookBack, Picture, Screen, Wish};
use crate::ui::theme::Role;
use crate::ui::widgets::{Answer, Column, Hint, ListState, Look};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The journal screen. It keeps the records that it has looked back to so far.
#[derive(Debug, Default)]
pub struct Journal {
    /// Of what; none for all.
    about: Option<Target>,
    /// None until they have come.
    records: Option<Vec<Record>>,
    /// There are none before these.
    complete: bool,
    state: ListState,
    /// The record that is read in full.
    open: Option<usize>,
    scroll: Scroll,
}

impl Journal {
    /// The journal of one thing.
    pub fn of(about: Target) -> Journal {
        Journal {
            about: Some(about),
            ..Journal::default()
        }
    }

    fn ask(&self, before: u64, cx: &mut Cx<'_>) {
        let about = self.about.and_then(subject);
        cx.wishes.push(Wish::Look(LookBack { about, before }));
    }

    fn again(&mut self, about: Option<Target>, cx: &mut Cx<'_>) {
        *self = Journal {
            about,
            ..Journal::default()
        };
        self.ask(u64::MAX, cx);
    }

    fn known(&self) -> &[Record] {
        self.records.as_deref().unwrap_or_default()
    }

    fn lines(&self, here: Here<'_>) -> Lines {
        let line = |record: &Record| Line {
            id: record.seq,
            role: Role::Text,
            cells: vec![
                here.words.time(record.at),
                who(record, here),
                here.words.say(how(record.via)),
                what(record, here),
            ],
        };
        Lines(self.known().iter().map(line).collect())
    }

    fn card(&self, here: Here<'_>) -> Option<Card> {
        let record = self.known().get(self.open?)?;
        let words = here.words;
        let device = here.w.devices.get(&record.device);
        let device = device.map_or_else(|| record.device.to_string(), |device| device.name.to_string());
        let mut facts = vec![
            Fact::pair(who(record, here), words.time(record.at)),
            Fact::pair(words.say("journal-number"), record.seq.to_string()),
            Fact::pair(words.say("journal-device"), device),
            Fact::pair(words.say(how(record.via)), record.input.to_string()),
        ];
        facts.extend(record.events.iter().map(|event| match event.phrase() {
            Some(phrase) => Fact::text(words.phrase(&phrase)),
            None => Fact::dim(event.name()),
        }));
        Some(Card::new(words.say("journal-title")).with(facts))
    }

    /// Goes down, and looks further back where the known records end.
    fn go(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        let lines = self.lines(cx.here);
        if !lines.apply(&mut self.state, action, cx.here.size) {
            return false;
        }
        let last = lines
            .selected(&self.state)
            .is_some_and(|at| at + 1 >= lines.0.len());
        if last
            && !self.complete
            && let Some(oldest) = self.known().last()
        {
            self.ask(oldest.seq, cx);
        }
        true
    }
}

/// Who asked, by name.
fn who(record: &Record, here: Here<'_>) -> String {
    match record.actor {
        Actor::Worker(id) => here.words.worker(id),
        Actor::System => here.words.say("journal-program"),
        Actor::Nobody => here.words.say("journal-nobody"),
    }
}

fn how(via: Via) -> &'static str {
    match via {
        Via::Scanned => "journal-scanned",
        Via::Typed => "journal-typed",
        Via::CommandLine => "journal-command-line",
        Via::Job => "journal-job",
    }
}

/// The sentence that tells a record best: the first that says more than that stock moved.
fn what(record: &Record, here: Here<'_>) -> String {
    let told = || {
        record
            .events
            .iter()
            .filter(|e| !matches!(e, Event::StockMoved(_)))
    };
    let phrase = told().find_map(Event::phrase);
    let phrase = phrase.or_else(|| record.events.iter().find_map(Event::phrase));
    match (phrase, record.events.first()) {
        (Some(phrase), _) => here.words.phrase(&phrase),
        // A step that says nothing of itself is told by what was scanned for it.
        (None, Some(event)) if record.input.is_empty() => event.name().to_owned(),
        (None, _) => record.input.to_string(),
    }
}

/// What the journal keeps records by.
fn subject(target: Target) -> Option<Subject> {
    Some(match target {
        Target::Place(id) => Subject::Place(id.0),
        Target::Lpn(id) => Subject::Lpn(id.0),
        Target::Item(id, _) => Subject::Item(id.0),
        Target::Parcel(id) => Subject::Parcel(id.0),
        Target::Order(id) => Subject::Order(id.0),
        Target::Worker(id) => Subject::Worker(id.0),
        Target::Load(id) => Subject::Load(id.0),
        Target::Receipt(id) => Subject::Receipt(id.0),
        Target::Task(id) => Subject::Task(id.0),
        Target::Carton(_) | Target::Carrier(_) => return None,
    })
}

/// What a thing is called.
fn name(target: Target, here: Here<'_>) -> String {
    use crate::domain::phrase::Value;
    let words = here.words;
    match target {
        Target::Place(id) => words.place(id),
        Target::Lpn(id) => words.lpn(id),
        Target::Item(id, _) => words.item(id),
        Target::Parcel(id) => words.value(&Value::Parcel(id)),
        Target::Order(id) => words.order(id),
        Target::Worker(id) => words.worker(id),
        Target::Load(id) => words.value(&Value::Load(id)),
        Target::Receipt(id) => words.value(&Value::Receipt(id)),
        Target::Task(id) => words.task(id),
        Target::Carton(id) => words.value(&Value::Carton(id)),
        Target::Carrier(id) => words.carrier(id),
    }
}

impl Screen for Journal {
    fn contexts(&self) -> &[Context] {
        &[Context::Journal, Context::Filter]
    }

    fn topics(&self) -> Topics {
        // What is read stands still; it is read again when somebody asks.
        Topics::NONE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        Picture::Asking {
            title: words.say("journal-title"),
            progress: self.about.map(|about| name(about, here)).unwrap_or_default(),
            right: String::new(),
            ask: words.say("journal-ask"),
        }
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        vec![
            Hint::new(Action::JournalOf, self.about.is_some()),
            Hint::new(Action::Refresh, true),
            Hint::new(Action::Back, true),
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Back if self.open.is_some() => self.open = None,
            Action::Back if self.about.is_some() => self.again(None, cx),
            Action::Back => return false,
            Action::JournalOf => self.again(None, cx),
            Action::Refresh => self.again(self.about, cx),
            Action::Confirm if self.open.is_none() => {
                self.open = self.lines(cx.here).selected(&self.state);
                self.scroll = Scroll::default();
            }
            Action::Confirm => self.open = None,
            other => {
                return match self.card(cx.here) {
                    Some(card) => self.scroll.apply(other, &card, cx.here.size),
                    None => self.go(other, cx),
                };
            }
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let w = cx.here.w;
        let known = w.scan(&entry.text).targets;
        let worker = w
            .worker_by_number(&entry.text)
            .map(|worker| Target::Worker(worker.id));
        let mut targets = known.into_iter().chain(worker);
        match targets.find(|target| subject(*target).is_some()) {
            Some(target) => self.again(Some(target), cx),
            None => {
                let code = entry.text.clone();
                let text = cx.here.words.say_with("journal-unknown", &[("code", code)]);
                cx.wishes.push(Wish::Say(Answer::new(Class::No, text)));
            }
        }
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        if self.records.is_none() {
            self.ask(u64::MAX, cx);
        }
    }

    fn looked(&mut self, records: Vec<Record>) {
        let known = self.records.get_or_insert_default();
        let oldest = known.last().map_or(u64::MAX, |record| record.seq);
        let before = known.len();
        known.extend(records.into_iter().filter(|record| record.seq < oldest));
        self.complete = known.len() == before;
    }

    fn help(&self) -> &'static str {
        "help-journal"
    }

    fn paint(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, here: Here<'_>) {
        if let Some(card) = self.card(here) {
            return card.draw(buf, area, look, self.scroll);
        }
        let words = here.words;
        let empty = words.say(if self.records.is_none() {
            "journal-looking"
        } else {
            "journal-empty"
        });
        let columns = [
            Column::code(words.say("journal-when"), 11).priority(1),
            Column::name(words.say("journal-who"), 6, 14).priority(2),
            Column::name(words.say("journal-how"), 8, 12).priority(3),
            Column::name(words.say("journal-what"), 12, 120),
        ];
        self.lines(here)
            .draw(buf, area, look, (&columns, &self.state, &empty));
    }
}
