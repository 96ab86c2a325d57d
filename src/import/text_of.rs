//! Which held statement an imported text is a text of.
//!
//! Invariant: nothing is proposed if a held quotation contradicts it, or if two statements fit equally; what you choose
//! stays.

use memchr::memmem::Finder;

use super::statement::{Import, Placing};
use crate::corpus::Corpus;
use crate::corpus::confirmation::whole;
use crate::corpus::model::{PassageKind, Standing, Statement};
use crate::text::safe::Text;
use crate::text::wording::{count, wording};

/// Minimum words of a quotation that shows whose text it is found in.
const TELLING: usize = 6;

/// A held statement, and its quotations that are long enough to be telling.
struct Candidate<'a> {
    statement: &'a Statement,
    quotations: Vec<Finder<'static>>,
}

/// Proposes for each text the held statement that it is a text of.
pub fn propose(imports: &mut [Import], corpus: &Corpus) {
    let places = corpus.by_date().filter(|at| !corpus.is_whole_import(*at) && corpus.text_of(*at).is_none());
    let statements = places.filter_map(|at| corpus.statements().get(at));
    let statements = statements.filter(|held| held.standing != Standing::Analysis && !held.collects);
    let candidates: Vec<Candidate> = statements.map(Candidate::new).collect();
    for import in imports.iter_mut().filter(|import| import.placing == Placing::Open) {
        let words = whole(&import.statement);
        let scored = candidates.iter().filter_map(|held| held.score(&import.statement, &words));
        let mut scored: Vec<(usize, &Text, String)> = scored.collect();
        scored.sort_by_cached_key(|scored| std::cmp::Reverse(scored.0));
        let is_tie = matches!(scored.as_slice(), [first, second, ..] if first.0 == second.0);
        if let Some((_, id, why)) = scored.into_iter().next().filter(|_| !is_tie) {
            import.place(id, Placing::Proposed(why));
        }
    }
}

impl<'a> Candidate<'a> {
    fn new(statement: &'a Statement) -> Self {
        let quotations = statement.passages.iter().filter(|passage| passage.kind == PassageKind::Quotation);
        let words = quotations.map(|passage| {
            let official = passage.check.as_ref().and_then(|check| check.official.as_ref());
            wording(official.unwrap_or(&passage.text))
        });
        let telling = words.filter(|words| count(words) >= TELLING);
        Self { statement, quotations: telling.map(|words| Finder::new(&words).into_owned()).collect() }
    }

    /// How many of its quotations the text has, and what shows that it is a text of this statement; `None` if nothing
    /// does.
    fn score(&self, text: &Statement, words: &str) -> Option<(usize, &'a Text, String)> {
        let found =
            self.quotations.iter().filter(|quotation| quotation.find(words.as_bytes()).is_some()).count();
        let all = self.quotations.len();
        let is_of_the_day = text.date.is_some() && text.date == self.statement.date;
        let quoted = || format!("{found} of {all} held quotations are found in it word for word");
        let why = if is_of_the_day && found > 0 {
            format!("the same day, and {}", quoted())
        } else if found > 1 {
            quoted()
        } else if is_of_the_day && all == 0 && same(&text.issuers, &self.statement.issuers) {
            String::from("the same day and issuers")
        } else {
            return None;
        };
        Some((found, &self.statement.id, why))
    }
}

/// Whether two lists have the same names, in any order.
fn same(a: &[Text], b: &[Text]) -> bool {
    !a.is_empty() && a.len() == b.len() && a.iter().all(|name| b.contains(name))
}
