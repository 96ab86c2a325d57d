//! `linchpin draft` and `linchpin verify`: the phrases of a text that have precedent, and the quotations of articles.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{call, command, found, found_json, keys, list, marked, on_fixture, said, text};

const FIRST: &str = "The two sides agreed to modernize the Alliance in a mutually complementary and future-oriented \
    manner, as the linchpin of peace and stability on the Korean Peninsula and in the Indo-Pacific region, based on \
    science and technology cooperation.";

fn drafted(text: &str, more: &[&str]) -> Value {
    found_json(&[&["draft", "--text", text, "--format", "json"], more].concat())
}

#[test]
fn programs_get_the_phrases_of_a_draft_in_one_envelope() {
    let answer = drafted(FIRST, &[]);
    let expected = "schema view program at datasets query options counts caveat stamp notes text words covered left_out \
        phrases uncovered terms near";
    assert_eq!(keys(&answer), expected.split_whitespace().collect::<Vec<_>>());
    assert_eq!(
        (&answer["view"], &answer["words"], &answer["covered"]),
        (&json!("draft"), &json!(39), &json!(30))
    );
    let shown: Vec<(String, u64, u64, &str)> = list(&answer["phrases"])
        .iter()
        .map(|phrase| {
            let number = |key: &str| phrase[key].as_u64().unwrap();
            assert_eq!(marked(FIRST, phrase), text(&phrase["text"]));
            (marked(FIRST, phrase), number("words"), number("statements"), text(&phrase["verdict"]))
        })
        .collect();
    let linchpin = "linchpin of peace and stability on the Korean Peninsula and in the Indo-Pacific region";
    let expected = [
        ("modernize the Alliance", 3, 1, "unverified"),
        ("mutually complementary and future-oriented manner", 6, 2, "printed only"),
        (linchpin, 15, 1, "official"),
        ("based on science and technology cooperation", 6, 1, "official"),
    ];
    assert_eq!(
        shown,
        expected.map(|(words, count, statements, verdict)| (words.to_owned(), count, statements, verdict))
    );
    let first = &answer["phrases"][0];
    assert_eq!(first["issuers"], json!([["United States", "Japan"]]));
    assert_eq!(
        (&first["first"], &first["last"]),
        (&json!("us-japan-2022-05-23"), &json!("us-japan-2022-05-23"))
    );
    assert_eq!(answer["phrases"][1]["official_words"], "mutually reinforcing and future-oriented manner");
    assert_eq!(answer["uncovered"], json!([[0, 23], [47, 51], [103, 109]]));
    assert_eq!(
        answer["counts"],
        json!({"phrases": 4, "official": 2, "unverified": 1, "printed_only": 1, "of": 37, "whole": 0})
    );
}

#[test]
fn offsets_count_unicode_scalar_values() {
    let draft = "“현대화” — mutually complementary and future-oriented manner";
    let answer = drafted(draft, &[]);
    let phrase = &answer["phrases"][0];
    assert_eq!(marked(draft, phrase), "mutually complementary and future-oriented manner");
}

#[test]
fn the_exit_code_says_whether_anything_has_precedent() {
    let (code, out, _) = said(&["draft", "--text", "Grain shipments will resume next Tuesday."]);
    assert_eq!(code, 1);
    assert!(out.contains("6 words, 0 with precedent in the 37 statements held (0 of them whole)."), "{out}");
    for (arguments, part) in [
        (&["draft"][..], "required arguments"),
        (&["draft", "--text", " … "], "the draft has no words"),
        (&["draft", "no such file"], "no such file: no such file"),
        (&["draft", "x.txt", "--text", "y"], "cannot be used with"),
        (&["draft", "--text", "our ties", "--filter", "standing:jiont"], "joint"),
        (&["verify"], "required arguments"),
        (&["verify", "/nonexistent/article.txt"], "no such file"),
    ] {
        let (code, out, aside) = said(arguments);
        assert_eq!((code, &*out), (2, ""), "{arguments:?}");
        assert!(aside.contains(part), "{arguments:?}: {aside}");
    }
}

#[test]
fn a_filter_narrows_what_may_be_a_precedent() {
    let answer = drafted(
        "expand cooperation across all domains, modernize our ties",
        &["--filter", "standing:unilateral"],
    );
    assert_eq!(answer["query"], "standing:unilateral");
    let phrases: Vec<&str> = list(&answer["phrases"]).iter().map(|phrase| text(&phrase["text"])).collect();
    assert_eq!(phrases, ["cooperation across all domains"]);
    assert_eq!(answer["phrases"][0]["of"], 5);
}

#[test]
fn people_read_a_draft_as_text_markdown_and_a_page() {
    let plain = found(&["draft", "--text", FIRST]);
    for part in [
        "?⟦modernize the Alliance⟧ in a ≠⟦mutually complementary",
        "2 ≠ mutually complementary and future-oriented manner",
        "The official words: “mutually reinforcing and future-oriented manner”",
        "linchpin ‹{for}› peace",
        "not once jointly by Republic of Korea",
        "“Precedent” is: these words",
    ] {
        assert!(plain.contains(part), "{part}: {plain}");
    }
    let markdown = found(&["draft", "--text", FIRST, "--format", "md"]);
    assert!(markdown.starts_with("# Draft\n") && markdown.contains("\n> “"), "{markdown}");
    assert!(markdown.contains("stamp "), "{markdown}");
    let page = found(&["draft", "--text", FIRST, "--format", "html"]);
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("<blockquote>"));
}

#[test]
fn a_draft_is_read_from_a_file_of_any_kind_and_nothing_is_kept() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("speech.txt");
    fs::write(&path, "We will modernize our ties,\nas the linchpin of peace and stability.\n").unwrap();
    let answer = found_json(&["draft", path.to_str().unwrap(), "--json"]);
    assert_eq!(answer["text"], "We will modernize our ties,\nas the linchpin of peace and stability.");
    let page = folder.path().join("speech.html");
    fs::write(&page, "<html><body><h1>Speech</h1><p>We will modernize our ties.</p></body></html>").unwrap();
    let answer = found_json(&["draft", page.to_str().unwrap(), "--json"]);
    assert_eq!(answer["text"], "Speech\n\nWe will modernize our ties.");
    let marked = folder.path().join("speech.md");
    fs::write(
        &marked,
        "---\ntitle: Speech\n---\n# Speech\n\nWe will [modernize](https://example.org/ties) our **ties**.\n",
    )
    .unwrap();
    let answer = found_json(&["draft", marked.to_str().unwrap(), "--json"]);
    assert_eq!(answer["text"], "Speech\n\nWe will modernize our ties.");
    let home = TempDir::new().unwrap();
    let (code, ..) = call(&on_fixture(&["draft", "--text", FIRST]), Some(home.path()));
    assert_eq!((code, fs::read_dir(home.path()).unwrap().count()), (0, 0));
}

/// An article with a quotation of each kind.
const ARTICLE: &str = "# An article\n\nThe two sides “affirm relevant understandings since 2006”, they said,\nand \"agreed to \
    deepen cooperation in other areas, including cyber and space\".\n\n> The United States underscored its commitment to the \
    defense of the ROK\n\nIt was “modernizing alliance capabilities based on scientific and technological cooperation”.\n\n\
    “They resolved to advance … a more capable, integrated, and agile Alliance.” Then “grain will be shipped next week”.\n";

#[test]
fn the_quotations_of_an_article_are_verified_where_they_are() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("article.md");
    fs::write(&path, ARTICLE).unwrap();
    let (code, out, _) = said(&["verify", path.to_str().unwrap(), "--format", "json"]);
    assert_eq!(code, 1);
    let answer: Value = serde_json::from_str(&out).unwrap();
    let found: Vec<(u64, u64, &str)> = list(&answer["quotations"])
        .iter()
        .map(|one| (one["paragraph"].as_u64().unwrap(), one["line"].as_u64().unwrap(), text(&one["verdict"])))
        .collect();
    let expected = [
        (2, 3, "identical"),
        (2, 4, "differs"),
        (3, 6, "identical"),
        (4, 8, "differs"),
        (5, 10, "elided"),
        (5, 10, "not found in what is held"),
    ];
    assert_eq!(found, expected);
    assert_eq!(answer["quotations"][2]["block"], true);
    assert_eq!(
        (&answer["quotations"][4]["left_out"], &answer["quotations"][1]["left_out"]),
        (&json!(5), &json!(0))
    );
    let differs = &answer["quotations"][1];
    assert_eq!(differs["near"]["only_text"], json!(["agreed", "areas,"]));
    assert_eq!(differs["passages"][0]["passage"], "leaders-2021-05-21/2");
    assert!(text(&differs["passages"][0]["citation"]).contains("joint"));
    let (code, out, _) = said(&["verify", path.to_str().unwrap()]);
    assert_eq!(code, 1);
    for part in
        ["6 quotations of four words or more", "2 ≠ differs · paragraph 2, line 4", "only in the quotation: "]
    {
        assert!(out.contains(part), "{part}: {out}");
    }
}

#[test]
fn evidence_of_official_words_is_the_official_wording() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("article.txt");
    let words = "regional security cooperation with like-minded partners";
    fs::write(&path, format!("They spoke of “{words}”.")).unwrap();
    for format in ["text", "markdown", "html"] {
        let (code, out, _) = said(&["verify", path.to_str().unwrap(), "--format", format]);
        let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(code, 0, "{out}");
        assert!(out.contains("= identical"), "{out}");
        assert!(out.contains("2024-10-30 SCM 56 · joint · official wording"), "{out}");
        assert!(
            format != "markdown" || out.contains("> “including enhancing extended deterrence against"),
            "{out}"
        );
        // The printed wording is given beside it, and called that.
        assert!(format == "text" || out.contains("Beside it is held: "), "{out}");
    }
    let (_, out, _) = said(&["verify", path.to_str().unwrap(), "--format", "json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    let place = &answer["quotations"][0]["passages"][0];
    assert_eq!((&place["layer"], &place["verdict"]), (&json!("official"), &json!("identical")));
    assert!(text(&place["citation"]).starts_with("“including enhancing"), "{place}");
}

#[test]
fn korean_words_of_a_check_are_as_sure_as_the_check() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("article.txt");
    for (words, expected) in [
        ("과학기술 협력에 기반한 동맹능력의 현대화", "identical"),
        ("주한미군의 전략적 유연성이 지속적으로 중요함을 재확인했다", "printed only"),
        ("대북 억제를 계속하는 동시에 대중국 억제를", "printed only"),
    ] {
        fs::write(&path, format!("그는 “{words}”라고 했다")).unwrap();
        let answer = found_json(&["verify", path.to_str().unwrap(), "--json"]);
        assert_eq!(text(&answer["quotations"][0]["verdict"]), expected, "{words}");
    }
}

#[test]
fn a_quotation_in_line_and_who_said_it_are_read_as_the_page_shows_them() {
    let folder = TempDir::new().unwrap();
    let words = "affirm relevant understandings since 2006";
    for (name, article) in [
        ("q.html", format!("<html><body><p>They <q>{words}</q> again.</p></body></html>")),
        (
            "note.md",
            String::from("They “affirm relevant understandings[^1] since 2006” again.\n\n[^1]: A note.\n"),
        ),
        ("note.txt", String::from("They “affirm relevant[12] understandings¹ since 2006” again.")),
        ("block.md", format!("> “{words}”\n> — Joint Fact Sheet, 2025\n")),
        ("bare.md", format!("> {words}\n> — Joint Fact Sheet, 2025\n")),
        (
            "footer.html",
            format!(
                "<html><body><p>So:</p><blockquote><p>{words}</p><footer>— Joint Fact Sheet, 2025</footer></blockquote></body></html>"
            ),
        ),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, article).unwrap();
        let (code, out, _) = said(&["verify", path.to_str().unwrap(), "--json"]);
        let answer: Value = serde_json::from_str(&out).unwrap();
        let verdicts: Vec<&str> =
            list(&answer["quotations"]).iter().map(|one| text(&one["verdict"])).collect();
        assert_eq!((code, verdicts), (0, vec!["identical"]), "{name}: {out}");
    }
}

#[test]
fn printing_makes_no_difference_and_a_lost_word_is_an_error() {
    let folder = TempDir::new().unwrap();
    for (article, code, verdict) in [
        ("They “affirm relevant under-\nstandings since 2006” again.", 0, "identical"),
        ("“동맹 현대화, 한반도와 그 너머에 대한 억지력 확보 위한 것”이라 했다.", 0, "identical"),
        ("“동맹현대화, 한반도와 그 너머에 대한 억지력을 확보 위한 것”이라 했다.", 1, "differs"),
        ("It “shall … be involved in a regional conflict in Northeast Asia against the will”.", 0, "elided"),
        ("It “respects the ROK position that it shall be involved in a regional conflict”.", 1, "elided"),
    ] {
        let path = folder.path().join("article.txt");
        fs::write(&path, article).unwrap();
        let (got, out, _) = said(&["verify", path.to_str().unwrap(), "--json"]);
        let answer: Value = serde_json::from_str(&out).unwrap();
        assert_eq!((got, text(&answer["quotations"][0]["verdict"])), (code, verdict), "{article}: {out}");
    }
}

#[test]
fn without_a_quotation_that_differs_the_code_is_0() {
    let folder = TempDir::new().unwrap();
    for (name, article, shorter, told) in [
        (
            "one.txt",
            "They “affirm relevant understandings since 2006” again, and “grain will be shipped next week”.",
            0,
            "2 quotations of four words or more: = 1 identical · – 1 not found in what is held. 1 = identical",
        ),
        (
            "none.txt",
            "Nothing is quoted in this article, and ‘little’ is.",
            1,
            "no quotation of four words or more. 1 shorter one is not compared.",
        ),
        (
            "short.txt",
            "They “modernize the Alliance” and “affirm relevant understandings since 2006” with “strategic flexibility”.",
            2,
            "1 quotation of four words or more: = 1 identical. 2 shorter ones are not compared.",
        ),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, article).unwrap();
        let (code, out, _) = said(&["verify", path.to_str().unwrap()]);
        let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(code == 0 && out.contains(told), "{out}");
        assert_eq!(found_json(&["verify", path.to_str().unwrap(), "--json"])["shorter"], shorter);
    }
}

/// A report as a Word document, in a file of this name.
fn word_document(folder: &TempDir, name: &str, arguments: &[&str]) -> String {
    let path = folder.path().join(name);
    let output = command(&[arguments, &["--format", "docx"]].concat()).output().unwrap();
    assert!(output.stderr.is_empty(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    fs::write(&path, &output.stdout).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn word_documents_quote_the_wording_and_cite_it_in_true_footnotes() {
    let folder = TempDir::new().unwrap();
    let article = folder.path().join("article.md");
    fs::write(&article, ARTICLE).unwrap();
    let article = article.to_str().unwrap();
    for (name, arguments, quoted, note) in [
        (
            "draft.docx",
            &["draft", "--text", FIRST][..],
            "based on science and technology cooperation",
            "SCM 56",
        ),
        (
            "verify.docx",
            &["verify", article],
            "affirm relevant understandings since 2006",
            "Joint Fact Sheet",
        ),
        (
            "compare.docx",
            &["compare", "scm-53", "fact-sheet-2025"],
            "reinforcing and future-oriented manner",
            "SCM 53",
        ),
        ("brief.docx", &["brief", "scm-56"], "like-minded partners", "SCM 56"),
    ] {
        let style: &[&str] = &["--style", "{label}, {title}"];
        let path = word_document(&folder, name, &[arguments, style].concat());
        // The program's own reader of articles reads it back: quotations as blocks, citations as notes.
        let (_, out, aside) = said(&["verify", &path, "--json"]);
        let answer: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{name}: {aside}"));
        let blocks = || list(&answer["quotations"]).iter().filter(|one| one["block"] == true);
        assert!(blocks().any(|one| text(&one["text"]).contains(quoted)), "{name}: {out}");
        let (_, drafted, _) = said(&["draft", &path, "--json"]);
        let words = serde_json::from_str::<Value>(&drafted).unwrap();
        let words = text(&words["text"]);
        for part in [
            note,
            "[joint; ",
            "Wording check: ",
            "No communiqué of the Security Consultative Meeting",
            ", stamp ",
        ] {
            assert!(words.contains(part), "{name}: {part}: {words}");
        }
    }
    let path = word_document(&folder, "changes.docx", &["compare", "scm-53", "fact-sheet-2025"]);
    let (_, drafted, _) = said(&["draft", &path, "--json"]);
    // The reader leaves out what a tracked change deletes.
    assert!(drafted.contains("the linchpin for peace, security"), "{drafted}");
}

#[test]
fn the_line_is_that_of_the_quotation_and_not_of_its_words() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("lines.md");
    let words = "affirm relevant understandings since 2006";
    let article = format!(
        "# They {words}\n\nThe sides {words}, or so it\nwas: “{words}”,\nand “**affirm** relevant\nunderstandings since 2006”.\n\n> They {words}\n> again: “{words}”.\n\nLast, [“{words}”](https://example.org/{words}).\n"
    );
    fs::write(&path, &article).unwrap();
    let answer = found_json(&["verify", path.to_str().unwrap(), "--json"]);
    let lines: Vec<u64> =
        list(&answer["quotations"]).iter().map(|quotation| quotation["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [4, 5, 8, 9, 11]);
    // A comment quotes the words too: which line is whose cannot be told.
    fs::write(&path, article.replacen("\n\n", &format!("\n\n<!-- “{words}” -->\n\n"), 1)).unwrap();
    let answer = found_json(&["verify", path.to_str().unwrap(), "--json"]);
    let lines = list(&answer["quotations"]).iter().map(|quotation| quotation["line"].as_u64());
    assert_eq!(lines.collect::<Vec<_>>(), [None, None, Some(10), None, None]);
}

/// The frozen dataset with this many more statements; every tenth has more words.
fn enlarged(folder: &TempDir, more: usize) -> String {
    let mut data = super::dataset();
    let statements = data["statements"].as_array_mut().unwrap();
    let model = statements.iter().find(|statement| statement["id"] == "scm-54").unwrap().clone();
    for number in 0..more {
        let (mut statement, id) = (model.clone(), format!("more-{number}"));
        let says = if number % 10 == 0 {
            "Both sides affirmed striped zebra herds across plains."
        } else {
            "It met."
        };
        let mut passage = model["passages"][0].clone();
        passage["id"] = format!("{id}/1").into();
        passage["text"] = says.into();
        passage.as_object_mut().unwrap().remove("check");
        passage.as_object_mut().unwrap().remove("links");
        passage.as_object_mut().unwrap().remove("meaning");
        passage.as_object_mut().unwrap().remove("bearing");
        statement["id"] = id.clone().into();
        statement["number"] = Value::Null;
        statement["label"] = format!("More {number}").into();
        statement["passages"] = json!([passage]);
        statements.push(statement);
    }
    let path = folder.path().join("large.json");
    fs::write(&path, data.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn in_a_large_collection_a_phrase_has_four_words_and_a_common_one_comes_last() {
    let folder = TempDir::new().unwrap();
    let draft = "We affirmed striped zebra herds, modernize our ties, and build on science and technology cooperation.";
    let phrases = |more: usize| -> Vec<(String, u64, bool)> {
        let answer = drafted(draft, &["--data", &enlarged(&folder, more)]);
        let shown = list(&answer["phrases"]).iter().map(|phrase| {
            (
                text(&phrase["text"]).to_owned(),
                phrase["statements"].as_u64().unwrap(),
                phrase["common"] == true,
            )
        });
        shown.collect()
    };
    let (herds, ties) = ("affirmed striped zebra herds".to_owned(), "modernize our ties".to_owned());
    let short = "science and technology cooperation".to_owned();
    assert_eq!(phrases(110), [(herds.clone(), 11, false), (ties, 1, false), (short.clone(), 1, false)]);
    assert_eq!(phrases(200), [(herds, 20, true), (short, 1, false)]);
    let (_, out, _) = said(&["draft", "--text", draft, "--data", &enlarged(&folder, 200)]);
    let place = |words: &str| out.find(words).unwrap();
    assert!(place("2 = science and technology") < place("1 ? affirmed striped zebra herds"), "{out}");
    assert!(out.contains("common · 20 of 237 statements"), "{out}");
}

#[test]
fn an_acronym_with_and_without_stops_is_one_word() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("article.txt");
    let quoted = "the current level of the U.S. military troops in the ROK and to enhance combat readiness";
    fs::write(&path, format!("It kept “{quoted}”.\n")).unwrap();
    let (_, out, _) = said(&["verify", path.to_str().unwrap(), "--json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    let near = &answer["quotations"][0]["near"];
    assert_eq!(
        (&near["only_text"], &near["only_held"]),
        (&json!(["troops"]), &json!(["personnel"])),
        "{near}"
    );
}
