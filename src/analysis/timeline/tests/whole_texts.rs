//! What a whole text adds to a statement: silence, words, sentences.

use super::*;

/// How many words are held of a statement with these quotations, and with these paragraphs in a text of it.
fn words(quotations: &[&str], text: &[&str]) -> usize {
    let mut dataset = first_edition();
    let held = statement(&mut dataset, "nato-2024-07-10");
    let source = held["passages"][0]["source"].clone();
    let passage = |(at, text): (usize, &&str)| json!({"id": format!("nato-2024-07-10/{at}"), "kind": "quotation", "source": source, "text": text});
    held["passages"] = quotations.iter().enumerate().map(passage).collect();
    if !text.is_empty() {
        add_text(&mut dataset, "text", "nato-2024-07-10", text);
    }
    let (corpus, index) = built(dataset);
    let at = corpus.statements().iter().position(|one| &*one.id == "nato-2024-07-10").unwrap();
    words_held(&corpus, &index, at)
}

#[test]
fn words_that_a_quotation_and_a_whole_text_have_are_counted_once() {
    let text = ["Thank you. The alliance stands firm in all domains.", "It will adapt to every threat."];
    for (quotations, text, expected) in [
        (&["The alliance stands firm."][..], &[][..], 4),
        (&["Peace."], &text, 1 + 15),
        (&["The alliance stands firm in all domains."], &text, 15),
        // Both parts of a quotation with a gap are in the text, and so is the short one of two sentences.
        (&["The alliance stands firm … adapt to every threat."], &text, 15),
        (&["The alliance stands firm ⋯ adapt to every threat."], &text, 15),
        (&["The alliance stands firm . . . adapt to every threat."], &text, 15),
        (&["Thank you. The alliance stands firm"], &text, 15),
        // Two words are too few to be the same words, and a word that differs makes the words different.
        (&["Thank you."], &text, 2 + 15),
        (&["The alliance stood firm in all domains."], &text, 7 + 15),
        // The text may be the one with the gap.
        (
            &["The alliance stands firm in all domains."],
            &["The alliance stands firm [and ready] in all domains."],
            9,
        ),
        (&["The alliance stands firm.", "It will adapt."], &["The alliance stands firm."], 7),
    ] {
        assert_eq!(words(quotations, text), expected, "{quotations:?} in {text:?}");
    }
}

#[test]
fn a_word_of_any_length_is_said() {
    let mut dataset = first_edition();
    let word = "überwachungs".repeat(7);
    add_text(&mut dataset, "text", "nato-2024-07-10", &[&format!("They passed the {word}.")]);
    let built = built(dataset);
    for query in [word.clone(), format!("\"the {word}\""), format!("{}*", "überwachungs".repeat(6))] {
        let one = timeline(&built, &query);
        assert_eq!(ids(&built.0, &one, Stance::Says), ["nato-2024-07-10"], "{query}");
    }
}

#[test]
fn a_quotation_with_any_sign_of_words_left_out_is_the_wording_of_its_text() {
    for sign in ["…", "⋯", "...", ". . .", "[…]", "[...]", "(중략)", "[중략]", "[so]"] {
        let mut dataset = first_edition();
        let quotation =
            format!("We note the flexibility of forces {sign} we welcome progress on both sides.");
        statement(&mut dataset, "nato-2024-07-10")["passages"][0]["text"] = quotation.into();
        let text = "We note the flexibility of forces in the region and we welcome progress on both sides.";
        add_text(&mut dataset, "text", "nato-2024-07-10", &[text]);
        let built = built(dataset);
        let (corpus, index) = &built;
        let at = corpus.statements().iter().position(|one| &*one.id == "nato-2024-07-10").unwrap();
        let lines = timeline(&built, "welcome").rows[0].lines(corpus, index, at);
        assert_eq!((lines.lines, lines.wordings), (2, 1), "{sign}");
    }
}

/// A text of a statement, or of a statement that is not held yet, as an import has it.
fn add_text(dataset: &mut Value, id: &str, of: &str, paragraphs: &[&str]) {
    let source = format!("source-of-{id}");
    dataset["sources"].as_array_mut().unwrap().push(json!({
        "id": source, "kind": "imported text", "title": "A text", "sha256": "0".repeat(64)
    }));
    let passages: Vec<Value> = paragraphs
        .iter()
        .enumerate()
        .map(|(at, text)| json!({"id": format!("{id}/{at}"), "kind": "quotation", "source": source, "text": text}))
        .collect();
    let is_held = dataset["statements"].as_array().unwrap().iter().any(|one| one["id"] == of);
    let mut text = statement(dataset, if is_held { of } else { LOOKED_THROUGH[0] }).clone();
    text["id"] = id.into();
    text["extent"] = "whole".into();
    text["passages"] = passages.into();
    text.as_object_mut().unwrap().remove("silent");
    if is_held {
        text["of"] = of.into();
    }
    dataset["statements"].as_array_mut().unwrap().push(text);
}

/// How many sentences each whole text of a statement has, and which have the words of the first row.
fn barcode((corpus, index): &(Corpus, Index), timeline: &Timeline, at: usize) -> Vec<(usize, Vec<usize>)> {
    let texts = WholeText::all(corpus, at);
    texts.iter().map(|text| (text.sentences, timeline.rows[0].sentences(index, text))).collect()
}

#[test]
fn whole_texts_tell_silence_from_what_was_not_seen() {
    let mut dataset = first_edition();
    add_text(
        &mut dataset,
        "text-2021",
        "leaders-2021-05-21",
        &["The alliance is the linchpin.", "They met."],
    );
    add_text(&mut dataset, "text-2022", "leaders-2022-05-21", &["A linchpin of the Indo-Pacific."]);
    add_text(&mut dataset, "text-nato", "nato-2024-07-10", &["Allies spoke of deterrence."]);
    add_text(&mut dataset, "declaration", "", &["The two leaders met in Washington."]);
    let built = built(dataset);
    let one = timeline(&built, "term:linchpin");
    assert_eq!(counts(one.rows[0].count()), (5, 2, 31));
    assert_eq!(ids(&built.0, &one, Stance::Silent), ["declaration", "nato-2024-07-10"]);
    // No text of a statement has a column of its own.
    assert_eq!((one.statements.len(), one.whole), (38, 4));
    // The bar code of a whole text: a sentence with the word, and one without. None of a fragment.
    let at = |id: &str| built.0.statements().iter().position(|statement| &*statement.id == id).unwrap();
    assert_eq!(barcode(&built, &one, at("leaders-2021-05-21")), [(2, vec![1])]);
    assert_eq!(barcode(&built, &one, at("scm-56")), []);
}

#[test]
fn what_is_said_but_not_quoted_is_said_unless_a_filter_asks_for_passages() {
    let mut dataset = first_edition();
    statement(&mut dataset, "scm-54")["says"] = json!(["linchpin"]);
    let built = built(dataset);
    for (query, expected) in
        [("linchpin", (4, 0, 33)), ("term:linchpin", (4, 0, 33)), ("linchpin peace", (2, 0, 35))]
    {
        assert_eq!(counts(timeline(&built, query).rows[0].count()), expected, "{query}");
    }
    for (query, says, left_out) in
        [("term:linchpin has:check", 3, 1), ("linchpin -peace", 1, 3), ("linchpin kind:summary", 0, 4)]
    {
        let count = timeline(&built, query).rows[0].count();
        assert_eq!((count.says, count.left_out, count.of()), (says, left_out, 37), "{query}");
    }
}

#[test]
fn silence_on_one_of_several_words_is_no_silence_on_the_others() {
    let mut dataset = first_edition();
    for id in LOOKED_THROUGH {
        let statement = statement(&mut dataset, id);
        statement["extent"] = "whole".into();
        statement["silent"] = json!(["modernization"]);
    }
    statement(&mut dataset, LOOKED_THROUGH[0])["silent"] = json!(["modernization", "china"]);
    statement(&mut dataset, LOOKED_THROUGH[1])["says"] = json!(["china"]);
    let built = built(dataset);
    for (query, silent) in [
        ("modernization", 3),
        ("modernization OR cornerstone", 0),
        ("\"cornerstone\" OR term:modernization", 0),
        ("modernization OR modernizing", 3),
        ("term:modernization,china", 1),
        ("modernization cornerstone", 3),
    ] {
        let one = timeline(&built, query);
        assert_eq!(one.rows[0].count().silent, silent, "{query}");
    }
    let one = timeline(&built, "cornerstone OR term:china");
    assert_eq!((&*one.rows[0].label, one.rows[0].term), ("cornerstone OR term:china", None));
    assert!(ids(&built.0, &one, Stance::SaidNotQuoted).contains(&LOOKED_THROUGH[1]));
}

#[test]
fn korean_particles_and_compounds_never_make_silence() {
    let mut dataset = first_edition();
    let texts = ["SCM에서 NCG회의를 논의하였다.", "The two sides met in Seoul and in Washington, D.C."];
    add_text(&mut dataset, "text", "nato-2024-07-10", &texts);
    let built = built(dataset);
    let at = built.0.statements().iter().position(|one| &*one.id == "nato-2024-07-10").unwrap();
    for (query, expected) in [
        ("SCM", Stance::Says),
        ("\"SCM\"", Stance::Says),
        ("NCG", Stance::NotSeen),
        ("\"NCG\" cornerstone", Stance::Silent),
        ("CG", Stance::Silent),
        ("NCG회의", Stance::Says),
        ("회의", Stance::NotSeen),
        ("USFK", Stance::Silent),
        ("USFK OR NCG", Stance::NotSeen),
    ] {
        let one = timeline(&built, query);
        let column = one.statements.iter().position(|place| *place == at).unwrap();
        assert_eq!(one.rows[0].stances[column], expected, "{query}");
        let lines = one.rows[0].lines(&built.0, &built.1, at).lines;
        assert_eq!(lines > 0, expected == Stance::Says, "{query}");
    }
}

#[test]
fn a_phrase_across_two_sentences_is_not_said() {
    let mut dataset = first_edition();
    let texts = ["They spoke of peace. Stability followed.", "Peace and stability are one."];
    add_text(&mut dataset, "text", "nato-2024-07-10", &texts);
    let built = built(dataset);
    for (query, stance, sentences) in [
        ("\"peace stability\"", Stance::Silent, &[][..]),
        ("\"peace and stability\"", Stance::Says, &[3]),
        // Passages that the query leaves out are not in the bar code.
        ("peace -one", Stance::Says, &[1]),
    ] {
        let one = timeline(&built, query);
        assert!(ids(&built.0, &one, stance).contains(&"nato-2024-07-10"), "{query}");
        let at = built.0.statements().iter().position(|one| &*one.id == "nato-2024-07-10").unwrap();
        assert_eq!(barcode(&built, &one, at), [(3, sentences.to_vec())], "{query}");
        assert_eq!(one.rows[0].lines(&built.0, &built.1, at).lines, sentences.len());
    }
}

#[test]
fn the_sentences_of_a_whole_text_are_those_of_a_comparison_and_of_the_lines() {
    let mut dataset = first_edition();
    let english = [
        "1. The linchpin holds. Prices rose by 2.5 percent; Gen. Lee saw it.",
        "* * *",
        "A linchpin of a linchpin! They met. ***",
        "They spoke of the linchpin.",
    ];
    add_text(&mut dataset, "text", "nato-2024-07-10", &english);
    add_text(&mut dataset, "text-ko", "nato-2024-07-10", &["양측은 논의하였다. 쌀은 많다."]);
    let built = built(dataset);
    let at = |id: &str| built.0.statements().iter().position(|one| &*one.id == id).unwrap();
    for (query, english, korean) in [
        ("linchpin", &[1, 3, 5][..], &[][..]),
        ("쌀은", &[], &[2]),
        ("\"Gen. Lee\"", &[2], &[]),
        ("linchpin -prices", &[3, 5], &[]),
        ("cornerstone", &[], &[]),
    ] {
        let one = timeline(&built, query);
        let expected = [(5, english.to_vec()), (2, korean.to_vec())];
        assert_eq!(barcode(&built, &one, at("nato-2024-07-10")), expected, "{query}");
    }
    for (text, sentences) in [("text", 5), ("text-ko", 2)] {
        let side = ComparedSide::representing(&built.0, at("scm-56"), at(text)).unwrap();
        assert_eq!(side.sentences.len(), sentences, "{text}");
    }
}

#[test]
fn nothing_is_known_of_the_sentences_of_a_text_that_is_not_held_whole() {
    let built = looked_through();
    let one = timeline(&built, "term:modernization");
    assert!(one.statements.iter().all(|at| WholeText::all(&built.0, *at).is_empty()));
}

#[test]
fn evenness_is_told_only_of_long_texts_and_large_collections() {
    let mut dataset = first_edition();
    let filler = vec!["grain"; 219].join(" ");
    let paragraphs: Vec<String> = (0..10).map(|_| format!("Linchpin {filler}.")).collect();
    let paragraphs: Vec<&str> = paragraphs.iter().map(String::as_str).collect();
    add_text(&mut dataset, "long", "nato-2024-07-10", &paragraphs);
    add_text(&mut dataset, "short", "scm-56", &paragraphs[..9]);
    let built = built(dataset);
    let one = timeline(&built, "linchpin");
    let even = |id: &str, size| {
        let at = built.0.statements().iter().position(|one| &*one.id == id).unwrap();
        one.rows[0].dispersion(&built.1, &WholeText::all(&built.0, at)[0], size)
    };
    assert_eq!(even("nato-2024-07-10", CollectionSize::Large), Some(0.0));
    assert_eq!(even("nato-2024-07-10", CollectionSize::Middle), None);
    assert_eq!(even("scm-56", CollectionSize::Large), None);
}
