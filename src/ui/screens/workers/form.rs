//! A worker's record, asked for one thing after the other.

use super::NewSecret;
use crate::domain::people::{Command, Role, Worker};
use crate::domain::{Class, Event, Topics};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::locale::Lang;
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wish};
use crate::ui::widgets::{Answer, Hint, pad};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Number,
    Name,
    Badge,
    Roles,
    Language,
}

const STEPS: [Step; 5] = [Step::Number, Step::Name, Step::Badge, Step::Roles, Step::Language];

/// Columns of a role's name and digit.
const ROLE: usize = 11;

/// Asks for a worker's record, and saves it.
#[derive(Debug)]
pub struct Form {
    draft: Worker,
    step: Step,
    /// The first and the last thing that is asked.
    span: (Step, Step),
    is_new: bool,
}

impl Form {
    /// A new worker.
    pub fn add() -> Form {
        let language = Lang::default().tag().into();
        let draft = Worker {
            roles: vec![Role::Picker],
            language,
            ..Worker::default()
        };
        Form::of(draft, (Step::Number, Step::Language), true)
    }

    /// Name, badge, roles and language of one who is known.
    pub fn change(worker: &Worker) -> Form {
        Form::of(worker.clone(), (Step::Name, Step::Language), false)
    }

    /// The roles of one who is known.
    pub fn roles_of(worker: &Worker) -> Form {
        Form::of(worker.clone(), (Step::Roles, Step::Roles), false)
    }

    fn of(draft: Worker, span: (Step, Step), is_new: bool) -> Form {
        let step = span.0;
        Form {
            draft,
            step,
            span,
            is_new,
        }
    }

    fn place(&self) -> usize {
        STEPS.iter().position(|step| *step == self.step).unwrap_or(0)
    }

    fn next(&mut self, cx: &mut Cx<'_>) {
        if self.step == self.span.1 {
            return cx.ask_by_key(Command::Save(self.draft.clone()));
        }
        if let Some(step) = STEPS.get(self.place() + 1) {
            self.step = *step;
        }
        self.prefill(cx);
    }

    fn back(&mut self, cx: &mut Cx<'_>) {
        if self.step == self.span.0 {
            return cx.close();
        }
        if let Some(step) = self.place().checked_sub(1).and_then(|at| STEPS.get(at)) {
            self.step = *step;
        }
        self.prefill(cx);
    }

    /// What is known stands in the line, to be taken or typed over.
    fn prefill(&self, cx: &mut Cx<'_>) {
        let known = match self.step {
            Step::Number => &self.draft.number,
            Step::Name => &self.draft.name,
            Step::Badge => &self.draft.badge,
            Step::Roles | Step::Language => return cx.wishes.push(Wish::Fill(String::new())),
        };
        cx.wishes.push(Wish::Fill(known.to_string()));
    }

    fn number(&mut self, text: &str, cx: &mut Cx<'_>) {
        if cx.here.w.worker_by_code(text).is_some() {
            let told = cx
                .here
                .words
                .say_with("no-worker-code-taken", &[("code", text.to_owned())]);
            return cx.wishes.push(Wish::Say(Answer::new(Class::No, told)));
        }
        self.draft.number = text.into();
        self.next(cx);
    }

    fn roles(&mut self, text: &str, cx: &mut Cx<'_>) {
        let role = |digit: char| {
            let at = usize::try_from(digit.to_digit(10)?).ok()?.checked_sub(1)?;
            Role::ALL.get(at).copied()
        };
        let digits = text.chars().filter(|c| !matches!(c, ' ' | ',' | ';'));
        match digits.map(role).collect::<Option<Vec<Role>>>() {
            Some(mut roles) if !roles.is_empty() => {
                roles.sort_unstable();
                roles.dedup();
                self.draft.roles = roles;
                self.next(cx);
            }
            _ => cx.say(Class::No, "workers-no-roles"),
        }
    }

    fn language(&mut self, text: &str, cx: &mut Cx<'_>) {
        match chosen_language(text) {
            Some(lang) => {
                self.draft.language = lang.tag().into();
                self.next(cx);
            }
            None => cx.say(Class::No, "choose-a-number"),
        }
    }

    fn lines(&self, here: Here<'_>) -> Vec<Line> {
        let words = here.words;
        match self.step {
            Step::Roles => {
                let told = |(at, role): (usize, Role)| {
                    let mark = if self.draft.roles.contains(&role) {
                        "*"
                    } else {
                        " "
                    };
                    format!("{}{mark}{}", at + 1, words.say(role.key()))
                };
                let told: Vec<String> = Role::ALL.into_iter().enumerate().map(told).collect();
                // Two a line: six must be seen on eight rows.
                let line = |pair: &[String]| {
                    let text: String = pair.iter().map(|text| pad(text, ROLE)).collect();
                    Line::new(LineKind::Name, text.trim_end())
                };
                told.chunks(2).map(line).collect()
            }
            Step::Language => language_lines(here, &self.draft.language),
            Step::Number | Step::Name | Step::Badge => vec![
                Line::new(LineKind::Code, self.draft.number.to_string()),
                Line::new(LineKind::Name, self.draft.name.to_string()),
                Line::new(LineKind::Code, self.draft.badge.to_string()),
            ],
        }
    }
}

/// The language of a typed digit.
pub fn chosen_language(text: &str) -> Option<Lang> {
    let at = text.trim().parse::<usize>().ok()?.checked_sub(1)?;
    Lang::ALL.get(at).copied()
}

/// The languages to choose from, the one in use marked.
pub fn language_lines(here: Here<'_>, tag: &str) -> Vec<Line> {
    let line = |(at, lang): (usize, Lang)| {
        let mark = if lang.tag() == tag { "*" } else { " " };
        Line::new(
            LineKind::Name,
            format!("{} {mark} {}", at + 1, here.words.say(lang.name_key())),
        )
    };
    Lang::ALL.into_iter().enumerate().map(line).collect()
}

impl Screen for Form {
    fn contexts(&self) -> &[Context] {
        &[Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::NONE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        let ask = match self.step {
            Step::Number => "workers-ask-number",
            Step::Name => "workers-ask-name",
            Step::Badge => "workers-ask-badge",
            Step::Roles => "workers-ask-roles",
            Step::Language => "workers-ask-language",
        };
        let title = if self.is_new {
            words.say("workers-add-title")
        } else {
            self.draft.name.to_string()
        };
        Picture::Prompt(PromptView {
            title,
            progress: format!("{}/{}", self.place() + 1, STEPS.len()),
            lines: self.lines(here),
            ask: words.say(ask),
            ..PromptView::default()
        })
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::Confirm, Action::Back])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            // Enter on an empty line: what is shown stands.
            Action::Confirm => match self.step {
                Step::Number | Step::Name => cx.say(Class::Check, "workers-needed"),
                Step::Badge => {
                    self.draft.badge = "".into();
                    self.next(cx);
                }
                Step::Roles | Step::Language => self.next(cx),
            },
            Action::Back => self.back(cx),
            _ => return false,
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let text = entry.text.trim();
        match self.step {
            Step::Number => self.number(text, cx),
            Step::Name => {
                self.draft.name = text.into();
                self.next(cx);
            }
            Step::Badge => {
                self.draft.badge = text.into();
                self.next(cx);
            }
            Step::Roles => self.roles(text, cx),
            Step::Language => self.language(text, cx),
        }
    }

    fn done(&mut self, accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        cx.close();
        let saved = accepted.events.iter().find_map(|event| match event {
            Event::WorkerSaved(saved) => Some(saved.worker.id),
            _ => None,
        });
        // Without a PIN nobody signs in: it is asked next, and Esc leaves it for later.
        if let Some(id) = saved.filter(|_| self.is_new) {
            cx.open(NewSecret::pin(id));
        }
        None
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        // Opened: what is known stands in the line.
        if self.step == self.span.0 && self.step == Step::Name {
            self.prefill(cx);
        }
    }

    fn help(&self) -> &'static str {
        "help-workers-form"
    }
}
