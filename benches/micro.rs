//! The parts that the speed of a key is made of, each on its own: `cargo bench --bench micro`.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot measure should stop where it stands")]

mod generated;

use std::sync::OnceLock;

use divan::{Bencher, black_box};
use generated::{Generated, SEED};
use linchpin::analysis::compare::compare;
use linchpin::app::App;
use linchpin::app::keys::parse;
use linchpin::app::theme::Theme;
use linchpin::corpus::load;
use linchpin::corpus::usage::Usage;
use linchpin::library::Library;
use linchpin::search::Segment;
use linchpin::terminal::screen::Screen;
use linchpin::text::wrap::wrap;
use linchpin::ui::draw;
use ratatui::Terminal;
use serde_json::{Value, json};

const PASSAGES: usize = 10_000;

fn main() {
    divan::main();
}

fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        Generated::new(PASSAGES, 20_000, SEED).write(&mut file).unwrap();
        Library::open(&file.path().into()).unwrap()
    })
}

fn text() -> String {
    Generated::new(1, 20_000, SEED).texts().next().unwrap()
}

/// A thousand passages divided into words; adding them is measured by the benchmark `large`.
#[divan::bench]
fn index_1000_passages(bencher: Bencher<'_, '_>) {
    let statements = library().corpus.statements().get(..10).unwrap();
    bencher.bench(|| Segment::read(black_box(statements)));
}

#[divan::bench(args = ["s", "modern", "modrenization", "strategc flexiblity", "\"extended deterrence\"", "현대화"])]
fn keystroke(bencher: Bencher<'_, '_>, query: &str) {
    bencher.bench(|| library().find(black_box(query), None));
}

#[divan::bench]
fn mark_terms_in_60_words(bencher: Bencher<'_, '_>) {
    let (corpus, text) = (load::embedded().unwrap(), text());
    let usage = Usage::new(corpus.dataset());
    bencher.bench(|| usage.find(black_box(&text)));
}

#[divan::bench]
fn wrap_60_words(bencher: Bencher<'_, '_>) {
    let text = text();
    bencher.bench(|| wrap(black_box(&text), 72, 0));
}

#[divan::bench(args = [(80, 24), (120, 40), (200, 60)])]
fn draw_a_search(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let mut app = App::new(Library::new(load::embedded().unwrap()), size, Theme::Dark, None);
    for key in parse("/flexib").unwrap() {
        app.press(key);
    }
    let mut terminal = Terminal::new(Screen::new(size).synchronized(true)).unwrap();
    bencher.bench_local(|| {
        terminal.draw(|frame| draw(black_box(&app), false, frame)).unwrap();
        terminal.backend_mut().take()
    });
}

/// Two statements of this many sentences of 25 words; of the second, each third sentence is as in the first, and each
/// third has every fifth word changed.
fn two_statements(sentences: usize) -> Library {
    let texts = Generated::new(2 * sentences, 20_000, SEED).texts().collect::<Vec<_>>().join(" ");
    let words: Vec<&str> = texts.split_whitespace().collect();
    let sentence = |at: usize| words.iter().skip(at * 25).take(25).copied().collect::<Vec<_>>();
    let written = |words: &[&str]| format!("A {}.", words.join(" ").replace(['.', '?', '!'], ""));
    let statement = |id: &str, sentence: &dyn Fn(usize) -> String| -> Value {
        let passage = |at: usize| json!({"id": format!("{id}/{at}"), "kind": "quotation", "source": "source", "text": sentence(at)});
        json!({
            "id": id, "series": "SCM", "number": null, "title": id, "label": id, "date": "2020-01-01", "issuers": ["One"],
            "signatories": [], "standing": "joint", "held": "whole", "passages": (0..sentences).map(passage).collect::<Vec<_>>()
        })
    };
    let first = |at: usize| written(&sentence(at));
    let second = |at: usize| match at % 3 {
        0 => written(&sentence(at)),
        1 => {
            let mut changed = sentence(at);
            changed.iter_mut().step_by(5).for_each(|word| *word = "changed");
            written(&changed)
        }
        _ => written(&sentence(sentences + at)),
    };
    let dataset = json!({
        "schema": 1, "id": "two", "title": "Two statements",
        "sources": [{"id": "source", "kind": "official text", "title": "Source"}],
        "statements": [statement("a", &first), statement("b", &second)]
    });
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), dataset.to_string()).unwrap();
    Library::open(&file.path().into()).unwrap()
}

/// Two statements, sentence by sentence. Bound: 30 ms for 500 sentences a side.
#[divan::bench(args = [500, 5_000], sample_count = 20)]
fn compare_two_statements(bencher: Bencher<'_, '_>, sentences: usize) {
    let library = two_statements(sentences);
    let found = compare(&library.corpus, &library.usage, 0, 1).unwrap();
    assert!(found.sentences.pairs.len() * 2 > sentences, "{:?}", found.sentences.counts());
    bencher.bench(|| compare(black_box(&library.corpus), &library.usage, 0, 1).unwrap());
}
