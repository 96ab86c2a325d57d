//! What reaches the loop: keys, pastes, sizes, signals, from two threads into one channel.
//!
//! Invariant: nothing is dropped and nothing reordered; a signal whose turn does not come within its grace
//! (the loop may be blocked on a write) ends the program itself, the terminal given back.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use crossterm::event::{Event as Raw, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, read};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;

use super::session;
use crate::app::keys::Key;

/// How long the loop has to act on a signal.
const GRACE: Duration = Duration::from_millis(800);

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Key(Key),
    Paste(String),
    Resize(u16, u16),
    /// The number of a signal that asks us to end.
    Signal(i32),
    /// The terminal is gone.
    Gone,
}

/// Starts listening.
pub fn listen() -> io::Result<Receiver<Event>> {
    let (sender, events) = channel();
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT])?;
    let of_signals = sender.clone();
    thread::Builder::new().name("signals".into()).spawn(move || {
        let Some(signal) = signals.forever().next() else { return };
        // The loop may be gone, or blocked: then this thread ends the program.
        let _ = of_signals.send(Event::Signal(signal));
        thread::sleep(GRACE);
        session::leave();
        std::process::exit(signal.saturating_add(128));
    })?;
    thread::Builder::new().name("input".into()).spawn(move || forward(&sender))?;
    Ok(events)
}

fn forward(sender: &Sender<Event>) {
    loop {
        let event = match read() {
            Ok(raw) => event(raw),
            Err(_) => Some(Event::Gone),
        };
        let gone = event == Some(Event::Gone);
        if event.is_some_and(|event| sender.send(event).is_err()) || gone {
            return;
        }
    }
}

fn event(raw: Raw) -> Option<Event> {
    match raw {
        Raw::Key(press) if press.kind != KeyEventKind::Release => key(press).map(Event::Key),
        Raw::Key(_) | Raw::FocusGained | Raw::FocusLost | Raw::Mouse(_) => None,
        Raw::Paste(text) => Some(Event::Paste(text)),
        Raw::Resize(..) => {
            let (width, height) = session::size();
            Some(Event::Resize(width, height))
        }
    }
}

fn key(press: KeyEvent) -> Option<Key> {
    Some(match press.code {
        KeyCode::Char(c) if press.modifiers.contains(KeyModifiers::CONTROL) => {
            Key::Ctrl(c.to_ascii_lowercase())
        }
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::F(n) => Key::F(n),
        _ => return None,
    })
}
