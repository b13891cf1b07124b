//! Numbers that look random and are not: a fixed function of seed and name, so that one demo is the same on
//! every machine, and adding an item changes nothing else.

/// A seeded source of numbers by name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dice {
    seed: u64,
}

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// A number below `sides` (0 when `sides` is 0) for a purpose and a name.
    pub(super) fn below(self, sides: u64, purpose: &str, name: &str) -> u64 {
        let mut state = self.seed ^ 0x9e37_79b9_7f4a_7c15;
        // FNV-1a over both words, then the finaliser of SplitMix64 (Steele, Lea, Flood 2014).
        for byte in purpose.bytes().chain([0]).chain(name.bytes()) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (state ^ (state >> 31)).checked_rem(sides).unwrap_or(0)
    }

    /// One of several, the same for the same name.
    pub(super) fn one_of<'w>(self, words: &[&'w str], purpose: &str, name: &str) -> &'w str {
        let sides = u64::try_from(words.len()).unwrap_or(0);
        let at = usize::try_from(self.below(sides, purpose, name)).unwrap_or(0);
        words.get(at).copied().unwrap_or("")
    }
}
