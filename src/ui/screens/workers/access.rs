//! How a worker may come in over SSH: their keys and their password.

use crate::domain::access::{self, Access, Command, Principal, SshKey};
use crate::domain::ids::WorkerId;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::{Class, Explain, Topics};
use crate::hub::Accepted;
use crate::hub::log_in::{LONGEST_PASSWORD, SHORTEST_PASSWORD, check_password, read_key};
use crate::keymap::{Action, Context};
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wish, Work};
use crate::ui::screens::confirm::Confirm;
use crate::ui::screens::table::{Table, TableRow};
use crate::ui::theme::Role;
use crate::ui::widgets::{Answer, Column, Hint, Look, put, row};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Longest line of a `.pub` file that is taken, in characters.
const LONGEST_KEY: usize = 1_000;
/// The last characters of a key are shown: its first are the same for all of a kind.
const SHOWN: u16 = 12;

/// A line of the list: a key.
#[derive(Clone, Debug)]
struct KeyRow(usize, SshKey);

impl TableRow for KeyRow {
    fn id(&self) -> u64 {
        u64::try_from(self.0).unwrap_or(u64::MAX)
    }

    fn cells(&self, here: Here<'_>) -> Vec<String> {
        let SshKey { key, comment, added } = &self.1;
        let kind = key.split(' ').next().unwrap_or_default();
        let skip = key.chars().count().saturating_sub(usize::from(SHOWN));
        vec![
            comment.to_string(),
            key.chars().skip(skip).collect(),
            kind.trim_start_matches("ssh-").to_owned(),
            here.words.time(*added),
        ]
    }
}

/// The keys of one worker, and whether they have a password.
#[derive(Debug)]
pub struct Keys {
    worker: WorkerId,
    table: Table<KeyRow>,
}

fn access<'a>(here: Here<'a>, worker: WorkerId) -> Option<&'a Access> {
    let found = here.w.access.get(&Principal::Worker(worker));
    found.map(AsRef::as_ref)
}

impl Keys {
    /// Of this worker.
    pub fn of(worker: WorkerId) -> Keys {
        Keys {
            worker,
            table: Table::default(),
        }
    }

    fn principal(&self) -> Principal {
        Principal::Worker(self.worker)
    }

    /// What is known of the password.
    fn password(&self, here: Here<'_>) -> (Role, String) {
        let words = here.words;
        let known = access(here, self.worker);
        if let Some(until) = known.and_then(|access| access.locked(here.now)) {
            let until = [("until", words.time(until))];
            return (
                Role::Answer(Class::Check),
                words.say_with("access-password-locked", &until),
            );
        }
        let has = known.is_some_and(|access| access.password_hash.is_some());
        let key = if has {
            "access-password-set"
        } else {
            "access-password-none"
        };
        (Role::Text, words.say(key))
    }
}

impl Screen for Keys {
    fn contexts(&self) -> &[Context] {
        &[Context::Access, Context::List]
    }

    fn topics(&self) -> Topics {
        Topics::PEOPLE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        Picture::Own {
            title: here.words.worker(self.worker),
            progress: here.words.say("access-title"),
            right: String::new(),
        }
    }

    fn hints(&self, here: Here<'_>) -> Vec<Hint> {
        let has_password = access(here, self.worker).is_some_and(|access| access.password_hash.is_some());
        vec![
            Hint::new(Action::AccessAddKey, true),
            Hint::new(Action::AccessRemoveKey, self.table.selected().is_some()),
            Hint::new(Action::AccessPassword, true),
            Hint::new(Action::AccessNoPassword, has_password),
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        if self.table.apply(action, cx) {
            return true;
        }
        let (principal, worker) = (self.principal(), Value::Worker(self.worker));
        match action {
            Action::AccessAddKey => cx.open(AddKey(principal)),
            Action::AccessPassword => cx.open(NewPassword::of(self.worker)),
            Action::AccessRemoveKey => match self.table.selected() {
                Some(KeyRow(_, key)) => {
                    let question = Phrase::new("access-remove-key-sure")
                        .with("worker", worker)
                        .with("comment", Value::Text(key.comment.clone()));
                    let key = key.key.clone();
                    cx.open(Confirm::new(question, Command::RemoveKey { principal, key }));
                }
                None => cx.say(Class::Check, "access-no-keys"),
            },
            Action::AccessNoPassword => {
                let question = Phrase::new("access-no-password-sure").with("worker", worker);
                let hash = None;
                cx.open(Confirm::new(question, Command::SetPassword { principal, hash }));
            }
            Action::Confirm => {}
            _ => return false,
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        // Whoever pastes a key here wants it added.
        AddKey(self.principal()).enter(entry, cx);
    }

    fn work(&mut self, here: Here<'_>) -> Work {
        self.table.work(here)
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        let keys = access(cx.here, self.worker).map(|access| access.keys.clone());
        let rows = keys.unwrap_or_default().into_iter().enumerate();
        let rows = rows.map(|(at, key)| KeyRow(at, key)).collect();
        self.table.set(rows, cx.here);
    }

    fn help(&self) -> &'static str {
        "help-access"
    }

    fn paint(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, here: Here<'_>) {
        let (role, password) = self.password(here);
        put(buf, row(area, 0), 0, &password, look.style(role));
        let rest = Rect {
            y: area.y.saturating_add(1),
            height: area.height.saturating_sub(1),
            ..area
        };
        let title = |key: &str| here.words.say(key);
        let columns = [
            Column::name(title("access-col-comment"), 7, 30),
            Column::code(title("access-col-key"), SHOWN),
            Column::name(title("access-col-kind"), 7, 20).priority(3),
            Column::name(title("access-col-added"), 5, 12).priority(2),
        ];
        self.table
            .draw(buf, rest, (look, here), &columns, &title("access-no-keys"));
    }
}

/// Asks for a line of a `.pub` file.
#[derive(Debug)]
struct AddKey(Principal);

impl Screen for AddKey {
    fn contexts(&self) -> &[Context] {
        &[Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::NONE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        Picture::Prompt(PromptView {
            title: words.say("access-add-title"),
            lines: vec![
                Line::new(LineKind::Dim, words.say("access-add-about")).drop(1),
                Line::new(LineKind::Code, "ssh-ed25519 AAAA..."),
            ],
            ask: words.say("access-add-ask"),
            ..PromptView::default()
        })
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::Confirm, Action::Back])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        if action == Action::Back {
            cx.close();
        }
        action == Action::Back
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        match read_key(&entry.text) {
            Ok((key, comment)) => cx.ask_by_key(access::Command::AddKey {
                principal: self.0,
                key,
                comment,
            }),
            Err(why) => {
                let text = cx.here.words.phrase(&why.phrase());
                cx.wishes.push(Wish::Say(Answer::new(Class::No, text)));
            }
        }
    }

    fn done(&mut self, _accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        cx.close();
        None
    }

    fn longest(&self) -> usize {
        LONGEST_KEY
    }

    fn help(&self) -> &'static str {
        "help-access"
    }
}

/// Asks for a password twice.
struct NewPassword {
    worker: WorkerId,
    once: Option<String>,
}

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewPassword").finish_non_exhaustive()
    }
}

impl NewPassword {
    fn of(worker: WorkerId) -> NewPassword {
        NewPassword { worker, once: None }
    }

    fn wrong(cx: &mut Cx<'_>) {
        let shortest = [("shortest", SHORTEST_PASSWORD.to_string())];
        let text = cx.here.words.say_with("access-password-form", &shortest);
        cx.wishes.push(Wish::Say(Answer::new(Class::No, text)));
    }
}

impl Screen for NewPassword {
    fn contexts(&self) -> &[Context] {
        &[Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::PEOPLE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        let (ask, progress) = match self.once {
            None => ("access-password-ask", "1/2"),
            Some(_) => ("access-password-again", "2/2"),
        };
        let shortest = [("shortest", SHORTEST_PASSWORD.to_string())];
        Picture::Prompt(PromptView {
            title: words.say("access-password-title"),
            progress: progress.to_owned(),
            lines: vec![
                Line::new(LineKind::Big, words.worker(self.worker)),
                Line::new(LineKind::Dim, words.say_with("access-password-about", &shortest)).drop(1),
            ],
            ask: words.say(ask),
            ..PromptView::default()
        })
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::Confirm, Action::Back])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Back if self.once.is_some() => self.once = None,
            Action::Back => cx.close(),
            Action::Confirm => Self::wrong(cx),
            _ => return false,
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let password = entry.text.clone();
        if check_password(&password).is_err() {
            self.once = None;
            return Self::wrong(cx);
        }
        match self.once.take() {
            None => self.once = Some(password),
            Some(once) if once != password => cx.say(Class::No, "access-password-differs"),
            Some(_) => cx.wishes.push(Wish::SetPassword {
                principal: Principal::Worker(self.worker),
                password,
            }),
        }
    }

    fn done(&mut self, _accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        cx.close();
        None
    }

    fn longest(&self) -> usize {
        LONGEST_PASSWORD
    }

    fn help(&self) -> &'static str {
        "help-access"
    }

    fn is_secret(&self) -> bool {
        true
    }
}
