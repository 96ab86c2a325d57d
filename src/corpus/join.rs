//! Opens several datasets as one: the first gives the subject, terms, questions and meanings; the others add sources and
//! statements.
//!
//! Invariant: an id that is already in use gets its dataset's id as a prefix (`next.scm-57`), also where that dataset
//! refers to it, so each id names one thing. A passage keeps its meaning only if both datasets have it with the same id
//! and name.

use std::collections::{HashMap, HashSet};

use super::model::{Dataset, OriginalId, Passage, Source, Statement, Term};
use super::problem::{LoadError, Problem};
use super::{Corpus, PassageNo, Target};
use crate::text::narrow;
use crate::text::safe::Text;

/// Maximum renamed ids that a remark names.
const NAMED: usize = 3;

/// A dataset that is being added.
#[derive(Debug)]
pub(super) struct Joining {
    dataset: Text,
    prefix: Text,
    /// The number of statements in the datasets before it.
    before: usize,
    /// Its meanings that the first dataset has too.
    meanings: HashSet<Text>,
    /// Its terms that the first dataset looks for in the same forms.
    terms: HashSet<Text>,
    /// Its sources that got another id.
    sources: HashMap<Text, Text>,
    /// Statements that got another id: their own and the new one.
    renamed: Vec<(Text, Text)>,
    /// How many of its passages lost a meaning, because the first dataset does not have it.
    unborne: usize,
    /// Whether its own subject, terms, questions or meanings are not shown.
    differs: bool,
}

impl Joining {
    /// What the reader must know about how it was added, one line each.
    fn remarks(&self, first: &Text) -> Vec<String> {
        let mut remarks = Vec::new();
        if self.differs {
            remarks.push(format!(
                "{} is shown with the subject, terms, questions and meanings of {first}; open it alone to see its own",
                self.prefix
            ));
        }
        if self.unborne > 0 {
            remarks.push(format!(
                "{}: {} of its passages have a meaning that {first} does not; they are shown without one",
                self.prefix, self.unborne
            ));
        }
        if !self.renamed.is_empty() {
            let pair = |(id, new): &(Text, Text)| format!("{id} is now {new}");
            let pairs: Vec<String> = self.renamed.iter().take(NAMED).map(pair).collect();
            let more = match self.renamed.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            remarks.push(format!("{}: ids already in use: {}{more}", self.prefix, pairs.join(", ")));
        }
        remarks
    }

    /// The id with the dataset's id as a prefix; the prefix is numbered if that is in use too.
    fn prefixed(&self, id: &str, is_taken: impl Fn(&str) -> bool) -> Text {
        let numbered = (2..).map(|number: u32| format!("{}-{number}.{id}", self.prefix));
        let mut ids = std::iter::once(format!("{}.{id}", self.prefix)).chain(numbered);
        Text::new(&ids.find(|id| !is_taken(id)).unwrap_or_default())
    }

    /// A statement's or a passage's id, with the prefix if the statement's id is in use.
    fn named(&self, id: &Text, is_taken: impl Fn(&str) -> bool) -> Text {
        let statement = id.split('/').next().unwrap_or_default();
        if !is_taken(statement) {
            return id.clone();
        }
        let own = id.strip_prefix(statement).unwrap_or_default();
        Text::new(&format!("{}{own}", self.prefixed(statement, is_taken)))
    }

    fn source(&self, id: &Text) -> Text {
        self.sources.get(id).unwrap_or(id).clone()
    }
}

impl Corpus {
    /// Begins to add a dataset; `head` holds everything but its sources and statements, which follow.
    pub(crate) fn join(&mut self, head: &Dataset) {
        self.finish_joining();
        let names: HashSet<&str> =
            std::iter::once(&*self.dataset.id).chain(self.origins.iter().map(|(_, name)| &**name)).collect();
        let numbered = (2..).map(|number: u32| format!("{}-{number}", head.id));
        let mut free = std::iter::once(head.id.to_string()).chain(numbered).filter(|n| !names.contains(&**n));
        let name = Text::new(&free.next().unwrap_or_default());
        let own = |id: &Text, name: &Text| {
            self.dataset.meanings.iter().any(|meaning| meaning.id == *id && meaning.name == *name)
        };
        let shared = head.meanings.iter().filter(|meaning| own(&meaning.id, &meaning.name));
        let is_shared =
            |term: &&Term| self.dataset.terms.iter().any(|own| own.id == term.id && own.forms == term.forms);
        let terms = head.terms.iter().filter(is_shared).map(|term| term.id.clone()).collect();
        self.origins.push((head.id.clone(), name.clone()));
        self.joining = Some(Joining {
            dataset: head.id.clone(),
            prefix: name,
            before: self.dataset.statements.len(),
            meanings: shared.map(|meaning| meaning.id.clone()).collect(),
            terms,
            sources: HashMap::new(),
            renamed: Vec::new(),
            unborne: 0,
            differs: !head.borrowed && self.lacks(head),
        });
    }

    /// Whether a dataset has a subject, term, question or meaning that this one does not.
    fn lacks(&self, head: &Dataset) -> bool {
        let own = &self.dataset;
        let has_term = |id: &Text| own.terms.iter().any(|term| term.id == *id);
        let has_question = |id: &Text| own.questions.iter().any(|question| question.id == *id);
        let has_meaning = |id: &Text| own.meanings.iter().any(|meaning| meaning.id == *id);
        own.subject.term != head.subject.term
            || !head.terms.iter().all(|term| has_term(&term.id))
            || !head.questions.iter().all(|question| has_question(&question.id))
            || !head.meanings.iter().all(|meaning| has_meaning(&meaning.id))
    }

    /// Takes in sources of the dataset that is being added.
    pub(crate) fn add_sources(&mut self, sources: Vec<Source>) {
        for mut source in sources {
            match self.source(&source.id) {
                Some(held) if *held == source => continue,
                Some(_) => {
                    let Some(joining) = &mut self.joining else { continue };
                    let named = joining.prefixed(&source.id, |id| self.sources.contains_key(id));
                    joining.sources.insert(source.id, named.clone());
                    source.id = named;
                }
                None => {}
            }
            self.sources.insert(source.id.clone(), narrow(self.dataset.sources.len()));
            self.dataset.sources.push(source);
        }
    }

    /// Makes a statement of the dataset that is being added one of this corpus.
    pub(super) fn adopt(&mut self, statement: &mut Statement) {
        let Some(joining) = &mut self.joining else { return };
        let ids = &self.ids;
        let before = joining.before;
        let is_taken = |id: &str| ids.get(id).is_some_and(|at| (*at as usize) < before);
        let (dataset, prefix, id) = (joining.dataset.clone(), joining.prefix.clone(), statement.id.clone());
        statement.original = Some(Box::new(OriginalId { dataset, prefix, id }));
        // A term with other forms is another term.
        statement.says.retain(|term| joining.terms.contains(term));
        statement.silent.retain(|term| joining.terms.contains(term));
        for passage in &mut statement.passages {
            joining.adopt_passage(passage, is_taken);
        }
        if is_taken(&statement.id) {
            let new = joining.prefixed(&statement.id, is_taken);
            self.renamed.entry(statement.id.clone()).or_default().push(new.clone());
            joining.renamed.push((statement.id.clone(), new.clone()));
            statement.rename(&new);
        }
    }

    /// Takes in all statements of the dataset that is being added, at once.
    ///
    /// # Errors
    /// [`LoadError::Inconsistent`] if two get the same id.
    pub(crate) fn add(&mut self, dataset: &Text, statements: Vec<Statement>) -> Result<(), LoadError> {
        if self.append(statements) {
            return Ok(());
        }
        let what = "two of its statements get the same id when they are opened with the others";
        let hint = "open it alone, or change the dataset's id";
        let problems = vec![Problem::new(what, "unique ids", hint)];
        Err(LoadError::Inconsistent { file: dataset.clone(), problems })
    }

    /// The id here of something that the dataset being added names by its own id.
    pub(crate) fn named(&self, id: Text) -> Text {
        let Some(joining) = &self.joining else { return id };
        joining.named(&id, |id| self.ids.get(id).is_some_and(|at| (*at as usize) < joining.before))
    }

    pub(crate) fn finish_joining(&mut self) {
        let Some(joining) = self.joining.take() else { return };
        self.remarks.extend(joining.remarks(&self.dataset.id));
        // Only now: a statement may come after its texts.
        for (id, new) in &joining.renamed {
            let Some(texts) = self.texts.get_mut(id) else { continue };
            let own = texts.split_off(texts.partition_point(|text| (*text as usize) < joining.before));
            for text in &own {
                if let Some(text) = self.dataset.statements.get_mut(*text as usize) {
                    text.of = Some(new.clone());
                }
            }
            self.texts.entry(new.clone()).or_default().extend(own);
        }
    }

    /// What the reader must know about how the datasets were joined; complete when all have been read.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// Whether a dataset is among those that were opened as one.
    pub fn has_dataset(&self, id: &str) -> bool {
        &*self.dataset.id == id || self.origins.iter().any(|(dataset, _)| &**dataset == id)
    }

    /// The dataset that a statement comes from, and its id there.
    pub fn original_id<'a>(&'a self, statement: &'a Statement) -> (&'a Text, &'a Text) {
        match &statement.original {
            Some(origin) => (&origin.dataset, &origin.id),
            None => (&self.dataset.id, &statement.id),
        }
    }

    /// The dataset that a passage comes from, and its id there.
    pub fn original_passage_id(&self, number: PassageNo) -> Option<(&Text, Text)> {
        let (statement, passage) = self.passage(number)?;
        let (dataset, id) = self.original_id(statement);
        let own = passage.id.strip_prefix(&*statement.id).unwrap_or(&passage.id);
        Some((
            dataset,
            if statement.id == *id { passage.id.clone() } else { Text::new(&format!("{id}{own}")) },
        ))
    }

    /// The statements or passages with this id in datasets with this id; more than one only if several datasets have
    /// the same id.
    pub fn by_original_id<'a>(&'a self, dataset: &'a str, id: &'a str) -> impl Iterator<Item = Target> + 'a {
        let own = id.split('/').next().unwrap_or_default();
        let within = id.strip_prefix(own).unwrap_or_default();
        let renamed = self.renamed.get(own).into_iter().flatten().map(|new| &**new);
        let is_home = move |statement: &&str| {
            let at = self.ids.get(*statement).and_then(|at| self.statements().get(*at as usize));
            at.is_some_and(|held| {
                let (home, id) = self.original_id(held);
                &**home == dataset && &**id == own
            })
        };
        let statements = std::iter::once(own).chain(renamed).filter(is_home);
        statements.filter_map(move |statement| self.target(&format!("{statement}{within}")))
    }
}

impl Statement {
    /// Changes its id, and with it those of its passages.
    pub(crate) fn rename(&mut self, id: &str) {
        for passage in &mut self.passages {
            let own = passage.id.strip_prefix(&*self.id).unwrap_or(&passage.id);
            passage.id = Text::new(&format!("{id}{own}"));
        }
        self.id = Text::new(id);
    }
}

impl Joining {
    fn adopt_passage(&mut self, passage: &mut Passage, is_taken: impl Fn(&str) -> bool) {
        passage.source = self.source(&passage.source);
        if let Some(check) = &mut passage.check {
            check.source = check.source.as_ref().map(|source| self.source(source));
        }
        if passage.meaning.as_ref().is_some_and(|meaning| !self.meanings.contains(meaning)) {
            (passage.meaning, passage.bearing) = (None, None);
            self.unborne = self.unborne.saturating_add(1);
        }
        for link in &mut passage.links {
            // Links lead to statements of the dataset itself.
            link.to = self.named(&link.to, &is_taken);
        }
    }
}
