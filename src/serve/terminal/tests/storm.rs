//! Mad terminals: whatever a signed-in worker's terminal sends ends that session at most.

use super::super::*;
use super::building::Building;
use crate::keymap::Action;
use crate::store::soak;

/// What a mad terminal sends: noise, halves of escape sequences, command barcodes, codes of things, sizes.
pub(in crate::serve) fn madness(dice: &mut fastrand::Rng) -> TermEvent {
    let length = dice.usize(1..=64);
    let noise = |dice: &mut fastrand::Rng| (0..length).map(|_| dice.u8(..)).collect::<Vec<u8>>();
    match dice.u8(..12) {
        0 => TermEvent::Resize(Size {
            columns: dice.u16(..),
            rows: dice.u16(..),
        }),
        1 => TermEvent::Resize(Size {
            columns: dice.u16(..60),
            rows: dice.u16(..30),
        }),
        2 => TermEvent::bytes([b"\x1b[".as_slice(), &noise(dice)].concat()),
        3 => TermEvent::bytes([b"\x1b[200~".as_slice(), &noise(dice)].concat()),
        4 => TermEvent::bytes(vec![dice.u8(b' '..=b'~'); length]),
        5 | 6 => {
            let code = ["W1", "W2", "A-01", "A-02", "S1", "1", "2", "9"][dice.usize(..8)];
            TermEvent::bytes(format!("{code}\r"))
        }
        7..=9 => loop {
            // Leaving is no madness.
            let action = Action::ALL[dice.usize(..Action::ALL.len())];
            if !matches!(action, Action::Quit) {
                break TermEvent::bytes(format!("{}\r", action.code()));
            }
        },
        _ => TermEvent::bytes(noise(dice)),
    }
}

/// Lets mad terminals loose until it is enough; returns how many events they sent. A session ends only where somebody
/// asked it to, never by a fault, and another session and the journal take no harm.
async fn storm(seed: u64, enough: impl Fn(u64) -> bool) -> u64 {
    let building = Building::new().await;
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut sane = building.terminal(None, 9);
    sane.sees("badge").await;
    let mut sent = 0;
    while !enough(sent) {
        let who = building.worker(if dice.bool() { "1" } else { "2" });
        let mut mad = building.terminal(Some(Principal::Worker(who)), dice.u64(1..4));
        for _ in 0..200 {
            sent += 1;
            if !mad.send(madness(&mut dice)).await {
                break;
            }
        }
        let _ = mad.send(TermEvent::Closed).await;
        let bye = mad.ends().await;
        assert!(matches!(bye, Bye::Said(_) | Bye::Demo), "seed {seed}: {bye:?}");
        assert_eq!(building.site.hub().stopped(), None, "seed {seed}");
    }
    sane.scan("nobody").await;
    sane.sees("nobody").await;
    building.check_whole(seed);
    sent
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_signed_in_workers_terminal_sends_ends_that_session_at_most() {
    storm(20_261_128, |sent| sent >= 1_000).await;
}

/// With another seed every time.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs as long as PICKFACE_SOAK_SECONDS says, an hour by default"]
async fn mad_terminals_for_long() {
    let (until, seed) = (soak::until(), fastrand::u64(..));
    storm(seed, |_| std::time::Instant::now() > until).await;
}
