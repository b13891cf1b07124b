//! A scratch warehouse with people in it, and terminals at it.

use super::super::*;
use crate::domain::ids::WorkerId;
use crate::domain::people::{self, Role, Worker};
use crate::domain::places::{self, PlaceKind};
use crate::domain::{Actor, Command, masters};
use crate::hub::SiteOptions;
use crate::store::directory::DirectoryKind;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

const BOUND: Duration = Duration::from_secs(60);

/// A scratch warehouse with a few things in it, and its people: Mei who leads, Tom who picks.
pub(in crate::serve) struct Building {
    pub(in crate::serve) site: Site,
    _home: tempfile::TempDir,
}

impl Building {
    pub(in crate::serve) async fn new() -> Building {
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

    pub(in crate::serve) fn worker(&self, number: &str) -> WorkerId {
        self.site.warehouse().worker_by_number(number).unwrap().id
    }

    /// Its journal, opened anew, holds all that it had.
    pub(in crate::serve) fn check_whole(self, seed: u64) {
        let seq = self.site.warehouse().seq;
        self.site.close();
        let root = self.site.directory().root();
        let again =
            crate::store::state::open(Arc::new(crate::store::medium::DiskMedium), root, None).unwrap();
        assert_eq!(again.warehouse.seq, seq, "seed {seed}");
    }

    /// A terminal: of a worker who has come in over the network, or of a shared device.
    pub(super) fn terminal(&self, guest: Option<Principal>, device: u64) -> Client {
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

pub(super) struct Client {
    input: mpsc::Sender<TermEvent>,
    frames: mpsc::Receiver<Vec<u8>>,
    screen: vt100::Parser,
    session: JoinHandle<Bye>,
}

impl Client {
    /// Sends, taking what is shown meanwhile. False once the session has ended.
    pub(super) async fn send(&mut self, event: TermEvent) -> bool {
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

    /// Sends without looking at what is shown.
    pub(super) async fn send_blindly(&self, event: TermEvent) {
        timeout(BOUND, self.input.send(event)).await.unwrap().unwrap();
    }

    pub(super) async fn scan(&mut self, code: &str) {
        assert!(
            self.send(TermEvent::bytes(format!("{code}\r"))).await,
            "the session is there"
        );
    }

    pub(super) async fn sees(&mut self, text: &str) {
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

    pub(super) async fn ends(mut self) -> Bye {
        // What it still draws is taken, so that nothing waits for a reader.
        let ending = async {
            while self.frames.recv().await.is_some() {}
            self.session.await.unwrap()
        };
        timeout(BOUND, ending).await.unwrap()
    }
}
