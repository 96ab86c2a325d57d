//! The source of the passage in view: its address, for the reader's browser and as a link of the terminal.
//!
//! Invariant: only a complete web address is passed on. If no browser starts, the reader is told why, and how to copy
//! the address.

use std::io;

use ratatui::layout::Rect;

use super::views::ViewKind;
use super::{App, Effect, Mode};
use crate::export::citation::address;
use crate::page::Role;
use crate::text::address::is_web_address;
use crate::text::wrap::columns;

/// The result of opening an address in a browser.
#[derive(Debug)]
pub enum BrowserOutcome {
    /// This program was started.
    Started(&'static str),
    /// The terminal is on another machine than the program: a browser would open there.
    Remote,
    /// The machine shows no windows.
    NoWindows,
    Failed(&'static str, io::Error),
}

/// An address on the screen: a link, if the terminal has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hyperlink {
    pub address: String,
    /// Where it is drawn, row by row.
    pub areas: Vec<Rect>,
}

impl App {
    /// `O`: opens the address of the source in the reader's browser.
    pub(super) fn browse(&mut self) -> Vec<Effect> {
        let corpus = &self.library.corpus;
        let found = corpus.passage(self.reading.at).and_then(|(_, passage)| address(corpus, passage));
        let why = match found {
            None => "this passage's source has no address",
            Some((_, address)) if !is_web_address(address) => {
                "not a whole http or https address, so no browser gets it; y u copies it"
            }
            Some(_) if self.restricted => "linchpin starts no program here; y u copies the address",
            Some((_, address)) => return vec![Effect::Browse(address.to_owned())],
        };
        self.notice = Some(why.to_owned());
        Vec::new()
    }

    /// Reports the result of opening an address.
    pub fn browsed(&mut self, outcome: &BrowserOutcome) {
        self.notice = Some(match outcome {
            BrowserOutcome::Started(program) => {
                format!("address given to {program}; if no page opens, y u copies it")
            }
            BrowserOutcome::Remote => String::from(
                "a browser would open on the machine you are connected to; y u copies the address",
            ),
            BrowserOutcome::NoWindows => String::from(
                "no windows here: DISPLAY and WAYLAND_DISPLAY are not set; y u copies the address",
            ),
            BrowserOutcome::Failed(program, error) => {
                format!("{program} did not start: {error}; y u copies the address")
            }
        });
    }

    /// The address of the source, if it is on the screen.
    pub fn hyperlink(&self) -> Option<Hyperlink> {
        if matches!(self.mode, Mode::Overlay(_)) || self.views.shown != ViewKind::Explore {
            return None;
        }
        let corpus = &self.library.corpus;
        let (_, passage) = corpus.passage(self.reading.at)?;
        let address = corpus.source(&passage.source)?.address.as_ref()?;
        let area = self.panes.areas().passage;
        let view = &self.reading.scrolled;
        let lines = view.page.lines.iter().skip(view.scroll);
        let mut areas = Vec::new();
        for (row, line) in area.rows().zip(lines) {
            let mut x = row.x;
            for span in &line.spans {
                let width = u16::try_from(columns(&span.text)).unwrap_or(u16::MAX);
                if span.style.role == Role::Address {
                    areas.push(Rect { x, width, ..row }.intersection(row));
                }
                x = x.saturating_add(width);
            }
        }
        (!areas.is_empty()).then(|| Hyperlink { address: address.to_string(), areas })
    }
}
