use crate::program::*;
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A program that does not outlive the test, whatever comes.
struct Running(Child);

impl Running {
    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn lines(path: &Path) -> usize {
    fs::read(path).map_or(0, |bytes| bytes.iter().filter(|byte| **byte == b'\n').count())
}

#[test]
fn what_was_acknowledged_outlives_the_kill_of_a_busy_writer() {
    let rounds = std::env::var("PICKFACE_CRASH_ROUNDS").map_or(2, |rounds| rounds.parse::<u32>().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let (data, acks) = (folder.path().join("data"), folder.path().join("acks"));
    for round in 1..=rounds {
        let before = lines(&acks);
        let moment = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .subsec_nanos();
        let more = before + 1 + usize::try_from(moment % 1500).unwrap();
        let arguments = [
            "simulate",
            "--workers",
            "32",
            "--seconds",
            "600",
            "--acks",
            acks.to_str().unwrap(),
        ];
        let running = pickface(&data, &arguments).stdout(Stdio::null()).spawn().unwrap();
        let mut running = Running(running);
        let began = Instant::now();
        while lines(&acks) < more {
            assert!(
                began.elapsed() < Duration::from_secs(300),
                "it works too slowly to be killed"
            );
            assert!(running.0.try_wait().unwrap().is_none(), "it ended by itself");
            std::thread::yield_now();
        }
        running.kill();
        let proof = verify(&data, &acks).unwrap_or_else(|why| panic!("round {round}: {why}"));
        assert_eq!(proof["ok"], true, "round {round}: {proof}");
        assert_eq!(proof["missing_acks"], 0, "round {round}: {proof}");
        assert!(proof["acks"].as_u64().unwrap() >= u64::try_from(more - 1).unwrap());
    }
}
