//! Parses the command line and hands over.

fn main() -> std::process::ExitCode {
    pickface::serve::program::main()
}
