//! `linchpin --print`: one frame of the real explorer, for bug reports, tests and pictures.
//!
//! Invariant: no terminal is touched, no other program is started, and nothing but the log is written.

use std::fs::File;
use std::io::{self, Write};

use ratatui::Terminal;

use super::cli::{ExplorerArgs, FrameFormat};
use super::environment::Environment;
use super::{Failure, Output, explore, svg};
use crate::app::App;
use crate::app::citing::CopyOutcome;
use crate::app::editing::EditorOutcome;
use crate::app::keys::parse;
use crate::app::marks::{MarkReport, MarkRequest};
use crate::app::mouse::Mouse;
use crate::app::source::BrowserOutcome;
use crate::app::writing::{AskedDocument, DocumentReport};
use crate::library::Library;
use crate::library::inputs::Inputs;
use crate::terminal::events::Event;
use crate::terminal::run::{EventLoop, Host};
use crate::terminal::screen::{Screen, ansi, text};
use crate::terminal::throttle::Share;
use crate::terminal::writer::refuse;
use crate::ui::draw;

pub(super) fn print(
    inputs: &Inputs,
    options: &ExplorerArgs,
    environment: &Environment,
) -> Result<Output, Failure> {
    let keys = parse(&options.keys)?;
    let library = Library::open(inputs)?;
    let mut host = NullHost { size: options.size, log: explore::log(options)? };
    let mut app = App::new(library, options.size, options.theme.unwrap_or(environment.theme(None)), None);
    let ascii = options.ascii || environment.is_ascii();
    let Ok(mut terminal) = Terminal::new(Screen::new(options.size));
    let mut event_loop =
        EventLoop { app: &mut app, ascii, terminal: &mut terminal, host: &mut host, keep_due: None };
    let mut ending = event_loop.open().map(|()| None);
    for key in keys {
        if let Ok(None) = ending {
            ending = event_loop.take(Event::Key(key), Share::Whole).map(|(ending, _)| ending);
        }
    }
    ending.map_err(|error| format!("the log: {error}"))?;
    let Ok(_) = terminal.draw(|frame| draw(&app, ascii, frame));
    let cells = terminal.backend().cells();
    Ok(Output::found(match options.format {
        FrameFormat::Text => text(cells),
        FrameFormat::Ansi => ansi(cells),
        FrameFormat::Svg => svg::picture(cells, app.theme),
    }))
}

/// A host without a terminal.
struct NullHost {
    size: (u16, u16),
    log: Option<File>,
}

impl Host for NullHost {
    fn send(&mut self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<(u16, u16)> {
        Ok(self.size)
    }

    fn resume(&mut self) -> io::Result<(u16, u16)> {
        Ok(self.size)
    }

    fn reload(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn copy(&mut self, _: &str) -> io::Result<CopyOutcome> {
        Ok(CopyOutcome::NoClipboard)
    }

    fn browse(&mut self, _: &str) -> BrowserOutcome {
        BrowserOutcome::Remote
    }

    fn edit(&mut self, _: &str) -> EditorOutcome {
        EditorOutcome::NotSet
    }

    fn come_from_editor(&mut self) -> io::Result<(u16, u16)> {
        self.suspend()
    }

    fn print(&mut self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn come_back(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn use_mouse(&mut self, _: Mouse) -> io::Result<()> {
        Ok(())
    }

    fn marks(&mut self, request: MarkRequest) -> Option<MarkReport> {
        Some(refuse("a printed frame keeps nothing", request))
    }

    fn answer(&mut self, _: &Library, _: &AskedDocument) -> Result<Vec<u8>, String> {
        Err(String::from("a printed frame writes nothing"))
    }

    fn write(&mut self, _: AskedDocument, _: Vec<u8>) -> Option<DocumentReport> {
        None
    }

    fn log(&mut self) -> Option<&mut dyn Write> {
        self.log.as_mut().map(|log| log as &mut dyn Write)
    }
}
