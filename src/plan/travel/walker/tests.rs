use super::*;
use crate::plan::route::MAX_CROSSES;

/// Bins in four aisles of many short blocks, walked up and down, and a bench before the first one.
fn sites(blocks: i32) -> Vec<Site> {
    let mut sites = Vec::new();
    let mut add = |x: i32, y: i32, is_bin: bool| {
        let number = u32::try_from(sites.len()).unwrap() + 1;
        let place = PlaceId(u64::from(number));
        sites.push(Site {
            sequence: number,
            x,
            y,
            place,
            is_bin,
        });
    };
    for aisle in 0..4 {
        let mut bays: Vec<i32> = (0..blocks)
            .flat_map(|block| (0..4).map(move |bay| block * 8_000 + bay * 1_000))
            .collect();
        if aisle % 2 == 1 {
            bays.reverse();
        }
        for y in bays {
            add(aisle * 4_000, y, true);
            add(aisle * 4_000 + 2_000, y, true);
        }
    }
    add(1_000, -6_000, false);
    sites
}

fn walker(blocks: i32) -> Walker {
    let bench = sites(blocks).last().unwrap().place;
    Walker::on(Layout::of(sites(blocks)), &[bench])
}

#[test]
fn a_walk_is_as_long_as_told_with_few_cross_aisles_and_with_many() {
    for blocks in [1, 2, i32::try_from(MAX_CROSSES).unwrap() + 1] {
        let mut walker = walker(blocks);
        let crosses = walker.layout().grid.crosses.len();
        assert_eq!(crosses, usize::try_from(blocks).unwrap() + 1);
        let all = sites(blocks);
        let places: Vec<PlaceId> = all.iter().map(|site| site.place).step_by(5).take(12).collect();
        let walk = walker.round(places.iter().copied());
        assert_eq!(walker.length(&walk.places), walk.mm);
        assert!(
            walk.mm <= walker.length(&places),
            "not longer than the pick sequence"
        );
        assert!(walk.bound_mm <= walk.mm);
        let mut visited = walk.places;
        visited.sort_unstable();
        assert_eq!(visited, places);
    }
}

#[test]
fn from_where_somebody_stands_the_rest_is_walked_once() {
    let (sites, mut walker) = (sites(2), walker(2));
    let place = |n: usize| sites[n].place;
    let rest = [place(0), place(8), place(20)].map(|place| (place, 0));
    let walk = walker.onward(place(14), rest).unwrap();
    assert_eq!(walk.places.len(), 3);
    let mut at = place(14);
    let mut mm = 0;
    for next in walk.places.iter().chain([&sites.last().unwrap().place]) {
        mm += walker.distance(at, *next).unwrap();
        at = *next;
    }
    assert_eq!(mm, walk.mm);
}

#[test]
fn a_place_that_is_not_on_the_layout_comes_last() {
    let mut walker = Walker::on(Layout::of(sites(1)), &[]);
    let walk = walker.round([PlaceId(999), PlaceId(1)]);
    assert_eq!(walk.places, [PlaceId(1), PlaceId(999)]);
    assert!(walker.onward(PlaceId(999), [(PlaceId(1), 0)]).is_none());
}

#[test]
fn what_has_a_later_turn_comes_later_however_far_the_way_is() {
    let (sites, mut walker) = (sites(2), walker(2));
    let near = sites[0].place;
    let far = sites[40].place;
    let walk = walker.round_in_turns([(near, 2), (far, 1)]);
    assert_eq!(walk.places, [far, near]);
    assert_eq!(walker.length(&[far, near]), walk.mm);
    assert_eq!(walk.bound_mm, walk.mm);
}

#[test]
fn of_two_benches_the_better_one_is_taken() {
    let mut sites = sites(1);
    let far = PlaceId(900);
    sites.push(Site {
        sequence: 900,
        x: 13_000,
        y: -6_000,
        place: far,
        is_bin: false,
    });
    let near = sites[sites.len() - 2].place;
    let mut both = Walker::on(Layout::of(sites.clone()), &[near, far]);
    let last = sites[sites.len() - 3].place;
    let mut one = Walker::on(Layout::of(sites), &[far]);
    assert_eq!(both.round([last]).mm, one.round([last]).mm);
}
