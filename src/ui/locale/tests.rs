use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::keymap::{Action, Context, Keymap, Shipped, reference_markdown};
use unicode_width::UnicodeWidthStr;

/// Every message and attribute of a language with the variables it uses, read from the files' own text.
fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for (name, text) in sources(lang) {
        let mut current = String::new();
        for line in text
            .lines()
            .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        {
            if let Some((key, _)) = line.split_once(" = ").filter(|_| !line.starts_with([' ', '}'])) {
                current = key.to_owned();
                assert!(
                    found.insert(current.clone(), BTreeSet::new()).is_none(),
                    "{name}: {key} twice"
                );
            } else if let Some(attribute) = line.trim().strip_prefix('.').and_then(|a| a.split(" = ").next())
            {
                let message = current.split('.').next().unwrap_or_default();
                current = format!("{message}.{attribute}");
                found.insert(current.clone(), BTreeSet::new());
            }
            let variables = found.entry(current.clone()).or_default();
            for after in line.split('$').skip(1) {
                let name = after
                    .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')
                    .next();
                variables.insert(name.unwrap_or_default().to_owned());
            }
        }
    }
    found
}

#[test]
fn the_files_parse_without_a_mistake() {
    for lang in Lang::ALL {
        for (name, text) in sources(lang) {
            let parsed = FluentResource::try_new((*text).to_owned());
            assert!(
                parsed.is_ok(),
                "{name}: {:?}",
                parsed.err().map(|(_, errors)| errors)
            );
        }
    }
}

#[test]
fn both_languages_have_the_same_messages_and_variables() {
    assert_eq!(messages(Lang::En), messages(Lang::ZhHans));
    assert!(messages(Lang::En).len() > 250);
}

#[test]
fn every_message_is_said_in_both_languages() {
    let english = Texts::new(Lang::En);
    for (key, variables) in messages(Lang::En) {
        let given: Vec<(&str, FluentValue<'_>)> = variables
            .iter()
            .map(|name| (name.as_str(), FluentValue::from("7")))
            .collect();
        for texts in [&english, &english.in_lang(Lang::ZhHans)] {
            let said = texts.say_with(&key, &given);
            assert_ne!(said, key);
            assert!(
                !said.contains(['{', '}', '\u{2068}', '\u{2069}']),
                "{key}: {said}"
            );
        }
    }
}

#[test]
fn every_action_and_context_has_its_doc_and_a_label_that_fits() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        for action in Action::ALL {
            assert_ne!(texts.say(&action.doc_key()), action.doc_key());
            let label = texts.say(&action.label_key());
            assert!((1..=10).contains(&label.width()), "{}: {label}", action.id());
            assert!(texts.say(&action.doc_key()).width() <= 50, "{}", action.id());
        }
        for context in Context::ALL {
            assert_ne!(texts.say(&context.name_key()), context.name_key());
        }
    }
}

#[test]
fn no_action_is_described_that_does_not_exist() {
    let known: BTreeSet<String> = Action::ALL.iter().map(|action| action.doc_key()).collect();
    for key in messages(Lang::En)
        .keys()
        .filter(|key| key.starts_with("action-") && !key.contains('.'))
    {
        assert!(known.contains(key), "{key}");
    }
}

#[test]
fn variables_are_filled_and_plurals_chosen() {
    let texts = Texts::new(Lang::En);
    assert_eq!(texts.say_with("list-marked", &[("count", 3.into())]), "3 marked");
    let one = texts.say_with("keymap-default-runs", &[("count", 1.into())]);
    assert_eq!(one, "Your keymap has a mistake, so the shipped keys are in use:");
    let chinese = texts.in_lang(Lang::ZhHans);
    assert_eq!(
        chinese.say_with("list-marked", &[("count", 3.into())]),
        "已标记 3"
    );
    assert_eq!(chinese.say("action-pick-short.label"), "缺货");
}

#[test]
fn an_unknown_key_shows_itself_and_a_chinese_gap_shows_english() {
    let texts = Texts::new(Lang::ZhHans);
    assert_eq!(texts.say("no-such-key"), "no-such-key");
    assert_eq!(texts.say("no-such.attribute"), "no-such.attribute");
    let english = Arc::new(bundle(Lang::En));
    let gaps = Texts {
        chinese: Arc::new(Bundle::new_concurrent(vec![])),
        english,
        lang: Lang::ZhHans,
    };
    assert_eq!(gaps.say("answer-no"), "NO");
}

#[test]
fn texts_go_to_any_thread_and_are_said_there() {
    let texts = Texts::new(Lang::ZhHans);
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let texts = texts.clone();
            std::thread::spawn(move || texts.say("answer-stop").into_owned())
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), "停");
    }
}

#[test]
fn tags_and_posix_locales_name_a_language() {
    for (tag, lang) in [
        ("en", Some(Lang::En)),
        ("en_GB.UTF-8", Some(Lang::En)),
        ("zh-Hans", Some(Lang::ZhHans)),
        ("zh_CN.UTF-8", Some(Lang::ZhHans)),
        ("C.UTF-8", None),
        ("", None),
    ] {
        assert_eq!(Lang::from_tag(tag), lang, "{tag}");
    }
    for lang in Lang::ALL {
        assert_eq!(Lang::from_tag(lang.tag()), Some(lang));
        assert_eq!(
            serde_json::to_string(&lang).unwrap(),
            format!("\"{}\"", lang.tag())
        );
    }
}

/// One line a mistake: what the worker reads.
#[test]
fn mistakes_of_a_keymap_file_are_told_with_the_way_out() {
    let texts = Texts::new(Lang::En);
    let told: Vec<String> = [
        "[pikcing]",
        "[picking]\npick.shrot = ['f1']",
        "[packing]\npick.short = ['f12']",
        "[picking]\npick.short = ['ctrl+n']",
        "[list]\ngo.first = ['ctrl-5']",
        "[picking]\npick.short = ['s']",
        "[picking]\npick.short = ['f2']",
        "[list]\nlist.sort = ['g']",
    ]
    .iter()
    .flat_map(|text| Keymap::of_file("keys.toml", text, Shipped::Default).2)
    .map(|problem| texts.say_text(problem.text_key(), &problem.arguments()))
    .collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    keys.toml, line 1: there is no context [pikcing]. Did you mean [picking]?
    keys.toml, line 2: there is no action pick.shrot. Did you mean pick.short?
    keys.toml, line 2: pick.short cannot be done in [packing]. Put it under [picking].
    keys.toml, line 2: "ctrl+n" is joined with a plus sign. Write "ctrl-n".
    keys.toml, line 2: "ctrl-5" cannot be bound: scanners send this byte within a scan. Choose a function key.
    keys.toml, line 2: "s" cannot be bound here: with an input line open it is text. Choose a function key, or one with ctrl- or alt-.
    keys.toml, line 2: F2 already does work.skip in [picking], so it cannot do pick.short. Choose another key, or unbind the other: work.skip = [].
    keys.toml, line 2: g g for go.first would never act: g does list.sort in [list] first. Change one of them.
    "#);
}

/// Every kind of mistake has its sentence and all of that sentence's variables.
#[test]
fn every_mistake_is_told_in_both_languages() {
    let english = Texts::new(Lang::En);
    let too_large = "# \n".repeat(100_000);
    let mut told = BTreeSet::new();
    for text in [
        "[picking",
        "base = 'vi'",
        "picking = 3",
        "[pikcing]",
        "[picking]\npick.shrot = ['f1']",
        "[packing]\npick.short = ['f12']",
        "[picking]\npick.short = 'f1'",
        "[picking]\npick.short = ['fi']",
        "[picking]\npick.short = ['ctrl+n']",
        "[picking]\npick.short = ['']",
        "[list]\ngo.first = ['a b c d e']",
        "[list]\ngo.first = ['ctrl-5']",
        "[list]\ngo.first = ['ctrl-m']",
        "[picking]\npick.short = ['s']",
        "[menu]\ngo.up = ['8']",
        "[picking]\npick.short = ['f2']",
        "[list]\nlist.sort = ['g']",
        &too_large,
    ] {
        let (.., problems) = Keymap::of_file("keys.toml", text, Shipped::Default);
        let problem = problems.first().unwrap_or_else(|| panic!("no mistake in {text}"));
        told.insert(problem.text_key());
        for texts in [&english, &english.in_lang(Lang::ZhHans)] {
            let said = texts.say_text(problem.text_key(), &problem.arguments());
            assert!(said.contains("keys.toml") && !said.contains(['{', '$']), "{said}");
        }
    }
    let written = messages(Lang::En);
    let kinds = written
        .keys()
        .filter(|key| key.starts_with("keymap-") && !key.starts_with("keymap-about-"))
        .filter(|key| *key != "keymap-default-runs");
    assert_eq!(told.into_iter().collect::<Vec<_>>(), kinds.collect::<Vec<_>>());
}

#[test]
fn the_page_of_all_keys_is_written_in_both_languages() {
    for (lang, heading, row) in [
        (
            Lang::En,
            "## Picking `[picking]`",
            "| `pick.short` | Report fewer than asked | `F1` | `F1` | `F1` | `F2` | `/short` | `PFSHORT` |",
        ),
        (
            Lang::ZhHans,
            "## 拣货 `[picking]`",
            "| `pick.short` | 报告数量不足 | `F1` | `F1` | `F1` | `F2` | `/short` | `PFSHORT` |",
        ),
    ] {
        let texts = Texts::new(lang);
        let page = reference_markdown(&|key| texts.say(key).into_owned());
        assert!(page.contains(heading) && page.contains(row), "{page}");
    }
}

/// A sentence names an action, never a key: which key it is depends on the keymap in force.
#[test]
fn no_sentence_names_a_function_key_and_each_action_that_one_names_exists() {
    for lang in Lang::ALL {
        for (name, text) in sources(lang)
            .iter()
            .filter(|(name, _)| !name.ends_with("keymap.ftl"))
        {
            for line in text.lines() {
                let mut words = line.split(|c: char| !c.is_ascii_alphanumeric());
                let is_key = |word: &str| {
                    let number = word
                        .strip_prefix('F')
                        .and_then(|digits| digits.parse::<u8>().ok());
                    number.is_some() || matches!(word, "Ctrl" | "Esc")
                };
                assert!(!words.any(is_key), "{name}: {line}");
                let named = line.split('<').skip(1).filter_map(|part| part.split_once('>'));
                for (id, _) in named {
                    assert!(Action::by_id(id).is_some(), "{name}: <{id}>");
                }
            }
        }
    }
}
