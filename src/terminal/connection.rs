//! Whether the terminal is local or remote, and so perhaps slow.
//!
//! Invariant: the answer comes from the environment and the terminal's name; the terminal itself is never queried.

use std::env;
use std::io;

use rustix::termios::ttyname;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Connection {
    #[default]
    Local,
    Remote,
}

impl Connection {
    /// The connection of the terminal on standard output.
    pub fn detect() -> Self {
        let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let tty = ttyname(io::stdout(), Vec::new()).unwrap_or_default();
        Self::of(is_set, &tty.to_string_lossy())
    }

    /// `is_set` says which environment variables are set. mosh is started through ssh and keeps ssh's variables.
    fn of(is_set: impl Fn(&str) -> bool, tty: &str) -> Self {
        let is_network = ["SSH_CONNECTION", "SSH_TTY", "MOSH_CONNECTION"].into_iter().any(is_set);
        if is_network || is_serial(tty) { Self::Remote } else { Self::Local }
    }
}

/// Whether a terminal's device is a serial line: `/dev/ttyS0`, `/dev/ttyUSB0`, `/dev/tty.usbserial`; `/dev/tty1` is
/// a console, `/dev/ttys001` a window on macOS.
fn is_serial(tty: &str) -> bool {
    let rest = tty.strip_prefix("/dev/tty").or(tty.strip_prefix("/dev/cu"));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase() || c == '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ssh_mosh_and_serial_lines_are_remote_and_windows_and_consoles_are_not() {
        for name in ["SSH_CONNECTION", "SSH_TTY", "MOSH_CONNECTION"] {
            assert_eq!(Connection::of(|set| set == name, "/dev/pts/3"), Connection::Remote, "{name}");
        }
        for tty in [
            "/dev/ttyS0",
            "/dev/ttyUSB1",
            "/dev/ttyACM0",
            "/dev/ttyAMA0",
            "/dev/tty.usbserial-1",
            "/dev/cu.x",
        ] {
            assert_eq!(Connection::of(|_| false, tty), Connection::Remote, "{tty}");
        }
        for tty in ["/dev/pts/3", "/dev/tty1", "/dev/tty", "/dev/ttys001", "/dev/console", ""] {
            assert_eq!(Connection::of(|_| false, tty), Connection::Local, "{tty}");
        }
    }
}
