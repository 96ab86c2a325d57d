//! A large dataset, read in parts: the result is that of reading it whole, and what is wrong is reported.

use std::io::Write;
use std::sync::mpsc::channel;
use std::time::Duration;

use crate::generated::{Generated, SEED};
use linchpin::app::keys::parse;
use linchpin::app::theme::Theme;
use linchpin::app::{App, Effect};
use linchpin::corpus::load;
use linchpin::library::Library;
use linchpin::library::loading::{self, LoadEvent};
use linchpin::terminal::screen::{Screen, text};
use linchpin::ui::draw;
use ratatui::Terminal;

/// More than is read at once.
const PASSAGES: usize = 12_000;

fn dataset() -> String {
    let mut json = Vec::new();
    Generated::new(PASSAGES, 3_000, SEED).write(&mut json).unwrap();
    String::from_utf8(json).unwrap()
}

fn file(json: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(json.as_bytes()).unwrap();
    file
}

/// Calls `each` with the events of the loading threads for a file, to the end.
fn parts(json: &str, mut each: impl FnMut(LoadEvent)) {
    let file = file(json);
    let (sender, receiver) = channel();
    loading::load(file.path().into(), move |part| sender.send(part).is_ok()).unwrap();
    loop {
        let part = receiver.recv_timeout(Duration::from_mins(2)).unwrap();
        let last = matches!(part, LoadEvent::Done | LoadEvent::Failed(_));
        each(part);
        if last {
            return;
        }
    }
}

#[test]
fn parts_make_the_library_that_reading_it_whole_makes() {
    let json = dataset();
    let whole = Library::new(load::open(file(&json).path()).unwrap());
    let grown = Library::open(&file(&json).path().into()).unwrap();
    assert_eq!(grown.corpus.passages(), PASSAGES);
    assert_eq!(grown.corpus.dataset(), whole.corpus.dataset());
    for query in [
        "modern",
        "strategc flexiblity",
        "\"extended deterrence\"",
        "현대화",
        "year:1955 nuclear",
        "s",
        "the /s nuclear",
    ] {
        assert_eq!(grown.search(query).hits, whole.search(query).hits, "{query}");
    }
}

#[test]
fn a_dataset_with_comments_is_read_whole_and_is_the_same() {
    let json = dataset();
    let plain = Library::open(&file(&json).path().into()).unwrap();
    let (head, tail) = json.split_at(json.find("\"statements\"").unwrap());
    for commented in [format!("// \"{{ [\n{json}"), format!("{head}/* [ \" */{tail}// the end")] {
        let mut said = Vec::new();
        parts(&commented, |part| match part {
            LoadEvent::Library(library) => said.push(library.corpus.passages()),
            LoadEvent::Batch(_) => panic!("it came in parts"),
            LoadEvent::Done => said.push(0),
            LoadEvent::Failed(error) => panic!("{error}"),
        });
        assert_eq!(said, [PASSAGES, 0]);
        assert_eq!(
            Library::open(&file(&commented).path().into()).unwrap().corpus.dataset(),
            plain.corpus.dataset()
        );
    }
}

#[test]
fn the_first_statements_come_long_before_the_last() {
    let (mut said, mut read) = (Vec::new(), Vec::new());
    parts(&dataset(), |part| match part {
        LoadEvent::Library(library) => said.push(format!("{} passages", library.corpus.passages())),
        LoadEvent::Batch(more) => read.push(more.progress.read * 100 / more.progress.total),
        LoadEvent::Done => said.push(String::from("done")),
        LoadEvent::Failed(error) => said.push(error.to_string()),
    });
    assert_eq!(said, ["0 passages", "done"]);
    assert!(read.len() > 2 && read.is_sorted() && read[0] < 40, "{read:?}");
}

#[test]
fn what_is_wrong_anywhere_is_said_as_if_it_had_been_read_whole() {
    let json = dataset();
    let late = json.rfind("\"source\":\"generated\"").unwrap();
    let (before, after) = json.split_at(late);
    let twice = json.rfind("\"id\":\"st-119\"").unwrap();
    for broken in [
        format!("{before}{}", after.replacen("generated", "nowhere", 1)),
        before.to_owned(),
        json.replacen("\"evidence\":[\"st-0/0\"]", "\"evidence\":[\"st-9999/0\"]", 1),
        format!("{}{}", json.get(..twice).unwrap(), json.get(twice..).unwrap().replacen("st-119", "st-5", 1)),
    ] {
        assert_ne!(broken, json);
        let file = file(&broken);
        let whole = load::open(file.path()).unwrap_err().to_string();
        assert_eq!(Library::open(&file.path().into()).unwrap_err().to_string(), whole);
    }
}

fn shown(app: &App) -> String {
    let mut terminal = Terminal::new(Screen::new(app.panes.size)).unwrap();
    terminal.draw(|frame| draw(app, false, frame)).unwrap();
    text(terminal.backend().cells())
}

#[test]
fn reading_and_searching_work_while_parts_come_and_nothing_moves_away() {
    let mut app = App::new(Library::awaited("big.json"), (100, 30), Theme::Dark, None);
    let press = |app: &mut App, keys: &str| {
        parse(keys).unwrap().into_iter().flat_map(|key| app.press(key)).collect::<Vec<Effect>>()
    };
    let (mut come, mut held, mut place) = (0, 0, None);
    parts(&dataset(), |part| {
        if come == 1 {
            press(&mut app, "?<esc>/x<esc>");
        }
        assert!(app.take_in(part).is_empty());
        come += 1;
        match come {
            2 => {
                assert!(shown(&app).contains("% ·") && shown(&app).contains("s left"), "{}", shown(&app));
                press(&mut app, "jj/modern<enter>");
                held = app.search.counter.unwrap().1;
                place = app.passage_id().map(str::to_owned);
                assert!(held > 0 && place.is_some());
            }
            3.. => assert_eq!(app.passage_id(), place.as_deref()),
            _ => {}
        }
    });
    assert!(app.search.counter.unwrap().1 > held);
    assert!(!shown(&app).contains("s left"));
    assert!(matches!(press(&mut app, "q").as_slice(), [Effect::Quit]));
}

/// How many lines the concordance has, the selected one, and on which row of the screen it is; the rows of the timeline, and
/// the selected one.
fn views_of(app: &App) -> [(usize, String, usize); 2] {
    let lines = app.views.concordance.as_ref().unwrap();
    let at = lines.selected.unwrap();
    let line = format!("{:?}", lines.selected_line().unwrap().hit);
    let times = app.views.timeline.as_ref().unwrap();
    let of = times.selected_row().unwrap().count().of();
    [(lines.count(), line, at - lines.scroll), (of, times.selected_row().unwrap().label.clone(), times.row)]
}

#[test]
fn views_are_made_again_once_when_all_has_come_and_keep_the_readers_place() {
    let mut app = App::new(Library::awaited("big.json"), (100, 30), Theme::Dark, None);
    let press = |app: &mut App, keys: &str| {
        parse(keys).unwrap().into_iter().for_each(|key| drop(app.press(key)));
    };
    let (mut come, mut before) = (0, None);
    parts(&dataset(), |part| {
        let is_last = matches!(part, LoadEvent::Done);
        app.take_in(part);
        come += 1;
        if come == 2 {
            press(&mut app, "/modern vs nuclear<enter>3j2g<c-d><c-d>jjjkkk");
            let text = shown(&app);
            assert!(text.lines().next().unwrap().contains("% read · line"), "{text}");
            before = Some(views_of(&app));
            assert_eq!(
                app.reading.at,
                app.views.concordance.as_ref().unwrap().selected_line().unwrap().hit.passage
            );
        } else if come > 2 && !is_last {
            assert_eq!(Some(views_of(&app)), before, "after part {come}");
        }
    });
    let [lines, times] = before.unwrap();
    press(&mut app, "32");
    let [grown_lines, grown_times] = views_of(&app);
    assert!(grown_lines.0 > lines.0 && grown_times.0 > times.0);
    assert_eq!((grown_lines.1, grown_lines.2), (lines.1, lines.2));
    assert_eq!((grown_times.1, grown_times.2), (times.1, times.2));
    assert!(lines.2 > 0 && times.2 == 1);
    // What has grown has the same columns and counts as what was read whole.
    let whole = Library::open(&file(&dataset()).path().into()).unwrap();
    let mut read = App::new(whole, (100, 30), Theme::Dark, None);
    press(&mut read, "/modern vs nuclear<enter>3j2");
    assert_eq!(columns_of(&app), columns_of(&read));
}

/// The columns of the timeline, with what each statement does in the selected row, and how many lines and statements the
/// concordance counts.
fn columns_of(app: &App) -> impl PartialEq + std::fmt::Debug {
    let times = app.views.timeline.as_ref().unwrap();
    let groups: Vec<_> = times.groups.iter().map(|group| group.columns.clone()).collect();
    let stances: Vec<_> = times.selected_row().unwrap().stances.clone();
    let lines = app.views.concordance.as_ref().unwrap();
    (groups, stances, times.selected_row().unwrap().label.clone(), lines.count())
}

#[test]
fn the_place_to_open_on_is_gone_to_when_it_comes_unless_the_reader_has_moved() {
    for (keys, expected) in [("", "st-110/7"), ("j", "st-1/0")] {
        let mut app = App::new(Library::awaited("big.json"), (80, 24), Theme::Dark, Some("st-110/7"));
        let mut come = 0;
        parts(&dataset(), |part| {
            app.take_in(part);
            come += 1;
            if come == 2 {
                for key in parse(keys).unwrap() {
                    app.press(key);
                }
            }
        });
        assert_eq!(app.passage_id(), Some(expected));
    }
}

#[test]
fn q_works_before_anything_has_come() {
    let mut app = App::new(Library::awaited("big.json"), (80, 24), Theme::Dark, None);
    assert!(shown(&app).contains("big.json"));
    for key in parse("jk]}nt*fo<enter><esc>/x<enter><esc>").unwrap() {
        app.press(key);
    }
    assert!(matches!(app.press(parse("q").unwrap()[0]).as_slice(), [Effect::Quit]));
}

#[test]
fn a_statement_is_compared_with_the_one_before_it_of_all_that_has_come_at_the_end() {
    let mut app = App::new(Library::awaited("big.json"), (100, 30), Theme::Dark, None);
    let press = |app: &mut App, keys: &str| {
        parse(keys).unwrap().into_iter().for_each(|key| drop(app.press(key)));
    };
    let names = |app: &App| {
        let view = app.views.compare.as_ref().unwrap();
        (view.names.clone(), view.error.clone())
    };
    // The latest statements come first.
    let mut reversed: serde_json::Value = serde_json::from_str(&dataset()).unwrap();
    reversed["statements"].as_array_mut().unwrap().reverse();
    let (json, mut come, mut early) = (reversed.to_string(), 0, None);
    parts(&json, |part| {
        app.take_in(part);
        come += 1;
        if come == 2 {
            press(&mut app, "jg4");
            early = Some(names(&app));
        }
    });
    let mut whole = App::new(
        Library::open(&file(&json).path().into()).unwrap(),
        (100, 30),
        Theme::Dark,
        app.passage_id(),
    );
    press(&mut whole, "4");
    assert_eq!(whole.passage_id(), app.passage_id());
    assert_eq!(names(&app), names(&whole));
    assert_ne!(Some(names(&app)), early, "an earlier statement came later");
}
