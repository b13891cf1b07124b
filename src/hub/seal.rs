//! Consignees under lock: a person's name, phone and address are written down only as ciphertext, each order's under
//! a key of its own. Forgetting the key erases the person, and no event has to be touched.
//!
//! The keys lie in the file `keys` of the data directory: a header of 16 bytes, then one slot of 44 bytes a key (its
//! number, the key, a CRC-32 of both, little-endian). The number of a key is that of its slot, from 1, so no number
//! is ever used again. Forgetting overwrites the key with zeros and closes the slot anew, so that a page which the
//! disk has lost is never taken for people who were forgotten. A slot that a power cut left half written belongs
//! to no order, since an order's command is asked only after its key is durable; it stays as it is.

use crate::domain::event::PayloadCodec;
use crate::domain::orders::Sealed;
use crate::store::codec::{Bincode, CodecError};
use crate::store::medium::{Medium, ReadFile, WriteFile, write_small};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The file's name in the data directory.
pub const FILE: &str = "keys";

const HEADER: &[u8; HEADER_LEN] = b"pickface keys 1\n";
const HEADER_LEN: usize = 16;
const KEY_LEN: usize = 32;
const SLOT_LEN: usize = 8 + KEY_LEN + 4;
/// What stands in the place of a key that was forgotten.
const FORGOTTEN: [u8; KEY_LEN] = [0; KEY_LEN];
const NONCE_LEN: usize = 24;
/// The layout of sealed bytes: this byte, the nonce, the ciphertext with its tag.
const SEALED_VERSION: u8 = 1;

/// To whom an order goes: what is erased when its key is forgotten.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consignee {
    /// The person's, or the firm's.
    pub name: String,
    /// To call when nobody opens.
    pub phone: String,
    /// As it stands on the label, lines apart by `\n`.
    pub address: String,
}

/// Why a consignee cannot be sealed, read or forgotten.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The file.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is not a file of keys of this release.
    #[error("{} is not a file of keys that this release reads; put the right one back", path.display())]
    Foreign {
        /// Which.
        path: PathBuf,
    },
    /// A key's slot is neither whole nor forgotten.
    #[error("key {key} in {} is damaged: its consignee cannot be read; restore the file from a backup", path.display())]
    Damaged {
        /// Which key.
        key: u64,
        /// The file.
        path: PathBuf,
    },
    /// The key is whole and does not open this ciphertext.
    #[error("the consignee under key {0} is damaged, or sealed with another file of keys")]
    Mismatch(u64),
    /// No random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(String),
    /// A consignee beyond all measure.
    #[error(transparent)]
    Codec(#[from] CodecError),
}

/// The keys of a data directory. May be shared between threads.
#[derive(Debug)]
pub struct KeyFile {
    path: PathBuf,
    reading: Mutex<Box<dyn ReadFile>>,
    writing: Mutex<Writing>,
}

#[derive(Debug)]
struct Writing {
    file: Box<dyn WriteFile>,
    /// Slots in the file, whatever is in them.
    slots: u64,
}

impl KeyFile {
    /// Opens the keys of a data directory whose lock the caller holds; makes the file where there is none.
    ///
    /// # Errors
    /// It cannot be read or made, or is no file of keys.
    pub fn open(medium: &dyn Medium, root: &Path) -> Result<KeyFile, SealError> {
        let path = root.join(FILE);
        let io = |source| SealError::Io {
            path: path.clone(),
            source,
        };
        if !medium.exists(&path).map_err(io)? {
            write_small(medium, &path, HEADER).map_err(io)?;
        }
        let reading = medium.open_read(&path).map_err(io)?;
        let mut header = [0; HEADER_LEN];
        let got = reading.read_at(0, &mut header).map_err(io)?;
        if got < HEADER_LEN || header != *HEADER {
            return Err(SealError::Foreign { path });
        }
        let keys = reading.len().map_err(io)?.saturating_sub(len(HEADER_LEN));
        // A slot that was only begun is passed over.
        let slots = keys.div_ceil(len(SLOT_LEN));
        let file = medium.open_write(&path).map_err(io)?;
        Ok(KeyFile {
            path,
            reading: Mutex::new(reading),
            writing: Mutex::new(Writing { file, slots }),
        })
    }

    /// Seals a consignee under a new key, which is durable when this returns.
    ///
    /// # Errors
    /// The key cannot be drawn or written.
    pub fn seal(&self, consignee: &Consignee) -> Result<Sealed, SealError> {
        let sealed = self.seal_many(std::slice::from_ref(consignee))?;
        sealed
            .into_iter()
            .next()
            .ok_or_else(|| SealError::Random("no key".into()))
    }

    /// Seals consignees, each under a new key, with one write and one sync for all of them: for imports.
    ///
    /// # Errors
    /// The keys cannot be drawn or written.
    pub fn seal_many(&self, consignees: &[Consignee]) -> Result<Vec<Sealed>, SealError> {
        let mut writing = lock(&self.writing);
        let first = writing.slots;
        let mut slots = Vec::with_capacity(consignees.len().saturating_mul(SLOT_LEN));
        let mut all = Vec::with_capacity(consignees.len());
        for (number, consignee) in (first + 1..).zip(consignees) {
            let key: [u8; KEY_LEN] = random()?;
            slots.extend(slot(number, &key));
            all.push(encrypt(number, &key, &Bincode.encode(consignee)?)?);
        }
        // Even when the write fails: nobody knows how much of it is there.
        writing.slots += len(consignees.len());
        let written = writing.file.write_at(offset(first + 1), &slots);
        written
            .and_then(|()| writing.file.sync_data())
            .map_err(|e| self.io(e))?;
        Ok(all)
    }

    /// The consignee, or none when the key was forgotten.
    ///
    /// # Errors
    /// The key or the ciphertext is damaged, or the file cannot be read.
    pub fn open_sealed(&self, sealed: &Sealed) -> Result<Option<Consignee>, SealError> {
        let damaged = || SealError::Damaged {
            key: sealed.key,
            path: self.path.clone(),
        };
        if sealed.key == 0 || sealed.key > lock(&self.writing).slots {
            return Err(damaged());
        }
        let mut bytes = [0; SLOT_LEN];
        let got = lock(&self.reading).read_at(offset(sealed.key), &mut bytes);
        let got = got.map_err(|e| self.io(e))?;
        if got == SLOT_LEN && bytes == slot(sealed.key, &FORGOTTEN) {
            return Ok(None);
        }
        let (_, rest) = bytes.split_first_chunk::<8>().ok_or_else(damaged)?;
        let (key, _) = rest.split_first_chunk::<KEY_LEN>().ok_or_else(damaged)?;
        if slot(sealed.key, key) != bytes {
            return Err(damaged());
        }
        let plain = decrypt(sealed.key, key, &sealed.bytes).ok_or(SealError::Mismatch(sealed.key))?;
        Ok(Some(Bincode.decode(&plain)?))
    }

    /// Forgets a key for good: whatever is sealed under it can no longer be read, in no copy of the journal. Copies
    /// of the file of keys itself, in backups, must be forgotten by whoever keeps them.
    ///
    /// # Errors
    /// The file cannot be written; the key may be there still.
    pub fn forget(&self, key: u64) -> Result<(), SealError> {
        let mut writing = lock(&self.writing);
        if key == 0 || key > writing.slots {
            return Ok(());
        }
        let written = writing.file.write_at(offset(key), &slot(key, &FORGOTTEN));
        written
            .and_then(|()| writing.file.sync_data())
            .map_err(|e| self.io(e))
    }

    fn io(&self, source: io::Error) -> SealError {
        SealError::Io {
            path: self.path.clone(),
            source,
        }
    }
}

fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn len(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Where a key's slot begins.
fn offset(key: u64) -> u64 {
    len(HEADER_LEN) + key.saturating_sub(1).saturating_mul(len(SLOT_LEN))
}

fn slot(number: u64, key: &[u8; KEY_LEN]) -> [u8; SLOT_LEN] {
    let mut bytes = [0; SLOT_LEN];
    let body = [number.to_le_bytes().as_slice(), key].concat();
    let parts = body.iter().copied().chain(crc32fast::hash(&body).to_le_bytes());
    bytes.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
    bytes
}

fn random<const N: usize>() -> Result<[u8; N], SealError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| SealError::Random(e.to_string()))?;
    Ok(bytes)
}

fn encrypt(number: u64, key: &[u8; KEY_LEN], plain: &[u8]) -> Result<Sealed, SealError> {
    let nonce: [u8; NONCE_LEN] = random()?;
    let payload = Payload {
        msg: plain,
        aad: &number.to_le_bytes(),
    };
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let encrypted = cipher.encrypt(&XNonce::from(nonce), payload);
    let encrypted = encrypted.map_err(|_| SealError::Mismatch(number))?;
    let bytes = [[SEALED_VERSION].as_slice(), &nonce, &encrypted].concat();
    Ok(Sealed { key: number, bytes })
}

fn decrypt(number: u64, key: &[u8; KEY_LEN], bytes: &[u8]) -> Option<Vec<u8>> {
    let (version, rest) = bytes.split_first()?;
    let (nonce, encrypted) = rest.split_first_chunk::<NONCE_LEN>()?;
    let payload = Payload {
        msg: encrypted,
        aad: &number.to_le_bytes(),
    };
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let plain = cipher.decrypt(&XNonce::from(*nonce), payload).ok();
    plain.filter(|_| *version == SEALED_VERSION)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::medium::{Fault, SimulatedMedium};

    fn root() -> PathBuf {
        PathBuf::from("/d")
    }

    fn file() -> PathBuf {
        root().join(FILE)
    }

    fn medium() -> SimulatedMedium {
        let medium = SimulatedMedium::new();
        medium.create_dir_all(&root()).unwrap();
        medium
    }

    fn open(medium: &SimulatedMedium) -> KeyFile {
        KeyFile::open(medium, &root()).unwrap()
    }

    fn mei() -> Consignee {
        Consignee {
            name: "Mei Lin".into(),
            phone: "+86 10 5550 0101".into(),
            address: "7 Orchard Road\n100000 Beijing".into(),
        }
    }

    fn person(n: usize) -> Consignee {
        let name = format!("No. {n}");
        Consignee { name, ..mei() }
    }

    #[test]
    fn what_was_sealed_comes_back_in_another_process() {
        let medium = medium();
        let people: Vec<_> = (0..100).map(person).collect();
        let mut sealed = open(&medium).seal_many(&people).unwrap();
        sealed.push(open(&medium).seal(&mei()).unwrap());
        let keys = open(&medium);
        for (sealed, person) in sealed.iter().zip(people.iter().chain([&mei()])) {
            assert_eq!(keys.open_sealed(sealed).unwrap().as_ref(), Some(person));
        }
        let numbers: Vec<u64> = sealed.iter().map(|s| s.key).collect();
        assert_eq!(numbers, (1..=101).collect::<Vec<_>>());
    }

    #[test]
    fn nothing_readable_is_in_the_ciphertext_and_none_is_like_another() {
        let medium = medium();
        let sealed = open(&medium).seal_many(&[mei(), mei()]).unwrap();
        for part in ["Mei", "5550", "Orchard"] {
            let found = sealed[0].bytes.windows(part.len()).any(|w| w == part.as_bytes());
            assert!(!found, "{part}");
        }
        assert_ne!(sealed[0].bytes, sealed[1].bytes);
    }

    #[test]
    fn a_forgotten_key_is_gone_for_good_and_its_number_is_not_used_again() {
        let medium = medium();
        let keys = open(&medium);
        let sealed = keys.seal_many(&[person(0), person(1), person(2)]).unwrap();
        let before = medium.contents(&file()).unwrap();
        keys.forget(3).unwrap();
        assert!(keys.open_sealed(&sealed[2]).unwrap().is_none());
        let after = medium.power_cut(7);
        let bytes = after.contents(&file()).unwrap();
        assert_eq!(bytes.len(), before.len());
        assert_eq!(
            bytes[HEADER_LEN + 2 * SLOT_LEN + 8..][..KEY_LEN],
            FORGOTTEN,
            "the key's bytes are gone from the disk"
        );
        let keys = open(&after);
        assert!(keys.open_sealed(&sealed[2]).unwrap().is_none());
        assert_eq!(
            keys.open_sealed(&sealed[1]).unwrap(),
            Some(person(1)),
            "the others stay"
        );
        assert_eq!(
            keys.seal(&mei()).unwrap().key,
            4,
            "the last key was forgotten, and its number stays its own"
        );
        keys.forget(99).unwrap();
    }

    #[test]
    fn a_page_that_the_disk_lost_is_not_taken_for_people_who_were_forgotten() {
        let medium = medium();
        let sealed = open(&medium).seal_many(&[person(0), person(1)]).unwrap();
        let mut bytes = medium.contents(&file()).unwrap();
        bytes[HEADER_LEN..HEADER_LEN + SLOT_LEN].fill(0);
        medium.put(&file(), bytes);
        let keys = open(&medium);
        let lost = keys.open_sealed(&sealed[0]);
        assert!(matches!(lost, Err(SealError::Damaged { key: 1, .. })), "{lost:?}");
        assert_eq!(keys.open_sealed(&sealed[1]).unwrap(), Some(person(1)));
    }

    #[test]
    fn every_key_that_was_handed_out_survives_the_power() {
        for seed in 0..50 {
            let medium = medium();
            let keys = open(&medium);
            let sealed = keys.seal_many(&[person(0), person(1)]).unwrap();
            medium.fail_at(medium.calls() + 1, Fault::Io);
            assert!(keys.seal(&mei()).is_err(), "the sync of this one failed");
            let after = medium.power_cut(seed);
            let keys = open(&after);
            for (n, sealed) in sealed.iter().enumerate() {
                assert_eq!(keys.open_sealed(sealed).unwrap(), Some(person(n)));
            }
            let next = keys.seal(&mei()).unwrap();
            assert_eq!(keys.open_sealed(&next).unwrap(), Some(mei()), "seed {seed}");
            assert_eq!(
                open(&after).open_sealed(&next).unwrap(),
                Some(mei()),
                "seed {seed}"
            );
        }
    }

    #[test]
    fn a_file_cut_anywhere_keeps_its_whole_keys_and_takes_new_ones() {
        let medium = medium();
        let sealed = open(&medium).seal_many(&[person(0), person(1)]).unwrap();
        let whole = medium.contents(&file()).unwrap();
        for end in HEADER_LEN..whole.len() {
            medium.put(&file(), whole[..end].to_vec());
            let keys = open(&medium);
            let next = keys.seal(&mei()).unwrap();
            assert_eq!(keys.open_sealed(&next).unwrap(), Some(mei()), "cut at {end}");
            for (n, sealed) in sealed.iter().enumerate() {
                let kept = len(end) >= offset(sealed.key + 1);
                match keys.open_sealed(sealed) {
                    Ok(found) => assert_eq!(found, kept.then(|| person(n)), "cut at {end}"),
                    Err(_) => assert!(!kept, "cut at {end}"),
                }
            }
        }
    }

    #[test]
    fn no_flipped_bit_ever_shows_somebody_else() {
        let medium = medium();
        let sealed = open(&medium).seal(&mei()).unwrap();
        let whole = medium.contents(&file()).unwrap();
        for bit in 0..whole.len() * 8 {
            let mut bytes = whole.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            medium.put(&file(), bytes);
            let told = KeyFile::open(&medium, &root()).and_then(|keys| keys.open_sealed(&sealed));
            assert!(told.is_err(), "bit {bit}: {told:?}");
        }
        medium.put(&file(), whole);
        let keys = open(&medium);
        for bit in 0..sealed.bytes.len() * 8 {
            let mut sealed = sealed.clone();
            sealed.bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(
                matches!(keys.open_sealed(&sealed), Err(SealError::Mismatch(1))),
                "bit {bit}"
            );
        }
        let swapped = Sealed { key: 7, ..sealed };
        assert!(matches!(
            keys.open_sealed(&swapped),
            Err(SealError::Damaged { key: 7, .. })
        ));
    }

    #[test]
    fn another_file_is_not_taken_for_keys() {
        let medium = medium();
        medium.put(&file(), b"shopping list\n".to_vec());
        assert!(matches!(
            KeyFile::open(&medium, &root()),
            Err(SealError::Foreign { .. })
        ));
    }
}
