//! A plan while it is being changed.

use super::plan::{Batch, List, Plan, sequence};
use super::walk::length;
use super::{Spot, Task};
use fastrand::Rng;
use std::collections::BTreeMap;

/// Pick lists of one batch in one zone at most. Their number is bounded so that lists can be named by an index.
const LISTS: usize = 4;
/// One place in so many is overlooked.
const BLINK: u32 = 16;

/// A pick list that is open: its places in the order of their aisles.
#[derive(Clone, Debug, Default)]
struct Open {
    spots: Vec<Spot>,
    places: Vec<u32>,
    volume: i64,
    length: i64,
}

/// Where an article of a chosen order is taken from.
#[derive(Clone, Copy, Debug)]
struct Pick {
    place: u32,
    list: usize,
}

/// A chosen order.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    batch: usize,
    picks: Vec<Pick>,
}

/// A plan while it is being changed. Changes since the last [`State::keep`] can be taken back.
#[derive(Debug)]
pub(super) struct State<'t> {
    task: &'t Task,
    zones: usize,
    /// Places by article.
    stored: Vec<Vec<u32>>,
    used: Vec<bool>,
    lists: Vec<Open>,
    chosen: Vec<Option<Chosen>>,
    /// Orders by batch.
    batches: Vec<usize>,
    length: i64,
    articles: usize,
    /// Lists and orders as they were, oldest first.
    undo: Vec<Undo>,
    trial: Vec<Spot>,
}

#[derive(Debug)]
enum Undo {
    List(usize, Open),
    /// The order was chosen.
    Chose(u32),
    /// The order was dropped.
    Dropped(u32, Chosen),
}

impl<'t> State<'t> {
    /// Nothing chosen, and room for so many batches.
    pub(super) fn new(task: &'t Task, batches: usize) -> State<'t> {
        let zones = task
            .places
            .iter()
            .map(|place| place.zone as usize + 1)
            .max()
            .unwrap_or(0);
        let mut stored = vec![Vec::new(); task.volumes.len()];
        for (index, place) in (0..).zip(&task.places) {
            if let Some(list) = stored.get_mut(place.article as usize) {
                list.push(index);
            }
        }
        State {
            task,
            zones,
            stored,
            used: vec![false; task.places.len()],
            lists: vec![Open::default(); batches * zones * LISTS],
            chosen: vec![None; task.orders.len()],
            batches: vec![0; batches],
            length: 0,
            articles: 0,
            undo: Vec::new(),
            trial: Vec::new(),
        }
    }

    pub(super) fn length(&self) -> i64 {
        self.length
    }

    /// Articles of all chosen orders.
    pub(super) fn articles(&self) -> usize {
        self.articles
    }

    /// Batch of a chosen order.
    pub(super) fn batch_of(&self, order: u32) -> Option<usize> {
        self.chosen
            .get(order as usize)?
            .as_ref()
            .map(|chosen| chosen.batch)
    }

    /// Whether a batch has room for one more order.
    pub(super) fn has_room(&self, batch: usize) -> bool {
        self.batches
            .get(batch)
            .is_some_and(|orders| *orders < self.task.most_orders)
    }

    pub(super) fn batches(&self) -> usize {
        self.batches.len()
    }

    /// Drops a chosen order.
    pub(super) fn drop(&mut self, order: u32) {
        let Some(chosen) = self.chosen.get_mut(order as usize).and_then(Option::take) else {
            return;
        };
        for pick in &chosen.picks {
            self.take_out(*pick);
        }
        self.articles -= chosen.picks.len();
        if let Some(count) = self.batches.get_mut(chosen.batch) {
            *count -= 1;
        }
        self.undo.push(Undo::Dropped(order, chosen));
    }

    /// Puts an order that is not chosen into a batch, each article from the place and into the list where it makes
    /// the walks longer by the least, beginning with any of them and going round. Now and then a possibility is
    /// overlooked, so that what is cheapest by itself need not be taken (blinks: Christiaens and Vanden Berghe 2020).
    /// False, with part of it done, when an article is nowhere left, or the walks come to `most`: the caller takes it
    /// back.
    pub(super) fn choose(&mut self, order: u32, batch: usize, dice: &mut Rng, most: f64) -> bool {
        let Some(articles) = self.task.orders.get(order as usize) else {
            return false;
        };
        let mut chosen = Chosen {
            batch,
            picks: Vec::with_capacity(articles.len()),
        };
        let mut whole = true;
        let first = dice.usize(..articles.len().max(1));
        let round = articles.iter().cycle().skip(first).take(articles.len());
        for article in round {
            let Some((pick, longer)) = self.cheapest(*article, batch, dice) else {
                whole = false;
                break;
            };
            self.put_in(pick, longer);
            chosen.picks.push(pick);
            if self.length as f64 >= most {
                whole = false;
                break;
            }
        }
        self.articles += chosen.picks.len();
        if let Some(count) = self.batches.get_mut(batch) {
            *count += 1;
        }
        if let Some(slot) = self.chosen.get_mut(order as usize) {
            *slot = Some(chosen);
        }
        self.undo.push(Undo::Chose(order));
        whole
    }

    /// Everything since the last time is kept.
    pub(super) fn keep(&mut self) {
        self.undo.clear();
    }

    /// Everything since the last time is taken back.
    pub(super) fn take_back(&mut self) {
        while let Some(undo) = self.undo.pop() {
            match undo {
                Undo::List(index, was) => {
                    if let Some(list) = self.lists.get_mut(index) {
                        self.length += was.length - list.length;
                        *list = was;
                    }
                }
                Undo::Chose(order) => {
                    if let Some(chosen) = self.chosen.get_mut(order as usize).and_then(Option::take) {
                        self.mark(&chosen, false);
                    }
                }
                Undo::Dropped(order, chosen) => {
                    self.mark(&chosen, true);
                    if let Some(slot) = self.chosen.get_mut(order as usize) {
                        *slot = Some(chosen);
                    }
                }
            }
        }
    }

    /// Counts a chosen order in or out again; its lists are put right by themselves.
    fn mark(&mut self, chosen: &Chosen, chooses: bool) {
        for pick in &chosen.picks {
            if let Some(used) = self.used.get_mut(pick.place as usize) {
                *used = chooses;
            }
        }
        let count = self.batches.get_mut(chosen.batch);
        if chooses {
            self.articles += chosen.picks.len();
            count.into_iter().for_each(|count| *count += 1);
        } else {
            self.articles -= chosen.picks.len();
            count.into_iter().for_each(|count| *count -= 1);
        }
    }

    /// The place and list where an article makes a batch's walks longer by the least, and by how much.
    fn cheapest(&mut self, article: u32, batch: usize, dice: &mut Rng) -> Option<(Pick, i64)> {
        let volume = self.task.volumes.get(article as usize).copied()?;
        let mut best: Option<(Pick, i64)> = None;
        let mut trial = std::mem::take(&mut self.trial);
        for place in self.stored.get(article as usize)? {
            if self.used.get(*place as usize) != Some(&false) || dice.u32(..BLINK) == 0 {
                continue;
            }
            let Some(stored) = self.task.places.get(*place as usize) else {
                continue;
            };
            let first = (batch * self.zones + stored.zone as usize) * LISTS;
            for (list, open) in (first..).zip(self.lists.iter().skip(first).take(LISTS)) {
                let empty = open.spots.is_empty();
                if empty || open.volume + volume <= self.task.most_volume {
                    let at = open.spots.partition_point(|spot| *spot < stored.spot);
                    let (before, after) = open.spots.split_at_checked(at).unwrap_or_default();
                    trial.clear();
                    trial.extend_from_slice(before);
                    trial.push(stored.spot);
                    trial.extend_from_slice(after);
                    let longer = length(&self.task.floor, &trial) - open.length;
                    if best.is_none_or(|(_, least)| longer < least) {
                        best = Some((Pick { place: *place, list }, longer));
                    }
                }
                if empty {
                    break;
                }
            }
        }
        self.trial = trial;
        best
    }

    fn put_in(&mut self, pick: Pick, longer: i64) {
        let Some((place, list)) = self
            .task
            .places
            .get(pick.place as usize)
            .zip(self.lists.get_mut(pick.list))
        else {
            return;
        };
        self.undo.push(Undo::List(pick.list, list.clone()));
        let at = list.spots.partition_point(|spot| *spot < place.spot);
        list.spots.insert(at, place.spot);
        list.places.insert(at, pick.place);
        list.volume += self
            .task
            .volumes
            .get(place.article as usize)
            .copied()
            .unwrap_or(0);
        list.length += longer;
        self.length += longer;
        if let Some(used) = self.used.get_mut(pick.place as usize) {
            *used = true;
        }
    }

    fn take_out(&mut self, pick: Pick) {
        let Some((place, list)) = self
            .task
            .places
            .get(pick.place as usize)
            .zip(self.lists.get_mut(pick.list))
        else {
            return;
        };
        self.undo.push(Undo::List(pick.list, list.clone()));
        if let Some(at) = list.places.iter().position(|other| *other == pick.place) {
            list.spots.remove(at);
            list.places.remove(at);
        }
        list.volume -= self
            .task
            .volumes
            .get(place.article as usize)
            .copied()
            .unwrap_or(0);
        let now = if list.spots.is_empty() {
            0
        } else {
            length(&self.task.floor, &list.spots)
        };
        self.length += now - list.length;
        list.length = now;
        if let Some(used) = self.used.get_mut(pick.place as usize) {
            *used = false;
        }
    }

    /// What makes the plan as it stands: the chosen orders with their batches, places and lists.
    pub(super) fn snapshot(&self, chosen: &[u32]) -> Vec<(u32, Chosen)> {
        let of = |order: &u32| Some((*order, self.chosen.get(*order as usize)?.clone()?));
        chosen.iter().filter_map(of).collect()
    }

    /// The plan that a snapshot makes, with its walks.
    pub(super) fn plan(&self, mut snapshot: Vec<(u32, Chosen)>) -> Plan {
        snapshot.sort_unstable_by_key(|(order, _)| *order);
        let mut batches = vec![Batch::default(); self.batches.len()];
        let mut lists: BTreeMap<usize, Vec<(Spot, u32)>> = BTreeMap::new();
        for (order, chosen) in &snapshot {
            if let Some(batch) = batches.get_mut(chosen.batch) {
                batch.orders.push(*order);
            }
            for pick in &chosen.picks {
                let spot = self.task.places.get(pick.place as usize).map(|place| place.spot);
                let list = lists.entry(pick.list).or_default();
                list.extend(spot.map(|spot| (spot, pick.place)));
            }
        }
        let mut plan = Plan::default();
        for (index, mut picks) in lists {
            picks.sort_unstable();
            let places: Vec<u32> = picks.into_iter().map(|(_, place)| place).collect();
            let places = sequence(self.task, &places);
            let spots = places
                .iter()
                .filter_map(|place| self.task.places.get(*place as usize));
            let spots: Vec<Spot> = spots.map(|place| place.spot).collect();
            plan.length += self.task.floor.length(&spots);
            let zone = u32::try_from(index / LISTS % self.zones.max(1)).unwrap_or(u32::MAX);
            if let Some(batch) = batches.get_mut(index / (self.zones * LISTS).max(1)) {
                batch.lists.push(List { zone, places });
            }
        }
        batches.retain(|batch| !batch.orders.is_empty());
        plan.batches = batches;
        plan
    }
}
