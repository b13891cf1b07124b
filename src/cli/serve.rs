//! `pickface serve`: what its command line says. The owner process itself is `serve`'s.

use std::net::SocketAddr;

/// Arguments of `serve`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Where guests knock over SSH: an address and a port, or "off".
    #[arg(long, default_value = "0.0.0.0:2222", value_name = "ADDRESS:PORT", value_parser = ssh)]
    pub ssh: Ssh,
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
