//! The card of a worker: where they are and what they have in hand. A badge signs in, so it is never shown.

use super::card::{Card, Fact};
use crate::domain::ids::WorkerId;
use crate::domain::people::Role;
use crate::ui::screen::Here;

/// What is known of a worker.
pub fn worker(id: WorkerId, here: Here<'_>) -> Option<Card> {
    let worker = here.w.workers.get(&id)?;
    let words = here.words;
    let roles = worker.roles.iter().map(|role| {
        words.say(match role {
            Role::Picker => "find-role-picker",
            Role::Packer => "find-role-packer",
            Role::Receiver => "find-role-receiver",
            Role::Counter => "find-role-counter",
            Role::Lead => "find-role-lead",
            Role::Admin => "find-role-admin",
        })
    });
    let mut facts = vec![
        Fact::name(worker.name.to_string()),
        Fact::pair(words.say("find-number"), worker.number.to_string()),
        Fact::dim(roles.collect::<Vec<_>>().join(", ")),
    ];
    if worker.inactive {
        facts.push(Fact::warn(words.say("find-inactive")));
    }
    match worker.signed_in {
        Some((device, since)) => {
            let device = here.w.devices.get(&device).map(|device| device.name.to_string());
            facts.push(Fact::pair(words.say("find-signed-in"), words.time(since)));
            facts.extend(device.map(|name| Fact::text(name).under()));
        }
        None => facts.push(Fact::dim(words.say("find-not-here"))),
    }
    let mut work = in_hand(id, here);
    if work.is_empty() {
        work.push(Fact::dim(words.say("find-nothing-in-hand")));
    }
    Some(
        Card::new(words.say("find-kind-worker"))
            .with(facts)
            .beside([Fact::head(words.say("find-in-hand"))])
            .beside(work),
    )
}

/// Everything that a worker has begun.
fn in_hand(id: WorkerId, here: Here<'_>) -> Vec<Fact> {
    let words = here.words;
    let mut work = Vec::new();
    if let Some(task) = here.w.task_of(id).and_then(|task| here.w.task(task)) {
        let (done, all) = task.progress();
        work.push(Fact::pair(words.task(task.id), format!("{done}/{all}")));
        let next = task.current().and_then(|index| task.lines.get(index));
        if let Some(line) = next {
            let place = words.place(line.place());
            work.push(Fact::text(words.say_with("find-next-place", &[("place", place)])).under());
        }
    }
    if let Some(count) = here.w.count_of(id).and_then(|count| here.w.count(count)) {
        work.push(Fact::text(
            words.say_with("find-counts", &[("place", words.place(count.place))]),
        ));
    }
    if let Some(parcel) = here.w.parcel_in_hand(id) {
        work.push(Fact::text(
            words.say_with("find-packs", &[("order", words.order(parcel.order))]),
        ));
    }
    if let Some(receipt) = here.w.receiving_of(id).and_then(|r| here.w.receipt(r.receipt)) {
        work.push(Fact::text(
            words.say_with("find-receives", &[("receipt", receipt.number.to_string())]),
        ));
    }
    if let Some(putaway) = here.w.putaways.get(&id) {
        work.push(Fact::text(
            words.say_with("find-puts-away", &[("from", words.holder(putaway.from))]),
        ));
    }
    if let Some(moving) = here.w.movings.get(&id) {
        work.push(Fact::text(
            words.say_with("find-moves", &[("from", words.holder(moving.from))]),
        ));
    }
    work
}
