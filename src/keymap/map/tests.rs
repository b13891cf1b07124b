use super::*;
use crate::keymap::{KeyCode, Reserved, parse_keys};
use proptest::prelude::*;

const PICKING: [Context; 3] = [Context::Global, Context::Picking, Context::Prompt];

fn keys(notation: &str) -> Vec<Key> {
    parse_keys(notation).unwrap_or_else(|error| panic!("{notation}: {error}"))
}

/// The default keymap changed by a file of one's own.
fn changed_by(name: &str, text: &str) -> (Keymap, Vec<Problem>) {
    let (keymap, _, problems) = Keymap::of_file(name, text, Shipped::Default);
    (keymap, problems)
}

fn press(stack: &[Context], notation: &str) -> Resolution {
    Keymap::default().resolve(stack, &keys(notation))
}

#[test]
fn the_shipped_keymaps_have_no_mistake() {
    for shipped in Shipped::ALL {
        let file::Parsed { problems, .. } = file::parse(shipped.file(), shipped.text());
        assert_eq!(problems, [], "{}", shipped.name());
        let entries = shipped.entries();
        let placed: Vec<Placed<'_>> = entries
            .iter()
            .map(|entry| Placed {
                entry,
                line: Some(entry.line),
            })
            .collect();
        assert_eq!(clashes(shipped.file(), &placed), []);
        let keymap = Keymap::shipped(shipped);
        for context in Context::ALL {
            assert!(
                !keymap.bindings(context).is_empty(),
                "{} has no key",
                context.id()
            );
        }
    }
}

/// The contexts that are open together, as the screens open them.
fn stacks() -> Vec<Vec<Context>> {
    use Context as C;
    let inside: &[&[C]] = &[
        &[C::Prompt],
        &[C::Filter],
        &[C::Menu],
        &[C::List, C::Filter],
        &[C::SignIn, C::Prompt],
        &[C::Picking, C::Prompt],
        &[C::Packing, C::Prompt],
        &[C::Loading, C::Prompt],
        &[C::Receiving, C::Prompt],
        &[C::Putaway, C::Prompt],
        &[C::Moving, C::Prompt],
        &[C::Counting, C::Prompt],
        &[C::Orders, C::List],
        &[C::Queues, C::List],
        &[C::Reviews, C::List],
        &[C::Slotting],
        &[C::Aisles, C::List],
        &[C::Stock, C::Filter],
        &[C::Workers, C::List],
        &[C::Devices, C::List],
        &[C::Access, C::List],
        &[C::Sessions, C::List],
        &[C::List, C::Printing],
        &[C::Journal, C::Filter],
        &[C::Scanner],
        &[C::Scanner, C::Menu],
        &[C::Picking, C::Prompt, C::Help],
        &[C::Orders, C::List, C::Palette],
        &[C::Stock, C::Filter, C::Why],
        &[C::Packing, C::Prompt, C::UndoList],
    ];
    let whole = inside
        .iter()
        .map(|inner| [&[C::Global], *inner].concat())
        .collect::<Vec<_>>();
    for context in Context::ALL {
        assert!(whole.iter().any(|stack| stack.contains(&context)), "{context:?}");
    }
    whole
}

/// What the default keymap binds in a context is what a screen there offers; every keymap must lead to it. The rest
/// has its word and its barcode, which the page of keys names.
#[test]
fn every_shipped_keymap_reaches_everything_in_every_context() {
    let default = Keymap::default();
    for shipped in Shipped::ALL {
        let keymap = Keymap::shipped(shipped);
        for stack in stacks() {
            let inner: Vec<Context> = stack.iter().copied().filter(|c| *c != Context::Global).collect();
            for context in stack.iter().copied() {
                // A panel or a filter over a screen takes its keys; Esc gives them back.
                let covered = inner.last().is_some_and(|last| {
                    *last != context
                        && matches!(
                            last,
                            Context::Help
                                | Context::Palette
                                | Context::Why
                                | Context::UndoList
                                | Context::Filter
                        )
                });
                for binding in default.bindings(context) {
                    let reached = keymap.keys_for(&stack, binding.action).is_some();
                    assert!(
                        reached || covered,
                        "{}: {} in {stack:?}",
                        shipped.name(),
                        binding.action.id()
                    );
                }
            }
        }
    }
}

/// A gun has F1 to F10, digits and Enter; F8 stays free for scanners that type it for GS.
#[test]
fn the_handheld_keymap_needs_function_keys_and_digits_alone() {
    let on_every_gun = |key: &Key| match key.code {
        KeyCode::F(number) => number <= 10 && number != 8,
        KeyCode::Char(letter) => letter.is_ascii_digit(),
        KeyCode::Enter => true,
        _ => false,
    };
    let on_most_guns = |key: &Key| {
        let code = key.code;
        on_every_gun(key) || !matches!(code, KeyCode::Char(_) | KeyCode::F(_))
    };
    let keymap = Keymap::shipped(Shipped::Handheld);
    for context in Context::ALL {
        let bindings = keymap.bindings(context);
        for binding in bindings {
            let plain = |key: &Key| key.modifiers == crate::keymap::Modifiers::NONE && on_most_guns(key);
            assert!(binding.keys.iter().all(plain), "{}", describe(&binding.keys));
            let mut ways = bindings.iter().filter(|other| other.action == binding.action);
            let bare = ways.any(|way| way.keys.iter().all(on_every_gun));
            // Where a panel binds "back" to more keys, everywhere's own way stays.
            let elsewhere = keymap.bindings(Context::Global).iter();
            let mut elsewhere = elsewhere.filter(|other| other.action == binding.action);
            let bare = bare || elsewhere.any(|way| way.keys.iter().all(on_every_gun));
            assert!(bare, "{} in {}", binding.action.id(), context.id());
        }
    }
}

#[test]
fn each_key_does_what_the_sketches_say() {
    let packing = [Context::Global, Context::Packing, Context::Prompt];
    for (stack, notation, action) in [
        (&PICKING[..], "f1", Action::PickShort),
        (&PICKING, "f2", Action::Skip),
        (&PICKING, "f3", Action::PickFull),
        (&PICKING, "f9 8", Action::Park),
        (&PICKING, "f10", Action::Help),
        (&PICKING, "enter", Action::Confirm),
        (&PICKING, "left", Action::EditLeft),
        (&packing, "f1", Action::Quantity),
        (&packing, "f2", Action::PackShort),
        (&packing, "f3", Action::PackCarton),
        (&packing, "f4", Action::Undo),
        (&packing, "f5", Action::Why),
        (&packing, "f6", Action::Label),
        (&packing, "f7", Action::Find),
        (
            &[Context::Global, Context::Orders, Context::List],
            "g g",
            Action::First,
        ),
        (&[Context::Global, Context::Help], "f10", Action::Back),
    ] {
        assert_eq!(press(stack, notation), Resolution::Action(action), "{notation}");
    }
}

#[test]
fn printable_keys_go_no_further_out_than_an_input_line() {
    let filtering = [Context::Global, Context::Orders, Context::List, Context::Filter];
    for letter in ["j", "G", "/", "space", "7"] {
        assert_eq!(press(&filtering, letter), Resolution::None, "{letter}");
        assert_eq!(press(&PICKING, letter), Resolution::None, "{letter}");
    }
    assert_eq!(press(&filtering[..3], "j"), Resolution::Action(Action::Down));
    assert_eq!(press(&filtering, "f10"), Resolution::Action(Action::Help));
}

#[test]
fn a_started_sequence_lists_what_may_follow_nearest_first() {
    let Resolution::Pending(more) = press(&PICKING, "f9") else {
        panic!("F9 starts sequences")
    };
    let first = more
        .first()
        .map(|binding| (describe(&binding.keys), binding.action));
    assert_eq!(first, Some(("1".to_owned(), Action::Quantity)));
    assert!(more.contains(&Binding {
        keys: keys("l"),
        action: Action::Language
    }));
    assert_eq!(press(&PICKING, "f9 z"), Resolution::None);
    assert_eq!(Keymap::default().resolve(&PICKING, &[]), Resolution::None);
}

#[test]
fn a_worker_changes_one_action_and_keeps_the_rest() {
    let text = "[picking]\nwork.skip = ['f12', 'ctrl-n']\nwork.park = []\n[global]\napp.undo = ['f11']\n";
    let (keymap, problems) = changed_by("keys.toml", text);
    assert_eq!(problems, []);
    let resolve = |notation| keymap.resolve(&PICKING, &keys(notation));
    assert_eq!(resolve("f12"), Resolution::Action(Action::Skip));
    assert_eq!(resolve("ctrl-n"), Resolution::Action(Action::Skip));
    assert_eq!(resolve("f2"), Resolution::None);
    assert_eq!(resolve("f9 8"), Resolution::None);
    assert_eq!(resolve("f1"), Resolution::Action(Action::PickShort));
    assert_eq!(keymap.keys_for(&PICKING, Action::Undo), Some(&keys("f11")[..]));
    assert_eq!(keymap.keys_for(&PICKING, Action::Park), None);
}

#[test]
fn the_keys_shown_are_the_keys_that_work() {
    // Picking takes F4 for itself, so undo is shown by its second key.
    let text = "[picking]\npick.short = ['f4']\n";
    let (keymap, problems) = changed_by("keys.toml", text);
    assert_eq!(problems, []);
    assert_eq!(keymap.keys_for(&PICKING, Action::Undo), Some(&keys("ctrl-z")[..]));
}

#[test]
fn one_mistake_is_refused_at_its_line_and_the_shipped_keys_run() {
    let reserved = |key: &str, why| ProblemKind::Reserved {
        key: key.to_owned(),
        why,
    };
    let key = str::to_owned;
    for (text, line, kind) in [
        (
            "base = 'vi'\n[picking]\n",
            1,
            ProblemKind::UnknownBase {
                name: key("vi"),
                nearest: "vim",
            },
        ),
        (
            "picking = 3\n",
            1,
            ProblemKind::NotATable {
                context: Context::Picking,
            },
        ),
        (
            "[pikcing]\n",
            1,
            ProblemKind::UnknownContext {
                name: key("pikcing"),
                nearest: "picking",
            },
        ),
        (
            "\n[picking]\n# short\npick.shrot = ['f1']\n",
            4,
            ProblemKind::UnknownAction {
                name: key("pick.shrot"),
                nearest: "pick.short",
            },
        ),
        (
            "[packing]\npick.short = ['f12']\n",
            2,
            ProblemKind::NotOffered {
                action: Action::PickShort,
                context: Context::Packing,
            },
        ),
        (
            "[picking]\npick.short = 'f1'\n",
            2,
            ProblemKind::NotKeys {
                action: Action::PickShort,
            },
        ),
        (
            "[picking]\npick.short = [1]\n",
            2,
            ProblemKind::NotKeys {
                action: Action::PickShort,
            },
        ),
        (
            "[picking]\npick.short = [\n 'f11',\n 'fi',\n]\n",
            4,
            ProblemKind::UnknownKey {
                key: key("fi"),
                action: Action::PickShort,
            },
        ),
        (
            "[picking]\npick.short = ['Ctrl+N']\n",
            2,
            ProblemKind::PlusSign {
                key: key("Ctrl+N"),
                meant: key("ctrl-n"),
            },
        ),
        (
            "[picking]\npick.short = ['']\n",
            2,
            ProblemKind::Empty {
                action: Action::PickShort,
            },
        ),
        (
            "[list]\ngo.first = ['a b c d e']\n",
            2,
            ProblemKind::TooLong {
                key: key("a b c d e"),
                most: 4,
            },
        ),
        (
            "[list]\ngo.first = ['ctrl-5']\n",
            2,
            reserved("ctrl-5", Reserved::Scanner),
        ),
        (
            "[list]\ngo.first = ['x ctrl-d']\n",
            2,
            reserved("x ctrl-d", Reserved::Scanner),
        ),
        (
            "[list]\ngo.first = ['ctrl-m']\n",
            2,
            reserved("ctrl-m", Reserved::SameByte),
        ),
        (
            "[picking]\npick.short = ['s']\n",
            2,
            reserved("s", Reserved::Text),
        ),
        ("[global]\napp.undo = ['u']\n", 2, reserved("u", Reserved::Text)),
        ("[menu]\ngo.up = ['8']\n", 2, reserved("8", Reserved::MenuDigit)),
        (
            "[picking]\npick.short = ['f2']\n",
            2,
            ProblemKind::Duplicate {
                key: key("F2"),
                action: Action::PickShort,
                taken_by: Action::Skip,
                context: Context::Picking,
            },
        ),
        (
            "[list]\nlist.sort = ['g']\n",
            2,
            ProblemKind::Shadowed {
                key: key("g g"),
                action: Action::First,
                by: key("g"),
                by_action: Action::Sort,
                context: Context::List,
            },
        ),
        (
            "[picking]\npick.short = ['left']\n",
            2,
            ProblemKind::Shadowed {
                key: key("Left"),
                action: Action::PickShort,
                by: key("Left"),
                by_action: Action::EditLeft,
                context: Context::Prompt,
            },
        ),
    ] {
        let (keymap, problems) = changed_by("keys.toml", text);
        assert_eq!(
            problems,
            [Problem {
                file: key("keys.toml"),
                line,
                kind
            }],
            "{text}"
        );
        let f1 = keymap.resolve(&PICKING, &[Key::f(1)]);
        assert_eq!(f1, Resolution::Action(Action::PickShort), "{text}");
    }
}

#[test]
fn broken_toml_and_monsters_are_refused_too() {
    let (_, problems) = changed_by("keys.toml", "[picking]\npick.short = ['f1'\n[x");
    assert!(
        matches!(
            problems[..],
            [Problem {
                kind: ProblemKind::Syntax { .. },
                ..
            }]
        ),
        "{problems:?}"
    );
    let (_, problems) = changed_by("keys.toml", &"# \n".repeat(100_000));
    assert!(
        matches!(
            problems[..],
            [Problem {
                kind: ProblemKind::TooLarge { .. },
                ..
            }]
        ),
        "{problems:?}"
    );
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_lines() {
    let text = "[picking]\npick.shrot = ['f1']\nwork.skip = ['ctrl-4']\n[nowhere]\n";
    let (_, problems) = changed_by("keys.toml", text);
    let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [2, 3, 4]);
}

static SHIPPED: std::sync::OnceLock<Keymap> = std::sync::OnceLock::new();

proptest! {
    #[test]
    fn resolving_is_total_and_keeps_text_in_the_input_line(
        letters in proptest::collection::vec(proptest::char::any(), 1..4),
        at in 0usize..Context::ALL.len(),
    ) {
        let keymap = SHIPPED.get_or_init(Keymap::default);
        let pressed: Vec<Key> = letters.into_iter().map(|letter| Key::plain(KeyCode::Char(letter))).collect();
        let inner = Context::ALL[at];
        let found = keymap.resolve(&[Context::Global, inner, Context::Prompt], &pressed);
        prop_assert_eq!(found, Resolution::None);
        let _ = keymap.resolve(&[Context::Global, inner], &pressed);
    }
}
