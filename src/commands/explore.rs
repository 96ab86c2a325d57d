//! `linchpin` alone: the explorer in the terminal.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileTypeExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender};
use std::time::{Duration, Instant};

use clap::ValueEnum;
use signal_hook::consts::{SIGHUP, SIGTSTP};
use signal_hook::low_level::emulate_default_handler;

use super::cli::ExplorerArgs;
use super::environment::Environment;
use super::{Failure, Outcome, Output};
use crate::app::citing::CopyOutcome;
use crate::app::loading::Loading;
use crate::app::marks::{MarkReport, MarkRequest};
use crate::app::mouse::Mouse;
use crate::app::queries::PastQueries;
use crate::app::source::BrowserOutcome;
use crate::app::theme::Theme;
use crate::app::{App, Effect};
use crate::library::Library;
use crate::library::inputs::Inputs;
use crate::library::loading::{LoadEvent, load, reload};
use crate::store::marks::Marks;
use crate::store::queries::KeptQueries;
use crate::store::{ChosenTheme, FirstHint, LastPositions};
use crate::terminal::connection::Connection;
use crate::terminal::events::{Event, Listener};
use crate::terminal::run::{Ending, FIRST_FRAME, Host, Session};
use crate::terminal::screen::Screen;
use crate::terminal::session;
use crate::terminal::writer::{Writer, carry_out, refuse};
use crate::terminal::{browser, clipboard};
use crate::text::safe::Text;

/// How long the end waits for the disk, and what is said if that was too short.
const LAST_WAIT: Duration = Duration::from_millis(700);
const NO_ANSWER: &str = "the disk did not answer";

pub(super) fn explore(
    inputs: Inputs,
    options: &ExplorerArgs,
    environment: &Environment,
) -> Result<Output, Failure> {
    if !session::is_there() {
        return Err(Failure::Use(String::from(
            "the explorer needs a terminal; `linchpin list`, `show`, `search`, `meanings` and `terms` do not\n\
             hint: over ssh, run `ssh -t HOST linchpin`; `linchpin --help` lists all commands",
        )));
    }
    let idle = options.sharing.restricted.then(|| Duration::from_secs(options.sharing.idle_limit));
    if let Some(idle) = idle {
        session::limit(idle);
    }
    let listener = Listener::new().map_err(|error| format!("the terminal: {error}"))?;
    let (library, loading) = if inputs.is_small() {
        (Library::to_be_indexed(&inputs)?, None)
    } else {
        (begin(&inputs, &listener)?, Some(inputs))
    };
    let mut memory = Memory::of(options, environment);
    let theme = options.theme.unwrap_or_else(|| environment.theme(memory.theme()));
    let place = memory.place(&library.corpus.dataset().id);
    let mut app = App::new(library, session::size(), theme, place.as_deref());
    app.restricted = options.sharing.restricted;
    app.mouse = if options.mouse { Mouse::On } else { Mouse::Off };
    app.search.past = memory.queries();
    app.loading = loading.is_some().then_some(Loading::Begun);
    let writer = if options.sharing.restricted { Ok(None) } else { Writer::new().map(Some) };
    let writer = writer.map_err(|error| format!("the disk: {error}"))?;
    let mut host = Terminal {
        log: log(options)?,
        loading,
        sender: listener.sender(),
        marks: environment.folders.marks(),
        writer: writer.clone(),
        ending: Arc::default(),
    };
    app.marks.awaited = true;
    if let Some(report) = host.marks(MarkRequest::Read) {
        app.reported(report);
    }
    let greets = memory.greets() && app.greet();
    session::restore_on_panic();
    let ending = session::enter().and_then(|()| session::use_mouse(app.mouse)).and_then(|()| {
        let screen = Screen::new(app.panes.size, !["dumb", "linux"].contains(&&*environment.term));
        let screen = if environment.has_hyperlinks { screen.with_hyperlinks() } else { screen };
        let Ok(mut terminal) = ratatui::Terminal::new(screen);
        let ascii = options.ascii || environment.is_ascii();
        let mut session =
            Session { app: &mut app, ascii, terminal: &mut terminal, host: &mut host, draft_due: None };
        let connection = Connection::detect();
        session.run(listener.events(), connection, idle, || {
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

/// What the explorer remembers from session to session: nothing where it must not, or cannot.
#[derive(Debug, Default)]
struct Memory {
    positions: Option<LastPositions>,
    theme: Option<ChosenTheme>,
    queries: Option<KeptQueries>,
    hint: Hint,
}

/// The hint for the first start.
#[derive(Debug, Default)]
enum Hint {
    /// At the first start alone.
    Once(FirstHint),
    /// At each start: nothing tells which is the first.
    #[default]
    Always,
    /// With `--no-state`: the reader knows the program.
    Never,
}

impl Memory {
    fn of(options: &ExplorerArgs, environment: &Environment) -> Self {
        if options.no_state {
            return Self { hint: Hint::Never, ..Self::default() };
        }
        if options.sharing.restricted {
            return Self::default();
        }
        let folders = &environment.folders;
        let hint = folders.first_hint().map_or(Hint::Always, Hint::Once);
        let (positions, theme, queries) =
            (folders.last_positions(), folders.chosen_theme(), folders.queries());
        Self { positions, theme, queries, hint }
    }

    /// Whether the hint is due.
    fn greets(&self) -> bool {
        match &self.hint {
            Hint::Once(hint) => hint.is_due(),
            Hint::Always => true,
            Hint::Never => false,
        }
    }

    /// Remembers that the hint was shown. Where that cannot be remembered it comes again.
    fn greeted(&mut self, writer: Option<&Writer>) {
        if let (Hint::Once(hint), Some(writer)) = (std::mem::take(&mut self.hint), writer) {
            writer.give(move || _ = hint.remember());
        }
    }

    fn place(&self, dataset: &str) -> Option<String> {
        self.positions.as_ref()?.last(dataset)
    }

    fn theme(&self) -> Option<Theme> {
        Theme::from_str(&self.theme.as_ref()?.last()?, false).ok()
    }

    fn queries(&self) -> PastQueries {
        PastQueries::new(self.queries.as_ref().map(KeptQueries::last).unwrap_or_default())
    }

    /// Remembers the passage in view, the queries and the theme that was chosen; returns what could not be saved, as text.
    fn keep(&self, state: &LastState) -> String {
        let mut lost = String::new();
        if let (Some(positions), Some(place)) = (&self.positions, &state.place)
            && let Err(error) = positions.remember(&state.dataset, place)
        {
            let _ = writeln!(lost, "linchpin: your last position was not saved: {error}");
        }
        if let Some(queries) = &self.queries
            && let Err(error) = queries.add(&state.queries)
        {
            let _ = writeln!(lost, "linchpin: your queries were not saved: {error}");
        }
        let chosen = state.theme.and_then(|theme| theme.to_possible_value());
        if let (Some(store), Some(chosen)) = (&self.theme, chosen)
            && let Err(error) = store.remember(chosen.get_name())
        {
            let _ = writeln!(lost, "linchpin: your theme was not saved: {error}");
        }
        lost
    }
}

/// What a session leaves to the next one.
struct LastState {
    dataset: Text,
    place: Option<String>,
    queries: Vec<String>,
    theme: Option<Theme>,
}

impl LastState {
    fn of(app: &App) -> Self {
        Self {
            dataset: app.library.corpus.dataset().id.clone(),
            place: app.passage_id().map(str::to_owned),
            queries: app.search.past.fresh().to_vec(),
            theme: app.chosen_theme,
        }
    }
}

/// What an ending means for the shell. What is left to say is said with every ending; `saved` is the outcome of a plain one.
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
    Output { stderr: said, outcome, stdout: String::new().into() }
}

/// Saves what is not saved yet, with the note being written as a draft, and what is remembered for the next session; the
/// disk has [`LAST_WAIT`] for it. Returns the marks that are not known to be saved, and what else was lost, as text.
fn finish(app: &mut App, host: &mut Terminal, events: &Receiver<Event>, memory: Memory) -> (String, String) {
    let (mut failures, mut unsaved) = (HashMap::new(), String::new());
    let mut take = |app: &mut App, report| {
        if let MarkReport::Saved(mark, _, Err(error)) = &report {
            failures.insert(mark.file.clone(), error.to_string());
        }
        if let MarkReport::Removed(_, _, Err(error)) = &report {
            let _ = writeln!(unsaved, "linchpin: a mark was not removed: {error}");
        }
        app.reported(report);
    };
    for effect in app.save_rest() {
        if let Effect::Marks(request) = effect
            && let Some(report) = host.marks(request)
        {
            take(app, report);
        }
    }
    host.ending.store(true, Ordering::Relaxed);
    let mut lost = String::new();
    if let Some(writer) = &host.writer {
        let (state, sender) = (LastState::of(app), host.sender.clone());
        let silence =
            if memory.positions.is_some() { "linchpin: your last position was not saved: " } else { "" };
        writer.give(move || _ = sender.send(Event::Remembered(memory.keep(&state))));
        let until = Instant::now() + LAST_WAIT;
        lost = loop {
            match events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(Event::Marks(report)) => take(app, *report),
                Ok(Event::Remembered(lost)) => break lost,
                Ok(_) => {}
                Err(_) if silence.is_empty() => break String::new(),
                Err(_) => break format!("{silence}{NO_ANSWER}\n"),
            }
        };
    }
    for mark in app.unsaved() {
        // A served reader was told that marks last for the session.
        if host.writer.is_none() && mark.note.is_empty() {
            continue;
        }
        let why = failures.get(&mark.file).map_or(NO_ANSWER, String::as_str);
        let words = if mark.note.is_empty() { String::new() } else { format!("\n  {}", mark.note) };
        let (what, passage) = (mark.name(), &mark.passage);
        let _ = writeln!(unsaved, "linchpin: your {what} on {passage} was not saved: {why}{words}");
    }
    if app.marks.is_removing() {
        let _ = writeln!(unsaved, "linchpin: a mark was not removed: {NO_ANSWER}");
    }
    (unsaved, lost)
}

/// Starts to read a large dataset in the background; returns what has been read when the first frame is due.
fn begin(inputs: &Inputs, listener: &Listener) -> Result<Library, Failure> {
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
struct Terminal {
    log: Option<File>,
    /// The dataset that is being read, and where its parts go.
    loading: Option<Inputs>,
    sender: SyncSender<Event>,
    /// `None` if there is no home folder.
    marks: Option<Marks>,
    /// `None` for served readers: nothing is written, and no program started.
    writer: Option<Writer>,
    /// Set at the end: marks need not be read any more.
    ending: Arc<AtomicBool>,
}

impl Host for Terminal {
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
        let sender = self.sender.clone();
        let ending = self.ending.clone();
        writer.give(move || {
            let goes_on = || !ending.load(Ordering::Relaxed);
            let _ = sender.send(Event::Marks(Box::new(carry_out(&marks, request, &goes_on))));
        });
        None
    }

    fn log(&mut self) -> Option<&mut dyn Write> {
        self.log.as_mut().map(|log| log as &mut dyn Write)
    }
}
