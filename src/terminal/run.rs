//! The loop: an event, an update, a frame, one write.
//!
//! Invariant: nothing is sent without a change, and every event that has come in is acted on before the next
//! frame is drawn, so a slow line never shows stale frames; what is held back ([`Pace`]) follows by itself.

use std::fmt;
use std::io::{self, Write};
use std::mem::discriminant;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use ratatui::Terminal;

use super::events::Event;
use super::idle::{Idle, Lapse};
use super::pace::{Cause, Pace, Share};
use super::screen::Screen;
use super::session;
use crate::app::citing::Sending;
use crate::app::keys::{Command, Key};
use crate::app::layout::Pane;
use crate::app::{Action, App, Effect, Mode};
use crate::corpus::load::LoadError;
use crate::store::marks::{Kept, Mark};
use crate::ui::draw;

/// A `q` that quits is alone for so long: in a paste, which must not quit, others stand around it.
const ALONE: Duration = Duration::from_millis(50);
const ALONE_BEHIND: Duration = Duration::from_millis(150);

/// Why the loop ended.
#[derive(Debug)]
pub enum Ending {
    Quit,
    /// The dataset cannot be read.
    Failed(Box<LoadError>),
    /// By the signal of this number.
    Signal(i32),
    Gone,
    /// Nobody has pressed a key for as long as is allowed.
    Idle,
}

/// What the loop needs of the world around it.
pub trait Host {
    /// Shows a frame's bytes, in one write.
    fn send(&mut self, bytes: &str) -> io::Result<()>;
    /// Stops the process until it is continued; the size of the screen then.
    fn suspend(&mut self) -> io::Result<(u16, u16)>;
    /// Has the dataset read again.
    fn reload(&mut self) -> io::Result<()>;
    /// Sends a text to the clipboard of the reader's terminal.
    fn copy(&mut self, text: &str) -> io::Result<Sending>;
    /// Shows a text on the plain screen, for the reader to copy; [`Host::come_back`] ends it.
    fn print(&mut self, text: &str) -> io::Result<()>;
    fn come_back(&mut self) -> io::Result<()>;
    /// Saves a mark; the name of its file.
    fn save(&mut self, mark: &Mark) -> io::Result<String>;
    fn unmark(&mut self, files: &[String]) -> io::Result<()>;
    /// The marks that are kept.
    fn recall(&mut self) -> io::Result<Kept>;
    /// Where each event is written down, if anywhere.
    fn log(&mut self) -> Option<&mut dyn Write>;
}

/// The explorer on its host.
pub struct Session<'a> {
    pub app: &'a mut App,
    pub ascii: bool,
    pub terminal: &'a mut Terminal<Screen>,
    pub host: &'a mut dyn Host,
}

impl Session<'_> {
    /// Runs until the reader quits, a signal comes, the terminal goes, or nobody has been there for `idle`.
    /// `listen` is called once the first frame is out.
    pub fn run(
        &mut self,
        events: &Receiver<Event>,
        idle: Option<Duration>,
        listen: impl FnOnce() -> io::Result<()>,
    ) -> io::Result<Ending> {
        let ended = self.open().and_then(|()| listen()).and_then(|()| self.serve(events, idle));
        match (ended, session::ending()) {
            // The write was given up for the signal's sake.
            (Err(_), Some(signal)) => Ok(Ending::Signal(signal)),
            (Err(error), None) if error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) => {
                Ok(Ending::Gone)
            }
            (ended, _) => ended,
        }
    }

    fn serve(&mut self, events: &Receiver<Event>, idle: Option<Duration>) -> io::Result<Ending> {
        let now = Instant::now();
        let (mut pace, mut idle) = (Pace::new(now), Idle::new(idle, now));
        let (mut next, mut stray) = (None, None);
        loop {
            let event = match next.take() {
                Some(event) => event,
                None => match self.wait(events, &mut pace, &mut idle)? {
                    Ok(event) => event,
                    Err(ending) => return Ok(ending),
                },
            };
            if self.is_stray(&event) {
                stray = Some(Instant::now());
            }
            let quits = matches!(event, Event::Key(Key::Char(_)) | Event::Burst(_));
            next = events.try_recv().ok();
            let share =
                if next.is_some() { Share::Nothing } else { pace.share(self.cause(&event), Instant::now()) };
            let (ending, bytes) = self.take(event, share)?;
            pace.sent(bytes, Instant::now());
            match ending {
                Some(Ending::Quit) if quits => {
                    let behind = stray.is_some_and(|stray: Instant| stray.elapsed() < ALONE_BEHIND);
                    next = next.or_else(|| events.recv_timeout(ALONE).ok());
                    if !behind && !next.as_ref().is_some_and(is_typed) {
                        return Ok(Ending::Quit);
                    }
                    self.app.notice =
                        Some(String::from("a q among other keys does not quit: press it alone"));
                }
                Some(ending) => return Ok(ending),
                None => {}
            }
        }
    }

    /// The next event; meanwhile frames that were held back, and the end of patience with nobody.
    fn wait(
        &mut self,
        events: &Receiver<Event>,
        pace: &mut Pace,
        idle: &mut Idle,
    ) -> io::Result<Result<Event, Ending>> {
        loop {
            let due = [pace.due(), idle.due()].into_iter().flatten().min();
            let waited = match due {
                None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(due) => events.recv_timeout(due.saturating_duration_since(Instant::now())),
            };
            match waited {
                Ok(event) => {
                    if matches!(event, Event::Key(_) | Event::Burst(_) | Event::Paste(_)) {
                        idle.touched(Instant::now());
                    }
                    return Ok(Ok(event));
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(Err(Ending::Gone)),
                Err(RecvTimeoutError::Timeout) => {}
            }
            let now = Instant::now();
            match idle.lapse(now) {
                Some(Lapse::End) => return Ok(Err(Ending::Idle)),
                Some(Lapse::Warn(left)) => {
                    self.app.notice = Some(format!("closing in {left} s; any key stays"));
                }
                None if pace.due().is_some_and(|due| due <= now) => {}
                None => continue,
            }
            pace.rested();
            let bytes = self.rest()?;
            pace.sent(bytes, now);
        }
    }

    /// Whether a letter was typed that means nothing here.
    fn is_stray(&self, event: &Event) -> bool {
        matches!(event, Event::Key(key @ Key::Char(_)) if self.app.action(*key).is_none())
    }

    fn cause(&self, event: &Event) -> Cause {
        match event {
            Event::Resize(..) => Cause::Resized,
            _ if matches!(self.app.mode, Mode::Panes | Mode::Overlay(_)) => Cause::Moved,
            _ => Cause::Typed,
        }
    }

    /// Shows the first frame.
    pub fn open(&mut self) -> io::Result<()> {
        let start = Instant::now();
        let bytes = self.frame(Share::Whole)?;
        self.write_down("start", 0, start, bytes, Share::Whole)
    }

    /// Shows what was held back of the last frame; the bytes sent.
    fn rest(&mut self) -> io::Result<usize> {
        let start = Instant::now();
        let bytes = self.frame(Share::Whole)?;
        self.write_down("rest", 0, start, bytes, Share::Whole)?;
        Ok(bytes)
    }

    /// Acts on one event and shows `share` of the frame that comes of it; an ending where it brings one, and the
    /// bytes sent.
    pub fn take(&mut self, event: Event, share: Share) -> io::Result<(Option<Ending>, usize)> {
        let (name, start, mode) = (name(&event), Instant::now(), discriminant(&self.app.mode));
        let ending = self.act(event)?;
        let (updated, start) = (micros(start), Instant::now());
        // Half of what stands over the panes, or of what it stood over, would be nothing that anybody can read.
        let changed = discriminant(&self.app.mode) != mode && share != Share::Nothing;
        let share = if changed { Share::Whole } else { share };
        let bytes = if ending.is_none() { self.frame(share)? } else { 0 };
        self.write_down(&name, updated, start, bytes, share)?;
        Ok((ending, bytes))
    }

    /// Acts on one event; an ending where it brings one.
    fn act(&mut self, event: Event) -> io::Result<Option<Ending>> {
        let effects = match event {
            Event::Key(key) => self.app.press(key),
            Event::Burst(keys) if self.app.is_paste(&keys) => {
                paste(self.app, keys.into_iter().filter_map(letter).collect())
            }
            Event::Burst(keys) => {
                for key in keys {
                    if let Some(ending) = self.act(Event::Key(key))? {
                        return Ok(Some(ending));
                    }
                }
                Vec::new()
            }
            Event::Paste(text) => paste(self.app, text),
            Event::Resize(width, height) => self.app.update(Action::Resize(width, height)),
            Event::Load(event) => self.app.take_in(*event),
            Event::Signal(signal) => return Ok(Some(Ending::Signal(signal))),
            Event::Gone => return Ok(Some(Ending::Gone)),
        };
        for effect in effects {
            if let Some(ending) = self.carry_out(effect)? {
                return Ok(Some(ending));
            }
        }
        Ok(None)
    }

    fn carry_out(&mut self, effect: Effect) -> io::Result<Option<Ending>> {
        match effect {
            Effect::Quit => return Ok(Some(Ending::Quit)),
            Effect::Fail(error) => return Ok(Some(Ending::Failed(error))),
            Effect::Reload => self.host.reload()?,
            Effect::Suspend => {
                let (width, height) = self.host.suspend()?;
                let Ok(()) = self.terminal.clear();
                self.app.update(Action::Resize(width, height));
            }
            Effect::Copy { text, what } => {
                let sending = self.host.copy(&text)?;
                self.app.copied(what, sending);
            }
            Effect::Print(text) => self.host.print(&text)?,
            Effect::Return => {
                let Ok(()) = self.terminal.clear();
                self.host.come_back()?;
            }
            Effect::Save(mark) => {
                let file = self.host.save(&mark);
                self.app.saved(&mark, file);
            }
            Effect::Unmark(files) => {
                let done = self.host.unmark(&files);
                self.app.unmarked(done);
            }
            Effect::Recall => {
                let kept = self.host.recall();
                self.app.recall(kept);
            }
        }
        Ok(None)
    }

    /// Draws and sends a frame; the bytes sent.
    fn frame(&mut self, share: Share) -> io::Result<usize> {
        if share == Share::Nothing || matches!(self.app.mode, Mode::Plain) {
            return Ok(0);
        }
        let layout = self.app.panes.layout();
        let areas = match share {
            Share::Lean => Some(vec![layout.header, layout.footer, layout.pane(Pane::Statements)]),
            Share::Line => Some(vec![layout.footer]),
            Share::Whole | Share::Nothing => None,
        };
        self.terminal.backend_mut().begin(self.app.panes.size, areas);
        let Ok(_) = self.terminal.draw(|frame| draw(self.app, self.ascii, frame));
        let bytes = self.terminal.backend_mut().take();
        if !bytes.is_empty() {
            self.host.send(&bytes)?;
        }
        Ok(bytes.len())
    }

    /// One line per event: what, microseconds to update, to draw and send, bytes written, and how much of the
    /// frame; tabs between.
    fn write_down(
        &mut self,
        what: &str,
        updated: u128,
        start: Instant,
        bytes: usize,
        share: Share,
    ) -> io::Result<()> {
        let drawn = micros(start);
        match self.host.log() {
            Some(log) => {
                writeln!(log, "{what}\tupdate_us={updated}\tdraw_us={drawn}\tbytes={bytes}\tframe={share:?}")
            }
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
        app.update(Action::Do(Command::Search));
    }
    app.update(Action::Type(text))
}

/// The letter that a key types into a field.
fn letter(key: Key) -> Option<char> {
    match key {
        Key::Char(c) => Some(c),
        Key::Enter | Key::Tab => Some(' '),
        _ => None,
    }
}

/// Whether an event is more of what is being typed or pasted.
fn is_typed(event: &Event) -> bool {
    match event {
        Event::Key(key) => matches!(key, Key::Char(_) | Key::Enter),
        Event::Burst(keys) => !keys.iter().any(|key| matches!(key, Key::Ctrl(_))),
        _ => false,
    }
}

fn micros(start: Instant) -> u128 {
    start.elapsed().as_micros()
}

fn name(event: &Event) -> String {
    match event {
        Event::Key(key) => format!("key {key}"),
        Event::Burst(keys) => format!("{} keys", keys.len()),
        Event::Paste(text) => format!("paste of {} bytes", text.len()),
        Event::Resize(width, height) => format!("resize {width}x{height}"),
        Event::Load(_) => String::from("load"),
        Event::Signal(signal) => format!("signal {signal}"),
        Event::Gone => String::from("gone"),
    }
}
