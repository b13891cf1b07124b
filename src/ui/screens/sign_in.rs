//! Who is there: badge or number, then the PIN.

use super::first_start::FirstStart;
use crate::domain::Topics;
use crate::domain::lookup::Target;
use crate::keymap::{Action, Context};
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wish};
use crate::ui::widgets::Hint;

/// The first screen of every session.
#[derive(Debug, Default)]
pub struct SignIn {}

impl Screen for SignIn {
    fn contexts(&self) -> &[Context] {
        &[Context::SignIn, Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::PEOPLE | Topics::MASTER
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        let mut lines = vec![Line::new(LineKind::Big, here.w.settings.name.to_string())];
        lines.push(Line::new(LineKind::Dim, words.say("sign-in-about")).drop(1));
        Picture::Prompt(PromptView {
            title: words.say("sign-in-title"),
            lines,
            ask: words.say("sign-in-badge"),
            ..PromptView::default()
        })
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::Language, Action::Theme, Action::Quit])
    }

    fn act(&mut self, _action: Action, _cx: &mut Cx<'_>) -> bool {
        false
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let badge = entry.text.clone();
        let id = cx
            .here
            .w
            .scan(&badge)
            .targets
            .iter()
            .find_map(|target| match target {
                Target::Worker(id) => Some(*id),
                _ => None,
            });
        let worker = id.and_then(|id| cx.here.w.workers.get(&id)).map(AsRef::as_ref);
        let worker = worker.or_else(|| cx.here.w.worker_by_number(&badge));
        match worker {
            Some(worker) if worker.pin_hash.is_none() && cx.here.open_house => {
                cx.wishes.push(Wish::SignIn {
                    badge,
                    pin: String::new(),
                });
            }
            // Whoever does not know a badge learns nothing from the answer: the PIN is asked all the same.
            _ => cx.open(Pin { badge }),
        }
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        if cx.here.w.workers.is_empty() {
            cx.open(FirstStart::default());
        }
    }

    fn help(&self) -> &'static str {
        "help-sign-in"
    }
}

/// The PIN of the one whose badge was given.
#[derive(Debug)]
struct Pin {
    badge: String,
}

impl Screen for Pin {
    fn contexts(&self) -> &[Context] {
        &[Context::SignIn, Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::PEOPLE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        Picture::Prompt(PromptView {
            title: words.say("sign-in-title"),
            lines: vec![Line::new(LineKind::Big, self.badge.clone())],
            ask: words.say("sign-in-pin"),
            ..PromptView::default()
        })
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::SignInOther, Action::Language])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        if matches!(action, Action::SignInOther | Action::Back) {
            cx.close();
            return true;
        }
        false
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        cx.close();
        cx.wishes.push(Wish::SignIn {
            badge: self.badge.clone(),
            pin: entry.text.clone(),
        });
    }

    fn help(&self) -> &'static str {
        "help-sign-in"
    }

    fn is_secret(&self) -> bool {
        true
    }
}
