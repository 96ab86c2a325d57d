//! The query language compared with a slow search, written from its description with plain string operations.
//!
//! Invariant: no function of the search is called here, and no query is parsed: each is built as a tree, which the slow
//! search reads, and is written out as text for the search.

use std::ops::Range;

use linchpin::corpus::Target;
use linchpin::library::Library;
use linchpin::search::Certainty;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

use crate::reference::{library, opened};

/// Words that are not alike, each with its forms.
const WORDS: [&[&str]; 8] = [
    &["harbor", "harbors"],
    &["timber"],
    &["modernize", "modernized", "modernization"],
    &["ferry", "ferries"],
    &["copper"],
    &["glacier", "glaciers"],
    &["monsoon"],
    &["exercise", "exercised", "exercising"],
];

fn all_words() -> Vec<&'static str> {
    WORDS.into_iter().flatten().copied().collect()
}

/// A passage: the sentences of its text, each a list of words, and those of the editor's note.
type Sentences = Vec<Vec<&'static str>>;

#[derive(Debug, Clone)]
struct SlowPassage {
    text: Sentences,
    note: Sentences,
}

#[derive(Debug, Clone)]
struct SlowStatement {
    title: Vec<&'static str>,
    /// As the year, the month and the day.
    date: [u32; 3],
    passages: Vec<SlowPassage>,
}

#[derive(Debug, Clone)]
enum Clause {
    Has(Operand),
    Either(Operand, Operand),
    /// At most this many words apart, or in one sentence.
    Near(Operand, Option<usize>, Operand),
    Not(Operand),
    Title(&'static str),
    /// The first and the last day, as they are typed and as numbers.
    Dates(String, Range<u32>),
}

#[derive(Debug, Clone)]
enum Operand {
    Word(&'static str),
    /// A beginning of a word, with `*`.
    Begun(String),
    Phrase(Vec<&'static str>),
}

impl Operand {
    fn typed(&self) -> String {
        match self {
            Self::Word(word) => (*word).to_owned(),
            Self::Begun(beginning) => format!("{beginning}*"),
            Self::Phrase(words) => format!("\"{}\"", words.join(" ")),
        }
    }

    /// Where a sentence has it.
    fn places(&self, sentence: &[&str]) -> Vec<Range<usize>> {
        let same = |one: &str, other: &str| {
            one == other || WORDS.iter().any(|forms| forms.contains(&one) && forms.contains(&other))
        };
        let fits = |words: &[&str]| match self {
            Self::Word(word) => same(words[0], word),
            Self::Begun(beginning) => words[0].starts_with(beginning.as_str()),
            Self::Phrase(phrase) => words == phrase.as_slice(),
        };
        let length = if let Self::Phrase(words) = self { words.len() } else { 1 };
        let starts = 0..(sentence.len() + 1).saturating_sub(length);
        starts.filter(|at| fits(&sentence[*at..at + length])).map(|at| at..at + length).collect()
    }

    fn is_in(&self, sentences: &Sentences) -> bool {
        // A phrase may extend over the end of a sentence: it is a sequence of words.
        let all: Vec<&str> = sentences.iter().flatten().copied().collect();
        !self.places(&all).is_empty()
    }
}

impl Clause {
    fn typed(&self) -> String {
        match self {
            Self::Has(one) => one.typed(),
            Self::Either(one, other) => format!("{} OR {}", one.typed(), other.typed()),
            Self::Near(one, Some(words), other) => format!("{} /{words} {}", one.typed(), other.typed()),
            Self::Near(one, None, other) => format!("{} /s {}", one.typed(), other.typed()),
            Self::Not(one) => format!("-{}", one.typed()),
            Self::Title(word) => format!("title:{word}"),
            Self::Dates(typed, _) => format!("date:{typed}"),
        }
    }

    /// Whether these sentences of one field have it; filters are asked elsewhere.
    fn is_in(&self, field: &Sentences) -> bool {
        match self {
            Self::Has(one) => one.is_in(field),
            Self::Either(one, other) => one.is_in(field) || other.is_in(field),
            Self::Near(one, words, other) => field.iter().any(|sentence| {
                let others = other.places(sentence);
                one.places(sentence).iter().any(|one| {
                    others.iter().any(|other| {
                        let (first, second) =
                            if one.start <= other.start { (one, other) } else { (other, one) };
                        first.end <= second.start
                            && words.is_none_or(|words| second.start - first.end < words)
                    })
                })
            }),
            Self::Not(_) | Self::Title(_) | Self::Dates(..) => true,
        }
    }

    /// Whether the statement passes a filter; `None` if this is no filter.
    fn lets_pass(&self, statement: &SlowStatement) -> Option<bool> {
        match self {
            Self::Title(word) => Some(Operand::Word(word).is_in(&vec![statement.title.clone()])),
            Self::Dates(_, days) => {
                let [year, month, day] = statement.date;
                Some(days.contains(&(year * 10_000 + month * 100 + day)))
            }
            Self::Has(_) | Self::Either(..) | Self::Near(..) | Self::Not(_) => None,
        }
    }

    /// Whether the editor's note or the title may have it too.
    fn is_found_about(&self, statement: &SlowStatement, passage: &SlowPassage) -> bool {
        let quoted = |one: &Operand| matches!(one, Operand::Phrase(_));
        let in_any = |one: &Operand| {
            let title = vec![statement.title.clone()];
            let about = !quoted(one) && (one.is_in(&passage.note) || one.is_in(&title));
            about || one.is_in(&passage.text)
        };
        match self {
            Self::Has(one) => in_any(one),
            // Linked terms are a unit of spellings, quoted or not.
            Self::Either(one, other) => [one, other].into_iter().any(|one| {
                let title = vec![statement.title.clone()];
                one.is_in(&passage.text) || one.is_in(&passage.note) || one.is_in(&title)
            }),
            Self::Near(..) | Self::Not(_) | Self::Title(_) | Self::Dates(..) => true,
        }
    }
}

/// Whether the passage has nothing unwanted, and its statement passes each filter by one value.
fn passes(clauses: &[Clause], statement: &SlowStatement, passage: &SlowPassage) -> bool {
    let kinds: [fn(&Clause) -> bool; 2] =
        [|clause| matches!(clause, Clause::Title(_)), |clause| matches!(clause, Clause::Dates(..))];
    let unwanted = |clause: &Clause| matches!(clause, Clause::Not(one) if one.is_in(&passage.text));
    !clauses.iter().any(unwanted)
        && kinds.into_iter().all(|is_kind| {
            let mut values = clauses.iter().filter(|clause| is_kind(clause)).peekable();
            values.peek().is_none() || values.any(|value| value.lets_pass(statement) == Some(true))
        })
}

fn sentences(most: usize) -> impl Strategy<Value = Sentences> {
    prop::collection::vec(prop::collection::vec(select(all_words()), 1..7), 1..most)
}

fn statements() -> impl Strategy<Value = Vec<SlowStatement>> {
    let note = prop_oneof![2 => Just(Vec::new()), 1 => sentences(2)];
    let passage = (sentences(4), note).prop_map(|(text, note)| SlowPassage { text, note });
    let date = (2018_u32..2021, 1_u32..13, 1_u32..29).prop_map(|(year, month, day)| [year, month, day]);
    let title = prop::collection::vec(select(all_words()), 1..3);
    let statement = (title, date, prop::collection::vec(passage, 1..5))
        .prop_map(|(title, date, passages)| SlowStatement { title, date, passages });
    prop::collection::vec(statement, 1..9)
}

fn operand() -> impl Strategy<Value = Operand> {
    let begun = (select(all_words()), 4_usize..6)
        .prop_map(|(word, end)| Operand::Begun(word.chars().take(end).collect()));
    let phrase = prop::collection::vec(select(all_words()), 2..3).prop_map(Operand::Phrase);
    prop_oneof![4 => select(all_words()).prop_map(Operand::Word), 1 => begun, 1 => phrase]
}

/// A span of days, in each way of writing it.
fn dates() -> impl Strategy<Value = Clause> {
    (2018_u32..2021, 1_u32..13, 1_u32..29, 0_usize..7).prop_map(|(year, month, day, way)| {
        let number = |month: u32, day: u32| year * 10_000 + month * 100 + day;
        let (first, last) = (number(0, 0), number(99, 99));
        let exact = number(month, day);
        let ymd = format!("{year}-{month:02}-{day:02}");
        let (typed, days) = match way {
            0 => (year.to_string(), first..last),
            1 => (format!("{year}-{month:02}"), number(month, 0)..number(month, 99)),
            2 => (ymd, exact..exact + 1),
            3 => (format!(">{ymd}"), exact + 1..u32::MAX),
            4 => (format!("<={year}-{month:02}"), 1..number(month, 99)),
            5 => (format!("{year}-{month:02}..{}", year + 1), number(month, 0)..last + 10_000),
            _ => (format!("..{ymd}"), 1..exact + 1),
        };
        Clause::Dates(typed, days)
    })
}

fn wanted() -> impl Strategy<Value = Clause> {
    let near = (operand(), prop::option::of(1_usize..6), operand());
    prop_oneof![
        3 => operand().prop_map(Clause::Has),
        1 => (operand(), operand()).prop_map(|(one, other)| Clause::Either(one, other)),
        2 => near.prop_map(|(one, words, other)| Clause::Near(one, words, other)),
    ]
}

/// One clause that is wanted, and some more.
fn clauses() -> impl Strategy<Value = Vec<Clause>> {
    let more = prop_oneof![
        2 => wanted(),
        1 => operand().prop_map(Clause::Not),
        1 => select(all_words()).prop_map(Clause::Title),
        1 => dates(),
    ];
    (wanted(), prop::collection::vec(more, 0..3))
        .prop_map(|(first, more)| std::iter::once(first).chain(more).collect())
}

/// The same words written as sentences: each begins with a capital letter.
fn written(sentences: &Sentences) -> String {
    let written = sentences.iter().map(|words| {
        let sentence = words.join(" ");
        let (first, rest) = sentence.split_at(1);
        format!("{}{rest}.", first.to_uppercase())
    });
    written.collect::<Vec<String>>().join(" ")
}

fn held(statements: &[SlowStatement]) -> Library {
    let statement = |statement: &SlowStatement| {
        let passage = |passage: &SlowPassage| {
            let mut held = serde_json::json!({ "text": written(&passage.text) });
            if !passage.note.is_empty() {
                held["context"] = written(&passage.note).into();
            }
            held
        };
        let [year, month, day] = statement.date;
        serde_json::json!({
            "title": statement.title.join(" "), "date": format!("{year}-{month:02}-{day:02}"),
            "passages": statement.passages.iter().map(passage).collect::<Vec<_>>()
        })
    };
    opened(statements.iter().map(statement).collect())
}

/// The passages that are firm hits.
fn firm(library: &Library, query: &str) -> Vec<usize> {
    let found = library.search(query);
    assert_eq!(found.error, None, "{query}");
    found.set(Certainty::Firm).ones().collect()
}

/// The numbers of the texts that `fits`.
fn of<T>(texts: &[T], fits: impl Fn(&T) -> bool) -> Vec<usize> {
    texts.iter().enumerate().filter(|(_, text)| fits(text)).map(|(at, _)| at).collect()
}

/// Codes, figures and dates: each way of writing the same thing.
const UNITS: [&[&str]; 8] = [
    &["F-16", "F16", "F-16s", "F16s"],
    &["B-2", "B2"],
    &["5%", "5 percent", "5 per cent"],
    &["15%", "15 percent"],
    &["Article 5", "Article V"],
    &["R&D"],
    &["$350"],
    &["November 14", "14 November"],
];

/// Nouns that no ending makes into another one, and some endings.
const NOUNS: [&str; 4] = ["현대화", "연합훈련", "정보공유", "방산협력"];
const ENDINGS: [&str; 10] = ["", "를", "을", "의", "에", "에서", "하는", "하기로", "된", "되었다"];

const IDEOGRAPHS: [&str; 6] = ["現", "代", "化", "平", "和", "の"];

fn config() -> ProptestConfig {
    ProptestConfig { cases: 128, rng_seed: RngSeed::Fixed(5), ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn operators_filters_words_and_notes_agree_with_the_slow_search(
        statements in statements(),
        clauses in clauses(),
    ) {
        let query = clauses.iter().map(Clause::typed).collect::<Vec<String>>().join(" ");
        let library = held(&statements);
        let found = library.search(&query);
        prop_assert_eq!(&found.error, &None, "{}", query);
        let passages = statements.iter().enumerate().flat_map(|(at, one)| {
            let numbered = one.passages.iter().enumerate();
            numbered.map(move |(number, passage)| (format!("st-{at}/{number}"), one, passage))
        });
        let is_near = clauses.iter().any(|clause| matches!(clause, Clause::Near(..)));
        for (id, statement, passage) in passages {
            let passes = passes(&clauses, statement, passage);
            let said = passes && clauses.iter().all(|clause| clause.is_in(&passage.text));
            let Some(Target::Passage(number)) = library.corpus.target(&id) else { panic!("{id} is not held") };
            let got = found.certainty(number);
            prop_assert_eq!(got == Some(Certainty::Firm), said, "{} in {:?}", query, passage);
            let about = passes && clauses.iter().all(|clause| clause.is_found_about(statement, passage));
            if !is_near && about && !said {
                prop_assert_eq!(got, Some(Certainty::About), "{} about {:?} of {:?}", query, passage, statement);
            }
        }
    }

    #[test]
    fn a_blank_more_or_less_agrees_with_the_slow_search(
        texts in prop::collection::vec(prop::collection::vec(select(vec!["wind", "mill", "windmill", "copper"]), 1..6), 1..12),
        query in select(vec!["wind mill", "windmill", "\"wind mill\"", "\"windmill\""]),
    ) {
        let written: Vec<String> = texts.iter().map(|words| words.join(" ")).collect();
        let library = library(&written);
        let joined = |words: &Vec<&str>| words.contains(&"windmill");
        let side_by_side = |words: &Vec<&str>| words.windows(2).any(|pair| pair == ["wind", "mill"]);
        let both = |words: &Vec<&str>| words.contains(&"wind") && words.contains(&"mill");
        // One word is looked for as two only if the pair is not far rarer.
        let (pairs, wholes) = (texts.iter().filter(|t| side_by_side(t)).count(), texts.iter().filter(|t| joined(t)).count());
        let split = pairs > 0 && pairs * 8 >= wholes;
        let expected = of(&texts, |words| match query {
            "wind mill" => both(words) || joined(words),
            "\"wind mill\"" => side_by_side(words) || joined(words),
            _ => joined(words) || (split && side_by_side(words)),
        });
        prop_assert_eq!(firm(&library, query), expected, "{} in {:?}", query, written);
    }

    #[test]
    fn a_unit_is_found_however_it_is_written_and_no_other_is(
        texts in prop::collection::vec(prop::collection::vec((0..UNITS.len(), 0_usize..4), 1..3), 1..12),
        (unit, spelling) in (0..UNITS.len(), 0_usize..4),
    ) {
        let spelled = |(unit, at): &(usize, usize)| UNITS[*unit][at % UNITS[*unit].len()];
        let text = |units: &Vec<(usize, usize)>| {
            format!("copper {} timber.", units.iter().map(spelled).collect::<Vec<&str>>().join(" ferry "))
        };
        let written: Vec<String> = texts.iter().map(text).collect();
        let expected = of(&texts, |units| units.iter().any(|(held, _)| *held == unit));
        let query = spelled(&(unit, spelling));
        prop_assert_eq!(firm(&library(&written), query), expected, "{} in {:?}", query, written);
    }

    #[test]
    fn a_korean_noun_is_found_with_any_ending(
        texts in prop::collection::vec(prop::collection::vec((select(NOUNS.to_vec()), select(ENDINGS.to_vec())), 1..4), 1..12),
        (noun, ending) in (select(NOUNS.to_vec()), select(ENDINGS.to_vec())),
        last in any::<bool>(),
    ) {
        let words = |words: &Vec<(&str, &str)>| words.iter().map(|(noun, ending)| format!("{noun}{ending}")).collect::<Vec<_>>();
        let written: Vec<String> = texts.iter().map(|text| words(text).join(" ")).collect();
        // In quotation marks an ending may follow a noun, and nothing may follow an ending.
        let quoted = |word: &String| if ending.is_empty() { word.starts_with(noun) } else { *word == format!("{noun}{ending}") };
        let (query, expected) = if last {
            (format!("\"{noun}{ending}\""), of(&texts, |text| words(text).iter().any(quoted)))
        } else {
            (format!("{noun}{ending}"), of(&texts, |text| text.iter().any(|(held, _)| *held == noun)))
        };
        prop_assert_eq!(firm(&library(&written), &query), expected, "{} in {:?}", query, written);
    }

    #[test]
    fn japanese_and_chinese_are_found_wherever_they_are_written(
        texts in prop::collection::vec(prop::collection::vec(select(IDEOGRAPHS.to_vec()), 1..9), 1..12),
        query in prop::collection::vec(select(IDEOGRAPHS.to_vec()), 1..5),
    ) {
        let (texts, query): (Vec<String>, String) = (texts.iter().map(|text| text.concat()).collect(), query.concat());
        let expected = of(&texts, |text| text.contains(&query));
        prop_assert_eq!(firm(&library(&texts), &query), expected, "{} in {:?}", query, texts);
    }
}
