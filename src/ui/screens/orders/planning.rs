//! Releasing orders: what it would come to, how far it is.

use crate::domain::ids::{JobId, OrderId};
use crate::domain::jobs::{self, Command, Job, MAX_ORDERS_A_JOB, Work as JobWork};
use crate::domain::orders::Stage;
use crate::domain::phrase::Phrase;
use crate::domain::release::{Estimate, Walks, plain_groups};
use crate::domain::{Class, Event, Topics, Warehouse};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wish, Work};
use crate::ui::screens::confirm::Confirm;
use crate::ui::theme::Role;
use crate::ui::widgets::{Answer, Hint, Look, MenuEntry, MenuState, draw_bar, put, row, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;

/// Orders that are reckoned in one bit of work: a few milliseconds.
const RECKONED: usize = 40;

/// Orders in the order in which carts are filled, and as many as one job takes.
fn in_turn(w: &Warehouse, orders: &[OrderId]) -> Vec<OrderId> {
    let mut keys: Vec<_> = orders
        .iter()
        .filter_map(|id| w.order(*id))
        .map(|o| (o.cutoff, o.carrier, o.priority, o.id))
        .collect();
    keys.sort_unstable();
    keys.truncate(MAX_ORDERS_A_JOB);
    keys.into_iter().map(|(.., id)| id).collect()
}

fn groups(w: &Warehouse, orders: &[OrderId], cluster: bool) -> Vec<Vec<OrderId>> {
    let size = if cluster {
        usize::from(w.settings.cluster_size)
    } else {
        1
    };
    plain_groups(w, in_turn(w, orders).into_iter(), size)
}

/// Asks for pick lists of these orders, on carts or one by one.
pub fn release(cx: &mut Cx<'_>, orders: &[OrderId], cluster: bool) {
    let groups: Arc<[Vec<OrderId>]> = groups(cx.here.w, orders, cluster).into();
    cx.ask_by_key(Command::Start(JobWork::Release { groups }));
}

/// The release that was started, if one was.
pub fn job_started(accepted: &Accepted) -> Option<&Job> {
    accepted.events.iter().find_map(|event| match event {
        Event::JobStarted(started) => Some(started.job.as_ref()),
        _ => None,
    })
}

/// What releasing would come to: on carts, or order by order. Choosing one releases.
#[derive(Debug)]
pub struct Preview {
    orders: Vec<OrderId>,
    estimate: Estimate,
    state: MenuState,
}

impl Preview {
    /// A preview of these orders.
    pub fn new(orders: Vec<OrderId>, w: &Warehouse) -> Preview {
        let estimate = Estimate::new(groups(w, &orders, true), w.clock.day());
        let state = MenuState::default();
        Preview {
            orders,
            estimate,
            state,
        }
    }

    fn entry(&self, here: Here<'_>, key: &str, walks: Walks, all: usize) -> MenuEntry {
        let metres = walks.mm / 1000;
        let lists = if self.estimate.is_done() { walks.lists } else { all };
        let count = [("lists", lists.to_string())];
        let walk = [("metres", metres.to_string())];
        let entry = MenuEntry::new(here.words.say_with(key, &count));
        if self.estimate.is_done() {
            entry.note(here.words.say_with("orders-metres", &walk))
        } else {
            entry
        }
    }
}

impl Screen for Preview {
    fn contexts(&self) -> &[Context] {
        &[Context::Orders, Context::Menu]
    }

    fn topics(&self) -> Topics {
        Topics::ORDERS | Topics::JOBS
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        let figures = &self.estimate;
        let count = |key: &str, n: String| words.say_with(key, &[("count", n)]);
        let mut about = vec![
            count("orders-preview-orders", self.orders.len().to_string()),
            count("orders-preview-lines", figures.lines.to_string()),
            count("orders-preview-units", figures.units.to_string()),
        ];
        if figures.short > 0 {
            about.push(count("orders-preview-short", figures.short.to_string()));
        }
        if self.orders.len() > MAX_ORDERS_A_JOB {
            about.push(count("orders-preview-first", MAX_ORDERS_A_JOB.to_string()));
        }
        about.extend(wrap(
            &words.say("orders-preview-estimate"),
            usize::from(here.size.0),
            3,
        ));
        let (done, all) = figures.progress();
        let right = if figures.is_done() {
            String::new()
        } else {
            words.say_with(
                "orders-reckoning",
                &[("done", done.to_string()), ("total", all.to_string())],
            )
        };
        let single = self.orders.len().min(MAX_ORDERS_A_JOB);
        Picture::Menu {
            title: words.say("orders-preview-title"),
            right,
            entries: vec![
                self.entry(here, "orders-as-carts", figures.cluster, all),
                self.entry(here, "orders-one-by-one", figures.single, single),
            ],
            state: self.state,
            about,
        }
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::OrderRelease, Action::Back])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Confirm | Action::OrderRelease => release(cx, &self.orders, self.state.cursor == 0),
            other => return self.state.apply(other, 2),
        }
        true
    }

    fn enter(&mut self, _entry: &Entry, cx: &mut Cx<'_>) {
        cx.say(Class::Check, "orders-choose-first");
    }

    fn letter(&mut self, letter: char, cx: &mut Cx<'_>) {
        if let Some(index) = self.state.digit(letter, 2) {
            self.state.cursor = index;
            release(cx, &self.orders, index == 0);
        }
    }

    fn work(&mut self, here: Here<'_>) -> Work {
        if self.estimate.is_done() {
            return Work::None;
        }
        if self.estimate.step(here.w, RECKONED) {
            Work::Done
        } else {
            Work::More
        }
    }

    fn done(&mut self, accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        if let Some(job) = job_started(accepted) {
            cx.close();
            cx.open(Releasing::new(job));
        }
        None
    }

    fn help(&self) -> &'static str {
        "help-orders-preview"
    }
}

/// A release under way.
#[derive(Debug)]
pub struct Releasing {
    job: JobId,
    groups: Arc<[Vec<OrderId>]>,
    total: u32,
    /// It was drawn once: what became of it is told after its start was.
    opened: bool,
}

impl Releasing {
    /// Watches this job.
    pub fn new(job: &Job) -> Releasing {
        let groups = match &job.work {
            JobWork::Release { groups } => Arc::clone(groups),
            _ => Arc::default(),
        };
        Releasing {
            job: job.id,
            groups,
            total: job.total,
            opened: false,
        }
    }

    fn outcome(&self, here: Here<'_>) -> Answer {
        let stages = || {
            let orders = self.groups.iter().flatten();
            orders.filter_map(|id| here.w.order(*id)).map(|order| order.stage)
        };
        let short = stages().filter(|stage| *stage == Stage::Short).count();
        let waits = stages().filter(|stage| *stage == Stage::Waiting).count();
        let all = usize::try_from(self.total).unwrap_or(usize::MAX);
        let released = all.saturating_sub(short).saturating_sub(waits);
        let class = if short + waits > 0 {
            Class::Check
        } else {
            Class::Last
        };
        let count = [
            ("released", released.to_string()),
            ("short", short.to_string()),
            ("waiting", waits.to_string()),
        ];
        let key = match (short, waits) {
            (0, 0) => "orders-released",
            (_, 0) => "orders-released-short",
            _ => "orders-released-part",
        };
        Answer::new(class, here.words.say_with(key, &count))
    }
}

impl Screen for Releasing {
    fn contexts(&self) -> &[Context] {
        &[Context::Orders]
    }

    fn topics(&self) -> Topics {
        Topics::JOBS
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let done = here.w.jobs.get(&self.job).map_or(self.total, |job| job.done);
        Picture::Own {
            title: here.words.say("orders-releasing-title"),
            progress: format!("{done}/{}", self.total),
            right: String::new(),
        }
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::OrderCancel, Action::Back])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        if action != Action::OrderCancel {
            return false;
        }
        let reason = cx.here.words.say("orders-stopped-by").as_str().into();
        cx.open(Confirm::new(
            Phrase::new("orders-stop-sure"),
            jobs::Command::Cancel {
                job: self.job,
                reason,
            },
        ));
        true
    }

    fn enter(&mut self, _entry: &Entry, cx: &mut Cx<'_>) {
        cx.say(Class::Check, "orders-releasing-wait");
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        if self.opened && !cx.here.w.jobs.contains_key(&self.job) {
            let outcome = self.outcome(cx.here);
            cx.close();
            cx.wishes.push(Wish::Say(outcome));
        }
        self.opened = true;
    }

    fn help(&self) -> &'static str {
        "help-orders-releasing"
    }

    fn paint(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, here: Here<'_>) {
        let done = here.w.jobs.get(&self.job).map_or(self.total, |job| job.done);
        let left = u64::from(self.total.saturating_sub(done));
        draw_bar(buf, row(area, 1), look, &[left, 0, 0, 0, u64::from(done)]);
        let told = here.words.say("orders-releasing-about");
        let lines = wrap(&told, usize::from(area.width), usize::from(area.height));
        for (index, line) in lines.iter().enumerate() {
            put(buf, row(area, index + 3), 0, line, look.style(Role::Text));
        }
    }
}
