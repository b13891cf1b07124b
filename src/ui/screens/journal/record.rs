//! One record in words: who, how, what, and its proof.

use super::super::find::card::Fact;
use crate::domain::{Actor, Event, Record, Via};
use crate::store::journal::RecordProof;
use crate::ui::screen::Here;

/// Who asked, by name.
pub fn who(record: &Record, here: Here<'_>) -> String {
    match record.actor {
        Actor::Worker(id) => here.words.worker(id),
        Actor::System => here.words.say("journal-program"),
        Actor::Nobody => here.words.say("journal-nobody"),
    }
}

pub fn how(via: Via) -> &'static str {
    match via {
        Via::Scanned => "journal-scanned",
        Via::Typed => "journal-typed",
        Via::CommandLine => "journal-command-line",
        Via::Job => "journal-job",
    }
}

/// The sentence that tells a record best: the first that says more than that stock moved.
pub fn what(record: &Record, here: Here<'_>) -> String {
    let told = || {
        record
            .events
            .iter()
            .filter(|e| !matches!(e, Event::StockMoved(_)))
    };
    let phrase = told().find_map(Event::phrase);
    let phrase = phrase.or_else(|| record.events.iter().find_map(Event::phrase));
    match (phrase, record.events.first()) {
        (Some(phrase), _) => here.words.phrase(&phrase),
        // A step that says nothing of itself is told by what was scanned for it.
        (None, Some(event)) if record.input.is_empty() => here.words.event(event),
        (None, _) => record.input.to_string(),
    }
}

/// All that a record says.
pub fn facts(record: &Record, here: Here<'_>) -> Vec<Fact> {
    let words = here.words;
    let device = here.w.devices.get(&record.device);
    let device = device.map_or_else(|| record.device.to_string(), |device| device.name.to_string());
    let mut facts = vec![
        Fact::pair(who(record, here), words.time(record.at)),
        Fact::pair(words.say("journal-number"), record.seq.to_string()),
        Fact::pair(words.say("journal-device"), device),
        Fact::pair(words.say(how(record.via)), record.input.to_string()),
    ];
    facts.extend(record.events.iter().map(|event| match event.phrase() {
        Some(phrase) => Fact::text(words.phrase(&phrase)),
        None => Fact::dim(words.event(event)),
    }));
    facts
}

/// What a proof says: the group, and the two ends of the chain that was made anew.
pub fn proof_facts(proof: &RecordProof, here: Here<'_>) -> Vec<Fact> {
    let words = here.words;
    let (first, last) = proof.group;
    let group = if first == last {
        first.to_string()
    } else {
        format!("{first}-{last}")
    };
    let links = words.say_with("journal-proof-head", &[("last", proof.last_seq.to_string())]);
    vec![
        Fact::head(words.say("journal-proof")),
        Fact::pair(words.say("journal-proof-group"), group),
        Fact::dim(proof.hash.to_string()),
        Fact::text(links),
        Fact::dim(proof.head_hash.to_string()),
    ]
}
