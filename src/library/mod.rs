//! What is read: the corpus with what was made of it for searching and marking.
//!
//! Invariant: corpus and index hold the same passages under the same numbers, whether they came at once or part
//! by part.

mod events;
pub mod inputs;
pub mod loading;
mod parse;

use std::sync::mpsc::channel;

use crate::corpus::load::LoadError;
use crate::corpus::model::{Dataset, TermKind};
use crate::corpus::usage::{Sign, Usage, signs};
use crate::corpus::{Corpus, PassageNo, Target};
use crate::page::compose::Marking;
use crate::search::{Found, HitMark, Index, Query};
use crate::text::safe::Text;
use inputs::Inputs;
use loading::{Batch, LoadEvent};

/// Hits that a search ranks for the screen; no one looks at more before typing on.
const BEST: usize = 1_000;

/// A corpus, its index and its term marks.
#[derive(Debug)]
pub struct Library {
    pub corpus: Corpus,
    pub index: Index,
    pub usage: Usage,
    kinds: Vec<TermKind>,
    /// While parts come: what links lead to, and whether a statement came twice.
    targets: Vec<Text>,
    twice: bool,
    remarks: Vec<String>,
}

impl Library {
    pub fn new(corpus: Corpus) -> Self {
        let index = Index::build(&corpus);
        Self::from(corpus, index)
    }

    /// A library without statements, for those of `head` to come.
    fn of(head: Dataset) -> Self {
        let index = Index::new(&head);
        Self::from(Corpus::new(head), index)
    }

    fn from(corpus: Corpus, index: Index) -> Self {
        let mut usage = Usage::new(corpus.dataset());
        usage.count(&corpus);
        let kinds = corpus.dataset().terms.iter().map(|term| term.kind).collect();
        let (targets, remarks) = (Vec::new(), Vec::new());
        Self { corpus, index, usage, kinds, targets, twice: false, remarks }
    }

    /// A library of nothing at all, to be shown until the beginning of the file `name` has been read.
    pub fn awaited(name: &str) -> Self {
        Self::of(Dataset::awaited(name))
    }

    /// Reads what is held and makes ready to search it.
    ///
    /// # Errors
    /// Those of [`crate::corpus::load::open`].
    pub fn open(inputs: &Inputs) -> Result<Self, LoadError> {
        if inputs.is_small() { Self::whole(inputs) } else { Self::in_parts(inputs) }
    }

    /// As [`Library::open`], each dataset whole.
    fn whole(inputs: &Inputs) -> Result<Self, LoadError> {
        let (corpus, remarks) = inputs.read()?;
        Ok(Self { remarks, ..Self::new(corpus) })
    }

    /// As [`Library::open`], in parts whatever the size.
    ///
    /// # Errors
    /// Those of [`crate::corpus::load::open`].
    pub fn in_parts(inputs: &Inputs) -> Result<Self, LoadError> {
        let (sender, events) = channel();
        let send = move |event| sender.send(event).is_ok();
        if loading::load(inputs.clone(), send).is_err() {
            return Self::whole(inputs);
        }
        let mut library = None;
        for event in events {
            match (event, &mut library) {
                (LoadEvent::Library(new), library) => *library = Some(*new),
                (LoadEvent::Batch(batch), Some(library)) => library.append(*batch),
                (LoadEvent::Done, Some(library)) => {
                    if library.validate() {
                        break;
                    }
                    // What did not make a whole is read again, to say why.
                    return Self::whole(inputs);
                }
                (LoadEvent::Failed(error), _) => return Err(error),
                (LoadEvent::Batch(_) | LoadEvent::Done, None) => {}
            }
        }
        library.map_or_else(|| Self::whole(inputs), Ok)
    }

    /// Takes in the statements that come next.
    pub fn append(&mut self, batch: Batch) {
        if let Some(head) = &batch.joins {
            self.corpus.join(head);
        }
        self.corpus.add_sources(batch.sources);
        self.index.append(&batch.segment);
        self.twice |= !self.corpus.append(batch.statements);
        self.usage.count(&self.corpus);
        let named = batch.targets.into_iter().map(|id| self.corpus.named(id));
        self.targets.extend(named);
        self.remarks.extend(batch.remarks);
    }

    /// What the reader must know of how it was read, in lines; complete once all has come.
    pub fn remarks(&self) -> impl Iterator<Item = &String> {
        self.remarks.iter().chain(self.corpus.remarks())
    }

    /// Whether all that came makes a whole: no statement stands twice, and what is referred to exists.
    pub fn validate(&mut self) -> bool {
        self.corpus.finish_joining();
        let targets = std::mem::take(&mut self.targets);
        let dataset = self.corpus.dataset();
        let answers = dataset.meanings.iter().flat_map(|meaning| meaning.answers.values());
        let evidence =
            dataset.meanings.iter().flat_map(|meaning| meaning.evidence.iter().chain(&meaning.quote));
        let mut passages = evidence.chain(answers.flat_map(|answer| &answer.evidence));
        let is_passage = |id: &Text| matches!(self.corpus.target(id), Some(Target::Passage(_)));
        let whole = !self.twice
            && !dataset.statements.is_empty()
            && passages.all(is_passage)
            && targets.iter().all(|id| self.corpus.target(id).is_some());
        self.index.shrink();
        whole
    }

    /// Searches as the command line does: every hit is ranked.
    pub fn search(&self, query: &str) -> Found {
        self.index.search(&Query::parse(query), usize::MAX, None)
    }

    /// Searches as the explorer does, the best hits ranked; `None` where nothing is asked.
    /// `before` is what the last search found in the same library.
    pub fn find(&self, query: &str, before: Option<&Found>) -> Option<Found> {
        let query = Query::parse(query);
        (!query.is_empty()).then(|| self.index.search(&query, BEST, before))
    }

    /// What was found in the passage.
    pub fn marks(&self, found: &Found, passage: PassageNo) -> Vec<HitMark> {
        let held = self.corpus.passage(passage).filter(|_| found.certainty(passage).is_some());
        held.map(|(statement, passage)| self.index.marks(found, statement, passage)).unwrap_or_default()
    }

    /// What each statement does with the tracked word.
    pub fn signs(&self, statement: usize) -> Vec<Sign> {
        let said = self.usage.tracked().and_then(|term| self.index.quotations_with(term));
        let says = |PassageNo(number)| said.is_some_and(|said| said.contains(number as usize));
        signs(&self.corpus, statement, says)
    }

    /// How marks are written, with brackets where no colour tells them apart.
    pub fn marking(&self, brackets: bool) -> Marking<'_> {
        Marking { kinds: &self.kinds, tracked: self.usage.tracked(), brackets }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::load;
    use crate::corpus::model::Bearing;

    fn place(corpus: &Corpus, id: &str) -> usize {
        match corpus.target(id) {
            Some(Target::Statement(at)) => at,
            Some(Target::Passage(_)) | None => panic!("{id} is no statement"),
        }
    }

    #[test]
    fn the_signs_say_what_each_statement_does_with_the_word() {
        let library = Library::new(load::embedded().unwrap());
        let signs = |id| library.signs(place(&library.corpus, id));
        assert_eq!(signs("scm-35"), [Sign::Bears('A', Bearing::Word)]);
        assert_eq!(signs("scm-36"), [Sign::Bears('A', Bearing::Sense)]);
        assert_eq!(signs("us-japan-2plus2-2023"), [Sign::Bears('B', Bearing::Parallel)]);
        assert_eq!(signs("scm-4"), [Sign::Other]);
        assert_eq!(signs("scm-54"), [Sign::Silent]);
        assert_eq!(signs("jo-2025"), []);
    }

    #[test]
    fn what_no_one_has_judged_is_not_said_to_be_of_something_else() {
        let mut dataset: serde_json::Value =
            serde_json::from_str(include_str!("../../tests/fixture/first-edition.json")).unwrap();
        let statements = dataset["statements"].as_array_mut().unwrap();
        let scm_4 = statements.iter_mut().find(|statement| statement["id"] == "scm-4").unwrap();
        let passages = scm_4["passages"].as_array_mut().unwrap();
        let mut silent = passages[0].clone();
        passages[0].as_object_mut().unwrap().remove("check");
        // The check of a passage that does not say the word judges nothing of it.
        silent["id"] = "scm-4/silent".into();
        silent["text"] = "Nothing.".into();
        passages.push(silent);
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), dataset.to_string()).unwrap();
        let library = Library::open(&file.path().into()).unwrap();
        let signs = |id| library.signs(place(&library.corpus, id));
        assert_eq!((signs("scm-4"), signs("scm-7")), (vec![Sign::Unjudged], vec![Sign::Other]));
    }

    #[test]
    fn a_summary_is_the_editors_and_never_a_statements_use() {
        let library = Library::new(load::embedded().unwrap());
        let said = library.index.quotations_with(library.usage.tracked().unwrap()).unwrap();
        let says = |id| said.contains_any_in_range(library.corpus.span(place(&library.corpus, id)));
        // The Vision of 2023 is held as a summary alone, which says the word.
        assert!(!says("defense-vision-2023"));
        assert!(says("scm-56"));
    }
}
