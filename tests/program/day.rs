//! A working day at a terminal, done as a person does it: by reading the screen.

use crate::terminal::Terminal;

/// What a worker has in the hand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// A gun that types codes.
    Scanner,
    /// Ten fingers.
    Keys,
}

impl Hand {
    fn give(self, terminal: &mut Terminal, code: &str) {
        match self {
            Hand::Scanner => terminal.scan(code),
            Hand::Keys => terminal.type_line(code),
        }
    }
}

/// The word behind a text on the screen.
pub fn after(screen: &str, text: &str) -> String {
    let rest = screen
        .split(text)
        .nth(1)
        .unwrap_or_else(|| panic!("no {text:?} in\n{screen}"));
    rest.split_whitespace()
        .next()
        .unwrap()
        .trim_end_matches([':', '.', ','])
        .to_owned()
}

/// Signs in by number; the demo asks for no PIN. Waits for the home menu.
pub fn sign_in(terminal: &mut Terminal, number: &str) {
    terminal.wait_for("badge");
    terminal.scan(number);
    terminal.wait_for("1 Pick");
}

fn home(terminal: &mut Terminal) {
    // The command barcode of the home menu, as a scanner sends it.
    terminal.scan("PFTOP");
    terminal.wait_for("1 Pick");
}

/// The lead releases everything that waits.
pub fn release(terminal: &mut Terminal) {
    terminal.scan("PFTOORDERS");
    terminal.wait_for("wait");
    terminal.scan("PFGO");
    terminal.wait_for("Release");
    terminal.scan("PFOK");
    terminal.wait_for("orders released");
    home(terminal);
}

/// Picks the next list to its end, and returns the totes.
pub fn pick(terminal: &mut Terminal, hand: Hand) -> Vec<String> {
    home(terminal);
    terminal.send(b"1");
    let mut totes: Vec<String> = Vec::new();
    let fresh = free_tote(hand);
    let mut last = String::new();
    loop {
        let screen = terminal.wait("the next prompt", |shown| {
            ask(shown).is_some_and(|ask| ask != last)
        });
        let prompt = ask(&screen).unwrap();
        last.clone_from(&prompt);
        if prompt.starts_with("Scan place ") {
            hand.give(terminal, &after(&prompt, "Scan place "));
        } else if prompt.starts_with("Scan item ") {
            hand.give(terminal, &after(&prompt, "Scan item "));
        } else if prompt.contains("into a tote") {
            let tote = format!("T-{:04}", fresh + totes.len());
            hand.give(terminal, &tote);
            totes.push(tote);
        } else if prompt.starts_with("Put ") {
            hand.give(terminal, &after(&prompt, "into "));
        } else if prompt.starts_with("Scan the bench") {
            hand.give(terminal, "B1");
        } else {
            assert!(!totes.is_empty(), "{screen}");
            return totes;
        }
    }
}

/// Each hand takes totes of its own.
fn free_tote(hand: Hand) -> usize {
    if hand == Hand::Scanner { 1 } else { 61 }
}

/// The line that tells what to do: just above the input line.
fn ask(screen: &str) -> Option<String> {
    let lines: Vec<&str> = screen.lines().collect();
    let input = lines.iter().rposition(|line| line.starts_with('>'))?;
    let ask = lines.get(input.checked_sub(1)?)?.trim();
    (!ask.is_empty()).then(|| ask.to_owned())
}

/// Packs the order of a tote at bench B1, and returns the order's number.
pub fn pack(terminal: &mut Terminal, hand: Hand, tote: &str) -> String {
    home(terminal);
    terminal.send(b"2");
    terminal.wait("the bench", |shown| {
        ask(shown).is_some_and(|ask| ask.contains("bench") || ask.contains("tote"))
    });
    hand.give(terminal, "B1");
    terminal.wait_for("Scan a tote or order number");
    hand.give(terminal, tote);
    let screen = terminal.wait("the order", |shown| {
        shown.starts_with("Pack ") && shown.contains("to pack")
    });
    let order = after(&screen, "Pack ");
    loop {
        let screen = terminal.wait("items or carton", |shown| ask(shown).is_some());
        let Some((left, item)) = next_item(&screen) else {
            break;
        };
        hand.give(terminal, &item);
        if left > 1 {
            // One is in by the scan; the quantity is how many of the item are in, in all.
            terminal.wait("one in", |shown| {
                next_item(shown).is_some_and(|(now, of)| of == item && now < left)
            });
            let all = wanted(&screen, &item);
            terminal.scan("PFUNITS");
            terminal.wait_for("How many");
            terminal.type_line(&all.to_string());
        }
        terminal.wait("the item done", |shown| {
            next_item(shown).is_none_or(|(_, next)| next != item)
        });
    }
    let screen = terminal.wait_for("to close");
    hand.give(terminal, &after(&screen, "Scan carton "));
    terminal.wait("the parcel closed", |shown| {
        shown.contains("packed") || shown.contains("closed")
    });
    order
}

/// The first line of the list that is not all in: how many are left, and of what.
fn next_item(screen: &str) -> Option<(u32, String)> {
    screen.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        let (done, all) = words.next()?.split_once('/')?;
        let (done, all): (u32, u32) = (done.parse().ok()?, all.parse().ok()?);
        let item = words.next()?;
        (done < all).then(|| (all - done, item.to_owned()))
    })
}

fn wanted(screen: &str, item: &str) -> u32 {
    let line = screen
        .lines()
        .find(|line| line.contains(item) && line.contains('/'))
        .unwrap();
    line.split_whitespace()
        .next()
        .unwrap()
        .split_once('/')
        .unwrap()
        .1
        .parse()
        .unwrap()
}

/// Loads the order's parcel at dock D1 for the carrier that waits first, and closes the load.
pub fn load(terminal: &mut Terminal, hand: Hand, order: &str) {
    home(terminal);
    terminal.send(b"3");
    let screen = terminal.wait("the loading screen", |shown| {
        shown.starts_with("Load") || shown.starts_with("L-")
    });
    if screen.contains("Scan the dock") {
        hand.give(terminal, "D1");
    }
    let waits = |shown: &str| {
        let known = ["Farsea", "Oakcart", "Robin", "Heron"];
        let mut lines = shown.lines().filter(|line| line.contains(" h "));
        lines.find_map(|line| known.into_iter().find(|name| line.contains(name)))
    };
    let wanted = |shown: &str| shown.contains("Scan the carrier") && waits(shown).is_some();
    let screen = terminal.wait("a carrier to load for", wanted);
    hand.give(terminal, &waits(&screen).unwrap().to_uppercase());
    terminal.wait_for("Scan a parcel");
    hand.give(terminal, order);
    terminal.wait_for(" in: ");
    terminal.scan("PFLDCLOSE");
    terminal.wait_for("Again to close");
    terminal.take_aim();
    terminal.scan("PFLDCLOSE");
    terminal.wait_for("left:");
}
