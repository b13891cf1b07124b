//! The server under test: `pickface serve` as another process.

use crate::serve::owner::LOST_RACE;
use crate::serve::program::socket;
use anyhow::{Context as _, Result, bail};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Where its sessions are begun.
#[derive(Clone, Debug)]
pub(super) struct Address {
    /// Over SSH.
    pub(super) ssh: SocketAddr,
    /// On the host.
    pub(super) socket: PathBuf,
}

/// What the server says about itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Measure {
    /// Memory that it has of the machine's, in bytes.
    pub(super) memory: f64,
    /// Processors' time that it took.
    pub(super) cpu: Duration,
}

/// The running server; it ends when this is dropped.
pub(super) struct Server {
    child: Child,
    address: Address,
    figures: SocketAddr,
}

impl Server {
    /// Starts it on a data directory.
    pub(super) fn start(root: &Path) -> Result<Server> {
        let root = root.canonicalize()?;
        let mut child = Command::new(std::env::current_exe()?)
            .arg("--data")
            .arg(&root)
            .args([
                "--log=info",
                "serve",
                "--ssh",
                "127.0.0.1:0",
                "--metrics",
                "127.0.0.1:0",
            ])
            .args(["--log-to", "stderr"])
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut log = BufReader::new(child.stderr.take().context("no log")?);
        let ssh = address_in(&mut log, "over SSH at ")?;
        let figures = address_in(&mut log, "figures are at http://")?;
        // Read on, so that it never waits for a reader.
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        let address = Address {
            ssh,
            socket: socket(&root)?,
        };
        Ok(Server {
            child,
            address,
            figures,
        })
    }

    /// Where its sessions are begun.
    pub(super) fn address(&self) -> Address {
        self.address.clone()
    }

    /// Asks it for its own figures.
    pub(super) async fn measure(&self) -> Result<Measure> {
        let mut stream = TcpStream::connect(self.figures).await?;
        stream.write_all(b"GET /metrics HTTP/1.1\r\n\r\n").await?;
        let mut page = String::new();
        stream.read_to_string(&mut page).await?;
        let value = |name: &str| -> Result<f64> {
            let line = page
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
            Ok(line
                .with_context(|| format!("the server does not tell {name}"))?
                .parse()?)
        };
        Ok(Measure {
            memory: value("process_resident_memory_bytes")?,
            cpu: Duration::from_secs_f64(value("process_cpu_seconds_total")?),
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address behind these words in the log.
fn address_in(log: &mut impl BufRead, words: &str) -> Result<SocketAddr> {
    let mut line = String::new();
    let mut seen = String::new();
    while log.read_line(&mut line)? > 0 {
        if let Some((_, rest)) = line.split_once(words) {
            let address = rest.split(['/', ' ', '\n']).next().unwrap_or_default();
            return Ok(address.parse()?);
        }
        seen.push_str(&line);
        line.clear();
    }
    bail!("the server did not start (status {LOST_RACE} would be a directory in use):\n{seen}")
}
