//! `linchpin` alone: the explorer in the terminal.
//!
//! Invariant: the terminal is restored before messages are written to the shell, and every note that could not be saved
//! is among them.

use std::collections::HashMap;
use std::env;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileTypeExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender};
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGHUP, SIGTSTP};
use signal_hook::low_level::emulate_default_handler;

use super::cli::ExplorerArgs;
use super::document::document;
use super::environment::{Environment, today};
use super::memory::{LastState, Memory};
use super::{Failure, Outcome, Output};
use crate::app::citing::CopyOutcome;
use crate::app::editing::EditorOutcome;
use crate::app::loading::Loading;
use crate::app::marks::{MarkReport, MarkRequest};
use crate::app::mouse::Mouse;
use crate::app::source::BrowserOutcome;
use crate::app::writing::{AskedDocument, DocumentReport};
use crate::app::{App, Effect};
use crate::library::Library;
use crate::library::inputs::Inputs;
use crate::library::loading::{LoadEvent, load, reload};
use crate::store::marks::Marks;
use crate::terminal::abort::restore_on_abort;
use crate::terminal::connection::Connection;
use crate::terminal::events::{Event, Listener};
use crate::terminal::input::TerminalInput;
use crate::terminal::run::{Ending, EventLoop, FIRST_FRAME, Host};
use crate::terminal::screen::Screen;
use crate::terminal::session;
use crate::terminal::writer::{Writer, carry_out, refuse, write_document};
use crate::terminal::{browser, clipboard, editor};

/// How long the end waits for the disk, and the message if that was too short.
const LAST_WAIT: Duration = Duration::from_millis(700);
const NO_ANSWER: &str = "the disk did not answer";
const NO_TERMINAL: &str = "the explorer needs a terminal; `linchpin list`, `show`, `search`, `meanings` and `terms` do not\n\
     hint: over ssh, run `ssh -t HOST linchpin`; `linchpin --help` lists all commands";

pub(super) fn explore(
    inputs: Inputs,
    options: &ExplorerArgs,
    environment: &Environment,
) -> Result<Output, Failure> {
    if !session::is_there() {
        return Err(Failure::Use(String::from(NO_TERMINAL)));
    }
    let idle = options.sharing.restricted.then(|| Duration::from_secs(options.sharing.idle_limit));
    if let Some(idle) = idle {
        session::restrict(idle);
    }
    let listener = Listener::new().map_err(|error| format!("the terminal: {error}"))?;
    let mut memory = Memory::of(options, environment);
    let (mut app, loading) = begin(inputs, options, environment, (&listener, &memory))?;
    let mut host = TerminalHost::new(options, environment, &listener, loading)?;
    if let Some(report) = host.marks(MarkRequest::Read) {
        app.reported(report);
    }
    session::restore_on_panic();
    restore_on_abort().map_err(|error| format!("the terminal: {error}"))?;
    let greets = memory.greets() && app.greet();
    let ending = session::enter().and_then(|()| session::use_mouse(app.mouse)).and_then(|()| {
        let (mut terminal, writer) = (screen(&app, environment), host.writer.clone());
        let (ascii, terminal) = (options.ascii || environment.is_ascii(), &mut terminal);
        let mut event_loop = EventLoop { app: &mut app, ascii, terminal, host: &mut host, keep_due: None };
        let connection = Connection::detect();
        event_loop.run(listener.events(), connection, idle, || {
            if greets {
                // The hint has been on the screen.
                memory.greeted(writer.as_ref());
            }
            listener.start(connection)
        })
    });
    let (unsaved, lost) = finish(&mut app, &mut host, listener.events(), memory);
    session::leave();
    let outcome = if unsaved.is_empty() { Outcome::Found } else { Outcome::Unsaved };
    Ok(output(ending, lost + &unsaved, outcome))
}

/// The explorer's state, and the dataset that is still being read.
fn begin(
    inputs: Inputs,
    options: &ExplorerArgs,
    environment: &Environment,
    (listener, memory): (&Listener, &Memory),
) -> Result<(App, Option<Inputs>), Failure> {
    let (library, loading) = if inputs.is_small() {
        (Library::to_be_indexed(&inputs)?, None)
    } else {
        (begin_to_read(&inputs, listener)?, Some(inputs))
    };
    let theme = options.theme.unwrap_or_else(|| environment.theme(memory.theme()));
    let place = memory.place(&library.corpus.dataset().id);
    let mut app = App::new(library, session::size(), theme, place.as_deref());
    app.restricted = options.sharing.restricted;
    app.mouse = if options.mouse { Mouse::On } else { Mouse::Off };
    app.search.past = memory.queries();
    app.loading = loading.is_some().then_some(Loading::Begun);
    app.marks.awaited = true;
    Ok((app, loading))
}

fn screen(app: &App, environment: &Environment) -> ratatui::Terminal<Screen> {
    let screen = Screen::new(app.panes.size).synchronized(!["dumb", "linux"].contains(&&*environment.term));
    let screen = if environment.has_hyperlinks { screen.with_hyperlinks() } else { screen };
    let Ok(terminal) = ratatui::Terminal::new(screen);
    terminal
}

/// The exit code of an ending, and its messages; `saved` is the outcome of a plain ending.
fn output(ending: io::Result<Ending>, mut said: String, saved: Outcome) -> Output {
    let outcome = match ending {
        Ok(Ending::Quit) => saved,
        Ok(Ending::Idle) => {
            said.push_str("linchpin: closed because no key was pressed\n");
            saved
        }
        Ok(Ending::Gone) => Outcome::Signal(SIGHUP),
        Ok(Ending::Signal(signal)) => Outcome::Signal(signal),
        Ok(Ending::Failed(error)) => {
            let _ = writeln!(said, "{error}");
            Outcome::Bad
        }
        Err(error) => {
            let _ = writeln!(said, "linchpin: the terminal: {error}");
            Outcome::Bad
        }
    };
    Output::message(outcome, said)
}

/// Saves what is not saved yet, the unfinished note too, and what is remembered for the next session; waits
/// at most [`LAST_WAIT`] for the disk. Returns, as text, the marks that are not known to be saved, and what else was
/// lost.
fn finish(
    app: &mut App,
    host: &mut TerminalHost,
    events: &Receiver<Event>,
    memory: Memory,
) -> (String, String) {
    let mut answers = LastAnswers::default();
    for effect in app.save_rest() {
        if let Effect::Marks(request) = effect
            && let Some(report) = host.marks(request)
        {
            answers.take(app, report);
        }
    }
    host.ending.store(true, Ordering::Relaxed);
    if let Some(writer) = &host.writer {
        let (state, sender) = (LastState::of(app), host.sender.clone());
        answers.awaited = memory.kept_of(&state);
        let finished = sender.clone();
        writer.give(
            move || memory.keep(&state, |what, done| _ = sender.send(Event::Remembered(what, done))),
            move |()| _ = finished.send(Event::WritesFinished),
        );
        answers.wait(app, events);
    }
    (answers.unsaved(app, host), answers.lost())
}

/// The disk's answers at the end.
#[derive(Debug, Default)]
struct LastAnswers {
    /// The reasons why marks were not saved, by their files.
    failures: HashMap<String, String>,
    /// Marks that were not removed, as text.
    not_removed: String,
    /// What is to be remembered and is not known to be yet.
    awaited: Vec<&'static str>,
    /// Documents that were not written, and why.
    documents: Vec<String>,
    /// What could not be remembered, and why.
    forgotten: Vec<(&'static str, io::Error)>,
}

impl LastAnswers {
    fn take(&mut self, app: &mut App, report: MarkReport) {
        if let MarkReport::Saved(mark, _, Err(error)) = &report {
            self.failures.insert(mark.file.clone(), error.to_string());
        }
        if let MarkReport::Draft(draft, Err(error)) = &report {
            self.failures.insert(draft.file.clone(), error.to_string());
        }
        if let MarkReport::Removed(_, _, Err(error)) = &report {
            let _ = writeln!(self.not_removed, "linchpin: a mark was not removed: {error}");
        }
        app.reported(report);
    }

    /// Takes the answers that arrive in time.
    fn wait(&mut self, app: &mut App, events: &Receiver<Event>) {
        let until = Instant::now() + LAST_WAIT;
        while let Ok(event) = events.recv_timeout(until.saturating_duration_since(Instant::now())) {
            match event {
                Event::Marks(report) => self.take(app, *report),
                Event::Written(report) => {
                    app.written(&report);
                    self.documents.extend(report.file.is_err().then(|| report.to_string()));
                }
                Event::Remembered(what, done) => {
                    self.awaited.retain(|awaited| *awaited != what);
                    self.forgotten.extend(done.err().map(|error| (what, error)));
                }
                Event::WritesFinished => return,
                _ => {}
            }
        }
    }

    /// The marks that are not known to be saved or removed.
    fn unsaved(&self, app: &App, host: &TerminalHost) -> String {
        let mut unsaved = self.not_removed.clone();
        for mark in app.unsaved() {
            // A restricted session has said that marks last until its end.
            if host.writer.is_none() && mark.note.is_empty() {
                continue;
            }
            let why = self.failures.get(&mark.file).map_or(NO_ANSWER, String::as_str);
            let words = if mark.note.is_empty() { String::new() } else { format!("\n  {}", mark.note) };
            let (what, passage) = (mark.name(), &mark.passage);
            let _ = writeln!(unsaved, "linchpin: your {what} on {passage} was not saved: {why}{words}");
        }
        if let Some(draft) = app.unsaved_draft() {
            let why = self.failures.get(&draft.file).map_or(NO_ANSWER, String::as_str);
            let words = draft.text.replace('\n', "\n  ");
            let _ = writeln!(unsaved, "linchpin: your draft was not saved: {why}\n  {words}");
        }
        if app.marks.is_removing() {
            let _ = writeln!(unsaved, "linchpin: a mark was not removed: {NO_ANSWER}");
        }
        for why in &self.documents {
            let _ = writeln!(unsaved, "linchpin: a document was {why}");
        }
        if app.unwritten > 0 {
            let _ = writeln!(unsaved, "linchpin: a document was not written: {NO_ANSWER}");
        }
        unsaved
    }

    /// What else the next session will not know.
    fn lost(&self) -> String {
        let mut lost = String::new();
        let forgotten = self.forgotten.iter().map(|(what, error)| (*what, error.to_string()));
        let silent = self.awaited.iter().map(|what| (*what, NO_ANSWER.to_owned()));
        for (what, why) in forgotten.chain(silent) {
            let _ = writeln!(lost, "linchpin: your {what} not saved: {why}");
        }
        lost
    }
}

/// Starts to read a large dataset in the background; returns what has been read when the first frame is due.
fn begin_to_read(inputs: &Inputs, listener: &Listener) -> Result<Library, Failure> {
    load(inputs.clone(), load_sender(listener.sender())).map_err(|error| format!("loading: {error}"))?;
    match listener.events().recv_timeout(FIRST_FRAME) {
        Ok(Event::Load(event)) => match *event {
            LoadEvent::Library(library) => Ok(*library),
            LoadEvent::Failed(error) => Err(Failure::Data(error)),
            LoadEvent::Batch(_) | LoadEvent::Done => Ok(Library::awaited("")),
        },
        Ok(Event::Signal(signal)) => Err(Failure::Signal(signal, String::new())),
        Ok(_) | Err(_) => Ok(Library::awaited(&inputs.name())),
    }
}

/// Sends loading events to the loop; says whether it still listens.
fn load_sender(sender: SyncSender<Event>) -> impl Fn(LoadEvent) -> bool + Send {
    move |event| sender.send(Event::Load(Box::new(event))).is_ok()
}

/// The file for the log of events, if one was asked for.
pub(super) fn log(options: &ExplorerArgs) -> Result<Option<File>, Failure> {
    let Some(path) = &options.log else { return Ok(None) };
    let said = |error| Failure::Use(format!("{}: cannot write the log: {error}", path.display()));
    // Opening a FIFO waits for a reader, perhaps forever.
    if std::fs::metadata(path).is_ok_and(|file| file.file_type().is_fifo() || file.file_type().is_socket()) {
        return Err(said(io::Error::other("it is a pipe or a socket; name a file")));
    }
    File::create(path).map(Some).map_err(said)
}

/// The real terminal.
struct TerminalHost {
    log: Option<File>,
    /// The dataset that is being read, and where its parts go.
    loading: Option<Inputs>,
    sender: SyncSender<Event>,
    input: Arc<TerminalInput>,
    /// `None` if there is no home folder.
    marks: Option<Marks>,
    /// `None` in a restricted session: nothing is written, and no program started.
    writer: Option<Writer>,
    /// Set at the end: marks need not be read any more.
    ending: Arc<AtomicBool>,
}

impl TerminalHost {
    fn new(
        options: &ExplorerArgs,
        environment: &Environment,
        listener: &Listener,
        loading: Option<Inputs>,
    ) -> Result<Self, Failure> {
        let writer = if options.sharing.restricted { Ok(None) } else { Writer::new().map(Some) };
        Ok(Self {
            log: log(options)?,
            loading,
            sender: listener.sender(),
            input: listener.input(),
            marks: environment.folders.marks(),
            writer: writer.map_err(|error| format!("the disk: {error}"))?,
            ending: Arc::default(),
        })
    }
}

impl Host for TerminalHost {
    fn send(&mut self, bytes: &str) -> io::Result<()> {
        session::send(bytes)
    }

    fn suspend(&mut self) -> io::Result<(u16, u16)> {
        session::leave();
        session::will_stop();
        emulate_default_handler(SIGTSTP)?;
        session::enter()?;
        Ok(session::size())
    }

    fn resume(&mut self) -> io::Result<(u16, u16)> {
        session::resume()?;
        Ok(session::size())
    }

    fn reload(&mut self) -> io::Result<()> {
        let inputs = self.loading.clone();
        inputs.map_or(Ok(()), |inputs| reload(inputs, load_sender(self.sender.clone())))
    }

    fn copy(&mut self, text: &str) -> io::Result<CopyOutcome> {
        clipboard::copy(text, self.writer.is_some())
    }

    fn browse(&mut self, address: &str) -> BrowserOutcome {
        browser::open(address)
    }

    fn edit(&mut self, text: &str) -> EditorOutcome {
        let Some(editor) = editor::of_reader() else { return EditorOutcome::NotSet };
        self.input.lend(|| {
            session::leave();
            editor::edit(&editor, text)
        })
    }

    fn come_from_editor(&mut self) -> io::Result<(u16, u16)> {
        session::enter()?;
        Ok(session::size())
    }

    fn print(&mut self, text: &str) -> io::Result<()> {
        session::show_plain(text)
    }

    fn come_back(&mut self) -> io::Result<()> {
        session::show_ours()
    }

    fn use_mouse(&mut self, mouse: Mouse) -> io::Result<()> {
        session::use_mouse(mouse)
    }

    fn marks(&mut self, request: MarkRequest) -> Option<MarkReport> {
        let Some(writer) = &self.writer else { return Some(refuse("nothing is saved here", request)) };
        let Some(marks) = self.marks.clone() else {
            return Some(refuse("there is no home folder", request));
        };
        let (sender, ending) = (self.sender.clone(), self.ending.clone());
        let report = move |report| _ = sender.send(Event::Marks(Box::new(report)));
        if let MarkRequest::Read = request {
            writer.read(&marks, move || !ending.load(Ordering::Relaxed), report);
        } else {
            writer.give(move || carry_out(&marks, request), report);
        }
        None
    }

    fn answer(&mut self, library: &Library, asked: &AskedDocument) -> Result<Vec<u8>, String> {
        document(library, asked, &today())
    }

    fn write(&mut self, asked: AskedDocument, bytes: Vec<u8>) -> Option<DocumentReport> {
        let folder = env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
        let Some(writer) = &self.writer else {
            return Some(DocumentReport { folder, file: Err(io::ErrorKind::PermissionDenied.into()) });
        };
        let sender = self.sender.clone();
        writer.give(
            move || write_document(folder, &asked, &bytes),
            move |report| _ = sender.send(Event::Written(Box::new(report))),
        );
        None
    }

    fn log(&mut self) -> Option<&mut dyn Write> {
        self.log.as_mut().map(|log| log as &mut dyn Write)
    }
}
