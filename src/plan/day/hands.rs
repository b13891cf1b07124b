//! Who picks, what they have to do before, and how long a list takes them.

use crate::domain::Timestamp;
use crate::domain::Warehouse;
use crate::domain::ids::{TaskId, WorkerId};
use crate::domain::people::Role;
use crate::domain::picking::{LineState, PickTask};
use crate::plan::late::{Lateness, List, lateness, sequence};
use crate::plan::travel::Walker;
use std::collections::{BTreeMap, BTreeSet};

/// How fast one walks with a cart, how long a line takes from reaching the bin to the goods in their tote, and how long
/// a list takes before its first step and after its last one. With them, about half of a list's time is walking, as
/// the trade reckons with (J. A. Tompkins et al., "Facilities Planning", Wiley 2010).
const MM_A_SECOND: i64 = 1_000;
const LINE_MS: i64 = 12_000;
const LIST_MS: i64 = 90_000;

/// Pickers, and the lists that are there before those to be planned.
#[derive(Clone, Debug)]
pub(super) struct Hands {
    now: Timestamp,
    /// When each picker is free, in milliseconds from now.
    free_ms: Vec<i64>,
    /// Lists that nobody has, as they are offered.
    waiting: Vec<List>,
}

impl Hands {
    /// Whoever is signed in as a picker, and whoever has a list; and what is on their lists and on those that nobody has.
    pub(super) fn of(w: &Warehouse, walker: &mut Walker) -> Hands {
        let picks = w
            .workers
            .values()
            .filter(|worker| worker.roles.contains(&Role::Picker));
        let here = picks.filter(|worker| worker.signed_in.is_some());
        let mut busy: BTreeMap<WorkerId, i64> = here.map(|worker| (worker.id, 0)).collect();
        let mut in_work: Vec<TaskId> = w.tasks_in_work().collect();
        in_work.sort_unstable();
        for task in in_work.iter().filter_map(|id| w.task(*id)) {
            if let Some(worker) = task.worker {
                *busy.entry(worker).or_default() += left_ms(task, walker);
            }
        }
        let mut hands = Hands {
            now: w.clock,
            free_ms: busy.into_values().collect(),
            waiting: Vec::new(),
        };
        if hands.free_ms.is_empty() {
            hands.free_ms.push(0);
        }
        for task in w.open_tasks().filter_map(|id| w.task(id)) {
            let takes_ms = LIST_MS + left_ms(task, walker);
            let due = (task.priority, task.cutoff);
            hands.waiting.push(hands.of_time(due, task.totes.len(), takes_ms));
        }
        hands
    }

    /// So many pickers: those who are free first, or others besides who are free now.
    pub(super) fn set(&mut self, pickers: usize) {
        self.free_ms.sort_unstable();
        self.free_ms.resize(pickers.max(1), 0);
    }

    pub(super) fn pickers(&self) -> usize {
        self.free_ms.len()
    }

    /// A list of so many orders and lines, of this priority and cut-off.
    pub(super) fn list(&self, due: (u8, Timestamp), orders: usize, lines: usize, mm: i64) -> List {
        let lines = i64::try_from(lines).unwrap_or(i64::MAX);
        self.of_time(due, orders, LIST_MS.saturating_add(work_ms(lines, mm)))
    }

    fn of_time(&self, (priority, cutoff): (u8, Timestamp), orders: usize, takes_ms: i64) -> List {
        List {
            tier: (priority, cutoff.0),
            takes_ms,
            due_ms: cutoff.0.saturating_sub(self.now.0),
            orders: u32::try_from(orders).unwrap_or(u32::MAX),
        }
    }

    /// In which sequence these lists are offered, behind those of their priority and cut-off that are there before; and
    /// how late their orders are then.
    pub(super) fn offer(&self, lists: &[List]) -> (Vec<u32>, Lateness) {
        let all = self.with(lists);
        let sequence = sequence(&all, &self.free_ms);
        let late = lateness(&all, &sequence, &self.free_ms);
        let new = |index: u32| index.checked_sub(u32::try_from(self.waiting.len()).ok()?);
        (sequence.into_iter().filter_map(new).collect(), late)
    }

    /// How late their orders are when those of each priority and cut-off are offered as they stand here.
    pub(super) fn late(&self, lists: &[List]) -> Lateness {
        let all = self.with(lists);
        let mut sequence: Vec<u32> = (0..).take(all.len()).collect();
        sequence.sort_by_key(|index| all.get(*index as usize).map(|list| list.tier));
        lateness(&all, &sequence, &self.free_ms)
    }

    /// The lists that are there, and these behind them.
    ///
    /// What is there before keeps its turn, since lists of one priority and cut-off are offered by their numbers: each
    /// such tier is two, of what is there and of what is new. How late the former is counts for nothing here.
    fn with(&self, lists: &[List]) -> Vec<List> {
        let both = || self.waiting.iter().chain(lists);
        let tiers: BTreeSet<(u8, i64)> = both().map(|list| list.tier).collect();
        let ranks: BTreeMap<(u8, i64), i64> = tiers.into_iter().zip(0..).collect();
        let rank = |list: &List| ranks.get(&list.tier).copied().unwrap_or(0);
        let old = self.waiting.iter().map(|list| List {
            tier: (0, rank(list) * 2),
            orders: 0,
            ..*list
        });
        let new = lists.iter().map(|list| List {
            tier: (0, rank(list) * 2 + 1),
            ..*list
        });
        old.chain(new).collect()
    }
}

/// Walking and picking.
fn work_ms(lines: i64, mm: i64) -> i64 {
    let walks = mm.saturating_mul(1_000) / MM_A_SECOND;
    walks.saturating_add(lines.saturating_mul(LINE_MS))
}

/// What is left to do on a list.
fn left_ms(task: &PickTask, walker: &mut Walker) -> i64 {
    let to_do = |line: &LineState| matches!(line, LineState::Open | LineState::Skipped);
    let open = || task.lines.iter().filter(|line| to_do(&line.state));
    let stands: BTreeSet<u32> = open().filter_map(|line| walker.stand(line.place())).collect();
    let stands: Vec<u32> = stands.into_iter().collect();
    let lines = i64::try_from(open().count()).unwrap_or(i64::MAX);
    work_ms(lines, walker.quick(&stands))
}
