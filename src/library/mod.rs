//! What is read: the corpus with its index and term marks.
//!
//! Invariant: corpus and index have the same passages under the same numbers, whether they were read at once or in
//! parts.

mod events;
pub mod inputs;
pub mod loading;
mod parse;

use std::sync::mpsc::channel;

use fixedbitset::FixedBitSet;

use crate::corpus::check::is_sound_whole;
use crate::corpus::load::LoadError;
use crate::corpus::model::Dataset;
use crate::corpus::usage::{Sign, Usage, signs};
use crate::corpus::{Corpus, PassageNo};
use crate::page::compose::Marking;
use crate::search::{Found, Hit, HitMark, Index, Query};
use crate::text::safe::Text;
use inputs::Inputs;
use loading::{Batch, LoadEvent};
use parse::parse;

/// Maximum hits that a search ranks for the screen: readers type on before they look at more.
const BEST: usize = 1_000;

/// A corpus, its index and its term marks.
#[derive(Debug)]
pub struct Library {
    pub corpus: Corpus,
    pub index: Index,
    pub usage: Usage,
    /// While parts are read: the targets of links, and whether a statement appeared twice.
    targets: Vec<Text>,
    twice: bool,
    remarks: Vec<String>,
}

impl Library {
    pub fn new(corpus: Corpus) -> Self {
        let index = Index::build(&corpus);
        Self::from(corpus, index)
    }

    /// A library without statements, for those of `head` to be added.
    fn of(head: Dataset) -> Self {
        let index = Index::new(&head);
        Self::from(Corpus::new(head), index)
    }

    fn from(corpus: Corpus, index: Index) -> Self {
        let usage = Usage::new(corpus.dataset());
        Self::with(corpus, index, usage)
    }

    fn with(corpus: Corpus, index: Index, mut usage: Usage) -> Self {
        usage.count(&corpus);
        let (targets, remarks) = (Vec::new(), Vec::new());
        Self { corpus, index, usage, targets, twice: false, remarks }
    }

    /// An empty library, to be shown until the beginning of the file `name` has been read.
    pub fn awaited(name: &str) -> Self {
        Self::of(Dataset::awaited(name))
    }

    /// Reads what is held and prepares it for searching.
    ///
    /// # Errors
    /// Those of [`crate::corpus::load::open`].
    pub fn open(inputs: &Inputs) -> Result<Self, LoadError> {
        if inputs.is_small() { Self::whole(inputs) } else { Self::in_parts(inputs) }
    }

    /// As [`Library::open`], each dataset whole, for the first frame: it cannot be searched before
    /// [`Library::build_index`].
    ///
    /// # Errors
    /// Those of [`crate::corpus::load::open`].
    pub fn to_be_indexed(inputs: &Inputs) -> Result<Self, LoadError> {
        let (corpus, remarks) = inputs.read()?;
        let mut library = Self::awaiting_index(corpus);
        library.remarks = remarks;
        Ok(library)
    }

    fn awaiting_index(corpus: Corpus) -> Self {
        let usage = Usage::new(corpus.dataset());
        let index = Index::awaited(&corpus, usage.tracked());
        Self::with(corpus, index, usage)
    }

    /// Builds the index, unless it already has all passages.
    pub fn build_index(&mut self) {
        if self.index.passages() < self.corpus.passages() {
            self.index = Index::build(&self.corpus);
        }
    }

    /// As [`Library::open`], each dataset whole.
    fn whole(inputs: &Inputs) -> Result<Self, LoadError> {
        let (corpus, remarks) = inputs.read()?;
        Ok(Self { remarks, ..Self::new(corpus) })
    }

    /// As [`Library::open`], for commands that search nothing: a large dataset is not indexed, and takes half the
    /// memory.
    ///
    /// # Errors
    /// Those of [`crate::corpus::load::open`].
    pub fn open_without_index(inputs: &Inputs) -> Result<Self, LoadError> {
        if inputs.is_small() {
            return Self::whole(inputs);
        }
        let mut library = None;
        let parsed = parse(inputs, |event| {
            Self::receive(&mut library, event);
            true
        });
        Self::sound(library.filter(|_| parsed.is_ok()), inputs)
    }

    /// Like [`Library::open`], but always in parts.
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
            match event {
                LoadEvent::Failed(error) => return Err(error),
                LoadEvent::Library(_) | LoadEvent::Batch(_) | LoadEvent::Done => {
                    Self::receive(&mut library, event);
                }
            }
        }
        Self::sound(library, inputs)
    }

    fn receive(library: &mut Option<Self>, event: LoadEvent) {
        match (event, library) {
            (LoadEvent::Library(new), library) => *library = Some(*new),
            (LoadEvent::Batch(batch), Some(library)) => library.append(*batch),
            (LoadEvent::Batch(_), None) | (LoadEvent::Done | LoadEvent::Failed(_), _) => {}
        }
    }

    /// The library, if its parts are consistent; else everything is read again, to report why not.
    fn sound(library: Option<Self>, inputs: &Inputs) -> Result<Self, LoadError> {
        let sound = library.and_then(|mut library| library.validate().then_some(library));
        sound.map_or_else(|| Self::whole(inputs), Ok)
    }

    /// Adds the statements that come next.
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

    /// What the reader must know about how it was read, in lines; complete after the last batch.
    pub fn remarks(&self) -> impl Iterator<Item = &String> {
        self.remarks.iter().chain(self.corpus.remarks())
    }

    /// Whether the parts are a consistent whole: no statement appears twice, and every reference has its target.
    pub fn validate(&mut self) -> bool {
        self.corpus.finish_joining();
        self.usage.count(&self.corpus);
        let targets = std::mem::take(&mut self.targets);
        let is_sound = !self.twice && is_sound_whole(&self.corpus, &targets);
        self.index.finish();
        is_sound
    }

    /// Searches as the command line does: every hit is ranked.
    pub fn search(&self, query: &str) -> Found {
        self.ask(&Query::parse(query), usize::MAX, None)
    }

    /// Searches as the explorer does, with only the best hits ranked; `None` if the query is empty. `before` is what
    /// the last search found in the same library.
    pub fn find(&self, query: &str, before: Option<&Found>) -> Option<Found> {
        let query = Query::parse_unfinished(query);
        (!query.is_empty()).then(|| {
            let mut found = self.ask(&query, BEST, before);
            self.index.collapse(&mut found);
            found
        })
    }

    /// Of equal hits, those with the accents that were typed come first.
    fn ask(&self, query: &Query, limit: usize, before: Option<&Found>) -> Found {
        debug_assert_eq!(self.index.passages(), self.corpus.passages(), "the index is not built");
        let mut found = self.index.search(&self.corpus, query, limit, before);
        let accented = query.accented();
        if !accented.is_empty() {
            let lacks = |hit: &Hit| {
                let text = self.corpus.passage(hit.passage).map(|(_, passage)| passage.text.to_lowercase());
                !text.is_some_and(|text| accented.iter().all(|word| text.contains(word)))
            };
            let mut hits = std::mem::take(&mut found.hits);
            let equal = |one: &Hit, next: &Hit| {
                one.score == next.score && found.certainty(one.passage) == found.certainty(next.passage)
            };
            hits.chunk_by_mut(equal).for_each(|equals| equals.sort_by_cached_key(lacks));
            found.hits = hits;
        }
        found
    }

    /// What was found in the passage.
    pub fn marks(&self, found: &Found, passage: PassageNo) -> Vec<HitMark> {
        let held = self.corpus.passage(passage).filter(|_| found.certainty(passage).is_some());
        held.map(|(statement, passage)| self.index.marks(found, statement, passage)).unwrap_or_default()
    }

    /// What each statement does with the tracked word.
    pub fn signs(&self, statement: usize) -> Vec<Sign> {
        let tracked = self.usage.tracked();
        let is_in = |set: Option<&FixedBitSet>, PassageNo(number)| {
            set.is_some_and(|set| set.contains(number as usize))
        };
        let says = |number| is_in(tracked.and_then(|term| self.index.quotations_with(term)), number);
        let may_say = |number| is_in(tracked.and_then(|term| self.index.same_letters(term)), number);
        signs(&self.corpus, &self.corpus.dataset().subject.term, statement, says, may_say)
    }

    /// How marks are written: without brackets, which only a screen without colors needs.
    pub fn marking(&self) -> Marking {
        Marking { tracked: self.usage.tracked(), has_brackets: false }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::corpus::Target;
    use crate::corpus::confirmation::Confirmation;
    use crate::corpus::holding::Holding;
    use crate::corpus::load;
    use crate::corpus::model::Bearing;

    pub(crate) fn place(corpus: &Corpus, id: &str) -> usize {
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
        // It has a sense in other words, and says the word of something else.
        assert_eq!(signs("leaders-2021-05-21"), [Sign::Bears('B', Bearing::Sense), Sign::Other]);
        assert_eq!(signs("scm-54"), [Sign::NotSeen]);
        assert_eq!(signs("jo-2025"), []);
    }

    /// The first edition with a change.
    pub(crate) fn changed(change: impl FnOnce(&mut serde_json::Value)) -> Library {
        let mut dataset =
            serde_json::from_str(include_str!("../../tests/fixture/first-edition.json")).unwrap();
        change(&mut dataset);
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), dataset.to_string()).unwrap();
        Library::open(&file.path().into()).unwrap()
    }

    pub(crate) fn statement<'a>(dataset: &'a mut serde_json::Value, id: &str) -> &'a mut serde_json::Value {
        let statements = dataset["statements"].as_array_mut().unwrap();
        statements.iter_mut().find(|statement| statement["id"] == id).unwrap()
    }

    #[test]
    fn what_no_one_has_judged_is_not_said_to_be_of_something_else() {
        let library = changed(|dataset| {
            let passages = statement(dataset, "scm-4")["passages"].as_array_mut().unwrap();
            let mut silent = passages[0].clone();
            passages[0].as_object_mut().unwrap().remove("check");
            // The check of a passage that does not say the word is no judgment of it.
            silent["id"] = "scm-4/silent".into();
            silent["text"] = "Nothing.".into();
            passages.push(silent);
        });
        let signs = |id| library.signs(place(&library.corpus, id));
        assert_eq!((signs("scm-4"), signs("scm-7")), (vec![Sign::Unjudged], vec![Sign::Other]));
    }

    const TRACKED: &str = "modernization";
    pub(crate) const LOOKED_THROUGH: [&str; 3] =
        ["leaders-2022-05-21", "leaders-2023-04-26", "us-japan-2024-04-10"];

    /// How many statements say the term, say it without being quoted, are silent, and were not seen to say it.
    fn counts(library: &Library, term: &str) -> [usize; 4] {
        let at = library.corpus.dataset().terms.iter().position(|one| &*one.id == term).unwrap();
        let stances = library.index.stances(&library.corpus, at);
        [&stances.says, &stances.said_not_quoted, &stances.silent, &stances.not_seen].map(Vec::len)
    }

    #[test]
    fn silence_is_known_only_where_the_whole_text_was_looked_through() {
        assert_eq!(counts(&Library::new(load::embedded().unwrap()), TRACKED), [18, 0, 0, 19]);
        let library = changed(|dataset| {
            for id in LOOKED_THROUGH {
                let statement = statement(dataset, id);
                statement["extent"] = "whole".into();
                statement["silent"] = [TRACKED].as_slice().into();
            }
            let statement = statement(dataset, LOOKED_THROUGH[0]);
            statement["says"] = ["linchpin"].as_slice().into();
        });
        assert_eq!(counts(&library, TRACKED), [18, 0, 3, 16]);
        assert_eq!(counts(&library, "linchpin"), [3, 1, 0, 33]);
        assert_eq!(library.signs(place(&library.corpus, LOOKED_THROUGH[1])), [Sign::Silent]);
        assert_eq!(library.signs(place(&library.corpus, "scm-54")), [Sign::NotSeen]);
    }

    #[test]
    fn a_term_that_the_text_says_and_no_passage_quotes_is_said() {
        let library = changed(|dataset| {
            let statement = statement(dataset, LOOKED_THROUGH[0]);
            statement["extent"] = "part".into();
            statement["says"] = [TRACKED].as_slice().into();
        });
        assert_eq!(counts(&library, TRACKED), [18, 1, 0, 18]);
        assert_eq!(library.signs(place(&library.corpus, LOOKED_THROUGH[0])), [Sign::NotQuoted]);
    }

    /// A text of the statement, as an import has it, in these paragraphs below these headings.
    fn add_text(dataset: &mut serde_json::Value, of: &str, paragraphs: &[(&str, &str)]) {
        let source = serde_json::json!({
            "id": "text", "kind": "imported text", "title": "A text", "sha256": "0".repeat(64)
        });
        dataset["sources"].as_array_mut().unwrap().push(source);
        let passage = |(number, (heading, text)): (usize, &(&str, &str))| {
            serde_json::json!({
                "id": format!("text/{number}"), "kind": "quotation", "source": "text", "text": text, "heading": heading
            })
        };
        let mut text = statement(dataset, of).clone();
        text["id"] = "text".into();
        text["of"] = of.into();
        text["extent"] = "whole".into();
        text["passages"] = paragraphs.iter().enumerate().map(passage).collect();
        dataset["statements"].as_array_mut().unwrap().push(text);
    }

    #[test]
    fn a_text_of_a_statement_is_not_one_more_and_makes_it_whole() {
        let library = changed(|dataset| {
            let linchpin = ("The linchpin", "They spoke of peace.");
            add_text(dataset, LOOKED_THROUGH[0], &[linchpin, ("The linchpin", "They spoke of prosperity.")]);
        });
        assert_eq!((library.corpus.statements().len(), library.usage.counted()), (41, 37));
        let all = Holding { statements: 37, texts: 1, collecting: 2, analyses: 1 };
        assert_eq!(library.usage.holding(&library.corpus), all);
        assert_eq!(Holding::of(&library.corpus, library.corpus.by_date()), all);
        // Silent: every paragraph is held.
        assert_eq!(counts(&library, TRACKED), [18, 0, 1, 18]);
        assert_eq!(counts(&library, "linchpin"), [4, 0, 0, 33]);
        for id in [LOOKED_THROUGH[0], "text"] {
            assert_eq!(library.signs(place(&library.corpus, id)), [Sign::Silent], "{id}");
        }
        // A statement is not silent either if it has the letters of the word in another spelling, before the index is
        // built and after.
        let mut respelled = changed(|dataset| {
            add_text(dataset, LOOKED_THROUGH[0], &[("The linchpin", "They spoke of moderni-zation.")]);
        });
        respelled = Library::awaiting_index(respelled.corpus);
        for _ in 0..2 {
            assert_eq!(respelled.signs(place(&respelled.corpus, LOOKED_THROUGH[0])), [Sign::NotSeen]);
            respelled.build_index();
        }
        // The heading counts once, not under each of its paragraphs.
        let before = Library::new(load::embedded().unwrap());
        let total = |library: &Library| library.search("term:linchpin").total();
        assert_eq!(total(&library), total(&before) + 1);
    }

    #[test]
    fn a_text_counts_as_the_kind_of_record_that_it_is_a_text_of() {
        for of in ["scm-2020s", "jo-2025"] {
            let library = changed(|dataset| {
                add_text(dataset, of, &[("Text", "They spoke of modernization.")]);
                for record in dataset["statements"].as_array_mut().unwrap() {
                    if record["id"] == "text" {
                        (record["standing"], record["collects"]) = ("joint".into(), false.into());
                    }
                }
            });
            let all = Holding { statements: 37, texts: 1, collecting: 2, analyses: 1 };
            assert_eq!(library.usage.holding(&library.corpus), all, "{of}");
            assert_eq!(Holding::of(&library.corpus, library.corpus.by_date()), all, "{of}");
            assert_eq!(counts(&library, TRACKED).iter().sum::<usize>(), all.statements, "{of}");
        }
    }

    #[test]
    fn a_quotation_is_missed_only_in_whole_texts_of_its_script() {
        let english = "The alliance (한미동맹) protects peace in the whole of the region.";
        for (text, quotation, found) in [
            (english, "The alliance protects peace.", Some(Confirmation::NotFound)),
            (english, "alliance (한미동맹) protects", Some(Confirmation::Printed)),
            (english, "한미동맹은 평화를 지킨다.", None),
            ("同盟は平和を守る。", "The alliance protects peace.", None),
        ] {
            let library = changed(|dataset| {
                let held = &mut statement(dataset, LOOKED_THROUGH[0])["passages"][0];
                held["text"] = quotation.into();
                held.as_object_mut().unwrap().remove("check");
                add_text(dataset, LOOKED_THROUGH[0], &[("A heading", text)]);
            });
            let corpus = &library.corpus;
            let first = corpus.passages_of(place(corpus, LOOKED_THROUGH[0])).next().unwrap();
            let confirmation = corpus.confirmation(first).map(|(confirmation, _)| confirmation);
            assert_eq!(confirmation, found, "{quotation} in {text}");
        }
    }

    #[test]
    fn a_summary_is_the_editors_and_never_a_statements_use() {
        let library = Library::new(load::embedded().unwrap());
        let said = library.index.quotations_with(library.usage.tracked().unwrap()).unwrap();
        let says = |id| said.contains_any_in_range(library.corpus.span(place(&library.corpus, id)));
        // Only a summary is held of the Vision of 2023, and the summary says the word.
        assert!(!says("defense-vision-2023"));
        assert!(says("scm-56"));
    }
}
