//! What reaches a terminal: only the sequences that the program means to send, whatever a dataset, a name, a note, a
//! query or an error message contains. The output is read as a terminal reads it.

use std::io::{self, Write};
use std::path::Path;

use linchpin::app::App;
use linchpin::app::bindings::BINDINGS;
use linchpin::app::citing::CopyOutcome;
use linchpin::app::editing::EditorOutcome;
use linchpin::app::keys::{Key, parse};
use linchpin::app::marks::{MarkReport, MarkRequest};
use linchpin::app::mouse::Mouse;
use linchpin::app::source::BrowserOutcome;
use linchpin::app::theme::Theme;
use linchpin::app::writing::{AskedDocument, DocumentReport};
use linchpin::commands::document::document;
use linchpin::library::Library;
use linchpin::terminal::events::Event;
use linchpin::terminal::paste::PastedText;
use linchpin::terminal::run::{EventLoop, Host};
use linchpin::terminal::screen::Screen;
use linchpin::terminal::throttle::Share;
use linchpin::text::safe::is_hidden;
use proptest::prelude::*;
use ratatui::Terminal;
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

use crate::call::call;
use crate::fixture::FIXTURE;

/// Reads what a terminal is sent, and reports what it must not be sent.
#[derive(Default)]
struct Gate {
    printed: String,
    wrong: Vec<String>,
}

impl Gate {
    fn forbid(&mut self, what: &str) {
        self.wrong.push(what.to_owned());
    }
}

impl vte::Perform for Gate {
    fn print(&mut self, c: char) {
        self.printed.push(c);
    }

    fn execute(&mut self, byte: u8) {
        if matches!(byte, b'\n' | b'\r') {
            self.printed.push('\n');
        } else {
            self.forbid(&format!("the control {byte:#04x}"));
        }
    }

    fn csi_dispatch(&mut self, parameters: &vte::Params, between: &[u8], _: bool, last: char) {
        let numbers: Vec<u16> = parameters.iter().map(|parameter| parameter[0]).collect();
        let meant = match (between, last) {
            ([], 'm') => numbers
                .iter()
                .all(|code| matches!(code, 0..=4 | 7 | 9 | 30..=37 | 39..=47 | 49 | 90..=97 | 100..=107)),
            ([], 'H' | 'G' | 'C' | 'X' | 'K') => true,
            // Erasing the screen, or what follows; 3 would take the reader's scrollback.
            ([], 'J') => matches!(numbers[..], [0 | 2]),
            ([b'?'], 'h' | 'l') => matches!(numbers[..], [25 | 1049 | 2004 | 2026]),
            _ => false,
        };
        // A jump divides the text on either side of it.
        self.printed.push('\n');
        if !meant {
            self.forbid(&format!("CSI {between:?} {numbers:?} {last}"));
        }
    }

    fn osc_dispatch(&mut self, parameters: &[&[u8]], _: bool) {
        let coded = |text: &[u8]| text.iter().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(b));
        // A hyperlink, whose address may hold semicolons, or its end.
        let is_link = match parameters {
            [b"8", b"", b""] => true,
            [b"8", b"", address @ ..] => {
                let address = address.join(&b';');
                let is_web = address.starts_with(b"http://") || address.starts_with(b"https://");
                is_web && address.iter().all(u8::is_ascii_graphic)
            }
            _ => false,
        };
        if !is_link && !matches!(parameters, [b"52", b"c", text] if coded(text)) {
            self.forbid(&format!("OSC {parameters:?}"));
        }
    }

    fn esc_dispatch(&mut self, between: &[u8], _: bool, last: u8) {
        if !(between.is_empty() && last == b'\\') {
            self.forbid(&format!("ESC {between:?} {last:#04x}"));
        }
    }

    fn hook(&mut self, _: &vte::Params, _: &[u8], _: bool, last: char) {
        self.forbid(&format!("DCS {last}"));
    }
}

/// What is wrong with bytes that a terminal was sent; empty if nothing is.
fn wrong(bytes: &[u8]) -> Vec<String> {
    let (mut parser, mut gate) = (vte::Parser::new(), Gate::default());
    parser.advance(&mut gate, bytes);
    let Gate { printed, mut wrong } = gate;
    for grapheme in printed.graphemes(true) {
        let emoji = grapheme.chars().next().is_some_and(|c| !c.is_alphanumeric() || c.is_ascii_digit());
        let joins = |c: char| emoji && matches!(c, '\u{200D}' | '\u{FE0E}' | '\u{FE0F}');
        let hidden = grapheme.chars().find(|c| is_hidden(*c) && *c != '\n' && !joins(*c));
        wrong.extend(hidden.map(|c| format!("the hidden U+{:04X}", u32::from(c))));
        if grapheme.chars().count() > 16 {
            wrong.push(format!("{} characters in one place", grapheme.chars().count()));
        }
    }
    wrong
}

#[test]
fn the_gate_itself_forbids_what_it_should() {
    for bad in [
        "\x1b[6n",
        "\x1b[c",
        "\x1b[>q",
        "\x1b[3J",
        "\x1b[?1000h",
        "\x1b[?u",
        "\x1b]0;title\x07",
        "\x1b]52;c;?\x07",
        "\x1b]8;;file:///etc/passwd\x1b\\",
        "\x1b]8;;https://example.org/\u{202E}x\x1b\\",
        "\x1b]8;;https://example.org/ x\x1b\\",
        "\x1b]11;?\x1b\\",
        "\x1bP$qm\x1b\\",
        "\x1bc",
        "\x07",
        "\t",
        "\u{9b}2J",
        "a\u{202E}b",
        "a\u{200B}",
        "\u{E0041}",
        "\u{E000}",
        "\x1b[5i",
        "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    ] {
        assert!(!wrong(bad.as_bytes()).is_empty(), "{bad:?}");
    }
    for good in [
        "\x1b[?2026h\x1b[2;3Hab\x1b[0;1;36m현\x1b[m❤\u{FE0F}\x1b[K\x1b[?2026l",
        "\x1b]52;c;Zm9v\x1b\\",
        "\x1b]8;;https://example.org/?a;b\x1b\\link\x1b]8;;\x1b\\",
        "plain\r\n",
    ] {
        assert_eq!(wrong(good.as_bytes()), Vec::<String>::new(), "{good:?}");
    }
}

/// Text that nobody should be able to send.
const HOSTILE: [&str; 16] = [
    "\x1b[2J",
    "\x1b]52;c;aGFja2Vk\x07",
    "\x1b]0;owned\x1b\\",
    "\u{9b}6n",
    "\x07\x08",
    "\u{202E}desrever\u{2066}",
    "zero\u{200B}\u{FEFF}width",
    "\u{E0041}\u{E0042}",
    "\u{E000}\u{F8FF}",
    "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "\r\n\t",
    "👩\u{200D}👩\u{200D}👧 ❤\u{FE0F}",
    "x\u{200D}\u{FE0F}y",
    "\x1bP$q\"p\x1b\\",
    "\u{3164}\u{115F}",
    "현대화\u{0}",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(HOSTILE.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[a-z ]{0,12}",
    ];
    prop::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

/// A terminal that keeps all that it is sent.
#[derive(Default)]
struct Wire {
    sent: Vec<u8>,
}

impl Host for Wire {
    fn send(&mut self, bytes: &str) -> io::Result<()> {
        self.sent.extend_from_slice(bytes.as_bytes());
        Ok(())
    }

    fn suspend(&mut self) -> io::Result<(u16, u16)> {
        Ok((80, 24))
    }

    fn resume(&mut self) -> io::Result<(u16, u16)> {
        Ok((80, 24))
    }

    fn reload(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn copy(&mut self, text: &str) -> io::Result<CopyOutcome> {
        // Pasted elsewhere, it must not act there either.
        self.print(text)?;
        Ok(CopyOutcome::TooLong(text.len()))
    }

    fn browse(&mut self, _: &str) -> BrowserOutcome {
        BrowserOutcome::Remote
    }

    fn edit(&mut self, text: &str) -> EditorOutcome {
        EditorOutcome::Ended {
            text: format!("{text}\x1b[2J\u{202E}\n\u{9b}6n"),
            error: Some(String::from("\x1b[c")),
        }
    }

    fn come_from_editor(&mut self) -> io::Result<(u16, u16)> {
        Ok((80, 24))
    }

    fn print(&mut self, text: &str) -> io::Result<()> {
        self.send(&text.lines().collect::<Vec<_>>().join("\r\n"))
    }

    fn come_back(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn use_mouse(&mut self, _: Mouse) -> io::Result<()> {
        Ok(())
    }

    fn marks(&mut self, request: MarkRequest) -> Option<MarkReport> {
        let hostile = |text: &str| Err(io::Error::other(text));
        Some(match request {
            MarkRequest::Save(mark, kind) => {
                MarkReport::Saved(mark, kind, hostile("\x1b[2J/home/\u{202E}reader: \u{9b}6n"))
            }
            MarkRequest::Remove(marks, kind) => MarkReport::Removed(marks, kind, hostile("\x1b]0;owned\x07")),
            MarkRequest::Draft(draft) => MarkReport::Draft(draft, hostile("\u{202E}\x1b[6n")),
            MarkRequest::Read => MarkReport::Read(Err(io::Error::other("\u{200B}\x1b[c"))),
        })
    }

    fn answer(&mut self, library: &Library, asked: &AskedDocument) -> Result<Vec<u8>, String> {
        document(library, asked, "")
    }

    fn write(&mut self, _: AskedDocument, _: Vec<u8>) -> Option<DocumentReport> {
        let file = Err(io::Error::other("\u{202E}\x1b[6n"));
        Some(DocumentReport { folder: "/home/\x1b]0;owned\x07\u{200B}".into(), file })
    }

    fn log(&mut self) -> Option<&mut dyn Write> {
        None
    }
}

/// Everything that a terminal of a size is sent while events come, every other frame in part.
fn sent(library: Library, (size, theme, ascii): ((u16, u16), Theme, bool), events: Vec<Event>) -> Vec<u8> {
    let mut app = App::new(library, size, theme, None);
    let (mut wire, mut terminal) =
        (Wire::default(), Terminal::new(Screen::new(size).synchronized(true).with_hyperlinks()).unwrap());
    let mut event_loop =
        EventLoop { app: &mut app, ascii, terminal: &mut terminal, host: &mut wire, keep_due: None };
    event_loop.open().unwrap();
    for (at, event) in events.into_iter().enumerate() {
        let share = [Share::Whole, Share::ListOnly, Share::FooterOnly, Share::Whole][at % 4];
        if event_loop.take(event, share).unwrap().0.is_some() {
            break;
        }
    }
    wire.sent
}

/// Keys that visit every screen.
const ROUND: &str = "]]\t\tjjkz<esc>/flex<enter>nN<esc><esc>*<esc>fj<enter><esc><esc>t/현<enter>j<esc><esc>?G/key<esc><esc>:the<esc>\
                     'j<esc>]yyyqyuybyn<esc>pq pnameanote<enter>m'<esc>}{oo/zzzz<enter><esc>e\t<enter>\
                     <esc><esc><esc>/title:summit<enter><tab>GO5nv5i, modernize our ties<esc>=n<enter><esc>1\
                     wp 2wp 3wp 4wp 5wp 1wm";

fn round() -> Vec<Event> {
    parse(ROUND).unwrap().into_iter().map(Event::Key).collect()
}

fn look() -> impl Strategy<Value = ((u16, u16), Theme, bool)> {
    let sizes = vec![(120, 40), (80, 24), (60, 15), (20, 5), (1, 1)];
    let themes = vec![Theme::Neutral, Theme::Dark, Theme::Light, Theme::Contrast, Theme::Mono];
    (prop::sample::select(sizes), prop::sample::select(themes), any::<bool>())
}

/// Names of fields with prose; ids must resolve.
const PROSE: [&str; 22] = [
    "title",
    "korean",
    "gloss",
    "text",
    "place",
    "held",
    "context",
    "note",
    "heading",
    "locus",
    "author",
    "publisher",
    "address",
    "introduction",
    "caveat",
    "name",
    "issuers",
    "signatories",
    "official",
    "found",
    "date_note",
    "series",
];

/// Puts hostile text into every `every`-th string of prose.
fn poison(value: &mut Value, key: &str, every: usize, count: &mut usize, texts: &[String]) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields.iter_mut() {
                poison(value, key, every, count, texts);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| poison(value, key, every, count, texts)),
        Value::String(text) if PROSE.contains(&key) => {
            *count = count.wrapping_add(1);
            if count.is_multiple_of(every) {
                let hostile = &texts[count.checked_rem(texts.len()).unwrap_or_default()];
                let half = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
                text.insert_str(half, hostile);
            }
        }
        _ => {}
    }
}

/// The same cases each time.
fn cases(cases: u32) -> ProptestConfig {
    let rng_seed = prop::test_runner::RngSeed::Fixed(7);
    ProptestConfig { cases, failure_persistence: None, rng_seed, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn no_dataset_acts_on_the_terminal(texts in prop::collection::vec(hostile(), 1..8), every in 1_usize..9, look in look()) {
        let mut data: Value = serde_json::from_str(include_str!("../fixture/first-edition.json")).unwrap();
        poison(&mut data, "", every, &mut 0, &texts);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("\u{202E}data\x1b[2J.json");
        std::fs::write(&file, data.to_string()).unwrap();
        let library = Library::open(&file.as_path().into()).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let bytes = sent(library, look, round());
        prop_assert_eq!(wrong(&bytes), Vec::<String>::new());
    }

}

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn nothing_typed_pasted_or_noted_acts_on_the_terminal(
        texts in prop::collection::vec(hostile(), 1..6),
        keys in prop::collection::vec(prop::sample::select(BINDINGS.iter().flat_map(|b| b.keys).copied().collect::<Vec<Key>>()), 0..40),
        look in look(),
    ) {
        let mut events = Vec::new();
        for text in texts {
            for before in ["/", "a", "'/", "t/", ":", "5i", ""] {
                events.extend(parse(before).unwrap().into_iter().map(Event::Key));
                events.push(Event::Paste(PastedText::whole(&text)));
                events.extend(text.chars().map(|c| Event::Key(Key::Char(c))));
                events.extend(parse("<enter>pnz'<esc><esc><esc>").unwrap().into_iter().map(Event::Key));
                // Keys among the panes, but for q, which is in Hangul too.
                let quits = |c: &char| *c == 'q' || ('\u{1100}'..='\u{D7FF}').contains(c);
                events.extend(text.chars().filter(|c| !quits(c)).take(24).map(|c| Event::Key(Key::Char(c))));
                events.extend(parse("<esc><esc><esc><esc>").unwrap().into_iter().map(Event::Key));
            }
        }
        events.extend(keys.into_iter().filter(|key| *key != Key::Char('q') && *key != Key::Ctrl('c')).map(Event::Key));
        let library = Library::open(&Path::new(FIXTURE).into()).unwrap();
        let bytes = sent(library, look, events);
        prop_assert_eq!(wrong(&bytes), Vec::<String>::new());
    }
}

#[test]
fn the_round_comes_by_every_screen() {
    let library = Library::open(&Path::new(FIXTURE).into()).unwrap();
    let bytes = sent(library, ((120, 40), Theme::Dark, false), round());
    let text = String::from_utf8(bytes).unwrap();
    for screen in [
        "Filters",
        "Key terms",
        "Help",
        "Actions",
        "Marks and notes",
        "Nothing found",
        "not saved",
        "@misc{",
        "cannot read your marks",
        "‹modern",
        "not written in ",
        "\x1b]8;;https://",
    ] {
        assert!(text.contains(screen), "{screen}");
    }
}

/// The program's messages to people, and how it ends.
fn said(arguments: &[&str]) -> Vec<u8> {
    let home = tempfile::tempdir().unwrap();
    let (_, out, stderr) = call(arguments, Some(home.path()));
    (out + &stderr).into_bytes()
}

#[test]
fn nothing_on_the_command_line_acts_on_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    for (at, hostile) in HOSTILE.iter().enumerate().filter(|(_, text)| !text.contains('\0')) {
        let file = folder.path().join(format!("{at}{}", hostile.replace('/', "")));
        let mut data: Value = serde_json::from_str(include_str!("../fixture/first-edition.json")).unwrap();
        poison(&mut data, "", 2, &mut 0, &[(*hostile).to_owned()]);
        std::fs::write(&file, data.to_string()).unwrap();
        let (good, missing) = (file.to_str().unwrap().to_owned(), format!("{}-not-here", file.display()));
        let broken = format!("{good}.broken");
        std::fs::write(&broken, data.to_string().replacen("\"id\"", &format!("\"{hostile}\""), 3)).unwrap();
        for arguments in [
            &["--data", &good, "show", "scm-35"][..],
            &["--data", &good, "search", "modern"],
            &["--data", &good, "list"],
            &["--data", &good, "terms"],
            &["--data", &good, "meanings"],
            &["--data", &good, "cite", "scm-56/1", "--format", "markdown"],
            &["--data", &good, "--print", "--size", "60x20", "--format", "ansi"],
            &["--data", &missing, "list"],
            &["check", &broken],
            &["check", &missing],
            &["show", hostile],
            &["cite", hostile],
            &["search", "--", hostile],
            &[hostile],
            &["list", hostile],
            &["--theme", hostile],
            &["--print", "--keys", hostile],
        ] {
            assert_eq!(wrong(&said(arguments)), Vec::<String>::new(), "{arguments:?}");
        }
    }
}

#[test]
fn a_word_of_a_megabyte_and_a_hundred_thousand_marks_are_drawn() {
    let mut data: Value = serde_json::from_str(include_str!("../fixture/first-edition.json")).unwrap();
    let statement = &mut data["statements"][8];
    statement["passages"][0]["text"] = Value::from("moderniz".repeat(131_072));
    statement["passages"][0]["check"] = Value::Null;
    statement["title"] = Value::from(format!("a{}", "\u{301}".repeat(100_000)));
    data["statements"][9]["title"] = Value::from("한".repeat(300_000));
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), data.to_string()).unwrap();
    for size in [(80, 24), (20, 5)] {
        let library = Library::open(&file.path().into()).unwrap_or_else(|error| panic!("{error}"));
        let mut events: Vec<Event> = parse("gjjjjjjjj\tG<c-u> <s-tab>jj/moderni<enter>")
            .unwrap()
            .into_iter()
            .map(Event::Key)
            .collect();
        events.push(Event::Paste(PastedText::whole(&"x".repeat(1 << 20))));
        let bytes = sent(library, (size, Theme::Dark, false), events);
        assert_eq!(wrong(&bytes), Vec::<String>::new());
        assert!(bytes.len() < 200_000, "{} bytes", bytes.len());
    }
}
