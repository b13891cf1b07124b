//! The open orders, and making pick lists of them.

mod amend;
mod detail;
mod planning;
mod preview;

use super::table::{Table, TableRow};
use crate::domain::ids::OrderId;
use crate::domain::jobs::Work as JobWork;
use crate::domain::lookup::Target;
use crate::domain::orders::{Order, Stage};
use crate::domain::release::waiting;
use crate::domain::{Class, Topics, Warehouse};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Work};
use crate::ui::theme::Role;
use crate::ui::widgets::{Answer, Column, Hint, Look};
use detail::Detail;
use planning::{Releasing, job_started, release};
use preview::Preview;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// How the list is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sort {
    /// As work proceeds, then by cut-off and priority.
    #[default]
    Stage,
    /// What leaves first.
    Cutoff,
    /// By the number that the customer knows.
    Number,
}

impl Sort {
    fn next(self) -> Sort {
        match self {
            Sort::Stage => Sort::Cutoff,
            Sort::Cutoff => Sort::Number,
            Sort::Number => Sort::Stage,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Sort::Stage => "orders-by-stage",
            Sort::Cutoff => "orders-by-cutoff",
            Sort::Number => "orders-by-number",
        }
    }

    fn rows(self, w: &Warehouse) -> Vec<OrderRow> {
        let all = || w.orders.values();
        let ids: Vec<OrderId> = match self {
            Sort::Stage => Stage::ALL
                .into_iter()
                .flat_map(|stage| w.orders_in(stage))
                .collect(),
            Sort::Cutoff => {
                let mut keys: Vec<_> = all().map(|o| (o.cutoff, o.priority, o.id)).collect();
                keys.sort_unstable();
                keys.into_iter().map(|(.., id)| id).collect()
            }
            Sort::Number => {
                let mut keys: Vec<_> = all().map(|o| (&o.number, o.id)).collect();
                keys.sort_unstable();
                keys.into_iter().map(|(_, id)| id).collect()
            }
        };
        ids.into_iter().map(OrderRow).collect()
    }
}

/// A line of the list: an order.
#[derive(Clone, Copy, Debug)]
struct OrderRow(OrderId);

impl OrderRow {
    fn order<'a>(&self, here: Here<'a>) -> Option<&'a Order> {
        here.w.order(self.0)
    }
}

impl TableRow for OrderRow {
    fn id(&self) -> u64 {
        self.0.0
    }

    fn cells(&self, here: Here<'_>) -> Vec<String> {
        let Some(order) = self.order(here) else {
            return vec![here.words.order(self.0), here.words.say("orders-gone")];
        };
        let words = here.words;
        let owner = here.w.owners.get(&order.owner);
        vec![
            order.number.to_string(),
            detail::stage(here, order),
            words.time_left(order.cutoff, here.now),
            words.carrier(order.carrier),
            order.lines.len().to_string(),
            order.total(|line| line.qty).to_string(),
            order.channel.to_string(),
            owner.map(|owner| owner.code.to_string()).unwrap_or_default(),
        ]
    }

    fn role(&self, here: Here<'_>) -> Role {
        let Some(order) = self.order(here) else {
            return Role::Dim;
        };
        let late = order.cutoff < here.now && order.stage < Stage::Loaded;
        match order.stage {
            Stage::Cancelled | Stage::Shipped => Role::Dim,
            Stage::Short => Role::Answer(Class::Check),
            _ if here.w.hold_of(order.id).is_some() => Role::Answer(Class::Check),
            _ if late => Role::Answer(Class::Check),
            _ => Role::Text,
        }
    }

    fn search(&self, here: Here<'_>) -> String {
        let Some(order) = self.order(here) else {
            return String::new();
        };
        let mut text = self.cells(here).join(" ");
        for line in &order.lines {
            text.push(' ');
            text.push_str(&here.words.item(line.item));
        }
        text
    }
}

/// The orders' screen.
#[derive(Debug, Default)]
pub struct Orders {
    table: Table<OrderRow>,
    sort: Sort,
}

impl Orders {
    /// What is to be released: the marked orders that still can be, or all that wait.
    fn chosen(&self, w: &Warehouse) -> Vec<OrderId> {
        let ready = |id: &OrderId| {
            let order = w.order(*id);
            order.is_some_and(|order| matches!(order.stage, Stage::Waiting | Stage::Short))
        };
        if self.table.marks() > 0 {
            self.table.marked().map(|row| row.0).filter(ready).collect()
        } else {
            waiting(w).map(|order| order.id).collect()
        }
    }

    fn release(&mut self, action: Action, cx: &mut Cx<'_>) {
        let orders = self.chosen(cx.here.w);
        if orders.is_empty() {
            return cx.say(Class::Check, "orders-none-wait");
        }
        // Without marks the key means all that wait: that is looked at first.
        if action == Action::OrderPreview || self.table.marks() == 0 {
            cx.open(Preview::new(orders, cx.here.w));
        } else {
            release(cx, &orders);
        }
    }
}

/// The order that a code names: by its number, one of its totes or one of its parcels.
fn order_of(w: &Warehouse, code: &str) -> Option<OrderId> {
    let order = |target: &Target| match target {
        Target::Order(id) => Some(*id),
        Target::Lpn(id) => w.lpns.get(id)?.order,
        Target::Parcel(id) => Some(w.parcel(*id)?.order),
        Target::Task(id) => w.task(*id)?.totes.first().map(|tote| tote.order),
        _ => None,
    };
    w.scan(code).targets.iter().find_map(order)
}

fn columns(here: Here<'_>) -> Vec<Column> {
    let title = |key: &str| here.words.say(key);
    vec![
        Column {
            max: 16,
            ..Column::code(title("orders-col-order"), 8)
        },
        Column::name(title("orders-col-stage"), 9, 11).priority(1),
        Column::name(title("orders-col-left"), 10, 14).priority(2),
        Column::name(title("orders-col-carrier"), 7, 14).priority(3),
        Column::number(title("orders-col-lines"), 5).priority(4),
        Column::number(title("orders-col-units"), 6).priority(4),
        Column::name(title("orders-col-channel"), 7, 16).priority(5),
        Column::name(title("orders-col-owner"), 5, 10).priority(5),
    ]
}

impl Screen for Orders {
    fn contexts(&self) -> &[Context] {
        if self.table.is_filtering() {
            &[Context::Orders, Context::List, Context::Filter]
        } else {
            &[Context::Orders, Context::List]
        }
    }

    fn topics(&self) -> Topics {
        Topics::ORDERS | Topics::JOBS | Topics::MASTER
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let w = here.w;
        let releasing = |job: &JobWork| matches!(job, JobWork::Release { .. });
        let job = w.jobs.values().find(|job| releasing(&job.work));
        let right = match job {
            Some(job) => here.words.say_with(
                "orders-releasing",
                &[("done", job.done.to_string()), ("total", job.total.to_string())],
            ),
            None => here.words.say(self.sort.key()),
        };
        let waits = w.order_totals.in_stage(Stage::Waiting);
        Picture::Own {
            title: here.words.say("orders-title"),
            progress: here
                .words
                .say_with("orders-waiting", &[("count", waits.to_string())]),
            right,
        }
    }

    fn hints(&self, here: Here<'_>) -> Vec<Hint> {
        let any = self.table.selected().is_some();
        let waits = here.w.orders_in(Stage::Waiting).next().is_some() || self.table.marks() > 0;
        let order = self.table.selected().and_then(|row| row.order(here));
        vec![
            Hint::new(Action::OrderPreview, waits),
            Hint::new(Action::OrderRelease, waits),
            Hint::new(Action::Filter, true),
            Hint::new(Action::Select, any),
            Hint::new(Action::SelectAll, any),
            Hint::new(Action::SelectNone, self.table.marks() > 0),
            Hint::new(Action::Sort, any),
            Hint::new(Action::OrderCancel, order.is_some_and(|order| !order.is_over())),
        ]
        .into_iter()
        .chain(detail::amendments(here, order))
        .collect()
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        if self.table.apply(action, cx) {
            return true;
        }
        match action {
            Action::Confirm => {
                if let Some(row) = self.table.selected() {
                    cx.open(Detail::new(row.0));
                }
            }
            Action::OrderPreview | Action::OrderRelease => self.release(action, cx),
            Action::OrderCancel => {
                if let Some(row) = self.table.selected() {
                    detail::cancel(cx, row.0);
                }
            }
            Action::OrderHold
            | Action::OrderUnhold
            | Action::Priority
            | Action::OrderChange
            | Action::OrderReallocate => {
                if let Some(row) = self.table.selected() {
                    detail::amend(cx, row.0, action);
                }
            }
            Action::Sort => {
                self.sort = self.sort.next();
                self.table.set(self.sort.rows(cx.here.w), cx.here);
            }
            Action::Refresh => self.refresh(cx),
            _ => return false,
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let found = order_of(cx.here.w, &entry.text);
        if !found.is_some_and(|id| self.table.jump(id.0, cx.here)) {
            cx.say(Class::No, "orders-no-such-code");
        }
    }

    fn typed(&mut self, text: &str, here: Here<'_>) {
        self.table.typed(text, here);
    }

    fn work(&mut self, here: Here<'_>) -> Work {
        self.table.work(here)
    }

    fn done(&mut self, accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        if let Some(job) = job_started(accepted) {
            self.table.unmark(cx.here);
            cx.open(Releasing::new(job));
        }
        None
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        self.table.set(self.sort.rows(cx.here.w), cx.here);
    }

    fn why(&self, here: Here<'_>) -> Vec<String> {
        let order = self.table.selected().and_then(|row| row.order(here));
        order.map_or_else(Vec::new, |order| detail::shortage(here, order))
    }

    fn help(&self) -> &'static str {
        "help-orders"
    }

    fn paint(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, here: Here<'_>) {
        let empty = here.words.say("orders-empty");
        self.table.draw(buf, area, (look, here), &columns(here), &empty);
    }
}
