//! A demo that is served, and OpenSSH's client to knock with.

use crate::terminal::{Terminal, environment};
use crate::{ADA, pickface};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const BOUND: Duration = Duration::from_secs(60);
/// Tom Ashby, picker of the demo.
pub const PICKER: &str = "102";
pub const HANDHELD: (u16, u16) = (20, 16);

/// A demo that is served to guests.
pub struct Served {
    home: tempfile::TempDir,
    server: Child,
    port: String,
}

impl Served {
    /// None, and says so, where there is no SSH client.
    #[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
    pub fn start() -> Option<Served> {
        if Command::new("ssh")
            .arg("-V")
            .stderr(Stdio::null())
            .status()
            .is_err()
        {
            println!("skipped: no ssh client on this machine");
            return None;
        }
        let home = tempfile::tempdir().unwrap();
        let made = pickface(home.path(), &["demo", "--no-open", "--json"]);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let (server, port) = serve(home.path());
        let served = Served { home, server, port };
        for who in ["ada", "tom", "gun", "stranger"] {
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-C", who, "-f"])
                .arg(served.key(who))
                .status();
            assert!(made.unwrap().success());
        }
        served.command(&["access", "add-key", ADA, served.key("ada.pub").to_str().unwrap()]);
        served.command(&[
            "access",
            "add-key",
            PICKER,
            served.key("tom.pub").to_str().unwrap(),
        ]);
        Some(served)
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub fn key(&self, who: &str) -> PathBuf {
        self.home().join(who)
    }

    pub fn data(&self) -> String {
        self.home()
            .join("data/pickface-demo")
            .to_str()
            .unwrap()
            .to_owned()
    }

    /// Runs a command on the host, through the owner.
    pub fn command(&self, arguments: &[&str]) -> Output {
        self.fed(arguments, "")
    }

    pub fn fed(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pickface"));
        command
            .args(["--data", &self.data()])
            .args(arguments)
            .envs(environment(self.home()));
        let told = run(command, input);
        assert!(
            told.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&told.stderr)
        );
        told
    }

    /// Arguments of `ssh` up to the host.
    pub fn ssh(&self, name: &str, key: Option<&str>) -> Vec<String> {
        let mut arguments = vec!["-F", "/dev/null", "-p", &self.port, "-l", name]
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>();
        let known = format!("UserKnownHostsFile={}", self.home().join("known_hosts").display());
        let mut options = vec![
            "StrictHostKeyChecking=accept-new".to_owned(),
            known,
            "IdentitiesOnly=yes".to_owned(),
            "LogLevel=ERROR".to_owned(),
        ];
        match key {
            Some(key) => {
                arguments.extend(["-i".to_owned(), self.key(key).to_str().unwrap().to_owned()]);
                options.push("BatchMode=yes".to_owned());
            }
            None => options.push("PubkeyAuthentication=no".to_owned()),
        }
        for option in options {
            arguments.extend(["-o".to_owned(), option]);
        }
        arguments
    }

    /// A terminal in which `ssh` shows the screens.
    pub fn terminal(&self, name: &str, key: Option<&str>, size: (u16, u16)) -> Terminal {
        let mut arguments = self.ssh(name, key);
        arguments.extend(["-tt".to_owned(), "127.0.0.1".to_owned()]);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        Terminal::run("ssh", self.home(), &arguments, size)
    }

    /// Runs a command over SSH.
    pub fn remote(&self, name: &str, key: &str, line: &str, input: &str) -> Output {
        let mut command = Command::new("ssh");
        command.args(self.ssh(name, Some(key))).arg("127.0.0.1").arg(line);
        run(command, input)
    }

    /// Ends the service as an order to stop does; how long it took.
    pub fn stop(mut self) -> Duration {
        self.end()
    }

    /// The same, and its data stay.
    pub fn end(&mut self) -> Duration {
        let began = Instant::now();
        let id = self.server.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        assert!(self.server.wait().unwrap().success());
        began.elapsed()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Runs a command with this input.
pub fn run(mut command: Command, input: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // Whoever is refused reads nothing.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().unwrap()
}

/// Serves the demo, and returns the port at which guests knock.
#[expect(
    clippy::zombie_processes,
    reason = "a panic ends the test, and its process group with it"
)]
fn serve(home: &Path) -> (Child, String) {
    let (data, log) = (home.join("data/pickface-demo"), home.join("serve.log"));
    let server = Command::new(env!("CARGO_BIN_EXE_pickface"))
        .args([
            "--data",
            data.to_str().unwrap(),
            "--log=info",
            "serve",
            "--ssh",
            "127.0.0.1:0",
            "--log-to",
            "stderr",
        ])
        .envs(environment(home))
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let began = Instant::now();
    loop {
        let told = fs::read_to_string(&log).unwrap_or_default();
        let port = told.split("over SSH at 127.0.0.1:").nth(1);
        if let Some((port, _)) = port.and_then(|rest| rest.split_once(char::is_whitespace)) {
            return (server, port.to_owned());
        }
        assert!(began.elapsed() < BOUND, "it is not served:\n{told}");
        std::thread::yield_now();
    }
}
