//! `linchpin compare`, for people and for programs.

use serde_json::{Value, json};

use super::{list, run, said};

fn answered(arguments: &[&str]) -> (i32, Value) {
    let (code, out, _) = run(&[&["compare"], arguments, &["--json"]].concat());
    (code, serde_json::from_str(&out).unwrap())
}

#[test]
fn programs_get_the_classes_of_all_sentences_in_the_envelope() {
    let (code, answer) = answered(&["scm-53", "fact-sheet-2025"]);
    assert_eq!((code, &answer["schema"], &answer["view"]), (0, &json!(1), &json!("compare")));
    assert_eq!(answer["query"], "scm-53 vs fact-sheet-2025");
    assert_eq!(
        (&answer["a"]["id"], &answer["a"]["units"], &answer["b"]["units"]),
        (&json!("scm-53"), &json!(3), &json!(9))
    );
    let counts = |name: &str| answer["counts"][name].as_u64().unwrap();
    assert_eq!(["same", "changed", "moved", "perhaps", "only_a", "only_b"].map(counts), [0, 1, 0, 0, 2, 8]);
    let pair = &answer["pairs"][0];
    assert_eq!(
        (&pair["a"], &pair["b"], &pair["kind"]),
        (&json!("scm-53/1"), &json!("fact-sheet-2025/4"), &json!("changed"))
    );
    assert_eq!((&pair["similarity"], &pair["same_words"]), (&json!(0.54), &json!(13)));
    // Ranges are in characters.
    let words = |side: &str, ranges: &str| -> Vec<String> {
        let text: Vec<char> = pair[side].as_str().unwrap().chars().collect();
        let at = |range: &Value, end: usize| usize::try_from(range[end].as_u64().unwrap()).unwrap();
        list(&pair[ranges]).iter().map(|range| text[at(range, 0)..at(range, 1)].iter().collect()).collect()
    };
    assert_eq!(words("a_text", "gone"), ["of", "stability"]);
    assert_eq!(words("b_text", "new"), ["for", "security", "prosperity", "the"]);
    assert_eq!((list(&answer["only_a"]).len(), list(&answer["only_b"]).len()), (2, 8));
    assert_eq!(answer["only_a"][0]["id"], "scm-53/2");
    let both: Vec<&Value> = list(&answer["terms"]["both"]).iter().map(|row| &row["term"]).collect();
    assert_eq!(both, ["korean-peninsula", "indo-pacific", "linchpin"]);
    assert!(answer["stamp"].as_str().unwrap().starts_with("sha256:"));
}

#[test]
fn where_little_is_held_it_says_that_nothing_is_known() {
    let (code, out, _) = run(&["compare", "scm-55", "scm-56"]);
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(code, 1);
    assert!(out.contains("SCM 55: 1 sentence held (First part, English and Korean), SCM 56: 1 ("), "{out}");
    assert!(
        out.contains("No pair reaches 0.35. This says nothing of the communiqués; import them whole."),
        "{out}"
    );
    let (_, out, _) = run(&["compare", "scm-50", "scm-53"]);
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(out.contains("nothing is known of the rest"), "{out}");
}

#[test]
fn one_statement_alone_is_compared_with_the_one_before_it() {
    let (code, answer) = answered(&["scm-56"]);
    assert_eq!((code, &answer["a"]["id"], &answer["b"]["id"]), (1, &json!("scm-55"), &json!("scm-56")));
    let (code, _, stderr) = run(&["compare", "treaty-1953"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("no statement before treaty-1953 is known"), "{stderr}");
    let (code, _, stderr) = run(&["compare", "meaning:2003"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("it must be a statement"), "{stderr}");
}

#[test]
fn two_meanings_are_compared_by_statements() {
    let (code, answer) = answered(&["meaning:2003", "meaning:2025"]);
    assert_eq!(
        (code, list(&answer["a"]["statements"]).len(), list(&answer["b"]["statements"]).len()),
        (0, 4, 6)
    );
    let counts = |name: &str| answer["counts"][name].as_u64().unwrap();
    assert_eq!(["only_a", "both", "only_b"].map(counts), [1, 5, 11]);
    let row = |side: &str, term: &str| {
        let rows = list(&answer["terms"][side]).iter();
        let row = rows.into_iter().find(|row| row["term"] == term).unwrap();
        ["a", "of_a", "b", "of_b"].map(|name| row[name].as_u64().unwrap())
    };
    assert_eq!(row("only_b", "deterrence"), [0, 4, 4, 6]);
    assert_eq!(row("both", "strategic-flexibility"), [3, 4, 1, 6]);
    let (_, out, _) = run(&["compare", "meaning:2003", "meaning:2025"]);
    assert!(out.contains("meaning A 2003 Posture · 4 statements of 37 held"), "{out}");
    assert!(out.contains("with fewer than 20 statements on a side no score is shown"), "{out}");
}

#[test]
fn filters_rivals_and_a_statement_are_sides_too() {
    for sides in [
        ["year:2000..2010", "year:2020.."],
        ["linchpin", "deterrence"],
        ["scm-35", "year:2020.."],
        ["indo-pacific", "deterrence"],
    ] {
        let (code, answer) = answered(&sides);
        assert_eq!(code, 0, "{sides:?}");
        assert!(!list(&answer["a"]["statements"]).is_empty() && !list(&answer["terms"]["only_b"]).is_empty());
    }
    let (code, out, stderr) = run(&["compare", "year:1900", "year:2020.."]);
    assert_eq!(code, 1, "{out}");
    assert!(stderr.contains("0 of 94 passages held: year:1900"), "{stderr}");
}

#[test]
fn what_cannot_be_compared_is_bad_use_that_says_what_to_do() {
    for (sides, expected) in [
        (["scm-53", "scm-99"], "no statement has the id scm-99"),
        (["scm-99", "scm-53"], "no statement has the id scm-99"),
        (["scm-533", "scm-566"], "no statement has the id scm-533"),
        (["linchpin", "scm-53/9"], "no statement has the id scm-53/9"),
        (["scm-53/1", "scm-55"], "scm-53/1 is a passage; a statement is asked for"),
        (["meaning:2003", "standng:joint"], "standng"),
    ] {
        let (code, out, stderr) = run(&["compare", sides[0], sides[1]]);
        assert_eq!((code, &*out), (2, ""), "{sides:?}");
        assert!(stderr.contains(expected), "{sides:?}: {stderr}");
    }
}

#[test]
fn all_formats_say_what_is_gone_and_what_is_new() {
    for (format, gone, new) in [
        ("text", "‹[of]› ‹{for}› peace", "‹{the}› Indo-Pacific"),
        ("markdown", "~~of~~ **for** peace", "**the** Indo-Pacific"),
        ("html", "<del>of</del> <ins>for</ins> peace", "<ins>the</ins> Indo-Pacific"),
    ] {
        let (code, out, _) = run(&["compare", "scm-53", "fact-sheet-2025", "--format", format]);
        let flat = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(code == 0 && flat.contains(gone) && flat.contains(new), "{format}: {out}");
        assert!(flat.contains("Caveat: No communiqué") && flat.contains(", stamp "), "{format}: {out}");
    }
}

#[test]
fn a_statement_with_itself_is_all_the_same() {
    let (code, answer) = answered(&["scm-53", "scm-53"]);
    assert_eq!((code, &answer["counts"]["same"], &answer["counts"]["only_a"]), (0, &json!(3), &json!(0)));
    assert!(
        answer["notes"].as_array().unwrap().iter().any(|note| note.as_str().unwrap().contains("with itself"))
    );
}

const ENGLISH: &str = "Joint Communiqué of the 60th Security Consultative Meeting\nNovember 3, 2028, Seoul\n\n\
    1. The 60th ROK-U.S. Security Consultative Meeting was held in Seoul on November 3, 2028.\n\n\
    2. The alliance is the linchpin of peace and stability on the Korean Peninsula and beyond.\n\n\
    3. They welcomed cooperation in cyber and space and the troops of U.S. Forces Korea.\n";
const KOREAN: &str = "제60차 한미안보협의회의 공동성명\n2028년 11월 3일, 서울\n\n\
    1. 제60차 한미안보협의회의(SCM)가 2028년 11월 3일 서울에서 개최되었다. 김 장관과 스미스 장관이 대표단을 이끌었다.\n\n\
    2. 동맹은 한반도 및 세계의 평화와 안정의 핵심축이다.\n\n\
    3. 양측은 사이버와 우주 분야 협력과 주한미군을 환영하였다.\n";

#[test]
fn two_languages_are_compared_paragraph_by_paragraph() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("en.txt"), ENGLISH).unwrap();
    std::fs::write(path("ko.txt"), KOREAN).unwrap();
    let (code, _, stderr) =
        said(&["import", &path("en.txt"), &path("ko.txt"), "--separate", "-o", &path("two.json")]);
    assert_eq!(code, 0, "{stderr}");
    let compare =
        |arguments: &[&str]| said(&[&["compare"], arguments, &["--data", &path("two.json")]].concat());
    let (code, out, _) = compare(&["en", "ko", "--languages", "--json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &answer["paired_by"], &answer["counts"]["paired"]), (0, &json!("numbers"), &json!(3)));
    let second = &answer["pairs"][1];
    assert_eq!((&second["a"], &second["b"]), (&json!(["en/2"]), &json!(["ko/2"])));
    assert!(list(&second["both"]).contains(&json!("korean-peninsula")), "{second}");
    assert_eq!(second["only_a"], json!(["beyond-the-peninsula"]));
    // Without the option, it says why nothing pairs.
    let (code, out, _) = compare(&["en", "ko"]);
    assert_eq!(code, 1);
    assert!(out.contains("add --languages"), "{out}");
    let (code, _, stderr) = compare(&["en", "--languages"]);
    assert!(code == 2 && stderr.contains("en is not held whole in two languages"), "{stderr}");
    let (code, _, stderr) = compare(&["en", "en", "--languages"]);
    assert!(code == 2 && stderr.contains("both texts are in one language"), "{stderr}");
}

#[test]
fn a_brief_says_what_changed_and_what_could_not_be_judged() {
    let (code, out, _) = run(&["brief", "scm-56", "--json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &answer["view"], &answer["before"]), (0, &json!("brief"), &json!("scm-55")));
    assert_eq!((&answer["counts"]["new"], &answer["counts"]["first_terms"]), (&json!(1), &json!(4)));
    assert_eq!(list(&answer["unknown"]).len(), 2);
    for format in ["text", "markdown", "html"] {
        let (code, out, _) = run(&["brief", "scm-56", "--format", format]);
        let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(code, 0);
        for expected in [
            "In none of the 30 earlier statements",
            "What could not be judged",
            "Meaning B 2024 Capabilities: uses the word in this meaning",
        ] {
            assert!(out.contains(expected), "{format}: {expected}: {out}");
        }
    }
    let (code, _, stderr) = run(&["brief", "scm-99"]);
    assert!(code == 2 && stderr.contains("no statement has the id scm-99"), "{stderr}");
}

#[test]
fn a_brief_with_no_statement_before_names_none() {
    let (code, out, _) = run(&["brief", "leaders-2021-05-21"]);
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(code == 0 && out.contains("No statement before it in its series is known."), "{out}");
    assert!(out.contains("Said earlier: ") && !out.contains("the one before as far"), "{out}");
}
