//! The real screens behind a stream of bytes: whatever a signed-in worker's terminal sends, and at two terminals at once.

use super::*;
use crate::domain::Actor;
use crate::domain::ids::WorkerId;
use crate::domain::people::{self, Role, Worker};
use crate::domain::places::{self, PlaceKind};
use crate::domain::{Command, masters};
use crate::hub::SiteOptions;
use crate::keymap::Action;
use crate::store::directory::DirectoryKind;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

const BOUND: Duration = Duration::from_secs(60);

/// A scratch warehouse with a few things in it, and its people: Mei who leads, Tom who picks.
struct Building {
    site: Site,
    _home: tempfile::TempDir,
}

impl Building {
    async fn new() -> Building {
        let home = tempfile::tempdir().unwrap();
        let options = SiteOptions {
            kind: Some(DirectoryKind::Scratch),
            ..SiteOptions::default()
        };
        let site = Site::open(home.path(), options).unwrap();
        let asking = site.clone();
        tokio::task::spawn_blocking(move || {
            let ask = |command: Command| asking.ask(Actor::System, Via::Job, command).unwrap();
            for (number, name, role) in [("1", "Mei", Role::Admin), ("2", "Tom", Role::Picker)] {
                ask(people::Command::Save(Worker {
                    number: number.into(),
                    name: name.into(),
                    badge: format!("W{number}").as_str().into(),
                    roles: vec![role],
                    language: "en".into(),
                    ..Worker::default()
                })
                .into());
            }
            for code in ["A-01", "A-02", "S1"] {
                ask(masters::Command::SavePlace(places::Place {
                    code: code.into(),
                    kind: PlaceKind::Staging,
                    ..places::Place::default()
                })
                .into());
            }
        })
        .await
        .unwrap();
        Building { site, _home: home }
    }

    fn worker(&self, number: &str) -> WorkerId {
        self.site.warehouse().worker_by_number(number).unwrap().id
    }

    /// A terminal: of a worker who has come in over the network, or of a shared device.
    fn terminal(&self, guest: Option<Principal>, device: u64) -> Client {
        let (input, from_client) = mpsc::channel(16);
        let (output, frames) = Output::channel();
        let io = SessionIo {
            input: from_client,
            output,
            size: Size { columns: 40, rows: 8 },
            term: "xterm".to_owned(),
            locale: "en".to_owned(),
            device: String::new(),
            guest,
            source: "10.1.0.57".to_owned(),
        };
        let run = run(io, self.site.clone(), Kit::new(true), DeviceId(device));
        Client {
            input,
            frames,
            screen: vt100::Parser::new(cells(8), cells(40), 0),
            session: tokio::spawn(run),
        }
    }
}

fn cells(n: u16) -> std::num::NonZeroU16 {
    std::num::NonZeroU16::new(n).unwrap()
}

struct Client {
    input: mpsc::Sender<TermEvent>,
    frames: mpsc::Receiver<Vec<u8>>,
    screen: vt100::Parser,
    session: JoinHandle<Bye>,
}

impl Client {
    /// Sends, taking what is shown meanwhile. False once the session has ended.
    async fn send(&mut self, event: TermEvent) -> bool {
        loop {
            tokio::select! {
                sent = self.input.send(event.clone()) => return sent.is_ok(),
                frame = self.frames.recv() => match frame {
                    Some(frame) => self.screen.process(&frame),
                    None => return false,
                },
            }
        }
    }

    async fn scan(&mut self, code: &str) {
        assert!(
            self.send(TermEvent::bytes(format!("{code}\r"))).await,
            "the session is there"
        );
    }

    async fn sees(&mut self, text: &str) {
        let looking = async {
            while !self.screen.screen().contents().replace('\n', " ").contains(text) {
                match self.frames.recv().await {
                    Some(frame) => self.screen.process(&frame),
                    None => return false,
                }
            }
            true
        };
        let seen = timeout(BOUND, looking).await;
        assert_eq!(
            seen,
            Ok(true),
            "no {text:?} in\n{}",
            self.screen.screen().contents()
        );
    }

    async fn ends(mut self) -> Bye {
        // What it still draws is taken, so that nothing waits for a reader.
        let ending = async {
            while self.frames.recv().await.is_some() {}
            self.session.await.unwrap()
        };
        timeout(BOUND, ending).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_at_two_terminals_is_asked_and_the_other_session_ends_and_says_why() {
    let building = Building::new().await;
    let tom = Some(Principal::Worker(building.worker("2")));
    let mut first = building.terminal(tom, 1);
    first.sees("1 Pick").await;
    let mut second = building.terminal(tom, 2);
    second.sees("Go on here").await;
    let at = building.site.warehouse().workers[&building.worker("2")]
        .signed_in
        .unwrap()
        .0;
    assert_eq!(at, DeviceId(1), "nothing has changed before it is said");
    second.scan("PFOK").await;
    second.sees("1 Pick").await;
    let bye = first.ends().await;
    assert!(
        matches!(&bye, Bye::Said(why) if why.contains("goes on")),
        "{bye:?}"
    );
    let at = building.site.warehouse().workers[&building.worker("2")]
        .signed_in
        .unwrap()
        .0;
    assert_eq!(at, DeviceId(2));
    building.site.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_terminal_whose_worker_goes_on_elsewhere_stays_for_the_next_one() {
    let building = Building::new().await;
    let mut gun = building.terminal(None, 1);
    gun.sees("badge").await;
    gun.scan("W2").await;
    gun.sees("1 Pick").await;
    let mut bench = building.terminal(None, 2);
    bench.sees("badge").await;
    bench.scan("W2").await;
    bench.sees("Go on here").await;
    bench.scan("PFONE").await;
    bench.sees("1 Pick").await;
    gun.sees("goes on at").await;
    gun.scan("W1").await;
    gun.sees("Mei").await;
    // And asked by the lead who stays at both.
    let mut desk = building.terminal(None, 3);
    desk.sees("badge").await;
    desk.scan("W1").await;
    desk.sees("Work at both").await;
    desk.scan("PFTHREE").await;
    desk.sees("1 Pick").await;
    assert_eq!(
        building
            .site
            .hub()
            .presence()
            .others_of(building.worker("1"), 0)
            .len(),
        2
    );
    building.site.close();
}

/// What a mad terminal sends: noise, halves of escape sequences, command barcodes, codes of things, sizes.
fn madness(dice: &mut fastrand::Rng) -> TermEvent {
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
    let w = building.site.warehouse();
    building.site.close();
    let root = building.site.directory().root().to_owned();
    let again = crate::store::state::open(Arc::new(crate::store::medium::DiskMedium), &root, None).unwrap();
    assert_eq!(again.warehouse.seq, w.seq, "seed {seed}");
    sent
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_signed_in_workers_terminal_sends_ends_that_session_at_most() {
    storm(20_261_128, |sent| sent >= 1_000).await;
}

/// `cargo test --release --lib an_hour_of_mad_terminals -- --ignored`, with another seed every time.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "an hour"]
async fn an_hour_of_mad_terminals() {
    let (began, seed) = (std::time::Instant::now(), fastrand::u64(..));
    storm(seed, |_| began.elapsed() > Duration::from_secs(3600)).await;
}
