//! Journal, snapshots and the sled store: everything that touches the data directory. Floor 2.
