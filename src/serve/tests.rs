//! The owner with an echo service, over real sockets and once over a real pseudo-terminal.

use std::{
    future::Future,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc as threads,
    },
    time::Duration,
};

mod commands;
mod pty;

use super::{
    attach::{converse, greet},
    wire::{
        Frame, Hello, MAGIC, MAX_FRAME, VERSION, WireError, read_frame, read_prelude, write_frame,
        write_prelude,
    },
    *,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{UnixListener, UnixStream},
    sync::{Notify, mpsc, oneshot},
    task::JoinHandle,
};

const BOUND: Duration = Duration::from_secs(20);

/// Waits for what must come; a bound keeps a failure from hanging.
async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(BOUND, future).await.expect("it must come")
}

/// Answers every read with `[bytes]`, and does what it is told otherwise.
#[derive(Clone, Default)]
struct Echo {
    frames: Arc<AtomicUsize>,
    hung_up: Arc<Notify>,
}

impl Service for Echo {
    fn session(&self, mut io: SessionIo) -> impl Future<Output = Bye> + Send + 'static {
        let frames = Arc::clone(&self.frames);
        async move {
            let hello = format!(
                "<{} {} {} {}x{}>",
                io.device, io.term, io.locale, io.size.columns, io.size.rows
            );
            let _ = io.output.send(hello.into_bytes()).await;
            while let Some(event) = io.input.recv().await {
                match event {
                    TermEvent::Bytes { bytes, .. } => match bytes.as_slice() {
                        b"quit" => return Bye::Said("good night".to_owned()),
                        b"long" => return Bye::Said("x".repeat(MAX_FRAME)),
                        b"panic" => panic!("as the test asked"),
                        b"stuck" => std::future::pending().await,
                        b"flood" => {
                            while io.output.ready().await.is_ok() {
                                frames.fetch_add(1, Ordering::SeqCst);
                                let _ = io.output.send(vec![b'.'; 16 * 1024]).await;
                            }
                        }
                        bytes => {
                            let _ = io
                                .output
                                .send(format!("[{}]", bytes.escape_ascii()).into_bytes())
                                .await;
                        }
                    },
                    TermEvent::Resize(Size { columns, rows }) => {
                        let _ = io.output.send(format!("({columns}x{rows})").into_bytes()).await;
                    }
                    TermEvent::Closed => break,
                }
            }
            Bye::Said("closed".to_owned())
        }
    }

    fn command(&self, mut io: CommandIo) -> impl Future<Output = u8> + Send + 'static {
        let hung_up = Arc::clone(&self.hung_up);
        async move {
            match io.args.first().map(String::as_str) {
                Some("cat") => {
                    while let Some(bytes) = io.stdin.recv().await {
                        let _ = io.stdout.write(&bytes).await;
                    }
                    0
                }
                Some("fail") => {
                    let _ = io.stdout.write(io.cwd.as_os_str().as_encoded_bytes()).await;
                    let _ = io.stderr.write(b"line 3: no such item\n").await;
                    3
                }
                Some("wait") => {
                    let _ = io.stdout.write(b"waiting").await;
                    let _ = io.hangup.wait_for(|gone| *gone).await;
                    hung_up.notify_one();
                    1
                }
                _ => panic!("as the test asked"),
            }
        }
    }
}

struct Owner {
    directory: tempfile::TempDir,
    service: Echo,
    stop: oneshot::Sender<String>,
    task: JoinHandle<Ended>,
}

fn socket_in(directory: &Path) -> PathBuf {
    directory.join("owner.sock")
}

fn owner_with(options: Options) -> Owner {
    let directory = tempfile::tempdir().unwrap();
    let door = Door::open(&socket_in(directory.path()), true).unwrap();
    let service = Echo::default();
    let (stop, stopped) = oneshot::channel();
    let shutdown = async move {
        match stopped.await {
            Ok(reason) => reason,
            Err(_) => std::future::pending().await,
        }
    };
    let task = tokio::spawn(listen(door, service.clone(), options, shutdown));
    Owner {
        directory,
        service,
        stop,
        task,
    }
}

fn owner() -> Owner {
    owner_with(Options {
        idle: None,
        ..Options::default()
    })
}

impl Owner {
    fn socket(&self) -> PathBuf {
        socket_in(self.directory.path())
    }

    async fn connect(&self) -> UnixStream {
        within(UnixStream::connect(self.socket())).await.unwrap()
    }

    /// A client that has been let in and has seen its first frame.
    async fn client(&self) -> Client {
        let hello = SessionHello {
            size: Size {
                columns: 20,
                rows: 16,
            },
            term: "vt220".to_owned(),
            locale: "zh_CN.UTF-8".to_owned(),
            device: "gun 7".to_owned(),
        };
        let (from, to) = within(greet(self.connect().await, Hello::Session(hello)))
            .await
            .unwrap();
        let (up, events) = mpsc::channel(8);
        let (screen, shown) = tokio::io::duplex(4096);
        let mut client = Client {
            up,
            shown,
            task: tokio::spawn(converse(from, to, events, screen)),
        };
        client.sees("<gun 7 vt220 zh_CN.UTF-8 20x16>").await;
        client
    }

    async fn command(&self, args: &[&str], stdin: &[u8]) -> (u8, String, String) {
        let hello = CommandHello {
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
            cwd: PathBuf::from("/somewhere"),
            ..CommandHello::default()
        };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let status = within(run_command(
            self.connect().await,
            hello,
            stdin,
            &mut out,
            &mut err,
        ))
        .await
        .unwrap();
        (
            status,
            String::from_utf8(out).unwrap(),
            String::from_utf8(err).unwrap(),
        )
    }

    /// The owner works as if nothing had happened.
    async fn is_well(&self) {
        let mut client = self.client().await;
        client.types("well?").await;
        client.sees("[well?]").await;
        client.types("quit").await;
        assert_eq!(client.ends().await.unwrap(), Bye::Said("good night".to_owned()));
    }
}

struct Client {
    up: mpsc::Sender<TermEvent>,
    shown: tokio::io::DuplexStream,
    task: JoinHandle<Result<Bye, AttachError>>,
}

impl Client {
    async fn types(&self, text: &str) {
        within(self.up.send(TermEvent::bytes(text))).await.unwrap();
    }

    async fn sees(&mut self, text: &str) {
        let mut bytes = vec![0; text.len()];
        within(self.shown.read_exact(&mut bytes)).await.unwrap();
        assert_eq!(String::from_utf8_lossy(&bytes), text);
    }

    async fn ends(self) -> Result<Bye, AttachError> {
        within(self.task).await.unwrap()
    }
}

#[tokio::test]
async fn bytes_and_sizes_go_up_and_frames_come_down() {
    let owner = owner();
    let mut client = owner.client().await;
    client.types("a\x1db\x03").await;
    client.sees("[a\\x1db\\x03]").await;
    client
        .up
        .send(TermEvent::Resize(Size {
            columns: 200,
            rows: 60,
        }))
        .await
        .unwrap();
    client.sees("(200x60)").await;
    client.types("quit").await;
    assert_eq!(client.ends().await.unwrap(), Bye::Said("good night".to_owned()));
    let client = owner.client().await;
    client.types("long").await;
    assert_eq!(client.ends().await.unwrap(), Bye::Said(String::new()));
}

#[tokio::test]
async fn a_client_that_leaves_takes_nobody_along() {
    let owner = owner();
    let first = owner.client().await;
    let mut second = owner.client().await;
    first.up.send(TermEvent::Closed).await.unwrap();
    assert!(matches!(first.ends().await, Err(AttachError::Ended(_))));
    second.types("still here").await;
    second.sees("[still here]").await;
}

#[tokio::test]
async fn a_panic_ends_one_session_only() {
    let owner = owner();
    let (first, mut second) = (owner.client().await, owner.client().await);
    first.types("panic").await;
    assert_eq!(first.ends().await.unwrap(), Bye::Failed);
    second.types("still here").await;
    second.sees("[still here]").await;
}

/// A session by hand, so that it can be broken.
async fn by_hand(owner: &Owner) -> UnixStream {
    let mut stream = owner.connect().await;
    write_prelude(&mut stream, VERSION).await.unwrap();
    assert_eq!(within(read_prelude(&mut stream)).await.unwrap(), VERSION);
    write_frame(
        &mut stream,
        &Frame::Hello(Hello::Session(SessionHello::default())),
    )
    .await
    .unwrap();
    assert_eq!(
        within(read_frame(&mut stream)).await.unwrap(),
        Some(Frame::Welcome)
    );
    stream
}

/// The last frame that comes.
async fn last_frame(mut stream: UnixStream) -> Option<Frame> {
    let mut last = None;
    while let Ok(Some(frame)) = within(read_frame(&mut stream)).await {
        last = Some(frame);
    }
    last
}

#[tokio::test]
async fn broken_frames_end_their_own_session() {
    let owner = owner();
    for broken in [
        &[0xff; 64][..],
        &[0, 0, 0, 0],
        &[1, 0, 0, 0, 77],
        &[1, 0, 0, 0, 2],
        &[9, 0, 0, 0, 4, 1],
    ] {
        let mut stream = by_hand(&owner).await;
        stream.write_all(broken).await.unwrap();
        stream.shutdown().await.unwrap();
        let last = last_frame(stream).await;
        assert!(
            matches!(last, Some(Frame::Bye(Bye::Protocol(_)))),
            "{broken:?}: {last:?}"
        );
    }
    owner.is_well().await;
}

#[tokio::test]
async fn a_garbage_hello_is_refused() {
    let owner = owner();
    let mut json = MAGIC.to_vec();
    json.extend(VERSION.to_le_bytes());
    json.extend([3, 0, 0, 0, 1, b'{', b'}']);
    for garbage in [b"GET / HTTP/1.1\r\nHost: warehouse\r\n\r\n".as_slice(), &json] {
        let mut stream = owner.connect().await;
        stream.write_all(garbage).await.unwrap();
        assert_eq!(within(read_prelude(&mut stream)).await.unwrap(), VERSION);
        assert!(matches!(last_frame(stream).await, Some(Frame::Refused(_))));
    }
    owner.is_well().await;
}

#[tokio::test]
async fn a_silent_client_is_let_go() {
    let owner = owner_with(Options {
        handshake: Duration::from_millis(20),
        idle: None,
        ..Options::default()
    });
    let mut stream = owner.connect().await;
    let mut all = Vec::new();
    within(stream.read_to_end(&mut all)).await.unwrap();
    assert_eq!(all.len(), MAGIC.len() + 2);
}

#[tokio::test]
async fn another_version_is_told_on_both_sides() {
    let owner = owner();
    let mut stream = owner.connect().await;
    write_prelude(&mut stream, 99).await.unwrap();
    assert_eq!(within(read_prelude(&mut stream)).await.unwrap(), VERSION);
    let Some(Frame::Refused(text)) = last_frame(stream).await else {
        panic!("must be refused")
    };
    assert!(text.contains("version 1") && text.contains("99"), "{text}");

    let directory = tempfile::tempdir().unwrap();
    let newer = UnixListener::bind(socket_in(directory.path())).unwrap();
    let answer = async {
        let (mut stream, _) = newer.accept().await.unwrap();
        write_prelude(&mut stream, 2).await.unwrap();
        write_frame(&mut stream, &Frame::Refused("too old".to_owned()))
            .await
            .unwrap();
        stream
    };
    let stream = UnixStream::connect(socket_in(directory.path())).await.unwrap();
    let (_held, refused) =
        within(async { tokio::join!(answer, greet(stream, Hello::Session(SessionHello::default()))) }).await;
    assert!(matches!(refused, Err(AttachError::Version { theirs: 2, text }) if text == "too old"));
}

#[tokio::test]
async fn clients_beyond_the_limit_are_told_so() {
    let owner = owner_with(Options {
        max_clients: 1,
        idle: None,
        ..Options::default()
    });
    let mut first = owner.client().await;
    let refused = within(greet(
        owner.connect().await,
        Hello::Session(SessionHello::default()),
    ))
    .await;
    assert!(matches!(refused, Err(AttachError::Refused(_))), "{refused:?}");
    first.types("a").await;
    first.sees("[a]").await;
}

#[tokio::test]
async fn a_client_that_does_not_read_costs_a_bounded_amount() {
    let owner = owner();
    let mut slow = by_hand(&owner).await;
    write_frame(&mut slow, &Frame::Bytes(b"flood".to_vec()))
        .await
        .unwrap();
    let mut other = owner.client().await;
    for _ in 0..500 {
        other.types("a").await;
        other.sees("[a]").await;
    }
    // What the kernel's buffers of some 200 KiB hold, one on its way and one waiting.
    let frames = owner.service.frames.load(Ordering::SeqCst);
    assert!((1..100).contains(&frames), "{frames}");
}

#[tokio::test]
async fn a_stop_says_good_bye_to_everybody_and_waits_for_nobody() {
    let owner = owner();
    let (polite, stuck) = (owner.client().await, owner.client().await);
    stuck.types("stuck").await;
    let mut deaf = by_hand(&owner).await;
    write_frame(&mut deaf, &Frame::Bytes(b"flood".to_vec()))
        .await
        .unwrap();
    let socket = owner.socket();
    owner.stop.send("SIGTERM".to_owned()).unwrap();
    assert_eq!(polite.ends().await.unwrap(), Bye::Stopping("SIGTERM".to_owned()));
    assert_eq!(stuck.ends().await.unwrap(), Bye::Stopping("SIGTERM".to_owned()));
    assert_eq!(
        within(owner.task).await.unwrap(),
        Ended::Stopped("SIGTERM".to_owned())
    );
    assert!(!socket.exists());
}

#[tokio::test]
async fn an_idle_owner_ends_after_its_last_client() {
    let owner = owner_with(Options {
        idle: Some(Duration::from_millis(30)),
        ..Options::default()
    });
    let mut client = owner.client().await;
    client.types("a").await;
    client.sees("[a]").await;
    client.types("quit").await;
    client.ends().await.unwrap();
    assert_eq!(within(owner.task).await.unwrap(), Ended::Idle);
}
