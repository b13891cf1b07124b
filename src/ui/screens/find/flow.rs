//! Cards of what goes through the building: orders, pick lists, parcels, loads, receipts.

use super::card::{Card, Fact};
use crate::domain::allocation::explain_shortage;
use crate::domain::ids::{CarrierId, LoadId, OrderId, ParcelId, ReceiptId, TaskId};
use crate::domain::orders::{Order, OrderLine, Stage};
use crate::domain::parcels::Parcel;
use crate::domain::phrase::Value;
use crate::domain::shipping::LoadState;
use crate::ui::screen::Here;

/// Most lines or parcels that one card lists.
const MOST: usize = 200;

/// What is known of an order.
pub fn order(id: OrderId, here: Here<'_>) -> Option<Card> {
    here.w.order(id).map(|order| order_card(order, here))
}

/// The same of an order that is at hand, perhaps a closed one.
pub fn order_card(order: &Order, here: Here<'_>) -> Card {
    let words = here.words;
    let mut facts = vec![
        Fact::name(order.number.to_string()),
        Fact::pair(words.stage(order.stage), words.time(order.staged_at)),
        Fact::pair(
            words.carrier(order.carrier),
            words.time_left(order.cutoff, here.now),
        ),
    ];
    for line in order.lines.iter().take(MOST) {
        facts.extend(order_line(line, here));
    }
    let mut beside = vec![
        Fact::head(words.say("find-details")),
        Fact::dim(life_line(order, here)),
        Fact::pair(words.say("find-owner"), words.value(&Value::Owner(order.owner))),
        Fact::pair(words.say("find-channel"), order.channel.to_string()),
        Fact::pair(words.say("find-country"), order.country.to_string()),
        Fact::pair(words.say("find-priority"), order.priority.to_string()),
        Fact::pair(words.say("find-placed"), words.time(order.placed_at)),
    ];
    if order.split {
        beside.push(Fact::dim(words.say("find-may-split")));
    }
    beside.extend(under_way(order, here));
    Card::new(words.say("find-kind-order"))
        .with(facts)
        .with(shortage(order, here))
        .beside(beside)
}

/// The stages that an order goes through, with the present one in brackets.
fn life_line(order: &Order, here: Here<'_>) -> String {
    let usual = Stage::ALL.iter().filter(|stage| match stage {
        Stage::Short | Stage::Cancelled => order.stage == **stage,
        _ => true,
    });
    let told = usual.map(|stage| {
        let name = here.words.stage(*stage);
        if *stage == order.stage {
            format!("[{name}]")
        } else {
            name
        }
    });
    told.collect::<Vec<_>>().join(" > ")
}

fn order_line(line: &OrderLine, here: Here<'_>) -> Vec<Fact> {
    let words = here.words;
    let qty = |qty| words.qty(line.item, qty);
    let mut facts = vec![Fact::pair(words.item(line.item), qty(line.qty))];
    let parts = [
        ("find-line-promised", line.reserved),
        ("find-line-picked", line.picked),
        ("find-line-packed", line.packed),
        ("find-line-shipped", line.shipped),
        ("find-line-open", line.outstanding()),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, part)| part.is_positive())
        .map(|(key, part)| words.say_with(key, &[("qty", qty(part))]))
        .collect();
    if !parts.is_empty() {
        facts.push(Fact::dim(parts.join(", ")).under());
    }
    if !line.note.is_empty() {
        facts.push(Fact::text(line.note.to_string()).under());
    }
    facts
}

/// Why an order waits for goods: who holds them.
fn shortage(order: &Order, here: Here<'_>) -> Vec<Fact> {
    if !matches!(order.stage, Stage::Waiting | Stage::Short) {
        return Vec::new();
    }
    let words = here.words;
    let mut facts = Vec::new();
    for line in order.lines.iter().filter(|line| line.outstanding().is_positive()) {
        let candidates =
            crate::domain::allocation::candidates(here.w, line.item, order.owner, here.now.day());
        let free = candidates.iter().map(|c| c.free).sum::<crate::domain::Qty>();
        if free >= line.outstanding() {
            continue;
        }
        let missing = words.qty(line.item, line.outstanding() - free);
        facts.push(Fact::warn(words.say_with(
            "find-missing",
            &[("qty", missing), ("item", words.item(line.item))],
        )));
        let why = explain_shortage(here.w, line.item, order.owner);
        facts.extend(why.iter().map(|phrase| Fact::text(words.phrase(phrase)).under()));
    }
    facts
}

/// Pick lists, totes and parcels of an order.
fn under_way(order: &Order, here: Here<'_>) -> Vec<Fact> {
    let words = here.words;
    let mut facts = Vec::new();
    for task in here.w.tasks_with(order.id).filter_map(|id| here.w.task(id)) {
        let (done, all) = task.progress();
        let who = task.worker.map(|id| words.worker(id));
        facts.push(Fact::pair(words.task(task.id), format!("{done}/{all}")));
        facts.push(Fact::dim(who.unwrap_or_else(|| words.say("find-nobody-has"))).under());
    }
    for tote in here.w.totes_of(order.id) {
        let place = here.w.lpns.get(&tote).and_then(|lpn| lpn.at);
        facts.push(Fact::pair(
            words.lpn(tote),
            place.map(|id| words.place(id)).unwrap_or_default(),
        ));
    }
    for parcel in here.w.parcels_of(order.id).take(MOST) {
        let load = parcel.loaded.map(|loaded| words.value(&Value::Load(loaded.load)));
        let state = load.unwrap_or_else(|| {
            words.say(if parcel.is_open() {
                "find-parcel-open"
            } else {
                "find-parcel-waits"
            })
        });
        facts.push(Fact::pair(words.value(&Value::Parcel(parcel.id)), state));
        if let Some(seal) = &parcel.seal {
            facts.push(Fact::dim(seal.sscc.to_string()).under());
        }
    }
    if !facts.is_empty() {
        facts.insert(0, Fact::head(words.say("find-under-way")));
    }
    facts
}

/// What is known of a parcel.
pub fn parcel(id: ParcelId, here: Here<'_>) -> Option<Card> {
    let parcel = here.w.parcel(id)?;
    let words = here.words;
    let mut facts = vec![
        Fact::name(words.value(&Value::Parcel(id))),
        Fact::pair(
            words.say_with("find-for-order", &[("order", words.order(parcel.order))]),
            words.say_with("find-parcel-number", &[("n", parcel.number.to_string())]),
        ),
        Fact::pair(
            words.carrier(parcel.carrier),
            words.time_left(parcel.cutoff, here.now),
        ),
    ];
    facts.extend(seal(parcel, here));
    if let Some(loaded) = parcel.loaded {
        let load = here.w.load(loaded.load);
        let number = load.map_or_else(
            || words.value(&Value::Load(loaded.load)),
            |l| l.number.to_string(),
        );
        facts.push(Fact::strong(words.say_with("find-in-load", &[("load", number)])));
        facts.push(Fact::dim(format!("{} {}", words.time(loaded.at), words.worker(loaded.by))).under());
    }
    let contents = parcel.contents();
    let contents = contents
        .iter()
        .map(|(item, qty)| Fact::pair(words.item(*item), words.qty(*item, *qty)));
    let card = Card::new(words.say("find-kind-parcel")).with(facts);
    Some(
        card.beside([Fact::head(words.say("find-content"))])
            .beside(contents),
    )
}

fn seal(parcel: &Parcel, here: Here<'_>) -> Vec<Fact> {
    let words = here.words;
    let Some(seal) = &parcel.seal else {
        let packer = parcel.packer.map(|id| words.worker(id)).unwrap_or_default();
        return vec![Fact::pair(words.say("find-parcel-open"), packer)];
    };
    let mut facts = vec![
        Fact::pair("SSCC", seal.sscc.to_string()),
        Fact::pair(words.say("find-sealed"), words.time(seal.at)),
        Fact::dim(words.worker(seal.by)).under(),
    ];
    if let Some(carton) = seal.carton {
        facts.push(Fact::pair(
            words.say("find-kind-carton"),
            words.value(&Value::Carton(carton)),
        ));
    }
    if let Some(weight) = seal.best_weight_g() {
        facts.push(Fact::pair(words.say("find-weight"), words.grams(weight)));
    }
    if seal.copy > 1 {
        facts.push(Fact::pair(words.say("find-label-copy"), seal.copy.to_string()));
    }
    facts
}

/// What is known of a pick list.
pub fn task(id: TaskId, here: Here<'_>) -> Option<Card> {
    let task = here.w.task(id)?;
    let words = here.words;
    let (done, all) = task.progress();
    let who = task.worker.map(|id| words.worker(id));
    let facts = [
        Fact::name(words.task(id)),
        Fact::pair(
            who.unwrap_or_else(|| words.say("find-nobody-has")),
            format!("{done}/{all}"),
        ),
        Fact::pair(words.say("find-cutoff"), words.time_left(task.cutoff, here.now)),
    ];
    let totes = task.totes.iter().map(|slot| {
        let tote = slot.lpn.map(|id| words.lpn(id)).unwrap_or_default();
        Fact::pair(words.order(slot.order), tote)
    });
    let left = task.lines.iter().filter(|line| line.left().is_positive());
    let left = left.take(MOST).map(|line| {
        let text = format!("{} {}", words.place(line.place()), words.item(line.key.item));
        Fact::pair(text, line.left().to_string())
    });
    let card = Card::new(words.say("find-kind-task")).with(facts).with(totes);
    Some(card.beside([Fact::head(words.say("find-to-pick"))]).beside(left))
}

/// What is known of a load.
pub fn load(id: LoadId, here: Here<'_>) -> Option<Card> {
    let load = here.w.load(id)?;
    let words = here.words;
    let state = words.say(match load.state {
        LoadState::Open => "find-load-open",
        LoadState::Closing => "find-load-closing",
    });
    let facts = [
        Fact::name(load.number.to_string()),
        Fact::pair(words.carrier(load.carrier), words.place(load.dock)),
        Fact::pair(state, words.time(load.opened_at)),
        Fact::pair(words.say("find-parcels"), load.parcels.to_string()),
        Fact::pair(words.say("find-weight"), words.grams(load.weight_g)),
    ];
    let parcels = here
        .w
        .parcels_in(id)
        .take(MOST)
        .map(|parcel| Fact::pair(words.value(&Value::Parcel(parcel.id)), words.order(parcel.order)));
    Some(
        Card::new(words.say("find-kind-load"))
            .with(facts)
            .beside([Fact::head(words.say("find-parcels"))])
            .beside(parcels),
    )
}

/// What is known of a receipt.
pub fn receipt(id: ReceiptId, here: Here<'_>) -> Option<Card> {
    let receipt = here.w.receipt(id)?;
    let words = here.words;
    let facts = [
        Fact::name(receipt.number.to_string()),
        Fact::text(receipt.supplier.to_string()),
        Fact::pair(words.say("find-expected"), words.time(receipt.expected_at)),
    ];
    // A blind receipt is counted: its expected quantities are for leads alone.
    let lead = here
        .worker()
        .is_some_and(|worker| worker.may(crate::domain::people::Right::Plan));
    let lines = receipt.lines.iter().take(MOST).map(|line| {
        let came = words.qty(line.item, line.came());
        let told = if receipt.blind && !lead {
            came
        } else {
            words.say_with(
                "find-of",
                &[("part", came), ("all", words.qty(line.item, line.expected))],
            )
        };
        Fact::pair(words.item(line.item), told)
    });
    Some(Card::new(words.say("find-kind-receipt")).with(facts).with(lines))
}

/// What is known of a carrier.
pub fn carrier(id: CarrierId, here: Here<'_>) -> Option<Card> {
    let carrier = here.w.carriers.get(&id)?;
    let words = here.words;
    let facts = [
        Fact::name(carrier.code.to_string()),
        Fact::text(carrier.name.to_string()),
    ];
    let cutoffs = carrier.cutoffs.iter().map(|minutes| {
        let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
        Fact::pair(words.say("find-cutoff"), time)
    });
    let loads = here.w.loads.values().filter(|load| load.carrier == id);
    let loads = loads.map(|load| Fact::pair(load.number.to_string(), words.place(load.dock)));
    Some(
        Card::new(words.say("find-kind-carrier"))
            .with(facts)
            .with(cutoffs)
            .with(loads),
    )
}
