//! The thin binary: reads the command line, calls the library, ends with its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    linchpin::commands::run(std::env::args_os())
}
