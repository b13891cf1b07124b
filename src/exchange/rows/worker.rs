//! `import workers`: who works here. PINs are never in a file.

use super::{
    cells::{Cells, Column},
    reader::Row,
    report::Fault,
};
use crate::exchange::sentence::say;

/// A worker, without PIN: that is set on a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerRow {
    /// The number signed in with.
    pub number: String,
    pub name: String,
    /// What the badge's barcode says: capitals and digits, so that every keyboard layout types it right.
    pub badge: Option<String>,
    pub roles: Vec<WorkerRole>,
    pub language: Option<WorkerLanguage>,
}

/// What a worker may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkerRole {
    Picker,
    Packer,
    Receiver,
    Counter,
    Lead,
    Admin,
}

/// The language of a worker's screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkerLanguage {
    English,
    SimplifiedChinese,
}

const ROLES: &[(&str, WorkerRole)] = &[
    ("picker", WorkerRole::Picker),
    ("packer", WorkerRole::Packer),
    ("receiver", WorkerRole::Receiver),
    ("counter", WorkerRole::Counter),
    ("lead", WorkerRole::Lead),
    ("admin", WorkerRole::Admin),
];

const LANGUAGES: &[(&str, WorkerLanguage)] = &[
    ("en", WorkerLanguage::English),
    ("zh", WorkerLanguage::SimplifiedChinese),
    ("zh_cn", WorkerLanguage::SimplifiedChinese),
    ("zh_hans", WorkerLanguage::SimplifiedChinese),
];

impl WorkerRole {
    /// The word in a file.
    pub fn word(self) -> &'static str {
        ROLES
            .iter()
            .find(|(_, role)| *role == self)
            .map_or("", |(word, _)| word)
    }
}

impl WorkerLanguage {
    /// The word in a file.
    pub fn word(self) -> &'static str {
        LANGUAGES
            .iter()
            .find(|(_, language)| *language == self)
            .map_or("", |(word, _)| word)
    }
}

impl Row for WorkerRow {
    const KIND: &'static str = "workers";
    const COLUMNS: &'static [Column] = &[
        Column::required("number", "the worker's number, digits and letters"),
        Column::required("name", "at most 80 characters"),
        Column::optional("badge", "the badge's code, 4 to 24 capitals and digits"),
        Column::required(
            "roles",
            "picker, packer, receiver, counter, lead, admin; several separated by ;",
        ),
        Column::optional("language", "en or zh"),
    ];

    fn parse(cells: &mut Cells<'_>) -> Self {
        let badge = cells.optional_code("badge");
        if let Some(badge) = &badge {
            let good = badge
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
            if !good || !(4..=24).contains(&badge.len()) {
                let problem = say!("a badge has 4 to 24 capitals and digits");
                let hint = say!("write it as W0107K");
                cells.fault("badge", Fault::BadForm, badge, problem, hint);
            }
        }
        Self {
            number: cells.code("number"),
            name: cells.text("name", 80),
            badge,
            roles: cells.choices("roles", ROLES),
            language: cells.choice("language", LANGUAGES),
        }
    }

    fn cells(&self) -> Vec<String> {
        let roles: Vec<&str> = self.roles.iter().map(|role| role.word()).collect();
        let language = self.language.map(WorkerLanguage::word).unwrap_or_default();
        vec![
            self.number.clone(),
            self.name.clone(),
            self.badge.clone().unwrap_or_default(),
            roles.join(";"),
            language.to_owned(),
        ]
    }

    fn unique_keys(&self) -> Vec<(&'static str, String)> {
        let badge = self.badge.iter().map(|badge| ("badge", badge.clone()));
        std::iter::once(("number", self.number.clone()))
            .chain(badge)
            .collect()
    }
}
