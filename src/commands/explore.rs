//! `linchpin` alone: the explorer in the terminal.

use std::env;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGTSTP};
use signal_hook::low_level::emulate_default_handler;

use super::{Answer, Explorer, Failure, say_aside};
use crate::app::App;
use crate::app::citing::Sending;
use crate::app::loading::Loading;
use crate::app::theme::Theme;
use crate::library::Library;
use crate::library::inputs::Inputs;
use crate::library::loading::{LoadEvent, load, reload};
use crate::store::Places;
use crate::store::marks::{Kept, Mark, Marks};
use crate::terminal::clipboard;
use crate::terminal::events::{Event, Listener};
use crate::terminal::run::{Ending, Host, Session};
use crate::terminal::screen::Screen;
use crate::terminal::session;

/// How long the first frame waits for the beginning of a large dataset.
const FIRST_FRAME: Duration = Duration::from_millis(30);

pub(super) fn explore(inputs: Inputs, options: &Explorer) -> Result<Answer, Failure> {
    if !session::is_there() {
        return Err(Failure::Use(String::from(
            "the explorer needs a terminal; `linchpin list`, `show`, `search`, `meanings` and `terms` do not\n\
             hint: over ssh, `ssh -t HOST linchpin` gives it one; `linchpin --help` says more",
        )));
    }
    let listener = Listener::new().map_err(|error| format!("the terminal: {error}"))?;
    let (library, loading) = if inputs.is_small() {
        (Library::open(&inputs)?, None)
    } else {
        (begin(&inputs, &listener)?, Some(inputs))
    };
    let places = if options.no_state || options.sharing.restricted { None } else { Places::find() };
    let place = places.as_ref().and_then(|places| places.last(&library.corpus.dataset().id));
    let mut app = App::new(library, session::size(), theme(options), place.as_deref());
    app.restricted = options.sharing.restricted;
    app.loading = loading.is_some().then_some(Loading::Begun);
    let marks = if options.sharing.restricted { None } else { Marks::find() };
    let mut host = Terminal {
        log: log(options)?,
        loading,
        sender: listener.sender(),
        marks,
        programs: !options.sharing.restricted,
    };
    app.recall(host.recall());
    session::restore_on_panic();
    let ending = session::enter().and_then(|()| {
        let mut screen = Screen::new(!session::is_term(&["dumb", "linux"]));
        let ascii = ascii(options);
        let mut session = Session { app: &mut app, ascii, screen: &mut screen, host: &mut host };
        let idle = options.sharing.restricted.then(|| Duration::from_secs(options.sharing.idle_limit));
        session.run(listener.events(), idle, || listener.start(is_remote()))
    });
    let unsaved = save_rest(&mut app, &mut host);
    session::leave();
    let mut answer = Answer::found(String::new());
    if let (Some(places), Some(place)) = (&places, app.place())
        && let Err(error) = places.remember(&app.library.corpus.dataset().id, place)
    {
        answer.aside = format!("linchpin: the last place was not saved: {error}\n");
    }
    answer.aside.push_str(&unsaved);
    match ending.map_err(|error| format!("the terminal: {error}"))? {
        Ending::Quit => Ok(answer),
        Ending::Idle => {
            answer.aside.push_str("linchpin: closed, since no key was pressed\n");
            Ok(answer)
        }
        Ending::Failed(error) => Err(Failure::Data(*error)),
        Ending::Gone => ended(SIGHUP, &answer.aside),
        Ending::Signal(signal) => ended(signal, &answer.aside),
    }
}

/// Saves what is not saved yet, the note in hand too; what cannot be, as text.
fn save_rest(app: &mut App, host: &mut Terminal) -> String {
    let mut lost = String::new();
    for mark in app.unsaved() {
        if let Err(error) = host.save(&mark)
            && !mark.note.is_empty()
        {
            let _ = writeln!(
                lost,
                "linchpin: your note on {} was not saved: {error}\n  {}",
                mark.passage, mark.note
            );
        }
    }
    lost
}

/// Ends as a signal would have it.
fn ended(signal: i32, aside: &str) -> ! {
    say_aside(aside);
    std::process::exit(signal.saturating_add(128))
}

/// Begins to read a large dataset in the background; what is known of it when the first frame is due.
fn begin(inputs: &Inputs, listener: &Listener) -> Result<Library, Failure> {
    load(inputs.clone(), teller(listener.sender())).map_err(|error| format!("loading: {error}"))?;
    match listener.events().recv_timeout(FIRST_FRAME) {
        Ok(Event::Load(event)) => match *event {
            LoadEvent::Library(library) => Ok(*library),
            LoadEvent::Failed(error) => Err(Failure::Data(error)),
            LoadEvent::Batch(_) | LoadEvent::Done => Ok(Library::awaited("")),
        },
        Ok(Event::Signal(signal)) => std::process::exit(signal.saturating_add(128)),
        Ok(_) | Err(_) => Ok(Library::awaited(&inputs.name())),
    }
}

/// Parts become events; whether any one still listens to them.
fn teller(sender: Sender<Event>) -> impl Fn(LoadEvent) -> bool + Send + Sync {
    let sender = Mutex::new(sender);
    move |event| {
        let sender = sender.lock().unwrap_or_else(PoisonError::into_inner);
        sender.send(Event::Load(Box::new(event))).is_ok()
    }
}

/// The file that events are written down in, if one was asked for.
pub(super) fn log(options: &Explorer) -> Result<Option<File>, Failure> {
    let Some(path) = &options.log else { return Ok(None) };
    let said = |error| Failure::Use(format!("{}: the log cannot be written: {error}", path.display()));
    File::create(path).map(Some).map_err(said)
}

/// The theme asked for; without colours, mono.
pub(super) fn theme(options: &Explorer) -> Theme {
    let colourless =
        env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) || session::is_term(&["dumb"]);
    options.theme.unwrap_or(if colourless { Theme::Mono } else { Theme::Dark })
}

/// Asked for, or the locale is explicitly not UTF-8; an unset locale means UTF-8, as it is over SSH.
pub(super) fn ascii(options: &Explorer) -> bool {
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].iter().filter_map(env::var_os).find(|value| !value.is_empty());
    let utf8 = locale.is_none_or(|name| {
        let name = name.to_string_lossy().to_lowercase();
        name.contains("utf-8") || name.contains("utf8")
    });
    // The Linux console's font has no other signs.
    options.ascii || !utf8 || session::is_term(&["linux"])
}

/// Whether the terminal may be at the far end of a line.
fn is_remote() -> bool {
    ["SSH_CONNECTION", "SSH_TTY", "MOSH_CONNECTION"].iter().any(|name| env::var_os(name).is_some())
}

/// The real terminal.
struct Terminal {
    log: Option<File>,
    /// The dataset that is being read, and where its parts go.
    loading: Option<Inputs>,
    sender: Sender<Event>,
    /// `None` where nothing can be kept.
    marks: Option<Marks>,
    /// Whether other programs may be run.
    programs: bool,
}

impl Terminal {
    fn marks(&self) -> io::Result<&Marks> {
        let why = if self.programs { "there is no home folder" } else { "nothing is kept here" };
        self.marks.as_ref().ok_or_else(|| io::Error::other(why))
    }
}

impl Host for Terminal {
    fn send(&mut self, bytes: &str) -> io::Result<()> {
        session::send(bytes)
    }

    fn suspend(&mut self) -> io::Result<(u16, u16)> {
        session::leave();
        emulate_default_handler(SIGTSTP)?;
        session::enter()?;
        Ok(session::size())
    }

    fn reload(&mut self) -> io::Result<()> {
        let inputs = self.loading.clone();
        inputs.map_or(Ok(()), |inputs| reload(inputs, teller(self.sender.clone())))
    }

    fn copy(&mut self, text: &str) -> io::Result<Sending> {
        clipboard::copy(text, self.programs)
    }

    fn print(&mut self, text: &str) -> io::Result<()> {
        session::show_plain(text)
    }

    fn come_back(&mut self) -> io::Result<()> {
        session::show_ours()
    }

    fn save(&mut self, mark: &Mark) -> io::Result<String> {
        self.marks()?.save(mark)
    }

    fn unmark(&mut self, files: &[String]) -> io::Result<()> {
        // What is not on the disk needs no disk.
        if files.is_empty() { Ok(()) } else { self.marks()?.remove(files) }
    }

    fn recall(&mut self) -> io::Result<Kept> {
        self.marks.as_ref().map_or_else(|| Ok(Kept::default()), Marks::read)
    }

    fn log(&mut self) -> Option<&mut dyn Write> {
        self.log.as_mut().map(|log| log as &mut dyn Write)
    }
}
