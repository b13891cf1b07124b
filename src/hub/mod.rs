//! The one writer: group commit, snapshots out, history, jobs, outbox. Floor 3.
