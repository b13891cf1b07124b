//! Giving a pick list to somebody: their badge or number.

use crate::domain::ids::TaskId;
use crate::domain::picking::Command;
use crate::domain::{Class, Topics};
use crate::keymap::{Action, Context};
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen};
use crate::ui::widgets::Hint;

/// Asks who goes on with a pick list.
#[derive(Debug)]
pub struct Assign {
    task: TaskId,
}

impl Assign {
    /// Asks for this list.
    pub fn new(task: TaskId) -> Assign {
        Assign { task }
    }
}

impl Screen for Assign {
    fn contexts(&self) -> &[Context] {
        &[Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::TASKS
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        let task = here.w.task(self.task);
        let (done, all) = task.map_or((0, 0), |task| task.progress());
        let worker = task.and_then(|task| task.worker).map(|id| words.worker(id));
        let worker = worker.unwrap_or_else(|| words.say("queues-nobody"));
        Picture::Prompt(PromptView {
            title: words.say("queues-assign-title"),
            lines: vec![
                Line::new(LineKind::Big, words.task(self.task)),
                Line::new(LineKind::Name, worker),
                Line::new(LineKind::Dim, format!("{done}/{all}")).drop(1),
            ],
            ask: words.say("ask-hand-over"),
            ..PromptView::default()
        })
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::Back])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        if action == Action::Back {
            cx.close();
        }
        action == Action::Back
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let Some(to) = cx.here.w.worker_by_code(&entry.text).map(|worker| worker.id) else {
            return cx.say(Class::No, "no-such-worker");
        };
        let reason = "handed over by a lead".into();
        let task = self.task;
        cx.close();
        cx.ask(Command::HandOver { task, to, reason }, entry);
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        if cx.here.w.task(self.task).is_none() {
            cx.close();
        }
    }

    fn help(&self) -> &'static str {
        "help-queues"
    }
}
