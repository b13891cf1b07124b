//! Today's open orders: a real day's, moved to today, with channel, carrier, promise and cut-off by fixed rules.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

use crate::exchange::rows::{OrderLine, OrderRow};

use super::{
    DemoSettings,
    dice::Dice,
    goods::{line_limit, owner_of},
    retail::{Retail, RetailOrder},
    staff::{EXPORT, FREIGHT, OWNER, PARCEL, SEASONAL_OWNER, SMALL, carriers},
};

/// The pick-up promise: two days after the order was placed.
const PROMISE: TimeDelta = TimeDelta::hours(48);
/// From this many pieces an order is a trade customer's.
const TRADE_PIECES: i64 = 250;

const FIRST_NAMES: [&str; 16] = [
    "Ada", "Ben", "Cora", "Dev", "Elsie", "Finn", "Grace", "Hugo", "Ines", "Jonas", "Kim", "Lena", "Milo",
    "Nell", "Omar", "Pia",
];
const LAST_NAMES: [&str; 16] = [
    "Alder", "Birch", "Cole", "Drake", "Elms", "Frost", "Gale", "Hart", "Ivers", "Jarvis", "Kemp", "Lowe",
    "Moss", "North", "Oakes", "Penn",
];
const STREETS: [&str; 8] = [
    "Mill Row",
    "Chapel Lane",
    "Harbour Street",
    "Orchard Way",
    "Station Road",
    "Bridge End",
    "Weaver Court",
    "Market Hill",
];
const SHOPS: [&str; 6] = [
    "Gift Shop",
    "and Daughters",
    "Home Store",
    "Trading",
    "Garden Centre",
    "Toys and Cards",
];

pub(super) struct Todays {
    pub(super) orders: Vec<OrderRow>,
    pub(super) capped_lines: usize,
}

/// The orders of a real day as today's, by time placed.
///
/// An order for goods of both owners becomes two: the second owner's has `-2` after the number.
pub(super) fn todays(retail: &Retail, open_day: NaiveDate, settings: DemoSettings, dice: Dice) -> Todays {
    let mut todays = Todays {
        orders: Vec::new(),
        capped_lines: 0,
    };
    for order in retail
        .orders
        .iter()
        .filter(|order| order.placed_at.date() == open_day)
    {
        let mut parts: [(&str, Vec<OrderLine>); 2] = [(OWNER, Vec::new()), (SEASONAL_OWNER, Vec::new())];
        for (place, quantity) in &order.lines {
            let Some(item) = retail.items.get(*place) else {
                continue;
            };
            let limit = line_limit(item);
            if *quantity > limit {
                todays.capped_lines += 1;
            }
            let owner = owner_of(item);
            let line = OrderLine {
                item: item.item.clone(),
                quantity: (*quantity).min(limit),
                note: None,
            };
            parts
                .iter_mut()
                .filter(|(code, _)| *code == owner)
                .for_each(|(_, lines)| lines.push(line.clone()));
        }
        let filled = parts.into_iter().filter(|(_, lines)| !lines.is_empty());
        for (part, (owner, lines)) in filled.enumerate() {
            let number = if part == 0 {
                order.order.clone()
            } else {
                format!("{}-2", order.order)
            };
            todays
                .orders
                .push(row(order, number, owner, lines, settings, dice));
        }
    }
    todays
}

fn row(
    order: &RetailOrder,
    number: String,
    owner: &str,
    lines: Vec<OrderLine>,
    settings: DemoSettings,
    dice: Dice,
) -> OrderRow {
    let pieces: i64 = lines.iter().map(|line| line.quantity).sum();
    let abroad = order.country != "United Kingdom" && order.country != "Unspecified";
    let known = order.customer != "0";
    let channel = channel(known, &order.customer, lines.len(), pieces, dice);
    let carrier = match channel {
        _ if abroad => EXPORT,
        "b2b" => FREIGHT,
        _ if pieces <= 60 => SMALL,
        _ => PARCEL,
    };
    let cutoff = carriers().into_iter().find(|known| known.code == carrier);
    let cutoff = cutoff
        .and_then(|carrier| carrier.cutoffs.first().copied())
        .unwrap_or(NaiveTime::MIN);
    let yesterday = settings
        .today
        .checked_sub_days(Days::new(1))
        .unwrap_or(settings.today);
    let placed_at = yesterday.and_time(order.placed_at.time());
    let who = if known {
        order.customer.as_str()
    } else {
        order.order.as_str()
    };
    let last = dice.one_of(&LAST_NAMES, "last name", who);
    let name = match channel {
        "b2b" => format!("{last} {}", dice.one_of(&SHOPS, "shop", who)),
        _ => format!("{} {last}", dice.one_of(&FIRST_NAMES, "first name", who)),
    };
    let house = dice.below(190, "house", who) + 1;
    OrderRow {
        order: number,
        owner: Some(owner.to_owned()),
        channel: Some(channel.to_owned()),
        priority: Some(priority(channel)),
        carrier: Some(carrier.to_owned()),
        placed_at: Some(moment(placed_at, settings.zone)),
        promise_at: Some(moment(placed_at + PROMISE, settings.zone)),
        cutoff_at: Some(moment(settings.today.and_time(cutoff), settings.zone)),
        split_allowed: Some(channel == "b2b"),
        consignee_name: Some(name),
        // 01632 960000 to 960999 are kept free for drama by the British regulator: nobody's phone rings.
        consignee_phone: Some(format!("01632 960{:03}", dice.below(1_000, "phone", who))),
        consignee_address: Some(format!("{house} {}", dice.one_of(&STREETS, "street", who))),
        country: Some(country(&order.country).to_owned()),
        lines,
    }
}

/// Where an order was sold: a single small line in a live show, many pieces by a trade customer, unknown customers
/// in the web shop, the others half on marketplaces and half in the shop.
fn channel(known: bool, customer: &str, lines: usize, pieces: i64, dice: Dice) -> &'static str {
    if pieces >= TRADE_PIECES {
        "b2b"
    } else if lines <= 2 && pieces <= 24 {
        "live"
    } else if known && dice.below(2, "channel", customer) == 0 {
        "marketplace"
    } else {
        "shop"
    }
}

fn priority(channel: &str) -> u8 {
    match channel {
        "live" => 2,
        "marketplace" => 3,
        "shop" => 4,
        _ => 5,
    }
}

/// The source's country names as they are written today.
fn country(name: &str) -> &str {
    match name {
        "EIRE" => "Ireland",
        "RSA" => "South Africa",
        "USA" => "United States",
        "Unspecified" => "United Kingdom",
        other => other,
    }
}

/// Local time as UTC milliseconds; in the hour that does not exist in spring, an hour later.
pub(super) fn moment(local: NaiveDateTime, zone: Tz) -> i64 {
    let found = zone.from_local_datetime(&local).earliest();
    let found = found.or_else(|| {
        zone.from_local_datetime(&(local + TimeDelta::hours(1)))
            .earliest()
    });
    found.map_or_else(
        || local.and_utc().timestamp_millis(),
        |moment| moment.timestamp_millis(),
    )
}
