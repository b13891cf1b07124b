//! Work that is under way at another terminal: go on with it here, or leave it there.

use crate::domain::Topics;
use crate::domain::ids::WorkerId;
use crate::domain::people::Right;
use crate::domain::phrase::Value;
use crate::hub::presence::Present;
use crate::keymap::{Action, Context};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wish};
use crate::ui::widgets::{Hint, MenuEntry, MenuState, wrap};

/// Asks somebody who has proved who they are, and is signed in at another terminal too.
#[derive(Debug)]
pub struct Elsewhere {
    worker: WorkerId,
    there: Present,
    state: MenuState,
}

/// What can be done about it, as the menu has it. The last is for those who watch over others' work.
const ANSWERS: [&str; 3] = ["elsewhere-take", "elsewhere-leave", "elsewhere-both"];

impl Elsewhere {
    /// Asks about the session that was used last.
    pub fn new(worker: WorkerId, there: Present) -> Elsewhere {
        Elsewhere {
            worker,
            there,
            state: MenuState::default(),
        }
    }

    fn answers(&self, here: Here<'_>) -> usize {
        let worker = here.w.workers.get(&self.worker);
        let watches = worker.is_some_and(|worker| worker.may(Right::Plan));
        if watches { ANSWERS.len() } else { ANSWERS.len() - 1 }
    }

    fn answer(&self, index: usize, cx: &mut Cx<'_>) {
        match index {
            0 => cx.wishes.push(Wish::GoOn { both: false }),
            1 => cx.close(),
            _ => cx.wishes.push(Wish::GoOn { both: true }),
        }
    }

    fn question(&self, here: Here<'_>) -> String {
        let words = here.words;
        let device = words.value(&Value::Device(self.there.arrival.device));
        let mut args = vec![
            ("worker", words.worker(self.worker)),
            ("device", device),
            ("time", words.time(self.there.touched)),
        ];
        match here.w.task_of(self.worker) {
            Some(task) => {
                args.push(("task", words.task(task)));
                words.say_with("elsewhere-about-task", &args)
            }
            None => words.say_with("elsewhere-about", &args),
        }
    }
}

impl Screen for Elsewhere {
    fn contexts(&self) -> &[Context] {
        &[Context::Menu]
    }

    fn topics(&self) -> Topics {
        Topics::PEOPLE | Topics::TASKS
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let answers = ANSWERS.iter().take(self.answers(here));
        Picture::Menu {
            title: here.words.say("elsewhere-title"),
            right: String::new(),
            entries: answers.map(|key| MenuEntry::new(here.words.say(key))).collect(),
            state: self.state,
            about: wrap(&self.question(here), usize::from(here.size.0), 6),
        }
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::Confirm, Action::Back])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Confirm => self.answer(self.state.cursor, cx),
            Action::Back => cx.close(),
            other => return self.state.apply(other, self.answers(cx.here)),
        }
        true
    }

    fn enter(&mut self, _entry: &Entry, cx: &mut Cx<'_>) {
        cx.say(crate::domain::Class::Check, "elsewhere-first");
    }

    fn letter(&mut self, letter: char, cx: &mut Cx<'_>) {
        if let Some(index) = self.state.digit(letter, self.answers(cx.here)) {
            self.answer(index, cx);
        }
    }

    fn help(&self) -> &'static str {
        "help-elsewhere"
    }
}
