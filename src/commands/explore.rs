//! `linchpin` alone: the explorer in the terminal.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileTypeExt;
use std::sync::mpsc::SyncSender;
use std::time::Duration;

use clap::ValueEnum;
use signal_hook::consts::{SIGHUP, SIGTSTP};
use signal_hook::low_level::emulate_default_handler;

use super::cli::ExplorerArgs;
use super::environment::Environment;
use super::{Failure, Outcome, Output};
use crate::app::citing::CopyOutcome;
use crate::app::loading::Loading;
use crate::app::marks::files;
use crate::app::mouse::Mouse;
use crate::app::queries::PastQueries;
use crate::app::source::BrowserOutcome;
use crate::app::theme::Theme;
use crate::app::{App, Effect};
use crate::library::Library;
use crate::library::inputs::Inputs;
use crate::library::loading::{LoadEvent, load, reload};
use crate::store::marks::{Kept, Mark, Marks};
use crate::store::queries::KeptQueries;
use crate::store::{ChosenTheme, FirstHint, LastPositions};
use crate::terminal::connection::Connection;
use crate::terminal::events::{Event, Listener};
use crate::terminal::run::{Ending, Host, Session};
use crate::terminal::screen::Screen;
use crate::terminal::session;
use crate::terminal::{browser, clipboard};

/// How long the first frame waits for the beginning of a large dataset.
const FIRST_FRAME: Duration = Duration::from_millis(30);

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
    let listener = Listener::new().map_err(|error| format!("the terminal: {error}"))?;
    let (library, loading) = if inputs.is_small() {
        (Library::to_be_indexed(&inputs)?, None)
    } else {
        (begin(&inputs, &listener)?, Some(inputs))
    };
    let memory = Memory::of(options, environment);
    let theme = options.theme.unwrap_or_else(|| environment.theme(memory.theme()));
    let place = memory.place(&library.corpus.dataset().id);
    let mut app = App::new(library, session::size(), theme, place.as_deref());
    app.restricted = options.sharing.restricted;
    app.mouse = if options.mouse { Mouse::On } else { Mouse::Off };
    app.search.past = memory.queries();
    app.loading = loading.is_some().then_some(Loading::Begun);
    let marks = if options.sharing.restricted { None } else { environment.folders.marks() };
    let mut host = Terminal {
        log: log(options)?,
        loading,
        sender: listener.sender(),
        marks,
        programs: !options.sharing.restricted,
    };
    app.recall(host.recall());
    let greets = memory.greets() && app.greet();
    session::restore_on_panic();
    let idle = options.sharing.restricted.then(|| Duration::from_secs(options.sharing.idle_limit));
    session::limit_writes(idle);
    let ending = session::enter().and_then(|()| session::use_mouse(app.mouse)).and_then(|()| {
        let screen = Screen::new(app.panes.size, !["dumb", "linux"].contains(&&*environment.term));
        let screen = if environment.has_hyperlinks { screen.with_hyperlinks() } else { screen };
        let Ok(mut terminal) = ratatui::Terminal::new(screen);
        let ascii = options.ascii || environment.is_ascii();
        let mut session =
            Session { app: &mut app, ascii, terminal: &mut terminal, host: &mut host, draft_due: None };
        let connection = Connection::detect();
        session.run(listener.events(), connection, idle, || {
            // The hint has been on the screen.
            memory.greeted(greets);
            listener.start(connection)
        })
    });
    let unsaved = save_rest(&mut app, &mut host);
    session::leave();
    let said = memory.keep(&app) + &unsaved;
    Ok(output(ending, said, if unsaved.is_empty() { Outcome::Found } else { Outcome::Unsaved }))
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

    /// The hint was shown, if it was due. Where that cannot be remembered it comes again.
    fn greeted(&self, greets: bool) {
        if let Hint::Once(hint) = &self.hint
            && greets
        {
            let _ = hint.remember();
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
    fn keep(&self, app: &App) -> String {
        let mut lost = String::new();
        if let (Some(positions), Some(place)) = (&self.positions, app.passage_id())
            && let Err(error) = positions.remember(&app.library.corpus.dataset().id, place)
        {
            let _ = writeln!(lost, "linchpin: your last position was not saved: {error}");
        }
        if let Some(queries) = &self.queries
            && let Err(error) = queries.add(app.search.past.fresh())
        {
            let _ = writeln!(lost, "linchpin: your queries were not saved: {error}");
        }
        let chosen = app.chosen_theme.and_then(|theme| theme.to_possible_value());
        if let (Some(store), Some(chosen)) = (&self.theme, chosen)
            && let Err(error) = store.remember(chosen.get_name())
        {
            let _ = writeln!(lost, "linchpin: your theme was not saved: {error}");
        }
        lost
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

fn not_saved(mark: &Mark) -> String {
    format!("your {} on {} was not saved", mark.name(), mark.passage)
}

/// Saves what is not saved yet, with the note being written as a draft; returns what could not be saved, as text.
fn save_rest(app: &mut App, host: &mut Terminal) -> String {
    let mut lost = String::new();
    for effect in app.keep_draft() {
        // A draft to be saved is among the unsaved below.
        if let Effect::Unmark(marks, _) = effect
            && let Err(error) = host.unmark(&files(&marks))
        {
            let _ = writeln!(lost, "linchpin: your draft was not removed: {error}");
        }
    }
    for mark in app.unsaved() {
        // A served reader was told that marks last for the session.
        let is_expected = !host.programs && mark.note.is_empty();
        if let Err(error) = host.save(&mark)
            && !is_expected
        {
            let words = if mark.note.is_empty() { String::new() } else { format!("\n  {}", mark.note) };
            let _ = writeln!(lost, "linchpin: {}: {error}{words}", not_saved(&mark));
        }
    }
    lost
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
    /// `None` if nothing can be saved.
    marks: Option<Marks>,
    /// Whether other programs may be started.
    programs: bool,
}

impl Terminal {
    fn marks(&self) -> io::Result<&Marks> {
        let why = if self.programs { "there is no home folder" } else { "nothing is saved here" };
        self.marks.as_ref().ok_or_else(|| io::Error::other(why))
    }
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
        clipboard::copy(text, self.programs)
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

    fn save(&mut self, mark: &Mark) -> io::Result<String> {
        session::saving(Some(format!("{}\n  {}", not_saved(mark), mark.note)));
        let saved = self.marks().and_then(|marks| marks.save(mark));
        session::saving(None);
        saved
    }

    fn unmark(&mut self, files: &[String]) -> io::Result<()> {
        // Marks without files need no disk.
        if files.is_empty() { Ok(()) } else { self.marks()?.remove(files) }
    }

    fn recall(&mut self) -> io::Result<Kept> {
        self.marks.as_ref().map_or_else(|| Ok(Kept::default()), Marks::read)
    }

    fn log(&mut self) -> Option<&mut dyn Write> {
        self.log.as_mut().map(|log| log as &mut dyn Write)
    }
}
