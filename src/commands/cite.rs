//! `linchpin cite ID`: the citation of a passage, or of all passages of a statement.
//!
//! Invariant: with `--json` the answer has the same fields whatever the format.

use super::json::CitationsView;
use super::show::{named, unknown};
use super::{Failure, Outcome, Output};
use crate::corpus::Target;
use crate::export::citation::{self, CitationFormat};
use crate::export::citation_style::CitationStyle;
use crate::library::Library;

/// What `linchpin cite` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct CiteArgs {
    /// For example scm-35 or scm-35/1
    id: String,
    /// Format of the citation; --json gives all fields instead
    #[arg(long, value_enum, default_value = "text")]
    format: CitationFormat,
    #[command(flatten)]
    style: StyleArgs,
}

/// How the citations of an answer name their statements.
#[derive(Debug, clap::Args)]
pub(super) struct StyleArgs {
    /// House style of citations: chicago, mla, oscola, 국방부 (mnd), or a template such as '{title}[, {date:D Month YYYY}].'
    #[arg(long, value_name = "NAME|TEMPLATE")]
    style: Option<CitationStyle>,
}

impl StyleArgs {
    /// The style, for an answer with citations in words; `other` is a format that has them.
    pub(super) fn of(&self, has_citations: bool, other: &str) -> Result<Option<&CitationStyle>, Failure> {
        if self.style.is_some() && !has_citations {
            return Err(Failure::Use(format!(
                "--style is for citations in words, and this format has none\nhint: add --format {other}",
            )));
        }
        Ok(self.style.as_ref())
    }
}

pub(super) fn cite(library: &Library, asked: &CiteArgs, json: bool) -> Result<Output, Failure> {
    let CiteArgs { id, format, style } = asked;
    let corpus = &library.corpus;
    let style =
        style.of(!json && matches!(format, CitationFormat::Text | CitationFormat::Markdown), "markdown")?;
    let nothing = || unknown(library, id, json.then(CitationsView::default));
    let Some(target) = named(corpus, id) else { return Ok(nothing()) };
    if json {
        let view = match target {
            Target::Statement(at) => CitationsView::new(corpus, corpus.passages_of(at)),
            Target::Passage(number) => CitationsView::new(corpus, std::iter::once(number)),
        };
        return Ok(Output::json(&view, Outcome::Found));
    }
    Ok(citation::write(corpus, target, *format, style).map_or_else(nothing, Output::found))
}
