//! The terminal while it is ours: raw mode, the alternate screen, bracketed paste; what is sent to it; and giving it
//! back.
//!
//! Invariant: [`leave`] undoes [`enter`] in the reverse order and can be called at any time, more than once,
//! from any thread: error, panic and signal all end in it. Nothing here waits for ever on a terminal that takes
//! nothing: a write is given up once [`end`] was called.

use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::time::{Duration, Instant};

use crossterm::Command;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use rustix::termios::{QueueSelector, tcflush, tcgetwinsize, ttyname};

use crate::text::safe::clean;

/// Whether the terminal is ours now.
static OURS: AtomicBool = AtomicBool::new(false);
/// Whether a write is under way, so that what the terminal saw may end amid a sequence.
static CUT: AtomicBool = AtomicBool::new(false);
/// The signal that ends the program, 0 before.
static ENDING: AtomicI32 = AtomicI32::new(0);
/// The terminal, opened for ourselves so that a write need not wait; the shell's own description stays as it is.
static OUT: OnceLock<Option<OwnedFd>> = OnceLock::new();

/// How long a blocked write waits between two looks at whether the program is ending.
const LOOK: Duration = Duration::from_millis(50);
/// How long giving the terminal back may take where it takes nothing.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// Whether there is a terminal to read from and to draw on.
pub fn is_there() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Whether the terminal calls itself one of these.
pub fn is_term(names: &[&str]) -> bool {
    std::env::var("TERM").is_ok_and(|term| names.contains(&&*term))
}

/// Takes the terminal, and has panics give it back before they speak.
pub fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    OURS.store(true, Ordering::SeqCst);
    send(&sequence(&[&EnterAlternateScreen, &EnableBracketedPaste, &Hide]))
}

/// Gives the terminal back; does nothing where it is not ours.
pub fn leave() {
    if !OURS.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut last = sequence(&[
        &DisableBracketedPaste,
        &ResetColor,
        // tmux, resized meanwhile, would pull what stands above the cursor into the shell's screen.
        &MoveTo(0, 0),
        &Clear(ClearType::FromCursorDown),
        &Show,
        &LeaveAlternateScreen,
    ]);
    if CUT.load(Ordering::SeqCst) {
        // What the terminal has not taken would come too late; what it has may end amid a sequence or a frame.
        let _ = tcflush(out(), QueueSelector::OFlush);
        last.insert_str(0, "\x1b\\\x1b[?2026l");
    }
    // There is nobody left to tell of an error.
    let until = Instant::now().checked_add(LAST_WORDS);
    let _ = write(&last, || until.is_none_or(|until| Instant::now() < until));
    // Keys still under way are not the shell's.
    let _ = tcflush(io::stdin(), QueueSelector::IFlush);
    let _ = disable_raw_mode();
}

/// Shows text on the screen that was there before ours, as the shell would.
pub fn show_plain(text: &str) -> io::Result<()> {
    let lines = text.lines().collect::<Vec<_>>().join("\r\n");
    send(&format!("{}{lines}\r\n\r\n(press any key to go back)\r\n", sequence(&[&LeaveAlternateScreen])))
}

/// Comes back from it.
pub fn show_ours() -> io::Result<()> {
    send(&sequence(&[&EnterAlternateScreen, &Hide]))
}

/// Says that signal `number` ends the program: no write waits any longer.
pub fn end(number: i32) {
    ENDING.store(number, Ordering::SeqCst);
}

/// The signal that ends the program, if one does.
pub fn ending() -> Option<i32> {
    Some(ENDING.load(Ordering::SeqCst)).filter(|number| *number != 0)
}

/// Installs the panic hook that gives the terminal back first, and says only what is safe to show.
pub fn restore_on_panic() {
    std::panic::set_hook(Box::new(|info| {
        leave();
        let said: Vec<String> = info.to_string().lines().map(|line| clean(line).into_owned()).collect();
        eprintln!("linchpin: internal error: {}", said.join("\n"));
    }));
}

/// The screen's size; where the terminal does not know it (0×0), LINES and COLUMNS, else 80×24.
pub fn size() -> (u16, u16) {
    let known = tcgetwinsize(io::stdout()).map_or((0, 0), |size| (size.ws_col, size.ws_row));
    let told = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok()).filter(|n| *n > 0);
    let width = if known.0 > 0 { known.0 } else { told("COLUMNS").unwrap_or(80) };
    let height = if known.1 > 0 { known.1 } else { told("LINES").unwrap_or(24) };
    (width, height)
}

/// Sends bytes, in one write where the terminal takes them so.
///
/// # Errors
/// Where the terminal is gone, or takes nothing while the program is ending ([`io::ErrorKind::Interrupted`]).
pub fn send(bytes: &str) -> io::Result<()> {
    write(bytes, || ending().is_none())
}

fn write(bytes: &str, may_wait: impl Fn() -> bool) -> io::Result<()> {
    let mut rest = bytes.as_bytes();
    CUT.store(true, Ordering::SeqCst);
    while !rest.is_empty() {
        match rustix::io::write(out(), rest) {
            Ok(written) => rest = rest.get(written..).unwrap_or_default(),
            Err(Errno::AGAIN) if may_wait() => {
                let wait = LOOK.try_into().ok();
                let _ = poll(&mut [PollFd::new(&out(), PollFlags::OUT)], wait.as_ref());
            }
            Err(Errno::AGAIN) => return Err(io::ErrorKind::Interrupted.into()),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    CUT.store(false, Ordering::SeqCst);
    Ok(())
}

fn out() -> BorrowedFd<'static> {
    let ours = OUT.get_or_init(|| {
        let name = ttyname(io::stdout(), Vec::new()).ok()?;
        let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        open(name, flags, Mode::empty()).ok()
    });
    // Without a name (a sandbox), standard output does; a write may then wait.
    ours.as_ref().map_or_else(rustix::stdio::stdout, AsFd::as_fd)
}

fn sequence(commands: &[&dyn Ansi]) -> String {
    let mut bytes = String::new();
    for command in commands {
        command.append(&mut bytes);
    }
    bytes
}

/// crossterm's commands, as trait objects.
trait Ansi {
    fn append(&self, bytes: &mut String);
}

impl<C: Command> Ansi for C {
    fn append(&self, bytes: &mut String) {
        // Writing to a string cannot fail.
        let _ = self.write_ansi(bytes);
    }
}
