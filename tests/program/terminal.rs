//! The whole program in a real pseudo-terminal: bytes in, a screen out.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How long something may take before the test gives up on it.
const BOUND: Duration = Duration::from_secs(60);

/// One terminal with pickface in it.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    input: Box<dyn Write + Send>,
    screen: Arc<(Mutex<vt100::Parser>, Condvar)>,
    _pair: Box<dyn MasterPty + Send>,
}

impl Terminal {
    /// Starts `pickface` with these arguments in a terminal of this size.
    pub fn open(home: &Path, arguments: &[&str], size: (u16, u16)) -> Terminal {
        Terminal::run(env!("CARGO_BIN_EXE_pickface"), home, arguments, size)
    }

    /// Starts a program with these arguments in a terminal of this size.
    pub fn run(program: &str, home: &Path, arguments: &[&str], (columns, rows): (u16, u16)) -> Terminal {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        for (name, value) in environment(home) {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut output = pair.master.try_clone_reader().unwrap();
        let input = pair.master.take_writer().unwrap();
        let screen = Arc::new((
            Mutex::new(vt100::Parser::new(cells(rows), cells(columns), 0)),
            Condvar::new(),
        ));
        let shown = Arc::clone(&screen);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n) = output.read(&mut bytes) {
                if n == 0 {
                    break;
                }
                shown.0.lock().unwrap().process(&bytes[..n]);
                shown.1.notify_all();
            }
            shown.1.notify_all();
        });
        Terminal {
            child,
            input,
            screen,
            _pair: pair.master,
        }
    }

    /// Waits until the screen is as wanted, and returns it.
    pub fn wait(&self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let began = Instant::now();
        let mut parser = self.screen.0.lock().unwrap();
        loop {
            let shown = parser.screen().contents();
            if wanted(&shown) {
                return shown;
            }
            assert!(began.elapsed() < BOUND, "waited in vain for {what}:\n{shown}");
            parser = self
                .screen
                .1
                .wait_timeout(parser, Duration::from_millis(200))
                .unwrap()
                .0;
        }
    }

    /// Waits until this stands on the screen.
    pub fn wait_for(&self, text: &str) -> String {
        self.wait(text, |shown| shown.contains(text))
    }

    /// Whether this stands on the screen now.
    pub fn shows(&self, text: &str) -> bool {
        self.screen.0.lock().unwrap().screen().contents().contains(text)
    }

    /// What a scanner set up as a keyboard sends: the code and Enter, at once.
    pub fn scan(&mut self, code: &str) {
        self.send(format!("{code}\r").as_bytes());
    }

    /// What a hand types, and Enter. A hand's pace is what tells typing from a scan, so this waits between keys.
    pub fn type_line(&mut self, text: &str) {
        for letter in text.chars() {
            self.send(letter.to_string().as_bytes());
            thread::sleep(Duration::from_millis(80));
        }
        self.send(b"\r");
    }

    /// What a hand needs to aim again: longer than the time in which the same code counts as one unit read twice.
    pub fn take_aim(&self) {
        thread::sleep(Duration::from_millis(600));
    }

    pub fn send(&mut self, bytes: &[u8]) {
        self.input.write_all(bytes).unwrap();
        self.input.flush().unwrap();
    }

    /// Waits until the program has ended, and returns its exit status.
    pub fn ended(&mut self) -> u32 {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(began.elapsed() < BOUND, "it does not end");
            thread::yield_now();
        }
    }

    /// Ends the client as a closed window does.
    pub fn close(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Everything of this machine that the program looks at, pointed at the test's own folder.
pub fn environment(home: &Path) -> Vec<(&'static str, String)> {
    let runtime = home.join("run");
    if !runtime.is_dir() {
        use std::os::unix::fs::DirBuilderExt;
        std::fs::DirBuilder::new().mode(0o700).create(&runtime).unwrap();
    }
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    vec![
        ("XDG_DATA_HOME", text(&home.join("data"))),
        ("XDG_RUNTIME_DIR", text(&runtime)),
        ("HOME", text(home)),
        ("LANG", "en_US.UTF-8".to_owned()),
        ("LC_ALL", "en_US.UTF-8".to_owned()),
        ("TERM", "xterm-256color".to_owned()),
    ]
}
