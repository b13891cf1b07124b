//! Containers and bins: inside, apart, standing as allowed, no more than there are, and worth what they say.

use super::boxes::{Solid, check_inside_and_apart, number, numbers};
use super::{instances, plan};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A type of the file: sides, which may stand upright, how many.
type Kind = ([i64; 3], [bool; 3], i64);

/// Container and types of a problem in the OR-Library's format.
fn problem(text: &str, wanted: i64) -> ([i64; 3], BTreeMap<i64, Kind>) {
    let mut n = numbers(text);
    let mut next = || n.next().unwrap();
    for _ in 0..next() {
        let (number, _seed) = (next(), next());
        let container = [next(), next(), next()];
        let kinds = (0..next())
            .map(|_| {
                let id = next();
                let mut kind: Kind = ([0; 3], [false; 3], 0);
                for axis in 0..3 {
                    kind.0[axis] = next();
                    kind.1[axis] = next() == 1;
                }
                kind.2 = next();
                (id, kind)
            })
            .collect();
        if number == wanted {
            return (container, kinds);
        }
    }
    panic!("no problem {wanted}");
}

/// The sides, in some order, with one upright that may be.
fn may_stand(kind: &Kind, stands: [i64; 3]) -> bool {
    (0..3).any(|up| {
        let (a, b) = (kind.0[(up + 1) % 3], kind.0[(up + 2) % 3]);
        let flat = [stands[0], stands[1]];
        kind.1[up] && stands[2] == kind.0[up] && (flat == [a, b] || flat == [b, a])
    })
}

fn check_container(answer: &Value, text: &str) {
    let (container, kinds) = problem(text, number(answer, "problem"));
    let mut solids = Vec::new();
    let mut used: BTreeMap<i64, i64> = BTreeMap::new();
    for placement in answer["placements"].as_array().unwrap() {
        let solid = Solid {
            at: ["x", "y", "z"].map(|f| number(placement, f)),
            sides: ["dx", "dy", "dz"].map(|f| number(placement, f)),
        };
        let id = number(placement, "type");
        assert!(
            may_stand(&kinds[&id], solid.sides),
            "{placement} may not stand so"
        );
        *used.entry(id).or_default() += 1;
        solids.push(solid);
    }
    for (id, count) in used {
        assert!(count <= kinds[&id].2, "{count} of type {id}");
    }
    check_inside_and_apart(container, &solids);
    let volume: i64 = solids.iter().map(Solid::volume).sum();
    assert_eq!(number(answer, "volume"), volume);
    let fill = volume as f64 / container.iter().product::<i64>() as f64;
    assert!((answer["fill"].as_f64().unwrap() - fill).abs() < 1e-9);
}

fn check_bins(answer: &Value, text: &str) {
    let mut n = numbers(text);
    let count = usize::try_from(n.next().unwrap()).unwrap();
    let mut triple = || [n.next().unwrap(), n.next().unwrap(), n.next().unwrap()];
    let bin = triple();
    let items: Vec<[i64; 3]> = (0..count).map(|_| triple()).collect();
    let mut packed = vec![0; count];
    let mut bins: BTreeMap<i64, Vec<Solid>> = BTreeMap::new();
    for placement in answer["placements"].as_array().unwrap() {
        let item = usize::try_from(number(placement, "item")).unwrap();
        packed[item] += 1;
        let at = ["x", "y", "z"].map(|f| number(placement, f));
        let sides = items[item];
        bins.entry(number(placement, "bin"))
            .or_default()
            .push(Solid { at, sides });
    }
    assert!(packed.iter().all(|times| *times == 1), "{packed:?}");
    let used = i64::try_from(bins.len()).unwrap();
    assert_eq!(number(answer, "bins"), used);
    assert!(
        bins.keys().copied().eq(0..used),
        "bins are numbered from 0 without gaps"
    );
    assert!(number(answer, "bound") <= used);
    for solids in bins.values() {
        check_inside_and_apart(bin, solids);
    }
}

fn written(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("instance.txt");
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn containers_of_the_literature_are_filled_soundly_and_well() {
    for (name, problem) in [("BR1", "1"), ("BR7", "2")] {
        let Some(folder) = instances("cartons/container") else {
            return;
        };
        let path = folder.join(format!("{name}.txt"));
        let arguments = ["container", "--problem", problem, "--seconds", "2"];
        let answers = plan(&arguments, std::slice::from_ref(&path));
        assert_eq!(answers.len(), 1);
        check_container(&answers[0], &std::fs::read_to_string(&path).unwrap());
        // Simple wall-building heuristics reach 80 to 85 %.
        assert!(answers[0]["fill"].as_f64().unwrap() > 0.86);
    }
}

#[test]
fn bins_of_the_literature_are_packed_soundly() {
    for name in ["c1_n50_1", "c5_n100_2", "c8_n50_3"] {
        let Some(folder) = instances("cartons/bins") else {
            return;
        };
        let path = folder.join(format!("{name}.txt"));
        let answers = plan(&["bins", "--seconds", "1"], std::slice::from_ref(&path));
        check_bins(&answers[0], &std::fs::read_to_string(&path).unwrap());
    }
}

#[test]
fn a_box_cut_into_pieces_is_put_together_again() {
    // Eight bins cut into quarters of different sizes need eight bins, and the volume bound proves it.
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::from("32 100 100 100\n");
    for i in 0..8 {
        let (x, y) = (40 + 3 * i, 55 - 2 * i);
        for (w, h) in [(x, y), (x, 100 - y), (100 - x, y), (100 - x, 100 - y)] {
            writeln!(text, "{w} {h} 100").unwrap();
        }
    }
    let answers = plan(&["bins", "--seconds", "60"], &[written(folder.path(), &text)]);
    check_bins(&answers[0], &text);
    assert_eq!(number(&answers[0], "bins"), 8);
}

#[test]
fn a_file_that_is_no_instance_is_refused_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = written(folder.path(), "2 10 10 10\n1 1 x\n");
    let told = Command::new(env!("CARGO_BIN_EXE_pickface"))
        .args(["plan", "bins"])
        .arg(file)
        .output()
        .unwrap();
    assert_eq!(told.status.code(), Some(2));
    let refusal = String::from_utf8(told.stderr).unwrap();
    assert!(refusal.contains(":2: \"x\""), "{refusal}");
}

/// Whether items all fit into one bin as they stand, by trying every order at every corner made of others' faces:
/// exact, for a handful of items (normal patterns, Herz 1972).
fn fit_in_one(bin: [i64; 3], items: &[[i64; 3]], placed: &mut Vec<Solid>, used: usize) -> bool {
    if used + 1 == 1 << items.len() {
        return true;
    }
    let marks = |axis: usize| {
        let mut marks: Vec<i64> = placed.iter().map(|s| s.at[axis] + s.sides[axis]).collect();
        marks.push(0);
        marks
    };
    let (xs, ys, zs) = (marks(0), marks(1), marks(2));
    for (i, sides) in items.iter().enumerate().filter(|(i, _)| used & (1 << i) == 0) {
        for at in xs
            .iter()
            .flat_map(|x| ys.iter().flat_map(|y| zs.iter().map(|z| [*x, *y, *z])))
        {
            let solid = Solid { at, sides: *sides };
            let inside = (0..3).all(|axis| at[axis] + sides[axis] <= bin[axis]);
            if inside && placed.iter().all(|other| !solid.overlaps(other)) {
                placed.push(solid);
                if fit_in_one(bin, items, placed, used | 1 << i) {
                    return true;
                }
                placed.pop();
            }
        }
    }
    false
}

/// Fewest bins by trying every way to part the items.
fn fewest(bin: [i64; 3], items: &[[i64; 3]]) -> usize {
    fn part(bin: [i64; 3], rest: &[[i64; 3]], groups: &mut Vec<Vec<[i64; 3]>>, best: &mut usize) {
        if groups.len() >= *best {
            return;
        }
        let Some((item, rest)) = rest.split_first() else {
            *best = groups.len();
            return;
        };
        for group in 0..groups.len() {
            groups[group].push(*item);
            if fit_in_one(bin, &groups[group], &mut Vec::new(), 0) {
                part(bin, rest, groups, best);
            }
            groups[group].pop();
        }
        groups.push(vec![*item]);
        part(bin, rest, groups, best);
        groups.pop();
    }
    let mut best = items.len() + 1;
    part(bin, items, &mut Vec::new(), &mut best);
    best
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn few_items_take_as_few_bins_as_trying_everything_finds(
        items in prop::collection::vec([1_i64..=10, 1_i64..=10, 1_i64..=10], 1..=5),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut text = format!("{} 10 10 10\n", items.len());
        for [w, h, d] in &items {
            writeln!(text, "{w} {h} {d}").unwrap();
        }
        let answers = plan(&["bins", "--seconds", "0.2"], &[written(folder.path(), &text)]);
        check_bins(&answers[0], &text);
        let fewest = i64::try_from(fewest([10; 3], &items)).unwrap();
        prop_assert_eq!(number(&answers[0], "bins"), fewest);
        prop_assert!(number(&answers[0], "bound") <= fewest);
    }

    #[test]
    fn any_small_container_is_filled_soundly(
        container in [4_i64..30, 4_i64..30, 4_i64..30],
        kinds in prop::collection::vec(([1_i64..12, 1_i64..12, 1_i64..12], 1_u8..8, 0_i64..9), 1..7),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let [l, w, h] = container;
        let mut text = format!("1\n1 0\n{l} {w} {h}\n{}\n", kinds.len());
        for (id, (sides, upright, count)) in kinds.iter().enumerate() {
            let mark = |axis: u8| (upright >> axis) & 1;
            let [a, b, c] = sides;
            writeln!(text, "{} {a} {} {b} {} {c} {} {count}", id + 3, mark(0), mark(1), mark(2)).unwrap();
        }
        let answers = plan(&["container", "--seconds", "0.05"], &[written(folder.path(), &text)]);
        check_container(&answers[0], &text);
        // Something goes in where anything can.
        let (container, kinds) = problem(&text, 1);
        let fits = |kind: &Kind| (0..3).any(|up| {
            let (a, b) = (kind.0[(up + 1) % 3], kind.0[(up + 2) % 3]);
            let flat = (a <= container[0] && b <= container[1]) || (b <= container[0] && a <= container[1]);
            kind.1[up] && kind.0[up] <= container[2] && flat
        });
        let any = kinds.values().any(|kind| kind.2 > 0 && fits(kind));
        prop_assert_eq!(number(&answers[0], "volume") > 0, any);
    }
}
