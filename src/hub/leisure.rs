//! Work that lets others go first: nobody who scans waits for a file that is read or a store that follows.

use std::io;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// Lets the threads that people wait for go first. For a thread's whole life: it cannot be taken back.
pub(super) fn stand_back() {
    // On Linux this is the calling thread's own, and that of the threads it starts. Where it is refused, work goes on.
    let _ = rustix::process::nice(10);
}

/// Does work that may take long and may block, on a thread of its own that lets others go first.
///
/// # Errors
/// When the machine gives no thread, or the work met a fault in the program.
pub async fn at_leisure<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<T> {
    let (done, outcome) = oneshot::channel();
    let runtime = Handle::current();
    // Not one of the runtime's threads for blocking work: those are used again, by whoever comes next.
    std::thread::Builder::new().name(name.into()).spawn(move || {
        stand_back();
        let _in = runtime.enter();
        // Whoever no longer waits has hung up; the work is done all the same.
        let _ = done.send(work());
    })?;
    outcome
        .await
        .map_err(|_| io::Error::other("the work met a fault in the program"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_is_done_on_a_thread_of_its_own_that_may_wait_in_the_runtime() {
        let name = at_leisure("reading", || {
            Handle::current().block_on(async { tokio::task::yield_now().await });
            std::thread::current().name().map(str::to_owned)
        });
        assert_eq!(name.await.unwrap().as_deref(), Some("reading"));
    }

    #[tokio::test]
    async fn a_fault_in_the_work_is_an_answer() {
        let nothing: Vec<u8> = Vec::new();
        let outcome = at_leisure("faulty", move || nothing[0]).await;
        assert!(outcome.is_err());
    }
}
