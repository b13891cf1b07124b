//! How the house is doing, and who is at which terminal.

use super::confirm::Confirm;
use super::table::{Table, TableRow};
use crate::domain::access::Command;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::{Class, Topics};
use crate::hub::meter::{Outcome, Took};
use crate::hub::presence::{Line, Present};
use crate::hub::pulse::Pulse;
use crate::keymap::{Action, Context};
use crate::ui::screen::{Cx, Entry, Here, Picture, Question, Screen, Told, Wish, Work};
use crate::ui::theme::Role;
use crate::ui::widgets::{Column, Hint, Look, cut_name, put, row, width};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Minutes without a key after which a session counts as idle.
const IDLE_MINUTES: i64 = 5;
/// Refusals that are listed.
const MOST_REFUSALS: usize = 12;

/// A line of the list: a session.
#[derive(Clone, Debug)]
struct SessionRow(Present);

impl SessionRow {
    fn idle_minutes(&self, here: Here<'_>) -> i64 {
        here.now.since(self.0.touched).max(0) / 60_000
    }
}

impl TableRow for SessionRow {
    fn id(&self) -> u64 {
        self.0.arrival.session
    }

    fn cells(&self, here: Here<'_>) -> Vec<String> {
        let (words, arrival) = (here.words, &self.0.arrival);
        let who = self.0.who.map(|who| words.worker(who));
        let from = match arrival.line {
            Line::Local => words.say("sessions-local"),
            Line::Ssh => arrival.source.to_string(),
        };
        vec![
            who.unwrap_or_else(|| words.say("sessions-nobody")),
            words.value(&Value::Device(arrival.device)),
            words.time(arrival.began),
            self.idle_minutes(here).to_string(),
            from,
        ]
    }

    fn role(&self, here: Here<'_>) -> Role {
        if self.0.who.is_none() || self.idle_minutes(here) >= IDLE_MINUTES {
            Role::Dim
        } else {
            Role::Text
        }
    }
}

/// The sessions' screen.
#[derive(Debug, Default)]
pub struct Sessions {
    table: Table<SessionRow>,
    pulse: Option<Pulse>,
}

impl Sessions {
    fn end(&self, cx: &mut Cx<'_>) {
        let Some(SessionRow(there)) = self.table.selected() else {
            return cx.say(Class::Check, "sessions-none");
        };
        let session = there.arrival.session;
        let another = |row: &&SessionRow| row.0.who == there.who && row.0.arrival.session != session;
        let device = there.arrival.device;
        let command = Command::EndSession {
            session,
            worker: there.who,
            device,
            last: self.table.rows().iter().find(another).is_none(),
        };
        let question = match there.who {
            Some(worker) => Phrase::new("sessions-end-sure").with("worker", Value::Worker(worker)),
            None => Phrase::new("sessions-end-sure-nobody"),
        };
        cx.open(Confirm::new(
            question.with("device", Value::Device(device)),
            command,
        ));
    }

    fn look(cx: &mut Cx<'_>) {
        cx.wishes.push(Wish::Look(Question::Pulse));
    }
}

/// The bound within which 99 of 100 lay lately.
fn most(here: Here<'_>, took: &Took) -> String {
    if took.recent.count() == 0 {
        return "-".to_owned();
    }
    match took.recent.within(990) {
        Some(bound) if bound.as_millis() == 0 => here.words.say("watch-under-a-ms"),
        Some(bound) => {
            let ms = [("ms", bound.as_millis().to_string())];
            here.words.say_with("watch-ms", &ms)
        }
        None => here.words.say("watch-over-10-s"),
    }
}

/// How the house is doing, in short pieces, the most important first.
fn pieces(here: Here<'_>, pulse: &Pulse) -> Vec<(Role, String)> {
    let told = |key: &str, value: String| here.words.say_with(key, &[("value", value)]);
    let mut pieces = Vec::new();
    if let Some(trouble) = &pulse.trouble {
        pieces.push((Role::Answer(Class::Stop), trouble.clone()));
    }
    let figures = &pulse.figures;
    pieces.extend(
        [
            told("watch-answers", most(here, &figures.answers)),
            told("watch-frames", most(here, &figures.frames)),
            told("watch-syncs", most(here, &figures.syncs)),
            told("watch-waiting", pulse.waiting.to_string()),
            told("watch-done", figures.commands(Outcome::Accepted).to_string()),
            told("watch-refused", figures.commands(Outcome::Refused).to_string()),
            told("watch-lag", pulse.lag.to_string()),
        ]
        .map(|text| (Role::Text, text)),
    );
    pieces
}

/// Pieces in lines of this width, two blanks between them.
fn lines(pieces: Vec<(Role, String)>, across: usize) -> Vec<(Role, String)> {
    let mut lines: Vec<(Role, String)> = Vec::new();
    for (role, piece) in pieces {
        match lines.last_mut() {
            Some((last, line)) if *last == role && width(line) + 2 + width(&piece) <= across => {
                line.push_str("  ");
                line.push_str(&piece);
            }
            _ => lines.push((role, piece)),
        }
    }
    lines
}

impl Screen for Sessions {
    fn contexts(&self) -> &[Context] {
        if self.table.is_filtering() {
            &[Context::Sessions, Context::List, Context::Filter]
        } else {
            &[Context::Sessions, Context::List]
        }
    }

    fn topics(&self) -> Topics {
        Topics::PEOPLE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let count = [("count", self.table.rows().len().to_string())];
        Picture::Own {
            title: here.words.say("sessions-title"),
            progress: here.words.say_with("sessions-open", &count),
            right: String::new(),
        }
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        vec![
            Hint::new(Action::SessionEnd, self.table.selected().is_some()),
            Hint::new(Action::Filter, true),
            Hint::new(Action::Why, true),
            Hint::new(Action::Refresh, true),
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        if self.table.apply(action, cx) {
            return true;
        }
        match action {
            Action::SessionEnd => self.end(cx),
            Action::Refresh => Self::look(cx),
            Action::Confirm => {}
            _ => return false,
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let w = cx.here.w;
        let worker = w.worker_by_code(&entry.text).map(|worker| worker.id);
        let device = w.device_by_code(&entry.text).map(|device| device.id);
        let wanted = |row: &&SessionRow| {
            worker.is_some() && row.0.who == worker || device == Some(row.0.arrival.device)
        };
        let found = self.table.rows().iter().find(wanted).map(TableRow::id);
        if !found.is_some_and(|id| self.table.jump(id, cx.here)) {
            cx.say(Class::No, "sessions-no-such");
        }
    }

    fn typed(&mut self, text: &str, here: Here<'_>) {
        self.table.typed(text, here);
    }

    fn work(&mut self, here: Here<'_>) -> Work {
        self.table.work(here)
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        Self::look(cx);
    }

    fn clock(&mut self, cx: &mut Cx<'_>) {
        Self::look(cx);
    }

    fn told(&mut self, _asked: &Question, told: Told, cx: &mut Cx<'_>) {
        if let Told::Pulse(pulse) = told {
            let rows = pulse.present.iter().cloned().map(SessionRow).collect();
            self.table.set(rows, cx.here);
            self.pulse = Some(*pulse);
        }
    }

    fn why(&self, here: Here<'_>) -> Vec<String> {
        let Some(pulse) = &self.pulse else {
            return Vec::new();
        };
        let words = here.words;
        let mut told: Vec<String> = pieces(here, pulse).into_iter().map(|(_, text)| text).collect();
        for ((means, outcome), count) in &pulse.figures.log_ins {
            told.push(format!(
                "{} {means}: {outcome} {count}",
                words.say("watch-log-ins")
            ));
        }
        let mut refusals: Vec<_> = pulse.figures.refusals.iter().collect();
        refusals.sort_by_key(|(kind, count)| (std::cmp::Reverse(**count), **kind));
        if !refusals.is_empty() {
            told.push(words.say("watch-refusals"));
        }
        let listed = refusals.into_iter().take(MOST_REFUSALS);
        told.extend(listed.map(|(kind, count)| format!("{count:>6} {kind}")));
        told
    }

    fn help(&self) -> &'static str {
        "help-sessions"
    }

    fn paint(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, here: Here<'_>) {
        let pieces = self.pulse.as_ref().map(|pulse| pieces(here, pulse));
        let across = usize::from(area.width);
        let mut used = 0;
        let room = usize::from(area.height / 2);
        for (role, line) in lines(pieces.unwrap_or_default(), across).into_iter().take(room) {
            put(
                buf,
                row(area, used),
                0,
                &cut_name(&line, across),
                look.style(role),
            );
            used += 1;
        }
        let used = u16::try_from(used).unwrap_or(u16::MAX);
        let rest = Rect {
            y: area.y.saturating_add(used),
            height: area.height.saturating_sub(used),
            ..area
        };
        let title = |key: &str| here.words.say(key);
        let columns = [
            Column::name(title("sessions-col-who"), 6, 24),
            Column {
                max: 20,
                ..Column::code(title("sessions-col-where"), 7)
            },
            Column::name(title("sessions-col-since"), 11, 12).priority(2),
            Column::number(title("sessions-col-idle"), 4).priority(1),
            Column {
                max: 24,
                ..Column::code(title("sessions-col-from"), 15)
            }
            .priority(3),
        ];
        self.table
            .draw(buf, rest, (look, here), &columns, &title("sessions-none"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_fill_lines_and_trouble_has_one_of_its_own() {
        let piece = |role, text: &str| (role, text.to_owned());
        let stop = Role::Answer(Class::Stop);
        let given = vec![
            piece(stop, "no disk"),
            piece(Role::Text, "12345678"),
            piece(Role::Text, "1234567890"),
            piece(Role::Text, "1"),
        ];
        let told = lines(given, 20);
        assert_eq!(
            told,
            [
                piece(stop, "no disk"),
                piece(Role::Text, "12345678  1234567890"),
                piece(Role::Text, "1")
            ]
        );
    }
}
