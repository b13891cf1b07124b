//! Picking: one pick list, one prompt at a time.

use crate::domain::ids::{TaskId, WorkerId};
use crate::domain::lookup::Target;
use crate::domain::picking::{Command, LineState, PickLine, PickTask, Prompt};
use crate::domain::{Class, Event, Qty, Topics};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen};
use crate::ui::theme::Role;
use crate::ui::widgets::{Answer, Hint};
use crate::ui::words::Words;

/// What the next entry is taken for, when it is no scan at the prompt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    /// The prompt's own.
    #[default]
    Scan,
    /// How many the picker holds.
    Quantity,
    /// How many there are, when there are too few.
    Short,
    /// The badge of who goes on with the list.
    HandOver,
    /// The list, or the badge of who had it, to take over.
    TakeOver,
}

/// The picking screen. It keeps nothing but how the next entry is meant: the prompt is the task's.
#[derive(Debug, Default)]
pub struct Picking {
    mode: Mode,
    /// A list was asked for once since the screen was opened.
    asked: bool,
}

impl Picking {
    fn task<'a>(here: Here<'a>) -> Option<&'a PickTask> {
        here.who
            .and_then(|who| here.w.task_of(who))
            .and_then(|id| here.w.task(id))
    }

    fn number(&mut self, entry: &Entry, task: TaskId, cx: &mut Cx<'_>) {
        let Some(qty) = number(&entry.text) else {
            return cx.say(Class::No, "no-number");
        };
        let command = match self.mode {
            Mode::Short => Command::Short { task, found: qty },
            _ => Command::Quantity { task, qty },
        };
        self.mode = Mode::Scan;
        cx.ask(command, entry);
    }

    fn give(&mut self, entry: &Entry, task: TaskId, cx: &mut Cx<'_>) {
        match worker(cx.here, &entry.text) {
            Some(to) => {
                self.mode = Mode::Scan;
                cx.ask(
                    Command::HandOver {
                        task,
                        to,
                        reason: "handed over".into(),
                    },
                    entry,
                );
            }
            None => cx.say(Class::No, "no-such-worker"),
        }
    }

    fn take(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let here = cx.here;
        let by_worker = worker(here, &entry.text).and_then(|worker| here.w.task_of(worker));
        let by_tote = here
            .w
            .scan(&entry.text)
            .lpn()
            .and_then(|lpn| here.w.lpns.get(&lpn))
            .and_then(|lpn| lpn.order);
        let task = by_worker.or_else(|| by_tote.and_then(|order| here.w.tasks_with(order).next()));
        match (task, here.who) {
            (Some(task), Some(to)) => {
                self.mode = Mode::Scan;
                cx.ask(
                    Command::HandOver {
                        task,
                        to,
                        reason: "taken over".into(),
                    },
                    entry,
                );
            }
            _ => cx.say(Class::No, "no-task-to-take-over"),
        }
    }
}

/// A plain number; a leading `*` marks one that could also be a code.
fn number(text: &str) -> Option<Qty> {
    let digits = text.strip_prefix('*').unwrap_or(text);
    let short = digits.len() <= 7 && !digits.is_empty();
    digits.parse().ok().filter(|n: &i64| short && *n >= 0).map(Qty)
}

fn worker(here: Here<'_>, text: &str) -> Option<WorkerId> {
    let by_badge = here.w.scan(text).targets.iter().find_map(|t| {
        if let Target::Worker(id) = t {
            Some(*id)
        } else {
            None
        }
    });
    by_badge.or_else(|| here.w.worker_by_number(text).map(|w| w.id))
}

impl Screen for Picking {
    fn contexts(&self) -> &[Context] {
        &[Context::Picking, Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::TASKS | Topics::ORDERS | Topics::PEOPLE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let mut view = match Self::task(here) {
            Some(task) => list(here, task),
            None => idle(here),
        };
        let words = here.words;
        match self.mode {
            Mode::Scan => {}
            Mode::Quantity => view.ask = words.say("ask-quantity"),
            Mode::Short => view.ask = words.say("ask-short"),
            Mode::HandOver => view.ask = words.say("ask-hand-over"),
            Mode::TakeOver => view.ask = words.say("ask-take-over"),
        }
        Picture::Prompt(view)
    }

    fn hints(&self, here: Here<'_>) -> Vec<Hint> {
        let prompt = Self::task(here).map(|task| task.prompt(here.w));
        let line = matches!(prompt, Some(Prompt::Place(_) | Prompt::Item(_) | Prompt::Put(..)));
        let at_item = matches!(prompt, Some(Prompt::Item(_) | Prompt::Put(..)));
        let put = matches!(prompt, Some(Prompt::Put(..)));
        let asked = Self::task(here).is_some_and(|task| here.w.zero_asked.contains_key(&task.id));
        let question = asked.then(|| Hint::new(Action::PickLeftOver, true));
        let others = [
            Hint::new(Action::PickShort, at_item),
            Hint::new(Action::Skip, line),
            Hint::new(Action::PickFull, line),
            Hint::new(Action::Undo, true),
            Hint::new(Action::Why, true),
            Hint::new(Action::Find, true),
            Hint::new(Action::Quantity, put),
            Hint::new(Action::Park, prompt.is_some()),
            Hint::new(Action::HandOver, prompt.is_some()),
            Hint::new(Action::TakeOver, prompt.is_none()),
            Hint::new(Action::Next, prompt.is_none()),
            Hint::new(Action::Empty, at_item),
        ];
        question.into_iter().chain(others).collect()
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        let task = Self::task(cx.here);
        let Some((id, prompt)) = task.map(|task| (task.id, task.prompt(cx.here.w))) else {
            match action {
                Action::Confirm | Action::Next => cx.ask_by_key(Command::Claim { task: None }),
                Action::TakeOver => self.mode = Mode::TakeOver,
                Action::Back if self.mode != Mode::Scan => self.mode = Mode::Scan,
                _ => return false,
            }
            return true;
        };
        match action {
            Action::Confirm if self.mode == Mode::Short => {
                self.mode = Mode::Scan;
                cx.ask_by_key(Command::Short {
                    task: id,
                    found: Qty::ZERO,
                });
            }
            Action::Confirm => match prompt {
                Prompt::SetAside(_) => cx.ask_by_key(Command::Acknowledge { task: id }),
                Prompt::Put(index, _) => {
                    let line = task.and_then(|task| task.lines.get(index));
                    let tote = line
                        .and_then(|line| task.and_then(|task| task.tote(line.order)))
                        .and_then(|t| t.lpn);
                    match tote.and_then(|tote| cx.here.w.lpns.get(&tote)) {
                        Some(tote) => cx.ask_by_key(Command::Scan {
                            task: id,
                            code: tote.code.clone(),
                        }),
                        None => cx.say(Class::Check, "pick-scan-a-tote"),
                    }
                }
                Prompt::Place(_) | Prompt::Item(_) | Prompt::Deposit => {}
            },
            Action::PickShort => self.mode = Mode::Short,
            Action::Quantity => self.mode = Mode::Quantity,
            Action::HandOver => self.mode = Mode::HandOver,
            Action::Skip => cx.ask_by_key(Command::Skip { task: id }),
            Action::PickFull => cx.ask_by_key(Command::FullTote { task: id }),
            Action::PickLeftOver => cx.ask_by_key(Command::NotEmpty { task: id }),
            Action::Empty => cx.ask_by_key(Command::Short {
                task: id,
                found: Qty::ZERO,
            }),
            Action::Park => cx.ask_by_key(Command::Park { task: id }),
            Action::Back if self.mode != Mode::Scan => self.mode = Mode::Scan,
            _ => return false,
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let Some(task) = Self::task(cx.here) else {
            if self.mode == Mode::TakeOver {
                return self.take(entry, cx);
            }
            return cx.ask(Command::Claim { task: None }, entry);
        };
        let (id, prompt) = (task.id, task.prompt(cx.here.w));
        match self.mode {
            Mode::Quantity | Mode::Short => return self.number(entry, id, cx),
            Mode::HandOver => return self.give(entry, id, cx),
            Mode::Scan | Mode::TakeOver => {}
        }
        // At the quantity a number that is no code of anything is the quantity.
        let unknown = cx.here.w.scan(&entry.text).targets.is_empty();
        let typed = entry.via == crate::domain::Via::Typed;
        if matches!(prompt, Prompt::Put(..)) && typed && unknown && number(&entry.text).is_some() {
            return self.number(entry, id, cx);
        }
        cx.ask(
            Command::Scan {
                task: id,
                code: entry.text.as_str().into(),
            },
            entry,
        );
    }

    fn done(&mut self, accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        let closed = accepted.events.iter().any(|e| matches!(e, Event::TaskClosed(_)));
        closed.then(|| Answer::new(Class::Last, cx.here.words.say("pick-list-done")))
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        // Who opens the screen wants work: the list they had, or the next one.
        if !self.asked && Self::task(cx.here).is_none() && cx.here.w.open_tasks().next().is_some() {
            cx.ask_by_key(Command::Claim { task: None });
        }
        self.asked = true;
    }

    fn why(&self, here: Here<'_>) -> Vec<String> {
        let Some(task) = Self::task(here) else {
            return Vec::new();
        };
        let Some(line) = task.current().and_then(|index| task.lines.get(index)) else {
            return Vec::new();
        };
        let words = here.words;
        let stock = here.w.stock_at(&line.key);
        let mut told = vec![
            words.say_with("why-pick-order", &[("order", words.order(line.order))]),
            words.say_with(
                "why-pick-place",
                &[
                    ("place", words.place(line.place())),
                    ("qty", words.qty(line.key.item, stock.on_hand)),
                    ("since", words.time(stock.since)),
                ],
            ),
        ];
        if let Some(lot) = line.key.lot.and_then(|lot| here.w.lots.get(&lot)) {
            let expiry = lot.expiry.map(|day| words.day(day)).unwrap_or_default();
            told.push(words.say_with(
                "why-pick-lot",
                &[("lot", lot.code.to_string()), ("expiry", expiry)],
            ));
        }
        told
    }

    fn help(&self) -> &'static str {
        "help-picking"
    }
}

/// Nothing to pick yet: what waits, and how to get it.
fn idle(here: Here<'_>) -> PromptView {
    let waiting = here.w.open_tasks().count();
    let key = if waiting == 0 { "pick-idle" } else { "pick-waiting" };
    let words = here.words;
    PromptView {
        title: words.say("pick-title"),
        right: here
            .worker()
            .map(|worker| worker.name.to_string())
            .unwrap_or_default(),
        lines: vec![Line::new(
            LineKind::Strong,
            words.say_with(key, &[("count", waiting.to_string())]),
        )],
        ask: words.say(if waiting == 0 {
            "pick-ask-idle"
        } else {
            "pick-ask-next"
        }),
        ..PromptView::default()
    }
}

/// The prompt of a pick list.
fn list(here: Here<'_>, task: &PickTask) -> PromptView {
    let words = here.words;
    let (done, all) = task.progress();
    let mut view = PromptView {
        title: words.task(task.id),
        progress: format!("{done}/{all}"),
        right: words.time_left(task.cutoff, here.now),
        panel: panel(words, task),
        ..PromptView::default()
    };
    match task.prompt(here.w) {
        Prompt::SetAside(order) => {
            let tote = task
                .tote(order)
                .and_then(|t| t.lpn)
                .map(|id| words.lpn(id))
                .unwrap_or_default();
            view.lines = vec![
                Line::new(LineKind::Big, tote.clone()),
                Line::new(
                    LineKind::Strong,
                    words.say_with("pick-set-aside", &[("order", words.order(order))]),
                ),
            ];
            view.ask = words.say_with("pick-ask-set-aside", &[("tote", tote)]);
        }
        Prompt::Deposit => {
            let totes = task
                .totes
                .iter()
                .filter_map(|t| t.lpn)
                .map(|id| words.lpn(id))
                .collect::<Vec<_>>();
            view.lines = vec![
                Line::new(LineKind::Strong, words.say("pick-all-done")),
                Line::new(LineKind::Code, totes.join(" ")).drop(1),
            ];
            view.ask = words.say("pick-ask-deposit");
        }
        Prompt::Place(index) => {
            if let Some(line) = task.lines.get(index) {
                view.lines = line_lines(here, task, line, line.left());
                view.ask = words.say_with("pick-ask-place", &[("place", words.place(line.place()))]);
            }
        }
        Prompt::Item(index) => {
            if let Some(line) = task.lines.get(index) {
                view.lines = line_lines(here, task, line, line.left());
                view.ask = words.say_with("pick-ask-item", &[("item", words.item(line.key.item))]);
            }
        }
        Prompt::Put(index, shown) => {
            if let Some(line) = task.lines.get(index) {
                view.lines = line_lines(here, task, line, shown);
                view.ask = ask_put(words, task, line, shown);
            }
        }
    }
    // The question stands beside the prompt: scanning on says yes.
    if let Some(place) = here.w.zero_asked.get(&task.id) {
        let ask = std::mem::take(&mut view.ask);
        view.ask = words.say_with("pick-ask-zero", &[("place", words.place(*place)), ("ask", ask)]);
    }
    view
}

fn ask_put(words: Words<'_>, task: &PickTask, line: &PickLine, shown: Qty) -> String {
    let slot = task.tote(line.order);
    let qty = words.qty(line.key.item, shown);
    let number = slot.map(|slot| slot.slot.to_string()).unwrap_or_default();
    match slot.and_then(|slot| slot.lpn) {
        Some(tote) => words.say_with("pick-ask-put", &[("qty", qty), ("tote", words.lpn(tote))]),
        None => words.say_with("pick-ask-new-tote", &[("qty", qty), ("slot", number)]),
    }
}

/// Place, item, quantity, tote: the biggest first.
fn line_lines(here: Here<'_>, task: &PickTask, line: &PickLine, shown: Qty) -> Vec<Line> {
    let words = here.words;
    let item = line.key.item;
    let place = here.w.places.get(&line.place());
    let level = place
        .map(|p| words.say_with("pick-level", &[("level", p.level.to_string())]))
        .unwrap_or_default();
    let plain = format!("{}", shown.0);
    let held = words.qty(item, shown);
    let qty = if held == plain {
        words.say_with("pick-qty", &[("qty", plain)])
    } else {
        words.say_with("pick-qty-held", &[("qty", plain), ("held", held)])
    };
    let lot = line.key.lot.and_then(|lot| here.w.lots.get(&lot));
    let lot = lot
        .map(|lot| words.say_with("pick-lot", &[("lot", lot.code.to_string())]))
        .unwrap_or_default();
    let slot = task.tote(line.order);
    let tote = slot
        .and_then(|slot| slot.lpn)
        .map(|id| words.lpn(id))
        .unwrap_or_default();
    let number = slot.map(|slot| slot.slot.to_string()).unwrap_or_default();
    vec![
        Line::new(LineKind::Big, words.place(line.place())),
        Line::new(LineKind::Dim, level).drop(4),
        Line::new(LineKind::Name, words.item_name(item)).drop(2),
        Line::new(LineKind::Code, words.item(item)),
        Line::new(LineKind::Strong, lot).drop(1),
        Line::new(LineKind::Strong, qty),
        Line::new(
            LineKind::Name,
            words.say_with("pick-into", &[("slot", number), ("tote", tote)]),
        )
        .drop(3),
    ]
}

/// The lines still to come, for screens that have room.
fn panel(words: Words<'_>, task: &PickTask) -> Vec<(Role, String)> {
    let current = task.current();
    let mut lines: Vec<(Role, String)> = Vec::new();
    for (index, line) in task.lines.iter().enumerate() {
        let role = match line.state {
            _ if Some(index) == current => Role::Strong,
            LineState::Open | LineState::Skipped => Role::Text,
            LineState::Done | LineState::Short | LineState::Cancelled => continue,
        };
        let text = format!(
            "{:>3} {} {}",
            line.left().0,
            words.place(line.place()),
            words.item(line.key.item)
        );
        lines.push((role, text));
    }
    lines
}
