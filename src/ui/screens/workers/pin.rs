//! A new PIN: typed twice, never shown, never kept.

use crate::domain::ids::WorkerId;
use crate::domain::{Class, Topics};
use crate::hub::Accepted;
use crate::hub::sign_in::{FirstStart, is_pin};
use crate::keymap::{Action, Context};
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wish};
use crate::ui::widgets::{Answer, Hint};

/// Whose PIN it is.
enum Whose {
    Worker(WorkerId),
    /// The first admin's, who is made with it.
    First(Box<FirstStart>),
}

/// Asks for a PIN twice.
pub struct NewPin {
    whose: Whose,
    once: Option<String>,
}

impl std::fmt::Debug for NewPin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewPin").finish_non_exhaustive()
    }
}

impl NewPin {
    /// Of a worker who is known.
    pub fn of(worker: WorkerId) -> NewPin {
        NewPin {
            whose: Whose::Worker(worker),
            once: None,
        }
    }

    /// Of the first admin; with it the building starts.
    pub fn first(first: FirstStart) -> NewPin {
        NewPin {
            whose: Whose::First(Box::new(first)),
            once: None,
        }
    }
}

impl Screen for NewPin {
    fn contexts(&self) -> &[Context] {
        &[Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::PEOPLE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        let name = match &self.whose {
            Whose::Worker(id) => words.worker(*id),
            Whose::First(first) => first.admin.name.to_string(),
        };
        let (ask, progress) = match self.once {
            None => ("pin-ask", "1/2"),
            Some(_) => ("pin-ask-again", "2/2"),
        };
        Picture::Prompt(PromptView {
            title: words.say("pin-title"),
            progress: progress.to_owned(),
            lines: vec![
                Line::new(LineKind::Big, name),
                Line::new(LineKind::Dim, words.say("pin-about")).drop(1),
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
            Action::Confirm => cx.say(Class::Check, "pin-form"),
            _ => return false,
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let pin = entry.text.clone();
        if !is_pin(&pin) {
            self.once = None;
            return cx.say(Class::No, "pin-form");
        }
        match self.once.take() {
            None => self.once = Some(pin),
            Some(once) if once != pin => cx.say(Class::No, "pin-differs"),
            Some(_) => cx.wishes.push(match &self.whose {
                Whose::Worker(worker) => Wish::SetPin { worker: *worker, pin },
                Whose::First(first) => Wish::FirstStart(Box::new(FirstStart {
                    pin,
                    ..FirstStart::clone(first)
                })),
            }),
        }
    }

    fn done(&mut self, _accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        cx.close();
        None
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        if matches!(self.whose, Whose::First(_)) && !cx.here.w.workers.is_empty() {
            cx.close();
        }
    }

    fn help(&self) -> &'static str {
        "help-pin"
    }

    fn is_secret(&self) -> bool {
        true
    }
}
