use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::key::{KeyError, MAX_SEQUENCE};
use super::{Action, Context, Key, KeyCode, Keymaps, Problem, ProblemKind, Reserved, Shipped, parse_keys};

/// One `action = [keys]` line. No keys unbind the action there.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub context: Context,
    pub action: Action,
    pub keys: Vec<Vec<Key>>,
    pub line: usize,
}

impl Entry {
    /// Whether it is about the same action in the same context, and so takes the other's place.
    pub(super) fn same_place(&self, other: &Entry) -> bool {
        self.context == other.context && self.action == other.action
    }
}

/// What a keymap file says.
pub(super) struct Parsed {
    /// The shipped keymap that it changes, where it names one.
    pub base: Option<Shipped>,
    pub entries: Vec<Entry>,
    /// In the order of lines.
    pub problems: Vec<Problem>,
}

/// Names the shipped keymap that a file changes; it stands before the first table.
const BASE: &str = "base";

/// Reads a keymap file: what could be read, and every mistake by its line.
pub(super) fn parse(file: &str, text: &str) -> Parsed {
    let mut reader = Reader {
        file,
        text,
        base: None,
        entries: Vec::new(),
        problems: Vec::new(),
    };
    if text.len() > Keymaps::MOST_BYTES {
        reader.refuse(
            0,
            ProblemKind::TooLarge {
                bytes: text.len(),
                most: Keymaps::MOST_BYTES,
            },
        );
    } else {
        match DeTable::parse(text) {
            Ok(table) => reader.contexts(table.get_ref()),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                reader.refuse(
                    at,
                    ProblemKind::Syntax {
                        reason: error.message().to_owned(),
                    },
                );
            }
        }
    }
    reader.problems.sort_by_key(|problem| problem.line);
    Parsed {
        base: reader.base,
        entries: reader.entries,
        problems: reader.problems,
    }
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    base: Option<Shipped>,
    entries: Vec<Entry>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn contexts(&mut self, root: &DeTable<'_>) {
        for (name, value) in root {
            let at = name.span().start;
            if name.get_ref() == BASE {
                self.base(at, value);
                continue;
            }
            let Some(context) = Context::by_id(name.get_ref()) else {
                let nearest = nearest(name.get_ref(), Context::ALL.into_iter().map(Context::id));
                self.refuse(
                    at,
                    ProblemKind::UnknownContext {
                        name: name.get_ref().to_string(),
                        nearest,
                    },
                );
                continue;
            };
            match value.get_ref().as_table() {
                Some(table) => self.actions(context, "", table),
                None => self.refuse(at, ProblemKind::NotATable { context }),
            }
        }
    }

    fn base(&mut self, at: usize, value: &Spanned<DeValue<'_>>) {
        let name = value.get_ref().as_str().unwrap_or_default();
        self.base = Shipped::by_name(name);
        if self.base.is_none() {
            let nearest = nearest(name, Shipped::ALL.into_iter().map(Shipped::name));
            let name = name.to_owned();
            self.refuse(at, ProblemKind::UnknownBase { name, nearest });
        }
    }

    /// Ids have a dot in them, which TOML reads as a table within a table: `pick.short = ["f1"]`.
    fn actions(&mut self, context: Context, prefix: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let id = format!("{prefix}{}", name.get_ref());
            if let (Some(inner), true) = (value.get_ref().as_table(), prefix.is_empty()) {
                self.actions(context, &format!("{id}."), inner);
                continue;
            }
            let at = name.span().start;
            let Some(action) = Action::by_id(&id) else {
                let nearest = nearest(&id, Action::ALL.iter().map(|action| action.id()));
                self.refuse(at, ProblemKind::UnknownAction { name: id, nearest });
                continue;
            };
            if action.offered_in(context) {
                self.keys(context, action, at, value);
            } else {
                self.refuse(at, ProblemKind::NotOffered { action, context });
            }
        }
    }

    fn keys(&mut self, context: Context, action: Action, at: usize, value: &Spanned<DeValue<'_>>) {
        let Some(notations) = value.get_ref().as_array() else {
            return self.refuse(at, ProblemKind::NotKeys { action });
        };
        let mut entry = Entry {
            context,
            action,
            keys: Vec::new(),
            line: self.line_of(at),
        };
        for notation in notations.iter() {
            let at = notation.span().start;
            let Some(text) = notation.get_ref().as_str() else {
                return self.refuse(at, ProblemKind::NotKeys { action });
            };
            match read_keys(context, action, text) {
                Ok(keys) => entry.keys.push(keys),
                Err(kind) => return self.refuse(at, kind),
            }
        }
        self.entries.push(entry);
    }

    fn refuse(&mut self, at: usize, kind: ProblemKind) {
        let line = self.line_of(at);
        self.problems.push(Problem {
            file: self.file.to_owned(),
            line,
            kind,
        });
    }

    fn line_of(&self, at: usize) -> usize {
        self.text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
    }
}

fn read_keys(context: Context, action: Action, notation: &str) -> Result<Vec<Key>, ProblemKind> {
    let key = notation.to_owned();
    let keys = parse_keys(notation).map_err(|error| match error {
        KeyError::Unknown => ProblemKind::UnknownKey {
            key: key.clone(),
            action,
        },
        KeyError::PlusSign => ProblemKind::PlusSign {
            key: key.clone(),
            meant: notation.replace('+', "-").to_lowercase(),
        },
        KeyError::Empty => ProblemKind::Empty { action },
        KeyError::TooLong => ProblemKind::TooLong {
            key: key.clone(),
            most: MAX_SEQUENCE,
        },
    })?;
    let within = keys.iter().find_map(|pressed| reserved_anywhere(*pressed));
    let first = || keys.first().and_then(|pressed| reserved_first(context, *pressed));
    match within.or_else(first) {
        Some(why) => Err(ProblemKind::Reserved { key, why }),
        None => Ok(keys),
    }
}

/// Keys whose bytes mean something else. Ctrl+4 to Ctrl+7 are FS, GS, RS and US, which GS1 symbols hold;
/// Ctrl+B and Ctrl+C are the STX and ETX that scanners frame a scan with, Ctrl+D is the EOT that ends an ISO/IEC
/// 15434 message.
fn reserved_anywhere(key: Key) -> Option<Reserved> {
    if !key.modifiers.ctrl {
        return None;
    }
    match key.code {
        KeyCode::Char('4'..='7' | '\\' | ']' | '^' | '_' | 'b' | 'c' | 'd') => Some(Reserved::Scanner),
        KeyCode::Char('h' | 'i' | 'j' | 'm' | '[' | '3') => Some(Reserved::SameByte),
        _ => None,
    }
}

/// Keys a sequence cannot begin with here.
fn reserved_first(context: Context, key: Key) -> Option<Reserved> {
    let letter = key.text()?;
    if context.lies_under_text() {
        Some(Reserved::Text)
    } else if context == Context::Menu && letter.is_ascii_digit() {
        Some(Reserved::MenuDigit)
    } else {
        None
    }
}

/// The name that takes the fewest changed letters to reach (Levenshtein's distance).
fn nearest(wrong: &str, names: impl Iterator<Item = &'static str>) -> &'static str {
    let wrong: String = wrong.chars().take(64).collect();
    names
        .min_by_key(|name| strsim::levenshtein(&wrong, name))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quoted_and_dotted_ids_are_the_same() {
        let dotted = parse("a", "[picking]\npick.short = ['f1']\n");
        let quoted = parse("a", "[picking]\n'pick.short' = ['f1']\n");
        let nested = parse("a", "[picking.pick]\nshort = ['f1']\n");
        for Parsed { entries, .. } in [dotted, quoted, nested] {
            assert_eq!(entries.len(), 1);
            assert_eq!(entries[0].action, Action::PickShort);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_by_line(text in "(\\[(picking|menu|x)\\]\n)?([a-z.]{1,9} = \\[?\"[a-z0-9 +-]{0,6}\"?\\]?\n){0,4}") {
            for problem in parse("any", &text).problems {
                prop_assert!((1..=text.lines().count().max(1) + 1).contains(&problem.line));
            }
        }
    }
}
