//! The owner process of a data directory, its local socket, and terminals as bytes. Floor 7.
