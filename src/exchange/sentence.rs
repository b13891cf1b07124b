//! Sentences about files: what is wrong with a line, and what would be right.
//!
//! They stand in the source in English, with `{}` where something is put in, as GNU gettext has it: the English text is
//! the key of the table of each other language (`zh_hans`). A test reads the sources and the table against each other.

mod zh_hans;

use super::labels::Language;
use serde::{Serialize, Serializer};
use std::fmt;

/// A sentence, told in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    english: &'static str,
    args: Vec<String>,
    language: Language,
}

/// A [`Sentence`] from its English text and what is put in, in order.
macro_rules! say {
    ($english:literal $(, $arg:expr)* $(,)?) => {
        $crate::exchange::sentence::Sentence::new($english, vec![$($arg.to_string()),*])
    };
}
pub(super) use say;

impl Sentence {
    /// A sentence in English; `args` take the places of `{}` in order.
    pub fn new(english: &'static str, args: Vec<String>) -> Sentence {
        Sentence {
            english,
            args,
            language: Language::English,
        }
    }

    /// The same in another language.
    #[must_use]
    pub fn told_in(self, language: Language) -> Sentence {
        Sentence { language, ..self }
    }

    /// Its language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.english.is_empty()
    }
}

/// A text in a language; English where the table has none.
fn text_in(english: &str, language: Language) -> &str {
    match language {
        Language::English => english,
        Language::Chinese => zh_hans::TEXTS
            .iter()
            .find(|(of, _)| *of == english)
            .map_or(english, |(_, text)| text),
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut args = self.args.iter();
        let mut parts = text_in(self.english, self.language).split("{}");
        f.write_str(parts.next().unwrap_or_default())?;
        parts.try_for_each(|part| {
            // What is put in may be a text of ours itself: what a column holds, a kind of record.
            let arg = args.next().map(String::as_str).unwrap_or_default();
            f.write_str(text_in(arg, self.language))?;
            f.write_str(part)
        })
    }
}

impl Serialize for Sentence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl PartialEq<str> for Sentence {
    fn eq(&self, other: &str) -> bool {
        let told = self.to_string();
        told == other
    }
}

impl PartialEq<&str> for Sentence {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::rows::{
        CarrierRow, Column, ItemRow, OrderLineRow, OwnerRow, PlaceRow, PrinterRow, ReceiptLineRow, Row,
        StockRow, WorkerRow,
    };
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    /// The English of every `say!` in a folder of the sources.
    fn said_in(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                said_in(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs")
                && !path.ends_with("sentence.rs")
                && !path.ends_with("tests.rs")
            {
                let source = fs::read_to_string(&path).unwrap();
                for part in source.split("say!(").skip(1) {
                    let rest = part.trim_start().strip_prefix('"').unwrap();
                    let mut end = 0;
                    while !rest[end..].starts_with('"') {
                        end += if rest[end..].starts_with('\\') {
                            2
                        } else {
                            rest[end..].chars().next().unwrap().len_utf8()
                        };
                    }
                    found.insert(rest[..end].replace("\\\"", "\""));
                }
            }
        }
    }

    fn required(columns: &[Column]) -> impl Iterator<Item = String> + '_ {
        let required = columns.iter().filter(|column| column.required);
        required.map(|column| column.about.to_owned())
    }

    #[test]
    fn every_sentence_has_its_chinese_with_the_same_gaps_and_the_table_has_no_other() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/exchange");
        let mut said = BTreeSet::new();
        said_in(&sources, &mut said);
        assert!(said.len() > 80, "{}", said.len());
        let kinds = [
            OwnerRow::COLUMNS,
            CarrierRow::COLUMNS,
            ItemRow::COLUMNS,
            PlaceRow::COLUMNS,
            PrinterRow::COLUMNS,
            StockRow::COLUMNS,
            WorkerRow::COLUMNS,
            OrderLineRow::COLUMNS,
            ReceiptLineRow::COLUMNS,
        ];
        let abouts: BTreeSet<String> = kinds.into_iter().flat_map(required).collect();
        let words = [
            "item", "items", "place", "places", "owner", "owners", "carrier", "carriers", "orders", "inbound",
        ];
        let table: BTreeSet<String> = zh_hans::TEXTS
            .iter()
            .map(|(english, _)| (*english).to_owned())
            .collect();
        let wanted: BTreeSet<String> = said.union(&abouts).cloned().collect();
        let missing: Vec<_> = wanted.difference(&table).collect();
        assert!(missing.is_empty(), "no Chinese for {missing:#?}");
        let unused = table
            .iter()
            .filter(|text| !wanted.contains(*text) && !words.contains(&text.as_str()));
        assert_eq!(unused.count(), 0);
        for (english, chinese) in zh_hans::TEXTS {
            assert_eq!(
                english.matches("{}").count(),
                chinese.matches("{}").count(),
                "{english}"
            );
        }
    }

    #[test]
    fn a_sentence_is_told_in_both_languages() {
        let sentence = say!("`{}` is not a known {}", "LAMP", "item");
        assert_eq!(sentence, "`LAMP` is not a known item");
        let chinese = sentence.told_in(Language::Chinese);
        assert_eq!(chinese, "`LAMP` 不是已知的商品");
        assert_eq!(
            serde_json::to_string(&chinese).unwrap(),
            "\"`LAMP` 不是已知的商品\""
        );
    }
}
