//! House styles on statements with all fields, and with few.

use super::*;
use crate::corpus::Target;
use crate::corpus::load;
use crate::corpus::model::{Source, SourceKind};
use crate::text::safe::Text;

fn line(corpus: &Corpus, id: &str, style: &str) -> String {
    let Some(Target::Passage(number)) = corpus.target(id) else { panic!("{id} is a passage") };
    let (statement, passage) = corpus.passage(number).unwrap();
    caveat::plain(&style.parse::<CitationStyle>().unwrap().line(corpus, statement, passage))
}

#[test]
fn the_named_styles_name_a_statement_in_one_line() {
    let corpus = load::embedded().unwrap();
    let mut dataset = corpus.dataset().clone();
    let statement = dataset.statements.iter_mut().find(|statement| &*statement.id == "scm-56").unwrap();
    statement.passages[2].source = Text::new("imported");
    let source = Source {
        id: Text::new("imported"),
        kind: SourceKind::OfficialText,
        date: Some(Text::new("2024-10-31")),
        address: Some(Text::new("https://example.org/scm")),
        retrieved: Some(Text::new("2025-09-03")),
        ..dataset.sources[0].clone()
    };
    dataset.sources.push(source);
    let corpus = Corpus::new(dataset);
    let statement = corpus.statements().iter().find(|statement| &*statement.id == "scm-56").unwrap();
    let (title, place) = (statement.title.trim(), statement.place.as_deref());
    let place =
        |before: &str, after: &str| place.map_or(String::new(), |place| format!("{before}{place}{after}"));
    let issuers = "Republic of Korea, United States";
    let locus = statement.passages[2].locus.as_deref();
    let locus = |before: &str| locus.map_or(String::new(), |locus| format!("{before}{locus}"));
    for (style, expected) in [
        (
            "chicago",
            format!(
                "{issuers}. “{title}.”{} October 30, 2024{}. https://example.org/scm.",
                place(" ", ","),
                locus(", ")
            ),
        ),
        (
            "MLA",
            format!(
                "{issuers}. “{title}.” 30 Oct. 2024{}{}, https://example.org/scm. Accessed 3 Sept. 2025.",
                place(", ", ""),
                locus(", ")
            ),
        ),
        (
            "oscola",
            format!(
                "{issuers}, ‘{title}’{} (30 October 2024){} <https://example.org/scm> accessed 3 September 2025.",
                place(", ", ""),
                locus(" ")
            ),
        ),
        (
            "국방부",
            format!(
                "{issuers}, 「{title}」{}, 2024. 10. 30.{}, https://example.org/scm.",
                place(", ", ""),
                locus(", ")
            ),
        ),
    ] {
        assert_eq!(line(&corpus, "scm-56/3", style), expected, "{style}");
    }
}

#[test]
fn what_is_not_known_is_left_out_with_its_words() {
    let corpus = load::embedded().unwrap();
    let style = "{label}[ No. {number}][, {date:DD.MM.YYYY}][ [from {place} ]at {address}][ \\[{id}\\]]";
    assert_eq!(line(&corpus, "scm-35/1", style), "SCM 35 No. 35, 17.11.2003 [scm-35/1]");
    // The day is not held, and the paper that quotes the statement is not the statement.
    assert_eq!(line(&corpus, "scm-34/1", style), "SCM 34 No. 34, 2002 [scm-34/1]");
    for (held, pattern, expected) in [
        ("2026-11", "D Month YYYY", "November 2026"),
        ("2026-11", "D Mon YYYY", "Nov. 2026"),
        ("2026-11", "YYYY. M. D.", "2026-11"),
        ("2026", "Month D, YYYY", "2026"),
        ("2026-11-03", "DD/MM/YYYY", "03/11/2026"),
    ] {
        assert_eq!(date(held, pattern), expected);
    }
    assert_eq!(line(&corpus, "scm-35/1", "{id}[ {date}][{place}]"), "scm-35/1 2003-11-17Seoul");
    assert_eq!(line(&corpus, "scm-34/1", "{id}[ {date}][{place}]"), "scm-34/1 2002");
}

#[test]
fn no_full_stop_is_doubled() {
    let corpus = load::embedded().unwrap();
    let plain = line(&corpus, "scm-56/1", "mnd");
    assert!(plain.ends_with(" 2024. 10. 30."), "{plain}");
    let mut dataset = corpus.dataset().clone();
    let statement = dataset.statements.iter_mut().find(|statement| &*statement.id == "scm-56").unwrap();
    statement.title = Text::new("A statement.");
    let corpus = Corpus::new(dataset);
    for (style, expected) in [
        ("“{title}.”[, {date:YYYY}].", "“A statement.” 2024."),
        ("“{title}.”[, {address}].", "“A statement.”"),
        ("‘{title}’[, {date:YYYY}].", "‘A statement.’, 2024."),
        ("{title}...[ {number}]", "A statement.... 56"),
    ] {
        assert_eq!(line(&corpus, "scm-56/1", style), expected);
    }
}

#[test]
fn marks_of_a_title_within_the_marks_of_a_style_are_of_the_other_kind() {
    let mut dataset = load::embedded().unwrap().dataset().clone();
    let statement = dataset.statements.iter_mut().find(|statement| &*statement.id == "scm-56").unwrap();
    statement.title = Text::new("On the “New Chapter” of the Allies’ Ties");
    let corpus = Corpus::new(dataset);
    for (style, expected) in [
        ("chicago", "“On the ‘New Chapter’ of the Allies’ Ties.”"),
        ("mla", "“On the ‘New Chapter’ of the Allies’ Ties.”"),
        ("oscola", "‘On the “New Chapter” of the Allies’ Ties’"),
        ("국방부", "「On the “New Chapter” of the Allies’ Ties」"),
        ("{title}", "On the “New Chapter” of the Allies’ Ties"),
        ("“The Allies’ {title}”", "“The Allies’ On the ‘New Chapter’ of the Allies’ Ties”"),
        ("{id}[ “{place} {locus}”] {title}", "scm-56/1 On the “New Chapter” of the Allies’ Ties"),
    ] {
        let written = line(&corpus, "scm-56/1", style);
        assert!(written.contains(expected), "{style}: {written}");
    }
}

#[test]
fn a_place_is_named_also_where_the_date_is_not_known() {
    let mut dataset = load::embedded().unwrap().dataset().clone();
    let statement = dataset.statements.iter_mut().find(|statement| &*statement.id == "scm-56").unwrap();
    (statement.date, statement.year) = (None, None);
    statement.title = Text::new("A statement");
    statement.place = Some(Text::new("Seoul"));
    let corpus = Corpus::new(dataset);
    for (style, expected) in [
        ("chicago", "“A statement.” Seoul."),
        ("mla", "“A statement.” Seoul."),
        ("oscola", "‘A statement’, Seoul."),
    ] {
        let written = line(&corpus, "scm-56/1", style);
        assert!(written.ends_with(expected), "{style}: {written}");
    }
}

#[test]
fn a_pattern_of_a_date_has_no_other_letters() {
    for pattern in ["MONTH", "MMM", "MMMM YYYY", "YY", "d Month", "DDD", "YYYYY", "Monday"] {
        let error = format!("{{id}}[{{date:{pattern}}}]").parse::<CitationStyle>().unwrap_err();
        assert!(error.contains(pattern) && error.contains("YYYY, Month, Mon, MM, M, DD, D "), "{error}");
    }
    for pattern in ["YYYY년 M월 D일", "YYYYMMDD", "DDMonYYYY", "D. M. YYYY", "MM/DD"] {
        assert!(format!("[{{date:{pattern}}}]").parse::<CitationStyle>().is_ok(), "{pattern}");
    }
}

#[test]
fn a_template_that_is_wrong_says_where() {
    let deep = "[".repeat(100_000) + "{title}";
    for (template, expected) in [
        ("harvard", "expected chicago, mla, oscola"),
        ("{titel}", "there is no field {titel}; expected one of {issuers}, {title}"),
        ("{title", "`{` without `}`"),
        ("{title}[", "`[` without `]`"),
        ("{title}]", "`]` without `[`"),
        ("{title:D}", "{title} is not a date"),
        ("{issuers}: {title}", "put it in square brackets"),
        ("{title}, {date:D Month YYYY}", "such as `[{date:D Month YYYY}, ]`"),
        ("[{issuers}: ]{title}[, {place}] ({series})", "{series} is not known of every statement"),
        (deep.as_str(), "more than 8 `[`"),
    ] {
        let error = template.parse::<CitationStyle>().unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn an_analysis_is_cited_by_its_authors_and_the_issuer_stands_behind_the_title() {
    let mut dataset = load::embedded().unwrap().dataset().clone();
    let of = |corpus: &Corpus, style: &str| line(corpus, "jo-2025/1", style);
    for style in ["chicago", "mla", "oscola", "국방부"] {
        let written = of(&Corpus::new(dataset.clone()), style);
        let issuer = written.find("Sejong Institute").unwrap();
        assert!(written.starts_with("Bee Yun Jo"), "{written}");
        assert!(issuer > written.find("Modernizing").unwrap(), "{written}");
    }
    let statement = dataset.statements.iter_mut().find(|statement| &*statement.id == "jo-2025").unwrap();
    statement.signatories.clear();
    let corpus = Corpus::new(dataset);
    assert!(of(&corpus, "chicago").starts_with("Sejong Institute. “"));
    assert_eq!(of(&corpus, "chicago").matches("Sejong Institute").count(), 1);
}
