//! The options of a vector: what its source was told to check.

use crate::codes::gs1::Checks;
use serde_json::Value;

/// The `opts` of a row, under the names their sources give them.
#[derive(Clone, Copy)]
pub(super) struct Opts<'r>(pub(super) &'r Value);

impl<'r> Opts<'r> {
    pub(super) fn text(self, name: &str) -> Option<&'r str> {
        self.0[name].as_str()
    }

    pub(super) fn number(self, name: &str) -> Option<i64> {
        self.0[name].as_i64()
    }

    /// Whether the option is there at all, be it null.
    pub(super) fn has(self, name: &str) -> bool {
        self.0.get(name).is_some()
    }

    fn is_set(self, names: &[&str]) -> bool {
        names.iter().any(|name| self.0[*name] == true)
    }

    /// What is checked. A single symbol is held to what must never stand in one (equal AIs of different values, AIs
    /// that exclude each other), but not to AIs that may stand in another symbol of its label, unless asked to.
    pub(super) fn checks(self) -> Checks {
        let all = self.0["associations"] == true;
        let some = self.0["associations"] != false;
        let (repeats, exclusions, requirements) = match self.text("rule") {
            Some("repeats") => (true, false, false),
            Some("mutex") => (false, true, false),
            Some("requisites" | "digsigSerialKey") => (false, false, true),
            _ => (some, some, all),
        };
        Checks {
            repeats,
            exclusions,
            requirements,
            unknown_ais: self.is_set(&["permit_unknown_ais", "permitUnknownAIs"]),
            zero_suppressed_gtin: self.is_set(&["permit_zero_suppressed_gtin", "permitZeroSuppressedGTIN"]),
            convenience_words: self.is_set(&["permit_convenience_alphas", "permitConvenienceAlphas"]),
            ..Checks::ELEMENTS
        }
    }

    /// What stands for FNC1 besides GS, as different sources call it.
    pub(super) fn separators(self) -> Vec<&'r str> {
        let single = ["fnc", "gs_substitute", "separator"]
            .iter()
            .filter_map(|name| self.text(name));
        let listed = ["/separator_chars", "/kw/config/separator_chars"]
            .iter()
            .filter_map(|path| self.0.pointer(path)?.as_array())
            .flatten()
            .filter_map(Value::as_str);
        single.chain(listed).filter(|text| !text.is_empty()).collect()
    }
}
