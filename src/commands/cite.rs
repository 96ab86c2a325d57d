//! `linchpin cite ID`: the citation of a passage, or of all passages of a statement.
//!
//! With `--json`, for every format: `{"schema":1,"citations":[…]}`, one for each passage, with every field of its
//! statement, source and wording check, and the citation as text.

use super::show::{named, unknown};
use super::views::CitationsView;
use super::{Outcome, Output};
use crate::corpus::Target;
use crate::export::citation::{self, CitationFormat};
use crate::library::Library;

pub(super) fn cite(library: &Library, id: &str, format: CitationFormat, json: bool) -> Output {
    let corpus = &library.corpus;
    let nothing = || unknown(library, id, json.then(CitationsView::default));
    let Some(target) = named(corpus, id) else { return nothing() };
    if json {
        let view = match target {
            Target::Statement(at) => CitationsView::new(corpus, corpus.passages_of(at)),
            Target::Passage(number) => CitationsView::new(corpus, std::iter::once(number)),
        };
        return Output::json(&view, Outcome::Found);
    }
    citation::write(corpus, target, format).map_or_else(nothing, Output::found)
}
