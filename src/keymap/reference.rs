use std::fmt::Write as _;

use super::{Action, Context, Keymap, Say, Shipped, describe};

/// The page of all keys, in the language of `say`: for every context its actions with their keys in each shipped
/// keymap, their word and their command barcode; then what has no key of its own; then how to write one's own file.
#[must_use]
pub fn reference_markdown(say: Say<'_>) -> String {
    let keymaps = Shipped::ALL.map(Keymap::shipped);
    let mut page = format!("# {}\n\n{}\n\n", say("keys-title"), say("keys-intro"));
    for shipped in Shipped::ALL {
        let _ = writeln!(page, "- `{}`: {}", shipped.name(), say(shipped.about_key()));
    }
    for context in Context::ALL {
        let rows = Action::ALL
            .iter()
            .copied()
            .filter(|action| is_told_in(*action, context, &keymaps));
        let rows: Vec<Action> = rows.collect();
        if rows.is_empty() {
            continue;
        }
        let _ = write!(page, "\n## {} `[{}]`\n\n", say(&context.name_key()), context.id());
        table(&mut page, &rows, Some(context), &keymaps, say);
    }
    let bare = Action::ALL.iter().copied();
    let bare: Vec<Action> = bare.filter(|action| !has_key(*action, &keymaps)).collect();
    let _ = write!(
        page,
        "\n## {}\n\n{}\n\n",
        say("keys-bare-title"),
        say("keys-bare-intro")
    );
    table(&mut page, &bare, None, &keymaps, say);
    let _ = write!(
        page,
        "\n## {}\n\n{}\n\n```toml\n{EXAMPLE}```\n",
        say("keys-own-title"),
        say("keys-own-intro")
    );
    page
}

/// A file of one's own, as the page shows it; a test reads it.
const EXAMPLE: &str = r#"base = "default"

[picking]
work.skip = ["f12", "ctrl-n"]   # either key
pick.deposit = ["f9 z"]         # F9, then z
work.hand-over = []             # no key
"#;

fn table(page: &mut String, rows: &[Action], context: Option<Context>, keymaps: &[Keymap], say: Say<'_>) {
    let mut heads = vec![say("keys-action"), String::new()];
    if context.is_some() {
        heads.extend(Shipped::ALL.map(|shipped| format!("`{}`", shipped.name())));
    }
    heads.extend([say("keys-word"), say("keys-code")]);
    let _ = writeln!(page, "| {} |", heads.join(" | "));
    let _ = writeln!(page, "|{}", "---|".repeat(heads.len()));
    for action in rows.iter().copied() {
        let mut cells = vec![format!("`{}`", action.id()), action.doc(say)];
        if let Some(context) = context {
            cells.extend(keymaps.iter().map(|keymap| keys(keymap, context, action)));
        }
        let word = action.has_word().then(|| format!("`/{}`", action.word()));
        cells.extend([word.unwrap_or_default(), format!("`{}`", action.code())]);
        let cells: Vec<String> = cells.iter().map(|text| text.replace('|', "\\|")).collect();
        let _ = writeln!(page, "| {} |", cells.join(" | "));
    }
}

/// All the keys of an action in one context.
fn keys(keymap: &Keymap, context: Context, action: Action) -> String {
    let bound = keymap.bindings(context).iter();
    let bound = bound.filter(|binding| binding.action == action);
    let keys: Vec<String> = bound
        .map(|binding| format!("`{}`", describe(&binding.keys)))
        .collect();
    keys.join(" ")
}

/// Bound there in some keymap, or offered there and nowhere else, so that its word and barcode are looked for there.
fn is_told_in(action: Action, context: Context, keymaps: &[Keymap]) -> bool {
    let bound = |keymap: &Keymap| {
        let mut bindings = keymap.bindings(context).iter();
        bindings.any(|binding| binding.action == action)
    };
    keymaps.iter().any(bound) || (action.contexts().contains(&context) && context != Context::Global)
}

fn has_key(action: Action, keymaps: &[Keymap]) -> bool {
    let contexts = Context::ALL.into_iter();
    let mut told = contexts.filter(|context| is_told_in(action, *context, keymaps));
    told.next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_told_with_its_code_and_every_context_has_its_place() {
        let page = reference_markdown(&|key| format!("<{key}>"));
        for action in Action::ALL {
            let line = format!("| `{}` | <{}> |", action.id(), action.doc_key());
            assert!(page.contains(&line), "{}", action.id());
            assert!(
                page.contains(&format!("| `{}` |", action.code())),
                "{}",
                action.id()
            );
        }
        for context in Context::ALL {
            assert!(
                page.contains(&format!("`[{}]`", context.id())),
                "{}",
                context.id()
            );
        }
        assert!(
            page.contains(
                "| `pick.short` | <action-pick-short> | `F1` | `F1` | `F1` | `F2` | `/short` | `PFSHORT` |"
            ),
            "{page}"
        );
    }

    #[test]
    fn the_example_of_the_page_is_right() {
        let (_, _, problems) = Keymap::of_file("example.toml", EXAMPLE, Shipped::Default);
        assert_eq!(problems, []);
    }
}
