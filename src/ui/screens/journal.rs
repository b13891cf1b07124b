//! The journal: who did what and when, latest first; narrowed to things and people that are scanned and to hours that
//! are typed, proved, and written to a file.

mod narrow;
mod record;

use super::find::card::{Card, Scroll};
use crate::domain::lookup::Target;
use crate::domain::{Actor, Class, Record, Topics, Via};
use crate::exchange::export::ExportFormat;
use crate::keymap::{Action, Context};
use crate::store::journal::RecordProof;
use crate::ui::screen::{Cx, Entry, Here, Picture, Question, Screen, Told, Wish};
use crate::ui::widgets::{Answer, Column, Hint, List, ListState, Look, Rows, View, draw_list, list_page};
use narrow::Narrow;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
pub(super) use record::{what, who};
use std::borrow::Cow;

/// Rows of the terminal that are no list: first line, prompt, input, keys.
const FRAME: u16 = 4;
/// What moves in the list; other keys of lists mean nothing here.
const MOVES: [Action; 6] = [
    Action::Up,
    Action::Down,
    Action::PageUp,
    Action::PageDown,
    Action::First,
    Action::Last,
];

/// The records, as the list asks for them: only those on the screen are told.
struct Seen<'a>(&'a [Record], Here<'a>);

impl Rows for Seen<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn id(&self, row: usize) -> u64 {
        self.0.get(row).map_or(0, |record| record.seq)
    }

    fn cells(&self, row: usize) -> Vec<Cow<'_, str>> {
        let (Some(record), here) = (self.0.get(row), self.1) else {
            return Vec::new();
        };
        let cells = [
            here.words.time(record.at),
            who(record, here),
            here.words.say(record::how(record.via)),
            what(record, here),
        ];
        cells.into_iter().map(Cow::Owned).collect()
    }
}

/// The journal screen. It keeps the records that it has looked back to so far.
#[derive(Debug, Default)]
pub struct Journal {
    /// What is shown.
    narrow: Narrow,
    /// None until they have come.
    records: Option<Vec<Record>>,
    /// There are none before these.
    complete: bool,
    /// An answer is awaited.
    looking: bool,
    state: ListState,
    /// The record that is read in full.
    open: Option<usize>,
    /// Its proof, once it was asked for.
    proof: Option<RecordProof>,
    scroll: Scroll,
    /// The next entry chooses the format of a file.
    exporting: bool,
}

impl Journal {
    /// The journal of one thing.
    pub fn of(about: Target) -> Journal {
        Journal {
            narrow: Narrow::of(about),
            ..Journal::default()
        }
    }

    fn ask(&mut self, before: u64, cx: &mut Cx<'_>) {
        self.looking = true;
        let asked = self.narrow.asked(before);
        cx.wishes.push(Wish::Look(Question::Records(asked)));
    }

    fn again(&mut self, narrow: Narrow, cx: &mut Cx<'_>) {
        *self = Journal {
            narrow,
            ..Journal::default()
        };
        self.ask(u64::MAX, cx);
    }

    fn known(&self) -> &[Record] {
        self.records.as_deref().unwrap_or_default()
    }

    fn seen<'a>(&'a self, here: Here<'a>) -> Seen<'a> {
        Seen(self.known(), here)
    }

    fn card(&self, here: Here<'_>) -> Option<Card> {
        let record = self.known().get(self.open?)?;
        let mut facts = record::facts(record, here);
        let proof = self.proof.filter(|proof| proof.seq == record.seq);
        if let Some(proof) = proof {
            facts.extend(record::proof_facts(&proof, here));
        }
        Some(Card::new(here.words.say("journal-title")).with(facts))
    }

    /// The record that is open, or under the cursor.
    fn chosen(&self) -> Option<usize> {
        self.open
            .or_else(|| self.state.selected(&View::all(self.known().len())))
    }

    /// Goes down, and looks further back where the known records end.
    fn go(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        let rows = Seen(self.records.as_deref().unwrap_or_default(), cx.here);
        let all = View::all(rows.len());
        let page = list_page(cx.here.size.1.saturating_sub(FRAME));
        if !MOVES.contains(&action) || !self.state.apply(action, &rows, &all, page) {
            return false;
        }
        let last = self.state.selected(&all).is_some_and(|at| at + 1 >= rows.len());
        if last
            && !self.complete
            && !self.looking
            && let Some(oldest) = self.known().last().map(|record| record.seq)
        {
            self.ask(oldest, cx);
        }
        true
    }

    fn prove(&mut self, cx: &mut Cx<'_>) {
        let chosen = self.chosen();
        let seq = chosen
            .and_then(|at| self.known().get(at))
            .map(|record| record.seq);
        match seq {
            Some(seq) => {
                self.open = chosen;
                self.scroll = Scroll::default();
                cx.say(Class::Check, "journal-proving");
                cx.wishes.push(Wish::Look(Question::Proof(seq)));
            }
            None => cx.say(Class::Check, "journal-choose"),
        }
    }

    /// Writes what is shown, and what it would show further back, into a file.
    fn export(&mut self, format: ExportFormat, cx: &mut Cx<'_>) {
        self.exporting = false;
        cx.say(Class::Check, "journal-exporting");
        let asked = self.narrow.asked(u64::MAX);
        cx.wishes.push(Wish::Look(Question::Export(asked, format)));
    }

    fn proved(&mut self, proof: Option<RecordProof>, cx: &mut Cx<'_>) {
        self.proof = proof;
        match proof {
            Some(_) => cx.say(Class::Ok, "journal-proved"),
            None => cx.say(Class::No, "journal-not-held"),
        }
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
            progress: self.narrow.told(here),
            right: String::new(),
            ask: words.say(if self.exporting {
                "journal-ask-format"
            } else {
                "journal-ask"
            }),
        }
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        vec![
            Hint::new(
                Action::JournalOf,
                !self.known().is_empty() || !self.narrow.is_all(),
            ),
            Hint::new(Action::JournalExport, !self.known().is_empty()),
            Hint::new(Action::JournalProve, !self.known().is_empty()),
            Hint::new(Action::Refresh, true),
            Hint::new(Action::Back, true),
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Back if self.exporting => self.exporting = false,
            Action::Back if self.open.is_some() => self.open = None,
            Action::Back if !self.narrow.is_all() => self.again(self.narrow.wider(), cx),
            Action::Back => return false,
            Action::JournalOf if self.narrow.is_all() => {
                let chosen = self.chosen().and_then(|at| self.known().get(at));
                match chosen.map(|record| record.actor) {
                    Some(Actor::Worker(id)) => self.again(Narrow::of(Target::Worker(id)), cx),
                    _ => cx.say(Class::Check, "journal-choose-worker"),
                }
            }
            Action::JournalOf => self.again(Narrow::default(), cx),
            Action::Refresh => self.again(self.narrow.clone(), cx),
            Action::JournalProve => self.prove(cx),
            Action::JournalExport => self.exporting = true,
            Action::Confirm if self.exporting => self.export(ExportFormat::Csv, cx),
            Action::Confirm if self.open.is_none() => {
                self.open = self.chosen();
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
        let typed = entry.via == Via::Typed;
        match entry.text.trim() {
            "1" if self.exporting && typed => return self.export(ExportFormat::Csv, cx),
            "2" if self.exporting && typed => return self.export(ExportFormat::JsonLines, cx),
            _ => self.exporting = false,
        }
        match self.narrow.by(&entry.text, cx.here) {
            Some(narrow) => self.again(narrow, cx),
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

    fn told(&mut self, asked: &Question, told: Told, cx: &mut Cx<'_>) {
        let words = cx.here.words;
        match (asked, told) {
            (Question::Records(asked), Told::Records(looked)) => {
                // Whoever narrowed it meanwhile waits for another answer.
                if *asked != self.narrow.asked(asked.before) {
                    return;
                }
                self.looking = false;
                self.complete = looked.reached == 0;
                let known = self.records.get_or_insert_default();
                let oldest = known.last().map_or(u64::MAX, |record| record.seq);
                known.extend(looked.records.into_iter().filter(|record| record.seq < oldest));
                // Few fit: the next bit of the way back, until something is found or Esc is pressed.
                if known.is_empty() && !self.complete {
                    self.ask(looked.reached, cx);
                }
            }
            (Question::Proof(_), Told::Proof(proof)) => self.proved(proof, cx),
            (Question::Export(..), Told::Exported(path, lines)) => {
                let args = [("path", path), ("lines", lines.to_string())];
                let text = words.say_with("journal-exported", &args);
                cx.wishes.push(Wish::Say(Answer::new(Class::Ok, text)));
            }
            (asked, Told::Failed(why)) => {
                if matches!(asked, Question::Records(_)) {
                    (self.looking, self.complete) = (false, true);
                    self.records.get_or_insert_default();
                }
                let text = words.say_with("journal-failed", &[("why", why)]);
                cx.wishes.push(Wish::Say(Answer::new(Class::Stop, text)));
            }
            _ => {}
        }
    }

    fn help(&self) -> &'static str {
        "help-journal"
    }

    fn paint(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, here: Here<'_>) {
        if let Some(card) = self.card(here) {
            return card.draw(buf, area, look, self.scroll);
        }
        let words = here.words;
        let empty = words.say(
            if self.records.is_none() || (self.looking && self.known().is_empty()) {
                "journal-looking"
            } else {
                "journal-empty"
            },
        );
        let columns = [
            Column::code(words.say("journal-when"), 11).priority(1),
            Column::name(words.say("journal-who"), 6, 14).priority(2),
            Column::name(words.say("journal-how"), 8, 12).priority(3),
            Column::name(words.say("journal-what"), 12, 120),
        ];
        let rows = self.seen(here);
        let list = List {
            empty: &empty,
            ..List::new(&columns, &rows, &self.state)
        };
        draw_list(buf, area, look, &list);
    }
}
