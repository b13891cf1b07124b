//! One setting of a scanner's profile: its name, what it may be, and what goes together.

use std::ops::RangeInclusive;

use toml::Value;

use crate::keymap::{Key, KeyCode};
use crate::scan::layout::{HostLayout, Layout};
use crate::scan::profile::{self, Profile};

/// What is wrong, and what to do.
pub(super) type Fault = (String, String);

fn fault(what: impl Into<String>, next: impl Into<String>) -> Fault {
    (what.into(), next.into())
}

/// Every key of a profile.
const KEYS: [&str; 16] = [
    "terminators",
    "prefixes",
    "suffixes",
    "min_length",
    "gap_ms",
    "jitter_ms",
    "frame_ms",
    "typing_ms",
    "esc_ms",
    "duplicate_ms",
    "unterminated",
    "gs_keys",
    "gs_texts",
    "layout",
    "caps_lock",
    "note",
];

/// Sets one setting of a profile by its name.
///
/// # Errors
/// What is wrong with the name or the value, and what to do.
pub(super) fn set(profile: &mut Profile, key: &str, value: &Value) -> Result<(), Fault> {
    match key {
        "terminators" => profile.terminators = keys(value)?,
        "prefixes" => profile.prefixes = keys(value)?,
        "suffixes" => profile.suffixes = keys(value)?,
        "gs_keys" => profile.gs_keys = keys(value)?,
        "gs_texts" => profile.gs_texts = stand_ins(value)?,
        "min_length" => {
            let length = number(value, profile::MIN_LENGTH)?;
            profile.min_length = usize::try_from(length).unwrap_or(usize::MAX);
        }
        "gap_ms" => profile.gap_ms = number(value, profile::GAP_MS)?,
        "jitter_ms" => profile.jitter_ms = number(value, profile::JITTER_MS)?,
        "frame_ms" => profile.frame_ms = number(value, profile::FRAME_MS)?,
        "typing_ms" => profile.typing_ms = number(value, profile::TYPING_MS)?,
        "esc_ms" => profile.esc_ms = number(value, profile::ESC_MS)?,
        "duplicate_ms" => profile.duplicate_ms = number(value, profile::DUPLICATE_MS)?,
        "unterminated" => profile.unterminated = flag(value)?,
        "caps_lock" => profile.caps_lock = flag(value)?,
        "layout" => profile.layout = layout(value)?,
        "note" => {
            text(value)?;
        }
        unknown => return Err(unknown_key(unknown)),
    }
    Ok(())
}

fn unknown_key(unknown: &str) -> Fault {
    let likeness = |known: &&str| strsim::jaro_winkler(unknown, known);
    let nearest = KEYS
        .iter()
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
        .filter(|known| likeness(known) > 0.8);
    match nearest {
        Some(nearest) => fault("no setting is called so", format!("did you mean {nearest}?")),
        None => fault(
            "no setting is called so",
            format!("there are {}", KEYS.join(", ")),
        ),
    }
}

fn number(value: &Value, range: RangeInclusive<u64>) -> Result<u64, Fault> {
    let number = value.as_integer().and_then(|number| u64::try_from(number).ok());
    number.filter(|number| range.contains(number)).ok_or_else(|| {
        fault(
            format!("{value} is not within its bounds"),
            format!("write a whole number from {} to {}", range.start(), range.end()),
        )
    })
}

fn flag(value: &Value) -> Result<bool, Fault> {
    value.as_bool().ok_or_else(|| {
        fault(
            format!("{value} is neither true nor false"),
            "write true or false",
        )
    })
}

fn text(value: &Value) -> Result<&str, Fault> {
    value
        .as_str()
        .ok_or_else(|| fault(format!("{value} is no text"), "put it in quotation marks"))
}

fn list(value: &Value) -> Result<Vec<&str>, Fault> {
    let list = value
        .as_array()
        .ok_or_else(|| fault(format!("{value} is no list"), "put it in square brackets"))?;
    list.iter().map(text).collect()
}

fn keys(value: &Value) -> Result<Vec<Key>, Fault> {
    let key = |name: &str| {
        Key::parse(name).map_err(|error| {
            fault(
                format!("{name:?}: {error}"),
                "write \"enter\", \"tab\", \"ctrl-b\" or \"f9\"",
            )
        })
    };
    list(value)?.into_iter().map(key).collect()
}

fn stand_ins(value: &Value) -> Result<Vec<String>, Fault> {
    let stand_ins = list(value)?;
    for text in &stand_ins {
        if !profile::can_stand_for_gs(text) {
            return Err(fault(
                format!("{text:?} can be part of a lot"),
                "take one of | ~ # ^ or a word in braces such as {GS}",
            ));
        }
    }
    Ok(stand_ins.into_iter().map(str::to_owned).collect())
}

fn layout(value: &Value) -> Result<Option<HostLayout>, Fault> {
    let name = text(value)?;
    if name.is_empty() {
        return Ok(None);
    }
    let found = Layout::named(name).map(HostLayout);
    found.map(Some).ok_or_else(|| {
        let names: Vec<_> = Layout::all().iter().map(Layout::name).collect();
        fault(
            format!("no layout is called {name:?}"),
            format!("there are {}", names.join(", ")),
        )
    })
}

/// What single settings cannot tell.
///
/// # Errors
/// The setting, what is wrong, and what to do.
pub(super) fn consistent(profile: &Profile) -> Result<(), (&'static str, String, String)> {
    if profile.terminators.is_empty() {
        let next = "name the key that ends a scan, \"enter\" or \"tab\"";
        return Err((
            "terminators",
            "nothing would end a scan".to_owned(),
            next.to_owned(),
        ));
    }
    let named = [("prefixes", &profile.prefixes), ("suffixes", &profile.suffixes)];
    for (name, keys) in named {
        if let Some(key) = keys
            .iter()
            .find(|key| matches!(key.text(), Some(c) if c.is_alphanumeric()))
        {
            let what = format!("{:?} occurs in codes", key.notation());
            return Err((name, what, "take a control or function key".to_owned()));
        }
        if let Some(key) = keys.iter().find(|key| profile.terminators.contains(key)) {
            let what = format!("{:?} is a terminator as well", key.notation());
            return Err((name, what, "leave it in one of them".to_owned()));
        }
    }
    if profile.gs_keys.contains(&Key::plain(KeyCode::Enter)) {
        let next = "take a key that ends nothing, \"f8\" for example";
        return Err(("gs_keys", "\"enter\" ends scans".to_owned(), next.to_owned()));
    }
    Ok(())
}
