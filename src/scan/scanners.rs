//! The file of scanners' settings: one profile for all devices, and what differs on single ones.
//!
//! ```toml
//! [default]
//! duplicate_ms = 400
//!
//! [device."dock-2"]
//! terminators = ["tab"]
//! layout = "fr"
//! ```

mod settings;

use std::collections::BTreeMap;
use std::fmt;

use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use self::settings::{consistent, set};
use super::profile::Profile;

/// Profiles by device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scanners {
    default: Profile,
    devices: BTreeMap<String, Profile>,
}

/// One mistake in a file of scanners' settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingProblem {
    /// The file as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The key, with its table: `device.dock-2.gap_ms`.
    pub key: String,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub next: String,
}

impl fmt::Display for SettingProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SettingProblem {
            file,
            line,
            key,
            what,
            next,
        } = self;
        write!(f, "{file}, line {line}, {key}: {what}; {next}")
    }
}

impl Scanners {
    /// The name of the file in a data directory.
    pub const FILE: &str = "scanners.toml";

    /// Bytes of a file; a larger one is no file of settings.
    pub const MOST_BYTES: usize = 256 * 1024;

    /// Reads a file's text.
    ///
    /// # Errors
    /// Every mistake in it, by line. A file with one is not used at all, so that no device works half as set.
    pub fn read(file: &str, text: &str) -> Result<Scanners, Vec<SettingProblem>> {
        let mut reader = Reader {
            file,
            text,
            problems: Vec::new(),
        };
        let scanners = reader.scanners();
        reader.problems.sort_by_key(|problem| problem.line);
        if reader.problems.is_empty() {
            Ok(scanners)
        } else {
            Err(reader.problems)
        }
    }

    /// The settings of a device.
    pub fn of_device(&self, code: &str) -> &Profile {
        self.devices.get(code).unwrap_or(&self.default)
    }

    /// The text of a file with a device's section replaced or added; everything else stays as it is written.
    pub fn with_device(text: &str, code: &str, profile: &Profile) -> String {
        let others = Scanners::read(Scanners::FILE, text).unwrap_or_default();
        let mut kept = String::new();
        let mut in_section = false;
        for line in text.lines() {
            if line.trim_start().starts_with('[') {
                in_section = heads(line, code);
            }
            if !in_section {
                kept.push_str(line);
                kept.push('\n');
            }
        }
        let kept = kept.trim_end();
        let gap = if kept.is_empty() { "" } else { "\n\n" };
        let head = Value::String(code.to_owned());
        let lines = differing(profile, &others.default);
        format!("{kept}{gap}[device.{head}]\n{lines}")
    }
}

/// Whether a line opens a device's section, however its name is quoted.
fn heads(line: &str, code: &str) -> bool {
    let table: Table = line.parse().unwrap_or_default();
    let devices = table.get("device").and_then(Value::as_table);
    devices.is_some_and(|devices| devices.contains_key(code))
}

/// The settings that are not those of all devices, as lines.
fn differing(profile: &Profile, all: &Profile) -> String {
    let table = |profile: &Profile| {
        let mut table = Table::try_from(profile).unwrap_or_default();
        // None is written as an empty name: left out, it would be the layout of all devices.
        let none = || Value::String(String::new());
        table.entry("layout").or_insert_with(none);
        table
    };
    let all = table(all);
    let lines = table(profile)
        .into_iter()
        .filter(|(key, value)| all.get(key) != Some(value))
        .map(|(key, value)| format!("{key} = {value}\n"));
    lines.collect()
}

struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    problems: Vec<SettingProblem>,
}

impl Reader<'_> {
    fn scanners(&mut self) -> Scanners {
        let mut scanners = Scanners::default();
        if self.text.len() > Scanners::MOST_BYTES {
            self.refuse(
                0,
                "file",
                "it is larger than settings can be",
                "name the right file",
            );
            return scanners;
        }
        let root = match DeTable::parse(self.text) {
            Ok(root) => root,
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                self.refuse(at, "file", error.message(), "mend the TOML there");
                return scanners;
            }
        };
        let mut devices = Vec::new();
        for (name, value) in root.get_ref() {
            match (name.get_ref().as_ref(), value.get_ref()) {
                ("default", DeValue::Table(table)) => {
                    scanners.default = self.profile("default", Profile::default(), table);
                }
                ("device", DeValue::Table(table)) => devices.extend(table),
                (other, _) => self.refuse(
                    name.span().start,
                    other,
                    "no table is called so",
                    "use [default] or [device.\"NAME\"]",
                ),
            }
        }
        for (code, value) in devices {
            let key = format!("device.{}", code.get_ref());
            match value.get_ref() {
                DeValue::Table(table) => {
                    let profile = self.profile(&key, scanners.default.clone(), table);
                    scanners.devices.insert(code.get_ref().to_string(), profile);
                }
                _ => self.refuse(
                    code.span().start,
                    &key,
                    "it is no table",
                    "write [device.\"NAME\"]",
                ),
            }
        }
        scanners
    }

    fn profile(&mut self, table_name: &str, base: Profile, table: &DeTable<'_>) -> Profile {
        let mut profile = base;
        for (name, value) in table {
            let set = self
                .plain(value.span())
                .and_then(|value| set(&mut profile, name.get_ref(), &value));
            if let Err((what, next)) = set {
                let key = format!("{table_name}.{}", name.get_ref());
                self.refuse(name.span().start, &key, &what, &next);
            }
        }
        if let Err((key, what, next)) = consistent(&profile) {
            let at = table
                .iter()
                .find(|(name, _)| name.get_ref() == key)
                .map_or(0, |(name, _)| name.span().start);
            self.refuse(at, &format!("{table_name}.{key}"), &what, &next);
        }
        profile
    }

    /// A value of the file by itself.
    fn plain(&self, span: std::ops::Range<usize>) -> Result<Value, (String, String)> {
        let text = self.text.get(span).unwrap_or_default();
        text.parse::<Value>()
            .map_err(|error| (error.message().to_owned(), "write one value".to_owned()))
    }

    fn refuse(&mut self, at: usize, key: &str, what: &str, next: &str) {
        let line = self.text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
        self.problems.push(SettingProblem {
            file: self.file.to_owned(),
            line,
            key: key.to_owned(),
            what: what.to_owned(),
            next: next.to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::layout::{HostLayout, Layout};
    use super::*;
    use crate::keymap::{Key, KeyCode};

    #[test]
    fn devices_differ_from_the_default_in_what_they_name() {
        let text =
            "[default]\nduplicate_ms = 0\n\n[device.\"dock-2\"]\nterminators = [\"tab\"]\nlayout = \"fr\"\n";
        let scanners = Scanners::read("scanners.toml", text).unwrap();
        let dock = scanners.of_device("dock-2");
        assert_eq!((dock.duplicate_ms, dock.layout.unwrap().0.name()), (0, "fr"));
        assert_eq!(dock.terminators, [Key::plain(KeyCode::Tab)]);
        assert_eq!(scanners.of_device("dock-1").layout, None);
        assert_eq!(Scanners::read("x", "").unwrap(), Scanners::default());
    }

    #[test]
    fn a_device_is_written_beside_the_others_and_read_back() {
        let profile = Profile {
            layout: Layout::named("de").map(HostLayout),
            caps_lock: true,
            terminators: vec![Key::plain(KeyCode::Tab)],
            ..Profile::default()
        };
        let before = "# ours\n[default]\nesc_ms = 60 # slow line\n\n[device.\"a\"]\nmin_length = 3\n";
        let once = Scanners::with_device(before, "pts-3", &profile);
        let twice = Scanners::with_device(&once, "pts-3", &profile);
        assert_eq!(once, twice);
        assert!(
            once.starts_with("# ours\n[default]\nesc_ms = 60 # slow line\n"),
            "{once}"
        );
        let read = Scanners::read("x", &once).unwrap();
        assert_eq!(read.of_device("pts-3").layout, profile.layout);
        assert_eq!(read.of_device("pts-3").terminators, profile.terminators);
        assert_eq!(read.of_device("a").min_length, 3);
    }

    #[test]
    fn a_devices_settings_stand_against_those_of_all() {
        let before =
            "[default]\nlayout = \"fr\"\ncaps_lock = true\n\n[device.dock-2]\nmin_length = 3\n[device.b]\n";
        let written = Scanners::with_device(before, "dock-2", &Profile::default());
        let read = Scanners::read("x", &written).unwrap();
        assert_eq!(read.of_device("dock-2"), &Profile::default(), "{written}");
        assert_eq!(read.of_device("b").layout.unwrap().0.name(), "fr");
        assert_eq!(written.matches("dock-2").count(), 1, "{written}");
    }

    #[test]
    fn every_mistake_is_told_with_line_key_and_next_step() {
        for (text, line, key, next) in [
            ("[default]\ngap = 3\n", 2, "default.gap", "gap_ms"),
            ("[default]\ngap_ms = 3\n", 2, "default.gap_ms", "20 to 2000"),
            ("[default]\n\ngap_ms = -3\n", 3, "default.gap_ms", "20 to 2000"),
            ("[device.a]\nlayout = \"frr\"\n", 2, "device.a.layout", "fr"),
            ("[device.a]\ngs_texts = [\"+\"]\n", 2, "device.a.gs_texts", "{GS}"),
            (
                "[device.a]\nterminators = [\"entr\"]\n",
                2,
                "device.a.terminators",
                "enter",
            ),
            (
                "[device.a]\nterminators = []\n",
                2,
                "device.a.terminators",
                "enter",
            ),
            (
                "[device.a]\nprefixes = [\"enter\"]\n",
                2,
                "device.a.prefixes",
                "one of them",
            ),
            (
                "[device.a]\nprefixes = [\"x\"]\n",
                2,
                "device.a.prefixes",
                "function key",
            ),
            (
                "[device.a]\ncaps_lock = 1\n",
                2,
                "device.a.caps_lock",
                "true or false",
            ),
            (
                "[device.a]\nterminators = \"tab\"\n",
                2,
                "device.a.terminators",
                "brackets",
            ),
            ("[devices.a]\n", 1, "devices", "[default]"),
            ("device = 3\n", 1, "device", "[default]"),
            ("[default\n", 1, "file", "TOML"),
        ] {
            let problems = Scanners::read("scanners.toml", text).unwrap_err();
            let problem = &problems[0];
            assert_eq!(
                (problem.line, problem.key.as_str()),
                (line, key),
                "{text}: {problem}"
            );
            assert!(problem.next.contains(next), "{text}: {problem}");
            let head = format!("scanners.toml, line {line}, {key}: ");
            assert!(problem.to_string().starts_with(&head), "{problem}");
        }
    }
}
