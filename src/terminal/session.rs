//! Sets the terminal up (raw mode, alternate screen, bracketed paste), writes to it, and restores it.
//!
//! Invariant: [`leave`] undoes [`enter`] in reverse order and can be called at any time, more than once and from any
//! thread; errors, panics and signals all end in it. A write to a terminal that accepts nothing is abandoned after
//! [`end`] was called.

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

use crate::app::mouse::Mouse;
use crate::text::safe::clean;

/// Whether the terminal is set up now.
static OURS: AtomicBool = AtomicBool::new(false);
/// Whether the terminal reports the mouse while it is set up.
static MOUSE: AtomicBool = AtomicBool::new(false);
/// Whether a write is under way, so that the terminal may have received half a sequence.
static CUT: AtomicBool = AtomicBool::new(false);
/// The signal that ends the program; 0 if there is none.
static ENDING: AtomicI32 = AtomicI32::new(0);
/// The terminal, opened again without blocking; the shell's file description stays as it is.
static OUT: OnceLock<Option<OwnedFd>> = OnceLock::new();

/// Presses and the wheel (1000), written in decimal numbers (1006): nothing is sent while the mouse only moves.
const REPORT_MOUSE: &str = "\x1b[?1000h\x1b[?1006h";
const NO_MOUSE: &str = "\x1b[?1006l\x1b[?1000l";
/// How often a blocked write checks whether the program is ending.
const LOOK: Duration = Duration::from_millis(50);
/// How long restoring may take if the terminal accepts nothing.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// Maximum columns, rows and cells of a frame: they limit the memory that a remote terminal can make the program use.
const WIDEST: u16 = 1000;
const HIGHEST: u16 = 500;
const MOST_CELLS: u32 = 300_000;
/// Maximum cells in a restricted session: four times a window of 120×50.
const MOST_CELLS_RESTRICTED: u32 = 24_000;
/// How long a write may wait for the terminal in a restricted session; unlimited otherwise.
static WRITE_LIMIT: OnceLock<Duration> = OnceLock::new();

/// The bytes that restore the terminal, prepared before it is set up, since there may be no memory for them later.
static RESTORING: OnceLock<String> = OnceLock::new();

/// Whether the explorer has stopped itself and not continued yet.
static STOPPED: AtomicBool = AtomicBool::new(false);

/// Whether standard input and output are terminals.
pub fn is_there() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Whether the terminal calls itself one of these.
pub fn is_term(names: &[&str]) -> bool {
    std::env::var("TERM").is_ok_and(|term| names.contains(&&*term))
}

/// Sets the terminal up.
pub fn enter() -> io::Result<()> {
    RESTORING.get_or_init(restoring);
    enable_raw_mode()?;
    OURS.store(true, Ordering::SeqCst);
    send(&sequence(&[&EnterAlternateScreen, &EnableBracketedPaste, &Hide]))?;
    report_mouse()
}

/// Records that the explorer stops itself now.
pub fn will_stop() {
    STOPPED.store(true, Ordering::SeqCst);
}

/// Whether the explorer stopped itself; checked once, when the process continues.
pub fn stopped_itself() -> bool {
    STOPPED.swap(false, Ordering::SeqCst)
}

/// Sets the terminal up again after the process was stopped from outside, since the shell has changed the terminal's
/// modes.
pub fn resume() -> io::Result<()> {
    if !OURS.load(Ordering::SeqCst) {
        return Ok(());
    }
    disable_raw_mode()?;
    enter()
}

/// Restricts the session: ends writes that wait longer than this, and limits the frame to fewer cells. Call it before anything asks for
/// the size.
pub fn restrict(writes: Duration) {
    let _ = WRITE_LIMIT.set(writes);
}

/// Whether the session is restricted.
pub(super) fn is_restricted() -> bool {
    WRITE_LIMIT.get().is_some()
}

/// Asks the terminal to report clicks and the wheel, or no longer to; [`leave`] ends it, [`enter`] begins it again.
pub fn use_mouse(mouse: Mouse) -> io::Result<()> {
    let was_on = MOUSE.swap(mouse == Mouse::On, Ordering::SeqCst);
    if was_on && mouse == Mouse::Off { send(NO_MOUSE) } else { report_mouse() }
}

fn report_mouse() -> io::Result<()> {
    if MOUSE.load(Ordering::SeqCst) { send(REPORT_MOUSE) } else { Ok(()) }
}

/// Restores the terminal, if it is set up; whether it was.
pub fn leave() -> bool {
    if !OURS.swap(false, Ordering::SeqCst) {
        return false;
    }
    // Nobody is left to report an error to.
    let until = Instant::now() + LAST_WORDS;
    let last = |bytes: &str| _ = write(bytes, || Instant::now() < until);
    if CUT.load(Ordering::SeqCst) {
        // Drop what the terminal has not accepted; what it has may end within a sequence or a frame.
        let _ = tcflush(out(), QueueSelector::OFlush);
        last("\x1b\\\x1b[?2026l");
    }
    if MOUSE.load(Ordering::SeqCst) {
        last(NO_MOUSE);
    }
    last(RESTORING.get_or_init(restoring));
    // Keys still on their way are not meant for the shell.
    let _ = tcflush(io::stdin(), QueueSelector::IFlush);
    let _ = disable_raw_mode();
    true
}

fn restoring() -> String {
    sequence(&[
        &DisableBracketedPaste,
        &ResetColor,
        // Otherwise, after a resize, tmux pulls the rows above the cursor into the shell's screen.
        &MoveTo(0, 0),
        &Clear(ClearType::FromCursorDown),
        &Show,
        &LeaveAlternateScreen,
    ])
}

/// Shows text on the shell's screen.
pub fn show_plain(text: &str) -> io::Result<()> {
    let lines = text.lines().collect::<Vec<_>>().join("\r\n");
    // The mouse is needed to select the text.
    let mouse = if MOUSE.load(Ordering::SeqCst) { NO_MOUSE } else { "" };
    send(&format!(
        "{mouse}{}{lines}\r\n\r\n(press any key to go back)\r\n",
        sequence(&[&LeaveAlternateScreen])
    ))
}

/// Returns to the explorer's screen.
pub fn show_ours() -> io::Result<()> {
    send(&sequence(&[&EnterAlternateScreen, &Hide]))?;
    report_mouse()
}

/// Records that signal `number` ends the program: no write waits any longer.
pub fn end(number: i32) {
    ENDING.store(number, Ordering::SeqCst);
}

/// The signal that ends the program, if one does.
pub fn ending() -> Option<i32> {
    Some(ENDING.load(Ordering::SeqCst)).filter(|number| *number != 0)
}

/// Installs a panic hook that restores the terminal first and shows only safe text.
pub fn restore_on_panic() {
    std::panic::set_hook(Box::new(|info| {
        leave();
        let said: Vec<String> = info.to_string().lines().map(|line| clean(line).into_owned()).collect();
        eprintln!("linchpin: internal error: {}", said.join("\n"));
    }));
}

/// The screen's size; if the terminal does not know it (0×0), that of COLUMNS and LINES, else 80×24. For a window
/// beyond the maximum, the upper left part.
pub fn size() -> (u16, u16) {
    let known = tcgetwinsize(io::stdout()).map_or((0, 0), |size| (size.ws_col, size.ws_row));
    let told = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok()).filter(|n| *n > 0);
    let width = if known.0 > 0 { known.0 } else { told("COLUMNS").unwrap_or(80) };
    let height = if known.1 > 0 { known.1 } else { told("LINES").unwrap_or(24) };
    clamped(width, height, if is_restricted() { MOST_CELLS_RESTRICTED } else { MOST_CELLS })
}

fn clamped(width: u16, height: u16, most_cells: u32) -> (u16, u16) {
    let width = width.min(WIDEST);
    let most = most_cells.checked_div(width.into()).unwrap_or_default();
    (width, height.min(HIGHEST).min(u16::try_from(most).unwrap_or(HIGHEST)))
}

/// Sends bytes, in one write if the terminal accepts them at once.
///
/// # Errors
/// If the terminal is gone, or accepts nothing while the program is ending ([`io::ErrorKind::Interrupted`]) or for longer
/// than [`restrict`] allows ([`io::ErrorKind::TimedOut`]).
pub fn send(bytes: &str) -> io::Result<()> {
    let start = Instant::now();
    let is_over = || WRITE_LIMIT.get().is_some_and(|limit| start.elapsed() >= *limit);
    match write(bytes, || ending().is_none() && !is_over()) {
        Err(error) if error.kind() == io::ErrorKind::Interrupted && ending().is_none() => {
            Err(io::ErrorKind::TimedOut.into())
        }
        sent => sent,
    }
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
    // Without a name (in a sandbox) standard output is used; a write may then block.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_never_larger_than_any_screen() {
        for (window, frame) in [
            ((80, 24), (80, 24)),
            ((1000, 300), (1000, 300)),
            ((65535, 65535), (1000, 300)),
            ((20000, 3000), (1000, 300)),
            ((200, 2000), (200, 500)),
            ((0, 0), (0, 0)),
        ] {
            assert_eq!(clamped(window.0, window.1, MOST_CELLS), frame, "{window:?}");
        }
        for (window, frame) in [
            ((240, 67), (240, 67)),
            ((65535, 65535), (1000, 24)),
            ((20000, 1), (1000, 1)),
            ((1, 20000), (1, 500)),
        ] {
            assert_eq!(clamped(window.0, window.1, MOST_CELLS_RESTRICTED), frame, "{window:?}");
        }
    }
}
