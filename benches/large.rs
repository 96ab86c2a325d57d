//! The explorer on a large generated dataset: how it loads, what it takes, and what each letter of a search costs.
//!
//! `cargo bench --bench large -- [PASSAGES] [WORDS]`: a million passages by default. A letter's time includes the
//! search, the list, the passage, drawing 120×40 and encoding the frame; the search alone is measured beside it.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot measure should stop where it stands")]
#![expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_precision_loss,
    reason = "as above"
)]

mod generated;

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use generated::{Generated, MEANT, SEED};
use linchpin::analysis::concordance::{Concordance, LineOrder, RepeatListing};
use linchpin::analysis::precedent::HeldWording;
use linchpin::analysis::timeline::{Timeline, TimelineScale};
use linchpin::app::App;
use linchpin::app::keys::{Key, parse};
use linchpin::app::theme::Theme;
use linchpin::corpus::PassageNo;
use linchpin::library::Library;
use linchpin::library::loading::{self, LoadEvent};
use linchpin::terminal::screen::Screen;
use linchpin::ui::draw;
use ratatui::Terminal;

fn main() {
    let mut numbers = std::env::args().filter_map(|argument| argument.parse().ok());
    let (passages, words) = (numbers.next().unwrap_or(1_000_000), numbers.next().unwrap_or(50_000));
    let home = tempfile::tempdir().unwrap();
    let json = home.path().join("large.json");
    Generated::new(passages, words, SEED).write(&mut BufWriter::new(File::create(&json).unwrap())).unwrap();
    let megabytes = fs::metadata(&json).unwrap().len() as f64 / 1e6;
    println!("{passages} passages, {words} word forms drawn from, {megabytes:.0} MB, seed {SEED}\n");
    println!("| figure | median | 99th percentile | max |\n|---|--:|--:|--:|");
    let (app, times) = load(&json);
    row("taking a part in, ms", times);
    println!("| resident, MB ({:.2} × the file) | | | {:.0} |", resident() / megabytes, resident());
    let mut app = app;
    let meant: Vec<&str> = MEANT.iter().map(|(query, _)| *query).collect();
    let (search, all) = type_queries(&mut app, &meant);
    row("search alone, a letter typed or deleted, ms", search);
    row("search, list, passage, drawing and encoding, ms", all);
    let (search, all) = type_queries(&mut app, &SMALL);
    row("words that say nothing: search alone, ms", search);
    row("words that say nothing: all that a key does, ms", all);
    row("a filter ticked or lifted, with all counts, ms", tick_filters(&mut app));
    list_lines(&app.library);
    row("a timeline of five rows by year, ms", count_years(&app.library));
    row("a draft of 60 words, ms", compare_drafts(&app.library, 60, 200));
    row("a draft of 1,000 words, ms", compare_drafts(&app.library, 1_000, 5));
}

/// Lists the lines of a term that a fifth of the passages have, by date, then sorts them by the words on either side.
fn list_lines(library: &Library) {
    let Library { corpus, index, .. } = library;
    let (mut begun, mut listed, mut sorted, mut lines) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for _ in 0..10 {
        let start = Instant::now();
        let query = "term:modernization";
        let found = Concordance::begin(corpus, index, query, LineOrder::Date, RepeatListing::Collapsed);
        begun.push(ms(start.elapsed()));
        let mut found = found.unwrap();
        let start = Instant::now();
        found.finish(corpus, index);
        listed.push(ms(start.elapsed()));
        lines = found.lines.len();
        for order in [LineOrder::Right, LineOrder::Left] {
            let start = Instant::now();
            found.sort(corpus, index, order);
            sorted.push(ms(start.elapsed()));
        }
    }
    row("the concordance, first lines by date, ms", begun);
    row(&format!("the concordance, all {lines} lines by date, ms"), listed);
    row(&format!("the concordance, {lines} lines sorted left or right, ms"), sorted);
}

/// Counts who says five words, a word each row, in every year.
fn count_years(library: &Library) -> Vec<f64> {
    let Library { corpus, index, .. } = library;
    let query = "term:modernization vs nuclear vs korea vs alliance vs \"strategic flexibility\"";
    let count = |_| {
        let start = Instant::now();
        let timeline = Timeline::new(corpus, index, query).unwrap();
        let years = timeline.groups(corpus, TimelineScale::Year);
        let says = |columns: &[usize]| timeline.rows[0].count_of(columns.iter().copied()).says;
        assert!(years.iter().map(|year| says(&year.columns)).sum::<usize>() > 0);
        ms(start.elapsed())
    };
    (0..20).map(count).collect()
}

/// Compares drafts of this many words, which passages all over the corpus have in parts of up to twelve words each.
fn compare_drafts(library: &Library, words: usize, drafts: usize) -> Vec<f64> {
    let Library { corpus, index, usage, .. } = library;
    let held = HeldWording { corpus, index, usage };
    let passages = corpus.passages();
    let mut times = Vec::new();
    for draft in 0..drafts {
        let mut text: Vec<&str> = Vec::new();
        let mut step = draft * 7_919;
        while text.len() < words {
            step += 104_729;
            let number = PassageNo(u32::try_from(step % passages).unwrap());
            let (_, passage) = corpus.passage(number).unwrap();
            text.extend(passage.text.split_whitespace().skip(step % 23).take(3 + step % 10));
        }
        text.truncate(words);
        let text = text.join(" ");
        let start = Instant::now();
        let found = linchpin::analysis::draft::draft(held, &text, None);
        times.push(ms(start.elapsed()));
        assert!(found.covered() * 2 > found.words, "{} of {}", found.covered(), found.words);
    }
    times
}

/// Words that nearly every passage has.
const SMALL: [&str; 4] = ["a", "the of and", "of the", "to be or not"];

/// Sets and clears filters of some searches: the search, the counts of all values, drawing and encoding.
fn tick_filters(app: &mut App) -> Vec<f64> {
    let mut times = Vec::new();
    let mut screen = Terminal::new(Screen::new((120, 40)).synchronized(true)).unwrap();
    for query in ["", "the", "deterrence", "\"extended deterrence\"", "nuclear /s deterrence"] {
        press(app, &mut screen, parse(&format!("/<c-u>{query}<enter>f")).unwrap());
        for keys in ["<space>", "j<space>", "jj<space>", "G<space>", "<space>", "g<space>"] {
            let start = Instant::now();
            press(app, &mut screen, parse(keys).unwrap());
            times.push(ms(start.elapsed()));
        }
        press(app, &mut screen, parse("q").unwrap());
    }
    times
}

/// Loads as the explorer does; returns how long each part took to be added and drawn.
fn load(json: &Path) -> (App, Vec<f64>) {
    let (sender, receiver) = channel();
    let mut app = App::new(Library::awaited("large.json"), (120, 40), Theme::Dark, None);
    let mut screen = Terminal::new(Screen::new((120, 40)).synchronized(true)).unwrap();
    let (start, mut first, mut times) = (Instant::now(), None, Vec::new());
    loading::load(json.into(), move |part| sender.send(part).is_ok()).unwrap();
    for part in receiver {
        let done = matches!(part, LoadEvent::Done | LoadEvent::Failed(_));
        if matches!(part, LoadEvent::Batch(_)) {
            first.get_or_insert_with(|| start.elapsed());
        }
        let taken = Instant::now();
        app.take_in(part);
        show(&mut screen, &app);
        times.push(ms(taken.elapsed()));
        if done {
            break;
        }
    }
    let (first, all) = (ms(first.unwrap()), ms(start.elapsed()));
    println!(
        "| first passages searchable, ms | | | {first:.0} |\n| all passages searchable, ms | | | {all:.0} |"
    );
    (app, times)
}

/// Types every query letter by letter and deletes it again: the search alone, then everything that a key does.
fn type_queries(app: &mut App, queries: &[&str]) -> (Vec<f64>, Vec<f64>) {
    let (mut search, mut all) = (Vec::new(), Vec::new());
    let mut screen = Terminal::new(Screen::new((120, 40)).synchronized(true)).unwrap();
    for query in queries {
        let letters: Vec<char> = query.chars().collect();
        let mut before = None;
        for end in (1..=letters.len()).chain((1..letters.len()).rev()) {
            let typed: String = letters[..end].iter().collect();
            let start = Instant::now();
            let found = app.library.find(&typed, before.as_ref());
            search.push(ms(start.elapsed()));
            before = found;
        }
        press(app, &mut screen, parse("/<c-u>").unwrap());
        let back = letters.iter().skip(1).map(|_| Key::Backspace);
        for key in letters.iter().map(|c| Key::Char(*c)).chain(back) {
            let start = Instant::now();
            press(app, &mut screen, vec![key]);
            all.push(ms(start.elapsed()));
        }
    }
    (search, all)
}

fn press(app: &mut App, screen: &mut Terminal<Screen>, keys: Vec<Key>) {
    for key in keys {
        app.press(key);
    }
    show(screen, app);
}

fn show(screen: &mut Terminal<Screen>, app: &App) {
    screen.draw(|frame| draw(app, false, frame)).unwrap();
    screen.backend_mut().take();
}

fn row(what: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() * share).div_ceil(100).max(1) - 1];
    println!("| {what} | {:.2} | {:.2} | {:.2} |", at(50), at(99), at(100));
}

/// Megabytes that the process uses now.
fn resident() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<f64>().unwrap() * 1024.0 / 1e6
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
