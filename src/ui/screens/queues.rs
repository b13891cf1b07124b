//! Where the day stands: a bar a cut-off and carrier, and below it who has which pick list.

mod assign;

use super::table::{Table, TableRow};
use crate::domain::ids::{CarrierId, TaskId};
use crate::domain::lookup::Target;
use crate::domain::orders::Stage;
use crate::domain::picking::{self, PickTask};
use crate::domain::totals::OrderTotals;
use crate::domain::{Class, Timestamp, Topics, Warehouse};
use crate::keymap::{Action, Context};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Work};
use crate::ui::theme::Role;
use crate::ui::widgets::{
    Column, Hint, Look, NARROW, cut_name, draw_bar, pad, pad_left, put, row, stage_letter, width,
};
use assign::Assign;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeMap;

/// The parts of a bar, as work proceeds: waiting, released, picking, picked, packed, loaded.
const PARTS: usize = 6;
/// Message keys of the parts.
const NAMES: [Stage; PARTS] = [
    Stage::Waiting,
    Stage::Released,
    Stage::Picking,
    Stage::Picked,
    Stage::Packed,
    Stage::Loaded,
];
/// Columns from which a queue takes one line, with its numbers.
const WIDE: u16 = 72;
/// Columns of one number behind a bar.
const NUMBER: usize = 6;

/// Which part of a bar an order of this stage belongs to; none when it is over.
fn part(stage: Stage) -> Option<usize> {
    Some(match stage {
        Stage::Waiting | Stage::Short => 0,
        Stage::Released => 1,
        Stage::Picking => 2,
        Stage::Picked | Stage::Packing => 3,
        Stage::Packed => 4,
        Stage::Loaded => 5,
        Stage::Shipped | Stage::Cancelled => return None,
    })
}

/// One cut-off of a carrier: how many orders are how far.
struct Queue {
    cutoff: Timestamp,
    carrier: CarrierId,
    parts: [u64; PARTS],
}

impl Queue {
    fn is_late(&self, now: Timestamp) -> bool {
        let open: u64 = self.parts.iter().take(PARTS - 1).sum();
        self.cutoff < now && open > 0
    }
}

/// Every queue with open orders, by cut-off.
fn queues(totals: &OrderTotals) -> Vec<Queue> {
    let mut found: BTreeMap<(Timestamp, CarrierId), [u64; PARTS]> = BTreeMap::new();
    for (cutoff, carrier, stage, n) in totals.iter() {
        let Some(at) = part(stage) else { continue };
        let parts = found.entry((cutoff, carrier)).or_default();
        if let Some(count) = parts.get_mut(at) {
            *count += u64::try_from(n).unwrap_or(0);
        }
    }
    let queue = |((cutoff, carrier), parts)| Queue {
        cutoff,
        carrier,
        parts,
    };
    found.into_iter().map(queue).collect()
}

/// A line of the list: a pick list.
#[derive(Clone, Copy, Debug)]
struct TaskRow(TaskId);

impl TaskRow {
    fn task<'a>(&self, here: Here<'a>) -> Option<&'a PickTask> {
        here.w.task(self.0)
    }
}

impl TableRow for TaskRow {
    fn id(&self) -> u64 {
        self.0.0
    }

    fn cells(&self, here: Here<'_>) -> Vec<String> {
        let words = here.words;
        let Some(task) = self.task(here) else {
            return vec![words.task(self.0)];
        };
        let (done, all) = task.progress();
        let worker = task.worker.map(|id| words.worker(id));
        let since = if task.worker.is_some() {
            task.claimed_at
        } else {
            task.made_at
        };
        vec![
            words.task(task.id),
            worker.unwrap_or_else(|| words.say("queues-nobody")),
            format!("{done}/{all}"),
            words.time(since),
            words.time_left(task.cutoff, here.now),
            task.totes.len().to_string(),
        ]
    }

    fn role(&self, here: Here<'_>) -> Role {
        match self.task(here) {
            Some(task) if task.cutoff < here.now => Role::Answer(Class::Check),
            Some(task) if task.worker.is_some() => Role::Text,
            _ => Role::Dim,
        }
    }

    fn search(&self, here: Here<'_>) -> String {
        let orders = self.task(here).map(|task| {
            let numbers = task.totes.iter().map(|tote| here.words.order(tote.order));
            numbers.collect::<Vec<_>>().join(" ")
        });
        format!("{} {}", self.cells(here).join(" "), orders.unwrap_or_default())
    }
}

/// Pick lists in work, the longest first, then those that wait, the most urgent first.
fn rows(w: &Warehouse) -> Vec<TaskRow> {
    let taken = w.tasks.values().filter(|task| task.worker.is_some());
    let mut taken: Vec<_> = taken.map(|task| (task.claimed_at, task.id)).collect();
    taken.sort_unstable();
    let taken = taken.into_iter().map(|(_, id)| id);
    taken.chain(w.open_tasks()).map(TaskRow).collect()
}

fn task_of(w: &Warehouse, code: &str) -> Option<TaskId> {
    let known = |target: &Target| match target {
        Target::Task(id) => Some(*id),
        Target::Order(id) => w.tasks_with(*id).next(),
        Target::Lpn(id) => w.tasks_with(w.lpns.get(id)?.order?).next(),
        Target::Worker(id) => w.task_of(*id),
        _ => None,
    };
    let found = w.scan(code).targets.iter().find_map(known);
    found.or_else(|| w.task_of(w.worker_by_number(code)?.id))
}

/// The queues' screen.
#[derive(Debug, Default)]
pub struct Queues {
    table: Table<TaskRow>,
}

impl Screen for Queues {
    fn contexts(&self) -> &[Context] {
        if self.table.is_filtering() {
            &[Context::Queues, Context::List, Context::Filter]
        } else {
            &[Context::Queues, Context::List]
        }
    }

    fn topics(&self) -> Topics {
        Topics::ORDERS | Topics::TASKS | Topics::PEOPLE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let w = here.w;
        let open = w.open_tasks().count();
        let taken = w.tasks.len().saturating_sub(open);
        let counts = [("taken", taken.to_string()), ("open", open.to_string())];
        let lists = if here.size.0 < NARROW {
            "queues-lists-narrow"
        } else {
            "queues-lists"
        };
        let first = queues(&w.order_totals).first().map(|queue| queue.cutoff);
        Picture::Own {
            title: here.words.say("queues-title"),
            progress: here.words.say_with(lists, &counts),
            right: first
                .map(|cutoff| here.words.time_left(cutoff, here.now))
                .unwrap_or_default(),
        }
    }

    fn hints(&self, here: Here<'_>) -> Vec<Hint> {
        let task = self.table.selected().and_then(|row| row.task(here));
        vec![
            Hint::new(Action::QueueAssign, task.is_some()),
            Hint::new(
                Action::QueueRelease,
                task.is_some_and(|task| task.worker.is_some()),
            ),
            Hint::new(Action::Filter, true),
            Hint::new(Action::Why, true),
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        if self.table.apply(action, cx) {
            return true;
        }
        let task = self.table.selected().map(|row| row.0);
        match (action, task) {
            (Action::QueueAssign, Some(task)) => cx.open(Assign::new(task)),
            (Action::QueueRelease, Some(task)) => cx.ask_by_key(picking::Command::Park { task }),
            (Action::QueueAssign | Action::QueueRelease, None) => cx.say(Class::Check, "queues-no-list"),
            (Action::Refresh, _) => self.refresh(cx),
            (Action::Confirm, _) => {}
            _ => return false,
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let found = task_of(cx.here.w, &entry.text);
        if !found.is_some_and(|id| self.table.jump(id.0, cx.here)) {
            cx.say(Class::No, "queues-no-such-code");
        }
    }

    fn typed(&mut self, text: &str, here: Here<'_>) {
        self.table.typed(text, here);
    }

    fn work(&mut self, here: Here<'_>) -> Work {
        self.table.work(here)
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        self.table.set(rows(cx.here.w), cx.here);
    }

    fn why(&self, here: Here<'_>) -> Vec<String> {
        let Some(task) = self.table.selected().and_then(|row| row.task(here)) else {
            return Vec::new();
        };
        let words = here.words;
        let order = |tote: &picking::TaskTote| {
            let stage = here.w.order(tote.order).map(|order| words.stage(order.stage));
            let tote_code = tote.lpn.map(|lpn| words.lpn(lpn)).unwrap_or_default();
            let stage = stage.unwrap_or_default();
            format!("{}  {}  {stage}  {tote_code}", tote.slot, words.order(tote.order))
        };
        task.totes.iter().map(order).collect()
    }

    fn help(&self) -> &'static str {
        "help-queues"
    }

    fn paint(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, here: Here<'_>) {
        let used = draw_queues(buf, area, look, here);
        let rest = Rect {
            y: area.y.saturating_add(used),
            height: area.height.saturating_sub(used),
            ..area
        };
        let title = |key: &str| here.words.say(key);
        let columns = [
            Column::name(title("queues-col-list"), 8, 12),
            Column::name(title("queues-col-worker"), 6, 20),
            Column::number(title("queues-col-done"), 5),
            Column::name(title("queues-col-since"), 6, 12).priority(2),
            Column::name(title("queues-col-left"), 10, 14).priority(1),
            Column::number(title("queues-col-orders"), 6).priority(3),
        ];
        let empty = here.words.say("queues-empty");
        self.table.draw(buf, rest, (look, here), &columns, &empty);
    }
}

/// Draws the queues over at most half of the area, and says how many rows that took.
fn draw_queues(buf: &mut Buffer, area: Rect, look: Look<'_>, here: Here<'_>) -> u16 {
    let all = queues(&here.w.order_totals);
    let wide = area.width >= WIDE;
    let each = if area.width >= NARROW { 1 } else { 2 };
    let room = usize::from(area.height / 2);
    let mut at = 0;
    if wide && room > 2 && !all.is_empty() {
        put(buf, row(area, at), 0, &legend(here), look.style(Role::Dim));
        at += 1;
    }
    // When not all fit, the last line says how many more there are.
    let fit = room.saturating_sub(at) / each;
    let shown = if all.len() > fit {
        fit.saturating_sub(1).max(fit.min(1))
    } else {
        all.len()
    };
    for queue in all.iter().take(shown) {
        if each == 1 {
            draw_wide(buf, row(area, at), (look, here), queue);
        } else {
            draw_narrow(buf, (row(area, at), row(area, at + 1)), (look, here), queue);
        }
        at += each;
    }
    if shown < all.len() && at < room {
        let more = [("count", (all.len() - shown).to_string())];
        let more = here.words.say_with("queues-more", &more);
        put(buf, row(area, at), 0, &more, look.style(Role::Dim));
        at += 1;
    }
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// Which character of a bar is which part.
fn legend(here: Here<'_>) -> String {
    let parts = NAMES.into_iter().enumerate();
    let parts = parts.map(|(at, stage)| format!("{} {}", stage_letter(at), here.words.stage(stage)));
    parts.collect::<Vec<_>>().join("  ")
}

fn head(here: Here<'_>, queue: &Queue) -> (String, Role) {
    let words = here.words;
    let text = format!(
        "{}  {}  {}",
        words.time_left(queue.cutoff, here.now),
        words.carrier(queue.carrier),
        words.time(queue.cutoff)
    );
    let late = queue.is_late(here.now);
    (
        text,
        if late {
            Role::Answer(Class::Check)
        } else {
            Role::Strong
        },
    )
}

fn draw_wide(buf: &mut Buffer, area: Rect, (look, here): (Look<'_>, Here<'_>), queue: &Queue) {
    let (text, role) = head(here, queue);
    let names = usize::from(area.width) * 2 / 5;
    let told = if area.width >= WIDE {
        queue
            .parts
            .iter()
            .map(|n| pad_left(&n.to_string(), NUMBER))
            .collect()
    } else {
        loaded_of_all(queue)
    };
    let numbers = width(&told);
    put(
        buf,
        area,
        0,
        &pad(&cut_name(&text, names), names),
        look.style(role),
    );
    let bar = usize::from(area.width).saturating_sub(names + 1 + numbers);
    let bar_area = Rect {
        x: area
            .x
            .saturating_add(u16::try_from(names + 1).unwrap_or(u16::MAX)),
        width: u16::try_from(bar).unwrap_or(0),
        ..area
    };
    draw_bar(buf, bar_area, look, &queue.parts);
    put(buf, area, names + 1 + bar, &told, look.style(Role::Text));
}

fn loaded_of_all(queue: &Queue) -> String {
    let all: u64 = queue.parts.iter().sum();
    let loaded = queue.parts.last().copied().unwrap_or(0);
    format!(" {loaded}/{all}")
}

fn draw_narrow(buf: &mut Buffer, rows: (Rect, Rect), (look, here): (Look<'_>, Here<'_>), queue: &Queue) {
    let (text, role) = head(here, queue);
    let across = usize::from(rows.0.width);
    put(buf, rows.0, 0, &cut_name(&text, across), look.style(role));
    let told = loaded_of_all(queue);
    let bar = across.saturating_sub(width(&told));
    let bar_area = Rect {
        width: u16::try_from(bar).unwrap_or(0),
        ..rows.1
    };
    draw_bar(buf, bar_area, look, &queue.parts);
    put(buf, rows.1, bar, &told, look.style(Role::Text));
}
