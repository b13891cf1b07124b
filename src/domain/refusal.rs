//! Why not: closed enums, one a workflow, each in the order in which its rules are checked.

use super::phrase::Phrase;

/// How an answer is shown and how it sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Done; go on.
    Ok,
    /// Done, and it was the last one.
    Last,
    /// Done or not, look at it.
    Check,
    /// Refused; scan something else.
    No,
    /// Refused, and waits until somebody acknowledges it.
    Stop,
}

impl Class {
    /// Every class, from the best to the worst.
    pub const ALL: [Class; 5] = [Class::Ok, Class::Last, Class::Check, Class::No, Class::Stop];

    /// The message of the word that leads the answer: colour is never alone.
    pub fn word_key(self) -> &'static str {
        match self {
            Class::Ok => "answer-ok",
            Class::Last => "answer-last",
            Class::Check => "answer-check",
            Class::No => "answer-no",
            Class::Stop => "answer-stop",
        }
    }

    /// Whether work waits until somebody has acknowledged it.
    pub fn waits(self) -> bool {
        self == Class::Stop
    }
}

/// What a refusal can tell about itself.
pub trait Explain {
    /// How it is shown.
    fn class(&self) -> Class;
    /// What was expected, what was found, where it belongs.
    fn phrase(&self) -> Phrase;
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident($($path:tt)+);)*) => {
        /// Why a command was refused.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Refusal {
            $($(#[$doc])* $name($($path)+),)*
            /// The command would have broken an invariant of the ledger. Nothing was done; it is our mistake.
            Broken(String),
        }

        impl Refusal {
            /// Which workflow refused, as statistics name it.
            pub fn workflow(&self) -> &'static str {
                match self {
                    $(Refusal::$name(_) => stringify!($name),)*
                    Refusal::Broken(_) => "Broken",
                }
            }
        }

        impl Explain for Refusal {
            fn class(&self) -> Class {
                match self {
                    $(Refusal::$name(why) => why.class(),)*
                    Refusal::Broken(_) => Class::Stop,
                }
            }

            fn phrase(&self) -> Phrase {
                match self {
                    $(Refusal::$name(why) => why.phrase(),)*
                    Refusal::Broken(what) => Phrase::new("no-broken")
                        .with("what", super::phrase::Value::Text(what.as_str().into())),
                }
            }
        }

        $(impl From<$($path)+> for Refusal {
            fn from(why: $($path)+) -> Refusal { Refusal::$name(why) }
        })*
    };
}

refusals! {
    /// Who may do what.
    Access(super::people::Refusal);
    /// Coming in from outside.
    Door(super::access::Refusal);
    /// Terminals and scanner guns.
    Devices(super::devices::Refusal);
    /// Chosen keymaps.
    Keymaps(super::keymaps::Refusal);
    /// Master data and opening stock.
    Masters(super::masters::Refusal);
    /// Orders.
    Orders(super::orders::Refusal);
    /// Making pick lists.
    Release(super::release::Refusal);
    /// What is said of the floor.
    Floor(super::floor::Refusal);
    /// Planned walks.
    Walks(super::walks::Refusal);
    /// Picking.
    Picking(super::picking::Refusal);
    /// Packing.
    Packing(super::packing::Refusal);
    /// Loading and shipping.
    Shipping(super::shipping::Refusal);
    /// Printing.
    Outbox(super::outbox::Refusal);
    /// Receiving.
    Receiving(super::receiving::Refusal);
    /// Putting away.
    Putaway(super::putaway::Refusal);
    /// Moving.
    Moving(super::moving::Refusal);
    /// Goods to better places.
    Relocating(super::relocating::Refusal);
    /// Correcting stock.
    Adjusting(super::adjusting::Refusal);
    /// Counting.
    Counting(super::counting::Refusal);
    /// Codes that the floor teaches.
    Aliases(super::aliases::Refusal);
    /// How often items are picked.
    Popularity(super::popularity::Refusal);
    /// Taking back one's own last scans.
    Undo(super::undo::Refusal);
    /// Bulk work in chunks.
    Jobs(super::jobs::Refusal);
}
