//! Real orders as the demo's raw material: the shipped sample, or a folder in the same format.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use chrono::{NaiveDate, NaiveDateTime};
use flate2::read::MultiGzDecoder;
use serde::{Deserialize, Serialize};

/// More items, orders or lines than this in a demo's source are refused.
const MAX_RECORDS: usize = 5_000_000;
const MAX_UNPACKED: u64 = 512 * 1024 * 1024;

const SAMPLE: [(&str, &[u8]); 3] = [
    ("items.csv", include_bytes!("../sample/items.csv")),
    ("orders.csv.gz", include_bytes!("../sample/orders.csv.gz")),
    (
        "order_lines.csv.gz",
        include_bytes!("../sample/order_lines.csv.gz"),
    ),
];

/// Where a demo's orders come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DemoSource {
    /// The sample inside the program.
    Sample,
    /// A folder with `items.csv`, `orders.csv` and `order_lines.csv`, each plain or as `.csv.gz`.
    Folder(PathBuf),
}

/// Items and orders of a real trade, orders by the time they were placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retail {
    pub items: Vec<RetailItem>,
    pub orders: Vec<RetailOrder>,
}

/// An item of the source; measures are those of one piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetailItem {
    pub item: String,
    pub description: String,
    pub barcode: String,
    pub price_minor: i64,
    pub length_mm: u32,
    pub width_mm: u32,
    pub height_mm: u32,
    pub weight_g: u32,
    pub case_quantity: i64,
}

impl RetailItem {
    /// Volume of one piece, at least 1.
    pub fn volume_mm3(&self) -> u64 {
        (u64::from(self.length_mm) * u64::from(self.width_mm) * u64::from(self.height_mm)).max(1)
    }
}

/// An order of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetailOrder {
    pub order: String,
    /// Local time of the shop.
    pub placed_at: NaiveDateTime,
    /// `0` where the shop did not know the customer.
    pub customer: String,
    pub country: String,
    /// Index into [`Retail::items`], and pieces.
    pub lines: Vec<(usize, i64)>,
}

/// Why a demo's source cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("{folder} has neither {name} nor {name}.gz")]
    Missing { folder: String, name: &'static str },
    #[error("cannot read {file}: {problem}")]
    Read { file: String, problem: String },
    #[error("{file}, line {line}: {problem}")]
    Line {
        file: String,
        line: u64,
        problem: String,
    },
    #[error("{file} holds nothing: a demo needs items and orders")]
    Empty { file: String },
}

#[derive(Serialize, Deserialize)]
struct OrderRecord {
    order: String,
    placed_at: NaiveDateTime,
    customer: String,
    country: String,
}

#[derive(Serialize, Deserialize)]
struct LineRecord {
    order: String,
    item: String,
    quantity: i64,
}

impl DemoSource {
    /// Reads the source whole.
    pub fn load(&self) -> Result<Retail, DemoError> {
        let files = ["items.csv", "orders.csv", "order_lines.csv"];
        let [items, orders, lines] = match self {
            Self::Sample => SAMPLE.map(|(name, bytes)| (name.to_owned(), Box::new(bytes) as Box<dyn Read>)),
            Self::Folder(folder) => {
                let [items, orders, lines] = files.map(|name| open(folder, name));
                [items?, orders?, lines?]
            }
        };
        assemble(records(items)?, records(orders)?, records(lines)?)
    }
}

impl Retail {
    /// The days on which orders were placed, in order, with their numbers of orders.
    pub fn days(&self) -> BTreeMap<NaiveDate, usize> {
        let mut days = BTreeMap::new();
        for order in &self.orders {
            *days.entry(order.placed_at.date()).or_insert(0) += 1;
        }
        days
    }

    /// The orders of whole days and the items in them: how the shipped sample was cut.
    pub fn cut(&self, first: NaiveDate, last: NaiveDate) -> Self {
        let within = |order: &&RetailOrder| (first..=last).contains(&order.placed_at.date());
        let mut orders: Vec<RetailOrder> = self.orders.iter().filter(within).cloned().collect();
        let used: BTreeSet<usize> = orders
            .iter()
            .flat_map(|order| order.lines.iter().map(|line| line.0))
            .collect();
        let places: BTreeMap<usize, usize> = used.iter().enumerate().map(|(new, old)| (*old, new)).collect();
        for line in orders.iter_mut().flat_map(|order| order.lines.iter_mut()) {
            line.0 = places.get(&line.0).copied().unwrap_or(0);
        }
        let items = used
            .iter()
            .filter_map(|old| self.items.get(*old).cloned())
            .collect();
        Self { items, orders }
    }
}

type Source = (String, Box<dyn Read>);
type Numbered<T> = (String, Vec<(u64, T)>);

fn open(folder: &Path, name: &'static str) -> Result<Source, DemoError> {
    let plain = folder.join(name);
    let packed = folder.join(format!("{name}.gz"));
    let path = [plain, packed].into_iter().find(|path| path.is_file());
    let missing = || DemoError::Missing {
        folder: folder.display().to_string(),
        name,
    };
    let path = path.ok_or_else(missing)?;
    let file = path.display().to_string();
    match File::open(&path) {
        Ok(opened) => Ok((file, Box::new(BufReader::new(opened)))),
        Err(error) => Err(DemoError::Read {
            file,
            problem: error.to_string(),
        }),
    }
}

fn records<T: for<'de> Deserialize<'de>>((file, source): Source) -> Result<Numbered<T>, DemoError> {
    let plain: Box<dyn Read> = if file.ends_with(".gz") {
        Box::new(MultiGzDecoder::new(source))
    } else {
        Box::new(source)
    };
    let mut reader = csv::Reader::from_reader(BufReader::new(plain.take(MAX_UNPACKED)));
    let mut found = Vec::new();
    let header = reader.headers().cloned();
    let header = header.map_err(|error| DemoError::Read {
        file: file.clone(),
        problem: error.to_string(),
    })?;
    let mut record = csv::StringRecord::new();
    loop {
        let line = reader.position().line();
        let wrong = |error: csv::Error| DemoError::Line {
            file: file.clone(),
            line,
            problem: error.to_string(),
        };
        if !reader.read_record(&mut record).map_err(wrong)? {
            break;
        }
        if found.len() >= MAX_RECORDS {
            let problem = format!("more than {MAX_RECORDS} records");
            return Err(DemoError::Line { file, line, problem });
        }
        found.push((line, record.deserialize(Some(&header)).map_err(wrong)?));
    }
    if found.is_empty() {
        Err(DemoError::Empty { file })
    } else {
        Ok((file, found))
    }
}

fn assemble(
    (items_file, items): Numbered<RetailItem>,
    (orders_file, orders): Numbered<OrderRecord>,
    (lines_file, lines): Numbered<LineRecord>,
) -> Result<Retail, DemoError> {
    let mut item_places = BTreeMap::new();
    let mut kept_items = Vec::new();
    for (line, item) in items {
        let fault = |problem: &str| DemoError::Line {
            file: items_file.clone(),
            line,
            problem: format!("item `{}`: {problem}", item.item),
        };
        let sizes = [item.length_mm, item.width_mm, item.height_mm, item.weight_g];
        if sizes.iter().any(|size| !(1..=10_000_000).contains(size)) || item.case_quantity < 1 {
            return Err(fault("sizes, weight and case quantity must be 1 or more"));
        }
        if item_places.insert(item.item.clone(), kept_items.len()).is_some() {
            return Err(fault("it stands there twice"));
        }
        kept_items.push(item);
    }
    let mut order_places = BTreeMap::new();
    let mut kept_orders = Vec::new();
    for (
        line,
        OrderRecord {
            order,
            placed_at,
            customer,
            country,
        },
    ) in orders
    {
        if order_places.insert(order.clone(), kept_orders.len()).is_some() {
            let problem = format!("order `{order}` stands there twice");
            return Err(DemoError::Line {
                file: orders_file,
                line,
                problem,
            });
        }
        kept_orders.push(RetailOrder {
            order,
            placed_at,
            customer,
            country,
            lines: Vec::new(),
        });
    }
    for (line, record) in lines {
        let fault = |problem: String| DemoError::Line {
            file: lines_file.clone(),
            line,
            problem,
        };
        let item = item_places.get(&record.item).copied();
        let item = item.ok_or_else(|| fault(format!("item `{}` is not in {items_file}", record.item)))?;
        let order = order_places
            .get(&record.order)
            .and_then(|place: &usize| kept_orders.get_mut(*place));
        let order =
            order.ok_or_else(|| fault(format!("order `{}` is not in {orders_file}", record.order)))?;
        if !(1..=1_000_000_000).contains(&record.quantity) {
            return Err(fault(format!("{} pieces are out of range", record.quantity)));
        }
        order.lines.push((item, record.quantity));
    }
    kept_orders.retain(|order: &RetailOrder| !order.lines.is_empty());
    if kept_orders.is_empty() {
        return Err(DemoError::Empty { file: lines_file });
    }
    kept_orders.sort_by(|a, b| (a.placed_at, &a.order).cmp(&(b.placed_at, &b.order)));
    Ok(Retail {
        items: kept_items,
        orders: kept_orders,
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, GzBuilder};

    use super::{super::tests::full_set, *};

    fn sample_days() -> (NaiveDate, NaiveDate) {
        let day = |month, day| NaiveDate::from_ymd_opt(2011, month, day).unwrap();
        (day(11, 28), day(12, 5))
    }

    fn csv_text<T: Serialize>(records: impl Iterator<Item = T>) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        records.for_each(|record| writer.serialize(record).unwrap());
        writer.into_inner().unwrap()
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        // No time and no name inside, so that cutting again gives the same bytes.
        let mut packer = GzBuilder::new().write(Vec::new(), Compression::best());
        packer.write_all(text).unwrap();
        packer.finish().unwrap()
    }

    fn write(retail: &Retail, folder: &Path) {
        let lines = retail.orders.iter().flat_map(|order| {
            order.lines.iter().map(|(item, quantity)| LineRecord {
                order: order.order.clone(),
                item: retail.items[*item].item.clone(),
                quantity: *quantity,
            })
        });
        let orders = retail.orders.iter().cloned().map(|order| OrderRecord {
            order: order.order,
            placed_at: order.placed_at,
            customer: order.customer,
            country: order.country,
        });
        std::fs::write(folder.join("items.csv"), csv_text(retail.items.iter())).unwrap();
        std::fs::write(folder.join("orders.csv.gz"), gzip(&csv_text(orders))).unwrap();
        std::fs::write(folder.join("order_lines.csv.gz"), gzip(&csv_text(lines))).unwrap();
    }

    /// Cuts the shipped sample anew: `cargo test cut_the_shipped_sample -- --ignored`.
    #[test]
    #[ignore = "writes the sample into the source tree"]
    fn cut_the_shipped_sample() {
        let Some(folder) = full_set() else { return };
        let (first, last) = sample_days();
        let sample = DemoSource::Folder(folder).load().unwrap().cut(first, last);
        write(
            &sample,
            Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/exchange/sample")),
        );
    }

    #[test]
    fn the_shipped_sample_is_the_stated_cut_of_the_full_set() {
        let Some(folder) = full_set() else { return };
        let (first, last) = sample_days();
        let full = DemoSource::Folder(folder).load().unwrap();
        assert_eq!((full.items.len(), full.orders.len()), (3_808, 20_538));
        assert_eq!(
            full.orders.iter().map(|order| order.lines.len()).sum::<usize>(),
            518_383
        );
        assert!(DemoSource::Sample.load().unwrap() == full.cut(first, last));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let sample = DemoSource::Sample.load().unwrap();
        let (_, last) = sample_days();
        let day = sample.cut(last, last);
        let folder = tempfile::tempdir().unwrap();
        write(&day, folder.path());
        assert!(DemoSource::Folder(folder.path().to_owned()).load().unwrap() == day);
    }

    #[test]
    fn a_bad_source_is_refused_with_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        let load = || {
            DemoSource::Folder(folder.path().to_owned())
                .load()
                .unwrap_err()
                .to_string()
        };
        assert!(
            load().ends_with("has neither items.csv nor items.csv.gz"),
            "{}",
            load()
        );
        let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        let items =
            "item,description,barcode,price_minor,length_mm,width_mm,height_mm,weight_g,case_quantity\n";
        put("items.csv", &format!("{items}A,a,1,1,1,1,1,1,1\n"));
        put(
            "orders.csv",
            "order,placed_at,customer,country\n1,2011-12-05T08:26:00,0,EIRE\n",
        );
        put("order_lines.csv", "order,item,quantity\n1,A,1\n1,B,1\n");
        assert!(
            load().contains("order_lines.csv, line 3: item `B` is not in"),
            "{}",
            load()
        );
        put("order_lines.csv", "order,item,quantity\n1,A,-1\n");
        assert!(
            load().contains("order_lines.csv, line 2: -1 pieces are out of range"),
            "{}",
            load()
        );
        put("items.csv", &format!("{items}A,a,1,1,0,1,1,1,1\n"));
        assert!(
            load().contains("items.csv, line 2: item `A`: sizes"),
            "{}",
            load()
        );
        put("items.csv", items);
        assert!(
            load().ends_with("holds nothing: a demo needs items and orders"),
            "{}",
            load()
        );
    }
}
