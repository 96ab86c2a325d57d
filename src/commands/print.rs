//! `linchpin --print`: one frame of the real explorer, for bug reports, tests and pictures.

use std::fs::File;
use std::io::{self, Write};

use super::{Answer, Explorer, Failure, explore, svg};
use crate::app::App;
use crate::app::citing::Sending;
use crate::app::keys::parse;
use crate::library::Library;
use crate::library::inputs::Inputs;
use crate::store::marks::{Kept, Mark};
use crate::terminal::events::Event;
use crate::terminal::pace::Share;
use crate::terminal::run::{Host, Session};
use crate::terminal::screen::{Screen, ansi, text};
use crate::ui::draw;

/// How the frame is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    Text,
    Ansi,
    Svg,
}

/// Reads `120x40`.
pub(super) fn size(text: &str) -> Result<(u16, u16), String> {
    let read = |(width, height): (&str, &str)| Some((width.parse().ok()?, height.parse().ok()?));
    let size: Option<(u16, u16)> = text.split_once(['x', '×']).and_then(read);
    match size {
        Some((width, height)) if width <= 1000 && height <= 1000 => Ok((width, height)),
        Some(_) | None => Err(String::from("expected columns x rows up to 1000x1000, such as 80x24")),
    }
}

pub(super) fn print(inputs: &Inputs, options: &Explorer) -> Result<Answer, Failure> {
    let keys = parse(&options.keys)?;
    let library = Library::open(inputs)?;
    let mut host = NullHost { size: options.size, log: explore::log(options)? };
    let mut app = App::new(library, options.size, explore::theme(options), None);
    let (ascii, mut screen) = (explore::ascii(options), Screen::default());
    let mut session = Session { app: &mut app, ascii, screen: &mut screen, host: &mut host };
    let mut ending = session.open().map(|()| None);
    for key in keys {
        if let Ok(None) = ending {
            ending = session.take(Event::Key(key), Share::Whole).map(|(ending, _)| ending);
        }
    }
    ending.map_err(|error| format!("the log: {error}"))?;
    let frame = draw(&app, ascii);
    Ok(Answer::found(match options.format {
        Format::Text => text(&frame.cells),
        Format::Ansi => ansi(&frame.cells),
        Format::Svg => svg::picture(&frame, app.theme),
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

    fn reload(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn copy(&mut self, _: &str) -> io::Result<Sending> {
        Ok(Sending::NoClipboard)
    }

    fn print(&mut self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn come_back(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn save(&mut self, _: &Mark) -> io::Result<String> {
        Err(io::Error::other("a printed frame keeps nothing"))
    }

    fn unmark(&mut self, _: &[String]) -> io::Result<()> {
        Ok(())
    }

    fn recall(&mut self) -> io::Result<Kept> {
        Ok(Kept::default())
    }

    fn log(&mut self) -> Option<&mut dyn Write> {
        self.log.as_mut().map(|log| log as &mut dyn Write)
    }
}
