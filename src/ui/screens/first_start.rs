//! The first start: nobody is known yet, so whoever sits here names the building and becomes its admin.

use super::workers::NewSecret;
use super::workers::form::{chosen_language, language_lines};
use crate::domain::people::{Role, Worker};
use crate::domain::{Class, Topics};
use crate::hub::sign_in::FirstStart as Told;
use crate::keymap::{Action, Context};
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wish};
use crate::ui::widgets::Hint;

/// What is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Step {
    #[default]
    Language,
    Kind,
    Building,
    Zone,
    Name,
    Number,
    Badge,
}

const STEPS: [Step; 7] = [
    Step::Language,
    Step::Kind,
    Step::Building,
    Step::Zone,
    Step::Name,
    Step::Number,
    Step::Badge,
];

/// Asks for language, whether to try the demo or begin an empty warehouse, building, time zone and the first admin; then for their PIN.
#[derive(Debug, Default)]
pub struct FirstStart {
    step: Step,
    building: String,
    zone: String,
    admin: Worker,
    opened: bool,
}

impl FirstStart {
    fn place(&self) -> usize {
        STEPS.iter().position(|step| *step == self.step).unwrap_or(0)
    }

    fn go(&mut self, to: Option<usize>, cx: &mut Cx<'_>) {
        if let Some(step) = to.and_then(|at| STEPS.get(at)) {
            self.step = *step;
        }
        let known = match self.step {
            Step::Language | Step::Kind => "",
            Step::Building => self.building.as_str(),
            Step::Zone => self.zone.as_str(),
            Step::Name => &self.admin.name,
            Step::Number => &self.admin.number,
            Step::Badge => &self.admin.badge,
        };
        cx.wishes.push(Wish::Fill(known.to_owned()));
    }

    fn next(&mut self, cx: &mut Cx<'_>) {
        if self.step != Step::Badge {
            let to = self.place() + 1;
            return self.go(Some(to), cx);
        }
        cx.open(NewSecret::first_pin(Told {
            building: self.building.as_str().into(),
            time_zone: self.zone.as_str().into(),
            admin: Worker {
                roles: vec![Role::Admin],
                ..self.admin.clone()
            },
            pin: String::new(),
        }));
    }

    fn is_language(&self) -> bool {
        self.step == Step::Language
    }
}

impl Screen for FirstStart {
    fn contexts(&self) -> &[Context] {
        &[Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::PEOPLE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        let ask = match self.step {
            Step::Language => "workers-ask-language",
            Step::Kind => "first-ask-kind",
            Step::Building => "first-ask-building",
            Step::Zone => "first-ask-zone",
            Step::Name => "first-ask-name",
            Step::Number => "first-ask-number",
            Step::Badge => "workers-ask-badge",
        };
        let lines = if self.is_language() {
            language_lines(here, words.texts.lang().tag())
        } else if self.step == Step::Kind {
            let choices = ["first-kind-empty", "first-kind-demo"];
            let line = |(number, key): (usize, &str)| {
                Line::new(LineKind::Name, format!("{number} {}", words.say(key)))
            };
            (1..).zip(choices).map(line).collect()
        } else {
            let mut lines = vec![
                Line::new(LineKind::Big, self.building.clone()),
                Line::new(LineKind::Name, self.zone.clone()),
                Line::new(LineKind::Name, self.admin.name.to_string()),
                Line::new(LineKind::Code, self.admin.number.to_string()),
            ];
            lines.push(Line::new(LineKind::Dim, words.say("first-about")).drop(1));
            lines
        };
        Picture::Prompt(PromptView {
            title: words.say("first-title"),
            progress: format!("{}/{}", self.place() + 1, STEPS.len() + 1),
            lines,
            ask: words.say(ask),
            ..PromptView::default()
        })
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::Confirm, Action::Back, Action::Language, Action::Quit])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Confirm => match self.step {
                Step::Language => {
                    self.admin.language = cx.here.words.texts.lang().tag().into();
                    self.next(cx);
                }
                Step::Kind => self.next(cx),
                Step::Badge => {
                    self.admin.badge = "".into();
                    self.next(cx);
                }
                _ => cx.say(Class::Check, "workers-needed"),
            },
            Action::Back => {
                let to = self.place().checked_sub(1);
                self.go(to, cx);
            }
            _ => return false,
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let text = entry.text.trim();
        match self.step {
            Step::Language => match chosen_language(text) {
                Some(lang) => {
                    cx.wishes.push(Wish::Speak(lang));
                    self.admin.language = lang.tag().into();
                }
                None => return cx.say(Class::No, "choose-a-number"),
            },
            Step::Kind => match text {
                "1" => {}
                "2" => return cx.wishes.push(Wish::Demo),
                _ => return cx.say(Class::No, "choose-a-number"),
            },
            Step::Building => text.clone_into(&mut self.building),
            Step::Zone if text.parse::<chrono_tz::Tz>().is_err() => {
                return cx.say(Class::No, "first-no-zone");
            }
            Step::Zone => text.clone_into(&mut self.zone),
            Step::Name => self.admin.name = text.into(),
            Step::Number => self.admin.number = text.into(),
            Step::Badge => self.admin.badge = text.into(),
        }
        self.next(cx);
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        if !cx.here.w.workers.is_empty() {
            return cx.close();
        }
        if !self.opened {
            self.opened = true;
            let settings = &cx.here.w.settings;
            self.building = settings.name.to_string();
            self.zone = settings.time_zone.to_string();
        }
    }

    fn help(&self) -> &'static str {
        "help-first-start"
    }
}
