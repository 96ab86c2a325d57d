//! The lines of each term, counted a second time: slowly, from the text of the dataset, with plain string operations.
//!
//! Invariant: no function of the search or the analysis computes what is expected here.

use std::sync::OnceLock;

use linchpin::analysis::concordance::{Concordance, ConcordanceLine, LineOrder, RepeatListing};
use linchpin::analysis::timeline::Timeline;
use linchpin::app::App;
use linchpin::app::keys::parse;
use linchpin::app::theme::Theme;
use linchpin::app::unfinished::UnfinishedWork;
use linchpin::corpus::stance::Stance;
use linchpin::library::Library;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::fixture::FIXTURE;
use crate::slow_lines;

#[test]
fn the_lines_of_every_term_are_those_that_a_slow_reading_counts() {
    slow_lines::assert_alike(FIXTURE);
}

fn listed(library: &Library, query: &str) -> Concordance {
    Concordance::new(&library.corpus, &library.index, query, LineOrder::Date, RepeatListing::Listed).unwrap()
}

static LIBRARY: OnceLock<Library> = OnceLock::new();

/// The frozen dataset with whole texts of some statements, and what is known of others.
fn whole_texts() -> Library {
    let mut data: Value = serde_json::from_str(&std::fs::read_to_string(FIXTURE).unwrap()).unwrap();
    let sources = data["sources"].as_array_mut().unwrap();
    sources.push(json!({"id": "text", "kind": "imported text", "title": "A text", "sha256": "0".repeat(64)}));
    let statements = data["statements"].as_array_mut().unwrap();
    let mut texts = Vec::new();
    for (at, statement) in statements.iter_mut().enumerate() {
        match at % 5 {
            0 => {
                statement["extent"] = "part".into();
                statement["says"] = json!(["linchpin", "china"]);
            }
            1 => {
                let has = |words: &[&str]| words.iter().any(|word| statement.to_string().contains(word));
                let (linchpin, modern) = (has(&["inchpin"]), has(&["oderniz", "ODERNIZ", "현대화"]));
                let silent = [("linchpin", linchpin), ("modernization", modern)];
                let silent: Vec<&str> =
                    silent.iter().filter(|(_, has)| !has).map(|(term, _)| *term).collect();
                statement["extent"] = "whole".into();
                statement["silent"] = json!(silent);
            }
            2 if statement["standing"] != "analysis" && statement["collects"] != true => {
                let mut text = statement.clone();
                text["of"] = statement["id"].clone();
                text["id"] = format!("text-{at}").into();
                text["extent"] = "whole".into();
                let passage = |number: usize, words: &str| json!({"id": format!("text-{at}/{number}"), "kind": "quotation", "source": "text", "text": words});
                let quoted = statement["passages"][0]["text"].as_str().unwrap();
                let words = [
                    "The alliance spoke of peace. And the region and deterrence.",
                    "The linchpin of the alliance.",
                    &format!("They said this: {quoted} And it goes on."),
                ];
                text["passages"] = words.iter().enumerate().map(|(at, words)| passage(at, words)).collect();
                texts.push(text);
            }
            _ => {}
        }
    }
    statements.extend(texts);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), data.to_string()).unwrap();
    Library::open(&file.path().into()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn lines_do_not_overlap_and_are_whole_sentences(
        texts in prop::collection::vec("(alliance|peace|and|U\\.S\\.|The|현대화의|[.?!] |, | |\n){1,24}", 1..8),
        query in prop::sample::select(vec!["alliance", "peace", "\"alliance and\"", "\"peace peace\"", "현대화", "alliance /3 peace"]),
    ) {
        let texts: Vec<String> = texts.into_iter().map(|text| format!("x {text}")).collect();
        let library = crate::reference::library(&texts);
        let concordance = listed(&library, query);
        let mut before = None;
        for line in &concordance.lines {
            let text = concordance.text(&library.corpus, &library.index, line).unwrap();
            prop_assert!(text.sentence.start <= text.node.start && text.node.end <= text.sentence.end);
            prop_assert_eq!(text.parts(&text.sentence).concat(), text.text.get(text.sentence.clone()).unwrap());
            if let Some((passage, end)) = before {
                prop_assert!(passage != line.hit.passage || end <= text.node.start);
            }
            before = Some((line.hit.passage, text.node.end));
        }
        prop_assert!(concordance.total.wordings <= concordance.total.lines);
    }

    #[test]
    fn the_timeline_and_the_concordance_count_the_same(
        words in prop::sample::select(vec![
            "alliance", "\"peace and\"", "term:modernization", "linchpin OR cornerstone", "alliance /s peace", "현대화",
            "deterrence peace", "linchpin vs term:deterrence", "\"region and\" OR term:china", "moderniz*", "동맹 vs Korea",
        ]),
        filters in prop::collection::vec(prop::sample::select(vec![
            "standing:joint", "-standing:joint", "year:2021..", "series:SCM", "has:check", "-peace", "-\"and stability\"",
            "kind:quotation", "verdict:identical", "meaning:2025", "-term:alliance", "-term:deterrence", "without:linchpin",
            "without:\"strategic flexibility\"", "title:statement", "lang:ko", "lang:en", "-lang:ko", "sure:=", "sure:?", "-sure:?",
            "sure:differs,elided",
        ]), 0..3),
    ) {
        let library = LIBRARY.get_or_init(whole_texts);
        let query = format!("{words} {}", filters.join(" "));
        let held = (&library.corpus, &library.index);
        let timeline = match Timeline::new(held.0, held.1, &query) {
            Ok(timeline) => timeline,
            Err(error) => {
                let other = Concordance::new(held.0, held.1, &query, LineOrder::Date, RepeatListing::Listed);
                prop_assert_eq!(other.err(), Some(error));
                return Ok(());
            }
        };
        let concordance = Concordance::new(held.0, held.1, &query, LineOrder::Date, RepeatListing::Collapsed).unwrap();
        prop_assert_eq!(timeline.rows.len(), concordance.rows.len());
        for (row, counts) in timeline.rows.iter().zip(&concordance.counts) {
            let (mut lines, mut wordings) = (0, 0);
            for at in timeline.statements.iter().chain(&timeline.others) {
                let of = row.lines(held.0, held.1, *at);
                (lines, wordings) = (lines + of.lines, wordings + of.wordings);
                let column = timeline.statements.iter().position(|column| column == at);
                let stance = column.map(|column| row.stances[column]);
                prop_assert!(stance.is_none_or(|stance| (stance == Stance::Says) == (of.lines > 0)), "{}", query);
            }
            prop_assert_eq!((lines, wordings), (counts.lines, counts.wordings), "{}", &query);
            let count = row.count();
            let (of, silent) = (timeline.statements.len(), count.silent);
            prop_assert_eq!((count.of(), silent, count.unseen), (counts.of, counts.silent, counts.unseen));
            prop_assert_eq!(of, counts.of, "{}", &query);
            prop_assert_eq!(count.says, counts.statements + counts.not_quoted);
            prop_assert_eq!(count.left_out, counts.left_out);
        }
    }

    #[test]
    fn every_occurrence_of_a_word_is_a_line(
        texts in prop::collection::vec(prop::collection::vec(prop::sample::select(vec!["alliance", "peace", "region", "the"]), 1..12), 1..8),
    ) {
        let texts: Vec<String> = texts.iter().map(|words| words.join(" ")).collect();
        let library = crate::reference::library(&texts);
        let expected: usize = texts.iter().flat_map(|text| text.split(' ')).filter(|word| *word == "peace").count();
        prop_assert_eq!(listed(&library, "peace").lines.len(), expected);
    }
}

#[test]
fn of_very_many_lines_the_first_come_first() {
    let library = crate::generated(12_000, 60);
    let (corpus, index) = (&library.corpus, &library.index);
    let [whole, begun] = [Concordance::new, Concordance::begin].map(|make| {
        make(corpus, index, "nuclear vs korea", LineOrder::Date, RepeatListing::Collapsed).unwrap()
    });
    assert!(whole.is_whole && !begun.is_whole && whole.lines.len() > 5_000 && begun.lines.len() < 2_000);
    assert_eq!(begun.lines, whole.lines[..begun.lines.len()]);
    assert_eq!(begun.total.statements, whole.total.statements);
    let mut finished = begun;
    finished.finish(corpus, index);
    assert_eq!((finished.lines, finished.counts), (whole.lines, whole.counts));
    let few = Concordance::begin(
        corpus,
        index,
        "\"strategic flexibility\"",
        LineOrder::Date,
        RepeatListing::Collapsed,
    );
    assert!(few.unwrap().is_whole);
}

#[test]
fn all_lines_are_there_before_a_key_acts_on_them() {
    let mut app = App::new(crate::generated(12_000, 60), (120, 40), Theme::Dark, None);
    let press =
        |app: &mut App, keys: &str| parse(keys).unwrap().into_iter().for_each(|key| drop(app.press(key)));
    let lines = |app: &App| app.views.concordance.as_ref().unwrap().count();
    press(&mut app, "/nuclear vs korea<enter>2");
    let first = lines(&app);
    assert_eq!([app.go_on(), app.go_on()], [UnfinishedWork::Shown, UnfinishedWork::None]);
    let all = lines(&app);
    assert!(first < 2_000 && all > 5_000, "{first} {all}");
    press(&mut app, "1/<c-u>korea vs north<enter>2G");
    assert_eq!(app.views.concordance.as_ref().unwrap().selected, Some(lines(&app) - 1));
    assert!(lines(&app) > 2_000);
    press(&mut app, "1/<c-u>strategic<enter>2");
    assert_eq!(app.go_on(), UnfinishedWork::None, "there are few");
}

#[test]
fn large_sets_are_compared_while_no_key_is_pressed() {
    let mut app = App::new(crate::generated(12_000, 60), (120, 40), Theme::Dark, None);
    let press =
        |app: &mut App, keys: &str| parse(keys).unwrap().into_iter().for_each(|key| drop(app.press(key)));
    press(&mut app, "/nuclear vs korea<enter>4");
    let view = |app: &App| {
        let view = app.views.compare.as_ref().unwrap();
        (view.progress(), view.extent.clone(), view.query.clone())
    };
    let (progress, extent, query) = view(&app);
    let [compared, of] = progress.unwrap();
    assert!(compared == 0 && of > 5_000, "{compared} of {of}");
    assert_eq!((extent, query), (String::new(), String::from("nuclear vs korea")));
    assert_eq!(app.go_on(), UnfinishedWork::Hidden);
    assert!(view(&app).0.is_some_and(|[compared, _]| (1..of).contains(&compared)));
    // Another query starts anew; a key does not wait for the end.
    press(&mut app, "/<c-u>korea vs nuclear<enter>");
    assert_eq!((view(&app).0, view(&app).2), (Some([0, of]), String::from("korea vs nuclear")));
    let steps =
        std::iter::repeat_with(|| app.go_on()).take_while(|done| *done != UnfinishedWork::None).count();
    assert!(steps > 10, "{steps}");
    let (progress, extent, _) = view(&app);
    assert!(progress.is_none() && extent.starts_with("A "), "{extent}");
}

#[test]
fn the_edges_of_texts_and_sentences() {
    let long = "word ".repeat(10_000).trim_end().to_owned();
    let endless = "x".repeat(1 << 20);
    let texts = [
        "Alliance first. Second alliance",
        "The alliance of the alliance is here.",
        "They spoke of peace. Stability followed.",
        &format!("{long}. The alliance stood. A {long}"),
        &format!("{endless} alliance"),
        "אבג alliance דהו",
    ];
    let library = crate::reference::library(&texts.map(str::to_owned));
    let concordance = listed(&library, "alliance");
    let lines: Vec<[String; 3]> = concordance
        .lines
        .iter()
        .map(|line| {
            let text = concordance.text(&library.corpus, &library.index, line).unwrap();
            text.parts(&text.sentence).map(str::to_owned)
        })
        .collect();
    assert_eq!(lines[0], ["", "Alliance", " first."]);
    assert_eq!(lines[1], ["Second ", "alliance", ""]);
    // Twice in a sentence: two lines, each with the whole of it.
    assert_eq!(lines[2], ["The ", "alliance", " of the alliance is here."]);
    assert_eq!(lines[3], ["The alliance of the ", "alliance", " is here."]);
    assert_eq!(lines[4], ["The ", "alliance", " stood."]);
    assert_eq!(lines[5][1..], ["alliance", ""]);
    assert_eq!(lines[6], ["אבג ", "alliance", " דהו"]);
    assert_eq!(concordance.total.lines, 7);
    // A phrase does not extend over two sentences.
    assert_eq!(listed(&library, "\"peace stability\"").lines.len(), 0);
}

/// The lines of a query, each by its passage, where it is in which layer, its language and its sign.
fn signed(library: &Library, query: &str) -> Vec<[String; 4]> {
    let concordance = listed(library, query);
    let lines = concordance.lines.iter().map(|line| {
        let text = concordance.text(&library.corpus, &library.index, line).unwrap();
        let place = format!("{} {:?}", text.layer.name(), text.node);
        [text.passage.id.to_string(), place, text.language.name().to_owned(), text.sure().to_owned()]
    });
    lines.collect()
}

#[test]
fn filters_of_lines_leave_the_lines_of_that_language_and_certainty() {
    let library = LIBRARY.get_or_init(whole_texts);
    for words in [
        "term:modernization",
        "alliance",
        "term:deterrence",
        "term:cyber",
        "현대화",
        "\"peace and\"",
        "deepen",
    ] {
        let all = signed(library, words);
        for (filter, at, wanted) in [
            ("lang:en", 2, &["en"][..]),
            ("lang:ko", 2, &["ko"]),
            ("-lang:en", 2, &["ko"]),
            ("sure:=", 3, &["="]),
            ("sure:official", 3, &["="]),
            ("sure:?", 3, &["?"]),
            ("sure:≠", 3, &["≠"]),
            ("sure:!", 3, &["!"]),
            ("sure:…", 3, &["…"]),
            ("sure:!=,elided", 3, &["≠", "…"]),
            ("-sure:=", 3, &["≠", "…", "?", "!"]),
        ] {
            let kept = signed(library, &format!("{words} {filter}"));
            assert!(kept.iter().all(|line| wanted.contains(&&*line[at])), "{words} {filter}: {kept:?}");
            let fits: Vec<_> = all.iter().filter(|line| wanted.contains(&&*line[at])).collect();
            assert!(fits.iter().all(|line| kept.contains(line)), "{words} {filter}");
            // Others come only from passages that have another line where nothing is asked.
            let is_other = |line: &&[String; 4]| !fits.contains(line);
            for other in kept.iter().filter(is_other) {
                assert!(
                    all.iter().any(|line| line[0] == other[0] && !fits.contains(&line)),
                    "{words} {filter}"
                );
            }
        }
    }
    // A search finds the passages that have a layer which fits.
    let count = |query: &str| library.search(query).total();
    assert!(count("lang:ko") > 0 && count("lang:en") > count("lang:ko"));
    assert_eq!(count("lang:korean"), count("lang:ko"));
    assert_eq!(count("sure:="), count("sure:identical"));
    assert!(count("lang:en lang:ko") > count("lang:en"));
    assert_eq!(count("lang:en,ko kind:summary"), 0);
    // A print has the verdict of its check, whatever official wording is beside it.
    for verdict in ["misattributed", "elided"] {
        let asked = |filter: &str| count(&format!("{filter}:{verdict} kind:quotation"));
        assert!(asked("verdict") > 0 && asked("sure") == asked("verdict"), "{verdict}");
    }
}

#[test]
fn a_heading_has_lines_of_its_own_beside_those_of_its_paragraph() {
    let heading = "A strong alliance";
    let passages = serde_json::json!([
        { "heading": heading, "text": "The alliance met." },
        { "heading": heading, "text": "The alliance stays." },
    ]);
    let of = serde_json::json!({ "title": "zzz", "date": "2000-01-01", "passages": passages });
    let library = crate::reference::opened(vec![of]);
    let lines = signed(&library, "alliance");
    let layers: Vec<&str> = lines.iter().map(|[_, place, ..]| place.split(' ').next().unwrap()).collect();
    assert_eq!(layers, ["printed", "heading", "printed"], "{lines:?}");
}

#[test]
fn wording_held_twice_is_under_the_sure_value_that_its_line_shows() {
    let checked = serde_json::json!({ "text": "The alliance met in Seoul.", "check": { "verdict": "identical", "note": "Compared." } });
    let whole = "The alliance met in Seoul. The alliance stays.";
    let own = serde_json::json!({ "title": "zzz", "date": "2000-01-01", "passages": [checked] });
    let text = serde_json::json!({
        "title": "zzz", "date": "2000-01-01", "of": "st-0", "extent": "whole", "passages": [{ "text": whole }]
    });
    let library = crate::reference::opened(vec![own, text]);
    let asked = |filter: &str, listing: RepeatListing| {
        let query = format!("alliance {filter}");
        let (corpus, index) = (&library.corpus, &library.index);
        let found = Concordance::new(corpus, index, &query, LineOrder::Date, listing).unwrap();
        let line = |line: &ConcordanceLine| {
            format!("{} ×{}", found.text(corpus, index, line).unwrap().sure(), line.witnesses.len() + 1)
        };
        let counts = found.total;
        (found.lines.iter().map(line).collect::<Vec<_>>(), counts.lines, counts.wordings, counts.statements)
    };
    let lines = |lines: &[&str], n, wordings, statements| {
        (lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>(), n, wordings, statements)
    };
    let collapsed = RepeatListing::Collapsed;
    assert_eq!(asked("", collapsed), lines(&["= ×2", "? ×1"], 3, 2, 1));
    assert_eq!(asked("sure:=", collapsed), lines(&["= ×2"], 2, 1, 1));
    assert_eq!(asked("sure:?", collapsed), lines(&["? ×1"], 1, 1, 1));
    assert_eq!(asked("sure:≠", collapsed), lines(&[], 0, 0, 0));
    assert_eq!(asked("sure:?", RepeatListing::Listed).1, 2, "each for itself");
    let found = Concordance::new(&library.corpus, &library.index, "seoul sure:?", LineOrder::Date, collapsed)
        .unwrap();
    assert_eq!((found.lines.len(), found.total.statements, found.total.left_out), (0, 0, 1));
    assert!(
        found.notes.iter().any(|note| note.contains("1 line repeats a line with better-checked wording")),
        "{:?}",
        found.notes
    );
}
