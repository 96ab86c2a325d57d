//! Every citation is read back by a real reader of its format, and must have what the dataset says.

mod copied;
mod page;
mod selections;

use std::collections::BTreeSet;
use std::str::FromStr;

use biblatex::{Bibliography, ChunksExt, Entry};
use biblib::{CitationParser, RisParser};
use citationberg::json::Item;
use citationberg::taxonomy::Kind;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::{Value, json};

use super::caveat::is_statement;
use super::citation::{CitationFormat, CopyKind, cite, write};
use super::citation_style::CitationStyle;
use super::record::key;
use crate::corpus::model::{Dataset, Passage, PassageKind, Standing, Statement, Verdict};
use crate::corpus::{Corpus, PassageNo, Target, load};
use crate::text::safe::Text;

const HOSTILE: [&str; 8] = [
    "} {{ \\ \\\\ unbalanced { \"quoted\" 100% & more # $5 $ a_b ^2 ~x",
    "\\input{/etc/passwd} \\\\ \\} -- --- ---- '' ''' ``x'' <b>|</b>",
    "@misc{x, title = {y}}\n}\n@comment{z}",
    "line\nER  - \nTY  - JOUR\r\nTI  - other",
    "**bold** _it_ [a](http://b) ![c](d) `e` <f> &amp; ~~g~~ # h | i | $j$ ^k^ [[l]] - m",
    "1. 현대화 “alliance”, ㅎㄷㅎ; and 美 \"동맹\" and so on",
    "\u{202e}reversed\u{200b} \u{7} e\u{301} 👩‍👩‍👧",
    ">quote\n\n# head\n\n---\n    code",
];

const ADDRESSES: [&str; 5] = [
    "https://example.org/a_b/c%20d?e=1&f=$2#g~h-i",
    "https://example.org/{unbalanced\\%",
    "https://example.org/현대화",
    "call number 5 & } { \\ % @",
    "https://",
];

/// The dataset with `words` in every field that a citation gives.
fn hostile(words: &str, address: &str) -> Corpus {
    let mut dataset = embedded();
    let text = Text::new(words);
    (dataset.title, dataset.subject.caveat) = (text.clone(), text.clone());
    dataset.terms.iter_mut().for_each(|term| term.label = text.clone());
    dataset.questions.iter_mut().for_each(|question| question.text = text.clone());
    for meaning in &mut dataset.meanings {
        (meaning.name, meaning.gloss) = (text.clone(), text.clone());
        meaning.answers.values_mut().for_each(|answer| answer.text = text.clone());
    }
    for source in &mut dataset.sources {
        (source.title, source.address) = (text.clone(), Some(Text::new(address)));
        (source.author, source.publisher) = (Some(text.clone()), Some(text.clone()));
    }
    for statement in &mut dataset.statements {
        (statement.title, statement.place) = (text.clone(), Some(text.clone()));
        (statement.date_note, statement.held) = (Some(text.clone()), text.clone());
        statement.issuers.fill(text.clone());
        statement.signatories.fill(text.clone());
        statement.context = Some(text.clone());
        for passage in &mut statement.passages {
            (passage.text, passage.locus) = (text.clone(), Some(text.clone()));
            passage.heading = Some(text.clone());
            if let Some(check) = &mut passage.check {
                check.note = text.clone();
                (check.official, check.korean) = (Some(text.clone()), Some(text.clone()));
                check.found = Some(text.clone());
            }
        }
    }
    Corpus::new(dataset)
}

fn embedded() -> Dataset {
    load::embedded().unwrap().dataset().clone()
}

fn corpora() -> Vec<Corpus> {
    let hostile =
        HOSTILE.iter().zip(ADDRESSES.iter().cycle()).map(|(words, address)| hostile(words, address));
    [Corpus::new(embedded())].into_iter().chain(hostile).collect()
}

fn targets(corpus: &Corpus) -> Vec<Target> {
    let statements = (0..corpus.statements().len()).map(Target::Statement);
    statements.chain(corpus.passage_numbers().map(Target::Passage)).collect()
}

/// The statement, and those of its passages that are cited.
fn cited(corpus: &Corpus, target: Target) -> (&Statement, Vec<&Passage>) {
    match target {
        Target::Statement(at) => {
            let statement = &corpus.statements()[at];
            (statement, statement.passages.iter().collect())
        }
        Target::Passage(number) => {
            let (statement, passage) = corpus.passage(number).unwrap();
            (statement, vec![passage])
        }
    }
}

/// What must be read with the words in every format.
fn caveats(corpus: &Corpus, target: Target) -> Vec<String> {
    let (statement, passages) = cited(corpus, target);
    let standing = match statement.standing {
        Standing::Joint => "(joint",
        Standing::Unilateral => "(one side only",
        Standing::PressReport => "(press report",
        Standing::Treaty => "(treaty",
        Standing::Analysis => "(analysis",
        Standing::Unstated => "(standing not stated",
    };
    let mut said = vec![standing.to_owned()];
    said.extend(statement.issuers.iter().chain(&statement.signatories).map(ToString::to_string));
    said.extend(statement.place.iter().chain(&statement.date_note).map(ToString::to_string));
    match &statement.date {
        Some(date) => said.push(date.to_string()),
        None if statement.collects => said.push("no date held".to_owned()),
        None => said.push(statement.year.unwrap().to_string()),
    }
    for passage in passages {
        let source = corpus.source(&passage.source).unwrap();
        said.push(source.title.to_string());
        said.extend(source.address.iter().chain(&passage.locus).map(ToString::to_string));
        said.extend(source.retrieved.iter().map(|when| format!("seen {when}")));
        if passage.kind == PassageKind::Summary {
            said.push("ditor's summary, not a quotation".to_owned());
        } else {
            said.push("Wording check: ".to_owned());
        }
        let Some(check) = &passage.check else { continue };
        said.push(corpus.verdict_label(passage).unwrap().to_owned());
        said.push(check.note.to_string());
        if check.verdict != Verdict::Identical {
            said.extend(check.official.iter().map(|official| format!("Official wording: “{official}”")));
        }
    }
    said
}

fn words(passage: &Passage) -> String {
    match passage.kind {
        PassageKind::Quotation => format!("“{}”", passage.text),
        PassageKind::Summary => format!("Editor's summary, not a quotation: {}", passage.text),
    }
}

/// Without white space, which no format keeps.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn assert_says(said: &str, corpus: &Corpus, target: Target) {
    let flat = squeezed(said);
    for caveat in caveats(corpus, target) {
        assert!(flat.contains(&squeezed(&caveat)), "{caveat}\nis not in\n{said}");
    }
    if let Target::Passage(number) = target {
        let words = words(corpus.passage(number).unwrap().1);
        assert!(flat.contains(&squeezed(&words)), "{words}\nis not in\n{said}");
    }
}

/// What a date field must hold.
fn date(statement: &Statement) -> Option<String> {
    let year = statement.year.filter(|_| !statement.collects);
    statement.date.as_ref().map(ToString::to_string).or(year.map(|year| year.to_string()))
}

/// What an address field must hold: the first address of the statement itself that a browser takes.
fn web(corpus: &Corpus, target: Target) -> Option<String> {
    let (statement, passages) = cited(corpus, target);
    let sources = passages.iter().filter_map(|passage| corpus.source(&passage.source));
    let mut addresses = sources
        .filter(|source| is_statement(statement, source))
        .filter_map(|source| source.address.as_deref());
    let is_web = |address: &&str| {
        address.starts_with("https://") && address.len() > 8 && !address.contains(['{', '\\', ' '])
    };
    addresses.find(is_web).map(str::to_owned)
}

fn bibtex(text: &str) -> Entry {
    // Counted as BibTeX does: a backslash does not hide a brace.
    let mut depth = 0_usize;
    for c in text.trim_end().strip_suffix('}').unwrap().chars() {
        depth = depth.checked_add(usize::from(c == '{')).unwrap();
        depth = depth.checked_sub(usize::from(c == '}')).unwrap();
        assert!(depth > 0 || c != '}', "{text}");
    }
    assert_eq!(depth, 1, "{text}");
    let read = Bibliography::parse(text).unwrap_or_else(|error| panic!("{error} in\n{text}"));
    assert_eq!(read.len(), 1, "{text}");
    read.into_vec().remove(0)
}

fn field(entry: &Entry, name: &str) -> Option<String> {
    entry.get(name).map(ChunksExt::format_verbatim)
}

#[test]
fn bibtex_is_read_back_as_it_was_written() {
    for corpus in corpora() {
        let mut keys = Vec::new();
        for target in targets(&corpus) {
            let (statement, _) = cited(&corpus, target);
            let entry = bibtex(&write(&corpus, target, CitationFormat::Bibtex, None).unwrap());
            let title = field(&entry, "title").unwrap();
            assert_eq!(squeezed(&title), squeezed(&statement.title));
            assert_eq!(field(&entry, "date"), date(statement));
            assert_eq!(field(&entry, "year"), date(statement).map(|date| date.split('-').take(1).collect()));
            assert_eq!(field(&entry, "url"), web(&corpus, target));
            assert_eq!(field(&entry, "number"), statement.number.map(|number| number.to_string()));
            assert_says(&field(&entry, "note").unwrap(), &corpus, target);
            let kind = match statement.standing {
                Standing::PressReport => "article",
                Standing::Analysis => "techreport",
                _ => "misc",
            };
            assert_eq!(entry.entry_type.to_string(), kind);
            if kind == "misc" {
                assert_eq!(entry.author().unwrap().len(), statement.issuers.len());
            }
            assert!(entry.key.chars().all(|c| c.is_ascii_alphanumeric() || "-.:_".contains(c)));
            keys.push(entry.key);
        }
        let own: BTreeSet<&String> = keys.iter().collect();
        assert_eq!(own.len(), keys.len());
    }
}

#[test]
fn an_address_is_the_statements_and_not_of_who_quotes_it() {
    let mut dataset = embedded();
    for source in &mut dataset.sources {
        source.address = Some(Text::new(&format!("https://example.org/{}", source.id)));
    }
    let corpus = Corpus::new(dataset);
    let chicago = "chicago".parse::<CitationStyle>().unwrap();
    for (id, is_own) in [
        ("scm-36/1", false),
        ("scm-57", false),
        ("defense-vision-2023/1", false),
        ("wilson-2025-08-08/4", false),
        ("scm-56/3", true),
    ] {
        let written = |format, style| write(&corpus, corpus.target(id).unwrap(), format, style).unwrap();
        assert_eq!(written(CitationFormat::Bibtex, None).contains("url = {"), is_own, "{id}");
        assert_eq!(written(CitationFormat::Ris, None).contains("\nUR  - "), is_own, "{id}");
        assert_eq!(written(CitationFormat::CslJson, None).contains("\"URL\""), is_own, "{id}");
        let line = written(CitationFormat::Text, Some(&chicago));
        assert_eq!(line.lines().nth(1).unwrap().contains("example.org"), is_own, "{line}");
    }
}

#[test]
fn a_series_that_is_not_known_is_no_series() {
    let mut dataset = embedded();
    let at = dataset.statements.iter().position(|statement| &*statement.id == "scm-56").unwrap();
    dataset.statements[at].series = Text::new("imported");
    let corpus = Corpus::new(dataset);
    for (format, series, number) in [
        (CitationFormat::Bibtex, "series = ", "number = {56}"),
        (CitationFormat::CslJson, "collection-title", "\"number\": \"56\""),
        (CitationFormat::Ris, "\nT3  - ", "\nM1  - 56\n"),
    ] {
        let text = write(&corpus, corpus.target("scm-56").unwrap(), format, None).unwrap();
        assert!(!text.contains(series) && text.contains(number), "{text}");
    }
}

#[test]
fn keys_are_safe_and_of_one_id_alone() {
    let ids = ["a", "a/1", "a-1", "a.1", "a+1", "a1", "a/1-1", "a-1/1", "2+2-2016/1.a"];
    let keys: BTreeSet<String> = ids.iter().map(|id| key(id)).collect();
    assert_eq!(keys.len(), ids.len());
    assert!(keys.iter().all(|key| key.chars().all(|c| c.is_ascii_alphanumeric() || "-.:_".contains(c))));
    assert_eq!(key("scm-35/1"), "scm-35:1");
}

#[test]
fn csl_json_is_read_back_as_it_was_written() {
    for corpus in corpora() {
        for target in targets(&corpus) {
            let (statement, _) = cited(&corpus, target);
            let text = write(&corpus, target, CitationFormat::CslJson, None).unwrap();
            let items: Vec<Item> = serde_json::from_str(&text).unwrap();
            let [item] = &*items else { panic!("{text}") };
            let given = |name: &str| item.0.get(name).map(|value| value.to_str().unwrap().into_owned());
            assert_eq!(given("title").as_deref(), Some(&*statement.title));
            assert_eq!(given("URL"), web(&corpus, target));
            assert_eq!(given("number"), statement.number.map(|number| number.to_string()));
            assert_says(&given("note").unwrap(), &corpus, target);
            let kind = match statement.standing {
                Standing::PressReport => Kind::ArticleNewspaper,
                Standing::Analysis => Kind::Report,
                Standing::Treaty => Kind::Treaty,
                Standing::Joint | Standing::Unilateral | Standing::Unstated => Kind::Document,
            };
            assert_eq!(Kind::from_str(&item.type_().unwrap()).unwrap(), kind);
            let parts: Option<Vec<i64>> =
                date(statement).map(|date| date.split('-').map(|part| part.parse().unwrap()).collect());
            let item = &serde_json::from_str::<Value>(&text).unwrap()[0];
            assert_eq!(item.get("issued"), parts.map(|parts| json!({ "date-parts": [parts] })).as_ref());
        }
    }
}

#[test]
fn ris_is_read_back_as_it_was_written() {
    for corpus in corpora() {
        for target in targets(&corpus) {
            let (statement, _) = cited(&corpus, target);
            let text = write(&corpus, target, CitationFormat::Ris, None).unwrap();
            assert!(text.starts_with("TY  - ") && text.ends_with("\nER  - \n"), "{text}");
            assert!(text.lines().all(|line| line.get(2..6) == Some("  - ")), "{text}");
            let read = RisParser::new().parse(&text).unwrap();
            let [reference] = &*read else { panic!("{text}") };
            assert_eq!(squeezed(&reference.title), squeezed(&statement.title));
            let url = web(&corpus, target);
            assert_eq!(reference.urls, url.into_iter().collect::<Vec<String>>());
            let number = statement.number.map(|number| format!("\nM1  - {number}\n"));
            assert!(number.is_none_or(|number| text.contains(&number)), "{text}");
            let notes = &reference.extra_fields["N1"];
            assert_eq!(notes.len(), 1);
            assert_says(&notes[0], &corpus, target);
            let read = reference.date.as_ref().map(|date| match (date.month, date.day) {
                (Some(month), Some(day)) => format!("{}-{month:02}-{day:02}", date.year),
                _ => date.year.to_string(),
            });
            assert_eq!(read, date(statement), "{text}");
        }
    }
}

/// What a reader of Markdown shows, and what of it in block quotations.
fn shown(markdown: &str) -> (String, String) {
    let options = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);
    let (mut all, mut quoted, mut inside) = (String::new(), String::new(), false);
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::BlockQuote(_)) => inside = true,
            Event::End(TagEnd::BlockQuote(_)) => inside = false,
            Event::Start(Tag::Paragraph | Tag::Emphasis | Tag::Link { .. })
            | Event::End(TagEnd::Paragraph | TagEnd::Emphasis | TagEnd::Link)
            | Event::HardBreak => {}
            Event::Text(text) => {
                all.push_str(&text);
                if inside {
                    quoted.push_str(&text);
                }
            }
            other => panic!("{other:?} in\n{markdown}"),
        }
    }
    (all, quoted)
}

#[test]
fn markdown_shows_what_the_text_says_and_quotes_only_quotations() {
    for corpus in corpora() {
        for target in targets(&corpus) {
            let text = write(&corpus, target, CitationFormat::Text, None).unwrap();
            assert_says(&text, &corpus, target);
            let (_, passages) = cited(&corpus, target);
            let (all, quoted) = shown(&write(&corpus, target, CitationFormat::Markdown, None).unwrap());
            assert_eq!(squeezed(&all), squeezed(&text));
            let quotations = passages.iter().filter(|passage| passage.kind == PassageKind::Quotation);
            let wanted: String = quotations.map(|passage| words(passage)).collect();
            assert_eq!(squeezed(&quoted), squeezed(&wanted));
            for passage in passages {
                assert!(squeezed(&text).contains(&squeezed(&words(passage))));
            }
        }
    }
}

#[test]
fn a_house_style_names_the_statement_and_the_caveat_follows() {
    for corpus in corpora() {
        for style in [
            "chicago",
            "mla",
            "oscola",
            "국방부",
            "- {title}",
            "{title}[, {place}]",
            "1. [{issuers}] {id}",
            "    {id}",
        ] {
            let style: CitationStyle = style.parse().unwrap();
            for target in targets(&corpus) {
                let plain = write(&corpus, target, CitationFormat::Text, None).unwrap();
                let text = write(&corpus, target, CitationFormat::Text, Some(&style)).unwrap();
                // All lines but the second of each passage are the same.
                let (plain, styled) = (plain.lines(), text.lines());
                let kept = plain.clone().zip(styled.clone()).filter(|(one, other)| one == other).count();
                let (_, passages) = cited(&corpus, target);
                assert_eq!(kept + passages.len(), plain.count(), "{text}");
                for passage in passages {
                    assert!(styled.clone().any(|line| line.contains(&*passage.id)), "{text}");
                }
                let (all, _) =
                    shown(&write(&corpus, target, CitationFormat::Markdown, Some(&style)).unwrap());
                assert_eq!(squeezed(&all), squeezed(&text));
            }
        }
    }
}

#[test]
fn wording_that_was_not_checked_is_called_so() {
    let mut dataset = embedded();
    dataset.statements.iter_mut().flat_map(|s| &mut s.passages).for_each(|passage| passage.check = None);
    let corpus = Corpus::new(dataset);
    for number in corpus.passage_numbers() {
        let is_quotation = corpus.passage(number).unwrap().1.kind == PassageKind::Quotation;
        for form in [CopyKind::Citation, CopyKind::Quotation, CopyKind::Bibtex] {
            let copied = cite(&corpus, number, form).unwrap();
            assert_eq!(copied.contains("wording not checked"), is_quotation, "{copied}");
        }
    }
}

#[test]
fn an_address_is_given_as_it_was_seen_else_that_of_the_check_or_none() {
    let corpus = Corpus::new(embedded());
    let mut without = 0;
    for number in corpus.passage_numbers() {
        let (_, passage) = corpus.passage(number).unwrap();
        let own = corpus.source(&passage.source).unwrap().address.as_ref().map(ToString::to_string);
        let check = passage.check.as_ref().and_then(|check| corpus.source(check.source.as_ref()?));
        let checked = check.and_then(|source| source.address.as_ref()).map(|at| format!("checked at {at}"));
        without += usize::from(own.is_none());
        assert_eq!(cite(&corpus, number, CopyKind::Address), own.or(checked));
    }
    assert!(without > 0);
    let beyond = PassageNo(u32::try_from(corpus.passages()).unwrap());
    for form in [CopyKind::Citation, CopyKind::Quotation, CopyKind::Address, CopyKind::Bibtex] {
        assert_eq!(cite(&corpus, beyond, form), None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_words_come_back(words in "[-\\\\{}%&\"@~^_#$`<>|'*\\[\\]()!?=+:;.,/ 1a\u{301}\n가힣“]{1,30}|\\PC{1,30}") {
        let corpus = hostile(&format!("x{words}"), "https://example.org/");
        let target = Target::Passage(PassageNo(0));
        let (statement, _) = cited(&corpus, target);
        let entry = bibtex(&write(&corpus, target, CitationFormat::Bibtex, None).unwrap());
        prop_assert_eq!(squeezed(&field(&entry, "title").unwrap()), squeezed(&statement.title));
        assert_says(&field(&entry, "note").unwrap(), &corpus, target);
        let ris = RisParser::new().parse(&write(&corpus, target, CitationFormat::Ris, None).unwrap()).unwrap();
        prop_assert_eq!(squeezed(&ris[0].title), squeezed(&statement.title));
        assert_says(&ris[0].extra_fields["N1"][0], &corpus, target);
        let (all, _) = shown(&write(&corpus, target, CitationFormat::Markdown, None).unwrap());
        prop_assert_eq!(squeezed(&all), squeezed(&write(&corpus, target, CitationFormat::Text, None).unwrap()));
    }
}
