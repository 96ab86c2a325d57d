//! The alignment, checked against a slow one that looks at every pair of sentences.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

fn unit(text: &str) -> UnitWords {
    let written: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    UnitWords { spelled: written.iter().map(|word| word.trim_end_matches('s').to_owned()).collect(), written }
}

fn units(text: &str) -> Vec<UnitWords> {
    text.split('.').map(unit).filter(|unit| !unit.written.is_empty()).collect()
}

/// `0=1` the same, `0~1` changed, `0>1` moved; two neighbors as `0+1`.
fn shown(pairs: &[UnitPair]) -> Vec<String> {
    let side = |range: &Range<usize>| range.clone().map(|at| at.to_string()).collect::<Vec<_>>().join("+");
    let sign = |pair: &UnitPair| match (pair.is_moved, pair.is_same) {
        (true, _) => '>',
        (false, true) => '=',
        (false, false) => '~',
    };
    pairs.iter().map(|pair| format!("{}{}{}", side(&pair.a), sign(pair), side(&pair.b))).collect()
}

type SlowBag = BTreeMap<Vec<String>, f64>;

fn bag(unit: &UnitWords) -> SlowBag {
    let mut bag = SlowBag::new();
    for words in unit.spelled.windows(if unit.spelled.len() < 3 { 1 } else { 2 }) {
        *bag.entry(words.to_vec()).or_default() += 1.0;
    }
    bag
}

/// The similarity of every sentence of one text with every one of the other.
fn similarities(a: &[UnitWords], b: &[UnitWords]) -> Vec<Vec<f64>> {
    let bags = |units: &[UnitWords]| units.iter().map(bag).collect::<Vec<_>>();
    let (bags_a, bags_b) = (bags(a), bags(b));
    let having = |gram: &Vec<String>| {
        let bags = bags_a.iter().chain(&bags_b).filter(|bag| bag.contains_key(gram));
        bags.map(|_| 1.0).sum::<f64>()
    };
    let weight = |gram: &Vec<String>| 1.0 / (having(gram) - 1.0).max(1.0);
    let all = |bag: &SlowBag| bag.iter().map(|(gram, count)| count * weight(gram)).sum::<f64>();
    let one = |(a, bag_a): (&UnitWords, &SlowBag), (b, bag_b): (&UnitWords, &SlowBag)| {
        if a.written == b.written {
            return 1.0;
        }
        let both = bag_a.iter().filter_map(|(gram, count)| Some(count.min(*bag_b.get(gram)?) * weight(gram)));
        let total = all(bag_a) + all(bag_b);
        if total > 0.0 { 2.0 * both.sum::<f64>() / total } else { 0.0 }
    };
    let row = |a| b.iter().zip(&bags_b).map(|b| one(a, b)).collect();
    a.iter().zip(&bags_a).map(row).collect()
}

/// The greatest sum of similarities of pairs that are in the order of both texts.
fn greatest_sum(similarities: &[Vec<f64>], width: usize) -> f64 {
    let mut sums = vec![vec![0.0_f64; width + 1]; similarities.len() + 1];
    for a in (0..similarities.len()).rev() {
        for b in (0..width).rev() {
            let similarity = similarities[a][b];
            let paired = if similarity >= PAIR { similarity + sums[a + 1][b + 1] } else { 0.0 };
            sums[a][b] = sums[a + 1][b].max(sums[a][b + 1]).max(paired);
        }
    }
    sums[0][0]
}

#[test]
fn sentences_are_the_same_changed_moved_or_of_one_text() {
    let a = units("the linchpin of peace and stability. we will meet again soon here. grain will be shipped");
    let b = units(
        "we will meet again soon here. new words altogether stand first. the linchpin of peace and prosperity",
    );
    let found = align(&a, &b);
    assert_eq!(shown(&found.pairs), ["0>2", "1=0"]);
    assert_eq!((found.only_a, found.only_b, found.perhaps), (vec![2], vec![1], vec![]));
}

#[test]
fn what_every_sentence_says_makes_no_pair() {
    let say = |words: [&str; 4]| {
        units(&words.map(|words| format!("president one and president two {words}. ")).concat())
    };
    let a = say(["welcome peace", "seek trade", "deplore war", "see hope"]);
    let b = say(["discuss rice", "open ports", "train troops", "build ships"]);

    assert!(align(&a, &b).pairs.is_empty());
}

#[test]
fn spellings_are_no_hindrance_and_yet_a_change() {
    let found = align(&units("ally and friends will act"), &units("ally and friend will act"));
    assert_eq!(shown(&found.pairs), ["0~0"]);
    assert!((found.pairs[0].similarity - 1.0).abs() < 1e-9);
}

/// Sentences of the leaders' statements of 2022 and 2023, as the White House has them.
const LEADERS_2022: [&str; 5] = [
    "the linchpin for peace and prosperity in the region the alliance has grown far beyond the korean peninsula reflecting the \
     pivotal role of our countries as global leaders in democracy economy and technology",
    "president yoon and president biden commit to strengthening the rok us alliance across all sectors of space cooperation",
    "the two presidents reiterate the importance of preserving peace and stability in the taiwan strait as an essential element \
     in security and prosperity in the indo pacific region",
    "president biden expressed his gratitude for president yoons warm hospitality and extended an invitation for president yoon to \
     visit washington at a time of mutual convenience",
    "president yoon and president biden highlight their shared belief in the extraordinary benefits afforded by an open free \
     global interoperable reliable and secure internet",
];
const LEADERS_2023: [&str; 5] = [
    "as the linchpin for peace and prosperity in the indo pacific our alliance has grown far beyond the korean peninsula \
     reflecting the vital role of our two countries as global leaders in advancing democracy economic prosperity security and \
     technological innovation",
    "the united states and the rok acknowledge the importance of the free flow of data with trust across borders through an open \
     global interoperable reliable and secure internet",
    "the presidents reiterated the importance of preserving peace and stability in the taiwan strait as an indispensable element \
     of security and prosperity in the region",
    "our alliance also applies to space and president yoon and president biden committed to further strengthening the us rok \
     alliance across all sectors and through multiple channels of space cooperation",
    "president yoon and president biden welcomed the growth of trade in goods and services between the two countries",
];

#[test]
fn the_thresholds_pair_what_readers_pair_in_real_statements() {
    let units = |texts: [&str; 5]| texts.map(unit);
    let found = align(&units(LEADERS_2022), &units(LEADERS_2023));
    assert_eq!(shown(&found.pairs), ["0~0", "1>3", "2~2"]);
    assert_eq!(shown(&found.perhaps), ["4~1"]);
    assert_eq!((found.only_a, found.only_b), (vec![3, 4], vec![1, 4]));
}

#[test]
fn short_sentences_are_compared_by_their_words() {
    assert_eq!(shown(&align(&units("strong alliance"), &units("strong alliances")).pairs), ["0~0"]);
    assert_eq!(shown(&align(&units("strong alliance"), &units("alliance strong")).pairs), ["0~0"]);
    assert!(align(&units("strong alliance"), &units("a strong alliance")).pairs.is_empty());
}

#[test]
fn a_sentence_that_the_other_text_splits_is_one_pair() {
    let whole = "we will deepen ties in trade and we will widen talks on energy and climate";
    let parts = "we will deepen ties in trade. and we will widen talks on energy and climate";
    for (a, b, expected) in [(whole, parts, "0~0+1"), (parts, whole, "0+1~0")] {
        let found = align(&units(a), &units(b));
        assert_eq!(shown(&found.pairs), [expected]);
        assert!(found.only_a.is_empty() && found.only_b.is_empty());
    }
    // What adds nothing stays alone.
    let found = align(
        &units("we will deepen ties in trade"),
        &units("we will deepen ties in trade now. grain is cheap"),
    );
    assert_eq!((shown(&found.pairs), found.only_b), (vec!["0~0".to_owned()], vec![1]));
}

#[test]
fn a_sentence_repeated_a_thousand_times_is_paired_in_order() {
    let repeated = units(&"he thanked them all. ".repeat(1_000));
    let found = align(&repeated, &repeated[..999]);
    assert_eq!((found.pairs.len(), found.only_a.len(), found.only_b.len()), (999, 1, 0));
    assert!(found.pairs.iter().all(|pair| pair.is_same && !pair.is_moved));
}

#[test]
fn nothing_pairs_with_nothing() {
    assert_eq!(align(&[], &[]), Alignment::default());
    let found = align(&units("one sentence stands here"), &[]);
    assert_eq!((found.only_a, found.only_b), (vec![0], vec![]));
}

fn texts() -> impl Strategy<Value = Vec<UnitWords>> {
    let words = prop::collection::vec(prop::sample::select(vec!["a", "as", "b", "c", "d", "e", "f"]), 1..7);
    prop::collection::vec(words.prop_map(|words| unit(&words.join(" "))), 0..9)
}

proptest! {
    #[test]
    fn the_order_is_that_of_the_greatest_sum(a in texts(), b in texts()) {
        let mut aligning = Aligning::new(&a, &b);
        let mut alike = aligning.alike();
        alike.retain(|pair| pair.similarity >= PAIR);
        let pairs = in_order(&alike, b.len());
        prop_assert!(pairs.is_sorted_by(|one, next| one.a.start < next.a.start && one.b.start < next.b.start));
        let slow = similarities(&a, &b);
        for pair in &pairs {
            prop_assert!((pair.similarity - slow[pair.a.start][pair.b.start]).abs() < 1e-9);
        }
        let sum: f64 = pairs.iter().map(|pair| pair.similarity).sum();
        prop_assert!((sum - greatest_sum(&slow, b.len())).abs() < 1e-9);
        // Of what is left, nothing that is a pair stays alone.
        for pair in pairs {
            aligning.take(pair);
        }
        best_first(&mut alike);
        for pair in alike {
            aligning.take(pair);
        }
        for (at, row) in slow.iter().enumerate().filter(|(at, _)| aligning.free_a[*at]) {
            let left = row.iter().zip(&aligning.free_b).any(|(one, free)| *free && *one >= PAIR + 1e-9);
            prop_assert!(!left, "{at} stays alone");
        }
    }

    #[test]
    fn nothing_is_lost_and_nothing_is_twice(a in texts(), b in texts()) {
        let found = align(&a, &b);
        for (only, side, all) in [
            (&found.only_a, found.pairs.iter().map(|pair| pair.a.clone()).collect::<Vec<_>>(), a.len()),
            (&found.only_b, found.pairs.iter().map(|pair| pair.b.clone()).collect::<Vec<_>>(), b.len()),
        ] {
            let places: Vec<usize> = side.into_iter().flatten().chain(only.iter().copied()).collect();
            prop_assert_eq!(places.len(), all);
            prop_assert_eq!(places.into_iter().collect::<BTreeSet<_>>().len(), all);
        }
        let is_of = |only: &[usize], range: &Range<usize>| range.clone().all(|at| only.contains(&at));
        prop_assert!(found.perhaps.iter().all(|pair| is_of(&found.only_a, &pair.a) && is_of(&found.only_b, &pair.b)));
        prop_assert!(found.perhaps.iter().all(|pair| (PERHAPS..PAIR).contains(&pair.similarity)));
    }

    #[test]
    fn both_ways_give_one_answer(a in texts(), b in texts()) {
        prop_assert_eq!(align(&a, &b), mirrored(align(&b, &a)));
    }

    #[test]
    fn a_text_with_itself_is_all_the_same(a in texts()) {
        let found = align(&a, &a);
        let places: Vec<_> = found.pairs.iter().map(|pair| (pair.a.start, pair.b.start)).collect();
        prop_assert_eq!(places, (0..a.len()).map(|at| (at, at)).collect::<Vec<_>>());
        prop_assert!(found.pairs.iter().all(|pair| pair.is_same && !pair.is_moved));
    }
}
