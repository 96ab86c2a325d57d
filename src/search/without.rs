//! `without:"phrase"`: the statements that do not say it, with silence and ignorance kept apart.
//!
//! Invariant: a statement says a phrase if the concordance has a line of it; it is silent only if its whole text was
//! searched; a statement whose text has the letters of the phrase in a longer word or in another spelling is neither.

use std::borrow::Cow;

use fixedbitset::FixedBitSet;

use super::index::Index;
use super::node::NodeSearch;
use super::phrase::Phrase;
use super::query::{Query, QueryTerm, terms_of, words_of_piece};
use super::same_letters::SameLetters;
use super::terms::TermForms;
use super::words::WordEnding;
use crate::corpus::Corpus;
use crate::corpus::model::Statement;
use crate::corpus::stance::{Stance, Stances};
use crate::text::count_of;
use crate::text::fold::fold;
use crate::text::hangul::holds_hangul;

/// What the statements do with a phrase that must be missing.
///
/// The concordance has a line of *미군* with a particle, but not as a part of *주한미군*. A whole text was
/// searched if it is an import in the script of the phrase, or if the dataset records which of its terms the
/// text lacks and the phrase is a form of one. The name of a term is looked for in all forms that it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Without {
    /// As it was typed.
    pub phrase: String,
    pub stances: Stances,
    /// How many of those that were not seen to say it have its letters, in a longer word or in another spelling.
    pub with_letters: usize,
}

/// The statements that a query wants without something.
pub(super) struct Absence {
    pub of: Vec<Without>,
    /// The passages of those statements and of their texts, whether silent or not seen to say it.
    pub lacking: FixedBitSet,
    /// The passages among them whose statements are not all known to be silent.
    pub unseen: FixedBitSet,
    /// The same statements, each with its texts.
    statements: Vec<Vec<usize>>,
}

impl Without {
    /// All counts in one sentence.
    pub fn sentence(&self) -> String {
        let Stances { says, said_not_quoted, silent, not_seen } = &self.stances;
        let with_letters = match self.with_letters {
            0 => String::new(),
            n => format!(" ({} it within a longer word or in another spelling)", count_of(n, "has", "have")),
        };
        let not_quoted = match said_not_quoted.len() {
            0 => String::new(),
            n => format!(", {n} more without a quotation here"),
        };
        format!(
            "“{}”: {} of {} statements say it{not_quoted}; {} silent; {} not seen in the part held, which tells nothing of the rest{with_letters}",
            self.phrase,
            says.len(),
            self.stances.all(),
            silent.len(),
            not_seen.len()
        )
    }
}

impl Absence {
    /// The first of the `passages` of each statement.
    pub(super) fn firsts(&self, corpus: &Corpus, passages: &FixedBitSet) -> FixedBitSet {
        let mut firsts = FixedBitSet::with_capacity(passages.len());
        for records in &self.statements {
            let mut of_records = records.iter().flat_map(|at| corpus.span(*at));
            firsts.extend(of_records.find(|passage| passages.contains(*passage)));
        }
        firsts
    }
}

impl Index {
    /// The statements of `corpus` that the query wants without something; `None` if it does not.
    pub(super) fn absence(&self, corpus: &Corpus, query: &Query) -> Option<Absence> {
        let of: Vec<Without> = query.without.iter().map(|wanted| self.without(corpus, wanted)).collect();
        // Silent only if silent on all of them; a statement that says one of them is left out.
        let lacks = |stance: &Stance| matches!(stance, Stance::Silent | Stance::NotSeen);
        let by_place = |one: &Without| {
            let stances = one.stances.by_place(corpus.statements().len()).into_iter();
            stances.map(|stance| stance.filter(lacks)).collect::<Vec<Option<Stance>>>()
        };
        let worst = of.iter().map(by_place).reduce(|all, one| {
            all.into_iter().zip(one).map(|(one, other)| Some(one?.max(other?))).collect()
        })?;
        let (mut lacking, mut unseen, mut statements) = (self.words.none(), self.words.none(), Vec::new());
        for (at, stance) in corpus.by_date().filter_map(|at| Some((at, (*worst.get(at)?)?))) {
            let records: Vec<usize> = corpus.records(at).collect();
            for span in records.iter().map(|at| corpus.span(*at)) {
                lacking.insert_range(span.clone());
                unseen.set_range(span, stance == Stance::NotSeen);
            }
            statements.push(records);
        }
        Some(Absence { of, lacking, unseen, statements })
    }

    /// What the statements do with one clause.
    fn without(&self, corpus: &Corpus, wanted: &QueryTerm) -> Without {
        let query = Query { wanted: vec![wanted.clone()], ..Query::default() };
        let said = self.node_search(corpus, &query).ok();
        let clauses = [self.known_of_clause(wanted)];
        let stances = stances_of(corpus, said.as_ref(), &clauses);
        let [known] = clauses;
        let has_letters = |at: &&usize| known.iter().any(|known| known.may_be_in(corpus, **at));
        let with_letters = stances.not_seen.iter().filter(has_letters).count();
        Without { phrase: wanted.typed().to_owned(), stances, with_letters }
    }

    /// What each statement of `corpus` does with the term.
    pub fn stances(&self, corpus: &Corpus, term: usize) -> Stances {
        let said = self.quotations_with(term);
        let known = KnownOfWhole::term(self, term);
        Stances::by(
            corpus,
            |span| said.is_some_and(|said| said.contains_any_in_range(span)),
            |record| known.as_ref().is_some_and(|known| known.is_said(record)),
            |at, record| known.as_ref().is_some_and(|known| known.is_lacking(corpus, at, record)),
        )
    }

    /// What the statements do with each term, by its place in the dataset.
    pub fn stances_of_terms(&self, corpus: &Corpus) -> Vec<Stances> {
        (0..corpus.dataset().terms.len()).map(|term| self.stances(corpus, term)).collect()
    }

    /// What is known of whole texts about the terms that a clause names, or else about each spelling and each term that it may be.
    pub(super) fn known_of_clause(&self, wanted: &QueryTerm) -> Vec<KnownOfWhole<'_>> {
        let keys = naming_words(wanted);
        let named = self.terms_named(&keys).filter_map(|at| KnownOfWhole::named(self, at, &keys));
        let named: Vec<KnownOfWhole<'_>> = named.collect();
        if named.is_empty() { self.known_of_whole(wanted) } else { named }
    }

    /// What is known about whole texts for each spelling and each term that a clause may be.
    pub(super) fn known_of_whole(&self, wanted: &QueryTerm) -> Vec<KnownOfWhole<'_>> {
        let word;
        let spellings: Vec<&Phrase> = match wanted {
            QueryTerm::Word(typed) => {
                let open = typed.ending == WordEnding::Open;
                word = Phrase { open, ..Phrase::quoted(vec![typed.key.clone()]) };
                vec![&word]
            }
            QueryTerm::Phrase { phrase, .. } => vec![phrase],
            QueryTerm::Unit { spellings, .. } => spellings.iter().map(|(_, phrase)| phrase).collect(),
        };
        let terms = terms_of(wanted).iter().flat_map(|value| self.terms_meant(value));
        let spellings = spellings.into_iter().map(|phrase| KnownOfWhole::phrase(self, phrase));
        spellings.chain(terms.filter_map(|(at, _)| KnownOfWhole::term(self, at))).collect()
    }

    /// The dataset's term that a clause asks for, by its place, if it is a single term with all its forms: typed as
    /// `term:`, or as its name without quotation marks.
    pub(super) fn term_asked(&self, wanted: &QueryTerm) -> Option<usize> {
        if let QueryTerm::Unit { spellings, terms, .. } = wanted
            && !terms.is_empty()
        {
            let mut meant = terms.iter().flat_map(|value| self.terms_meant(value)).map(|(at, _)| at);
            return meant.next().filter(|_| spellings.is_empty() && meant.next().is_none());
        }
        let keys = naming_words(wanted);
        let mut named = self.terms_named(&keys);
        let at = named.next().filter(|_| named.next().is_none())?;
        self.terms.get(at)?.is_found_whole(&keys).then_some(at)
    }

    /// The terms, by their places, of which these words are a name for the whole term.
    fn terms_named(&self, keys: &[String]) -> impl Iterator<Item = usize> {
        self.terms.iter().enumerate().filter(|(_, term)| term.is_called(keys)).map(|(at, _)| at)
    }
}

/// The words of a clause that can be a name of a term. The words of a phrase mean only themselves, and a pattern
/// (`modernis*`) only its letters.
fn naming_words(wanted: &QueryTerm) -> Vec<String> {
    let word = wanted
        .word()
        .filter(|word| word.ending != WordEnding::Open)
        .map(|word| std::slice::from_ref(&word.key));
    let words = words_of_piece(wanted).or(word).unwrap_or_default();
    words.iter().map(|word| word.to_ascii_lowercase()).collect()
}

/// What the statements do with the words that are looked for, given what is known about their clauses.
pub(super) fn stances_of(corpus: &Corpus, said: Option<&NodeSearch>, known: &[Vec<KnownOfWhole>]) -> Stances {
    // A text that has a term may have it in any passage, and not together with other words.
    let alone = if let [clause] = known { Some(clause) } else { None };
    Stances::by(
        corpus,
        |span| said.is_some_and(|said| said.is_in(span)),
        |record| alone.is_some_and(|clause| clause.iter().any(|known| known.is_said(record))),
        |at, record| {
            // With another word far from it, or in another form, a word is still in the text.
            let has = |clause: usize| {
                alone.is_none() && said.is_some_and(|said| said.has_clause(corpus, at, clause))
            };
            let lacks = |known: &KnownOfWhole| known.is_lacking(corpus, at, record);
            // A spelling in another script is in no text of this one.
            let is_foreign =
                |known: &KnownOfWhole| corpus.is_whole_import(at) && !known.may_be_in(corpus, at);
            let is_lacking = |clause: &[KnownOfWhole]| {
                clause.iter().any(lacks) && clause.iter().all(|known| lacks(known) || is_foreign(known))
            };
            known.iter().enumerate().any(|(clause, known)| is_lacking(known) && !has(clause))
        },
    )
}

/// What the lists of terms of a statement, and whole texts, say about a word, a phrase or a term.
pub(super) struct KnownOfWhole<'a> {
    /// A text that has one of these terms has it.
    saying: Vec<String>,
    /// A text without one of these terms lacks it.
    lacking: Vec<String>,
    /// Its spellings: a text can have it only if it is in the script of one of these.
    written: Vec<String>,
    /// The passages that have its letters, within longer Korean words, written together, apart or in another spelling:
    /// such statements never count as silent.
    pub same_letters: Cow<'a, FixedBitSet>,
}

impl<'a> KnownOfWhole<'a> {
    fn phrase(index: &Index, phrase: &Phrase) -> Self {
        let lacking = index.terms.iter().filter(|term| term.has_form(phrase));
        Self {
            saying: ids_implying(index, phrase),
            lacking: lacking.map(|term| term.id.clone()).collect(),
            written: vec![phrase.words.join(" ")],
            same_letters: Cow::Owned(SameLetters::of(phrase).passages(&index.words, 0)),
        }
    }

    /// A term by one of its names, with the forms that this name means.
    fn named(index: &'a Index, at: usize, keys: &[String]) -> Option<Self> {
        let (term, whole) = (index.terms.get(at)?, Self::term(index, at)?);
        let mut saying = ids_implying(index, &Phrase::quoted(keys.to_vec()));
        saying.extend(term.is_found_whole(keys).then(|| term.id.clone()));
        let known = Self { saying, ..whole };
        if term.means_all(keys) {
            return Some(known);
        }
        let (mut written, mut same_letters) = (Vec::new(), index.words.none());
        for form in term.meant_by(keys) {
            written.push(form.words.join(" "));
            same_letters.union_with(&SameLetters::of(form).passages(&index.words, 0));
        }
        Some(Self { written, same_letters: Cow::Owned(same_letters), ..known })
    }

    fn term(index: &'a Index, at: usize) -> Option<Self> {
        let (term, same_letters) = (index.terms.get(at)?, index.same_letters(at)?);
        let written = term.forms.iter().map(|form| form.words.join(" ")).collect();
        let own = vec![term.id.clone()];
        Some(Self { saying: own.clone(), lacking: own, written, same_letters: Cow::Borrowed(same_letters) })
    }

    /// Whether the text of the statement is known to have it.
    pub(super) fn is_said(&self, record: &Statement) -> bool {
        record.says.iter().any(|id| self.saying.contains(&fold(id)))
    }

    /// Whether the whole text of the statement at this place is known to lack it.
    fn is_lacking(&self, corpus: &Corpus, at: usize, record: &Statement) -> bool {
        let is_known = record.silent.iter().any(|id| self.lacking.contains(&fold(id)))
            || self.written.iter().any(|written| corpus.is_whole_import_in(at, written));
        is_known && !self.may_be_in(corpus, at)
    }

    /// Whether what is held of the statement has its letters.
    fn may_be_in(&self, corpus: &Corpus, at: usize) -> bool {
        corpus.records(at).any(|at| self.same_letters.contains_any_in_range(corpus.span(at)))
    }
}

impl TermForms {
    /// Whether the phrase is one of the forms, so that a text without the term lacks it. A longer phrase that contains
    /// a form can be a name of its own: a text that only mentions the South China Sea does not mention China.
    fn has_form(&self, phrase: &Phrase) -> bool {
        let keys: Vec<&str> = phrase.words.iter().map(String::as_str).collect();
        let is = |form: &Phrase| form.begins(&keys) == Some(keys.len()) && (!phrase.open || form.open);
        self.forms.iter().any(is)
    }

    /// Whether a text that has the term has the phrase, because each form in its language contains it. For a phrase
    /// that is one form of several, it is unknown whether the text has that one.
    fn implies(&self, phrase: &Phrase) -> bool {
        let hangul = phrase.words.iter().any(|word| holds_hangul(word));
        let has = |form: &Phrase| {
            let whole = if form.open { form.words.len().saturating_sub(1) } else { form.words.len() };
            form.words
                .get(..whole)
                .unwrap_or_default()
                .windows(phrase.words.len().max(1))
                .any(|part| part == phrase.words)
        };
        let mut forms = self.forms.iter().filter(|form| form.hangul == hangul).peekable();
        // Of the words that a pattern means, the text may have only another form of the term.
        !phrase.open && forms.peek().is_some() && forms.all(has)
    }
}

/// The terms for which a text that has the term has these words.
fn ids_implying(index: &Index, phrase: &Phrase) -> Vec<String> {
    let implying = index.terms.iter().filter(|term| term.implies(phrase));
    implying.map(|term| term.id.clone()).collect()
}
