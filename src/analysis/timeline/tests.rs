//! The values that a slow reference computed from the frozen first edition, and what must be true of any dataset.

mod whole_texts;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::analysis::compare::ComparedSide;
use crate::analysis::counted_once::words_held;
use crate::analysis::scores::CollectionSize;
use crate::corpus::model::Dataset;
use crate::library::tests::{LOOKED_THROUGH, statement};

fn first_edition() -> Value {
    serde_json::from_str(include_str!("../../../tests/fixture/first-edition.json")).unwrap()
}

/// A corpus and its index.
fn built(dataset: Value) -> (Corpus, Index) {
    let corpus = Corpus::new(serde_json::from_value::<Dataset>(dataset).unwrap());
    let index = Index::build(&corpus);
    (corpus, index)
}

/// The first edition, with what its notes say of the whole texts.
fn looked_through() -> (Corpus, Index) {
    let mut dataset = first_edition();
    for id in LOOKED_THROUGH {
        let statement = statement(&mut dataset, id);
        statement["extent"] = "whole".into();
        statement["silent"] = json!(["modernization"]);
    }
    built(dataset)
}

fn timeline((corpus, index): &(Corpus, Index), query: &str) -> Timeline {
    Timeline::new(corpus, index, query).unwrap()
}

fn counts(count: StanceCount) -> (usize, usize, usize) {
    (count.says, count.silent, count.unseen)
}

/// For each group, its label, how many say it, and of how many.
fn by(corpus: &Corpus, timeline: &Timeline, scale: TimelineScale) -> Vec<(String, usize, usize)> {
    let row = &timeline.rows[0];
    let one = |group: TimelineGroup| {
        let count = row.count_of(group.columns);
        (group.label, count.says, count.of())
    };
    timeline.groups(corpus, scale).into_iter().map(one).collect()
}

fn ids<'a>(corpus: &'a Corpus, timeline: &Timeline, stance: Stance) -> Vec<&'a str> {
    let row = &timeline.rows[0];
    let fitting = timeline.statements.iter().zip(&row.stances).filter(|(_, own)| **own == stance);
    fitting.map(|(at, _)| &*corpus.statements()[*at].id).collect()
}

#[test]
fn the_tracked_word_is_said_by_18_of_37_statements() {
    let built = looked_through();
    let one = timeline(&built, "term:modernization");
    assert_eq!(counts(one.rows[0].count()), (18, 3, 16));
    assert_eq!(ids(&built.0, &one, Stance::Silent), LOOKED_THROUGH);
    let years = by(&built.0, &one, TimelineScale::Year);
    let last: Vec<_> = years.iter().skip_while(|(year, ..)| year.as_str() < "2019").collect();
    let last: Vec<(usize, usize)> = last.iter().map(|(_, says, of)| (*says, *of)).collect();
    assert_eq!(last, [(0, 1), (0, 1), (1, 2), (1, 3), (2, 5), (2, 3), (4, 6)]);
    assert_eq!(years.iter().map(|(_, says, _)| says).sum::<usize>(), 18);
    assert_eq!(years.iter().map(|(_, _, of)| of).sum::<usize>(), 37);
}

#[test]
fn it_is_counted_by_standing_and_by_issuers() {
    let built = looked_through();
    let one = timeline(&built, "term:modernization");
    let row = |label: &str, says, of| (label.to_owned(), says, of);
    assert_eq!(
        by(&built.0, &one, TimelineScale::Standing),
        [row("joint", 14, 29), row("unilateral", 3, 5), row("press report", 1, 2), row("treaty", 0, 1)]
    );
    let joint = timeline(&built, "term:modernization standing:joint");
    let issuers = by(&built.0, &joint, TimelineScale::Issuer);
    assert!(issuers.contains(&row("Republic of Korea, United States", 11, 25)), "{issuers:?}");
    assert_eq!(issuers.iter().map(|(_, _, of)| of).sum::<usize>(), 29);
}

#[test]
fn strategic_flexibility_is_not_absent_after_2006_but_not_seen() {
    let built = looked_through();
    for query in ["term:strategic-flexibility", "term:strategic-flexibility has:check,link"] {
        let one = timeline(&built, query);
        let said = ["scm-35", "scm-36", "ban-rice-2006", "washington-post-2025-08-09"];
        assert_eq!(ids(&built.0, &one, Stance::Says), said, "{query}");
        assert_eq!(counts(one.rows[0].count()), (4, 0, 33), "{query}");
    }
    let joint = timeline(&built, "term:strategic-flexibility standing:joint");
    let (_, last) = joint.ends(&joint.rows[0], 0..joint.statements.len()).unwrap();
    assert_eq!(joint.rows[0].count().says, 3);
    assert_eq!(joint.held(&built.0).nth(last).unwrap().date.as_deref(), Some("2006-01-19"));
    // The phrase itself, and its two words, are in fewer places than the term.
    assert_eq!(timeline(&built, "strategic flexibility").rows[0].count().says, 3);
    assert_eq!(timeline(&built, "\"strategic flexibility\"").rows[0].count().says, 2);
}

#[test]
fn linchpin_is_first_and_last_of_those_held() {
    let built = looked_through();
    let one = timeline(&built, "term:linchpin");
    let (first, last) = one.ends(&one.rows[0], 0..one.statements.len()).unwrap();
    let id = |column: usize| one.held(&built.0).nth(column).unwrap().id.to_string();
    assert_eq!((id(first), id(last)), ("2plus2-2012-06-14".to_owned(), "fact-sheet-2025".to_owned()));
    assert_eq!(counts(one.rows[0].count()), (3, 0, 34));
    let both = timeline(&built, "linchpin vs cornerstone");
    assert_eq!(both.rows.iter().map(|row| row.count().says).collect::<Vec<_>>(), [3, 0]);
}

#[test]
fn lines_and_wordings_are_those_of_the_concordance() {
    let built = looked_through();
    for (query, expected) in [
        ("term:modernization", (24, 20, 18)),
        ("term:strategic-flexibility", (4, 4, 4)),
        ("\"strategic flexibility\"", (2, 2, 2)),
        ("term:linchpin", (3, 3, 3)),
        ("\"peace and stability\"", (5, 5, 2)),
        ("term:china", (1, 1, 1)),
        ("term:deterrence", (10, 7, 6)),
        ("term:indo-pacific", (3, 3, 3)),
        ("\"mutually reinforcing\"", (4, 4, 3)),
        ("\"mutually complementary\"", (2, 2, 2)),
        ("term:cyber", (4, 4, 3)),
        ("\"alliance\"", (22, 18, 13)),
        ("term:modernization standing:joint", (19, 16, 14)),
    ] {
        let one = timeline(&built, query);
        let places = one.statements.iter().chain(&one.others);
        let lines: Vec<LineCount> = places.map(|at| one.rows[0].lines(&built.0, &built.1, *at)).collect();
        let sum = |count: fn(&LineCount) -> usize| lines.iter().map(count).sum::<usize>();
        let found = (sum(|count| count.lines), sum(|count| count.wordings), one.rows[0].count().says);
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn words_are_counted_official_where_that_is_held() {
    let (corpus, index) = looked_through();
    let built = (corpus, index);
    let one = timeline(&built, "linchpin");
    // 851 with all passages that repeat others.
    assert_eq!(one.statements.iter().map(|at| words_held(&built.0, &built.1, *at)).sum::<usize>(), 782);
}

#[test]
fn a_gap_is_wider_after_more_than_five_years_that_are_known() {
    let mut dataset = first_edition();
    for (id, date) in [("scm-35", Value::Null), ("scm-36", json!("2031-01-01"))] {
        let statement = statement(&mut dataset, id);
        statement["date"] = date;
        statement["date_note"] = "a test".into();
    }
    let built = built(dataset);
    let one = timeline(&built, "term:modernization");
    let wider = one.held(&built.0).enumerate().filter(|(column, _)| one.is_far(*column));
    let wider: Vec<Option<i32>> = wider.map(|(_, statement)| statement.year_held()).collect();
    // From 1978 to 1983, from 2012 to 2017 and from 2025 to 2030 it is five years; the last one has no date.
    assert_eq!(wider, [Some(1971), Some(2002), Some(2031)]);
}

#[test]
fn filters_on_statements_choose_columns_and_never_what_a_statement_says() {
    let built = looked_through();
    let one = timeline(&built, "term:modernization year:2024");
    assert_eq!(counts(one.rows[0].count()), (2, 1, 0));
    let one = timeline(&built, "term:modernization -standing:joint");
    assert_eq!(one.statements.len(), 8);
    let one = timeline(&built, "linchpin vs term:modernization year:2024");
    assert_eq!((one.statements.len(), one.rows.len()), (3, 2), "one scope for all rows");
    let error = |query: &str| Timeline::new(&built.0, &built.1, query).unwrap_err();
    assert!(error("linchpin standng:joint").contains("did you mean `standing:`?"));
    assert!(error("linchpin kind:nothing").contains("kind:nothing"));
}

#[test]
fn the_editors_words_are_never_a_statements() {
    let built = looked_through();
    // The Vision of 2023 is held as a summary alone; the note on the Fact Sheet of 2025 says that the phrase is absent.
    assert!(
        !ids(&built.0, &timeline(&built, "term:modernization"), Stance::Says)
            .contains(&"defense-vision-2023")
    );
    let one = timeline(&built, "\"strategic flexibility\" standing:joint year:2007..");
    assert_eq!(one.rows[0].count().says, 0);
    assert_eq!(timeline(&built, "china standing:joint").rows[0].count().says, 0);
}

#[test]
fn without_words_the_rows_are_the_tracked_word_and_its_rivals() {
    let built = looked_through();
    let all = timeline(&built, "");
    assert!(all.rows[0].is_tracked && all.rows.len() == DEFAULT_ROWS);
    assert!(all.rows.iter().skip(1).all(|row| !row.is_tracked && row.count().says > 0));
    assert!(all.rows.iter().any(|row| row.label == "strategic flexibility"));
    let joint = timeline(&built, "standing:joint");
    assert_eq!((joint.statements.len(), joint.rows.len()), (29, DEFAULT_ROWS));
}

#[test]
fn a_rival_that_is_part_of_another_is_named() {
    let built = looked_through();
    let one = timeline(&built, "flexibility vs strategic flexibility vs \"flexibility\"");
    let overlaps: Vec<(&str, &str)> =
        one.overlaps().map(|(part, whole)| (&*part.query, &*whole.query)).collect();
    assert!(overlaps.contains(&("\"flexibility\"", "strategic flexibility")), "{overlaps:?}");
    assert!(overlaps.iter().all(|(_, whole)| whole.contains("strategic")), "{overlaps:?}");
}

#[test]
fn a_cell_has_the_letters_of_the_passages_that_say_the_word() {
    let (corpus, index) = looked_through();
    let one = timeline(&(corpus, index), "term:modernization");
    let (corpus, _) = looked_through();
    let sign = |id: &str| {
        let at = corpus.statements().iter().position(|statement| &*statement.id == id).unwrap();
        one.rows[0].signs(&corpus, at).iter().map(ToString::to_string).collect::<String>()
    };
    for (id, expected) in [
        ("scm-4", "[·]"),
        ("scm-35", "A"),
        ("us-japan-2plus2-2023", "[B]"),
        ("us-japan-2023-01-13", "[C][B]"),
        ("scm-56", "B"),
        ("scm-57", "C"),
    ] {
        assert_eq!(sign(id), expected, "{id}");
    }
}

#[test]
fn undated_statements_are_a_group_at_the_end_and_a_year_comes_before_its_days() {
    let mut dataset = first_edition();
    for (id, date, year) in [("scm-35", Value::Null, Value::Null), ("scm-55", Value::Null, json!(2023))] {
        let statement = statement(&mut dataset, id);
        statement["date"] = date;
        statement["year"] = year;
        statement["date_note"] = "a test".into();
    }
    let built = built(dataset);
    let one = timeline(&built, "term:modernization");
    let held: Vec<&str> = one.held(&built.0).map(|statement| &*statement.id).collect();
    assert_eq!(held.last(), Some(&"scm-35"));
    let place = |id: &str| held.iter().position(|held| *held == id).unwrap();
    assert!(place("scm-55") < place("us-japan-2plus2-2023"));
    for scale in [TimelineScale::Year, TimelineScale::Decade] {
        let groups = one.groups(&built.0, scale);
        let last = groups.last().unwrap();
        assert_eq!((&*last.label, last.year, &*last.columns), ("no date held", None, &[36][..]));
    }
}

#[test]
fn no_statement_without_a_year_is_the_first_or_last_and_one_with_a_year_is() {
    let mut dataset = first_edition();
    for (id, year) in [("scm-57", Value::Null), ("us-japan-2plus2-2023", json!(2030))] {
        let statement = statement(&mut dataset, id);
        statement["date"] = Value::Null;
        statement["year"] = year;
        statement["date_note"] = "a test".into();
    }
    let built = built(dataset);
    let one = timeline(&built, "term:modernization");
    let held: Vec<&str> = one.held(&built.0).map(|statement| &*statement.id).collect();
    assert_eq!((held[36], one.rows[0].stances[36]), ("scm-57", Stance::Says));
    let (first, last) = one.ends(&one.rows[0], 0..held.len()).unwrap();
    assert_eq!((held[first], held[last]), ("scm-4", "us-japan-2plus2-2023"));
    assert_eq!(one.undated(&one.rows[0]), ", 1 more without a date");
    assert_eq!(one.ends(&one.rows[0], 36..held.len()), None);
}

#[test]
fn a_statement_without_a_day_is_not_the_first_of_its_year_where_another_has_one() {
    let mut dataset = first_edition();
    for (id, date) in [("scm-57", Value::Null), ("scm-56", json!("1901-05-01"))] {
        let statement = statement(&mut dataset, id);
        statement["date"] = date;
        statement["year"] = json!(1901);
        statement["date_note"] = "a test".into();
    }
    let built = built(dataset);
    let one = timeline(&built, "term:modernization");
    let held: Vec<&str> = one.held(&built.0).map(|statement| &*statement.id).collect();
    assert_eq!(held[..2], ["scm-57", "scm-56"]);
    let (first, _) = one.ends(&one.rows[0], 0..held.len()).unwrap();
    assert_eq!(held[first], "scm-56");
    assert_eq!(one.undated(&one.rows[0]), ", 1 more of the same year without a day");
}

#[test]
fn two_statements_of_one_day_are_two_columns_in_the_order_of_their_numbers() {
    let mut dataset = first_edition();
    for id in ["scm-57", "scm-56"] {
        statement(&mut dataset, id)["date"] = "2030-05-01".into();
    }
    let built = built(dataset);
    let one = timeline(&built, "term:modernization");
    let held: Vec<&str> = one.held(&built.0).map(|statement| &*statement.id).collect();
    assert_eq!(held[35..], ["scm-56", "scm-57"]);
    let (_, last) = one.ends(&one.rows[0], 0..held.len()).unwrap();
    assert_eq!(held[last], "scm-57");
    let years = one.groups(&built.0, TimelineScale::Year);
    let year = years.last().unwrap();
    assert_eq!((year.year, &*year.columns), (Some(2030), &[35, 36][..]));
    assert!(!one.is_far(36), "they are of one day");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_grouping_adds_up(
        word in prop_oneof!["[a-z]{2,9}", "(term:)?(modernization|linchpin|usfk|deterrence|현대화)"],
        filter in prop_oneof!["", " standing:joint", " year:2019..", " -series:SCM", " has:check"],
    ) {
        let (corpus, index) = looked_through();
        let Ok(one) = Timeline::new(&corpus, &index, &format!("{word}{filter}")) else { return Ok(()) };
        for row in &one.rows {
            let all = row.count();
            prop_assert_eq!(all.of(), one.statements.len());
            prop_assert_eq!(all.says + all.left_out + all.silent + all.unseen, all.of());
            for scale in <TimelineScale as clap::ValueEnum>::value_variants() {
                let mut sum = StanceCount::default();
                let mut columns = Vec::new();
                for group in one.groups(&corpus, *scale) {
                    sum += row.count_of(group.columns.iter().copied());
                    columns.extend(group.columns);
                }
                columns.sort_unstable();
                prop_assert_eq!(sum, all);
                prop_assert!(columns.into_iter().eq(0..one.statements.len()));
            }
        }
    }
}

#[test]
fn a_row_is_called_by_what_it_counts() {
    let built = built(first_edition());
    let labels = |query: &str| {
        let rows = timeline(&built, query).rows.into_iter();
        rows.map(|row| (row.label, row.term.is_some())).collect::<Vec<_>>()
    };
    let named = |names: &[(&str, bool)]| {
        names.iter().map(|(name, is_term)| ((*name).to_owned(), *is_term)).collect::<Vec<_>>()
    };
    for (query, expected) in [
        // *Deterring* and *deterrence* find each other no more than other words do.
        ("deterring", &[("deterring", false)][..]),
        ("term:deterrence", &[("deterrence", true)]),
        ("현대화", &[("modernization", true)]),
        ("linchpin", &[("linchpin", true)]),
        // Letters that are no word find only some of the forms.
        ("moderniz", &[("moderniz", false)]),
        ("modernizati", &[("modernizati", false)]),
        ("modernised", &[("modernization", true)]),
        ("modernizing", &[("modernization", true)]),
        ("modernisation vs 억제", &[("modernization", true), ("deterrence", true)]),
        ("deterrence vs term:deterrence", &[("deterrence", false), ("term:deterrence", true)]),
        ("핵심축 vs linchpin", &[("핵심축", true), ("linchpin", true)]),
    ] {
        assert_eq!(labels(query), named(expected), "{query}");
    }
}
