//! Precision and recall over word families written by hand, on a generated corpus.

use crate::generated::{Generated, MEANT, SEED, is_meant};

#[test]
fn every_measured_query_is_answered_precisely_and_completely() {
    let (passages, words) = (12_000, 20_000);
    let library = crate::generated(passages, words);
    let texts: Vec<String> = Generated::new(passages, words, SEED).texts().collect();
    assert_eq!(library.corpus.passages(), passages);
    for (query, lists) in MEANT {
        let meant: Vec<bool> = texts.iter().map(|text| is_meant(text, lists)).collect();
        let all = meant.iter().filter(|meant| **meant).count();
        let hits = library.search(query).hits;
        let right = |hit: &linchpin::search::Hit| meant[hit.passage.0 as usize];
        let found = hits.iter().filter(|hit| right(hit)).count();
        let first = hits.iter().take(200.min(all)).filter(|hit| right(hit)).count();
        println!("{query}: {all} meant, {} found, {found} right, {first} of the first", hits.len());
        assert!(all > 20, "{query} is meant in {all} passages");
        assert!(found * 100 >= hits.len() * 98, "{query}: precision {found} of {}", hits.len());
        assert!(found * 100 >= all * 99, "{query}: recall {found} of {all}");
        assert!(first * 100 >= 200.min(all) * 99, "{query}: {first} right among the first");
    }
}

#[test]
fn a_phrase_at_the_far_end_of_a_large_corpus_comes_first() {
    // The words occur in thousands of passages before the one that has them side by side.
    let text = |at: usize| match at {
        9_990 => String::from("they spoke of extended deterrence at length"),
        _ => String::from("deterrence was spoken of and then extended once more"),
    };
    let passages: Vec<_> = (0..10_000)
        .map(|at| serde_json::json!({"id": format!("far/{at}"), "kind": "quotation", "text": text(at), "source": "generated"}))
        .collect();
    let mut dataset: serde_json::Value = {
        let mut json = Vec::new();
        Generated::new(100, 50, SEED).write(&mut json).unwrap();
        serde_json::from_slice(&json).unwrap()
    };
    let mut statement = dataset["statements"][0].clone();
    statement["id"] = "far".into();
    statement["passages"] = passages.into();
    dataset["statements"].as_array_mut().unwrap().push(statement);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), dataset.to_string()).unwrap();
    let library = linchpin::library::Library::open(&file.path().into()).unwrap();
    for query in ["extended deterrence", "\"extended deterrence\"", "extended deterr"] {
        let best = library.find(query, None).unwrap().hits[0].passage;
        assert_eq!(&*library.corpus.passage(best).unwrap().1.id, "far/9990", "{query}");
    }
}
