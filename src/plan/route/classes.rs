//! The classes of partial tours: what has to be told apart while a tour is built aisle by aisle.
//!
//! A partial tour is known by its frontier, the places where the current aisle meets the cross-aisles: at each one
//! whether nothing ends there, an odd or an even number of steps, and which of them hang together. Ratliff and
//! Rosenthal 1983 found the seven classes of two cross-aisles, Roodbergen and de Koster ("Routing order pickers in a
//! warehouse with a middle aisle", European Journal of Operational Research 133, 2001) the 25 of three; Cambazard and
//! Catusse ("Fixed-parameter algorithms for rectilinear Steiner tree and rectilinear traveling salesman problem in
//! the plane", European Journal of Operational Research 270, 2018) gave the rule for any number. Here the classes are
//! not listed by hand but found: everything that the steps below make of the empty tour.

use std::collections::BTreeMap;

/// Most cross-aisles for which classes are worth finding: beyond, they are too many to keep.
pub const MAX_CROSSES: usize = 6;

/// Leads nowhere.
pub(super) const NO_CLASS: u16 = u16::MAX;

/// What a step does at one end of a stretch of aisle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    /// Nothing.
    #[default]
    Free,
    /// An even number of steps more: it belongs to the tour.
    Touch,
    /// An odd number of steps more.
    Turn,
}

/// What is done in one stretch of aisle between two cross-aisles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Deed {
    /// At its front end.
    pub(super) front: End,
    /// At its back end.
    pub(super) back: End,
    /// Whether the ends hang together through it.
    pub(super) joins: bool,
}

impl Deed {
    /// All of them, in the order of their numbers.
    pub(super) const ALL: [Deed; 13] = [
        Deed::apart(End::Free, End::Free),
        Deed::apart(End::Touch, End::Free),
        Deed::apart(End::Free, End::Touch),
        Deed::apart(End::Touch, End::Touch),
        Deed::joined(End::Turn, End::Turn),
        Deed::joined(End::Touch, End::Touch),
        // The rest only where a tour starts or ends.
        Deed::apart(End::Turn, End::Free),
        Deed::apart(End::Free, End::Turn),
        Deed::apart(End::Turn, End::Touch),
        Deed::apart(End::Touch, End::Turn),
        Deed::apart(End::Turn, End::Turn),
        Deed::joined(End::Turn, End::Touch),
        Deed::joined(End::Touch, End::Turn),
    ];

    const fn apart(front: End, back: End) -> Deed {
        Deed {
            front,
            back,
            joins: false,
        }
    }

    const fn joined(front: End, back: End) -> Deed {
        Deed {
            front,
            back,
            joins: true,
        }
    }

    /// Its number.
    pub(super) fn number(self) -> Option<usize> {
        Deed::ALL.iter().position(|deed| *deed == self)
    }
}

/// How a tour stands at one meeting of aisle and cross-aisle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Steps {
    /// Nothing ends here.
    #[default]
    None,
    /// An odd number of steps.
    Odd,
    /// An even number, two at least, or the depot alone.
    Even,
}

/// One class: at each cross-aisle the steps and the number of the piece it belongs to, in order of appearance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Frontier([(Steps, u8); MAX_CROSSES]);

impl Frontier {
    fn at(&self, node: usize) -> (Steps, u8) {
        self.0.get(node).copied().unwrap_or_default()
    }

    fn set(&mut self, node: usize, to: (Steps, u8)) {
        if let Some(slot) = self.0.get_mut(node) {
            *slot = to;
        }
    }

    fn touch(&mut self, node: usize, end: End) {
        let (steps, piece) = self.at(node);
        let fresh = 100 + u8::try_from(node).unwrap_or(0);
        let piece = if steps == Steps::None && end != End::Free {
            fresh
        } else {
            piece
        };
        let steps = match (end, steps) {
            (End::Free, steps) => steps,
            (End::Touch, Steps::Odd) | (End::Turn, Steps::None | Steps::Even) => Steps::Odd,
            (End::Touch, _) | (End::Turn, Steps::Odd) => Steps::Even,
        };
        self.set(node, (steps, piece));
    }

    fn join(&mut self, a: usize, b: usize) {
        let (keep, drop) = (self.at(a).1, self.at(b).1);
        for (steps, piece) in &mut self.0 {
            if *steps != Steps::None && *piece == drop {
                *piece = keep;
            }
        }
    }

    /// The same class whatever its pieces were called.
    fn named(mut self) -> Frontier {
        let mut names: [u8; MAX_CROSSES] = [u8::MAX; MAX_CROSSES];
        let mut next = 0_u8;
        for (steps, piece) in &mut self.0 {
            if *steps == Steps::None {
                *piece = 0;
                continue;
            }
            let known = names.iter().take(usize::from(next)).position(|n| n == piece);
            *piece = match known.and_then(|n| u8::try_from(n).ok()) {
                Some(name) => name,
                None => {
                    if let Some(slot) = names.get_mut(usize::from(next)) {
                        *slot = *piece;
                    }
                    next += 1;
                    next - 1
                }
            };
        }
        self
    }

    fn pieces(&self) -> usize {
        let named = self.0.iter().filter(|(steps, _)| *steps != Steps::None);
        named.map(|(_, piece)| usize::from(*piece) + 1).max().unwrap_or(0)
    }

    /// Pieces with an odd number of odd ends: each holds the start or the end of the tour, so two at most.
    fn loose(&self) -> usize {
        (0..self.pieces())
            .filter(|piece| {
                let odd = |(steps, p): &&(Steps, u8)| *steps == Steps::Odd && usize::from(*p) == *piece;
                self.0.iter().filter(odd).count() % 2 == 1
            })
            .count()
    }

    fn deed(mut self, block: usize, deed: Deed) -> Frontier {
        self.touch(block, deed.front);
        self.touch(block + 1, deed.back);
        if deed.joins {
            self.join(block, block + 1);
        }
        self.named()
    }

    fn node(mut self, node: usize, end: End) -> Frontier {
        self.touch(node, end);
        self.named()
    }

    /// No steps along this cross-aisle to the next aisle: allowed where the piece goes on elsewhere.
    fn cut(mut self, node: usize) -> Option<Frontier> {
        let (steps, piece) = self.at(node);
        let elsewhere = (0..MAX_CROSSES).any(|other| {
            let (steps, p) = self.at(other);
            other != node && steps != Steps::None && p == piece
        });
        if steps != Steps::Even || !elsewhere {
            return None;
        }
        self.set(node, (Steps::None, 0));
        Some(self.named())
    }

    /// Whether a tour may be over: one piece and no odd end.
    fn closed(&self) -> bool {
        self.pieces() == 1 && self.0.iter().all(|(steps, _)| *steps != Steps::Odd)
    }
}

/// All classes for a number of cross-aisles, and where each step leads from each of them.
#[derive(Clone, Debug)]
pub(super) struct Classes {
    frontiers: Vec<Frontier>,
    /// By block and deed: from each class to the next one, or [`NO_CLASS`].
    deeds: Vec<Vec<u16>>,
    /// By node: touched, then turned.
    nodes: Vec<[Vec<u16>; 2]>,
    /// By node: without steps along its cross-aisle.
    cuts: Vec<Vec<u16>>,
    /// By node: the number of steps along its cross-aisle otherwise, by class.
    along: Vec<Vec<u8>>,
    closed: Vec<u16>,
}

impl Classes {
    /// Finds the classes for that many cross-aisles. `open`: also those of tours that end elsewhere than they start.
    ///
    /// `None` when there are too many cross-aisles, or none.
    pub(super) fn find(crosses: usize, open: bool) -> Option<Classes> {
        if !(1..=MAX_CROSSES).contains(&crosses) {
            return None;
        }
        let mut classes = Classes {
            frontiers: vec![Frontier::default()],
            deeds: vec![Vec::new(); (crosses - 1) * Deed::ALL.len()],
            nodes: vec![[Vec::new(), Vec::new()]; crosses],
            cuts: vec![Vec::new(); crosses],
            along: vec![Vec::new(); crosses],
            closed: Vec::new(),
        };
        let mut known = BTreeMap::from([(Frontier::default(), 0_u16)]);
        let mut done = 0;
        while let Some(from) = classes.frontiers.get(done).copied() {
            done += 1;
            classes.steps_from(from, open, &mut known)?;
        }
        classes.closed = (0_u16..)
            .zip(&classes.frontiers)
            .filter(|(_, frontier)| frontier.closed())
            .map(|(number, _)| number)
            .collect();
        Some(classes)
    }

    fn steps_from(&mut self, from: Frontier, open: bool, known: &mut BTreeMap<Frontier, u16>) -> Option<()> {
        let frontiers = &mut self.frontiers;
        let loose = if open { 2 } else { 0 };
        let mut number = |to: Option<Frontier>| -> Option<u16> {
            let Some(to) = to.filter(|to| to.loose() <= loose) else {
                return Some(NO_CLASS);
            };
            if let Some(number) = known.get(&to) {
                return Some(*number);
            }
            let number = u16::try_from(frontiers.len()).ok().filter(|n| *n < NO_CLASS)?;
            frontiers.push(to);
            known.insert(to, number);
            Some(number)
        };
        for (at, table) in self.deeds.iter_mut().enumerate() {
            let (block, deed) = (at / Deed::ALL.len(), at % Deed::ALL.len());
            let allowed = Deed::ALL.get(deed).filter(|_| open || deed < 6);
            table.push(number(allowed.map(|deed| from.deed(block, *deed)))?);
        }
        for (node, [touched, turned]) in self.nodes.iter_mut().enumerate() {
            touched.push(number(Some(from.node(node, End::Touch)))?);
            turned.push(number(Some(from.node(node, End::Turn)).filter(|_| open))?);
        }
        for (node, table) in self.cuts.iter_mut().enumerate() {
            table.push(number(from.cut(node))?);
        }
        for (node, table) in self.along.iter_mut().enumerate() {
            table.push(match from.at(node).0 {
                Steps::None => 0,
                Steps::Odd => 1,
                Steps::Even => 2,
            });
        }
        Some(())
    }

    /// How many classes there are, the empty tour included. It is number 0.
    pub(super) fn count(&self) -> usize {
        self.frontiers.len()
    }

    /// Where a deed in a block leads from each class.
    pub(super) fn deed(&self, block: usize, deed: usize) -> &[u16] {
        let at = block * Deed::ALL.len() + deed;
        self.deeds.get(at).map_or(&[], Vec::as_slice)
    }

    /// Where something at a cross-aisle alone leads from each class.
    pub(super) fn node(&self, node: usize, end: End) -> &[u16] {
        match (self.nodes.get(node), end) {
            (Some([touched, _]), End::Touch) => touched,
            (Some([_, turned]), End::Turn) => turned,
            _ => &[],
        }
    }

    /// Where leaving a cross-aisle out on the way to the next aisle leads from each class.
    pub(super) fn cut(&self, node: usize) -> &[u16] {
        self.cuts.get(node).map_or(&[], Vec::as_slice)
    }

    /// How often a cross-aisle is walked to the next aisle, by class.
    pub(super) fn along(&self, node: usize) -> &[u8] {
        self.along.get(node).map_or(&[], Vec::as_slice)
    }

    /// The classes in which a tour may be over.
    pub(super) fn closed(&self) -> &[u16] {
        &self.closed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_cross_aisles_have_the_classes_of_ratliff_and_rosenthal() {
        // (U,U,1C), (E,0,1C), (0,E,1C), (E,E,1C), (E,E,2C), the empty tour, and the finished one, which needs no class.
        assert_eq!(Classes::find(2, false).unwrap().count(), 7 - 1);
    }

    #[test]
    fn three_cross_aisles_have_the_classes_of_roodbergen_and_de_koster() {
        // 25, the finished tour among them.
        assert_eq!(Classes::find(3, false).unwrap().count(), 25 - 1);
    }

    #[test]
    fn too_many_cross_aisles_are_refused() {
        assert!(Classes::find(0, false).is_none());
        assert!(Classes::find(MAX_CROSSES + 1, false).is_none());
    }
}
