//! Folders of the joint task, as Zalando's benchmark has them (arXiv 2401.04563): `parameters.json`, `articles.json`,
//! `orders.json` and `warehouse_items.json`.

use crate::cli::Failure;
use crate::plan::joint::{Floor, Place, Spot, Task};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Largest row, aisle or volume of a file.
const MOST: i64 = 1_000_000;

/// A folder's content: the task, and what its orders, places and zones are called.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    pub(super) task: Task,
    pub(super) orders: Vec<String>,
    pub(super) places: Vec<String>,
    pub(super) zones: Vec<String>,
}

#[derive(Deserialize)]
struct Parameters {
    min_number_requested_items: usize,
    max_orders_per_batch: usize,
    max_container_volume: i64,
    first_row: i64,
    last_row: i64,
}

#[derive(Deserialize)]
struct Article {
    id: String,
    volume: i64,
}

#[derive(Deserialize)]
struct Order {
    id: String,
    positions: Vec<String>,
}

#[derive(Deserialize)]
struct Item {
    id: String,
    row: i64,
    aisle: i64,
    article: String,
    zone: String,
}

impl Folder {
    /// Reads a folder.
    ///
    /// # Errors
    /// File and problem; with its line, where the file is no JSON of this shape.
    pub(super) fn read(folder: &Path) -> Result<Folder, Failure> {
        let parameters: Parameters = file(folder, "parameters.json")?;
        let articles: Vec<Article> = file(folder, "articles.json")?;
        let orders: Vec<Order> = file(folder, "orders.json")?;
        let items: Vec<Item> = file(folder, "warehouse_items.json")?;
        Folder::of(&parameters, &articles, orders, items).map_err(|(name, problem)| {
            Failure::refused(format!("{}: {problem}", folder.join(name).display()))
        })
    }

    fn of(
        parameters: &Parameters,
        articles: &[Article],
        orders: Vec<Order>,
        items: Vec<Item>,
    ) -> Result<Folder, (&'static str, String)> {
        let limits = |problem: String| ("parameters.json", problem);
        let row = |row: i64| {
            i32::try_from(row)
                .ok()
                .filter(|row| i64::from(row.unsigned_abs()) <= MOST)
        };
        let floor = Floor {
            first_row: row(parameters.first_row)
                .filter(|row| *row < 0)
                .ok_or_else(|| limits(format!("first_row is {}, not below 0", parameters.first_row)))?,
            last_row: row(parameters.last_row)
                .filter(|row| *row > 0)
                .ok_or_else(|| limits(format!("last_row is {}, not above 0", parameters.last_row)))?,
        };
        if parameters.max_orders_per_batch == 0 {
            return Err(limits("max_orders_per_batch is 0".into()));
        }
        let volume = parameters.max_container_volume;
        let mut known = BTreeMap::new();
        for (index, article) in (0_u32..).zip(articles) {
            let problem = |problem: String| ("articles.json", format!("{}: {problem}", article.id));
            if !(0..=volume.min(MOST)).contains(&article.volume) {
                return Err(problem(format!(
                    "a volume of {} goes on no pick list",
                    article.volume
                )));
            }
            if known.insert(article.id.as_str(), index).is_some() {
                return Err(problem("is there twice".into()));
            }
        }
        let (places, zones) =
            places(&items, &known, floor).map_err(|problem| ("warehouse_items.json", problem))?;
        let mut wanted = Vec::with_capacity(orders.len());
        for order in &orders {
            let articles = order.positions.iter().map(|id| {
                let article = known.get(id.as_str()).copied();
                article.ok_or_else(|| ("orders.json", format!("{}: there is no article {id:?}", order.id)))
            });
            wanted.push(articles.collect::<Result<Vec<u32>, _>>()?);
        }
        Ok(Folder {
            task: Task {
                floor,
                volumes: articles.iter().map(|article| article.volume).collect(),
                places,
                orders: wanted,
                least_articles: parameters.min_number_requested_items,
                most_orders: parameters.max_orders_per_batch,
                most_volume: volume,
            },
            orders: orders.into_iter().map(|order| order.id).collect(),
            places: items.into_iter().map(|item| item.id).collect(),
            zones,
        })
    }
}

/// Places, and the names of the zones.
fn places(
    items: &[Item],
    articles: &BTreeMap<&str, u32>,
    floor: Floor,
) -> Result<(Vec<Place>, Vec<String>), String> {
    let mut zones: BTreeMap<&str, u32> = items.iter().map(|item| (item.zone.as_str(), 0)).collect();
    for (number, zone) in (0..).zip(zones.values_mut()) {
        *zone = number;
    }
    let mut places = Vec::with_capacity(items.len());
    for item in items {
        let article = articles.get(item.article.as_str()).copied();
        let article =
            article.ok_or_else(|| format!("{}: there is no article {:?}", item.id, item.article))?;
        let row = i32::try_from(item.row).ok();
        let row = row.filter(|row| (floor.first_row..=floor.last_row).contains(row));
        let aisle = i32::try_from(item.aisle)
            .ok()
            .filter(|_| item.aisle.abs() <= MOST);
        let spot = aisle.zip(row).map(|(aisle, row)| Spot { aisle, row });
        let spot = spot.ok_or_else(|| {
            format!(
                "{}: row {} and aisle {} lie outside of the building",
                item.id, item.row, item.aisle
            )
        })?;
        places.push(Place {
            article,
            zone: zones.get(item.zone.as_str()).copied().unwrap_or(0),
            spot,
        });
    }
    Ok((places, zones.into_keys().map(str::to_owned).collect()))
}

fn file<T: DeserializeOwned>(folder: &Path, name: &str) -> Result<T, Failure> {
    let path = folder.join(name);
    let text = fs::read_to_string(&path)
        .map_err(|error| Failure::refused(format!("{} cannot be read: {error}", path.display())))?;
    serde_json::from_str(&text).map_err(|error| Failure::refused(format!("{}: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEM: &str = r#"{"id": "w1", "row": 3, "aisle": -2, "article": "a", "zone": "z"}"#;

    fn read(item: &str, order: &str, volume: i64) -> Result<Folder, String> {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write(
            "parameters.json",
            r#"{"min_number_requested_items": 1, "max_orders_per_batch": 5, "max_container_volume": 100,
            "first_row": -5, "last_row": 5, "first_aisle": -5, "last_aisle": 5}"#,
        );
        write(
            "articles.json",
            &format!(r#"[{{"id": "a", "volume": {volume}}}]"#),
        );
        write(
            "orders.json",
            &format!(r#"[{{"id": "o", "positions": [{order}]}}]"#),
        );
        write("warehouse_items.json", &format!("[{item}]"));
        Folder::read(folder.path()).map_err(|failure| failure.to_string())
    }

    #[test]
    fn a_folder_is_read() {
        let folder = read(ITEM, r#""a""#, 9).unwrap();
        let spot = Spot { aisle: -2, row: 3 };
        let place = Place {
            article: 0,
            zone: 0,
            spot,
        };
        assert_eq!(folder.task.places, [place]);
        assert_eq!(
            (folder.task.orders, folder.task.volumes),
            (vec![vec![0]], vec![9])
        );
        assert_eq!(
            (folder.orders, folder.places, folder.zones),
            (vec!["o".into()], vec!["w1".into()], vec!["z".into()])
        );
    }

    #[test]
    fn what_cannot_be_is_refused_with_its_file() {
        let refused = |item: &str, order: &str, volume| read(item, order, volume).unwrap_err();
        assert!(refused(ITEM, r#""b""#, 9).contains("orders.json: o: there is no article \"b\""));
        assert!(refused(ITEM, r#""a""#, 101).contains("articles.json: a: a volume of 101"));
        assert!(refused(&ITEM.replace('3', "6"), r#""a""#, 9).contains("warehouse_items.json: w1: row 6"));
        assert!(refused(&ITEM.replace("\"a\"", "\"c\""), r#""a""#, 9).contains("no article \"c\""));
        assert!(
            refused(&ITEM.replace("\"row\": 3,", ""), r#""a""#, 9).contains("missing field `row` at line 1")
        );
    }
}
