//! The sheet of command barcodes for a role: with it, everything that the role does is done by scans alone.

use super::locale::{Lang, Texts};
use super::screens;
use crate::domain::outbox::{CommandSheet, SheetCommand, SheetSection};
use crate::domain::people::Role;
use crate::keymap::{Action, Context, Keymap};

/// One part of a sheet: what its barcodes are for, and what they ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Section {
    /// What it is headed with.
    title: String,
    /// The actions, in the order in which they are printed.
    actions: Vec<Action>,
}

/// What everybody needs on every screen.
const EVERYWHERE: [Action; 14] = [
    Action::Confirm,
    Action::Back,
    Action::Home,
    Action::Help,
    Action::Undo,
    Action::UndoList,
    Action::Why,
    Action::Find,
    Action::Palette,
    Action::Language,
    Action::Bell,
    Action::Keys,
    Action::Scanner,
    Action::SignOff,
];

/// The parts of a role's sheet: what is needed everywhere, the digits, moving about, and each screen that the role
/// may open with what it offers.
fn sections(role: Role, texts: &Texts) -> Vec<Section> {
    let section = |key: &str, actions: Vec<Action>| Section {
        title: texts.say(key).into_owned(),
        actions,
    };
    let group = |group: &str| {
        Action::ALL
            .iter()
            .copied()
            .filter(|action| action.group() == group)
            .collect::<Vec<_>>()
    };
    let mut digits = group("digit");
    digits.extend([Action::EditErase, Action::EditClear]);
    let mut about = group("go");
    about.extend(group("list"));
    let doors: Vec<(Action, Context)> = screens::doors_of(role).collect();
    let mut sections = vec![
        section("sheet-everywhere", EVERYWHERE.into()),
        section("sheet-digits", digits),
        section("sheet-about", about),
        section("sheet-screens", doors.iter().map(|(open, _)| *open).collect()),
    ];
    let keymap = Keymap::default();
    let contexts = doors.into_iter().flat_map(|(_, context)| behind(context));
    for context in contexts.chain([Context::Scanner]) {
        // What the shipped keymap binds there is what the screen offers; its own way to move about stands above.
        let bound = keymap.bindings(context).iter().map(|binding| binding.action);
        let mut actions: Vec<Action> = bound
            .filter(|action| !matches!(action.group(), "app" | "go"))
            .collect();
        actions.dedup();
        sections.push(section(&context.name_key(), actions));
    }
    sections
}

/// The contexts behind a door: its screen's, and those of what opens from it with keys of its own.
fn behind(context: Context) -> impl Iterator<Item = Context> {
    let more: &[Context] = match context {
        Context::Workers => &[Context::Devices, Context::Access],
        Context::Slotting => &[Context::Aisles],
        _ => &[],
    };
    std::iter::once(context).chain(more.iter().copied())
}

/// A role's sheet in the language of `texts`, to be printed.
pub fn of(role: Role, texts: &Texts) -> CommandSheet {
    let command = |action: &Action| SheetCommand {
        code: action.code().into(),
        doc: doc(*action, texts).into(),
    };
    let section = |section: Section| SheetSection {
        title: section.title.into(),
        commands: section.actions.iter().map(command).collect(),
    };
    CommandSheet {
        title: texts.say(role.key()).into(),
        sections: sections(role, texts).into_iter().map(section).collect(),
    }
}

/// What a command's barcode is headed with. In Chinese with the English beside it: a printer without a Chinese font
/// leaves out what it cannot print.
fn doc(action: Action, texts: &Texts) -> String {
    let own = texts.say(&action.doc_key());
    match texts.lang() {
        Lang::En => own.into_owned(),
        Lang::ZhHans => format!("{own} {}", texts.in_lang(Lang::En).say(&action.doc_key())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_stands_on_an_admins_sheet_but_what_only_a_keyboard_needs() {
        let sections = sections(Role::Admin, &Texts::new(Lang::En));
        let told: Vec<Action> = sections
            .iter()
            .flat_map(|section| section.actions.clone())
            .collect();
        let at_the_keyboard = |action: Action| {
            action.group() == "edit"
                || matches!(
                    action,
                    Action::Refresh | Action::Redraw | Action::Theme | Action::Copy | Action::Quit
                )
        };
        for action in Action::ALL.iter().copied() {
            // Who signs in has no sheet yet.
            let missing = !told.contains(&action) && action != Action::SignInOther;
            assert!(!missing || at_the_keyboard(action), "{}", action.id());
        }
    }

    #[test]
    fn a_pickers_sheet_has_picking_and_not_the_orders() {
        let texts = Texts::new(Lang::En);
        let sections = sections(Role::Picker, &texts);
        let titles: Vec<&str> = sections.iter().map(|section| section.title.as_str()).collect();
        assert_eq!(
            titles,
            [
                "Everywhere",
                "Digits",
                "Moving about",
                "Screens",
                "Picking",
                "Putaway",
                "Moving stock",
                "Scanner"
            ]
        );
        let told: Vec<Action> = sections
            .iter()
            .flat_map(|section| section.actions.clone())
            .collect();
        assert!(told.contains(&Action::PickShort) && told.contains(&Action::Digit7));
        assert!(!told.contains(&Action::OrderRelease) && !told.contains(&Action::OpenWorkers));
        let sheet = of(Role::Picker, &texts);
        assert_eq!(sheet.title.as_ref(), "picker");
        let short = &sheet.sections[4].commands[0];
        assert_eq!(
            (short.code.as_ref(), short.doc.as_ref()),
            ("PFUNITS", "Type a quantity")
        );
    }
}
