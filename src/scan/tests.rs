//! The recorded wedge traces, and what must hold for any bytes at any time.

use proptest::prelude::*;

use super::{Detector, Event, Millis, Note, Profile, RawScan, Via};
use crate::keymap::{Key, KeyCode};

const EAN: &str = "4006381333931";

/// Feeds `(pause before, bytes)` and lets a long time pass after.
fn run(profile: Profile, reads: &[(Millis, &[u8])]) -> Vec<Event> {
    let mut detector = Detector::new(profile);
    let (mut now, mut events) = (0, Vec::new());
    for (pause, bytes) in reads {
        now += pause;
        events.extend(detector.feed(bytes, now));
    }
    events.extend(detector.tick(now + 60_000));
    assert_eq!(detector.next_deadline(), None);
    events
}

fn defaults(reads: &[(Millis, &[u8])]) -> Vec<Event> {
    run(Profile::default(), reads)
}

/// One read a character, `pace` apart.
fn keyed(text: &str, pace: Millis) -> Vec<(Millis, &[u8])> {
    text.as_bytes().chunks(1).map(|byte| (pace, byte)).collect()
}

fn scans(events: &[Event]) -> Vec<&RawScan> {
    events
        .iter()
        .filter_map(|event| {
            if let Event::Scan(scan) = event {
                Some(scan)
            } else {
                None
            }
        })
        .collect()
}

fn data(events: &[Event]) -> Vec<&str> {
    scans(events).into_iter().map(|scan| scan.data.as_str()).collect()
}

/// The keys of a run as text; Enter as CR, others by name.
fn typed(events: &[Event]) -> String {
    let keys = events.iter().filter_map(|event| {
        if let Event::Key(key) = event {
            Some(key)
        } else {
            None
        }
    });
    keys.map(|key| match (key.text(), key.code) {
        (Some(c), _) => c.to_string(),
        (None, KeyCode::Enter) => "\r".to_owned(),
        (None, _) => format!("<{}>", key.notation()),
    })
    .collect()
}

fn bytes_of_hex(hex: &str) -> Vec<u8> {
    let digits: Vec<u32> = hex.chars().map(|c| c.to_digit(16).unwrap()).collect();
    digits
        .chunks(2)
        .map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap())
        .collect()
}

#[test]
fn recorded_wedge_traces() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/data/scan/wedge-traces.jsonl"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: no traces at {path}");
        return;
    };
    let mut failures = Vec::new();
    let mut rows = 0;
    for line in text.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let reads: Vec<(Millis, Vec<u8>)> = row["stream"]
            .as_array()
            .unwrap()
            .iter()
            .map(|read| (read[0].as_u64().unwrap(), bytes_of_hex(read[1].as_str().unwrap())))
            .collect();
        let reads: Vec<(Millis, &[u8])> = reads
            .iter()
            .map(|(pause, bytes)| (*pause, bytes.as_slice()))
            .collect();
        let events = defaults(&reads);
        let expected = &row["expect"];
        let wanted: Vec<&str> = expected["scans"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| s["data"].as_str().unwrap())
            .collect();
        let aims: Vec<Option<&str>> = expected["scans"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| s["aim"].as_str())
            .collect();
        let got_aims: Vec<Option<&str>> = scans(&events)
            .into_iter()
            .map(|scan| scan.aim.as_deref())
            .collect();
        if data(&events) != wanted
            || got_aims != aims
            || typed(&events) != expected["typed"].as_str().unwrap()
        {
            failures.push(format!(
                "{} {} {}: {events:?}",
                row["id"], row["policy"], row["title"]
            ));
        }
        rows += 1;
    }
    assert!(rows >= 50, "{rows} rows");
    assert!(
        failures.is_empty(),
        "{} of {rows} fail:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn every_suffix_ends_a_scan_and_leaves_no_key() {
    for suffix in ["\r", "\n", "\r\n", "\t", "\r\r", "\x03", "\r\x03", ""] {
        for pace in [1, 5, 20, 25] {
            let text = format!("{EAN}{suffix}");
            let events = defaults(&keyed(&text, pace));
            assert_eq!(
                (data(&events), typed(&events).as_str()),
                (vec![EAN], ""),
                "{suffix:?} at {pace}: {events:?}"
            );
        }
    }
}

#[test]
fn a_late_terminator_belongs_to_the_scan_before() {
    let events = defaults(&[(0, EAN.as_bytes()), (180, b"\r")]);
    assert_eq!((data(&events), typed(&events).as_str()), (vec![EAN], ""));
    let events = defaults(&[(0, EAN.as_bytes()), (700, b"\r"), (3_000, b"\r")]);
    assert_eq!((data(&events), typed(&events).as_str()), (vec![EAN], "\r"));
    assert_eq!(scans(&events)[0].notes, [Note::Unterminated]);
}

#[test]
fn gs_arrives_in_every_guise() {
    let head = "010400638133393110LOT-A1";
    for gs in [
        "\x1d",
        "\x1b[93;5u",
        "\x1b[27;5;93~",
        "\x1b[19~",
        "^]",
        "{GS}",
        "<GS>",
        "|",
        "~",
        "#",
    ] {
        let text = format!("{head}{gs}21SN0001\r");
        for pace in [0, 5] {
            let events = defaults(&keyed(&text, pace));
            assert_eq!(
                data(&events),
                [format!("{head}\x1d21SN0001")],
                "{gs:?} at {pace}: {events:?}"
            );
            assert_eq!(typed(&events), "");
        }
    }
    // Outside a GS1 message the same signs are data.
    assert_eq!(data(&defaults(&[(0, b"LOC#12|A~B\r")])), ["LOC#12|A~B"]);
}

#[test]
fn a_split_f8_within_a_scan_is_a_separator() {
    for pause in [1, 60, 180] {
        let events = defaults(&[
            (0, b"010400638133393110A\x1b"),
            (pause, b"[1"),
            (pause, b"9~21B\r"),
        ]);
        assert_eq!(data(&events), ["010400638133393110A\x1d21B"], "{pause}");
    }
}

#[test]
fn a_network_may_bundle_and_delay() {
    // Without AIM identifier or check digit; the first pieces are too short to be called one read.
    let events = defaults(&[(0, b"A-"), (180, b"01-0"), (400, b"2-03"), (60, b"\r")]);
    assert_eq!((data(&events), typed(&events).as_str()), (vec!["A-01-02-03"], ""));
}

#[test]
fn esc_within_a_scan_cancels_nothing() {
    for text in ["01040063813339\x1b3110LOT\r", "]C101040063813339\x1b31\r"] {
        for pace in [0, 5] {
            let events = defaults(&keyed(text, pace));
            assert_eq!(
                (data(&events).len(), typed(&events).as_str()),
                (1, ""),
                "{events:?}"
            );
        }
    }
}

/// Scans and keys of a run in their order.
fn told(events: &[Event]) -> String {
    let told = events.iter().map(|event| match event {
        Event::Scan(scan) => format!("scan {}", scan.data.replace('\u{1d}', "<GS>")),
        Event::Key(key) => key.notation(),
        other => format!("{other:?}"),
    });
    told.collect::<Vec<_>>().join(" ")
}

/// Reads with their times, and what is told of them.
type Row<'a> = (&'a [(Millis, &'a [u8])], &'a str);

#[test]
fn an_esc_in_one_read_with_a_scan_takes_no_character_of_it() {
    let rows: [Row<'_>; 17] = [
        (&[(0, b"\x1b11234\r")], "esc scan 11234"),
        (&[(0, b"\x1b4006381333931\r")], "esc scan 4006381333931"),
        (
            &[(0, b"\x1b]C1010400638133393110LOT\r")],
            "esc scan 010400638133393110LOT",
        ),
        (&[(0, b"\x1bO-1234\r")], "esc scan O-1234"),
        (&[(0, "\x1b货位-12\r".as_bytes())], "esc scan 货位-12"),
        (&[(0, b"\x1b\x021234\x03")], "esc scan 1234"),
        (&[(0, b"\x1b4006381333931")], "esc scan 4006381333931"),
        (&[(0, b"\x1b\x1b11234\r")], "esc esc scan 11234"),
        // Two scans, each with a key before it.
        (&[(0, b"\x1b11234\r\x1b25678\r")], "esc scan 11234 esc scan 25678"),
        // The read ends behind the Esc: soon after, and after it was a key of its own.
        (&[(0, b"\x1b"), (20, b"11234\r")], "esc scan 11234"),
        (&[(0, b"\x1b"), (80, b"11234\r")], "esc scan 11234"),
        // It ends behind the first character, and a moment later the rest comes.
        (&[(0, b"\x1b1"), (2, b"1234\r")], "esc scan 11234"),
        // Alt and a digit is a chord: alone, before a scan in a read of its own, before typing.
        (&[(0, b"\x1b1")], "alt-1"),
        (&[(0, b"\x1b1"), (40, b"1234\r")], "alt-1 scan 1234"),
        (
            &[(0, b"\x1b1"), (90, b"x"), (120, b"y"), (130, b"\r")],
            "alt-1 x y enter",
        ),
        (&[(0, b"\x1b1\r")], "alt-1 enter"),
        // A terminal that says Alt in so many words leaves no doubt.
        (&[(0, b"\x1b[49;3u1234\r")], "alt-1 scan 1234"),
    ];
    for (reads, expected) in rows {
        assert_eq!(told(&defaults(reads)), expected, "{reads:?}");
    }
}

#[test]
fn a_leading_separator_that_arrives_as_esc_is_no_key() {
    let esc = Key::plain(KeyCode::Esc);
    let profile = Profile {
        gs_keys: vec![esc],
        ..Profile::default()
    };
    let reads: [(Millis, &[u8]); 1] = [(0, b"\x1b010400638133393110LOT\x1b21A\r")];
    assert_eq!(told(&run(profile, &reads)), "scan 010400638133393110LOT<GS>21A");
}

#[test]
fn a_chord_does_not_wait() {
    let mut detector = Detector::default();
    assert_eq!(detector.feed(b"\x1b1", 1_000), []);
    assert_eq!(detector.echo(), "");
    assert_eq!(detector.next_deadline(), Some(1_004));
    assert_eq!(told(&detector.tick(1_004)), "alt-1");
}

#[test]
fn esc_alone_is_a_key_soon() {
    let mut detector = Detector::default();
    assert_eq!(detector.feed(b"\x1b", 100), []);
    assert_eq!(detector.next_deadline(), Some(150));
    assert_eq!(detector.tick(150), [Event::Key(Key::plain(KeyCode::Esc))]);
}

#[test]
fn iso_15434_keeps_its_separators() {
    let text = "[)>\x1e06\x1dP123\x1dQ5\x1e\x04";
    let events = defaults(&[(0, format!("{text}\r").as_bytes())]);
    assert_eq!(data(&events), [text]);
}

#[test]
fn typing_is_echoed_at_once_and_delivered_in_order() {
    let mut detector = Detector::default();
    assert_eq!(detector.feed(b"2", 1_000), []);
    assert_eq!(detector.echo(), "2");
    assert_eq!(detector.feed(b"4", 1_080), []);
    assert_eq!(detector.echo(), "24");
    assert_eq!(typed(&detector.feed(b"\x7f", 1_160)), "24<backspace>");
    assert_eq!(detector.echo(), "");
    assert_eq!(detector.feed(b"4", 2_000), []);
    assert_eq!(detector.next_deadline(), Some(2_150));
    assert_eq!(typed(&detector.tick(2_150)), "4");
    assert_eq!(typed(&detector.feed(b"\r\n", 3_000)), "\r");
}

#[test]
fn a_scan_is_not_echoed() {
    let mut detector = Detector::default();
    for (at, byte) in (0..).step_by(5).zip(EAN.bytes()).skip(1) {
        detector.feed(&[byte], at);
        assert!(detector.echo().len() <= 1, "{}", detector.echo());
    }
}

#[test]
fn ctrl_c_is_a_key_unless_it_ends_a_scan() {
    assert_eq!(typed(&defaults(&[(0, b"\x03")])), "<ctrl-c>");
    assert_eq!(typed(&defaults(&[(0, b"2"), (120, b"\x03")])), "2<ctrl-c>");
    let events = defaults(&[(0, b"\x02A1\x03")]);
    assert_eq!((data(&events), scans(&events)[0].via), (vec!["A1"], Via::Framed));
    assert_eq!(typed(&defaults(&[(0, b"\x02")])), "<ctrl-b>");
}

#[test]
fn a_function_key_prefix_frames_a_short_slow_code() {
    let profile = Profile {
        prefixes: vec![Key::plain(KeyCode::F(9))],
        ..Profile::default()
    };
    let events = run(
        profile,
        &[(0, b"\x1b[20~"), (140, b"A"), (300, b"1"), (140, b"\r")],
    );
    assert_eq!((data(&events), typed(&events).as_str()), (vec!["A1"], ""));
}

#[test]
fn pastes_are_scans_line_by_line_or_one_text() {
    let events = defaults(&[
        (0, b"\x1b[200~A-01\r\nA-"),
        (400, b"02\nA-03\x1b[2"),
        (400, b"01~"),
    ]);
    assert_eq!(data(&events), ["A-01", "A-02", "A-03"]);
    assert!(
        scans(&events)
            .iter()
            .all(|scan| scan.via == Via::Paste && !scan.repeat)
    );
    let events = defaults(&[(0, b"\x1b[200~fragile, this side up\x1b[201~")]);
    assert_eq!(events, [Event::Paste("fragile, this side up".to_owned())]);
    assert_eq!(
        data(&defaults(&[(0, format!("\x1b[200~{EAN}\x1b[201~").as_bytes())])),
        [EAN]
    );
}

#[test]
fn repeats_are_flagged_only_within_the_window_and_over_reads() {
    let scan = format!("{EAN}\r");
    let other = b"036000291452\r";
    for (reads, window, flags) in [
        (
            vec![(0, scan.as_bytes()), (300, scan.as_bytes())],
            400,
            vec![false, true],
        ),
        (
            vec![(0, scan.as_bytes()), (500, scan.as_bytes())],
            400,
            vec![false, false],
        ),
        (
            vec![(0, scan.as_bytes()), (0, scan.as_bytes())],
            400,
            vec![false, false],
        ),
        (
            vec![(0, scan.as_bytes()), (100, other), (100, scan.as_bytes())],
            400,
            vec![false, false, false],
        ),
        (
            vec![(0, scan.as_bytes()), (300, scan.as_bytes())],
            0,
            vec![false, false],
        ),
    ] {
        let events = run(
            Profile {
                duplicate_ms: window,
                ..Profile::default()
            },
            &reads,
        );
        assert_eq!(
            scans(&events).iter().map(|scan| scan.repeat).collect::<Vec<_>>(),
            flags
        );
    }
}

#[test]
fn bytes_that_are_no_utf8_are_kept() {
    // "A" and GBK for U+8D27.
    let events = defaults(&[(0, b"LOC-\xbb\xf5\r")]);
    assert_eq!(scans(&events)[0].raw, b"LOC-\xbb\xf5");
    assert_eq!(scans(&events)[0].data, "LOC-\u{fffd}\u{fffd}");
}

#[test]
fn an_endless_burst_is_dropped_and_said() {
    let events = defaults(&[(0, &[b'x'; 100_000]), (0, b"\r"), (0, b"4006381333931\r")]);
    assert!(matches!(events[0], Event::Dropped(100_000)), "{:?}", events[0]);
    assert_eq!(data(&events), [EAN]);
}

/// Bytes that matter to the decoder and the detector, much more often than chance would have them.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..6),
        prop::sample::select(vec![
            "\x1b[",
            "\x1b",
            "\x1bO",
            "19~",
            "\r",
            "\r\n",
            "\x1d",
            "\x02",
            "\x03",
            "\x1b[200~",
            "\x1b[201~",
            "货",
            "]C1",
            "4006381333931",
            "0104006381333931",
            "~",
            "j",
            "24",
            "\x7f",
            "\x1b[93;5u",
            "\x1b[A",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn splits_at_one_time_change_nothing(reads in prop::collection::vec((0u64..700, bytes(), any::<prop::sample::Index>(), any::<bool>()), 0..8)) {
        let whole: Vec<(Millis, &[u8])> = reads.iter().map(|(pause, bytes, ..)| (*pause, bytes.as_slice())).collect();
        let split: Vec<(Millis, &[u8])> = reads.iter().flat_map(|(pause, bytes, at, single)| {
            let at = at.index(bytes.len() + 1);
            let parts: Vec<&[u8]> = if *single { bytes.chunks(1).collect() } else { vec![&bytes[..at], &bytes[at..]] };
            let pauses = std::iter::once(*pause).chain(std::iter::repeat(0));
            let mut parts: Vec<(Millis, &[u8])> = pauses.zip(parts).collect();
            if parts.is_empty() { parts.push((*pause, &[])); }
            parts
        }).collect();
        prop_assert_eq!(defaults(&whole), defaults(&split));
    }

    #[test]
    fn any_profile_ends_and_keeps_its_bounds(
        reads in prop::collection::vec((0u64..700, bytes()), 0..8),
        numbers in prop::array::uniform6(prop_oneof![Just(0u64), Just(u64::MAX), 0u64..300]),
    ) {
        let [gap_ms, jitter_ms, frame_ms, typing_ms, esc_ms, duplicate_ms] = numbers;
        let min_length = usize::try_from(gap_ms).unwrap();
        let profile = Profile { gap_ms, jitter_ms, frame_ms, typing_ms, esc_ms, duplicate_ms, min_length, ..Profile::default() };
        let reads: Vec<(Millis, &[u8])> = reads.iter().map(|(pause, bytes)| (*pause, bytes.as_slice())).collect();
        let bytes: usize = reads.iter().map(|(_, bytes)| bytes.len()).sum();
        prop_assert!(run(profile, &reads).len() <= bytes);
    }

    #[test]
    fn ticking_often_changes_nothing(reads in prop::collection::vec((0u64..700, bytes()), 0..8), step in 1u64..90) {
        let whole: Vec<(Millis, &[u8])> = reads.iter().map(|(pause, bytes)| (*pause, bytes.as_slice())).collect();
        let mut ticked: Vec<(Millis, &[u8])> = Vec::new();
        for (pause, bytes) in &whole {
            ticked.extend((0..pause / step).map(|_| (step, &b""[..])));
            ticked.push((pause % step, bytes));
        }
        prop_assert_eq!(defaults(&whole), defaults(&ticked));
    }

    #[test]
    fn no_printable_character_is_lost(text in "[ -~货é]{0,40}", pace in 0u64..200) {
        let reads: Vec<(Millis, Vec<u8>)> = text.chars().map(|c| (pace, c.to_string().into_bytes())).collect();
        let reads: Vec<(Millis, &[u8])> = reads.iter().map(|(pause, bytes)| (*pause, bytes.as_slice())).collect();
        let events = defaults(&reads);
        let scanned: String = scans(&events).iter().map(|scan| format!("{}{}", scan.aim.as_deref().unwrap_or(""), scan.data)).collect();
        let replaced = scans(&events).iter().any(|scan| scan.notes.contains(&Note::SeparatorReplaced));
        let inverted = scans(&events).iter().any(|scan| scan.notes.contains(&Note::CaseInverted));
        prop_assert!(format!("{}{scanned}", typed(&events)) == text || replaced || inverted, "{:?}", events);
    }
}
