//! Briefs on the frozen dataset.

use super::*;
use crate::corpus::Target;
use crate::library::Library;

fn with_brief(id: &str, look: impl FnOnce(&Library, &Brief)) {
    let library = Library::open(&std::path::Path::new("tests/fixture/first-edition.json").into()).unwrap();
    let Some(Target::Statement(at)) = library.corpus.target(id) else { panic!("{id} is a statement") };
    let held = HeldWording { corpus: &library.corpus, index: &library.index, usage: &library.usage };
    look(&library, &brief(held, at).unwrap());
}

fn of_kind(library: &Library, brief: &Brief, kind: TermChangeKind) -> Vec<String> {
    let terms = brief.terms.iter().filter(|change| change.kind == kind);
    terms.map(|change| library.corpus.dataset().terms[change.term].id.to_string()).collect()
}

#[test]
fn terms_are_first_again_or_kept_and_what_is_not_seen_is_never_dropped() {
    with_brief("fact-sheet-2025", |library, brief| {
        assert_eq!(brief.earlier, 35);
        let first = of_kind(library, brief, TermChangeKind::First);
        assert_eq!(first, ["ai", "opcon"]);
        assert_eq!(of_kind(library, brief, TermChangeKind::Kept), ["korean-peninsula"]);
        assert!(of_kind(library, brief, TermChangeKind::Again).contains(&"linchpin".to_owned()));
        assert_eq!(of_kind(library, brief, TermChangeKind::NotSeen), ["beyond-the-peninsula"]);
        assert!(of_kind(library, brief, TermChangeKind::Dropped).is_empty());
    });
}

#[test]
fn formulas_are_those_of_earlier_statements_alone() {
    with_brief("scm-53", |library, brief| {
        let phrases: Vec<&str> = brief
            .formulas
            .phrases
            .iter()
            .map(|phrase| crate::text::slice(&brief.text, phrase.range.clone()))
            .collect();
        assert!(
            phrases.contains(&"in a mutually reinforcing and future-oriented manner")
                || phrases.iter().any(|phrase| phrase.contains("mutually reinforcing")),
            "{phrases:?}"
        );
        let when = |at: usize| library.corpus.statements()[at].sort_key();
        let own = brief.side.statement.sort_key();
        for phrase in &brief.formulas.phrases {
            assert!(phrase.precedent.statements.iter().all(|held| when(held.at) < own));
        }
    });
}

#[test]
fn meanings_are_as_judged_with_the_cues_that_are_said() {
    with_brief("scm-56", |_, brief| {
        let [a, b, c] = &brief.word.meanings[..] else { panic!("three meanings") };
        assert_eq!((a.cues.len(), a.of, a.bearings.len()), (0, 7, 0));
        assert_eq!((b.cues.len(), b.of, &b.bearings[..]), (5, 8, &[Bearing::Word][..]));
        assert_eq!((c.cues.len(), c.of), (1, 7));
        assert_eq!((brief.word.sentences.len(), brief.word.unjudged.len()), (3, 0));
        assert_eq!(brief.word.stance, Some(Stance::Says));
    });
}

#[test]
fn the_first_of_a_series_has_none_before_it() {
    with_brief("treaty-1953", |_, brief| {
        assert!(brief.comparison.is_none() && brief.earlier == 0 && brief.formulas.phrases.is_empty());
        assert_eq!(brief.word.stance, Some(Stance::NotSeen));
    });
}
