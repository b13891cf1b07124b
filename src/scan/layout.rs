//! The host's keyboard layout: what a scanner set to a US keyboard meant by what another layout typed.

mod table;

use serde::{Deserialize, Serialize};

use super::evidence;

/// One keyboard layout, as a scanner set to a US keyboard meets it.
#[derive(Debug)]
pub struct Layout {
    name: &'static str,
    title: &'static str,
    /// What the host delivers and, at the same places of `meant`, what the scanner meant.
    host: &'static str,
    meant: &'static str,
    /// What dead keys swallow.
    lost: &'static str,
    /// What becomes of Ctrl+].
    gs: &'static str,
}

impl Layout {
    /// Every layout there is a map of, commonest first.
    pub fn all() -> &'static [Layout] {
        &table::LAYOUTS
    }

    /// The layout with that name: `fr`, `ch(fr)`.
    pub fn named(name: &str) -> Option<&'static Layout> {
        table::LAYOUTS.iter().find(|layout| layout.name == name)
    }

    /// Its name, as X11 gives it.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What people call it.
    pub fn title(&self) -> &'static str {
        self.title
    }

    /// What is lost on this layout: nothing can bring it back but another setting of the scanner.
    pub fn lost(&self) -> &'static str {
        self.lost
    }

    /// What the scanner meant by a character the host delivered.
    pub fn meant(&self, host: char) -> char {
        let pairs = || self.host.chars().zip(self.meant.chars());
        pairs()
            .find(|(delivered, _)| *delivered == host)
            .map_or(host, |(_, meant)| meant)
    }

    /// What the host delivers for a character the scanner means; `None` for what a dead key swallows.
    pub fn delivers(&self, meant: char) -> Option<char> {
        if self.lost.contains(meant) {
            return None;
        }
        let pairs = || self.host.chars().zip(self.meant.chars());
        Some(
            pairs()
                .find(|(_, wanted)| *wanted == meant)
                .map_or(meant, |(delivered, _)| delivered),
        )
    }

    /// What becomes of GS, Ctrl+] on the keyboard.
    pub fn gs(&self) -> &'static str {
        self.gs
    }

    /// Whether GS arrives as an Esc.
    pub fn makes_esc_of_gs(&self) -> bool {
        self.gs == "\u{1b}"
    }
}

/// The keyboard a host believes to have. Compared and serialised by its layout's name.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HostLayout(pub &'static Layout);

impl PartialEq for HostLayout {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl Eq for HostLayout {}

impl TryFrom<String> for HostLayout {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        Layout::named(&name)
            .map(HostLayout)
            .ok_or_else(|| format!("no keyboard layout is called {name:?}"))
    }
}

impl From<HostLayout> for String {
    fn from(layout: HostLayout) -> String {
        layout.0.name.to_owned()
    }
}

/// Small for capital and the other way round, as Caps Lock does.
pub fn swap_case(letter: char) -> char {
    let (mut upper, mut lower) = (letter.to_uppercase(), letter.to_lowercase());
    let only = |first: Option<char>, more: Option<char>| first.filter(|_| more.is_none());
    let swapped = if letter.is_uppercase() {
        only(lower.next(), lower.next())
    } else {
        only(upper.next(), upper.next())
    };
    swapped.unwrap_or(letter)
}

/// The ASCII character a full-width one stands for (Unicode block Halfwidth and Fullwidth Forms; the same as NFKC).
pub fn fold_full_width(letter: char) -> char {
    match letter {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter).saturating_sub(0xfee0)).unwrap_or(letter),
        _ => letter,
    }
}

/// The layouts on which this text would have been typed for a code that convinces, when the text itself does not: the
/// scanner and its host speak of different keyboards.
pub fn suspects(text: &str) -> Vec<&'static Layout> {
    let convinces = |text: &str| evidence::has_check_digit(text) || evidence::begins_gs1(text);
    if convinces(text) {
        return Vec::new();
    }
    Layout::all()
        .iter()
        .filter(|layout| {
            let meant: String = text.chars().map(|letter| layout.meant(letter)).collect();
            meant != text && convinces(&meant)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printable() -> impl Iterator<Item = char> {
        (' '..='~').filter(|c| !c.is_control())
    }

    #[test]
    fn every_layout_gives_back_what_it_delivers() {
        // Two keys that deliver the same character cannot be told apart.
        let twins = [("ca", '>'), ("gr", 'W'), ("jp", '+')];
        for layout in Layout::all() {
            assert_eq!(
                layout.host.chars().count(),
                layout.meant.chars().count(),
                "{}",
                layout.name
            );
            for meant in printable().filter(|c| !twins.contains(&(layout.name, *c))) {
                if let Some(host) = layout.delivers(meant) {
                    assert_eq!(layout.meant(host), meant, "{}: {host}", layout.name);
                }
            }
        }
        let mut names: Vec<_> = Layout::all().iter().map(|layout| layout.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Layout::all().len());
    }

    #[test]
    fn the_table_is_what_the_key_maps_say() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../shared/data/scan/wedge-layout-maps.json"
        );
        let Ok(text) = std::fs::read_to_string(path) else {
            eprintln!("skipped: {path} is absent");
            return;
        };
        let maps: serde_json::Value = serde_json::from_str(&text).unwrap();
        let maps = maps["layouts"].as_object().unwrap();
        assert_eq!(maps.len(), Layout::all().len());
        for (name, map) in maps {
            let layout = Layout::named(name).unwrap_or_else(|| panic!("{name}"));
            for meant in printable() {
                let theirs = map["differs"].get(meant.to_string());
                let theirs = theirs.map_or(meant.to_string(), |host| host.as_str().unwrap().to_owned());
                let ours = layout.delivers(meant).map_or(String::new(), String::from);
                let is_twin = [("ca", '>'), ("gr", 'W'), ("jp", '+')].contains(&(name.as_str(), meant));
                assert!(
                    is_twin || ours == theirs,
                    "{name} {meant}: {ours:?}, not {theirs:?}"
                );
            }
        }
    }

    #[test]
    fn garbled_trade_item_numbers_name_their_layouts() {
        let names = |text: &str| {
            suspects(text)
                .iter()
                .map(|layout| layout.name)
                .collect::<Vec<_>>()
        };
        assert!(names("'àà-\"_&\"\"\"ç\"&").contains(&"fr"));
        assert!(names("čééžšá+šššíš+").contains(&"cz"));
        assert_eq!(names("4006381333931"), [""; 0]);
        assert_eq!(names("A-12-03"), [""; 0]);
    }

    #[test]
    fn folding_touches_nothing_else() {
        let folded: String = "４００６ａ－Ｚ　货é".chars().map(fold_full_width).collect();
        assert_eq!(folded, "4006a-Z 货é");
        assert_eq!(
            ['a', 'Z', 'é', 'ß', '1'].map(swap_case),
            ['A', 'z', 'É', 'ß', '1']
        );
    }
}
