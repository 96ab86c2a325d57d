//! The thin binary: hands the command line to the library and ends with its exit code.
//!
//! Invariant: it decides nothing itself, so that tests can run every command line through the library.

use std::io::stderr;
use std::process::ExitCode;

use linchpin::commands::environment::Environment;
use linchpin::terminal::output;

fn main() -> ExitCode {
    // Not locked: the progress line and the report of a panic write to standard error too.
    let code = linchpin::commands::run(
        std::env::args_os(),
        &Environment::of_process(),
        &mut *output::standard(),
        &mut stderr(),
    );
    code.into()
}
