//! Slots: moves that can be carried out one after the other, within room and reach, and metres recomputed by a dynamic
//! programme of this file over floor, orders and walks as the documents state them.

use super::{instances, plan};
use flate2::read::GzDecoder;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};

const LINES: usize = 30;
/// Ordinary and bulk pick faces: millilitres, grams.
const FACE: (i64, i64) = (160_000, 250_000);
const BULK_FACE: (i64, i64) = (900_000, 800_000);
/// The heaviest piece that lies above the floor.
const UP_G: i64 = 13_000;
const CROSSES: [i64; 3] = [1_500, 27_000, 52_500];
const PITCH: i64 = 3_600;

struct Goods {
    mm3: i64,
    grams: i64,
}

/// Some days of the real orders, written as a folder of their own.
struct Cut {
    folder: tempfile::TempDir,
    items: BTreeMap<String, Goods>,
    /// Day and items of each order in the order of its lines.
    orders: Vec<(String, Vec<String>)>,
}

fn rows(path: &Path) -> Vec<csv::StringRecord> {
    let file: Box<dyn std::io::Read> = match path.extension() {
        Some(end) if end == "gz" => Box::new(GzDecoder::new(File::open(path).unwrap())),
        _ => Box::new(File::open(path).unwrap()),
    };
    csv::Reader::from_reader(file)
        .records()
        .map(Result::unwrap)
        .collect()
}

/// The orders of these days, by the beginnings of their dates, and the items in them.
fn cut(from: &Path, days: &[&str]) -> Cut {
    let wanted = |row: &csv::StringRecord| days.iter().any(|day| row[1].starts_with(day));
    let orders: Vec<csv::StringRecord> = rows(&from.join("orders.csv.gz"))
        .into_iter()
        .filter(wanted)
        .collect();
    let days: BTreeMap<&str, &str> = orders.iter().map(|row| (&row[0], &row[1])).collect();
    let lines: Vec<csv::StringRecord> = rows(&from.join("order_lines.csv.gz"))
        .into_iter()
        .filter(|row| days.contains_key(&row[0]))
        .collect();
    let used: BTreeSet<&str> = lines.iter().map(|row| &row[1]).collect();
    let items: Vec<csv::StringRecord> = rows(&from.join("items.csv"))
        .into_iter()
        .filter(|row| used.contains(&row[0]))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, head: &str, rows: &[csv::StringRecord]| {
        let mut file = csv::Writer::from_path(folder.path().join(name)).unwrap();
        file.write_record(head.split(',')).unwrap();
        rows.iter().for_each(|row| file.write_record(row).unwrap());
        file.flush().unwrap();
    };
    let head = "item,description,barcode,price_minor,length_mm,width_mm,height_mm,weight_g,case_quantity";
    write("items.csv", head, &items);
    write("orders.csv", "order,placed_at,customer,country", &orders);
    write("order_lines.csv", "order,item,quantity", &lines);
    let number = |row: &csv::StringRecord, at: usize| row[at].parse::<i64>().unwrap();
    let goods = |row: &csv::StringRecord| Goods {
        mm3: number(row, 4) * number(row, 5) * number(row, 6),
        grams: number(row, 7),
    };
    let mut by_order: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for row in &lines {
        by_order.entry(&row[0]).or_default().push(row[1].to_owned());
    }
    let orders = by_order
        .into_iter()
        .map(|(order, lines)| (days[order].to_owned(), lines));
    Cut {
        items: items.iter().map(|row| (row[0].to_owned(), goods(row))).collect(),
        orders: orders.collect(),
        folder,
    }
}

/// Where a pick face lies: x of its aisle, y, and its level, from a code as `A-07-12-1`.
fn spot(code: &str) -> (i64, i64, i64) {
    let parts: Vec<&str> = code.split('-').collect();
    let number = |at: usize| parts[at].parse::<i64>().unwrap();
    let block = i64::from(parts[0] == "B");
    assert!(block == 1 || parts[0] == "A", "{code} is no bin");
    let y = 3_000 + block * 25_500 + (number(2) - 1) / 2 * 900 + 450;
    (number(1) * PITCH, y, number(3))
}

/// How a walk stands at each cross-aisle: steps that end there (0 none, 1 odd, 2 even), and the piece it belongs to.
type Stand = [(u8, u8); 3];

/// Gives pieces their numbers anew, in the order in which they come.
fn tidy(mut stand: Stand) -> Stand {
    let mut known = Vec::new();
    for (steps, piece) in &mut stand {
        if *steps == 0 {
            *piece = 0;
            continue;
        }
        let at = known.iter().position(|other| other == piece).unwrap_or_else(|| {
            known.push(*piece);
            known.len() - 1
        });
        *piece = u8::try_from(at + 1).unwrap();
    }
    stand
}

/// Steps more at one cross-aisle.
fn step(stand: &mut Stand, at: usize, more: u8) {
    if more == 0 {
        return;
    }
    if stand[at].0 == 0 {
        stand[at] = (if more == 1 { 1 } else { 2 }, 50 + u8::try_from(at).unwrap());
    } else if more == 1 {
        stand[at].0 = 3 - stand[at].0;
    }
}

fn join(stand: &mut Stand, a: usize, b: usize) {
    let (keep, drop) = (stand[a].1, stand[b].1);
    for one in stand {
        if one.1 == drop {
            one.1 = keep;
        }
    }
}

/// What can be walked between two cross-aisles with these places between them: steps at both ends, whether it is a way
/// through, and its length.
fn ways(ys: &[i64], front: i64, back: i64) -> Vec<(u8, u8, bool, i64)> {
    let depth = back - front;
    let mut ways = vec![(1, 1, true, depth), (2, 2, true, 2 * depth)];
    let ends: Vec<i64> = [front]
        .into_iter()
        .chain(ys.iter().copied())
        .chain([back])
        .collect();
    for (at, pair) in ends.windows(2).enumerate() {
        let front_end = if at == 0 { 0 } else { 2 };
        let back_end = if at == ys.len() { 0 } else { 2 };
        ways.push((front_end, back_end, false, 2 * (depth - (pair[1] - pair[0]))));
    }
    ways
}

fn keep(stands: &mut BTreeMap<Stand, i64>, stand: Stand, length: i64) {
    let known = stands.entry(tidy(stand)).or_insert(length);
    *known = (*known).min(length);
}

/// The shortest walk from the depot through all these places and back to it.
fn tour(places: &BTreeSet<(i64, i64)>, depot: (i64, i64)) -> i64 {
    let columns: BTreeSet<i64> = places.iter().map(|(x, _)| *x).chain([depot.0]).collect();
    let mut stands: BTreeMap<Stand, i64> = [([(0, 0); 3], 0)].into();
    let mut before = None;
    for x in &columns {
        if let Some(before) = before {
            let mut next = BTreeMap::new();
            for (stand, length) in &stands {
                for choice in 0..27_u32 {
                    let times = [choice % 3, choice / 3 % 3, choice / 9].map(|n| u8::try_from(n).unwrap());
                    along(&mut next, *stand, times, *length, x - before);
                }
            }
            stands = next;
        }
        before = Some(*x);
        if *x == depot.0 {
            stands = stands
                .into_iter()
                .map(|(mut stand, length)| {
                    step(&mut stand, 0, 2);
                    (tidy(stand), length)
                })
                .fold(BTreeMap::new(), |mut all, (stand, length)| {
                    keep(&mut all, stand, length);
                    all
                });
        }
        for block in 0..2 {
            let (front, back) = (CROSSES[block], CROSSES[block + 1]);
            let ys: Vec<i64> = places
                .iter()
                .filter(|(at, y)| at == x && (front..back).contains(y))
                .map(|(_, y)| *y)
                .collect();
            let mut next = BTreeMap::new();
            for (stand, length) in &stands {
                for (first, last, through, more) in ways(&ys, front, back) {
                    let mut stand = *stand;
                    step(&mut stand, block, first);
                    step(&mut stand, block + 1, last);
                    if through {
                        join(&mut stand, block, block + 1);
                    }
                    keep(&mut next, stand, length + more);
                }
            }
            stands = next;
        }
    }
    let whole = stands.iter().filter(|(stand, _)| {
        let pieces: BTreeSet<u8> = stand.iter().filter(|one| one.0 != 0).map(|one| one.1).collect();
        stand.iter().all(|one| one.0 != 1) && pieces.len() == 1
    });
    whole.map(|(_, length)| *length).min().unwrap() + 2 * (CROSSES[0] - depot.1)
}

/// On to the next column, so many times along each cross-aisle. What ends must be even, and no piece may be lost.
fn along(next: &mut BTreeMap<Stand, i64>, stand: Stand, times: [u8; 3], length: i64, dx: i64) {
    let mut beyond = [(0, 0); 3];
    for at in 0..3 {
        let odd = (stand[at].0 == 1) ^ (times[at] == 1);
        if odd || (stand[at].0 == 0 && times[at] > 0) {
            return;
        }
        if times[at] > 0 {
            beyond[at] = (times[at], stand[at].1);
        }
    }
    let lost = |one: &(u8, u8)| one.0 != 0 && beyond.iter().all(|other| other.0 == 0 || other.1 != one.1);
    if stand.iter().any(lost) {
        return;
    }
    let walked: i64 = times.iter().map(|n| i64::from(*n)).sum();
    keep(next, beyond, length + walked * dx);
}

/// The shortest walk by trying all orders, for few places: what the programme above is checked by.
fn by_trying(places: &[(i64, i64)], depot: (i64, i64)) -> i64 {
    fn far(a: (i64, i64), b: (i64, i64)) -> i64 {
        if a.0 == b.0 {
            return (a.1 - b.1).abs();
        }
        let by = CROSSES
            .iter()
            .map(|cross| (a.1 - cross).abs() + (b.1 - cross).abs());
        by.min().unwrap() + (a.0 - b.0).abs()
    }
    fn rest(at: (i64, i64), left: &[(i64, i64)], depot: (i64, i64)) -> i64 {
        let shortest = (0..left.len()).map(|n| {
            let mut others = left.to_vec();
            let next = others.remove(n);
            far(at, next) + rest(next, &others, depot)
        });
        shortest.min().unwrap_or_else(|| far(at, depot))
    }
    rest(depot, places, depot)
}

#[test]
fn the_checking_programme_finds_what_trying_all_orders_finds() {
    let mut dice = fastrand::Rng::with_seed(3);
    for _ in 0..60 {
        let places: BTreeSet<(i64, i64)> = (0..dice.usize(1..6))
            .map(|_| {
                let (aisle, bay) = (dice.i64(1..5), dice.i64(0..25));
                (aisle * PITCH, 3_450 + bay * 900 + dice.i64(0..2) * 25_500)
            })
            .collect();
        let all: Vec<(i64, i64)> = places.iter().copied().collect();
        let depot = (12_000, -3_000);
        assert_eq!(tour(&places, depot), by_trying(&all, depot), "{all:?}");
    }
}

fn assignment(told: &Value, name: &str) -> BTreeMap<String, String> {
    let map = told[name].as_object().unwrap().iter();
    map.map(|(item, place)| (item.clone(), place.as_str().unwrap().to_owned()))
        .collect()
}

/// Walks of the orders after a day.
fn walks<'c>(cut: &'c Cut, after: &str) -> Vec<&'c [String]> {
    let judged = cut.orders.iter().filter(|(day, _)| &day[..10] > after);
    judged.flat_map(|(_, lines)| lines.chunks(LINES)).collect()
}

fn millimetres(walks: &[&[String]], lies: &BTreeMap<String, String>, depot: (i64, i64)) -> i64 {
    let walk = |lines: &&[String]| {
        let at = lines.iter().map(|item| spot(&lies[item]));
        tour(&at.map(|(x, y, _)| (x, y)).collect(), depot)
    };
    walks.iter().map(walk).sum()
}

/// An item's goods fit into a place, and are not too heavy for its height.
fn check_room(cut: &Cut, pieces: &Value, item: &str, place: &str, last_aisle: i64) {
    let goods = &cut.items[item];
    let count = pieces[item].as_i64().unwrap();
    let (x, _, level) = spot(place);
    assert!(level <= 2, "{place} is no pick face");
    let (ml, grams) = if x == last_aisle * PITCH { BULK_FACE } else { FACE };
    assert!(
        count >= 1 && count * goods.mm3 <= ml * 1_000,
        "{item} in {place}: volume"
    );
    assert!(count * goods.grams <= grams, "{item} in {place}: weight");
    assert!(
        level == 1 || goods.grams <= UP_G,
        "{item} in {place}: too heavy so high"
    );
}

fn check(cut: &Cut, told: &Value, learn_until: &str, most: Option<usize>) {
    let after = assignment(told, "assignment");
    let rival = assignment(told, "assignment_abc");
    assert_eq!(after.len(), cut.items.len(), "every item lies somewhere");
    let moves = told["moves"].as_array().unwrap();
    let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    // Where everything lay: the first place that a move takes it from, else where it still lies.
    let mut before = after.clone();
    for one in moves.iter().rev() {
        before.insert(text(one, "item"), text(one, "from"));
    }
    let aisles = (cut.items.len() + cut.items.len() / 33).div_ceil(200).max(2);
    let last_aisle = i64::try_from(aisles).unwrap();
    for lies in [&before, &after, &rival] {
        assert_eq!(
            lies.values().collect::<BTreeSet<_>>().len(),
            lies.len(),
            "one item a place"
        );
        for (item, place) in lies {
            check_room(cut, &told["pieces"], item, place, last_aisle);
        }
    }
    let mut lies = before.clone();
    let mut taken: BTreeSet<String> = before.values().cloned().collect();
    for one in moves {
        let (item, from, to) = (text(one, "item"), text(one, "from"), text(one, "to"));
        check_room(cut, &told["pieces"], &item, &to, last_aisle);
        assert_eq!(
            lies.insert(item.clone(), to.clone()).as_ref(),
            Some(&from),
            "{item}"
        );
        assert!(
            taken.remove(&from) && taken.insert(to.clone()),
            "{to} is not free for {item}"
        );
    }
    assert_eq!(lies, after, "the moves lead to the assignment");
    let past = cut.orders.iter().filter(|(day, _)| &day[..10] <= learn_until);
    let known: BTreeSet<&String> = past.flat_map(|(_, lines)| lines).collect();
    for (item, place) in &before {
        assert!(
            known.contains(item) || (&after[item] == place && &rival[item] == place),
            "{item} is unknown"
        );
    }
    if let Some(most) = most {
        assert!(moves.len() <= most && told["moves_abc"].as_u64().unwrap() <= most as u64);
    }
    let depot = (
        told["depot_mm"][0].as_i64().unwrap(),
        told["depot_mm"][1].as_i64().unwrap(),
    );
    let walks = walks(cut, learn_until);
    assert_eq!(told["walks"].as_u64().unwrap(), walks.len() as u64);
    for (name, lies) in [
        ("metres_before", &before),
        ("metres_after", &after),
        ("metres_abc", &rival),
    ] {
        let metres = millimetres(&walks, lies, depot) as f64 / 1_000.0;
        assert!(
            (told[name].as_f64().unwrap() - metres).abs() < 0.001,
            "{name}: {metres}"
        );
    }
}

fn run(cut: &Cut, more: &[&str]) -> Value {
    let days = ["--learn-until", "2011-08-31", "--judge-until", "2011-09-02"];
    let arguments: Vec<&str> = ["slots"].iter().chain(more).chain(&days).copied().collect();
    let folder = PathBuf::from(cut.folder.path());
    plan(&arguments, &[folder]).remove(0)
}

#[test]
fn slots_are_within_their_room_their_moves_can_be_carried_out_and_their_metres_are_as_told() {
    let Some(folder) = instances("retail") else { return };
    let cut = cut(&folder, &["2011-08-2", "2011-08-3", "2011-09-01", "2011-09-02"]);
    let told = run(&cut, &["--seconds", "6"]);
    check(&cut, &told, "2011-08-31", None);
    assert!(told["metres_after"].as_f64() < told["metres_before"].as_f64());
    let told = run(&cut, &["--seconds", "6", "--moves", "90", "--seed", "5"]);
    check(&cut, &told, "2011-08-31", Some(90));
    assert!(told["metres_after"].as_f64() < told["metres_before"].as_f64());
}
