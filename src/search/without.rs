//! `without:"phrase"`: the statements that do not say it, silence told from ignorance.
//!
//! Invariant: a statement says a phrase if a search for it would count one of its passages. It is silent only if its
//! whole text was looked through: in an import in the script of the phrase, or for one of the dataset's terms of which the
//! phrase is a form.

use fixedbitset::FixedBitSet;

use super::index::Index;
use super::phrase::Phrase;
use super::query::{Query, QueryTerm, terms_of};
use super::squeezed;
use super::terms::TermForms;
use super::words::{WordEnding, words};
use crate::corpus::Corpus;
use crate::corpus::model::Statement;
use crate::corpus::stance::{Stance, Stances};
use crate::text::fold::fold;
use crate::text::hangul::holds_hangul;

/// What the statements do with a phrase that must be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Without {
    /// As it was typed, or the label of the term that was typed.
    pub phrase: String,
    pub stances: Stances,
}

/// The statements that a query wants without something.
pub(super) struct Absence {
    pub of: Vec<Without>,
    /// The passages of those statements, silent or not seen to say it, and their texts.
    pub lacking: FixedBitSet,
    /// Those of them of statements that are not all known to be silent.
    pub unseen: FixedBitSet,
    /// The same statements, each with its texts.
    statements: Vec<Vec<usize>>,
}

impl Without {
    /// All counts in one sentence.
    pub fn sentence(&self) -> String {
        let Stances { says, said_not_quoted, silent, not_seen } = &self.stances;
        let not_quoted = match said_not_quoted.len() {
            0 => String::new(),
            n => format!(", {n} more without a quotation here"),
        };
        format!(
            "“{}”: {} of {} statements say it{not_quoted}; {} silent; {} not seen in the part held, which tells nothing of the rest",
            self.phrase,
            says.len(),
            self.stances.all(),
            silent.len(),
            not_seen.len()
        )
    }

    /// What each of so many statements does with the phrase, by its place; `None` if it says it.
    fn by_place(&self, statements: usize) -> Vec<Option<Stance>> {
        let mut by_place = vec![None; statements];
        for (list, stance) in
            [(&self.stances.silent, Stance::Silent), (&self.stances.not_seen, Stance::NotSeen)]
        {
            for at in list {
                by_place.get_mut(*at).into_iter().for_each(|place| *place = Some(stance));
            }
        }
        by_place
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
    /// The statements of `corpus` that the query wants without something; `None` if there is no such wish.
    pub(super) fn absence(&self, corpus: &Corpus, query: &Query) -> Option<Absence> {
        let of: Vec<Without> = query.without.iter().map(|wanted| self.without(corpus, wanted)).collect();
        // Silent only if silent on all of them; a statement that says one of them is left out.
        let worst = of.iter().map(|one| one.by_place(corpus.statements().len())).reduce(|all, one| {
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
    pub(super) fn without(&self, corpus: &Corpus, wanted: &QueryTerm) -> Without {
        let quoted = matches!(wanted, QueryTerm::Phrase { .. });
        let mut meant = terms_of(wanted).iter().flat_map(|value| self.terms_meant(value));
        let named = match (meant.next(), meant.next()) {
            (Some(term), None) => Some(term),
            _ if quoted => None,
            _ => self.term_named(wanted),
        };
        if let Some((at, term)) = named {
            return Without { phrase: term.label.clone(), stances: self.stances(corpus, at) };
        }
        let known = self.known_of_whole(wanted);
        let mut said = self.phrase_said(wanted);
        known.iter().flat_map(|known| &known.within).for_each(|within| said.union_with(within));
        let stances = Stances::by(
            corpus,
            |span| said.contains_any_in_range(span),
            |record| known.iter().any(|known| known.is_said(record)),
            |at, record| known.iter().all(|known| known.is_lacking(corpus, at, record)),
        );
        Without { phrase: wanted.typed().to_owned(), stances }
    }

    /// The passages whose own words contain the word or phrase.
    fn phrase_said(&self, wanted: &QueryTerm) -> FixedBitSet {
        let query = Query { wanted: vec![wanted.clone()], ..Query::default() };
        let (terms, _) = self.terms_of(&query, &[], &mut Vec::new());
        let said = terms.first().and_then(|term| term.in_words(term.firm)).cloned();
        said.unwrap_or_else(|| self.words.none())
    }

    /// What each statement of `corpus` does with the term.
    pub fn stances(&self, corpus: &Corpus, term: usize) -> Stances {
        let said = self.quotations_with(term);
        let known = self.terms.get(term).map(|term| KnownOfWhole::term(self, term));
        Stances::by(
            corpus,
            |span| said.is_some_and(|said| said.contains_any_in_range(span)),
            |record| known.as_ref().is_some_and(|known| known.is_said(record)),
            |at, record| known.as_ref().is_some_and(|known| known.is_lacking(corpus, at, record)),
        )
    }

    /// What is known of whole texts about each spelling and each term that a clause may be.
    pub(super) fn known_of_whole(&self, wanted: &QueryTerm) -> Vec<KnownOfWhole> {
        let word;
        let spellings: Vec<&Phrase> = match wanted {
            QueryTerm::Word(typed) => {
                word = Phrase::quoted(vec![typed.key.clone()], typed.ending == WordEnding::Open);
                vec![&word]
            }
            QueryTerm::Phrase { phrase, .. } => vec![phrase],
            QueryTerm::Unit { spellings, .. } => spellings.iter().map(|(_, phrase)| phrase).collect(),
        };
        let terms = terms_of(wanted).iter().flat_map(|value| self.terms_meant(value));
        let spellings = spellings.into_iter().map(|phrase| KnownOfWhole::phrase(self, phrase));
        spellings.chain(terms.map(|(_, term)| KnownOfWhole::term(self, term))).collect()
    }

    /// The passages whose own words have one of the phrases, also within Korean words; `None` where no such word is Korean.
    fn within_korean<'a>(&self, phrases: impl IntoIterator<Item = &'a Phrase>) -> Option<FixedBitSet> {
        let mut within = None;
        let vocabulary = &self.words.vocabulary;
        let is_korean = |word: &u32| vocabulary.word(*word).is_some_and(|word| holds_hangul(&word.text));
        for phrase in phrases.into_iter().filter(|_| !vocabulary.korean.is_empty()) {
            let phrase = Phrase { hangul: true, ..phrase.clone() };
            if phrase.columns(vocabulary).iter().flatten().any(is_korean) {
                within.get_or_insert_with(|| self.words.none()).union_with(&phrase.in_words(&self.words, 0));
            }
        }
        within
    }

    /// The passages whose own words have the letters of one of the phrases.
    fn squeezed<'a>(&self, phrases: impl IntoIterator<Item = &'a Phrase>) -> FixedBitSet {
        let mut found = self.words.none();
        let sets = phrases.into_iter().map(|phrase| squeezed::passages_with(&self.words, phrase));
        sets.for_each(|set| found.union_with(&set));
        found
    }

    /// The term that is typed: its id, or a name that stands for all its forms. A pattern (`modernis*`) never means a term, only its own letters.
    pub(super) fn term_named(&self, wanted: &QueryTerm) -> Option<(usize, &TermForms)> {
        let typed = wanted.typed();
        if typed.ends_with('*') || wanted.word().is_some_and(|word| word.ending == WordEnding::Open) {
            return None;
        }
        let (id, keys) = (fold(typed), words(typed));
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let is_id = |(_, term): &(usize, &TermForms)| term.id == id;
        let is_name = |(_, term): &(usize, &TermForms)| {
            term.named_by(&keys).is_some_and(|(length, _)| length == keys.len())
                && term.is_whole_name(&keys, keys.len())
        };
        let terms = || self.terms.iter().enumerate();
        terms().find(is_id).or_else(|| terms().find(is_name))
    }
}

/// What the lists of terms of a statement, and whole texts, tell of a word, a phrase or a term.
pub(super) struct KnownOfWhole {
    /// A text that has one of these terms has it.
    saying: Vec<String>,
    /// A text without one of these terms lacks it.
    lacking: Vec<String>,
    /// As it can be written: it is in the text only in a script of one of these.
    written: Vec<String>,
    /// The passages that have it, also within longer Korean words, where some may: particles and compounds attach to it, and
    /// those never make silence of what is said.
    pub within: Option<FixedBitSet>,
    /// The passages that have its letters, written together, apart or in another spelling: they never make silence either.
    pub respelled: FixedBitSet,
}

impl KnownOfWhole {
    fn phrase(index: &Index, phrase: &Phrase) -> Self {
        let with = |implied: fn(&TermForms, &[String], bool) -> bool| -> Vec<String> {
            let terms = index.terms.iter().filter(|term| implied(term, &phrase.words, phrase.open));
            terms.map(|term| term.id.clone()).collect()
        };
        let (saying, lacking) = (with(TermForms::implies), with(TermForms::has_form));
        let (written, within) = (vec![phrase.words.join(" ")], index.within_korean([phrase]));
        Self { saying, lacking, written, within, respelled: index.squeezed([phrase]) }
    }

    pub(super) fn term(index: &Index, term: &TermForms) -> Self {
        let written = term.forms.iter().map(|form| form.words.join(" ")).collect();
        let within = index.within_korean(&term.forms);
        let (own, respelled) = (vec![term.id.clone()], index.squeezed(&term.forms));
        Self { saying: own.clone(), lacking: own, written, within, respelled }
    }

    /// Whether the text of the statement is known to have it.
    pub(super) fn is_said(&self, record: &Statement) -> bool {
        record.says.iter().any(|id| self.saying.contains(&fold(id)))
    }

    /// Whether the whole text of the statement at this place is known to lack it.
    pub(super) fn is_lacking(&self, corpus: &Corpus, at: usize, record: &Statement) -> bool {
        let mut records = corpus.records(at);
        let is_known = record.silent.iter().any(|id| self.lacking.contains(&fold(id)))
            || self.written.iter().any(|written| corpus.is_whole_import_in(at, written));
        let sets = self.within.iter().chain([&self.respelled]);
        is_known && !records.any(|at| sets.clone().any(|set| set.contains_any_in_range(corpus.span(at))))
    }
}

impl TermForms {
    /// Whether the phrase is one of the forms, so that a text without the term lacks it. A longer phrase that contains a form
    /// can be a name of its own: a text that speaks of the South China Sea alone does not speak of China.
    fn has_form(&self, phrase: &[String], open: bool) -> bool {
        let keys: Vec<&str> = phrase.iter().map(String::as_str).collect();
        let is = |form: &Phrase| form.begins(&keys) == Some(keys.len()) && (!open || form.open);
        self.forms.iter().any(is)
    }

    /// Whether a text that has the term has the phrase, or is best taken to: the phrase is a name of the whole term, or part
    /// of each form in its language.
    fn implies(&self, phrase: &[String], open: bool) -> bool {
        let keys: Vec<&str> = phrase.iter().map(String::as_str).collect();
        let hangul = phrase.iter().any(|word| holds_hangul(word));
        let has = |form: &Phrase| {
            let whole = if form.open { form.words.len().saturating_sub(1) } else { form.words.len() };
            form.words
                .get(..whole)
                .unwrap_or_default()
                .windows(phrase.len().max(1))
                .any(|part| part == phrase)
        };
        let mut forms = self.forms.iter().filter(|form| form.hangul == hangul).peekable();
        let part_of_each = !open && forms.peek().is_some() && forms.all(has);
        let named = self.named_by(&keys).is_some_and(|(length, _)| length == keys.len());
        // Of the words that a pattern means, the text may have another form of the term alone.
        part_of_each || (!open && named && self.is_whole_name(&keys, keys.len()))
    }
}
