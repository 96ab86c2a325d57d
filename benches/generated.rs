//! A generated corpus: as large as asked for, the same every time, and with every word known.
//!
//! Invariant: the same numbers and seed give the same bytes. What a reader means by a query is listed here by hand,
//! independently of the search.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "shared by benchmarks and tests"
)]
#![allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "shared by benchmarks and tests"
)]

use std::collections::HashSet;
use std::io::{self, Write};

/// The seed of every published figure.
pub(crate) const SEED: u64 = 20_251_114;

const STATEMENT: usize = 100;
const KOREAN: &str = "한미동맹의 현대화를 위해 동맹 현대화를";
const MODERN: [&str; 6] = ["modern", "modernize", "modernized", "modernizes", "modernizing", "modernise"];
const MODERNIZATION: [&str; 3] = ["modernization", "modernisation", "modernizations"];
const DENUCLEAR: [&str; 4] = ["denuclearization", "denuclearize", "denuclearized", "denuclearisation"];
/// Words that look like those above but are not meant.
const LOOK_ALIKES: [&str; 12] = [
    "nuclear",
    "north",
    "korea",
    "alliance",
    "moderate",
    "modest",
    "determine",
    "worth",
    "forth",
    "unclear",
    "deference",
    "postmodern",
];

/// What a query means: a passage is meant if it contains a word of each list.
pub(crate) const MEANT: [(&str, &[&[&str]]); 7] = [
    (
        "modern",
        &[&[
            "modern",
            "modernize",
            "modernized",
            "modernizes",
            "modernizing",
            "modernise",
            "modernization",
            "modernisation",
            "modernizations",
        ]],
    ),
    ("modernzation", MODERNIZE),
    ("modrenization", MODERNIZE),
    // The word itself names the term, and with it its Korean form.
    (
        "modernisation",
        &[&[
            "modernize",
            "modernized",
            "modernizes",
            "modernizing",
            "modernise",
            "modernization",
            "modernisation",
            "modernizations",
            "현대화를",
        ]],
    ),
    ("strategc flexiblity", &[&["strategic"], &["flexibility", "flexibilities"]]),
    ("exteneded deterence nroth korea", &[&["extended", "extends"], &["deterrence"], &["north"], &["korea"]]),
    ("denuclear", &[&["denuclearization", "denuclearize", "denuclearized", "denuclearisation"]]),
];
const MODERNIZE: &[&[&str]] = &[&[
    "modernize",
    "modernized",
    "modernizes",
    "modernizing",
    "modernise",
    "modernization",
    "modernisation",
    "modernizations",
]];

/// Whether a text is meant, by its plain words.
pub(crate) fn is_meant(text: &str, lists: &[&[&str]]) -> bool {
    let text = text.to_lowercase();
    let words: HashSet<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    lists.iter().all(|list| list.iter().any(|word| words.contains(word)))
}

/// A small random generator (`SplitMix64`, by Steele, Lea and Flood), so that a new version of a crate cannot change
/// the corpus.
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.throw() % (n as u64)).unwrap()
    }

    /// Whether an event with `n` chances in a hundred thousand happens.
    fn happens(&mut self, n: usize) -> bool {
        self.below(100_000) < n
    }
}

/// The generator: a vocabulary under Zipf's law.
pub(crate) struct Generated {
    passages: usize,
    seed: u64,
    words: Vec<String>,
    /// Each word's share of all, summed up.
    sums: Vec<f64>,
}

impl Generated {
    /// `passages` of about 60 words out of a vocabulary of `words` forms.
    pub(crate) fn new(passages: usize, words: usize, seed: u64) -> Self {
        let mut dice = Dice(seed);
        let mut known: HashSet<String> = HashSet::new();
        let mut all: Vec<String> = ["the", "of", "and", "to", "in", "a"].map(str::to_owned).to_vec();
        all.extend(LOOK_ALIKES.map(str::to_owned));
        known.extend(all.iter().cloned());
        while all.len() < words {
            let word = made_up(&mut dice);
            if known.insert(word.clone()) {
                all.push(word);
            }
        }
        // The similar words are in the places of ordinary words of their kind.
        for at in 6..6 + LOOK_ALIKES.len() {
            all.swap(at, (at * 37) % words.min(2_000));
        }
        let mut sum = 0.0;
        let share = |rank: usize| 1.0 / (rank as f64 + 2.7);
        let sums = (0..words)
            .map(|rank| {
                sum += share(rank);
                sum
            })
            .collect();
        Self { passages, seed, words: all, sums }
    }

    fn word(&self, dice: &mut Dice) -> &str {
        let last = *self.sums.last().unwrap();
        let at = (dice.throw() >> 11) as f64 / (1_u64 << 53) as f64 * last;
        &self.words[self.sums.partition_point(|sum| *sum < at).min(self.words.len() - 1)]
    }

    /// The texts of all passages, in order.
    pub(crate) fn texts(&self) -> impl Iterator<Item = String> + '_ {
        let mut dice = Dice(self.seed ^ 1);
        (0..self.passages).map(move |_| self.text(&mut dice))
    }

    fn text(&self, dice: &mut Dice) -> String {
        let mut words: Vec<&str> = (0..50 + dice.below(21)).map(|_| self.word(dice)).collect();
        let mut plant = |often: usize, planted: &[&'static str], dice: &mut Dice| {
            if dice.happens(often) {
                let at = dice.below(words.len() - planted.len());
                words[at..at + planted.len()].copy_from_slice(planted);
            }
        };
        let (verb, noun, far) =
            (MODERN[dice.below(6)], MODERNIZATION[dice.below(3)], DENUCLEAR[dice.below(4)]);
        plant(15_500, &[verb], dice);
        plant(5_000, &[noun], dice);
        plant(5_800, &[far], dice);
        plant(400, &["strategic", "flexibility"], dice);
        plant(1_000, &["extended", "deterrence", "against", "north", "korea"], dice);
        plant(2_000, &[KOREAN], dice);
        let mut text = String::new();
        for (at, word) in words.iter().enumerate() {
            text.push_str(if at == 0 {
                ""
            } else if at % 17 == 0 {
                ". "
            } else if at % 7 == 0 {
                ", "
            } else {
                " "
            });
            let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
            if at % 17 == 0 {
                text.push_str(&first.to_uppercase());
            } else {
                text.push_str(first);
            }
            text.push_str(rest);
        }
        text + "."
    }

    /// A dataset that `linchpin check` accepts.
    pub(crate) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(HEAD.as_bytes())?;
        for (at, text) in self.texts().enumerate() {
            let (statement, within) = (at / STATEMENT, at % STATEMENT);
            if within == 0 {
                let (end, days) = (if at == 0 { "" } else { "]},\n" }, statement * 9);
                let (year, month, day) = (1953 + days / 336 % 70, 1 + days / 28 % 12, 1 + days % 28);
                write!(
                    out,
                    "{end}{{\"id\":\"st-{statement}\",\"series\":\"{}\",\"number\":{statement},\
                     \"title\":\"Generated Statement {statement}\",\"label\":\"G {statement}\",\
                     \"date\":\"{year}-{month:02}-{day:02}\",\"place\":\"NullHost\",\"issuers\":[\"A\",\"B\"],\
                     \"signatories\":[],\"standing\":\"joint\",\"held\":\"whole\",\"passages\":[",
                    ["SCM", "2+2", "summit"][statement % 3],
                )?;
            }
            let comma = if within == 0 { "" } else { ",\n" };
            write!(
                out,
                "{comma}{{\"id\":\"st-{statement}/{within}\",\"kind\":\"quotation\",\"text\":\"{text}\",\"source\":\"generated\"}}"
            )?;
        }
        out.write_all(if self.passages == 0 { b"]}\n" } else { b"]}]}\n" })
    }
}

fn made_up(dice: &mut Dice) -> String {
    const BEGIN: [&str; 16] =
        ["b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pr"];
    const END: [&str; 7] = ["", "n", "r", "s", "l", "t", ""];
    let mut word = String::new();
    for _ in 0..=dice.below(4) {
        word.push_str(BEGIN[dice.below(16)]);
        word.push_str(["a", "e", "i", "o", "u"][dice.below(5)]);
        word.push_str(END[dice.below(7)]);
    }
    word
}

const HEAD: &str = r#"{"schema":1,"id":"generated","title":"Generated",
"subject":{"term":"modernization","label":"modernization","korean":"현대화","introduction":"Made up by a rule.","caveat":"Nobody said any of it."},
"sources":[{"id":"generated","kind":"reference","title":"Generated"}],
"terms":[{"id":"modernization","label":"modernization","korean":"현대화","forms":["moderniz*","modernis*","현대화"],"kind":"concept","gloss":"Made up."},
{"id":"flexibility","label":"strategic flexibility","forms":["strategic flexibility"],"kind":"concept","gloss":"Made up."}],
"questions":[{"id":"what","text":"What?"}],
"meanings":[{"id":"early","name":"Early","gloss":"Made up.","answers":{"what":{"text":"This.","evidence":["st-0/0"]}},"cues":["modernization"],"evidence":["st-0/0"]},
{"id":"late","name":"Late","gloss":"Made up.","answers":{"what":{"text":"That.","evidence":[]}},"cues":["flexibility"],"evidence":[]}],
"statements":[
"#;
