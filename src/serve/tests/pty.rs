//! A real pseudo-terminal: attached, resized, given back; and an owner that leaves it.

use super::*;

const SOCKET_VARIABLE: &str = "PICKFACE_TEST_SOCKET";

/// The process inside the pseudo-terminal of the tests below: this test binary, started again.
#[test]
#[ignore = "the child of the pseudo-terminal tests"]
fn attach_child() {
    let Some(socket) = std::env::var_os(SOCKET_VARIABLE) else {
        return;
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let ended = runtime.block_on(async {
        attach(
            UnixStream::connect(socket).await.unwrap(),
            SessionHello {
                device: "pty".to_owned(),
                ..SessionHello::default()
            },
        )
        .await
    });
    println!("ended: {ended:?}");
    runtime.shutdown_background();
}

/// The process that a test starts as an owner: this test binary, started again. It reports in its log.
#[test]
#[ignore = "the child of the test of start_owner"]
fn detach_child() {
    let detached = detach();
    let (pid, session) = (rustix::process::getpid(), rustix::process::getsid(None));
    eprintln!("detached {detached:?} leads {}", session == Ok(pid));
}

#[test]
fn an_owner_leaves_the_terminal_and_logs() {
    let directory = tempfile::tempdir().unwrap();
    let log = directory.path().join("owner.log");
    let args = [
        "serve::tests::pty::detach_child",
        "--exact",
        "--ignored",
        "--nocapture",
    ];
    let mut child = start_owner(&std::env::current_exe().unwrap(), &args, &log).unwrap();
    assert!(child.wait().unwrap().success());
    let text = std::fs::read_to_string(&log).unwrap();
    assert!(text.contains("detached Ok(()) leads true"), "{text}");
}

struct Pty {
    master: Box<dyn portable_pty::MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    shown: threads::Receiver<Vec<u8>>,
    all: String,
}

impl Pty {
    fn attach(socket: &Path) -> Pty {
        let size = portable_pty::PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = portable_pty::native_pty_system().openpty(size).unwrap();
        let mut command = portable_pty::CommandBuilder::new(std::env::current_exe().unwrap());
        command.args([
            "serve::tests::pty::attach_child",
            "--exact",
            "--ignored",
            "--nocapture",
        ]);
        command.env(SOCKET_VARIABLE, socket);
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, shown) = threads::channel();
        std::thread::spawn(move || {
            let mut buffer = [0u8; 4096];
            while let Ok(length) = reader.read(&mut buffer) {
                if length == 0 || sender.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Pty {
            master: pair.master,
            keys,
            child,
            shown,
            all: String::new(),
        }
    }

    fn modes(&self) -> String {
        format!(
            "{:?}",
            self.master
                .get_termios()
                .map(|modes| (modes.input_flags, modes.output_flags, modes.local_flags))
        )
    }

    fn sees(&mut self, text: &str) {
        while !self.all.contains(text) {
            let bytes = self
                .shown
                .recv_timeout(BOUND)
                .unwrap_or_else(|_| panic!("no {text:?} in {:?}", self.all));
            self.all.push_str(&String::from_utf8_lossy(&bytes));
        }
    }

    fn types(&mut self, bytes: &[u8]) {
        self.keys.write_all(bytes).unwrap();
        self.keys.flush().unwrap();
    }

    /// The child has ended, and the terminal is as it was.
    fn ends_restored(mut self, before: &str, last: &str) {
        self.sees(last);
        self.child.wait().unwrap();
        assert_eq!(self.modes(), before);
        for end in ["\x1b[?2004l", "\x1b[?1049l", "\x1b[?25h"] {
            assert!(self.all.contains(end), "{end:?} in {:?}", self.all);
        }
    }
}

/// Runs `test` on a blocking thread, with the terminal's modes before and a client that is attached and raw.
async fn in_a_terminal(test: impl FnOnce(Pty, String) + Send + 'static) {
    let owner = owner();
    let socket = owner.socket();
    let run = tokio::task::spawn_blocking(move || {
        let size = portable_pty::PtySize::default();
        let fresh = portable_pty::native_pty_system().openpty(size).unwrap();
        let modes = fresh
            .master
            .get_termios()
            .map(|modes| (modes.input_flags, modes.output_flags, modes.local_flags));
        let before = format!("{modes:?}");
        let mut pty = Pty::attach(&socket);
        pty.sees("\x1b[?2004h");
        pty.sees("80x24>");
        assert_ne!(pty.modes(), before);
        test(pty, before);
    });
    within(run).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_terminal_is_attached_resized_and_restored() {
    in_a_terminal(|mut pty, before| {
        pty.types(b"a\x1db\x03\x1a\r");
        pty.sees("[a\\x1db\\x03\\x1a\\r]");
        let size = portable_pty::PtySize {
            rows: 30,
            cols: 100,
            pixel_width: 0,
            pixel_height: 0,
        };
        pty.master.resize(size).unwrap();
        pty.sees("(100x30)");
        pty.types(b"quit");
        pty.ends_restored(&before, "good night");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_terminal_is_restored_after_a_panic_in_its_session() {
    in_a_terminal(|mut pty, before| {
        pty.types(b"panic");
        pty.ends_restored(&before, "Ok(Failed)");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_terminal_is_restored_after_a_signal() {
    in_a_terminal(|pty, before| {
        let pid = pty
            .child
            .process_id()
            .and_then(|pid| i32::try_from(pid).ok())
            .and_then(rustix::process::Pid::from_raw);
        rustix::process::kill_process(pid.unwrap(), rustix::process::Signal::TERM).unwrap();
        pty.ends_restored(&before, "SIGTERM");
    })
    .await;
}
