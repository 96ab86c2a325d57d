//! The passage page: the issuer, the words with their marks, the wording check, the links.
//!
//! Invariant: every quotation has its source and its wording check beside it, and the editor's words are labeled as such.

use std::ops::Range;

use super::compose::{Composer, Marking, StyledText, cut};
use super::{LinkTarget, Page, Role, SpanStyle};
use crate::corpus::model::{
    Check, Passage, PassageKind, Relation, Source, SourceKind, Standing, Statement, Verdict,
};
use crate::corpus::usage::PassageTerms;
use crate::corpus::{Corpus, PassageNo, Target};
use crate::search::{HitMark, SearchField, spaced_words};
use crate::store::marks::{Mark, SaveState};
use crate::text::redline::redline;
use crate::text::safe::Text;
use crate::text::slice;

/// What a passage page is composed from.
#[derive(Debug, Clone, Copy)]
pub struct PassagePage<'a> {
    pub corpus: &'a Corpus,
    /// The key terms in it.
    pub terms: &'a PassageTerms,
    pub marking: Marking,
    pub passage: PassageNo,
    /// What the search matched in this passage; empty without a search.
    pub hits: &'a [HitMark],
    /// The reader's marks on this passage.
    pub kept: &'a [&'a Mark],
    pub setting: Setting,
    /// Rows of the pane; the passages before and after this one take what is left of them.
    pub rows: usize,
}

/// Where the page will be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// On the screen, with links to the passages before and after it.
    Screen,
    /// On its own.
    Print,
    /// Below the page of another passage of the same statement, which names the statement.
    PrintContinued,
}

impl PassagePage<'_> {
    /// The page at `width` columns.
    pub fn compose(&self, width: usize) -> Page {
        let mut page = Composer::new(width);
        let Some((statement, passage)) = self.corpus.passage(self.passage) else { return page.finish() };
        if self.setting != Setting::PrintContinued {
            self.head(&mut page, statement);
            page.blank();
        }
        self.heading(&mut page, passage);
        self.found_elsewhere(&mut page, passage);
        self.words(&mut page, passage);
        page.blank();
        self.check(&mut page, passage);
        self.kept(&mut page);
        self.context(&mut page, passage.context.as_deref().or(statement.context.as_deref()));
        self.cues(&mut page, passage);
        self.links(&mut page, passage);
        if self.setting == Setting::Screen {
            self.statement(&mut page, statement);
        }
        self.source(&mut page, statement, passage);
        if self.setting == Setting::Screen {
            self.neighbors(&mut page);
        }
        page.finish()
    }

    /// Where the search matched, if that is not in the statement's own words.
    fn found_elsewhere(&self, page: &mut Composer, passage: &Passage) {
        if self.hits.is_empty() || self.hits.iter().any(|mark| mark.field.is_words(passage)) {
            return;
        }
        let mut fields: Vec<&str> = self.hits.iter().map(|mark| mark.field.name()).collect();
        fields.dedup();
        let found = format!("found only in: {}", fields.join(", "));
        page.paragraph(&StyledText::new(&found, Role::Notice));
    }

    /// The reader's marks and notes.
    fn kept(&self, page: &mut Composer) {
        if self.kept.is_empty() {
            return;
        }
        page.gap();
        page.paragraph(&StyledText::new("Marked", Role::Title).with("  by you", Role::Faint));
        let words = self.corpus.passage(self.passage).map(|(_, passage)| &passage.text);
        for mark in self.kept {
            note(page, mark);
            if words != Some(&mark.quote) {
                let marked = format!("its words have changed since; you marked: {}", mark.quote);
                page.hanging("  ", Role::Plain, &StyledText::new(&marked, Role::Notice));
            }
        }
    }

    fn hits(&self, field: SearchField) -> Vec<Range<usize>> {
        self.hits.iter().filter(|mark| mark.field == field).map(|mark| mark.range.clone()).collect()
    }

    fn styled(&self, text: &str, role: Role, field: SearchField) -> StyledText {
        let mut styled = StyledText::default();
        self.marking.write(&mut styled, text, role, &[], &self.hits(field), None);
        styled
    }

    /// Title, date, place and who: in two lines on the screen, so that the words come first; the rest is further down.
    fn head(&self, page: &mut Composer, statement: &Statement) {
        let on_screen = self.setting == Setting::Screen;
        if on_screen {
            let position = self.position(statement);
            let title = self.short_title(statement, page.width().saturating_sub(position.columns() + 1));
            page.ends(&title, &position);
        } else {
            page.paragraph(&self.styled(&statement.title, Role::Strong, SearchField::Title));
        }
        let mut facts = StyledText::new(&statement.when(), Role::Plain);
        if let Some(place) = &statement.place {
            facts.push(" · ", Role::Plain);
            self.marking.write(&mut facts, place, Role::Plain, &[], &self.hits(SearchField::Place), None);
        }
        facts.push(" · ", Role::Plain).push(statement.standing.label(), standing_role(statement.standing));
        if on_screen {
            let who = self.issuers(statement);
            // If there are several, the title names them; a single side must be named.
            let fits = facts.columns() + 2 + who.columns() <= page.width();
            if who.columns() > 0 && (statement.issuers.len() == 1 || fits) {
                facts.push(": ", Role::Plain).append(&who);
            }
        }
        if statement.collects {
            facts.push(" · a collecting place, not a single statement", Role::Notice);
        }
        if let Some(original) = &statement.original {
            facts.push(&format!(" · from {}", original.prefix), Role::Notice);
        }
        if let Some(of) = self.text_of() {
            facts.push(&format!(" · a text of {} [{}]", of.label, of.id), Role::Notice);
        }
        page.paragraph(&facts);
        if !on_screen {
            self.parties(page, statement);
        }
    }

    /// The title in one line of `width` columns.
    fn short_title(&self, statement: &Statement, width: usize) -> StyledText {
        let row = cut(&statement.title, width, 1, "…").pop().unwrap_or_default();
        let words = row.strip_suffix('…').filter(|_| *row != *statement.title);
        let title = self.styled(words.unwrap_or(&row), Role::Strong, SearchField::Title);
        if words.is_some() { title.with("…", Role::Strong) } else { title }
    }

    /// The statement whose text this is.
    fn text_of(&self) -> Option<&Statement> {
        let of = self.corpus.text_of(self.corpus.statement_of(self.passage)?)?;
        self.corpus.statements().get(of)
    }

    /// Whether the reader marked this passage, and which of its statement's passages it is if that has several.
    fn position(&self, statement: &Statement) -> StyledText {
        let (at, all) = (self.corpus.statement_of(self.passage), statement.passages.len());
        let before = at.map_or(0, |at| self.corpus.passages_of(at).take_while(|n| *n < self.passage).count());
        // The note itself comes below the wording check, which is more urgent.
        let is_any = |holds: fn(&Mark) -> bool| self.kept.iter().any(|mark| holds(mark));
        let kept = if self.kept.is_empty() {
            ""
        } else if is_any(|mark| mark.is_unfinished) {
            "draft"
        } else if is_any(|mark| !mark.note.is_empty()) {
            "noted"
        } else {
            "marked"
        };
        let number = if all > 1 { format!("{} of {all}", before + 1) } else { String::new() };
        let gap = if kept.is_empty() || number.is_empty() { "" } else { " · " };
        StyledText::new(kept, Role::Notice).with(gap, Role::Faint).with(&number, Role::Faint)
    }

    fn issuers(&self, statement: &Statement) -> StyledText {
        self.names(&statement.issuers, 0)
    }

    /// Names with what the search matched in them; the first is this one among all parties.
    fn names(&self, names: &[Text], first: usize) -> StyledText {
        let mut styled = StyledText::default();
        for (at, name) in names.iter().enumerate() {
            styled.push(if at == 0 { "" } else { ", " }, Role::Plain);
            let hits = self.hits(SearchField::Parties(first + at));
            self.marking.write(&mut styled, name, Role::Plain, &[], &hits, None);
        }
        styled
    }

    /// Issuers and signatories, and what to know about the date.
    fn parties(&self, page: &mut Composer, statement: &Statement) {
        let mut styled = self.issuers(statement);
        if !statement.signatories.is_empty() {
            if !statement.issuers.is_empty() {
                let before = format!(" · {} ", statement.standing.before_signatories());
                styled.push(&before, Role::Plain);
            }
            styled.append(&self.names(&statement.signatories, statement.issuers.len()));
        }
        page.paragraph(&styled);
        if let Some(note) = &statement.date_note {
            page.paragraph(&StyledText::new(&format!("Date: {note}"), Role::Faint));
        }
    }

    /// What the head leaves out on the screen.
    fn statement(&self, page: &mut Composer, statement: &Statement) {
        page.gap();
        page.paragraph(&StyledText::new("Statement", Role::Title));
        page.paragraph(&self.styled(&statement.title, Role::Plain, SearchField::Title));
        self.parties(page, statement);
    }

    /// What the passage is within its statement; a summary is always labeled as one.
    fn heading(&self, page: &mut Composer, passage: &Passage) {
        let summary = passage.kind == PassageKind::Summary;
        let heading = passage.heading.as_deref().or(summary.then_some("Summary"));
        let Some(heading) = heading else { return };
        let label = if summary { "  editor's summary" } else { "" };
        page.paragraph(&self.styled(heading, Role::Title, SearchField::Heading).with(label, Role::Faint));
    }

    fn words(&self, page: &mut Composer, passage: &Passage) {
        let mut styled = StyledText::default();
        let (role, open, close) = match passage.kind {
            PassageKind::Quotation => (Role::Quote, "“", "”"),
            PassageKind::Summary => (Role::Plain, "", ""),
        };
        self.marking.write(
            &mut styled,
            &passage.text,
            role,
            &self.terms.marks,
            &self.hits(SearchField::Text),
            Some(page),
        );
        page.hanging(open, role, &styled.with(close, role));
        let source = self.corpus.source(&passage.source).filter(|_| passage.kind == PassageKind::Quotation);
        if let Some(source) = source {
            page.hanging(" ", Role::Plain, &StyledText::new(&origin(source), Role::Faint));
        }
    }

    fn check(&self, page: &mut Composer, passage: &Passage) {
        match (&passage.check, passage.kind) {
            (Some(check), PassageKind::Quotation | PassageKind::Summary) => {
                self.verdict(page, passage, check);
            }
            (None, PassageKind::Quotation) => {
                let said = format!("{}  {}", Verdict::Unverified.sign(), Verdict::UNCHECKED);
                page.paragraph(&StyledText::new(&said, Role::Verdict(Verdict::Unverified)));
            }
            (None, PassageKind::Summary) => {}
        }
        if let Some((confirmation, text)) = self.corpus.confirmation(self.passage) {
            let line = format!("{} · {} [{}]", confirmation.label(), text.label, text.id);
            page.hanging("  whole text ", Role::Faint, &StyledText::new(&line, Role::Plain));
        }
    }

    fn verdict(&self, page: &mut Composer, passage: &Passage, check: &Check) {
        let role = Role::Verdict(check.verdict);
        let label = self.corpus.verdict_label(passage).unwrap_or_default();
        let mut line = StyledText::new(check.verdict.sign(), role).with("  ", role).with(label, role);
        if let Some(found) = &check.found {
            line.push(&format!(" · {found}"), Role::Plain);
        }
        page.paragraph(&line);
        page.hanging("  ", Role::Plain, &StyledText::new(&check.note, Role::Plain));
        if let Some(official) = &check.official {
            self.compare(page, passage, check.verdict, official);
        }
        if let Some(korean) = &check.korean {
            page.hanging("  Korean   ", Role::Faint, &self.styled(korean, Role::Quote, SearchField::Korean));
        }
        if let Some(source) = check.source.as_ref().and_then(|id| self.corpus.source(id)) {
            let address = source.address.as_ref().filter(|_| self.setting != Setting::Screen);
            let address = address.map(|address| format!(", {address}")).unwrap_or_default();
            page.hanging(
                "  checked at ",
                Role::Faint,
                &StyledText::new(&format!("{}{address}", cite(source)), Role::Faint),
            );
        }
    }

    /// The official fragment beside the printed one, with the words marked that only one of them has.
    fn compare(&self, page: &mut Composer, passage: &Passage, verdict: Verdict, official: &str) {
        if verdict == Verdict::Identical {
            return page.hanging(
                "  official ",
                Role::Faint,
                &self.styled(official, Role::Quote, SearchField::Official),
            );
        }
        let (gone, new) = redline(&spaced_words(&passage.text), &spaced_words(official));
        page.hanging("  printed  ", Role::Faint, &self.marked(&passage.text, &gone, Role::Gone));
        page.hanging("  official ", Role::Faint, &self.marked(official, &new, Role::New));
    }

    fn marked(&self, text: &str, alone: &[Range<usize>], role: Role) -> StyledText {
        let mut styled = StyledText::default();
        let (open, close) = self.marking.brackets(role);
        let mut at = 0;
        for range in alone {
            styled.push(slice(text, at..range.start), Role::Quote);
            styled.push(open, role).push(slice(text, range.clone()), role).push(close, role);
            at = range.end;
        }
        styled.push(slice(text, at..text.len()), Role::Quote);
        styled
    }

    fn context(&self, page: &mut Composer, context: Option<&str>) {
        let Some(context) = context else { return };
        page.gap();
        page.paragraph(&StyledText::new("Context", Role::Title).with("  editor's words", Role::Faint));
        page.paragraph(&self.styled(context, Role::Plain, SearchField::Context));
    }

    /// For a passage without a meaning: the cue terms that it shares with each.
    fn cues(&self, page: &mut Composer, passage: &Passage) {
        let (dataset, shared) = (self.corpus.dataset(), &self.terms.cues);
        if passage.meaning.is_some() || shared.iter().all(Vec::is_empty) {
            return;
        }
        page.gap();
        page.paragraph(
            &StyledText::new("Cue words", Role::Title).with("  a count, not a verdict", Role::Faint),
        );
        for (meaning, cues) in dataset.meanings.iter().zip(shared).filter(|(_, cues)| !cues.is_empty()) {
            let letter = self.corpus.letter(&meaning.id).unwrap_or(' ');
            let names: Vec<&str> =
                cues.iter().filter_map(|at| dataset.terms.get(*at)).map(|term| &*term.label).collect();
            let label = format!("  {letter} {} ", cues.len());
            page.hanging(&label, Role::Letter, &StyledText::new(&names.join(", "), Role::Plain));
        }
    }

    fn links(&self, page: &mut Composer, passage: &Passage) {
        for (at, link) in passage.links.iter().enumerate() {
            let Some(target) = self.corpus.target(&link.to) else { continue };
            if at == 0 {
                page.gap();
                let keys = if self.setting == Setting::Screen { "  Enter follows" } else { "" };
                page.paragraph(&StyledText::new("Leads to", Role::Title).with(keys, Role::Faint));
            }
            let anchor = page.anchor(LinkTarget::To(target));
            let style = SpanStyle { role: Role::Link, hit: false, anchor: Some(anchor) };
            let mut styled = StyledText::new(&name(self.corpus, target), style);
            if self.setting != Setting::Screen {
                styled.push(&format!(" [{}]", link.to), Role::Faint);
            }
            if let Some(note) = &link.note {
                styled.push(" · ", Role::Faint).push(note, Role::Plain);
            }
            page.hanging(relation(link.relation), Role::Faint, &styled);
        }
    }

    fn source(&self, page: &mut Composer, statement: &Statement, passage: &Passage) {
        page.gap();
        page.paragraph(&StyledText::new("Source", Role::Title));
        let locus = passage.locus.as_ref().map(|locus| format!("{locus} · ")).unwrap_or_default();
        if let Some(source) = self.corpus.source(&passage.source) {
            page.paragraph(&StyledText::new(&format!("{locus}{}", cite(source)), Role::Plain));
            if let Some(address) = &source.address {
                page.paragraph(&StyledText::new(address, Role::Address));
            }
            if let Some(digest) = &source.sha256 {
                page.paragraph(&StyledText::new(&format!("SHA-256 {digest}"), Role::Faint));
            }
        }
        page.paragraph(&StyledText::new("text held here  ", Role::Faint).with(&statement.held, Role::Plain));
        page.paragraph(&StyledText::new("id    ", Role::Faint).with(&passage.id, Role::Plain));
    }

    /// The passages before and after this one in its statement.
    fn neighbors(&self, page: &mut Composer) {
        let Some(statement) = self.corpus.statement_of(self.passage) else { return };
        let own: Vec<PassageNo> = self.corpus.passages_of(statement).collect();
        let before = own.iter().rev().find(|number| **number < self.passage);
        let after = own.iter().find(|number| **number > self.passage);
        if before.or(after).is_some() {
            page.gap();
            page.paragraph(&StyledText::new("In the same statement", Role::Title));
        }
        let neighbors = [("  { ", before), ("  } ", after)];
        let mut coming = neighbors.iter().filter(|(_, number)| number.is_some()).count();
        for (key, number) in neighbors {
            let Some((number, (_, passage))) = number.and_then(|n| Some((*n, self.corpus.passage(*n)?)))
            else {
                continue;
            };
            let anchor = Some(page.anchor(LinkTarget::passage(number)));
            let heading = passage.heading.as_ref().map(|heading| format!("{heading}: ")).unwrap_or_default();
            let room = self.rows.saturating_sub(page.rows()) / coming;
            let label =
                cut(&format!("{heading}{}", passage.text), page.width().saturating_sub(4), room.max(1), "…");
            let style = SpanStyle { role: Role::Link, hit: false, anchor };
            page.hanging(key, Role::Key, &StyledText::new(&label.join(" "), style));
            coming -= 1;
        }
    }
}

/// A statement or passage, named in a few words.
pub fn name(corpus: &Corpus, target: Target) -> String {
    match target {
        Target::Statement(at) => corpus.statements().get(at).map(|s| format!("{} {}", s.when(), s.label)),
        Target::Passage(number) => corpus.passage(number).map(|(statement, passage)| {
            let heading = passage.heading.as_ref().map(|h| format!(", {h}")).unwrap_or_default();
            format!("{} {}{heading}", statement.when(), statement.label)
        }),
    }
    .unwrap_or_default()
}

/// Where the wording comes from, so that no print is taken for the official text.
fn origin(source: &Source) -> String {
    let name = source.author.as_deref().or(source.publisher.as_deref()).unwrap_or(&source.title);
    match source.kind {
        SourceKind::Paper => {
            let year = source.date.as_deref().and_then(|date| date.get(..4)).unwrap_or_default();
            format!("as printed by {name} {year}")
        }
        SourceKind::OfficialText => String::from("from the official text"),
        SourceKind::Treaty => String::from("from the treaty"),
        SourceKind::Press => format!("as reported: {name}"),
        SourceKind::Reference => format!("as recorded: {name}"),
        SourceKind::Imported => String::from("as imported"),
    }
}

/// One line that names a source: author, title, publisher, date, when it was seen.
pub fn cite(source: &Source) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(source.author.iter().map(ToString::to_string));
    parts.push(source.title.to_string());
    parts.extend(source.publisher.iter().map(ToString::to_string));
    parts.extend(source.date.iter().map(ToString::to_string));
    parts.extend(source.retrieved.iter().map(|when| format!("seen {when}")));
    parts.join(", ")
}

fn standing_role(standing: Standing) -> Role {
    if standing.warning().is_some() { Role::Notice } else { Role::Plain }
}

fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::For => "+ for      ",
        Relation::Against => "- against  ",
        Relation::Repeats => "= repeats  ",
        Relation::See => "→ see      ",
    }
}

/// A mark's note, and whether it is saved.
pub(super) fn note(page: &mut Composer, mark: &Mark) {
    let mut styled = StyledText::new(&mark.note.to_string(), Role::Strong);
    let state = match mark.state {
        SaveState::Saved => "",
        SaveState::Pending => "being saved",
        SaveState::Failed => "not saved",
    };
    if !state.is_empty() {
        styled.push(if mark.note.is_empty() { "" } else { "  " }, Role::Plain).push(state, Role::Notice);
    }
    if styled.columns() > 0 {
        page.hanging(if mark.is_unfinished { "  draft " } else { "  note " }, Role::Faint, &styled);
    }
}
