//! Silence: which statements do not say a word, distinguished from those for which that is unknown.

use linchpin::analysis::concordance::{Concordance, ConcordanceLine, LineOrder, RepeatListing};
use linchpin::analysis::timeline::Timeline;
use linchpin::corpus::stance::Stance;
use linchpin::library::Library;
use linchpin::search::{Certainty, Index, Query};

/// The frozen statements, some with what is known of their whole texts, an English and a Korean import, and a text of one.
pub(crate) fn with_whole_texts() -> Library {
    with_imports(&[
        ("english", None, "The ministers met in Hanoi. They spoke of a nuclear umbrella."),
        ("korean", None, "두 장관은 하노이에서 만났다. 핵우산을 논의하였다."),
        ("text-of", Some("leaders-2021-05-21"), "Whole and entire, with a moonshot."),
    ])
}

/// The frozen statements, some with what is known of their whole texts, and imports: the id of each, the statement that it
/// is a text of, and its paragraphs. One whose id begins with `part` is not whole.
pub(crate) fn with_imports(imports: &[(&str, Option<&str>, &str)]) -> Library {
    let mut dataset: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(crate::fixture::FIXTURE).unwrap()).unwrap();
    let source = serde_json::json!({"id": "file", "kind": "imported text", "title": "A file", "sha256": "0".repeat(64)});
    dataset["sources"].as_array_mut().unwrap().push(source);
    let statements = dataset["statements"].as_array_mut().unwrap();
    for statement in statements.iter_mut() {
        match statement["id"].as_str().unwrap() {
            "leaders-2022-05-21" => {
                statement["extent"] = "whole".into();
                statement["silent"] = serde_json::json!(["modernization", "strategic-flexibility"]);
                statement["says"] = serde_json::json!(["linchpin", "deterrence"]);
            }
            // Read whole, but no one has looked for any term.
            "leaders-2023-04-26" => statement["extent"] = "whole".into(),
            _ => {}
        }
    }
    for (id, of, text) in imports {
        let mut import = statements[0].clone();
        import["id"] = (*id).into();
        if !id.starts_with("part") {
            import["extent"] = "whole".into();
        }
        let passage = |(at, text)| serde_json::json!({"id": format!("{id}/{at}"), "kind": "quotation", "text": text, "source": "file"});
        import["passages"] = (1..).zip(text.lines()).map(passage).collect();
        if let Some(of) = of {
            import["of"] = (*of).into();
        }
        statements.push(import);
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), dataset.to_string()).unwrap();
    Library::open(&file.path().into()).unwrap()
}

/// How many statements say it, how many say it without being quoted, and which are silent; all others were not seen to
/// say it.
fn stances(library: &Library, query: &str) -> (usize, usize, Vec<String>) {
    let found = library.search(query);
    assert_eq!(found.error, None, "{query}");
    let stances = &found.without[0].stances;
    assert_eq!(
        stances.all(),
        39,
        "37 statements and two imports; a text of a statement is not counted again"
    );
    let id = |at: &usize| library.corpus.statements()[*at].id.to_string();
    let shown = |certainty| found.set(certainty).count_ones(..);
    assert_eq!(
        (shown(Certainty::Firm), found.total()),
        (stances.silent.len(), stances.silent.len()),
        "{query}"
    );
    assert_eq!(shown(Certainty::NotSeen), stances.not_seen.len(), "{query}");
    (stances.says.len(), stances.said_not_quoted.len(), stances.silent.iter().map(id).collect())
}

#[test]
fn statements_without_a_phrase_are_silent_only_if_their_whole_text_was_looked_through() {
    let library = with_whole_texts();
    for (query, expected) in [
        // Every paragraph of the imports is held, in one language each.
        ("without:\"nuclear umbrella\"", (1, 0, &["leaders-2021-05-21"][..])),
        ("without:\"umbrella of iron\"", (0, 0, &["english", "leaders-2021-05-21"])),
        ("without:\"핵우산\"", (1, 0, &[])),
        ("without:\"강철우산\"", (0, 0, &["korean"])),
        // A text of a statement says it for the statement.
        ("without:moonshot", (1, 0, &["english"])),
        // A name of the term means the term in the forms that a search for it finds; known from a text that is not
        // held.
        (
            "without:strategic-flexibility",
            (3, 0, &["english", "korean", "leaders-2021-05-21", "leaders-2022-05-21"]),
        ),
        (
            "without:term:strategic-flexibility",
            (4, 0, &["english", "korean", "leaders-2021-05-21", "leaders-2022-05-21"]),
        ),
        ("without:linchpin", (3, 1, &["english", "korean", "leaders-2021-05-21"])),
        ("without:lynchpin", (3, 1, &["english", "korean", "leaders-2021-05-21"])),
        ("without:핵심축", (3, 1, &["english", "korean", "leaders-2021-05-21"])),
        // Only the phrase, a form of the term.
        (
            "without:\"strategic flexibility\"",
            (2, 0, &["english", "leaders-2021-05-21", "leaders-2022-05-21"]),
        ),
        ("without:\"flexibility\"", (3, 0, &["english", "leaders-2021-05-21", "leaders-2022-05-21"])),
        ("without:\"flexible\"", (0, 0, &["english", "leaders-2021-05-21"])),
        ("without:\"military modernization\"", (0, 0, &["english", "leaders-2021-05-21"])),
        // It is known that the text says the terms, but not in which of their forms.
        ("without:\"linchpin\"", (3, 0, &["english", "leaders-2021-05-21"])),
        ("without:\"deterring\"", (2, 0, &["english", "leaders-2021-05-21"])),
        ("without:deterring", (4, 0, &["english", "korean", "leaders-2021-05-21"])),
        ("without:term:deterrence", (6, 1, &["english", "korean", "leaders-2021-05-21"])),
    ] {
        let (says, not_quoted, mut silent) = stances(&library, query);
        silent.sort();
        assert_eq!(
            (says, not_quoted, silent.iter().map(String::as_str).collect::<Vec<_>>()),
            (expected.0, expected.1, expected.2.to_vec()),
            "{query}"
        );
    }
}

/// What the imports do with the words of a row: only those that are silent, and those that say it.
fn attested(library: &Library, typed: &str) -> (Vec<String>, Vec<String>) {
    let rivals = Query::rivals(typed, "").unwrap();
    let attested = library.index.attestation(&library.corpus, &rivals[0]).unwrap();
    let with = |stance| {
        let places = 0..library.corpus.statements().len();
        let places = places.filter(|at| attested.stances[*at] == Some(stance));
        places.map(|at| library.corpus.statements()[at].id.to_string()).collect::<Vec<_>>()
    };
    (with(Stance::Silent), with(Stance::SaidNotQuoted))
}

#[test]
fn without_a_word_counts_as_the_concordance_does() {
    let library = with_imports(&[
        ("compound", None, "주한미군의 역할과 현대화된 무기를 논의하였다. 전략적 유연성."),
        ("particle", None, "미군은 핵확산 금지를 지지하고 동맹현대화를 논의하였다."),
        (
            "english",
            None,
            "A non-proliferation programme. It is strategic. Flexibility matters; mod-ernization does.",
        ),
        ("other", None, "The ministers met in Hanoi."),
    ]);
    for typed in [
        "미군",
        "\"미군\"",
        "주한미군",
        "현대화",
        "\"현대화\"",
        "nonproliferation",
        "\"nonproliferation\"",
        "program",
        "linchpin",
        "\"linchpin\"",
        "lynchp*",
        "\"indo-pacific\"",
        "\"strategic flexibility\"",
        "ministers",
        "minister",
        "the",
        "2+2",
    ] {
        let rivals = Query::rivals(typed, "").unwrap();
        let attested = library.index.attestation(&library.corpus, &rivals[0]).unwrap();
        let found = library.search(&format!("without:{typed}"));
        let stances = found.without[0].stances.by_place(library.corpus.statements().len());
        for (at, statement) in library.corpus.statements().iter().enumerate() {
            assert_eq!(stances[at], attested.stances[at], "{typed} in {}", statement.id);
        }
    }
    let found = library.search("without:미군");
    let id = |at: &usize| &*library.corpus.statements()[*at].id;
    assert_eq!(found.without[0].stances.says.iter().map(id).collect::<Vec<_>>(), ["particle"]);
    assert!(found.without[0].stances.not_seen.iter().map(id).any(|id| id == "compound"));
    let said = found.without[0].sentence();
    assert!(said.ends_with("(6 have it within a longer word or in another spelling)"), "{said}");
}

#[test]
fn without_any_name_of_a_term_counts_as_the_concordance_does() {
    let library = with_imports(&[
        ("compound", None, "주한미군의 역할과 현대화된 무기를 논의하였다. 유연성."),
        ("deterring", None, "It is flexibility, for deterring a non-proliferation programme."),
        ("english", None, "The ministers met in Hanoi."),
        ("korean", None, "두 장관은 하노이에서 만났다."),
    ]);
    let (corpus, mut asked) = (&library.corpus, 0);
    for term in &corpus.dataset().terms {
        let names = [Some(&term.label), term.korean.as_ref()].into_iter().flatten().chain(&term.forms);
        let names = names.flat_map(|name| {
            let joined = name.replace(['(', ')'], "").replace(' ', "-");
            [format!("\"{name}\""), joined.to_uppercase(), joined]
        });
        for typed in names.chain([format!("term:{}", term.id), term.id.to_string()]) {
            let rivals = Query::rivals(&typed, "").unwrap();
            let attested = library.index.attestation(corpus, &rivals[0]).unwrap();
            let found = library.search(&format!("without:{typed}"));
            let stances = found.without[0].stances.by_place(corpus.statements().len());
            for (at, statement) in corpus.statements().iter().enumerate() {
                assert_eq!(stances[at], attested.stances[at], "{typed} in {}", statement.id);
            }
            assert_eq!(found.without[0].phrase, typed.trim_matches('"'), "{typed}");
            asked += 1;
        }
    }
    assert!(asked > 400, "{asked} names");
    for (typed, import, is_silent) in [
        // A name is looked for in both languages, and not in what it does not mean.
        ("indo-pacific", "korean", true),
        ("\"indo-pacific\"", "korean", false),
        ("strategic-flexibility", "deterring", true),
        ("term:strategic-flexibility", "deterring", false),
        ("strategic-flexibility", "compound", true),
        // An id that is no name is a word, which no text in Korean can have.
        ("cost-sharing", "english", true),
        ("gcsa", "korean", false),
        ("term:gcsa", "korean", true),
    ] {
        let (silent, _) = attested(&library, typed);
        assert_eq!(silent.iter().any(|id| id == import), is_silent, "{typed}: {silent:?}");
    }
}

#[test]
fn where_the_letters_of_a_term_are_is_known_before_the_index_is_built() {
    let library = with_imports(&[
        (
            "korean",
            None,
            "굳건한 한미동맹이 인도태평양 지역의 평화를 지킨다. 주한 미군과 첨단과학 기술 협력, 한·미·일 3국 협력, 핵무기. 북한 미사일을 규탄한다.\n현 대화를 논의하였다. 북한미사일. 확장 억제와 핵협의그룹NCG회의, 사이버안보.",
        ),
        (
            "english",
            None,
            "A nonproliferation programme, like-minded states, and a cease-fire. Non proliferating.\nThe IndoPacific; moderni zing. Moderni. Zing, cyber-space and US FK. STRATEGIC FLEXI-BILITY OF THE U S FORCES.",
        ),
    ]);
    let corpus = &library.corpus;
    let (mut found, places) = (0, 0..corpus.statements().len());
    let imports: Vec<usize> = places.filter(|at| corpus.is_whole_import(*at)).collect();
    assert_eq!(imports.len(), 2);
    for (at, term) in corpus.dataset().terms.iter().enumerate() {
        let awaited = Index::awaited(corpus, Some(at));
        let (known, indexed) = (awaited.same_letters(at).unwrap(), library.index.same_letters(at).unwrap());
        let said = library.index.quotations_with(at).unwrap();
        for passage in
            imports.iter().flat_map(|at| corpus.span(*at)).filter(|passage| !said.contains(*passage))
        {
            assert_eq!(known.contains(passage), indexed.contains(passage), "{} in {passage}", term.id);
            found += usize::from(indexed.contains(passage));
        }
    }
    assert!(found > 5, "{found} terms are there in other letters");
}

#[test]
fn a_longer_phrase_than_a_term_is_not_silent_where_the_term_is() {
    let library = with_whole_texts();
    for (typed, is_silent) in [
        ("\"modernization\"", true),
        ("term:modernization", true),
        ("\"modernis*\"", true),
        ("\"naval modernization program\"", false),
        ("\"modernization programs\"", false),
        ("\"strategic flexibility\"", true),
        ("\"strategic flexibility clause\"", false),
    ] {
        let (silent, _) = attested(&library, typed);
        assert_eq!(silent.contains(&String::from("leaders-2022-05-21")), is_silent, "{typed}");
    }
}

#[test]
fn a_pattern_means_its_letters_and_not_the_term() {
    let library = with_whole_texts();
    // The text says the term `linchpin`; in which of its forms is unknown.
    for typed in ["lynchp*", "\"lynchp*\"", "lynchpin*", "\"lynchpin*\"", "linchpin*", "\"linchpin\""] {
        assert_eq!(attested(&library, typed).1, [""; 0], "{typed}");
    }
    for typed in ["linchpin", "lynchpin", "핵심축", "term:linchpin"] {
        assert_eq!(attested(&library, typed).1, ["leaders-2022-05-21"], "{typed}");
    }
}

#[test]
fn a_text_that_has_the_letters_of_a_phrase_is_not_silent_however_they_are_spaced_or_spelled() {
    let library = with_imports(&[
        (
            "korean",
            None,
            "굳건한 한미동맹이 인도태평양 지역의 평화를 지킨다. 주한 미군과 첨단과학 기술 협력, 한·미·일 3국 협력, 핵무기. 북한 미사일을 규탄한다.",
        ),
        (
            "english",
            None,
            "A nonproliferation programme, like-minded states, and a cease-fire. Non proliferating.",
        ),
    ]);
    for (typed, import, is_silent) in [
        ("term:usfk", "korean", false),
        ("주한미군", "korean", false),
        ("term:science-technology", "korean", false),
        ("term:indo-pacific", "korean", false),
        ("인도·태평양", "korean", false),
        ("\"한미 동맹\"", "korean", false),
        ("한미일", "korean", false),
        ("\"핵 무기\"", "korean", false),
        ("\"한미 사일로\"", "korean", true),
        ("\"한미사\"", "korean", true),
        ("\"일 3국 정상\"", "korean", true),
        ("non-proliferation", "english", false),
        ("\"non-proliferation\"", "english", false),
        ("\"non-proliferation program\"", "english", false),
        ("program", "english", false),
        ("\"program\"", "english", false),
        ("\"likeminded states\"", "english", false),
        ("\"ceasefire\"", "english", false),
        ("\"non-proliferat\"", "english", true),
        ("\"gramme\"", "english", true),
        ("\"programming\"", "english", true),
    ] {
        let (silent, _) = attested(&library, typed);
        assert_eq!(silent.iter().any(|id| id == import), is_silent, "{typed}: {silent:?}");
    }
}

#[test]
fn a_text_that_has_another_form_of_a_word_a_figure_or_a_date_is_not_silent() {
    let library = with_imports(&[
        (
            "english",
            None,
            "They submitted the plan that children had taken, and withdrew the controlled forces. Israelis passed it. \
             UNSC Res. 2270 applies. The alliance is far. Some 28\u{202F}500 soldiers of 12 500 stayed. \
             It began on Nov. 14, 2025, the 3rd of March, 2024, 16.11.2025 and Friday, November 21st, 2025.",
        ),
        ("korean", None, "두 장관은 2025년 11월 14일에 하노이에서 만나 2.5조 원을 논의하였다."),
    ]);
    for (typed, says) in [
        ("submit", &["english"][..]),
        ("child", &["english"]),
        ("take", &["english"]),
        ("withdraw", &["english"]),
        ("control", &["english"]),
        ("pass", &["english"]),
        ("israeli", &["english"]),
        ("UNSC /3 2270", &["english"]),
        ("28,500", &["english"]),
        ("2025-11-14", &["english", "korean"]),
        ("2025-11-16", &["english"]),
        ("2025-11-21", &["english"]),
        ("2024-03-03", &["english"]),
        ("\"2.5조 원\"", &["korean"]),
        // Not said, but not silent either.
        ("12,500", &[]),
        ("alliance /3 2270", &[]),
        ("alliance /3 submit", &[]),
        ("\"25조 원\"", &[]),
    ] {
        let rivals = Query::rivals(typed, "").unwrap();
        let attested = library.index.attestation(&library.corpus, &rivals[0]).unwrap();
        let with = |stance| {
            let statements = library.corpus.statements().iter().zip(&attested.stances);
            let of = statements
                .filter(|(one, own)| **own == Some(stance) && ["english", "korean"].contains(&&*one.id));
            of.map(|(one, _)| &*one.id).collect::<Vec<&str>>()
        };
        assert_eq!(with(Stance::Says), says, "{typed}");
        // The other text has no such figure in its script.
        let lacks = [
            "28,500",
            "12,500",
            "2025-11-16",
            "2025-11-21",
            "2024-03-03",
            "UNSC /3 2270",
            "alliance /3 2270",
        ];
        let is_silent = lacks.contains(&typed) || typed.contains("25조");
        let silent: &[&str] = if is_silent { &["korean"] } else { &[] };
        assert_eq!(with(Stance::Silent), silent, "{typed}");
    }
}

#[test]
fn a_text_with_a_figure_in_a_longer_word_is_not_silent() {
    let library = with_imports(&[
        (
            "english",
            None,
            "Sales of €2.5bn, 1980s planes and 12,350 ships. The colour of the alliance is far.",
        ),
        (
            "korean",
            None,
            "주한미군 28,500명의 현 수준을 유지한다. 350억 원, 3만 명, 제57차 회의, 2027년까지.",
        ),
        ("japanese", None, "約1,000億円を計上した。"),
    ]);
    for (figure, says, silent) in [
        ("2.5", &[][..], &["japanese", "korean"][..]),
        ("1980", &[], &["japanese", "korean"]),
        ("color", &["english"], &[]),
        ("350", &[], &["english", "japanese"]),
        ("12,350", &["english"], &["japanese", "korean"]),
        ("1,000", &[], &["english", "korean"]),
        ("\"1,000億\"", &["japanese"], &[]),
        ("28,500", &["korean"], &["english", "japanese"]),
        ("2027", &["korean"], &["english", "japanese"]),
        ("57", &[], &["english", "japanese"]),
        ("\"28,500\"", &["korean"], &["english", "japanese"]),
        ("2,850", &[], &["english", "japanese", "korean"]),
    ] {
        let stances = library.search(&format!("without:{figure}")).without.remove(0).stances;
        let ids = |places: &[usize]| {
            let mut ids: Vec<&str> = places.iter().map(|at| &*library.corpus.statements()[*at].id).collect();
            ids.retain(|id| ["english", "korean", "japanese"].contains(id));
            ids.sort_unstable();
            ids.iter().map(ToString::to_string).collect::<Vec<String>>()
        };
        assert_eq!(
            (ids(&stances.says), ids(&stances.silent)),
            (
                says.iter().map(ToString::to_string).collect(),
                silent.iter().map(ToString::to_string).collect()
            ),
            "{figure}"
        );
    }
    let found = library.search("28,500");
    assert_eq!(found.hits.len(), 1);
}

#[test]
fn a_whole_text_is_silent_only_in_the_script_of_the_phrase() {
    let library = with_imports(&[
        ("english", None, "The ministers met in Hanoi."),
        ("japanese", None, "両首脳は同盟の抑止力を確認した。"),
        (
            "korean",
            None,
            "두 장관은 하노이에서 만나 지역 정세에 대한 의견을 나누었다. 핵우산을 논의하고 다음 회의를 약속하였다.\nJoint Statement",
        ),
        ("russian", None, "Стороны договорились о стратегическом партнёрстве и сдерживании."),
        ("two", None, "The ministers met.\n두 장관은 하노이에서 만났다."),
    ]);
    for (query, expected) in [
        ("without:\"strategic partnership\"", &["english", "two"][..]),
        ("without:\"강철우산\"", &["korean", "two"]),
        ("without:\"大統領\"", &["japanese"]),
        ("without:\"мир\"", &["russian"]),
        ("without:\"28,500\"", &["english", "japanese", "korean", "russian", "two"]),
        // A term has forms in English and Korean.
        ("without:moonshot", &["english", "two"]),
        ("without:deterrence", &["english", "korean", "two"]),
    ] {
        let found = library.search(query);
        let stances = &found.without[0].stances;
        let mut silent: Vec<&str> =
            stances.silent.iter().map(|at| &*library.corpus.statements()[*at].id).collect();
        silent.retain(|id| !id.starts_with("leaders"));
        silent.sort_unstable();
        assert_eq!(silent, expected, "{query}");
    }
}

#[test]
fn the_pronoun_is_never_the_acronym_and_in_capitals_it_may_be_either() {
    let library = with_imports(&[
        ("pronoun", None, "They told us and the allies.\nIt let us go."),
        ("acronym", None, "The US and the ROK agreed.\nThe U.S. stands firm."),
        ("capitals", None, "THE US AND THE ROK AGREED"),
    ]);
    let texts = ["pronoun", "acronym", "capitals"];
    for (query, found, silent) in [
        ("\"US and\"", &["acronym", "capitals"][..], &["pronoun"][..]),
        ("\"U.S. and\"", &["acronym", "capitals"], &["pronoun"]),
        ("\"the US\"", &["acronym", "capitals"], &["pronoun"]),
        ("\"U.S.\"", &["acronym"], &["pronoun"]),
        ("U.S.", &["acronym"], &["pronoun"]),
        ("\"told us\"", &["pronoun"], &["acronym", "capitals"]),
        ("us", &["acronym", "capitals", "pronoun"], &[]),
        ("\"us and\"", &["acronym", "capitals", "pronoun"], &[]),
        // A reader who types only capitals may mean either.
        ("\"US AND\"", &["acronym", "capitals", "pronoun"], &[]),
        ("\"let us\"", &["pronoun"], &["acronym", "capitals"]),
    ] {
        let lines = Concordance::new(
            &library.corpus,
            &library.index,
            query,
            LineOrder::Date,
            RepeatListing::Collapsed,
        )
        .unwrap();
        let of_line = |line: &ConcordanceLine| &*library.corpus.statements()[line.statement].id;
        let mut ids: Vec<&str> = lines.lines.iter().map(of_line).collect();
        ids.retain(|id| texts.contains(id));
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids, found, "{query}");
        let timeline = Timeline::new(&library.corpus, &library.index, query).unwrap();
        let stances = timeline.held(&library.corpus).zip(&timeline.rows[0].stances);
        let mut quiet: Vec<&str> = stances
            .filter(|(held, stance)| **stance == Stance::Silent && texts.contains(&&*held.id))
            .map(|(held, _)| &*held.id)
            .collect();
        quiet.sort_unstable();
        assert_eq!(quiet, silent, "{query}: {:?}", lines.notes);
    }
}
