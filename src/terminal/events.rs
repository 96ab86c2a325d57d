//! What reaches the loop: keys, pastes, sizes, signals, from two threads into one channel.
//!
//! Invariant: nothing is dropped and nothing reordered, a key whose bytes come apart on a slow line is one key,
//! and no change of size goes unseen however early it comes; a signal whose turn does not come within its grace
//! (the loop may be blocked on a write) ends the program itself, the terminal given back.

use std::env;
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use crossterm::event::{Event as Raw, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, poll, read};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;

use super::session;
use crate::app::keys::Key;
use crate::library::loading::Part;

/// How long the loop has to act on a signal.
const GRACE: Duration = Duration::from_millis(800);

/// How long the next byte of a key may take; a lone Esc acts after that.
const PATIENCE: Duration = Duration::from_millis(50);
const REMOTE_PATIENCE: Duration = Duration::from_millis(100);

/// One thing that happened.
#[derive(Debug)]
pub enum Event {
    Key(Key),
    Paste(String),
    Resize(u16, u16),
    /// More of the dataset has been read.
    Part(Box<Part>),
    /// The number of a signal that asks us to end.
    Signal(i32),
    /// The terminal is gone.
    Gone,
}

/// What listens. Signals are caught from its making on, before the terminal is taken; the rest once started.
#[derive(Debug)]
pub struct Listener {
    sender: Sender<Event>,
    events: Receiver<Event>,
}

impl Listener {
    pub fn new() -> io::Result<Self> {
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
        Ok(Self { sender, events })
    }

    /// For those who have events of their own.
    pub fn sender(&self) -> Sender<Event> {
        self.sender.clone()
    }

    pub fn events(&self) -> &Receiver<Event> {
        &self.events
    }

    /// Starts reading the terminal, which was drawn for `size`.
    pub fn start(&self, size: (u16, u16)) -> io::Result<()> {
        let sender = self.sender.clone();
        thread::Builder::new().name("input".into()).spawn(move || {
            // From this call on crossterm sees changes of size; one that came before would never be told.
            let _ = poll(Duration::ZERO);
            let now = session::size();
            if now == size || sender.send(Event::Resize(now.0, now.1)).is_ok() {
                forward(&sender);
            }
        })?;
        Ok(())
    }
}

fn forward(sender: &Sender<Event>) {
    let patience = if env::var_os("SSH_CONNECTION").is_some() { REMOTE_PATIENCE } else { PATIENCE };
    let soon = || if poll(patience)? { read().map(Some) } else { Ok(None) };
    let mut waiting = None;
    loop {
        let raw = waiting.take().map_or_else(read, Ok);
        let events = match raw {
            Ok(raw) if code(&raw) == Some(KeyCode::Esc) => join(soon).map(|(keys, after)| {
                waiting = after;
                keys.into_iter().map(Event::Key).collect()
            }),
            Ok(raw) => Ok(event(raw).into_iter().collect()),
            Err(error) => Err(error),
        };
        let gone = events.is_err();
        let mut events = events.unwrap_or_else(|_| vec![Event::Gone]).into_iter();
        if events.any(|event| sender.send(event).is_err()) || gone {
            return;
        }
    }
}

/// What an Esc was the beginning of. Where the bytes of one key come apart, crossterm takes the first for Esc
/// and the others for letters. Gives the keys, and what came after them.
fn join(mut soon: impl FnMut() -> io::Result<Option<Raw>>) -> io::Result<(Vec<Key>, Option<Raw>)> {
    let mut rest = String::new();
    let mut after = None;
    while let Some(raw) = soon()? {
        match code(&raw) {
            Some(KeyCode::Char(c)) if !rest.is_empty() || matches!(c, '[' | 'O') => rest.push(c),
            _ => {
                after = Some(raw);
                break;
            }
        }
        if rest.len() > 1 && rest.ends_with(|c: char| matches!(c, '@'..='~')) {
            return Ok((sequence(&rest).into_iter().collect(), None));
        }
    }
    Ok((std::iter::once(Key::Esc).chain(rest.chars().map(Key::Char)).collect(), after))
}

/// The key of an escape sequence; `None` for keys that mean nothing here.
fn sequence(rest: &str) -> Option<Key> {
    Some(match rest {
        "[A" | "OA" => Key::Up,
        "[B" | "OB" => Key::Down,
        "[C" | "OC" => Key::Right,
        "[D" | "OD" => Key::Left,
        "[H" | "OH" | "[1~" | "[7~" => Key::Home,
        "[F" | "OF" | "[4~" | "[8~" => Key::End,
        "[Z" => Key::BackTab,
        "[3~" => Key::Delete,
        "[5~" => Key::PageUp,
        "[6~" => Key::PageDown,
        "OP" | "[11~" => Key::F(1),
        _ => return None,
    })
}

/// The code of a key pressed alone (or with Shift).
fn code(raw: &Raw) -> Option<KeyCode> {
    match raw {
        Raw::Key(key) if key.kind != KeyEventKind::Release && KeyModifiers::SHIFT.contains(key.modifiers) => {
            Some(key.code)
        }
        _ => None,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(codes: &[KeyCode]) -> Vec<Raw> {
        codes.iter().map(|code| Raw::Key(KeyEvent::new(*code, KeyModifiers::NONE))).collect()
    }

    fn joined(codes: &[KeyCode]) -> (Vec<Key>, Vec<Raw>) {
        let mut coming = raw(codes).into_iter();
        let (keys, after) = join(|| Ok(coming.next())).unwrap();
        (keys, after.into_iter().chain(coming).collect())
    }

    #[test]
    fn the_pieces_of_a_key_are_one_key() {
        use KeyCode::{Char, Enter};
        assert_eq!(joined(&[Char('['), Char('B'), Char('j')]), (vec![Key::Down], raw(&[Char('j')])));
        assert_eq!(joined(&[Char('['), Char('6'), Char('~')]), (vec![Key::PageDown], vec![]));
        assert_eq!(joined(&[Char('O'), Char('P')]), (vec![Key::F(1)], vec![]));
        assert_eq!(joined(&[Char('['), Char('1'), Char(';'), Char('5'), Char('B')]), (vec![], vec![]));
        assert_eq!(joined(&[]), (vec![Key::Esc], vec![]));
        assert_eq!(joined(&[Char('j')]), (vec![Key::Esc], raw(&[Char('j')])));
        assert_eq!(joined(&[Char('['), Enter]), (vec![Key::Esc, Key::Char('[')], raw(&[Enter])));
    }
}
