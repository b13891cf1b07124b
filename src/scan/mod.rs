//! From bytes and their arrival times to finished scans. Floor 1: uses `codes` alone.
