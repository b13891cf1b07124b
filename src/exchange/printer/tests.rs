use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;

use super::*;

const READY: &[u8] = b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n\
    \x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n";
const NO_PAPER: &[u8] = b"\x02030,1,0,1245,000,0,0,0,000,0,0,0\x03\r\n\
    \x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n";
const JOB: &[u8] = b"^XA^FO10,10^A0N,30,30^FDA-07-12^FS^XZ\n";

/// Bounds, not measurements: wide enough that a slow machine never meets them where they must not be met.
fn patient() -> Timeouts {
    let bound = Duration::from_secs(20);
    Timeouts {
        connect: bound,
        write: bound,
        answer: Some(bound),
    }
}

/// A printer that does what the closure says with its first connection.
fn printer<T: Send + 'static>(
    act: impl FnOnce(TcpStream) -> T + Send + 'static,
) -> (PrinterTarget, thread::JoinHandle<T>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let handle = thread::spawn(move || act(listener.accept().unwrap().0));
    (
        PrinterTarget::Tcp {
            host: "127.0.0.1".into(),
            port,
        },
        handle,
    )
}

fn read_query(stream: &mut TcpStream) {
    let mut query = [0u8; 5];
    stream.read_exact(&mut query).unwrap();
    assert_eq!(&query, b"~HS\r\n");
}

#[test]
fn a_ready_printer_gets_the_job_and_nothing_else() {
    let (target, handle) = printer(|mut stream| {
        read_query(&mut stream);
        // In two parts, as networks do.
        stream.write_all(&READY[..20]).unwrap();
        stream.write_all(&READY[20..]).unwrap();
        let mut job = Vec::new();
        stream.read_to_end(&mut job).unwrap();
        job
    });
    let sent = send(&target, "L-1", JOB, patient()).unwrap();
    let Sent::Tcp { status: Some(status) } = sent else {
        panic!("{sent:?}")
    };
    assert_eq!(status.not_ready(), None);
    assert_eq!(handle.join().unwrap(), JOB);
}

#[test]
fn a_printer_without_paper_is_told_nothing() {
    let (target, handle) = printer(|mut stream| {
        read_query(&mut stream);
        stream.write_all(NO_PAPER).unwrap();
        let mut job = Vec::new();
        stream.read_to_end(&mut job).unwrap();
        job
    });
    let refused = send(&target, "L-1", JOB, patient()).unwrap_err();
    assert!(refused.safe_to_retry());
    assert!(
        matches!(
            &refused,
            PrintError::NotStarted {
                reason: Reason::NotReady(NotReady::PaperOut)
            }
        ),
        "{refused}"
    );
    assert_eq!(handle.join().unwrap(), b"");
}

#[test]
fn a_printer_that_never_answers_still_gets_the_job() {
    let (target, handle) = printer(|mut stream| {
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        all
    });
    let timeouts = Timeouts {
        answer: Some(Duration::from_millis(30)),
        ..patient()
    };
    assert_eq!(
        send(&target, "L-1", JOB, timeouts).unwrap(),
        Sent::Tcp { status: None }
    );
    assert_eq!(handle.join().unwrap(), [b"~HS\r\n", JOB].concat());
}

#[test]
fn a_printer_that_must_not_be_asked_is_not() {
    let (target, handle) = printer(|mut stream| {
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        all
    });
    send(
        &target,
        "L-1",
        JOB,
        Timeouts {
            answer: None,
            ..patient()
        },
    )
    .unwrap();
    assert_eq!(handle.join().unwrap(), JOB);
}

#[test]
fn nobody_there_is_safe_to_retry() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let target = PrinterTarget::Tcp {
        host: "127.0.0.1".into(),
        port,
    };
    let refused = send(&target, "L-1", JOB, patient()).unwrap_err();
    assert!(refused.safe_to_retry());
    assert!(
        matches!(
            refused,
            PrintError::NotStarted {
                reason: Reason::NoConnection { .. }
            }
        ),
        "{refused}"
    );
}

#[test]
fn a_line_that_breaks_midway_is_unknown() {
    let (target, handle) = printer(|mut stream| {
        read_query(&mut stream);
        stream.write_all(READY).unwrap();
        let mut first = [0u8; 1000];
        stream.read_exact(&mut first).unwrap();
        // Closed with bytes unread: the sender gets a reset.
    });
    let job = vec![b'x'; 32 * 1024 * 1024];
    let failed = send(&target, "L-1", &job, patient()).unwrap_err();
    handle.join().unwrap();
    assert!(!failed.safe_to_retry(), "{failed}");
    let PrintError::Unknown { written, total, .. } = failed else {
        panic!("{failed}")
    };
    assert!(written >= 1000 && total == job.len());
}

#[test]
fn a_short_job_cut_off_after_it_was_taken_is_unknown() {
    let (target, handle) = printer(|mut stream| {
        read_query(&mut stream);
        stream.write_all(READY).unwrap();
        let mut first = [0u8; 1];
        stream.read_exact(&mut first).unwrap();
        // The rest of the job has come (it is one segment) and goes unread.
    });
    let failed = send(&target, "L-1", JOB, patient()).unwrap_err();
    handle.join().unwrap();
    assert!(matches!(failed, PrintError::Unknown { .. }), "{failed}");
}

#[test]
fn a_printer_that_stops_reading_is_unknown_and_does_not_hold_us() {
    let (release, held) = mpsc::channel::<()>();
    let (target, handle) = printer(move |stream| {
        // Reads nothing; the line stays open until the sender has given up.
        let _ = held.recv();
        drop(stream);
    });
    let job = vec![b'x'; 64 * 1024 * 1024];
    let timeouts = Timeouts {
        write: Duration::from_millis(100),
        answer: None,
        ..patient()
    };
    let failed = send(&target, "L-1", &job, timeouts).unwrap_err();
    drop(release);
    handle.join().unwrap();
    let PrintError::Unknown {
        written,
        total,
        source,
    } = failed
    else {
        panic!("{failed}")
    };
    assert!(written > 0 && written < total);
    assert_eq!(source.kind(), std::io::ErrorKind::TimedOut);
}

#[test]
fn a_printer_can_be_asked_without_a_job() {
    let (target, handle) = printer(|mut stream| {
        read_query(&mut stream);
        stream.write_all(NO_PAPER).unwrap();
    });
    let PrinterTarget::Tcp { host, port } = target else {
        panic!()
    };
    assert!(query(&host, port, patient()).unwrap().unwrap().paper_out);
    handle.join().unwrap();
}

#[test]
fn a_file_appears_whole_and_once() {
    let dir = tempfile::tempdir().unwrap();
    let target = PrinterTarget::File {
        dir: dir.path().join("labels"),
    };
    let Sent::File(path) = send(&target, "L-1", JOB, patient()).unwrap() else {
        panic!()
    };
    send(&target, "L-1", JOB, patient()).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), JOB);
    let names: Vec<_> = std::fs::read_dir(dir.path().join("labels"))
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(names, ["L-1.zpl"]);
}

#[test]
fn a_file_job_stays_in_its_directory() {
    let dir = tempfile::tempdir().unwrap();
    let inner = dir.path().join("labels");
    let target = PrinterTarget::File { dir: inner.clone() };
    let Sent::File(path) = send(&target, "../../etc/passwd", JOB, patient()).unwrap() else {
        panic!()
    };
    assert_eq!(path.parent().unwrap(), inner);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    assert!(matches!(
        send(&target, "", JOB, patient()),
        Err(PrintError::NotStarted {
            reason: Reason::NoName
        })
    ));
}

#[test]
fn a_directory_that_cannot_be_made_is_safe_to_retry() {
    let dir = tempfile::tempdir().unwrap();
    let occupied = dir.path().join("labels");
    std::fs::write(&occupied, b"a file").unwrap();
    let failed = send(&PrinterTarget::File { dir: occupied }, "L-1", JOB, patient()).unwrap_err();
    assert!(failed.safe_to_retry(), "{failed}");
}
