//! The glossary: each key term with its Korean, its gloss, and which statements say it, are silent, or were not seen to
//! say it.
//!
//! Invariant: every count is `n of N statements held`; what was not seen is never called silent. A folded entry counts the
//! statements that it does not name.

use super::compose::{Composer, Marking, StyledText};
use super::{LinkTarget, Page, Role, SpanStyle};
use crate::corpus::Corpus;
use crate::corpus::model::Term;
use crate::corpus::stance::Stances;
use crate::text::fold::fold;

/// Maximum statements that an entry names; the others are counted.
const NAMED: usize = 60;

/// What the glossary is composed from.
#[derive(Debug, Clone, Copy)]
pub struct GlossaryPage<'a> {
    pub corpus: &'a Corpus,
    /// What the statements do with each term.
    pub stances: &'a [Stances],
    pub marking: Marking,
    /// Shows only terms whose label, Korean or gloss contains this; empty for all.
    pub filter: &'a str,
    pub unfolded: Unfolded<'a>,
}

/// Which entries name the statements that do not say the term.
#[derive(Debug, Clone, Copy)]
pub enum Unfolded<'a> {
    All,
    Only(&'a [usize]),
}

impl GlossaryPage<'_> {
    /// The terms that pass the filter, by their places.
    fn terms(&self) -> Vec<usize> {
        let wanted = fold(self.filter);
        let terms = &self.corpus.dataset().terms;
        let holds = |term: &Term| {
            let korean = term.korean.as_deref().unwrap_or_default();
            [&*term.label, korean, &*term.gloss, term.kind.label()]
                .iter()
                .any(|text| fold(text).contains(&wanted))
        };
        terms.iter().enumerate().filter(|(_, term)| holds(term)).map(|(at, _)| at).collect()
    }

    /// One anchor per term, which spans its entry.
    pub fn compose(&self, width: usize) -> Page {
        let mut page = Composer::new(width);
        let terms = self.terms();
        for at in &terms {
            let Some(term) = self.corpus.dataset().terms.get(*at) else { continue };
            page.gap();
            self.entry(&mut page, *at, term);
        }
        if terms.is_empty() {
            page.paragraph(&StyledText::new("No term in the glossary matches.", Role::Notice));
        }
        page.finish()
    }

    fn entry(&self, page: &mut Composer, at: usize, term: &Term) {
        let role = self.marking.role(at);
        let entry = page.anchor(LinkTarget::Term(at));
        let anchor = Some(entry);
        let (open, close) = self.marking.brackets(role);
        let style = SpanStyle { role, hit: false, anchor };
        let mut head = StyledText::new(open, style).with(&term.label, style).with(close, style);
        if let Some(korean) = &term.korean {
            head.push("  ", Role::Plain).push(korean, Role::Plain);
        }
        head.push("  ", Role::Plain).push(term.kind.label(), Role::Faint);
        page.paragraph(&head);
        page.hanging("  ", Role::Plain, &StyledText::new(&term.gloss, Role::Plain));
        // Or a reader would cite a statement for a word that it does not use.
        let forms: Vec<&str> = term.forms.iter().map(|form| &**form).collect();
        page.hanging("  any of  ", Role::Faint, &StyledText::new(&forms.join(" · "), Role::Plain));
        self.presence(page, at);
        page.end_anchor(entry);
    }

    /// How many statements say the term, and which do what with it.
    fn presence(&self, page: &mut Composer, term: usize) {
        let Some(stances) = self.stances.get(term) else { return };
        let (silent, not_seen) = (stances.silent.len(), stances.not_seen.len());
        let is_folded = matches!(self.unfolded, Unfolded::Only(terms) if !terms.contains(&term));
        let said = format!("in {} of {} statements held", stances.saying(), stances.all());
        let others = if is_folded {
            String::new()
        } else {
            format!(" · silent in {silent} · not seen in {not_seen}")
        };
        page.hanging("  ", Role::Plain, &StyledText::new(&format!("{said}{others}"), Role::Faint));
        let lists = [
            ("in", &stances.says, Role::Plain),
            ("said, not quoted here", &stances.said_not_quoted, Role::Plain),
            ("silent", &stances.silent, Role::Faint),
            ("not seen", &stances.not_seen, Role::Faint),
        ];
        let shown = lists.into_iter().take(if is_folded { 2 } else { lists.len() });
        for (name, statements, role) in shown.filter(|(_, statements, _)| !statements.is_empty()) {
            let names = StyledText::new(&self.names(statements), role);
            page.hanging(&format!("  {name}  "), Role::Faint, &names);
        }
        let folded = [("not seen", not_seen), ("silent", silent)].into_iter().filter(|(_, count)| *count > 0);
        let folded: Vec<String> = folded.map(|(name, count)| format!("{name} in {count}")).collect();
        if is_folded && !folded.is_empty() {
            let line =
                StyledText::new(&format!("{}: ", folded.join(", ")), Role::Faint).with("Enter", Role::Key);
            page.hanging("  ", Role::Plain, &line);
        }
    }

    fn names(&self, statements: &[usize]) -> String {
        let name = |at: &usize| {
            let statement = self.corpus.statements().get(*at)?;
            let label = statement.label.replace(' ', "\u{A0}");
            // Some labels have their year already.
            let year = statement
                .year_held()
                .map(|year| year.to_string())
                .filter(|year| !label.contains(year.as_str()));
            Some(year.map_or(label.clone(), |year| format!("{year}\u{A0}{label}")))
        };
        let mut names: Vec<String> = statements.iter().take(NAMED).filter_map(name).collect();
        if let Some(more) = statements.len().checked_sub(NAMED).filter(|more| *more > 0) {
            names.push(format!("and {more} more"));
        }
        names.join(", ")
    }
}
