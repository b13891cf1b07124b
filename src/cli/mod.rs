//! Every command of the command line. Floor 6.
