//! The parts that the speed of a key is made of, each on its own: `cargo bench --bench micro`.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot measure should stop where it stands")]

mod generated;

use std::sync::OnceLock;

use divan::{Bencher, black_box};
use generated::{Generated, SEED};
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

/// A thousand passages taken apart into words; taking them in is measured by the benchmark `large`.
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
    let mut terminal = Terminal::new(Screen::new(size, true)).unwrap();
    bencher.bench_local(|| {
        terminal.draw(|frame| draw(black_box(&app), false, frame)).unwrap();
        terminal.backend_mut().take()
    });
}
