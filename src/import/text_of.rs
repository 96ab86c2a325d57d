//! Which held statement an imported text is a text of.
//!
//! Invariant: nothing is proposed if a held quotation contradicts it, or if two statements fit equally; what you choose
//! stays. A text that only quotes a statement is not proposed: the statement may say what it does not quote.

use memchr::memmem::Finder;

use super::statement::{Import, Placing};
use crate::corpus::Corpus;
use crate::corpus::confirmation::whole;
use crate::corpus::model::{Passage, PassageKind, Standing, Statement};
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
        let (words, quoted) = (whole(&import.statement), quoted(&import.statement));
        let scored = candidates.iter().filter_map(|held| held.score(&import.statement, (&words, &quoted)));
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

    /// How many of its quotations the text has as its own words, and what shows that it is a text of this statement; `None`
    /// if nothing does. A text of another day must have all of them, any text half of them.
    fn score(&self, text: &Statement, (words, quoted): (&str, &str)) -> Option<(usize, &'a Text, String)> {
        let is_found = |quotation: &&Finder| quotation.find(words.as_bytes()).is_some();
        let is_own = |quotation: &&Finder| is_found(quotation) && quotation.find(quoted.as_bytes()).is_none();
        let (found, all) = (self.telling.iter().filter(is_own).count(), self.telling.len());
        let has_all_short = self.short.iter().all(|quotation| is_found(&quotation));
        let is_of_the_day = text.date.is_some() && text.date == self.statement.date;
        let is_of_another = !is_of_the_day && text.date.is_some() && self.statement.date.is_some();
        if found * 2 < all || is_of_another && found < all {
            return None;
        }
        let quoted = || format!("{found} of {all} held quotations are found in it word for word");
        let why = if is_of_the_day && found > 0 {
            format!("the same day, and {}", quoted())
        } else if found > 1 {
            quoted()
        } else if is_of_the_day && has_all_short && same(&text.issuers, &self.statement.issuers) {
            String::from("the same day and issuers")
        } else {
            return None;
        };
        Some((found, &self.statement.id, why))
    }
}

/// The words between quotation marks, as [`whole`] gives those of the text.
fn quoted(text: &Statement) -> String {
    let marks = ['“', '”', '"', '„', '«', '»'];
    // A stretch ends in a word that no text has in its middle, so that none goes on in the next one.
    let of =
        |passage: &Passage| passage.text.split(marks).skip(1).step_by(2).collect::<Vec<_>>().join(" 0¶0 ");
    wording(&text.passages.iter().map(of).collect::<Vec<_>>().join(" 0¶0 "))
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

    fn score(held: &Statement, text: &Statement) -> Option<String> {
        Candidate::new(held).score(text, (&whole(text), &quoted(text))).map(|(.., why)| why)
    }

    #[test]
    fn a_short_quotation_that_a_text_of_the_day_lacks_shows_that_it_is_another() {
        let held = statement(&["more than just a slogan"]);
        let why = Some(String::from("the same day and issuers"));
        assert_eq!(score(&held, &statement(&["A proclamation on tariffs."])), None);
        assert_eq!(score(&held, &statement(&["It is more than just a slogan."])), why);
        assert_eq!(score(&statement(&[]), &statement(&["Any"])), why);
    }

    #[test]
    fn an_article_that_quotes_a_statement_is_none_of_its_texts() {
        let (one, two) = ("The sides will open the harbor.", "They will not build any more piers.");
        let of = |day: &str, texts: &[&str]| Statement { date: Some(Text::new(day)), ..statement(texts) };
        let (day, next) = ("2025-12-29", "2025-12-30");
        let quoted = format!("It says that “{one}” “{two}” it adds.");
        let printed = format!("He read: \"{one} {two}\"");
        let others = [
            "Each side pays for its own piers.",
            "They meet in the spring of the year.",
            "Ships of both may call at all ports.",
        ];
        let more = [&[one, two][..], &others].concat();
        for (held, text, is_text) in [
            (&[one, two][..], of(day, &[one, two]), true),
            (&[one, two], of(next, &["It begins.", one, two]), true),
            // Its words are between quotation marks.
            (&[one, two], of(next, &["Analysts doubt it.", &quoted]), false),
            (&[one, two], of(day, &["Analysts doubt it.", &printed]), false),
            // It has one of two, on another day; or two of five.
            (&[one, two], of(next, &[one]), false),
            (&[one, two], of(day, &[one]), true),
            (&more, of(day, &[one, two]), false),
            (&more, of(day, &more), true),
        ] {
            assert_eq!(score(&of(day, held), &text).is_some(), is_text, "{held:?} {text:?}");
        }
    }
}
