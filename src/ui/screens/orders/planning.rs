//! Releasing orders: asking for it, and how far it is.

use crate::domain::ids::{JobId, OrderId};
use crate::domain::jobs::{self, Command, Job, MAX_ORDERS_A_JOB, Work as JobWork};
use crate::domain::orders::Stage;
use crate::domain::phrase::Phrase;
use crate::domain::release::plain_groups;
use crate::domain::{Class, Event, Topics, Warehouse};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::plan::day::Day;
use crate::plan::watch::Rounds;
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wish};
use crate::ui::screens::confirm::Confirm;
use crate::ui::theme::Role;
use crate::ui::widgets::{Answer, Hint, Look, draw_bar, put, row, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;

/// So few orders are planned within a key's time, by savings.
const FEW: usize = 40;

/// Orders in the order in which carts are filled, and as many as one job takes.
pub(super) fn in_turn(w: &Warehouse, orders: &[OrderId]) -> Vec<OrderId> {
    let mut keys: Vec<_> = orders
        .iter()
        .filter_map(|id| w.order(*id))
        .map(|o| (o.cutoff, o.carrier, o.priority, o.id))
        .collect();
    keys.sort_unstable();
    keys.truncate(MAX_ORDERS_A_JOB);
    keys.into_iter().map(|(.., id)| id).collect()
}

/// Groups as nobody has planned them.
pub(super) fn groups(w: &Warehouse, orders: &[OrderId], cluster: bool) -> Vec<Vec<OrderId>> {
    let size = if cluster {
        usize::from(w.settings.cluster_size)
    } else {
        1
    };
    plain_groups(w, in_turn(w, orders).into_iter(), size)
}

/// Asks for pick lists of these orders on carts, without a look at what it would come to.
pub(super) fn release(cx: &mut Cx<'_>, orders: &[OrderId]) {
    let w = cx.here.w;
    let groups = if orders.len() <= FEW {
        Day::of(w, &in_turn(w, orders)).plan(w, &mut Rounds(0)).groups
    } else {
        groups(w, orders, true)
    };
    start(cx, groups);
}

pub(super) fn start(cx: &mut Cx<'_>, groups: Vec<Vec<OrderId>>) {
    let groups: Arc<[Vec<OrderId>]> = groups.into();
    cx.ask_by_key(Command::Start(JobWork::Release { groups }));
}

/// The release that was started, if one was.
pub fn job_started(accepted: &Accepted) -> Option<&Job> {
    accepted.events.iter().find_map(|event| match event {
        Event::JobStarted(started) => Some(started.job.as_ref()),
        _ => None,
    })
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
