use super::file::{self, Entry};

/// The keymaps built into the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shipped {
    /// Function keys, letters where no line is open, Ctrl and Alt.
    #[default]
    Default,
    /// Function keys, digits and Enter, for scanner guns.
    Handheld,
    /// vi's letters wherever no line is open.
    Vim,
    /// F3 exit, F4 prompt, F12 cancel.
    As400,
}

impl Shipped {
    /// All of them, in the order of menus and of the reference.
    pub const ALL: [Self; 4] = [Self::Default, Self::Handheld, Self::Vim, Self::As400];

    /// The name it is chosen by.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Handheld => "handheld",
            Self::Vim => "vim",
            Self::As400 => "as400",
        }
    }

    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shipped| shipped.name() == name)
    }

    /// Its file, as it lies in the sources.
    #[must_use]
    pub fn file(self) -> &'static str {
        match self {
            Self::Default => "keymaps/default.toml",
            Self::Handheld => "keymaps/handheld.toml",
            Self::Vim => "keymaps/vim.toml",
            Self::As400 => "keymaps/as400.toml",
        }
    }

    /// The text of its file. All but the default's say only what they change of it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Default => include_str!("../../keymaps/default.toml"),
            Self::Handheld => include_str!("../../keymaps/handheld.toml"),
            Self::Vim => include_str!("../../keymaps/vim.toml"),
            Self::As400 => include_str!("../../keymaps/as400.toml"),
        }
    }

    /// Message key of the sentence that tells whom it is for.
    #[must_use]
    pub fn about_key(self) -> &'static str {
        match self {
            Self::Default => "keymap-about-default",
            Self::Handheld => "keymap-about-handheld",
            Self::Vim => "keymap-about-vim",
            Self::As400 => "keymap-about-as400",
        }
    }

    /// Every line of it, those of the default included where it leaves them.
    pub(super) fn entries(self) -> Vec<Entry> {
        let default = file::parse(Self::Default.file(), Self::Default.text()).entries;
        if self == Self::Default {
            return default;
        }
        let own = file::parse(self.file(), self.text()).entries;
        let kept = default
            .into_iter()
            .filter(|old| !own.iter().any(|new| new.same_place(old)));
        kept.chain(own.clone()).collect()
    }
}
