//! Random bytes at random times through decoder and detector: no panic, and no memory that grows.
//!
//! The short run is part of every test run. The long one is
//! `PICKFACE_SOAK_SECONDS=3600 cargo test --release --test scan -- --ignored random_bytes_for_long`.

use fastrand::Rng;
use pickface::codes::read;
use pickface::keymap::{Key, KeyCode};
use pickface::scan::layout::{HostLayout, Layout};
use pickface::scan::{Detector, Event, Profile, calibration};
use std::time::{Duration, Instant};

/// Bytes that mean something to a terminal or a scanner, which chance alone would hardly put together.
const PIECES: [&[u8]; 20] = [
    b"\x1b[",
    b"\x1b",
    b"\x1bO",
    b"\x1b[200~",
    b"\x1b[201~",
    b"\x1b[93;5u",
    b"\x1b[27;5;93~",
    b"19~",
    b"\r",
    b"\r\n",
    b"\t",
    b"\x1d",
    b"\x02",
    b"\x03",
    b"]C1",
    b"0104006381333931",
    b"10LOT",
    b"4006381333931",
    b"\xe8\xb4",
    b"\xef\xbc\x94",
];

fn profile(rng: &mut Rng) -> Profile {
    let layout = rng
        .bool()
        .then(|| rng.choice(Layout::all()).map(HostLayout))
        .flatten();
    Profile {
        layout,
        caps_lock: rng.bool(),
        min_length: rng.usize(0..80),
        gap_ms: rng.u64(0..3_000),
        jitter_ms: rng.u64(0..6_000),
        typing_ms: rng.u64(0..2_000),
        duplicate_ms: rng.u64(0..12_000),
        unterminated: rng.bool(),
        prefixes: vec![Key::plain(KeyCode::F(rng.u8(1..13)))],
        ..Profile::default()
    }
}

fn read_of(rng: &mut Rng) -> Vec<u8> {
    let mut bytes = Vec::new();
    for _ in 0..rng.usize(0..12) {
        if rng.bool() {
            bytes.extend(rng.choice(PIECES).unwrap_or_default());
        } else {
            let length = rng.usize(0..9);
            bytes.extend(std::iter::repeat_with(|| rng.u8(..)).take(length));
        }
    }
    // Now and then a jammed key or a file on the wrong port.
    if rng.u32(0..2_000) == 0 {
        bytes.extend(std::iter::repeat_n(rng.u8(..), rng.usize(0..200_000)));
    }
    bytes
}

/// Feeds until `goes_on` says no; returns how many bytes and events there were.
fn soak(seed: u64, mut goes_on: impl FnMut(u64) -> bool) -> (usize, usize) {
    let mut rng = Rng::with_seed(seed);
    let mut detector = Detector::default();
    let (mut now, mut bytes_in, mut events_out) = (0u64, 0usize, 0usize);
    let mut rounds = 0;
    while goes_on(rounds) {
        rounds += 1;
        if rng.u32(0..500) == 0 {
            detector.set_profile(profile(&mut rng));
        }
        now += if rng.bool() { 0 } else { rng.u64(0..900) };
        let bytes = read_of(&mut rng);
        bytes_in += bytes.len();
        let mut events = detector.feed(&bytes, now);
        if rng.bool() {
            now += rng.u64(0..5_000);
            events.extend(detector.tick(now));
        }
        events_out += events.len();
        for event in events {
            if let Event::Scan(scan) = event {
                let reading = read(scan.code());
                let _ = reading.possible_splits(4);
            }
        }
        if rng.u32(0..200) == 0
            && let Ok(host) = calibration::first(&bytes)
        {
            let _ = calibration::second(&bytes, &host);
        }
    }
    detector.tick(now + 600_000);
    assert_eq!(
        detector.next_deadline(),
        None,
        "seed {seed}: something is left open for ever"
    );
    assert!(events_out <= bytes_in, "seed {seed}: more events than bytes");
    (bytes_in, events_out)
}

/// Memory of this process in kilobytes, where the system tells.
fn memory_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn random_bytes_for_a_moment() {
    for seed in 0..8 {
        let (bytes, events) = soak(seed, |round| round < 1_500);
        assert!(
            bytes > 10_000 && events > 100,
            "seed {seed}: {bytes} bytes, {events} events"
        );
    }
}

#[test]
#[ignore = "runs as long as PICKFACE_SOAK_SECONDS says, an hour by default"]
fn random_bytes_for_long() {
    let seconds = std::env::var("PICKFACE_SOAK_SECONDS")
        .ok()
        .and_then(|text| text.parse().ok());
    let until = Instant::now() + Duration::from_secs(seconds.unwrap_or(3_600));
    let mut seed = 1_000;
    soak(seed, |round| round < 20_000);
    let before = memory_kb();
    let mut bytes = 0;
    while Instant::now() < until {
        seed += 1;
        bytes += soak(seed, |round| round < 20_000).0;
    }
    let grown = memory_kb()
        .zip(before)
        .map(|(after, before)| after.saturating_sub(before));
    assert!(
        grown.is_none_or(|kb| kb < 64 * 1024),
        "{grown:?} kB more after {bytes} bytes"
    );
}
