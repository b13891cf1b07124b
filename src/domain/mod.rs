//! The warehouse as a value, and the rules of the floor: one file a workflow. Floor 1: uses `codes` alone and cannot fail on I/O.
