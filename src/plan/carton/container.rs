//! One container, as much volume in it as possible: beam search over blocks.
//!
//! The search is that of Araya and Riff (2014, Computers & Operations Research 43): states are widened block by
//! block, every successor is judged by the load that a greedy completion reaches, and one beam search follows another
//! with twice its work until the time ends. The space filled next is the one nearest to a corner of the container;
//! which blocks it may get is told by [`super::choice`].

use super::blocks::{Blocks, Kind, Limits, Piece};
use super::choice::{Choice, Chooser};
use super::cuboid::{Cuboid, Triple, volume};
use super::reach::Turns;
use super::room::Room;
use super::shortlist::Shortlist;
use crate::plan::{Progress, Watch};

/// No side may be longer: areas and volumes are reckoned in 32 and 64 bits.
pub const LONGEST: i32 = 16_000;

/// How many blocks a search works with, and how tight they are.
pub const LIMITS: Limits = Limits {
    blocks: 10_000,
    fill: 1000,
};

/// A completion looks at a shorter list of blocks after so many steps.
const SHORTEN_AFTER: usize = 2;

/// A container and what may go into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Inner sides, each at most [`LONGEST`].
    pub container: Triple,
    /// The pieces.
    pub kinds: Vec<Kind>,
}

/// A loaded container.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// The pieces in it.
    pub pieces: Vec<Piece>,
    /// Their volume.
    pub volume: i64,
}

/// Fills the container as well as it can until the watch ends it, or until everything is in. Empty where nothing
/// fits, and where a side is out of bounds. The watch is told the volume.
pub fn fill(problem: &Problem, limits: Limits, watch: &mut dyn Watch) -> Load {
    let out_of_bounds = |side: &i32| !(1..=LONGEST).contains(side);
    let sides = problem.kinds.iter().flat_map(|k| &k.sides);
    if sides.chain(&problem.container).any(out_of_bounds) {
        return Load::default();
    }
    let mut search = Search::new(problem, limits);
    let root = search.root();
    // Work grows with the square of the width.
    let mut width = 1_usize;
    while search.pass(&root, width, watch) == Pass::Cut && search.best_volume < search.all {
        width = (width * 1414 / 1000).max(width + 1);
    }
    search.load()
}

/// A partly filled container.
#[derive(Clone, Debug, Default)]
struct State {
    room: Room,
    left: Vec<u16>,
    blocks: Vec<usize>,
    places: Vec<Cuboid>,
    volume: i64,
}

impl State {
    fn copy_from(&mut self, other: &State) {
        self.room.copy_from(&other.room);
        self.left.clone_from(&other.left);
        self.blocks.clone_from(&other.blocks);
        self.places.clone_from(&other.places);
        self.volume = other.volume;
    }

    fn place(&mut self, blocks: &Blocks, chooser: &Chooser, choice: Choice, fresh: &mut Vec<Cuboid>) {
        let Some(block) = blocks.all().get(choice.block) else {
            return;
        };
        self.volume += block.volume;
        for (kind, n) in &block.needs {
            if let Some(left) = self.left.get_mut(usize::from(*kind)) {
                *left = left.saturating_sub(*n);
            }
        }
        self.blocks.push(choice.block);
        self.places.push(choice.place);
        self.room.take(&choice.place, &chooser.least(&self.left), fresh);
    }
}

struct Search<'a> {
    problem: &'a Problem,
    blocks: Blocks,
    chooser: Chooser,
    /// Volume that no load exceeds.
    all: i64,
    best: Vec<(usize, Triple)>,
    best_volume: i64,
    rounds: u64,
    /// What can still be placed in the state that is being widened.
    open: Shortlist,
    /// The same further down a completion.
    rest: Shortlist,
    fresh: Vec<Cuboid>,
    work: State,
}

/// How a beam search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pass {
    /// The watch ended it.
    Ended,
    /// It left something out, so a wider one may find more.
    Cut,
    /// It left nothing out: a wider one is the same.
    Whole,
}

/// A state, one block further.
struct Successor {
    parent: usize,
    choice: Choice,
    value: i64,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem, limits: Limits) -> Search<'a> {
        let blocks = Blocks::make(&problem.container, &problem.kinds, limits);
        let chooser = Chooser::new(&problem.container, blocks.all(), Turns::of(&problem.kinds));
        let pieces = problem.kinds.iter();
        let all: i64 = pieces.map(|k| volume(&k.sides) * i64::from(k.count)).sum();
        Search {
            problem,
            blocks,
            chooser,
            all: all.min(volume(&problem.container)),
            best: Vec::new(),
            best_volume: 0,
            rounds: 0,
            open: Shortlist::default(),
            rest: Shortlist::default(),
            fresh: Vec::new(),
            work: State::default(),
        }
    }

    fn root(&self) -> State {
        let count = |k: &Kind| u16::try_from(k.count).unwrap_or(u16::MAX);
        State {
            room: Room::empty(&self.problem.container),
            left: self.problem.kinds.iter().map(count).collect(),
            ..State::default()
        }
    }

    /// One beam search of this width.
    fn pass(&mut self, root: &State, width: usize, watch: &mut dyn Watch) -> Pass {
        let mut whole = true;
        let mut beam = vec![root.clone()];
        let mut options = Vec::new();
        while !beam.is_empty() {
            let mut successors: Vec<Successor> = Vec::new();
            let wanted = if beam.len() == 1 {
                width.saturating_mul(width)
            } else {
                width
            };
            for (parent, state) in beam.iter_mut().enumerate() {
                self.chooser.begin(&state.left, &mut self.open);
                let places = state.places.iter();
                self.chooser
                    .options(&mut state.room, places, &self.open, wanted, &mut options);
                whole &= options.len() < wanted;
                for choice in options.drain(..) {
                    let value = self.judge(state, choice);
                    successors.push(Successor {
                        parent,
                        choice,
                        value,
                    });
                    self.rounds += 1;
                    let (rounds, best) = (self.rounds, Some(self.best_volume));
                    if !watch.go_on(Progress { rounds, best }) {
                        return Pass::Ended;
                    }
                }
            }
            // Loads of the same volume are nearly always the same load in another order.
            successors.sort_by_key(|s| std::cmp::Reverse(s.value));
            successors.dedup_by_key(|s| s.value);
            whole &= successors.len() <= width;
            successors.truncate(width);
            beam = successors.iter().filter_map(|s| self.child(&beam, s)).collect();
        }
        if whole { Pass::Whole } else { Pass::Cut }
    }

    fn child(&mut self, beam: &[State], successor: &Successor) -> Option<State> {
        let mut state = beam.get(successor.parent)?.clone();
        state.place(&self.blocks, &self.chooser, successor.choice, &mut self.fresh);
        Some(state)
    }

    /// The load that a greedy completion reaches after this block.
    fn judge(&mut self, state: &State, choice: Choice) -> i64 {
        let work = &mut self.work;
        work.copy_from(state);
        work.place(&self.blocks, &self.chooser, choice, &mut self.fresh);
        let mut steps = 0;
        loop {
            let list = if steps < SHORTEN_AFTER {
                &self.open
            } else {
                &self.rest
            };
            let next = self
                .chooser
                .favourite(&mut work.room, &work.left, work.places.iter(), list);
            let Some(choice) = next else { break };
            work.place(&self.blocks, &self.chooser, choice, &mut self.fresh);
            steps += 1;
            if steps == SHORTEN_AFTER {
                self.chooser
                    .shorten(&work.room, &work.left, &self.open, &mut self.rest);
            }
        }
        if work.volume > self.best_volume {
            self.best_volume = work.volume;
            let places = work.places.iter().map(|place| place.lo);
            self.best = work.blocks.iter().copied().zip(places).collect();
        }
        work.volume
    }

    fn load(&self) -> Load {
        let mut pieces = Vec::new();
        for (block, at) in &self.best {
            self.blocks.unpack(*block, *at, &mut pieces);
        }
        Load {
            pieces,
            volume: self.best_volume,
        }
    }
}
