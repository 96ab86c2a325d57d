//! The comparisons of meanings in the frozen dataset.

use super::*;
use crate::library::Library;

const FIXTURE: &str = "tests/fixture/first-edition.json";

fn library() -> Library {
    Library::open(&std::path::Path::new(FIXTURE).into()).unwrap()
}

fn meaning(library: &Library, id: &str) -> Vec<PassageNo> {
    let numbers = library.corpus.passage_numbers();
    let is_of = |number: &PassageNo| {
        let (_, passage) = library.corpus.passage(*number).unwrap();
        passage.meaning.as_deref() == Some(id)
    };
    numbers.filter(is_of).collect()
}

fn between(library: &Library, a: &str, b: &str) -> SetComparison {
    compare_sets(&library.corpus, &library.usage, &meaning(library, a), &meaning(library, b))
}

/// A row as `label a·b signs`.
fn shown(library: &Library, rows: &[SetRow<usize>]) -> Vec<String> {
    let label = |at: usize| &library.corpus.dataset().terms[at].id;
    let signs = |row: &SetRow<usize>| row.signs.iter().map(|sign| sign.sign()).collect::<String>();
    let row =
        |row: &SetRow<usize>| format!("{} {}·{} {}", label(row.key), row.a.len(), row.b.len(), signs(row));
    rows.iter().map(|one| row(one).trim_end().to_owned()).collect()
}

#[test]
fn two_meanings_have_terms_alone_and_together() {
    let library = library();
    for (a, b, expected) in
        [("2003", "2025", [1, 5, 11]), ("2024", "2025", [8, 6, 10]), ("2003", "2024", [4, 2, 12])]
    {
        let SetRows { only_a, both, only_b } = between(&library, a, b).terms;
        assert_eq!([only_a.len(), both.len(), only_b.len()], expected, "{a} {b}");
    }
    let found = between(&library, "2003", "2025");
    assert_eq!((found.a.statements.len(), found.b.statements.len()), (4, 6));
    assert_eq!((found.a.years, found.b.years), (Some((2002, 2006)), Some((2023, 2025))));
    assert_eq!(shown(&library, &found.terms.only_a), ["global 1·0"]);
    assert_eq!(
        shown(&library, &found.terms.both),
        [
            "modernization 2·5",
            "strategic-flexibility 3·1",
            "usfk 2·1",
            "security-environment 1·2",
            "adaptation 1·1"
        ]
    );
    let only_b = shown(&library, &found.terms.only_b);
    for row in [
        "deterrence 0·4",
        "beyond-the-peninsula 0·3",
        "china 0·1 ?",
        "combined-posture 0·1 !",
        "cyber 0·1 !≠",
        "indo-pacific 0·1 [ ]",
    ] {
        assert!(only_b.iter().any(|shown| shown == row), "{row}: {only_b:?}");
    }
}

#[test]
fn two_sets_mirror_each_other_and_a_set_with_itself_has_all_in_both() {
    let library = library();
    let (one, other) = (between(&library, "2003", "2025"), between(&library, "2025", "2003"));
    assert_eq!(one.a, other.b);
    let mirrored = |rows: &[SetRow<String>]| {
        rows.iter().map(|row| (row.key.clone(), row.b.clone(), row.a.clone())).collect::<Vec<_>>()
    };
    let plain = |rows: &[SetRow<String>]| {
        rows.iter().map(|row| (row.key.clone(), row.a.clone(), row.b.clone())).collect::<Vec<_>>()
    };
    assert_eq!(plain(&one.words.only_a), mirrored(&other.words.only_b));
    assert_eq!(plain(&one.words.both), mirrored(&other.words.both));
    let same = between(&library, "2025", "2025");
    assert!(same.words.only_a.is_empty() && same.words.only_b.is_empty() && !same.words.both.is_empty());
}

#[test]
fn a_set_of_nothing_has_nothing_and_takes_nothing_away() {
    let library = library();
    let found = compare_sets(&library.corpus, &library.usage, &[], &meaning(&library, "2025"));
    assert_eq!((found.a, found.terms.only_a.len(), found.terms.both.len()), (ComparedSet::default(), 0, 0));
    assert_eq!(found.terms.only_b.len(), 16);
}

#[test]
fn summaries_analyses_and_collecting_places_are_in_no_set() {
    let library = library();
    let all: Vec<PassageNo> = library.corpus.passage_numbers().collect();
    let found = compare_sets(&library.corpus, &library.usage, &all, &all);
    let counted = |at: &usize| is_counted(&library.corpus, *at);
    // Of the 37 that are counted one has only a summary.
    assert!(found.a.statements.iter().all(counted));
    assert_eq!((found.a.statements.len(), found.a.passages), (36, 67));
    let tracked = library.usage.tracked().unwrap();
    let row = found.terms.both.iter().find(|row| row.key == tracked).unwrap();
    assert_eq!(row.a.len(), 18);
}

#[test]
fn words_that_a_set_holds_twice_are_counted_once() {
    let library = library();
    let corpus = &library.corpus;
    let scm = corpus.statements().iter().position(|statement| &*statement.id == "scm-56").unwrap();
    // The first three passages repeat each other.
    let repeated: Vec<PassageNo> = corpus.passages_of(scm).take(3).collect();
    let text = |number: &PassageNo| {
        let (statement, passage) = corpus.passage(*number).unwrap();
        wording(statement, passage).unwrap().1
    };
    let longest = repeated.iter().map(text).max_by_key(|text| placed_words(text).len()).unwrap();
    let occurrences = |numbers: &[PassageNo]| {
        let mut comparing = SetComparing::new([numbers.to_vec(), Vec::new()]);
        while comparing.step(corpus, &library.usage) {}
        let words = comparing.words.values().map(|tally| tally.occurrences[0]).sum::<usize>();
        let terms = comparing.terms.values().map(|tally| tally.occurrences[0]).sum::<usize>();
        (comparing.spoken[0], words, terms)
    };
    let kept = repeated.iter().find(|number| text(number) == longest).unwrap();
    assert_eq!(occurrences(&repeated), occurrences(&[*kept]));
    assert_eq!(occurrences(&repeated).0, placed_words(longest).len());
    // Each is counted where the set has it alone.
    for number in &repeated {
        assert_eq!(occurrences(&[*number]).0, placed_words(text(number)).len());
    }
}
