//! Walks through the warehouse's own places.

use super::drawing::{Layout, Problem, Site};
use crate::domain::Warehouse;
use crate::domain::ids::PlaceId;
use crate::domain::places::PlaceKind;
use crate::plan::route::{MAX_CROSSES, Spot, Tours};

/// A walk that was planned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// Its length in millimetres, from its start to its end.
    pub mm: i64,
    /// The places in walking order, each once. Those that cannot be walked to come last, as they came.
    pub places: Vec<PlaceId>,
}

/// Plans walks in a building as it stood when this was made.
#[derive(Clone, Debug)]
pub struct Walker {
    layout: Layout,
    tours: Option<Tours>,
    benches: Vec<PlaceId>,
    stops: Vec<(Spot, PlaceId)>,
    spots: Vec<Spot>,
}

impl Walker {
    /// For a warehouse's places.
    #[must_use]
    pub fn of(w: &Warehouse) -> Walker {
        let benches = w.places.values().filter(|place| place.kind == PlaceKind::Bench);
        let benches = benches.map(|place| place.id).collect();
        Walker::on(
            Layout::of(w.places.values().map(|place| Site::from(place.as_ref()))),
            benches,
        )
    }

    /// On a layout, with the places where walks start and end.
    #[must_use]
    pub fn on(mut layout: Layout, benches: Vec<PlaceId>) -> Walker {
        let tours = Tours::new(layout.grid.clone());
        if tours.is_none() && layout.grid.crosses.len() > MAX_CROSSES {
            layout
                .problems
                .push(Problem::TooManyCrossAisles(layout.grid.crosses.len()));
        }
        Walker {
            layout,
            tours,
            benches,
            stops: Vec::new(),
            spots: Vec::new(),
        }
    }

    /// The layout.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The shortest walk through places, from the bench that lies best for them and back to it.
    pub fn round(&mut self, places: impl IntoIterator<Item = PlaceId>) -> Walk {
        let stray = self.gather(places);
        // Without a bench, a walk starts and ends at its first place.
        let start = self.bench().or(self.spots.first().copied());
        start.map_or_else(Walk::default, |spot| self.walk(spot, spot, stray))
    }

    /// The shortest walk through places from where somebody stands, to the bench that lies best for them. `None` when
    /// that place is not on the layout.
    pub fn onward(&mut self, from: PlaceId, places: impl IntoIterator<Item = PlaceId>) -> Option<Walk> {
        let start = self.layout.spots.get(&from).copied()?;
        let stray = self.gather(places);
        let end = self.bench().unwrap_or(start);
        Some(self.walk(start, end, stray))
    }

    /// Length of the walk through places in the order given, from the bench that lies best for them and back to it.
    #[must_use]
    pub fn length(&self, places: &[PlaceId]) -> i64 {
        let spots = || places.iter().filter_map(|place| self.layout.spots.get(place));
        let bench = self.bench_for(spots().copied());
        let stops = || bench.into_iter().chain(spots().copied()).chain(bench);
        let steps = stops()
            .zip(stops().skip(1))
            .map(|(a, b)| self.layout.grid.distance(a, b));
        steps.map(i64::from).sum()
    }

    fn bench(&self) -> Option<Spot> {
        self.bench_for(self.spots.iter().copied())
    }

    /// The bench that lies least beside the aisles of these spots.
    fn bench_for(&self, spots: impl Iterator<Item = Spot>) -> Option<Spot> {
        let grid = &self.layout.grid;
        let x = |spot: Spot| grid.aisles.get(spot.aisle).copied().unwrap_or(0);
        let (mut from, mut to) = (i32::MAX, i32::MIN);
        for spot in spots {
            (from, to) = (from.min(x(spot)), to.max(x(spot)));
        }
        let benches = self
            .benches
            .iter()
            .filter_map(|bench| self.layout.spots.get(bench));
        let beside = |spot: &Spot| {
            let off = grid
                .crosses
                .iter()
                .map(|cross| (cross - spot.position).abs())
                .min();
            (from - x(*spot)).max(x(*spot) - to).max(0) + off.unwrap_or(0)
        };
        benches
            .copied()
            .filter(|_| from <= to)
            .min_by_key(|spot| (beside(spot), *spot))
    }

    /// Takes the places as stops; those that cannot be walked to are handed back.
    fn gather(&mut self, places: impl IntoIterator<Item = PlaceId>) -> Vec<PlaceId> {
        self.stops.clear();
        let mut stray = Vec::new();
        for place in places {
            match self.layout.spots.get(&place) {
                Some(spot) => self.stops.push((*spot, place)),
                None => stray.push(place),
            }
        }
        self.stops.sort_unstable();
        self.stops.dedup();
        self.spots.clear();
        self.spots.extend(self.stops.iter().map(|(spot, _)| *spot));
        stray
    }

    fn walk(&mut self, start: Spot, end: Spot, stray: Vec<PlaceId>) -> Walk {
        let spots = self.spots.as_slice();
        let mm = self
            .tours
            .as_mut()
            .map_or(0, |tours| tours.plan(spots, start, end));
        let mm = i64::from(mm);
        let order = self.tours.as_ref().map(Tours::order).unwrap_or_default();
        let number = |number: &u32| usize::try_from(*number).ok();
        let stop = |at: usize| self.stops.get(at).map(|(_, place)| *place);
        let mut places: Vec<PlaceId> = order.iter().filter_map(number).filter_map(stop).collect();
        if self.tours.is_none() {
            places.extend(self.stops.iter().map(|(_, place)| *place));
        }
        places.extend(stray);
        Walk { mm, places }
    }
}
