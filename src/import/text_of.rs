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

/// A held statement and its quotations: those that are long enough to be telling, and those that can only contradict.
struct Candidate<'a> {
    statement: &'a Statement,
    telling: Vec<Finder<'static>>,
    short: Vec<Finder<'static>>,
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
        let (telling, short): (Vec<String>, Vec<String>) = words.partition(|words| count(words) >= TELLING);
        let [telling, short] = [telling, short]
            .map(|quotations| quotations.iter().map(|words| Finder::new(words).into_owned()).collect());
        Self { statement, telling, short }
    }

    /// How many of its quotations the text has, and what shows that it is a text of this statement; `None` if nothing
    /// does.
    fn score(&self, text: &Statement, words: &str) -> Option<(usize, &'a Text, String)> {
        let is_found = |quotation: &&Finder| quotation.find(words.as_bytes()).is_some();
        let (found, all) = (self.telling.iter().filter(is_found).count(), self.telling.len());
        let is_contradicted = all > 0 || !self.short.iter().all(|quotation| is_found(&quotation));
        let is_of_the_day = text.date.is_some() && text.date == self.statement.date;
        let quoted = || format!("{found} of {all} held quotations are found in it word for word");
        let why = if is_of_the_day && found > 0 {
            format!("the same day, and {}", quoted())
        } else if found > 1 {
            quoted()
        } else if is_of_the_day && !is_contradicted && same(&text.issuers, &self.statement.issuers) {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn statement(quotations: &[&str]) -> Statement {
        let passages = quotations
            .iter()
            .map(|text| json!({ "id": "remarks/1", "kind": "quotation", "text": text, "source": "press" }));
        serde_json::from_value(json!({
            "id": "remarks", "series": "x", "number": null, "title": "Remarks", "label": "Remarks",
            "date": "2025-12-29", "issuers": ["Freedonia"], "signatories": [], "standing": "unilateral",
            "held": "some", "passages": passages.collect::<Vec<_>>(),
        }))
        .unwrap()
    }

    #[test]
    fn a_short_quotation_that_a_text_of_the_day_lacks_shows_that_it_is_another() {
        let held = statement(&["more than just a slogan"]);
        let candidate = Candidate::new(&held);
        let score = |text: &str| candidate.score(&statement(&[text]), &wording(text)).map(|(.., why)| why);
        assert_eq!(score("A proclamation on tariffs."), None);
        let why = Some(String::from("the same day and issuers"));
        assert_eq!(score("It is more than just a slogan."), why);
        assert_eq!(
            Candidate::new(&statement(&[])).score(&statement(&["Any"]), "any").map(|(.., why)| why),
            why
        );
    }
}
