//! Every sentence a person reads, in English and Simplified Chinese.
//!
//! The texts are Fluent files, a folder a language and a file a room, built into the program.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

pub use fluent_bundle::FluentValue;

/// The languages of the screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lang {
    #[default]
    #[serde(rename = "en")]
    En,
    #[serde(rename = "zh-Hans")]
    ZhHans,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::En, Self::ZhHans];

    /// Its BCP 47 tag, as configuration files and the command line write it.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhHans => "zh-Hans",
        }
    }

    /// The language of a tag or of a POSIX locale: `zh_CN.UTF-8` is Chinese, `C` is nothing.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_', '.', '@']).next().unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "zh" => Some(Self::ZhHans),
            _ => None,
        }
    }

    /// The language that the language key switches to.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::En => Self::ZhHans,
            Self::ZhHans => Self::En,
        }
    }

    /// Message key of its name, which is written in itself.
    #[must_use]
    pub fn name_key(self) -> &'static str {
        match self {
            Self::En => "language-en",
            Self::ZhHans => "language-zh-Hans",
        }
    }

    fn identifier(self) -> LanguageIdentifier {
        self.tag().parse().unwrap_or_default()
    }
}

/// The sentences in one language, with English behind it. Cloning shares the parsed files; every session
/// keeps its own, in its worker's language.
#[derive(Clone)]
pub struct Texts {
    lang: Lang,
    english: Arc<Bundle>,
    chinese: Arc<Bundle>,
}

type Bundle = FluentBundle<FluentResource>;

impl Texts {
    /// Parses the built-in files: once a process, then [`Texts::in_lang`] and `clone`.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self {
            lang,
            english: Arc::new(bundle(Lang::En)),
            chinese: Arc::new(bundle(Lang::ZhHans)),
        }
    }

    /// The same texts in another language, without parsing again.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> Self {
        Self { lang, ..self.clone() }
    }

    #[must_use]
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The sentence of `key`, or of an attribute as `key.attribute`. In English where this language has
    /// none, the key itself where English has none either.
    #[must_use]
    pub fn say(&self, key: &str) -> Cow<'_, str> {
        self.format(key, None)
    }

    /// The sentence of `key` with its variables: `say_with("list-marked", &[("count", 3.into())])`. Pass
    /// codes and quantities as text; plain numbers choose plural forms.
    #[must_use]
    pub fn say_with(&self, key: &str, variables: &[(&str, FluentValue<'_>)]) -> String {
        let arguments: FluentArgs<'_> = variables
            .iter()
            .map(|(name, value)| (name.to_string(), value.clone()))
            .collect();
        self.format(key, Some(&arguments)).into_owned()
    }

    /// As [`Texts::say_with`], for arguments that are all text, such as those of a keymap's problem.
    #[must_use]
    pub fn say_text(&self, key: &str, variables: &[(&str, String)]) -> String {
        let values: Vec<(&str, FluentValue<'_>)> = variables
            .iter()
            .map(|(name, value)| (*name, FluentValue::from(value.as_str())))
            .collect();
        self.say_with(key, &values)
    }

    fn format(&self, key: &str, arguments: Option<&FluentArgs<'_>>) -> Cow<'_, str> {
        let own = match self.lang {
            Lang::En => &self.english,
            Lang::ZhHans => &self.chinese,
        };
        let found = format_in(own, key, arguments).or_else(|| format_in(&self.english, key, arguments));
        found.unwrap_or_else(|| {
            tracing::error!(
                key,
                lang = self.lang.tag(),
                "no such message in the language files"
            );
            Cow::Owned(key.to_owned())
        })
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts")
            .field("lang", &self.lang)
            .finish_non_exhaustive()
    }
}

fn format_in<'a>(bundle: &'a Bundle, key: &str, arguments: Option<&FluentArgs<'_>>) -> Option<Cow<'a, str>> {
    let (message, attribute) = key
        .split_once('.')
        .map_or((key, None), |(key, name)| (key, Some(name)));
    let message = bundle.get_message(message)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name)?.value(),
        None => message.value()?,
    };
    // A variable that was not given stands in braces in the sentence; a test keeps this from happening.
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, arguments, &mut errors);
    if !errors.is_empty() {
        tracing::error!(key, ?errors, "a message lacks its variables");
    }
    Some(Cow::Owned(text.into_owned()))
}

/// A file's name, for tests and messages, and its text.
type Source = (&'static str, &'static str);

macro_rules! files {
    ($folder:literal: $($name:literal),*) => {
        &[$((concat!($folder, "/", $name), include_str!(concat!($folder, "/", $name)))),*]
    };
}

/// Every file of a language. A room adds its own here, under both.
fn sources(lang: Lang) -> &'static [Source] {
    match lang {
        Lang::En => {
            files!["en": "access.ftl", "actions.ftl", "adjusting.ftl", "aliases.ftl", "codes.ftl", "counting.ftl", "find.ftl", "floor.ftl", "frame.ftl", "jobs.ftl", "journal.ftl", "keymap.ftl", "moving.ftl", "orders.ftl", "outbox.ftl", "packing.ftl", "people.ftl", "putaway.ftl", "queues.ftl", "receiving.ftl", "reviews.ftl", "scanner.ftl", "shipping.ftl", "slotting.ftl", "stock.ftl", "undo.ftl", "workers.ftl"]
        }
        Lang::ZhHans => {
            files!["zh-Hans": "access.ftl", "actions.ftl", "adjusting.ftl", "aliases.ftl", "codes.ftl", "counting.ftl", "find.ftl", "floor.ftl", "frame.ftl", "jobs.ftl", "journal.ftl", "keymap.ftl", "moving.ftl", "orders.ftl", "outbox.ftl", "packing.ftl", "people.ftl", "putaway.ftl", "queues.ftl", "receiving.ftl", "reviews.ftl", "scanner.ftl", "shipping.ftl", "slotting.ftl", "stock.ftl", "undo.ftl", "workers.ftl"]
        }
    }
}

fn bundle(lang: Lang) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![lang.identifier()]);
    // Isolation marks are for right-to-left scripts, and handhelds show them as boxes.
    bundle.set_use_isolating(false);
    for (name, text) in sources(lang) {
        // A line with a mistake is left out and the rest kept; a test refuses both.
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(rest, errors)| {
            tracing::error!(name, ?errors, "a language file has mistakes");
            rest
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(name, ?errors, "a message stands twice");
        }
    }
    bundle
}

#[cfg(test)]
mod tests;
