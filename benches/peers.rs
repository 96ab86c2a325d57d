//! linchpin beside its peers: one corpus, one run, one machine, the same queries.
//!
//! `cargo bench --bench peers -- [PASSAGES]` generates the corpus (seed in `generated.rs`), types every query letter
//! by letter and deletes it again, and prints the table of docs/peers.md. fzf, sk and rg are measured where
//! they are on the PATH, each as a whole process on a file with one passage a line; the others as libraries.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot measure should stop where it stands")]
#![expect(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::cast_precision_loss,
    reason = "as above"
)]

mod generated;

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use linchpin::library::Library;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use generated::{Generated, MEANT, SEED, is_meant};

/// What a peer answers: passages by number, best first.
type RankedPassages = Vec<usize>;

type Ask<'a> = Box<dyn FnMut(&str) -> RankedPassages + 'a>;

struct Peer<'a> {
    name: &'static str,
    /// Answers a query, typed so far.
    answer: Ask<'a>,
    /// All that it finds, if its answer is only the best.
    all: Option<Ask<'a>>,
    /// Whether it is fast enough to be asked at every letter; others are asked at every fifth.
    quick: bool,
}

fn main() {
    let passages = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(100_000);
    let words = 50_000;
    eprintln!("generating {passages} passages, seed {SEED}");
    let home = tempfile::tempdir().unwrap();
    let corpus = Generated::new(passages, words, SEED);
    let texts: Vec<String> = corpus.texts().collect();
    let (json, lines) = (home.path().join("corpus.json"), home.path().join("lines.txt"));
    corpus.write(&mut BufWriter::new(File::create(&json).unwrap())).unwrap();
    fs::write(&lines, texts.join("\n")).unwrap();
    let start = Instant::now();
    let library = Library::open(&json.as_path().into()).unwrap();
    eprintln!("linchpin read {} bytes in {:?}", fs::metadata(&json).unwrap().len(), start.elapsed());
    println!("{passages} passages, {words} word forms; time per keystroke, median / 99th percentile, ms\n");
    let queries: Vec<&str> = MEANT.iter().map(|(query, _)| *query).collect();
    println!("| | time | {} |\n|---|--:|{}", queries.join(" | "), "---|".repeat(queries.len()));
    for mut peer in peers(&library, &texts, &lines) {
        eprintln!("{}", peer.name);
        println!("{}", measure(&mut peer, &texts));
    }
    for absent in ["fzf", "sk", "rg"].iter().filter(|program| !is_there(program)) {
        println!("| {absent} | not installed here | {} |", vec!["–"; queries.len()].join(" | "));
    }
}

fn peers<'a>(library: &'a Library, texts: &'a [String], lines: &'a Path) -> Vec<Peer<'a>> {
    let mut before = None;
    let linchpin = move |query: &str| {
        let found = library.find(query, before.as_ref());
        let hits = found.iter().flat_map(|found| &found.hits).map(|hit| hit.passage.0 as usize).collect();
        before = found;
        hits
    };
    let all = |query: &str| library.search(query).hits.iter().map(|hit| hit.passage.0 as usize).collect();
    let skim = SkimMatcherV2::default();
    let skim = move |query: &str| {
        ranked(texts, |text| {
            // Word by word, as the program does.
            query
                .split(' ')
                .filter(|word| !word.is_empty())
                .try_fold(0, |sum, word| Some(sum + skim.fuzzy_match(text, word)?))
        })
    };
    let mut matcher = Matcher::new(Config::DEFAULT);
    let nucleo = move |query: &str| {
        let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
        let mut buffer = Vec::new();
        ranked(texts, |text| pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher).map(i64::from))
    };
    let mut peers = vec![
        Peer { name: "linchpin", answer: Box::new(linchpin), all: Some(Box::new(all)), quick: true },
        Peer { name: "nucleo-matcher, 1 thread", answer: Box::new(nucleo), all: None, quick: false },
        Peer { name: "SkimMatcherV2, 1 thread", answer: Box::new(skim), all: None, quick: false },
    ];
    let programs: [(&str, &str, &[&str]); 3] = [
        ("fzf --filter, process", "fzf", &["--filter"]),
        ("sk --filter, process", "sk", &["--filter"]),
        ("rg -iF, process", "rg", &["-iFn"]),
    ];
    for (name, program, arguments) in programs.into_iter().filter(|(_, program, _)| is_there(program)) {
        let places: std::collections::HashMap<&str, usize> =
            texts.iter().enumerate().map(|(at, text)| (text.as_str(), at)).collect();
        let answer = move |query: &str| {
            let input = if program == "rg" { Stdio::null() } else { Stdio::from(File::open(lines).unwrap()) };
            let mut command = Command::new(program);
            command.args(arguments).arg(query).stdin(input);
            if program == "rg" {
                command.arg(lines);
            }
            let said = String::from_utf8(command.output().unwrap().stdout).unwrap();
            let place = |line: &str| match program {
                "rg" => line.split(':').next()?.parse::<usize>().ok()?.checked_sub(1),
                _ => places.get(line).copied(),
            };
            said.lines().filter_map(place).collect()
        };
        peers.push(Peer { name, answer: Box::new(answer), all: None, quick: false });
    }
    peers
}

fn ranked(texts: &[String], mut score: impl FnMut(&str) -> Option<i64>) -> RankedPassages {
    let mut hits: Vec<(i64, usize)> =
        texts.iter().enumerate().filter_map(|(at, text)| Some((-score(text)?, at))).collect();
    hits.sort_unstable();
    hits.into_iter().map(|(_, at)| at).collect()
}

/// One row: time per keystroke, and for each query precision, recall and right in the first 200.
fn measure(peer: &mut Peer<'_>, texts: &[String]) -> String {
    let mut times = Vec::new();
    let mut cells = Vec::new();
    for (query, lists) in MEANT {
        let letters: Vec<usize> = query.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
        let back: Vec<usize> = letters.iter().rev().skip(1).copied().collect();
        let typed = letters.iter().chain(&back).copied();
        let step = if peer.quick { 1 } else { 5 };
        for end in typed.skip(step - 1).step_by(step) {
            let start = Instant::now();
            let answer = (peer.answer)(&query[..end]);
            times.push(start.elapsed().as_secs_f64() * 1000.0);
            drop(answer);
        }
        let meant: HashSet<usize> =
            texts.iter().enumerate().filter(|(_, text)| is_meant(text, lists)).map(|(at, _)| at).collect();
        let ask = peer.all.as_mut().unwrap_or(&mut peer.answer);
        cells.push(judge(&ask(query), &meant));
    }
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    format!("| {} | {:.2} / {:.2} | {} |", peer.name, at(50), at(99), cells.join(" | "))
}

fn judge(answer: &[usize], meant: &HashSet<usize>) -> String {
    let right = answer.iter().filter(|at| meant.contains(at)).count();
    let first = answer.iter().take(200).filter(|at| meant.contains(at)).count();
    let share = |part: usize, of: usize| {
        if of == 0 { String::from("–") } else { format!("{:.2}", part as f64 / of as f64) }
    };
    format!(
        "{} / {} / {}",
        share(right, answer.len()),
        share(right, meant.len()),
        share(first, 200.min(answer.len()))
    )
}

fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}
