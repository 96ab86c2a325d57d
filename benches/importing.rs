//! Importing a folder of statements, and opening what came of it.
//!
//! `cargo bench --bench importing -- [FILES]`: 14,000 generated Markdown files of about 10 KB by default, and as many
//! again of one paragraph. It fails if a bound is broken.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a benchmark that cannot measure should stop where it stands"
)]
#![expect(clippy::arithmetic_side_effects, clippy::cast_precision_loss, reason = "as above")]

mod generated;

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use generated::{Generated, SEED};
use linchpin::library::inputs::Inputs;
use linchpin::library::loading::{self, LoadEvent};
use linchpin::store::collection::Collection;

const FILES: usize = 14_000;
/// Paragraphs of a file.
const PARAGRAPHS: usize = 23;
/// Maximum seconds and megabytes for importing all of them, and maximum milliseconds until the first can be searched.
const BOUNDS: (f64, f64, f64) = (20.0, 1_074.0, 100.0);

fn main() -> ExitCode {
    let files = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(FILES);
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    let (folder, small, dataset) = (at("statements"), at("small"), at("statements.json"));
    let bytes = write(&folder, files, PARAGRAPHS);
    write(&small, files, 1);
    println!(
        "{files} files, {:.0} MB, seed {SEED}\n\n| figure | s | peak, MB |\n|---|--:|--:|",
        bytes as f64 / 1e6
    );
    let (dataset, folder) = (dataset.to_str().unwrap(), folder.to_str().unwrap());
    let (time, peak) = row("import", home.path(), &["import", folder, "-o", dataset]);
    row("import again, nothing changed", home.path(), &["import", folder, "-o", dataset]);
    row("import --keep", home.path(), &["import", folder, "--keep"]);
    row("import --keep again, nothing changed", home.path(), &["import", folder, "--keep"]);
    row(
        "import of as many files of one paragraph",
        home.path(),
        &["import", small.to_str().unwrap(), "-o", &format!("{dataset}2")],
    );
    row("check", home.path(), &["check", dataset]);
    println!("\n| opened beside the embedded dataset | first searchable, ms | all, s |\n|---|--:|--:|");
    let added = Inputs { added: vec![dataset.into()], ..Inputs::default() };
    let collection = Collection::in_folder(home.path().join(".local/share/linchpin/collection"));
    let kept = Inputs { collection: Some(collection), ..Inputs::default() };
    let first = open("as a file", added).max(open("as a collection", kept));
    let broken = time > BOUNDS.0 || peak > BOUNDS.1 || first > BOUNDS.2;
    if broken {
        println!("\nbroken: at most {} s, {} MB, {} ms", BOUNDS.0, BOUNDS.1, BOUNDS.2);
    }
    ExitCode::from(u8::from(broken))
}

/// Writes files like web pages turned into Markdown; returns the bytes written.
fn write(folder: &Path, files: usize, paragraphs: usize) -> u64 {
    let generated = Generated::new(files * paragraphs, 50_000, SEED);
    let mut texts = generated.texts();
    let mut bytes = 0;
    for file in 0..files {
        let within = folder.join(format!("{:02}", file % 100));
        fs::create_dir_all(&within).unwrap();
        let (year, month, day) = (1990 + file / 336 % 36, 1 + file / 28 % 12, 1 + file % 28);
        let body: Vec<String> = texts.by_ref().take(paragraphs).collect();
        let text = format!(
            "---\nurl: https://example.org/{year}/joint-statement-{file}/\ndate: {year}-{month:02}-{day:02}\n---\n\n# Joint \
             Statement {file}\n\n{}\n",
            body.join("\n\n")
        );
        bytes += text.len() as u64;
        fs::write(within.join(format!("statement-{file}.md")), text).unwrap();
    }
    bytes
}

/// Runs the program; returns seconds and its maximum megabytes.
fn row(what: &str, home: &Path, arguments: &[&str]) -> (f64, f64) {
    let start = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_linchpin"));
    command.args(arguments).env("HOME", home).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0.0_f64;
    let ended = loop {
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        let said = fs::read_to_string(&status).unwrap_or_default();
        let line = said.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        peak = peak.max(kib.unwrap_or_default() * 1024.0 / 1e6);
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(ended.success(), "{what}: {ended}");
    let time = start.elapsed().as_secs_f64();
    println!("| {what} | {time:.1} | {peak:.0} |");
    (time, peak)
}

/// Loads as the explorer does; milliseconds until something that was added can be searched.
fn open(what: &str, inputs: Inputs) -> f64 {
    let (sender, receiver) = channel();
    let (start, mut first) = (Instant::now(), None);
    loading::load(inputs, move |part| sender.send(part).is_ok()).unwrap();
    let mut library = None;
    for part in receiver {
        match (part, &mut library) {
            (LoadEvent::Library(new), library) => *library = Some(new),
            (LoadEvent::Batch(more), Some(library)) => {
                library.append(*more);
                first.get_or_insert_with(|| start.elapsed());
            }
            (LoadEvent::Failed(error), _) => panic!("{error}"),
            (LoadEvent::Batch(_) | LoadEvent::Done, _) => {}
        }
    }
    let first = first.unwrap().as_secs_f64() * 1000.0;
    println!("| {what} | {first:.0} | {:.1} |", start.elapsed().as_secs_f64());
    first
}
