//! One order: how far each line is, why it is short, in which totes, parcels and load it stands.

use super::amend::Amend;
use crate::domain::allocation::explain_shortage;
use crate::domain::ids::OrderId;
use crate::domain::orders::{self, Order, Stage};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::{Class, Topics};
use crate::keymap::{Action, Context};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen};
use crate::ui::screens::confirm::Confirm;
use crate::ui::screens::table::Sheet;
use crate::ui::theme::Role;
use crate::ui::widgets::{Hint, Look};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// An order's page.
#[derive(Debug)]
pub struct Detail {
    order: OrderId,
    sheet: Sheet,
}

/// Asks whether to call an order off, and does.
pub fn cancel(cx: &mut Cx<'_>, order: OrderId) {
    let question = Phrase::new("orders-cancel-sure").with("order", Value::Order(order));
    cx.open(Confirm::new(question, orders::Command::Cancel { order }));
}

/// Asks what is needed to hold an order, to let it go, to change its priority or a line of it, and does; reserves
/// stock for a short one again.
pub fn amend(cx: &mut Cx<'_>, id: OrderId, action: Action) {
    match (action, cx.here.w.order(id)) {
        (Action::OrderHold, _) => cx.open(Amend::hold(id)),
        (Action::OrderUnhold, _) => cx.ask_by_key(orders::Command::LetGo { order: id }),
        (Action::OrderChange, _) => cx.open(Amend::line(id)),
        (Action::Priority, Some(order)) => cx.open(Amend::priority(order)),
        // Stock came in since, or others gave it back: the order is released once more.
        (Action::OrderReallocate, Some(order)) if order.stage == Stage::Short => {
            super::release(cx, &[id]);
        }
        _ => {}
    }
}

/// The keys that change an order, and which of them make sense now.
pub fn amendments(here: Here<'_>, order: Option<&Order>) -> Vec<Hint> {
    let live = order.filter(|order| !order.is_over());
    let held = live.is_some_and(|order| here.w.hold_of(order.id).is_some());
    let short = live.is_some_and(|order| order.stage == Stage::Short);
    let early = live.is_some_and(|order| !matches!(order.stage, Stage::Packed | Stage::Loaded));
    vec![
        Hint::new(Action::OrderHold, live.is_some() && !held),
        Hint::new(Action::OrderUnhold, held),
        Hint::new(Action::Priority, early),
        Hint::new(Action::OrderChange, live.is_some()),
        Hint::new(Action::OrderReallocate, short && !held),
    ]
}

/// How far an order has come, and that it is held.
pub fn stage(here: Here<'_>, order: &Order) -> String {
    let stage = here.words.stage(order.stage);
    match here.w.hold_of(order.id) {
        Some(_) => here.words.say_with("orders-held", &[("stage", stage)]),
        None => stage,
    }
}

/// Why an order's lines are not all promised: who holds the stock.
pub fn shortage(here: Here<'_>, order: &Order) -> Vec<String> {
    let words = here.words;
    let mut told = Vec::new();
    for line in order.lines.iter().filter(|line| line.outstanding().is_positive()) {
        if order.stage != Stage::Short && !order.split {
            continue;
        }
        told.push(words.say_with(
            "orders-short-of",
            &[
                ("item", words.item(line.item)),
                ("qty", words.qty(line.item, line.outstanding())),
            ],
        ));
        let why = explain_shortage(here.w, line.item, order.owner);
        told.extend(why.iter().map(|phrase| format!("  {}", words.phrase(phrase))));
    }
    told
}

impl Detail {
    /// The page of this order.
    pub fn new(order: OrderId) -> Detail {
        let sheet = Sheet::default();
        Detail { order, sheet }
    }

    fn lines(&self, here: Here<'_>) -> Vec<(Role, String)> {
        let Some(order) = here.w.order(self.order) else {
            return vec![(Role::Dim, here.words.say("orders-gone"))];
        };
        let mut lines = life(here, order);
        lines.extend(hold(here, order));
        lines.push((Role::Text, String::new()));
        for line in &order.lines {
            lines.push((
                Role::Strong,
                format!(
                    "{}  {}",
                    here.words.item(line.item),
                    here.words.item_name(line.item)
                ),
            ));
            lines.push((Role::Text, format!("  {}", amounts(here, line))));
            if !line.note.is_empty() {
                lines.push((Role::Text, format!("  {}", line.note)));
            }
        }
        let short = shortage(here, order);
        if !short.is_empty() {
            lines.push((Role::Text, String::new()));
            lines.extend(short.into_iter().map(|line| (Role::Text, line)));
        }
        lines.extend(whereabouts(here, order));
        lines.push((Role::Text, String::new()));
        lines.extend(facts(here, order));
        lines
    }
}

/// What the customer and the channel said of it.
fn facts(here: Here<'_>, order: &Order) -> Vec<(Role, String)> {
    let words = here.words;
    let owner = here
        .w
        .owners
        .get(&order.owner)
        .map(|owner| owner.code.to_string());
    let of = |key: &str, text: String| (Role::Text, words.say_with(key, &[("text", text)]));
    vec![
        of("orders-detail-carrier", words.carrier(order.carrier)),
        of("orders-detail-cutoff", words.time(order.cutoff)),
        of("orders-detail-promise", words.time(order.promise)),
        of("orders-detail-priority", order.priority.to_string()),
        of("orders-detail-channel", order.channel.to_string()),
        of("orders-detail-owner", owner.unwrap_or_default()),
        of("orders-detail-placed", words.time(order.placed_at)),
    ]
}

/// Where the order is on its way: every stage, the present one marked and since when.
fn life(here: Here<'_>, order: &Order) -> Vec<(Role, String)> {
    let words = here.words;
    let since = [
        ("stage", words.stage(order.stage)),
        ("since", words.time(order.staged_at)),
    ];
    let way: Vec<String> = Stage::ALL
        .into_iter()
        .filter(|stage| !matches!(stage, Stage::Short | Stage::Cancelled) || *stage == order.stage)
        .map(|stage| {
            let name = words.stage(stage);
            if stage == order.stage {
                format!("[{name}]")
            } else {
                name
            }
        })
        .collect();
    vec![
        (Role::Strong, words.say_with("orders-detail-since", &since)),
        (Role::Dim, way.join(" > ")),
    ]
}

/// Who holds it back, since when and why.
fn hold(here: Here<'_>, order: &Order) -> Option<(Role, String)> {
    let hold = here.w.hold_of(order.id)?;
    let words = here.words;
    let by = hold.by.map(|id| words.worker(id)).unwrap_or_default();
    let told = [
        ("reason", words.say(hold.reason.key())),
        ("note", hold.note.to_string()),
        ("worker", by),
        ("since", words.time(hold.at)),
    ];
    let text = words.say_with("orders-detail-held", &told);
    Some((Role::Answer(Class::Check), text))
}

fn amounts(here: Here<'_>, line: &orders::OrderLine) -> String {
    let parts = [
        ("orders-line-ordered", line.qty),
        ("orders-line-reserved", line.reserved),
        ("orders-line-picked", line.picked),
        ("orders-line-packed", line.packed),
        ("orders-line-shipped", line.shipped),
        ("orders-line-excess", line.excess()),
    ];
    let told = parts
        .into_iter()
        .filter(|(_, qty)| qty.is_positive())
        .map(|(key, qty)| here.words.say_with(key, &[("qty", qty.to_string())]));
    told.collect::<Vec<_>>().join("  ")
}

/// Its pick lists, totes, parcels and load.
fn whereabouts(here: Here<'_>, order: &Order) -> Vec<(Role, String)> {
    let (w, words) = (here.w, here.words);
    let mut lines = Vec::new();
    for task in w.tasks_with(order.id).filter_map(|id| w.task(id)) {
        let worker = task.worker.map(|id| words.worker(id));
        let (done, all) = task.progress();
        let worker = worker.unwrap_or_else(|| words.say("queues-nobody"));
        lines.push(format!("{}  {done}/{all}  {worker}", words.task(task.id)));
    }
    for lpn in w.totes_of(order.id) {
        let at = w.lpns.get(&lpn).and_then(|lpn| lpn.at);
        let at = at.map_or_else(|| words.say("orders-tote-carried"), |place| words.place(place));
        let args = [("tote", words.lpn(lpn)), ("place", at)];
        lines.push(words.say_with("orders-detail-tote", &args));
    }
    for parcel in w.parcels_of(order.id) {
        let name = words.value(&Value::Parcel(parcel.id));
        let state = match (&parcel.seal, &parcel.loaded) {
            (_, Some(loaded)) => words.value(&Value::Load(loaded.load)),
            (Some(_), None) => words.stage(Stage::Packed),
            (None, None) => words.stage(Stage::Packing),
        };
        let sscc = parcel.seal.as_ref().map(|seal| seal.sscc.to_string());
        lines.push(format!("{name}  {state}  {}", sscc.unwrap_or_default()));
    }
    if !lines.is_empty() {
        lines.insert(0, String::new());
    }
    let role = Role::Text;
    lines.into_iter().map(|line| (role, line)).collect()
}

impl Screen for Detail {
    fn contexts(&self) -> &[Context] {
        &[Context::Orders, Context::List]
    }

    fn topics(&self) -> Topics {
        Topics::ORDERS | Topics::TASKS | Topics::PARCELS | Topics::LOADS | Topics::STOCK
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let order = here.w.order(self.order);
        Picture::Own {
            title: here.words.order(self.order),
            progress: order.map(|order| stage(here, order)).unwrap_or_default(),
            right: order
                .map(|order| here.words.time_left(order.cutoff, here.now))
                .unwrap_or_default(),
        }
    }

    fn hints(&self, here: Here<'_>) -> Vec<Hint> {
        let order = here.w.order(self.order);
        let ready = |order: &Order| matches!(order.stage, Stage::Waiting | Stage::Short);
        vec![
            Hint::new(Action::OrderRelease, order.is_some_and(ready)),
            Hint::new(Action::OrderCancel, order.is_some_and(|order| !order.is_over())),
            Hint::new(Action::Back, true),
        ]
        .into_iter()
        .chain(amendments(here, order))
        .collect()
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::OrderCancel => cancel(cx, self.order),
            Action::OrderHold
            | Action::OrderUnhold
            | Action::Priority
            | Action::OrderChange
            | Action::OrderReallocate => {
                amend(cx, self.order, action);
            }
            Action::OrderRelease => super::release(cx, &[self.order]),
            Action::Confirm => {}
            other => {
                let lines = self.lines(cx.here);
                return self.sheet.apply(other, &lines, cx.here);
            }
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        match super::order_of(cx.here.w, &entry.text) {
            Some(order) => *self = Detail::new(order),
            None => cx.say(Class::No, "orders-no-such-code"),
        }
    }

    fn why(&self, here: Here<'_>) -> Vec<String> {
        here.w
            .order(self.order)
            .map_or_else(Vec::new, |order| shortage(here, order))
    }

    fn help(&self) -> &'static str {
        "help-orders-detail"
    }

    fn paint(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, here: Here<'_>) {
        self.sheet.draw(buf, area, look, &self.lines(here));
    }
}
