//! The pages of a simulated file, and the chance that decides which of them survive.

use std::collections::BTreeMap;

use crate::store::framing::offset;

pub(super) const PAGE: usize = 4096;

/// A file's bytes: as processes see them, as they are certain, and what lies between.
#[derive(Debug, Default)]
pub(super) struct Inode {
    pub(super) cache: Vec<u8>,
    durable: Vec<u8>,
    unsynced: BTreeMap<usize, UnsyncedPage>,
    lengths: Vec<usize>,
}

#[derive(Debug, Default)]
struct UnsyncedPage {
    versions: Vec<Vec<u8>>,
    /// Whether the next sync will save it; not so after a sync failed.
    dirty: bool,
}

impl Inode {
    /// A file whose bytes are certain.
    pub(super) fn durable(bytes: Vec<u8>) -> Self {
        Self {
            durable: bytes.clone(),
            cache: bytes,
            ..Self::default()
        }
    }

    pub(super) fn write(&mut self, at: usize, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        let end = at + bytes.len();
        if self.cache.len() < end {
            self.cache.resize(end, 0);
            self.lengths.push(end);
        }
        overlay(&mut self.cache, at, bytes);
        for page in at / PAGE..=(end - 1) / PAGE {
            self.soil(page);
        }
    }

    pub(super) fn set_len(&mut self, len: usize) {
        self.cache.resize(len, 0);
        self.lengths.push(len);
        self.soil(len / PAGE);
    }

    fn soil(&mut self, page: usize) {
        let version = page_of(&self.cache, page).to_vec();
        let unsynced = self.unsynced.entry(page).or_default();
        unsynced.versions.push(version);
        unsynced.dirty = true;
    }

    pub(super) fn sync(&mut self) {
        self.durable.resize(self.cache.len(), 0);
        let cache = &self.cache;
        let durable = &mut self.durable;
        self.unsynced.retain(|page, unsynced| {
            if unsynced.dirty {
                overlay(durable, page * PAGE, page_of(cache, *page));
            }
            !unsynced.dirty && page * PAGE < cache.len()
        });
        self.lengths.clear();
    }

    /// What a failed sync leaves: pages that read well, count as clean, and are not certain.
    pub(super) fn fail_sync(&mut self) {
        self.unsynced.values_mut().for_each(|page| page.dirty = false);
    }

    pub(super) fn after_power_cut(&self, chance: &mut Chance) -> Vec<u8> {
        let len = match chance.below(self.lengths.len() + 1) {
            0 => self.durable.len(),
            pick => self.lengths.get(pick - 1).copied().unwrap_or_default(),
        };
        let mut bytes = self.durable.clone();
        bytes.resize(len, 0);
        for (page, unsynced) in &self.unsynced {
            let pick = chance.below(unsynced.versions.len() + 1);
            if let Some(version) = pick.checked_sub(1).and_then(|pick| unsynced.versions.get(pick)) {
                let mut page_bytes = version.clone();
                page_bytes.resize(PAGE, 0);
                overlay(&mut bytes, page * PAGE, &page_bytes);
            }
        }
        bytes
    }
}

/// Copies `from` over `to` beginning at `at`, as far as both reach.
pub(super) fn overlay(to: &mut [u8], at: usize, from: &[u8]) {
    let Some(to) = to.get_mut(at..) else { return };
    let len = to.len().min(from.len());
    if let (Some(to), Some(from)) = (to.get_mut(..len), from.get(..len)) {
        to.copy_from_slice(from);
    }
}

fn page_of(bytes: &[u8], page: usize) -> &[u8] {
    let rest = bytes.get(page * PAGE..).unwrap_or_default();
    rest.get(..PAGE).unwrap_or(rest)
}

/// SplitMix64 (Steele, Lea, Flood 2014): enough chance for a drill, the same on every machine.
#[derive(Debug)]
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        let bound = offset(bound.max(1));
        usize::try_from(mixed % bound).unwrap_or_default()
    }
}
