//! Which item an unknown code is on: named by a code of it that is known, by its own code, or by a part of its name.

use super::choice::code_of;
use super::find::search::named;
use super::floor::{chosen, item_lines, number, numbered};
use crate::codes;
use crate::domain::aliases::{self, Lesson};
use crate::domain::ids::ItemId;
use crate::domain::lookup::Target;
use crate::domain::{Class, Qty, Topics, Via};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wanted, Wish};
use crate::ui::widgets::{Answer, Hint};

/// The question. The answer is proposed to a lead, and the code goes on to the screen below as what it was said to be.
#[derive(Debug)]
pub struct WhichItem {
    /// The code that nobody knows.
    code: String,
    /// Items whose names hold what was typed.
    found: Vec<ItemId>,
    /// Whose code it is; then it is asked how many one scan stands for.
    item: Option<ItemId>,
    /// What was proposed.
    said: Option<(ItemId, Qty)>,
}

impl WhichItem {
    /// The question about this code.
    pub fn new(code: &str) -> WhichItem {
        WhichItem {
            code: code.to_owned(),
            found: Vec::new(),
            item: None,
            said: None,
        }
    }

    fn name(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let here = cx.here;
        let scan = here.w.scan(&entry.text);
        let known = scan.item().map(|(item, _)| item);
        let listed = || chosen(entry, here, self.found.iter().copied());
        match known.or_else(listed) {
            Some(item) => self.take(item, cx),
            None if entry.via == Via::Typed => {
                let items = named(here.w, &entry.text)
                    .into_iter()
                    .filter_map(|target| match target {
                        Target::Item(id, _) => Some(id),
                        _ => None,
                    });
                self.found = items.collect();
                if self.found.is_empty() {
                    cx.say(Class::No, "which-item-none");
                }
            }
            None if scan.targets.is_empty() => cx.say(Class::No, "which-item-unknown"),
            // A place, a tote: whoever scans on leaves the question.
            None => {
                cx.close();
                cx.wishes.push(Wish::Hand(entry.clone()));
            }
        }
    }

    /// A trade item number of a packaging holds several; any other code is on one.
    fn take(&mut self, item: ItemId, cx: &mut Cx<'_>) {
        self.item = Some(item);
        self.found.clear();
        if !is_packaging(&self.code) {
            self.propose(item, Qty(1), cx);
        }
    }

    fn propose(&mut self, item: ItemId, contents: Qty, cx: &mut Cx<'_>) {
        let lesson = Lesson::Alias {
            code: self.code.as_str().into(),
            item,
            contents,
        };
        self.said = Some((item, contents));
        let entry = Entry {
            text: self.code.clone(),
            via: Via::Scanned,
        };
        cx.ask(aliases::Command::Propose(lesson), &entry);
    }

    /// How many a packaging of the item holds, as a suggestion.
    fn usual(item: ItemId, here: Here<'_>) -> Qty {
        let packagings = here.w.items.get(&item).map(|item| item.packagings.as_slice());
        packagings
            .and_then(<[_]>::first)
            .map_or(Qty(1), |packaging| packaging.contents)
    }
}

/// Whether a code is the trade item number of a packaging: its first of fourteen digits is 1 to 8.
fn is_packaging(code: &str) -> bool {
    let gtin = codes::read(code).any_gtin();
    gtin.is_some_and(|gtin| gtin.as_str().starts_with(|first| ('1'..='8').contains(&first)))
}

impl Screen for WhichItem {
    fn contexts(&self) -> &[Context] {
        &[Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::MASTER
    }

    fn wanted(&self, _here: Here<'_>) -> Wanted {
        match self.item {
            None => Wanted::Item,
            Some(_) => Wanted::AsItStands,
        }
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        let mut lines = vec![Line::new(LineKind::Big, self.code.replace(codes::gs1::GS, " "))];
        let ask = match self.item {
            Some(item) => {
                lines.extend(item_lines(words, item));
                let usual = Self::usual(item, here).to_string();
                words.say_with("which-item-contents", &[("usual", usual)])
            }
            None => {
                let label = |item: &ItemId| format!("{} {}", words.item(*item), words.item_name(*item));
                lines.extend(numbered(self.found.iter().map(label)));
                let key = if self.found.is_empty() {
                    "which-item"
                } else {
                    "which-item-listed"
                };
                words.say(key)
            }
        };
        Picture::Prompt(PromptView {
            title: words.say("which-item-title"),
            lines,
            ask,
            ..PromptView::default()
        })
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::Back, Action::Confirm])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match (action, self.item) {
            (Action::Confirm, Some(item)) => self.propose(item, Self::usual(item, cx.here), cx),
            (Action::Back, Some(_)) => self.item = None,
            (Action::Back, None) => cx.close(),
            _ => return false,
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        // A scan of few digits is a code, not a count.
        let typed = number(&entry.text).filter(|_| entry.via == Via::Typed);
        match (self.item, typed) {
            (None, _) => self.name(entry, cx),
            (Some(item), Some(contents)) if contents.is_positive() => self.propose(item, contents, cx),
            (Some(_), _) => cx.say(Class::No, "no-number"),
        }
    }

    fn done(&mut self, _accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        if let Some((item, contents)) = self.said {
            let said = cx.here.w.scan_as(&self.code, item, contents);
            let text = code_of(cx.here, &said, item, contents);
            cx.close();
            let Some(text) = text else {
                let ask = cx.here.words.say("which-item-again");
                return Some(Answer::new(Class::Check, ask));
            };
            cx.wishes.push(Wish::Hand(Entry {
                text,
                via: Via::Scanned,
            }));
        }
        None
    }

    fn help(&self) -> &'static str {
        "help-which-item"
    }
}
