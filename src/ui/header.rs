//! The first row: the subject on the left; on the right the search and its counter, or what the library holds.
//!
//! Invariant: the right part is clipped before the left.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

use super::theme;
use crate::app::loading::Loading;
use crate::app::search::Search;
use crate::app::theme::Theme;
use crate::library::Library;
use crate::page::Role;
use crate::text::wrap::clip;

/// Minimum columns of a header that names the program.
const ROOMY: u16 = 100;

pub(super) struct Header<'a> {
    pub(super) library: &'a Library,
    pub(super) search: &'a Search,
    pub(super) loading: Option<Loading>,
    /// What the shown view says about itself, in place of the search, and the query that it was made for.
    pub(super) status: Option<(String, &'a str)>,
    /// How many marks and notes could not be saved.
    pub(super) unsaved: usize,
    pub(super) theme: Theme,
}

impl Widget for Header<'_> {
    fn render(self, area: Rect, cells: &mut Buffer) {
        let name = if area.width >= ROOMY { " linchpin  " } else { " " };
        let room = usize::from(area.width).saturating_sub(name.len());
        let left = Line::from_iter([
            Span::styled(name, theme::role(self.theme, Role::Faint)),
            Span::styled(clip(&self.subject(), room), theme::role(self.theme, Role::Strong)),
        ]);
        let taken = u16::try_from(left.width()).unwrap_or(area.width);
        let taken = taken.saturating_add(2).min(area.width);
        let room = area.width.saturating_sub(taken).saturating_sub(1);
        let rest = Rect { x: area.x.saturating_add(taken), width: room, ..area };
        super::rows::draw([left], area, cells);
        let is_strong = self.search.counter.is_some() || self.unsaved > 0;
        let role = if is_strong { Role::Strong } else { Role::Faint };
        let unsaved =
            if self.unsaved > 0 { format!("{} not saved · ", self.unsaved) } else { String::new() };
        let room = usize::from(rest.width);
        let status = format!("{unsaved}{}", self.status(room.saturating_sub(unsaved.width())));
        let right = Span::styled(clip(&status, room), theme::role(self.theme, role));
        Line::from(right).right_aligned().render(rest, cells);
    }
}

impl Header<'_> {
    fn subject(&self) -> String {
        let subject = &self.library.corpus.dataset().subject;
        let korean = subject.korean.as_ref().map(|korean| format!(" · {korean}")).unwrap_or_default();
        format!("{}{korean}", subject.label)
    }

    fn status(&self, room: usize) -> String {
        if let Some((status, query)) = &self.status {
            let read = self.share(100).map(|share| format!("{share}% read · ")).unwrap_or_default();
            let query = if query.is_empty() { String::new() } else { format!(": /{query}") };
            return format!("{read}{status}{query}");
        }
        let query = self.search.field.text();
        let without = self.search.found.as_ref().filter(|found| found.lists_statements());
        let search = self.search.counter.map(|(at, hits)| match (without, at) {
            (None, 0) => format!("{hits} hits: /{query}"),
            (None, at) => format!("hit {at} of {hits}: /{query}"),
            (Some(found), 0) => format!("{}: /{query}", found.silences()),
            (Some(_), at) => format!("{at} of {hits} silent: /{query}"),
        });
        match (self.progress(), search) {
            (Some(progress), Some(search)) => format!("{progress} · {search}"),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => self.held(room),
        }
    }

    /// What the library holds, part by part, as much as there is room for.
    fn held(&self, room: usize) -> String {
        let holding = self.library.usage.holding(&self.library.corpus);
        let mut held = format!("{holding} · {} passages", self.library.corpus.passages());
        while let Some((before, _)) = held.rsplit_once(" · ").filter(|_| held.width() > room) {
            held.truncate(before.len());
        }
        held
    }

    /// How many of `of` parts of the dataset have been read.
    fn share(&self, of: u64) -> Option<u64> {
        match self.loading? {
            Loading::Begun => Some(0),
            Loading::Under(progress) => progress.read.saturating_mul(of).checked_div(progress.total.max(1)),
        }
    }

    /// How much of the dataset has been read: share, bytes, passages, time left.
    fn progress(&self) -> Option<String> {
        let progress = match self.loading? {
            Loading::Begun => return Some(String::from("reading …")),
            Loading::Under(progress) => progress,
        };
        let share = self.share(100)?;
        let done = usize::try_from(self.share(8)?).unwrap_or(8).min(8);
        let bar = format!("{}{}", "█".repeat(done), "░".repeat(8 - done));
        let (read, total) = (progress.read / 1_000_000, progress.total / 1_000_000);
        let (passages, left) = (self.library.corpus.passages(), progress.left().as_secs() + 1);
        Some(format!("{bar} {share}% · {read} of {total} MB · {passages} passages · {left} s left"))
    }
}
