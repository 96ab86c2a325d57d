//! The terminal while it is ours: raw mode, the alternate screen, bracketed paste; and giving it back.
//!
//! Invariant: [`leave`] undoes [`enter`] in the reverse order and can be called at any time, more than once,
//! from any thread: error, panic and signal all end in it.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{Command, terminal};

/// Whether the terminal is ours now.
static OURS: AtomicBool = AtomicBool::new(false);

/// Whether there is a terminal to read from and to draw on.
pub fn is_there() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Takes the terminal, and has panics give it back before they speak.
pub fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    OURS.store(true, Ordering::SeqCst);
    send(&sequence(&[&EnterAlternateScreen, &EnableBracketedPaste, &Hide]))
}

/// Gives the terminal back; does nothing where it is not ours.
pub fn leave() {
    if OURS.swap(false, Ordering::SeqCst) {
        // There is nobody left to tell of an error.
        let _ = send(&sequence(&[
            &DisableBracketedPaste,
            &ResetColor,
            // tmux, resized meanwhile, would pull what stands above the cursor into the shell's screen.
            &MoveTo(0, 0),
            &Clear(ClearType::FromCursorDown),
            &Show,
            &LeaveAlternateScreen,
        ]));
        let _ = disable_raw_mode();
    }
}

/// Installs the panic hook that gives the terminal back first.
pub fn restore_on_panic() {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        leave();
        default(info);
    }));
}

/// The screen's size; where the terminal does not know it (0×0), LINES and COLUMNS, else 80×24.
pub fn size() -> (u16, u16) {
    let known = terminal::size().unwrap_or_default();
    let told = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok()).filter(|n| *n > 0);
    let width = if known.0 > 0 { known.0 } else { told("COLUMNS").unwrap_or(80) };
    let height = if known.1 > 0 { known.1 } else { told("LINES").unwrap_or(24) };
    (width, height)
}

/// Sends bytes in one write where the terminal takes them so.
pub fn send(bytes: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes.as_bytes())?;
    out.flush()
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
