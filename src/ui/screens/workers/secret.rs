//! A new PIN or password: typed twice, never shown, never kept.

use crate::domain::access::Principal;
use crate::domain::ids::WorkerId;
use crate::domain::phrase::Value;
use crate::domain::{Class, Topics};
use crate::hub::Accepted;
use crate::hub::log_in::{LONGEST_PASSWORD, SHORTEST_PASSWORD, check_password};
use crate::hub::sign_in::{FirstStart, is_pin};
use crate::keymap::{Action, Context};
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wish};
use crate::ui::widgets::{Answer, Hint};

/// Whose secret it is, and which.
enum Whose {
    /// The PIN of somebody who is known.
    Worker(WorkerId),
    /// The first admin's PIN; they are made with it.
    First(Box<FirstStart>),
    /// A password for coming in over the network.
    Access(Principal),
}

/// The sentences of a kind of secret.
struct Sentences {
    title: &'static str,
    about: &'static str,
    ask: &'static str,
    again: &'static str,
    form: &'static str,
    differs: &'static str,
    help: &'static str,
}

const PIN: Sentences = Sentences {
    title: "pin-title",
    about: "pin-about",
    ask: "pin-ask",
    again: "pin-ask-again",
    form: "pin-form",
    differs: "pin-differs",
    help: "help-pin",
};
const PASSWORD: Sentences = Sentences {
    title: "access-password-title",
    about: "access-password-about",
    ask: "access-password-ask",
    again: "access-password-again",
    form: "access-password-form",
    differs: "access-password-differs",
    help: "help-access",
};
/// Longest PIN, in digits.
const LONGEST_PIN: usize = 12;

/// Asks for a secret twice.
pub struct NewSecret {
    whose: Whose,
    once: Option<String>,
}

impl std::fmt::Debug for NewSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewSecret").finish_non_exhaustive()
    }
}

impl NewSecret {
    /// The PIN of a worker who is known.
    pub fn pin(worker: WorkerId) -> NewSecret {
        NewSecret::of(Whose::Worker(worker))
    }

    /// The first admin's PIN; with it the building starts.
    pub fn first_pin(first: FirstStart) -> NewSecret {
        NewSecret::of(Whose::First(Box::new(first)))
    }

    /// The password of a worker or device.
    pub fn password(principal: Principal) -> NewSecret {
        NewSecret::of(Whose::Access(principal))
    }

    fn of(whose: Whose) -> NewSecret {
        NewSecret { whose, once: None }
    }

    fn sentences(&self) -> &'static Sentences {
        match self.whose {
            Whose::Worker(_) | Whose::First(_) => &PIN,
            Whose::Access(_) => &PASSWORD,
        }
    }

    fn is_good(&self, secret: &str) -> bool {
        match self.whose {
            Whose::Worker(_) | Whose::First(_) => is_pin(secret),
            Whose::Access(_) => check_password(secret).is_ok(),
        }
    }

    fn wish(&self, secret: String) -> Wish {
        match &self.whose {
            Whose::Worker(worker) => Wish::SetPin {
                worker: *worker,
                pin: secret,
            },
            Whose::First(first) => Wish::FirstStart(Box::new(FirstStart {
                pin: secret,
                ..FirstStart::clone(first)
            })),
            Whose::Access(principal) => Wish::SetPassword {
                principal: *principal,
                password: secret,
            },
        }
    }
}

/// A sentence that may say how short a secret may be.
fn told(here: Here<'_>, key: &str) -> String {
    let shortest = [("shortest", SHORTEST_PASSWORD.to_string())];
    here.words.say_with(key, &shortest)
}

impl Screen for NewSecret {
    fn contexts(&self) -> &[Context] {
        &[Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::PEOPLE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let (words, say) = (here.words, self.sentences());
        let name = match &self.whose {
            Whose::Worker(id) | Whose::Access(Principal::Worker(id)) => words.worker(*id),
            Whose::Access(Principal::Device(id)) => words.value(&Value::Device(*id)),
            Whose::First(first) => first.admin.name.to_string(),
        };
        let (ask, progress) = match self.once {
            None => (say.ask, "1/2"),
            Some(_) => (say.again, "2/2"),
        };
        Picture::Prompt(PromptView {
            title: words.say(say.title),
            progress: progress.to_owned(),
            lines: vec![
                Line::new(LineKind::Big, name),
                Line::new(LineKind::Dim, told(here, say.about)).drop(1),
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
            Action::Confirm => {
                let text = told(cx.here, self.sentences().form);
                cx.wishes.push(Wish::Say(Answer::new(Class::Check, text)));
            }
            _ => return false,
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let secret = entry.text.clone();
        if !self.is_good(&secret) {
            self.once = None;
            let text = told(cx.here, self.sentences().form);
            return cx.wishes.push(Wish::Say(Answer::new(Class::No, text)));
        }
        match self.once.take() {
            None => self.once = Some(secret),
            Some(once) if once != secret => cx.say(Class::No, self.sentences().differs),
            Some(_) => cx.wishes.push(self.wish(secret)),
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

    fn longest(&self) -> usize {
        match self.whose {
            Whose::Worker(_) | Whose::First(_) => LONGEST_PIN,
            Whose::Access(_) => LONGEST_PASSWORD,
        }
    }

    fn help(&self) -> &'static str {
        self.sentences().help
    }

    fn is_secret(&self) -> bool {
        true
    }
}
