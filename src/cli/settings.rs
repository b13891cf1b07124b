//! `pickface settings`: shows the building's settings, or sets one.

use super::{Failure, Shell, Status};
use crate::domain::floor::{self, Turns};
use crate::domain::settings::{Settings, ZeroCheck};
use crate::domain::{Command, Explain, Text, Via, Warehouse, masters};
use crate::hub::Rejection;
use crate::ui::locale::{Lang, Texts};
use crate::ui::words::Words;
use serde::Serialize;
use serde_json::Value;

/// Arguments of `settings`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which one to set; none shows all.
    #[arg(requires = "value")]
    name: Option<String>,
    /// To what.
    value: Option<String>,
}

/// The building's settings as they are shown: its own data, and which bins are checked.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    settings: Settings,
    /// After which picks the picker is asked whether the bin is empty: never, pick-faces or bins.
    zero_check: &'static str,
    /// From how many grams a piece on goods are fetched first; 0 makes no difference.
    heavy_first_g: u32,
    /// Zones whose goods are fetched last, with commas between.
    last_zones: String,
    /// For how many days the numbers of closed orders, receipts and parcels are kept at least.
    numbers_kept_days: u16,
}

const ZERO_CHECKS: [(&str, ZeroCheck); 3] = [
    ("never", ZeroCheck::Never),
    ("pick-faces", ZeroCheck::PickFaces),
    ("bins", ZeroCheck::Bins),
];

impl Shown {
    fn of(w: &Warehouse) -> Shown {
        let named = ZERO_CHECKS.iter().find(|(_, kind)| *kind == w.zero_check);
        Shown {
            settings: w.settings.clone(),
            zero_check: named.map_or("", |(name, _)| name),
            heavy_first_g: w.floor.turns.heavy_first_g,
            last_zones: w.floor.turns.last_zones.join(","),
            numbers_kept_days: w.numbers.keeping.days,
        }
    }
}

/// Shows or sets.
///
/// # Errors
/// When there is no such setting, it takes no such value, or the one who asks may not.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let site = shell.site()?;
    let before = site.warehouse();
    if let (Some(name), Some(value)) = (&args.name, &args.value) {
        let actor = shell.actor(&before)?;
        let command = setting(&before, name, value)?;
        match site.ask(actor, Via::CommandLine, command) {
            Ok(_) => {}
            Err(Rejection::Refused(why)) => {
                let texts = Texts::new(Lang::En);
                let told = Words::new(&before, &texts).phrase(&why.phrase());
                return Err(Failure::refused(told));
            }
            Err(Rejection::Stopped(why)) => return Err(Failure::new(why)),
        }
    }
    let now = Shown::of(&site.warehouse());
    let rows = table(&now)?;
    let wide = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let line = |(name, value): &(String, String)| format!("{name:<wide$}  {value}");
    let told: Vec<String> = rows.iter().map(line).collect();
    shell.answer(&now, told.join("\n"))?;
    Ok(Status::Done)
}

/// Names and values, as they are typed.
fn table(shown: &Shown) -> Result<Vec<(String, String)>, Failure> {
    let Value::Object(all) = serde_json::to_value(shown).map_err(Failure::new)? else {
        return Ok(Vec::new());
    };
    let bare = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    Ok(all.into_iter().map(|(name, value)| (name, bare(value))).collect())
}

/// What to ask for one of the settings to be changed.
fn setting(w: &Warehouse, name: &str, value: &str) -> Result<Command, Failure> {
    if let "heavy_first_g" | "last_zones" = name {
        return turns(w, name, value).map(Command::from);
    }
    if name == "zero_check" {
        let found = ZERO_CHECKS.iter().find(|(typed, _)| *typed == value);
        let kinds = ZERO_CHECKS.map(|(name, _)| name).join(", ");
        return found
            .map(|(_, kind)| masters::Command::SetZeroCheck(*kind).into())
            .ok_or_else(|| {
                Failure::refused(format!("zero_check cannot be {value:?}: it is one of {kinds}"))
            });
    }
    if name == "numbers_kept_days" {
        let days = value.parse::<u16>().ok().filter(|days| *days > 0);
        return days
            .map(|days| masters::Command::KeepNumbers(days).into())
            .ok_or_else(|| {
                let most = u16::MAX;
                Failure::refused(format!(
                    "{name} cannot be {value:?}: it is a number of days, 1 to {most}"
                ))
            });
    }
    let mut all = serde_json::to_value(&w.settings).map_err(Failure::new)?;
    let names: Vec<String> = table(&Shown::of(w))?.into_iter().map(|(name, _)| name).collect();
    let Some(old) = all.get_mut(name) else {
        return Err(Failure::refused(format!("there is no setting {name:?}"))
            .hint(format!("there are {}", names.join(", "))));
    };
    *old = match old {
        Value::Number(_) => value
            .parse::<i64>()
            .map(Value::from)
            .unwrap_or(Value::from(value)),
        _ => Value::from(value),
    };
    let settings = serde_json::from_value(all)
        .map_err(|why| Failure::refused(format!("{name} cannot be {value:?}: {why}")))?;
    Ok(masters::Command::SaveSettings(settings).into())
}

/// What is fetched before what, with one thing of it changed.
fn turns(w: &Warehouse, name: &str, value: &str) -> Result<floor::Command, Failure> {
    let mut turns = Turns::clone(&w.floor.turns);
    if name == "last_zones" {
        let zones = value.split(',').map(str::trim).filter(|zone| !zone.is_empty());
        turns.last_zones = zones.map(Text::from).collect();
    } else {
        turns.heavy_first_g = value
            .parse()
            .map_err(|why| Failure::refused(format!("{name} cannot be {value:?}: {why}")))?;
    }
    Ok(floor::Command::SetTurns(turns))
}
