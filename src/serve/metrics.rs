//! The house's figures for a monitor: Prometheus' text format (version 0.0.4) over HTTP.
//!
//! The screens show the same figures, so they are counted by us ([`crate::hub::meter`]); what is left of the format is
//! names, labels and cumulative buckets, and of HTTP one request without a body and one answer.

use super::listen::{Stopping, stopped};
use crate::hub::Site;
use crate::hub::meter::{BOUNDS_US, Figures, Times};
use crate::hub::pulse::Pulse;
use std::fmt::{Display, Write as _};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// Monitors that are answered at a time.
const MOST: usize = 8;
/// How long a monitor may take to ask and to read.
const PATIENCE: Duration = Duration::from_secs(5);
/// Longest request, with its headers, in bytes.
const LONGEST: usize = 8 * 1024;

/// Answers monitors until `stopping` has a reason.
pub async fn serve_metrics(listener: TcpListener, site: Site, mut stopping: Stopping) {
    let mut monitors: JoinSet<()> = JoinSet::new();
    loop {
        tokio::select! {
            _ = stopped(&mut stopping) => return,
            Some(_) = monitors.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) if monitors.len() < MOST => {
                    let site = site.clone();
                    monitors.spawn(async move {
                        // A monitor that hangs up has only itself to tell.
                        let _ = timeout(PATIENCE, monitor(stream, &site)).await;
                    });
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a monitor");
                    sleep(Duration::from_millis(100)).await;
                }
            },
        }
    }
}

async fn monitor(mut stream: TcpStream, site: &Site) -> std::io::Result<()> {
    let mut asked = Vec::new();
    let mut piece = [0; 1024];
    while !asked.windows(4).any(|end| end == b"\r\n\r\n") && asked.len() < LONGEST {
        match stream.read(&mut piece).await? {
            0 => break,
            read => asked.extend_from_slice(piece.get(..read).unwrap_or_default()),
        }
    }
    let line = String::from_utf8_lossy(&asked);
    let mut words = line.lines().next().unwrap_or_default().split(' ');
    let target = |word: &str| word.split('?').next().unwrap_or_default().to_owned();
    let (status, kind, body) = match (words.next(), words.next().map(target).as_deref()) {
        (Some("GET"), Some("/metrics")) => (
            "200 OK",
            "text/plain; version=0.0.4; charset=utf-8",
            page(&site.pulse()),
        ),
        (Some("GET"), Some(_)) => (
            "404 Not Found",
            "text/plain",
            "the figures are at /metrics\n".to_owned(),
        ),
        _ => (
            "405 Method Not Allowed\r\nAllow: GET",
            "text/plain",
            "GET only\n".to_owned(),
        ),
    };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await
}

/// The page that a monitor reads.
pub fn page(pulse: &Pulse) -> String {
    let mut page = Page::default();
    work(&mut page, &pulse.figures);
    journal(&mut page, &pulse.figures);
    house(&mut page, pulse);
    process(&mut page);
    page.text
}

fn work(page: &mut Page, figures: &Figures) {
    page.head(
        "pickface_commands_total",
        "counter",
        "Commands by workflow and what became of them.",
    );
    for ((workflow, outcome), count) in &figures.commands {
        let labels = [("workflow", *workflow), ("outcome", outcome.name())];
        page.line("pickface_commands_total", &labels, count);
    }
    page.head(
        "pickface_refusals_total",
        "counter",
        "Refused commands by the sentence that told why.",
    );
    for (kind, count) in &figures.refusals {
        page.line("pickface_refusals_total", &[("kind", *kind)], count);
    }
    page.head(
        "pickface_log_ins_total",
        "counter",
        "Log-ins over SSH by means and what became of them.",
    );
    for ((means, outcome), count) in &figures.log_ins {
        page.line(
            "pickface_log_ins_total",
            &[("means", *means), ("outcome", *outcome)],
            count,
        );
    }
}

fn journal(page: &mut Page, figures: &Figures) {
    page.one(
        "pickface_records_total",
        "counter",
        "Journal records written.",
        figures.stats.records,
    );
    page.one(
        "pickface_groups_total",
        "counter",
        "Journal groups written, each with one sync.",
        figures.stats.groups,
    );
    page.one(
        "pickface_journal_bytes_total",
        "counter",
        "Bytes of these records.",
        figures.stats.bytes,
    );
    page.times(
        "pickface_answer_seconds",
        "From a command's place in line to its durable answer.",
        &figures.answers.all,
    );
    page.times(
        "pickface_sync_seconds",
        "Writing a group to the journal and syncing it.",
        &figures.syncs.all,
    );
    page.times(
        "pickface_frame_seconds",
        "From what was scanned or typed to the frame that answers it.",
        &figures.frames.all,
    );
}

fn house(page: &mut Page, pulse: &Pulse) {
    page.head("pickface_sessions", "gauge", "Sessions that are open.");
    for (line, there, _) in &pulse.sessions {
        page.line("pickface_sessions", &[("line", line.name())], there);
    }
    page.head(
        "pickface_sessions_started_total",
        "counter",
        "Sessions that were ever opened.",
    );
    for (line, _, began) in &pulse.sessions {
        page.line("pickface_sessions_started_total", &[("line", line.name())], began);
    }
    page.one(
        "pickface_queue_commands",
        "gauge",
        "Commands that wait to be decided.",
        pulse.waiting,
    );
    page.one(
        "pickface_journal_record",
        "gauge",
        "Number of the last record.",
        pulse.seq,
    );
    page.one(
        "pickface_history_late_records",
        "gauge",
        "Records that the history has not taken in yet.",
        pulse.lag,
    );
    let trouble = u8::from(pulse.trouble.is_some());
    page.one(
        "pickface_trouble",
        "gauge",
        "1 when something needs somebody; the log says what.",
        trouble,
    );
}

fn process(page: &mut Page) {
    page.head("pickface_build_info", "gauge", "Always 1.");
    page.line(
        "pickface_build_info",
        &[("version", env!("CARGO_PKG_VERSION"))],
        1,
    );
    if let Some(bytes) = resident_bytes() {
        page.one(
            "process_resident_memory_bytes",
            "gauge",
            "Memory of this process.",
            bytes,
        );
    }
    let cpu = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let cpu = Duration::try_from(cpu).unwrap_or_default();
    page.one(
        "process_cpu_seconds_total",
        "counter",
        "Time of processors that this process took.",
        cpu.as_secs_f64(),
    );
}

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        // A string takes every character: writing to it cannot fail.
        let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn line(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        let labels: Vec<String> = labels
            .iter()
            .map(|(label, value)| format!("{label}=\"{}\"", escaped(value)))
            .collect();
        let labels = if labels.is_empty() {
            String::new()
        } else {
            format!("{{{}}}", labels.join(","))
        };
        let _ = writeln!(self.text, "{name}{labels} {value}");
    }

    fn one(&mut self, name: &str, kind: &str, help: &str, value: impl Display) {
        self.head(name, kind, help);
        self.line(name, &[], value);
    }

    fn times(&mut self, name: &str, help: &str, times: &Times) {
        self.head(name, "histogram", help);
        let bounds = BOUNDS_US.into_iter().map(seconds).chain(["+Inf".to_owned()]);
        let mut all = 0;
        for (bound, count) in bounds.zip(times.buckets) {
            all += count;
            self.line(&format!("{name}_bucket"), &[("le", &bound)], all);
        }
        self.line(&format!("{name}_sum"), &[], seconds(times.sum_us));
        self.line(&format!("{name}_count"), &[], all);
    }
}

fn escaped(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

fn seconds(us: u64) -> String {
    let text = format!("{}.{:06}", us / 1_000_000, us % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Memory of this process that is in the machine's, where the system tells.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "counts are whole, and read as they are written")]
mod tests {
    use super::*;
    use crate::domain::masters;
    use crate::domain::people::{self, Role, Worker};
    use crate::domain::{Actor, Via};
    use crate::hub::SiteOptions;
    use std::collections::BTreeMap;
    use tokio::sync::watch;

    /// Samples by name and labels as written, read as the format's definition has it: comments apart, a name, perhaps
    /// labels in braces, a value. Every sample's name is announced by a TYPE line before it.
    fn parsed(text: &str) -> BTreeMap<String, f64> {
        let mut samples = BTreeMap::new();
        let mut announced: Option<(String, String)> = None;
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("# TYPE ") {
                let (name, kind) = rest.split_once(' ').unwrap();
                assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
                announced = Some((name.to_owned(), kind.to_owned()));
                continue;
            }
            if line.starts_with("# HELP ") {
                continue;
            }
            let (sample, value) = line.rsplit_once(' ').unwrap();
            let name = sample.split('{').next().unwrap();
            let (base, kind) = announced.as_ref().unwrap();
            let suffix = name.strip_prefix(base.as_str()).unwrap();
            let suffixes: &[&str] = if kind == "histogram" {
                &["_bucket", "_sum", "_count"]
            } else {
                &[""]
            };
            assert!(suffixes.contains(&suffix), "{line}");
            assert!(
                samples
                    .insert(sample.to_owned(), value.parse().unwrap())
                    .is_none(),
                "{line} twice"
            );
        }
        samples
    }

    #[test]
    fn buckets_are_cumulative_and_end_with_all() {
        let mut times = Times::default();
        (times.buckets[0], times.buckets[3], times.buckets[16]) = (2, 1, 1);
        times.sum_us = 12_345_678;
        let mut page = Page::default();
        page.times("x_seconds", "X.", &times);
        let samples = parsed(&page.text);
        assert_eq!(samples["x_seconds_bucket{le=\"0.0001\"}"], 2.0);
        assert_eq!(samples["x_seconds_bucket{le=\"0.001\"}"], 3.0);
        assert_eq!(samples["x_seconds_bucket{le=\"10\"}"], 3.0);
        assert_eq!(samples["x_seconds_bucket{le=\"+Inf\"}"], 4.0);
        assert_eq!(
            (samples["x_seconds_count"], samples["x_seconds_sum"]),
            (4.0, 12.345_678)
        );
    }

    #[test]
    fn labels_are_escaped() {
        let mut page = Page::default();
        page.line("x", &[("a", "back\\slash \"quoted\"\nnext")], 1);
        assert_eq!(page.text, "x{a=\"back\\\\slash \\\"quoted\\\"\\nnext\"} 1\n");
    }

    async fn fetch(address: std::net::SocketAddr, request: &str) -> (String, String) {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut told = String::new();
        stream.read_to_string(&mut told).await.unwrap();
        let (head, body) = told.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }

    /// Two people come to be known; one of them may not make an owner known, whom the program makes known twice.
    fn something_is_done(site: &Site) {
        let worker = |number: &str, role| Worker {
            number: number.into(),
            name: "Mei".into(),
            badge: format!("W{number}").as_str().into(),
            roles: vec![role],
            ..Worker::default()
        };
        let ask = |actor, command: crate::domain::Command| site.ask(actor, Via::CommandLine, command);
        ask(
            Actor::System,
            people::Command::FirstAdmin(worker("1", Role::Admin)).into(),
        )
        .unwrap();
        ask(
            Actor::System,
            people::Command::Save(worker("2", Role::Picker)).into(),
        )
        .unwrap();
        let picker = site.warehouse().worker_by_number("2").unwrap().id;
        let owner = masters::Owner {
            code: "ACME".into(),
            ..masters::Owner::default()
        };
        let owner = masters::Command::SaveOwner(owner);
        ask(Actor::Worker(picker), owner.clone().into()).unwrap_err();
        ask(Actor::System, owner.clone().into()).unwrap();
        ask(Actor::System, owner.into()).unwrap();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_monitor_fetches_what_was_done_and_refused() {
        let home = tempfile::tempdir().unwrap();
        let site = Site::open(home.path(), SiteOptions::default()).unwrap();
        let asking = site.clone();
        tokio::task::spawn_blocking(move || something_is_done(&asking))
            .await
            .unwrap();
        site.hub().meter().log_in("key", "came");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopping) = watch::channel(None);
        let serving = tokio::spawn(serve_metrics(listener, site.clone(), stopping));
        let (head, body) = fetch(address, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").await;
        assert!(
            head.starts_with("HTTP/1.1 200 OK\r\n") && head.contains("text/plain; version=0.0.4"),
            "{head}"
        );
        let samples = parsed(&body);
        let commands = |workflow: &str, outcome: &str| {
            samples[&format!("pickface_commands_total{{workflow=\"{workflow}\",outcome=\"{outcome}\"}}")]
        };
        assert_eq!(
            (commands("people", "accepted"), commands("masters", "accepted")),
            (2.0, 1.0)
        );
        assert_eq!(
            (commands("masters", "refused"), commands("masters", "unchanged")),
            (1.0, 1.0)
        );
        assert_eq!(samples["pickface_refusals_total{kind=\"no-not-allowed\"}"], 1.0);
        assert_eq!(
            samples["pickface_log_ins_total{means=\"key\",outcome=\"came\"}"],
            1.0
        );
        // With the right that was denied, which is a record of its own.
        assert_eq!(
            (
                samples["pickface_records_total"],
                samples["pickface_journal_record"]
            ),
            (4.0, 4.0)
        );
        assert_eq!(samples["pickface_answer_seconds_count"], 5.0);
        assert_eq!(
            samples["pickface_sync_seconds_count"],
            samples["pickface_groups_total"]
        );
        assert_eq!(
            (
                samples["pickface_trouble"],
                samples["pickface_sessions{line=\"ssh\"}"]
            ),
            (0.0, 0.0)
        );
        let (head, _) = fetch(address, "GET / HTTP/1.0\r\n\r\n").await;
        assert!(head.starts_with("HTTP/1.1 404"), "{head}");
        let (head, _) = fetch(address, "POST /metrics HTTP/1.1\r\n\r\n").await;
        assert!(head.starts_with("HTTP/1.1 405"), "{head}");
        let (head, _) = fetch(address, &format!("GET /{} HTTP/1.1\r\n", "x".repeat(2 * LONGEST))).await;
        assert!(head.starts_with("HTTP/1.1 404"), "{head}");
        let _ = stop.send(Some("the test ends".to_owned()));
        serving.await.unwrap();
        site.close();
    }
}
