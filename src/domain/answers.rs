//! The answers to each client's last commands, so that a command that comes twice is applied once.
//!
//! They are kept in runs: a command of a busy client changes one number in the run that it began, and a run is dropped
//! whole. One entry a command in one map would have to copy and to move about two nodes of it for each.

use super::command::CommandId;
use imbl::OrdMap;
use std::sync::Arc;

/// How many of a client's last commands are remembered with their answers.
pub const ANSWERS_KEPT: u64 = 1024;

/// By place in the run, the record as which a command was accepted; 0 where none was.
type Run = [u64; 64];
/// Commands of one client in a run.
const RUN: u64 = 64;

/// At which record each client's last commands were accepted.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// By client and counter of the run's first command.
    runs: OrdMap<(u64, u64), Arc<Run>>,
}

impl Answers {
    /// The record as which this command was accepted, if it is remembered.
    pub fn get(&self, id: &CommandId) -> Option<u64> {
        let seqs = self.runs.get(&first_of_run(id))?;
        seqs.get(slot(id)).copied().filter(|seq| *seq != 0)
    }

    /// Notes that it was accepted as this record, and forgets what the client sent long before.
    pub fn note(&mut self, id: CommandId, seq: u64) {
        let run = first_of_run(&id);
        if let Some(seqs) = self.runs.get_mut(&run) {
            return put(Arc::make_mut(seqs), &id, seq);
        }
        let mut seqs = [0; 64];
        put(&mut seqs, &id, seq);
        self.runs.insert(run, Arc::new(seqs));
        self.forget_before(id.client, id.counter.saturating_sub(ANSWERS_KEPT));
    }

    /// Forgets a client.
    pub fn forget(&mut self, client: u64) {
        self.forget_before(client, u64::MAX);
    }

    /// Forgets a client's runs that end up to here.
    fn forget_before(&mut self, client: u64, last: u64) {
        let runs = self.runs.range((client, 0)..=(client, u64::MAX));
        let old: Vec<_> = runs
            .map(|(run, _)| *run)
            .take_while(|(_, first)| first.saturating_add(RUN - 1) <= last)
            .collect();
        for run in old {
            self.runs.remove(&run);
        }
    }

    /// The remembered answers of one client, by its counter.
    pub fn of(&self, client: u64) -> impl Iterator<Item = (CommandId, u64)> + '_ {
        let mut runs = self.runs.range((client, 0)..=(client, u64::MAX));
        let oldest = runs
            .next_back()
            .and_then(|(run, seqs)| entries(*run, seqs).last())
            .map_or(0, |(id, _)| id.counter.saturating_sub(ANSWERS_KEPT - 1));
        self.runs
            .range((client, 0)..=(client, u64::MAX))
            .flat_map(|(run, seqs)| entries(*run, seqs))
            .filter(move |(id, _)| id.counter >= oldest)
    }

    /// All of them, by client and counter.
    pub fn iter(&self) -> impl Iterator<Item = (CommandId, u64)> + '_ {
        let mut next = self.runs.keys().next().map(|(client, _)| *client);
        let clients = std::iter::from_fn(move || {
            let client = next?;
            let rest = client.checked_add(1).map(|after| self.runs.range((after, 0)..));
            next = rest
                .and_then(|mut rest| rest.next())
                .map(|((client, _), _)| *client);
            Some(client)
        });
        clients.flat_map(|client| self.of(client))
    }
}

/// Which run a command belongs to.
fn first_of_run(id: &CommandId) -> (u64, u64) {
    (id.client, id.counter - id.counter % RUN)
}

fn put(seqs: &mut Run, id: &CommandId, seq: u64) {
    if let Some(place) = seqs.get_mut(slot(id)) {
        *place = seq;
    }
}

/// Its place in there.
fn slot(id: &CommandId) -> usize {
    usize::try_from(id.counter % RUN).unwrap_or(0)
}

fn entries((client, first): (u64, u64), seqs: &Run) -> impl Iterator<Item = (CommandId, u64)> + '_ {
    let numbered = (first..).zip(seqs).filter(|(_, seq)| **seq != 0);
    numbered.map(move |(counter, seq)| (CommandId { client, counter }, *seq))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// One entry a command, and after each the client's old ones removed.
    #[derive(Default)]
    struct Plain(BTreeMap<CommandId, u64>);

    impl Plain {
        fn note(&mut self, id: CommandId, seq: u64) {
            self.0.insert(id, seq);
            let old =
                |other: &CommandId| other.client == id.client && other.counter + ANSWERS_KEPT <= id.counter;
            self.0.retain(|other, _| !old(other));
        }
    }

    proptest! {
        #[test]
        fn they_are_what_one_entry_a_command_would_be(
            steps in proptest::collection::vec((0..3_u64, 1..200_u64), 1..200),
            forgotten in 0..4_u64,
        ) {
            let clients = [1, 7, u64::MAX];
            let mut counters = [0_u64; 3];
            let (mut answers, mut plain) = (Answers::default(), Plain::default());
            for (seq, (who, step)) in (1..).zip(steps) {
                let who = usize::try_from(who).unwrap();
                counters[who] += step;
                let id = CommandId { client: clients[who], counter: counters[who] };
                answers.note(id, seq);
                plain.note(id, seq);
                prop_assert_eq!(answers.get(&id), Some(seq));
                prop_assert_eq!(answers.get(&CommandId { counter: id.counter + 1, ..id }), None);
            }
            if let Some(client) = clients.get(usize::try_from(forgotten).unwrap()) {
                answers.forget(*client);
                plain.0.retain(|id, _| id.client != *client);
                prop_assert_eq!(answers.of(*client).count(), 0);
            }
            let all: Vec<_> = answers.iter().collect();
            prop_assert_eq!(&all, &plain.0.clone().into_iter().collect::<Vec<_>>());
            prop_assert!(all.iter().all(|(id, seq)| answers.get(id) == Some(*seq)));
            // Taken from a snapshot they are the same.
            let mut restored = Answers::default();
            all.iter().for_each(|(id, seq)| restored.note(*id, *seq));
            prop_assert!(restored.iter().eq(all));
        }
    }

    #[test]
    fn old_runs_are_dropped() {
        let mut answers = Answers::default();
        for counter in 1..=10_000 {
            answers.note(CommandId { client: 3, counter }, counter);
        }
        assert!(answers.runs.len() <= 17, "{}", answers.runs.len());
        assert_eq!(answers.iter().count(), 1024);
    }
}
