use super::priced::{Priced, Rule};
use super::{Choice, Supply, choose};
use crate::plan::Progress;
use crate::plan::route::{AisleNeed, OneBlock};
use proptest::prelude::*;

fn block(aisles: usize, depot: usize) -> OneBlock {
    OneBlock {
        aisles,
        aisle_pitch: 3,
        cells: 9,
        cell_pitch: 1,
        front_to_cell: 1,
        back_to_cell: 1,
        depot_aisle: depot % aisles,
    }
}

fn supplies(aisles: usize, places: &[(usize, i32, usize, u64)]) -> Vec<Supply> {
    let supply = |(aisle, position, article, quantity): &(usize, i32, usize, u64)| Supply {
        aisle: aisle % aisles,
        position: *position,
        article: *article,
        quantity: *quantity,
    };
    let mut supplies: Vec<Supply> = places.iter().map(supply).collect();
    supplies.sort_unstable();
    supplies
}

fn length(block: &OneBlock, supplies: &[Supply], taken: impl Fn(usize) -> bool) -> i32 {
    let need = |aisle| {
        let inside = supplies
            .iter()
            .enumerate()
            .filter(|(n, s)| s.aisle == aisle && taken(*n));
        AisleNeed::of(inside.map(|(_, supply)| supply.position))
    };
    let needs: Vec<AisleNeed> = (0..block.aisles).map(need).collect();
    block.length(&needs)
}

fn places() -> impl Strategy<Value = Vec<(usize, i32, usize, u64)>> {
    proptest::collection::vec((0..5_usize, 1..10_i32, 0..4_usize, 1..4_u64), 1..10)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn no_set_of_places_is_cheaper_than_the_least(
        aisles in 1..6_usize,
        depot in 0..6_usize,
        places in places(),
        prices in proptest::collection::vec(0..12_i32, 10),
        rules in proptest::collection::vec(0..8_u8, 10),
    ) {
        let block = block(aisles, depot);
        let supplies = supplies(aisles, &places);
        let count = supplies.len();
        let rules: Vec<Rule> = rules[..count]
            .iter()
            .map(|rule| match rule {
                0 => Rule::Visit,
                1 => Rule::Leave,
                _ => Rule::Free,
            })
            .collect();
        let prices: Vec<f64> = prices[..count].iter().map(|price| f64::from(*price)).collect();
        let cost = |set: usize| {
            let taken = |n: usize| set & (1 << n) != 0;
            let off: f64 = (0..count).filter(|n| taken(*n)).map(|n| prices[n]).sum();
            f64::from(length(&block, &supplies, taken)) - off
        };
        let kept = |set: &usize| {
            (0..count).all(|n| match rules[n] {
                Rule::Visit => set & (1 << n) != 0,
                Rule::Leave => set & (1 << n) == 0,
                Rule::Free => true,
            })
        };
        // A place that is left may be walked past all the same, so that a tour past it is dearer than the best set.
        let best = (0..1_usize << count).filter(kept).map(cost).fold(f64::INFINITY, f64::min);
        let mut visited = Vec::new();
        let least = Priced::new(&block, &supplies).least(&prices, &rules, &mut visited);
        if rules.contains(&Rule::Leave) {
            prop_assert!(least >= best - 1e-9, "{least} {best}");
        } else {
            prop_assert!((least - best).abs() < 1e-9, "{least} {best}");
        }
        if least < 1e9 {
            let told: usize = (0..count).filter(|n| visited[*n]).map(|n| 1 << n).sum();
            prop_assert!(kept(&told));
            prop_assert!(cost(told) <= least + 1e-9);
        }
    }

    #[test]
    fn the_choice_is_the_best_there_is(
        aisles in 1..6_usize,
        depot in 0..6_usize,
        places in places(),
        wanted in proptest::collection::vec(0..5_u64, 4),
    ) {
        let block = block(aisles, depot);
        let supplies = supplies(aisles, &places);
        let enough = |set: usize| {
            wanted.iter().enumerate().all(|(article, wanted)| {
                let taken = supplies.iter().enumerate().filter(|(n, s)| set & (1 << n) != 0 && s.article == article);
                taken.map(|(_, supply)| supply.quantity).sum::<u64>() >= *wanted
            })
        };
        let sets = (0..1_usize << supplies.len()).filter(|set| enough(*set));
        let best = sets.map(|set| length(&block, &supplies, |n| set & (1 << n) != 0)).min();
        let choice = choose(&block, &supplies, &wanted, &mut |_: Progress| true);
        prop_assert_eq!(choice.as_ref().map(|choice| choice.length), best);
        if let Some(Choice { chosen, proved, .. }) = choice {
            prop_assert!(proved);
            prop_assert!(enough(chosen.iter().map(|n| 1 << n).sum()));
        }
    }
}
