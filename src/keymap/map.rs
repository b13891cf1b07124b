use std::collections::BTreeMap;

use super::file::{self, Entry};
use super::{Action, Context, Key, Problem, ProblemKind, Shipped, describe};

/// One sequence of keys and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    pub keys: Vec<Key>,
    pub action: Action,
}

/// Which keys do what, context by context.
#[derive(Clone, Debug)]
pub struct Keymap {
    contexts: BTreeMap<Context, Vec<Binding>>,
}

/// What the keys pressed so far mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    Action(Action),
    /// The beginning of these: the keys still to press, and what each would do. For the which-key panel.
    Pending(Vec<Binding>),
    /// Nothing. A printable key is then text, or a menu's digit.
    None,
}

impl Keymap {
    /// A keymap shipped with the program.
    #[must_use]
    pub fn shipped(shipped: Shipped) -> Self {
        Self::of(shipped.entries().iter())
    }

    /// A shipped keymap changed by a file: each `action = [keys]` replaces the keys of that action in that context,
    /// `[]` unbinds it. The file's `base = "name"` says which shipped keymap; without it, `base` is. With any mistake
    /// in the file that shipped keymap runs as it is, and all the mistakes are given to be shown.
    #[must_use]
    pub fn of_file(name: &str, text: &str, base: Shipped) -> (Self, Shipped, Vec<Problem>) {
        let file::Parsed {
            base: named,
            entries: user,
            mut problems,
        } = file::parse(name, text);
        let base = named.unwrap_or(base);
        let shipped = base.entries();
        let kept = shipped
            .iter()
            .filter(|old| !user.iter().any(|new| new.same_place(old)));
        let placed: Vec<Placed<'_>> = kept
            .map(|entry| Placed { entry, line: None })
            .chain(user.iter().map(|entry| Placed {
                entry,
                line: Some(entry.line),
            }))
            .collect();
        problems.extend(clashes(name, &placed));
        problems.sort_by_key(|problem| problem.line);
        if problems.is_empty() {
            (Self::of(placed.iter().map(|placed| placed.entry)), base, problems)
        } else {
            (Self::shipped(base), base, problems)
        }
    }

    /// What `keys`, pressed one after the other, mean in `stack` (outermost context first). The innermost
    /// context that knows them decides; a printable key goes no further out than an input line.
    #[must_use]
    pub fn resolve(&self, stack: &[Context], keys: &[Key]) -> Resolution {
        let Some(first) = keys.first() else {
            return Resolution::None;
        };
        let mut pending: Vec<Binding> = Vec::new();
        for context in stack.iter().rev() {
            for binding in self.bindings(*context) {
                match binding.keys.strip_prefix(keys) {
                    Some([]) if pending.is_empty() => return Resolution::Action(binding.action),
                    Some([]) | None => {}
                    Some(rest) if pending.iter().any(|inner| begins_alike(&inner.keys, rest)) => {}
                    Some(rest) => pending.push(Binding {
                        keys: rest.to_vec(),
                        action: binding.action,
                    }),
                }
            }
            if context.is_text() && first.text().is_some() {
                break;
            }
        }
        if pending.is_empty() {
            Resolution::None
        } else {
            Resolution::Pending(pending)
        }
    }

    /// The keys to show for `action`: the first that do it in `stack`.
    #[must_use]
    pub fn keys_for(&self, stack: &[Context], action: Action) -> Option<&[Key]> {
        let bindings = stack.iter().rev().flat_map(|context| self.bindings(*context));
        bindings
            .filter(|binding| binding.action == action)
            .map(|binding| binding.keys.as_slice())
            .find(|keys| self.resolve(stack, keys) == Resolution::Action(action))
    }

    /// Every binding of one context, in the order of the action table.
    #[must_use]
    pub fn bindings(&self, context: Context) -> &[Binding] {
        self.contexts.get(&context).map_or(&[], Vec::as_slice)
    }

    fn of<'a>(entries: impl Iterator<Item = &'a Entry>) -> Self {
        let mut contexts: BTreeMap<Context, Vec<Binding>> = BTreeMap::new();
        for entry in entries {
            let bindings = contexts.entry(entry.context).or_default();
            let bound = entry.keys.iter().map(|keys| Binding {
                keys: keys.clone(),
                action: entry.action,
            });
            bindings.extend(bound);
        }
        for bindings in contexts.values_mut() {
            bindings.sort_by_key(|binding| binding.action);
        }
        Self { contexts }
    }
}

impl Default for Keymap {
    fn default() -> Self {
        Self::shipped(Shipped::Default)
    }
}

/// An entry, and its line if it stands in the worker's own file.
struct Placed<'a> {
    entry: &'a Entry,
    line: Option<usize>,
}

fn begins_alike(left: &[Key], right: &[Key]) -> bool {
    left.starts_with(right) || right.starts_with(left)
}

/// Keys that two entries want, or that can never act. Each is told once, at a line of the worker's file.
fn clashes(file: &str, placed: &[Placed<'_>]) -> Vec<Problem> {
    let mut bound: Vec<(&Placed<'_>, &[Key])> = Vec::new();
    for one in placed {
        bound.extend(one.entry.keys.iter().map(|keys| (one, keys.as_slice())));
    }
    let mut problems = Vec::new();
    for (at, (one, keys)) in bound.iter().enumerate() {
        for (other, taken) in bound.iter().take(at) {
            if let Some(line) = one.line.or(other.line)
                && let Some(kind) = clash((one.entry, keys), (other.entry, taken))
            {
                problems.push(Problem {
                    file: file.to_owned(),
                    line,
                    kind,
                });
            }
        }
    }
    problems
}

fn clash(one: (&Entry, &[Key]), other: (&Entry, &[Key])) -> Option<ProblemKind> {
    if !begins_alike(one.1, other.1) {
        return None;
    }
    // Of two with the same beginning in one context the shorter answers first.
    let (late, early) = if one.1.len() >= other.1.len() {
        (one, other)
    } else {
        (other, one)
    };
    let shadowed = |late: (&Entry, &[Key]), early: (&Entry, &[Key])| ProblemKind::Shadowed {
        key: describe(late.1),
        action: late.0.action,
        by: describe(early.1),
        by_action: early.0.action,
        context: early.0.context,
    };
    if one.0.context == other.0.context {
        if one.1 != other.1 {
            return Some(shadowed(late, early));
        }
        return Some(ProblemKind::Duplicate {
            key: describe(one.1),
            action: one.0.action,
            taken_by: other.0.action,
            context: one.0.context,
        });
    }
    // The prompt lies over every floor workflow and takes its keys first.
    match (one.0.context, other.0.context) {
        (Context::Prompt, under) if under.has_prompt() => Some(shadowed(other, one)),
        (under, Context::Prompt) if under.has_prompt() => Some(shadowed(one, other)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
