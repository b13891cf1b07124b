//! The door and its guests, with the library's own client: what a plain client never does, and what the journal keeps.

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
    fn command(&self, io: CommandIo) -> impl Future<Output = u8> + Send + 'static {
        async move {
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

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_in_and_who_does_not_is_in_the_journal_and_nothing_that_was_typed() {
    let given = Given::new(SshOptions::default()).await;
    let Principal::Worker(mei) = given.hub.view().warehouse.principal_by_name("107").unwrap() else {
        panic!()
    };
    assert!(given.by_key("107", 1).await.1);
    assert!(given.by_password("107", PASSWORD).await);
    assert!(
        !given.by_key("107", 2).await.1,
        "a key that is nobody's is not even tried"
    );
    assert!(!given.by_password("107", "wrong horse battery").await);
    assert!(
        !given.by_password(PASSWORD, "107").await,
        "the password in the wrong field"
    );
    let told: Vec<(Option<Principal>, Means, bool)> = given
        .doors()
        .into_iter()
        .map(|event| match event {
            Event::LoggedIn(came) => (Some(came.principal), came.means, true),
            Event::LogInFailed(failed) => (failed.principal, failed.means, false),
            other => panic!("{other:?}"),
        })
        .collect();
    let mei = Some(Principal::Worker(mei));
    let (by_key, by_password) = (Means::Key, Means::Password);
    assert_eq!(
        told,
        [
            (mei, by_key, true),
            (mei, by_password, true),
            (mei, by_password, false),
            (None, by_password, false)
        ]
    );
    assert!(!format!("{:?}", given.told.lock().unwrap()).contains("horse"));
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_passwords_lock_the_user_and_the_right_one_does_not_help() {
    let given = Given::new(SshOptions::default()).await;
    for _ in 0..5 {
        assert!(!given.by_password("107", "wrong horse battery").await);
    }
    assert!(!given.by_password("107", PASSWORD).await);
    assert!(given.by_key("107", 1).await.1, "a key opens all the same");
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_taken_away_and_a_worker_who_left_open_no_more() {
    let given = Given::new(SshOptions::default()).await;
    let Principal::Worker(mei) = given.hub.view().warehouse.principal_by_name("107").unwrap() else {
        panic!()
    };
    let ask = async |command: crate::domain::Command| {
        given
            .hub
            .ask(Request::by_system(command, Via::CommandLine))
            .await
            .unwrap();
    };
    let boss = Worker {
        number: "1".into(),
        name: "Bo".into(),
        badge: "W1".into(),
        roles: vec![Role::Admin],
        ..Worker::default()
    };
    ask(people::Command::Save(boss).into()).await;
    ask(people::Command::Deactivate { worker: mei }.into()).await;
    assert!(!given.by_key("107", 1).await.1);
    assert!(!given.by_password("107", PASSWORD).await);
    ask(people::Command::Reactivate { worker: mei }.into()).await;
    assert!(given.by_key("107", 1).await.1);
    let open = key_text(key(1).public_key()).unwrap();
    let principal = Principal::Worker(mei);
    ask(access::Command::RemoveKey { principal, key: open }.into()).await;
    assert!(!given.by_key("107", 1).await.1);
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_a_command_and_nothing_else() {
    let given = Given::new(SshOptions::default()).await;
    let (handle, mut screen) = given.screen().await;
    read_until(&mut screen, "Worker").await;
    screen.data_bytes(&b"quit"[..]).await.unwrap();
    let (said, status) = read_out(&mut screen).await;
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(
        said.ends_with("\x1b[?1049l\x1b[?25hgood night\r\n"),
        "{:?}",
        said.chars().rev().take(60).collect::<String>()
    );
    assert_eq!(status, Some(0));
    let mut command = within(handle.channel_open_session()).await.unwrap();
    within(command.exec(true, "pickface export 'two words' -"))
        .await
        .unwrap();
    assert_eq!(
        read_out(&mut command).await,
        (b"export|two words|-".to_vec(), Some(7))
    );
    assert!(
        within(handle.channel_open_direct_tcpip("127.0.0.1", 22, "127.0.0.1", 1))
            .await
            .is_err()
    );
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_has_so_many_sessions_and_the_next_is_told_so() {
    let given = Given::new(SshOptions::default()).await;
    let (_first, mut one) = given.screen().await;
    let (_second, mut two) = given.screen().await;
    read_until(&mut one, "Worker").await;
    read_until(&mut two, "Worker").await;
    let (_third, mut three) = given.screen().await;
    let (said, status) = read_out(&mut three).await;
    assert!(
        String::from_utf8_lossy(&said).contains("2 sessions open already"),
        "{said:?}"
    );
    assert_eq!(status, Some(1));
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_ends_one_session_and_the_other_goes_on() {
    let given = Given::new(SshOptions::default()).await;
    let (_first, mut one) = given.screen().await;
    let (_second, mut two) = given.screen().await;
    read_until(&mut two, "Worker").await;
    one.data_bytes(&b"panic"[..]).await.unwrap();
    let (said, status) = read_out(&mut one).await;
    assert!(String::from_utf8_lossy(&said).contains("nothing confirmed is lost"));
    assert_eq!(status, Some(1));
    read_until(&mut two, "....").await;
    two.data_bytes(&b"quit"[..]).await.unwrap();
    assert_eq!(read_out(&mut two).await.1, Some(0));
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_does_not_read_holds_up_only_itself_and_its_frames_are_bounded() {
    let given = Given::new(SshOptions::default()).await;
    let (_stuck, silent) = given.screen().await;
    let (_reader, mut reads) = given.screen().await;
    let mut taken = 0;
    let mut held_back = Vec::new();
    for read in [4 << 20, 16 << 20] {
        while taken < read {
            if let Some(ChannelMsg::Data { data }) = within(reads.wait()).await {
                taken += data.len();
            }
        }
        held_back.push(
            given
                .service
                .frames
                .load(Ordering::Relaxed)
                .saturating_sub(taken / (16 * 1024)),
        );
    }
    // While the reader had 768 frames more, the other had none: what waits for it is held by windows and queues.
    assert!(held_back[1] < held_back[0] + 60, "{held_back:?} frames");
    drop(silent);
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vanished_link_and_a_storm_of_sizes_end_at_most_their_session() {
    let given = Given::new(SshOptions::default()).await;
    let (gone, channel) = given.screen().await;
    drop(channel);
    drop(gone);
    until(|| given.service.ended.load(Ordering::Relaxed) == 1).await;
    let (_handle, mut screen) = given.screen().await;
    for n in 0..2000_u32 {
        within(screen.window_change(n * 7919, n.wrapping_mul(104_729), n, n))
            .await
            .unwrap();
        if n % 64 == 0 {
            read_until(&mut screen, ".").await;
        }
    }
    screen.data_bytes(&b"quit"[..]).await.unwrap();
    assert_eq!(read_out(&mut screen).await.1, Some(0));
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn random_bytes_before_the_handshake_end_that_connection_alone() {
    let given = Given::new(SshOptions::default()).await;
    let (_handle, mut screen) = given.screen().await;
    let mut dice = fastrand::Rng::with_seed(7);
    for round in 0..24 {
        let mut stream = within(tokio::net::TcpStream::connect(given.address))
            .await
            .unwrap();
        if round % 2 == 1 {
            stream.write_all(b"SSH-2.0-storm\r\n").await.unwrap();
        }
        let noise: Vec<u8> = (0..4096).map(|_| dice.u8(..)).collect();
        // It may be cut off in the middle.
        let _ = stream.write_all(&noise).await;
        let _ = stream.shutdown().await;
        let mut rest = Vec::new();
        let _ = within(stream.read_to_end(&mut rest)).await;
    }
    read_until(&mut screen, "....").await;
    screen.data_bytes(&b"quit"[..]).await.unwrap();
    assert_eq!(read_out(&mut screen).await.1, Some(0));
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_too_long_to_come_in_is_shown_out() {
    let given = Given::new(SshOptions {
        log_in: Duration::from_millis(300),
        ..SshOptions::default()
    })
    .await;
    let mut idle = within(tokio::net::TcpStream::connect(given.address))
        .await
        .unwrap();
    let mut told = Vec::new();
    let _ = within(idle.read_to_end(&mut told)).await;
    let half = given.connect().await;
    until(|| half.is_closed()).await;
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_is_told_to_every_guest() {
    let given = Given::new(SshOptions::default()).await;
    let (_first, mut one) = given.screen().await;
    read_until(&mut one, "Worker").await;
    let reading = tokio::spawn(async move { read_out(&mut one).await });
    given.stop().await;
    let (said, status) = within(reading).await.unwrap();
    assert!(String::from_utf8_lossy(&said).contains("pickface stops: the test ends"));
    assert_eq!(status, Some(1));
}
