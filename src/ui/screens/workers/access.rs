//! How a worker or a shared device may come in over SSH: their keys and their password.

use super::NewSecret;
use crate::domain::access::{self, Access, Command, Principal, SshKey};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::{Class, Explain, Topics};
use crate::hub::Accepted;
use crate::hub::log_in::read_key;
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

/// The keys of one worker or device, and whether they have a password.
#[derive(Debug)]
pub struct Keys {
    principal: Principal,
    table: Table<KeyRow>,
}

/// Whose keys they are, to be told.
fn named(principal: Principal) -> Value {
    match principal {
        Principal::Worker(id) => Value::Worker(id),
        Principal::Device(id) => Value::Device(id),
    }
}

impl Keys {
    /// Of this worker or device.
    pub fn of(principal: Principal) -> Keys {
        Keys {
            principal,
            table: Table::default(),
        }
    }

    fn access<'a>(&self, here: Here<'a>) -> Option<&'a Access> {
        here.w.access.get(&self.principal).map(AsRef::as_ref)
    }

    /// What is known of the password.
    fn password(&self, here: Here<'_>) -> (Role, String) {
        let words = here.words;
        let known = self.access(here);
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
            title: here.words.value(&named(self.principal)),
            progress: here.words.say("access-title"),
            right: String::new(),
        }
    }

    fn hints(&self, here: Here<'_>) -> Vec<Hint> {
        let has_password = self
            .access(here)
            .is_some_and(|access| access.password_hash.is_some());
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
        let (principal, worker) = (self.principal, named(self.principal));
        match action {
            Action::AccessAddKey => cx.open(AddKey(principal)),
            Action::AccessPassword => cx.open(NewSecret::password(principal)),
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
        AddKey(self.principal).enter(entry, cx);
    }

    fn work(&mut self, here: Here<'_>) -> Work {
        self.table.work(here)
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        let keys = self.access(cx.here).map(|access| access.keys.clone());
        let rows = keys.unwrap_or_default().into_iter().enumerate();
        let rows = rows.map(|(at, key)| KeyRow(at, key)).collect();
        self.table.set(rows, cx.here);
    }

    fn help(&self) -> &'static str {
        match self.principal {
            Principal::Worker(_) => "help-access",
            Principal::Device(_) => "help-access-device",
        }
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
            Column::name(title("access-col-added"), 11, 12).priority(2),
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
