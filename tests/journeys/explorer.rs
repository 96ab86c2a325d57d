//! Journeys through the explorer: keys in, screens out, by the real loop.

use std::collections::HashSet;

use crate::harness::{Explorer, picture, squeezed};
use linchpin::app::App;
use linchpin::app::bindings::{BINDINGS, Chapter};
use linchpin::app::command::Command;
use linchpin::app::field::Edit;
use linchpin::app::key_context::KeyContext;
use linchpin::app::keys::Key;
use linchpin::app::layout::Pane;
use linchpin::app::motion::{Destination, Direction, Motion};
use linchpin::app::theme::Theme;
use linchpin::corpus::model::PassageKind;
use linchpin::library::Library;
use linchpin::terminal::events::Event;
use linchpin::terminal::paste::PastedText;
use linchpin::terminal::run::Ending;
use linchpin::ui::draw;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::{Color, Modifier};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

#[test]
fn it_opens_on_the_contrast_with_list_words_and_meanings_together() {
    for (width, height) in SIZES {
        let explorer = Explorer::open(width, height);
        for wanted in
            ["SCM 35", "will be modernized and", "A 2003 Posture ◂", "B 2024 Capabilities", "C 2025 Reach"]
        {
            assert!(explorer.shows(wanted), "{wanted} at {width}×{height}");
        }
        assert!(explorer.shows("?  not verified in what was seen"), "the wording check at {width}×{height}");
    }
}

#[test]
fn the_first_frame_does_not_wait_for_the_index() {
    let inputs = std::path::Path::new(crate::fixture::FIXTURE).into();
    for (width, height) in SIZES {
        let drawn = |app: &App| {
            let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
            terminal.draw(|frame| draw(app, false, frame)).unwrap();
            terminal.backend().buffer().clone()
        };
        let app = |library| App::new(library, (width, height), Theme::Dark, None);
        let mut first = app(Library::to_be_indexed(&inputs).unwrap());
        assert_eq!(first.library.index.passages(), 0, "nothing is indexed yet");
        assert_eq!(drawn(&first), drawn(&app(Library::open(&inputs).unwrap())), "{width}×{height}");
        first.library.build_index();
        assert_eq!(first.library.index.passages(), first.library.corpus.passages());
        assert!(first.library.search("modernization").total() > 0);
    }
}

#[test]
fn the_first_screen_is_drawn_glyph_by_glyph_and_style_by_style() {
    insta::assert_snapshot!("opening_80x24", Explorer::open(80, 24).picture());
    insta::assert_snapshot!("opening_120x40", Explorer::open(120, 40).picture());
    insta::assert_snapshot!("opening_mono_80x24", Explorer::with_theme(80, 24, Theme::Mono).picture());
}

#[test]
fn the_three_answers_are_two_keys_apart() {
    let mut explorer = Explorer::open(80, 24);
    assert!(explorer.shows("Joint Communiqué of the 35th") && explorer.shows("A 2003 Posture ◂"));
    explorer.press("]");
    assert!(explorer.shows("Joint Communiqué of the 56th") && explorer.shows("B 2024 Capabilities ◂"));
    let bold = explorer.styled(Modifier::BOLD, Some(Color::Cyan));
    assert!(bold.contains(&String::from("B 2024 Capabilities ◂")), "{bold:?}");
    assert!(!bold.iter().any(|words| words.contains("2003") || words.contains("2025")), "{bold:?}");
    explorer.press("]");
    assert!(explorer.shows("Statement of the Pentagon press …") && explorer.shows("C 2025 Reach ◂"));
    assert!(explorer.shows("one side only: United States"));
    explorer.press("]");
    assert!(explorer.shows("A 2003 Posture ◂"));
    explorer.press("[");
    assert!(explorer.shows("C 2025 Reach ◂"));
}

#[test]
fn the_strip_gives_the_words_who_says_them_and_how_sure_they_are_for_every_meaning() {
    let mut explorer = Explorer::open(80, 24);
    for _ in 0..3 {
        let screen = explorer.text();
        let strip: Vec<&str> = screen.lines().skip_while(|line| !line.contains(" meanings ↓ ")).collect();
        assert!(strip[0].contains("↓ Tab Tab z: 7 questions answered"), "{screen}");
        let heads = "A 2003 Posture B 2024 Capabilities C 2025 Reach";
        assert_eq!(squeezed(strip[1]).replace(" ◂", ""), heads, "{screen}");
        assert!(
            strip[2].contains("“the ROK–U.S. alliance") && strip[3].contains("will be modernized and …”")
        );
        assert!(
            strip[3].contains("deterrence efforts …”") && strip[3].contains("includes “adapting our …”"),
            "{screen}"
        );
        // The first edition names nobody: shown are the standing of the clearest example, and its verdict.
        assert_eq!(squeezed(strip[4]), "joint joint one side only", "{screen}");
        assert_eq!(squeezed(strip[5]), "? unverified ≠ differs ≠ differs", "{screen}");
        explorer.press("]");
    }
}

#[test]
fn the_strip_says_how_to_reach_the_questions_and_these_keys_do() {
    for (size, from) in [((80, 24), ""), ((80, 24), "<tab>"), ((100, 30), "<tab><tab>"), ((60, 15), "<tab>")]
    {
        let mut explorer = Explorer::open(size.0, size.1);
        explorer.press(from);
        let keys = match from {
            "" => "Tab Tab z",
            "<tab>" => "Tab z",
            _ => "z",
        };
        assert!(explorer.shows(&format!("↓ {keys}")), "{}", explorer.text());
        explorer.press(&keys.replace("Tab ", "<tab>"));
        let page = squeezed(&explorer.app.meanings.page.text());
        let corpus = &explorer.app.library.corpus;
        assert!(corpus.dataset().questions.iter().all(|question| page.contains(&*question.text)), "{page}");
    }
    let strip = Explorer::open(60, 15).text();
    assert!(strip.lines().any(|line| line.contains("C 2025 Reach") && line.ends_with('↓')), "{strip}");
}

#[test]
fn the_words_come_first_and_title_and_signatories_whole_further_down() {
    let mut explorer = Explorer::open(80, 24);
    explorer.press("g");
    for number in explorer.app.library.corpus.passage_numbers() {
        let (statement, passage) = explorer.app.library.corpus.passage(number).unwrap();
        let page = explorer.app.reading.scrolled.page.text();
        let lines: Vec<&str> = page.lines().collect();
        let words = lines.iter().position(|line| line.starts_with('“'));
        if passage.kind == PassageKind::Quotation && passage.heading.is_none() && !statement.collects {
            assert!(words.is_some_and(|row| row <= 4), "{}: {page}", passage.id);
        }
        let below = squeezed(&lines[4..].join("\n"));
        let names = statement.issuers.iter().chain(&statement.signatories).chain([&statement.title]);
        for name in names {
            assert!(below.contains(&squeezed(name)), "{name} in {page}");
        }
        explorer.press("}");
    }
}

#[test]
fn neighboring_passages_use_the_rows_that_are_left() {
    let mut explorer = Explorer::open(200, 60);
    explorer.press("g");
    for number in explorer.app.library.corpus.passage_numbers() {
        let page = explorer.app.reading.scrolled.page.text();
        let rows = page.lines().count();
        let corpus = &explorer.app.library.corpus;
        let own: Vec<_> = corpus.passages_of(corpus.statement_of(number).unwrap()).collect();
        let at = own.iter().position(|other| *other == number).unwrap();
        for near in [at.wrapping_sub(1), at + 1].into_iter().filter_map(|at| own.get(at)) {
            let text = squeezed(&corpus.passage(*near).unwrap().1.text);
            assert!(rows > 54 || squeezed(&page).contains(&text), "{rows} rows, {near:?}: {page}");
        }
        explorer.press("}");
    }
}

#[test]
fn the_rule_reads_the_selected_row_aloud() {
    let mut explorer = Explorer::open(80, 24);
    assert!(explorer.shows("─ A  says the word, meaning 2003 · joint · 2 passages ─"), "{}", explorer.text());
    explorer.press("j");
    assert!(explorer.shows("a  has the sense in other words, meaning 2003 · joint · 1 passage"));
    explorer.press("/wilson<enter>");
    assert!(explorer.shows("C  says the word, meaning 2025 · one side only · 4 hits"), "{}", explorer.text());
    assert!(explorer.shows("1-side"));
    // No row is too long for the narrowest of the usual terminals.
    explorer.press("<esc>g");
    for _ in 0..explorer.app.list.rows.len() {
        let text = explorer.text();
        let rule = text.lines().rev().nth(1).unwrap();
        assert!(rule.starts_with('─') && !rule.contains('…'), "{rule}");
        explorer.press("j");
    }
}

#[test]
fn only_the_cursor_is_reversed() {
    let mut explorer = Explorer::open(120, 40);
    let reversed = |explorer: &Explorer| explorer.styled(Modifier::REVERSED, None).join(" ");
    assert_eq!(squeezed(&reversed(&explorer)), "▌2003-11 SCM 35 A");
    explorer.press("<tab>");
    assert_eq!(reversed(&explorer), "modernized");
    explorer.press("<tab>");
    assert_eq!(reversed(&explorer), "A 2003 Posture ◂");
    explorer.press("<tab>/moderniz<enter><tab>");
    assert_eq!(reversed(&explorer).to_lowercase(), "modernizing", "among hits");
}

#[test]
fn moving_in_the_list_changes_the_passage_and_lights_its_meaning() {
    let mut explorer = Explorer::open(120, 40);
    explorer.press("j");
    assert!(explorer.shows("Joint Communiqué of the 36th") && explorer.shows("here: in other words"));
    explorer.press("jj");
    assert!(explorer.shows("Joint Communiqué of the 40th"));
    assert!(!explorer.text().contains('◂'), "nothing is lit for a passage without a meaning");
    assert!(explorer.shows("here: no cue"));
    explorer.press("/series:SCM year:2019<enter>");
    assert!(explorer.shows("here: beyond the Peninsula"), "{}", explorer.text());
    let page = squeezed(&explorer.app.reading.scrolled.page.text());
    assert!(page.contains("Cue words a count, not a verdict C 1 beyond the Peninsula"), "{page}");
    explorer.press("<esc>[");
    assert!(explorer.shows("C 2025 Reach ◂"));
}

#[test]
fn every_quotation_shows_its_wording_check_and_its_source() {
    let mut explorer = Explorer::open(200, 60);
    explorer.press("g");
    for number in explorer.app.library.corpus.passage_numbers() {
        assert_eq!(explorer.app.reading.at, number);
        let corpus = &explorer.app.library.corpus;
        let (_, passage) = corpus.passage(number).unwrap();
        let (quoted, said) = (passage.kind == PassageKind::Quotation, corpus.verdict_label(passage));
        let page = squeezed(&explorer.app.reading.scrolled.page.text());
        match (quoted, said) {
            (true, Some(said)) => assert!(page.contains(said), "{}: {page}", passage.id),
            (true, None) => assert!(page.contains("wording not checked"), "{}", passage.id),
            (false, _) => assert!(page.contains("editor's summary"), "{}", passage.id),
        }
        assert!(page.contains("Source"), "{}", passage.id);
        let origins = [
            "as printed by Bee Yun Jo 2025",
            "from the official text",
            "from the treaty",
            "as reported:",
            "as recorded:",
        ];
        assert_eq!(quoted, origins.iter().any(|origin| page.contains(origin)), "{}", passage.id);
        assert!(page.contains(&squeezed(&passage.text)), "{}", passage.id);
        explorer.press("}");
    }
}

#[test]
fn the_official_fragment_stands_beside_the_printed_one_with_the_differing_words_marked() {
    let mut explorer = Explorer::open(120, 40);
    explorer.press("]");
    let crossed = explorer.styled(Modifier::CROSSED_OUT, None).join(" ");
    for word in ["efforts", "scientific", "technological", "with like-minded countries"] {
        assert!(crossed.contains(word), "{word} in {crossed}");
    }
    let official = explorer.styled(Modifier::BOLD | Modifier::UNDERLINED, Some(Color::Green)).join(" ");
    assert!(official.contains("science") && official.contains("technology"), "{official}");
    let mono = {
        let mut explorer = Explorer::with_theme(120, 40, Theme::Mono);
        explorer.press("]");
        squeezed(&explorer.text())
    };
    assert!(mono.contains("[-scientific-]") && mono.contains("[+science+]"), "{mono}");
}

#[test]
fn the_tracked_word_is_the_loudest_and_the_kind_of_a_term_is_told_under_the_cursor() {
    let mut explorer = Explorer::open(120, 60);
    assert_eq!(
        explorer.styled(Modifier::BOLD | Modifier::UNDERLINED, Some(Color::LightYellow)),
        ["modernized"]
    );
    assert_eq!(
        explorer.styled(Modifier::UNDERLINED, Some(Color::Reset)),
        ["adapt", "global", "security environment"]
    );
    explorer.press("<tab>");
    for (kind, term) in ["concept", "concept", "geography", "formula"].into_iter().zip([
        "modernization",
        "adapt",
        "global",
        "security environment",
    ]) {
        assert!(
            explorer.shows(&format!("{kind}: ")) && explorer.shows(&format!("“{term}")),
            "{}",
            explorer.text()
        );
        explorer.press("j");
    }
    explorer.press("?/marks in<enter>");
    for mark in ["the tracked word", "another key term", "only in the official wording"] {
        assert!(explorer.shows(mark), "{mark}");
    }
}

#[test]
fn a_star_searches_the_term_under_the_cursor_and_esc_comes_back() {
    let mut explorer = Explorer::open(120, 40);
    explorer.press("<tab>jjj");
    assert!(explorer.shows("“security environment” · "), "{}", explorer.text());
    explorer.press("*");
    assert!(explorer.shows("/term:security-environment"));
    assert!(explorer.app.list.rows.len() > 1 && explorer.app.list.rows.len() < 40);
    explorer.press("<esc>");
    assert_eq!(explorer.app.list.rows.len(), explorer.app.library.corpus.statements().len());
    assert!(explorer.shows("“security environment” · "));
}

#[test]
fn the_glossary_gives_korean_gloss_and_presence_and_leads_to_a_search() {
    let mut explorer = Explorer::open(120, 40);
    explorer.press("t/linchpin<enter>");
    for wanted in
        ["핵심축", "formula", "of 37 statements held", "in ", "not seen in 34: Enter", "Enter unfold"]
    {
        assert!(explorer.shows(wanted), "{wanted}: {}", explorer.text());
    }
    assert!(!explorer.shows("1953 Treaty"), "folded: {}", explorer.text());
    explorer.press("<enter>");
    assert!(explorer.shows("Treaty 1953") && explorer.shows("Enter find it"), "{}", explorer.text());
    explorer.press("<enter>");
    assert!(explorer.shows("/term:linchpin"));
    assert!(explorer.app.passages().all(|hit| {
        let (_, passage) = explorer.app.library.corpus.passage(hit).unwrap();
        format!("{} {:?}", passage.text, passage.check).to_lowercase().contains("linchpin")
    }));
}

#[test]
fn in_the_glossary_one_term_is_one_stop_and_a_star_finds_it() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut explorer = Explorer::open(width, height);
        explorer.press("t");
        let labels: Vec<String> =
            explorer.app.library.corpus.dataset().terms.iter().map(|term| term.label.to_string()).collect();
        for (at, label) in labels.iter().enumerate() {
            let cursor = explorer.styled(Modifier::REVERSED, None);
            assert_eq!(cursor, std::slice::from_ref(label), "stop {at} at {width}×{height}");
            explorer.press("j");
        }
        explorer.press("kkk*");
        let wanted = &explorer.app.library.corpus.dataset().terms[labels.len() - 4].id;
        assert_eq!(explorer.app.search.field.text(), format!("term:{wanted}"));
    }
}

#[test]
fn a_zoom_keeps_the_place_of_the_list() {
    for focus in ["", "<tab>", "<tab><tab>"] {
        for out in ["z", "<esc>", "q"] {
            let mut explorer = Explorer::open(80, 24);
            // The selection in the middle of a list that is scrolled to its end.
            explorer.press("Gkkkkkk");
            explorer.press(focus);
            let before = (explorer.app.list.scroll, explorer.text());
            assert!(before.0 > 0);
            explorer.press("z");
            assert_ne!(explorer.text(), before.1);
            explorer.press(out);
            assert_eq!((explorer.app.list.scroll, explorer.text()), before, "{focus} {out}");
        }
    }
    let mut explorer = Explorer::open(80, 24);
    explorer.press("zGz");
    assert!(explorer.shows("▌2025 SCM 57"), "what is selected is in sight: {}", explorer.text());
}

#[test]
fn the_argument_is_read_in_the_same_panes_and_enter_follows_a_link_and_esc_comes_back() {
    let mut explorer = Explorer::open(120, 40);
    explorer.press("e");
    assert!(explorer.shows("Thesis") && explorer.shows("editor's summary"));
    explorer.press("e");
    assert!(explorer.shows("Finding 1"));
    let from = explorer.app.reading.at;
    explorer.press("<tab>");
    while !matches!(explorer.app.reading.scrolled.target(), Some(linchpin::page::LinkTarget::To(_))) {
        explorer.press("j");
    }
    let anchor = explorer.app.reading.scrolled.anchor;
    explorer.press("<enter>");
    assert_ne!(explorer.app.reading.at, from);
    explorer.press("<esc>");
    assert_eq!(
        (explorer.app.reading.at, explorer.app.reading.scrolled.anchor, explorer.app.panes.focus),
        (from, anchor, Pane::Passage)
    );
    for heading in ["Key issue 4", "Recommendation 3"] {
        let mut explorer = Explorer::open(120, 40);
        let found = (0..20).any(|_| {
            explorer.press("e");
            explorer.shows(heading)
        });
        assert!(found, "{heading}");
    }
}

#[test]
fn an_answer_of_the_contrast_leads_to_its_evidence() {
    let mut explorer = Explorer::open(80, 24);
    explorer.press("<tab><tab>z");
    assert!(explorer.shows("What is modernised?"));
    while !explorer.app.meanings.target().is_some_and(|target| {
        let corpus = &explorer.app.library.corpus;
        Some(target) == corpus.target("scm-56/3").map(linchpin::page::LinkTarget::To)
    }) {
        explorer.press("j");
    }
    explorer.press("<enter>");
    assert_eq!(explorer.app.passage_id(), Some("scm-56/3"));
}

#[test]
fn help_lists_every_binding_and_narrows_as_it_is_typed() {
    let mut explorer = Explorer::open(100, 200);
    explorer.press("?");
    let (text, help) = (explorer.text(), squeezed(&explorer.text()));
    for binding in BINDINGS.iter().filter(|binding| !binding.keys.is_empty()) {
        assert!(help.contains(&squeezed(binding.help)), "{}", binding.help);
        for key in binding.keys {
            assert!(text.contains(&key.to_string()), "{key}");
        }
    }
    for chapter in Chapter::ALL {
        assert!(help.contains(chapter.title()));
    }
    explorer.press("/glossary");
    let narrowed = squeezed(&explorer.text());
    assert!(narrowed.contains("each key term") && !narrowed.contains("a page down"));
    explorer.press("<esc><esc>");
    assert!(explorer.shows("A 2003 Posture"));
}

#[test]
fn the_palette_does_what_it_names() {
    let mut explorer = Explorer::open(100, 30);
    explorer.press(":theme light<enter>");
    assert_eq!(explorer.app.theme, Theme::Light);
    explorer.press(":quit at once");
    assert!(matches!(explorer.press("<enter>"), Some(Ending::Quit)));
    let mut explorer = Explorer::open(100, 30);
    explorer.press(":no such thing");
    assert!(explorer.shows("Nothing here matches."));
}

#[test]
fn the_footer_offers_what_works_here_and_always_help() {
    let mut explorer = Explorer::open(120, 40);
    let footer = |explorer: &Explorer| explorer.text().lines().last().unwrap().to_owned();
    assert!(!footer(&explorer).contains("hits") && !footer(&explorer).contains("Esc"));
    explorer.press("/alliance<enter>");
    assert!(footer(&explorer).contains("n N hits") && footer(&explorer).contains("Esc clear search"));
    for (width, height) in [(200, 60), (120, 40), (80, 24), (60, 15), (40, 12), (20, 5)] {
        let explorer = Explorer::open(width, height);
        assert!(footer(&explorer).contains("? help"), "{width}×{height}");
    }
}

#[test]
fn without_colors_no_cell_has_one_and_marks_are_bracketed() {
    let mut explorer = Explorer::with_theme(120, 40, Theme::Mono);
    for keys in ["", "]", "/linchpin", "<enter>", "?", "<esc>t", "<esc>e"] {
        explorer.press(keys);
        let frame = explorer.cells();
        let plain = |cell: &ratatui::buffer::Cell| cell.fg == Color::Reset && cell.bg == Color::Reset;
        assert!(frame.content.iter().all(plain), "after {keys}");
    }
    let explorer = Explorer::with_theme(200, 60, Theme::Mono);
    for mark in ["⟦modernized⟧", "‹global›", "‹security environment›", "‹adapt›"] {
        assert!(explorer.shows(mark), "{mark}");
    }
}

#[test]
fn themes_differ_and_the_contrast_theme_has_nothing_faint() {
    let pictures: HashSet<String> = [Theme::Neutral, Theme::Dark, Theme::Light, Theme::Contrast, Theme::Mono]
        .into_iter()
        .map(|theme| Explorer::with_theme(120, 40, theme).picture())
        .collect();
    assert_eq!(pictures.len(), 5);
    let contrast = Explorer::with_theme(120, 40, Theme::Contrast);
    assert!(contrast.styled(Modifier::DIM, None).is_empty());
}

#[test]
fn ascii_draws_nothing_of_ambiguous_width() {
    use unicode_width::UnicodeWidthStr;
    let mut explorer = Explorer::open(120, 40);
    explorer.press("g");
    for _ in explorer.app.library.corpus.passage_numbers() {
        let frame = picture(&explorer.app, true).0;
        for cell in &frame.content {
            let symbol = cell.symbol();
            assert_eq!(symbol.width(), symbol.width_cjk(), "{symbol:?} at {:?}", explorer.app.passage_id());
        }
        assert!(!linchpin::terminal::screen::text(&frame).contains("?odern"));
        explorer.press("}");
    }
}

#[test]
fn a_paste_is_text_for_the_search_and_never_keys() {
    let mut explorer = Explorer::open(120, 40);
    let ending = explorer.feed(Event::Paste(PastedText::whole("qq\u{1b}[2Jlinchpin")));
    assert!(ending.is_none());
    assert!(explorer.app.search.field.text().starts_with("qq⟦001B⟧"));
}

/// Each key of the table, with the keys to press before it so that it has something to do.
fn preparation(command: Command, place: KeyContext) -> &'static str {
    match (place, command) {
        (KeyContext::Fields, Command::Move(Motion::Line, Direction::Forward)) => "/alliance",
        (KeyContext::Fields, Command::Move(Motion::Line, Direction::Backward)) => "/alliance<enter>/<c-u>",
        (KeyContext::Fields, Command::Edit(Edit::Delete | Edit::Right | Edit::End)) => "/al<home>",
        (KeyContext::Fields, _) => "/al",
        (KeyContext::Overlays, Command::Move(_, Direction::Backward)) => "tG",
        (KeyContext::Overlays, _) => "t",
        (KeyContext::Filters, Command::Move(_, Direction::Backward)) => "fG",
        (KeyContext::Filters, _) => "f",
        (KeyContext::Forms, _) => "y",
        (
            KeyContext::Concordance,
            Command::Move(_, Direction::Backward) | Command::Go(Destination::Hit, Direction::Backward),
        ) => "/alliance<enter>2G",
        (KeyContext::Concordance, _) => "/alliance<enter>2",
        (
            KeyContext::Timeline,
            Command::Move(_, Direction::Backward) | Command::Go(Destination::Hit, Direction::Backward),
        ) => "3G",
        (KeyContext::Timeline, _) => "3",
        (
            KeyContext::Draft,
            Command::Move(_, Direction::Backward)
            | Command::Go(Destination::Hit, Direction::Backward)
            | Command::TakeOver,
        ) => "5i<c-u>We will modernize our ties, expand cooperation across all domains<esc>G",
        (KeyContext::Draft, _) => {
            // Another key than Enter, which would try to keep it again.
            "5i<c-u>We will modernize our ties, expand cooperation across all domains<esc>g"
        }
        (KeyContext::Compare, Command::Turn(Direction::Forward)) => {
            "/scm-53<enter>cc/fact-sheet-2025<enter>cgh"
        }
        (KeyContext::Compare, Command::Turn(_) | Command::Widen | Command::Layout) => {
            "/scm-53<enter>cc/fact-sheet-2025<enter>cg"
        }
        (
            KeyContext::Compare,
            Command::Move(_, Direction::Backward) | Command::Go(Destination::Hit, Direction::Backward),
        ) => "/meaning:2003 vs meaning:2025<enter>4G",
        (KeyContext::Compare, Command::Move(..) | Command::Go(..)) => {
            "/meaning:2003 vs meaning:2025<enter>4gj"
        }
        (KeyContext::Compare, _) => "4",
        (KeyContext::Documents, _) => "w",
        (KeyContext::Panes, Command::Go(Destination::Hit, _)) => "/alliance<enter>",
        (KeyContext::Panes, Command::Back) => "z",
        (KeyContext::Panes, Command::Travel(Direction::Backward)) => "]",
        (KeyContext::Panes, Command::Travel(Direction::Forward)) => "]<c-o>",
        (KeyContext::Panes, _) => "",
    }
}

#[test]
fn every_key_of_the_table_does_something_wherever_it_is_bound() {
    for binding in BINDINGS {
        for place in KeyContext::ALL.into_iter().filter(|place| binding.contexts.contains(*place)) {
            let typed = |key: &&Key| place != KeyContext::Fields || !matches!(key, Key::Char(_));
            for key in binding.keys.iter().filter(typed) {
                let mut explorer = Explorer::open(100, 30);
                explorer.press(preparation(binding.command, place));
                assert_eq!(explorer.app.key_context(), place, "{key} in {place:?}");
                let before = explorer.frame();
                let ending = explorer.key(*key);
                let acted =
                    explorer.frame() != before || ending.is_some() || binding.command == Command::Suspend;
                assert!(acted, "{key} does nothing in {place:?}");
            }
        }
    }
}

#[test]
fn q_closes_what_is_open_and_then_quits_and_esc_never_does() {
    let mut explorer = Explorer::open(100, 30);
    assert!(explorer.press("t").is_none());
    assert!(explorer.press("q").is_none());
    assert!(explorer.press("<esc><esc><esc><esc>").is_none());
    assert!(matches!(explorer.press("q"), Some(Ending::Quit)));
    assert!(matches!(Explorer::open(100, 30).press("/abc<c-c>"), Some(Ending::Quit)));
}

#[test]
fn moving_the_selection_sends_little_and_nothing_happening_sends_nothing() {
    let mut explorer = Explorer::open(120, 40);
    let first = explorer.sent();
    assert!(first <= 9 * 1024, "first frame: {first} bytes");
    explorer.press("g");
    let mut moves = Vec::new();
    for _ in 1..explorer.app.list.rows.len() {
        let (before, turned) = ((explorer.sent(), explorer.links()), explorer.app.list.scroll);
        explorer.press("j");
        // Only terminals with hyperlinks are sent them; the address is sent at most once a move.
        let link = explorer.links() - before.1;
        let address = explorer.app.hyperlink().map_or(0, |link| link.address.len());
        assert!(link == 0 || link == address + 14, "{link} bytes for a link of {address}");
        if explorer.app.list.scroll == turned {
            moves.push(explorer.sent() - before.0 - link);
        }
    }
    moves.sort_unstable();
    assert!(moves[moves.len() / 2] <= 2_000, "the median move: {moves:?}");
    assert!(*moves.last().unwrap() <= 2_100, "the worst move: {moves:?}");
    let before = explorer.sent();
    explorer.press("j");
    assert_eq!(explorer.sent(), before, "at the end of the list nothing changes");
}

#[test]
fn typing_into_the_search_sends_little() {
    let mut explorer = Explorer::open(120, 40);
    for query in ["/modernization", "/linchpin of peace", "/현대화"] {
        for letter in query.chars() {
            let before = explorer.sent();
            explorer.key(Key::Char(letter));
            let bytes = explorer.sent() - before;
            assert!(bytes <= 4_000, "{letter} of {query} sent {bytes} bytes");
        }
        explorer.press("<esc>");
    }
}

fn any_key() -> impl Strategy<Value = Key> {
    prop_oneof![
        6 => proptest::sample::select(BINDINGS.iter().flat_map(|b| b.keys).copied().collect::<Vec<_>>()),
        2 => any::<char>().prop_map(Key::Char),
        1 => proptest::sample::select(vec![Key::Ctrl('w'), Key::Ctrl('a'), Key::Delete, Key::Left, Key::Char('현'), Key::Char('"')]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn no_keys_at_no_size_bring_it_down(
        size in proptest::sample::select(vec![(200, 60), (120, 40), (80, 24), (60, 15), (46, 9), (40, 12), (20, 5), (3, 2), (1, 1), (0, 0)]),
        other in (0_u16..150, 0_u16..50),
        keys in proptest::collection::vec(any_key(), 0..40),
    ) {
        let mut explorer = Explorer::open(size.0, size.1);
        for (at, key) in keys.into_iter().enumerate() {
            if at == 20 {
                explorer.feed(Event::Resize(other.0, other.1));
            }
            explorer.key(key);
            let corpus = &explorer.app.library.corpus;
            prop_assert!(corpus.passage(explorer.app.reading.at).is_some());
            let frame = explorer.cells();
            prop_assert_eq!((frame.area.width, frame.area.height), explorer.app.panes.size);
        }
    }
}
