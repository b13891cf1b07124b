//! Orders at a bench: parcels that hold, by rules written down a second time.

use super::boxes::{Solid, check_inside_and_apart};
use pickface::plan::carton::bench::{Carton, Goods, MAX_PARCELS, Parcel, Parcels, pack};
use proptest::prelude::*;

const CARTONS: [[i32; 3]; 5] = [
    [200, 150, 100],
    [300, 200, 150],
    [380, 280, 190],
    [450, 350, 300],
    [600, 400, 400],
];

fn cartons(max_weight_g: i64) -> Vec<Carton> {
    let carton = |sides| Carton {
        sides,
        max_weight_g,
        tare_g: 100,
    };
    CARTONS.into_iter().map(carton).collect()
}

fn goods() -> impl Strategy<Value = Goods> {
    let sides = [20_i32..250, 20_i32..200, 10_i32..150];
    (sides, any::<bool>(), 0..5, 10_i64..2_000, 0_u32..6).prop_map(|(sides, up, fragile, weight_g, count)| {
        Goods {
            sides,
            this_side_up: up,
            fragile: fragile == 0,
            weight_g,
            count,
        }
    })
}

fn solids(parcel: &Parcel) -> Vec<Solid> {
    let solid = |place: &pickface::plan::carton::cuboid::Cuboid| {
        let (lo, hi) = (place.lo.map(i64::from), place.hi.map(i64::from));
        Solid {
            at: lo,
            sides: [hi[0] - lo[0], hi[1] - lo[1], hi[2] - lo[2]],
        }
    };
    parcel.pieces.iter().map(|p| solid(&p.place)).collect()
}

fn shared_base(a: &Solid, b: &Solid) -> i64 {
    (0..2)
        .map(|axis| {
            let from = a.at[axis].max(b.at[axis]);
            let to = (a.at[axis] + a.sides[axis]).min(b.at[axis] + b.sides[axis]);
            (to - from).max(0)
        })
        .product()
}

fn check_parcel(goods: &[Goods], carton: &Carton, parcel: &Parcel) {
    let solids = solids(parcel);
    check_inside_and_apart(carton.sides.map(i64::from), &solids);
    let mut weight = carton.tare_g;
    for (piece, solid) in parcel.pieces.iter().zip(&solids) {
        let of = &goods[piece.kind];
        weight += of.weight_g;
        let mut stands = solid.sides;
        let mut sides = of.sides.map(i64::from);
        if of.this_side_up {
            assert_eq!(stands[2], sides[2], "{solid:?} lies on its side");
        }
        stands.sort_unstable();
        sides.sort_unstable();
        assert_eq!(stands, sides);
        if solid.at[2] > 0 {
            let mut rests = 0;
            for (other, below) in parcel.pieces.iter().zip(&solids) {
                let shared = shared_base(solid, below);
                if below.at[2] + below.sides[2] == solid.at[2] && shared > 0 {
                    assert!(!goods[other.kind].fragile, "{solid:?} stands on fragile goods");
                    rests += shared;
                }
            }
            let base = solid.sides[0] * solid.sides[1];
            assert!(rests * 4 >= base * 3, "{solid:?} hangs in the air");
        }
    }
    assert_eq!(parcel.weight_g, weight);
    assert!(weight - carton.tare_g <= carton.max_weight_g);
    assert_eq!(parcel.goods_mm3, solids.iter().map(Solid::volume).sum::<i64>());
}

fn check(goods: &[Goods], cartons: &[Carton], packed: &Parcels) {
    for parcel in &packed.parcels {
        check_parcel(goods, &cartons[parcel.carton], parcel);
    }
    for (kind, of) in goods.iter().enumerate() {
        let pieces = packed.parcels.iter().flat_map(|p| &p.pieces);
        let in_parcels = u32::try_from(pieces.filter(|p| p.kind == kind).count()).unwrap();
        assert_eq!(in_parcels + packed.over[kind], of.count);
    }
}

/// Fits as it may stand, alone.
fn fits(of: &Goods, carton: &Carton) -> bool {
    let [a, b, c] = of.sides;
    let [l, w, h] = carton.sides;
    let stands = |a, b, c| c <= h && ((a <= l && b <= w) || (b <= l && a <= w));
    let lies = !of.this_side_up && (stands(a, c, b) || stands(b, c, a));
    of.weight_g <= carton.max_weight_g && (stands(a, b, c) || lies)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn parcels_hold(goods in prop::collection::vec(goods(), 1..12), max_weight_g in 500_i64..20_000) {
        let cartons = cartons(max_weight_g);
        let packed = pack(&goods, &cartons);
        check(&goods, &cartons, &packed);
        // Nothing is left over that fits into some carton alone, as long as there may be more parcels.
        let full = packed.parcels.len() == MAX_PARCELS;
        for (of, over) in goods.iter().zip(&packed.over) {
            prop_assert!(full || *over == 0 || !cartons.iter().any(|c| fits(of, c)));
        }
    }

    #[test]
    fn one_piece_goes_into_the_smallest_carton_that_takes_it(mut of in goods()) {
        of.count = 1;
        let cartons = cartons(1_500);
        let smallest = cartons.iter().position(|c| fits(&of, c));
        let packed = pack(&[of], &cartons);
        prop_assert_eq!(packed.parcels.first().map(|p| p.carton), smallest);
    }
}

#[test]
fn what_fills_a_carton_to_the_brim_goes_into_it() {
    // 4 x 3 x 2 pieces of 50 x 50 x 50, and a carton one millimetre too small beside it.
    let pieces = Goods {
        sides: [50; 3],
        this_side_up: false,
        fragile: false,
        weight_g: 10,
        count: 24,
    };
    let carton = |sides| Carton {
        sides,
        max_weight_g: 1_000,
        tare_g: 0,
    };
    let cartons = [carton([210, 160, 99]), carton([200, 150, 100])];
    let packed = pack(&[pieces], &cartons);
    assert_eq!(packed.over, [0]);
    let used: Vec<usize> = packed.parcels.iter().map(|p| p.carton).collect();
    assert_eq!(used, [1]);
}
