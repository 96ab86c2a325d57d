//! The loop: an event, an update, a frame, one write.
//!
//! Invariant: nothing is sent without a change, and every event that has arrived is handled before the next frame is
//! drawn, so a slow line never shows outdated frames; what the [`Throttle`] holds back is sent later without another
//! event.

use std::fmt;
use std::io::{self, Write};
use std::mem::{Discriminant, discriminant};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use ratatui::Terminal;

use super::connection::Connection;
use super::events::Event;
use super::idle::{Idle, IdleEvent};
use super::paste::PastedText;
use super::screen::Screen;
use super::session;
use super::throttle::{Cause, Share, Throttle};
use crate::app::citing::CopyOutcome;
use crate::app::command::Command;
use crate::app::editing::EditorOutcome;
use crate::app::marks::{MarkReport, MarkRequest};
use crate::app::mouse::Mouse;
use crate::app::source::BrowserOutcome;
use crate::app::unfinished::UnfinishedWork;
use crate::app::views::ViewKind;
use crate::app::writing::{AskedDocument, DocumentForm, DocumentReport};
use crate::app::{Action, App, Effect, Mode};
use crate::corpus::load::LoadError;
use crate::library::Library;
use crate::ui::{draw, tab_at};

/// Why the loop ended.
#[derive(Debug)]
pub enum Ending {
    Quit,
    /// The dataset cannot be read.
    Failed(Box<LoadError>),
    /// The signal of this number ended it.
    Signal(i32),
    Gone,
    /// No key was pressed for too long.
    Idle,
}

/// What the loop needs from outside.
pub trait Host {
    /// Shows a frame's bytes, in one write.
    fn send(&mut self, bytes: &str) -> io::Result<()>;
    /// Stops the process until it is continued; returns the size of the screen then.
    fn suspend(&mut self) -> io::Result<(u16, u16)>;
    /// Sets the terminal up again after the process was stopped from outside; returns the size of the screen.
    fn resume(&mut self) -> io::Result<(u16, u16)>;
    /// Reads the dataset again.
    fn reload(&mut self) -> io::Result<()>;
    /// Sends a text to the clipboard of the reader's terminal.
    fn copy(&mut self, text: &str) -> io::Result<CopyOutcome>;
    /// Opens an address in the reader's browser.
    fn browse(&mut self, address: &str) -> BrowserOutcome;
    /// Hands a text to the reader's editor, and the terminal with it, until [`Host::come_from_editor`].
    fn edit(&mut self, text: &str) -> EditorOutcome;
    /// Sets the terminal up again; returns the size of the screen.
    fn come_from_editor(&mut self) -> io::Result<(u16, u16)>;
    /// Shows a text on the plain screen until [`Host::come_back`], for the reader to copy.
    fn print(&mut self, text: &str) -> io::Result<()>;
    fn come_back(&mut self) -> io::Result<()>;
    /// Asks the terminal to report the mouse, or no longer to.
    fn use_mouse(&mut self, mouse: Mouse) -> io::Result<()>;
    /// Saves, removes or reads marks; the report, or `None` if it comes as an [`Event::Marks`].
    fn marks(&mut self, request: MarkRequest) -> Option<MarkReport>;
    /// What a view shows, as its command answers.
    ///
    /// # Errors
    /// Why there is no answer, in one line.
    fn answer(&mut self, library: &Library, asked: &AskedDocument) -> Result<Vec<u8>, String>;
    /// Writes a document into a new file; the report, or `None` if it comes as an [`Event::Written`].
    fn write(&mut self, asked: AskedDocument, bytes: Vec<u8>) -> Option<DocumentReport>;
    /// The log of events, if there is one.
    fn log(&mut self) -> Option<&mut dyn Write>;
}

/// The explorer on its host.
pub struct EventLoop<'a> {
    pub app: &'a mut App,
    pub ascii: bool,
    pub terminal: &'a mut Terminal<Screen>,
    pub host: &'a mut dyn Host,
    /// When what is being written is kept, unless another key comes first.
    pub keep_due: Option<Instant>,
}

/// How long the first frame waits for what is read in the background.
pub const FIRST_FRAME: Duration = Duration::from_millis(30);
/// How long the reader pauses before what is being written is kept.
const PAUSE: Duration = Duration::from_secs(1);

impl EventLoop<'_> {
    /// Runs until the reader quits, a signal arrives, the terminal is gone, or no key was pressed for `idle`.
    /// `listen` is called once the first frame is sent.
    pub fn run(
        &mut self,
        events: &Receiver<Event>,
        connection: Connection,
        idle: Option<Duration>,
        listen: impl FnOnce() -> io::Result<()>,
    ) -> io::Result<Ending> {
        let now = Instant::now();
        let (throttle, idle) = (Throttle::new(connection, now), Idle::new(idle, now));
        let ended = self.take_in_marks(events).and_then(|ending| match ending {
            Some(ending) => Ok(ending),
            None => self.open().and_then(|()| listen()).and_then(|()| {
                // After the first frame, which does not wait for it.
                self.app.library.build_index();
                self.serve(events, throttle, idle)
            }),
        });
        match (ended, session::ending()) {
            // The write was abandoned because of the signal.
            (Err(_), Some(signal)) => Ok(Ending::Signal(signal)),
            // Nobody has read for as long as a session may be idle.
            (Err(error), None) if error.kind() == io::ErrorKind::TimedOut => Ok(Ending::Idle),
            (Err(error), None) if error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) => {
                Ok(Ending::Gone)
            }
            (ended, _) => ended,
        }
    }

    /// Includes the reader's marks in the first frame if the disk delivers them soon.
    fn take_in_marks(&mut self, events: &Receiver<Event>) -> io::Result<Option<Ending>> {
        let until = Instant::now() + FIRST_FRAME;
        while self.app.marks.awaited
            && let Ok(event) = events.recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            if let Some(ending) = self.act(event)? {
                return Ok(Some(ending));
            }
        }
        Ok(None)
    }

    fn serve(
        &mut self,
        events: &Receiver<Event>,
        mut throttle: Throttle,
        mut idle: Idle,
    ) -> io::Result<Ending> {
        let mut next = None;
        loop {
            let event = match next.take() {
                Some(event) => event,
                None => match self.wait(events, &mut throttle, &mut idle)? {
                    Ok(event) => event,
                    Err(ending) => return Ok(ending),
                },
            };
            next = events.try_recv().ok();
            let share = match next {
                Some(_) => Share::Nothing,
                None => throttle.share(self.cause(&event), Instant::now()),
            };
            let (ending, bytes) = self.take(event, share)?;
            throttle.sent(bytes, Instant::now());
            if let Some(ending) = ending {
                return Ok(ending);
            }
        }
    }

    /// Keeps what is being written when the reader pauses, and compares a draft; sends the frame if there is a message.
    fn keep_written(&mut self) -> io::Result<usize> {
        self.keep_due = None;
        let said = self.app.notice.clone();
        for effect in self.app.keep_written() {
            self.carry_out(effect)?;
        }
        // In a large collection that takes a moment.
        let has_compared = self.app.compare_written();
        if has_compared || self.app.notice != said { self.rest() } else { Ok(0) }
    }

    /// Does some of the work that the view still needs; whether there was any.
    fn go_on(&mut self, throttle: &mut Throttle) -> io::Result<bool> {
        let done = self.app.go_on();
        if done == UnfinishedWork::Shown {
            let bytes = self.rest()?;
            throttle.sent(bytes, Instant::now());
        }
        Ok(done != UnfinishedWork::None)
    }

    /// Waits for the next event; goes on with the view, sends frames that were held back and ends an idle session meanwhile.
    fn wait(
        &mut self,
        events: &Receiver<Event>,
        throttle: &mut Throttle,
        idle: &mut Idle,
    ) -> io::Result<Result<Event, Ending>> {
        loop {
            let at_once = self.go_on(throttle)?.then(Instant::now);
            let due = [at_once, throttle.due(), idle.due(), self.keep_due].into_iter().flatten().min();
            match received(events, due) {
                Ok(event) => {
                    if matches!(event, Event::Key(_) | Event::Paste(_) | Event::Mouse(_)) {
                        idle.touched(Instant::now());
                    }
                    return Ok(Ok(event));
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(Err(Ending::Gone)),
                Err(RecvTimeoutError::Timeout) => {}
            }
            let now = Instant::now();
            if self.keep_due.is_some_and(|due| due <= now) {
                let bytes = self.keep_written()?;
                throttle.sent(bytes, now);
                continue;
            }
            match idle.take_due(now) {
                Some(IdleEvent::End) => return Ok(Err(Ending::Idle)),
                Some(IdleEvent::Warn(left)) => {
                    self.app.notice = Some(format!("closing in {left} s; press any key to stay"));
                }
                None if throttle.due().is_some_and(|due| due <= now) => {}
                None => continue,
            }
            throttle.rested();
            let bytes = self.rest()?;
            throttle.sent(bytes, now);
        }
    }

    fn cause(&self, event: &Event) -> Cause {
        match event {
            Event::Resize(..) | Event::Continued => Cause::Resized,
            Event::Key(_)
            | Event::Paste(_)
            | Event::Mouse(_)
            | Event::Load(_)
            | Event::Marks(_)
            | Event::Written(_)
            | Event::Remembered(..)
            | Event::WritesFinished
            | Event::Signal(_)
            | Event::Gone => match self.app.mode {
                Mode::Panes | Mode::Overlay(_) => Cause::Moved,
                Mode::Search
                | Mode::Note(_)
                | Mode::Draft
                | Mode::Forms(_)
                | Mode::Documents
                | Mode::Plain => Cause::Typed,
            },
        }
    }

    /// Shows the first frame.
    pub fn open(&mut self) -> io::Result<()> {
        let start = Instant::now();
        let bytes = self.frame(Share::Whole)?;
        self.write_down("start", 0, start, bytes, Share::Whole)
    }

    /// Sends what was held back of the last frame; returns the bytes sent.
    fn rest(&mut self) -> io::Result<usize> {
        let start = Instant::now();
        let bytes = self.frame(Share::Whole)?;
        self.write_down("rest", 0, start, bytes, Share::Whole)?;
        Ok(bytes)
    }

    /// Acts on one event and sends `share` of the frame that results; returns the ending, if it led to one, and the
    /// bytes sent.
    pub fn take(&mut self, event: Event, share: Share) -> io::Result<(Option<Ending>, usize)> {
        let (name, start, shown) = (name(&event), Instant::now(), self.shown());
        let is_typed = matches!(event, Event::Key(_) | Event::Paste(_));
        let ending = self.act(event)?;
        if is_typed {
            let is_writing = matches!(self.app.mode, Mode::Note(_) | Mode::Draft);
            self.keep_due = is_writing.then(|| start + PAUSE);
        }
        let (updated, start) = (micros(start), Instant::now());
        // Half an overlay or a view, or half of what it covered, would be unreadable.
        let changed = self.shown() != shown && share != Share::Nothing;
        let share = if changed { Share::Whole } else { share };
        let bytes = if ending.is_none() { self.frame(share)? } else { 0 };
        self.write_down(&name, updated, start, bytes, share)?;
        Ok((ending, bytes))
    }

    /// What fills the screen.
    fn shown(&self) -> (Discriminant<Mode>, ViewKind) {
        (discriminant(&self.app.mode), self.app.views.shown)
    }

    /// Acts on one event; returns the ending, if it led to one.
    fn act(&mut self, event: Event) -> io::Result<Option<Ending>> {
        let effects = match event {
            Event::Key(key) => self.app.press(key),
            Event::Paste(pasted) => paste(self.app, pasted),
            Event::Mouse(input) => self.app.update(Action::Point(input, tab_at(self.app, input.at))),
            Event::Resize(width, height) => self.app.update(Action::Resize(width, height)),
            Event::Continued => {
                let (width, height) = self.host.resume()?;
                let Ok(()) = self.terminal.clear();
                // Setting up the terminal has left the plain screen.
                let mut effects = Vec::new();
                if matches!(self.app.mode, Mode::Plain) {
                    effects = self.app.update(Action::Do(Command::Close));
                }
                effects.extend(self.app.update(Action::Resize(width, height)));
                effects
            }
            Event::Load(event) => self.app.take_in(*event),
            Event::Marks(report) => {
                self.app.reported(*report);
                Vec::new()
            }
            Event::Written(report) => {
                self.app.written(&report);
                Vec::new()
            }
            // Nothing is remembered before the end.
            Event::Remembered(..) | Event::WritesFinished => Vec::new(),
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
            Effect::Browse(address) => {
                let outcome = self.host.browse(&address);
                self.app.browsed(&outcome);
            }
            Effect::Edit(text) => return self.edit(&text),
            Effect::Print(text) => self.host.print(&text)?,
            Effect::Write(asked) => self.write(asked)?,
            Effect::Return => {
                let Ok(()) = self.terminal.clear();
                self.host.come_back()?;
            }
            Effect::UseMouse(mouse) => self.host.use_mouse(mouse)?,
            Effect::Marks(request) => {
                if let Some(report) = self.host.marks(request) {
                    self.app.reported(report);
                }
            }
        }
        Ok(None)
    }

    /// Writes what a view shows, or shows it on the plain screen.
    fn write(&mut self, asked: AskedDocument) -> io::Result<()> {
        match (self.host.answer(&self.app.library, &asked), asked.form) {
            (Err(why), form) => self.app.not_written(form, &why),
            (Ok(text), DocumentForm::Plain) => {
                self.app.show_plain();
                self.host.print(&String::from_utf8_lossy(&text))?;
            }
            (Ok(bytes), _) => {
                if let Some(report) = self.host.write(asked, bytes) {
                    self.app.written(&report);
                }
            }
        }
        Ok(())
    }

    /// Lets the reader edit a text; the result is kept before the terminal is set up again.
    fn edit(&mut self, text: &str) -> io::Result<Option<Ending>> {
        let outcome = self.host.edit(text);
        for effect in self.app.edited(outcome) {
            self.carry_out(effect)?;
        }
        let (width, height) = self.host.come_from_editor()?;
        let Ok(()) = self.terminal.clear();
        self.app.update(Action::Resize(width, height));
        Ok(None)
    }

    /// Draws and sends a frame; returns the bytes sent.
    fn frame(&mut self, share: Share) -> io::Result<usize> {
        if share == Share::Nothing || matches!(self.app.mode, Mode::Plain) {
            return Ok(0);
        }
        let areas = self.app.panes.areas();
        let limit = match share {
            Share::ListOnly => Some(vec![areas.header, areas.footer, self.app.list_area()]),
            Share::FooterOnly => Some(vec![areas.footer]),
            Share::Whole | Share::Nothing => None,
        };
        self.terminal.backend_mut().begin(self.app.panes.size, limit);
        self.terminal.backend_mut().link(self.app.hyperlink());
        let Ok(_) = self.terminal.draw(|frame| draw(self.app, self.ascii, frame));
        let bytes = self.terminal.backend_mut().take();
        if !bytes.is_empty() {
            self.host.send(&bytes)?;
        }
        Ok(bytes.len())
    }

    /// One line per event: its name, microseconds to update, to draw and send, bytes written, and how much of the
    /// frame; with tabs between.
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

/// The next event, if one comes before the time that something is due.
fn received(events: &Receiver<Event>, due: Option<Instant>) -> Result<Event, RecvTimeoutError> {
    match due {
        None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
        Some(due) => events.recv_timeout(due.saturating_duration_since(Instant::now())),
    }
}

impl fmt::Debug for EventLoop<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventLoop").field("app", &self.app).finish_non_exhaustive()
    }
}

/// A paste is text, never keys: for the field being typed in, for the draft, or for a new search.
fn paste(app: &mut App, PastedText { text, is_cut }: PastedText) -> Vec<Effect> {
    app.take_paste();
    let taken = text.len();
    let effects = app.update(Action::Type(text));
    if is_cut {
        app.notice = Some(format!("the paste is too long: only its first {taken} bytes were taken"));
    }
    effects
}

fn micros(start: Instant) -> u128 {
    start.elapsed().as_micros()
}

fn name(event: &Event) -> String {
    match event {
        Event::Key(key) => format!("key {key}"),
        Event::Paste(pasted) => format!("paste of {} bytes", pasted.text.len()),
        Event::Mouse(_) => String::from("mouse"),
        Event::Resize(width, height) => format!("resize {width}x{height}"),
        Event::Continued => String::from("continued"),
        Event::Load(_) => String::from("load"),
        Event::Marks(_) => String::from("marks"),
        Event::Written(_) => String::from("written"),
        Event::Remembered(..) | Event::WritesFinished => String::from("remembered"),
        Event::Signal(signal) => format!("signal {signal}"),
        Event::Gone => String::from("gone"),
    }
}
