//! What a release would come to, before it is asked for.

use super::planning::{Releasing, groups, in_turn, job_started, start};
use crate::domain::ids::OrderId;
use crate::domain::jobs::MAX_ORDERS_A_JOB;
use crate::domain::release::Estimate;
use crate::domain::{Class, Topics, Warehouse};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::plan::day::{Release, Walks};
use crate::ui::screen::{Cx, Effort, Entry, Here, Picture, Question, Screen, Told, Wish, Work};
use crate::ui::widgets::{Answer, Hint, MenuEntry, MenuState, wrap};
use std::sync::Arc;

/// Orders that are reckoned in one bit of work: a few milliseconds.
const RECKONED: usize = 40;
/// Rows of a screen below which a line for each figure is too much.
const LOW: u16 = 12;

/// What releasing would come to: on carts, or order by order. Choosing one releases. What would be late or short comes
/// first: small screens show no more.
///
/// The carts are planned while the lead looks: first by savings, then by a search of a second or two. Whoever does not
/// wait releases the best plan so far.
#[derive(Debug)]
pub struct Preview {
    orders: Vec<OrderId>,
    /// As many of them as one job takes, in the order of the queue.
    taken: Arc<[OrderId]>,
    estimate: Estimate,
    plan: Plan,
    state: MenuState,
}

/// How far the planner is.
#[derive(Debug)]
enum Plan {
    /// Nobody asked yet.
    Wanted,
    /// The first plan is on its way.
    Asked,
    /// There is one, and a better one may come.
    Improving(Box<Release>),
    /// This is it.
    Done(Box<Release>),
    /// There is none: carts are filled in the order of the queue.
    Failed,
}

impl Plan {
    fn release(&self) -> Option<&Release> {
        match self {
            Plan::Improving(release) | Plan::Done(release) => Some(release),
            Plan::Wanted | Plan::Asked | Plan::Failed => None,
        }
    }
}

impl Preview {
    /// A preview of these orders.
    pub fn new(orders: Vec<OrderId>, w: &Warehouse) -> Preview {
        let estimate = Estimate::new(groups(w, &orders, true), w.clock.day());
        let taken = in_turn(w, &orders).into();
        Preview {
            orders,
            taken,
            estimate,
            plan: Plan::Wanted,
            state: MenuState::default(),
        }
    }

    fn ask(&self, effort: Effort, cx: &mut Cx<'_>) {
        let question = Question::Release(Arc::clone(&self.taken), effort);
        cx.wishes.push(Wish::Look(question));
    }

    fn release(&self, cluster: bool, cx: &mut Cx<'_>) {
        match self.plan.release().filter(|_| cluster) {
            Some(planned) => start(cx, planned.groups.clone()),
            None => start(cx, groups(cx.here.w, &self.orders, cluster)),
        }
    }

    fn entry(&self, here: Here<'_>, key: &str, walks: Option<Walks>, lists: usize) -> MenuEntry {
        let lists = walks.map_or(lists, |walks| walks.lists);
        let entry = MenuEntry::new(here.words.say_with(key, &[("lists", lists.to_string())]));
        match walks {
            Some(walks) => entry.note(metres(here, walks)),
            None => entry,
        }
    }

    /// What the plan is compared with, in words.
    fn compared(&self, here: Here<'_>) -> Vec<String> {
        let words = here.words;
        match self.plan.release() {
            Some(release) => {
                let than = |key: &str, other: Walks| {
                    let (metres, percent) = (metres(here, other), below(release.planned, other));
                    words.say_with(key, &[("metres", metres), ("percent", percent)])
                };
                vec![
                    than("orders-preview-savings", release.savings),
                    than("orders-preview-single", release.single),
                ]
            }
            None if matches!(self.plan, Plan::Failed) => vec![words.say("orders-preview-unplanned")],
            None => Vec::new(),
        }
    }

    fn progress(&self, here: Here<'_>) -> String {
        match (&self.plan, self.estimate.is_done()) {
            (Plan::Wanted | Plan::Asked, true) => here.words.say("orders-planning"),
            (Plan::Improving(_), true) => here.words.say("orders-improving"),
            (_, true) => String::new(),
            (_, false) => {
                let (done, all) = self.estimate.progress();
                let count = [("done", done.to_string()), ("total", all.to_string())];
                here.words.say_with("orders-reckoning", &count)
            }
        }
    }
}

/// How many orders would miss their cut-off, and with how many pickers.
fn late(here: Here<'_>, release: &Release) -> String {
    let pickers = ("pickers", release.pickers.to_string());
    match release.late.orders {
        0 => here.words.say_with("orders-preview-in-time", &[pickers]),
        late => {
            let count = ("count", late.to_string());
            here.words.say_with("orders-preview-late", &[count, pickers])
        }
    }
}

fn metres(here: Here<'_>, walks: Walks) -> String {
    let metres = [("metres", (walks.mm / 1000).to_string())];
    here.words.say_with("orders-metres", &metres)
}

/// How much shorter some walks are than others, in per cent, to a tenth.
fn below(walks: Walks, than: Walks) -> String {
    let thousandths = (than.mm - walks.mm) * 1000 / than.mm.max(1);
    format!("{}.{}", thousandths / 10, (thousandths % 10).abs())
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
        let width = usize::from(here.size.0);
        let orders = count("orders-preview-orders", self.orders.len().to_string());
        let lines = count("orders-preview-lines", figures.lines.to_string());
        let units = count("orders-preview-units", figures.units.to_string());
        // On a low screen the figures share a line, so that what the plan saves is seen too.
        let (mut about, rest) = if here.size.1 < LOW {
            let all = [("orders", orders), ("lines", lines), ("units", units)];
            (
                wrap(&words.say_with("orders-preview-brief", &all), width, 3),
                vec![],
            )
        } else {
            (vec![orders], vec![lines, units])
        };
        if let Some(release) = self.plan.release() {
            about.extend(wrap(&late(here, release), width, 3));
        }
        if figures.short > 0 {
            about.push(count("orders-preview-short", figures.short.to_string()));
        }
        about.extend(rest);
        if self.orders.len() > MAX_ORDERS_A_JOB {
            about.push(count("orders-preview-first", MAX_ORDERS_A_JOB.to_string()));
        }
        about.extend(self.compared(here).iter().flat_map(|line| wrap(line, width, 3)));
        let planned = self.plan.release().map(|release| release.planned);
        let single = self.plan.release().map(|release| release.single);
        let (_, carts) = figures.progress();
        Picture::Menu {
            title: words.say("orders-preview-title"),
            right: self.progress(here),
            entries: vec![
                self.entry(here, "orders-as-carts", planned, carts),
                self.entry(here, "orders-one-by-one", single, self.taken.len()),
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
            Action::Confirm | Action::OrderRelease => self.release(self.state.cursor == 0, cx),
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
            self.release(index == 0, cx);
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

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        if matches!(self.plan, Plan::Wanted) {
            self.plan = Plan::Asked;
            self.ask(Effort::First, cx);
        }
    }

    fn told(&mut self, asked: &Question, told: Told, cx: &mut Cx<'_>) {
        match (asked, told) {
            (Question::Release(_, Effort::First), Told::Release(release)) => {
                self.plan = Plan::Improving(release);
                self.ask(Effort::Wait, cx);
            }
            (Question::Release(_, Effort::Wait), Told::Release(release)) => {
                let better = self.plan.release().is_none_or(|before| {
                    !before.is_better_than(&release) || release.made_on > before.made_on
                });
                self.plan = match std::mem::replace(&mut self.plan, Plan::Failed) {
                    Plan::Improving(before) if !better => Plan::Done(before),
                    _ => Plan::Done(release),
                };
            }
            (Question::Release(..), _) => {
                self.plan = match std::mem::replace(&mut self.plan, Plan::Failed) {
                    Plan::Improving(before) => Plan::Done(before),
                    _ => Plan::Failed,
                };
            }
            _ => {}
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
