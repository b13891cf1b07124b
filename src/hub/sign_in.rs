//! PINs: hashed and checked here, off the writer. A PIN never enters a command or an event; the warehouse learns the
//! hash, and whether it was right.
//!
//! Everything here blocks for as long as a check takes: call it on a blocking thread.

use super::{Answer, Hub, Lane, Rejection, Request};
use crate::domain::ids::{DeviceId, WorkerId};
use crate::domain::masters;
use crate::domain::people::{self, FREE_TRIES};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::settings::Settings;
use crate::domain::{Class, Command, Explain, Text, Timestamp, Via};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Fewest digits of a PIN.
pub const SHORTEST_PIN: usize = 4;
/// Most digits of a PIN.
pub const LONGEST_PIN: usize = 12;

/// How dear a hash is to compute. A hash carries its own cost, so a check needs none given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cost {
    /// Some 50 ms on a core and 19 MiB: OWASP's smallest memory for Argon2id, with passes to spare.
    #[default]
    Standard,
    /// Next to nothing: demos, drills and tests, where a PIN guards nothing.
    Cheap,
}

/// Why a PIN could not be hashed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// Not a PIN.
    #[error("a PIN has {SHORTEST_PIN} to {LONGEST_PIN} digits")]
    Form,
    /// The machine gives no memory or no random numbers.
    #[error("the PIN cannot be hashed: {0}")]
    Hash(String),
}

/// The Argon2id hash of a PIN in PHC form, with a random salt.
///
/// # Errors
/// Not 4 to 12 digits, or no memory for it.
pub fn hash_pin(pin: &str, cost: Cost) -> Result<String, PinError> {
    if !is_pin(pin) {
        return Err(PinError::Form);
    }
    hash_secret(pin, cost).map_err(PinError::Hash)
}

/// The Argon2id hash of a PIN or a password in PHC form, with a random salt; or why there is none.
pub(super) fn hash_secret(secret: &str, cost: Cost) -> Result<String, String> {
    let params = match cost {
        Cost::Standard => Params::new(19 * 1024, 5, 1, None),
        Cost::Cheap => Params::new(64, 1, 1, None),
    };
    let params = params.map_err(|e| e.to_string())?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash: Result<PasswordHash, _> = argon2.hash_password(secret.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|e| e.to_string())
}

/// Whether a PIN or a password is the one of this hash. A hash that cannot be read is nobody's.
pub fn verify_secret(hash: &str, secret: &str) -> bool {
    let parsed = PasswordHash::new(hash);
    parsed.is_ok_and(|hash| {
        Argon2::default()
            .verify_password(secret.as_bytes(), &hash)
            .is_ok()
    })
}

/// Whether it is 4 to 12 digits.
pub fn is_pin(pin: &str) -> bool {
    (SHORTEST_PIN..=LONGEST_PIN).contains(&pin.len()) && pin.bytes().all(|b| b.is_ascii_digit())
}

/// Somebody at a terminal who says who they are.
#[derive(Clone, Copy)]
pub struct Attempt<'a> {
    /// Their badge, scanned, or their number, typed.
    pub code: &'a str,
    /// Their PIN.
    pub pin: &'a str,
    /// Where they stand.
    pub device: DeviceId,
    /// How the code came.
    pub via: Via,
    /// Lets workers in who have no PIN yet. In demos and drills alone.
    pub without_pin: bool,
}

/// Why somebody could not sign in, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInError {
    /// Nobody has this badge or number.
    Unknown(Text),
    /// They may no longer work here.
    Inactive(WorkerId),
    /// Too many wrong PINs: until when none is tried.
    Locked(WorkerId, Timestamp),
    /// They have no PIN yet: a lead gives them one.
    NoPin(WorkerId),
    /// They proved who they are so long ago that somebody else may stand there now.
    TooLate,
    /// The PIN is wrong, and how many more may be before the sign-in is locked.
    WrongPin(WorkerId, u16),
    /// The warehouse says no, or takes nothing any more.
    Rejected(Rejection),
}

impl Explain for SignInError {
    fn class(&self) -> Class {
        match self {
            SignInError::Locked(..) | SignInError::NoPin(_) | SignInError::TooLate => Class::Check,
            SignInError::Rejected(Rejection::Refused(why)) => why.class(),
            SignInError::Rejected(Rejection::Stopped(_)) => Class::Stop,
            _ => Class::No,
        }
    }

    fn phrase(&self) -> Phrase {
        match self {
            SignInError::Unknown(code) => {
                Phrase::new("no-sign-in-unknown").with("code", Value::Text(code.clone()))
            }
            SignInError::Inactive(worker) => people::Refusal::Inactive(*worker).phrase(),
            SignInError::Locked(worker, until) => people::Refusal::Locked(*worker, *until).phrase(),
            SignInError::NoPin(worker) => {
                Phrase::new("no-sign-in-no-pin").with("worker", Value::Worker(*worker))
            }
            SignInError::TooLate => Phrase::new("no-sign-in-too-late"),
            SignInError::WrongPin(worker, left) => Phrase::new("no-sign-in-wrong-pin")
                .with("worker", Value::Worker(*worker))
                .with("left", Value::Number(i64::from(*left))),
            SignInError::Rejected(Rejection::Refused(why)) => why.phrase(),
            SignInError::Rejected(Rejection::Stopped(why)) => {
                Phrase::new("stop-hub").with("why", Value::Text(why.clone()))
            }
        }
    }
}

/// What a building needs to be told before anybody can work in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstStart {
    /// The building's name.
    pub building: Text,
    /// Its IANA time zone.
    pub time_zone: Text,
    /// Its first admin.
    pub admin: people::Worker,
    /// Their PIN; never kept.
    pub pin: String,
}

/// Makes the first admin, names the building and signs the admin in.
///
/// # Errors
/// Somebody was faster, the admin's record is refused, or the PIN cannot be hashed.
pub fn first_start(
    hub: &Hub,
    first: &FirstStart,
    device: DeviceId,
    cost: Cost,
) -> Result<WorkerId, SignInError> {
    let code = first.admin.number.to_string();
    let attempt = Attempt {
        code: &code,
        pin: &first.pin,
        device,
        via: Via::Typed,
        without_pin: false,
    };
    let stopped = |e: PinError| SignInError::Rejected(Rejection::Stopped(e.to_string().into()));
    let hash = hash_pin(&first.pin, cost).map_err(stopped)?;
    let admin = people::Worker {
        pin_hash: Some(hash.as_str().into()),
        ..first.admin.clone()
    };
    // The core takes it only while nobody is known; the settings follow only then.
    ask(hub, &attempt, people::Command::FirstAdmin(admin))?;
    let settings = Settings {
        name: first.building.clone(),
        time_zone: first.time_zone.clone(),
        ..hub.view().warehouse.settings.clone()
    };
    ask(hub, &attempt, masters::Command::SaveSettings(settings))?;
    sign_in(hub, &attempt)
}

/// Asks the hub to set a PIN: fills its hash into the request's [`people::Command::SetPin`].
///
/// # Errors
/// As [`Hub::ask_blocking`]; and no PIN, or no memory for its hash.
pub fn set_pin(hub: &Hub, mut request: Request, pin: &str, cost: Cost) -> Answer {
    let stopped = |e: PinError| Rejection::Stopped(e.to_string().into());
    let filled = hash_pin(pin, cost).map_err(stopped)?;
    if let Command::People(people::Command::SetPin { hash, .. }) = &mut request.command {
        *hash = filled.as_str().into();
    }
    hub.ask_blocking(request)
}

/// Signs a worker in: finds them by badge or number, checks their PIN, and asks the hub to note what came of it.
///
/// # Errors
/// Why not. A wrong PIN and an unknown badge are in the journal then.
pub fn sign_in(hub: &Hub, attempt: &Attempt<'_>) -> Result<WorkerId, SignInError> {
    let id = prove(hub, attempt)?;
    ask(hub, attempt, people::Command::SignedIn { worker: id })?;
    Ok(id)
}

/// Finds a worker by badge or number and checks their PIN, and signs nobody in yet: [`come_in`] does.
///
/// # Errors
/// As [`sign_in`].
pub fn prove(hub: &Hub, attempt: &Attempt<'_>) -> Result<WorkerId, SignInError> {
    let view = hub.view();
    let Some(worker) = view.warehouse.worker_by_code(attempt.code) else {
        ask(hub, attempt, people::Command::SignInFailed { worker: None })?;
        return Err(SignInError::Unknown(attempt.code.trim().into()));
    };
    let id = worker.id;
    if worker.inactive {
        return Err(SignInError::Inactive(id));
    }
    if let Some(until) = worker.locked(now().max(view.warehouse.clock)) {
        return Err(SignInError::Locked(id, until));
    }
    let right = match &worker.pin_hash {
        Some(hash) => verify_secret(hash, attempt.pin),
        None if attempt.without_pin => true,
        None => return Err(SignInError::NoPin(id)),
    };
    if right {
        return Ok(id);
    }
    ask(hub, attempt, people::Command::SignInFailed { worker: Some(id) })?;
    let view = hub.view();
    let worker = view.warehouse.workers.get(&id).map(Arc::as_ref);
    match worker.and_then(|w| w.locked(view.warehouse.clock)) {
        Some(until) => Err(SignInError::Locked(id, until)),
        None => {
            let failed = worker.map_or(0, |w| w.failed);
            Err(SignInError::WrongPin(id, FREE_TRIES.saturating_sub(failed)))
        }
    }
}

/// Signs in a worker who has proved who they are: with their own key or password over the network, or with badge and PIN
/// ([`prove`]). Waits for the answer without blocking.
///
/// # Errors
/// They may not work here any more, or nothing is taken.
pub async fn come_in(
    hub: &Hub,
    worker: WorkerId,
    device: DeviceId,
    via: Via,
) -> Result<WorkerId, SignInError> {
    let command = people::Command::SignedIn { worker };
    let request = Request {
        device,
        lane: Lane::Interactive,
        ..Request::by_system(command, via)
    };
    let answer = hub.ask(request).await;
    answer.map(|_| worker).map_err(rejected)
}

/// Asks what the program itself may ask, at the device of the attempt. The code is not kept with it: it may be a PIN
/// in the wrong field.
fn ask(hub: &Hub, attempt: &Attempt<'_>, command: impl Into<Command>) -> Result<(), SignInError> {
    let request = Request {
        device: attempt.device,
        lane: Lane::Interactive,
        ..Request::by_system(command, attempt.via)
    };
    hub.ask_blocking(request).map(|_| ()).map_err(rejected)
}

fn rejected(rejection: Rejection) -> SignInError {
    match rejection {
        Rejection::Refused(crate::domain::Refusal::Access(people::Refusal::Locked(worker, until))) => {
            SignInError::Locked(worker, until)
        }
        other => SignInError::Rejected(other),
    }
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::people::{Role, Worker};
    use crate::domain::{Actor, CommandId, Record, Warehouse};
    use crate::hub::Limits;
    use crate::store::codec::encode_record;
    use crate::store::journal::{Journal, JournalOptions};
    use crate::store::medium::SimulatedMedium;
    use std::path::Path;
    use std::sync::Mutex;

    type Told = Arc<Mutex<Vec<Arc<Record>>>>;

    fn hub() -> (Hub, Told) {
        let medium = Arc::new(SimulatedMedium::new());
        let (journal, _) = Journal::open(medium, Path::new("/d"), JournalOptions::default(), None).unwrap();
        let told = Told::default();
        let keep = Arc::clone(&told);
        let behind = Arc::new(move |records: &[Arc<Record>]| keep.lock().unwrap().extend_from_slice(records));
        let limits = Limits {
            behind: Some(behind),
            ..Limits::default()
        };
        let hub = Hub::start(journal, Warehouse::default(), limits).unwrap();
        let worker = Worker {
            number: "107".into(),
            name: "Mei".into(),
            badge: "W0107K".into(),
            roles: vec![Role::Lead],
            ..Worker::default()
        };
        let first = Request::by_system(people::Command::FirstAdmin(worker), Via::Typed);
        hub.ask_blocking(first).unwrap();
        (hub, told)
    }

    fn mei() -> WorkerId {
        WorkerId(1)
    }

    fn set_pin(hub: &Hub, pin: &str) {
        let hash = hash_pin(pin, Cost::Cheap).unwrap().into();
        let command = people::Command::SetPin { worker: mei(), hash };
        let request = Request {
            id: CommandId::default(),
            actor: Actor::Worker(mei()),
            ..Request::by_system(command, Via::Typed)
        };
        hub.ask_blocking(request).unwrap();
    }

    fn at<'a>(code: &'a str, pin: &'a str) -> Attempt<'a> {
        Attempt {
            code,
            pin,
            device: DeviceId(3),
            via: Via::Typed,
            without_pin: false,
        }
    }

    #[test]
    fn a_pin_is_four_to_twelve_digits() {
        for bad in ["", "123", "1234567890123", "12a4", "１２３４", " 1234"] {
            assert_eq!(hash_pin(bad, Cost::Cheap), Err(PinError::Form), "{bad:?}");
        }
        for good in ["1234", "123456789012"] {
            assert!(hash_pin(good, Cost::Cheap).is_ok(), "{good}");
        }
    }

    #[test]
    fn a_hash_knows_its_pin_alone_and_two_hashes_of_one_pin_differ() {
        for cost in [Cost::Cheap, Cost::Standard] {
            let hash = hash_pin("8361", cost).unwrap();
            assert!(verify_secret(&hash, "8361"));
            assert!(!verify_secret(&hash, "8362"));
            assert!(hash.starts_with("$argon2id$v=19$m="), "{hash}");
            assert_ne!(hash, hash_pin("8361", cost).unwrap(), "the salt is drawn anew");
        }
        assert!(!verify_secret("8361", "8361"));
    }

    #[test]
    fn a_hash_of_the_reference_implementation_is_read() {
        // From src/test.c of the Argon2 reference implementation (github.com/P-H-C/phc-winner-argon2).
        let hash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assert!(verify_secret(hash, "password"));
        assert!(!verify_secret(hash, "passwords"));
    }

    #[test]
    fn by_badge_or_number_with_the_right_pin() {
        let (hub, _) = hub();
        set_pin(&hub, "8361");
        for code in ["W0107K", " w0107k ", "107"] {
            assert_eq!(sign_in(&hub, &at(code, "8361")), Ok(mei()), "{code}");
        }
        let here = hub.view().warehouse.workers[&mei()].signed_in.unwrap().0;
        assert_eq!(here, DeviceId(3));
    }

    #[test]
    fn without_a_pin_nobody_signs_in_unless_it_is_a_demo() {
        let (hub, _) = hub();
        assert_eq!(sign_in(&hub, &at("107", "")), Err(SignInError::NoPin(mei())));
        let demo = Attempt {
            without_pin: true,
            ..at("107", "")
        };
        assert_eq!(sign_in(&hub, &demo), Ok(mei()));
        set_pin(&hub, "8361");
        assert_eq!(
            sign_in(&hub, &demo),
            Err(SignInError::WrongPin(mei(), 4)),
            "a PIN that is set counts, in a demo too"
        );
    }

    #[test]
    fn five_wrong_pins_lock_and_then_the_right_one_does_not_help() {
        let (hub, _) = hub();
        set_pin(&hub, "8361");
        for left in (1..FREE_TRIES).rev() {
            assert_eq!(
                sign_in(&hub, &at("107", "0000")),
                Err(SignInError::WrongPin(mei(), left))
            );
        }
        let locked = sign_in(&hub, &at("107", "0000"));
        assert!(matches!(locked, Err(SignInError::Locked(..))), "{locked:?}");
        assert_eq!(
            sign_in(&hub, &at("107", "8361")).map_err(|e| e.phrase()),
            locked.map_err(|e| e.phrase())
        );
        set_pin(&hub, "9472");
        assert_eq!(
            sign_in(&hub, &at("107", "9472")),
            Ok(mei()),
            "a new PIN takes the lock off"
        );
    }

    #[test]
    fn no_pin_is_in_the_journal_whatever_field_it_was_typed_in() {
        let (hub, told) = hub();
        set_pin(&hub, "836194725");
        assert_eq!(sign_in(&hub, &at("107", "836194725")), Ok(mei()));
        let wrong_field = sign_in(&hub, &at("836194725", "107"));
        assert!(
            matches!(wrong_field, Err(SignInError::Unknown(_))),
            "{wrong_field:?}"
        );
        hub.close();
        let told = told.lock().unwrap();
        assert_eq!(told.len(), 4, "first admin, PIN, signed in, failed: {told:?}");
        for record in told.iter() {
            let bytes = encode_record(record).unwrap();
            let found = bytes.windows(9).any(|part| part == b"836194725");
            assert!(!found, "{record:?}");
        }
    }
}
