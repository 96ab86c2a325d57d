//! `linchpin` alone: the explorer in the terminal.

use std::env;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use signal_hook::consts::SIGTSTP;
use signal_hook::low_level::emulate_default_handler;

use super::{Answer, Explorer, Failure, library};
use crate::app::App;
use crate::app::loading::Loading;
use crate::app::theme::Theme;
use crate::library::Library;
use crate::library::loading::{Part, load, reload};
use crate::store::Store;
use crate::terminal::events::{Event, Listener};
use crate::terminal::run::{Ending, Session, Stage};
use crate::terminal::screen::Screen;
use crate::terminal::session;

/// How long the first frame waits for the beginning of a large dataset.
const FIRST_FRAME: Duration = Duration::from_millis(30);

pub(super) fn explore(data: Option<PathBuf>, options: &Explorer) -> Result<Answer, Failure> {
    if !session::is_there() {
        return Err(Failure::Use(String::from(
            "the explorer needs a terminal; `linchpin list`, `show`, `search`, `meanings` and `terms` do not\n\
             hint: over ssh, `ssh -t HOST linchpin` gives it one; `linchpin --help` says more",
        )));
    }
    let listener = Listener::new().map_err(|error| format!("the terminal: {error}"))?;
    let (library, loading) = match data.clone().filter(|path| !Library::is_small(path)) {
        Some(path) => (begin(&path, &listener)?, Some(path)),
        None => (library(data)?, None),
    };
    let store = if options.no_state { None } else { Store::find() };
    let place = store.as_ref().and_then(|store| store.place(&library.corpus.dataset().id));
    let size = session::size();
    let mut app = App::new(library, size, theme(options), place.as_deref());
    app.loading = loading.is_some().then_some(Loading::Begun);
    let mut stage = Terminal { log: log(options)?, loading, sender: listener.sender() };
    session::restore_on_panic();
    let ending = session::enter().and_then(|()| {
        let mut screen = Screen::new(!is_term(&["dumb", "linux"]));
        let ascii = ascii(options);
        let mut session = Session { app: &mut app, ascii, screen: &mut screen, stage: &mut stage };
        session.run(listener.events(), || listener.start(size))
    });
    session::leave();
    let mut answer = Answer::found(String::new());
    if let (Some(store), Some(place)) = (&store, app.place())
        && let Err(error) = store.remember(&app.library.corpus.dataset().id, place)
    {
        answer.aside = format!("linchpin: the last place was not saved: {error}\n");
    }
    match ending.map_err(|error| format!("the terminal: {error}"))? {
        Ending::Quit | Ending::Gone => Ok(answer),
        Ending::Failed(error) => Err(Failure::Data(*error)),
        Ending::Signal(signal) => std::process::exit(signal.saturating_add(128)),
    }
}

/// Begins to read a large dataset in the background; what is known of it when the first frame is due.
fn begin(path: &Path, listener: &Listener) -> Result<Library, Failure> {
    load(path.to_owned(), teller(listener.sender())).map_err(|error| format!("loading: {error}"))?;
    match listener.events().recv_timeout(FIRST_FRAME) {
        Ok(Event::Part(part)) => match *part {
            Part::Library(library) => Ok(*library),
            Part::Failed(error) => Err(Failure::Data(error)),
            Part::More(_) | Part::Done => Ok(Library::awaited("")),
        },
        Ok(Event::Signal(signal)) => std::process::exit(signal.saturating_add(128)),
        Ok(_) | Err(_) => Ok(Library::awaited(&path.to_string_lossy())),
    }
}

/// Parts become events; whether any one still listens to them.
fn teller(sender: Sender<Event>) -> impl Fn(Part) -> bool + Send + Sync {
    let sender = Mutex::new(sender);
    move |part| {
        let sender = sender.lock().unwrap_or_else(PoisonError::into_inner);
        sender.send(Event::Part(Box::new(part))).is_ok()
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
    let colourless = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) || is_term(&["dumb"]);
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
    options.ascii || !utf8
}

pub(super) fn is_term(names: &[&str]) -> bool {
    env::var("TERM").is_ok_and(|term| names.contains(&&*term))
}

/// The real terminal.
struct Terminal {
    log: Option<File>,
    /// The dataset that is being read, and where its parts go.
    loading: Option<PathBuf>,
    sender: Sender<Event>,
}

impl Stage for Terminal {
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
        let path = self.loading.clone();
        path.map_or(Ok(()), |path| reload(path, teller(self.sender.clone())))
    }

    fn log(&mut self) -> Option<&mut dyn Write> {
        self.log.as_mut().map(|log| log as &mut dyn Write)
    }
}
