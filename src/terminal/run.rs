//! The loop: an event, an update, a frame, one write.
//!
//! Invariant: nothing is sent without a change, and every event that has come in is acted on before the next
//! frame is drawn, so a slow line never shows stale frames.

use std::fmt;
use std::io::{self, Write};
use std::sync::mpsc::Receiver;
use std::time::Instant;

use super::events::Event;
use super::screen::Screen;
use crate::app::{Action, App, Effect, Mode};
use crate::ui::{Frame, draw};

/// Why the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Quit,
    /// By the signal of this number.
    Signal(i32),
    Gone,
}

/// What the loop needs of the world around it.
pub trait Stage {
    /// Shows a frame's bytes, in one write.
    fn send(&mut self, bytes: &str) -> io::Result<()>;
    /// Stops the process until it is continued; the size of the screen then.
    fn suspend(&mut self) -> io::Result<(u16, u16)>;
    /// Where each event is written down, if anywhere.
    fn log(&mut self) -> Option<&mut dyn Write>;
}

/// Runs until the reader quits, a signal comes, or the terminal goes.
pub fn run(
    app: &mut App,
    ascii: bool,
    events: impl FnOnce() -> io::Result<Receiver<Event>>,
    screen: &mut Screen,
    stage: &mut dyn Stage,
) -> io::Result<Ending> {
    let start = Instant::now();
    let bytes = frame(app, ascii, screen, stage)?;
    write_down(stage, &format_args!("start"), 0, micros(start), bytes)?;
    // The listeners are started, and the search index built, while the reader reads.
    let events = events()?;
    app.library.index();
    while let Ok(event) = events.recv() {
        let mut next = Some(event);
        while let Some(event) = next.take() {
            let name = name(&event);
            let start = Instant::now();
            if let Some(ending) = act(app, event, screen, stage)? {
                return Ok(ending);
            }
            let updated = micros(start);
            next = events.try_recv().ok();
            // Another event is waiting: this frame would be stale before it is read.
            let (drawn, bytes) = if next.is_none() {
                let start = Instant::now();
                let bytes = frame(app, ascii, screen, stage)?;
                (micros(start), bytes)
            } else {
                (0, 0)
            };
            write_down(stage, &format_args!("{name}"), updated, drawn, bytes)?;
        }
    }
    Ok(Ending::Gone)
}

/// Acts on one event; an ending where it brings one.
fn act(
    app: &mut App,
    event: Event,
    screen: &mut Screen,
    stage: &mut dyn Stage,
) -> io::Result<Option<Ending>> {
    let effects = match event {
        Event::Key(key) => app.press(key),
        Event::Paste(text) => paste(app, text),
        Event::Resize(width, height) => app.update(Action::Resize(width, height)),
        Event::Signal(signal) => return Ok(Some(Ending::Signal(signal))),
        Event::Gone => return Ok(Some(Ending::Gone)),
    };
    for effect in effects {
        match effect {
            Effect::Quit => return Ok(Some(Ending::Quit)),
            Effect::Suspend => {
                let (width, height) = stage.suspend()?;
                screen.forget();
                app.update(Action::Resize(width, height));
            }
        }
    }
    Ok(None)
}

/// A paste is text, never keys: into the field in hand, or into a new search.
fn paste(app: &mut App, text: String) -> Vec<Effect> {
    if matches!(app.mode, Mode::Panes) {
        app.update(Action::Do(crate::app::keys::Command::Search));
    }
    app.update(Action::Type(text))
}

/// Draws and sends a frame; the bytes sent.
fn frame(app: &App, ascii: bool, screen: &mut Screen, stage: &mut dyn Stage) -> io::Result<usize> {
    let next: Frame = draw(app, ascii);
    let bytes = screen.show(next);
    if !bytes.is_empty() {
        stage.send(&bytes)?;
    }
    Ok(bytes.len())
}

fn micros(start: Instant) -> u128 {
    start.elapsed().as_micros()
}

fn name(event: &Event) -> String {
    match event {
        Event::Key(key) => format!("key {key}"),
        Event::Paste(text) => format!("paste of {} bytes", text.len()),
        Event::Resize(width, height) => format!("resize {width}x{height}"),
        Event::Signal(signal) => format!("signal {signal}"),
        Event::Gone => String::from("gone"),
    }
}

/// One line per event: what, microseconds to update, to draw and send, bytes written; tabs between.
fn write_down(
    stage: &mut dyn Stage,
    what: &dyn fmt::Display,
    updated: u128,
    drawn: u128,
    bytes: usize,
) -> io::Result<()> {
    match stage.log() {
        Some(log) => writeln!(log, "{what}\tupdate_us={updated}\tdraw_us={drawn}\tbytes={bytes}"),
        None => Ok(()),
    }
}
