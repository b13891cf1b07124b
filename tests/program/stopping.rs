//! Orders to stop: whoever is there is told, and the end comes soon, whatever they are doing.

use crate::day::release;
use crate::served::Served;
use crate::terminal::{Terminal, environment};
use crate::{ADA, BENCH, pickface};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::Write;
use std::path::Path;
use std::thread;
use std::time::Duration;

/// No figure of a benchmark: two seconds are promised, and the machines that run tests are busy.
const SOON: Duration = Duration::from_secs(10);

#[test]
fn an_order_to_stop_tells_the_guests_gives_their_terminals_back_and_ends_soon() {
    let Some(served) = Served::start() else { return };
    let mut guest = served.terminal(ADA, Some("ada"), BENCH);
    guest.wait_for("1 Pick");
    let took = served.stop();
    guest.wait_for("pickface stops: SIGTERM");
    assert_eq!(guest.ended(), 1);
    assert!(took < SOON, "{took:?}");
}

/// A terminal of this host that shows nothing: what the program writes is never read, and it is asked for more and more.
/// It ends with the test.
fn deaf(home: &Path, data: &str) {
    let size = PtySize {
        rows: BENCH.1,
        cols: BENCH.0,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_pickface"));
    command.args(["--data", data]);
    for (name, value) in environment(home) {
        command.env(name, value);
    }
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut input = pair.master.take_writer().unwrap();
    thread::spawn(move || {
        // Ctrl+L draws the whole screen anew. Once nothing is taken any more, this waits for the program's end.
        while input.write_all(b"\x0c").is_ok() {}
        drop(pair.master);
        let _ = child.kill();
        let _ = child.wait();
    });
}

#[test]
fn neither_a_client_that_does_not_read_nor_a_planner_at_work_holds_the_end_up() {
    let Some(mut served) = Served::start() else { return };
    deaf(served.home(), &served.data());
    let mut ada = Terminal::open(served.home(), &["--data", &served.data()], BENCH);
    ada.wait_for("badge");
    ada.scan(ADA);
    ada.wait_for("1 Pick");
    // The walks of all lists that this makes are being planned, and another release is being planned for.
    release(&mut ada);
    ada.scan("PFTOORDERS");
    ada.scan("PFGO");
    let took = served.end();
    ada.wait_for("SIGTERM");
    assert!(took < SOON, "{took:?}");
    // What was shown as done is there, and the history has what it was late with.
    let told = pickface(served.home(), &["--data", &served.data(), "--json", "verify"]);
    let proof: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!(proof["ok"], true, "{proof}");
}
