//! For any text: its words are kept, and nothing else is added.

use proptest::prelude::*;

use super::*;

/// The letters of a document, in order.
fn letters(document: &blocks::ParsedDocument) -> String {
    document.blocks.iter().flat_map(|block| block.text().chars()).filter(|c| c.is_alphabetic()).collect()
}

fn words() -> impl Strategy<Value = Vec<Vec<String>>> {
    let word = "[a-z]{1,9}|[A-Z]{2,4}|[가-힣]{1,4}|[a-z]{2,5}-[a-z]{2,5}|[áéüß]{1,3}|[0-9]{1,2}th";
    prop::collection::vec(prop::collection::vec(word, 1..40), 1..8)
}

fn only_letters(paragraphs: &[Vec<String>]) -> String {
    paragraphs.iter().flatten().flat_map(|word| word.chars()).filter(|c| c.is_alphabetic()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn plain_text_comes_back_however_it_is_wrapped(paragraphs in words(), width in 1_usize..12, page in 1_usize..5) {
        let wrapped = |words: &Vec<String>| {
            let lines: Vec<String> = words.chunks(width).map(|line| line.join(" ")).collect();
            lines.join("\n") + "."
        };
        let paragraphs_text: Vec<String> = paragraphs.iter().map(wrapped).collect();
        let read = super::super::read::text::read(&paragraphs_text.join("\n\n"));
        prop_assert_eq!(letters(&read), only_letters(&paragraphs));
        prop_assert_eq!(read.blocks.len(), paragraphs.len());
        // Over pages whose footers count them; words that repeat on another page would be taken for its header.
        let marked = |(at, words): (usize, &Vec<String>)| {
            let mark = "p".repeat(at.saturating_add(1));
            [std::slice::from_ref(&mark), words, std::slice::from_ref(&mark)].concat()
        };
        let paragraphs: Vec<Vec<String>> = paragraphs.iter().enumerate().map(marked).collect();
        let paragraphs_text: Vec<String> = paragraphs.iter().map(wrapped).collect();
        let pages = paragraphs_text.chunks(page).map(|page| page.join("\n\n"));
        let pages: Vec<String> = pages.zip(1..).map(|(page, number)| format!("{page}\n\n{number}\n")).collect();
        let read = super::super::read::text::read(&pages.join("\u{C}"));
        prop_assert_eq!(letters(&read), only_letters(&paragraphs));
    }

    #[test]
    fn any_plain_text_comes_back(text in "[^\u{C}\u{3147}]{0,300}") {
        let expected: String = text.chars().filter(|c| c.is_alphabetic()).collect();
        prop_assert_eq!(letters(&super::super::read::text::read(&text)), expected);
    }

    #[test]
    fn markdown_comes_back(paragraphs in words(), marks in prop::collection::vec(0_usize..8, 8)) {
        let text = paragraphs.iter().zip(&marks).map(|(words, mark)| {
            let line = words.join(" ");
            match mark {
                0 => format!("> {line}."),
                1 => format!("- {line}."),
                2 => format!("## {line}"),
                3 => format!("**{line}**"),
                4 => format!("{}.", words.join("  \n")),
                5 => format!("**{line}: ** and so"),
                _ => format!("{line}."),
            }
        });
        let text: Vec<String> = text.collect();
        let extra = marks.iter().take(paragraphs.len()).filter(|mark| **mark == 5).count();
        let read = letters(&super::super::read::markdown::read(&text.join("\n\n")));
        let expected = only_letters(&paragraphs);
        prop_assert_eq!(read.len(), expected.len().saturating_add(extra.saturating_mul("andso".len())));
        if extra == 0 {
            prop_assert_eq!(read, expected);
        }
    }

    #[test]
    fn pages_come_back(paragraphs in words(), marks in prop::collection::vec(0_usize..9, 8)) {
        let text = paragraphs.iter().zip(&marks).map(|(words, mark)| {
            let line = words.join(" ");
            match mark {
                0 => format!("<p>{line}.</p>"),
                1 => format!("<p>{}.", words.join("<br>\n")),
                2 => format!("<ol><li>{line}.</ol>"),
                3 => format!("<h3>{line}</h3>"),
                4 => format!("<div><span>{}</span></div>", words.join("</span> <span>")),
                5 => format!("<table><tr><td>{}</table>", words.join("<td>")),
                6 => format!("<pre>{}</pre>", words.join("\n")),
                7 => format!("<p>{}</p>", words.join("<br><br>")),
                _ => format!("<p><strong>{line}</strong> <em>.</em>"),
            }
        });
        let text: String = text.collect();
        let page = format!("<html><head><title>no</title></head><nav>no</nav>{text}<footer>no</footer>");
        let read = super::super::read::html::read(&page).unwrap();
        prop_assert_eq!(letters(&read), only_letters(&paragraphs));
    }

    #[test]
    fn nothing_breaks_it(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        soup in prop::collection::vec(
            "<[a-z]{1,8}|</[a-z]{1,8}>|<(div|p|ol|li|a|b|sup|pre|nav|table|td|title|script|h1)( class=.share.| href=x)?>|\
             </(div|p|ol|li|a|b|sup|pre|nav|table|td|title|script|h1)>|&#?[a-z0-9]{1,5};|[\\*_`>#|\\[\\]()-]{1,3}|\n|\u{C}|[가-힣a-z0-9. ]{1,9}|---\n|date: |20[0-9]{2}-[0-9]{2}-[0-9]{2}",
            0..80,
        ),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let soup = soup.concat();
        let paths: Vec<PathBuf> = ["a.txt", "b.md", "c.html", "d"].map(|name| folder.path().join(name)).into();
        for content in [bytes.as_slice(), soup.as_bytes()] {
            for path in &paths {
                fs::write(path, content).unwrap();
            }
            let stop = AtomicBool::new(false);
            let imported = import(&paths, &Metadata::default(), None, &Silent, &stop);
            prop_assert_eq!(imported.imports.len().saturating_add(imported.skipped.len()), paths.len());
            for import in &imported.imports {
                prop_assert!(import.statement.passages.iter().all(|passage| !passage.text.trim().is_empty()));
                prop_assert!(import.statement.date.as_deref().is_none_or(crate::corpus::rules::is_day));
            }
        }
    }
}

#[test]
fn what_is_all_markup_or_ornament_is_no_paragraph() {
    for (name, text) in [
        ("a.md", "**\n\nIt is said.\n\n****"),
        ("b.txt", "\u{200B}\n\nIt is said.\n\n\u{AD}\n\n\u{FEFF}"),
        ("c.html", "<p>&#8203;</p><p>It is said.<p>&shy;</p>"),
        ("d.md", "It is said.\n\n\\###\n"),
        ("e.txt", "It is said.\n\n* * *\n\n###\n"),
    ] {
        assert_eq!(passages(&imported(name, text)), ["It is said."], "{name}");
    }
}
