/// Where a key is pressed. A session gives its contexts from the outermost to the innermost, as in
/// `[Global, Picking, Prompt]`; the innermost that binds the key decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    Global,
    /// The input line of a floor prompt or a form.
    Prompt,
    /// The line that narrows a list.
    Filter,
    /// Numbered entries.
    Menu,
    List,
    SignIn,
    Picking,
    Packing,
    Loading,
    Receiving,
    Putaway,
    Moving,
    Counting,
    Orders,
    Queues,
    Reviews,
    Slotting,
    /// Which aisles are open.
    Aisles,
    Stock,
    Workers,
    /// The shared guns and benches that come in over the network.
    Devices,
    /// How a worker or device may come in over the network.
    Access,
    Sessions,
    Printing,
    Journal,
    Scanner,
    Help,
    Palette,
    Why,
    UndoList,
}

impl Context {
    /// All of them, in the order of the reference.
    pub const ALL: [Self; 30] = [
        Self::Global,
        Self::Prompt,
        Self::Filter,
        Self::Menu,
        Self::List,
        Self::SignIn,
        Self::Picking,
        Self::Packing,
        Self::Loading,
        Self::Receiving,
        Self::Putaway,
        Self::Moving,
        Self::Counting,
        Self::Orders,
        Self::Queues,
        Self::Reviews,
        Self::Slotting,
        Self::Aisles,
        Self::Stock,
        Self::Workers,
        Self::Devices,
        Self::Access,
        Self::Sessions,
        Self::Printing,
        Self::Journal,
        Self::Scanner,
        Self::Help,
        Self::Palette,
        Self::Why,
        Self::UndoList,
    ];

    /// The name of its table in keymap files, and of its message `context-<id>` in language files.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::Prompt => "prompt",
            Self::Filter => "filter",
            Self::Menu => "menu",
            Self::List => "list",
            Self::SignIn => "sign-in",
            Self::Picking => "picking",
            Self::Packing => "packing",
            Self::Loading => "loading",
            Self::Receiving => "receiving",
            Self::Putaway => "putaway",
            Self::Moving => "moving",
            Self::Counting => "counting",
            Self::Orders => "orders",
            Self::Queues => "queues",
            Self::Reviews => "reviews",
            Self::Slotting => "slotting",
            Self::Aisles => "aisles",
            Self::Stock => "stock",
            Self::Workers => "workers",
            Self::Devices => "devices",
            Self::Access => "access",
            Self::Sessions => "sessions",
            Self::Printing => "printing",
            Self::Journal => "journal",
            Self::Scanner => "scanner",
            Self::Help => "help",
            Self::Palette => "palette",
            Self::Why => "why",
            Self::UndoList => "undo-list",
        }
    }

    #[must_use]
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|context| context.id() == id)
    }

    /// Message key of the context's name.
    #[must_use]
    pub fn name_key(self) -> String {
        format!("context-{}", self.id())
    }

    /// Whether its printable keys are text: they go to an input line and no further out.
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(self, Self::Prompt | Self::Filter | Self::Palette)
    }

    /// Whether an input line is always open here, so that a printable key can never be an action.
    #[must_use]
    pub fn lies_under_text(self) -> bool {
        self == Self::Global || self.is_text() || self.has_prompt()
    }

    /// Whether the floor's prompt is always open here: its keys then come before this context's.
    #[must_use]
    pub fn has_prompt(self) -> bool {
        self == Self::SignIn || WORK.contains(&self)
    }
}

/// The floor's workflows.
pub(super) const WORK: &[Context] = &[
    Context::Picking,
    Context::Packing,
    Context::Loading,
    Context::Receiving,
    Context::Putaway,
    Context::Moving,
    Context::Counting,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_found_again() {
        for context in Context::ALL {
            assert_eq!(Context::by_id(context.id()), Some(context));
        }
        assert_eq!(Context::by_id("Picking"), None);
    }

    #[test]
    fn every_context_is_listed_once_in_order() {
        assert!(Context::ALL.is_sorted_by(|a, b| a < b));
    }
}
