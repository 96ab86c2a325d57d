//! The wording of passages: its layers, its language, and which passages repeat which.
//!
//! Invariant: wording is what a statement says: quotations, and official words that a check records.

use super::precedent::Sureness;
use crate::corpus::Corpus;
use crate::corpus::model::{Passage, PassageKind, Relation, Statement, Verdict};
use crate::search::{SearchField, wording_verdict};
pub use crate::text::script::Language;

/// A text of one passage's wording. A passage has its lines from the first layer that has the node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// As the official text has it, where the check holds that.
    Official,
    /// As the source prints it.
    Printed,
    /// The official or reported Korean of the check.
    Korean,
    /// The heading above it in the statement; it counts once, with the first passage below it.
    Heading,
}

impl Layer {
    pub const ALL: [Self; 4] = [Self::Official, Self::Printed, Self::Korean, Self::Heading];

    /// The layer of a searched field; `None` if the field is no wording.
    pub fn of(field: SearchField) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.field() == field)
    }

    pub fn field(self) -> SearchField {
        match self {
            Self::Official => SearchField::Official,
            Self::Printed => SearchField::Text,
            Self::Korean => SearchField::Korean,
            Self::Heading => SearchField::Heading,
        }
    }

    /// Its name in answers for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Printed => "printed",
            Self::Korean => "korean",
            Self::Heading => "heading",
        }
    }

    /// Its text, if the passage has it as wording.
    pub fn text<'a>(self, statement: &'a Statement, passage: &'a Passage) -> Option<&'a str> {
        let field = self.field();
        field.source(statement, passage).filter(|_| field.is_words(passage))
    }
}

/// The wording of a passage, each layer of it; headings left out.
pub fn layers<'a>(statement: &'a Statement, passage: &'a Passage) -> impl Iterator<Item = (Layer, &'a str)> {
    let layers = [Layer::Official, Layer::Printed, Layer::Korean].into_iter();
    layers.filter_map(move |layer| Some((layer, layer.text(statement, passage)?)))
}

/// The wording that represents a passage: official where it is held, else as printed.
pub fn wording<'a>(statement: &'a Statement, passage: &'a Passage) -> Option<(Layer, &'a str)> {
    layers(statement, passage).next().filter(|(layer, _)| *layer != Layer::Korean)
}

/// A statement's quotations, by their places among its passages, each in the wording that represents it.
pub fn quoted(statement: &Statement) -> impl Iterator<Item = (usize, Layer, &str)> {
    let passages = statement.passages.iter().enumerate();
    let quoted = passages.filter(|(_, passage)| passage.kind == PassageKind::Quotation);
    quoted.filter_map(|(at, passage)| {
        let (layer, text) = wording(statement, passage)?;
        Some((at, layer, text))
    })
}

/// The number of the paragraph that a passage is of in the official text, or in the text that it is imported from.
pub fn paragraph_number(passage: &Passage) -> Option<u32> {
    let found = passage.check.as_ref().and_then(|check| check.found.as_deref());
    let number = |place: &str| place.split(',').next()?.strip_prefix('¶')?.trim().parse().ok();
    let locus = passage.locus.as_deref().filter(|_| passage.check.is_none());
    found.or(locus).and_then(number)
}

/// Whether a line of this layer has words that the official wording held does not have.
pub fn is_printed_only(layer: Layer, passage: &Passage) -> bool {
    Sureness::of(layer.field(), passage.check.as_deref()) == Sureness::PrintedOnly
}

/// The wording check of one layer of a passage: a print has the verdict of its check; the wording beside it has its own.
pub fn layer_verdict(layer: Layer, passage: &Passage) -> Option<Verdict> {
    passage.check.as_deref().map(|check| wording_verdict(layer.field(), Some(check)))
}

/// How sure one layer of a passage is, as readers see it: never the check of another layer.
pub fn layer_label(corpus: &Corpus, layer: Layer, passage: &Passage) -> &'static str {
    match layer {
        Layer::Official if corpus.is_checked_by_report(passage) => Verdict::REPORTED,
        Layer::Official => Verdict::OFFICIAL,
        Layer::Printed
            if is_printed_only(layer, passage) && layer_verdict(layer, passage) == Some(Verdict::Differs) =>
        {
            Verdict::PRINTED_ONLY
        }
        Layer::Korean if layer_verdict(layer, passage) == Some(Verdict::Unverified) => {
            Verdict::Unverified.label()
        }
        Layer::Printed | Layer::Korean | Layer::Heading => corpus.wording_label(passage),
    }
}

impl Language {
    /// The language of a statement's wording: as its dataset says, or that of most of its words.
    pub fn of_statement(statement: &Statement) -> Self {
        let stated = statement.language.as_deref().and_then(|language| language.split('-').next());
        stated
            .and_then(Self::named)
            .unwrap_or_else(|| Self::of_all(quoted(statement).map(|(_, _, text)| text)))
    }
}

/// Whether a passage of the statement repeats another one.
pub fn repeats(statement: &Statement) -> bool {
    let mut links = statement.passages.iter().flat_map(|passage| &passage.links);
    links.any(|link| link.relation == Relation::Repeats)
}

/// For each passage of a statement, the place of the first one with the same wording, by the `repeats` links between
/// them.
pub fn witnesses(statement: &Statement) -> Vec<usize> {
    let passages = &statement.passages;
    let mut first: Vec<usize> = (0..passages.len()).collect();
    for (at, passage) in passages.iter().enumerate() {
        for link in passage.links.iter().filter(|link| link.relation == Relation::Repeats) {
            let Some(other) = passages.iter().position(|passage| passage.id == link.to) else { continue };
            let (Some(one), Some(same)) = (first.get(at).copied(), first.get(other).copied()) else {
                continue;
            };
            let (kept, gone) = (one.min(same), one.max(same));
            first.iter_mut().filter(|root| **root == gone).for_each(|root| *root = kept);
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::load;
    use crate::text::safe::Text;

    #[test]
    fn layers_are_wording_and_never_the_editors() {
        let corpus = load::embedded().unwrap();
        let mut quotations = 0;
        for statement in corpus.statements() {
            for passage in &statement.passages {
                let layers: Vec<Layer> = layers(statement, passage).map(|(layer, _)| layer).collect();
                quotations += usize::from(layers.contains(&Layer::Printed));
                assert_eq!(layers.contains(&Layer::Printed), passage.kind == PassageKind::Quotation);
                assert!(layers.is_sorted());
            }
        }
        assert_eq!(quotations, 76);
    }

    #[test]
    fn passages_that_repeat_each_other_are_witnesses_of_one_wording() {
        let corpus = load::embedded().unwrap();
        let of = |id: &str| {
            let statement = corpus.statements().iter().find(|statement| &*statement.id == id).unwrap();
            witnesses(statement)
        };
        assert_eq!(of("scm-56")[..3], [0, 0, 0]);
        assert_eq!(of("us-japan-2plus2-2023")[..2], [0, 0]);
        let wilson = of("wilson-2025-08-08");
        assert_eq!((wilson[0], wilson[3]), (0, 0));
    }

    #[test]
    fn a_statement_is_in_the_language_that_its_dataset_names_or_that_it_is_written_in() {
        let corpus = load::embedded().unwrap();
        let mut statement =
            corpus.statements().iter().find(|statement| &*statement.id == "scm-53").unwrap().clone();
        assert_eq!(Language::of_statement(&statement), Language::English);
        statement.language = Some(Text::new("ko-KR"));
        assert_eq!(Language::of_statement(&statement), Language::Korean);
        assert_eq!(Language::of("한미 양국은 NATO와 협력한다"), Language::Korean);
    }
}
