use std::fmt::Write as _;

use super::{Action, Context, Keymap, Say, describe};

/// `keys.md`: every context with its keys, then every action with its word and command barcode, in the
/// language of `say`.
#[must_use]
pub fn reference_markdown(keymap: &Keymap, say: Say<'_>) -> String {
    let mut page = format!("# {}\n\n{}\n", say("keys-title"), say("keys-intro"));
    for context in Context::ALL {
        let bindings = keymap.bindings(context);
        if bindings.is_empty() {
            continue;
        }
        let _ = write!(page, "\n## {} `[{}]`\n\n", say(&context.name_key()), context.id());
        let _ = write!(
            page,
            "| {} | {} | |\n|---|---|---|\n",
            say("keys-key"),
            say("keys-action")
        );
        for binding in bindings {
            let keys = cell(&describe(&binding.keys));
            let action = binding.action;
            let _ = writeln!(
                page,
                "| `{keys}` | `{}` | {} |",
                action.id(),
                cell(&action.doc(say))
            );
        }
    }
    let _ = write!(
        page,
        "\n## {}\n\n{}\n\n",
        say("keys-codes-title"),
        say("keys-codes-intro")
    );
    let heads = ["keys-action", "keys-word", "keys-code", "keys-contexts"].map(say);
    let _ = write!(page, "| {} | |\n|---|---|---|---|---|\n", heads.join(" | "));
    for action in Action::ALL {
        let contexts: Vec<&str> = action.contexts().iter().map(|context| context.id()).collect();
        let row =
            [action.id(), &format!("/{}", action.word()), action.code()].map(|text| format!("`{text}`"));
        let doc = cell(&action.doc(say));
        let _ = writeln!(page, "| {} | {} | {doc} |", row.join(" | "), contexts.join(", "));
    }
    page
}

/// The printed sheet of command barcodes: (what the barcode says, what it does), in the given order.
#[must_use]
pub fn command_sheet(actions: &[Action], say: Say<'_>) -> Vec<(&'static str, String)> {
    actions
        .iter()
        .map(|action| (action.code(), action.doc(say)))
        .collect()
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_every_action_code_and_context() {
        let page = reference_markdown(&Keymap::built_in(), &|key| format!("<{key}>"));
        for action in Action::ALL {
            assert!(
                page.contains(&format!("| `{}` |", action.code())),
                "{}",
                action.id()
            );
            assert!(
                page.contains(&format!("<{}>", action.doc_key())),
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
        assert!(page.contains("| `F1` | `pick.short` | <action-pick-short> |"));
    }

    #[test]
    fn the_sheet_keeps_its_order() {
        let rows = command_sheet(&[Action::PickShort, Action::Undo], &str::to_owned);
        assert_eq!(
            rows,
            [
                ("PFSHORT", "action-pick-short".to_owned()),
                ("PFUNDO", "action-app-undo".to_owned())
            ]
        );
    }
}
