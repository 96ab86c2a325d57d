//! The page in a real browser: its content, its look in light and dark, on a narrow screen and on paper. Skipped with a
//! message if there is no Chromium; `LINCHPIN_REQUIRE=chromium` makes that a failure.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use html5gum::{Token, Tokenizer};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::run;
use crate::{chromium, is_here};

const DATA: &str = include_str!("../../fixture/first-edition.json");
const STYLE: &str = include_str!("../../../src/export/style.css");

type Color = [u8; 3];

/// A browser with a new profile.
struct Chromium {
    folder: TempDir,
}

impl Chromium {
    /// `None` if there is no Chromium, which is an error if `LINCHPIN_REQUIRE` names it.
    fn start() -> Option<Self> {
        is_here("chromium").then(|| Self { folder: TempDir::new().unwrap() })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Exports to a file of that name.
    fn export(&self, name: &str, arguments: &[&str]) {
        let (code, page, _) = run(&[&["export", "--format", "html"], arguments].concat());
        assert_eq!(code, 0, "{arguments:?}");
        fs::write(self.path(name), page).unwrap();
    }

    /// Opens the file, and returns what the browser writes.
    fn open(&self, name: &str, arguments: &[String]) -> String {
        chromium(&self.path(name), arguments)
    }

    fn picture(&self, name: &str, width: u32, mode: &[&str]) -> Screenshot {
        let file = self.path("picture.png");
        let mut arguments: Vec<String> = mode.iter().map(|&mode| mode.to_owned()).collect();
        arguments.push(format!("--screenshot={}", file.display()));
        arguments.push(format!("--window-size={width},1200"));
        self.open(name, &arguments);
        let picture = Screenshot::read(&fs::read(file).unwrap());
        assert_eq!(picture.width, width as usize);
        picture
    }
}

struct Screenshot {
    width: usize,
    pixels: Vec<Color>,
}

impl Screenshot {
    fn read(bytes: &[u8]) -> Self {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut buffer).unwrap();
        let samples = info.color_type.samples();
        let pixels = buffer.chunks_exact(samples).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        Self { width: info.width as usize, pixels }
    }

    /// The color that most of it has.
    fn background(&self) -> Color {
        let mut counts: HashMap<Color, usize> = HashMap::new();
        self.pixels.iter().for_each(|color| *counts.entry(*color).or_default() += 1);
        counts.into_iter().max_by_key(|(_, count)| *count).unwrap().0
    }

    /// Whether its columns from `from` on are empty.
    fn is_empty_from(&self, from: usize) -> bool {
        let ground = self.background();
        self.pixels.chunks(self.width).all(|row| row[from..].iter().all(|color| *color == ground))
    }
}

/// How far colors stand out from each other, after WCAG.
fn contrast(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(color: Color) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color[0]) + 0.7152 * linear(color[1]) + 0.0722 * linear(color[2])
}

/// The value of a color in the style sheet, in light and in dark.
fn named(name: &str) -> [Color; 2] {
    let part = |hex: &str, at: usize| u8::from_str_radix(hex.get(at..at + 2).unwrap(), 16).unwrap();
    let name = format!("{name}: #");
    let mut found = STYLE.split(&name).skip(1);
    [(); 2].map(|()| {
        let hex = found.next().unwrap();
        [part(hex, 0), part(hex, 2), part(hex, 4)]
    })
}

/// The texts of each block quotation, and every element's name with its attributes.
fn shown(dom: &str) -> (Vec<String>, Vec<String>) {
    let (mut quoted, mut elements, mut inside) = (Vec::new(), Vec::new(), false);
    for token in Tokenizer::new(dom).map(Result::unwrap) {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                if name == "blockquote" {
                    inside = true;
                    quoted.push(String::new());
                }
                elements.push(name);
                elements.extend(tag.attributes.keys().map(|name| String::from_utf8_lossy(name).into_owned()));
            }
            Token::EndTag(tag) if &**tag.name == b"blockquote" => inside = false,
            Token::String(text) if inside => {
                quoted.last_mut().unwrap().push_str(&String::from_utf8_lossy(&text));
            }
            _ => {}
        }
    }
    (quoted, elements)
}

/// The quotations of a dataset, with their marks, in order of date.
fn quotations(data: &Value) -> Vec<String> {
    let passages =
        data["statements"].as_array().unwrap().iter().flat_map(|s| s["passages"].as_array().unwrap());
    let quotations = passages.filter(|passage| passage["kind"] == "quotation");
    quotations.map(|passage| format!("“{}”", passage["text"].as_str().unwrap())).collect()
}

#[test]
fn the_browser_holds_every_quotation_as_the_dataset_has_it() {
    let Some(chromium) = Chromium::start() else { return };
    chromium.export("all.html", &["statements"]);
    let (quoted, elements) = shown(&chromium.open("all.html", &["--dump-dom".to_owned()]));
    assert_eq!(quoted, quotations(&serde_json::from_str(DATA).unwrap()));
    assert!(elements.iter().any(|name| name == "main") && elements.iter().all(|name| name != "script"));
}

#[test]
fn no_word_of_a_dataset_becomes_a_tag_in_the_browser() {
    let Some(chromium) = Chromium::start() else { return };
    let mut data: Value = serde_json::from_str(DATA).unwrap();
    let bad = "</p></blockquote><script>document.body.textContent = 'owned'</script><img src=x onerror='alert(1)'>\
               <a href='javascript:alert(1)'>&lt;</style>";
    for statement in data["statements"].as_array_mut().unwrap() {
        statement["title"] = json!(bad);
        statement["held"] = json!(bad);
        for passage in statement["passages"].as_array_mut().unwrap() {
            passage["text"] = json!(bad);
        }
    }
    for source in data["sources"].as_array_mut().unwrap() {
        source["address"] = json!("javascript:alert(1)");
    }
    fs::write(chromium.path("data.json"), data.to_string()).unwrap();
    let file = chromium.path("data.json");
    chromium.export("bad.html", &["statements", "--data", file.to_str().unwrap()]);
    let dom = chromium.open("bad.html", &["--dump-dom".to_owned()]);
    let (quoted, elements) = shown(&dom);
    let wanted = format!("“{bad}”");
    assert_eq!(quoted.len(), quotations(&data).len());
    assert!(quoted.iter().all(|quoted| *quoted == wanted), "{quoted:?}");
    for name in ["script", "img", "onerror", "src"] {
        assert!(!elements.iter().any(|element| element == name), "{name}");
    }
    assert!(!dom.contains("href=\"javascript"));
}

#[test]
fn it_is_light_and_dark_as_the_reader_has_it_and_easy_to_read_in_both() {
    let Some(chromium) = Chromium::start() else { return };
    chromium.export("page.html", &["meanings"]);
    let pictures = [&[][..], &["--force-dark-mode"]].map(|mode| chromium.picture("page.html", 1280, mode));
    // The browser shows our own colors: the policy lets the style sheet in.
    assert_eq!(pictures.each_ref().map(Screenshot::background), named("--paper"));
    for (at, picture) in pictures.iter().enumerate() {
        let (paper, ink) = (picture.background(), named("--ink")[at]);
        assert!(picture.pixels.contains(&ink) && contrast(ink, paper) > 7.0, "{ink:?} on {paper:?}");
        assert!(contrast(ink, named("--mark")[at]) > 7.0);
        for name in ["--faint", "--link"] {
            assert!(contrast(named(name)[at], paper) > 4.5, "{name}");
        }
    }
    let [light, dark] = pictures.map(|picture| luminance(picture.background()));
    assert!(light > 0.9 && dark < 0.1, "{light} {dark}");
}

#[test]
fn nothing_stands_beyond_the_edge_of_a_narrow_screen() {
    let Some(chromium) = Chromium::start() else { return };
    for arguments in [&["meanings"][..], &["statements"], &["hits", "alliance"]] {
        chromium.export("page.html", arguments);
        let picture = chromium.picture("page.html", 375, &[]);
        assert!(picture.is_empty_from(360) && !picture.is_empty_from(300), "{arguments:?}");
    }
}

#[test]
fn it_is_printed_on_pages() {
    let Some(chromium) = Chromium::start() else { return };
    chromium.export("page.html", &["meanings"]);
    let file = chromium.path("page.pdf");
    chromium
        .open("page.html", &[format!("--print-to-pdf={}", file.display()), "--force-dark-mode".to_owned()]);
    let pdf = fs::read(file).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let pages = String::from_utf8_lossy(&pdf).matches("/Type /Page\n").count();
    assert!((5..30).contains(&pages), "{pages}");
}
