//! `pickface serve`: what its command line says. The owner process itself is `serve`'s.

use std::net::SocketAddr;

/// Arguments of `serve`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Where guests knock over SSH: an address and a port, or "off".
    #[arg(long, default_value = "0.0.0.0:2222", value_name = "ADDRESS:PORT", value_parser = ssh)]
    pub ssh: Ssh,
    /// Where a monitor fetches figures in Prometheus' text format, 127.0.0.1:9187 for example. Off by default.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub metrics: Option<SocketAddr>,
    /// Let the figures be fetched at an address that other hosts reach. Whoever gets there may read them.
    #[arg(long, requires = "metrics")]
    pub metrics_anywhere: bool,
    /// Where the log goes: files of the data directory, one a day, or standard error, as for journald.
    #[arg(long, value_enum, default_value_t, value_name = "WHERE")]
    pub log_to: LogTo,
}

/// Where the log goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogTo {
    /// Files in the folder `logs` of the data directory.
    #[default]
    Files,
    /// Standard error.
    Stderr,
}

/// Whether and where there is SSH.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ssh {
    /// None.
    Off,
    /// At this address; port 0 takes any free one, which is logged.
    At(SocketAddr),
}

fn ssh(word: &str) -> Result<Ssh, String> {
    if word == "off" {
        return Ok(Ssh::Off);
    }
    word.parse()
        .map(Ssh::At)
        .map_err(|_| "it is an address with a port, like 0.0.0.0:2222 or [::]:2222, or off".to_owned())
}
