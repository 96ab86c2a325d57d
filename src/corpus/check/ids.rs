//! The checks of ids: each well formed and given once, each reference to one that exists.
//!
//! Invariant: where the statements have not been read, references to them are not checked.

use std::collections::{HashMap, HashSet};

use super::Checker;
use crate::corpus::json_path::{At, Step, written};
use crate::corpus::model::Dataset;
use crate::corpus::problem::{GIVES_AN_ID, LISTED, excerpt, quote};
use crate::corpus::rules::{is_blank, is_id, is_passage_id};
use crate::text::nearest::nearest;
use crate::text::safe::Text;

const AN_ID: &str = "an id of a–z, 0–9, `.`, `+`, `-` that begins with a letter or digit";

/// What an id may refer to.
#[derive(Debug, Clone, Copy)]
pub(super) enum IdKind {
    Source,
    Term,
    Question,
    Meaning,
    Passage,
    PassageOrStatement,
}

impl IdKind {
    fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Term => "term",
            Self::Question => "question",
            Self::Meaning => "meaning",
            Self::Passage => "passage",
            Self::PassageOrStatement => "passage or statement",
        }
    }
}

/// The ids that a dataset gives.
pub(super) struct Ids<'d> {
    /// Whether the ids of statements are included; if not, references to them are not checked.
    pub whole: bool,
    sources: HashSet<&'d str>,
    terms: HashSet<&'d str>,
    questions: HashSet<&'d str>,
    meanings: HashSet<&'d str>,
    statements: HashSet<&'d str>,
    passages: HashSet<&'d str>,
}

impl<'d> Ids<'d> {
    pub(super) fn of(dataset: &'d Dataset) -> Self {
        Self {
            whole: true,
            sources: dataset.sources.iter().map(|source| &*source.id).collect(),
            terms: dataset.terms.iter().map(|term| &*term.id).collect(),
            questions: dataset.questions.iter().map(|question| &*question.id).collect(),
            meanings: dataset.meanings.iter().map(|meaning| &*meaning.id).collect(),
            statements: dataset.statements.iter().map(|statement| &*statement.id).collect(),
            passages: dataset
                .statements
                .iter()
                .flat_map(|s| &s.passages)
                .map(|passage| &*passage.id)
                .collect(),
        }
    }

    /// The same without the statements, which have not been read.
    pub(super) fn of_head(head: &'d Dataset) -> Self {
        Self { whole: false, ..Self::of(head) }
    }

    fn sets(&self, kind: IdKind) -> Vec<&HashSet<&'d str>> {
        match kind {
            IdKind::Source => vec![&self.sources],
            IdKind::Term => vec![&self.terms],
            IdKind::Question => vec![&self.questions],
            IdKind::Meaning => vec![&self.meanings],
            IdKind::Passage => vec![&self.passages],
            IdKind::PassageOrStatement => vec![&self.passages, &self.statements],
        }
    }
}

impl<'d> Checker<'d> {
    pub(super) fn id(&mut self, at: &At<'_>, id: &str) {
        if is_blank(id) {
            self.wrong(at, "an empty id", AN_ID, GIVES_AN_ID);
        } else if !is_id(id) {
            self.wrong(at, &format!("{} is not a valid id", quote(id)), AN_ID, "for instance scm-35");
        }
    }

    /// Ids that a list gives: each well formed, and each once.
    pub(super) fn own(&mut self, list: &At<'_>, ids: impl Iterator<Item = &'d str>) {
        let mut first = HashMap::new();
        for (index, id) in ids.enumerate() {
            let item = list.item(index);
            self.id(&item.key("id"), id);
            if !is_blank(id) {
                self.once(&mut first, &item, id);
            }
        }
    }

    pub(super) fn passage_ids(&mut self, dataset: &'d Dataset) {
        let statements = At::Top.key("statements");
        let mut first = HashMap::new();
        for (index, statement) in dataset.statements.iter().enumerate() {
            for (within, passage) in statement.passages.iter().enumerate() {
                let (item, id) = (statements.item(index), &*passage.id);
                let passages = item.key("passages");
                let item = passages.item(within);
                if is_blank(id) {
                    let expected = "the statement's id, `/`, and a short id";
                    self.wrong(&item.key("id"), "an empty id", expected, GIVES_AN_ID);
                    continue;
                }
                if !is_passage_id(id, &statement.id) {
                    let what = format!("{} is not a passage id of {}", quote(id), quote(&statement.id));
                    let hint = if is_id(&statement.id) {
                        format!("for instance {}/1", excerpt(&statement.id, 40))
                    } else {
                        String::from("correct the statement's id first")
                    };
                    self.wrong(&item.key("id"), &what, "the statement's id, `/`, and a short id", &hint);
                }
                self.once(&mut first, &item, id);
            }
        }
    }

    fn once(&mut self, first: &mut HashMap<&'d str, Vec<Step>>, item: &At<'_>, id: &'d str) {
        if let Some(other) = first.get(id) {
            let what = format!("the id {} is already used by {}", quote(id), written(other));
            self.wrong(&item.key("id"), &what, "a unique id", "rename or remove one of the two");
        } else {
            first.insert(id, item.steps());
        }
    }

    /// An id that must be one of another list of the dataset.
    pub(super) fn refers(&mut self, at: &At<'_>, id: &str, kind: IdKind) {
        if !self.ids.whole && matches!(kind, IdKind::Passage | IdKind::PassageOrStatement) {
            return;
        }
        let sets = self.ids.sets(kind);
        if sets.iter().any(|set| set.contains(id)) {
            return;
        }
        // Comparing every id for a hint takes time, so only the problems that will be listed get one.
        let listed = self.found.len() < LISTED;
        let near = listed.then(|| nearest(id, sets.iter().flat_map(|set| set.iter().copied()))).flatten();
        let name = kind.name();
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add this {name}, or remove the reference"),
        };
        self.wrong(at, &format!("there is no {name} {}", quote(id)), &format!("the id of a {name}"), &hint);
    }

    pub(super) fn all_refer(&mut self, list: &At<'_>, ids: &[Text], kind: IdKind) {
        for (index, id) in ids.iter().enumerate() {
            self.refers(&list.item(index), id, kind);
        }
    }
}
