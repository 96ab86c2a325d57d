//! Briefs on the frozen dataset.

use serde_json::{Value, json};

use super::*;
use crate::library::Library;
use crate::library::tests::{changed, place, statement};

fn with_brief(id: &str, look: impl FnOnce(&Library, &Brief)) {
    with_change(id, |_| (), look);
}

/// The brief after a change of the dataset.
fn with_change(id: &str, change: impl FnOnce(&mut Value), look: impl FnOnce(&Library, &Brief)) {
    let library = changed(change);
    let at = place(&library.corpus, id);
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

/// Adds the words of SCM 55 as another statement of another series.
fn add(dataset: &mut Value, id: &str, date: Option<&str>) {
    let mut added = statement(dataset, "scm-55").clone();
    (added["id"], added["series"], added["title"]) = (id.into(), "Other".into(), id.into());
    let passages = added["passages"].as_array_mut().unwrap();
    passages.truncate(1);
    passages[0]["id"] = format!("{id}/1").into();
    let fields = added.as_object_mut().unwrap();
    fields.remove("number");
    fields.remove("date");
    fields.insert("date_note".into(), "Not known.".into());
    match date {
        Some(day) if day.len() > 4 => (added["date"], added["date_note"]) = (day.into(), Value::Null),
        Some(year) => added["year"] = year.parse::<i32>().unwrap().into(),
        None => {}
    }
    dataset["statements"].as_array_mut().unwrap().push(added);
}

#[test]
fn what_is_of_the_same_day_or_without_a_day_is_never_called_earlier() {
    let count = |id: &str, dates: &[Option<&str>]| {
        let mut counts = (0, 0);
        let add_all = |dataset: &mut Value| {
            for (at, date) in dates.iter().enumerate() {
                add(dataset, &format!("aa-{at}"), *date);
            }
        };
        with_change(id, add_all, |library, brief| {
            counts = (brief.earlier, brief.unplaced);
            let own = brief.side.statement;
            let statements = library.corpus.statements();
            let of_phrases = brief.formulas.phrases.iter().flat_map(|phrase| &phrase.precedent.statements);
            let of_terms = brief.terms.iter().filter_map(|change| change.last);
            let mut named = of_phrases.map(|held| held.at).chain(of_terms);
            assert!(named.all(|at| statements[at].is_before(own)), "{id}");
        });
        counts
    };
    let (earlier, unplaced) = count("scm-56", &[]);
    for (date, counts) in [
        (Some("2024-10-29"), (1, 0)),
        (Some("2023"), (1, 0)),
        (Some("2024-10-30"), (0, 1)),
        (Some("2024"), (0, 1)),
        (None, (0, 1)),
        (Some("2024-10-31"), (0, 0)),
        (Some("2025"), (0, 0)),
    ] {
        let found = count("scm-56", &[date]);
        assert_eq!(found, (earlier + counts.0, unplaced + counts.1), "{date:?}");
    }
}

#[test]
fn what_the_one_before_says_is_dropped_if_the_whole_text_was_looked_through() {
    let before = |dataset: &mut Value| {
        let earlier = statement(dataset, "scm-55");
        (earlier["extent"], earlier["says"]) = ("part".into(), json!(["cyber"]));
    };
    with_change("scm-56", before, |library, brief| {
        assert_eq!(of_kind(library, brief, TermChangeKind::NotSeen), ["cyber"]);
        assert!(of_kind(library, brief, TermChangeKind::Dropped).is_empty());
    });
    let whole = |dataset: &mut Value| {
        before(dataset);
        let own = statement(dataset, "scm-56");
        (own["extent"], own["silent"]) = ("whole".into(), json!(["cyber"]));
    };
    with_change("scm-56", whole, |library, brief| {
        assert_eq!(of_kind(library, brief, TermChangeKind::Dropped), ["cyber"]);
        assert!(of_kind(library, brief, TermChangeKind::NotSeen).is_empty());
    });
}

#[test]
fn an_earlier_statement_that_says_the_same_words_is_their_precedent() {
    let same = |dataset: &mut Value| {
        let words = statement(dataset, "leaders-2022-05-21")["passages"][0]["text"].clone();
        let own = &mut statement(dataset, "leaders-2023-04-26")["passages"][0];
        own["text"] = words;
        own.as_object_mut().unwrap().remove("check");
    };
    with_change("leaders-2023-04-26", same, |library, brief| {
        let [phrase] = &brief.formulas.phrases[..] else { panic!("{:?}", brief.formulas) };
        let held = phrase.precedent.statements.iter().map(|held| &*library.corpus.statements()[held.at].id);
        assert!(held.collect::<Vec<_>>().contains(&"leaders-2022-05-21"));
        assert_eq!((brief.formulas.left_out, brief.formulas.of), (None, brief.earlier));
    });
}

#[test]
fn checks_are_counted_of_quotations_and_not_of_summaries() {
    let summarize = |dataset: &mut Value| {
        let own = statement(dataset, "scm-56");
        let source = own["passages"][0]["source"].clone();
        let summary = json!({"id": "scm-56/9", "kind": "summary", "text": "They met.", "source": source});
        own["passages"].as_array_mut().unwrap().push(summary);
        own["passages"][1].as_object_mut().unwrap().remove("check");
    };
    with_change("scm-56", summarize, |_, brief| assert_eq!(brief.unchecked, (1, 3)));
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
        // The three passages that repeat each other are one sentence.
        assert_eq!((brief.word.sentences.len(), brief.word.unjudged.len()), (1, 0));
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
