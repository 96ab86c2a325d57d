//! Checks what the JSON shape cannot: ids that resolve, dates that exist, fields that agree.
//!
//! Invariant: every problem is reported, in the order of the file. A sound dataset is walked once, without its source text.

mod ids;

use std::collections::HashSet;

use unicode_width::UnicodeWidthStr;

use super::json_path::{At, LineCounter, Step, find, written};
use super::model::{Check, Dataset, Extent, Meaning, Passage, PassageKind, Source, Statement, Term};
use super::problem::{Problem, quote};
use super::rules::{Precision, is_blank, is_digest, is_form, is_id, is_passage_id, precision};
use super::{Corpus, Target};
use crate::text::LONGEST_PHRASE;
use crate::text::marks::TermMatcher;
use crate::text::safe::Text;
use ids::{IdKind, Ids};

/// Maximum columns of a statement's label, so that lists align.
const LABEL_COLUMNS: usize = 12;

/// Every problem of `dataset`, with its line and column in `source`, the text that it was read from.
pub fn check(dataset: &Dataset, source: &str) -> Vec<Problem> {
    let mut checker = Checker { ids: Ids::of(dataset), terms: &dataset.terms, found: Vec::new() };
    checker.front(dataset);
    let top = At::Top;
    for (index, statement) in dataset.statements.iter().enumerate() {
        checker.statement(&top.key("statements").item(index), statement);
    }
    placed(checker.found, source)
}

/// Whether the part of a dataset before its statements is sound; references to statements are not checked.
pub(super) fn head_is_sound(head: &Dataset) -> bool {
    let mut checker = Checker { ids: Ids::of_head(head), terms: &head.terms, found: Vec::new() };
    checker.front(head);
    checker.found.is_empty()
}

/// Whether each statement is sound by itself and with the part of the dataset before the statements.
pub(super) fn are_sound(head: &Dataset, statements: &[Statement]) -> bool {
    let mut checker = Checker { ids: Ids::of_head(head), terms: &head.terms, found: Vec::new() };
    statements.iter().all(|statement| {
        let mut seen = HashSet::new();
        let mut ids = statement.passages.iter().map(|passage| &*passage.id);
        checker.statement(&At::Top, statement);
        checker.found.is_empty()
            && is_id(&statement.id)
            && ids.all(|id| is_passage_id(id, &statement.id) && seen.insert(id))
    })
}

/// Whether parts that are sound by themselves are a sound whole: its meanings have their evidence, and links their `targets`.
pub(crate) fn is_sound_whole(corpus: &Corpus, targets: &[Text]) -> bool {
    let dataset = corpus.dataset();
    let answers = dataset.meanings.iter().flat_map(|meaning| meaning.answers.values());
    let evidence = dataset.meanings.iter().flat_map(|meaning| meaning.evidence.iter().chain(&meaning.quote));
    let mut passages = evidence.chain(answers.flat_map(|answer| &answer.evidence));
    !dataset.statements.is_empty()
        && passages.all(|id| matches!(corpus.target(id), Some(Target::Passage(_))))
        && targets.iter().all(|id| corpus.target(id).is_some())
}

/// A problem that has not been placed yet.
type Unplaced = (Vec<Step>, Problem);

fn placed(found: Vec<Unplaced>, source: &str) -> Vec<Problem> {
    if found.is_empty() {
        return Vec::new();
    }
    let paths: Vec<&[Step]> = found.iter().map(|(steps, _)| steps.as_slice()).collect();
    let offsets = find(source, &paths);
    let mut ordered: Vec<_> = offsets.into_iter().map(Option::unwrap_or_default).zip(found).collect();
    ordered.sort_by_cached_key(|&(offset, _)| offset);
    let mut lines = LineCounter::new(source);
    let place =
        |(offset, (steps, problem)): (usize, Unplaced)| problem.at(lines.advance(offset), &written(&steps));
    ordered.into_iter().map(place).collect()
}

struct Checker<'d> {
    ids: Ids<'d>,
    terms: &'d [Term],
    found: Vec<Unplaced>,
}

impl<'d> Checker<'d> {
    fn wrong(&mut self, at: &At<'_>, what: &str, expected: &str, hint: &str) {
        self.found.push((at.steps(), Problem::new(what, expected, hint)));
    }

    /// Checks all but the statements.
    fn front(&mut self, dataset: &'d Dataset) {
        self.head(dataset);
        let top = At::Top;
        let (sources, terms, meanings) = (top.key("sources"), top.key("terms"), top.key("meanings"));
        for (index, source) in dataset.sources.iter().enumerate() {
            self.source(&sources.item(index), source);
        }
        for (index, term) in dataset.terms.iter().enumerate() {
            self.term(&terms.item(index), term);
        }
        for (index, question) in dataset.questions.iter().enumerate() {
            self.text(&top.key("questions").item(index).key("text"), &question.text);
        }
        for (index, meaning) in dataset.meanings.iter().enumerate() {
            self.meaning(&meanings.item(index), meaning, dataset);
        }
    }

    fn head(&mut self, dataset: &'d Dataset) {
        let top = At::Top;
        self.id(&top.key("id"), &dataset.id);
        let subject = top.key("subject");
        self.text(&top.key("title"), &dataset.title);
        self.optional(&top.key("edition"), dataset.edition.as_ref());
        self.date(&top.key("edition_date"), dataset.edition_date.as_ref(), Precision::Day);
        if dataset.subject.is_absent() {
            let expected = "a subject, terms, questions and meanings, or none of the four";
            let hint = "leave out all four to use those of the built-in dataset";
            self.wrong(&top, "no `subject`", expected, hint);
        } else {
            self.refers(&subject.key("term"), &dataset.subject.term, IdKind::Term);
            self.text(&subject.key("label"), &dataset.subject.label);
            self.optional(&subject.key("korean"), dataset.subject.korean.as_ref());
            self.text(&subject.key("introduction"), &dataset.subject.introduction);
            self.text(&subject.key("caveat"), &dataset.subject.caveat);
        }
        self.own(&top.key("sources"), dataset.sources.iter().map(|source| &*source.id));
        self.own(&top.key("terms"), dataset.terms.iter().map(|term| &*term.id));
        self.own(&top.key("questions"), dataset.questions.iter().map(|question| &*question.id));
        self.own(&top.key("meanings"), dataset.meanings.iter().map(|meaning| &*meaning.id));
        self.own(&top.key("statements"), dataset.statements.iter().map(|statement| &*statement.id));
        self.passage_ids(dataset);
        self.at_least_one(&top.key("terms"), dataset.terms.len(), "term");
        self.at_least_one(&top.key("questions"), dataset.questions.len(), "question");
        if self.ids.whole {
            self.at_least_one(&top.key("statements"), dataset.statements.len(), "statement");
        }
        if !(2..=26).contains(&dataset.meanings.len()) {
            let what = format!("{} meanings", dataset.meanings.len());
            self.wrong(
                &top.key("meanings"),
                &what,
                "2 to 26 meanings",
                "each meaning is a column, from A to Z",
            );
        }
    }

    fn at_least_one(&mut self, at: &At<'_>, count: usize, name: &str) {
        if count == 0 {
            self.wrong(
                at,
                "an empty list",
                &format!("at least one {name}"),
                "`linchpin schema` prints its fields",
            );
        }
    }

    fn text(&mut self, at: &At<'_>, text: &str) {
        if is_blank(text) {
            self.wrong(at, "an empty text", "text", "write the text");
        }
    }

    fn texts(&mut self, list: &At<'_>, texts: &[Text]) {
        for (index, text) in texts.iter().enumerate() {
            self.text(&list.item(index), text);
        }
    }

    fn optional(&mut self, at: &At<'_>, text: Option<&Text>) {
        if text.is_some_and(|text| is_blank(text)) {
            self.wrong(at, "an empty text", "text, or no field", "remove the field");
        }
    }

    fn date(&mut self, at: &At<'_>, date: Option<&Text>, least: Precision) {
        let Some(date) = date else { return };
        if precision(date).is_some_and(|exact| exact >= least) {
            return;
        }
        let expected = match least {
            Precision::Year => "a real date as YYYY, YYYY-MM or YYYY-MM-DD",
            Precision::Month => "a real date as YYYY-MM or YYYY-MM-DD",
            Precision::Day => "a real date as YYYY-MM-DD",
        };
        self.wrong(at, &format!("{} is not a valid date", quote(date)), expected, "for instance 2003-11-17");
    }

    fn source(&mut self, at: &At<'_>, source: &Source) {
        self.text(&at.key("title"), &source.title);
        self.optional(&at.key("author"), source.author.as_ref());
        self.optional(&at.key("publisher"), source.publisher.as_ref());
        self.optional(&at.key("address"), source.address.as_ref());
        self.optional(&at.key("note"), source.note.as_ref());
        if source.sha256.as_ref().is_some_and(|digest| !is_digest(digest)) {
            let expected = "64 hexadecimal digits, a–f in lower case";
            self.wrong(
                &at.key("sha256"),
                "this is not a SHA-256 checksum",
                expected,
                "`sha256sum FILE` prints it",
            );
        }
        self.date(&at.key("date"), source.date.as_ref(), Precision::Year);
        self.date(&at.key("retrieved"), source.retrieved.as_ref(), Precision::Month);
    }

    fn term(&mut self, at: &At<'_>, term: &Term) {
        self.text(&at.key("label"), &term.label);
        self.optional(&at.key("korean"), term.korean.as_ref());
        self.text(&at.key("gloss"), &term.gloss);
        let forms = at.key("forms");
        self.at_least_one(&forms, term.forms.len(), "form");
        for (index, form) in term.forms.iter().enumerate() {
            if !is_form(form) {
                let what = format!("{} cannot be looked for", quote(form));
                let expected = format!("a word or words, {LONGEST_PHRASE} at most, with `*` at the end only");
                self.wrong(&forms.item(index), &what, &expected, "for instance moderniz*");
            }
        }
    }

    fn meaning(&mut self, at: &At<'_>, meaning: &Meaning, dataset: &Dataset) {
        self.text(&at.key("name"), &meaning.name);
        self.text(&at.key("gloss"), &meaning.gloss);
        self.all_refer(&at.key("cues"), &meaning.cues, IdKind::Term);
        self.all_refer(&at.key("evidence"), &meaning.evidence, IdKind::Passage);
        if let Some(quote) = &meaning.quote {
            self.refers(&at.key("quote"), quote, IdKind::Passage);
        }
        self.optional(&at.key("who"), meaning.who.as_ref());
        let answers = at.key("answers");
        for (question, answer) in &meaning.answers {
            let answer_at = answers.key(question);
            self.refers(&answer_at, question, IdKind::Question);
            self.text(&answer_at.key("text"), &answer.text);
            self.all_refer(&answer_at.key("evidence"), &answer.evidence, IdKind::Passage);
        }
        for question in
            dataset.questions.iter().filter(|question| !meaning.answers.contains_key(&question.id))
        {
            let what = format!("no answer to {}", quote(&question.id));
            self.wrong(
                &answers,
                &what,
                "one answer for each question",
                "if the meaning has no answer, say that in words",
            );
        }
    }

    fn statement(&mut self, at: &At<'_>, statement: &Statement) {
        self.text(&at.key("series"), &statement.series);
        self.text(&at.key("title"), &statement.title);
        self.text(&at.key("label"), &statement.label);
        self.text(&at.key("held"), &statement.held);
        self.texts(&at.key("issuers"), &statement.issuers);
        self.texts(&at.key("signatories"), &statement.signatories);
        self.optional(&at.key("place"), statement.place.as_ref());
        self.optional(&at.key("context"), statement.context.as_ref());
        if statement.label.width() > LABEL_COLUMNS {
            let what = format!("{} is {} columns wide", quote(&statement.label), statement.label.width());
            self.wrong(
                &at.key("label"),
                &what,
                &format!("at most {LABEL_COLUMNS}"),
                "a Korean syllable takes two columns",
            );
        }
        self.when(at, statement);
        self.extent(at, statement);
        self.text_of(at, statement);
        let passages = at.key("passages");
        for (index, passage) in statement.passages.iter().enumerate() {
            self.passage(&passages.item(index), passage);
        }
    }

    fn when(&mut self, at: &At<'_>, statement: &Statement) {
        self.date(&at.key("date"), statement.date.as_ref(), Precision::Day);
        self.optional(&at.key("date_note"), statement.date_note.as_ref());
        let year = at.key("year");
        match (&statement.date, statement.year) {
            (Some(_), Some(_)) => {
                self.wrong(&year, "both a date and a year", "only one of the two", "remove the year");
            }
            (None, Some(number)) if !(1..=9999).contains(&number) => {
                self.wrong(&year, &format!("{number} is not a valid year"), "1 to 9999", "for instance 2003");
            }
            (None, Some(_) | None) | (Some(_), None) => {}
        }
        if statement.date.is_none() && statement.date_note.is_none() {
            self.wrong(
                &at.key("date"),
                "no date and no reason",
                "a `date_note`",
                "say why the day is unknown",
            );
        }
    }

    /// The extent and the terms recorded for the text: `silent` only if the whole text was read, and never for a term
    /// that a passage quotes.
    fn extent(&mut self, at: &At<'_>, statement: &Statement) {
        let (says, silent) = (at.key("says"), at.key("silent"));
        self.all_refer(&says, &statement.says, IdKind::Term);
        self.all_refer(&silent, &statement.silent, IdKind::Term);
        let hint = "say how much of the text was read: whole, part or fragments";
        if statement.extent.is_none() && !statement.says.is_empty() {
            self.wrong(&says, "`says` without an `extent`", "`extent` next to it", hint);
        }
        if statement.extent != Some(Extent::Whole) && !statement.silent.is_empty() {
            let what = "`silent` for a text that was not read whole";
            self.wrong(&silent, what, "`extent` whole", "the part that was not read may have the term");
        }
        for (index, id) in statement.silent.iter().enumerate() {
            let item = silent.item(index);
            if statement.says.contains(id) {
                let what = format!("{} is also in `says`", quote(id));
                self.wrong(&item, &what, "each term in one of the two", "check the text again");
            }
            if let Some(passage) =
                self.terms.iter().find(|term| term.id == *id).and_then(|term| quotes(statement, term))
            {
                let what = format!("{} quotes {}", quote(&passage.id), quote(id));
                self.wrong(&item, &what, "terms that no quotation of it has", "remove it here");
            }
        }
    }

    /// The statement may be in another dataset, so only the form of its id is checked.
    fn text_of(&mut self, at: &At<'_>, statement: &Statement) {
        self.optional(&at.key("language"), statement.language.as_ref());
        let Some(of) = &statement.of else { return };
        let at = at.key("of");
        self.id(&at, of);
        if *of == statement.id {
            self.wrong(
                &at,
                "a statement that is a text of itself",
                "the id of another statement",
                "take it out",
            );
        }
    }

    fn passage(&mut self, at: &At<'_>, passage: &Passage) {
        self.text(&at.key("text"), &passage.text);
        self.optional(&at.key("heading"), passage.heading.as_ref());
        self.optional(&at.key("locus"), passage.locus.as_ref());
        self.optional(&at.key("context"), passage.context.as_ref());
        self.refers(&at.key("source"), &passage.source, IdKind::Source);
        self.bearing(at, passage);
        let links = at.key("links");
        for (index, link) in passage.links.iter().enumerate() {
            let link_at = links.item(index);
            self.refers(&link_at.key("to"), &link.to, IdKind::PassageOrStatement);
            self.optional(&link_at.key("note"), link.note.as_ref());
        }
        if let Some(check) = &passage.check {
            self.audit(&at.key("check"), check);
        }
    }

    fn bearing(&mut self, at: &At<'_>, passage: &Passage) {
        match (&passage.meaning, passage.bearing) {
            (Some(meaning), Some(_)) => self.refers(&at.key("meaning"), meaning, IdKind::Meaning),
            (Some(meaning), None) => {
                self.refers(&at.key("meaning"), meaning, IdKind::Meaning);
                self.wrong(
                    &at.key("meaning"),
                    "a meaning without a bearing",
                    "`bearing` next to it",
                    "word, sense or parallel",
                );
            }
            (None, Some(_)) => {
                self.wrong(
                    &at.key("bearing"),
                    "a bearing without a meaning",
                    "`meaning` next to it",
                    "add the meaning's id, or remove the bearing",
                );
            }
            (None, None) => {}
        }
    }

    fn audit(&mut self, at: &At<'_>, check: &Check) {
        self.text(&at.key("note"), &check.note);
        self.optional(&at.key("official"), check.official.as_ref());
        self.optional(&at.key("korean"), check.korean.as_ref());
        self.optional(&at.key("found"), check.found.as_ref());
        let rows = at.key("rows");
        for (index, row) in check.rows.iter().enumerate().filter(|(_, row)| !(1..=99).contains(*row)) {
            let what = format!("{row} is not a valid row");
            self.wrong(&rows.item(index), &what, "a row from 1 to 99", "rows of the wording audit");
        }
        match (&check.source, &check.official) {
            (Some(source), _) => self.refers(&at.key("source"), source, IdKind::Source),
            (None, Some(_)) => {
                let hint = "add \"source\": the id of the source that prints it";
                self.wrong(
                    &at.key("official"),
                    "official wording without its source",
                    "`source` next to it",
                    hint,
                );
            }
            (None, None) => {}
        }
    }
}

/// The first passage whose wording, as printed or official, has the term.
fn quotes<'s>(statement: &'s Statement, term: &Term) -> Option<&'s Passage> {
    let matcher = TermMatcher::new(term.forms.iter().map(|form| (0, &**form)));
    let has = |passage: &&Passage| {
        let printed = (passage.kind == PassageKind::Quotation).then_some(&passage.text);
        let official = passage.check.iter().flat_map(|check| [&check.official, &check.korean]).flatten();
        printed.into_iter().chain(official).any(|wording| !matcher.find(wording).is_empty())
    };
    statement.passages.iter().find(has)
}
