//! The door and its guests, with the library's own client: what a plain client never does, and what the journal keeps.

mod door;
mod guests;
mod storm;

use super::*;
use crate::domain::access::{self, AccessRules, Means, Principal};
use crate::domain::people::{self, Role, Worker};
use crate::domain::{Event, Record, Via, Warehouse};
use crate::hub::log_in::{key_text, set_password};
use crate::hub::{Limits, Request};
use crate::serve::io::{CommandIo, SessionIo, TermEvent};
use crate::serve::wire::Bye;
use crate::store::journal::{Journal, JournalOptions};
use crate::store::medium::SimulatedMedium;
use russh::client::{self, AuthResult};
use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::keys::{PrivateKeyWithHashAlg, PublicKeyOrCertificate};
use russh::{Channel, ChannelMsg};
use std::future::Future;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::watch;
use tokio::task::JoinHandle;

const BOUND: Duration = Duration::from_secs(30);
const PASSWORD: &str = "right horse battery";

async fn within<T>(future: impl Future<Output = T>) -> T {
    timeout(BOUND, future).await.expect("it must come")
}

fn key(seed: u8) -> PrivateKey {
    PrivateKey::from(Ed25519Keypair::from_seed(&[seed; 32]))
}

/// Draws frames as fast as they are taken, counts them, and panics when it is told to.
#[derive(Clone, Default)]
struct Painter {
    frames: Arc<AtomicUsize>,
    bytes: Arc<AtomicUsize>,
    ended: Arc<AtomicUsize>,
}

impl Service for Painter {
    fn session(&self, mut io: SessionIo) -> impl Future<Output = Bye> + Send + 'static {
        let own = self.clone();
        async move {
            let _ = io
                .output
                .send(format!("<{:?} {}>", io.guest, io.size.columns).into_bytes())
                .await;
            loop {
                tokio::select! {
                    biased;
                    event = io.input.recv() => match event {
                        Some(TermEvent::Bytes { bytes, .. }) if bytes == b"panic" => panic!("as the test asked"),
                        Some(TermEvent::Bytes { bytes, .. }) if bytes == b"quit" => return Bye::Said("good night".to_owned()),
                        Some(TermEvent::Bytes { bytes, .. }) => {
                            own.bytes.fetch_add(bytes.len(), Ordering::Relaxed);
                        }
                        Some(TermEvent::Resize(_)) => {}
                        Some(TermEvent::Closed) | None => {
                            own.ended.fetch_add(1, Ordering::Relaxed);
                            return Bye::Said(String::new());
                        }
                    },
                    ready = io.output.ready() => {
                        if ready.is_err() || io.output.send(vec![b'.'; 16 * 1024]).await.is_err() {
                            return Bye::Said(String::new());
                        }
                        own.frames.fetch_add(1, Ordering::Relaxed);
                    }
                }
            }
        }
    }

    #[expect(clippy::manual_async_fn, reason = "the future must not borrow the service")]
    fn command(&self, mut io: CommandIo) -> impl Future<Output = u8> + Send + 'static {
        async move {
            if io.args == ["talk"] {
                // Reads nothing and has much to say.
                let _ = io.stdout.write(&vec![b'.'; 1 << 20]).await;
                return 7;
            }
            if io.args == ["count"] {
                let mut taken = 0;
                while let Some(bytes) = io.stdin.recv().await {
                    taken += bytes.len();
                }
                let _ = io.stdout.write(taken.to_string().as_bytes()).await;
                return 7;
            }
            let _ = io.stdout.write(io.args.join("|").as_bytes()).await;
            7
        }
    }
}

struct Given {
    address: SocketAddr,
    service: Painter,
    hub: Hub,
    told: Arc<Mutex<Vec<Arc<Record>>>>,
    stop: watch::Sender<Option<String>>,
    serving: JoinHandle<()>,
}

impl Given {
    async fn new(options: SshOptions) -> Given {
        let (journal, _) = Journal::open(
            Arc::new(SimulatedMedium::new()),
            Path::new("/d"),
            JournalOptions::default(),
            None,
        )
        .unwrap();
        let told: Arc<Mutex<Vec<Arc<Record>>>> = Arc::default();
        let keep = Arc::clone(&told);
        let behind = move |records: &[Arc<Record>]| keep.lock().unwrap().extend_from_slice(records);
        let limits = Limits {
            behind: Some(Arc::new(behind)),
            ..Limits::default()
        };
        let hub = Hub::start(journal, Warehouse::default(), limits).unwrap();
        let mei = Worker {
            number: "107".into(),
            name: "Mei".into(),
            badge: "W107".into(),
            roles: vec![Role::Lead],
            ..Worker::default()
        };
        let ask = async |command: crate::domain::Command| {
            hub.ask(Request::by_system(command, Via::CommandLine))
                .await
                .unwrap();
        };
        ask(people::Command::FirstAdmin(mei).into()).await;
        let principal = hub.view().warehouse.principal_by_name("107").unwrap();
        let open = key_text(key(1).public_key()).unwrap();
        ask(access::Command::AddKey {
            principal,
            key: open,
            comment: "".into(),
        }
        .into())
        .await;
        ask(access::Command::SetRules(AccessRules {
            sessions_each: 2,
            ..AccessRules::default()
        })
        .into())
        .await;
        let request = Request::by_system(
            access::Command::SetPassword {
                principal,
                hash: None,
            },
            Via::CommandLine,
        );
        let hashing = hub.clone();
        tokio::task::spawn_blocking(move || set_password(&hashing, request, PASSWORD, Cost::Cheap).unwrap())
            .await
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopping) = watch::channel(None);
        let service = Painter::default();
        let serving = tokio::spawn(listen_ssh(
            listener,
            key(200),
            hub.clone(),
            Arc::new(service.clone()),
            SshOptions {
                cost: Cost::Cheap,
                ..options
            },
            stopping,
        ));
        Given {
            address,
            service,
            hub,
            told,
            stop,
            serving,
        }
    }

    async fn connect(&self) -> client::Handle<Anyone> {
        let config = client::Config {
            window_size: 64 * 1024,
            ..client::Config::default()
        };
        within(client::connect(Arc::new(config), self.address, Anyone))
            .await
            .unwrap()
    }

    async fn by_key(&self, name: &str, seed: u8) -> (client::Handle<Anyone>, bool) {
        let mut handle = self.connect().await;
        let key = PrivateKeyWithHashAlg::new(Arc::new(key(seed)), None);
        let outcome = within(handle.authenticate_publickey(name, key)).await.unwrap();
        let came = matches!(outcome, AuthResult::Success);
        (handle, came)
    }

    async fn by_password(&self, name: &str, password: &str) -> bool {
        let mut handle = self.connect().await;
        let outcome = within(handle.authenticate_password(name, password)).await;
        matches!(outcome, Ok(AuthResult::Success))
    }

    /// A screen of the worker 107.
    async fn screen(&self) -> (client::Handle<Anyone>, Channel<client::Msg>) {
        let (handle, came) = self.by_key("107", 1).await;
        assert!(came);
        let channel = within(handle.channel_open_session()).await.unwrap();
        within(channel.request_pty(true, "xterm", 80, 24, 0, 0, &[]))
            .await
            .unwrap();
        within(channel.request_shell(true)).await.unwrap();
        (handle, channel)
    }

    fn doors(&self) -> Vec<Event> {
        let told = self.told.lock().unwrap();
        let at_the_door = |event: &&Event| matches!(event, Event::LoggedIn(_) | Event::LogInFailed(_));
        told.iter()
            .flat_map(|record| record.events.iter().filter(at_the_door).cloned())
            .collect()
    }

    async fn stop(self) {
        self.stop.send_replace(Some("the test ends".to_owned()));
        within(self.serving).await.unwrap();
    }
}

struct Anyone;

impl client::Handler for Anyone {
    type Error = russh::Error;

    async fn check_server_key(&mut self, host: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        Ok(
            matches!(host, PublicKeyOrCertificate::PublicKey { key: host, .. } if host == key(200).public_key()),
        )
    }
}

/// Everything a channel says until it closes, and its exit status.
async fn read_out(channel: &mut Channel<client::Msg>) -> (Vec<u8>, Option<u32>) {
    let (mut bytes, mut status) = (Vec::new(), None);
    while let Some(message) = within(channel.wait()).await {
        match message {
            ChannelMsg::Data { data } | ChannelMsg::ExtendedData { data, .. } => {
                bytes.extend_from_slice(&data)
            }
            ChannelMsg::ExitStatus { exit_status } => status = Some(exit_status),
            ChannelMsg::Close => break,
            _ => {}
        }
    }
    (bytes, status)
}

async fn read_until(channel: &mut Channel<client::Msg>, wanted: &str) {
    let mut bytes = Vec::new();
    while !String::from_utf8_lossy(&bytes).contains(wanted) {
        match within(channel.wait()).await.expect("the channel is open") {
            ChannelMsg::Data { data } => bytes.extend_from_slice(&data),
            ChannelMsg::Close => panic!("closed before {wanted:?}"),
            _ => {}
        }
    }
}

/// Waits for a condition that others bring about.
async fn until(condition: impl Fn() -> bool) {
    within(async {
        while !condition() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}
