//! The filters as a page: the values of each, with how many of the hits at hand have them.
//!
//! Invariant: each value has one anchor, in the order of the values; headings have none.

use super::compose::{Composer, StyledText};
use super::{LinkTarget, Page, PageLine, PageSpan, Role, SpanStyle};
use crate::analysis::wording::Language;
use crate::corpus::Corpus;
use crate::search::{Facet, FacetCount};
use crate::text::fold::fold;
use crate::text::wrap::{clip, columns};

/// Columns of a value and its sign.
const VALUE: usize = 34;
/// Columns of a count.
const COUNT: usize = 8;

/// What the filters are composed from.
#[derive(Debug, Clone, Copy)]
pub struct FiltersPage<'a> {
    pub corpus: &'a Corpus,
    pub values: &'a [FacetCount],
    /// Shows only values whose name, token or heading contains this; empty for all.
    pub filter: &'a str,
}

impl FiltersPage<'_> {
    /// One anchor per value, leading to it.
    pub fn compose(&self, width: usize) -> Page {
        let mut page = Composer::new(width);
        let wanted = fold(self.filter);
        let is_shown = |(_, value): &(usize, &FacetCount)| {
            let token = format!("{}:{}", value.facet.name(), value.value);
            let words = [&*token, &*self.name(value), heading(value.facet)].join(" ");
            fold(&words).contains(&wanted)
        };
        let mut above = None;
        for (at, value) in self.values.iter().enumerate().filter(is_shown) {
            if above.replace(value.facet) != Some(value.facet) {
                page.gap();
                let key = format!("  {}:", value.facet.name());
                page.paragraph(&StyledText::new(heading(value.facet), Role::Title).with(&key, Role::Faint));
            }
            let line = self.line(&mut page, at, value, width);
            page.line(line);
        }
        if above.is_none() {
            page.paragraph(&StyledText::new("Nothing here matches.", Role::Notice));
        }
        page.finish()
    }

    /// Whether it is set, its name, its count.
    fn line(&self, page: &mut Composer, at: usize, value: &FacetCount, width: usize) -> PageLine {
        let anchor = Some(page.anchor(LinkTarget::Filter(at)));
        let (sign, role) = if value.is_set { ("[x] ", Role::Strong) } else { ("[ ] ", Role::Plain) };
        let room = VALUE.min(width.saturating_sub(COUNT + 1));
        let name = clip(&format!("{sign}{}", self.name(value)), room);
        let gap = " ".repeat(room.saturating_sub(columns(&name)));
        let span = |text: String, style: SpanStyle| PageSpan { text, style };
        PageLine {
            spans: vec![
                span(name, SpanStyle { role, hit: false, anchor }),
                span(gap, Role::Plain.into()),
                span(format!("{:>COUNT$}", value.passages), Role::Faint.into()),
            ],
        }
    }

    /// The value as readers know it: a meaning by its letter and its name.
    fn name(&self, value: &FacetCount) -> String {
        let meanings = &self.corpus.dataset().meanings;
        let meaning = meanings.iter().find(|meaning| *meaning.id == *value.value);
        match (value.facet, meaning) {
            (Facet::Meaning, Some(meaning)) => self.corpus.meaning_name(meaning),
            (Facet::Language, _) => {
                Language::named(&value.value).map_or(&*value.value, |language| language.label()).to_owned()
            }
            _ => value.value.clone(),
        }
    }
}

fn heading(facet: Facet) -> &'static str {
    match facet {
        Facet::Standing => "Standing",
        Facet::Series => "Series",
        Facet::Year => "Years",
        Facet::Meaning => "Meaning of the word",
        Facet::Kind => "Quotation or summary",
        Facet::Verdict => "Wording check",
        Facet::Has => "What there is of it",
        Facet::Language => "Language of the wording",
        Facet::Sure => "How sure the wording is",
    }
}
