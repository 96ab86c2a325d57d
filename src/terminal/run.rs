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
use crate::corpus::load::LoadError;
use crate::ui::draw;

/// Why the loop ended.
#[derive(Debug)]
pub enum Ending {
    Quit,
    /// The dataset cannot be read.
    Failed(Box<LoadError>),
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
    /// Has the dataset read again.
    fn reload(&mut self) -> io::Result<()>;
    /// Where each event is written down, if anywhere.
    fn log(&mut self) -> Option<&mut dyn Write>;
}

/// The explorer on its stage.
pub struct Session<'a> {
    pub app: &'a mut App,
    pub ascii: bool,
    pub screen: &'a mut Screen,
    pub stage: &'a mut dyn Stage,
}

impl Session<'_> {
    /// Runs until the reader quits, a signal comes, or the terminal goes. `listen` is called once the first
    /// frame is out.
    pub fn run(
        &mut self,
        events: &Receiver<Event>,
        listen: impl FnOnce() -> io::Result<()>,
    ) -> io::Result<Ending> {
        self.open()?;
        listen()?;
        let mut next = events.recv().ok();
        while let Some(event) = next.take() {
            let waiting = events.try_recv().ok();
            if let Some(ending) = self.take(event, waiting.is_none())? {
                return Ok(ending);
            }
            next = waiting.or_else(|| events.recv().ok());
        }
        Ok(Ending::Gone)
    }

    /// Shows the first frame.
    pub fn open(&mut self) -> io::Result<()> {
        let start = Instant::now();
        let bytes = self.frame()?;
        self.write_down("start", 0, micros(start), bytes)
    }

    /// Acts on one event and, unless the next is waiting already (this frame would be stale before it is
    /// read), shows the frame that comes of it.
    pub fn take(&mut self, event: Event, show: bool) -> io::Result<Option<Ending>> {
        let name = name(&event);
        let start = Instant::now();
        let ending = self.act(event)?;
        let updated = micros(start);
        let start = Instant::now();
        let bytes = if show && ending.is_none() { self.frame()? } else { 0 };
        self.write_down(&name, updated, micros(start), bytes)?;
        Ok(ending)
    }

    /// Acts on one event; an ending where it brings one.
    fn act(&mut self, event: Event) -> io::Result<Option<Ending>> {
        let effects = match event {
            Event::Key(key) => self.app.press(key),
            Event::Paste(text) => paste(self.app, text),
            Event::Resize(width, height) => self.app.update(Action::Resize(width, height)),
            Event::Part(part) => self.app.take_in(*part),
            Event::Signal(signal) => return Ok(Some(Ending::Signal(signal))),
            Event::Gone => return Ok(Some(Ending::Gone)),
        };
        for effect in effects {
            match effect {
                Effect::Quit => return Ok(Some(Ending::Quit)),
                Effect::Fail(error) => return Ok(Some(Ending::Failed(error))),
                Effect::Reload => self.stage.reload()?,
                Effect::Suspend => {
                    let (width, height) = self.stage.suspend()?;
                    self.screen.forget();
                    self.app.update(Action::Resize(width, height));
                }
            }
        }
        Ok(None)
    }

    /// Draws and sends a frame; the bytes sent.
    fn frame(&mut self) -> io::Result<usize> {
        let bytes = self.screen.show(draw(self.app, self.ascii));
        if !bytes.is_empty() {
            self.stage.send(&bytes)?;
        }
        Ok(bytes.len())
    }

    /// One line per event: what, microseconds to update, to draw and send, bytes written; tabs between.
    fn write_down(&mut self, what: &str, updated: u128, drawn: u128, bytes: usize) -> io::Result<()> {
        match self.stage.log() {
            Some(log) => writeln!(log, "{what}\tupdate_us={updated}\tdraw_us={drawn}\tbytes={bytes}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Session<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("app", &self.app).finish_non_exhaustive()
    }
}

/// A paste is text, never keys: into the field in hand, or into a new search.
fn paste(app: &mut App, text: String) -> Vec<Effect> {
    if matches!(app.mode, Mode::Panes) {
        app.update(Action::Do(crate::app::keys::Command::Search));
    }
    app.update(Action::Type(text))
}

fn micros(start: Instant) -> u128 {
    start.elapsed().as_micros()
}

fn name(event: &Event) -> String {
    match event {
        Event::Key(key) => format!("key {key}"),
        Event::Paste(text) => format!("paste of {} bytes", text.len()),
        Event::Resize(width, height) => format!("resize {width}x{height}"),
        Event::Part(_) => String::from("part"),
        Event::Signal(signal) => format!("signal {signal}"),
        Event::Gone => String::from("gone"),
    }
}
